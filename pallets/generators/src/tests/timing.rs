use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::generator::{DeviceState, Timing};
use sp_runtime::BuildStorage;

const SHORT: Timing = Timing { session: 5, epoch_sessions: 2, activation_delay: 1, commit: 3, open: 2 };

#[test]
fn a_chain_takes_the_configured_timing_where_genesis_says_nothing() {
	test(|| assert_eq!(Generators::timing(), DefaultTiming::get()));
}

#[test]
fn what_genesis_says_holds_for_sessions_activation_and_challenges() {
	test(|| {
		GenesisTiming::<Test>::put(SHORT);
		assert_ok!(buy(0, 1));
		run_to(12);
		assert_ok!(register(0, 0));
		let state = || Generators::device_status(device(0)).unwrap().state;
		assert_eq!(state(), DeviceState::Resuming { from: 13 });
		next_block();
		assert_eq!(state(), DeviceState::Active { until: (2 + MISSED + 1) * 5 });
		assert_eq!((Generators::session_at(14), Generators::session_at(15)), (2, 3));
		run_to(21);
		let epoch = Generators::challenge_epoch();
		assert_eq!((epoch.epoch, epoch.commit_until, epoch.open_until, epoch.ends), (2, 23, 26, 30));
		assert!(epoch.first_beacon.is_some() && epoch.second_beacon.is_none());
		run_to(25);
		assert!(Generators::challenge_epoch().second_beacon.is_some());
	});
}

#[test]
fn genesis_sets_a_timing() {
	let genesis = GenesisConfig::<Test> { timing: Some(SHORT), ..Default::default() };
	let mut externalities: sp_io::TestExternalities = genesis.build_storage().unwrap().into();
	externalities.execute_with(|| assert_eq!(Generators::timing(), SHORT));
}

#[test]
#[should_panic(expected = "the timing of generators cannot be used")]
fn genesis_refuses_a_timing_without_room_for_votes() {
	let timing = Timing { open: 5, ..SHORT };
	GenesisConfig::<Test> { timing: Some(timing), ..Default::default() }.build_storage().unwrap();
}
