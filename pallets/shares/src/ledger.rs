//! Holders' rows: every change of shares passes here.

use crate::{types::*, BookOf, Config, Error, Event, HoldReason, Holdings, Pallet};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	storage::with_storage_layer,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude, Precision, Preservation},
		Get,
	},
};
use promptale_primitives::{content::ContentId, Balance};

/// A movement of shares from an account to another, or between places of one.
pub(crate) struct Movement<'a, T: Config> {
	pub content: ContentId,
	pub from: &'a T::AccountId,
	pub out_of: Place<T::RuntimeHoldReason>,
	pub to: &'a T::AccountId,
	pub into: Place<T::RuntimeHoldReason>,
	pub amount: Balance,
	/// With [`Precision::BestEffort`], less is moved where there is less.
	pub precision: Precision,
	/// With [`Preservation::Preserve`], the sender must keep a share.
	pub preservation: Preservation,
	/// Who pays for a row of the receiver that there is not yet.
	pub payer: &'a T::AccountId,
}

impl<T: Config> Pallet<T> {
	/// The books of a content.
	pub(crate) fn books(content: ContentId) -> Result<BooksOf<T>, DispatchError> {
		BookOf::<T>::get(content).ok_or_else(|| Error::<T>::UnknownContent.into())
	}

	/// Moves shares, all or nothing. Answers how many.
	pub(crate) fn move_shares(movement: Movement<T>) -> Result<Balance, DispatchError> {
		with_storage_layer(|| {
			if movement.from == movement.to {
				Self::move_within(movement)
			} else {
				Self::move_between(movement)
			}
		})
	}

	/// Changes nobody's shares: the row need not be touched.
	fn move_within(movement: Movement<T>) -> Result<Balance, DispatchError> {
		let Movement { content, from, out_of, into, amount, precision, .. } = movement;
		Holdings::<T>::try_mutate(from, content, |row| {
			let Some(row) = row.as_mut() else { return Self::moves_nothing(amount, precision) };
			let moved = row.take(&out_of, amount, precision)?;
			row.put(&into, moved)?;
			Ok(moved)
		})
	}

	fn move_between(movement: Movement<T>) -> Result<Balance, DispatchError> {
		let Movement { content, from, out_of, to, into, amount, precision, preservation, payer } = movement;
		let mut books = Self::books(content)?;
		let Some(mut sender) = Holdings::<T>::get(from, content) else {
			return Self::moves_nothing(amount, precision);
		};
		sender.touch(&books);
		let moved = sender.take(&out_of, amount, precision)?;
		if moved == 0 {
			return Ok(0);
		}
		let leaves = sender.shares() == 0;
		ensure!(!(leaves && preservation == Preservation::Preserve), Error::<T>::MustKeepShare);

		let (mut receiver, new) = match Holdings::<T>::get(to, content) {
			Some(row) => (row, false),
			None => (Self::new_row(&mut books, payer, to)?, true),
		};
		receiver.touch(&books);
		receiver.put(&into, moved)?;
		if leaves {
			// What is less than a unit could never be claimed without shares: it goes to who took the last of them.
			for (gone, kept) in sender.earnings.iter_mut().zip(receiver.earnings.iter_mut()) {
				kept.give(gone.take_rest(books.supply));
			}
		}
		Holdings::<T>::insert(to, content, receiver);
		let gone = Self::store(&mut books, from, content, sender)?;
		if new || gone {
			BookOf::<T>::insert(content, books);
		}
		Self::deposit_event(Event::Transferred { content, from: from.clone(), to: to.clone(), amount: moved });
		Ok(moved)
	}

	/// What an account without a row can move.
	fn moves_nothing(amount: Balance, precision: Precision) -> Result<Balance, DispatchError> {
		ensure!(amount == 0 || precision == Precision::BestEffort, Error::<T>::NotEnoughShares);
		Ok(0)
	}

	/// A row without shares, paid for. The caller stores it, and the books.
	pub(crate) fn new_row(
		books: &mut BooksOf<T>,
		payer: &T::AccountId,
		to: &T::AccountId,
	) -> Result<Holding<T>, DispatchError> {
		let (bond, reason) = (T::HoldingBond::get(), HoldReason::Holding.into());
		if payer == to {
			T::Currency::hold(&reason, to, bond)
		} else {
			ensure!(frame_system::Pallet::<T>::account_exists(to), Error::<T>::NoAccount);
			let (precision, preservation) = (Precision::Exact, Preservation::Preserve);
			T::Currency::transfer_and_hold(&reason, payer, to, bond, precision, preservation, Fortitude::Polite)
				.map(drop)
		}
		.map_err(|_| Error::<T>::BondNotPaid)?;
		books.holders = books.holders.checked_add(1).ok_or(Error::<T>::Overflow)?;
		Ok(Holding { bond, ..Default::default() })
	}

	/// Stores a row, or removes one that nothing is in any more and gives its bond back. Answers whether it is gone; then
	/// the caller stores the books.
	pub(crate) fn store(
		books: &mut BooksOf<T>,
		who: &T::AccountId,
		content: ContentId,
		row: Holding<T>,
	) -> Result<bool, DispatchError> {
		if !row.is_spent() {
			Holdings::<T>::insert(who, content, row);
			return Ok(false);
		}
		Holdings::<T>::remove(who, content);
		books.holders = books.holders.saturating_sub(1);
		for (revenue, earned) in books.revenues.iter_mut().zip(&row.earnings) {
			revenue.paid_to_former = revenue.paid_to_former.saturating_add(earned.paid);
		}
		T::Currency::release(&HoldReason::Holding.into(), who, row.bond, Precision::BestEffort)?;
		Ok(true)
	}

	/// A transfer that the sender signed: it also pays for the receiver's row.
	pub(crate) fn do_transfer(
		from: T::AccountId,
		content: ContentId,
		to: T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		ensure!(from != to, Error::<T>::ToSelf);
		Self::books(content)?;
		Self::move_shares(Movement {
			content,
			from: &from,
			out_of: Place::Free,
			to: &to,
			into: Place::Free,
			amount,
			precision: Precision::Exact,
			preservation: Preservation::Expendable,
			payer: &from,
		})
		.map(drop)
	}
}
