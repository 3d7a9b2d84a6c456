//! `promptale order place`.

use super::super::{
	book::known,
	signing::{Lines, Plan, Signer},
};
use super::preview::{preview, tick, Preview, Wanted};
use crate::{
	args::{Arguments, PlaceArguments},
	events,
	failure::Failure,
	unit::Unit,
	words,
};
use promptale_client::{Asset, Call, MarketCall};
use promptale_primitives::{
	order_book::{BookId, OrderNumber, Side, MAX_STEPS},
	Balance,
};
use serde::Serialize;

/// What an order came to, or would in a dry run.
#[derive(Serialize)]
struct Placed {
	book: BookId,
	side: Side,
	#[serde(flatten)]
	unit: Unit,
	/// What a share costs at most, or at least.
	price: String,
	quantity: String,
	/// Shares that traded at once.
	traded: String,
	/// What buyers paid for them, smallest unit; so are the parts of it.
	turnover: String,
	market_fee: String,
	royalties: String,
	/// The number of the order that waits.
	order: Option<OrderNumber>,
	/// Shares that wait.
	waits: String,
}

pub async fn place(arguments: &Arguments, order: &PlaceArguments) -> Result<(), Failure> {
	let signer = Signer::open(arguments, &order.signing).await?;
	let client = &signer.client;
	let overview = known(client, order.book).await?;
	let unit = Unit::of(client, overview.asset).await?;
	let price = unit.read("--price", &order.price)?;
	let tick = tick(&overview, price, |price| unit.price(price))?;
	let PlaceArguments { side, quantity, book, time_in_force, .. } = *order;
	let wanted = Wanted { side, price, quantity, force: time_in_force };
	let most = price.checked_mul(quantity).ok_or_else(|| {
		Failure::Usage("Price times quantity is more than can be stored. Trade fewer shares at once.".into())
	})?;
	let levels = client.depth(book, side.other(), MAX_STEPS + 1).await?;
	let own: Vec<_> = client.orders(&signer.account).await?.into_iter().filter(|own| own.book == book).collect();
	let seen = preview(&overview, &levels, &own, &wanted)?;
	let expires = match order.expires_in {
		Some(blocks) => Some(client.best_block().await?.saturating_add(blocks)),
		None => None,
	};

	let bond = match side {
		Side::Buy => client.holding_bond().await?,
		Side::Sell => 0,
	};
	let has_row = client.pending_dividends(&signer.account, overview.content).await?.is_some();
	let deposit = if seen.waits > 0 { client.order_deposit().await?.saturating_add(bond) } else { 0 };
	let row = if seen.traded > 0 && !has_row { bond } else { 0 };
	let mut facts = trades(&seen, side, &unit);
	if seen.waits > 0 {
		let until = expires.map_or_else(|| "it is cancelled".into(), |block| format!("block {block}"));
		facts.push(("Waits", format!("{} at {}, until {until}", words::shares(seen.waits), unit.price(price))));
		facts.push(("Deposit", format!("{}, back when it ends", words::amount(deposit))));
	}
	if row > 0 {
		facts.push(("Bond", format!("{}, back when its last share is given away", words::amount(row))));
	}
	if side == Side::Buy && overview.asset != Asset::Tale {
		facts.push(("Needs at first", unit.amount(most)));
	}
	let native = overview.asset == Asset::Tale;
	let if_native = |amount: Balance| if native { amount } else { 0 };
	let (pays, bound, gets) = match side {
		Side::Buy => (if_native(seen.turnover), if_native(price.saturating_mul(seen.waits)), 0),
		Side::Sell => (0, 0, if_native(seen.proceeds)),
	};
	let call = MarketCall::PlaceOrder { book, side, tick, quantity, time_in_force, expires };
	let does = format!(
		"{} {} of content {} at {} or {}",
		match side {
			Side::Buy => "buys",
			Side::Sell => "sells",
		},
		words::shares(quantity),
		overview.content,
		unit.price(price),
		match side {
			Side::Buy => "less",
			Side::Sell => "more",
		}
	);
	let holds = deposit.saturating_add(row).saturating_add(bound);
	let plan = Plan { facts, pays, holds, gets, ..Plan::new(Call::Market(call), does) };
	let Some(mut outcome) = signer.carry_out(plan).await? else { return Ok(()) };

	let mut taken =
		events::Taken { quantity: seen.traded, turnover: seen.turnover, fee: seen.fee(), royalties: seen.royalties };
	let mut waits = (None, seen.waits);
	if outcome.block().is_some() {
		taken = events::taken(&outcome.events);
		waits = events::placed(&outcome.events).map_or((None, 0), |(number, left)| (Some(number), left));
		match side {
			Side::Buy => outcome.set_paid(if_native(taken.turnover)),
			Side::Sell => outcome.set_received(if_native(received(&taken))),
		}
	}
	let mut lines: Lines = vec![("Traded", words::shares(taken.quantity))];
	match side {
		Side::Buy => lines.push(("Paid", unit.amount(taken.turnover))),
		Side::Sell => lines.push(("Received", unit.amount(received(&taken)))),
	}
	if let (Some(number), left) = waits {
		lines.push(("Order", format!("{number}, waits for {}", words::shares(left))));
	}
	let rest = quantity.saturating_sub(taken.quantity).saturating_sub(waits.1);
	if rest > 0 {
		lines.push(("Given up", words::shares(rest)));
	}
	match events::orders_removed(&outcome.events) {
		0 => {},
		removed => lines.push(("Orders removed", format!("{removed}, expired or its own"))),
	}
	let details = Placed {
		book,
		side,
		price: price.to_string(),
		quantity: quantity.to_string(),
		traded: taken.quantity.to_string(),
		turnover: taken.turnover.to_string(),
		market_fee: taken.fee.to_string(),
		royalties: taken.royalties.to_string(),
		order: waits.0,
		waits: waits.1.to_string(),
		unit,
	};
	outcome.print(arguments.json, &details, lines)
}

