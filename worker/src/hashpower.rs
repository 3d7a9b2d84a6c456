//! A device's compute challenges, epoch by epoch: computing, committing, opening, and saying what came of it.
//!
//! Whatever takes long is a task of its own, so that neither heartbeats nor training wait for it. What fails is said once and
//! tried again: sending within its window, computing in the next epoch.

use crate::{
	challenge::duration,
	challenge_record::{next_step, End, Record, Records, Step},
	checkpoints::{blocking, short},
	config,
	metrics::{ByPart, Outcome},
	Shared,
};
use anyhow::{Context, Result};
use promptale_client::{account_of, AccountId, Call, DeviceView, Error, Keypair};
use promptale_engine::challenge::{compute, multiplier, Committed, Work};
use promptale_primitives::{
	challenge::{Class, Epoch},
	generator::{ChallengeStep, DeviceState},
	BlockNumber,
};
use std::{
	sync::{
		atomic::{AtomicBool, Ordering},
		Arc,
	},
	time::{Duration, Instant},
};
use tokio::task::JoinHandle;

/// Blocks after which something that was not taken is sent again.
const RESEND_AFTER: BlockNumber = 5;

/// How long one submission may keep others of the same device waiting. Training commits and publishes with the same key.
const SUBMIT_PATIENCE: Duration = Duration::from_secs(60);

/// What a device does for its challenge right now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
	Computing,
	Committing,
	Opening,
}

impl Doing {
	fn in_words(self) -> &'static str {
		match self {
			Doing::Computing => "cannot be computed",
			Doing::Committing => "cannot be committed to",
			Doing::Opening => "cannot be opened",
		}
	}
}

/// What a task comes back with.
enum Done {
	/// A record, which is on disk already.
	Computed(Record),
	/// The chain took it in this block.
	Sent(BlockNumber),
	/// The chain cannot take it in the next block; why.
	NotYet(String),
}

/// Something under way. Dropping it ends it.
struct Running {
	doing: Doing,
	epoch: Epoch,
	/// Last block in which it is of use.
	until: BlockNumber,
	/// Tells a computation to end.
	cut: Arc<AtomicBool>,
	task: JoinHandle<Result<Done>>,
}

impl Drop for Running {
	fn drop(&mut self) {
		self.cut.store(true, Ordering::Relaxed);
		self.task.abort();
	}
}

/// What was said and tried in one epoch.
#[derive(Default)]
struct Tried {
	epoch: Option<Epoch>,
	/// Something was computed or sent.
	started: bool,
	/// The last step that failed.
	failed: Option<Doing>,
	/// Why something was not sent yet.
	waits: Option<String>,
	/// Nothing is sent before this block.
	not_before: BlockNumber,
	/// The computation failed; another one would, too.
	given_up: bool,
	/// What was sent waits for the validators.
	opened: bool,
	ended: bool,
	said_not_delegated: bool,
}

/// The challenges of one device.
pub struct Hashpower {
	shared: Arc<Shared>,
	device: Keypair,
	account: AccountId,
	settings: config::Device,
	class: Class,
	records: Arc<Records>,
	record: Option<Record>,
	running: Option<Running>,
	tried: Tried,
	/// The block that was looked at last.
	head: BlockNumber,
}

impl Hashpower {
	/// Takes up what an earlier run left on disk. Nothing happens before [`Hashpower::step`].
	pub fn new(shared: Arc<Shared>, device: Keypair, settings: config::Device, class: Class) -> Hashpower {
		let records = Records::new(shared.config.data_dir.join("device"));
		let record = records.load().unwrap_or_else(|error| {
			tracing::warn!("{error:#}");
			None
		});
		let account = account_of(&device);
		Hashpower {
			shared,
			device,
			account,
			settings,
			class,
			records: Arc::new(records),
			record,
			running: None,
			tried: Tried::default(),
			head: 0,
		}
	}

