//! Changing pictures with a model: all of one ([`image_to_image`]), or what a mask covers ([`inpaint`]).
//!
//! A rectified flow is a straight line from noise (time 0) to an image (time 1), so an image can be entered at any time
//! `t`: `t * image + (1 - t) * noise` (SDEdit, Meng et al. 2022). Where a mask keeps values, they are put back onto their own
//! line before every step, so that what is made fits to what is there (RePaint, Lugmayr et al. 2022).

use crate::{
	backend::{self, Backend},
	checkpoint::Checkpoint,
	dataset::fit,
	flow::{from_image, noise, to_image, Course, Flow, Wish},
	sample::Progress,
	shape::Shape,
	Error,
};
use image::{imageops::FilterType, DynamicImage, GenericImage, GenericImageView, GrayImage, Luma};
use std::ops::ControlFlow;

/// How to change a picture.
#[derive(Clone, PartialEq, Debug)]
pub struct EditOptions {
	/// What it shall show afterwards.
	pub wish: Wish,
	/// How much may change: near 0 almost nothing, 1 everything.
	pub strength: f32,
	/// Euler steps; 20 to 50 are usual.
	pub steps: u32,
	/// Picks the noise.
	pub seed: u64,
	/// Classifier-free guidance: 1 follows the model, more exaggerates the class.
	pub guidance: f32,
	/// Threads; 0 and 1 both mean the caller's own.
	pub threads: usize,
}

impl Default for EditOptions {
	fn default() -> Self {
		EditOptions { wish: Wish::nothing(), strength: 0.6, steps: 25, seed: 0, guidance: 2.0, threads: 1 }
	}
}

type Watch<'a> = &'a mut dyn FnMut(Progress) -> ControlFlow<()>;

/// A picture of `options.wish` that resembles `image`, as large as the model's pictures are. An image of another size is
/// cut to a centred square and resized.
///
/// # Errors
/// [`Error::Options`] for a strength outside `(0, 1]`, zero steps, a guidance that is not finite or a wish that the model
/// does not have; [`Error::Stopped`] where `progress` breaks.
pub fn image_to_image(
	checkpoint: &Checkpoint,
	image: &DynamicImage,
	options: &EditOptions,
	progress: Watch,
) -> Result<DynamicImage, Error> {
	let shape = checkpoint.shape();
	let known = from_image(shape, &fit(image.clone(), shape));
	let values = change(checkpoint, &known, None, options, progress)?;
	Ok(to_image(shape, &values))
}

/// Makes anew what `mask` covers: white what may change, black what stays, grey in between. Works on a window around the mask,
/// at the model's resolution; outside of the mask nothing changes, bit for bit. Pictures are 8 bits a channel.
///
/// # Errors
/// As [`image_to_image`]; [`Error::Options`] for a mask of another size than the image, or one that is all black.
pub fn inpaint(
	checkpoint: &Checkpoint,
	image: &DynamicImage,
	mask: &GrayImage,
	options: &EditOptions,
	progress: Watch,
) -> Result<DynamicImage, Error> {
	if mask.dimensions() != image.dimensions() {
		let ((mask_width, mask_height), (width, height)) = (mask.dimensions(), image.dimensions());
		return Err(Error::Options(format!(
			"the mask has {mask_width} x {mask_height} pixels, the image {width} x {height}; they must be the same"
		)));
	}
	let shape = checkpoint.shape();
	let side = shape.side as u32;
	let window = Window::around(mask, side)
		.ok_or_else(|| Error::Options("the mask is black all over: paint white what shall change".into()))?;
	let cut = image.crop_imm(window.left, window.top, window.width, window.height);
	let cut_mask =
		DynamicImage::ImageLuma8(mask.clone()).crop_imm(window.left, window.top, window.width, window.height);
	let known = from_image(shape, &resize(&cut, side, side, FilterType::Triangle));
	let free = free_values(shape, &resize(&cut_mask, side, side, FilterType::Triangle).to_luma8());
	let values = change(checkpoint, &known, Some(&free), options, progress)?;
	let made = resize(&to_image(shape, &values), window.width, window.height, FilterType::Lanczos3);
	let mut out = eight_bits(image);
	for y in 0..window.height {
		for x in 0..window.width {
			let (at_x, at_y) = (window.left + x, window.top + y);
			let Luma([part]) = *mask.get_pixel(at_x, at_y);
			if part > 0 {
				let (mut pixel, new) = (out.get_pixel(at_x, at_y), made.get_pixel(x, y));
				for channel in 0..3 {
					pixel[channel] = mix(pixel[channel], new[channel], part);
				}
				out.put_pixel(at_x, at_y, pixel);
			}
		}
	}
	Ok(out)
}

