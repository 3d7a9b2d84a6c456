//! Classifiers in one flat buffer of parameters: the perceptron and the convolutional network of the published settings.

mod convolution;
mod loss;
mod number;
mod optimiser;

pub use convolution::{Convolution, Pooling};
pub use loss::{cross_entropy, cross_entropy_gradient};
pub use number::{multiply, Matrix, Number};
pub use optimiser::{Optimiser, State};

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use std::ops::Range;

/// Height and width of an image, in pixels.
pub const SIDE: usize = 28;

/// Values of an image.
pub const PIXELS: usize = SIDE * SIDE;

/// Classes of Fashion-MNIST.
pub const CLASSES: usize = 10;

/// One layer.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Layer {
	Linear {
		inputs: usize,
		outputs: usize,
	},
	Convolution(Convolution),
	Pooling(Pooling),
	Rectify(usize),
	/// Only in training: this part of the values becomes zero, the others are scaled up.
	Dropout(usize, f64),
}

impl Layer {
	fn outputs(&self) -> usize {
		match *self {
			Layer::Linear { outputs, .. } => outputs,
			Layer::Convolution(layer) => layer.out_side() * layer.out_side() * layer.filters,
			Layer::Pooling(layer) => layer.side * layer.side * layer.channels / 4,
			Layer::Rectify(width) | Layer::Dropout(width, _) => width,
		}
	}

	/// Extents of the weight, `[inputs of one sum, outputs]`.
	fn weight(&self) -> (usize, usize) {
		match *self {
			Layer::Linear { inputs, outputs } => (inputs, outputs),
			Layer::Convolution(layer) => (layer.patch(), layer.filters),
			_ => (0, 0),
		}
	}
}

/// A stack of layers and where their parameters lie: weight, then bias, layer after layer.
#[derive(Clone, PartialEq, Debug)]
pub struct Network {
	layers: Vec<Layer>,
	parameters: Vec<Range<usize>>,
}

/// Activations, gradients of them, and gathered patches, kept from batch to batch.
#[derive(Default)]
pub struct Workspace<T> {
	/// `[layers + 1]`, each `[images, values]`; the last are the logits.
	activations: Vec<Vec<T>>,
	gradients: Vec<Vec<T>>,
	patches: Vec<Vec<T>>,
}

impl<T> Workspace<T> {
	/// `[images, classes]`, after `Network::forward`.
	pub fn logits(&self) -> &[T] {
		self.activations.last().map_or(&[], Vec::as_slice)
	}
}

impl Network {
	/// 784-256-128-64-10 with dropout 0.2 after each hidden layer: `FMnistNet` of Flower's baseline `flanders`.
	pub fn perceptron() -> Network {
		Network::hidden(&[PIXELS, 256, 128, 64, CLASSES], 0.2)
	}

	/// Linear layers of these widths, rectified between, with dropout where `dropout` is above 0.
	pub fn hidden(widths: &[usize], dropout: f64) -> Network {
		let mut layers = Vec::new();
		for (index, pair) in widths.windows(2).enumerate() {
			if index > 0 {
				layers.push(Layer::Rectify(pair[0]));
				if dropout > 0.0 {
					layers.push(Layer::Dropout(pair[0], dropout));
				}
			}
			layers.push(Layer::Linear { inputs: pair[0], outputs: pair[1] });
		}
		Network::of(layers)
	}

	/// Two convolutions of 5 x 5 (16 and 32 filters), each rectified and pooled, then 512-128-10: `Net` in `task.py` of
	/// samuele-lolli/Aggregation-Federated-Learning-Analysis; 80,202 parameters.
	pub fn convolutional() -> Network {
		let first = Convolution { side: SIDE, channels: 1, filters: 16, kernel: 5 };
		let second = Convolution { side: 12, channels: 16, filters: 32, kernel: 5 };
		Network::of(vec![
			Layer::Convolution(first),
			// Rectifying after pooling gives the same values as before it, for a quarter of the work.
			Layer::Pooling(Pooling { side: 24, channels: 16 }),
			Layer::Rectify(12 * 12 * 16),
			Layer::Convolution(second),
			Layer::Pooling(Pooling { side: 8, channels: 32 }),
			Layer::Rectify(4 * 4 * 32),
			Layer::Linear { inputs: 4 * 4 * 32, outputs: 128 },
			Layer::Rectify(128),
			Layer::Linear { inputs: 128, outputs: CLASSES },
		])
	}

	fn of(layers: Vec<Layer>) -> Network {
		let mut end = 0;
		let parameters = layers
			.iter()
			.map(|layer| {
				let (inputs, outputs) = layer.weight();
				let start = end;
				end += (inputs + 1) * outputs;
				start..end
			})
			.collect();
		Network { layers, parameters }
	}

	/// Number of parameters.
	pub fn len(&self) -> usize {
		self.parameters.last().map_or(0, |range| range.end)
	}

	/// Whether it has no parameters.
	pub fn is_empty(&self) -> bool {
		self.len() == 0
	}

