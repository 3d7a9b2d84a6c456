//! Asking a validator's worker daemon. See [`promptale_primitives::loopback`].

use crate::session;
use alloc::{
	string::{String, ToString},
	vec::Vec,
};
use codec::Decode;
use promptale_primitives::loopback;
use sp_core::offchain::{StorageKind, Timestamp};
use sp_runtime::offchain::{
	http::{PendingRequest, Request, Response},
	Duration,
};

/// How long all answers of one block's questions may take, in milliseconds.
const TIMEOUT: u64 = 2_000;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
	/// The worker has no answer yet.
	NotYet,
	/// The worker's URL leaves this machine, or is no URL.
	NotLoopback,
	/// The worker does not answer.
	Unreachable,
	/// The worker answers something else than was asked for.
	BadAnswer,
}

impl Failure {
	/// What is wrong and what to do about it, for the node's log.
	pub fn advice(&self) -> &'static str {
		match self {
			Failure::NotYet => "the worker has no answer yet; asking again in the next block",
			Failure::NotLoopback => "the worker's URL must be http on 127.0.0.1, localhost or [::1] with a port; set it again",
			Failure::Unreachable => "the worker does not answer; check that `vpu run` is running with the validate role and that its URL is set for this session key",
			Failure::BadAnswer => "the worker's answer cannot be read; check that node and worker have the same version",
		}
	}

	/// How loud it is said.
	pub fn level(&self) -> log::Level {
		match self {
			Failure::NotYet => log::Level::Debug,
			_ => log::Level::Warn,
		}
	}
}

/// When the answers to questions that are asked now have to be here.
pub fn deadline() -> Timestamp {
	sp_io::offchain::timestamp().add(Duration::from_millis(TIMEOUT))
}

/// Sends a GET request to the worker of a session key.
pub fn ask(key: &session::Public, path: &str, deadline: Timestamp) -> Result<PendingRequest, Failure> {
	let mut url = url_of(key)?;
	url.push_str(path);
	Request::get(&url).deadline(deadline).send().map_err(|_| Failure::Unreachable)
}

/// The bodies of all answers, of at most `longest` bytes each, in order of the requests. Waits for all of them together.
pub fn answers(
	requests: Vec<PendingRequest>,
	deadline: Timestamp,
	longest: usize,
) -> impl Iterator<Item = Result<Vec<u8>, Failure>> {
	PendingRequest::try_wait_all(requests, deadline).into_iter().map(move |answer| match answer {
		Ok(Ok(response)) => read(response, deadline, longest),
		Ok(Err(_)) | Err(_) => Err(Failure::Unreachable),
	})
}

/// A whole answer as a value, with nothing left over.
pub fn decode<Value: Decode>(mut answer: &[u8]) -> Result<Value, Failure> {
	let value = Value::decode(&mut answer).map_err(|_| Failure::BadAnswer)?;
	if !answer.is_empty() {
		return Err(Failure::BadAnswer);
	}
	Ok(value)
}

/// The worker's URL for a session key: what the operator set, else the default; never off this machine.
fn url_of(key: &session::Public) -> Result<String, Failure> {
	let raw: &[u8] = key.as_ref();
	let stored = sp_io::offchain::local_storage_get(StorageKind::PERSISTENT, &loopback::worker_url_key(raw));
	let url = match stored {
		Some(bytes) => String::from_utf8(bytes).map_err(|_| Failure::NotLoopback)?,
		None => loopback::DEFAULT_WORKER_URL.to_string(),
	};
	if !loopback::is_loopback(&url) {
		return Err(Failure::NotLoopback);
	}
	Ok(url.trim_end_matches('/').to_string())
}

fn read(response: Response, deadline: Timestamp, longest: usize) -> Result<Vec<u8>, Failure> {
	match response.code {
		200 => {},
		404 => return Err(Failure::NotYet),
		_ => return Err(Failure::BadAnswer),
	}
	let mut body = response.body();
	body.deadline(Some(deadline));
	// One byte more than is allowed tells a long answer from one that just fits.
	let bytes: Vec<u8> = body.by_ref().take(longest.saturating_add(1)).collect();
	if body.error().is_some() {
		return Err(Failure::Unreachable);
	}
	if bytes.len() > longest {
		return Err(Failure::BadAnswer);
	}
	Ok(bytes)
}
