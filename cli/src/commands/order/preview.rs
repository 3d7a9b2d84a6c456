//! What an order would come to in a book as it is now.

use crate::failure::Failure;
use anyhow::anyhow;
use promptale_client::Asset;
use promptale_primitives::{
	order_book::{
		proceeds, royalty, BookOverview, DepthLevel, OrderNumber, OrderOverview, Side, Tick, TimeInForce, MAX_STEPS,
		TICKS,
	},
	Balance,
};

/// What somebody wants to trade.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
	pub side: Side,
	/// Of a share, in the asset's smallest unit.
	pub price: Balance,
	pub quantity: Balance,
	pub force: TimeInForce,
}

/// What an order would come to. Expired orders count as if they were there, for the chain does not tell which they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
	/// Prices, and how many shares at each.
	pub trades: Vec<(Balance, Balance)>,
	/// Shares that trade now.
	pub traded: Balance,
	/// What buyers pay for them.
	pub turnover: Balance,
	/// What sellers get of that.
	pub proceeds: Balance,
	/// The recipients' part.
	pub royalties: Balance,
	/// Shares that wait in the book afterwards.
	pub waits: Balance,
	/// Shares that are given up.
	pub given_up: Balance,
	/// The signer's own orders that it would trade with, which are cancelled where it meets them.
	pub own: Vec<OrderNumber>,
	/// Whether more orders are at these prices than one call trades with.
	pub crowded: bool,
}

impl Preview {
	/// The chain's part of the turnover, with every remainder.
	pub fn fee(&self) -> Balance {
		self.turnover.saturating_sub(self.proceeds).saturating_sub(self.royalties)
	}
}

/// The tick of a price in a book, or which prices there are.
pub fn tick(book: &BookOverview<Asset>, price: Balance, name: impl Fn(Balance) -> String) -> Result<Tick, Failure> {
	let size = book.tick_size.max(1);
	let highest = Balance::from(TICKS - 1);
	let below = (price / size).min(highest);
	if price.is_multiple_of(size) && (1..=highest).contains(&(price / size)) {
		return Ok(Tick::try_from(below).unwrap_or(TICKS - 1));
	}
	let near: Vec<_> = [below, below + 1].into_iter().filter(|tick| (1..=highest).contains(tick)).collect();
	let near: Vec<_> = near.into_iter().map(|tick| name(tick.saturating_mul(size))).collect();
	Err(Failure::Usage(format!(
		"{} is no price of this book, whose prices are multiples of {} up to {}. The nearest: {}.",
		name(price),
		name(size),
		name(highest.saturating_mul(size)),
		near.join(" and ")
	)))
}

