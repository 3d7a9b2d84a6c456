//! # Launchpad pallet
//!
//! Raising $TALE for registered content: backers get shares, the creator gets the money milestone by milestone.
//!
//! ## Pallet API
//!
//! * Calls, views, events, errors: module [`pallet`]; stages, parts and what views answer: [`promptale_primitives::raise`].
//! * Shares come from a `fungibles` with holds (`pallet-shares`); fees go to a
//!   [`ContentFees`](promptale_primitives::settlement::ContentFees).
//!
//! ## Terminology
//!
//! * **Raise**: an offer of shares of one content; a content has one at a time.
//! * **Backer**: who contributed.
//! * **Milestone**: a part of the money that is released when backers approve.
//! * **Ballot**: a vote of backers on the next milestone, weighted by contributions.
//! * **Stage**: what a raise is at a block. A pure function of its terms and what happened
//!   ([`RaiseTerms::stage`](promptale_primitives::raise::RaiseTerms::stage)): nobody closes a phase, so nobody can fail to.
//!
//! ## Overview
//!
//! The content's creator opens a raise ([`Pallet::open_raise`]): shares on offer, caps, phases, milestones. None of that ever
//! changes, the chain's fee included. Backers contribute ([`Pallet::contribute`]), in the whitelist phase with a proof, and
//! may withdraw all of it while the raise is open. It has succeeded as soon as the hard cap is reached, or at its close when the soft
//! cap is.
//!
//! ### Milestones
//!
//! One after the other. The creator asks ([`Pallet::request_milestone`]), backers vote, once each ([`Pallet::vote_milestone`]).
//! More than half of all contributions must be in favour; silence is against. Then anybody releases the money
//! ([`Pallet::release_milestone`]). After a rejection the creator asks again until the milestone is due; then the raise fails.
//!
//! ### Who gets what
//!
//! Each released milestone unlocks its part of the shares, which backers claim by contribution. If the raise fails, what was not
//! released is the backers', and shares that were not unlocked are the creator's. So shares and money always change hands in the
//! same proportion: rejecting milestones cannot get anybody shares for nothing.
//!
//! Anybody may make a claim for a backer, to that backer's account. So whoever wants a raise closed ([`Pallet::close_raise`]) can
//! pay everybody out, one row a call, and never waits for anybody. What rounding left is the creator's then.
//!
//! ### What is bound
//!
//! Contributions are on hold on the raise's own account. Shares on offer are on hold on the creator's account and earn
//! for the creator until they are claimed. The creator's bond goes to the chain if governance takes the raise down
//! ([`Pallet::take_down`]). A backer's deposit includes the bond for a row of shares ([`Config::RowBond`]), so the last claim
//! cannot fail for want of it.
//!
//! ### Invariants
//!
//! Checked by `try_state`, and after every test:
//!
//! 1. A content's raise is found by it, and there is no other.
//! 2. A raise counts its backers; contributions sum to its total, and once rows may go to no more.
//! 3. On hold on a raise's account is exactly what was neither released nor given back, and no less than what is owed.
//! 4. On hold on a creator's account is exactly what is offered, neither claimed nor returned, and no less than what is owed.
//! 5. On hold as deposits and bonds is for each account exactly what its rows say.
//! 6. A ballot's votes are the contributions of those who voted in it.
//! 7. Milestones are released in order, and no more than there are; only a success has any, or a ballot.
//!
//! ### Example
//!
//! ```ignore
//! Launchpad::open_raise(RuntimeOrigin::signed(painter), content, terms)?;
//! Launchpad::contribute(RuntimeOrigin::signed(fan), 0, 100 * TALE, None)?;
//! // After the close:
//! Launchpad::request_milestone(RuntimeOrigin::signed(painter), 0, evidence)?;
//! Launchpad::vote_milestone(RuntimeOrigin::signed(fan), 0, 1, true)?;
//! Launchpad::release_milestone(RuntimeOrigin::signed(anybody), 0)?;
//! Launchpad::claim_shares(RuntimeOrigin::signed(fan), 0, fan)?;
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

mod backing;
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod milestones;
#[cfg(test)]
mod mock;
mod overview;
mod raises;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
pub mod types;
pub mod weights;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

