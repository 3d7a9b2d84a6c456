//! Tables of content, shares, dividends, order books, orders, and sales of items.

use super::{balance, coloured, pairs, right, table};
use crate::{
	unit::Unit,
	view::{
		BookView, CandleView, ContentBrief, ContentView, DividendView, HoldingView, LevelView, ListingView, OfferView,
		OrderView, RoyaltyView,
	},
	words,
};
use comfy_table::{Cell, Color};
use promptale_primitives::{order_book::Side, Balance};

/// Columns of the longest bar.
const BAR: usize = 32;

fn number(digits: &str) -> Balance {
	digits.parse().unwrap_or_default()
}

fn shares(digits: &str) -> String {
	words::thousands(number(digits))
}

fn price(unit: &Unit, digits: &str) -> String {
	unit.price(number(digits))
}

/// A content, a line for each thing to know, and what it earned.
pub fn content(content: &ContentView) -> String {
	let brief = &content.brief;
	let mut lines = vec![
		("Content", brief.content.to_string()),
		("Creator", brief.creator.clone()),
		("Image", brief.image.clone()),
		("Made by model", brief.model.to_string()),
		("Checkpoint", brief.checkpoint.clone()),
		("Credential", brief.credential.clone()),
		("Registered", format!("in block {}", brief.registered)),
		("Shares", shares(&content.supply)),
		("Holders", content.holders.to_string()),
		("Pot", content.pot.clone()),
	];
	let earned = content.revenues.iter().map(|revenue| revenue.unit.amount(number(&revenue.deposited)));
	lines.extend(earned.map(|earned| ("Earned", earned)));
	pairs(&lines)
}

/// Contents, one a row.
pub fn contents(contents: &[ContentBrief]) -> String {
	let mut table = table(["Content", "Creator", "Image", "Model", "Registered in block"]);
	for content in contents {
		table.add_row([
			right(content.content),
			Cell::new(words::short_account(&content.creator)),
			Cell::new(words::short_hash(&content.image)),
			right(content.model),
			right(content.registered),
		]);
	}
	table.to_string()
}

/// An account's shares, a content a row.
pub fn holdings(holdings: &[HoldingView]) -> String {
	let mut table = table(["Content", "Free", "On hold", "Can be claimed"]);
	for holding in holdings {
		let due: Vec<_> = holding.dividends.iter().filter(|dividend| dividend.pending != "0").map(pending).collect();
		table.add_row([
			right(holding.content),
			right(shares(&holding.free)),
			right(shares(&holding.held)),
			right(if due.is_empty() { "–".into() } else { due.join(", ") }),
		]);
	}
	table.to_string()
}

fn pending(dividend: &DividendView) -> String {
	dividend.unit.amount(number(&dividend.pending))
}

/// An account's dividends, a content and asset a row.
pub fn dividends(holdings: &[HoldingView]) -> String {
	let mut table = table(["Content", "Asset", "Can be claimed", "Paid"]);
	for holding in holdings {
		for dividend in &holding.dividends {
			table.add_row([
				right(holding.content),
				Cell::new(&dividend.unit.symbol),
				right(pending(dividend)),
				right(dividend.unit.amount(number(&dividend.paid))),
			]);
		}
	}
	table.to_string()
}

/// Books, one a row.
pub fn books(books: &[BookView]) -> String {
	let mut table = table(["Book", "Content", "Paid in", "Best bid", "Best ask", "Orders"]);
	for book in books {
		let best = |price: &Option<String>| price.as_ref().map_or_else(|| "–".into(), |at| book.unit.price(number(at)));
		table.add_row([
			right(book.book),
			right(book.content),
			Cell::new(&book.unit.symbol),
			right(best(&book.bid)),
			right(best(&book.ask)),
			right(book.orders),
		]);
	}
	table.to_string()
}

