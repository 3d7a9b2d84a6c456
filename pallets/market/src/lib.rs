//! # Market pallet
//!
//! The order book for shares in content: best price first, first come first served.
//!
//! ## Pallet API
//!
//! * Calls, views, events, errors: module [`pallet`]; prices and what views answer: [`promptale_primitives::order_book`].
//! * Shares come from a `fungibles` with holds (`pallet-shares`), money from $TALE and a `fungibles` of assets.
//!
//! ## Terminology
//!
//! * **Book**: orders to buy and sell shares of one content, paid in one asset.
//! * **Tick**: a price of a book; `price = tick * tick_size`. The tick size is fixed when the book is opened.
//! * **Level**: the orders of one side and tick, in the order in which they came.
//! * **Maker, taker**: whose order waited in the book, and who trades with it.
//! * **Step**: an order filled, or removed when it was met. A call takes [`MAX_STEPS`] at most.
//!
//! ## Overview
//!
//! A content's creator says once who gets royalties ([`Pallet::set_royalties`]); that never changes. Then anybody opens books
//! for it against a deposit ([`Pallet::open_book`]), one for each asset.
//!
//! ### Orders
//!
//! [`Pallet::place_order`] trades with the best prices there are, always at the maker's price, so a better price than the
//! limit is the taker's gain. What is left waits, or is given up, as its
//! [`TimeInForce`](promptale_primitives::order_book::TimeInForce) says. An order that would need more steps than a call takes
//! is filled as far as that, and the rest given up: it cannot wait at a price that crosses the other side.
//!
//! Whoever would trade with themselves loses the order that waits: it is cancelled. Orders that expired are removed when
//! they are met, or by anybody ([`Pallet::remove_expired`]).
//!
//! ### What is bound
//!
//! A seller's shares are on hold and stay the seller's: they earn dividends until they are sold. A buyer's $TALE is on hold;
//! another asset (`pallet-assets` has no holds) waits on the book's account. Each waiting order has a deposit on hold. That of
//! a bid includes the bond for a row of shares ([`Config::RowBond`]), used when the first share comes. Everything that is
//! bound comes back when the order is filled, cancelled or removed; cancelling never depends on anybody else.
//!
//! ### What a sale costs
//!
//! The buyer pays `price * quantity`. The seller gets it without fee and royalties, rounded down; royalties are rounded down;
//! the chain's fee is the rest. Fees in $TALE wait in [`Collected`] until a block has room to settle them, each
//! content's for itself: their dividends are for its holders; fees in other
//! assets go to [`Config::AssetFees`]. What an account cannot take of an asset is written down in [`Unpaid`], and paid by
//! [`Pallet::collect`].
//!
//! ### Invariants
//!
//! Checked by `try_state`, and after every test:
//!
//! 1. Books are found by content and asset, and count their orders and debts.
//! 2. A level's quantity and count are those of its queue, whose orders are in the order in which they came.
//! 3. A ladder's tick is marked exactly when there is a level.
//! 4. No book is crossed: the best bid is less than the best ask.
//! 5. On hold for bids, asks, orders and books is for each account exactly what its orders, books and royalties say.
//! 6. A book's account has what its bids and debts come to. (Unless the asset's issuer took it.)
//!
//! ### Example
//!
//! ```ignore
//! Market::set_royalties(RuntimeOrigin::signed(painter), content, vec![(painter, 50_000)].try_into()?)?;
//! Market::open_book(RuntimeOrigin::signed(painter), content, NativeOrWithId::Native, TALE / 100)?;
//! // 10 shares at 2.5 $TALE or more.
//! Market::place_order(RuntimeOrigin::signed(painter), 0, Side::Sell, 250, 10, GoodTillCancelled, None)?;
//! Market::place_order(RuntimeOrigin::signed(fan), 0, Side::Buy, 300, 4, ImmediateOrCancel, None)?; // pays 2.5 each
//! ```

#![cfg_attr(not(feature = "std"), no_std)]
// A panic in the runtime stops the chain.
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects
	)
)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod books;
mod matching;
#[cfg(test)]
mod mock;
mod money;
mod overview;
mod queue;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
pub mod types;
pub mod weights;

