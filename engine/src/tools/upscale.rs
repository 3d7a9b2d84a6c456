//! Larger pictures.

use crate::Error;
use image::{imageops::FilterType, DynamicImage};

/// Largest factor.
pub const MAX_FACTOR: u32 = 16;

/// Most pixels of a picture that a tool makes: 64 million, a quarter of a gigabyte with four channels.
pub const MAX_PIXELS: u64 = 64 << 20;

/// A picture `factor` times as wide and as high, by Lanczos' filter over three lobes.
///
/// # Errors
/// [`Error::Options`] for a factor that is not from 2 to [`MAX_FACTOR`], or more than [`MAX_PIXELS`].
pub fn upscale(image: &DynamicImage, factor: u32) -> Result<DynamicImage, Error> {
	if !(2..=MAX_FACTOR).contains(&factor) {
		return Err(Error::Options(format!(
			"a picture can be made 2 to {MAX_FACTOR} times as large, not {factor} times"
		)));
	}
	let (width, height) = (image.width().saturating_mul(factor), image.height().saturating_mul(factor));
	check_size(width, height)?;
	Ok(image.resize_exact(width, height, FilterType::Lanczos3))
}

/// Refuses pictures without pixels and those with more than [`MAX_PIXELS`].
pub(super) fn check_size(width: u32, height: u32) -> Result<(), Error> {
	if width == 0 || height == 0 || u64::from(width) * u64::from(height) > MAX_PIXELS {
		return Err(Error::Options(format!("{width} x {height} pixels; 1 to {MAX_PIXELS} are possible")));
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use image::{GenericImageView, GrayImage, Luma};

	#[test]
	fn a_gradient_stays_a_gradient_between_the_same_ends() {
		let small = DynamicImage::ImageLuma8(GrayImage::from_fn(16, 4, |x, _| Luma([x as u8 * 16])));
		let large = upscale(&small, 4).unwrap();
		assert_eq!(large.dimensions(), (64, 16));
		let row: Vec<u8> = (0..64).map(|x| large.to_luma8().get_pixel(x, 8)[0]).collect();
		assert!(row[6..58].windows(2).all(|pair| pair[1] >= pair[0] && pair[1] - pair[0] <= 6), "{row:?}");
		assert!(row[0] < 6 && row[63] > 235);
	}

	#[test]
	fn what_is_too_large_or_no_larger_is_refused() {
		let image = DynamicImage::new_luma8(4, 4);
		assert!(upscale(&image, 1).is_err() && upscale(&image, 17).is_err());
		assert!(upscale(&DynamicImage::new_luma8(3000, 2000), 4).unwrap_err().to_string().contains("12000 x 8000"));
		assert!(upscale(&DynamicImage::new_luma8(0, 4), 2).is_err());
	}
}
