//! What calls cost: reads and writes, as declared and as counted; and how many fills are in a block.

use crate::{mock::*, weights::SubstrateWeight, *};
use codec::MaxEncodedLen;
use frame_support::{
	assert_ok,
	dispatch::{DispatchResult, GetDispatchInfo},
	traits::WhitelistedStorageKeys,
	weights::Weight,
};
use promptale_primitives::order_book::{Side, Tick, TimeInForce::*};
use sp_runtime::traits::Dispatchable;
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

fn within(counted: (usize, usize), declared: Weight) {
	let declared = cost(declared);
	assert!(counted.0 <= declared.0 && counted.1 <= declared.1, "{counted:?}, declared are {declared:?}");
}

fn maker(n: u8) -> AccountId {
	AccountId::new([100 + n; 32])
}

/// A book with `orders` orders of 10, each of another account, each at its own price where `spread`. Whoever sells has no
/// other share, so its row goes; whoever buys has none yet.
fn filled_book(asset: Asset, side: Side, orders: u8, spread: bool) {
	let book = book_in(&asset);
	for n in 0..orders {
		let who = maker(n);
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(OPENER), who.clone(), 1_000_000));
		match side {
			Side::Sell => {
				assert_ok!(Shares::transfer(RuntimeOrigin::signed(BOB), 0, who.clone(), 10));
			},
			Side::Buy if asset == DOLLAR => {
				assert_ok!(Assets::transfer(RuntimeOrigin::signed(OPENER), 1, who.clone(), 1_000_000));
			},
			Side::Buy => {},
		}
		let tick = 100 + if spread { Tick::from(n) } else { 0 };
		assert_ok!(place(&who, book, side, tick, 10));
	}
}

/// An order that takes `orders` others and does not wait.
fn take(side: Side, orders: u8) -> DispatchResult {
	let tick = if side == Side::Buy { 4_000 } else { 1 };
	call(&ALICE, order(0, side, tick, 10 * u128::from(orders), ImmediateOrCancel))
}

#[test]
fn an_order_that_waits_reads_twelve_rows_and_writes_eleven_at_most() {
	for asset in [TALE, DOLLAR] {
		for side in [Side::Buy, Side::Sell] {
			for behind in [0, 1] {
				let asset = asset.clone();
				let placing = || place(&ALICE, 0, side, 100, 10);
				within(counted(|| filled_book(asset, side, behind, false), placing), Declared::place_order());
			}
		}
	}
	let (reads, writes) = cost(Declared::place_order());
	assert!(reads <= 12 && writes <= 11);
}

#[test]
fn a_fill_reads_and_writes_six_rows_at_most() {
	for asset in [TALE, DOLLAR] {
		for side in [Side::Buy, Side::Sell] {
			let of = |orders: u8| {
				let asset = asset.clone();
				counted(|| filled_book(asset, side.other(), 16, true), || take(side, orders))
			};
			let (few, many) = (of(2), of(14));
			assert!(many.0 - few.0 <= 12 * 6 && many.1 - few.1 <= 12 * 6, "{few:?}, {many:?} for 12 more");
			for (orders, counted) in [(2, few), (14, many)] {
				let work = Work { steps: orders, levels: orders, rests: false, asset: asset == DOLLAR };
				within(counted, Market::work_weight(&work));
			}
		}
	}
}

#[test]
fn fills_of_one_price_are_cheaper() {
	for side in [Side::Buy, Side::Sell] {
		let counted = counted(|| filled_book(TALE, side.other(), 16, false), || take(side, 16));
		within(counted, Market::work_weight(&Work { steps: 16, levels: 1, rests: false, asset: false }));
	}
	let (one, two) = (cost(Declared::take_orders(1)), cost(Declared::take_orders(2)));
	assert_eq!((two.0 - one.0, two.1 - one.1), (4, 4));
}

/// Three quarters of two seconds are for calls. With four orders at each price, and what a transaction costs itself. The goal
/// is 2,000; half a millisecond for each is the database's, by what is declared of it.
#[test]
fn a_block_has_room_for_more_than_a_thousand_fills() {
	let work = Work { steps: MAX_STEPS, levels: MAX_STEPS / 4, rests: false, asset: false };
	let (reads, writes) = cost(Market::work_weight(&work));
	let time = |weight: Weight| weight.ref_time() % READ;
	// The test's database costs are odd ones: these are RocksDB's.
	let database = frame_support::weights::constants::RocksDbWeight::get();
	let call = database.reads_writes(reads as u64, writes as u64).ref_time() + time(Market::work_weight(&work));
	let transaction = frame_support::weights::constants::ExtrinsicBaseWeight::get().ref_time();
	let calls = 1_500_000_000_000 / (call + transaction);
	assert!(calls * u64::from(MAX_STEPS) >= 1_200, "{calls} calls of {call} ps");
	// Of proofs, by what is declared, a few less; what was not needed is reclaimed after each call.
	let proofs = 10 * 1_024 * 1_024 * 3 / 4 / Market::work_weight(&work).proof_size();
	assert!(proofs * u64::from(MAX_STEPS) >= 1_700, "{proofs} calls");
}

