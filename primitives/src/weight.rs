//! How much each accepted update counts.

use crate::{arithmetic::mul_div, MILLION};
use alloc::vec::Vec;

/// Cap on one identity's weight with `accepted` updates: `max(2/n, model_cap)`, in millionths, at most one.
pub fn cap(accepted: usize, model_cap: u32) -> u32 {
	let accepted = u32::try_from(accepted).unwrap_or(u32::MAX).max(1);
	let twice_equal = (MILLION.saturating_mul(2)).checked_div(accepted).unwrap_or(MILLION);
	twice_equal.max(model_cap).min(MILLION)
}

/// Weights in millionths that sum to exactly one million: each update's share of the summed scores, but
/// none above `cap`; what a cap cuts off goes to the others in proportion to their scores (water-filling).
/// Units lost to rounding go one each to the uncapped updates, highest score first, then lowest index.
///
/// Scores are of accepted updates; those below 1 count as 1, so that an accepted update never weighs nothing
/// for that alone. `cap` is raised to an equal share where it could not be met. Empty in, empty out.
pub fn water_fill(scores: &[i32], cap: u32) -> Vec<u32> {
	if scores.is_empty() {
		return Vec::new();
	}
	let count = scores.len() as u128;
	let million = u128::from(MILLION);
	let cap = u128::from(cap.min(MILLION)).max(million.div_ceil(count));
	let scores: Vec<u128> = scores.iter().map(|score| u128::from(score.max(&1).unsigned_abs())).collect();
	let mut weights: Vec<Option<u128>> = scores.iter().map(|_| None).collect();
	let mut left = million;
	loop {
		let open: u128 =
			scores.iter().zip(&weights).filter(|(_, weight)| weight.is_none()).map(|(score, _)| *score).sum();
		if open == 0 {
			break;
		}
		// Fix every update whose share of what is left is above the cap, then share out the rest again.
		let mut cut = 0u128;
		for (score, weight) in scores.iter().zip(weights.iter_mut()) {
			if weight.is_none() && mul_div(left, *score, open) > cap {
				*weight = Some(cap);
				cut = cut.saturating_add(cap);
			}
		}
		if cut > 0 {
			left = left.saturating_sub(cut);
			continue;
		}
		let mut given = 0u128;
		for (score, weight) in scores.iter().zip(weights.iter_mut()) {
			if weight.is_none() {
				let part = mul_div(left, *score, open);
				*weight = Some(part);
				given = given.saturating_add(part);
			}
		}
		left = left.saturating_sub(given);
		break;
	}
	let mut weights: Vec<u128> = weights.into_iter().map(|weight| weight.unwrap_or(0)).collect();
	let mut order: Vec<usize> = (0..scores.len()).collect();
	order.sort_by_key(|index| (core::cmp::Reverse(scores.get(*index).copied().unwrap_or(0)), *index));
	while left > 0 {
		let before = left;
		for index in &order {
			if let Some(weight) = weights.get_mut(*index) {
				if left > 0 && *weight < cap {
					*weight = weight.saturating_add(1);
					left = left.saturating_sub(1);
				}
			}
		}
		if left == before {
			break;
		}
	}
	weights.into_iter().map(|weight| u32::try_from(weight).unwrap_or(MILLION)).collect()
}

/// How much of an update is kept when its norm is clipped to the median norm of the accepted ones:
/// `min(1, median / norm)` in millionths.
pub fn clip(norm: u64, median: u64) -> u32 {
	if norm <= median {
		return MILLION;
	}
	u32::try_from(mul_div(u128::from(median), u128::from(MILLION), u128::from(norm))).unwrap_or(MILLION).min(MILLION)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn one_update_takes_all() {
		assert_eq!(water_fill(&[17], cap(1, 0)), [MILLION]);
	}

	#[test]
	fn what_the_cap_cuts_off_goes_to_the_others() {
		let weights = water_fill(&[900, 50, 50, 50], cap(4, 0));
		assert_eq!(weights, [500_000, 166_667, 166_667, 166_666]);
	}

	#[test]
	fn cap_is_twice_an_equal_share_or_the_models_own() {
		assert_eq!(cap(4, 0), 500_000);
		assert_eq!(cap(10, 300_000), 300_000);
		assert_eq!(cap(1, 0), MILLION);
	}

	#[test]
	fn clip_keeps_small_updates_whole() {
		assert_eq!(clip(10, 20), MILLION);
		assert_eq!(clip(40, 20), 500_000);
		assert_eq!(clip(0, 0), MILLION);
	}

	proptest! {
		#[test]
		fn weights_sum_to_one_and_stay_below_the_cap(scores in proptest::collection::vec(any::<i32>(), 1..80), cap_part in 0u32..=MILLION) {
			let weights = water_fill(&scores, cap_part);
			prop_assert_eq!(weights.iter().map(|weight| u64::from(*weight)).sum::<u64>(), u64::from(MILLION));
			let bound = cap_part.max(MILLION.div_ceil(scores.len() as u32));
			prop_assert!(weights.iter().all(|weight| *weight <= bound));
		}

		#[test]
		fn influence_grows_at_most_linearly_in_identities(
			others in proptest::collection::vec(1i32..1_000_000, 0..40),
			own in proptest::collection::vec(any::<i32>(), 1..20),
			model_cap in 0u32..=MILLION,
		) {
			// Each identity has one update and a bond of its own, however many devices, licences or images it has.
			let scores: Vec<i32> = own.iter().chain(&others).copied().collect();
			let cap = cap(scores.len(), model_cap);
			let weight: u64 = water_fill(&scores, cap).iter().take(own.len()).map(|weight| u64::from(*weight)).sum();
			let least_cap = u64::from(cap.max(MILLION.div_ceil(scores.len() as u32)));
			prop_assert!(weight <= own.len() as u64 * least_cap);
		}

		#[test]
		fn a_better_score_never_weighs_less(scores in proptest::collection::vec(1i32..10_000, 2..20)) {
			let weights = water_fill(&scores, cap(scores.len(), 0));
			for (one, weight) in scores.iter().zip(&weights) {
				for (other, than) in scores.iter().zip(&weights) {
					prop_assert!(one <= other || weight >= than);
				}
			}
		}
	}
}
