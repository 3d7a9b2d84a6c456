//! Sessions, heartbeats, suspension.
//!
//! Block `b` is in session `b / timing.session`. A device that sends no heartbeat in [`Config::MissedSessions`] whole
//! sessions is suspended from the next one on: a function of the block number and its last heartbeat, which nobody has to
//! execute.

use crate::{types::*, Config, Devices, Error, Event, Holders, Pallet};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	ensure,
	pallet_prelude::{DispatchResult, InvalidTransaction, TransactionSource, ValidTransaction, Weight},
	traits::Get,
};
use promptale_primitives::{generator::DeviceState, BlockNumber};
use sp_core::sr25519;
use sp_runtime::{traits::UniqueSaturatedInto, transaction_validity::TransactionValidityWithRefund};

impl<T: Config> Device<T> {
	/// Whether it works in block `now`, its identity's ban aside.
	pub fn state(&self, now: BlockNumber) -> DeviceState {
		if self.stopped {
			return DeviceState::Suspended;
		}
		if now < self.active_from {
			return DeviceState::Resuming { from: self.active_from };
		}
		let until = Pallet::<T>::start_of(self.expires());
		if now < until {
			DeviceState::Active { until }
		} else {
			DeviceState::Suspended
		}
	}

	/// First session in which it is suspended, unless a heartbeat comes before.
	pub fn expires(&self) -> Session {
		let counted = self.last_heartbeat.unwrap_or(self.active_from);
		Pallet::<T>::session_at(counted).saturating_add(T::MissedSessions::get()).saturating_add(1)
	}
}

impl<T: Config> Pallet<T> {
	/// The block that is being built.
	pub(crate) fn now() -> BlockNumber {
		frame_system::Pallet::<T>::block_number().unique_saturated_into()
	}

	/// The session that a block is in.
	pub fn session_at(block: BlockNumber) -> Session {
		block.checked_div(Self::timing().session).unwrap_or(0)
	}

	/// The session that is running.
	pub(crate) fn session() -> Session {
		Self::session_at(Self::now())
	}

	/// First block of a session.
	pub fn start_of(session: Session) -> BlockNumber {
		session.saturating_mul(Self::timing().session)
	}

	/// The bytes that a device signs for a heartbeat: context, genesis hash of the chain, device, session.
	pub fn heartbeat_payload(device: &T::AccountId, session: Session) -> Vec<u8> {
		(b"promptale generators heartbeat", Self::genesis(), device, session).encode()
	}

	/// Whether a heartbeat of `device` for `session` counts now.
	pub(crate) fn ensure_can_beat(device: &T::AccountId, session: Session) -> Result<Device<T>, Error<T>> {
		ensure!(session == Self::session(), Error::<T>::WrongSession);
		let known = Devices::<T>::get(device).ok_or(Error::<T>::UnknownDevice)?;
		let holder = Holders::<T>::get(&known.identity).unwrap_or_default();
		ensure!(!holder.banned, Error::<T>::Banned);
		ensure!(holder.licences > 0, Error::<T>::NoLicence);
		Self::ensure_active(&known)?;
		let last = known.last_heartbeat.map(Self::session_at);
		ensure!(last.is_none_or(|last| last < session), Error::<T>::AlreadyBeaten);
		Ok(known)
	}

	/// Whether a device works now, its identity's ban aside.
	pub(crate) fn ensure_active(device: &Device<T>) -> Result<(), Error<T>> {
		match device.state(Self::now()) {
			DeviceState::Active { .. } => Ok(()),
			DeviceState::Resuming { .. } => Err(Error::<T>::NotActiveYet),
			DeviceState::Suspended | DeviceState::Banned => Err(Error::<T>::Suspended),
		}
	}

	pub(crate) fn do_heartbeat(device: T::AccountId, session: Session) -> DispatchResult {
		let mut known = Self::ensure_can_beat(&device, session)?;
		known.last_heartbeat = Some(Self::now());
		Self::weigh(&device, &known)?;
		Self::take_work_in(&known.identity);
		Devices::<T>::insert(&device, known);
		Self::deposit_event(Event::HeartbeatReceived { device, session });
		Ok(())
	}

	/// A device's shares, as long as its last heartbeat counts: in the liveness rewards a unit for each licence delegated to
	/// it, in those for hashpower what it proved, while there is any licence.
	pub(crate) fn weigh(id: &T::AccountId, device: &Device<T>) -> DispatchResult {
		let beats = device.last_heartbeat.is_some() && matches!(device.state(Self::now()), DeviceState::Active { .. });
		let expires = device.expires();
		let (liveness, hashpower) = match device.delegations {
			licences if licences > 0 && beats => (licences, device.hashpower),
			_ => (0, 0),
		};
		Self::set_share(Slot::Liveness, id, &device.identity, liveness.into(), expires)?;
		let expires = expires.min(device.hashpower_until);
		Self::set_share(Slot::Hashpower, id, &device.identity, hashpower.into(), expires)
	}

	pub(crate) fn do_resume_device(who: T::AccountId, device: T::AccountId) -> DispatchResult {
		let mut known = Devices::<T>::get(&device).ok_or(Error::<T>::UnknownDevice)?;
		ensure!(who == known.identity || who == device, Error::<T>::DeviceTaken);
		let holder = Holders::<T>::get(&known.identity).unwrap_or_default();
		ensure!(!holder.banned, Error::<T>::Banned);
		ensure!(holder.licences > 0, Error::<T>::NoLicence);
		let now = Self::now();
		ensure!(known.state(now) == DeviceState::Suspended, Error::<T>::NotSuspended);
		let active_from = now.saturating_add(Self::timing().activation_delay);
		known.stopped = false;
		known.active_from = active_from;
		known.last_heartbeat = None;
		Devices::<T>::insert(&device, known);
		Self::deposit_event(Event::DeviceResumed { device, active_from });
		Ok(())
	}

	/// Suspends a device until it is resumed. Its shares have to be taken away by the caller.
	pub(crate) fn stop_device(device: &T::AccountId) {
		Devices::<T>::mutate(device, |known| {
			if let Some(known) = known.as_mut() {
				known.stopped = true;
			}
		});
	}

	/// A heartbeat is valid once for each device and session, and only under the device's key.
	pub(crate) fn authorize_heartbeat(
		_: TransactionSource,
		device: &T::AccountId,
		session: &Session,
		signature: &sr25519::Signature,
	) -> TransactionValidityWithRefund {
		Self::ensure_can_beat(device, *session).map_err(|error| match error {
			Error::WrongSession if *session > Self::session() => InvalidTransaction::Future,
			Error::UnknownDevice | Error::NoLicence | Error::Banned => InvalidTransaction::BadSigner,
			_ => InvalidTransaction::Stale,
		})?;
		if !Self::signed_by(device, &Self::heartbeat_payload(device, *session), signature) {
			return Err(InvalidTransaction::BadProof.into());
		}
		let left = Self::start_of(session.saturating_add(1)).saturating_sub(Self::now());
		ValidTransaction::with_tag_prefix("GeneratorsHeartbeat")
			.priority(T::UnsignedPriority::get())
			.longevity(u64::from(left))
			.and_provides((device, session))
			.propagate(true)
			.build()
			.map(|valid| (valid, Weight::zero()))
	}
}
