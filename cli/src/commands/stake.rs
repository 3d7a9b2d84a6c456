//! `promptale stake`.

use super::{
	chosen,
	signing::{Plan, Signer},
};
use crate::{
	args::{Arguments, Bytes, Key, Signing, StakeCommand, Who},
	failure::Failure,
	table,
	view::StakeView,
	words,
};
use anyhow::anyhow;
use promptale_client::{AccountId, Call, ValidatorOverview};
use promptale_primitives::{vesting::VestingOverview, Balance};
use serde::Serialize;

pub async fn run(arguments: &Arguments, command: &StakeCommand) -> Result<(), Failure> {
	match command {
		StakeCommand::Bond { amount, session_key, encryption_key, endpoint, signing } => {
			let keys = match (session_key, encryption_key, endpoint) {
				(Some(session), Some(encryption), Some(endpoint)) => Some((*session, *encryption, endpoint.clone())),
				_ => None,
			};
			bond(arguments, signing, *amount, keys).await
		},
		StakeCommand::Unbond { amount, signing, .. } => unbond(arguments, signing, *amount).await,
		StakeCommand::Withdraw(signing) => withdraw(arguments, signing).await,
		StakeCommand::Show(who) => show(arguments, who).await,
	}
}

#[derive(Serialize)]
struct Changed {
	amount: String,
	#[serde(flatten)]
	stake: StakeView,
}

async fn bond(
	arguments: &Arguments,
	signing: &Signing,
	amount: Balance,
	keys: Option<(Key, Key, Bytes)>,
) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let bonded = signer.client.validator(&signer.account).await?;
	let minimum = signer.client.min_validator_stake().await?;
	let call = bonding(bonded.as_ref(), amount, keys, minimum)?;
	let vesting = signer.client.vesting(&signer.account).await?;
	let holds = newly_held(&vesting, amount);
	let mut facts = vec![("Bonds", words::amount(amount))];
	if holds < amount {
		facts.push(("Of vesting funds", words::amount(amount.saturating_sub(holds))));
	}
	facts.push(("Counts", "for rounds opened after this block".into()));
	facts.push(("Is slashed", "for faults; docs/operating.md says which".into()));
	facts.push(("Can be withdrawn", format!("{} blocks after unbonding", signer.client.unbonding_period().await?)));
	let does = match bonded {
		Some(_) => "raises its stake as a validator",
		None => "becomes a validator",
	};
	finish(arguments, &signer, amount, Plan { facts, holds, ..Plan::new(call, does) }).await
}

/// The call that bonds, or why it cannot be made.
fn bonding(
	bonded: Option<&ValidatorOverview<AccountId>>,
	amount: Balance,
	keys: Option<(Key, Key, Bytes)>,
	minimum: Balance,
) -> Result<Call, Failure> {
	let stake = bonded.map_or(0, |validator| validator.stake).saturating_add(amount);
	if stake < minimum {
		return Err(Failure::Refused(anyhow!(
			"A validator has {} at stake at least, and this would make {}. Bond more.",
			words::amount(minimum),
			words::amount(stake)
		)));
	}
	match (bonded, keys) {
		(Some(_), None) => Ok(Call::BondExtra { amount }),
		(None, Some((session, encryption, endpoint))) => Ok(Call::BondValidator {
			stake: amount,
			session_key: session.0,
			encryption_key: encryption.0,
			endpoint: endpoint.0,
		}),
		(Some(_), Some(_)) => Err(Failure::Usage(
			"The account is a validator already: leave --session-key, --encryption-key and --endpoint out.".into(),
		)),
		(None, None) => Err(Failure::Usage(
			"To become a validator, give --session-key, --encryption-key and --endpoint as `vpu keys` prints them."
				.into(),
		)),
	}
}

/// How much less is free once `amount` more is staked: vesting funds are bonded first, and those are held already.
fn newly_held(vesting: &VestingOverview, amount: Balance) -> Balance {
	let remaining: Balance = vesting.schedules.iter().map(|schedule| schedule.schedule.remaining()).sum();
	let held = |staked: Balance| remaining.max(staked);
	held(vesting.staked.saturating_add(amount)).saturating_sub(held(vesting.staked))
}

