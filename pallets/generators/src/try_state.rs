//! The invariants listed in the crate's documentation, checked over all of the state.

use crate::{
	rewards::SCALE, types::*, Challenges, Collection, Config, Debts, Delegations, Devices, Earned, Expiries,
	HoldReason, Holders, Pallet, Pools, Rolled, Shares, Sold, Voters,
};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{
		fungible::{Inspect, InspectHold},
		tokens::nonfungibles_v2::{Inspect as InspectItem, InspectEnumerable},
		Get,
	},
};
use promptale_primitives::{generator::LicenceId, reward::ValidatedWork, Balance};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_licences()?;
		Self::check_delegations()?;
		Self::check_devices()?;
		Self::check_money()?;
		Self::check_pools()?;
		Self::check_shares()?;
		Self::check_challenges()?;
		Self::check_work()
	}

	/// 1 and 2.
	fn check_licences() -> Result<(), TryRuntimeError> {
		let sold = Sold::<T>::get();
		let all: u32 = T::Tiers::get().into_iter().map(|tier| tier.licences).sum();
		ensure!(sold <= all, "1: more licences than the tiers have");
		let mut counts = BTreeMap::<T::AccountId, u32>::new();
		if let Some(collection) = Collection::<T>::get() {
			ensure!(
				T::Nfts::items(&collection).count() == sold as usize,
				"1: there are not as many licences as were sold"
			);
			for licence in 0..sold {
				let owner = T::Nfts::owner(&collection, &licence).ok_or("1: a sold licence does not exist")?;
				ensure!(!T::Nfts::can_transfer(&collection, &licence), "2: a licence can be moved from outside");
				let count = counts.entry(owner).or_default();
				*count = count.saturating_add(1);
			}
		} else {
			ensure!(sold == 0, "1: licences without a collection");
		}
		let recorded: BTreeMap<_, _> = Holders::<T>::iter()
			.filter(|(_, holder)| holder.licences > 0)
			.map(|(account, holder)| (account, holder.licences))
			.collect();
		ensure!(recorded == counts, "1: a holder's count is not that of its licences");
		Ok(())
	}

	/// 3.
	fn check_delegations() -> Result<(), TryRuntimeError> {
		let mut counts = BTreeMap::<T::AccountId, u32>::new();
		for (licence, id) in Delegations::<T>::iter() {
			let licence: LicenceId = licence;
			let device = Devices::<T>::get(&id).ok_or("3: a licence is delegated to no device")?;
			ensure!(Self::owner_of(licence) == Some(device.identity), "3: a delegate works for somebody else");
			let count = counts.entry(id).or_default();
			*count = count.saturating_add(1);
		}
		for (id, device) in Devices::<T>::iter() {
			ensure!(device.delegations == counts.get(&id).copied().unwrap_or(0), "3: a device's delegations");
		}
		Ok(())
	}

	/// 4.
	fn check_devices() -> Result<(), TryRuntimeError> {
		let mut deposits = BTreeMap::<T::AccountId, Balance>::new();
		for (id, device) in Devices::<T>::iter() {
			let holder = Holders::<T>::get(&device.identity).unwrap_or_default();
			ensure!(holder.devices.contains(&id), "4: a device is not on its identity's list");
			let sum = deposits.entry(device.identity).or_default();
			*sum = sum.saturating_add(device.deposit);
		}
		let listed: usize = Holders::<T>::iter_values().map(|holder| holder.devices.len()).sum();
		ensure!(listed == Devices::<T>::iter_keys().count(), "4: a list names a device that does not exist");
		let reason = HoldReason::DeviceDeposit.into();
		for (identity, deposit) in deposits {
			ensure!(
				T::Currency::balance_on_hold(&reason, &identity) >= deposit,
				"4: less is held on an identity than is on record"
			);
		}
		Ok(())
	}

	/// 5.
	fn check_money() -> Result<(), TryRuntimeError> {
		let pools: Balance = Pools::<T>::iter_values().map(|pool| pool.held).sum();
		let pending: Balance = Earned::<T>::iter_values().map(|earnings| earnings.pending).sum();
		let debts = Debts::<T>::get();
		ensure!(debts == pools.saturating_add(pending), "5: debts are not what pools hold and what is credited");
		let needed = if debts == 0 { 0 } else { debts.saturating_add(T::Currency::minimum_balance()) };
		ensure!(T::Currency::balance(&Self::account_id()) >= needed, "5: the pot holds less than it owes");
		for earnings in Earned::<T>::iter_values() {
			ensure!(earnings.pending <= earnings.lifetime.total(), "5: more is pending than was ever credited");
			let days: Balance = earnings.days.iter().map(|(_, credited)| credited).sum();
			ensure!(days <= earnings.lifetime.total(), "5: the last days exceed the lifetime");
			ensure!(earnings.days.iter().is_sorted_by(|one, other| one.0 < other.0), "5: days out of order");
		}
		Ok(())
	}

	/// 6, and the totals of 7.
	fn check_pools() -> Result<(), TryRuntimeError> {
		for pool in Pool::ALL {
			let state = Pools::<T>::get(pool);
			let mut parts = state.carry.saturating_mul(SCALE).saturating_add(state.fraction);
			let mut total = 0u128;
			let mut expiries = BTreeMap::<Session, (u128, u32)>::new();
			for (_, _, share) in Shares::<T>::iter().filter(|(_, slot, _)| slot.pool() == pool) {
				ensure!(share.weight > 0, "7: an empty share");
				let expiry = Expiries::<T>::get(pool, share.expires);
				let index = expiry.index.unwrap_or(state.index);
				ensure!(expiry.index.is_some() == (share.expires <= Rolled::<T>::get()), "7: a share that did not end");
				let rise = index.checked_sub(share.settled).ok_or("6: a share is settled beyond its pool")?;
				parts = parts.saturating_add(share.weight.saturating_mul(rise));
				if expiry.index.is_none() {
					total = total.saturating_add(share.weight);
				}
				let (weight, shares) = expiries.entry(share.expires).or_default();
				*weight = weight.saturating_add(share.weight);
				*shares = shares.saturating_add(1);
			}
			ensure!(parts == state.held.saturating_mul(SCALE), "6: a pool holds not what it owes");
			ensure!(state.fraction < SCALE, "6: a whole unit among the fractions");
			ensure!(total == state.total, "7: a pool's total is not the weight of its shares");
			for (session, expiry) in Expiries::<T>::iter_prefix(pool) {
				let (weight, shares) = expiries.remove(&session).ok_or("7: an expiry without shares")?;
				ensure!(shares == expiry.shares, "7: an expiry's number of shares");
				// Once they have ended, the weight of those that are settled is still in it.
				ensure!(weight == expiry.weight || expiry.index.is_some(), "7: an expiry's weight");
			}
			ensure!(expiries.is_empty(), "7: shares without an expiry");
		}
		Ok(())
	}

	/// 8.
	fn check_shares() -> Result<(), TryRuntimeError> {
		for (account, slot, share) in Shares::<T>::iter() {
			let identity = if Slot::OF_IDENTITY.contains(&slot) {
				account.clone()
			} else {
				let device = Devices::<T>::get(&account).ok_or("8: a share of no device")?;
				ensure!(device.delegations > 0, "8: a share of a device without licences");
				ensure!(
					slot != Slot::Liveness || share.weight == u128::from(device.delegations),
					"8: a liveness share does not weigh the device's licences"
				);
				device.identity
			};
			ensure!(!Self::is_banned(&identity), "8: a banned identity has a share");
		}
		Ok(())
	}

	/// 9.
	fn check_challenges() -> Result<(), TryRuntimeError> {
		for (device, challenge) in Challenges::<T>::iter() {
			ensure!(Devices::<T>::contains_key(&device), "9: a challenge of no device");
			ensure!(challenge.epoch <= Self::epoch(), "9: a challenge of a later epoch");
			let opened = challenge.state != ChallengeState::Committed;
			ensure!(opened != challenge.leaves.is_empty(), "9: leaves and state of a challenge");
		}
		for device in Voters::<T>::iter_keys() {
			let challenge = Challenges::<T>::get(&device).ok_or("9: voters without a challenge")?;
			ensure!(matches!(challenge.state, ChallengeState::Opened { .. }), "9: voters on what is not open");
		}
		Ok(())
	}

	/// 10.
	fn check_work() -> Result<(), TryRuntimeError> {
		for (identity, holder) in Holders::<T>::iter() {
			ensure!(!holder.is_empty(), "10: an empty row of a holder");
			ensure!(holder.seen_work <= T::ValidatedWork::lifetime(&identity), "10: work was seen that was never done");
			ensure!(holder.seen_in <= Self::epoch(), "10: work was seen in a later epoch");
		}
		Ok(())
	}
}
