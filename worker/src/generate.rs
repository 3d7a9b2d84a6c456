//! The role that trains: one loop for each model, from round to round.

use crate::{
	blobs::update_tag,
	checkpoints::{blocking, needed, open_dataset, short},
	config::{self, Compression, Generate},
	encryption::encrypt_to_committee,
	follower::{blocks_left, Feed, ModelView, RoundKey},
	hooks::RoundContext,
	metrics::{ByModel, ByOutcome, ByPart},
	record::{commit_margin, next_action, Action, End, Record, Records},
	residual::{Residual, Residuals},
	words, Shared,
};
use anyhow::{bail, Context, Result};
use promptale_client::{account_of, AccountId, Call, Error, Keypair};
use promptale_engine::{
	train,
	update::{quantise, quantise_with_feedback},
	Dataset, TrainOptions, Trained,
};
use promptale_primitives::{
	generator::DeviceState,
	hash::content_hash,
	round::{RoundOverview, RoundState, UpdateOverview},
	BlockNumber, ModelId, RoundIndex,
};
use std::{
	ops::ControlFlow,
	sync::{
		atomic::{AtomicBool, Ordering},
		Arc,
	},
	time::{Duration, Instant},
};

/// A generator of one model.
pub struct Generator {
	shared: Arc<Shared>,
	config: Generate,
	device: Keypair,
	account: AccountId,
	model: ModelId,
	records: Records,
	residuals: Residuals,
	feed: Feed,
}

impl Generator {
	/// Nothing happens before [`Generator::run`].
	pub fn new(shared: Arc<Shared>, config: Generate, device: Keypair, model: ModelId, feed: Feed) -> Generator {
		let folder = shared.config.data_dir.join("generate");
		let (records, residuals) =
			(Records::new(folder.clone()), Residuals::new(folder, shared.config.privacy.is_some()));
		let account = account_of(&device);
		Generator { shared, config, device, account, model, records, residuals, feed }
	}

	/// Takes part in round after round until the worker stops. Ends early only when the images are unusable.
	pub async fn run(mut self) -> Result<()> {
		let stop = self.shared.stop.clone();
		let view = match self.feed.now(self.model) {
			Some(view) => view,
			None => match stop.or(self.feed.next(self.model)).await.flatten() {
				Some(view) => view,
				None => return Ok(()),
			},
		};
		let data = open_dataset(&self.config.data, "generate.data", self.model, view.model.architecture).await?;
		tracing::info!(model = self.model, images = data.len(), device = %self.account, "ready to train");
		if let Some(privacy) = &self.shared.privacy {
			let label = ByModel { model: self.model };
			let (epsilon, rounds_left) = (privacy.spent(self.model), privacy.rounds_left(self.model));
			self.shared.metrics.privacy_epsilon.get_or_create(&label).set(epsilon);
			tracing::info!(model = self.model, epsilon, rounds_left, "updates will be clipped and noised");
		}
		let mut finished: Option<RoundKey> = None;
		let mut view = Some(view);
		while let Some(current) = view {
			let round = current.round.as_ref().filter(|round| finished != Some(RoundKey::of(round)));
			if let Some(round) = round {
				let key = RoundKey::of(round);
				match stop.or(self.take_part(&current, round, &data)).await {
					None => return Ok(()),
					Some(Ok(())) => {
						finished = Some(key);
						self.forget_old_rounds(key.round).await;
					},
					// The chain is asked again after the next block, and the round goes on from there.
					Some(Err(error)) => {
						self.shared.metrics.errors.get_or_create(&ByPart { part: "generate" }).inc();
						tracing::warn!(model = self.model, round = key.round, "{error:#}");
					},
				}
			}
			if round_is_over(&current, finished) {
				self.prefetch(&current).await;
			}
			view = stop.or(self.feed.next(self.model)).await.flatten();
		}
		Ok(())
	}

	/// Gets the model's checkpoint between rounds, so that the next training can start at once.
	async fn prefetch(&self, view: &ModelView) {
		let obtaining = self.shared.checkpoints.obtain(&view.model, &view.model.checkpoint);
		match self.shared.stop.or(obtaining).await {
			Some(Ok(_)) => {
				let keep = self.shared.config.kept_checkpoints();
				self.shared.checkpoints.prune(keep, &needed(&self.feed.snapshot())).await;
			},
			Some(Err(error)) => tracing::debug!(model = self.model, "the next checkpoint is not here yet: {error:#}"),
			None => {},
		}
	}

