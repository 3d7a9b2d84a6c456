//! Fashion-MNIST (Xiao, Rasul and Vollgraf 2017) as Debian's package `dataset-fashion-mnist` installs it.

use super::{check_target, dirichlet, part_dir, write_folder, Content, Item, PartitionOptions, Summary};
use crate::Error;
use flate2::read::GzDecoder;
use rand::{seq::SliceRandom, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::{io::Read, path::Path};

const CLASSES: [&str; 10] =
	["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

/// Largest unpacked file taken, in bytes; the real ones have 47 MB.
const MOST_BYTES: u64 = 256 << 20;

/// Pixels and labels of one IDX pair.
pub struct Images {
	/// Grey values, `[images, side, side]`.
	pub pixels: Vec<u8>,
	/// Class of each image, 0 to 9.
	pub labels: Vec<u16>,
	/// Height and width of an image, in pixels.
	pub side: usize,
}

/// Writes Fashion-MNIST as image folders: the parts from the 60,000 training images, the held-out set from the 10,000 test
/// images. `source` holds the four `*-ubyte.gz` files (`/usr/share/datasets/fashion-mnist`).
///
/// # Errors
/// [`Error::Io`] or [`Error::Import`] naming the file; [`Error::Options`].
pub fn fashion_mnist(source: &Path, out: &Path, options: &PartitionOptions) -> Result<Summary, Error> {
	options.check()?;
	check_target(out, options.parts)?;
	let train = read(source, "train")?;
	let test = read(source, "t10k")?;
	let parts = dirichlet::split(&train.labels, options)?;
	let mut held_out: Vec<usize> = (0..test.labels.len()).collect();
	held_out.shuffle(&mut ChaCha8Rng::seed_from_u64(options.seed));
	held_out.truncate(options.held_out);
	let classes: Vec<String> = CLASSES.map(String::from).to_vec();
	let parts = parts
		.par_iter()
		.enumerate()
		.map(|(part, indices)| write_folder(part_dir(out, part), &classes, &items(&train, indices)))
		.collect::<Result<_, _>>()?;
	let held_out = write_folder(out.join("held-out"), &classes, &items(&test, &held_out))?;
	Ok(Summary { classes, parts, held_out })
}

fn items<'a>(images: &'a Images, indices: &[usize]) -> Vec<Item<'a>> {
	let size = images.side * images.side;
	let item = |index: &usize| {
		let label = images.labels[*index];
		Item {
			file_name: format!("{index:05}.png"),
			text: caption(CLASSES[usize::from(label)]),
			label,
			content: Content::Grey(&images.pixels[index * size..(index + 1) * size], images.side as u32),
		}
	};
	indices.iter().map(item).collect()
}

fn caption(class: &str) -> String {
	let article = if class.starts_with('a') { "an" } else { "a" };
	format!("a photo of {article} {class}")
}

/// Reads `NAME-images-idx3-ubyte.gz` and `NAME-labels-idx1-ubyte.gz`; the names are `train` and `t10k`.
///
/// # Errors
/// [`Error::Io`] or [`Error::Import`] naming the file.
pub fn read(source: &Path, name: &str) -> Result<Images, Error> {
	let images_path = source.join(format!("{name}-images-idx3-ubyte.gz"));
	let labels_path = source.join(format!("{name}-labels-idx1-ubyte.gz"));
	let (extents, pixels) = read_idx(&images_path, 3)?;
	let (labels_extents, labels) = read_idx(&labels_path, 1)?;
	let [count, rows, columns] = extents[..] else { unreachable!("three extents were read") };
	if rows != columns || rows == 0 {
		return Err(Error::import(&images_path, format!("images of {rows} x {columns} pixels; squares are expected")));
	}
	if labels_extents[0] != count {
		return Err(Error::import(&labels_path, format!("{} labels for {count} images", labels_extents[0])));
	}
	if let Some(label) = labels.iter().find(|label| usize::from(**label) >= CLASSES.len()) {
		return Err(Error::import(&labels_path, format!("the label {label}, where 0 to 9 are expected")));
	}
	Ok(Images { pixels, labels: labels.into_iter().map(u16::from).collect(), side: rows })
}

