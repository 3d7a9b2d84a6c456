//! `promptale invest`.

use super::{
	chosen,
	launch::{find, finish, whitelisted},
	signing::{Lines, Plan, Signer},
};
use crate::{
	args::{Arguments, ClaimArguments, InvestCommand, MilestoneVote, RaiseName, Signing, Who},
	failure::Failure,
	table,
	view::BackingView,
	words,
};
use anyhow::anyhow;
use promptale_client::{AccountId, Call, Client};
use promptale_primitives::{
	arithmetic::mul_div,
	raise::{BackingOverview, RaiseOverview, Stage, WhitelistProof},
	Balance,
};
use serde::Serialize;
use std::path::{Path, PathBuf};

pub async fn run(arguments: &Arguments, command: &InvestCommand) -> Result<(), Failure> {
	match command {
		InvestCommand::Contribute { raise, amount, whitelist, signing } => {
			contribute(arguments, signing, *raise, *amount, whitelist.as_ref()).await
		},
		InvestCommand::Withdraw(of) => {
			let (signer, raise) = open(arguments, &of.signing, of.raise).await?;
			let backing = backing(&signer.client, &raise, &signer.account).await?;
			let gets = backing.contribution.saturating_add(backing.deposit);
			let does = format!("takes back what it gave to raise {}", raise.raise);
			let plan = Plan { gets, ..Plan::new(Call::WithdrawContribution { raise: raise.raise }, does) };
			finish(&signer, plan, &raise).await
		},
		InvestCommand::Vote { raise, vote, signing } => self::vote(arguments, signing, *raise, *vote).await,
		InvestCommand::Shares(claim) => {
			let (signer, raise) = open(arguments, &claim.signing, claim.raise).await?;
			let backer = claim.backer.unwrap_or(signer.account);
			let backing = backing(&signer.client, &raise, &backer).await?;
			let holdings = signer.client.holdings(&backer).await?;
			let bond = match holdings.iter().any(|holding| holding.content == raise.content) {
				true => 0,
				false => signer.client.holding_bond().await?,
			};
			finish(&signer, claiming_shares(&raise, &backing, backer, bond, &signer.account), &raise).await
		},
		InvestCommand::Refund(claim) => refund(arguments, claim).await,
		InvestCommand::List(who) => list(arguments, who).await,
	}
}

async fn open<'a>(
	arguments: &'a Arguments,
	signing: &'a Signing,
	name: RaiseName,
) -> Result<(Signer<'a>, RaiseOverview<AccountId>), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let raise = find(&signer.client, name).await?;
	Ok((signer, raise))
}

/// What an account has in a raise, or that it has nothing.
async fn backing(
	client: &Client,
	raise: &RaiseOverview<AccountId>,
	account: &AccountId,
) -> Result<BackingOverview, Failure> {
	let found = client.backings(account).await?.into_iter().find(|backing| backing.raise == raise.raise);
	found.ok_or_else(|| {
		Failure::Refused(anyhow!("{account} has nothing in raise {}, or got everything already.", raise.raise))
	})
}

async fn contribute(
	arguments: &Arguments,
	signing: &Signing,
	name: RaiseName,
	amount: Balance,
	whitelist: Option<&PathBuf>,
) -> Result<(), Failure> {
	let (signer, raise) = open(arguments, signing, name).await?;
	let proof = match (raise.stage, whitelist) {
		(Stage::Whitelist, Some(file)) => Some(proof(file, &signer.account, &raise)?),
		_ => None,
	};
	let known = signer.client.backings(&signer.account).await?;
	let before = known.iter().find(|backing| backing.raise == raise.raise).map(|backing| backing.contribution);
	let holds = match before {
		Some(_) => 0,
		None => signer.client.backing_deposit().await?,
	};
	let plan = Plan {
		facts: contributing(&raise, amount, before.unwrap_or(0)),
		pays: amount,
		holds,
		..Plan::new(
			Call::Contribute { raise: raise.raise, amount, proof },
			format!("contributes to raise {} for content {}", raise.raise, raise.content),
		)
	};
	finish(&signer, plan, &raise).await
}

