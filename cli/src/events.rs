//! Amounts in the events of a transaction, which the client gives in words (`Pallet.Event { field: value, .. }`).

use promptale_primitives::{
	content::ContentId,
	order_book::{BookId, OrderNumber},
	placement::SlotId,
	Balance,
};

/// What a claim paid out, smallest unit.
pub fn claimed(events: &[String]) -> Option<Balance> {
	amount(events, "Pov.RewardsClaimed", "amount")
}

/// What a transaction cost in fees, smallest unit.
pub fn fee(events: &[String]) -> Option<Balance> {
	amount(events, "TransactionPayment.TransactionFeePaid", "actual_fee")
}

/// What a claim paid out of generators' rewards, smallest unit.
pub fn generator_rewards(events: &[String]) -> Option<Balance> {
	amount(events, "Generators.RewardsClaimed", "amount")
}

/// What a claim released of grants, smallest unit.
pub fn vested(events: &[String]) -> Option<Balance> {
	amount(events, "Vesting.Claimed", "amount")
}

/// The number of the first licence bought, and what all of them cost, smallest unit.
pub fn bought(events: &[String]) -> Option<(Balance, Balance)> {
	amount(events, "Generators.LicencesSold", "first").zip(amount(events, "Generators.LicencesSold", "total"))
}

/// The number of the content that was registered.
pub fn content(events: &[String]) -> Option<ContentId> {
	amount(events, "Shares.ContentRegistered", "content").and_then(|number| number.try_into().ok())
}

/// What claims of dividends paid, in their order, each in its asset's smallest unit.
pub fn dividends(events: &[String]) -> Vec<Balance> {
	amounts(events, "Shares.DividendsClaimed", "amount").collect()
}

/// The number of the book that was opened.
pub fn book(events: &[String]) -> Option<BookId> {
	amount(events, "Market.BookOpened", "book").and_then(|number| number.try_into().ok())
}

/// The number of the slot that was opened.
pub fn slot(events: &[String]) -> Option<SlotId> {
	amount(events, "Placements.SlotOpened", "slot").and_then(|number| number.try_into().ok())
}

/// What an order traded at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
	/// Shares.
	pub quantity: Balance,
	/// What buyers paid, in the asset's smallest unit; so are the parts of it.
	pub turnover: Balance,
	/// The chain's part.
	pub fee: Balance,
	/// The recipients' part.
	pub royalties: Balance,
}

/// What an order traded at once; nothing where there is no such event.
pub fn taken(events: &[String]) -> Taken {
	let field = |name| amount(events, "Market.Taken", name).unwrap_or_default();
	Taken { quantity: field("quantity"), turnover: field("turnover"), fee: field("fee"), royalties: field("royalties") }
}

/// The number of the order that waits, and how many shares it still wants.
pub fn placed(events: &[String]) -> Option<(OrderNumber, Balance)> {
	let number = amount(events, "Market.OrderPlaced", "number")?.try_into().ok()?;
	Some((number, amount(events, "Market.OrderPlaced", "quantity")?))
}

/// How many orders were removed without being filled.
pub fn orders_removed(events: &[String]) -> usize {
	amounts(events, "Market.OrderRemoved", "number").count()
}

/// The number in `field` of the first event named `event`.
fn amount(events: &[String], event: &str, field: &str) -> Option<Balance> {
	amounts(events, event, field).next()
}

/// The numbers in `field` of all events named `event`.
fn amounts<'a>(events: &'a [String], event: &'a str, field: &str) -> impl Iterator<Item = Balance> + use<'a> {
	let start = format!(" {field}: ");
	let fields = events.iter().filter_map(move |text| text.strip_prefix(event)?.strip_prefix(' '));
	fields.filter_map(move |fields| {
		let (_, rest) = fields.split_once(&start)?;
		let digits: String = rest.chars().take_while(|letter| letter.is_ascii_digit() || *letter == '_').collect();
		digits.replace('_', "").parse().ok()
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn amounts_are_read_out_of_events() {
		let events = [
			"Balances.Withdraw { who: 0x01, amount: 7 }",
			"Pov.RewardsClaimedElsewhere { amount: 9 }",
			"Pov.RewardsClaimed { account: (1, 2), amount: 12345678901234567890 }",
			"TransactionPayment.TransactionFeePaid { who: (1, 2), actual_fee: 1_000, tip: 0 }",
		]
		.map(String::from);
		assert_eq!(claimed(&events), Some(12_345_678_901_234_567_890));
		assert_eq!(fee(&events), Some(1_000));
		assert_eq!(claimed(&events[..2]), None);
		assert_eq!(amount(&events, "Pov.RewardsClaimed", "fee"), None);
	}
	#[test]
	fn what_an_order_came_to_is_in_its_events() {
		let events = [
			"Market.OrderRemoved { book: 1, number: 4, owner: 0x01, why: SelfTrade {  } }",
			"Market.Taken { book: 1, taker: 0x01, side: Buy {  }, quantity: 10, turnover: 70, fee: 1, royalties: 3 }",
			"Market.OrderPlaced { book: 1, number: 5, owner: 0x01, side: Buy {  }, price: 7, quantity: 2 }",
			"Shares.DividendsClaimed { content: 0, asset: Native {  }, who: 0x01, amount: 8 }",
			"Shares.DividendsClaimed { content: 1, asset: WithId { 7 }, who: 0x01, amount: 9 }",
		]
		.map(String::from);
		assert_eq!(taken(&events), Taken { quantity: 10, turnover: 70, fee: 1, royalties: 3 });
		assert_eq!((placed(&events), orders_removed(&events)), (Some((5, 2)), 1));
		assert_eq!(dividends(&events), [8, 9]);
		assert_eq!((taken(&events[2..]), placed(&events[3..])), (Taken::default(), None));
	}
}
