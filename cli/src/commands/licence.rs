//! `promptale licence`.

use super::{
	chosen,
	signing::{Lines, Plan, Signer},
};
use crate::{
	args::{Arguments, LicenceCommand, Signing, Who},
	events,
	failure::Failure,
	table,
	view::{LicenceView, SaleView},
	words,
};
use anyhow::anyhow;
use promptale_client::{AccountId, Call};
use promptale_primitives::{
	generator::{LicenceId, Quote, SaleOverview, SalePhase},
	Balance,
};
use serde::Serialize;

pub async fn run(arguments: &Arguments, command: &LicenceCommand) -> Result<(), Failure> {
	match command {
		LicenceCommand::Buy { amount, max_total, referrer, signing } => {
			buy(arguments, signing, *amount, *max_total, *referrer).await
		},
		LicenceCommand::List(who) => list(arguments, who).await,
		LicenceCommand::Transfer { licence, to, signing } => transfer(arguments, signing, *licence, *to).await,
		LicenceCommand::Delegate { licence, device, signing } => {
			let signer = Signer::open(arguments, signing).await?;
			let does = format!("delegates licence {licence} to the device {device}");
			let call = Call::DelegateLicence { licence: *licence, device: *device };
			move_licence(&signer, *licence, Plan::new(call, does)).await
		},
		LicenceCommand::Undelegate { licence, signing } => {
			let signer = Signer::open(arguments, signing).await?;
			let does = format!("takes the delegation of licence {licence} back");
			let call = Call::UndelegateLicence { licence: *licence };
			move_licence(&signer, *licence, Plan::new(call, does)).await
		},
	}
}

#[derive(Serialize)]
struct Bought {
	licences: Vec<LicenceId>,
	dollars: u64,
	rate: String,
	max_total: String,
	parts: Vec<Part>,
}

/// Licences of one tier.
#[derive(Serialize)]
struct Part {
	licences: u32,
	dollars: u32,
}

async fn buy(
	arguments: &Arguments,
	signing: &Signing,
	count: u32,
	agreed: Option<Balance>,
	referrer: Option<AccountId>,
) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let sale = signer.client.sale().await?;
	let allowance = match sale.phase {
		SalePhase::Whitelist => Some(signer.client.allowance(&signer.account).await?),
		_ => None,
	};
	let quote = signer.client.quote(count).await?;
	let most = signer.client.most_licences_at_once().await?;
	let quote = buyable(&sale, allowance, quote, count, most, agreed)?;
	if referrer == Some(signer.account) {
		return Err(Failure::Usage("Nobody refers themselves: leave --referrer out, or name another account.".into()));
	}
	let max_total = agreed.unwrap_or(quote.total);
	let mut facts: Lines = Vec::new();
	facts.push(("Price", price(&quote, sale.rate)));
	facts.push(("At most", words::amount(max_total)));
	facts.extend(referrer.map(|referrer| ("Referrer", referrer.to_string())));
	let plan = Plan {
		facts,
		pays: quote.total,
		..Plan::new(Call::BuyLicences { count, max_total, referrer }, format!("buys {}", licences(count)))
	};
	let Some(mut outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let mut numbers = Vec::new();
	if let Some((first, total)) = events::bought(&outcome.events) {
		numbers.extend((first..).take(count as usize).filter_map(|number| LicenceId::try_from(number).ok()));
		outcome.set_paid(total);
	}
	let mut lines = vec![("Bought", licences(count))];
	if let (Some(first), Some(last)) = (numbers.first(), numbers.last()) {
		lines.push(("Numbers", if first == last { first.to_string() } else { format!("{first} to {last}") }));
	}
	lines.push(("Paid", outcome.paid_in_words()));
	let details = Bought {
		licences: numbers,
		dollars: quote.dollars,
		rate: sale.rate.to_string(),
		max_total: max_total.to_string(),
		parts: quote.parts.iter().map(|(licences, dollars)| Part { licences: *licences, dollars: *dollars }).collect(),
	};
	outcome.print(arguments.json, &details, lines)
}

/// The quote, if the sale allows such a purchase; otherwise what to do.
fn buyable(
	sale: &SaleOverview,
	allowance: Option<u32>,
	quote: Option<Quote>,
	count: u32,
	most: u32,
	agreed: Option<Balance>,
) -> Result<Quote, Failure> {
	let refused = |text: String| Err(Failure::Refused(anyhow!(text)));
	if sale.phase == SalePhase::Closed {
		return refused("Licences are not on sale now: governance opens the sale. Try again later.".into());
	}
	if count > most {
		return refused(format!("One purchase has at most {most} licences, not {count}. Buy several times."));
	}
	if let Some(allowance) = allowance.filter(|allowance| count > *allowance) {
		return refused(format!(
			"While there is a whitelist, this account may buy {}, not {count}. Buy fewer, or wait for the public phase.",
			licences(allowance)
		));
	}
	if sale.rate == 0 {
		return refused("Governance has not set what a reference dollar costs yet. Wait for it.".into());
	}
	let Some(quote) = quote else {
		let left: u32 = sale.tiers.iter().map(|(tier, sold)| tier.licences.saturating_sub(*sold)).sum();
		return refused(format!("Only {} are left, not {count}.", licences(left)));
	};
	match agreed {
		Some(agreed) if agreed < quote.total => refused(format!(
			"The price of {} is {} now, more than --max-total {}. Raise it, or wait.",
			licences(count),
			words::amount(quote.total),
			words::amount(agreed)
		)),
		_ => Ok(quote),
	}
}