pub use matching::Work;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

// The macros' own code uses `expect`; the calls here only pass on to functions in the other files.
#[frame_support::pallet]
#[allow(clippy::expect_used)]
pub mod pallet {
	use crate::{matching::Wanted, types::*, WeightInfo};
	use alloc::vec::Vec;
	use frame_support::{
		dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
		pallet_prelude::*,
		traits::{fungible, fungibles, NoDrop, SuppressedDrop},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use promptale_primitives::{
		content::{ContentId, ContentRegister},
		order_book::{
			BookId, BookOverview, Candle, DepthLevel, OrderNumber, OrderOverview, Side, Tick, TimeInForce, MAX_ROYALTY,
		},
		settlement::{ContentFees, FeeSource},
		Balance, BlockNumber, MILLION,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The overarching hold reason, of $TALE and of shares.
		type RuntimeHoldReason: Parameter + Member + MaxEncodedLen + Copy + From<HoldReason>;

		/// $TALE.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>
			+ fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::BalancedHold<Self::AccountId>;

		/// Names an asset that shares are paid in.
		type AssetKind: Parameter + Member + MaxEncodedLen;

		/// $TALE among those assets.
		type NativeAsset: Get<Self::AssetKind>;

		/// $TALE, the same as [`Config::Currency`], and other assets behind one interface.
		type Assets: fungibles::Mutate<Self::AccountId, AssetId = Self::AssetKind, Balance = Balance>;

		/// Shares, which stay their owner's while they are on hold.
		type Shares: fungibles::MutateHold<
			Self::AccountId,
			AssetId = ContentId,
			Balance = Balance,
			Reason = Self::RuntimeHoldReason,
		>;

		/// Knows who registered a content.
		type Content: ContentRegister<Self::AccountId, Self::AssetKind, CreditOf<Self>>;

		/// Splits the chain's part of sales in $TALE.
		type Fees: ContentFees<CreditOf<Self>>;

		/// Gets the chain's part of sales in other assets.
		type AssetFees: Get<Self::AccountId>;

		/// The chain's part of a sale, in millionths.
		type FeeRate: Get<u32>;

		/// Derives the books' accounts.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Held from who opens a book, until it is closed; its candles included.
		#[pallet::constant]
		type BookDeposit: Get<Balance>;

		/// Held from a creator for a content's royalties, until the content is gone.
		#[pallet::constant]
		type RoyaltyDeposit: Get<Balance>;

		/// Held from an order's owner while it waits.
		#[pallet::constant]
		type OrderDeposit: Get<Balance>;

		/// What an account without shares of a content pays for its row of them, which a bid's deposit includes.
		#[pallet::constant]
		type RowBond: Get<Balance>;

		/// Blocks of a candle.
		#[pallet::constant]
		type CandleInterval: Get<BlockNumber>;

		/// Candles that are kept of a book.
		#[pallet::constant]
		type CandleCount: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// An asset beside $TALE that nobody made yet.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkAsset: Get<Self::AssetKind>;
	}

	/// Why the pallet holds $TALE, or shares, on an account.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// $TALE that bids could cost.
		Bid,
		/// Shares for sale.
		Ask,
		/// Deposits of orders that wait.
		Order,
		/// Deposits of books and royalties.
		Book,
	}

	/// The number of the next book.
	#[pallet::storage]
	pub type NextBook<T> = StorageValue<_, BookId, ValueQuery>;

	/// Order books.
	#[pallet::storage]
	pub type Books<T: Config> = StorageMap<_, Twox64Concat, BookId, Book<T::AccountId, T::AssetKind>>;

	/// Books by content and asset.
	#[pallet::storage]
	pub type BookOf<T: Config> = StorageDoubleMap<_, Twox64Concat, ContentId, Twox64Concat, T::AssetKind, BookId>;

	/// Who gets a part of every sale of a content's shares.
	#[pallet::storage]
	pub type Royalties<T: Config> = StorageMap<_, Twox64Concat, ContentId, RoyaltyTerms<T::AccountId>>;

