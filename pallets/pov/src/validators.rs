//! Validators: stake, keys, leaving; who else may ask for them.

use crate::{types::*, Config, Error, Event, HoldReason, Keys, Pallet, SessionKeyOwner, Validators};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchResult, Weight},
	traits::{fungible::MutateHold, Get},
};
use promptale_primitives::{validator::ValidatorSet, vesting::VestingFunds, Balance, BlockNumber};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_bond_validator(who: T::AccountId, stake: Balance, keys: ValidatorKeys<T>) -> DispatchResult {
		ensure!(Self::ledger(&who).is_none(), Error::<T>::AlreadyBonded);
		ensure!(stake >= T::MinValidatorStake::get() && stake > 0, Error::<T>::StakeTooSmall);
		ensure!(Self::bonded_validators() < T::MaxValidators::get(), Error::<T>::TooManyValidators);
		ensure!(!SessionKeyOwner::<T>::contains_key(keys.session_key), Error::<T>::SessionKeyTaken);
		Self::hold_stake(&who, stake)?;
		let mut ledger = StakeLedger::default();
		ledger.set_stake(Self::now(), stake, Self::longest_round());
		Self::set_ledger(&who, ledger);
		SessionKeyOwner::<T>::insert(keys.session_key, &who);
		Keys::<T>::insert(&who, keys);
		Self::deposit_event(Event::ValidatorBonded { validator: who, stake });
		Ok(())
	}

	pub(crate) fn do_bond_extra(who: T::AccountId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut ledger = Self::ledger(&who).ok_or(Error::<T>::NotBonded)?;
		let stake = ledger.stake().checked_add(amount).ok_or(Error::<T>::Overflow)?;
		ensure!(stake >= T::MinValidatorStake::get(), Error::<T>::StakeTooSmall);
		Self::hold_stake(&who, amount)?;
		ledger.set_stake(Self::now(), stake, Self::longest_round());
		Self::set_ledger(&who, ledger);
		Self::deposit_event(Event::StakeChanged { validator: who, stake });
		Ok(())
	}

	pub(crate) fn do_set_validator_keys(who: T::AccountId, keys: ValidatorKeys<T>) -> DispatchResult {
		let old = Keys::<T>::get(&who).ok_or(Error::<T>::NotBonded)?;
		if old.session_key != keys.session_key {
			ensure!(!SessionKeyOwner::<T>::contains_key(keys.session_key), Error::<T>::SessionKeyTaken);
			SessionKeyOwner::<T>::remove(old.session_key);
			SessionKeyOwner::<T>::insert(keys.session_key, &who);
		}
		Keys::<T>::insert(&who, keys);
		Self::deposit_event(Event::KeysChanged { validator: who });
		Ok(())
	}

	pub(crate) fn do_unbond(who: T::AccountId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut ledger = Self::ledger(&who).ok_or(Error::<T>::NotBonded)?;
		let stake = ledger.stake().checked_sub(amount).ok_or(Error::<T>::NotEnoughStake)?;
		ensure!(stake == 0 || stake >= T::MinValidatorStake::get(), Error::<T>::StakeTooSmall);
		let now = Self::now();
		ledger.set_stake(now, stake, Self::longest_round());
		ledger.unbonding = ledger.unbonding.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		ledger.unlocks_at = now.saturating_add(T::UnbondingPeriod::get());
		let unlocks_at = ledger.unlocks_at;
		Self::set_ledger(&who, ledger);
		Self::deposit_event(Event::StakeChanged { validator: who.clone(), stake });
		Self::deposit_event(Event::Unbonding { validator: who, amount, unlocks_at });
		Ok(())
	}

	pub(crate) fn do_withdraw_unbonded(who: T::AccountId) -> DispatchResult {
		let mut ledger = Self::ledger(&who).ok_or(Error::<T>::NotBonded)?;
		let amount = ledger.unbonding;
		ensure!(amount > 0, Error::<T>::NothingToWithdraw);
		ensure!(Self::now() >= ledger.unlocks_at, Error::<T>::StillUnbonding);
		Self::release_hold(HoldReason::ValidatorStake, &who, amount);
		T::Vesting::after_stake_change(&who);
		ledger.unbonding = 0;
		if ledger.stake() == 0 {
			Self::remove_validator(&who);
		} else {
			Self::set_ledger(&who, ledger);
		}
		Self::deposit_event(Event::Withdrawn { validator: who, amount });
		Ok(())
	}

	/// Holds stake, of vesting funds first.
	fn hold_stake(who: &T::AccountId, amount: Balance) -> DispatchResult {
		T::Vesting::before_stake_hold(who, amount);
		T::Currency::hold(&HoldReason::ValidatorStake.into(), who, amount)
	}

	/// Weight of what a change of the stake means to vesting funds.
	pub(crate) fn vesting_weight() -> Weight {
		let (time, proof) = T::Vesting::weight();
		Weight::from_parts(time, proof)
	}

	/// What a validator has bonded.
	pub(crate) fn ledger(who: &T::AccountId) -> Option<StakeLedger> {
		Validators::<T>::get().get(who).cloned()
	}

	/// Stores what a validator has bonded.
	pub(crate) fn set_ledger(who: &T::AccountId, ledger: StakeLedger) {
		// There is room: only bonding adds a validator, and sees to that.
		let _ = Validators::<T>::mutate(|validators| validators.try_insert(who.clone(), ledger));
	}
}

impl<T: Config> ValidatorSet<T::AccountId> for Pallet<T> {
	fn stake_before(validator: &T::AccountId, block: BlockNumber) -> Balance {
		Self::ledger(validator).map_or(0, |ledger| ledger.stake_before(block))
	}

	fn total_stake() -> Balance {
		Validators::<T>::get().values().fold(0, |sum, ledger| sum.saturating_add(ledger.stake()))
	}

	fn session_key(validator: &T::AccountId) -> Option<[u8; 32]> {
		Keys::<T>::get(validator).map(|keys| keys.session_key)
	}

	fn with_session_key(session_key: &[u8; 32]) -> Option<T::AccountId> {
		SessionKeyOwner::<T>::get(session_key)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn enable(validator: &T::AccountId, session_key: [u8; 32]) {
		let mut ledger = StakeLedger::default();
		ledger.set_stake(Self::now().saturating_sub(1), T::MinValidatorStake::get().max(1), Self::longest_round());
		Self::set_ledger(validator, ledger);
		Keys::<T>::insert(
			validator,
			ValidatorKeys { session_key, encryption_key: [1; 32], endpoint: Default::default() },
		);
	}
}
