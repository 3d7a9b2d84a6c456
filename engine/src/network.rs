//! The rectified-flow transformer (DiT, Peebles and Xie 2023), forward and backward.
//!
//! Input: noisy patches `x_t = t * image + (1 - t) * noise`, the time `t`, a class, the words of a caption. Words are tokens of
//! their own before those of the image (as in U-ViT, Bao et al. 2023), and their mean is part of the condition, beside time
//! and class. Output: the velocity `image - noise`
//! (rectified flow, Liu, Gong and Liu 2022). Read [`Network::forward`] top to bottom and [`Network::backward`] bottom to
//! top: there is no graph and no tape, only buffers that are laid out once per number of images.

use crate::{
	layout::{Block, Layout, Linear, Text},
	ops::{
		activation::{gelu, gelu_backward, silu, silu_backward},
		attention::{self, Attention},
		linear,
		norm::{gate, gate_backward, norm, norm_backward, Modulated},
		optimiser::add,
	},
	real::Real,
	shape::{Shape, PATCH},
};
use std::sync::Arc;

/// Modulation vectors of a block: shift, scale and gate for attention, then for the feed-forward part.
const PARTS: usize = 6;

/// What the network is asked about: `images` noisy images with their times and classes.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a, T> {
	/// `[images, tokens, patch]`.
	pub patches: &'a [T],
	/// In `[0, 1]`; 0 is noise, 1 is the image.
	pub times: &'a [f32],
	/// Below the number of classes, or [`Shape::null_class`].
	pub classes: &'a [u16],
	/// `[images, words]`, below the rows of the word embedding.
	pub words: &'a [u16],
}

/// A model's computation, without its parameters.
pub(crate) struct Network<T> {
	shape: Shape,
	layout: Arc<Layout>,
	/// `[tokens, width]`.
	positions: Vec<T>,
	/// `[words, width]`.
	places: Vec<T>,
}

/// Everything that one forward and backward pass over a number of images writes to.
pub(crate) struct Scratch<T> {
	images: usize,
	features: Vec<T>,
	time_wide: Vec<T>,
	time_active: Vec<T>,
	condition: Vec<T>,
	active: Vec<T>,
	text: TextScratch<T>,
	/// Tokens of images only, `[images, tokens, width]`.
	image: Vec<T>,
	blocks: Vec<BlockScratch<T>>,
	x: Vec<T>,
	last_modulation: Vec<T>,
	last_norm: NormScratch<T>,
	/// The velocity `[images, tokens, patch]`.
	pub out: Vec<T>,
	d_x: Vec<T>,
	d_y: Vec<T>,
	d_wide: Vec<T>,
	d_qkv: Vec<T>,
	d_scores: Vec<T>,
	d_modulation: Vec<T>,
	d_active: Vec<T>,
	d_condition: Vec<T>,
}

/// Captions, `[images, words, ...]`.
struct TextScratch<T> {
	embedded: Vec<T>,
	wide: Vec<T>,
	active: Vec<T>,
	tokens: Vec<T>,
	d_tokens: Vec<T>,
	d_wide: Vec<T>,
}

struct NormScratch<T> {
	normal: Vec<T>,
	inverse: Vec<T>,
	out: Vec<T>,
}

struct BlockScratch<T> {
	modulation: Vec<T>,
	norm_1: NormScratch<T>,
	qkv: Vec<T>,
	probabilities: Vec<T>,
	attended: Vec<T>,
	projected: Vec<T>,
	norm_2: NormScratch<T>,
	wide: Vec<T>,
	wide_active: Vec<T>,
	narrow: Vec<T>,
}

fn zeros<T: Real>(length: usize) -> Vec<T> {
	vec![T::default(); length]
}

impl<T: Real> NormScratch<T> {
	fn new(rows: usize, width: usize) -> Self {
		NormScratch { normal: zeros(rows * width), inverse: zeros(rows), out: zeros(rows * width) }
	}

	fn forward(&mut self, of: Modulated, input: &[T], modulation: &[T]) {
		norm(of, input, modulation, &mut self.normal, &mut self.inverse, &mut self.out);
	}

