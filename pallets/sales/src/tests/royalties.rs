//! Who gets a part of every sale.

use crate::{mock::*, *};
use frame_support::assert_ok;

type E = Error<Test>;

fn royalties(parts: &[(AccountId, u32)]) -> Call<Test> {
	Call::set_royalties { collection: COLLECTION, recipients: parts.to_vec().try_into().unwrap() }
}

#[test]
fn royalties_are_set_once_by_the_collections_owner() {
	execute(|| {
		let elsewhere = Call::set_royalties { collection: 7, recipients: Default::default() };
		refused(&CREATOR, elsewhere, E::UnknownCollection);
		refused(&ALICE, royalties(&[]), E::NotCollectionOwner);
		refused(&CREATOR, royalties(&[(PAINTER, 0)]), E::ZeroAmount);
		refused(&CREATOR, royalties(&[(PAINTER, 150_000), (WRITER, 50_001)]), E::RoyaltiesTooHigh);
		refused(&CREATOR, royalties(&[(PAINTER, u32::MAX), (WRITER, u32::MAX)]), E::RoyaltiesTooHigh);
		assert_ok!(call(&CREATOR, royalties(&[(PAINTER, 150_000), (WRITER, 50_000)])));
		assert_eq!(held(&CREATOR, HoldReason::Deposit), ROYALTY_DEPOSIT);
		refused(&CREATOR, royalties(&[]), E::RoyaltiesSet);
		assert_eq!(Sales::royalties(COLLECTION), Some(vec![(PAINTER, 150_000), (WRITER, 50_000)]));
	});
}

#[test]
fn who_cannot_pay_the_deposit_sets_no_royalties() {
	execute(|| {
		let all = Balances::free_balance(&CREATOR) - ROYALTY_DEPOSIT;
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(CREATOR), ALICE, all));
		refused(&CREATOR, royalties(&[]), E::DepositNotPaid);
	});
}

#[test]
fn royalties_go_with_their_collection() {
	execute(|| {
		let remove = || Call::remove_royalties { collection: COLLECTION };
		set_royalties();
		refused(&BOB, remove(), E::CollectionExists);
		for item in 0..ITEMS {
			assert_ok!(Nfts::burn(RuntimeOrigin::signed(owner(item)), COLLECTION, item));
		}
		let witness = pallet_nfts::Collection::<Test>::get(COLLECTION).unwrap().destroy_witness();
		assert_ok!(Nfts::destroy(RuntimeOrigin::signed(CREATOR), COLLECTION, witness));
		assert_ok!(call(&BOB, remove()));
		assert_eq!(held(&CREATOR, HoldReason::Deposit), 0);
		refused(&BOB, remove(), E::NoRoyalties);
	});
}

/// A seller who agreed to no royalties does not bear those that the owner sets afterwards.
#[test]
fn a_listing_keeps_the_rate_that_its_seller_agreed_to() {
	execute(|| {
		assert_ok!(call(&ALICE, list(&[0], &TALE, 1_000, None)));
		assert_eq!(Sales::rates(COLLECTION), (FEE, 0));
		set_royalties();
		assert_eq!(Sales::rates(COLLECTION), (FEE, 50_000));
		assert_ok!(call(&ALICE, list(&[1], &TALE, 1_000, None)));
		let before = balance(&ALICE, &TALE);
		assert_ok!(call(&BOB, buy(0, &TALE, 1_000)));
		assert_eq!(balance(&ALICE, &TALE) - before, 995 + LISTING_DEPOSIT);
		assert_eq!(balance(&PAINTER, &TALE), ED);
		assert_ok!(call(&BOB, buy(1, &TALE, 1_000)));
		assert_eq!(balance(&ALICE, &TALE) - before, 995 + 945 + 2 * LISTING_DEPOSIT);
	});
}
