//! What a model is, and under which terms it is trained.

use crate::{schedule::PhaseLengths, Balance, Blake3, MILLION};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Named sizes of the rectified-flow transformer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum ModelSize {
	/// For tests and for trying things out on a CPU.
	Nano,
	/// The size whose measurements are in the engine's documentation (about 1.3 M parameters).
	Mini,
}

/// Everything that fixes the shapes of a model's parameters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Architecture {
	/// Width, depth and heads, by name.
	pub size: ModelSize,
	/// Height and width of an image, in pixels.
	pub side: u16,
	/// 1 for grey, 3 for colour.
	pub channels: u8,
	/// Number of concept classes the model is conditioned on.
	pub classes: u16,
	/// Words of a caption that the model reads; 0 for one that knows classes only.
	#[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "reads_nothing"))]
	pub words: u8,
}

#[cfg(feature = "serde")]
fn reads_nothing(words: &u8) -> bool {
	*words == 0
}

/// Who may contribute to a model.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum ModelKind {
	/// Anyone who may contribute at all.
	Public,
	/// Only the accounts on the model's allow-list.
	Private,
}

/// The rules of a model's rounds. A round keeps the terms it was opened under.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Terms {
	/// Length of every phase, in blocks.
	pub phases: PhaseLengths,
	/// Most updates one round takes.
	pub max_updates: u32,
	/// Largest plain update, in bytes.
	pub max_update_bytes: u32,
	/// Committee members drawn for a round (fewer where fewer validators are bonded).
	pub committee_size: u32,
	/// Part of the committee's stake that must reveal scores, in millionths.
	pub quorum: u32,
	/// An update is accepted when its median score is above this, in millionths of relative improvement.
	pub score_threshold: i32,
	/// The model's own cap on one identity's weight, in millionths. The cap used is `max(2/n, this)`.
	pub weight_cap: u32,
	/// How many held-out samples beacon 2 picks for scoring.
	pub held_out_samples: u32,
	/// Held on a contributor's account from commitment to verdict.
	pub update_bond: Balance,
	/// Part of the bond that a contributor loses for not publishing, in millionths.
	pub missed_publication_fee: u32,
	/// Paid out by one round at most.
	pub round_budget: Balance,
	/// Part of the budget that goes to the committee, in millionths.
	pub validator_share: u32,
}

/// Why terms cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum InvalidTerms {
	/// A phase of zero blocks.
	EmptyPhase,
	/// A part in millionths that is above one.
	PartAboveOne,
	/// Zero updates, bytes, committee members or held-out samples.
	ZeroLimit,
	/// A round that pays nothing.
	ZeroBudget,
}

impl Terms {
	/// Checks what does not depend on the chain's own bounds.
	pub fn validate(&self) -> Result<(), InvalidTerms> {
		if self.phases.any_empty() {
			return Err(InvalidTerms::EmptyPhase);
		}
		let parts = [self.quorum, self.weight_cap, self.missed_publication_fee, self.validator_share];
		if parts.iter().any(|part| *part > MILLION) {
			return Err(InvalidTerms::PartAboveOne);
		}
		let limits = [self.max_updates, self.max_update_bytes, self.committee_size, self.held_out_samples, self.quorum];
		if limits.contains(&0) {
			return Err(InvalidTerms::ZeroLimit);
		}
		if self.round_budget == 0 {
			return Err(InvalidTerms::ZeroBudget);
		}
		Ok(())
	}
}

/// A model at a glance, as the chain's view function answers it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ModelOverview<AccountId> {
	/// Its id.
	pub id: crate::ModelId,
	/// Who created it and may change its terms.
	pub owner: AccountId,
	/// Human-readable name, UTF-8.
	pub name: alloc::vec::Vec<u8>,
	/// Public or private.
	pub kind: ModelKind,
	/// Fixes the shapes of the parameters.
	pub architecture: Architecture,
	/// Seed of the first checkpoint, which anyone can make again from it.
	pub seed: u64,
	/// Hash of the checkpoint that the next round starts from.
	pub checkpoint: Blake3,
	/// How many attested checkpoints there have been after the first one.
	pub version: u32,
	/// Root of the held-out set that validators score on.
	pub held_out_root: Blake3,
	/// Current terms (of the next round; an open round keeps its own).
	pub terms: Terms,
	/// What is left to pay future rounds.
	pub pot: Balance,
	/// The latest round, 0 before the first.
	pub latest_round: crate::RoundIndex,
	/// Whether new rounds open by themselves while the pot lasts.
	pub active: bool,
}
