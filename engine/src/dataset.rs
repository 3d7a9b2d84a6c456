//! An image folder in memory.

pub use crate::folder::METADATA_FILE;

use crate::{folder, patch::patchify, shape::Shape, text, Error};
use image::{imageops::FilterType, DynamicImage};
use promptale_primitives::{hash::content_hash, model::Architecture, Blake3};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Context of [`Dataset::root`].
const ROOT: &str = "promptale 2026-11 engine dataset root";

/// Images of one size, each with a concept class and, for models that read, a caption. Values are `[-1, 1]`, kept as bytes.
#[derive(Clone, Debug)]
pub struct Dataset {
	/// `[images, tokens, patch]`.
	pixels: Vec<u8>,
	labels: Vec<u16>,
	/// `[images, words]`.
	captions: Vec<u16>,
	dir: PathBuf,
	image: usize,
	words: usize,
	classes: usize,
	root: Blake3,
}

impl Dataset {
	/// Reads a folder: an `imagefolder` with `metadata.jsonl` (`file_name`, `text`, optionally `label`), or one sub-folder
	/// per class. Images of another size are cut to a centred square and resized.
	///
	/// Images are in order of (BLAKE3 of the file, class, words of the caption), so that two data sets with the same [`Dataset::root`] have the
	/// same image at every index.
	///
	/// # Errors
	/// [`Error::Metadata`] with the line, [`Error::Image`] with the file, [`Error::Dataset`] for the folder as a whole,
	/// [`Error::Architecture`] when the architecture fits no images.
	pub fn open(dir: &Path, architecture: &Architecture) -> Result<Dataset, Error> {
		let shape = Shape::of(architecture)?;
		let (entries, _) = folder::list(dir)?;
		folder::check_classes(dir, &entries, shape.classes)?;
		let read = |entry: &folder::Entry| {
			let (hash, pixels) = read_image(&entry.path, &shape)?;
			Ok((Leaf { file: hash, class: entry.class, words: text::tokens(&shape, &entry.text) }, pixels))
		};
		let mut images = entries.par_iter().map(read).collect::<Result<Vec<(Leaf, Vec<u8>)>, Error>>()?;
		images.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
		let mut all = Vec::with_capacity(images.len() * shape.image());
		images.iter().for_each(|(_, pixels)| all.extend(pixels));
		Ok(Dataset::from_parts(dir, &shape, all, images.into_iter().map(|(leaf, _)| leaf).collect()))
	}

	/// `pixels` in patch order, and what is known of the images.
	pub(crate) fn from_parts(dir: &Path, shape: &Shape, pixels: Vec<u8>, leaves: Vec<Leaf>) -> Dataset {
		let mut sorted: Vec<&Leaf> = leaves.iter().collect();
		sorted.sort_unstable();
		let mut hasher = blake3::Hasher::new_derive_key(ROOT);
		for leaf in sorted {
			hasher.update(&leaf.file).update(&leaf.class.to_le_bytes());
			for word in &leaf.words {
				hasher.update(&word.to_le_bytes());
			}
		}
		Dataset {
			pixels,
			labels: leaves.iter().map(|leaf| leaf.class).collect(),
			captions: leaves.iter().flat_map(|leaf| leaf.words.iter().copied()).collect(),
			dir: dir.to_path_buf(),
			words: shape.words,
			image: shape.image(),
			classes: shape.classes,
			root: *hasher.finalize().as_bytes(),
		}
	}

	/// Number of images.
	pub fn len(&self) -> usize {
		self.labels.len()
	}

	/// Whether there are no images; never, for an opened folder.
	pub fn is_empty(&self) -> bool {
		self.labels.is_empty()
	}

	/// Hash over the sorted (BLAKE3 of the image file, class, words of the caption): the same wherever the folder lies and whatever its
	/// files are called.
	pub fn root(&self) -> Blake3 {
		self.root
	}

	/// Class of an image. Panics past the end, as slices do.
	pub fn label(&self, index: usize) -> u16 {
		self.labels[index]
	}

