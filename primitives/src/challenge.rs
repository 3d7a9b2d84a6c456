//! The compute challenge: measures a device's hashpower by a product of integer matrices.
//!
//! 1. A beacon, unknown before, gives every device a [`seed`] of its own. It fixes two square matrices ([`matrix`]) of a
//!    side that depends on the [`Class`].
//! 2. Within a window the device computes their product and commits to the root of a Merkle tree over its rows ([`tree`]).
//! 3. A second beacon, unknown until the window has closed, picks [`OPENED_ROWS`] rows ([`opened_rows`]). The device answers
//!    with the leaf and the path of each ([`Opening`]); the chain checks the paths ([`check_openings`]).
//! 4. Validators recompute the opened rows and compare leaves: `side²` multiply-adds a row, where the work took `side³`.
//!
//! **Soundness.** Who has `m` of the `n` rows right when committing passes only if all `k` opened rows are among them. The
//! rows are a uniform choice of `k` out of `n` without repetition, so the chance is
//! `m/n · (m-1)/(n-1) · … · (m-k+1)/(n-k+1)`, at most `f^k` for the part `f = m/n` (one wrong entry makes a row wrong). With
//! `k = 16`: 1.5e-5 for half of the rows, 18.5 % for nine tenths. What a cheat may expect for a part `f` of the work is
//! `f^16` of the reward, always less than `f`: computing less never pays, even if nothing else follows from being caught.

pub mod matrix;
pub mod tree;

pub use tree::{check_openings, Mismatch, Opening, Openings};

use crate::{hash::derive, sample, Blake3};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

const SEED: &str = "promptale 2026-11 compute challenge seed";
const OPENED: &str = "promptale 2026-11 compute challenge opened rows";

/// Rows that are opened, `k` in the formula of soundness.
pub const OPENED_ROWS: u32 = 16;

/// Length of the path from a leaf to the root in the largest class.
pub const MAX_DEPTH: u32 = 16;

/// Multiply-adds in one unit of hashpower: those of the smallest class.
pub const MULTIPLY_ADDS_PER_UNIT: u64 = 1 << 24;

/// Counts the challenges of the chain.
pub type Epoch = u32;

/// How large a challenge is; named for the side of its matrices. Each class is 64 times the work of the one before.
#[derive(
	Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Class {
	/// Class 0: milliseconds on one core.
	Side256,
	/// Class 1: a tenth of a second on one core.
	Side1024,
	/// Class 2: seconds on a processor.
	Side4096,
	/// Class 3: minutes on a processor, under a second on a GPU.
	Side16384,
	/// Class 4: for GPUs.
	Side65536,
}

impl Class {
	/// All classes, from the smallest.
	pub const ALL: [Class; 5] = [Class::Side256, Class::Side1024, Class::Side4096, Class::Side16384, Class::Side65536];

	/// The class of a number, from 0; `None` where there is none.
	pub fn from_number(number: u8) -> Option<Class> {
		Class::ALL.get(usize::from(number)).copied()
	}

	/// Its number, from 0.
	pub fn number(self) -> u8 {
		match self {
			Class::Side256 => 0,
			Class::Side1024 => 1,
			Class::Side4096 => 2,
			Class::Side16384 => 3,
			Class::Side65536 => 4,
		}
	}

	/// Length of the path from a leaf to the root: the binary logarithm of the side.
	pub fn depth(self) -> u32 {
		match self {
			Class::Side256 => 8,
			Class::Side1024 => 10,
			Class::Side4096 => 12,
			Class::Side16384 => 14,
			Class::Side65536 => 16,
		}
	}

	/// Rows and columns of each matrix, a power of two.
	pub fn side(self) -> u32 {
		1u32.checked_shl(self.depth()).unwrap_or(u32::MAX)
	}

	/// Multiply-adds of the whole product, `side³`.
	pub fn multiply_adds(self) -> u64 {
		u64::from(self.side()).saturating_pow(3)
	}

	/// Hashpower that an answered challenge of this class proves, in units of [`MULTIPLY_ADDS_PER_UNIT`]: 1, 64, 4,096,
	/// 262,144 and 16,777,216.
	pub fn units(self) -> u64 {
		self.multiply_adds().checked_div(MULTIPLY_ADDS_PER_UNIT).unwrap_or(0)
	}
}

/// What fixes the matrices of one device's challenge. Another device, epoch or class shares no part of its work.
///
/// `beacon` is randomness that nobody knew before the window opened.
pub fn seed<AccountId: Encode>(beacon: &Blake3, device: &AccountId, epoch: Epoch, class: Class) -> Blake3 {
	derive(SEED, &(beacon, device, epoch, class).encode())
}

