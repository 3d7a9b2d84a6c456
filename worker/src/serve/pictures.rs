//! Pictures between requests, tools and answers: base64 in JSON, PNG or JPEG, with content credentials.

use super::{refusal::Refusal, Service};
use base64::{engine::general_purpose::STANDARD, Engine};
use image::{codecs::jpeg::JpegEncoder, DynamicImage, GrayImage, ImageFormat, ImageReader, Limits};
use promptale_credentials::{attach, Origin, Tool};
use promptale_primitives::{hash::content_hash, Blake3};
use serde::Deserialize;
use std::io::Cursor;

/// Quality of JPEG files.
const JPEG_QUALITY: u8 = 90;

/// How an answer is encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
	/// Every pixel as it was made.
	#[default]
	Png,
	/// Smaller; without transparency.
	Jpeg,
}

impl Format {
	/// The media type.
	pub fn media_type(self) -> &'static str {
		match self {
			Format::Png => "image/png",
			Format::Jpeg => "image/jpeg",
		}
	}

	/// The ending of a file's name.
	pub fn extension(self) -> &'static str {
		match self {
			Format::Png => "png",
			Format::Jpeg => "jpg",
		}
	}
}

/// An image's file with its credentials.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Made {
	/// The file.
	pub file: Vec<u8>,
	/// How it is encoded.
	pub format: Format,
	/// BLAKE3 hash of the file: what content is registered by on the chain.
	pub hash: Blake3,
	/// BLAKE3 hash of its content credentials.
	pub credential: Blake3,
	/// What it can be made from again.
	pub seed: Option<u64>,
}

/// Reads base64.
///
/// # Errors
/// Names the field that is not.
pub fn bytes(field: &str, text: &str) -> Result<Vec<u8>, Refusal> {
	STANDARD.decode(text.trim()).map_err(|error| Refusal::bad(format!("`{field}` is not base64: {error}")))
}

/// Writes base64.
pub fn base64(bytes: &[u8]) -> String {
	STANDARD.encode(bytes)
}

/// Decodes a PNG or JPEG picture of a request, after looking at its size.
///
/// # Errors
/// Names the field that does not hold one, or too large a one.
pub fn decode(field: &str, file: &[u8], max_pixels: u64) -> Result<DynamicImage, Refusal> {
	let unreadable =
		|reason: String| Refusal::bad(format!("`{field}` is not a readable PNG or JPEG picture: {reason}"));
	let reader = || {
		let mut reader =
			ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|error| unreadable(error.to_string()))?;
		let mut limits = Limits::default();
		// Up to 16 bits in four channels, and what decoders need besides.
		limits.max_alloc = Some(max_pixels.saturating_mul(16).saturating_add(1 << 20));
		reader.limits(limits);
		Ok::<_, Refusal>(reader)
	};
	let (width, height) = reader()?.into_dimensions().map_err(|error| unreadable(error.to_string()))?;
	if u64::from(width) * u64::from(height) > max_pixels || width == 0 || height == 0 {
		return Err(Refusal::bad(format!(
			"`{field}` has {width} x {height} pixels, where 1 to {max_pixels} are taken (`serve.max_megapixels`)"
		)));
	}
	reader()?.decode().map_err(|error| unreadable(error.to_string()))
}

/// A picture in base64.
///
/// # Errors
/// As [`bytes`] and [`decode`].
pub fn picture(field: &str, text: &str, max_pixels: u64) -> Result<DynamicImage, Refusal> {
	decode(field, &bytes(field, text)?, max_pixels)
}

/// A mask in base64: the brightness of a picture.
///
/// # Errors
/// As [`picture`].
pub fn mask(text: &Option<String>, max_pixels: u64) -> Result<Option<GrayImage>, Refusal> {
	text.as_ref().map(|text| Ok(picture("mask", text, max_pixels)?.to_luma8())).transpose()
}

/// Encodes an image. The same pixels give the same bytes.
fn encode(image: &DynamicImage, format: Format) -> Result<Vec<u8>, Refusal> {
	let mut file = Cursor::new(Vec::new());
	match format {
		Format::Png => image.write_to(&mut file, ImageFormat::Png),
		Format::Jpeg => match image.color().has_color() {
			true => image.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut file, JPEG_QUALITY)),
			false => image.to_luma8().write_with_encoder(JpegEncoder::new_with_quality(&mut file, JPEG_QUALITY)),
		},
	}
	.map_err(Refusal::internal)?;
	Ok(file.into_inner())
}

impl Service {
	/// Encodes an image and attaches its credentials.
	///
	/// # Errors
	/// Only where this worker fails.
	pub fn finish(&self, image: &DynamicImage, format: Format, tool: Tool, seed: Option<u64>) -> Result<Made, Refusal> {
		let origin = Origin { tool, model: self.model, checkpoint: self.checkpoint.hash(), chain: self.chain };
		let made = attach(&encode(image, format)?, &origin, &self.identity)?;
		Ok(Made {
			format,
			hash: content_hash(&made.image),
			credential: content_hash(&made.manifest),
			file: made.image,
			seed,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn png(width: u32, height: u32) -> Vec<u8> {
		encode(&DynamicImage::new_rgb8(width, height), Format::Png).unwrap()
	}

	#[test]
	fn a_picture_is_looked_at_before_it_is_decoded() {
		assert_eq!(decode("image", &png(10, 10), 100).unwrap().width(), 10);
		let message = decode("image", &png(11, 10), 100).unwrap_err().message;
		assert!(message.contains("`image`") && message.contains("11 x 10"), "{message}");
		let mut cut = png(10, 10);
		cut.truncate(40);
		assert!(decode("image", &cut, 100).unwrap_err().message.contains("`image` is not a readable"));
		assert!(picture("scene", "%%", 100).unwrap_err().message.contains("`scene` is not base64"));
	}
}
