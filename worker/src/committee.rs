//! One round from the seat of a committee member: fetch, score, aggregate. A validator that is not drawn at first may
//! still be drawn for the round's dispute.

use crate::{
	candidates::{decode, enough},
	checkpoints::{blocking, short},
	combine::Recipe,
	config::Validate,
	fetches::{Fetches, Received},
	follower::{Feed, RoundKey},
	keys::ValidatorKeys,
	loopback_api::Answers,
	metrics::{ByModel, ByOutcome, ByPart},
	seat::{is_closed, is_past, seat_in, seat_of},
	words, Shared,
};
use anyhow::{bail, Result};
use promptale_client::AccountId;
use promptale_engine::{score_updates, Candidate, Checkpoint, Dataset};
use promptale_primitives::{
	loopback::ScoreSheet,
	model::ModelOverview,
	round::{Attestation, Outcome, RoundOverview, RoundState, UpdateOverview},
	schedule::Phase,
	Blake3, BlockNumber,
};
use std::{
	sync::Arc,
	time::{Duration, Instant},
};

/// After how long a wait for an accepted update is worth a line. Every further line waits twice as long.
const SAY_AFTER: Duration = Duration::from_secs(3);

/// Longest time between two such lines.
const SAY_AT_LEAST_EVERY: Duration = Duration::from_secs(60);

/// One member's work in one round.
pub struct CommitteeRound {
	shared: Arc<Shared>,
	config: Validate,
	keys: ValidatorKeys,
	answers: Answers,
	held_out: Arc<Dataset>,
	feed: Feed,
	key: RoundKey,
	/// Whether the seat is one in the round's dispute.
	in_dispute: bool,
}

impl CommitteeRound {
	/// Nothing happens before [`CommitteeRound::run`].
	pub fn new(
		shared: Arc<Shared>,
		config: Validate,
		keys: ValidatorKeys,
		answers: Answers,
		held_out: Arc<Dataset>,
		feed: Feed,
		key: RoundKey,
	) -> CommitteeRound {
		CommitteeRound { shared, config, keys, answers, held_out, feed, key, in_dispute: false }
	}

	/// Sees the round through. Errors are said, not returned: the next round is another chance.
	pub async fn run(mut self, model: ModelOverview<AccountId>) {
		let (id, number) = (self.key.model, self.key.round);
		if let Err(error) = self.judge(&model).await {
			if self.shared.stop.is_stopped() {
				// The next run takes the round up again.
				return;
			}
			self.shared.metrics.errors.get_or_create(&ByPart { part: "validate" }).inc();
			self.count("failed");
			tracing::error!(model = id, round = number, "this round goes on without this validator: {error:#}");
		}
	}

	async fn judge(&mut self, model: &ModelOverview<AccountId>) -> Result<()> {
		let stash = self.keys.stash;
		// Nobody is in both committees, so who is not in the first one waits for a dispute.
		let ready = |round: &RoundOverview<AccountId>| seat_of(round, &stash).is_some() || is_closed(round);
		let Some(round) = self.feed.when(self.key, ready).await else { return Ok(()) };
		if seat_of(&round, &stash).is_none() {
			return Ok(());
		}
		self.in_dispute = round.is_disputed();
		if seat_in(&round.committee, &stash).is_none() {
			// Of the first committee; what it has to say is said.
			return self.see_off().await;
		}
		let (id, number) = (self.key.model, self.key.round);
		tracing::info!(
			model = id,
			round = number,
			members = round.committee.len(),
			"{}",
			if self.in_dispute { "in the committee of the round's dispute" } else { "in the committee" }
		);
		let base = self.base(model, &round.base_checkpoint).await?;
		let mut fetches = Fetches::default();
		let answer = self.answers.of_round(id, number, self.key.opened, &round.base_checkpoint);
		if answer.scores.is_none() {
			match self.collect(&mut fetches).await {
				Some((round, beacon)) => self.score(&round, beacon, &base, &fetches).await?,
				None => tracing::info!(model = id, round = number, "too late or nothing to score"),
			}
		}
		self.aggregate_when_settled(&mut fetches, &base).await?;
		self.see_off().await
	}

