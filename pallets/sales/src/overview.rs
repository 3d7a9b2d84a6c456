//! What the view functions answer.

use crate::{types::*, Config, Listings, Offers, Pallet};
use alloc::vec::Vec;
use core::cmp::Reverse;
use promptale_primitives::item::{CollectionId, ItemId, ListingOverview, OfferOverview};

/// Most listings or offers that a view looks at.
const MOST: u32 = 1_000;

impl<T: Config> Pallet<T> {
	fn seen(
		item: ItemId,
		listing: Listing<T::AccountId, T::AssetKind>,
	) -> Option<ListingOverview<T::AccountId, T::AssetKind>> {
		if listing.expired(Self::now()) {
			return None;
		}
		let Listing { seller, asset, price, expires, royalty_rate, .. } = listing;
		let fee_rate = Self::fee_rate(royalty_rate);
		Some(ListingOverview { item, seller, asset, price, expires, royalty_rate, fee_rate })
	}

	pub(crate) fn listing_of(
		collection: CollectionId,
		item: ItemId,
	) -> Option<ListingOverview<T::AccountId, T::AssetKind>> {
		Self::seen(item, Listings::<T>::get(collection, item)?)
	}

	pub(crate) fn listings_of(
		collection: CollectionId,
		after: Option<ItemId>,
		most: u32,
	) -> Vec<ListingOverview<T::AccountId, T::AssetKind>> {
		let rows = match after {
			Some(item) => Listings::<T>::iter_prefix_from(collection, Listings::<T>::hashed_key_for(collection, item)),
			None => Listings::<T>::iter_prefix(collection),
		};
		let seen = rows.take(MOST as usize).filter_map(|(item, listing)| Self::seen(item, listing));
		seen.take(most as usize).collect()
	}

	pub(crate) fn offers_for(collection: CollectionId, item: ItemId) -> Vec<OfferOverview<T::AccountId>> {
		let now = Self::now();
		let rows = Offers::<T>::iter_prefix((collection, item)).take(MOST as usize);
		let mut offers: Vec<_> = rows
			.filter(|(_, offer)| !offer.expired(now))
			.map(|(buyer, Offer { price, expires, .. })| OfferOverview { buyer, price, expires })
			.collect();
		offers.sort_by_key(|offer| Reverse(offer.price));
		offers
	}
}
