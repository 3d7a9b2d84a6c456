//! Product placements that are shown and counted: [`campaign`] is what is shown, [`ledger`] what was shown, [`settlement`] what
//! is signed of it, [`mod@attest`] signing what others showed.
//!
//! A picture is finished when it is told of, so that showing it is signing and writing a receipt.

pub mod attest;
pub mod campaign;
pub mod ledger;
pub mod settlement;

use super::{refusal::Refusal, Service};
use crate::stop::Stop;
use anyhow::{Context, Result};
use axum::{
	body::Bytes,
	extract::{
		rejection::{JsonRejection, QueryRejection},
		ConnectInfo, Path as Segments, Query, State,
	},
	http::{
		header::{CACHE_CONTROL, CONTENT_TYPE, USER_AGENT},
		HeaderMap, HeaderName, HeaderValue, Method,
	},
	response::{IntoResponse, Response},
	Json,
};
use campaign::{folder_name, of_folder, Campaign, Prepared, Put, RECEIPTS};
use ledger::{Ledger, SYNC_INTERVAL};
use promptale_client::AccountId;
use promptale_primitives::{
	placement::{AttesterSignature, CampaignId, Receipt, SignedReceipt},
	Blake3,
};
use serde::Deserialize;
use serde_json::{json, Value};
use std::{
	collections::{BTreeMap, HashMap},
	net::SocketAddr,
	path::{Path, PathBuf},
	sync::{Arc, Mutex, MutexGuard, RwLock},
	time::{Duration, Instant, SystemTime},
};

/// Viewers that are remembered at most; then those who are long gone are forgotten.
const MOST_VIEWERS: usize = 100_000;

/// All campaigns that are shown here.
pub struct Placements {
	folder: PathBuf,
	held: RwLock<BTreeMap<CampaignId, Arc<Placement>>>,
	/// One change at a time.
	changing: Arc<tokio::sync::Mutex<()>>,
	/// Keeps viewers' hashes from being guessed.
	salt: Blake3,
}

/// One campaign.
struct Placement {
	number: CampaignId,
	shown: RwLock<Arc<Prepared>>,
	book: Mutex<Book>,
	/// Held while another worker's settlement is checked.
	attesting: Mutex<()>,
}

/// What was shown, and to whom just now.
struct Book {
	ledger: Ledger,
	seen: HashMap<Blake3, Instant>,
}

/// Whether an impression counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
	/// It has the receipt of this index.
	Receipt(u64),
	/// It is shown for nothing.
	Not(String),
}

impl Placements {
	/// What is to be opened in a folder, with [`Placements::load`].
	pub fn new(folder: PathBuf, salt: Blake3) -> Placements {
		Placements { folder, held: RwLock::default(), changing: Arc::default(), salt }
	}

	/// Reads the campaigns of earlier runs.
	pub fn load(&self, service: &Service) -> Result<()> {
		for entry in std::fs::read_dir(&self.folder).into_iter().flatten().flatten() {
			let Some(number) = of_folder(&entry.file_name().to_string_lossy()) else { continue };
			crate::files::remove_unfinished(&entry.path());
			if Prepared::is_unfinished(&entry.path()) {
				tracing::warn!(campaign = number, "telling of this campaign broke off; tell it again");
				continue;
			}
			let prepared = Prepared::open(service, &entry.path())?;
			let placement = Placement::open(&entry.path(), number, prepared)?;
			self.write().insert(number, Arc::new(placement));
		}
		Ok(())
	}

