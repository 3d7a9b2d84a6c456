//! A short run of the simulation, and of what the fuzzer does.

use promptale_simulation::{episode, fuzz::Fuzzer, Doors};
use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;

#[test]
fn two_hundred_hostile_rounds_keep_every_promise_and_reach_every_end() {
	let report = episode::many(200, 1).unwrap_or_else(|error| panic!("{error:?}"));
	println!("{report}");
	assert!(report.rounds >= 200);
	for end in ["Attested", "AllExcluded"] {
		assert!(report.outcomes.contains_key(end), "never {end}: {:?}", report.outcomes);
	}
	for reason in ["NoCommitments", "NoCommittee", "NothingPublished", "NoQuorum", "NoAgreement"] {
		assert!(report.outcomes.contains_key(&format!("Void: {reason}")), "never {reason}: {:?}", report.outcomes);
	}
	for fault in ["WrongCheckpoint", "RevealMismatch", "NotRevealed", "Equivocation", "FailedCanary"] {
		assert!(report.faults.contains_key(fault), "never {fault}: {:?}", report.faults);
	}
	assert!(report.disputes_resolved > 0 && report.disputes > report.disputes_resolved);
	assert!(report.claimed > 0 && report.claimed == report.credited, "everybody claims everything in the end");
}

#[test]
fn a_seed_decides_everything() {
	let play = || episode::replay(7, false).unwrap_or_else(|error| panic!("{error:?}"));
	assert_eq!(play(), play());
}

#[test]
fn random_bytes_keep_every_promise() {
	let mut fuzzer = Fuzzer::new(Doors::default());
	let mut rng = ChaCha8Rng::seed_from_u64(3);
	for length in [0, 40, 200, 400] {
		let mut bytes = vec![0; length];
		rng.fill_bytes(&mut bytes);
		fuzzer.play(&bytes);
	}
}
