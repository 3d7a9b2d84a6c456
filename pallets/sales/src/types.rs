//! What the pallet stores.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::fungible, BoundedVec};
use promptale_primitives::{item::ItemId, Balance, BlockNumber};
pub use promptale_primitives::{
	item::MAX_ITEMS,
	royalty::{Recipients, RoyaltyTerms, MAX_RECIPIENTS},
};
use scale_info::TypeInfo;
use sp_runtime::traits::ConstU32;

/// Imbalance of $TALE.
pub type CreditOf<T> = fungible::Credit<<T as frame_system::Config>::AccountId, <T as crate::Config>::Currency>;

/// Items of one collection.
pub type Items = BoundedVec<ItemId, ConstU32<MAX_ITEMS>>;

/// That an item is for sale.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Listing<AccountId, Asset> {
	/// Whose it is, until it expires.
	pub seller: AccountId,
	/// What it is paid in.
	pub asset: Asset,
	/// What it costs.
	pub price: Balance,
	/// Block from which it is not for sale any more.
	pub expires: Option<BlockNumber>,
	/// The recipients' part in millionths, as it was when the seller agreed to it.
	pub royalty_rate: u32,
	/// Held from the seller.
	pub deposit: Balance,
}

impl<AccountId, Asset> Listing<AccountId, Asset> {
	/// Whether it is void at block `now`.
	pub fn expired(&self, now: BlockNumber) -> bool {
		self.expires.is_some_and(|expires| now >= expires)
	}
}

/// What somebody offers for an item. The price is on hold.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Offer {
	/// How much $TALE.
	pub price: Balance,
	/// Block from which it is void.
	pub expires: Option<BlockNumber>,
	/// Held from the buyer for the row.
	pub deposit: Balance,
}

impl Offer {
	/// Whether it is void at block `now`.
	pub fn expired(&self, now: BlockNumber) -> bool {
		self.expires.is_some_and(|expires| now >= expires)
	}
}