/// What to know before contributing `amount` beside what was given `before`.
fn contributing(raise: &RaiseOverview<AccountId>, amount: Balance, before: Balance) -> Lines {
	let terms = &raise.terms;
	let given = before.saturating_add(amount);
	let total = raise.progress.total.saturating_add(amount);
	let shares = |total: Balance| mul_div(terms.shares, given, total.max(terms.soft_cap));
	vec![
		("Raised so far", format!("{} from {} backers", words::amount(raise.progress.total), raise.backers)),
		("Room", words::amount(terms.hard_cap.saturating_sub(raise.progress.total))),
		("Given then", words::amount(given)),
		("Shares", format!("{} to {} in all, as milestones are released", shares(terms.hard_cap), shares(total))),
		("Can be taken back", format!("until block {}, unless the hard cap is reached before", terms.closes)),
		(
			"If it fails",
			format!(
				"all of it comes back below {}, later the part that was not released",
				words::amount(terms.soft_cap)
			),
		),
		("Releases", "backers vote by contribution; who does not vote is against".into()),
	]
}

/// That `account` is on the list in `file`, which must be the raise's.
fn proof(file: &Path, account: &AccountId, raise: &RaiseOverview<AccountId>) -> Result<WhitelistProof, Failure> {
	let accounts = whitelisted(file)?;
	let place = accounts.iter().position(|listed| listed == account).ok_or_else(|| {
		Failure::Refused(anyhow!(
			"{account} is not in {}. Wait for the public phase, from block {} on.",
			file.display(),
			raise.terms.public
		))
	})?;
	let proof = u32::try_from(place).ok().and_then(|place| WhitelistProof::of(&accounts, place));
	let fits = |proof: &WhitelistProof| raise.terms.whitelist.is_some_and(|list| list.contains(account, proof));
	proof.filter(fits).ok_or_else(|| {
		Failure::Refused(anyhow!(
			"{} is not the list that the raise was opened with. Get the creator's file, unchanged.",
			file.display()
		))
	})
}

async fn vote(arguments: &Arguments, signing: &Signing, name: RaiseName, vote: MilestoneVote) -> Result<(), Failure> {
	let (signer, raise) = open(arguments, signing, name).await?;
	let weight = backing(&signer.client, &raise, &signer.account).await?.contribution;
	let ballot = raise.progress.ballot.ok_or_else(|| {
		Failure::Refused(anyhow!("Raise {} has no ballot now: its creator has not asked for a milestone.", raise.raise))
	})?;
	let approve = vote == MilestoneVote::Approve;
	let facts = vec![
		("Evidence", hex::encode(ballot.evidence)),
		("Would release", words::amount(raise.next)),
		("Weight", format!("{} of {}", words::amount(weight), words::amount(raise.progress.total))),
		("So far", format!("{} in favour, {} against", words::amount(ballot.yes), words::amount(ballot.no))),
		("Ends", format!("block {}, or when it is decided", ballot.ends)),
		("Cannot be changed", "the vote".into()),
	];
	let does = format!("{} the next milestone of raise {}", if approve { "approves" } else { "rejects" }, raise.raise);
	let call = Call::VoteMilestone { raise: raise.raise, ballot: ballot.number, approve };
	finish(&signer, Plan { facts, ..Plan::new(call, does) }, &raise).await
}

/// `bond` is that of the row of shares that the backer does not have yet.
fn claiming_shares(
	raise: &RaiseOverview<AccountId>,
	backing: &BackingOverview,
	backer: AccountId,
	bond: Balance,
	signer: &AccountId,
) -> Plan {
	let mut facts = vec![("Shares", backing.shares.to_string())];
	// The deposit comes back with the last claim.
	let is_last = raise.stage.is_final() && backing.refund == 0;
	let deposit = if is_last { backing.deposit } else { 0 };
	if !raise.stage.is_final() {
		facts.push(("More", "with the next milestones".into()));
	}
	if deposit > 0 {
		facts.push(("Deposit back", words::amount(deposit)));
	}
	if bond > 0 {
		facts.push(("Bond", format!("{} for the row of shares, back with the last share", words::amount(bond))));
	}
	let (gets, holds) = if backer == *signer { (deposit, bond) } else { (0, 0) };
	let does = format!("delivers shares of content {} to {backer}", raise.content);
	Plan { facts, gets, holds, ..Plan::new(Call::ClaimRaisedShares { raise: raise.raise, backer }, does) }
}

async fn refund(arguments: &Arguments, claim: &ClaimArguments) -> Result<(), Failure> {
	let (signer, raise) = open(arguments, &claim.signing, claim.raise).await?;
	let backer = claim.backer.unwrap_or(signer.account);
	let backing = backing(&signer.client, &raise, &backer).await?;
	finish(&signer, refunding(&raise, &backing, backer, &signer.account), &raise).await
}

