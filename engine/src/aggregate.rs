//! Combining accepted updates into the next checkpoint, in integers.
//!
//! Base parameters are rounded to multiples of 2^-40; updates are such multiples already. Per parameter the clipped,
//! weighted values are summed exactly, divided once (ties to even), added to the base and turned back into a float (one more
//! rounding, to nearest even). Nothing depends on the order of updates, threads or machines, so every member gets the same
//! bytes.
//!
//! **Robustness.** With [`ROBUST_FROM`] updates or more, each parameter takes the weighted *trimmed* mean: the fifth of the
//! weight with the lowest values and the fifth with the highest are left out (a part of an update's weight where the
//! border falls within it), and the rest is scaled up to the full weight. So whoever holds less than a fifth of the weight
//! cannot move a parameter outside the values of the others. With fewer updates too little would be left to average, and the
//! plain weighted mean is used: there the cap on weights and the clip to the median norm bound what one update can do.

use crate::{
	checkpoint::Checkpoint,
	parallel::Pool,
	update::{Update, FRACTION_BITS},
};
use promptale_primitives::MILLION;

/// Number of updates from which the trimmed mean is used.
pub const ROBUST_FROM: usize = 5;

/// Part of the weight trimmed from either end.
const TRIM: u64 = 5;

/// Parameters that one task combines.
const BLOCK: usize = 16_384;

/// Applies accepted updates to the checkpoint they are for.
///
/// `accepted` has each update's weight and clip in millionths, as the chain decided them; clips above one count as one.
/// Weights that sum to less than a million leave the rest to "no change". The result is the same for any order of updates
/// and any number of threads. Panics when an update was decoded for another checkpoint.
pub fn aggregate(base: &Checkpoint, accepted: &[(&Update, u32, u32)], threads: usize) -> Checkpoint {
	for (update, ..) in accepted {
		assert_eq!(update.base(), base.hash(), "an update is only ever decoded for its own base checkpoint");
	}
	let mut parameters = base.parameters().to_vec();
	aggregate_parameters(&mut parameters, accepted, threads);
	base.with_parameters(parameters)
}

/// As [`aggregate`], in place, for any model whose parameters lie in one flat buffer. Panics when an update has fewer values.
pub fn aggregate_parameters(parameters: &mut [f32], accepted: &[(&Update, u32, u32)], threads: usize) {
	Pool::new(threads).for_each_chunk(parameters, BLOCK, |block, parameters| {
		let mut values = Vec::with_capacity(accepted.len());
		for (offset, parameter) in parameters.iter_mut().enumerate() {
			values.clear();
			values.extend(accepted.iter().map(|(update, weight, clip)| {
				// Below 2^43 * 2^20.
				let clipped = update.fixed(block * BLOCK + offset) * i64::from((*clip).min(MILLION));
				(clipped, u64::from(*weight))
			}));
			*parameter = moved(*parameter, combine(&mut values));
		}
	});
}

/// Weighted mean of values that count in units of 2^-40 millionths, with weights in millionths: in units of 2^-40.
fn combine(values: &mut [(i64, u64)]) -> i128 {
	let million = i128::from(MILLION);
	let total: u64 = values.iter().map(|(_, weight)| *weight).sum();
	let trim = if values.len() < ROBUST_FROM { 0 } else { total / TRIM };
	if trim == 0 {
		let sum: i128 = values.iter().map(|(value, weight)| i128::from(*value) * i128::from(*weight)).sum();
		return divide(sum, million * million);
	}
	values.sort_unstable();
	let kept = trim..total - trim;
	let mut start = 0;
	let mut sum = 0i128;
	for (value, weight) in values.iter() {
		let end = start + weight;
		let weight = end.min(kept.end).saturating_sub(start.max(kept.start));
		sum += i128::from(*value) * i128::from(weight);
		start = end;
	}
	divide(sum * i128::from(total), i128::from(kept.end - kept.start) * million * million)
}

/// Quotient rounded to the nearest integer, ties to the even one. `divisor` is positive.
fn divide(dividend: i128, divisor: i128) -> i128 {
	let (quotient, rest) = (dividend.div_euclid(divisor), dividend.rem_euclid(divisor));
	match (rest * 2).cmp(&divisor) {
		std::cmp::Ordering::Less => quotient,
		std::cmp::Ordering::Greater => quotient + 1,
		std::cmp::Ordering::Equal => quotient + (quotient & 1),
	}
}

