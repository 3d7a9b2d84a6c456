use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use promptale_primitives::{
	round::{Outcome, RoundState, VoidReason},
	schedule::Phase,
};

fn draw_call() -> Call<Test> {
	Call::draw_committee { model: MODEL, round: 1 }
}

#[test]
fn draws_bonded_validators_with_their_stakes() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		assert_ok!(commit(0));
		draw();
		assert_eq!(state(), RoundState::CommitteeDrawn);
		let mut members: Vec<_> =
			latest().committee.into_iter().map(|member| (member.member.validator, member.member.stake)).collect();
		members.sort();
		assert_eq!(members, [0, 1, 2].map(|n| (validator(n), 1_000)));
	});
}

#[test]
fn caps_a_members_voting_stake() {
	ExtBuilder::default().validators(&[8_000, 1_000, 1_000]).build_and_execute(|| {
		open();
		assert_ok!(commit(0));
		draw();
		let largest = latest().committee.iter().map(|member| member.member.stake).max();
		assert_eq!(largest, Some(4_000), "40 % of 10,000");
	});
}

#[test]
fn fails_before_the_beacon_is_known() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		assert_ok!(commit(0));
		assert_eq!(submit(draw_call()), Err(Refused::stale()));
		to_phase(Phase::Publish);
		assert_noop!(Pov::draw_committee(RuntimeOrigin::signed(STRANGER), MODEL, 1), Error::<Test>::BeaconUnknown);
		next_block();
		assert_ok!(submit(draw_call()));
		assert_eq!(submit(draw_call()), Err(Refused::stale()), "drawn once");
	});
}

#[test]
fn stake_raised_after_opening_does_not_count() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		assert_ok!(commit(0));
		next_block();
		assert_ok!(Pov::bond_extra(RuntimeOrigin::signed(validator(0)), 50_000));
		next_block();
		assert_ok!(Pov::bond_extra(RuntimeOrigin::signed(validator(0)), 50_000));
		assert_ok!(bond(3, 50_000));
		draw();
		assert!(latest().committee.iter().all(|member| member.member.stake == 1_000));
		assert!(latest().committee.iter().all(|member| member.member.validator != validator(3)));
	});
}

#[test]
fn stake_raised_in_the_opening_block_does_not_count() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Pov::bond_extra(RuntimeOrigin::signed(validator(0)), 50_000));
		open();
		assert_ok!(commit(0));
		draw();
		assert!(latest().committee.iter().all(|member| member.member.stake == 1_000));
	});
}

#[test]
fn stake_taken_out_after_opening_is_gone() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		assert_ok!(commit(0));
		assert_ok!(Pov::unbond(RuntimeOrigin::signed(validator(0)), 1_000));
		draw();
		let members: Vec<_> = latest().committee.into_iter().map(|member| member.member.validator).collect();
		assert_eq!(members.len(), 2);
		assert!(!members.contains(&validator(0)));
	});
}

#[test]
fn nothing_committed_ends_the_round_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		to_phase(Phase::Publish);
		assert_ok!(submit(draw_call()));
		assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NoCommitments)));
		assert_eq!(model().pot, POT);
		assert_eq!(open(), 2);
	});
}

#[test]
fn nobody_to_draw_ends_the_round_and_returns_bonds() {
	ExtBuilder::default().validators(&[]).build_and_execute(|| {
		open();
		assert_ok!(commit(0));
		assert_ok!(commit(1));
		draw();
		assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NoCommittee)));
		assert_eq!(model().pot, POT);
		assert_eq!((free(&device(0)), free(&device(1))), (WEALTH, WEALTH));
		assert_eq!(free(&TREASURY), ED, "nobody could publish, so nobody pays");
		assert_eq!(open(), 2);
	});
}

#[test]
fn a_committee_not_drawn_in_time_ends_the_round() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		assert_ok!(commit(0));
		to_phase(Phase::Score);
		assert_eq!(submit(draw_call()), Err(Refused::stale()));
		assert_ok!(close());
		assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NoCommittee)));
		assert_eq!(free(&device(0)), WEALTH);
		assert_eq!(model().pot, POT);
	});
}
