//! Opening a round, and removing the oldest one for it.

use crate::{
	types::*, BeaconsDue, Committees, Config, Entrants, Error, Event, FormerCommittees, Judgements, Models, Pallet,
	Rounds, Scores, Updates, WeightInfo,
};
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
	ensure,
	pallet_prelude::Weight,
	traits::Get,
};
use promptale_primitives::{round::RoundState, schedule::Phase, BlockNumber, ModelId, RoundIndex};

impl<T: Config> Pallet<T> {
	/// Whether the model's next round can open at `now`; answers the model and the round's number.
	pub(crate) fn ensure_can_open(id: ModelId, now: BlockNumber) -> Result<(Model<T>, RoundIndex), Error<T>> {
		let model = Models::<T>::get(id).ok_or(Error::<T>::UnknownModel)?;
		ensure!(model.active, Error::<T>::Inactive);
		ensure!(!model.round_open, Error::<T>::NotDue);
		ensure!(model.pot >= model.terms.round_budget, Error::<T>::PotTooSmall);
		let next = model.latest_round.checked_add(1).ok_or(Error::<T>::Overflow)?;
		for block in Self::beacon_blocks(&model, now) {
			let due = BeaconsDue::<T>::decode_len(block).unwrap_or(0);
			ensure!((due as u64) < u64::from(T::MaxBeaconsPerBlock::get()), Error::<T>::BeaconsFull);
		}
		Ok((model, next))
	}

	/// First blocks of Publish and Score: at their ends the beacons are stored, one phase after the values
	/// they must not influence were fixed.
	fn beacon_blocks(model: &Model<T>, opened: BlockNumber) -> [BlockNumber; 2] {
		[Phase::Publish, Phase::Score].map(|phase| model.terms.phases.start_of(opened, phase))
	}

	pub(crate) fn do_open_round(id: ModelId) -> DispatchResultWithPostInfo {
		let now = Self::now();
		let (mut model, index) = Self::ensure_can_open(id, now)?;
		let mut weight = T::WeightInfo::open_round();
		for (block, which) in Self::beacon_blocks(&model, now).into_iter().zip([1u8, 2]) {
			BeaconsDue::<T>::try_mutate(block, |due| due.try_push(BeaconDue { model: id, round: index, which }))
				.map_err(|_| Error::<T>::BeaconsFull)?;
		}
		let budget = model.terms.round_budget;
		model.pot = model.pot.checked_sub(budget).ok_or(Error::<T>::PotTooSmall)?;
		model.latest_round = index;
		model.round_open = true;
		// One round falls out for the one that opens.
		if index.saturating_sub(model.oldest_round) >= T::KeepRounds::get() {
			weight = weight.saturating_add(Self::prune_round(id, model.oldest_round));
			model.oldest_round = model.oldest_round.saturating_add(1);
		}
		let round = Round {
			opened: now,
			state: RoundState::Open,
			base_checkpoint: model.checkpoint,
			held_out_root: model.held_out_root,
			terms: model.terms,
			budget,
			disputed_at: None,
			beacon_1: None,
			beacon_2: None,
			updates: 0,
			could_publish: false,
			agreed: None,
			paid: 0,
		};
		Rounds::<T>::insert(id, index, round);
		Models::<T>::insert(id, model);
		Self::deposit_event(Event::RoundOpened { model: id, round: index, budget });
		Ok(PostDispatchInfo::from(Some(weight)))
	}

	/// Removes everything that is kept of a closed round. Answers the weight used.
	pub(crate) fn prune_round(model: ModelId, index: RoundIndex) -> Weight {
		if Rounds::<T>::take(model, index).is_none() {
			return T::WeightInfo::prune_round(0, 0);
		}
		let entrants = Entrants::<T>::take(model, index);
		Judgements::<T>::remove(model, index);
		for (at, _) in (0u32..).zip(&entrants) {
			Updates::<T>::remove((model, index, at));
		}
		let (members, former) = (Committees::<T>::take(model, index), FormerCommittees::<T>::take(model, index));
		for seat in members.iter().chain(&former) {
			Scores::<T>::remove((model, index, &seat.validator));
		}
		Self::deposit_event(Event::RoundPruned { model, round: index });
		let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
		T::WeightInfo::prune_round(count(entrants.len()), count(members.len().saturating_add(former.len())))
	}
}
