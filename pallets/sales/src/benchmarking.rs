//! Benchmarks of every call, each at its worst with plain items; [`ItemRegister::surcharge`] has what others cost beside.

use crate::{types::*, Call, *};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{
	fungible::{Balanced as _, Inspect as _, Mutate as _, MutateHold as _},
	fungibles::{Create, Inspect as _, Mutate as _},
	Get, NoDrop,
};
use frame_system::RawOrigin;
use promptale_primitives::{
	item::{CollectionId, ItemId, ItemRegister},
	Balance, BlockNumber,
};

const PRICE: Balance = 1_000_000_000_000;

/// Enough for whatever a benchmark does.
fn rich<T: Config>(name: &'static str, n: u32) -> T::AccountId {
	let who = account(name, n, 0);
	let deposits = T::RoyaltyDeposit::get() + (T::ListingDeposit::get() + T::OfferDeposit::get()) * 40;
	T::Currency::mint_into(&who, (deposits + T::Currency::minimum_balance()) * 1_000 + PRICE * 100).unwrap();
	who
}

/// Who also has much of the asset.
fn with_asset<T: Config>(name: &'static str, n: u32) -> T::AccountId
where
	T::Assets: Create<T::AccountId>,
{
	let (who, asset) = (rich::<T>(name, n), T::BenchmarkAsset::get());
	if !T::Assets::asset_exists(asset.clone()) {
		T::Assets::create(asset.clone(), who.clone(), true, 1).unwrap();
	}
	T::Assets::mint_into(asset, &who, PRICE * 100).unwrap();
	who
}

fn recipients<T: Config>() -> Recipients<T::AccountId> {
	let recipients: Vec<_> = (0..MAX_RECIPIENTS).map(|n| (rich::<T>("recipient", n), 50_000)).collect();
	recipients.try_into().ok().unwrap()
}

/// A collection of `owner` with four recipients of royalties.
fn collection<T: Config>(owner: &T::AccountId, items: u32) -> CollectionId {
	let collection = T::Items::make(owner, items);
	Pallet::<T>::set_royalties(RawOrigin::Signed(owner.clone()).into(), collection, recipients::<T>()).unwrap();
	collection
}

fn first(count: u32) -> Items {
	(0..count).collect::<Vec<ItemId>>().try_into().ok().unwrap()
}

fn list<T: Config>(
	owner: &T::AccountId,
	collection: CollectionId,
	items: u32,
	asset: T::AssetKind,
	expires: Option<BlockNumber>,
) {
	let origin = RawOrigin::Signed(owner.clone()).into();
	Pallet::<T>::list_items(origin, collection, first(items), asset, PRICE, expires).unwrap();
}

fn offer<T: Config>(buyer: &T::AccountId, collection: CollectionId) {
	Pallet::<T>::make_offer(RawOrigin::Signed(buyer.clone()).into(), collection, 0, PRICE, None).unwrap();
}

#[benchmarks(where T::Assets: Create<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn set_royalties() {
		let owner = rich::<T>("owner", 0);
		let collection = T::Items::make(&owner, 0);
		let recipients = recipients::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), collection, recipients);

		assert!(Royalties::<T>::contains_key(collection));
	}

	#[benchmark]
	fn remove_royalties() {
		let creator = rich::<T>("owner", 0);
		let collection = CollectionId::MAX;
		let deposit = T::RoyaltyDeposit::get();
		T::Currency::hold(&HoldReason::Deposit.into(), &creator, deposit).unwrap();
		Royalties::<T>::insert(collection, RoyaltyTerms { creator, deposit, recipients: recipients::<T>() });

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("anybody", 0)), collection);

		assert!(!Royalties::<T>::contains_key(collection));
	}

	/// Each in the place of one that another account listed, and that expired.
	#[benchmark]
	fn list_items(n: Linear<1, { MAX_ITEMS }>) {
		let owner = with_asset::<T>("owner", 0);
		let collection = collection::<T>(&owner, n);
		for item in 0..n {
			let (seller, deposit) = (rich::<T>("former", item), T::ListingDeposit::get());
			T::Currency::hold(&HoldReason::Deposit.into(), &seller, deposit).unwrap();
			let asset = T::NativeAsset::get();
			let old = Listing { seller, asset, price: 1, expires: Some(0), royalty_rate: 0, deposit };
			Listings::<T>::insert(collection, item, old);
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), collection, first(n), T::BenchmarkAsset::get(), PRICE, Some(BlockNumber::MAX));

		assert_eq!(Listings::<T>::iter_prefix(collection).count(), n as usize);
	}

	/// Each of another account, expired.
	#[benchmark]
	fn delist(n: Linear<1, { MAX_ITEMS }>) {
		let owner = rich::<T>("owner", 0);
		let collection = T::Items::make(&owner, n);
		for item in 0..n {
			let (seller, deposit) = (rich::<T>("former", item), T::ListingDeposit::get());
			T::Currency::hold(&HoldReason::Deposit.into(), &seller, deposit).unwrap();
			let asset = T::NativeAsset::get();
			let old = Listing { seller, asset, price: 1, expires: Some(0), royalty_rate: 0, deposit };
			Listings::<T>::insert(collection, item, old);
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), collection, first(n));

		assert_eq!(Listings::<T>::iter_prefix(collection).count(), 0);
	}

	/// In an asset that nobody but the buyer has yet.
	#[benchmark]
	fn buy_item() {
		let (owner, buyer, asset) = (rich::<T>("owner", 0), with_asset::<T>("buyer", 0), T::BenchmarkAsset::get());
		T::Currency::mint_into(&T::AssetFees::get(), PRICE).unwrap();
		let collection = collection::<T>(&owner, 1);
		list::<T>(&owner, collection, 1, asset.clone(), None);

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer.clone()), collection, 0, asset, PRICE);

		assert_eq!(T::Items::owner(collection, 0), Some(buyer));
	}

	#[benchmark]
	fn make_offer() {
		let (owner, buyer) = (rich::<T>("owner", 0), rich::<T>("buyer", 0));
		let collection = T::Items::make(&owner, 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer.clone()), collection, 0, PRICE, None);

		assert!(Offers::<T>::contains_key((collection, 0, buyer)));
	}

	#[benchmark]
	fn withdraw_offer() {
		let (owner, buyer) = (rich::<T>("owner", 0), rich::<T>("buyer", 0));
		let collection = T::Items::make(&owner, 1);
		offer::<T>(&buyer, collection);

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer.clone()), collection, 0, buyer.clone());

		assert!(!Offers::<T>::contains_key((collection, 0, buyer)));
	}

	/// Of an item that is also on the list.
	#[benchmark]
	fn accept_offer() {
		let (owner, buyer) = (rich::<T>("owner", 0), rich::<T>("buyer", 0));
		let collection = collection::<T>(&owner, 1);
		list::<T>(&owner, collection, 1, T::NativeAsset::get(), None);
		offer::<T>(&buyer, collection);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), collection, 0, buyer.clone(), PRICE);

		assert_eq!(T::Items::owner(collection, 0), Some(buyer));
	}

	#[benchmark]
	fn settle_fees() {
		Collected::<T>::put(NoDrop::new(T::Currency::issue(PRICE)));

		#[block]
		{
			Pallet::<T>::settle_fees();
		}

		assert!(!Collected::<T>::exists());
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