/// Reads a gzipped IDX file of bytes: two zero bytes, type 8, number of extents, the extents (u32, big endian), the data.
fn read_idx(path: &Path, dimensions: usize) -> Result<(Vec<usize>, Vec<u8>), Error> {
	let file = std::fs::File::open(path).map_err(|source| match source.kind() {
		std::io::ErrorKind::NotFound => {
			Error::import(path, "there is no such file; install Debian's package `dataset-fashion-mnist`")
		},
		_ => Error::Io { path: path.to_path_buf(), source },
	})?;
	let mut bytes = Vec::new();
	GzDecoder::new(file)
		.take(MOST_BYTES)
		.read_to_end(&mut bytes)
		.map_err(|error| Error::import(path, format!("it does not unpack: {error}")))?;
	let header = 4 + 4 * dimensions;
	if bytes.len() < header || bytes[..4] != [0, 0, 8, dimensions as u8] {
		return Err(Error::import(path, format!("not an IDX file of bytes with {dimensions} extents")));
	}
	let extents: Vec<usize> =
		bytes[4..header].as_chunks().0.iter().map(|extent| u32::from_be_bytes(*extent) as usize).collect();
	let expected = extents.iter().try_fold(1usize, |product, extent| product.checked_mul(*extent));
	let data = bytes.split_off(header);
	if expected != Some(data.len()) {
		return Err(Error::import(path, format!("{} bytes of data do not fit extents {extents:?}", data.len())));
	}
	Ok((extents, data))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::Dataset;
	use flate2::{write::GzEncoder, Compression};
	use promptale_primitives::model::{Architecture, ModelSize};
	use std::io::Write;

	const SIDE: usize = 8;

	fn write_gz(path: &Path, bytes: &[u8]) {
		let mut encoder = GzEncoder::new(std::fs::File::create(path).unwrap(), Compression::fast());
		encoder.write_all(bytes).unwrap();
		encoder.finish().unwrap();
	}

	fn idx(extents: &[u32], data: &[u8]) -> Vec<u8> {
		let mut bytes = vec![0, 0, 8, extents.len() as u8];
		extents.iter().for_each(|extent| bytes.extend(extent.to_be_bytes()));
		bytes.extend(data);
		bytes
	}

	/// A source folder of the same form with few images: image `i` has the value `i` everywhere and the class `i % 10`.
	fn source(train: usize, test: usize) -> tempfile::TempDir {
		let dir = tempfile::tempdir().unwrap();
		for (name, count) in [("train", train), ("t10k", test)] {
			let pixels: Vec<u8> = (0..count * SIDE * SIDE).map(|index| (index / SIDE / SIDE) as u8).collect();
			let labels: Vec<u8> = (0..count).map(|index| (index % 10) as u8).collect();
			let extents = [count as u32, SIDE as u32, SIDE as u32];
			write_gz(&dir.path().join(format!("{name}-images-idx3-ubyte.gz")), &idx(&extents, &pixels));
			write_gz(&dir.path().join(format!("{name}-labels-idx1-ubyte.gz")), &idx(&extents[..1], &labels));
		}
		dir
	}

	const OPTIONS: PartitionOptions =
		PartitionOptions { parts: 3, alpha: 0.5, seed: 4, held_out: 20, max_per_part: 50 };

	#[test]
	fn parts_open_as_datasets_with_the_classes_of_the_summary() {
		let (source, out) = (source(200, 30), tempfile::tempdir().unwrap());
		let summary = fashion_mnist(source.path(), out.path(), &OPTIONS).unwrap();
		let architecture =
			Architecture { size: ModelSize::Nano, side: SIDE as u16, channels: 1, classes: 10, words: 0 };
		assert_eq!((summary.parts.len(), summary.held_out.images, summary.classes[9].as_str()), (3, 20, "ankle boot"));
		for part in summary.parts.iter().chain([&summary.held_out]) {
			let data = Dataset::open(&part.dir, &architecture).unwrap();
			assert!(data.len() <= 50);
			assert_eq!(data.class_counts(), part.classes);
			let mut values = vec![0.0; SIDE * SIDE];
			for index in 0..data.len() {
				data.values(index, &mut values);
				// The value tells the image's number, and that its class.
				let number = ((values[0] + 1.0) * 127.5).round() as u16;
				assert_eq!(number % 10, data.label(index));
			}
		}
	}

	#[test]
	fn the_same_seed_writes_the_same_sets() {
		let source = source(200, 30);
		let roots: Vec<_> = [4, 4, 5]
			.iter()
			.map(|seed| {
				let out = tempfile::tempdir().unwrap();
				let options = PartitionOptions { seed: *seed, ..OPTIONS };
				let summary = fashion_mnist(source.path(), out.path(), &options).unwrap();
				let architecture =
					Architecture { size: ModelSize::Nano, side: SIDE as u16, channels: 1, classes: 10, words: 0 };
				Dataset::open(&summary.parts[0].dir, &architecture).unwrap().root()
			})
			.collect();
		assert_eq!(roots[0], roots[1]);
		assert_ne!(roots[0], roots[2]);
	}

	#[test]
	fn missing_and_damaged_files_are_named() {
		let out = tempfile::tempdir().unwrap();
		let message = |source: &Path| fashion_mnist(source, out.path(), &OPTIONS).unwrap_err().to_string();
		assert!(message(Path::new("/nowhere")).contains("dataset-fashion-mnist"));
		let source = source(200, 30);
		let labels = source.path().join("train-labels-idx1-ubyte.gz");
		for (bytes, word) in [
			(idx(&[5], &[0; 5]), "5 labels for 200 images"),
			(idx(&[200], &[77; 200]), "the label 77"),
			(idx(&[200], &[0; 100]), "do not fit"),
			(vec![1, 2, 3], "not an IDX file"),
		] {
			write_gz(&labels, &bytes);
			let message = message(source.path());
			assert!(message.contains("train-labels") && message.contains(word), "{message}");
		}
		std::fs::write(&labels, b"no gzip").unwrap();
		assert!(message(source.path()).contains("does not unpack"));
	}

	#[test]
	fn an_existing_target_is_not_touched() {
		let (source, out) = (source(200, 30), tempfile::tempdir().unwrap());
		std::fs::create_dir(out.path().join("part-1")).unwrap();
		let message = fashion_mnist(source.path(), out.path(), &OPTIONS).unwrap_err().to_string();
		assert!(message.contains("exists already"), "{message}");
		assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 1);
	}
}
