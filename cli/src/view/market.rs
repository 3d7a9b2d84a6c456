//! Order books, orders, and sales of items as JSON has them. Prices are of a share, in the smallest unit of the book's asset.

use crate::unit::Unit;
use promptale_client::{AccountId, Asset};
use promptale_primitives::{
	content::ContentId,
	item::{ItemId, ListingOverview, OfferOverview},
	order_book::{BookId, BookOverview, Candle, DepthLevel, OrderNumber, OrderOverview, Side},
	Balance, BlockNumber,
};
use serde::Serialize;

/// An order book.
#[derive(Clone, Debug, Serialize)]
pub struct BookView {
	/// Its number.
	pub book: BookId,
	/// Whose shares are traded.
	pub content: ContentId,
	/// What they are paid in.
	#[serde(flatten)]
	pub unit: Unit,
	/// Prices are multiples of this.
	pub tick_size: String,
	/// Orders in it.
	pub orders: u32,
	/// Price of the best bid.
	pub bid: Option<String>,
	/// Price of the best ask.
	pub ask: Option<String>,
	/// The chain's part of a sale, in millionths.
	pub fee_rate: u32,
	/// The recipients' part of a sale, in millionths.
	pub royalty_rate: u32,
	/// The best prices that are bid, the best first.
	pub bids: Vec<LevelView>,
	/// The best prices that are asked, the best first.
	pub asks: Vec<LevelView>,
}

/// The orders of one price.
#[derive(Clone, Debug, Serialize)]
pub struct LevelView {
	/// What a share costs.
	pub price: String,
	/// Shares.
	pub quantity: String,
	/// Orders.
	pub orders: u32,
}

impl BookView {
	/// The view of a book with some of its depth.
	pub fn new(
		book: BookId,
		overview: &BookOverview<Asset>,
		unit: Unit,
		bids: &[DepthLevel],
		asks: &[DepthLevel],
	) -> Self {
		Self {
			book,
			content: overview.content,
			unit,
			tick_size: overview.tick_size.to_string(),
			orders: overview.orders,
			bid: overview.bid.map(|price| price.to_string()),
			ask: overview.ask.map(|price| price.to_string()),
			fee_rate: overview.fee_rate,
			royalty_rate: overview.royalty_rate,
			bids: bids.iter().map(LevelView::from).collect(),
			asks: asks.iter().map(LevelView::from).collect(),
		}
	}
}

impl From<&DepthLevel> for LevelView {
	fn from(level: &DepthLevel) -> Self {
		Self { price: level.price.to_string(), quantity: level.quantity.to_string(), orders: level.orders }
	}
}

/// An order that waits.
#[derive(Clone, Debug, Serialize)]
pub struct OrderView {
	/// In which book.
	pub book: BookId,
	/// Its number there.
	pub number: OrderNumber,
	/// Whose shares.
	pub content: ContentId,
	/// `Buy` or `Sell`.
	pub side: Side,
	/// What they are paid in.
	#[serde(flatten)]
	pub unit: Unit,
	/// What a share costs at most, or at least.
	pub price: String,
	/// Shares that it still wants to trade.
	pub quantity: String,
	/// Block from which it is void.
	pub expires: Option<BlockNumber>,
	/// Whether it is.
	pub expired: bool,
	/// What comes back when it ends, beside what it is bound for.
	pub deposit: String,
}

impl OrderView {
	/// The view of an order at block `now`.
	pub fn new(order: &OrderOverview, content: ContentId, unit: Unit, now: BlockNumber) -> Self {
		Self {
			book: order.book,
			number: order.number,
			content,
			side: order.side,
			unit,
			price: order.price.to_string(),
			quantity: order.quantity.to_string(),
			expires: order.expires,
			expired: order.expires.is_some_and(|expires| now >= expires),
			deposit: order.deposit.to_string(),
		}
	}
}