/// `2 × 98 + 1 × 118 dollars, at 2 TALE a dollar: 628 TALE`.
fn price(quote: &Quote, rate: Balance) -> String {
	let parts: Vec<_> = quote.parts.iter().map(|(count, dollars)| format!("{count} × {dollars}")).collect();
	format!(
		"{} reference dollars, at {} a dollar: {}",
		parts.join(" + "),
		words::amount(rate),
		words::amount(quote.total)
	)
}

fn licences(count: u32) -> String {
	match count {
		1 => "1 licence".into(),
		count => format!("{count} licences"),
	}
}

#[derive(Serialize)]
struct Moved {
	licence: LicenceId,
}

async fn transfer(arguments: &Arguments, signing: &Signing, licence: LicenceId, to: AccountId) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let mut facts: Lines = vec![("Stays", "what the licence earned until now".into())];
	if signer.client.licences(&signer.account).await?.len() == 1 {
		facts.push(("Last licence", "all devices of this account are suspended".into()));
	}
	if signer.client.balance(&to).await? == Default::default() {
		facts.push(("Look again", "the receiver holds no $TALE; nobody brings a licence back".into()));
	}
	let plan =
		Plan { facts, ..Plan::new(Call::TransferLicence { licence, to }, format!("gives licence {licence} to {to}")) };
	move_licence(&signer, licence, plan).await
}

async fn move_licence(signer: &Signer<'_>, licence: LicenceId, plan: Plan) -> Result<(), Failure> {
	let done = plan.does.clone();
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	outcome.print(signer.arguments.json, &Moved { licence }, vec![("Done", done)])
}

#[derive(Serialize)]
struct Holding {
	account: String,
	licences: Vec<LicenceView>,
	sale: SaleView,
}

async fn list(arguments: &Arguments, who: &Who) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let account = chosen(who, &info.name)?;
	let view = Holding {
		account: account.to_string(),
		licences: client.licences(&account).await?.iter().map(LicenceView::from).collect(),
		sale: SaleView::from(&client.sale().await?),
	};
	super::print(arguments.json, &view, || {
		let head = table::pairs(&[("Account", view.account.clone()), ("Licences", view.licences.len().to_string())]);
		let held = match view.licences.is_empty() {
			true => String::new(),
			false => format!("{}\n", table::licences(&view.licences)),
		};
		format!("{head}{held}\n{}", table::sale(&view.sale))
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::{generator::Tier, TALE};

	fn sale(phase: SalePhase, rate: Balance) -> SaleOverview {
		SaleOverview { phase, rate, tiers: vec![(Tier { licences: 10, dollars: 98 }, 7)] }
	}

	fn quote() -> Option<Quote> {
		Some(Quote { parts: vec![(2, 98), (1, 118)], dollars: 314, total: 628 * TALE })
	}

	#[test]
	fn every_reason_not_to_sell_says_what_to_do() {
		let open = sale(SalePhase::Public, 2 * TALE);
		let cases = [
			(buyable(&sale(SalePhase::Closed, TALE), None, quote(), 3, 50, None), "not on sale"),
			(buyable(&open, None, quote(), 51, 50, None), "at most 50"),
			(buyable(&sale(SalePhase::Whitelist, TALE), Some(2), quote(), 3, 50, None), "may buy 2 licences, not 3"),
			(buyable(&sale(SalePhase::Public, 0), None, None, 3, 50, None), "Governance has not set"),
			(buyable(&open, None, None, 4, 50, None), "Only 3 licences are left"),
			(buyable(&open, None, quote(), 3, 50, Some(628 * TALE - 1)), "more than --max-total"),
		];
		for (result, expected) in cases {
			let failure = result.unwrap_err();
			assert_eq!(failure.code(), 4);
			assert!(failure.to_string().contains(expected), "{expected} is missing in {failure}");
		}
		assert_eq!(buyable(&open, None, quote(), 3, 50, Some(628 * TALE)).unwrap().total, 628 * TALE);
		assert!(buyable(&sale(SalePhase::Whitelist, TALE), Some(3), quote(), 3, 50, None).is_ok());
	}

	#[test]
	fn a_price_across_tiers_names_each() {
		let text = price(&quote().unwrap(), 2 * TALE);
		assert_eq!(text, "2 × 98 + 1 × 118 reference dollars, at 2 TALE a dollar: 628 TALE");
	}
}
