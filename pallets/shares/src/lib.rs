//! # Shares pallet
//!
//! The register of content made with the engine, of shares in it, and their dividends: exact to the last part of a unit,
//! at a cost that does not depend on the number of holders.
//!
//! ## Pallet API
//!
//! * Calls, views, events, errors: module [`pallet`]; what the views answer: [`promptale_primitives::content`].
//! * For pallets that move shares: `fungibles::{Inspect, Mutate}` and `fungibles::hold::{Inspect, Mutate}`, see [`fungibles`].
//! * For pallets that bring revenue: [`ContentRegister`](promptale_primitives::content::ContentRegister).
//!
//! ## Terminology
//!
//! * **Content**: an image by its hash, the engine that made it, its content credential, its creator.
//! * **Supply**: shares of a content, fixed when it is registered.
//! * **Revenue**: an asset that a content earns in; $TALE always, [`MAX_REVENUES`] at most.
//! * **Part**: one unit of a revenue is as many parts as there are shares: see [`promptale_primitives::dividend`].
//! * **Row**: an account's shares of one content, free and on hold, and what they earned.
//! * **Pot**: the account of a content that its dividends wait on.
//!
//! ## Overview
//!
//! [`Pallet::register_content`] hands all shares to those who made the content, or to whoever raises money for it. From
//! then on shares only move; none is made or destroyed until somebody who holds all of them removes the content
//! ([`Pallet::remove_content`]).
//!
//! ### Dividends
//!
//! [`Pallet::deposit_revenue`] puts an amount into the pot and adds it to the content's lifetime deposits: it touches no
//! row. A row accounts for deposits since it was last touched before its shares change, and when its owner claims:
//! `pending += (deposited - seen) * shares`. [`Pallet::claim_dividends`] pays `floor(pending / supply)` and keeps the rest.
//! Shares on hold are still their owner's and earn. Who gives away the last share keeps all whole units that it earned;
//! what is less than a unit goes to who took that share, for without shares it could never become one.
//!
//! ### Who pays for rows
//!
//! * Content: a deposit held from its creator, and the existential deposit that its pot begins with.
//! * A holder's row: a bond on hold on the holder's own account. Who signs a transfer or a registration pays it for a
//!   receiver without a row; where another pallet moves shares, the receiver, who asked for them there, pays. It is
//!   released with the row, as soon as no share and no unit is in it any more. So rows cost the same however few shares are
//!   in them, and nobody is made to pay for a row by others.
//! * A revenue: a bond held from who opens it, and the asset's minimum balance, which the pot keeps so that no payment leaves
//!   dust. The last of the [`MAX_REVENUES`] places is the creator's.
//!
//! All of it comes back when content is removed.
//!
//! ### Pots
//!
//! Each content has an account of its own: what happens to an asset of one (its issuer can freeze or burn it anywhere)
//! concerns no other, and an account can hold only a limited number of assets. Payments are pulled, for oneself or for
//! another.
//!
//! ### Invariants
//!
//! Checked by `try_state`, and after every test:
//!
//! 1. Content has books and is found by its image; it earns $TALE first, and each asset once.
//! 2. No row is empty, accounts for more than was deposited, or has part of a unit without a share.
//! 3. The shares of all rows of a content are its supply, and its rows are counted.
//! 4. `paid * supply + pending + untouched = deposited * supply`, of every content and revenue.
//! 5. A pot has the $TALE that it was given and did not pay, and an existential deposit. (Of other assets their issuers
//!    decide.)
//! 6. For each account exactly the bonds of its rows, contents and revenues are on hold.
//!
//! ### Example
//!
//! ```ignore
//! let holders = vec![(painter, 600), (writer, 400)].try_into()?;
//! Shares::register_content(RuntimeOrigin::signed(painter), image, engine, credential, 1_000, holders)?;
//! Shares::deposit_revenue(RuntimeOrigin::signed(publisher), 0, NativeOrWithId::Native, 10 * TALE)?;
//! Shares::claim_dividends(RuntimeOrigin::signed(writer), 0, NativeOrWithId::Native)?; // 4 $TALE
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
pub mod fungibles;
mod ledger;
#[cfg(test)]
mod mock;
mod overview;
mod register;
mod revenue;
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
		dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
		pallet_prelude::*,
		traits::{fungible, fungibles},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use promptale_primitives::{
		content::{Content, ContentId, ContentOverview, DividendOverview, EngineVersion, HoldingOverview},
		Balance, Blake3,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The overarching hold reason, for bonds in $TALE and for holds of shares.
		type RuntimeHoldReason: Parameter + Member + MaxEncodedLen + Copy + From<HoldReason>;

		/// $TALE.
		type Currency: fungible::Inspect<Self::AccountId, Balance = Balance>
			+ fungible::Mutate<Self::AccountId>
			+ fungible::Balanced<Self::AccountId>
			+ fungible::hold::Mutate<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// Names an asset that content earns in.
		type AssetKind: Parameter + MaxEncodedLen;

		/// $TALE among those assets.
		type NativeAsset: Get<Self::AssetKind>;

		/// $TALE, the same as [`Config::Currency`], and other assets behind one interface.
		type Assets: fungibles::Inspect<Self::AccountId, AssetId = Self::AssetKind, Balance = Balance>
			+ fungibles::Mutate<Self::AccountId>;

		/// Derives the pots' accounts.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// Held from the creator of a content, until it is removed.
		#[pallet::constant]
		type ContentDeposit: Get<Balance>;

		/// Held from a holder of shares for its row.
		#[pallet::constant]
		type HoldingBond: Get<Balance>;

		/// Held from who opens a revenue, until the content is removed.
		#[pallet::constant]
		type RevenueBond: Get<Balance>;

		/// Most accounts that a content is registered for.
		#[pallet::constant]
		type MaxFounders: Get<u32>;

		/// Most reasons for which shares of one account and content are on hold at once.
		#[pallet::constant]
		type MaxHolds: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// Makes assets to earn in.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: crate::benchmarking::MakeAsset<Self::AccountId, Self::AssetKind>;
	}

	/// Why the pallet holds $TALE on an account.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// For a content that it registered.
		Content,
		/// For its shares of a content.
		Holding,
		/// For an asset that it opened.
		Revenue,
	}

	/// The number of the next content.
	#[pallet::storage]
	pub type NextContent<T> = StorageValue<_, ContentId, ValueQuery>;

	/// What was registered; never changes.
	#[pallet::storage]
	pub type Contents<T: Config> = StorageMap<_, Twox64Concat, ContentId, Registered<T::AccountId>>;

	/// Contents by the BLAKE3 hashes of their images.
	#[pallet::storage]
	pub type ByImage<T> = StorageMap<_, Blake2_128Concat, Blake3, ContentId>;

	/// Supply and revenues of each content.
	#[pallet::storage]
	pub type BookOf<T: Config> = StorageMap<_, Twox64Concat, ContentId, BooksOf<T>>;

	/// Shares, by holder and content.
	#[pallet::storage]
	pub type Holdings<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, ContentId, Holding<T>>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Content was registered.
		ContentRegistered {
			/// Its number.
			content: ContentId,
			/// By whom.
			creator: T::AccountId,
			/// BLAKE3 hash of the image.
			image: Blake3,
			/// Shares there are.
			supply: Balance,
		},
		/// Content is gone, with its shares.
		ContentRemoved {
			/// Which.
			content: ContentId,
		},
		/// Shares went to another account.
		Transferred {
			/// Of what.
			content: ContentId,
			/// Whose they were.
			from: T::AccountId,
			/// Whose they are.
			to: T::AccountId,
			/// How many.
			amount: Balance,
		},
		/// Shares were put on hold.
		Held {
			/// Of what.
			content: ContentId,
			/// Whose they are.
			who: T::AccountId,
			/// Why.
			reason: T::RuntimeHoldReason,
			/// How many.
			amount: Balance,
		},
		/// Shares are no longer on hold.
		Released {
			/// Of what.
			content: ContentId,
			/// Whose they are.
			who: T::AccountId,
			/// Why they were.
			reason: T::RuntimeHoldReason,
			/// How many.
			amount: Balance,
		},
		/// Content earns in another asset.
		RevenueOpened {
			/// Which.
			content: ContentId,
			/// The asset.
			asset: T::AssetKind,
			/// Who paid for it.
			opener: T::AccountId,
		},
		/// Content earned.
		RevenueDeposited {
			/// Which.
			content: ContentId,
			/// In what.
			asset: T::AssetKind,
			/// From whom; `None` when another pallet handed it over.
			from: Option<T::AccountId>,
			/// How much.
			amount: Balance,
		},
		/// Dividends were paid.
		DividendsClaimed {
			/// Of what.
			content: ContentId,
			/// In what.
			asset: T::AssetKind,
			/// To whom.
			who: T::AccountId,
			/// How much.
			amount: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No content has this number.
		UnknownContent,
		/// Content with this image is registered; see the view function `content_by_image`.
		ImageTaken,
		/// The shares do not sum to the supply. Correct them.
		SharesNotWhole,
		/// An account is named twice. Sum its shares.
		NamedTwice,
		/// The amount is zero. Give a positive one.
		ZeroAmount,
		/// Sender and receiver are the same account. Name another receiver.
		ToSelf,
		/// The account has fewer shares there. Those in orders are on hold: cancel orders to move them.
		NotEnoughShares,
		/// The sender would have no share left, and is to keep one. Move fewer.
		MustKeepShare,
		/// Shares of this account are on hold for as many other reasons as can be. Cancel orders of one kind.
		TooManyHolds,
		/// The supply of a content never changes: its shares cannot be minted, burned or written, only moved.
		SupplyFixed,
		/// The account that is to have shares does not exist. Send it the existential deposit first.
		NoAccount,
		/// Whoever pays for the receiver's row cannot pay `HoldingBond` and stay alive. Send $TALE there first.
		BondNotPaid,
		/// There is no such asset.
		UnknownAsset,
		/// The content earns in this asset already.
		AlreadyOpen,
		/// The content earns in as many assets as it can. Deposit one of those.
		TooManyRevenues,
		/// Only the creator opens the last asset. Deposit one that is open, or ask the creator.
		LastPlaceIsCreators,
		/// The content does not earn in this asset.
		NotOpen,
		/// The account neither has shares of this content nor earned any of its dividends.
		NoHolding,
		/// Less than one unit is due. Wait for more revenue.
		NothingToClaim,
		/// Somebody else has shares or unclaimed dividends of it, or some shares are on hold. Only who has all shares
		/// free, with nothing owed to others, removes content. `claim_dividends_for` pays others what they are owed.
		NotSoleHolder,
		/// Dividends are owed on the shares. Claim them first.
		DividendsOwed,
		/// A sum is too large to be stored. Use a smaller amount.
		Overflow,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "std")]
		fn integrity_test() {
			assert!(T::ContentDeposit::get() > 0, "content rows would cost nothing");
			assert!(T::HoldingBond::get() > 0, "holders' rows would cost nothing");
			assert!(T::RevenueBond::get() > 0, "revenues would cost nothing");
			assert!(T::MaxFounders::get() > 0, "content would have no holder");
			assert!(T::MaxHolds::get() > 0, "nothing could be put on hold");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers content: `image` and `credential` are BLAKE3 hashes of the image's file and of its C2PA manifest. All
		/// `supply` shares go to `holders`, accounts that exist, in the parts named. Held from the caller: a deposit;
		/// given by it: an existential deposit for the pot, and the bond of each holder's row.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register_content(holders.len() as u32))]
		pub fn register_content(
			origin: OriginFor<T>,
			image: Blake3,
			engine: EngineVersion,
			credential: Blake3,
			#[pallet::compact] supply: Balance,
			holders: BoundedVec<(T::AccountId, Balance), T::MaxFounders>,
		) -> DispatchResult {
			let creator = ensure_signed(origin)?;
			Self::do_register(creator, image, engine, credential, supply, holders)?;
			Ok(())
		}

		/// Removes content. Signed by the account that has all its shares, free, when nobody is owed dividends. Deposits and
		/// bonds go back to who paid them. Dividends in an asset that is frozen or gone are given up.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::remove_content())]
		pub fn remove_content(origin: OriginFor<T>, content: ContentId) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			Self::do_remove(holder, content)
		}

		/// Transfers shares to an account that exists. What they earned until now stays with the sender, who pays the bond of
		/// the receiver's row where there is none yet.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::transfer())]
		pub fn transfer(
			origin: OriginFor<T>,
			content: ContentId,
			to: T::AccountId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			let from = ensure_signed(origin)?;
			Self::do_transfer(from, content, to, amount)
		}

		/// Lets a content earn in another asset. Signed by anybody who pays the bond and the asset's minimum balance; the last
		/// place is the creator's.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::open_revenue())]
		pub fn open_revenue(origin: OriginFor<T>, content: ContentId, asset: T::AssetKind) -> DispatchResult {
			let opener = ensure_signed(origin)?;
			Self::do_open_revenue(opener, content, asset)
		}

		/// Deposits revenue for the holders of a content's shares. Signed by anybody, whose account keeps its minimum balance.
		/// Opens the asset as [`Pallet::open_revenue`] does where it is not.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::deposit_revenue().saturating_add(T::WeightInfo::open_revenue()))]
		pub fn deposit_revenue(
			origin: OriginFor<T>,
			content: ContentId,
			asset: T::AssetKind,
			#[pallet::compact] amount: Balance,
		) -> DispatchResultWithPostInfo {
			let from = ensure_signed(origin)?;
			let opened = Self::do_deposit(&from, content, asset, amount)?;
			Ok(PostDispatchInfo::from((!opened).then(T::WeightInfo::deposit_revenue)))
		}

		/// Pays all whole units of an asset that the caller's shares earned.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::claim_dividends().saturating_add(T::WeightInfo::leave()))]
		pub fn claim_dividends(
			origin: OriginFor<T>,
			content: ContentId,
			asset: T::AssetKind,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::do_claim(who, content, asset)
		}

		/// Pays all whole units of an asset that another account's shares earned, to that account. Signed by anybody.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::claim_dividends().saturating_add(T::WeightInfo::leave()))]
		pub fn claim_dividends_for(
			origin: OriginFor<T>,
			content: ContentId,
			asset: T::AssetKind,
			account: T::AccountId,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_claim(account, content, asset)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A content.
		pub fn content(content: ContentId) -> Option<ContentOverview<T::AccountId, T::AssetKind>> {
			Self::content_overview(content)
		}

		/// Registered content with numbers less than `before`, or all, the latest first: as many as there are among the last
		/// `most` numbers, 1,000 at most.
		pub fn contents(before: Option<ContentId>, most: u32) -> Vec<(ContentId, Content<T::AccountId>)> {
			Self::latest_contents(before, most)
		}

		/// The content with this image, by the BLAKE3 hash of its file.
		pub fn content_by_image(image: Blake3) -> Option<ContentId> {
			ByImage::<T>::get(image)
		}

		/// What an account's shares of one content earned, by asset; `None` where it has none and nothing is owed to it.
		pub fn pending_dividends(
			account: T::AccountId,
			content: ContentId,
		) -> Option<Vec<DividendOverview<T::AssetKind>>> {
			Self::dividends_of(&account, content)
		}

		/// An account's shares and what they earned, by content; 1,000 contents at most.
		pub fn holdings(account: T::AccountId) -> Vec<HoldingOverview<T::AssetKind>> {
			Self::holdings_of(&account)
		}
	}
}
