//! What the view functions answer.

use crate::{types::*, BookOf, Books, Candles, Config, Levels, Orders, Pallet, Royalties};
use alloc::vec::Vec;
use frame_support::traits::Get;
use promptale_primitives::{
	content::ContentId,
	order_book::{BookId, BookOverview, Candle, DepthLevel, OrderNumber, OrderOverview, Side},
};

/// Most orders, levels or books that a view answers.
const MOST: usize = 1_000;

impl<T: Config> Pallet<T> {
	pub(crate) fn overview(id: BookId) -> Option<BookOverview<T::AssetKind>> {
		let book = Books::<T>::get(id)?;
		let royalty_rate = Royalties::<T>::get(book.content).map_or(0, |terms| terms.rate());
		let best = |side| book.best(side).map(|tick| book.price(tick));
		Some(BookOverview {
			content: book.content,
			tick_size: book.tick_size,
			orders: book.orders,
			bid: best(Side::Buy),
			ask: best(Side::Sell),
			fee_rate: Self::fee_rate(royalty_rate),
			royalty_rate,
			asset: book.asset,
		})
	}

	pub(crate) fn all_books(content: ContentId) -> Vec<(T::AssetKind, BookId)> {
		BookOf::<T>::iter_prefix(content).take(MOST).collect()
	}

	pub(crate) fn levels_of(id: BookId, side: Side, most: u32) -> Vec<DepthLevel> {
		let Some(book) = Books::<T>::get(id) else { return Vec::new() };
		let ticks = core::iter::successors(book.best(side), |tick| book.ladder(side).worse(side, *tick));
		let row = |tick| {
			let Level { quantity, orders, .. } = Levels::<T>::get((id, side, tick))?;
			Some(DepthLevel { price: book.price(tick), quantity, orders })
		};
		ticks.take((most as usize).min(MOST)).filter_map(row).collect()
	}

	pub(crate) fn orders_of(owner: &T::AccountId) -> Vec<OrderOverview> {
		let row = |(book, number, order): (BookId, OrderNumber, Order<T::AccountId>)| {
			let Order { side, tick, quantity, expires, deposit, .. } = order;
			let price = Books::<T>::get(book)?.price(tick);
			Some(OrderOverview { book, number, side, price, quantity, expires, deposit })
		};
		let rows = Orders::<T>::iter_prefix((owner.clone(),)).map(|((book, number), order)| (book, number, order));
		let mut orders: Vec<_> = rows.take(MOST).filter_map(row).collect();
		orders.sort_by_key(|order| (order.book, order.number));
		orders
	}

	pub(crate) fn candles_of(id: BookId) -> Vec<Candle> {
		let interval = T::CandleInterval::get().max(1);
		let period = Self::now().checked_div(interval).unwrap_or(0).saturating_add(1);
		let oldest = period.saturating_sub(T::CandleCount::get()).saturating_mul(interval);
		// A place that no trade came to for a whole round of the ring still has an old candle.
		let mut candles: Vec<_> =
			Candles::<T>::iter_prefix_values(id).filter(|candle| candle.start >= oldest).collect();
		candles.sort_by_key(|candle| candle.start);
		candles
	}
}
