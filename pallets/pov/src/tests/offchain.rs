use crate::{mock::*, *};
use codec::{Decode, Encode};
use frame_support::{assert_ok, traits::Hooks};
use promptale_offchain::testing::{set_worker_url, Answer, Outside};
use promptale_primitives::{
	loopback::{self, ScoreSheet},
	round::{Attestation, Outcome, RoundState},
	schedule::Phase,
	score::ScoreEntry,
};
const SHEET: [ScoreEntry; 1] = [ScoreEntry::Scored { score: 10, norm: 5 }];
const NEW: [u8; 32] = [9; 32];

/// A node with the session keys of some validators.
struct Node(Outside);

impl Node {
	/// Runs `test` on a chain with the session keys of validators `keys` in the keystore.
	fn run(builder: ExtBuilder, keys: &[u8], test: impl FnOnce(Node)) {
		let mut ext = builder.build();
		let outside = Outside::surround(&mut ext, keys.iter().map(|n| [70 + n; 32]));
		ext.execute_with(|| test(Node(outside)));
	}

	/// The default worker has this sheet for a validator.
	fn has_sheet(&self, n: u8, entries: &[ScoreEntry]) {
		let sheet = ScoreSheet { entries: entries.to_vec(), salt: score_salt(n) };
		let path = loopback::scores_path(MODEL, latest().round);
		self.0.answers(&url(n), path, Answer::Body(sheet.encode()));
	}

	fn has_checkpoint(&self, n: u8, checkpoint: [u8; 32]) {
		let path = loopback::checkpoint_path(MODEL, latest().round);
		self.0.answers(&url(n), path, Answer::Body(Attestation::from(checkpoint).encode()));
	}

	/// Runs the off-chain worker after the current block. Answers what it submitted.
	fn work(&self) -> Vec<Call<Test>> {
		Pov::offchain_worker(System::block_number());
		self.0
			.submitted()
			.into_iter()
			.map(|bytes| match Extrinsic::decode(&mut &bytes[..]).expect("an extrinsic").function {
				RuntimeCall::Pov(call) => call,
				other => panic!("not a call of this pallet: {other:?}"),
			})
			.collect()
	}

