//! The updates of a round before a member scores or combines them: how long to wait for them, and what makes one
//! malformed.

use crate::fetches::Fetches;
use promptale_client::AccountId;
use promptale_engine::{Checkpoint, Update};
use promptale_primitives::{
	round::{RoundOverview, UpdateOverview},
	schedule::Phase,
	BlockNumber,
};
use std::time::Duration;

/// How long every update gets to be tried once, however late in the score phase this worker started.
const FIRST_TRY: Duration = Duration::from_secs(10);

/// From which block on scoring no longer waits for missing updates: a third into the score phase.
fn fetch_deadline(round: &RoundOverview<AccountId>) -> BlockNumber {
	round.start_of(Phase::Score).saturating_add(round.terms.phases.score / 3)
}

/// Whether to score what is here, after having waited for so long. Past the deadline each update has still been tried
/// once: a member that starts again late in the phase may have all of them on its disk.
pub fn enough(fetches: &Fetches, round: &RoundOverview<AccountId>, waited: Duration) -> bool {
	fetches.complete() || (round.now >= fetch_deadline(round) && (fetches.tried() || waited >= FIRST_TRY))
}

/// Decodes a plain update for the round's base, or says in words why that cannot be.
pub fn decode(
	bytes: &[u8],
	update: &UpdateOverview<AccountId>,
	round: &RoundOverview<AccountId>,
	base: &Checkpoint,
) -> Result<Update, String> {
	if bytes.len() as u64 != u64::from(update.size) {
		return Err(format!("{} bytes were committed to, it has {}", update.size, bytes.len()));
	}
	if bytes.len() as u64 > u64::from(round.terms.max_update_bytes) {
		return Err(format!("it has {} bytes, at most {} are allowed", bytes.len(), round.terms.max_update_bytes));
	}
	Update::from_bytes(bytes, base).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::follower::testing::{self, disputed, round};
	use promptale_engine::update::quantise;
	use promptale_primitives::{
		hash::content_hash,
		model::{Architecture, ModelSize},
		round::Published,
	};

	fn base() -> Checkpoint {
		let architecture = Architecture { size: ModelSize::Nano, side: 8, channels: 1, classes: 2, words: 0 };
		Checkpoint::initialise(architecture, 1).unwrap()
	}

	fn update(bytes: &[u8]) -> UpdateOverview<AccountId> {
		UpdateOverview {
			size: bytes.len() as u32,
			published: Some(Published { update_hash: content_hash(bytes), blob_hash: [0; 32] }),
			..testing::update(0)
		}
	}

	fn large_round() -> RoundOverview<AccountId> {
		let mut round = round(125);
		round.terms.max_update_bytes = 1 << 24;
		round
	}

	#[test]
	fn an_update_is_decoded_only_as_it_was_committed_to() {
		let base = base();
		let bytes = quantise(&base, &vec![0.01; base.parameters().len()]).to_bytes();
		let (round, good) = (large_round(), update(&bytes));
		assert!(decode(&bytes, &good, &round, &base).is_ok());
		let mut resized = good.clone();
		resized.size += 1;
		assert!(decode(&bytes, &resized, &round, &base).unwrap_err().contains("committed"));
		let mut strict = round.clone();
		strict.terms.max_update_bytes = 10;
		assert!(decode(&bytes, &good, &strict, &base).unwrap_err().contains("allowed"));
		let stale = Checkpoint::initialise(base.architecture(), 2).unwrap();
		assert!(decode(&bytes, &good, &round, &stale).unwrap_err().contains("another base"));
		assert!(decode(b"garbage", &update(b"garbage"), &round, &base).is_err());
	}

	#[tokio::test]
	async fn a_member_that_starts_after_the_deadline_still_tries_every_update_once() {
		let (early, late) = (round(122), round(126));
		let mut fetches = Fetches::default();
		assert!(enough(&fetches, &early, Duration::ZERO), "there is nothing to wait for");
		fetches.pretend_started(0);
		assert!(!enough(&fetches, &early, FIRST_TRY));
		assert!(!enough(&fetches, &late, Duration::ZERO));
		assert!(enough(&fetches, &late, FIRST_TRY));
		fetches.fail(0);
		assert!(!enough(&fetches, &early, Duration::ZERO));
		assert!(enough(&fetches, &late, Duration::ZERO));
	}

	#[test]
	fn scoring_waits_for_a_third_of_its_phase_at_most() {
		let mut round = round(120);
		assert_eq!(fetch_deadline(&round), 123);
		round.terms.phases.score = 2;
		assert_eq!(fetch_deadline(&round), 120);
		assert_eq!(fetch_deadline(&disputed(157)), 169, "in a dispute, of the repeated phase");
	}
}
