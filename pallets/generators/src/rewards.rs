//! Rewards: an index for each pool, shares that end by themselves, and nothing lost to rounding.
//!
//! Money that arrives for a pool is divided among the shares that count at that moment, by weight: the pool's *index*, what
//! one unit of weight earned since the beginning, rises. A share remembers the index up to which it is settled, so a payment
//! costs the same for any number of shares, and settling one share does too.
//!
//! A share ends with a session. All that end with the same one are summed up in an [`Expiry`], which keeps the index they
//! ended with until the last of them is settled; so nobody has to visit a share for it to end.
//!
//! Amounts are counted in [`SCALE`]ths of the smallest unit. At every moment, for every pool,
//! `held * SCALE = carry * SCALE + fraction + sum over shares of weight * (index - settled)`: what a share cannot be
//! credited of a unit goes to `fraction`, which becomes `carry` unit by unit, which goes out with the next payment.

use crate::{types::*, Config, Debts, Error, Event, Expiries, Pallet, Pools, Rolled, Shares};
use frame_support::{
	pallet_prelude::DispatchResult,
	traits::{
		fungible::{Balanced, Inspect},
		Get, Imbalance, OnUnbalanced,
	},
};
use promptale_primitives::{arithmetic::mul_div, Balance};

/// Parts of the smallest unit that indices count in.
pub const SCALE: u128 = 1_000_000_000_000;

impl PoolState {
	/// Takes `amount` in, and divides it with what waited among the shares that count.
	pub fn receive(&mut self, amount: Balance) -> Option<()> {
		self.held = self.held.checked_add(amount)?;
		self.carry = self.carry.checked_add(amount)?;
		if self.total == 0 {
			return Some(());
		}
		let parts = self.carry.checked_mul(SCALE)?;
		let rise = parts.checked_div(self.total)?;
		self.index = self.index.checked_add(rise)?;
		self.carry = 0;
		self.leave(parts.checked_sub(rise.checked_mul(self.total)?)?)
	}

	/// Keeps `parts` that belong to nobody for the next payment.
	fn leave(&mut self, parts: u128) -> Option<()> {
		let parts = self.fraction.checked_add(parts)?;
		self.carry = self.carry.checked_add(parts.checked_div(SCALE)?)?;
		self.fraction = parts.checked_rem(SCALE)?;
		Some(())
	}

	/// Takes out what a share of `weight` earned while the index rose by `rise`, in whole units.
	pub fn take(&mut self, weight: u128, rise: u128) -> Option<Balance> {
		let parts = weight.checked_mul(rise)?;
		let amount = parts.checked_div(SCALE)?;
		self.held = self.held.checked_sub(amount)?;
		self.leave(parts.checked_rem(SCALE)?)?;
		Some(amount)
	}
}

impl<T: Config> Pallet<T> {
	/// The index that counts for a share: where its pool stands, or stood when the share ended.
	fn index_for(pool: Pool, state: &PoolState, share: &Share) -> u128 {
		Expiries::<T>::get(pool, share.expires).index.unwrap_or(state.index)
	}

	/// What a share earned and was not credited, in the smallest unit.
	pub(crate) fn accrued(slot: Slot, account: &T::AccountId) -> Balance {
		let Some(share) = Shares::<T>::get(account, slot) else { return 0 };
		let mut state = Pools::<T>::get(slot.pool());
		let rise = Self::index_for(slot.pool(), &state, &share).saturating_sub(share.settled);
		state.take(share.weight, rise).unwrap_or(0)
	}

	/// Credits `identity` with what the share of `account` in `slot` earned. A share that ended is gone afterwards.
	pub(crate) fn settle(slot: Slot, account: &T::AccountId, identity: &T::AccountId) -> DispatchResult {
		let Some(mut share) = Shares::<T>::get(account, slot) else { return Ok(()) };
		let pool = slot.pool();
		let mut state = Pools::<T>::get(pool);
		let mut expiry = Expiries::<T>::get(pool, share.expires);
		let index = expiry.index.unwrap_or(state.index);
		let amount = index
			.checked_sub(share.settled)
			.and_then(|rise| state.take(share.weight, rise))
			.ok_or(Error::<T>::Overflow)?;
		Pools::<T>::insert(pool, state);
		if expiry.index.is_some() {
			Shares::<T>::remove(account, slot);
			expiry.shares = expiry.shares.saturating_sub(1);
			Self::store_expiry(pool, share.expires, expiry);
		} else {
			share.settled = index;
			Shares::<T>::insert(account, slot, share);
		}
		Self::credit(identity, pool, amount)
	}

