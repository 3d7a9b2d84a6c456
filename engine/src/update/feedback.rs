//! Error feedback: what a sparse update leaves out is kept, and added to what the next one is made of.
//!
//! With `m = delta + DECAY^rounds * residual` the update is `sent = sparse(m)` and the next residual `m - sent` (Seide et
//! al. 2014, Stich et al. 2018; the decay as in SparseLoCo, Sarfi et al. 2025). So small differences that are never among
//! the largest of their chunk reach the model once they have added up.

use super::{quantise_sparse, Update};
use crate::checkpoint::Checkpoint;

/// What is left of a residual after each round.
pub const DECAY: f32 = 0.95;

/// The sparse update for a difference to the base checkpoint and the residual of `rounds` rounds ago, and the residual
/// after it. All have one value per parameter; `residual` may be empty for "none yet". Values that are not finite become
/// zero in both.
///
/// Panics when `delta` has not as many values as the checkpoint has parameters, or a residual that is not empty.
pub fn quantise_with_feedback(
	base: &Checkpoint,
	mut delta: Vec<f32>,
	residual: &[f32],
	rounds: u32,
) -> (Update, Vec<f32>) {
	if !residual.is_empty() {
		assert_eq!(residual.len(), delta.len(), "a residual has one value per parameter");
		let decay = DECAY.powi(rounds.min(1000) as i32);
		delta.iter_mut().zip(residual).for_each(|(value, left)| *value += decay * left);
	}
	for value in delta.iter_mut().filter(|value| !value.is_finite()) {
		*value = 0.0;
	}
	let update = quantise_sparse(base, &delta);
	delta.iter_mut().zip(update.to_delta()).for_each(|(value, sent)| *value -= sent);
	(update, delta)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{dataset::tests::TINY, update::ENTRIES};

	#[test]
	fn sent_and_kept_are_the_difference_and_the_decayed_residual() {
		let base = Checkpoint::initialise(TINY, 1).unwrap();
		let delta: Vec<f32> = (0..base.parameters().len()).map(|index| (index as f32 * 0.7).sin() / 256.0).collect();
		let (first, left) = quantise_with_feedback(&base, delta.clone(), &[], 1);
		for ((exact, sent), left) in delta.iter().zip(first.to_delta()).zip(&left) {
			assert_eq!(*exact - sent, *left);
		}
		let (second, after) = quantise_with_feedback(&base, delta.clone(), &left, 2);
		for (((exact, before), sent), after) in delta.iter().zip(&left).zip(second.to_delta()).zip(&after) {
			assert!((exact + DECAY * DECAY * before - sent - after).abs() < 1e-9);
		}
	}

	#[test]
	fn small_values_get_their_turn() {
		let base = Checkpoint::initialise(TINY, 1).unwrap();
		// Larger ones take all the places of any single round.
		let mut delta = vec![0.0; base.parameters().len()];
		delta[..ENTRIES].fill(0.01);
		delta[100] = 0.004;
		let mut residual = Vec::new();
		let mut turns = 0;
		for _ in 0..20 {
			let (update, left) = quantise_with_feedback(&base, delta.clone(), &residual, 1);
			turns += usize::from(update.to_delta()[100] != 0.0);
			residual = left;
		}
		assert!((1..20).contains(&turns), "{turns}");
	}

	#[test]
	fn what_is_not_finite_is_neither_sent_nor_kept() {
		let base = Checkpoint::initialise(TINY, 1).unwrap();
		let mut delta = vec![0.01; base.parameters().len()];
		delta[..2].copy_from_slice(&[f32::NAN, f32::INFINITY]);
		let (update, left) = quantise_with_feedback(&base, delta, &[], 1);
		assert_eq!((update.to_delta()[..2].to_vec(), left[..2].to_vec()), (vec![0.0; 2], vec![0.0; 2]));
	}
}
