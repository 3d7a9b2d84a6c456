//! Differential privacy for what a generator publishes: clipping, exact discrete Gaussian noise, and the accounting.
//!
//! **What is protected.** One generator's whole local data set, in every release. Two data sets are neighbours whatever
//! they hold: one may replace the other altogether. The clipped update of either has an L2 norm of at most `clip`, so they
//! differ by at most `2 clip`, the *sensitivity*. A single image is protected at least as well, being a special case, but
//! no better: a tighter bound for one image needs every image's gradient clipped in every step (DP-SGD), which training
//! here does not do.
//!
//! [`Mechanism::release`] is the only step that sees the update as it was trained. It ends before quantisation, so
//! quantising, compressing, encrypting and whatever others do with an update are post-processing and cost nothing. The
//! noise is as random as its source; the guarantee supposes that ChaCha20 with a seed of the operating system, see
//! [`secure_random`], cannot be told from true randomness.

mod accountant;
mod discrete_gaussian;
mod membership;

pub use accountant::Accountant;
pub use membership::{image_losses, threshold_attack, Attack};

use crate::Error;
use discrete_gaussian::{discrete_gaussian, MOST_DEVIATION};
use rand::{CryptoRng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use serde::{Deserialize, Serialize};

/// The clip norm lies between two to this power of the grid's units and twice that: fine enough that cutting values off
/// to the grid is lost in an update of any size.
const CLIP_BITS: i32 = 20;

/// Magnitudes beyond this, in units of the grid, are cut off before clipping, so that sums of squares fit 128 bits. It is
/// at least 2^27 times the clip norm.
const MOST_UNITS: i64 = 1 << 48;

/// What one release costs, exactly, in units of one grid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cost {
	/// Standard deviation of the noise in each coordinate.
	pub deviation: u64,
	/// How far the update can move in L2 when all the data is replaced.
	pub sensitivity: u64,
}

impl Cost {
	/// Noise over sensitivity: what [`Accountant::compose`] asks for.
	pub fn noise_multiplier(&self) -> f64 {
		self.deviation as f64 / self.sensitivity as f64
	}
}

/// Clips an update and adds noise to it, on a grid of powers of two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mechanism {
	/// A unit of the grid is two to the minus this.
	fraction_bits: i32,
	/// In units of the grid.
	clip: u64,
	/// In units of the grid.
	deviation: u64,
}

impl Mechanism {
	/// Clips to an L2 norm of `clip` and adds noise with a standard deviation of `noise_multiplier * clip` to each
	/// coordinate. The grid follows from `clip` alone, never from data.
	///
	/// # Errors
	/// [`Error::Options`] for a clip norm outside `1e-6..=1e6` or a noise multiplier outside `0.001..=64`.
	pub fn new(clip: f64, noise_multiplier: f64) -> Result<Mechanism, Error> {
		let refuse = |what, value, range| Err(Error::Options(format!("{what} is {value}, but must be {range}")));
		if !(1e-6..=1e6).contains(&clip) {
			return refuse("clip", clip, "between 0.000001 and 1000000");
		}
		if !(0.001..=64.0).contains(&noise_multiplier) {
			return refuse("noise_multiplier", noise_multiplier, "between 0.001 and 64");
		}
		let fraction_bits = CLIP_BITS - clip.log2().floor() as i32;
		let units = clip * 2f64.powi(fraction_bits);
		let deviation = ((units * noise_multiplier).ceil() as u64).min(MOST_DEVIATION);
		Ok(Mechanism { fraction_bits, clip: units.floor() as u64, deviation })
	}

	/// What each release costs.
	pub fn cost(&self) -> Cost {
		Cost { deviation: self.deviation, sensitivity: 2 * self.clip }
	}

	/// The clipped update with fresh noise, one value per parameter. Values that are not finite count as zero.
	///
	/// Nothing of a release may be shown to anybody before its cost is counted.
	pub fn release(&self, delta: &[f32], random: &mut impl CryptoRng) -> Vec<f32> {
		let unit = 2f64.powi(-self.fraction_bits);
		let noisy = |value: i64| ((value + discrete_gaussian(self.deviation, &mut *random)) as f64 * unit) as f32;
		self.clipped(delta).into_iter().map(noisy).collect()
	}

