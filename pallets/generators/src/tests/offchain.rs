use crate::{mock::*, *};
use codec::{Decode, Encode};
use frame_support::{assert_ok, traits::Hooks};
use promptale_offchain::testing::{set_worker_url, Answer, Outside};
use promptale_primitives::loopback::{self, ChallengeVerdict};
use sp_core::Pair;

/// A node with the session keys of some validators, whose stakes are the same.
struct Node(Outside);

impl Node {
	/// Runs `test` with the keys of `validators` in the keystore, where the devices 0 and 1 have opened their challenges.
	fn run(validators: &[u8], test: impl FnOnce(Node)) {
		let mut ext = empty();
		let outside = Outside::surround(&mut ext, validators.iter().map(|n| [70 + n; 32]));
		ext.execute_with(|| {
			bond([10; 3]);
			for n in 0..2 {
				assert_ok!(buy(n, 1));
				assert_ok!(register(n, n));
				assert_ok!(delegate(n, n.into(), n));
				set_url(n, &url(n));
			}
			set_url(2, &url(2));
			run_to(System::block_number() + ACTIVATION);
			to_commit_window(&[0, 1]);
			for n in 0..2 {
				assert_ok!(commit(n));
			}
			to_position(8);
			for n in 0..2 {
				assert_ok!(open(n));
			}
			test(Node(outside));
			Generators::do_try_state().expect("invariants hold after the test");
		});
	}

	/// The worker of a validator has found these devices' rows right or not.
	fn finds(&self, validator: u8, found: &[(u8, bool)]) {
		let verdicts: Vec<_> = found.iter().map(|(n, right)| verdict(*n, *right)).collect();
		self.answers(validator, Answer::Body(verdicts.encode()));
	}

	fn answers(&self, validator: u8, answer: Answer) {
		self.0.answers(&url(validator), loopback::verdicts_path(epoch()), answer);
	}

	/// Runs the off-chain worker after the current block. Answers what it submitted.
	fn work(&self) -> Vec<Call<Test>> {
		Generators::offchain_worker(System::block_number());
		let calls = self.0.submitted().into_iter();
		calls
			.map(|bytes| match Extrinsic::decode(&mut &bytes[..]).expect("an extrinsic").function {
				RuntimeCall::Generators(call) => call,
				other => panic!("not a call of this pallet: {other:?}"),
			})
			.collect()
	}

	/// Off-chain work, then the next block with whatever was submitted in it. Answers how much that was.
	fn block(&self) -> usize {
		let calls = self.work();
		next_block();
		let count = calls.len();
		for call in calls {
			submit(call.clone()).unwrap_or_else(|error| panic!("{call:?} is refused: {error:?}"));
		}
		count
	}
}

/// Every validator has a worker of its own.
fn url(n: u8) -> String {
	format!("http://127.0.0.1:{}", 9_000 + u16::from(n))
}

fn set_url(n: u8, url: &str) {
	set_worker_url(&validator_pair(n).public().0, url.as_bytes());
}

fn verdict(n: u8, right: bool) -> ChallengeVerdict<AccountId> {
	let root = Challenges::<Test>::get(device(n)).map(|challenge| challenge.root).unwrap_or_default();
	ChallengeVerdict { device: device(n), root, right }
}

fn step(n: u8) -> ChallengeState {
	Challenges::<Test>::get(device(n)).unwrap().state
}

#[test]
fn validators_judge_challenges_by_themselves() {
	Node::run(&[0, 1, 2], |node| {
		for n in 0..3 {
			node.finds(n, &[(0, true), (1, false)]);
		}
		assert_eq!(node.work().len(), 6);
		assert_eq!(node.0.awaited(), [3], "all workers at once");
		next_block();
		assert!(node.work().is_empty(), "what was sent waits");
		for _ in 0..2 {
			next_block();
		}
		// None of them came through: once more, and this time two thirds are enough.
		let calls = node.work();
		next_block();
		assert_eq!(calls.len(), 6);
		let refused = calls.into_iter().filter(|call| submit(call.clone()).is_err()).count();
		assert_eq!(refused, 2, "those of the third come when all is judged");
		assert_eq!((step(0), step(1)), (ChallengeState::Passed, ChallengeState::Failed));
		let asked = node.0.asked().len();
		for _ in 0..5 {
			assert_eq!(node.block(), 0);
		}
		assert_eq!(node.0.asked().len(), asked, "nobody is asked when nothing waits");
	});
}

