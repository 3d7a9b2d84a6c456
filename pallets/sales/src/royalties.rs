//! Who gets a part of every sale of a collection's items.

use crate::{types::*, Config, Error, Event, HoldReason, Pallet, Royalties};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{fungible::MutateHold as _, tokens::Precision, Get},
};
use promptale_primitives::{
	item::{CollectionId, ItemRegister},
	order_book::MAX_ROYALTY,
	Balance,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_royalties(
		who: T::AccountId,
		collection: CollectionId,
		recipients: Recipients<T::AccountId>,
	) -> DispatchResult {
		let owner = T::Items::collection_owner(collection).ok_or(Error::<T>::UnknownCollection)?;
		ensure!(who == owner, Error::<T>::NotCollectionOwner);
		ensure!(!Royalties::<T>::contains_key(collection), Error::<T>::RoyaltiesSet);
		ensure!(recipients.iter().all(|(_, rate)| *rate > 0), Error::<T>::ZeroAmount);
		let deposit = T::RoyaltyDeposit::get();
		let terms = RoyaltyTerms { creator: who.clone(), deposit, recipients };
		ensure!(terms.rate() <= MAX_ROYALTY, Error::<T>::RoyaltiesTooHigh);
		Self::take_deposit(&who, deposit)?;
		Self::deposit_event(Event::RoyaltiesSet { collection, rate: terms.rate() });
		Royalties::<T>::insert(collection, terms);
		Ok(())
	}

	pub(crate) fn do_remove_royalties(collection: CollectionId) -> DispatchResult {
		ensure!(T::Items::collection_owner(collection).is_none(), Error::<T>::CollectionExists);
		let terms = Royalties::<T>::take(collection).ok_or(Error::<T>::NoRoyalties)?;
		Self::give_deposit_back(&terms.creator, terms.deposit)?;
		Self::deposit_event(Event::RoyaltiesRemoved { collection });
		Ok(())
	}

	/// The recipients' part of a sale of a collection's items now, in millionths.
	pub(crate) fn royalty_rate(collection: CollectionId) -> u32 {
		Royalties::<T>::get(collection).map_or(0, |terms| terms.rate())
	}

	pub(crate) fn take_deposit(who: &T::AccountId, amount: Balance) -> DispatchResult {
		T::Currency::hold(&HoldReason::Deposit.into(), who, amount).map_err(|_| Error::<T>::DepositNotPaid.into())
	}

	pub(crate) fn give_deposit_back(who: &T::AccountId, amount: Balance) -> DispatchResult {
		T::Currency::release(&HoldReason::Deposit.into(), who, amount, Precision::Exact).map(drop)
	}
}
