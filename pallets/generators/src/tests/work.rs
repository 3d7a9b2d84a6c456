use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use promptale_primitives::Balance;

fn ban(n: u8, banned: bool) {
	assert_ok!(Generators::set_banned(RuntimeOrigin::root(), identity(n), banned));
}

fn weights() -> [Balance; 3] {
	[0, 1, 2].map(work_weight)
}

mod is_taken_in {
	use super::*;

	#[test]
	fn by_a_heartbeat_and_once() {
		test_with_devices(|| {
			earn(0, 600);
			assert_eq!(weights(), [0, 0, 0], "nobody looked");
			assert_ok!(heartbeat(0));
			assert_eq!(weights(), [600, 0, 0]);
			next_session();
			assert_ok!(heartbeat(0));
			assert_eq!(weights(), [600, 0, 0]);
			earn(0, 150);
			next_session();
			assert_ok!(heartbeat(0));
			assert_eq!(weights(), [750, 0, 0]);
			let counted = Event::WorkCounted { identity: identity(0), work: 150, epoch: 0 };
			assert!(has_event(|event| *event == counted));
		});
	}

	#[test]
	fn by_the_heartbeat_of_any_of_the_identitys_devices() {
		test_with_devices(|| {
			assert_ok!(register(0, 4));
			run_to(System::block_number() + ACTIVATION);
			earn(0, 600);
			assert_ok!(heartbeat(4));
			assert_eq!(weights(), [600, 0, 0]);
		});
	}

	#[test]
	fn by_a_claim_even_of_nothing_else() {
		test_with_devices(|| {
			assert_noop!(claim(0), Error::<Test>::NothingToClaim);
			earn(0, 600);
			assert_ok!(claim(0));
			assert_eq!(weights(), [600, 0, 0]);
			assert!(!has_event(|event| matches!(event, Event::RewardsClaimed { .. })));
			assert_noop!(claim(0), Error::<Test>::NothingToClaim);
			fund(1_000);
			assert_eq!(pending(0), 600, "from the claim on");
		});
	}

	#[test]
	fn before_a_licence_goes() {
		test(|| {
			assert_ok!(buy(0, 1));
			earn(0, 600);
			assert_ok!(transfer(0, 0, 1));
			assert_eq!(weights(), [600, 0, 0], "done while there was a licence");
			fund(1_000);
			assert_eq!([pending(0), pending(1)], [600, 0]);
		});
	}
}

mod is_not_rewarded {
	use super::*;

	#[test]
	fn from_before_the_first_licence() {
		test(|| {
			for n in 0..2 {
				earn(n, 600);
				assert_noop!(claim(n), Error::<Test>::NothingToClaim);
			}
			assert_ok!(buy(0, 2));
			assert_ok!(transfer(0, 1, 1));
			for n in 0..2 {
				assert_noop!(claim(n), Error::<Test>::NothingToClaim);
				earn(n, 50);
				assert_ok!(claim(n));
			}
			assert_eq!(weights(), [50, 50, 0]);
		});
	}

	#[test]
	fn from_between_two_licences() {
		test(|| {
			assert_ok!(buy(0, 1));
			assert_ok!(transfer(0, 0, 1));
			assert!(!Holders::<Test>::contains_key(identity(0)), "nothing to remember");
			earn(0, 600);
			assert_ok!(transfer(1, 0, 0));
			assert_noop!(claim(0), Error::<Test>::NothingToClaim);
			earn(0, 50);
			// Neither does another licence change anything.
			assert_ok!(buy(0, 1));
			assert_ok!(claim(0));
			assert_eq!(weights(), [50, 0, 0]);
		});
	}

	#[test]
	fn from_between_two_licences_of_a_holder_whose_devices_stay() {
		test_with_devices(|| {
			for licence in [0, 1] {
				assert_ok!(undelegate(0, licence));
				assert_ok!(transfer(0, licence, 5));
			}
			assert!(Holders::<Test>::contains_key(identity(0)));
			earn(0, 600);
			assert_ok!(transfer(5, 0, 0));
			assert_noop!(claim(0), Error::<Test>::NothingToClaim);
		});
	}

	#[test]
	fn from_a_ban_and_before_it() {
		test_with_devices(|| {
			work(0, 600);
			earn(0, 50);
			ban(0, true);
			assert_eq!(weights(), [0, 0, 0]);
			earn(0, 7);
			assert_noop!(claim(0), Error::<Test>::NothingToClaim);
			// A licence that comes in the meantime changes nothing.
			assert_ok!(buy(0, 1));
			earn(0, 8);
			ban(0, false);
			assert_noop!(claim(0), Error::<Test>::NothingToClaim);
			earn(0, 9);
			assert_ok!(claim(0));
			assert_eq!(weights(), [9, 0, 0]);
		});
	}
}

mod looked_at_late {
	use super::*;

	#[test]
	fn counts_for_the_epoch_of_the_last_look() {
		test_with_devices(|| {
			earn(0, 600);
			next_epoch();
			earn(0, 50);
			assert_ok!(claim(0));
			assert_eq!(weights(), [650, 0, 0], "all of it as the first epoch's");
			earn(0, 7);
			assert_ok!(claim(0));
			next_epoch();
			assert_eq!(weights(), [7, 0, 0]);
			next_epoch();
			assert_eq!(weights(), [0, 0, 0]);
		});
	}

	#[test]
	fn is_lost_when_a_whole_epoch_went_by() {
		test_with_devices(|| {
			earn(0, 600);
			next_epoch();
			next_epoch();
			assert_ok!(claim(0));
			assert_eq!(weights(), [0, 0, 0]);
			let error = Error::<Test>::WorkTooOld.into();
			let lost = Event::WorkNotCounted { identity: identity(0), work: 600, error };
			assert!(has_event(|event| *event == lost));
			earn(0, 50);
			assert_ok!(claim(0));
			assert_eq!(weights(), [50, 0, 0], "and only once");
		});
	}

	#[test]
	fn never_weighs_more_than_what_is_looked_at_all_the_time() {
		test_with_devices(|| {
			let mut looks = 0;
			for block in 0..6 * EPOCH {
				work(0, 100);
				earn(1, 100);
				earn(2, 100);
				// Number 1 looks now and then, number 2 only at the beginning of each second epoch.
				if block % 17 == 0 || System::block_number() % (2 * EPOCH) == 1 {
					let _ = claim(1);
				}
				if System::block_number() % (2 * EPOCH) == 1 {
					looks += 1;
					let _ = claim(2);
				}
				let [always, sometimes, seldom] = weights();
				assert!(sometimes <= always && seldom <= always, "block {block}: {:?}", weights());
				next_block();
			}
			assert!(looks > 1 && work_weight(1) > 0);
		});
	}
}

#[test]
fn work_that_is_too_much_leaves_a_trace_and_fails_no_heartbeat() {
	test_with_devices(|| {
		work(0, 1_000_000);
		work(1, 1_000_000);
		Done::mutate(|done| done.push((identity(0), 0, true, Balance::MAX)));
		assert_ok!(heartbeat(0));
		assert_eq!(weights(), [1_000_000, 1_000_000, 0]);
		assert!(has_event(|event| matches!(event, Event::WorkNotCounted { .. })));
	});
}
