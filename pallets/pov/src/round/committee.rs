//! Drawing the committee.

use crate::{
	types::*, Committees, Config, Entrants, Error, Event, FormerCommittees, Keys, Pallet, Rounds, Validators,
	WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
	ensure,
	traits::Get,
	BoundedVec,
};
use promptale_primitives::{
	committee,
	round::{Outcome, RoundState, VoidReason},
	schedule::Phase,
	Balance, Blake3, BlockNumber, ModelId, RoundIndex,
};

impl<T: Config> Pallet<T> {
	/// Whether the committee can be drawn at `now`: in the Publish phase, by a known beacon. With nothing
	/// committed no beacon is needed to see that the round is over. After Publish the round is closed instead,
	/// because nobody could publish to the committee any more.
	pub(crate) fn ensure_can_draw(model: ModelId, index: RoundIndex, now: BlockNumber) -> Result<Round, Error<T>> {
		let round = Self::known_round(model, index)?;
		ensure!(round.state == RoundState::Open, Error::<T>::NotDue);
		ensure!(round.phase(now) == Phase::Publish, Error::<T>::WrongPhase);
		let empty = || Self::entrants(model, index) == 0;
		ensure!(round.beacon_1.is_some() || empty(), Error::<T>::BeaconUnknown);
		Ok(round)
	}

	pub(crate) fn do_draw_committee(model: ModelId, index: RoundIndex) -> DispatchResultWithPostInfo {
		let now = Self::now();
		let mut round = Self::ensure_can_draw(model, index, now)?;
		round.updates = Self::entrants(model, index);
		if round.updates == 0 {
			let weight = Self::close(model, index, round, Outcome::Void(VoidReason::NoCommitments))?;
			return Ok(PostDispatchInfo::from(Some(weight)));
		}
		let beacon = round.beacon_1.ok_or(Error::<T>::BeaconUnknown)?;
		let former = FormerCommittees::<T>::get(model, index);
		let candidates = Self::candidates(round.opened, &former);
		let disputed = round.disputed_at.is_some();
		let size = match disputed {
			true => committee::disputed_size(round.terms.committee_size, T::MaxCommittee::get()),
			false => round.terms.committee_size,
		};
		let members = Self::draw(&beacon, &candidates, size);
		let weight =
			T::WeightInfo::draw_committee(Self::bonded_validators(), u32::try_from(members.len()).unwrap_or(u32::MAX));
		if members.is_empty() {
			let closing = Self::close(model, index, round, Outcome::Void(VoidReason::NoCommittee))?;
			return Ok(PostDispatchInfo::from(Some(weight.saturating_add(closing))));
		}
		round.state = RoundState::CommitteeDrawn;
		if !disputed {
			round.could_publish = now.saturating_add(1) < round.start_of(Phase::Score);
		}
		Rounds::<T>::insert(model, index, round);
		Committees::<T>::insert(model, index, &members);
		let members: Vec<T::AccountId> = members.into_iter().map(|seat| seat.validator).collect();
		Self::deposit_event(Event::CommitteeDrawn { model, round: index, members });
		Ok(PostDispatchInfo::from(Some(weight)))
	}

	/// How many updates were committed.
	fn entrants(model: ModelId, index: RoundIndex) -> u32 {
		u32::try_from(Entrants::<T>::decode_len(model, index).unwrap_or(0)).unwrap_or(u32::MAX)
	}

	/// How many validators there are.
	pub(crate) fn bonded_validators() -> u32 {
		u32::try_from(Validators::<T>::decode_len().unwrap_or(0)).unwrap_or(u32::MAX)
	}

	/// Validators outside `former` with the stake that counts for a round opened in block `opened`, in order of
	/// accounts, so that anyone can repeat the drawing.
	pub(crate) fn candidates(opened: BlockNumber, former: &[Seat<T::AccountId>]) -> Vec<(T::AccountId, Balance)> {
		let is_former = |validator: &T::AccountId| former.iter().any(|seat| seat.validator == *validator);
		Validators::<T>::get()
			.into_iter()
			.map(|(validator, ledger)| (validator, ledger.stake_before(opened)))
			.filter(|(validator, stake)| *stake > 0 && !is_former(validator))
			.collect()
	}

	fn draw(beacon: &Blake3, candidates: &[(T::AccountId, Balance)], size: u32) -> SeatsOf<T> {
		let stakes: Vec<Balance> = candidates.iter().map(|(_, stake)| *stake).collect();
		let drawn: Vec<(T::AccountId, Balance, ValidatorKeys<T>)> =
			committee::draw(beacon, &stakes, size.min(T::MaxCommittee::get()))
				.into_iter()
				.filter_map(|at| candidates.get(usize::try_from(at).ok()?))
				.filter_map(|(validator, stake)| Some((validator.clone(), *stake, Keys::<T>::get(validator)?)))
				.collect();
		let stakes: Vec<Balance> = drawn.iter().map(|(_, stake, _)| *stake).collect();
		let capped = committee::cap_stakes(&stakes, T::MaxMemberShare::get());
		let seats = drawn.into_iter().zip(capped).map(|((validator, _, keys), stake)| Seat {
			validator,
			session_key: keys.session_key,
			encryption_key: keys.encryption_key,
			stake,
			commitment: None,
			revealed: false,
			attested: None,
			faults: Default::default(),
			agreed: false,
			reward: 0,
		});
		BoundedVec::truncate_from(seats.collect())
	}
}
