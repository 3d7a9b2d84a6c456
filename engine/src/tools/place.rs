//! Product placement: a product's picture in perspective on a quadrilateral of a scene, with soft edges, behind what is in
//! front of it, and about as bright as its surroundings.
//!
//! [`Prepared`] holds everything that depends on scene and product, so that showing the product costs one pass over the
//! pixels it covers.

use crate::Error;
use image::{imageops::FilterType, DynamicImage, GrayImage, ImageBuffer, Rgb, RgbImage, Rgba, RgbaImage};
use imageproc::geometric_transformations::{warp_into, Border, Interpolation, Projection};

/// A point in pixels from the scene's left upper corner; pixel `(x, y)` covers `x..x + 1` and `y..y + 1`.
pub type Point = (f32, f32);

/// Largest coordinate of a corner, so that areas and distances stay exact enough.
const MOST: f32 = 65_536.0;

/// Smallest area to place something in, in pixels.
const LEAST_AREA: f32 = 4.0;

/// Bounds of how much brighter or darker a product is made.
const GAIN: (f32, f32) = (0.5, 2.0);

/// Where and how a product is placed.
#[derive(Clone, PartialEq, Debug)]
pub struct PlaceOptions {
	/// Where the product's left upper, right upper, right lower and left lower corners come to lie: a convex quadrilateral.
	pub corners: [Point; 4],
	/// Width of the soft edge inside the quadrilateral, in pixels; 0 for an edge that is as sharp as pixels allow.
	pub feather: f32,
	/// How far the product's mean brightness is moved to its surroundings': 0 not at all, 1 all the way, by at most a factor
	/// of two.
	pub match_luminance: f32,
}

/// A product that is ready to be shown in its scene.
#[derive(Clone, PartialEq, Debug)]
pub struct Prepared {
	left: u32,
	top: u32,
	/// Colours are multiplied by opacity already.
	overlay: RgbaImage,
	scene: (u32, u32),
}

/// Places a product in a scene. Pixels outside of the quadrilateral, or black in the mask, do not change, bit for bit.
///
/// # Errors
/// See [`Prepared::new`].
pub fn place(
	scene: &RgbImage,
	product: &DynamicImage,
	mask: Option<&GrayImage>,
	options: &PlaceOptions,
) -> Result<RgbImage, Error> {
	let mut out = scene.clone();
	Prepared::new(scene, product, mask, options)?.show(&mut out);
	Ok(out)
}

