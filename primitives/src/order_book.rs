//! Prices, costs and the index of an order book.
//!
//! A book's prices are ticks: `price = tick * tick_size`, with `0 < tick < TICKS`. Which ticks of one side have orders is a
//! bitmap of 64 words with a summary word above them ([`Ladder`]), so the best price is found by counting zeros twice.
//!
//! Of what a buyer pays for a sale, `cost = price * quantity` (exact, no division), the seller gets [`proceeds`], rounded down;
//! the content's recipients get [`royalty`], rounded down; the chain's fee is the rest, and so owns the remainder.

use crate::{arithmetic::mul_div, content::ContentId, Balance, BlockNumber, MILLION};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Identifies an order book.
pub type BookId = u32;

/// Counts the orders of one book, in the order in which they came.
pub type OrderNumber = u64;

/// A price in units of a book's tick size.
pub type Tick = u16;

/// Ticks of a book are less than this, and more than 0.
pub const TICKS: Tick = 4_096;

/// Bits in a word of the bitmap, and words in it.
const WORD: u16 = 64;

/// Most orders that one call fills, removes or cancels.
pub const MAX_STEPS: u32 = 16;

/// Most that recipients of royalties get of a sale together, in millionths.
pub const MAX_ROYALTY: u32 = 200_000;

/// What an order wants.
#[derive(
	Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Side {
	/// To buy shares: a bid.
	Buy,
	/// To sell shares: an ask.
	Sell,
}

impl Side {
	/// The side it trades with.
	pub fn other(self) -> Side {
		match self {
			Side::Buy => Side::Sell,
			Side::Sell => Side::Buy,
		}
	}

	/// Whether an order of this side at `limit` trades with one of the other side at `price`.
	pub fn crosses(self, limit: Tick, price: Tick) -> bool {
		match self {
			Side::Buy => price <= limit,
			Side::Sell => price >= limit,
		}
	}
}

/// What becomes of an order that cannot be filled at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum TimeInForce {
	/// Good till cancelled, or till it expires: the rest waits in the book.
	GoodTillCancelled,
	/// Immediate or cancel: the rest is given up.
	ImmediateOrCancel,
	/// Fill or kill: all of it at once, or nothing.
	FillOrKill,
	/// Only to wait in the book; refused where it would trade.
	PostOnly,
}

/// Which ticks of one side of a book have orders.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Ladder {
	/// Bit `w` is set when word `w` is not zero.
	summary: u64,
	/// Bit `b` of word `w` is set when tick `64 w + b` has orders.
	words: [u64; WORD as usize],
}

impl Default for Ladder {
	fn default() -> Self {
		Ladder { summary: 0, words: [0; WORD as usize] }
	}
}

/// Bit `at` alone.
fn bit(at: u16) -> u64 {
	1u64.checked_shl(at.into()).unwrap_or(0)
}

/// Bits `from` and above.
fn bits_from(from: u16) -> u64 {
	u64::MAX.checked_shl(from.into()).unwrap_or(0)
}

/// The lowest bit that is set.
fn lowest(bits: u64) -> Option<u16> {
	(bits != 0).then(|| bits.trailing_zeros() as u16)
}

/// The highest bit that is set.
fn highest(bits: u64) -> Option<u16> {
	bits.checked_ilog2().map(|at| at as u16)
}

fn tick(word: u16, at: u16) -> Tick {
	word.saturating_mul(WORD).saturating_add(at)
}

impl Ladder {
	fn word(&self, at: u16) -> u64 {
		self.words.get(usize::from(at)).copied().unwrap_or(0)
	}

	/// Marks `tick`, which must be less than [`TICKS`]; others are ignored.
	pub fn insert(&mut self, tick: Tick) {
		if let Some(word) = self.words.get_mut(usize::from(tick / WORD)) {
			*word |= bit(tick % WORD);
			self.summary |= bit(tick / WORD);
		}
	}

	/// Clears `tick`.
	pub fn remove(&mut self, tick: Tick) {
		if let Some(word) = self.words.get_mut(usize::from(tick / WORD)) {
			*word &= !bit(tick % WORD);
			if *word == 0 {
				self.summary &= !bit(tick / WORD);
			}
		}
	}

	/// Whether `tick` is marked.
	pub fn contains(&self, tick: Tick) -> bool {
		self.word(tick / WORD) & bit(tick % WORD) != 0
	}

