//! Shares as `fungibles`, for pallets that trade and issue them.
//!
//! The supply of a content never changes, so nothing mints, burns or writes a balance by itself: those functions fail with
//! [`Error::SupplyFixed`]. What moves shares is `transfer`, `hold`, `release`, `transfer_on_hold` and `transfer_and_hold`,
//! each all or nothing. A receiver without a row pays its bond itself, out of its own $TALE.

use crate::{ledger::Movement, types::*, BookOf, Config, Error, Event, HoldReason, Holdings, Pallet};
use frame_support::{
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{
		fungible::InspectHold as _,
		fungibles::{hold, Dust, Inspect, Mutate, Unbalanced},
		tokens::{
			DepositConsequence, Fortitude, Precision, Preservation, Provenance, Restriction, WithdrawConsequence,
		},
		Get,
	},
};
use promptale_primitives::{content::ContentId, Balance};

impl<T: Config> Pallet<T> {
	fn row(content: ContentId, who: &T::AccountId) -> Holding<T> {
		Holdings::<T>::get(who, content).unwrap_or_default()
	}

	/// Moves shares between two accounts for another pallet: the receiver pays for its row.
	#[allow(clippy::too_many_arguments)]
	fn hand_over(
		content: ContentId,
		from: &T::AccountId,
		out_of: Place<T::RuntimeHoldReason>,
		to: &T::AccountId,
		into: Place<T::RuntimeHoldReason>,
		amount: Balance,
		precision: Precision,
		preservation: Preservation,
	) -> Result<Balance, DispatchError> {
		Self::move_shares(Movement { content, from, out_of, to, into, amount, precision, preservation, payer: to })
	}
}

impl<T: Config> Inspect<T::AccountId> for Pallet<T> {
	type AssetId = ContentId;
	type Balance = Balance;

	fn total_issuance(content: ContentId) -> Balance {
		BookOf::<T>::get(content).map_or(0, |books| books.supply)
	}

	fn minimum_balance(_: ContentId) -> Balance {
		1
	}

	fn total_balance(content: ContentId, who: &T::AccountId) -> Balance {
		Self::row(content, who).shares()
	}

	fn balance(content: ContentId, who: &T::AccountId) -> Balance {
		Self::row(content, who).free
	}

	fn reducible_balance(content: ContentId, who: &T::AccountId, preservation: Preservation, _: Fortitude) -> Balance {
		let row = Self::row(content, who);
		let kept = Balance::from(preservation == Preservation::Preserve && row.held() == 0);
		row.free.saturating_sub(kept)
	}

	fn can_deposit(content: ContentId, who: &T::AccountId, amount: Balance, _: Provenance) -> DepositConsequence {
		if !BookOf::<T>::contains_key(content) {
			return DepositConsequence::UnknownAsset;
		}
		let paid = amount == 0
			|| Holdings::<T>::contains_key(who, content)
			|| T::Currency::can_hold(&HoldReason::Holding.into(), who, T::HoldingBond::get());
		if paid {
			DepositConsequence::Success
		} else {
			DepositConsequence::CannotCreate
		}
	}

	fn can_withdraw(content: ContentId, who: &T::AccountId, amount: Balance) -> WithdrawConsequence<Balance> {
		if !BookOf::<T>::contains_key(content) {
			return WithdrawConsequence::UnknownAsset;
		}
		let row = Self::row(content, who);
		if amount > row.shares() {
			WithdrawConsequence::BalanceLow
		} else if amount > row.free {
			WithdrawConsequence::Frozen
		} else if amount > 0 && amount == row.shares() {
			WithdrawConsequence::ReducedToZero(0)
		} else {
			WithdrawConsequence::Success
		}
	}

	fn asset_exists(content: ContentId) -> bool {
		BookOf::<T>::contains_key(content)
	}
}

impl<T: Config> Unbalanced<T::AccountId> for Pallet<T> {
	fn handle_dust(_: Dust<T::AccountId, Self>) {
		// There is none: the least balance is one share.
	}

	fn write_balance(_: ContentId, _: &T::AccountId, _: Balance) -> Result<Option<Balance>, DispatchError> {
		Err(Error::<T>::SupplyFixed.into())
	}

	fn set_total_issuance(_: ContentId, _: Balance) {
		// It is what was registered, and everything that could change it fails before.
	}
}

