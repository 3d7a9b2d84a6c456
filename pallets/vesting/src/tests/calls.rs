use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, traits::fungible::Inspect};
use promptale_primitives::{vesting::Schedule, Balance};
use sp_runtime::DispatchError;

mod grant {
	use super::*;

	#[test]
	fn puts_the_funds_on_hold_and_nothing_can_be_spent_of_them() {
		execute(|| {
			let granted = schedule(1, 101, 500);
			assert_ok!(grant(POOR, granted));
			assert_eq!((seen(POOR).held, spendable(POOR)), (500, 0));
			assert_eq!(Balances::total_balance(&FUNDS), WEALTH - 500);
			assert_noop!(pay(POOR, OTHER, 1), sp_runtime::TokenError::Frozen);
			assert_eq!(events(), [Event::Granted { source: FUNDS, beneficiary: POOR, schedule: granted }]);
		});
	}

	#[test]
	fn an_account_may_be_granted_its_own_funds() {
		execute(|| {
			assert_ok!(grant_from(RICH, RICH, schedule(1, 101, 400)));
			assert_eq!((Balances::total_balance(&RICH), spendable(RICH)), (RICHES, 600));
		});
	}

	#[test]
	fn fails_unless_governance_says_so() {
		execute(|| {
			let refused = Vesting::grant(RuntimeOrigin::signed(FUNDS), FUNDS, POOR, 1, 1, 2, 500, false);
			assert_noop!(refused, DispatchError::BadOrigin);
		});
	}

	#[test]
	fn fails_for_zero_dust_and_blocks_out_of_order() {
		execute(|| {
			at(50);
			for total in [0, 1, MIN_GRANT - 1] {
				assert_noop!(grant(POOR, schedule(1, 100, total)), Error::<Test>::GrantTooSmall);
			}
			let good = schedule(60, 100, MIN_GRANT);
			for bad in [
				Schedule { end: 60, ..good },
				Schedule { cliff: 59, ..good },
				Schedule { cliff: 101, ..good },
				Schedule { start: 101, ..good },
			] {
				assert_noop!(grant(POOR, bad), Error::<Test>::InvalidSchedule);
			}
			assert_noop!(grant(POOR, schedule(10, 50, MIN_GRANT)), Error::<Test>::AlreadyOver);
			assert_ok!(grant(POOR, good));
		});
	}

	#[test]
	fn fails_for_accounts_that_do_not_exist_or_cannot_pay() {
		execute(|| {
			assert_noop!(grant(NOBODY, schedule(1, 100, 500)), Error::<Test>::NoAccount);
			assert_noop!(grant_from(RICH, POOR, schedule(1, 100, RICHES - ED + 1)), Error::<Test>::SourceTooPoor);
			assert_noop!(grant_from(NOBODY, POOR, schedule(1, 100, 500)), Error::<Test>::SourceTooPoor);
			assert_ok!(grant_from(RICH, POOR, schedule(1, 100, RICHES - ED)));
			assert_noop!(grant_from(POOR, OTHER, schedule(1, 100, 500)), Error::<Test>::SourceTooPoor,);
		});
	}

	#[test]
	fn fails_for_an_account_with_as_many_as_it_may_have() {
		execute(|| {
			for _ in 0..MAX_SCHEDULES {
				assert_ok!(grant(POOR, schedule(1, 101, 100)));
			}
			assert_noop!(grant(POOR, schedule(1, 101, 100)), Error::<Test>::TooManySchedules);
		});
	}
}

mod claim {
	use super::*;

	#[test]
	fn releases_what_has_vested_and_no_more() {
		execute(|| {
			assert_ok!(grant(POOR, Schedule { cliff: 31, ..schedule(1, 101, 333) }));
			at(30);
			assert_noop!(claim(POOR), Error::<Test>::NothingToClaim);
			at(31);
			assert_ok!(claim(POOR));
			// floor(333 * 30 / 100).
			assert_eq!((spendable(POOR), seen(POOR).held), (99, 234));
			assert_noop!(claim(POOR), Error::<Test>::NothingToClaim);
			at(101);
			assert_ok!(claim(POOR));
			assert_eq!((spendable(POOR), seen(POOR).held), (333, 0));
			assert!(!Schedules::<Test>::contains_key(POOR), "the row goes with the last unit");
			assert_noop!(claim(POOR), Error::<Test>::NothingToClaim);
		});
	}

