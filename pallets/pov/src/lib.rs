//! # Proof of Validation (PoV) pallet
//!
//! Rounds in which contributors submit updates to a shared model, and a committee of validators, drawn by
//! stake, decides by scores on held-out data which updates become part of it.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for the configuration, calls, storage, events, errors and view functions.
//!
//! ## Terminology
//!
//! * **Model**: a shared set of parameters. The chain knows the BLAKE3 hash of its current *checkpoint* and a
//!   *pot* that pays its rounds.
//! * **Identity**, **device**: an identity is who is paid and whose influence is bounded; a device is a key
//!   that commits and publishes for it ([`Config::Contributors`] tells who stands behind which device).
//! * **Validator**: an account with bonded stake, a *session key* (sr25519, key type `pov!`) that signs its
//!   authorized calls, and an *encryption key* that updates are encrypted to.
//! * **Committee**, **member**, **seat**: validators drawn for one round; a seat is the snapshot of a member's
//!   keys and voting stake.
//! * **Authorized call**: an unsigned, fee-free call that the runtime accepts because its content says why it is
//!   valid: either a step that is due, or a statement signed by a member's session key.
//!
//! ## Overview
//!
//! A round runs through the phases of [`promptale_primitives::schedule`], a pure function of block numbers:
//!
//! 1. *Commit*: [`Pallet::commit_update`] binds a device to an update nobody has seen; a bond is held until it is
//!    published.
//! 2. *Publish*: the chain's randomness, stored at the end of the phase's first block as beacon 1, draws the
//!    committee ([`Pallet::draw_committee`]); devices open their commitments with [`Pallet::publish_update`].
//! 3. *Score*: beacon 2, stored likewise, picks the held-out samples; members commit to their scores.
//! 4. *Reveal*: members reveal what they committed to.
//! 5. *Attest*: [`Pallet::settle`] takes stake-weighted medians and turns them into verdicts, weights and clips.
//!    Members combine the accepted updates and attest the new checkpoint's hash. When two thirds of the
//!    committee's stake agree, it is the model's checkpoint.
//! 6. *Overdue*: [`Pallet::close_round`] ends what has not ended, or opens its dispute.
//!
//! ### Disputes
//!
//! A settled round without two thirds is disputed once, where more validators are bonded outside its committee than
//! were in it. The phases from *Publish* on begin again with a committee of fresh validators, more than twice as large
//! ([`promptale_primitives::committee::disputed_size`]), new beacons, and the updates that were published; members get
//! those from the contributors and from the first committee. The new verdicts count. The new members also attest the
//! checkpoint that the first verdicts lead to: two thirds of their stake prove which members of the first committee
//! attested a wrong one.
//!
//! ### Faults
//!
//! What is provable is slashed, by [`Config::SlashRates`] of everything the validator has bonded, to
//! [`Config::SlashDestination`], `WrongCheckpoint` and `NotRevealed` when the round ends, the others at once; each [`Fault`](promptale_primitives::fault::Fault) once for each member and round,
//! and a member with a fault is not paid for that round:
//!
//! | Fault | Proven by |
//! |---|---|
//! | `WrongCheckpoint` | two thirds of the stake of the same committee, or of the one in the dispute, attested another |
//! | `RevealMismatch` | its signature under scores that are not those committed to |
//! | `NotRevealed` | a commitment without scores when the Reveal phase is over |
//! | `Equivocation` | its signature under another commitment or attestation than on chain ([`Pallet::report_statement`]) |
//! | `FailedCanary` | [`Pallet::declare_canary`]: see [`promptale_primitives::canary`] |
//!
//! Disagreeing about a score, not committing at all, and not attesting are no faults: they only earn nothing. A copied
//! commitment cannot be revealed, because it is bound to the validator it was copied from, so it ends as `NotRevealed`.
//!
//! ### Ends of a round
//!
//! | Outcome | When | Contributors | Committee |
//! |---|---|---|---|
//! | `Attested` | two thirds agree | paid by weight | paid by voting stake: those that revealed and agreed |
//! | `AllExcluded` | no update accepted | - | paid by voting stake: those that revealed |
//! | `Void(NoCommitments)` | nothing committed | - | - |
//! | `Void(NoCommittee)` | nobody bonded, or not drawn in time | - | - |
//! | `Void(NothingPublished)` | no commitment opened | - | - |
//! | `Void(NoQuorum)` | too little stake revealed | - | - |
//! | `Void(NoAgreement)` | no two thirds in time, and no dispute possible or the same in it | - | - |
//!
//! In a dispute, members of the first committee who are proven right are paid like the others.
//!
//! Bonds always go back: when the update is published, else when the round ends. A device that could have published and
//! did not loses the terms' `missed_publication_fee`, whatever the outcome, because else filling up a round would cost
//! nothing. What is not paid out, remainders of rounding included, goes back to the model's pot.
//!
//! The call that ends a round also credits rewards, returns bonds and slashes for what the end proves, up to
//! [`Config::MaxPayouts`] of them; only [`Pallet::settle`], where it accepts nothing, leaves all of it. The rest is left to
//! [`Pallet::pay_out`], a step like the others; the model's next round opens after it.
//!
//! After two thirds agree, slower members have [`Config::AttestGrace`] blocks to attest too, so that speed decides
//! nobody's pay; when every member that revealed has attested the round closes at once.
//!
//! ### Money
//!
//! Pots, budgets of open rounds and unclaimed rewards lie on one account, [`Pallet::account_id`]; deposits, stakes
//! and bonds are held on their owners' accounts under [`HoldReason`]; stake may consist of [vesting
//! funds](Config::Vesting). The account keeps one existential deposit
//! above all it owes (genesis endows it; else the first [`Pallet::fund_model`] does), and pays out only in ways
//! that keep it alive, so no payout can turn into dust. A reward below the existential deposit can be claimed by
//! an account that exists; it waits for one that does not.
//!
//! What an identity's updates earned in its lifetime is counted, for whoever rewards validated work beside
//! ([`ValidatedWork`](promptale_primitives::reward::ValidatedWork)).
//!
//! ### Retention
//!
//! The last [`Config::KeepRounds`] rounds of a model are kept in detail, and receipts are read from them. Opening a
//! round removes the one that falls out (at most [`Config::MaxUpdates`] updates and the scores of two committees).
//! Unclaimed rewards are never removed, nor is the sum of what somebody's updates earned.
//!
//! ### Invariants
//!
//! Checked by `try_state`, and after every test:
//!
//! 1. The pallet's account holds at least the existential deposit (once funded) plus all pots, all budgets of
//!    open rounds and all unclaimed rewards.
//! 2. Only a model's latest round is not over: not closed, or not all of it paid out. The budget of a closed round is
//!    what it still owes, nothing once it is over.
//! 3. Each entrant has an update, published or not as the entrant says, and a judgement once there are any; no identity
//!    and no device enters a round twice.
//! 4. Scores are stored for exactly the members that revealed, an entry for each update; what is agreed has two thirds
//!    behind it; weights of a settled round sum to one million or to nothing; who earned nothing is paid nothing.
//! 5. What is held on an account for bonds, stakes and models is at least what is on record for it.
//! 6. Session keys and validators map one to one; the count of entries per allow-list matches what is stored.
//! 7. Only retained rounds have details: no row outlives its round.
//! 8. Nobody has two seats in a round, be it in both committees of a disputed one.
//! 9. The validated work of an identity is at least what retained rounds paid out for its updates; no row of earnings is
//!    empty.
//!
//! ### Example
//!
//! ```ignore
//! Pov::create_model(RuntimeOrigin::signed(owner), name, ModelKind::Public, architecture, seed, checkpoint, held_out_root, terms)?;
//! Pov::fund_model(RuntimeOrigin::signed(sponsor), 0, 1_000 * TALE)?;
//! // From here on, off-chain workers open, draw, settle and close rounds by themselves.
//! let round = Pov::round(0, None);
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

