//! Canaries: updates whose verdict somebody knows beforehand, by which validators that do not look are found.
//!
//! A canary looks like any other update until the scores are revealed: what it is meant to be lies in the salt of its
//! commitment, which is random to everybody but its maker. Afterwards the maker opens the salt. A member has failed it
//! when its entry contradicts the expectation beyond doubt *and* two thirds of the revealed stake gave entries that
//! agree with it: neither the maker alone nor a mistaken expectation can have anybody slashed.

use crate::{score::ScoreEntry, Blake3, MILLION};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

const CANARY: &str = "promptale 2026-11 pov canary";

/// How far above the threshold a harmful canary's score must be to contradict it, in millionths. Two honest members score
/// the same samples under the same noise, so theirs differ by rounding alone: by far less, unless rounding tips a selection.
/// That is why members are only found to have failed where two thirds of the stake agree with the canary.
pub const MARGIN: i32 = 1_000;

/// What a canary is known to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Expectation {
	/// No update at all: it does not decode.
	Malformed,
	/// It makes the model worse.
	Harmful,
}

/// How an entry stands to an expectation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stand {
	/// It says what was expected.
	Agrees,
	/// It proves nothing: the update could not be fetched, or the score is too close to the threshold.
	Neutral,
	/// Nobody who looked could say it.
	Contradicts,
}

impl Expectation {
	/// How `entry` stands to this under an acceptance threshold in millionths.
	pub fn stand(&self, entry: &ScoreEntry, threshold: i32) -> Stand {
		match (self, entry) {
			(_, ScoreEntry::Unavailable) => Stand::Neutral,
			(Expectation::Malformed, ScoreEntry::Malformed) => Stand::Agrees,
			(Expectation::Malformed, _) => Stand::Contradicts,
			(Expectation::Harmful, ScoreEntry::Scored { score, .. }) if *score <= threshold => Stand::Agrees,
			(Expectation::Harmful, ScoreEntry::Scored { score, .. }) if *score <= threshold.saturating_add(MARGIN) => {
				Stand::Neutral
			},
			(Expectation::Harmful, ScoreEntry::Scored { .. }) => Stand::Contradicts,
			(Expectation::Harmful, ScoreEntry::Regressive(_) | ScoreEntry::RegressiveAt(_)) => Stand::Agrees,
			(Expectation::Harmful, ScoreEntry::Malformed | ScoreEntry::CopyOf(_)) => Stand::Neutral,
		}
	}
}

/// The salt that makes a commitment one to a canary.
pub fn salt(expectation: Expectation, secret: &Blake3) -> Blake3 {
	crate::hash::derive(CANARY, &(expectation, secret).encode())
}

/// Which members failed a canary: the positions of the entries that contradict it, none unless entries with two
/// thirds of the stake agree with it. `entries`: each with its member's voting stake.
pub fn failed(
	expectation: Expectation,
	entries: &[(ScoreEntry, u128)],
	threshold: i32,
) -> impl Iterator<Item = usize> + '_ {
	let total = entries.iter().fold(0u128, |sum, (_, stake)| sum.saturating_add(*stake));
	let agreeing = entries
		.iter()
		.filter(|(entry, _)| expectation.stand(entry, threshold) == Stand::Agrees)
		.fold(0u128, |sum, (_, stake)| sum.saturating_add(*stake));
	let proven = agreeing > 0 && agreeing.saturating_mul(3) >= total.saturating_mul(2);
	entries
		.iter()
		.enumerate()
		.filter(move |(_, (entry, _))| proven && expectation.stand(entry, threshold) == Stand::Contradicts)
		.map(|(at, _)| at)
}

const _: () = assert!(MARGIN > 0 && (MARGIN as u32) < MILLION);

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::vec::Vec;
	use proptest::prelude::*;

	fn scored(score: i32) -> ScoreEntry {
		ScoreEntry::Scored { score, norm: 1 }
	}

	fn failing(expectation: Expectation, entries: &[(ScoreEntry, u128)]) -> Vec<usize> {
		failed(expectation, entries, 0).collect()
	}

	#[test]
	fn who_scores_what_is_malformed_fails() {
		let entries = [(ScoreEntry::Malformed, 1), (scored(5), 1), (ScoreEntry::Malformed, 1)];
		assert_eq!(failing(Expectation::Malformed, &entries), [1]);
	}

	#[test]
	fn who_praises_what_is_harmful_fails() {
		let entries = [(scored(-500_000), 3), (scored(90_000), 1), (ScoreEntry::Regressive(4), 1)];
		assert_eq!(failing(Expectation::Harmful, &entries), [1]);
	}

	#[test]
	fn a_canary_proves_nothing_against_a_third_or_more() {
		let entries = [(ScoreEntry::Malformed, 2), (scored(5), 1), (scored(5), 1)];
		assert_eq!(failing(Expectation::Malformed, &entries), [0usize; 0]);
	}

	#[test]
	fn what_could_not_be_fetched_and_what_is_close_is_no_fault() {
		let entries = [(scored(-9), 8), (ScoreEntry::Unavailable, 1), (scored(MARGIN), 1), (scored(MARGIN + 1), 1)];
		assert_eq!(failing(Expectation::Harmful, &entries), [3]);
	}

	#[test]
	fn the_salt_hides_and_binds_the_expectation() {
		assert_ne!(salt(Expectation::Harmful, &[1; 32]), salt(Expectation::Malformed, &[1; 32]));
		assert_ne!(salt(Expectation::Harmful, &[1; 32]), salt(Expectation::Harmful, &[2; 32]));
	}

	proptest! {
		#[test]
		fn members_with_two_thirds_of_the_stake_never_fail(
			entries in proptest::collection::vec((-5_000i32..5_000, 1u128..100), 1..12),
			threshold in -1_000i32..1_000,
		) {
			let entries: Vec<_> = entries.into_iter().map(|(score, stake)| (scored(score), stake)).collect();
			let total: u128 = entries.iter().map(|(_, stake)| stake).sum();
			let failing: u128 =
				failed(Expectation::Harmful, &entries, threshold).map(|at| entries[at].1).sum();
			prop_assert!(3 * failing <= total);
		}
	}
}
