//! Offers.

use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::item::OfferOverview;

type E = Error<Test>;

#[test]
fn an_offer_binds_its_price_and_is_paid_when_accepted() {
	execute(|| {
		set_royalties();
		assert_ok!(call(&CAROL, offer(0, 10_000, None)));
		assert_eq!((held(&CAROL, HoldReason::Offer), held(&CAROL, HoldReason::Deposit)), (10_000, OFFER_DEPOSIT));
		let had = [ALICE, PAINTER, WRITER, TREASURY].map(|who| balance(&who, &TALE));
		assert_ok!(call(&ALICE, accept(0, &CAROL, 10_000)));
		Sales::settle_fees();
		assert_eq!((owner(0), balance(&CAROL, &TALE)), (CAROL, WEALTH - 10_000));
		let now = [ALICE, PAINTER, WRITER, TREASURY].map(|who| balance(&who, &TALE));
		assert_eq!([0, 1, 2, 3].map(|at: usize| now[at] - had[at]), [9_450, 300, 200, 50]);
	});
}

#[test]
fn an_offer_is_taken_back_whole() {
	execute(|| {
		assert_ok!(call(&CAROL, offer(0, 10_000, Some(5))));
		refused(&ALICE, withdraw(0, &CAROL), E::NotExpired);
		refused(&CAROL, withdraw(1, &CAROL), E::UnknownOffer);
		assert_ok!(call(&CAROL, withdraw(0, &CAROL)));
		assert_eq!(balance(&CAROL, &TALE), WEALTH);
		assert_ok!(call(&CAROL, offer(0, 9_000, Some(5))));
		System::set_block_number(5);
		refused(&ALICE, accept(0, &CAROL, 1), E::Expired);
		assert_ok!(call(&ALICE, withdraw(0, &CAROL)));
		assert_eq!(balance(&CAROL, &TALE), WEALTH);
	});
}

#[test]
fn only_good_offers_are_made() {
	execute(|| {
		refused(&CAROL, offer(0, 0, None), E::ZeroAmount);
		refused(&CAROL, offer(0, 9, Some(1)), E::ExpiresInPast);
		refused(&CAROL, offer(77, 9, None), E::NotOwner);
		refused(&ALICE, offer(0, 9, None), E::OwnItem);
		refused(&CAROL, offer(0, WEALTH, None), E::NotEnoughMoney);
		refused(&CAROL, offer(0, WEALTH - OFFER_DEPOSIT - ED + 1, None), E::DepositNotPaid);
		assert_ok!(call(&CAROL, offer(0, 9, None)));
		refused(&CAROL, offer(0, 10, None), E::OfferExists);
	});
}

#[test]
fn an_offer_is_accepted_by_the_owner_at_the_price_that_the_owner_saw() {
	execute(|| {
		refused(&ALICE, accept(0, &CAROL, 1), E::UnknownOffer);
		assert_ok!(call(&CAROL, offer(0, 500, None)));
		refused(&BOB, accept(0, &CAROL, 500), E::NotOwner);
		refused(&ALICE, accept(0, &CAROL, 501), E::OfferBelowMinimum);
		// It came to the one who offers by another way.
		assert_ok!(give(&ALICE, 0, &CAROL));
		refused(&CAROL, accept(0, &CAROL, 500), E::OwnItem);
		assert_ok!(give(&CAROL, 0, &BOB));
		assert_ok!(call(&BOB, accept(0, &CAROL, 500)));
		assert_eq!(owner(0), CAROL);
	});
}

#[test]
fn accepting_an_offer_ends_the_owners_listing() {
	execute(|| {
		assert_ok!(call(&ALICE, list(&[0], &DOLLAR, 900, None)));
		assert_ok!(call(&CAROL, offer(0, 500, None)));
		assert_ok!(call(&ALICE, accept(0, &CAROL, 500)));
		assert_eq!((owner(0), held(&ALICE, HoldReason::Deposit)), (CAROL, 0));
		refused(&BOB, buy(0, &DOLLAR, 900), E::NotListed);
	});
}

#[test]
fn a_former_owners_expired_listing_stays_in_nobodys_way() {
	execute(|| {
		assert_ok!(call(&ALICE, list(&[0], &TALE, 900, Some(5))));
		System::set_block_number(5);
		assert_ok!(give(&ALICE, 0, &BOB));
		assert_ok!(call(&CAROL, offer(0, 500, None)));
		assert_ok!(call(&BOB, accept(0, &CAROL, 500)));
		assert_eq!(held(&ALICE, HoldReason::Deposit), LISTING_DEPOSIT);
		assert_ok!(call(&CAROL, delist(&[0])));
		assert_eq!(held(&ALICE, HoldReason::Deposit), 0);
	});
}

#[test]
fn an_item_that_may_not_move_is_not_sold_by_an_offer_either() {
	execute(|| {
		assert_ok!(call(&CAROL, offer(0, 500, None)));
		assert_ok!(Nfts::lock_item_transfer(RuntimeOrigin::signed(CREATOR), COLLECTION, 0));
		refused(&ALICE, accept(0, &CAROL, 500), E::CannotBeSold);
	});
}

/// Its account does not exist, and 4 are too little for one.
#[test]
fn a_seller_who_cannot_be_paid_keeps_the_item() {
	execute(|| {
		let nobody = AccountId::new([77; 32]);
		assert_ok!(give(&ALICE, 0, &nobody));
		assert_ok!(call(&CAROL, offer(0, 5, None)));
		refused(&nobody, accept(0, &CAROL, 5), E::SellerCannotReceive);
	});
}

#[test]
fn offers_are_shown_the_highest_first() {
	execute(|| {
		assert_ok!(call(&CAROL, offer(0, 500, Some(9))));
		assert_ok!(call(&BOB, offer(0, 700, None)));
		assert_ok!(call(&CREATOR, offer(0, 900, Some(5))));
		System::set_block_number(5);
		let view = |buyer, price, expires| OfferOverview { buyer, price, expires };
		assert_eq!(Sales::offers(COLLECTION, 0), [view(BOB, 700, None), view(CAROL, 500, Some(9))]);
		assert!(Sales::offers(COLLECTION, 1).is_empty());
	});
}
