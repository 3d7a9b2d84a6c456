//! Krum and what is built on it.

use crate::vector::{by_coordinate, mean, squared_distances};

/// Each update's sum of squared distances to its nearest `n - attackers - 2` others (Blanchard et al. 2017), at least one.
pub fn krum_scores(distances: &[Vec<f64>], attackers: usize) -> Vec<f64> {
	let count = distances.len();
	let near = count.saturating_sub(attackers + 2).clamp(1, count.saturating_sub(1).max(1));
	let score = |(own, row): (usize, &Vec<f64>)| {
		let mut others: Vec<f64> =
			row.iter().enumerate().filter(|(other, _)| *other != own).map(|(_, distance)| *distance).collect();
		others.sort_unstable_by(f64::total_cmp);
		others.iter().take(near).sum()
	};
	distances.iter().enumerate().map(score).collect()
}

/// The `keep` updates with the lowest scores, best first.
pub fn krum(deltas: &[&[f32]], attackers: usize, keep: usize) -> Vec<usize> {
	let scores = krum_scores(&squared_distances(deltas), attackers);
	let mut order: Vec<usize> = (0..deltas.len()).collect();
	order.sort_by(|one, two| scores[*one].total_cmp(&scores[*two]));
	order.truncate(keep);
	order
}

/// Mean of the `n - attackers` best.
pub fn multi_krum(deltas: &[&[f32]], attackers: usize) -> Vec<f32> {
	let keep = deltas.len().saturating_sub(attackers).max(1);
	let kept: Vec<&[f32]> = krum(deltas, attackers, keep).into_iter().map(|index| deltas[index]).collect();
	mean(&kept)
}

/// `n - 2 attackers` updates chosen by Krum one after the other, then per coordinate the mean of the values nearest to their
/// median, `2 attackers` fewer. It is meant for `n >= 4 attackers + 3`; beyond that each number is taken as at least one, as
/// in Flower's `aggregate_bulyan`.
pub fn bulyan(deltas: &[&[f32]], attackers: usize) -> Vec<f32> {
	let theta = deltas.len().saturating_sub(2 * attackers).max(1);
	let beta = theta.saturating_sub(2 * attackers).max(1);
	let mut distances = squared_distances(deltas);
	let mut left: Vec<usize> = (0..deltas.len()).collect();
	let mut chosen = Vec::with_capacity(theta);
	while chosen.len() < theta {
		let scores = krum_scores(&distances, attackers);
		let best = (0..left.len()).min_by(|one, two| scores[*one].total_cmp(&scores[*two]));
		let Some(best) = best else { break };
		chosen.push(deltas[left.remove(best)]);
		distances.remove(best);
		distances.iter_mut().for_each(|row| {
			row.remove(best);
		});
	}
	by_coordinate(&chosen, |values| {
		values.sort_unstable_by(f32::total_cmp);
		let median = (values[values.len() / 2] + values[(values.len() - 1) / 2]) / 2.0;
		values.sort_unstable_by(|one, two| (one - median).abs().total_cmp(&(two - median).abs()));
		values[..beta].iter().sum::<f32>() / beta as f32
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Five near each other, around the third; two far off and near each other.
	const SEVEN: [&[f32]; 7] =
		[&[0.9, 1.0], &[1.1, 1.0], &[1.0, 1.0], &[1.0, 0.9], &[1.0, 1.2], &[9.0, 9.0], &[9.0, 9.1]];

	#[test]
	fn krum_picks_the_one_in_the_middle() {
		assert_eq!(krum(&SEVEN, 2, 1), [2]);
	}

	#[test]
	fn multi_krum_leaves_out_the_far_ones() {
		let mut kept = krum(&SEVEN, 2, 5);
		kept.sort_unstable();
		assert_eq!(kept, [0, 1, 2, 3, 4]);
		for (value, expected) in multi_krum(&SEVEN, 2).iter().zip([1.0, 1.02]) {
			assert!((value - expected).abs() < 1e-6, "{value}");
		}
	}

	#[test]
	fn bulyan_stays_among_the_honest() {
		// Theta is 5 and beta 3 for one attacker.
		let out = bulyan(&SEVEN, 1);
		assert!(out.iter().all(|value| (0.9..=1.1).contains(value)), "{out:?}");
		// Far beyond what it is meant for it still gives one of the values.
		assert!(bulyan(&SEVEN, 6)[0] >= 0.9);
	}

	#[test]
	fn scores_sum_the_nearest_distances() {
		let distances = vec![
			vec![0.0, 1.0, 4.0, 9.0],
			vec![1.0, 0.0, 1.0, 4.0],
			vec![4.0, 1.0, 0.0, 1.0],
			vec![9.0, 4.0, 1.0, 0.0],
		];
		assert_eq!(krum_scores(&distances, 0), [5.0, 2.0, 2.0, 5.0]);
		assert_eq!(krum_scores(&distances, 1), [1.0, 1.0, 1.0, 1.0]);
	}
}
