use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use promptale_primitives::{Balance, MILLION};
use sp_runtime::BuildStorage;

fn pool(name: &str, account: AccountId, share: u32, liquid: u32, months: (u32, u32)) -> GenesisPool<AccountId> {
	let (cliff_months, vesting_months) = months;
	GenesisPool { name: name.into(), account, share, liquid, cliff_months, vesting_months, emitted: false }
}

/// 1,000,000 in all.
fn pools() -> Vec<GenesisPool<AccountId>> {
	vec![
		pool("team", 11, 300_000, 0, (2, 3)),
		pool("market", 12, 100_000, MILLION, (0, 0)),
		pool("community", 13, 600_000, 250_000, (0, 5)),
	]
}

fn balances() -> Vec<(AccountId, Balance)> {
	// The existential deposits come out of what is liquid.
	vec![(11, 300_000 + ED), (12, 100_000 - 2 * ED), (13, 450_000 + ED), (14, 150_000)]
}

fn build(balances: Vec<(AccountId, Balance)>, pools: Vec<GenesisPool<AccountId>>) -> sp_io::TestExternalities {
	let config = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
		vesting: GenesisConfig { pools },
		..Default::default()
	};
	config.build_storage().expect("genesis").into()
}

/// What a chain spec with these pools is refused with.
fn refused(pools: Vec<GenesisPool<AccountId>>) -> &'static str {
	build(balances(), Vec::new()).execute_with(|| Vesting::build_pools(&pools).expect_err("refused"))
}

#[test]
fn pools_divide_all_that_is_issued() {
	build(balances(), pools()).execute_with(|| {
		Vesting::do_try_state().unwrap();
		let seen: Vec<_> = Vesting::pools()
			.into_iter()
			.map(|pool| {
				(String::from_utf8(pool.name).unwrap(), pool.account, pool.liquid, pool.vesting, pool.cliff, pool.end)
			})
			.collect();
		assert_eq!(
			seen,
			[
				("team".to_string(), 11, 0, 300_000, 20, 50),
				("market".to_string(), 12, 100_000, 0, 0, 0),
				("community".to_string(), 13, 150_000, 450_000, 0, 50),
			]
		);
		assert_eq!([11, 12, 13, 14].map(spendable), [0, 100_000 - 3 * ED, 0, 150_000 - ED]);
		at(1);
		assert_noop!(claim(11), Error::<Test>::NothingToClaim);
		assert_noop!(claim(12), Error::<Test>::NothingToClaim);
		at(25);
		assert_ok!(claim(11));
		assert_ok!(claim(13));
		assert_eq!([11, 13].map(spendable), [50_000, 225_000]);
		at(50);
		assert_ok!(claim(11));
		assert_ok!(claim(13));
		assert_eq!([11, 13].map(spendable), [300_000, 450_000]);
		assert_eq!(everything(), Balances::total_issuance());
		Vesting::do_try_state().unwrap();
	});
}

#[test]
fn the_curve_begins_with_what_is_liquid_and_ends_with_everything() {
	build(balances(), pools()).execute_with(|| {
		let curve: Vec<_> = Vesting::unlock_curve(MONTH)
			.into_iter()
			.map(|point| (point.block / MONTH, point.unlocked.iter().sum::<Balance>()))
			.collect();
		assert_eq!(curve, [(0, 250_000), (1, 340_000), (2, 430_000), (3, 620_000), (4, 810_000), (5, 1_000_000),]);
		assert_eq!(Vesting::unlock_curve(20).last().map(|point| point.block), Some(60), "the end is in it");
		assert!(Vesting::unlock_curve(0).is_empty());
	});
}

#[test]
fn two_pools_may_lie_on_one_account() {
	let mut both = pools();
	both[2].account = 11;
	build(vec![(11, 750_000 + ED), (12, 250_000 - ED)], both).execute_with(|| {
		assert_eq!(seen(11).schedules.len(), 2);
		assert_eq!((seen(11).held, spendable(11)), (750_000, 0));
		Vesting::do_try_state().unwrap();
	});
}

#[test]
fn an_emitted_pool_is_on_the_curve_and_not_on_hold() {
	let mut emitted = pools();
	emitted[2].emitted = true;
	build(balances(), emitted).execute_with(|| {
		assert!(Vesting::pools()[2].emitted);
		assert_eq!((seen(13).held, spendable(13)), (0, 450_000));
		assert_eq!(Vesting::unlock_curve(MONTH)[1].unlocked, [0, 100_000, 240_000]);
		Vesting::do_try_state().unwrap();
	});
}

#[test]
fn parts_that_do_not_sum_to_everything_are_refused() {
	let mut short = pools();
	short[0].share -= 1;
	assert_eq!(refused(short), "the shares of the pools do not sum to one million");
	let mut overflowing = pools();
	overflowing[0].share = u32::MAX;
	assert_eq!(refused(overflowing), "the shares of the pools do not sum to one million");
}

#[test]
fn parts_of_a_unit_are_refused() {
	let mut odd = pools();
	odd[0].liquid = 1;
	// 300,000 * 1 / 1,000,000.
	assert_eq!(refused(odd), "a part is no whole number of units");
	let mut more = pools();
	more[0].liquid = MILLION + 1;
	assert_eq!(refused(more), "a part exceeds all");
}

#[test]
fn months_that_contradict_what_is_liquid_are_refused() {
	let reason = "a pool has months of vesting exactly where not all of it is liquid";
	for (at, months) in [(0, (2, 0)), (1, (0, 3)), (1, (1, 0))] {
		let mut wrong = pools();
		(wrong[at].cliff_months, wrong[at].vesting_months) = months;
		assert_eq!(refused(wrong), reason);
	}
	let mut endless = pools();
	endless[0].vesting_months = u32::MAX / MONTH;
	assert_eq!(refused(endless), "the months of a pool exceed block numbers");
}

#[test]
fn an_account_without_its_vesting_part_is_refused() {
	let reason = "the account of a pool lacks its vesting part and an existential deposit beside it";
	let mut elsewhere = pools();
	elsewhere[0].account = 14;
	assert_eq!(refused(elsewhere), reason);
	// All of it, but nothing to exist on.
	let balances = vec![(11, 300_000), (12, 250_000), (13, 450_000)];
	build(balances, Vec::new())
		.execute_with(|| assert_eq!(Vesting::build_pools(&pools()).expect_err("refused"), reason));
}

#[test]
fn names_and_numbers_of_pools_are_bounded() {
	let mut long = pools();
	long[0].name = "x".repeat(33);
	assert_eq!(refused(long), "the name of a pool has more than 32 bytes");
	let crowded: Vec<_> = (0..5).map(|_| pool("one", 11, 200_000, 0, (0, 1))).collect();
	build(vec![(11, 1_000_000)], Vec::new()).execute_with(|| {
		assert!(Vesting::build_pools(&crowded).is_err());
	});
}

#[test]
#[should_panic(expected = "do not sum to one million")]
fn a_chain_with_wrong_pools_does_not_start() {
	build(balances(), pools()[..2].to_vec());
}
