//! Claims of dividends.

use crate::{mock::*, *};
use frame_support::{assert_ok, traits::fungibles::hold::Mutate};

type E = Error<Test>;

fn claiming(content: u32, asset: Asset) -> Call<Test> {
	Call::claim_dividends { content, asset }
}

#[test]
fn pays_whole_units_and_keeps_the_rest() {
	execute(|| {
		let content = register(&[(ALICE, 1), (BOB, 2)]);
		assert_ok!(deposit(content, &DOLLAR, 5));
		assert_ok!(claim(&ALICE, content, &DOLLAR));
		assert_eq!(last_event(), Event::DividendsClaimed { content, asset: DOLLAR, who: ALICE, amount: 1 });
		assert_ok!(claim(&BOB, content, &DOLLAR));
		assert_eq!([ALICE, BOB].map(|who| balance(&who, &DOLLAR) - WEALTH), [1, 3]);
		assert_ok!(deposit(content, &DOLLAR, 1));
		assert_ok!(claim(&ALICE, content, &DOLLAR));
		assert_ok!(claim(&BOB, content, &DOLLAR));
		assert_eq!([ALICE, BOB].map(|who| balance(&who, &DOLLAR) - WEALTH), [2, 4]);
		assert_eq!(pot(content, &DOLLAR), LEAST);
	});
}

#[test]
fn each_asset_is_claimed_by_itself() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_ok!(deposit(content, &TALE, 100));
		assert_ok!(deposit(content, &DOLLAR, 9));
		assert_ok!(claim(&ALICE, content, &TALE));
		assert_eq!([TALE, DOLLAR].map(|asset| pending(&ALICE, content, &asset)), [0, 9]);
	});
}

#[test]
fn anybody_claims_for_another_who_is_paid() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_ok!(deposit(content, &TALE, 100));
		let before = balance(&BOB, &TALE);
		assert_ok!(call(&BOB, Call::claim_dividends_for { content, asset: TALE, account: ALICE }));
		assert_eq!((balance(&ALICE, &TALE), balance(&BOB, &TALE)), (WEALTH + 100, before));
	});
}

#[test]
fn shares_on_hold_earn_for_their_owner() {
	execute(|| {
		let content = register(&[(ALICE, 6), (BOB, 4)]);
		assert_ok!(Shares::hold(content, &ORDER, &ALICE, 6));
		assert_ok!(deposit(content, &TALE, 10));
		assert_ok!(claim(&ALICE, content, &TALE));
		assert_eq!(balance(&ALICE, &TALE), WEALTH + 6);
	});
}

#[test]
fn who_left_claims_later_and_then_the_row_goes() {
	execute(|| {
		let content = register(&[(ALICE, 6), (BOB, 4)]);
		assert_ok!(deposit(content, &TALE, 10));
		assert_ok!(deposit(content, &EURO, 10));
		assert_ok!(transfer(&ALICE, content, &BOB, 6));
		assert_eq!(bonded(&ALICE, HoldReason::Holding), HOLDING_BOND);
		assert_ok!(deposit(content, &TALE, 10));
		assert_ok!(claim(&ALICE, content, &TALE));
		assert_eq!(BookOf::<Test>::get(content).unwrap().holders, 2, "it is owed another asset");
		assert_ok!(claim(&ALICE, content, &EURO));
		assert_eq!(BookOf::<Test>::get(content).unwrap().holders, 1);
		assert_eq!(bonded(&ALICE, HoldReason::Holding), 0);
		assert_eq!(balance(&ALICE, &TALE), WEALTH + HOLDING_BOND + 6);
		refused(&ALICE, claiming(content, TALE), E::NoHolding);
	});
}

#[test]
fn refuses_where_nothing_is_due_or_can_be() {
	execute(|| {
		let content = register(&[(ALICE, 1), (BOB, 2)]);
		refused(&ALICE, claiming(content, TALE), E::NothingToClaim);
		assert_ok!(deposit(content, &TALE, 2));
		refused(&ALICE, claiming(content, TALE), E::NothingToClaim);
		refused(&CAROL, claiming(content, TALE), E::NoHolding);
		refused(&ALICE, claiming(content, DOLLAR), E::NotOpen);
		refused(&ALICE, claiming(9, TALE), E::UnknownContent);
	});
}

#[test]
fn a_frozen_asset_is_paid_once_it_thaws() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_ok!(deposit(content, &DOLLAR, 100));
		assert_ok!(Assets::freeze_asset(RuntimeOrigin::signed(BRAND), 1));
		refused(&ALICE, claiming(content, DOLLAR), sp_runtime::TokenError::Frozen);
		assert_ok!(Assets::thaw_asset(RuntimeOrigin::signed(BRAND), 1));
		assert_ok!(claim(&ALICE, content, &DOLLAR));
	});
}
