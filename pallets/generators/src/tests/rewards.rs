use crate::{mock::*, *};
use frame_support::{
	assert_noop, assert_ok,
	traits::{fungible::Balanced, Hooks, OnUnbalanced},
};
use promptale_primitives::Balance;

/// What lies in a pool and belongs to nobody yet.
fn waiting(pool: Pool) -> Balance {
	Pools::<Test>::get(pool).carry
}

mod funding {
	use super::*;

	#[test]
	fn is_divided_by_the_governed_weights_and_waits_for_shares() {
		test_with_devices(|| {
			fund(1_001);
			assert_eq!(Pool::ALL.map(waiting), [601, 200, 200], "the remainder is the work pool's");
			assert_ok!(heartbeat(0));
			assert_eq!(pending(0), 0, "what came before waits for the next payment");
			Weights::set(RewardWeights { work: 0, liveness: 1, hashpower: 0 });
			fund(50);
			assert_eq!(pending(0), 250);
		});
	}

	#[test]
	fn without_any_weights_goes_to_work() {
		test_with_devices(|| {
			Weights::set(RewardWeights { work: 0, liveness: 0, hashpower: 0 });
			fund(1_000);
			assert_eq!(Pool::ALL.map(waiting), [1_000, 0, 0]);
		});
	}

	#[test]
	fn leaves_the_account_its_existential_deposit() {
		test(|| {
			fund(1_000);
			assert_eq!(Debts::<Test>::get(), 1_000 - ED);
			fund(1_000);
			assert_eq!(Debts::<Test>::get(), 2_000 - ED);
		});
	}

	#[test]
	fn of_nothing_is_refused_and_of_dust_is_kept() {
		test_with_devices(|| {
			assert_noop!(call(SPONSOR, Call::fund_rewards { amount: 0 }), Error::<Test>::ZeroAmount);
			assert_ok!(heartbeat(0));
			for _ in 0..10 {
				fund(1);
			}
			assert_eq!(Debts::<Test>::get(), 10);
			assert!(call(NOBODY, Call::fund_rewards { amount: 5 }).is_err());
		});
	}

	#[test]
	fn as_a_credit_is_the_same() {
		test_with_devices(|| {
			assert_ok!(heartbeat(0));
			Generators::on_unbalanced(Balances::issue(1_000));
			assert_eq!(pending(0), 200);
			assert_eq!(Debts::<Test>::get(), 1_000);
		});
	}

	#[test]
	fn too_small_to_open_the_account_goes_elsewhere_and_not_back() {
		test(|| {
			Generators::on_unbalanced(Balances::issue(ED - 1));
			assert_eq!(free(&TREASURY), ED + ED - 1);
			assert_eq!(Debts::<Test>::get(), 0);
		});
	}

	#[test]
	fn takes_along_what_was_sent_to_the_account_directly() {
		test_with_devices(|| {
			let send =
				pallet_balances::Call::<Test>::transfer_keep_alive { dest: Generators::account_id(), value: 500 };
			assert_ok!(call(STRANGER, send));
			fund(500);
			assert_eq!(Debts::<Test>::get(), 1_000);
		});
	}
}

mod shares {
	use super::*;

	#[test]
	fn of_liveness_weigh_delegated_licences() {
		test_with_devices(|| {
			assert_ok!(undelegate(1, 2));
			for n in 0..2 {
				assert_ok!(heartbeat(n));
			}
			fund(1_500);
			assert_eq!([pending(0), pending(1), pending(2)], [200, 100, 0]);
			assert_ok!(delegate(1, 2, 1));
			fund(2_000);
			assert_eq!([pending(0), pending(1)], [400, 300]);
		});
	}

	#[test]
	fn lose_nothing_to_rounding() {
		test_with_devices(|| {
			for n in 0..3 {
				assert_ok!(heartbeat(n));
			}
			Weights::set(RewardWeights { work: 0, liveness: 1, hashpower: 0 });
			// Seven to three equal shares, a hundred times: each gets a third of all of it, not of each.
			for _ in 0..99 {
				fund(7);
			}
			assert_eq!([pending(0), pending(1), pending(2)], [230, 230, 230], "231 less what rounding keeps back");
			fund(7);
			for n in 0..3 {
				assert_ok!(claim(n));
			}
			let left = Debts::<Test>::get();
			assert!(left <= 3, "{left} of 700 are left");
			assert_eq!(Pools::<Test>::get(Pool::Liveness).held, left);
			fund(3 - left);
			assert_eq!([pending(0), pending(1), pending(2)].iter().sum::<Balance>() + waiting(Pool::Liveness), 3);
		});
	}

