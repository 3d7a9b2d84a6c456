//! Transfers that the sender signs.

use crate::{mock::*, *};
use frame_support::{assert_ok, traits::fungibles::hold::Mutate};

type E = Error<Test>;

#[test]
fn shares_move_and_the_sender_pays_for_the_receivers_row() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_ok!(transfer(&ALICE, content, &POOR, 4));
		assert_eq!(last_event(), Event::Transferred { content, from: ALICE, to: POOR, amount: 4 });
		assert_eq!([ALICE, POOR].map(|who| shares(&who, content)), [6, 4]);
		assert_eq!(balance(&ALICE, &TALE), WEALTH - HOLDING_BOND);
		assert_eq!(bonded(&POOR, HoldReason::Holding), HOLDING_BOND);
		assert_ok!(transfer(&ALICE, content, &POOR, 1));
		assert_eq!(balance(&ALICE, &TALE), WEALTH - HOLDING_BOND, "once");
	});
}

#[test]
fn an_empty_row_goes_and_its_bond_comes_back() {
	execute(|| {
		let content = register(&[(ALICE, 10), (BOB, 5)]);
		assert_ok!(transfer(&ALICE, content, &BOB, 10));
		assert!(!Holdings::<Test>::contains_key(&ALICE, content));
		assert_eq!(BookOf::<Test>::get(content).unwrap().holders, 1);
		assert_eq!(bonded(&ALICE, HoldReason::Holding), 0);
		assert_eq!(balance(&ALICE, &TALE), WEALTH + HOLDING_BOND, "it was the creator's gift");
	});
}

#[test]
fn who_leaves_keeps_whole_units_and_leaves_the_rest_to_who_took_the_last_share() {
	execute(|| {
		let content = register(&[(ALICE, 1), (BOB, 2)]);
		assert_ok!(deposit(content, &TALE, 5));
		assert_ok!(transfer(&ALICE, content, &CAROL, 1));
		// A third of five: one unit and two thirds.
		assert_eq!([ALICE, BOB, CAROL].map(|who| pending(&who, content, &TALE)), [1, 3, 0]);
		assert_ok!(claim(&ALICE, content, &TALE));
		assert!(!Holdings::<Test>::contains_key(&ALICE, content));
		// Another third makes it one.
		assert_ok!(deposit(content, &TALE, 1));
		assert_eq!([BOB, CAROL].map(|who| pending(&who, content, &TALE)), [4, 1]);
		for who in [&BOB, &CAROL] {
			assert_ok!(claim(who, content, &TALE));
		}
		assert_eq!(pot(content, &TALE), ED, "all of it is paid");
	});
}

#[test]
fn refuses_more_than_is_free() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		refused(&ALICE, Call::transfer { content, to: BOB, amount: 11 }, E::NotEnoughShares);
		assert_ok!(Shares::hold(content, &ORDER, &ALICE, 3));
		refused(&ALICE, Call::transfer { content, to: BOB, amount: 8 }, E::NotEnoughShares);
		refused(&BOB, Call::transfer { content, to: ALICE, amount: 1 }, E::NotEnoughShares);
		assert_ok!(transfer(&ALICE, content, &BOB, 7));
	});
}

#[test]
fn refuses_nothing_oneself_nobody_and_what_is_not_registered() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		refused(&ALICE, Call::transfer { content, to: BOB, amount: 0 }, E::ZeroAmount);
		refused(&ALICE, Call::transfer { content, to: ALICE, amount: 1 }, E::ToSelf);
		refused(&ALICE, Call::transfer { content, to: NOBODY, amount: 1 }, E::NoAccount);
		refused(&ALICE, Call::transfer { content: 9, to: BOB, amount: 1 }, E::UnknownContent);
	});
}

#[test]
fn refuses_a_sender_who_cannot_pay_for_the_receivers_row() {
	execute(|| {
		let content = register(&[(POOR, 10), (BOB, 1)]);
		refused(&POOR, Call::transfer { content, to: ALICE, amount: 1 }, E::BondNotPaid);
		assert_ok!(transfer(&POOR, content, &BOB, 1));
	});
}
