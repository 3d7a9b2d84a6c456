//! `promptale sale`.

use super::{
	royalties::{self, Of},
	signing::{Lines, Outcome, Plan, Signer},
};
use crate::{
	amounts::Decimal,
	args::{Arguments, OfCollection, SaleCommand, Signing},
	failure::Failure,
	table,
	unit::{Unit, Units},
	view::{ListingView, OfferView},
	words,
};
use anyhow::anyhow;
use promptale_client::{AccountId, Asset, Call, Client, SalesCall};
use promptale_primitives::{
	item::{CollectionId, ItemId},
	order_book::{proceeds, royalty},
	Balance, BlockNumber,
};
use serde::Serialize;

pub async fn run(arguments: &Arguments, command: &SaleCommand) -> Result<(), Failure> {
	match command {
		SaleCommand::Items { of, after, most } => items(arguments, of, *after, *most).await,
		SaleCommand::Add { items, price, asset, expires_in, of, signing } => {
			add(arguments, signing, of, items, price, *asset, *expires_in).await
		},
		SaleCommand::Remove { items, of, signing } => remove(arguments, signing, of, items).await,
		SaleCommand::Buy { item, max_price, of, signing } => {
			buy(arguments, signing, of, *item, max_price.as_ref()).await
		},
		SaleCommand::Offers { item, of } => offers(arguments, of, *item).await,
		SaleCommand::Offer { item, price, expires_in, of, signing } => {
			offer(arguments, signing, of, *item, *price, *expires_in).await
		},
		SaleCommand::Withdraw { item, buyer, of, signing } => withdraw(arguments, signing, of, *item, *buyer).await,
		SaleCommand::Accept { item, buyer, of, signing } => accept(arguments, signing, of, *item, *buyer).await,
		SaleCommand::Royalties(command) => royalties::run(arguments, command, Of::Collection).await,
	}
}

/// A collection, and what its items are called.
struct Collection {
	number: CollectionId,
	licences: bool,
}

impl Collection {
	async fn chosen(client: &Client, of: &OfCollection) -> Result<Self, Failure> {
		let licences = client.licence_collection().await?;
		match (of.collection, licences) {
			(Some(number), licences) => Ok(Self { number, licences: licences == Some(number) }),
			(None, Some(number)) => Ok(Self { number, licences: true }),
			(None, None) => Err(Failure::Refused(anyhow!(
				"No licence was sold yet, so that there is nothing to trade. For other items name their --collection."
			))),
		}
	}

	/// `licence 3`, or `item 3 of collection 7`.
	fn item(&self, item: ItemId) -> String {
		match self.licences {
			true => format!("licence {item}"),
			false => format!("item {item} of collection {}", self.number),
		}
	}

	fn items(&self, items: &[ItemId]) -> String {
		let numbers: Vec<_> = items.iter().map(ToString::to_string).collect();
		let numbers = numbers.join(", ");
		match (self.licences, items.len()) {
			(_, 1) => self.item(items[0]),
			(true, _) => format!("licences {numbers}"),
			(false, _) => format!("items {numbers} of collection {}", self.number),
		}
	}
}

#[derive(Serialize)]
struct Listings {
	collection: CollectionId,
	items: Vec<ListingView>,
}

async fn items(arguments: &Arguments, of: &OfCollection, after: Option<ItemId>, most: u32) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	let collection = Collection::chosen(&client, of).await?;
	let listings = client.listings(collection.number, after, most).await?;
	let units = Units::of(&client, listings.iter().map(|listing| listing.asset)).await?;
	let view = Listings {
		collection: collection.number,
		items: listings.iter().map(|listing| ListingView::new(listing, units.get(listing.asset))).collect(),
	};
	super::print(arguments.json, &view, || match view.items.is_empty() {
		true => "Nothing is for sale there.".into(),
		false => table::listings(&view.items),
	})
}

#[derive(Serialize)]
struct Done {
	collection: CollectionId,
	items: Vec<ItemId>,
	#[serde(flatten)]
	unit: Option<Unit>,
	/// Smallest unit.
	price: Option<String>,
}

fn done(json: bool, outcome: &Outcome, did: String, details: &Done) -> Result<(), Failure> {
	outcome.print(json, details, vec![("Done", did)])
}

/// The block that is so many blocks away.
async fn block_in(client: &Client, blocks: Option<BlockNumber>) -> Result<Option<BlockNumber>, Failure> {
	Ok(match blocks {
		Some(blocks) => Some(client.best_block().await?.saturating_add(blocks)),
		None => None,
	})
}

