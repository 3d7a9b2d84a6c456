//! Rounds, models and receipts as JSON has them: hashes in hex, accounts in SS58, amounts as decimal strings
//! in the smallest unit (12 decimals), parts and scores in millionths.

use crate::words;
use promptale_primitives::{
	model::{Architecture, ModelKind, ModelOverview, Terms},
	round::{Outcome, Receipt, ReceiptRole, RoundOverview, RoundState},
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
	/// Smallest unit.
	pub reward: String,
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
	/// Where it stands, as a sentence.
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
}

impl RoundView {
	/// The view of `overview`.
	pub fn new<AccountId: Display>(overview: &RoundOverview<AccountId>) -> Self {
		let closed = matches!(overview.state, RoundState::Closed(_));
		let committee_stake =
			overview.committee.iter().fold(0, |sum: Balance, member| sum.saturating_add(member.member.stake));
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
			summary: words::state(&overview.state),
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
					reward: update.reward.to_string(),
				})
				.collect(),
			committee: overview
				.committee
				.iter()
				.map(|member| MemberView {
					validator: member.member.validator.to_string(),
					stake: member.member.stake.to_string(),
					stake_share: share(member.member.stake, committee_stake),
					committed: member.committed,
					revealed: member.revealed,
					attested: member.attested.as_ref().map(hash),
					reward: member.reward.to_string(),
				})
				.collect(),
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

/// A model.
#[derive(Clone, Debug, Serialize)]
pub struct ModelView {
	/// Its id.
	pub id: ModelId,
	/// Its name.
	pub name: String,
	/// Who may change its terms.
	pub owner: String,
	/// Public or private.
	pub kind: ModelKind,
	/// Shapes.
	pub architecture: Architecture,
	/// Checkpoint that the next round starts from.
	pub checkpoint: String,
	/// Attested checkpoints after the first.
	pub version: u32,
	/// Whether rounds open by themselves.
	pub active: bool,
	/// Left to pay future rounds, smallest unit.
	pub pot: String,
	/// Rules of the next round; amounts in the smallest unit as strings.
	pub terms: TermsView,
	/// The latest round; `null` before the first.
	pub round: Option<RoundBrief>,
}

/// The rules of a model's rounds.
#[derive(Clone, Debug, Serialize)]
pub struct TermsView {
	/// Blocks per phase.
	pub phases: promptale_primitives::schedule::PhaseLengths,
	/// Most updates a round takes.
	pub max_updates: u32,
	/// Largest plain update, bytes.
	pub max_update_bytes: u32,
	/// Members drawn.
	pub committee_size: u32,
	/// Part of stake that must reveal, millionths.
	pub quorum: u32,
	/// Accepted above this, millionths.
	pub score_threshold: i32,
	/// Cap on one identity, millionths.
	pub weight_cap: u32,
	/// Samples scored on.
	pub held_out_samples: u32,
	/// Smallest unit.
	pub update_bond: String,
	/// Millionths of the bond.
	pub missed_publication_fee: u32,
	/// Smallest unit.
	pub round_budget: String,
	/// Committee's part, millionths.
	pub validator_share: u32,
}

impl From<&Terms> for TermsView {
	fn from(terms: &Terms) -> Self {
		Self {
			phases: terms.phases,
			max_updates: terms.max_updates,
			max_update_bytes: terms.max_update_bytes,
			committee_size: terms.committee_size,
			quorum: terms.quorum,
			score_threshold: terms.score_threshold,
			weight_cap: terms.weight_cap,
			held_out_samples: terms.held_out_samples,
			update_bond: terms.update_bond.to_string(),
			missed_publication_fee: terms.missed_publication_fee,
			round_budget: terms.round_budget.to_string(),
			validator_share: terms.validator_share,
		}
	}
}

/// The latest round of a model, in brief.
#[derive(Clone, Debug, Serialize)]
pub struct RoundBrief {
	/// The round.
	pub round: RoundIndex,
	/// Its phase.
	pub phase: Phase,
	/// Blocks until the next phase.
	pub blocks_left: Option<BlockNumber>,
	/// `open`, `committee_drawn`, `settled` or `closed`.
	pub state: &'static str,
	/// How it ended.
	pub outcome: Option<&'static str>,
	/// Updates committed.
	pub updates: usize,
	/// Committee members.
	pub committee: usize,
}

impl ModelView {
	/// The view of `model` with its latest round.
	pub fn new<AccountId: Display>(model: &ModelOverview<AccountId>, round: Option<&RoundView>) -> Self {
		Self {
			id: model.id,
			name: String::from_utf8_lossy(&model.name).into_owned(),
			owner: model.owner.to_string(),
			kind: model.kind,
			architecture: model.architecture,
			checkpoint: hash(&model.checkpoint),
			version: model.version,
			active: model.active,
			pot: model.pot.to_string(),
			terms: TermsView::from(&model.terms),
			round: round.map(|round| RoundBrief {
				round: round.round,
				phase: round.phase,
				blocks_left: round.blocks_left,
				state: round.state,
				outcome: round.outcome,
				updates: round.updates.len(),
				committee: round.committee.len(),
			}),
		}
	}
}

/// What one participant got out of one round.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ReceiptView {
	/// The model.
	pub model: ModelId,
	/// The round.
	pub round: RoundIndex,
	/// `contributor` or `validator`.
	pub role: &'static str,
	/// Contributors: one word. Validators: `agreed`, `disagreed` or `not_revealed`.
	pub verdict: &'static str,
	/// Why nothing or less was paid, in words.
	pub reason: String,
	/// Millionths.
	pub score: Option<i32>,
	/// Millionths; `null` for validators.
	pub weight: Option<u32>,
	/// Millionths; `null` for validators.
	pub clip: Option<u32>,
	/// Credited, smallest unit.
	pub payout: String,
}

impl ReceiptView {
	/// The view of one receipt. `threshold` is the round's score threshold.
	pub fn new(model: ModelId, round: RoundIndex, receipt: &Receipt, threshold: i32) -> Self {
		let payout = receipt.payout.to_string();
		match &receipt.role {
			ReceiptRole::Contributor { verdict, weight, clip } => Self {
				model,
				round,
				role: "contributor",
				verdict: words::verdict_name(verdict),
				reason: words::reason(verdict, threshold),
				score: score_of(verdict),
				weight: Some(*weight),
				clip: Some(*clip),
				payout,
			},
			ReceiptRole::Validator { revealed, agreed } => Self {
				model,
				round,
				role: "validator",
				verdict: match (revealed, agreed) {
					(true, true) => "agreed",
					(true, false) => "disagreed",
					(false, _) => "not_revealed",
				},
				reason: match (revealed, agreed) {
					(true, true) => String::new(),
					(true, false) => "It did not attest the checkpoint that two thirds of the stake attested.".into(),
					(false, _) => "It did not reveal its scores.".into(),
				},
				score: None,
				weight: None,
				clip: None,
				payout,
			},
		}
	}
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;
	use promptale_primitives::{
		round::{Member, MemberOverview, UpdateOverview},
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
			reward,
		};
		let member = |name: &str, stake| MemberOverview {
			member: Member { validator: name.to_string(), session_key: [0; 32], encryption_key: [0; 32], stake },
			blob_endpoint: Vec::new(),
			committed: true,
			revealed: true,
			attested: None,
			reward: 0,
		};
		RoundOverview {
			model: 0,
			round: 3,
			opened: 10,
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
			updates: vec![
				update(0, Verdict::Accepted { score: 32_100, norm: 5 }, MILLION, 7),
				update(1, Verdict::Flagged(Flag::Malformed), 0, 0),
			],
		}
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
