//! The numbers that follow from an architecture: widths, depths, token counts.

use crate::Error;
use promptale_primitives::model::{Architecture, ModelSize};

/// Height and width of a patch in pixels. One patch is one token.
pub const PATCH: usize = 4;

/// Largest image side, in pixels: above this the tokens of one image no longer fit the engine's attention.
pub const MAX_SIDE: u16 = 128;

/// Most words of a caption that a model reads.
pub const MAX_WORDS: u8 = 32;

/// Most concept classes of one model.
pub const MAX_CLASSES: u16 = 4096;

/// Every extent of one model, all in elements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shape {
	/// Height and width of an image, pixels.
	pub side: usize,
	/// Channels of an image.
	pub channels: usize,
	/// Concept classes; the class embedding has one row more, for "no class".
	pub classes: usize,
	/// Tokens of an image: `(side / PATCH)^2`.
	pub tokens: usize,
	/// Words of a caption, each a token before those of the image.
	pub words: usize,
	/// Rows of the word embedding; see [`crate::text`].
	pub vocabulary: usize,
	/// Values of a patch: `PATCH^2 * channels`.
	pub patch: usize,
	/// Width of a token's hidden state.
	pub width: usize,
	/// Transformer blocks.
	pub depth: usize,
	/// Attention heads; `width` is a multiple of it.
	pub heads: usize,
	/// Hidden width of a block's feed-forward part.
	pub hidden: usize,
	/// Sine and cosine features of the time step.
	pub time_features: usize,
}

impl Shape {
	/// Extents of an architecture.
	///
	/// # Errors
	/// [`Error::Architecture`] when the side is zero, above [`MAX_SIDE`] or not a multiple of [`PATCH`], when there are
	/// neither 1 nor 3 channels, when there are no classes or more than [`MAX_CLASSES`], or more words than [`MAX_WORDS`].
	pub fn of(architecture: &Architecture) -> Result<Shape, Error> {
		let Architecture { size, side, channels, classes, words } = *architecture;
		let refuse = |reason: String| Err(Error::Architecture(reason));
		if side == 0 || side > MAX_SIDE || !usize::from(side).is_multiple_of(PATCH) {
			return refuse(format!("the image side is {side}; use a multiple of {PATCH} from {PATCH} to {MAX_SIDE}"));
		}
		if channels != 1 && channels != 3 {
			return refuse(format!("{channels} channels; use 1 (grey) or 3 (colour)"));
		}
		if classes == 0 || classes > MAX_CLASSES {
			return refuse(format!("{classes} classes; use 1 to {MAX_CLASSES}"));
		}
		if words > MAX_WORDS {
			return refuse(format!("{words} words; use at most {MAX_WORDS}, or 0 for a model without captions"));
		}
		let (width, depth, heads, vocabulary) = match size {
			ModelSize::Nano => (64, 3, 4, 1_024),
			ModelSize::Mini => (128, 4, 4, 4_096),
		};
		let grid = usize::from(side) / PATCH;
		Ok(Shape {
			side: side.into(),
			channels: channels.into(),
			classes: classes.into(),
			tokens: grid * grid,
			words: words.into(),
			vocabulary,
			patch: PATCH * PATCH * usize::from(channels),
			width,
			depth,
			heads,
			hidden: 4 * width,
			time_features: 64,
		})
	}

	/// Values of one image.
	pub fn image(&self) -> usize {
		self.tokens * self.patch
	}

	/// Tokens of an image and its caption together.
	pub fn sequence(&self) -> usize {
		self.words + self.tokens
	}

	/// Index of the embedding row that stands for "no class".
	pub fn null_class(&self) -> usize {
		self.classes
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn architecture(side: u16, channels: u8, classes: u16) -> Architecture {
		Architecture { size: ModelSize::Nano, side, channels, classes, words: 0 }
	}

	#[test]
	fn fashion_mnist_has_49_tokens_of_16_values() {
		let shape = Shape::of(&architecture(28, 1, 10)).unwrap();
		assert_eq!((shape.tokens, shape.patch, shape.image()), (49, 16, 784));
	}

	#[test]
	fn impossible_architectures_are_refused_with_the_reason() {
		for (bad, word) in [
			(architecture(30, 1, 10), "side"),
			(architecture(0, 1, 10), "side"),
			(architecture(1024, 1, 10), "side"),
			(architecture(28, 2, 10), "channels"),
			(architecture(28, 1, 0), "classes"),
			(architecture(28, 1, MAX_CLASSES + 1), "classes"),
			(Architecture { words: MAX_WORDS + 1, ..architecture(28, 1, 10) }, "words"),
		] {
			let message = Shape::of(&bad).unwrap_err().to_string();
			assert!(message.contains(word), "{message}");
		}
	}
}
