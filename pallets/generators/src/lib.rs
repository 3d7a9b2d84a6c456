//! # Generators pallet
//!
//! Sells licences to generate, knows the devices that work for their holders, and rewards validated work, liveness and
//! proven hashpower.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the configuration, calls, storage, events, errors and view functions.
//!
//! ## Terminology
//!
//! * **Licence**: an item of a collection that this pallet's account owns. It moves only by [`Pallet::transfer_licence`].
//! * **Identity**, **holder**: the owner of at least one licence. Whatever its devices do counts as its doing.
//! * **Device**: an sr25519 key that works for one identity. An identity *delegates* licences to its devices.
//! * **Session**: the time in which a device has to send one *heartbeat*.
//! * **Epoch**: a number of sessions, with one *compute challenge* for each device.
//! * **Pool**, **share**: rewards are divided among three pools, and within each by weight among its shares.
//! * **Authorized call**: an unsigned, fee-free call that the runtime accepts because its content says why it is valid:
//!   signed inside by a device's key or by a validator's session key.
//!
//! ## Overview
//!
//! ### Sale
//!
//! Licences are sold in the order of [`Config::Tiers`], at reference dollars times a rate that only governance changes, to
//! nobody, to accounts with an allowance, or to everybody ([`SalePhase`](promptale_primitives::generator::SalePhase)). A
//! purchase across tiers pays each licence at its own tier's price, and never more than the buyer's `max_total`. From the
//! payment a referrer gets [`Config::ReferralRate`], the rows of the licences their deposits; the rest goes to
//! [`Config::Proceeds`].
//!
//! ### Time
//!
//! Sessions and epochs follow each other from block 0 on, as long as [`GenesisTiming`] says, or [`Config::Timing`] where genesis
//! said nothing.
//!
//! ### Devices
//!
//! An identity registers a device with the device's own signature, so nobody can register a key that is not theirs. The
//! device counts some blocks later ([`Timing`](promptale_primitives::generator::Timing)), and while it sends heartbeats. After
//! [`Config::MissedSessions`] whole sessions without one it is suspended: it may not contribute and earns nothing, until it is
//! resumed. The devices of an identity that gives its last licence away are suspended too.
//! [`Contributors`](promptale_primitives::identity::Contributors) is implemented by [`Pallet`], for Proof of Validation.
//!
//! ### Compute challenge
//!
//! See `challenge.rs` for its steps, `offchain.rs` for how validators vote, and `promptale_primitives::challenge` for what it
//! proves. A passed challenge sets the
//! device's hashpower until the end of the next epoch; a failed one takes it away; who does not take part loses it when it
//! ends.
//!
//! ### Rewards
//!
//! See `rewards.rs`. What arrives ([`OnUnbalanced`](frame_support::traits::OnUnbalanced), [`Pallet::fund_rewards`]) is
//! divided by [`Config::RewardWeights`] among the pools, in each of them at once among the shares that count at that
//! moment: validated work of the last two epochs ([`Config::ValidatedWork`], see `work.rs`), a unit for each licence
//! delegated to a device that sends heartbeats, units of hashpower. A pool without shares keeps its part until there is one.
//!
//! ### Money
//!
//! Rewards lie on one account, [`Pallet::account_id`], which keeps one existential deposit above all it owes and pays out
//! only in ways that keep it alive. What else lands there is divided with the next payment.
//!
//! ### Invariants
//!
//! Checked by `try_state`, and after every test:
//!
//! 1. As many licences exist as are sold, never more than the tiers have; every holder's count is that of its items.
//! 2. No call of `Nfts` can move a licence.
//! 3. A delegated licence's device exists and works for the licence's owner; devices count their delegations.
//! 4. Every device is on its identity's list; what is held on an identity is at least its devices' deposits.
//! 5. The pallet's account holds at least the existential deposit (once funded) plus what it owes; it owes what the pools
//!    hold and what is credited and not claimed.
//! 6. To the last part of a unit, a pool holds what its shares have earned and are not credited, what waits for the next
//!    payment, and what rounding left over.
//! 7. A pool's total is the weight of its shares that have not ended; expiries sum up their shares.
//! 8. A device's liveness share weighs its delegations; a device without any has no share; a banned identity has none.
//! 9. Only what is open has voters; no challenge is of a later epoch; what is open or judged shows its leaves.
//! 10. Nobody has seen more of an identity's work than it ever did, or in a later epoch; no holder's row is empty.
//!
//! ### Example
//!
//! ```ignore
//! Generators::buy_licences(RuntimeOrigin::signed(holder), 2, quote.total, None)?;
//! Generators::register_device(RuntimeOrigin::signed(holder), device, encryption_key, endpoint, proof)?;
//! Generators::delegate(RuntimeOrigin::signed(holder), 0, device)?;
//! // From here on, the device sends heartbeats and answers challenges.
//! Generators::claim(RuntimeOrigin::signed(holder))?;
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
mod challenge;
mod devices;
mod heartbeat;
mod licences;
#[cfg(test)]
mod mock;
mod offchain;
mod payout;
pub mod rewards;
mod sale;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
pub mod types;
pub mod weights;
mod work;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

