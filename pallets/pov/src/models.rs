//! Models, their terms and their pots.

use crate::{types::*, Allowed, Config, Error, Event, HoldReason, Models, NextModelId, Pallet, WeightInfo};
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
	ensure,
	pallet_prelude::DispatchResult,
	traits::{
		fungible::{Balanced, Inspect, Mutate, MutateHold},
		tokens::{Fortitude, Precision, Preservation},
		Get, OnUnbalanced,
	},
	BoundedVec,
};
use promptale_primitives::{
	model::{Architecture, ModelKind, Terms},
	Balance, Blake3, ModelId,
};
use sp_runtime::traits::AccountIdConversion;

/// Fewest blocks in which the committee can be drawn by a beacon of the first block, and updates be published after that.
const MIN_PUBLISH: u32 = 3;
/// Fewest blocks in which members can score by a beacon of the first block.
const MIN_SCORE: u32 = 2;
/// Fewest blocks in which a round can be settled and attested.
const MIN_ATTEST: u32 = 2;

impl<T: Config> Pallet<T> {
	/// The account that pots, budgets of open rounds and unclaimed rewards lie on.
	pub fn account_id() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// Checks terms by themselves and against the chain's bounds.
	pub(crate) fn ensure_terms(terms: &Terms) -> DispatchResult {
		ensure!(terms.validate().is_ok(), Error::<T>::TermsInvalid);
		let phases = &terms.phases;
		ensure!(
			phases.publish >= MIN_PUBLISH && phases.score >= MIN_SCORE && phases.attest >= MIN_ATTEST,
			Error::<T>::PhaseTooShort
		);
		let length = [phases.commit, phases.publish, phases.score, phases.reveal, phases.attest]
			.into_iter()
			.try_fold(0u32, |sum, phase| sum.checked_add(phase))
			.ok_or(Error::<T>::TermsOutOfBounds)?;
		ensure!(
			length <= T::MaxRoundLength::get()
				&& terms.max_updates <= T::MaxUpdates::get()
				&& terms.max_update_bytes <= T::MaxUpdateBytes::get()
				&& terms.committee_size <= T::MaxCommittee::get(),
			Error::<T>::TermsOutOfBounds
		);
		Ok(())
	}

	/// The model, if `who` owns it.
	fn owned_model(who: &T::AccountId, id: ModelId) -> Result<Model<T>, Error<T>> {
		let model = Models::<T>::get(id).ok_or(Error::<T>::UnknownModel)?;
		ensure!(model.owner == *who, Error::<T>::NotOwner);
		Ok(model)
	}

	#[allow(clippy::too_many_arguments)]
	pub(crate) fn do_create_model(
		owner: T::AccountId,
		name: BoundedVec<u8, T::MaxNameLength>,
		kind: ModelKind,
		architecture: Architecture,
		seed: u64,
		checkpoint: Blake3,
		held_out_root: Blake3,
		terms: Terms,
	) -> DispatchResult {
		ensure!(core::str::from_utf8(&name).is_ok_and(|name| !name.trim().is_empty()), Error::<T>::NameNotText);
		Self::ensure_terms(&terms)?;
		let id = NextModelId::<T>::get();
		NextModelId::<T>::put(id.checked_add(1).ok_or(Error::<T>::Overflow)?);
		let deposit = T::ModelDeposit::get();
		T::Currency::hold(&HoldReason::ModelDeposit.into(), &owner, deposit)?;
		let model = Model {
			owner: owner.clone(),
			name,
			kind,
			architecture,
			seed,
			checkpoint,
			version: 0,
			held_out_root,
			terms,
			pot: 0,
			latest_round: 0,
			oldest_round: 1,
			round_open: false,
			active: true,
			allowed: 0,
			deposit,
		};
		Models::<T>::insert(id, model);
		Self::deposit_event(Event::ModelCreated { model: id, owner });
		Ok(())
	}