mod authorize;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(feature = "std")]
pub mod cost;
#[cfg(test)]
mod mock;
mod models;
mod offchain;
mod overview;
mod round;
mod seats;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "std", feature = "try-runtime"))]
mod try_state;
pub mod types;
mod validators;
pub mod weights;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

/// Log target of the pallet and its off-chain worker.
pub const LOG_TARGET: &str = "pov";

// The macros' own code uses `expect`; the calls here only pass on to functions in the other files. How many
// arguments a call has is the interface's business.
#[frame_support::pallet]
#[allow(clippy::expect_used, clippy::too_many_arguments, clippy::type_complexity)]
pub mod pallet {
	use crate::{types::*, WeightInfo};
	use alloc::vec::Vec;
	use frame_support::{
		dispatch::DispatchResultWithPostInfo,
		pallet_prelude::*,
		traits::{fungible, OnUnbalanced, Randomness},
		PalletId,
	};
	use frame_system::{ensure_authorized, offchain::CreateAuthorizedTransaction, pallet_prelude::*};
	use promptale_primitives::{
		canary::Expectation,
		fault::{Fault, SlashRates},
		identity::Contributors,
		model::{Architecture, ModelKind, ModelOverview, Terms},
		round::{Attestation, Outcome, Published, Receipt, RoundOverview},
		score::ScoreEntry,
		validator::ValidatorOverview,
		verdict::Verdict,
		vesting::VestingFunds,
		Balance, Blake3, BlockNumber, ModelId, RoundIndex, UpdateIndex,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// # Requirements
	///
	/// `frame_system::AuthorizeCall` must be among the runtime's transaction extensions.
	#[pallet::config]
	pub trait Config: frame_system::Config + CreateAuthorizedTransaction<Call<Self>> {
		/// The overarching hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// The currency of pots, rewards, stakes, deposits and bonds.
		type Currency: fungible::Inspect<Self::AccountId, Balance = Balance>
			+ fungible::Mutate<Self::AccountId>
			+ fungible::Balanced<Self::AccountId>
			+ fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::hold::Balanced<Self::AccountId>;

		/// Public randomness. What it answers at the end of a block must have been unknown to everybody before
		/// that block was built; a parachain takes its relay chain's.
		type Randomness: Randomness<Self::Hash, BlockNumberFor<Self>>;

		/// Who stands behind a device and may contribute. Influence is bounded for each identity.
		type Contributors: Contributors<Self::AccountId>;

		/// Receives fees for missed publications and the pots of removed models.
		type FeeDestination: OnUnbalanced<CreditOf<Self>>;

		/// Weights of calls and hooks.
		type WeightInfo: WeightInfo;

		/// Derives the account that pots, budgets and rewards lie on.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Held on the owner while a model exists.
		#[pallet::constant]
		type ModelDeposit: Get<Balance>;

		/// Least stake of a validator.
		#[pallet::constant]
		type MinValidatorStake: Get<Balance>;

		/// Vesting funds, which stake may consist of; `()` where nothing vests.
		type Vesting: VestingFunds<Self::AccountId>;

		/// Receives what validators are slashed.
		type SlashDestination: OnUnbalanced<CreditOf<Self>>;

		/// What each fault costs a validator.
		#[pallet::constant]
		type SlashRates: Get<SlashRates>;

		/// Blocks from unbonding to withdrawal. Longer than a round with its dispute, so that stake outlives what it
		/// vouched for.
		#[pallet::constant]
		type UnbondingPeriod: Get<BlockNumber>;

		/// Most blocks that a model's phases may take together.
		#[pallet::constant]
		type MaxRoundLength: Get<BlockNumber>;

		/// Blocks in which members may still attest after two thirds agreed; 0 closes the round at once.
		#[pallet::constant]
		type AttestGrace: Get<BlockNumber>;

		/// Rounds of a model that are kept in detail.
		#[pallet::constant]
		type KeepRounds: Get<RoundIndex>;

		/// Most updates a model's terms may allow in a round.
		#[pallet::constant]
		type MaxUpdates: Get<u32>;

		/// Largest update, in bytes, that a model's terms may allow.
		#[pallet::constant]
		type MaxUpdateBytes: Get<u32>;

		/// Largest committee that a model's terms may ask for.
		#[pallet::constant]
		type MaxCommittee: Get<u32>;

		/// Cap on one member's part of the committee's stake, in millionths.
		#[pallet::constant]
		type MaxMemberShare: Get<u32>;

		/// Most bonded validators.
		#[pallet::constant]
		type MaxValidators: Get<u32>;

		/// Most rewards and bonds of an ended round that one call deals with, where a slash counts three, at least 6; more
		/// take further calls.
		#[pallet::constant]
		type MaxPayouts: Get<u32>;

		/// Most entries on a private model's allow-list.
		#[pallet::constant]
		type MaxAllowed: Get<u32>;

		/// Longest name of a model, in bytes.
		#[pallet::constant]
		type MaxNameLength: Get<u32>;

		/// Longest encoded endpoint address, in bytes.
		#[pallet::constant]
		type MaxEndpointLength: Get<u32>;

		/// Most beacons due at the end of one block.
		#[pallet::constant]
		type MaxBeaconsPerBlock: Get<u32>;

		/// Priority of authorized calls in the transaction pool.
		#[pallet::constant]
		type UnsignedPriority: Get<TransactionPriority>;
	}

	/// Why the pallet holds funds on an account.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Deposit for a model's rows.
		ModelDeposit,
		/// A validator's stake, unbonding stake included.
		ValidatorStake,
		/// Bond for an update, on the committing device, from commitment to publication, else to the end of the round.
		UpdateBond,
	}

