//! Rows of the pallet's storage.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::fungible;
use promptale_primitives::{
	content::ContentId,
	raise::{BallotNumber, Progress, RaiseTerms},
	Balance,
};
use scale_info::TypeInfo;

/// Imbalance of $TALE.
pub type CreditOf<T> = fungible::Credit<<T as frame_system::Config>::AccountId, <T as crate::Config>::Currency>;

/// A raise.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Raise<AccountId> {
	/// Who raises.
	pub creator: AccountId,
	/// For what.
	pub content: ContentId,
	/// What was offered.
	pub terms: RaiseTerms,
	/// What happened so far.
	pub progress: Progress,
	/// The chain's part of released money in millionths, as it was at the opening.
	pub fee_rate: u32,
	/// Held from the creator for the row.
	pub deposit: Balance,
	/// Held from the creator, who loses it if governance takes the raise down.
	pub bond: Balance,
	/// Rows in [`Backings`](crate::Backings).
	pub backers: u32,
	/// Money that was given back since it failed.
	pub refunded: Balance,
	/// Shares that backers claimed.
	pub delivered: Balance,
	/// Shares that went back to the creator.
	pub returned: Balance,
}

impl<AccountId> Raise<AccountId> {
	/// Shares that are on hold for it.
	pub fn shares_held(&self) -> Balance {
		self.terms.shares.saturating_sub(self.delivered).saturating_sub(self.returned)
	}

	/// Money that is on hold for it.
	pub fn money_held(&self) -> Balance {
		self.terms.unreleased(&self.progress).saturating_sub(self.refunded)
	}
}

/// What an account has in a raise.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Backing {
	/// What it contributed: the weight of its vote.
	pub contribution: Balance,
	/// Shares that it claimed.
	pub delivered: Balance,
	/// Whether it got back what it gets of a raise that failed.
	pub refunded: bool,
	/// The last ballot that it voted in; 0 before the first.
	pub voted: BallotNumber,
	/// Held from it for this row, what is there for the bond of a row of shares included.
	pub deposit: Balance,
}
