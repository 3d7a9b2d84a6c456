//! Items at a fixed price.

use crate::{types::*, Config, Error, Event, Listings, Pallet};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{fungibles::Inspect as _, tokens::Locker, Get},
};
use promptale_primitives::{
	item::{CollectionId, ItemId, ItemRegister},
	Balance, BlockNumber,
};
use sp_runtime::traits::UniqueSaturatedInto;

impl<T: Config> Pallet<T> {
	/// The block that is being made.
	pub(crate) fn now() -> BlockNumber {
		frame_system::Pallet::<T>::block_number().unique_saturated_into()
	}

	pub(crate) fn do_list(
		who: T::AccountId,
		collection: CollectionId,
		items: Items,
		asset: T::AssetKind,
		price: Balance,
		expires: Option<BlockNumber>,
	) -> DispatchResult {
		ensure!(!items.is_empty(), Error::<T>::NothingNamed);
		ensure!(price > 0, Error::<T>::ZeroAmount);
		let now = Self::now();
		ensure!(expires.is_none_or(|expires| expires > now), Error::<T>::ExpiresInPast);
		ensure!(T::Assets::asset_exists(asset.clone()), Error::<T>::UnknownAsset);
		let royalty_rate = Self::royalty_rate(collection);
		let deposit = T::ListingDeposit::get();
		for item in &items {
			ensure!(T::Items::owner(collection, *item).as_ref() == Some(&who), Error::<T>::NotOwner);
			ensure!(T::Items::can_be_sold(collection, *item), Error::<T>::CannotBeSold);
			if let Some(old) = Listings::<T>::get(collection, item) {
				ensure!(old.expired(now), Error::<T>::AlreadyListed);
				Self::give_deposit_back(&old.seller, old.deposit)?;
			}
			let (seller, asset) = (who.clone(), asset.clone());
			Listings::<T>::insert(collection, item, Listing { seller, asset, price, expires, royalty_rate, deposit });
		}
		Self::take_deposit(&who, deposit.saturating_mul(items.len() as Balance))?;
		Self::deposit_event(Event::Listed { collection, items, seller: who, asset, price });
		Ok(())
	}

	pub(crate) fn do_delist(who: T::AccountId, collection: CollectionId, items: Items) -> DispatchResult {
		ensure!(!items.is_empty(), Error::<T>::NothingNamed);
		let now = Self::now();
		for item in items {
			let listing = Listings::<T>::take(collection, item).ok_or(Error::<T>::NotListed)?;
			ensure!(listing.seller == who || listing.expired(now), Error::<T>::NotExpired);
			Self::give_deposit_back(&listing.seller, listing.deposit)?;
			Self::deposit_event(Event::Delisted { collection, item, seller: listing.seller });
		}
		Ok(())
	}

	pub(crate) fn do_buy(
		buyer: T::AccountId,
		collection: CollectionId,
		item: ItemId,
		asset: T::AssetKind,
		max_price: Balance,
	) -> DispatchResult {
		// From here on it is not locked.
		let listing = Listings::<T>::take(collection, item).ok_or(Error::<T>::NotListed)?;
		ensure!(!listing.expired(Self::now()), Error::<T>::Expired);
		let Listing { seller, price, royalty_rate, deposit, .. } = listing;
		ensure!(seller != buyer, Error::<T>::OwnItem);
		ensure!(listing.asset == asset, Error::<T>::OtherAsset);
		ensure!(price <= max_price, Error::<T>::PriceAboveMaximum);
		Self::give_deposit_back(&seller, deposit)?;
		let (fee, royalties) = if asset == T::NativeAsset::get() {
			let money = Self::withdraw(&buyer, price)?;
			Self::divide(collection, money, &seller, royalty_rate)?
		} else {
			Self::pay_in_asset(collection, &asset, price, &buyer, &seller, royalty_rate)?
		};
		T::Items::sell(collection, item, &seller, &buyer)?;
		Self::deposit_event(Event::Sold { collection, item, seller, buyer, asset, price, fee, royalties });
		Ok(())
	}
}

/// An item for sale must not move: else its listing would come back to life with a former owner.
impl<T: Config> Locker<CollectionId, ItemId> for Pallet<T> {
	fn is_locked(collection: CollectionId, item: ItemId) -> bool {
		Listings::<T>::get(collection, item).is_some_and(|listing| !listing.expired(Self::now()))
	}
}
