//! What a sequence of noisy releases has spent, as (epsilon, delta).
//!
//! Renyi differential privacy (Mironov 2017) of each release adds up order by order. The Gaussian mechanism with noise of
//! `z` times the sensitivity has `order / (2 z^2)`; where every record takes part with probability `q` only (Poisson
//! sampling), the closed form for integer orders of Mironov, Talwar and Zhang 2019 ("Renyi differential privacy of the
//! sampled Gaussian mechanism", section 3.3) applies.
//!
//! The discrete Gaussian's divergence between integer shifts is never above the continuous one's (Canonne, Kamath and
//! Steinke 2020, theorem 4 and proposition 5), and coordinates are independent, so the bounds hold for it as they stand. Its *sampled*
//! form is not covered by that proposition, and is not used by any worker.

/// Orders that are looked at: those of Google's `dp-accounting`.
fn orders() -> impl Iterator<Item = f64> {
	let low = (1..100).map(|tenth| 1.0 + f64::from(tenth) / 10.0);
	low.chain((11..64).map(f64::from)).chain([128.0, 256.0, 512.0, 1024.0])
}

/// Adds up releases.
#[derive(Clone, PartialEq, Debug)]
pub struct Accountant {
	/// Order, and Renyi divergence of that order.
	curve: Vec<(f64, f64)>,
}

impl Default for Accountant {
	fn default() -> Self {
		Accountant { curve: orders().map(|order| (order, 0.0)).collect() }
	}
}

impl Accountant {
	/// Adds `releases` of the Gaussian mechanism. `noise_multiplier` is the noise's standard deviation over the
	/// sensitivity, above 0; each record takes part in a release with probability `sampling`, 1 for always.
	pub fn compose(&mut self, noise_multiplier: f64, sampling: f64, releases: u64) {
		if releases == 0 {
			return;
		}
		for (order, divergence) in &mut self.curve {
			*divergence += releases as f64 * renyi_divergence(*order, noise_multiplier, sampling);
		}
	}

	/// The least epsilon that holds with this delta, which lies between 0 and 1.
	///
	/// Conversion: Canonne, Kamath and Steinke 2020, proposition 12; and zero where delta is at least the total variation
	/// that Bretagnolle and Huber's inequality allows for a divergence of any order above 1.
	pub fn epsilon(&self, delta: f64) -> f64 {
		let of_order = |(order, divergence): &(f64, f64)| match delta * delta + (-divergence).exp_m1() > 0.0 {
			true => 0.0,
			false => divergence + (-1.0 / order).ln_1p() - (delta * order).ln() / (order - 1.0),
		};
		self.curve.iter().map(of_order).fold(f64::INFINITY, f64::min).max(0.0)
	}
}

/// Renyi divergence of one release. With sampling it is known for integer orders only, and infinite for others.
fn renyi_divergence(order: f64, noise_multiplier: f64, sampling: f64) -> f64 {
	if sampling <= 0.0 {
		0.0
	} else if sampling >= 1.0 {
		order / (2.0 * noise_multiplier.powi(2))
	} else if order.fract() == 0.0 {
		log_moment(order as u32, noise_multiplier, sampling) / (order - 1.0)
	} else {
		f64::INFINITY
	}
}

