//! Making image folders: from Fashion-MNIST, or from a folder of one's own images.
//!
//! Both write `OUT/part-0` to `OUT/part-N`, one private training set each, and `OUT/held-out` for the validators. Each is
//! an `imagefolder` with `metadata.jsonl` and `classes.json`.

mod dirichlet;
mod fashion_mnist;
mod own_images;

pub use dirichlet::split as dirichlet_split;
pub use fashion_mnist::{fashion_mnist, read as read_fashion_mnist, Images};
pub use own_images::partition_folder;

use crate::{
	folder::{CLASSES_FILE, METADATA_FILE},
	Error,
};
use serde::Serialize;
use std::{
	collections::BTreeMap,
	path::{Path, PathBuf},
};

/// How images are dealt out to parts.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PartitionOptions {
	/// Number of training sets.
	pub parts: usize,
	/// Concentration of the Dirichlet distribution that splits each class: 0.1 gives almost one class a part, 100 almost
	/// equal parts (Hsu, Qi and Brown 2019).
	pub alpha: f64,
	/// The same seed gives the same parts.
	pub seed: u64,
	/// Images of the held-out set.
	pub held_out: usize,
	/// Most images of one part; a random choice beyond that.
	pub max_per_part: usize,
}

impl Default for PartitionOptions {
	fn default() -> Self {
		PartitionOptions { parts: 4, alpha: 0.5, seed: 1, held_out: 1000, max_per_part: 2000 }
	}
}

impl PartitionOptions {
	fn check(&self) -> Result<(), Error> {
		let refuse = |reason: &str| Err(Error::Options(reason.into()));
		if self.parts == 0 || self.max_per_part == 0 || self.held_out == 0 {
			return refuse("parts, images per part and held-out images must each be at least 1");
		}
		if !(self.alpha > 0.0 && self.alpha.is_finite()) {
			return refuse("alpha must be a number above 0");
		}
		Ok(())
	}
}

/// One folder that was written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PartSummary {
	/// The folder.
	pub dir: PathBuf,
	/// Its images.
	pub images: usize,
	/// Its images of each class.
	pub classes: Vec<usize>,
}

/// What an import wrote.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Summary {
	/// Class names, in order of index.
	pub classes: Vec<String>,
	/// The training sets.
	pub parts: Vec<PartSummary>,
	/// The validators' set.
	pub held_out: PartSummary,
}

/// One image to be written.
struct Item<'a> {
	file_name: String,
	text: String,
	label: u16,
	content: Content<'a>,
}

enum Content<'a> {
	/// Grey pixels, row-major, and the image's width.
	Grey(&'a [u8], u32),
	/// A file to copy.
	File(&'a Path),
}

/// Refuses to mix a new import with what is there.
fn check_target(out: &Path, parts: usize) -> Result<(), Error> {
	let folders = (0..parts).map(|part| part_dir(out, part)).chain([out.join("held-out")]);
	for dir in folders {
		if dir.exists() {
			return Err(Error::import(&dir, "it exists already; remove it or choose another target folder"));
		}
	}
	Ok(())
}

fn part_dir(out: &Path, part: usize) -> PathBuf {
	out.join(format!("part-{part}"))
}

/// Writes one folder, the images last: where that breaks off, the list names files that are not there, and no data set can
/// be opened from what remains.
fn write_folder(dir: PathBuf, classes: &[String], items: &[Item<'_>]) -> Result<PartSummary, Error> {
	#[derive(Serialize)]
	struct Line<'a> {
		file_name: &'a str,
		text: &'a str,
		label: u16,
	}
	std::fs::create_dir_all(&dir).map_err(Error::io(&dir))?;
	let table: BTreeMap<&String, usize> = classes.iter().enumerate().map(|(index, name)| (name, index)).collect();
	let path = dir.join(CLASSES_FILE);
	let table = serde_json::to_string_pretty(&table).expect("plain data");
	std::fs::write(&path, table).map_err(Error::io(&path))?;
	let mut counts = vec![0; classes.len()];
	let mut lines = String::new();
	for item in items {
		counts[usize::from(item.label)] += 1;
		let line = Line { file_name: &item.file_name, text: &item.text, label: item.label };
		lines.push_str(&serde_json::to_string(&line).expect("plain data"));
		lines.push('\n');
	}
	let path = dir.join(METADATA_FILE);
	std::fs::write(&path, lines).map_err(Error::io(&path))?;
	for item in items {
		let path = dir.join(&item.file_name);
		match item.content {
			Content::Grey(pixels, width) => write_png(&path, pixels, width)?,
			Content::File(source) => {
				let bytes = std::fs::read(source).map_err(Error::io(source))?;
				std::fs::write(&path, bytes).map_err(Error::io(&path))?;
			},
		}
	}
	Ok(PartSummary { dir, images: items.len(), classes: counts })
}

fn write_png(path: &Path, pixels: &[u8], width: u32) -> Result<(), Error> {
	use image::{
		codecs::png::{CompressionType, FilterType, PngEncoder},
		ExtendedColorType, ImageEncoder,
	};
	let mut bytes = Vec::with_capacity(pixels.len() + 128);
	PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::NoFilter)
		.write_image(pixels, width, pixels.len() as u32 / width, ExtendedColorType::L8)
		.map_err(|error| Error::Image { path: path.to_path_buf(), reason: error.to_string() })?;
	std::fs::write(path, bytes).map_err(Error::io(path))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{dataset::tests::TINY, Dataset};

	#[test]
	fn what_an_interrupted_import_leaves_cannot_be_opened() {
		let dir = tempfile::tempdir().unwrap();
		let missing = dir.path().join("missing.png");
		let item = |name: &str, content| Item { file_name: name.into(), text: String::new(), label: 1, content };
		let items = [item("0.png", Content::Grey(&[7; 64], 8)), item("1.png", Content::File(&missing))];
		let part = dir.path().join("part");
		let classes = ["cat", "dog"].map(String::from);
		let message = write_folder(part.clone(), &classes, &items).unwrap_err().to_string();
		assert!(message.contains("missing.png"), "{message}");
		let message = Dataset::open(&part, &TINY).unwrap_err().to_string();
		assert!(message.contains("line 2: there is no file"), "{message}");
	}

	#[test]
	fn an_image_that_cannot_be_written_is_named_instead_of_its_source() {
		let dir = tempfile::tempdir().unwrap();
		let source = dir.path().join("source.png");
		std::fs::write(&source, b"some bytes").unwrap();
		// A folder where the image should go.
		std::fs::create_dir_all(dir.path().join("part/0.png")).unwrap();
		let item = Item { file_name: "0.png".into(), text: String::new(), label: 0, content: Content::File(&source) };
		let message = write_folder(dir.path().join("part"), &["cat".into()], &[item]).unwrap_err().to_string();
		assert!(message.contains("part/0.png"), "{message}");
	}
}