/// What a seller got.
fn received(taken: &events::Taken) -> Balance {
	taken.turnover.saturating_sub(taken.fee).saturating_sub(taken.royalties)
}

/// What trades at once, in words.
fn trades(seen: &Preview, side: Side, unit: &Unit) -> Lines {
	let mut lines: Lines = Vec::new();
	if seen.traded == 0 {
		lines.push(("Trades now", "nothing".into()));
	}
	for (price, quantity) in &seen.trades {
		lines.push(("Trades now", format!("{} at {}", words::shares(*quantity), unit.price(*price))));
	}
	if seen.traded > 0 {
		let parts = format!("fee {}, royalties {}", unit.amount(seen.fee()), unit.amount(seen.royalties));
		match side {
			Side::Buy => lines.push(("For", format!("{}; the sellers bear {parts}", unit.amount(seen.turnover)))),
			Side::Sell => {
				lines.push(("For", unit.amount(seen.turnover)));
				lines.push(("Less", parts));
				lines.push(("Brings", unit.amount(seen.proceeds)));
			},
		}
	}
	if seen.crowded {
		lines.push((
			"At most",
			format!("{MAX_STEPS} orders at once: what would need more is given up. Place it again for the rest"),
		));
	}
	if seen.given_up > 0 {
		lines.push(("Gives up", words::shares(seen.given_up)));
	}
	if !seen.own.is_empty() {
		let numbers: Vec<_> = seen.own.iter().map(ToString::to_string).collect();
		lines.push(("Cancels", format!("its own orders that it meets: {}", numbers.join(", "))));
	}
	lines
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::table;
	use promptale_client::AssetInfo;
	use promptale_primitives::TALE;

	#[test]
	fn a_preview_says_what_trades_at_which_price_and_who_bears_the_parts() {
		let unit = Unit::from(&AssetInfo { asset: Asset::Tale, symbol: "TALE".into(), decimals: 12 });
		let seen = Preview {
			trades: vec![(TALE, 10), (2 * TALE, 5)],
			traded: 15,
			turnover: 20 * TALE,
			proceeds: 18 * TALE,
			royalties: TALE,
			crowded: true,
			own: vec![3, 9],
			..Default::default()
		};
		let text = |side| {
			let lines = trades(&seen, side, &unit);
			table::pairs(&lines)
		};
		let bought = text(Side::Buy);
		for part in
			["10 shares at 1 TALE", "5 shares at 2 TALE", "20 TALE; the sellers bear fee 1 TALE", "16 orders", "3, 9"]
		{
			assert!(bought.contains(part), "{part} is missing in {bought}");
		}
		assert!(text(Side::Sell).contains("Brings") && text(Side::Sell).contains("18 TALE"));
		assert!(table::pairs(&trades(&Preview::default(), Side::Buy, &unit)).contains("nothing"));
	}
}
