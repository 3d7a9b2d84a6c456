//! `promptale launch`.

use super::{
	connect,
	signing::{Lines, Plan, Signer},
};
use crate::{
	args::{Arguments, HashSource, LaunchCommand, MilestoneCommand, OpenArguments, RaiseName, Signing},
	failure::Failure,
	table,
	view::RaiseView,
	words,
};
use anyhow::{anyhow, Context};
use promptale_client::{AccountId, Call, Client};
use promptale_primitives::{
	arithmetic::mul_div,
	hash::content_hash,
	raise::{proceeds, Milestone, RaiseLimits, RaiseOverview, RaiseTerms, UnfitTerms, Whitelist},
	Balance, Blake3, BlockNumber, MILLION,
};
use serde::Serialize;
use std::path::Path;

pub async fn run(arguments: &Arguments, command: &LaunchCommand) -> Result<(), Failure> {
	match command {
		LaunchCommand::Open(open) => self::open(arguments, open).await,
		LaunchCommand::Show { raise } => show(arguments, *raise).await,
		LaunchCommand::List { from } => list(arguments, *from).await,
		LaunchCommand::Cancel(of) => {
			change(arguments, &of.signing, of.raise, |raise| {
				let facts =
					vec![("Backers", format!("{} get back {}", raise.backers, words::amount(raise.progress.total)))];
				let does = format!("cancels raise {}", raise.raise);
				Plan { facts, ..Plan::new(Call::CancelRaise { raise: raise.raise }, does) }
			})
			.await
		},
		LaunchCommand::Milestone(MilestoneCommand::Request { raise, evidence, signing }) => {
			let evidence = hash_of(evidence)?;
			change(arguments, signing, *raise, |raise| requesting(raise, evidence)).await
		},
		LaunchCommand::Milestone(MilestoneCommand::Release(of)) => {
			let signer = Signer::open(arguments, &of.signing).await?;
			let raise = find(&signer.client, of.raise).await?;
			let plan = releasing(&raise, &signer.account);
			finish(&signer, plan, &raise).await
		},
		LaunchCommand::TakeBack(of) => {
			change(arguments, &of.signing, of.raise, |raise| {
				let left = raise.terms.shares.saturating_sub(raise.unlocked).saturating_sub(raise.returned);
				let does = format!("gives {left} shares back to {}", raise.creator);
				Plan::new(Call::TakeBackShares { raise: raise.raise }, does)
			})
			.await
		},
		LaunchCommand::Close(of) => close(arguments, &of.signing, of.raise).await,
	}
}

/// The raise that `name` means, or why there is none.
pub async fn find(client: &Client, name: RaiseName) -> Result<RaiseOverview<AccountId>, Failure> {
	let number = match name {
		RaiseName::Raise(raise) => Some(raise),
		RaiseName::Content(content) => client.raise_of(content).await?,
	};
	let raise = match number {
		Some(number) => client.raise(number).await?,
		None => None,
	};
	raise.ok_or_else(|| {
		let what = match name {
			RaiseName::Raise(raise) => format!("There is no raise {raise}, or it was closed."),
			RaiseName::Content(content) => format!("Content {content} has no raise."),
		};
		Failure::Refused(anyhow!("{what} `promptale launch list` shows those there are."))
	})
}

/// Carries a plan out, and shows the raise as it is then.
pub async fn finish(signer: &Signer<'_>, plan: Plan, raise: &RaiseOverview<AccountId>) -> Result<(), Failure> {
	let done = plan.does.clone();
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	// Who closed it sees it as it was.
	let now = signer.client.raise(raise.raise).await?;
	let view = RaiseView::from(now.as_ref().unwrap_or(raise));
	let mut lines = vec![("Done", done)];
	if now.is_some() {
		lines.push(("Raise", format!("{}: {}", view.raise, view.summary)));
	}
	outcome.print(signer.arguments.json, &view, lines)
}

async fn change(
	arguments: &Arguments,
	signing: &Signing,
	name: RaiseName,
	plan: impl FnOnce(&RaiseOverview<AccountId>) -> Plan,
) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let raise = find(&signer.client, name).await?;
	finish(&signer, plan(&raise), &raise).await
}

fn requesting(raise: &RaiseOverview<AccountId>, evidence: Blake3) -> Plan {
	let next = raise.terms.milestones.get(raise.progress.released as usize);
	let mut facts = vec![("Asks for", words::amount(raise.next)), ("Evidence", hex::encode(evidence))];
	facts.extend(next.map(|next| ("Backers vote", format!("{} blocks; who does not vote is against", next.voting))));
	let does = format!("asks backers of raise {} for the next milestone", raise.raise);
	Plan { facts, ..Plan::new(Call::RequestMilestone { raise: raise.raise, evidence }, does) }
}

