//! The checkpoints this worker has, and where it gets those it lacks.

use crate::{
	blobs::{checkpoint_tag, Blobs},
	endpoint_address::EndpointAddress,
	files,
	metrics::Metrics,
};
use anyhow::{bail, Context, Result};
use promptale_client::{AccountId, Client};
use promptale_engine::Checkpoint;
use promptale_primitives::{model::ModelOverview, Blake3, ModelId};
use std::{
	collections::VecDeque,
	path::{Path, PathBuf},
	sync::{Arc, Mutex},
};

/// How many rounds back members are looked for who may have a checkpoint.
const ROUNDS_BACK: u32 = 5;

/// Checkpoints kept in memory.
const IN_MEMORY: usize = 3;

/// Files named by their hash, with the blob store behind them.
pub struct Checkpoints {
	folder: PathBuf,
	blobs: Arc<Blobs>,
	client: Client,
	metrics: Metrics,
	max_bytes: u64,
	recent: Mutex<VecDeque<(Blake3, Arc<Checkpoint>)>>,
}

impl Checkpoints {
	/// Keeps them in `folder`; `max_bytes` bounds what is fetched.
	pub fn new(folder: PathBuf, blobs: Arc<Blobs>, client: Client, metrics: Metrics, max_bytes: u64) -> Self {
		Checkpoints { folder, blobs, client, metrics, max_bytes, recent: Mutex::default() }
	}

	/// The checkpoint with this hash: from memory or disk, made from the model's seed where it is the first
	/// one, or else fetched from committee members of the last rounds.
	pub async fn obtain(&self, model: &ModelOverview<AccountId>, hash: &Blake3) -> Result<Arc<Checkpoint>> {
		if let Some(checkpoint) = self.local(hash).await? {
			return Ok(checkpoint);
		}
		if model.version == 0 {
			let (architecture, seed) = (model.architecture, model.seed);
			let first = blocking(move || Ok(Checkpoint::initialise(architecture, seed)?)).await?;
			let made = first.hash();
			if made != *hash {
				bail!(
					"the first checkpoint of model {} made from its seed has the hash {}, but the chain has {}: \
					 the model was created by another version of the engine, or from a checkpoint of its owner's",
					model.id,
					hex::encode(made),
					hex::encode(hash)
				);
			}
			let first = Arc::new(first);
			self.store(first.clone()).await?;
			return Ok(first);
		}
		let from = self.holders(model, hash).await?;
		let already = self.blobs.has(hash).await;
		let bytes = self.blobs.fetch(&checkpoint_tag(hash), hash, self.max_bytes, &from).await;
		let bytes = bytes.inspect_err(|_| {
			self.metrics.fetch_failures.inc();
		})?;
		if !already {
			self.metrics.fetched_bytes.inc_by(bytes.len() as u64);
		}
		let checkpoint = blocking(move || Ok(Checkpoint::from_bytes(&bytes)?)).await?;
		let checkpoint = Arc::new(checkpoint);
		self.store(checkpoint.clone()).await?;
		tracing::info!(model = model.id, checkpoint = short(hash), "fetched a checkpoint");
		Ok(checkpoint)
	}

	/// The checkpoint with this hash if this worker has it; from then on it is served. A damaged file is removed.
	pub async fn local(&self, hash: &Blake3) -> Result<Option<Arc<Checkpoint>>> {
		if let Some(checkpoint) = self.remembered(hash) {
			return Ok(Some(checkpoint));
		}
		let path = self.path(hash);
		if !path.exists() {
			return Ok(None);
		}
		let wanted = *hash;
		let loaded = blocking(move || {
			let checkpoint = Checkpoint::load(&path)?;
			let found = checkpoint.hash();
			if found != wanted {
				bail!("{} holds a checkpoint with the hash {}", path.display(), hex::encode(found));
			}
			Ok(checkpoint)
		});
		match loaded.await {
			Ok(checkpoint) => {
				let checkpoint = Arc::new(checkpoint);
				// A crash may have come between writing the file and serving it.
				if !self.blobs.has(hash).await {
					self.store(checkpoint.clone()).await?;
				}
				self.remember(*hash, checkpoint.clone());
				Ok(Some(checkpoint))
			},
			Err(error) => {
				tracing::warn!("a stored checkpoint is damaged and gets removed: {error:#}");
				files::remove(&self.path(hash));
				Ok(None)
			},
		}
	}

