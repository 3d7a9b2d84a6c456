//! Revenue: what content earns in, and deposits of it.

use crate::{mock::*, *};
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungible::{Balanced, NativeOrWithId},
		tokens::{Fortitude, Precision, Preservation},
		Imbalance,
	},
};
use promptale_primitives::{
	content::{ContentId, ContentRegister},
	Balance,
};
use sp_runtime::TokenError;

type E = Error<Test>;

fn deposited(content: ContentId) -> Vec<(Asset, Balance)> {
	let revenues = Shares::content(content).unwrap().revenues;
	revenues.into_iter().map(|revenue| (revenue.asset, revenue.deposited)).collect()
}

fn opening(content: ContentId, asset: Asset) -> Call<Test> {
	Call::open_revenue { content, asset }
}

fn depositing(content: ContentId, asset: Asset, amount: Balance) -> Call<Test> {
	Call::deposit_revenue { content, asset, amount }
}

fn take(amount: Balance) -> CreditOf<Test> {
	let (precision, preservation) = (Precision::Exact, Preservation::Preserve);
	<Balances as Balanced<_>>::withdraw(&BRAND, amount, precision, preservation, Fortitude::Polite).unwrap()
}

#[test]
fn a_deposit_lies_in_the_contents_own_pot_and_changes_no_holders_row() {
	execute(|| {
		let (one, other) = (register(&[(ALICE, 6), (BOB, 4)]), register(&[(ALICE, 1)]));
		let before = rows(one);
		assert_ok!(deposit(one, &TALE, 70));
		let deposited = Event::RevenueDeposited { content: one, asset: TALE, from: Some(BRAND), amount: 70 };
		assert_eq!(last_event(), deposited);
		assert_eq!((pot(one, &TALE), pot(other, &TALE)), (ED + 70, ED));
		assert_eq!(rows(one), before);
		assert_eq!([ALICE, BOB].map(|who| pending(&who, one, &TALE)), [42, 28]);
	});
}

#[test]
fn the_first_deposit_opens_an_asset_at_the_depositors_expense() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_ok!(deposit(content, &DOLLAR, 50));
		assert_eq!(deposited(content), [(TALE, 0), (DOLLAR, 50)]);
		assert_eq!(bonded(&BRAND, HoldReason::Revenue), REVENUE_BOND);
		assert_eq!(balance(&BRAND, &DOLLAR), WEALTH - 50 - LEAST);
		assert_ok!(deposit(content, &DOLLAR, 50));
		assert_eq!(bonded(&BRAND, HoldReason::Revenue), REVENUE_BOND, "once");
	});
}

#[test]
fn what_was_earned_before_a_share_was_bought_is_not_its_buyers() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_ok!(deposit(content, &DOLLAR, 100));
		assert_ok!(transfer(&ALICE, content, &BOB, 5));
		assert_ok!(deposit(content, &DOLLAR, 10));
		assert_eq!([ALICE, BOB].map(|who| pending(&who, content, &DOLLAR)), [105, 5]);
	});
}

#[test]
fn shares_from_before_an_asset_was_opened_earn_in_it() {
	execute(|| {
		let content = register(&[(ALICE, 6), (BOB, 4)]);
		assert_ok!(deposit(content, &TALE, 10));
		assert_ok!(claim(&ALICE, content, &TALE));
		assert_ok!(deposit(content, &EURO, 10));
		assert_eq!([ALICE, BOB].map(|who| pending(&who, content, &EURO)), [6, 4]);
	});
}

#[test]
fn the_creator_opens_the_last_asset_and_there_is_no_fifth() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_ok!(call(&BRAND, opening(content, DOLLAR)));
		assert_eq!(last_event(), Event::RevenueOpened { content, asset: DOLLAR, opener: BRAND });
		assert_ok!(call(&BRAND, opening(content, EURO)));
		refused(&BRAND, opening(content, YEN), E::LastPlaceIsCreators);
		refused(&BRAND, depositing(content, YEN, 5), E::LastPlaceIsCreators);
		assert_ok!(call(&CREATOR, opening(content, YEN)));
		assert_eq!(bonded(&CREATOR, HoldReason::Revenue), REVENUE_BOND);
		refused(&CREATOR, opening(content, POUND), E::TooManyRevenues);
		assert_ok!(deposit(content, &YEN, 5));
	});
}

#[test]
fn refuses_to_open_what_is_open_unknown_or_not_paid_for() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		refused(&BRAND, opening(content, TALE), E::AlreadyOpen);
		refused(&BRAND, opening(content, NativeOrWithId::WithId(9)), E::UnknownAsset);
		refused(&BRAND, opening(9, DOLLAR), E::UnknownContent);
		refused(&POOR, opening(content, DOLLAR), TokenError::FundsUnavailable);
	});
}

#[test]
fn refuses_to_deposit_nothing_too_much_or_for_what_is_not_registered() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		refused(&BRAND, depositing(content, TALE, 0), E::ZeroAmount);
		refused(&BRAND, depositing(9, TALE, 1), E::UnknownContent);
		refused(&BRAND, depositing(content, TALE, WEALTH), TokenError::NotExpendable);
		refused(&BRAND, depositing(content, DOLLAR, WEALTH), TokenError::FundsUnavailable);
		assert_ok!(deposit(content, &DOLLAR, 1));
		refused(&BRAND, depositing(content, DOLLAR, Balance::MAX), E::Overflow);
	});
}

#[test]
fn other_pallets_deposit_from_an_account_or_a_credit() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_eq!(<Shares as ContentRegister<_, _, _>>::creator(content), Some(CREATOR));
		assert_eq!(<Shares as ContentRegister<_, _, _>>::creator(9), None);
		assert_ok!(<Shares as ContentRegister<_, _, _>>::deposit(content, DOLLAR, &BRAND, 5));
		assert_ok!(Shares::deposit_credit(content, take(7)));
		let deposited_event = Event::RevenueDeposited { content, asset: TALE, from: None, amount: 7 };
		assert_eq!(last_event(), deposited_event);
		assert_eq!(deposited(content), [(TALE, 7), (DOLLAR, 5)]);
		let wrong = <Shares as ContentRegister<_, _, _>>::deposit(9, DOLLAR, &BRAND, 5);
		assert_noop!(wrong, E::UnknownContent);
	});
}

#[test]
fn a_credit_that_nobody_can_have_comes_back() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		let refused = Shares::deposit_credit(9, take(7)).unwrap_err();
		assert_eq!(refused.peek(), 7);
		BookOf::<Test>::mutate(content, |books| books.as_mut().unwrap().revenues[0].deposited = Balance::MAX - 6);
		let refused = Shares::deposit_credit(content, refused).unwrap_err();
		assert_eq!(refused.peek(), 7);
		BookOf::<Test>::mutate(content, |books| books.as_mut().unwrap().revenues[0].deposited = 0);
		assert_ok!(Shares::deposit_credit(content, refused));
		assert_ok!(Shares::deposit_credit(content, take(0)));
		assert_eq!(deposited(content), [(TALE, 7)]);
	});
}
