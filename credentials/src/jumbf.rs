//! Boxes of the JPEG universal metadata box format (ISO 19566-5), as far as manifests consist of them.

/// What a superbox holds, by the first four bytes of its type's UUID.
#[derive(Clone, Copy)]
pub struct Kind(pub &'static [u8; 4]);

/// A manifest store.
pub const STORE: Kind = Kind(b"c2pa");
/// A manifest.
pub const MANIFEST: Kind = Kind(b"c2ma");
/// All assertions of a manifest.
pub const ASSERTIONS: Kind = Kind(b"c2as");
/// A claim.
pub const CLAIM: Kind = Kind(b"c2cl");
/// A claim's signature.
pub const SIGNATURE: Kind = Kind(b"c2cs");
/// An assertion in CBOR.
pub const CBOR: Kind = Kind(b"cbor");

/// What follows the first four bytes of all these types' UUIDs.
const UUID_REST: [u8; 12] = [0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

/// Can be asked for by its label, and has one.
const REQUESTABLE_WITH_LABEL: u8 = 0b11;

/// Length and type of a box.
pub const HEADER: usize = 8;

/// A box. Panics beyond four gigabytes, which no manifest comes near.
pub fn plain(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
	let length = u32::try_from(content.len() + HEADER).expect("manifests are small");
	[&length.to_be_bytes()[..], kind, content].concat()
}

/// A box of boxes with a label.
pub fn superbox(kind: Kind, label: &str, content: &[u8]) -> Vec<u8> {
	let description = [&kind.0[..], &UUID_REST, &[REQUESTABLE_WITH_LABEL], label.as_bytes(), &[0]].concat();
	plain(b"jumb", &[plain(b"jumd", &description), content.to_vec()].concat())
}
