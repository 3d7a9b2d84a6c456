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
	use clap::ValueEnum;

	#[test]
	fn names_are_those_of_the_command_line() {
		for lie in Lie::value_variants() {
			assert_eq!(Lie::from_str(lie.name(), false), Ok(*lie));
		}
	}
}
