//! What the calls do.

use crate::{holds::SchedulesOf, Config, Error, Event, HoldReason, Pallet, Schedules};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{
		fungible::{Inspect, InspectHold, MutateHold},
		tokens::{Fortitude, Precision, Preservation},
		Get,
	},
};
use promptale_primitives::{vesting::Schedule, Balance};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_claim(who: T::AccountId) -> DispatchResult {
		let mut schedules = Schedules::<T>::get(&who);
		let amount = Self::take_vested(&mut schedules);
		ensure!(amount > 0, Error::<T>::NothingToClaim);
		Self::store(&who, schedules, 0);
		Self::deposit_event(Event::Claimed { account: who, amount });
		Ok(())
	}

	pub(crate) fn do_merge(who: T::AccountId, first: u32, second: u32) -> DispatchResult {
		ensure!(first != second, Error::<T>::SameSchedule);
		let mut schedules = Schedules::<T>::get(&who);
		// All of them, so that this call never takes back from an account what it could have claimed before.
		let amount = Self::take_vested(&mut schedules);
		let one = *Self::at(&mut schedules, first)?;
		let merged = one.merged(Self::at(&mut schedules, second)?).ok_or(Error::<T>::Overflow)?;
		*Self::at(&mut schedules, first)? = merged;
		Self::remove(&mut schedules, second);
		Self::store(&who, schedules, 0);
		if amount > 0 {
			Self::deposit_event(Event::Claimed { account: who.clone(), amount });
		}
		Self::deposit_event(Event::Merged { account: who, schedule: merged });
		Ok(())
	}

	pub(crate) fn do_transfer_grant(from: T::AccountId, index: u32, to: T::AccountId) -> DispatchResult {
		ensure!(from != to, Error::<T>::ToSelf);
		let mut schedules = Schedules::<T>::get(&from);
		let schedule = *Self::at(&mut schedules, index)?;
		ensure!(schedule.transferable, Error::<T>::NotTransferable);
		Self::remove(&mut schedules, index);
		// Releases the funds of this schedule, as far as they are no part of the stake.
		Self::store(&from, schedules, 0);
		Self::place(&from, &to, schedule, Error::<T>::FundsBound.into())?;
		Self::deposit_event(Event::GrantTransferred { from, to, schedule });
		Ok(())
	}

	pub(crate) fn do_grant(source: T::AccountId, beneficiary: T::AccountId, schedule: Schedule) -> DispatchResult {
		ensure!(schedule.total >= T::MinGrant::get() && schedule.total > 0, Error::<T>::GrantTooSmall);
		ensure!(schedule.is_valid(), Error::<T>::InvalidSchedule);
		ensure!(schedule.end > Self::now(), Error::<T>::AlreadyOver);
		Self::place(&source, &beneficiary, schedule, Error::<T>::SourceTooPoor.into())?;
		Self::deposit_event(Event::Granted { source, beneficiary, schedule });
		Ok(())
	}

	/// Moves what remains of `schedule` from what `source` can spend to a hold on `to`, and the schedule to its list.
	/// Fails with `too_poor` where that is more than `source` can spend.
	fn place(source: &T::AccountId, to: &T::AccountId, schedule: Schedule, too_poor: DispatchError) -> DispatchResult {
		let amount: Balance = schedule.remaining();
		let reason = HoldReason::Vesting.into();
		ensure!(T::Currency::hold_available(&reason, to), Error::<T>::NoAccount);
		let (keep, force) = (Preservation::Preserve, Fortitude::Polite);
		ensure!(T::Currency::reducible_balance(source, keep, force) >= amount, too_poor);
		let mut schedules = Schedules::<T>::get(to);
		schedules.try_push(schedule).map_err(|_| Error::<T>::TooManySchedules)?;
		let sum = schedules.iter().try_fold(0, |sum: Balance, schedule| sum.checked_add(schedule.remaining()));
		ensure!(sum.is_some(), Error::<T>::Overflow);
		T::Currency::transfer_and_hold(&reason, source, to, amount, Precision::Exact, keep, force)?;
		Self::store(to, schedules, 0);
		Ok(())
	}

	/// The schedule at a position.
	fn at(schedules: &mut SchedulesOf<T>, index: u32) -> Result<&mut Schedule, DispatchError> {
		let index = usize::try_from(index).unwrap_or(usize::MAX);
		schedules.get_mut(index).ok_or(Error::<T>::NoSuchSchedule.into())
	}

	/// Takes the schedule at a position, where there is one, out of the list.
	fn remove(schedules: &mut SchedulesOf<T>, index: u32) {
		let mut at = 0;
		schedules.retain(|_| {
			let kept = at != index;
			at = at.saturating_add(1);
			kept
		});
	}
}
