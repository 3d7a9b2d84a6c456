//! The seam through which tests make updates and testimony that no honest worker makes. The `vpu` binary never uses it.

use promptale_client::AccountId;
use promptale_engine::Checkpoint;
use promptale_primitives::{
	challenge::Epoch,
	round::{Attestation, RoundOverview},
	score::ScoreEntry,
	Blake3, ModelId, RoundIndex,
};
use std::sync::Arc;

/// The round that an update is made in.
pub struct RoundContext<'a> {
	/// The model.
	pub model: ModelId,
	/// The round.
	pub round: RoundIndex,
	/// What was trained on.
	pub base: &'a Checkpoint,
}

/// Changes what a generator publishes, and how it answers its challenge. Every method leaves it alone unless it is implemented.
pub trait UpdateTransform: Send + Sync {
	/// Changes the difference to the base, before it is quantised.
	fn delta(&self, _context: &RoundContext, _delta: &mut Vec<f32>) {}

	/// Changes the plain update's bytes, before they are committed to.
	fn bytes(&self, _context: &RoundContext, bytes: Vec<u8>) -> Vec<u8> {
		bytes
	}

	/// Changes the salt of the commitment.
	fn salt(&self, _model: ModelId, _round: RoundIndex, salt: Blake3) -> Blake3 {
		salt
	}

	/// Changes the blob hash that is published.
	fn blob_hash(&self, _model: ModelId, _round: RoundIndex, hash: Blake3) -> Blake3 {
		hash
	}

	/// Changes the leaves of a compute challenge's product, before they are committed to.
	fn leaves(&self, _epoch: Epoch, leaves: Vec<Blake3>) -> Vec<Blake3> {
		leaves
	}

	/// Whether the blob is served, and the update handed over in a dispute.
	fn serve(&self, _model: ModelId, _round: RoundIndex) -> bool {
		true
	}
}

/// Changes what a validator says of a round. Every method leaves it alone unless it is implemented.
pub trait Testimony: Send + Sync {
	/// Changes the scores of `validator`, before they are committed to.
	fn entries(
		&self,
		_round: &RoundOverview<AccountId>,
		_validator: &AccountId,
		entries: Vec<ScoreEntry>,
	) -> Vec<ScoreEntry> {
		entries
	}

	/// Changes what `validator` attests.
	fn attestation(
		&self,
		_round: &RoundOverview<AccountId>,
		_validator: &AccountId,
		attestation: Attestation,
	) -> Attestation {
		attestation
	}
}

struct Honest;

impl UpdateTransform for Honest {}
impl Testimony for Honest {}

/// What a program that embeds the worker may change.
#[derive(Clone)]
pub struct Hooks {
	/// Changes updates.
	pub transform: Arc<dyn UpdateTransform>,
	/// Changes testimony.
	pub testimony: Arc<dyn Testimony>,
}

impl Default for Hooks {
	fn default() -> Self {
		Hooks { transform: Arc::new(Honest), testimony: Arc::new(Honest) }
	}
}