/// What a seller gets of a price, and who gets the rest.
fn parts(price: Balance, fee_rate: u32, royalty_rate: u32, unit: &Unit) -> Lines {
	let (part, royalties) = (proceeds(price, fee_rate, royalty_rate), royalty(price, royalty_rate));
	let fee = price.saturating_sub(part).saturating_sub(royalties);
	vec![
		("Less", format!("fee {}, royalties {}", unit.amount(fee), unit.amount(royalties))),
		("Brings", unit.amount(part)),
	]
}

async fn add(
	arguments: &Arguments,
	signing: &Signing,
	of: &OfCollection,
	items: &[ItemId],
	price: &Decimal,
	asset: Asset,
	expires_in: Option<BlockNumber>,
) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let client = &signer.client;
	let collection = Collection::chosen(client, of).await?;
	let unit = Unit::of(client, asset).await?;
	let price = unit.read("--price", price)?;
	let expires = block_in(client, expires_in).await?;
	let mut facts: Lines = vec![("Price of each", unit.price(price))];
	let (fee_rate, royalty_rate) = client.sale_rates(collection.number).await?;
	facts.extend(parts(price, fee_rate, royalty_rate, &unit));
	facts.push(("Until", expires.map_or_else(|| "it is sold or removed".into(), |block| format!("block {block}"))));
	facts.push(("Meanwhile", "it stays yours, and cannot be moved".into()));
	let deposit = client.listing_deposit().await?;
	facts.push(("Deposit of each", format!("{}, back when it is sold or removed", words::amount(deposit))));
	let call = SalesCall::ListItems { collection: collection.number, items: items.to_vec(), asset, price, expires };
	let does = format!("puts {} up for sale", collection.items(items));
	let holds = deposit.saturating_mul(items.len() as Balance);
	let plan = Plan { facts, holds, ..Plan::new(Call::Sales(call), does.clone()) };
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let details =
		Done { collection: collection.number, items: items.to_vec(), unit: Some(unit), price: Some(price.to_string()) };
	done(arguments.json, &outcome, does, &details)
}

async fn remove(arguments: &Arguments, signing: &Signing, of: &OfCollection, items: &[ItemId]) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let collection = Collection::chosen(&signer.client, of).await?;
	let call = SalesCall::Delist { collection: collection.number, items: items.to_vec() };
	let does = format!("takes {} off the list", collection.items(items));
	let facts = vec![("Comes back", "the deposit of each, to who put it on the list".into())];
	let plan = Plan { facts, ..Plan::new(Call::Sales(call), does.clone()) };
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let details = Done { collection: collection.number, items: items.to_vec(), unit: None, price: None };
	done(arguments.json, &outcome, does, &details)
}

async fn buy(
	arguments: &Arguments,
	signing: &Signing,
	of: &OfCollection,
	item: ItemId,
	max_price: Option<&Decimal>,
) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let client = &signer.client;
	let collection = Collection::chosen(client, of).await?;
	let listing = client.listing(collection.number, item).await?.ok_or_else(|| {
		Failure::Refused(anyhow!(
			"{} is not for sale. `promptale sale items` shows what is; `promptale sale offer` makes its owner an offer.",
			collection.item(item)
		))
	})?;
	let unit = Unit::of(client, listing.asset).await?;
	let agreed = max_price.map(|price| unit.read("--max-price", price)).transpose()?.unwrap_or(listing.price);
	if listing.price > agreed {
		return Err(Failure::Refused(anyhow!(
			"{} costs {} now, more than --max-price {}. Raise it, or look for another.",
			collection.item(item),
			unit.price(listing.price),
			unit.price(agreed)
		)));
	}
	let facts = vec![("Price", unit.price(listing.price)), ("Of", listing.seller.to_string())];
	let (asset, number) = (listing.asset, collection.number);
	let call = SalesCall::BuyItem { collection: number, item, asset, max_price: agreed };
	let pays = if asset == Asset::Tale { listing.price } else { 0 };
	let does = format!("buys {}", collection.item(item));
	let plan = Plan { facts, pays, ..Plan::new(Call::Sales(call), does.clone()) };
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let price = Some(listing.price.to_string());
	let details = Done { collection: number, items: vec![item], unit: Some(unit), price };
	done(arguments.json, &outcome, does, &details)
}

#[derive(Serialize)]
struct Offers {
	collection: CollectionId,
	item: ItemId,
	offers: Vec<OfferView>,
}

async fn offers(arguments: &Arguments, of: &OfCollection, item: ItemId) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	let collection = Collection::chosen(&client, of).await?;
	let offers = client.offers(collection.number, item).await?;
	let view = Offers { collection: collection.number, item, offers: offers.iter().map(OfferView::from).collect() };
	super::print(arguments.json, &view, || match view.offers.is_empty() {
		true => format!("Nobody offers for {}.", collection.item(item)),
		false => table::offers(&view.offers),
	})
}

