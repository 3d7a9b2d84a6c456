//! $TALE bought with an asset of the treasury, within what governance allows and near the average price.

use crate::{
	price::{price_of, AveragePrice, Band},
	types::{Bought, BuyBackTerms},
	BoughtWith, BuyBack, Config, Error, Event, Flows, Pallet, Price, WeightInfo,
};
use alloc::vec;
use frame_support::{ensure, traits::Get, weights::Weight};
use pallet_asset_conversion::{QuotePrice, Swap};
use promptale_primitives::{
	settlement::{Inflow, Shares},
	Balance, BlockNumber,
};
use sp_runtime::DispatchResult;

/// What is in a pool.
pub trait Reserves<AssetKind> {
	/// What the pool of these two assets holds of each; `None` without a pool that can trade.
	fn reserves(first: AssetKind, second: AssetKind) -> Option<(Balance, Balance)>;
}

impl<T: pallet_asset_conversion::Config<Balance = Balance>> Reserves<T::AssetKind>
	for pallet_asset_conversion::Pallet<T>
{
	fn reserves(first: T::AssetKind, second: T::AssetKind) -> Option<(Balance, Balance)> {
		Self::get_reserves(first, second).ok()
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_buy_back(terms: Option<BuyBackTerms<T::AssetKind>>) -> DispatchResult {
		if let Some(terms) = &terms {
			let bounded = terms.cap > 0
				&& terms.period > 0
				&& (1..=T::MaxPriceBand::get()).contains(&terms.band)
				&& terms.window >= T::MinPriceWindow::get();
			ensure!(bounded, Error::<T>::TermsOutOfBounds);
			ensure!(Self::pool_price(&terms.asset).is_some(), Error::<T>::NoPool);
		}
		let average_of = |terms: &BuyBackTerms<T::AssetKind>| (terms.asset.clone(), terms.window);
		if BuyBack::<T>::get().as_ref().map(average_of) != terms.as_ref().map(average_of) {
			Price::<T>::kill();
		}
		BuyBack::<T>::set(terms.clone());
		Self::deposit_event(Event::BuyBackChanged { terms });
		Ok(())
	}

	/// The price in the pool now; see [`crate::price::PRICE_UNIT`].
	pub(crate) fn pool_price(asset: &T::AssetKind) -> Option<Balance> {
		let (asset, tale) = T::Exchange::reserves(asset.clone(), T::NativeAsset::get())?;
		price_of(asset, tale)
	}

	/// Takes the pool's price into the average. Once a block, before its transactions.
	pub(crate) fn observe_price() -> Weight {
		let Some(terms) = BuyBack::<T>::get() else { return T::DbWeight::get().reads(1) };
		if let Some(price) = Self::pool_price(&terms.asset) {
			Price::<T>::mutate(|average| {
				average.get_or_insert_default().observe(price, Self::now(), T::MaxPriceStep::get(), terms.window)
			});
		}
		T::WeightInfo::observe_price()
	}

	/// First block of the period that it is now.
	pub(crate) fn period_start(terms: &BuyBackTerms<T::AssetKind>) -> BlockNumber {
		let now = Self::now();
		now.saturating_sub(now.checked_rem(terms.period).unwrap_or(0))
	}

	pub(crate) fn do_buy_back(amount: Balance, least: Balance, limit: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let terms = BuyBack::<T>::get().ok_or(Error::<T>::NoBuyBack)?;
		let period_start = Self::period_start(&terms);
		let bought = BoughtWith::<T>::get(&terms.asset);
		let spent_in_period = bought.spent_since(period_start).saturating_add(amount);
		ensure!(spent_in_period <= terms.cap, Error::<T>::CapReached);

		let at_band = Self::least_in_band(&terms, amount)?;
		let native = T::NativeAsset::get();
		let quoted =
			T::Exchange::quote_price_exact_tokens_for_tokens(terms.asset.clone(), native.clone(), amount, true)
				.ok_or(Error::<T>::PoolTooSmall)?;
		ensure!(quoted >= at_band, Error::<T>::PriceOutsideBand);
		ensure!(quoted >= least, Error::<T>::TooLittleOut);
		ensure!(quoted <= limit, Error::<T>::BeyondAuthority);

		let treasury = T::Treasury::get();
		let received = T::Exchange::swap_exact_tokens_for_tokens(
			treasury.clone(),
			vec![terms.asset.clone(), native],
			amount,
			Some(at_band.max(least)),
			treasury,
			true,
		)?;
		let bought = Bought {
			spent: bought.spent.saturating_add(amount),
			received: bought.received.saturating_add(received),
			period_start,
			spent_in_period,
		};
		BoughtWith::<T>::insert(&terms.asset, bought);
		Flows::<T>::mutate(Inflow::BuyBack, |flow| flow.add(&Shares { treasury: received, ..Default::default() }));
		Self::deposit_event(Event::BoughtBack { asset: terms.asset, spent: amount, received });
		Ok(())
	}

	/// Least that `amount` must bring. Fails unless the pool's price is near a recent average.
	fn least_in_band(terms: &BuyBackTerms<T::AssetKind>, amount: Balance) -> Result<Balance, Error<T>> {
		let average = Self::recent_average().ok_or(Error::<T>::PriceUnknown)?;
		let band = Band::around(average, terms.band).ok_or(Error::<T>::PriceUnknown)?;
		let price = Self::pool_price(&terms.asset).ok_or(Error::<T>::NoPool)?;
		ensure!(band.contains(price), Error::<T>::PriceOutsideBand);
		band.least_for(amount).ok_or(Error::<T>::PoolTooSmall)
	}

	/// The average price, where the pool had a price in this block or the one before: the scheduler's calls come before
	/// this block's observation.
	pub(crate) fn recent_average() -> Option<Balance> {
		let price: AveragePrice = Price::<T>::get()?;
		let recent = Self::now().saturating_sub(price.observed_at) <= 1;
		price.average().filter(|_| recent)
	}
}
