//! Scoring: what a validator says of updates, from its own measurements.
//!
//! The beacon picks held-out images, noise and times, the same for the base checkpoint and for every update (*common random
//! numbers*): losses are compared in pairs, so most of their variation cancels. Times are stratified. The score is what the
//! update contributes to the gain of all accepted ones ([`crate::contribution`]), in millionths of the base's loss.

use crate::{
	backend::{self, Backend},
	batch::{stratified_times, Batch},
	checkpoint::Checkpoint,
	contribution::{average, contributions, strata_of, Objective, Stratum},
	dataset::Dataset,
	regression::flagged,
	train::Order,
	update::Update,
};
use promptale_primitives::{
	score::{ScoreEntry, TIME_BANDS},
	Blake3, UpdateIndex, MILLION,
};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// An update that overlaps with an earlier one by more than this, in millionths, is a copy of it. Honest updates of one
/// round were measured up to 900,000 (after five steps on a new model, where all learn the same), usually 300,000 to
/// 800,000; a copy with a fifth of its norm added as noise still has 980,000.
pub const COPY_OVERLAP: i32 = 980_000;

/// Images that pass through the models at once.
const CHUNK: usize = 64;

/// Context of the streams that beacons are turned into.
const SAMPLES: &str = "promptale 2026-11 engine held-out samples";

/// One update to be scored, as far as it could be had.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Candidate {
	/// Not published, not served, or not what was published.
	Unavailable,
	/// Served, but not decodable as an update for the base checkpoint.
	Malformed,
	/// Decoded.
	Update(Update),
}

/// Scores the updates of a round on held-out images, one entry each and in their order.
///
/// `samples` draws from the held-out set are made (images come again only after all were used). The same arguments give the
/// same entries on one kind of machine, for any number of threads; norms and copies are the same on every machine. Panics
/// when the held-out set is empty or of another image size, which [`Dataset::open`] rules out for the model's architecture.
pub fn score_updates(
	base: &Checkpoint,
	updates: &[Candidate],
	held_out: &Dataset,
	beacon: &Blake3,
	samples: u32,
	threads: usize,
) -> Vec<ScoreEntry> {
	let mut objective = HeldOut::new(base, held_out, *beacon, samples, threads);
	score_on(base.parameters(), updates, &mut objective)
}

/// Scores the updates of a round by any objective: above zero is what should be accepted. Updates are for a model of
/// `base.len()` parameters.
pub fn score_on(base: &[f32], updates: &[Candidate], objective: &mut impl Objective) -> Vec<ScoreEntry> {
	let copies: Vec<Option<UpdateIndex>> = updates
		.iter()
		.enumerate()
		.map(|(index, candidate)| match candidate {
			Candidate::Update(update) => copy_of(update, &updates[..index]),
			_ => None,
		})
		.collect();
	let originals: Vec<&Update> = updates
		.iter()
		.zip(&copies)
		.filter_map(|(candidate, copy)| match (candidate, copy) {
			(Candidate::Update(update), None) => Some(update),
			_ => None,
		})
		.collect();
	let before = objective.losses(base);
	let scores = contributions(base, average(&before), &originals, objective);
	let flags = flagged(base, &before, &originals, &scores, objective);
	let mut found = scores.into_iter().zip(flags);
	let entry = |(candidate, copy): (&Candidate, &Option<UpdateIndex>)| match (candidate, copy) {
		(Candidate::Unavailable, _) => ScoreEntry::Unavailable,
		(Candidate::Malformed, _) => ScoreEntry::Malformed,
		(Candidate::Update(_), Some(original)) => ScoreEntry::CopyOf(*original),
		(Candidate::Update(update), None) => match found.next().unwrap_or((f64::MIN, None)) {
			(_, Some(Stratum::Class(class))) => ScoreEntry::Regressive(class),
			(_, Some(Stratum::Time(band))) => ScoreEntry::RegressiveAt(band),
			(score, None) => ScoreEntry::Scored { score: in_millionths(score), norm: update.norm() },
		},
	};
	updates.iter().zip(&copies).map(entry).collect()
}