	/// Writes a checkpoint to disk and serves it. Returns its hash.
	pub async fn store(&self, checkpoint: Arc<Checkpoint>) -> Result<Blake3> {
		let encoded = checkpoint.clone();
		let (bytes, hash) = blocking(move || {
			let bytes = encoded.to_bytes();
			let hash = promptale_primitives::hash::content_hash(&bytes);
			Ok((bytes, hash))
		})
		.await?;
		let path = self.path(&hash);
		if !path.exists() {
			files::write_atomically(&path, &bytes)?;
		}
		self.blobs.add(&checkpoint_tag(&hash), bytes).await?;
		self.remember(hash, checkpoint);
		Ok(hash)
	}

	/// Removes all but the newest `keep` files, and never one of `needed` or one that was used just now: where the
	/// clock was set back, the newest file looks like the oldest.
	pub async fn prune(&self, keep: usize, needed: &[Blake3]) {
		let files = files::by_age(&self.folder, ".safetensors");
		let surplus = files.len().saturating_sub(keep);
		for path in files.into_iter().take(surplus) {
			let Some(hash) = hash_of(&path) else { continue };
			if needed.contains(&hash) || self.remembered(&hash).is_some() {
				continue;
			}
			// In this order, a crash in between leaves no blob behind that nothing would ever let go of.
			self.blobs.forget(&checkpoint_tag(&hash)).await;
			files::remove(&path);
		}
	}

	/// Who may have a checkpoint, likeliest first: members who attested it, then the other members of the
	/// last rounds.
	async fn holders(&self, model: &ModelOverview<AccountId>, hash: &Blake3) -> Result<Vec<EndpointAddress>> {
		let mut attesters = Vec::new();
		let mut others = Vec::new();
		let first = model.latest_round.saturating_sub(ROUNDS_BACK).max(1);
		for round in (first..=model.latest_round).rev() {
			let Some(round) = self.client.round(model.id, Some(round)).await? else { continue };
			for member in round.committee.into_iter().chain(round.former_committee) {
				let Ok(address) = EndpointAddress::from_bytes(&member.blob_endpoint) else { continue };
				let list = if member.attested.is_some_and(|attested| attested.checkpoint == *hash) {
					&mut attesters
				} else {
					&mut others
				};
				list.push(address);
			}
		}
		let mut holders: Vec<EndpointAddress> = Vec::new();
		for address in attesters.into_iter().chain(others) {
			if !holders.iter().any(|holder| holder.id == address.id) {
				holders.push(address);
			}
		}
		Ok(holders)
	}

	fn path(&self, hash: &Blake3) -> PathBuf {
		self.folder.join(format!("{}.safetensors", hex::encode(hash)))
	}

	fn remembered(&self, hash: &Blake3) -> Option<Arc<Checkpoint>> {
		let recent = self.recent.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
		recent.iter().find(|(known, _)| known == hash).map(|(_, checkpoint)| checkpoint.clone())
	}

	fn remember(&self, hash: Blake3, checkpoint: Arc<Checkpoint>) {
		let mut recent = self.recent.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
		recent.retain(|(known, _)| *known != hash);
		recent.push_front((hash, checkpoint));
		recent.truncate(IN_MEMORY);
	}
}

fn hash_of(path: &Path) -> Option<Blake3> {
	hex::decode(path.file_stem()?.to_str()?).ok()?.try_into().ok()
}

/// The first digits of a hash, for people.
pub fn short(hash: &Blake3) -> String {
	hex::encode(&hash[..6])
}

/// Runs heavy work off the async threads.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
	tokio::task::spawn_blocking(work).await.context("a computation panicked; the line above says where")?
}

