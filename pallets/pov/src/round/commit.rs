//! Contributors: committing to updates and publishing them.

use crate::{
	types::*, Allowed, Config, Error, Event, HoldReason, Models, Pallet, Rounds, UpdateOfDevice, UpdateOfIdentity,
	Updates,
};
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
		let mut round = Self::known_round(model, index)?;
		ensure!(round.state == RoundState::Open && round.phase(Self::now()) == Phase::Commit, Error::<T>::WrongPhase);
		ensure!(size > 0 && size <= round.terms.max_update_bytes, Error::<T>::SizeOutOfBounds);
		ensure!(round.updates < round.terms.max_updates, Error::<T>::RoundFull);
		let contributor = T::Contributors::identity_of(&device).ok_or(Error::<T>::UnknownDevice)?;
		ensure!(T::Contributors::may_contribute(&device, model), Error::<T>::NotAllowed);
		let kind = Models::<T>::get(model).ok_or(Error::<T>::UnknownModel)?.kind;
		ensure!(kind == ModelKind::Public || Allowed::<T>::contains_key(model, &contributor), Error::<T>::NotAllowed);
		ensure!(
			!UpdateOfIdentity::<T>::contains_key((model, index, &contributor))
				&& !UpdateOfDevice::<T>::contains_key((model, index, &device)),
			Error::<T>::IdentityAlreadyCommitted
		);

		let bond = round.terms.update_bond;
		if bond > 0 {
			T::Currency::hold(&HoldReason::UpdateBond.into(), &device, bond)?;
		}
		let at = round.updates;
		round.updates = at.saturating_add(1);
		UpdateOfIdentity::<T>::insert((model, index, &contributor), at);
		UpdateOfDevice::<T>::insert((model, index, &device), at);
		let update = Update {
			device: device.clone(),
			contributor: contributor.clone(),
			commitment,
			size,
			bond,
			published: None,
			salt: Default::default(),
			canary: None,
			verdict: None,
			weight: 0,
			clip: 0,
			disputed: None,
			reward: 0,
		};
		Updates::<T>::insert((model, index, at), update);
		Rounds::<T>::insert(model, index, round);
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
		let mut round = Self::known_round(model, index)?;
		// Before the drawing there is nobody to encrypt to, and a dispute is about what is published already.
		ensure!(
			round.state == RoundState::CommitteeDrawn
				&& round.phase(Self::now()) == Phase::Publish
				&& round.disputed_at.is_none(),
			Error::<T>::WrongPhase
		);
		let at = UpdateOfDevice::<T>::get((model, index, &device)).ok_or(Error::<T>::NotCommitted)?;
		let mut update = Updates::<T>::get((model, index, at)).ok_or(Error::<T>::NotCommitted)?;
		ensure!(update.published.is_none(), Error::<T>::AlreadyPublished);
		ensure!(
			update.commitment == hash::update_commitment(model, index, &published.update_hash, &device, &salt),
			Error::<T>::CommitmentMismatch
		);
		update.published = Some(published);
		update.salt = salt;
		round.published = round.published.saturating_add(1);
		Updates::<T>::insert((model, index, at), update);
		Rounds::<T>::insert(model, index, round);
		Self::deposit_event(Event::UpdatePublished { model, round: index, index: at, published });
		Ok(())
	}
}
