//! What attesters sign.
//!
//! Totals are cumulative: what was said before is contained in what is said later, so a lost settlement loses nothing, and one
//! that is submitted again pays nothing.

use super::{CampaignId, Epoch, Page, SlotId, MAX_ATTESTERS, MAX_PAYEES};
use crate::{hash::derive, Balance, Blake3};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

const SETTLEMENT: &str = "promptale 2026-11 placement settlement";

/// What a payee earned of a page since the campaign began.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Total<AccountId> {
	/// Who.
	pub payee: AccountId,
	/// How much, more than nothing.
	pub amount: Balance,
}

/// Payees' totals, strictly ascending by payee. Who is not named keeps the total of before.
pub type Totals<AccountId> = BoundedVec<Total<AccountId>, ConstU32<MAX_PAYEES>>;

/// What a page's payees earned until now, and for what.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Settlement<AccountId> {
	/// Counts the page's settlements that the chain accepted, from 0; voided ones, too.
	pub sequence: u64,
	/// Last epoch that it covers.
	pub epoch: Epoch,
	/// Impressions of the page since the campaign began.
	pub impressions: u64,
	/// [Root](super::receipts_root) over the receipts of the impressions that are new since the page's last settlement that
	/// was not voided.
	pub receipts: Blake3,
	/// What payees earned.
	pub totals: Totals<AccountId>,
}

impl<AccountId: Encode> Settlement<AccountId> {
	/// What attesters sign: a hash of these 32 bytes' context, of chain (its genesis hash), slot, campaign and page, and of
	/// everything that is settled.
	pub fn signing_bytes(&self, chain: &Blake3, slot: SlotId, campaign: CampaignId, page: Page) -> Blake3 {
		derive(SETTLEMENT, &(chain, slot, campaign, page, self).encode())
	}
}

/// An attester's sr25519 signature of [`Settlement::signing_bytes`], in the signing context `substrate`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct AttesterSignature {
	/// Place of the attester's key among the slot's, from 0.
	pub attester: u8,
	/// By that key.
	pub signature: [u8; 64],
}

/// Signatures of a settlement, strictly ascending by attester.
pub type AttesterSignatures = BoundedVec<AttesterSignature, ConstU32<MAX_ATTESTERS>>;

/// A settlement with the place that it is for, and signatures: what is passed from hand to hand before it is submitted.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct SignedSettlement<AccountId> {
	/// Genesis hash of the chain.
	pub chain: Blake3,
	/// Whose slot's auction the campaign won.
	pub slot: SlotId,
	/// Which campaign.
	pub campaign: CampaignId,
	/// Which page of it.
	pub page: Page,
	/// What is signed.
	pub settlement: Settlement<AccountId>,
	/// By whom.
	pub signatures: AttesterSignatures,
}

impl<AccountId: Encode> SignedSettlement<AccountId> {
	/// What attesters sign.
	pub fn signing_bytes(&self) -> Blake3 {
		self.settlement.signing_bytes(&self.chain, self.slot, self.campaign, self.page)
	}
}

/// How many of `attesters` must sign: two thirds of their number, rounded up.
pub fn signatures_needed(attesters: u32) -> u32 {
	attesters.saturating_mul(2).div_ceil(3)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn settlement() -> Settlement<u64> {
		let totals = vec![Total { payee: 5, amount: 6 }].try_into().unwrap();
		Settlement { sequence: 1, epoch: 2, impressions: 3, receipts: [4; 32], totals }
	}

	#[test]
	fn two_thirds_are_rounded_up() {
		assert_eq!([1, 2, 3, 4, 5, 6, 16].map(signatures_needed), [1, 2, 2, 3, 4, 4, 11]);
	}

	#[test]
	fn what_is_signed_depends_on_everything() {
		let base = settlement().signing_bytes(&[1; 32], 2, 3, 4);
		let mut changed = vec![
			settlement().signing_bytes(&[9; 32], 2, 3, 4),
			settlement().signing_bytes(&[1; 32], 9, 3, 4),
			settlement().signing_bytes(&[1; 32], 2, 9, 4),
			settlement().signing_bytes(&[1; 32], 2, 3, 9),
		];
		let changes: [fn(&mut Settlement<u64>); 6] = [
			|settlement| settlement.sequence = 9,
			|settlement| settlement.epoch = 9,
			|settlement| settlement.impressions = 9,
			|settlement| settlement.receipts = [9; 32],
			|settlement| settlement.totals[0].payee = 9,
			|settlement| settlement.totals[0].amount = 9,
		];
		for change in changes {
			let mut settlement = settlement();
			change(&mut settlement);
			changed.push(settlement.signing_bytes(&[1; 32], 2, 3, 4));
		}
		assert!(!changed.contains(&base));
		changed.sort();
		changed.dedup();
		assert_eq!(changed.len(), 10);
	}

	#[test]
	fn a_full_settlement_is_of_known_size() {
		assert_eq!(Settlement::<[u8; 32]>::max_encoded_len(), 8 + 4 + 8 + 32 + 2 + 64 * 48);
		assert_eq!(AttesterSignatures::max_encoded_len(), 1 + 16 * 65);
	}
}
