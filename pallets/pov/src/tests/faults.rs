use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use promptale_primitives::{
	canary::{self, Expectation},
	fault::Fault,
	hash,
	round::{Outcome, RoundState, VoidReason},
	schedule::Phase,
	score::ScoreEntry,
	Blake3,
};

const GOOD: [ScoreEntry; 1] = [ScoreEntry::Scored { score: 10, norm: 5 }];
const NEW: Blake3 = [9; 32];
const SECRET: Blake3 = [6; 32];

fn stake(n: u8) -> u128 {
	held(HoldReason::ValidatorStake, &validator(n))
}

fn slashed(n: u8, wanted: Fault, by: u128) -> bool {
	has_event(|event| {
		matches!(event, Event::ValidatorSlashed { validator, fault, amount, .. }
			if *validator == self::validator(n) && *fault == wanted && *amount == by)
	})
}

fn report(n: u8, statement: SignedStatement<Test>) -> sp_runtime::DispatchResult {
	let signature = signature(n, 1, &statement.statement());
	Pov::report_statement(RuntimeOrigin::signed(STRANGER), MODEL, 1, validator(n), statement, signature)
}

mod slashing {
	use super::*;

	#[test]
	fn a_wrong_checkpoint_costs_a_tenth_and_the_pay() {
		ExtBuilder::default().build_and_execute(|| {
			play_to_settled(&[0], &GOOD);
			assert_ok!(attest(2, [8; 32]));
			assert_ok!(attest(0, NEW));
			assert_ok!(attest(1, NEW));
			assert_eq!(state(), RoundState::Closed(Outcome::Attested(NEW)));
			assert!(slashed(2, Fault::WrongCheckpoint, 100));
			assert_eq!((stake(0), stake(1), stake(2)), (1_000, 1_000, 900));
			assert_eq!(free(&TREASURY), ED + 100);
			assert_eq!(pending(&validator(2)), 0);
			assert_eq!(latest().committee.iter().filter(|member| !member.faults.is_empty()).count(), 1);
		});
	}

	#[test]
	fn not_attesting_is_no_fault() {
		ExtBuilder::default().build_and_execute(|| {
			play_to_settled(&[0], &GOOD);
			assert_ok!(attest(0, NEW));
			assert_ok!(attest(1, NEW));
			run_to(System::block_number() + 3);
			assert_ok!(close());
			assert_eq!((stake(2), pending(&validator(2))), (1_000, 0));
		});
	}

	#[test]
	fn a_commitment_never_revealed_costs_a_hundredth() {
		ExtBuilder::default().build_and_execute(|| {
			play_to_published(&[0], &[0]);
			to_phase(Phase::Score);
			next_block();
			for n in 0..3 {
				assert_ok!(commit_scores(n, &GOOD));
			}
			to_phase(Phase::Reveal);
			assert_ok!(reveal_scores(0, &GOOD));
			assert_ok!(reveal_scores(1, &GOOD));
			to_phase(Phase::Attest);
			assert_ok!(settle());
			assert_ok!(attest(0, NEW));
			assert_ok!(attest(1, NEW));
			assert!(slashed(2, Fault::NotRevealed, 10));
			assert_eq!((stake(1), stake(2)), (1_000, 990));
		});
	}

	#[test]
	fn a_round_void_for_want_of_reveals_slashes_who_withheld_them() {
		ExtBuilder::default().build_and_execute(|| {
			play_to_published(&[0], &[0]);
			to_phase(Phase::Score);
			next_block();
			assert_ok!(commit_scores(0, &GOOD));
			to_phase(Phase::Attest);
			assert_ok!(settle());
			assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NoQuorum)));
			assert_eq!((stake(0), stake(1)), (990, 1_000), "who committed to nothing withheld nothing");
		});
	}

	#[test]
	fn disagreeing_about_scores_costs_nothing() {
		ExtBuilder::default().build_and_execute(|| {
			play_to_published(&[0], &[0]);
			play_scores(&[(0, &GOOD), (1, &GOOD), (2, &[ScoreEntry::Malformed])]);
			to_phase(Phase::Attest);
			assert_ok!(settle());
			(0..3).for_each(|n| drop(attest(n, NEW)));
			assert_eq!((stake(2), pending(&validator(2))), (1_000, 66_666));
		});
	}

	#[test]
	fn reaches_unbonding_stake() {
		ExtBuilder::default().build_and_execute(|| {
			play_to_settled(&[0], &GOOD);
			assert_ok!(Pov::unbond(RuntimeOrigin::signed(validator(2)), 1_000));
			assert_ok!(attest(2, [8; 32]));
			assert_ok!(attest(0, NEW));
			assert_ok!(attest(1, NEW));
			assert_eq!(stake(2), 900);
			let left = Pov::validator(validator(2)).unwrap();
			assert_eq!((left.stake, left.unbonding), (0, 900));
			run_to(System::block_number() + 120);
			assert_ok!(Pov::withdraw_unbonded(RuntimeOrigin::signed(validator(2))));
			assert_eq!(free(&validator(2)), WEALTH - 100);
		});
	}

	#[test]
	fn what_is_left_below_the_least_stake_is_on_its_way_out() {
		ExtBuilder::default().validators(&[MIN_STAKE; 3]).build_and_execute(|| {
			play_to_settled(&[0], &GOOD);
			assert_ok!(attest(2, [8; 32]));
			assert_ok!(attest(0, NEW));
			assert_ok!(attest(1, NEW));
			let left = Pov::validator(validator(2)).unwrap();
			assert_eq!((left.stake, left.unbonding), (0, 90));
			assert_eq!(left.unlocks_at, Some(System::block_number() + 120));
		});
	}
}

