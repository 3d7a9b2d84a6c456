//! The BLAKE3 hashes that bind updates, scores and accounts to each other.
//!
//! Every hash is keyed by a context string of its own (`blake3::Hasher::new_derive_key`), so a value made
//! for one purpose can never be passed off as another.

use crate::{score::ScoreEntry, Blake3, ModelId, RoundIndex};
use codec::Encode;

const UPDATE_COMMITMENT: &str = "promptale 2026-11 pov update commitment";
const SCORE_COMMITMENT: &str = "promptale 2026-11 pov score commitment";
const BEACON: &str = "promptale 2026-11 pov beacon";
const CHALLENGE_BEACON: &str = "promptale 2026-11 compute challenge beacon";

pub(crate) fn derive(context: &str, encoded: &[u8]) -> Blake3 {
	let mut hasher = blake3::Hasher::new_derive_key(context);
	hasher.update(encoded);
	*hasher.finalize().as_bytes()
}

/// Plain BLAKE3 of a file's bytes: the identity of checkpoints, updates and blobs.
pub fn content_hash(bytes: &[u8]) -> Blake3 {
	*blake3::hash(bytes).as_bytes()
}

/// What a contributor commits to before anybody sees the update.
///
/// `account` is the committing device's account, so that a copied commitment cannot be opened by the copier.
pub fn update_commitment<AccountId: Encode>(
	model: ModelId,
	round: RoundIndex,
	update_hash: &Blake3,
	account: &AccountId,
	salt: &Blake3,
) -> Blake3 {
	derive(UPDATE_COMMITMENT, &(model, round, update_hash, account, salt).encode())
}

/// What a committee member commits to before any scores are revealed.
///
/// `validator` is the member's stash account, so that copying another member's commitment earns nothing.
pub fn score_commitment<AccountId: Encode>(
	model: ModelId,
	round: RoundIndex,
	validator: &AccountId,
	entries: &[ScoreEntry],
	salt: &Blake3,
) -> Blake3 {
	derive(SCORE_COMMITMENT, &(model, round, validator, entries, salt).encode())
}

/// Turns the chain's randomness into one beacon of one round. `which` is 1 (committee) or 2 (held-out samples), in
/// a dispute 3 and 4.
pub fn beacon(randomness: &[u8], model: ModelId, round: RoundIndex, which: u8) -> Blake3 {
	derive(BEACON, &(randomness, model, round, which).encode())
}

/// Turns the chain's randomness into one beacon of one epoch's compute challenges. `which` is 1 (seeds) or 2 (rows to open).
pub fn challenge_beacon(randomness: &[u8], epoch: u32, which: u8) -> Blake3 {
	derive(CHALLENGE_BEACON, &(randomness, epoch, which).encode())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn commitment_depends_on_the_account() {
		let one = update_commitment(0, 1, &[1; 32], &[7u8; 32], &[2; 32]);
		let other = update_commitment(0, 1, &[1; 32], &[8u8; 32], &[2; 32]);
		assert_ne!(one, other);
	}

	#[test]
	fn beacons_of_one_round_differ() {
		assert_ne!(beacon(&[3; 32], 0, 1, 1), beacon(&[3; 32], 0, 1, 2));
	}

	#[test]
	fn beacons_of_challenges_are_of_their_own() {
		assert_ne!(challenge_beacon(&[3; 32], 1, 1), challenge_beacon(&[3; 32], 1, 2));
		assert_ne!(challenge_beacon(&[3; 32], 1, 1), challenge_beacon(&[3; 32], 2, 1));
		assert_ne!(challenge_beacon(&[3; 32], 1, 1), beacon(&[3; 32], 0, 1, 1));
	}

	#[test]
	fn score_commitment_depends_on_every_entry() {
		let entries = [ScoreEntry::Scored { score: 1, norm: 2 }, ScoreEntry::Unavailable];
		let one = score_commitment(0, 1, &[7u8; 32], &entries, &[0; 32]);
		let other = score_commitment(0, 1, &[7u8; 32], &entries[..1], &[0; 32]);
		assert_ne!(one, other);
	}
}