fn releasing(raise: &RaiseOverview<AccountId>, signer: &AccountId) -> Plan {
	let paid = proceeds(raise.next, raise.fee_rate);
	let facts =
		vec![("Creator gets", words::amount(paid)), ("Chain gets", words::amount(raise.next.saturating_sub(paid)))];
	let gets = if *signer == raise.creator { paid } else { 0 };
	let does = format!("releases milestone {} of raise {}", raise.progress.released.saturating_add(1), raise.raise);
	Plan { facts, gets, ..Plan::new(Call::ReleaseMilestone { raise: raise.raise }, does) }
}

async fn close(arguments: &Arguments, signing: &Signing, name: RaiseName) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let raise = find(&signer.client, name).await?;
	let deposit = signer.client.raise_deposit().await?;
	let account = signer.client.balance(&raise.account).await?;
	let back = deposit.saturating_add(raise.bond).saturating_add(account.free).saturating_add(account.held);
	let facts = vec![("Creator gets back", words::amount(back))];
	let gets = if signer.account == raise.creator { back } else { 0 };
	let does = format!("closes raise {}", raise.raise);
	let plan = Plan { facts, gets, ..Plan::new(Call::CloseRaise { raise: raise.raise }, does) };
	finish(&signer, plan, &raise).await
}

#[derive(Serialize)]
struct Opened {
	content: u32,
	/// In a dry run, and when somebody else opened one at once, unknown.
	raise: Option<u32>,
	deposit: String,
	bond: String,
	whitelist_root: Option<String>,
}

async fn open(arguments: &Arguments, open: &OpenArguments) -> Result<(), Failure> {
	let signer = Signer::open(arguments, &open.signing).await?;
	let client = &signer.client;
	let (limits, fee_rate, least_bond, bond_rate) = client.raise_limits().await?;
	let now = client.best_block().await?;
	let terms = terms(open, now)?;
	// It would be opened in the next block.
	let fit = terms.validate(now.saturating_add(1), &limits);
	fit.map_err(|unfit| Failure::Refused(anyhow!("{}", what_does_not_fit(unfit, &limits))))?;
	let bond = mul_div(terms.hard_cap, bond_rate.into(), MILLION.into()).max(least_bond);
	let deposit = client.raise_deposit().await?;
	let mut facts: Lines = vec![
		("Offers", format!("{} shares of content {}", terms.shares, open.content)),
		("For", format!("{} to {}", words::amount(terms.soft_cap), words::amount(terms.hard_cap))),
		("From an account", format!("{} to {}", words::amount(terms.least), words::amount(terms.most))),
		("Open", phases(&terms)),
	];
	for (number, milestone) in terms.milestones.iter().enumerate() {
		let Milestone { part, opens, due, voting, .. } = *milestone;
		let (name, part) = (number + 1, words::percent(part));
		facts.push((
			"Milestone",
			format!("{name}: {part}, asked for from block {opens} until {due}, votes for {voting} blocks"),
		));
	}
	facts.push(("Fee", format!("{} of released money", words::percent(fee_rate))));
	facts.push(("Bond", format!("{}, lost if governance takes the raise down", words::amount(bond))));
	facts.push(("Never changes", "none of this, once it is open".into()));
	let root = terms.whitelist.map(|list| hex::encode(list.root));
	let plan = Plan {
		facts,
		pays: client.existential_deposit().await?,
		holds: deposit.saturating_add(bond),
		..Plan::new(
			Call::OpenRaise { content: open.content, terms: Box::new(terms) },
			format!("opens a raise for content {}", open.content),
		)
	};
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let raise = match outcome.block() {
		Some(_) => client.raise_of(open.content).await?,
		None => None,
	};
	let details = Opened {
		content: open.content,
		raise,
		deposit: deposit.to_string(),
		bond: bond.to_string(),
		whitelist_root: root,
	};
	let number = raise.map_or_else(String::new, |raise| raise.to_string());
	outcome.print(arguments.json, &details, vec![("Raise", number), ("Content", open.content.to_string())])
}

