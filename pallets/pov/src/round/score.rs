//! Members: committing to scores and revealing them.

use crate::{types::*, Config, Error, Event, Pallet, Rounds, Scores, Seats, WeightInfo};
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
	ensure,
	pallet_prelude::DispatchResult,
	BoundedVec,
};
use promptale_primitives::{
	fault::Fault, hash, round::RoundState, schedule::Phase, score::ScoreEntry, Blake3, BlockNumber, ModelId, RoundIndex,
};

impl<T: Config> Pallet<T> {
	/// Whether a member can commit to scores at `now`.
	pub(crate) fn ensure_can_commit_scores(
		model: ModelId,
		index: RoundIndex,
		validator: &T::AccountId,
		now: BlockNumber,
	) -> Result<Seat, Error<T>> {
		let round = Self::known_round(model, index)?;
		ensure!(round.state == RoundState::CommitteeDrawn && round.phase(now) == Phase::Score, Error::<T>::WrongPhase);
		// Without the beacon nobody can have scored anything.
		ensure!(round.beacon_2.is_some(), Error::<T>::BeaconUnknown);
		let seat = Self::seat(model, index, &round, validator)?;
		ensure!(seat.commitment.is_none(), Error::<T>::AlreadyCommitted);
		Ok(seat)
	}

	pub(crate) fn do_commit_scores(
		model: ModelId,
		index: RoundIndex,
		validator: T::AccountId,
		commitment: Blake3,
	) -> DispatchResult {
		let mut seat = Self::ensure_can_commit_scores(model, index, &validator, Self::now())?;
		seat.commitment = Some(commitment);
		Seats::<T>::insert((model, index, &validator), seat);
		Self::deposit_event(Event::ScoresCommitted { model, round: index, validator });
		Ok(())
	}

	/// Whether a member can reveal `entries` at `now`, and whether they are what it committed to. If not, revealing
	/// them is a fault.
	pub(crate) fn ensure_can_reveal_scores(
		model: ModelId,
		index: RoundIndex,
		validator: &T::AccountId,
		entries: &[ScoreEntry],
		salt: &Blake3,
		now: BlockNumber,
	) -> Result<(Round, Seat, bool), Error<T>> {
		let round = Self::known_round(model, index)?;
		ensure!(round.state == RoundState::CommitteeDrawn && round.phase(now) == Phase::Reveal, Error::<T>::WrongPhase);
		let seat = Self::seat(model, index, &round, validator)?;
		ensure!(!seat.revealed && !seat.faults.contains(Fault::RevealMismatch), Error::<T>::AlreadyRevealed);
		let commitment = seat.commitment.ok_or(Error::<T>::NothingToReveal)?;
		let matches = commitment == hash::score_commitment(model, index, validator, entries, salt);
		// Who committed to a sheet of another length cannot reveal it, and is punished for that in the end.
		ensure!(!matches || entries.len() as u64 == u64::from(round.updates), Error::<T>::WrongNumberOfEntries);
		Ok((round, seat, matches))
	}

	pub(crate) fn do_reveal_scores(
		model: ModelId,
		index: RoundIndex,
		validator: T::AccountId,
		entries: BoundedVec<ScoreEntry, T::MaxUpdates>,
		salt: Blake3,
	) -> DispatchResultWithPostInfo {
		let used = T::WeightInfo::reveal_scores(u32::try_from(entries.len()).unwrap_or(u32::MAX));
		let (mut round, mut seat, matches) =
			Self::ensure_can_reveal_scores(model, index, &validator, &entries, &salt, Self::now())?;
		if !matches {
			let punished = Self::punish(model, index, &validator, seat, Fault::RevealMismatch);
			return Ok(PostDispatchInfo::from(Some(used.saturating_add(punished))));
		}
		seat.revealed = true;
		round.revealed_stake = round.revealed_stake.saturating_add(seat.stake);
		Scores::<T>::insert((model, index, &validator), entries);
		Seats::<T>::insert((model, index, &validator), seat);
		Rounds::<T>::insert(model, index, round);
		Self::deposit_event(Event::ScoresRevealed { model, round: index, validator });
		Ok(PostDispatchInfo::from(Some(used)))
	}
}
