//! The role that judges: for each model, one loop that keeps its checkpoint at hand and starts a task for
//! each round: this validator may be in its committee, or in that of its dispute.

use crate::{
	checkpoints::{needed, open_dataset, short},
	committee::CommitteeRound,
	config::Validate,
	follower::{Feed, ModelView, RoundKey},
	keys::ValidatorKeys,
	loopback_api::Answers,
	metrics::ByPart,
	Shared,
};
use anyhow::{bail, Result};
use promptale_client::AccountId;
use promptale_engine::Dataset;
use promptale_primitives::{model::ModelOverview, Blake3, ModelId};
use std::sync::Arc;
use tokio::task::JoinSet;

/// A validator of one model.
pub struct Validator {
	shared: Arc<Shared>,
	config: Validate,
	keys: ValidatorKeys,
	answers: Answers,
	model: ModelId,
	feed: Feed,
}

impl Validator {
	/// Nothing happens before [`Validator::run`].
	pub fn new(
		shared: Arc<Shared>,
		config: Validate,
		keys: ValidatorKeys,
		answers: Answers,
		model: ModelId,
		feed: Feed,
	) -> Validator {
		Validator { shared, config, keys, answers, model, feed }
	}

	/// Judges round after round until the worker stops. Ends early only when the held-out images are unusable
	/// or not the model's.
	pub async fn run(mut self) -> Result<()> {
		let stop = self.shared.stop.clone();
		let view = match self.feed.now(self.model) {
			Some(view) => view,
			None => match stop.or(self.feed.next(self.model)).await.flatten() {
				Some(view) => view,
				None => return Ok(()),
			},
		};
		let held_out =
			open_dataset(&self.config.held_out, "validate.held_out", self.model, view.model.architecture).await?;
		check_root(&held_out, &view, &self.config)?;
		tracing::info!(model = self.model, images = held_out.len(), validator = %self.keys.stash, "ready to judge");
		self.say_if_unbonded().await;
		let mut tasks = JoinSet::new();
		let mut judged: Option<RoundKey> = None;
		let mut syncing = JoinSet::new();
		let mut synced: Option<Blake3> = None;
		let mut view = Some(view);
		while let Some(current) = view {
			if let Some(round) = current.round.as_ref().filter(|round| judged != Some(RoundKey::of(round))) {
				judged = Some(RoundKey::of(round));
				self.forget_old_rounds(round.round).await;
				let task = CommitteeRound::new(
					self.shared.clone(),
					self.config.clone(),
					self.keys.clone(),
					self.answers.clone(),
					held_out.clone(),
					self.feed.clone(),
					RoundKey::of(round),
				);
				tasks.spawn(task.run(current.model.clone()));
			}
			while let Some(ended) = syncing.try_join_next() {
				synced = ended.ok().flatten();
			}
			if synced != Some(current.model.checkpoint) && syncing.is_empty() {
				syncing.spawn(sync(self.shared.clone(), self.feed.clone(), current.model.clone()));
			}
			view = tokio::select! {
				next = self.feed.next(self.model) => next,
				() = stop.stopped() => None,
				Some(ended) = tasks.join_next() => {
					if let Err(error) = ended {
						self.shared.metrics.errors.get_or_create(&ByPart { part: "validate" }).inc();
						tracing::error!(model = self.model, %error, "judging a round broke off");
					}
					self.feed.now(self.model)
				},
			};
		}
		tasks.shutdown().await;
		syncing.shutdown().await;
		Ok(())
	}

	async fn forget_old_rounds(&self, round: u32) {
		let keep = u32::try_from(self.shared.config.keep_checkpoints).unwrap_or(u32::MAX);
		let first_kept = round.saturating_sub(keep);
		self.answers.forget_rounds_before(self.model, first_kept);
		self.shared.plain_updates.forget_rounds_before(self.model, first_kept);
		self.shared.blobs.forget_rounds_before(self.model, first_kept).await;
	}

	async fn say_if_unbonded(&self) {
		match self.shared.client.validator(&self.keys.stash).await {
			Ok(None) => tracing::warn!(
				validator = %self.keys.stash,
				"the validator is not bonded, so it is never drawn; its stash bonds it with `bond_validator`"
			),
			Ok(Some(bonded)) => {
				for (what, differs) in [
					("session key", bonded.session_key != self.keys.session),
					("encryption key", bonded.encryption_key != self.keys.encryption),
					("endpoint", bonded.endpoint != self.shared.address.to_bytes()),
				] {
					if differs {
						tracing::warn!(
							validator = %self.keys.stash,
							"the {what} on the chain is not this worker's; the stash corrects it with `set_validator_keys` (`vpu keys` prints them)"
						);
					}
				}
			},
			Err(error) => tracing::warn!("{error}"),
		}
	}
}

/// Sees to it that the model's checkpoint is here: others may ask for it, and the next round starts from it.
/// Returns its hash, or `None` when it could not be had yet.
async fn sync(shared: Arc<Shared>, feed: Feed, model: ModelOverview<AccountId>) -> Option<Blake3> {
	let wanted = model.checkpoint;
	match shared.checkpoints.obtain(&model, &wanted).await {
		Ok(_) => {
			let keep = shared.config.kept_checkpoints();
			shared.checkpoints.prune(keep, &needed(&feed.snapshot())).await;
			Some(wanted)
		},
		Err(error) => {
			shared.metrics.errors.get_or_create(&ByPart { part: "validate" }).inc();
			tracing::warn!(
				model = model.id,
				checkpoint = short(&wanted),
				"the model's checkpoint is not here: {error:#}"
			);
			None
		},
	}
}

/// The held-out images must be those the model is judged on.
pub fn check_root(held_out: &Dataset, view: &ModelView, config: &Validate) -> Result<()> {
	let (found, wanted) = (held_out.root(), view.model.held_out_root);
	if found != wanted {
		bail!(
			"`validate.held_out` = {} has the root {}, but model {} is judged on images with the root {}; \
			 get the model's held-out set",
			crate::config::folder_of(&config.held_out, view.model.id).display(),
			hex::encode(found),
			view.model.id,
			hex::encode(wanted)
		);
	}
	Ok(())
}
