//! Blobs from worker to worker: iroh-blobs over QUIC, found by BLAKE3 hash and verified by it while they stream.
//!
//! Connections go straight to the addresses on the chain. What this worker fetches it also serves, so that
//! committee members pass blobs on to each other. The same endpoint hands updates over, see [`crate::handover`].

use crate::{
	asking::first_of,
	endpoint_address::EndpointAddress,
	handover::{self, Desk, Request},
};
use anyhow::{bail, Context, Result};
use futures::StreamExt;
use iroh::{
	endpoint::{presets, Connection, PortmapperConfig},
	protocol::Router,
	Endpoint, EndpointAddr, EndpointId, RelayMode, SecretKey,
};
use iroh_blobs::{
	get::fsm,
	protocol::GetRequest,
	store::{
		fs::{
			options::{Options, PathOptions},
			FsStore,
		},
		GcConfig,
	},
	BlobsProtocol, Hash,
};
use promptale_primitives::{Blake3, ModelId, RoundIndex};
use std::{
	fs::File,
	io::ErrorKind,
	net::SocketAddr,
	path::{Path, PathBuf},
	sync::{Arc, RwLock},
	time::Duration,
};
use tokio::sync::Mutex;

/// How often blobs that nothing refers to any more are removed.
const CLEANING_INTERVAL: Duration = Duration::from_secs(120);

/// Longest wait for a connection. A worker that is there answers much faster.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(6);

/// Longest wait for a broken store to close.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// The blob store and the endpoint that serves it.
pub struct Blobs {
	folder: PathBuf,
	secret: SecretKey,
	bind: SocketAddr,
	timeout: Duration,
	desk: Desk,
	opened: RwLock<Arc<Opened>>,
	opening: Mutex<()>,
}

struct Opened {
	store: FsStore,
	router: Router,
}

/// Why nobody gave a blob.
#[derive(Debug, thiserror::Error)]
#[error("nobody served the blob {}: {}", hex::encode(.hash), if .attempts.is_empty() { "no endpoint is known that could".to_owned() } else { .attempts.join("; ") })]
pub struct FetchError {
	/// What was wanted.
	pub hash: Blake3,
	/// Who was asked, and what came of it.
	pub attempts: Vec<String>,
}

impl Opened {
	async fn new(folder: &Path, secret: SecretKey, bind: SocketAddr, desk: Desk) -> Result<Opened> {
		std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
		let mut options = Options::new(folder);
		options.gc = Some(GcConfig { interval: CLEANING_INTERVAL, add_protected: None });
		let store = FsStore::load_with_opts(folder.join("blobs.db"), options)
			.await
			.map_err(|error| anyhow::anyhow!("{error}"))
			.with_context(|| format!("cannot open the blob store in {}", folder.display()))?;
		let endpoint = Endpoint::builder(presets::Minimal)
			.secret_key(secret)
			.relay_mode(RelayMode::Disabled)
			.portmapper_config(PortmapperConfig::Disabled)
			.clear_ip_transports()
			.bind_addr(bind)
			.map_err(|error| anyhow::anyhow!("`blobs.bind` = {bind} cannot be used: {error:#}"))?
			.bind()
			.await;
		let endpoint = match endpoint {
			Ok(endpoint) => endpoint,
			Err(error) => {
				let _ = store.shutdown().await;
				let reason = format!("{error:#}");
				if reason.contains("in use") || std::net::UdpSocket::bind(bind).is_err() {
					bail!(
						"the UDP port of `blobs.bind` = {bind} is taken or not ours ({reason}); \
						 stop the program that uses it, or give another address"
					);
				}
				bail!("blobs cannot be served on {bind}: {reason}");
			},
		};
		let router = Router::builder(endpoint)
			.accept(iroh_blobs::ALPN, BlobsProtocol::new(&store, None))
			.accept(handover::ALPN, desk)
			.spawn();
		Ok(Opened { store, router })
	}
}