	fn write(&self) -> std::sync::RwLockWriteGuard<'_, BTreeMap<CampaignId, Arc<Placement>>> {
		self.held.write().unwrap_or_else(|poisoned| poisoned.into_inner())
	}

	fn get(&self, campaign: CampaignId) -> Result<Arc<Placement>, Refusal> {
		let held = self.held.read().unwrap_or_else(|poisoned| poisoned.into_inner());
		let missing = || Refusal::missing(format!("campaign {campaign} is not shown here"));
		held.get(&campaign).cloned().ok_or_else(missing)
	}

	fn all(&self) -> Vec<Arc<Placement>> {
		self.held.read().unwrap_or_else(|poisoned| poisoned.into_inner()).values().cloned().collect()
	}

	/// Brings receipts to disk until everything stops, and then the last ones.
	pub async fn keep_synced(service: Arc<Service>, stop: Stop) {
		loop {
			let going_on = stop.or(tokio::time::sleep(SYNC_INTERVAL)).await.is_some();
			for placement in service.placements.all() {
				let synced = tokio::task::spawn_blocking(move || placement.sync()).await;
				if let Err(error) = synced.map_err(anyhow::Error::from).and_then(|outcome| outcome) {
					tracing::error!("receipts are not brought to disk: {error:#}");
				}
			}
			if !going_on {
				break;
			}
		}
	}

	/// What a viewer is called in receipts.
	fn viewer(&self, address: &str, agent: &str) -> Blake3 {
		let mut hasher = blake3::Hasher::new_keyed(&self.salt);
		hasher.update(&(address.len() as u64).to_le_bytes()).update(address.as_bytes()).update(agent.as_bytes());
		*hasher.finalize().as_bytes()
	}
}

impl Placement {
	fn open(folder: &Path, number: CampaignId, prepared: Prepared) -> Result<Placement> {
		let path = folder.join(format!("{RECEIPTS}{}", prepared.campaign.page));
		let ledger = Ledger::open(&path, number, prepared.campaign.page)?;
		let book = Book { ledger, seen: HashMap::new() };
		Ok(Placement {
			number,
			shown: RwLock::new(Arc::new(prepared)),
			book: Mutex::new(book),
			attesting: Mutex::new(()),
		})
	}

	fn shown(&self) -> Arc<Prepared> {
		self.shown.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
	}

	fn book(&self) -> MutexGuard<'_, Book> {
		self.book.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
	}

	fn sync(&self) -> Result<()> {
		let Some((file, receipts)) = self.book().ledger.unsynced()? else { return Ok(()) };
		// Without the lock: impressions go on being counted meanwhile.
		file.sync_data().context("fsync")?;
		self.book().ledger.set_synced(receipts);
		Ok(())
	}

	/// Counts an impression, if it is to be paid for.
	fn count(&self, service: &Service, shown: &Prepared, payee: AccountId, viewer: Blake3) -> Result<Counted> {
		let Some(block) = service.block() else {
			return Ok(Counted::Not("this worker does not follow the chain".into()));
		};
		let mut book = self.book();
		let now = Instant::now();
		let repeat = Duration::from_secs(service.limits.repeat_seconds.into());
		if book.seen.len() >= MOST_VIEWERS {
			book.seen.retain(|_, seen| now.duration_since(*seen) < repeat);
		}
		if book.seen.get(&viewer).is_some_and(|seen| now.duration_since(*seen) < repeat) {
			return Ok(Counted::Not("this viewer saw it just now".into()));
		}
		if book.seen.len() >= MOST_VIEWERS {
			return Ok(Counted::Not("more viewers at once than can be told apart".into()));
		}
		let index = book.ledger.len();
		if let Err(reason) = shown.campaign.pays(index, block) {
			return Ok(Counted::Not(reason.into()));
		}
		let time = SystemTime::UNIX_EPOCH.elapsed().map(|passed| passed.as_millis() as u64).unwrap_or(0);
		let page = shown.campaign.page;
		let receipt = Receipt { campaign: self.number, page, index, block, time, payee, viewer };
		let signature = service.attester.sign(&receipt.signing_bytes(&service.chain)).0;
		let signature = AttesterSignature { attester: shown.attester, signature };
		book.ledger.append(&SignedReceipt { receipt, signature })?;
		book.seen.insert(viewer, now);
		Ok(Counted::Receipt(index))
	}
}

/// `?payee=`
#[derive(Deserialize)]
pub struct ShownBy {
	payee: AccountId,
}

