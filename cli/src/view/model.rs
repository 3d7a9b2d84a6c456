//! Models as JSON has them.

use super::{hash, RoundView};
use promptale_primitives::{
	model::{Architecture, ModelKind, ModelOverview, Terms},
	schedule::Phase,
	BlockNumber, ModelId, RoundIndex,
};
use serde::Serialize;
use std::fmt::Display;

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
	/// Whether a larger committee repeats the work of the first one.
	pub disputed: bool,
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
				disputed: round.disputed,
				updates: round.updates.len(),
				committee: round.committee.len(),
			}),
		}
	}
}
