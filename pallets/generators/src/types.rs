//! What the pallet stores.

use crate::Config;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::fungible, BoundedVec, CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, PartialEqNoBound,
};
use promptale_primitives::{
	challenge::{Class, Epoch, OPENED_ROWS},
	reward::ByPool,
	Balance, Blake3, BlockNumber,
};
use scale_info::TypeInfo;
use sp_core::{sr25519, ConstU32};

/// Tiers of the licence sale.
pub const TIERS: usize = 4;

/// Number of a session, the time in which one heartbeat is due: sessions follow each other from block 0 on.
pub type Session = u32;

/// Imbalance of the pallet's currency.
pub type CreditOf<T> = fungible::Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

/// A device's encoded endpoint address.
pub type EndpointOf<T> = BoundedVec<u8, <T as Config>::MaxEndpointLength>;

/// A licence holder: the identity that devices work for.
#[derive(
	CloneNoBound,
	DefaultNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Holder<T: Config> {
	/// Licences it owns.
	pub licences: u32,
	/// Whether governance keeps it from contributing and earning.
	pub banned: bool,
	/// Its devices, in order of registration.
	pub devices: BoundedVec<T::AccountId, T::MaxDevices>,
	/// What of its lifetime's validated work ([`Config::ValidatedWork`]) is dealt with: was made a share, or never will be.
	pub seen_work: Balance,
	/// The epoch in which that was last brought up to date: work that is not dealt with was done in it or later.
	pub seen_in: Epoch,
}

impl<T: Config> Holder<T> {
	/// Whether its validated work is rewarded.
	pub fn is_rewarded(&self) -> bool {
		self.licences > 0 && !self.banned
	}

	/// Whether there is nothing that a row is needed for: without a licence, no work is to be remembered.
	pub(crate) fn is_empty(&self) -> bool {
		self.licences == 0 && !self.banned && self.devices.is_empty()
	}
}

/// A device of an identity.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Device<T: Config> {
	/// Who it works for, and who holds the deposit.
	pub identity: T::AccountId,
	/// X25519 key (an age recipient).
	pub encryption_key: [u8; 32],
	/// Where it serves blobs.
	pub endpoint: EndpointOf<T>,
	/// Held on the identity.
	pub deposit: Balance,
	/// Licences delegated to it.
	pub delegations: u32,
	/// First block in which it counts.
	pub active_from: BlockNumber,
	/// Block of its last heartbeat since then.
	pub last_heartbeat: Option<BlockNumber>,
	/// Suspended whatever the heartbeats say, because its identity had no licence left or was banned.
	pub stopped: bool,
	/// Hashpower that its last judged challenge proved, in units.
	pub hashpower: u64,
	/// First session in which that does not count.
	pub hashpower_until: Session,
}

/// A device's word that it works for an identity: without it, anybody could register anybody's key.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DeviceProof {
	/// Last block in which it is good, so that it cannot be used again after the device was removed.
	pub expires: BlockNumber,
	/// The device's sr25519 signature over `Pallet::registration_payload`.
	pub signature: sr25519::Signature,
}

/// What rewards are for.
#[derive(
	Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Pool {
	/// Validated work, by identity.
	Work,
	/// Licences delegated to devices that send heartbeats, by device.
	Liveness,
	/// Proven hashpower, by device.
	Hashpower,
}

impl Pool {
	/// All pools.
	pub const ALL: [Pool; 3] = [Pool::Work, Pool::Liveness, Pool::Hashpower];
}

/// Where an account's share in a pool is stored.
#[derive(
	Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Slot {
	/// An identity's validated work in an even epoch.
	EvenWork,
	/// An identity's validated work in an odd epoch. Work counts for the epoch it was done in and the next one, so two
	/// slots are enough.
	OddWork,
	/// A device's delegated licences.
	Liveness,
	/// A device's hashpower.
	Hashpower,
}

impl Slot {
	/// The slots of an identity.
	pub const OF_IDENTITY: [Slot; 2] = [Slot::EvenWork, Slot::OddWork];
	/// The slots of a device.
	pub const OF_DEVICE: [Slot; 2] = [Slot::Liveness, Slot::Hashpower];

	/// The pool that pays for it.
	pub fn pool(self) -> Pool {
		match self {
			Slot::EvenWork | Slot::OddWork => Pool::Work,
			Slot::Liveness => Pool::Liveness,
			Slot::Hashpower => Pool::Hashpower,
		}
	}
}

/// One pool: see [`crate::rewards`].
#[derive(
	Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PoolState {
	/// What one unit of weight earned since the beginning, in [`crate::rewards::SCALE`]ths of the smallest unit.
	pub index: u128,
	/// Weight of all shares that count now.
	pub total: u128,
	/// What lies in the pot for this pool and is not credited to anybody, in the smallest unit.
	pub held: Balance,
	/// The part of `held` that waits for the next payment: nobody had a share, or rounding left it over.
	pub carry: Balance,
	/// What rounding left over beyond that, below one unit, in [`crate::rewards::SCALE`]ths.
	pub fraction: u128,
}

/// Shares of one pool that end with the same session.
#[derive(
	Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Expiry {
	/// Their weight.
	pub weight: u128,
	/// How many there are, settled for the last time or not.
	pub shares: u32,
	/// The pool's index when they ended, once they have.
	pub index: Option<u128>,
}

/// A share in a pool.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Share {
	/// Its weight.
	pub weight: u128,
	/// The pool's index up to which it is settled.
	pub settled: u128,
	/// First session in which it does not count.
	pub expires: Session,
}

/// How a payment into the pot is divided among the pools; in proportion, they need not sum to anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct RewardWeights {
	/// For validated work.
	pub work: u32,
	/// For liveness.
	pub liveness: u32,
	/// For hashpower.
	pub hashpower: u32,
}

/// What an identity earned.
#[derive(
	CloneNoBound,
	DefaultNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Earnings<T: Config> {
	/// Credited and not claimed.
	pub pending: Balance,
	/// Everything ever credited, by the pool that it came from.
	pub lifetime: ByPool,
	/// (day, credited on it) for the last days with anything, oldest first; a day is [`Config::DayLength`] blocks.
	pub days: BoundedVec<(u32, Balance), T::HistoryDays>,
}

/// The randomness that this epoch's challenges are made of.
#[derive(
	Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct EpochBeacons {
	/// The epoch.
	pub epoch: Epoch,
	/// Gives every device its seed.
	pub first: Option<Blake3>,
	/// Picks the rows to open.
	pub second: Option<Blake3>,
	/// Block at whose end the second beacon was stored; stake from after it does not vote.
	pub closed_in: BlockNumber,
	/// Stake of all validators at the end of that block.
	pub total_stake: Balance,
}

/// Where a device's challenge stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum ChallengeState {
	/// The device committed to the rows of the product.
	Committed,
	/// The device opened the rows that the second beacon picked; validators recompute them.
	Opened {
		/// Stake that found every row right.
		right: Balance,
		/// Stake that found a row wrong.
		wrong: Balance,
	},
	/// Two thirds of the stake found every row right.
	Passed,
	/// Two thirds of the stake found a row wrong.
	Failed,
}

/// A device's latest challenge.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Challenge {
	/// The epoch it is of.
	pub epoch: Epoch,
	/// How large it is.
	pub class: Class,
	/// Root over the rows of the product.
	pub root: Blake3,
	/// Leaves of the opened rows, in ascending order of rows, once opened.
	pub leaves: BoundedVec<Blake3, ConstU32<OPENED_ROWS>>,
	/// Where it stands.
	pub state: ChallengeState,
}
