//! # Placements pallet
//!
//! Product placements: brands win slots in content at auction, and pay by the impression. The chain sees one signed settlement
//! of up to 64 payees for as many impressions as there were.
//!
//! ## Pallet API
//!
//! * Calls, views, events, errors: module [`pallet`]; what is signed, and the arithmetic: [`promptale_primitives::placement`].
//! * Who registered a content, and its holders, come from a [`ContentRegister`](promptale_primitives::content::ContentRegister);
//!   the chain's part goes to [`ContentFees`](promptale_primitives::settlement::ContentFees).
//!
//! ## Terminology
//!
//! * **Slot**: a region of a content during a window of blocks, with the terms that its creator set, for ever.
//! * **Attesters**: who count a slot's impressions; named with the terms, and accepted with a bid.
//! * **Campaign**: the winner of a slot, with its budget.
//! * **Page**: up to 64 payees of a campaign, whose totals are settled together. A campaign has up to 16.
//! * **Settlement**: what a page's payees earned until now. Totals are cumulative.
//! * **Receipt**: that one impression happened, signed by the attester that served it.
//!
//! ## Overview
//!
//! ### Auction
//!
//! Bids are sealed ([`Pallet::bid`]) with the budget on hold, then revealed ([`Pallet::reveal`]). The best price wins and pays
//! the second ([`Pallet::award`]); of equal ones the earlier. When somebody bids, or reveals, changes nothing. Whoever does not
//! reveal loses a part of the budget to the chain. Others get everything back ([`Pallet::withdraw_bid`]).
//!
//! ### Settlements
//!
//! A settlement ([`Pallet::settle`]) counts if two thirds of the attesters, by number and each once, signed it for this chain,
//! slot, campaign and page, with the page's next sequence number; if impressions grow and no total falls; and within the cap of
//! impressions of the epochs until then, the payees' part of the price, and the budget. Whoever submits it vouches for it with
//! a bond until it is paid; a page has one such settlement at a time.
//!
//! ### Challenges
//!
//! While it can be challenged, anybody with a bond demands receipts ([`Pallet::challenge`]). Which 16 the randomness of a later
//! block says, when the root over all of them was signed long ago. With the right answer in time ([`Pallet::answer`], by anybody)
//! the challenger's bond is gone; without one ([`Pallet::void`], by anybody) the settlement is, and with it the submitter's bond.
//!
//! ### Payment
//!
//! Money stays on hold on the brand's account until it is pulled: payees' earnings by [`Pallet::claim`], the chain's and the
//! holders' parts by [`Pallet::collect`]. Settlements are taken until the window's end and a grace period after it, or after
//! the budget was out ([`Pallet::close_campaign`]). Then the rest is refunded ([`Pallet::refund`]): never what was signed. All
//! of these are open to anybody, so nobody's absence keeps anybody's money. What is paid out for good is removed, and its
//! deposits go back.
//!
//! ### Invariants
//!
//! Checked by `try_state`, and after every test:
//!
//! 1. Slots count their bids; the lead is the best revealed bid, and the second price that of the best other, or the reserve.
//! 2. Campaigns belong to slots that know them, and count their pages, and the pages with a settlement that is not paid.
//! 3. A campaign's charges are what its pages' settlements cost, its impressions theirs, and neither is more than allowed.
//! 4. What was paid is what pages' payees claimed and what was collected, and never more than what is settled for good.
//! 5. On hold for budgets, slots, bids, settlements and challenges is for each account exactly what the rows say.
//! 6. Beacons are kept for challenges that wait for them, and counted.
//!
//! ### Example
//!
//! ```ignore
//! Placements::open_slot(RuntimeOrigin::signed(painter), content, terms, attesters)?;
//! let commitment = bid_commitment(&genesis, slot, &brand, 5 * TALE, &picture, &salt);
//! Placements::bid(RuntimeOrigin::signed(brand), slot, 1_000 * TALE, commitment, terms_hash)?;
//! Placements::reveal(RuntimeOrigin::signed(brand), slot, 5 * TALE, picture, salt)?; // when bidding is over
//! Placements::award(RuntimeOrigin::signed(anybody), slot)?; // when revealing is over
//! Placements::settle(RuntimeOrigin::signed(attester), campaign, 0, settlement, signatures)?;
//! Placements::claim(RuntimeOrigin::signed(site), campaign, 0, site)?; // when the challenge window is over
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

