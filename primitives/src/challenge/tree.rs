//! The Merkle tree over the rows of a compute challenge.
//!
//! Binary, with one leaf for each row; a power of two of them, so every path is as long as the class is deep. Leaves and
//! inner nodes are hashed under contexts of their own, so that neither passes for the other.

use super::{Class, MAX_DEPTH, OPENED_ROWS};
use crate::{
	merkle::{self, Purpose},
	Blake3,
};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

const ROW: &str = "promptale 2026-11 compute challenge row";
const NODE: &str = "promptale 2026-11 compute challenge node";

/// Trees over the rows of a product.
struct Rows;

impl Purpose for Rows {
	const NODE: &'static str = NODE;
}

/// One opened row: what its device says the row hashes to, and the path from there to the root.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Opening {
	/// The row's [`leaf`].
	pub leaf: Blake3,
	/// Siblings from the leaf upwards, as many as the class is deep.
	pub path: BoundedVec<Blake3, ConstU32<MAX_DEPTH>>,
}

/// All opened rows, in the order of [`super::opened_rows`].
pub type Openings = BoundedVec<Opening, ConstU32<OPENED_ROWS>>;

/// Why openings do not belong to a root.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mismatch {
	/// There is not exactly one opening for each row.
	Number,
	/// The path of this row is not as long as the class is deep, or does not end at the root.
	Path {
		/// The row.
		row: u32,
	},
}

/// The leaf of a row: its index, then its entries as little-endian 32-bit words (`4 · side` bytes).
pub fn leaf(index: u32, row: &[u8]) -> Blake3 {
	let mut hasher = blake3::Hasher::new_derive_key(ROW);
	hasher.update(&index.to_le_bytes());
	hasher.update(row);
	*hasher.finalize().as_bytes()
}

/// The root over the leaves of all rows.
pub fn root(leaves: &[Blake3]) -> Blake3 {
	merkle::root::<Rows>(leaves)
}

/// Opens one row of a full tree; `None` where it has no such row, or more rows than any class.
pub fn open(leaves: &[Blake3], index: u32) -> Option<Opening> {
	let leaf = *leaves.get(usize::try_from(index).ok()?)?;
	let path = merkle::path::<Rows>(leaves, index)?;
	Some(Opening { leaf, path: path.try_into().ok()? })
}

impl Opening {
	/// Whether this is the row that `root` was committed with. [`Class::depth`] hashes.
	pub fn belongs_to(&self, class: Class, root: &Blake3, row: u32) -> bool {
		let right_length = u32::try_from(self.path.len()).is_ok_and(|length| length == class.depth());
		right_length && merkle::leads_to::<Rows>(root, &self.path, class.side(), row, self.leaf)
	}
}

/// Checks that the openings of `rows` belong to `root`. Whether the leaves are right only recomputing the rows tells.
///
/// Costs at most `OPENED_ROWS · MAX_DEPTH` hashes.
pub fn check_openings(class: Class, root: &Blake3, rows: &[u32], openings: &Openings) -> Result<(), Mismatch> {
	if rows.len() != openings.len() {
		return Err(Mismatch::Number);
	}
	match rows.iter().zip(openings).find(|(row, opening)| !opening.belongs_to(class, root, **row)) {
		Some((row, _)) => Err(Mismatch::Path { row: *row }),
		None => Ok(()),
	}
}

#[cfg(test)]
mod tests {
	use super::{super::opened_rows, *};
	use crate::hash::derive;
	use alloc::vec::Vec;
	use proptest::prelude::*;

	const CLASS: Class = Class::Side256;

	fn leaves() -> Vec<Blake3> {
		(0..CLASS.side()).map(|index| leaf(index, &[1, 2, 3, 4])).collect()
	}

	fn answer(leaves: &[Blake3], rows: &[u32]) -> Openings {
		rows.iter().map(|row| open(leaves, *row).unwrap()).collect::<Vec<_>>().try_into().unwrap()
	}

	#[test]
	fn honest_openings_of_every_class_belong_to_their_root() {
		for class in [Class::Side256, Class::Side1024, Class::Side4096] {
			let leaves: Vec<_> = (0..class.side()).map(|index| leaf(index, &[5])).collect();
			let root = root(&leaves);
			let rows = opened_rows(&[1; 32], &[2; 32], &root, class);
			assert_eq!(check_openings(class, &root, &rows, &answer(&leaves, &rows)), Ok(()));
		}
	}

	#[test]
	fn a_missing_or_changed_opening_is_found() {
		let leaves = leaves();
		let root = root(&leaves);
		let rows = opened_rows(&[1; 32], &[2; 32], &root, CLASS);
		let good = answer(&leaves, &rows);
		let mut short = good.clone();
		short.pop();
		assert_eq!(check_openings(CLASS, &root, &rows, &short), Err(Mismatch::Number));
		let mut swapped = good.clone();
		swapped.as_mut().swap(3, 4);
		assert_eq!(check_openings(CLASS, &root, &rows, &swapped), Err(Mismatch::Path { row: rows[3] }));
		let mut longer = good.clone();
		longer[0].path.try_push([0; 32]).unwrap();
		assert_eq!(check_openings(CLASS, &root, &rows, &longer), Err(Mismatch::Path { row: rows[0] }));
	}

	#[test]
	fn an_inner_node_does_not_pass_for_a_leaf() {
		let leaves = leaves();
		let mut opening = open(&leaves, 0).unwrap();
		let sibling = opening.path.remove(0);
		opening.leaf = derive(NODE, &[opening.leaf, sibling].concat());
		// The node above leaves 0 and 1 and its path do lead to the root, but are one level short.
		let leads = merkle::leads_to::<Rows>(&root(&leaves), &opening.path, CLASS.side() / 2, 0, opening.leaf);
		assert!(leads);
		assert!(!opening.belongs_to(CLASS, &root(&leaves), 0));
	}

	#[test]
	fn a_row_outside_is_neither_opened_nor_accepted() {
		let leaves = leaves();
		assert_eq!(open(&leaves, CLASS.side()), None);
		assert!(!open(&leaves, 0).unwrap().belongs_to(CLASS, &root(&leaves), CLASS.side()));
	}

	#[test]
	fn answers_are_bounded() {
		// 16 openings, each a leaf and a path of 16, with the two lengths.
		assert_eq!(Openings::max_encoded_len(), 1 + 16 * (32 + 1 + 16 * 32));
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(32))]

		#[test]
		fn no_other_leaf_path_row_or_root_passes(row in 0u32..256, other in 0u32..256, level in 0usize..8, bit in 0usize..256) {
			let leaves = leaves();
			let root = root(&leaves);
			let good = open(&leaves, row).unwrap();
			prop_assert!(good.belongs_to(CLASS, &root, row));
			prop_assert_eq!(good.belongs_to(CLASS, &root, other), row == other);
			let flip = |hash: &mut Blake3| hash[bit / 8] ^= 1 << (bit % 8);
			let mut changed = good.clone();
			flip(&mut changed.leaf);
			prop_assert!(!changed.belongs_to(CLASS, &root, row));
			let mut changed = good.clone();
			flip(&mut changed.path[level]);
			prop_assert!(!changed.belongs_to(CLASS, &root, row));
			let mut root = root;
			flip(&mut root);
			prop_assert!(!good.belongs_to(CLASS, &root, row));
		}
	}
}
