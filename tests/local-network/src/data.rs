//! Private images for every generator, and a held-out set for the validators.

use anyhow::{Context, Result};
use promptale_engine::import::{self, PartSummary, PartitionOptions};
use promptale_primitives::model::{Architecture, ModelSize};
use std::path::{Path, PathBuf};

/// Where Debian's `dataset-fashion-mnist` puts its files.
pub const FASHION_MNIST: &str = "/usr/share/datasets/fashion-mnist";
/// Side of one's own images once resized, in pixels.
const OWN_SIDE: u16 = 32;
/// Words of their captions that the model reads. Those of Fashion-MNIST only name the class.
const OWN_WORDS: u8 = 8;
/// A class is worth naming in a note when it has at least this part of the images.
const MOSTLY: f64 = 0.2;

/// Where images come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
	/// Fashion-MNIST in this folder.
	FashionMnist(PathBuf),
	/// One's own: a folder per class, an `imagefolder`, or just images.
	Folder(PathBuf),
}

impl Source {
	/// `folder` where one is given: Fashion-MNIST when it holds that, one's own images otherwise.
	pub fn new(folder: Option<PathBuf>) -> Self {
		match folder {
			Some(folder) if folder.join("train-images-idx3-ubyte.gz").is_file() => Self::FashionMnist(folder),
			Some(folder) => Self::Folder(folder),
			None => Self::FashionMnist(FASHION_MNIST.into()),
		}
	}

	/// For people.
	pub fn describe(&self) -> String {
		match self {
			Self::FashionMnist(_) => "Fashion-MNIST".into(),
			Self::Folder(folder) => format!("images of {}", folder.display()),
		}
	}
}

/// Data as it was dealt out.
#[derive(Clone, Debug)]
pub struct Data {
	/// One folder for each generator.
	pub parts: Vec<PathBuf>,
	/// What is in each, for people: how many images, mostly of what.
	pub notes: Vec<String>,
	/// The validators' folder.
	pub held_out: PathBuf,
	/// How many images that has.
	pub held_out_images: usize,
	/// Names of the concept classes.
	pub classes: Vec<String>,
	/// Fits the images.
	pub architecture: Architecture,
}

/// Deals out `source` into folders below `out`, unevenly as private collections are.
pub fn deal_out(source: &Source, out: &Path, options: &PartitionOptions) -> Result<Data> {
	let dealt = match source {
		Source::FashionMnist(folder) => import::fashion_mnist(folder, out, options).with_context(|| {
			format!(
				"cannot read Fashion-MNIST in {}; install it with `apt-get install dataset-fashion-mnist`, or give --data",
				folder.display()
			)
		})?,
		Source::Folder(folder) => import::partition_folder(folder, out, options)
			.with_context(|| format!("cannot use the images in {}", folder.display()))?,
	};
	let (side, channels, words) = match source {
		Source::FashionMnist(_) => (28, 1, 0),
		Source::Folder(_) => (OWN_SIDE, 3, OWN_WORDS),
	};
	let classes = u16::try_from(dealt.classes.len()).context("there are too many classes")?;
	Ok(Data {
		notes: dealt.parts.iter().map(|part| note(part, &dealt.classes)).collect(),
		parts: dealt.parts.into_iter().map(|part| part.dir).collect(),
		held_out: dealt.held_out.dir,
		held_out_images: dealt.held_out.images,
		classes: dealt.classes,
		architecture: Architecture { size: ModelSize::Nano, side, channels, classes, words },
	})
}

fn note(part: &PartSummary, names: &[String]) -> String {
	let mut counts: Vec<_> = part.classes.iter().zip(names).collect();
	counts.sort_by(|one, other| other.0.cmp(one.0));
	let mostly: Vec<&str> = counts
		.iter()
		.filter(|(count, _)| **count as f64 >= MOSTLY * part.images as f64)
		.map(|(_, name)| name.as_str())
		.collect();
	match mostly[..] {
		[] => format!("{} private images of many classes", part.images),
		_ => format!("{} private images, mostly {}", part.images, mostly.join(" and ")),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_note_names_the_classes_that_are_common() {
		let names = ["bag", "coat", "shirt"].map(String::from);
		let part = |classes: [usize; 3]| PartSummary {
			dir: PathBuf::new(),
			images: classes.iter().sum(),
			classes: classes.to_vec(),
		};
		assert_eq!(note(&part([10, 70, 20]), &names), "100 private images, mostly coat and shirt");
		let many: Vec<String> = (0..10).map(|class| class.to_string()).collect();
		let even = PartSummary { dir: PathBuf::new(), images: 100, classes: vec![10; 10] };
		assert_eq!(note(&even, &many), "100 private images of many classes");
	}

	#[test]
	fn a_folder_with_fashion_mnist_is_recognised() {
		let folder = tempfile::tempdir().unwrap();
		assert_eq!(Source::new(Some(folder.path().into())), Source::Folder(folder.path().into()));
		std::fs::write(folder.path().join("train-images-idx3-ubyte.gz"), "").unwrap();
		assert_eq!(Source::new(Some(folder.path().into())), Source::FashionMnist(folder.path().into()));
		assert_eq!(Source::new(None), Source::FashionMnist(FASHION_MNIST.into()));
	}
}
