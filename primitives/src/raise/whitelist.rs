//! Who may contribute in a raise's whitelist phase: the root of a Merkle tree over accounts, so that a list of any length costs the
//! chain one hash. The creator publishes the list; everybody on it makes the own proof.

use crate::{
	hash::derive,
	merkle::{self, Purpose},
	Blake3,
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

const LEAF: &str = "promptale 2026-11 raise whitelist account";

/// Trees over accounts.
struct Accounts;

impl Purpose for Accounts {
	const NODE: &'static str = "promptale 2026-11 raise whitelist node";
}

/// Longest path in a tree: a million accounts.
pub const MAX_WHITELIST_DEPTH: u32 = 20;

/// Accounts that may contribute before everybody may.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Whitelist {
	/// Root of the tree over their hashes.
	pub root: Blake3,
	/// How many they are.
	pub accounts: u32,
}

/// That an account is on a list.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct WhitelistProof {
	/// The account's place on the list, from 0.
	pub index: u32,
	/// Siblings from the account's leaf upwards.
	pub path: BoundedVec<Blake3, ConstU32<MAX_WHITELIST_DEPTH>>,
}

fn leaves<AccountId: Encode>(accounts: &[AccountId]) -> Vec<Blake3> {
	accounts.iter().map(|account| derive(LEAF, &account.encode())).collect()
}

impl Whitelist {
	/// The whitelist of `accounts`, in this order; `None` of none, or of more than a tree can have.
	pub fn of<AccountId: Encode>(accounts: &[AccountId]) -> Option<Self> {
		let number =
			u32::try_from(accounts.len()).ok().filter(|number| (1..=1 << MAX_WHITELIST_DEPTH).contains(number))?;
		let root = merkle::root::<Accounts>(&leaves(accounts));
		Some(Whitelist { root, accounts: number })
	}

	/// Whether `account` is on the list. At most [`MAX_WHITELIST_DEPTH`] hashes.
	pub fn contains<AccountId: Encode>(&self, account: &AccountId, proof: &WhitelistProof) -> bool {
		let leaf = derive(LEAF, &account.encode());
		merkle::leads_to::<Accounts>(&self.root, &proof.path, self.accounts, proof.index, leaf)
	}
}

impl WhitelistProof {
	/// Proves that the account at `index` is on the list of `accounts`; `None` where there is no such place.
	pub fn of<AccountId: Encode>(accounts: &[AccountId], index: u32) -> Option<Self> {
		Whitelist::of(accounts)?;
		let path = merkle::path::<Accounts>(&leaves(accounts), index)?;
		Some(WhitelistProof { index, path: path.try_into().ok()? })
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn exactly_those_on_the_list_can_prove_it() {
		for number in [1u32, 2, 3, 5, 8, 13] {
			let accounts: Vec<u64> = (0..number.into()).collect();
			let list = Whitelist::of(&accounts).unwrap();
			assert_eq!(list.accounts, number);
			for (index, account) in accounts.iter().enumerate() {
				let proof = WhitelistProof::of(&accounts, index as u32).unwrap();
				assert!(list.contains(account, &proof));
				for other in accounts.iter().chain(&[99]).filter(|other| *other != account) {
					assert!(!list.contains(other, &proof), "somebody else's proof");
				}
				let elsewhere = WhitelistProof { index: number, ..proof };
				assert!(!list.contains(account, &elsewhere));
			}
		}
	}

	#[test]
	fn there_is_no_list_of_nobody_and_no_proof_of_a_place_that_is_not_there() {
		assert_eq!(Whitelist::of::<u64>(&[]), None);
		assert_eq!(WhitelistProof::of(&[1u64, 2], 2), None);
		assert_eq!(Whitelist::of(&vec![0u8; (1 << MAX_WHITELIST_DEPTH) + 1]), None);
	}

	/// Else the sibling of two leaves would pass as an account of 64 bytes.
	#[test]
	fn an_inner_node_is_no_account() {
		let accounts = [[1u8; 32], [2; 32], [3; 32], [4; 32]];
		let list = Whitelist::of(&accounts).unwrap();
		let pair = [derive(LEAF, &accounts[0]), derive(LEAF, &accounts[1])].concat();
		let long = WhitelistProof::of(&accounts, 0).unwrap();
		let short = WhitelistProof { index: 0, path: vec![long.path[1]].try_into().unwrap() };
		let pair: [u8; 64] = pair.try_into().unwrap();
		assert!(!list.contains(&pair, &short));
		assert!(!Whitelist { accounts: 2, ..list }.contains(&pair, &short));
	}
}
