//! The licence sale: phases, tiers, price, payment.

use crate::{types::*, Allowances, Collection, Config, Error, Event, Pallet, Phase, Rate, Sold};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{
		fungible::{Balanced, Inspect},
		tokens::{Fortitude, Precision, Preservation},
		Get, Imbalance, OnUnbalanced,
	},
};
use promptale_primitives::{
	arithmetic::mul_div,
	generator::{LicenceId, Quote, SaleOverview, SalePhase, Tier},
	Balance, MILLION,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_sale_phase(phase: SalePhase) -> DispatchResult {
		Phase::<T>::put(phase);
		Self::deposit_event(Event::SalePhaseChanged { phase });
		Ok(())
	}

	pub(crate) fn do_set_rate(rate: Balance) -> DispatchResult {
		ensure!(rate > 0, Error::<T>::ZeroAmount);
		Rate::<T>::put(rate);
		Self::deposit_event(Event::RateChanged { rate });
		Ok(())
	}

	pub(crate) fn do_set_allowance(account: T::AccountId, licences: u32) -> DispatchResult {
		if licences == 0 {
			Allowances::<T>::remove(&account);
		} else {
			Allowances::<T>::insert(&account, licences);
		}
		Self::deposit_event(Event::AllowanceChanged { account, licences });
		Ok(())
	}

	/// Sells `count` licences to `who` for at most `max_total`.
	pub(crate) fn do_buy_licences(
		who: T::AccountId,
		count: u32,
		max_total: Balance,
		referrer: Option<T::AccountId>,
	) -> DispatchResult {
		ensure!(count > 0, Error::<T>::ZeroAmount);
		ensure!(count <= T::MaxPerPurchase::get(), Error::<T>::TooManyAtOnce);
		Self::use_allowance(&who, count)?;
		let total = Self::quote_for(count)?.total;
		ensure!(total <= max_total, Error::<T>::PriceAboveMaximum);

		let payment = T::Currency::withdraw(&who, total, Precision::Exact, Preservation::Preserve, Fortitude::Polite)?;
		let (rest, referral) = Self::pay_referral(&who, payment, referrer.as_ref())?;
		let proceeds = Self::pay_row_deposits(rest, count)?;
		let first = Sold::<T>::get();
		Self::issue_licences(&who, first, count)?;
		Sold::<T>::put(first.checked_add(count).ok_or(Error::<T>::Overflow)?);
		T::Proceeds::on_unbalanced(proceeds);
		Self::deposit_event(Event::LicencesSold { buyer: who, first, count, total, referrer, referral });
		Ok(())
	}

	/// Whether `who` may buy `count` licences now; on the whitelist, counts them against its allowance.
	fn use_allowance(who: &T::AccountId, count: u32) -> DispatchResult {
		match Phase::<T>::get() {
			SalePhase::Closed => Err(Error::<T>::SaleClosed.into()),
			SalePhase::Public => Ok(()),
			SalePhase::Whitelist => {
				let left = Allowances::<T>::get(who).checked_sub(count).ok_or(Error::<T>::AboveAllowance)?;
				if left == 0 {
					Allowances::<T>::remove(who);
				} else {
					Allowances::<T>::insert(who, left);
				}
				Ok(())
			},
		}
	}

	/// Price of the next `count` licences: each at its own tier's.
	pub(crate) fn quote_for(count: u32) -> Result<Quote, Error<T>> {
		let rate = Rate::<T>::get();
		ensure!(rate > 0, Error::<T>::NoRate);
		let mut parts = Vec::new();
		let mut dollars = 0u64;
		let mut left = count;
		for (tier, sold) in Self::tiers_with_sold() {
			let from_tier = tier.licences.saturating_sub(sold).min(left);
			if from_tier > 0 {
				parts.push((from_tier, tier.dollars));
				dollars = dollars.saturating_add(u64::from(from_tier).saturating_mul(u64::from(tier.dollars)));
				left = left.saturating_sub(from_tier);
			}
		}
		ensure!(left == 0, Error::<T>::SoldOut);
		let total = rate.checked_mul(Balance::from(dollars)).ok_or(Error::<T>::Overflow)?;
		Ok(Quote { parts, dollars, total })
	}

	/// The tiers in order, each with how many of it are sold.
	pub(crate) fn tiers_with_sold() -> impl Iterator<Item = (Tier, u32)> {
		let mut sold = Sold::<T>::get();
		T::Tiers::get().into_iter().map(move |tier| {
			let of_tier = sold.min(tier.licences);
			sold = sold.saturating_sub(of_tier);
			(tier, of_tier)
		})
	}

	/// The tier that a licence was sold in, from 0.
	pub(crate) fn tier_of(licence: LicenceId) -> u8 {
		let mut first = 0u32;
		let before = T::Tiers::get()
			.into_iter()
			.take_while(|tier| {
				first = first.saturating_add(tier.licences);
				first <= licence
			})
			.count();
		u8::try_from(before).unwrap_or(u8::MAX)
	}

	/// Pays the referrer its part of `payment`. Answers the rest, and what was paid.
	fn pay_referral(
		buyer: &T::AccountId,
		payment: CreditOf<T>,
		referrer: Option<&T::AccountId>,
	) -> Result<(CreditOf<T>, Balance), DispatchError> {
		let Some(referrer) = referrer else { return Ok((payment, 0)) };
		ensure!(referrer != buyer, Error::<T>::SelfReferral);
		let rate = u128::from(T::ReferralRate::get().min(MILLION));
		let amount = mul_div(payment.peek(), rate, u128::from(MILLION));
		let (referral, rest) = payment.split(amount);
		T::Currency::resolve(referrer, referral).map_err(|_| Error::<T>::ReferrerCannotReceive)?;
		Ok((rest, amount))
	}

	/// Puts the deposits for `count` rows of licences, and before the first of them for their collection, on the
	/// pallet's account, where `Nfts` reserves them. Answers the rest.
	fn pay_row_deposits(payment: CreditOf<T>, count: u32) -> Result<CreditOf<T>, DispatchError> {
		let account = Self::account_id();
		let mut due = T::LicenceDeposit::get().saturating_mul(Balance::from(count));
		if !Collection::<T>::exists() {
			due = due.saturating_add(T::CollectionDeposit::get());
		}
		// What keeps the account alive.
		due = due.saturating_add(T::Currency::minimum_balance().saturating_sub(T::Currency::balance(&account)));
		ensure!(payment.peek() >= due, Error::<T>::PriceBelowDeposits);
		let (deposits, rest) = payment.split(due);
		T::Currency::resolve(&account, deposits).map_err(|_| Error::<T>::PriceBelowDeposits)?;
		Ok(rest)
	}

	pub(crate) fn sale_overview() -> SaleOverview {
		SaleOverview { phase: Phase::<T>::get(), rate: Rate::<T>::get(), tiers: Self::tiers_with_sold().collect() }
	}
}
