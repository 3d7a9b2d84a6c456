//! Items (licences and other NFTs) that are sold, and the seam to who keeps them.

use crate::{Balance, BlockNumber};
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// Identifies a collection of items.
pub type CollectionId = u32;

/// Identifies an item of a collection.
pub type ItemId = u32;

/// Most items that one call lists, or takes off the list.
pub const MAX_ITEMS: u32 = 32;

/// An item for sale.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ListingOverview<AccountId, Asset> {
	/// Which item.
	pub item: ItemId,
	/// Whose it is.
	pub seller: AccountId,
	/// What it is paid in.
	pub asset: Asset,
	/// What it costs.
	pub price: Balance,
	/// Block from which it is not for sale any more.
	pub expires: Option<BlockNumber>,
	/// The recipients' part of that sale, in millionths.
	pub royalty_rate: u32,
	/// The chain's part of a sale now, in millionths.
	pub fee_rate: u32,
}

/// What somebody offers for an item, in $TALE.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct OfferOverview<AccountId> {
	/// Who.
	pub buyer: AccountId,
	/// How much.
	pub price: Balance,
	/// Block from which it is void.
	pub expires: Option<BlockNumber>,
}

/// Keeps items, and moves those that are sold.
pub trait ItemRegister<AccountId> {
	/// Why an item is not moved.
	type Error;

	/// Whose an item is; `None` where there is no such item.
	fn owner(collection: CollectionId, item: ItemId) -> Option<AccountId>;

	/// Whose a collection is; `None` where there is no such collection.
	fn collection_owner(collection: CollectionId) -> Option<AccountId>;

	/// Whether an item could be sold, if its owner says so.
	fn can_be_sold(collection: CollectionId, item: ItemId) -> bool;

	/// Gives an item of `from` to `to`. What it brought until now stays with `from`.
	fn sell(collection: CollectionId, item: ItemId, from: &AccountId, to: &AccountId) -> Result<(), Self::Error>;

	/// What that costs at most beside a transfer of a plain item, in a collection or in any: picoseconds, and bytes of block
	/// proof.
	fn surcharge(collection: Option<CollectionId>) -> (u64, u64);

	/// Makes a collection with `count` items of `owner`, counted from 0, for benchmarks.
	#[cfg(feature = "runtime-benchmarks")]
	fn make(owner: &AccountId, count: u32) -> CollectionId;
}
