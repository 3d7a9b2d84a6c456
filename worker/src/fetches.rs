//! Getting the updates of a round: in parallel, again and again, from whoever may have them. In a dispute they are
//! handed over; before one, they are blobs.

use crate::{
	blobs::update_tag,
	checkpoints::{blocking, short},
	encryption::{decrypt, overhead},
	endpoint_address::EndpointAddress,
	keys::ValidatorKeys,
	Shared,
};
use promptale_client::AccountId;
use promptale_primitives::{
	hash::content_hash,
	round::{Published, RoundOverview, UpdateOverview},
	UpdateIndex,
};
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::{Arc, Mutex},
	time::Duration,
};
use tokio::task::JoinSet;

/// Pause before the second attempt to get one blob. Every further one is half as long again.
const FIRST_PAUSE: Duration = Duration::from_millis(700);

/// Longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// What became of a published update on its way here.
pub enum Received {
	/// The plain bytes, with the published hash.
	Plain(Vec<u8>),
	/// What decrypts is not what was published.
	Wrong(String),
}

/// Updates being fetched, and those that arrived.
#[derive(Default)]
pub struct Fetches {
	running: JoinSet<(UpdateIndex, Received)>,
	/// Those under way or here.
	pub started: BTreeSet<UpdateIndex>,
	/// Those that arrived.
	pub received: BTreeMap<UpdateIndex, Received>,
	/// The last failure of those that did not arrive.
	failures: Failures,
}

type Failures = Arc<Mutex<BTreeMap<UpdateIndex, String>>>;

fn note(failures: &Failures, index: UpdateIndex, reason: String) {
	failures.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).insert(index, reason);
}

impl Fetches {
	/// Starts what is not under way yet.
	pub fn start(
		&mut self,
		shared: &Arc<Shared>,
		keys: &ValidatorKeys,
		round: &RoundOverview<AccountId>,
		update: &UpdateOverview<AccountId>,
	) {
		let Some(published) = update.published else { return };
		if !self.started.insert(update.index) {
			return;
		}
		let from = holders(round, update);
		let tag = update_tag(round.model, round.round, &published.blob_hash);
		let most = u64::from(round.terms.max_update_bytes);
		let limit = overhead(most, round.committee.len()) + most;
		let (shared, identity, failures) = (shared.clone(), keys.identity.clone(), self.failures.clone());
		let index = update.index;
		if round.is_disputed() {
			let (round, update, validator) = (round.clone(), update.clone(), keys.stash);
			self.running.spawn(async move {
				let mut pause = FIRST_PAUSE;
				loop {
					match shared.plain_updates.obtain(&round, &update, &validator, &from).await {
						Ok(plain) => return (index, Received::Plain(plain)),
						Err(error) => note(&failures, index, format!("{error:#}")),
					}
					tokio::time::sleep(pause).await;
					pause = (pause * 3 / 2).min(LONGEST_PAUSE);
				}
			});
			return;
		}
		self.running.spawn(async move {
			let mut pause = FIRST_PAUSE;
			loop {
				let already = shared.blobs.has(&published.blob_hash).await;
				match shared.blobs.fetch(&tag, &published.blob_hash, limit, &from).await {
					Ok(blob) => {
						if !already {
							shared.metrics.fetched_bytes.inc_by(blob.len() as u64);
						}
						let opened = blocking(move || Ok(open(&identity, &blob, &published, most))).await;
						return (index, opened.unwrap_or_else(|error| Received::Wrong(error.to_string())));
					},
					Err(error) => note(&failures, index, error.to_string()),
				}
				tokio::time::sleep(pause).await;
				pause = (pause * 3 / 2).min(LONGEST_PAUSE);
			}
		});
	}

	/// Whether everything that was started has arrived.
	pub fn complete(&self) -> bool {
		self.running.is_empty()
	}

	/// Whether each one that was started has arrived or failed at least once.
	pub fn tried(&self) -> bool {
		let failures = self.failures.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
		self.complete()
			|| self.started.iter().all(|index| self.received.contains_key(index) || failures.contains_key(index))
	}

	/// An update under way that never arrives.
	#[cfg(test)]
	pub(crate) fn pretend_started(&mut self, index: UpdateIndex) {
		self.started.insert(index);
		self.running.spawn(std::future::pending());
	}

