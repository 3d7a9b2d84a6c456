use super::*;
use crate::serve::pictures::base64;
use codec::Decode;
use image::{DynamicImage, GenericImageView, GrayImage, ImageFormat, Luma, Rgb, RgbImage};
use promptale_client::AccountId;
use promptale_credentials::manifest_of;
use promptale_engine::Dataset;
use promptale_primitives::{
	hash::content_hash,
	model::{Architecture, ModelSize},
	placement::{ReceiptProofs, SignedSettlement},
};
use reqwest::{Method, Response, StatusCode};
use std::io::Cursor;
use subxt_verify::verify;

const CHAIN: Blake3 = [0xCD; 32];
const TOKEN: &str = "vpu-test";

/// Checks signatures as a chain does.
mod subxt_verify {
	use promptale_client::Keypair;

	pub fn verify(key: &Keypair, message: &[u8], signature: [u8; 64]) -> bool {
		let signature = subxt_signer::sr25519::Signature(signature);
		subxt_signer::sr25519::verify(&signature, message, &key.public_key())
	}
}

fn attester() -> Keypair {
	secrets::from_secret("//Attester").unwrap()
}

fn checkpoint() -> Checkpoint {
	Checkpoint::initialise(Architecture { size: ModelSize::Nano, side: 8, channels: 1, classes: 3 }, 1).unwrap()
}

/// A server and a client that shows the token.
struct Server {
	service: Arc<Service>,
	url: String,
	client: reqwest::Client,
	task: tokio::task::JoinHandle<()>,
	_handle: stop::StopHandle,
}

impl Drop for Server {
	/// As killing it would: nothing is closed in order.
	fn drop(&mut self) {
		self.task.abort();
	}
}

async fn start(folder: &Path, settings: &str) -> Server {
	start_with(folder, settings, attester()).await
}

async fn start_with(folder: &Path, settings: &str, attester: Keypair) -> Server {
	let _ = rustls::crypto::ring::default_provider().install_default();
	let concepts = folder.join("concepts");
	std::fs::create_dir_all(&concepts).unwrap();
	std::fs::write(concepts.join("classes.json"), r#"{"bag": 0, "coat": 1}"#).unwrap();
	let parts = Parts {
		model: 7,
		checkpoint: checkpoint(),
		concepts: Concepts::open(&concepts, 3).unwrap(),
		chain: CHAIN,
		attester,
		token: TOKEN.into(),
		limits: toml::from_str(settings).unwrap(),
	};
	let path = folder.join("identity.pem");
	if !path.exists() {
		std::fs::write(&path, Identity::make("test").unwrap().to_pem()).unwrap();
	}
	let identity = Identity::from_pem(&std::fs::read_to_string(&path).unwrap()).unwrap();
	let service = Service::open(&folder.join("serve"), identity, [1; 32], parts).unwrap();
	service.set_block(Some(105));
	let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
	let url = format!("http://{}", listener.local_addr().unwrap());
	let (handle, stop) = Stop::new();
	let serving = service.clone();
	let task = tokio::spawn(async move { serving.serve(listener, stop).await.unwrap() });
	Server { service, url, client: reqwest::Client::new(), task, _handle: handle }
}

impl Server {
	fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
		self.client.request(method, format!("{}{path}", self.url)).bearer_auth(TOKEN)
	}

	async fn get(&self, path: &str) -> (StatusCode, Value) {
		let response = self.request(Method::GET, path).send().await.unwrap();
		(response.status(), response.json().await.unwrap())
	}

	async fn post(&self, path: &str, body: &Value) -> Response {
		self.request(Method::POST, path).json(body).send().await.unwrap()
	}

	async fn bytes(&self, path: &str, body: &Value) -> Vec<u8> {
		let response = self.post(path, body).await;
		assert_eq!(response.status(), 200, "{:?}", response.text().await);
		response.bytes().await.unwrap().to_vec()
	}

	/// The reason of a refusal.
	async fn refusal(&self, path: &str, body: &Value) -> (u16, String) {
		let response = self.post(path, body).await;
		let status = response.status().as_u16();
		let body: Value = response.json().await.unwrap();
		(status, body["error"].as_str().unwrap().to_string())
	}
}

fn png(image: &DynamicImage) -> Vec<u8> {
	let mut bytes = Cursor::new(Vec::new());
	image.write_to(&mut bytes, ImageFormat::Png).unwrap();
	bytes.into_inner()
}