	pub(crate) fn do_fund_model(from: T::AccountId, id: ModelId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut model = Models::<T>::get(id).ok_or(Error::<T>::UnknownModel)?;
		let account = Self::account_id();
		// A chain whose genesis did not endow the account: whoever comes first does.
		let seed = T::Currency::minimum_balance();
		if T::Currency::balance(&account) < seed {
			T::Currency::transfer(&from, &account, seed, Preservation::Preserve)?;
		}
		T::Currency::transfer(&from, &account, amount, Preservation::Preserve)?;
		model.pot = model.pot.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		Models::<T>::insert(id, model);
		Self::deposit_event(Event::ModelFunded { model: id, from, amount });
		Ok(())
	}

	pub(crate) fn do_set_terms(who: T::AccountId, id: ModelId, terms: Terms) -> DispatchResult {
		let mut model = Self::owned_model(&who, id)?;
		Self::ensure_terms(&terms)?;
		model.terms = terms;
		Models::<T>::insert(id, model);
		Self::deposit_event(Event::TermsChanged { model: id });
		Ok(())
	}

	pub(crate) fn do_set_active(who: T::AccountId, id: ModelId, active: bool) -> DispatchResult {
		let mut model = Self::owned_model(&who, id)?;
		model.active = active;
		Models::<T>::insert(id, model);
		Self::deposit_event(Event::ActivityChanged { model: id, active });
		Ok(())
	}

	pub(crate) fn do_set_allowed(
		who: T::AccountId,
		id: ModelId,
		identity: T::AccountId,
		allowed: bool,
	) -> DispatchResult {
		let mut model = Self::owned_model(&who, id)?;
		ensure!(model.kind == ModelKind::Private, Error::<T>::NotPrivate);
		if Allowed::<T>::contains_key(id, &identity) == allowed {
			return Ok(());
		}
		if allowed {
			ensure!(model.allowed < T::MaxAllowed::get(), Error::<T>::AllowListFull);
			Allowed::<T>::insert(id, &identity, ());
			model.allowed = model.allowed.saturating_add(1);
		} else {
			Allowed::<T>::remove(id, &identity);
			model.allowed = model.allowed.saturating_sub(1);
		}
		Models::<T>::insert(id, model);
		Self::deposit_event(Event::AllowanceChanged { model: id, identity, allowed });
		Ok(())
	}

	pub(crate) fn do_remove_model(who: T::AccountId, id: ModelId, rounds: u32) -> DispatchResultWithPostInfo {
		let mut model = Self::owned_model(&who, id)?;
		ensure!(!model.active, Error::<T>::StillActive);
		ensure!(!model.round_open, Error::<T>::RoundStillOpen);
		ensure!(model.allowed == 0, Error::<T>::AllowListNotEmpty);
		let mut weight = T::WeightInfo::remove_model();
		for _ in 0..rounds {
			if model.oldest_round > model.latest_round {
				break;
			}
			weight = weight.saturating_add(Self::prune_round(id, model.oldest_round));
			model.oldest_round = model.oldest_round.saturating_add(1);
		}
		if model.oldest_round <= model.latest_round {
			Models::<T>::insert(id, model);
			return Ok(PostDispatchInfo::from(Some(weight)));
		}
		Self::release_hold(HoldReason::ModelDeposit, &model.owner, model.deposit);
		if model.pot > 0 {
			let credit = T::Currency::withdraw(
				&Self::account_id(),
				model.pot,
				Precision::Exact,
				Preservation::Preserve,
				Fortitude::Polite,
			)?;
			T::FeeDestination::on_unbalanced(credit);
		}
		Models::<T>::remove(id);
		Self::deposit_event(Event::ModelRemoved { model: id, forfeited: model.pot });
		Ok(PostDispatchInfo::from(Some(weight)))
	}

	/// Releases what is held; what another pallet took from the hold cannot be released, and must not
	/// keep a round from ending either.
	pub(crate) fn release_hold(reason: HoldReason, who: &T::AccountId, amount: Balance) {
		if amount == 0 {
			return;
		}
		match T::Currency::release(&reason.into(), who, amount, Precision::BestEffort) {
			Ok(released) if released == amount => {},
			other => log::error!(
				target: crate::LOG_TARGET,
				"releasing {amount} held on {who:?} gave {other:?}: somebody else took from this hold",
			),
		}
	}
}
