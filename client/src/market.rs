//! Order books for shares: calls and view functions of pallet-market.

use crate::{
	call::{encoded, number, Argument},
	AccountId, Asset, Client, Error, MARKET_PALLET,
};
use promptale_primitives::{
	content::ContentId,
	order_book::{BookId, BookOverview, Candle, DepthLevel, OrderNumber, OrderOverview, Side, Tick, TimeInForce},
	Balance, BlockNumber,
};

/// What traders and creators do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarketCall {
	/// Says who gets a part of every sale, in millionths, for ever.
	SetRoyalties {
		/// Of what.
		content: ContentId,
		/// Who, and which part.
		recipients: Vec<(AccountId, u32)>,
	},
	/// Removes the royalties of a content that is gone.
	RemoveRoyalties {
		/// Which.
		content: ContentId,
	},
	/// Opens a book.
	OpenBook {
		/// Whose shares are traded.
		content: ContentId,
		/// What they are paid in.
		asset: Asset,
		/// Prices are multiples of this, in the asset's smallest unit.
		tick_size: Balance,
	},
	/// Closes a book without orders and debts.
	CloseBook {
		/// Which.
		book: BookId,
	},
	/// Buys or sells shares.
	PlaceOrder {
		/// In which book.
		book: BookId,
		/// Which of both.
		side: Side,
		/// The price, in tick sizes.
		tick: Tick,
		/// Shares.
		quantity: Balance,
		/// What becomes of the rest.
		time_in_force: TimeInForce,
		/// Block from which an order that waits is void.
		expires: Option<BlockNumber>,
	},
	/// Cancels an order of the caller.
	CancelOrder {
		/// In which book.
		book: BookId,
		/// Which.
		number: OrderNumber,
	},
	/// Cancels up to `limit` orders of the caller in a book.
	CancelOrders {
		/// In which book.
		book: BookId,
		/// How many.
		limit: u32,
	},
	/// Removes an order that expired.
	RemoveExpired {
		/// From which book.
		book: BookId,
		/// Whose.
		owner: AccountId,
		/// Which.
		number: OrderNumber,
	},
	/// Has a book pay what it owes.
	Collect {
		/// Which.
		book: BookId,
		/// To whom.
		account: AccountId,
	},
}

impl MarketCall {
	pub(crate) fn name(&self) -> &'static str {
		match self {
			Self::SetRoyalties { .. } => "set_royalties",
			Self::RemoveRoyalties { .. } => "remove_royalties",
			Self::OpenBook { .. } => "open_book",
			Self::CloseBook { .. } => "close_book",
			Self::PlaceOrder { .. } => "place_order",
			Self::CancelOrder { .. } => "cancel_order",
			Self::CancelOrders { .. } => "cancel_orders",
			Self::RemoveExpired { .. } => "remove_expired",
			Self::Collect { .. } => "collect",
		}
	}

	pub(crate) fn arguments(self) -> Vec<(&'static str, Argument)> {
		match self {
			Self::SetRoyalties { content, recipients } => {
				vec![number("content", content), encoded("recipients", recipients)]
			},
			Self::RemoveRoyalties { content } => vec![number("content", content)],
			Self::OpenBook { content, asset, tick_size } => {
				vec![number("content", content), encoded("asset", asset), number("tick_size", tick_size)]
			},
			Self::CloseBook { book } => vec![number("book", book)],
			Self::PlaceOrder { book, side, tick, quantity, time_in_force, expires } => vec![
				number("book", book),
				encoded("side", side),
				number("tick", tick),
				number("quantity", quantity),
				encoded("time_in_force", time_in_force),
				encoded("expires", expires),
			],
			Self::CancelOrder { book, number: order } => vec![number("book", book), number("number", order)],
			Self::CancelOrders { book, limit } => vec![number("book", book), number("limit", limit)],
			Self::RemoveExpired { book, owner, number: order } => {
				vec![number("book", book), encoded("owner", owner), number("number", order)]
			},
			Self::Collect { book, account } => vec![number("book", book), encoded("account", account)],
		}
	}
}

impl Client {
	/// A book; `None` where there is none with this number.
	pub async fn book(&self, book: BookId) -> Result<Option<BookOverview<Asset>>, Error> {
		self.view(MARKET_PALLET, "book", book, None).await
	}

	/// The books of a content, by asset.
	pub async fn books(&self, content: ContentId) -> Result<Vec<(Asset, BookId)>, Error> {
		self.view(MARKET_PALLET, "books", content, None).await
	}

	/// The best `most` prices of a side, the best first.
	pub async fn depth(&self, book: BookId, side: Side, most: u32) -> Result<Vec<DepthLevel>, Error> {
		self.view(MARKET_PALLET, "depth", (book, side, most), None).await
	}

	/// An account's orders that wait, by book and number.
	pub async fn orders(&self, account: &AccountId) -> Result<Vec<OrderOverview>, Error> {
		self.view(MARKET_PALLET, "orders", account, None).await
	}

	/// What was traded in the last intervals, the oldest first.
	pub async fn candles(&self, book: BookId) -> Result<Vec<Candle>, Error> {
		self.view(MARKET_PALLET, "candles", book, None).await
	}

	/// What a book owes an account, in the asset's smallest unit.
	pub async fn owed(&self, book: BookId, account: &AccountId) -> Result<Balance, Error> {
		self.view(MARKET_PALLET, "owed", (book, account), None).await
	}

	/// Who gets royalties of a content, and which part of every sale in millionths; `None` before its creator said so.
	pub async fn royalties(&self, content: ContentId) -> Result<Option<Vec<(AccountId, u32)>>, Error> {
		self.view(MARKET_PALLET, "royalties", content, None).await
	}

	/// What is held from who opens a book, in the smallest unit.
	pub async fn book_deposit(&self) -> Result<Balance, Error> {
		self.constant(MARKET_PALLET, "BookDeposit").await
	}

	/// What is held from a creator for a content's royalties, in the smallest unit.
	pub async fn royalty_deposit(&self) -> Result<Balance, Error> {
		self.constant(MARKET_PALLET, "RoyaltyDeposit").await
	}

	/// What is held for an order that waits, in the smallest unit; for a bid [`Client::holding_bond`] comes on top.
	pub async fn order_deposit(&self) -> Result<Balance, Error> {
		self.constant(MARKET_PALLET, "OrderDeposit").await
	}
}
