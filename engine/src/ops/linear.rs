//! Matrix products, and linear layers made of them.

use crate::real::{vectorised, Real};
use gemm::Parallelism;

/// A strided view of a matrix. `row_step` and `column_step` are in elements.
#[derive(Clone, Copy)]
pub(crate) struct Matrix<'a, T> {
	values: &'a [T],
	rows: usize,
	columns: usize,
	row_step: usize,
	column_step: usize,
}

impl<'a, T> Matrix<'a, T> {
	/// The first `rows` x `columns` elements of rows that are `row_step` apart.
	pub fn strided(values: &'a [T], rows: usize, columns: usize, row_step: usize) -> Self {
		Matrix { values, rows, columns, row_step, column_step: 1 }
	}

	/// A row-major matrix without gaps.
	pub fn plain(values: &'a [T], rows: usize, columns: usize) -> Self {
		Matrix::strided(values, rows, columns, columns)
	}

	/// Rows become columns.
	pub fn transposed(self) -> Self {
		Matrix {
			rows: self.columns,
			columns: self.rows,
			row_step: self.column_step,
			column_step: self.row_step,
			..self
		}
	}

	fn check(&self) {
		if self.rows > 0 && self.columns > 0 {
			let last = (self.rows - 1) * self.row_step + (self.columns - 1) * self.column_step;
			assert!(last < self.values.len(), "a matrix lies within its slice");
		}
	}
}

/// `out = factor * one * two`, or `out += ...` when `add`. `out` is `[one.rows, two.columns]` with rows `row_step` apart.
pub(crate) fn multiply<T: Real>(
	out: &mut [T],
	row_step: usize,
	add: bool,
	factor: T,
	one: Matrix<'_, T>,
	two: Matrix<'_, T>,
) {
	one.check();
	two.check();
	let (rows, columns, inner) = (one.rows, two.columns, one.columns);
	assert_eq!(inner, two.rows, "inner extents agree");
	Matrix::strided(out, rows, columns, row_step).check();
	assert!(columns <= row_step, "rows of the result do not overlap");
	// SAFETY: the three checks above keep every access within its slice, and `out` is borrowed exclusively.
	unsafe {
		gemm::gemm(
			rows,
			columns,
			inner,
			out.as_mut_ptr(),
			1,
			row_step as isize,
			add,
			one.values.as_ptr(),
			one.column_step as isize,
			one.row_step as isize,
			two.values.as_ptr(),
			two.column_step as isize,
			two.row_step as isize,
			T::of(1.0),
			factor,
			false,
			false,
			false,
			Parallelism::None,
		);
	}
}

/// A linear layer: `out [rows, outputs] = input [rows, inputs] * weight [inputs, outputs] + bias [outputs]`.
pub(crate) fn forward<T: Real>(input: &[T], weight: &[T], bias: &[T], out: &mut [T]) {
	let outputs = bias.len();
	let inputs = weight.len() / outputs;
	let rows = out.len() / outputs;
	for row in out.chunks_exact_mut(outputs) {
		row.copy_from_slice(bias);
	}
	let (input, weight) = (Matrix::plain(input, rows, inputs), Matrix::plain(weight, inputs, outputs));
	multiply(out, outputs, true, T::of(1.0), input, weight);
}

/// Gradients of a linear layer's weight and bias, written to `d_weight` and `d_bias`.
pub(crate) fn backward_parameters<T: Real>(input: &[T], d_out: &[T], d_weight: &mut [T], d_bias: &mut [T]) {
	let outputs = d_bias.len();
	let inputs = d_weight.len() / outputs;
	let rows = d_out.len() / outputs;
	let input = Matrix::plain(input, rows, inputs).transposed();
	multiply(d_weight, outputs, false, T::of(1.0), input, Matrix::plain(d_out, rows, outputs));
	d_bias.fill(T::default());
	add_rows(d_out, d_bias);
}

/// Gradient of a linear layer's input, written to `d_input`, or added to it.
pub(crate) fn backward_input<T: Real>(weight: &[T], d_out: &[T], outputs: usize, d_input: &mut [T], add: bool) {
	let inputs = weight.len() / outputs;
	let rows = d_out.len() / outputs;
	let weight = Matrix::plain(weight, inputs, outputs).transposed();
	multiply(d_input, inputs, add, T::of(1.0), Matrix::plain(d_out, rows, outputs), weight);
}

vectorised! {
	/// Adds every row of `rows` to `sum`, first to last.
	pub(crate) fn add_rows<T>(rows: &[T], sum: &mut [T]) {
		for row in rows.chunks_exact(sum.len()) {
			for (sum, value) in sum.iter_mut().zip(row) {
				*sum += *value;
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::ops::gradient_check::{check, random};

	#[test]
	fn products_of_strided_and_transposed_matrices_are_right() {
		let one: Vec<f64> = (0..12).map(f64::from).collect();
		let two: Vec<f64> = (0..8).map(f64::from).collect();
		// one: 3 x 2 within rows of 4; two: (4 x 2)^T restricted to 2 rows of 3 columns.
		let mut out = vec![1.0; 3 * 5];
		let one = Matrix::strided(&one, 3, 2, 4);
		let two = Matrix::strided(&two, 3, 2, 2).transposed();
		multiply(&mut out, 5, true, 2.0, one, two);
		let expected = |row: usize, column: usize| -> f64 {
			(0..2).map(|k| (row * 4 + k) as f64 * (column * 2 + k) as f64).sum::<f64>() * 2.0 + 1.0
		};
		for row in 0..3 {
			for column in 0..5 {
				let value = if column < 3 { expected(row, column) } else { 1.0 };
				assert_eq!(out[row * 5 + column], value, "{row} {column}");
			}
		}
	}

	#[test]
	#[should_panic(expected = "within its slice")]
	fn a_matrix_beyond_its_slice_is_refused() {
		multiply(&mut [0.0f32; 4], 2, false, 1.0, Matrix::plain(&[0.0; 3], 2, 2), Matrix::plain(&[0.0; 4], 2, 2));
	}

	#[test]
	fn gradients_agree_with_finite_differences() {
		let (rows, inputs, outputs) = (5, 3, 4);
		let run = |values: &[Vec<f64>]| {
			let mut out = vec![0.0; rows * outputs];
			forward(&values[0], &values[1], &values[2], &mut out);
			out
		};
		let values = vec![random(rows * inputs, 1), random(inputs * outputs, 2), random(outputs, 3)];
		check(&values, run, |values, d_out| {
			let mut gradients = values.iter().map(|value| vec![9.0; value.len()]).collect::<Vec<_>>();
			let [d_input, d_weight, d_bias] = &mut gradients[..] else { unreachable!() };
			backward_parameters(&values[0], d_out, d_weight, d_bias);
			backward_input(&values[1], d_out, outputs, d_input, false);
			gradients
		});
	}
}
