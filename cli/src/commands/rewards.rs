//! `promptale rewards` and `promptale claim`: what rounds of Proof of Validation and the generators' pools pay.

use super::{
	chosen,
	signing::{Plan, Signer},
};
use crate::{
	args::{Arguments, RewardsArguments, RewardsCommand, Signing, Who},
	events,
	failure::Failure,
	table,
	view::ReceiptView,
	words,
};
use anyhow::anyhow;
use promptale_client::{AccountId, Call, Client};
use promptale_primitives::{round::ReceiptRole, verdict::Verdict, Balance, BlockNumber};
use serde::Serialize;

pub async fn run(arguments: &Arguments, rewards: &RewardsArguments) -> Result<(), Failure> {
	match (&rewards.command, &rewards.who) {
		(Some(RewardsCommand::Show(who)), _) | (None, Some(who)) => show(arguments, who).await,
		(Some(RewardsCommand::Claim(signing)), _) => claim(arguments, signing).await,
		(Some(RewardsCommand::History(who)), _) => history(arguments, who).await,
		(None, None) => Err(Failure::Usage("Give an account, --key or --dev-key.".into())),
	}
}

/// What an account can claim, by source, in the smallest unit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pending {
	/// Of rounds, as contributor and as validator.
	pub rounds: Balance,
	/// Of the generators' pools.
	pub generators: Balance,
}

impl Pending {
	/// All of it.
	pub fn total(&self) -> Balance {
		self.rounds.saturating_add(self.generators)
	}

	/// The call that pays it out: one, or both at once; `None` where there is nothing.
	fn claim(&self) -> Option<Call> {
		match (self.rounds > 0, self.generators > 0) {
			(true, true) => Some(Call::BatchAll(vec![Call::Claim, Call::ClaimGeneratorRewards])),
			(true, false) => Some(Call::Claim),
			(false, true) => Some(Call::ClaimGeneratorRewards),
			(false, false) => None,
		}
	}
}

/// What an account can claim.
pub async fn pending(client: &Client, account: &AccountId) -> Result<Pending, Failure> {
	Ok(Pending { rounds: client.pending_rewards(account).await?, generators: client.earnings(account).await?.pending })
}

#[derive(Serialize)]
struct Rewards {
	account: String,
	/// Of both sources.
	pending: String,
	pending_rounds: String,
	pending_generators: String,
	receipts: Vec<ReceiptView>,
}

async fn show(arguments: &Arguments, who: &Who) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let account = chosen(who, &info.name)?;
	let pending = pending(&client, &account).await?;
	let rewards = Rewards {
		account: account.to_string(),
		pending: pending.total().to_string(),
		pending_rounds: pending.rounds.to_string(),
		pending_generators: pending.generators.to_string(),
		receipts: receipts(&client, &account).await?,
	};
	super::print(arguments.json, &rewards, || {
		let head = table::pairs(&[
			("Account", rewards.account.clone()),
			("Pending", words::amount(pending.total())),
			("  of rounds", words::amount(pending.rounds)),
			("  as a generator", words::amount(pending.generators)),
		]);
		format!("{head}\n{}", receipts_in_words(&rewards.receipts))
	})
}

fn receipts_in_words(receipts: &[ReceiptView]) -> String {
	match receipts.is_empty() {
		true => "No receipts in the rounds that the chain keeps.".into(),
		false => table::receipts(receipts),
	}
}

async fn receipts(client: &Client, account: &AccountId) -> Result<Vec<ReceiptView>, Failure> {
	let mut views = Vec::new();
	for (model, round, receipt) in client.receipts(account).await? {
		// A round keeps the terms it was opened under; only a score that was too low is explained by them.
		let threshold = match &receipt.role {
			ReceiptRole::Contributor { verdict: Verdict::BelowThreshold { .. }, .. } => {
				client.round(model, Some(round)).await?.map_or(0, |round| round.terms.score_threshold)
			},
			_ => 0,
		};
		views.push(ReceiptView::new(model, round, &receipt, threshold));
	}
	Ok(views)
}