#[test]
fn work_that_was_not_done_is_not_paid_for() {
	execute(|| {
		filled_book(TALE, Side::Sell, 3, true);
		let paid = |who: AccountId, wanted: Call<Test>| {
			let wanted = RuntimeCall::from(wanted);
			let declared = wanted.get_dispatch_info().call_weight;
			let post = wanted.dispatch(RuntimeOrigin::signed(who)).unwrap();
			let actual = post.actual_weight.expect("it is known");
			assert!(actual.all_lt(declared), "{actual:?} of {declared:?}");
			actual
		};
		let waits = paid(CAROL, order(0, Side::Buy, 99, 1, GoodTillCancelled));
		assert_eq!(waits, Declared::place_order());
		let levels = |l: u32| Declared::next_levels(l).saturating_sub(Declared::next_levels(0));
		let two = paid(CAROL, order(0, Side::Buy, 101, 15, ImmediateOrCancel));
		assert_eq!(two, Declared::take_orders(2).saturating_add(levels(2)));
		let both = paid(CAROL, order(0, Side::Buy, 101, 15, GoodTillCancelled));
		let taking = Declared::take_orders(1).saturating_add(levels(1));
		assert_eq!(both, taking.saturating_add(Declared::place_order()));
		let two = paid(CAROL, Call::cancel_orders { book: 0, limit: 16 });
		assert_eq!(two, Declared::cancel_orders(2));
	});
}

#[test]
fn other_calls_touch_no_more_than_declared() {
	let content = || {
		register();
	};
	let setting = || call(&CREATOR, Call::set_royalties { content: 0, recipients: Default::default() });
	within(counted(content, setting), Declared::set_royalties());
	let ready = || {
		content();
		assert_ok!(setting());
	};
	let opening = || call(&OPENER, Call::open_book { content: 0, asset: DOLLAR, tick_size: 1 });
	within(counted(ready, opening), Declared::open_book());
	let traded = || {
		let book = book_in(&DOLLAR);
		for block in [1, 11, 21, 31] {
			System::set_block_number(block);
			assert_ok!(place(&ALICE, book, Side::Sell, 9, 10));
			assert_ok!(place(&BOB, book, Side::Buy, 9, 10));
		}
	};
	within(counted(traded, || call(&OPENER, Call::close_book { book: 0 })), Declared::close_book(4));
	for (asset, side) in [(TALE, Side::Buy), (TALE, Side::Sell), (DOLLAR, Side::Buy), (DOLLAR, Side::Sell)] {
		let queued = || {
			book_in(&asset);
			for n in 0..9 {
				for who in [&ALICE, &BOB] {
					assert_ok!(place(who, 0, side, 9 + n % 3, 10));
				}
			}
		};
		let cancelling = || call(&ALICE, Call::cancel_order { book: 0, number: 6 });
		within(counted(queued, cancelling), Declared::cancel_order());
		let cancelling = || call(&ALICE, Call::cancel_orders { book: 0, limit: 9 });
		within(counted(queued, cancelling), Declared::cancel_orders(9));
	}
	let owed = || {
		book_in(&DOLLAR);
		assert_ok!(place(&CAROL, 0, Side::Buy, 9, 10));
		assert_ok!(Assets::freeze(RuntimeOrigin::signed(OPENER), 1, Market::book_account(0)));
		assert_ok!(call(&CAROL, Call::cancel_order { book: 0, number: 0 }));
		assert_ok!(Assets::thaw(RuntimeOrigin::signed(OPENER), 1, Market::book_account(0)));
	};
	within(counted(owed, || call(&BOB, Call::collect { book: 0, account: CAROL })), Declared::collect());
}

/// What proofs are stated by.
#[test]
fn rows_are_as_large_as_the_weights_say() {
	let keys = 48 + 12 + 16;
	assert_eq!(32 + keys + Order::<AccountId>::max_encoded_len(), 230);
	assert!(32 + 12 + Book::<AccountId, Asset>::max_encoded_len() <= 1_200);
}
