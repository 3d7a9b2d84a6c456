//! The product of a compute challenge in the smallest class.

use promptale_primitives::{
	challenge::{
		matrix::{dot, Matrix, Stream, BLOCK},
		tree, Class, Openings,
	},
	Blake3,
};

/// The class that the simulation's devices compute.
pub const CLASS: Class = Class::Side256;

/// The hashes of all rows of the product of `seed`.
pub fn leaves(seed: &Blake3) -> Vec<Blake3> {
	let right = lines(seed, Matrix::B);
	lines(seed, Matrix::A).iter().enumerate().map(|(row, left)| leaf(row as u32, left, &right)).collect()
}

/// Whether `leaf` is the hash of this row of the product of `seed`.
pub fn is_right(seed: &Blake3, row: u32, leaf_of: &Blake3) -> bool {
	leaf(row, &line(&Stream::new(seed, Matrix::A), row), &lines(seed, Matrix::B)) == *leaf_of
}

/// Opens rows of a product.
pub fn openings(leaves: &[Blake3], rows: &[u32]) -> Openings {
	let opened: Vec<_> = rows.iter().filter_map(|row| tree::open(leaves, *row)).collect();
	opened.try_into().unwrap_or_default()
}

fn lines(seed: &Blake3, matrix: Matrix) -> Vec<Vec<u32>> {
	let stream = Stream::new(seed, matrix);
	(0..CLASS.side()).map(|at| line(&stream, at)).collect()
}

fn line(stream: &Stream, at: u32) -> Vec<u32> {
	(0..CLASS.side() / BLOCK).flat_map(|block| stream.block(at, block)).collect()
}

fn leaf(row: u32, left: &[u32], right: &[Vec<u32>]) -> Blake3 {
	let entry = |column: &Vec<u32>| left.iter().zip(column).fold(0u32, |sum, (a, b)| sum.wrapping_add(dot(*a, *b)));
	let bytes: Vec<u8> = right.iter().flat_map(|column| entry(column).to_le_bytes()).collect();
	tree::leaf(row, &bytes)
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::challenge::{check_openings, matrix};

	#[test]
	fn rows_are_those_of_the_definition_and_open_to_their_root() {
		let seed = [7; 32];
		let leaves = leaves(&seed);
		for row in [0, 100, 255] {
			let entry = |column| matrix::entry(&seed, CLASS.side(), row, column).to_le_bytes();
			let bytes: Vec<u8> = (0..CLASS.side()).flat_map(entry).collect();
			assert_eq!(leaves[row as usize], tree::leaf(row, &bytes));
			assert!(is_right(&seed, row, &leaves[row as usize]));
			assert!(!is_right(&[8; 32], row, &leaves[row as usize]));
		}
		let rows: Vec<u32> = (10..26).collect();
		check_openings(CLASS, &tree::root(&leaves), &rows, &openings(&leaves, &rows)).unwrap();
	}
}
