//! Raises and what accounts have in them, as JSON has them.

use super::hash;
use crate::words;
use promptale_client::AccountId;
use promptale_primitives::{
	raise::{BackingOverview, RaiseOverview, Verdict},
	BlockNumber,
};
use serde::Serialize;

/// A raise. Amounts in the smallest unit.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RaiseView {
	/// Its number.
	pub raise: u32,
	/// For what.
	pub content: u32,
	/// Who raises.
	pub creator: String,
	/// `upcoming`, `whitelist`, `public`, `funded`, `completed`, `unfunded`, `cancelled`, `undelivered` or `taken_down`.
	pub stage: &'static str,
	/// The same as a sentence.
	pub summary: String,
	/// First block, for everybody or for the whitelist.
	pub opens: BlockNumber,
	/// First block for everybody.
	pub public: BlockNumber,
	/// First block in which nothing is taken.
	pub closes: BlockNumber,
	/// Accounts on the whitelist.
	pub whitelist: Option<u32>,
	/// Shares on offer.
	pub shares: String,
	/// Below this everybody gets everything back.
	pub soft_cap: String,
	/// Most that is taken.
	pub hard_cap: String,
	/// Least of an account.
	pub least: String,
	/// Most of an account.
	pub most: String,
	/// Contributed.
	pub total: String,
	/// Backers with something in it.
	pub backers: u32,
	/// The chain's part of released money, in millionths.
	pub fee_rate: u32,
	/// What the creator loses if governance takes it down.
	pub bond: String,
	/// Not released yet.
	pub unreleased: String,
	/// Given back since it failed.
	pub refunded: String,
	/// Shares that backers may claim, claimed ones included.
	pub unlocked: String,
	/// Shares that backers claimed.
	pub delivered: String,
	/// Shares that went back to the creator.
	pub returned: String,
	/// Where contributions are on hold.
	pub account: String,
	/// In order.
	pub milestones: Vec<MilestoneView>,
}

/// A milestone.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MilestoneView {
	/// From 1.
	pub milestone: usize,
	/// Its part of the money in millionths.
	pub part: u32,
	/// BLAKE3 hash of what was promised.
	pub description: String,
	/// First block in which the creator may ask.
	pub opens: BlockNumber,
	/// Block from which the creator may no longer ask.
	pub due: BlockNumber,
	/// Blocks of a ballot.
	pub voting: BlockNumber,
	/// `released`, `approved`, `rejected`, `voting` or `waiting`.
	pub state: &'static str,
	/// The last ballot on it.
	pub ballot: Option<BallotView>,
}

/// A ballot.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BallotView {
	/// Its number.
	pub ballot: u32,
	/// BLAKE3 hash of what the creator shows.
	pub evidence: String,
	/// First block in which votes are no longer taken.
	pub ends: BlockNumber,
	/// Contributions in favour.
	pub yes: String,
	/// Contributions against.
	pub no: String,
}

impl From<&RaiseOverview<AccountId>> for RaiseView {
	fn from(raise: &RaiseOverview<AccountId>) -> Self {
		let RaiseOverview { terms, progress, .. } = raise;
		let milestone = |(at, milestone): (usize, &promptale_primitives::raise::Milestone)| {
			let next = at == progress.released as usize;
			MilestoneView {
				milestone: at + 1,
				part: milestone.part,
				description: hash(&milestone.description),
				opens: milestone.opens,
				due: milestone.due,
				voting: milestone.voting,
				state: match raise.verdict {
					_ if at < progress.released as usize => "released",
					Some(Verdict::Approved) if next => "approved",
					Some(Verdict::Rejected) if next => "rejected",
					Some(Verdict::Open) if next => "voting",
					_ => "waiting",
				},
				ballot: progress.ballot.filter(|_| next).map(|ballot| BallotView {
					ballot: ballot.number,
					evidence: hash(&ballot.evidence),
					ends: ballot.ends,
					yes: ballot.yes.to_string(),
					no: ballot.no.to_string(),
				}),
			}
		};
		Self {
			raise: raise.raise,
			content: raise.content,
			creator: raise.creator.to_string(),
			stage: words::stage_name(raise.stage),
			summary: words::raise(raise),
			opens: terms.opens,
			public: terms.public,
			closes: terms.closes,
			whitelist: terms.whitelist.map(|list| list.accounts),
			shares: terms.shares.to_string(),
			soft_cap: terms.soft_cap.to_string(),
			hard_cap: terms.hard_cap.to_string(),
			least: terms.least.to_string(),
			most: terms.most.to_string(),
			total: progress.total.to_string(),
			backers: raise.backers,
			fee_rate: raise.fee_rate,
			bond: raise.bond.to_string(),
			unreleased: raise.unreleased.to_string(),
			refunded: raise.refunded.to_string(),
			unlocked: raise.unlocked.to_string(),
			delivered: raise.delivered.to_string(),
			returned: raise.returned.to_string(),
			account: raise.account.to_string(),
			milestones: terms.milestones.iter().enumerate().map(milestone).collect(),
		}
	}
}