	/// Words of an image's caption; see [`crate::text`]. Panics past the end, as slices do.
	pub fn caption(&self, index: usize) -> &[u16] {
		&self.captions[index * self.words..(index + 1) * self.words]
	}

	/// Number of images of each class.
	pub fn class_counts(&self) -> Vec<usize> {
		let mut counts = vec![0; self.classes];
		for label in &self.labels {
			counts[usize::from(*label)] += 1;
		}
		counts
	}

	/// Whether the images fit a model.
	pub(crate) fn check(&self, shape: &Shape) -> Result<(), Error> {
		let same = self.image == shape.image() && self.classes == shape.classes && self.words == shape.words;
		if !same || self.is_empty() {
			let reason =
				"its images were read for another architecture, or there are none; open it with the model's own";
			return Err(Error::dataset(&self.dir, reason));
		}
		Ok(())
	}

	/// Values of an image in `[-1, 1]`, in patch order `[tokens, patch]`.
	pub(crate) fn values(&self, index: usize, out: &mut [f32]) {
		let pixels = &self.pixels[index * self.image..(index + 1) * self.image];
		for (value, pixel) in out.iter_mut().zip(pixels) {
			*value = f32::from(*pixel) / 127.5 - 1.0;
		}
	}
}

/// What is known of an image beside its pixels.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Leaf {
	/// BLAKE3 of its file.
	pub file: Blake3,
	/// Its concept class.
	pub class: u16,
	/// Words of its caption, as many as the model reads.
	pub words: Vec<u16>,
}

/// The hash of an image's file, and its values in patch order.
fn read_image(path: &Path, shape: &Shape) -> Result<(Blake3, Vec<u8>), Error> {
	let bytes = std::fs::read(path).map_err(Error::io(path))?;
	let image = image::load_from_memory(&bytes)
		.map_err(|error| Error::Image { path: path.to_path_buf(), reason: error.to_string() })?;
	let plain = to_plain(&fit(image, shape), shape.channels);
	let mut pixels = vec![0; shape.image()];
	patchify(shape, &plain, &mut pixels);
	Ok((content_hash(&bytes), pixels))
}

/// An image of the model's side: another one is cut to a centred square and resized.
pub(crate) fn fit(image: DynamicImage, shape: &Shape) -> DynamicImage {
	let side = shape.side as u32;
	if (image.width(), image.height()) == (side, side) {
		return image;
	}
	// Cut first: resizing all of a very long image would take memory without bound.
	let square = image.width().min(image.height());
	let (left, top) = ((image.width() - square) / 2, (image.height() - square) / 2);
	image.crop_imm(left, top, square, square).resize_exact(side, side, FilterType::Triangle)
}