mod auction;
#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
mod campaigns;
mod challenge;
#[cfg(test)]
mod mock;
mod overview;
mod settle;
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
		traits::{fungible, Randomness},
	};
	use frame_system::pallet_prelude::*;
	use promptale_primitives::{
		content::{ContentId, ContentRegister},
		placement::{
			AttesterSignatures, Attesters, BidOverview, CampaignId, CampaignOverview, Page, PageOverview,
			ReceiptProofs, Settlement, SlotId, SlotOverview, SlotTerms,
		},
		settlement::ContentFees,
		Balance, Blake3, BlockNumber, MILLION,
	};
	use sp_runtime::traits::UniqueSaturatedInto;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The overarching hold reason.
		type RuntimeHoldReason: Parameter + Member + MaxEncodedLen + Copy + From<HoldReason>;

		/// $TALE.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>
			+ fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ fungible::BalancedHold<Self::AccountId>;

		/// Names an asset that content earns in.
		type AssetKind: Parameter + Member + MaxEncodedLen;

		/// Knows who registered a content, and its holders.
		type Content: ContentRegister<Self::AccountId, Self::AssetKind, CreditOf<Self>>;

		/// Takes the chain's part of placements, and what is forfeited.
		type Fees: ContentFees<CreditOf<Self>>;

		/// The chain's part of the price in millionths, for slots opened from now on.
		type FeeRate: Get<u32>;

		/// Public randomness. What it answers at the end of a block must have been unknown to everybody before that block was
		/// built; a parachain takes its relay chain's.
		type Randomness: Randomness<Self::Hash, BlockNumberFor<Self>>;

		/// Held from a creator for a slot.
		#[pallet::constant]
		type SlotDeposit: Get<Balance>;

		/// Held from a bidder for the row of the bid, and then for that of the campaign.
		#[pallet::constant]
		type BidDeposit: Get<Balance>;

		/// Least that creators may ask as least budget. A part of it is lost by not revealing.
		#[pallet::constant]
		type MinBudget: Get<Balance>;

		/// The part of the budget that is lost by not revealing, in millionths.
		#[pallet::constant]
		type ForfeitRate: Get<u32>;

		/// Least blocks for revealing bids.
		#[pallet::constant]
		type MinReveal: Get<BlockNumber>;

		/// Longest window of a slot, in blocks.
		#[pallet::constant]
		type MaxWindow: Get<BlockNumber>;

		/// Shortest time in which a settlement can be challenged, in blocks.
		#[pallet::constant]
		type MinChallengeWindow: Get<BlockNumber>;

		/// Longest time in which a settlement can be challenged, in blocks.
		#[pallet::constant]
		type MaxChallengeWindow: Get<BlockNumber>;

		/// Blocks for the answer to a challenge, after it is known which receipts it asks for.
		#[pallet::constant]
		type AnswerPeriod: Get<BlockNumber>;

		/// Blocks in which settlements are still taken after a campaign's end.
		#[pallet::constant]
		type GracePeriod: Get<BlockNumber>;

		/// Held from who submits a page's first settlement, until the page is paid out.
		#[pallet::constant]
		type PageDeposit: Get<Balance>;

		/// Held from who submits a settlement, until it cannot be challenged any more.
		#[pallet::constant]
		type SettlementBond: Get<Balance>;

		/// Held from who challenges a settlement.
		#[pallet::constant]
		type ChallengeBond: Get<Balance>;

		/// Weights of calls and hooks.
		type WeightInfo: WeightInfo;
	}

	/// Why the pallet holds $TALE on an account.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// What brands bid with, and campaigns pay from.
		Budget,
		/// Deposits of slots.
		Slot,
		/// Deposits of bids and campaigns.
		Bid,
		/// Deposits of pages, and bonds of settlements.
		Settlement,
		/// Bonds of challenges.
		Challenge,
	}

	/// The number of the next slot.
	#[pallet::storage]
	pub type NextSlot<T> = StorageValue<_, SlotId, ValueQuery>;

	/// The number of the next campaign.
	#[pallet::storage]
	pub type NextCampaign<T> = StorageValue<_, CampaignId, ValueQuery>;

	/// Slots and their auctions.
	#[pallet::storage]
	pub type Slots<T: Config> = StorageMap<_, Twox64Concat, SlotId, Slot<T::AccountId>>;

	/// Bids whose money is bound, by slot and bidder.
	#[pallet::storage]
	pub type Bids<T: Config> = StorageDoubleMap<_, Twox64Concat, SlotId, Blake2_128Concat, T::AccountId, Bid>;

	/// Campaigns.
	#[pallet::storage]
	pub type Campaigns<T: Config> = StorageMap<_, Twox64Concat, CampaignId, Campaign<T::AccountId>>;

	/// Pages of campaigns.
	#[pallet::storage]
	pub type Pages<T: Config> =
		StorageDoubleMap<_, Twox64Concat, CampaignId, Twox64Concat, Page, PageState<T::AccountId>>;

	/// Randomness of blocks that challenges wait for, or use.
	#[pallet::storage]
	pub type Beacons<T: Config> = StorageMap<_, Twox64Concat, BlockNumber, BlockBeacon>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A slot was opened.
		SlotOpened {
			/// Its number.
			slot: SlotId,
			/// In which content.
			content: ContentId,
			/// By whom.
			creator: T::AccountId,
		},
		/// A slot is gone.
		SlotRemoved {
			/// Which.
			slot: SlotId,
		},
		/// Somebody bid under seal.
		BidPlaced {
			/// For which slot.
			slot: SlotId,
			/// Who.
			bidder: T::AccountId,
			/// On hold.
			budget: Balance,
		},
		/// A bid was revealed.
		BidRevealed {
			/// For which slot.
			slot: SlotId,
			/// Whose.
			bidder: T::AccountId,
			/// For a thousand impressions.
			price: Balance,
		},
		/// A bid that did not win is gone.
		BidWithdrawn {
			/// For which slot.
			slot: SlotId,
			/// Whose.
			bidder: T::AccountId,
			/// Lost, because it was not revealed.
			forfeited: Balance,
		},
		/// A slot's winner has its campaign.
		SlotAwarded {
			/// Which slot.
			slot: SlotId,
			/// The campaign's number.
			campaign: CampaignId,
			/// Who won.
			brand: T::AccountId,
			/// Of a thousand impressions.
			price: Balance,
		},
		/// A budget grew.
		CampaignFunded {
			/// Whose.
			campaign: CampaignId,
			/// By how much.
			amount: Balance,
		},
		/// A settlement counts, unless it is challenged and nobody answers.
		Settled {
			/// Of which campaign.
			campaign: CampaignId,
			/// Of which page.
			page: Page,
			/// Its number among the page's.
			sequence: u64,
			/// New ones.
			impressions: u64,
			/// What they cost: earnings, the chain's fee and the holders' part.
			cost: Balance,
			/// Last block in which it can be challenged.
			until: BlockNumber,
		},
		/// Somebody demands receipts.
		Challenged {
			/// Of which campaign.
			campaign: CampaignId,
			/// Of which page.
			page: Page,
			/// Who.
			challenger: T::AccountId,
			/// At the end of this block it is known which.
			drawn_in: BlockNumber,
		},
		/// The receipts are there.
		ChallengeAnswered {
			/// Of which campaign.
			campaign: CampaignId,
			/// Of which page.
			page: Page,
			/// Who answered.
			by: T::AccountId,
		},
		/// A challenge was not answered, so the settlement does not count.
		SettlementVoided {
			/// Of which campaign.
			campaign: CampaignId,
			/// Of which page.
			page: Page,
			/// Back in the budget.
			cost: Balance,
		},
		/// A payee was paid.
		Claimed {
			/// By which campaign.
			campaign: CampaignId,
			/// Out of which page.
			page: Page,
			/// Who.
			payee: T::AccountId,
			/// How much.
			amount: Balance,
		},
		/// The chain and the content's holders got their parts.
		Collected {
			/// Of which campaign.
			campaign: CampaignId,
			/// Of which page.
			page: Page,
			/// The chain's.
			fee: Balance,
			/// The holders'.
			holders: Balance,
		},
		/// A campaign ends, because its budget is out.
		CampaignClosed {
			/// Which.
			campaign: CampaignId,
			/// Last block in which settlements are taken.
			until: BlockNumber,
		},
		/// A brand got back what nobody earned.
		CampaignRefunded {
			/// Of which campaign.
			campaign: CampaignId,
			/// How much.
			amount: Balance,
		},
		/// Everything of a campaign was paid out.
		CampaignRemoved {
			/// Which.
			campaign: CampaignId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No content has this number.
		UnknownContent,
		/// Only the content's creator does this.
		NotCreator,
		/// The region has no area, or is not inside the image. Give millionths of its width and height.
		RegionOutside,
		/// Bids would never be taken. Let bidding end in a later block.
		TooLate,
		/// There are too few blocks to reveal bids in; see `MinReveal`.
		RevealTooShort,
		/// The window begins before the auction is over. Begin it after the last block for revealing.
		WindowTooEarly,
		/// The window is empty or too long; see `MaxWindow`.
		WindowLength,
		/// An epoch has at least one block, and no more than the window.
		EpochLength,
		/// An amount is zero. Give a positive one.
		ZeroAmount,
		/// The budget is less than the slot asks for; a slot asks for `MinBudget` at least.
		BudgetTooSmall,
		/// The payees' part and the chain's fee are more than the whole price. Give payees less.
		PartsTooLarge,
		/// The time for challenges is too short or too long; see `MinChallengeWindow` and `MaxChallengeWindow`.
		ChallengeWindowLength,
		/// A slot needs at least one attester.
		NoAttesters,
		/// Attesters' keys must be in strictly ascending order, so none of them twice.
		AttestersNotAscending,
		/// All numbers are used up.
		NoNumbersLeft,
		/// The account cannot pay the deposit, or bond, and stay alive. Send $TALE there first.
		DepositNotPaid,
		/// The account has less to spend, or too much of it is frozen. Choose a smaller amount.
		NotEnoughMoney,
		/// The slot does not exist, or not any more.
		UnknownSlot,
		/// The slot has bids. They are withdrawn, or the slot awarded, when the auction is over.
		BidsLeft,
		/// The slot's campaign is not paid out yet.
		CampaignLeft,
		/// Bids are not taken any more.
		BiddingOver,
		/// The slot's terms are not those that the bid names. Look at them again.
		OtherTerms,
		/// The account bid for this slot already.
		AlreadyBid,
		/// Bids are still taken. Reveal yours when that is over.
		BiddingRuns,
		/// The time for revealing is over.
		RevealOver,
		/// The account has no bid there.
		UnknownBid,
		/// The bid was revealed before.
		AlreadyRevealed,
		/// Price, picture and salt are not those that the bid committed to.
		OtherBid,
		/// The auction is not over. Wait for the last block for revealing.
		AuctionRuns,
		/// This bid won. Call `award`: its budget becomes the campaign's.
		BidWon,
		/// The slot was awarded before.
		AlreadyAwarded,
		/// No revealed bid reached the reserve price.
		NobodyWon,
		/// The campaign does not exist, or was paid out.
		UnknownCampaign,
		/// Only the campaign's brand does this.
		NotBrand,
		/// Only the campaign's brand and the slot's creator do this.
		NotBrandOrCreator,
		/// The campaign is over; nothing is settled any more.
		CampaignOver,
		/// The campaign is not over. Wait for its window's end and the grace period.
		CampaignRuns,
		/// The campaign was closed before, or its window is over.
		AlreadyClosed,
		/// The budget still pays for a thousand impressions.
		BudgetLeft,
		/// The rest was refunded before.
		AlreadyRefunded,
		/// A settlement can still be challenged, is challenged, or was not counted. Wait, then call `collect` for its page.
		SettlementsPending,
		/// The campaign has no such page.
		UnknownPage,
		/// The settlement has not the page's next sequence number. It was submitted before, or another one first.
		OtherSequence,
		/// Impressions must grow.
		NoNewImpressions,
		/// One settlement counts 16,777,216 new impressions at most. Settle more often.
		TooManyImpressions,
		/// The settlement covers an epoch that did not begin.
		EpochInFuture,
		/// There are more impressions than the slot's cap pays for until that epoch.
		CapExceeded,
		/// Payees must be in strictly ascending order, so none of them twice.
		PayeesNotAscending,
		/// A payee's total is less than before. Totals are cumulative.
		TotalFell,
		/// A page has 64 payees at most. Settle others on another page.
		TooManyPayees,
		/// Payees' totals are more than their part of what the impressions cost.
		TotalsTooHigh,
		/// The settlement costs more than is left of the budget. The brand calls `fund`, or less is settled.
		BudgetExceeded,
		/// Signatures must be in strictly ascending order of attesters, so none of them twice.
		SignersNotAscending,
		/// Two thirds of the attesters must sign.
		TooFewSignatures,
		/// The slot has no attester with this number.
		UnknownAttester,
		/// A signature is not of this settlement, on this chain, for this slot, campaign and page.
		BadSignature,
		/// The page has no settlement that could be challenged.
		NothingPending,
		/// A challenge of this settlement waits for its answer.
		AlreadyChallenged,
		/// The settlement cannot be challenged any more.
		ChallengeWindowOver,
		/// This settlement was challenged four times.
		TooManyChallenges,
		/// The settlement is not challenged.
		NotChallenged,
		/// It is not known yet which receipts are asked for. Wait two blocks.
		BeaconUnknown,
		/// The time for answering is over.
		AnswerTooLate,
		/// These are not the receipts that are asked for, with paths to the settlement's root and good signatures.
		WrongReceipts,
		/// The challenge can still be answered.
		AnswerPeriodRuns,
		/// The account earned nothing there that is not paid, or it can still be challenged.
		NothingToClaim,
		/// The payee's account does not exist, and the amount is too small to open it. Send $TALE there, or wait for more.
		PayeeCannotTake,
		/// Nothing is owed to the chain and the holders.
		NothingToCollect,
		/// Less is on hold than must be, which cannot be: tell the developers. Nothing was changed.
		HoldBroken,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(now: BlockNumberFor<T>) -> Weight {
			// The work is done in `on_finalize`, which cannot account for its own weight.
			if Beacons::<T>::contains_key(UniqueSaturatedInto::<BlockNumber>::unique_saturated_into(now)) {
				T::WeightInfo::store_beacon()
			} else {
				T::DbWeight::get().reads(1)
			}
		}

		fn on_finalize(now: BlockNumberFor<T>) {
			Self::store_beacon(now.unique_saturated_into());
		}

		#[cfg(feature = "std")]
		fn integrity_test() {
			let deposits = [T::SlotDeposit::get(), T::BidDeposit::get(), T::PageDeposit::get()];
			assert!(deposits.iter().all(|deposit| *deposit > 0), "rows would cost nothing");
			assert!(T::SettlementBond::get() > 1 && T::ChallengeBond::get() > 1, "bonds would divide to nothing");
			assert!(T::MinBudget::get() > 0, "bids would cost nothing");
			assert!(T::ForfeitRate::get() <= MILLION, "more than the budget would be forfeited");
			assert!(T::MinReveal::get() > 0, "nobody could reveal");
			assert!(T::MinChallengeWindow::get() > 0 && T::AnswerPeriod::get() > 0, "nobody could challenge or answer");
			assert!(T::MinChallengeWindow::get() <= T::MaxChallengeWindow::get(), "no time for challenges is allowed");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Opens a slot in a content, on these terms for ever, with these attesters. Signed by the content's creator, who pays a
		/// deposit.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::open_slot(attesters.len() as u32))]
		pub fn open_slot(
			origin: OriginFor<T>,
			content: ContentId,
			terms: SlotTerms,
			attesters: Attesters,
		) -> DispatchResult {
			let creator = ensure_signed(origin)?;
			Self::do_open(creator, content, terms, attesters)
		}

		/// Removes a slot without bids whose campaign, if there was one, is paid out; the deposit goes back. Signed by its
		/// creator, after bidding by anybody.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::remove_slot())]
		pub fn remove_slot(origin: OriginFor<T>, slot: SlotId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_remove_slot(who, slot)
		}

		/// Bids for a slot under seal, with `budget` on hold. `commitment` is
		/// [`bid_commitment`](promptale_primitives::placement::bid_commitment), `terms` the
		/// [hash](SlotTerms::hash) of all that holds for the slot.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::bid())]
		pub fn bid(
			origin: OriginFor<T>,
			slot: SlotId,
			#[pallet::compact] budget: Balance,
			commitment: Blake3,
			terms: Blake3,
		) -> DispatchResult {
			let bidder = ensure_signed(origin)?;
			Self::do_bid(bidder, slot, budget, commitment, terms)
		}

		/// Reveals the caller's bid: `price` for a thousand impressions, and the BLAKE3 hash of the product's picture.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::reveal())]
		pub fn reveal(
			origin: OriginFor<T>,
			slot: SlotId,
			#[pallet::compact] price: Balance,
			picture: Blake3,
			salt: Blake3,
		) -> DispatchResult {
			let bidder = ensure_signed(origin)?;
			Self::do_reveal(bidder, slot, price, picture, salt)
		}

		/// Gives a bidder who did not win everything back; who did not reveal, what is not forfeited. Signed by anybody.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::withdraw_bid().saturating_add(Pallet::<T>::fees_weight()))]
		pub fn withdraw_bid(origin: OriginFor<T>, slot: SlotId, bidder: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_withdraw(slot, bidder)
		}

		/// Makes the best bid a campaign, at the second price. Signed by anybody, when revealing is over.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::award())]
		pub fn award(origin: OriginFor<T>, slot: SlotId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_award(slot)
		}

		/// Adds to a campaign's budget. Signed by its brand.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::fund())]
		pub fn fund(origin: OriginFor<T>, campaign: CampaignId, #[pallet::compact] amount: Balance) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_fund(who, campaign, amount)
		}

		/// Settles what a page's payees earned until now. Signed by anybody, who vouches for it with a bond; what counts are the
		/// attesters' signatures.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::settle(settlement.totals.len() as u32, signatures.len() as u32))]
		pub fn settle(
			origin: OriginFor<T>,
			campaign: CampaignId,
			page: Page,
			settlement: Settlement<T::AccountId>,
			signatures: AttesterSignatures,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_settle(who, campaign, page, settlement, signatures)
		}

		/// Demands receipts of a page's settlement that is not paid yet. Signed by anybody, who pays a bond: half of it goes to
		/// who answers.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::challenge())]
		pub fn challenge(origin: OriginFor<T>, campaign: CampaignId, page: Page) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_challenge(who, campaign, page)
		}

		/// Answers a challenge with the receipts that it asks for, ascending. Signed by anybody.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::answer(receipts.len() as u32).saturating_add(Pallet::<T>::fees_weight()))]
		pub fn answer(
			origin: OriginFor<T>,
			campaign: CampaignId,
			page: Page,
			receipts: ReceiptProofs<T::AccountId>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_answer(who, campaign, page, receipts)
		}

		/// Makes a settlement void whose challenge nobody answered in time. Half of the submitter's bond goes to the challenger.
		/// Signed by anybody.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::void().saturating_add(Pallet::<T>::fees_weight()))]
		pub fn void(origin: OriginFor<T>, campaign: CampaignId, page: Page) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_void(campaign, page)
		}

		/// Pays a payee what it earned on a page, and what cannot be challenged any more. Signed by anybody.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::claim().saturating_add(Pallet::<T>::holders_weight()))]
		pub fn claim(origin: OriginFor<T>, campaign: CampaignId, page: Page, payee: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim(campaign, page, payee)
		}

		/// Pays the chain's fee and the content's holders their parts of what a page's impressions cost. Signed by anybody.
		#[pallet::call_index(12)]
		#[pallet::weight(
			T::WeightInfo::collect()
				.saturating_add(Pallet::<T>::holders_weight())
				.saturating_add(Pallet::<T>::fees_weight())
		)]
		pub fn collect(origin: OriginFor<T>, campaign: CampaignId, page: Page) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_collect(campaign, page)
		}

		/// Ends a campaign whose budget does not pay for another thousand impressions; a grace period follows. Signed by its
		/// brand, or by the slot's creator.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::close_campaign())]
		pub fn close_campaign(origin: OriginFor<T>, campaign: CampaignId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_close(who, campaign)
		}

		/// Gives a brand back what nobody earned, when nothing is settled any more. Signed by anybody.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::refund())]
		pub fn refund(origin: OriginFor<T>, campaign: CampaignId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_refund(campaign)
		}
	}

	impl<T: Config> Pallet<T> {
		/// What it costs at most to give money to the chain.
		pub(crate) fn fees_weight() -> Weight {
			let (time, proof) = T::Fees::settle_weight();
			Weight::from_parts(time, proof)
		}

		/// What it costs at most to give money to a content's holders, or to the chain where there are none.
		pub(crate) fn holders_weight() -> Weight {
			let (time, proof) = T::Content::deposit_credit_weight();
			Weight::from_parts(time, proof).saturating_add(Self::fees_weight())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A slot and its auction.
		pub fn slot(slot: SlotId) -> Option<SlotOverview<T::AccountId>> {
			Self::slot_overview(slot)
		}

		/// Slots, of one content or of all, the newest first; 1,000 at most.
		pub fn slots(content: Option<ContentId>) -> Vec<SlotOverview<T::AccountId>> {
			Self::slot_overviews(content)
		}

		/// Bids for a slot whose money is bound, in the order in which they came; 1,000 at most.
		pub fn bids(slot: SlotId) -> Vec<BidOverview<T::AccountId>> {
			Self::bid_overviews(slot)
		}

		/// A campaign: delivery and spend.
		pub fn campaign(campaign: CampaignId) -> Option<CampaignOverview<T::AccountId>> {
			Self::campaign_overview(campaign)
		}

		/// Campaigns, of one brand or of all, the newest first; 1,000 at most.
		pub fn campaigns(brand: Option<T::AccountId>) -> Vec<CampaignOverview<T::AccountId>> {
			Self::campaign_overviews(brand)
		}

		/// A page of a campaign, with its payees, and its challenge.
		pub fn page(campaign: CampaignId, page: Page) -> Option<PageOverview<T::AccountId>> {
			Self::page_overview(campaign, page)
		}
	}
}
