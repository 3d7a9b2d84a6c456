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
