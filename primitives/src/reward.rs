//! The seam between PoV, which finds out whose work was valid, and whoever rewards it.

use crate::{Balance, BlockNumber};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Knows what validated work earned. Whoever rewards it asks: telling would cost every round that is paid what only the
/// rewarded ones need.
pub trait ValidatedWork<AccountId> {
	/// Everything that the validated work of `identity` ever earned in its rounds, in the smallest unit. Never falls.
	///
	/// Must not cost more than a read of one row.
	fn lifetime(identity: &AccountId) -> Balance;

	/// Makes `identity` have earned `amount` more, for benchmarks.
	#[cfg(feature = "runtime-benchmarks")]
	fn earn(identity: &AccountId, amount: Balance);
}

/// Nobody works.
impl<AccountId> ValidatedWork<AccountId> for () {
	fn lifetime(_: &AccountId) -> Balance {
		0
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn earn(_: &AccountId, _: Balance) {}
}

/// An amount for each of the pools of generators' rewards, in the smallest unit.
#[derive(
	Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ByPool {
	/// For validated work.
	pub work: Balance,
	/// For licences delegated to devices that send heartbeats.
	pub liveness: Balance,
	/// For proven hashpower.
	pub hashpower: Balance,
}

impl ByPool {
	/// All of it.
	pub fn total(&self) -> Balance {
		self.work.saturating_add(self.liveness).saturating_add(self.hashpower)
	}
}

/// What an identity earned as a generator, as the chain's view function answers it. Amounts in the smallest unit.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct EarningsOverview {
	/// What `claim` would pay now.
	pub pending: Balance,
	/// Everything that was ever credited, claimed or not.
	pub lifetime: Balance,
	/// First block of each of the last days on which something was credited, with how much; oldest first.
	pub days: Vec<(BlockNumber, Balance)>,
	/// The same as `lifetime`, by pool.
	pub by_pool: ByPool,
}
