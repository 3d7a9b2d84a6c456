//! Images sampled from checkpoints.

use anyhow::{Context, Result};
use image::{DynamicImage, GenericImage, ImageFormat, RgbaImage};
use promptale_engine::{sample, Checkpoint, SampleOptions, Wish};
use std::io::Cursor;

/// Images of one class beside each other.
const PER_CLASS: usize = 2;
/// Most classes shown.
pub const MOST_CLASSES: usize = 10;
/// Every pixel becomes a square of this side, so that browsers need not smooth.
const SCALE: u32 = 2;
/// Pixels between two images.
const GAP: u32 = 3;
const STEPS: u32 = 24;
const GUIDANCE: f32 = 1.5;

/// Samples a few images of every class, one row a class, as a PNG with see-through gaps. Always from the same noise,
/// so that the sheets of several checkpoints can be compared.
pub fn sheet(checkpoint: &Checkpoint, threads: usize) -> Result<Vec<u8>> {
	let classes = usize::from(checkpoint.architecture().classes).min(MOST_CLASSES);
	let options = SampleOptions {
		wishes: (0..classes as u16).flat_map(|class| [class; PER_CLASS]).map(Wish::of_class).collect(),
		steps: STEPS,
		seed: 7,
		guidance: GUIDANCE,
		threads,
	};
	let images = sample(checkpoint, &options).context("cannot sample a checkpoint")?;
	let mut png = Cursor::new(Vec::new());
	lay_out(&images, PER_CLASS)?.write_to(&mut png, ImageFormat::Png)?;
	Ok(png.into_inner())
}

/// Lays out images of one size in rows of `columns`.
fn lay_out(images: &[DynamicImage], columns: usize) -> Result<RgbaImage> {
	let first = images.first().context("there are no images to lay out")?;
	let (width, height) = (first.width() * SCALE, first.height() * SCALE);
	let rows = images.len().div_ceil(columns) as u32;
	// Half a gap all around, so that every row has the same height.
	let mut sheet = RgbaImage::new(columns as u32 * (width + GAP), rows * (height + GAP));
	for (index, image) in images.iter().enumerate() {
		let (column, row) = ((index % columns) as u32, (index / columns) as u32);
		let image = image.resize_exact(width, height, image::imageops::FilterType::Nearest).to_rgba8();
		sheet.copy_from(&image, column * (width + GAP) + GAP / 2, row * (height + GAP) + GAP / 2)?;
	}
	Ok(sheet)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn rows_have_one_height_and_gaps_are_see_through() {
		let image = |value| DynamicImage::ImageLuma8(image::GrayImage::from_pixel(4, 4, image::Luma([value])));
		let sheet = lay_out(&[image(10), image(20), image(30)], 2).unwrap();
		let cell = 4 * SCALE + GAP;
		assert_eq!(sheet.dimensions(), (2 * cell, 2 * cell));
		let centre = |column: u32, row: u32| sheet.get_pixel(column * cell + cell / 2, row * cell + cell / 2).0;
		assert_eq!(centre(0, 0), [10, 10, 10, 255]);
		assert_eq!(centre(1, 0), [20, 20, 20, 255]);
		assert_eq!(centre(0, 1), [30, 30, 30, 255]);
		assert_eq!(centre(1, 1)[3], 0);
		assert_eq!(sheet.get_pixel(0, 0).0[3], 0);
	}
}