	/// Notes that an attempt to get an update failed.
	#[cfg(test)]
	pub(crate) fn fail(&self, index: UpdateIndex) {
		self.failures.lock().unwrap().insert(index, "nobody has it".into());
	}

	/// Waits for the next one to arrive; forever when none is under way.
	pub async fn arrival(&mut self) {
		match self.running.join_next().await {
			Some(Ok((index, received))) => {
				self.received.insert(index, received);
			},
			Some(Err(error)) => tracing::error!(%error, "fetching an update broke off"),
			None => std::future::pending().await,
		}
	}

	/// Why an update is not here, in words.
	pub fn failure(&self, index: UpdateIndex) -> String {
		let failures = self.failures.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
		failures.get(&index).cloned().unwrap_or_else(|| "it has not arrived yet".into())
	}
}

/// Who may have an update: its contributor first, then the members it is encrypted to, in a dispute then its members.
fn holders(round: &RoundOverview<AccountId>, update: &UpdateOverview<AccountId>) -> Vec<EndpointAddress> {
	let members = round.former_committee.iter().chain(&round.committee).map(|member| &member.blob_endpoint);
	let mut holders: Vec<EndpointAddress> = Vec::new();
	for bytes in std::iter::once(&update.blob_endpoint).chain(members) {
		match EndpointAddress::from_bytes(bytes) {
			Ok(address) if holders.iter().all(|holder| holder.id != address.id) => holders.push(address),
			Ok(_) => {},
			Err(error) => tracing::debug!(update = update.index, "an endpoint on the chain is unusable: {error}"),
		}
	}
	holders
}

/// Decrypts a blob and checks that it is what was published.
fn open(identity: &age::x25519::Identity, blob: &[u8], published: &Published, most: u64) -> Received {
	match decrypt(identity, blob, most) {
		Ok(plain) if content_hash(&plain) == published.update_hash => Received::Plain(plain),
		Ok(plain) => Received::Wrong(format!(
			"the blob decrypts to an update with the hash {}, but {} was published",
			short(&content_hash(&plain)),
			short(&published.update_hash)
		)),
		Err(error) => Received::Wrong(error.to_string()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::encryption::{encrypt_to_committee, recipient_to_chain};
	use crate::follower::testing::{disputed, member, update};
	use age::x25519::Identity;

	fn published(bytes: &[u8]) -> Published {
		Published { update_hash: content_hash(bytes), blob_hash: [0; 32] }
	}

	#[test]
	fn the_contributor_is_asked_first_then_former_members_then_fellows() {
		let address = |seed| EndpointAddress {
			id: iroh::SecretKey::from_bytes(&[seed; 32]).public(),
			addresses: vec!["127.0.0.1:4900".parse().unwrap()],
		};
		let mut round = disputed(160);
		(round.former_committee, round.committee) = (vec![member(2), member(3)], vec![member(4), member(1)]);
		for (seat, seed) in round.former_committee.iter_mut().chain(&mut round.committee).zip([2, 3, 4, 1]) {
			seat.blob_endpoint = address(seed).to_bytes();
		}
		// It has left.
		round.former_committee[1].blob_endpoint.clear();
		let contributed = UpdateOverview { blob_endpoint: address(1).to_bytes(), ..update(0) };
		assert_eq!(holders(&round, &contributed), [1, 2, 4].map(address));
	}

	#[test]
	fn a_blob_that_holds_something_else_is_unavailable() {
		let identity = Identity::generate();
		let key = recipient_to_chain(&identity.to_public()).unwrap();
		let blob = encrypt_to_committee(&[key], b"something").unwrap();
		let published_hashes = published(b"something");
		assert!(
			matches!(open(&identity, &blob, &published_hashes, 100), Received::Plain(plain) if plain == b"something")
		);
		let other = published(b"something else");
		assert!(matches!(open(&identity, &blob, &other, 100), Received::Wrong(_)));
		assert!(matches!(open(&Identity::generate(), &blob, &published_hashes, 100), Received::Wrong(_)));
		assert!(matches!(open(&identity, &blob, &published_hashes, 3), Received::Wrong(_)));
	}
}