	/// Settles a share, then gives it a new weight and end; a weight of 0 removes it.
	pub(crate) fn set_share(
		slot: Slot,
		account: &T::AccountId,
		identity: &T::AccountId,
		weight: u128,
		expires: Session,
	) -> DispatchResult {
		Self::settle(slot, account, identity)?;
		let pool = slot.pool();
		let mut state = Pools::<T>::get(pool);
		if let Some(old) = Shares::<T>::take(account, slot) {
			// Settled, and still there: it has not ended.
			let mut expiry = Expiries::<T>::get(pool, old.expires);
			expiry.weight = expiry.weight.saturating_sub(old.weight);
			expiry.shares = expiry.shares.saturating_sub(1);
			Self::store_expiry(pool, old.expires, expiry);
			state.total = state.total.saturating_sub(old.weight);
		}
		if weight > 0 && expires > Rolled::<T>::get() {
			state.total = state.total.checked_add(weight).ok_or(Error::<T>::Overflow)?;
			Expiries::<T>::mutate(pool, expires, |expiry| {
				expiry.weight = expiry.weight.saturating_add(weight);
				expiry.shares = expiry.shares.saturating_add(1);
			});
			Shares::<T>::insert(account, slot, Share { weight, settled: state.index, expires });
		}
		Pools::<T>::insert(pool, state);
		Ok(())
	}

	fn store_expiry(pool: Pool, session: Session, expiry: Expiry) {
		if expiry.shares == 0 {
			Expiries::<T>::remove(pool, session);
		} else {
			Expiries::<T>::insert(pool, session, expiry);
		}
	}

	/// Ends the shares that end with the session that begins now. Answers how many sessions were caught up with.
	pub(crate) fn roll(session: Session) -> u32 {
		let done = Rolled::<T>::get();
		// More than one only where blocks ran without this hook; shares never end later than the longest of them.
		let to = session.min(done.saturating_add(Self::longest_share()).saturating_add(1));
		for ending in done.saturating_add(1)..=to {
			for pool in Pool::ALL {
				let Some(mut expiry) = Expiries::<T>::try_get(pool, ending).ok() else { continue };
				Pools::<T>::mutate(pool, |state| {
					state.total = state.total.saturating_sub(expiry.weight);
					expiry.index = Some(state.index);
				});
				Expiries::<T>::insert(pool, ending, expiry);
			}
		}
		if session > done {
			Rolled::<T>::put(session);
		}
		to.saturating_sub(done)
	}

	/// Most sessions that a share lasts.
	pub(crate) fn longest_share() -> Session {
		Self::timing().epoch_sessions.saturating_mul(2).max(T::MissedSessions::get().saturating_add(1))
	}

	/// The epoch that a session is in.
	pub fn epoch_of(session: Session) -> u32 {
		session.checked_div(Self::timing().epoch_sessions).unwrap_or(0)
	}

	/// First session after the epoch that follows `epoch`: what was proven in an epoch counts until then.
	pub(crate) fn end_of_next_epoch(epoch: u32) -> Session {
		epoch.saturating_add(2).saturating_mul(Self::timing().epoch_sessions)
	}

	/// Settles everything that an identity and its devices earned.
	pub(crate) fn settle_identity(identity: &T::AccountId, holder: &Holder<T>) -> DispatchResult {
		for slot in Slot::OF_IDENTITY {
			Self::settle(slot, identity, identity)?;
		}
		for device in &holder.devices {
			for slot in Slot::OF_DEVICE {
				Self::settle(slot, device, identity)?;
			}
		}
		Ok(())
	}

	/// Divides what the pallet's account has beyond what it owes and needs to stay alive among the pools.
	pub(crate) fn divide() -> DispatchResult {
		let debts = Debts::<T>::get();
		let keep = debts.checked_add(T::Currency::minimum_balance()).ok_or(Error::<T>::Overflow)?;
		let amount = T::Currency::balance(&Self::account_id()).saturating_sub(keep);
		let RewardWeights { work, liveness, hashpower } = T::RewardWeights::get();
		let sum = u128::from(work).saturating_add(u128::from(liveness)).saturating_add(u128::from(hashpower));
		let part = |weight: u32| mul_div(amount, u128::from(weight), sum);
		let (liveness, hashpower) = (part(liveness), part(hashpower));
		// The remainder is the work pool's; without any weights, everything is.
		let work = amount.saturating_sub(liveness).saturating_sub(hashpower);
		for (pool, amount) in [(Pool::Work, work), (Pool::Liveness, liveness), (Pool::Hashpower, hashpower)] {
			let mut state = Pools::<T>::get(pool);
			state.receive(amount).ok_or(Error::<T>::Overflow)?;
			Pools::<T>::insert(pool, state);
		}
		Debts::<T>::put(debts.checked_add(amount).ok_or(Error::<T>::Overflow)?);
		Self::deposit_event(Event::RewardsFunded { work, liveness, hashpower });
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// Takes rewards in and divides them. Gives them back where they are less than keeps the account alive, while there is
	/// none.
	pub fn receive(credit: CreditOf<T>) -> Result<(), CreditOf<T>> {
		let amount = credit.peek();
		T::Currency::resolve(&Self::account_id(), credit)?;
		if frame_support::storage::with_storage_layer(Self::divide).is_err() {
			Self::deposit_event(Event::RewardsWait { amount });
		}
		Ok(())
	}
}

/// Takes rewards in; what it cannot take goes to [`Config::Unpayable`].
impl<T: Config> OnUnbalanced<CreditOf<T>> for Pallet<T> {
	fn on_nonzero_unbalanced(credit: CreditOf<T>) {
		if let Err(credit) = Self::receive(credit) {
			T::Unpayable::on_unbalanced(credit);
		}
	}
}