/// A book: its terms, and its depth with a bar for each price; what is asked above what is bid, the best prices in the
/// middle.
pub fn book(book: &BookView) -> String {
	let head = pairs(&[
		("Book", book.book.to_string()),
		("Shares of", format!("content {}", book.content)),
		("Prices", format!("multiples of {}", price(&book.unit, &book.tick_size))),
		("Orders", book.orders.to_string()),
		("Fee", words::percent(book.fee_rate)),
		("Royalties", words::percent(book.royalty_rate)),
	]);
	if book.bids.is_empty() && book.asks.is_empty() {
		return format!("{head}\nNobody bids or asks.\n");
	}
	let most = book.bids.iter().chain(&book.asks).map(|level| number(&level.quantity)).max().unwrap_or_default();
	let mut table = table(["", "Price", "Shares", "Orders", "Depth"]);
	let rows = book.asks.iter().rev().map(|level| ("ask", level, Color::Red));
	for (side, level, colour) in rows.chain(book.bids.iter().map(|level| ("bid", level, Color::Green))) {
		let LevelView { price: at, quantity, orders } = level;
		table.add_row([
			coloured(Cell::new(side), colour),
			right(price(&book.unit, at)),
			right(shares(quantity)),
			right(orders),
			coloured(Cell::new(bar(number(quantity), most)), colour),
		]);
	}
	format!("{head}\n{table}\n")
}

/// A bar as long as `part` of `most`, in eighths of a column; something is never drawn as nothing.
fn bar(part: Balance, most: Balance) -> String {
	const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
	if part == 0 || most == 0 {
		return String::new();
	}
	let length = ((part as f64 / most as f64 * (BAR * 8) as f64).round() as usize).clamp(1, BAR * 8);
	"█".repeat(length / 8) + EIGHTHS[length % 8]
}

/// Who gets which part of every sale.
pub fn royalties(royalties: &[RoyaltyView]) -> String {
	let mut table = table(["Recipient", "Of every sale"]);
	for royalty in royalties {
		table.add_row([Cell::new(&royalty.recipient), right(words::percent(royalty.rate))]);
	}
	table.to_string()
}

/// What was traded, an interval a row.
pub fn candles(candles: &[CandleView], unit: &Unit) -> String {
	let mut table = table(["From block", "Open", "High", "Low", "Close", "Shares"]);
	for candle in candles {
		let up = number(&candle.close) >= number(&candle.open);
		table.add_row([
			right(candle.start),
			right(price(unit, &candle.open)),
			right(price(unit, &candle.high)),
			right(price(unit, &candle.low)),
			coloured(right(price(unit, &candle.close)), if up { Color::Green } else { Color::Red }),
			right(shares(&candle.volume)),
		]);
	}
	table.to_string()
}

/// Orders, one a row.
pub fn orders(orders: &[OrderView]) -> String {
	let mut table = table(["Book", "Order", "Content", "", "Shares", "Price", "Until block"]);
	for order in orders {
		let (side, colour) = match order.side {
			Side::Buy => ("buys", Color::Green),
			Side::Sell => ("sells", Color::Red),
		};
		let until = match order.expires {
			None => "cancelled".into(),
			Some(block) if order.expired => format!("{block}, expired"),
			Some(block) => block.to_string(),
		};
		table.add_row([
			right(order.book),
			right(order.number),
			right(order.content),
			coloured(Cell::new(side), colour),
			right(shares(&order.quantity)),
			right(price(&order.unit, &order.price)),
			right(until),
		]);
	}
	table.to_string()
}

/// Items for sale, one a row.
pub fn listings(listings: &[ListingView]) -> String {
	let mut table = table(["Item", "Price", "Seller", "Until block", "Fee", "Royalties"]);
	for listing in listings {
		table.add_row([
			right(listing.item),
			right(price(&listing.unit, &listing.price)),
			Cell::new(words::short_account(&listing.seller)),
			right(listing.expires.map_or_else(|| "removed".into(), |block| block.to_string())),
			right(words::percent(listing.fee_rate)),
			right(words::percent(listing.royalty_rate)),
		]);
	}
	table.to_string()
}

