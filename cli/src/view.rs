//! What the chain answers, as JSON has them: hashes in hex, accounts in SS58, amounts as decimal strings
//! in the smallest unit (12 decimals), parts and scores in millionths.

mod content;
mod device;
mod launchpad;
mod licence;
mod market;
mod model;
mod placements;
mod receipt;
mod referendum;
mod stake;
mod treasury;

pub use content::{ContentBrief, ContentView, DividendView, HoldingView, RevenueView};
pub use device::{ChallengeView, DeviceView};
#[cfg(test)]
pub(crate) use launchpad::tests::sample as raise_sample;
pub use launchpad::{BackingView, BallotView, MilestoneView, RaiseView};
pub use licence::{LicenceView, SaleView, TierView};
pub use market::{bound, BookView, CandleView, LevelView, ListingView, OfferView, OrderView, RoyaltyView};
pub use model::{ModelView, RoundBrief, TermsView};
pub use placements::{BidView, CampaignView, LeadView, PageView, PayeeView, PendingView, SlotView};
pub use receipt::ReceiptView;
pub use referendum::ReferendumView;
pub use stake::{ScheduleView, StakeView, VestingView};
pub use treasury::{FlowView, PoolView, PotView, SpendView};

use crate::words;
use promptale_primitives::{
	canary::Expectation,
	fault::Faults,
	round::{MemberOverview, Outcome, Part, RoundOverview, RoundState},
	schedule::Phase,
	verdict::Verdict,
	Balance, Blake3, BlockNumber, ModelId, RoundIndex, MILLION,
};
use serde::Serialize;
use std::fmt::Display;

/// A hash in hex.
pub fn hash(hash: &Blake3) -> String {
	hex::encode(hash)
}

/// One update of a round.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct UpdateView {
	/// Position in the round.
	pub index: u32,
	/// Identity behind the device, which is paid.
	pub contributor: String,
	/// Device that committed it.
	pub device: String,
	/// Declared size in bytes.
	pub size: u32,
	/// Hash of the plain update, `null` until published.
	pub update_hash: Option<String>,
	/// One word, see [`words::verdict_name`]; `null` until settled.
	pub verdict: Option<&'static str>,
	/// Why it was excluded, in words; empty when it was not.
	pub reason: String,
	/// Median score in millionths, where there is one.
	pub score: Option<i32>,
	/// Millionths.
	pub weight: u32,
	/// Millionths kept by norm clipping.
	pub clip: u32,
	/// In a dispute, weight and clip by the first committee's verdict; `null` where it did not accept it.
	pub disputed: Option<Part>,
	/// `malformed` or `harmful` where its contributor declared it a canary.
	pub canary: Option<Expectation>,
	/// Smallest unit.
	pub reward: String,
}

/// One committee member of a round.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct MemberView {
	/// Its account.
	pub validator: String,
	/// Voting stake in the smallest unit.
	pub stake: String,
	/// Part of the committee's voting stake, millionths.
	pub stake_share: u32,
	/// Has committed to its scores.
	pub committed: bool,
	/// Has revealed its scores.
	pub revealed: bool,
	/// Checkpoint it attested.
	pub attested: Option<String>,
	/// In a dispute, the checkpoint that it says the first committee should have attested.
	pub attested_disputed: Option<String>,
	/// What it was slashed for: `wrong_checkpoint`, `reveal_mismatch`, `not_revealed`, `equivocation`,
	/// `failed_canary`.
	pub faults: Faults,
	/// Smallest unit.
	pub reward: String,
}

impl MemberView {
	/// The members of one committee.
	fn all<AccountId: Display>(members: &[MemberOverview<AccountId>]) -> Vec<Self> {
		let stake = members.iter().fold(0, |sum: Balance, member| sum.saturating_add(member.member.stake));
		members
			.iter()
			.map(|member| Self {
				validator: member.member.validator.to_string(),
				stake: member.member.stake.to_string(),
				stake_share: share(member.member.stake, stake),
				committed: member.committed,
				revealed: member.revealed,
				attested: member.attested.map(|attested| hash(&attested.checkpoint)),
				attested_disputed: member.attested.and_then(|attested| attested.disputed.as_ref().map(hash)),
				faults: member.faults,
				reward: member.reward.to_string(),
			})
			.collect()
	}
}