	/// Off-chain work, then the next block with whatever was submitted in it.
	fn block(&self) -> usize {
		let calls = self.work();
		let count = calls.len();
		next_block();
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
	set_worker_url(&session_key(n), url.as_bytes());
}

/// Up to the block before a member can commit to scores.
fn to_scoring() {
	play_to_published(&[0], &[0]);
	to_phase(Phase::Score);
}

#[test]
fn plays_whole_rounds_by_itself() {
	Node::run(ExtBuilder::default(), &[0, 1, 2], |node| {
		(0..3).for_each(|n| set_url(n, &url(n)));
		for round in 1..=2 {
			assert_eq!(node.block(), 1, "opens");
			assert_eq!(latest().round, round);
			assert_ok!(commit(0));
			while state() != RoundState::CommitteeDrawn {
				node.block();
			}
			assert_ok!(publish(0));
			(0..3).for_each(|n| node.has_sheet(n, &SHEET));
			while state() != RoundState::Settled {
				node.block();
			}
			assert_eq!(latest().phase, Phase::Attest);
			(0..3).for_each(|n| node.has_checkpoint(n, [round as u8; 32]));
			assert_eq!(node.block(), 3, "attests for all three");
			assert_eq!(state(), RoundState::Closed(Outcome::Attested([round as u8; 32])));
		}
		Pov::do_try_state().unwrap();
	});
}

#[test]
fn pays_a_large_round_out_in_consecutive_blocks_and_opens_the_next() {
	Node::run(ExtBuilder::default(), &[], |node| {
		MaxPayouts::set(2);
		play_to_settled(&[0, 1, 2, 3], &[scored(10, 5); 4]);
		(0..3).for_each(|n| attest(n, [9; 32]).unwrap());
		for from in [2, 4, 6] {
			assert_eq!(Pov::unpaid_from(MODEL, 1).ok(), Some(from));
			assert_eq!(node.block(), 1);
		}
		assert_eq!(node.block(), 1);
		assert_eq!(latest().round, 2);
		Pov::do_try_state().unwrap();
	});
}

#[test]
fn ends_rounds_in_which_nothing_happens() {
	Node::run(ExtBuilder::default(), &[], |node| {
		for _ in 0..20 {
			node.block();
		}
		assert!(model().latest_round >= 3, "empty rounds do not wait for the phases that have no work");
		assert!(node.0.asked().is_empty());
	});
}

#[test]
fn opens_no_round_that_cannot_be_paid() {
	Node::run(ExtBuilder::default().pot(BUDGET - 1), &[0], |node| {
		assert_eq!(node.block(), 0);
	});
}

#[test]
fn submits_a_step_again_only_after_some_blocks() {
	Node::run(ExtBuilder::default(), &[], |node| {
		let submitted: Vec<usize> = (0..7)
			.map(|_| {
				let count = node.work().len();
				next_block();
				count
			})
			.collect();
		assert_eq!(submitted, [1, 0, 0, 1, 0, 0, 1]);
	});
}

#[test]
fn asks_all_workers_at_once() {
	Node::run(ExtBuilder::default(), &[0, 1, 2], |node| {
		(0..3).for_each(|n| set_url(n, &url(n)));
		to_scoring();
		next_block();
		(0..3).for_each(|n| node.has_sheet(n, &SHEET));
		assert_eq!(node.work().len(), 3);
		assert_eq!(node.0.awaited(), [3]);
	});
}

#[test]
fn speaks_only_for_keys_it_has() {
	Node::run(ExtBuilder::default(), &[1], |node| {
		set_url(1, &url(1));
		to_scoring();
		next_block();
		node.has_sheet(1, &SHEET);
		let calls = node.work();
		assert!(
			matches!(&calls[..], [Call::commit_scores { validator: who, .. }] if *who == validator(1)),
			"{calls:?}"
		);
	});
}

#[test]
fn asks_the_default_worker_when_none_is_set() {
	Node::run(ExtBuilder::default(), &[0], |node| {
		to_scoring();
		next_block();
		assert!(node.work().is_empty());
		assert_eq!(node.0.asked(), [format!("{}{}", loopback::DEFAULT_WORKER_URL, loopback::scores_path(MODEL, 1))]);
	});
}

#[test]
fn never_asks_beyond_loopback() {
	Node::run(ExtBuilder::default(), &[0, 1], |node| {
		set_url(0, "http://10.0.0.1:80");
		set_worker_url(&session_key(1), &[0xff, 0xfe]);
		to_scoring();
		next_block();
		assert!(node.work().is_empty());
		assert!(node.0.asked().is_empty());
	});
}

#[test]
fn a_worker_that_fails_is_asked_again_in_the_next_block() {
	Node::run(ExtBuilder::default(), &[0], |node| {
		set_url(0, &url(0));
		to_scoring();
		next_block();
		let path = loopback::scores_path(MODEL, 1);
		for failing in [
			Answer::Status(404),
			Answer::Status(500),
			Answer::Refuses,
			Answer::Hangs,
			Answer::Body(b"no sheet".to_vec()),
			Answer::Body(vec![0; 70_000]),
			// One entry too many.
			Answer::Body(ScoreSheet { entries: vec![SHEET[0]; 2], salt: [0; 32] }.encode()),
			// Something after the sheet.
			Answer::Body([ScoreSheet { entries: SHEET.to_vec(), salt: [0; 32] }.encode(), vec![0]].concat()),
		] {
			node.0.answers(&url(0), path.clone(), failing);
			let before = node.0.asked().len();
			assert!(node.work().is_empty());
			assert_eq!(node.0.asked().len(), before + 1);
		}
		node.has_sheet(0, &SHEET);
		assert_eq!(node.work().len(), 1);
		assert!(node.work().is_empty(), "submitted once");
	});
}

#[test]
fn reveals_nothing_but_what_was_committed_to() {
	Node::run(ExtBuilder::default(), &[0], |node| {
		set_url(0, &url(0));
		to_scoring();
		next_block();
		node.has_sheet(0, &SHEET);
		assert_eq!(node.block(), 1);
		to_phase(Phase::Reveal);
		node.has_sheet(0, &[scored(11, 5)]);
		assert!(node.work().is_empty(), "the worker lost its sheet");
		node.has_sheet(0, &SHEET);
		assert_eq!(node.block(), 1);
		assert!(latest().committee.iter().any(|member| member.revealed));
	});
}

#[test]
fn attests_nothing_before_the_round_is_settled() {
	Node::run(ExtBuilder::default(), &[0], |node| {
		set_url(0, &url(0));
		play_to_published(&[0], &[0]);
		play_scores(&[(0, &SHEET), (1, &SHEET), (2, &SHEET)]);
		node.has_checkpoint(0, NEW);
		to_phase(Phase::Attest);
		let calls = node.work();
		assert!(matches!(&calls[..], [Call::settle { .. }]), "{calls:?}");
		assert_ok!(settle());
		let calls = node.work();
		assert!(
			matches!(&calls[..], [Call::attest_checkpoint { attestation, .. }] if *attestation == NEW.into()),
			"{calls:?}"
		);
	});
}

#[test]
fn a_lock_of_a_chain_that_was_thrown_away_does_not_hold() {
	Node::run(ExtBuilder::default(), &[], |node| {
		run_to(50);
		assert_eq!(node.work().len(), 1);
		// The same node on a fresh chain, with its old off-chain database.
		System::set_block_number(2);
		assert_eq!(node.work().len(), 1);
	});
}