fn refunding(
	raise: &RaiseOverview<AccountId>,
	backing: &BackingOverview,
	backer: AccountId,
	signer: &AccountId,
) -> Plan {
	let mut facts = vec![("Refund", words::amount(backing.refund))];
	// The deposit comes back with the last claim.
	let deposit = if backing.shares == 0 { backing.deposit } else { 0 };
	if deposit > 0 {
		facts.push(("Deposit back", words::amount(deposit)));
	} else {
		facts.push(("Deposit", "comes back when the shares are claimed too".into()));
	}
	let gets = if backer == *signer { backing.refund.saturating_add(deposit) } else { 0 };
	let does = format!("gives {backer} back what raise {} did not release", raise.raise);
	Plan { facts, gets, ..Plan::new(Call::ClaimRefund { raise: raise.raise, backer }, does) }
}

#[derive(Serialize)]
struct Backings {
	account: String,
	backings: Vec<BackingView>,
}

async fn list(arguments: &Arguments, who: &Who) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let account = chosen(who, &info.name)?;
	let backings = client.backings(&account).await?.iter().map(BackingView::from).collect();
	let view = Backings { account: account.to_string(), backings };
	super::print(arguments.json, &view, || match view.backings.is_empty() {
		true => format!("{account} has nothing in raises.\n"),
		false => table::backings(&view.backings),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::view::raise_sample;
	use promptale_primitives::{
		raise::{Failure as RaiseFailure, Whitelist},
		TALE,
	};

	fn backing(shares: Balance, refund: Balance) -> BackingOverview {
		BackingOverview {
			raise: 4,
			content: 7,
			stage: Stage::Failed(RaiseFailure::Undelivered),
			contribution: 100 * TALE,
			delivered: 0,
			shares,
			refund,
			voted: false,
			deposit: TALE,
		}
	}

	#[test]
	fn a_contribution_says_what_it_may_buy() {
		let facts = contributing(&raise_sample(), 60 * TALE, 40 * TALE);
		let text: Vec<_> = facts.iter().map(|(name, value)| format!("{name}: {value}")).collect();
		assert!(text.contains(&"Room: 200 TALE".to_string()), "{text:?}");
		// 100 of 500 $TALE, or of 360, buy so many of 1,000 shares.
		assert!(text.iter().any(|line| line.starts_with("Shares: 200 to 277 in all")), "{text:?}");
	}

	#[test]
	fn the_deposit_comes_back_with_the_last_claim_of_the_backer() {
		let (raise, me, other) = (raise_sample(), AccountId([3; 32]), AccountId([4; 32]));
		assert_eq!(refunding(&raise, &backing(0, 50 * TALE), me, &me).gets, 51 * TALE);
		assert_eq!(refunding(&raise, &backing(5, 50 * TALE), me, &me).gets, 50 * TALE);
		assert_eq!(refunding(&raise, &backing(0, 50 * TALE), me, &other).gets, 0, "it is not the signer's");
	}

	#[test]
	fn the_last_claim_of_shares_gives_the_deposit_back_and_the_first_takes_a_bond() {
		let (mut raise, me, other) = (raise_sample(), AccountId([3; 32]), AccountId([4; 32]));
		let plan = |raise: &RaiseOverview<AccountId>, refund, signer: &AccountId| {
			let plan = claiming_shares(raise, &backing(5, refund), me, 7, signer);
			(plan.gets, plan.holds)
		};
		raise.stage = Stage::Funded;
		assert_eq!(plan(&raise, 0, &me), (0, 7));
		raise.stage = Stage::Completed;
		assert_eq!(plan(&raise, 0, &me), (TALE, 7));
		assert_eq!(plan(&raise, 50 * TALE, &me), (0, 7), "the refund comes later");
		assert_eq!(plan(&raise, 0, &other), (0, 0), "it is not the signer's");
	}

	#[test]
	fn a_proof_is_made_of_the_creators_list_only() {
		let folder = tempfile::tempdir().unwrap();
		let (file, me, friend) = (folder.path().join("list"), AccountId([3; 32]), AccountId([4; 32]));
		std::fs::write(&file, format!("{friend}\n{me}\n")).unwrap();
		let mut raise = raise_sample();
		raise.terms.whitelist = Whitelist::of(&[friend, me]);
		assert_eq!(proof(&file, &me, &raise).unwrap().index, 1);
		let text = proof(&file, &AccountId([5; 32]), &raise).unwrap_err().to_string();
		assert!(text.contains("is not in"), "{text}");
		raise.terms.whitelist = Whitelist::of(&[me, friend]);
		assert!(proof(&file, &me, &raise).unwrap_err().to_string().contains("not the list"));
	}
}
