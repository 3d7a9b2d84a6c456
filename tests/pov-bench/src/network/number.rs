//! The numbers that networks compute with: `f32` in use, `f64` where tests compare gradients with finite differences.

use gemm::Parallelism;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

/// A float that every layer works with.
pub trait Number:
	Copy
	+ Default
	+ PartialOrd
	+ Send
	+ Sync
	+ Add<Output = Self>
	+ AddAssign
	+ Sub<Output = Self>
	+ Mul<Output = Self>
	+ Div<Output = Self>
	+ Neg<Output = Self>
	+ 'static
{
	/// Nearest value to a constant.
	fn of(value: f64) -> Self;
	/// As `f64`, exactly.
	fn wide(self) -> f64;
}

impl Number for f32 {
	fn of(value: f64) -> Self {
		value as f32
	}
	fn wide(self) -> f64 {
		self.into()
	}
}

impl Number for f64 {
	fn of(value: f64) -> Self {
		value
	}
	fn wide(self) -> f64 {
		self
	}
}

/// A row-major matrix, or the transpose of one.
#[derive(Clone, Copy)]
pub struct Matrix<'a, T> {
	values: &'a [T],
	rows: usize,
	columns: usize,
	row_step: usize,
	column_step: usize,
}

impl<'a, T> Matrix<'a, T> {
	/// `values` is `[rows, columns]`. Panics when it has another length.
	pub fn new(values: &'a [T], rows: usize, columns: usize) -> Self {
		assert_eq!(values.len(), rows * columns, "a matrix of {rows} x {columns}");
		Matrix { values, rows, columns, row_step: columns, column_step: 1 }
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
}

/// `out = one * two`, or `out += one * two` when `add`; `out` is `[one.rows, two.columns]`. Panics on other extents.
pub fn multiply<T: Number>(out: &mut [T], add: bool, one: Matrix<'_, T>, two: Matrix<'_, T>) {
	assert_eq!(one.columns, two.rows, "inner extents agree");
	assert_eq!(out.len(), one.rows * two.columns, "the result has its extents");
	if out.is_empty() {
		return;
	}
	// SAFETY: `Matrix::new` and the assertions above keep every access within its slice; `out` is borrowed exclusively.
	unsafe {
		gemm::gemm(
			one.rows,
			two.columns,
			one.columns,
			out.as_mut_ptr(),
			1,
			two.columns as isize,
			add,
			one.values.as_ptr(),
			one.column_step as isize,
			one.row_step as isize,
			two.values.as_ptr(),
			two.column_step as isize,
			two.row_step as isize,
			T::of(1.0),
			T::of(1.0),
			false,
			false,
			false,
			Parallelism::None,
		);
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn products_of_matrices_and_transposes_are_right() {
		let (one, two) = ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [1.0, 0.0, -1.0, 2.0, 1.0, 1.0]);
		let mut out = vec![1.0f64; 4];
		multiply(&mut out, true, Matrix::new(&one, 2, 3), Matrix::new(&two, 2, 3).transposed());
		assert_eq!(out, [1.0 - 3.0 + 1.0, 2.0 + 2.0 + 3.0 + 1.0, 4.0 - 6.0 + 1.0, 8.0 + 5.0 + 6.0 + 1.0]);
	}
}
