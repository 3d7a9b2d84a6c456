//! What identities are credited, and their claims.

use crate::{types::*, Config, Debts, Earned, Error, Event, Holders, Pallet};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{
		fungible::{Inspect, Mutate},
		tokens::{Fortitude, Preservation},
		Get,
	},
};
use promptale_primitives::{reward::EarningsOverview, Balance};

impl<T: Config> Pallet<T> {
	/// Adds to what an identity can claim, to its total from `pool`, and to its day.
	pub(crate) fn credit(identity: &T::AccountId, pool: Pool, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		Earned::<T>::try_mutate(identity, |earnings| {
			earnings.pending = earnings.pending.checked_add(amount).ok_or(Error::<T>::Overflow)?;
			let lifetime = match pool {
				Pool::Work => &mut earnings.lifetime.work,
				Pool::Liveness => &mut earnings.lifetime.liveness,
				Pool::Hashpower => &mut earnings.lifetime.hashpower,
			};
			*lifetime = lifetime.saturating_add(amount);
			let today = Self::now().checked_div(T::DayLength::get()).unwrap_or(0);
			match earnings.days.last_mut() {
				Some((day, credited)) if *day == today => *credited = credited.saturating_add(amount),
				_ => {
					if earnings.days.is_full() {
						earnings.days.remove(0);
					}
					// There is room: the oldest day is gone.
					let _ = earnings.days.try_push((today, amount));
				},
			}
			Ok::<_, DispatchError>(())
		})
	}

	pub(crate) fn do_claim(who: T::AccountId) -> DispatchResult {
		Self::settle_identity(&who, &Holders::<T>::get(&who).unwrap_or_default())?;
		let work = Self::take_work_in(&who);
		let mut earnings = Earned::<T>::get(&who);
		let amount = core::mem::take(&mut earnings.pending);
		ensure!(amount > 0 || work > 0, Error::<T>::NothingToClaim);
		if amount == 0 {
			return Ok(());
		}
		let pot = Self::account_id();
		let available = T::Currency::reducible_balance(&pot, Preservation::Preserve, Fortitude::Polite);
		ensure!(available >= amount, Error::<T>::PotShort);
		T::Currency::transfer(&pot, &who, amount, Preservation::Preserve)?;
		Earned::<T>::insert(&who, earnings);
		Debts::<T>::mutate(|debts| *debts = debts.saturating_sub(amount));
		Self::deposit_event(Event::RewardsClaimed { identity: who, amount });
		Ok(())
	}

	/// Takes rewards from a sponsor.
	pub(crate) fn do_fund_rewards(from: T::AccountId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		T::Currency::transfer(&from, &Self::account_id(), amount, Preservation::Preserve)?;
		Self::divide()
	}

	/// What a claim would pay: credited and accrued.
	pub(crate) fn pending_of(account: &T::AccountId) -> Balance {
		let of_identity = Slot::OF_IDENTITY.iter().map(|slot| Self::accrued(*slot, account));
		let holder = Holders::<T>::get(account).unwrap_or_default();
		let of_devices = holder
			.devices
			.iter()
			.flat_map(|device| Slot::OF_DEVICE.iter().map(move |slot| Self::accrued(*slot, device)));
		of_identity.chain(of_devices).fold(Earned::<T>::get(account).pending, |sum, amount| sum.saturating_add(amount))
	}

	pub(crate) fn earnings_overview(account: T::AccountId) -> EarningsOverview {
		let earnings = Earned::<T>::get(&account);
		let day = T::DayLength::get();
		EarningsOverview {
			pending: Self::pending_of(&account),
			lifetime: earnings.lifetime.total(),
			by_pool: earnings.lifetime,
			days: earnings.days.into_iter().map(|(number, amount)| (number.saturating_mul(day), amount)).collect(),
		}
	}
}