	fn backward(&self, of: Modulated, d_out: &[T], modulation: &[T], d_input: &mut [T], d_modulation: &mut [T]) {
		norm_backward(of, d_out, &self.normal, &self.inverse, modulation, d_input, d_modulation);
	}
}

impl<T: Real> Scratch<T> {
	/// Buffers for so many images.
	pub fn new(shape: &Shape, images: usize) -> Self {
		let Shape { tokens, words, patch, width, heads, hidden, time_features, .. } = *shape;
		let sequence = shape.sequence();
		let rows = images * sequence;
		let block = || BlockScratch {
			modulation: zeros(images * PARTS * width),
			norm_1: NormScratch::new(rows, width),
			qkv: zeros(rows * 3 * width),
			probabilities: zeros(images * heads * sequence * sequence),
			attended: zeros(rows * width),
			projected: zeros(rows * width),
			norm_2: NormScratch::new(rows, width),
			wide: zeros(rows * hidden),
			wide_active: zeros(rows * hidden),
			narrow: zeros(rows * width),
		};
		Scratch {
			images,
			features: zeros(images * time_features),
			time_wide: zeros(images * width),
			time_active: zeros(images * width),
			condition: zeros(images * width),
			active: zeros(images * width),
			text: TextScratch {
				embedded: zeros(images * words * width),
				wide: zeros(images * words * 2 * width),
				active: zeros(images * words * 2 * width),
				tokens: zeros(images * words * width),
				d_tokens: zeros(images * words * width),
				d_wide: zeros(images * words * 2 * width),
			},
			image: zeros(images * tokens * width),
			blocks: (0..shape.depth).map(|_| block()).collect(),
			x: zeros(rows * width),
			last_modulation: zeros(images * 2 * width),
			last_norm: NormScratch::new(rows, width),
			out: zeros(images * tokens * patch),
			d_x: zeros(rows * width),
			d_y: zeros(rows * width),
			d_wide: zeros(rows * hidden),
			d_qkv: zeros(rows * 3 * width),
			d_scores: zeros(sequence * sequence),
			d_modulation: zeros(images * PARTS * width),
			d_active: zeros(images * width),
			d_condition: zeros(images * width),
		}
	}

	/// Number of images it is laid out for.
	pub fn images(&self) -> usize {
		self.images
	}
}

impl Linear {
	fn forward<T: Real>(&self, parameters: &[T], input: &[T], out: &mut [T]) {
		linear::forward(input, &parameters[self.weight.clone()], &parameters[self.bias.clone()], out);
	}

	/// Writes the gradients of weight and bias into `gradient`.
	fn backward_parameters<T: Real>(&self, input: &[T], d_out: &[T], gradient: &mut [T]) {
		// The bias follows its weight in the flat buffer.
		let (d_weight, d_bias) = gradient[self.weight.start..self.bias.end].split_at_mut(self.weight.len());
		linear::backward_parameters(input, d_out, d_weight, d_bias);
	}

	fn backward_input<T: Real>(&self, parameters: &[T], d_out: &[T], d_input: &mut [T], add: bool) {
		linear::backward_input(&parameters[self.weight.clone()], d_out, self.outputs, d_input, add);
	}
}

/// Sines and cosines of `place` at geometrically falling frequencies from `1` to `1/10000` (Vaswani et al. 2017).
fn waves(place: f64, out: &mut [impl Real]) {
	let half = out.len() / 2;
	for index in 0..half {
		let angle = place * (-(10_000f64.ln()) * index as f64 / half as f64).exp();
		out[index] = Real::of(angle.sin());
		out[half + index] = Real::of(angle.cos());
	}
}

impl<T: Real> Network<T> {
	/// The computation for a layout; makes the table of positions, half for the row and half for the column.
	pub fn new(shape: Shape, layout: Arc<Layout>) -> Self {
		let grid = shape.side / PATCH;
		let mut places = zeros(shape.words * shape.width);
		for (word, place) in places.chunks_exact_mut(shape.width).enumerate() {
			waves(word as f64, place);
		}
		let mut positions = zeros(shape.tokens * shape.width);
		for (token, position) in positions.chunks_exact_mut(shape.width).enumerate() {
			let (row, column) = position.split_at_mut(shape.width / 2);
			waves((token / grid) as f64, row);
			waves((token % grid) as f64, column);
		}
		Network { shape, layout, positions, places }
	}

