//! `promptale dividends`.

use super::{
	chosen,
	shares::holdings,
	signing::{Lines, Plan, Signer},
};
use crate::{
	amounts::Decimal,
	args::{Arguments, DividendsCommand, Signing, Who},
	events,
	failure::Failure,
	table,
	unit::{Unit, Units},
	words,
};
use anyhow::anyhow;
use promptale_client::{AccountId, Asset, Call, SharesCall};
use promptale_primitives::{
	content::{ContentId, HoldingOverview},
	Balance,
};
use serde::Serialize;

/// Most claims in one transaction.
const MOST_CLAIMS: usize = 50;

pub async fn run(arguments: &Arguments, command: &DividendsCommand) -> Result<(), Failure> {
	match command {
		DividendsCommand::Show(who) => show(arguments, who).await,
		DividendsCommand::Claim { content, asset, account, signing } => {
			claim(arguments, signing, *content, *asset, *account).await
		},
		DividendsCommand::Deposit { content, amount, asset, signing } => {
			deposit(arguments, signing, *content, amount, *asset).await
		},
	}
}

async fn show(arguments: &Arguments, who: &Who) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let view = holdings(&client, &chosen(who, &info.name)?).await?;
	super::print(arguments.json, &view, || match view.holdings.is_empty() {
		true => format!("{} has no shares, and is owed no dividends.", view.account),
		false => format!("{}{}", table::pairs(&[("Account", view.account.clone())]), table::dividends(&view.holdings)),
	})
}

/// What one claim pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Due {
	content: ContentId,
	asset: Asset,
	amount: Balance,
}

/// What can be claimed of some holdings, of one content or in one asset where that is named.
fn due(holdings: &[HoldingOverview<Asset>], content: Option<ContentId>, asset: Option<Asset>) -> Vec<Due> {
	let mut due = Vec::new();
	for holding in holdings.iter().filter(|holding| content.is_none_or(|content| content == holding.content)) {
		for dividend in holding.dividends.iter().filter(|dividend| dividend.pending > 0) {
			if asset.is_none_or(|asset| asset == dividend.asset) {
				due.push(Due { content: holding.content, asset: dividend.asset, amount: dividend.pending });
			}
		}
	}
	due
}

/// What is due in $TALE.
fn in_tale(due: &[Due]) -> Balance {
	due.iter().filter(|due| due.asset == Asset::Tale).fold(0, |sum: Balance, due| sum.saturating_add(due.amount))
}

#[derive(Serialize)]
struct Claimed {
	paid_to: String,
	claims: Vec<ClaimView>,
	/// Claims that are left for another transaction.
	left: usize,
}

#[derive(Serialize)]
struct ClaimView {
	content: ContentId,
	#[serde(flatten)]
	unit: Unit,
	/// Smallest unit.
	amount: String,
}

