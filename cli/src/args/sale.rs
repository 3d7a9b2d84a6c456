//! Commands of sales: licences and other items.

use super::{account, RoyaltiesCommand, Signing};
use crate::amounts::{self, Decimal};
use clap::{Args, Subcommand};
use promptale_client::{AccountId, Asset};
use promptale_primitives::{
	item::{CollectionId, ItemId},
	Balance, BlockNumber,
};

/// Of which collection.
#[derive(Args, Clone, Copy, Debug)]
pub struct OfCollection {
	/// Collection of the items; that of licences where none is named.
	#[arg(long, value_name = "NUMBER")]
	pub collection: Option<CollectionId>,
}

/// Sales of licences and other items.
#[derive(Subcommand, Debug)]
pub enum SaleCommand {
	/// Show the items that are for sale, and their prices.
	Items {
		/// Of which collection.
		#[command(flatten)]
		of: OfCollection,
		/// Only those after this one, as they are shown.
		#[arg(long, value_name = "ITEM")]
		after: Option<ItemId>,
		/// So many at most.
		#[arg(long, default_value_t = 100, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1000))]
		most: u32,
	},
	/// Put items up for sale. They stay yours (a licence goes on earning), but cannot be moved meanwhile.
	Add {
		/// Numbers of the items, 32 at most.
		#[arg(required = true, num_args = 1..=32)]
		items: Vec<ItemId>,
		/// What each costs.
		#[arg(long)]
		price: Decimal,
		/// In what: TALE, or the number of another asset.
		#[arg(long, default_value_t = Asset::Tale)]
		asset: Asset,
		/// For how many blocks; until they are removed where none is given.
		#[arg(long, value_name = "BLOCKS", value_parser = clap::value_parser!(u32).range(1..))]
		expires_in: Option<BlockNumber>,
		/// Of which collection.
		#[command(flatten)]
		of: OfCollection,
		/// Whose they are.
		#[command(flatten)]
		signing: Signing,
	},
	/// Take items off the list; deposits go back.
	Remove {
		/// Numbers of the items, 32 at most.
		#[arg(required = true, num_args = 1..=32)]
		items: Vec<ItemId>,
		/// Of which collection.
		#[command(flatten)]
		of: OfCollection,
		/// Who put them on; anybody once the listing expired.
		#[command(flatten)]
		signing: Signing,
	},
	/// Buy an item at its price.
	Buy {
		/// Its number.
		item: ItemId,
		/// Most to pay for it, in the asset that it is for sale in; the price shown where none is given.
		#[arg(long)]
		max_price: Option<Decimal>,
		/// Of which collection.
		#[command(flatten)]
		of: OfCollection,
		/// Who buys.
		#[command(flatten)]
		signing: Signing,
	},
	/// Show the offers for an item.
	Offers {
		/// Its number.
		item: ItemId,
		/// Of which collection.
		#[command(flatten)]
		of: OfCollection,
	},
	/// Offer $TALE for an item, whether it is for sale or not. The amount is put on hold.
	Offer {
		/// Its number.
		item: ItemId,
		/// How much.
		#[arg(long, value_name = "TALE", value_parser = amounts::positive)]
		price: Balance,
		/// For how many blocks; until it is withdrawn where none is given.
		#[arg(long, value_name = "BLOCKS", value_parser = clap::value_parser!(u32).range(1..))]
		expires_in: Option<BlockNumber>,
		/// Of which collection.
		#[command(flatten)]
		of: OfCollection,
		/// Who offers.
		#[command(flatten)]
		signing: Signing,
	},
	/// Take an offer back.
	Withdraw {
		/// Number of the item that it is for.
		item: ItemId,
		/// Whose it is, once it expired; the signer's where nobody is named.
		#[arg(long = "of", value_name = "ACCOUNT", value_parser = account)]
		buyer: Option<AccountId>,
		/// Of which collection.
		#[command(flatten)]
		of: OfCollection,
		/// Who made it; anybody once it expired.
		#[command(flatten)]
		signing: Signing,
	},
	/// Sell an item to somebody who offers for it.
	Accept {
		/// Its number.
		item: ItemId,
		/// Who offers.
		#[arg(long, value_name = "ACCOUNT", value_parser = account)]
		buyer: AccountId,
		/// Of which collection.
		#[command(flatten)]
		of: OfCollection,
		/// Whose item it is.
		#[command(flatten)]
		signing: Signing,
	},
	/// Who gets a part of every sale of a collection's items.
	#[command(subcommand)]
	Royalties(RoyaltiesCommand),
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::args::{Arguments, Command};
	use clap::Parser;

	fn parse(line: &str) -> Result<Command, i32> {
		Arguments::try_parse_from(line.split(' ')).map(|parsed| parsed.command).map_err(|error| error.exit_code())
	}

	#[test]
	fn several_items_are_put_up_for_sale_at_one_price() {
		let line = "promptale sale add 3 5 8 --price 400 --expires-in 9 --dev-key //Bob";
		let Ok(Command::Sale(SaleCommand::Add { items, price, asset, of, .. })) = parse(line) else { panic!("a sale") };
		assert_eq!((items, asset, of.collection), (vec![3, 5, 8], Asset::Tale, None));
		assert_eq!(price.units(0), Ok(400));
	}

	#[test]
	fn what_could_never_succeed_is_no_valid_line() {
		let many = (0..33).map(|item| item.to_string()).collect::<Vec<_>>().join(" ");
		for line in [
			"promptale sale add --price 1 --key k",
			"promptale sale add 1 --price 0 --key k",
			"promptale sale buy --key k",
			"promptale sale offer 1 --key k",
			"promptale sale accept 1 --key k",
			&format!("promptale sale add {many} --price 1 --key k"),
		] {
			assert_eq!(parse(line).err(), Some(2), "{line}");
		}
		assert!(parse("promptale sale buy 1 --collection 7 --key k").is_ok());
	}
}