	/// The round's base checkpoint. Tried again after each block while there is time to score.
	async fn base(&mut self, model: &ModelOverview<AccountId>, hash: &Blake3) -> Result<Arc<Checkpoint>> {
		loop {
			let error = match self.shared.checkpoints.obtain(model, hash).await {
				Ok(base) => return Ok(base),
				Err(error) => error.context("cannot score without the round's base checkpoint"),
			};
			self.before_next_try(error, Phase::Score).await?;
		}
	}

	/// Waits for the next block after a failure that may pass: a blob that nobody serves yet, a full disk. Gives the
	/// error back when it is too late to try again: the committee's work is past or beyond the phase `last`.
	async fn before_next_try(&mut self, error: anyhow::Error, last: Phase) -> Result<()> {
		let Some(now) = self.feed.when(self.key, |_| true).await else { return Err(error) };
		let in_dispute = self.in_dispute;
		let next = self.feed.when(self.key, |round| round.now > now.now).await;
		if next.is_none_or(|round| round.phase > last || is_past(&round, in_dispute)) {
			return Err(error);
		}
		self.shared.metrics.errors.get_or_create(&ByPart { part: "validate" }).inc();
		tracing::warn!(model = self.key.model, round = self.key.round, "{error:#}; trying again");
		Ok(())
	}

	/// Fetches published updates until [`enough`] are here. Gives the round with its second beacon, or `None` when
	/// there is nothing to score or no time to.
	async fn collect(&mut self, fetches: &mut Fetches) -> Option<(RoundOverview<AccountId>, Blake3)> {
		let mut round = self.feed.when(self.key, |_| true).await?;
		let began = Instant::now();
		loop {
			if round.phase > Phase::Score || is_past(&round, self.in_dispute) {
				return None;
			}
			for update in &round.updates {
				fetches.start(&self.shared, &self.keys, &round, update);
			}
			if let (Phase::Score, Some(beacon)) = (round.phase, round.beacon_2) {
				if enough(fetches, &round, began.elapsed()) {
					return (!fetches.started.is_empty()).then_some((round, beacon));
				}
			}
			let before = round.now;
			tokio::select! {
				next = self.feed.when(self.key, |round| round.now > before) => round = next?,
				() = fetches.arrival() => {},
			}
		}
	}

	/// Scores what is here, writes the sheet to disk, then serves it.
	async fn score(
		&mut self,
		round: &RoundOverview<AccountId>,
		beacon: Blake3,
		base: &Arc<Checkpoint>,
		fetches: &Fetches,
	) -> Result<()> {
		let (id, number) = (self.key.model, self.key.round);
		let mut candidates = Vec::with_capacity(round.updates.len());
		for update in &round.updates {
			let (candidate, trouble) = self.candidate(update, round, base, fetches);
			if let Some(trouble) = trouble {
				tracing::warn!(model = id, round = number, update = update.index, contributor = %update.contributor, "{trouble}");
			}
			candidates.push(candidate);
		}
		let started = Instant::now();
		let (base, held_out) = (base.clone(), self.held_out.clone());
		let (samples, threads) = (round.terms.held_out_samples, crate::threads(self.config.threads));
		let entries =
			blocking(move || Ok(score_updates(&base, &candidates, &held_out, &beacon, samples, threads))).await?;
		let seconds = started.elapsed().as_secs_f64();
		self.shared.metrics.scoring_seconds.get_or_create(&ByModel { model: id }).observe(seconds);
		let entries = self.shared.hooks.testimony.entries(round, &self.keys.stash, entries);
		let scores = entries.iter().map(words::entry).collect::<Vec<_>>().join(", ");
		let mut answer = self.answers.of_round(id, number, self.key.opened, &round.base_checkpoint);
		answer.scores = Some((beacon, ScoreSheet { entries, salt: rand::random() }));
		while let Err(error) = self.answers.put(id, number, answer.clone()) {
			self.before_next_try(error, Phase::Score).await?;
		}
		tracing::info!(model = id, round = number, scores, seconds = format!("{seconds:.1}"), "scored the updates");
		Ok(())
	}

