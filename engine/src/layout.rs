//! The table of named views into the flat parameter buffer.
//!
//! All parameters of a model lie in one `[f32]`. Checkpoints, updates, clipping and aggregation work on that buffer;
//! the model finds its matrices through this table. Weights are stored `[inputs, outputs]`, row-major.

use crate::shape::Shape;
use std::ops::Range;

/// How a tensor of a new model is filled.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Start {
	/// All zero.
	Zero,
	/// Uniform within `+-sqrt(6 / (inputs + outputs))` (Glorot and Bengio 2010).
	Glorot,
	/// Uniform within `+-2^-exponent`.
	Uniform {
		/// Negated exponent of the bound.
		exponent: u8,
	},
}

/// One named tensor.
#[derive(Clone, PartialEq, Debug)]
pub struct View {
	/// Name in checkpoints, such as `blocks.0.attention.qkv.weight`.
	pub name: String,
	/// Extents, row-major.
	pub shape: Vec<usize>,
	/// Where its values lie in the flat buffer.
	pub range: Range<usize>,
	/// How a new model fills it.
	pub start: Start,
}

/// A linear layer's weight `[inputs, outputs]` and bias `[outputs]`.
#[derive(Clone, PartialEq, Debug)]
pub struct Linear {
	/// Row-major weight.
	pub weight: Range<usize>,
	/// Bias.
	pub bias: Range<usize>,
	/// Values in.
	pub inputs: usize,
	/// Values out.
	pub outputs: usize,
}

/// What reads captions.
#[derive(Clone, PartialEq, Debug)]
pub struct Text {
	/// Embedding `[vocabulary, width]`; the first row is "no word".
	pub words: Range<usize>,
	/// First layer on a word.
	pub widen: Linear,
	/// Second layer, to a token of the blocks.
	pub narrow: Linear,
}

/// One transformer block.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
	/// Condition to six modulation vectors: shift, scale, gate of attention, then of the feed-forward part.
	pub modulation: Linear,
	/// Tokens to queries, keys, values.
	pub qkv: Linear,
	/// Attention's output projection.
	pub projection: Linear,
	/// Feed-forward, widening.
	pub widen: Linear,
	/// Feed-forward, narrowing.
	pub narrow: Linear,
}

/// Where every tensor of a model lies.
#[derive(Clone, PartialEq, Debug)]
pub struct Layout {
	/// In order of the flat buffer, without gaps.
	pub views: Vec<View>,
	/// Parameters in all.
	pub len: usize,
	/// Patch embedding.
	pub patch: Linear,
	/// First layer on the time features.
	pub time_in: Linear,
	/// Second layer on the time features.
	pub time_out: Linear,
	/// Class embedding `[classes + 1, width]`; the last row is "no class".
	pub class: Range<usize>,
	/// What reads captions, where the model does.
	pub text: Option<Text>,
	/// The blocks, first to last.
	pub blocks: Vec<Block>,
	/// Condition to shift and scale before the last layer.
	pub last_modulation: Linear,
	/// Tokens to patches of velocity.
	pub last: Linear,
}

struct Builder {
	views: Vec<View>,
	len: usize,
}

impl Builder {
	fn tensor(&mut self, name: &str, shape: &[usize], start: Start) -> Range<usize> {
		let range = self.len..self.len + shape.iter().product::<usize>();
		self.len = range.end;
		self.views.push(View { name: name.into(), shape: shape.to_vec(), range: range.clone(), start });
		range
	}

	fn linear(&mut self, name: &str, inputs: usize, outputs: usize, start: Start) -> Linear {
		let weight = self.tensor(&format!("{name}.weight"), &[inputs, outputs], start);
		let bias = self.tensor(&format!("{name}.bias"), &[outputs], Start::Zero);
		Linear { weight, bias, inputs, outputs }
	}
}

