//! Devices, and the answer to who stands behind them until there are licences.

use crate::{types::*, Config, DeviceCount, Devices, Error, Event, HoldReason, Pallet};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{fungible::MutateHold, Get},
};
use promptale_primitives::{identity::Contributors, ModelId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_device(
		identity: T::AccountId,
		device: T::AccountId,
		endpoint: EndpointOf<T>,
	) -> DispatchResult {
		if let Some(mut known) = Devices::<T>::get(&device) {
			ensure!(known.identity == identity, Error::<T>::DeviceTaken);
			known.endpoint = endpoint;
			Devices::<T>::insert(&device, known);
			Self::deposit_event(Event::DeviceMoved { device });
			return Ok(());
		}
		let count = DeviceCount::<T>::get(&identity);
		ensure!(count < T::MaxDevices::get(), Error::<T>::TooManyDevices);
		let deposit = T::DeviceDeposit::get();
		T::Currency::hold(&HoldReason::DeviceDeposit.into(), &identity, deposit)?;
		DeviceCount::<T>::insert(&identity, count.saturating_add(1));
		Devices::<T>::insert(&device, Device { identity: identity.clone(), endpoint, deposit });
		Self::deposit_event(Event::DeviceRegistered { device, identity });
		Ok(())
	}

	pub(crate) fn do_remove_device(who: T::AccountId, device: T::AccountId) -> DispatchResult {
		let known = Devices::<T>::get(&device).ok_or(Error::<T>::UnknownDevice)?;
		// The device may free itself: nobody asked it before it was registered.
		ensure!(who == known.identity || who == device, Error::<T>::DeviceTaken);
		Devices::<T>::remove(&device);
		let count = DeviceCount::<T>::get(&known.identity).saturating_sub(1);
		if count == 0 {
			DeviceCount::<T>::remove(&known.identity);
		} else {
			DeviceCount::<T>::insert(&known.identity, count);
		}
		Self::release_hold(HoldReason::DeviceDeposit, &known.identity, known.deposit);
		Self::deposit_event(Event::DeviceRemoved { device, identity: known.identity });
		Ok(())
	}
}

/// [`Contributors`] from the pallet's own registry: an identity is an account that holds a deposit for
/// each of its devices, and every registered device may contribute.
pub struct BondedDevices<T>(PhantomData<T>);

impl<T: Config> Contributors<T::AccountId> for BondedDevices<T> {
	fn identity_of(device: &T::AccountId) -> Option<T::AccountId> {
		Devices::<T>::get(device).map(|device| device.identity)
	}

	fn may_contribute(device: &T::AccountId, _: ModelId) -> bool {
		// A private model's allow-list is the pallet's own business, whoever answers here.
		Devices::<T>::contains_key(device)
	}

	fn blob_endpoint(device: &T::AccountId) -> Option<Vec<u8>> {
		Devices::<T>::get(device).map(|device| device.endpoint.into_inner())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn enable(device: &T::AccountId) {
		let endpoint = EndpointOf::<T>::truncate_from(alloc::vec![7; T::MaxEndpointLength::get() as usize]);
		Devices::<T>::insert(device, Device { identity: device.clone(), endpoint, deposit: 0 });
		DeviceCount::<T>::mutate(device, |count| *count = count.saturating_add(1));
	}
}