	/// Extents of the model.
	pub fn shape(&self) -> &Shape {
		&self.shape
	}

	fn modulated(&self, parts: usize, first: usize) -> Modulated {
		Modulated { tokens: self.shape.sequence(), width: self.shape.width, parts, first }
	}

	fn attention(&self) -> Attention {
		Attention { tokens: self.shape.sequence(), width: self.shape.width, heads: self.shape.heads }
	}

	/// Leaves the velocity in `scratch.out`, and everything that the way back needs.
	pub fn forward(&self, parameters: &[T], input: Input<'_, T>, scratch: &mut Scratch<T>) {
		let Shape { width, time_features, .. } = self.shape;
		let layout = &*self.layout;
		assert_eq!(input.times.len(), scratch.images, "scratch is laid out for the number of images");

		for (time, features) in input.times.iter().zip(scratch.features.chunks_exact_mut(time_features)) {
			waves(f64::from(*time) * 1000.0, features);
		}
		layout.time_in.forward(parameters, &scratch.features, &mut scratch.time_wide);
		silu(&scratch.time_wide, &mut scratch.time_active);
		layout.time_out.forward(parameters, &scratch.time_active, &mut scratch.condition);
		for (class, condition) in input.classes.iter().zip(scratch.condition.chunks_exact_mut(width)) {
			let start = layout.class.start + usize::from(*class) * width;
			add(&parameters[start..start + width], condition);
		}
		if let Some(text) = &layout.text {
			self.read(parameters, text, input.words, scratch);
		}
		silu(&scratch.condition, &mut scratch.active);

		layout.patch.forward(parameters, input.patches, &mut scratch.image);
		for image in scratch.image.chunks_exact_mut(self.positions.len()) {
			add(&self.positions, image);
		}
		self.join(&scratch.text.tokens, &scratch.image, &mut scratch.x);
		for (block, of) in layout.blocks.iter().zip(&mut scratch.blocks) {
			self.block_forward(parameters, block, &scratch.active, of, &mut scratch.x);
		}
		layout.last_modulation.forward(parameters, &scratch.active, &mut scratch.last_modulation);
		scratch.last_norm.forward(self.modulated(2, 0), &scratch.x, &scratch.last_modulation);
		self.part(&scratch.last_norm.out, None, &mut scratch.image);
		layout.last.forward(parameters, &scratch.image, &mut scratch.out);
	}

	/// Makes tokens of captions, and adds their means to the condition.
	fn read(&self, parameters: &[T], text: &Text, words: &[u16], scratch: &mut Scratch<T>) {
		let width = self.shape.width;
		let Scratch { text: of, condition, .. } = scratch;
		for (word, embedded) in words.iter().zip(of.embedded.chunks_exact_mut(width)) {
			let start = text.words.start + usize::from(*word) * width;
			embedded.copy_from_slice(&parameters[start..start + width]);
		}
		for caption in of.embedded.chunks_exact_mut(self.places.len()) {
			add(&self.places, caption);
		}
		text.widen.forward(parameters, &of.embedded, &mut of.wide);
		gelu(&of.wide, &mut of.active);
		text.narrow.forward(parameters, &of.active, &mut of.tokens);
		let part = T::of(1.0 / self.shape.words as f64);
		for (caption, condition) in of.tokens.chunks_exact(self.places.len()).zip(condition.chunks_exact_mut(width)) {
			for token in caption.chunks_exact(width) {
				condition.iter_mut().zip(token).for_each(|(sum, value)| *sum += *value * part);
			}
		}
	}

