//! Licences, their sale, and generators' devices at a glance.

use crate::{
	challenge::{Class, Epoch},
	Balance, Blake3, BlockNumber,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Number of a licence, from 0, in order of sale.
pub type LicenceId = u32;

/// How long the steps of generators' lives take. Fixed at genesis: sessions and epochs are counted from block 0 on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Timing {
	/// Blocks in a session, in which a device sends one heartbeat.
	pub session: BlockNumber,
	/// Sessions in an epoch, which has one compute challenge.
	pub epoch_sessions: u32,
	/// Blocks from registering or resuming a device to its counting.
	pub activation_delay: BlockNumber,
	/// Blocks in which devices commit to a challenge's product.
	pub commit: BlockNumber,
	/// Blocks in which devices open a challenge's rows.
	pub open: BlockNumber,
}

impl Timing {
	/// Blocks in an epoch.
	pub fn epoch(&self) -> BlockNumber {
		self.epoch_sessions.saturating_mul(self.session)
	}

	/// What cannot work, in words.
	pub fn validate(&self) -> Result<(), &'static str> {
		let challenge = self.commit.saturating_add(self.open).saturating_add(2);
		match self {
			Timing { session: 0, .. } => Err("a session needs a block"),
			Timing { epoch_sessions: 0, .. } => Err("an epoch needs a session"),
			Timing { commit: 0, .. } | Timing { open: 0, .. } => Err("a challenge needs both windows"),
			_ if challenge >= self.epoch() => Err("a challenge and its votes must fit into an epoch"),
			_ => Ok(()),
		}
	}
}

/// Who may buy licences.
#[derive(
	Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum SalePhase {
	/// Nobody.
	#[default]
	Closed,
	/// Accounts on the whitelist, each up to its allowance.
	Whitelist,
	/// Everybody.
	Public,
}

/// Licences that cost the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Tier {
	/// How many there are.
	pub licences: u32,
	/// Price of each, in reference dollars.
	pub dollars: u32,
}

/// What is for sale, as the chain's view function answers it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SaleOverview {
	/// Who may buy.
	pub phase: SalePhase,
	/// The smallest unit of $TALE for one reference dollar; 0 before governance set it.
	pub rate: Balance,
	/// Tiers in order of sale, each with how many of it are sold.
	pub tiers: Vec<(Tier, u32)>,
}

/// Price of some licences, as the chain's view function answers it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Quote {
	/// How many licences at how many reference dollars each, cheapest first.
	pub parts: Vec<(u32, u32)>,
	/// What they cost together, in reference dollars.
	pub dollars: u64,
	/// What they cost together, in the smallest unit of $TALE.
	pub total: Balance,
}

/// A licence, as the chain's view function answers it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LicenceOverview<AccountId> {
	/// Its number.
	pub licence: LicenceId,
	/// Tier that it was sold in, from 0.
	pub tier: u8,
	/// The device that it is delegated to.
	pub device: Option<AccountId>,
}

/// Whether a device works.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum DeviceState {
	/// It may contribute and earns. Suspended from `until` on, unless a heartbeat comes before.
	Active {
		/// First block in which it would be suspended.
		until: BlockNumber,
	},
	/// Resumed, but not yet active again.
	Resuming {
		/// First block in which it is active.
		from: BlockNumber,
	},
	/// It missed too many heartbeats, and stays suspended until it is resumed.
	Suspended,
	/// Its identity is banned.
	Banned,
}

/// A device, as the chain's view function answers it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct DeviceOverview<AccountId> {
	/// Who it works for, and who is paid.
	pub identity: AccountId,
	/// X25519 key (an age recipient).
	pub encryption_key: [u8; 32],
	/// Where it serves blobs.
	pub endpoint: Vec<u8>,
	/// Licences delegated to it.
	pub delegations: u32,
	/// Block of its last heartbeat.
	pub last_heartbeat: Option<BlockNumber>,
	/// Whether it works.
	pub state: DeviceState,
	/// Hashpower that it proved and that counts now, in units of its class; 0 when none does.
	pub hashpower: u64,
	/// First block in which that hashpower no longer counts.
	pub hashpower_until: Option<BlockNumber>,
}

/// Where a challenge stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum ChallengeStep {
	/// The device committed to the product's rows.
	Committed,
	/// The device opened rows; validators recompute them.
	Opened,
	/// The rows were right.
	Passed,
	/// A row was wrong.
	Failed,
}

/// A device's latest challenge, as the chain's view function answers it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ChallengeOverview<AccountId> {
	/// Whose it is.
	pub device: AccountId,
	/// The epoch it is of.
	pub epoch: Epoch,
	/// How large it is.
	pub class: Class,
	/// What fixes its matrices; `None` once its epoch is over.
	pub seed: Option<Blake3>,
	/// Root over the product's rows.
	pub root: Blake3,
	/// Rows to open, ascending; empty before they are picked, and once its epoch is over.
	pub rows: Vec<u32>,
	/// What the device says those rows hash to, in the same order; empty before it opened them.
	pub leaves: Vec<Blake3>,
	/// Where it stands.
	pub step: ChallengeStep,
}

/// What a device needs to know of this epoch's challenge, as the chain's view function answers it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct EpochOverview {
	/// The epoch.
	pub epoch: Epoch,
	/// Gives every device its seed; `None` before it is known.
	pub first_beacon: Option<Blake3>,
	/// Picks the rows to open; `None` before it is known.
	pub second_beacon: Option<Blake3>,
	/// Last block in which a device may commit.
	pub commit_until: BlockNumber,
	/// Last block in which a device may open.
	pub open_until: BlockNumber,
	/// First block of the next epoch.
	pub ends: BlockNumber,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn only_a_timing_with_room_for_a_challenge_and_its_votes_is_valid() {
		let timing = Timing { session: 10, epoch_sessions: 2, activation_delay: 0, commit: 10, open: 7 };
		assert_eq!((timing.epoch(), timing.validate()), (20, Ok(())));
		for wrong in [
			Timing { session: 0, ..timing },
			Timing { epoch_sessions: 0, ..timing },
			Timing { commit: 0, ..timing },
			Timing { open: 0, ..timing },
			Timing { open: 8, ..timing },
			Timing { commit: BlockNumber::MAX, ..timing },
		] {
			assert!(wrong.validate().is_err(), "{wrong:?}");
		}
	}
}
