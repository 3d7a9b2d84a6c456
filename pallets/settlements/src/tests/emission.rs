//! Release of genesis pools.

use crate::{mock::*, *};
use frame_support::{assert_ok, dispatch::Pays};
use promptale_primitives::{Balance, BlockNumber};
use sp_runtime::{BuildStorage, DispatchError::BadOrigin};

const POOL: EmissionPool = EmissionPool::Generators;

fn emit() -> Call<Test> {
	Call::emit { pool: POOL }
}

fn signed() -> RuntimeOrigin {
	RuntimeOrigin::signed(PAYER)
}

fn at(block: BlockNumber) {
	System::set_block_number(block);
}

fn released() -> Balance {
	Schedules::<Test>::get(POOL).expect("is emitted").released
}

fn in_pool() -> Balance {
	free(&Settlements::pool_account(POOL))
}

#[test]
fn nothing_is_due_before_the_schedule_began() {
	ExtBuilder::default().build_and_execute(|| {
		for block in [1, START - 1, START] {
			at(block);
			refused(signed(), emit(), Error::<Test>::NothingDue);
		}
		at(START + 1);
		assert_eq!(call(signed(), emit()), Ok(Pays::No));
		assert_eq!(released(), GENERATORS_TOTAL / Balance::from(BLOCKS));
	});
}

#[test]
fn what_is_due_goes_to_the_pools_own_pot() {
	ExtBuilder::default().build_and_execute(|| {
		at(START + BLOCKS / 2);
		assert_ok!(call(signed(), emit()));
		let half = GENERATORS_TOTAL / 2;
		assert_eq!(pot(Pot::GeneratorRewards), ED + half);
		assert_eq!(in_pool(), GENERATORS_TOTAL - half);
		let emitted = Event::Emitted { pool: POOL, pot: Pot::GeneratorRewards, amount: half };
		assert!(has_event(|event| *event == emitted));
		assert_ok!(call(signed(), Call::emit { pool: EmissionPool::Community }));
		assert_eq!(pot(Pot::ValidatorRewards), ED + COMMUNITY_TOTAL / 2);
		assert_eq!(flow(Inflow::Emission(EmissionPool::Community)).to.validator_rewards, COMMUNITY_TOTAL / 2);
	});
}

#[test]
fn a_second_call_in_a_block_finds_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		at(START + 3);
		assert_ok!(call(signed(), emit()));
		refused(signed(), emit(), Error::<Test>::NothingDue);
	});
}

#[test]
fn whenever_it_is_called_it_releases_what_the_schedule_says_and_exactly_all_by_its_end() {
	for step in [1, 7, 13, 999, 1_000] {
		ExtBuilder::default().extra_in_pools(ED as i128).build_and_execute(|| {
			let mut block = START;
			while block < START + BLOCKS {
				block = (block + step).min(START + BLOCKS);
				at(block);
				assert_ok!(call(signed(), emit()));
				let elapsed = Balance::from(block - START);
				assert_eq!(released(), GENERATORS_TOTAL * elapsed / Balance::from(BLOCKS));
			}
			assert_eq!(released(), GENERATORS_TOTAL);
			assert_eq!(in_pool(), ED, "what was there beyond the schedule stays");
		});
	}
}

#[test]
fn long_after_its_end_a_pool_has_released_all_and_no_more() {
	ExtBuilder::default().build_and_execute(|| {
		at(BlockNumber::MAX);
		assert_ok!(call(signed(), emit()));
		assert_eq!(pot(Pot::GeneratorRewards), ED + GENERATORS_TOTAL);
		assert_eq!(in_pool(), 0);
		refused(signed(), emit(), Error::<Test>::NothingDue);
	});
}

#[test]
fn less_than_an_existential_deposit_is_kept_until_the_end_so_that_it_is_no_dust() {
	ExtBuilder::default().build_and_execute(|| {
		// Only five units of the schedule are left for the last block.
		Schedules::<Test>::mutate(POOL, |schedule| {
			let schedule = schedule.as_mut().expect("is emitted");
			(schedule.total, schedule.start, schedule.blocks) = (1_000, 0, 200);
		});
		let rest = take(&Settlements::pool_account(POOL), GENERATORS_TOTAL - 1_000);
		at(199);
		assert_ok!(call(signed(), emit()));
		assert_eq!((released(), in_pool()), (1_000 - ED, ED));
		refused(signed(), emit(), Error::<Test>::PoolShort);
		assert_eq!(Settlements::emission()[0].due, 5);
		at(200);
		assert_ok!(call(signed(), emit()));
		assert_eq!((released(), in_pool()), (1_000, 0));
		assert!(<Balances as frame_support::traits::fungible::Balanced<_>>::resolve(&PAYER, rest).is_ok());
	});
}

