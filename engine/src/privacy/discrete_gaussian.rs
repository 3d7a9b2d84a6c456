//! Exact samples of the discrete Gaussian distribution (Canonne, Kamath and Steinke 2020, "The discrete Gaussian for
//! differential privacy", algorithms 1 to 3).
//!
//! Only integers and uniform bits are used. A continuous Gaussian in floating point, rounded, has gaps in its low bits
//! that can give away what was added to it (Mironov 2012, "On significance of the least significant bits for
//! differential privacy").

use rand::CryptoRng;

/// Largest standard deviation that [`discrete_gaussian`] takes: products below fit 128 bits.
pub(crate) const MOST_DEVIATION: u64 = 1 << 27;

/// One sample: the integer `x` comes with a probability in proportion to `exp(-x^2 / (2 deviation^2))`. `deviation` is
/// between 1 and [`MOST_DEVIATION`].
pub(crate) fn discrete_gaussian(deviation: u64, random: &mut impl CryptoRng) -> i64 {
	let scale = deviation + 1;
	let (variance, t) = (u128::from(deviation).pow(2), u128::from(scale));
	loop {
		let sample = discrete_laplace(scale, random);
		// (|sample| - variance / t)^2 / (2 variance), times t^2 above and below. It saturates only for samples beyond a
		// thousand times the scale.
		let gap = (u128::from(sample.unsigned_abs()) * t).abs_diff(variance);
		if bernoulli_exp(gap.saturating_mul(gap), 2 * variance * t * t, random) {
			return sample;
		}
	}
}

/// The integer `x` with a probability in proportion to `exp(-|x| / scale)`.
fn discrete_laplace(scale: u64, random: &mut impl CryptoRng) -> i64 {
	loop {
		let rest = below(scale.into(), random);
		if !bernoulli_exp(rest, scale.into(), random) {
			continue;
		}
		// Geometric: a million of them is less likely than any error of the machine.
		let mut whole = 0;
		while bernoulli_exp(1, 1, random) {
			whole += 1;
		}
		let magnitude = rest as i64 + scale as i64 * whole;
		let negative = bernoulli(1, 2, random);
		// Zero has one sign.
		if !(negative && magnitude == 0) {
			return if negative { -magnitude } else { magnitude };
		}
	}
}

/// True with probability `exp(-numerator / denominator)`.
fn bernoulli_exp(numerator: u128, denominator: u128, random: &mut impl CryptoRng) -> bool {
	let (mut whole, rest) = (numerator / denominator, numerator % denominator);
	while whole > 0 {
		if !bernoulli_exp_of_fraction(1, 1, random) {
			return false;
		}
		whole -= 1;
	}
	bernoulli_exp_of_fraction(rest, denominator, random)
}

/// [`bernoulli_exp`] for a ratio of at most 1: the alternating series of `exp(-x)` as a race.
fn bernoulli_exp_of_fraction(numerator: u128, denominator: u128, random: &mut impl CryptoRng) -> bool {
	let mut turn = 1;
	// A ratio over `turn` is two independent draws, and no product.
	while bernoulli(numerator, denominator, random) && bernoulli(1, turn, random) {
		turn += 1;
	}
	turn % 2 == 1
}

/// True with probability `numerator / denominator`.
fn bernoulli(numerator: u128, denominator: u128, random: &mut impl CryptoRng) -> bool {
	below(denominator, random) < numerator
}

