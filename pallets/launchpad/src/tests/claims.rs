//! What backers and creators claim, by stage.

use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::{
	raise::{Failure, RaiseTerms, Stage},
	settlement::FeeSource,
	Balance,
};
use sp_runtime::DispatchError;

fn claim_shares(raise: u32, backer: &AccountId) -> Call<Test> {
	Call::claim_shares { raise, backer: backer.clone() }
}

fn claim_refund(raise: u32, backer: &AccountId) -> Call<Test> {
	Call::claim_refund { raise, backer: backer.clone() }
}

#[test]
fn shares_come_in_step_with_the_money_released() {
	execute(|| {
		let raise = funded();
		refused(&ALICE, claim_shares(raise, &ALICE), Error::<Test>::NothingToClaim);
		refused(&ALICE, claim_shares(7, &ALICE), Error::<Test>::UnknownRaise);
		refused(&ALICE, claim_shares(raise, &ANYBODY), Error::<Test>::NotBacker);
		release(raise);
		// A fifth of 1,000 shares is unlocked; 1,000,000 of 2,000,007 bought 99.9997 of them.
		assert_ok!(call(&ALICE, claim_shares(raise, &ALICE)));
		assert_eq!((shares(&ALICE), offered(), shares(&CREATOR)), (99, OFFER - 99, SUPPLY - 99));
		assert_eq!(events().last(), Some(&Event::SharesClaimed { raise, backer: ALICE, shares: 99 }));
		refused(&ALICE, claim_shares(raise, &ALICE), Error::<Test>::NothingToClaim);
		release(raise);
		// Anybody may, to the backer's account.
		assert_ok!(call(&ANYBODY, claim_shares(raise, &ALICE)));
		assert_ok!(call(&ANYBODY, claim_shares(raise, &BOB)));
		assert_eq!((shares(&ALICE), shares(&BOB), row(raise).delivered), (249, 149, 398));
		release(raise);
		for who in [ALICE, BOB, CAROL] {
			assert_ok!(call(&who, claim_shares(raise, &who)));
			assert_eq!(held(&who, HoldReason::Backing), 0, "nothing can come of the row any more");
			refused(&who, claim_shares(raise, &who), Error::<Test>::NotBacker);
		}
		assert_eq!([ALICE, BOB, CAROL].map(|who| shares(&who)), [499, 299, 200]);
		refused(&ALICE, claim_refund(raise, &ALICE), Error::<Test>::NotFailed);
	});
}

#[test]
fn below_the_soft_cap_everybody_gets_exactly_what_they_gave() {
	execute(|| {
		let raise = open();
		let before = BACKERS.map(|who| total(&who));
		for (who, amount) in [(ALICE, 1_000_000), (BOB, 999_900), (POOR, 99)] {
			assert_ok!(give(&who, raise, amount));
		}
		refused(&ALICE, claim_refund(raise, &ALICE), Error::<Test>::NotFailed);
		at(20);
		assert_eq!(stage(raise), Stage::Failed(Failure::Unfunded));
		refused(&ALICE, claim_shares(raise, &ALICE), Error::<Test>::NothingToClaim);
		let in_pot = pot(raise);
		assert_ok!(call(&ANYBODY, claim_refund(raise, &ALICE)));
		assert_eq!((in_pot - pot(raise), row(raise).refunded), (1_000_000, 1_000_000));
		assert_eq!(events().last(), Some(&Event::Refunded { raise, backer: ALICE, amount: 1_000_000 }));
		refused(&ALICE, claim_refund(raise, &ALICE), Error::<Test>::NotBacker);
		refused(&ALICE, claim_refund(7, &ALICE), Error::<Test>::UnknownRaise);
		for who in [BOB, POOR] {
			assert_ok!(call(&ANYBODY, claim_refund(raise, &who)));
		}
		assert_eq!(BACKERS.map(|who| total(&who)), before);
		assert_eq!(held(&POOR, HoldReason::Backing), 0);
	});
}

/// Half of it: 2,000,007 were raised, and 1,000,003 released.
#[test]
fn after_a_milestone_fails_backers_share_what_is_left() {
	execute(|| {
		let raise = funded();
		release(raise);
		release(raise);
		let left = pot(raise);
		assert_eq!(left, 1_000_004);
		at(80);
		assert_eq!(stage(raise), Stage::Failed(Failure::Undelivered));
		let (alice, creator) = (total(&ALICE), shares(&CREATOR));
		assert_ok!(call(&ANYBODY, claim_refund(raise, &ALICE)));
		assert_eq!(total(&ALICE) - alice, left * 1_000_000 / 2_000_007);
		refused(&ALICE, claim_refund(raise, &ALICE), Error::<Test>::NothingToClaim);
		assert_eq!(held(&ALICE, HoldReason::Backing), BACKING_DEPOSIT + HOLDING_BOND, "shares are still hers");
		assert_ok!(call(&ALICE, claim_shares(raise, &ALICE)));
		assert_eq!((shares(&ALICE), held(&ALICE, HoldReason::Backing)), (249, 0));
		// The other half of the shares was not paid for.
		let before = offered();
		assert_ok!(call(&ANYBODY, Call::take_back_shares { raise }));
		assert_eq!((before - offered(), shares(&CREATOR)), (500, creator - 249));
		assert_eq!(events().last(), Some(&Event::SharesReturned { raise, shares: 500 }));
		refused(&ANYBODY, Call::take_back_shares { raise }, Error::<Test>::NothingToClaim);
		assert_ok!(call(&BOB, claim_shares(raise, &BOB)));
		assert_eq!(shares(&BOB), 149, "also after the creator took the others back");
		pay_out_and_close(raise);
	});
}

