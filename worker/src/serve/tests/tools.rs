//! Making images, and judging them.

use super::*;
use crate::serve::pictures::base64;
use image::{GenericImageView, GrayImage, Luma};
use promptale_credentials::manifest_of;
use promptale_engine::Dataset;
use promptale_primitives::hash::content_hash;

#[tokio::test]
async fn the_same_seed_is_the_same_file_with_credentials_alone_and_in_a_batch() {
	let folder = tempfile::tempdir().unwrap();
	let server = start(folder.path(), "").await;
	let ask = json!({ "prompt": "a coat", "seed": 5, "steps": 2, "scale": 4 });
	let response = server.post("/v1/images", &ask).await;
	let header = |name: &str| response.headers()[name].to_str().unwrap().to_string();
	let (hash, credential, seed) = (header("x-image"), header("x-credential"), header("x-seed"));
	let file = response.bytes().await.unwrap().to_vec();
	assert_eq!((hash, seed), (hex::encode(content_hash(&file)), "5".to_string()));
	assert_eq!(image::load_from_memory(&file).unwrap().dimensions(), (32, 32));
	let manifest = manifest_of(&file).unwrap().unwrap();
	assert_eq!(credential, hex::encode(content_hash(&manifest)));
	for named in [hex::encode(checkpoint().hash()), hex::encode(CHAIN), "text-to-image".into()] {
		assert!(manifest.windows(named.len()).any(|bytes| bytes == named.as_bytes()), "{named}");
	}
	assert_eq!(server.bytes("/v1/images", &ask).await, file);

	let mut batch = ask.clone();
	(batch["count"], batch["seed"]) = (3.into(), 4.into());
	let answer: Value = server.post("/v1/images", &batch).await.json().await.unwrap();
	let files: Vec<_> = answer["images"].as_array().unwrap().iter().map(|image| image["base64"].clone()).collect();
	assert_eq!((files.len(), &files[1]), (3, &Value::from(base64(&file))));
	assert_ne!(files[0], files[1]);
}

