use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use pallet_nfts::Call as Nft;

#[test]
fn a_transfer_moves_licence_and_counts() {
	test(|| {
		assert_ok!(buy(0, 2));
		assert_ok!(transfer(0, 1, 1));
		assert_eq!(Generators::owner_of(1), Some(identity(1)));
		assert_eq!(Holders::<Test>::get(identity(0)).unwrap().licences, 1);
		assert_eq!(Holders::<Test>::get(identity(1)).unwrap().licences, 1);
		assert_ok!(transfer(1, 1, 0));
		assert!(!Holders::<Test>::contains_key(identity(1)), "an empty row is gone");
	});
}

#[test]
fn only_the_owner_transfers_and_not_to_itself() {
	test(|| {
		assert_ok!(buy(0, 1));
		assert_noop!(transfer(1, 0, 1), Error::<Test>::NotOwner);
		assert_noop!(transfer(0, 1, 1), Error::<Test>::UnknownLicence);
		assert_noop!(transfer(0, 0, 0), Error::<Test>::TransferToSelf);
	});
}

#[test]
fn a_delegated_licence_stays() {
	test_with_devices(|| {
		assert_noop!(transfer(0, 0, 5), Error::<Test>::StillDelegated);
		assert_ok!(undelegate(0, 0));
		assert_ok!(transfer(0, 0, 5));
	});
}

#[test]
fn a_sale_ends_a_delegation_and_leaves_the_seller_what_it_earned() {
	test_with_devices(|| {
		let sell = |from: u8, to: u8| Generators::sell_licence(&identity(from), 0, &identity(to));
		assert_noop!(sell(5, 6), Error::<Test>::NotOwner);
		assert!(Delegations::<Test>::contains_key(0));
		assert_ok!(sell(0, 5));
		assert!(!Delegations::<Test>::contains_key(0));
		assert_eq!(Generators::owner_of(0), Some(identity(5)));
		let sold =
			RuntimeEvent::Generators(Event::LicenceTransferred { licence: 0, from: identity(0), to: identity(5) });
		assert!(System::events().iter().any(|record| record.event == sold));
	});
}

#[test]
fn a_banned_identity_cannot_hand_its_licences_to_another_account() {
	test(|| {
		assert_ok!(buy(0, 1));
		assert_ok!(Generators::set_banned(RuntimeOrigin::root(), identity(0), true));
		assert_noop!(transfer(0, 0, 1), Error::<Test>::Banned);
		assert_ok!(Generators::set_banned(RuntimeOrigin::root(), identity(0), false));
		assert_ok!(transfer(0, 0, 1));
	});
}

#[test]
fn no_call_of_the_items_pallet_moves_trades_or_burns_a_licence() {
	test(|| {
		assert_ok!(buy(0, 1));
		assert_ok!(buy(1, 1));
		let (collection, item) = (0, 0);
		let dest = identity(1);
		let locked = pallet_nfts::Error::<Test>::ItemLocked;
		assert_noop!(call(identity(0), Nft::<Test>::transfer { collection, item, dest: dest.clone() }), locked);
		let locked = pallet_nfts::Error::<Test>::ItemLocked;
		assert_noop!(call(identity(0), Nft::<Test>::burn { collection, item }), locked);
		// Whatever these prepare, nothing comes of it.
		let _ = call(
			identity(0),
			Nft::<Test>::approve_transfer { collection, item, delegate: dest.clone(), maybe_deadline: None },
		);
		assert!(call(dest.clone(), Nft::<Test>::transfer { collection, item, dest: dest.clone() }).is_err());
		let _ = call(identity(0), Nft::<Test>::set_price { collection, item, price: Some(1), whitelisted_buyer: None });
		assert!(call(dest.clone(), Nft::<Test>::buy_item { collection, item, bid_price: 1 }).is_err());
		let _ = call(
			identity(0),
			Nft::<Test>::create_swap {
				offered_collection: collection,
				offered_item: item,
				desired_collection: collection,
				maybe_desired_item: Some(1),
				maybe_price: None,
				duration: 100,
			},
		);
		assert!(call(
			dest.clone(),
			Nft::<Test>::claim_swap {
				send_collection: collection,
				send_item: 1,
				receive_collection: collection,
				receive_item: item,
				witness_price: None,
			},
		)
		.is_err());
		assert_eq!(Generators::owner_of(0), Some(identity(0)));
		assert_eq!(Generators::owner_of(1), Some(identity(1)));
	});
}

#[test]
fn nobody_else_issues_licences() {
	test(|| {
		assert_ok!(buy(0, 1));
		let mint = Nft::<Test>::mint { collection: 0, item: 77, mint_to: identity(1), witness_data: None };
		assert_noop!(call(identity(1), mint), pallet_nfts::Error::<Test>::NoPermission);
	});
}

#[test]
fn an_offer_made_before_a_transfer_does_not_outlive_it() {
	test(|| {
		assert_ok!(buy(0, 1));
		let (collection, item) = (0, 0);
		let _ = call(
			identity(0),
			Nft::<Test>::approve_transfer { collection, item, delegate: identity(0), maybe_deadline: None },
		);
		assert_ok!(transfer(0, 0, 1));
		assert!(call(identity(0), Nft::<Test>::transfer { collection, item, dest: identity(0) }).is_err());
	});
}

#[test]
fn with_the_last_licence_gone_the_devices_are_suspended() {
	test_with_devices(|| {
		for licence in [0, 1] {
			assert_ok!(undelegate(0, licence));
			assert_ok!(transfer(0, licence, 5));
		}
		assert!(!is_active(0));
		assert_ok!(transfer(5, 0, 0));
		assert!(!is_active(0), "a licence that came back does not wake them");
		assert_ok!(call(identity(0), Call::resume_device { device: device(0) }));
		run_to(System::block_number() + ACTIVATION);
		assert!(is_active(0));
	});
}

#[test]
fn a_licence_handed_on_does_not_let_two_identities_contribute_at_once() {
	test(|| {
		assert_ok!(buy(0, 1));
		assert_ok!(register(0, 0));
		run_to(System::block_number() + ACTIVATION);
		assert!(is_active(0));
		assert_ok!(transfer(0, 0, 1));
		assert_ok!(register(1, 1));
		assert!(!is_active(0) && !is_active(1));
		run_to(System::block_number() + ACTIVATION);
		assert!(is_active(1));
		assert_ok!(transfer(1, 0, 0));
		assert!(!is_active(0) && !is_active(1));
	});
}
