//! The part of an update that is decoded at a time, the same for both encodings.

use super::{CHUNK, EXPONENTS};

/// Parameters of a segment: a multiple of [`CHUNK`], and the chunk of sparse updates.
pub const SEGMENT: usize = 4096;

/// Values of up to [`SEGMENT`] consecutive parameters.
pub(crate) struct Segment {
	/// Integers, one per parameter; zero after the last one of the model.
	pub values: Box<[i8; SEGMENT]>,
	/// One per [`CHUNK`] values, which count in units of two to its power.
	pub exponents: [i8; SEGMENT / CHUNK],
	/// Whether a zero says "no change" (dense) or nothing at all (sparse).
	pub is_dense: bool,
}

impl Segment {
	/// All zero.
	pub fn new() -> Segment {
		Segment { values: Box::new([0; SEGMENT]), exponents: [*EXPONENTS.start(); SEGMENT / CHUNK], is_dense: true }
	}

	/// The values of one chunk of [`CHUNK`].
	pub fn chunk(&self, chunk: usize) -> &[i8; CHUNK] {
		&self.values.as_chunks().0[chunk]
	}
}

/// Parameters in segment `index` of a model.
pub(crate) fn length_of(index: usize, parameters: usize) -> usize {
	SEGMENT.min(parameters - index * SEGMENT)
}
