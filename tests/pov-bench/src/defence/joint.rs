//! A variant of our rule, proposed here and not part of the protocol.
//!
//! The protocol scores each update by itself. Where clients have different data that rejects honest updates: one that was
//! trained on two classes makes the model worse at the other eight, although the aggregate needs it. Here an update is scored
//! by what the *aggregate* loses without it:
//!
//! 1. every update is ranked by the held-out gain of a fifth of it;
//! 2. the longest stretch of that ranking whose mean is not worse than the best stretch's, by two standard errors, is a first
//!    selection (compare the greedy soups of Wortsman et al. 2022);
//! 3. what a small stamp turns into a trigger is left out ([`super::probe`]);
//! 4. twice, every update is measured against the selection: it is rejected when the aggregate is better without it by two
//!    standard errors on both halves of the sample, or when it is three times as long as the selected ones; its score is how
//!    far it is from the former;
//! 5. verdict, weights and clips as ever; the combination is the plain weighted mean, as trimming takes from skewed
//!    clients exactly what only they know.

use super::{
	pov::{combined, entry_of, shares, submitted, Panel, Sample, Submitted},
	probe::Probe,
	Aggregated, Round,
};
use crate::vector::add_scaled;
use promptale_engine::aggregate::ROBUST_FROM;
use promptale_primitives::{score::ScoreEntry, verdict::weighted_median, weight::clip, MILLION};
use rayon::prelude::*;

/// Means are taken over at least so many updates, so that the first ones do not take whole steps alone.
const LEAST: usize = ROBUST_FROM;

/// Passes of step 4.
const PASSES: usize = 2;

/// An update longer than so many times the selected ones' median is rejected: measured after clipping it would pass for
/// harmless noise, and many such could raise the median that clips.
const LONGEST: u64 = 3;

/// One round by the variant.
pub fn aggregate(round: &Round<'_>, panel: &Panel) -> Aggregated {
	let updates = submitted(round);
	let sample = Sample::draw(round);
	let mut entries: Vec<ScoreEntry> =
		updates.iter().map(|submitted| submitted.copy.unwrap_or(ScoreEntry::Scored { score: 0, norm: 0 })).collect();
	let mut selected = first_selection(round, &updates, &sample);
	let probe = Probe::new(round);
	let triggered: Vec<(usize, Option<u16>)> =
		selected.par_iter().map(|index| (*index, probe.triggered(round, &updates[*index].delta))).collect();
	for (index, class) in triggered {
		if let Some(class) = class {
			entries[index] = ScoreEntry::Regressive(class);
		}
	}
	let open: Vec<usize> = (0..updates.len()).filter(|index| entries[*index].flag().is_none()).collect();
	selected.retain(|index| open.contains(index));
	for _ in 0..PASSES {
		let scored = marginal(round, &updates, &sample, &selected, &open);
		selected.clear();
		for (index, score) in &scored {
			entries[*index] = ScoreEntry::Scored { score: *score, norm: updates[*index].update.norm() };
			if *score > 0 {
				selected.push(*index);
			}
		}
	}
	// Those that joined late have not been probed yet.
	for index in selected {
		if let Some(class) = probe.triggered(round, &updates[index].delta) {
			entries[index] = ScoreEntry::Regressive(class);
		}
	}
	let shares = shares(&panel.decide(&entries));
	// Fewer than `ROBUST_FROM` at a time take their plain mean.
	combined(round, &updates, &shares, ROBUST_FROM - 1)
}

fn mean(values: &[f64]) -> f64 {
	values.iter().sum::<f64>() / values.len() as f64
}

/// Whether `after` is better than `before` by more than two standard errors.
fn is_better(sample: &Sample, before: &[f64], after: &[f64]) -> bool {
	!matches!(sample.entry(before, after.to_vec(), 0), ScoreEntry::Scored { score, .. } if score <= 0)
}

