//! `utility.batch` of what moves $TALE: each call in it is as good as by itself, and no better.

use super::{externalities, investor};
use crate::{constants::*, *};
use frame_support::{assert_noop, assert_ok};
use promptale_primitives::generator::SalePhase;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};
use sp_runtime::{traits::Dispatchable, DispatchError};

const RATE: Balance = 10 * TALE;

/// A chain on which licences are sold, and Bob has one.
fn test(run: impl FnOnce()) {
	externalities("development").execute_with(|| {
		System::set_block_number(1);
		assert_ok!(Generators::set_rate(RuntimeOrigin::root(), RATE));
		assert_ok!(Generators::set_sale_phase(RuntimeOrigin::root(), SalePhase::Public));
		assert_ok!(Generators::buy_licences(bob(), 1, Balance::MAX, None));
		run();
		assert_eq!(Balances::total_issuance(), TOTAL_SUPPLY);
		assert_ok!(Generators::do_try_state());
		assert_ok!(Vesting::do_try_state());
		assert_ok!(Settlements::do_try_state());
	});
}

fn bob() -> RuntimeOrigin {
	RuntimeOrigin::signed(Bob.to_account_id())
}

fn free(who: &AccountId) -> Balance {
	Balances::free_balance(who)
}

fn buy(count: u32, max_total: Balance) -> RuntimeCall {
	pallet_generators::Call::buy_licences { count, max_total, referrer: None }.into()
}

fn pay(value: Balance) -> RuntimeCall {
	pallet_balances::Call::transfer_allow_death { dest: Charlie.to_account_id().into(), value }.into()
}

/// How many calls of a batch by `who` went through.
fn batch(who: RuntimeOrigin, calls: Vec<RuntimeCall>) -> usize {
	System::reset_events();
	let length = calls.len();
	assert_ok!(Utility::batch(who, calls));
	System::events()
		.into_iter()
		.find_map(|record| match record.event {
			RuntimeEvent::Utility(pallet_utility::Event::BatchInterrupted { index, .. }) => Some(index as usize),
			_ => None,
		})
		.unwrap_or(length)
}

#[test]
fn two_claims_in_a_batch_pay_once() {
	test(|| {
		System::set_block_number(10 * MONTHS);
		let (investor, claim) = (investor(), RuntimeCall::from(pallet_tale_vesting::Call::claim {}));
		let before = free(&investor);
		let for_another = pallet_tale_vesting::Call::claim_for { account: investor.clone() }.into();
		assert_eq!(batch(RuntimeOrigin::signed(investor.clone()), vec![claim, for_another]), 1);
		assert_eq!(free(&investor) - before, 32_500_000 * TALE);
	});
}

#[test]
fn an_emission_is_released_once_in_a_batch() {
	test(|| {
		System::set_block_number(1_000);
		let emit =
			RuntimeCall::from(pallet_settlements::Call::emit { pool: pallet_settlements::EmissionPool::Generators });
		assert_eq!(batch(bob(), vec![emit.clone(), emit]), 1);
		let released = Settlements::emission()[0].released;
		assert_eq!(released, EMISSION * 1_000 / Balance::from(EMISSION_PERIOD));
	});
}

#[test]
fn a_purchase_too_dear_at_the_end_of_a_batch_undoes_all_of_it_or_nothing_before_it() {
	test(|| {
		let (bob_has, charlie_has) = (free(&Bob.to_account_id()), free(&Charlie.to_account_id()));
		let one = 98 * RATE;
		let calls = vec![pay(TALE), buy(2, 2 * one), buy(1, one - 1)];
		let all = RuntimeCall::from(pallet_utility::Call::batch_all { calls: calls.clone() });
		let dispatched = all.dispatch(bob()).map(|_| ()).map_err(|error| error.error);
		assert_eq!(dispatched, Err(pallet_generators::Error::<Runtime>::PriceAboveMaximum.into()));
		assert_eq!((free(&Bob.to_account_id()), free(&Charlie.to_account_id())), (bob_has, charlie_has));
		assert_eq!(Generators::licences(Bob.to_account_id()).len(), 1);

		assert_eq!(batch(bob(), calls), 2);
		assert_eq!(bob_has - free(&Bob.to_account_id()), TALE + 2 * one);
		assert_eq!(Generators::licences(Bob.to_account_id()).len(), 3);
	});
}