impl Blobs {
	/// Opens the store in `folder` and serves it on `bind`. `timeout` bounds one transfer from one worker.
	pub async fn open(folder: &Path, secret: SecretKey, bind: SocketAddr, timeout: Duration) -> Result<Blobs> {
		let desk = Desk::new(timeout);
		let opened = RwLock::new(Arc::new(Opened::new(folder, secret.clone(), bind, desk.clone()).await?));
		Ok(Blobs { folder: folder.into(), secret, bind, timeout, desk, opened, opening: Mutex::default() })
	}

	fn opened(&self) -> Arc<Opened> {
		self.opened.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
	}

	/// Opens the store anew if it has broken off: after one failed write (a full disk) it does nothing any more.
	async fn revive(&self, broken: &Arc<Opened>) {
		let _turn = self.opening.lock().await;
		if !Arc::ptr_eq(&self.opened(), broken) || broken.store.sync_db().await.is_ok() {
			return;
		}
		// It may be beyond an orderly end.
		let _ = tokio::time::timeout(CLOSE_TIMEOUT, broken.router.shutdown()).await;
		match Opened::new(&self.folder, self.secret.clone(), self.bind, self.desk.clone()).await {
			Ok(opened) => {
				tracing::warn!("the blob store had broken off and was opened again");
				*self.opened.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = Arc::new(opened);
			},
			Err(error) => tracing::error!("the blob store broke off and cannot be opened again yet: {error:#}"),
		}
	}

	/// Brings a blob's files to the disk, which the store leaves to the system. Small blobs have none.
	async fn sync(&self, hash: &Hash) -> std::io::Result<()> {
		let paths = PathOptions::new(&self.folder);
		let files = [paths.data_path(hash), paths.outboard_path(hash), paths.data_path];
		let sync = move || {
			files.iter().try_for_each(|path| match File::open(path) {
				Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
				file => file?.sync_all(),
			})
		};
		tokio::task::spawn_blocking(sync).await?
	}

	/// Where others ask for updates in disputes.
	pub fn desk(&self) -> &Desk {
		&self.desk
	}

	/// Identity of our endpoint.
	pub fn id(&self) -> EndpointId {
		self.secret.public()
	}

	/// UDP addresses we listen on.
	pub fn bound(&self) -> Vec<SocketAddr> {
		self.opened().router.endpoint().bound_sockets()
	}

	/// Stores and serves bytes under a tag, which keeps them until it is removed. Returns their hash.
	pub async fn add(&self, tag: &str, bytes: Vec<u8>) -> Result<Blake3> {
		let opened = self.opened();
		let adding = async {
			let added = opened.store.blobs().add_bytes(bytes).with_named_tag(tag).await?;
			// Without this a crash right now could lose what we are about to announce on the chain.
			opened.store.sync_db().await?;
			self.sync(&added.hash).await?;
			anyhow::Ok(*added.hash.as_bytes())
		};
		let added = adding.await.map_err(|error| anyhow::anyhow!("the blob store cannot write {tag}: {error:#}"));
		if added.is_err() {
			self.revive(&opened).await;
		}
		added
	}

	/// Whether this worker has a blob, whole.
	pub async fn has(&self, hash: &Blake3) -> bool {
		self.opened().store.blobs().has(Hash::from_bytes(*hash)).await.unwrap_or(false)
	}

	/// A blob that this worker has, whole.
	pub async fn local(&self, hash: &Blake3) -> Option<Vec<u8>> {
		if !self.has(hash).await {
			return None;
		}
		self.opened().store.blobs().get_bytes(Hash::from_bytes(*hash)).await.ok().map(|bytes| bytes.to_vec())
	}

	/// A blob of at most `limit` bytes from this worker's store or from any of `from`, who are asked one
	/// shortly after the other. What was fetched is kept and served under `tag`.
	pub async fn fetch(
		&self,
		tag: &str,
		hash: &Blake3,
		limit: u64,
		from: &[EndpointAddress],
	) -> Result<Vec<u8>, FetchError> {
		if let Some(bytes) = self.local(hash).await {
			if bytes.len() as u64 <= limit {
				return Ok(bytes);
			}
		}
		match first_of(self.id(), from, |address| self.fetch_from(hash, limit, address)).await {
			Ok(bytes) => {
				if let Err(error) = self.add(tag, bytes.clone()).await {
					tracing::warn!("{error:#}");
				}
				Ok(bytes)
			},
			Err(attempts) => Err(FetchError { hash: *hash, attempts }),
		}
	}

