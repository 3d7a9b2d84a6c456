//! What this worker's own node asks: score sheets, attestations, verdicts on challenges, over HTTP on loopback.
//!
//! Sheets and attestations are on disk before they are served, so that they are the same however often they are asked
//! for, also after a crash: the sheet that the node committed to is the sheet that it will reveal.
//!
//! Only requests that name this machine as their host are answered. A web page whose own name resolves to loopback (DNS
//! rebinding) could otherwise read scores and salt, through a browser on this machine, before they are revealed.

use crate::{files, verdicts::Verdicts};
use anyhow::{bail, Result};
use axum::{
	extract::{Path as Segments, Request, State},
	http::{
		header::{CONTENT_TYPE, HOST},
		StatusCode,
	},
	middleware::{from_fn, Next},
	response::{IntoResponse, Response},
	routing::get,
	Router,
};
use codec::Encode;
use promptale_primitives::{
	challenge::Epoch, loopback::ScoreSheet, round::Attestation, Blake3, BlockNumber, ModelId, RoundIndex,
};
use serde::{Deserialize, Deserializer, Serialize};
use std::{
	collections::BTreeMap,
	net::{IpAddr, SocketAddr},
	path::{Path, PathBuf},
	sync::{Arc, RwLock},
};
use tokio::net::TcpListener;

/// What a member found in one round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
	/// Block the round was opened in. With `base` it tells rounds of different chains apart.
	pub opened: BlockNumber,
	/// Checkpoint the round started from.
	pub base: Blake3,
	/// Scores, with the beacon they were made under.
	pub scores: Option<(Blake3, ScoreSheet)>,
	/// What to attest. Earlier versions kept the checkpoint's hash alone.
	#[serde(default, alias = "checkpoint", deserialize_with = "attestation")]
	pub attestation: Option<Attestation>,
}

/// Reads an attestation in its present form or as the hash that it was.
fn attestation<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Attestation>, D::Error> {
	#[derive(Deserialize)]
	#[serde(untagged)]
	enum Kept {
		Attestation(Attestation),
		Checkpoint(Blake3),
	}
	let kept = Option::<Kept>::deserialize(deserializer)?;
	Ok(kept.map(|kept| match kept {
		Kept::Attestation(attestation) => attestation,
		Kept::Checkpoint(checkpoint) => checkpoint.into(),
	}))
}

type Key = (ModelId, RoundIndex);

/// All answers of the last rounds, in memory and on disk.
#[derive(Clone)]
pub struct Answers {
	folder: PathBuf,
	held: Arc<RwLock<BTreeMap<Key, Answer>>>,
	/// Verdicts on compute challenges. Not on disk: whoever computes rows again finds the same.
	pub verdicts: Verdicts,
}

impl Answers {
	/// Reads what an earlier run left in `folder`. Damaged files are left out with a warning.
	pub fn open(folder: &Path) -> Answers {
		let mut held = BTreeMap::new();
		for path in files::by_age(folder, ".json") {
			let key = path.file_stem().and_then(|stem| parse_key(&stem.to_string_lossy()));
			match (key, files::read_json::<Answer>(&path)) {
				(Some(key), Ok(Some(answer))) => {
					held.insert(key, answer);
				},
				(_, Err(error)) => tracing::warn!("{error:#}"),
				_ => {},
			}
		}
		Answers { folder: folder.into(), held: Arc::new(RwLock::new(held)), verdicts: Verdicts::default() }
	}

	/// What is known of a round. An answer from another chain's round of the same number is dropped.
	pub fn of_round(&self, model: ModelId, round: RoundIndex, opened: BlockNumber, base: &Blake3) -> Answer {
		let held = self.get(model, round);
		match held {
			Some(answer) if answer.opened == opened && answer.base == *base => answer,
			Some(_) => {
				self.write_held().remove(&(model, round));
				files::remove(&self.path(model, round));
				Answer { opened, base: *base, scores: None, attestation: None }
			},
			None => Answer { opened, base: *base, scores: None, attestation: None },
		}
	}

	/// Writes an answer to disk, then serves it.
	pub fn put(&self, model: ModelId, round: RoundIndex, answer: Answer) -> Result<()> {
		files::write_json(&self.path(model, round), &answer)?;
		self.write_held().insert((model, round), answer);
		Ok(())
	}

	/// Forgets a model's rounds before `first_kept`.
	pub fn forget_rounds_before(&self, model: ModelId, first_kept: RoundIndex) {
		let mut held = self.write_held();
		let old: Vec<Key> = held.range((model, 0)..(model, first_kept)).map(|(key, _)| *key).collect();
		for (model, round) in old {
			held.remove(&(model, round));
			files::remove(&self.path(model, round));
		}
	}

