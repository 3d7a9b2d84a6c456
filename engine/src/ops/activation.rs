//! GELU and SiLU.

use crate::real::{vectorised, Real};

/// GELU in its tanh form (Hendrycks and Gimpel 2016), as `x * sigmoid(u)` with `u = 2 sqrt(2/pi) (x + 0.044715 x^3)`.
/// Returns the sigmoid and `u`'s derivative.
#[inline(always)]
fn gelu_parts<T: Real>(x: T) -> (T, T) {
	const FACTOR: f64 = 1.595_769_121_605_731;
	let square = x * x;
	let u = x * (T::of(FACTOR) + T::of(FACTOR * 0.044_715) * square);
	let slope = T::of(FACTOR) + T::of(FACTOR * 3.0 * 0.044_715) * square;
	(sigmoid(u), slope)
}

#[inline(always)]
fn sigmoid<T: Real>(x: T) -> T {
	T::of(1.0) / (T::of(1.0) + (-x).exp())
}

vectorised! {
	/// `out = gelu(input)`.
	pub(crate) fn gelu<T>(input: &[T], out: &mut [T]) {
		for (out, x) in out.iter_mut().zip(input) {
			*out = *x * gelu_parts(*x).0;
		}
	}
}

vectorised! {
	/// `d *= gelu'(input)`.
	pub(crate) fn gelu_backward<T>(input: &[T], d: &mut [T]) {
		for (d, x) in d.iter_mut().zip(input) {
			let (s, slope) = gelu_parts(*x);
			*d = *d * (s + *x * s * (T::of(1.0) - s) * slope);
		}
	}
}

vectorised! {
	/// `out = input * sigmoid(input)`.
	pub(crate) fn silu<T>(input: &[T], out: &mut [T]) {
		for (out, x) in out.iter_mut().zip(input) {
			*out = *x * sigmoid(*x);
		}
	}
}

vectorised! {
	/// `d *= silu'(input)`.
	pub(crate) fn silu_backward<T>(input: &[T], d: &mut [T]) {
		for (d, x) in d.iter_mut().zip(input) {
			let s = sigmoid(*x);
			*d = *d * (s + *x * s * (T::of(1.0) - s));
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::ops::gradient_check::{check, random};

	#[test]
	fn known_values() {
		let mut out = [0.0f64; 3];
		gelu(&[0.0, 1.0, -1.0], &mut out);
		for (value, expected) in out.iter().zip([0.0, 0.841_191_99, -0.158_808_01]) {
			assert!((value - expected).abs() < 1e-7, "{value}");
		}
		silu(&[0.0, 1.0, -1.0], &mut out);
		for (value, expected) in out.iter().zip([0.0, 0.731_058_58, -0.268_941_42]) {
			assert!((value - expected).abs() < 1e-7, "{value}");
		}
	}

	#[test]
	fn gradients_agree_with_finite_differences() {
		type Forward = fn(&[f64], &mut [f64]);
		let pairs: [(Forward, Forward); 2] = [(gelu, gelu_backward), (silu, silu_backward)];
		for (forward, backward) in pairs {
			let values = vec![random(40, 7).iter().map(|value| value * 4.0).collect::<Vec<_>>()];
			let run = |values: &[Vec<f64>]| {
				let mut out = vec![0.0; values[0].len()];
				forward(&values[0], &mut out);
				out
			};
			check(&values, run, |values, d_out| {
				let mut d = d_out.to_vec();
				backward(&values[0], &mut d);
				vec![d]
			});
		}
	}
}
