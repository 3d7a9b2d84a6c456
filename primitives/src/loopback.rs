//! What a node's off-chain worker asks its own worker daemon, over HTTP on a loopback address only.
//!
//! Bodies are SCALE-encoded, so that the runtime needs no text format. Routes:
//!
//! * `GET /v1/models/{model}/rounds/{round}/scores` answers 200 with a [`ScoreSheet`], or 404 while there is none;
//! * `GET /v1/models/{model}/rounds/{round}/checkpoint` answers 200 with a [`crate::round::Attestation`], or 404. In a
//!   dispute that is once both hashes are known, or the new one alone from the middle of the phase on;
//! * `GET /v1/challenges/{epoch}/verdicts` answers 200 with a list of [`ChallengeVerdict`]s, as many as the worker has of the
//!   compute challenges of that epoch that are not judged yet.
//!
//! A worker gives the same answer however often it is asked, also after a restart: the sheet that was
//! committed to is the sheet that will be revealed.

use crate::{challenge::Epoch, score::ScoreEntry, Blake3, ModelId, RoundIndex};
use alloc::{format, string::String, vec::Vec};
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// Prefix of the off-chain local storage key (persistent kind) under which a node finds a validator's worker:
/// the prefix followed by the validator's 32-byte session key; the value is the worker's URL in UTF-8.
pub const WORKER_URL_KEY: &[u8] = b"promptale::pov::worker::";

/// Where a node looks for a worker when nothing was set.
pub const DEFAULT_WORKER_URL: &str = "http://127.0.0.1:9955";

/// Key type of PoV session keys in a node's keystore.
pub const KEY_TYPE: [u8; 4] = *b"pov!";

/// A member's scores for one round, one entry for each published or missing update, in order of index.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ScoreSheet {
	/// One entry per update of the round; updates never published are [`ScoreEntry::Unavailable`].
	pub entries: Vec<ScoreEntry>,
	/// Random, kept with the entries.
	pub salt: Blake3,
}

/// What a validator's worker found when it computed the opened rows of a device's challenge itself.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ChallengeVerdict<AccountId> {
	/// The device.
	pub device: AccountId,
	/// What it had committed to: another chain's challenge has another root.
	pub root: Blake3,
	/// Whether every opened row is that of the product.
	pub right: bool,
}

/// Off-chain storage key of the worker URL for a session key.
pub fn worker_url_key(session_key: &[u8]) -> Vec<u8> {
	[WORKER_URL_KEY, session_key].concat()
}

/// Path of a member's score sheet.
pub fn scores_path(model: ModelId, round: RoundIndex) -> String {
	format!("/v1/models/{model}/rounds/{round}/scores")
}

/// Path of what a member attests.
pub fn checkpoint_path(model: ModelId, round: RoundIndex) -> String {
	format!("/v1/models/{model}/rounds/{round}/checkpoint")
}

/// Path of the verdicts on an epoch's compute challenges.
pub fn verdicts_path(epoch: Epoch) -> String {
	format!("/v1/challenges/{epoch}/verdicts")
}

/// Whether a worker URL stays on this machine. Anything else is refused.
pub fn is_loopback(url: &str) -> bool {
	["http://127.0.0.1:", "http://localhost:", "http://[::1]:"].iter().any(|prefix| {
		url.strip_prefix(prefix).is_some_and(|port| {
			let port = port.strip_suffix('/').unwrap_or(port);
			port.parse::<u16>().is_ok_and(|port| port != 0)
		})
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_loopback_urls_are_accepted() {
		for good in [DEFAULT_WORKER_URL, "http://localhost:1", "http://[::1]:9000/"] {
			assert!(is_loopback(good), "{good}");
		}
		for bad in [
			"http://127.0.0.1.evil.org:80",
			"http://10.0.0.1:80",
			"https://127.0.0.1:80",
			"http://127.0.0.1:80@evil.org",
		] {
			assert!(!is_loopback(bad), "{bad}");
		}
	}
}
