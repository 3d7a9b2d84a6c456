//! Buyers' money, and how it is divided.
//!
//! $TALE is on hold on the buyer's account. `pallet-assets` has no holds here, so other assets wait on the book's account;
//! what that account cannot pay out (because the asset is frozen, or the amount too small for a new account) is written down
//! in [`Unpaid`], so that nobody's account can stand in the way of somebody else's trade.

use crate::{types::*, Collected, Config, Error, Event, HoldReason, Pallet, Royalties, Unpaid};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{
		fungible::{Balanced as _, BalancedHold as _, MutateHold as _},
		fungibles::{Inspect as _, Mutate as _, MutateHold as _},
		tokens::{Precision, Preservation},
		Get, Imbalance, NoDrop, SuppressedDrop,
	},
};
use promptale_primitives::{
	content::ContentId,
	order_book::{cost, royalty, BookId, Side, Tick},
	Balance, MILLION,
};
use sp_runtime::traits::AccountIdConversion;

/// The book of a runtime.
pub(crate) type BookFor<T> = Book<<T as frame_system::Config>::AccountId, <T as Config>::AssetKind>;

/// Money on its way from a buyer. In an asset it is on the book's account.
pub(crate) enum Money<T: Config> {
	/// $TALE.
	Native(CreditOf<T>),
	/// An amount of the book's asset.
	Other(Balance),
}

impl<T: Config> Money<T> {
	/// Nothing, of the kind that a book is paid in.
	pub fn zero(book: &BookFor<T>) -> Self {
		if Pallet::<T>::is_native(book) {
			Money::Native(CreditOf::<T>::zero())
		} else {
			Money::Other(0)
		}
	}

	/// How much.
	pub fn amount(&self) -> Balance {
		match self {
			Money::Native(credit) => credit.peek(),
			Money::Other(amount) => *amount,
		}
	}

	/// Takes `amount` out of it, or what there is.
	pub fn extract(&mut self, amount: Balance) -> Self {
		match self {
			Money::Native(credit) => Money::Native(credit.extract(amount)),
			Money::Other(has) => {
				let taken = amount.min(*has);
				*has = has.saturating_sub(taken);
				Money::Other(taken)
			},
		}
	}

