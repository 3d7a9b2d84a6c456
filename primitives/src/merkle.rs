//! Merkle trees over hashed leaves, as compute challenges and placements use them.
//!
//! Binary, of `binary-merkle-tree`; the last leaf of an odd level moves up unhashed. Inner nodes are hashed under a context of
//! each use's own, which must be none that leaves are hashed under, so that neither passes for the other.

use crate::{hash::derive, Blake3};
use alloc::vec::Vec;
use core::marker::PhantomData;

/// What a tree is for.
pub trait Purpose: Send + Sync + 'static {
	/// The context that inner nodes are hashed under.
	const NODE: &'static str;
}

/// How an inner node is made of its children, for `binary-merkle-tree`.
struct Nodes<P>(PhantomData<P>);

impl<P: Purpose> hash_db::Hasher for Nodes<P> {
	type Out = Blake3;
	type StdHasher = hash256_std_hasher::Hash256StdHasher;
	const LENGTH: usize = 32;

	fn hash(children: &[u8]) -> Blake3 {
		derive(P::NODE, children)
	}
}

/// The root over `leaves`; zeros over none.
pub fn root<P: Purpose>(leaves: &[Blake3]) -> Blake3 {
	binary_merkle_tree::merkle_root_raw::<Nodes<P>, _>(leaves.iter().copied())
}

/// Siblings from leaf `index` upwards; `None` where there is no such leaf.
pub fn path<P: Purpose>(leaves: &[Blake3], index: u32) -> Option<Vec<Blake3>> {
	// The crate panics where there is no such leaf.
	leaves.get(usize::try_from(index).ok()?)?;
	Some(binary_merkle_tree::merkle_proof_raw::<Nodes<P>, _>(leaves.iter().copied(), index).proof)
}

/// Whether `path` leads from `leaf`, which is leaf `index` of `leaves`, to `root`. A hash for each step of the path.
///
/// The length of the path is the caller's to check, unless leaves themselves say which they are.
pub fn leads_to<P: Purpose>(root: &Blake3, path: &[Blake3], leaves: u32, index: u32, leaf: Blake3) -> bool {
	let leaf = binary_merkle_tree::Leaf::Hash(leaf);
	binary_merkle_tree::verify_proof::<Nodes<P>, _, _>(root, path.iter().copied(), leaves, index, leaf)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	struct One;
	impl Purpose for One {
		const NODE: &'static str = "promptale test one";
	}

	struct Other;
	impl Purpose for Other {
		const NODE: &'static str = "promptale test other";
	}

	fn leaves(number: u32) -> Vec<Blake3> {
		(0..number).map(|index| derive("promptale test leaf", &index.to_le_bytes())).collect()
	}

	#[test]
	fn trees_of_different_purposes_have_different_roots() {
		assert_ne!(root::<One>(&leaves(3)), root::<Other>(&leaves(3)));
		assert_eq!(root::<One>(&[]), [0; 32]);
		assert_eq!(path::<One>(&[], 0), None);
	}

	proptest! {
		#[test]
		fn every_leaf_leads_to_the_root_and_no_other_does(number in 1u32..70, index: u32, other: u32) {
			let (leaves, index, other) = (leaves(number), index % number, other % number);
			let root = root::<One>(&leaves);
			let path = path::<One>(&leaves, index).unwrap();
			prop_assert!(path.len() as u32 <= number.next_power_of_two().ilog2());
			prop_assert!(leads_to::<One>(&root, &path, number, index, leaves[index as usize]));
			let passes = leads_to::<One>(&root, &path, number, index, leaves[other as usize]);
			prop_assert_eq!(passes, index == other);
			prop_assert!(!leads_to::<One>(&root, &path, number, number, leaves[index as usize]));
		}
	}
}