fn scene() -> DynamicImage {
	RgbImage::from_fn(100, 50, |x, y| Rgb([x as u8 * 2, y as u8 * 4, 77])).into()
}

fn product() -> Vec<u8> {
	png(&RgbImage::from_pixel(20, 20, Rgb([250, 10, 10])).into())
}

#[tokio::test]
async fn only_who_shows_the_token_is_answered_but_for_the_page_and_viewers() {
	let folder = tempfile::tempdir().unwrap();
	let server = start(folder.path(), "").await;
	let described: Value = serde_json::from_str(OPENAPI).unwrap();
	let mut private = 0;
	for (path, methods) in described["paths"].as_object().unwrap() {
		let public = path.ends_with("/image");
		for method in ["get", "post", "put"].into_iter().filter(|method| methods.get(method).is_some()) {
			assert_eq!(methods[method]["security"] == json!([]), public, "{path}");
			let method: Method = method.to_uppercase().parse().unwrap();
			let url = format!("{}{}", server.url, path.replace("{campaign}", "1"));
			let plain = server.client.request(method.clone(), &url).send().await.unwrap();
			let wrong = server.client.request(method.clone(), &url).bearer_auth("vpu-tess").send().await.unwrap();
			if !public {
				assert_eq!(
					(plain.status(), wrong.status()),
					(StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED),
					"{path}"
				);
				private += 1;
			}
			// What is described exists: with the token it is something about the request that is refused, if anything.
			let right = server.client.request(method, &url).bearer_auth(TOKEN).send().await.unwrap();
			let body: Value = right.json().await.unwrap();
			assert!(!body["error"].as_str().is_some_and(|reason| reason.contains("nothing here")), "{path}");
		}
	}
	assert_eq!(private, 15);
	for (path, kind) in [("/", "text/html"), ("/openapi.json", "application/json")] {
		let response = server.client.get(format!("{}{path}", server.url)).send().await.unwrap();
		assert_eq!((response.status(), response.headers()["content-type"].to_str().unwrap()), (StatusCode::OK, kind));
	}
	let nowhere = server.client.get(format!("{}/v2", server.url)).send().await.unwrap();
	assert_eq!(nowhere.status(), 404);
	assert!(nowhere.json::<Value>().await.unwrap()["error"].as_str().unwrap().contains("openapi"));
}

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

fn payee(number: u8) -> AccountId {
	AccountId([number; 32])
}

fn campaign() -> Value {
	json!({
		"slot": 4,
		"terms": {
			"region": { "image": { "x": 100_000, "y": 200_000, "width": 300_000, "height": 400_000 } },
			"bidding_until": 10, "reveal_until": 20, "from": 100, "until": 120, "epoch": 10, "cap": 8,
			"reserve": 1, "least_budget": 1, "publishers": 600_000, "challenge_window": 5,
		},
		"price": 10_000,
		"fee_rate": 50_000,
		"budget": 1_000_000,
		"attesters": ["00".repeat(32), hex::encode(attester().public_key().0)],
		"picture": hex::encode(content_hash(&product())),
		"payees": [payee(1), payee(2)],
	})
}

fn put(campaign: &Value) -> Value {
	json!({ "campaign": campaign, "scene": base64(&png(&scene())), "product": base64(&product()), "feather": 2 })
}

impl Server {
	async fn place(&self, campaign: &Value) -> (u16, Value) {
		let request = self.request(Method::PUT, "/v1/placements/9").json(&put(campaign));
		let response = request.send().await.unwrap();
		(response.status().as_u16(), response.json().await.unwrap())
	}

	/// Looks at the picture as a viewer; the receipt's index, or why there is none.
	async fn view(&self, payee: AccountId, viewer: &str) -> Result<u64, String> {
		let url = format!("{}/v1/placements/9/image?payee={payee}", self.url);
		let response = self.client.get(url).header("user-agent", viewer).send().await.unwrap();
		assert_eq!(response.status(), 200);
		let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_string());
		let (receipt, reason) = (header("x-receipt"), header("x-uncounted"));
		let image = image::load_from_memory(&response.bytes().await.unwrap()).unwrap();
		assert_eq!((image.get_pixel(25, 20).0, image.get_pixel(90, 5)), ([250, 10, 10, 255], scene().get_pixel(90, 5)));
		receipt.map(|index| index.parse().unwrap()).ok_or_else(|| reason.unwrap())
	}

	async fn settle(&self, query: &str) -> (SignedSettlement<AccountId>, Value) {
		let (status, answer) = self.get(&format!("/v1/placements/9/settlement?{query}")).await;
		assert_eq!(status, 200, "{answer}");
		let scale = hex::decode(&answer["scale"].as_str().unwrap()[2..]).unwrap();
		(SignedSettlement::decode(&mut &scale[..]).unwrap(), answer)
	}
}

