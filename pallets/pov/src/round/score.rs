//! Members: committing to scores and revealing them.

use crate::{seats, types::*, Committees, Config, Error, Event, Pallet, Scores, WeightInfo};
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
	/// Whether a member can commit to scores at `now`. Answers the committee and the member's seat.
	pub(crate) fn ensure_can_commit_scores(
		model: ModelId,
		index: RoundIndex,
		validator: &T::AccountId,
		now: BlockNumber,
	) -> Result<Seated<T>, Error<T>> {
		let round = Self::known_round(model, index)?;
		ensure!(round.state == RoundState::CommitteeDrawn && round.phase(now) == Phase::Score, Error::<T>::WrongPhase);
		// Without the beacon nobody can have scored anything.
		ensure!(round.beacon_2.is_some(), Error::<T>::BeaconUnknown);
		let (members, seat) = Self::seat(model, index, validator)?;
		ensure!(seat.commitment.is_none(), Error::<T>::AlreadyCommitted);
		Ok((members, seat))
	}

	pub(crate) fn do_commit_scores(
		model: ModelId,
		index: RoundIndex,
		validator: T::AccountId,
		commitment: Blake3,
	) -> DispatchResult {
		let (mut members, mut seat) = Self::ensure_can_commit_scores(model, index, &validator, Self::now())?;
		seat.commitment = Some(commitment);
		seats::replace(members.as_mut(), seat);
		Committees::<T>::insert(model, index, members);
		Self::deposit_event(Event::ScoresCommitted { model, round: index, validator });
		Ok(())
	}

	/// Whether a member can reveal `entries` at `now`. Answers the committee, the member's seat, and whether the entries
	/// are what it committed to. If not, revealing them is a fault.
	pub(crate) fn ensure_can_reveal_scores(
		model: ModelId,
		index: RoundIndex,
		validator: &T::AccountId,
		entries: &[ScoreEntry],
		salt: &Blake3,
		now: BlockNumber,
	) -> Result<(Seated<T>, bool), Error<T>> {
		let round = Self::known_round(model, index)?;
		ensure!(round.state == RoundState::CommitteeDrawn && round.phase(now) == Phase::Reveal, Error::<T>::WrongPhase);
		let (members, seat) = Self::seat(model, index, validator)?;
		ensure!(!seat.revealed && !seat.faults.contains(Fault::RevealMismatch), Error::<T>::AlreadyRevealed);
		let commitment = seat.commitment.ok_or(Error::<T>::NothingToReveal)?;
		let matches = commitment == hash::score_commitment(model, index, validator, entries, salt);
		// Who committed to a sheet of another length cannot reveal it, and is punished for that in the end.
		ensure!(!matches || entries.len() as u64 == u64::from(round.updates), Error::<T>::WrongNumberOfEntries);
		Ok(((members, seat), matches))
	}

	pub(crate) fn do_reveal_scores(
		model: ModelId,
		index: RoundIndex,
		validator: T::AccountId,
		entries: BoundedVec<ScoreEntry, T::MaxUpdates>,
		salt: Blake3,
	) -> DispatchResultWithPostInfo {
		let used = T::WeightInfo::reveal_scores(u32::try_from(entries.len()).unwrap_or(u32::MAX));
		let ((mut members, mut seat), matches) =
			Self::ensure_can_reveal_scores(model, index, &validator, &entries, &salt, Self::now())?;
		if !matches {
			let punished = Self::punish(model, index, &mut seat, Fault::RevealMismatch);
			seats::replace(members.as_mut(), seat);
			Committees::<T>::insert(model, index, members);
			return Ok(PostDispatchInfo::from(Some(used.saturating_add(Self::punish_weight(punished)))));
		}
		seat.revealed = true;
		seats::replace(members.as_mut(), seat);
		Committees::<T>::insert(model, index, members);
		Scores::<T>::insert((model, index, &validator), entries);
		Self::deposit_event(Event::ScoresRevealed { model, round: index, validator });
		Ok(PostDispatchInfo::from(Some(used)))
	}
}
