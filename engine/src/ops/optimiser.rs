//! AdamW (Loshchilov and Hutter 2019) with global-norm clipping, its weight decay replaced by a pull towards the parameters
//! that training started from.

use crate::real::{vectorised, Real};

/// Constants of the optimiser.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct AdamW {
	/// Decay of the first moment.
	pub beta_1: f32,
	/// Decay of the second moment. Lower than the usual 0.999, as a round's training has only some hundred steps.
	pub beta_2: f32,
	/// Added to the root of the second moment.
	pub epsilon: f32,
	/// Pull towards the parameters that training started from, per step and times the learning rate: the proximal term of
	/// FedProx (Li et al. 2020), decoupled from the gradient's moments as AdamW does with weight decay. It keeps models
	/// that train on skewed parts from drifting apart in directions that their own data do not care about.
	pub proximal: f32,
	/// Gradients with a larger L2 norm are scaled down to it.
	pub max_norm: f32,
}

impl Default for AdamW {
	fn default() -> Self {
		AdamW { beta_1: 0.9, beta_2: 0.99, epsilon: 1e-8, proximal: 0.5, max_norm: 1.0 }
	}
}

impl AdamW {
	/// Factors of step `step`, counted from 1, for a gradient of norm `norm`.
	pub(crate) fn factors<T: Real>(&self, step: u32, learning_rate: f32, norm: f64) -> Factors<T> {
		let correction = |beta: f32| 1.0 - f64::from(beta).powi(step as i32);
		let of = |value: f32| T::of(value.into());
		Factors {
			scale: T::of(if norm > self.max_norm.into() { f64::from(self.max_norm) / norm } else { 1.0 }),
			beta_1: of(self.beta_1),
			beta_2: of(self.beta_2),
			epsilon: of(self.epsilon),
			rate: T::of(f64::from(learning_rate) / correction(self.beta_1)),
			second: T::of(1.0 / correction(self.beta_2)),
			pull: T::of(f64::from(learning_rate) * f64::from(self.proximal)),
		}
	}
}

/// What one step multiplies with.
#[derive(Clone, Copy)]
pub(crate) struct Factors<T> {
	scale: T,
	beta_1: T,
	beta_2: T,
	epsilon: T,
	rate: T,
	second: T,
	pull: T,
}

vectorised! {
	/// One step on a stretch of parameters, their values at the start and their moments.
	pub(crate) fn step<T>(
		factors: Factors<T>, gradient: &[T], start: &[T], first: &mut [T], second: &mut [T], parameters: &mut [T],
	) {
		let one = T::of(1.0);
		let moments = first.iter_mut().zip(second);
		let rows = gradient.iter().zip(start).zip(moments);
		for (((gradient, start), (first, second)), parameter) in rows.zip(parameters) {
			let gradient = *gradient * factors.scale;
			*first = *first * factors.beta_1 + gradient * (one - factors.beta_1);
			*second = *second * factors.beta_2 + gradient * gradient * (one - factors.beta_2);
			let root = (*second * factors.second).sqrt() + factors.epsilon;
			*parameter = *parameter - factors.pull * (*parameter - *start) - factors.rate * *first / root;
		}
	}
}

vectorised! {
	/// Adds `other` to `sum`, element by element.
	pub(crate) fn add<T>(other: &[T], sum: &mut [T]) {
		for (sum, other) in sum.iter_mut().zip(other) {
			*sum += *other;
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// The published algorithm, written down plainly.
	fn reference(of: &AdamW, rate: f64, gradients: &[f64], start: f64) -> f64 {
		let (mut first, mut second, mut parameter) = (0.0, 0.0, start);
		for (index, gradient) in gradients.iter().enumerate() {
			let gradient = gradient * (f64::from(of.max_norm) / gradient.abs()).min(1.0);
			let (beta_1, beta_2) = (f64::from(of.beta_1), f64::from(of.beta_2));
			first = beta_1 * first + (1.0 - beta_1) * gradient;
			second = beta_2 * second + (1.0 - beta_2) * gradient * gradient;
			let time = index as i32 + 1;
			let (one, two) = (first / (1.0 - beta_1.powi(time)), second / (1.0 - beta_2.powi(time)));
			let pull = f64::from(of.proximal) * (parameter - start);
			parameter -= rate * (pull + one / (two.sqrt() + f64::from(of.epsilon)));
		}
		parameter
	}

	#[test]
	fn steps_follow_the_published_algorithm() {
		let of = AdamW { proximal: 0.1, ..AdamW::default() };
		let gradients = [0.3f64, -0.1, 5.0, 0.0, 0.02];
		let (mut first, mut second, mut parameters) = ([0.0f64], [0.0], [0.7]);
		for (index, gradient) in gradients.iter().enumerate() {
			let factors = of.factors(index as u32 + 1, 0.125, gradient.abs());
			step(factors, &[*gradient], &[0.7], &mut first, &mut second, &mut parameters);
		}
		let expected = reference(&of, 0.125, &gradients, 0.7);
		assert!((parameters[0] - expected).abs() < 1e-12, "{} {expected}", parameters[0]);
	}
}