/// Goes through the other side's best prices; `levels` are those, [`MAX_STEPS`] and one more, `own` the signer's orders in
/// the book.
pub fn preview(
	book: &BookOverview<Asset>,
	levels: &[DepthLevel],
	own: &[OrderOverview],
	wanted: &Wanted,
) -> Result<Preview, Failure> {
	let Wanted { side, price, quantity, force } = *wanted;
	let meets = |at: Balance| match side {
		Side::Buy => at <= price,
		Side::Sell => at >= price,
	};
	let mut seen = Preview::default();
	let (mut left, mut steps) = (quantity, 0u32);
	for level in levels.iter().take_while(|level| meets(level.price)) {
		if left == 0 || force == TimeInForce::PostOnly {
			break;
		}
		let mine = own.iter().filter(|order| order.side != side && order.price == level.price);
		let mut others = level.quantity;
		for order in mine {
			others = others.saturating_sub(order.quantity);
			seen.own.push(order.number);
		}
		let trades = others.min(left);
		// Of the last price the number of orders that are needed is not known: one at least.
		steps = steps.saturating_add(if others > left { 1 } else { level.orders });
		if trades == 0 {
			continue;
		}
		let cost = level.price.saturating_mul(trades);
		left = left.saturating_sub(trades);
		seen.trades.push((level.price, trades));
		seen.turnover = seen.turnover.saturating_add(cost);
		seen.proceeds = seen.proceeds.saturating_add(proceeds(cost, book.fee_rate, book.royalty_rate));
	}
	seen.traded = quantity.saturating_sub(left);
	seen.royalties = royalty(seen.turnover, book.royalty_rate);
	seen.crowded = steps > MAX_STEPS;
	match force {
		TimeInForce::FillOrKill if left > 0 => {
			return Err(Failure::Refused(anyhow!(
				"Only {} of {quantity} shares can be had at that price now, so that fill or kill does nothing. Change \
				 price or quantity, or let the rest wait.",
				seen.traded
			)));
		},
		TimeInForce::GoodTillCancelled | TimeInForce::PostOnly => seen.waits = left,
		_ => seen.given_up = left,
	}
	Ok(seen)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn book() -> BookOverview<Asset> {
		BookOverview {
			content: 0,
			asset: Asset::Tale,
			tick_size: 10,
			orders: 5,
			bid: None,
			ask: None,
			fee_rate: 5_000,
			royalty_rate: 50_000,
		}
	}

	fn levels(rows: &[(Balance, Balance, u32)]) -> Vec<DepthLevel> {
		rows.iter()
			.map(|(price, quantity, orders)| DepthLevel { price: *price, quantity: *quantity, orders: *orders })
			.collect()
	}

	fn wanted(side: Side, price: Balance, quantity: Balance, force: TimeInForce) -> Wanted {
		Wanted { side, price, quantity, force }
	}

	const GTC: TimeInForce = TimeInForce::GoodTillCancelled;

	#[test]
	fn what_crosses_trades_at_the_price_that_waits_and_the_rest_waits() {
		let asks = levels(&[(100, 50, 2), (110, 20, 1), (130, 99, 1)]);
		let seen = preview(&book(), &asks, &[], &wanted(Side::Buy, 120, 100, GTC)).unwrap();
		assert_eq!(seen.trades, [(100, 50), (110, 20)]);
		assert_eq!((seen.traded, seen.waits, seen.given_up), (70, 30, 0));
		// 7,200, of which 5 % are the recipients' and 0.5 % the chain's.
		assert_eq!((seen.turnover, seen.proceeds, seen.royalties, seen.fee()), (7_200, 6_804, 360, 36));
		let bids = levels(&[(110, 5, 1), (100, 50, 2)]);
		let seen = preview(&book(), &bids, &[], &wanted(Side::Sell, 100, 10, GTC)).unwrap();
		assert_eq!((seen.trades, seen.waits), (vec![(110, 5), (100, 5)], 0));
	}

	#[test]
	fn what_becomes_of_the_rest_is_its_time_in_force() {
		let asks = levels(&[(100, 50, 2)]);
		let see = |quantity, force| preview(&book(), &asks, &[], &wanted(Side::Buy, 100, quantity, force));
		let given_up = see(60, TimeInForce::ImmediateOrCancel).unwrap();
		assert_eq!((given_up.traded, given_up.waits, given_up.given_up), (50, 0, 10));
		let failure = see(60, TimeInForce::FillOrKill).unwrap_err();
		assert!(failure.code() == 4 && failure.to_string().contains("50 of 60 shares"), "{failure}");
		assert_eq!(see(50, TimeInForce::FillOrKill).unwrap().traded, 50);
		let waits = see(60, TimeInForce::PostOnly).unwrap();
		assert_eq!((waits.traded, waits.waits), (0, 60));
	}

	#[test]
	fn nobody_trades_with_themselves() {
		let mine =
			OrderOverview { book: 0, number: 4, side: Side::Sell, price: 100, quantity: 30, expires: None, deposit: 9 };
		let bid = OrderOverview { side: Side::Buy, number: 5, ..mine.clone() };
		let seen = preview(&book(), &levels(&[(100, 50, 2)]), &[mine, bid], &wanted(Side::Buy, 100, 40, GTC)).unwrap();
		assert_eq!((seen.traded, seen.waits, seen.own), (20, 20, vec![4]));
	}

	#[test]
	fn more_orders_than_a_call_trades_with_are_said() {
		let see = |orders| {
			let asks = levels(&[(100, 50, orders), (110, 50, 9)]);
			preview(&book(), &asks, &[], &wanted(Side::Buy, 110, 60, GTC)).unwrap().crowded
		};
		assert!(!see(MAX_STEPS - 1) && see(MAX_STEPS), "one more at least at the second price");
		let exactly = preview(&book(), &levels(&[(100, 50, 17)]), &[], &wanted(Side::Buy, 100, 50, GTC)).unwrap();
		assert!(exactly.crowded, "all of the price's orders are needed");
	}

	#[test]
	fn a_price_beside_the_ticks_names_the_nearest() {
		let name = |price: Balance| format!("<{price}>");
		assert_eq!(tick(&book(), 120, name).unwrap(), 12);
		assert_eq!(tick(&book(), 40_950, name).unwrap(), 4_095);
		for (price, near) in [(125, "<120> and <130>"), (40_960, "The nearest: <40950>."), (3, "The nearest: <10>.")] {
			let text = tick(&book(), price, name).unwrap_err().to_string();
			assert!(text.contains(near), "{near} is missing in {text}");
		}
	}
}
