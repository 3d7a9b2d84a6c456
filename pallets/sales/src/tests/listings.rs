//! Items at a fixed price.

use crate::{mock::*, *};
use frame_support::{assert_ok, traits::fungible::NativeOrWithId};
use promptale_primitives::item::ListingOverview;

type E = Error<Test>;

/// Of 10,000 the recipients get 3 and 2 percent, the chain half a percent.
#[test]
fn a_sale_pays_seller_recipients_and_chain() {
	for asset in [TALE, DOLLAR] {
		execute(|| {
			set_royalties();
			let of = |who: &AccountId| balance(who, &asset);
			let had = [ALICE, CAROL, PAINTER, WRITER, TREASURY].map(|who| of(&who));
			assert_ok!(call(&ALICE, list(&[2], &asset, 10_000, None)));
			assert_eq!(held(&ALICE, HoldReason::Deposit), LISTING_DEPOSIT);
			assert_ok!(call(&CAROL, buy(2, &asset, 10_000)));
			Sales::settle_fees();
			assert_eq!((owner(2), held(&ALICE, HoldReason::Deposit)), (CAROL, 0));
			let now = [ALICE, CAROL, PAINTER, WRITER, TREASURY].map(|who| of(&who));
			assert_eq!(now[0] - had[0], 9_450);
			assert_eq!(had[1] - now[1], 10_000);
			assert_eq!([2, 3, 4].map(|at: usize| now[at] - had[at]), [300, 200, 50]);
			let sold = Event::Sold {
				collection: COLLECTION,
				item: 2,
				seller: ALICE,
				buyer: CAROL,
				asset: asset.clone(),
				price: 10_000,
				fee: 50,
				royalties: 500,
			};
			assert_eq!(events().last(), Some(&sold));
		});
	}
}

#[test]
fn many_items_are_listed_and_delisted_with_one_signature() {
	execute(|| {
		assert_ok!(call(&ALICE, list(&[0, 1, 3], &DOLLAR, 9, Some(20))));
		assert_eq!(held(&ALICE, HoldReason::Deposit), 3 * LISTING_DEPOSIT);
		assert_eq!(Sales::listings(COLLECTION, None, 9).len(), 3);
		assert_ok!(call(&ALICE, delist(&[3, 0])));
		assert_eq!(held(&ALICE, HoldReason::Deposit), LISTING_DEPOSIT);
		let view = ListingOverview {
			item: 1,
			seller: ALICE,
			asset: DOLLAR,
			price: 9,
			expires: Some(20),
			royalty_rate: 0,
			fee_rate: FEE,
		};
		assert_eq!(Sales::listing(COLLECTION, 1), Some(view.clone()));
		assert_eq!(Sales::listings(COLLECTION, None, 9), [view]);
		assert_eq!(Sales::listing(COLLECTION, 0), None);
	});
}

#[test]
fn listings_are_read_page_by_page() {
	execute(|| {
		assert_ok!(call(&ALICE, list(&[0, 1, 2, 3], &TALE, 9, None)));
		assert_ok!(call(&BOB, list(&[4, 5], &TALE, 9, Some(2))));
		System::set_block_number(2);
		let mut seen = Vec::new();
		while let [.., last] = &Sales::listings(COLLECTION, seen.last().copied(), 3)[..] {
			let page = Sales::listings(COLLECTION, seen.last().copied(), 3);
			assert_eq!(page.last(), Some(last));
			seen.extend(page.into_iter().map(|listing| listing.item));
		}
		seen.sort();
		assert_eq!(seen, [0, 1, 2, 3], "those that expired are left out");
	});
}

#[test]
fn only_an_owner_lists_what_can_be_sold() {
	execute(|| {
		refused(&ALICE, list(&[], &TALE, 9, None), E::NothingNamed);
		refused(&ALICE, list(&[0], &TALE, 0, None), E::ZeroAmount);
		refused(&ALICE, list(&[0], &TALE, 9, Some(1)), E::ExpiresInPast);
		refused(&ALICE, list(&[0], &NativeOrWithId::WithId(5), 9, None), E::UnknownAsset);
		refused(&ALICE, list(&[0, 4], &TALE, 9, None), E::NotOwner);
		refused(&ALICE, list(&[77], &TALE, 9, None), E::NotOwner);
		refused(&ALICE, list(&[0, 1, 0], &TALE, 9, None), E::AlreadyListed);
		assert_ok!(Nfts::lock_item_transfer(RuntimeOrigin::signed(CREATOR), COLLECTION, 1));
		refused(&ALICE, list(&[1], &TALE, 9, None), E::CannotBeSold);
		assert_ok!(give(&BOB, 4, &POOR));
		refused(&POOR, list(&[4], &TALE, 9, None), E::DepositNotPaid);
		assert_ok!(call(&ALICE, list(&[0], &TALE, 9, None)));
		refused(&ALICE, list(&[0], &TALE, 8, None), E::AlreadyListed);
	});
}

#[test]
fn only_who_listed_delists_before_it_expires() {
	execute(|| {
		refused(&ALICE, delist(&[]), E::NothingNamed);
		refused(&ALICE, delist(&[0]), E::NotListed);
		assert_ok!(call(&ALICE, list(&[0, 1], &TALE, 9, Some(5))));
		refused(&BOB, delist(&[0]), E::NotExpired);
		refused(&ALICE, delist(&[0, 0]), E::NotListed);
		System::set_block_number(4);
		refused(&BOB, delist(&[0]), E::NotExpired);
		System::set_block_number(5);
		assert_ok!(call(&BOB, delist(&[0, 1])));
		assert_eq!(balance(&ALICE, &TALE), WEALTH, "the deposits went back to her");
	});
}

