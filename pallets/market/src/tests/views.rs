//! What the view functions answer.

use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::order_book::{Candle, DepthLevel, OrderOverview, Side};

#[test]
fn depth_is_by_price_the_best_first() {
	execute(|| {
		let book = open();
		for (side, tick) in [(Side::Buy, 64), (Side::Buy, 3), (Side::Buy, 65), (Side::Sell, 4_095), (Side::Sell, 66)] {
			assert_ok!(place(&ALICE, book, side, tick, 2));
			assert_ok!(place(&BOB, book, side, tick, 3));
		}
		let level = |tick: u128| DepthLevel { price: tick * TICK, quantity: 5, orders: 2 };
		assert_eq!(Market::depth(book, Side::Buy, 9), [65, 64, 3].map(level));
		assert_eq!(Market::depth(book, Side::Sell, 9), [66, 4_095].map(level));
		assert_eq!(Market::depth(book, Side::Buy, 1), [level(65)]);
		assert_eq!(Market::depth(7, Side::Buy, 1), []);
		let view = Market::book(book).unwrap();
		assert_eq!((view.bid, view.ask, view.orders), (Some(65 * TICK), Some(66 * TICK), 10));
		assert_eq!((view.fee_rate, view.royalty_rate), (FEE, 50_000));
	});
}

#[test]
fn an_accounts_orders_are_those_of_all_books() {
	execute(|| {
		let (tale, dollar) = (open(), 1);
		assert_ok!(call(&OPENER, Call::open_book { content: 0, asset: DOLLAR, tick_size: 2 }));
		assert_ok!(place(&ALICE, dollar, Side::Buy, 9, 1));
		assert_ok!(place(&BOB, tale, Side::Buy, 8, 1));
		assert_ok!(place(&ALICE, tale, Side::Sell, 9, 4));
		let view = |book, number, side, price, quantity| {
			let deposit = if side == Side::Buy { ORDER_DEPOSIT + HOLDING_BOND } else { ORDER_DEPOSIT };
			OrderOverview { book, number, side, price, quantity, expires: None, deposit }
		};
		let orders = [view(tale, 1, Side::Sell, 9 * TICK, 4), view(dollar, 0, Side::Buy, 18, 1)];
		assert_eq!(Market::orders(ALICE), orders);
		assert_eq!(Market::orders(CAROL), []);
	});
}

/// Four candles of ten blocks are kept.
#[test]
fn candles_are_of_the_last_intervals() {
	execute(|| {
		let book = open();
		let trade = |block: u32, tick: u16, quantity: u128| {
			System::set_block_number(block);
			assert_ok!(place(&ALICE, book, Side::Sell, tick, quantity));
			assert_ok!(place(&BOB, book, Side::Buy, tick, quantity));
		};
		trade(11, 5, 10);
		trade(15, 9, 1);
		trade(19, 3, 2);
		trade(19, 4, 2);
		let price = |tick: u128| tick * TICK;
		let first = Candle { start: 10, open: price(5), high: price(9), low: price(3), close: price(4), volume: 15 };
		assert_eq!(Market::candles(book), [first]);
		trade(30, 6, 1);
		let one = |start, tick, volume| Candle::of(start, price(tick), volume);
		assert_eq!(Market::candles(book), [first, one(30, 6, 1)]);
		System::set_block_number(49);
		assert_eq!(Market::candles(book), [first, one(30, 6, 1)]);
		System::set_block_number(50);
		assert_eq!(Market::candles(book), [one(30, 6, 1)], "too old, though no other took its place");
		trade(55, 7, 3);
		assert_eq!(Market::candles(book), [one(30, 6, 1), one(50, 7, 3)]);
		assert_eq!(Candles::<Test>::iter_prefix(book).count(), 2, "in the place of the first");
	});
}
