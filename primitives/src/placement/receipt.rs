//! Receipts of single impressions, and the trees over them.
//!
//! A settlement commits to the root over its receipts before anybody knows which of them a challenge asks for. A receipt says
//! which one it is, so whatever tree somebody builds, each answers for one impression only: with a part `f` of receipts that
//! do not exist, an answer is possible with a chance of at most `(1 - f)^16`.

use super::{AttesterSignature, Attesters, CampaignId, Page};
use crate::{
	hash::derive,
	merkle::{self, Purpose},
	sample, Blake3, BlockNumber,
};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

const RECEIPT: &str = "promptale 2026-11 placement receipt";
const LEAF: &str = "promptale 2026-11 placement receipt leaf";
const SAMPLED: &str = "promptale 2026-11 placement sampled receipts";
const BEACON: &str = "promptale 2026-11 placement beacon";

/// Receipts that a challenge asks for.
pub const SAMPLED_RECEIPTS: u32 = 16;

/// Length of the longest path from a receipt to the root.
pub const MAX_RECEIPT_DEPTH: u32 = 24;

/// Most new impressions of one settlement, 16,777,216.
pub const MAX_RECEIPTS: u32 = 1 << MAX_RECEIPT_DEPTH;

struct Receipts;

impl Purpose for Receipts {
	const NODE: &'static str = "promptale 2026-11 placement receipt node";
}

/// That a product was shown once. Where, the campaign's slot says.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Receipt<AccountId> {
	/// Of which campaign.
	pub campaign: CampaignId,
	/// In which page's count.
	pub page: Page,
	/// Its place in that count, from 0: the first one is receipt 0 of the first settlement.
	pub index: u64,
	/// The best block that the worker knew.
	pub block: BlockNumber,
	/// By the worker's clock, in milliseconds of Unix time. For people to look at: the chain does not check it.
	pub time: u64,
	/// Who showed it.
	pub payee: AccountId,
	/// Tells viewers apart: a hash under a salt of the worker's own, never a name.
	pub viewer: Blake3,
}

impl<AccountId: Encode> Receipt<AccountId> {
	/// What the serving worker signs. `chain` is its genesis hash.
	pub fn signing_bytes(&self, chain: &Blake3) -> Blake3 {
		derive(RECEIPT, &(chain, self).encode())
	}
}

/// A receipt with the signature of the worker that served it, which is one of the slot's attesters.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct SignedReceipt<AccountId> {
	/// What is signed.
	pub receipt: Receipt<AccountId>,
	/// Of [`Receipt::signing_bytes`].
	pub signature: AttesterSignature,
}

impl<AccountId: Encode> SignedReceipt<AccountId> {
	/// Its leaf in the tree over a settlement's receipts.
	pub fn leaf(&self) -> Blake3 {
		derive(LEAF, &self.encode())
	}

	/// The key that the signature must be of; `None` where there is no such attester.
	pub fn signer<'a>(&self, attesters: &'a Attesters) -> Option<&'a [u8; 32]> {
		attesters.get(usize::from(self.signature.attester))
	}
}

/// A receipt and its path to the root.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct ReceiptProof<AccountId> {
	/// What is proven.
	pub receipt: SignedReceipt<AccountId>,
	/// Siblings from its leaf upwards.
	pub path: BoundedVec<Blake3, ConstU32<MAX_RECEIPT_DEPTH>>,
}

/// The answer to a challenge: the receipts that it asks for, ascending.
pub type ReceiptProofs<AccountId> = BoundedVec<ReceiptProof<AccountId>, ConstU32<SAMPLED_RECEIPTS>>;

impl<AccountId: Encode> ReceiptProof<AccountId> {
	/// Whether this is receipt `first + at` of a campaign's page, and leaf `at` of `receipts` under `root`.
	pub fn belongs_to(&self, root: &Blake3, page: (CampaignId, Page), first: u64, receipts: u32, at: u32) -> bool {
		let receipt = &self.receipt.receipt;
		(receipt.campaign, receipt.page) == page
			&& first.checked_add(at.into()) == Some(receipt.index)
			&& merkle::leads_to::<Receipts>(root, &self.path, receipts, at, self.receipt.leaf())
	}
}

/// The root over the [leaves](SignedReceipt::leaf) of a settlement's receipts.
pub fn receipts_root(leaves: &[Blake3]) -> Blake3 {
	merkle::root::<Receipts>(leaves)
}

/// Proves a receipt, which is leaf `at`; `None` where that does not exist, or there are more than [`MAX_RECEIPTS`].
pub fn prove_receipt<AccountId>(
	leaves: &[Blake3],
	at: u32,
	receipt: SignedReceipt<AccountId>,
) -> Option<ReceiptProof<AccountId>> {
	Some(ReceiptProof { receipt, path: merkle::path::<Receipts>(leaves, at)?.try_into().ok()? })
}

/// Turns the chain's randomness into the beacon of challenges of one block.
pub fn placement_beacon(randomness: &[u8], block: BlockNumber) -> Blake3 {
	derive(BEACON, &(randomness, block).encode())
}