	async fn forget_old_rounds(&self, round: RoundIndex) {
		let keep = u32::try_from(self.shared.config.keep_checkpoints).unwrap_or(u32::MAX);
		let first_kept = round.saturating_sub(keep);
		self.records.forget_rounds_before(self.model, first_kept);
		self.shared.blobs.forget_rounds_before(self.model, first_kept).await;
	}

	/// Goes through one round to its end. An error leaves the round unfinished: what is on disk and on the
	/// chain says where to go on.
	async fn take_part(
		&mut self,
		view: &ModelView,
		round: &RoundOverview<AccountId>,
		data: &Arc<Dataset>,
	) -> Result<()> {
		let key = RoundKey::of(round);
		let mut round = round.clone();
		loop {
			// What was submitted shows from this block on.
			let mut look_from = round.now.saturating_add(1);
			let mut record = self.records.load(&round)?;
			if let (Some(privacy), Some(stored)) = (&self.shared.privacy, &record) {
				if !privacy.has_counted(self.model, &stored.update_hash) {
					tracing::warn!(
						model = self.model,
						round = key.round,
						"the stored update was not counted as a private one, and will not be published"
					);
					record = None;
				}
			}
			let margin = self.margin(&round);
			match next_action(record.as_ref(), &round, &self.account, margin + 1) {
				Action::Train => {
					if !self.may_contribute().await? {
						return Ok(());
					}
					if let Some(Err(spent)) = self.shared.privacy.as_ref().map(|privacy| privacy.afford(self.model)) {
						tracing::warn!(model = self.model, round = key.round, "the round is left out: {spent:#}");
						self.count("privacy_spent");
						return Ok(());
					}
					let Some(record) = self.make_update(view, &round, data).await? else { return Ok(()) };
					tracing::info!(
						model = self.model,
						round = key.round,
						steps = record.steps,
						loss = record.mean_loss,
						bytes = record.size,
						"trained an update"
					);
				},
				Action::Commit => {
					let Some(record) = record else { bail!("a commitment without a record") };
					match self.commit(&record).await? {
						Committed::In(block) => look_from = look_from.max(block),
						Committed::Unclear => {},
						Committed::Refused => return Ok(()),
					}
				},
				Action::Publish => {
					let Some(record) = record else { bail!("a publication without a record") };
					match self.publish(record, &round).await? {
						Some(block) => look_from = look_from.max(block),
						None => return Ok(()),
					}
				},
				Action::Wait => {},
				Action::Finished(end) => {
					self.finish(end, &round);
					return Ok(());
				},
			}
			match self.feed.when(key, |round| round.now >= look_from).await {
				Some(next) => round = next,
				None if self.shared.stop.is_stopped() => return Ok(()),
				None => match self.shared.client.round(key.model, Some(key.round)).await? {
					// It was closed and the next one opened between two looks.
					Some(last) if last.opened == key.opened => {
						match next_action(None, &last, &self.account, BlockNumber::MAX) {
							Action::Finished(end) => self.finish(end, &last),
							_ => {
								tracing::warn!(model = key.model, round = key.round, "the round is over without an end")
							},
						}
						return Ok(());
					},
					_ => return Ok(()),
				},
			}
		}
	}

	fn margin(&self, round: &RoundOverview<AccountId>) -> BlockNumber {
		commit_margin(self.config.commit_margin_blocks, round.terms.phases.commit)
	}

	/// Whether the chain would take a commitment of the device; a refusal would cost a training and a fee.
	async fn may_contribute(&self) -> Result<bool> {
		let client = &self.shared.client;
		if client.device_identity(&self.account).await?.is_none() {
			tracing::warn!(
				device = %self.account,
				"the device is not registered, so this round is left out; its owner registers it with `register_device`"
			);
			return Ok(false);
		}
		// Of a licence holder's device another task says why it does not count, and what ends that.
		let status = client.device_status(&self.account).await?;
		let counts = status.is_none_or(|status| matches!(status.state, DeviceState::Active { .. }));
		if !counts {
			tracing::warn!(device = %self.account, "the device does not count now, so this round is left out");
		}
		Ok(counts)
	}

