//! Layer norm with adaLN modulation, and gated residuals.
//!
//! Each image has a row of modulation vectors `[parts, width]`, made from its time step and class. A norm takes two of
//! them, shift and scale: `out = norm(x) * (1 + scale) + shift`. A residual takes one, the gate: `x += gate * y`.

use crate::real::{fold_lanes, sum_pairs, vectorised, LANES};

/// Added to the variance.
const EPSILON: f64 = 1e-6;

/// Extents, and which of an image's modulation vectors to use.
#[derive(Clone, Copy)]
pub(crate) struct Modulated {
	/// Tokens of an image.
	pub tokens: usize,
	/// Width of a token.
	pub width: usize,
	/// Modulation vectors of an image.
	pub parts: usize,
	/// Index of the shift, or of the gate.
	pub first: usize,
}

impl Modulated {
	#[inline(always)]
	fn part(&self, image: usize, part: usize) -> std::ops::Range<usize> {
		let start = (image * self.parts + self.first + part) * self.width;
		start..start + self.width
	}
}

vectorised! {
	/// `out = norm(input) * (1 + scale) + shift`; keeps the normalised rows and the inverse deviations for the way back.
	pub(crate) fn norm<T>(
		of: Modulated, input: &[T], modulation: &[T], normal: &mut [T], inverse: &mut [T], out: &mut [T],
	) {
		let width = of.width;
		let count = T::of(width as f64);
		let rows = input.chunks_exact(width).zip(normal.chunks_exact_mut(width)).zip(out.chunks_exact_mut(width));
		for (row, (((input, normal), out), inverse)) in rows.zip(inverse).enumerate() {
			let image = row / of.tokens;
			let (shift, scale) = (&modulation[of.part(image, 0)], &modulation[of.part(image, 1)]);
			let mean = sum_pairs(input, input, |x, _| x) / count;
			let variance = sum_pairs(input, input, |x, _| (x - mean) * (x - mean)) / count;
			*inverse = T::of(1.0) / (variance + T::of(EPSILON)).sqrt();
			for index in 0..width {
				let value = (input[index] - mean) * *inverse;
				normal[index] = value;
				out[index] = value * (T::of(1.0) + scale[index]) + shift[index];
			}
		}
	}
}

vectorised! {
	/// Adds the gradient of the norm's input to `d_input` and writes those of shift and scale.
	pub(crate) fn norm_backward<T>(
		of: Modulated, d_out: &[T], normal: &[T], inverse: &[T], modulation: &[T], d_input: &mut [T], d_modulation: &mut [T],
	) {
		let width = of.width;
		let count = T::of(width as f64);
		for image in 0..d_out.len() / (of.tokens * width) {
			let scale = &modulation[of.part(image, 1)];
			let (before, after) = d_modulation.split_at_mut(of.part(image, 1).start);
			let d_shift = &mut before[of.part(image, 0)];
			let d_scale = &mut after[..width];
			d_shift.fill(T::default());
			d_scale.fill(T::default());
			let tokens = image * of.tokens..(image + 1) * of.tokens;
			let values = tokens.start * width..tokens.end * width;
			let rows = d_out[values.clone()].chunks_exact(width).zip(normal[values.clone()].chunks_exact(width));
			let d_rows = d_input[values].chunks_exact_mut(width).zip(&inverse[tokens]);
			for ((d_out, normal), (d_input, inverse)) in rows.zip(d_rows) {
				for index in 0..width {
					d_shift[index] += d_out[index];
					d_scale[index] += d_out[index] * normal[index];
				}
				// Gradient of the normalised row: cheaper made twice than written to memory.
				let plain = |index: usize| d_out[index] * (T::of(1.0) + scale[index]);
				let (mut mean, mut projection) = ([T::default(); LANES], [T::default(); LANES]);
				for start in (0..width).step_by(LANES) {
					for index in start..width.min(start + LANES) {
						mean[index - start] += plain(index);
						projection[index - start] += plain(index) * normal[index];
					}
				}
				let (mean, projection) = (fold_lanes(mean), fold_lanes(projection));
				let (mean, projection) = (mean / count, projection / count);
				for index in 0..width {
					d_input[index] += (plain(index) - mean - normal[index] * projection) * *inverse;
				}
			}
		}
	}
}

