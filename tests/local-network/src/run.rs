//! A whole run: start the network, follow its rounds, claim, report, check.

use crate::{
	check::{self, Check},
	data::Source,
	gallery,
	generators::Watch,
	money::Money,
	network::{Network, Participant},
	options::NetworkOptions,
	output::tell,
	progress::{Player, Progress},
	report,
	summary::{
		self, fraction, ChallengeSummary, GeneratorSummary, Record, Role, RoundSummary, Sheet, Summary, UpdateSummary,
	},
};
use anyhow::{bail, Context, Result};
use futures::future::try_join_all;
use promptale_cli::{events, view::RoundView, words};
use promptale_client::{AccountId, Call};
use promptale_engine::{held_out_loss, Checkpoint, Dataset};
use promptale_primitives::{
	reward::ByPool,
	round::{Outcome, RoundOverview, RoundState},
	Balance, Blake3, RoundIndex,
};
use std::{
	path::PathBuf,
	time::{Duration, Instant},
};

/// Seed of noise and time steps when held-out loss is measured for people. The chain's beacons choose others.
const LOSS_SEED: u64 = 11;
/// Held-out samples for that.
const LOSS_SAMPLES: u32 = 2_000;
/// How often the chain is looked at.
const POLL: Duration = Duration::from_millis(300);
/// Rounds that the pot pays for in a network that is kept running.
const KEPT_ROUNDS: u32 = 1_000;

/// What a run is asked for.
#[derive(Clone, Debug)]
pub struct RunOptions {
	/// The network.
	pub network: NetworkOptions,
	/// Rounds to follow.
	pub rounds: u32,
	/// Where to write the summary.
	pub summary: Option<PathBuf>,
}

/// Runs it. Answers whether the self-check passed, and the network, which goes on as long as it is kept.
pub async fn run(options: &RunOptions) -> Result<(bool, Network)> {
	let begun = Instant::now();
	let mut progress = Progress::new(options.rounds);
	progress.say(&format!(
		"PrompTale local network: {} rounds on {}. Everything is in {}",
		options.rounds,
		options.network.source.describe(),
		options.network.folder.display()
	));
	let started = Network::start(options.network.clone(), &|step| progress.step(step)).await;
	let mut network = match started {
		Ok(network) => network,
		Err(error) => {
			progress.finish();
			return Err(error.context("the network did not start"));
		},
	};
	let result = follow(&mut network, options, &mut progress, begun).await;
	progress.finish();
	let (record, checks) = result?;
	let report = write(&record, &checks, options)?;
	print_result(&record, &checks, &network, options, &report);
	Ok((checks.iter().all(|check| check.passed), network))
}

async fn follow(
	network: &mut Network,
	options: &RunOptions,
	progress: &mut Progress,
	begun: Instant,
) -> Result<(Record, Vec<Check>)> {
	progress.players(players(network));
	let mut judge = Judge::new(network)?;
	let first = network.first_checkpoint.clone();
	let initial = judge.loss(&first).await?;
	progress.loss(initial);
	let timing = network.client().timing().await?;
	let mut watch = Watch::new(&timing, network.options.block_time);
	let mut checkpoints = vec![("Start".to_string(), first, initial)];
	let mut closed = Vec::new();
	for round in 1..=options.rounds {
		let overview = follow_round(network, progress, &mut watch, round, round == options.rounds).await?;
		network.distribute().await?;
		if let RoundState::Closed(Outcome::Attested(hash)) = overview.state {
			let checkpoint = network.checkpoint(&hash)?;
			let loss = judge.loss(&checkpoint).await?;
			progress.loss(loss);
			checkpoints.push((format!("Round {round}"), checkpoint, loss));
		}
		let (_, checkpoint, loss) = checkpoints.last().context("there is no checkpoint")?;
		closed.push((overview, checkpoint.hash(), *loss));
	}
	progress.step("Claiming rewards");
	watch.look_now(network).await?;
	let participants = claim(network, &watch).await?;
	let money = Money::read(network, &participants).await?;
	progress.step("Sampling images from every checkpoint");
	let sheets = sheets(checkpoints).await?;
	let record = record(network, options, initial, &closed, participants, money, sheets, begun).await?;
	let checks = check::run(&record);
	Ok((record, checks))
}

fn players(network: &Network) -> Vec<Player> {
	let player = |participant: &Participant| Player {
		name: participant.name.clone(),
		account: participant.account().to_string(),
		role: participant.role,
	};
	network.participants.iter().map(player).collect()
}