#[tokio::test]
async fn shown_placements_are_counted_signed_and_proven_also_after_a_crash() {
	let folder = tempfile::tempdir().unwrap();
	let server = start(folder.path(), "").await;
	let (status, answer) = server.place(&campaign()).await;
	assert_eq!(status, 200, "{answer}");
	for (index, (shown_by, viewer)) in [(1, "a"), (2, "b"), (1, "c"), (1, "d"), (2, "e")].into_iter().enumerate() {
		assert_eq!(server.view(payee(shown_by), viewer).await, Ok(index as u64));
	}
	let (first, shown) = server.settle("sequence=0&settled=0").await;
	assert_eq!((first.chain, first.slot, first.campaign, first.page), (CHAIN, 4, 9, 0));
	let own = first.signatures[0];
	assert!(own.attester == 1 && verify(&attester(), &first.signing_bytes(), own.signature));
	let totals = |signed: &SignedSettlement<AccountId>| {
		let totals = signed.settlement.totals.iter();
		totals.map(|total| (total.payee.0[0], total.amount)).collect::<Vec<_>>()
	};
	// 10,000 for a thousand, six tenths of it for payees: 6 an impression.
	assert_eq!(totals(&first), [(1, 18), (2, 12)]);
	assert_eq!((&shown["signatures"], &shown["signatures_needed"]), (&json!(1), &json!(2)));

	// Killed, and started again: the same is signed, and what is new goes on from there.
	drop(server);
	let server = start(folder.path(), "").await;
	let again = server.settle("sequence=0&settled=0").await.0;
	assert_eq!(again.settlement, first.settlement);
	assert_eq!(server.view(payee(2), "f").await, Ok(5));
	let (second, _) = server.settle("sequence=1&settled=5").await;
	assert_eq!((second.settlement.impressions, totals(&second)), (6, vec![(1, 18), (2, 18)]));
	for (settled, settlement) in [(0, &first.settlement), (5, &second.settlement)] {
		let new = (settlement.impressions - settled) as u32;
		let wanted: Vec<_> = (0..new).map(|at| at.to_string()).collect();
		let path = format!(
			"/v1/placements/9/receipts?settled={settled}&impressions={}&receipts={}",
			settlement.impressions,
			wanted.join(",")
		);
		let (status, answer) = server.get(&path).await;
		assert_eq!(status, 200, "{answer}");
		let scale = hex::decode(&answer["scale"].as_str().unwrap()[2..]).unwrap();
		let proofs = ReceiptProofs::<AccountId>::decode(&mut &scale[..]).unwrap();
		assert_eq!(proofs.len() as u32, new);
		for (at, proof) in (0..).zip(&proofs) {
			assert!(proof.belongs_to(&settlement.receipts, (9, 0), settled, new, at));
			let receipt = &proof.receipt;
			assert!(verify(&attester(), &receipt.receipt.signing_bytes(&CHAIN), receipt.signature.signature));
			assert_eq!(receipt.receipt.block, 105);
		}
	}
	let (status, answer) = server.get("/v1/placements/9/settlement?sequence=2&settled=6").await;
	assert!(status == 409 && answer["error"].as_str().unwrap().contains("nothing to settle"));
	let (_, delivered) = server.get("/v1/placements/9").await;
	let payees = delivered["payees"].as_array().unwrap();
	assert_eq!((&delivered["impressions"], &payees[1]["earned"]), (&json!(6), &json!("18")));
}

