//! Adam, and stochastic gradient descent with momentum.

/// How local training steps.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Optimiser {
	/// Adam (Kingma and Ba 2015) with PyTorch's other defaults: betas 0.9 and 0.999, epsilon 1e-8.
	Adam {
		/// Learning rate.
		rate: f32,
	},
	/// Stochastic gradient descent with momentum, not dampened, as PyTorch's.
	Sgd {
		/// Learning rate.
		rate: f32,
		/// Part of the last step that is kept.
		momentum: f32,
	},
}

/// Moments of one client's training; they start from zero each round.
pub struct State {
	optimiser: Optimiser,
	step: i32,
	first: Vec<f32>,
	second: Vec<f32>,
}

/// What Adam multiplies with in one step.
#[derive(Clone, Copy)]
struct Adam {
	rate: f32,
	second_correction: f32,
}

impl State {
	/// For so many parameters.
	pub fn new(optimiser: Optimiser, parameters: usize) -> State {
		let second = if matches!(optimiser, Optimiser::Adam { .. }) { parameters } else { 0 };
		State { optimiser, step: 0, first: vec![0.0; parameters], second: vec![0.0; second] }
	}

	/// One step along `gradient`.
	pub fn step(&mut self, gradient: &[f32], parameters: &mut [f32]) {
		self.step += 1;
		match self.optimiser {
			Optimiser::Adam { rate } => {
				let correction = |beta: f64| 1.0 - beta.powi(self.step);
				let factors = Adam {
					rate: (f64::from(rate) / correction(0.9)) as f32,
					second_correction: (1.0 / correction(0.999)) as f32,
				};
				adam(factors, gradient, &mut self.first, &mut self.second, parameters);
			},
			Optimiser::Sgd { rate, momentum } => {
				for ((gradient, first), parameter) in gradient.iter().zip(&mut self.first).zip(parameters) {
					*first = *first * momentum + gradient;
					*parameter -= *first * rate;
				}
			},
		}
	}
}

fn adam(factors: Adam, gradient: &[f32], first: &mut [f32], second: &mut [f32], parameters: &mut [f32]) {
	/// The same operations in the same order whatever instructions they become, so the choice changes no result.
	#[cfg(target_arch = "x86_64")]
	#[target_feature(enable = "avx2")]
	fn wide(factors: Adam, gradient: &[f32], first: &mut [f32], second: &mut [f32], parameters: &mut [f32]) {
		adam_body(factors, gradient, first, second, parameters);
	}
	#[cfg(target_arch = "x86_64")]
	if std::arch::is_x86_feature_detected!("avx2") {
		// SAFETY: the processor has these instructions.
		return unsafe { wide(factors, gradient, first, second, parameters) };
	}
	adam_body(factors, gradient, first, second, parameters);
}

#[inline(always)]
fn adam_body(factors: Adam, gradient: &[f32], first: &mut [f32], second: &mut [f32], parameters: &mut [f32]) {
	let moments = first.iter_mut().zip(second);
	for ((gradient, (first, second)), parameter) in gradient.iter().zip(moments).zip(parameters) {
		*first = *first * 0.9 + gradient * 0.1;
		*second = *second * 0.999 + gradient * gradient * 0.001;
		*parameter -= factors.rate * *first / ((*second * factors.second_correction).sqrt() + 1e-8);
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn adams_first_step_is_the_learning_rate_against_the_sign() {
		let mut parameters = [1.0, 1.0, 1.0];
		State::new(Optimiser::Adam { rate: 0.1 }, 3).step(&[5.0, -0.01, 0.0], &mut parameters);
		for (parameter, expected) in parameters.iter().zip([0.9, 1.1, 1.0]) {
			assert!((parameter - expected).abs() < 1e-4, "{parameters:?}");
		}
	}

	#[test]
	fn momentum_keeps_going() {
		let mut parameters = [0.0];
		let mut state = State::new(Optimiser::Sgd { rate: 0.1, momentum: 0.5 }, 1);
		state.step(&[1.0], &mut parameters);
		state.step(&[0.0], &mut parameters);
		assert!((parameters[0] + 0.15).abs() < 1e-6, "{parameters:?}");
	}
}