/// Follows one round to its end. During the last one no further round may open.
async fn follow_round(
	network: &mut Network,
	progress: &mut Progress,
	watch: &mut Watch,
	round: RoundIndex,
	last: bool,
) -> Result<RoundOverview<AccountId>> {
	let phases = network.options.terms.phases;
	// In a dispute, all but the first again.
	let blocks = phases.commit + 2 * (phases.publish + phases.score + phases.reveal + phases.attest);
	// Closing and opening take some blocks more, and a busy machine makes blocks late.
	let deadline = Instant::now() + network.options.block_time * (2 * blocks + 30) + Duration::from_secs(30);
	let mut stopped = false;
	loop {
		network.check()?;
		if let Some(overview) = network.round(Some(round)).await? {
			progress.round(&RoundView::new(&overview));
			if matches!(overview.state, RoundState::Closed(_)) {
				return Ok(overview);
			}
			if last && !stopped {
				network.set_active(false).await?;
				stopped = true;
			}
		}
		watch.look(network).await?;
		if Instant::now() > deadline {
			bail!(
				"round {round} did not end in time; the logs are in {}",
				network.options.folder.join("logs").display()
			);
		}
		tokio::time::sleep(POLL).await;
	}
}

/// Measures held-out loss, off the async threads.
struct Judge {
	held_out: std::sync::Arc<Dataset>,
}

impl Judge {
	fn new(network: &Network) -> Result<Self> {
		Ok(Self { held_out: Dataset::open(&network.data.held_out, &network.data.architecture)?.into() })
	}

	async fn loss(&mut self, checkpoint: &Checkpoint) -> Result<f64> {
		let (held_out, checkpoint) = (self.held_out.clone(), checkpoint.clone());
		let measure = move || held_out_loss(&checkpoint, &held_out, LOSS_SEED, LOSS_SAMPLES, 1);
		Ok(tokio::task::spawn_blocking(measure).await?)
	}
}

/// Claims everybody's rewards and notes what that did to their balances.
async fn claim(network: &Network, watch: &Watch) -> Result<Vec<summary::Participant>> {
	try_join_all(network.participants.iter().map(|participant| async move {
		let client = network.client();
		let account = participant.account();
		let receipts: Balance = client.receipts(&account).await?.iter().map(|(_, _, receipt)| receipt.payout).sum();
		let before = client.balance(&account).await?.free;
		let of_rounds = client.pending_rewards(&account).await? > 0;
		let pending = client.earnings(&account).await?.pending;
		let mut calls: Vec<Call> = of_rounds.then_some(Call::Claim).into_iter().collect();
		calls.extend((pending > 0).then_some(Call::ClaimGeneratorRewards));
		let (mut claimed, mut of_pools) = (0, 0);
		if !calls.is_empty() {
			let included = client
				.submit(&participant.key, Call::BatchAll(calls))
				.await
				.with_context(|| format!("{} cannot claim", participant.name))?;
			claimed = events::claimed(&included.events).unwrap_or(0);
			of_pools = events::generator_rewards(&included.events).unwrap_or(0);
		}
		Ok(summary::Participant {
			account: account.to_string(),
			name: participant.name.clone(),
			role: participant.role,
			note: participant.note.clone(),
			receipts,
			claimed,
			generator: generator(network, watch, participant, pending, of_pools).await?,
			before,
			after: client.balance(&account).await?.free,
		})
	}))
	.await
}

/// A licence holder's device, and what both earned; `None` for somebody without a licence. By now all of it is claimed.
async fn generator(
	network: &Network,
	watch: &Watch,
	participant: &Participant,
	pending: Balance,
	claimed: Balance,
) -> Result<Option<GeneratorSummary>> {
	let Some((licence, device)) = participant.licence.zip(participant.worker.device()) else { return Ok(None) };
	let account = participant.account();
	let ByPool { work, liveness, hashpower } = network.client().earnings(&account).await?.by_pool;
	let seen = watch.of(&device);
	Ok(Some(GeneratorSummary {
		account: account.to_string(),
		licence: licence.number,
		price: licence.paid,
		device: device.to_string(),
		heartbeats: seen.heartbeats.len(),
		challenges_passed: seen.passed(),
		last_challenge: seen.last_challenge().map(|(epoch, class, step)| ChallengeSummary {
			epoch,
			side: class.side(),
			step: format!("{step:?}").to_lowercase(),
			units: class.units(),
		}),
		work,
		liveness,
		hashpower,
		pending,
		claimed,
	}))
}

async fn sheets(checkpoints: Vec<(String, Checkpoint, f64)>) -> Result<Vec<Sheet>> {
	let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get());
	tokio::task::spawn_blocking(move || {
		let sheet = |(label, checkpoint, loss): (String, Checkpoint, f64)| {
			let png = gallery::sheet(&checkpoint, threads)?;
			Ok(Sheet { label, checkpoint: hex::encode(checkpoint.hash()), loss, png })
		};
		checkpoints.into_iter().map(sheet).collect()
	})
	.await?
}