	/// Id of the next model.
	#[pallet::storage]
	pub type NextModelId<T> = StorageValue<_, ModelId, ValueQuery>;

	/// Models.
	#[pallet::storage]
	pub type Models<T: Config> = StorageMap<_, Twox64Concat, ModelId, Model<T>>;

	/// Identities that may contribute to a private model.
	#[pallet::storage]
	pub type Allowed<T: Config> = StorageDoubleMap<_, Twox64Concat, ModelId, Blake2_128Concat, T::AccountId, ()>;

	/// Retained rounds.
	#[pallet::storage]
	pub type Rounds<T: Config> = StorageDoubleMap<_, Twox64Concat, ModelId, Twox64Concat, RoundIndex, Round>;

	/// Who takes part in retained rounds. The updates' other parts are kept apart by how often they are needed: this row
	/// by every commitment and publication, [`Judgements`] by the steps after scoring, [`Updates`] by its contributor only.
	#[pallet::storage]
	pub type Entrants<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ModelId, Twox64Concat, RoundIndex, EntrantsOf<T>, ValueQuery>;

	/// What the entrants of retained rounds committed to and published.
	#[pallet::storage]
	pub type Updates<T: Config> = StorageNMap<
		_,
		(NMapKey<Twox64Concat, ModelId>, NMapKey<Twox64Concat, RoundIndex>, NMapKey<Twox64Concat, UpdateIndex>),
		Update,
	>;