	/// Starts what is to be done after the block of `view`, or ends what can no longer be in time.
	pub fn step(&mut self, view: &DeviceView) {
		self.head = view.head.number;
		self.turn_to(view);
		if let Some(running) = &self.running {
			if running.epoch != view.epoch.epoch || view.head.number >= running.until {
				running.cut.store(true, Ordering::Relaxed);
			}
			return;
		}
		let (epoch, may_send) = (view.epoch.epoch, self.head >= self.tried.not_before);
		match next_step(view, &self.account, self.class, self.record.as_ref()) {
			Step::Compute(work) if self.takes_part(view) && !self.tried.given_up => self.compute(work, view),
			Step::Commit if may_send && self.takes_part(view) => {
				let Some(Record { work, committed }) = &self.record else { return };
				let call = Call::CommitChallenge { epoch, class: work.class, root: committed.root() };
				self.send(Doing::Committing, call, epoch, view.epoch.commit_until);
			},
			Step::Open(rows) if may_send => {
				let Some(openings) = self.record.as_ref().and_then(|record| record.committed.open(&rows)) else {
					return tracing::error!(
						epoch,
						"the chain asks for rows that a challenge of this class does not have"
					);
				};
				self.send(Doing::Opening, Call::OpenChallenge { epoch, openings }, epoch, view.epoch.open_until);
			},
			Step::Over(end) if !self.tried.ended => {
				self.tried.ended = true;
				self.say_end(end, view);
			},
			_ => {},
		}
		let step = view.challenge.as_ref().filter(|challenge| challenge.epoch == epoch).map(|challenge| challenge.step);
		self.tried.opened = step == Some(ChallengeStep::Opened);
	}

	/// Returns when what is under way has ended; never, while nothing is.
	pub async fn ended(&mut self) {
		let Some(running) = &mut self.running else { return std::future::pending().await };
		let outcome = (&mut running.task).await;
		let (doing, epoch, cut) = (running.doing, running.epoch, running.cut.load(Ordering::Relaxed));
		self.running = None;
		match outcome.context("the task broke off").and_then(|done| done) {
			Ok(Done::Computed(record)) => self.record = Some(record),
			Ok(Done::Sent(block)) => match doing {
				Doing::Opening => {
					tracing::info!(epoch, block, "opened the challenge's rows; the validators judge them now")
				},
				_ => tracing::info!(epoch, block, "committed to the challenge's rows"),
			},
			Ok(Done::NotYet(reason)) => {
				self.tried.not_before = self.head.saturating_add(1);
				tracing::debug!(epoch, reason, "the challenge {} yet", doing.in_words());
				self.tried.waits = Some(reason);
			},
			Err(_) if self.shared.stop.is_stopped() => {},
			Err(_) if cut && doing == Doing::Computing => self.failed(
				doing,
				epoch,
				&anyhow::anyhow!(
					"class {} takes longer here than the chain gives; set `device.class` lower, or `device.threads` higher",
					self.class.number()
				),
			),
			Err(error) => self.failed(doing, epoch, &error),
		}
	}

	/// In a new epoch everything is tried anew.
	fn turn_to(&mut self, view: &DeviceView) {
		let epoch = view.epoch.epoch;
		if self.tried.epoch == Some(epoch) {
			return;
		}
		if self.tried.opened && !self.tried.ended {
			tracing::warn!(
				epoch = self.tried.epoch,
				"the epoch is over, and less than two thirds of the validators' stake have judged the challenge: it proved nothing"
			);
			self.count("not_judged");
		}
		self.tried = Tried { epoch: Some(epoch), ..Tried::default() };
	}

	/// Whether the chain would take a commitment of the device.
	fn takes_part(&mut self, view: &DeviceView) -> bool {
		if view.device.delegations == 0 && !self.tried.said_not_delegated {
			self.tried.said_not_delegated = true;
			tracing::info!(
				device = %self.account,
				"no licence is delegated to the device, so it takes no part in challenges; its holder does that with \
				 `promptale licence delegate NUMBER --device {} --key FILE`",
				self.account
			);
		}
		view.device.delegations > 0 && matches!(view.device.state, DeviceState::Active { .. })
	}

	fn compute(&mut self, work: Work, view: &DeviceView) {
		let (epoch, until) = (view.epoch.epoch, view.epoch.commit_until);
		let class = work.class;
		tracing::info!(epoch, class = class.number(), side = class.side(), until, "computing the challenge");
		let (shared, records) = (self.shared.clone(), self.records.clone());
		let (place, threads) = (self.settings.backend.into(), crate::threads(self.settings.threads));
		let cut = Arc::new(AtomicBool::new(false));
		let seen = cut.clone();
		let computing = async move {
			let transform = shared.hooks.transform.clone();
			let started = Instant::now();
			let (record, backend) = blocking(move || {
				let mut multiplier = multiplier(place, class, threads)?;
				let committed = compute(&work, multiplier.as_mut(), &mut |_| !seen.load(Ordering::Relaxed))?;
				let committed = Committed::from_leaves(transform.leaves(epoch, committed.leaves().to_vec()));
				let record = Record { work, committed };
				// Before anything is committed, so that a commitment never stands without its leaves.
				records.save(&record)?;
				Ok((record, multiplier.name()))
			})
			.await?;
			let seconds = started.elapsed().as_secs_f64();
			shared.metrics.challenge_seconds.observe(seconds);
			tracing::info!(
				epoch,
				class = class.number(),
				backend,
				took = duration(seconds),
				root = short(&record.committed.root()),
				"computed the challenge"
			);
			Ok(Done::Computed(record))
		};
		self.tried.started = true;
		self.running = Some(Running { doing: Doing::Computing, epoch, until, cut, task: tokio::spawn(computing) });
	}

