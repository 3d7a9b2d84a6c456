//! `vpu serve`: the tools of the image engine and product placements over HTTP, and a page to try them.
//!
//! * [`tools`] with [`pictures`] and [`jobs`]: making images;
//! * [`placements`]: showing products, counting and settling it;
//! * [`preferences`]: what the user likes;
//! * [`access`], [`refusal`]: who may ask, and what is answered otherwise.
//!
//! What each request takes and answers is in `serve/openapi.json`, which is served, too.

pub mod access;
pub mod jobs;
pub mod pictures;
pub mod placements;
pub mod preferences;
pub mod refusal;
pub mod tools;

use crate::{
	config::{self, Config},
	files, home, keys, logging,
	loopback_api::listen,
	stop::{self, Stop},
	threads,
};
use anyhow::{bail, Context, Result};
use axum::{
	extract::{DefaultBodyLimit, State},
	http::{header::CONTENT_TYPE, HeaderName},
	middleware::from_fn_with_state,
	response::IntoResponse,
	routing::{get, post},
	Json, Router,
};
use placements::Placements;
use preferences::Preferences;
use promptale_client::{keys as secrets, Client, Keypair};
use promptale_credentials::Identity;
use promptale_engine::{tools::Concepts, Checkpoint, Wish};
use promptale_primitives::{Blake3, ModelId};
use serde_json::{json, Value};
use std::{
	net::SocketAddr,
	path::Path,
	sync::{
		atomic::{AtomicU32, Ordering},
		Arc,
	},
	time::Duration,
};
use tokio::sync::Semaphore;

/// The page.
const PAGE: &str = include_str!("serve/page.html");

/// The description of all requests (OpenAPI 3.1).
const OPENAPI: &str = include_str!("serve/openapi.json");

/// What the page may load and do: nothing from elsewhere.
const PAGE_POLICY: &str =
	"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; \
                           connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Characters of a token that nobody guesses.
const SHORTEST_TOKEN: usize = 16;

/// How often the node is asked for its best block.
const BLOCK_INTERVAL: Duration = Duration::from_secs(1);

/// Longest pause while the node does not answer.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// A block that was seen longer ago says nothing of the present.
const STALE: Duration = Duration::from_secs(120);

/// Everything that requests need.
pub struct Service {
	model: ModelId,
	checkpoint: Checkpoint,
	concepts: Concepts,
	/// Genesis hash.
	chain: Blake3,
	identity: Identity,
	attester: Keypair,
	token: String,
	limits: config::Serve,
	threads: usize,
	busy: Arc<Semaphore>,
	preferences: Preferences,
	placements: Placements,
	/// The best block; `u32::MAX` while it is not known.
	block: AtomicU32,
}

/// What a [`Service`] is made of that is not read from its folder.
pub struct Parts {
	/// The model's number.
	pub model: ModelId,
	/// Its version.
	pub checkpoint: Checkpoint,
	/// Its concepts.
	pub concepts: Concepts,
	/// Genesis hash of its chain.
	pub chain: Blake3,
	/// Signs receipts and settlements.
	pub attester: Keypair,
	/// What requests have to show.
	pub token: String,
	/// Everything else.
	pub limits: config::Serve,
}

impl Service {
	/// What a prompt asks the model for.
	fn wish_of(&self, prompt: &str) -> Result<Wish, promptale_engine::Error> {
		self.concepts.wish_of(prompt, self.checkpoint.shape())
	}

	/// Opens what earlier runs left in `folder`.
	///
	/// # Errors
	/// When something there is damaged, or cannot be written.
	pub fn open(folder: &Path, identity: Identity, salt: Blake3, parts: Parts) -> Result<Arc<Service>> {
		let Parts { model, checkpoint, concepts, chain, attester, token, limits } = parts;
		let service = Service {
			model,
			checkpoint,
			concepts,
			chain,
			identity,
			attester,
			token,
			threads: threads(limits.threads),
			busy: Arc::new(Semaphore::new(limits.max_requests)),
			limits,
			preferences: Preferences::open(&folder.join("preferences"))?,
			placements: Placements::new(folder.join("placements"), salt),
			block: AtomicU32::new(u32::MAX),
		};
		service.placements.load(&service)?;
		Ok(Arc::new(service))
	}

	/// The best block, if the node told one lately.
	pub fn block(&self) -> Option<u32> {
		Some(self.block.load(Ordering::Relaxed)).filter(|block| *block != u32::MAX)
	}

	/// Says which block is the best one; `None` that nobody knows.
	pub fn set_block(&self, block: Option<u32>) {
		self.block.store(block.unwrap_or(u32::MAX), Ordering::Relaxed);
	}