/// Which of a settlement's `receipts` a challenge asks for, ascending from 0: [`SAMPLED_RECEIPTS`] or all of them.
///
/// `beacon` is randomness that nobody knew when `root` was signed.
pub fn sampled_receipts(
	beacon: &Blake3,
	campaign: CampaignId,
	page: Page,
	sequence: u64,
	root: &Blake3,
	receipts: u32,
) -> Vec<u32> {
	let key = derive(SAMPLED, &(beacon, campaign, page, sequence, root).encode());
	sample::distinct(&key, SAMPLED_RECEIPTS, receipts)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const PLACE: (CampaignId, Page) = (3, 1);

	fn receipt(index: u64) -> SignedReceipt<u64> {
		let (campaign, page) = PLACE;
		let receipt = Receipt { campaign, page, index, block: 9, time: 1, payee: 7, viewer: [index as u8; 32] };
		SignedReceipt { receipt, signature: AttesterSignature { attester: 1, signature: [5; 64] } }
	}

	#[test]
	fn what_a_worker_signs_depends_on_everything() {
		let base = receipt(1).receipt;
		let changes: [fn(&mut Receipt<u64>); 7] = [
			|receipt| receipt.campaign = 9,
			|receipt| receipt.page = 9,
			|receipt| receipt.index = 9,
			|receipt| receipt.block = 8,
			|receipt| receipt.time = 9,
			|receipt| receipt.payee = 9,
			|receipt| receipt.viewer = [9; 32],
		];
		for change in changes {
			let mut changed = base.clone();
			change(&mut changed);
			assert_ne!(changed.signing_bytes(&[0; 32]), base.signing_bytes(&[0; 32]));
		}
		assert_ne!(base.signing_bytes(&[1; 32]), base.signing_bytes(&[0; 32]));
	}

	#[test]
	fn samples_depend_on_everything() {
		let base = sampled_receipts(&[1; 32], 2, 3, 4, &[5; 32], 1_000_000);
		assert_eq!(base.len(), 16);
		for other in [
			sampled_receipts(&[9; 32], 2, 3, 4, &[5; 32], 1_000_000),
			sampled_receipts(&[1; 32], 9, 3, 4, &[5; 32], 1_000_000),
			sampled_receipts(&[1; 32], 2, 9, 4, &[5; 32], 1_000_000),
			sampled_receipts(&[1; 32], 2, 3, 9, &[5; 32], 1_000_000),
			sampled_receipts(&[1; 32], 2, 3, 4, &[9; 32], 1_000_000),
		] {
			assert_ne!(other, base);
		}
		assert_eq!(sampled_receipts(&[1; 32], 2, 3, 4, &[5; 32], 3), [0, 1, 2]);
		assert_ne!(placement_beacon(&[1], 1), placement_beacon(&[1], 2));
	}

	#[test]
	fn a_signer_is_found_by_its_place() {
		let attesters: Attesters = vec![[1; 32], [2; 32]].try_into().unwrap();
		assert_eq!(receipt(0).signer(&attesters), Some(&[2; 32]));
		let alone: Attesters = vec![[1; 32]].try_into().unwrap();
		assert_eq!(receipt(0).signer(&alone), None);
	}

	#[test]
	fn one_receipt_does_not_answer_for_others_whatever_the_tree() {
		// The root is the leaf itself, so the empty path leads there from everywhere.
		let proof = prove_receipt(&[receipt(0).leaf()], 0, receipt(0)).unwrap();
		let root = receipt(0).leaf();
		assert!(proof.path.is_empty());
		assert!(proof.belongs_to(&root, PLACE, 0, 1_000, 0));
		assert!((1..1_000).all(|at| !proof.belongs_to(&root, PLACE, 0, 1_000, at)));
	}

	proptest! {
		#[test]
		fn a_receipt_is_proven_for_its_own_place_only(receipts in 1u32..40, at: u32, first in 0u64..1 << 40, other in 0u32..40) {
			let at = at % receipts;
			let all: Vec<_> = (0..receipts).map(|at| receipt(first + u64::from(at))).collect();
			let leaves: Vec<_> = all.iter().map(SignedReceipt::leaf).collect();
			let root = receipts_root(&leaves);
			let proof = prove_receipt(&leaves, at, all[at as usize].clone()).unwrap();
			prop_assert!(proof.belongs_to(&root, PLACE, first, receipts, at));
			prop_assert_eq!(proof.belongs_to(&root, PLACE, first, receipts, other), at == other);
			prop_assert!(!proof.belongs_to(&root, (3, 2), first, receipts, at));
			prop_assert!(!proof.belongs_to(&root, (4, 1), first, receipts, at));
			prop_assert!(!proof.belongs_to(&root, PLACE, first + 1, receipts, at));
			prop_assert!(!proof.belongs_to(&[0; 32], PLACE, first, receipts, at));
			let mut resigned = proof.clone();
			resigned.receipt.signature.signature[0] ^= 1;
			prop_assert!(!resigned.belongs_to(&root, PLACE, first, receipts, at));
			prop_assert!(prove_receipt(&leaves, receipts, all[0].clone()).is_none());
		}
	}
}