/// Mean loss of a checkpoint over `samples` draws from a held-out set: the mean squared error of the velocity. Two
/// checkpoints measured with the same seed are compared on the same images, noise and times. Panics as [`score_updates`].
pub fn held_out_loss(checkpoint: &Checkpoint, held_out: &Dataset, seed: u64, samples: u32, threads: usize) -> f64 {
	let mut beacon = [0; 32];
	beacon[..8].copy_from_slice(&seed.to_le_bytes());
	let losses = HeldOut::new(checkpoint, held_out, beacon, samples, threads).losses(checkpoint.parameters());
	average(&losses)
}

/// The first earlier update that this one overlaps with too much ([`COPY_OVERLAP`]).
pub fn copy_of(update: &Update, earlier: &[Candidate]) -> Option<UpdateIndex> {
	let is_original = |candidate: &Candidate| match candidate {
		Candidate::Update(other) => update.overlap(other) > COPY_OVERLAP,
		_ => false,
	};
	earlier.iter().position(is_original).and_then(|index| UpdateIndex::try_from(index).ok())
}

/// Draws from the held-out set, in order of their times.
struct HeldOut {
	backend: Box<dyn Backend>,
	batches: Vec<Batch>,
	samples: usize,
	strata: Vec<(Stratum, Vec<usize>)>,
}

impl HeldOut {
	fn new(base: &Checkpoint, held_out: &Dataset, beacon: Blake3, samples: u32, threads: usize) -> HeldOut {
		let shape = base.shape();
		held_out.check(shape).expect("the held-out set was opened for the model's architecture");
		let mut random = ChaCha8Rng::from_seed(blake3::derive_key(SAMPLES, &beacon));
		let samples = samples.max(1) as usize;
		let mut order = Order::new(held_out.len());
		let indices: Vec<usize> = (0..samples).map(|_| order.next(&mut random)).collect();
		let times = stratified_times(samples, &mut random);
		let batch = |(indices, times): (&[usize], &[f32])| {
			let mut batch = Batch::default();
			batch.fill(shape, held_out, indices, times.iter().copied(), &mut random);
			batch
		};
		let batches = indices.chunks(CHUNK).zip(times.chunks(CHUNK)).map(batch).collect();
		let mut strata = strata_of(indices.iter().map(|index| Stratum::Class(held_out.label(*index))));
		strata.extend(strata_of(times.iter().map(|time| Stratum::Time(band(*time)))));
		HeldOut { backend: backend::best(shape, base.shared_layout(), threads), batches, samples, strata }
	}
}

impl Objective for HeldOut {
	fn losses(&mut self, parameters: &[f32]) -> Vec<f64> {
		self.backend.load(parameters);
		let mut losses = Vec::with_capacity(self.samples);
		let mut out = [0.0; CHUNK];
		for batch in &self.batches {
			let out = &mut out[..batch.len()];
			self.backend.losses(batch, out);
			losses.extend(out.iter().map(|loss| f64::from(*loss)));
		}
		losses
	}

	fn gradient(&mut self, parameters: &[f32], within: Option<Stratum>) -> Vec<f32> {
		self.backend.load(parameters);
		let mut sum = vec![0.0; parameters.len()];
		let mut count = 0;
		for batch in &self.batches {
			let some;
			let batch = match within {
				None => batch,
				Some(stratum) => {
					some = batch.only(|class, time| match stratum {
						Stratum::Class(of) => class == of,
						Stratum::Time(of) => band(time) == of,
					});
					&some
				},
			};
			if batch.is_empty() {
				continue;
			}
			count += batch.len();
			let part = batch.len() as f32;
			sum.iter_mut().zip(self.backend.gradient(batch)).for_each(|(sum, value)| *sum += part * value);
		}
		sum.iter_mut().for_each(|sum| *sum /= count.max(1) as f32);
		sum
	}

	fn strata(&self) -> &[(Stratum, Vec<usize>)] {
		&self.strata
	}
}

/// The band that a time from 0 to 1 is in.
fn band(time: f32) -> u8 {
	// Casts saturate.
	((time * f32::from(TIME_BANDS)) as u8).min(TIME_BANDS - 1)
}

/// Above zero exactly where `value` is.
fn in_millionths(value: f64) -> i32 {
	// Casts saturate.
	let rounded = (value * f64::from(MILLION)).round() as i32;
	if value > 0.0 {
		rounded.max(1)
	} else {
		rounded.min(-1)
	}
}

#[cfg(test)]
#[path = "score_tests.rs"]
mod tests;
