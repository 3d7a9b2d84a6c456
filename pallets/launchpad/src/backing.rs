//! Contributions, and what backers get for them.

use crate::{raises::RaiseFor, types::*, Backings, Config, Error, Event, HoldReason, Pallet, Raises};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{
		fungible::MutateHold as _,
		fungibles::MutateHold as _,
		tokens::{Fortitude, Precision, Preservation, Restriction},
		Get,
	},
};
use promptale_primitives::{
	raise::{RaiseId, Stage, WhitelistProof},
	Balance,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn backing(who: &T::AccountId, id: RaiseId) -> Result<Backing, DispatchError> {
		Backings::<T>::get(who, id).ok_or_else(|| Error::<T>::NotBacker.into())
	}

	pub(crate) fn do_contribute(
		who: T::AccountId,
		id: RaiseId,
		amount: Balance,
		proof: Option<WhitelistProof>,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let (mut raise, stage) = Self::raise_with_stage(id)?;
		ensure!(stage.is_open(), Error::<T>::NotOpen);
		ensure!(who != raise.creator, Error::<T>::OwnRaise);
		if stage == Stage::Whitelist {
			let listed = raise.terms.whitelist.zip(proof).is_some_and(|(list, proof)| list.contains(&who, &proof));
			ensure!(listed, Error::<T>::NotWhitelisted);
		}
		let total = raise.progress.total.checked_add(amount).ok_or(Error::<T>::AboveHardCap)?;
		ensure!(total <= raise.terms.hard_cap, Error::<T>::AboveHardCap);
		let mut row = match Backings::<T>::get(&who, id) {
			Some(row) => row,
			None => {
				raise.backers = raise.backers.checked_add(1).ok_or(Error::<T>::Overflow)?;
				let deposit = T::BackingDeposit::get().saturating_add(T::RowBond::get());
				T::Currency::hold(&HoldReason::Backing.into(), &who, deposit)
					.map_err(|_| Error::<T>::DepositNotPaid)?;
				Backing { deposit, ..Default::default() }
			},
		};
		row.contribution = row.contribution.checked_add(amount).ok_or(Error::<T>::AboveMost)?;
		ensure!(row.contribution <= raise.terms.most, Error::<T>::AboveMost);
		// What is missing to the hard cap may be less than the least: somebody has to be able to fill it.
		ensure!(row.contribution >= raise.terms.least || total == raise.terms.hard_cap, Error::<T>::BelowLeast);

		let (account, reason) = (Self::raise_account(id), HoldReason::Contributions.into());
		let (precision, keep) = (Precision::Exact, Preservation::Preserve);
		T::Currency::transfer_and_hold(&reason, &who, &account, amount, precision, keep, Fortitude::Polite)
			.map_err(|_| Error::<T>::NotEnoughMoney)?;
		raise.progress.total = total;
		Raises::<T>::insert(id, raise);
		Backings::<T>::insert(&who, id, row);
		Self::deposit_event(Event::Contributed { raise: id, backer: who, amount, total });
		Ok(())
	}

	pub(crate) fn do_withdraw(who: T::AccountId, id: RaiseId) -> DispatchResult {
		let (mut raise, stage) = Self::raise_with_stage(id)?;
		ensure!(stage.is_open(), Error::<T>::NotOpen);
		let row = Self::backing(&who, id)?;
		let amount = row.contribution;
		let total = raise.progress.total.checked_sub(amount).ok_or(Error::<T>::RaiseBroken)?;
		raise.progress.total = total;
		Self::pay_from(id, &who, amount)?;
		Self::remove(&mut raise, &who, id, row)?;
		Raises::<T>::insert(id, raise);
		Self::deposit_event(Event::Withdrawn { raise: id, backer: who, amount, total });
		Ok(())
	}

	/// Removes a row and gives its deposit back; the caller stores the raise.
	fn remove(raise: &mut RaiseFor<T>, who: &T::AccountId, id: RaiseId, row: Backing) -> DispatchResult {
		Backings::<T>::remove(who, id);
		raise.backers = raise.backers.saturating_sub(1);
		T::Currency::release(&HoldReason::Backing.into(), who, row.deposit, Precision::Exact).map(drop)
	}

	/// Stores a row, or removes it when nothing can come of it any more.
	fn store(raise: &mut RaiseFor<T>, stage: Stage, who: &T::AccountId, id: RaiseId, row: Backing) -> DispatchResult {
		let (shares, refund) = Self::due(raise, stage, &row);
		if stage.is_final() && shares == 0 && refund == 0 {
			return Self::remove(raise, who, id, row);
		}
		Backings::<T>::insert(who, id, row);
		Ok(())
	}

	/// Shares and money that a backer can claim now.
	pub(crate) fn due(raise: &RaiseFor<T>, stage: Stage, row: &Backing) -> (Balance, Balance) {
		let shares = raise.terms.shares_of(&raise.progress, row.contribution).saturating_sub(row.delivered);
		let refund = if stage.is_failed() && !row.refunded {
			raise.terms.refund_of(&raise.progress, row.contribution)
		} else {
			0
		};
		(shares, refund)
	}

	/// Removes a row, too, that was worth nothing when the raise ended.
	pub(crate) fn do_claim_shares(id: RaiseId, backer: T::AccountId) -> DispatchResult {
		let (mut raise, stage) = Self::raise_with_stage(id)?;
		let mut row = Self::backing(&backer, id)?;
		let (shares, refund) = Self::due(&raise, stage, &row);
		let last = stage.is_final() && refund == 0;
		ensure!(shares > 0 || last, Error::<T>::NothingToClaim);
		row.delivered = row.delivered.saturating_add(shares);
		raise.delivered = raise.delivered.saturating_add(shares);
		// First: the last delivery may need what was held for the bond of a row of shares.
		Self::store(&mut raise, stage, &backer, id, row)?;
		if shares > 0 {
			let (content, creator) = (raise.content, &raise.creator);
			let (precision, mode, force) = (Precision::Exact, Restriction::Free, Fortitude::Polite);
			let reason = HoldReason::Offer.into();
			T::Shares::transfer_on_hold(content, &reason, creator, &backer, shares, precision, mode, force)
				.map_err(|_| Error::<T>::NotDeliverable)?;
		}
		Raises::<T>::insert(id, raise);
		Self::deposit_event(Event::SharesClaimed { raise: id, backer, shares });
		Ok(())
	}

	pub(crate) fn do_claim_refund(id: RaiseId, backer: T::AccountId) -> DispatchResult {
		let (mut raise, stage) = Self::raise_with_stage(id)?;
		ensure!(stage.is_failed(), Error::<T>::NotFailed);
		let mut row = Self::backing(&backer, id)?;
		let (_, amount) = Self::due(&raise, stage, &row);
		ensure!(amount > 0, Error::<T>::NothingToClaim);
		row.refunded = true;
		raise.refunded = raise.refunded.saturating_add(amount);
		Self::pay_from(id, &backer, amount)?;
		Self::store(&mut raise, stage, &backer, id, row)?;
		Raises::<T>::insert(id, raise);
		Self::deposit_event(Event::Refunded { raise: id, backer, amount });
		Ok(())
	}
}
