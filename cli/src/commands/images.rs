//! `promptale images`: samples a checkpoint into one PNG.

use crate::{args::ImagesArguments, failure::Failure, words};
use anyhow::Context;
use promptale_engine::{contact_sheet, sample, Checkpoint, SampleOptions, Wish};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Largest sheet, in pixels of three bytes.
const MOST_PIXELS: u64 = 200_000_000;

#[derive(Serialize)]
struct Sampled {
	checkpoint: PathBuf,
	hash: String,
	out: PathBuf,
	classes: Vec<u16>,
	captions: Vec<String>,
	per_class: u16,
	images: usize,
}

pub fn run(arguments: &ImagesArguments, json: bool) -> Result<(), Failure> {
	let file = checkpoint_file(&arguments.checkpoint)?;
	let checkpoint =
		Checkpoint::load(&file).with_context(|| format!("cannot read the checkpoint {}", file.display()))?;
	let known = checkpoint.architecture().classes;
	if let Some(wrong) = arguments.classes.iter().find(|class| **class >= known) {
		return Err(Failure::Usage(format!(
			"Class {wrong} does not exist: the checkpoint knows the classes 0 to {}.",
			known.saturating_sub(1)
		)));
	}
	let captions = arguments.caption.clone();
	if checkpoint.architecture().words == 0 && !captions.is_empty() {
		return Err(Failure::Usage("This model reads no captions: ask for its --classes.".into()));
	}
	let all = arguments.classes.is_empty() && captions.is_empty();
	let classes = if all { (0..known).collect() } else { arguments.classes.clone() };
	let rows: Vec<Wish> =
		classes.iter().copied().map(Wish::of_class).chain(captions.iter().map(|caption| Wish::of(caption))).collect();
	check_size(arguments, checkpoint.architecture().side, rows.len())?;
	let options = SampleOptions {
		wishes: rows.into_iter().flat_map(|wish| std::iter::repeat_n(wish, usize::from(arguments.count))).collect(),
		steps: arguments.steps,
		seed: arguments.seed,
		guidance: arguments.guidance,
		threads: threads(arguments.threads),
	};
	let images = sample(&checkpoint, &options).context("cannot sample the checkpoint")?;
	let sheet = contact_sheet(&images, u32::from(arguments.count), arguments.scale);
	sheet
		.save_with_format(&arguments.out, image::ImageFormat::Png)
		.with_context(|| format!("cannot write {}", arguments.out.display()))?;
	let view = Sampled {
		checkpoint: file,
		hash: hex::encode(checkpoint.hash()),
		out: arguments.out.clone(),
		classes,
		captions,
		per_class: arguments.count,
		images: images.len(),
	};
	super::print(json, &view, || {
		format!(
			"{} images from checkpoint {} are in {}: {} rows, one for each class and caption, {} a row.",
			view.images,
			words::short_hash(&view.hash),
			view.out.display(),
			view.classes.len() + view.captions.len(),
			view.per_class
		)
	})
}

/// Refuses a sheet that would not fit into memory.
fn check_size(arguments: &ImagesArguments, side: u16, rows: usize) -> Result<(), Failure> {
	let cell = u64::from(side) * u64::from(arguments.scale);
	let pixels = cell * cell * u64::from(arguments.count) * rows as u64;
	if pixels > MOST_PIXELS {
		return Err(Failure::Usage(format!(
			"The sheet would have {} million pixels, more than {}: lower --count or --scale, or name fewer --classes.",
			pixels / 1_000_000,
			MOST_PIXELS / 1_000_000
		)));
	}
	Ok(())
}

fn threads(asked: usize) -> usize {
	match asked {
		0 => std::thread::available_parallelism().map_or(1, |cores| cores.get()),
		asked => asked,
	}
}

/// `path` itself, or the newest checkpoint in it where it is a folder.
fn checkpoint_file(path: &Path) -> anyhow::Result<PathBuf> {
	if !path.is_dir() {
		return Ok(path.to_path_buf());
	}
	let mut newest = None;
	for entry in std::fs::read_dir(path).with_context(|| format!("cannot read the folder {}", path.display()))? {
		let entry = entry?;
		let file = entry.path();
		if file.extension().is_some_and(|extension| extension == "safetensors") {
			let written = entry.metadata()?.modified()?;
			if newest.as_ref().is_none_or(|(than, _)| written > *than) {
				newest = Some((written, file));
			}
		}
	}
	newest
		.map(|(_, file)| file)
		.with_context(|| format!("there is no checkpoint (*.safetensors) in the folder {}", path.display()))
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::time::{Duration, SystemTime};

	#[test]
	fn a_folder_stands_for_its_newest_checkpoint() {
		let folder = tempfile::tempdir().unwrap();
		assert!(checkpoint_file(folder.path()).unwrap_err().to_string().contains("no checkpoint"));
		for (name, age) in [("old.safetensors", 20), ("new.safetensors", 10), ("newest.txt", 0)] {
			let file = std::fs::File::create(folder.path().join(name)).unwrap();
			file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
		}
		assert_eq!(checkpoint_file(folder.path()).unwrap(), folder.path().join("new.safetensors"));
		let file = folder.path().join("old.safetensors");
		assert_eq!(checkpoint_file(&file).unwrap(), file);
	}
}
