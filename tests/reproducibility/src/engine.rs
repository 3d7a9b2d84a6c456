//! Cases of updates and their aggregation: encodings, norms, overlaps and the parameters that come out.

use crate::{random::Random, Case, Record};
use anyhow::{ensure, Result};
use promptale_engine::{
	aggregate::{aggregate, aggregate_files, aggregate_parameters},
	update::{quantise_for, quantise_sparse_for},
	Checkpoint, Update,
};
use promptale_primitives::{
	model::{Architecture, ModelSize},
	verdict::weighted_median,
	weight::{cap, clip, water_fill},
	Blake3, MILLION,
};

/// Computes a case with so many threads. One of a hundred is a whole model, combined in memory and from file to file.
///
/// # Errors
/// The two ways, or the bytes and what is decoded from them, differ; or a file cannot be written.
pub fn case(seed: u64, index: u32, threads: usize) -> Result<Case> {
	let mut random = Random::new(seed, index);
	let (mut inputs, mut outputs) = (Record::default(), Record::default());
	if index % 100 == 49 {
		model(&mut random, index, threads, &mut inputs, &mut outputs)?;
	} else {
		let length = length(&mut random);
		let count = count(&mut random).min((values(&mut random) / length).max(1));
		let base = random.bytes();
		let mut parameters = parameters(&mut random, length);
		let accepted = accepted(&mut random, base, length, count);
		inputs.add(bytes(&parameters));
		add(&accepted, &mut inputs, &mut outputs);
		let accepted: Vec<_> = accepted.iter().map(|(update, weight, clip)| (update, *weight, *clip)).collect();
		aggregate_parameters(&mut parameters, &accepted, threads);
		outputs.add(bytes(&parameters));
	}
	Ok(Case { inputs: inputs.hash(), outputs: outputs.hash() })
}

fn model(random: &mut Random, index: u32, threads: usize, inputs: &mut Record, outputs: &mut Record) -> Result<()> {
	let (side, channels) = (random.one_of(&[4, 8, 12]), random.one_of(&[1, 3]));
	// Among the first thousand one that is larger than what is in memory at a time.
	let (size, classes) = match index % 1_000 {
		749 => (ModelSize::Mini, 4_096),
		_ => (ModelSize::Nano, 1 + random.below(200) as u16),
	};
	let base = Checkpoint::initialise(Architecture { size, side, channels, classes, words: 0 }, random.any())?;
	let count = 1 + random.index(6);
	let accepted = accepted(random, base.hash(), base.parameters().len(), count);
	inputs.add(base.hash());
	add(&accepted, inputs, outputs);
	let folder = tempfile::tempdir()?;
	let (from, to) = (folder.path().join("base"), folder.path().join("next"));
	base.save(&from)?;
	let mut streams = Vec::new();
	for (update, weight, clip) in &accepted {
		let encoded = update.to_bytes();
		ensure!(Update::from_bytes(&encoded, &base)? == *update, "an update is another one after decoding");
		streams.push((std::io::Cursor::new(encoded), *weight, *clip));
	}
	let accepted: Vec<_> = accepted.iter().map(|(update, weight, clip)| (update, *weight, *clip)).collect();
	let next = aggregate(&base, &accepted, threads);
	let hash = aggregate_files(&from, streams, &to, threads)?;
	ensure!(hash == next.hash(), "case {index}: from file to file is another checkpoint than in memory");
	outputs.add(hash);
	Ok(())
}

/// Adds updates, with norms and some overlaps.
fn add(accepted: &[(Update, u32, u32)], inputs: &mut Record, outputs: &mut Record) {
	for (update, weight, clip) in accepted {
		inputs.add((update.hash(), *weight));
		outputs.add((update.norm(), *clip));
	}
	for pair in accepted.windows(2).take(3) {
		outputs.add(pair[0].0.overlap(&pair[1].0));
	}
}

