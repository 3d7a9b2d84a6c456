//! Benchmarks of every call, and of what an order does beside: each at its worst.

use crate::{types::*, Call, *};
use frame_benchmarking::v2::*;
use frame_support::traits::{
	fungible::{Balanced as _, Inspect as _, Mutate as _, MutateHold},
	fungibles::{Create, Inspect as _, Mutate as _, MutateHold as _},
	tokens::{Fortitude, Precision, Preservation, Restriction},
	Get, NoDrop, SuppressedDrop,
};
use frame_support::{traits::Hooks, weights::Weight};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use promptale_primitives::{
	content::{ContentId, ContentRegister},
	order_book::{BookId, Candle, OrderNumber, Side, Tick, TimeInForce},
	Balance,
};

const SUPPLY: Balance = 1_000_000;
const MANY: Balance = 1_000_000_000_000;

/// Enough for whatever a benchmark does.
fn rich<T: Config>(name: &'static str, n: u32) -> T::AccountId {
	let who = account(name, n, 0);
	let deposits = T::BookDeposit::get() + T::RoyaltyDeposit::get() + (T::OrderDeposit::get() + T::RowBond::get()) * 40;
	T::Currency::mint_into(&who, (deposits + T::Currency::minimum_balance()) * 10 + MANY * 10).unwrap();
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
	T::Assets::mint_into(asset, &who, MANY * 10).unwrap();
	who
}

/// Content whose shares are all `holder`'s, and its creator.
fn content<T: Config>(holder: &T::AccountId) -> (ContentId, T::AccountId) {
	let content = T::Content::register(holder, SUPPLY);
	let creator = T::Content::creator(content).unwrap();
	T::Currency::mint_into(&creator, T::RoyaltyDeposit::get() + MANY).unwrap();
	(content, creator)
}

fn recipients<T: Config>() -> Recipients<T::AccountId> {
	let recipients: alloc::vec::Vec<_> = (0..MAX_RECIPIENTS).map(|n| (rich::<T>("recipient", n), 50_000)).collect();
	recipients.try_into().ok().unwrap()
}

/// A book with four recipients of royalties.
fn open<T: Config>(holder: &T::AccountId, asset: T::AssetKind) -> BookId
where
	T::Assets: Create<T::AccountId>,
{
	let (content, creator) = content::<T>(holder);
	let opener = with_asset::<T>("opener", 0);
	Pallet::<T>::set_royalties(RawOrigin::Signed(creator).into(), content, recipients::<T>()).unwrap();
	let book = NextBook::<T>::get();
	Pallet::<T>::open_book(RawOrigin::Signed(opener).into(), content, asset, 1_000).unwrap();
	book
}

fn place<T: Config>(who: &T::AccountId, book: BookId, side: Side, tick: Tick, quantity: Balance) -> OrderNumber {
	let number = Books::<T>::get(book).unwrap().next_order;
	let origin = RawOrigin::Signed(who.clone()).into();
	let _ = Pallet::<T>::place_order(origin, book, side, tick, quantity, TimeInForce::GoodTillCancelled, None).unwrap();
	number
}

/// A book with bids of accounts without shares, at `levels` prices.
fn with_bids<T: Config>(seller: &T::AccountId, asset: T::AssetKind, orders: u32, levels: u32) -> BookId
where
	T::Assets: Create<T::AccountId>,
{
	let book = open::<T>(seller, asset);
	for n in 0..orders {
		let maker = with_asset::<T>("maker", n);
		place::<T>(&maker, book, Side::Buy, 100 + (n % levels.max(1)) as Tick, 10);
	}
	book
}