type ClosedRound = (RoundOverview<AccountId>, Blake3, f64);

#[allow(clippy::too_many_arguments)]
async fn record(
	network: &Network,
	options: &RunOptions,
	initial: f64,
	closed: &[ClosedRound],
	participants: Vec<summary::Participant>,
	money: Money,
	sheets: Vec<Sheet>,
	begun: Instant,
) -> Result<Record> {
	let amounts = |of: fn(&summary::Participant) -> Balance| {
		participants.iter().map(|participant| (participant.account.clone(), of(participant).to_string())).collect()
	};
	let summary = Summary {
		rounds: closed.iter().map(|closed| round_summary(closed, &participants)).collect(),
		receipts: amounts(|participant| participant.receipts),
		claimed: amounts(|participant| participant.claimed),
		generators: participants.iter().filter_map(|participant| participant.generator.clone()).collect(),
		money,
	};
	let name_of = |account: &AccountId| {
		let account = account.to_string();
		let known = participants.iter().find(|participant| participant.account == account);
		known.map_or_else(|| words::short_account(&account), |participant| participant.name.clone())
	};
	let attestations = closed
		.iter()
		.map(|(round, ..)| {
			let member = |member: &promptale_primitives::round::MemberOverview<AccountId>| {
				(name_of(&member.member.validator), member.attested.map(|attested| hex::encode(attested.checkpoint)))
			};
			round.committee.iter().map(member).collect()
		})
		.collect();
	Ok(Record {
		attestations,
		outcomes: closed.iter().map(|(round, ..)| outcome(&round.state)).collect(),
		sheets,
		classes: network.data.classes.iter().take(gallery::MOST_CLASSES).cloned().collect(),
		facts: facts(network, options, begun).await?,
		subtitle: subtitle(network),
		initial_heldout_loss: initial,
		summary,
		participants,
	})
}

fn round_summary((round, checkpoint, loss): &ClosedRound, participants: &[summary::Participant]) -> RoundSummary {
	let view = RoundView::new(round);
	let checkpoint = hex::encode(checkpoint);
	let honest = |account: &str| {
		participants.iter().any(|participant| participant.account == account && participant.role == Role::Generator)
	};
	RoundSummary {
		round: view.round,
		heldout_loss: *loss,
		attested_by: view.committee.iter().filter(|member| member.attested.as_ref() == Some(&checkpoint)).count(),
		checkpoint,
		updates: view
			.updates
			.into_iter()
			.map(|update| UpdateSummary {
				honest: honest(&update.contributor),
				contributor: update.contributor,
				verdict: update.verdict.unwrap_or("none").into(),
				// Without a verdict it is the round's end that says why.
				reason: if update.verdict.is_some() { update.reason } else { view.summary.clone() },
				score: update.score.unwrap_or(0),
				weight: fraction(update.weight),
				reward: update.reward,
			})
			.collect(),
	}
}

fn outcome(state: &RoundState) -> String {
	match state {
		// The hash stands below the table.
		RoundState::Closed(Outcome::Attested(_)) => {
			"new checkpoint attested by two thirds of the committee's stake".into()
		},
		other => words::state(other),
	}
}

fn subtitle(network: &Network) -> String {
	let count = |role| network.participants.iter().filter(|participant| participant.role == role).count();
	format!(
		"{} honest generators, {} hostile, {} validators and one node on one machine, learning {} in {} classes.",
		count(Role::Generator),
		count(Role::Hostile),
		count(Role::Validator),
		match &network.options.source {
			Source::FashionMnist(_) => "Fashion-MNIST".to_string(),
			Source::Folder(_) => "your own images".to_string(),
		},
		network.data.classes.len()
	)
}

