//! What the committee's stake says of an update: weighted medians, flags by majority of stake.

use crate::score::{Flag, ScoreEntry};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// The committee's word on one update.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Verdict {
	/// The median score is above the threshold.
	Accepted {
		/// Stake-weighted median score, millionths.
		score: i32,
		/// Stake-weighted median norm, units of 2^-20.
		norm: u64,
	},
	/// The median score is not above the threshold.
	BelowThreshold {
		/// Stake-weighted median score, millionths.
		score: i32,
	},
	/// At least half of the revealed stake raised a flag; this is the one with most stake.
	Flagged(Flag),
	/// Committed to, but never published.
	NotPublished,
}

/// Stake-weighted lower median: the smallest value at which the stake of all values up to and including
/// it reaches at least half of the total. `None` without any stake.
///
/// No minority of stake can move it outside the values that the majority gave.
pub fn weighted_median<T: Ord + Copy>(mut values: Vec<(T, u128)>) -> Option<T> {
	let total = values.iter().fold(0u128, |sum, (_, stake)| sum.saturating_add(*stake));
	if total == 0 {
		return None;
	}
	values.sort_by_key(|(value, _)| *value);
	let half = total.div_ceil(2);
	let mut below = 0u128;
	for (value, stake) in values {
		below = below.saturating_add(stake);
		if below >= half {
			return Some(value);
		}
	}
	None
}

/// Decides one published update from the revealed entries, each with its member's voting stake.
///
/// An update that at least half of the revealed stake flags is excluded under the flag with the most stake
/// (ties: the order of [`Flag`]). Otherwise the median over the members that scored it decides.
/// `None` when no stake was revealed.
pub fn decide(entries: &[(ScoreEntry, u128)], threshold: i32) -> Option<Verdict> {
	let total = entries.iter().fold(0u128, |sum, (_, stake)| sum.saturating_add(*stake));
	if total == 0 {
		return None;
	}
	let mut flags: Vec<(Flag, u128)> = Vec::new();
	let mut flagged = 0u128;
	let mut scores: Vec<(i32, u128)> = Vec::new();
	let mut norms: Vec<(u64, u128)> = Vec::new();
	for (entry, stake) in entries {
		match (entry, entry.flag()) {
			(ScoreEntry::Scored { score, norm }, _) => {
				scores.push((*score, *stake));
				norms.push((*norm, *stake));
			},
			(_, Some(flag)) => {
				flagged = flagged.saturating_add(*stake);
				match flags.iter_mut().find(|(known, _)| *known == flag) {
					Some((_, sum)) => *sum = sum.saturating_add(*stake),
					None => flags.push((flag, *stake)),
				}
			},
			_ => {},
		}
	}
	if flagged >= total.div_ceil(2) {
		flags.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
		return flags.first().map(|(flag, _)| Verdict::Flagged(*flag));
	}
	let score = weighted_median(scores)?;
	let norm = weighted_median(norms)?;
	Some(if score > threshold { Verdict::Accepted { score, norm } } else { Verdict::BelowThreshold { score } })
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn scored(score: i32) -> ScoreEntry {
		ScoreEntry::Scored { score, norm: 10 }
	}

	#[test]
	fn half_of_the_stake_excludes() {
		let entries = [(scored(9), 50), (ScoreEntry::Malformed, 50)];
		assert_eq!(decide(&entries, 0), Some(Verdict::Flagged(Flag::Malformed)));
	}

	#[test]
	fn a_minority_flag_does_not_exclude() {
		let entries = [(scored(9), 51), (ScoreEntry::Malformed, 49)];
		assert_eq!(decide(&entries, 0), Some(Verdict::Accepted { score: 9, norm: 10 }));
	}

	#[test]
	fn a_score_at_the_threshold_is_not_above_it() {
		assert_eq!(decide(&[(scored(5), 1)], 5), Some(Verdict::BelowThreshold { score: 5 }));
	}

	#[test]
	fn nothing_revealed_decides_nothing() {
		assert_eq!(decide(&[], 0), None);
		assert_eq!(decide(&[(scored(5), 0)], 0), None);
	}

	proptest! {
		#[test]
		fn a_minority_cannot_move_the_median_out_of_the_majoritys_range(
			honest in proptest::collection::vec((-1000i32..1000, 1u128..100), 1..10),
			hostile in proptest::collection::vec((any::<i32>(), 1u128..100), 0..10),
		) {
			let good: u128 = honest.iter().map(|(_, stake)| stake).sum();
			let bad: u128 = hostile.iter().map(|(_, stake)| stake).sum();
			prop_assume!(bad < good);
			let low = honest.iter().map(|(value, _)| *value).min().unwrap();
			let high = honest.iter().map(|(value, _)| *value).max().unwrap();
			let median = weighted_median(honest.into_iter().chain(hostile).collect()).unwrap();
			prop_assert!(low <= median && median <= high);
		}

		#[test]
		fn order_does_not_matter(entries in proptest::collection::vec((-50i32..50, 1u128..9), 1..12)) {
			let forward: Vec<_> = entries.iter().map(|(score, stake)| (scored(*score), *stake)).collect();
			let backward: Vec<_> = forward.iter().rev().copied().collect();
			prop_assert_eq!(decide(&forward, 0), decide(&backward, 0));
		}
	}
}