/// A whole round.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RoundView {
	/// The model.
	pub model: ModelId,
	/// The round.
	pub round: RoundIndex,
	/// Block it was opened in.
	pub opened: BlockNumber,
	/// Block this was asked at.
	pub block: BlockNumber,
	/// Phase at `block`.
	pub phase: Phase,
	/// Blocks until the next phase; `null` when overdue or closed.
	pub blocks_left: Option<BlockNumber>,
	/// `open`, `committee_drawn`, `settled` or `closed`.
	pub state: &'static str,
	/// `attested`, `all_excluded` or `void` once closed.
	pub outcome: Option<&'static str>,
	/// Whether its first committee did not agree and a larger one repeats the work; phases are those of the repetition.
	pub disputed: bool,
	/// Where it stands, in sentences.
	pub summary: String,
	/// Checkpoint that updates start from.
	pub base_checkpoint: String,
	/// Checkpoint that the round produced.
	pub checkpoint: Option<String>,
	/// Score above which an update is accepted, millionths.
	pub score_threshold: i32,
	/// Paid out by the round at most, smallest unit.
	pub budget: String,
	/// In order of commitment.
	pub updates: Vec<UpdateView>,
	/// Empty until drawn.
	pub committee: Vec<MemberView>,
	/// In a dispute, the first committee; else empty.
	pub former_committee: Vec<MemberView>,
}

impl RoundView {
	/// The view of `overview`.
	pub fn new<AccountId: Display>(overview: &RoundOverview<AccountId>) -> Self {
		let closed = matches!(overview.state, RoundState::Closed(_));
		Self {
			model: overview.model,
			round: overview.round,
			opened: overview.opened,
			block: overview.now,
			phase: overview.phase,
			blocks_left: (!closed && overview.phase_ends != BlockNumber::MAX)
				.then(|| overview.phase_ends.saturating_sub(overview.now)),
			state: match overview.state {
				RoundState::Open => "open",
				RoundState::CommitteeDrawn => "committee_drawn",
				RoundState::Settled => "settled",
				RoundState::Closed(_) => "closed",
			},
			outcome: words::outcome_name(&overview.state),
			disputed: overview.is_disputed(),
			summary: match overview.is_disputed() {
				true => format!("{} {}", words::disputed(closed), words::state(&overview.state)),
				false => words::state(&overview.state),
			},
			base_checkpoint: hash(&overview.base_checkpoint),
			checkpoint: match &overview.state {
				RoundState::Closed(Outcome::Attested(checkpoint)) => Some(hash(checkpoint)),
				_ => None,
			},
			score_threshold: overview.terms.score_threshold,
			budget: overview.terms.round_budget.to_string(),
			updates: overview
				.updates
				.iter()
				.map(|update| UpdateView {
					index: update.index,
					contributor: update.contributor.to_string(),
					device: update.device.to_string(),
					size: update.size,
					update_hash: update.published.as_ref().map(|published| hash(&published.update_hash)),
					verdict: update.verdict.as_ref().map(words::verdict_name),
					reason: update
						.verdict
						.as_ref()
						.map(|verdict| words::reason(verdict, overview.terms.score_threshold))
						.unwrap_or_default(),
					score: update.verdict.as_ref().and_then(score_of),
					weight: update.weight,
					clip: update.clip,
					disputed: update.disputed,
					canary: update.canary,
					reward: update.reward.to_string(),
				})
				.collect(),
			committee: MemberView::all(&overview.committee),
			former_committee: MemberView::all(&overview.former_committee),
		}
	}

	/// Whether the round is over.
	pub fn closed(&self) -> bool {
		self.state == "closed"
	}

	/// Whether anything but the passing of blocks differs from `other`.
	pub fn differs_from(&self, other: &Self) -> bool {
		let still = |view: &Self| Self { block: 0, blocks_left: None, ..view.clone() };
		still(self) != still(other)
	}
}

/// The median score in a verdict, where it has one.
pub fn score_of(verdict: &Verdict) -> Option<i32> {
	match verdict {
		Verdict::Accepted { score, .. } | Verdict::BelowThreshold { score } => Some(*score),
		_ => None,
	}
}

