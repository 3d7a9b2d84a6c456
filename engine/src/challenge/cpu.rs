//! The product of a challenge on a processor.
//!
//! Rows of the product are made in panels. For each panel, every thread takes strips of columns, and goes through the inner
//! index in pieces: it makes the piece of `B` afresh, which then stays in the nearest cache while all rows of the panel are
//! multiplied by it. So `B` is never in memory as a whole, and recomputing a few rows is the same work with a small panel.

use super::{
	kernel::{Instructions, LeftWords, RightWords, Tile, LANES, TILE_COLUMNS, TILE_ROWS},
	Multiplier, Work,
};
use crate::{parallel::Pool, Error};
use promptale_primitives::{
	challenge::{
		matrix::{dot, Matrix, Stream},
		tree::leaf,
	},
	Blake3,
};

/// Rows of a panel: so many that making `B` again for each costs little beside multiplying by it.
const PANEL: usize = 512;

/// Words of the inner index in a piece: with [`TILE_COLUMNS`] columns 16 KiB, half of the nearest cache.
const PIECE: usize = 128;

/// Tiles side by side in a strip.
const STRIP_TILES: usize = 4;

/// Columns of a strip.
const STRIP: usize = STRIP_TILES * TILE_COLUMNS;

/// Computes with so many threads.
pub struct Cpu {
	pool: Pool,
	threads: usize,
	instructions: Instructions,
}

impl Cpu {
	/// With the fastest instructions of this processor; 0 threads mean one.
	pub fn new(threads: usize) -> Cpu {
		Cpu::with_instructions(threads, Instructions::available()[0])
	}

	pub(super) fn with_instructions(threads: usize, instructions: Instructions) -> Cpu {
		Cpu { pool: Pool::new(threads), threads: threads.max(1), instructions }
	}

	/// Leaves of at most [`PANEL`] rows.
	fn panel(&self, work: &Work, rows: &[u32], leaves: &mut [Blake3]) {
		let side = work.class.side() as usize;
		let words = side / 4;
		let piece = PIECE.min(words);
		let padded = rows.len().next_multiple_of(LANES);
		let left = self.left(work, rows, padded, piece);
		let excess = self.excess(&left, padded, piece);

		// One strip after the other, each tile by tile: `[side / STRIP][padded / TILE_ROWS][STRIP_TILES]`.
		let strip_tiles = padded / TILE_ROWS * STRIP_TILES;
		let mut product: Vec<Tile> = vec![[[0; TILE_COLUMNS]; TILE_ROWS]; side / STRIP * strip_tiles];
		let stream = Stream::new(&work.seed, Matrix::B);
		self.pool.for_each_chunk(&mut product, strip_tiles, |strip, tiles| {
			for (group, excess) in tiles.chunks_exact_mut(STRIP_TILES).zip(excess.as_chunks::<TILE_ROWS>().0) {
				for tile in group {
					for (sums, excess) in tile.iter_mut().zip(excess) {
						sums.fill(excess.wrapping_neg());
					}
				}
			}
			let mut right: Vec<RightWords> = vec![[0; TILE_COLUMNS]; piece];
			let mut half: Vec<[u32; LANES]> = vec![[0; LANES]; piece];
			for (at, left) in left.chunks_exact(padded / TILE_ROWS * piece).enumerate() {
				for column_tile in 0..STRIP_TILES {
					let first = strip * STRIP + column_tile * TILE_COLUMNS;
					for lanes in (0..TILE_COLUMNS).step_by(LANES) {
						let lines = std::array::from_fn(|lane| (first + lanes + lane) as u32);
						let flip = self.instructions.flip();
						self.instructions.fill(&stream, &lines, (at * piece / 4) as u32, flip, &mut half);
						for (right, half) in right.iter_mut().zip(&half) {
							right[lanes..lanes + LANES].copy_from_slice(half);
						}
					}
					for (row_tile, left) in left.chunks_exact(piece).enumerate() {
						let tile = &mut tiles[row_tile * STRIP_TILES + column_tile];
						self.instructions.multiply(left, &right, tile);
					}
				}
			}
		});

		self.pool.for_each(leaves, |at, out| {
			let mut row = vec![[0u8; 4]; side];
			let row_tile = at / TILE_ROWS * STRIP_TILES;
			let tiles = product.chunks_exact(strip_tiles).flat_map(|tiles| &tiles[row_tile..row_tile + STRIP_TILES]);
			for (part, tile) in row.as_chunks_mut::<TILE_COLUMNS>().0.iter_mut().zip(tiles) {
				*part = tile[at % TILE_ROWS].map(i32::to_le_bytes);
			}
			*out = leaf(rows[at], row.as_flattened());
		});
	}

	/// Words of the rows of `A`, `[side / 4 / piece][padded / TILE_ROWS][piece]`; rows beyond the last are its copies.
	fn left(&self, work: &Work, rows: &[u32], padded: usize, piece: usize) -> Vec<LeftWords> {
		let words = work.class.side() as usize / 4;
		let row_tiles = padded / TILE_ROWS;
		let stream = Stream::new(&work.seed, Matrix::A);
		let mut left: Vec<LeftWords> = vec![[0; TILE_ROWS]; words * row_tiles];
		self.pool.for_each_chunk(&mut left, row_tiles * piece, |at, left| {
			let mut made = vec![[0; LANES]; piece];
			for (group, tiles) in left.chunks_exact_mut(LANES / TILE_ROWS * piece).enumerate() {
				let lines = std::array::from_fn(|lane| rows[(group * LANES + lane).min(rows.len() - 1)]);
				self.instructions.fill(&stream, &lines, (at * piece / 4) as u32, 0, &mut made);
				for (half, tile) in tiles.chunks_exact_mut(piece).enumerate() {
					for (words, made) in tile.iter_mut().zip(&made) {
						words.copy_from_slice(&made[half * TILE_ROWS..(half + 1) * TILE_ROWS]);
					}
				}
			}
		});
		left
	}

	/// By how much the product of each row with the flipped `B` is too large: 128 times the sum of the row.
	fn excess(&self, left: &[LeftWords], padded: usize, piece: usize) -> Vec<i32> {
		let mut excess = vec![0i32; padded];
		if self.instructions.flip() == 0 {
			return excess;
		}
		for left in left.chunks_exact(padded / TILE_ROWS * piece) {
			for (excess, tile) in excess.as_chunks_mut::<TILE_ROWS>().0.iter_mut().zip(left.chunks_exact(piece)) {
				for words in tile {
					for (excess, word) in excess.iter_mut().zip(words) {
						*excess = excess.wrapping_add((dot(*word, 0x0101_0101) as i32).wrapping_mul(128));
					}
				}
			}
		}
		excess
	}
}

impl Multiplier for Cpu {
	fn name(&self) -> String {
		format!("cpu, {} threads, {:?}", self.threads, self.instructions)
	}

	fn leaves(
		&mut self,
		work: &Work,
		rows: &[u32],
		leaves: &mut [Blake3],
		go_on: &mut dyn FnMut(usize) -> bool,
	) -> Result<(), Error> {
		let mut done = 0;
		for (rows, leaves) in rows.chunks(PANEL).zip(leaves.chunks_mut(PANEL)) {
			self.panel(work, rows, leaves);
			done += rows.len();
			if !go_on(done) {
				return Err(Error::Stopped);
			}
		}
		Ok(())
	}
}