async fn unbond(arguments: &Arguments, signing: &Signing, amount: Option<Balance>) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let stake = bonded(&signer).await?.stake;
	let minimum = signer.client.min_validator_stake().await?;
	let amount = unbondable(stake, amount, minimum)?;
	let facts = vec![
		("Unbonds", words::amount(amount)),
		("Stays at stake", words::amount(stake.saturating_sub(amount))),
		(
			"Can be withdrawn",
			format!("{} blocks later; until then it can be slashed", signer.client.unbonding_period().await?),
		),
	];
	let does = match amount == stake {
		true => "takes all of its stake out, and is no validator any more",
		false => "takes stake out",
	};
	finish(arguments, &signer, amount, Plan { facts, ..Plan::new(Call::Unbond { amount }, does) }).await
}

/// What to unbond, all of it for `None`, or why it cannot be.
fn unbondable(stake: Balance, amount: Option<Balance>, minimum: Balance) -> Result<Balance, Failure> {
	let amount = amount.unwrap_or(stake);
	let left = stake.checked_sub(amount);
	match left {
		_ if stake == 0 => Err(Failure::Refused(anyhow!(
			"Nothing is at stake any more. `promptale stake show` says when what is unbonding can be withdrawn."
		))),
		None => Err(Failure::Refused(anyhow!(
			"Only {} are at stake. Unbond less, or everything with --all.",
			words::amount(stake)
		))),
		Some(left) if left > 0 && left < minimum => Err(Failure::Refused(anyhow!(
			"{} would stay at stake, less than the {} that a validator needs. Unbond less, or everything with --all.",
			words::amount(left),
			words::amount(minimum)
		))),
		Some(_) => Ok(amount),
	}
}

async fn withdraw(arguments: &Arguments, signing: &Signing) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let validator = bonded(&signer).await?;
	let now = signer.client.best_block().await?;
	match validator.unlocks_at {
		None => {
			return Err(Failure::Refused(anyhow!("Nothing is on its way out. Use `promptale stake unbond` first.")));
		},
		Some(block) if block > now => {
			return Err(Failure::Refused(anyhow!(
				"What was unbonded can be withdrawn from block {block} on, in {} blocks.",
				block.saturating_sub(now)
			)));
		},
		Some(_) => {},
	}
	let amount = validator.unbonding;
	let vesting = signer.client.vesting(&signer.account).await?;
	let gets = set_free(&vesting, amount);
	let mut facts = vec![("Withdraws", words::amount(amount))];
	if gets < amount {
		facts.push(("Goes back to vesting", words::amount(amount.saturating_sub(gets))));
	}
	let plan = Plan { facts, gets, ..Plan::new(Call::WithdrawUnbonded, "withdraws what it unbonded") };
	finish(arguments, &signer, amount, plan).await
}

/// How much more is free once `amount` less is staked: what has not vested goes back on hold.
fn set_free(vesting: &VestingOverview, amount: Balance) -> Balance {
	let remaining: Balance = vesting.schedules.iter().map(|schedule| schedule.schedule.remaining()).sum();
	let held = |staked: Balance| remaining.max(staked);
	held(vesting.staked).saturating_sub(held(vesting.staked.saturating_sub(amount)))
}

/// The signer as a validator.
async fn bonded(signer: &Signer<'_>) -> Result<ValidatorOverview<AccountId>, Failure> {
	let validator = signer.client.validator(&signer.account).await?;
	validator.ok_or_else(|| {
		Failure::Refused(anyhow!("{} is no validator. `promptale stake bond` makes it one.", signer.account))
	})
}

async fn finish(arguments: &Arguments, signer: &Signer<'_>, amount: Balance, plan: Plan) -> Result<(), Failure> {
	let done = plan.does.clone();
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let stake = look(signer, &signer.account).await?;
	let mut lines = vec![("Done", done), ("Amount", words::amount(amount))];
	lines.push(("At stake now", words::amount(stake.stake.parse().unwrap_or_default())));
	outcome.print(arguments.json, &Changed { amount: amount.to_string(), stake }, lines)
}

