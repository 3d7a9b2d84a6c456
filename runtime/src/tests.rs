//! What must hold of the runtime as a whole.

mod settlements;

use crate::{constants::*, genesis_config_presets, governance::origins::Origin, governance::tracks::TracksInfo, *};
use frame_support::traits::WhitelistedStorageKeys;
use pallet_referenda::TracksInfo as _;
use sp_runtime::BuildStorage;
use std::collections::HashSet;

fn externalities(preset: &str) -> sp_io::TestExternalities {
	let json = genesis_config_presets::get_preset(&preset.into()).expect("the preset exists");
	let patch: serde_json::Value = serde_json::from_slice(&json).unwrap();
	let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
	merge(&mut config, patch);
	let config: RuntimeGenesisConfig = serde_json::from_value(config).unwrap();
	config.build_storage().unwrap().into()
}

/// Lays `patch` over `base`, object by object.
fn merge(base: &mut serde_json::Value, patch: serde_json::Value) {
	match (base, patch) {
		(serde_json::Value::Object(base), serde_json::Value::Object(patch)) => {
			for (key, value) in patch {
				merge(base.entry(key).or_insert(serde_json::Value::Null), value);
			}
		},
		(base, patch) => *base = patch,
	}
}

#[test]
fn every_preset_issues_exactly_the_total_supply() {
	for preset in genesis_config_presets::preset_names() {
		externalities(preset.as_ref()).execute_with(|| {
			assert_eq!(Balances::total_issuance(), TOTAL_SUPPLY, "{}", preset);
		});
	}
}

#[test]
fn pots_exist_from_the_start() {
	externalities("development").execute_with(|| {
		let pots = pallet_settlements::Pot::ALL.map(Settlements::pot_account);
		for pot in pots.into_iter().chain([Pov::account_id(), Treasury::account_id()]) {
			assert_eq!(Balances::free_balance(&pot), EXISTENTIAL_DEPOSIT);
		}
	});
}

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
	use promptale_primitives::{generator::SalePhase, reward::WorkRewards};
	use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};

	externalities("development").execute_with(|| {
		System::set_block_number(1);
		let holder = Bob.to_account_id();
		assert_ok!(Generators::set_rate(RuntimeOrigin::root(), 10 * TALE));
		assert_ok!(Generators::set_sale_phase(RuntimeOrigin::root(), SalePhase::Public));
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
		<Generators as WorkRewards<AccountId>>::validated(&holder, 1_000_000, TALE);
		let (from, reward) = (Alice.to_account_id(), 100 * TALE);
		let credit = Balances::withdraw(
			&from,
			reward,
			frame_support::traits::tokens::Precision::Exact,
			frame_support::traits::tokens::Preservation::Preserve,
			frame_support::traits::tokens::Fortitude::Polite,
		);
		Generators::on_unbalanced(credit.unwrap());
		assert_eq!(Generators::pending_rewards(holder.clone()), 60 * TALE);
		assert_ok!(Generators::claim(RuntimeOrigin::signed(holder.clone())));
		let raw = Nfts::transfer(RuntimeOrigin::signed(holder.clone()), 0, 1, MultiAddress::Id(Alice.to_account_id()));
		assert_eq!(raw, Err(pallet_nfts::Error::<Runtime>::ItemLocked.into()));
		assert_ok!(Generators::transfer_licence(RuntimeOrigin::signed(holder.clone()), 1, Alice.to_account_id()));
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

#[test]
fn every_governance_origin_has_a_track() {
	TracksInfo::check_integrity().unwrap();
	let origins = [Origin::Treasurer, Origin::ParameterAdmin, Origin::EmergencyPauser, Origin::ReferendumCanceller];
	let ids: HashSet<_> = origins
		.into_iter()
		.map(|origin| TracksInfo::track_for(&RuntimeOrigin::from(origin).caller).unwrap())
		.chain([TracksInfo::track_for(&RuntimeOrigin::root().caller).unwrap()])
		.collect();
	assert_eq!(ids.len(), TracksInfo::tracks().count());
	assert!(TracksInfo::track_for(&RuntimeOrigin::signed(Pov::account_id()).caller).is_err());
}

#[test]
fn nobody_moves_assets_or_executes_messages_by_xcm() {
	use frame_support::traits::Contains;
	use staging_xcm::latest::prelude::*;
	use staging_xcm_executor::traits::{Properties, ShouldExecute};

	let somewhere = Location::new(1, [Parachain(1_000)]);
	assert!(!<Runtime as pallet_xcm::Config>::XcmTeleportFilter::contains(&(somewhere.clone(), Vec::<Asset>::new())));
	assert!(!<Runtime as pallet_xcm::Config>::XcmReserveTransferFilter::contains(&(
		somewhere.clone(),
		Vec::<Asset>::new()
	)));
	assert!(!<Runtime as pallet_xcm::Config>::XcmExecuteFilter::contains(&(
		somewhere.clone(),
		Xcm::<RuntimeCall>(vec![])
	)));

	externalities("development").execute_with(|| {
		for origin in [somewhere, Location::parent()] {
			let mut message: Vec<Instruction<RuntimeCall>> = vec![
				UnpaidExecution { weight_limit: Unlimited, check_origin: None },
				Transact {
					origin_kind: OriginKind::Superuser,
					fallback_max_weight: None,
					call: codec::Encode::encode(&RuntimeCall::System(frame_system::Call::remark { remark: vec![] }))
						.into(),
				},
			];
			assert!(crate::configs::xcm::Barrier::should_execute(
				&origin,
				&mut message,
				Weight::MAX,
				&mut Properties { weight_credit: Weight::zero(), message_id: None },
			)
			.is_err());
		}
	});
}

#[test]
fn a_weight_costs_what_it_takes_of_a_block() {
	use crate::configs::{money::WeightToFee, system::RuntimeBlockWeights};
	use frame_support::weights::WeightToFee as _;

	let block = RuntimeBlockWeights::get().max_block;
	let half_the_proof = frame_support::weights::Weight::from_parts(0, block.proof_size() / 2);
	assert_eq!(WeightToFee::weight_to_fee(&half_the_proof), 5 * TALE);
	assert_eq!(WeightToFee::weight_to_fee(&block), 10 * TALE);
}

#[test]
fn whitelisted_keys_are_unique() {
	let keys = AllPalletsWithSystem::whitelisted_storage_keys();
	let unique: HashSet<_> = keys.iter().map(|key| key.key.clone()).collect();
	assert_eq!(keys.len(), unique.len());
}
