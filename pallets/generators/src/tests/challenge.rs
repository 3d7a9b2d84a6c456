use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use promptale_primitives::challenge::{self, Class, Openings};
use sp_core::Pair;
use sp_runtime::{transaction_validity::InvalidTransaction, DispatchResult};

fn refused(why: InvalidTransaction) -> Result<(), Refused> {
	Err(why.into())
}

fn hashpower(n: u8) -> u64 {
	Generators::device_status(device(n)).unwrap().hashpower
}

fn step(n: u8) -> ChallengeState {
	Challenges::<Test>::get(device(n)).unwrap().state
}

fn commit_in(n: u8, epoch: u32) -> DispatchResult {
	call(device(n), Call::commit_challenge { epoch, class: Class::Side256, root: [1; 32] })
}

fn open_with(n: u8, epoch: u32, openings: Openings) -> DispatchResult {
	call(device(n), Call::open_challenge { epoch, openings })
}

#[test]
fn two_thirds_of_the_stake_that_recomputed_the_rows_set_the_hashpower() {
	test_with_devices(|| {
		bond([50, 30, 20]);
		play_to_opened(0);
		assert_ok!(vote(0, 0, true));
		assert_eq!(step(0), ChallengeState::Opened { right: 50, wrong: 0 });
		assert_eq!(hashpower(0), 0, "half is not two thirds");
		assert_ok!(vote(1, 0, true));
		assert_eq!(step(0), ChallengeState::Passed);
		assert_eq!(hashpower(0), Class::Side256.units());
		fund(1_000);
		assert!(pending(0) >= 200);
	});
}

#[test]
fn two_thirds_take_exactly_two_thirds() {
	test_with_devices(|| {
		bond([34, 33, 33]);
		play_to_opened(0);
		assert_ok!(vote(1, 0, true));
		assert_ok!(vote(2, 0, true));
		assert!(matches!(step(0), ChallengeState::Opened { .. }));
		assert_ok!(vote(0, 0, true));
		assert_eq!(step(0), ChallengeState::Passed);
	});
}

#[test]
fn a_product_of_another_seed_fails_and_takes_the_hashpower_away() {
	test_with_devices(|| {
		bond([50, 30, 20]);
		play_to_opened(0);
		assert_ok!(vote(0, 0, true));
		assert_ok!(vote(1, 0, true));
		assert_eq!(hashpower(0), 1);
		// The same rows again, in an epoch with other matrices: paths fit, entries do not, which validators find.
		play_to_opened(0);
		assert_eq!(hashpower(0), 1, "still counts until it is judged");
		assert_ok!(vote(0, 0, false));
		assert_ok!(vote(1, 0, false));
		assert_eq!(step(0), ChallengeState::Failed);
		assert_eq!(hashpower(0), 0);
		assert_eq!(vote(2, 0, true), refused(InvalidTransaction::Stale));
	});
}

#[test]
fn hashpower_counts_until_the_next_epoch_ends() {
	test_with_devices(|| {
		bond([1, 0, 0]);
		play_to_opened(0);
		assert_ok!(vote(0, 0, true));
		let until = (epoch() + 2) * EPOCH;
		assert_eq!(Generators::device_status(device(0)).unwrap().hashpower_until, Some(until));
		keep_alive_to(until - 1, &[0]);
		assert_eq!(hashpower(0), 1);
		next_block();
		assert_eq!(hashpower(0), 0);
		Weights::set(RewardWeights { work: 0, liveness: 0, hashpower: 1 });
		let before = pending(0);
		fund(1_000);
		assert_eq!(pending(0), before);
	});
}

#[test]
fn a_suspended_devices_hashpower_does_not_count_until_it_beats_again() {
	test_with_devices(|| {
		bond([1, 0, 0]);
		play_to_opened(0);
		assert_ok!(vote(0, 0, true));
		run_to((epoch() + 1) * EPOCH);
		next_session();
		assert!(!is_active(0));
		assert_eq!(hashpower(0), 0);
		assert_ok!(call(device(0), Call::resume_device { device: device(0) }));
		run_to(System::block_number() + ACTIVATION);
		assert_eq!(hashpower(0), 0);
		assert_ok!(heartbeat(0));
		assert_eq!(hashpower(0), 1);
	});
}

