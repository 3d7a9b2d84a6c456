//! The seam between PoV, which finds out whose work was valid, and whoever rewards it.

use crate::{Balance, BlockNumber};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// Told of every contribution that a closed round paid for.
pub trait WorkRewards<AccountId> {
	/// The validated work of `identity` earned `reward` in its round, in the smallest unit.
	///
	/// Must not fail: whatever cannot be recorded is left out.
	fn validated(identity: &AccountId, reward: Balance);

	/// What that costs at most: picoseconds, and bytes of block proof.
	fn weight() -> (u64, u64);
}

impl<AccountId> WorkRewards<AccountId> for () {
	fn validated(_: &AccountId, _: Balance) {}

	fn weight() -> (u64, u64) {
		(0, 0)
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
}
