//! What the chain's view functions answer about slots and campaigns.

use super::{CampaignId, Page, SlotId, SlotTerms};
use crate::{content::ContentId, Balance, Blake3, BlockNumber};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// What can be done with a slot now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum AuctionPhase {
	/// Bids are taken.
	Bidding,
	/// They are revealed.
	Revealing,
	/// It is over, and somebody won. Anybody awards the slot.
	Won,
	/// It is over, and nobody bid the reserve price.
	Failed,
	/// The winner has its campaign.
	Awarded,
}

/// The best bid of those revealed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LeadOverview<AccountId> {
	/// Whose.
	pub bidder: AccountId,
	/// What it would pay now for a thousand impressions: the second price.
	pub price: Balance,
	/// What is left of its hold when it does: the budget.
	pub budget: Balance,
}

/// A slot and its auction.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SlotOverview<AccountId> {
	/// Its number.
	pub slot: SlotId,
	/// Whose creator opened it.
	pub content: ContentId,
	/// Who that is.
	pub creator: AccountId,
	/// What holds for it.
	pub terms: SlotTerms,
	/// Keys of those who count its impressions.
	pub attesters: Vec<[u8; 32]>,
	/// The chain's part of the price, in millionths.
	pub fee_rate: u32,
	/// [Hash](SlotTerms::hash) of all of this, which a bid names.
	pub terms_hash: Blake3,
	/// Where the auction is.
	pub phase: AuctionPhase,
	/// Bids whose money is still bound for the auction.
	pub bids: u32,
	/// The best of those revealed until now.
	pub lead: Option<LeadOverview<AccountId>>,
	/// The winner's campaign.
	pub campaign: Option<CampaignId>,
}

/// A bid whose money is bound.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct BidOverview<AccountId> {
	/// For which slot.
	pub slot: SlotId,
	/// Whose.
	pub bidder: AccountId,
	/// Place in the order in which bids came.
	pub number: u32,
	/// What is bound beside the row's deposit.
	pub budget: Balance,
	/// For a thousand impressions; `None` while it is sealed.
	pub price: Option<Balance>,
}

/// What can be done with a campaign now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum CampaignPhase {
	/// The window did not begin.
	Waiting,
	/// Impressions are counted.
	Running,
	/// Only what was signed is still settled.
	Grace,
	/// Nothing is settled any more. Earnings are claimed; the rest is refunded.
	Over,
}

/// A campaign: delivery and spend. Amounts are in the smallest unit of $TALE.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CampaignOverview<AccountId> {
	/// Its number.
	pub campaign: CampaignId,
	/// Where products are shown.
	pub slot: SlotId,
	/// In which content.
	pub content: ContentId,
	/// Who pays.
	pub brand: AccountId,
	/// BLAKE3 hash of the product's picture.
	pub picture: Blake3,
	/// Of a thousand impressions.
	pub price: Balance,
	/// Where it is.
	pub phase: CampaignPhase,
	/// Last block in which settlements are taken.
	pub settles_until: BlockNumber,
	/// Put in by the brand, less what was refunded.
	pub budget: Balance,
	/// Impressions that settlements count, those that can still be challenged included.
	pub impressions: u64,
	/// Of the budget, what these cost.
	pub spent: Balance,
	/// Of the budget, what nobody earned yet.
	pub left: Balance,
	/// Paid out of the budget to payees, to holders and as fees.
	pub paid: Balance,
	/// Settlements that can be challenged, or are.
	pub pending: u32,
	/// Whether the rest was refunded.
	pub refunded: bool,
	/// Pages with payees, ascending.
	pub pages: Vec<Page>,
}

/// What a payee earned of a page.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PayeeOverview<AccountId> {
	/// Who.
	pub payee: AccountId,
	/// All that was signed, what can still be challenged included.
	pub total: Balance,
	/// What a claim pays now.
	pub claimable: Balance,
	/// What was paid.
	pub claimed: Balance,
}

/// A challenge that waits for its answer.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ReceiptChallengeOverview<AccountId> {
	/// Who demands receipts.
	pub challenger: AccountId,
	/// At the end of this block it is known which.
	pub drawn_in: BlockNumber,
	/// Last block in which they are taken. Then the settlement is void.
	pub answer_until: BlockNumber,
	/// Which receipts of the settlement, from 0; none while that is unknown.
	pub receipts: Vec<u32>,
}

/// A settlement that is not paid yet.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PendingOverview<AccountId> {
	/// Who submitted it, and vouches for it.
	pub submitter: AccountId,
	/// Impressions until it.
	pub impressions: u64,
	/// How many of them are new, each with a receipt.
	pub receipts: u32,
	/// Root over those.
	pub root: Blake3,
	/// Last block in which it can be challenged.
	pub until: BlockNumber,
	/// Challenges that were answered.
	pub answered: u8,
	/// The one that is not.
	pub challenge: Option<ReceiptChallengeOverview<AccountId>>,
}

/// A page of a campaign.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PageOverview<AccountId> {
	/// Which.
	pub page: Page,
	/// The number of its next settlement.
	pub sequence: u64,
	/// Impressions that are settled for good.
	pub impressions: u64,
	/// What the chain and the content's holders are owed for them.
	pub collectable: Balance,
	/// Payees, ascending.
	pub payees: Vec<PayeeOverview<AccountId>>,
	/// What can still be challenged.
	pub pending: Option<PendingOverview<AccountId>>,
}
