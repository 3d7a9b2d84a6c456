use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use promptale_primitives::{
	round::{Outcome, Receipt, ReceiptRole, RoundState, VoidReason},
	schedule::Phase,
	score::ScoreEntry,
	verdict::Verdict,
	Balance, MILLION,
};

fn assert_all_bonds_are_back() {
	for n in 0..4 {
		assert_eq!(held(HoldReason::UpdateBond, &device(n)), 0);
	}
}

#[test]
fn no_agreement_returns_the_budget() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_settled(&[0, 1], &[scored(10, 5), scored(10, 5)]);
		assert_ok!(attest(0, [1; 32]));
		assert_ok!(attest(1, [2; 32]));
		assert_ok!(attest(2, [3; 32]));
		assert_eq!(close(), Err(Refused::stale()), "somebody may still be convinced by a dispute, later");
		to_phase(Phase::Overdue);
		assert_ok!(close());
		assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NoAgreement)));
		assert_eq!(model().pot, POT);
		assert_eq!((model().checkpoint, model().version), ([1; 32], 0));
		assert_all_bonds_are_back();
		let role = ReceiptRole::Contributor {
			verdict: Verdict::Accepted { score: 10, norm: 5 },
			weight: MILLION / 2,
			clip: MILLION,
		};
		assert_eq!(Pov::receipts(identity(0)), [(MODEL, 1, Receipt { role, payout: 0 })]);
		assert_eq!(close(), Err(Refused::stale()), "closed once");
		assert_eq!(open(), 2);
	});
}

#[test]
fn nobody_attesting_returns_the_budget() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_settled(&[0], &[scored(10, 5)]);
		to_phase(Phase::Overdue);
		assert_ok!(close());
		assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NoAgreement)));
		assert_eq!(model().pot, POT);
		assert_all_bonds_are_back();
	});
}

#[test]
fn agreement_holds_even_if_nobody_closed_in_time() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_settled(&[0], &[scored(10, 5)]);
		assert_ok!(attest(0, [9; 32]));
		assert_ok!(attest(1, [9; 32]));
		to_phase(Phase::Overdue);
		assert_ok!(close());
		assert_eq!(state(), RoundState::Closed(Outcome::Attested([9; 32])));
		assert_eq!(model().checkpoint, [9; 32]);
	});
}

#[test]
fn a_round_nobody_settled_ends_for_the_reason_it_has() {
	let overdue_with = |publishing: &[u8], revealing: u8, expected: VoidReason| {
		ExtBuilder::default().build_and_execute(|| {
			play_to_published(&[0, 1], publishing);
			let sheet = [scored(10, 5), scored(10, 5)];
			let sheets: Vec<_> = (0..revealing).map(|n| (n, &sheet[..])).collect();
			play_scores(&sheets);
			to_phase(Phase::Attest);
			assert_eq!(close(), Err(Refused::stale()));
			to_phase(Phase::Overdue);
			assert_eq!(settle(), Err(Refused::stale()));
			assert_ok!(close());
			assert_eq!(state(), RoundState::Closed(Outcome::Void(expected)));
			assert_eq!(model().pot, POT);
			assert_all_bonds_are_back();
		});
	};
	overdue_with(&[], 0, VoidReason::NothingPublished);
	overdue_with(&[0, 1], 1, VoidReason::NoQuorum);
	overdue_with(&[0, 1], 3, VoidReason::NoAgreement);
}

#[test]
fn a_round_nobody_drew_can_be_closed_when_publishing_is_over() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		to_phase(Phase::Publish);
		assert_eq!(close(), Err(Refused::stale()));
		to_phase(Phase::Score);
		assert_ok!(close());
		assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NoCommitments)));
	});
}

#[test]
fn anyone_may_close_by_signing() {
	ExtBuilder::default().build_and_execute(|| {
		open();
		to_phase(Phase::Overdue);
		assert_ok!(Pov::close_round(RuntimeOrigin::signed(STRANGER), MODEL, 1));
		assert!(Pov::close_round(RuntimeOrigin::signed(STRANGER), MODEL, 1).is_err());
	});
}

#[test]
fn a_removed_device_still_gets_its_bond_back() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_published(&[0], &[0]);
		remove_device(0);
		play_scores(&[]);
		to_phase(Phase::Attest);
		assert_ok!(settle());
		assert_eq!(free(&device(0)), WEALTH);
	});
}

#[test]
fn work_that_was_paid_for_is_counted_once_and_claims_leave_it() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_settled(&[0, 1, 2], &[scored(30, 5), scored(10, 5), ScoreEntry::Malformed]);
		let work = || [0, 1, 2].map(|n| validated_work(&identity(n)));
		assert_eq!(work(), [0; 3], "not before the round closes");
		for n in 0..3 {
			assert_ok!(attest(n, [9; 32]));
		}
		let rewards: Vec<_> = latest().updates.iter().take(2).map(|update| update.reward).collect();
		assert!(rewards.iter().all(|reward| *reward > 0));
		assert_eq!(work(), [rewards[0], rewards[1], 0]);
		for n in 0..3 {
			assert!(pending(&validator(n)) > 0);
			assert_eq!(validated_work(&validator(n)), 0, "judging is no such work");
			assert_ok!(Pov::claim(RuntimeOrigin::signed(validator(n))));
			assert!(!Earned::<Test>::contains_key(validator(n)), "a row without work goes with the claim");
		}
		assert_ok!(Pov::claim(RuntimeOrigin::signed(identity(0))));
		assert_eq!((pending(&identity(0)), work()), (0, [rewards[0], rewards[1], 0]));
		assert_noop!(Pov::claim(RuntimeOrigin::signed(identity(0))), Error::<Test>::NothingToClaim);
	});
}

#[test]
fn a_void_round_counts_no_work() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_settled(&[0], &[scored(10, 5)]);
		to_phase(Phase::Overdue);
		assert_ok!(close());
		assert_eq!(validated_work(&identity(0)), 0);
	});
}

#[test]
fn work_adds_up_over_rounds_and_is_never_too_much_to_be_paid() {
	ExtBuilder::default().build_and_execute(|| {
		let reward = || {
			play_to_settled(&[0], &[scored(10, 5)]);
			(0..3).for_each(|n| attest(n, [9; 32]).unwrap());
			latest().updates[0].reward
		};
		let (first, second) = (reward(), reward());
		assert_eq!(validated_work(&identity(0)), first + second);
		Earned::<Test>::mutate(identity(0), |earnings| earnings.validated_work = Balance::MAX - 1);
		let third = reward();
		assert_eq!(validated_work(&identity(0)), Balance::MAX);
		assert_eq!(pending(&identity(0)), first + second + third);
	});
}
