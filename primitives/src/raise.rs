//! Raising $TALE for content: terms, stages, and who is due what.
//!
//! What a raise is at a block follows from its terms and its [`Progress`] alone ([`RaiseTerms::stage`]): nobody has to close
//! anything for it to be decided. With `c` of `total` contributed, and milestones released whose parts sum to `p` millionths:
//!
//! ```text
//! money released   floor(total * p / 1,000,000)         of which the creator gets it without the chain's fee
//! shares unlocked  floor(shares * p / 1,000,000)
//! a backer's       floor(unlocked * c / total) shares,  at any time
//!                  floor((total - released) * c / total), if the raise fails
//! ```
//!
//! so shares come in step with the money that bought them, and it does not matter who claims first. What is less than a unit or
//! a share is the creator's in the end.

mod overview;
mod whitelist;

pub use overview::{BackingOverview, RaiseOverview};
pub use whitelist::{Whitelist, WhitelistProof, MAX_WHITELIST_DEPTH};

use crate::{arithmetic::mul_div, Balance, Blake3, BlockNumber, MILLION};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Identifies a raise. No two have the same, also of one content.
pub type RaiseId = u32;

/// Counts the ballots of one raise, from 1.
pub type BallotNumber = u32;

/// Most milestones of a raise.
pub const MAX_MILESTONES: u32 = 8;

/// What part of the money is released when, if backers agree.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Milestone {
	/// Its part of the money in millionths.
	pub part: u32,
	/// BLAKE3 hash of what was promised.
	pub description: Blake3,
	/// First block in which the creator may ask for it.
	pub opens: BlockNumber,
	/// Block from which the creator may no longer ask: the raise fails unless it was approved, or a ballot runs.
	pub due: BlockNumber,
	/// Blocks of a ballot.
	pub voting: BlockNumber,
}

/// What a creator offers. Never changes.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct RaiseTerms {
	/// Shares for all backers together.
	pub shares: Balance,
	/// Less than this in all, and everybody gets it back.
	pub soft_cap: Balance,
	/// Most that is taken; the raise has succeeded when it is reached.
	pub hard_cap: Balance,
	/// Least contribution of an account, unless what is missing to the hard cap is less.
	pub least: Balance,
	/// Most of an account.
	pub most: Balance,
	/// First block for those on the whitelist; without one, for everybody.
	pub opens: BlockNumber,
	/// First block for everybody. The same as `opens` without a whitelist; `closes` where there is no public phase.
	pub public: BlockNumber,
	/// First block in which nothing is taken any more.
	pub closes: BlockNumber,
	/// Who may contribute before `public`.
	pub whitelist: Option<Whitelist>,
	/// What is released when, in this order; the parts sum to a million.
	pub milestones: BoundedVec<Milestone, ConstU32<MAX_MILESTONES>>,
}

/// Bounds of terms, in blocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct RaiseLimits {
	/// From now to the closing at most.
	pub open: BlockNumber,
	/// From the closing to the last milestone's `due` at most.
	pub delivery: BlockNumber,
	/// A ballot at least.
	pub shortest_ballot: BlockNumber,
	/// A ballot at most.
	pub longest_ballot: BlockNumber,
}

/// What is wrong with terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnfitTerms {
	/// No shares are offered.
	Shares,
	/// The soft cap is less than a million units (a part of it could be nothing), or more than the hard cap.
	Caps,
	/// The least contribution is zero, more than the most, or the most is more than the hard cap.
	Contributions,
	/// It opens in the past or closes too late, or phases do not follow each other; a whitelist phase needs a whitelist.
	Phases,
	/// There is no milestone, or the parts are zero or do not sum to a million.
	Parts,
	/// A milestone is due before it can be asked for, before the raise closes, before an earlier one, or too late; or its
	/// ballot is too short or too long.
	Milestones,
}

/// A vote on the release of the next milestone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Ballot {
	/// Its number.
	pub number: BallotNumber,
	/// BLAKE3 hash of what the creator shows.
	pub evidence: Blake3,
	/// First block in which votes are no longer taken.
	pub ends: BlockNumber,
	/// Contributions of those in favour.
	pub yes: Balance,
	/// Contributions of those against.
	pub no: Balance,
}

/// What became of a ballot.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum Verdict {
	/// Not decided yet.
	Open,
	/// More than half of all contributions are in favour.
	Approved,
	/// They no longer can be, or the time is over: who does not vote is against.
	Rejected,
}

impl Ballot {
	/// What became of it by block `now`, in a raise of `total`. A vote cannot be changed, so it is decided as soon as no other
	/// outcome is possible.
	pub fn verdict(&self, total: Balance, now: BlockNumber) -> Verdict {
		if self.yes > total.saturating_sub(self.yes) {
			Verdict::Approved
		} else if now >= self.ends || self.no >= total.saturating_sub(self.no) {
			Verdict::Rejected
		} else {
			Verdict::Open
		}
	}
}

/// Why a raise was ended by a decision.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Halt {
	/// By its creator, while it was open.
	Cancelled,
	/// By governance.
	TakenDown,
}

/// What happened to a raise so far.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Progress {
	/// Contributed, without what was withdrawn. Refunds do not change it.
	pub total: Balance,
	/// Milestones that were released.
	pub released: u32,
	/// Ballots so far.
	pub ballots: BallotNumber,
	/// The last ballot on the next milestone.
	pub ballot: Option<Ballot>,
	/// Whether it was ended by a decision.
	pub halted: Option<Halt>,
}

