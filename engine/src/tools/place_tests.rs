use super::*;
use image::Luma;
use proptest::prelude::*;

const GREY: Rgb<u8> = Rgb([90, 90, 90]);

fn scene() -> RgbImage {
	RgbImage::from_fn(60, 40, |x, y| Rgb([(x * 4) as u8, (y * 6) as u8, (x ^ y) as u8]))
}

/// Each quarter in a colour of its own: red, green, blue, white, clockwise from the left upper one.
fn product() -> DynamicImage {
	let pixel = |x, y| match (x < 20, y < 10) {
		(true, true) => Rgba([255, 0, 0, 255]),
		(false, true) => Rgba([0, 255, 0, 255]),
		(false, false) => Rgba([0, 0, 255, 255]),
		(true, false) => Rgba([255, 255, 255, 255]),
	};
	RgbaImage::from_fn(40, 20, pixel).into()
}

fn sharp(corners: [Point; 4]) -> PlaceOptions {
	PlaceOptions { corners, feather: 0.0, match_luminance: 0.0 }
}

fn rectangle(left: f32, top: f32, right: f32, bottom: f32) -> [Point; 4] {
	[(left, top), (right, top), (right, bottom), (left, bottom)]
}

#[test]
fn a_rectangle_of_the_products_size_shows_it_pixel_by_pixel() {
	let scene = scene();
	let placed = place(&scene, &product(), None, &sharp(rectangle(7.0, 11.0, 47.0, 31.0))).unwrap();
	let expected = product().to_rgb8();
	for (x, y, pixel) in placed.enumerate_pixels() {
		let inside = (7..47).contains(&x) && (11..31).contains(&y);
		assert_eq!(*pixel, if inside { *expected.get_pixel(x - 7, y - 11) } else { *scene.get_pixel(x, y) }, "{x} {y}");
	}
}

#[test]
fn every_corner_of_the_product_lands_on_its_corner_of_the_region() {
	let corners = [(10.0, 5.0), (50.0, 10.0), (45.0, 35.0), (5.0, 30.0)];
	let placed = place(&scene(), &product(), None, &sharp(corners)).unwrap();
	let middle = (27.0, 20.0);
	let colours = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255; 3]];
	for ((x, y), colour) in corners.into_iter().zip(colours) {
		// A little inside of each corner.
		let (x, y) = (x + (middle.0 - x) * 0.15, y + (middle.1 - y) * 0.15);
		assert_eq!(placed.get_pixel(x as u32, y as u32).0, colour, "near {x} {y}");
	}
}

#[test]
fn perspective_moves_the_products_middle_to_where_the_diagonals_cross() {
	// Twice as high on the left as on the right: the middle is seen at two thirds of the way, not at half.
	let corners = [(0.0, 0.0), (60.0, 10.0), (60.0, 30.0), (0.0, 40.0)];
	let placed = place(&RgbImage::new(60, 40), &product(), None, &sharp(corners)).unwrap();
	let change = (0..59).find(|x| placed.get_pixel(*x, 15)[0] > 127 && placed.get_pixel(x + 1, 15)[0] <= 127);
	assert!((38..=41).contains(&change.unwrap()), "{change:?}");
}

#[test]
fn what_is_in_front_stays_in_front() {
	let scene = scene();
	let mask = GrayImage::from_fn(60, 40, |x, _| Luma([if x % 2 == 0 { 255 } else { 0 }]));
	let placed = place(&scene, &product(), Some(&mask), &sharp(rectangle(0.0, 0.0, 60.0, 40.0))).unwrap();
	for (x, y, pixel) in placed.enumerate_pixels() {
		assert_eq!(pixel == scene.get_pixel(x, y), x % 2 == 1, "{x} {y}");
	}
}

#[test]
fn feathered_edges_fall_off_and_the_middle_stays() {
	let scene = RgbImage::from_pixel(60, 40, Rgb([0; 3]));
	let white = DynamicImage::ImageRgb8(RgbImage::from_pixel(8, 8, Rgb([255; 3])));
	let options = PlaceOptions { feather: 6.0, ..sharp(rectangle(10.0, 5.0, 50.0, 35.0)) };
	let placed = place(&scene, &white, None, &options).unwrap();
	let row: Vec<u8> = (8..24).map(|x| placed.get_pixel(x, 20)[0]).collect();
	assert_eq!((row[0], row[1], row[8], row[15]), (0, 0, 255, 255));
	assert!(row[2..9].windows(2).all(|pair| pair[0] < pair[1]), "{row:?}");
	assert!(row[2] < 10);
}

