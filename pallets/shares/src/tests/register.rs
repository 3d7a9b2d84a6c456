//! Registration of content.

use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::Balance;

type E = Error<Test>;

#[test]
fn all_shares_go_to_those_who_made_it_and_the_creator_pays_for_the_rows() {
	execute(|| {
		let before = balance(&CREATOR, &TALE);
		assert_ok!(call(&CREATOR, registering(7, 1_000, &[(CREATOR, 600), (ALICE, 300), (POOR, 100)])));
		assert_eq!(
			last_event(),
			Event::ContentRegistered { content: 0, creator: CREATOR, image: [7; 32], supply: 1_000 }
		);
		assert_eq!([CREATOR, ALICE, POOR].map(|who| shares(&who, 0)), [600, 300, 100]);
		assert_eq!(BookOf::<Test>::get(0).unwrap().holders, 3);
		assert_eq!(bonded(&CREATOR, HoldReason::Content), CONTENT_DEPOSIT);
		assert_eq!([CREATOR, ALICE, POOR].map(|who| bonded(&who, HoldReason::Holding)), [HOLDING_BOND; 3]);
		assert_eq!(balance(&CREATOR, &TALE), before - CONTENT_DEPOSIT - ED - 3 * HOLDING_BOND);
		assert_eq!(balance(&ALICE, &TALE), WEALTH, "a co-creator pays nothing");
		assert_eq!(pot(0, &TALE), ED);
	});
}

#[test]
fn what_was_registered_is_found_by_number_and_by_image() {
	execute(|| {
		System::set_block_number(5);
		register(&[(ALICE, 1)]);
		assert_ok!(call(&CREATOR, registering(7, Balance::MAX, &[(ALICE, Balance::MAX)])));
		let seen = Shares::content(1).unwrap();
		assert_eq!(seen.content.creator, CREATOR);
		assert_eq!((seen.content.image, seen.content.engine, seen.content.credential), ([7; 32], ENGINE, CREDENTIAL));
		assert_eq!((seen.content.registered, seen.supply, seen.holders), (5, Balance::MAX, 1));
		assert_eq!(Shares::content_by_image([7; 32]), Some(1));
	});
}

#[test]
fn refuses_an_image_that_is_registered() {
	execute(|| {
		register(&[(ALICE, 10)]);
		refused(&BOB, registering(0, 10, &[(BOB, 10)]), E::ImageTaken);
	});
}

#[test]
fn refuses_parts_that_are_not_the_whole() {
	execute(|| {
		refused(&CREATOR, registering(0, 10, &[(ALICE, 4), (BOB, 5)]), E::SharesNotWhole);
		refused(&CREATOR, registering(0, 10, &[(ALICE, 6), (BOB, 5)]), E::SharesNotWhole);
		refused(&CREATOR, registering(0, 10, &[]), E::SharesNotWhole);
		refused(&CREATOR, registering(0, 10, &[(ALICE, Balance::MAX), (BOB, 11)]), E::SharesNotWhole);
	});
}

#[test]
fn refuses_nothing_at_all_and_holders_of_nothing() {
	execute(|| {
		refused(&CREATOR, registering(0, 0, &[]), E::ZeroAmount);
		refused(&CREATOR, registering(0, 10, &[(ALICE, 10), (BOB, 0)]), E::ZeroAmount);
	});
}

#[test]
fn refuses_to_name_a_holder_twice() {
	execute(|| refused(&CREATOR, registering(0, 10, &[(ALICE, 4), (ALICE, 6)]), E::NamedTwice));
}

#[test]
fn refuses_a_holder_that_does_not_exist() {
	execute(|| refused(&CREATOR, registering(0, 10, &[(ALICE, 4), (NOBODY, 6)]), E::NoAccount));
}

#[test]
fn refuses_who_cannot_pay_for_it() {
	execute(|| {
		let error = sp_runtime::TokenError::FundsUnavailable;
		refused(&POOR, registering(0, 10, &[(POOR, 10)]), error);
		let enough = CONTENT_DEPOSIT + ED + HOLDING_BOND - 1;
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(ALICE), POOR, enough));
		refused(&POOR, registering(0, 10, &[(ALICE, 10)]), E::BondNotPaid);
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(ALICE), POOR, 1));
		assert_ok!(call(&POOR, registering(0, 10, &[(ALICE, 10)])));
	});
}

#[test]
fn refuses_when_numbers_run_out() {
	execute(|| {
		NextContent::<Test>::put(u32::MAX);
		refused(&CREATOR, registering(0, 10, &[(ALICE, 10)]), E::Overflow);
	});
}
