//! How an order trades: best price first, first come first served, at the price of the order that waited.

use crate::{
	money::{BookFor, Money},
	queue::{KeyOf, LevelOf, OrderOf},
	types::*,
	Books, Config, Error, Event, HoldReason, Levels, Orders, Pallet, Royalties,
};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	storage::with_storage_layer,
	traits::{
		fungible::MutateHold as _,
		fungibles::{Inspect as _, MutateHold as _},
		tokens::{Fortitude, Precision, Restriction},
		Get,
	},
};
use promptale_primitives::{
	order_book::{proceeds, BookId, Candle, Side, Tick, TimeInForce, TICKS},
	Balance, BlockNumber,
};
use sp_runtime::traits::UniqueSaturatedInto;

/// An order as it is signed.
pub(crate) struct Wanted<AccountId> {
	pub who: AccountId,
	pub side: Side,
	pub tick: Tick,
	pub quantity: Balance,
	pub force: TimeInForce,
	pub expires: Option<BlockNumber>,
}

/// What was done for an order, which its weight follows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Work {
	/// Orders that were filled, or removed when they were met.
	pub steps: u32,
	/// Prices at which they were.
	pub levels: u32,
	/// Whether the rest waits in the book.
	pub rests: bool,
	/// Whether it was paid in another asset than $TALE.
	pub asset: bool,
}

/// A trade while it goes on.
struct Trade<T: Config> {
	/// Shares that the taker still wants.
	left: Balance,
	/// What buyers paid.
	turnover: Balance,
	/// Proceeds of a taker that sells.
	due: Money<T>,
	/// What is neither paid to sellers nor theirs.
	charges: Money<T>,
	/// What was traded.
	candle: Option<Candle>,
	/// Parts of sales in millionths: the chain's, the recipients'.
	rates: (u32, u32),
	/// The price of the last step.
	last: Option<Tick>,
	work: Work,
}

impl<T: Config> Pallet<T> {
	/// The block that is being made.
	pub(crate) fn now() -> BlockNumber {
		frame_system::Pallet::<T>::block_number().unique_saturated_into()
	}

	pub(crate) fn do_place(id: BookId, wanted: Wanted<T::AccountId>) -> Result<Work, DispatchError> {
		let mut book = Self::book_of(id)?;
		let Wanted { who, side, tick, quantity, force, expires } = &wanted;
		ensure!(*quantity > 0, Error::<T>::ZeroAmount);
		ensure!(*tick > 0 && *tick < TICKS, Error::<T>::NotAPrice);
		ensure!(expires.is_none_or(|expires| expires > Self::now()), Error::<T>::ExpiresInPast);
		ensure!(T::Shares::asset_exists(book.content), Error::<T>::UnknownContent);
		Self::bind(id, &book, who, *side, *tick, *quantity)?;

		let royalties = if book.best(side.other()).is_some_and(|best| side.crosses(*tick, best)) {
			Royalties::<T>::get(book.content).map_or(0, |terms| terms.rate())
		} else {
			0
		};
		let mut trade = Trade::<T> {
			left: *quantity,
			turnover: 0,
			due: Money::zero(&book),
			charges: Money::zero(&book),
			candle: None,
			rates: (Self::fee_rate(royalties), royalties),
			last: None,
			work: Work { asset: !Self::is_native(&book), ..Default::default() },
		};
		let finished = Self::take(id, &mut book, &wanted, &mut trade)?;
		ensure!(*force != TimeInForce::FillOrKill || trade.left == 0, Error::<T>::NotFilled);
		let waits = matches!(force, TimeInForce::GoodTillCancelled | TimeInForce::PostOnly);
		trade.work.rests = waits && finished && trade.left > 0;
		Self::finish(id, &mut book, wanted, trade)
	}

	/// Trades until nothing is left, no price is good enough, or as much was done as a call may do: then answers `false`.
	fn take(
		id: BookId,
		book: &mut BookFor<T>,
		wanted: &Wanted<T::AccountId>,
		trade: &mut Trade<T>,
	) -> Result<bool, DispatchError> {
		let (now, against) = (Self::now(), wanted.side.other());
		while trade.left > 0 {
			let Some(tick) = book.best(against).filter(|best| wanted.side.crosses(wanted.tick, *best)) else { break };
			if trade.work.steps >= MAX_STEPS {
				return Ok(false);
			}
			trade.work.steps = trade.work.steps.saturating_add(1);
			if trade.last.replace(tick) != Some(tick) {
				trade.work.levels = trade.work.levels.saturating_add(1);
			}
			let level = Self::level(id, against, tick)?;
			let key = level.head.clone();
			let order = Self::order(id, &key)?;
			if order.expired(now) {
				Self::remove_order(id, book, &key, &order, level, Removal::Expired)?;
			} else if key.owner == wanted.who {
				Self::remove_order(id, book, &key, &order, level, Removal::SelfTrade)?;
			} else {
				ensure!(wanted.force != TimeInForce::PostOnly, Error::<T>::WouldTrade);
				Self::fill(id, book, wanted, trade, key, order, level)?;
			}
		}
		Ok(true)
	}

