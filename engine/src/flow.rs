//! The way from noise to images along the model's velocity, in Euler steps.

use crate::{
	backend::Backend,
	batch::Batch,
	dataset::to_plain,
	patch::{patchify, unpatchify},
	shape::Shape,
	text, Error,
};
use image::{DynamicImage, GrayImage, RgbImage};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// How to go.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Course {
	/// Time to start at, in `[0, 1)`; 0 is noise, 1 is the image.
	pub from: f32,
	/// Euler steps from there to 1.
	pub steps: u32,
	/// Classifier-free guidance: 1 follows the model, more exaggerates the class.
	pub guidance: f32,
}

impl Course {
	/// Refuses what leads nowhere.
	pub fn check(&self) -> Result<(), Error> {
		if self.steps == 0 || !self.guidance.is_finite() {
			return Err(Error::Options(format!(
				"{} steps with guidance {}; at least 1 step and a finite number are needed",
				self.steps, self.guidance
			)));
		}
		Ok(())
	}

	/// Time of a step's beginning; of `self.steps`, 1.
	pub fn time(&self, step: u32) -> f32 {
		self.from + (1.0 - self.from) * step as f32 / self.steps as f32
	}
}

/// Images on their way.
pub(crate) struct Flow {
	/// `[images, tokens, patch]`.
	pub images: Vec<f32>,
	course: Course,
	batch: Batch,
	velocity: Vec<f32>,
}

impl Flow {
	/// Starts from `images`, `[images, tokens, patch]`, which are at time `course.from`.
	pub fn new(shape: &Shape, wishes: &[Wish], images: Vec<f32>, course: Course) -> Flow {
		let nothing = Wish::nothing();
		// With guidance the same images are asked about twice: with what they shall show, then without.
		let without = std::iter::repeat_n(&nothing, if course.guidance == 1.0 { 0 } else { wishes.len() });
		let all: Vec<&Wish> = wishes.iter().chain(without).collect();
		let length = all.len() * shape.image();
		let batch = Batch {
			noisy: vec![0.0; length],
			velocity: Vec::new(),
			times: vec![0.0; all.len()],
			classes: all.iter().map(|wish| wish.class.unwrap_or(shape.null_class() as u16)).collect(),
			words: all.iter().flat_map(|wish| text::tokens(shape, &wish.caption)).collect(),
		};
		Flow { images, course, batch, velocity: vec![0.0; length] }
	}

	/// One Euler step.
	pub fn step(&mut self, backend: &mut dyn Backend, step: u32) {
		let Course { from, steps, guidance } = self.course;
		let length = self.images.len();
		self.batch.times.fill(self.course.time(step));
		for half in self.batch.noisy.chunks_exact_mut(length) {
			half.copy_from_slice(&self.images);
		}
		backend.velocity(&self.batch, &mut self.velocity);
		let (with, without) = self.velocity.split_at(length);
		for (index, value) in self.images.iter_mut().enumerate() {
			let mut velocity = with[index];
			if let Some(without) = without.get(index) {
				velocity = without + guidance * (velocity - without);
			}
			*value += velocity * (1.0 - from) / steps as f32;
		}
	}
}

/// What an image shall show.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wish {
	/// A concept class; none leaves it to the caption, or to chance.
	pub class: Option<u16>,
	/// In words; empty for none. A model that does not read takes none.
	pub caption: String,
}

impl Wish {
	/// Whatever the model makes by itself.
	pub fn nothing() -> Wish {
		Wish::default()
	}

	/// A class.
	pub fn of_class(class: u16) -> Wish {
		Wish { class: Some(class), caption: String::new() }
	}

	/// A caption.
	pub fn of(caption: &str) -> Wish {
		Wish { class: None, caption: caption.into() }
	}

	/// Refuses what the model cannot be asked.
	///
	/// # Errors
	/// [`Error::Options`] for a class that it does not have, or a caption where it does not read.
	pub(crate) fn check(&self, shape: &Shape) -> Result<(), Error> {
		if let Some(class) = self.class.filter(|class| usize::from(*class) >= shape.classes) {
			return Err(Error::Options(format!("class {class}, but the model has classes 0 to {}", shape.classes - 1)));
		}
		if shape.words == 0 && !self.caption.is_empty() {
			return Err(Error::Options("the model reads no captions; ask it for one of its classes".into()));
		}
		Ok(())
	}
}

impl From<u16> for Wish {
	fn from(class: u16) -> Wish {
		Wish::of_class(class)
	}
}

/// The noise that image `index` of a seed starts from, `[tokens, patch]`.
pub(crate) fn noise(seed: u64, index: u64, out: &mut [f32]) {
	let mut key = [0; 32];
	key[..8].copy_from_slice(&seed.to_le_bytes());
	key[8..16].copy_from_slice(&index.to_le_bytes());
	let mut random = ChaCha8Rng::from_seed(key);
	out.fill_with(|| StandardNormal.sample(&mut random));
}

/// Values `[tokens, patch]` in `[-1, 1]` as an image, grey or colour.
pub(crate) fn to_image(shape: &Shape, patches: &[f32]) -> DynamicImage {
	let bytes: Vec<u8> = patches.iter().map(|value| ((value + 1.0) * 127.5).round().clamp(0.0, 255.0) as u8).collect();
	let mut plain = vec![0; bytes.len()];
	unpatchify(shape, &bytes, &mut plain);
	let side = shape.side as u32;
	const LENGTH: &str = "a shape's image has side * side * channels values";
	if shape.channels == 1 {
		DynamicImage::ImageLuma8(GrayImage::from_raw(side, side, plain).expect(LENGTH))
	} else {
		DynamicImage::ImageRgb8(RgbImage::from_raw(side, side, plain).expect(LENGTH))
	}
}

/// An image of the model's side as values `[tokens, patch]` in `[-1, 1]`; what [`to_image`] undoes.
pub(crate) fn from_image(shape: &Shape, image: &DynamicImage) -> Vec<f32> {
	assert_eq!((image.width(), image.height()), (shape.side as u32, shape.side as u32), "images are scaled before");
	let plain = to_plain(image, shape.channels);
	let mut patches = vec![0; plain.len()];
	patchify(shape, &plain, &mut patches);
	patches.iter().map(|byte| f32::from(*byte) / 127.5 - 1.0).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::dataset::tests::TINY;

	#[test]
	fn an_image_comes_back_from_values_as_it_was() {
		let shape = Shape::of(&TINY).unwrap();
		let image = DynamicImage::ImageLuma8(GrayImage::from_fn(8, 8, |x, y| image::Luma([(x * 31 + y * 3) as u8])));
		assert_eq!(to_image(&shape, &from_image(&shape, &image)), image);
	}

	#[test]
	fn time_goes_from_the_start_to_one() {
		let course = Course { from: 0.25, steps: 3, guidance: 1.0 };
		assert_eq!([course.time(0), course.time(1), course.time(3)], [0.25, 0.5, 1.0]);
	}
}
