//! The inner loops of the challenge on a processor: making words of the matrices, and products of small tiles of them.
//!
//! A word holds four 8-bit values along the inner index. All versions give the same integers; the fastest that the
//! processor has is chosen at run time.

use promptale_primitives::challenge::matrix::{Stream, KEY_STEPS, MULTIPLIERS, ROUNDS};

/// Rows of a tile of the product.
pub const TILE_ROWS: usize = 8;

/// Columns of a tile of the product.
pub const TILE_COLUMNS: usize = 32;

/// Lines whose words are made at once.
pub const LANES: usize = 16;

/// One word of each row of a tile.
pub type LeftWords = [u32; TILE_ROWS];

/// One word of each column of a tile.
pub type RightWords = [u32; TILE_COLUMNS];

/// Sums of one tile of the product, modulo 2^32.
pub type Tile = [[i32; TILE_COLUMNS]; TILE_ROWS];

/// Which instructions to compute with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Instructions {
	/// AVX-512 with VNNI: 64 multiply-adds in one instruction.
	#[cfg(target_arch = "x86_64")]
	Avx512Vnni,
	/// AVX2: 16 multiply-adds in one instruction.
	#[cfg(target_arch = "x86_64")]
	Avx2,
	/// Whatever the compiler makes of plain code.
	Portable,
}

impl Instructions {
	/// All that this processor has, the fastest first.
	pub fn available() -> Vec<Instructions> {
		let mut available = Vec::new();
		#[cfg(target_arch = "x86_64")]
		{
			if is_x86_feature_detected!("avx512f")
				&& is_x86_feature_detected!("avx512bw")
				&& is_x86_feature_detected!("avx512dq")
				&& is_x86_feature_detected!("avx512vl")
				&& is_x86_feature_detected!("avx512vnni")
			{
				available.push(Instructions::Avx512Vnni);
			}
			if is_x86_feature_detected!("avx2") {
				available.push(Instructions::Avx2);
			}
		}
		available.push(Instructions::Portable);
		available
	}

	/// What the words of `B` are combined with by exclusive or. VNNI multiplies signed by *unsigned* values, so there `B` is
	/// kept with 128 added to every value.
	pub fn flip(self) -> u32 {
		match self {
			#[cfg(target_arch = "x86_64")]
			Instructions::Avx512Vnni => 0x8080_8080,
			_ => 0,
		}
	}

	/// Makes the blocks `first_block..` of 16 lines: `out[4 * block + word][lane]`, each combined with `flip`.
	pub fn fill(self, stream: &Stream, lines: &[u32; LANES], first_block: u32, flip: u32, out: &mut [[u32; LANES]]) {
		match self {
			#[cfg(target_arch = "x86_64")]
			// SAFETY: `available` names only what the processor has, and nothing else makes this value.
			Instructions::Avx512Vnni => unsafe { fill_avx512(stream, lines, first_block, flip, out) },
			#[cfg(target_arch = "x86_64")]
			// SAFETY: as above.
			Instructions::Avx2 => unsafe { fill_avx2(stream, lines, first_block, flip, out) },
			Instructions::Portable => fill(stream, lines, first_block, flip, out),
		}
	}

	/// Adds the products of rows and columns to a tile, over as many words as both have. The words of `B` are as
	/// [`Instructions::flip`] says.
	pub fn multiply(self, left: &[LeftWords], right: &[RightWords], tile: &mut Tile) {
		match self {
			#[cfg(target_arch = "x86_64")]
			// SAFETY: `available` names only what the processor has, and nothing else makes this value.
			Instructions::Avx512Vnni => unsafe { x86::multiply_avx512(left, right, tile) },
			#[cfg(target_arch = "x86_64")]
			// SAFETY: as above.
			Instructions::Avx2 => unsafe { x86::multiply_avx2(left, right, tile) },
			Instructions::Portable => multiply(left, right, tile),
		}
	}
}

