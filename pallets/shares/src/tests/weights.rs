//! What calls cost.

use crate::{mock::*, weights::SubstrateWeight, *};
use codec::MaxEncodedLen;
use frame_support::{
	assert_ok,
	dispatch::{DispatchResult, GetDispatchInfo, PostDispatchInfo},
	storage::StoragePrefixedMap,
	weights::Weight,
};
use sp_runtime::traits::Dispatchable;
use std::collections::BTreeSet;

type Declared = SubstrateWeight<Test>;

/// Reads and writes.
fn cost(weight: Weight) -> (u64, u64) {
	(weight.ref_time() % WRITE / READ, weight.ref_time() / WRITE)
}

/// Rows that `run` writes, after `prepare`; without what every transaction writes.
fn written(prepare: impl FnOnce(), run: impl FnOnce() -> DispatchResult) -> BTreeSet<Vec<u8>> {
	let mut ext = new_test_ext();
	ext.execute_with(prepare);
	ext.commit_all().expect("no transaction is open");
	let done = ext.execute_with(run);
	assert_ok!(done);
	let accounts = frame_system::Account::<Test>::final_prefix();
	let (system, _) = accounts.split_at(16);
	let changed = ext.overlayed_changes().changes().map(|(key, _)| key.to_vec());
	let counts = |key: &Vec<u8>| !key.starts_with(b":") && (!key.starts_with(system) || key.starts_with(&accounts));
	changed.filter(counts).collect()
}

#[test]
fn a_claim_is_within_its_goal() {
	let (reads, writes) = cost(Declared::claim_dividends());
	assert!(reads <= 5 && writes <= 4, "{reads} reads, {writes} writes; the goal is 5 and 4");
}

#[test]
fn a_claim_writes_no_more_than_declared() {
	let earn = || {
		let content = register(&[(ALICE, 6), (BOB, 4)]);
		for asset in [TALE, DOLLAR, EURO] {
			assert_ok!(deposit(content, &asset, 1_000));
		}
	};
	for (asset, writes) in [(TALE, 3), (DOLLAR, 4)] {
		let rows = written(earn, || claim(&ALICE, 0, &asset));
		assert_eq!(rows.len(), writes, "{asset:?}");
		assert!(rows.len() as u64 <= cost(Declared::claim_dividends()).1);
	}
	// With the last claim, the row goes, too.
	let leaving = || {
		earn();
		assert_ok!(transfer(&ALICE, 0, &BOB, 6));
		assert_ok!(claim(&ALICE, 0, &EURO));
		assert_ok!(claim(&ALICE, 0, &DOLLAR));
	};
	let rows = written(leaving, || claim(&ALICE, 0, &TALE));
	assert_eq!(rows.len(), 5);
	assert!(rows.len() as u64 <= cost(Declared::claim_dividends().saturating_add(Declared::leave())).1);
}

#[test]
fn who_keeps_its_shares_pays_for_a_claim_without_leaving() {
	execute(|| {
		let content = register(&[(ALICE, 6), (BOB, 4)]);
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
		assert_ok!(deposit(content, &DOLLAR, 100));
		assert_ok!(transfer(&ALICE, content, &BOB, 6));
		assert_eq!(paid(ALICE, claiming()), None, "the row goes");
	});
}

#[test]
fn a_deposit_costs_the_same_for_one_holder_and_for_many() {
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
		written(prepare, || deposit(0, &DOLLAR, 1_000))
	};
	let few = rows(0);
	assert_eq!(few.len() as u64, cost(Declared::deposit_revenue()).1);
	assert_eq!(few, rows(150), "the same rows, none of them a holder's");
}

#[test]
fn other_calls_write_no_more_than_declared() {
	let registered = || {
		register(&[(ALICE, 10)]);
	};
	let opened = || {
		let content = register(&[(ALICE, 10)]);
		for (who, asset) in [(&BRAND, DOLLAR), (&CAROL, EURO), (&CREATOR, YEN)] {
			assert_ok!(call(who, Call::open_revenue { content, asset: asset.clone() }));
		}
	};
	let holders: Vec<_> = [CREATOR, ALICE, BOB, CAROL].into_iter().map(|who| (who, 5)).collect();
	let rows = written(|| {}, || call(&CREATOR, registering(0, 20, &holders)));
	assert!(rows.len() as u64 <= cost(Declared::register_content(4)).1, "{}", rows.len());
	let rows = written(registered, || transfer(&ALICE, 0, &BOB, 10));
	assert!(rows.len() as u64 <= cost(Declared::transfer()).1, "{}", rows.len());
	let rows = written(registered, || call(&BRAND, Call::open_revenue { content: 0, asset: DOLLAR }));
	assert!(rows.len() as u64 <= cost(Declared::open_revenue()).1, "{}", rows.len());
	let rows = written(opened, || call(&ALICE, Call::remove_content { content: 0 }));
	assert!(rows.len() as u64 <= cost(Declared::remove_content()).1, "{}", rows.len());
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
