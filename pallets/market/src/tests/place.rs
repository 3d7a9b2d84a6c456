//! Orders: what they trade, what becomes of the rest, and what is bound meanwhile.

use crate::{mock::*, *};
use frame_support::{assert_ok, traits::tokens::Preservation};
use promptale_primitives::{
	order_book::{DepthLevel, Side, Tick, TimeInForce::*},
	Balance, BlockNumber,
};

type E = Error<Test>;

fn expiring(book: u32, side: Side, tick: Tick, quantity: Balance, block: BlockNumber) -> Call<Test> {
	let (time_in_force, expires) = (GoodTillCancelled, Some(block));
	Call::place_order { book, side, tick, quantity, time_in_force, expires }
}

#[test]
fn an_order_that_waits_binds_money_or_shares_and_a_deposit() {
	execute(|| {
		let book = open();
		assert_ok!(place(&CAROL, book, Side::Buy, 3, 10));
		assert_eq!(held(&CAROL, HoldReason::Bid), 3 * TICK * 10);
		assert_eq!(held(&CAROL, HoldReason::Order), ORDER_DEPOSIT + HOLDING_BOND);
		assert_ok!(place(&ALICE, book, Side::Sell, 4, 25));
		assert_eq!(held(&ALICE, HoldReason::Order), ORDER_DEPOSIT);
		assert_eq!(shares(&ALICE), STAKE, "shares for sale are still hers");
		let placed =
			Event::OrderPlaced { book, number: 1, owner: ALICE, side: Side::Sell, price: 4 * TICK, quantity: 25 };
		assert_eq!(events().last(), Some(&placed));
		let depth = |side| Market::depth(book, side, 10);
		assert_eq!(depth(Side::Buy), vec![DepthLevel { price: 3 * TICK, quantity: 10, orders: 1 }]);
		assert_eq!(depth(Side::Sell), vec![DepthLevel { price: 4 * TICK, quantity: 25, orders: 1 }]);
	});
}

#[test]
fn shares_for_sale_earn_dividends() {
	execute(|| {
		let book = open();
		assert_ok!(place(&ALICE, book, Side::Sell, 4, STAKE));
		assert_ok!(Shares::deposit_revenue(RuntimeOrigin::signed(OPENER), 0, TALE, 1_000));
		assert_ok!(place(&CAROL, book, Side::Buy, 4, STAKE));
		let before = balance(&ALICE, &TALE);
		assert_ok!(Shares::claim_dividends(RuntimeOrigin::signed(ALICE), 0, TALE));
		assert_eq!(balance(&ALICE, &TALE) - before, 500 + HOLDING_BOND);
	});
}

/// 100 shares at 20 ticks of 7: 14,000, of which 0.5 % are the chain's and 3 % and 2 % the recipients'.
#[test]
fn a_sale_pays_seller_recipients_and_chain() {
	for asset in [TALE, DOLLAR] {
		execute(|| {
			let book = book_in(&asset);
			let of = |who: &AccountId| balance(who, &asset);
			let had = [PAINTER, WRITER, TREASURY].map(|who| of(&who));
			assert_ok!(place(&ALICE, book, Side::Sell, 20, 100));
			let (alice, carol) = (of(&ALICE), of(&CAROL));
			assert_ok!(call(&CAROL, order(book, Side::Buy, 20, 100, ImmediateOrCancel)));
			let bond = if asset == TALE { HOLDING_BOND } else { 0 };
			let deposit = if asset == TALE { ORDER_DEPOSIT } else { 0 };
			assert_eq!(of(&ALICE) - alice, 13_230 + deposit);
			assert_eq!(carol - of(&CAROL), 14_000 + bond);
			assert_eq!((shares(&ALICE), shares(&CAROL)), (STAKE - 100, 100));
			settle_fees();
			let earned = [PAINTER, WRITER, TREASURY].map(|who| of(&who));
			assert_eq!([0, 1, 2].map(|at: usize| earned[at] - had[at]), [420, 280, 70]);
			assert_eq!(fills(), vec![(0, ALICE, CAROL, 20 * TICK, 100)]);
			let taken = Event::Taken {
				book,
				taker: CAROL,
				side: Side::Buy,
				quantity: 100,
				turnover: 14_000,
				fee: 70,
				royalties: 700,
			};
			assert!(events().contains(&taken));
		});
	}
}

