//! Dealing out a folder of one's own images.

use super::{check_target, dirichlet, part_dir, write_folder, Content, Item, PartitionOptions, Summary};
use crate::{folder, shape::MAX_CLASSES, Error};
use image::ImageReader;
use rand::{seq::SliceRandom, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::path::Path;

/// Copies a folder's images to parts and a held-out set. `source` is an `imagefolder` with `metadata.jsonl`, or has one
/// sub-folder per class, or is a plain folder of images (then all of one class).
///
/// At most a fifth of the images is held out, whatever the options ask for. Images are copied as they are; they are
/// resized when a [`crate::Dataset`] is opened.
///
/// # Errors
/// As [`crate::Dataset::open`], and [`Error::Dataset`] for less than five images; [`Error::Options`] for fewer images than
/// parts.
pub fn partition_folder(source: &Path, out: &Path, options: &PartitionOptions) -> Result<Summary, Error> {
	options.check()?;
	check_target(out, options.parts)?;
	let (entries, table) = folder::list(source)?;
	if entries.len() < 5 {
		return Err(Error::dataset(source, format!("{} images; at least 5 are needed", entries.len())));
	}
	folder::check_classes(source, &entries, MAX_CLASSES.into())?;
	for entry in &entries {
		// By what it holds, as a data set is opened: a JPEG file called `.png` is readable.
		let reader = ImageReader::open(&entry.path).and_then(|reader| reader.with_guessed_format());
		reader
			.map_err(Error::io(&entry.path))?
			.into_dimensions()
			.map_err(|error| Error::Image { path: entry.path.clone(), reason: error.to_string() })?;
	}
	let count = entries.iter().map(|entry| entry.class).max().map_or(0, |most| usize::from(most) + 1);
	let mut classes: Vec<String> = (0..count).map(|class| class.to_string()).collect();
	for (name, class) in table {
		if let Some(class) = classes.get_mut(usize::from(class)) {
			*class = name;
		}
	}
	let mut order: Vec<usize> = (0..entries.len()).collect();
	order.shuffle(&mut ChaCha8Rng::seed_from_u64(options.seed));
	let held_out: Vec<usize> = order.drain(..options.held_out.min(entries.len() / 5)).collect();
	let labels: Vec<u16> = order.iter().map(|index| entries[*index].class).collect();
	let parts = dirichlet::split(&labels, options)?;
	let items = |indices: &mut dyn Iterator<Item = usize>| -> Vec<Item<'_>> {
		let item = |index: usize| {
			let entry = &entries[index];
			let extension = entry.path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
			Item {
				file_name: format!("{index:06}.{extension}"),
				text: entry.text.clone(),
				label: entry.class,
				content: Content::File(&entry.path),
			}
		};
		indices.map(item).collect()
	};
	let parts = parts
		.iter()
		.enumerate()
		.map(|(part, places)| {
			let items = items(&mut places.iter().map(|place| order[*place]));
			write_folder(part_dir(out, part), &classes, &items)
		})
		.collect::<Result<_, _>>()?;
	let held_out = write_folder(out.join("held-out"), &classes, &items(&mut held_out.iter().copied()))?;
	Ok(Summary { classes, parts, held_out })
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{dataset::tests::TINY, Dataset};

	const OPTIONS: PartitionOptions =
		PartitionOptions { parts: 2, alpha: 5.0, seed: 1, held_out: 100, max_per_part: 1000 };

	fn source(per_class: usize) -> tempfile::TempDir {
		let dir = tempfile::tempdir().unwrap();
		for (class, name) in ["cat", "dog", "owl"].iter().enumerate() {
			std::fs::create_dir(dir.path().join(name)).unwrap();
			for index in 0..per_class {
				let value = (class * 80 + index) as u8;
				image::GrayImage::from_pixel(10, 12, image::Luma([value]))
					.save(dir.path().join(format!("{name}/{index}.png")))
					.unwrap();
			}
		}
		dir
	}

	#[test]
	fn every_image_is_copied_once_and_keeps_its_class() {
		let (source, out) = (source(20), tempfile::tempdir().unwrap());
		let summary = partition_folder(source.path(), out.path(), &OPTIONS).unwrap();
		assert_eq!(summary.classes, ["cat", "dog", "owl"]);
		assert_eq!(summary.held_out.images, 12, "a fifth");
		let mut images = 0;
		for part in summary.parts.iter().chain([&summary.held_out]) {
			let data = Dataset::open(&part.dir, &TINY).unwrap();
			images += data.len();
			let mut values = vec![0.0; 64];
			for index in 0..data.len() {
				data.values(index, &mut values);
				assert_eq!(((values[0] + 1.0) * 127.5).round() as u16 / 80, data.label(index));
			}
		}
		assert_eq!(images, 60);
	}

	#[test]
	fn a_broken_image_is_named_before_anything_is_written() {
		let (source, out) = (source(5), tempfile::tempdir().unwrap());
		std::fs::write(source.path().join("owl/broken.jpg"), b"nothing").unwrap();
		let message = partition_folder(source.path(), out.path(), &OPTIONS).unwrap_err().to_string();
		assert!(message.contains("broken.jpg"), "{message}");
		assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 0);
	}

	#[test]
	fn a_file_with_the_extension_of_another_format_is_taken() {
		let (source, out) = (source(5), tempfile::tempdir().unwrap());
		let jpeg = source.path().join("jpeg.jpg");
		image::GrayImage::from_pixel(8, 8, image::Luma([9])).save(&jpeg).unwrap();
		std::fs::rename(&jpeg, source.path().join("owl/jpeg.png")).unwrap();
		let summary = partition_folder(source.path(), out.path(), &OPTIONS).unwrap();
		let images = summary.parts.iter().chain([&summary.held_out]).map(|part| {
			Dataset::open(&part.dir, &TINY).unwrap();
			part.images
		});
		assert_eq!(images.sum::<usize>(), 16);
	}

	#[test]
	fn a_class_that_no_model_can_have_is_named_before_anything_is_written() {
		let (source, out) = (source(5), tempfile::tempdir().unwrap());
		std::fs::rename(source.path().join("owl"), source.path().join("65535")).unwrap();
		std::fs::write(source.path().join("classes.json"), r#"{"cat": 0, "dog": 1, "65535": 65535}"#).unwrap();
		let message = partition_folder(source.path(), out.path(), &OPTIONS).unwrap_err().to_string();
		assert!(message.contains("class 65535") && message.contains("0 to 4095"), "{message}");
		assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 0);
	}

	#[test]
	fn too_few_images_are_refused() {
		let (source, out) = (source(1), tempfile::tempdir().unwrap());
		let message = partition_folder(source.path(), out.path(), &OPTIONS).unwrap_err().to_string();
		assert!(message.contains("at least 5"), "{message}");
	}
}
