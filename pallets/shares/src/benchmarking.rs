//! Benchmarks of every call, of leaving, and of what other pallets bring. Each is at its worst: four revenues, rows that come
//! and go.

use crate::{types::*, Call, *};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_benchmarking::v2::*;
use frame_support::traits::{
	fungible::{Balanced, Inspect, Mutate, NativeOrWithId},
	fungibles::{Create, Inspect as _, Mutate as _},
	Get,
};
use frame_system::RawOrigin;
use promptale_primitives::{
	content::{ContentId, ContentRegister, EngineVersion},
	Balance, Blake3,
};

/// Makes assets, for benchmarks.
pub trait MakeAsset<AccountId, AssetKind> {
	/// The asset with number `n`, of which `owner` has `amount`.
	fn make(n: u32, owner: &AccountId, amount: Balance) -> AssetKind;
}

/// The same with assets with numbers.
pub struct NumberedAssets<T>(PhantomData<T>);
impl<T> MakeAsset<T::AccountId, NativeOrWithId<u32>> for NumberedAssets<T>
where
	T: Config<AssetKind = NativeOrWithId<u32>>,
	T::Assets: Create<T::AccountId>,
{
	fn make(n: u32, owner: &T::AccountId, amount: Balance) -> NativeOrWithId<u32> {
		let asset = NativeOrWithId::WithId(1_000 + n);
		if !T::Assets::asset_exists(asset.clone()) {
			T::Assets::create(asset.clone(), owner.clone(), true, 1).unwrap();
		}
		T::Assets::mint_into(asset.clone(), owner, amount).unwrap();
		asset
	}
}

const SUPPLY: Balance = 1_000_000;
const AMOUNT: Balance = 1_000_000_000;

/// Enough for whatever a benchmark does.
fn rich<T: Config>(name: &'static str) -> T::AccountId {
	let who = account(name, 0, 0);
	let bonds = T::ContentDeposit::get() + T::HoldingBond::get() * 200 + T::RevenueBond::get() * 10;
	T::Currency::mint_into(&who, (bonds + T::Currency::minimum_balance()) * 10 + AMOUNT * 10).unwrap();
	who
}

fn engine() -> EngineVersion {
	EngineVersion { model: 0, checkpoint: [2; 32] }
}

/// Content with `supply` shares, all `holder`'s.
pub fn register<T: Config>(holder: &T::AccountId, supply: Balance) -> ContentId {
	let creator = rich::<T>("creator");
	let content = NextContent::<T>::get();
	let mut image: Blake3 = [0; 32];
	image[..4].copy_from_slice(&content.to_le_bytes());
	let holders = alloc::vec![(holder.clone(), supply)].try_into().ok().unwrap();
	Pallet::<T>::do_register(creator, image, engine(), [3; 32], supply, holders).unwrap()
}