#[test]
fn purchases_in_a_batch_cost_what_they_cost_one_after_the_other_across_a_tier() {
	test(|| {
		// All but four licences of the first tier.
		assert_ok!(Balances::transfer_allow_death(
			RuntimeOrigin::signed(Alice.to_account_id()),
			Bob.to_account_id().into(),
			1_400_000 * TALE
		));
		assert_ok!(Generators::set_rate(RuntimeOrigin::root(), TALE));
		while Generators::sale().tiers[0].1 < 6_496 {
			let left = 6_496 - Generators::sale().tiers[0].1;
			assert_ok!(Generators::buy_licences(bob(), left.min(50), Balance::MAX, None));
		}
		let before = free(&Bob.to_account_id());
		assert_eq!(batch(bob(), vec![buy(3, Balance::MAX), buy(2, (98 + 118) * TALE), buy(1, 98 * TALE)]), 2);
		assert_eq!(before - free(&Bob.to_account_id()), (4 * 98 + 118) * TALE);
	});
}

#[test]
fn transfers_of_nothing_dust_and_everything_in_a_batch_lose_nothing() {
	test(|| {
		let (bob, charlie) = (Bob.to_account_id(), Charlie.to_account_id());
		let (sum, treasury) = (free(&bob) + free(&charlie), free(&Treasury::account_id()));
		let all = free(&bob);
		// Less than the existential deposit would be left, which goes to the treasury with the account.
		let calls = vec![pay(0), pay(1), pay(all - 1 - EXISTENTIAL_DEPOSIT + 1), pay(EXISTENTIAL_DEPOSIT)];
		assert_eq!(batch(RuntimeOrigin::signed(bob.clone()), calls), 3);
		assert_eq!(free(&bob), 0);
		assert_eq!(free(&charlie) + free(&Treasury::account_id()), sum + treasury);
		assert_eq!(free(&Treasury::account_id()) - treasury, EXISTENTIAL_DEPOSIT - 1);
	});
}

#[test]
fn stake_is_bonded_once_and_not_withdrawn_in_the_batch_that_unbonds_it() {
	test(|| {
		let stake = 2_000 * TALE;
		let bond: RuntimeCall = pallet_pov::Call::bond_validator {
			stake,
			session_key: [1; 32],
			encryption_key: [2; 32],
			endpoint: Default::default(),
		}
		.into();
		let unbond: RuntimeCall = pallet_pov::Call::unbond { amount: stake }.into();
		let withdraw: RuntimeCall = pallet_pov::Call::withdraw_unbonded {}.into();
		assert_eq!(batch(bob(), vec![bond.clone(), bond.clone()]), 1);
		assert_eq!(batch(bob(), vec![unbond.clone(), unbond]), 1);
		assert_eq!(batch(bob(), vec![withdraw.clone()]), 0);
		System::set_block_number(1 + 7 * DAYS);
		assert_eq!(batch(bob(), vec![withdraw.clone(), withdraw]), 1);
	});
}

#[test]
fn a_batch_is_no_way_to_what_only_governance_or_a_devices_key_may_do() {
	test(|| {
		let key = Charlie;
		let device = key.to_account_id();
		let heartbeat: RuntimeCall = pallet_generators::Call::heartbeat {
			device: device.clone(),
			session: 0,
			signature: key.sign(&Generators::heartbeat_payload(&device, 0)),
		}
		.into();
		let governed: [RuntimeCall; 5] = [
			pallet_generators::Call::set_rate { rate: 1 }.into(),
			pallet_settlements::Call::burn { amount: TALE }.into(),
			pallet_settlements::Call::pay_from_pot {
				pot: pallet_settlements::Pot::GeneratorRewards,
				to: Bob.to_account_id(),
				amount: 1,
			}
			.into(),
			pallet_tale_vesting::Call::grant {
				source: Alice.to_account_id(),
				beneficiary: Bob.to_account_id(),
				start: 1,
				cliff: 1,
				end: 2,
				total: TALE,
				transferable: true,
			}
			.into(),
			heartbeat,
		];
		for call in governed {
			let batch = RuntimeCall::from(pallet_utility::Call::batch_all { calls: vec![call] });
			let nested = RuntimeCall::from(pallet_utility::Call::batch_all { calls: vec![batch.clone()] });
			let refused = |call: RuntimeCall| call.dispatch(bob()).map(|_| ()).map_err(|error| error.error);
			assert_noop!(refused(batch), DispatchError::BadOrigin);
			// Batches of this kind do not go into each other at all.
			assert_noop!(refused(nested), frame_system::Error::<Runtime>::CallFiltered);
		}
	});
}
