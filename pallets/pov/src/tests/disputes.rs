use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::{
	fault::Fault,
	round::{Attestation, Outcome, Part, Receipt, ReceiptRole, RoundState, VoidReason},
	schedule::Phase,
	score::ScoreEntry,
	Blake3, MILLION,
};

const RIGHT: Blake3 = [9; 32];
const WRONG: Blake3 = [8; 32];
const NEW: Blake3 = [7; 32];
const GOOD: [ScoreEntry; 1] = [ScoreEntry::Scored { score: 10, norm: 5 }];

/// Two members of six validators, so that four are left for a committee of five.
fn small_committee() -> ExtBuilder {
	ExtBuilder::default().validators(&[1_000; 6]).terms(|terms| {
		terms.committee_size = 2;
		terms.quorum = MILLION;
	})
}

/// Numbers of the validators on the committee that works now.
fn members() -> Vec<u8> {
	let committee = latest().committee;
	let is_member = |n: &u8| committee.iter().any(|member| member.member.validator == validator(*n));
	(0..8).filter(is_member).collect()
}

/// A round whose two members attest differently, up to its overdue phase. Answers who attested what is right and wrong.
fn play_to_disagreement() -> (u8, u8) {
	play_to_published(&[0], &[0]);
	let [right, wrong] = members()[..] else { panic!("two members") };
	play_scores(&[(right, &GOOD), (wrong, &GOOD)]);
	to_phase(Phase::Attest);
	assert_ok!(settle());
	assert_ok!(attest(right, RIGHT));
	assert_ok!(attest(wrong, WRONG));
	to_phase(Phase::Overdue);
	(right, wrong)
}

/// The disputed round up to attesting, with the verdicts of the new committee.
fn play_dispute(entries: &[ScoreEntry]) -> Vec<u8> {
	next_block();
	next_block();
	assert_ok!(submit(Call::draw_committee { model: MODEL, round: 1 }));
	let fresh = members();
	let sheets: Vec<_> = fresh.iter().map(|n| (*n, entries)).collect();
	play_scores(&sheets);
	to_phase(Phase::Attest);
	assert_ok!(settle());
	fresh
}

fn stake(n: u8) -> u128 {
	held(HoldReason::ValidatorStake, &validator(n))
}

#[test]
fn a_larger_committee_of_others_repeats_the_work() {
	small_committee().build_and_execute(|| {
		let (right, wrong) = play_to_disagreement();
		let before = latest();
		assert_ok!(close());
		assert!(has_event(|event| matches!(event, Event::RoundDisputed { model: MODEL, round: 1 })));
		let disputed = latest();
		assert!(disputed.is_disputed());
		assert_eq!(disputed.state, RoundState::Open);
		assert_eq!(disputed.updates[0].disputed, Some(Part { weight: MILLION, clip: before.updates[0].clip }));
		assert_eq!((disputed.updates[0].verdict, disputed.updates[0].weight), (None, 0));
		assert_eq!(disputed.former_committee.len(), 2);

		let fresh = play_dispute(&[scored(20, 5)]);
		assert_eq!(fresh.len(), 4, "all that were left");
		assert!(!fresh.contains(&right) && !fresh.contains(&wrong));
		let round = latest();
		assert_ne!(round.beacon_2, before.beacon_2, "on other samples");
		for n in &fresh {
			assert_ok!(attest_both(*n, Attestation { checkpoint: NEW, disputed: Some(RIGHT) }));
		}
		assert_eq!(state(), RoundState::Closed(Outcome::Attested(NEW)));
		assert_eq!(model().checkpoint, NEW);
		assert_eq!((stake(right), stake(wrong)), (1_000, 900), "a tenth for the wrong checkpoint");
		assert_eq!(free(&TREASURY), ED + 100);

		// 200,000 for the committee, by stake: four new members and the one that was right.
		assert_eq!(pending(&validator(fresh[0])), 40_000);
		assert_eq!((pending(&validator(right)), pending(&validator(wrong))), (40_000, 0));
		let role =
			|agreed, faults: Vec<Fault>| ReceiptRole::Validator { revealed: true, agreed, faults: faults.into() };
		let receipt = |role, payout| [(MODEL, 1, Receipt { role, payout })];
		assert_eq!(Pov::receipts(validator(right)), receipt(role(true, vec![]), 40_000));
		assert_eq!(Pov::receipts(validator(wrong)), receipt(role(false, vec![Fault::WrongCheckpoint]), 0));
		assert_eq!(pending(&identity(0)), BUDGET - 200_000);
	});
}

#[test]
fn the_first_committee_has_no_say_in_it() {
	small_committee().build_and_execute(|| {
		let (right, _) = play_to_disagreement();
		assert_ok!(close());
		next_block();
		next_block();
		assert_ok!(submit(Call::draw_committee { model: MODEL, round: 1 }));
		to_phase(Phase::Score);
		next_block();
		assert_eq!(
			commit_scores(right, &GOOD),
			Err(Refused::Pool(sp_runtime::transaction_validity::InvalidTransaction::BadSigner.into()))
		);
	});
}

