//! FLTrust (Cao et al. 2021): the defence that has the same information as ours, the held-out set.

use super::Round;
use crate::{
	train::{train, Poison},
	vector::{dot, norm, scaled, weighted_mean},
};

/// An update trained on the held-out set as a client would.
pub fn server_update(round: &Round<'_>) -> Vec<f32> {
	train(round.setting, round.global, round.held_out, Poison::None, &mut (round.random)("server update"))
}

/// Mean of the updates, each scaled to the server's norm, weighted by the positive part of its cosine with the server's.
pub fn trusted(deltas: &[&[f32]], server: &[f32]) -> Vec<f32> {
	let length = norm(server);
	let mut weights = Vec::with_capacity(deltas.len());
	let mut resized = Vec::with_capacity(deltas.len());
	for delta in deltas {
		let own = norm(delta);
		let cosine = if own > 0.0 && length > 0.0 { dot(delta, server) / own / length } else { 0.0 };
		weights.push(cosine.max(0.0));
		resized.push(scaled(delta, if own > 0.0 { (length / own) as f32 } else { 0.0 }));
	}
	let views: Vec<&[f32]> = resized.iter().map(Vec::as_slice).collect();
	weighted_mean(&views, &weights)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn opposite_updates_count_for_nothing_and_large_ones_are_shrunk() {
		let out = trusted(&[&[10.0, 0.0], &[0.0, -3.0], &[-5.0, 0.0]], &[2.0, 0.0]);
		assert_eq!(out, [2.0, 0.0]);
	}

	#[test]
	fn nothing_trusted_changes_nothing() {
		assert_eq!(trusted(&[&[-1.0, 0.0]], &[1.0, 0.0]), [0.0, 0.0]);
	}
}