	/// What the engine is given for an update, and what is wrong with it.
	fn candidate(
		&self,
		update: &UpdateOverview<AccountId>,
		round: &RoundOverview<AccountId>,
		base: &Checkpoint,
		fetches: &Fetches,
	) -> (Candidate, Option<String>) {
		if update.published.is_none() {
			return (Candidate::Unavailable, None);
		}
		match fetches.received.get(&update.index) {
			None => {
				self.shared.metrics.fetch_failures.inc();
				(Candidate::Unavailable, Some(format!("the update is unavailable: {}", fetches.failure(update.index))))
			},
			Some(Received::Wrong(reason)) => {
				(Candidate::Unavailable, Some(format!("the update is unavailable: {reason}")))
			},
			Some(Received::Plain(bytes)) => match decode(bytes, update, round, base) {
				Ok(decoded) => (Candidate::Update(decoded), None),
				Err(reason) => (Candidate::Malformed, Some(format!("the update is malformed: {reason}"))),
			},
		}
	}

	/// Waits for the verdicts, combines what was accepted, writes and serves the new checkpoint. In a dispute also
	/// combines by the first committee's verdicts, for what its members should have attested.
	async fn aggregate_when_settled(&mut self, fetches: &mut Fetches, base: &Arc<Checkpoint>) -> Result<()> {
		let in_dispute = self.in_dispute;
		let settled =
			|round: &RoundOverview<AccountId>| round.state == RoundState::Settled || is_past(round, in_dispute);
		let Some(round) = self.feed.when(self.key, settled).await else { return Ok(()) };
		let (id, number) = (self.key.model, self.key.round);
		let recipe = Recipe::by_verdicts(&round);
		let answer = self.answers.of_round(id, number, self.key.opened, &round.base_checkpoint);
		if recipe.is_empty()
			|| answer.attestation.is_some()
			|| round.is_disputed() != in_dispute
			|| matches!(round.state, RoundState::Closed(Outcome::Void(_)))
		{
			return Ok(());
		}
		self.arrival_of(&recipe, &round, fetches, None).await?;
		let started = Instant::now();
		let threads = crate::threads(self.config.threads);
		let next = Arc::new(recipe.combine(&round, base, fetches, threads).await?);
		let hash = loop {
			match self.shared.checkpoints.store(next.clone()).await {
				Ok(hash) => break hash,
				Err(error) => self.before_next_try(error, Phase::Attest).await?,
			}
		};
		let seconds = started.elapsed().as_secs_f64();
		self.shared.metrics.aggregation_seconds.get_or_create(&ByModel { model: id }).observe(seconds);
		let disputed = match in_dispute {
			false => None,
			true => self.former_checkpoint(&recipe, hash, &round, base, fetches).await,
		};
		let attestation = Attestation { checkpoint: hash, disputed };
		let attestation = self.shared.hooks.testimony.attestation(&round, &self.keys.stash, attestation);
		let mut answer = self.answers.of_round(id, number, self.key.opened, &round.base_checkpoint);
		answer.attestation = Some(attestation);
		while let Err(error) = self.answers.put(id, number, answer.clone()) {
			self.before_next_try(error, Phase::Attest).await?;
		}
		tracing::info!(
			model = id,
			round = number,
			accepted = recipe.len(),
			checkpoint = short(&hash),
			seconds = format!("{seconds:.1}"),
			"made the next checkpoint"
		);
		Ok(())
	}

