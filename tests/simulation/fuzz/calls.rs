//! Sequences of calls, honest and hostile, made out of bytes by libFuzzer. Built and run by `scripts/fuzz`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use promptale_simulation::fuzz::Fuzzer;
use std::cell::RefCell;

thread_local! {
	static FUZZER: RefCell<Fuzzer> = RefCell::new(Fuzzer::default());
}

fuzz_target!(|bytes: &[u8]| FUZZER.with_borrow_mut(|fuzzer| fuzzer.play(bytes)));