#[test]
fn a_seller_who_takes_pays_as_much() {
	for asset in [TALE, DOLLAR] {
		execute(|| {
			let book = book_in(&asset);
			let of = |who: &AccountId| balance(who, &asset);
			let carol = of(&CAROL);
			assert_ok!(place(&CAROL, book, Side::Buy, 20, 100));
			let alice = of(&ALICE);
			assert_ok!(place(&ALICE, book, Side::Sell, 1, 100));
			assert_eq!(of(&ALICE) - alice, 13_230, "at the price of the order that waited");
			let bond = if asset == TALE { HOLDING_BOND } else { 0 };
			assert_eq!(carol - of(&CAROL), 14_000 + bond);
			assert_eq!(held(&CAROL, HoldReason::Order), 0);
		});
	}
}

#[test]
fn best_price_first_then_first_come() {
	execute(|| {
		let book = open();
		assert_ok!(place(&ALICE, book, Side::Sell, 12, 10));
		assert_ok!(place(&BOB, book, Side::Sell, 10, 10));
		assert_ok!(place(&ALICE, book, Side::Sell, 10, 10));
		assert_ok!(place(&BOB, book, Side::Sell, 11, 10));
		let before = balance(&CAROL, &TALE);
		assert_ok!(place(&CAROL, book, Side::Buy, 12, 35));
		let price = |tick: Balance| tick * TICK;
		assert_eq!(
			fills(),
			vec![
				(1, BOB, CAROL, price(10), 10),
				(2, ALICE, CAROL, price(10), 10),
				(3, BOB, CAROL, price(11), 10),
				(0, ALICE, CAROL, price(12), 5),
			]
		);
		let paid = 20 * price(10) + 10 * price(11) + 5 * price(12);
		assert_eq!(before - balance(&CAROL, &TALE), paid + HOLDING_BOND, "better prices are the taker's gain");
		assert_eq!(queue(book, Side::Sell), vec![(12, 0, ALICE, 5)]);
	});
}

#[test]
fn what_is_left_waits_or_is_given_up_as_wanted() {
	execute(|| {
		let book = open();
		assert_ok!(place(&ALICE, book, Side::Sell, 10, 10));
		refused(&CAROL, order(book, Side::Buy, 10, 11, FillOrKill), E::NotFilled);
		refused(&CAROL, order(book, Side::Buy, 10, 11, PostOnly), E::WouldTrade);
		assert_ok!(call(&CAROL, order(book, Side::Buy, 9, 1, PostOnly)));
		assert_ok!(call(&CAROL, order(book, Side::Buy, 10, 4, FillOrKill)));
		assert_ok!(call(&CAROL, order(book, Side::Buy, 10, 4, ImmediateOrCancel)));
		assert_ok!(call(&BOB, order(book, Side::Buy, 10, 4, ImmediateOrCancel)));
		assert_eq!((shares(&CAROL), shares(&BOB)), (8, STAKE + 2));
		assert_eq!(held(&BOB, HoldReason::Bid), 0);
		assert_eq!(queue(book, Side::Buy), vec![(9, 1, CAROL, 1)]);
		assert_ok!(place(&ALICE, book, Side::Sell, 9, 3));
		assert_eq!(queue(book, Side::Sell), vec![(9, 2, ALICE, 2)]);
	});
}

#[test]
fn who_would_trade_with_themselves_loses_the_order_that_waits() {
	execute(|| {
		let book = open();
		let before = balance(&ALICE, &TALE);
		assert_ok!(place(&ALICE, book, Side::Sell, 10, 10));
		assert_ok!(place(&BOB, book, Side::Sell, 10, 10));
		assert_ok!(call(&ALICE, order(book, Side::Buy, 10, 10, ImmediateOrCancel)));
		assert_eq!(events().iter().filter(|event| matches!(event, Event::Filled { .. })).count(), 1);
		let removed = Event::OrderRemoved { book, number: 0, owner: ALICE, why: Removal::SelfTrade };
		assert!(events().contains(&removed));
		assert_eq!((shares(&ALICE), shares(&BOB)), (STAKE + 10, STAKE - 10));
		assert_eq!(before - balance(&ALICE, &TALE), 100 * TICK);
	});
}