/// The picture for a viewer, counted. Without a token: browsers of viewers ask for it.
pub async fn image(
	State(service): State<Arc<Service>>,
	Segments(campaign): Segments<CampaignId>,
	method: Method,
	query: Result<Query<ShownBy>, QueryRejection>,
	peer: Option<axum::Extension<ConnectInfo<SocketAddr>>>,
	headers: HeaderMap,
) -> Result<Response, Refusal> {
	let Query(ShownBy { payee }) = query?;
	let placement = service.placements.get(campaign)?;
	let shown = placement.shown();
	if !shown.campaign.payees.contains(&payee) {
		return Err(Refusal::missing(format!(
			"{payee} does not show campaign {campaign}; its payees are told with PUT"
		)));
	}
	let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
	let forwarded = text(HeaderName::from_static("x-forwarded-for")).rsplit(',').next().unwrap_or_default().trim();
	let address = match peer {
		_ if service.limits.behind_proxy => forwarded.to_string(),
		Some(axum::Extension(ConnectInfo(peer))) => peer.ip().to_string(),
		None => String::new(),
	};
	let viewer = service.placements.viewer(&address, text(USER_AGENT));
	let counted = match method {
		Method::HEAD => Counted::Not("nobody sees what is not sent".into()),
		_ => placement.count(&service, &shown, payee, viewer).unwrap_or_else(|error| {
			tracing::error!(campaign, "an impression could not be counted: {error:#}");
			Counted::Not("the receipt could not be written".into())
		}),
	};
	let (name, value) = match counted {
		Counted::Receipt(index) => ("x-receipt", index.to_string()),
		Counted::Not(reason) => ("x-uncounted", reason),
	};
	let mut response = Bytes::clone(&shown.file).into_response();
	let answer = response.headers_mut();
	answer.insert(CONTENT_TYPE, HeaderValue::from_static(shown.format.media_type()));
	// Every viewer is to be counted.
	answer.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
	answer.insert(HeaderName::from_static(name), HeaderValue::from_str(&value).map_err(Refusal::internal)?);
	Ok(response)
}

/// Shows a campaign from now on, or shows it differently.
pub async fn put(
	State(service): State<Arc<Service>>,
	Segments(campaign): Segments<CampaignId>,
	body: Result<Json<Put>, JsonRejection>,
) -> Result<Json<Value>, Refusal> {
	let Json(put) = body?;
	let changing = service.placements.changing.clone().lock_owned().await;
	let work = move || {
		// Held to the end, also when whoever asked is gone.
		let _changing = changing;
		let prepared = Prepared::new(&service, put)?;
		let folder = service.placements.folder.join(folder_name(campaign));
		match service.placements.get(campaign) {
			Ok(placement) => {
				let counted = !placement.book().ledger.is_empty();
				let before = placement.shown();
				if before.campaign.page != prepared.campaign.page
					|| counted && !before.campaign.counts_with(&prepared.campaign)
				{
					let message = format!(
						"campaign {campaign} is shown on page {} already: slot, page, terms, price and attesters of what \
						 was counted cannot change",
						before.campaign.page
					);
					return Err(Refusal::conflict(message));
				}
				prepared.keep(&folder).map_err(Refusal::internal)?;
				*placement.shown.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = Arc::new(prepared);
			},
			Err(_) => {
				prepared.keep(&folder).map_err(Refusal::internal)?;
				let placement = Placement::open(&folder, campaign, prepared).map_err(Refusal::internal)?;
				service.placements.write().insert(campaign, Arc::new(placement));
			},
		}
		Ok(Json(service.placements.get(campaign)?.describe()))
	};
	tokio::task::spawn_blocking(work).await.map_err(Refusal::internal)?
}

/// What was delivered of one campaign.
pub async fn show(
	State(service): State<Arc<Service>>,
	Segments(campaign): Segments<CampaignId>,
) -> Result<Json<Value>, Refusal> {
	Ok(Json(service.placements.get(campaign)?.describe()))
}

/// What was delivered of all.
pub async fn list(State(service): State<Arc<Service>>) -> Json<Value> {
	Json(service.placements.all().iter().map(|placement| placement.describe()).collect())
}

impl Placement {
	fn describe(&self) -> Value {
		let shown = self.shown();
		let Campaign { slot, page, .. } = shown.campaign;
		let (impressions, counts) = {
			let book = self.book();
			(book.ledger.len(), book.ledger.counts(u64::MAX))
		};
		let payees = shown.campaign.payees.iter().map(|payee| {
			let impressions = counts.get(&payee.0).copied().unwrap_or(0);
			// As text: JavaScript's numbers do not reach so far.
			let earned = shown.campaign.earned(impressions).to_string();
			json!({ "payee": payee.to_string(), "impressions": impressions, "earned": earned })
		});
		json!({
			"campaign": self.number,
			"slot": slot,
			"page": page,
			"impressions": impressions,
			"payees": payees.collect::<Vec<_>>(),
		})
	}
}
