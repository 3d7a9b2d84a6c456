use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::{
	fault::Faults,
	round::{Outcome, Receipt, ReceiptRole, RoundState, VoidReason},
	schedule::Phase,
	score::{Flag, ScoreEntry},
	verdict::Verdict,
	MILLION,
};

#[test]
fn turns_medians_into_weights_and_clips() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_published(&[0, 1], &[0, 1]);
		// Medians: 30 with norm 20, 10 with norm 5.
		play_scores(&[
			(0, &[scored(30, 20), scored(9, 5)]),
			(1, &[scored(29, 20), scored(10, 5)]),
			(2, &[scored(900, 20), scored(800, 5)]),
		]);
		to_phase(Phase::Attest);
		assert_ok!(settle());
		assert_eq!(state(), RoundState::Settled);
		let updates = latest().updates;
		assert_eq!(updates[0].verdict, Some(Verdict::Accepted { score: 30, norm: 20 }));
		assert_eq!(updates[1].verdict, Some(Verdict::Accepted { score: 10, norm: 5 }));
		assert_eq!((updates[0].weight, updates[1].weight), (750_000, 250_000));
		assert_eq!((updates[0].clip, updates[1].clip), (250_000, MILLION), "to the lower median norm, 5");
		assert_eq!((free(&device(0)), free(&device(1))), (WEALTH, WEALTH), "bonds are back");
	});
}

#[test]
fn excludes_by_flag_threshold_and_missing_publication() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_published(&[0, 1, 2, 3], &[0, 1, 2]);
		let sheet = [scored(10, 5), scored(0, 5), ScoreEntry::CopyOf(0), ScoreEntry::Unavailable];
		play_scores(&[(0, &sheet), (1, &sheet), (2, &sheet)]);
		to_phase(Phase::Attest);
		assert_ok!(settle());
		let verdicts: Vec<_> = latest().updates.iter().map(|update| update.verdict.unwrap()).collect();
		assert_eq!(
			verdicts,
			[
				Verdict::Accepted { score: 10, norm: 5 },
				Verdict::BelowThreshold { score: 0 },
				Verdict::Flagged(Flag::CopyOf(0)),
				Verdict::NotPublished,
			]
		);
		let weights: Vec<_> = latest().updates.iter().map(|update| update.weight).collect();
		assert_eq!(weights, [MILLION, 0, 0, 0]);
		// A quarter of the bond is lost for not publishing, and goes to the treasury when the round ends.
		assert_eq!(held(HoldReason::UpdateBond, &device(3)), BOND);
		for n in 0..3 {
			assert_ok!(attest(n, [9; 32]));
		}
		assert_eq!(free(&device(3)), WEALTH - BOND / 4);
		assert_eq!(free(&TREASURY), ED + BOND / 4);
		assert_eq!(held(HoldReason::UpdateBond, &device(3)), 0);
		assert_eq!(free(&device(2)), WEALTH, "a bad update costs no bond");
	});
}

#[test]
fn fails_before_its_time_and_twice() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_published(&[0], &[0]);
		assert_eq!(settle(), Err(Refused::stale()));
		play_scores(&[(0, &[scored(10, 5)]), (1, &[scored(10, 5)]), (2, &[scored(10, 5)])]);
		assert_eq!(settle(), Err(Refused::stale()));
		to_phase(Phase::Attest);
		assert_ok!(settle());
		assert_eq!(settle(), Err(Refused::stale()));
	});
}

#[test]
fn nothing_published_ends_the_round_as_soon_as_publishing_is_over() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_published(&[0, 1], &[]);
		assert_eq!(settle(), Err(Refused::stale()));
		to_phase(Phase::Score);
		assert_ok!(settle());
		assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NothingPublished)));
		assert_eq!(model().pot, POT);
		assert_eq!(held(HoldReason::UpdateBond, &device(0)), 0);
		// Else one could fill up rounds for nothing.
		assert_eq!(free(&device(0)), WEALTH - BOND / 4);
		let receipt = Receipt {
			role: ReceiptRole::Contributor { verdict: Verdict::NotPublished, weight: 0, clip: 0 },
			payout: 0,
		};
		assert_eq!(Pov::receipts(identity(0)), [(MODEL, 1, receipt)]);
		assert_eq!(open(), 2);
	});
}

