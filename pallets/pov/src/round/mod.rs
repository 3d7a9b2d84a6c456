//! Rounds: one file for each step.
//!
//! Every step has an `ensure_*` function that says whether it is due at a block, shared by the call, by its
//! authorization in the transaction pool, and by the off-chain worker that submits it.

mod attest;
mod beacon;
mod close;
mod commit;
mod committee;
mod dispute;
mod fault;
mod open;
pub(crate) mod pay;
mod score;
mod settle;

use crate::{Config, Error, Pallet, Round, Rounds, WeightInfo};
use frame_support::{
	pallet_prelude::{DispatchError, Weight},
	traits::Get,
};
use frame_system::pallet_prelude::{BlockNumberFor, OriginFor};
use promptale_primitives::{BlockNumber, ModelId, RoundIndex};
use sp_runtime::traits::UniqueSaturatedInto;

impl<T: Config> Pallet<T> {
	/// The current block.
	pub(crate) fn now() -> BlockNumber {
		Self::to_block(frame_system::Pallet::<T>::block_number())
	}

	pub(crate) fn to_block(number: BlockNumberFor<T>) -> BlockNumber {
		number.unique_saturated_into()
	}

	/// Anyone who signs, or a call that was authorized because it is due.
	pub(crate) fn ensure_anyone(origin: OriginFor<T>) -> Result<(), DispatchError> {
		if frame_system::ensure_authorized(origin.clone()).is_err() {
			frame_system::ensure_signed(origin)?;
		}
		Ok(())
	}

	/// A retained round.
	pub(crate) fn known_round(model: ModelId, round: RoundIndex) -> Result<Round, Error<T>> {
		Rounds::<T>::get(model, round).ok_or(Error::<T>::UnknownRound)
	}

	/// Weight of removing the largest round.
	pub(crate) fn prune_limit() -> Weight {
		T::WeightInfo::prune_round(T::MaxUpdates::get(), T::MaxCommittee::get().saturating_mul(2))
	}

	/// Weight of closing the largest round, and of paying as much as one call does.
	pub(crate) fn close_limit() -> Weight {
		Self::conclude_limit().saturating_add(Self::pay_limit())
	}

	/// Weight of closing the largest round without paying anybody.
	fn conclude_limit() -> Weight {
		T::WeightInfo::close_round(T::MaxUpdates::get(), T::MaxCommittee::get().saturating_mul(2))
	}

	/// Weight of closing the largest round, or of opening its dispute instead.
	pub(crate) fn close_or_dispute_limit() -> Weight {
		Self::close_limit().max(T::WeightInfo::open_dispute(T::MaxUpdates::get(), T::MaxValidators::get()))
	}

	/// Most blocks from a round's opening to its end, dispute included.
	pub(crate) fn longest_round() -> BlockNumber {
		T::MaxRoundLength::get().saturating_mul(2).saturating_add(T::AttestGrace::get())
	}

	/// Weight of drawing the largest committee from most validators, or of closing instead.
	pub(crate) fn draw_limit() -> Weight {
		T::WeightInfo::draw_committee(T::MaxValidators::get(), T::MaxCommittee::get())
			.saturating_add(Self::close_limit())
	}

	/// Weight of settling the largest round and of ending it at once, or of closing it instead.
	pub(crate) fn settle_limit() -> Weight {
		T::WeightInfo::settle(T::MaxUpdates::get(), T::MaxCommittee::get())
			.saturating_add(Self::conclude_limit())
			.max(Self::close_limit())
	}
}