	/// Trains, quantises, and writes residual, update and record. `None` when nothing was learned in time.
	async fn make_update(
		&mut self,
		view: &ModelView,
		round: &RoundOverview<AccountId>,
		data: &Arc<Dataset>,
	) -> Result<Option<Record>> {
		let base = self.shared.checkpoints.obtain(&view.model, &round.base_checkpoint).await.context("cannot train")?;
		let residual = match self.config.compression {
			Compression::Dense => None,
			Compression::Sparse => Some(self.residual(round, base.parameters().len()).await?),
		};
		let started = Instant::now();
		tracing::info!(model = self.model, round = round.round, base = short(&round.base_checkpoint), "training");
		let Some(trained) = self.train(base.clone(), round, data.clone()).await? else { return Ok(None) };
		let label = ByModel { model: self.model };
		self.shared.metrics.training_seconds.get_or_create(&label).observe(started.elapsed().as_secs_f64());
		self.shared.metrics.training_loss.get_or_create(&label).set(trained.mean_loss.into());
		let transform = self.shared.hooks.transform.clone();
		let privacy = self.shared.privacy.clone();
		let (model, number) = (self.model, round.round);
		let Trained { mut delta, mean_loss, steps } = trained;
		let (bytes, left) = blocking(move || {
			let context = RoundContext { model, round: number, base: &base };
			transform.delta(&context, &mut delta);
			// Only what comes out of here may go into anything that is published, in this round or a later one, the error
			// carried over from compression included.
			if let Some(privacy) = privacy {
				delta = privacy.release(&delta)?;
			}
			let (update, left) = match residual {
				None => (quantise(&base, &delta), None),
				Some(Residual { round, values }) => {
					let (update, left) = quantise_with_feedback(&base, delta, &values, number.saturating_sub(round));
					(update, Some(left))
				},
			};
			Ok((transform.bytes(&context, update.to_bytes()), left))
		})
		.await?;
		if bytes.len() as u64 > u64::from(round.terms.max_update_bytes) {
			tracing::error!(
				model,
				round = number,
				bytes = bytes.len(),
				most = round.terms.max_update_bytes,
				"the update is larger than the model's terms allow; set `generate.compression` to \"sparse\", or its owner has \
				 to raise `max_update_bytes`"
			);
			return Ok(None);
		}
		if let Some(left) = left {
			// Before the record, so that a record never stands without it.
			self.residuals.save(round, &content_hash(&bytes), &left)?;
		}
		let salt = self.shared.hooks.transform.salt(model, number, rand::random());
		let record = self.records.prepare(round, &self.account, &bytes, salt, mean_loss, steps)?;
		if let Some(privacy) = &self.shared.privacy {
			let epsilon = privacy.count(model, &record.update_hash)?;
			self.shared.metrics.privacy_epsilon.get_or_create(&label).set(epsilon);
			let config::Privacy { delta, max_epsilon, .. } = privacy.settings();
			tracing::info!(model, round = number, epsilon, delta, max_epsilon, "privacy spent, with this update");
		}
		Ok(Some(record))
	}

	/// What the last accepted update has left out, one value per parameter; empty, where there is none.
	async fn residual(&self, round: &RoundOverview<AccountId>, parameters: usize) -> Result<Residual> {
		for number in self.residuals.rounds_before(self.model, round.round) {
			let outcome = self.shared.client.round(self.model, Some(number)).await?;
			let residual = self.residuals.take_up(self.model, number, outcome.as_ref(), &self.account);
			if let Some(residual) = residual.filter(|residual| residual.values.len() == parameters) {
				return Ok(residual);
			}
		}
		Ok(Residual { round: round.round, values: Vec::new() })
	}