async fn look(signer: &Signer<'_>, account: &AccountId) -> Result<StakeView, Failure> {
	let client = &signer.client;
	let validator = client.validator(account).await?;
	Ok(StakeView::new(validator.as_ref(), &client.vesting(account).await?, client.min_validator_stake().await?))
}

#[derive(Serialize)]
struct Shown {
	account: String,
	#[serde(flatten)]
	stake: StakeView,
}

async fn show(arguments: &Arguments, who: &Who) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let account = chosen(who, &info.name)?;
	let validator = client.validator(&account).await?;
	let stake =
		StakeView::new(validator.as_ref(), &client.vesting(&account).await?, client.min_validator_stake().await?);
	let view = Shown { account: account.to_string(), stake };
	super::print(arguments.json, &view, || {
		format!("{}{}", table::pairs(&[("Account", view.account.clone())]), table::stake(&view.stake))
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::{
		vesting::{Schedule, ScheduleOverview},
		TALE,
	};

	fn vesting(remaining: Balance, staked: Balance) -> VestingOverview {
		let schedule =
			Schedule { start: 0, cliff: 0, end: 100, total: remaining + TALE, claimed: TALE, transferable: false };
		let seen = ScheduleOverview { schedule, vested: 0, claimable: 0, unvested: 0, next_unlock: None };
		VestingOverview { schedules: vec![seen], staked, ..Default::default() }
	}

	#[test]
	fn vesting_funds_are_bonded_first_and_unbonded_last() {
		assert_eq!(newly_held(&vesting(10 * TALE, 0), 4 * TALE), 0);
		assert_eq!(newly_held(&vesting(10 * TALE, 8 * TALE), 5 * TALE), 3 * TALE);
		assert_eq!(newly_held(&VestingOverview::default(), 5 * TALE), 5 * TALE);
		assert_eq!(set_free(&vesting(10 * TALE, 13 * TALE), 5 * TALE), 3 * TALE);
		assert_eq!(set_free(&VestingOverview::default(), 0), 0);
	}

	#[test]
	fn bonding_takes_keys_exactly_when_the_account_is_no_validator() {
		let validator = ValidatorOverview {
			account: AccountId([1; 32]),
			session_key: [0; 32],
			encryption_key: [0; 32],
			endpoint: vec![],
			stake: 10 * TALE,
			unbonding: 0,
			unlocks_at: None,
		};
		let keys = || Some((Key([1; 32]), Key([2; 32]), Bytes(vec![3])));
		let amount = 5 * TALE;
		assert_eq!(bonding(Some(&validator), amount, None, TALE).unwrap(), Call::BondExtra { amount });
		assert!(
			matches!(bonding(None, amount, keys(), TALE), Ok(Call::BondValidator { stake, .. }) if stake == amount)
		);
		assert_eq!(bonding(Some(&validator), amount, keys(), TALE).unwrap_err().code(), 2);
		assert_eq!(bonding(None, amount, None, TALE).unwrap_err().code(), 2);
		assert_eq!(bonding(None, amount, keys(), 6 * TALE).unwrap_err().code(), 4);
	}

	#[test]
	fn a_stake_is_left_whole_or_above_the_least() {
		let stake = 100 * TALE;
		assert_eq!(unbondable(stake, None, 60 * TALE).unwrap(), stake);
		assert_eq!(unbondable(stake, Some(40 * TALE), 60 * TALE).unwrap(), 40 * TALE);
		for (amount, expected) in [(41, "would stay"), (101, "Only 100 TALE")] {
			let failure = unbondable(stake, Some(amount * TALE), 60 * TALE).unwrap_err().to_string();
			assert!(failure.contains(expected) && failure.contains("--all"), "{failure}");
		}
		assert!(unbondable(0, None, TALE).is_err());
	}
}
