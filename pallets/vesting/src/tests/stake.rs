//! Vesting funds as stake: bonded, voted with, slashed, never spent.

use crate::{mock::*, *};
use frame_support::{
	assert_noop, assert_ok,
	traits::fungible::{Inspect, MutateHold},
};

/// `POOR` and `RICH` have 500 vesting over blocks 1 to 101.
fn with_grants(test: impl FnOnce()) {
	execute(|| {
		assert_ok!(grant(POOR, schedule(1, 101, 500)));
		assert_ok!(grant(RICH, schedule(1, 101, 500)));
		test();
	});
}

#[test]
fn vesting_funds_can_be_bonded_and_not_spent_after() {
	with_grants(|| {
		assert_ok!(bond(POOR, 300));
		assert_eq!((seen(POOR).held, seen(POOR).staked, spendable(POOR)), (200, 300, 0));
		assert!(bond(POOR, 201).is_err(), "no more than there is");
	});
	with_grants(|| {
		assert_ok!(bond(POOR, 500));
		assert_eq!((seen(POOR).held, spendable(POOR)), (0, 0));
		withdraw(POOR, 350);
		assert_eq!((seen(POOR).held, seen(POOR).staked, spendable(POOR)), (350, 150, 0));
	});
}

#[test]
fn what_an_account_can_spend_is_what_it_has_less_what_is_unvested() {
	with_grants(|| {
		assert_eq!(spendable(RICH), 1_000);
		assert_ok!(bond(RICH, 400));
		assert_eq!(spendable(RICH), 1_000, "vesting funds are bonded first");
		assert_ok!(bond(RICH, 300));
		assert_eq!((seen(RICH).held, spendable(RICH)), (0, 800), "then others");
		at(51);
		assert_ok!(claim(RICH));
		assert_eq!((seen(RICH).held, spendable(RICH)), (0, 800), "the stake is still larger");
		withdraw(RICH, 700);
		assert_eq!((seen(RICH).held, spendable(RICH)), (250, 1_250));
	});
}

#[test]
fn a_claim_frees_what_no_stake_covers() {
	with_grants(|| {
		assert_ok!(bond(POOR, 300));
		at(51);
		assert_ok!(claim(POOR));
		assert_eq!((seen(POOR).held, spendable(POOR)), (0, 200), "250 have vested, and 300 stay staked");
		withdraw(POOR, 300);
		assert_eq!((seen(POOR).held, spendable(POOR)), (250, 250));
	});
}

#[test]
fn holds_of_others_take_what_can_be_spent_and_not_what_vests() {
	with_grants(|| {
		assert!(Balances::hold(&DEPOSIT, &POOR, 1).is_err());
		assert_ok!(Balances::hold(&DEPOSIT, &RICH, 1_000));
		assert_eq!((seen(RICH).held, spendable(RICH)), (500, 0));
		assert_ok!(bond(RICH, 500));
		assert_eq!((held(DEPOSIT, RICH), spendable(RICH)), (1_000, 0));
	});
}

#[test]
fn votes_with_vesting_funds_bind_nothing_else() {
	with_grants(|| {
		vote(RICH, 500);
		assert_eq!(spendable(RICH), 1_000);
		assert_ok!(bond(RICH, 500));
		assert_eq!(spendable(RICH), 1_000, "staked and voted with at once");
		vote(RICH, 1_400);
		assert_eq!(spendable(RICH), 1_510 - 1_400);
	});
}

#[test]
fn a_slash_takes_own_funds_first_and_the_grant_stays_whole() {
	with_grants(|| {
		assert_ok!(bond(RICH, 500));
		slash(RICH, 120);
		assert_eq!((seen(RICH).held, seen(RICH).staked, spendable(RICH)), (120, 380, 880));
		assert_eq!(seen(RICH).unvested, 500);
		withdraw(RICH, 380);
		at(101);
		assert_ok!(claim(RICH));
		assert_eq!(spendable(RICH), 1_380);
	});
}

#[test]
fn a_slash_beyond_own_funds_is_forfeited_of_what_vested_then_of_what_has_not() {
	with_grants(|| {
		assert_ok!(bond(POOR, 500));
		at(11);
		assert_eq!(seen(POOR).claimable, 50);
		slash(POOR, 80);
		assert_eq!(events().last(), Some(&Event::Forfeited { account: POOR, amount: 80 }));
		assert_eq!((seen(POOR).claimable, seen(POOR).unvested, seen(POOR).held), (0, 420, 0));
		withdraw(POOR, 420);
		assert_eq!((seen(POOR).held, spendable(POOR)), (420, 0));
		at(17);
		assert_noop!(claim(POOR), Error::<Test>::NothingToClaim);
		assert_eq!(seen(POOR).next_unlock, Some(18), "80 have vested by block 17");
		at(18);
		assert_ok!(claim(POOR));
		assert_eq!(spendable(POOR), 5, "nothing is released earlier than it would have been");
		at(101);
		assert_ok!(claim(POOR));
		assert_eq!(spendable(POOR), 420, "and all that is left in the end");
	});
}

#[test]
fn what_comes_in_after_a_slash_can_be_spent() {
	with_grants(|| {
		assert_ok!(bond(POOR, 500));
		slash(POOR, 80);
		assert_ok!(pay(OTHER, POOR, 100));
		assert_eq!(spendable(POOR), 100);
		withdraw(POOR, 420);
		assert_eq!((seen(POOR).held, spendable(POOR)), (420, 100));
	});
}

#[test]
fn a_slash_of_everything_ends_the_schedules() {
	with_grants(|| {
		assert_ok!(grant(POOR, schedule(1, 201, 100)));
		assert_ok!(bond(POOR, 600));
		slash(POOR, 600);
		assert!(!Schedules::<Test>::contains_key(POOR));
		assert_eq!(Balances::total_balance(&POOR), ED);
	});
}

#[test]
fn an_account_without_grants_is_left_alone() {
	execute(|| {
		assert_ok!(bond(RICH, 500));
		slash(RICH, 100);
		withdraw(RICH, 400);
		assert_eq!(spendable(RICH), 900);
		assert_eq!(events(), []);
	});
}
