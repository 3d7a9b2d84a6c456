//! `promptale vesting`.

use super::{
	chosen,
	signing::{Plan, Signer},
};
use crate::{
	args::{Arguments, Signing, VestingCommand, Who},
	events,
	failure::Failure,
	table,
	view::VestingView,
	words,
};
use anyhow::anyhow;
use promptale_client::Call;
use promptale_primitives::BlockNumber;
use serde::Serialize;

pub async fn run(arguments: &Arguments, command: &VestingCommand) -> Result<(), Failure> {
	match command {
		VestingCommand::Show(who) => show(arguments, who).await,
		VestingCommand::Claim(signing) => claim(arguments, signing).await,
	}
}

#[derive(Serialize)]
struct Shown {
	account: String,
	block: BlockNumber,
	#[serde(flatten)]
	vesting: VestingView,
}

async fn show(arguments: &Arguments, who: &Who) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let account = chosen(who, &info.name)?;
	let view = Shown {
		account: account.to_string(),
		block: client.best_block().await?,
		vesting: VestingView::from(&client.vesting(&account).await?),
	};
	super::print(arguments.json, &view, || {
		let head = table::pairs(&[("Account", view.account.clone()), ("Block", view.block.to_string())]);
		format!("{head}{}", table::vesting(&view.vesting))
	})
}

#[derive(Serialize)]
struct Claimed {
	claimed: String,
}

async fn claim(arguments: &Arguments, signing: &Signing) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let overview = signer.client.vesting(&signer.account).await?;
	if overview.claimable == 0 {
		return Err(Failure::Refused(anyhow!(
			"{} has nothing vested to claim{}.",
			signer.account,
			match overview.next_unlock {
				Some(block) => format!(" before block {block}"),
				None => ", and no grant".into(),
			}
		)));
	}
	// What backs stake stays held as stake: only what the stake does not cover is set free.
	let held = |remaining: u128| remaining.saturating_sub(overview.staked);
	let remaining: u128 = overview.schedules.iter().map(|schedule| schedule.schedule.remaining()).sum();
	let free = held(remaining).saturating_sub(held(remaining.saturating_sub(overview.claimable)));
	let mut facts = vec![("Has vested", words::amount(overview.claimable))];
	if free < overview.claimable {
		facts.push(("Stays held as stake", words::amount(overview.claimable.saturating_sub(free))));
	}
	let plan = Plan { facts, gets: free, ..Plan::new(Call::ClaimVested, "claims what has vested") };
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let claimed = events::vested(&outcome.events).unwrap_or(overview.claimable);
	outcome.print(arguments.json, &Claimed { claimed: claimed.to_string() }, vec![("Claimed", words::amount(claimed))])
}
