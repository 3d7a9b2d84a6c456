//! `promptale vote`.

use super::signing::{Plan, Signer};
use crate::{
	args::{Arguments, Ballot, Side, Signing, VoteArguments, VoteCommand},
	failure::Failure,
	table,
	view::ReferendumView,
	words,
};
use anyhow::anyhow;
use promptale_client::{Call, Referendum};
use promptale_primitives::{Balance, BlockNumber};
use serde::Serialize;

pub async fn run(arguments: &Arguments, vote: &VoteArguments) -> Result<(), Failure> {
	match (&vote.command, vote.cast()) {
		(Some(VoteCommand::List), _) => list(arguments).await,
		(None, Some((ballot, signing))) => cast(arguments, ballot, &signing).await,
		(None, None) => Err(Failure::Usage("Give a referendum and aye or nay, or `list`.".into())),
	}
}

#[derive(Serialize)]
struct Referenda {
	block: BlockNumber,
	referenda: Vec<ReferendumView>,
}

async fn list(arguments: &Arguments) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	let tracks = client.tracks().await?;
	let view = Referenda {
		block: client.best_block().await?,
		referenda: client.referenda().await?.iter().map(|open| ReferendumView::new(open, &tracks)).collect(),
	};
	super::print(arguments.json, &view, || match view.referenda.is_empty() {
		true => format!("No referendum is open at block {}.", view.block),
		false => format!("Block {}\n{}", view.block, table::referenda(&view.referenda)),
	})
}

#[derive(Serialize)]
struct Cast {
	referendum: u32,
	vote: &'static str,
	amount: String,
	conviction: u8,
	/// What the vote weighs.
	votes: String,
}

async fn cast(arguments: &Arguments, ballot: &Ballot, signing: &Signing) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let Ballot { referendum, side, amount, conviction, .. } = *ballot;
	let open = signer.client.referenda().await?;
	let about = subject(&open, referendum)?;
	let balances = signer.client.balance(&signer.account).await?;
	let total = balances.free.saturating_add(balances.held);
	if amount > total {
		return Err(Failure::Refused(anyhow!(
			"{} has {} in all, and cannot vote with {}. Vote with less.",
			signer.account,
			words::amount(total),
			words::amount(amount)
		)));
	}
	let period = signer.client.vote_locking_period().await?;
	let word = match side {
		Side::Aye => "aye",
		Side::Nay => "nay",
	};
	let votes = weight(amount, conviction);
	let facts = vec![
		("Proposal", about.proposal.clone().unwrap_or_else(|| "its call is not on the chain yet".into())),
		("Votes", words::votes(votes)),
		("Locks", format!("{}, {}", words::amount(amount), lock(conviction, period))),
		("In place of", "any vote of this account in this referendum".into()),
	];
	let call = Call::Vote { referendum, aye: side == Side::Aye, conviction, amount };
	let does = format!("votes {word} in referendum {referendum}");
	let Some(outcome) = signer.carry_out(Plan { facts, ..Plan::new(call, does) }).await? else { return Ok(()) };
	let lines = vec![
		("Referendum", referendum.to_string()),
		("Vote", word.to_string()),
		("With", words::amount(amount)),
		("Votes", words::votes(votes)),
	];
	let details = Cast { referendum, vote: word, amount: amount.to_string(), conviction, votes: votes.to_string() };
	outcome.print(arguments.json, &details, lines)
}

/// The open referendum with this number, or which ones are open.
fn subject(open: &[Referendum], index: u32) -> Result<&Referendum, Failure> {
	open.iter().find(|known| known.index == index).ok_or_else(|| {
		let known: Vec<_> = open.iter().map(|known| known.index.to_string()).collect();
		Failure::Refused(anyhow!(
			"Referendum {index} does not exist or is over. {}",
			match known.is_empty() {
				true => "None is open.".to_string(),
				false => format!("Open: {}.", known.join(", ")),
			}
		))
	})
}

/// What a vote weighs: a tenth without conviction, else so many times its amount.
fn weight(amount: Balance, conviction: u8) -> Balance {
	match conviction {
		0 => amount / 10,
		times => amount.saturating_mul(times.into()),
	}
}

/// How long a vote stays locked.
fn lock(conviction: u8, period: BlockNumber) -> String {
	match conviction {
		0 => "until the vote is removed".into(),
		times => format!(
			"until the vote is removed; where it won, for {} blocks after the end",
			BlockNumber::from(1u8 << (times - 1)).saturating_mul(period)
		),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn conviction_weighs_and_locks_as_the_chain_does() {
		assert_eq!([0, 1, 6].map(|conviction| weight(1_000, conviction)), [100, 1_000, 6_000]);
		for (conviction, blocks) in [(1, "for 10 blocks"), (3, "for 40 blocks"), (6, "for 320 blocks")] {
			assert!(lock(conviction, 10).contains(blocks), "{}", lock(conviction, 10));
		}
		assert!(!lock(0, 10).contains("blocks"));
	}

	#[test]
	fn a_referendum_that_is_not_open_is_refused_with_those_that_are() {
		let open = Referendum { index: 4, ..Default::default() };
		let open = [open];
		assert_eq!(subject(&open, 4).unwrap().index, 4);
		let failure = subject(&open, 5).unwrap_err();
		assert_eq!((failure.code(), failure.to_string().contains("Open: 4.")), (4, true));
		assert!(subject(&[], 5).unwrap_err().to_string().contains("None is open."));
	}
}