/// The same with every revenue, in each of which `holder` earned; answers the last of them, too.
fn earning<T: Config>(holder: &T::AccountId) -> (ContentId, T::AssetKind) {
	let content = register::<T>(holder, SUPPLY);
	let mut asset = T::NativeAsset::get();
	for n in 1..MAX_REVENUES {
		// All of them others, so that removing the content pays each of them back.
		let opener = match n {
			1 => rich::<T>("opener"),
			2 => rich::<T>("another opener"),
			_ => rich::<T>("creator"),
		};
		asset = T::BenchmarkHelper::make(n, &opener, AMOUNT * 2);
		Pallet::<T>::do_deposit(&opener, content, asset.clone(), AMOUNT + 1).unwrap();
	}
	Pallet::<T>::do_deposit(&rich::<T>("opener"), content, T::NativeAsset::get(), AMOUNT + 1).unwrap();
	(content, asset)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_content(h: Linear<1, { T::MaxFounders::get() }>) {
		let creator = rich::<T>("creator");
		let holders: Vec<_> = (0..h)
			.map(|n| {
				let holder: T::AccountId = account("holder", n, 0);
				T::Currency::mint_into(&holder, T::Currency::minimum_balance()).unwrap();
				(holder, 5)
			})
			.collect();
		let supply = 5 * Balance::from(h);

		#[extrinsic_call]
		_(RawOrigin::Signed(creator), [1; 32], engine(), [3; 32], supply, holders.try_into().ok().unwrap());

		assert_eq!(BookOf::<T>::get(0).unwrap().holders, h);
	}

	#[benchmark]
	fn remove_content() {
		let holder = rich::<T>("holder");
		let (content, _) = earning::<T>(&holder);
		for revenue in BookOf::<T>::get(content).unwrap().revenues {
			let _ = Pallet::<T>::do_claim(holder.clone(), content, revenue.asset).unwrap();
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), content);

		assert!(!BookOf::<T>::contains_key(content));
	}

	/// The sender's row goes, the receiver's comes.
	#[benchmark]
	fn transfer() {
		let holder = rich::<T>("holder");
		let (content, _) = earning::<T>(&holder);
		for revenue in BookOf::<T>::get(content).unwrap().revenues {
			let _ = Pallet::<T>::do_claim(holder.clone(), content, revenue.asset).unwrap();
		}
		let to = rich::<T>("receiver");

		#[extrinsic_call]
		_(RawOrigin::Signed(holder.clone()), content, to.clone(), SUPPLY);

		assert!(!Holdings::<T>::contains_key(holder, content));
		assert_eq!(Holdings::<T>::get(to, content).unwrap().free, SUPPLY);
	}

	#[benchmark]
	fn open_revenue() {
		let holder = rich::<T>("holder");
		let content = register::<T>(&holder, SUPPLY);
		let asset = T::BenchmarkHelper::make(1, &holder, AMOUNT);

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), content, asset);

		assert_eq!(BookOf::<T>::get(content).unwrap().revenues.len(), 2);
	}

	#[benchmark]
	fn deposit_revenue() {
		let holder = rich::<T>("holder");
		let (content, asset) = earning::<T>(&holder);
		T::BenchmarkHelper::make(MAX_REVENUES - 1, &holder, AMOUNT * 2);

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), content, asset, AMOUNT);

		assert_eq!(BookOf::<T>::get(content).unwrap().revenues.last().unwrap().deposited, 2 * AMOUNT + 1);
	}

	/// What revenue costs that another pallet hands over; part of that pallet's own calls.
	#[benchmark]
	fn deposit_credit() {
		let holder = rich::<T>("holder");
		let content = register::<T>(&holder, SUPPLY);
		let credit = T::Currency::issue(AMOUNT);

		#[block]
		{
			let _ = <Pallet<T> as ContentRegister<_, _, _>>::deposit_credit(content, credit);
		}

		assert_eq!(BookOf::<T>::get(content).unwrap().revenues[0].deposited, AMOUNT);
	}

	/// By a holder who keeps its shares.
	#[benchmark]
	fn claim_dividends() {
		let holder = rich::<T>("holder");
		let (content, asset) = earning::<T>(&holder);
		T::BenchmarkHelper::make(MAX_REVENUES - 1, &holder, 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(holder.clone()), content, asset);

		assert_eq!(Holdings::<T>::get(holder, content).unwrap().earnings.last().unwrap().paid, AMOUNT + 1);
	}

	/// What it costs beside that a row goes.
	#[benchmark]
	fn leave() {
		let holder = rich::<T>("holder");
		let content = register::<T>(&holder, SUPPLY);
		let mut books = BookOf::<T>::get(content).unwrap();
		let mut row = Holdings::<T>::get(&holder, content).unwrap();
		row.free = 0;

		#[block]
		{
			Pallet::<T>::store(&mut books, &holder, content, row).unwrap();
			BookOf::<T>::insert(content, books);
		}

		assert!(!Holdings::<T>::contains_key(holder, content));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