	/// Trains until the steps are done, the time is up, or the commit phase is about to end.
	async fn train(
		&mut self,
		base: Arc<promptale_engine::Checkpoint>,
		round: &RoundOverview<AccountId>,
		data: Arc<Dataset>,
	) -> Result<Option<Trained>> {
		let margin = self.margin(round);
		let latest = self.feed.now(self.model).and_then(|view| Some((view.round?, view.model.version)));
		let (round, version) = match latest {
			// Getting the base may have taken some blocks.
			Some((latest, version)) if RoundKey::of(&latest) == RoundKey::of(round) => (latest, version),
			_ => return Ok(None),
		};
		let mut limit = Duration::from_secs(self.config.time_limit_seconds);
		if let Some(block_time) = self.feed.snapshot().block_time {
			limit = limit.min(block_time * blocks_left(&round).saturating_sub(margin).max(1));
		}
		let options = TrainOptions {
			steps: self.config.local_steps,
			time_limit: Some(limit),
			batch_size: self.config.batch_size,
			learning_rate: self.config.learning_rate.unwrap_or_else(|| promptale_engine::learning_rate(version)),
			seed: seed(&self.account, &round),
			threads: crate::threads(self.config.threads),
		};
		let cut = Arc::new(AtomicBool::new(false));
		// Whatever drops this future (a stop above all) also ends the training.
		let _cut_on_drop = CutOnDrop(cut.clone());
		let seen_by_training = cut.clone();
		let mut training = Box::pin(blocking(move || {
			let mut on_step = |_| match seen_by_training.load(Ordering::Relaxed) {
				true => ControlFlow::Break(()),
				false => ControlFlow::Continue(()),
			};
			Ok(train(&base, &data, &options, &mut on_step)?)
		}));
		let key = RoundKey::of(&round);
		tokio::select! {
			trained = &mut training => trained.map(Some),
			ended = self.feed.when(key, |round| blocks_left(round) <= margin) => {
				cut.store(true, Ordering::Relaxed);
				let trained = training.await?;
				Ok(ended.map(|_| trained))
			},
		}
	}

	/// Commits, unless the device has sent something that is not in a block yet: perhaps this very commitment,
	/// before a restart.
	async fn commit(&self, record: &Record) -> Result<Committed> {
		if self.shared.client.has_pending(&self.account).await? {
			return Ok(Committed::Unclear);
		}
		let call = Call::CommitUpdate {
			model: record.model,
			round: record.round,
			commitment: record.commitment,
			size: record.size,
		};
		match self.shared.client.submit(&self.device, call).await {
			Ok(included) => {
				tracing::info!(
					model = record.model,
					round = record.round,
					block = included.block,
					"committed to the update"
				);
				Ok(Committed::In(included.block))
			},
			Err(error @ (Error::Dispatch { .. } | Error::InsufficientBalance { .. })) => {
				let latest = self.shared.client.round(record.model, Some(record.round)).await?;
				if latest.is_some_and(|round| round.updates.iter().any(|update| update.commitment == record.commitment))
				{
					// It was there already, only not in the block that was looked at.
					return Ok(Committed::Unclear);
				}
				self.shared.metrics.errors.get_or_create(&ByPart { part: "generate" }).inc();
				tracing::error!(model = record.model, round = record.round, "the round is left out: {error}");
				self.count("refused");
				Ok(Committed::Refused)
			},
			Err(error) => Err(error.into()),
		}
	}