	/// All requests that are answered.
	pub fn router(self: &Arc<Service>) -> Router {
		let private = Router::new()
			.route("/v1/engine", get(engine))
			.route("/v1/images", post(tools::generate))
			.route("/v1/images/edit", post(tools::edit))
			.route("/v1/images/upscale", post(tools::enlarge))
			.route("/v1/images/strip", post(tools::panels))
			.route("/v1/images/place", post(tools::placed))
			.route("/v1/preferences", get(preferences::list).post(preferences::judge))
			.route("/v1/placements", get(placements::list))
			.route("/v1/placements/{campaign}", get(placements::show).put(placements::put))
			.route("/v1/placements/{campaign}/settlement", get(placements::settlement::settlement))
			.route("/v1/placements/{campaign}/attest", post(placements::attest::attest))
			.route("/v1/placements/{campaign}/log", get(placements::attest::log))
			.route("/v1/placements/{campaign}/receipts", get(placements::settlement::receipts))
			.layer(from_fn_with_state(self.clone(), access::require_token));
		let page =
			([(CONTENT_TYPE, "text/html"), (HeaderName::from_static("content-security-policy"), PAGE_POLICY)], PAGE);
		let public = Router::new()
			.route("/", get(move || async move { page }))
			.route("/openapi.json", get(|| async { ([(CONTENT_TYPE, "application/json")], OPENAPI) }))
			.route("/v1/placements/{campaign}/image", get(placements::image));
		let body = (self.limits.max_body_mib as usize) << 20;
		public
			.merge(private)
			.layer(DefaultBodyLimit::max(body))
			.fallback(|| async { refusal::Refusal::missing("there is nothing here; see /openapi.json") })
			.with_state(self.clone())
	}

	/// Serves until `stop`, then lets open requests end.
	pub async fn serve(self: &Arc<Service>, listener: tokio::net::TcpListener, stop: Stop) -> Result<()> {
		let syncing = tokio::spawn(Placements::keep_synced(self.clone(), stop.clone()));
		let router = self.router().into_make_service_with_connect_info::<SocketAddr>();
		let graceful = stop.clone();
		let server = axum::serve(listener, router).with_graceful_shutdown(async move { graceful.stopped().await });
		let outcome = tokio::select! {
			outcome = server => outcome.context("the server ended"),
			// A viewer that reads slowly does not keep the worker from ending.
			() = async { stop.stopped().await; tokio::time::sleep(crate::STOP_PATIENCE).await } => Ok(()),
		};
		syncing.await.context("receipts may not be on disk")?;
		outcome
	}
}

/// `GET /v1/engine`
async fn engine(State(service): State<Arc<Service>>) -> impl IntoResponse {
	let architecture = service.checkpoint.architecture();
	let concepts: Vec<Value> =
		service.concepts.names().into_iter().map(|(class, name)| json!({ "class": class, "name": name })).collect();
	let limits = &service.limits;
	Json(json!({
		"version": env!("CARGO_PKG_VERSION"),
		"model": service.model,
		"checkpoint": hex::encode(service.checkpoint.hash()),
		"chain": hex::encode(service.chain),
		"block": service.block(),
		"side": architecture.side,
		"channels": architecture.channels,
		"reads": architecture.words > 0,
		"concepts": concepts,
		"attester": format!("0x{}", hex::encode(service.attester.public_key().0)),
		"credentials_authority": service.identity.anchor(),
		"limits": {
			"requests": limits.max_requests,
			"images": limits.max_images,
			"steps": limits.max_steps,
			"megapixels": limits.max_megapixels,
			"body_mib": limits.max_body_mib,
		},
	}))
}

/// `vpu serve`: reads a configuration, starts the log, and serves until SIGINT or SIGTERM.
pub async fn run_file(path: &Path) -> Result<()> {
	let config = Config::load(path)?;
	logging::start(&config.log)?;
	run(config, stop::on_signal()).await
}

