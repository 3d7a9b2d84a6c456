//! Items that a `nonfungibles_v2` keeps, without rules of their own.

use core::marker::PhantomData;
#[cfg(feature = "runtime-benchmarks")]
use frame_support::traits::tokens::nonfungibles_v2::{Create, Mutate};
use frame_support::{
	ensure,
	traits::tokens::nonfungibles_v2::{Inspect, Transfer},
};
use promptale_primitives::item::{CollectionId, ItemId, ItemRegister};
use sp_runtime::{DispatchError, TokenError};

/// The items of `Nfts`. Its configurations of collections and items are named for benchmarks.
pub struct PlainItems<Nfts, CollectionConfig, ItemConfig>(PhantomData<(Nfts, CollectionConfig, ItemConfig)>);

/// What items are kept by.
#[cfg(not(feature = "runtime-benchmarks"))]
pub trait Keeps<AccountId, CollectionConfig, ItemConfig>: Transfer<AccountId> {}
#[cfg(not(feature = "runtime-benchmarks"))]
impl<N: Transfer<AccountId>, AccountId, C, I> Keeps<AccountId, C, I> for N {}

/// What items are kept by, and made.
#[cfg(feature = "runtime-benchmarks")]
pub trait Keeps<AccountId, CollectionConfig, ItemConfig>:
	Transfer<AccountId> + Create<AccountId, CollectionConfig> + Mutate<AccountId, ItemConfig>
{
}
#[cfg(feature = "runtime-benchmarks")]
impl<N: Transfer<AccountId> + Create<AccountId, C> + Mutate<AccountId, I>, AccountId, C, I> Keeps<AccountId, C, I>
	for N
{
}

impl<AccountId, Nfts, C: Default, I: Default> ItemRegister<AccountId> for PlainItems<Nfts, C, I>
where
	AccountId: PartialEq,
	Nfts: Keeps<AccountId, C, I> + Inspect<AccountId, CollectionId = CollectionId, ItemId = ItemId>,
{
	type Error = DispatchError;

	fn owner(collection: CollectionId, item: ItemId) -> Option<AccountId> {
		Nfts::owner(&collection, &item)
	}

	fn collection_owner(collection: CollectionId) -> Option<AccountId> {
		Nfts::collection_owner(&collection)
	}

	fn can_be_sold(collection: CollectionId, item: ItemId) -> bool {
		Nfts::can_transfer(&collection, &item)
	}

	fn sell(collection: CollectionId, item: ItemId, from: &AccountId, to: &AccountId) -> Result<(), DispatchError> {
		ensure!(Nfts::owner(&collection, &item).as_ref() == Some(from), TokenError::UnknownAsset);
		Nfts::transfer(&collection, &item, to)
	}

	fn surcharge(_: Option<CollectionId>) -> (u64, u64) {
		(0, 0)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn make(owner: &AccountId, count: u32) -> CollectionId {
		let collection = Nfts::create_collection(owner, owner, &C::default()).expect("the owner can pay");
		for item in 0..count {
			Nfts::mint_into(&collection, &item, owner, &I::default(), true).expect("the owner can pay");
		}
		collection
	}
}
