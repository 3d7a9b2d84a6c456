//! Centred clipping (Karimireddy et al. 2021).

use crate::vector::{add_scaled, squared_distance};

/// Passes over the updates; more than one helps where the centre is far off.
const PASSES: usize = 3;

/// The last aggregate, moved by the mean of the differences to it, each clipped. `last` is empty in the first round.
///
/// The radius, a constant in the paper, is here each pass's median distance, because the length of updates differs between
/// settings.
pub fn centred(deltas: &[&[f32]], last: Vec<f32>) -> Vec<f32> {
	let mut centre = if last.is_empty() { vec![0.0; deltas[0].len()] } else { last };
	for _ in 0..PASSES {
		let distances: Vec<f64> = deltas.iter().map(|delta| squared_distance(delta, &centre).sqrt()).collect();
		let mut sorted = distances.clone();
		sorted.sort_unstable_by(f64::total_cmp);
		let radius = sorted[(sorted.len() - 1) / 2];
		let mut sum = vec![0.0; centre.len()];
		for (delta, distance) in deltas.iter().zip(&distances) {
			let factor = if *distance > radius { radius / distance } else { 1.0 } as f32;
			let difference: Vec<f32> = delta.iter().zip(&centre).map(|(delta, centre)| delta - centre).collect();
			add_scaled(&mut sum, factor / deltas.len() as f32, &difference);
		}
		add_scaled(&mut centre, 1.0, &sum);
	}
	centre
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn equal_updates_are_their_own_aggregate() {
		assert_eq!(centred(&[&[2.0, 1.0], &[2.0, 1.0]], Vec::new()), [2.0, 1.0]);
	}

	#[test]
	fn an_outlier_moves_the_aggregate_no_farther_than_others_do() {
		let out = centred(&[&[1.0], &[1.0], &[1.0], &[1000.0]], vec![1.0]);
		assert_eq!(out, [1.0]);
		let out = centred(&[&[1.0], &[1.1], &[0.9], &[1000.0]], vec![1.0]);
		assert!((out[0] - 1.0).abs() < 0.1, "{out:?}");
	}
}