	#[test]
	fn of_work_weigh_what_rounds_found_valid() {
		test_with_devices(|| {
			work(0, 600_000);
			work(1, 400_000);
			fund(1_000);
			assert_eq!([pending(0), pending(1)], [360, 240]);
			work(1, 200_000);
			fund(1_000);
			assert_eq!([pending(0), pending(1)], [360 + 300, 240 + 300]);
		});
	}

	#[test]
	fn of_work_last_until_the_next_epoch_ends() {
		test_with_devices(|| {
			work(0, 500_000);
			next_epoch();
			work(1, 500_000);
			fund(1_000);
			assert_eq!([pending(0), pending(1)], [300, 300]);
			next_epoch();
			fund(1_000);
			assert_eq!([pending(0), pending(1)], [300, 900], "the older work has ended");
			next_epoch();
			fund(1_000);
			assert_eq!([pending(0), pending(1)], [300, 900], "and the other");
			assert_eq!(waiting(Pool::Work), 600);
			work(0, 1);
			fund(10);
			assert_eq!(pending(0), 300 + 606, "what waited goes to the next work");
		});
	}

	#[test]
	fn of_work_in_two_epochs_end_one_after_the_other() {
		test_with_devices(|| {
			work(0, 500_000);
			next_epoch();
			work(0, 250_000);
			work(1, 250_000);
			fund(1_000);
			assert_eq!([pending(0), pending(1)], [450, 150]);
			next_epoch();
			fund(1_000);
			assert_eq!([pending(0), pending(1)], [750, 450]);
		});
	}

	#[test]
	fn of_work_are_for_licence_holders_who_are_not_banned() {
		test_with_devices(|| {
			assert_ok!(Generators::set_banned(RuntimeOrigin::root(), identity(1), true));
			work(0, 0);
			work(1, 1_000_000);
			work(5, 1_000_000);
			assert_eq!(Shares::<Test>::iter().count(), 0);
		});
	}

	#[test]
	fn end_with_the_suspension_not_with_its_discovery() {
		test_with_devices(|| {
			assert_ok!(heartbeat(0));
			assert_ok!(heartbeat(1));
			run_to((session() + MISSED) * SESSION);
			assert_ok!(heartbeat(1));
			fund(1_000);
			assert_eq!([pending(0), pending(1)], [100, 100]);
			next_session();
			assert!(!is_active(0));
			fund(1_000);
			assert_eq!([pending(0), pending(1)], [100, 300]);
		});
	}

	#[test]
	fn end_although_blocks_went_by_without_the_hook() {
		test_with_devices(|| {
			assert_ok!(heartbeat(0));
			fund(1_000);
			System::set_block_number(7 * SESSION + 3);
			Generators::on_initialize(7 * SESSION + 3);
			fund(1_000);
			assert_eq!(pending(0), 200);
			assert_eq!(Pools::<Test>::get(Pool::Liveness).total, 0);
		});
	}

	#[test]
	fn are_gone_once_they_ended_and_are_settled() {
		test_with_devices(|| {
			assert_ok!(heartbeat(0));
			work(0, 5);
			fund(1_000);
			next_epoch();
			next_epoch();
			assert_eq!(Shares::<Test>::iter().count(), 2);
			assert_ok!(claim(0));
			assert_eq!(Shares::<Test>::iter().count(), 0);
			assert_eq!(Expiries::<Test>::iter().count(), 0);
		});
	}
}

mod transfers {
	use super::*;

	#[test]
	fn after_a_payout_leave_it_to_the_old_owner() {
		test_with_devices(|| {
			assert_ok!(heartbeat(0));
			fund(1_000);
			next_block();
			assert_ok!(undelegate(0, 0));
			assert_ok!(transfer(0, 0, 1));
			assert_ok!(delegate(1, 0, 1));
			assert_eq!([pending(0), pending(1)], [200, 0]);
			assert_eq!(Earned::<Test>::get(identity(0)).pending, 200, "settled by the transfer");
		});
	}

	#[test]
	fn before_a_payout_give_it_to_the_new_owner() {
		test_with_devices(|| {
			assert_ok!(heartbeat(0));
			assert_ok!(heartbeat(1));
			for licence in [0, 1] {
				assert_ok!(undelegate(0, licence));
				assert_ok!(transfer(0, licence, 1));
				assert_ok!(delegate(1, licence, 1));
			}
			next_block();
			fund(1_000);
			assert_eq!([pending(0), pending(1)], [0, 200]);
		});
	}

	#[test]
	fn settle_work_too() {
		test_with_devices(|| {
			work(0, 1_000_000);
			fund(1_000);
			assert_ok!(undelegate(0, 0));
			assert_ok!(transfer(0, 0, 1));
			assert_eq!(Earned::<Test>::get(identity(0)).pending, 600);
		});
	}
}