/// Which checkpoints the chain needs for a set of models: their current ones and the bases of open rounds.
pub fn needed(snapshot: &crate::follower::Snapshot) -> Vec<Blake3> {
	let views = snapshot.models.values();
	views
		.flat_map(|view| {
			let base = view.round.as_ref().map(|round| round.base_checkpoint);
			std::iter::once(view.model.checkpoint).chain(base)
		})
		.collect()
}

/// A folder of images, opened for a model.
pub async fn open_dataset(
	pattern: &Path,
	key: &'static str,
	model: ModelId,
	architecture: promptale_primitives::model::Architecture,
) -> Result<Arc<promptale_engine::Dataset>> {
	let folder = crate::config::folder_of(pattern, model);
	let dataset = blocking(move || {
		promptale_engine::Dataset::open(&folder, &architecture)
			.with_context(|| format!("`{key}` = {} cannot be used for model {model}", folder.display()))
	});
	Ok(Arc::new(dataset.await?))
}

#[cfg(test)]
mod tests {
	use super::*;
	use iroh::SecretKey;
	use promptale_primitives::model::{Architecture, ModelSize};
	use std::time::{Duration, SystemTime};

	async fn open(folder: &Path) -> Checkpoints {
		let (secret, bind) = (SecretKey::from_bytes(&[8; 32]), ([127, 0, 0, 1], 0).into());
		let blobs = Blobs::open(&folder.join("blobs"), secret, bind, Duration::from_secs(5)).await.unwrap();
		let client = Client::unconnected("ws://127.0.0.1:1").unwrap();
		Checkpoints::new(folder.join("checkpoints"), Arc::new(blobs), client, Metrics::new(), 1 << 30)
	}

	fn checkpoint(seed: u64) -> Arc<Checkpoint> {
		let architecture = Architecture { size: ModelSize::Nano, side: 8, channels: 1, classes: 2, words: 0 };
		Arc::new(Checkpoint::initialise(architecture, seed).unwrap())
	}

	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn a_checkpoint_whose_blob_was_lost_in_a_crash_is_served_again() {
		let folder = tempfile::tempdir().unwrap();
		let checkpoints = open(folder.path()).await;
		let (hash, bytes) = (checkpoint(1).hash(), checkpoint(1).to_bytes());
		files::write_atomically(&checkpoints.path(&hash), &bytes).unwrap();
		assert!(!checkpoints.blobs.has(&hash).await);
		assert!(checkpoints.local(&hash).await.unwrap().is_some());
		assert_eq!(checkpoints.blobs.local(&hash).await, Some(bytes));
		checkpoints.blobs.close().await;
	}

	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn pruning_spares_what_is_needed_and_what_was_used_just_now() {
		let folder = tempfile::tempdir().unwrap();
		let checkpoints = open(folder.path()).await;
		let mut hashes = Vec::new();
		for seed in 0..IN_MEMORY as u64 + 3 {
			let hash = checkpoints.store(checkpoint(seed)).await.unwrap();
			// Each one looks older than the one before, as if the clock were set back all the time.
			let file = std::fs::File::options().write(true).open(checkpoints.path(&hash)).unwrap();
			file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 - seed)).unwrap();
			hashes.push(hash);
		}
		checkpoints.prune(0, &hashes[..1]).await;
		let left: Vec<bool> = hashes.iter().map(|hash| checkpoints.path(hash).exists()).collect();
		assert_eq!(left, [true, false, false, true, true, true]);
		checkpoints.blobs.close().await;
	}

	#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
	async fn a_damaged_file_is_removed() {
		let folder = tempfile::tempdir().unwrap();
		let checkpoints = open(folder.path()).await;
		let other = checkpoint(2).to_bytes();
		for content in [&b"garbage"[..], &other] {
			files::write_atomically(&checkpoints.path(&[5; 32]), content).unwrap();
			assert!(checkpoints.local(&[5; 32]).await.unwrap().is_none());
			assert!(!checkpoints.path(&[5; 32]).exists());
		}
		checkpoints.blobs.close().await;
	}
}
