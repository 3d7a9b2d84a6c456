//! Attesting the new checkpoint.

use crate::{types::*, Committees, Config, Error, Event, Pallet, Rounds, Seats, Tallies, WeightInfo};
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
	ensure,
	traits::Get,
	BoundedVec,
};
use promptale_primitives::{
	round::{Attestation, Outcome, RoundState},
	schedule::Phase,
	Balance, Blake3, BlockNumber, ModelId, RoundIndex,
};

impl<T: Config> Pallet<T> {
	/// Whether a member can attest at `now`.
	pub(crate) fn ensure_can_attest(
		model: ModelId,
		index: RoundIndex,
		validator: &T::AccountId,
		attestation: &Attestation,
		now: BlockNumber,
	) -> Result<(Round, Seat), Error<T>> {
		let round = Self::known_round(model, index)?;
		ensure!(round.state == RoundState::Settled && round.phase(now) == Phase::Attest, Error::<T>::WrongPhase);
		ensure!(attestation.disputed.is_none() || round.disputed_at.is_some(), Error::<T>::NotDisputed);
		let seat = Self::seat(model, index, &round, validator)?;
		ensure!(seat.attested.is_none(), Error::<T>::AlreadyAttested);
		Ok((round, seat))
	}

	pub(crate) fn do_attest_checkpoint(
		model: ModelId,
		index: RoundIndex,
		validator: T::AccountId,
		attestation: Attestation,
	) -> DispatchResultWithPostInfo {
		let now = Self::now();
		let (mut round, mut seat) = Self::ensure_can_attest(model, index, &validator, &attestation, now)?;
		let checkpoint = attestation.checkpoint;
		seat.attested = Some(attestation);
		let mut tally = Tallies::<T>::get(model, index);
		let behind = count(&mut tally.stakes, checkpoint, seat.stake);
		if let Some(disputed) = attestation.disputed {
			count(&mut tally.disputed, disputed, seat.stake);
		}
		if seat.revealed {
			tally.complete = tally.complete.saturating_add(seat.stake);
		}
		Seats::<T>::insert((model, index, &validator), seat);
		Self::deposit_event(Event::CheckpointAttested { model, round: index, validator, attestation });
		if round.agreed.is_none() && round.is_two_thirds(behind) {
			round.agreed = Some((checkpoint, now));
			Self::deposit_event(Event::CheckpointAgreed { model, round: index, checkpoint });
		}
		Tallies::<T>::insert(model, index, &tally);
		let used = T::WeightInfo::attest_checkpoint();
		if let Some((agreed, _)) = round.agreed {
			// Nobody whose pay depends on it is missing, or nobody is waited for.
			if tally.complete >= round.revealed_stake || T::AttestGrace::get() == 0 {
				let closing = Self::close(model, index, round, Outcome::Attested(agreed))?;
				return Ok(PostDispatchInfo::from(Some(used.saturating_add(closing))));
			}
		}
		Rounds::<T>::insert(model, index, round);
		Ok(PostDispatchInfo::from(Some(used)))
	}

	/// The seat of a member of the committee that works now.
	pub(crate) fn seat(
		model: ModelId,
		index: RoundIndex,
		round: &Round,
		validator: &T::AccountId,
	) -> Result<Seat, Error<T>> {
		Seats::<T>::get((model, index, validator))
			.filter(|seat| seat.in_dispute == round.disputed_at.is_some())
			.ok_or(Error::<T>::NotMember)
	}

	/// Members of a round's committee.
	pub(crate) fn members(model: ModelId, index: RoundIndex) -> u32 {
		u32::try_from(Committees::<T>::decode_len(model, index).unwrap_or(0)).unwrap_or(u32::MAX)
	}
}

/// Adds `stake` to what is behind `checkpoint`; answers the sum.
fn count<Most: Get<u32>>(
	stakes: &mut BoundedVec<(Blake3, Balance), Most>,
	checkpoint: Blake3,
	stake: Balance,
) -> Balance {
	match stakes.iter_mut().find(|(known, _)| *known == checkpoint) {
		Some((_, sum)) => {
			*sum = sum.saturating_add(stake);
			*sum
		},
		None => {
			// There is room: each member attests once.
			let _ = stakes.try_push((checkpoint, stake));
			stake
		},
	}
}
