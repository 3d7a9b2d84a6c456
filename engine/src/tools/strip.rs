//! Strips of panels: pictures in rows, as on a page of a comic.

use super::upscale::check_size;
use crate::Error;
use image::{imageops, DynamicImage, Rgb, RgbImage};

/// How panels are set.
#[derive(Clone, PartialEq, Debug)]
pub struct StripOptions {
	/// Panels in a row; the last row may have fewer.
	pub per_row: usize,
	/// Height of every panel, in pixels. Its width follows from its picture's proportions.
	pub height: u32,
	/// Space between panels and around them, in pixels.
	pub gutter: u32,
	/// Width of the line around each panel, in pixels.
	pub border: u32,
	/// Colour of the paper.
	pub paper: [u8; 3],
	/// Colour of the lines.
	pub ink: [u8; 3],
}

impl Default for StripOptions {
	fn default() -> Self {
		StripOptions { per_row: 3, height: 256, gutter: 12, border: 2, paper: [255; 3], ink: [0; 3] }
	}
}

/// Where a panel's picture is, in pixels of the strip.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Panel {
	/// First column.
	pub left: u32,
	/// First row.
	pub top: u32,
	/// Columns.
	pub width: u32,
	/// Rows.
	pub height: u32,
}

/// A strip of the pictures, in reading order, and where each of them is. Rows are centred.
///
/// # Errors
/// [`Error::Options`] for no panels, no height, or a strip beyond [`super::upscale::MAX_PIXELS`].
pub fn strip(pictures: &[DynamicImage], options: &StripOptions) -> Result<(DynamicImage, Vec<Panel>), Error> {
	let StripOptions { per_row, height, gutter, border, paper, ink } = *options;
	if pictures.is_empty() || per_row == 0 {
		return Err(Error::Options("a strip needs at least one panel, and at least one in a row".into()));
	}
	// Bounds what follows: with these, sums stay far below the range of numbers.
	const MOST: u32 = 1 << 14;
	if height == 0 || height.max(gutter).max(border) > MOST || pictures.len() > 1 << 10 {
		return Err(Error::Options(format!(
			"{} panels of {height} pixels with {gutter} between them and lines of {border}; at most 1024 panels and \
			 {MOST} pixels are possible, and a height of at least 1",
			pictures.len()
		)));
	}
	let widths: Vec<u64> = pictures
		.iter()
		.map(|picture| u64::from(picture.width()) * u64::from(height) / u64::from(picture.height().max(1)))
		.map(|width| width.max(1))
		.collect();
	let (gutter, line) = (u64::from(gutter), u64::from(border));
	let row_width = |row: &[u64]| row.iter().map(|width| width + 2 * line + gutter).sum::<u64>() + gutter;
	let width = widths.chunks(per_row).map(row_width).max().unwrap_or(0);
	let row_height = u64::from(height) + 2 * line + gutter;
	let total = row_height * widths.len().div_ceil(per_row) as u64 + gutter;
	let size = |length: u64| u32::try_from(length).unwrap_or(u32::MAX);
	check_size(size(width), size(total))?;

	let mut page = RgbImage::from_pixel(size(width), size(total), Rgb(paper));
	let mut panels = Vec::with_capacity(pictures.len());
	for (row, (pictures, widths)) in (0u64..).zip(pictures.chunks(per_row).zip(widths.chunks(per_row))) {
		let mut left = (width - row_width(widths)) / 2 + gutter;
		let top = gutter + row * row_height;
		for (picture, panel_width) in pictures.iter().zip(widths) {
			let (outer_width, outer_height) = (panel_width + 2 * line, u64::from(height) + 2 * line);
			let frame = RgbImage::from_pixel(size(outer_width), size(outer_height), Rgb(ink));
			imageops::replace(&mut page, &frame, left as i64, top as i64);
			let panel = Panel { left: size(left + line), top: size(top + line), width: size(*panel_width), height };
			let picture = picture.resize_exact(panel.width, panel.height, imageops::FilterType::Lanczos3).to_rgb8();
			imageops::replace(&mut page, &picture, panel.left.into(), panel.top.into());
			panels.push(panel);
			left += outer_width + gutter;
		}
	}
	Ok((page.into(), panels))
}

#[cfg(test)]
mod tests {
	use super::*;
	use image::GenericImageView;

	fn plain(width: u32, height: u32, value: u8) -> DynamicImage {
		RgbImage::from_pixel(width, height, Rgb([value; 3])).into()
	}

	#[test]
	fn panels_stand_in_reading_order_with_lines_around_them() {
		let options =
			StripOptions { per_row: 2, height: 10, gutter: 4, border: 1, paper: [255, 255, 250], ink: [1, 2, 3] };
		let pictures = [plain(10, 10, 50), plain(40, 20, 100), plain(5, 10, 150)];
		let (page, panels) = strip(&pictures, &options).unwrap();
		// 4 + (1 + 10 + 1) + 4 + (1 + 20 + 1) + 4 wide, and two rows of 4 + (1 + 10 + 1), with 4 below.
		assert_eq!(page.dimensions(), (46, 36));
		let at = |left, top, width| Panel { left, top, width, height: 10 };
		assert_eq!(panels, [at(5, 5, 10), at(21, 5, 20), at(20, 21, 5)]);
		for (panel, value) in panels.iter().zip([50, 100, 150]) {
			let corners = [(panel.left, panel.top), (panel.left + panel.width - 1, panel.top + panel.height - 1)];
			corners.into_iter().for_each(|(x, y)| assert_eq!(page.get_pixel(x, y).0[..3], [value; 3]));
			assert_eq!(page.get_pixel(panel.left - 1, panel.top).0[..3], [1, 2, 3]);
			assert_eq!(page.get_pixel(panel.left - 2, panel.top).0[..3], [255, 255, 250]);
		}
	}

	#[test]
	fn impossible_strips_are_refused() {
		let panels = vec![plain(4, 4, 0); 3];
		let with = |change: fn(&mut StripOptions)| {
			let mut options = StripOptions::default();
			change(&mut options);
			strip(&panels, &options)
		};
		assert!(with(|_| ()).is_ok());
		assert!(with(|options| options.per_row = 0).is_err());
		assert!(with(|options| options.height = 0).is_err());
		assert!(with(|options| options.height = 1 << 14).unwrap_err().to_string().contains("pixels"));
		assert!(with(|options| options.gutter = u32::MAX).is_err());
		assert!(strip(&[], &StripOptions::default()).is_err());
		assert!(strip(&[plain(60_000, 1, 0)], &StripOptions::default()).is_err());
	}
}