/// Philox4x32-10 in 16 lanes. Lanes are 64 bits wide, of which the generator means the lower half: what is above is never
/// looked at, and the compiler then needs nothing but multiplications, shifts and exclusive or.
#[inline(always)]
#[allow(clippy::needless_range_loop, reason = "a lane is a place in four rows at once")]
fn fill(stream: &Stream, lines: &[u32; LANES], first_block: u32, flip: u32, out: &mut [[u32; LANES]]) {
	let lower = |lane: u64| lane & 0xffff_ffff;
	let [factor0, factor1] = MULTIPLIERS.map(u64::from);
	for (at, words) in out.chunks_exact_mut(4).enumerate() {
		let mut x = [[0u64; LANES]; 4];
		let counter = first_block.wrapping_add(at as u32);
		for lane in 0..LANES {
			x[0][lane] = u64::from(counter);
			x[1][lane] = u64::from(lines[lane]);
			x[2][lane] = u64::from(stream.upper[0]);
			x[3][lane] = u64::from(stream.upper[1]);
		}
		let mut key = stream.key;
		for _ in 0..ROUNDS {
			let (key0, key1) = (u64::from(key[0]), u64::from(key[1]));
			for lane in 0..LANES {
				let low = lower(x[0][lane]).wrapping_mul(factor0);
				let high = lower(x[2][lane]).wrapping_mul(factor1);
				x[0][lane] = (high >> 32) ^ x[1][lane] ^ key0;
				x[1][lane] = high;
				x[2][lane] = (low >> 32) ^ x[3][lane] ^ key1;
				x[3][lane] = low;
			}
			key = [key[0].wrapping_add(KEY_STEPS[0]), key[1].wrapping_add(KEY_STEPS[1])];
		}
		for (word, lanes) in words.iter_mut().zip(&x) {
			for lane in 0..LANES {
				word[lane] = lanes[lane] as u32 ^ flip;
			}
		}
	}
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
fn fill_avx512(stream: &Stream, lines: &[u32; LANES], first_block: u32, flip: u32, out: &mut [[u32; LANES]]) {
	fill(stream, lines, first_block, flip, out)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn fill_avx2(stream: &Stream, lines: &[u32; LANES], first_block: u32, flip: u32, out: &mut [[u32; LANES]]) {
	fill(stream, lines, first_block, flip, out)
}

fn multiply(left: &[LeftWords], right: &[RightWords], tile: &mut Tile) {
	let bytes = |word: u32| word.to_le_bytes().map(|byte| i32::from(byte as i8));
	for (rows, columns) in left.iter().zip(right) {
		let columns = columns.map(bytes);
		for (sums, row) in tile.iter_mut().zip(rows) {
			let row = bytes(*row);
			for (sum, column) in sums.iter_mut().zip(&columns) {
				let products = row[0] * column[0] + row[1] * column[1] + row[2] * column[2] + row[3] * column[3];
				*sum = sum.wrapping_add(products);
			}
		}
	}
}

#[cfg(target_arch = "x86_64")]
mod x86 {
	use super::{LeftWords, RightWords, Tile, TILE_COLUMNS, TILE_ROWS};
	use std::arch::x86_64::*;

	const WIDE: usize = 16;
	const NARROW: usize = 8;

	/// The whole tile in 16 registers of 16 sums.
	#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
	pub fn multiply_avx512(left: &[LeftWords], right: &[RightWords], tile: &mut Tile) {
		let mut sums = [[_mm512_setzero_si512(); TILE_COLUMNS / WIDE]; TILE_ROWS];
		for (sums, tile) in sums.iter_mut().zip(tile.iter()) {
			for (sum, part) in sums.iter_mut().zip(tile.as_chunks::<WIDE>().0) {
				// SAFETY: a part is 64 readable bytes; the load needs no alignment.
				*sum = unsafe { _mm512_loadu_si512(part.as_ptr().cast()) };
			}
		}
		for (rows, columns) in left.iter().zip(right) {
			let parts = columns.as_chunks::<WIDE>().0;
			// SAFETY: as above.
			let columns =
				unsafe { [_mm512_loadu_si512(parts[0].as_ptr().cast()), _mm512_loadu_si512(parts[1].as_ptr().cast())] };
			for row in 0..TILE_ROWS {
				let word = _mm512_set1_epi32(rows[row] as i32);
				sums[row][0] = _mm512_dpbusd_epi32(sums[row][0], columns[0], word);
				sums[row][1] = _mm512_dpbusd_epi32(sums[row][1], columns[1], word);
			}
		}
		for (sums, tile) in sums.iter().zip(tile) {
			for (sum, part) in sums.iter().zip(tile.as_chunks_mut::<WIDE>().0) {
				// SAFETY: a part is 64 writable bytes; the store needs no alignment.
				unsafe { _mm512_storeu_si512(part.as_mut_ptr().cast(), *sum) };
			}
		}
	}

	/// The tile in quarters of 4 rows and 16 columns, 8 registers of 8 sums each. Bytes are widened to 16 bits where they
	/// are: even ones by two shifts, odd ones by one.
	#[target_feature(enable = "avx2")]
	pub fn multiply_avx2(left: &[LeftWords], right: &[RightWords], tile: &mut Tile) {
		const ROWS: usize = 4;
		const PARTS: usize = 2;
		let even = |words| _mm256_srai_epi16::<8>(_mm256_slli_epi16::<8>(words));
		let odd = |words| _mm256_srai_epi16::<8>(words);
		for (first, tile) in tile.as_chunks_mut::<ROWS>().0.iter_mut().enumerate() {
			for part in 0..TILE_COLUMNS / (PARTS * NARROW) {
				let mut sums = [[_mm256_setzero_si256(); PARTS]; ROWS];
				for (rows, columns) in left.iter().zip(right) {
					let parts = columns.as_chunks::<NARROW>().0;
					let mut halves = [[_mm256_setzero_si256(); 2]; PARTS];
					for (at, halves) in halves.iter_mut().enumerate() {
						// SAFETY: a part is 32 readable bytes; the load needs no alignment.
						let words = unsafe { _mm256_loadu_si256(parts[PARTS * part + at].as_ptr().cast()) };
						*halves = [even(words), odd(words)];
					}
					for (row, sums) in sums.iter_mut().enumerate() {
						let word = _mm256_set1_epi32(rows[ROWS * first + row] as i32);
						let (even, odd) = (even(word), odd(word));
						for (sum, halves) in sums.iter_mut().zip(&halves) {
							*sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(halves[0], even));
							*sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(halves[1], odd));
						}
					}
				}
				for (tile, sums) in tile.iter_mut().zip(&sums) {
					for (at, sum) in sums.iter().enumerate() {
						let target = &mut tile.as_chunks_mut::<NARROW>().0[PARTS * part + at];
						// SAFETY: a part is 32 readable and writable bytes; neither needs alignment.
						unsafe {
							let before = _mm256_loadu_si256(target.as_ptr().cast());
							_mm256_storeu_si256(target.as_mut_ptr().cast(), _mm256_add_epi32(before, *sum));
						}
					}
				}
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::challenge::matrix::{dot, Matrix};

	#[test]
	fn lanes_are_the_blocks_of_their_lines() {
		let stream = Stream::new(&[0xa5; 32], Matrix::B);
		let lines: [u32; LANES] = std::array::from_fn(|lane| (lane * lane * 40_961) as u32);
		for instructions in Instructions::available() {
			let mut out = [[0; LANES]; 12];
			instructions.fill(&stream, &lines, 4_093, 7, &mut out);
			for (lane, line) in lines.iter().enumerate() {
				for (at, words) in out.iter().enumerate() {
					let word = stream.block(*line, 4_093 + at as u32 / 4)[at % 4];
					assert_eq!(words[lane], word ^ 7, "{instructions:?}");
				}
			}
		}
	}

	#[test]
	fn tiles_are_sums_of_products_of_signed_bytes() {
		let word =
			|seed: u32| (seed ^ 0x5bd1_e995).wrapping_mul(2_654_435_761).rotate_left(11).wrapping_mul(0x85eb_ca6b);
		let left: Vec<LeftWords> = (0..5)
			.map(|at| std::array::from_fn(|row| if at == 0 { 0x8080_8080 } else { word(at * 8 + row as u32) }))
			.collect();
		let right: Vec<RightWords> = (0..5)
			.map(|at| {
				std::array::from_fn(|column| if at == 0 { 0x8080_8080 } else { word(1_000 + at * 32 + column as u32) })
			})
			.collect();
		for instructions in Instructions::available() {
			let flipped: Vec<RightWords> =
				right.iter().map(|words| words.map(|word| word ^ instructions.flip())).collect();
			let mut tile = [[-3i32; TILE_COLUMNS]; TILE_ROWS];
			instructions.multiply(&left, &flipped, &mut tile);
			for row in 0..TILE_ROWS {
				// What the flipped values are too large by.
				let excess: i32 = if instructions.flip() == 0 {
					0
				} else {
					left.iter().map(|words| 128 * dot(words[row], 0x0101_0101) as i32).sum()
				};
				for column in 0..TILE_COLUMNS {
					let sum: i32 = left.iter().zip(&right).map(|(a, b)| dot(a[row], b[column]) as i32).sum();
					assert_eq!(tile[row][column], sum + excess - 3, "{instructions:?}");
				}
			}
		}
	}
}
