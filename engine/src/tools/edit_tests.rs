use super::*;
use crate::{dataset::tests::TINY, ops::gradient_check::random};
use image::{Rgba, RgbaImage};
use promptale_primitives::model::Architecture;

/// A model that answers something (a new one answers zero) and its image `side * side * channels`.
fn model(channels: u8) -> Checkpoint {
	let base = Checkpoint::initialise(Architecture { channels, ..TINY }, 1).unwrap();
	let parameters = random(base.parameters().len(), 1).iter().map(|value| *value as f32 * 0.2).collect();
	base.with_parameters(parameters)
}

fn picture(width: u32, height: u32) -> DynamicImage {
	let pixel = |x, y| Rgba([(x * 7 + y) as u8, (y * 9) as u8, (x * y) as u8, 255 - (x as u8)]);
	RgbaImage::from_fn(width, height, pixel).into()
}

/// White inside a rectangle, with a grey border.
fn mask(width: u32, height: u32, left: u32, top: u32, right: u32, bottom: u32) -> GrayImage {
	GrayImage::from_fn(width, height, |x, y| {
		let inside = (left..right).contains(&x) && (top..bottom).contains(&y);
		let edge = x == left || y == top;
		Luma([match (inside, edge) {
			(true, true) => 128,
			(true, false) => 255,
			(false, _) => 0,
		}])
	})
}

fn go(_: Progress) -> ControlFlow<()> {
	ControlFlow::Continue(())
}

fn options() -> EditOptions {
	EditOptions { wish: Wish::of_class(1), steps: 4, strength: 0.7, ..EditOptions::default() }
}

#[test]
fn outside_of_the_mask_nothing_changes_and_inside_much_does() {
	for channels in [1, 3] {
		let model = model(channels);
		for (width, height, [left, top, right, bottom]) in
			[(8, 8, [2, 2, 6, 7]), (50, 30, [20, 5, 41, 29]), (9, 70, [0, 3, 9, 60]), (40, 40, [39, 39, 40, 40])]
		{
			let image = picture(width, height);
			let mask = mask(width, height, left, top, right, bottom);
			let changed = inpaint(&model, &image, &mask, &options(), &mut go).unwrap();
			let mut different = 0;
			for (x, y, pixel) in image.to_rgba8().enumerate_pixels() {
				let same = changed.get_pixel(x, y) == *pixel;
				assert!(same || mask.get_pixel(x, y)[0] > 0, "{x} {y}");
				different += u32::from(!same);
			}
			assert!(different * 2 > (right - left) * (bottom - top), "{different} of {width} x {height}");
		}
	}
}

#[test]
fn grey_pictures_stay_grey() {
	let image = DynamicImage::ImageLuma8(picture(20, 20).to_luma8());
	let changed = inpaint(&model(1), &image, &mask(20, 20, 3, 3, 9, 9), &options(), &mut go).unwrap();
	assert_eq!(changed.color(), image::ColorType::L8);
	assert_ne!(changed, image);
}

#[test]
fn the_same_seed_gives_the_same_bytes_for_any_number_of_threads() {
	let (model, image, mask) = (model(3), picture(30, 30), mask(30, 30, 5, 5, 20, 20));
	let make = |options: &EditOptions| {
		let whole = image_to_image(&model, &image, options, &mut go).unwrap();
		(whole, inpaint(&model, &image, &mask, options, &mut go).unwrap())
	};
	let first = make(&options());
	assert_eq!(first, make(&EditOptions { threads: 3, ..options() }));
	for other in [
		EditOptions { seed: 1, ..options() },
		EditOptions { wish: Wish::of_class(2), ..options() },
		EditOptions { strength: 0.5, ..options() },
		EditOptions { steps: 5, ..options() },
	] {
		let other = make(&other);
		assert!(first.0 != other.0 && first.1 != other.1);
	}
}

#[test]
fn little_strength_changes_little_and_full_strength_forgets_the_picture() {
	let model = model(1);
	let image = DynamicImage::ImageLuma8(picture(8, 8).to_luma8());
	let distance = |strength| {
		let made = image_to_image(&model, &image, &EditOptions { strength, ..options() }, &mut go).unwrap().to_luma8();
		let pairs = made.as_raw().iter().zip(image.as_bytes());
		pairs.map(|(one, other)| u32::from(one.abs_diff(*other))).sum::<u32>() / 64
	};
	let (little, some, much) = (distance(0.02), distance(0.3), distance(1.0));
	assert!(little < 8 && little < some && some < much, "{little} {some} {much}");

	let full = EditOptions { strength: 1.0, ..options() };
	let black = DynamicImage::new_luma8(8, 8);
	let (one, other) = (image_to_image(&model, &image, &full, &mut go), image_to_image(&model, &black, &full, &mut go));
	assert_eq!(one.unwrap(), other.unwrap());
}

#[test]
fn the_window_holds_the_mask_and_stays_within_the_picture() {
	for (width, height, [left, top, right, bottom]) in
		[(100, 100, [0, 0, 1, 1]), (100, 20, [0, 0, 100, 20]), (100, 20, [90, 3, 100, 20]), (64, 64, [30, 30, 40, 41])]
	{
		let window = Window::around(&mask(width, height, left, top, right, bottom), 8).unwrap();
		assert!(window.left <= left && window.left + window.width >= right && window.left + window.width <= width);
		assert!(window.top <= top && window.top + window.height >= bottom && window.top + window.height <= height);
	}
}

#[test]
fn impossible_wishes_are_refused() {
	let (model, image) = (model(1), picture(10, 10));
	let good = mask(10, 10, 1, 1, 5, 5);
	let reason = |mask: &GrayImage, options: &EditOptions| {
		inpaint(&model, &image, mask, options, &mut go).unwrap_err().to_string()
	};
	assert!(reason(&mask(9, 10, 1, 1, 5, 5), &options()).contains("9 x 10"));
	assert!(reason(&GrayImage::new(10, 10), &options()).contains("black all over"));
	assert!(reason(&good, &EditOptions { strength: 0.0, ..options() }).contains("strength"));
	assert!(reason(&good, &EditOptions { strength: f32::NAN, ..options() }).contains("strength"));
	assert!(reason(&good, &EditOptions { steps: 0, ..options() }).contains("at least 1 step"));
	assert!(reason(&good, &EditOptions { wish: Wish::of_class(3), ..options() }).contains("0 to 2"));
	let stopped = image_to_image(&model, &image, &options(), &mut |_| ControlFlow::Break(()));
	assert!(matches!(stopped, Err(Error::Stopped)));
}

#[test]
fn what_a_mask_keeps_comes_out_of_the_model_as_it_went_in_and_shapes_the_rest() {
	let model = model(1);
	let shape = model.shape();
	let free: Vec<bool> = (0..shape.image()).map(|index| index % 3 == 0).collect();
	let make = |shift: f32| {
		let known: Vec<f32> = (0..shape.image()).map(|index| index as f32 / 64.0 - shift).collect();
		let made = change(&model, &known, Some(&free), &options(), &mut go).unwrap();
		for (index, value) in made.iter().enumerate() {
			assert_eq!(*value == known[index], !free[index], "{index}");
		}
		made
	};
	let (one, other) = (make(1.0), make(0.5));
	assert!(one.iter().zip(&other).any(|(one, other)| (one - other).abs() > 0.01));
}
