//! What the pallet stores.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::fungible;
use promptale_primitives::{
	content::ContentId,
	order_book::{cost, price, Ladder, OrderNumber, Side, Tick},
	Balance, BlockNumber,
};
pub use promptale_primitives::{
	order_book::MAX_STEPS,
	royalty::{Recipients, RoyaltyTerms, MAX_RECIPIENTS},
};
use scale_info::TypeInfo;

/// Imbalance of $TALE.
pub type CreditOf<T> = fungible::Credit<<T as frame_system::Config>::AccountId, <T as crate::Config>::Currency>;

/// An order book.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Book<AccountId, Asset> {
	/// Whose shares are traded.
	pub content: ContentId,
	/// What they are paid in.
	pub asset: Asset,
	/// Prices are multiples of this.
	pub tick_size: Balance,
	/// Who opened it, and gave its account the minimum balances.
	pub opener: AccountId,
	/// Held from the opener.
	pub deposit: Balance,
	/// The number of the next order.
	pub next_order: OrderNumber,
	/// Orders in it.
	pub orders: u32,
	/// Rows in [`Unpaid`](crate::Unpaid).
	pub unpaid: u32,
	/// Prices with bids.
	pub bids: Ladder,
	/// Prices with asks.
	pub asks: Ladder,
}

impl<AccountId, Asset> Book<AccountId, Asset> {
	/// Prices with orders of a side.
	pub fn ladder(&self, side: Side) -> &Ladder {
		match side {
			Side::Buy => &self.bids,
			Side::Sell => &self.asks,
		}
	}

	/// The same, to be changed.
	pub fn ladder_mut(&mut self, side: Side) -> &mut Ladder {
		match side {
			Side::Buy => &mut self.bids,
			Side::Sell => &mut self.asks,
		}
	}

	/// The best price of a side.
	pub fn best(&self, side: Side) -> Option<Tick> {
		self.ladder(side).best(side)
	}

	/// What a share costs at `tick`. Orders are only taken where that can be stored.
	pub fn price(&self, tick: Tick) -> Balance {
		price(tick, self.tick_size).unwrap_or(Balance::MAX)
	}

	/// What `quantity` shares cost at `tick`. The same.
	pub fn cost(&self, tick: Tick, quantity: Balance) -> Balance {
		cost(tick, self.tick_size, quantity).unwrap_or(Balance::MAX)
	}
}

/// Finds an order in its book.
#[derive(
	Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct OrderKey<AccountId> {
	/// Whose it is.
	pub owner: AccountId,
	/// Its number.
	pub number: OrderNumber,
}

/// The orders of one price, first come first served.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Level<AccountId> {
	/// The first.
	pub head: OrderKey<AccountId>,
	/// The last.
	pub tail: OrderKey<AccountId>,
	/// Shares in all of them.
	pub quantity: Balance,
	/// How many.
	pub orders: u32,
}

/// An order that waits.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Order<AccountId> {
	/// What it wants.
	pub side: Side,
	/// At which price.
	pub tick: Tick,
	/// Shares that it still wants to trade.
	pub quantity: Balance,
	/// Block from which it is void.
	pub expires: Option<BlockNumber>,
	/// Held from its owner for it, what is there for the bond of a row of shares included.
	pub deposit: Balance,
	/// The order before it. Means nothing in the first of a level: who takes that one away does not touch the next.
	pub previous: Option<OrderKey<AccountId>>,
	/// The order after it.
	pub next: Option<OrderKey<AccountId>>,
}

impl<AccountId> Order<AccountId> {
	/// Whether it is void at block `now`.
	pub fn expired(&self, now: BlockNumber) -> bool {
		self.expires.is_some_and(|expires| now >= expires)
	}
}

/// Why an order is gone without being filled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum Removal {
	/// Its owner cancelled it.
	Cancelled,
	/// It expired.
	Expired,
	/// Its owner's next order would have traded with it.
	SelfTrade,
	/// Its owner could not pay the bond of a row of shares.
	Unfillable,
}