	fn get(&self, model: ModelId, round: RoundIndex) -> Option<Answer> {
		self.held.read().unwrap_or_else(|poisoned| poisoned.into_inner()).get(&(model, round)).cloned()
	}

	fn write_held(&self) -> std::sync::RwLockWriteGuard<'_, BTreeMap<Key, Answer>> {
		self.held.write().unwrap_or_else(|poisoned| poisoned.into_inner())
	}

	fn path(&self, model: ModelId, round: RoundIndex) -> PathBuf {
		self.folder.join(format!("model-{model}-round-{round}.json"))
	}

	/// The routes that [`promptale_primitives::loopback`] names.
	pub fn router(&self) -> Router {
		Router::new()
			.route("/v1/models/{model}/rounds/{round}/scores", get(scores))
			.route("/v1/models/{model}/rounds/{round}/checkpoint", get(checkpoint))
			.route("/v1/challenges/{epoch}/verdicts", get(verdicts))
			.layer(from_fn(refuse_other_hosts))
			.with_state(self.clone())
	}

	/// Serves the routes until the returned task is aborted.
	pub async fn serve(&self, address: SocketAddr) -> Result<tokio::task::JoinHandle<()>> {
		if !address.ip().is_loopback() {
			bail!("`validate.listen` = {address} is not an address of this machine alone");
		}
		let listener = listen(address, "validate.listen").await?;
		let router = self.router();
		Ok(tokio::spawn(async move {
			if let Err(error) = axum::serve(listener, router).await {
				tracing::error!(%error, "the server for the node ended");
			}
		}))
	}
}

/// Listens on a TCP address that a configuration key gave.
pub async fn listen(address: SocketAddr, key: &str) -> Result<TcpListener> {
	match TcpListener::bind(address).await {
		Ok(listener) => Ok(listener),
		Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
			bail!("the port of `{key}` = {address} is taken; stop the program that uses it, or give another one")
		},
		Err(error) => bail!("cannot listen on `{key}` = {address}: {error}"),
	}
}

async fn refuse_other_hosts(request: Request, next: Next) -> Response {
	let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
	if is_loopback_host(host) {
		return next.run(request).await;
	}
	tracing::warn!(host, "a request that names another machine was refused; the node asks with a loopback address");
	(StatusCode::FORBIDDEN, "ask with a loopback address as the host\n").into_response()
}

