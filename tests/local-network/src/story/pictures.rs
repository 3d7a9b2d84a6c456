//! The pictures of a story, out of an engine that is trained for it.

use crate::{
	data::{deal_out, Source},
	options::SEED,
};
use anyhow::{Context, Result};
use image::{imageops::FilterType, DynamicImage, Rgb, RgbImage};
use promptale_engine::{
	import::PartitionOptions, sample, train, Checkpoint, Dataset, SampleOptions, TrainOptions, Wish,
};
use promptale_primitives::Blake3;
use std::{
	ops::ControlFlow,
	path::{Path, PathBuf},
};

/// Side of a scene in pixels, whatever the model's.
const SIDE: u32 = 448;

/// What the story is about.
#[derive(Clone, Debug)]
pub struct Pictures {
	/// Made by the engine: what the story's contents are.
	pub scenes: Vec<PathBuf>,
	/// The brand's.
	pub product: PathBuf,
	/// The engine's parameters.
	pub checkpoint: PathBuf,
	/// Their hash.
	pub checkpoint_hash: Blake3,
}

/// Trains the engine on `source` for `steps`, and lets it make `count` scenes.
///
/// # Errors
/// Where the images cannot be used or a file cannot be written.
pub fn paint(source: &Source, folder: &Path, steps: u32, count: u16) -> Result<Pictures> {
	let dealing = PartitionOptions { parts: 1, alpha: 100.0, seed: SEED, held_out: 50, max_per_part: 1_000 };
	let data = deal_out(source, &folder.join("images"), &dealing)?;
	let dataset = Dataset::open(&data.parts[0], &data.architecture)?;
	let base = Checkpoint::initialise(data.architecture, SEED)?;
	let options = TrainOptions { steps, learning_rate: 4e-3, seed: SEED, threads: 2, ..TrainOptions::default() };
	let trained = train(&base, &dataset, &options, &mut |_| ControlFlow::Continue(()))?;
	let engine = trained.applied_to(&base);
	let checkpoint = folder.join("engine.safetensors");
	engine.save(&checkpoint)?;

	let wishes = (0..count).map(|scene| Wish::of_class(scene % data.architecture.classes)).collect();
	let wish = SampleOptions { wishes, steps: 24, seed: SEED, guidance: 1.5, threads: 2 };
	let mut scenes = Vec::new();
	for (number, image) in sample(&engine, &wish)?.into_iter().enumerate() {
		let scene = folder.join(format!("scene-{number}.png"));
		save(&image.resize_exact(SIDE, SIDE, FilterType::CatmullRom).to_rgb8(), &scene)?;
		scenes.push(scene);
	}
	let product = folder.join("product.png");
	save(&can(), &product)?;
	Ok(Pictures { scenes, product, checkpoint_hash: engine.hash(), checkpoint })
}

fn save(picture: &RgbImage, file: &Path) -> Result<()> {
	DynamicImage::ImageRgb8(picture.clone()).save(file).with_context(|| format!("cannot write {}", file.display()))
}

/// A tin can with a stripe, as a brand would send it.
fn can() -> RgbImage {
	RgbImage::from_fn(96, 160, |x, y| {
		let round = 1.0 - ((x as f32 - 48.0) / 60.0).powi(2);
		let colour = if (60..100).contains(&y) { [250.0, 240.0, 230.0] } else { [205.0, 30.0, 45.0] };
		Rgb(colour.map(|part| (part * round) as u8))
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn scenes_are_pictures_of_one_size_and_differ() {
		let folder = tempfile::tempdir().unwrap();
		for class in ["dark", "bright"] {
			std::fs::create_dir_all(folder.path().join("own").join(class)).unwrap();
			for index in 0..30u8 {
				let shade = if class == "dark" { 20 + index } else { 200 + index };
				let file = folder.path().join("own").join(class).join(format!("{index}.png"));
				save(&RgbImage::from_pixel(32, 32, Rgb([shade, shade, 40])), &file).unwrap();
			}
		}
		let source = Source::new(Some(folder.path().join("own")));
		let pictures = paint(&source, folder.path(), 3, 2).unwrap();
		let scenes: Vec<_> = pictures.scenes.iter().map(|file| image::open(file).unwrap()).collect();
		assert_eq!(scenes.iter().map(|scene| (scene.width(), scene.height())).collect::<Vec<_>>(), [(SIDE, SIDE); 2]);
		assert_ne!(scenes[0], scenes[1]);
		assert_eq!(Checkpoint::load(&pictures.checkpoint).unwrap().hash(), pictures.checkpoint_hash);
		assert!(pictures.product.is_file());
	}
}