impl Prepared {
	/// Computes the product as it looks in the scene. `mask`, of the scene's size, is white where the product may be seen
	/// and black where something is in front of it. Transparent parts of the product stay transparent.
	///
	/// # Errors
	/// [`Error::Options`] for pictures without pixels, a mask of another size, or corners that make no convex quadrilateral
	/// in the right order, far outside or without area.
	pub fn new(
		scene: &RgbImage,
		product: &DynamicImage,
		mask: Option<&GrayImage>,
		options: &PlaceOptions,
	) -> Result<Prepared, Error> {
		if product.width() == 0 || product.height() == 0 {
			return Err(Error::Options("the product's picture has no pixels".into()));
		}
		if let Some(mask) = mask.filter(|mask| mask.dimensions() != scene.dimensions()) {
			return Err(Error::Options(format!(
				"the mask has {:?} pixels, the scene {:?}; they must be the same",
				mask.dimensions(),
				scene.dimensions()
			)));
		}
		let soft = options.feather.is_finite() && options.feather >= 0.0;
		if !soft || !(0.0..=1.0).contains(&options.match_luminance) {
			return Err(Error::Options(format!(
				"a feather of {} and a match of luminance of {}; the first is 0 or more pixels, the second from 0 to 1",
				options.feather, options.match_luminance
			)));
		}
		let quadrilateral = Quadrilateral::of(options.corners)?;
		let (left, top, right, bottom) = quadrilateral.bounds(scene.dimensions())?;

		let product = flatten(&quadrilateral.shrink(product));
		let mut warped = Premultiplied::new(right - left, bottom - top);
		let moved = quadrilateral.0.map(|(x, y)| (x - left as f32 - 0.5, y - top as f32 - 0.5));
		let (wide, high) = (product.width() as f32 - 0.5, product.height() as f32 - 0.5);
		let from = [(-0.5, -0.5), (wide, -0.5), (wide, high), (-0.5, high)];
		let projection = Projection::from_control_points(from, moved)
			.ok_or_else(|| Error::Options("the corners lie so that no perspective leads to them".into()))?;
		warp_into(&product, projection, Interpolation::Bilinear, Border::Replicate, &mut warped);

		for (x, y, pixel) in warped.enumerate_pixels_mut() {
			let (at_x, at_y) = (left + x, top + y);
			let mut cover = quadrilateral.cover((at_x as f32 + 0.5, at_y as f32 + 0.5), options.feather);
			if let Some(mask) = mask {
				cover *= f32::from(mask.get_pixel(at_x, at_y)[0]) / 255.0;
			}
			pixel.0 = pixel.0.map(|value| value * cover);
		}
		let gain = 1.0 + options.match_luminance * (matching_gain(scene, &warped, left, top) - 1.0);
		let overlay = RgbaImage::from_fn(warped.width(), warped.height(), |x, y| {
			let Rgba([red, green, blue, opacity]) = *warped.get_pixel(x, y);
			// No brighter than white, which multiplied by opacity is the opacity.
			let colour = |value: f32| (value * gain).min(opacity * 255.0).round().clamp(0.0, 255.0) as u8;
			let opacity = (opacity * 255.0).round().clamp(0.0, 255.0) as u8;
			Rgba([colour(red).min(opacity), colour(green).min(opacity), colour(blue).min(opacity), opacity])
		});
		Ok(Prepared { left, top, overlay, scene: scene.dimensions() })
	}

	/// Shows the product in its scene. Panics for a picture of another size.
	pub fn show(&self, scene: &mut RgbImage) {
		assert_eq!(scene.dimensions(), self.scene, "a product is prepared for one scene");
		for (x, y, Rgba([red, green, blue, opacity])) in self.overlay.enumerate_pixels() {
			if *opacity > 0 {
				let Rgb(below) = scene.get_pixel_mut(self.left + x, self.top + y);
				for (below, above) in below.iter_mut().zip([red, green, blue]) {
					let rest = (u32::from(*below) * u32::from(255 - opacity) + 127) / 255;
					*below = (rest + u32::from(*above)).min(255) as u8;
				}
			}
		}
	}
}

/// Colours from 0 to 255 multiplied by opacity, and opacity from 0 to 1.
type Premultiplied = ImageBuffer<Rgba<f32>, Vec<f32>>;

fn flatten(product: &DynamicImage) -> Premultiplied {
	let product = product.to_rgba8();
	Premultiplied::from_fn(product.width(), product.height(), |x, y| {
		let Rgba([red, green, blue, opacity]) = product.get_pixel(x, y).0.map(f32::from).into();
		let opacity = opacity / 255.0;
		Rgba([red * opacity, green * opacity, blue * opacity, opacity])
	})
}