#[test]
fn shares_of_a_raise_that_did_not_fail_stay_on_offer() {
	execute(|| {
		let raise = open();
		refused(&CREATOR, Call::take_back_shares { raise: 7 }, Error::<Test>::UnknownRaise);
		refused(&CREATOR, Call::take_back_shares { raise }, Error::<Test>::NotFailed);
		assert_ok!(give(&ALICE, raise, 2_000_000));
		at(20);
		refused(&CREATOR, Call::take_back_shares { raise }, Error::<Test>::NotFailed);
		refused(&CREATOR, Call::claim_refund { raise, backer: ALICE }, Error::<Test>::NotFailed);
	});
}

/// Unlocked shares were paid for and stay their backers'; the rest of money and shares goes back, the bond to the chain.
#[test]
fn a_raise_that_is_taken_down_gives_back_what_was_not_released() {
	execute(|| {
		let raise = funded();
		release(raise);
		refused(&ALICE, Call::take_down { raise }, DispatchError::BadOrigin);
		assert_eq!(take_down(7), Err(Error::<Test>::UnknownRaise.into()));
		approve(raise);
		let (creator, treasury) = (total(&CREATOR), total(&TREASURY));
		assert_ok!(take_down(raise));
		assert_eq!((creator - total(&CREATOR), total(&TREASURY) - treasury), (BOND, BOND));
		assert_eq!(Settled::get().last(), Some(&(FeeSource::Slash, 0, BOND)));
		assert_eq!(events().last(), Some(&Event::RaiseTakenDown { raise, forfeited: BOND }));
		assert_eq!(stage(raise), Stage::Failed(Failure::TakenDown));
		assert_eq!(take_down(raise), Err(Error::<Test>::Ended.into()));
		refused(&ANYBODY, Call::release_milestone { raise }, Error::<Test>::NotFunded);
		let before = [ALICE, BOB, CAROL].map(|who| total(&who));
		let left = pot(raise);
		pay_out_and_close(raise);
		let back: Vec<Balance> = [ALICE, BOB, CAROL].iter().zip(before).map(|(who, had)| total(who) - had).collect();
		assert_eq!(back, [1_000_000, 600_000, 400_007].map(|given| left * given / 2_000_007));
		assert_eq!([ALICE, BOB, CAROL].map(|who| shares(&who)), [99, 59, 40]);
		assert_eq!(held(&CREATOR, HoldReason::Raise), 0, "the deposit came back");
	});
}

#[test]
fn a_raise_can_be_taken_down_before_it_opens_and_not_when_it_is_over() {
	execute(|| {
		let content = register();
		assert_ok!(call(&CREATOR, Call::open_raise { content, terms: terms() }));
		assert_ok!(take_down(0));
		at(5);
		refused(&ALICE, Call::contribute { raise: 0, amount: 50, proof: None }, Error::<Test>::NotOpen);
		pay_out_and_close(0);
		let raise = open();
		at(20);
		assert_eq!(take_down(raise), Err(Error::<Test>::Ended.into()));
	});
}

#[test]
fn who_cannot_pay_for_a_row_of_shares_gets_them_with_the_last_claim() {
	execute(|| {
		let caps = RaiseTerms { soft_cap: 1_000_000, hard_cap: 1_000_000, most: 999_900, ..terms() };
		let raise = open_with(RaiseTerms { shares: SUPPLY, ..caps });
		for (who, amount) in [(POOR, GIFT), (CAROL, 10), (ALICE, 498_990), (BOB, 500_000)] {
			assert_ok!(give(&who, raise, amount));
		}
		release(raise);
		release(raise);
		assert_eq!(Balances::free_balance(&POOR), ED);
		refused(&ANYBODY, claim_shares(raise, &POOR), Error::<Test>::NotDeliverable);
		release(raise);
		assert_ok!(call(&ANYBODY, claim_shares(raise, &POOR)));
		assert_eq!((shares(&POOR), total(&POOR)), (3, POCKET - GIFT), "the deposit paid for the row");
		// Ten units bought no share: the row goes all the same.
		assert_ok!(call(&ANYBODY, claim_shares(raise, &CAROL)));
		assert_eq!((shares(&CAROL), total(&CAROL)), (0, WEALTH - 10));
		pay_out_and_close(raise);
	});
}