fn bytes(parameters: &[f32]) -> Vec<u8> {
	parameters.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// Number of parameters: a few, one more or less than a border of what is worked on at a time, or any.
fn length(random: &mut Random) -> usize {
	match random.below(4) {
		0 => 1 + random.index(200),
		1 => {
			let border = random.one_of(&[64, 4_096, 16_384]) * (1 + random.index(3));
			border + random.index(3) - 1
		},
		_ => 1 + random.index(40_000),
	}
}

/// Values of all updates together, at most; so that a thousand cases take a minute without optimisation, too.
fn values(random: &mut Random) -> usize {
	random.one_of(&[30_000, 60_000, 200_000])
}

fn count(random: &mut Random) -> usize {
	match random.below(16) {
		0 => 0,
		1..8 => 1 + random.index(5),
		8..12 => 5 + random.index(8),
		12..15 => 13 + random.index(60),
		// More than there are places in sort keys.
		_ => 250 + random.index(20),
	}
}

/// A float without regard to any distribution, of an exponent from `least` to `most`.
fn float(random: &mut Random, least: i32, most: i32) -> f32 {
	let exponent = least + random.below((most - least + 1) as u64) as i32;
	let bits = random.any() as u32;
	f32::from_bits((bits & 0x807f_ffff) | ((127 + exponent) as u32) << 23)
}

/// Parameters in stretches of one kind.
fn parameters(random: &mut Random, length: usize) -> Vec<f32> {
	stretches(random, length, |random, kind| match kind {
		0 => random.one_of(&[0.0, -0.0]),
		// The largest and smallest there are, and ties between multiples of 2^-40.
		1 => random.one_of(&[
			f32::MAX,
			f32::MIN,
			f32::MIN_POSITIVE,
			-f32::from_bits(1),
			1.0 / (1u64 << 41) as f32,
			-3.0 / (1u64 << 41) as f32,
			1023.99,
			1024.0,
			-8_388_608.0,
		]),
		2 => float(random, -126, 127),
		3 => float(random, 6, 12),
		_ => float(random, -20, 0),
	})
}

/// A difference in stretches of one kind.
fn delta(random: &mut Random, length: usize) -> Vec<f32> {
	let scale = -(random.below(30) as i32);
	stretches(random, length, |random, kind| match kind {
		0 => 0.0,
		1 => random.one_of(&[
			f32::MAX,
			f32::NEG_INFINITY,
			f32::NAN,
			f32::from_bits(1),
			7.5,
			-7.0,
			0.5 / (1u64 << 40) as f32,
			-1.0 / (1u64 << 40) as f32,
		]),
		2 => float(random, -50, 4),
		3 if random.below(20) > 0 => 0.0,
		4 => 1.0 / (1u64 << 10) as f32,
		_ => float(random, scale - 6, scale),
	})
}

fn stretches(random: &mut Random, length: usize, value: impl Fn(&mut Random, u64) -> f32) -> Vec<f32> {
	let mut values = Vec::with_capacity(length);
	// Mostly one kind, so that whole chunks of several updates are of it.
	let usual = random.below(16);
	while values.len() < length {
		let kind = if random.below(2) == 0 { usual } else { random.below(8) };
		let stretch = (1 + random.index(4_000)).min(length - values.len());
		values.extend((0..stretch).map(|_| value(random, kind)));
	}
	values
}

/// Updates with weights and clips, in millionths.
fn accepted(random: &mut Random, base: Blake3, length: usize, count: usize) -> Vec<(Update, u32, u32)> {
	let sparse_of_four = random.one_of(&[0, 0, 1, 2, 4]);
	let updates: Vec<Update> = (0..count)
		.map(|_| {
			let delta = delta(random, length);
			match random.below(4) < sparse_of_four {
				true => quantise_sparse_for(base, &delta),
				false => quantise_for(base, &delta),
			}
		})
		.collect();
	let median = weighted_median(updates.iter().map(|update| (update.norm(), 1)).collect()).unwrap_or(0);
	let weights = weights(random, count);
	let clipping = random.below(4);
	let clips: Vec<u32> = updates
		.iter()
		.map(|update| match clipping {
			0 => MILLION,
			1 => random.one_of(&[0, 1, MILLION - 1, MILLION, u32::MAX]),
			2 => random.below(u64::from(MILLION)) as u32,
			_ => clip(update.norm(), median),
		})
		.collect();
	updates.into_iter().zip(weights).zip(clips).map(|((update, weight), clip)| (update, weight, clip)).collect()
}

fn weights(random: &mut Random, count: usize) -> Vec<u32> {
	match random.below(8) {
		0 => vec![MILLION / count.max(1) as u32; count],
		1 => (0..count).map(|_| random.below(u64::from(MILLION) + 1) as u32).collect(),
		2 => (0..count).map(|_| random.one_of(&[0, 0, 1, 4, MILLION])).collect(),
		_ => {
			let scores: Vec<i32> = (0..count).map(|_| random.below(50_000) as i32).collect();
			let own = random.below(u64::from(MILLION) / 2) as u32;
			water_fill(&scores, cap(count, own))
		},
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{primitives, SEED};

	const CASES: u32 = 50;

	/// That of the line `name CASES HASH` among those written down.
	fn expected(name: &str) -> &'static str {
		let start = format!("{name} {CASES} ");
		include_str!("../expected").lines().find_map(|line| line.strip_prefix(&start)).unwrap()
	}

	fn hash(case: impl Fn(u32) -> Case) -> String {
		let mut all = Record::default();
		(0..CASES).map(case).for_each(|case| all.add((case.inputs, case.outputs)));
		blake3::Hash::from_bytes(all.hash()).to_hex().to_string()
	}

	#[test]
	fn aggregates_are_what_is_written_down_for_any_number_of_threads() {
		for threads in [1, 2, 3, 8] {
			assert_eq!(hash(|index| case(SEED, index, threads).unwrap()), expected("engine"), "{threads} threads");
		}
	}

	#[test]
	fn the_arithmetic_of_the_chain_is_what_is_written_down() {
		assert_eq!(hash(|index| primitives::case(SEED, index)), expected("primitives"));
	}

	#[test]
	fn cases_are_of_every_kind_and_of_another_seed_others() {
		let cases: Vec<Case> = (0..CASES).map(|index| case(SEED, index, 1).unwrap()).collect();
		assert!((1..cases.len()).all(|index| cases[index] != cases[index - 1]));
		assert!((0..4).all(|index| case(2, index, 1).unwrap().inputs != cases[index as usize].inputs));
	}
}
