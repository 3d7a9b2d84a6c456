//! What each update contributes to what all accepted ones gain together.
//!
//! An update that was trained on few classes makes the model worse by itself, although the aggregate needs it. So it is not
//! judged by itself, but by the gain along its own direction on the way from the base to the aggregate: the Aumann-Shapley
//! value (Aumann and Shapley 1974), with the way represented by its middle, which is exact up to the third order. One
//! gradient there gives all contributions, whatever the number of updates, and they sum to the aggregate's gain.
//!
//! Contributions depend on what the aggregate is, so updates are selected first:
//!
//! 1. Updates are ranked by their cosine with the direction in which the loss falls at the base. Means of the first so many
//!    of the ranking are measured, with every update clipped to a short one's length, and the longest stretch is selected
//!    that gains nearly what the best one does: at most a quarter less ([`TOLERATED`]), or not measurably less. Whoever
//!    stays below that slows the model by no more than that; where nobody attacks, it keeps everybody.
//! 2. Where it left few out, nobody is attacking in earnest. Contributions are taken on the way to the mean of those
//!    selected; of *all* updates only those far below the others ([`SPREADS`]), and those much longer than the selected
//!    ones, are left out.
//! 3. Else, twice: contributions are taken, and the longest stretch of those above zero, ranked by them, is selected that
//!    gains at most a tenth less than the best one ([`TOLERATED_ATTACKED`]).
//!
//! That takes a loss measured for each stretch, at most [`STRETCHES`] in each step, and a gradient in each step. Nothing
//! here knows how many attack, or how.

use crate::update::Update;
use promptale_primitives::{verdict::weighted_median, weight::clip, MILLION};
use std::collections::BTreeMap;

/// What updates are judged by: always the same samples, in the same order.
pub trait Objective {
	/// Loss of each sample; finite or not.
	fn losses(&mut self, parameters: &[f32]) -> Vec<f64>;

	/// Gradient of the mean loss, of all samples or those of a stratum, one value for each parameter.
	fn gradient(&mut self, parameters: &[f32], within: Option<Stratum>) -> Vec<f32>;

	/// Parts of the samples that are looked at by themselves, with the places of their samples.
	fn strata(&self) -> &[(Stratum, Vec<usize>)];
}

/// A part of the samples.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stratum {
	/// Those of a concept class.
	Class(u16),
	/// Those of a band of times: see [`promptale_primitives::score::TIME_BANDS`].
	Time(u8),
}

/// The strata, each with the places at which `of_samples` names it.
pub fn strata_of(of_samples: impl Iterator<Item = Stratum>) -> Vec<(Stratum, Vec<usize>)> {
	let mut strata: BTreeMap<Stratum, Vec<usize>> = BTreeMap::new();
	of_samples.enumerate().for_each(|(place, stratum)| strata.entry(stratum).or_default().push(place));
	strata.into_iter().collect()
}

/// Steps towards the mean of a selection, tried in this order until one gains. A whole step of few updates from skewed data
/// can go too far, and then nothing in it would seem of use.
const STEPS: [f32; 3] = [1.0, 0.5, 0.25];

/// Most stretches of a ranking that are measured; with more updates, not every length is.
const STRETCHES: usize = 32;

/// Part of the best stretch's gain that a longer one may lack.
const TOLERATED: f64 = 0.25;

/// The same where somebody attacks.
const TOLERATED_ATTACKED: f64 = 0.1;

/// A lack of fewer standard errors is not measurable, ...
const ERRORS: f64 = 2.0;

/// ... unless it is above this part of the base's loss.
const NOTICEABLE: f64 = 0.05;

/// Somebody attacks where more than this part of the updates is left out at first.
const FEW: f64 = 0.1;

/// An update is left out where nobody attacks when its contribution is below the median one by so many times what the
/// median of those above it is above it (about four standard deviations of a normal distribution), ...
const SPREADS: f64 = 6.0;

/// ... and below this part of the median one.
const ORDINARY: f64 = 0.25;

/// An update longer than so many times the selected ones' median is left out. Clipped, it would pass for harmless noise.
const LONGEST: u64 = 3;

/// An update longer than so many times a short one is left out from the beginning.
const FAR: u64 = 10;