#[test]
fn hashpower_is_weighed_by_class() {
	test_with_devices(|| {
		bond([1, 0, 0]);
		to_commit_window(&[0, 1]);
		assert_ok!(commit(0));
		let root = challenge::tree::root(&leaves(1));
		assert_ok!(call(device(1), Call::commit_challenge { epoch: epoch(), class: Class::Side256, root }));
		to_position(8);
		for n in [0, 1] {
			assert_ok!(open(n));
			assert_ok!(vote(0, n, true));
		}
		Weights::set(RewardWeights { work: 0, liveness: 0, hashpower: 1 });
		fund(100);
		assert_eq!([pending(0), pending(1)], [50, 50]);
		// What a larger class would have set.
		assert_ok!(Generators::set_share(Slot::Hashpower, &device(1), &identity(1), 64, Rolled::<Test>::get() + 3));
		fund(65);
		assert_eq!([pending(0), pending(1)], [51, 114]);
	});
}

#[test]
fn without_two_thirds_nothing_is_proven() {
	test_with_devices(|| {
		bond([50, 30, 20]);
		play_to_opened(0);
		assert_ok!(vote(0, 0, true));
		assert_ok!(vote(1, 0, false));
		next_epoch();
		assert_eq!(hashpower(0), 0);
		assert_eq!(vote(2, 0, true), refused(InvalidTransaction::Stale), "of an epoch that is over");
	});
}

#[test]
fn who_commits_late_or_for_another_epoch_is_told() {
	test_with_devices(|| {
		to_commit_window(&[0]);
		assert_noop!(commit_in(0, epoch() - 1), Error::<Test>::WrongEpoch);
		assert_noop!(commit_in(0, epoch() + 1), Error::<Test>::WrongEpoch);
		to_position(7);
		assert_noop!(commit(0), Error::<Test>::TooLate);
	});
}

#[test]
fn the_last_block_of_the_window_is_in_time() {
	test_with_devices(|| {
		to_commit_window(&[0]);
		to_position(6);
		assert_ok!(commit(0));
		assert_noop!(commit_in(0, epoch()), Error::<Test>::AlreadyCommitted);
		to_position(11);
		assert_ok!(open(0));
	});
}

#[test]
fn nobody_commits_before_the_beacon() {
	test_with_devices(|| {
		run_to(EPOCH - 1);
		assert_ok!(heartbeat(0));
		next_epoch();
		assert_noop!(commit(0), Error::<Test>::BeaconUnknown);
		next_block();
		assert_ok!(commit(0));
	});
}

#[test]
fn who_may_commit() {
	test_with_devices(|| {
		to_commit_window(&[0]);
		assert_noop!(commit(5), Error::<Test>::UnknownDevice);
		assert_noop!(commit(1), Error::<Test>::Suspended);
		assert_ok!(call(device(1), Call::resume_device { device: device(1) }));
		assert_noop!(commit(1), Error::<Test>::NotActiveYet);
		assert_ok!(undelegate(0, 0));
		assert_ok!(undelegate(0, 1));
		assert_noop!(commit(0), Error::<Test>::NotDelegated);
	});
}

#[test]
fn who_opens_late_early_or_twice_is_told() {
	test_with_devices(|| {
		to_commit_window(&[0, 1]);
		assert_noop!(open_with(0, epoch(), Openings::default()), Error::<Test>::NotCommitted);
		assert_ok!(commit(0));
		assert_ok!(commit(1));
		assert_noop!(open_with(0, epoch(), Openings::default()), Error::<Test>::BeaconUnknown);
		to_position(8);
		assert_ok!(open(0));
		assert_noop!(open(0), Error::<Test>::AlreadyOpened);
		assert_noop!(open_with(1, epoch() - 1, openings(1)), Error::<Test>::WrongEpoch);
		to_position(12);
		assert_noop!(open(1), Error::<Test>::TooLate);
		next_epoch();
		assert_noop!(open_with(1, epoch() - 1, Openings::default()), Error::<Test>::WrongEpoch);
		assert_noop!(open_with(1, epoch(), Openings::default()), Error::<Test>::NotCommitted);
	});
}

#[test]
fn openings_that_are_not_of_the_root_are_refused_and_can_be_corrected() {
	test_with_devices(|| {
		to_commit_window(&[0]);
		assert_ok!(commit(0));
		to_position(8);
		let good = openings(0);
		let mut fewer = good.clone();
		fewer.pop();
		assert_noop!(open_with(0, epoch(), fewer), Error::<Test>::OpeningMismatch);
		let mut changed = good.clone();
		changed[3].leaf[0] ^= 1;
		assert_noop!(open_with(0, epoch(), changed), Error::<Test>::OpeningMismatch);
		assert_ok!(open_with(0, epoch(), good));
	});
}

