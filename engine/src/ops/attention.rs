//! Self-attention within each image.

use super::linear::{multiply, Matrix};
use crate::real::{sum_pairs, vectorised, Real};

/// Extents of an attention layer.
#[derive(Clone, Copy)]
pub(crate) struct Attention {
	/// Tokens of an image.
	pub tokens: usize,
	/// Width of a token.
	pub width: usize,
	/// Heads; the width is a multiple of it.
	pub heads: usize,
}

impl Attention {
	fn head(&self) -> usize {
		self.width / self.heads
	}

	fn factor<T: Real>(&self) -> T {
		T::of(1.0 / (self.head() as f64).sqrt())
	}

	/// One head's queries (0), keys (1) or values (2) within an image's `[tokens, 3, width]`.
	fn part<'a, T>(&self, image: &'a [T], head: usize, part: usize) -> Matrix<'a, T> {
		let start = part * self.width + head * self.head();
		Matrix::strided(&image[start..], self.tokens, self.head(), 3 * self.width)
	}
}

/// `out [images, tokens, width]` from `qkv [images, tokens, 3, width]`; keeps the attention weights `probabilities [images,
/// heads, tokens, tokens]` for the way back.
pub(crate) fn forward<T: Real>(of: Attention, qkv: &[T], probabilities: &mut [T], out: &mut [T]) {
	let Attention { tokens, width, heads } = of;
	let images = qkv.chunks_exact(tokens * 3 * width).zip(probabilities.chunks_exact_mut(heads * tokens * tokens));
	for ((qkv, probabilities), out) in images.zip(out.chunks_exact_mut(tokens * width)) {
		for (head, scores) in probabilities.chunks_exact_mut(tokens * tokens).enumerate() {
			let (queries, keys, values) = (of.part(qkv, head, 0), of.part(qkv, head, 1), of.part(qkv, head, 2));
			multiply(scores, tokens, false, of.factor(), queries, keys.transposed());
			softmax(scores, tokens);
			let scores = Matrix::plain(scores, tokens, tokens);
			multiply(&mut out[head * of.head()..], width, false, T::of(1.0), scores, values);
		}
	}
}

/// Gradient of [`forward`], written to `d_qkv`. `d_scores [tokens, tokens]` is scratch.
pub(crate) fn backward<T: Real>(
	of: Attention,
	qkv: &[T],
	probabilities: &[T],
	d_out: &[T],
	d_qkv: &mut [T],
	d_scores: &mut [T],
) {
	let Attention { tokens, width, heads } = of;
	let step = 3 * width;
	let images = qkv.chunks_exact(tokens * step).zip(probabilities.chunks_exact(heads * tokens * tokens));
	let d_images = d_out.chunks_exact(tokens * width).zip(d_qkv.chunks_exact_mut(tokens * step));
	for ((qkv, probabilities), (d_out, d_qkv)) in images.zip(d_images) {
		for (head, weights) in probabilities.chunks_exact(tokens * tokens).enumerate() {
			let (queries, keys, values) = (of.part(qkv, head, 0), of.part(qkv, head, 1), of.part(qkv, head, 2));
			let start = head * of.head();
			let d_head = Matrix::strided(&d_out[start..], tokens, of.head(), width);
			let square = Matrix::plain(weights, tokens, tokens);
			multiply(&mut d_qkv[start + 2 * width..], step, false, T::of(1.0), square.transposed(), d_head);
			multiply(d_scores, tokens, false, T::of(1.0), d_head, values.transposed());
			softmax_backward(weights, d_scores, tokens);
			let square = Matrix::plain(d_scores, tokens, tokens);
			multiply(&mut d_qkv[start..], step, false, of.factor(), square, keys);
			multiply(&mut d_qkv[start + width..], step, false, of.factor(), square.transposed(), queries);
		}
	}
}

vectorised! {
	/// Softmax of every row, in place.
	pub(crate) fn softmax<T>(rows: &mut [T], width: usize) {
		for row in rows.chunks_exact_mut(width) {
			let mut most = row[0];
			for value in row.iter() {
				most = most.max(*value);
			}
			for value in row.iter_mut() {
				*value = (*value - most).exp();
			}
			let inverse = T::of(1.0) / sum_pairs(row, row, |value, _| value);
			for value in row.iter_mut() {
				*value = *value * inverse;
			}
		}
	}
}

vectorised! {
	/// Turns the gradient of the probabilities into that of the scores, in place.
	fn softmax_backward<T>(probabilities: &[T], d: &mut [T], width: usize) {
		for (row, d) in probabilities.chunks_exact(width).zip(d.chunks_exact_mut(width)) {
			let along = sum_pairs(row, d, |probability, d| probability * d);
			for (d, probability) in d.iter_mut().zip(row) {
				*d = *probability * (*d - along);
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::ops::gradient_check::{check, random};

	const OF: Attention = Attention { tokens: 5, width: 6, heads: 2 };
	const IMAGES: usize = 2;

	fn run(qkv: &[f64]) -> (Vec<f64>, Vec<f64>) {
		let mut probabilities = vec![0.0; IMAGES * OF.heads * OF.tokens * OF.tokens];
		let mut out = vec![0.0; IMAGES * OF.tokens * OF.width];
		forward(OF, qkv, &mut probabilities, &mut out);
		(probabilities, out)
	}

	#[test]
	fn equal_keys_average_the_values() {
		let mut qkv = random(IMAGES * OF.tokens * 3 * OF.width, 1);
		for token in qkv.chunks_mut(3 * OF.width) {
			token[OF.width..2 * OF.width].fill(0.25);
		}
		let (_, out) = run(&qkv);
		for image in 0..IMAGES {
			for column in 0..OF.width {
				let value = |token: usize| qkv[((image * OF.tokens + token) * 3 + 2) * OF.width + column];
				let mean = (0..OF.tokens).map(value).sum::<f64>() / OF.tokens as f64;
				assert!((out[image * OF.tokens * OF.width + column] - mean).abs() < 1e-12);
			}
		}
	}

	#[test]
	fn probabilities_sum_to_one() {
		let (probabilities, _) = run(&random(IMAGES * OF.tokens * 3 * OF.width, 2));
		for row in probabilities.chunks(OF.tokens) {
			assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
		}
	}

	#[test]
	fn gradients_agree_with_finite_differences() {
		let values = vec![random(IMAGES * OF.tokens * 3 * OF.width, 3)];
		check(
			&values,
			|values| run(&values[0]).1,
			|values, d_out| {
				let (probabilities, _) = run(&values[0]);
				let mut d_qkv = vec![9.0; values[0].len()];
				backward(OF, &values[0], &probabilities, d_out, &mut d_qkv, &mut [0.0; 25]);
				vec![d_qkv]
			},
		);
	}
}
