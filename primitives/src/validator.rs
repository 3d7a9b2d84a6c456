//! A bonded validator at a glance, and the seam between whoever needs votes by stake and whoever knows the stakes.

use crate::{Balance, BlockNumber};
use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// A bonded validator, as the chain's view function answers it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ValidatorOverview<AccountId> {
	/// Its account, which holds the stake and is paid.
	pub account: AccountId,
	/// sr25519 key that signs its authorized calls.
	pub session_key: [u8; 32],
	/// X25519 key (an age recipient) that updates are encrypted to.
	pub encryption_key: [u8; 32],
	/// Endpoint address that serves checkpoints and passes blobs on.
	pub endpoint: Vec<u8>,
	/// Bonded and counting, in the smallest unit.
	pub stake: Balance,
	/// On its way out, in the smallest unit.
	pub unbonding: Balance,
	/// First block in which what is unbonding may be withdrawn; `None` when nothing is unbonding.
	pub unlocks_at: Option<BlockNumber>,
}

/// Knows the validators, their stakes and the keys that sign their authorized calls.
pub trait ValidatorSet<AccountId> {
	/// Stake that `validator` had before `block` began and has still, in the smallest unit; 0 for others. Only the last
	/// blocks, as many as a round with its dispute takes, are remembered.
	fn stake_before(validator: &AccountId, block: BlockNumber) -> Balance;

	/// Stake of all validators together now, in the smallest unit. Costs a read for each.
	fn total_stake() -> Balance;

	/// sr25519 session key of `validator`.
	fn session_key(validator: &AccountId) -> Option<[u8; 32]>;

	/// The validator that `session_key` signs for.
	fn with_session_key(session_key: &[u8; 32]) -> Option<AccountId>;

	/// Makes `validator` one, with the same stake as others from before this block, for benchmarks.
	#[cfg(feature = "runtime-benchmarks")]
	fn enable(validator: &AccountId, session_key: [u8; 32]);
}
