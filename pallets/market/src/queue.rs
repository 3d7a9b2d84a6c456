//! Price levels and the queues in them.

use crate::{money::BookFor, types::*, Config, Error, Event, HoldReason, Levels, Orders, Pallet};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{fungible::MutateHold, tokens::Precision},
};
use promptale_primitives::{
	order_book::{BookId, OrderNumber, Side, Tick},
	Balance,
};

/// The key of an order of a runtime.
pub(crate) type KeyOf<T> = OrderKey<<T as frame_system::Config>::AccountId>;
/// An order of a runtime.
pub(crate) type OrderOf<T> = Order<<T as frame_system::Config>::AccountId>;
/// A price level of a runtime.
pub(crate) type LevelOf<T> = Level<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
	pub(crate) fn level(id: BookId, side: Side, tick: Tick) -> Result<LevelOf<T>, DispatchError> {
		Levels::<T>::get((id, side, tick)).ok_or_else(|| Error::<T>::BookBroken.into())
	}

	pub(crate) fn order(id: BookId, key: &KeyOf<T>) -> Result<OrderOf<T>, DispatchError> {
		Orders::<T>::get((&key.owner, id, key.number)).ok_or_else(|| Error::<T>::UnknownOrder.into())
	}

	fn relink(id: BookId, key: &Option<KeyOf<T>>, change: impl FnOnce(&mut OrderOf<T>)) -> Result<(), DispatchError> {
		let key = key.as_ref().ok_or(Error::<T>::BookBroken)?;
		Orders::<T>::try_mutate((&key.owner, id, key.number), |order| {
			change(order.as_mut().ok_or(Error::<T>::BookBroken)?);
			Ok(())
		})
	}

	/// Puts an order at the end of its level. Answers its number.
	pub(crate) fn enqueue(
		id: BookId,
		book: &mut BookFor<T>,
		owner: &T::AccountId,
		mut order: OrderOf<T>,
	) -> Result<OrderNumber, DispatchError> {
		let number = book.next_order;
		book.next_order = number.checked_add(1).ok_or(Error::<T>::CostTooLarge)?;
		book.orders = book.orders.saturating_add(1);
		let key = OrderKey { owner: owner.clone(), number };
		let at = (id, order.side, order.tick);
		let level = match Levels::<T>::get(at) {
			Some(mut level) => {
				let last = Some(core::mem::replace(&mut level.tail, key.clone()));
				Self::relink(id, &last, |before| before.next = Some(key))?;
				order.previous = last;
				level.quantity = level.quantity.checked_add(order.quantity).ok_or(Error::<T>::CostTooLarge)?;
				level.orders = level.orders.saturating_add(1);
				level
			},
			None => {
				book.ladder_mut(order.side).insert(order.tick);
				Level { head: key.clone(), tail: key, quantity: order.quantity, orders: 1 }
			},
		};
		Levels::<T>::insert(at, level);
		Orders::<T>::insert((owner, id, number), order);
		Ok(number)
	}

	/// Takes an order out of its level, and removes it. Of the first of a level it touches no other order.
	pub(crate) fn dequeue(
		id: BookId,
		book: &mut BookFor<T>,
		key: &KeyOf<T>,
		order: &OrderOf<T>,
		mut level: LevelOf<T>,
	) -> DispatchResult {
		let at = (id, order.side, order.tick);
		level.quantity = level.quantity.checked_sub(order.quantity).ok_or(Error::<T>::BookBroken)?;
		level.orders = level.orders.checked_sub(1).ok_or(Error::<T>::BookBroken)?;
		Orders::<T>::remove((&key.owner, id, key.number));
		book.orders = book.orders.saturating_sub(1);
		if level.orders == 0 {
			Levels::<T>::remove(at);
			book.ladder_mut(order.side).remove(order.tick);
			return Ok(());
		}
		if level.head == *key {
			level.head = order.next.clone().ok_or(Error::<T>::BookBroken)?;
		} else {
			Self::relink(id, &order.previous, |before| before.next = order.next.clone())?;
			if level.tail == *key {
				level.tail = order.previous.clone().ok_or(Error::<T>::BookBroken)?;
			} else {
				Self::relink(id, &order.next, |after| after.previous = order.previous.clone())?;
			}
		}
		Levels::<T>::insert(at, level);
		Ok(())
	}

	/// Releases a deposit for orders.
	pub(crate) fn release_deposit(who: &T::AccountId, amount: Balance) -> DispatchResult {
		if amount > 0 {
			T::Currency::release(&HoldReason::Order.into(), who, amount, Precision::Exact)?;
		}
		Ok(())
	}

	/// Removes an order that is not filled: what was bound for it, and its deposit, go back to its owner.
	pub(crate) fn remove_order(
		id: BookId,
		book: &mut BookFor<T>,
		key: &KeyOf<T>,
		order: &OrderOf<T>,
		level: LevelOf<T>,
		why: Removal,
	) -> DispatchResult {
		Self::dequeue(id, book, key, order, level)?;
		Self::unbind(id, book, &key.owner, order.side, order.tick, order.quantity)?;
		Self::release_deposit(&key.owner, order.deposit)?;
		let OrderKey { owner, number } = key.clone();
		Self::deposit_event(Event::OrderRemoved { book: id, number, owner, why });
		Ok(())
	}

	/// The same with one that is looked up; only if it expired where `why` is that.
	pub(crate) fn do_remove(id: BookId, key: KeyOf<T>, why: Removal) -> DispatchResult {
		let mut book = Self::book_of(id)?;
		let order = Self::order(id, &key)?;
		ensure!(why != Removal::Expired || order.expired(Self::now()), Error::<T>::NotExpired);
		let level = Self::level(id, order.side, order.tick)?;
		Self::remove_order(id, &mut book, &key, &order, level, why)?;
		crate::Books::<T>::insert(id, book);
		Ok(())
	}

	/// Cancels up to `limit` orders of an account in one book. Answers how many.
	pub(crate) fn do_cancel_some(id: BookId, owner: T::AccountId, limit: u32) -> Result<u32, DispatchError> {
		let mut book = Self::book_of(id)?;
		let limit = limit.min(MAX_STEPS) as usize;
		let numbers: alloc::vec::Vec<_> = Orders::<T>::iter_key_prefix((&owner, id)).take(limit).collect();
		ensure!(!numbers.is_empty(), Error::<T>::UnknownOrder);
		let mut cancelled = 0u32;
		for number in numbers {
			let key = OrderKey { owner: owner.clone(), number };
			// Read again: cancelling one changes its neighbours.
			let order = Self::order(id, &key)?;
			let level = Self::level(id, order.side, order.tick)?;
			Self::remove_order(id, &mut book, &key, &order, level, Removal::Cancelled)?;
			cancelled = cancelled.saturating_add(1);
		}
		crate::Books::<T>::insert(id, book);
		Ok(cancelled)
	}
}