/// A weight is at least and at most this part of the mean contribution. Contributions of single rounds are noisy: weights
/// that follow them further were measured to make the model oscillate.
const WEIGHTS: [f64; 2] = [0.5, 1.25];

/// The least that anything weighs.
const LEAST: f64 = 1e-6;

/// What each update contributes, as a part of the base's loss, times the number of those selected. Above zero for those
/// selected, of which at least one measurably improves the mean; below zero for all others.
///
/// Updates are for a model of `base.len()` parameters, whose mean loss is `before`. The order of updates matters only among
/// equals.
pub fn contributions(base: &[f32], before: f64, updates: &[&Update], objective: &mut impl Objective) -> Vec<f64> {
	let norms = updates.iter().map(|update| update.norm()).collect();
	let mut search = Search { base, updates, norms, objective, before, step: 1.0, longest: u64::MAX };
	let mut shares = vec![-LEAST; updates.len()];
	let selection = search.selected(&mut shares).unwrap_or_default();
	let mean = selection.iter().map(|index| shares[*index].max(0.0)).sum::<f64>() / selection.len() as f64;
	// Written so that what is not a number is below zero.
	let mut out: Vec<f64> = shares.iter().map(|share| if *share < -LEAST { *share } else { -LEAST }).collect();
	for index in selection {
		out[index] = shares[index].max(mean * WEIGHTS[0]).min(mean * WEIGHTS[1]).max(LEAST);
	}
	out
}

/// Updates that were selected together.
struct Selection {
	/// Indices.
	members: Vec<usize>,
	/// The mean of their clipped values, a value for each parameter.
	mean: Vec<f32>,
	/// Losses at the search's step towards it.
	losses: Vec<f64>,
}

/// The first selection, and the ranking by cosine that it is from.
struct First {
	ranking: Ranking,
	selection: Selection,
}

/// Updates, best first, and what the means of the first so many of them were measured to lose.
struct Ranking {
	/// Indices.
	ranked: Vec<usize>,
	/// What they were clipped to.
	norm: u64,
	/// How many, and the losses at the search's step towards their mean.
	stretches: Vec<(usize, Vec<f64>)>,
}

struct Search<'a, O> {
	base: &'a [f32],
	updates: &'a [&'a Update],
	/// Of the updates, in units of 2^-20.
	norms: Vec<u64>,
	objective: &'a mut O,
	/// Mean loss of the base.
	before: f64,
	/// One of [`STEPS`].
	step: f32,
	/// No longer update is selected.
	longest: u64,
}