#[tokio::test]
async fn what_nobody_pays_for_is_shown_and_not_counted() {
	let folder = tempfile::tempdir().unwrap();
	let server = start(folder.path(), "").await;
	assert_eq!(server.place(&campaign()).await.0, 200);
	assert_eq!(server.view(payee(1), "a").await, Ok(0));
	let refused = async |viewer: &str, reason: &str| {
		let why = server.view(payee(2), viewer).await.unwrap_err();
		assert!(why.contains(reason), "{why}");
	};
	refused("a", "just now").await;
	for (block, reason) in [(Some(99), "window"), (Some(120), "window"), (None, "follow")] {
		server.service.set_block(block);
		refused("b", reason).await;
	}
	server.service.set_block(Some(105));
	for viewer in 1..8 {
		assert_eq!(server.view(payee(1), &viewer.to_string()).await, Ok(viewer));
	}
	refused("late", "cap").await;
	server.service.set_block(Some(110));
	assert_eq!(server.view(payee(1), "next epoch").await, Ok(8));
	// 9 impressions cost 90.
	let mut poorer = campaign();
	poorer["budget"] = 95.into();
	assert_eq!(server.place(&poorer).await.0, 200);
	refused("poor", "budget").await;
	let stranger = format!("{}/v1/placements/9/image?payee={}", server.url, payee(3));
	assert_eq!(server.client.get(stranger).send().await.unwrap().status(), 404);
	// Of an epoch that has not begun, nothing more is signed than its cap allows.
	let (status, _) = server.get("/v1/placements/9/settlement?sequence=0&settled=0&epoch=0").await;
	assert_eq!(status, 409);
}

