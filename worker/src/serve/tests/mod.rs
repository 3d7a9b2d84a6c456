//! The server as its clients see it. Here: a server to ask, and who is answered.

mod attesting;
mod placing;
mod tools;

use super::*;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use promptale_primitives::model::{Architecture, ModelSize};
use reqwest::{Method, Response, StatusCode};
use std::io::Cursor;

const CHAIN: Blake3 = [0xCD; 32];
const TOKEN: &str = "vpu-test";

fn attester() -> Keypair {
	secrets::from_secret("//Attester").unwrap()
}

fn checkpoint() -> Checkpoint {
	Checkpoint::initialise(Architecture { size: ModelSize::Nano, side: 8, channels: 1, classes: 3, words: 0 }, 1)
		.unwrap()
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
