//! What a validator is slashed for, and by how much.
//!
//! Every fault is proven by what is on chain or by the validator's own signature. Disagreeing about a score is none.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A provable fault of a committee member.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Fault {
	/// Attested another checkpoint than two thirds of the stake. Aggregates are exact, so it was not computed by the rule.
	WrongCheckpoint,
	/// Revealed scores that it had not committed to.
	RevealMismatch,
	/// Committed to scores and did not reveal them.
	NotRevealed,
	/// Signed two different statements where one is allowed.
	Equivocation,
	/// Gave a canary a score that nobody who looked at it could give.
	FailedCanary,
}

impl Fault {
	/// All of them, in the order of their bits in [`Faults`].
	pub const ALL: [Fault; 5] =
		[Fault::WrongCheckpoint, Fault::RevealMismatch, Fault::NotRevealed, Fault::Equivocation, Fault::FailedCanary];

	fn bit(self) -> u8 {
		match self {
			Fault::WrongCheckpoint => 1,
			Fault::RevealMismatch => 2,
			Fault::NotRevealed => 4,
			Fault::Equivocation => 8,
			Fault::FailedCanary => 16,
		}
	}
}

/// A set of faults. Each is punished once for each member and round.
#[derive(
	Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(
	feature = "serde",
	derive(serde::Serialize, serde::Deserialize),
	serde(from = "alloc::vec::Vec<Fault>", into = "alloc::vec::Vec<Fault>")
)]
pub struct Faults(u8);

impl Faults {
	/// Whether there are none.
	pub fn is_empty(self) -> bool {
		self.0 == 0
	}

	/// Whether `fault` is among them.
	pub fn contains(self, fault: Fault) -> bool {
		self.0 & fault.bit() != 0
	}

	/// Adds `fault`; false when it was there already.
	pub fn insert(&mut self, fault: Fault) -> bool {
		let new = !self.contains(fault);
		self.0 |= fault.bit();
		new
	}

	/// The faults, in the order of [`Fault::ALL`].
	pub fn iter(self) -> impl Iterator<Item = Fault> {
		Fault::ALL.into_iter().filter(move |fault| self.contains(*fault))
	}
}

impl From<alloc::vec::Vec<Fault>> for Faults {
	fn from(list: alloc::vec::Vec<Fault>) -> Self {
		let mut faults = Faults::default();
		for fault in list {
			faults.insert(fault);
		}
		faults
	}
}

impl From<Faults> for alloc::vec::Vec<Fault> {
	fn from(faults: Faults) -> Self {
		faults.iter().collect()
	}
}

/// The part of all that a validator has bonded, unbonding stake included, that each fault costs; millionths.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct SlashRates {
	/// See [`Fault::WrongCheckpoint`].
	pub wrong_checkpoint: u32,
	/// See [`Fault::RevealMismatch`].
	pub reveal_mismatch: u32,
	/// See [`Fault::NotRevealed`].
	pub not_revealed: u32,
	/// See [`Fault::Equivocation`].
	pub equivocation: u32,
	/// See [`Fault::FailedCanary`].
	pub failed_canary: u32,
}

impl SlashRates {
	/// What `fault` costs, in millionths.
	pub fn of(&self, fault: Fault) -> u32 {
		match fault {
			Fault::WrongCheckpoint => self.wrong_checkpoint,
			Fault::RevealMismatch => self.reveal_mismatch,
			Fault::NotRevealed => self.not_revealed,
			Fault::Equivocation => self.equivocation,
			Fault::FailedCanary => self.failed_canary,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::vec::Vec;

	#[test]
	fn each_fault_is_counted_once() {
		let mut faults = Faults::default();
		assert!(faults.is_empty());
		for fault in Fault::ALL {
			assert!(faults.insert(fault));
			assert!(!faults.insert(fault));
		}
		assert_eq!(faults.iter().collect::<Vec<_>>(), Fault::ALL);
		assert_eq!(Faults::from(Vec::from(faults)), faults);
	}
}
