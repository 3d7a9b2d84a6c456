//! Cancelling, and what a book's account cannot pay.

use crate::{mock::*, *};
use frame_support::{assert_ok, traits::fungibles};
use promptale_primitives::order_book::{Side, TimeInForce::*};

type E = Error<Test>;

#[test]
fn everything_comes_back_with_an_order_from_any_place_of_its_queue() {
	for asset in [TALE, DOLLAR] {
		for cancelled in 0..3u64 {
			execute(|| {
				let book = book_in(&asset);
				let before = [TALE, DOLLAR].map(|asset| balance(&BOB, &asset));
				for quantity in [5, 6, 7] {
					assert_ok!(place(&BOB, book, Side::Buy, 8, quantity));
				}
				assert_ok!(call(&BOB, Call::cancel_order { book, number: cancelled }));
				refused(&BOB, Call::cancel_order { book, number: cancelled }, E::UnknownOrder);
				check();
				assert_eq!(Market::orders(BOB).len(), 2);
				// The others are filled in their order.
				assert_ok!(call(&ALICE, order(book, Side::Sell, 8, 1, ImmediateOrCancel)));
				assert_eq!(fills().last().unwrap().0, u64::from(cancelled == 0));
				assert_ok!(call(&BOB, Call::cancel_orders { book, limit: 16 }));
				let after = [TALE, DOLLAR].map(|asset| balance(&BOB, &asset));
				let paid = [&TALE, &DOLLAR].map(|paid| if *paid == asset { 8 * TICK } else { 0 });
				assert_eq!([before[0] - after[0], before[1] - after[1]], paid);
			});
		}
	}
}

#[test]
fn refuses_to_cancel_what_is_not_there_or_others() {
	execute(|| {
		let book = open();
		assert_ok!(place(&ALICE, book, Side::Sell, 8, 5));
		refused(&BOB, Call::cancel_order { book, number: 0 }, E::UnknownOrder);
		refused(&ALICE, Call::cancel_order { book: 7, number: 0 }, E::UnknownBook);
		refused(&BOB, Call::cancel_orders { book, limit: 16 }, E::UnknownOrder);
		refused(&ALICE, Call::cancel_orders { book, limit: 0 }, E::UnknownOrder);
		refused(&ALICE, Call::cancel_orders { book: 7, limit: 1 }, E::UnknownBook);
		refused(&BOB, Call::remove_expired { book, owner: ALICE, number: 5 }, E::UnknownOrder);
	});
}

#[test]
fn a_call_cancels_sixteen_orders_at_most() {
	execute(|| {
		let book = open();
		for tick in 1..=20 {
			assert_ok!(place(&BOB, book, Side::Buy, tick, 1));
		}
		assert_ok!(place(&CAROL, book, Side::Buy, 1, 1));
		assert_ok!(call(&BOB, Call::cancel_orders { book, limit: u32::MAX }));
		assert_eq!(Market::orders(BOB).len(), 4);
		assert_ok!(call(&BOB, Call::cancel_orders { book, limit: 3 }));
		assert_ok!(call(&BOB, Call::cancel_orders { book, limit: 16 }));
		assert_eq!((Market::orders(BOB).len(), Market::orders(CAROL).len()), (0, 1));
	});
}

fn freeze(who: &AccountId) {
	assert_ok!(Assets::freeze(RuntimeOrigin::signed(OPENER), 1, who.clone()));
}

/// An issuer freezes the book's account: orders still trade and end, and what is owed is paid when it thaws.
#[test]
fn a_frozen_asset_stands_in_nobodys_way() {
	execute(|| {
		let book = book_in(&DOLLAR);
		assert_ok!(place(&BOB, book, Side::Buy, 10, 100));
		assert_ok!(place(&CAROL, book, Side::Buy, 10, 100));
		let account = Market::book_account(book);
		freeze(&account);
		assert_ok!(call(&CAROL, Call::cancel_order { book, number: 1 }));
		assert_ok!(place(&ALICE, book, Side::Sell, 10, 100));
		check();
		let owed = |who: &AccountId| Market::owed(book, who.clone());
		let cost = 100 * 10 * TICK;
		let parts = [ALICE, CAROL, PAINTER, WRITER, TREASURY].map(|who| owed(&who));
		assert_eq!(parts, [6_615, cost, 210, 140, 35]);
		refused(&OPENER, Call::close_book { book }, E::DebtsLeft);
		refused(&BOB, Call::collect { book, account: BOB }, E::NothingOwed);
		refused(&BOB, Call::collect { book: 5, account: BOB }, E::UnknownBook);
		assert!(call(&BOB, Call::collect { book, account: ALICE }).is_err(), "it is still frozen");
		assert_ok!(Assets::thaw(RuntimeOrigin::signed(OPENER), 1, account));
		let before = balance(&ALICE, &DOLLAR);
		for account in [ALICE, CAROL, PAINTER, WRITER, TREASURY] {
			assert_ok!(call(&BOB, Call::collect { book, account }));
		}
		assert_eq!((balance(&ALICE, &DOLLAR) - before, balance(&CAROL, &DOLLAR)), (6_615, WEALTH));
		assert_ok!(call(&OPENER, Call::close_book { book }));
	});
}

#[test]
fn with_an_asset_that_is_gone_its_debts_are_given_up_and_orders_end() {
	execute(|| {
		let book = book_in(&DOLLAR);
		assert_ok!(place(&CAROL, book, Side::Buy, 10, 100));
		assert_ok!(place(&ALICE, book, Side::Sell, 11, 100));
		assert_ok!(Assets::start_destroy(RuntimeOrigin::signed(OPENER), 1));
		assert_ok!(Assets::destroy_accounts(RuntimeOrigin::signed(OPENER), 1));
		assert_ok!(Assets::finish_destroy(RuntimeOrigin::signed(OPENER), 1));
		assert!(!<NativeAndAssets as fungibles::Inspect<_>>::asset_exists(DOLLAR));
		for (who, number) in [(&CAROL, 0), (&ALICE, 1)] {
			assert_ok!(call(who, Call::cancel_order { book, number }));
		}
		assert_ok!(call(&BOB, Call::collect { book, account: CAROL }));
		assert_ok!(call(&OPENER, Call::close_book { book }));
		assert_eq!(Balances::free_balance(&OPENER), WEALTH);
	});
}