	fn send(&mut self, doing: Doing, call: Call, epoch: Epoch, until: BlockNumber) {
		let (shared, device, account) = (self.shared.clone(), self.device.clone(), self.account);
		let sending = async move {
			// Perhaps this very call, sent before a restart; or one of the training, which goes first.
			if shared.client.has_pending(&account).await? {
				return Ok(Done::NotYet("something that the device has sent is not in a block yet".into()));
			}
			// What the chain refuses costs a fee, unless it is asked first. On top of a block with much work in it, as an
			// epoch's first one, that says "full".
			match shared.client.dry_run(&device, &call).await {
				Err(Error::InvalidTransaction { reason, .. }) => return Ok(Done::NotYet(reason)),
				tried => tried?,
			}
			let included = tokio::time::timeout(SUBMIT_PATIENCE, shared.client.submit(&device, call))
				.await
				.with_context(|| format!("no block took it within {} seconds", SUBMIT_PATIENCE.as_secs()))??;
			Ok(Done::Sent(included.block))
		};
		let task = tokio::spawn(sending);
		self.tried.started = true;
		self.running = Some(Running { doing, epoch, until, cut: Arc::default(), task });
	}

	/// One clear warning for each step of an epoch, however often it is tried.
	fn failed(&mut self, doing: Doing, epoch: Epoch, error: &anyhow::Error) {
		self.shared.metrics.errors.get_or_create(&ByPart { part: "device" }).inc();
		if self.tried.epoch != Some(epoch) {
			// It took until the next epoch to end, in which nothing has failed yet.
			return tracing::warn!(epoch, "the challenge {}: {error:#}", doing.in_words());
		}
		let again = match doing {
			Doing::Computing => {
				self.tried.given_up = true;
				"the next epoch is another chance"
			},
			_ => {
				self.tried.not_before = self.head.saturating_add(RESEND_AFTER);
				"trying again while there is time"
			},
		};
		let what = doing.in_words();
		if self.tried.failed.replace(doing) == Some(doing) {
			tracing::debug!(epoch, "the challenge {what}: {error:#}; {again}");
		} else {
			tracing::warn!(epoch, "the challenge {what}: {error:#}; {again}");
		}
	}

	fn say_end(&self, end: End, view: &DeviceView) {
		let (epoch, until) = (view.epoch.epoch, view.device.hashpower_until);
		let reason = self.tried.waits.as_deref();
		match end {
			End::Passed => {
				let units = view.challenge.as_ref().map_or(0, |challenge| challenge.class.units());
				tracing::info!(
					epoch,
					units,
					until,
					"the validators accepted the challenge: this is the device's hashpower now"
				);
				self.count("passed");
			},
			End::Failed => {
				tracing::error!(
					epoch,
					"the validators found a wrong row: the device has no hashpower. Run `vpu challenge` with the class and backend \
					 of [device], which says whether this machine makes mistakes"
				);
				self.count("failed");
			},
			End::NotCommitted if !self.tried.started => {
				tracing::info!(
					epoch,
					next = view.epoch.ends,
					"too late for this epoch's challenge; the next one begins in block {}",
					view.epoch.ends
				);
			},
			End::NotCommitted => {
				tracing::warn!(epoch, reason, "the challenge was not committed to in time: it proved nothing");
				self.count("not_committed");
			},
			End::NotOpened => {
				tracing::warn!(
					epoch,
					reason,
					"the challenge was committed to but not opened in time: it proved nothing"
				);
				self.count("not_opened");
			},
			End::Unknown => {
				tracing::warn!(
					epoch,
					"the device has committed to rows that are not in `data_dir`, so they cannot be opened: does another vpu run \
					 with this key?"
				);
				self.count("unknown");
			},
		}
	}

	fn count(&self, outcome: &'static str) {
		self.shared.metrics.challenges.get_or_create(&Outcome { outcome }).inc();
	}
}
