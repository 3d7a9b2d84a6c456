//! Attesting the new checkpoint.

use crate::{types::*, Committees, Config, Error, Event, Pallet, Rounds, Seats, Tallies, WeightInfo};
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
	ensure,
	traits::Get,
};
use promptale_primitives::{
	round::{Outcome, RoundState},
	schedule::Phase,
	Blake3, BlockNumber, ModelId, RoundIndex,
};

impl<T: Config> Pallet<T> {
	/// Whether a member can attest at `now`.
	pub(crate) fn ensure_can_attest(
		model: ModelId,
		index: RoundIndex,
		validator: &T::AccountId,
		now: BlockNumber,
	) -> Result<(Round, Seat), Error<T>> {
		let round = Self::known_round(model, index)?;
		ensure!(round.state == RoundState::Settled && round.phase(now) == Phase::Attest, Error::<T>::WrongPhase);
		let seat = Seats::<T>::get((model, index, validator)).ok_or(Error::<T>::NotMember)?;
		ensure!(seat.attested.is_none(), Error::<T>::AlreadyAttested);
		Ok((round, seat))
	}

	pub(crate) fn do_attest_checkpoint(
		model: ModelId,
		index: RoundIndex,
		validator: T::AccountId,
		checkpoint: Blake3,
	) -> DispatchResultWithPostInfo {
		let now = Self::now();
		let (mut round, mut seat) = Self::ensure_can_attest(model, index, &validator, now)?;
		seat.attested = Some(checkpoint);
		let mut tally = Tallies::<T>::get(model, index);
		let behind = match tally.stakes.iter_mut().find(|(known, _)| *known == checkpoint) {
			Some((_, stake)) => {
				*stake = stake.saturating_add(seat.stake);
				*stake
			},
			None => {
				// There is room: each member attests once.
				let _ = tally.stakes.try_push((checkpoint, seat.stake));
				seat.stake
			},
		};
		if seat.revealed {
			tally.complete = tally.complete.saturating_add(seat.stake);
		}
		Seats::<T>::insert((model, index, &validator), seat);
		Self::deposit_event(Event::CheckpointAttested { model, round: index, validator, checkpoint });
		if round.agreed.is_none() && round.is_two_thirds(behind) {
			round.agreed = Some((checkpoint, now));
			Self::deposit_event(Event::CheckpointAgreed { model, round: index, checkpoint });
		}
		let used = T::WeightInfo::attest_checkpoint();
		if let Some((agreed, _)) = round.agreed {
			// Nobody whose pay depends on it is missing, or nobody is waited for.
			if tally.complete >= round.revealed_stake || T::AttestGrace::get() == 0 {
				let closing = Self::close(model, index, round, Outcome::Attested(agreed))?;
				return Ok(PostDispatchInfo::from(Some(used.saturating_add(closing))));
			}
		}
		Tallies::<T>::insert(model, index, tally);
		Rounds::<T>::insert(model, index, round);
		Ok(PostDispatchInfo::from(Some(used)))
	}

	/// Members of a round's committee.
	pub(crate) fn members(model: ModelId, index: RoundIndex) -> u32 {
		u32::try_from(Committees::<T>::decode_len(model, index).unwrap_or(0)).unwrap_or(u32::MAX)
	}
}