#[tokio::test]
async fn steps_are_told_as_they_are_done() {
	let folder = tempfile::tempdir().unwrap();
	let server = start(folder.path(), "").await;
	let stream = async |body: Value| {
		let request = server.request(Method::POST, "/v1/images").header("accept", "text/event-stream").json(&body);
		request.send().await.unwrap().text().await.unwrap()
	};
	let text = stream(json!({ "prompt": "bag", "steps": 5, "count": 2 })).await;
	let names: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("event: ")).collect();
	assert_eq!(names.last(), Some(&"images"));
	assert!(names.contains(&"progress") && text.contains(r#""of":10"#), "{text}");
	let last = text.lines().rfind(|line| line.starts_with("data: ")).unwrap();
	let images: Value = serde_json::from_str(&last["data: ".len()..]).unwrap();
	assert_eq!(images["images"].as_array().unwrap().len(), 2);
	assert!(stream(json!({ "prompt": "a dog" })).await.contains("event: error"));
}

#[tokio::test]
async fn inpainting_leaves_everything_else_alone() {
	let folder = tempfile::tempdir().unwrap();
	let server = start(folder.path(), "").await;
	let mask = GrayImage::from_fn(100, 50, |x, y| Luma([if (20..40).contains(&x) && y < 30 { 255 } else { 0 }]));
	let body = json!({
		"image": base64(&png(&scene())), "mask": base64(&png(&mask.clone().into())), "prompt": "1", "steps": 2,
	});
	let changed = image::load_from_memory(&server.bytes("/v1/images/edit", &body).await).unwrap();
	let mut different = 0;
	for (x, y, pixel) in changed.pixels() {
		let same = scene().get_pixel(x, y) == pixel;
		assert!(same || mask.get_pixel(x, y)[0] > 0);
		different += u32::from(!same);
	}
	assert!(different > 300, "{different}");
	let mut whole = body.clone();
	whole.as_object_mut().unwrap().remove("mask");
	assert_eq!(image::load_from_memory(&server.bytes("/v1/images/edit", &whole).await).unwrap().width(), 8);
}

#[tokio::test]
async fn pictures_are_enlarged_set_in_strips_and_given_products() {
	let folder = tempfile::tempdir().unwrap();
	let server = start(folder.path(), "").await;
	let picture = base64(&png(&scene()));
	let large = server.bytes("/v1/images/upscale", &json!({ "image": picture, "factor": 3, "format": "jpeg" })).await;
	assert_eq!(image::guess_format(&large).unwrap(), ImageFormat::Jpeg);
	assert_eq!(image::load_from_memory(&large).unwrap().dimensions(), (300, 150));
	assert!(manifest_of(&large).unwrap().is_some());

	let body = json!({ "images": [picture, picture], "height": 50, "per_row": 2, "gutter": 5, "border": 1 });
	let request = server.request(Method::POST, "/v1/images/strip").header("accept", "application/json").json(&body);
	let strip: Value = request.send().await.unwrap().json().await.unwrap();
	assert_eq!(strip["panels"], json!([[6, 6, 100, 50], [113, 6, 100, 50]]));

	let corners = [(10, 10), (30, 12), (28, 40), (8, 38)];
	let body = json!({ "scene": picture, "product": base64(&product()), "corners": corners });
	let placed = image::load_from_memory(&server.bytes("/v1/images/place", &body).await).unwrap();
	assert_eq!(placed.get_pixel(20, 25).0, [250, 10, 10, 255]);
	assert_eq!(placed.get_pixel(60, 25), scene().get_pixel(60, 25));
}

#[tokio::test]
async fn what_is_beyond_the_limits_is_refused_with_the_limit() {
	let folder = tempfile::tempdir().unwrap();
	let settings = "max_steps = 3\nmax_images = 2\nmax_megapixels = 1\nmax_body_mib = 1\nmax_requests = 1";
	let server = start(folder.path(), settings).await;
	let refuse = async |path: &str, body: Value, reason: &str| {
		let (status, message) = server.refusal(path, &body).await;
		assert!(status == 400 && message.contains(reason), "{status} {message}");
	};
	refuse("/v1/images", json!({ "prompt": "bag", "steps": 4 }), "serve.max_steps").await;
	refuse("/v1/images", json!({ "prompt": "bag", "steps": 0 }), "at least 1 step").await;
	refuse("/v1/images", json!({ "prompt": "bag", "count": 3, "steps": 1 }), "1 to 2").await;
	refuse("/v1/images", json!({ "prompt": "bag", "scale": 1_000, "steps": 1 }), "serve.max_megapixels").await;
	refuse("/v1/images", json!({ "prompt": "a dog", "steps": 1 }), "bag, coat").await;
	let picture = base64(&png(&DynamicImage::new_luma8(1_200, 900)));
	refuse("/v1/images/upscale", json!({ "image": picture, "factor": 2 }), "1200 x 900").await;
	let picture = base64(&png(&DynamicImage::new_luma8(600, 600)));
	refuse("/v1/images/upscale", json!({ "image": picture, "factor": 2 }), "1440000 pixels").await;
	refuse("/v1/images/upscale", json!({ "image": "!", "factor": 2 }), "not base64").await;

	let (status, message) = server.refusal("/v1/images", &json!({ "prompt": "bag", "colour": "red" })).await;
	assert!(status == 422 && message.contains("colour"), "{status} {message}");
	let (status, _) = server.refusal("/v1/images/upscale", &json!({ "image": "A".repeat(2 << 20), "factor": 2 })).await;
	assert_eq!(status, 413);

	let permit = server.service.busy.clone().try_acquire_owned().unwrap();
	let response = server.post("/v1/images", &json!({ "prompt": "bag", "steps": 1 })).await;
	assert_eq!((response.status().as_u16(), &response.headers()["retry-after"]), (503, &"1".parse().unwrap()));
	drop(permit);
	server.bytes("/v1/images", &json!({ "prompt": "bag", "steps": 1 })).await;
}

#[tokio::test]
async fn a_request_whose_client_is_gone_is_not_computed_to_its_end() {
	let folder = tempfile::tempdir().unwrap();
	let server = start(folder.path(), "max_requests = 1\nmax_steps = 1000000").await;
	let ask = json!({ "prompt": "bag", "steps": 1_000_000 });
	let request = server.request(Method::POST, "/v1/images").header("accept", "text/event-stream").json(&ask);
	let response = request.send().await.unwrap();
	assert_eq!(server.service.busy.available_permits(), 0);
	drop(response);
	let free = async {
		while server.service.busy.available_permits() == 0 {
			tokio::time::sleep(Duration::from_millis(20)).await;
		}
	};
	tokio::time::timeout(Duration::from_secs(20), free).await.unwrap();
}

#[tokio::test]
async fn training_reads_what_is_liked_and_leaves_out_what_is_not() {
	let folder = tempfile::tempdir().unwrap();
	let server = start(folder.path(), "").await;
	let mut made = Vec::new();
	for seed in 0..3 {
		made.push(server.bytes("/v1/images", &json!({ "prompt": "coat", "seed": seed, "steps": 1 })).await);
	}
	for (image, liked) in [(&made[0], true), (&made[1], true), (&made[2], false), (&made[1], false)] {
		let body = json!({ "image": base64(image), "prompt": "coat", "liked": liked });
		assert_eq!(server.post("/v1/preferences", &body).await.status(), 200);
	}
	let (_, list) = server.get("/v1/preferences").await;
	let weights: Vec<_> = list.as_array().unwrap().iter().map(|line| line["weight"].as_f64().unwrap()).collect();
	assert_eq!(weights, [1.0, 0.0, 0.0]);
	let liked = Dataset::open(&folder.path().join("serve/preferences"), &checkpoint().architecture()).unwrap();
	assert_eq!((liked.len(), liked.label(0)), (1, 1));
	let (status, _) =
		server.refusal("/v1/preferences", &json!({ "image": "AAAA", "prompt": "1", "liked": true })).await;
	assert_eq!(status, 400);
}
