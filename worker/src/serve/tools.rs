//! The tools of the image engine, as requests.

use super::{
	jobs::{run, Outcome, Watch},
	pictures::{mask, picture, Format},
	refusal::Refusal,
	Service,
};
use axum::{
	extract::{rejection::JsonRejection, State},
	http::HeaderMap,
	response::{IntoResponse, Response},
	Json,
};
use promptale_credentials::Tool;
use promptale_engine::{
	sample_with,
	tools::{image_to_image, inpaint, place, strip, upscale, EditOptions, PlaceOptions, StripOptions},
	Progress, SampleOptions,
};
use serde::Deserialize;
use serde_json::json;
use std::{ops::ControlFlow, sync::Arc};

type Body<T> = Result<Json<T>, JsonRejection>;

/// Runs a tool on a request.
macro_rules! tool {
	($(#[$doc:meta])* $name:ident, $request:ty, $work:ident) => {
		$(#[$doc])*
		pub async fn $name(State(service): State<Arc<Service>>, headers: HeaderMap, body: Body<$request>) -> Response {
			match body {
				Ok(Json(request)) => run(service, &headers, move |service, watch| $work(service, request, watch)).await,
				Err(rejection) => Refusal::from(rejection).into_response(),
			}
		}
	};
}

tool!(
	/// Text to image, one or many.
	generate, Generate, generated
);
tool!(
	/// Image to image; with a mask, inpainting.
	edit, Edit, edited
);
tool!(
	/// A larger picture.
	enlarge, Enlarge, enlarged
);
tool!(
	/// A strip of panels.
	panels, Panels, composed
);
tool!(
	/// A product in a scene.
	placed, Place, shown
);

fn steps() -> u32 {
	25
}
fn guidance() -> f32 {
	2.0
}
fn strength() -> f32 {
	0.6
}
fn one() -> u32 {
	1
}

/// `POST /v1/images`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generate {
	prompt: String,
	#[serde(default)]
	seed: u64,
	/// Images, with the seeds `seed`, `seed + 1`, ...
	#[serde(default = "one")]
	count: u32,
	#[serde(default = "steps")]
	steps: u32,
	#[serde(default = "guidance")]
	guidance: f32,
	/// How many times as large as the model makes them.
	#[serde(default = "one")]
	scale: u32,
	#[serde(default)]
	format: Format,
}

fn generated(service: &Service, request: Generate, watch: Watch) -> Result<Outcome, Refusal> {
	let limits = &service.limits;
	let wish = service.wish_of(&request.prompt)?;
	service.check_steps(request.steps)?;
	if request.count == 0 || request.count > limits.max_images {
		return Err(Refusal::bad(format!("`count` is {}, but can be 1 to {}", request.count, limits.max_images)));
	}
	let side = u64::from(service.checkpoint.architecture().side).saturating_mul(request.scale.max(1).into());
	service.check_pixels(side.saturating_mul(side))?;
	let mut images = Vec::new();
	for index in 0..request.count {
		// One by one, so that each is what its seed alone gives.
		let seed = request.seed.wrapping_add(index.into());
		let options = SampleOptions {
			wishes: vec![wish.clone()],
			steps: request.steps,
			seed,
			guidance: request.guidance,
			threads: service.threads,
		};
		let of = request.steps.saturating_mul(request.count);
		let before = request.steps.saturating_mul(index);
		let mut overall = |progress: Progress| watch(Progress { done: before.saturating_add(progress.done), of });
		for image in sample_with(&service.checkpoint, &options, &mut overall)? {
			let image = if request.scale > 1 { upscale(&image, request.scale)? } else { image };
			images.push(service.finish(&image, request.format, Tool::TextToImage, Some(seed))?);
		}
	}
	Ok(images.into())
}

/// `POST /v1/images/edit`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
	image: String,
	/// White what may change.
	mask: Option<String>,
	prompt: String,
	#[serde(default = "strength")]
	strength: f32,
	#[serde(default)]
	seed: u64,
	#[serde(default = "steps")]
	steps: u32,
	#[serde(default = "guidance")]
	guidance: f32,
	#[serde(default)]
	format: Format,
}

fn edited(service: &Service, request: Edit, watch: Watch) -> Result<Outcome, Refusal> {
	service.check_steps(request.steps)?;
	let image = picture("image", &request.image, service.max_pixels())?;
	let mask = mask(&request.mask, service.max_pixels())?;
	let options = EditOptions {
		wish: service.wish_of(&request.prompt)?,
		strength: request.strength,
		steps: request.steps,
		seed: request.seed,
		guidance: request.guidance,
		threads: service.threads,
	};
	let (image, tool) = match mask {
		Some(mask) => (inpaint(&service.checkpoint, &image, &mask, &options, watch)?, Tool::Inpainting),
		None => (image_to_image(&service.checkpoint, &image, &options, watch)?, Tool::ImageToImage),
	};
	Ok(vec![service.finish(&image, request.format, tool, Some(request.seed))?].into())
}

