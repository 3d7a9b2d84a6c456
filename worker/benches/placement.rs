//! How long a viewer waits for a placement: requests at a steady rate over HTTP, whether earlier ones were answered or not.
//!
//! `cargo bench --profile dev -p promptale-worker --bench placement [-- --rate 20 --seconds 30 --side 1024]`
//!
//! The scene is `side` pixels square, without order as a photograph's, its product covers a ninth of it, and its file carries
//! content credentials. A request's time is from when it was due until its last byte, so a stall counts for all that wait.
//! Measured twice: on an idle worker, and on one that makes images meanwhile.

use clap::Parser;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use promptale_client::keys;
use promptale_credentials::Identity;
use promptale_engine::{tools::Concepts, Checkpoint};
use promptale_primitives::{
	hash::content_hash,
	model::{Architecture, ModelSize},
};
use promptale_worker::{
	serve::{Parts, Service},
	Stop,
};
use serde_json::{json, Value};
use std::{
	io::Cursor,
	time::{Duration, Instant},
};

/// The goal: at most so long at the 99th percentile.
const GOAL: Duration = Duration::from_millis(100);

#[derive(Parser)]
struct Arguments {
	/// Requests a second
	#[arg(long, default_value_t = 20)]
	rate: u32,
	/// Length of each of the two measurements
	#[arg(long, default_value_t = 30)]
	seconds: u32,
	/// Pixels of the scene in each direction
	#[arg(long, default_value_t = 1024)]
	side: u32,
	/// Told by cargo
	#[arg(long, hide = true)]
	bench: bool,
}

fn encoded(image: RgbImage, format: ImageFormat) -> Vec<u8> {
	let mut bytes = Cursor::new(Vec::new());
	DynamicImage::from(image).write_to(&mut bytes, format).expect("an image");
	bytes.into_inner()
}

fn base64(bytes: &[u8]) -> String {
	use base64::{engine::general_purpose::STANDARD, Engine};
	STANDARD.encode(bytes)
}

/// What the server is told. `cap` is out of reach.
fn campaign(side: u32, attester: &[u8; 32]) -> Value {
	let mixed = |x: u32, y: u32| (x ^ y.rotate_left(7)).wrapping_mul(2_654_435_761) >> 24;
	let scene = RgbImage::from_fn(side, side, |x, y| Rgb([x as u8, y as u8, mixed(x, y) as u8]));
	let product =
		encoded(RgbImage::from_fn(512, 512, |x, y| Rgb([200, (x / 2) as u8, (y / 2) as u8])), ImageFormat::Png);
	let third = 333_333;
	json!({
		"campaign": {
			"slot": 0,
			"terms": {
				"region": { "image": { "x": third, "y": third, "width": third, "height": third } },
				"bidding_until": 0, "reveal_until": 0, "from": 0, "until": 1_000_000, "epoch": 1_000_000,
				"cap": u32::MAX, "reserve": 1, "least_budget": 1, "publishers": 600_000, "challenge_window": 5,
			},
			"price": 1_000, "fee_rate": 50_000, "budget": u64::MAX,
			"attesters": [hex::encode(attester)],
			"picture": hex::encode(content_hash(&product)),
			"payees": [payee()],
		},
		"scene": base64(&encoded(scene, ImageFormat::Png)),
		"product": base64(&product),
		"feather": 4, "match_luminance": 0.5, "format": "jpeg",
	})
}

fn payee() -> String {
	promptale_client::AccountId([1; 32]).to_string()
}

async fn measure(url: &str, rate: u32, seconds: u32, first: u32) -> Vec<Duration> {
	let client = reqwest::Client::new();
	let begin = Instant::now();
	let mut requests = Vec::new();
	for number in 0..rate * seconds {
		let due = begin + Duration::from_secs(1) * number / rate;
		tokio::time::sleep_until(due.into()).await;
		let request = client
			.get(format!("{url}/v1/placements/1/image?payee={}", payee()))
			.header("user-agent", format!("viewer {}", first + number));
		requests.push(tokio::spawn(async move {
			let response = request.send().await.expect("an answer");
			assert!(response.headers().contains_key("x-receipt"), "every impression is counted");
			let bytes = response.bytes().await.expect("an image");
			assert!(!bytes.is_empty());
			due.elapsed()
		}));
	}
	let mut times = Vec::new();
	for request in requests {
		times.push(request.await.expect("an answered request"));
	}
	times.sort();
	times
}

fn report(what: &str, times: &[Duration]) {
	let at = |part: f64| times[((times.len() - 1) as f64 * part).ceil() as usize].as_secs_f64() * 1e3;
	let verdict = if at(0.99) <= GOAL.as_secs_f64() * 1e3 { "reached" } else { "MISSED" };
	println!(
		"{what}: {} requests, median {:.1} ms, 99th percentile {:.1} ms, longest {:.1} ms; goal of {} ms at the 99th {verdict}",
		times.len(),
		at(0.5),
		at(0.99),
		at(1.0),
		GOAL.as_millis()
	);
}

#[tokio::main]
async fn main() {
	let Arguments { rate, seconds, side, .. } = Arguments::parse();
	let _ = rustls::crypto::ring::default_provider().install_default();
	let folder = tempfile::tempdir().expect("a temporary folder");
	let architecture = Architecture { size: ModelSize::Mini, side: 28, channels: 1, classes: 10, words: 0 };
	let attester = keys::from_secret("//Attester").expect("a development key");
	let public = attester.public_key().0;
	let parts = Parts {
		model: 0,
		checkpoint: Checkpoint::initialise(architecture, 1).expect("an architecture"),
		concepts: Concepts::unnamed(10),
		chain: [1; 32],
		attester,
		token: "vpu-bench".into(),
		limits: toml::from_str("").expect("defaults"),
	};
	let identity = Identity::make("bench").expect("an identity");
	let service = Service::open(folder.path(), identity, [0; 32], parts).expect("a service");
	service.set_block(Some(1));
	let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
	let url = format!("http://{}", listener.local_addr().expect("an address"));
	let (handle, stop) = Stop::new();
	let server = tokio::spawn(async move { service.serve(listener, stop).await });

	let client = reqwest::Client::new();
	let begin = Instant::now();
	let put = client.put(format!("{url}/v1/placements/1")).bearer_auth("vpu-bench").json(&campaign(side, &public));
	let answer = put.send().await.expect("an answer");
	assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap_or_default());
	println!("a scene of {side} x {side} pixels was prepared in {:.0} ms", begin.elapsed().as_secs_f64() * 1e3);

	report("idle worker", &measure(&url, rate, seconds, 0).await);
	let busy = tokio::spawn({
		let (client, url) = (client.clone(), url.clone());
		async move {
			loop {
				let ask = json!({ "prompt": "1", "count": 4 });
				let made = client.post(format!("{url}/v1/images")).bearer_auth("vpu-bench").json(&ask).send().await;
				assert_eq!(made.expect("an answer").status(), 200);
			}
		}
	});
	report("worker that makes images", &measure(&url, rate, seconds, rate * seconds).await);
	busy.abort();
	handle.stop();
	server.await.expect("a server").expect("a server that ends in order");
}
