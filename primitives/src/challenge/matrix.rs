//! The two matrices of a compute challenge, and their product.
//!
//! For a side of `n`, `A` and `B` are `n × n` matrices of 8-bit integers in two's complement, and `C = A·B` modulo 2^32
//! (no sum leaves 32 bits: `65,536 · 2^14 = 2^30`). Row `i` of `A` and column `j` of `B` are *lines* of `n` values along the
//! inner index:
//!
//! ```text
//! A[i][k] = byte k mod 16 of block(seed, A, i, k / 16)
//! B[k][j] = byte k mod 16 of block(seed, B, j, k / 16)
//!
//! block(seed, matrix, line, at) = philox4x32_10(counter, key) as 16 bytes, each word little endian, where
//!   key     = [s0, s1]
//!   counter = [at, line, s2 xor matrix, s3]      with matrix = 0 for A and 1 for B
//!   s0..s3  = the first 16 bytes of the seed as little-endian words
//! ```
//!
//! Philox4x32-10 is the counter-based generator of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011),
//! the one in cuRAND: ten rounds of two 32-bit multiplications, the same on every machine, at random access. Four values
//! along the inner index are one word, as instructions for dot products of 8-bit values take them.

use crate::Blake3;

/// Values in a block.
pub const BLOCK: u32 = 16;

/// Multipliers of Philox4x32.
pub const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];

/// What is added to the key of Philox4x32 after each round.
pub const KEY_STEPS: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];

/// Rounds of Philox4x32-10.
pub const ROUNDS: u32 = 10;

/// Which of the two matrices.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Matrix {
	/// The left one; its lines are rows.
	A,
	/// The right one; its lines are columns.
	B,
}

/// Key and upper half of the counter that a seed gives the blocks of one matrix.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stream {
	/// Key of the generator.
	pub key: [u32; 2],
	/// Third and fourth word of the counter.
	pub upper: [u32; 2],
}

impl Stream {
	/// The blocks of one matrix.
	pub fn new(seed: &Blake3, matrix: Matrix) -> Stream {
		let [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3, ..] = *seed;
		let tag = match matrix {
			Matrix::A => 0,
			Matrix::B => 1,
		};
		Stream {
			key: [u32::from_le_bytes([a0, a1, a2, a3]), u32::from_le_bytes([b0, b1, b2, b3])],
			upper: [u32::from_le_bytes([c0, c1, c2, c3]) ^ tag, u32::from_le_bytes([d0, d1, d2, d3])],
		}
	}

	/// Values `16 · at` to `16 · at + 15` of a line, four to a word, the first in the lowest byte.
	pub fn block(&self, line: u32, at: u32) -> [u32; 4] {
		philox4x32_10([at, line, self.upper[0], self.upper[1]], self.key)
	}
}

/// One block of Philox4x32-10.
pub fn philox4x32_10(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
	let (mut counter, mut key) = (counter, key);
	for _ in 0..ROUNDS {
		let low = u64::from(counter[0]).wrapping_mul(u64::from(MULTIPLIERS[0]));
		let high = u64::from(counter[2]).wrapping_mul(u64::from(MULTIPLIERS[1]));
		counter = [
			(high >> 32) as u32 ^ counter[1] ^ key[0],
			high as u32,
			(low >> 32) as u32 ^ counter[3] ^ key[1],
			low as u32,
		];
		key = [key[0].wrapping_add(KEY_STEPS[0]), key[1].wrapping_add(KEY_STEPS[1])];
	}
	counter
}

/// One entry of the product, straight from the definition: what faster code has to agree with. Costs `side` multiply-adds.
pub fn entry(seed: &Blake3, side: u32, row: u32, column: u32) -> u32 {
	let (left, right) = (Stream::new(seed, Matrix::A), Stream::new(seed, Matrix::B));
	let mut sum = 0u32;
	for at in 0..side.checked_div(BLOCK).unwrap_or(0) {
		for (a, b) in left.block(row, at).into_iter().zip(right.block(column, at)) {
			sum = sum.wrapping_add(dot(a, b));
		}
	}
	sum
}

/// Sum of the four products of two words' 8-bit integers, modulo 2^32.
pub fn dot(a: u32, b: u32) -> u32 {
	let products = a.to_le_bytes().into_iter().zip(b.to_le_bytes());
	products.fold(0u32, |sum, (a, b)| {
		let product = i32::from(i8::from_le_bytes([a])).wrapping_mul(i32::from(i8::from_le_bytes([b])));
		sum.wrapping_add(product as u32)
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	/// `kat_vectors` of Random123 1.14, "philox4x32 10".
	#[test]
	fn philox_gives_the_published_values() {
		let known = [
			([0; 4], [0; 2], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
			([u32::MAX; 4], [u32::MAX; 2], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
			(
				[0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
				[0xa409_3822, 0x299f_31d0],
				[0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
			),
		];
		for (counter, key, block) in known {
			assert_eq!(philox4x32_10(counter, key), block);
		}
	}

	#[test]
	fn the_matrices_of_a_seed_differ_from_each_other() {
		let (left, right) = (Stream::new(&[7; 32], Matrix::A), Stream::new(&[7; 32], Matrix::B));
		assert_ne!(left.block(3, 4), right.block(3, 4));
		assert_ne!(left.block(3, 4), left.block(4, 3));
	}

	#[test]
	fn products_are_of_signed_bytes() {
		assert_eq!(dot(u32::from_le_bytes([0x80, 1, 2, 3]), u32::from_le_bytes([0x80, 0xff, 0, 2])), 16_384 - 1 + 6);
	}

	proptest! {
		#[test]
		fn an_entry_is_the_sum_over_the_inner_index(seed: [u8; 32], row in 0u32..256, column in 0u32..256) {
			let value = |matrix, line, k: u32| {
				let words = Stream::new(&seed, matrix).block(line, k / 16);
				i64::from(words[(k % 16 / 4) as usize].to_le_bytes()[(k % 4) as usize] as i8)
			};
			let sum: i64 = (0..256).map(|k| value(Matrix::A, row, k) * value(Matrix::B, column, k)).sum();
			prop_assert_eq!(entry(&seed, 256, row, column), sum.rem_euclid(1 << 32) as u32);
		}
	}
}
