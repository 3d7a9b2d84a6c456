use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo};
use promptale_primitives::{model::ModelKind, round::RoundState, schedule::Phase};

#[test]
fn moves_the_budget_out_of_the_pot_and_fixes_the_round() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(open(), 1);
		let round = latest();
		assert_eq!((round.opened, round.state, round.phase), (2, RoundState::Open, Phase::Commit));
		assert_eq!((round.base_checkpoint, round.held_out_root), ([1; 32], [2; 32]));
		assert_eq!(model().pot, POT - BUDGET);
		assert_eq!(Rounds::<Test>::get(MODEL, 1).unwrap().budget, BUDGET);
	});
}

#[test]
fn anyone_may_open_by_signing_too() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Pov::open_round(RuntimeOrigin::signed(STRANGER), MODEL));
		assert_eq!(latest().round, 1);
		assert_noop!(Pov::open_round(RuntimeOrigin::none(), MODEL), sp_runtime::DispatchError::BadOrigin);
	});
}

#[test]
fn opens_one_at_a_time() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		assert_eq!(submit(Call::open_round { model: MODEL }), Err(Refused::stale()));
		assert_noop!(Pov::open_round(RuntimeOrigin::signed(STRANGER), MODEL), Error::<Test>::NotDue);
	});
}

#[test]
fn fails_when_the_pot_does_not_cover_a_round() {
	ExtBuilder::default().pot(BUDGET - 1).build_and_execute(|| {
		let signed = RuntimeOrigin::signed(STRANGER);
		assert_noop!(Pov::open_round(signed.clone(), MODEL), Error::<Test>::PotTooSmall);
		assert_noop!(Pov::open_round(signed, 5), Error::<Test>::UnknownModel);
	});
}

#[test]
fn a_full_list_of_beacons_makes_the_next_model_wait_a_block() {
	ExtBuilder::default().build_and_execute(|| {
		MaxBeaconsPerBlock::set(1);
		assert_ok!(create_model(ModelKind::Public, terms()));
		assert_ok!(Pov::fund_model(RuntimeOrigin::signed(OWNER), 1, POT));
		open();
		assert_noop!(Pov::open_round(RuntimeOrigin::signed(OWNER), 1), Error::<Test>::BeaconsFull);
		next_block();
		assert_ok!(Pov::open_round(RuntimeOrigin::signed(OWNER), 1));
		MaxBeaconsPerBlock::set(4);
	});
}

#[test]
fn beacons_are_stored_at_the_end_of_the_first_block_after_their_phase() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		assert_ok!(commit(0));
		to_phase(Phase::Publish);
		assert_eq!(latest().beacon_1, None);
		next_block();
		let first = latest().beacon_1.expect("stored at the end of the first block");
		to_phase(Phase::Score);
		assert_eq!(latest().beacon_2, None);
		next_block();
		let second = latest().beacon_2.expect("stored at the end of the first block");
		assert_ne!(first, second);
		run_to(System::block_number() + 3);
		assert_eq!((latest().beacon_1, latest().beacon_2), (Some(first), Some(second)));
	});
}

#[test]
fn beacons_depend_on_the_chains_randomness() {
	let beacon = |seed: u32| {
		let mut beacon = None;
		ExtBuilder::default().build_and_execute(|| {
			Seed::set(seed);
			open();
			assert_ok!(commit(0));
			to_phase(Phase::Publish);
			next_block();
			beacon = latest().beacon_1;
		});
		beacon.unwrap()
	};
	assert_ne!(beacon(1), beacon(2));
}

#[test]
fn the_hooks_weight_grows_with_the_beacons_due() {
	use frame_support::traits::Hooks;
	ExtBuilder::default().build_and_execute(|| {
		open();
		let due = latest().opened + terms().phases.commit;
		assert_eq!(Pov::on_initialize(due), <() as WeightInfo>::store_beacons(1));
		assert_eq!(Pov::on_initialize(due + 1), <() as WeightInfo>::store_beacons(0));
	});
}

#[test]
fn the_oldest_round_falls_out_when_a_new_one_opens() {
	ExtBuilder::default().build_and_execute(|| {
		// `KeepRounds` is 3.
		for round in 1..=3 {
			play_to_settled(&[0, 1], &[scored(10, 5), scored(20, 5)]);
			assert_eq!(latest().round, round);
			for n in 0..3 {
				attest(n, [9; 32]).unwrap();
			}
		}
		assert_eq!(Pov::receipts(identity(0)).len(), 3);
		let reward = pending(&identity(0));
		let call = Call::<Test>::open_round { model: MODEL };
		let post = Pov::open_round(RuntimeOrigin::signed(STRANGER), MODEL).unwrap();
		assert_eq!(Pov::round(MODEL, Some(1)), None);
		assert_eq!(Pov::receipts(identity(0)).len(), 2);
		assert_eq!(pending(&identity(0)), reward, "what was earned is never pruned");
		assert!(has_event(|event| matches!(event, Event::RoundPruned { round: 1, .. })));
		// Two updates and three members were removed, and no more is charged for.
		let used = post.actual_weight.unwrap();
		assert_eq!(used, <() as WeightInfo>::open_round().saturating_add(<() as WeightInfo>::prune_round(2, 3)));
		let most = call.get_dispatch_info().call_weight;
		assert!(used.all_lte(most) && used.ref_time() < most.ref_time());
	});
}