/// $TALE that come back to an order's owner when it ends.
pub fn bound(order: &OrderOverview, unit: &Unit) -> Balance {
	let bid = match (order.side, unit.asset == Asset::Tale.to_string()) {
		(Side::Buy, true) => order.price.saturating_mul(order.quantity),
		// Of another asset, or shares.
		_ => 0,
	};
	bid.saturating_add(order.deposit)
}

/// What was traded in an interval of blocks.
#[derive(Clone, Debug, Serialize)]
pub struct CandleView {
	/// The first block of the interval.
	pub start: BlockNumber,
	/// Price of the first trade.
	pub open: String,
	/// The highest.
	pub high: String,
	/// The lowest.
	pub low: String,
	/// Price of the last trade.
	pub close: String,
	/// Shares that changed hands.
	pub volume: String,
}

impl From<&Candle> for CandleView {
	fn from(candle: &Candle) -> Self {
		Self {
			start: candle.start,
			open: candle.open.to_string(),
			high: candle.high.to_string(),
			low: candle.low.to_string(),
			close: candle.close.to_string(),
			volume: candle.volume.to_string(),
		}
	}
}

/// Who gets a part of every sale.
#[derive(Clone, Debug, Serialize)]
pub struct RoyaltyView {
	/// Who.
	pub recipient: String,
	/// Which part, in millionths.
	pub rate: u32,
}

impl From<&(AccountId, u32)> for RoyaltyView {
	fn from((recipient, rate): &(AccountId, u32)) -> Self {
		Self { recipient: recipient.to_string(), rate: *rate }
	}
}

/// An item for sale.
#[derive(Clone, Debug, Serialize)]
pub struct ListingView {
	/// Its number.
	pub item: ItemId,
	/// Whose it is.
	pub seller: String,
	/// What it is paid in.
	#[serde(flatten)]
	pub unit: Unit,
	/// What it costs, smallest unit.
	pub price: String,
	/// Block from which it is not for sale any more.
	pub expires: Option<BlockNumber>,
	/// The recipients' part of that sale, in millionths.
	pub royalty_rate: u32,
	/// The chain's part, in millionths.
	pub fee_rate: u32,
}

impl ListingView {
	/// The view of a listing.
	pub fn new(listing: &ListingOverview<AccountId, Asset>, unit: Unit) -> Self {
		Self {
			item: listing.item,
			seller: listing.seller.to_string(),
			unit,
			price: listing.price.to_string(),
			expires: listing.expires,
			royalty_rate: listing.royalty_rate,
			fee_rate: listing.fee_rate,
		}
	}
}

/// An offer for an item, in $TALE.
#[derive(Clone, Debug, Serialize)]
pub struct OfferView {
	/// Who.
	pub buyer: String,
	/// How much, smallest unit.
	pub price: String,
	/// Block from which it is void.
	pub expires: Option<BlockNumber>,
}

impl From<&OfferOverview<AccountId>> for OfferView {
	fn from(offer: &OfferOverview<AccountId>) -> Self {
		Self { buyer: offer.buyer.to_string(), price: offer.price.to_string(), expires: offer.expires }
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_client::AssetInfo;

	#[test]
	fn an_order_is_expired_from_its_block_on() {
		let unit = || Unit::from(&AssetInfo { asset: Asset::Tale, symbol: "TALE".into(), decimals: 12 });
		let order = OrderOverview {
			book: 1,
			number: 2,
			side: Side::Sell,
			price: 7,
			quantity: 3,
			expires: Some(10),
			deposit: 9,
		};
		assert!(!OrderView::new(&order, 0, unit(), 9).expired && OrderView::new(&order, 0, unit(), 10).expired);
		let json = serde_json::to_value(OrderView::new(&order, 0, unit(), 9)).unwrap();
		assert_eq!((&json["side"], &json["price"], &json["asset"]), (&"Sell".into(), &"7".into(), &"TALE".into()));
	}
}
