//! Licences, devices and their rewards with the runtime's own figures.

use super::externalities;
use crate::{configs::generators::ProductionTiming, constants::*, genesis_config_presets::TIMING, *};
use sp_runtime::BuildStorage;

#[test]
fn licences_are_sold_in_the_published_tiers() {
	use crate::configs::generators::LicenceTiers;
	let tiers = LicenceTiers::get();
	assert_eq!(tiers.map(|tier| tier.licences), [6_500, 7_000, 1_750, 2_000]);
	assert_eq!(tiers.map(|tier| tier.dollars), [98, 118, 138, 158]);
	assert!(tiers.windows(2).all(|pair| pair[0].dollars < pair[1].dollars), "who comes first pays least");
}

#[test]
fn a_licence_is_sold_delegated_and_earns() {
	use frame_support::{
		assert_ok,
		traits::{fungible::Balanced, OnUnbalanced},
	};
	use promptale_primitives::reward::ByPool;
	use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};

	externalities("development").execute_with(|| {
		System::set_block_number(1);
		let holder = Bob.to_account_id();
		assert_ok!(Generators::set_rate(RuntimeOrigin::root(), 10 * TALE));
		let total = Generators::quote(2).unwrap().total;
		assert_eq!(total, 2 * 98 * 10 * TALE);
		let buy = |count, total| Generators::buy_licences(RuntimeOrigin::signed(holder.clone()), count, total, None);
		assert_ok!(buy(2, total));
		let device = Charlie.to_account_id();
		let payload = Generators::registration_payload(&holder, &device, 10);
		let proof = pallet_generators::DeviceProof { expires: 10, signature: Charlie.sign(&payload) };
		let register = |endpoint: Vec<u8>| {
			let endpoint = endpoint.try_into().unwrap();
			let origin = RuntimeOrigin::signed(holder.clone());
			Generators::register_device(origin, device.clone(), [7; 32], endpoint, proof)
		};
		assert_ok!(register(vec![1; 512]));
		assert_ok!(Generators::delegate(RuntimeOrigin::signed(holder.clone()), 0, device.clone()));
		System::set_block_number(1 + TIMING.activation_delay);
		// What Proof of Validation credits for an update that was accepted.
		let earnings = pallet_pov::Earnings { pending: TALE, validated_work: TALE };
		pallet_pov::Earned::<Runtime>::insert(&holder, earnings);
		let session = Generators::session_at(System::block_number());
		let signature = Charlie.sign(&Generators::heartbeat_payload(&device, session));
		let authorized = frame_system::RawOrigin::Authorized.into();
		assert_ok!(Generators::heartbeat(authorized, device.clone(), session, signature));
		let (from, reward) = (Alice.to_account_id(), 100 * TALE);
		let credit = Balances::withdraw(
			&from,
			reward,
			frame_support::traits::tokens::Precision::Exact,
			frame_support::traits::tokens::Preservation::Preserve,
			frame_support::traits::tokens::Fortitude::Polite,
		);
		Generators::on_unbalanced(credit.unwrap());
		assert_eq!(Generators::pending_rewards(holder.clone()), 80 * TALE, "60 for work, 20 for liveness");
		assert_ok!(Generators::claim(RuntimeOrigin::signed(holder.clone())));
		let earned = ByPool { work: 60 * TALE, liveness: 20 * TALE, hashpower: 0 };
		assert_eq!(Generators::earnings(holder.clone()).by_pool, earned);
		let raw = Nfts::transfer(RuntimeOrigin::signed(holder.clone()), 0, 1, MultiAddress::Id(Alice.to_account_id()));
		assert_eq!(raw, Err(pallet_nfts::Error::<Runtime>::ItemLocked.into()));
		assert_ok!(Generators::transfer_licence(RuntimeOrigin::signed(holder.clone()), 1, Alice.to_account_id()));
	});
}

#[test]
fn a_chain_is_slow_unless_its_genesis_says_otherwise() {
	let mut production: sp_io::TestExternalities = RuntimeGenesisConfig::default().build_storage().unwrap().into();
	production.execute_with(|| {
		let timing = Generators::timing();
		assert_eq!(timing, ProductionTiming::get());
		assert_eq!((timing.session, timing.epoch()), (HOURS, DAYS));
		// A licence handed on must not contribute twice to one round.
		assert_eq!(timing.activation_delay, 2 * HOURS);
	});
	for preset in genesis_config_presets::preset_names() {
		externalities(preset.as_ref()).execute_with(|| assert_eq!(Generators::timing(), TIMING));
	}
}

#[test]
fn who_holds_a_licence_and_runs_a_device_contributes() {
	use frame_support::assert_ok;
	use promptale_primitives::identity::Contributors;
	use sp_keyring::Sr25519Keyring::{Bob, Charlie};

	type OfPov = <Runtime as pallet_pov::Config>::Contributors;
	externalities("development").execute_with(|| {
		System::set_block_number(1);
		let (holder, device) = (Bob.to_account_id(), Charlie.to_account_id());
		let signed = || RuntimeOrigin::signed(holder.clone());
		assert_ok!(Generators::buy_licences(signed(), 1, Balance::MAX, None));
		let payload = Generators::registration_payload(&holder, &device, 10);
		let proof = pallet_generators::DeviceProof { expires: 10, signature: Charlie.sign(&payload) };
		assert_eq!(OfPov::identity_of(&device), None);
		assert_ok!(Generators::register_device(signed(), device.clone(), [7; 32], Default::default(), proof));
		assert_eq!(Pov::device(device.clone()), Some(holder));
		assert!(!OfPov::may_contribute(&device, 0));
		System::set_block_number(1 + TIMING.activation_delay);
		assert!(OfPov::may_contribute(&device, 0));
	});
}

#[test]
fn a_proxy_that_may_not_transfer_neither_buys_nor_gives_licences_away() {
	use crate::configs::utilities::ProxyType;
	use frame_support::traits::InstanceFilter;
	use pallet_generators::Call;

	let to = Pov::account_id();
	let spending: [RuntimeCall; 3] = [
		Call::buy_licences { count: 1, max_total: TALE, referrer: None }.into(),
		Call::transfer_licence { licence: 0, to: to.clone() }.into(),
		Call::fund_rewards { amount: TALE }.into(),
	];
	for proxy in [ProxyType::NonTransfer, ProxyType::Pov] {
		assert!(spending.iter().all(|call| !proxy.filter(call)));
		assert!(proxy.filter(&Call::delegate { licence: 0, device: to.clone() }.into()));
	}
	assert!(!ProxyType::Governance.filter(&Call::claim {}.into()));
}