/// The rows to open, distinct and ascending: a uniform choice ([`sample::distinct`]).
///
/// `beacon` is randomness that nobody knew when `root` was committed.
pub fn opened_rows(beacon: &Blake3, seed: &Blake3, root: &Blake3, class: Class) -> [u32; OPENED_ROWS as usize] {
	let key = derive(OPENED, &(beacon, seed, root).encode());
	let drawn = sample::distinct(&key, OPENED_ROWS, class.side());
	core::array::from_fn(|at| drawn.get(at).copied().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	/// The product in the formula of soundness.
	fn chance(side: u32, computed: u32) -> f64 {
		(0..OPENED_ROWS).map(|drawn| f64::from(computed - drawn) / f64::from(side - drawn)).product()
	}

	#[test]
	fn sides_depths_and_units_agree() {
		for (number, class) in Class::ALL.into_iter().enumerate() {
			assert_eq!(usize::from(class.number()), number);
			assert_eq!(Class::from_number(class.number()), Some(class));
			assert_eq!(class.side(), 256 << (2 * number));
			assert!(class.depth() <= MAX_DEPTH);
			assert_eq!(class.units(), 64u64.pow(number as u32));
			assert_eq!(class.units() * MULTIPLY_ADDS_PER_UNIT, class.multiply_adds());
		}
		assert_eq!(Class::from_number(5), None);
	}

	#[test]
	fn a_seed_depends_on_everything() {
		let base = seed(&[1; 32], &[2u8; 32], 3, Class::Side256);
		for other in [
			seed(&[9; 32], &[2u8; 32], 3, Class::Side256),
			seed(&[1; 32], &[9u8; 32], 3, Class::Side256),
			seed(&[1; 32], &[2u8; 32], 9, Class::Side256),
			seed(&[1; 32], &[2u8; 32], 3, Class::Side1024),
		] {
			assert_ne!(base, other);
		}
	}

	#[test]
	fn opened_rows_depend_on_beacon_seed_and_root() {
		let base = opened_rows(&[1; 32], &[2; 32], &[3; 32], Class::Side4096);
		for other in [([9; 32], [2; 32], [3; 32]), ([1; 32], [9; 32], [3; 32]), ([1; 32], [2; 32], [9; 32])] {
			assert_ne!(base, opened_rows(&other.0, &other.1, &other.2, Class::Side4096));
		}
	}

	#[test]
	fn every_row_is_opened_equally_often() {
		let mut opened = [0u32; 256];
		for beacon in 0..8_000u32 {
			let mut bytes = [0; 32];
			bytes[..4].copy_from_slice(&beacon.to_le_bytes());
			opened_rows(&bytes, &[1; 32], &[2; 32], Class::Side256).iter().for_each(|row| opened[*row as usize] += 1);
		}
		// 500 expected of each, standard deviation below 22; six of them either way.
		assert!(opened.iter().all(|times| (370..630).contains(times)), "{opened:?}");
	}

	#[test]
	fn who_computes_a_part_passes_as_seldom_as_the_formula_says() {
		for (computed, expected) in [(128, 1.0e-5), (230, 0.17), (250, 0.67)] {
			let chance = chance(256, computed);
			assert!((chance / expected - 1.0).abs() < 0.1, "{computed} rows pass with {chance}");
			assert!(chance <= (f64::from(computed) / 256.0).powi(OPENED_ROWS as i32));
			let trials = 10_000u32;
			let passed = (0..trials).filter(|beacon| {
				let beacon = derive("test", &beacon.encode());
				opened_rows(&beacon, &[1; 32], &[2; 32], Class::Side256).iter().all(|row| *row < computed)
			});
			let passed = passed.count() as f64;
			let expected = chance * f64::from(trials);
			// Five standard deviations, and one for what is discrete.
			assert!((passed - expected).abs() <= 5.0 * expected.sqrt() + 1.0, "{passed} passed, not {expected}");
		}
	}

	proptest! {
		#[test]
		fn opened_rows_are_distinct_ascending_and_inside(beacon: [u8; 32], root: [u8; 32], number in 0u8..5) {
			let class = Class::from_number(number).unwrap();
			let rows = opened_rows(&beacon, &[0; 32], &root, class);
			prop_assert!(rows.windows(2).all(|pair| pair[0] < pair[1]));
			prop_assert!(rows.iter().all(|row| *row < class.side()));
		}
	}
}
