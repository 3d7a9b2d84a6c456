//! The invariants listed in the crate's documentation, checked over all of the state.

use crate::{holds::remaining, Config, Pallet, Schedules};
use frame_support::{
	ensure,
	traits::{
		fungible::Inspect,
		tokens::{Fortitude, Preservation},
	},
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		for (who, schedules) in Schedules::<T>::iter() {
			ensure!(!schedules.is_empty(), "1: a row without schedules");
			ensure!(schedules.iter().all(|schedule| schedule.is_valid()), "1: a schedule that is not valid");
			ensure!(schedules.iter().all(|schedule| schedule.remaining() > 0), "1: a schedule without anything left");
			ensure!(frame_system::Account::<T>::contains_key(&who), "1: schedules of an account that is not there");
		}
		for who in frame_system::Account::<T>::iter_keys() {
			let overview = Self::account_overview(&who);
			let owed = remaining(&Schedules::<T>::get(&who));
			ensure!(
				overview.held == owed.saturating_sub(overview.staked),
				"2: what is held for vesting does not go with schedules and stake"
			);
			let spendable = T::Currency::reducible_balance(&who, Preservation::Expendable, Fortitude::Polite);
			ensure!(
				spendable <= T::Currency::total_balance(&who).saturating_sub(overview.unvested),
				"3: an account can spend what has not vested"
			);
		}
		Ok(())
	}
}
