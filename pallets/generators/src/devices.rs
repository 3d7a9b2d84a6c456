//! Devices: registration, removal, and the answer to who stands behind them.

use crate::{types::*, Config, Devices, Error, Event, HoldReason, Holders, Pallet};
use alloc::vec::Vec;
use codec::Encode;
#[cfg(feature = "runtime-benchmarks")]
use frame_support::BoundedVec;
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{fungible::MutateHold, tokens::Precision, Get},
};
use frame_system::pallet_prelude::BlockNumberFor;
use promptale_primitives::{
	generator::{DeviceOverview, DeviceState},
	identity::Contributors,
	BlockNumber, ModelId,
};
use sp_core::sr25519;
use sp_runtime::traits::Zero;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_device(
		identity: T::AccountId,
		device: T::AccountId,
		encryption_key: [u8; 32],
		endpoint: EndpointOf<T>,
		proof: DeviceProof,
	) -> DispatchResult {
		ensure!(!Devices::<T>::contains_key(&device), Error::<T>::DeviceTaken);
		let now = Self::now();
		ensure!(now <= proof.expires, Error::<T>::ProofExpired);
		let payload = Self::registration_payload(&identity, &device, proof.expires);
		ensure!(Self::signed_by(&device, &payload, &proof.signature), Error::<T>::BadProof);
		let holder = Holders::<T>::get(&identity).unwrap_or_default();
		ensure!(!holder.banned, Error::<T>::Banned);
		ensure!(holder.licences > 0, Error::<T>::NoLicence);
		let deposit = T::DeviceDeposit::get();
		T::Currency::hold(&HoldReason::DeviceDeposit.into(), &identity, deposit)?;
		Self::change_holder(&identity, |holder| {
			holder.devices.try_push(device.clone()).map_err(|_| Error::<T>::TooManyDevices.into())
		})?;
		let active_from = now.saturating_add(Self::timing().activation_delay);
		Devices::<T>::insert(
			&device,
			Device {
				identity: identity.clone(),
				encryption_key,
				endpoint,
				deposit,
				delegations: 0,
				active_from,
				last_heartbeat: None,
				stopped: false,
				hashpower: 0,
				hashpower_until: 0,
			},
		);
		Self::deposit_event(Event::DeviceRegistered { device, identity, active_from });
		Ok(())
	}

	pub(crate) fn do_update_device(
		who: T::AccountId,
		device: T::AccountId,
		encryption_key: [u8; 32],
		endpoint: EndpointOf<T>,
	) -> DispatchResult {
		Devices::<T>::try_mutate(&device, |known| {
			let known = known.as_mut().ok_or(Error::<T>::UnknownDevice)?;
			ensure!(who == known.identity || who == device, Error::<T>::DeviceTaken);
			known.encryption_key = encryption_key;
			known.endpoint = endpoint;
			Ok::<_, Error<T>>(())
		})?;
		Self::deposit_event(Event::DeviceUpdated { device });
		Ok(())
	}

	pub(crate) fn do_remove_device(who: T::AccountId, device: T::AccountId) -> DispatchResult {
		let known = Devices::<T>::get(&device).ok_or(Error::<T>::UnknownDevice)?;
		ensure!(who == known.identity || who == device, Error::<T>::DeviceTaken);
		ensure!(known.delegations == 0, Error::<T>::StillDelegated);
		for slot in Slot::OF_DEVICE {
			Self::set_share(slot, &device, &known.identity, 0, 0)?;
		}
		Self::forget_challenge(&device);
		Devices::<T>::remove(&device);
		Self::change_holder(&known.identity, |holder| {
			holder.devices.retain(|other| *other != device);
			Ok(())
		})?;
		T::Currency::release(&HoldReason::DeviceDeposit.into(), &known.identity, known.deposit, Precision::BestEffort)?;
		Self::deposit_event(Event::DeviceRemoved { device, identity: known.identity });
		Ok(())
	}

	/// The bytes that a device signs to work for an identity: context, genesis hash of the chain, identity, device, last
	/// block in which the signature is good.
	pub fn registration_payload(identity: &T::AccountId, device: &T::AccountId, expires: BlockNumber) -> Vec<u8> {
		(b"promptale generators device", Self::genesis(), identity, device, expires).encode()
	}

	pub(crate) fn genesis() -> T::Hash {
		frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
	}

	/// Whether `device`'s key signed `payload`. An account of 32 bytes is its sr25519 key; no other can be a device.
	pub(crate) fn signed_by(device: &T::AccountId, payload: &[u8], signature: &sr25519::Signature) -> bool {
		let Ok(raw) = <[u8; 32]>::try_from(device.encode().as_slice()) else { return false };
		sp_io::crypto::sr25519_verify(signature, payload, &sr25519::Public::from_raw(raw))
	}

	pub(crate) fn is_banned(identity: &T::AccountId) -> bool {
		Holders::<T>::get(identity).is_some_and(|holder| holder.banned)
	}

	/// What was earned before stays; from now on nothing is earned and nothing contributed.
	pub(crate) fn do_set_banned(identity: T::AccountId, banned: bool) -> DispatchResult {
		let holder = Holders::<T>::get(&identity).unwrap_or_default();
		ensure!(holder.banned != banned, Error::<T>::NothingChanges);
		if banned {
			for slot in Slot::OF_IDENTITY {
				Self::set_share(slot, &identity, &identity, 0, 0)?;
			}
			for device in &holder.devices {
				for slot in Slot::OF_DEVICE {
					Self::set_share(slot, device, &identity, 0, 0)?;
				}
				Self::stop_device(device);
			}
		}
		Self::change_holder(&identity, |holder| {
			if !banned {
				Self::see_work(&identity, holder);
			}
			holder.banned = banned;
			Ok(())
		})?;
		Self::deposit_event(Event::BanChanged { identity, banned });
		Ok(())
	}

	pub(crate) fn device_overview(account: T::AccountId) -> Option<DeviceOverview<T::AccountId>> {
		let device = Devices::<T>::get(&account)?;
		let banned = Self::is_banned(&device.identity);
		Some(DeviceOverview {
			state: if banned { DeviceState::Banned } else { device.state(Self::now()) },
			identity: device.identity,
			encryption_key: device.encryption_key,
			endpoint: device.endpoint.into_inner(),
			delegations: device.delegations,
			last_heartbeat: device.last_heartbeat,
			hashpower: Self::hashpower_of(&account),
			hashpower_until: (device.hashpower_until > Self::session()).then(|| Self::start_of(device.hashpower_until)),
		})
	}
}