#[test]
fn a_vote_counts_once_and_only_for_whoever_had_stake() {
	test_with_devices(|| {
		bond([50, 30, 20]);
		to_commit_window(&[0]);
		assert_ok!(commit(0));
		assert_eq!(vote(0, 0, true), refused(InvalidTransaction::Future), "not opened");
		to_position(8);
		assert_ok!(open(0));
		assert_ok!(vote(0, 0, true));
		assert_eq!(vote(0, 0, true), refused(InvalidTransaction::Stale));
		assert_eq!(vote(0, 0, false), refused(InvalidTransaction::Stale), "nor the other way");
		assert_eq!(vote(7, 0, true), refused(InvalidTransaction::BadSigner), "no validator");
		assert_eq!(vote(0, 5, true), refused(InvalidTransaction::Stale), "no such challenge");
		// Bonded after the rows were picked.
		ValidatorStakes::mutate(|stakes| stakes.insert(validator(4), (1_000, System::block_number())));
		assert_eq!(vote(4, 0, true), refused(InvalidTransaction::BadSigner));
	});
}

#[test]
fn nobody_votes_for_another_validator_or_for_another_root() {
	test_with_devices(|| {
		bond([50, 30, 20]);
		play_to_opened(0);
		let root = Challenges::<Test>::get(device(0)).unwrap().root;
		let submit_signed = |signer: u8, root: [u8; 32], signed_vote: bool, right: bool| {
			let payload = Generators::vote_payload(&validator(0), &device(0), epoch(), &root, signed_vote);
			let signature = validator_pair(signer).sign(&payload);
			submit(Call::vote_challenge {
				validator: validator(0),
				device: device(0),
				epoch: epoch(),
				right,
				signature,
			})
		};
		assert_eq!(submit_signed(1, root, true, true), refused(InvalidTransaction::BadProof));
		assert_eq!(submit_signed(0, [9; 32], true, true), refused(InvalidTransaction::BadProof));
		assert_eq!(submit_signed(0, root, false, true), refused(InvalidTransaction::BadProof));
		assert_eq!(submit_signed(0, root, true, true), Ok(()));
	});
}

#[test]
fn voters_are_bounded() {
	test_with_devices(|| {
		ValidatorStakes::set((0..9).map(|n| (validator(n), (10, 0))).collect());
		play_to_opened(0);
		for n in 0..4 {
			assert_ok!(vote(n, 0, true));
		}
		assert_eq!(vote(4, 0, true), Err(Refused::Call(Error::<Test>::TooManyVoters.into())));
	});
}

#[test]
fn giving_the_licences_back_gives_the_hashpower_back() {
	test_with_devices(|| {
		bond([1, 0, 0]);
		play_to_opened(0);
		assert_ok!(vote(0, 0, true));
		assert_ok!(undelegate(0, 0));
		assert_eq!(hashpower(0), 1);
		assert_ok!(undelegate(0, 1));
		assert_eq!(hashpower(0), 0);
		assert_ok!(call(identity(0), Call::remove_device { device: device(0) }));
		assert!(!Challenges::<Test>::contains_key(device(0)));
	});
}

#[test]
fn a_challenge_judged_without_licences_or_under_a_ban_sets_no_hashpower() {
	test_with_devices(|| {
		bond([1, 0, 0]);
		to_commit_window(&[0, 1]);
		assert_ok!(commit(0));
		assert_ok!(commit(1));
		to_position(8);
		assert_ok!(open(0));
		assert_ok!(open(1));
		assert_ok!(undelegate(0, 0));
		assert_ok!(undelegate(0, 1));
		assert_ok!(Generators::set_banned(RuntimeOrigin::root(), identity(1), true));
		assert_ok!(vote(0, 0, true));
		assert_ok!(vote(0, 1, true));
		assert_eq!([hashpower(0), hashpower(1)], [0, 0]);
	});
}

#[test]
fn validators_see_what_waits_for_them() {
	test_with_devices(|| {
		bond([1, 0, 0]);
		to_commit_window(&[0, 1]);
		assert_ok!(commit(0));
		assert_ok!(commit(1));
		assert!(Generators::challenge(device(0)).unwrap().rows.is_empty());
		to_position(8);
		assert_ok!(open(0));
		let waiting = Generators::challenges_to_judge();
		assert_eq!(waiting.len(), 1);
		let seen = &waiting[0];
		assert_eq!(seen.device, device(0));
		let beacon = Generators::challenge_epoch().first_beacon.unwrap();
		assert_eq!(seen.seed, Some(challenge::seed(&beacon, &device(0), epoch(), Class::Side256)));
		let all = leaves(0);
		assert!(seen.rows.iter().zip(&seen.leaves).all(|(row, leaf)| all[*row as usize] == *leaf));
		assert_eq!(seen.leaves.len(), challenge::OPENED_ROWS as usize);
		assert_ok!(vote(0, 0, true));
		assert!(Generators::challenges_to_judge().is_empty());
	});
}
