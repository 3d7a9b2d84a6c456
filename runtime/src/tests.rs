//! What must hold of the runtime as a whole.

mod batches;
mod generators;
mod launchpad;
mod market;
mod placements;
mod settlements;
mod shares;

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

/// `cargo test -p promptale-runtime a_round_costs -- --nocapture` prints it.
#[test]
fn a_round_costs_no_more_than_the_goals() {
	let cost = pallet_pov::cost::of_round::<Runtime>();
	println!("{cost:?}");
	assert!(cost.is_within_goals(), "{cost:?}");
}

#[test]
fn pools_are_held_and_test_accounts_can_spend_their_endowment() {
	use frame_support::traits::{
		fungible::{Inspect, InspectHold},
		tokens::{Fortitude, Preservation},
	};
	use genesis_config_presets::{account_of, ENDOWMENT};

	let reason = RuntimeHoldReason::Vesting(pallet_tale_vesting::HoldReason::Vesting);
	for preset in genesis_config_presets::preset_names() {
		externalities(preset.as_ref()).execute_with(|| {
			let pools = Vesting::pools();
			let mut emitted = 0;
			assert_eq!(pools.iter().map(|pool| pool.vesting + pool.liquid).sum::<Balance>(), 500_000_000 * TALE);
			for pool in &pools {
				let name = core::str::from_utf8(&pool.name).unwrap();
				assert_eq!(pool.account, account_of(name));
				let (held, free) =
					if crate::pools::EMITTED.contains(&name) { (0, pool.vesting) } else { (pool.vesting, 0) };
				assert_eq!(Balances::balance_on_hold(&reason, &pool.account), held, "{name}");
				emitted += free;
			}
			let free: Balance = frame_system::Account::<Runtime>::iter_values().map(|account| account.data.free).sum();
			assert_eq!(emitted, 250_000_000 * TALE);
			let free = free - emitted;
			assert_eq!(free, 20_000_000 * TALE, "only the liquidity pool is liquid");
			for key in sp_keyring::Sr25519Keyring::well_known() {
				let account = key.to_account_id();
				let spendable = Balances::reducible_balance(&account, Preservation::Expendable, Fortitude::Polite);
				// Collators keep their account alive for their session keys.
				assert!(spendable <= ENDOWMENT && spendable + EXISTENTIAL_DEPOSIT >= ENDOWMENT, "{key:?}");
			}
		});
	}
}

/// `//Alice//stash`, who has the investors' pool on the test chains.
fn investor() -> AccountId {
	genesis_config_presets::account_of("investors")
}

fn spendable(who: &AccountId) -> Balance {
	use frame_support::traits::{
		fungible::Inspect,
		tokens::{Fortitude, Preservation},
	};
	Balances::reducible_balance(who, Preservation::Preserve, Fortitude::Polite)
}

#[test]
fn vesting_funds_vote_and_are_not_spent() {
	use frame_support::traits::{schedule::DispatchTime, StorePreimage};
	use genesis_config_presets::ENDOWMENT;
	use pallet_conviction_voting::{AccountVote, Conviction, Vote};

	externalities("development").execute_with(|| {
		System::set_block_number(1);
		let investor = investor();
		let signed = || RuntimeOrigin::signed(investor.clone());
		let call = RuntimeCall::System(frame_system::Call::remark { remark: vec![] });
		let call = <Preimage as StorePreimage>::bound(call).unwrap();
		let origin = Box::new(frame_system::RawOrigin::Root.into());
		let alice = RuntimeOrigin::signed(sp_keyring::Sr25519Keyring::Alice.to_account_id());
		Referenda::submit(alice, origin, call, DispatchTime::After(1)).unwrap();
		let vote = |balance| {
			let vote = Vote { aye: true, conviction: Conviction::Locked1x };
			ConvictionVoting::vote(signed(), 0, AccountVote::Standard { vote, balance })
		};
		vote(65_000_000 * TALE).unwrap();
		let ayes = || Referenda::ensure_ongoing(0).unwrap().tally.ayes;
		assert_eq!(ayes(), 65_000_000 * TALE, "all that is vesting counts");
		assert_eq!(spendable(&investor), ENDOWMENT, "and what is liquid stays so");
		vote(66_000_000 * TALE).unwrap();
		assert_eq!(spendable(&investor), ENDOWMENT - 1_000_000 * TALE + EXISTENTIAL_DEPOSIT);
		assert!(vote(67_000_000 * TALE).is_err(), "nobody votes with more than there is");
	});
}

#[test]
fn vesting_funds_are_validator_stake_and_are_not_spent() {
	use frame_support::traits::fungible::InspectHold;
	use genesis_config_presets::ENDOWMENT;

	externalities("development").execute_with(|| {
		System::set_block_number(1);
		let investor = investor();
		let signed = || RuntimeOrigin::signed(investor.clone());
		let seen = || {
			let seen = Vesting::account(investor.clone());
			(seen.held / TALE, seen.staked / TALE, spendable(&investor))
		};
		assert_eq!(seen(), (65_000_000, 0, ENDOWMENT));
		Pov::bond_validator(signed(), 50_000_000 * TALE, [1; 32], [2; 32], Default::default()).unwrap();
		assert_eq!(seen(), (15_000_000, 50_000_000, ENDOWMENT));
		Pov::bond_extra(signed(), 16_000_000 * TALE).unwrap();
		assert_eq!(seen(), (0, 66_000_000, ENDOWMENT - 1_000_000 * TALE));
		Pov::unbond(signed(), 66_000_000 * TALE).unwrap();
		System::set_block_number(7 * DAYS + 1);
		Pov::withdraw_unbonded(signed()).unwrap();
		assert_eq!(seen(), (65_000_000, 0, ENDOWMENT));
		System::set_block_number(10 * MONTHS);
		Vesting::claim(signed()).unwrap();
		assert_eq!(seen(), (32_500_000, 0, ENDOWMENT + 32_500_000 * TALE), "half of it, ten months on");
		assert_eq!(Balances::total_balance_on_hold(&investor), 32_500_000 * TALE);
	});
}

/// `cargo test -p promptale-runtime unlock_curve -- --nocapture` prints it as CSV, in $TALE.
#[test]
fn the_unlock_curve_leads_from_what_is_liquid_to_everything() {
	externalities("development").execute_with(|| {
		let names: Vec<_> = Vesting::pools().into_iter().map(|pool| String::from_utf8(pool.name).unwrap()).collect();
		println!("month,total,{}", names.join(","));
		let mut totals = Vec::new();
		for point in Vesting::unlock_curve(MONTHS) {
			let total: Balance = point.unlocked.iter().sum();
			let cells = core::iter::once(&total).chain(&point.unlocked);
			// Down to the millionth.
			let cells: Vec<_> = cells.map(|at| format!("{}.{:06}", at / TALE, at % TALE / MICROTALE)).collect();
			println!("{},{}", point.block / MONTHS, cells.join(","));
			totals.push(total);
		}
		assert_eq!((totals[0], totals[60]), (20_000_000 * TALE, TOTAL_SUPPLY));
		assert_eq!(totals.len(), 61);
		assert!(totals.windows(2).all(|pair| pair[0] < pair[1]));
		// After a year: 7 of 10 months of investors, all of amplification, 12 of 60 twice, 12 of 24, 6 of 24 of the reserve.
		assert_eq!(totals[12], (45_500_000 + 6_000_000 + 50_000_000 + 15_000_000 + 20_000_000 + 16_000_000) * TALE);
	});
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