/// Brightness by the weights of BT.709.
fn luminance([red, green, blue]: [f32; 3]) -> f32 {
	0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// By how much the product has to be brighter to be as bright as what it covers, on average, within [`GAIN`].
fn matching_gain(scene: &RgbImage, product: &Premultiplied, left: u32, top: u32) -> f32 {
	let (mut behind, mut before, mut weight) = (0.0f64, 0.0f64, 0.0f64);
	for (x, y, Rgba([red, green, blue, opacity])) in product.enumerate_pixels() {
		let below = luminance(scene.get_pixel(left + x, top + y).0.map(f32::from));
		behind += f64::from(below * opacity);
		before += f64::from(luminance([*red, *green, *blue]));
		weight += f64::from(*opacity);
	}
	// One step of brightness, so that black can be compared with.
	(((behind + weight) / (before + weight).max(f64::MIN_POSITIVE)) as f32).clamp(GAIN.0, GAIN.1)
}

/// Corners of a convex quadrilateral: left upper, right upper, right lower, left lower.
struct Quadrilateral([Point; 4]);

impl Quadrilateral {
	fn of(corners: [Point; 4]) -> Result<Quadrilateral, Error> {
		let near = |value: f32| value.abs() <= MOST;
		if !corners.iter().all(|(x, y)| near(*x) && near(*y)) {
			return Err(Error::Options(format!("corners at {corners:?}; coordinates up to {MOST} are possible")));
		}
		let shape = Quadrilateral(corners);
		let turns = [0, 1, 2, 3].map(|at| {
			let [from, corner, to] = [corners[at], corners[(at + 1) % 4], corners[(at + 2) % 4]];
			cross(from, corner, to)
		});
		if turns.iter().any(|turn| *turn <= 0.0) || shape.area() < LEAST_AREA {
			return Err(Error::Options(format!(
				"corners at {corners:?} do not make a convex quadrilateral of at least {LEAST_AREA} pixels; give them in the \
				 order left upper, right upper, right lower, left lower"
			)));
		}
		Ok(shape)
	}

	fn area(&self) -> f32 {
		let [one, two, three, four] = self.0;
		(cross(one, two, three) + cross(one, three, four)) / 2.0
	}

	/// Left, top, right and bottom of the pixels of a picture of this size that it touches.
	fn bounds(&self, (width, height): (u32, u32)) -> Result<(u32, u32, u32, u32), Error> {
		let least = |of: fn(&Point) -> f32| self.0.iter().map(of).fold(f32::INFINITY, f32::min).floor().max(0.0) as u32;
		let most = |of: fn(&Point) -> f32| self.0.iter().map(of).fold(0.0, f32::max).ceil() as u32;
		let (left, top) = (least(|point| point.0), least(|point| point.1));
		let (right, bottom) = (most(|point| point.0).min(width), most(|point| point.1).min(height));
		if left >= right || top >= bottom {
			return Err(Error::Options(format!("corners at {:?} lie outside of the {width} x {height} scene", self.0)));
		}
		Ok((left, top, right, bottom))
	}

	/// The product no larger than it will be seen, so that nothing of it is skipped.
	fn shrink(&self, product: &DynamicImage) -> DynamicImage {
		let length = |one: usize, other: usize| {
			let ((x, y), (to_x, to_y)) = (self.0[one], self.0[other]);
			(to_x - x).hypot(to_y - y)
		};
		let seen = |one: f32, other: f32, size: u32| (one.max(other).ceil().max(1.0) as u32).min(size);
		let width = seen(length(0, 1), length(3, 2), product.width());
		let height = seen(length(0, 3), length(1, 2), product.height());
		if (width, height) == (product.width(), product.height()) {
			return product.clone();
		}
		product.resize_exact(width, height, FilterType::Triangle)
	}

	/// How much of the product is seen at a point: 0 outside, 1 further inside than the feather is wide.
	fn cover(&self, point: Point, feather: f32) -> f32 {
		let inside = [0, 1, 2, 3].map(|at| {
			let ((x, y), (to_x, to_y)) = (self.0[at], self.0[(at + 1) % 4]);
			cross((x, y), (to_x, to_y), point) / (to_x - x).hypot(to_y - y)
		});
		let inside = inside.into_iter().fold(f32::INFINITY, f32::min);
		if feather < 1.0 {
			return (inside + 0.5).clamp(0.0, 1.0);
		}
		let part = (inside / feather).clamp(0.0, 1.0);
		part * part * (3.0 - 2.0 * part)
	}
}

/// Twice the area of a triangle; above zero where `to` is to the right of the way from `from` to `by`.
fn cross(from: Point, by: Point, to: Point) -> f32 {
	(by.0 - from.0) * (to.1 - from.1) - (by.1 - from.1) * (to.0 - from.0)
}

#[cfg(test)]
#[path = "place_tests.rs"]
mod tests;
