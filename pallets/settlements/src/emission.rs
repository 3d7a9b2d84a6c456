//! Release of genesis pools on their schedules.

use crate::{types::EmissionSchedule, Config, Error, Event, Pallet, Schedules};
use frame_support::{
	ensure,
	traits::{
		fungible::{Balanced, Inspect},
		tokens::{DepositConsequence, Fortitude, Precision, Preservation, Provenance},
		Get, Imbalance,
	},
};
use promptale_primitives::{
	settlement::{EmissionPool, Inflow},
	Balance,
};
use sp_runtime::{traits::AccountIdConversion, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The account that a pool's money lies on. Genesis endows it with all that is to be emitted.
	pub fn pool_account(pool: EmissionPool) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating((*b"pool", pool))
	}

	/// What can be released of a schedule now, and whether the pool's account may be emptied for it. The last release
	/// may; before it, less than an existential deposit that is still to be emitted must not be left as dust.
	fn releasable_by(pool: EmissionPool, schedule: &EmissionSchedule) -> (Balance, Preservation) {
		let due = schedule.due(Self::now());
		let last = schedule.released.saturating_add(due) == schedule.total;
		let preservation = if last { Preservation::Expendable } else { Preservation::Preserve };
		let account = Self::pool_account(pool);
		let there = T::Currency::reducible_balance(&account, preservation, Fortitude::Polite);
		(due.min(there), preservation)
	}

	/// What [`Self::release`] would move now.
	pub(crate) fn releasable(pool: EmissionPool) -> Balance {
		Schedules::<T>::get(pool).map_or(0, |schedule| Self::releasable_by(pool, &schedule).0)
	}

	/// Moves what is due from a pool to its pot, as far as it is there.
	pub(crate) fn release(pool: EmissionPool) -> DispatchResult {
		let mut schedule = Schedules::<T>::get(pool).ok_or(Error::<T>::NotEmitted)?;
		ensure!(schedule.due(Self::now()) > 0, Error::<T>::NothingDue);
		let (amount, preservation) = Self::releasable_by(pool, &schedule);
		ensure!(amount > 0, Error::<T>::PoolShort);
		let (pot, from) = (pool.pot(), Self::pool_account(pool));
		let to = Self::pot_account(pot);
		let taken = T::Currency::can_deposit(&to, amount, Provenance::Extant);
		ensure!(taken == DepositConsequence::Success, Error::<T>::PotCannotTake);
		// Less than an existential deposit beside it, which somebody sent, would be dust, and burned where the treasury
		// cannot take it.
		let beside = T::Currency::balance(&from).saturating_sub(amount);
		let beside = if beside < T::Currency::minimum_balance() { beside } else { 0 };
		let (all, precision) = (amount.saturating_add(beside), Precision::Exact);
		let mut credit = T::Currency::withdraw(&from, all, precision, preservation, Fortitude::Polite)?;
		if beside > 0 {
			Self::give_to_treasury(credit.extract(beside));
		}
		T::Currency::resolve(&to, credit).map_err(|refused| {
			Self::give_to_treasury(refused);
			Error::<T>::PotCannotTake
		})?;
		schedule.released = schedule.released.saturating_add(amount);
		Schedules::<T>::insert(pool, schedule);
		Self::record(Inflow::Emission(pool), pot, amount);
		Self::deposit_event(Event::Emitted { pool, pot, amount });
		Ok(())
	}
}