#[test]
fn a_short_pool_releases_what_is_there_and_owes_the_rest() {
	ExtBuilder::default().build_and_execute(|| {
		// Somebody with the power to do so took half of it.
		let account = Settlements::pool_account(POOL);
		let missing = take(&account, GENERATORS_TOTAL / 2);
		at(START + BLOCKS * 3 / 4);
		assert_ok!(call(signed(), emit()));
		let there = GENERATORS_TOTAL - GENERATORS_TOTAL / 2 - ED;
		assert_eq!(released(), there);
		refused(signed(), emit(), Error::<Test>::PoolShort);
		assert_eq!(Settlements::emission()[0].due, GENERATORS_TOTAL * 3 / 4 - there);
		// It comes back, and all that is owed is released.
		assert!(<Balances as frame_support::traits::fungible::Balanced<_>>::resolve(&account, missing).is_ok());
		assert_ok!(call(signed(), emit()));
		assert_eq!(released(), GENERATORS_TOTAL * 3 / 4);
		at(START + BLOCKS);
		assert_ok!(call(signed(), emit()));
		assert_eq!((released(), in_pool()), (GENERATORS_TOTAL, 0));
	});
}

#[test]
fn an_empty_pool_stays_in_debt() {
	ExtBuilder::default().build_and_execute(|| {
		remove(&Settlements::pool_account(POOL));
		at(START + BLOCKS);
		refused(signed(), emit(), Error::<Test>::PoolShort);
		assert_eq!(Settlements::emission()[0].due, GENERATORS_TOTAL);
	});
}

#[test]
fn a_pot_that_does_not_exist_waits_until_enough_is_due() {
	let slow = GenesisEmission { pool: POOL, total: 1_000, start: 0, blocks: 1_000 };
	ExtBuilder::default().pots_not_endowed().emissions(&[slow]).build_and_execute(|| {
		at(5);
		refused(signed(), emit(), Error::<Test>::PotCannotTake);
		at(ED as BlockNumber);
		assert_ok!(call(signed(), emit()));
		assert_eq!(pot(Pot::GeneratorRewards), ED);
	});
}

#[test]
fn dust_given_to_a_pool_does_not_keep_its_last_unit_back() {
	ExtBuilder::default().extra_in_pools(ED as i128 - 1).build_and_execute(|| {
		at(START + BLOCKS);
		assert_ok!(call(signed(), emit()));
		assert_eq!((released(), in_pool()), (GENERATORS_TOTAL, 0));
		assert_eq!(free(&TREASURY), ED + ED - 1, "dust is the treasury's");
	});
}

#[test]
fn dust_given_to_a_pool_waits_where_the_treasury_cannot_take_it() {
	ExtBuilder::default().extra_in_pools(ED as i128 - 1).build_and_execute(|| {
		remove(&TREASURY);
		at(START + BLOCKS);
		assert_ok!(call(signed(), emit()));
		assert_eq!((released(), in_pool()), (GENERATORS_TOTAL, 0));
		assert_eq!(Settlements::unplaced(), ED - 1);
	});
}

#[test]
fn a_pool_that_genesis_does_not_name_never_emits() {
	ExtBuilder::default().emissions(&[]).build_and_execute(|| {
		at(START + BLOCKS);
		refused(signed(), emit(), Error::<Test>::NotEmitted);
		assert!(Settlements::emission().is_empty());
		assert_eq!(Settlements::available(Pot::GeneratorRewards), 0);
	});
}

#[test]
fn emission_is_called_by_a_signer() {
	ExtBuilder::default().build_and_execute(|| {
		at(START + 1);
		refused(RuntimeOrigin::none(), emit(), BadOrigin);
	});
}

fn genesis(emissions: &[GenesisEmission]) {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("genesis");
	GenesisConfig::<Test> { emissions: emissions.to_vec(), ..Default::default() }
		.assimilate_storage(&mut storage)
		.expect("genesis");
}

#[test]
#[should_panic(expected = "less than the 5 to emit")]
fn a_genesis_without_the_money_to_emit_is_refused() {
	genesis(&[GenesisEmission { pool: POOL, total: 5, start: 0, blocks: 1 }]);
}

#[test]
#[should_panic(expected = "is to be emitted twice")]
fn a_genesis_that_emits_a_pool_twice_is_refused() {
	let emission = GenesisEmission { pool: POOL, total: 5, start: 0, blocks: 1 };
	ExtBuilder::default().emissions(&[emission, emission]).build();
}

#[test]
#[should_panic(expected = "or no time for it")]
fn a_genesis_that_emits_in_no_time_is_refused() {
	genesis(&[GenesisEmission { pool: POOL, total: 5, start: 0, blocks: 0 }]);
}
