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
		let free = [&alice, &bob, &charlie].map(|who| Balances::total_balance(who));
		assert_ok!(place(&bob, Side::Buy, 300, 40));

		// 40 shares at 2.5 $TALE: 5 % are the recipient's and 0.5 % the chain's.
		let now = [&alice, &bob, &charlie].map(|who| Balances::total_balance(who));
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
}