/// Uniform below a bound that is not zero. By rejection, so that it is exact: `rand`'s own ranges accept a small bias.
fn below(bound: u128, random: &mut impl CryptoRng) -> u128 {
	let most = bound - 1;
	if most == 0 {
		return 0;
	}
	loop {
		let low = u128::from(random.next_u64());
		let high = if most >> 64 > 0 { u128::from(random.next_u64()) << 64 } else { 0 };
		let value = (high | low) & (u128::MAX >> most.leading_zeros());
		if value <= most {
			return value;
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use rand::SeedableRng;
	use rand_chacha::ChaCha20Rng;

	const SAMPLES: usize = 200_000;

	/// Pearson's statistic of counts against probabilities, in standard deviations of its distribution.
	fn excess(counts: &[u64], probabilities: &[f64]) -> f64 {
		let total: u64 = counts.iter().sum();
		let terms = counts.iter().zip(probabilities).map(|(count, probability)| {
			let expected = probability * total as f64;
			assert!(expected > 5.0, "too few samples for the test");
			(*count as f64 - expected).powi(2) / expected
		});
		let freedom = counts.len() as f64 - 1.0;
		(terms.sum::<f64>() - freedom) / (2.0 * freedom).sqrt()
	}

	/// Samples of `draw` counted from `-reach` to `reach`, what lies outside in the outermost.
	fn counts(reach: i64, mut draw: impl FnMut() -> i64) -> Vec<u64> {
		let mut counts = vec![0; 2 * reach as usize + 1];
		for _ in 0..SAMPLES {
			counts[(draw().clamp(-reach, reach) + reach) as usize] += 1;
		}
		counts
	}

	/// Probabilities in proportion to `weight`, cut off as in [`counts`].
	fn probabilities(reach: i64, weight: impl Fn(f64) -> f64) -> Vec<f64> {
		let all: f64 = (-1000..=1000).map(|x| weight(f64::from(x))).sum();
		let tail: f64 = (reach..=1000).map(|x| weight(x as f64)).sum();
		let inner = (1 - reach..reach).map(|x| weight(x as f64) / all);
		std::iter::once(tail / all).chain(inner).chain([tail / all]).collect()
	}

	#[test]
	fn samples_have_the_probabilities_of_the_discrete_gaussian() {
		let mut random = ChaCha20Rng::seed_from_u64(1);
		for deviation in [1, 2, 3, 10] {
			let reach = 3 * deviation as i64;
			let expected = probabilities(reach, |x| (-x * x / 2.0 / (deviation as f64).powi(2)).exp());
			let excess = excess(&counts(reach, || discrete_gaussian(deviation, &mut random)), &expected);
			assert!(excess.abs() < 4.0, "{deviation}: {excess}");
		}
	}

	#[test]
	fn samples_of_the_laplace_step_have_its_probabilities() {
		let mut random = ChaCha20Rng::seed_from_u64(2);
		for scale in [1, 4] {
			let reach = 5 * scale as i64;
			let expected = probabilities(reach, |x| (-x.abs() / scale as f64).exp());
			let excess = excess(&counts(reach, || discrete_laplace(scale, &mut random)), &expected);
			assert!(excess.abs() < 4.0, "{scale}: {excess}");
		}
	}

	#[test]
	fn large_deviations_have_the_moments_of_a_gaussian() {
		let mut random = ChaCha20Rng::seed_from_u64(3);
		for deviation in [1000, MOST_DEVIATION] {
			let scaled = |_| discrete_gaussian(deviation, &mut random) as f64 / deviation as f64;
			let samples: Vec<f64> = (0..SAMPLES).map(scaled).collect();
			let moment = |power| samples.iter().map(|x| x.powi(power)).sum::<f64>() / SAMPLES as f64;
			// Five standard errors each.
			let error = 5.0 / (SAMPLES as f64).sqrt();
			assert!(moment(1).abs() < error, "{}", moment(1));
			assert!((moment(2) - 1.0).abs() < 2f64.sqrt() * error, "{}", moment(2));
			assert!(moment(3).abs() < 15f64.sqrt() * error, "{}", moment(3));
			assert!((moment(4) - 3.0).abs() < 96f64.sqrt() * error, "{}", moment(4));
		}
	}

	#[test]
	fn exponentials_come_true_as_often_as_they_should() {
		let mut random = ChaCha20Rng::seed_from_u64(4);
		for (numerator, denominator) in [(0, 7), (1, 100), (1, 2), (1, 1), (5, 2), (4, 1), (u128::MAX / 3, u128::MAX)] {
			let hits = (0..SAMPLES).filter(|_| bernoulli_exp(numerator, denominator, &mut random)).count() as f64;
			let expected = (-(numerator as f64) / denominator as f64).exp();
			let error = (expected * (1.0 - expected) / SAMPLES as f64).sqrt();
			assert!((hits / SAMPLES as f64 - expected).abs() <= 4.5 * error, "{numerator}/{denominator}: {hits}");
		}
	}

	#[test]
	fn uniform_numbers_are_uniform_also_beyond_64_bits() {
		let mut random = ChaCha20Rng::seed_from_u64(5);
		assert_eq!(below(1, &mut random), 0);
		for step in [1, 1 << 20, 1 << 70, u128::MAX / 6] {
			let mut counts = [0; 6];
			(0..SAMPLES).for_each(|_| counts[(below(6 * step, &mut random) / step) as usize] += 1);
			let excess = excess(&counts, &[1.0 / 6.0; 6]);
			assert!(excess.abs() < 4.0, "{step}: {counts:?}");
		}
	}
}
