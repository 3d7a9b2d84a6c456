//! Sales of licences and other items: calls and view functions of pallet-sales.

use crate::{
	call::{encoded, number, Argument},
	AccountId, Asset, Client, Error, GENERATORS_PALLET, SALES_PALLET,
};
use codec::Decode;
use promptale_primitives::{
	item::{CollectionId, ItemId, ListingOverview, OfferOverview},
	Balance, BlockNumber,
};

/// What sellers and buyers of items do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SalesCall {
	/// Says who gets a part of every sale, in millionths, for ever.
	SetRoyalties {
		/// Of which collection.
		collection: CollectionId,
		/// Who, and which part.
		recipients: Vec<(AccountId, u32)>,
	},
	/// Removes the royalties of a collection that is gone.
	RemoveRoyalties {
		/// Which.
		collection: CollectionId,
	},
	/// Puts items up for sale.
	ListItems {
		/// Of which collection.
		collection: CollectionId,
		/// Which.
		items: Vec<ItemId>,
		/// What they are paid in.
		asset: Asset,
		/// What each costs, in the asset's smallest unit.
		price: Balance,
		/// Block from which they are not for sale any more.
		expires: Option<BlockNumber>,
	},
	/// Takes items off the list.
	Delist {
		/// Of which collection.
		collection: CollectionId,
		/// Which.
		items: Vec<ItemId>,
	},
	/// Buys an item.
	BuyItem {
		/// Of which collection.
		collection: CollectionId,
		/// Which.
		item: ItemId,
		/// What it is paid in.
		asset: Asset,
		/// What it costs at most.
		max_price: Balance,
	},
	/// Offers to buy an item.
	MakeOffer {
		/// Of which collection.
		collection: CollectionId,
		/// Which.
		item: ItemId,
		/// For how much $TALE.
		price: Balance,
		/// Block from which the offer is void.
		expires: Option<BlockNumber>,
	},
	/// Takes an offer back.
	WithdrawOffer {
		/// Of which collection.
		collection: CollectionId,
		/// Which item it was for.
		item: ItemId,
		/// Whose.
		buyer: AccountId,
	},
	/// Sells an item to who offers for it.
	AcceptOffer {
		/// Of which collection.
		collection: CollectionId,
		/// Which.
		item: ItemId,
		/// Who offers.
		buyer: AccountId,
		/// What the offer must be at least.
		at_least: Balance,
	},
}

impl SalesCall {
	pub(crate) fn name(&self) -> &'static str {
		match self {
			Self::SetRoyalties { .. } => "set_royalties",
			Self::RemoveRoyalties { .. } => "remove_royalties",
			Self::ListItems { .. } => "list_items",
			Self::Delist { .. } => "delist",
			Self::BuyItem { .. } => "buy_item",
			Self::MakeOffer { .. } => "make_offer",
			Self::WithdrawOffer { .. } => "withdraw_offer",
			Self::AcceptOffer { .. } => "accept_offer",
		}
	}

	pub(crate) fn arguments(self) -> Vec<(&'static str, Argument)> {
		let of = |collection: CollectionId, item: ItemId| vec![number("collection", collection), number("item", item)];
		match self {
			Self::SetRoyalties { collection, recipients } => {
				vec![number("collection", collection), encoded("recipients", recipients)]
			},
			Self::RemoveRoyalties { collection } => vec![number("collection", collection)],
			Self::ListItems { collection, items, asset, price, expires } => vec![
				number("collection", collection),
				encoded("items", items),
				encoded("asset", asset),
				number("price", price),
				encoded("expires", expires),
			],
			Self::Delist { collection, items } => vec![number("collection", collection), encoded("items", items)],
			Self::BuyItem { collection, item, asset, max_price } => {
				let mut arguments = of(collection, item);
				arguments.extend([encoded("asset", asset), number("max_price", max_price)]);
				arguments
			},
			Self::MakeOffer { collection, item, price, expires } => {
				let mut arguments = of(collection, item);
				arguments.extend([number("price", price), encoded("expires", expires)]);
				arguments
			},
			Self::WithdrawOffer { collection, item, buyer } => {
				let mut arguments = of(collection, item);
				arguments.push(encoded("buyer", buyer));
				arguments
			},
			Self::AcceptOffer { collection, item, buyer, at_least } => {
				let mut arguments = of(collection, item);
				arguments.extend([encoded("buyer", buyer), number("at_least", at_least)]);
				arguments
			},
		}
	}
}

impl Client {
	/// The collection of licences; `None` before the first one was sold.
	pub async fn licence_collection(&self) -> Result<Option<CollectionId>, Error> {
		let stored = self.stored(GENERATORS_PALLET, "Collection", vec![]).await?;
		let decoded = stored.map(|bytes| CollectionId::decode(&mut &bytes[..])).transpose();
		decoded.map_err(|error| Error::Decode { what: "Generators.Collection".into(), reason: error.to_string() })
	}

	/// The sale of an item; `None` where it is not for sale.
	pub async fn listing(
		&self,
		collection: CollectionId,
		item: ItemId,
	) -> Result<Option<ListingOverview<AccountId, Asset>>, Error> {
		self.view(SALES_PALLET, "listing", (collection, item), None).await
	}

	/// Items of a collection that are for sale, the first `most` after one of them, in no particular order.
	pub async fn listings(
		&self,
		collection: CollectionId,
		after: Option<ItemId>,
		most: u32,
	) -> Result<Vec<ListingOverview<AccountId, Asset>>, Error> {
		self.view(SALES_PALLET, "listings", (collection, after, most), None).await
	}

	/// Offers for an item, the highest first.
	pub async fn offers(&self, collection: CollectionId, item: ItemId) -> Result<Vec<OfferOverview<AccountId>>, Error> {
		self.view(SALES_PALLET, "offers", (collection, item), None).await
	}

	/// Who gets royalties of a collection, and which part of every sale in millionths; `None` before its owner said so.
	pub async fn collection_royalties(&self, collection: CollectionId) -> Result<Option<Vec<(AccountId, u32)>>, Error> {
		self.view(SALES_PALLET, "royalties", collection, None).await
	}

	/// The chain's and the recipients' part of a sale of a collection's items agreed to now, in millionths.
	pub async fn sale_rates(&self, collection: CollectionId) -> Result<(u32, u32), Error> {
		self.view(SALES_PALLET, "rates", collection, None).await
	}

	/// What is held from a seller for each item on the list, in the smallest unit.
	pub async fn listing_deposit(&self) -> Result<Balance, Error> {
		self.constant(SALES_PALLET, "ListingDeposit").await
	}

	/// What is held from a buyer for each offer beside its price, in the smallest unit.
	pub async fn offer_deposit(&self) -> Result<Balance, Error> {
		self.constant(SALES_PALLET, "OfferDeposit").await
	}
}