/// Rows of pixels, `[side, side, channels]`.
pub(crate) fn to_plain(image: &DynamicImage, channels: usize) -> Vec<u8> {
	if channels == 1 {
		image.to_luma8().into_raw()
	} else {
		image.to_rgb8().into_raw()
	}
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;
	use promptale_primitives::model::ModelSize;

	pub const TINY: Architecture = Architecture { size: ModelSize::Nano, side: 8, channels: 1, classes: 3, words: 0 };

	/// Images that can be learned: one brightness gradient per class, with a little variation, and the class's number for a
	/// caption.
	pub fn synthetic(architecture: &Architecture, images: usize) -> Dataset {
		let shape = Shape::of(architecture).unwrap();
		let mut pixels = vec![0; images * shape.image()];
		for (index, image) in pixels.chunks_mut(shape.image()).enumerate() {
			for (place, pixel) in image.iter_mut().enumerate() {
				let class = index % shape.classes + 1;
				*pixel = (place * class * 255 / (shape.image() * shape.classes) + index * 7 % 32) as u8;
			}
		}
		let leaves = pixels.chunks(shape.image()).enumerate().map(|(index, pixels)| {
			let class = (index % shape.classes) as u16;
			Leaf { file: content_hash(pixels), class, words: text::tokens(&shape, &format!("number {class}")) }
		});
		let leaves = leaves.collect();
		Dataset::from_parts(Path::new("synthetic"), &shape, pixels, leaves)
	}

	fn write(dir: &Path, name: &str, image: DynamicImage) {
		let path = dir.join(name);
		std::fs::create_dir_all(path.parent().unwrap()).unwrap();
		image.save(path).unwrap();
	}

	fn grey(side: u32, value: u8) -> DynamicImage {
		DynamicImage::ImageLuma8(image::GrayImage::from_pixel(side, side, image::Luma([value])))
	}

	#[test]
	fn images_of_another_size_are_resized_and_values_lie_in_minus_one_to_one() {
		let dir = tempfile::tempdir().unwrap();
		write(dir.path(), "0/black.png", grey(8, 0));
		write(dir.path(), "1/white.png", grey(31, 255));
		let data = Dataset::open(dir.path(), &TINY).unwrap();
		assert_eq!(data.class_counts(), [1, 1, 0]);
		let mut values = vec![0.0; 64];
		for index in 0..2 {
			data.values(index, &mut values);
			let expected = if data.label(index) == 0 { -1.0 } else { 1.0 };
			assert!(values.iter().all(|value| *value == expected));
		}
	}

	#[test]
	fn the_middle_of_a_long_image_is_used_however_long_it_is() {
		let dir = tempfile::tempdir().unwrap();
		// Resized as a whole to a height of 8 this would be 4 million pixels wide.
		let long = image::GrayImage::from_fn(500_000, 1, |x, _| image::Luma([if x == 249_999 { 200 } else { 0 }]));
		write(dir.path(), "0/long.png", DynamicImage::ImageLuma8(long));
		let wide = image::GrayImage::from_fn(24, 8, |x, _| image::Luma([if (8..16).contains(&x) { 200 } else { 0 }]));
		write(dir.path(), "0/wide.png", DynamicImage::ImageLuma8(wide));
		let data = Dataset::open(dir.path(), &TINY).unwrap();
		let mut values = vec![0.0; 64];
		for index in 0..2 {
			data.values(index, &mut values);
			assert!(values.iter().all(|value| *value == 200.0 / 127.5 - 1.0), "{values:?}");
		}
	}

	#[test]
	fn the_same_root_means_the_same_image_at_every_index() {
		let open = |names: [&str; 3]| {
			let dir = tempfile::tempdir().unwrap();
			for (name, value) in names.iter().zip([10, 20, 30]) {
				write(dir.path(), name, grey(8, value));
			}
			Dataset::open(dir.path(), &TINY).unwrap()
		};
		let (one, other) = (open(["0/a.png", "0/b.png", "1/c.png"]), open(["0/z.png", "0/y.png", "1/x.png"]));
		assert_eq!(one.root(), other.root());
		assert_eq!((one.labels, one.pixels), (other.labels, other.pixels));
	}

	#[test]
	fn the_root_depends_on_files_and_classes_but_not_on_names() {
		let roots: Vec<Blake3> = [["0/a.png", "1/b.png"], ["0/c.png", "1/d.png"], ["1/a.png", "0/b.png"]]
			.map(|names| {
				let dir = tempfile::tempdir().unwrap();
				write(dir.path(), names[0], grey(8, 10));
				write(dir.path(), names[1], grey(8, 20));
				Dataset::open(dir.path(), &TINY).unwrap().root()
			})
			.to_vec();
		assert_eq!(roots[0], roots[1]);
		assert_ne!(roots[0], roots[2]);
	}

	#[test]
	fn a_broken_image_is_named() {
		let dir = tempfile::tempdir().unwrap();
		std::fs::write(dir.path().join("broken.png"), b"not an image").unwrap();
		let message = Dataset::open(dir.path(), &TINY).unwrap_err().to_string();
		assert!(message.contains("broken.png") && message.contains("not a readable"), "{message}");
	}

	#[test]
	fn a_class_the_model_does_not_have_is_refused() {
		let dir = tempfile::tempdir().unwrap();
		write(dir.path(), "3/a.png", grey(8, 0));
		let message = Dataset::open(dir.path(), &TINY).unwrap_err().to_string();
		assert!(message.contains("class 3") && message.contains("0 to 2"), "{message}");
	}
}
