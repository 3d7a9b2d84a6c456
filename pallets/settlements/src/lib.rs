//! # Settlements
//!
//! Where $TALE comes from, where it goes, and in which parts: fees, emission, pots of rewards, buy-back, burn.
//!
//! ## API
//!
//! * Calls, views, events, errors: module [`pallet`]; what the views answer: [`promptale_primitives::settlement`].
//! * For pallets that take a fee: [`FeesFrom`], an `OnUnbalanced`. For transaction fees and tips: [`TransactionFees`]. For
//!   fees of content, whose holders get the dividends: [`ContentFees`](promptale_primitives::settlement::ContentFees).
//! * For pallets that divide what is in a pot: [`PotConsumers`](promptale_primitives::settlement::PotConsumers).
//!
//! ## Terminology
//!
//! * **Source**: a kind of fee ([`FeeSource`]). **Inflow**: a source, an emission pool, the buy-back, a donation.
//! * **Split**: the parts of a fee, in millionths that sum to one million, for each recipient.
//! * **Pot**: an account of this pallet with money for one purpose, and the books of what came in and went out.
//! * **Emission pool**: an account of this pallet that genesis endowed, and that is released on a linear schedule.
//!
//! ## Fees
//!
//! A pallet that takes a fee hands over a credit. [`Pallet::settle`] splits it by the source's split: everybody gets
//! `floor(amount * part / 1,000,000)`, the treasury owns the remainder. What a recipient cannot take (an account that
//! does not exist gets less than the existential deposit; a block without an author) goes to the treasury too. What
//! even the treasury's account cannot take is stored as [`Unplaced`], and joins what it gets next. So no unit is lost.
//! The dividends of a fee for content go straight to the holders of its shares; the pot's books count them as received and
//! paid. Those of content that is gone stay in the pot.
//! Fees and tips of transactions are collected, and settled once at the end of the block ([`TransactionFees`]).
//! Burning is no recipient: only [`Pallet::burn`] burns, and only out of the treasury.
//!
//! ## Emission
//!
//! Nothing is ever minted. A pool releases `floor(total * elapsed / blocks)` by each block. [`Pallet::emit`] moves what
//! is due beyond what was released; anybody may call it, and a payment from a pot does it where the pot needs it. When
//! the pool's account is short, it releases what is there and owes the rest. Before the last release the account keeps
//! an existential deposit, so that nothing of it turns into dust; the last release takes all that is owed.
//!
//! ## Pots
//!
//! What is in a pot leaves it in two ways: [`Pallet::distribute`] hands all of it to the pallet that divides it
//! ([`Config::Consumers`]), and [`Pallet::pay_from_pot`] pays what governance decides. Anybody may give to a pot by a
//! transfer to its account and [`Pallet::record_donation`].
//!
//! ## Buy-back
//!
//! Under terms that governance sets ([`Pallet::set_buy_back`]), [`Pallet::buy_back`] swaps an asset of the treasury for
//! $TALE, which goes to the treasury. Three bounds hold at once: a cap on what is spent in a period, a band around the
//! time-weighted average price (see [`price`]) that the pool's price and the price paid must lie in, and the least
//! amount that the call asks for. The average is observed once a block by `on_initialize`: constant work.
//!
//! ## Invariants
//!
//! Checked by `try_state`, and after every test:
//!
//! 1. What came in from a source is the sum of what went to each recipient.
//! 2. What a pot received is the sum of what each source brought it, and it paid no more than that.
//! 3. A pot's account holds at least what the pot received and did not pay.
//! 4. The parts of every split sum to one million.
//! 5. A pool released what its flow says, at most what its schedule says, and all of it went to its own pot.
//! 6. What was bought back is the sum over all assets; in no period more was spent than in all periods together.
//! 7. An average price is kept only under terms of a buy-back, and its windows are within them.
//!
//! ### Example
//!
//! ```ignore
//! impl pallet_market::Config for Runtime {
//!     type FeeDestination = pallet_settlements::FeesFrom<Runtime, pallet_settlements::sources::MarketSale>;
//! }
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
mod buy_back;
mod emission;
mod fees;
#[cfg(test)]
mod mock;
mod overview;
mod pots;
pub mod price;
pub mod sources;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
pub mod types;
pub mod weights;

pub use buy_back::Reserves;
pub use fees::{FeesFrom, TransactionFees};
pub use pallet::*;
pub use promptale_primitives::settlement::{EmissionPool, FeeSource, Flow, Inflow, Pot, Shares, Split};
pub use types::*;
pub use weights::WeightInfo;