#[test]
fn orders_that_expired_are_removed_when_met_and_by_anybody() {
	execute(|| {
		let book = open();
		refused(&ALICE, expiring(book, Side::Sell, 10, 1, 1), E::ExpiresInPast);
		assert_ok!(call(&ALICE, expiring(book, Side::Sell, 10, 10, 5)));
		assert_ok!(call(&ALICE, expiring(book, Side::Sell, 11, 10, 5)));
		assert_ok!(place(&ALICE, book, Side::Sell, 12, 10));
		System::set_block_number(4);
		refused(&BOB, Call::remove_expired { book, owner: ALICE, number: 0 }, E::NotExpired);
		System::set_block_number(5);
		refused(&BOB, Call::remove_expired { book, owner: ALICE, number: 2 }, E::NotExpired);
		assert_ok!(call(&BOB, Call::remove_expired { book, owner: ALICE, number: 1 }));
		assert_ok!(place(&CAROL, book, Side::Buy, 11, 10));
		assert_eq!((fills(), shares(&CAROL)), (vec![], 0));
		assert_eq!(queue(book, Side::Buy), vec![(11, 3, CAROL, 10)]);
		assert_eq!(
			(queue(book, Side::Sell), held(&ALICE, HoldReason::Order)),
			(vec![(12, 2, ALICE, 10)], ORDER_DEPOSIT)
		);
	});
}

#[test]
fn a_call_takes_sixteen_steps_and_gives_up_the_rest() {
	execute(|| {
		let book = open();
		for _ in 0..20 {
			assert_ok!(place(&ALICE, book, Side::Sell, 10, 1));
		}
		refused(&CAROL, order(book, Side::Buy, 10, 17, FillOrKill), E::NotFilled);
		assert_ok!(place(&CAROL, book, Side::Buy, 10, 18));
		assert_eq!((fills().len(), shares(&CAROL)), (16, 16));
		assert_eq!((queue(book, Side::Buy), held(&CAROL, HoldReason::Bid)), (vec![], 0), "it cannot wait there");
		assert_ok!(place(&CAROL, book, Side::Buy, 10, 5));
		assert_eq!(queue(book, Side::Buy), vec![(10, 20, CAROL, 1)]);
	});
}

#[test]
fn refuses_what_makes_no_sense_or_cannot_be_paid() {
	execute(|| {
		let book = open();
		let buy = |tick, quantity| order(book, Side::Buy, tick, quantity, GoodTillCancelled);
		refused(&CAROL, order(9, Side::Buy, 1, 1, GoodTillCancelled), E::UnknownBook);
		refused(&CAROL, buy(1, 0), E::ZeroAmount);
		refused(&CAROL, buy(0, 1), E::NotAPrice);
		refused(&CAROL, buy(4_096, 1), E::NotAPrice);
		refused(&CAROL, buy(2, u128::MAX / 2), E::CostTooLarge);
		refused(&CAROL, buy(1, WEALTH), E::NotEnoughMoney);
		refused(&POOR, buy(1, 1), E::NotEnoughMoney);
		refused(&CAROL, order(book, Side::Sell, 1, 1, GoodTillCancelled), E::NotEnoughShares);
		refused(&ALICE, order(book, Side::Sell, 1, STAKE + 1, GoodTillCancelled), E::NotEnoughShares);
		assert_ok!(Shares::transfer(RuntimeOrigin::signed(ALICE), 0, POOR, 5));
		refused(&POOR, order(book, Side::Sell, 1, 5, GoodTillCancelled), E::DepositNotPaid);
		let dollars = book_in(&DOLLAR);
		refused(&POOR, order(dollars, Side::Buy, 1, 1, GoodTillCancelled), E::NotEnoughMoney);
	});
}

