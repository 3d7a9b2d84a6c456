//! An attacker that knows our rule.

use super::Scene;
use crate::vector::{add_scaled, deviation, mean, norm, scaled};

/// Noise relative to the norm: two such updates overlap by about 0.94, below the check for copies.
const NOISE: f64 = 0.25;

/// The mean honest update plus `gamma` times its reverse and the standard deviation, with the largest `gamma` of a bisection
/// that our rule still accepts on the attackers' own data; then noise of each attacker's own.
pub fn adaptive(scene: &Scene<'_>, deltas: &mut [Vec<f32>]) {
	let views: Vec<&[f32]> = deltas.iter().map(Vec::as_slice).collect();
	let honest: Vec<&[f32]> =
		views.iter().zip(scene.attackers).filter(|(_, attacker)| !**attacker).map(|(delta, _)| *delta).collect();
	let middle = mean(&honest);
	let mut against = scaled(&deviation(&views), -1.0);
	// As strong as the honest update itself at gamma 1.
	let length = norm(&against);
	if length > 0.0 {
		against = scaled(&against, (norm(&middle) / length) as f32);
	}
	let at = |gamma: f32| {
		let mut delta = middle.clone();
		add_scaled(&mut delta, gamma, &against);
		delta
	};
	let first = (0..deltas.len()).find(|client| scene.attackers[*client]).unwrap_or(0);
	let (mut low, mut high) = (0.0, 4.0);
	for _ in 0..8 {
		let gamma = (low + high) / 2.0;
		let mut trial = at(gamma);
		scene.relative_noise(first, NOISE, &mut trial);
		if (scene.acceptable)(&trial) {
			low = gamma;
		} else {
			high = gamma;
		}
	}
	let made = at(low);
	scene.replace(deltas, |client, _| {
		let mut delta = made.clone();
		scene.relative_noise(client, NOISE, &mut delta);
		delta
	});
}
