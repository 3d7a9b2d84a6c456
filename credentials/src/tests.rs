//! Reads manifests with a parser of boxes that shares nothing with the writer. `tests/credentials` reads them with the
//! coalition's library.

use super::*;
use ciborium::Value;
use image::{DynamicImage, ImageFormat, RgbImage};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, io::Cursor};

fn origin(tool: Tool) -> Origin {
	Origin { tool, model: 7, checkpoint: [0xAB; 32], chain: [0xCD; 32] }
}

fn encoded(format: ImageFormat) -> Vec<u8> {
	let image = DynamicImage::ImageRgb8(RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8 * 6, y as u8 * 8, 90])));
	let mut bytes = Cursor::new(Vec::new());
	image.write_to(&mut bytes, format).unwrap();
	bytes.into_inner()
}

/// The boxes in `bytes`: type and content.
fn boxes(mut bytes: &[u8]) -> Vec<(String, &[u8])> {
	let mut found = Vec::new();
	while !bytes.is_empty() {
		let length = u32::from_be_bytes(bytes[..4].try_into().unwrap()) as usize;
		found.push((String::from_utf8(bytes[4..8].to_vec()).unwrap(), &bytes[8..length]));
		bytes = &bytes[length..];
	}
	found
}

/// Everything in a manifest store: path of labels to (content of the superbox, its first box of data).
fn walk(path: &str, content: &[u8], found: &mut BTreeMap<String, (Vec<u8>, Vec<u8>)>) {
	let inside = boxes(content);
	assert_eq!(inside[0].0, "jumd");
	let label = inside[0].1[17..].split(|byte| *byte == 0).next().unwrap();
	let path = format!("{path}/{}", String::from_utf8(label.to_vec()).unwrap());
	for (kind, inner) in &inside[1..] {
		match &kind[..] {
			"jumb" => walk(&path, inner, found),
			_ => {
				assert_eq!(kind, "cbor");
				found.insert(path.clone(), (content.to_vec(), inner.to_vec()));
			},
		}
	}
}

fn parse(manifest: &[u8]) -> BTreeMap<String, (Vec<u8>, Vec<u8>)> {
	let mut found = BTreeMap::new();
	let store = boxes(manifest);
	assert_eq!((store.len(), &store[0].0[..]), (1, "jumb"));
	walk("", store[0].1, &mut found);
	found
}

fn cbor(bytes: &[u8]) -> Value {
	ciborium::from_reader(bytes).unwrap()
}

fn field<'a>(value: &'a Value, name: &str) -> &'a Value {
	let map = value.as_map().unwrap();
	&map.iter().find(|(key, _)| key.as_text() == Some(name)).unwrap_or_else(|| panic!("no {name} in {value:?}")).1
}

#[test]
fn credentials_name_model_version_and_chain_and_hash_the_image() {
	let identity = Identity::make("a worker").unwrap();
	for format in [ImageFormat::Png, ImageFormat::Jpeg] {
		let plain = encoded(format);
		let made = attach(&plain, &origin(Tool::TextToImage), &identity).unwrap();
		assert_eq!(manifest_of(&made.image).unwrap().as_deref(), Some(&made.manifest[..]));
		let before = image::load_from_memory(&plain).unwrap();
		assert_eq!(image::load_from_memory(&made.image).unwrap(), before, "pixels stay");

		let found = parse(&made.manifest);
		let manifest = found.keys().next().unwrap().split('/').nth(2).unwrap().to_owned();
		let at = |name: &str| &found[&format!("/c2pa/{manifest}/{name}")];
		let engine = cbor(&at("c2pa.assertions/com.promptale.engine").1);
		assert_eq!(field(&engine, "model").as_integer(), Some(7.into()));
		assert_eq!(field(&engine, "checkpoint").as_text(), Some(&"ab".repeat(32)[..]));
		assert_eq!(field(&engine, "chain").as_text(), Some(&"cd".repeat(32)[..]));
		assert_eq!(field(&engine, "tool").as_text(), Some("text-to-image"));

		// What is left without the excluded bytes is what was hashed, and is the image as it was.
		let hash = cbor(&at("c2pa.assertions/c2pa.hash.data").1);
		let excluded = &field(&hash, "exclusions").as_array().unwrap()[0];
		let number = |name| i128::from(field(excluded, name).as_integer().unwrap()) as usize;
		let (start, length) = (number("start"), number("length"));
		let rest = [&made.image[..start], &made.image[start + length..]].concat();
		assert_eq!(rest, plain);
		assert_eq!(field(&hash, "hash").as_bytes().unwrap()[..], Sha256::digest(&rest)[..]);

		// The claim lists every assertion with its hash.
		let claim = cbor(&at("c2pa.claim.v2").1);
		let listed = field(&claim, "created_assertions").as_array().unwrap();
		assert_eq!(listed.len(), 3);
		for reference in listed {
			let name = field(reference, "url").as_text().unwrap().strip_prefix("self#jumbf=").unwrap();
			assert_eq!(field(reference, "hash").as_bytes().unwrap()[..], Sha256::digest(&at(name).0)[..], "{name}");
		}
		assert!(!at("c2pa.signature").1.is_empty());
	}
}

#[test]
fn the_same_image_gets_the_same_bytes_and_another_origin_others() {
	let identity = Identity::make("a worker").unwrap();
	let again = Identity::from_pem(&identity.to_pem()).unwrap();
	assert_eq!(again.anchor(), identity.anchor());
	let plain = encoded(ImageFormat::Png);
	let made = attach(&plain, &origin(Tool::Strip), &identity).unwrap();
	assert_eq!(attach(&plain, &origin(Tool::Strip), &again).unwrap(), made);
	assert_ne!(attach(&plain, &origin(Tool::Placement), &identity).unwrap().manifest, made.manifest);
	let other = Origin { checkpoint: [1; 32], ..origin(Tool::Strip) };
	assert_ne!(attach(&plain, &other, &identity).unwrap().manifest, made.manifest);
}

#[test]
fn an_image_gets_credentials_once() {
	let identity = Identity::make("a worker").unwrap();
	for format in [ImageFormat::Png, ImageFormat::Jpeg] {
		let made = attach(&encoded(format), &origin(Tool::Upscaling), &identity).unwrap();
		assert!(matches!(attach(&made.image, &origin(Tool::Upscaling), &identity), Err(Error::Present)));
	}
}

#[test]
fn what_is_no_image_is_refused_and_nothing_cut_off_panics() {
	let identity = Identity::make("a worker").unwrap();
	assert!(matches!(attach(b"GIF89a", &origin(Tool::Strip), &identity), Err(Error::Container(_))));
	for format in [ImageFormat::Png, ImageFormat::Jpeg] {
		let made = attach(&encoded(format), &origin(Tool::Strip), &identity).unwrap().image;
		for length in 0..made.len() {
			let _ = manifest_of(&made[..length]);
			let _ = attach(&made[..length], &origin(Tool::Strip), &identity);
		}
	}
}

#[test]
fn what_is_no_identity_is_refused() {
	let anchor = Identity::make("a worker").unwrap().anchor();
	for text in ["", "something", &anchor] {
		assert!(matches!(Identity::from_pem(text), Err(Error::Identity(_))));
	}
}