	#[test]
	fn takes_all_schedules_together() {
		execute(|| {
			assert_ok!(grant(POOR, schedule(1, 11, 100)));
			assert_ok!(grant(POOR, schedule(1, 101, 100)));
			assert_ok!(grant(POOR, schedule(50, 100, 100)));
			at(11);
			assert_ok!(claim(POOR));
			assert_eq!(spendable(POOR), 110);
			assert_eq!(seen(POOR).schedules.len(), 2, "what is over is gone");
			assert_eq!(events().last(), Some(&Event::Claimed { account: POOR, amount: 110 }));
		});
	}

	#[test]
	fn anybody_may_claim_for_another_and_gains_nothing() {
		execute(|| {
			assert_ok!(grant(POOR, schedule(1, 101, 100)));
			at(51);
			assert_ok!(Vesting::claim_for(RuntimeOrigin::signed(OTHER), POOR));
			assert_eq!((spendable(POOR), Balances::total_balance(&OTHER)), (50, RICHES));
			assert_noop!(Vesting::claim_for(RuntimeOrigin::signed(OTHER), POOR), Error::<Test>::NothingToClaim);
			assert_noop!(Vesting::claim_for(RuntimeOrigin::root(), POOR), DispatchError::BadOrigin);
			assert_noop!(Vesting::claim_for(RuntimeOrigin::signed(OTHER), NOBODY), Error::<Test>::NothingToClaim);
		});
	}
}

mod merge {
	use super::*;

	fn merge(first: u32, second: u32) -> Result<(), DispatchError> {
		Vesting::merge(RuntimeOrigin::signed(POOR), first, second)
	}

	#[test]
	fn makes_one_schedule_of_the_latest_blocks_and_releases_what_had_vested() {
		execute(|| {
			assert_ok!(grant(POOR, Schedule { transferable: true, ..schedule(1, 101, 100) }));
			assert_ok!(grant(POOR, schedule(1, 201, 500)));
			assert_ok!(grant(POOR, Schedule { cliff: 150, ..schedule(41, 181, 300) }));
			at(51);
			assert_ok!(merge(2, 0));
			let all: Vec<_> = seen(POOR).schedules.into_iter().map(|seen| seen.schedule).collect();
			let merged = Schedule { cliff: 150, claimed: 50, ..schedule(41, 181, 400) };
			// 50 of 100 from the first and 125 of 500 from the other had vested.
			assert_eq!(all, [Schedule { claimed: 125, ..schedule(1, 201, 500) }, merged]);
			assert_eq!(spendable(POOR), 175);
			assert_eq!(
				events()[3..],
				[Event::Claimed { account: POOR, amount: 175 }, Event::Merged { account: POOR, schedule: merged }]
			);
			at(201);
			assert_ok!(claim(POOR));
			assert_eq!(spendable(POOR), 900, "in the end all of it");
		});
	}

	#[test]
	fn makes_room_for_another_grant() {
		execute(|| {
			for _ in 0..MAX_SCHEDULES {
				assert_ok!(grant(POOR, schedule(1, 101, 100)));
			}
			assert_ok!(merge(0, 3));
			assert_ok!(grant(POOR, schedule(1, 101, 100)));
		});
	}

	#[test]
	fn leaves_nothing_of_schedules_that_are_over() {
		execute(|| {
			assert_ok!(grant(POOR, schedule(1, 11, 100)));
			assert_ok!(grant(POOR, schedule(1, 21, 100)));
			at(21);
			assert_ok!(merge(0, 1));
			assert_eq!((spendable(POOR), seen(POOR).schedules.len()), (200, 0));
		});
	}

