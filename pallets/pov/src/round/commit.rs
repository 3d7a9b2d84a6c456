//! Contributors: committing to updates and publishing them.

use crate::{types::*, Allowed, Config, Entrants, Error, Event, HoldReason, Models, Pallet, Updates};
use frame_support::{ensure, pallet_prelude::DispatchResult, traits::fungible::MutateHold};
use promptale_primitives::{
	hash,
	identity::Contributors,
	model::ModelKind,
	round::{Published, RoundState},
	schedule::Phase,
	Blake3, ModelId, RoundIndex,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_commit_update(
		device: T::AccountId,
		model: ModelId,
		index: RoundIndex,
		commitment: Blake3,
		size: u32,
	) -> DispatchResult {
		let round = Self::known_round(model, index)?;
		// A dispute, which opens in the last block before Publish, is about what is committed already.
		ensure!(
			round.state == RoundState::Open && round.phase(Self::now()) == Phase::Commit && round.disputed_at.is_none(),
			Error::<T>::WrongPhase
		);
		ensure!(size > 0 && size <= round.terms.max_update_bytes, Error::<T>::SizeOutOfBounds);
		let mut entrants = Entrants::<T>::get(model, index);
		let at = u32::try_from(entrants.len()).unwrap_or(u32::MAX);
		ensure!(at < round.terms.max_updates, Error::<T>::RoundFull);
		let contributor = T::Contributors::identity_of(&device).ok_or(Error::<T>::UnknownDevice)?;
		ensure!(T::Contributors::may_contribute(&device, model), Error::<T>::NotAllowed);
		let kind = Models::<T>::get(model).ok_or(Error::<T>::UnknownModel)?.kind;
		ensure!(kind == ModelKind::Public || Allowed::<T>::contains_key(model, &contributor), Error::<T>::NotAllowed);
		ensure!(
			!entrants.iter().any(|entrant| entrant.contributor == contributor || entrant.device == device),
			Error::<T>::IdentityAlreadyCommitted
		);

		let bond = round.terms.update_bond;
		if bond > 0 {
			T::Currency::hold(&HoldReason::UpdateBond.into(), &device, bond)?;
		}
		let entrant = Entrant { device: device.clone(), contributor: contributor.clone(), published: false };
		entrants.try_push(entrant).map_err(|_| Error::<T>::RoundFull)?;
		Entrants::<T>::insert(model, index, entrants);
		let update = Update { commitment, size, published: None, salt: Default::default(), canary: None };
		Updates::<T>::insert((model, index, at), update);
		Self::deposit_event(Event::UpdateCommitted { model, round: index, index: at, device, contributor });
		Ok(())
	}

	pub(crate) fn do_publish_update(
		device: T::AccountId,
		model: ModelId,
		index: RoundIndex,
		salt: Blake3,
		published: Published,
	) -> DispatchResult {
		let round = Self::known_round(model, index)?;
		// Before the drawing there is nobody to encrypt to, and a dispute is about what is published already.
		ensure!(
			round.state == RoundState::CommitteeDrawn
				&& round.phase(Self::now()) == Phase::Publish
				&& round.disputed_at.is_none(),
			Error::<T>::WrongPhase
		);
		let mut entrants = Entrants::<T>::get(model, index);
		let (at, entrant) = (0u32..)
			.zip(entrants.iter_mut())
			.find(|(_, entrant)| entrant.device == device)
			.ok_or(Error::<T>::NotCommitted)?;
		let mut update = Updates::<T>::get((model, index, at)).ok_or(Error::<T>::NotCommitted)?;
		ensure!(update.published.is_none(), Error::<T>::AlreadyPublished);
		ensure!(
			update.commitment == hash::update_commitment(model, index, &published.update_hash, &device, &salt),
			Error::<T>::CommitmentMismatch
		);
		update.published = Some(published);
		update.salt = salt;
		entrant.published = true;
		Entrants::<T>::insert(model, index, entrants);
		Updates::<T>::insert((model, index, at), update);
		// All that it was held for is done.
		Self::release_hold(HoldReason::UpdateBond, &device, round.terms.update_bond);
		Self::deposit_event(Event::UpdatePublished { model, round: index, index: at, published });
		Ok(())
	}
}
