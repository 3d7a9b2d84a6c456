//! Removal of content.

use crate::{mock::*, *};
use frame_support::{assert_ok, traits::fungibles::hold::Mutate};
use promptale_primitives::content::ContentId;

type E = Error<Test>;

fn remove(content: ContentId) -> Call<Test> {
	Call::remove_content { content }
}

#[test]
fn who_has_all_shares_removes_it_and_everybody_gets_deposits_back() {
	execute(|| {
		let content = register(&[(ALICE, 600), (BOB, 400)]);
		assert_ok!(call(&CAROL, Call::open_revenue { content, asset: DOLLAR }));
		assert_ok!(deposit(content, &TALE, 1_001));
		assert_ok!(deposit(content, &EURO, 7));
		assert_ok!(transfer(&ALICE, content, &BOB, 600));
		for (who, asset) in [(&ALICE, TALE), (&ALICE, EURO), (&BOB, TALE), (&BOB, EURO)] {
			assert_ok!(claim(who, content, &asset));
		}
		assert_ok!(call(&BOB, remove(content)));
		assert_eq!(last_event(), Event::ContentRemoved { content });
		assert_eq!([TALE, DOLLAR, EURO].map(|asset| pot(content, &asset)), [0; 3]);
		for who in [CREATOR, ALICE, BOB, CAROL, BRAND] {
			let reasons = [HoldReason::Content, HoldReason::Holding, HoldReason::Revenue];
			assert_eq!(reasons.map(|reason| bonded(&who, reason)), [0; 3], "{who:?}");
		}
		// The bonds of Alice's and Bob's rows were the creator's gift.
		assert_eq!(balance(&CREATOR, &TALE), WEALTH - 2 * HOLDING_BOND);
		assert_eq!(balance(&ALICE, &TALE) + balance(&BOB, &TALE), 2 * WEALTH + 1_001 + 2 * HOLDING_BOND);
		assert_eq!(balance(&CAROL, &DOLLAR), WEALTH);
		assert_eq!((balance(&BRAND, &TALE), balance(&BRAND, &EURO)), (WEALTH - 1_001, WEALTH - 7));
		assert_eq!(Shares::content(content), None);
		assert_eq!(Shares::content_by_image([0; 32]), None);
		assert_eq!(
			System::account(Shares::pot_account(content)),
			Default::default(),
			"not even the pot's account is left"
		);
	});
}

#[test]
fn the_image_can_be_registered_again_under_another_number() {
	execute(|| {
		let content = register(&[(ALICE, 1)]);
		assert_ok!(call(&ALICE, remove(content)));
		assert_ok!(call(&BOB, registering(0, 1, &[(BOB, 1)])));
		assert_eq!(Shares::content_by_image([0; 32]), Some(content + 1));
	});
}

#[test]
fn refuses_while_others_have_shares() {
	execute(|| {
		let content = register(&[(ALICE, 999), (BOB, 1)]);
		refused(&ALICE, remove(content), E::NotSoleHolder);
		refused(&CREATOR, remove(content), E::NotSoleHolder);
	});
}

#[test]
fn refuses_while_somebody_who_left_is_owed() {
	execute(|| {
		let content = register(&[(ALICE, 999), (BOB, 1)]);
		assert_ok!(deposit(content, &TALE, 1_000));
		assert_ok!(transfer(&BOB, content, &ALICE, 1));
		assert_ok!(claim(&ALICE, content, &TALE));
		refused(&ALICE, remove(content), E::NotSoleHolder);
		assert_ok!(call(&ALICE, Call::claim_dividends_for { content, asset: TALE, account: BOB }));
		assert_ok!(call(&ALICE, remove(content)));
	});
}

#[test]
fn refuses_while_shares_are_on_hold() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_ok!(Shares::hold(content, &ORDER, &ALICE, 1));
		refused(&ALICE, remove(content), E::NotSoleHolder);
	});
}

#[test]
fn refuses_while_the_signer_is_owed() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_ok!(deposit(content, &DOLLAR, 1));
		refused(&ALICE, remove(content), E::DividendsOwed);
	});
}

#[test]
fn refuses_what_is_not_registered() {
	execute(|| refused(&ALICE, remove(3), E::UnknownContent));
}

#[test]
fn an_assets_issuer_cannot_keep_content_from_being_removed() {
	execute(|| {
		let content = register(&[(ALICE, 10)]);
		assert_ok!(deposit(content, &DOLLAR, 100));
		assert_ok!(Assets::freeze_asset(RuntimeOrigin::signed(BRAND), 1));
		assert!(claim(&ALICE, content, &DOLLAR).is_err());
		assert_ok!(call(&ALICE, remove(content)));
		assert_eq!(pot(content, &DOLLAR), 100 + LEAST, "what cannot be moved stays");
		assert_eq!(bonded(&BRAND, HoldReason::Revenue), 0);
	});
}
