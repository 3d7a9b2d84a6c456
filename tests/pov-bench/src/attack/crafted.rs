//! Updates computed from everybody else's.

use super::Scene;
use crate::{
	defence::krum_scores,
	vector::{by_coordinate, deviation, dot, mean, norm, scaled, squared_distance, squared_distances},
};

/// The mean less `z` times the square root of the standard deviation, per parameter, where `z` is the normal distribution
/// function of the part of honest clients that need not be won over.
///
/// That is what `lie_attack` in `attacks.py` of Flower's `flanders` computes: Baruch et al. 2019 have the inverse of that
/// function and the standard deviation itself, which is not defined for a majority of attackers.
pub fn lie(scene: &Scene<'_>, deltas: &[&[f32]]) -> Vec<f32> {
	let z = lie_factor(deltas.len(), scene.attackers.iter().filter(|attacker| **attacker).count()) as f32;
	by_coordinate(deltas, |values| {
		let count = values.len() as f32;
		let mean = values.iter().sum::<f32>() / count;
		let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f32>() / count;
		mean - z * variance.sqrt().sqrt()
	})
}

/// `z` of [`lie`].
pub fn lie_factor(clients: usize, attackers: usize) -> f64 {
	let (clients, attackers) = (clients as f64, attackers as f64);
	let supporters = (clients / 2.0 + 1.0).floor() - attackers;
	let x = (clients - attackers - supporters) / (clients - attackers);
	normal_distribution(x)
}

/// Distribution function of the standard normal distribution, within 1e-7 (Abramowitz and Stegun 1964, 26.2.17).
fn normal_distribution(x: f64) -> f64 {
	let t = 1.0 / (1.0 + 0.231_641_9 * x.abs());
	let powers = [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
	let sum = powers.iter().rev().fold(0.0, |sum, factor| (sum + factor) * t);
	let tail = (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * sum;
	if x < 0.0 {
		tail
	} else {
		1.0 - tail
	}
}

/// The base less `lambda` times its sign, with the largest `lambda` of a series of halves that Krum selects (`fang_attack` of
/// Flower's `flanders`; parameters taken as one layer).
pub fn opt(scene: &Scene<'_>, deltas: &[&[f32]]) -> Vec<f32> {
	let sign = |value: &f32| if *value == 0.0 { 0.0 } else { -value.signum() };
	let direction: Vec<f32> = scene.global.iter().map(sign).collect();
	let attackers = scene.attackers.iter().filter(|attacker| **attacker).count().max(2);
	let mut distances = squared_distances(deltas);
	let scores = krum_scores(&distances, attackers);
	let honest = || (0..deltas.len()).filter(|client| !scene.attackers[*client]);
	let nearest = honest().map(|client| scores[client]).fold(f64::INFINITY, f64::min);
	let farthest = honest().map(|client| norm(deltas[client]).powi(2)).fold(0.0, f64::max);
	let mut lambda = (nearest / ((deltas.len().max(3) - 2) * (attackers - 1)) as f64 + farthest).min(999.0);
	let squares: Vec<f64> = deltas.iter().map(|delta| dot(delta, delta)).collect();
	let products: Vec<f64> = deltas.iter().map(|delta| dot(delta, &direction)).collect();
	let own = dot(&direction, &direction);
	loop {
		let square = |client: usize| squares[client] - 2.0 * lambda * products[client] + lambda * lambda * own;
		for (one, row) in distances.iter_mut().enumerate() {
			for (two, distance) in row.iter_mut().enumerate() {
				match (scene.attackers[one], scene.attackers[two]) {
					(false, false) => {},
					(true, true) => *distance = 0.0,
					(true, false) => *distance = square(two),
					(false, true) => *distance = square(one),
				}
			}
		}
		let scores = krum_scores(&distances, attackers);
		let best = (0..scores.len()).min_by(|one, two| scores[*one].total_cmp(&scores[*two]));
		if best.is_some_and(|best| scene.attackers[best]) || lambda * 0.5 <= 1e-5 {
			return scaled(&direction, lambda as f32);
		}
		lambda *= 0.5;
	}
}

/// The honest mean, reversed, at half its length.
pub fn ipm(scene: &Scene<'_>, deltas: &[&[f32]]) -> Vec<f32> {
	let honest: Vec<&[f32]> =
		deltas.iter().zip(scene.attackers).filter(|(_, attacker)| !**attacker).map(|(delta, _)| *delta).collect();
	scaled(&mean(&honest), -0.5)
}

/// The mean less `gamma` standard deviations, with the largest `gamma` that keeps the result as near to every honest update
/// as honest updates are to each other (algorithm 1 of Shejwalkar and Houmansadr 2021, from 5, to 1e-5).
///
/// `minmax_attack` of Flower's `flanders` halves its first step, so that its search cannot go below 2.5; this one can.
pub fn min_max(scene: &Scene<'_>, deltas: &[&[f32]]) -> Vec<f32> {
	let (middle, spread) = (mean(deltas), deviation(deltas));
	let honest: Vec<&[f32]> =
		deltas.iter().zip(scene.attackers).filter(|(_, attacker)| !**attacker).map(|(delta, _)| *delta).collect();
	let widest = squared_distances(&honest).concat().into_iter().fold(0.0, f64::max);
	let own = dot(&spread, &spread);
	let terms: Vec<(f64, f64)> = honest
		.iter()
		.map(|delta| (squared_distance(&middle, delta), dot(&middle, &spread) - dot(delta, &spread)))
		.collect();
	let farthest = |gamma: f64| {
		terms.iter().map(|(square, product)| square - 2.0 * gamma * product + gamma * gamma * own).fold(0.0, f64::max)
	};
	let (mut gamma, mut step, mut found) = (5.0, 5.0, 0.0);
	while step > 1e-5 {
		if farthest(gamma) < widest {
			found = gamma;
			gamma += step / 2.0;
		} else {
			gamma -= step / 2.0;
		}
		step /= 2.0;
	}
	middle.iter().zip(&spread).map(|(middle, spread)| middle - found as f32 * spread).collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_distribution_function_has_its_known_values() {
		for (x, expected) in [(0.0, 0.5), (1.0, 0.841_344_7), (-1.96, 0.024_997_9), (2.45, 0.992_857_2)] {
			assert!((normal_distribution(x) - expected).abs() < 2e-7, "{x}");
		}
	}

	#[test]
	fn the_factor_is_the_published_one() {
		// 31 of 80 honest clients have to be won over: the distribution function at 49 / 80.
		assert!((lie_factor(100, 20) - normal_distribution(0.6125)).abs() < 1e-12);
		assert!((lie_factor(100, 80) - normal_distribution(2.45)).abs() < 1e-12);
	}

	#[test]
	fn min_max_stops_where_it_is_as_far_off_as_honest_updates_are_apart() {
		// The mean is (1, 1) and the farthest honest pair a diagonal apart, so the result may go down to (0, 0).
		let deltas: [&[f32]; 6] = [&[0.0, 0.0], &[2.0, 0.0], &[0.0, 2.0], &[2.0, 2.0], &[1.0, 1.0], &[1.0, 1.0]];
		let scene = Scene {
			global: &[0.0, 0.0],
			last_move: &[0.0, 0.0],
			attackers: &[false, false, false, false, true, true],
			acceptable: &|_| true,
			random: &|client| crate::seed::stream(1, "test", &[client]),
		};
		for value in min_max(&scene, &deltas) {
			assert!(value.abs() < 1e-3, "{value}");
		}
	}
}