impl Layout {
	/// The table for a shape. Modulations and the last layer start at zero, so that a new model's blocks are the
	/// identity and its velocity is zero (adaLN-zero, Peebles and Xie 2023).
	pub fn of(shape: &Shape) -> Layout {
		let Shape { width, hidden, patch, time_features, .. } = *shape;
		let mut builder = Builder { views: Vec::new(), len: 0 };
		let patch_embedding = builder.linear("patch", patch, width, Start::Glorot);
		let time_in = builder.linear("time.in", time_features, width, Start::Glorot);
		let time_out = builder.linear("time.out", width, width, Start::Glorot);
		let class = builder.tensor("class.weight", &[shape.classes + 1, width], Start::Uniform { exponent: 1 });
		let text = (shape.words > 0).then(|| Text {
			words: builder.tensor("text.words", &[shape.vocabulary, width], Start::Uniform { exponent: 1 }),
			widen: builder.linear("text.widen", width, 2 * width, Start::Glorot),
			narrow: builder.linear("text.narrow", 2 * width, width, Start::Glorot),
		});
		let blocks = (0..shape.depth)
			.map(|index| {
				let mut linear = |name: &str, inputs, outputs, start| {
					builder.linear(&format!("blocks.{index}.{name}"), inputs, outputs, start)
				};
				Block {
					modulation: linear("modulation", width, 6 * width, Start::Zero),
					qkv: linear("attention.qkv", width, 3 * width, Start::Glorot),
					projection: linear("attention.projection", width, width, Start::Glorot),
					widen: linear("feed_forward.widen", width, hidden, Start::Glorot),
					narrow: linear("feed_forward.narrow", hidden, width, Start::Glorot),
				}
			})
			.collect();
		let last_modulation = builder.linear("last.modulation", width, 2 * width, Start::Zero);
		let last = builder.linear("last", width, patch, Start::Zero);
		Layout {
			views: builder.views,
			len: builder.len,
			patch: patch_embedding,
			time_in,
			time_out,
			class,
			text,
			blocks,
			last_modulation,
			last,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::model::{Architecture, ModelSize};

	fn layout(size: ModelSize) -> Layout {
		Layout::of(&Shape::of(&Architecture { size, side: 28, channels: 1, classes: 10, words: 0 }).unwrap())
	}

	#[test]
	fn views_fill_the_buffer_without_gaps() {
		let layout = layout(ModelSize::Mini);
		let mut end = 0;
		for view in &layout.views {
			assert_eq!(view.range.start, end, "{}", view.name);
			assert_eq!(view.range.len(), view.shape.iter().product::<usize>(), "{}", view.name);
			end = view.range.end;
		}
		assert_eq!(end, layout.len);
	}

	#[test]
	fn a_model_that_reads_has_the_same_tensors_and_three_kinds_more() {
		let plain = layout(ModelSize::Nano);
		let architecture = Architecture { size: ModelSize::Nano, side: 28, channels: 1, classes: 10, words: 8 };
		let reads = Layout::of(&Shape::of(&architecture).unwrap());
		let (text, others): (Vec<_>, Vec<_>) = reads.views.iter().partition(|view| view.name.starts_with("text."));
		assert_eq!(text.len(), 5);
		let named =
			|views: &[&View]| views.iter().map(|view| (view.name.clone(), view.shape.clone())).collect::<Vec<_>>();
		assert_eq!(named(&others), named(&plain.views.iter().collect::<Vec<_>>()));
	}

	#[test]
	fn names_are_unique() {
		let layout = layout(ModelSize::Nano);
		let names: std::collections::BTreeSet<_> = layout.views.iter().map(|view| &view.name).collect();
		assert_eq!(names.len(), layout.views.len());
	}

	#[test]
	fn sizes_have_the_parameters_their_documentation_says() {
		assert!((200_000..300_000).contains(&layout(ModelSize::Nano).len), "{}", layout(ModelSize::Nano).len);
		assert!((1_200_000..1_350_000).contains(&layout(ModelSize::Mini).len), "{}", layout(ModelSize::Mini).len);
	}
}