impl<T: Config> Mutate<T::AccountId> for Pallet<T> {
	fn mint_into(_: ContentId, _: &T::AccountId, _: Balance) -> Result<Balance, DispatchError> {
		Err(Error::<T>::SupplyFixed.into())
	}

	fn burn_from(
		_: ContentId,
		_: &T::AccountId,
		_: Balance,
		_: Preservation,
		_: Precision,
		_: Fortitude,
	) -> Result<Balance, DispatchError> {
		Err(Error::<T>::SupplyFixed.into())
	}

	fn shelve(_: ContentId, _: &T::AccountId, _: Balance) -> Result<Balance, DispatchError> {
		Err(Error::<T>::SupplyFixed.into())
	}

	fn restore(_: ContentId, _: &T::AccountId, _: Balance) -> Result<Balance, DispatchError> {
		Err(Error::<T>::SupplyFixed.into())
	}

	fn transfer(
		content: ContentId,
		source: &T::AccountId,
		dest: &T::AccountId,
		amount: Balance,
		preservation: Preservation,
	) -> Result<Balance, DispatchError> {
		Self::hand_over(content, source, Place::Free, dest, Place::Free, amount, Precision::Exact, preservation)
	}
}

impl<T: Config> hold::Inspect<T::AccountId> for Pallet<T> {
	type Reason = T::RuntimeHoldReason;

	fn total_balance_on_hold(content: ContentId, who: &T::AccountId) -> Balance {
		Self::row(content, who).held()
	}

	fn balance_on_hold(content: ContentId, reason: &Self::Reason, who: &T::AccountId) -> Balance {
		Self::row(content, who).held_for(reason)
	}

	fn hold_available(content: ContentId, reason: &Self::Reason, who: &T::AccountId) -> bool {
		BookOf::<T>::contains_key(content) && Self::row(content, who).can_hold_for(reason)
	}
}

impl<T: Config> hold::Unbalanced<T::AccountId> for Pallet<T> {
	fn set_balance_on_hold(_: ContentId, _: &Self::Reason, _: &T::AccountId, _: Balance) -> DispatchResult {
		Err(Error::<T>::SupplyFixed.into())
	}
}

impl<T: Config> hold::Mutate<T::AccountId> for Pallet<T> {
	fn hold(content: ContentId, reason: &Self::Reason, who: &T::AccountId, amount: Balance) -> DispatchResult {
		let (free, held) = (Place::Free, Place::Held(*reason));
		let (precision, preservation) = (Precision::Exact, Preservation::Expendable);
		Self::hand_over(content, who, free, who, held, amount, precision, preservation)?;
		if amount > 0 {
			Self::deposit_event(Event::Held { content, who: who.clone(), reason: *reason, amount });
		}
		Ok(())
	}

	fn release(
		content: ContentId,
		reason: &Self::Reason,
		who: &T::AccountId,
		amount: Balance,
		precision: Precision,
	) -> Result<Balance, DispatchError> {
		let (free, held) = (Place::Free, Place::Held(*reason));
		let amount = Self::hand_over(content, who, held, who, free, amount, precision, Preservation::Expendable)?;
		if amount > 0 {
			Self::deposit_event(Event::Released { content, who: who.clone(), reason: *reason, amount });
		}
		Ok(amount)
	}

	fn burn_held(
		_: ContentId,
		_: &Self::Reason,
		_: &T::AccountId,
		_: Balance,
		_: Precision,
		_: Fortitude,
	) -> Result<Balance, DispatchError> {
		Err(Error::<T>::SupplyFixed.into())
	}

	fn transfer_on_hold(
		content: ContentId,
		reason: &Self::Reason,
		source: &T::AccountId,
		dest: &T::AccountId,
		amount: Balance,
		precision: Precision,
		mode: Restriction,
		_: Fortitude,
	) -> Result<Balance, DispatchError> {
		let into = if mode == Restriction::OnHold { Place::Held(*reason) } else { Place::Free };
		let preservation = Preservation::Expendable;
		Self::hand_over(content, source, Place::Held(*reason), dest, into, amount, precision, preservation)
	}

	fn transfer_and_hold(
		content: ContentId,
		reason: &Self::Reason,
		source: &T::AccountId,
		dest: &T::AccountId,
		amount: Balance,
		precision: Precision,
		preservation: Preservation,
		_: Fortitude,
	) -> Result<Balance, DispatchError> {
		Self::hand_over(content, source, Place::Free, dest, Place::Held(*reason), amount, precision, preservation)
	}
}