/// Why a raise failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum Failure {
	/// It closed below its soft cap.
	Unfunded,
	/// Its creator cancelled it.
	Cancelled,
	/// A milestone was not approved in time.
	Undelivered,
	/// Governance took it down.
	TakenDown,
}

/// What a raise is at a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum Stage {
	/// Not open yet.
	Upcoming,
	/// Open for accounts on the whitelist.
	Whitelist,
	/// Open for everybody.
	Public,
	/// It succeeded; milestones are due.
	Funded,
	/// All milestones were released.
	Completed,
	/// What was not released is the backers'.
	Failed(Failure),
}

impl Stage {
	/// Whether contributions are taken and given back.
	pub fn is_open(self) -> bool {
		matches!(self, Stage::Whitelist | Stage::Public)
	}

	/// Whether nothing changes it any more.
	pub fn is_final(self) -> bool {
		matches!(self, Stage::Completed | Stage::Failed(_))
	}

	/// Whether backers get what was not released.
	pub fn is_failed(self) -> bool {
		matches!(self, Stage::Failed(_))
	}
}

impl RaiseTerms {
	/// Whether a raise can be opened with these terms at block `now`.
	pub fn validate(&self, now: BlockNumber, limits: &RaiseLimits) -> Result<(), UnfitTerms> {
		let check = |fits: bool, otherwise| if fits { Ok(()) } else { Err(otherwise) };
		check(self.shares > 0, UnfitTerms::Shares)?;
		check(self.soft_cap >= MILLION.into() && self.soft_cap <= self.hard_cap, UnfitTerms::Caps)?;
		let (least, most) = (self.least, self.most);
		check(0 < least && least <= most && most <= self.hard_cap, UnfitTerms::Contributions)?;
		let phases = if self.whitelist.is_some() {
			self.opens < self.public && self.public <= self.closes
		} else {
			self.opens == self.public && self.public < self.closes
		};
		let last = now.saturating_add(limits.open);
		check(phases && now <= self.opens && self.closes <= last, UnfitTerms::Phases)?;

		let parts = self.milestones.iter().fold(0u64, |sum, milestone| sum.saturating_add(milestone.part.into()));
		let any_zero = self.milestones.iter().any(|milestone| milestone.part == 0);
		check(parts == u64::from(MILLION) && !any_zero, UnfitTerms::Parts)?;
		let last = self.closes.saturating_add(limits.delivery);
		let mut before = self.closes.saturating_add(1);
		for milestone in &self.milestones {
			let Milestone { opens, due, voting, .. } = *milestone;
			let ballot = limits.shortest_ballot <= voting && voting <= limits.longest_ballot;
			check(ballot && opens < due && before <= due && due <= last, UnfitTerms::Milestones)?;
			before = due;
		}
		Ok(())
	}

	/// What the raise is at block `now`.
	pub fn stage(&self, progress: &Progress, now: BlockNumber) -> Stage {
		match progress.halted {
			Some(Halt::Cancelled) => return Stage::Failed(Failure::Cancelled),
			Some(Halt::TakenDown) => return Stage::Failed(Failure::TakenDown),
			None => {},
		}
		if progress.total < self.hard_cap && now < self.closes {
			return if now < self.opens {
				Stage::Upcoming
			} else if now < self.public {
				Stage::Whitelist
			} else {
				Stage::Public
			};
		}
		if progress.total < self.soft_cap {
			return Stage::Failed(Failure::Unfunded);
		}
		let Some(next) = self.milestones.get(progress.released as usize) else { return Stage::Completed };
		let verdict = progress.ballot.map(|ballot| ballot.verdict(progress.total, now));
		if now < next.due || matches!(verdict, Some(Verdict::Open | Verdict::Approved)) {
			Stage::Funded
		} else {
			Stage::Failed(Failure::Undelivered)
		}
	}

	/// Parts of the first milestones together, in millionths.
	fn parts(&self, milestones: u32) -> Balance {
		let first = self.milestones.iter().take(milestones as usize);
		first.fold(0, |sum: Balance, milestone| sum.saturating_add(milestone.part.into()))
	}

	/// Money of the first `milestones` milestones, of a raise of `total`. Rounded down; of all milestones it is all.
	pub fn money_of(&self, milestones: u32, total: Balance) -> Balance {
		mul_div(total, self.parts(milestones), MILLION.into())
	}

	/// What was not released yet.
	pub fn unreleased(&self, progress: &Progress) -> Balance {
		progress.total.saturating_sub(self.money_of(progress.released, progress.total))
	}

	/// Shares that the released milestones are for, all backers' together. Rounded down; of all milestones they are all.
	pub fn unlocked(&self, progress: &Progress) -> Balance {
		mul_div(self.shares, self.parts(progress.released), MILLION.into())
	}

	/// Shares of a backer so far. Rounded down.
	pub fn shares_of(&self, progress: &Progress, contribution: Balance) -> Balance {
		mul_div(self.unlocked(progress), contribution, progress.total)
	}

	/// What a backer gets back if the raise failed. Rounded down; all of it where nothing was released.
	pub fn refund_of(&self, progress: &Progress, contribution: Balance) -> Balance {
		mul_div(self.unreleased(progress), contribution, progress.total)
	}
}

/// What a creator gets of a released `amount` with a fee of `fee_rate` millionths. Rounded down: the chain's fee is the rest.
pub fn proceeds(amount: Balance, fee_rate: u32) -> Balance {
	mul_div(amount, MILLION.saturating_sub(fee_rate).into(), MILLION.into())
}

#[cfg(test)]
mod tests;
