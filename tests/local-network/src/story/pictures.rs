//! The pictures of a story, out of an engine that is trained for it.

use crate::{
	data::{deal_out, Source},
	options::SEED,
};
use anyhow::{bail, Context, Result};
use image::{imageops::FilterType, DynamicImage, ImageFormat, Rgb, RgbImage};
use promptale_credentials::{attach, Identity, Origin, Tool};
use promptale_engine::{
	import::PartitionOptions,
	sample,
	tools::{place, PlaceOptions},
	train, Checkpoint, Dataset, SampleOptions, TrainOptions, Wish,
};
use promptale_primitives::{placement::Region, Blake3, MILLION};
use std::{
	io::Cursor,
	ops::ControlFlow,
	path::{Path, PathBuf},
};

/// Side of a scene in pixels, whatever the model's.
const SIDE: u32 = 448;

/// A picture with its content credentials.
#[derive(Clone, Debug)]
pub struct Scene {
	/// The file, with the credentials inside.
	pub picture: PathBuf,
	/// The manifest by itself.
	pub credential: PathBuf,
}

/// What the story is about.
#[derive(Clone, Debug)]
pub struct Pictures {
	/// Made by the engine: what the story's contents are.
	pub scenes: Vec<Scene>,
	/// The brand's.
	pub product: PathBuf,
	/// The engine's parameters.
	pub checkpoint: PathBuf,
	/// Their hash.
	pub checkpoint_hash: Blake3,
}

/// Trains the engine on `source` for `steps`, and lets it make `count` scenes, whose credentials name the `chain`.
///
/// # Errors
/// Where the images cannot be used or a file cannot be written.
pub fn paint(source: &Source, folder: &Path, chain: Blake3, steps: u32, count: u16) -> Result<Pictures> {
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
	let identity = Identity::make("PrompTale story")?;
	let mut scenes = Vec::new();
	for (number, image) in sample(&engine, &wish)?.into_iter().enumerate() {
		let mut png = Cursor::new(Vec::new());
		let image = image.resize_exact(SIDE, SIDE, FilterType::CatmullRom).to_rgb8();
		DynamicImage::ImageRgb8(image).write_to(&mut png, ImageFormat::Png)?;
		let made = attach(&png.into_inner(), &origin(chain, engine.hash()), &identity)?;
		let scene = Scene {
			picture: folder.join(format!("scene-{number}.png")),
			credential: folder.join(format!("scene-{number}.c2pa")),
		};
		write(&scene.picture, &made.image)?;
		write(&scene.credential, &made.manifest)?;
		scenes.push(scene);
	}
	let product = folder.join("product.png");
	save(&can(), &product)?;
	Ok(Pictures { scenes, product, checkpoint_hash: engine.hash(), checkpoint })
}

impl Pictures {
	/// Puts the product into a region of the first scene, as a placement service does.
	///
	/// # Errors
	/// Where the region is none of an image, or a file cannot be read or written.
	pub fn place(&self, out: &Path, region: &Region) -> Result<()> {
		let Region::Image { x, y, width, height } = *region else {
			bail!("the region is a panel, not part of an image")
		};
		let scene = self.scenes.first().context("the engine made no scene")?;
		let scene = image::open(&scene.picture)?.to_rgb8();
		let across = |part: u32| part as f32 * scene.width() as f32 / MILLION as f32;
		let down = |part: u32| part as f32 * scene.height() as f32 / MILLION as f32;
		let (left, right, top, bottom) = (across(x), across(x + width), down(y), down(y + height));
		let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
		let options = PlaceOptions { corners, feather: 2.0, match_luminance: 0.3 };
		save(&place(&scene, &image::open(&self.product)?, None, &options)?, out)
	}
}

fn origin(chain: Blake3, checkpoint: Blake3) -> Origin {
	Origin { tool: Tool::TextToImage, model: 0, checkpoint, chain }
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
	std::fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
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
		let pictures = paint(&source, folder.path(), [7; 32], 3, 2).unwrap();
		let scenes: Vec<_> = pictures.scenes.iter().map(|scene| image::open(&scene.picture).unwrap()).collect();
		assert_eq!(scenes.iter().map(|scene| (scene.width(), scene.height())).collect::<Vec<_>>(), [(SIDE, SIDE); 2]);
		assert_ne!(scenes[0], scenes[1]);
		assert_eq!(Checkpoint::load(&pictures.checkpoint).unwrap().hash(), pictures.checkpoint_hash);
		let file = std::fs::read(&pictures.scenes[0].picture).unwrap();
		let manifest = promptale_credentials::manifest_of(&file).unwrap();
		assert_eq!(manifest, Some(std::fs::read(&pictures.scenes[0].credential).unwrap()));
		let region = Region::Image { x: 500_000, y: 500_000, width: 250_000, height: 250_000 };
		pictures.place(&folder.path().join("placed.png"), &region).unwrap();
		let placed = image::open(folder.path().join("placed.png")).unwrap().to_rgb8();
		let scene = scenes[0].to_rgb8();
		assert_eq!(placed.get_pixel(10, 10), scene.get_pixel(10, 10), "nothing changes outside of the region");
		assert_ne!(placed.get_pixel(SIDE * 5 / 8, SIDE * 5 / 8), scene.get_pixel(SIDE * 5 / 8, SIDE * 5 / 8));
	}
}