#[tokio::test]
async fn a_campaign_is_what_the_brand_bid_for() {
	let folder = tempfile::tempdir().unwrap();
	let server = start(folder.path(), "").await;
	let refuse = async |change: &dyn Fn(&mut Value), status: u16, reason: &str| {
		let mut campaign = campaign();
		change(&mut campaign);
		let (found, answer) = server.place(&campaign).await;
		assert!(found == status && answer["error"].as_str().unwrap().contains(reason), "{found} {answer}");
	};
	refuse(&|campaign| campaign["picture"] = "00".repeat(32).into(), 400, "BLAKE3 hash").await;
	refuse(&|campaign| campaign["attesters"] = json!(["11".repeat(32)]), 400, "none of `campaign.attesters`").await;
	refuse(&|campaign| campaign["payees"] = json!([]), 400, "payees").await;
	refuse(&|campaign| campaign["page"] = 16.into(), 400, "page 16").await;
	refuse(&|campaign| campaign["terms"]["epoch"] = 0.into(), 400, "terms").await;
	assert_eq!(server.place(&campaign()).await.0, 200);
	// What was not counted yet can be told again, differently.
	let mut dearer = campaign();
	dearer["price"] = 20_000.into();
	assert_eq!(server.place(&dearer).await.0, 200);
	assert_eq!(server.view(payee(1), "a").await, Ok(0));
	refuse(&|_| (), 409, "cannot change").await;
	dearer["payees"] = json!([payee(1), payee(2), payee(3)]);
	assert_eq!(server.place(&dearer).await.0, 200);
	assert_eq!(server.view(payee(3), "b").await, Ok(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn viewers_at_the_same_time_each_have_a_receipt() {
	let folder = tempfile::tempdir().unwrap();
	let server = Arc::new(start(folder.path(), "").await);
	let mut large = campaign();
	large["terms"]["cap"] = 1_000.into();
	assert_eq!(server.place(&large).await.0, 200);
	let views = (0..40).map(|viewer: u32| {
		let server = server.clone();
		tokio::spawn(async move { server.view(payee(1), &viewer.to_string()).await.unwrap() })
	});
	let mut indices = Vec::new();
	for view in views.collect::<Vec<_>>() {
		indices.push(view.await.unwrap());
	}
	indices.sort();
	assert_eq!(indices, (0..40).collect::<Vec<_>>());
	assert_eq!(server.settle("sequence=0&settled=0").await.0.settlement.impressions, 40);
}

/// Two workers of one campaign: the first shows page 0, the second is to sign as well.
async fn two_workers(folder: &Path) -> (Server, Server) {
	let other = || secrets::from_secret("//Other").unwrap();
	let mut campaign = campaign();
	campaign["attesters"][0] = hex::encode(other().public_key().0).into();
	let one = start(&folder.join("one"), "").await;
	let two = start_with(&folder.join("two"), "", other()).await;
	assert_eq!(one.place(&campaign).await.0, 200);
	campaign["page"] = 1.into();
	assert_eq!(two.place(&campaign).await.0, 200);
	for viewer in 0..5 {
		assert_eq!(one.view(payee(1 + viewer % 2), &viewer.to_string()).await, Ok(viewer.into()));
	}
	(one, two)
}

impl Server {
	async fn log(&self, from: u64) -> Vec<u8> {
		let response = self.request(Method::GET, &format!("/v1/placements/9/log?from={from}")).send().await.unwrap();
		response.bytes().await.unwrap().to_vec()
	}

	async fn attest(&self, settlement: &SignedSettlement<AccountId>, settled: u64, log: &[u8]) -> (u16, Value) {
		let scale = hex::encode(codec::Encode::encode(settlement));
		let body = json!({ "settlement": scale, "settled": settled, "receipts": base64(log) });
		let response = self.post("/v1/placements/9/attest", &body).await;
		(response.status().as_u16(), response.json().await.unwrap())
	}
}

#[tokio::test]
async fn another_attester_signs_what_the_receipts_say_also_after_a_restart() {
	let folder = tempfile::tempdir().unwrap();
	let (one, two) = two_workers(folder.path()).await;
	let first = one.settle("sequence=0&settled=0").await.0;
	let (status, answer) = two.attest(&first, 0, &one.log(0).await).await;
	assert_eq!((status, &answer["signatures"], &answer["signatures_needed"]), (200, &json!(2), &json!(2)), "{answer}");
	let scale = hex::decode(&answer["scale"].as_str().unwrap()[2..]).unwrap();
	let both = SignedSettlement::<AccountId>::decode(&mut &scale[..]).unwrap();
	assert_eq!(both.settlement, first.settlement);
	let other = secrets::from_secret("//Other").unwrap();
	for (signature, (place, key)) in both.signatures.iter().zip([(0, other.clone()), (1, attester())]) {
		assert!(signature.attester == place && verify(&key, &first.signing_bytes(), signature.signature));
	}
	// The next one takes only what is new.
	drop(two);
	let two = start_with(&folder.path().join("two"), "", other).await;
	assert_eq!(one.view(payee(1), "more").await, Ok(5));
	let second = one.settle("sequence=1&settled=5").await.0;
	let (status, answer) = two.attest(&second, 5, &one.log(5).await).await;
	assert_eq!((status, &answer["impressions"]), (200, &json!(6)), "{answer}");
}

#[tokio::test]
async fn another_attester_signs_nothing_else() {
	let folder = tempfile::tempdir().unwrap();
	let (one, two) = two_workers(folder.path()).await;
	let good = one.settle("sequence=0&settled=0").await.0;
	let log = one.log(0).await;
	let refuse = async |change: &dyn Fn(&mut SignedSettlement<AccountId>), log: &[u8], reason: &str| {
		let mut changed = good.clone();
		change(&mut changed);
		let signature = attester().sign(&changed.signing_bytes()).0;
		changed.signatures[0].signature = signature;
		let (status, answer) = two.attest(&changed, 0, log).await;
		assert!(status == 409 && answer["error"].as_str().unwrap().contains(reason), "{status} {answer}");
	};
	let record = log.len() / 5;
	refuse(&|_| (), &log[..4 * record], "receipts of 4").await;
	refuse(&|settlement| settlement.settlement.totals[0].amount += 1, &log, "totals or root").await;
	refuse(&|settlement| settlement.settlement.receipts[0] ^= 1, &log, "totals or root").await;
	refuse(&|settlement| settlement.settlement.impressions = 9, &log, "receipts of 5").await;
	refuse(&|settlement| settlement.campaign = 8, &log, "another chain").await;
	refuse(&|settlement| settlement.chain = [0; 32], &log, "another chain").await;
	refuse(&|settlement| settlement.page = 1, &log, "itself").await;
	let mut wrong = good.clone();
	wrong.signatures[0].signature[0] ^= 1;
	assert!(two.attest(&wrong, 0, &log).await.1["error"].as_str().unwrap().contains("attester 1 is wrong"));
	assert_eq!(two.attest(&good, 0, &log).await.0, 200);

	// Receipts that follow what was seen, signed by nobody, left out, or of a block to come.
	assert_eq!(one.view(payee(1), "more").await, Ok(5));
	let next = one.settle("sequence=1&settled=5").await.0;
	let new = one.log(5).await;
	let reason = async |log: &[u8]| two.attest(&next, 5, log).await.1["error"].as_str().unwrap_or("").to_string();
	let mut unsigned = new.clone();
	unsigned[record - 1] ^= 1;
	assert!(reason(&unsigned).await.contains("not signed"));
	let mut repeated = log[4 * record..].to_vec();
	repeated[record - 1] ^= 1;
	assert!(reason(&repeated).await.contains("another one before"));
	let mut gap = new.clone();
	gap[8] += 1;
	assert!(reason(&gap).await.contains("follow one another"));
	two.service.set_block(Some(90));
	assert!(reason(&new).await.contains("has not come"));
	two.service.set_block(Some(105));
	assert_eq!(reason(&new).await, "");
}