#[test]
fn no_fee_where_the_drawing_left_no_block_to_publish_in() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		assert_ok!(commit(0));
		to_phase(Phase::Publish);
		run_to(latest().phase_ends - 1);
		assert_ok!(submit(Call::draw_committee { model: MODEL, round: 1 }));
		to_phase(Phase::Score);
		assert_ok!(settle());
		assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NothingPublished)));
		assert_eq!(free(&device(0)), WEALTH);
	});
}

#[test]
fn too_little_revealed_stake_voids_the_round() {
	// The quorum is 60 %; a third reveals.
	ExtBuilder::default().build_and_execute(|| {
		play_to_published(&[0, 1], &[0, 1]);
		play_scores(&[(0, &[scored(10, 5), scored(20, 5)])]);
		to_phase(Phase::Attest);
		assert_ok!(settle());
		assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NoQuorum)));
		assert_eq!(model().pot, POT);
		assert_eq!((free(&device(0)), free(&device(1))), (WEALTH, WEALTH));
		assert_eq!(model().checkpoint, [1; 32]);
		assert_eq!(pending(&validator(0)), 0);
		assert_eq!(open(), 2);
	});
}

#[test]
fn the_quorum_is_reached_exactly() {
	ExtBuilder::default().terms(|terms| terms.quorum = 666_666).build_and_execute(|| {
		play_to_published(&[0], &[0]);
		play_scores(&[(0, &[scored(10, 5)]), (1, &[scored(10, 5)])]);
		to_phase(Phase::Attest);
		assert_ok!(settle());
		assert_eq!(state(), RoundState::Settled);
	});
	ExtBuilder::default().terms(|terms| terms.quorum = 666_667).build_and_execute(|| {
		play_to_published(&[0], &[0]);
		play_scores(&[(0, &[scored(10, 5)]), (1, &[scored(10, 5)])]);
		to_phase(Phase::Attest);
		assert_ok!(settle());
		assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NoQuorum)));
	});
}

#[test]
fn nothing_accepted_pays_those_who_judged() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_published(&[0, 1], &[0, 1]);
		let sheet = [scored(-10, 5), ScoreEntry::Malformed];
		play_scores(&[(0, &sheet), (1, &sheet)]);
		to_phase(Phase::Attest);
		assert_ok!(settle());
		assert_eq!(state(), RoundState::Closed(Outcome::AllExcluded));
		assert_eq!(pending(&validator(0)), 0, "a call of its own pays");
		assert_ok!(submit(Call::pay_out { model: MODEL, round: 1, from: 0 }));
		// 20 % of 1,000,003 by equal stakes of the two that revealed.
		assert_eq!((pending(&validator(0)), pending(&validator(1))), (100_000, 100_000));
		assert_eq!(pending(&validator(2)), 0);
		assert_eq!(model().pot, POT - 200_000);
		assert_eq!((free(&device(0)), free(&device(1))), (WEALTH, WEALTH));
		assert_eq!((model().checkpoint, model().version), ([1; 32], 0));
		let role = ReceiptRole::Validator { revealed: false, agreed: true, faults: Faults::default() };
		assert_eq!(Pov::receipts(validator(2)), [(MODEL, 1, Receipt { role, payout: 0 })]);
		assert_eq!(open(), 2);
	});
}

#[test]
fn a_signer_may_settle_too_and_pays_for_what_was_used() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_published(&[0], &[0]);
		play_scores(&[(0, &[scored(10, 5)]), (1, &[scored(10, 5)])]);
		to_phase(Phase::Attest);
		let post = Pov::settle(RuntimeOrigin::signed(STRANGER), MODEL, 1).unwrap();
		assert_eq!(post.actual_weight, Some(<() as WeightInfo>::settle(1, 3)));
	});
}