mod report_statement {
	use super::*;

	#[test]
	fn slashes_a_second_commitment_and_a_second_attestation() {
		ExtBuilder::default().build_and_execute(|| {
			play_to_settled(&[0], &GOOD);
			assert_ok!(attest(0, NEW));
			assert_ok!(report(0, SignedStatement::CommitScores([4; 32])));
			assert!(slashed(0, Fault::Equivocation, 120));
			assert_noop!(report(0, SignedStatement::AttestCheckpoint([4; 32].into())), Error::<Test>::AlreadyPunished);
			assert_eq!(stake(0), 880);
			assert_ok!(report(1, SignedStatement::CommitScores([4; 32])));
		});
	}

	#[test]
	fn slashes_scores_that_were_not_committed_to() {
		ExtBuilder::default().build_and_execute(|| {
			play_to_settled(&[0], &GOOD);
			let other = SignedStatement::RevealScores(vec![scored(99, 5)].try_into().unwrap(), score_salt(0));
			assert_ok!(report(0, other));
			assert!(slashed(0, Fault::RevealMismatch, 80));
		});
	}

	#[test]
	fn refuses_what_proves_nothing() {
		ExtBuilder::default().build_and_execute(|| {
			play_to_settled(&[0], &GOOD);
			let same = hash::score_commitment(MODEL, 1, &validator(0), &GOOD, &score_salt(0));
			assert_noop!(report(0, SignedStatement::CommitScores(same)), Error::<Test>::NoFault);
			assert_noop!(report(0, SignedStatement::AttestCheckpoint(NEW.into())), Error::<Test>::NoFault);
			let forged = signature(1, 1, &Statement::CommitScores([4; 32]));
			let origin = RuntimeOrigin::signed(STRANGER);
			let statement = SignedStatement::CommitScores([4; 32]);
			assert_noop!(
				Pov::report_statement(origin.clone(), MODEL, 1, validator(0), statement.clone(), forged.clone()),
				Error::<Test>::BadSignature
			);
			assert_noop!(
				Pov::report_statement(origin.clone(), MODEL, 1, validator(5), statement.clone(), forged.clone()),
				Error::<Test>::NotMember
			);
			assert_noop!(
				Pov::report_statement(origin, MODEL, 2, validator(0), statement, forged),
				Error::<Test>::UnknownRound
			);
		});
	}
}

mod declare_canary {
	use super::*;

	/// Device 0 commits to a canary; all three members say what is given.
	fn play(expectation: Expectation, entries: [ScoreEntry; 3]) {
		open();
		let salt = canary::salt(expectation, &SECRET);
		let commitment = hash::update_commitment(MODEL, 1, &update_hash(0), &device(0), &salt);
		assert_ok!(Pov::commit_update(RuntimeOrigin::signed(device(0)), MODEL, 1, commitment, 100));
		draw();
		next_block();
		let origin = RuntimeOrigin::signed(device(0));
		assert_ok!(Pov::publish_update(origin, MODEL, 1, update_hash(0), salt, [200; 32]));
		let sheets = entries.map(|entry| [entry]);
		play_scores(&[(0, &sheets[0]), (1, &sheets[1]), (2, &sheets[2])]);
		to_phase(Phase::Attest);
		assert_ok!(settle());
	}

	fn declare(expectation: Expectation, secret: Blake3) -> frame_support::pallet_prelude::DispatchResultWithPostInfo {
		Pov::declare_canary(RuntimeOrigin::signed(device(0)), MODEL, 1, 0, expectation, secret)
	}

	#[test]
	fn slashes_who_praised_what_the_others_saw_to_be_harmful() {
		ExtBuilder::default().build_and_execute(|| {
			play(Expectation::Harmful, [scored(-400_000, 5), scored(-400_000, 5), scored(90_000, 5)]);
			assert_eq!(state(), RoundState::Closed(Outcome::AllExcluded));
			assert_ok!(declare(Expectation::Harmful, SECRET));
			assert!(slashed(2, Fault::FailedCanary, 50));
			assert_eq!((stake(0), stake(1), stake(2)), (1_000, 1_000, 950));
			assert_eq!(latest().updates[0].canary, Some(Expectation::Harmful));
			assert_noop!(declare(Expectation::Harmful, SECRET), Error::<Test>::AlreadyDeclared);
		});
	}

	#[test]
	fn slashes_nobody_where_the_others_do_not_agree_with_it() {
		ExtBuilder::default().build_and_execute(|| {
			play(Expectation::Malformed, [ScoreEntry::Malformed, scored(10, 5), scored(10, 5)]);
			assert_ok!(declare(Expectation::Malformed, SECRET));
			assert_eq!((stake(0), stake(1), stake(2)), (1_000, 1_000, 1_000));
		});
	}

	#[test]
	fn fails_for_what_was_no_canary_from_the_start() {
		ExtBuilder::default().build_and_execute(|| {
			play(Expectation::Harmful, [scored(-400_000, 5); 3]);
			assert_noop!(declare(Expectation::Malformed, SECRET), Error::<Test>::NoCanary);
			assert_noop!(declare(Expectation::Harmful, [7; 32]), Error::<Test>::NoCanary);
			assert_noop!(
				Pov::declare_canary(RuntimeOrigin::signed(device(1)), MODEL, 1, 0, Expectation::Harmful, SECRET),
				Error::<Test>::NotYourUpdate
			);
		});
	}

	#[test]
	fn fails_before_the_verdict() {
		ExtBuilder::default().build_and_execute(|| {
			play_to_published(&[0], &[0]);
			assert_noop!(declare(Expectation::Harmful, SECRET), Error::<Test>::WrongPhase);
		});
	}
}
