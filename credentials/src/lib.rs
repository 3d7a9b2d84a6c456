//! Content credentials: what made an image, signed, inside its file, as the Coalition for Content Provenance and Authenticity
//! specifies it (C2PA 2.x, <https://spec.c2pa.org>).
//!
//! [`attach`] writes a manifest into a PNG or JPEG file; [`manifest_of`] finds one. Written by hand, in four hundred lines, and
//! read by the coalition's own library in `tests/credentials`: that library turns on features of crates that the node is
//! made of as well (`docs/decisions/0030-content-credentials.md`).
//!
//! * [`identity`]: the certificate and its key;
//! * [`manifest`]: assertions, claim, signature;
//! * `jumbf`, `container`: the boxes they are kept in, and where those are in an image's file.
//!
//! A manifest depends on nothing but the image's bytes, what is said about it, and the identity, so that what is made again
//! from the same seed is the same file.

mod container;
pub mod identity;
mod jumbf;
pub mod manifest;

pub use identity::Identity;
pub use manifest::{Origin, Tool};

/// Why an image gets no credentials.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// Neither PNG nor JPEG, or broken.
	#[error("not a whole PNG or JPEG file: {0}")]
	Container(&'static str),
	/// It has credentials; another set would make them invalid.
	#[error("the image has content credentials already; attach them to the image as it was encoded")]
	Present,
	/// No certificate could be made, or the key does not sign.
	#[error("the certificate for content credentials cannot be made or used: {0}")]
	Certificate(#[from] rcgen::Error),
	/// What was kept is not an identity.
	#[error("no identity for content credentials: {0}; remove the file, and a new one is made")]
	Identity(String),
	/// Larger than fits into one segment of a JPEG file.
	#[error("the manifest has {0} bytes, too many for a JPEG file")]
	TooLarge(usize),
}

/// An image with its credentials.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Credentialled {
	/// The image's file.
	pub image: Vec<u8>,
	/// The manifest store in it, whose BLAKE3 hash names the credentials on the chain.
	pub manifest: Vec<u8>,
}

/// Puts credentials into an encoded image.
///
/// # Errors
/// [`Error::Container`] or [`Error::Present`] for what is no image, or has credentials; [`Error::Certificate`] when signing
/// fails.
pub fn attach(image: &[u8], origin: &Origin, identity: &Identity) -> Result<Credentialled, Error> {
	let place = container::Place::of(image)?;
	if manifest_of(image)?.is_some() {
		return Err(Error::Present);
	}
	// The manifest says how long it is, and is longer the longer that number is written. It settles at once.
	let mut length = 0;
	loop {
		let manifest = manifest::build(image, (place.start, place.overhead + length), origin, identity)?;
		if manifest.len() == length {
			let image = place.insert(image, &manifest)?;
			return Ok(Credentialled { image, manifest });
		}
		length = manifest.len();
	}
}

/// The manifest store of an image's file, if it has one. Says nothing about whether it is valid.
///
/// # Errors
/// [`Error::Container`] for what is no whole PNG or JPEG file.
pub fn manifest_of(image: &[u8]) -> Result<Option<Vec<u8>>, Error> {
	container::find(image)
}

#[cfg(test)]
mod tests;