async fn facts(network: &Network, options: &RunOptions, begun: Instant) -> Result<Vec<(String, String)>> {
	let chain = network.client().check_chain().await?;
	let timing = network.client().timing().await?;
	let terms = &network.options.terms;
	let phases = terms.phases;
	let architecture = network.data.architecture;
	let training = &network.options.training;
	let seconds = begun.elapsed().as_secs();
	let facts = [
		("Finished", utc_now()),
		("Duration", format!("{} min {} s", seconds / 60, seconds % 60)),
		(
			"Chain",
			format!(
				"{}, runtime version {}, a block every {} ms",
				chain.name,
				chain.spec_version,
				network.options.block_time.as_millis()
			),
		),
		("Genesis", chain.genesis),
		(
			"Model",
			format!(
				"{:?}, {} × {} pixels, {} channel(s), {} classes",
				architecture.size, architecture.side, architecture.side, architecture.channels, architecture.classes
			),
		),
		(
			"A round",
			format!(
				"commit {}, publish {}, score {}, reveal {}, attest {} blocks; budget {}, of which {} to the committee",
				phases.commit,
				phases.publish,
				phases.score,
				phases.reveal,
				phases.attest,
				words::amount(terms.round_budget),
				words::percent(terms.validator_share)
			),
		),
		(
			"Devices",
			format!(
				"a heartbeat in every {} blocks, a compute challenge in every {}: commit in {}, open in {}",
				timing.session,
				timing.epoch(),
				timing.commit,
				timing.open
			),
		),
		(
			"Training",
			format!(
				"at most {} steps of {} images or {} s a round, on one thread",
				training.steps,
				training.batch_size,
				training.time_limit.as_secs()
			),
		),
		(
			"Scoring",
			format!("{} held-out samples, chosen by the beacon after publishing closed", terms.held_out_samples),
		),
		("Data and logs", options.network.folder.display().to_string()),
	];
	Ok(facts.map(|(what, value)| (what.to_string(), value)).to_vec())
}

/// The time now in UTC (days to date after Howard Hinnant's `civil_from_days`).
fn utc_now() -> String {
	let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
	utc(seconds)
}

fn utc(seconds: u64) -> String {
	let (days, rest) = (seconds / 86_400 + 719_468, seconds % 86_400);
	let (era, day_of_era) = (days / 146_097, days % 146_097);
	let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
	let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	let shifted = (5 * day_of_year + 2) / 153;
	let day = day_of_year - (153 * shifted + 2) / 5 + 1;
	let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
	let year = year_of_era + era * 400 + u64::from(month <= 2);
	format!("{year}-{month:02}-{day:02} {:02}:{:02} UTC", rest / 3_600, rest / 60 % 60)
}

/// Writes report and summary; answers where the report is.
fn write(record: &Record, checks: &[Check], options: &RunOptions) -> Result<PathBuf> {
	let report = options.network.folder.join("report.html");
	std::fs::write(&report, report::render(record, checks)?)
		.with_context(|| format!("cannot write {}", report.display()))?;
	if let Some(file) = &options.summary {
		let json = serde_json::to_string_pretty(&record.summary)?;
		std::fs::write(file, json + "\n").with_context(|| format!("cannot write {}", file.display()))?;
	}
	Ok(report)
}

fn print_result(record: &Record, checks: &[Check], network: &Network, options: &RunOptions, report: &std::path::Path) {
	for check in checks {
		tell(&format!("{}  {}: {}", if check.passed { "PASS" } else { "FAIL" }, check.claim, check.seen));
	}
	let losses: Vec<String> = std::iter::once(record.initial_heldout_loss)
		.chain(record.summary.rounds.iter().map(|round| round.heldout_loss))
		.map(|loss| format!("{loss:.4}"))
		.collect();
	tell(&format!("\nHeld-out loss  {}", losses.join(" → ")));
	tell(&format!("Report         {}", report.display()));
	if let Some(file) = &options.summary {
		tell(&format!("Summary        {}", file.display()));
	}
	tell(&format!("Logs           {}", network.options.folder.join("logs").display()));
	if let Some(validator) = network.participants.iter().find(|participant| participant.role == Role::Validator) {
		tell(&format!("Checkpoints    {}", validator.worker.checkpoints().display()));
	}
}

/// Lets rounds go on until a process dies or this is dropped.
pub async fn keep(network: &mut Network) -> Result<()> {
	network.fund(KEPT_ROUNDS).await?;
	network.set_active(true).await?;
	// Beside us where cargo built us; PATH need not have it.
	let beside = std::env::current_exe().ok().map(|program| program.with_file_name("promptale"));
	let promptale = beside.filter(|program| program.is_file()).unwrap_or_else(|| "promptale".into());
	tell(&format!(
		"\nThe network goes on: its node is {}. Try `{} --node {} round watch`. Ctrl-C stops it.",
		network.url(),
		promptale.display(),
		network.url()
	));
	loop {
		network.check()?;
		tokio::time::sleep(Duration::from_secs(1)).await;
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn seconds_become_dates() {
		assert_eq!(utc(0), "1970-01-01 00:00 UTC");
		assert_eq!(utc(951_782_399), "2000-02-28 23:59 UTC");
		assert_eq!(utc(951_782_400), "2000-02-29 00:00 UTC");
		assert_eq!(utc(1_795_305_600), "2026-11-22 00:00 UTC");
	}
}
