use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use frame_system::RawOrigin;
use promptale_primitives::{
	fault::Fault,
	hash,
	round::{Outcome, RoundState, VoidReason},
	schedule::Phase,
	score::ScoreEntry,
	Balance,
};
use sp_runtime::transaction_validity::InvalidTransaction;

const SHEET: [ScoreEntry; 1] = [ScoreEntry::Scored { score: 10, norm: 5 }];

fn revealed_stake() -> Balance {
	latest().committee.iter().filter(|member| member.revealed).map(|member| member.member.stake).sum()
}

fn in_score_phase() {
	play_to_published(&[0], &[0]);
	to_phase(Phase::Score);
	next_block();
}

mod commit_scores {
	use super::*;

	#[test]
	fn is_taken_once_for_each_member() {
		ExtBuilder::default().build_and_execute(|| {
			in_score_phase();
			assert_ok!(commit_scores(0, &SHEET));
			assert_eq!(commit_scores(0, &SHEET), Err(Refused::stale()));
			assert_ok!(commit_scores(1, &SHEET));
			let committed: Vec<_> = latest().committee.iter().map(|member| member.committed).collect();
			assert_eq!(committed.iter().filter(|committed| **committed).count(), 2);
		});
	}

	#[test]
	fn fails_before_the_second_beacon_and_outside_the_phase() {
		ExtBuilder::default().build_and_execute(|| {
			play_to_published(&[0], &[0]);
			assert_eq!(commit_scores(0, &SHEET), Err(Refused::stale()));
			to_phase(Phase::Score);
			assert_eq!(
				commit_scores(0, &SHEET),
				Err(Refused::Pool(InvalidTransaction::Future.into())),
				"beacon 2 is not known"
			);
			to_phase(Phase::Reveal);
			assert_eq!(commit_scores(0, &SHEET), Err(Refused::stale()));
		});
	}

	#[test]
	fn fails_for_validators_that_are_not_members() {
		ExtBuilder::default().terms(|terms| terms.committee_size = 2).build_and_execute(|| {
			in_score_phase();
			let members: Vec<_> = latest().committee.into_iter().map(|member| member.member.validator).collect();
			let outsider = (0..3).find(|n| !members.contains(&validator(*n))).unwrap();
			assert_eq!(commit_scores(outsider, &SHEET), Err(Refused::Pool(InvalidTransaction::BadSigner.into())));
		});
	}

	#[test]
	fn fails_with_a_signature_of_anything_else() {
		ExtBuilder::default().build_and_execute(|| {
			in_score_phase();
			let good = Statement::CommitScores([3; 32]);
			let call = |signature| Call::commit_scores {
				model: MODEL,
				round: 1,
				validator: validator(0),
				commitment: [3; 32],
				signature,
			};
			for wrong in [
				signature(1, 1, &good),
				signature(0, 2, &good),
				signature(0, 1, &Statement::CommitScores([4; 32])),
				signature(0, 1, &Statement::AttestCheckpoint([3; 32].into())),
			] {
				assert_eq!(submit(call(wrong)), Err(Refused::bad_proof()));
			}
			assert_ok!(submit(call(signature(0, 1, &good))));
		});
	}

	#[test]
	fn is_bound_to_the_chains_genesis() {
		use sp_core::Pair;
		ExtBuilder::default().build_and_execute(|| {
			in_score_phase();
			let statement = Statement::CommitScores([3; 32]);
			let elsewhere = signature(0, 1, &statement);
			frame_system::BlockHash::<Test>::insert(0, sp_core::H256([8; 32]));
			let payload = Pov::signing_payload(MODEL, 1, &validator(0), &statement);
			assert!(!sp_core::sr25519::Pair::verify(&elsewhere.into(), &payload, &session_pair(0).public()));
		});
	}

	#[test]
	fn needs_authorization_not_a_signed_origin() {
		ExtBuilder::default().build_and_execute(|| {
			in_score_phase();
			assert_noop!(
				Pov::commit_scores(
					RuntimeOrigin::signed(validator(0)),
					MODEL,
					1,
					validator(0),
					[3; 32],
					signature(0, 1, &Statement::CommitScores([3; 32])),
				),
				sp_runtime::DispatchError::BadOrigin
			);
		});
	}

	#[test]
	fn the_pool_keeps_one_for_each_member_round_and_phase() {
		ExtBuilder::default().build_and_execute(|| {
			in_score_phase();
			let tags = |n: u8, commitment| {
				authorize(&Call::commit_scores {
					model: MODEL,
					round: 1,
					validator: validator(n),
					commitment,
					signature: signature(n, 1, &Statement::CommitScores(commitment)),
				})
				.unwrap()
				.provides
			};
			assert_eq!(tags(0, [1; 32]), tags(0, [2; 32]));
			assert_ne!(tags(0, [1; 32]), tags(1, [1; 32]));
		});
	}
}