/// What is wrong with terms, and what to do about it.
fn what_does_not_fit(unfit: UnfitTerms, limits: &RaiseLimits) -> String {
	match unfit {
		UnfitTerms::Shares => "No shares are on offer: give --shares.".into(),
		UnfitTerms::Caps => "The soft cap is less than 0.000001 TALE, or more than --hard-cap.".into(),
		UnfitTerms::Contributions => "--least is more than --most, or --most more than --hard-cap.".into(),
		UnfitTerms::Phases => format!(
			"--opens must be a block to come, before --public and --closes, and --closes at most {} blocks from now.",
			limits.open
		),
		UnfitTerms::Parts => "The milestones' parts must sum to 100 %.".into(),
		UnfitTerms::Milestones => format!(
			"Each milestone must be due after it opens, after --closes, not before an earlier one, and at most {} blocks \
			 after --closes; its ballot has {} to {} blocks.",
			limits.delivery, limits.shortest_ballot, limits.longest_ballot
		),
	}
}

fn phases(terms: &RaiseTerms) -> String {
	match terms.whitelist {
		Some(list) if terms.public < terms.closes => format!(
			"for {} accounts from block {}, for everybody from {}, until {}",
			list.accounts, terms.opens, terms.public, terms.closes
		),
		Some(list) => format!("for {} accounts from block {} until {}", list.accounts, terms.opens, terms.closes),
		None => format!("from block {} until {}", terms.opens, terms.closes),
	}
}

/// The terms that the arguments say, at block `now`.
fn terms(open: &OpenArguments, now: BlockNumber) -> Result<RaiseTerms, Failure> {
	let opens = open.opens.block(now);
	let whitelist = match &open.whitelist {
		Some(file) => {
			let list = Whitelist::of(&whitelisted(file)?);
			Some(list.ok_or_else(|| Failure::Usage(format!("{} names no account, or too many.", file.display())))?)
		},
		None => None,
	};
	let mut milestones = Vec::new();
	for milestone in &open.milestones {
		milestones.push(Milestone {
			part: milestone.part,
			description: hash_of(&milestone.description)?,
			opens: milestone.opens.block(now),
			due: milestone.due.block(now),
			voting: milestone.voting,
		});
	}
	let sum: u64 = milestones.iter().map(|milestone| u64::from(milestone.part)).sum();
	if sum != u64::from(MILLION) {
		let sum = words::percent(sum.try_into().unwrap_or(u32::MAX));
		return Err(Failure::Usage(format!("The milestones' parts sum to {sum}, not to 100 %.")));
	}
	let milestones = milestones.try_into().map_err(|_| Failure::Usage("A raise has 8 milestones at most.".into()))?;
	if open.soft_cap > open.hard_cap {
		return Err(Failure::Usage("--soft-cap is more than --hard-cap.".into()));
	}
	Ok(RaiseTerms {
		shares: Balance::from(open.shares),
		soft_cap: open.soft_cap,
		hard_cap: open.hard_cap,
		least: open.least,
		most: open.most.unwrap_or(open.hard_cap),
		opens,
		public: open.public.map_or(opens, |public| public.block(now)),
		closes: open.closes.block(now),
		whitelist,
		milestones,
	})
}

/// The accounts in a whitelist's file: one SS58 address a line; empty lines and those that begin with `#` are left out.
pub fn whitelisted(file: &Path) -> Result<Vec<AccountId>, Failure> {
	let text = std::fs::read_to_string(file).with_context(|| format!("Reading {}", file.display()))?;
	let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
	lines
		.map(|line| {
			line.parse().map_err(|error| {
				Failure::Usage(format!("{}: {line:?} is not an SS58 address: {error}", file.display()))
			})
		})
		.collect()
}

pub fn hash_of(source: &HashSource) -> Result<Blake3, Failure> {
	match source {
		HashSource::Hash(hash) => Ok(*hash),
		HashSource::File(file) => {
			let bytes = std::fs::read(file).with_context(|| format!("Reading {}", file.display()))?;
			Ok(content_hash(&bytes))
		},
	}
}

async fn show(arguments: &Arguments, name: RaiseName) -> Result<(), Failure> {
	let (client, _) = connect(arguments).await?;
	let view = RaiseView::from(&find(&client, name).await?);
	super::print(arguments.json, &view, || table::raise(&view))
}

