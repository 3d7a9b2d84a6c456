//! What calls cost: reads and writes, as declared and as counted.

use crate::{mock::*, weights::SubstrateWeight, *};
use codec::MaxEncodedLen;
use frame_support::{
	assert_ok,
	dispatch::{DispatchResult, GetDispatchInfo, PostDispatchInfo},
	traits::WhitelistedStorageKeys,
	weights::Weight,
};
use sp_runtime::traits::Dispatchable;
use sp_trie::recorder::Recorder;
use std::collections::BTreeSet;

type Declared = SubstrateWeight<Test>;
type Keys = BTreeSet<Vec<u8>>;

/// Reads and writes that a weight stands for.
fn cost(weight: Weight) -> (usize, usize) {
	((weight.ref_time() % WRITE / READ) as usize, (weight.ref_time() / WRITE) as usize)
}

/// Rows that `run` reads from the state and writes to it, after `prepare`; without those that every block touches.
fn touched(prepare: impl FnOnce(), run: impl FnOnce() -> DispatchResult) -> (Keys, Keys) {
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
	(read.filter(counts).collect(), written.filter(counts).collect())
}

/// The same as numbers.
fn counted(prepare: impl FnOnce(), run: impl FnOnce() -> DispatchResult) -> (usize, usize) {
	let (read, written) = touched(prepare, run);
	(read.len(), written.len())
}

fn within(counted: (usize, usize), declared: Weight) {
	let declared = cost(declared);
	assert!(counted.0 <= declared.0 && counted.1 <= declared.1, "{counted:?}, declared are {declared:?}");
}

fn earned() {
	let content = register(&[(ALICE, 6), (BOB, 4)]);
	for asset in [TALE, DOLLAR, EURO] {
		assert_ok!(deposit(content, &asset, 1_000));
	}
}

#[test]
fn a_claim_reads_five_rows_and_writes_four_at_most() {
	let claiming = |asset: Asset| counted(earned, move || claim(&ALICE, 0, &asset));
	assert_eq!(claiming(TALE), (4, 3));
	assert_eq!(claiming(DOLLAR), (5, 4));
	assert_eq!(cost(Declared::claim_dividends()), (5, 4));
}

#[test]
fn a_claim_after_which_the_row_goes_is_declared_with_leaving() {
	let leaving = |last: Asset| {
		let asset = last.clone();
		let prepare = move || {
			earned();
			assert_ok!(transfer(&ALICE, 0, &BOB, 6));
			for asset in [TALE, DOLLAR, EURO].into_iter().filter(|asset| *asset != last) {
				assert_ok!(claim(&ALICE, 0, &asset));
			}
		};
		counted(prepare, move || claim(&ALICE, 0, &asset))
	};
	let declared = Declared::claim_dividends().saturating_add(Declared::leave());
	assert_eq!(leaving(TALE), (5, 5));
	within(leaving(TALE), declared);
	within(leaving(DOLLAR), declared);
}

#[test]
fn a_claim_that_opens_an_account_of_the_asset_is_declared_with_leaving() {
	let prepare = || {
		register(&[(POOR, 1)]);
		assert_ok!(deposit(0, &DOLLAR, 1_000));
	};
	let claiming = counted(prepare, || claim(&POOR, 0, &DOLLAR));
	assert_eq!(claiming, (6, 5));
	within(claiming, Declared::claim_dividends().saturating_add(Declared::leave()));
}

#[test]
fn who_keeps_its_shares_pays_for_a_claim_without_leaving() {
	execute(|| {
		let content = register(&[(ALICE, 6), (POOR, 4)]);
		let paid = |who: AccountId, wanted: Call<Test>| -> Option<Weight> {
			let wanted = RuntimeCall::from(wanted);
			let declared = wanted.get_dispatch_info().call_weight;
			let post: PostDispatchInfo = wanted.dispatch(RuntimeOrigin::signed(who)).unwrap();
			post.actual_weight.inspect(|actual| assert!(actual.all_lt(declared)))
		};
		let depositing = || Call::deposit_revenue { content, asset: DOLLAR, amount: 100 };
		assert_eq!(paid(BRAND, depositing()), None, "it opens the asset");
		assert_eq!(paid(BRAND, depositing()), Some(<()>::deposit_revenue()));
		let claiming = || Call::claim_dividends { content, asset: DOLLAR };
		assert_eq!(paid(ALICE, claiming()), Some(<()>::claim_dividends()));
		assert_eq!(paid(POOR, claiming()), None, "it has no account of the asset yet");
		assert_ok!(deposit(content, &DOLLAR, 100));
		assert_ok!(transfer(&ALICE, content, &BOB, 6));
		assert_eq!(paid(ALICE, claiming()), None, "the row goes");
	});
}

#[test]
fn a_deposit_touches_the_same_rows_for_one_holder_and_for_many() {
	let rows = |holders: u8| {
		let prepare = move || {
			let content = register(&[(ALICE, 1_000)]);
			for holder in 0..holders {
				let holder = AccountId::new([100 + holder; 32]);
				assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(BRAND), holder.clone(), ED));
				assert_ok!(transfer(&ALICE, content, &holder, 1));
			}
			assert_ok!(deposit(content, &DOLLAR, 1));
		};
		touched(prepare, || deposit(0, &DOLLAR, 1_000))
	};
	let few = rows(0);
	assert_eq!((few.0.len(), few.1.len()), cost(Declared::deposit_revenue()));
	assert_eq!(few, rows(150), "none of them a holder's");
}

#[test]
fn other_calls_touch_no_more_than_declared() {
	let registered = || {
		register(&[(ALICE, 10)]);
	};
	let opened = || {
		registered();
		for (who, asset) in [(&BRAND, DOLLAR), (&CAROL, EURO), (&CREATOR, YEN)] {
			assert_ok!(call(who, Call::open_revenue { content: 0, asset: asset.clone() }));
		}
	};
	let holders: Vec<_> = [CREATOR, ALICE, BOB, CAROL].into_iter().map(|who| (who, 5)).collect();
	let registering = counted(|| {}, || call(&CREATOR, registering(0, 20, &holders)));
	within(registering, Declared::register_content(4));
	within(counted(opened, || transfer(&ALICE, 0, &BOB, 10)), Declared::transfer());
	let opening = |asset| move || call(&BRAND, Call::open_revenue { content: 0, asset });
	within(counted(registered, opening(DOLLAR)), Declared::open_revenue());
	let depositing = || call(&BRAND, Call::deposit_revenue { content: 0, asset: DOLLAR, amount: 5 });
	let declared = Declared::deposit_revenue().saturating_add(Declared::open_revenue());
	within(counted(registered, depositing), declared);
	within(counted(opened, || call(&ALICE, Call::remove_content { content: 0 })), Declared::remove_content());
}

/// With as many holds as the runtime allows; what proofs are stated by.
#[test]
fn rows_are_as_large_as_the_weights_say() {
	let hold = 2 + 16;
	let more_holds = (4 - 2) * hold;
	assert_eq!(16 + 32 + 8 + 4 + Holding::<Test>::max_encoded_len() + more_holds, 422);
	assert_eq!(8 + 4 + BooksOf::<Test>::max_encoded_len(), 373);
	assert_eq!(8 + 4 + Registered::<AccountId>::max_encoded_len(), 164);
}