mod reveal_scores {
	use super::*;

	#[test]
	fn adds_the_members_stake_once() {
		ExtBuilder::default().build_and_execute(|| {
			in_score_phase();
			assert_ok!(commit_scores(0, &SHEET));
			to_phase(Phase::Reveal);
			assert_ok!(reveal_scores(0, &SHEET));
			assert_eq!(revealed_stake(), 1_000);
			assert_eq!(reveal_scores(0, &SHEET), Err(Refused::stale()), "the same member twice");
			assert_eq!(revealed_stake(), 1_000);
		});
	}

	#[test]
	fn with_other_scores_than_committed_to_is_slashed_and_counts_for_nothing() {
		ExtBuilder::default().build_and_execute(|| {
			in_score_phase();
			assert_ok!(commit_scores(0, &SHEET));
			to_phase(Phase::Reveal);
			assert_eq!(reveal_scores(1, &SHEET), Err(Refused::stale()), "nothing was committed");
			assert_ok!(reveal_scores(0, &[scored(11, 5)]));
			assert_eq!(revealed_stake(), 0);
			assert_eq!(reveal_scores(0, &SHEET), Err(Refused::stale()), "the member had its chance");
		});
	}

	#[test]
	fn fails_with_a_wrong_number_of_entries_even_if_committed_to() {
		ExtBuilder::default().build_and_execute(|| {
			in_score_phase();
			let long = [SHEET[0], SHEET[0]];
			assert_ok!(commit_scores(0, &long));
			to_phase(Phase::Reveal);
			assert_eq!(reveal_scores(0, &long), Err(Refused::bad_proof()));
			assert_noop!(
				Pov::reveal_scores(
					RawOrigin::Authorized.into(),
					MODEL,
					1,
					validator(0),
					long.to_vec().try_into().unwrap(),
					score_salt(0),
					signature(0, 1, &Statement::CommitScores([0; 32])),
				),
				Error::<Test>::WrongNumberOfEntries
			);
		});
	}

	#[test]
	fn a_copied_commitment_cannot_be_revealed_by_the_copier() {
		ExtBuilder::default().build_and_execute(|| {
			in_score_phase();
			assert_ok!(commit_scores(0, &SHEET));
			let copied = hash::score_commitment(MODEL, 1, &validator(0), &SHEET, &score_salt(0));
			assert_ok!(submit(Call::commit_scores {
				model: MODEL,
				round: 1,
				validator: validator(1),
				commitment: copied,
				signature: signature(1, 1, &Statement::CommitScores(copied)),
			}));
			to_phase(Phase::Reveal);
			assert_ok!(reveal_scores(0, &SHEET));
			// With the very scores and salt of the member it copied from.
			let call = Call::reveal_scores {
				model: MODEL,
				round: 1,
				validator: validator(1),
				entries: SHEET.to_vec().try_into().unwrap(),
				salt: score_salt(0),
				signature: signature(1, 1, &Statement::RevealScores(&SHEET, score_salt(0))),
			};
			assert_ok!(submit(call));
			assert!(has_event(|event| matches!(
				event,
				Event::ValidatorSlashed { validator, fault: Fault::RevealMismatch, .. } if *validator == self::validator(1)
			)));
			to_phase(Phase::Attest);
			assert_ok!(settle());
			assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NoQuorum)), "only one revealed");
			assert_eq!(pending(&validator(1)), 0);
		});
	}

	#[test]
	fn fails_outside_the_phase() {
		ExtBuilder::default().build_and_execute(|| {
			in_score_phase();
			assert_ok!(commit_scores(0, &SHEET));
			assert_eq!(reveal_scores(0, &SHEET), Err(Refused::stale()));
			to_phase(Phase::Attest);
			assert_eq!(reveal_scores(0, &SHEET), Err(Refused::stale()));
		});
	}

	#[test]
	fn works_for_a_member_that_left_or_changed_its_keys() {
		ExtBuilder::default().build_and_execute(|| {
			in_score_phase();
			assert_ok!(commit_scores(0, &SHEET));
			assert_ok!(commit_scores(1, &SHEET));
			assert_ok!(Pov::unbond(RuntimeOrigin::signed(validator(0)), 1_000));
			assert_ok!(Pov::set_validator_keys(
				RuntimeOrigin::signed(validator(1)),
				session_key(7),
				[0; 32],
				bounded(b"")
			));
			to_phase(Phase::Reveal);
			assert_ok!(reveal_scores(0, &SHEET));
			assert_ok!(reveal_scores(1, &SHEET));
		});
	}
}