/// Log target of this pallet.
pub const LOG_TARGET: &str = "generators";

// The macros' own code uses `expect`; the calls here only pass on to functions in the other files. How many
// arguments a call has is the interface's business.
#[frame_support::pallet]
#[allow(clippy::expect_used, clippy::too_many_arguments, clippy::type_complexity)]
pub mod pallet {
	use crate::{types::*, WeightInfo};
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{
			fungible,
			tokens::nonfungibles_v2::{Create, Inspect, InspectEnumerable, Mutate, Transfer},
			OnUnbalanced, Randomness,
		},
		PalletId,
	};
	use frame_system::{ensure_authorized, offchain::CreateAuthorizedTransaction, pallet_prelude::*};
	use promptale_primitives::{
		challenge::{Class, Epoch, Openings},
		generator::{
			ChallengeOverview, DeviceOverview, EpochOverview, LicenceId, LicenceOverview, Quote, SaleOverview,
			SalePhase, Tier, Timing,
		},
		reward::{EarningsOverview, ValidatedWork},
		validator::ValidatorSet,
		Balance, Blake3, BlockNumber,
	};
	use sp_core::sr25519;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// # Requirements
	///
	/// `frame_system::AuthorizeCall` must be among the runtime's transaction extensions. An account of a device must be its
	/// sr25519 key.
	#[pallet::config]
	pub trait Config: frame_system::Config + CreateAuthorizedTransaction<Call<Self>> {
		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The currency of prices, deposits and rewards.
		type Currency: fungible::Inspect<Self::AccountId, Balance = Balance>
			+ fungible::Mutate<Self::AccountId>
			+ fungible::Balanced<Self::AccountId>
			+ fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// Number of a collection of `Nfts`.
		type CollectionId: Parameter + MaxEncodedLen;

		/// Settings of the licences' collection; the default ones must let only the collection's team issue items.
		type CollectionConfig: Default;

		/// Settings of a licence.
		type ItemConfig: Default;

		/// Keeps licences as items. While an item's transfer is disabled, none of its calls may move, trade or burn it.
		type Nfts: Inspect<Self::AccountId, ItemId = LicenceId, CollectionId = Self::CollectionId>
			+ InspectEnumerable<Self::AccountId>
			+ Create<Self::AccountId, Self::CollectionConfig>
			+ Mutate<Self::AccountId, Self::ItemConfig>
			+ Transfer<Self::AccountId>;

		/// Public randomness. What it answers at the end of a block must have been unknown to everybody before
		/// that block was built; a parachain takes its relay chain's.
		type Randomness: Randomness<Self::Hash, BlockNumberFor<Self>>;

		/// Validators, whose stake judges challenges.
		type Validators: ValidatorSet<Self::AccountId>;

		/// Knows what identities' validated work earned; `()` where nobody works.
		type ValidatedWork: ValidatedWork<Self::AccountId>;

		/// May open and close the sale, set the rate and allowances, and ban identities.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Receives what a sale brings, less referral and deposits, as one credit for each purchase.
		type Proceeds: OnUnbalanced<CreditOf<Self>>;

		/// Receives rewards that the pallet's account cannot take: less than the existential deposit while it has none.
		/// Must not pass them back.
		type Unpayable: OnUnbalanced<CreditOf<Self>>;

		/// Weights of calls and hooks.
		type WeightInfo: WeightInfo;

		/// Derives the account that rewards lie on, and that owns the licences' collection.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// What is sold at which price, in order. Never change tiers that are sold out.
		#[pallet::constant]
		type Tiers: Get<[Tier; TIERS]>;

		/// Part of a payment that its referrer gets, in millionths.
		#[pallet::constant]
		type ReferralRate: Get<u32>;

		/// Most licences in one purchase.
		#[pallet::constant]
		type MaxPerPurchase: Get<u32>;

		/// What `Nfts` reserves on the owner of a new collection.
		#[pallet::constant]
		type CollectionDeposit: Get<Balance>;

		/// What `Nfts` reserves on the collection's owner for a new item.
		#[pallet::constant]
		type LicenceDeposit: Get<Balance>;

		/// Held on the identity for each of its devices.
		#[pallet::constant]
		type DeviceDeposit: Get<Balance>;

		/// Most devices of one identity.
		#[pallet::constant]
		type MaxDevices: Get<u32>;

		/// Longest encoded endpoint address, in bytes.
		#[pallet::constant]
		type MaxEndpointLength: Get<u32>;

		/// How long sessions, epochs and their steps are where genesis says nothing else. Changing it needs a migration. A
		/// device's activation should take at least as long as Proof of Validation takes commitments, so that a licence handed
		/// on does not contribute twice in a round.
		type Timing: Get<Timing>;

		/// Whole sessions without a heartbeat after which a device is suspended.
		#[pallet::constant]
		type MissedSessions: Get<Session>;

		/// Most validators that vote on one challenge before it is judged.
		#[pallet::constant]
		type MaxVoters: Get<u32>;

		/// How rewards are divided among the pools.
		type RewardWeights: Get<RewardWeights>;

		/// Blocks in a day of the history of earnings. Changing it needs a migration.
		#[pallet::constant]
		type DayLength: Get<BlockNumber>;

		/// Days with earnings that are kept for each identity.
		#[pallet::constant]
		type HistoryDays: Get<u32>;

		/// Priority of authorized calls in the transaction pool.
		#[pallet::constant]
		type UnsignedPriority: Get<TransactionPriority>;
	}

	/// Why the pallet holds funds on an account.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Deposit for a device's row, on its identity.
		DeviceDeposit,
	}

	/// Who may buy licences.
	#[pallet::storage]
	pub type Phase<T> = StorageValue<_, SalePhase, ValueQuery>;

	/// The smallest unit of $TALE for one reference dollar; 0 before it is set.
	#[pallet::storage]
	pub type Rate<T> = StorageValue<_, Balance, ValueQuery>;

	/// Licences that an account on the whitelist may still buy.
	#[pallet::storage]
	pub type Allowances<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

	/// Licences sold, which is the number of the next one.
	#[pallet::storage]
	pub type Sold<T> = StorageValue<_, LicenceId, ValueQuery>;

	/// The licences' collection, once the first is sold.
	#[pallet::storage]
	pub type Collection<T: Config> = StorageValue<_, T::CollectionId>;

	/// Licence holders, and who was one.
	#[pallet::storage]
	pub type Holders<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Holder<T>>;

	/// The device that a licence is delegated to.
	#[pallet::storage]
	pub type Delegations<T: Config> = StorageMap<_, Twox64Concat, LicenceId, T::AccountId>;

	/// Devices.
	#[pallet::storage]
	pub type Devices<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Device<T>>;

	/// Pools of rewards.
	#[pallet::storage]
	pub type Pools<T> = StorageMap<_, Twox64Concat, Pool, PoolState, ValueQuery>;

	/// Shares of identities and devices.
	#[pallet::storage]
	pub type Shares<T: Config> = StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, Slot, Share>;

	/// Shares that end with the same session, until the last of them is settled.
	#[pallet::storage]
	pub type Expiries<T> = StorageDoubleMap<_, Twox64Concat, Pool, Twox64Concat, Session, Expiry, ValueQuery>;

	/// The session up to which shares have ended.
	#[pallet::storage]
	pub type Rolled<T> = StorageValue<_, Session, ValueQuery>;

	/// What the pallet's account owes: held by pools, or credited and not claimed.
	#[pallet::storage]
	pub type Debts<T> = StorageValue<_, Balance, ValueQuery>;

	/// What identities earned.
	#[pallet::storage]
	pub type Earned<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Earnings<T>, ValueQuery>;

	/// The randomness of the running epoch's challenges.
	#[pallet::storage]
	pub type Beacons<T> = StorageValue<_, EpochBeacons, ValueQuery>;

	/// Devices' latest challenges.
	#[pallet::storage]
	pub type Challenges<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Challenge>;

	/// Who voted on a device's open challenge.
	#[pallet::storage]
	pub type Voters<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, BoundedVec<T::AccountId, T::MaxVoters>, ValueQuery>;

	/// How long sessions, epochs and their steps are on this chain, where genesis said so. Every block reads it.
	#[pallet::storage]
	#[pallet::whitelist_storage]
	pub type GenesisTiming<T> = StorageValue<_, Timing>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Who may buy licences from the start.
		pub phase: SalePhase,
		/// The smallest unit of $TALE for one reference dollar; 0 for none.
		pub rate: Balance,
		/// How long sessions, epochs and their steps are; `None` for [`Config::Timing`].
		pub timing: Option<Timing>,
		#[serde(skip)]
		#[allow(missing_docs)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Phase::<T>::put(self.phase);
			Rate::<T>::put(self.rate);
			if let Some(timing) = self.timing {
				assert_eq!(timing.validate(), Ok(()), "the timing of generators cannot be used");
				GenesisTiming::<T>::put(timing);
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Others may buy licences now.
		SalePhaseChanged { phase: SalePhase },
		/// A reference dollar costs this much of the smallest unit now.
		RateChanged { rate: Balance },
		/// An account may buy this many licences while there is a whitelist.
		AllowanceChanged { account: T::AccountId, licences: u32 },
		/// The licences from `first` on were sold for `total`, of which `referral` went to the referrer.
		LicencesSold {
			buyer: T::AccountId,
			first: LicenceId,
			count: u32,
			total: Balance,
			referrer: Option<T::AccountId>,
			referral: Balance,
		},
		/// A licence changed hands.
		LicenceTransferred { licence: LicenceId, from: T::AccountId, to: T::AccountId },
		/// A licence was delegated.
		LicenceDelegated { licence: LicenceId, device: T::AccountId },
		/// A licence is no longer delegated.
		LicenceUndelegated { licence: LicenceId, device: T::AccountId },
		/// A device was registered.
		DeviceRegistered { device: T::AccountId, identity: T::AccountId, active_from: BlockNumber },
		/// A device's encryption key or address changed.
		DeviceUpdated { device: T::AccountId },
		/// A device was removed.
		DeviceRemoved { device: T::AccountId, identity: T::AccountId },
		/// A suspended device was resumed.
		DeviceResumed { device: T::AccountId, active_from: BlockNumber },
		/// A device is there.
		HeartbeatReceived { device: T::AccountId, session: Session },
		/// An identity was banned, or the ban was lifted.
		BanChanged { identity: T::AccountId, banned: bool },
		/// A beacon of an epoch's challenges is known.
		BeaconStored { epoch: Epoch, which: u8, beacon: Blake3 },
		/// A device committed to a challenge's product.
		ChallengeCommitted { device: T::AccountId, epoch: Epoch, class: Class, root: Blake3 },
		/// A device opened a challenge's rows.
		ChallengeOpened { device: T::AccountId, epoch: Epoch },
		/// A validator found the opened rows right, or one of them wrong.
		ChallengeVoted { device: T::AccountId, epoch: Epoch, validator: T::AccountId, vote: bool },
		/// Two thirds of the stake agree on a challenge, which proved so much hashpower.
		ChallengeJudged { device: T::AccountId, epoch: Epoch, passed: bool, hashpower: u64 },
		/// Rewards arrived.
		RewardsFunded { work: Balance, liveness: Balance, hashpower: Balance },
		/// Rewards arrived that could not be divided; the next ones will take them along.
		RewardsWait { amount: Balance },
		/// Validated work counts as an epoch's, until the end of the next one.
		WorkCounted { identity: T::AccountId, work: Balance, epoch: Epoch },
		/// Validated work does not count.
		WorkNotCounted { identity: T::AccountId, work: Balance, error: DispatchError },
		/// Rewards were paid out.
		RewardsClaimed { identity: T::AccountId, amount: Balance },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The amount or number is zero. Give a positive one.
		ZeroAmount,
		/// Nobody can buy licences now. Look up the phase with the view function `sale`.
		SaleClosed,
		/// The account's allowance on the whitelist is smaller. Buy fewer, or wait for the public phase.
		AboveAllowance,
		/// More licences than one purchase may have. Buy several times.
		TooManyAtOnce,
		/// Fewer licences are left. See the view function `sale`.
		SoldOut,
		/// Governance has not set what a reference dollar costs. Wait for it.
		NoRate,
		/// The licences cost more than `max_total`: the rate or the tier changed. Look the price up with `quote`.
		PriceAboveMaximum,
		/// The price does not cover the deposits for the licences' rows. The rate is too low; governance has to change it.
		PriceBelowDeposits,
		/// Nobody refers themselves. Leave the referrer out.
		SelfReferral,
		/// The referrer's account does not exist and its part is below the existential deposit. It has to receive
		/// something first.
		ReferrerCannotReceive,
		/// There is no such licence. Look up an account's with the view function `licences`.
		UnknownLicence,
		/// Only the licence's owner may do this. Sign with its account.
		NotOwner,
		/// The licence is the receiver's already. Nothing needs to be done.
		TransferToSelf,
		/// The licence is delegated, or the device has licences delegated to it. Use `undelegate` first.
		StillDelegated,
		/// The licence is not delegated, or no licence is delegated to the device. Use `delegate` first.
		NotDelegated,
		/// The device is not known. Its identity registers it with `register_device`.
		UnknownDevice,
		/// The device works for another identity. A device serves one identity: use another key.
		DeviceTaken,
		/// The device's signature has expired. Have the device sign a new one.
		ProofExpired,
		/// The device did not sign this. Sign `registration_payload` with the device's sr25519 key.
		BadProof,
		/// The account has no licence. Buy one with `buy_licences`.
		NoLicence,
		/// The identity has as many devices as the chain takes. Remove one first.
		TooManyDevices,
		/// Governance banned the identity. It can lift the ban.
		Banned,
		/// The identity is banned already, or not banned.
		NothingChanges,
		/// The heartbeat is of another session. Sign for the running one.
		WrongSession,
		/// The device sent its heartbeat in this session. Wait for the next one.
		AlreadyBeaten,
		/// The device does not count yet. See `device_status` for the block from which it does.
		NotActiveYet,
		/// The device missed too many heartbeats. Use `resume_device`.
		Suspended,
		/// The device is not suspended. Nothing needs to be done.
		NotSuspended,
		/// The challenge is of another epoch, made from another seed. Compute the running epoch's.
		WrongEpoch,
		/// The beacon is not known yet. Try again in the next block.
		BeaconUnknown,
		/// The window for this step of the challenge is over: the answer is too late. Take part in the next epoch.
		TooLate,
		/// The device has committed in this epoch already. Open what it committed to.
		AlreadyCommitted,
		/// The device has not committed in this epoch. Take part in the next one.
		NotCommitted,
		/// The challenge is opened already. Nothing needs to be done.
		AlreadyOpened,
		/// There is not one opening for each row, or a path does not lead to the root. Open the rows that `challenge` names.
		OpeningMismatch,
		/// The device has not opened its challenge. Wait for it.
		NotOpened,
		/// The challenge is judged already. Nothing needs to be done.
		AlreadyJudged,
		/// The account had no stake when the challenge's rows were picked. Only validators vote.
		NoStake,
		/// The validator has voted on this challenge already.
		AlreadyVoted,
		/// As many validators have voted without agreeing as the chain takes.
		TooManyVoters,
		/// No reward is waiting for this account, and there is no new work to count.
		NothingToClaim,
		/// The work may be from before the last epoch: neither a heartbeat nor a claim took it in until now. Keep a device
		/// active.
		WorkTooOld,
		/// The pallet's account holds less than the reward. Nothing is lost: claim again once it is funded.
		PotShort,
		/// All amounts that fit a balance are used up. This cannot happen in practice.
		Overflow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			let now = Self::now();
			let session = Self::session_at(now);
			// Benchmarks do not count what every block reads.
			let mut used = T::WeightInfo::idle().saturating_add(T::DbWeight::get().reads(1));
			if session > Rolled::<T>::get() {
				let sessions = Self::roll(session);
				used = used.saturating_add(T::WeightInfo::begin_session().saturating_mul(u64::from(sessions)));
			}
			// The work is done in `on_finalize`, which cannot account for its own weight.
			if Self::beacon_due(now).is_some() {
				used = used.saturating_add(T::WeightInfo::store_beacon());
			}
			used
		}

		fn on_finalize(_: BlockNumberFor<T>) {
			Self::store_beacon(Self::now());
		}

		fn offchain_worker(_: BlockNumberFor<T>) {
			Self::run_offchain(Self::now());
		}

		#[cfg(feature = "std")]
		fn integrity_test() {
			assert_eq!(T::Timing::get().validate(), Ok(()));
			assert!(T::DayLength::get() > 0, "a day needs a block");
			assert!(T::HistoryDays::get() > 0, "the current day must be kept");
			assert!(T::ReferralRate::get() <= promptale_primitives::MILLION, "a rate is in millionths");
			assert!(T::MaxPerPurchase::get() > 0 && T::MaxDevices::get() > 0 && T::MaxVoters::get() > 0);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Says who may buy licences from now on. By governance.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::set_sale_phase())]
		pub fn set_sale_phase(origin: OriginFor<T>, phase: SalePhase) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_sale_phase(phase)
		}

		/// Sets what a reference dollar costs, in the smallest unit. By governance.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_rate())]
		pub fn set_rate(origin: OriginFor<T>, #[pallet::compact] rate: Balance) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_rate(rate)
		}

		/// Lets `account` buy `licences` while there is a whitelist; 0 takes it off. By governance.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::set_allowance())]
		pub fn set_allowance(origin: OriginFor<T>, account: T::AccountId, licences: u32) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_allowance(account, licences)
		}

		/// Buys `count` licences for at most `max_total`, or none. Part of the same payment goes to `referrer`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::buy_licences(*count))]
		pub fn buy_licences(
			origin: OriginFor<T>,
			count: u32,
			#[pallet::compact] max_total: Balance,
			referrer: Option<T::AccountId>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_buy_licences(who, count, max_total, referrer)
		}

		/// Gives a licence that is not delegated to `to`. What the caller earned until now stays the caller's. With the last
		/// licence gone, the caller's devices are suspended.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::transfer_licence(T::MaxDevices::get()))]
		pub fn transfer_licence(origin: OriginFor<T>, licence: LicenceId, to: T::AccountId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_transfer_licence(who, licence, to)
		}

		/// Registers a device of the calling identity, with the device's own signature. Holds [`Config::DeviceDeposit`]. It
		/// counts after [`Timing::activation_delay`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::register_device())]
		pub fn register_device(
			origin: OriginFor<T>,
			device: T::AccountId,
			encryption_key: [u8; 32],
			endpoint: EndpointOf<T>,
			proof: DeviceProof,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_register_device(who, device, encryption_key, endpoint, proof)
		}

		/// Changes a device's encryption key and address. Signed by its identity, or by the device itself.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::update_device())]
		pub fn update_device(
			origin: OriginFor<T>,
			device: T::AccountId,
			encryption_key: [u8; 32],
			endpoint: EndpointOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_update_device(who, device, encryption_key, endpoint)
		}

		/// Removes a device without delegated licences and releases its deposit. Signed by its identity, or by the device
		/// itself.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::remove_device())]
		pub fn remove_device(origin: OriginFor<T>, device: T::AccountId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_remove_device(who, device)
		}

		/// Delegates one of the caller's licences to one of its devices.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::delegate())]
		pub fn delegate(origin: OriginFor<T>, licence: LicenceId, device: T::AccountId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_delegate(who, licence, device)
		}

		/// Takes a licence's delegation back. Signed by its owner, or by the device.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::undelegate())]
		pub fn undelegate(origin: OriginFor<T>, licence: LicenceId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_undelegate(who, licence)
		}

		/// A device's sign of life in the running session, once in each. Authorized by the device's key.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::heartbeat())]
		#[pallet::authorize(Self::authorize_heartbeat)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_heartbeat())]
		pub fn heartbeat(
			origin: OriginFor<T>,
			device: T::AccountId,
			session: Session,
			// Verified by `authorize_heartbeat`.
			_signature: sr25519::Signature,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_heartbeat(device, session)
		}

		/// Ends a device's suspension, [`Timing::activation_delay`] blocks from now. Signed by its identity, or by the device
		/// itself.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::resume_device())]
		pub fn resume_device(origin: OriginFor<T>, device: T::AccountId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_resume_device(who, device)
		}

		/// Keeps an identity from contributing and earning, or no longer does. What it earned before stays its own. By
		/// governance.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::set_banned(T::MaxDevices::get()))]
		pub fn set_banned(origin: OriginFor<T>, identity: T::AccountId, banned: bool) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_banned(identity, banned)
		}

		/// Pays rewards in.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::fund_rewards())]
		pub fn fund_rewards(origin: OriginFor<T>, #[pallet::compact] amount: Balance) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_fund_rewards(who, amount)
		}

		/// Pays out all that the caller and its devices earned, suspended or not, and has the caller's new work counted.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::claim(T::MaxDevices::get()))]
		pub fn claim(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim(who)
		}

		/// Commits the calling device to the rows of its challenge's product, in the epoch's first [`Timing::commit`]
		/// blocks.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::commit_challenge())]
		pub fn commit_challenge(origin: OriginFor<T>, epoch: Epoch, class: Class, root: Blake3) -> DispatchResult {
			let device = ensure_signed(origin)?;
			Self::do_commit_challenge(device, epoch, class, root)
		}

		/// Opens the rows that the second beacon picked, in the [`Timing::open`] blocks after it.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::open_challenge())]
		pub fn open_challenge(origin: OriginFor<T>, epoch: Epoch, openings: Openings) -> DispatchResult {
			let device = ensure_signed(origin)?;
			Self::do_open_challenge(device, epoch, openings)
		}

		/// A validator's word on the opened rows of a device: all right, or one wrong. Authorized by its session key.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::vote_challenge())]
		#[pallet::authorize(Self::authorize_vote_challenge)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_vote_challenge())]
		pub fn vote_challenge(
			origin: OriginFor<T>,
			validator: T::AccountId,
			device: T::AccountId,
			epoch: Epoch,
			right: bool,
			// Verified by `authorize_vote_challenge`.
			_signature: sr25519::Signature,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_vote_challenge(validator, device, epoch, right)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What is for sale, at which rate, to whom.
		pub fn sale() -> SaleOverview {
			Self::sale_overview()
		}

		/// What the next `count` licences cost; `None` where there are not so many, or no rate is set.
		pub fn quote(count: u32) -> Option<Quote> {
			Self::quote_for(count).ok()
		}

		/// An account's licences, in order of their numbers.
		pub fn licences(account: T::AccountId) -> Vec<LicenceOverview<T::AccountId>> {
			Self::licences_of(account)
		}

		/// The devices of an identity, in order of registration.
		pub fn devices(identity: T::AccountId) -> Vec<T::AccountId> {
			Holders::<T>::get(identity).map(|holder| holder.devices.into_inner()).unwrap_or_default()
		}

		/// How long sessions, epochs and their steps are on this chain.
		pub fn timing() -> Timing {
			GenesisTiming::<T>::get().unwrap_or_else(T::Timing::get)
		}

		/// A device at a glance.
		pub fn device_status(device: T::AccountId) -> Option<DeviceOverview<T::AccountId>> {
			Self::device_overview(device)
		}

		/// What `claim` would pay to an account, in the smallest unit.
		pub fn pending_rewards(account: T::AccountId) -> Balance {
			Self::pending_of(&account)
		}

		/// What an account earned in all, and on its last days.
		pub fn earnings(account: T::AccountId) -> EarningsOverview {
			Self::earnings_overview(account)
		}

		/// The running epoch's beacons and windows.
		pub fn challenge_epoch() -> EpochOverview {
			Self::epoch_overview()
		}

		/// A device's latest challenge.
		pub fn challenge(device: T::AccountId) -> Option<ChallengeOverview<T::AccountId>> {
			let challenge = Challenges::<T>::get(&device)?;
			Some(Self::challenge_overview(device, challenge))
		}

		/// Challenges that wait for validators' votes.
		pub fn challenges_to_judge() -> Vec<ChallengeOverview<T::AccountId>> {
			Self::opened_challenges()
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The account that rewards lie on, and that owns the licences' collection.
	pub fn account_id() -> T::AccountId {
		use frame_support::traits::Get;
		use sp_runtime::traits::AccountIdConversion;
		T::PalletId::get().into_account_truncating()
	}
}