#[test]
fn a_member_that_attests_a_wrong_past_is_slashed_too() {
	small_committee().build_and_execute(|| {
		play_to_disagreement();
		assert_ok!(close());
		let fresh = play_dispute(&[scored(20, 5)]);
		assert_ok!(attest_both(fresh[0], Attestation { checkpoint: NEW, disputed: Some(WRONG) }));
		for n in &fresh[1..] {
			assert_ok!(attest_both(*n, Attestation { checkpoint: NEW, disputed: Some(RIGHT) }));
		}
		assert_eq!(state(), RoundState::Closed(Outcome::Attested(NEW)));
		assert_eq!(stake(fresh[0]), 900);
		assert_eq!(pending(&validator(fresh[0])), 0);
	});
}

#[test]
fn without_proof_nobody_of_the_first_committee_is_slashed() {
	small_committee().build_and_execute(|| {
		let (right, wrong) = play_to_disagreement();
		assert_ok!(close());
		for n in play_dispute(&[scored(20, 5)]) {
			assert_ok!(attest(n, NEW));
		}
		assert_eq!(state(), RoundState::Closed(Outcome::Attested(NEW)));
		assert_eq!((stake(right), stake(wrong)), (1_000, 1_000));
		assert_eq!((pending(&validator(right)), pending(&validator(wrong))), (0, 0));
	});
}

#[test]
fn the_new_verdicts_count() {
	small_committee().build_and_execute(|| {
		play_to_disagreement();
		assert_ok!(close());
		play_dispute(&[scored(-20, 5)]);
		assert_eq!(state(), RoundState::Closed(Outcome::AllExcluded));
		assert_eq!(model().checkpoint, [1; 32]);
		assert_eq!(pending(&identity(0)), 0);
	});
}

#[test]
fn a_round_is_disputed_once() {
	small_committee().build_and_execute(|| {
		play_to_disagreement();
		assert_ok!(close());
		let fresh = play_dispute(&[scored(20, 5)]);
		assert_ok!(attest(fresh[0], NEW));
		assert_ok!(attest(fresh[1], WRONG));
		to_phase(Phase::Overdue);
		assert_ok!(close());
		assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NoAgreement)));
		assert_eq!(model().pot, POT);
		assert_eq!(free(&device(0)), WEALTH);
	});
}

#[test]
fn a_dispute_nobody_is_drawn_for_in_time_ends() {
	small_committee().build_and_execute(|| {
		play_to_disagreement();
		assert_ok!(close());
		to_phase(Phase::Score);
		assert_ok!(close());
		assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NoCommittee)));
		assert_eq!(model().pot, POT);
	});
}

#[test]
fn without_enough_others_there_is_no_dispute() {
	small_committee().validators(&[1_000; 4]).build_and_execute(|| {
		play_to_disagreement();
		assert_ok!(close());
		assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NoAgreement)));
	});
}

#[test]
fn nothing_is_committed_in_a_dispute() {
	small_committee().build_and_execute(|| {
		play_to_disagreement();
		assert_ok!(close());
		assert_eq!(latest().phase, Phase::Commit, "in the block that it opens in");
		assert_eq!(commit(1), Err(Error::<Test>::WrongPhase.into()));
	});
}

#[test]
fn nothing_is_published_in_a_dispute() {
	small_committee().build_and_execute(|| {
		play_to_published(&[0, 1], &[0]);
		let [one, other] = members()[..] else { panic!("two members") };
		let sheet = [GOOD[0], ScoreEntry::Unavailable];
		play_scores(&[(one, &sheet), (other, &sheet)]);
		to_phase(Phase::Attest);
		assert_ok!(settle());
		to_phase(Phase::Overdue);
		assert_ok!(close());
		next_block();
		next_block();
		assert_ok!(submit(Call::draw_committee { model: MODEL, round: 1 }));
		next_block();
		assert_eq!(publish(1), Err(Error::<Test>::WrongPhase.into()));
	});
}

#[test]
fn attesting_for_an_earlier_verdict_needs_a_dispute() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_settled(&[0], &GOOD);
		let attestation = Attestation { checkpoint: NEW, disputed: Some(RIGHT) };
		assert_eq!(attest_both(0, attestation), Err(Refused::bad_proof()));
	});
}

#[test]
fn old_disputed_rounds_leave_nothing_behind() {
	small_committee().build_and_execute(|| {
		play_to_disagreement();
		assert_ok!(close());
		for n in play_dispute(&[scored(20, 5)]) {
			assert_ok!(attest_both(n, Attestation { checkpoint: NEW, disputed: Some(RIGHT) }));
		}
		for _ in 0..3 {
			open();
			to_phase(Phase::Overdue);
			assert_ok!(close());
		}
		assert!(FormerCommittees::<Test>::iter().next().is_none());
		assert!(Committees::<Test>::iter().next().is_none());
		assert!(Scores::<Test>::iter().next().is_none());
	});
}
