//! # Sales pallet
//!
//! Sales of items, licences among them: at a fixed price, and by offers; with royalties to several recipients that never change.
//!
//! ## Pallet API
//!
//! * Calls, views, events, errors: module [`pallet`]; what views answer: [`promptale_primitives::item`].
//! * Items are kept by an [`ItemRegister`](promptale_primitives::item::ItemRegister). Whoever keeps them asks this pallet,
//!   as a [`Locker`](frame_support::traits::tokens::Locker), whether one is for sale and so must not move.
//!
//! ## Overview
//!
//! ### At a fixed price
//!
//! [`Pallet::list_items`] puts up to 32 items of one collection up for sale with one signature. They stay their owner's (a
//! licence goes on earning), but cannot be moved, sold elsewhere or burned until they are sold, taken off the list
//! ([`Pallet::delist`]) or the listing expires. So a listing that was forgotten can never come back to life. Whoever buys
//! ([`Pallet::buy_item`]) says in which asset, and what they pay at most.
//!
//! ### Offers
//!
//! [`Pallet::make_offer`] puts the buyer's $TALE on hold; the owner accepts ([`Pallet::accept_offer`]), saying how much it
//! must be at least, or the buyer takes it back ([`Pallet::withdraw_offer`]). Offers are for the item, whoever owns it, and
//! in $TALE only: `pallet-assets` has no holds here.
//!
//! ### What a sale costs
//!
//! The buyer pays the price. The seller gets it without fee and royalties, rounded down; royalties are rounded down; the
//! chain's fee is the rest, and owns what a recipient cannot take. Fees in $TALE wait until a block has room to settle them. A collection's owner says once who gets royalties
//! ([`Pallet::set_royalties`]); a listing keeps the rate that its seller agreed to. A fee in another asset that is too small
//! for the account of fees is the seller's.
//!
//! ### Invariants
//!
//! Checked by `try_state`, and after every test:
//!
//! 1. A listing that did not expire is of an item that its seller owns.
//! 2. On hold for each account is exactly what its listings, offers and royalties say.
//! 3. Nobody offers or asks nothing, and royalties are a fifth at most.

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
mod items;
mod listings;
#[cfg(test)]
mod mock;
mod money;
mod offers;
mod overview;
mod royalties;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", test))]
mod try_state;
pub mod types;
pub mod weights;

