//! Disputes: where a committee does not agree on a checkpoint, a fresh and larger one repeats its work.
//!
//! The round's phases from Publish on begin again, under new beacons. Nothing is published anew: the contributors and
//! the first committee hand the updates on. The new committee's verdicts count. It also attests what the *first*
//! committee's verdicts lead to, so that the wrong attestations of that committee are proven and slashed.

use crate::{
	types::*, BeaconsDue, Committees, Config, Error, Event, FormerCommittees, Judgements, Pallet, Rounds, WeightInfo,
};
use frame_support::{
	pallet_prelude::{DispatchError, Weight},
	traits::Get,
};
use promptale_primitives::{
	round::{Part, RoundState},
	schedule::Phase,
	ModelId, RoundIndex,
};

impl<T: Config> Pallet<T> {
	/// Whether there can be a larger committee of validators that were not in the first one, and the round had no
	/// dispute yet.
	pub(crate) fn can_dispute(model: ModelId, index: RoundIndex, round: &Round) -> bool {
		round.disputed_at.is_none() && {
			let former = Committees::<T>::get(model, index);
			let fresh = Self::candidates(round.opened, &former).len();
			fresh.min(usize::try_from(T::MaxCommittee::get()).unwrap_or(usize::MAX)) > former.len()
		}
	}

	/// Opens the dispute of a round for which [`Self::can_dispute`] holds. Answers the weight used.
	pub(crate) fn open_dispute(model: ModelId, index: RoundIndex, mut round: Round) -> Result<Weight, DispatchError> {
		let now = Self::now();
		let former = Committees::<T>::get(model, index);
		let used = T::WeightInfo::open_dispute(round.updates, Self::bonded_validators());
		round.disputed_at = Some(now);
		for (phase, which) in [(Phase::Publish, 3u8), (Phase::Score, 4)] {
			BeaconsDue::<T>::try_mutate(round.start_of(phase), |due| {
				due.try_push(BeaconDue { model, round: index, which })
			})
			.map_err(|_| Error::<T>::BeaconsFull)?;
		}
		Judgements::<T>::mutate(model, index, |judgements| {
			for judgement in judgements {
				let part = Part { weight: judgement.weight, clip: judgement.clip };
				let disputed = (judgement.weight > 0).then_some(part);
				*judgement = Judgement { disputed, ..Judgement::default() };
			}
		});
		Committees::<T>::remove(model, index);
		FormerCommittees::<T>::insert(model, index, former);
		round.state = RoundState::Open;
		round.beacon_1 = None;
		round.beacon_2 = None;
		Rounds::<T>::insert(model, index, round);
		Self::deposit_event(Event::RoundDisputed { model, round: index });
		Ok(used)
	}
}
