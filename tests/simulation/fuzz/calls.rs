//! Sequences of calls, honest and hostile, made out of bytes by libFuzzer. Built and run by `scripts/fuzz`.
//!
//! The pallet's code is generic, so the crate that first uses it for the runtime holds it. `scripts/fuzz-rustc` has this
//! one make code of its own, with coverage counters, for all that is reached through [`DOORS`].

#![no_main]

use frame_support::traits::{Authorize, UnfilteredDispatchable};
use libfuzzer_sys::fuzz_target;
use promptale_simulation::{fuzz::Fuzzer, Doors};
use sp_runtime::transaction_validity::TransactionSource;
use std::cell::RefCell;

const DOORS: Doors = Doors {
	dispatch: |call, origin| call.dispatch_bypass_filter(origin),
	authorize: |call| call.authorize(TransactionSource::External),
};

thread_local! {
	static FUZZER: RefCell<Fuzzer> = RefCell::new(Fuzzer::new(DOORS));
}

fuzz_target!(|bytes: &[u8]| FUZZER.with_borrow_mut(|fuzzer| fuzzer.play(bytes)));
