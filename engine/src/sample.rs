//! Making images: from noise along the model's velocity.

use crate::{
	backend,
	checkpoint::Checkpoint,
	flow::{noise, to_image, Course, Flow, Wish},
	Error,
};
use image::{DynamicImage, RgbImage};
use std::ops::ControlFlow;

/// Images that are made at once.
const CHUNK: usize = 32;

/// What to make.
#[derive(Clone, PartialEq, Debug)]
pub struct SampleOptions {
	/// One image for each, in this order; the same wish may come several times.
	pub wishes: Vec<Wish>,
	/// Euler steps from noise to image; 20 to 50 are usual.
	pub steps: u32,
	/// Picks the noise. Image `i` starts from the same noise for every checkpoint, so progress can be seen.
	pub seed: u64,
	/// Classifier-free guidance: 1 follows the model, more exaggerates the class.
	pub guidance: f32,
	/// Threads; 0 and 1 both mean the caller's own.
	pub threads: usize,
}

impl Default for SampleOptions {
	fn default() -> Self {
		SampleOptions { wishes: Vec::new(), steps: 25, seed: 0, guidance: 2.0, threads: 1 }
	}
}

/// How far a tool is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
	/// Steps done, of all images together.
	pub done: u32,
	/// Steps in all.
	pub of: u32,
}

/// Makes images, grey or colour as the architecture has it.
///
/// # Errors
/// [`Error::Options`] for zero steps, a guidance that is not finite or a wish that the model does not understand.
pub fn sample(checkpoint: &Checkpoint, options: &SampleOptions) -> Result<Vec<DynamicImage>, Error> {
	sample_with(checkpoint, options, &mut |_| ControlFlow::Continue(()))
}