async fn list(arguments: &Arguments, from: u32) -> Result<(), Failure> {
	let (client, _) = connect(arguments).await?;
	let raises: Vec<_> = client.raises(from).await?.iter().map(RaiseView::from).collect();
	super::print(arguments.json, &raises, || match raises.last() {
		None => "There are no raises.\n".into(),
		Some(last) if raises.len() == 100 => {
			let next = last.raise.saturating_add(1);
			format!("{}\nThere may be more: promptale launch list --from {next}\n", table::raises(&raises))
		},
		Some(_) => table::raises(&raises),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		args::{Command, MilestoneArgument},
		view::raise_sample,
	};
	use clap::Parser;
	use promptale_primitives::TALE;

	fn opening(more: &str) -> OpenArguments {
		let line = format!(
			"promptale launch open 0 --shares 100 --soft-cap 10 --hard-cap 20 --opens +5 --closes 99 --key k {more}"
		);
		let parsed = Arguments::try_parse_from(line.split_whitespace()).unwrap();
		match parsed.command {
			Command::Launch(LaunchCommand::Open(open)) => *open,
			_ => panic!("an opening"),
		}
	}

	const HASH: &str = "0707070707070707070707070707070707070707070707070707070707070707";

	#[test]
	fn terms_count_blocks_from_now_and_hash_what_is_promised() {
		let folder = tempfile::tempdir().unwrap();
		let promise = folder.path().join("promise.md");
		std::fs::write(&promise, "a hundred panels").unwrap();
		let milestones = format!("--milestone 25%,+50,+70,+9,{} --milestone 75%,120,190,9,{HASH}", promise.display());
		let terms = terms(&opening(&milestones), 40).unwrap();
		assert_eq!((terms.opens, terms.public, terms.closes), (45, 45, 99));
		assert_eq!((terms.soft_cap, terms.least, terms.most), (10 * TALE, TALE, 20 * TALE));
		let first = terms.milestones[0];
		assert_eq!((first.part, first.opens, first.due, first.voting), (250_000, 90, 110, 9));
		assert_eq!(first.description, content_hash(b"a hundred panels"));
		assert_eq!(terms.milestones[1].description, [7; 32]);
	}

	#[test]
	fn terms_that_the_chain_would_refuse_are_named_before() {
		let one = format!("--milestone 25%,1,2,3,{HASH}");
		let text = terms(&opening(&one), 1).unwrap_err().to_string();
		assert!(text.contains("25.00 %"), "{text}");
		let nine = format!("--milestone 10%,1,2,3,{HASH} ").repeat(8) + &format!("--milestone 20%,1,2,3,{HASH}");
		assert!(terms(&opening(&nine), 1).unwrap_err().to_string().contains("8 milestones"));
		let mut open = opening(&format!("--milestone 100%,1,2,3,{HASH}"));
		open.soft_cap = 21 * TALE;
		assert!(terms(&open, 1).unwrap_err().to_string().contains("--soft-cap"));
		open.milestones = vec!["100%,1,2,3,/there/is/none".parse::<MilestoneArgument>().unwrap()];
		assert!(terms(&open, 1).unwrap_err().to_string().contains("/there/is/none"));
	}

	#[test]
	fn what_does_not_fit_the_chains_limits_is_said_with_them() {
		let limits = RaiseLimits { open: 111, delivery: 222, shortest_ballot: 3, longest_ballot: 44 };
		let open = opening(&format!("--milestone 100%,50,120,2,{HASH}"));
		let mut terms = terms(&open, 40).unwrap();
		let said = |terms: &RaiseTerms| what_does_not_fit(terms.validate(41, &limits).unwrap_err(), &limits);
		assert!(said(&terms).contains("3 to 44 blocks"), "{}", said(&terms));
		terms.closes = 153;
		assert!(said(&terms).contains("at most 111 blocks"), "{}", said(&terms));
	}

	#[test]
	fn a_whitelist_is_one_account_a_line() {
		let folder = tempfile::tempdir().unwrap();
		let file = folder.path().join("list");
		let (one, other) = (AccountId([1; 32]), AccountId([2; 32]));
		std::fs::write(&file, format!("# friends\n{one}\n\n  {other}\n")).unwrap();
		assert_eq!(whitelisted(&file).unwrap(), [one, other]);
		std::fs::write(&file, "Bob").unwrap();
		assert!(whitelisted(&file).unwrap_err().to_string().contains("\"Bob\""));
	}

	#[test]
	fn a_release_pays_the_creator_without_the_fee() {
		let raise = raise_sample();
		let paid = 90 * TALE * 975 / 1_000;
		assert_eq!(releasing(&raise, &raise.creator).gets, paid);
		let other = releasing(&raise, &AccountId([9; 32]));
		assert_eq!((other.gets, other.facts[0].1.as_str()), (0, "87.75 TALE"));
	}
}