	/// Asks another worker for an update in a dispute; see [`handover::ask`].
	pub async fn ask(&self, address: &EndpointAddress, request: &Request, limit: usize) -> Result<Vec<u8>> {
		let connection = self.connect(address, handover::ALPN).await?;
		tokio::time::timeout(self.timeout, handover::ask(&connection, request, limit))
			.await
			.map_err(|_| anyhow::anyhow!("handing it over took longer than {} s", self.timeout.as_secs()))?
	}

	async fn connect(&self, address: &EndpointAddress, protocol: &[u8]) -> Result<Connection> {
		let endpoint = self.opened().router.endpoint().clone();
		let connecting = endpoint.connect(EndpointAddr::from(address), protocol);
		tokio::time::timeout(CONNECT_TIMEOUT.min(self.timeout), connecting)
			.await
			.map_err(|_| anyhow::anyhow!("it does not answer"))?
			.map_err(|error| anyhow::anyhow!("no connection: {error}"))
	}

	async fn fetch_from(&self, hash: &Blake3, limit: u64, address: &EndpointAddress) -> Result<Vec<u8>> {
		let connection = self.connect(address, iroh_blobs::ALPN).await?;
		let transfer = async {
			let request = fsm::start(connection, GetRequest::blob(Hash::from_bytes(*hash)), Default::default());
			let connected = request.next().await.map_err(|error| anyhow::anyhow!("{error}"))?;
			let fsm::ConnectedNext::StartRoot(start) =
				connected.next().await.map_err(|error| anyhow::anyhow!("{error}"))?
			else {
				bail!("it answers something else");
			};
			// A worker that does not have a blob ends the stream at once.
			let (content, size) =
				start.next().next().await.map_err(|error| anyhow::anyhow!("it does not have it ({error})"))?;
			if size > limit {
				bail!("it offers {size} bytes, at most {limit} are expected");
			}
			let (_, bytes) = content.concatenate_into_vec().await.map_err(|error| anyhow::anyhow!("{error}"))?;
			Ok(bytes)
		};
		tokio::time::timeout(self.timeout, transfer)
			.await
			.map_err(|_| anyhow::anyhow!("the transfer took longer than {} s", self.timeout.as_secs()))?
	}

	/// Lets go of one tag's blob.
	pub async fn forget(&self, tag: &str) {
		if let Err(error) = self.opened().store.tags().delete(tag).await {
			tracing::debug!("cannot remove the tag {tag}: {error:#}");
		}
	}

	/// Lets go of the updates of a model's rounds before `first_kept`.
	pub async fn forget_rounds_before(&self, model: ModelId, first_kept: RoundIndex) {
		let prefix = format!("round/{model}/");
		let Ok(tags) = self.opened().store.tags().list_prefix(prefix.as_bytes()).await else { return };
		let mut tags = std::pin::pin!(tags);
		while let Some(Ok(tag)) = tags.next().await {
			let name = String::from_utf8_lossy(tag.name.0.as_ref()).into_owned();
			let round = name[prefix.len()..].split('/').next().and_then(|round| round.parse::<RoundIndex>().ok());
			if round.is_some_and(|round| round < first_kept) {
				self.forget(&name).await;
			}
		}
	}

	/// Stops serving and closes the store.
	pub async fn close(&self) {
		self.desk.close();
		if let Err(error) = self.opened().router.shutdown().await {
			tracing::debug!("closing the blob endpoint: {error:#}");
		}
	}
}

/// Tag of an encrypted update.
pub fn update_tag(model: ModelId, round: RoundIndex, hash: &Blake3) -> String {
	format!("round/{model}/{round}/{}", hex::encode(hash))
}