vectorised! {
	/// `x += gate * y`.
	pub(crate) fn gate<T>(of: Modulated, y: &[T], modulation: &[T], x: &mut [T]) {
		for (row, (x, y)) in x.chunks_exact_mut(of.width).zip(y.chunks_exact(of.width)).enumerate() {
			let gate = &modulation[of.part(row / of.tokens, 0)];
			for ((x, y), gate) in x.iter_mut().zip(y).zip(gate) {
				*x += *gate * *y;
			}
		}
	}
}

vectorised! {
	/// Writes the gradients of `y` and of the gate; that of `x` passes through unchanged.
	pub(crate) fn gate_backward<T>(
		of: Modulated, d_x: &[T], y: &[T], modulation: &[T], d_y: &mut [T], d_modulation: &mut [T],
	) {
		let image_size = of.tokens * of.width;
		for image in 0..d_x.len() / image_size {
			let gate = &modulation[of.part(image, 0)];
			let d_gate = &mut d_modulation[of.part(image, 0)];
			d_gate.fill(T::default());
			let place = image * image_size..(image + 1) * image_size;
			let rows = d_x[place.clone()].chunks_exact(of.width).zip(y[place.clone()].chunks_exact(of.width));
			for ((d_x, y), d_y) in rows.zip(d_y[place].chunks_exact_mut(of.width)) {
				for index in 0..of.width {
					d_y[index] = d_x[index] * gate[index];
					d_gate[index] += d_x[index] * y[index];
				}
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::ops::gradient_check::{check, random};

	const OF: Modulated = Modulated { tokens: 3, width: 20, parts: 4, first: 1 };
	const IMAGES: usize = 2;
	const ROWS: usize = IMAGES * OF.tokens;

	fn run_norm(values: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
		let (mut normal, mut inverse, mut out) =
			(vec![0.0; ROWS * OF.width], vec![0.0; ROWS], vec![0.0; ROWS * OF.width]);
		norm(OF, &values[0], &values[1], &mut normal, &mut inverse, &mut out);
		(normal, inverse, out)
	}

	#[test]
	fn rows_have_zero_mean_and_unit_variance_before_modulation() {
		let values = vec![random(ROWS * OF.width, 1), random(IMAGES * OF.parts * OF.width, 2)];
		let (normal, ..) = run_norm(&values);
		for row in normal.chunks(OF.width) {
			let mean = row.iter().sum::<f64>() / 20.0;
			let variance = row.iter().map(|value| value * value).sum::<f64>() / 20.0;
			assert!(mean.abs() < 1e-12 && (variance - 1.0).abs() < 1e-4, "{mean} {variance}");
		}
	}

	#[test]
	fn gradients_of_the_norm_agree_with_finite_differences() {
		let values = vec![random(ROWS * OF.width, 1), random(IMAGES * OF.parts * OF.width, 2)];
		check(
			&values,
			|values| run_norm(values).2,
			|values, d_out| {
				let (normal, inverse, _) = run_norm(values);
				// The input's gradient is added to what is there, the modulation's is written.
				let (mut d_input, mut d_modulation) = (vec![1.0; values[0].len()], vec![0.0; values[1].len()]);
				for image in 0..IMAGES {
					d_modulation[OF.part(image, 0)].fill(9.0);
					d_modulation[OF.part(image, 1)].fill(9.0);
				}
				norm_backward(OF, d_out, &normal, &inverse, &values[1], &mut d_input, &mut d_modulation);
				d_input.iter_mut().for_each(|value| *value -= 1.0);
				vec![d_input, d_modulation]
			},
		);
	}

	#[test]
	fn gradients_of_the_gate_agree_with_finite_differences() {
		let values =
			vec![random(ROWS * OF.width, 1), random(IMAGES * OF.parts * OF.width, 2), random(ROWS * OF.width, 3)];
		let run = |values: &[Vec<f64>]| {
			let mut x = values[2].clone();
			gate(OF, &values[0], &values[1], &mut x);
			x
		};
		check(&values, run, |values, d_out| {
			let (mut d_y, mut d_modulation) = (vec![9.0; values[0].len()], vec![0.0; values[1].len()]);
			gate_backward(OF, d_out, &values[0], &values[1], &mut d_y, &mut d_modulation);
			vec![d_y, d_modulation, d_out.to_vec()]
		});
	}
}
