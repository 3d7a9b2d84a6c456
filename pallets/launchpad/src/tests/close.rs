//! Closing, and what it gives back.

use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::raise::{RaiseTerms, Stage};

#[test]
fn a_raise_is_closed_when_it_is_over_and_nobody_is_left() {
	execute(|| {
		let raise = funded();
		let close = || Call::close_raise { raise };
		refused(&CREATOR, Call::close_raise { raise: 7 }, Error::<Test>::UnknownRaise);
		refused(&CREATOR, close(), Error::<Test>::NotEnded);
		for _ in 0..3 {
			release(raise);
		}
		assert_eq!(stage(raise), Stage::Completed);
		refused(&CREATOR, close(), Error::<Test>::BackersLeft);
		for who in [ALICE, BOB, CAROL] {
			assert_ok!(call(&ANYBODY, Call::claim_shares { raise, backer: who }));
		}
		let (creator, owned) = (total(&CREATOR), shares(&CREATOR));
		assert_ok!(call(&ANYBODY, close()));
		// 499.998, 299.999 and 200.003 shares were bought: two are left over.
		assert_eq!(events().last(), Some(&Event::RaiseClosed { raise, money: 0, shares: 2 }));
		assert_eq!((total(&CREATOR), shares(&CREATOR)), (creator + ED, owned), "the raise's account is the creator's");
		assert_eq!((offered(), held(&CREATOR, HoldReason::Raise)), (0, 0));
		assert_eq!(total(&Launchpad::raise_account(raise)), 0);
		assert_eq!(Launchpad::raise_of(0), None);
		refused(&CREATOR, close(), Error::<Test>::UnknownRaise);
	});
}

#[test]
fn what_rounding_left_of_refunds_is_the_creators() {
	execute(|| {
		let raise = funded();
		release(raise);
		at(60);
		let before = total(&CREATOR);
		pay_out_and_close(raise);
		let money = events().into_iter().find_map(|event| match event {
			Event::RaiseClosed { money, .. } => Some(money),
			_ => None,
		});
		assert_eq!(money, Some(1), "three refunds of 1,600,006 units were rounded down");
		assert_eq!(total(&CREATOR) - before, 1 + ED);
	});
}

#[test]
fn what_strangers_sent_to_a_raises_account_does_not_stop_it() {
	execute(|| {
		let raise = open();
		assert_ok!(give(&ALICE, raise, 100));
		let account = Launchpad::raise_account(raise);
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(ANYBODY), account, 12_345));
		at(20);
		let before = total(&CREATOR);
		pay_out_and_close(raise);
		assert_eq!(total(&CREATOR) - before, 12_345 + ED);
	});
}

#[test]
fn content_with_a_raise_is_not_removed_and_can_be_when_the_shares_are_back() {
	execute(|| {
		let raise = open_with(RaiseTerms { shares: SUPPLY, ..terms() });
		let remove = || RuntimeCall::Shares(pallet_shares::Call::remove_content { content: 0 });
		let try_remove = || sp_runtime::traits::Dispatchable::dispatch(remove(), RuntimeOrigin::signed(CREATOR));
		assert_eq!(try_remove().unwrap_err().error, pallet_shares::Error::<Test>::NotSoleHolder.into());
		assert_ok!(give(&ALICE, raise, 100));
		at(20);
		assert_ok!(call(&CREATOR, Call::take_back_shares { raise }));
		assert_ok!(try_remove());
		// Money does not depend on the content.
		let before = total(&ALICE);
		pay_out_and_close(raise);
		assert_eq!(total(&ALICE) - before, 100);
	});
}

/// A call that was signed for a raise cannot meet another one with worse terms.
#[test]
fn the_next_raise_of_a_content_has_another_number() {
	execute(|| {
		let raise = open();
		assert_ok!(call(&CREATOR, Call::cancel_raise { raise }));
		assert_ok!(call(&CREATOR, Call::close_raise { raise }));
		assert_ok!(call(&CREATOR, Call::open_raise { content: 0, terms: terms() }));
		assert_eq!(Launchpad::raise_of(0), Some(1));
		refused(&ALICE, Call::contribute { raise, amount: 50, proof: None }, Error::<Test>::UnknownRaise);
	});
}
