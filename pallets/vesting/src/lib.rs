//! # $TALE vesting pallet
//!
//! Grants that are released block by block, and the pools that the supply is divided into at genesis. Vesting funds
//! may vote and be bonded as stake; they are never spent before they vest.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the configuration, calls, storage, events, errors and view functions.
//!
//! ## Terminology
//!
//! * **Schedule**: start, cliff, end, total, claimed: see [`promptale_primitives::vesting`]. An account has at most
//!   [`Config::MaxSchedules`].
//! * **Vested**: `floor(total * elapsed / duration)`; nothing before the cliff.
//! * **Remaining**: total less claimed, vested or not. **Unvested**: total less the larger of vested and claimed.
//! * **Pool**: a named part of the supply at genesis, with a liquid and a vesting part.
//!
//! ## Overview
//!
//! All that remains of an account's schedules is on hold under [`HoldReason::Vesting`] until [`Pallet::claim`]
//! releases what has vested. Anybody may claim for another account ([`Pallet::claim_for`]): the funds go to their owner.
//!
//! Schedules come from genesis and from governance ([`Pallet::grant`]), out of an account's spendable funds. There is no
//! revocation: a grant is the beneficiary's, who may vote and stake with it. A whole schedule can go to another account
//! where the grant said so ([`Pallet::transfer_grant`]), and two can become one that releases nothing earlier
//! ([`Pallet::merge`]).
//!
//! ### Stake
//!
//! Holds add up in `pallet-balances`: what is held for vesting could not be held as stake. So for the two of them this
//! pallet makes holds overlap, as locks do. With `remaining` over all schedules and `stake` held under
//! [`Config::StakeReason`],
//!
//! ```text
//! held for vesting = remaining - min(remaining, stake)
//! ```
//!
//! so both together are the larger of the two, and an account can spend what it has less that, its other holds and what it
//! voted with. Whoever holds stake calls [`promptale_primitives::vesting::VestingFunds`] before more is held and after some
//! was released or slashed.
//!
//! A slash takes from all the account has: own spendable funds go on hold in place of the vesting funds that were lost.
//! What these cannot cover is forfeited: it counts as claimed, of what has vested first, then of what has not, schedule by
//! schedule. A forfeited part is never released again, and nothing else vests earlier for it.
//!
//! ### Genesis
//!
//! [`GenesisConfig`] takes the pools in parts per million of what `pallet-balances` issues, and refuses parts that are not
//! whole units or do not sum to everything. The vesting part of each must lie on the pool's account at genesis, with an
//! existential deposit beside it; the liquid part may lie anywhere. A pool can say that it is *emitted*: another pallet pays
//! it out of its account, along the same line, and this one only counts it.
//!
//! ### Deposits
//!
//! A schedule takes none: at least [`Config::MinGrant`] was put on hold for it, only governance makes one, and its row goes
//! with its last unit.
//!
//! ### Invariants
//!
//! Checked by `try_state`, and after every test:
//!
//! 1. An account has a row exactly while it has schedules, at most [`Config::MaxSchedules`]; each is valid, and some of
//!    it remains.
//! 2. What is held for vesting is `remaining - min(remaining, stake)`, and nothing where there is no schedule.
//! 3. No account can spend more than all it has less what is unvested.
//!
//! ### Example
//!
//! ```ignore
//! Vesting::grant(RuntimeOrigin::root(), treasury, advisor, now, now + 12 * MONTHS, now + 48 * MONTHS, 1_000 * TALE, false)?;
//! Vesting::claim(RuntimeOrigin::signed(advisor))?;
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
mod benchmarking;
mod calls;
mod genesis;
mod holds;
#[cfg(test)]
mod mock;
mod overview;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
pub mod weights;

pub use genesis::{GenesisPool, Pool};
pub use pallet::*;
pub use weights::WeightInfo;

/// Log target of the pallet.
pub const LOG_TARGET: &str = "vesting";

// The macros' own code uses `expect`; the calls here only pass on to functions in the other files. How many
// arguments a call has is the interface's business.
#[frame_support::pallet]
#[allow(clippy::expect_used, clippy::too_many_arguments)]
pub mod pallet {
	use crate::{GenesisPool, Pool, WeightInfo};
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use promptale_primitives::{
		vesting::{PoolOverview, Schedule, UnlockPoint, VestingOverview},
		Balance, BlockNumber,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// # Requirements
	///
	/// Whoever holds funds under [`Config::StakeReason`] calls this pallet as
	/// [`VestingFunds`](promptale_primitives::vesting::VestingFunds). In the runtime, the pallet comes after
	/// `pallet-balances`, whose genesis it builds on.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The currency that vests.
		type Currency: fungible::Inspect<Self::AccountId, Balance = Balance>
			+ fungible::Mutate<Self::AccountId>
			+ fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// Who grants, from whatever account it names.
		type GrantOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Under which reason stake is held, which may consist of vesting funds.
		type StakeReason: Get<Self::RuntimeHoldReason>;

		/// Least that is granted.
		#[pallet::constant]
		type MinGrant: Get<Balance>;

		/// Most schedules of an account.
		#[pallet::constant]
		type MaxSchedules: Get<u32>;

		/// Blocks in a month, which genesis pools are stated in.
		#[pallet::constant]
		type Month: Get<BlockNumber>;
	}