	/// Prices that have orders.
	#[pallet::storage]
	pub type Levels<T: Config> = StorageNMap<
		_,
		(NMapKey<Twox64Concat, BookId>, NMapKey<Twox64Concat, Side>, NMapKey<Twox64Concat, Tick>),
		Level<T::AccountId>,
	>;

	/// Orders that wait, by owner, book and number.
	#[pallet::storage]
	pub type Orders<T: Config> = StorageNMap<
		_,
		(NMapKey<Blake2_128Concat, T::AccountId>, NMapKey<Twox64Concat, BookId>, NMapKey<Twox64Concat, OrderNumber>),
		Order<T::AccountId>,
	>;

	/// What was traded in the last intervals, by the interval's place in a ring.
	#[pallet::storage]
	pub type Candles<T: Config> = StorageDoubleMap<_, Twox64Concat, BookId, Twox64Concat, u32, Candle>;

	/// What a book owes of its asset, because it could not be paid.
	#[pallet::storage]
	pub type Unpaid<T: Config> =
		StorageDoubleMap<_, Twox64Concat, BookId, Blake2_128Concat, T::AccountId, Balance, ValueQuery>;

	/// Fees that wait to be settled, by whose shares were traded.
	#[pallet::storage]
	pub type Collected<T: Config> = StorageMap<_, Twox64Concat, ContentId, NoDrop<CreditOf<T>>>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A content's royalties were set, for ever.
		RoyaltiesSet {
			/// Of what.
			content: ContentId,
			/// All recipients' part together, in millionths.
			rate: u32,
		},
		/// The royalties of a content that is gone were removed.
		RoyaltiesRemoved {
			/// Of what.
			content: ContentId,
		},
		/// A book was opened.
		BookOpened {
			/// Its number.
			book: BookId,
			/// Whose shares are traded.
			content: ContentId,
			/// What they are paid in.
			asset: T::AssetKind,
			/// Prices are multiples of this.
			tick_size: Balance,
		},
		/// A book is gone.
		BookClosed {
			/// Which.
			book: BookId,
		},
		/// An order, or what is left of it, waits.
		OrderPlaced {
			/// In which book.
			book: BookId,
			/// Its number there.
			number: OrderNumber,
			/// Whose.
			owner: T::AccountId,
			/// What it wants.
			side: Side,
			/// What a share costs at most, or at least.
			price: Balance,
			/// Shares.
			quantity: Balance,
		},
		/// An order that waited was filled, wholly or in part.
		Filled {
			/// In which book.
			book: BookId,
			/// Its number there.
			number: OrderNumber,
			/// Whose it was.
			maker: T::AccountId,
			/// Who traded with it.
			taker: T::AccountId,
			/// What a share cost.
			price: Balance,
			/// Shares.
			quantity: Balance,
		},
		/// An order traded with those that waited.
		Taken {
			/// In which book.
			book: BookId,
			/// Whose.
			taker: T::AccountId,
			/// What it wanted.
			side: Side,
			/// Shares.
			quantity: Balance,
			/// What buyers paid.
			turnover: Balance,
			/// The chain's part of that.
			fee: Balance,
			/// The recipients' part.
			royalties: Balance,
		},
		/// An order is gone without being filled.
		OrderRemoved {
			/// From which book.
			book: BookId,
			/// Its number there.
			number: OrderNumber,
			/// Whose it was.
			owner: T::AccountId,
			/// Why.
			why: Removal,
		},
		/// A payment was not possible, and is owed.
		Owed {
			/// By which book.
			book: BookId,
			/// To whom.
			account: T::AccountId,
			/// How much.
			amount: Balance,
		},
		/// What was owed is paid, or given up with an asset that is gone.
		Collected {
			/// By which book.
			book: BookId,
			/// To whom.
			account: T::AccountId,
			/// How much.
			amount: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No content has this number.
		UnknownContent,
		/// Only the content's creator sets its royalties.
		NotCreator,
		/// The content's royalties are set, and never change.
		RoyaltiesSet,
		/// Recipients get more than a fifth of a sale together. Name smaller parts.
		RoyaltiesTooHigh,
		/// The content has no royalties yet. Its creator calls `set_royalties` first, with no recipients if none are wanted.
		NoRoyalties,
		/// The content still exists, and so do its royalties.
		ContentExists,
		/// There is no such asset.
		UnknownAsset,
		/// There is a book for this content and asset; see the view function `books`.
		BookOpen,
		/// No book has this number.
		UnknownBook,
		/// Only who opened the book closes it while its content exists.
		NotOpener,
		/// There are orders in the book. They must be filled or cancelled first.
		OrdersLeft,
		/// The book owes money. Call `collect` for the accounts in `Unpaid` first.
		DebtsLeft,
		/// An amount is zero. Give a positive one.
		ZeroAmount,
		/// Prices are multiples of the tick size from 1 to 4095. Place another, or use another book.
		NotAPrice,
		/// The order would be void from the start. Give a later block, or none.
		ExpiresInPast,
		/// Price times quantity is too large to be stored. Use smaller ones.
		CostTooLarge,
		/// The account has fewer free shares, or none can be put on hold. Cancel other orders, or sell fewer.
		NotEnoughShares,
		/// The account has less to spend than the order could cost. Lower the limit or the quantity.
		NotEnoughMoney,
		/// The account cannot pay the deposit and stay alive. Send $TALE there first.
		DepositNotPaid,
		/// The order cannot be filled at once, so it was not at all.
		NotFilled,
		/// The order would trade, and is only to wait. Choose another price.
		WouldTrade,
		/// No order of this account has this number there. It was filled, cancelled, or expired.
		UnknownOrder,
		/// The order did not expire yet. Only its owner cancels it.
		NotExpired,
		/// Nothing is owed to this account there.
		NothingOwed,
		/// The book contradicts itself, which cannot be: tell the developers. Nothing was changed.
		BookBroken,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Settles fees that wait, where the block has room for it.
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let settling = T::WeightInfo::settle_fees();
			let mut used = Weight::zero();
			// One walk over the rows: to begin anew for each would step over all that were removed in this block.
			let mut waiting = Collected::<T>::drain();
			while used.saturating_add(settling).all_lte(remaining) {
				let Some((content, fees)) = waiting.next() else {
					return used.saturating_add(T::DbWeight::get().reads(1));
				};
				T::Fees::settle(FeeSource::MarketSale, content, fees.into_inner());
				used.saturating_accrue(settling);
			}
			used
		}