/// `from` at a part of 0, `to` at 255.
fn mix(from: u8, to: u8, part: u8) -> u8 {
	let part = u32::from(part);
	((u32::from(from) * (255 - part) + u32::from(to) * part + 127) / 255) as u8
}

/// The values at time 1, from `known` at time `1 - strength`. Where `free` is false, values stay on the line to `known`.
fn change(
	checkpoint: &Checkpoint,
	known: &[f32],
	free: Option<&[bool]>,
	options: &EditOptions,
	progress: Watch,
) -> Result<Vec<f32>, Error> {
	let shape = checkpoint.shape();
	let course = Course { from: 1.0 - options.strength, steps: options.steps, guidance: options.guidance };
	course.check()?;
	options.wish.check(shape)?;
	if !(options.strength > 0.0 && options.strength <= 1.0) {
		return Err(Error::Options(format!("the strength is {}; use a number above 0, at most 1", options.strength)));
	}
	let mut backend: Box<dyn Backend> = backend::best(shape, checkpoint.shared_layout(), options.threads);
	backend.load(checkpoint.parameters());
	let mut start = vec![0.0; shape.image()];
	noise(options.seed, 0, &mut start);
	let on_line = |time: f32, index: usize, noise: f32| time * known[index] + (1.0 - time) * noise;
	let noise = start.clone();
	for (index, value) in start.iter_mut().enumerate() {
		*value = on_line(course.from, index, noise[index]);
	}
	let mut flow = Flow::new(shape, std::slice::from_ref(&options.wish), start, course);
	for step in 0..options.steps {
		flow.step(&mut *backend, step);
		if let Some(free) = free {
			let time = course.time(step + 1);
			for (index, value) in flow.images.iter_mut().enumerate().filter(|(index, _)| !free[*index]) {
				*value = on_line(time, index, noise[index]);
			}
		}
		if progress(Progress { done: step + 1, of: options.steps }).is_break() {
			return Err(Error::Stopped);
		}
	}
	Ok(flow.images)
}

/// A part of a picture, in pixels.
struct Window {
	left: u32,
	top: u32,
	width: u32,
	height: u32,
}

impl Window {
	/// A square with some surroundings around what a mask covers, of at least this side, as far as the picture reaches; `None`
	/// for nothing.
	fn around(mask: &GrayImage, least: u32) -> Option<Window> {
		let covered = || mask.enumerate_pixels().filter(|(.., Luma([part]))| *part > 0);
		let (left, right) = (covered().map(|(x, ..)| x).min()?, covered().map(|(x, ..)| x).max()?);
		let (top, bottom) = (covered().map(|(_, y, _)| y).min()?, covered().map(|(_, y, _)| y).max()?);
		let wanted = (right - left).max(bottom - top) + 1;
		let wanted = wanted.saturating_add(wanted / 2).max(least);
		// As wide as wanted where there is room, and with the mask inside.
		let extent = |first: u32, last: u32, length: u32| {
			let extent = wanted.min(length);
			let start = ((first + last) / 2).saturating_sub(extent / 2).min(length - extent).min(first);
			(start, extent.max(last + 1 - start))
		};
		let ((left, width), (top, height)) = (extent(left, right, mask.width()), extent(top, bottom, mask.height()));
		Some(Window { left, top, width, height })
	}
}

/// Which values of a model's image a mask of its size lets change, `[tokens, patch]`.
fn free_values(shape: &Shape, mask: &GrayImage) -> Vec<bool> {
	let white =
		GrayImage::from_fn(mask.width(), mask.height(), |x, y| Luma([255 * u8::from(mask.get_pixel(x, y)[0] > 0)]));
	from_image(shape, &DynamicImage::ImageLuma8(white)).iter().map(|value| *value > 0.0).collect()
}

fn resize(image: &DynamicImage, width: u32, height: u32, filter: FilterType) -> DynamicImage {
	if (image.width(), image.height()) == (width, height) {
		return image.clone();
	}
	image.resize_exact(width, height, filter)
}

/// Grey stays grey, transparent stays transparent.
fn eight_bits(image: &DynamicImage) -> DynamicImage {
	match (image.color().has_color(), image.color().has_alpha()) {
		(false, false) => image.to_luma8().into(),
		(true, false) => image.to_rgb8().into(),
		(_, true) => image.to_rgba8().into(),
	}
}

#[cfg(test)]
#[path = "edit_tests.rs"]
mod tests;
