//! Attesting the new checkpoint.

use crate::{seats, types::*, Committees, Config, Error, Event, Pallet, Rounds, WeightInfo};
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
	ensure,
	traits::Get,
};
use promptale_primitives::{
	round::{Attestation, Outcome, RoundState},
	schedule::Phase,
	BlockNumber, ModelId, RoundIndex,
};

impl<T: Config> Pallet<T> {
	/// Whether a member can attest at `now`. Answers the round, its committee and the member's seat.
	pub(crate) fn ensure_can_attest(
		model: ModelId,
		index: RoundIndex,
		validator: &T::AccountId,
		attestation: &Attestation,
		now: BlockNumber,
	) -> Result<(Round, Seated<T>), Error<T>> {
		let round = Self::known_round(model, index)?;
		ensure!(round.state == RoundState::Settled && round.phase(now) == Phase::Attest, Error::<T>::WrongPhase);
		ensure!(attestation.disputed.is_none() || round.disputed_at.is_some(), Error::<T>::NotDisputed);
		let (members, seat) = Self::seat(model, index, validator)?;
		ensure!(seat.attested.is_none(), Error::<T>::AlreadyAttested);
		Ok((round, (members, seat)))
	}

	pub(crate) fn do_attest_checkpoint(
		model: ModelId,
		index: RoundIndex,
		validator: T::AccountId,
		attestation: Attestation,
	) -> DispatchResultWithPostInfo {
		let now = Self::now();
		let (mut round, (mut members, mut seat)) =
			Self::ensure_can_attest(model, index, &validator, &attestation, now)?;
		seat.attested = Some(attestation);
		seats::replace(members.as_mut(), seat);
		Committees::<T>::insert(model, index, &members);
		Self::deposit_event(Event::CheckpointAttested { model, round: index, validator, attestation });
		if round.agreed.is_none() {
			if let Some(checkpoint) = seats::two_thirds(&members, |attested| Some(attested.checkpoint)) {
				round.agreed = Some((checkpoint, now));
				Rounds::<T>::insert(model, index, &round);
				Self::deposit_event(Event::CheckpointAgreed { model, round: index, checkpoint });
			}
		}
		let used = T::WeightInfo::attest_checkpoint();
		if let Some((agreed, _)) = round.agreed {
			// Nobody whose pay depends on it is missing, or nobody is waited for.
			let missing = members.iter().any(|seat| seat.revealed && seat.attested.is_none());
			if !missing || T::AttestGrace::get() == 0 {
				let closing = Self::close(model, index, round, Outcome::Attested(agreed))?;
				return Ok(PostDispatchInfo::from(Some(used.saturating_add(closing))));
			}
		}
		Ok(PostDispatchInfo::from(Some(used)))
	}

	/// The committee that works now, and the seat of a member of it.
	pub(crate) fn seat(model: ModelId, index: RoundIndex, validator: &T::AccountId) -> Result<Seated<T>, Error<T>> {
		let members = Committees::<T>::get(model, index);
		let seat = members.iter().find(|seat| seat.validator == *validator).cloned().ok_or(Error::<T>::NotMember)?;
		Ok((members, seat))
	}
}
