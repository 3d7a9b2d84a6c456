//! Means and medians of each coordinate.

use crate::vector::{by_coordinate, weighted_mean};

/// Mean by number of images.
pub fn by_size(deltas: &[&[f32]], sizes: &[usize]) -> Vec<f32> {
	let weights: Vec<f64> = sizes.iter().map(|size| *size as f64).collect();
	weighted_mean(deltas, &weights)
}

/// Median of each coordinate; the mean of both middle values where there are two.
pub fn median(deltas: &[&[f32]]) -> Vec<f32> {
	by_coordinate(deltas, |values| {
		let (odd, half) = (values.len() % 2 == 1, values.len() / 2);
		let (below, middle, _) = values.select_nth_unstable_by(half, f32::total_cmp);
		if odd {
			return *middle;
		}
		(below.iter().copied().fold(f32::NEG_INFINITY, f32::max) + *middle) / 2.0
	})
}

/// Mean of each coordinate without its `trim` lowest and highest values, of which at least one or two stay.
pub fn trimmed_mean(deltas: &[&[f32]], trim: usize) -> Vec<f32> {
	let trim = trim.min((deltas.len() - 1) / 2);
	by_coordinate(deltas, |values| {
		values.sort_unstable_by(f32::total_cmp);
		let kept = &values[trim..values.len() - trim];
		kept.iter().sum::<f32>() / kept.len() as f32
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	const FIVE: [&[f32]; 5] = [&[1.0, 9.0], &[2.0, 0.0], &[3.0, 1.0], &[4.0, 2.0], &[100.0, -50.0]];

	#[test]
	fn the_mean_goes_by_number_of_images() {
		assert_eq!(by_size(&[&[0.0], &[4.0]], &[3, 1]), [1.0]);
	}

	#[test]
	fn the_median_is_the_middle_or_between_both_middles() {
		assert_eq!(median(&FIVE), [3.0, 1.0]);
		assert_eq!(median(&FIVE[..4]), [2.5, 1.5]);
	}

	#[test]
	fn trimming_leaves_out_both_ends() {
		assert_eq!(trimmed_mean(&FIVE, 1), [3.0, 1.0]);
		assert_eq!(trimmed_mean(&FIVE, 0)[0], 22.0);
		// More attackers than can be trimmed: the median is left.
		assert_eq!(trimmed_mean(&FIVE, 4), [3.0, 1.0]);
	}
}
