use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, traits::fungible::Mutate};
use promptale_primitives::reward::ByPool;

fn ban(n: u8, banned: bool) {
	assert_ok!(Generators::set_banned(RuntimeOrigin::root(), identity(n), banned));
}

mod claims {
	use super::*;

	#[test]
	fn pay_once() {
		test_with_devices(|| {
			assert_ok!(heartbeat(0));
			fund(1_000);
			let before = free(&identity(0));
			assert_ok!(claim(0));
			assert_eq!(free(&identity(0)) - before, 200);
			assert_noop!(claim(0), Error::<Test>::NothingToClaim);
			assert_noop!(claim(5), Error::<Test>::NothingToClaim);
			assert_eq!(pending(0), 0);
		});
	}

	#[test]
	fn while_suspended_pay_what_was_earned_before() {
		test_with_devices(|| {
			assert_ok!(heartbeat(0));
			fund(1_000);
			run_to((MISSED + 2) * SESSION);
			assert!(!is_active(0));
			fund(1_000);
			let before = free(&identity(0));
			assert_ok!(claim(0));
			assert_eq!(free(&identity(0)) - before, 200);
		});
	}

	#[test]
	fn while_banned_pay_what_was_earned_before() {
		test_with_devices(|| {
			assert_ok!(heartbeat(0));
			work(0, 10);
			fund(1_000);
			ban(0, true);
			fund(1_000);
			assert_eq!(pending(0), 800);
			assert_ok!(claim(0));
			ban(0, false);
			fund(1_000);
			assert_eq!(pending(0), 0, "until it beats again");
		});
	}

	#[test]
	fn from_a_short_pot_fail_and_lose_nothing() {
		test_with_devices(|| {
			assert_ok!(heartbeat(0));
			fund(1_000);
			let pot = Generators::account_id();
			let all = free(&pot);
			Balances::set_balance(&pot, ED + 199);
			assert_noop!(claim(0), Error::<Test>::PotShort);
			assert_eq!(pending(0), 200);
			Balances::set_balance(&pot, all);
			assert_ok!(claim(0));
		});
	}

	#[test]
	fn of_all_leave_the_pot_only_what_keeps_it_alive() {
		test_with_devices(|| {
			for n in 0..3 {
				assert_ok!(heartbeat(n));
			}
			Weights::set(RewardWeights { work: 0, liveness: 1, hashpower: 0 });
			fund(900);
			for n in 0..3 {
				assert_ok!(claim(n));
			}
			assert_eq!(Debts::<Test>::get(), 0);
			assert_eq!(free(&Generators::account_id()), ED);
		});
	}
}

mod history {
	use super::*;

	#[test]
	fn keeps_the_last_days_and_the_whole_sum() {
		test_with_devices(|| {
			for day in 0..5 {
				run_to(DAY * day + 15);
				for n in 0..2 {
					// Suspended since yesterday, or not.
					let _ = call(identity(n), Call::resume_device { device: device(n) });
				}
				run_to(System::block_number() + ACTIVATION);
				assert_ok!(heartbeat(0));
				fund(1_000);
				fund(500);
				assert_ok!(claim(0));
			}
			let earnings = Generators::earnings(identity(0));
			assert_eq!(earnings.lifetime, 5 * 300);
			assert_eq!(earnings.by_pool, ByPool { liveness: 5 * 300, ..Default::default() });
			assert_eq!(earnings.pending, 0);
			assert_eq!(earnings.days, [(2 * DAY, 300), (3 * DAY, 300), (4 * DAY, 300)]);
		});
	}
}
