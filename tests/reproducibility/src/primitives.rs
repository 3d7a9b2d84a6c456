//! Cases of the integer arithmetic that chain and workers share. Compiled for wasm as well as native.

use crate::{random::Random, Case, Record};
use alloc::vec::Vec;
use promptale_primitives::{
	canary::{self, Expectation},
	committee,
	fault::{Fault, Faults, SlashRates},
	hash,
	schedule::{Phase, PhaseLengths},
	score::ScoreEntry,
	verdict::{decide, weighted_median},
	weight::{cap, clip, water_fill},
	MILLION,
};

/// Computes a case.
pub fn case(seed: u64, index: u32) -> Case {
	let mut random = Random::new(seed, index);
	let (mut inputs, mut outputs) = (Record::default(), Record::default());
	weights(&mut random, &mut inputs, &mut outputs);
	committees(&mut random, &mut inputs, &mut outputs);
	verdicts(&mut random, &mut inputs, &mut outputs);
	faults(&mut random, &mut inputs, &mut outputs);
	Case { inputs: inputs.hash(), outputs: outputs.hash() }
}

fn weights(random: &mut Random, inputs: &mut Record, outputs: &mut Record) {
	let count = random.index(81);
	let alike = random.below(4) == 0;
	let scores: Vec<i32> = (0..count).map(|_| if alike { 1_000 } else { score(random) }).collect();
	let (least, norm, median) = (part(random), random.any_size(), random.any_size());
	inputs.add((&scores, least, norm, median));
	let cap = cap(count, least);
	outputs.add((cap, water_fill(&scores, cap), water_fill(&scores, least), clip(norm, median), clip(median, norm)));
}

fn committees(random: &mut Random, inputs: &mut Record, outputs: &mut Record) {
	let stakes = stakes(random);
	let (seed, size, most, share) = (random.bytes::<32>(), random.below(40) as u32, random.any() as u32, part(random));
	inputs.add((&stakes, seed, size, most, share));
	outputs.add((
		committee::draw(&seed, &stakes, size),
		committee::cap_stakes(&stakes, share),
		committee::disputed_size(most, share),
	));
}

fn verdicts(random: &mut Random, inputs: &mut Record, outputs: &mut Record) {
	let stakes = stakes(random);
	let few = random.below(2) == 0;
	let entries: Vec<(ScoreEntry, u128)> = stakes
		.into_iter()
		.map(|stake| (if few && random.below(3) > 0 { ScoreEntry::Malformed } else { entry(random) }, stake))
		.collect();
	let threshold = score(random);
	let secret = random.bytes::<32>();
	inputs.add((&entries, threshold, secret));
	outputs.add(decide(&entries, threshold));
	outputs.add(weighted_median(entries.iter().map(|(entry, stake)| (entry.flag(), *stake)).collect()));
	for expectation in [Expectation::Malformed, Expectation::Harmful] {
		let failed: Vec<u32> =
			canary::failed(expectation, &entries, threshold).map(|position| position as u32).collect();
		outputs.add((failed, canary::salt(expectation, &secret)));
	}
	let words: Vec<ScoreEntry> = entries.iter().map(|(entry, _)| *entry).collect();
	outputs.add((
		hash::score_commitment(1, 2, &secret, &words, &secret),
		hash::update_commitment(1, 2, &secret, &secret, &secret),
		hash::beacon(&secret, 1, 2, 3),
	));
}

fn faults(random: &mut Random, inputs: &mut Record, outputs: &mut Record) {
	let mut faults = Faults::default();
	let found: Vec<Fault> = (0..random.below(8)).map(|_| random.one_of(&Fault::ALL)).collect();
	let new: Vec<bool> = found.iter().map(|fault| faults.insert(*fault)).collect();
	let rates = SlashRates {
		wrong_checkpoint: part(random),
		reveal_mismatch: part(random),
		not_revealed: part(random),
		equivocation: part(random),
		failed_canary: part(random),
	};
	let mut block = || random.any_size() as u32;
	let lengths = PhaseLengths { commit: block(), publish: block(), score: block(), reveal: block(), attest: block() };
	let (opened, now) = (block(), block());
	inputs.add((&found, rates, lengths, opened, now));
	outputs.add((new, faults, faults.iter().map(|fault| rates.of(fault)).collect::<Vec<u32>>()));
	outputs.add((lengths.phase_at(opened, now), lengths.start_of(opened, Phase::Attest), lengths.any_empty()));
}

fn score(random: &mut Random) -> i32 {
	match random.below(8) {
		0 => random.one_of(&[i32::MIN, -1, 0, 1, i32::MAX]),
		1 => random.any() as i32,
		_ => random.below(2 * u64::from(MILLION)) as i32 - MILLION as i32,
	}
}

fn part(random: &mut Random) -> u32 {
	match random.below(8) {
		0 => random.one_of(&[0, 1, MILLION - 1, MILLION, MILLION + 1, u32::MAX]),
		_ => random.below(u64::from(MILLION)) as u32,
	}
}

/// Up to 39 stakes; some of them alike, none, or as large as can be.
fn stakes(random: &mut Random) -> Vec<u128> {
	let count = random.below(40);
	let mut stake = || match random.below(16) {
		0 => random.one_of(&[0, 1, u128::from(u64::MAX), u128::MAX / 2, u128::MAX]),
		1 => u128::from_le_bytes(random.bytes()),
		2..6 => 1_000_000_000_000_000,
		_ => u128::from(random.any_size()),
	};
	(0..count).map(|_| stake()).collect()
}

fn entry(random: &mut Random) -> ScoreEntry {
	match random.below(10) {
		0 => ScoreEntry::Unavailable,
		1 => ScoreEntry::Malformed,
		2 => ScoreEntry::CopyOf(random.below(3) as u32),
		3 => ScoreEntry::Regressive(random.below(3) as u16),
		_ => ScoreEntry::Scored { score: score(random), norm: random.any_size() },
	}
}
