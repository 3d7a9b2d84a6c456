//! What the chain's view functions answer of raises.

use super::{Progress, RaiseId, RaiseTerms, Stage, Verdict};
use crate::{content::ContentId, Balance};
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// A raise at a glance.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct RaiseOverview<AccountId> {
	/// Its number.
	pub raise: RaiseId,
	/// For what.
	pub content: ContentId,
	/// Who raises.
	pub creator: AccountId,
	/// What was offered.
	pub terms: RaiseTerms,
	/// What happened so far.
	pub progress: Progress,
	/// What it is now.
	pub stage: Stage,
	/// What became of the last ballot on the next milestone.
	pub verdict: Option<Verdict>,
	/// Backers with something in it.
	pub backers: u32,
	/// The chain's part of released money, in millionths.
	pub fee_rate: u32,
	/// What the creator loses if governance takes the raise down.
	pub bond: Balance,
	/// Money that the next milestone releases; 0 when there is none.
	pub next: Balance,
	/// Money that was not released.
	pub unreleased: Balance,
	/// Money that was given back since the raise failed.
	pub refunded: Balance,
	/// Shares that backers may claim, those that they did claim included.
	pub unlocked: Balance,
	/// Shares that backers claimed.
	pub delivered: Balance,
	/// Shares that went back to the creator.
	pub returned: Balance,
	/// The account that contributions are on hold on.
	pub account: AccountId,
}

/// What an account has in a raise.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct BackingOverview {
	/// In which.
	pub raise: RaiseId,
	/// For what.
	pub content: ContentId,
	/// What the raise is now.
	pub stage: Stage,
	/// What the account contributed: the weight of its vote.
	pub contribution: Balance,
	/// Shares that it claimed.
	pub delivered: Balance,
	/// Shares that it can claim now.
	pub shares: Balance,
	/// Money that it can claim now.
	pub refund: Balance,
	/// Whether it voted in the last ballot.
	pub voted: bool,
	/// Held from it for this row, until nothing is in it any more.
	pub deposit: Balance,
}
