//! Shares as other pallets see them.

use crate::{mock::*, *};
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungibles::{
			hold::{Inspect as _, Mutate as _, Unbalanced as _},
			Inspect, Mutate, Unbalanced,
		},
		tokens::{
			DepositConsequence,
			Fortitude::Polite,
			Precision::{BestEffort, Exact},
			Preservation::{Expendable, Preserve},
			Provenance, Restriction, WithdrawConsequence,
		},
	},
};

type E = Error<Test>;

#[test]
fn the_supply_is_what_was_registered_and_nothing_changes_it() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_eq!((Shares::total_issuance(content), Shares::minimum_balance(content)), (10, 1));
		assert!(Shares::asset_exists(content) && !Shares::asset_exists(9));
		assert_eq!(Shares::total_issuance(9), 0);
		assert_ok!(Shares::hold(content, &ORDER, &ALICE, 4));
		assert_noop!(Shares::mint_into(content, &ALICE, 1), E::SupplyFixed);
		assert_noop!(Shares::burn_from(content, &ALICE, 1, Expendable, BestEffort, Polite), E::SupplyFixed);
		assert_noop!(Shares::shelve(content, &ALICE, 1), E::SupplyFixed);
		assert_noop!(Shares::restore(content, &ALICE, 1), E::SupplyFixed);
		assert_noop!(Shares::write_balance(content, &ALICE, 1), E::SupplyFixed);
		assert_noop!(Shares::increase_balance(content, &ALICE, 1, Exact), E::SupplyFixed);
		assert_noop!(Shares::decrease_balance(content, &ALICE, 1, Exact, Expendable, Polite), E::SupplyFixed);
		assert_noop!(Shares::set_balance_on_hold(content, &ORDER, &ALICE, 1), E::SupplyFixed);
		assert_noop!(Shares::burn_held(content, &ORDER, &ALICE, 1, BestEffort, Polite), E::SupplyFixed);
		assert_noop!(Shares::burn_all_held(content, &ORDER, &ALICE, BestEffort, Polite), E::SupplyFixed);
		assert_eq!(Shares::set_balance(content, &ALICE, 3), 6);
		Shares::set_total_issuance(content, 3);
		assert_eq!(Shares::total_issuance(content), 10);
	});
}

#[test]
fn held_shares_stay_the_owners_and_cannot_be_moved_by_it() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_ok!(Shares::hold(content, &ORDER, &ALICE, 7));
		assert_eq!(last_event(), Event::Held { content, who: ALICE, reason: ORDER, amount: 7 });
		assert_eq!((Shares::balance(content, &ALICE), Shares::total_balance(content, &ALICE)), (3, 10));
		assert_eq!(Shares::balance_on_hold(content, &ORDER, &ALICE), 7);
		assert_eq!(Shares::balance_on_hold(content, &RAISE, &ALICE), 0);
		assert_eq!(Shares::total_balance_on_hold(content, &ALICE), 7);
		assert_noop!(Shares::hold(content, &ORDER, &ALICE, 4), E::NotEnoughShares);
		assert_noop!(hand_over(content, &ALICE, &BOB, 4, Expendable), E::NotEnoughShares);
		assert_eq!(Shares::can_withdraw(content, &ALICE, 3), WithdrawConsequence::Success);
		assert_eq!(Shares::can_withdraw(content, &ALICE, 4), WithdrawConsequence::Frozen);
		assert_eq!(Shares::can_withdraw(content, &ALICE, 11), WithdrawConsequence::BalanceLow);
		assert_eq!(Shares::can_withdraw(9, &ALICE, 1), WithdrawConsequence::UnknownAsset);
	});
}

#[test]
fn released_shares_are_free_again() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_ok!(Shares::hold(content, &ORDER, &ALICE, 7));
		assert_eq!(Shares::release(content, &ORDER, &ALICE, 3, Exact), Ok(3));
		assert_eq!(last_event(), Event::Released { content, who: ALICE, reason: ORDER, amount: 3 });
		assert_noop!(Shares::release(content, &ORDER, &ALICE, 5, Exact), E::NotEnoughShares);
		assert_eq!(Shares::release(content, &ORDER, &ALICE, 5, BestEffort), Ok(4));
		assert_eq!(Shares::release(content, &ORDER, &ALICE, 5, BestEffort), Ok(0));
		assert_eq!(Shares::release(content, &ORDER, &BOB, 5, BestEffort), Ok(0));
		assert_eq!(Shares::balance(content, &ALICE), 10);
	});
}