#[test]
fn a_taker_who_cannot_pay_for_a_row_of_shares_is_told() {
	execute(|| {
		let book = open();
		assert_ok!(place(&ALICE, book, Side::Sell, 1, 1));
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(BOB), POOR, TICK + HOLDING_BOND - 1));
		let buy = || order(book, Side::Buy, 1, 1, ImmediateOrCancel);
		refused(&POOR, buy(), pallet_shares::Error::<Test>::BondNotPaid);
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(BOB), POOR, 1));
		assert_ok!(call(&POOR, buy()));
	});
}

/// Whose bid waits can spend all other money: the deposit pays for the row of shares.
#[test]
fn a_bid_of_somebody_who_has_nothing_else_is_filled() {
	execute(|| {
		let book = open();
		assert_ok!(place(&CAROL, book, Side::Buy, 10, 10));
		let free = <Balances as frame_support::traits::fungible::Inspect<_>>::reducible_balance(
			&CAROL,
			Preservation::Preserve,
			frame_support::traits::tokens::Fortitude::Polite,
		);
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(CAROL), BOB, free));
		assert_ok!(place(&ALICE, book, Side::Sell, 10, 4));
		assert_eq!((shares(&CAROL), held(&CAROL, HoldReason::Order)), (4, ORDER_DEPOSIT));
		// Who gives these shares away, and the bond with them, cannot be filled again, and stands in nobody's way.
		assert_ok!(Shares::transfer(RuntimeOrigin::signed(CAROL), 0, BOB, 4));
		let bond = HOLDING_BOND;
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(CAROL), BOB, bond));
		assert_ok!(place(&BOB, book, Side::Buy, 9, 6));
		assert_ok!(place(&ALICE, book, Side::Sell, 9, 6));
		let removed = Event::OrderRemoved { book, number: 0, owner: CAROL, why: Removal::Unfillable };
		assert!(events().contains(&removed));
		assert_eq!((held(&CAROL, HoldReason::Bid), held(&CAROL, HoldReason::Order)), (0, 0));
		assert_eq!(shares(&BOB), STAKE + 4 + 6);
	});
}

#[test]
fn royalties_that_an_account_cannot_take_are_the_chains() {
	execute(|| {
		let content = register();
		let nobody = AccountId::new([77; 32]);
		let recipients = vec![(nobody.clone(), 100_000)].try_into().unwrap();
		assert_ok!(call(&CREATOR, Call::set_royalties { content, recipients }));
		assert_ok!(call(&OPENER, Call::open_book { content, asset: TALE, tick_size: 1 }));
		assert_ok!(place(&ALICE, 0, Side::Sell, 1, 90));
		assert_ok!(place(&CAROL, 0, Side::Buy, 1, 90));
		// 90: 80 to the seller (80.55), 9 to the recipient, who would need 10 to exist, 1 to the chain.
		assert_eq!((balance(&nobody, &TALE), waiting_fees()), (0, 10));
	});
}

#[test]
fn fees_that_wait_are_settled_where_a_block_has_room() {
	use frame_support::{traits::Hooks, weights::Weight};
	execute(|| {
		let book = open();
		let look = <Test as frame_system::Config>::DbWeight::get().reads(1);
		let settle = <Test as Config>::WeightInfo::settle_fees();
		let idle = |room: Weight| <Market as Hooks<u32>>::on_idle(1, room);
		assert_eq!(idle(Weight::MAX), look);
		assert_ok!(place(&ALICE, book, Side::Sell, 20, 100));
		assert_ok!(place(&CAROL, book, Side::Buy, 20, 100));
		assert_eq!(waiting_fees(), 70);
		assert_eq!(idle(settle - Weight::from_parts(1, 0)), Weight::zero());
		assert_eq!(waiting_fees(), 70);
		assert_eq!(idle(settle), settle);
		assert_eq!((waiting_fees(), balance(&TREASURY, &TALE)), (0, ED + 70));
	});
}