		#[cfg(feature = "std")]
		fn integrity_test() {
			assert!(T::OrderDeposit::get() > 0, "orders would cost nothing");
			assert!(T::BookDeposit::get() > 0 && T::RoyaltyDeposit::get() > 0, "books would cost nothing");
			assert!(T::CandleInterval::get() > 0 && T::CandleCount::get() > 0, "there would be no candles");
			assert!(T::FeeRate::get() <= MILLION - MAX_ROYALTY, "sellers would get nothing");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Says who gets a part of every sale of a content's shares: up to four accounts with parts in millionths, a fifth
		/// together at most. Signed by its creator, once; it never changes.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::set_royalties())]
		pub fn set_royalties(
			origin: OriginFor<T>,
			content: ContentId,
			recipients: Recipients<T::AccountId>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_royalties(who, content, recipients)
		}

		/// Removes the royalties of a content that is gone; the deposit goes back to its creator. Signed by anybody.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::remove_royalties())]
		pub fn remove_royalties(origin: OriginFor<T>, content: ContentId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_remove_royalties(content)
		}

		/// Opens the book of a content and an asset, with prices in multiples of `tick_size`, in the asset's smallest unit.
		/// Signed by anybody, who pays a deposit and the book's account's minimum balances.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::open_book())]
		pub fn open_book(
			origin: OriginFor<T>,
			content: ContentId,
			asset: T::AssetKind,
			#[pallet::compact] tick_size: Balance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_open(who, content, asset, tick_size)
		}

		/// Closes a book without orders and debts. Signed by who opened it; by anybody when the content is gone.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::close_book(T::CandleCount::get()))]
		pub fn close_book(origin: OriginFor<T>, book: BookId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_close(who, book)
		}

		/// Trades `quantity` shares at `tick` times the book's tick size or better. `expires` is the block from which an
		/// order that waits is void.
		#[pallet::call_index(4)]
		#[pallet::weight(Pallet::<T>::work_weight(&Work { steps: MAX_STEPS, levels: MAX_STEPS, rests: true, asset: true }))]
		pub fn place_order(
			origin: OriginFor<T>,
			book: BookId,
			side: Side,
			tick: Tick,
			#[pallet::compact] quantity: Balance,
			time_in_force: TimeInForce,
			expires: Option<BlockNumber>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let work = Self::do_place(book, Wanted { who, side, tick, quantity, force: time_in_force, expires })?;
			Ok(PostDispatchInfo::from(Some(Self::work_weight(&work))))
		}

		/// Cancels an order of the caller.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::cancel_order())]
		pub fn cancel_order(origin: OriginFor<T>, book: BookId, number: OrderNumber) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_remove(book, OrderKey { owner, number }, Removal::Cancelled)
		}

