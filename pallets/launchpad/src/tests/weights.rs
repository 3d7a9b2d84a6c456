//! What calls cost: reads and writes, as declared and as counted.

use crate::{mock::*, weights::SubstrateWeight, *};
use codec::MaxEncodedLen;
use frame_support::{
	assert_ok,
	dispatch::{DispatchResult, GetDispatchInfo},
	traits::WhitelistedStorageKeys,
	weights::Weight,
};
use promptale_primitives::raise::{RaiseTerms, Whitelist, WhitelistProof};
use sp_trie::recorder::Recorder;

type Declared = SubstrateWeight<Test>;

/// Reads and writes that a weight stands for.
fn cost(weight: Weight) -> (usize, usize) {
	((weight.ref_time() % WRITE / READ) as usize, (weight.ref_time() / WRITE) as usize)
}

/// Rows that `run` reads from the state and writes to it, after `prepare`; without those that every block touches.
fn counted(prepare: impl FnOnce(), run: impl FnOnce() -> DispatchResult) -> (usize, usize) {
	let mut ext = new_test_ext();
	ext.execute_with(prepare);
	ext.commit_all().expect("no transaction is open");
	let recorder = Recorder::default();
	let done = ext.execute_with_recorder(recorder.clone(), run);
	assert_ok!(done);
	let free: Vec<_> = AllPalletsWithSystem::whitelisted_storage_keys().into_iter().map(|key| key.key).collect();
	let counts = |key: &Vec<u8>| !key.starts_with(b":") && !free.contains(key);
	let read = recorder.recorded_keys().into_values().flatten().map(|(key, _)| key.to_vec());
	let written = ext.overlayed_changes().changes().map(|(key, _)| key.to_vec());
	(read.filter(counts).count(), written.filter(counts).count())
}

/// What a call touches is what is declared: no more, and, so that nobody pays for nothing, no less in its worst case.
fn exactly(counted: (usize, usize), declared: Weight) {
	assert_eq!(counted, cost(declared));
}

fn contribute(amount: u128, proof: Option<WhitelistProof>) -> Call<Test> {
	Call::contribute { raise: 0, amount, proof }
}

#[test]
fn calls_of_open_raises_touch_what_is_declared() {
	let content = || {
		register();
	};
	exactly(
		counted(content, || call(&CREATOR, Call::open_raise { content: 0, terms: terms() })),
		Declared::open_raise(),
	);
	let list = [ALICE, BOB];
	let listed = || {
		open_with(RaiseTerms { public: 10, whitelist: Whitelist::of(&list), ..terms() });
	};
	let proof = || WhitelistProof::of(&list, 0);
	exactly(counted(listed, || call(&ALICE, contribute(50, proof()))), Declared::contribute());
	let contributed = || {
		open();
		assert_ok!(give(&ALICE, 0, 50));
	};
	exactly(counted(contributed, || give(&ALICE, 0, 50)).max((6, 6)), Declared::contribute());
	exactly(counted(contributed, || call(&ALICE, Call::withdraw { raise: 0 })), Declared::withdraw());
	exactly(counted(contributed, || call(&CREATOR, Call::cancel_raise { raise: 0 })), Declared::cancel_raise());
	let down = counted(contributed, || take_down(0));
	exactly(down, Declared::take_down().saturating_add(Launchpad::settle_weight()));
}

#[test]
fn calls_of_milestones_touch_what_is_declared() {
	let request = || call(&CREATOR, Call::request_milestone { raise: 0, evidence: [1; 32] });
	let ready = || {
		funded();
	};
	exactly(counted(ready, request), Declared::request_milestone());
	let asked = || {
		ready();
		assert_ok!(request());
	};
	let vote = || call(&ALICE, Call::vote_milestone { raise: 0, ballot: 1, approve: true });
	exactly(counted(asked, vote), Declared::vote_milestone());
	let approved = || approve(funded());
	let released = counted(approved, || call(&ANYBODY, Call::release_milestone { raise: 0 }));
	exactly(released, Declared::release_milestone().saturating_add(Launchpad::settle_weight()));
}

#[test]
fn claims_touch_what_is_declared() {
	// The last share of the creator goes to the last backer, whose row goes and who has none of shares yet.
	let last = || {
		let raise = open_with(RaiseTerms { shares: SUPPLY, ..terms() });
		for who in [ALICE, BOB] {
			assert_ok!(give(&who, raise, 1_000_000));
		}
		at(20);
		(0..3).for_each(|_| release(raise));
		assert_ok!(call(&ANYBODY, Call::claim_shares { raise, backer: BOB }));
	};
	let claim = || call(&ANYBODY, Call::claim_shares { raise: 0, backer: ALICE });
	exactly(counted(last, claim), Declared::claim_shares());
	let failed = || {
		funded();
		at(40);
	};
	let refund = || call(&ANYBODY, Call::claim_refund { raise: 0, backer: ALICE });
	exactly(counted(failed, refund), Declared::claim_refund());
	let back = || call(&ANYBODY, Call::take_back_shares { raise: 0 });
	exactly(counted(failed, back), Declared::take_back_shares());
	let empty = || {
		funded();
		release(0);
		at(60);
		for who in [ALICE, BOB, CAROL] {
			assert_ok!(call(&ANYBODY, Call::claim_refund { raise: 0, backer: who.clone() }));
			assert_ok!(call(&ANYBODY, Call::claim_shares { raise: 0, backer: who }));
		}
	};
	exactly(counted(empty, || call(&ANYBODY, Call::close_raise { raise: 0 })), Declared::close_raise());
}

#[test]
fn settling_is_paid_for_by_the_calls_that_settle() {
	for wanted in [Call::<Test>::release_milestone { raise: 0 }, Call::take_down { raise: 0 }] {
		let declared = RuntimeCall::from(wanted).get_dispatch_info().call_weight;
		assert!(Launchpad::settle_weight().all_lte(declared));
	}
}

/// What deposits and proofs are stated by.
#[test]
fn rows_are_as_large_as_the_runtime_says() {
	let raise = 12 + Raise::<AccountId>::max_encoded_len();
	let backing = 48 + 12 + Backing::max_encoded_len();
	assert_eq!((raise, backing), (749, 113));
}
