//! What is held for vesting, beside what is held as stake.

use crate::{Config, Event, HoldReason, Pallet, Schedules, WeightInfo, LOG_TARGET};
use frame_support::{
	traits::{
		fungible::{Inspect, InspectHold, MutateHold},
		tokens::{Fortitude, Precision, Preservation},
		Get,
	},
	BoundedVec,
};
use promptale_primitives::{
	vesting::{Schedule, VestingFunds},
	Balance, BlockNumber,
};
use sp_runtime::traits::UniqueSaturatedInto;

/// An account's schedules.
pub(crate) type SchedulesOf<T> = BoundedVec<Schedule, <T as Config>::MaxSchedules>;

/// All that has not left `schedules`.
pub(crate) fn remaining(schedules: &[Schedule]) -> Balance {
	schedules.iter().fold(0, |sum, schedule| sum.saturating_add(schedule.remaining()))
}

impl<T: Config> Pallet<T> {
	/// The block that schedules are read at.
	pub(crate) fn now() -> BlockNumber {
		frame_system::Pallet::<T>::block_number().unique_saturated_into()
	}

	/// Held as stake on `who`.
	pub(crate) fn staked(who: &T::AccountId) -> Balance {
		T::Currency::balance_on_hold(&T::StakeReason::get(), who)
	}

	/// Held for vesting on `who`.
	pub(crate) fn held(who: &T::AccountId) -> Balance {
		T::Currency::balance_on_hold(&HoldReason::Vesting.into(), who)
	}

	/// Stores `schedules` without those that nothing remains of, and holds for them what no stake covers, of which
	/// `coming` more is about to be held. What the account has not got any more is forfeited.
	pub(crate) fn store(who: &T::AccountId, mut schedules: SchedulesOf<T>, coming: Balance) {
		let remaining = remaining(&schedules);
		let wanted = remaining.saturating_sub(Self::staked(who).saturating_add(coming));
		let missing = Self::set_hold(who, wanted);
		if missing > 0 {
			Self::forfeit(&mut schedules, missing);
			Self::deposit_event(Event::Forfeited { account: who.clone(), amount: missing });
		}
		schedules.retain(|schedule| schedule.remaining() > 0);
		if schedules.is_empty() {
			Schedules::<T>::remove(who);
		} else {
			Schedules::<T>::insert(who, schedules);
		}
	}

	/// Brings what is held for vesting on `who` to `wanted`. Answers what is missing for it.
	fn set_hold(who: &T::AccountId, wanted: Balance) -> Balance {
		let reason = HoldReason::Vesting.into();
		let held = Self::held(who);
		let done = if held > wanted {
			T::Currency::release(&reason, who, held.saturating_sub(wanted), Precision::BestEffort).map(|_| ())
		} else {
			let spendable = T::Currency::reducible_balance(who, Preservation::Protect, Fortitude::Force);
			match wanted.saturating_sub(held).min(spendable) {
				0 => Ok(()),
				more => T::Currency::hold(&reason, who, more),
			}
		};
		if let Err(error) = done {
			log::error!(target: LOG_TARGET, "the hold on {who:?} stays at {held}, not {wanted}: {error:?}");
		}
		wanted.saturating_sub(Self::held(who))
	}

	/// Counts `missing` as claimed: first what has vested, then what has not.
	fn forfeit(schedules: &mut SchedulesOf<T>, mut missing: Balance) {
		let now = Self::now();
		let parts: [fn(&Schedule, BlockNumber) -> Balance; 2] =
			[Schedule::claimable, |schedule, _| schedule.remaining()];
		for part in parts {
			for schedule in schedules.iter_mut() {
				let lost = part(schedule, now).min(missing);
				schedule.claimed = schedule.claimed.saturating_add(lost);
				missing = missing.saturating_sub(lost);
			}
		}
	}

	/// Counts what has vested as claimed. Answers how much.
	pub(crate) fn take_vested(schedules: &mut SchedulesOf<T>) -> Balance {
		let now = Self::now();
		schedules.iter_mut().fold(0, |sum: Balance, schedule| {
			let vested = schedule.claimable(now);
			schedule.claimed = schedule.claimed.saturating_add(vested);
			sum.saturating_add(vested)
		})
	}
}

impl<T: Config> VestingFunds<T::AccountId> for Pallet<T> {
	fn before_stake_hold(who: &T::AccountId, amount: Balance) {
		let schedules = Schedules::<T>::get(who);
		if !schedules.is_empty() {
			Self::store(who, schedules, amount);
		}
	}

	fn after_stake_change(who: &T::AccountId) {
		let schedules = Schedules::<T>::get(who);
		if !schedules.is_empty() {
			Self::store(who, schedules, 0);
		}
	}

	fn weight() -> (u64, u64) {
		let weight = T::WeightInfo::stake_change();
		(weight.ref_time(), weight.proof_size())
	}
}