// The macros' own code uses `expect`; the calls here only pass on to functions in the other files. A genesis that
// contradicts itself may panic: no chain starts from it.
#[frame_support::pallet]
#[allow(clippy::expect_used)]
pub mod pallet {
	use crate::{buy_back::Reserves, price::AveragePrice, types::*, WeightInfo};
	use alloc::vec::Vec;
	use frame_support::{
		dispatch::DispatchResultWithPostInfo,
		pallet_prelude::*,
		traits::{fungible, NoDrop},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use pallet_asset_conversion::{QuotePrice, Swap};
	use promptale_primitives::{
		content::ContentRegister,
		settlement::{
			BuyBackOverview, EmissionOverview, EmissionPool, FeeSource, Flow, FlowsOverview, Inflow, Pot, PotConsumers,
			Split,
		},
		Balance, BlockNumber, MILLION,
	};
	use sp_runtime::traits::Convert;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The currency of fees, pots and pools. Dust of its accounts should go to the treasury.
		type Currency: fungible::Inspect<Self::AccountId, Balance = Balance>
			+ fungible::Mutate<Self::AccountId>
			+ fungible::Balanced<Self::AccountId>;

		/// Derives the accounts of pots and pools.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// The treasury's account: its part of fees, all remainders, what is bought back. Burns are out of it.
		type Treasury: Get<Self::AccountId>;

		/// Who writes the block, if anybody is known to. Asked at the end of the block, too.
		type BlockAuthor: Get<Option<Self::AccountId>>;

		/// The splits until governance changes them. Each must be whole.
		type DefaultSplits: Convert<FeeSource, Split>;

		/// Changes splits, and the terms of the buy-back.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Burns, buys back, pays out of pots; answers how much of $TALE it may move at once.
		type TreasuryOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Balance>;

		/// Pallets that take all that is in a pot, and divide it themselves.
		type Consumers: PotConsumers<CreditOf<Self>>;

		/// Takes what content earns for the holders of its shares.
		type Content: ContentRegister<Self::AccountId, Self::AssetKind, CreditOf<Self>>;

		/// Names an asset in the pools of [`Config::Exchange`].
		type AssetKind: Parameter + MaxEncodedLen;

		/// $TALE in the pools of [`Config::Exchange`].
		type NativeAsset: Get<Self::AssetKind>;

		/// The pools that $TALE is bought back from.
		type Exchange: Swap<Self::AccountId, Balance = Balance, AssetKind = Self::AssetKind>
			+ QuotePrice<Balance = Balance, AssetKind = Self::AssetKind>
			+ Reserves<Self::AssetKind>;

		/// How far the price may move from one observation to the next, in millionths.
		#[pallet::constant]
		type MaxPriceStep: Get<u32>;

		/// Widest band that terms of a buy-back may have, in millionths.
		#[pallet::constant]
		type MaxPriceBand: Get<u32>;

		/// Least observations in a window of the average price.
		#[pallet::constant]
		type MinPriceWindow: Get<u32>;

		/// Weights of calls and hooks.
		type WeightInfo: WeightInfo;

		/// Makes a pool to buy back from.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::benchmarking::MakePool<Self::AccountId, Self::AssetKind>;
	}

	/// Splits that governance changed.
	#[pallet::storage]
	pub type Splits<T> = StorageMap<_, Twox64Concat, FeeSource, Split>;

	/// What came in since genesis, and where it went.
	#[pallet::storage]
	pub type Flows<T> = StorageMap<_, Twox64Concat, Inflow, Flow, ValueQuery>;

	/// What pots received and paid since genesis.
	#[pallet::storage]
	pub type Pots<T> = StorageMap<_, Twox64Concat, Pot, PotTotals, ValueQuery>;

	/// What belongs to the treasury and its account could not take yet: issued, on no account.
	#[pallet::storage]
	pub type Unplaced<T: Config> = StorageValue<_, NoDrop<CreditOf<T>>>;

	/// What this block's transactions paid, without tips. Empty between blocks.
	#[pallet::storage]
	#[pallet::whitelist_storage]
	pub type CollectedFees<T: Config> = StorageValue<_, NoDrop<CreditOf<T>>>;

	/// Tips of this block's transactions. Empty between blocks.
	#[pallet::storage]
	#[pallet::whitelist_storage]
	pub type CollectedTips<T: Config> = StorageValue<_, NoDrop<CreditOf<T>>>;

	/// Schedules of the emission pools.
	#[pallet::storage]
	pub type Schedules<T> = StorageMap<_, Twox64Concat, EmissionPool, EmissionSchedule>;

	/// Terms of the buy-back, while there is one.
	#[pallet::storage]
	pub type BuyBack<T: Config> = StorageValue<_, BuyBackTerms<T::AssetKind>>;