	/// The way back of [`Network::read`]: `d_tokens` has the gradient from the blocks, `d_condition` that of the condition.
	fn read_backward(
		&self,
		parameters: &[T],
		text: &Text,
		words: &[u16],
		d_condition: &[T],
		of: &mut TextScratch<T>,
		gradient: &mut [T],
	) {
		let width = self.shape.width;
		let part = T::of(1.0 / self.shape.words as f64);
		for (caption, d_condition) in
			of.d_tokens.chunks_exact_mut(self.places.len()).zip(d_condition.chunks_exact(width))
		{
			for token in caption.chunks_exact_mut(width) {
				token.iter_mut().zip(d_condition).for_each(|(sum, value)| *sum += *value * part);
			}
		}
		text.narrow.backward_parameters(&of.active, &of.d_tokens, gradient);
		text.narrow.backward_input(parameters, &of.d_tokens, &mut of.d_wide, false);
		gelu_backward(&of.wide, &mut of.d_wide);
		text.widen.backward_parameters(&of.embedded, &of.d_wide, gradient);
		text.widen.backward_input(parameters, &of.d_wide, &mut of.d_tokens, false);
		gradient[text.words.clone()].fill(T::default());
		for (word, d_embedded) in words.iter().zip(of.d_tokens.chunks_exact(width)) {
			let start = text.words.start + usize::from(*word) * width;
			add(d_embedded, &mut gradient[start..start + width]);
		}
	}

	/// Puts each image's tokens behind those of its caption.
	fn join(&self, words: &[T], images: &[T], out: &mut [T]) {
		let (before, behind) = (self.places.len(), self.positions.len());
		for (index, out) in out.chunks_exact_mut(before + behind).enumerate() {
			out[..before].copy_from_slice(&words[index * before..(index + 1) * before]);
			out[before..].copy_from_slice(&images[index * behind..(index + 1) * behind]);
		}
	}

	/// Undoes [`Network::join`]; leaves captions out where they are not asked for.
	fn part(&self, joined: &[T], mut words: Option<&mut [T]>, images: &mut [T]) {
		let (before, behind) = (self.places.len(), self.positions.len());
		for (index, joined) in joined.chunks_exact(before + behind).enumerate() {
			if let Some(words) = &mut words {
				words[index * before..(index + 1) * before].copy_from_slice(&joined[..before]);
			}
			images[index * behind..(index + 1) * behind].copy_from_slice(&joined[before..]);
		}
	}

	fn block_forward(&self, parameters: &[T], block: &Block, active: &[T], of: &mut BlockScratch<T>, x: &mut [T]) {
		block.modulation.forward(parameters, active, &mut of.modulation);

		of.norm_1.forward(self.modulated(PARTS, 0), x, &of.modulation);
		block.qkv.forward(parameters, &of.norm_1.out, &mut of.qkv);
		attention::forward(self.attention(), &of.qkv, &mut of.probabilities, &mut of.attended);
		block.projection.forward(parameters, &of.attended, &mut of.projected);
		gate(self.modulated(PARTS, 2), &of.projected, &of.modulation, x);

		of.norm_2.forward(self.modulated(PARTS, 3), x, &of.modulation);
		block.widen.forward(parameters, &of.norm_2.out, &mut of.wide);
		gelu(&of.wide, &mut of.wide_active);
		block.narrow.forward(parameters, &of.wide_active, &mut of.narrow);
		gate(self.modulated(PARTS, 5), &of.narrow, &of.modulation, x);
	}

	/// Writes the gradient of every parameter to `gradient`, after a [`Network::forward`] of the same input and given the
	/// gradient of its output.
	pub fn backward(
		&self,
		parameters: &[T],
		input: Input<'_, T>,
		d_out: &[T],
		scratch: &mut Scratch<T>,
		gradient: &mut [T],
	) {
		let layout = &*self.layout;
		let width = self.shape.width;
		let Scratch { d_x, d_y, d_active, text, image, .. } = scratch;

		layout.last.backward_parameters(image, d_out, gradient);
		layout.last.backward_input(parameters, d_out, image, false);
		// Nobody looks at the tokens of captions after the last block.
		text.d_tokens.fill(T::default());
		self.join(&text.d_tokens, image, d_y);
		d_x.fill(T::default());
		let d_modulation = &mut scratch.d_modulation[..scratch.images * 2 * width];
		scratch.last_norm.backward(self.modulated(2, 0), d_y, &scratch.last_modulation, d_x, d_modulation);
		layout.last_modulation.backward_parameters(&scratch.active, d_modulation, gradient);
		layout.last_modulation.backward_input(parameters, d_modulation, d_active, false);
		for (index, block) in layout.blocks.iter().enumerate().rev() {
			self.block_backward(parameters, block, index, scratch, gradient);
		}
		self.part(&scratch.d_x, Some(&mut scratch.text.d_tokens), &mut scratch.image);
		layout.patch.backward_parameters(input.patches, &scratch.image, gradient);

		silu_backward(&scratch.condition, &mut scratch.d_active);
		if let Some(text) = &layout.text {
			self.read_backward(parameters, text, input.words, &scratch.d_active, &mut scratch.text, gradient);
		}
		gradient[layout.class.clone()].fill(T::default());
		for (class, d_condition) in input.classes.iter().zip(scratch.d_active.chunks_exact(width)) {
			let start = layout.class.start + usize::from(*class) * width;
			add(d_condition, &mut gradient[start..start + width]);
		}
		layout.time_out.backward_parameters(&scratch.time_active, &scratch.d_active, gradient);
		layout.time_out.backward_input(parameters, &scratch.d_active, &mut scratch.d_condition, false);
		silu_backward(&scratch.time_wide, &mut scratch.d_condition);
		layout.time_in.backward_parameters(&scratch.features, &scratch.d_condition, gradient);
	}

