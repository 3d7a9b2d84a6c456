//! The invariants listed in the crate's documentation, checked over all of the state.

use crate::{Config, HoldReason, Listings, Offers, Pallet, Royalties};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::InspectHold as _};
use promptale_primitives::{item::ItemRegister, order_book::MAX_ROYALTY, Balance};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let (mut prices, mut deposits) = (BTreeMap::new(), BTreeMap::new());
		let add = |sums: &mut BTreeMap<T::AccountId, Balance>, who: T::AccountId, amount: Balance| {
			let sum = sums.entry(who).or_default();
			*sum = sum.saturating_add(amount);
		};
		for (collection, item, listing) in Listings::<T>::iter() {
			let owner = T::Items::owner(collection, item);
			ensure!(
				listing.expired(Self::now()) || owner.as_ref() == Some(&listing.seller),
				"1: an item for sale is not its seller's"
			);
			ensure!(listing.price > 0 && listing.royalty_rate <= MAX_ROYALTY, "3: a listing of nothing");
			add(&mut deposits, listing.seller, listing.deposit);
		}
		for ((_, _, buyer), offer) in Offers::<T>::iter() {
			ensure!(offer.price > 0, "3: an offer of nothing");
			add(&mut prices, buyer.clone(), offer.price);
			add(&mut deposits, buyer, offer.deposit);
		}
		for terms in Royalties::<T>::iter_values() {
			ensure!(terms.rate() <= MAX_ROYALTY, "3: royalties are too high");
			add(&mut deposits, terms.creator, terms.deposit);
		}
		for (reason, sums) in [(HoldReason::Offer, prices), (HoldReason::Deposit, deposits)] {
			for (who, sum) in sums {
				let held = T::Currency::balance_on_hold(&reason.into(), &who);
				ensure!(held == sum, "2: $TALE on hold is not as it should be");
			}
		}
		Ok(())
	}
}