/// Whether the host of an authority (`host`, `host:port`) is this machine by its address or as `localhost`.
pub fn is_loopback_host(authority: &str) -> bool {
	// Whatever comes before an `@` is a user name, not a host.
	if authority.contains('@') {
		return false;
	}
	let host = match authority.strip_prefix('[') {
		Some(bracketed) => bracketed.split(']').next().unwrap_or_default(),
		None => authority.rsplit_once(':').map_or(authority, |(host, _)| host),
	};
	host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn parse_key(stem: &str) -> Option<Key> {
	let (model, round) = stem.strip_prefix("model-")?.split_once("-round-")?;
	Some((model.parse().ok()?, round.parse().ok()?))
}

async fn scores(State(answers): State<Answers>, Segments((model, round)): Segments<Key>) -> Response {
	scale(answers.get(model, round).and_then(|answer| answer.scores).map(|(_, sheet)| sheet))
}

async fn checkpoint(State(answers): State<Answers>, Segments((model, round)): Segments<Key>) -> Response {
	scale(answers.get(model, round).and_then(|answer| answer.attestation))
}

async fn verdicts(State(answers): State<Answers>, Segments(epoch): Segments<Epoch>) -> Response {
	scale(Some(answers.verdicts.of_epoch(epoch)))
}

fn scale(value: Option<impl Encode>) -> Response {
	match value {
		Some(value) => ([(CONTENT_TYPE, "application/octet-stream")], value.encode()).into_response(),
		None => StatusCode::NOT_FOUND.into_response(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Decode;
	use promptale_client::AccountId;
	use promptale_primitives::{
		loopback::{self, ChallengeVerdict},
		score::ScoreEntry,
	};

	fn answer() -> Answer {
		let entries = vec![ScoreEntry::Scored { score: 12, norm: 3 }, ScoreEntry::CopyOf(0), ScoreEntry::Unavailable];
		let sheet = ScoreSheet { entries, salt: [5; 32] };
		Answer { opened: 10, base: [1; 32], scores: Some(([2; 32], sheet)), attestation: Some([3; 32].into()) }
	}

	async fn ask(url: &str) -> (u16, Vec<u8>) {
		// The client wants one even for plain HTTP; an error only says that there is one already.
		let _ = rustls::crypto::ring::default_provider().install_default();
		let response = reqwest::get(url).await.unwrap();
		(response.status().as_u16(), response.bytes().await.unwrap().to_vec())
	}

	async fn start(answers: &Answers) -> String {
		let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
		let url = format!("http://{}", listener.local_addr().unwrap());
		let router = answers.router();
		tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
		url
	}

	#[tokio::test]
	async fn the_same_sheet_is_served_after_a_restart() {
		let folder = tempfile::tempdir().unwrap();
		let answers = Answers::open(folder.path());
		let url = start(&answers).await + &loopback::scores_path(4, 7);
		assert_eq!(ask(&url).await.0, 404);
		answers.put(4, 7, answer()).unwrap();
		let before = ask(&url).await;
		let sheet = ScoreSheet::decode(&mut &before.1[..]).unwrap();
		assert_eq!(Some(sheet), answer().scores.map(|(_, sheet)| sheet));

		let again = Answers::open(folder.path());
		let url = start(&again).await;
		assert_eq!(ask(&(url.clone() + &loopback::scores_path(4, 7))).await, before);
		let (status, attestation) = ask(&(url + &loopback::checkpoint_path(4, 7))).await;
		assert_eq!((status, Attestation::decode(&mut &attestation[..])), (200, Ok([3; 32].into())));
	}

	#[tokio::test]
	async fn verdicts_on_challenges_are_served_by_epoch() {
		let folder = tempfile::tempdir().unwrap();
		let answers = Answers::open(folder.path());
		let url = start(&answers).await;
		answers.verdicts.put((5, [1; 32], [2; 32]), false);
		for (epoch, expected) in [(4, 0), (5, 1)] {
			let (status, body) = ask(&(url.clone() + &loopback::verdicts_path(epoch))).await;
			let verdicts = Vec::<ChallengeVerdict<AccountId>>::decode(&mut &body[..]).unwrap();
			assert_eq!((status, verdicts.len()), (200, expected));
			let wrong = ChallengeVerdict { device: AccountId([1; 32]), root: [2; 32], right: false };
			assert!(verdicts.iter().all(|verdict| *verdict == wrong));
		}
	}

	#[test]
	fn what_earlier_versions_wrote_is_still_the_same_answer() {
		let folder = tempfile::tempdir().unwrap();
		let mut json = serde_json::to_value(answer()).unwrap();
		let fields = json.as_object_mut().unwrap();
		fields.remove("attestation");
		let open = |json: &serde_json::Value| {
			files::write_json(&folder.path().join("model-4-round-7.json"), json).unwrap();
			Answers::open(folder.path()).get(4, 7).unwrap()
		};
		assert_eq!(open(&json), Answer { attestation: None, ..answer() });
		json["checkpoint"] = serde_json::Value::Null;
		assert_eq!(open(&json), Answer { attestation: None, ..answer() });
		json["checkpoint"] = vec![3; 32].into();
		assert_eq!(open(&json), answer());
	}

	#[tokio::test]
	async fn a_web_page_whose_name_resolves_to_this_machine_reads_nothing() {
		let folder = tempfile::tempdir().unwrap();
		let answers = Answers::open(folder.path());
		answers.put(4, 7, answer()).unwrap();
		let url = start(&answers).await + &loopback::scores_path(4, 7);
		assert_eq!(ask(&url).await.0, 200);
		for (host, status) in [("127.0.0.1:9955", 200), ("localhost", 200), ("[::1]:1", 200), ("evil.org:9955", 403)] {
			let response = reqwest::Client::new().get(&url).header("host", host).send().await.unwrap();
			assert_eq!(response.status().as_u16(), status, "{host}");
		}
	}

	#[test]
	fn an_answer_of_another_chain_is_dropped() {
		let folder = tempfile::tempdir().unwrap();
		let answers = Answers::open(folder.path());
		answers.put(0, 1, answer()).unwrap();
		assert_eq!(answers.of_round(0, 1, 10, &[1; 32]), answer());
		assert_eq!(answers.of_round(0, 1, 11, &[1; 32]).scores, None);
		assert_eq!(Answers::open(folder.path()).get(0, 1), None);
	}

	#[test]
	fn only_old_rounds_of_one_model_are_forgotten() {
		let folder = tempfile::tempdir().unwrap();
		let answers = Answers::open(folder.path());
		for (model, round) in [(0, 1), (0, 2), (1, 1)] {
			answers.put(model, round, answer()).unwrap();
		}
		answers.forget_rounds_before(0, 2);
		let left: Vec<Key> = Answers::open(folder.path()).held.read().unwrap().keys().copied().collect();
		assert_eq!(left, [(0, 2), (1, 1)]);
	}

	#[tokio::test]
	async fn a_taken_port_is_named() {
		let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
		let address = taken.local_addr().unwrap();
		let error = listen(address, "validate.listen").await.unwrap_err().to_string();
		assert!(error.contains("validate.listen") && error.contains(&address.to_string()), "{error}");
	}
}
