//! Revenue: assets that a content earns in, deposits, claims. A deposit touches no holder's row.

use crate::{types::*, BookOf, Config, Contents, Error, Event, HoldReason, Holdings, Pallet, WeightInfo};
use frame_support::{
	dispatch::PostDispatchInfo,
	ensure,
	pallet_prelude::{DispatchError, DispatchResult, DispatchResultWithPostInfo},
	traits::{
		fungible::{Balanced, MutateHold},
		fungibles::{Inspect, Mutate},
		tokens::Preservation,
		Get, Imbalance,
	},
	weights::Weight,
};
use promptale_primitives::{
	content::{ContentId, ContentRegister},
	Balance,
};
use sp_runtime::traits::AccountIdConversion;

impl<T: Config> Pallet<T> {
	/// The account that a content's dividends wait on.
	pub fn pot_account(content: ContentId) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating(content)
	}

	/// Makes room for another asset in the books. The opener puts the asset's minimum balance into the pot, so that no
	/// payment turns what is left there into dust, and pays a bond; both come back with the content's removal.
	pub(crate) fn open(
		content: ContentId,
		books: &mut BooksOf<T>,
		asset: &T::AssetKind,
		opener: &T::AccountId,
		bond: Balance,
	) -> DispatchResult {
		ensure!(T::Assets::asset_exists(asset.clone()), Error::<T>::UnknownAsset);
		let floor = T::Assets::minimum_balance(asset.clone());
		T::Assets::transfer(asset.clone(), opener, &Self::pot_account(content), floor, Preservation::Preserve)?;
		T::Currency::hold(&HoldReason::Revenue.into(), opener, bond)?;
		let revenue = Revenue { asset: asset.clone(), deposited: 0, paid_to_former: 0, opener: opener.clone(), bond };
		books.revenues.try_push(revenue).map_err(|_| Error::<T>::TooManyRevenues)?;
		Self::deposit_event(Event::RevenueOpened { content, asset: asset.clone(), opener: opener.clone() });
		Ok(())
	}

	/// The same for anybody: the last place is the creator's, so that nobody fills them all with worthless assets.
	fn open_for(
		content: ContentId,
		books: &mut BooksOf<T>,
		asset: &T::AssetKind,
		opener: &T::AccountId,
	) -> DispatchResult {
		let last = MAX_REVENUES.saturating_sub(1) as usize;
		let by_creator = || <Self as ContentRegister<_, _, _>>::creator(content).as_ref() == Some(opener);
		ensure!(books.revenues.len() != last || by_creator(), Error::<T>::LastPlaceIsCreators);
		Self::open(content, books, asset, opener, T::RevenueBond::get())
	}

	pub(crate) fn do_open_revenue(opener: T::AccountId, content: ContentId, asset: T::AssetKind) -> DispatchResult {
		let mut books = Self::books(content)?;
		ensure!(books.position(&asset).is_none(), Error::<T>::AlreadyOpen);
		Self::open_for(content, &mut books, &asset, &opener)?;
		BookOf::<T>::insert(content, books);
		Ok(())
	}

	/// Takes revenue. Answers whether the asset had to be opened for it.
	pub(crate) fn do_deposit(
		from: &T::AccountId,
		content: ContentId,
		asset: T::AssetKind,
		amount: Balance,
	) -> Result<bool, DispatchError> {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let mut books = Self::books(content)?;
		let opened = books.position(&asset).is_none();
		if opened {
			Self::open_for(content, &mut books, &asset, from)?;
		}
		Self::enter(&mut books, &asset, amount)?;
		T::Assets::transfer(asset.clone(), from, &Self::pot_account(content), amount, Preservation::Preserve)?;
		BookOf::<T>::insert(content, books);
		Self::deposit_event(Event::RevenueDeposited { content, asset, from: Some(from.clone()), amount });
		Ok(opened)
	}

	/// Counts `amount` more of an open asset.
	fn enter(books: &mut BooksOf<T>, asset: &T::AssetKind, amount: Balance) -> DispatchResult {
		let revenue = books.revenues.iter_mut().find(|revenue| revenue.asset == *asset).ok_or(Error::<T>::NotOpen)?;
		revenue.deposited = revenue.deposited.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		Ok(())
	}

	/// Pays all whole units that `who` earned of `asset`.
	pub(crate) fn do_claim(who: T::AccountId, content: ContentId, asset: T::AssetKind) -> DispatchResultWithPostInfo {
		let mut books = Self::books(content)?;
		let at = books.position(&asset).ok_or(Error::<T>::NotOpen)?;
		let mut row = Holdings::<T>::get(&who, content).ok_or(Error::<T>::NoHolding)?;
		row.touch(&books);
		let supply = books.supply;
		let amount = row.earnings.get_mut(at).map_or(0, |earned| earned.claim(supply));
		ensure!(amount > 0, Error::<T>::NothingToClaim);
		// An account of the asset that there is not yet costs a row, which the weight of leaving covers.
		let known = asset == T::NativeAsset::get() || T::Assets::balance(asset.clone(), &who) > 0;
		T::Assets::transfer(asset.clone(), &Self::pot_account(content), &who, amount, Preservation::Preserve)?;
		let left = Self::store(&mut books, &who, content, row)?;
		if left {
			BookOf::<T>::insert(content, books);
		}
		Self::deposit_event(Event::DividendsClaimed { content, asset, who, amount });
		Ok(PostDispatchInfo::from((known && !left).then(T::WeightInfo::claim_dividends)))
	}
}

impl<T: Config> ContentRegister<T::AccountId, T::AssetKind, CreditOf<T>> for Pallet<T> {
	type Error = DispatchError;

	fn creator(content: ContentId) -> Option<T::AccountId> {
		Contents::<T>::get(content).map(|registered| registered.content.creator)
	}

	fn deposit(content: ContentId, asset: T::AssetKind, from: &T::AccountId, amount: Balance) -> DispatchResult {
		frame_support::storage::with_storage_layer(|| Self::do_deposit(from, content, asset, amount).map(drop))
	}

	fn deposit_credit(content: ContentId, credit: CreditOf<T>) -> Result<(), CreditOf<T>> {
		let (asset, amount) = (T::NativeAsset::get(), credit.peek());
		if amount == 0 {
			return Ok(());
		}
		let Some(mut books) = BookOf::<T>::get(content) else { return Err(credit) };
		if Self::enter(&mut books, &asset, amount).is_err() {
			return Err(credit);
		}
		T::Currency::resolve(&Self::pot_account(content), credit)?;
		BookOf::<T>::insert(content, books);
		Self::deposit_event(Event::RevenueDeposited { content, asset, from: None, amount });
		Ok(())
	}

	fn deposit_weight() -> (u64, u64) {
		parts(T::WeightInfo::deposit_revenue().saturating_add(T::WeightInfo::open_revenue()))
	}

	fn deposit_credit_weight() -> (u64, u64) {
		parts(T::WeightInfo::deposit_credit())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register(holder: &T::AccountId, supply: Balance) -> ContentId {
		crate::benchmarking::register::<T>(holder, supply)
	}
}

fn parts(weight: Weight) -> (u64, u64) {
	(weight.ref_time(), weight.proof_size())
}
