//! Release of genesis pools on their schedules.

use crate::{types::EmissionSchedule, Config, Error, Event, Pallet, Schedules};
use frame_support::{
	ensure,
	traits::{
		fungible::{Inspect, Mutate},
		tokens::{DepositConsequence, Fortitude, Preservation, Provenance},
		Get,
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
		T::Currency::transfer(&from, &to, amount, preservation)?;
		schedule.released = schedule.released.saturating_add(amount);
		Schedules::<T>::insert(pool, schedule);
		Self::record(Inflow::Emission(pool), pot, amount);
		Self::deposit_event(Event::Emitted { pool, pot, amount });
		Ok(())
	}
}