/// What an account has in a raise. Amounts in the smallest unit.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BackingView {
	/// In which.
	pub raise: u32,
	/// For what.
	pub content: u32,
	/// As in [`RaiseView`].
	pub stage: &'static str,
	/// What the account contributed.
	pub contribution: String,
	/// Shares that it claimed.
	pub delivered: String,
	/// Shares that it can claim now.
	pub claimable_shares: String,
	/// Money that it can claim now.
	pub refund: String,
	/// Whether it voted in the last ballot.
	pub voted: bool,
	/// Held from it until the end.
	pub deposit: String,
}

impl From<&BackingOverview> for BackingView {
	fn from(backing: &BackingOverview) -> Self {
		Self {
			raise: backing.raise,
			content: backing.content,
			stage: words::stage_name(backing.stage),
			contribution: backing.contribution.to_string(),
			delivered: backing.delivered.to_string(),
			claimable_shares: backing.shares.to_string(),
			refund: backing.refund.to_string(),
			voted: backing.voted,
			deposit: backing.deposit.to_string(),
		}
	}
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;
	use promptale_primitives::{
		raise::{Ballot, Milestone, Progress, RaiseTerms, Stage},
		TALE,
	};

	/// Funded with 300 $TALE; a ballot runs on the second of three milestones.
	pub fn sample() -> RaiseOverview<AccountId> {
		let milestone = |part| Milestone { part, description: [7; 32], opens: 20, due: 90, voting: 5 };
		let milestones = vec![milestone(200_000), milestone(300_000), milestone(500_000)].try_into().unwrap();
		let terms = RaiseTerms {
			shares: 1_000,
			soft_cap: 200 * TALE,
			hard_cap: 500 * TALE,
			least: TALE,
			most: 500 * TALE,
			opens: 5,
			public: 5,
			closes: 20,
			whitelist: None,
			milestones,
		};
		let ballot = Some(Ballot { number: 2, evidence: [9; 32], ends: 33, yes: 100 * TALE, no: 0 });
		let progress = Progress { total: 300 * TALE, released: 1, ballots: 2, ballot, halted: None };
		RaiseOverview {
			raise: 4,
			content: 7,
			creator: AccountId([1; 32]),
			stage: Stage::Funded,
			verdict: Some(Verdict::Open),
			backers: 3,
			fee_rate: 25_000,
			bond: 100 * TALE,
			next: 90 * TALE,
			unreleased: 240 * TALE,
			refunded: 0,
			unlocked: 200,
			delivered: 50,
			returned: 0,
			account: AccountId([2; 32]),
			terms,
			progress,
		}
	}

	#[test]
	fn a_milestone_says_where_it_stands() {
		let json = serde_json::to_value(RaiseView::from(&sample())).unwrap();
		let states: Vec<_> = json["milestones"].as_array().unwrap().iter().map(|one| one["state"].clone()).collect();
		assert_eq!(states, ["released", "voting", "waiting"]);
		assert_eq!(json["milestones"][1]["ballot"]["yes"], (100 * TALE).to_string());
		assert!(json["milestones"][2]["ballot"].is_null());
		assert_eq!((&json["stage"], &json["total"]), (&"funded".into(), &(300 * TALE).to_string().into()));
		let mut raise = sample();
		for (verdict, state) in [(Verdict::Approved, "approved"), (Verdict::Rejected, "rejected")] {
			raise.verdict = Some(verdict);
			assert_eq!(RaiseView::from(&raise).milestones[1].state, state);
		}
	}
}