#[test]
fn a_buyer_pays_what_they_agreed_to_and_no_more() {
	execute(|| {
		refused(&BOB, buy(0, &TALE, 9), E::NotListed);
		assert_ok!(call(&ALICE, list(&[0], &TALE, 1_000, Some(5))));
		refused(&ALICE, buy(0, &TALE, 1_000), E::OwnItem);
		refused(&BOB, buy(0, &TALE, 999), E::PriceAboveMaximum);
		refused(&BOB, buy(0, &DOLLAR, 1_000), E::OtherAsset);
		refused(&POOR, buy(0, &TALE, 1_000), E::NotEnoughMoney);
		System::set_block_number(5);
		refused(&BOB, buy(0, &TALE, 1_000), E::Expired);
	});
}

/// OpenSea, 2022: items came back to their owners, and with them old listings at old prices.
#[test]
fn an_item_for_sale_does_not_move_and_no_listing_comes_back_to_life() {
	execute(|| {
		let locked = pallet_nfts::Error::<Test>::ItemLocked;
		assert_ok!(call(&ALICE, list(&[0], &TALE, 1, Some(5))));
		assert_eq!(give(&ALICE, 0, &BOB), Err(locked.into()));
		let burning = Nfts::burn(RuntimeOrigin::signed(ALICE), COLLECTION, 0);
		assert_eq!(burning, Err(pallet_nfts::Error::<Test>::ItemLocked.into()));
		System::set_block_number(5);
		assert_ok!(give(&ALICE, 0, &BOB));
		assert_ok!(give(&BOB, 0, &ALICE));
		refused(&CAROL, buy(0, &TALE, 1), E::Expired);
		// A new owner may list it meanwhile: the former one's deposit goes back.
		assert_ok!(give(&ALICE, 0, &BOB));
		assert_ok!(call(&BOB, list(&[0], &TALE, 500, None)));
		assert_eq!((held(&ALICE, HoldReason::Deposit), held(&BOB, HoldReason::Deposit)), (0, LISTING_DEPOSIT));
		assert_ok!(call(&CAROL, buy(0, &TALE, 500)));
		assert_eq!(owner(0), CAROL);
	});
}

#[test]
fn a_sale_that_the_item_refuses_costs_nothing() {
	execute(|| {
		assert_ok!(call(&ALICE, list(&[0], &TALE, 1_000, None)));
		assert_ok!(Nfts::lock_item_transfer(RuntimeOrigin::signed(CREATOR), COLLECTION, 0));
		refused(&BOB, buy(0, &TALE, 1_000), pallet_nfts::Error::<Test>::ItemLocked);
		assert_ok!(call(&ALICE, delist(&[0])));
	});
}

/// The treasury has nothing of the asset yet, and a fee of 1 is less than an account of it needs.
#[test]
fn a_fee_that_is_too_small_for_a_new_account_is_the_sellers() {
	execute(|| {
		assert_ok!(call(&ALICE, list(&[0, 1], &DOLLAR, 200, None)));
		assert_ok!(call(&BOB, buy(0, &DOLLAR, 200)));
		assert_eq!((balance(&ALICE, &DOLLAR), balance(&TREASURY, &DOLLAR)), (WEALTH + 200, 0));
		assert_ok!(Assets::transfer(RuntimeOrigin::signed(CAROL), 1, TREASURY, LEAST));
		assert_ok!(call(&BOB, buy(1, &DOLLAR, 200)));
		assert_eq!((balance(&ALICE, &DOLLAR), balance(&TREASURY, &DOLLAR)), (WEALTH + 399, LEAST + 1));
	});
}

/// No way around the fee by freezing the treasury's account of one's own asset.
#[test]
fn a_fee_that_the_treasury_may_not_take_stops_the_sale() {
	execute(|| {
		assert_ok!(Assets::transfer(RuntimeOrigin::signed(CAROL), 1, TREASURY, LEAST));
		assert_ok!(call(&ALICE, list(&[0], &DOLLAR, 10_000, None)));
		assert_ok!(Assets::block(RuntimeOrigin::signed(ISSUER), 1, TREASURY));
		assert!(call(&BOB, buy(0, &DOLLAR, 10_000)).is_err());
		assert_eq!(owner(0), ALICE);
	});
}

/// A recipient's account cannot be made of 3 $TALE, so that these are the chain's.
#[test]
fn what_a_recipient_cannot_take_is_the_chains() {
	execute(|| {
		let nobody = AccountId::new([77; 32]);
		let recipients = vec![(nobody.clone(), 30_000), (WRITER, 20_000)].try_into().unwrap();
		assert_ok!(call(&CREATOR, Call::set_royalties { collection: COLLECTION, recipients }));
		assert_ok!(call(&ALICE, list(&[0, 1], &TALE, 100, None)));
		assert_ok!(call(&BOB, buy(0, &TALE, 100)));
		assert_eq!((balance(&nobody, &TALE), balance(&WRITER, &TALE) - ED, waiting_fees()), (0, 2, 4));
	});
}

#[test]
fn one_unit_is_no_way_around_the_fee() {
	execute(|| {
		let before = balance(&ALICE, &TALE);
		for _ in 0..50 {
			assert_ok!(call(&ALICE, list(&[0], &TALE, 1, None)));
			assert_ok!(call(&BOB, buy(0, &TALE, 1)));
			assert_ok!(give(&BOB, 0, &ALICE));
		}
		assert_eq!((balance(&ALICE, &TALE), waiting_fees()), (before, 50));
	});
}