impl<O: Objective> Search<'_, O> {
	/// Who is selected; `None` where no selection gains. Writes every update's contribution to `shares`, as
	/// [`contributions`] answers it.
	fn selected(&mut self, shares: &mut [f64]) -> Option<Vec<usize>> {
		let first = self.first()?;
		let left_out = self.updates.len() - first.selection.members.len();
		if left_out as f64 <= FEW * self.updates.len() as f64 {
			if let Some(members) = self.nearly_all(&first.selection, shares) {
				return Some(members);
			}
		}
		let mut selection = self.longest_of(&first.ranking, TOLERATED_ATTACKED).unwrap_or(first.selection);
		for _ in 0..2 {
			let (median, values) = self.at_middle(&selection, shares);
			let ranked = values.into_iter().filter(|(_, value)| *value > 0.0).collect();
			match self.longest_stretch(ranked, median, TOLERATED_ATTACKED) {
				// What is left of one that gains much less is a worse guess than the selection it came from.
				Some(refined) if self.gain(&refined) >= self.gain(&selection) / 2.0 => {
					let same = refined.members.iter().all(|index| selection.members.contains(index));
					let settled = same && refined.members.len() == selection.members.len();
					selection = refined;
					if settled {
						break;
					}
				},
				_ => break,
			}
		}
		let median = self.median_norm(&selection);
		let longest = median.saturating_mul(LONGEST);
		let members: Vec<usize> = selection.members.into_iter().filter(|index| self.norms[*index] <= longest).collect();
		// Short noise gains a little by chance, and may be long before it is clipped: what counts is what it will be. A
		// whole step may go too far, which is no reason to lose honest work.
		let mean = self.mean_of(&members, median);
		let losses = self.losses_at(&mean);
		Some(members).filter(|_| average(&losses) < self.before * (1.0 + NOTICEABLE))
	}

	/// All but outliers; `None` where that gains less than it may, once it is clipped as it will be.
	fn nearly_all(&mut self, selection: &Selection, shares: &mut [f64]) -> Option<Vec<usize>> {
		let (_, values) = self.at_middle(selection, shares);
		let members = without_outliers(&values);
		let norms = members.iter().map(|index| (self.norms[*index], 1)).collect();
		let mean = self.mean_of(&members, weighted_median(norms)?);
		let losses = self.losses_at(&mean);
		// Clipped to a longer one's length they go further, and near the end too far; that is no attack.
		let lack = average(&losses) - average(&selection.losses);
		(lack <= (NOTICEABLE * self.before).max(TOLERATED * self.gain(selection))).then_some(members)
	}

	/// Whether `losses` are at most `tolerated` of a gain above those that gain it, or not measurably above.
	fn suffices(&self, losses: &[f64], best: &[f64], tolerated: f64) -> bool {
		let not_measurable = (ERRORS * standard_error(&differences(losses, best))).min(NOTICEABLE * self.before);
		average(losses) - average(best) <= not_measurable.max(tolerated * (self.before - average(best)))
	}

	/// The first selection.
	fn first(&mut self) -> Option<First> {
		let present: Vec<usize> = (0..self.updates.len()).filter(|index| self.norms[*index] > 0).collect();
		let mut norms: Vec<u64> = present.iter().map(|index| self.norms[*index]).collect();
		norms.sort_unstable();
		// Short, so that not even four fifths of attackers lengthen it.
		let short = *norms.get(norms.len() / 5)?;
		self.longest = short.saturating_mul(FAR);
		let gradient = self.objective.gradient(self.base, None);
		let cosine = |index: &usize| -dot(&gradient, &self.updates[*index].to_delta()) / self.norms[*index] as f64;
		let ranked: Vec<(usize, f64)> = present
			.iter()
			.filter(|index| self.norms[**index] <= self.longest)
			.map(|index| (*index, cosine(index)))
			.collect();
		for step in STEPS {
			self.step = step;
			let ranking = self.measured(ranked.clone(), short);
			let Some(selection) = self.longest_of(&ranking, TOLERATED) else { continue };
			return Some(First { ranking, selection });
		}
		None
	}

	/// The median norm of a selection, and contributions, at the middle of the way to its mean, of all updates that are not
	/// too long for it. Writes those of all updates to `shares`.
	fn at_middle(&mut self, selection: &Selection, shares: &mut [f64]) -> (u64, Vec<(usize, f64)>) {
		let median = self.median_norm(selection);
		let half = self.step / 2.0;
		let middle: Vec<f32> =
			self.base.iter().zip(&selection.mean).map(|(value, change)| value + half * change).collect();
		let gradient = self.objective.gradient(&middle, None);
		let mut values = Vec::with_capacity(self.updates.len());
		for (index, update) in self.updates.iter().enumerate() {
			let factor = f64::from(kept(self.norms[index], median)) * f64::from(self.step) / self.before;
			shares[index] = -dot(&gradient, &update.to_delta()) * factor;
			if self.norms[index] > 0 && self.norms[index] <= self.longest.min(median.saturating_mul(LONGEST)) {
				values.push((index, shares[index]));
			} else {
				shares[index] = shares[index].min(-LEAST);
			}
		}
		(median, values)
	}

	fn gain(&self, selection: &Selection) -> f64 {
		self.before - average(&selection.losses)
	}

	fn median_norm(&self, selection: &Selection) -> u64 {
		weighted_median(selection.members.iter().map(|index| (self.norms[*index], 1)).collect()).unwrap_or(0)
	}

	/// As [`Search::longest_of`], of a ranking that is measured for it.
	fn longest_stretch(&mut self, ranked: Vec<(usize, f64)>, norm: u64, tolerated: f64) -> Option<Selection> {
		let ranking = self.measured(ranked, norm);
		self.longest_of(&ranking, tolerated)
	}

	/// Ranks updates by their values, and measures stretches of the ranking. Updates are clipped to `norm`.
	fn measured(&mut self, mut ranked: Vec<(usize, f64)>, norm: u64) -> Ranking {
		ranked.sort_by(|one, two| two.1.total_cmp(&one.1));
		let every = ranked.len().div_ceil(STRETCHES).max(1);
		let mut sum = vec![0.0; self.base.len()];
		let mut stretches = Vec::new();
		for (place, (index, _)) in ranked.iter().enumerate() {
			self.add(*index, norm, 1.0, &mut sum);
			let count = place + 1;
			if count % every == 0 || count == ranked.len() {
				let mean: Vec<f32> = sum.iter().map(|sum| sum / count as f32).collect();
				stretches.push((count, self.losses_at(&mean)));
			}
		}
		Ranking { ranked: ranked.into_iter().map(|(index, _)| index).collect(), norm, stretches }
	}

	/// The longest stretch whose mean gains at most `tolerated` less than the best one, or not measurably less. `None`
	/// where the best one gains nothing.
	fn longest_of(&self, ranking: &Ranking, tolerated: f64) -> Option<Selection> {
		let losses = ranking.stretches.iter().map(|(_, losses)| losses);
		let best = losses.min_by(|one, two| average(one).total_cmp(&average(two)))?;
		let most = self.before - average(best);
		if most <= 0.0 || most.is_nan() {
			return None;
		}
		let mut longest = ranking.stretches.iter().rev();
		let (count, losses) = longest.find(|(_, losses)| self.suffices(losses, best, tolerated))?;
		let members = ranking.ranked[..*count].to_vec();
		let mean = self.mean_of(&members, ranking.norm);
		Some(Selection { members, mean, losses: losses.clone() })
	}

	/// Losses at the search's step towards `mean`.
	fn losses_at(&mut self, mean: &[f32]) -> Vec<f64> {
		let moved: Vec<f32> = self.base.iter().zip(mean).map(|(value, change)| value + self.step * change).collect();
		self.objective.losses(&moved)
	}

	/// The mean of updates clipped to `norm`.
	fn mean_of(&self, members: &[usize], norm: u64) -> Vec<f32> {
		let mut mean = vec![0.0; self.base.len()];
		members.iter().for_each(|index| self.add(*index, norm, 1.0 / members.len() as f32, &mut mean));
		mean
	}

	/// Adds `factor` times an update, clipped to `norm`.
	fn add(&self, index: usize, norm: u64, factor: f32, sum: &mut [f32]) {
		add(factor * kept(self.norms[index], norm), self.updates[index], sum);
	}
}