#[benchmarks(where T::Assets: Create<T::AccountId>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn set_royalties() {
		let (content, creator) = content::<T>(&rich::<T>("holder", 0));
		let recipients = recipients::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(creator), content, recipients);

		assert!(Royalties::<T>::contains_key(content));
	}

	#[benchmark]
	fn remove_royalties() {
		let creator = rich::<T>("creator", 0);
		let content = ContentId::MAX;
		let deposit = T::RoyaltyDeposit::get();
		<T::Currency as MutateHold<_>>::hold(&HoldReason::Book.into(), &creator, deposit).unwrap();
		Royalties::<T>::insert(content, RoyaltyTerms { creator, deposit, recipients: recipients::<T>() });

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("anybody", 0)), content);

		assert!(!Royalties::<T>::contains_key(content));
	}

	#[benchmark]
	fn open_book() {
		let (content, creator) = content::<T>(&rich::<T>("holder", 0));
		let opener = with_asset::<T>("opener", 0);
		Pallet::<T>::set_royalties(RawOrigin::Signed(creator).into(), content, recipients::<T>()).unwrap();

		#[extrinsic_call]
		_(RawOrigin::Signed(opener), content, T::BenchmarkAsset::get(), 1_000);

		assert_eq!(Books::<T>::iter().count(), 1);
	}

	#[benchmark]
	fn close_book(c: Linear<0, { T::CandleCount::get() }>) {
		let holder = with_asset::<T>("holder", 0);
		let book = open::<T>(&holder, T::BenchmarkAsset::get());
		for place in 0..c {
			Candles::<T>::insert(book, place, Candle::of(0, 1, 1));
		}
		let opener = Books::<T>::get(book).unwrap().opener;

		#[extrinsic_call]
		_(RawOrigin::Signed(opener), book);

		assert!(!Books::<T>::contains_key(book));
	}

	/// A bid in an asset that waits behind another.
	#[benchmark]
	fn place_order() {
		let holder = with_asset::<T>("holder", 0);
		let book = with_bids::<T>(&holder, T::BenchmarkAsset::get(), 1, 1);
		let buyer = with_asset::<T>("buyer", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer.clone()), book, Side::Buy, 100, 10, TimeInForce::GoodTillCancelled, None);

		assert!(Orders::<T>::contains_key((buyer, book, 1)));
	}

	/// A sale to bids of one price, of accounts that have no shares yet, in $TALE.
	#[benchmark]
	fn take_orders(f: Linear<1, { MAX_STEPS }>) {
		let seller = with_asset::<T>("seller", 0);
		let book = with_bids::<T>(&seller, T::NativeAsset::get(), f, 1);
		let quantity = Balance::from(f) * 10;

		#[extrinsic_call]
		place_order(RawOrigin::Signed(seller), book, Side::Sell, 1, quantity, TimeInForce::ImmediateOrCancel, None);

		assert_eq!(Books::<T>::get(book).unwrap().orders, 0);
	}

	/// The same number of bids at more and more prices.
	#[benchmark]
	fn next_levels(l: Linear<1, { MAX_STEPS }>) {
		let seller = with_asset::<T>("seller", 0);
		let book = with_bids::<T>(&seller, T::NativeAsset::get(), MAX_STEPS, l);
		let quantity = Balance::from(MAX_STEPS) * 10;

		#[extrinsic_call]
		place_order(RawOrigin::Signed(seller), book, Side::Sell, 1, quantity, TimeInForce::ImmediateOrCancel, None);

		assert_eq!(Books::<T>::get(book).unwrap().orders, 0);
	}

	/// A purchase in an asset, from accounts that have none of it yet.
	#[benchmark]
	fn pay_in_asset(f: Linear<1, { MAX_STEPS }>) {
		let holder = with_asset::<T>("holder", 0);
		let book = open::<T>(&holder, T::BenchmarkAsset::get());
		let content = Books::<T>::get(book).unwrap().content;
		for n in 0..f {
			let maker = rich::<T>("maker", n);
			// As a purchase elsewhere: the receiver pays for its row.
			let reason = HoldReason::Ask.into();
			T::Shares::hold(content, &reason, &holder, 10).unwrap();
			T::Shares::transfer_on_hold(
				content,
				&reason,
				&holder,
				&maker,
				10,
				Precision::Exact,
				Restriction::Free,
				Fortitude::Polite,
			)
			.unwrap();
			place::<T>(&maker, book, Side::Sell, 100, 10);
		}
		let buyer = with_asset::<T>("buyer", 0);
		let quantity = Balance::from(f) * 10;

		#[extrinsic_call]
		place_order(RawOrigin::Signed(buyer), book, Side::Buy, 100, quantity, TimeInForce::ImmediateOrCancel, None);

		assert_eq!(Books::<T>::get(book).unwrap().orders, 0);
	}

	/// From the middle of a queue.
	#[benchmark]
	fn cancel_order() {
		let holder = with_asset::<T>("holder", 0);
		let book = with_bids::<T>(&holder, T::BenchmarkAsset::get(), 1, 1);
		let buyer = with_asset::<T>("buyer", 0);
		let number = place::<T>(&buyer, book, Side::Buy, 100, 10);
		place::<T>(&with_asset::<T>("last", 0), book, Side::Buy, 100, 10);

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer.clone()), book, number);

		assert!(!Orders::<T>::contains_key((buyer, book, number)));
	}

	/// Each between two orders of others, at a price of its own.
	#[benchmark]
	fn cancel_orders(n: Linear<1, { MAX_STEPS }>) {
		let holder = with_asset::<T>("holder", 0);
		let book = open::<T>(&holder, T::BenchmarkAsset::get());
		let buyer = with_asset::<T>("buyer", 0);
		for at in 0..n {
			let tick = 100 + at as Tick;
			place::<T>(&with_asset::<T>("first", at), book, Side::Buy, tick, 10);
			place::<T>(&buyer, book, Side::Buy, tick, 10);
			place::<T>(&with_asset::<T>("last", at), book, Side::Buy, tick, 10);
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer.clone()), book, n);

		assert_eq!(Books::<T>::get(book).unwrap().orders, 2 * n);
	}

	#[benchmark]
	fn collect() {
		let holder = with_asset::<T>("holder", 0);
		let asset = T::BenchmarkAsset::get();
		let book = open::<T>(&holder, asset.clone());
		T::Assets::transfer(asset, &holder, &Pallet::<T>::book_account(book), MANY, Preservation::Preserve).unwrap();
		let owed = rich::<T>("owed", 0);
		Unpaid::<T>::insert(book, &owed, MANY);
		Books::<T>::mutate(book, |book| book.as_mut().unwrap().unpaid = 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), book, owed.clone());

		assert_eq!(Unpaid::<T>::get(book, owed), 0);
	}

	#[benchmark]
	fn settle_fees() {
		let content = T::Content::register(&rich::<T>("holder", 0), MANY);
		Collected::<T>::insert(content, NoDrop::new(T::Currency::issue(MANY)));

		#[block]
		{
			<Pallet<T> as Hooks<BlockNumberFor<T>>>::on_idle(1u32.into(), Weight::MAX);
		}

		assert!(!Collected::<T>::contains_key(content));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
