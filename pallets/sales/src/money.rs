//! What a buyer pays, and how it is divided.

use crate::{types::*, Collected, Config, Error, Pallet, Royalties};
use frame_support::{
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{
		fungible::Balanced as _,
		fungibles::{Inspect as _, Mutate as _},
		tokens::{DepositConsequence, Fortitude, Precision, Preservation, Provenance},
		Get, Imbalance, NoDrop, OnUnbalanced, SuppressedDrop,
	},
};
use promptale_primitives::{
	item::CollectionId,
	order_book::{proceeds, royalty},
	Balance, MILLION,
};

impl<T: Config> Pallet<T> {
	/// The chain's part of a sale in millionths, where recipients of royalties get `royalties`.
	pub(crate) fn fee_rate(royalties: u32) -> u32 {
		T::FeeRate::get().min(MILLION.saturating_sub(royalties))
	}

	/// Who gets which part of a sale with `rate` for all of them: none where the seller agreed to none.
	fn recipients(collection: CollectionId, rate: u32) -> Recipients<T::AccountId> {
		if rate == 0 {
			return Default::default();
		}
		Royalties::<T>::get(collection).map(|terms| terms.recipients).unwrap_or_default()
	}

	/// Takes $TALE of a buyer, who stays alive.
	pub(crate) fn withdraw(buyer: &T::AccountId, price: Balance) -> Result<CreditOf<T>, DispatchError> {
		T::Currency::withdraw(buyer, price, Precision::Exact, Preservation::Preserve, Fortitude::Polite)
			.map_err(|_| Error::<T>::NotEnoughMoney.into())
	}

	/// Divides what a buyer paid in $TALE. Answers fee and royalties. The fee owns every remainder, and whatever a
	/// recipient's account cannot take.
	pub(crate) fn divide(
		collection: CollectionId,
		mut money: CreditOf<T>,
		seller: &T::AccountId,
		rate: u32,
	) -> Result<(Balance, Balance), DispatchError> {
		let price = money.peek();
		let part = money.extract(proceeds(price, Self::fee_rate(rate), rate));
		T::Currency::resolve(seller, part).map_err(|_| Error::<T>::SellerCannotReceive)?;
		let charges = money.peek();
		for (recipient, rate) in Self::recipients(collection, rate) {
			if let Err(refused) = T::Currency::resolve(&recipient, money.extract(royalty(price, rate))) {
				money.subsume(refused);
			}
		}
		let fee = money.peek();
		Self::collect_fee(money);
		Ok((fee, charges.saturating_sub(fee)))
	}

	/// Adds a fee to those that wait to be settled, so that a sale costs the same however many recipients fees have.
	fn collect_fee(mut fee: CreditOf<T>) {
		if fee.peek() == 0 {
			return;
		}
		if let Some(waiting) = Collected::<T>::take() {
			fee.subsume(waiting.into_inner());
		}
		Collected::<T>::put(NoDrop::new(fee));
	}

	/// Hands the fees that wait over to whoever splits them.
	pub fn settle_fees() {
		if let Some(fees) = Collected::<T>::take() {
			T::Fees::on_unbalanced(fees.into_inner());
		}
	}

	/// The same with another asset, out of the buyer's account.
	pub(crate) fn pay_in_asset(
		collection: CollectionId,
		asset: &T::AssetKind,
		price: Balance,
		buyer: &T::AccountId,
		seller: &T::AccountId,
		rate: u32,
	) -> Result<(Balance, Balance), DispatchError> {
		let pay = |to: &T::AccountId, amount: Balance| -> DispatchResult {
			if amount == 0 {
				return Ok(());
			}
			T::Assets::transfer(asset.clone(), buyer, to, amount, Preservation::Preserve).map(drop)
		};
		let part = proceeds(price, Self::fee_rate(rate), rate);
		pay(seller, part)?;
		let charges = price.saturating_sub(part);
		let mut fee = charges;
		for (recipient, rate) in Self::recipients(collection, rate) {
			let part = royalty(price, rate).min(fee);
			if pay(&recipient, part).is_ok() {
				fee = fee.saturating_sub(part);
			}
		}
		let fees = T::AssetFees::get();
		match T::Assets::can_deposit(asset.clone(), &fees, fee, Provenance::Extant) {
			// There is no account of it yet, and this is too little for one.
			DepositConsequence::BelowMinimum => {
				pay(seller, fee)?;
				Ok((0, charges.saturating_sub(fee)))
			},
			_ => {
				pay(&fees, fee)?;
				Ok((fee, charges.saturating_sub(fee)))
			},
		}
	}
}