async fn offer(
	arguments: &Arguments,
	signing: &Signing,
	of: &OfCollection,
	item: ItemId,
	price: Balance,
	expires_in: Option<BlockNumber>,
) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let client = &signer.client;
	let collection = Collection::chosen(client, of).await?;
	let expires = block_in(client, expires_in).await?;
	let deposit = client.offer_deposit().await?;
	let facts = vec![
		("Offers", words::amount(price)),
		("Deposit", format!("{}, back when it is accepted or withdrawn", words::amount(deposit))),
		("Until", expires.map_or_else(|| "it is withdrawn".into(), |block| format!("block {block}"))),
		("Binds", "to whoever owns the item then".into()),
	];
	let call = SalesCall::MakeOffer { collection: collection.number, item, price, expires };
	let does = format!("offers to buy {}", collection.item(item));
	let holds = price.saturating_add(deposit);
	let plan = Plan { facts, holds, ..Plan::new(Call::Sales(call), does.clone()) };
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let unit = Unit::of(client, Asset::Tale).await?;
	let price = Some(price.to_string());
	let details = Done { collection: collection.number, items: vec![item], unit: Some(unit), price };
	done(arguments.json, &outcome, does, &details)
}

async fn withdraw(
	arguments: &Arguments,
	signing: &Signing,
	of: &OfCollection,
	item: ItemId,
	buyer: Option<AccountId>,
) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let collection = Collection::chosen(&signer.client, of).await?;
	let buyer = buyer.unwrap_or(signer.account);
	let call = SalesCall::WithdrawOffer { collection: collection.number, item, buyer };
	let does = match buyer == signer.account {
		true => format!("withdraws its offer for {}", collection.item(item)),
		false => format!("withdraws the expired offer of {buyer} for {}", collection.item(item)),
	};
	let Some(outcome) = signer.carry_out(Plan::new(Call::Sales(call), does.clone())).await? else { return Ok(()) };
	let details = Done { collection: collection.number, items: vec![item], unit: None, price: None };
	done(arguments.json, &outcome, does, &details)
}

async fn accept(
	arguments: &Arguments,
	signing: &Signing,
	of: &OfCollection,
	item: ItemId,
	buyer: AccountId,
) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let client = &signer.client;
	let collection = Collection::chosen(client, of).await?;
	let offers = client.offers(collection.number, item).await?;
	let offer = offers.into_iter().find(|offer| offer.buyer == buyer).ok_or_else(|| {
		Failure::Refused(anyhow!(
			"{buyer} offers nothing for {} (any more). `promptale sale offers {item}` shows who does.",
			collection.item(item)
		))
	})?;
	let unit = Unit::of(client, Asset::Tale).await?;
	let (fee_rate, royalty_rate) = client.sale_rates(collection.number).await?;
	let mut facts: Lines = vec![("Offer", unit.price(offer.price))];
	facts.extend(parts(offer.price, fee_rate, royalty_rate, &unit));
	let call = SalesCall::AcceptOffer { collection: collection.number, item, buyer, at_least: offer.price };
	let does = format!("sells {} to {buyer}", collection.item(item));
	let gets = proceeds(offer.price, fee_rate, royalty_rate);
	let plan = Plan { facts, gets, ..Plan::new(Call::Sales(call), does.clone()) };
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let price = Some(offer.price.to_string());
	let details = Done { collection: collection.number, items: vec![item], unit: Some(unit), price };
	done(arguments.json, &outcome, does, &details)
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_client::AssetInfo;
	use promptale_primitives::TALE;

	#[test]
	fn licences_are_called_licences_and_other_items_by_their_collection() {
		let (licences, others) = (Collection { number: 0, licences: true }, Collection { number: 7, licences: false });
		assert_eq!((licences.item(3), others.item(3)), ("licence 3".into(), "item 3 of collection 7".into()));
		assert_eq!(licences.items(&[3, 4]), "licences 3, 4");
		assert_eq!((others.items(&[3]), others.items(&[3, 4])), (others.item(3), "items 3, 4 of collection 7".into()));
	}

	#[test]
	fn a_seller_is_told_what_is_left() {
		let unit = Unit::from(&AssetInfo { asset: Asset::Tale, symbol: "TALE".into(), decimals: 12 });
		let text = table::pairs(&parts(400 * TALE, 5_000, 50_000, &unit));
		for part in ["fee 2 TALE", "royalties 20 TALE", "378 TALE"] {
			assert!(text.contains(part), "{part} is missing in {text}");
		}
	}
}