/// Who stands behind a device is who holds its licences; it may contribute while it holds at least one, is not banned, and
/// the device is active.
impl<T: Config> Contributors<T::AccountId> for Pallet<T> {
	fn identity_of(device: &T::AccountId) -> Option<T::AccountId> {
		Devices::<T>::get(device).map(|device| device.identity)
	}

	fn may_contribute(device: &T::AccountId, _: ModelId) -> bool {
		Devices::<T>::get(device).is_some_and(|device| {
			let holder = Holders::<T>::get(&device.identity).unwrap_or_default();
			let active = matches!(device.state(Self::now()), DeviceState::Active { .. });
			holder.licences > 0 && !holder.banned && active
		})
	}

	fn blob_endpoint(device: &T::AccountId) -> Option<Vec<u8>> {
		Devices::<T>::get(device).map(|device| device.endpoint.into_inner())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn enable(device: &T::AccountId) {
		let row = Device {
			identity: device.clone(),
			encryption_key: [7; 32],
			endpoint: EndpointOf::<T>::truncate_from(alloc::vec![7; T::MaxEndpointLength::get() as usize]),
			deposit: 0,
			delegations: 0,
			active_from: Self::now(),
			last_heartbeat: None,
			stopped: false,
			hashpower: 0,
			hashpower_until: 0,
		};
		Devices::<T>::insert(device, row);
		let devices = BoundedVec::truncate_from(alloc::vec![device.clone()]);
		Holders::<T>::insert(device, Holder { licences: 1, devices, ..Default::default() });
	}
}