#[test]
fn brightness_goes_as_far_to_the_scenes_as_is_wished() {
	let scene = RgbImage::from_pixel(60, 40, GREY);
	let product = DynamicImage::ImageRgb8(RgbImage::from_pixel(10, 10, Rgb([60; 3])));
	let seen = |match_luminance| {
		let options = PlaceOptions { match_luminance, ..sharp(rectangle(10.0, 10.0, 30.0, 30.0)) };
		place(&scene, &product, None, &options).unwrap().get_pixel(20, 20)[0]
	};
	assert_eq!(seen(0.0), 60);
	assert!((88..=90).contains(&seen(1.0)), "{}", seen(1.0));
	assert!((73..=76).contains(&seen(0.5)), "{}", seen(0.5));
	// Not by more than a factor of two.
	let bright = RgbImage::from_pixel(60, 40, Rgb([250; 3]));
	let options = PlaceOptions { match_luminance: 1.0, ..sharp(rectangle(10.0, 10.0, 30.0, 30.0)) };
	assert_eq!(place(&bright, &product, None, &options).unwrap().get_pixel(20, 20)[0], 120);
}

#[test]
fn transparent_parts_of_a_product_let_the_scene_through() {
	let scene = RgbImage::from_pixel(60, 40, GREY);
	let pixel = |x, _| Rgba([200, 0, 0, [0, 128, 255][(x / 10) as usize]]);
	let product = DynamicImage::ImageRgba8(RgbaImage::from_fn(30, 10, pixel));
	let placed = place(&scene, &product, None, &sharp(rectangle(10.0, 10.0, 40.0, 20.0))).unwrap();
	assert_eq!(placed.get_pixel(15, 15), &GREY);
	assert_eq!(placed.get_pixel(25, 15).0, [145, 45, 45]);
	assert_eq!(placed.get_pixel(35, 15).0, [200, 0, 0]);
}

#[test]
fn what_was_prepared_is_shown_the_same_every_time() {
	let options = PlaceOptions { feather: 3.0, match_luminance: 0.5, ..sharp(rectangle(-5.0, 3.0, 22.5, 70.0)) };
	let prepared = Prepared::new(&scene(), &product(), None, &options).unwrap();
	let show = || {
		let mut scene = scene();
		prepared.show(&mut scene);
		scene
	};
	assert_eq!(show(), show());
	assert_eq!(show(), place(&scene(), &product(), None, &options).unwrap());
	assert_ne!(show(), scene());
}

#[test]
fn impossible_regions_are_refused() {
	let refuse = |corners| {
		let error = place(&scene(), &product(), None, &sharp(corners)).unwrap_err();
		error.to_string()
	};
	let [a, b, c, d] = rectangle(5.0, 5.0, 20.0, 20.0);
	assert!(refuse([a, d, c, b]).contains("in the order"), "mirrored");
	assert!(refuse([a, c, b, d]).contains("convex"), "crossed");
	assert!(refuse([a, b, (9.0, 9.0), d]).contains("convex"), "dented");
	assert!(refuse([a, a, c, d]).contains("convex"), "a corner twice");
	assert!(refuse([a, b, c, (f32::NAN, 1.0)]).contains("coordinates"));
	assert!(refuse(rectangle(60.0, 0.0, 80.0, 10.0)).contains("outside"));
	assert!(refuse(rectangle(-9.0, -9.0, -1.0, -1.0)).contains("outside"));
	let good = sharp([a, b, c, d]);
	let mask = GrayImage::new(3, 3);
	assert!(place(&scene(), &product(), Some(&mask), &good).unwrap_err().to_string().contains("(3, 3)"));
	for bad in [
		PlaceOptions { feather: -1.0, ..good.clone() },
		PlaceOptions { feather: f32::NAN, ..good.clone() },
		PlaceOptions { match_luminance: 1.5, ..good.clone() },
	] {
		assert!(place(&scene(), &product(), None, &bad).is_err());
	}
	assert!(place(&scene(), &DynamicImage::new_rgb8(0, 3), None, &good).is_err());
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn outside_of_any_region_nothing_changes(
		corners in prop::array::uniform4((-20.0f32..80.0, -20.0f32..60.0)),
		feather in 0.0f32..8.0,
		match_luminance in 0.0f32..=1.0,
	) {
		let options = PlaceOptions { corners, feather, match_luminance };
		let scene = scene();
		if let Ok(placed) = place(&scene, &product(), None, &options) {
			let shape = Quadrilateral::of(corners).unwrap();
			for (x, y, pixel) in placed.enumerate_pixels() {
				let cover = shape.cover((x as f32 + 0.5, y as f32 + 0.5), feather);
				prop_assert!(cover > 0.0 || pixel == scene.get_pixel(x, y), "{} {}", x, y);
			}
		}
	}
}
