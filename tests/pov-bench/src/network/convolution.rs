//! Convolution without padding and 2 x 2 maximum pooling, on activations `[images, side, side, channels]`.

use super::number::{multiply, Matrix, Number};

/// Extents of a square convolution with stride 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Convolution {
	/// Height and width of its input.
	pub side: usize,
	/// Channels in.
	pub channels: usize,
	/// Channels out.
	pub filters: usize,
	/// Height and width of a filter.
	pub kernel: usize,
}

impl Convolution {
	/// Height and width of its output.
	pub fn out_side(&self) -> usize {
		self.side + 1 - self.kernel
	}

	/// Values that one filter looks at.
	pub fn patch(&self) -> usize {
		self.kernel * self.kernel * self.channels
	}

	/// Copies every patch into a row of `columns`, `[images * out_side^2, patch]`.
	fn gather<T: Number>(&self, input: &[T], columns: &mut Vec<T>) {
		let (side, out, run) = (self.side, self.out_side(), self.kernel * self.channels);
		columns.clear();
		for image in input.chunks_exact(side * side * self.channels) {
			for y in 0..out {
				for x in 0..out {
					for row in y..y + self.kernel {
						let start = (row * side + x) * self.channels;
						columns.extend_from_slice(&image[start..start + run]);
					}
				}
			}
		}
	}

	/// Adds every row of `columns` to where `gather` took it from.
	fn scatter<T: Number>(&self, columns: &[T], d_input: &mut [T]) {
		let (side, out, run) = (self.side, self.out_side(), self.kernel * self.channels);
		d_input.fill(T::default());
		let mut rows = columns.chunks_exact(run);
		for image in d_input.chunks_exact_mut(side * side * self.channels) {
			for y in 0..out {
				for x in 0..out {
					for (row, values) in (y..y + self.kernel).zip(&mut rows) {
						let start = (row * side + x) * self.channels;
						for (sum, value) in image[start..start + run].iter_mut().zip(values) {
							*sum += *value;
						}
					}
				}
			}
		}
	}

	/// `out [images, out_side, out_side, filters]`; `weight` is `[patch, filters]`. Leaves the patches in `columns`.
	pub fn forward<T: Number>(&self, input: &[T], weight: &[T], bias: &[T], columns: &mut Vec<T>, out: &mut [T]) {
		self.gather(input, columns);
		let rows = out.len() / self.filters;
		for row in out.chunks_exact_mut(self.filters) {
			row.copy_from_slice(bias);
		}
		let columns = Matrix::new(columns, rows, self.patch());
		multiply(out, true, columns, Matrix::new(weight, self.patch(), self.filters));
	}

	/// Gradients of weight and bias, and of the input where it is asked for. `columns` as `forward` left it; overwritten.
	pub fn backward<T: Number>(
		&self,
		weight: &[T],
		columns: &mut [T],
		d_out: &[T],
		d_weight: &mut [T],
		d_bias: &mut [T],
		d_input: Option<&mut [T]>,
	) {
		let rows = d_out.len() / self.filters;
		let gradient = Matrix::new(d_out, rows, self.filters);
		multiply(d_weight, false, Matrix::new(columns, rows, self.patch()).transposed(), gradient);
		d_bias.fill(T::default());
		for row in d_out.chunks_exact(self.filters) {
			for (sum, value) in d_bias.iter_mut().zip(row) {
				*sum += *value;
			}
		}
		if let Some(d_input) = d_input {
			multiply(columns, false, gradient, Matrix::new(weight, self.patch(), self.filters).transposed());
			self.scatter(columns, d_input);
		}
	}
}

/// Extents of 2 x 2 maximum pooling with stride 2; `side` is even.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pooling {
	/// Height and width of its input.
	pub side: usize,
	/// Channels.
	pub channels: usize,
}

impl Pooling {
	/// Calls `visit(output index, the four input indices)`.
	fn windows(&self, images: usize, mut visit: impl FnMut(usize, [usize; 4])) {
		let (side, channels) = (self.side, self.channels);
		let mut out = 0;
		for image in 0..images {
			for y in (0..side).step_by(2) {
				for x in (0..side).step_by(2) {
					let corner = ((image * side + y) * side + x) * channels;
					for channel in corner..corner + channels {
						let below = channel + side * channels;
						visit(out, [channel, channel + channels, below, below + channels]);
						out += 1;
					}
				}
			}
		}
	}

	/// `out [images, side / 2, side / 2, channels]`.
	pub fn forward<T: Number>(&self, input: &[T], out: &mut [T]) {
		let images = input.len() / (self.side * self.side * self.channels);
		self.windows(images, |index, [first, rest @ ..]| {
			out[index] = rest.iter().fold(input[first], |most, at| if input[*at] > most { input[*at] } else { most });
		});
	}

	/// Gradient of the input: it goes to the first largest of each window.
	pub fn backward<T: Number>(&self, input: &[T], d_out: &[T], d_input: &mut [T]) {
		let images = input.len() / (self.side * self.side * self.channels);
		d_input.fill(T::default());
		self.windows(images, |index, [first, rest @ ..]| {
			let largest = rest.iter().fold(first, |most, at| if input[*at] > input[most] { *at } else { most });
			d_input[largest] += d_out[index];
		});
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_filter_of_ones_sums_its_patch() {
		let layer = Convolution { side: 3, channels: 1, filters: 1, kernel: 2 };
		let input: Vec<f64> = (1..=9).map(f64::from).collect();
		let mut out = [0.0; 4];
		layer.forward(&input, &[1.0; 4], &[0.5], &mut Vec::new(), &mut out);
		assert_eq!(out, [12.5, 16.5, 24.5, 28.5]);
	}

	#[test]
	fn pooling_takes_the_largest_and_sends_the_gradient_back_to_it() {
		let layer = Pooling { side: 2, channels: 2 };
		let input = [1.0, 8.0, 4.0, 2.0, 3.0, 6.0, 2.0, 7.0];
		let mut out = [0.0; 2];
		layer.forward(&input, &mut out);
		assert_eq!(out, [4.0, 8.0]);
		let mut d_input = [9.0; 8];
		layer.backward(&input, &[5.0, 6.0], &mut d_input);
		assert_eq!(d_input, [0.0, 6.0, 5.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
	}
}