/// [`sample`]s, and says after every step how far it is; `progress` may stop it.
///
/// # Errors
/// As [`sample`]; [`Error::Stopped`] where `progress` breaks.
pub fn sample_with(
	checkpoint: &Checkpoint,
	options: &SampleOptions,
	progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Vec<DynamicImage>, Error> {
	let shape = checkpoint.shape();
	let course = Course { from: 0.0, steps: options.steps, guidance: options.guidance };
	course.check()?;
	options.wishes.iter().try_for_each(|wish| wish.check(shape))?;
	let mut backend = backend::best(shape, checkpoint.shared_layout(), options.threads);
	backend.load(checkpoint.parameters());
	let mut images = Vec::with_capacity(options.wishes.len());
	let of = options.steps.saturating_mul(options.wishes.len().div_ceil(CHUNK) as u32);
	for (chunk, wishes) in options.wishes.chunks(CHUNK).enumerate() {
		let mut start = vec![0.0; wishes.len() * shape.image()];
		for (index, image) in start.chunks_exact_mut(shape.image()).enumerate() {
			noise(options.seed, (chunk * CHUNK + index) as u64, image);
		}
		let mut flow = Flow::new(shape, wishes, start, course);
		for step in 0..options.steps {
			flow.step(&mut *backend, step);
			let done = (chunk as u32).saturating_mul(options.steps).saturating_add(step + 1);
			if progress(Progress { done, of }).is_break() {
				return Err(Error::Stopped);
			}
		}
		images.extend(flow.images.chunks_exact(shape.image()).map(|values| to_image(shape, values)));
	}
	Ok(images)
}

/// Puts images side by side, `columns` in a row, each `scale` times as large, with a thin border. White where there is no
/// image. Images are expected to be of one size; the first one's counts.
pub fn contact_sheet(images: &[DynamicImage], columns: u32, scale: u32) -> DynamicImage {
	const BORDER: u32 = 2;
	let (columns, scale) = (columns.max(1), scale.max(1));
	let Some(first) = images.first() else { return DynamicImage::ImageRgb8(RgbImage::new(1, 1)) };
	let (width, height) = (first.width() * scale, first.height() * scale);
	let rows = (images.len() as u32).div_ceil(columns);
	let mut sheet = RgbImage::from_pixel(
		columns * (width + BORDER) + BORDER,
		rows * (height + BORDER) + BORDER,
		image::Rgb([255, 255, 255]),
	);
	for (index, image) in (0..).zip(images) {
		let image = image.resize_exact(width, height, image::imageops::FilterType::Nearest).to_rgb8();
		let (column, row) = (index % columns, index / columns);
		let (x, y) = (BORDER + column * (width + BORDER), BORDER + row * (height + BORDER));
		image::imageops::replace(&mut sheet, &image, x.into(), y.into());
	}
	DynamicImage::ImageRgb8(sheet)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		dataset::tests::{synthetic, TINY},
		ops::gradient_check::random,
		patch::unpatchify,
		train::{train, TrainOptions},
	};
	use image::GrayImage;
	use promptale_primitives::model::Architecture;

	fn wishes(classes: impl IntoIterator<Item = u16>) -> Vec<Wish> {
		classes.into_iter().map(Wish::of_class).collect()
	}

	#[test]
	fn a_trained_model_that_reads_makes_what_captions_say() {
		let architecture = Architecture { words: 2, ..TINY };
		let base = Checkpoint::initialise(architecture, 1).unwrap();
		let data = synthetic(&architecture, 60);
		let options = TrainOptions { steps: 400, batch_size: 16, ..TrainOptions::default() };
		let trained = train(&base, &data, &options, &mut |_| ControlFlow::Continue(())).unwrap().applied_to(&base);
		let mean_of = |wish: Wish| {
			let options = SampleOptions { wishes: vec![wish; 8], guidance: 1.5, ..SampleOptions::default() };
			let images = sample(&trained, &options).unwrap();
			let pixels = images.iter().flat_map(|image| image.to_luma8().into_raw());
			pixels.map(f64::from).sum::<f64>() / (8.0 * 64.0)
		};
		// The classes differ in their brightness, which grows with the number.
		let [dark, middle, bright] = ["Number 0", "number 1", "number 2!"].map(|caption| mean_of(Wish::of(caption)));
		assert!(dark + 20.0 < middle && middle + 20.0 < bright, "{dark} {middle} {bright}");
		let by_class = mean_of(Wish::of_class(2));
		assert!((by_class - bright).abs() < 20.0, "{by_class} {bright}");
	}

	#[test]
	fn a_trained_model_makes_images_like_its_classes() {
		let base = Checkpoint::initialise(TINY, 1).unwrap();
		let data = synthetic(&TINY, 60);
		let options = TrainOptions { steps: 250, batch_size: 16, ..TrainOptions::default() };
		let trained = train(&base, &data, &options, &mut |_| ControlFlow::Continue(())).unwrap();
		let options = SampleOptions { wishes: wishes([0, 1, 2]), guidance: 1.5, ..SampleOptions::default() };
		let error = |checkpoint: &Checkpoint| -> f64 {
			let images = sample(checkpoint, &options).unwrap();
			let mut values = vec![0.0; 64];
			let mut plain = vec![0.0; 64];
			let mut sum = 0.0;
			for (class, image) in images.iter().enumerate() {
				data.values(class, &mut values);
				unpatchify(checkpoint.shape(), &values, &mut plain);
				for (pixel, value) in image.to_luma8().as_raw().iter().zip(&plain) {
					sum += (f64::from(*pixel) / 127.5 - 1.0 - f64::from(*value)).powi(2);
				}
			}
			sum / 192.0
		};
		let (before, after) = (error(&base), error(&trained.applied_to(&base)));
		assert!(after < 0.2 * before, "{before} {after}");
	}

	#[test]
	fn images_do_not_depend_on_threads_or_on_the_others_in_the_batch() {
		let base = Checkpoint::initialise(Architecture { channels: 3, ..TINY }, 1).unwrap();
		// A new model answers zero, whatever it is asked.
		let parameters = random(base.parameters().len(), 1).iter().map(|value| *value as f32 * 0.2).collect();
		let base = base.with_parameters(parameters);
		let wishes = wishes((0..40).map(|index| index % 3));
		let options = SampleOptions { wishes, steps: 3, ..SampleOptions::default() };
		let all = sample(&base, &options).unwrap();
		assert_eq!((all.len(), all[0].color()), (40, image::ColorType::Rgb8));
		assert_eq!(all, sample(&base, &SampleOptions { threads: 3, ..options.clone() }).unwrap());
		let few = sample(&base, &SampleOptions { wishes: options.wishes[..2].to_vec(), ..options.clone() }).unwrap();
		assert_eq!(few, all[..2]);
		assert_ne!(all, sample(&base, &SampleOptions { steps: 4, ..options.clone() }).unwrap());
		assert_ne!(all, sample(&base, &SampleOptions { seed: 1, ..options }).unwrap());
	}

	#[test]
	fn progress_counts_every_step_and_can_stop() {
		let base = Checkpoint::initialise(TINY, 1).unwrap();
		let options = SampleOptions { wishes: wishes([0; CHUNK + 1]), steps: 3, ..SampleOptions::default() };
		let mut seen = Vec::new();
		let mut watch = |progress: Progress| {
			seen.push(progress.done);
			ControlFlow::Continue(())
		};
		sample_with(&base, &options, &mut watch).unwrap();
		assert_eq!(seen, [1, 2, 3, 4, 5, 6]);
		let stopped = sample_with(&base, &options, &mut |progress| match progress.done {
			2 => ControlFlow::Break(()),
			done => {
				assert!(done < 2);
				ControlFlow::Continue(())
			},
		});
		assert!(matches!(stopped, Err(Error::Stopped)));
	}

	#[test]
	fn impossible_wishes_are_refused() {
		let base = Checkpoint::initialise(TINY, 1).unwrap();
		let good = SampleOptions { wishes: wishes([0]), ..SampleOptions::default() };
		for bad in [
			SampleOptions { steps: 0, ..good.clone() },
			SampleOptions { guidance: f32::NAN, ..good.clone() },
			SampleOptions { wishes: wishes([3]), ..good.clone() },
			SampleOptions { wishes: vec![Wish::of("a boot")], ..good },
		] {
			assert!(matches!(sample(&base, &bad), Err(Error::Options(_))));
		}
	}

	#[test]
	fn a_contact_sheet_has_rows_and_columns() {
		let image = |value| DynamicImage::ImageLuma8(GrayImage::from_pixel(4, 4, image::Luma([value])));
		let sheet = contact_sheet(&[image(10), image(20), image(30)], 2, 3).to_rgb8();
		assert_eq!(sheet.dimensions(), (30, 30));
		assert_eq!((sheet.get_pixel(3, 3)[0], sheet.get_pixel(17, 3)[0], sheet.get_pixel(3, 17)[0]), (10, 20, 30));
		assert_eq!(sheet.get_pixel(17, 17)[0], 255);
		assert_eq!(contact_sheet(&[], 3, 2).width(), 1);
	}
}
