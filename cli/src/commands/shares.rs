//! `promptale shares`.

use super::{
	chosen,
	signing::{Plan, Signer},
};
use crate::{
	args::{Arguments, SharesCommand, Signing, Who},
	failure::Failure,
	table,
	unit::Units,
	view::HoldingView,
	words,
};
use anyhow::anyhow;
use promptale_client::{AccountId, Call, Client, SharesCall};
use promptale_primitives::{content::ContentId, Balance};
use serde::Serialize;

pub async fn run(arguments: &Arguments, command: &SharesCommand) -> Result<(), Failure> {
	match command {
		SharesCommand::Show(who) => show(arguments, who).await,
		SharesCommand::Transfer { content, to, amount, signing } => {
			transfer(arguments, signing, *content, *to, *amount).await
		},
	}
}

/// An account's shares of all contents.
#[derive(Serialize)]
pub struct Holdings {
	pub account: String,
	pub holdings: Vec<HoldingView>,
}

/// An account's shares, and what they earned.
pub async fn holdings(client: &Client, account: &AccountId) -> Result<Holdings, Failure> {
	let holdings = client.holdings(account).await?;
	let assets = holdings.iter().flat_map(|holding| holding.dividends.iter().map(|dividend| dividend.asset));
	let units = Units::of(client, assets).await?;
	let holdings = holdings.iter().map(|holding| HoldingView::new(holding, &units)).collect();
	Ok(Holdings { account: account.to_string(), holdings })
}

async fn show(arguments: &Arguments, who: &Who) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let view = holdings(&client, &chosen(who, &info.name)?).await?;
	super::print(arguments.json, &view, || match view.holdings.is_empty() {
		true => format!("{} has no shares.", view.account),
		false => format!("{}{}", table::pairs(&[("Account", view.account.clone())]), table::holdings(&view.holdings)),
	})
}

#[derive(Serialize)]
struct Transferred {
	content: ContentId,
	to: String,
	amount: String,
}

async fn transfer(
	arguments: &Arguments,
	signing: &Signing,
	content: ContentId,
	to: AccountId,
	amount: Balance,
) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let client = &signer.client;
	if to == signer.account {
		return Err(Failure::Usage("The shares are that account's already: name another one with --to.".into()));
	}
	let (free, held) = client
		.holdings(&signer.account)
		.await?
		.iter()
		.find(|holding| holding.content == content)
		.map_or((0, 0), |holding| (holding.free, holding.held));
	movable(content, amount, free, held)?;
	let mut plan = Plan::new(
		Call::Shares(SharesCall::Transfer { content, to, amount }),
		format!("gives {} of content {content} to {to}", words::shares(amount)),
	);
	plan.facts.push(("Stays", "what the shares earned until now".into()));
	if client.pending_dividends(&to, content).await?.is_none() {
		plan.pays = client.holding_bond().await?;
		plan.facts.push((
			"Receiver's bond",
			format!("{}, because it has none of this content yet", words::amount(plan.pays)),
		));
	}
	let done = plan.does.clone();
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let details = Transferred { content, to: to.to_string(), amount: amount.to_string() };
	outcome.print(arguments.json, &details, vec![("Done", done)])
}

/// Refuses to move more shares than are free.
fn movable(content: ContentId, amount: Balance, free: Balance, held: Balance) -> Result<(), Failure> {
	if amount <= free {
		return Ok(());
	}
	let beside = match held {
		0 => String::new(),
		held => {
			format!("; {} more are on hold, for orders or the like: `promptale order list`", words::thousands(held))
		},
	};
	Err(Failure::Refused(anyhow!(
		"The account can move {} of content {content}, not {}{beside}.",
		words::shares(free),
		words::thousands(amount)
	)))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn shares_on_hold_are_named_where_too_few_are_free() {
		assert!(movable(3, 5, 5, 0).is_ok());
		let text = movable(3, 6, 5, 1_000).unwrap_err().to_string();
		for part in ["5 shares of content 3, not 6", "1,000 more are on hold", "order list"] {
			assert!(text.contains(part), "{part} is missing in {text}");
		}
		assert!(!movable(3, 6, 5, 0).unwrap_err().to_string().contains("on hold"));
	}
}
