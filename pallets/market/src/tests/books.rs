//! Royalties, and opening and closing books.

use crate::{mock::*, *};
use frame_support::{assert_ok, traits::fungible::NativeOrWithId};
use promptale_primitives::order_book::Side;

type E = Error<Test>;

fn royalties(content: u32, parts: &[(AccountId, u32)]) -> Call<Test> {
	Call::set_royalties { content, recipients: parts.to_vec().try_into().unwrap() }
}

fn opening(content: u32, asset: Asset, tick_size: u128) -> Call<Test> {
	Call::open_book { content, asset, tick_size }
}

#[test]
fn royalties_are_set_once_by_the_creator() {
	execute(|| {
		refused(&CREATOR, royalties(0, &[]), E::UnknownContent);
		let content = register();
		refused(&ALICE, royalties(content, &[]), E::NotCreator);
		refused(&CREATOR, royalties(content, &[(PAINTER, 0)]), E::ZeroAmount);
		refused(&CREATOR, royalties(content, &[(PAINTER, 150_000), (WRITER, 50_001)]), E::RoyaltiesTooHigh);
		refused(&CREATOR, royalties(content, &[(PAINTER, u32::MAX), (WRITER, u32::MAX)]), E::RoyaltiesTooHigh);
		assert_ok!(call(&CREATOR, royalties(content, &[(PAINTER, 150_000), (WRITER, 50_000)])));
		assert_eq!(held(&CREATOR, HoldReason::Book), ROYALTY_DEPOSIT);
		refused(&CREATOR, royalties(content, &[]), E::RoyaltiesSet);
		assert_eq!(Market::royalties(content), Some(vec![(PAINTER, 150_000), (WRITER, 50_000)]));
	});
}

#[test]
fn a_creator_who_cannot_pay_the_deposit_sets_no_royalties() {
	execute(|| {
		let content = register();
		let all = Balances::free_balance(&CREATOR) - ROYALTY_DEPOSIT;
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(CREATOR), ALICE, all));
		refused(&CREATOR, royalties(content, &[]), E::DepositNotPaid);
	});
}

#[test]
fn anybody_opens_a_book_once_the_creator_said_who_gets_royalties() {
	execute(|| {
		refused(&OPENER, opening(0, TALE, TICK), E::UnknownContent);
		let content = register();
		refused(&OPENER, opening(content, TALE, TICK), E::NoRoyalties);
		assert_ok!(call(&CREATOR, royalties(content, &[])));
		refused(&OPENER, opening(content, NativeOrWithId::WithId(5), TICK), E::UnknownAsset);
		refused(&OPENER, opening(content, TALE, 0), E::ZeroAmount);
		refused(&OPENER, opening(content, TALE, u128::MAX / 4_000), E::CostTooLarge);
		refused(&POOR, opening(content, TALE, TICK), E::DepositNotPaid);
		assert_ok!(call(&OPENER, opening(content, TALE, TICK)));
		assert_eq!(held(&OPENER, HoldReason::Book), BOOK_DEPOSIT);
		refused(&BOB, opening(content, TALE, TICK), E::BookOpen);
		assert_ok!(call(&OPENER, opening(content, DOLLAR, 1)));
		assert_eq!(balance(&Market::book_account(1), &DOLLAR), LEAST);
		assert_eq!(Market::books(content), vec![(TALE, 0), (DOLLAR, 1)]);
		let book = Market::book(1).unwrap();
		assert_eq!((book.content, book.asset, book.tick_size), (content, DOLLAR, 1));
	});
}

#[test]
fn an_empty_book_is_closed_by_who_opened_it_and_everything_comes_back() {
	for asset in [TALE, DOLLAR] {
		execute(|| {
			let book = book_in(&asset);
			refused(&OPENER, Call::close_book { book: 9 }, E::UnknownBook);
			assert_ok!(place(&ALICE, book, Side::Sell, 5, 10));
			refused(&OPENER, Call::close_book { book }, E::OrdersLeft);
			assert_ok!(place(&BOB, book, Side::Buy, 5, 10));
			assert_eq!(Market::candles(book).len(), 1);
			refused(&BOB, Call::close_book { book }, E::NotOpener);
			assert_ok!(call(&OPENER, Call::close_book { book }));
			let all = [TALE, DOLLAR].map(|asset| balance(&OPENER, &asset));
			assert_eq!((all, held(&OPENER, HoldReason::Book)), ([WEALTH; 2], 0));
			assert_eq!([TALE, DOLLAR].map(|asset| balance(&Market::book_account(book), &asset)), [0; 2]);
			assert_eq!((Market::book(book), Market::candles(book)), (None, vec![]));
			// A number is never used again.
			assert_ok!(call(&BOB, opening(0, asset.clone(), TICK)));
			assert_eq!(Market::books(0), vec![(asset, book + 1)]);
		});
	}
}

/// Content with shares for sale cannot be removed; bids for content that is gone can be cancelled, and everything cleared.
#[test]
fn removing_content_under_orders_is_impossible_or_safe() {
	execute(|| {
		let book = open();
		assert_ok!(place(&CAROL, book, Side::Buy, 3, 10));
		assert_ok!(Shares::transfer(RuntimeOrigin::signed(BOB), 0, ALICE, STAKE));
		assert_ok!(place(&ALICE, book, Side::Sell, 5, 10));
		let remove = || Shares::remove_content(RuntimeOrigin::signed(ALICE), 0);
		assert_eq!(remove(), Err(pallet_shares::Error::<Test>::NotSoleHolder.into()));
		assert_ok!(call(&ALICE, Call::cancel_order { book, number: 1 }));
		refused(&BOB, Call::remove_royalties { content: 0 }, E::ContentExists);
		assert_ok!(remove());

		check();
		refused(
			&BOB,
			order(book, Side::Buy, 3, 1, promptale_primitives::order_book::TimeInForce::GoodTillCancelled),
			E::UnknownContent,
		);
		refused(&BOB, Call::close_book { book }, E::OrdersLeft);
		assert_ok!(call(&CAROL, Call::cancel_order { book, number: 0 }));
		assert_ok!(call(&BOB, Call::close_book { book }));
		assert_ok!(call(&BOB, Call::remove_royalties { content: 0 }));
		refused(&BOB, Call::remove_royalties { content: 0 }, E::NoRoyalties);
		for who in [CREATOR, ALICE, BOB, CAROL, OPENER] {
			let reasons = [HoldReason::Bid, HoldReason::Ask, HoldReason::Order, HoldReason::Book];
			assert_eq!(reasons.map(|reason| held(&who, reason)), [0; 4]);
		}
	});
}
