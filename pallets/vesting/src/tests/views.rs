use crate::mock::*;
use frame_support::assert_ok;
use promptale_primitives::vesting::{Schedule, VestingOverview};

#[test]
fn an_account_sees_what_it_has_and_when_more_comes() {
	execute(|| {
		assert_eq!(seen(POOR), VestingOverview::default());
		assert_ok!(grant(POOR, schedule(11, 111, 50)));
		assert_ok!(grant(POOR, Schedule { cliff: 60, ..schedule(1, 101, 200) }));
		let before = seen(POOR);
		assert_eq!((before.claimable, before.unvested, before.held, before.staked), (0, 250, 250, 0));
		assert_eq!(before.next_unlock, Some(13), "the first unit of 50 in 100 blocks");
		at(61);
		assert_ok!(bond(POOR, 30));
		let seen = seen(POOR);
		assert_eq!((seen.claimable, seen.unvested, seen.held, seen.staked), (145, 105, 220, 30));
		let [first, second] = &seen.schedules[..] else { panic!("two schedules") };
		assert_eq!((first.vested, first.claimable, first.unvested, first.next_unlock), (25, 25, 25, Some(63)));
		assert_eq!((second.vested, second.claimable, second.unvested, second.next_unlock), (120, 120, 80, Some(62)));
		assert_eq!(seen.next_unlock, Some(62));
	});
}

#[test]
fn a_chain_without_pools_has_no_curve() {
	execute(|| {
		assert!(Vesting::pools().is_empty());
		assert!(Vesting::unlock_curve(1).is_empty());
	});
}