	/// What became of the updates of retained rounds, from settling on.
	#[pallet::storage]
	pub type Judgements<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ModelId, Twox64Concat, RoundIndex, JudgementsOf<T>, ValueQuery>;

	/// Retained rounds' committees. One row, because most steps need all of it, and a member's statement costs no more
	/// reads and writes than with a row of its own.
	#[pallet::storage]
	pub type Committees<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ModelId, Twox64Concat, RoundIndex, SeatsOf<T>, ValueQuery>;

	/// First committees of disputed retained rounds.
	#[pallet::storage]
	pub type FormerCommittees<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ModelId, Twox64Concat, RoundIndex, SeatsOf<T>, ValueQuery>;

	/// Members' revealed scores in retained rounds.
	#[pallet::storage]
	pub type Scores<T: Config> = StorageNMap<
		_,
		(NMapKey<Twox64Concat, ModelId>, NMapKey<Twox64Concat, RoundIndex>, NMapKey<Blake2_128Concat, T::AccountId>),
		BoundedVec<ScoreEntry, T::MaxUpdates>,
	>;

	/// Beacons to store at the end of a block.
	#[pallet::storage]
	pub type BeaconsDue<T: Config> =
		StorageMap<_, Twox64Concat, BlockNumber, BoundedVec<BeaconDue, T::MaxBeaconsPerBlock>, ValueQuery>;

	/// What accounts earned. One row for what can be claimed and for the work behind it, because a credit changes both.
	#[pallet::storage]
	pub type Earned<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Earnings, ValueQuery>;

	/// Validators' stakes. One row, because drawing a committee needs all of them.
	#[pallet::storage]
	pub type Validators<T: Config> =
		StorageValue<_, BoundedBTreeMap<T::AccountId, StakeLedger, T::MaxValidators>, ValueQuery>;

	/// Validators' keys and addresses.
	#[pallet::storage]
	pub type Keys<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, ValidatorKeys<T>>;

