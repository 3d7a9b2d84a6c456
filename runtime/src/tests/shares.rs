//! Content, its shares and their dividends with the runtime's own assets and deposits.

use super::externalities;
use crate::{
	configs::{
		assets::NativeAndAssets,
		shares::{ContentDeposit, HoldingBond},
		utilities::ProxyType,
	},
	constants::*,
	*,
};
use frame_support::{
	assert_ok,
	traits::{
		fungible::{InspectHold, NativeOrWithId},
		fungibles::{self, Inspect},
		InstanceFilter,
	},
};
use pallet_shares::HoldReason;
use promptale_primitives::content::{ContentId, EngineVersion};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave};

const TALE_ITSELF: NativeOrWithId<u32> = NativeOrWithId::Native;
const DOLLAR: NativeOrWithId<u32> = NativeOrWithId::WithId(7);

/// Alice registers content: three quarters of the shares are hers, the rest Bob's.
fn register() -> ContentId {
	let holders = vec![(Alice.to_account_id(), 750), (Bob.to_account_id(), 250)].try_into().unwrap();
	let engine = EngineVersion { model: 0, checkpoint: [2; 32] };
	assert_ok!(Shares::register_content(
		RuntimeOrigin::signed(Alice.to_account_id()),
		[1; 32],
		engine,
		[3; 32],
		1_000,
		holders
	));
	Shares::content_by_image([1; 32]).unwrap()
}

fn free(who: &AccountId, asset: &NativeOrWithId<u32>) -> Balance {
	NativeAndAssets::balance(asset.clone(), who)
}

#[test]
fn dividends_in_tale_and_in_a_user_asset_reach_holders() {
	externalities("development").execute_with(|| {
		System::set_block_number(1);
		let (alice, bob, brand) = (Alice.to_account_id(), Bob.to_account_id(), Charlie.to_account_id());
		assert_ok!(<Assets as fungibles::Create<_>>::create(7, brand.clone(), false, 100));
		assert_ok!(<Assets as fungibles::Mutate<_>>::mint_into(7, &brand, 1_000_000));
		let content = register();
		for (asset, amount) in [(TALE_ITSELF, 10 * TALE + 1), (DOLLAR, 100_003)] {
			let before = [&alice, &bob].map(|who| free(who, &asset));
			assert_ok!(Shares::deposit_revenue(RuntimeOrigin::signed(brand.clone()), content, asset.clone(), amount));
			for who in [&alice, &bob] {
				assert_ok!(Shares::claim_dividends(RuntimeOrigin::signed(who.clone()), content, asset.clone()));
			}
			let earned = |at: usize, who| free(who, &asset) - before[at];
			assert_eq!((earned(0, &alice), earned(1, &bob)), (amount * 3 / 4, amount / 4));
		}
		assert_eq!(Balances::total_issuance(), TOTAL_SUPPLY);
	});
}

#[test]
fn rows_are_paid_for_and_everything_comes_back() {
	externalities("development").execute_with(|| {
		System::set_block_number(1);
		let (alice, bob) = (Alice.to_account_id(), Bob.to_account_id());
		let held = |who: &AccountId| Balances::total_balance_on_hold(who);
		let on_hold =
			|reason: HoldReason, who: &AccountId| Balances::balance_on_hold(&RuntimeHoldReason::Shares(reason), who);
		let before = held(&alice);
		let content = register();
		assert_eq!(on_hold(HoldReason::Content, &alice), ContentDeposit::get());
		assert_eq!([&alice, &bob].map(|who| on_hold(HoldReason::Holding, who)), [HoldingBond::get(); 2]);
		assert_ok!(Shares::transfer(RuntimeOrigin::signed(bob.clone()), content, alice.clone(), 250));
		assert_ok!(Shares::remove_content(RuntimeOrigin::signed(alice.clone()), content));
		assert_eq!((held(&alice), on_hold(HoldReason::Holding, &bob)), (before, 0));
		assert_eq!(free(&Shares::pot_account(content), &TALE_ITSELF), 0);
	});
}

#[test]
fn a_proxy_that_may_not_transfer_claims_dividends_and_moves_no_shares() {
	let to = Dave.to_account_id();
	let claim = RuntimeCall::Shares(pallet_shares::Call::claim_dividends { content: 0, asset: TALE_ITSELF });
	let transfer = RuntimeCall::Shares(pallet_shares::Call::transfer { content: 0, to, amount: 1 });
	let deposit =
		RuntimeCall::Shares(pallet_shares::Call::deposit_revenue { content: 0, asset: TALE_ITSELF, amount: 1 });
	assert!(ProxyType::NonTransfer.filter(&claim));
	assert!(!ProxyType::NonTransfer.filter(&transfer));
	assert!(!ProxyType::NonTransfer.filter(&deposit));
}