#[test]
fn who_has_voted_is_not_asked_again() {
	Node::run(&[1], |node| {
		node.finds(1, &[(0, true), (1, true)]);
		assert_eq!(node.block(), 2);
		assert_eq!(step(0), ChallengeState::Opened { right: 10, wrong: 0 });
		assert_eq!(node.0.asked().len(), 1);
		for _ in 0..6 {
			assert_eq!(node.block(), 0);
		}
		assert_eq!(node.0.asked().len(), 1);
	});
}

#[test]
fn verdicts_are_taken_as_they_come() {
	Node::run(&[1], |node| {
		node.finds(1, &[]);
		assert_eq!(node.block(), 0);
		node.finds(1, &[(1, false)]);
		assert_eq!(node.block(), 1);
		node.finds(1, &[(1, false), (0, true)]);
		assert_eq!(node.block(), 1);
		assert_eq!(step(0), ChallengeState::Opened { right: 10, wrong: 0 });
		assert_eq!(step(1), ChallengeState::Opened { right: 0, wrong: 10 });
	});
}

#[test]
fn a_verdict_on_something_else_is_no_vote() {
	Node::run(&[0], |node| {
		let other_root = ChallengeVerdict { root: [9; 32], ..verdict(0, true) };
		let other_device = verdict(2, true);
		node.answers(0, Answer::Body(vec![other_root, other_device].encode()));
		assert!(node.work().is_empty());
	});
}

#[test]
fn only_validators_with_stake_vote_and_only_with_keys_that_are_here() {
	Node::run(&[0, 3], |node| {
		node.finds(0, &[(0, true)]);
		// The key of somebody who is no validator.
		set_url(3, &url(3));
		node.finds(3, &[(0, true)]);
		let calls = node.work();
		assert!(
			matches!(&calls[..], [Call::vote_challenge { validator: who, right: true, .. }] if *who == validator(0)),
			"{calls:?}"
		);
		assert_eq!(node.0.asked().len(), 1);
	});
	Node::run(&[0], |node| {
		node.finds(0, &[(0, true)]);
		// Bonded after the rows were picked.
		ValidatorStakes::mutate(|stakes| stakes.insert(validator(0), (10, System::block_number())));
		assert!(node.work().is_empty() && node.0.asked().is_empty());
	});
}

#[test]
fn nothing_is_asked_before_rows_are_opened_or_for_the_next_epoch() {
	Node::run(&[0], |node| {
		node.finds(0, &[(0, true), (1, true)]);
		// What is submitted after the epoch's last block would be in the next one.
		keep_alive_to((epoch() + 1) * EPOCH - 1, &[0]);
		assert!(node.work().is_empty());
		to_commit_window(&[0]);
		assert_ok!(commit(0));
		for _ in 0..6 {
			assert_eq!(node.block(), 0);
		}
		assert!(node.0.asked().is_empty());
		to_position(8);
		assert_ok!(open(0));
		node.finds(0, &[(0, true)]);
		assert_eq!(node.block(), 1);
	});
}

#[test]
fn a_worker_that_fails_is_asked_again_in_the_next_block() {
	Node::run(&[0], |node| {
		for failing in [
			Answer::Status(404),
			Answer::Status(500),
			Answer::Refuses,
			Answer::Hangs,
			Answer::Body(b"no verdicts".to_vec()),
			Answer::Body([vec![verdict(0, true)].encode(), vec![0]].concat()),
			Answer::Body(vec![0; 2 * 1024 * 1024 + 1]),
		] {
			node.answers(0, failing);
			let before = node.0.asked().len();
			assert!(node.work().is_empty());
			assert_eq!(node.0.asked().len(), before + 1);
		}
		node.finds(0, &[(0, true)]);
		assert_eq!(node.work().len(), 1);
	});
}

#[test]
fn never_asks_beyond_loopback() {
	Node::run(&[0], |node| {
		set_url(0, "http://10.0.0.1:80");
		assert!(node.work().is_empty() && node.0.asked().is_empty());
	});
}