	/// Encrypts to the committee, serves the blob, publishes. Returns the block that shows it, 0 when something
	/// sent before is not in a block yet, `None` when the chain does not take it.
	async fn publish(&self, mut record: Record, round: &RoundOverview<AccountId>) -> Result<Option<BlockNumber>> {
		if self.shared.client.has_pending(&self.account).await? {
			return Ok(Some(0));
		}
		let keys: Vec<[u8; 32]> = round.committee.iter().map(|member| member.member.encryption_key).collect();
		let stored = match record.blob_for(&keys) {
			Some(hash) => self.shared.blobs.local(&hash).await.map(|_| hash),
			None => None,
		};
		let transform = self.shared.hooks.transform.clone();
		let blob_hash = match stored {
			Some(hash) => hash,
			None => {
				let update = self.records.update(&record)?;
				let recipients = keys.clone();
				let blob = blocking(move || encrypt_to_committee(&recipients, &update)).await?;
				let hash = promptale_primitives::hash::content_hash(&blob);
				if transform.serve(record.model, record.round) {
					self.shared.metrics.published_bytes.inc_by(blob.len() as u64);
					self.shared.blobs.add(&update_tag(record.model, record.round, &hash), blob).await?;
				}
				(record.blob_hash, record.encrypted_to) = (Some(hash), keys);
				self.records.save(&record)?;
				hash
			},
		};
		let call = Call::PublishUpdate {
			model: record.model,
			round: record.round,
			update_hash: record.update_hash,
			salt: record.salt,
			blob_hash: transform.blob_hash(record.model, record.round, blob_hash),
		};
		let included = match self.shared.client.submit(&self.device, call).await {
			Ok(included) => included,
			Err(error @ Error::Dispatch { .. }) => {
				let latest = self.shared.client.round(record.model, Some(record.round)).await?;
				let ours = |update: &UpdateOverview<AccountId>| update.commitment == record.commitment;
				let published = |round: RoundOverview<AccountId>| {
					round.updates.iter().any(|update| ours(update) && update.published.is_some())
				};
				if latest.is_some_and(published) {
					return Ok(Some(0));
				}
				// The refusal cost a fee, and would again.
				self.shared.metrics.errors.get_or_create(&ByPart { part: "generate" }).inc();
				tracing::error!(model = record.model, round = record.round, "the update is not published: {error}");
				self.count("refused");
				return Ok(None);
			},
			Err(error) => return Err(anyhow::Error::new(error).context("the update could not be published")),
		};
		tracing::info!(
			model = record.model,
			round = record.round,
			block = included.block,
			members = round.committee.len(),
			"published the update to the committee"
		);
		Ok(Some(included.block))
	}

	fn finish(&self, end: End, round: &RoundOverview<AccountId>) {
		let (model, number) = (self.model, round.round);
		let update = round.updates.iter().find(|update| update.device == self.account);
		match (end, update) {
			(End::Judged, Some(update)) => {
				let verdict = update.verdict.map(|verdict| words::verdict(&verdict)).unwrap_or_default();
				let weight = f64::from(update.weight) / 1e6;
				tracing::info!(model, round = number, verdict, weight, "the committee judged the update");
				self.count(if update.weight > 0 { "accepted" } else { "excluded" });
			},
			(End::NotPublished, _) => {
				tracing::warn!(model, round = number, "the update was not published in time");
				self.count("not_published");
			},
			(End::Unknown, _) => {
				tracing::warn!(
					model, round = number,
					"the device has a commitment in this round whose update is not in `data_dir`; it cannot be published"
				);
				self.count("unknown");
			},
			(End::Void, _) => {
				tracing::info!(
					model,
					round = number,
					outcome = words::state(&round.state),
					"the round ended without a verdict"
				);
				self.count("void");
			},
			(End::TooLate, _) | (End::Judged, None) => {
				tracing::info!(model, round = number, "too late to take part; waiting for the next round");
				self.count("too_late");
			},
		}
	}

	fn count(&self, outcome: &'static str) {
		self.shared.metrics.generated.get_or_create(&ByOutcome { model: self.model, outcome }).inc();
	}
}

/// Whether there is nothing to do before the next round.
fn round_is_over(view: &ModelView, finished: Option<RoundKey>) -> bool {
	view.round
		.as_ref()
		.is_none_or(|round| matches!(round.state, RoundState::Closed(_)) && finished == Some(RoundKey::of(round)))
}

/// What came of a commitment.
enum Committed {
	/// It is in this block.
	In(BlockNumber),
	/// It may be there already; the chain will tell.
	Unclear,
	/// The chain will not take one in this round.
	Refused,
}

struct CutOnDrop(Arc<AtomicBool>);

impl Drop for CutOnDrop {
	fn drop(&mut self) {
		self.0.store(true, Ordering::Relaxed);
	}
}

/// Another order of images for each device and round.
fn seed(device: &AccountId, round: &RoundOverview<AccountId>) -> u64 {
	let mut hasher = blake3::Hasher::new_derive_key("promptale 2026-11 worker training seed");
	hasher.update(&device.0).update(&round.model.to_le_bytes()).update(&round.round.to_le_bytes());
	let mut bytes = [0; 8];
	hasher.finalize_xof().fill(&mut bytes);
	u64::from_le_bytes(bytes)
}
