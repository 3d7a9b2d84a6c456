//! Contributions, the whitelist phase, and withdrawals.

use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::{
	raise::{RaiseTerms, Stage, Whitelist, WhitelistProof},
	Balance,
};

#[test]
fn a_contribution_is_on_hold_for_the_raise() {
	execute(|| {
		let raise = open();
		let before = total(&ALICE);
		assert_ok!(give(&ALICE, raise, 100));
		assert_ok!(give(&ALICE, raise, 23));
		assert_ok!(give(&BOB, raise, 1_000));
		assert_eq!((before - total(&ALICE), pot(raise)), (123, 1_123), "what one gives is what the raise has");
		assert_eq!(held(&ALICE, HoldReason::Backing), BACKING_DEPOSIT + HOLDING_BOND, "one deposit for a row");
		let Raise { backers, progress, .. } = row(raise);
		assert_eq!((backers, progress.total), (2, 1_123));
		assert_eq!(Backings::<Test>::get(ALICE, raise).unwrap().contribution, 123);
		assert_eq!(events()[2], Event::Contributed { raise, backer: ALICE, amount: 23, total: 123 });
	});
}

#[test]
fn contributions_are_taken_within_the_limits_only() {
	execute(|| {
		let raise = open();
		at(4);
		let of = |amount| Call::contribute { raise, amount, proof: None };
		refused(&ALICE, of(100), Error::<Test>::NotOpen);
		at(5);
		refused(&ALICE, of(0), Error::<Test>::ZeroAmount);
		refused(&ALICE, Call::contribute { raise: 9, amount: 1, proof: None }, Error::<Test>::UnknownRaise);
		refused(&CREATOR, of(100), Error::<Test>::OwnRaise);
		refused(&ALICE, of(9), Error::<Test>::BelowLeast);
		refused(&ALICE, of(4_000_001), Error::<Test>::AboveMost);
		refused(&ALICE, of(5_000_001), Error::<Test>::AboveHardCap);
		refused(&ALICE, of(Balance::MAX), Error::<Test>::AboveHardCap);
		refused(&POOR, of(GIFT + 1), Error::<Test>::NotEnoughMoney);
		refused(&TREASURY, of(10), Error::<Test>::DepositNotPaid);
		assert_ok!(give(&ALICE, raise, 10));
		assert_ok!(give(&ALICE, raise, 1));
		refused(&ALICE, of(3_999_990), Error::<Test>::AboveMost);
		at(20);
		refused(&ALICE, of(100), Error::<Test>::NotOpen);
	});
}

#[test]
fn reaching_the_hard_cap_is_the_success() {
	execute(|| {
		let raise = open();
		assert_ok!(give(&ALICE, raise, 4_000_000));
		assert_ok!(give(&BOB, raise, 999_995));
		refused(&CAROL, Call::contribute { raise, amount: 4, proof: None }, Error::<Test>::BelowLeast);
		assert_eq!(stage(raise), Stage::Public);
		// Less than the least, but all that is missing: nobody can keep a raise from being filled.
		assert_ok!(give(&CAROL, raise, 5));
		assert_eq!(stage(raise), Stage::Funded);
		refused(&CAROL, Call::contribute { raise, amount: 1, proof: None }, Error::<Test>::NotOpen);
		refused(&CAROL, Call::withdraw { raise }, Error::<Test>::NotOpen);
	});
}

#[test]
fn in_the_whitelist_phase_only_those_on_the_list_contribute() {
	execute(|| {
		let list = [ALICE, BOB, POOR];
		let whitelist = Whitelist::of(&list);
		let raise = open_with(RaiseTerms { public: 10, whitelist, ..terms() });
		assert_eq!(stage(raise), Stage::Whitelist);
		let of = |index| Call::contribute { raise, amount: 50, proof: WhitelistProof::of(&list, index) };
		refused(&ALICE, Call::contribute { raise, amount: 50, proof: None }, Error::<Test>::NotWhitelisted);
		refused(&ALICE, of(1), Error::<Test>::NotWhitelisted);
		refused(&CAROL, of(0), Error::<Test>::NotWhitelisted);
		assert_ok!(call(&ALICE, of(0)));
		assert_ok!(call(&POOR, of(2)));
		at(10);
		assert_eq!(stage(raise), Stage::Public);
		assert_ok!(give(&CAROL, raise, 50));
		assert_eq!(pot(raise), 150);
	});
}

#[test]
fn a_withdrawal_gives_back_everything() {
	execute(|| {
		let raise = open();
		let (alice, bob) = (total(&ALICE), total(&BOB));
		assert_ok!(give(&ALICE, raise, 500));
		assert_ok!(give(&BOB, raise, 700));
		refused(&CAROL, Call::withdraw { raise }, Error::<Test>::NotBacker);
		refused(&ALICE, Call::withdraw { raise: 4 }, Error::<Test>::UnknownRaise);
		at(19);
		assert_ok!(call(&ALICE, Call::withdraw { raise }));
		assert_eq!((total(&ALICE), total(&BOB), pot(raise)), (alice, bob - 700, 700));
		assert_eq!(held(&ALICE, HoldReason::Backing), 0);
		assert_eq!((row(raise).backers, row(raise).progress.total), (1, 700));
		refused(&ALICE, Call::withdraw { raise }, Error::<Test>::NotBacker);
		at(20);
		refused(&BOB, Call::withdraw { raise }, Error::<Test>::NotOpen);
	});
}
