//! The phase of a round as a pure function of block numbers.

use crate::BlockNumber;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Length of every phase, in blocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PhaseLengths {
	/// Contributors train and commit.
	pub commit: BlockNumber,
	/// The committee is drawn; contributors encrypt to it and publish.
	pub publish: BlockNumber,
	/// Members fetch, score and commit to their scores.
	pub score: BlockNumber,
	/// Members reveal their scores.
	pub reveal: BlockNumber,
	/// The round is settled, members aggregate and attest the new checkpoint.
	pub attest: BlockNumber,
}

/// Where a round stands.
#[derive(
	Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Phase {
	/// Contributors train and commit.
	Commit,
	/// Contributors publish to the committee.
	Publish,
	/// Members score and commit to their scores.
	Score,
	/// Members reveal.
	Reveal,
	/// Settled by stake, then attested.
	Attest,
	/// The time for attesting is over: the round ends, or a dispute lets its phases from Publish on begin again.
	Overdue,
}

impl PhaseLengths {
	/// Whether some phase has no block.
	pub fn any_empty(&self) -> bool {
		[self.commit, self.publish, self.score, self.reveal, self.attest].contains(&0)
	}

	/// Phase at `now` of a round opened at `opened`, and the first block of the next phase
	/// (`BlockNumber::MAX` once overdue). A `now` before `opened` counts as `opened`.
	pub fn phase_at(&self, opened: BlockNumber, now: BlockNumber) -> (Phase, BlockNumber) {
		let mut end = opened;
		for (phase, length) in [
			(Phase::Commit, self.commit),
			(Phase::Publish, self.publish),
			(Phase::Score, self.score),
			(Phase::Reveal, self.reveal),
			(Phase::Attest, self.attest),
		] {
			end = end.saturating_add(length);
			if now < end {
				return (phase, end);
			}
		}
		(Phase::Overdue, BlockNumber::MAX)
	}

	/// First block of `phase` in a round opened at `opened`.
	pub fn start_of(&self, opened: BlockNumber, phase: Phase) -> BlockNumber {
		let mut start = opened;
		for (of, length) in [
			(Phase::Commit, self.commit),
			(Phase::Publish, self.publish),
			(Phase::Score, self.score),
			(Phase::Reveal, self.reveal),
			(Phase::Attest, self.attest),
		] {
			if of == phase {
				break;
			}
			start = start.saturating_add(length);
		}
		start
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const LENGTHS: PhaseLengths = PhaseLengths { commit: 5, publish: 3, score: 4, reveal: 2, attest: 6 };

	#[test]
	fn every_phase_starts_where_the_one_before_ends() {
		let mut seen = alloc::vec::Vec::new();
		for now in 100..=121 {
			let (phase, _) = LENGTHS.phase_at(100, now);
			if seen.last() != Some(&(phase, LENGTHS.start_of(100, phase))) {
				assert_eq!(LENGTHS.start_of(100, phase), now);
				seen.push((phase, now));
			}
		}
		assert_eq!(seen.len(), 6);
	}

	#[test]
	fn phase_end_is_the_first_block_of_the_next_phase() {
		assert_eq!(LENGTHS.phase_at(100, 104), (Phase::Commit, 105));
		assert_eq!(LENGTHS.phase_at(100, 105), (Phase::Publish, 108));
		assert_eq!(LENGTHS.phase_at(100, 120), (Phase::Overdue, BlockNumber::MAX));
	}

	#[test]
	fn no_overflow_at_the_end_of_block_numbers() {
		assert_eq!(LENGTHS.phase_at(BlockNumber::MAX - 1, BlockNumber::MAX).0, Phase::Overdue);
	}
}
