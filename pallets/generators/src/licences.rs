//! Licences as items of one collection: issue, transfer, delegation.
//!
//! The pallet's account owns the collection. Transfers of every item are disabled from its issue on, and enabled only
//! within [`Pallet::do_transfer_licence`]: no call of `Nfts` can move, trade or burn a licence.

use crate::{types::*, Collection, Config, Delegations, Devices, Error, Event, Holders, Pallet, WeightInfo};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{
		tokens::nonfungibles_v2::{Create, Inspect, InspectEnumerable, Mutate, Transfer},
		Get,
	},
	weights::Weight,
};
use promptale_primitives::generator::{LicenceId, LicenceOverview};

impl<T: Config> Pallet<T> {
	/// The collection of licences, made if it is not there yet.
	fn collection() -> Result<T::CollectionId, DispatchError> {
		if let Some(collection) = Collection::<T>::get() {
			return Ok(collection);
		}
		let owner = Self::account_id();
		let collection = T::Nfts::create_collection(&owner, &owner, &T::CollectionConfig::default())?;
		Collection::<T>::put(&collection);
		Ok(collection)
	}

	/// Issues the licences `first..first + count` to `to`.
	pub(crate) fn issue_licences(to: &T::AccountId, first: LicenceId, count: u32) -> DispatchResult {
		let collection = Self::collection()?;
		let config = T::ItemConfig::default();
		for licence in first..first.saturating_add(count) {
			T::Nfts::mint_into(&collection, &licence, to, &config, true)?;
			T::Nfts::disable_transfer(&collection, &licence)?;
		}
		Self::add_licences(to, count)
	}

	/// Counts `count` more licences of a holder. Nothing that it did without any is rewarded.
	fn add_licences(to: &T::AccountId, count: u32) -> DispatchResult {
		Self::change_holder(to, |holder| {
			if holder.licences == 0 {
				Self::see_work(to, holder);
			}
			holder.licences = holder.licences.saturating_add(count);
			Ok(())
		})
	}

	/// The owner of a licence.
	pub fn owner_of(licence: LicenceId) -> Option<T::AccountId> {
		T::Nfts::owner(&Collection::<T>::get()?, &licence)
	}

	/// Changes a holder's row; an empty one is removed.
	pub(crate) fn change_holder(
		who: &T::AccountId,
		change: impl FnOnce(&mut Holder<T>) -> DispatchResult,
	) -> DispatchResult {
		Holders::<T>::try_mutate_exists(who, |row| {
			let mut holder = row.take().unwrap_or_default();
			change(&mut holder)?;
			*row = (!holder.is_empty()).then_some(holder);
			Ok(())
		})
	}

	pub(crate) fn do_transfer_licence(from: T::AccountId, licence: LicenceId, to: T::AccountId) -> DispatchResult {
		Self::ensure_owner(&from, licence)?;
		ensure!(from != to, Error::<T>::TransferToSelf);
		ensure!(!Delegations::<T>::contains_key(licence), Error::<T>::StillDelegated);
		let holder = Holders::<T>::get(&from).unwrap_or_default();
		ensure!(!holder.banned, Error::<T>::Banned);
		// Whatever was earned until now is the old owner's, and work until now counts for it.
		Self::settle_identity(&from, &holder)?;
		Self::take_work_in(&from);
		let collection = Self::collection()?;
		T::Nfts::enable_transfer(&collection, &licence)?;
		T::Nfts::transfer(&collection, &licence, &to)?;
		T::Nfts::disable_transfer(&collection, &licence)?;
		Self::change_holder(&from, |holder| {
			holder.licences = holder.licences.saturating_sub(1);
			if holder.licences == 0 {
				// Else one licence, handed on, would let many identities contribute at once.
				holder.devices.iter().for_each(Self::stop_device);
			}
			Ok(())
		})?;
		Self::add_licences(&to, 1)?;
		Self::deposit_event(Event::LicenceTransferred { licence, from, to });
		Ok(())
	}

	/// Whether a collection is that of licences.
	pub fn keeps(collection: &T::CollectionId) -> bool {
		Collection::<T>::get().as_ref() == Some(collection)
	}

	/// Hands a licence over that was sold: what it earned until now stays the seller's, also where it is delegated, which
	/// ends.
	pub fn sell_licence(from: &T::AccountId, licence: LicenceId, to: &T::AccountId) -> DispatchResult {
		Self::ensure_owner(from, licence)?;
		if Delegations::<T>::contains_key(licence) {
			Self::do_undelegate(from.clone(), licence)?;
		}
		Self::do_transfer_licence(from.clone(), licence, to.clone())
	}

	/// What that costs at most.
	pub fn sell_licence_weight() -> Weight {
		T::WeightInfo::undelegate().saturating_add(T::WeightInfo::transfer_licence(T::MaxDevices::get()))
	}

	pub(crate) fn do_delegate(who: T::AccountId, licence: LicenceId, to: T::AccountId) -> DispatchResult {
		Self::ensure_owner(&who, licence)?;
		ensure!(!Delegations::<T>::contains_key(licence), Error::<T>::StillDelegated);
		ensure!(!Self::is_banned(&who), Error::<T>::Banned);
		let mut device = Devices::<T>::get(&to).ok_or(Error::<T>::UnknownDevice)?;
		ensure!(device.identity == who, Error::<T>::DeviceTaken);
		device.delegations = device.delegations.saturating_add(1);
		Delegations::<T>::insert(licence, &to);
		Self::weigh(&to, &device)?;
		Devices::<T>::insert(&to, device);
		Self::deposit_event(Event::LicenceDelegated { licence, device: to });
		Ok(())
	}

	/// The owner takes the licence back, or the device gives it back.
	pub(crate) fn do_undelegate(who: T::AccountId, licence: LicenceId) -> DispatchResult {
		let from = Delegations::<T>::get(licence).ok_or(Error::<T>::NotDelegated)?;
		let mut device = Devices::<T>::get(&from).ok_or(Error::<T>::UnknownDevice)?;
		ensure!(who == device.identity || who == from, Error::<T>::NotOwner);
		device.delegations = device.delegations.saturating_sub(1);
		Delegations::<T>::remove(licence);
		Self::weigh(&from, &device)?;
		Devices::<T>::insert(&from, device);
		Self::deposit_event(Event::LicenceUndelegated { licence, device: from });
		Ok(())
	}

	fn ensure_owner(who: &T::AccountId, licence: LicenceId) -> DispatchResult {
		let owner = Self::owner_of(licence).ok_or(Error::<T>::UnknownLicence)?;
		ensure!(owner == *who, Error::<T>::NotOwner);
		Ok(())
	}

	pub(crate) fn licences_of(account: T::AccountId) -> Vec<LicenceOverview<T::AccountId>> {
		let Some(collection) = Collection::<T>::get() else { return Vec::new() };
		let mut licences: Vec<_> = T::Nfts::owned_in_collection(&collection, &account)
			.map(|licence| LicenceOverview {
				licence,
				tier: Self::tier_of(licence),
				device: Delegations::<T>::get(licence),
			})
			.collect();
		licences.sort_by_key(|licence| licence.licence);
		licences
	}
}