	/// The lowest marked tick that is at least `from`.
	pub fn at_or_above(&self, from: Tick) -> Option<Tick> {
		let at = from / WORD;
		if let Some(found) = lowest(self.word(at) & bits_from(from % WORD)) {
			return Some(tick(at, found));
		}
		let word = lowest(self.summary & bits_from(at.saturating_add(1)))?;
		lowest(self.word(word)).map(|found| tick(word, found))
	}

	/// The highest marked tick that is at most `from`.
	pub fn at_or_below(&self, from: Tick) -> Option<Tick> {
		let from = from.min(TICKS.saturating_sub(1));
		let at = from / WORD;
		if let Some(found) = highest(self.word(at) & !bits_from((from % WORD).saturating_add(1))) {
			return Some(tick(at, found));
		}
		let word = highest(self.summary & !bits_from(at))?;
		highest(self.word(word)).map(|found| tick(word, found))
	}

	/// The best price of a side: the highest bid, the lowest ask.
	pub fn best(&self, side: Side) -> Option<Tick> {
		match side {
			Side::Buy => self.at_or_below(TICKS),
			Side::Sell => self.at_or_above(0),
		}
	}

	/// The best price of a side that is worse than `tick`.
	pub fn worse(&self, side: Side, tick: Tick) -> Option<Tick> {
		match side {
			Side::Buy => self.at_or_below(tick.checked_sub(1)?),
			Side::Sell => self.at_or_above(tick.checked_add(1)?),
		}
	}
}

/// What a share costs, in the smallest unit of the asset; `None` where that is too large.
pub fn price(tick: Tick, tick_size: Balance) -> Option<Balance> {
	Balance::from(tick).checked_mul(tick_size)
}

/// What `quantity` shares cost; `None` where that is too large.
pub fn cost(tick: Tick, tick_size: Balance, quantity: Balance) -> Option<Balance> {
	price(tick, tick_size)?.checked_mul(quantity)
}

/// What a seller gets of `cost` when the chain's fee and royalties are these millionths. Rounded down.
pub fn proceeds(cost: Balance, fee_rate: u32, royalty_rate: u32) -> Balance {
	let kept = MILLION.saturating_sub(fee_rate).saturating_sub(royalty_rate);
	mul_div(cost, kept.into(), MILLION.into())
}

/// What a recipient of royalties gets of sales of `turnover` in all. Rounded down.
pub fn royalty(turnover: Balance, rate: u32) -> Balance {
	mul_div(turnover, rate.min(MILLION).into(), MILLION.into())
}

/// An order at a glance.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct OrderOverview {
	/// In which book.
	pub book: BookId,
	/// Its number there.
	pub number: OrderNumber,
	/// What it wants.
	pub side: Side,
	/// What a share costs at most, or at least.
	pub price: Balance,
	/// Shares that it still wants to trade.
	pub quantity: Balance,
	/// Block from which it is void.
	pub expires: Option<BlockNumber>,
	/// $TALE that come back when it ends, beside what it is bound for.
	pub deposit: Balance,
}

/// All orders of one price.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct DepthLevel {
	/// What a share costs.
	pub price: Balance,
	/// Shares in its orders, those that expired and were not met yet among them.
	pub quantity: Balance,
	/// Orders.
	pub orders: u32,
}

/// A book at a glance.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct BookOverview<Asset> {
	/// Whose shares are traded.
	pub content: ContentId,
	/// What they are paid in.
	pub asset: Asset,
	/// Prices are multiples of this.
	pub tick_size: Balance,
	/// Orders in it.
	pub orders: u32,
	/// Price of the best bid.
	pub bid: Option<Balance>,
	/// Price of the best ask.
	pub ask: Option<Balance>,
	/// The chain's part of a sale, in millionths.
	pub fee_rate: u32,
	/// The content's recipients' part, in millionths.
	pub royalty_rate: u32,
}

/// What was traded in an interval of blocks. Prices are of a share.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Candle {
	/// The first block of the interval.
	pub start: BlockNumber,
	/// Price of the first fill.
	pub open: Balance,
	/// The highest.
	pub high: Balance,
	/// The lowest.
	pub low: Balance,
	/// Price of the last fill.
	pub close: Balance,
	/// Shares that changed hands.
	pub volume: Balance,
}

impl Candle {
	/// The candle of one fill.
	pub fn of(start: BlockNumber, price: Balance, quantity: Balance) -> Self {
		Candle { start, open: price, high: price, low: price, close: price, volume: quantity }
	}