	/// New parameters, uniform within `+-1 / sqrt(inputs)`, as PyTorch starts linear layers and convolutions.
	pub fn initialise(&self, random: &mut ChaCha8Rng) -> Vec<f32> {
		let mut parameters = Vec::with_capacity(self.len());
		for (layer, range) in self.layers.iter().zip(&self.parameters) {
			let bound = 1.0 / (layer.weight().0.max(1) as f32).sqrt();
			parameters.extend(range.clone().map(|_| random.random_range(-bound..bound)));
		}
		parameters
	}

	/// Runs `input [images, values]` through the layers; `random` draws what dropout leaves out, in training.
	pub fn forward<T: Number>(
		&self,
		parameters: &[T],
		input: &[T],
		images: usize,
		workspace: &mut Workspace<T>,
		mut random: Option<&mut ChaCha8Rng>,
	) {
		workspace.activations.resize_with(self.layers.len() + 1, Vec::new);
		workspace.patches.resize_with(self.layers.len(), Vec::new);
		workspace.activations[0].clear();
		workspace.activations[0].extend_from_slice(input);
		for (index, layer) in self.layers.iter().enumerate() {
			let (before, after) = workspace.activations.split_at_mut(index + 1);
			let (input, out) = (&before[index], &mut after[0]);
			out.resize(images * layer.outputs(), T::default());
			let (inputs, outputs) = layer.weight();
			let (weight, bias) = parameters[self.parameters[index].clone()].split_at(inputs * outputs);
			match layer {
				Layer::Linear { .. } => {
					for row in out.chunks_exact_mut(outputs) {
						row.copy_from_slice(bias);
					}
					multiply(out, true, Matrix::new(input, images, inputs), Matrix::new(weight, inputs, outputs));
				},
				Layer::Convolution(layer) => {
					layer.forward(input, weight, bias, &mut workspace.patches[index], out);
				},
				Layer::Pooling(layer) => layer.forward(input, out),
				Layer::Rectify(_) => {
					for (out, value) in out.iter_mut().zip(input) {
						*out = if *value > T::default() { *value } else { T::default() };
					}
				},
				Layer::Dropout(_, rate) => {
					out.copy_from_slice(input);
					if let Some(random) = random.as_deref_mut() {
						let (keep, scale) = (1.0 - rate, T::of(1.0 / (1.0 - rate)));
						let limit = (keep * f64::from(u32::MAX)) as u32;
						for value in out.iter_mut() {
							*value = if random.random::<u32>() < limit { *value * scale } else { T::default() };
						}
					}
				},
			}
		}
	}

	/// Gradient of the parameters, written to `gradient`, from that of the logits. Follows `forward` with dropout as it fell.
	pub fn backward<T: Number>(
		&self,
		parameters: &[T],
		d_logits: &[T],
		workspace: &mut Workspace<T>,
		gradient: &mut [T],
	) {
		let Workspace { activations, gradients, patches } = workspace;
		gradients.resize_with(self.layers.len() + 1, Vec::new);
		gradients[self.layers.len()].clear();
		gradients[self.layers.len()].extend_from_slice(d_logits);
		for (index, layer) in self.layers.iter().enumerate().rev() {
			let (before, after) = gradients.split_at_mut(index + 1);
			let (d_input, d_out) = (&mut before[index], &after[0]);
			let (input, out) = (&activations[index], &activations[index + 1]);
			d_input.resize(input.len(), T::default());
			let (inputs, outputs) = layer.weight();
			let weight = &parameters[self.parameters[index].clone()][..inputs * outputs];
			let (d_weight, d_bias) = gradient[self.parameters[index].clone()].split_at_mut(inputs * outputs);
			match layer {
				Layer::Linear { .. } => {
					let images = d_out.len() / outputs;
					let d_out_matrix = Matrix::new(d_out, images, outputs);
					multiply(d_weight, false, Matrix::new(input, images, inputs).transposed(), d_out_matrix);
					d_bias.fill(T::default());
					for row in d_out.chunks_exact(outputs) {
						for (sum, value) in d_bias.iter_mut().zip(row) {
							*sum += *value;
						}
					}
					if index > 0 {
						multiply(d_input, false, d_out_matrix, Matrix::new(weight, inputs, outputs).transposed());
					}
				},
				Layer::Convolution(layer) => {
					let d_input = (index > 0).then_some(d_input.as_mut_slice());
					layer.backward(weight, &mut patches[index], d_out, d_weight, d_bias, d_input);
				},
				Layer::Pooling(layer) => layer.backward(input, d_out, d_input),
				Layer::Rectify(_) => {
					for ((d_input, d_out), value) in d_input.iter_mut().zip(d_out).zip(out) {
						*d_input = if *value > T::default() { *d_out } else { T::default() };
					}
				},
				Layer::Dropout(_, rate) => {
					let scale = T::of(1.0 / (1.0 - rate));
					for ((d_input, d_out), (value, kept)) in d_input.iter_mut().zip(d_out).zip(input.iter().zip(out)) {
						// A zero that stayed and one that was left out both come from a rectified zero or pass no gradient.
						let left_out = *kept == T::default() && *value != T::default();
						*d_input = if left_out { T::default() } else { *d_out * scale };
					}
				},
			}
		}
	}
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
