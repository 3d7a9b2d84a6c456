//! Benchmarks of every call, of a fee's split, and of what hooks do.

use crate::{price::AveragePrice, types::*, Call, *};
use core::marker::PhantomData;
use frame_benchmarking::v2::*;
use frame_support::traits::{
	fungible::{Balanced, Inspect, Mutate, NativeOrWithId},
	fungibles::{self, Create},
	EnsureOrigin, Get, Hooks, NoDrop, OnUnbalanced, SuppressedDrop,
};
use frame_system::RawOrigin;
use promptale_primitives::{Balance, BlockNumber, MILLION};

/// Makes pools, for benchmarks of the buy-back.
pub trait MakePool<AccountId, AssetKind> {
	/// A pool of $TALE and another asset with as much of each, `reserve`; `payer` holds as much of that asset.
	fn make(payer: &AccountId, reserve: Balance) -> AssetKind;
}

/// The same with the SDK's pools and assets with numbers.
pub struct AssetConversionPool<T>(PhantomData<T>);
impl<T> MakePool<T::AccountId, NativeOrWithId<u32>> for AssetConversionPool<T>
where
	T: pallet_asset_conversion::Config<AssetKind = NativeOrWithId<u32>, Balance = Balance>,
	T::Assets: fungibles::Create<T::AccountId>,
{
	fn make(payer: &T::AccountId, reserve: Balance) -> NativeOrWithId<u32> {
		let (native, asset) = (NativeOrWithId::Native, NativeOrWithId::WithId(77));
		let provider: T::AccountId = account("provider", 0, 0);
		<T::Assets as fungibles::Mutate<_>>::mint_into(native.clone(), &provider, reserve.saturating_mul(10)).unwrap();
		T::Assets::create(asset.clone(), provider.clone(), true, 1).unwrap();
		for holder in [&provider, payer] {
			<T::Assets as fungibles::Mutate<_>>::mint_into(asset.clone(), holder, reserve.saturating_mul(2)).unwrap();
		}
		let origin: T::RuntimeOrigin = RawOrigin::Signed(provider.clone()).into();
		let (first, second) = (native.clone().into(), asset.clone().into());
		pallet_asset_conversion::Pallet::<T>::create_pool(origin.clone(), first, second).unwrap();
		pallet_asset_conversion::Pallet::<T>::add_liquidity(
			origin,
			native.into(),
			asset.clone().into(),
			reserve,
			reserve,
			0,
			0,
			provider,
		)
		.unwrap();
		asset
	}
}

/// An amount that everything in a benchmark is a small part of.
fn unit<T: Config>() -> Balance {
	T::Currency::minimum_balance().max(1).saturating_mul(1_000_000)
}

fn origin_of<T: Config, Origin: EnsureOrigin<T::RuntimeOrigin>>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	Origin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

fn fill<T: Config>(account: &T::AccountId) {
	T::Currency::mint_into(account, unit::<T>()).unwrap();
}

/// Goes to `block`; $TALE for the generators is released halfway by then, and has a pot to go to.
fn due_emission<T: Config>(pool: EmissionPool) {
	let total = unit::<T>();
	fill::<T>(&Pallet::<T>::pool_account(pool));
	fill::<T>(&Pallet::<T>::pot_account(pool.pot()));
	Schedules::<T>::insert(pool, EmissionSchedule { total, start: 0, blocks: 20, released: 0 });
	set_block::<T>(10);
}

fn set_block<T: Config>(block: BlockNumber) {
	frame_system::Pallet::<T>::set_block_number(block.into());
}

/// Everybody gets something, and what nobody could take waits for the treasury.
fn worst_split<T: Config>(source: FeeSource) {
	let part = MILLION / 5;
	let split =
		Split { treasury: part, validator_rewards: part, generator_rewards: part, dividends: part, block_author: part };
	Splits::<T>::insert(source, split);
	fill::<T>(&T::Treasury::get());
	for pot in Pot::ALL {
		fill::<T>(&Pallet::<T>::pot_account(pot));
	}
	if let Some(author) = T::BlockAuthor::get() {
		fill::<T>(&author);
	}
	Unplaced::<T>::put(NoDrop::new(T::Currency::issue(1)));
}

/// A buy-back from a pool with a known average price.
fn buy_back_terms<T: Config>() -> BuyBackTerms<T::AssetKind> {
	let treasury = T::Treasury::get();
	fill::<T>(&treasury);
	let asset = T::BenchmarkHelper::make(&treasury, unit::<T>());
	BuyBackTerms {
		asset,
		cap: unit::<T>(),
		period: 100,
		band: T::MaxPriceBand::get(),
		window: T::MinPriceWindow::get(),
	}
}