fn share(part: Balance, whole: Balance) -> u32 {
	if whole == 0 {
		return 0;
	}
	// Stakes are below 2^89 (the whole supply), so the product fits.
	u32::try_from(part.saturating_mul(Balance::from(MILLION)) / whole).unwrap_or(MILLION)
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;
	use promptale_primitives::{
		fault::Fault,
		model::Terms,
		round::{Member, UpdateOverview},
		schedule::PhaseLengths,
		score::Flag,
	};

	/// A round with one accepted and one malformed update and a committee of two.
	pub(crate) fn sample(now: BlockNumber) -> RoundOverview<String> {
		let phases = PhaseLengths { commit: 5, publish: 3, score: 4, reveal: 2, attest: 6 };
		let (phase, phase_ends) = phases.phase_at(10, now);
		let update = |index: u32, verdict, weight, reward| UpdateOverview {
			index,
			device: format!("device-{index}"),
			contributor: format!("contributor-{index}"),
			commitment: [0; 32],
			size: 10,
			published: None,
			blob_endpoint: Vec::new(),
			verdict: Some(verdict),
			weight,
			clip: weight,
			disputed: None,
			canary: None,
			reward,
		};
		let member = |name: &str, stake| MemberOverview {
			member: Member { validator: name.to_string(), session_key: [0; 32], encryption_key: [0; 32], stake },
			blob_endpoint: Vec::new(),
			committed: true,
			revealed: true,
			attested: None,
			faults: Faults::default(),
			reward: 0,
		};
		RoundOverview {
			model: 0,
			round: 3,
			opened: 10,
			phases_from: 10,
			now,
			phase,
			phase_ends,
			state: RoundState::Settled,
			base_checkpoint: [1; 32],
			held_out_root: [2; 32],
			terms: Terms {
				phases,
				max_updates: 8,
				max_update_bytes: 1,
				committee_size: 2,
				quorum: MILLION,
				score_threshold: 0,
				weight_cap: 0,
				held_out_samples: 1,
				update_bond: 1,
				missed_publication_fee: 0,
				round_budget: 100,
				validator_share: 0,
			},
			beacon_1: None,
			beacon_2: None,
			committee: vec![member("one", 300), member("two", 100)],
			former_committee: Vec::new(),
			updates: vec![
				update(0, Verdict::Accepted { score: 32_100, norm: 5 }, MILLION, 7),
				update(1, Verdict::Flagged(Flag::Malformed), 0, 0),
			],
		}
	}

	/// The same round in a dispute; "old" was slashed in its first committee.
	pub(crate) fn disputed(now: BlockNumber) -> RoundOverview<String> {
		let mut round = sample(now);
		round.phases_from = 26;
		(round.phase, round.phase_ends) = round.terms.phases.phase_at(26, now);
		round.state = RoundState::CommitteeDrawn;
		let mut old = round.committee[0].clone();
		old.member.validator = "old".into();
		old.attested = Some([7; 32].into());
		old.faults.insert(Fault::WrongCheckpoint);
		round.former_committee = vec![old];
		round.updates[0].disputed = Some(Part { weight: MILLION, clip: MILLION });
		round
	}

	#[test]
	fn a_dispute_and_its_faults_are_said() {
		let view = RoundView::new(&disputed(32));
		assert!(view.disputed && view.summary.starts_with("Disputed: a larger committee repeats the work."));
		let json = serde_json::to_value(&view).unwrap();
		assert_eq!(json["phase"], "publish");
		assert_eq!(json["former_committee"][0]["faults"], serde_json::json!(["wrong_checkpoint"]));
		assert_eq!(json["updates"][0]["disputed"]["weight"], MILLION);
		assert_eq!(json["committee"][0]["faults"], serde_json::json!([]));
		let quiet = RoundView::new(&sample(25));
		assert!(!quiet.disputed && !quiet.summary.contains("Disputed"));
		let mut closed = disputed(47);
		closed.state = RoundState::Closed(Outcome::AllExcluded);
		assert!(RoundView::new(&closed).summary.contains("repeated"));
	}

	#[test]
	fn passing_blocks_are_no_change_but_a_verdict_is() {
		let (early, late) = (sample(25), sample(26));
		assert_eq!(early.phase, late.phase);
		assert!(!RoundView::new(&early).differs_from(&RoundView::new(&late)));
		let mut changed = sample(26);
		changed.updates[1].verdict = Some(Verdict::NotPublished);
		assert!(RoundView::new(&early).differs_from(&RoundView::new(&changed)));
	}

	#[test]
	fn stake_shares_are_parts_of_the_committee() {
		let shares: Vec<_> = RoundView::new(&sample(25)).committee.iter().map(|member| member.stake_share).collect();
		assert_eq!(shares, [750_000, 250_000]);
	}

	#[test]
	fn a_closed_round_has_no_blocks_left_and_names_its_checkpoint() {
		let mut overview = sample(25);
		assert_eq!(RoundView::new(&overview).blocks_left, Some(5));
		overview.state = RoundState::Closed(Outcome::Attested([9; 32]));
		let view = RoundView::new(&overview);
		assert_eq!(view.blocks_left, None);
		assert_eq!(view.checkpoint.as_deref(), Some(hex::encode([9; 32]).as_str()));
	}

	#[test]
	fn amounts_are_strings_in_json() {
		let json = serde_json::to_value(RoundView::new(&sample(25))).unwrap();
		assert_eq!(json["updates"][0]["reward"], "7");
		assert_eq!(json["updates"][1]["verdict"], "malformed");
		assert_eq!(json["phase"], "attest");
	}
}