	/// Why the pallet holds funds on an account.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Not claimed yet, most of it not vested yet.
		Vesting,
	}

	/// Schedules of an account, until their last unit has left them.
	#[pallet::storage]
	pub type Schedules<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, BoundedVec<Schedule, T::MaxSchedules>, ValueQuery>;

	/// The parts of the supply at genesis. Never changes.
	#[pallet::storage]
	pub type Pools<T: Config> = StorageValue<_, BoundedVec<Pool<T::AccountId>, ConstU32<32>>, ValueQuery>;

	/// What the supply is divided into. Empty for a chain without pools.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The pools, whose parts sum to all that is issued.
		pub pools: Vec<GenesisPool<T::AccountId>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let built = Pallet::<T>::build_pools(&self.pools);
			assert!(built.is_ok(), "the pools of $TALE: {built:?}");
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A schedule began on an account.
		Granted {
			/// Where the funds came from.
			source: T::AccountId,
			/// Whose they are.
			beneficiary: T::AccountId,
			/// How they vest.
			schedule: Schedule,
		},
		/// What had vested was released.
		Claimed {
			/// To whom.
			account: T::AccountId,
			/// How much; what backs stake stays held as stake.
			amount: Balance,
		},
		/// Two schedules became one.
		Merged {
			/// Of whom.
			account: T::AccountId,
			/// What they became.
			schedule: Schedule,
		},
		/// A schedule went to another account.
		GrantTransferred {
			/// Who had it.
			from: T::AccountId,
			/// Who has it.
			to: T::AccountId,
			/// What it is.
			schedule: Schedule,
		},
		/// Vesting funds were lost because stake that consisted of them was slashed.
		Forfeited {
			/// By whom.
			account: T::AccountId,
			/// How much.
			amount: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account has no schedule at this position; the view function `account` lists them.
		NoSuchSchedule,
		/// Nothing more has vested; the view function `account` says when more does.
		NothingToClaim,
		/// A schedule cannot be merged with itself; name two.
		SameSchedule,
		/// The grant did not say that this schedule may be handed on.
		NotTransferable,
		/// A schedule cannot be handed on to the account that has it.
		ToSelf,
		/// The account has as many schedules as it may; it can merge two.
		TooManySchedules,
		/// Start, cliff and end must come in this order, the end after the start.
		InvalidSchedule,
		/// The end of the schedule has passed: pay the funds out instead.
		AlreadyOver,
		/// Less than the least grant.
		GrantTooSmall,
		/// The account that is to have the schedule does not exist; send it the existential deposit first.
		NoAccount,
		/// The funds of this schedule are staked or voted with; unbond or unlock them first, or have as much to spend.
		FundsBound,
		/// The account to grant from cannot spend as much and keep its existential deposit.
		SourceTooPoor,
		/// A sum is too large to be stored.
		Overflow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "std")]
		fn integrity_test() {
			assert!(T::MinGrant::get() > 0, "a grant of nothing would be possible");
			assert!(T::MaxSchedules::get() > 0, "nothing could be granted");
			assert!(T::Month::get() > 0, "a month takes time");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Releases all that has vested of the caller's schedules.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::claim())]
		pub fn claim(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim(who)
		}

		/// Releases all that has vested of another account's schedules, to that account.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::claim())]
		pub fn claim_for(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim(account)
		}

		/// Makes one schedule of two of the caller's, in place of the first. What has vested of the two is released before:
		/// the merged one has the latest start, cliff and end, and may have to catch up before it releases more.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::merge())]
		pub fn merge(origin: OriginFor<T>, first: u32, second: u32) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_merge(who, first, second)
		}

		/// Hands a whole schedule, with all that remains of it, on to another account that exists, where its grant allows
		/// that.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::transfer_grant())]
		pub fn transfer_grant(origin: OriginFor<T>, schedule: u32, to: T::AccountId) -> DispatchResult {
			let from = ensure_signed(origin)?;
			Self::do_transfer_grant(from, schedule, to)
		}

		/// Grants `total` of what `source` can spend to `beneficiary`. By [`Config::GrantOrigin`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::grant())]
		pub fn grant(
			origin: OriginFor<T>,
			source: T::AccountId,
			beneficiary: T::AccountId,
			start: BlockNumber,
			cliff: BlockNumber,
			end: BlockNumber,
			#[pallet::compact] total: Balance,
			transferable: bool,
		) -> DispatchResult {
			T::GrantOrigin::ensure_origin(origin)?;
			Self::do_grant(source, beneficiary, Schedule { start, cliff, end, total, claimed: 0, transferable })
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// An account's schedules, what it can claim now and when it can claim more.
		pub fn account(account: T::AccountId) -> VestingOverview {
			Self::account_overview(&account)
		}

		/// The pools that the supply was divided into at genesis.
		pub fn pools() -> Vec<PoolOverview<T::AccountId>> {
			Self::pools_overview()
		}

		/// What is liquid or vested of each pool at blocks 0, `step`, 2 * `step` and so on, up to the block from which all
		/// of it is; at most 1,000 points. Nothing for a step of 0.
		pub fn unlock_curve(step: BlockNumber) -> Vec<UnlockPoint> {
			Self::curve(step)
		}
	}
}
