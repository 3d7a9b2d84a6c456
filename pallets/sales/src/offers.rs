//! Offers for items, whoever owns them.

use crate::{types::*, Config, Error, Event, HoldReason, Listings, Offers, Pallet};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{
		fungible::{BalancedHold as _, MutateHold as _},
		tokens::Precision,
		Get,
	},
};
use promptale_primitives::{
	item::{CollectionId, ItemId, ItemRegister},
	Balance, BlockNumber,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_offer(
		buyer: T::AccountId,
		collection: CollectionId,
		item: ItemId,
		price: Balance,
		expires: Option<BlockNumber>,
	) -> DispatchResult {
		ensure!(price > 0, Error::<T>::ZeroAmount);
		ensure!(expires.is_none_or(|expires| expires > Self::now()), Error::<T>::ExpiresInPast);
		let owner = T::Items::owner(collection, item).ok_or(Error::<T>::NotOwner)?;
		ensure!(owner != buyer, Error::<T>::OwnItem);
		ensure!(!Offers::<T>::contains_key((collection, item, &buyer)), Error::<T>::OfferExists);
		let deposit = T::OfferDeposit::get();
		T::Currency::hold(&HoldReason::Offer.into(), &buyer, price).map_err(|_| Error::<T>::NotEnoughMoney)?;
		Self::take_deposit(&buyer, deposit)?;
		Offers::<T>::insert((collection, item, &buyer), Offer { price, expires, deposit });
		Self::deposit_event(Event::Offered { collection, item, buyer, price });
		Ok(())
	}

	pub(crate) fn do_withdraw(
		who: T::AccountId,
		collection: CollectionId,
		item: ItemId,
		buyer: T::AccountId,
	) -> DispatchResult {
		let offer = Offers::<T>::take((collection, item, &buyer)).ok_or(Error::<T>::UnknownOffer)?;
		ensure!(who == buyer || offer.expired(Self::now()), Error::<T>::NotExpired);
		T::Currency::release(&HoldReason::Offer.into(), &buyer, offer.price, Precision::Exact)?;
		Self::give_deposit_back(&buyer, offer.deposit)?;
		Self::deposit_event(Event::OfferWithdrawn { collection, item, buyer });
		Ok(())
	}

	pub(crate) fn do_accept(
		seller: T::AccountId,
		collection: CollectionId,
		item: ItemId,
		buyer: T::AccountId,
		at_least: Balance,
	) -> DispatchResult {
		let offer = Offers::<T>::take((collection, item, &buyer)).ok_or(Error::<T>::UnknownOffer)?;
		ensure!(!offer.expired(Self::now()), Error::<T>::Expired);
		ensure!(offer.price >= at_least, Error::<T>::OfferBelowMinimum);
		ensure!(T::Items::owner(collection, item).as_ref() == Some(&seller), Error::<T>::NotOwner);
		ensure!(seller != buyer, Error::<T>::OwnItem);
		// What the seller asks elsewhere for it ends. That of a former owner expired, and waits for `delist`.
		if let Some(listing) = Listings::<T>::get(collection, item).filter(|listing| listing.seller == seller) {
			Listings::<T>::remove(collection, item);
			Self::give_deposit_back(&seller, listing.deposit)?;
		}
		ensure!(T::Items::can_be_sold(collection, item), Error::<T>::CannotBeSold);
		Self::give_deposit_back(&buyer, offer.deposit)?;
		let (money, missing) = T::Currency::slash(&HoldReason::Offer.into(), &buyer, offer.price);
		ensure!(missing == 0, Error::<T>::NotEnoughMoney);
		let (fee, royalties) = Self::divide(collection, money, &seller, Self::royalty_rate(collection))?;
		T::Items::sell(collection, item, &seller, &buyer)?;
		let (asset, price) = (T::NativeAsset::get(), offer.price);
		Self::deposit_event(Event::Sold { collection, item, seller, buyer, asset, price, fee, royalties });
		Ok(())
	}
}