/// Adds `factor` times an update.
pub(crate) fn add(factor: f32, update: &Update, sum: &mut [f32]) {
	sum.iter_mut().zip(update.to_delta()).for_each(|(sum, value)| *sum += factor * value);
}

/// The part of an update that clipping to `norm` keeps.
pub(crate) fn kept(of: u64, norm: u64) -> f32 {
	clip(of, norm) as f32 / MILLION as f32
}

/// Those whose contributions are not far below the others'.
fn without_outliers(values: &[(usize, f64)]) -> Vec<usize> {
	let mut sorted: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
	sorted.sort_by(f64::total_cmp);
	let (Some(middle), Some(above)) = (sorted.get(sorted.len() / 2), sorted.get(sorted.len() / 2 + sorted.len() / 4))
	else {
		return Vec::new();
	};
	// Where all contribute nearly the same, the spread is nothing to go by.
	let least = (middle - SPREADS * (above - middle)).min(middle * ORDINARY);
	values.iter().filter(|(_, value)| *value >= least).map(|(index, _)| *index).collect()
}

pub(crate) fn differences(one: &[f64], other: &[f64]) -> Vec<f64> {
	one.iter().zip(other).map(|(one, other)| one - other).collect()
}

/// Infinite where any value is not finite.
pub(crate) fn average(values: &[f64]) -> f64 {
	let average = values.iter().sum::<f64>() / values.len() as f64;
	if average.is_finite() {
		average
	} else {
		f64::INFINITY
	}
}

/// Of the mean; 0 where any value is not finite.
pub(crate) fn standard_error(values: &[f64]) -> f64 {
	let mean = average(values);
	let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / values.len() as f64;
	let error = (variance / values.len() as f64).sqrt();
	if error.is_finite() {
		error
	} else {
		0.0
	}
}

pub(crate) fn dot(one: &[f32], two: &[f32]) -> f64 {
	one.iter().zip(two).map(|(one, two)| f64::from(*one) * f64::from(*two)).sum()
}

#[cfg(test)]
#[path = "contribution_tests.rs"]
mod tests;