#[derive(Serialize)]
struct History {
	account: String,
	/// All that was ever credited to the account as a generator, smallest unit.
	lifetime_generators: String,
	/// Of that for validated work.
	lifetime_work: String,
	/// Of that for heartbeats.
	lifetime_liveness: String,
	/// Of that for proven hashpower.
	lifetime_hashpower: String,
	/// First block of each of the last days with anything, and what was credited on it.
	days: Vec<Day>,
	/// What the rounds that the chain keeps paid, smallest unit.
	kept_rounds: String,
	receipts: Vec<ReceiptView>,
}

#[derive(Serialize)]
struct Day {
	from_block: BlockNumber,
	earned: String,
}

async fn history(arguments: &Arguments, who: &Who) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let account = chosen(who, &info.name)?;
	let earnings = client.earnings(&account).await?;
	let paid: Balance = client.receipts(&account).await?.iter().map(|(_, _, receipt)| receipt.payout).sum();
	let view = History {
		account: account.to_string(),
		lifetime_generators: earnings.lifetime.to_string(),
		lifetime_work: earnings.by_pool.work.to_string(),
		lifetime_liveness: earnings.by_pool.liveness.to_string(),
		lifetime_hashpower: earnings.by_pool.hashpower.to_string(),
		days: earnings
			.days
			.iter()
			.map(|(from, earned)| Day { from_block: *from, earned: earned.to_string() })
			.collect(),
		kept_rounds: paid.to_string(),
		receipts: receipts(&client, &account).await?,
	};
	super::print(arguments.json, &view, || {
		let head = table::pairs(&[
			("Account", view.account.clone()),
			("As a generator, in all", words::amount(earnings.lifetime)),
			("  for work", words::amount(earnings.by_pool.work)),
			("  for heartbeats", words::amount(earnings.by_pool.liveness)),
			("  for hashpower", words::amount(earnings.by_pool.hashpower)),
			("In the rounds that the chain keeps", words::amount(paid)),
		]);
		let days = match view.days.is_empty() {
			true => String::new(),
			false => {
				let days: Vec<_> = view.days.iter().map(|day| (day.from_block, day.earned.clone())).collect();
				format!("{}\n\n", table::days(&days))
			},
		};
		format!("{head}\n{days}{}", receipts_in_words(&view.receipts))
	})
}

#[derive(Serialize)]
struct Claimed {
	/// Of both sources, smallest unit.
	claimed: String,
	claimed_rounds: String,
	claimed_generators: String,
}

pub async fn claim(arguments: &Arguments, signing: &Signing) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let pending = pending(&signer.client, &signer.account).await?;
	let Some(call) = pending.claim() else {
		return Err(Failure::Refused(anyhow!("{} has no rewards to claim.", signer.account)));
	};
	let does = format!("claims {}", words::amount(pending.total()));
	let facts =
		vec![("Of rounds", words::amount(pending.rounds)), ("As a generator", words::amount(pending.generators))];
	let Some(mut outcome) = signer.carry_out(Plan { facts, gets: pending.total(), ..Plan::new(call, does) }).await?
	else {
		return Ok(());
	};
	let claimed = match outcome.block() {
		Some(_) => Pending {
			rounds: events::claimed(&outcome.events).unwrap_or(0),
			generators: events::generator_rewards(&outcome.events).unwrap_or(0),
		},
		None => pending,
	};
	outcome.set_received(claimed.total());
	let details = Claimed {
		claimed: claimed.total().to_string(),
		claimed_rounds: claimed.rounds.to_string(),
		claimed_generators: claimed.generators.to_string(),
	};
	outcome.print(arguments.json, &details, vec![("Claimed", words::amount(claimed.total()))])
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_claim_asks_only_for_what_is_there() {
		let claim = |rounds, generators| Pending { rounds, generators }.claim();
		assert_eq!(claim(0, 0), None);
		assert_eq!(claim(1, 0), Some(Call::Claim));
		assert_eq!(claim(0, 1), Some(Call::ClaimGeneratorRewards));
		assert_eq!(claim(1, 1), Some(Call::BatchAll(vec![Call::Claim, Call::ClaimGeneratorRewards])));
	}
}
