//! `promptale rewards`, `promptale balance` and `promptale claim`.

use crate::{
	args::{Arguments, ClaimArguments, Who},
	events,
	failure::Failure,
	keys, table,
	view::ReceiptView,
	words,
};
use promptale_client::{account_of, AccountId, Call, Client};
use promptale_primitives::{round::ReceiptRole, verdict::Verdict};
use serde::Serialize;
use std::io::{BufRead, IsTerminal, Write};

#[derive(Serialize)]
struct Rewards {
	account: String,
	pending: String,
	receipts: Vec<ReceiptView>,
}

pub async fn rewards(arguments: &Arguments, who: &Who) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let account = chosen(who, &info.name)?;
	let rewards = Rewards {
		account: account.to_string(),
		pending: client.pending_rewards(&account).await?.to_string(),
		receipts: receipts(&client, &account).await?,
	};
	super::print(arguments.json, &rewards, || {
		let head = table::pairs(&[
			("Account", rewards.account.clone()),
			("Pending", words::amount(rewards.pending.parse().unwrap_or_default())),
		]);
		if rewards.receipts.is_empty() {
			format!("{head}\nNo receipts in the rounds that the chain keeps.")
		} else {
			format!("{head}\n{}", table::receipts(&rewards.receipts))
		}
	})
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
struct Balances {
	account: String,
	free: String,
	held: String,
	pending_rewards: String,
}

pub async fn balance(arguments: &Arguments, who: &Who) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let account = chosen(who, &info.name)?;
	let balances = client.balance(&account).await?;
	let pending = client.pending_rewards(&account).await?;
	let view = Balances {
		account: account.to_string(),
		free: balances.free.to_string(),
		held: balances.held.to_string(),
		pending_rewards: pending.to_string(),
	};
	super::print(arguments.json, &view, || {
		table::pairs(&[
			("Account", view.account.clone()),
			("Free", words::amount(balances.free)),
			("Held", words::amount(balances.held)),
			("Pending rewards", words::amount(pending)),
		])
	})
}

#[derive(Serialize)]
struct Claimed {
	account: String,
	claimed: String,
	fee: String,
	block: u32,
	block_hash: String,
	free_before: String,
	free_after: String,
}

pub async fn claim(arguments: &Arguments, claim: &ClaimArguments) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let signer = keys::load(&claim.key, &info.name)?;
	let account = account_of(&signer);
	let pending = client.pending_rewards(&account).await?;
	let before = client.balance(&account).await?.free;
	if pending == 0 {
		return Err(Failure::Refused(anyhow::anyhow!("{account} has no rewards to claim.")));
	}
	let fee = client.estimate_fee(&signer, Call::Claim).await?;
	if before < fee {
		return Err(Failure::Refused(anyhow::anyhow!(
			"{account} has {} free, and the fee is {}. Send it some $TALE first.",
			words::amount(before),
			words::amount(fee)
		)));
	}
	if !claim.yes {
		let question = format!(
			"{account} claims {} and pays a fee of about {}.\nSign and submit? [y/N] ",
			words::amount(pending),
			words::amount(fee)
		);
		if !confirmed(&question)? {
			return Err(Failure::Other(anyhow::anyhow!("Nothing was signed.")));
		}
	}
	let included = client.submit(&signer, Call::Claim).await?;
	let after = client.balance(&account).await?.free;
	let claimed = events::claimed(&included.events).unwrap_or(pending);
	let fee = events::fee(&included.events).unwrap_or(fee);
	let view = Claimed {
		account: account.to_string(),
		claimed: claimed.to_string(),
		fee: fee.to_string(),
		block: included.block,
		block_hash: hex::encode(included.hash),
		free_before: before.to_string(),
		free_after: after.to_string(),
	};
	super::print(arguments.json, &view, || {
		table::pairs(&[
			("Account", view.account.clone()),
			("Claimed", words::amount(claimed)),
			("Fee", words::amount(fee)),
			("Block", view.block.to_string()),
			("Free before", words::amount(before)),
			("Free now", words::amount(after)),
		])
	})
}

/// Asks on the terminal. Without one there is nobody to ask.
fn confirmed(question: &str) -> Result<bool, Failure> {
	if !std::io::stdin().is_terminal() {
		return Err(Failure::Usage("There is no terminal to ask on: give --yes to sign without asking.".into()));
	}
	write!(std::io::stderr(), "{question}")?;
	let mut answer = String::new();
	std::io::stdin().lock().read_line(&mut answer)?;
	Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn chosen(who: &Who, chain: &str) -> Result<AccountId, Failure> {
	match (&who.account, &who.key, &who.dev_key) {
		(Some(account), ..) => {
			account.parse().map_err(|error| Failure::Usage(format!("{account:?} is not an SS58 address: {error}")))
		},
		(_, Some(file), _) => Ok(account_of(&keys::from_file(file)?)),
		(_, _, Some(name)) => Ok(account_of(&keys::development(name, chain)?)),
		_ => Err(Failure::Usage("Give an account, --key or --dev-key.".into())),
	}
}
