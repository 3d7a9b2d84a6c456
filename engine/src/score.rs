//! Scoring: what a validator says of updates, from its own measurements.
//!
//! The beacon picks held-out images, noise and times, the same for the base checkpoint and for every update (*common random
//! numbers*): losses are compared in pairs, so most of their variation cancels. Times are stratified. The score is the mean
//! relative improvement less two standard errors, in millionths; the standard error is that of the stratified mean,
//! estimated from differences of neighbouring strata.

use crate::{
	backend,
	batch::{stratified_times, Batch},
	checkpoint::Checkpoint,
	dataset::Dataset,
	train::Order,
	update::Update,
};
use promptale_primitives::{score::ScoreEntry, Blake3, UpdateIndex, MILLION};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// An update that overlaps with an earlier one by more than this, in millionths, is a copy of it. Honest updates of one
/// round were measured up to 900,000 (after five steps on a new model, where all learn the same), usually 300,000 to
/// 800,000; a copy with a fifth of its norm added as noise still has 980,000.
pub const COPY_OVERLAP: i32 = 980_000;

/// An update is regressive in a class when that class's loss grows by more than this part of itself ...
const REGRESSION: f64 = 0.25;

/// ... by at least so many standard errors ...
const REGRESSION_ERRORS: f64 = 4.0;

/// ... over at least so many samples. Honest updates from skewed data make classes they never saw a little worse; averaging
/// repairs that, so only damage far beyond it is flagged.
const REGRESSION_SAMPLES: usize = 16;

/// Scores are cut off here: nothing is worse than a thousand times the loss.
const WORST: f64 = -1000.0;

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

/// Scores the updates of a round, one entry each and in their order.
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
	let mut models = vec![base.parameters().to_vec()];
	for candidate in updates {
		if let Candidate::Update(update) = candidate {
			models.push(base.parameters().iter().zip(update.to_delta()).map(|(base, delta)| base + delta).collect());
		}
	}
	let measured = Measurement::new(base, &models, held_out, *beacon, samples, threads);
	let mut model = 0;
	let mut entries = Vec::with_capacity(updates.len());
	for (index, candidate) in updates.iter().enumerate() {
		entries.push(match candidate {
			Candidate::Unavailable => ScoreEntry::Unavailable,
			Candidate::Malformed => ScoreEntry::Malformed,
			Candidate::Update(update) => {
				model += 1;
				match copy_of(update, &updates[..index]) {
					Some(original) => ScoreEntry::CopyOf(original),
					None => measured.entry(model, update.norm()),
				}
			},
		});
	}
	entries
}

/// Mean loss of a checkpoint over `samples` draws from a held-out set: the mean squared error of the velocity. Two
/// checkpoints measured with the same seed are compared on the same images, noise and times. Panics as [`score_updates`].
pub fn held_out_loss(checkpoint: &Checkpoint, held_out: &Dataset, seed: u64, samples: u32, threads: usize) -> f64 {
	let mut beacon = [0; 32];
	beacon[..8].copy_from_slice(&seed.to_le_bytes());
	let models = [checkpoint.parameters().to_vec()];
	let measured = Measurement::new(checkpoint, &models, held_out, beacon, samples, threads);
	mean(&measured.losses[0])
}

/// The first earlier update that this one overlaps with too much ([`COPY_OVERLAP`]).
pub fn copy_of(update: &Update, earlier: &[Candidate]) -> Option<UpdateIndex> {
	let is_original = |candidate: &Candidate| match candidate {
		Candidate::Update(other) => update.overlap(other) > COPY_OVERLAP,
		_ => false,
	};
	earlier.iter().position(is_original).and_then(|index| UpdateIndex::try_from(index).ok())
}

fn mean(values: &[f64]) -> f64 {
	values.iter().sum::<f64>() / values.len() as f64
}

/// Losses of several models on the same samples, in order of strata: times here, whatever else for other models.
pub struct Measurement {
	/// `[models][samples]`; the first model is the base. Finite or not.
	pub losses: Vec<Vec<f64>>,
	/// Class of each sample.
	pub classes: Vec<u16>,
}