pub use items::PlainItems;
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
		traits::{fungible, fungibles, NoDrop, OnUnbalanced},
	};
	use frame_system::pallet_prelude::*;
	use promptale_primitives::{
		item::{CollectionId, ItemId, ItemRegister, ListingOverview, OfferOverview},
		order_book::MAX_ROYALTY,
		Balance, BlockNumber, MILLION,
	};

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

		/// Names an asset that items are paid in.
		type AssetKind: Parameter + Member + MaxEncodedLen;

		/// $TALE among those assets.
		type NativeAsset: Get<Self::AssetKind>;

		/// $TALE, the same as [`Config::Currency`], and other assets behind one interface.
		type Assets: fungibles::Mutate<Self::AccountId, AssetId = Self::AssetKind, Balance = Balance>;

		/// Keeps items.
		type Items: ItemRegister<Self::AccountId, Error = DispatchError>;

		/// Takes the chain's part of sales in $TALE.
		type Fees: OnUnbalanced<CreditOf<Self>>;

		/// Gets the chain's part of sales in other assets.
		type AssetFees: Get<Self::AccountId>;

		/// The chain's part of a sale, in millionths.
		type FeeRate: Get<u32>;

		/// Held from a collection's owner for its royalties, until the collection is gone.
		#[pallet::constant]
		type RoyaltyDeposit: Get<Balance>;

		/// Held from a seller for each item on the list.
		#[pallet::constant]
		type ListingDeposit: Get<Balance>;

		/// Held from a buyer for each offer, beside its price.
		#[pallet::constant]
		type OfferDeposit: Get<Balance>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// An asset beside $TALE that nobody made yet.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkAsset: Get<Self::AssetKind>;
	}

	/// Why the pallet holds $TALE on an account.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Prices of offers.
		Offer,
		/// Deposits of rows.
		Deposit,
	}

	/// Who gets a part of every sale of a collection's items.
	#[pallet::storage]
	pub type Royalties<T: Config> = StorageMap<_, Twox64Concat, CollectionId, RoyaltyTerms<T::AccountId>>;

	/// Items for sale.
	#[pallet::storage]
	pub type Listings<T: Config> =
		StorageDoubleMap<_, Twox64Concat, CollectionId, Twox64Concat, ItemId, Listing<T::AccountId, T::AssetKind>>;

	/// Offers, by item and buyer.
	#[pallet::storage]
	pub type Offers<T: Config> = StorageNMap<
		_,
		(NMapKey<Twox64Concat, CollectionId>, NMapKey<Twox64Concat, ItemId>, NMapKey<Blake2_128Concat, T::AccountId>),
		Offer,
	>;

	/// Fees that wait to be settled.
	#[pallet::storage]
	pub type Collected<T: Config> = StorageValue<_, NoDrop<CreditOf<T>>>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A collection's royalties were set, for ever.
		RoyaltiesSet {
			/// Of what.
			collection: CollectionId,
			/// All recipients' part together, in millionths.
			rate: u32,
		},
		/// The royalties of a collection that is gone were removed.
		RoyaltiesRemoved {
			/// Of what.
			collection: CollectionId,
		},
		/// Items are for sale.
		Listed {
			/// Of which collection.
			collection: CollectionId,
			/// Which.
			items: Items,
			/// Whose.
			seller: T::AccountId,
			/// What each is paid in.
			asset: T::AssetKind,
			/// What each costs.
			price: Balance,
		},
		/// An item is not for sale any more.
		Delisted {
			/// Of which collection.
			collection: CollectionId,
			/// Which.
			item: ItemId,
			/// Who had listed it.
			seller: T::AccountId,
		},
		/// Somebody offers to buy an item.
		Offered {
			/// Of which collection.
			collection: CollectionId,
			/// Which.
			item: ItemId,
			/// Who.
			buyer: T::AccountId,
			/// For how much.
			price: Balance,
		},
		/// An offer is gone; its price and deposit went back.
		OfferWithdrawn {
			/// Of which collection.
			collection: CollectionId,
			/// Which item it was for.
			item: ItemId,
			/// Whose.
			buyer: T::AccountId,
		},
		/// An item was sold.
		Sold {
			/// Of which collection.
			collection: CollectionId,
			/// Which.
			item: ItemId,
			/// Whose it was.
			seller: T::AccountId,
			/// Whose it is.
			buyer: T::AccountId,
			/// What it was paid in.
			asset: T::AssetKind,
			/// What the buyer paid.
			price: Balance,
			/// The chain's part of that.
			fee: Balance,
			/// The recipients' part.
			royalties: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No collection has this number.
		UnknownCollection,
		/// Only the collection's owner sets its royalties.
		NotCollectionOwner,
		/// The collection's royalties are set, and never change.
		RoyaltiesSet,
		/// Recipients get more than a fifth of a sale together. Name smaller parts.
		RoyaltiesTooHigh,
		/// The collection has no royalties.
		NoRoyalties,
		/// The collection still exists, and so do its royalties.
		CollectionExists,
		/// An amount is zero. Give a positive one.
		ZeroAmount,
		/// No item is named. Name at least one.
		NothingNamed,
		/// There is no such item, or it belongs to somebody else.
		NotOwner,
		/// The item's collection does not let it be moved, so it cannot be sold.
		CannotBeSold,
		/// The item is for sale already, or named twice. Take it off the list first to change its price.
		AlreadyListed,
		/// There is no such asset.
		UnknownAsset,
		/// It would be void from the start. Give a later block, or none.
		ExpiresInPast,
		/// The account cannot pay the deposit and stay alive. Send $TALE there first.
		DepositNotPaid,
		/// The item is not for sale.
		NotListed,
		/// The listing or the offer expired.
		Expired,
		/// It did not expire yet. Only who made it takes it back.
		NotExpired,
		/// Nobody buys their own items.
		OwnItem,
		/// The item is paid in another asset.
		OtherAsset,
		/// The item costs more than that. Look at the price again.
		PriceAboveMaximum,
		/// The account has less to spend than that.
		NotEnoughMoney,
		/// The account offers for this item already. Withdraw that offer first.
		OfferExists,
		/// There is no such offer. It was withdrawn, or accepted.
		UnknownOffer,
		/// The offer is less than that. Look at it again.
		OfferBelowMinimum,
		/// The seller's account cannot take the money: it does not exist, and this is too little for a new one.
		SellerCannotReceive,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Settles fees that wait, where the block has room for it.
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let looking = T::DbWeight::get().reads(1);
			let settling = looking.saturating_add(T::WeightInfo::settle_fees());
			if !settling.all_lte(remaining) {
				return Weight::zero();
			}
			if !Collected::<T>::exists() {
				return looking;
			}
			Self::settle_fees();
			settling
		}

		#[cfg(feature = "std")]
		fn integrity_test() {
			assert!(T::ListingDeposit::get() > 0 && T::OfferDeposit::get() > 0, "rows would cost nothing");
			assert!(T::RoyaltyDeposit::get() > 0, "royalties would cost nothing");
			assert!(T::FeeRate::get() <= MILLION - MAX_ROYALTY, "sellers would get nothing");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Says who gets a part of every sale of a collection's items: up to four accounts with parts in millionths, a fifth
		/// together at most. Signed by its owner, once; it never changes.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::set_royalties())]
		pub fn set_royalties(
			origin: OriginFor<T>,
			collection: CollectionId,
			recipients: Recipients<T::AccountId>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_royalties(who, collection, recipients)
		}

		/// Removes the royalties of a collection that is gone; the deposit goes back. Signed by anybody.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::remove_royalties())]
		pub fn remove_royalties(origin: OriginFor<T>, collection: CollectionId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_remove_royalties(collection)
		}

		/// Puts items of the caller up for sale, each at `price`. `expires` is the block from which they are not any more.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::list_items(items.len() as u32))]
		pub fn list_items(
			origin: OriginFor<T>,
			collection: CollectionId,
			items: Items,
			asset: T::AssetKind,
			#[pallet::compact] price: Balance,
			expires: Option<BlockNumber>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_list(who, collection, items, asset, price, expires)
		}

		/// Takes items off the list; deposits go back. Signed by who listed them; by anybody once the listing expired.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::delist(items.len() as u32))]
		pub fn delist(origin: OriginFor<T>, collection: CollectionId, items: Items) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_delist(who, collection, items)
		}

		/// Buys an item that is for sale in `asset` for at most `max_price`.
		#[pallet::call_index(4)]
		#[pallet::weight(Pallet::<T>::with_surcharge(T::WeightInfo::buy_item(), None))]
		pub fn buy_item(
			origin: OriginFor<T>,
			collection: CollectionId,
			item: ItemId,
			asset: T::AssetKind,
			#[pallet::compact] max_price: Balance,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::do_buy(who, collection, item, asset, max_price)?;
			Ok(PostDispatchInfo::from(Some(Self::with_surcharge(T::WeightInfo::buy_item(), Some(collection)))))
		}

		/// Offers `price` in $TALE for an item, whoever owns it then. `expires` is the block from which the offer is void.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::make_offer())]
		pub fn make_offer(
			origin: OriginFor<T>,
			collection: CollectionId,
			item: ItemId,
			#[pallet::compact] price: Balance,
			expires: Option<BlockNumber>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_offer(who, collection, item, price, expires)
		}

		/// Takes an offer back. Signed by who made it; by anybody once it expired.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::withdraw_offer())]
		pub fn withdraw_offer(
			origin: OriginFor<T>,
			collection: CollectionId,
			item: ItemId,
			buyer: T::AccountId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw(who, collection, item, buyer)
		}

		/// Sells an item of the caller to who offered at least `at_least` for it.
		#[pallet::call_index(7)]
		#[pallet::weight(Pallet::<T>::with_surcharge(T::WeightInfo::accept_offer(), None))]
		pub fn accept_offer(
			origin: OriginFor<T>,
			collection: CollectionId,
			item: ItemId,
			buyer: T::AccountId,
			#[pallet::compact] at_least: Balance,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::do_accept(who, collection, item, buyer, at_least)?;
			Ok(PostDispatchInfo::from(Some(Self::with_surcharge(T::WeightInfo::accept_offer(), Some(collection)))))
		}
	}

	impl<T: Config> Pallet<T> {
		/// What a call costs that sells an item of a collection, or of any.
		pub(crate) fn with_surcharge(weight: Weight, collection: Option<CollectionId>) -> Weight {
			let (time, proof) = T::Items::surcharge(collection);
			weight.saturating_add(Weight::from_parts(time, proof))
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The sale of an item; `None` where it is not for sale, or no more.
		pub fn listing(collection: CollectionId, item: ItemId) -> Option<ListingOverview<T::AccountId, T::AssetKind>> {
			Self::listing_of(collection, item)
		}

		/// Items of a collection that are for sale, the first `most` that come after the item `after`, 1,000 at most. In no
		/// particular order, but always in the same.
		pub fn listings(
			collection: CollectionId,
			after: Option<ItemId>,
			most: u32,
		) -> Vec<ListingOverview<T::AccountId, T::AssetKind>> {
			Self::listings_of(collection, after, most)
		}

		/// Offers for an item, the highest first; 1,000 at most.
		pub fn offers(collection: CollectionId, item: ItemId) -> Vec<OfferOverview<T::AccountId>> {
			Self::offers_for(collection, item)
		}

		/// The chain's and the recipients' part of a sale of a collection's items agreed to now, in millionths.
		pub fn rates(collection: CollectionId) -> (u32, u32) {
			let royalties = Self::royalty_rate(collection);
			(Self::fee_rate(royalties), royalties)
		}

		/// Who gets royalties of a collection, and which part of every sale in millionths.
		pub fn royalties(collection: CollectionId) -> Option<Vec<(T::AccountId, u32)>> {
			Royalties::<T>::get(collection).map(|terms| terms.recipients.into_inner())
		}
	}
}
