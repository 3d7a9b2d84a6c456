//! Validated work: from what an identity's updates ever earned ([`Config::ValidatedWork`]) to its shares in the work pool.
//!
//! Nobody tells this pallet of work. It looks when an identity's device sends a heartbeat, when the identity claims, and
//! before it gives a licence away: what is new since it last looked becomes a share. Work is measured by what it earned, in
//! the smallest unit, and counts until the end of the epoch after the one it was done in.
//!
//! All that is known of new work is that it was done after the last look. It is taken for work of *that* epoch, so at no
//! moment does anybody weigh more than if each work had been a share from the moment it was paid for: looking late, or only
//! before a large payment, gains nothing. The price: work done before an epoch's first look counts one epoch less, and work is
//! lost where a whole epoch passes without a look.
//!
//! What an identity did without a licence, or while it was banned, is seen and never becomes a share.

use crate::{types::*, Config, Error, Event, Holders, Pallet, Shares};
use frame_support::{ensure, pallet_prelude::DispatchResult, storage::with_storage_layer};
use promptale_primitives::{challenge::Epoch, reward::ValidatedWork, Balance};

impl<T: Config> Pallet<T> {
	/// Brings what is seen of an identity's work up to date. Answers what is new, and the epoch that it was done in or after.
	pub(crate) fn see_work(identity: &T::AccountId, holder: &mut Holder<T>) -> (Balance, Epoch) {
		let lifetime = T::ValidatedWork::lifetime(identity);
		let new = lifetime.saturating_sub(holder.seen_work);
		holder.seen_work = lifetime;
		(new, core::mem::replace(&mut holder.seen_in, Self::epoch()))
	}

	/// Makes new work of an identity a share. Answers how much work was new, whether or not it counts.
	pub(crate) fn take_work_in(identity: &T::AccountId) -> Balance {
		let Some(holder) = Holders::<T>::get(identity).filter(Holder::is_rewarded) else { return 0 };
		let mut seen = holder.clone();
		let (work, epoch) = Self::see_work(identity, &mut seen);
		if seen != holder {
			Holders::<T>::insert(identity, seen);
		}
		if work > 0 {
			let identity = identity.clone();
			// No heartbeat or claim fails because of it.
			Self::deposit_event(match with_storage_layer(|| Self::add_work(&identity, work, epoch)) {
				Ok(()) => Event::WorkCounted { identity, work, epoch },
				Err(error) => Event::WorkNotCounted { identity, work, error },
			});
		}
		work
	}

	/// Adds to what an identity's work in an epoch weighs.
	fn add_work(identity: &T::AccountId, work: Balance, epoch: Epoch) -> DispatchResult {
		let expires = Self::end_of_next_epoch(epoch);
		ensure!(expires > Self::session(), Error::<T>::WorkTooOld);
		let slot = if epoch.checked_rem(2) == Some(0) { Slot::EvenWork } else { Slot::OddWork };
		let before = Shares::<T>::get(identity, slot).filter(|share| share.expires == expires);
		let weight = before.map_or(0, |share| share.weight).checked_add(work).ok_or(Error::<T>::Overflow)?;
		Self::set_share(slot, identity, identity, weight, expires)
	}
}