	fn block_backward(
		&self,
		parameters: &[T],
		block: &Block,
		index: usize,
		scratch: &mut Scratch<T>,
		gradient: &mut [T],
	) {
		let Scratch { blocks, active, d_x, d_y, d_wide, d_qkv, d_scores, d_modulation, d_active, .. } = scratch;
		let of = &blocks[index];

		gate_backward(self.modulated(PARTS, 5), d_x, &of.narrow, &of.modulation, d_y, d_modulation);
		block.narrow.backward_parameters(&of.wide_active, d_y, gradient);
		block.narrow.backward_input(parameters, d_y, d_wide, false);
		gelu_backward(&of.wide, d_wide);
		block.widen.backward_parameters(&of.norm_2.out, d_wide, gradient);
		block.widen.backward_input(parameters, d_wide, d_y, false);
		of.norm_2.backward(self.modulated(PARTS, 3), d_y, &of.modulation, d_x, d_modulation);

		gate_backward(self.modulated(PARTS, 2), d_x, &of.projected, &of.modulation, d_y, d_modulation);
		block.projection.backward_parameters(&of.attended, d_y, gradient);
		// The first stretch of `d_wide` is free again, and as wide as a token's state.
		let d_attended = &mut d_wide[..d_y.len()];
		block.projection.backward_input(parameters, d_y, d_attended, false);
		attention::backward(self.attention(), &of.qkv, &of.probabilities, d_attended, d_qkv, d_scores);
		block.qkv.backward_parameters(&of.norm_1.out, d_qkv, gradient);
		block.qkv.backward_input(parameters, d_qkv, d_y, false);
		of.norm_1.backward(self.modulated(PARTS, 0), d_y, &of.modulation, d_x, d_modulation);

		block.modulation.backward_parameters(active, d_modulation, gradient);
		block.modulation.backward_input(parameters, d_modulation, d_active, true);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{dataset::tests::TINY, ops::gradient_check::random};
	use promptale_primitives::model::Architecture;

	const IMAGES: usize = 3;

	/// A network with parameters that leave nothing at zero, and an input.
	struct Case {
		network: Network<f64>,
		parameters: Vec<f64>,
		patches: Vec<f64>,
	}

	fn case() -> Case {
		case_with(0)
	}

	fn case_with(words: u8) -> Case {
		let shape = Shape::of(&Architecture { words, ..TINY }).unwrap();
		let layout = Arc::new(Layout::of(&shape));
		let parameters = random(layout.len, 1).iter().map(|value| value * 0.3).collect();
		Case { network: Network::new(shape, layout), parameters, patches: random(IMAGES * shape.image(), 2) }
	}

	impl Case {
		fn input(&self) -> Input<'_, f64> {
			// A row that comes twice, and "no word" twice.
			const WORDS: [u16; 6] = [0, 1023, 5, 0, 5, 7];
			let words = &WORDS[..IMAGES * self.network.shape().words];
			Input { patches: &self.patches, times: &[0.1, 0.5, 0.9], classes: &[0, 2, 3], words }
		}

		fn total(&self, parameters: &[f64], weights: &[f64]) -> f64 {
			let mut scratch = Scratch::new(self.network.shape(), IMAGES);
			self.network.forward(parameters, self.input(), &mut scratch);
			scratch.out.iter().zip(weights).map(|(out, weight)| out * weight).sum()
		}
	}