async fn claim(
	arguments: &Arguments,
	signing: &Signing,
	content: Option<ContentId>,
	asset: Option<Asset>,
	account: Option<AccountId>,
) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let client = &signer.client;
	let account = account.filter(|account| *account != signer.account);
	let whose = account.unwrap_or(signer.account);
	let mut due = due(&client.holdings(&whose).await?, content, asset);
	let left = due.len().saturating_sub(MOST_CLAIMS);
	due.truncate(MOST_CLAIMS);
	if due.is_empty() {
		return Err(Failure::Refused(anyhow!(
			"Nothing is due to {whose} there. Parts of a unit wait; `promptale dividends show` lists what there is."
		)));
	}
	let units = Units::of(client, due.iter().map(|due| due.asset)).await?;
	let paid =
		|due: &Due| ("Dividends", format!("{} of content {}", units.get(due.asset).amount(due.amount), due.content));
	let mut facts: Lines = due.iter().map(paid).collect();
	if left > 0 {
		facts.push(("Left", format!("{left} more claims: run the command again")));
	}
	let mut calls: Vec<_> = due
		.iter()
		.map(|due| Call::Shares(SharesCall::ClaimDividends { content: due.content, asset: due.asset, account }))
		.collect();
	let call = if calls.len() == 1 { calls.remove(0) } else { Call::BatchAll(calls) };
	let does = match account {
		None => "claims its dividends".to_string(),
		Some(account) => format!("has {account} paid its dividends"),
	};
	let gets = if account.is_none() { in_tale(&due) } else { 0 };
	let Some(mut outcome) = signer.carry_out(Plan { facts, gets, ..Plan::new(call, does) }).await? else {
		return Ok(());
	};
	// More may have come in since.
	let claimed = events::dividends(&outcome.events);
	if claimed.len() == due.len() {
		due.iter_mut().zip(claimed).for_each(|(due, amount)| due.amount = amount);
	}
	if account.is_none() {
		outcome.set_received(in_tale(&due));
	}
	let view =
		|due: &Due| ClaimView { content: due.content, unit: units.get(due.asset), amount: due.amount.to_string() };
	let details = Claimed { paid_to: whose.to_string(), claims: due.iter().map(view).collect(), left };
	outcome.print(arguments.json, &details, due.iter().map(paid).collect())
}

#[derive(Serialize)]
struct Deposited {
	content: ContentId,
	#[serde(flatten)]
	unit: Unit,
	/// Smallest unit.
	amount: String,
}

async fn deposit(
	arguments: &Arguments,
	signing: &Signing,
	content: ContentId,
	amount: &Decimal,
	asset: Asset,
) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let client = &signer.client;
	let unit = Unit::of(client, asset).await?;
	let amount = unit.read("--amount", amount)?;
	let overview = client.content(content).await?;
	let overview = overview.ok_or_else(|| Failure::Refused(anyhow!("There is no content {content}.")))?;
	let mut facts = vec![
		("Deposits", unit.amount(amount)),
		("For", format!("{} holders of {}", overview.holders, words::shares(overview.supply))),
	];
	let mut holds = 0;
	if !overview.revenues.iter().any(|revenue| revenue.asset == asset) {
		holds = client.revenue_bond().await?;
		facts.push((
			"Opens the asset",
			"it did not earn in it yet; the least that accounts have of it is paid, too".into(),
		));
	}
	let call = Call::Shares(SharesCall::DepositRevenue { content, asset, amount });
	let plan = Plan {
		facts,
		holds,
		pays: if asset == Asset::Tale { amount } else { 0 },
		..Plan::new(call, format!("deposits revenue of content {content}"))
	};
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let lines = vec![("Deposited", format!("{} for content {content}", unit.amount(amount)))];
	outcome.print(arguments.json, &Deposited { content, amount: amount.to_string(), unit }, lines)
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::content::DividendOverview;

	#[test]
	fn what_is_due_is_claimed_of_all_or_of_what_is_named() {
		let holding = |content, dividends: &[(Asset, Balance)]| HoldingOverview {
			content,
			free: 1,
			held: 0,
			dividends: dividends
				.iter()
				.map(|(asset, pending)| DividendOverview { asset: *asset, pending: *pending, paid: 9 })
				.collect(),
		};
		let other = Asset::Other(7);
		let all = [holding(1, &[(Asset::Tale, 5), (other, 6)]), holding(2, &[(Asset::Tale, 0), (other, 8)])];
		let one = |content, asset, amount| Due { content, asset, amount };
		let everything = [one(1, Asset::Tale, 5), one(1, other, 6), one(2, other, 8)];
		assert_eq!(due(&all, None, None), everything);
		assert_eq!(due(&all, Some(1), None), everything[..2]);
		assert_eq!(due(&all, None, Some(other)), everything[1..]);
		assert_eq!(due(&all, Some(2), Some(Asset::Tale)), []);
		assert_eq!(in_tale(&everything), 5);
	}
}
