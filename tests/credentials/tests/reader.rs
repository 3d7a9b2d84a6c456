//! The coalition's library on images with our credentials: valid, trusted with the authority's certificate, and no longer once
//! a bit of the image changes.

use c2pa::{Context, Reader, Settings, ValidationState};
use image::{DynamicImage, ImageFormat, RgbImage};
use promptale_credentials::{attach, Identity, Origin, Tool};
use std::io::Cursor;

const TOOLS: [Tool; 6] = [
	Tool::TextToImage,
	Tool::ImageToImage,
	Tool::Inpainting,
	Tool::Placement,
	Tool::Upscaling,
	Tool::Strip,
];
const FORMATS: [(ImageFormat, &str); 2] = [(ImageFormat::Png, "image/png"), (ImageFormat::Jpeg, "image/jpeg")];

fn encoded(format: ImageFormat) -> Vec<u8> {
	let image = DynamicImage::ImageRgb8(RgbImage::from_fn(64, 48, |x, y| image::Rgb([x as u8 * 3, y as u8 * 5, 90])));
	let mut bytes = Cursor::new(Vec::new());
	image.write_to(&mut bytes, format).unwrap();
	bytes.into_inner()
}

fn read(image: Vec<u8>, kind: &str, anchor: Option<&str>) -> Reader {
	let trust = match anchor {
		Some(anchor) => serde_json::json!({ "trust": { "user_anchors": anchor } }),
		None => serde_json::json!({}),
	};
	let settings = Settings::new().with_json(&trust.to_string()).unwrap();
	let context = Context::new().with_settings(settings).unwrap();
	Reader::from_context(context).with_stream(kind, Cursor::new(image)).unwrap()
}

fn origin(tool: Tool) -> Origin {
	Origin { tool, model: 7, checkpoint: [0xAB; 32], chain: [0xCD; 32] }
}

#[test]
fn every_tools_images_are_valid_and_trusted_by_who_knows_the_authority() {
	let identity = Identity::make("a worker").unwrap();
	for (format, kind) in FORMATS {
		for tool in TOOLS {
			let made = attach(&encoded(format), &origin(tool), &identity).unwrap();
			let stranger = read(made.image.clone(), kind, None);
			assert_eq!(stranger.validation_state(), ValidationState::Valid, "{tool:?}: {stranger}");
			let reader = read(made.image, kind, Some(&identity.anchor()));
			assert_eq!(reader.validation_state(), ValidationState::Trusted, "{tool:?}: {reader}");
			let shown = reader.json();
			for part in [
				"com.promptale.engine",
				&"ab".repeat(32),
				&"cd".repeat(32),
				tool.name(),
				"digitalsourcetype",
				"PrompTale",
			] {
				assert!(shown.contains(part), "{part} is not in {shown}");
			}
		}
	}
}

#[test]
fn a_changed_image_is_invalid_and_another_authority_is_not_trusted() {
	let identity = Identity::make("a worker").unwrap();
	let other = Identity::make("another").unwrap();
	for (format, kind) in FORMATS {
		let made = attach(&encoded(format), &origin(Tool::TextToImage), &identity).unwrap();
		let reader = read(made.image.clone(), kind, Some(&other.anchor()));
		assert_ne!(reader.validation_state(), ValidationState::Trusted);
		let mut changed = made.image.clone();
		let last = changed.len() - 20;
		changed[last] ^= 1;
		assert_eq!(read(changed, kind, Some(&identity.anchor())).validation_state(), ValidationState::Invalid);
		// The model's number, in the assertion itself.
		let mut relabelled = made.image;
		let at = relabelled.windows(5).position(|bytes| bytes == b"model").unwrap();
		relabelled[at + 5] ^= 1;
		assert_eq!(read(relabelled, kind, Some(&identity.anchor())).validation_state(), ValidationState::Invalid);
	}
}