#[test]
fn holds_for_different_reasons_are_kept_apart_and_their_number_is_bounded() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_ok!(Shares::hold(content, &ORDER, &ALICE, 1));
		assert_ok!(Shares::hold(content, &RAISE, &ALICE, 2));
		assert!(Shares::hold_available(content, &RAISE, &ALICE));
		assert!(!Shares::hold_available(content, &LOAN, &ALICE));
		assert!(!Shares::hold_available(9, &RAISE, &ALICE));
		assert_noop!(Shares::hold(content, &LOAN, &ALICE, 1), E::TooManyHolds);
		assert_eq!(Shares::release(content, &ORDER, &ALICE, 1, Exact), Ok(1));
		assert_ok!(Shares::hold(content, &LOAN, &ALICE, 1));
		assert_eq!([ORDER, RAISE, LOAN].map(|reason| Shares::balance_on_hold(content, &reason, &ALICE)), [0, 2, 1]);
	});
}

#[test]
fn a_buyer_pays_for_its_row_itself() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_ok!(Shares::hold(content, &ORDER, &ALICE, 10));
		let deliver = |to, amount| {
			Shares::transfer_on_hold(content, &ORDER, &ALICE, to, amount, Exact, Restriction::Free, Polite)
		};
		assert_eq!(Shares::can_deposit(content, &POOR, 1, Provenance::Extant), DepositConsequence::CannotCreate);
		assert_eq!(Shares::can_deposit(content, &BOB, 1, Provenance::Extant), DepositConsequence::Success);
		assert_eq!(Shares::can_deposit(9, &BOB, 1, Provenance::Extant), DepositConsequence::UnknownAsset);
		assert_noop!(deliver(&POOR, 1), E::BondNotPaid);
		assert_eq!(deliver(&BOB, 4), Ok(4));
		assert_eq!((Shares::balance(content, &BOB), Shares::total_balance_on_hold(content, &ALICE)), (4, 6));
		assert_eq!((balance(&BOB, &TALE), bonded(&BOB, HoldReason::Holding)), (WEALTH - HOLDING_BOND, HOLDING_BOND));
		assert_noop!(deliver(&BOB, 7), E::NotEnoughShares);
		assert_eq!(deliver(&ALICE, 2), Ok(2), "to oneself: released");
		assert_eq!(Shares::balance(content, &ALICE), 2);
	});
}

#[test]
fn held_shares_can_stay_held_with_their_new_owner() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_ok!(Shares::hold(content, &ORDER, &ALICE, 5));
		let moved = |amount, precision| {
			Shares::transfer_on_hold(content, &ORDER, &ALICE, &BOB, amount, precision, Restriction::OnHold, Polite)
		};
		assert_eq!(moved(2, Exact), Ok(2));
		assert_eq!(moved(9, BestEffort), Ok(3));
		assert_eq!(moved(9, BestEffort), Ok(0));
		assert_eq!(Shares::balance_on_hold(content, &ORDER, &BOB), 5);
		assert_eq!(Shares::transfer_and_hold(content, &RAISE, &ALICE, &BOB, 1, Exact, Preserve, Polite), Ok(1));
		assert_eq!(Shares::balance_on_hold(content, &RAISE, &BOB), 1);
		let all = Shares::transfer_and_hold(content, &RAISE, &ALICE, &BOB, 4, Exact, Preserve, Polite);
		assert_noop!(all, E::MustKeepShare);
		let third = Shares::transfer_and_hold(content, &LOAN, &ALICE, &BOB, 1, Exact, Preserve, Polite);
		assert_noop!(third, E::TooManyHolds);
	});
}

#[test]
fn who_is_to_stay_keeps_a_share() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_eq!(Shares::reducible_balance(content, &ALICE, Preserve, Polite), 9);
		assert_eq!(Shares::reducible_balance(content, &ALICE, Expendable, Polite), 10);
		assert_noop!(hand_over(content, &ALICE, &BOB, 10, Preserve), E::MustKeepShare);
		assert_eq!(Shares::can_withdraw(content, &ALICE, 10), WithdrawConsequence::ReducedToZero(0));
		assert_ok!(Shares::hold(content, &ORDER, &ALICE, 1));
		assert_eq!(Shares::reducible_balance(content, &ALICE, Preserve, Polite), 9, "the one on hold is enough");
		assert_ok!(hand_over(content, &ALICE, &BOB, 9, Preserve));
	});
}

#[test]
fn a_refused_movement_changes_nothing_even_without_a_call_around_it() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		let holders = |count| BookOf::<Test>::mutate(content, |books| books.as_mut().unwrap().holders = count);
		holders(u32::MAX);
		// It turns out only after the receiver's bond was taken.
		assert_noop!(hand_over(content, &ALICE, &BOB, 1, Expendable), E::Overflow);
		holders(1);
		assert_ok!(hand_over(content, &ALICE, &BOB, 1, Expendable));
	});
}
