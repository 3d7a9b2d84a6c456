//! What calls cost: reads and writes, as declared and as counted.

use crate::{mock::*, weights::SubstrateWeight, *};
use codec::MaxEncodedLen;
use frame_support::{
	assert_ok,
	dispatch::{DispatchResult, GetDispatchInfo},
	traits::WhitelistedStorageKeys,
	weights::Weight,
};
use promptale_primitives::item::ItemId;
use sp_trie::recorder::Recorder;

type Declared = SubstrateWeight<Test>;

/// Reads and writes that a weight stands for.
fn cost(weight: Weight) -> (usize, usize) {
	((weight.ref_time() % WRITE / READ) as usize, (weight.ref_time() / WRITE) as usize)
}

/// Rows that `run` reads from the state and writes to it, after `prepare`; without those that every block touches, and
/// without accounts of $TALE where `items_only`.
fn counted(prepare: impl FnOnce(), run: impl FnOnce() -> DispatchResult, items_only: bool) -> (usize, usize) {
	let mut ext = new_test_ext();
	ext.execute_with(prepare);
	ext.commit_all().expect("no transaction is open");
	let recorder = Recorder::default();
	let done = ext.execute_with_recorder(recorder.clone(), run);
	assert_ok!(done);
	let free: Vec<_> = AllPalletsWithSystem::whitelisted_storage_keys().into_iter().map(|key| key.key).collect();
	let accounts = frame_support::storage::storage_prefix(b"System", b"Account");
	let counts = |key: &Vec<u8>| {
		let left_out = items_only && key.starts_with(&accounts[..]);
		!left_out && !key.starts_with(b":") && !free.contains(key)
	};
	let read = recorder.recorded_keys().into_values().flatten().map(|(key, _)| key.to_vec());
	let written = ext.overlayed_changes().changes().map(|(key, _)| key.to_vec());
	(read.filter(counts).count(), written.filter(counts).count())
}

fn within(counted: (usize, usize), declared: Weight) {
	let declared = cost(declared);
	assert!(counted.0 <= declared.0 && counted.1 <= declared.1, "{counted:?}, declared are {declared:?}");
}

fn four_recipients() {
	let recipients: Vec<_> = (0..4).map(|n| (AccountId::new([100 + n; 32]), 50_000)).collect();
	let recipients = recipients.try_into().unwrap();
	assert_ok!(call(&CREATOR, Call::set_royalties { collection: COLLECTION, recipients }));
}

fn all_of_alices() -> Vec<ItemId> {
	(0..ITEMS / 2).collect()
}

#[test]
fn calls_touch_no_more_than_declared() {
	let setting = || call(&CREATOR, Call::set_royalties { collection: COLLECTION, recipients: Default::default() });
	within(counted(|| {}, setting, false), Declared::set_royalties());
	for asset in [TALE, DOLLAR] {
		let listing = || call(&ALICE, list(&all_of_alices(), &asset, 9_000, Some(5)));
		within(counted(four_recipients, listing, false), Declared::list_items(4));
		let expired = || {
			four_recipients();
			for (item, who) in [BOB, CAROL, CREATOR, ISSUER].iter().enumerate() {
				let item = item as ItemId;
				assert_ok!(give(&ALICE, item, who));
				assert_ok!(call(who, list(&[item], &asset, 9, Some(2))));
			}
			System::set_block_number(2);
			for (item, who) in [BOB, CAROL, CREATOR, ISSUER].iter().enumerate() {
				assert_ok!(give(who, item as ItemId, &ALICE));
			}
		};
		within(counted(expired, listing, false), Declared::list_items(4));
		within(counted(expired, || call(&ALICE, delist(&all_of_alices())), false), Declared::delist(4));
		let ready = || {
			four_recipients();
			assert_ok!(listing());
		};
		within(counted(ready, || call(&BOB, buy(2, &asset, 9_000)), false), Declared::buy_item());
	}
	within(counted(|| {}, || call(&CAROL, offer(0, 9_000, None)), false), Declared::make_offer());
	let offered = || {
		four_recipients();
		assert_ok!(call(&ALICE, list(&[0], &TALE, 9_000, None)));
		assert_ok!(call(&CAROL, offer(0, 9_000, Some(9))));
	};
	within(counted(offered, || call(&CAROL, withdraw(0, &CAROL)), false), Declared::withdraw_offer());
	within(counted(offered, || call(&ALICE, accept(0, &CAROL, 9_000)), false), Declared::accept_offer());
}

/// `pallet_nfts` declares 6 and 5 for `buy_item`, without deposit, fee and royalties, and without the accounts of $TALE.
#[test]
fn a_sale_without_royalties_reads_and_writes_eight_rows() {
	let listed = || {
		assert_ok!(call(&ALICE, list(&[0], &TALE, 9_000, None)));
	};
	assert_eq!(counted(listed, || call(&BOB, buy(0, &TALE, 9_000)), true), (8, 8));
}

#[test]
fn a_sale_declares_what_the_dearest_item_costs() {
	let declared = RuntimeCall::from(buy(0, &TALE, 1)).get_dispatch_info().call_weight;
	assert_eq!(declared, Declared::buy_item(), "plain items cost nothing beside");
}

/// What deposits are counted by.
#[test]
fn rows_are_as_large_as_the_deposits_say() {
	let collection_and_item = 12 + 12;
	assert_eq!(32 + collection_and_item + Listing::<AccountId, Asset>::max_encoded_len(), 134);
	assert_eq!(32 + collection_and_item + 48 + Offer::max_encoded_len(), 141);
}
