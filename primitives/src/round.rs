//! A round at a glance, receipts, outcomes.

use crate::{
	canary::Expectation, fault::Faults, model::Terms, schedule::Phase, verdict::Verdict, Balance, Blake3, BlockNumber,
	ModelId, RoundIndex, UpdateIndex,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// How a round ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Outcome {
	/// Two thirds of the committee's stake attested this checkpoint: it is the model's now.
	Attested(Blake3),
	/// Every update was excluded: the checkpoint stays, the committee is paid.
	AllExcluded,
	/// The round ended without a checkpoint: bonds went back (less the fee of a device that could have published
	/// and did not), the budget stayed with the model.
	Void(VoidReason),
}

/// Why a round is void.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum VoidReason {
	/// Nobody committed an update.
	NoCommitments,
	/// No bonded validator could be drawn, or nobody drew the committee in time.
	NoCommittee,
	/// Nobody published an update.
	NothingPublished,
	/// Less stake than the quorum revealed scores.
	NoQuorum,
	/// No checkpoint reached two thirds of the committee's stake: neither the first committee's nor, where there
	/// were enough validators for one, that of the larger one in a dispute.
	NoAgreement,
}

/// Where an open round stands between its steps.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum RoundState {
	/// Opened; no committee yet.
	Open,
	/// The committee is drawn.
	CommitteeDrawn,
	/// Verdicts and weights are on chain; waiting for attestations.
	Settled,
	/// Over.
	Closed(Outcome),
}

/// One committee member.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Member<AccountId> {
	/// The validator's account.
	pub validator: AccountId,
	/// sr25519 key that signs its authorized calls.
	pub session_key: [u8; 32],
	/// X25519 key (an age recipient) that updates are encrypted to.
	pub encryption_key: [u8; 32],
	/// Voting stake, after the per-validator cap.
	pub stake: Balance,
}

/// One update within a [`RoundOverview`].
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct UpdateOverview<AccountId> {
	/// Position in the round.
	pub index: UpdateIndex,
	/// The device that committed it.
	pub device: AccountId,
	/// The identity behind the device, which is paid.
	pub contributor: AccountId,
	/// Commitment, see [`crate::hash::update_commitment`].
	pub commitment: Blake3,
	/// Declared size of the plain update in bytes.
	pub size: u32,
	/// Hash of the plain update, hash of the encrypted blob; `None` until published.
	pub published: Option<Published>,
	/// Endpoint address that serves the blob, as registered for the device.
	pub blob_endpoint: Vec<u8>,
	/// `None` until settled.
	pub verdict: Option<Verdict>,
	/// Millionths; 0 unless accepted.
	pub weight: u32,
	/// Millionths kept by norm clipping; 0 unless accepted.
	pub clip: u32,
	/// In a dispute, what the first committee gave it; `None` where it did not accept it.
	pub disputed: Option<Part>,
	/// What it turned out to be, where its contributor declared it a canary.
	pub canary: Option<Expectation>,
	/// Credited reward.
	pub reward: Balance,
}

/// An accepted update's part in an aggregate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Part {
	/// Millionths.
	pub weight: u32,
	/// Millionths kept by norm clipping.
	pub clip: u32,
}

/// What a member attests: the hashes it got by combining updates.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Attestation {
	/// The new checkpoint, by the verdicts of the round's committee.
	pub checkpoint: Blake3,
	/// In a dispute, the checkpoint by the first committee's verdicts: what its members should have attested.
	pub disputed: Option<Blake3>,
}

impl From<Blake3> for Attestation {
	/// Without a dispute.
	fn from(checkpoint: Blake3) -> Self {
		Attestation { checkpoint, disputed: None }
	}
}

/// What publishing an update puts on chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Published {
	/// BLAKE3 of the plain update.
	pub update_hash: Blake3,
	/// BLAKE3 of the encrypted blob, by which it is fetched.
	pub blob_hash: Blake3,
}

/// One committee member within a [`RoundOverview`].
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MemberOverview<AccountId> {
	/// Keys and stake.
	pub member: Member<AccountId>,
	/// Endpoint address that serves checkpoints and passes blobs on.
	pub blob_endpoint: Vec<u8>,
	/// Has committed to its scores.
	pub committed: bool,
	/// Has revealed its scores.
	pub revealed: bool,
	/// What it attested.
	pub attested: Option<Attestation>,
	/// What it was slashed for in this round.
	pub faults: Faults,
	/// Credited reward.
	pub reward: Balance,
}

/// A whole round at a glance, as the chain's view function answers it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RoundOverview<AccountId> {
	/// The model.
	pub model: ModelId,
	/// The round.
	pub round: RoundIndex,
	/// Block it was opened in.
	pub opened: BlockNumber,
	/// Block from which the phases count: the one it was opened in, or in a dispute the one that lets the Publish
	/// phase begin with it.
	pub phases_from: BlockNumber,
	/// Block this was asked at.
	pub now: BlockNumber,
	/// Phase at `now`.
	pub phase: Phase,
	/// First block of the next phase; `u32::MAX` when overdue.
	pub phase_ends: BlockNumber,
	/// Where it stands between its steps.
	pub state: RoundState,
	/// Checkpoint that updates start from.
	pub base_checkpoint: Blake3,
	/// Root of the held-out set.
	pub held_out_root: Blake3,
	/// Terms it was opened under.
	pub terms: Terms,
	/// Picks the committee; `None` until commits close.
	pub beacon_1: Option<Blake3>,
	/// Picks the held-out samples; `None` until publishing closes.
	pub beacon_2: Option<Blake3>,
	/// Empty until drawn.
	pub committee: Vec<MemberOverview<AccountId>>,
	/// In a dispute, the first committee; else empty.
	pub former_committee: Vec<MemberOverview<AccountId>>,
	/// In order of commitment.
	pub updates: Vec<UpdateOverview<AccountId>>,
}

/// What one participant got out of one round, and why.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Receipt {
	/// For what it was paid or not.
	pub role: ReceiptRole,
	/// Credited, in the smallest unit.
	pub payout: Balance,
}

/// The role a [`Receipt`] is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum ReceiptRole {
	/// A contributor: score or reason of exclusion, weight and clip in millionths.
	Contributor {
		/// Score or reason of exclusion.
		verdict: Verdict,
		/// Millionths.
		weight: u32,
		/// Millionths kept.
		clip: u32,
	},
	/// A committee member.
	Validator {
		/// Revealed its scores.
		revealed: bool,
		/// Attested the checkpoint that won (true when none was needed).
		agreed: bool,
		/// What it was slashed for.
		faults: Faults,
	},
}

impl<AccountId> RoundOverview<AccountId> {
	/// First block of `phase`, in a dispute of the repeated one.
	pub fn start_of(&self, phase: Phase) -> BlockNumber {
		self.terms.phases.start_of(self.phases_from, phase)
	}

	/// Whether the first committee did not agree and a larger one repeats its work.
	pub fn is_disputed(&self) -> bool {
		self.phases_from != self.opened
	}
}