/// Offers for an item, one a row.
pub fn offers(offers: &[OfferView]) -> String {
	let mut table = table(["Offer", "Buyer", "Until block"]);
	for offer in offers {
		table.add_row([
			right(balance(&offer.price)),
			Cell::new(&offer.buyer),
			right(offer.expires.map_or_else(|| "withdrawn".into(), |block| block.to_string())),
		]);
	}
	table.to_string()
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_client::{Asset, AssetInfo};
	use promptale_primitives::{
		order_book::{BookOverview, DepthLevel},
		TALE,
	};

	fn tale() -> Unit {
		Unit::from(&AssetInfo { asset: Asset::Tale, symbol: "TALE".into(), decimals: 12 })
	}

	fn sample(bids: &[(u128, u128)], asks: &[(u128, u128)]) -> BookView {
		let levels = |side: &[(u128, u128)]| -> Vec<_> {
			side.iter()
				.map(|(price, quantity)| DepthLevel { price: price * TALE / 10, quantity: *quantity, orders: 2 })
				.collect()
		};
		let overview = BookOverview {
			content: 4,
			asset: Asset::Tale,
			tick_size: TALE / 10,
			orders: 8,
			bid: None,
			ask: None,
			fee_rate: 5_000,
			royalty_rate: 50_000,
		};
		BookView::new(3, &overview, tale(), &levels(bids), &levels(asks))
	}

	#[test]
	fn a_books_depth_has_the_best_prices_in_the_middle_and_bars_as_long_as_there_are_shares() {
		let text = book(&sample(&[(25, 1_000), (24, 250)], &[(26, 500), (30, 1)]));
		let rows: Vec<_> = text.lines().filter(|line| line.contains("ask") || line.contains("bid")).collect();
		let expected = [("3 TALE", 0, "▏"), ("2.6 TALE", 16, "█"), ("2.5 TALE", 32, "█"), ("2.4 TALE", 8, "█")];
		assert_eq!(rows.len(), expected.len(), "{text}");
		for (row, (price, blocks, end)) in rows.iter().zip(expected) {
			assert!(row.contains(price) && row.contains(end), "{price} is missing in {row}");
			assert_eq!(row.matches('█').count(), blocks, "{row}");
		}
		for part in ["content 4", "multiples of 0.1 TALE", "0.50 %", "5.00 %", "1,000"] {
			assert!(text.contains(part), "{part} is missing in\n{text}");
		}
		assert!(book(&sample(&[], &[])).contains("Nobody bids or asks"));
	}

	#[test]
	fn a_bar_is_exact_to_an_eighth_and_never_empty_or_too_long() {
		assert_eq!(bar(0, 9), "");
		assert_eq!(bar(1, u128::MAX), "▏");
		assert_eq!(bar(u128::MAX, u128::MAX), "█".repeat(BAR));
		assert_eq!(bar(3, 256), "▍");
	}

	#[test]
	fn what_can_be_claimed_is_named_by_asset() {
		let dividend = |pending: &str| DividendView { unit: tale(), pending: pending.into(), paid: "0".into() };
		let holding = |dividends| HoldingView { content: 1, free: "1000".into(), held: "7".into(), dividends };
		let text = holdings(&[holding(vec![dividend("2500000000000"), dividend("0")])]);
		assert!(text.contains("1,000") && text.contains("2.5 TALE") && !text.contains(" 0 TALE"), "{text}");
		assert!(holdings(&[holding(vec![])]).contains('–'));
		assert!(dividends(&[holding(vec![dividend("0")])]).contains("0 TALE"));
	}

	#[test]
	fn an_order_that_expired_says_so() {
		let order = |expires, expired| OrderView {
			book: 0,
			number: 9,
			content: 1,
			side: Side::Buy,
			unit: tale(),
			price: TALE.to_string(),
			quantity: "12".into(),
			expires,
			expired,
			deposit: "0".into(),
		};
		let text = orders(&[order(Some(50), true), order(None, false)]);
		assert!(text.contains("50, expired") && text.contains("cancelled") && text.contains("buys"), "{text}");
	}
	#[test]
	fn items_for_sale_and_offers_name_price_and_end() {
		let listing = ListingView {
			item: 7,
			seller: "seller".into(),
			unit: tale(),
			price: (400 * TALE).to_string(),
			expires: None,
			royalty_rate: 50_000,
			fee_rate: 5_000,
		};
		let text = listings(&[listing]);
		assert!(text.contains("400 TALE") && text.contains("removed") && text.contains("5.00 %"), "{text}");
		let offer = OfferView { buyer: "buyer".into(), price: TALE.to_string(), expires: Some(90) };
		let text = offers(&[offer]);
		assert!(text.contains("1 TALE") && text.contains("buyer") && text.contains("90"), "{text}");
	}
}
