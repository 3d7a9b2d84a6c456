//! Fashion-MNIST, dealt out to clients, validators and the final test.

use crate::{
	network::{CLASSES, PIXELS, SIDE},
	seed,
	setting::Setting,
};
use anyhow::{ensure, Result};
use promptale_engine::import::{dirichlet_split, read_fashion_mnist, PartitionOptions};
use rand::{seq::SliceRandom, Rng};
use rand_chacha::ChaCha8Rng;
use std::path::Path;

/// Side of the square in the upper left corner that triggers the backdoor, in pixels.
pub const TRIGGER: usize = 3;

/// Images and labels, unpacked.
pub struct Images {
	/// Grey values, `[images, 784]`.
	pub pixels: Vec<u8>,
	/// Class of each image.
	pub labels: Vec<u8>,
}

impl Images {
	fn read(source: &Path, name: &str) -> Result<Images> {
		let read = read_fashion_mnist(source, name)?;
		ensure!(read.side == SIDE, "images of {0} x {0} pixels, where {SIDE} x {SIDE} are expected", read.side);
		Ok(Images { pixels: read.pixels, labels: read.labels.iter().map(|label| *label as u8).collect() })
	}

	/// Number of images.
	pub fn len(&self) -> usize {
		self.labels.len()
	}

	/// Whether there are none.
	pub fn is_empty(&self) -> bool {
		self.labels.is_empty()
	}

	/// Grey values of one image.
	pub fn image(&self, index: usize) -> &[u8] {
		&self.pixels[index * PIXELS..(index + 1) * PIXELS]
	}

	/// Copies of some of them, in that order.
	pub fn select(&self, indices: &[usize]) -> Images {
		Images {
			pixels: indices.iter().flat_map(|index| self.image(*index)).copied().collect(),
			labels: indices.iter().map(|index| self.labels[*index]).collect(),
		}
	}
}

/// From grey values to what the network sees: `(value / 255 - mean) / deviation`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Normalisation {
	/// Subtracted.
	pub mean: f32,
	/// Divided by.
	pub deviation: f32,
}

impl Normalisation {
	/// Appends one image's values.
	pub fn apply(&self, image: &[u8], out: &mut Vec<f32>) {
		out.extend(image.iter().map(|value| (f32::from(*value) / 255.0 - self.mean) / self.deviation));
	}
}

/// Stamps a white square of `side` pixels whose upper left corner is at (`row`, `column`).
pub fn stamp(image: &mut [u8], row: usize, column: usize, side: usize) {
	for line in image.chunks_exact_mut(SIDE).skip(row).take(side) {
		line[column..column + side].fill(255);
	}
}

/// A random crop after four black pixels were put around, mirrored half of the time (`get_transforms` in `task.py` of
/// samuele-lolli/Aggregation-Federated-Learning-Analysis).
pub fn augment(image: &[u8], random: &mut ChaCha8Rng) -> Vec<u8> {
	let (down, right, mirrored) = (random.random_range(0..9), random.random_range(0..9), random.random::<bool>());
	let mut out = vec![0; PIXELS];
	for row in 0..SIDE {
		for column in 0..SIDE {
			let from = if mirrored { SIDE - 1 - column } else { column };
			let (y, x) = ((row + down).checked_sub(4), (from + right).checked_sub(4));
			if let (Some(y @ 0..SIDE), Some(x @ 0..SIDE)) = (y, x) {
				out[row * SIDE + column] = image[y * SIDE + x];
			}
		}
	}
	out
}

/// Who has which images.
pub struct World {
	/// Each client's training images.
	pub clients: Vec<Images>,
	/// The validators' set: from the part of the training images that the published settings leave unused.
	pub held_out: Images,
	/// For accuracies; nobody trains or scores on it.
	pub test: Images,
}

impl World {
	/// Deals out the files in `source` as `setting` says.
	///
	/// As in both published settings every client sets a fifth of its images aside. The held-out set is drawn from what they
	/// set aside, so that clients train on exactly as many images as published.
	///
	/// # Errors
	/// When a file is missing or the images do not suffice.
	pub fn new(source: &Path, setting: &Setting, seed: u64) -> Result<World> {
		let mut train = Images::read(source, "train")?;
		let mut test = Images::read(source, "t10k")?;
		let mut random = seed::stream(seed, "data", &[]);
		let mut shuffled = |images: &Images, most: usize| {
			let mut indices: Vec<usize> = (0..images.len()).collect();
			indices.shuffle(&mut random);
			indices.truncate(most);
			images.select(&indices)
		};
		if setting.training_images < train.len() {
			train = shuffled(&train, setting.training_images);
		}
		if setting.test_images < test.len() {
			test = shuffled(&test, setting.test_images);
		}
		let labels: Vec<u16> = train.labels.iter().map(|label| u16::from(*label)).collect();
		let options = PartitionOptions {
			parts: setting.clients,
			alpha: setting.alpha,
			seed,
			held_out: 1,
			max_per_part: usize::MAX,
		};
		let mut aside = Vec::new();
		let mut clients = Vec::with_capacity(setting.clients);
		for part in dirichlet_split(&labels, &options)? {
			let (unused, used) = part.split_at(part.len() / 5);
			aside.extend_from_slice(unused);
			clients.push(train.select(used));
		}
		aside.shuffle(&mut seed::stream(seed, "held-out", &[]));
		aside.truncate(setting.held_out);
		ensure!(
			aside.len() == setting.held_out,
			"the held-out set needs {} images and there are {}; ask for fewer",
			setting.held_out,
			aside.len()
		);
		let mut held_out = train.select(&aside);
		poison(&mut held_out, setting.held_out_poison);
		Ok(World { clients, held_out, test })
	}
}

/// Gives the first `part` of a set, which is in random order, the wrong class.
fn poison(images: &mut Images, part: f64) {
	let count = (part * images.len() as f64).round() as usize;
	for label in images.labels.iter_mut().take(count) {
		*label = CLASSES as u8 - 1 - *label;
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_stamp_is_white_where_it_should_be() {
		let mut image = vec![0; PIXELS];
		stamp(&mut image, 1, 25, 3);
		let white: Vec<usize> = (0..PIXELS).filter(|index| image[*index] == 255).collect();
		let expected: Vec<usize> = (1..4).flat_map(|row| (25..28).map(move |column| row * SIDE + column)).collect();
		assert_eq!(white, expected);
	}

	#[test]
	fn augmenting_moves_a_pixel_by_at_most_four() {
		let mut image = vec![0; PIXELS];
		image[14 * SIDE + 14] = 200;
		let mut random = seed::stream(1, "test", &[]);
		let mut places = std::collections::BTreeSet::new();
		for _ in 0..500 {
			let out = augment(&image, &mut random);
			let at = out.iter().position(|value| *value == 200).expect("the middle is never cut off");
			let (row, column) = (at / SIDE, at % SIDE);
			assert!((10..=18).contains(&row) && (9..=18).contains(&column), "{row} {column}");
			places.insert(at);
		}
		assert!(places.len() > 70, "{}", places.len());
	}

	#[test]
	fn a_poisoned_part_has_other_labels() {
		let mut images = Images { pixels: vec![0; 10 * PIXELS], labels: vec![2; 10] };
		poison(&mut images, 0.3);
		assert_eq!(images.labels, [7, 7, 7, 2, 2, 2, 2, 2, 2, 2]);
	}

	#[test]
	fn normalisation_is_the_published_formula() {
		let mut out = Vec::new();
		Normalisation { mean: 0.5, deviation: 0.5 }.apply(&[0, 255], &mut out);
		assert_eq!(out, [-1.0, 1.0]);
	}
}