	/// Trades with the first order of the best price.
	fn fill(
		id: BookId,
		book: &mut BookFor<T>,
		wanted: &Wanted<T::AccountId>,
		trade: &mut Trade<T>,
		key: KeyOf<T>,
		mut order: OrderOf<T>,
		mut level: LevelOf<T>,
	) -> DispatchResult {
		let (taker, maker) = (&wanted.who, &key.owner);
		let quantity = trade.left.min(order.quantity);
		let (seller, buyer) = match wanted.side {
			Side::Buy => (maker, taker),
			Side::Sell => (taker, maker),
		};
		if wanted.side == Side::Sell {
			Self::free_row_bond(book, &key, &mut order)?;
		}
		let (mode, polite) = (Restriction::Free, Fortitude::Polite);
		let moved = with_storage_layer(|| {
			let reason = HoldReason::Ask.into();
			T::Shares::transfer_on_hold(book.content, &reason, seller, buyer, quantity, Precision::Exact, mode, polite)
		});
		if let Err(error) = moved {
			// A taker is told what is wrong; an order that waits must not stand in the way of others.
			ensure!(wanted.side == Side::Sell, error);
			return Self::remove_order(id, book, &key, &order, level, Removal::Unfillable);
		}

		let (cost, price) = (book.cost(order.tick, quantity), book.price(order.tick));
		let mut money = Self::draw(book, buyer, cost)?;
		let part = money.extract(proceeds(cost, trade.rates.0, trade.rates.1));
		match wanted.side {
			Side::Sell => trade.due.add(part),
			Side::Buy => {
				if let Some(refused) = Self::deliver(id, book, seller, part) {
					trade.charges.add(refused);
				}
			},
		}
		trade.charges.add(money);
		trade.turnover = trade.turnover.saturating_add(cost);
		trade.left = trade.left.saturating_sub(quantity);
		let now = Candle::of(Self::now(), price, quantity);
		match &mut trade.candle {
			Some(candle) => candle.add(&now),
			None => trade.candle = Some(now),
		}
		Self::deposit_event(Event::Filled {
			book: id,
			number: key.number,
			maker: maker.clone(),
			taker: taker.clone(),
			price,
			quantity,
		});
		if quantity == order.quantity {
			Self::dequeue(id, book, &key, &order, level)?;
			return Self::release_deposit(maker, order.deposit);
		}
		order.quantity = order.quantity.saturating_sub(quantity);
		level.quantity = level.quantity.saturating_sub(quantity);
		Orders::<T>::insert((&key.owner, id, key.number), &order);
		Levels::<T>::insert((id, order.side, order.tick), level);
		Ok(())
	}

	/// Lets the owner of a bid who has no shares yet use the part of the deposit that is there for the bond of their row.
	fn free_row_bond(book: &BookFor<T>, key: &KeyOf<T>, order: &mut OrderOf<T>) -> DispatchResult {
		let bond = order.deposit.saturating_sub(T::OrderDeposit::get());
		if bond > 0 && T::Shares::total_balance(book.content, &key.owner) == 0 {
			Self::release_deposit(&key.owner, bond)?;
			order.deposit = order.deposit.saturating_sub(bond);
		}
		Ok(())
	}

	/// Pays, gives back what is not needed any more, and puts the rest into the book.
	fn finish(
		id: BookId,
		book: &mut BookFor<T>,
		wanted: Wanted<T::AccountId>,
		trade: Trade<T>,
	) -> Result<Work, DispatchError> {
		let Wanted { who, side, tick, quantity, expires, .. } = wanted;
		let Trade { left, turnover, due, mut charges, candle, work, .. } = trade;
		let waits = if work.rests { left } else { 0 };
		match side {
			Side::Sell => {
				Self::unbind(id, book, &who, side, tick, left.saturating_sub(waits))?;
				if let Some(refused) = Self::deliver(id, book, &who, due) {
					charges.add(refused);
				}
			},
			Side::Buy => {
				// A better price than the limit is the taker's gain.
				let bound = book.cost(tick, quantity.saturating_sub(waits));
				Self::give_back(id, book, &who, bound.saturating_sub(turnover))?;
			},
		}
		if let Some(candle) = candle {
			let (fee, royalties) = Self::divide(id, book, turnover, charges);
			Self::record(id, candle);
			let traded = quantity.saturating_sub(left);
			Self::deposit_event(Event::Taken {
				book: id,
				taker: who.clone(),
				side,
				quantity: traded,
				turnover,
				fee,
				royalties,
			});
		}
		if waits > 0 {
			let row = if side == Side::Buy { T::RowBond::get() } else { 0 };
			let deposit = T::OrderDeposit::get().saturating_add(row);
			T::Currency::hold(&HoldReason::Order.into(), &who, deposit).map_err(|_| Error::<T>::DepositNotPaid)?;
			let order = Order { side, tick, quantity: waits, expires, deposit, previous: None, next: None };
			let number = Self::enqueue(id, book, &who, order)?;
			let price = book.price(tick);
			Self::deposit_event(Event::OrderPlaced { book: id, number, owner: who, side, price, quantity: waits });
		}
		Books::<T>::insert(id, &*book);
		Ok(work)
	}
}