	/// The average price of the asset that is paid with.
	#[pallet::storage]
	pub type Price<T> = StorageValue<_, AveragePrice>;

	/// What was bought with each asset.
	#[pallet::storage]
	pub type BoughtWith<T: Config> = StorageMap<_, Blake2_128Concat, T::AssetKind, Bought, ValueQuery>;

	/// Burned out of the treasury since genesis.
	#[pallet::storage]
	pub type Burned<T> = StorageValue<_, Balance, ValueQuery>;

	/// The pools to emit. Their accounts are endowed by the genesis of the currency, which comes first.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// One entry for each pool at most.
		pub emissions: Vec<GenesisEmission>,
		#[serde(skip)]
		#[doc(hidden)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for GenesisEmission { pool, total, start, blocks } in self.emissions.iter().copied() {
				assert!(!Schedules::<T>::contains_key(pool), "{pool:?} is to be emitted twice");
				assert!(total > 0 && blocks > 0, "{pool:?} has nothing to emit, or no time for it");
				let account = Pallet::<T>::pool_account(pool);
				let holds = <T::Currency as fungible::Inspect<_>>::total_balance(&account);
				assert!(holds >= total, "the account of {pool:?} holds {holds}, less than the {total} to emit");
				Schedules::<T>::insert(pool, EmissionSchedule { total, start, blocks, released: 0 });
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Fees of a source are split differently from now on.
		SplitChanged { source: FeeSource, split: Split },
		/// Parts of a fee went to the treasury, because who they were for could not take them.
		Redirected { source: FeeSource, amount: Balance },
		/// A pool released what was due to its pot.
		Emitted { pool: EmissionPool, pot: Pot, amount: Balance },
		/// All that was in a pot went to the pallet that divides it.
		Distributed { pot: Pot, amount: Balance },
		/// A pot paid.
		PotPaid { pot: Pot, to: T::AccountId, amount: Balance },
		/// What was given to a pot's account counts from now on.
		DonationRecorded { pot: Pot, amount: Balance },
		/// The buy-back has other terms, or ended.
		BuyBackChanged { terms: Option<BuyBackTerms<T::AssetKind>> },
		/// The treasury spent some of an asset and received $TALE.
		BoughtBack { asset: T::AssetKind, spent: Balance, received: Balance },
		/// $TALE of the treasury is gone for good.
		Burned { amount: Balance },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The parts do not sum to exactly 1,000,000. Correct them.
		SplitNotWhole,
		/// The amount is zero. Give a positive one.
		ZeroAmount,
		/// Genesis set no emission for this pool, so it never emits.
		NotEmitted,
		/// Nothing is due from this pool now. Wait for a later block.
		NothingDue,
		/// The pool's account has nothing to release what is due. Pay what it lacks into it.
		PoolShort,
		/// The pot's account does not exist, and what is due is less than the existential deposit. Pay one into it, or
		/// wait until more is due.
		PotCannotTake,
		/// The pot holds less, also with the emission that is due. See `available` in the view function `flows`.
		PotTooSmall,
		/// The pot has nothing to hand over, and no emission is due to it. Wait for a fee or for a later block.
		NothingToDistribute,
		/// No pallet takes what is in this pot. Governance pays out of it with `pay_from_pot`.
		NoConsumer,
		/// The receiver is an account of this pallet. Pay to another one.
		OwnAccount,
		/// The pot's account holds no more than its books say and an existential deposit: there is no donation.
		NoDonation,
		/// More than this origin may move at once. Use a smaller amount, or a higher track.
		BeyondAuthority,
		/// The treasury holds less above the existential deposit. Burn less.
		TreasuryTooSmall,
		/// There is no buy-back. Governance sets its terms with `set_buy_back`.
		NoBuyBack,
		/// The terms are out of bounds: the cap and the period must be positive, the band positive and at most
		/// `MaxPriceBand`, the window at least `MinPriceWindow`.
		TermsOutOfBounds,
		/// There is no pool between the asset and $TALE, or it is empty. Name another asset, or add liquidity.
		NoPool,
		/// There are too few observations of the price, or the latest is too old. Wait for two windows of blocks in which
		/// the pool has a price.
		PriceUnknown,
		/// The pool's price, or what the amount would be sold at, is too far from the average. Wait, or sell less.
		PriceOutsideBand,
		/// The pool cannot pay out as much. Sell less.
		PoolTooSmall,
		/// The pool gives less than the least amount asked for. Wait, or ask for less.
		TooLittleOut,
		/// Less than that may still be spent in this period. See `left` in the view function `buy_back_state`.
		CapReached,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			// The block's fees are settled in `on_finalize`, which cannot account for its own weight.
			Self::observe_price().saturating_add(T::WeightInfo::settle_collected())
		}

		fn on_finalize(_: BlockNumberFor<T>) {
			Self::settle_collected();
		}

		#[cfg(feature = "std")]
		fn integrity_test() {
			for source in FeeSource::ALL {
				assert!(T::DefaultSplits::convert(source).is_whole(), "the split of {source:?} is not whole");
			}
			assert!(T::MaxPriceBand::get() < MILLION, "a price could be anything");
			assert!(T::MaxPriceStep::get() <= MILLION, "a step is in millionths");
			assert!(T::MinPriceWindow::get() > 0, "no average could be known");
			// The figure that the band rests on: one false observation stays far inside it.
			assert!(
				T::MaxPriceStep::get().checked_div(T::MinPriceWindow::get()).is_some_and(|moved| moved < 1_000),
				"one observation could move the average price by more than a thousandth"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Splits the fees of a source differently from now on. By [`Config::AdminOrigin`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::set_split())]
		pub fn set_split(origin: OriginFor<T>, source: FeeSource, split: Split) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_split(source, split)
		}

		/// Releases what is due from a pool to its pot. Signed by anybody; free of charge where something was due.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::emit())]
		pub fn emit(origin: OriginFor<T>, pool: EmissionPool) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::release(pool)?;
			Ok(Pays::No.into())
		}

		/// Pays `amount` out of a pot, releasing emission that is due where it needs it. By [`Config::TreasuryOrigin`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::pay_from_pot())]
		pub fn pay_from_pot(
			origin: OriginFor<T>,
			pot: Pot,
			to: T::AccountId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let limit = T::TreasuryOrigin::ensure_origin(origin)?;
			ensure!(amount <= limit, Error::<T>::BeyondAuthority);
			Self::pay(pot, &to, amount)
		}

		/// Counts what was transferred to a pot's account, so that it can be paid out. Signed by anybody.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::record_donation())]
		pub fn record_donation(origin: OriginFor<T>, pot: Pot) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_record_donation(pot)
		}

		/// Hands all that is in a pot, emission that is due included, to the pallet that divides it. Signed by anybody;
		/// free of charge where there was something.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::distribute())]
		pub fn distribute(origin: OriginFor<T>, pot: Pot) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_distribute(pot)?;
			Ok(Pays::No.into())
		}

		/// Sets the terms of the buy-back, or ends it. Another asset or window begins a new average price. By
		/// [`Config::AdminOrigin`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::set_buy_back())]
		pub fn set_buy_back(origin: OriginFor<T>, terms: Option<BuyBackTerms<T::AssetKind>>) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_buy_back(terms)
		}

		/// Sells `amount` of the treasury's asset for at least `least` $TALE, which the treasury gets. By
		/// [`Config::TreasuryOrigin`]; how much it may move bounds what is received.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::buy_back())]
		pub fn buy_back(
			origin: OriginFor<T>,
			#[pallet::compact] amount: Balance,
			#[pallet::compact] least: Balance,
		) -> DispatchResult {
			let limit = T::TreasuryOrigin::ensure_origin(origin)?;
			Self::do_buy_back(amount, least, limit)
		}

		/// Burns `amount` of the treasury's $TALE. By [`Config::TreasuryOrigin`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::burn())]
		pub fn burn(origin: OriginFor<T>, #[pallet::compact] amount: Balance) -> DispatchResult {
			let limit = T::TreasuryOrigin::ensure_origin(origin)?;
			ensure!(amount <= limit, Error::<T>::BeyondAuthority);
			Self::do_burn(amount)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The split of every source, in the order of [`FeeSource::ALL`].
		pub fn splits() -> Vec<(FeeSource, Split)> {
			FeeSource::ALL.into_iter().map(|source| (source, Self::split_of(source))).collect()
		}

		/// What came in since genesis, where it went, and what pots hold.
		pub fn flows() -> FlowsOverview<T::AccountId> {
			Self::flows_overview()
		}

		/// How far each pool is released; pools that are not emitted are left out.
		pub fn emission() -> Vec<EmissionOverview<T::AccountId>> {
			Self::emission_overview()
		}

		/// The buy-back, while there is one.
		pub fn buy_back_state() -> Option<BuyBackOverview<T::AssetKind>> {
			Self::buy_back_overview()
		}
	}

	impl<T: Config> Pallet<T> {
		/// The current block.
		pub(crate) fn now() -> BlockNumber {
			use sp_runtime::traits::UniqueSaturatedInto;
			frame_system::Pallet::<T>::block_number().unique_saturated_into()
		}
	}
}
