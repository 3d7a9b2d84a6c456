//! The register of content.

use crate::{types::*, BookOf, ByImage, Config, Contents, Error, Event, HoldReason, Holdings, NextContent, Pallet};
use alloc::collections::BTreeSet;
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	storage::with_storage_layer,
	traits::{
		fungible::MutateHold,
		fungibles::{Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
		Get,
	},
	BoundedVec,
};
use promptale_primitives::{
	content::{Content, ContentId, EngineVersion},
	dividend::whole_units,
	Balance, Blake3,
};
use sp_runtime::traits::UniqueSaturatedInto;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register(
		creator: T::AccountId,
		image: Blake3,
		engine: EngineVersion,
		credential: Blake3,
		supply: Balance,
		holders: BoundedVec<(T::AccountId, Balance), T::MaxFounders>,
	) -> Result<ContentId, DispatchError> {
		ensure!(!ByImage::<T>::contains_key(image), Error::<T>::ImageTaken);
		Self::check_founders(supply, &holders)?;
		let content = NextContent::<T>::get();
		NextContent::<T>::put(content.checked_add(1).ok_or(Error::<T>::Overflow)?);

		T::Currency::hold(&HoldReason::Content.into(), &creator, T::ContentDeposit::get())?;
		let mut books = Books { supply, holders: 0, revenues: Default::default() };
		// Every content earns $TALE; its deposit covers that.
		Self::open(content, &mut books, &T::NativeAsset::get(), &creator, 0)?;
		for (holder, shares) in holders {
			let mut row = Self::new_row(&mut books, &creator, &holder)?;
			row.free = shares;
			Holdings::<T>::insert(&holder, content, row);
		}
		BookOf::<T>::insert(content, books);
		ByImage::<T>::insert(image, content);
		let registered = frame_system::Pallet::<T>::block_number().unique_saturated_into();
		let row = Content { creator: creator.clone(), image, engine, credential, registered };
		Contents::<T>::insert(content, Registered { content: row, deposit: T::ContentDeposit::get() });
		Self::deposit_event(Event::ContentRegistered { content, creator, image, supply });
		Ok(content)
	}

	/// Everybody is named once, with shares, and together they have all.
	fn check_founders(supply: Balance, holders: &[(T::AccountId, Balance)]) -> DispatchResult {
		ensure!(supply > 0, Error::<T>::ZeroAmount);
		let mut named = BTreeSet::new();
		let mut left = supply;
		for (holder, shares) in holders {
			ensure!(*shares > 0, Error::<T>::ZeroAmount);
			ensure!(named.insert(holder), Error::<T>::NamedTwice);
			left = left.checked_sub(*shares).ok_or(Error::<T>::SharesNotWhole)?;
		}
		ensure!(left == 0, Error::<T>::SharesNotWhole);
		Ok(())
	}

	/// Removes content whose shares are all in one hand, which signs.
	pub(crate) fn do_remove(holder: T::AccountId, content: ContentId) -> DispatchResult {
		let registered = Contents::<T>::get(content).ok_or(Error::<T>::UnknownContent)?;
		let books = Self::books(content)?;
		let mut row = Holdings::<T>::get(&holder, content).ok_or(Error::<T>::NotSoleHolder)?;
		ensure!(row.free == books.supply && books.holders == 1, Error::<T>::NotSoleHolder);
		row.touch(&books);
		for (revenue, earned) in books.revenues.iter().zip(&row.earnings) {
			let owed = whole_units(earned.pending, books.supply);
			ensure!(owed == 0 || Self::in_pot(content, &revenue.asset) < owed, Error::<T>::DividendsOwed);
		}

		Holdings::<T>::remove(&holder, content);
		BookOf::<T>::remove(content);
		Contents::<T>::remove(content);
		ByImage::<T>::remove(registered.content.image);
		T::Currency::release(&HoldReason::Holding.into(), &holder, row.bond, Precision::BestEffort)?;
		let creator = &registered.content.creator;
		T::Currency::release(&HoldReason::Content.into(), creator, registered.deposit, Precision::BestEffort)?;
		// $TALE last: other assets may need the pot's account.
		for revenue in books.revenues.iter().rev() {
			T::Currency::release(&HoldReason::Revenue.into(), &revenue.opener, revenue.bond, Precision::BestEffort)?;
			Self::empty_pot(content, revenue);
		}
		Self::deposit_event(Event::ContentRemoved { content });
		Ok(())
	}

	/// What the pot could pay of an asset; 0 where the asset is frozen or gone.
	fn in_pot(content: ContentId, asset: &T::AssetKind) -> Balance {
		let pot = Self::pot_account(content);
		T::Assets::reducible_balance(asset.clone(), &pot, Preservation::Expendable, Fortitude::Polite)
	}

	/// Gives what is left of an asset to who opened it. What the asset does not let go stays: nobody's removal may depend
	/// on an asset's owner.
	fn empty_pot(content: ContentId, revenue: &Revenue<T::AccountId, T::AssetKind>) {
		let (pot, asset) = (Self::pot_account(content), &revenue.asset);
		let left = Self::in_pot(content, asset);
		if left > 0 {
			let _ = with_storage_layer(|| {
				T::Assets::transfer(asset.clone(), &pot, &revenue.opener, left, Preservation::Expendable)
			});
		}
	}
}