		/// Cancels up to `limit` orders of the caller in a book, 16 at most. Call it again while there are more.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::cancel_orders((*limit).min(MAX_STEPS)))]
		pub fn cancel_orders(origin: OriginFor<T>, book: BookId, limit: u32) -> DispatchResultWithPostInfo {
			let owner = ensure_signed(origin)?;
			let cancelled = Self::do_cancel_some(book, owner, limit)?;
			Ok(PostDispatchInfo::from(Some(T::WeightInfo::cancel_orders(cancelled))))
		}

		/// Removes an order that expired: all that was bound goes back to its owner. Signed by anybody.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::cancel_order())]
		pub fn remove_expired(
			origin: OriginFor<T>,
			book: BookId,
			owner: T::AccountId,
			number: OrderNumber,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_remove(book, OrderKey { owner, number }, Removal::Expired)
		}

		/// Pays what a book owes an account, to that account. Signed by anybody.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::collect())]
		pub fn collect(origin: OriginFor<T>, book: BookId, account: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_collect(book, account)
		}
	}

	impl<T: Config> Pallet<T> {
		/// What an order costs that was so much work.
		pub(crate) fn work_weight(work: &Work) -> Weight {
			let mut weight = Weight::zero();
			if work.rests || work.steps == 0 {
				weight = T::WeightInfo::place_order();
			}
			if work.steps > 0 {
				// Each is measured as a whole call: of levels only what more of them cost counts.
				let taking = match work.asset {
					true => T::WeightInfo::pay_in_asset(work.steps),
					false => T::WeightInfo::take_orders(work.steps),
				};
				let levels = T::WeightInfo::next_levels(work.levels).saturating_sub(T::WeightInfo::next_levels(0));
				weight = weight.saturating_add(taking).saturating_add(levels);
			}
			weight
		}
	}

	use crate::matching::Work;

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A book.
		pub fn book(book: BookId) -> Option<BookOverview<T::AssetKind>> {
			Self::overview(book)
		}

		/// The books of a content, by asset.
		pub fn books(content: ContentId) -> Vec<(T::AssetKind, BookId)> {
			Self::all_books(content)
		}

		/// The best `most` prices of a side, the best first; 1,000 at most.
		pub fn depth(book: BookId, side: Side, most: u32) -> Vec<DepthLevel> {
			Self::levels_of(book, side, most)
		}

		/// An account's orders that wait, by book and number; 1,000 at most.
		pub fn orders(account: T::AccountId) -> Vec<OrderOverview> {
			Self::orders_of(&account)
		}

		/// What was traded in the last intervals, the oldest first. Intervals without a trade are left out.
		pub fn candles(book: BookId) -> Vec<Candle> {
			Self::candles_of(book)
		}

		/// What a book owes an account of its asset, because it could not be paid; `collect` pays it.
		pub fn owed(book: BookId, account: T::AccountId) -> Balance {
			Unpaid::<T>::get(book, account)
		}

		/// Who gets royalties of a content, and which part of every sale in millionths.
		pub fn royalties(content: ContentId) -> Option<Vec<(T::AccountId, u32)>> {
			Royalties::<T>::get(content).map(|terms| terms.recipients.into_inner())
		}
	}
}