fn average<T: Config>(terms: &BuyBackTerms<T::AssetKind>, now: BlockNumber) -> AveragePrice {
	let price = Pallet::<T>::pool_price(&terms.asset).unwrap();
	let mut average = AveragePrice::default();
	for _ in 0..terms.window.saturating_mul(2) {
		average.observe(price, now, T::MaxPriceStep::get(), terms.window);
	}
	average
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn set_split() -> Result<(), BenchmarkError> {
		let origin = origin_of::<T, T::AdminOrigin>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, FeeSource::MarketSale, Split::TREASURY);

		assert_eq!(Splits::<T>::get(FeeSource::MarketSale), Some(Split::TREASURY));
		Ok(())
	}

	#[benchmark]
	fn emit() {
		due_emission::<T>(EmissionPool::Generators);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), EmissionPool::Generators);

		assert_eq!(Schedules::<T>::get(EmissionPool::Generators).unwrap().released, unit::<T>() / 2);
	}

	#[benchmark]
	fn pay_from_pot() -> Result<(), BenchmarkError> {
		let origin = origin_of::<T, T::TreasuryOrigin>()?;
		due_emission::<T>(EmissionPool::Generators);
		let to: T::AccountId = account("earner", 0, 0);
		let amount = T::Currency::minimum_balance().max(1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Pot::GeneratorRewards, to.clone(), amount);

		assert_eq!(T::Currency::balance(&to), amount);
		Ok(())
	}

	#[benchmark]
	fn record_donation() {
		fill::<T>(&Pallet::<T>::pot_account(Pot::Dividends));
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), Pot::Dividends);

		assert!(Pots::<T>::get(Pot::Dividends).received > 0);
	}

	/// Where the runtime has a pallet that takes the pot, its part is measured too; else giving it back.
	#[benchmark]
	fn distribute() {
		due_emission::<T>(EmissionPool::Generators);

		#[block]
		{
			let _ = Pallet::<T>::do_distribute(Pot::GeneratorRewards);
		}

		assert_eq!(Schedules::<T>::get(EmissionPool::Generators).unwrap().released, unit::<T>() / 2);
	}

	#[benchmark]
	fn set_buy_back() -> Result<(), BenchmarkError> {
		let origin = origin_of::<T, T::AdminOrigin>()?;
		let terms = buy_back_terms::<T>();
		Price::<T>::put(average::<T>(&terms, 1));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Some(terms.clone()));

		assert_eq!(BuyBack::<T>::get(), Some(terms));
		Ok(())
	}

	#[benchmark]
	fn buy_back() -> Result<(), BenchmarkError> {
		let origin = origin_of::<T, T::TreasuryOrigin>()?;
		let terms = buy_back_terms::<T>();
		set_block::<T>(10);
		Price::<T>::put(average::<T>(&terms, 10));
		BuyBack::<T>::put(terms.clone());
		let amount = unit::<T>() / 1_000;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, amount, 1);

		assert_eq!(BoughtWith::<T>::get(terms.asset).spent, amount);
		Ok(())
	}

	#[benchmark]
	fn burn() -> Result<(), BenchmarkError> {
		let origin = origin_of::<T, T::TreasuryOrigin>()?;
		fill::<T>(&T::Treasury::get());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 5);

		assert_eq!(Burned::<T>::get(), 5);
		Ok(())
	}

	/// What a fee costs that another pallet hands over; part of that pallet's own calls.
	#[benchmark]
	fn settle() {
		worst_split::<T>(FeeSource::MarketSale);
		let fee = T::Currency::issue(unit::<T>());

		#[block]
		{
			Pallet::<T>::settle(FeeSource::MarketSale, fee);
		}

		assert_eq!(Flows::<T>::get(Inflow::Fee(FeeSource::MarketSale)).received, unit::<T>());
		assert!(!Unplaced::<T>::exists());
	}

	#[benchmark]
	fn settle_collected() {
		worst_split::<T>(FeeSource::TransactionFee);
		worst_split::<T>(FeeSource::Tip);
		let parts = [T::Currency::issue(unit::<T>()), T::Currency::issue(unit::<T>())];
		TransactionFees::<T>::on_unbalanceds(parts.into_iter());

		#[block]
		{
			Pallet::<T>::settle_collected();
		}

		assert_eq!(Flows::<T>::get(Inflow::Fee(FeeSource::Tip)).received, unit::<T>());
	}

	#[benchmark]
	fn observe_price() {
		let terms = buy_back_terms::<T>();
		BuyBack::<T>::put(terms);

		#[block]
		{
			Pallet::<T>::on_initialize(1u32.into());
		}

		assert_eq!(Price::<T>::get().unwrap().current.observations, 1);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::ExtBuilder::default().build(), crate::mock::Test);
}
