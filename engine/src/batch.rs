//! Batches: noisy images, their times and classes, and the velocity a model should answer.

use crate::{dataset::Dataset, shape::Shape, text::NO_WORD};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Some images of a data set, each mixed with noise: `noisy = t * image + (1 - t) * noise`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Batch {
	/// `[images, tokens, patch]`.
	pub noisy: Vec<f32>,
	/// `image - noise`, `[images, tokens, patch]`; empty where nothing is to be compared with.
	pub velocity: Vec<f32>,
	/// In `[0, 1]`; 0 is noise, 1 is the image.
	pub times: Vec<f32>,
	/// Below the number of classes, or [`Shape::null_class`].
	pub classes: Vec<u16>,
	/// Words of captions, `[images, words]`; see [`crate::text`].
	pub words: Vec<u16>,
}

impl Batch {
	/// Number of images.
	pub fn len(&self) -> usize {
		self.times.len()
	}

	/// Whether there are none.
	pub fn is_empty(&self) -> bool {
		self.times.is_empty()
	}

	/// Refills the batch. `times` has one entry per index.
	pub(crate) fn fill(
		&mut self,
		shape: &Shape,
		data: &Dataset,
		indices: &[usize],
		times: impl Iterator<Item = f32>,
		random: &mut ChaCha8Rng,
	) {
		let image = shape.image();
		self.times.clear();
		self.times.extend(times);
		assert_eq!(self.times.len(), indices.len());
		self.classes.clear();
		self.classes.extend(indices.iter().map(|index| data.label(*index)));
		self.words.clear();
		indices.iter().for_each(|index| self.words.extend_from_slice(data.caption(*index)));
		self.noisy.resize(indices.len() * image, 0.0);
		self.velocity.resize(indices.len() * image, 0.0);
		let images = self.noisy.chunks_exact_mut(image).zip(self.velocity.chunks_exact_mut(image));
		for ((index, time), (noisy, velocity)) in indices.iter().zip(&self.times).zip(images) {
			data.values(*index, noisy);
			for (value, velocity) in noisy.iter_mut().zip(velocity) {
				let noise: f32 = StandardNormal.sample(random);
				*velocity = *value - noise;
				*value = *time * *value + (1.0 - *time) * noise;
			}
		}
	}

	/// The images whose class and time fulfil a condition.
	pub(crate) fn only(&self, condition: impl Fn(u16, f32) -> bool) -> Batch {
		let (image, words) = (self.noisy.len() / self.len().max(1), self.words.len() / self.len().max(1));
		let mut batch = Batch::default();
		for index in (0..self.len()).filter(|index| condition(self.classes[*index], self.times[*index])) {
			let values = index * image..(index + 1) * image;
			batch.noisy.extend_from_slice(&self.noisy[values.clone()]);
			batch.velocity.extend_from_slice(&self.velocity[values]);
			batch.times.push(self.times[index]);
			batch.classes.push(self.classes[index]);
			batch.words.extend_from_slice(&self.words[index * words..(index + 1) * words]);
		}
		batch
	}

	/// Replaces class and caption by nothing with a probability, so that the model can also be asked without them
	/// (classifier-free guidance, Ho and Salimans 2022). Where it reads captions, half of those that are left lose one of
	/// the two, so that either can be asked for by itself.
	pub(crate) fn drop_conditions(&mut self, shape: &Shape, probability: f64, random: &mut ChaCha8Rng) {
		let nothing = shape.null_class() as u16;
		for (index, class) in self.classes.iter_mut().enumerate() {
			let caption = &mut self.words[index * shape.words..(index + 1) * shape.words];
			if random.random_bool(probability) {
				*class = nothing;
				caption.fill(NO_WORD);
			} else if !caption.is_empty() {
				match random.random_range(0..4) {
					0 => *class = nothing,
					1 => caption.fill(NO_WORD),
					_ => {},
				}
			}
		}
	}
}

/// One time per stratum `[i / count, (i + 1) / count)`, in order: covers all times evenly, which a plain draw does not.
pub(crate) fn stratified_times(count: usize, random: &mut ChaCha8Rng) -> Vec<f32> {
	(0..count).map(|index| (index as f32 + random.random::<f32>()) / count as f32).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::dataset::tests::{synthetic, TINY};
	use rand::SeedableRng;

	#[test]
	fn noisy_images_lie_between_noise_and_image() {
		let shape = Shape::of(&TINY).unwrap();
		let data = synthetic(&TINY, 6);
		let mut batch = Batch::default();
		let mut random = ChaCha8Rng::seed_from_u64(1);
		batch.fill(&shape, &data, &[3, 4], [1.0, 0.25].into_iter(), &mut random);
		assert_eq!((batch.len(), &batch.classes[..]), (2, &[0, 1][..]));
		let mut image = vec![0.0; shape.image()];
		data.values(3, &mut image);
		assert_eq!(batch.noisy[..64], image, "at time 1 nothing is left of the noise");
		data.values(4, &mut image);
		let second = batch.noisy[64..].iter().zip(&batch.velocity[64..]);
		for (image, (noisy, velocity)) in image.iter().zip(second) {
			let noise = image - velocity;
			assert!((noisy - (0.25 * image + 0.75 * noise)).abs() < 1e-6);
		}
	}

	#[test]
	fn every_stratum_has_one_time() {
		let times = stratified_times(10, &mut ChaCha8Rng::seed_from_u64(2));
		let strata: Vec<usize> = times.iter().map(|time| (time * 10.0) as usize).collect();
		assert_eq!(strata, (0..10).collect::<Vec<_>>());
	}
}