/// A parameter moved by `change` units of 2^-40.
fn moved(parameter: f32, change: i128) -> f32 {
	// Multiplying by a power of two is exact, and so is every f32 as f64.
	let scale = (1u64 << FRACTION_BITS) as f64;
	let fixed = (f64::from(parameter) * scale).round_ties_even() as i64;
	(i128::from(fixed) + change) as f32 * (1.0 / scale) as f32
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{dataset::tests::TINY, update::quantise};
	use proptest::prelude::*;

	fn base() -> Checkpoint {
		Checkpoint::initialise(TINY, 1).unwrap()
	}

	fn constant(base: &Checkpoint, value: f32) -> Update {
		quantise(base, &vec![value; base.parameters().len()])
	}

	fn changes(base: &Checkpoint, next: &Checkpoint) -> Vec<f32> {
		base.parameters().iter().zip(next.parameters()).map(|(before, after)| after - before).collect()
	}

	#[test]
	fn few_updates_take_their_weighted_clipped_mean() {
		let base = base();
		let (one, two) = (constant(&base, 0.5), constant(&base, -0.25));
		let next = aggregate(&base, &[(&one, 500_000, 1_000_000), (&two, 500_000, 500_000)], 1);
		for change in changes(&base, &next) {
			assert!((change - 0.1875).abs() < 1e-6, "{change}");
		}
	}

	#[test]
	fn from_five_updates_on_outliers_do_not_count() {
		let base = base();
		let honest = constant(&base, 0.125);
		let hostile = constant(&base, 7.0);
		let mut accepted = vec![(&honest, 200_000, 1_000_000); 4];
		accepted.push((&hostile, 200_000, 1_000_000));
		for change in changes(&base, &aggregate(&base, &accepted, 1)) {
			assert!((change - 0.125).abs() < 1e-6, "{change}");
		}
	}

	#[test]
	fn nothing_accepted_changes_nothing_but_the_last_bits_of_tiny_parameters() {
		let base = base();
		let next = aggregate(&base, &[], 1);
		assert!(changes(&base, &next).iter().all(|change| change.abs() <= 2f32.powi(-41)));
		assert_eq!(aggregate(&next, &[], 1), next);
	}

	#[test]
	fn ties_round_to_even_on_both_sides_of_zero() {
		assert_eq!([5, 15, 25, -5, -15, -25, 14, -14].map(|value| divide(value, 10)), [0, 2, 2, 0, -2, -2, 1, -1]);
	}

	#[test]
	#[should_panic(expected = "own base checkpoint")]
	fn an_update_for_another_checkpoint_is_never_applied() {
		let other = Checkpoint::initialise(TINY, 2).unwrap();
		aggregate(&base(), &[(&constant(&other, 0.5), 1_000_000, 1_000_000)], 1);
	}

	fn random_update(base: &Checkpoint, seed: u64) -> Update {
		let mut bytes = vec![0u8; base.parameters().len()];
		blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(&mut bytes);
		let delta: Vec<f32> = bytes.iter().map(|byte| (f32::from(*byte) - 127.5) / 4096.0).collect();
		quantise(base, &delta)
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(24))]

		#[test]
		fn bytes_depend_neither_on_threads_nor_on_order(
			updates in proptest::collection::vec((any::<u64>(), 0u32..=1_000_000, 0u32..=1_000_000), 1..8),
			threads in 2usize..6,
			turn in any::<prop::sample::Index>(),
		) {
			let base = base();
			let decoded: Vec<Update> = updates.iter().map(|(seed, ..)| random_update(&base, *seed)).collect();
			let mut accepted: Vec<(&Update, u32, u32)> =
				decoded.iter().zip(&updates).map(|(update, (_, weight, clip))| (update, *weight, *clip)).collect();
			let one = aggregate(&base, &accepted, 1);
			let turn = turn.index(accepted.len());
			accepted.rotate_left(turn);
			prop_assert_eq!(one.to_bytes(), aggregate(&base, &accepted, threads).to_bytes());
		}

		#[test]
		fn a_parameter_stays_within_the_values_it_is_combined_from(
			mut values in proptest::collection::vec((-7i64 << 40..=7 << 40, 1u64..1_000_000), 1..12),
		) {
			let total: u64 = values.iter().map(|(_, weight)| weight).sum();
			let low = values.iter().map(|(value, _)| *value).min().unwrap();
			let high = values.iter().map(|(value, _)| *value).max().unwrap();
			let scale = |value: i64| i128::from(value) * i128::from(total);
			let combined = combine(&mut values) * 1_000_000_000_000;
			let slack = 1_000_000_000_000;
			prop_assert!(scale(low) - slack <= combined && combined <= scale(high) + slack);
		}

		#[test]
		fn less_than_a_fifth_of_the_weight_cannot_leave_the_others_range(
			honest in proptest::collection::vec(-1000i64..1000, 4..10),
			hostile in prop::sample::select(vec![-7i64 << 60, 7 << 59]),
		) {
			// Equal weights, one hostile among five or more; values in millionths.
			let mut values: Vec<(i64, u64)> = honest.iter().map(|value| (*value * 1_000_000, 1_000_000)).collect();
			values.push((hostile, 1_000_000));
			let count = values.len() as i128;
			let combined = combine(&mut values);
			let (low, high) = (*honest.iter().min().unwrap(), *honest.iter().max().unwrap());
			prop_assert!(i128::from(low) * count - 1 <= combined && combined <= i128::from(high) * count + 1);
		}
	}
}
