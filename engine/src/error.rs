//! What can go wrong, in words a person can act on.

use std::path::{Path, PathBuf};

/// Everything the engine refuses, apart from updates (see [`crate::update::Malformed`]).
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// Reading or writing a file failed.
	#[error("{}: {source}", path.display())]
	Io {
		/// The file or folder.
		path: PathBuf,
		/// What the system said.
		source: std::io::Error,
	},
	/// An architecture that no model can be built from.
	#[error("unusable architecture: {0}")]
	Architecture(String),
	/// A checkpoint that cannot be used.
	#[error("unusable checkpoint: {0}")]
	Checkpoint(String),
	/// An image folder that cannot be used.
	#[error("unusable image folder {}: {reason}", dir.display())]
	Dataset {
		/// The folder.
		dir: PathBuf,
		/// What is wrong and what to do about it.
		reason: String,
	},
	/// One line of `metadata.jsonl` that cannot be used.
	#[error("{}, line {line}: {reason}", file.display())]
	Metadata {
		/// The `metadata.jsonl`.
		file: PathBuf,
		/// Counted from 1.
		line: usize,
		/// What is wrong and what to do about it.
		reason: String,
	},
	/// An image that does not decode.
	#[error("{}: not a readable PNG or JPEG image: {reason}", path.display())]
	Image {
		/// The image file.
		path: PathBuf,
		/// What the decoder said.
		reason: String,
	},
	/// A file that is not what an importer expects.
	#[error("{}: {reason}", path.display())]
	Import {
		/// The file.
		path: PathBuf,
		/// What is wrong and what to do about it.
		reason: String,
	},
	/// Options that make no sense together.
	#[error("unusable options: {0}")]
	Options(String),
	/// No seed for noise.
	#[error("the operating system gives no random numbers ({0}); without them there is no noise, and no update")]
	Randomness(String),
	/// A device that cannot compute, or that failed.
	#[error("{device}: {reason}")]
	Device {
		/// Which.
		device: String,
		/// What is wrong and what to do about it.
		reason: String,
	},
	/// The caller wanted no more of it.
	#[error("stopped before the end")]
	Stopped,
	/// Training left the range of numbers.
	#[error("training diverged at step {step}: the loss is not finite; lower the learning rate or check the images")]
	Diverged {
		/// The step, counted from 1.
		step: u32,
	},
}

impl Error {
	pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Error + '_ {
		move |source| Error::Io { path: path.to_path_buf(), source }
	}

	pub(crate) fn dataset(dir: &Path, reason: impl Into<String>) -> Error {
		Error::Dataset { dir: dir.to_path_buf(), reason: reason.into() }
	}

	pub(crate) fn import(path: &Path, reason: impl Into<String>) -> Error {
		Error::Import { path: path.to_path_buf(), reason: reason.into() }
	}
}