	/// Adds money of the same kind.
	pub fn add(&mut self, other: Self) {
		match (self, other) {
			(Money::Native(credit), Money::Native(more)) => credit.subsume(more),
			(Money::Other(amount), Money::Other(more)) => *amount = amount.saturating_add(more),
			// There is one kind in a book.
			_ => {},
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The account of a book.
	pub fn book_account(book: BookId) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating(book)
	}

	/// Whether a book is paid in $TALE.
	pub(crate) fn is_native(book: &BookFor<T>) -> bool {
		book.asset == T::NativeAsset::get()
	}

	/// The chain's part of a sale in millionths, where recipients of royalties get `royalties`.
	pub(crate) fn fee_rate(royalties: u32) -> u32 {
		T::FeeRate::get().min(MILLION.saturating_sub(royalties))
	}

	/// Binds what an order could cost its owner: money of a buyer, shares of a seller.
	pub(crate) fn bind(
		id: BookId,
		book: &BookFor<T>,
		who: &T::AccountId,
		side: Side,
		tick: Tick,
		quantity: Balance,
	) -> DispatchResult {
		match side {
			Side::Sell => T::Shares::hold(book.content, &HoldReason::Ask.into(), who, quantity)
				.map_err(|_| Error::<T>::NotEnoughShares.into()),
			Side::Buy => {
				let most = cost(tick, book.tick_size, quantity).ok_or(Error::<T>::CostTooLarge)?;
				if Self::is_native(book) {
					T::Currency::hold(&HoldReason::Bid.into(), who, most)
				} else {
					let (to, keep) = (Self::book_account(id), Preservation::Preserve);
					T::Assets::transfer(book.asset.clone(), who, &to, most, keep).map(drop)
				}
				.map_err(|_| Error::<T>::NotEnoughMoney.into())
			},
		}
	}

	/// Gives back shares, or what a bid of as much at `tick` costs.
	pub(crate) fn unbind(
		id: BookId,
		book: &mut BookFor<T>,
		who: &T::AccountId,
		side: Side,
		tick: Tick,
		quantity: Balance,
	) -> DispatchResult {
		match side {
			_ if quantity == 0 => Ok(()),
			Side::Sell => {
				T::Shares::release(book.content, &HoldReason::Ask.into(), who, quantity, Precision::Exact).map(drop)
			},
			Side::Buy => {
				let money = book.cost(tick, quantity);
				Self::give_back(id, book, who, money)
			},
		}
	}

	/// Gives a buyer money back that was bound.
	pub(crate) fn give_back(id: BookId, book: &mut BookFor<T>, who: &T::AccountId, amount: Balance) -> DispatchResult {
		if Self::is_native(book) {
			T::Currency::release(&HoldReason::Bid.into(), who, amount, Precision::Exact).map(drop)
		} else {
			Self::pay_out(id, book, who, amount);
			Ok(())
		}
	}

	/// Takes money of a buyer that was bound.
	pub(crate) fn draw(book: &BookFor<T>, buyer: &T::AccountId, amount: Balance) -> Result<Money<T>, DispatchError> {
		if !Self::is_native(book) {
			return Ok(Money::Other(amount));
		}
		let (credit, missing) = T::Currency::slash(&HoldReason::Bid.into(), buyer, amount);
		ensure!(missing == 0, Error::<T>::BookBroken);
		Ok(Money::Native(credit))
	}

	/// Pays money to an account. Answers what an account of $TALE cannot take.
	pub(crate) fn deliver(id: BookId, book: &mut BookFor<T>, to: &T::AccountId, money: Money<T>) -> Option<Money<T>> {
		match money {
			Money::Native(credit) => T::Currency::resolve(to, credit).err().map(Money::Native),
			Money::Other(amount) => {
				Self::pay_out(id, book, to, amount);
				None
			},
		}
	}

	/// Pays an asset out of the book's account, or writes down that it is owed.
	fn pay_out(id: BookId, book: &mut BookFor<T>, to: &T::AccountId, amount: Balance) {
		if amount == 0 {
			return;
		}
		let (from, keep) = (Self::book_account(id), Preservation::Preserve);
		if T::Assets::transfer(book.asset.clone(), &from, to, amount, keep).is_err() {
			Unpaid::<T>::mutate(id, to, |owed| {
				book.unpaid = book.unpaid.saturating_add(u32::from(*owed == 0));
				*owed = owed.saturating_add(amount);
			});
			Self::deposit_event(Event::Owed { book: id, account: to.clone(), amount });
		}
	}

	/// Pays what is owed. Where the asset is gone, so is the debt.
	pub(crate) fn do_collect(id: BookId, account: T::AccountId) -> DispatchResult {
		let mut book = Self::book_of(id)?;
		let amount = Unpaid::<T>::get(id, &account);
		ensure!(amount > 0, Error::<T>::NothingOwed);
		if T::Assets::asset_exists(book.asset.clone()) {
			let (from, keep) = (Self::book_account(id), Preservation::Preserve);
			T::Assets::transfer(book.asset.clone(), &from, &account, amount, keep)?;
		}
		Unpaid::<T>::remove(id, &account);
		book.unpaid = book.unpaid.saturating_sub(1);
		crate::Books::<T>::insert(id, book);
		Self::deposit_event(Event::Collected { book: id, account, amount });
		Ok(())
	}

	/// Divides what buyers paid beside sellers' proceeds: royalties of the call's `turnover`, and the chain's fee, which owns
	/// every remainder and whatever a recipient's account cannot take.
	pub(crate) fn divide(
		id: BookId,
		book: &mut BookFor<T>,
		turnover: Balance,
		mut charges: Money<T>,
	) -> (Balance, Balance) {
		let paid = charges.amount();
		let recipients = Royalties::<T>::get(book.content).map(|terms| terms.recipients).unwrap_or_default();
		for (recipient, rate) in recipients {
			let part = charges.extract(royalty(turnover, rate));
			if let Some(refused) = Self::deliver(id, book, &recipient, part) {
				charges.add(refused);
			}
		}
		let fee = charges.amount();
		match charges {
			Money::Native(credit) => Self::collect_fee(book.content, credit),
			Money::Other(amount) => Self::pay_out(id, book, &T::AssetFees::get(), amount),
		}
		(fee, paid.saturating_sub(fee))
	}

	/// Adds a fee to those that wait to be settled, so that a trade costs the same however many recipients fees have.
	fn collect_fee(content: ContentId, mut fee: CreditOf<T>) {
		if fee.peek() == 0 {
			return;
		}
		if let Some(waiting) = Collected::<T>::take(content) {
			fee.subsume(waiting.into_inner());
		}
		Collected::<T>::insert(content, NoDrop::new(fee));
	}
}