/// Logarithm of `sum_k binomial(order, k) (1 - q)^(order - k) q^k exp(k (k - 1) / (2 z^2))`.
fn log_moment(order: u32, noise_multiplier: f64, sampling: f64) -> f64 {
	let mut binomial = 0.0;
	let mut terms = Vec::with_capacity(order as usize + 1);
	for k in 0..=order {
		let (times, rest) = (f64::from(k), f64::from(order - k));
		let shift = times * (times - 1.0) / (2.0 * noise_multiplier.powi(2));
		terms.push(binomial + rest * (-sampling).ln_1p() + times * sampling.ln() + shift);
		binomial += (rest / (times + 1.0)).ln();
	}
	let most = terms.iter().fold(f64::NEG_INFINITY, |most, term| most.max(*term));
	most + terms.iter().map(|term| (term - most).exp()).sum::<f64>().ln()
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Made by `scripts/reference/privacy_epsilons.py`.
	const REFERENCE: &str = include_str!("epsilons.csv");

	fn epsilon(noise_multiplier: f64, sampling: f64, releases: u64, delta: f64) -> f64 {
		let mut accountant = Accountant::default();
		accountant.compose(noise_multiplier, sampling, releases);
		accountant.epsilon(delta)
	}

	#[test]
	fn epsilons_are_those_of_googles_dp_accounting() {
		let lines = REFERENCE.lines().filter(|line| !line.starts_with('#')).skip(1);
		let mut cases = 0;
		for line in lines {
			let values: Vec<f64> = line.split(',').map(|value| value.parse().unwrap()).collect();
			let [noise_multiplier, sampling, releases, delta, expected] = values[..] else { panic!("{line}") };
			let found = epsilon(noise_multiplier, sampling, releases as u64, delta);
			assert!((found - expected).abs() <= 1e-9 * expected, "{line}: {found}");
			cases += 1;
		}
		assert!(cases >= 48, "{cases}");
	}

	#[test]
	fn releases_add_up_in_any_order_and_portion() {
		let mut one = Accountant::default();
		one.compose(2.0, 1.0, 3);
		one.compose(0.7, 1.0, 1);
		let mut other = Accountant::default();
		other.compose(0.7, 1.0, 1);
		(0..3).for_each(|_| other.compose(2.0, 1.0, 1));
		assert!((one.epsilon(1e-6) - other.epsilon(1e-6)).abs() < 1e-12);
		assert!(one.epsilon(1e-6) > epsilon(2.0, 1.0, 3, 1e-6));
	}

	#[test]
	fn four_releases_cost_what_one_with_half_the_noise_does() {
		assert!((epsilon(3.0, 1.0, 4, 1e-5) - epsilon(1.5, 1.0, 1, 1e-5)).abs() < 1e-12);
	}

	#[test]
	fn sampling_everybody_costs_what_no_sampling_does() {
		for order in [2.0, 7.0, 64.0] {
			let sampled = renyi_divergence(order, 1.3, 1.0 - 1e-12);
			assert!((sampled / renyi_divergence(order, 1.3, 1.0) - 1.0).abs() < 1e-9, "{order}: {sampled}");
		}
	}

	#[test]
	fn the_discrete_gaussian_diverges_no_more_than_the_continuous_one() {
		for deviation in [0.6f64, 1.0, 3.0] {
			let weight = |x: f64, order: f64| order * -x * x / (2.0 * deviation * deviation);
			let sum = |exponent: &dyn Fn(f64) -> f64| (-400..=400).map(|x| exponent(f64::from(x)).exp()).sum::<f64>();
			let all = sum(&|x| weight(x, 1.0));
			for shift in [1.0, 2.0] {
				for order in [1.1, 1.5, 2.0, 7.3] {
					let moment = sum(&|x| weight(x - shift, order) + weight(x, 1.0 - order)) / all;
					let (found, bound) = (moment.ln() / (order - 1.0), renyi_divergence(order, deviation / shift, 1.0));
					assert!(found <= bound * (1.0 + 1e-9), "{deviation} {shift} {order}: {found} {bound}");
					assert!(found > 0.5 * bound, "{deviation} {shift} {order}: {found} {bound}");
				}
			}
		}
	}

	#[test]
	fn nothing_released_costs_nothing() {
		assert_eq!(Accountant::default().epsilon(1e-9), 0.0);
		assert_eq!(epsilon(1.0, 0.0, 1000, 1e-9), 0.0);
		assert_eq!(epsilon(1.0, 0.1, 0, 1e-9), 0.0);
	}
}