/// What the rule says on either half of the sample; neighbouring draws, which its standard errors pair, stay together.
fn halves(sample: &Sample, before: &[f64], after: &[f64]) -> [ScoreEntry; 2] {
	[0, 1].map(|half| {
		let part = |index: usize| index / 2 % 2 == half;
		let of = |losses: &[f64]| {
			losses.iter().enumerate().filter(|(index, _)| part(*index)).map(|(_, loss)| *loss).collect()
		};
		let classes: Vec<u16> =
			sample.classes.iter().enumerate().filter(|(index, _)| part(*index)).map(|(_, class)| *class).collect();
		let before: Vec<f64> = of(before);
		entry_of(&before, of(after), &classes, 0)
	})
}

/// Steps 1 and 2.
fn first_selection(round: &Round<'_>, updates: &[Submitted], sample: &Sample) -> Vec<usize> {
	let mut ranked: Vec<(usize, f64)> = updates
		.par_iter()
		.enumerate()
		.filter(|(_, submitted)| submitted.copy.is_none())
		.map(|(index, submitted)| (index, mean(&sample.losses(round, 1.0 / LEAST as f32, &submitted.delta))))
		.collect();
	ranked.sort_by(|one, two| one.1.total_cmp(&two.1));
	let base = sample.losses(round, 0.0, round.global);
	let mut sum = vec![0.0; round.global.len()];
	let mut losses = Vec::with_capacity(ranked.len());
	let width = 2 * rayon::current_num_threads();
	for block in ranked.chunks(width) {
		let sums: Vec<Vec<f32>> = block
			.iter()
			.map(|(index, _)| {
				add_scaled(&mut sum, 1.0, &updates[*index].delta);
				sum.clone()
			})
			.collect();
		let start = losses.len();
		losses.par_extend(sums.par_iter().enumerate().map(|(offset, sum)| {
			let count = (start + offset + 1).max(LEAST);
			sample.losses(round, 1.0 / count as f32, sum)
		}));
	}
	let best = (0..losses.len()).min_by(|one, two| mean(&losses[*one]).total_cmp(&mean(&losses[*two])));
	let Some(best) = best.filter(|best| !is_better(sample, &losses[*best], &base)) else { return Vec::new() };
	let longest = (best..losses.len()).rev().find(|end| !is_better(sample, &losses[*end], &losses[best]));
	ranked.iter().take(longest.unwrap_or(best) + 1).map(|(index, _)| *index).collect()
}

/// Step 4: the scores of the open updates against the selected ones.
fn marginal(
	round: &Round<'_>,
	updates: &[Submitted],
	sample: &Sample,
	selected: &[usize],
	open: &[usize],
) -> Vec<(usize, i32)> {
	let norms = selected.iter().map(|index| (updates[*index].update.norm(), 1)).collect();
	let median = weighted_median(norms).unwrap_or(0);
	let kept = |index: usize| clip(updates[index].update.norm(), median) as f32 / MILLION as f32;
	let mut sum = vec![0.0; round.global.len()];
	for index in selected {
		add_scaled(&mut sum, kept(*index), &updates[*index].delta);
	}
	let share = |count: usize| 1.0 / count.max(LEAST) as f32;
	let all = sample.losses(round, share(selected.len()), &sum);
	let score = |index: &usize| {
		if updates[*index].update.norm() > median.saturating_mul(LONGEST) {
			return (*index, -(MILLION as i32));
		}
		let inside = selected.contains(index);
		let mut other = sum.clone();
		add_scaled(&mut other, if inside { -kept(*index) } else { kept(*index) }, &updates[*index].delta);
		let count = if inside { selected.len() - 1 } else { selected.len() + 1 };
		let other = sample.losses(round, share(count), &other);
		let entries = if inside { halves(sample, &all, &other) } else { halves(sample, &other, &all) };
		let score = entries.into_iter().map(|entry| match entry {
			ScoreEntry::Scored { score, .. } => score.saturating_neg(),
			// Better without it, but for one class that only it knows.
			_ => 1,
		});
		(*index, score.max().unwrap_or(0))
	};
	open.par_iter().map(score).collect()
}