	/// Waits until all updates of a recipe are here. Fails when the committee's work is past before, or with block
	/// `until`.
	async fn arrival_of(
		&mut self,
		recipe: &Recipe,
		round: &RoundOverview<AccountId>,
		fetches: &mut Fetches,
		until: Option<BlockNumber>,
	) -> Result<()> {
		for update in round.updates.iter().filter(|update| recipe.takes(update.index)) {
			fetches.start(&self.shared, &self.keys, round, update);
		}
		let in_dispute = self.in_dispute;
		let is_over = |round: &RoundOverview<AccountId>| {
			is_past(round, in_dispute) || until.is_some_and(|until| round.now >= until)
		};
		let mut say_after = SAY_AFTER;
		while let Some(index) = recipe.missing(fetches) {
			tokio::select! {
				() = fetches.arrival() => {},
				() = tokio::time::sleep(say_after) => {
					say_after = (say_after * 2).min(SAY_AT_LEAST_EVERY);
					tracing::warn!(
						model = round.model, round = round.round, update = index,
						"still waiting for an accepted update: {}", fetches.failure(index)
					);
				},
				_ = self.feed.when(self.key, is_over) => {
					bail!("update {index} was accepted but is not here: {}", fetches.failure(index));
				},
			}
		}
		Ok(())
	}

	/// The checkpoint that the first committee should have attested. `None` when it cannot be made by the middle of
	/// the Attest phase: the new checkpoint must not hang on an update that only the first committee accepted.
	async fn former_checkpoint(
		&mut self,
		recipe: &Recipe,
		checkpoint: Blake3,
		round: &RoundOverview<AccountId>,
		base: &Arc<Checkpoint>,
		fetches: &mut Fetches,
	) -> Option<Blake3> {
		let former = Recipe::by_former_verdicts(round);
		if former == *recipe {
			return Some(checkpoint);
		}
		let until = round.start_of(Phase::Attest).saturating_add(round.terms.phases.attest / 2);
		let made = match self.arrival_of(&former, round, fetches, Some(until)).await {
			Ok(()) => former.combine(round, base, fetches, crate::threads(self.config.threads)).await,
			Err(error) => Err(error),
		};
		match made {
			Ok(made) => Some(made.hash()),
			Err(error) => {
				tracing::warn!(
					model = round.model,
					round = round.round,
					"what the first committee should have attested stays open: {error:#}"
				);
				None
			},
		}
	}

	/// Says how the round ended, whether this member was with the majority, and what it was slashed for.
	async fn see_off(&mut self) -> Result<()> {
		let round = match self.feed.when(self.key, is_closed).await {
			Some(round) => round,
			None if self.shared.stop.is_stopped() => return Ok(()),
			None => {
				let last = self.shared.client.round(self.key.model, Some(self.key.round)).await?;
				let Some(last) = last.filter(|last| last.opened == self.key.opened) else { return Ok(()) };
				last
			},
		};
		let (model, number) = (self.key.model, self.key.round);
		let faults = seat_of(&round, &self.keys.stash).map(|seat| seat.faults).unwrap_or_default();
		for fault in faults.iter() {
			self.count("slashed");
			tracing::error!(
				model,
				round = number,
				"this validator was slashed for {}; see Faults in docs/operating.md before it goes on",
				words::fault(fault)
			);
		}
		let answer = self.answers.of_round(model, number, self.key.opened, &round.base_checkpoint);
		// What the first committee attested follows from other verdicts than what a dispute ends with.
		let own = answer.attestation.filter(|_| seat_in(&round.committee, &self.keys.stash).is_some());
		let outcome = words::state(&round.state);
		match (&round.state, own.map(|own| own.checkpoint)) {
			(RoundState::Closed(Outcome::Attested(attested)), Some(own)) if own != *attested => {
				self.shared.metrics.disagreements.get_or_create(&ByModel { model }).inc();
				self.count("disagreed");
				tracing::error!(
					model, round = number, ours = short(&own), attested = short(attested),
					"the committee attested another checkpoint than the one made here: is this engine the same version as the others'?"
				);
			},
			(RoundState::Closed(Outcome::Attested(_)), Some(_)) => {
				self.count("agreed");
				tracing::info!(model, round = number, outcome, "the round is over");
			},
			_ => {
				self.count("no_checkpoint");
				tracing::info!(model, round = number, outcome, disputed = round.is_disputed(), "the round is over");
			},
		}
		Ok(())
	}

	fn count(&self, outcome: &'static str) {
		self.shared.metrics.validated.get_or_create(&ByOutcome { model: self.key.model, outcome }).inc();
	}
}
