//! The invariants listed in the crate's documentation, checked over all of the state.

use crate::{
	money::BookFor, queue::KeyOf, BookOf, Books, Config, HoldReason, Levels, NextBook, Orders, Pallet, Royalties,
	Unpaid,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{
	ensure,
	traits::{
		fungible::InspectHold as _,
		fungibles::{Inspect as _, InspectHold as _},
	},
};
use promptale_primitives::{
	content::ContentId,
	order_book::{BookId, Side, TICKS},
	Balance,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut queued = BTreeSet::new();
		for (id, book) in Books::<T>::iter() {
			Self::check_book(id, &book, &mut queued)?;
		}
		ensure!(BookOf::<T>::iter_keys().count() == Books::<T>::iter_keys().count(), "1: a book that is not there");
		ensure!(Orders::<T>::iter_keys().count() == queued.len(), "2: an order in no queue");
		for (id, side, tick) in Levels::<T>::iter_keys() {
			let book = Books::<T>::get(id).ok_or("3: a level of no book")?;
			ensure!(book.ladder(side).contains(tick), "3: a level that is not marked");
		}
		Self::check_holds()
	}

	/// 1 to 4, and 6.
	fn check_book(
		id: BookId,
		book: &BookFor<T>,
		queued: &mut BTreeSet<(BookId, KeyOf<T>)>,
	) -> Result<(), TryRuntimeError> {
		ensure!(id < NextBook::<T>::get(), "1: a book from the future");
		ensure!(BookOf::<T>::get(book.content, &book.asset) == Some(id), "1: a book is not found");
		ensure!(Unpaid::<T>::iter_prefix_values(id).count() as u32 == book.unpaid, "1: debts are not counted right");
		ensure!(Unpaid::<T>::iter_prefix_values(id).all(|owed| owed > 0), "1: a debt of nothing");
		let (mut orders, mut bids) = (0u32, 0);
		for side in [Side::Buy, Side::Sell] {
			let ticks = core::iter::successors(book.best(side), |tick| book.ladder(side).worse(side, *tick));
			for tick in ticks {
				ensure!(tick > 0 && tick < TICKS, "3: no price is marked");
				let level = Levels::<T>::get((id, side, tick)).ok_or("3: a mark without a level")?;
				let (mut quantity, mut count): (Balance, u32) = (0, 0);
				let mut before: Option<KeyOf<T>> = None;
				let mut at = Some(level.head.clone());
				while let Some(key) = at {
					ensure!(queued.insert((id, key.clone())), "2: an order is queued twice");
					let order = Orders::<T>::get((&key.owner, id, key.number)).ok_or("2: an order is missing")?;
					ensure!(order.side == side && order.tick == tick, "2: an order at another price");
					ensure!(order.quantity > 0, "2: an order of nothing");
					ensure!(key.number < book.next_order, "2: an order from the future");
					if let Some(before) = &before {
						ensure!(before.number < key.number, "2: a later order first");
						ensure!(order.previous.as_ref() == Some(before), "2: a broken link");
					}
					quantity = quantity.checked_add(order.quantity).ok_or("2: quantities overflow")?;
					count = count.saturating_add(1);
					at = order.next;
					before = Some(key);
				}
				ensure!(before == Some(level.tail), "2: the last order is another");
				ensure!((quantity, count) == (level.quantity, level.orders), "2: a level's sums are wrong");
				orders = orders.saturating_add(count);
				if side == Side::Buy {
					bids = book.cost(tick, quantity).saturating_add(bids);
				}
			}
		}
		ensure!(orders == book.orders, "1: orders are not counted right");
		if let (Some(bid), Some(ask)) = (book.best(Side::Buy), book.best(Side::Sell)) {
			ensure!(bid < ask, "4: a crossed book");
		}
		if !Self::is_native(book) && T::Assets::asset_exists(book.asset.clone()) {
			let owed = Unpaid::<T>::iter_prefix_values(id).fold(bids, Balance::saturating_add);
			let has = T::Assets::balance(book.asset.clone(), &Self::book_account(id));
			ensure!(has >= owed, "6: a book's account is short");
		}
		Ok(())
	}

	/// 5.
	fn check_holds() -> Result<(), TryRuntimeError> {
		let mut due = BTreeMap::<(T::AccountId, u8), Balance>::new();
		let mut shares = BTreeMap::<(T::AccountId, ContentId), Balance>::new();
		let add = |due: &mut BTreeMap<_, _>, who: T::AccountId, reason: u8, amount: Balance| {
			let sum: &mut Balance = due.entry((who, reason)).or_default();
			*sum = sum.saturating_add(amount);
		};
		for ((owner, id, _), order) in Orders::<T>::iter() {
			let book = Books::<T>::get(id).ok_or("5: an order in no book")?;
			add(&mut due, owner.clone(), 1, order.deposit);
			match order.side {
				Side::Buy if Self::is_native(&book) => {
					add(&mut due, owner, 0, book.cost(order.tick, order.quantity));
				},
				Side::Buy => {},
				Side::Sell => {
					let sum = shares.entry((owner, book.content)).or_default();
					*sum = sum.saturating_add(order.quantity);
				},
			}
		}
		Books::<T>::iter_values().for_each(|book| add(&mut due, book.opener, 2, book.deposit));
		Royalties::<T>::iter_values().for_each(|terms| add(&mut due, terms.creator, 2, terms.deposit));
		for ((who, reason), amount) in due {
			let reason = match reason {
				0 => HoldReason::Bid,
				1 => HoldReason::Order,
				_ => HoldReason::Book,
			};
			ensure!(
				T::Currency::balance_on_hold(&reason.into(), &who) == amount,
				"5: $TALE on hold is not as it should be"
			);
		}
		for ((who, content), amount) in shares {
			let held = T::Shares::balance_on_hold(content, &HoldReason::Ask.into(), &who);
			ensure!(held == amount, "5: shares on hold are not as they should be");
		}
		Ok(())
	}
}