/// Serves until `stop`.
pub async fn run(config: Config, stop: Stop) -> Result<()> {
	let limits = config.serve.clone().context("the configuration has no [serve] section; `vpu config` shows one")?;
	let folder = config.data_dir.join("serve");
	// Its own folder and lock: it runs beside `vpu run`.
	let _lock = files::lock_folder(&folder)?;
	for folder in [folder.clone(), folder.join("preferences")] {
		files::remove_unfinished(&folder);
	}
	let client = Client::unconnected(&config.node)?;
	let chain = genesis(&config, &client).await?;
	let model = limits.model.or_else(|| config.models.first().copied()).context("`models` is empty")?;
	let checkpoint = load_checkpoint(&config, &limits)?;
	let classes = checkpoint.architecture().classes;
	let concepts = match &limits.concepts {
		Some(folder) => Concepts::open(folder, classes)?,
		None => Concepts::unnamed(classes),
	};
	let token_path = limits.token.clone().unwrap_or_else(|| config.key_path("serve-token"));
	// Not a bare number in hex, which would be read as a key's seed.
	let token = secret(&token_path, || Ok(format!("vpu-{}", hex::encode(rand::random::<[u8; 32]>()))))?;
	if token.len() < SHORTEST_TOKEN {
		bail!(
			"the token in {} is shorter than {SHORTEST_TOKEN} characters; remove it, and one is made",
			token_path.display()
		);
	}
	let salt = secret(&config.key_path("serve-viewers"), || Ok(hex::encode(rand::random::<[u8; 32]>())))?;
	let salt = *blake3::hash(salt.as_bytes()).as_bytes();
	let identity = secret(&config.key_path("credentials"), || Ok(Identity::make("PrompTale worker")?.to_pem()))?;
	let identity = Identity::from_pem(&identity)
		.with_context(|| format!("{} cannot be used", config.key_path("credentials").display()))?;
	let attester = secrets::load(&keys::signing_key(&config, limits.attester.as_deref(), "attester", true)?)?;
	let hash = hex::encode(checkpoint.hash());
	let address = limits.listen;
	let parts = Parts { model, checkpoint, concepts, chain, attester, token, limits };
	let service = Service::open(&folder, identity, salt, parts)?;
	let listener = listen(address, "serve.listen").await?;
	tracing::info!(
		version = env!("CARGO_PKG_VERSION"),
		model,
		checkpoint = hash,
		attester = format!("0x{}", hex::encode(service.attester.public_key().0)),
		"vpu serves images at http://{address}/; the token is in {}",
		token_path.display()
	);
	let following = tokio::spawn(follow(service.clone(), client));
	let outcome = service.serve(listener, stop).await;
	following.abort();
	tracing::info!("vpu has stopped");
	outcome
}

/// Keeps [`Service::block`] at the node's best block.
async fn follow(service: Arc<Service>, client: Client) {
	let (mut pause, mut seen) = (BLOCK_INTERVAL, std::time::Instant::now());
	let mut chain_checked = false;
	loop {
		let block = async {
			if !chain_checked {
				let found = client.check_chain().await?.genesis;
				if found.trim_start_matches("0x") != hex::encode(service.chain) {
					tracing::error!(found, "the node runs another chain than images are made for; nothing is counted");
					return Ok(None);
				}
				chain_checked = true;
			}
			client.best_block().await.map(Some)
		};
		match block.await {
			Ok(block) => {
				service.set_block(block);
				pause = if block.is_some() { BLOCK_INTERVAL } else { LONGEST_PAUSE };
				seen = std::time::Instant::now();
			},
			Err(error) => {
				if pause == BLOCK_INTERVAL {
					match service.block() {
						Some(_) => tracing::warn!("{error}. Placements are counted for {} s more", STALE.as_secs()),
						None => tracing::warn!("{error}. No placements are counted until a node answers"),
					}
				}
				pause = (pause * 2).min(LONGEST_PAUSE);
				// It may be another chain when it is back.
				chain_checked = false;
				if seen.elapsed() > STALE {
					service.set_block(None);
				}
			},
		}
		tokio::time::sleep(pause).await;
	}
}

/// The genesis hash: what the data folder is for, or else the node's.
async fn genesis(config: &Config, client: &Client) -> Result<Blake3> {
	let genesis = match home::genesis(&config.data_dir)? {
		Some(genesis) => genesis,
		None => {
			let chain =
				client.check_chain().await.context("images name their chain, which the node has to tell once")?;
			home::claim(&config.data_dir, &chain)?;
			chain.genesis
		},
	};
	let bytes = hex::decode(genesis.trim_start_matches("0x")).ok().and_then(|bytes| bytes.try_into().ok());
	bytes.with_context(|| format!("{genesis} is no genesis hash"))
}

/// The configured checkpoint, or the one that `vpu run` wrote last.
fn load_checkpoint(config: &Config, limits: &config::Serve) -> Result<Checkpoint> {
	if let Some(path) = &limits.checkpoint {
		return Ok(Checkpoint::load(path)?);
	}
	if config.models.len() > 1 {
		bail!("there are several `models`; name the checkpoint to serve as `serve.checkpoint`");
	}
	let folder = config.data_dir.join("checkpoints");
	let newest = files::by_age(&folder, ".safetensors").pop().with_context(|| {
		format!("{} holds no checkpoint yet: run `vpu run`, or name one as `serve.checkpoint`", folder.display())
	})?;
	Ok(Checkpoint::load(newest)?)
}

/// A secret from its file, made where there is none.
fn secret(path: &Path, make: impl FnOnce() -> Result<String>) -> Result<String> {
	if !path.exists() {
		secrets::write_secret(path, &make()?)?;
	}
	Ok(secrets::read_secret(path)?)
}

#[cfg(test)]
mod tests;
