//! Membership inference: can one tell from a model which images it was trained on?
//!
//! The attack by a loss threshold (Yeom et al. 2018, "Privacy risk in machine learning"): images with a low loss are taken
//! for members. It measures one attack; only the accountant's epsilon bounds them all.

use crate::{backend, batch::Batch, checkpoint::Checkpoint, dataset::Dataset, Error};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Images that pass through the model at once.
const CHUNK: usize = 64;

/// How well an attack tells members from others.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Attack {
	/// Probability that a member looks more like one than another image does: 0.5 is guessing.
	pub area_under_curve: f64,
	/// Part of the members that are found by a threshold that takes at most 1 % of the others for members.
	pub found_at_one_percent: f64,
}

/// Mean loss of each image over `draws` times and noises, the same for all images and, with the same seed, for all models
/// (common random numbers).
///
/// # Errors
/// [`Error::Options`] for no draws, [`Error::Dataset`] for a data set of another image size.
pub fn image_losses(
	checkpoint: &Checkpoint,
	data: &Dataset,
	draws: u32,
	seed: u64,
	threads: usize,
) -> Result<Vec<f64>, Error> {
	let shape = checkpoint.shape();
	data.check(shape)?;
	if draws == 0 {
		return Err(Error::Options("there are 0 draws, but an image has a loss only over some".into()));
	}
	let mut backend = backend::best(shape, checkpoint.shared_layout(), threads);
	backend.load(checkpoint.parameters());
	let mut random = ChaCha8Rng::seed_from_u64(seed);
	let mut sums = vec![0.0; data.len()];
	let mut out = [0.0; CHUNK];
	for draw in 0..draws {
		let time = (draw as f32 + 0.5) / draws as f32;
		let noise: Vec<f32> = (0..shape.image()).map(|_| StandardNormal.sample(&mut random)).collect();
		for (chunk, sums) in sums.chunks_mut(CHUNK).enumerate() {
			let indices = chunk * CHUNK..chunk * CHUNK + sums.len();
			let mut batch = Batch {
				noisy: vec![0.0; sums.len() * noise.len()],
				velocity: Vec::with_capacity(sums.len() * noise.len()),
				times: vec![time; sums.len()],
				classes: indices.clone().map(|index| data.label(index)).collect(),
				words: indices.clone().flat_map(|index| data.caption(index).iter().copied()).collect(),
			};
			for (index, noisy) in indices.zip(batch.noisy.chunks_exact_mut(noise.len())) {
				data.values(index, noisy);
				for (value, noise) in noisy.iter_mut().zip(&noise) {
					batch.velocity.push(*value - noise);
					*value = time * *value + (1.0 - time) * noise;
				}
			}
			backend.losses(&batch, &mut out[..sums.len()]);
			sums.iter_mut().zip(&out).for_each(|(sum, loss)| *sum += f64::from(*loss));
		}
	}
	Ok(sums.iter().map(|sum| sum / f64::from(draws)).collect())
}

/// Takes images with a loss below a threshold for members. Neither slice may be empty.
///
/// # Errors
/// [`Error::Options`] when one of them is.
pub fn threshold_attack(members: &[f64], others: &[f64]) -> Result<Attack, Error> {
	if members.is_empty() || others.is_empty() {
		return Err(Error::Options("an attack needs losses of members and of others".into()));
	}
	let mut sorted = others.to_vec();
	sorted.sort_unstable_by(f64::total_cmp);
	let above = |loss: &f64| {
		let below = sorted.partition_point(|other| other < loss);
		let not_above = sorted.partition_point(|other| other <= loss);
		// Half for ties.
		(sorted.len() as f64 - (below + not_above) as f64 / 2.0) / sorted.len() as f64
	};
	// So many others lie strictly below the threshold, at most.
	let threshold = sorted[sorted.len() / 100];
	let found = members.iter().filter(|loss| **loss < threshold).count();
	Ok(Attack {
		area_under_curve: members.iter().map(above).sum::<f64>() / members.len() as f64,
		found_at_one_percent: found as f64 / members.len() as f64,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		dataset::tests::{synthetic, TINY},
		held_out_loss,
	};

	#[test]
	fn an_attack_is_as_good_as_members_and_others_are_far_apart() {
		let others: Vec<f64> = (0..200).map(f64::from).collect();
		let attack = |members: &[f64]| threshold_attack(members, &others).unwrap();
		assert_eq!(attack(&[-1.0, -2.0]), Attack { area_under_curve: 1.0, found_at_one_percent: 1.0 });
		assert_eq!(attack(&[300.0]), Attack { area_under_curve: 0.0, found_at_one_percent: 0.0 });
		assert!((attack(&others).area_under_curve - 0.5).abs() < 1e-12);
		assert_eq!(attack(&others).found_at_one_percent, 0.01);
		assert_eq!(attack(&[-1.0, 99.5]), Attack { area_under_curve: 0.75, found_at_one_percent: 0.5 });
		assert!(threshold_attack(&[], &others).is_err());
	}

	#[test]
	fn losses_of_single_images_average_to_the_loss_of_the_set() {
		let (checkpoint, data) = (Checkpoint::initialise(TINY, 1).unwrap(), synthetic(&TINY, 70));
		let losses = image_losses(&checkpoint, &data, 40, 1, 1).unwrap();
		let mean = losses.iter().sum::<f64>() / losses.len() as f64;
		let expected = held_out_loss(&checkpoint, &data, 2, 4000, 1);
		assert!((mean / expected - 1.0).abs() < 0.1, "{mean} {expected}");
		assert_eq!(losses, image_losses(&checkpoint, &data, 40, 1, 2).unwrap());
		assert_ne!(losses, image_losses(&checkpoint, &data, 40, 2, 1).unwrap());
		assert!(image_losses(&checkpoint, &data, 0, 1, 1).is_err());
	}
}