	/// The update in units of the grid, its L2 norm at most `clip`. Integers throughout: each value is cut off towards
	/// zero, and divided by a norm that was rounded up, so no rounding can carry it over.
	fn clipped(&self, delta: &[f32]) -> Vec<i64> {
		let scale = 2f64.powi(self.fraction_bits);
		let on_grid = |value: &f32| match value.is_finite() {
			true => ((f64::from(*value) * scale) as i64).clamp(-MOST_UNITS, MOST_UNITS),
			false => 0,
		};
		let mut values: Vec<i64> = delta.iter().map(on_grid).collect();
		let squares: u128 = values.iter().map(|value| u128::from(value.unsigned_abs()).pow(2)).sum();
		let root = squares.isqrt();
		let norm = (root + u128::from(root * root < squares)) as i128;
		let clip = i128::from(self.clip);
		if norm > clip {
			values.iter_mut().for_each(|value| *value = (i128::from(*value) * clip / norm) as i64);
		}
		values
	}
}

/// A cryptographically secure source of randomness: ChaCha20, seeded by the operating system.
///
/// # Errors
/// [`Error::Randomness`] when the system gives no seed.
pub fn secure_random() -> Result<ChaCha20Rng, Error> {
	ChaCha20Rng::try_from_os_rng().map_err(|error| Error::Randomness(error.to_string()))
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn norm(values: &[i64]) -> f64 {
		values.iter().map(|value| (*value as f64).powi(2)).sum::<f64>().sqrt()
	}

	proptest! {
		#[test]
		fn no_update_is_longer_than_the_clip_norm(
			values in proptest::collection::vec(any::<f32>(), 0..200),
			exponent in -20i32..20,
			clip in 1e-6f64..1e6,
		) {
			let mechanism = Mechanism::new(clip, 1.0).unwrap();
			let scaled: Vec<f32> = values.iter().map(|value| value * 2f32.powi(exponent)).collect();
			for delta in [values, scaled] {
				let clipped = mechanism.clipped(&delta);
				let squares: u128 = clipped.iter().map(|value| u128::from(value.unsigned_abs()).pow(2)).sum();
				prop_assert!(squares <= u128::from(mechanism.clip).pow(2));
			}
		}
	}

	#[test]
	fn long_updates_keep_their_direction_and_short_ones_their_length() {
		let mechanism = Mechanism::new(2.0, 1.0).unwrap();
		let unit = f64::from(1 << (CLIP_BITS - 1));
		let long = mechanism.clipped(&[30.0, 40.0]);
		assert!((long[0] as f64 / unit - 1.2).abs() < 1e-5 && (long[1] as f64 / unit - 1.6).abs() < 1e-5, "{long:?}");
		let many = vec![0.01; 1_000_000];
		assert!((norm(&mechanism.clipped(&many)) / unit - 2.0).abs() < 0.01);
		assert_eq!(mechanism.clipped(&[0.5, -1.0, f32::NAN, f32::INFINITY]), [1 << 18, -1 << 19, 0, 0]);
	}

	#[test]
	fn noise_has_the_deviation_that_is_counted() {
		for (clip, noise_multiplier) in [(0.37, 0.01), (5.0, 1.5), (1e-6, 64.0), (1e6, 0.001)] {
			let mechanism = Mechanism::new(clip, noise_multiplier).unwrap();
			let counted = mechanism.cost().noise_multiplier() * 2.0;
			assert!((noise_multiplier..noise_multiplier * 1.001).contains(&counted), "{counted}");
			let noise = mechanism.release(&vec![0.0; 20_000], &mut secure_random().unwrap());
			let variance = noise.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>() / noise.len() as f64;
			// Five standard errors.
			assert!((variance.sqrt() / (clip * noise_multiplier) - 1.0).abs() < 0.025, "{}", variance.sqrt());
		}
	}

	#[test]
	fn every_release_has_noise_of_its_own_around_the_clipped_update() {
		let mechanism = Mechanism::new(1.0, 0.001).unwrap();
		let (one, other) = (mechanism.release(&[9.0], &mut secure_random().unwrap()), {
			mechanism.release(&[9.0], &mut secure_random().unwrap())
		});
		assert!((one[0] - 1.0).abs() < 0.02 && (other[0] - 1.0).abs() < 0.02, "{one:?} {other:?}");
		let many = |_| mechanism.release(&[9.0], &mut secure_random().unwrap())[0].to_bits();
		assert!((0..20).map(many).collect::<std::collections::BTreeSet<_>>().len() > 10);
	}

	#[test]
	fn settings_that_cannot_work_are_named() {
		for (clip, noise_multiplier, name) in [
			(0.0, 1.0, "clip"),
			(f64::NAN, 1.0, "clip"),
			(1.0, 0.0, "noise_multiplier"),
			(1.0, 1e9, "noise_multiplier"),
		] {
			let error = Mechanism::new(clip, noise_multiplier).unwrap_err().to_string();
			assert!(error.contains(name), "{error}");
		}
	}
}
