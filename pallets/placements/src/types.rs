//! What the pallet stores.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::fungible, BoundedVec};
use promptale_primitives::{
	content::ContentId,
	placement::{Attesters, CampaignId, SlotId, SlotTerms, MAX_PAYEES},
	Balance, Blake3, BlockNumber,
};
use scale_info::TypeInfo;
use sp_runtime::traits::ConstU32;

/// Challenges of one settlement, one after the other.
pub const MAX_CHALLENGES: u8 = 4;

/// Blocks between a challenge and the end of the block whose beacon says which receipts it asks for.
pub const BEACON_DELAY: BlockNumber = 2;

/// Imbalance of $TALE.
pub type CreditOf<T> = fungible::Credit<<T as frame_system::Config>::AccountId, <T as crate::Config>::Currency>;

/// The best bid of those revealed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Lead<AccountId> {
	/// Whose.
	pub bidder: AccountId,
	/// Its place in the order in which bids came.
	pub number: u32,
	/// For a thousand impressions.
	pub price: Balance,
}

/// A slot and its auction.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Slot<AccountId> {
	/// In which content.
	pub content: ContentId,
	/// Who opened it.
	pub creator: AccountId,
	/// Held from the creator.
	pub deposit: Balance,
	/// What holds for it.
	pub terms: SlotTerms,
	/// Who counts its impressions.
	pub attesters: Attesters,
	/// The chain's part of the price, in millionths, as it was when the slot was opened.
	pub fee_rate: u32,
	/// Rows in [`Bids`](crate::Bids).
	pub bids: u32,
	/// The number of the next bid.
	pub next_bid: u32,
	/// The best bid of those revealed, unless less than the reserve.
	pub lead: Option<Lead<AccountId>>,
	/// What it pays: the best price of the others, or the reserve.
	pub second: Balance,
	/// The winner's campaign, once the slot was awarded. May be gone already.
	pub campaign: Option<CampaignId>,
}

/// What is known of a bid.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Seal {
	/// Only what it committed to.
	Sealed(Blake3),
	/// Everything.
	Revealed {
		/// For a thousand impressions.
		price: Balance,
		/// BLAKE3 hash of the product's picture.
		picture: Blake3,
	},
}

/// A bid for a slot.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Bid {
	/// Place in the order in which bids came, from 0.
	pub number: u32,
	/// On hold: the budget of the campaign that it may become.
	pub budget: Balance,
	/// Held for the row, and then for that of the campaign.
	pub deposit: Balance,
	/// What is known of it.
	pub seal: Seal,
}

/// A slot's winner, who pays for impressions.
///
/// Of `budget`, `charged` is earned, or will be unless it is challenged; `paid` of that is paid. On hold is `budget - paid`.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Campaign<AccountId> {
	/// Which slot it won.
	pub slot: SlotId,
	/// Who pays.
	pub brand: AccountId,
	/// Held for the row.
	pub deposit: Balance,
	/// BLAKE3 hash of the product's picture.
	pub picture: Blake3,
	/// Of a thousand impressions.
	pub price: Balance,
	/// Put in, less what was refunded.
	pub budget: Balance,
	/// What settlements that were not voided cost.
	pub charged: Balance,
	/// Paid out.
	pub paid: Balance,
	/// Counted by settlements that were not voided.
	pub impressions: u64,
	/// Rows in [`Pages`](crate::Pages).
	pub pages: u32,
	/// Of them with a settlement that is not paid yet.
	pub pending: u32,
	/// When it was closed before its window's end, because the budget was out.
	pub closed_in: Option<BlockNumber>,
	/// Whether the rest of the budget was refunded.
	pub refunded: bool,
}

impl<AccountId> Campaign<AccountId> {
	/// Of the budget, what nobody earned yet.
	pub fn left(&self) -> Balance {
		self.budget.saturating_sub(self.charged)
	}
}

/// Who shows the product, and what that earned on one page.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Payee<AccountId> {
	/// Who.
	pub account: AccountId,
	/// All that was signed.
	pub total: Balance,
	/// Of it, what cannot be challenged any more.
	pub settled: Balance,
	/// Of that, what was paid.
	pub claimed: Balance,
}

/// A challenge that was not answered yet.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Challenge<AccountId> {
	/// Who demands receipts.
	pub challenger: AccountId,
	/// Held from the challenger.
	pub bond: Balance,
	/// The block at whose end it is known which receipts.
	pub drawn_in: BlockNumber,
}

/// A settlement that is not paid yet.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Pending<AccountId> {
	/// Who submitted it, and vouches for it.
	pub submitter: AccountId,
	/// Held from the submitter.
	pub bond: Balance,
	/// The page's impressions until it.
	pub impressions: u64,
	/// Root over the receipts of those that are new.
	pub receipts: Blake3,
	/// Last block in which it can be challenged.
	pub until: BlockNumber,
	/// Challenges until now.
	pub challenges: u8,
	/// The one that waits for an answer.
	pub challenge: Option<Challenge<AccountId>>,
}

/// Payees whose totals are settled together.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct PageState<AccountId> {
	/// Who submitted its first settlement.
	pub opener: AccountId,
	/// Held from the opener for the row.
	pub deposit: Balance,
	/// The number of its next settlement.
	pub sequence: u64,
	/// Impressions that are settled for good.
	pub impressions: u64,
	/// Of them, those whose fee and whose holders' part were paid.
	pub collected: u64,
	/// Ascending by account.
	pub payees: BoundedVec<Payee<AccountId>, ConstU32<MAX_PAYEES>>,
	/// What can still be challenged.
	pub pending: Option<Pending<AccountId>>,
}

impl<AccountId> PageState<AccountId> {
	/// All that was signed for payees.
	pub fn total(&self) -> Balance {
		self.payees.iter().fold(0, |sum, payee| sum.saturating_add(payee.total))
	}

	/// New impressions of the settlement that is not paid yet.
	pub fn pending_impressions(&self) -> u64 {
		self.pending.as_ref().map_or(0, |pending| pending.impressions.saturating_sub(self.impressions))
	}

	/// What that settlement adds to payees' totals.
	pub fn pending_earnings(&self) -> Balance {
		let added = |payee: &Payee<AccountId>| payee.total.saturating_sub(payee.settled);
		self.payees.iter().fold(0, |sum, payee| sum.saturating_add(added(payee)))
	}
}

/// The randomness of one block, for the challenges that wait for it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct BlockBeacon {
	/// Challenges that use it, and were not ended.
	pub challenges: u32,
	/// Known at the block's end.
	pub beacon: Option<Blake3>,
}
