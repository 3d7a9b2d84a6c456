use crate::{mock::*, *};
use codec::{Decode, Encode};
use frame_support::{assert_ok, view_functions::ViewFunction};
use promptale_primitives::{
	model::{ModelKind, ModelOverview},
	round::RoundOverview,
	schedule::Phase,
};

#[test]
fn a_device_works_for_whom_the_registry_says() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(Pov::device(device(0)), Some(identity(0)));
		register(3, 0);
		assert_eq!(Pov::device(device(0)), Some(identity(3)));
		remove_device(0);
		assert_eq!(Pov::device(device(0)), None);
	});
}

#[test]
fn a_model_is_seen_as_it_is() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		let expected = ModelOverview {
			id: MODEL,
			owner: OWNER,
			name: b"digits".to_vec(),
			kind: ModelKind::Public,
			architecture: architecture(),
			seed: 7,
			checkpoint: [1; 32],
			version: 0,
			held_out_root: [2; 32],
			terms: terms(),
			pot: POT - BUDGET,
			latest_round: 1,
			active: true,
		};
		assert_eq!(Pov::models(), [expected]);
	});
}

#[test]
fn a_round_is_seen_by_number_or_as_the_latest() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(Pov::round(MODEL, None), None);
		assert_eq!(Pov::round(7, None), None);
		open();
		to_phase(Phase::Publish);
		assert_ok!(submit(Call::draw_committee { model: MODEL, round: 1 }));
		open();
		assert_eq!(Pov::round(MODEL, None).unwrap().round, 2);
		let first = Pov::round(MODEL, Some(1)).unwrap();
		assert_eq!((first.round, first.opened), (1, 2));
		assert_eq!(Pov::round(MODEL, Some(3)), None);
	});
}

#[test]
fn a_round_says_where_it_stands() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_settled(&[0, 1], &[scored(10, 5), scored(20, 5)]);
		assert_ok!(attest(0, [9; 32]));
		let round = latest();
		assert_eq!((round.phase, round.now), (Phase::Attest, System::block_number()));
		assert_eq!(round.phase_ends, round.opened + 4 + 5 + 4 + 3 + 6);
		let of_first = round.committee.iter().find(|member| member.member.validator == validator(0)).unwrap();
		assert!(of_first.committed && of_first.revealed);
		assert_eq!((of_first.attested, of_first.blob_endpoint.as_slice()), (Some([9; 32].into()), &b"here"[..]));
		assert_eq!(of_first.member.session_key, session_key(0));
		to_phase(Phase::Overdue);
		assert_eq!(latest().phase_ends, u32::MAX);
	});
}

#[test]
fn state_calls_reach_the_view_functions() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		let id = RoundViewFunction::<Test>::id();
		let output = Test::execute_view_function(id, (MODEL, None::<u32>).encode()).unwrap();
		let round = Option::<RoundOverview<AccountId>>::decode(&mut &output[..]).unwrap();
		assert_eq!(round, Some(latest()));
	});
}