	#[test]
	fn gradient_of_the_whole_model_agrees_with_finite_differences() {
		compare_gradients(case());
	}

	#[test]
	fn gradient_of_a_model_that_reads_agrees_with_finite_differences() {
		compare_gradients(case_with(2));
	}

	fn compare_gradients(case: Case) {
		let weights = random(case.patches.len(), 5);
		let mut scratch = Scratch::new(case.network.shape(), IMAGES);
		let mut gradient = vec![f64::NAN; case.parameters.len()];
		case.network.forward(&case.parameters, case.input(), &mut scratch);
		case.network.backward(&case.parameters, case.input(), &weights, &mut scratch, &mut gradient);
		assert!(gradient.iter().all(|value| value.is_finite()), "every parameter's gradient is written");
		for view in &case.network.layout.views {
			// Some places of each tensor, the first and the last among them.
			let width = case.network.shape().width;
			let places = (0..=4).map(|part| (view.range.len() - 1) * part / 4);
			// Of the words' embedding those that come, too.
			let read = [0, 5, 7].map(|word| word * width).into_iter().filter(|_| view.name == "text.words");
			for part in places.chain(read) {
				let index = view.range.start + part;
				let step = 1e-5;
				let at = |step: f64| {
					let mut moved = case.parameters.clone();
					moved[index] += step;
					case.total(&moved, &weights)
				};
				let expected = (at(step) - at(-step)) / (2.0 * step);
				let error = (gradient[index] - expected).abs() / expected.abs().max(1.0);
				assert!(error < 1e-6, "{} {part}: {}, finite difference {expected}", view.name, gradient[index]);
			}
		}
	}

	#[test]
	fn images_of_a_batch_do_not_influence_each_other() {
		let case = case();
		let size = case.network.shape().image();
		let mut together = Scratch::new(case.network.shape(), IMAGES);
		case.network.forward(&case.parameters, case.input(), &mut together);
		let mut alone = Scratch::new(case.network.shape(), 1);
		let second = Input { patches: &case.patches[size..2 * size], times: &[0.5], classes: &[2], words: &[] };
		case.network.forward(&case.parameters, second, &mut alone);
		for (one, other) in alone.out.iter().zip(&together.out[size..2 * size]) {
			assert!((one - other).abs() < 1e-12);
		}
	}

	#[test]
	fn time_and_class_matter() {
		let case = case();
		let run = |times: &[f32], classes: &[u16]| {
			let mut scratch = Scratch::new(case.network.shape(), 1);
			let patches = &case.patches[..case.network.shape().image()];
			case.network.forward(&case.parameters, Input { patches, times, classes, words: &[] }, &mut scratch);
			scratch.out
		};
		assert_ne!(run(&[0.5], &[0]), run(&[0.6], &[0]));
		assert_ne!(run(&[0.5], &[0]), run(&[0.5], &[1]));
	}

	#[test]
	fn the_words_of_a_caption_and_their_order_matter() {
		let case = case_with(2);
		let run = |words: &[u16]| {
			let mut scratch = Scratch::new(case.network.shape(), 1);
			let patches = &case.patches[..case.network.shape().image()];
			let input = Input { patches, times: &[0.5], classes: &[1], words };
			case.network.forward(&case.parameters, input, &mut scratch);
			scratch.out
		};
		assert_ne!(run(&[4, 9]), run(&[4, 8]));
		assert_ne!(run(&[4, 9]), run(&[9, 4]));
		assert_ne!(run(&[4, 0]), run(&[0, 0]));
	}

	#[test]
	fn a_new_model_answers_zero() {
		let checkpoint = crate::Checkpoint::initialise(TINY, 1).unwrap();
		let case = case();
		let parameters: Vec<f64> = checkpoint.parameters().iter().map(|value| f64::from(*value)).collect();
		assert_eq!(case.total(&parameters, &random(case.patches.len(), 5)), 0.0);
	}
}