// The macros' own code uses `expect`; the calls here only pass on to functions in the other files.
#[frame_support::pallet]
#[allow(clippy::expect_used)]
pub mod pallet {
	use crate::{types::*, WeightInfo};
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungible, fungibles},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use promptale_primitives::{
		content::{ContentId, ContentRegister},
		raise::{BackingOverview, BallotNumber, RaiseId, RaiseLimits, RaiseOverview, RaiseTerms, WhitelistProof},
		settlement::ContentFees,
		Balance, Blake3, BlockNumber, MILLION,
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

		/// Shares, which stay their owner's while they are on hold.
		type Shares: fungibles::MutateHold<
			Self::AccountId,
			AssetId = ContentId,
			Balance = Balance,
			Reason = Self::RuntimeHoldReason,
		>;

		/// Names an asset that content earns in.
		type AssetKind;

		/// Knows who registered a content.
		type Content: ContentRegister<Self::AccountId, Self::AssetKind, CreditOf<Self>>;

		/// Splits the chain's part of released money, and forfeited bonds.
		type Fees: ContentFees<CreditOf<Self>>;

		/// The chain's part of released money in millionths, for raises that are opened now.
		type FeeRate: Get<u32>;

		/// Takes raises down.
		type TakedownOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Derives the raises' accounts.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Held from a creator for a raise's row, until it is closed.
		#[pallet::constant]
		type RaiseDeposit: Get<Balance>;

		/// Least bond of a creator.
		#[pallet::constant]
		type LeastBond: Get<Balance>;

		/// A creator's bond, in millionths of the hard cap.
		#[pallet::constant]
		type BondRate: Get<u32>;

		/// Held from a backer for a row, until nothing is in it any more.
		#[pallet::constant]
		type BackingDeposit: Get<Balance>;

		/// What an account without shares of a content pays for its row of them; held from a backer beside the deposit.
		#[pallet::constant]
		type RowBond: Get<Balance>;

		/// How long raises, deliveries and ballots may be.
		#[pallet::constant]
		type Limits: Get<RaiseLimits>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why the pallet holds $TALE, or shares, on an account.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Contributions, on a raise's account.
		Contributions,
		/// Shares on offer.
		Offer,
		/// Deposits and bonds of creators.
		Raise,
		/// Deposits of backers.
		Backing,
	}

	/// The number of the next raise.
	#[pallet::storage]
	pub type NextRaise<T> = StorageValue<_, RaiseId, ValueQuery>;

	/// Raises.
	#[pallet::storage]
	pub type Raises<T: Config> = StorageMap<_, Twox64Concat, RaiseId, Raise<T::AccountId>>;

	/// The raise of a content.
	#[pallet::storage]
	pub type RaiseOf<T> = StorageMap<_, Twox64Concat, ContentId, RaiseId>;

	/// What accounts have in raises.
	#[pallet::storage]
	pub type Backings<T: Config> = StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, RaiseId, Backing>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A raise was opened.
		RaiseOpened {
			/// Its number.
			raise: RaiseId,
			/// For what.
			content: ContentId,
			/// Who raises.
			creator: T::AccountId,
		},
		/// An account contributed.
		Contributed {
			/// To which raise.
			raise: RaiseId,
			/// Who.
			backer: T::AccountId,
			/// How much now.
			amount: Balance,
			/// Contributed to the raise in all.
			total: Balance,
		},
		/// An account took back all that it had contributed, while the raise was open.
		Withdrawn {
			/// From which raise.
			raise: RaiseId,
			/// Who.
			backer: T::AccountId,
			/// How much.
			amount: Balance,
			/// Contributed to the raise in all.
			total: Balance,
		},
		/// The creator ended a raise.
		RaiseCancelled {
			/// Which.
			raise: RaiseId,
		},
		/// Governance ended a raise.
		RaiseTakenDown {
			/// Which.
			raise: RaiseId,
			/// What the creator lost.
			forfeited: Balance,
		},
		/// The creator asked for the next milestone: a ballot runs.
		MilestoneRequested {
			/// Of which raise.
			raise: RaiseId,
			/// Which milestone, from 0.
			milestone: u32,
			/// The ballot's number.
			ballot: BallotNumber,
			/// BLAKE3 hash of what the creator shows.
			evidence: Blake3,
			/// First block in which votes are no longer taken.
			ends: BlockNumber,
		},
		/// A backer voted.
		Voted {
			/// In which raise.
			raise: RaiseId,
			/// In which ballot.
			ballot: BallotNumber,
			/// Who.
			backer: T::AccountId,
			/// Whether in favour.
			approve: bool,
			/// The vote's weight: the contribution.
			weight: Balance,
		},
		/// A milestone's money was paid to the creator, and its part of the shares unlocked.
		MilestoneReleased {
			/// Of which raise.
			raise: RaiseId,
			/// Which milestone, from 0.
			milestone: u32,
			/// What the creator got.
			paid: Balance,
			/// What the chain got.
			fee: Balance,
		},
		/// A backer got shares.
		SharesClaimed {
			/// Of which raise.
			raise: RaiseId,
			/// Who.
			backer: T::AccountId,
			/// How many.
			shares: Balance,
		},
		/// A backer got money back from a raise that failed.
		Refunded {
			/// From which raise.
			raise: RaiseId,
			/// Who.
			backer: T::AccountId,
			/// How much.
			amount: Balance,
		},
		/// Shares of a raise that failed went back to the creator.
		SharesReturned {
			/// Of which raise.
			raise: RaiseId,
			/// How many.
			shares: Balance,
		},
		/// A raise is gone. The creator got what rounding had left.
		RaiseClosed {
			/// Which.
			raise: RaiseId,
			/// Money that was left.
			money: Balance,
			/// Shares that were left.
			shares: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No content has this number.
		UnknownContent,
		/// Only the content's creator does this.
		NotCreator,
		/// The content has a raise. Close that one first.
		RaiseExists,
		/// An amount is zero. Give a positive one.
		ZeroAmount,
		/// The soft cap is less than a millionth of $TALE, or more than the hard cap.
		CapsUnfit,
		/// The least contribution is zero or more than the most, or the most is more than the hard cap.
		ContributionsUnfit,
		/// The raise would open in the past or close too late, or its phases do not follow each other. A whitelist phase needs
		/// a whitelist, and the other way round.
		PhasesUnfit,
		/// There is no milestone, or milestones' parts are zero or do not sum to a million.
		PartsUnfit,
		/// A milestone is due before it can be asked for, before the raise closes, before an earlier one, or too late; or its
		/// ballot is too short or too long.
		MilestonesUnfit,
		/// The creator has fewer free shares, or none can be put on hold. Cancel orders, or offer fewer.
		NotEnoughShares,
		/// The account cannot pay the deposit and stay alive. Send $TALE there first.
		DepositNotPaid,
		/// No raise has this number.
		UnknownRaise,
		/// The raise takes no contributions now, and gives none back.
		NotOpen,
		/// The raise is open for its whitelist, and there is no proof that this account is on it. Wait for the public phase.
		NotWhitelisted,
		/// Creators do not back their own raises.
		OwnRaise,
		/// The account would have contributed less than the least. Contribute more.
		BelowLeast,
		/// The account would have contributed more than the most. Contribute less.
		AboveMost,
		/// There is less room below the hard cap. Contribute less.
		AboveHardCap,
		/// The account has less to spend.
		NotEnoughMoney,
		/// This account has nothing in the raise.
		NotBacker,
		/// The raise can no longer be cancelled: it has succeeded or failed.
		NotCancellable,
		/// The raise has not succeeded, failed since, or is completed.
		NotFunded,
		/// The milestone cannot be asked for yet.
		TooEarly,
		/// A ballot on the milestone runs, or was won: release the milestone then.
		BallotExists,
		/// No ballot with this number runs.
		NoSuchBallot,
		/// This account voted in the ballot. Votes do not change.
		AlreadyVoted,
		/// Backers did not approve the milestone.
		NotApproved,
		/// There is nothing to claim now.
		NothingToClaim,
		/// The raise did not fail.
		NotFailed,
		/// The shares cannot be delivered: the account cannot pay for a row of them. Send $TALE there first.
		NotDeliverable,
		/// The raise is over.
		Ended,
		/// The raise is not over.
		NotEnded,
		/// Backers have something in the raise. Make their claims first; anybody can.
		BackersLeft,
		/// A number would be too large to be stored.
		Overflow,
		/// The raise contradicts itself, which cannot be: tell the developers. Nothing was changed.
		RaiseBroken,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "std")]
		fn integrity_test() {
			assert!(T::BackingDeposit::get() > 0 && T::RaiseDeposit::get() > 0, "rows would cost nothing");
			assert!(T::FeeRate::get() < MILLION, "creators would get nothing");
			let limits = T::Limits::get();
			assert!(
				0 < limits.shortest_ballot && limits.shortest_ballot <= limits.longest_ballot,
				"no ballot would do"
			);
			assert!(limits.open > 0 && limits.delivery > 0, "no raise could be opened");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Opens a raise for a content. Signed by its creator, who must have the shares on offer; pays a deposit, a bond and the
		/// raise's account's existential deposit.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::open_raise())]
		pub fn open_raise(origin: OriginFor<T>, content: ContentId, terms: RaiseTerms) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_open(who, content, terms)
		}

		/// Contributes to a raise, in the whitelist phase with a proof; again to contribute more.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::contribute())]
		pub fn contribute(
			origin: OriginFor<T>,
			raise: RaiseId,
			#[pallet::compact] amount: Balance,
			proof: Option<WhitelistProof>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_contribute(who, raise, amount, proof)
		}

		/// Takes back all that the caller contributed, while the raise is open.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(origin: OriginFor<T>, raise: RaiseId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw(who, raise)
		}

		/// Ends a raise before it has succeeded. Signed by its creator.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::cancel_raise())]
		pub fn cancel_raise(origin: OriginFor<T>, raise: RaiseId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_cancel(who, raise)
		}

		/// Asks for the next milestone, with the BLAKE3 hash of what there is to show: opens a ballot. Signed by the creator.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::request_milestone())]
		pub fn request_milestone(origin: OriginFor<T>, raise: RaiseId, evidence: Blake3) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_request(who, raise, evidence)
		}

		/// Votes in a ballot with the weight of the caller's contribution, once.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::vote_milestone())]
		pub fn vote_milestone(
			origin: OriginFor<T>,
			raise: RaiseId,
			ballot: BallotNumber,
			approve: bool,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_vote(who, raise, ballot, approve)
		}

		/// Pays the creator an approved milestone's money less the chain's fee, and unlocks its part of the shares. Signed by
		/// anybody.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::release_milestone().saturating_add(Pallet::<T>::settle_weight()))]
		pub fn release_milestone(origin: OriginFor<T>, raise: RaiseId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_release(raise)
		}

		/// Delivers the shares that were unlocked for a backer, to that backer. Signed by anybody.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::claim_shares())]
		pub fn claim_shares(origin: OriginFor<T>, raise: RaiseId, backer: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim_shares(raise, backer)
		}

		/// Gives a backer of a raise that failed its part of what was not released. Signed by anybody.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::claim_refund())]
		pub fn claim_refund(origin: OriginFor<T>, raise: RaiseId, backer: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim_refund(raise, backer)
		}

		/// Gives the creator of a raise that failed the shares that were not unlocked. Signed by anybody.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::take_back_shares())]
		pub fn take_back_shares(origin: OriginFor<T>, raise: RaiseId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_take_back(raise)
		}

		/// Ends a raise that is not over: what was not released is the backers', and the creator loses the bond. By governance.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::take_down().saturating_add(Pallet::<T>::settle_weight()))]
		pub fn take_down(origin: OriginFor<T>, raise: RaiseId) -> DispatchResult {
			T::TakedownOrigin::ensure_origin(origin)?;
			Self::do_take_down(raise)
		}

		/// Removes a raise that is over and has no backers left; the creator gets back deposit and bond, and what rounding left.
		/// Signed by anybody.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::close_raise())]
		pub fn close_raise(origin: OriginFor<T>, raise: RaiseId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_close(raise)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A raise.
		pub fn raise(raise: RaiseId) -> Option<RaiseOverview<T::AccountId>> {
			Self::overview(raise)
		}

		/// The number of a content's raise.
		pub fn raise_of(content: ContentId) -> Option<RaiseId> {
			RaiseOf::<T>::get(content)
		}

		/// Raises that are not closed, from number `from` on; `most` at most, and no more than 100.
		pub fn raises(from: RaiseId, most: u32) -> Vec<RaiseOverview<T::AccountId>> {
			Self::overviews(from, most)
		}

		/// What an account has in raises; 1,000 at most.
		pub fn backings(account: T::AccountId) -> Vec<BackingOverview> {
			Self::backings_of(&account)
		}

		/// The terms' limits, and the fee rate, the least bond and the bond's rate in millionths, for raises that are opened now.
		pub fn raise_limits() -> (RaiseLimits, u32, Balance, u32) {
			(T::Limits::get(), T::FeeRate::get(), T::LeastBond::get(), T::BondRate::get())
		}
	}
}