/// Tag of a checkpoint.
pub fn checkpoint_tag(hash: &Blake3) -> String {
	format!("checkpoint/{}", hex::encode(hash))
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::hash::content_hash;

	async fn open(folder: &Path, seed: u8) -> (Blobs, EndpointAddress) {
		let secret = SecretKey::from_bytes(&[seed; 32]);
		let blobs = Blobs::open(folder, secret, ([127, 0, 0, 1], 0).into(), Duration::from_secs(5)).await.unwrap();
		let address = EndpointAddress { id: blobs.id(), addresses: blobs.bound() };
		(blobs, address)
	}

	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn a_blob_goes_from_worker_to_worker_and_is_passed_on() {
		let folders = [(); 3].map(|()| tempfile::tempdir().unwrap());
		let (first, first_address) = open(folders[0].path(), 1).await;
		let (second, second_address) = open(folders[1].path(), 2).await;
		let (third, _) = open(folders[2].path(), 3).await;
		let bytes: Vec<u8> = (0..300_000u32).map(|at| at as u8).collect();
		let hash = first.add("round/0/1/x", bytes.clone()).await.unwrap();
		assert_eq!(hash, content_hash(&bytes));
		assert_eq!(
			second.fetch("round/0/1/x", &hash, 300_000, std::slice::from_ref(&first_address)).await.unwrap(),
			bytes
		);
		first.close().await;
		// The contributor is gone; a member passes its update on.
		let from = [first_address, second_address];
		assert_eq!(third.fetch("round/0/1/x", &hash, 300_000, &from).await.unwrap(), bytes);
		second.close().await;
		third.close().await;
	}

	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn a_missing_or_too_large_blob_is_an_error_that_says_so() {
		let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
		let (server, address) = open(folders[0].path(), 4).await;
		let (client, _) = open(folders[1].path(), 5).await;
		let missing = client.fetch("x", &[9; 32], 10, std::slice::from_ref(&address)).await.unwrap_err().to_string();
		assert!(missing.contains("does not have it") && missing.contains(&hex::encode([9; 32])), "{missing}");
		let hash = server.add("y", vec![1; 50_000]).await.unwrap();
		let large = client.fetch("y", &hash, 49_999, std::slice::from_ref(&address)).await.unwrap_err().to_string();
		assert!(large.contains("50000") && large.contains("49999"), "{large}");
		let nobody = client.fetch("y", &hash, 50_000, &[]).await.unwrap_err().to_string();
		assert!(nobody.contains("no endpoint"), "{nobody}");
		assert!(client.fetch("y", &hash, 50_000, &[address]).await.is_ok());
		server.close().await;
		client.close().await;
	}

	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn a_store_that_broke_off_is_opened_again() {
		let folder = tempfile::tempdir().unwrap();
		let (blobs, _) = open(folder.path(), 7).await;
		let before = blobs.add("a", vec![1; 40_000]).await.unwrap();
		// As after a failed write: nothing is answered any more.
		blobs.opened().store.shutdown().await.unwrap();
		let error = blobs.add("b", vec![2; 40_000]).await.unwrap_err().to_string();
		assert!(error.contains("cannot write b"), "{error}");
		let after = blobs.add("b", vec![2; 40_000]).await.unwrap();
		assert!(blobs.has(&before).await && blobs.has(&after).await);
		blobs.close().await;
	}

	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn blobs_survive_a_restart_and_go_with_their_round() {
		let folder = tempfile::tempdir().unwrap();
		let (blobs, _) = open(folder.path(), 6).await;
		let old = blobs.add(&update_tag(0, 1, &[1; 32]), vec![1; 40_000]).await.unwrap();
		let new = blobs.add(&update_tag(0, 10, &[2; 32]), vec![2; 40_000]).await.unwrap();
		blobs.close().await;
		drop(blobs);
		let (blobs, _) = open(folder.path(), 6).await;
		assert!(blobs.local(&old).await.is_some() && blobs.local(&new).await.is_some());
		blobs.forget_rounds_before(0, 9).await;
		let mut tags = std::pin::pin!(blobs.opened().store.tags().list_prefix(b"round/").await.unwrap());
		let mut left = Vec::new();
		while let Some(tag) = tags.next().await {
			left.push(*tag.unwrap().hash.as_bytes());
		}
		assert_eq!(left, [new]);
		blobs.close().await;
	}
}
