//! Opening and closing books, and who gets a part of their sales.

use crate::{
	money::BookFor, types::*, BookOf, Books, Candles, Config, Error, Event, HoldReason, NextBook, Pallet, Royalties,
};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{
		fungible::{Inspect as _, Mutate as _, MutateHold as _},
		fungibles::{Inspect as _, Mutate as _},
		tokens::{Fortitude, Precision, Preservation},
		Get,
	},
};
use promptale_primitives::{
	content::{ContentId, ContentRegister},
	order_book::{cost, BookId, Candle, Ladder, MAX_ROYALTY, TICKS},
	Balance,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn book_of(id: BookId) -> Result<BookFor<T>, DispatchError> {
		Books::<T>::get(id).ok_or_else(|| Error::<T>::UnknownBook.into())
	}

	pub(crate) fn do_set_royalties(
		who: T::AccountId,
		content: ContentId,
		recipients: Recipients<T::AccountId>,
	) -> DispatchResult {
		let creator = T::Content::creator(content).ok_or(Error::<T>::UnknownContent)?;
		ensure!(who == creator, Error::<T>::NotCreator);
		ensure!(!Royalties::<T>::contains_key(content), Error::<T>::RoyaltiesSet);
		ensure!(recipients.iter().all(|(_, rate)| *rate > 0), Error::<T>::ZeroAmount);
		let deposit = T::RoyaltyDeposit::get();
		let terms = RoyaltyTerms { creator, deposit, recipients };
		ensure!(terms.rate() <= MAX_ROYALTY, Error::<T>::RoyaltiesTooHigh);
		T::Currency::hold(&HoldReason::Book.into(), &who, deposit).map_err(|_| Error::<T>::DepositNotPaid)?;
		Self::deposit_event(Event::RoyaltiesSet { content, rate: terms.rate() });
		Royalties::<T>::insert(content, terms);
		Ok(())
	}

	pub(crate) fn do_remove_royalties(content: ContentId) -> DispatchResult {
		ensure!(T::Content::creator(content).is_none(), Error::<T>::ContentExists);
		let terms = Royalties::<T>::take(content).ok_or(Error::<T>::NoRoyalties)?;
		T::Currency::release(&HoldReason::Book.into(), &terms.creator, terms.deposit, Precision::Exact)?;
		Self::deposit_event(Event::RoyaltiesRemoved { content });
		Ok(())
	}

	pub(crate) fn do_open(
		opener: T::AccountId,
		content: ContentId,
		asset: T::AssetKind,
		tick_size: Balance,
	) -> DispatchResult {
		ensure!(T::Content::creator(content).is_some(), Error::<T>::UnknownContent);
		ensure!(Royalties::<T>::contains_key(content), Error::<T>::NoRoyalties);
		ensure!(T::Assets::asset_exists(asset.clone()), Error::<T>::UnknownAsset);
		ensure!(!BookOf::<T>::contains_key(content, &asset), Error::<T>::BookOpen);
		ensure!(tick_size > 0, Error::<T>::ZeroAmount);
		ensure!(cost(TICKS, tick_size, 1).is_some(), Error::<T>::CostTooLarge);
		let id = NextBook::<T>::get();
		NextBook::<T>::put(id.checked_add(1).ok_or(Error::<T>::CostTooLarge)?);
		let deposit = T::BookDeposit::get();
		T::Currency::hold(&HoldReason::Book.into(), &opener, deposit).map_err(|_| Error::<T>::DepositNotPaid)?;
		// So that no payment leaves dust on the book's account.
		if asset != T::NativeAsset::get() {
			let (account, keep) = (Self::book_account(id), Preservation::Preserve);
			T::Currency::transfer(&opener, &account, T::Currency::minimum_balance(), keep)
				.map_err(|_| Error::<T>::DepositNotPaid)?;
			let least = T::Assets::minimum_balance(asset.clone());
			T::Assets::transfer(asset.clone(), &opener, &account, least, keep)
				.map_err(|_| Error::<T>::DepositNotPaid)?;
		}
		BookOf::<T>::insert(content, &asset, id);
		Self::deposit_event(Event::BookOpened { book: id, content, asset: asset.clone(), tick_size });
		let (bids, asks) = (Ladder::default(), Ladder::default());
		let book = Book { content, asset, tick_size, opener, deposit, next_order: 0, orders: 0, unpaid: 0, bids, asks };
		Books::<T>::insert(id, book);
		Ok(())
	}

	pub(crate) fn do_close(who: T::AccountId, id: BookId) -> DispatchResult {
		let book = Self::book_of(id)?;
		ensure!(who == book.opener || T::Content::creator(book.content).is_none(), Error::<T>::NotOpener);
		ensure!(book.orders == 0, Error::<T>::OrdersLeft);
		ensure!(book.unpaid == 0, Error::<T>::DebtsLeft);
		// The ring bounds how many there are.
		let _ = Candles::<T>::clear_prefix(id, T::CandleCount::get(), None);
		Books::<T>::remove(id);
		BookOf::<T>::remove(book.content, &book.asset);
		T::Currency::release(&HoldReason::Book.into(), &book.opener, book.deposit, Precision::Exact)?;
		if !Self::is_native(&book) {
			let (account, end) = (Self::book_account(id), Preservation::Expendable);
			let rest = T::Assets::balance(book.asset.clone(), &account);
			// What is frozen stays there, and keeps the account.
			let _ = T::Assets::transfer(book.asset.clone(), &account, &book.opener, rest, end);
			let rest = T::Currency::reducible_balance(&account, end, Fortitude::Polite);
			let _ = T::Currency::transfer(&account, &book.opener, rest, end);
		}
		Self::deposit_event(Event::BookClosed { book: id });
		Ok(())
	}

	/// Adds what a call traded to the candle of its interval. The ring has one place for each of the last intervals.
	pub(crate) fn record(id: BookId, mut traded: Candle) {
		let interval = T::CandleInterval::get().max(1);
		let period = traded.start.checked_div(interval).unwrap_or(0);
		traded.start = period.saturating_mul(interval);
		let place = period.checked_rem(T::CandleCount::get()).unwrap_or(0);
		Candles::<T>::mutate(id, place, |candle| match candle {
			Some(candle) if candle.start == traded.start => candle.add(&traded),
			_ => *candle = Some(traded),
		});
	}
}