/// `POST /v1/images/upscale`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enlarge {
	image: String,
	factor: u32,
	#[serde(default)]
	format: Format,
}

fn enlarged(service: &Service, request: Enlarge, _: Watch) -> Result<Outcome, Refusal> {
	let image = picture("image", &request.image, service.max_pixels())?;
	let pixels = u64::from(image.width()) * u64::from(image.height());
	service.check_pixels(pixels.saturating_mul(u64::from(request.factor).saturating_pow(2)))?;
	let image = upscale(&image, request.factor)?;
	Ok(vec![service.finish(&image, request.format, Tool::Upscaling, None)?].into())
}

/// `POST /v1/images/strip`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panels {
	images: Vec<String>,
	per_row: Option<usize>,
	height: Option<u32>,
	gutter: Option<u32>,
	border: Option<u32>,
	paper: Option<[u8; 3]>,
	ink: Option<[u8; 3]>,
	#[serde(default)]
	format: Format,
}

fn composed(service: &Service, request: Panels, watch: Watch) -> Result<Outcome, Refusal> {
	let most = service.limits.max_images;
	if request.images.len() > most as usize {
		return Err(Refusal::bad(format!("{} panels, where {most} are taken", request.images.len())));
	}
	let mut pictures = Vec::new();
	let mut left = service.max_pixels();
	for (index, text) in request.images.iter().enumerate() {
		let picture = picture(&format!("images[{index}]"), text, left)?;
		// All panels together may be as large as one picture.
		left = left.saturating_sub(u64::from(picture.width()) * u64::from(picture.height()));
		pictures.push(picture);
		if watch(Progress { done: index as u32 + 1, of: request.images.len() as u32 }) == ControlFlow::Break(()) {
			return Err(Refusal::unavailable("stopped"));
		}
	}
	let default = StripOptions::default();
	let options = StripOptions {
		per_row: request.per_row.unwrap_or(default.per_row),
		height: request.height.unwrap_or(default.height),
		gutter: request.gutter.unwrap_or(default.gutter),
		border: request.border.unwrap_or(default.border),
		paper: request.paper.unwrap_or(default.paper),
		ink: request.ink.unwrap_or(default.ink),
	};
	let (page, panels) = strip(&pictures, &options)?;
	service.check_pixels(u64::from(page.width()) * u64::from(page.height()))?;
	let panels: Vec<_> = panels.iter().map(|panel| [panel.left, panel.top, panel.width, panel.height]).collect();
	let images = vec![service.finish(&page, request.format, Tool::Strip, None)?];
	Ok(Outcome { images, also: json!({ "panels": panels }) })
}

/// `POST /v1/images/place`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
	scene: String,
	product: String,
	mask: Option<String>,
	corners: [(f32, f32); 4],
	#[serde(default)]
	feather: f32,
	#[serde(default)]
	match_luminance: f32,
	#[serde(default)]
	format: Format,
}

fn shown(service: &Service, request: Place, _: Watch) -> Result<Outcome, Refusal> {
	let scene = picture("scene", &request.scene, service.max_pixels())?.to_rgb8();
	let product = picture("product", &request.product, service.max_pixels())?;
	let mask = mask(&request.mask, service.max_pixels())?;
	let options =
		PlaceOptions { corners: request.corners, feather: request.feather, match_luminance: request.match_luminance };
	let image = place(&scene, &product, mask.as_ref(), &options)?.into();
	Ok(vec![service.finish(&image, request.format, Tool::Placement, None)?].into())
}

impl Service {
	fn check_steps(&self, steps: u32) -> Result<(), Refusal> {
		match self.limits.max_steps {
			most if steps > most => {
				Err(Refusal::bad(format!("`steps` is {steps}, but can be {most} at most (`serve.max_steps`)")))
			},
			_ => Ok(()),
		}
	}

	/// Most pixels of a picture.
	pub fn max_pixels(&self) -> u64 {
		u64::from(self.limits.max_megapixels) * 1_000_000
	}

	fn check_pixels(&self, pixels: u64) -> Result<(), Refusal> {
		match self.max_pixels() {
			most if pixels > most => Err(Refusal::bad(format!(
				"the result would have {pixels} pixels, where {most} are made at most (`serve.max_megapixels`)"
			))),
			_ => Ok(()),
		}
	}
}