	/// The validator that a session key belongs to.
	#[pallet::storage]
	pub type SessionKeyOwner<T: Config> = StorageMap<_, Twox64Concat, [u8; 32], T::AccountId>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A model was created.
		ModelCreated { model: ModelId, owner: T::AccountId },
		/// Somebody put money into a model's pot.
		ModelFunded { model: ModelId, from: T::AccountId, amount: Balance },
		/// A model's terms changed, from its next round on.
		TermsChanged { model: ModelId },
		/// A model was switched on or off.
		ActivityChanged { model: ModelId, active: bool },
		/// An identity was put on or taken off a private model's allow-list.
		AllowanceChanged { model: ModelId, identity: T::AccountId, allowed: bool },
		/// A model is gone; what was left in its pot went to the fee destination.
		ModelRemoved { model: ModelId, forfeited: Balance },
		/// A validator bonded.
		ValidatorBonded { validator: T::AccountId, stake: Balance },
		/// A validator's stake changed.
		StakeChanged { validator: T::AccountId, stake: Balance },
		/// A validator changed its keys or address.
		KeysChanged { validator: T::AccountId },
		/// Stake is on its way out.
		Unbonding { validator: T::AccountId, amount: Balance, unlocks_at: BlockNumber },
		/// Unbonded stake was released.
		Withdrawn { validator: T::AccountId, amount: Balance },
		/// A round opened.
		RoundOpened { model: ModelId, round: RoundIndex, budget: Balance },
		/// A beacon is known.
		BeaconStored { model: ModelId, round: RoundIndex, which: u8, beacon: Blake3 },
		/// A device committed to an update.
		UpdateCommitted {
			model: ModelId,
			round: RoundIndex,
			index: UpdateIndex,
			device: T::AccountId,
			contributor: T::AccountId,
		},
		/// The committee is drawn.
		CommitteeDrawn { model: ModelId, round: RoundIndex, members: Vec<T::AccountId> },
		/// An update was published.
		UpdatePublished { model: ModelId, round: RoundIndex, index: UpdateIndex, published: Published },
		/// A device did not publish and lost the fee.
		PublicationMissed { model: ModelId, round: RoundIndex, device: T::AccountId, fee: Balance },
		/// A member committed to its scores.
		ScoresCommitted { model: ModelId, round: RoundIndex, validator: T::AccountId },
		/// A member revealed its scores.
		ScoresRevealed { model: ModelId, round: RoundIndex, validator: T::AccountId },
		/// The committee's word on an update.
		UpdateJudged {
			model: ModelId,
			round: RoundIndex,
			index: UpdateIndex,
			contributor: T::AccountId,
			verdict: Verdict,
			weight: u32,
			clip: u32,
		},
		/// Verdicts are on chain; the committee aggregates and attests.
		RoundSettled { model: ModelId, round: RoundIndex, accepted: u32 },
		/// A member attested a checkpoint.
		CheckpointAttested { model: ModelId, round: RoundIndex, validator: T::AccountId, attestation: Attestation },
		/// Two thirds of the committee's stake agree on a checkpoint.
		CheckpointAgreed { model: ModelId, round: RoundIndex, checkpoint: Blake3 },
		/// The committee did not agree; a larger one repeats its work.
		RoundDisputed { model: ModelId, round: RoundIndex },
		/// A committee member was slashed `amount` for a fault.
		ValidatorSlashed { model: ModelId, round: RoundIndex, validator: T::AccountId, fault: Fault, amount: Balance },
		/// An update turned out to be a canary.
		CanaryDeclared { model: ModelId, round: RoundIndex, index: UpdateIndex, expectation: Expectation },
		/// A reward can be claimed.
		RewardCredited { account: T::AccountId, model: ModelId, round: RoundIndex, amount: Balance },
		/// A round ended; `returned` went back to the model's pot.
		RoundClosed { model: ModelId, round: RoundIndex, outcome: Outcome, paid: Balance, returned: Balance },
		/// An old round's details were removed.
		RoundPruned { model: ModelId, round: RoundIndex },
		/// Rewards were paid out.
		RewardsClaimed { account: T::AccountId, amount: Balance },
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such model. Look up the ids of models with the view function `models`.
		UnknownModel,
		/// There is no such round any more or yet. Look it up with the view function `round`.
		UnknownRound,
		/// Only the model's owner may do this. Sign with the owner's account.
		NotOwner,
		/// The name is empty or not UTF-8. Give it a readable name.
		NameNotText,
		/// The terms contradict themselves: an empty phase, a part above one million, a limit or budget of zero.
		/// Correct them.
		TermsInvalid,
		/// The terms are beyond the chain's bounds on updates, bytes, committee or length of a round. See the
		/// pallet's constants.
		TermsOutOfBounds,
		/// Publishing needs at least 3 blocks, scoring and attesting at least 2: the beacon takes the first.
		PhaseTooShort,
		/// The amount is zero. Give a positive one.
		ZeroAmount,
		/// The model is public and has no allow-list. Create a private model for that.
		NotPrivate,
		/// The allow-list is full. Take somebody off first.
		AllowListFull,
		/// The allow-list has entries. Take them off with `set_allowed` before removing the model.
		AllowListNotEmpty,
		/// The model is still active. Switch it off with `set_active` first.
		StillActive,
		/// The model's latest round is not over, or not all of it is paid out. Wait for its end.
		RoundStillOpen,
		/// The model is switched off. Its owner can switch it on with `set_active`.
		Inactive,
		/// The pot does not cover a round. Put more in with `fund_model`.
		PotTooSmall,
		/// Too many beacons are due in the same block. Try again in the next one.
		BeaconsFull,
		/// The call belongs to an earlier or later phase of the round. Look the phase up with `round`.
		WrongPhase,
		/// The step is not due, or is done already. Nothing needs to be done.
		NotDue,
		/// The beacon is not known yet. Try again in the next block.
		BeaconUnknown,
		/// The device is not known. Its identity has to register it first; see [`Config::Contributors`].
		UnknownDevice,
		/// The identity behind the device may not contribute to this model. For a private model, ask its owner.
		NotAllowed,
		/// The identity behind the device has committed in this round already, maybe through another device.
		/// Wait for the next round.
		IdentityAlreadyCommitted,
		/// The size is zero or above the terms' `max_update_bytes`. Make the update smaller.
		SizeOutOfBounds,
		/// The round takes no more updates. Wait for the next one.
		RoundFull,
		/// The device has not committed in this round. Commit in the next one.
		NotCommitted,
		/// The update is published already. Nothing needs to be done.
		AlreadyPublished,
		/// Update hash, account and salt do not match the commitment. Publish with what was committed to.
		CommitmentMismatch,
		/// The validator is not on the round's committee. Only members score and attest.
		NotMember,
		/// The member has committed to its scores already.
		AlreadyCommitted,
		/// The member has revealed its scores already.
		AlreadyRevealed,
		/// The member has not committed to any scores, so there is nothing to reveal.
		NothingToReveal,
		/// There must be exactly one entry for each committed update.
		WrongNumberOfEntries,
		/// The member has attested already.
		AlreadyAttested,
		/// The round is not disputed, so there is no earlier verdict to attest a checkpoint for.
		NotDisputed,
		/// The statement is the one on chain, or nothing that it could contradict is: it proves no fault.
		NoFault,
		/// The member was slashed for this fault in this round already.
		AlreadyPunished,
		/// The signature is not the member's over this statement. Report it exactly as it was signed.
		BadSignature,
		/// Another device committed this update. Sign with that device.
		NotYourUpdate,
		/// The update was not committed to as this canary: expectation and secret do not make its salt.
		NoCanary,
		/// The canary is declared already. Nothing needs to be done.
		AlreadyDeclared,
		/// The account is bonded already. Use `bond_extra` or `set_validator_keys`.
		AlreadyBonded,
		/// The account is not a validator. Use `bond_validator`.
		NotBonded,
		/// The stake would be below the least stake of a validator. Bond more, or unbond everything.
		StakeTooSmall,
		/// There are as many validators as the chain takes. Wait for one to leave.
		TooManyValidators,
		/// Another validator uses this session key. Make a new one.
		SessionKeyTaken,
		/// More than the bonded stake. Unbond less.
		NotEnoughStake,
		/// Nothing is unbonding. Use `unbond` first.
		NothingToWithdraw,
		/// The unbonding period is not over. See `unlocks_at` in the view function `validator`.
		StillUnbonding,
		/// No reward is waiting for this account.
		NothingToClaim,
		/// All ids, or all amounts that fit a balance, are used up. This cannot happen in practice.
		Overflow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(now: BlockNumberFor<T>) -> Weight {
			// The work is done in `on_finalize`, which cannot account for its own weight.
			let due = BeaconsDue::<T>::decode_len(Self::to_block(now)).unwrap_or(0);
			T::WeightInfo::store_beacons(u32::try_from(due).unwrap_or(u32::MAX))
		}

