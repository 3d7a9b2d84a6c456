//! A sale of shares with the runtime's own register, fees and deposits.

use super::externalities;
use crate::{configs::utilities::ProxyType, constants::*, *};
use frame_support::{
	assert_ok,
	traits::{
		fungible::{Inspect, NativeOrWithId},
		InstanceFilter, OnIdle,
	},
	weights::Weight,
};
use promptale_primitives::{
	content::EngineVersion,
	order_book::{Side, TimeInForce::GoodTillCancelled},
	settlement::{FeeSource, Inflow},
};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};

#[test]
fn a_sale_of_shares_reaches_seller_recipient_and_settlements() {
	externalities("development").execute_with(|| {
		System::set_block_number(1);
		let (alice, bob, charlie) = (Alice.to_account_id(), Bob.to_account_id(), Charlie.to_account_id());
		let signed = |who: &AccountId| RuntimeOrigin::signed(who.clone());
		let holders = vec![(alice.clone(), 1_000)].try_into().unwrap();
		let engine = EngineVersion { model: 0, checkpoint: [2; 32] };
		assert_ok!(Shares::register_content(signed(&alice), [1; 32], engine, [3; 32], 1_000, holders));
		let content = Shares::content_by_image([1; 32]).unwrap();
		let recipients = vec![(charlie.clone(), 50_000)].try_into().unwrap();
		assert_ok!(Market::set_royalties(signed(&alice), content, recipients));
		assert_ok!(Market::open_book(signed(&bob), content, NativeOrWithId::Native, TALE / 100));
		let book = Market::books(content)[0].1;
		let place = |who: &AccountId, side, tick, shares| {
			Market::place_order(signed(who), book, side, tick, shares, GoodTillCancelled, None)
		};
		assert_ok!(place(&alice, Side::Sell, 250, 100));
		let free = [&alice, &bob, &charlie].map(Balances::total_balance);
		assert_ok!(place(&bob, Side::Buy, 300, 40));

		// 40 shares at 2.5 $TALE: 5 % are the recipient's and 0.5 % the chain's.
		let now = [&alice, &bob, &charlie].map(Balances::total_balance);
		assert_eq!(now[0] - free[0], 100 * TALE * 945 / 1_000);
		assert_eq!(free[1] - now[1], 100 * TALE);
		assert_eq!(now[2] - free[2], 5 * TALE);
		Market::on_idle(1, Weight::MAX);
		let flow = Settlements::flows().inflows.into_iter().find(|flow| flow.0 == Inflow::Fee(FeeSource::MarketSale));
		assert_eq!(flow.unwrap().1.received, TALE / 2);
		assert_eq!(Balances::total_issuance(), TOTAL_SUPPLY);
		assert_eq!(Market::candles(book)[0].volume, 40);
	});
}

/// 400 $TALE, of which the chain gets half a percent; royalties there are none of licences.
#[test]
fn a_delegated_licence_is_sold_and_earns_for_its_seller_until_then() {
	externalities("development").execute_with(|| {
		System::set_block_number(1);
		let (bob, charlie) = (Bob.to_account_id(), Charlie.to_account_id());
		let signed = |who: &AccountId| RuntimeOrigin::signed(who.clone());
		assert_ok!(Generators::set_rate(RuntimeOrigin::root(), TALE));
		assert_ok!(Generators::buy_licences(signed(&bob), 2, 1_000 * TALE, None));
		let device = Alice.to_account_id();
		let payload = Generators::registration_payload(&bob, &device, 10);
		let proof = pallet_generators::DeviceProof { expires: 10, signature: Alice.sign(&payload) };
		let endpoint = vec![1].try_into().unwrap();
		assert_ok!(Generators::register_device(signed(&bob), device.clone(), [7; 32], endpoint, proof));
		assert_ok!(Generators::delegate(signed(&bob), 0, device));

		let licences = pallet_generators::Collection::<Runtime>::get().unwrap();
		let tale = NativeOrWithId::Native;
		let items = vec![0].try_into().unwrap();
		assert_ok!(Sales::list_items(signed(&bob), licences, items, tale.clone(), 400 * TALE, None));
		assert!(Generators::transfer_licence(signed(&bob), 0, charlie.clone()).is_err(), "it is for sale");
		assert_eq!(Generators::owner_of(0), Some(bob.clone()));
		assert!(Generators::licences(bob.clone())[0].device.is_some(), "and goes on earning");
		let free = [&bob, &charlie].map(Balances::total_balance);
		let post = Sales::buy_item(signed(&charlie), licences, 0, tale, 400 * TALE).unwrap();
		let call = pallet_sales::Call::<Runtime>::buy_item {
			collection: licences,
			item: 0,
			asset: NativeOrWithId::Native,
			max_price: 0,
		};
		let declared =
			frame_support::dispatch::GetDispatchInfo::get_dispatch_info(&RuntimeCall::Sales(call)).call_weight;
		assert_eq!(post.actual_weight, Some(declared), "a licence is the dearest item");

		assert_eq!(Generators::owner_of(0), Some(charlie.clone()));
		assert_eq!(Generators::licences(charlie.clone())[0].device, None);
		let now = [&bob, &charlie].map(Balances::total_balance);
		assert_eq!((now[0] - free[0], free[1] - now[1]), (398 * TALE, 400 * TALE));
		Sales::on_idle(1, Weight::MAX);
		assert_eq!(Balances::total_issuance(), TOTAL_SUPPLY);
		assert!(Sales::set_royalties(signed(&bob), licences, Default::default()).is_err(), "licences have none");
	});
}

#[test]
fn a_plain_item_costs_no_more_than_it_has_to() {
	externalities("development").execute_with(|| {
		use promptale_primitives::item::ItemRegister;
		let surcharge = |collection| crate::configs::sales::LicencesAndItems::surcharge(collection);
		assert_eq!(surcharge(Some(7)), (0, 0));
		assert!(surcharge(None).0 > 0);
	});
}

#[test]
fn a_proxy_that_may_not_transfer_cancels_orders_and_places_none() {
	let cancel = RuntimeCall::Market(pallet_market::Call::cancel_order { book: 0, number: 0 });
	let place = RuntimeCall::Market(pallet_market::Call::place_order {
		book: 0,
		side: Side::Buy,
		tick: 1,
		quantity: 1,
		time_in_force: GoodTillCancelled,
		expires: None,
	});
	assert!(ProxyType::NonTransfer.filter(&cancel));
	assert!(!ProxyType::NonTransfer.filter(&place));
	let delist = RuntimeCall::Sales(pallet_sales::Call::delist { collection: 0, items: Default::default() });
	let offer = pallet_sales::Call::make_offer { collection: 0, item: 0, price: 1, expires: None };
	assert!(ProxyType::NonTransfer.filter(&delist));
	assert!(!ProxyType::NonTransfer.filter(&RuntimeCall::Sales(offer)));
}
