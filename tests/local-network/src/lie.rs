//! What lying validators say, behind the worker's hooks.

use promptale_client::AccountId;
use promptale_primitives::{
	round::{Attestation, RoundOverview},
	score::ScoreEntry,
};
use promptale_worker::Testimony;

/// How a validator lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Lie {
	/// Attests another checkpoint than the one it computed.
	WrongCheckpoint,
	/// Does so as the first member of a round's first committee, and is honest in every other seat.
	WrongCheckpointInFirstSeat,
	/// Praises every update, whatever it is.
	Praise,
}

/// The score that praise gives, in millionths.
const PRAISE: i32 = 250_000;

impl Lie {
	/// The value of `hostile-vpu --lie`.
	pub fn name(self) -> &'static str {
		match self {
			Self::WrongCheckpoint => "wrong-checkpoint",
			Self::WrongCheckpointInFirstSeat => "wrong-checkpoint-in-first-seat",
			Self::Praise => "praise",
		}
	}

	/// For people.
	pub fn describe(self) -> &'static str {
		match self {
			Self::WrongCheckpoint => "attests another checkpoint than it computed",
			Self::WrongCheckpointInFirstSeat => "attests another checkpoint than it computed where it sits first",
			Self::Praise => "praises every update",
		}
	}
}

impl Testimony for Lie {
	fn entries(&self, _: &RoundOverview<AccountId>, _: &AccountId, mut entries: Vec<ScoreEntry>) -> Vec<ScoreEntry> {
		if *self == Self::Praise {
			for entry in &mut entries {
				let norm = match entry {
					ScoreEntry::Scored { norm, .. } => *norm,
					_ => 1,
				};
				*entry = ScoreEntry::Scored { score: PRAISE, norm };
			}
		}
		entries
	}

	fn attestation(
		&self,
		round: &RoundOverview<AccountId>,
		validator: &AccountId,
		mut attestation: Attestation,
	) -> Attestation {
		let sits_first = round.committee.first().is_some_and(|seat| seat.member.validator == *validator);
		let lies = match self {
			Self::WrongCheckpoint => true,
			Self::WrongCheckpointInFirstSeat => sits_first && !round.is_disputed(),
			Self::Praise => false,
		};
		if lies {
			attestation.checkpoint.iter_mut().for_each(|byte| *byte ^= 0xff);
		}
		attestation
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::options::terms;
	use clap::ValueEnum;
	use promptale_primitives::{
		fault::Faults,
		round::{Member, MemberOverview, RoundState},
		schedule::{Phase, PhaseLengths},
	};

	/// A settled round with the members 1 and 2.
	fn round() -> RoundOverview<AccountId> {
		let seat = |number| MemberOverview {
			member: Member { validator: [number; 32].into(), session_key: [0; 32], encryption_key: [0; 32], stake: 1 },
			blob_endpoint: vec![],
			committed: true,
			revealed: true,
			attested: None,
			faults: Faults::default(),
			reward: 0,
		};
		RoundOverview {
			model: 0,
			round: 1,
			opened: 10,
			phases_from: 10,
			now: 40,
			phase: Phase::Attest,
			phase_ends: 50,
			state: RoundState::Settled,
			base_checkpoint: [0; 32],
			held_out_root: [0; 32],
			terms: terms(PhaseLengths { commit: 8, publish: 8, score: 8, reveal: 6, attest: 10 }, 1),
			beacon_1: None,
			beacon_2: None,
			committee: vec![seat(1), seat(2)],
			former_committee: vec![],
			updates: vec![],
		}
	}

	#[test]
	fn every_lie_is_told_where_it_says() {
		let truth = Attestation { checkpoint: [1; 32], disputed: None };
		let mut disputed = round();
		disputed.phases_from = 30;
		let lies = |lie: Lie, round: &RoundOverview<AccountId>, member: u8| {
			lie.attestation(round, &[member; 32].into(), truth) != truth
		};
		for member in [1, 2] {
			assert!(lies(Lie::WrongCheckpoint, &round(), member) && lies(Lie::WrongCheckpoint, &disputed, member));
			assert!(!lies(Lie::Praise, &round(), member));
			assert!(!lies(Lie::WrongCheckpointInFirstSeat, &disputed, member));
			assert_eq!(lies(Lie::WrongCheckpointInFirstSeat, &round(), member), member == 1);
		}
		let entries = vec![ScoreEntry::Scored { score: -5, norm: 7 }, ScoreEntry::Malformed];
		let said = |lie: Lie| lie.entries(&round(), &[1; 32].into(), entries.clone());
		assert_eq!(said(Lie::WrongCheckpoint), entries);
		let praise = |norm| ScoreEntry::Scored { score: PRAISE, norm };
		assert_eq!(said(Lie::Praise), [praise(7), praise(1)]);
	}

	#[test]
	fn names_are_those_of_the_command_line() {
		for lie in Lie::value_variants() {
			assert_eq!(Lie::from_str(lie.name(), false), Ok(*lie));
		}
	}
}
