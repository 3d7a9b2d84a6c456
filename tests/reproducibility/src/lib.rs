//! Random cases of what every machine has to compute to the same bytes, made from a seed, and their hashes.
//!
//! `scripts/reproducibility` builds this in several ways and compares: for any number of threads, optimised or not, for
//! older and newer processors, native and as wasm, case by case. What is compared is a chain of BLAKE3 hashes over inputs and
//! outputs, so the first line that differs is the first case that does, and says which of the two it is. Some lines are
//! written down in the file `expected`: there the rule as it was meant is compared, too, and other machines.
//!
//! * [`random`]: numbers from a seed;
//! * [`primitives`]: cases of what chain and workers share, also in wasm;
//! * [`engine`]: cases of updates and their aggregation.

#![cfg_attr(not(feature = "engine"), no_std)]

extern crate alloc;

#[cfg(feature = "engine")]
pub mod engine;
#[cfg(target_family = "wasm")]
mod guest;
pub mod primitives;
pub mod random;
#[cfg(feature = "wasm")]
pub mod wasm;

use promptale_primitives::Blake3;

/// The seed whose hashes are written down.
pub const SEED: u64 = 1;

/// What has been computed so far.
#[derive(Default)]
pub struct Record(blake3::Hasher);

impl Record {
	/// Adds a value.
	pub fn add(&mut self, value: impl codec::Encode) {
		value.using_encoded(|bytes| {
			self.0.update(bytes);
		});
	}

	/// Of everything added, in order.
	pub fn hash(&self) -> Blake3 {
		*self.0.finalize().as_bytes()
	}
}

/// Hashes of one case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Case {
	/// Of what was made from the seed; encoded updates among it.
	pub inputs: Blake3,
	/// Of what was computed from that.
	pub outputs: Blake3,
}
