//! Pots of rewards: what is in them, and payments out of them.

use crate::{Config, Error, Event, Flows, Pallet, Pots};
use frame_support::{
	ensure,
	traits::{
		fungible::{Balanced, Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
		Get,
	},
};
use promptale_primitives::{
	settlement::{EmissionPool, Flow, Inflow, Pot, PotConsumers, Shares},
	Balance,
};
use sp_runtime::{traits::AccountIdConversion, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The account that a pot's money lies on. It should be endowed with an existential deposit at genesis; without
	/// one, the pot cannot take less than that at first, nor pay its last.
	pub fn pot_account(pot: Pot) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating((*b"pot", pot))
	}

	/// What a pot could pay now: what is in it, and the emission that is due.
	pub fn available(pot: Pot) -> Balance {
		let due = EmissionPool::ALL
			.into_iter()
			.filter(|pool| pool.pot() == pot)
			.fold(0, |sum: Balance, pool| sum.saturating_add(Self::releasable(pool)));
		Self::payable(pot, due)
	}

	/// What a pot could pay if it received `more`: what is in it by the books, and above an existential deposit on its
	/// account.
	fn payable(pot: Pot, more: Balance) -> Balance {
		let on_account = T::Currency::balance(&Self::pot_account(pot)).saturating_add(more);
		let held = Pots::<T>::get(pot).held().saturating_add(more);
		held.min(on_account.saturating_sub(T::Currency::minimum_balance()))
	}

	/// Releases the emission that is due to a pot, where there is any.
	fn release_to(pot: Pot) {
		for pool in EmissionPool::ALL.into_iter().filter(|pool| pool.pot() == pot) {
			// Where nothing can be released, what is in the pot decides.
			let _ = Self::release(pool);
		}
	}

	/// Hands all that a pot could pay to the pallet that takes it.
	pub(crate) fn do_distribute(pot: Pot) -> DispatchResult {
		Self::release_to(pot);
		let amount = Self::payable(pot, 0);
		ensure!(amount > 0, Error::<T>::NothingToDistribute);
		let credit = T::Currency::withdraw(
			&Self::pot_account(pot),
			amount,
			Precision::Exact,
			Preservation::Preserve,
			Fortitude::Polite,
		)?;
		// What comes back is dropped; the failing call undoes that with everything else it did.
		T::Consumers::consume(pot, credit).map_err(|_| Error::<T>::NoConsumer)?;
		Self::record_paid(pot, amount);
		Self::deposit_event(Event::Distributed { pot, amount });
		Ok(())
	}

	/// Pays all of `amount` out of a pot, or nothing.
	pub(crate) fn pay(pot: Pot, to: &T::AccountId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		ensure!(!Self::is_own_account(to), Error::<T>::OwnAccount);
		if Self::payable(pot, 0) < amount {
			Self::release_to(pot);
		}
		ensure!(Self::payable(pot, 0) >= amount, Error::<T>::PotTooSmall);
		T::Currency::transfer(&Self::pot_account(pot), to, amount, Preservation::Preserve)?;
		Self::record_paid(pot, amount);
		Self::deposit_event(Event::PotPaid { pot, to: to.clone(), amount });
		Ok(())
	}

	fn is_own_account(account: &T::AccountId) -> bool {
		Pot::ALL.into_iter().any(|pot| &Self::pot_account(pot) == account)
			|| EmissionPool::ALL.into_iter().any(|pool| &Self::pool_account(pool) == account)
	}

	pub(crate) fn do_record_donation(pot: Pot) -> DispatchResult {
		let expected = Pots::<T>::get(pot).held().saturating_add(T::Currency::minimum_balance());
		let amount = T::Currency::balance(&Self::pot_account(pot)).saturating_sub(expected);
		ensure!(amount > 0, Error::<T>::NoDonation);
		Self::record(Inflow::Donation, pot, amount);
		Self::deposit_event(Event::DonationRecorded { pot, amount });
		Ok(())
	}

	/// Enters into the books that a pot received `amount`.
	pub(crate) fn record(inflow: Inflow, pot: Pot, amount: Balance) {
		let mut to = Shares::default();
		*to.pot_mut(pot) = amount;
		Flows::<T>::mutate(inflow, |flow: &mut Flow| flow.add(&to));
		Pots::<T>::mutate(pot, |totals| totals.received = totals.received.saturating_add(amount));
	}

	fn record_paid(pot: Pot, amount: Balance) {
		Pots::<T>::mutate(pot, |totals| totals.paid = totals.paid.saturating_add(amount));
	}

	pub(crate) fn do_burn(amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let treasury = T::Treasury::get();
		let has = T::Currency::reducible_balance(&treasury, Preservation::Preserve, Fortitude::Polite);
		ensure!(has >= amount, Error::<T>::TreasuryTooSmall);
		let (preservation, precision) = (Preservation::Preserve, Precision::Exact);
		T::Currency::burn_from(&treasury, amount, preservation, precision, Fortitude::Polite)?;
		crate::Burned::<T>::mutate(|burned| *burned = burned.saturating_add(amount));
		Self::deposit_event(Event::Burned { amount });
		Ok(())
	}
}