	#[test]
	fn fails_for_the_same_schedule_and_for_one_that_is_not_there() {
		execute(|| {
			assert_ok!(grant(POOR, schedule(1, 101, 100)));
			assert_noop!(merge(0, 0), Error::<Test>::SameSchedule);
			assert_noop!(merge(0, 1), Error::<Test>::NoSuchSchedule);
			assert_noop!(merge(u32::MAX, 0), Error::<Test>::NoSuchSchedule);
		});
	}

	#[test]
	fn fails_where_the_sum_is_too_large_to_store() {
		execute(|| {
			let huge = Schedule { total: u128::MAX, claimed: u128::MAX - 10, ..schedule(1, 101, 0) };
			Schedules::<Test>::insert(POOR, frame_support::BoundedVec::truncate_from(vec![huge, huge]));
			assert_noop!(merge(0, 1), Error::<Test>::Overflow);
			Schedules::<Test>::remove(POOR);
		});
	}
}

mod transfer_grant {
	use super::*;

	fn transferable(total: Balance) -> Schedule {
		Schedule { transferable: true, ..schedule(1, 101, total) }
	}

	fn transfer(from: AccountId, index: u32, to: AccountId) -> Result<(), DispatchError> {
		Vesting::transfer_grant(RuntimeOrigin::signed(from), index, to)
	}

	#[test]
	fn hands_on_all_that_remains_of_it() {
		execute(|| {
			assert_ok!(grant(POOR, schedule(1, 201, 400)));
			assert_ok!(grant(POOR, transferable(100)));
			at(31);
			assert_ok!(claim(POOR));
			at(51);
			assert_ok!(transfer(POOR, 1, OTHER));
			let moved = Schedule { claimed: 30, ..transferable(100) };
			assert_eq!(seen(OTHER).schedules[0].schedule, moved);
			assert_eq!((seen(OTHER).held, seen(OTHER).claimable, spendable(OTHER)), (70, 20, RICHES - ED));
			assert_eq!((seen(POOR).held, spendable(POOR)), (340, 90));
			assert_eq!(events().last(), Some(&Event::GrantTransferred { from: POOR, to: OTHER, schedule: moved }));
			at(101);
			assert_ok!(claim(OTHER));
			assert_eq!(spendable(OTHER), RICHES - ED + 70);
		});
	}

	#[test]
	fn fails_where_the_grant_does_not_allow_it_or_there_is_none() {
		execute(|| {
			assert_ok!(grant(POOR, schedule(1, 101, 100)));
			assert_ok!(grant(POOR, transferable(100)));
			assert_noop!(transfer(POOR, 0, OTHER), Error::<Test>::NotTransferable);
			assert_noop!(transfer(POOR, 2, OTHER), Error::<Test>::NoSuchSchedule);
			assert_noop!(transfer(POOR, 1, POOR), Error::<Test>::ToSelf);
			assert_noop!(transfer(POOR, 1, NOBODY), Error::<Test>::NoAccount);
			for _ in 0..MAX_SCHEDULES {
				assert_ok!(grant(OTHER, schedule(1, 101, 100)));
			}
			assert_noop!(transfer(POOR, 1, OTHER), Error::<Test>::TooManySchedules);
		});
	}

	#[test]
	fn fails_while_the_funds_are_staked_or_voted_with() {
		execute(|| {
			assert_ok!(grant(POOR, transferable(100)));
			assert_ok!(bond(POOR, 40));
			assert_noop!(transfer(POOR, 0, OTHER), Error::<Test>::FundsBound);
			withdraw(POOR, 40);
			vote(POOR, 60);
			assert_noop!(transfer(POOR, 0, OTHER), Error::<Test>::FundsBound);
			vote(POOR, ED);
			assert_ok!(transfer(POOR, 0, OTHER));
		});
	}

	#[test]
	fn takes_spendable_funds_for_what_is_staked() {
		execute(|| {
			assert_ok!(grant(RICH, transferable(100)));
			assert_ok!(bond(RICH, 100));
			assert_eq!((seen(RICH).held, spendable(RICH)), (0, RICHES - ED));
			assert_ok!(transfer(RICH, 0, OTHER));
			assert_eq!((held(STAKE, RICH), spendable(RICH)), (100, RICHES - ED - 100));
		});
	}
}