		fn on_finalize(now: BlockNumberFor<T>) {
			Self::store_beacons(Self::to_block(now));
		}

		fn offchain_worker(now: BlockNumberFor<T>) {
			Self::run_offchain(Self::to_block(now));
		}

		#[cfg(feature = "std")]
		fn integrity_test() {
			assert!(
				T::UnbondingPeriod::get() > Self::longest_round(),
				"unbonding must take longer than a round and its dispute, or stake could leave before it is judged"
			);
			for fault in Fault::ALL {
				let rate = T::SlashRates::get().of(fault);
				assert!(rate <= promptale_primitives::MILLION, "nobody has more than all of their stake");
			}
			assert!(T::KeepRounds::get() > 0, "the open round must be kept");
			assert!(T::MaxBeaconsPerBlock::get() > 0, "no round could open");
			assert!(
				T::MaxPayouts::get() >= Self::most_for_one(),
				"no round could end that slashes a member for two faults"
			);
			assert!(T::MaxMemberShare::get() <= promptale_primitives::MILLION, "a share is in millionths");
			assert!(T::MaxUpdates::get() > 0 && T::MaxCommittee::get() > 0, "no terms could be valid");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Creates a model, active and with an empty pot. Holds [`Config::ModelDeposit`] on the caller, its owner.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::create_model())]
		pub fn create_model(
			origin: OriginFor<T>,
			name: BoundedVec<u8, T::MaxNameLength>,
			kind: ModelKind,
			architecture: Architecture,
			seed: u64,
			checkpoint: Blake3,
			held_out_root: Blake3,
			terms: Terms,
		) -> DispatchResult {
			let owner = ensure_signed(origin)?;
			Self::do_create_model(owner, name, kind, architecture, seed, checkpoint, held_out_root, terms)
		}

		/// Puts `amount` into a model's pot. It can only leave it as rewards, or when the model is removed.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::fund_model())]
		pub fn fund_model(origin: OriginFor<T>, model: ModelId, #[pallet::compact] amount: Balance) -> DispatchResult {
			let from = ensure_signed(origin)?;
			Self::do_fund_model(from, model, amount)
		}

		/// Changes a model's terms, from its next round on. Signed by its owner.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::set_terms())]
		pub fn set_terms(origin: OriginFor<T>, model: ModelId, terms: Terms) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_terms(who, model, terms)
		}

		/// Lets new rounds open, or not; an open round runs to its end. Signed by the model's owner.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_active())]
		pub fn set_active(origin: OriginFor<T>, model: ModelId, active: bool) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_active(who, model, active)
		}

		/// Puts an identity on a private model's allow-list, or takes it off. Signed by the model's owner.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_allowed())]
		pub fn set_allowed(
			origin: OriginFor<T>,
			model: ModelId,
			account: T::AccountId,
			allowed: bool,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_allowed(who, model, account, allowed)
		}

		/// Makes the caller a validator with `stake` held on its account.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::bond_validator().saturating_add(Pallet::<T>::vesting_weight()))]
		pub fn bond_validator(
			origin: OriginFor<T>,
			#[pallet::compact] stake: Balance,
			session_key: [u8; 32],
			encryption_key: [u8; 32],
			endpoint: EndpointOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_bond_validator(who, stake, ValidatorKeys { session_key, encryption_key, endpoint })
		}

		/// Raises the caller's stake. It counts for rounds opened after this block.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::bond_extra().saturating_add(Pallet::<T>::vesting_weight()))]
		pub fn bond_extra(origin: OriginFor<T>, #[pallet::compact] amount: Balance) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_bond_extra(who, amount)
		}

		/// Changes the calling validator's keys and address. Rounds whose committee is drawn keep the old keys.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::set_validator_keys())]
		pub fn set_validator_keys(
			origin: OriginFor<T>,
			session_key: [u8; 32],
			encryption_key: [u8; 32],
			endpoint: EndpointOf<T>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_validator_keys(who, ValidatorKeys { session_key, encryption_key, endpoint })
		}

		/// Takes `amount` out of the caller's stake; it can be withdrawn after [`Config::UnbondingPeriod`]. What is
		/// unbonding already waits as long as the new part.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::unbond())]
		pub fn unbond(origin: OriginFor<T>, #[pallet::compact] amount: Balance) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_unbond(who, amount)
		}

		/// Releases unbonded stake. Without any stake left, the caller is no validator any more.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::withdraw_unbonded().saturating_add(Pallet::<T>::vesting_weight()))]
		pub fn withdraw_unbonded(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw_unbonded(who)
		}

		/// Commits the calling device to an update (see `hash::update_commitment`) of `size` bytes. Holds the
		/// terms' bond on the device.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::commit_update())]
		pub fn commit_update(
			origin: OriginFor<T>,
			model: ModelId,
			round: RoundIndex,
			commitment: Blake3,
			size: u32,
		) -> DispatchResult {
			let device = ensure_signed(origin)?;
			Self::do_commit_update(device, model, round, commitment, size)
		}

		/// Opens the calling device's commitment and names the encrypted blob. Releases the bond.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::publish_update())]
		pub fn publish_update(
			origin: OriginFor<T>,
			model: ModelId,
			round: RoundIndex,
			update_hash: Blake3,
			salt: Blake3,
			blob_hash: Blake3,
		) -> DispatchResult {
			let device = ensure_signed(origin)?;
			Self::do_publish_update(device, model, round, salt, Published { update_hash, blob_hash })
		}

		/// Opens a model's next round: the model is active, has no open round, and its pot covers one.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::open_round().saturating_add(Pallet::<T>::prune_limit()))]
		#[pallet::authorize(Self::authorize_open_round)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_open_round())]
		pub fn open_round(origin: OriginFor<T>, model: ModelId) -> DispatchResultWithPostInfo {
			Self::ensure_anyone(origin)?;
			Self::do_open_round(model)
		}

		/// Draws the committee by beacon 1, in the Publish phase. A round without commitments, or without
		/// anybody to draw, ends here.
		#[pallet::call_index(15)]
		#[pallet::weight(Pallet::<T>::draw_limit())]
		#[pallet::authorize(Self::authorize_draw_committee)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_draw_committee())]
		pub fn draw_committee(origin: OriginFor<T>, model: ModelId, round: RoundIndex) -> DispatchResultWithPostInfo {
			Self::ensure_anyone(origin)?;
			Self::do_draw_committee(model, round)
		}

		/// Commits a member to its scores (see `hash::score_commitment`). Authorized by its session key.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::commit_scores())]
		#[pallet::authorize(Self::authorize_commit_scores)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_commit_scores())]
		pub fn commit_scores(
			origin: OriginFor<T>,
			model: ModelId,
			round: RoundIndex,
			validator: T::AccountId,
			commitment: Blake3,
			// Verified by `authorize_commit_scores`.
			_signature: session::Signature,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_commit_scores(model, round, validator, commitment)
		}

		/// Reveals a member's scores, one entry for each update. Authorized by its session key. Revealing anything
		/// else than what was committed to is a fault, and slashed.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::reveal_scores(entries.len() as u32).saturating_add(Pallet::<T>::punish_weight(1)))]
		#[pallet::authorize(Self::authorize_reveal_scores)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_reveal_scores(entries.len() as u32))]
		pub fn reveal_scores(
			origin: OriginFor<T>,
			model: ModelId,
			round: RoundIndex,
			validator: T::AccountId,
			entries: BoundedVec<ScoreEntry, T::MaxUpdates>,
			salt: Blake3,
			// Verified by `authorize_reveal_scores`.
			_signature: session::Signature,
		) -> DispatchResultWithPostInfo {
			ensure_authorized(origin)?;
			Self::do_reveal_scores(model, round, validator, entries, salt)
		}

		/// Turns revealed scores into verdicts, weights and clips. Due in the Attest phase, or as soon as publishing is
		/// over and nothing was published. Where nothing is accepted the round ends, and [`Pallet::pay_out`] pays.
		#[pallet::call_index(18)]
		#[pallet::weight(Pallet::<T>::settle_limit())]
		#[pallet::authorize(Self::authorize_settle)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_settle())]
		pub fn settle(origin: OriginFor<T>, model: ModelId, round: RoundIndex) -> DispatchResultWithPostInfo {
			Self::ensure_anyone(origin)?;
			Self::do_settle(model, round)
		}

		/// Attests the checkpoint that a member got by combining the accepted updates; in a dispute also the one by the
		/// first committee's verdicts. Authorized by its session key.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::attest_checkpoint().saturating_add(Pallet::<T>::close_limit()))]
		#[pallet::authorize(Self::authorize_attest_checkpoint)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_attest_checkpoint())]
		pub fn attest_checkpoint(
			origin: OriginFor<T>,
			model: ModelId,
			round: RoundIndex,
			validator: T::AccountId,
			attestation: Attestation,
			// Verified by `authorize_attest_checkpoint`.
			_signature: session::Signature,
		) -> DispatchResultWithPostInfo {
			ensure_authorized(origin)?;
			Self::do_attest_checkpoint(model, round, validator, attestation)
		}

		/// Ends a round that is overdue, was never given a committee in time, or whose members agree and had
		/// [`Config::AttestGrace`] blocks more. Where its members do not agree, and there are validators for a larger
		/// committee, it opens the round's dispute instead. Rewards, bonds and slashes beyond [`Config::MaxPayouts`] are
		/// left to [`Pallet::pay_out`].
		#[pallet::call_index(20)]
		#[pallet::weight(Pallet::<T>::close_or_dispute_limit())]
		#[pallet::authorize(Self::authorize_close_round)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_close_round())]
		pub fn close_round(origin: OriginFor<T>, model: ModelId, round: RoundIndex) -> DispatchResultWithPostInfo {
			Self::ensure_anyone(origin)?;
			Self::do_close_round(model, round)
		}

		/// Pays out all of the caller's rewards.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::claim())]
		pub fn claim(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_claim(who)
		}

		/// Removes a model: up to `rounds` of its retained rounds, and with the last one the model itself. Its
		/// deposit is released; its pot goes to [`Config::FeeDestination`], not to the owner, because others
		/// may have filled it. Signed by the owner of an inactive model without an open round.
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::remove_model().saturating_add(Pallet::<T>::prune_limit().saturating_mul(u64::from(*rounds))))]
		pub fn remove_model(origin: OriginFor<T>, model: ModelId, rounds: u32) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::do_remove_model(who, model, rounds)
		}

		/// Reports a statement that a member signed and that contradicts what it said on chain in the same round: a
		/// second commitment or attestation, or revealed scores that it had not committed to. The member is slashed.
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::report_statement().saturating_add(Pallet::<T>::vesting_weight()))]
		pub fn report_statement(
			origin: OriginFor<T>,
			model: ModelId,
			round: RoundIndex,
			validator: T::AccountId,
			statement: SignedStatement<T>,
			signature: session::Signature,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_report_statement(model, round, validator, statement, signature)
		}

		/// Declares the calling device's judged update a canary, by what its salt was made from (see
		/// `promptale_primitives::canary`). Members who gave it an entry that nobody who looked could give are slashed.
		#[pallet::call_index(24)]
		#[pallet::weight(
			T::WeightInfo::declare_canary(T::MaxCommittee::get())
				.saturating_add(Pallet::<T>::punish_weight(T::MaxCommittee::get()))
		)]
		pub fn declare_canary(
			origin: OriginFor<T>,
			model: ModelId,
			round: RoundIndex,
			index: UpdateIndex,
			expectation: Expectation,
			secret: Blake3,
		) -> DispatchResultWithPostInfo {
			let device = ensure_signed(origin)?;
			Self::do_declare_canary(device, model, round, index, expectation, secret)
		}

		/// Goes on paying a closed round out: rewards, bonds and slashes, up to [`Config::MaxPayouts`] of them, from
		/// position `from` on, which is how many entrants and members have been dealt with. The model's next round can open
		/// when all have. `from` makes each of these calls another one for the transaction pool.
		#[pallet::call_index(25)]
		#[pallet::weight(Pallet::<T>::pay_limit())]
		#[pallet::authorize(Self::authorize_pay_out)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_pay_out())]
		pub fn pay_out(
			origin: OriginFor<T>,
			model: ModelId,
			round: RoundIndex,
			from: u32,
		) -> DispatchResultWithPostInfo {
			Self::ensure_anyone(origin)?;
			Self::do_pay_out(model, round, from)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// All models, in order of their ids.
		pub fn models() -> Vec<ModelOverview<T::AccountId>> {
			Self::models_overview()
		}

		/// A retained round at a glance; the latest one for `None`.
		pub fn round(model: ModelId, round: Option<RoundIndex>) -> Option<RoundOverview<T::AccountId>> {
			Self::round_overview(model, round)
		}

		/// What `claim` would pay to an account, in the smallest unit.
		pub fn pending_rewards(account: T::AccountId) -> Balance {
			Earned::<T>::get(account).pending
		}

		/// An account's receipts of retained rounds, in order of models and rounds.
		pub fn receipts(account: T::AccountId) -> Vec<(ModelId, RoundIndex, Receipt)> {
			Self::receipts_of(account)
		}

		/// A bonded validator.
		pub fn validator(account: T::AccountId) -> Option<ValidatorOverview<T::AccountId>> {
			Self::validator_overview(account)
		}

		/// The identity that a device works for.
		pub fn device(account: T::AccountId) -> Option<T::AccountId> {
			T::Contributors::identity_of(&account)
		}
	}
}