	/// Adds a candle of later fills in the same interval.
	pub fn add(&mut self, later: &Candle) {
		self.high = self.high.max(later.high);
		self.low = self.low.min(later.low);
		self.close = later.close;
		self.volume = self.volume.saturating_add(later.volume);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;
	use std::collections::BTreeSet;

	#[test]
	fn bids_trade_at_their_limit_or_lower_and_asks_at_theirs_or_higher() {
		assert!(Side::Buy.crosses(5, 5) && Side::Buy.crosses(5, 4) && !Side::Buy.crosses(5, 6));
		assert!(Side::Sell.crosses(5, 5) && Side::Sell.crosses(5, 6) && !Side::Sell.crosses(5, 4));
	}

	#[test]
	fn costs_that_are_too_large_are_none() {
		assert_eq!(cost(2, 3, 5), Some(30));
		assert_eq!(cost(2, Balance::MAX, 1), None);
		assert_eq!(cost(2, 3, Balance::MAX), None);
	}

	#[test]
	fn a_sale_of_one_unit_is_no_way_around_the_fee() {
		assert_eq!(proceeds(1, 5_000, 0), 0);
		assert_eq!(proceeds(1, 0, 0), 1);
	}

	#[test]
	fn a_tick_out_of_range_is_never_in_a_ladder() {
		let mut ladder = Ladder::default();
		ladder.insert(TICKS);
		ladder.remove(TICKS);
		assert!(!ladder.contains(TICKS));
		assert_eq!(ladder, Ladder::default());
	}

	proptest! {
		#[test]
		fn a_ladder_is_a_sorted_set(
			steps in proptest::collection::vec((any::<bool>(), prop_oneof![0..TICKS, 60u16..70, 4_090u16..TICKS]), 1..80),
			probes in proptest::collection::vec(0..TICKS, 1..20),
		) {
			let (mut ladder, mut set) = (Ladder::default(), BTreeSet::new());
			for (insert, tick) in steps {
				if insert {
					ladder.insert(tick);
					set.insert(tick);
				} else {
					ladder.remove(tick);
					set.remove(&tick);
				}
				prop_assert_eq!(ladder.best(Side::Sell), set.first().copied());
				prop_assert_eq!(ladder.best(Side::Buy), set.last().copied());
			}
			for probe in probes.into_iter().chain(set.clone()) {
				prop_assert_eq!(ladder.contains(probe), set.contains(&probe));
				prop_assert_eq!(ladder.worse(Side::Sell, probe), set.range(probe + 1..).next().copied());
				prop_assert_eq!(ladder.worse(Side::Buy, probe), set.range(..probe).next_back().copied());
			}
		}

		#[test]
		fn seller_and_recipients_never_get_more_than_was_paid(
			costs in proptest::collection::vec(prop_oneof![0u128..20, any::<u64>().prop_map(u128::from), 0..=u128::MAX / 32], 1..16),
			fee_rate in 0u32..=800_000,
			rates in proptest::collection::vec(0u32..=50_000, 0..=4),
		) {
			let total: u32 = rates.iter().sum();
			let turnover: Balance = costs.iter().sum();
			let sellers: Balance = costs.iter().map(|cost| proceeds(*cost, fee_rate, total)).sum();
			let royalties: Balance = rates.iter().map(|rate| royalty(turnover, *rate)).sum();
			let fee = turnover.checked_sub(sellers).and_then(|rest| rest.checked_sub(royalties));
			let fee = fee.expect("never more than was paid");
			prop_assert!(fee >= royalty(turnover, fee_rate), "every rounding goes to the chain's part");
			prop_assert!(fee - royalty(turnover, fee_rate) <= (costs.len() + rates.len()) as Balance + 1);
		}

		#[test]
		fn candles_of_parts_are_the_candle_of_all(fills in proptest::collection::vec((1u128..100, 1u128..100), 2..20), cut in 1usize..19) {
			let candle = |fills: &[(Balance, Balance)]| {
				let mut candle = Candle::of(0, fills[0].0, fills[0].1);
				fills[1..].iter().for_each(|(price, quantity)| candle.add(&Candle::of(0, *price, *quantity)));
				candle
			};
			let cut = cut.min(fills.len() - 1);
			let mut parts = candle(&fills[..cut]);
			parts.add(&candle(&fills[cut..]));
			let prices = || fills.iter().map(|fill| fill.0);
			prop_assert_eq!(parts, Candle {
				start: 0,
				open: fills[0].0,
				high: prices().max().unwrap(),
				low: prices().min().unwrap(),
				close: prices().next_back().unwrap(),
				volume: fills.iter().map(|fill| fill.1).sum(),
			});
		}
	}
}