impl Measurement {
	fn new(
		base: &Checkpoint,
		models: &[Vec<f32>],
		held_out: &Dataset,
		beacon: Blake3,
		samples: u32,
		threads: usize,
	) -> Measurement {
		let shape = base.shape();
		held_out.check(shape).expect("the held-out set was opened for the model's architecture");
		let mut random = ChaCha8Rng::from_seed(blake3::derive_key(SAMPLES, &beacon));
		let samples = samples.max(1) as usize;
		let mut order = Order::new(held_out.len());
		let indices: Vec<usize> = (0..samples).map(|_| order.next(&mut random)).collect();
		let times = stratified_times(samples, &mut random);
		let mut backend = backend::best(shape, base.shared_layout(), threads);
		let mut losses = vec![Vec::with_capacity(samples); models.len()];
		let mut batch = Batch::default();
		let mut out = [0.0; CHUNK];
		for (indices, times) in indices.chunks(CHUNK).zip(times.chunks(CHUNK)) {
			batch.fill(shape, held_out, indices, times.iter().copied(), &mut random);
			for (parameters, losses) in models.iter().zip(&mut losses) {
				backend.load(parameters);
				backend.losses(&batch, &mut out[..indices.len()]);
				losses.extend(out[..indices.len()].iter().map(|loss| f64::from(*loss)));
			}
		}
		Measurement { losses, classes: indices.iter().map(|index| held_out.label(*index)).collect() }
	}

	/// What a validator says of `model`, an index above 0 into `losses`, whose update has that norm.
	pub fn entry(&self, model: usize, norm: u64) -> ScoreEntry {
		let (base, moved) = (&self.losses[0], &self.losses[model]);
		let gains: Vec<f64> = base.iter().zip(moved).map(|(before, after)| before - after).collect();
		let before = mean(base);
		let gain = mean(&gains) / before;
		if gain.is_nan() || gain < WORST {
			return ScoreEntry::Scored { score: in_millionths(WORST), norm };
		}
		let score = in_millionths(gain - 2.0 * stratified_error(&gains) / before);
		match self.regressive_class(&gains) {
			Some(class) if score > 0 => ScoreEntry::Regressive(class),
			_ => ScoreEntry::Scored { score, norm },
		}
	}

	/// The class that grew worst beyond all doubt, if any did.
	fn regressive_class(&self, gains: &[f64]) -> Option<u16> {
		let classes: std::collections::BTreeSet<u16> = self.classes.iter().copied().collect();
		let mut worst: Option<(f64, u16)> = None;
		for class in classes {
			let of_class = |values: &[f64]| -> Vec<f64> {
				self.classes.iter().zip(values).filter(|(of, _)| **of == class).map(|(_, value)| *value).collect()
			};
			let (before, gains) = (mean(&of_class(&self.losses[0])), of_class(gains));
			if gains.len() < REGRESSION_SAMPLES {
				continue;
			}
			let growth = -mean(&gains) / before;
			let error = stratified_error(&gains) / before;
			if growth - REGRESSION_ERRORS * error > REGRESSION && worst.is_none_or(|(most, _)| growth > most) {
				worst = Some((growth, class));
			}
		}
		worst.map(|(_, class)| class)
	}
}

fn in_millionths(value: f64) -> i32 {
	// Casts saturate.
	(value.max(WORST) * f64::from(MILLION)).round() as i32
}

/// Standard error of the mean of values that come one from each stratum, in order: strata are paired with their
/// neighbours, and half the squared difference estimates both variances (collapsed strata, Cochran 1977, section 5A.12).
fn stratified_error(values: &[f64]) -> f64 {
	let (pairs, rest) = values.as_chunks::<2>();
	if pairs.is_empty() {
		return f64::INFINITY;
	}
	let squares: f64 = pairs.iter().map(|[one, other]| (one - other) * (one - other)).sum();
	// A value left over counts as much as the others do on average.
	let squares = squares * values.len() as f64 / (values.len() - rest.len()) as f64;
	squares.sqrt() / values.len() as f64
}

#[cfg(test)]
#[path = "score_tests.rs"]
mod tests;
