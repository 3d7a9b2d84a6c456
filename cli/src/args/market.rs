//! Commands of content: its register, shares, dividends, order books.

use super::{account, token::bytes_from_hex, Signing, Who};
use crate::amounts::{self, Decimal};
use clap::{
	builder::{PossibleValuesParser, TypedValueParser},
	Args, Subcommand,
};
use promptale_client::{AccountId, Asset};
use promptale_primitives::{
	content::ContentId,
	order_book::{BookId, OrderNumber, Side, TimeInForce},
	Balance, Blake3, BlockNumber, ModelId,
};
use std::path::PathBuf;

/// The register of content.
#[derive(Subcommand, Debug)]
pub enum ContentCommand {
	/// Register an image, and say whose shares in it are.
	Register(ContentArguments),
	/// Show a content, by its number or by its image.
	Show(WhichContent),
	/// List content, the latest first.
	List {
		/// Only that with numbers less than this.
		#[arg(long, value_name = "CONTENT")]
		before: Option<ContentId>,
		/// Among so many numbers.
		#[arg(long, default_value_t = 20, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1000))]
		most: u32,
		/// Only that of this creator.
		#[arg(long, value_name = "ACCOUNT", value_parser = account)]
		creator: Option<AccountId>,
	},
	/// Remove a content. Its shares must all be yours, free, with nobody owed dividends.
	Remove {
		/// Its number.
		content: ContentId,
		/// Who has all its shares.
		#[command(flatten)]
		signing: Signing,
	},
}

/// Register an image.
#[derive(Args, Debug)]
pub struct ContentArguments {
	/// The image's file. Its BLAKE3 hash is registered; the file itself goes nowhere.
	pub image: PathBuf,
	/// Its content credential (C2PA manifest): the file, or the BLAKE3 hash of it.
	#[arg(long, value_name = "FILE|HASH")]
	pub credential: String,
	/// The model that made it.
	#[arg(long, default_value_t = 0)]
	pub model: ModelId,
	/// BLAKE3 hash of the checkpoint that made it; the model's current one where none is given.
	#[arg(long, value_name = "HASH", value_parser = hash)]
	pub checkpoint: Option<Hash>,
	/// Shares there will be, for ever.
	#[arg(long, value_name = "SHARES", value_parser = amounts::shares)]
	pub supply: Balance,
	/// Whose they are from the start, repeated; all of them the signer's where none is named.
	#[arg(long = "founder", value_name = "ACCOUNT=SHARES", value_parser = founder)]
	pub founders: Vec<(AccountId, Balance)>,
	/// The creator.
	#[command(flatten)]
	pub signing: Signing,
}

/// Which content.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub struct WhichContent {
	/// Its number.
	pub content: Option<ContentId>,
	/// Its image: the file, or the BLAKE3 hash of it.
	#[arg(long, value_name = "FILE|HASH")]
	pub image: Option<String>,
}

/// Shares in content.
#[derive(Subcommand, Debug)]
pub enum SharesCommand {
	/// Show an account's shares and what they earned.
	Show(Who),
	/// Give shares to another account.
	Transfer {
		/// Of which content.
		content: ContentId,
		/// Who gets them.
		#[arg(long, value_name = "ACCOUNT", value_parser = account)]
		to: AccountId,
		/// How many.
		#[arg(long, value_name = "SHARES", value_parser = amounts::shares)]
		amount: Balance,
		/// Whose they are.
		#[command(flatten)]
		signing: Signing,
	},
}

/// Dividends of shares.
#[derive(Subcommand, Debug)]
pub enum DividendsCommand {
	/// Show what an account's shares earned, by content and asset.
	Show(Who),
	/// Pay out what shares earned: everything, or of one content, or in one asset.
	Claim {
		/// Only of this content.
		content: Option<ContentId>,
		/// Only in this asset: TALE, or the number of another one.
		#[arg(long)]
		asset: Option<Asset>,
		/// Pay another account what is its own.
		#[arg(long = "for", value_name = "ACCOUNT", value_parser = account)]
		account: Option<AccountId>,
		/// Who signs, and is paid where nobody else is named.
		#[command(flatten)]
		signing: Signing,
	},
	/// Deposit what a content earned, for the holders of its shares.
	Deposit {
		/// Which content.
		content: ContentId,
		/// How much.
		#[arg(long)]
		amount: Decimal,
		/// In what: TALE, or the number of another asset.
		#[arg(long, default_value_t = Asset::Tale)]
		asset: Asset,
		/// Who pays.
		#[command(flatten)]
		signing: Signing,
	},
}

/// Order books.
#[derive(Subcommand, Debug)]
pub enum BookCommand {
	/// Open the book of a content and an asset. The content's creator has to set royalties first.
	Open {
		/// Whose shares are traded.
		content: ContentId,
		/// What they are paid in: TALE, or the number of another asset.
		#[arg(long, default_value_t = Asset::Tale)]
		asset: Asset,
		/// Prices are multiples of this, up to 4095 times as much. It never changes.
		#[arg(long, value_name = "PRICE")]
		tick: Decimal,
		/// Who pays the deposit.
		#[command(flatten)]
		signing: Signing,
	},
	/// Show a book: its terms, and what is bid and asked at which price.
	Show {
		/// Its number.
		book: BookId,
		/// Prices of each side.
		#[arg(long, default_value_t = 10, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1000))]
		levels: u32,
	},
	/// List the books of a content.
	List {
		/// Which content.
		content: ContentId,
	},
	/// Who gets a part of every sale of a content's shares.
	#[command(subcommand)]
	Royalties(RoyaltiesCommand),
	/// Close a book without orders and debts; the deposit goes back.
	Close {
		/// Its number.
		book: BookId,
		/// Who opened it; anybody once the content is gone.
		#[command(flatten)]
		signing: Signing,
	},
	/// Show what was traded in a book, by interval.
	Candles {
		/// Its number.
		book: BookId,
	},
}

/// Royalties of a content's shares, or of a collection's items.
#[derive(Subcommand, Debug)]
pub enum RoyaltiesCommand {
	/// Show them.
	Show {
		/// Number of the content, or of the collection.
		of: u32,
	},
	/// Say once and for all who gets which part of every sale.
	Set {
		/// Number of the content, or of the collection.
		of: u32,
		/// Who, and which part of every sale, repeated: 4 accounts and 20 percent together at most.
		#[arg(long = "recipient", value_name = "ACCOUNT=PERCENT", value_parser = recipient, required_unless_present = "none")]
		recipients: Vec<(AccountId, u32)>,
		/// Nobody gets any.
		#[arg(long, conflicts_with = "recipients")]
		none: bool,
		/// The content's creator, or the collection's owner.
		#[command(flatten)]
		signing: Signing,
	},
	/// Remove those of what is gone; the deposit goes back to who set them.
	Remove {
		/// Number of the content, or of the collection.
		of: u32,
		/// Anybody.
		#[command(flatten)]
		signing: Signing,
	},
}

/// Orders to buy and sell shares.
#[derive(Subcommand, Debug)]
pub enum OrderCommand {
	/// Buy or sell shares. Shows what would trade now and what would wait, and asks.
	Place(PlaceArguments),
	/// Show an account's orders that wait.
	List(Who),
	/// Cancel an order.
	Cancel {
		/// Its number.
		number: OrderNumber,
		/// In which book.
		#[arg(long)]
		book: BookId,
		/// Whose it is.
		#[command(flatten)]
		signing: Signing,
	},
	/// Cancel all orders of the signer, of one book or of all.
	CancelAll {
		/// Only in this book.
		#[arg(long)]
		book: Option<BookId>,
		/// Whose they are.
		#[command(flatten)]
		signing: Signing,
	},
	/// Remove an account's orders that expired; what was bound goes back to it.
	RemoveExpired {
		/// Whose.
		#[arg(value_name = "ACCOUNT", value_parser = account)]
		owner: AccountId,
		/// Anybody.
		#[command(flatten)]
		signing: Signing,
	},
	/// Have a book pay what it could not pay before.
	Collect {
		/// Which book.
		#[arg(long)]
		book: BookId,
		/// To whom; to the signer where nobody is named.
		#[arg(long = "for", value_name = "ACCOUNT", value_parser = account)]
		account: Option<AccountId>,
		/// Anybody.
		#[command(flatten)]
		signing: Signing,
	},
}

/// Buy or sell shares.
#[derive(Args, Debug)]
pub struct PlaceArguments {
	/// Which of both.
	#[arg(value_parser = side())]
	pub side: Side,
	/// How many shares.
	#[arg(value_parser = amounts::shares)]
	pub quantity: Balance,
	/// In which book; `promptale book list` names those of a content.
	#[arg(long)]
	pub book: BookId,
	/// What a share costs at most, or at least.
	#[arg(long)]
	pub price: Decimal,
	/// What becomes of what cannot be traded at once: it waits until cancelled (gtc), or is given up (ioc); all or nothing
	/// (fok); or only wait, never trade at once (post-only).
	#[arg(long, default_value = "gtc", value_parser = time_in_force())]
	pub time_in_force: TimeInForce,
	/// For how many blocks it waits; until cancelled where none is given.
	#[arg(long, value_name = "BLOCKS", value_parser = clap::value_parser!(u32).range(1..))]
	pub expires_in: Option<BlockNumber>,
	/// Who trades.
	#[command(flatten)]
	pub signing: Signing,
}

/// A BLAKE3 hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hash(pub Blake3);

/// A BLAKE3 hash in hex.
pub fn hash(text: &str) -> Result<Hash, String> {
	let bytes = bytes_from_hex(text)?.0;
	let length = bytes.len();
	bytes.try_into().map(Hash).map_err(|_| format!("a BLAKE3 hash has 32 bytes, this has {length}"))
}

fn side() -> impl TypedValueParser<Value = Side> {
	PossibleValuesParser::new(["buy", "sell"]).map(|word| if word == "buy" { Side::Buy } else { Side::Sell })
}

fn time_in_force() -> impl TypedValueParser<Value = TimeInForce> {
	PossibleValuesParser::new(["gtc", "ioc", "fok", "post-only"]).map(|word| match word.as_str() {
		"ioc" => TimeInForce::ImmediateOrCancel,
		"fok" => TimeInForce::FillOrKill,
		"post-only" => TimeInForce::PostOnly,
		_ => TimeInForce::GoodTillCancelled,
	})
}

fn founder(text: &str) -> Result<(AccountId, Balance), String> {
	part(text, "SHARES", amounts::shares)
}

fn recipient(text: &str) -> Result<(AccountId, u32), String> {
	part(text, "PERCENT", amounts::percent)
}

fn part<T>(text: &str, what: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<(AccountId, T), String> {
	let (name, value) = text.split_once('=').ok_or_else(|| format!("write it as ACCOUNT={what}"))?;
	Ok((account(name)?, read(value)?))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::args::{Arguments, Command};
	use clap::Parser;

	const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

	fn parse(line: &str) -> Result<Command, i32> {
		Arguments::try_parse_from(line.split(' ')).map(|parsed| parsed.command).map_err(|error| error.exit_code())
	}

	#[test]
	fn an_order_has_side_quantity_book_and_price() {
		let line =
			"promptale order place sell 1,000 --book 3 --price 2.5 --time-in-force post-only --expires-in 9 --key k";
		let Ok(Command::Order(OrderCommand::Place(place))) = parse(line) else { panic!("an order") };
		assert_eq!((place.side, place.quantity, place.book), (Side::Sell, 1_000, 3));
		assert_eq!((place.time_in_force, place.expires_in), (TimeInForce::PostOnly, Some(9)));
		assert_eq!(place.price.units(12), Ok(2_500_000_000_000));
		let plain = "promptale order place buy 1 --book 0 --price 1 --dev-key //Alice";
		let Ok(Command::Order(OrderCommand::Place(place))) = parse(plain) else { panic!("an order") };
		assert_eq!((place.side, place.time_in_force), (Side::Buy, TimeInForce::GoodTillCancelled));
	}

	#[test]
	fn founders_and_recipients_are_accounts_with_their_parts() {
		let line = format!("promptale content register x.png --credential y --supply 10 --founder {ALICE}=4 --key k");
		let Ok(Command::Content(ContentCommand::Register(content))) = parse(&line) else { panic!("content") };
		assert_eq!(content.founders, [(ALICE.parse().unwrap(), 4)]);
		let line = format!("promptale book royalties set 0 --recipient {ALICE}=2.5% --key k");
		let Ok(Command::Book(BookCommand::Royalties(RoyaltiesCommand::Set { recipients, .. }))) = parse(&line) else {
			panic!("royalties")
		};
		assert_eq!(recipients, [(ALICE.parse().unwrap(), 25_000)]);
	}

	#[test]
	fn what_could_never_succeed_is_no_valid_line() {
		for line in [
			"promptale order place buy 0 --book 0 --price 1 --key k",
			"promptale order place buy 1.5 --book 0 --price 1 --key k",
			"promptale order place buy 1 --book 0 --price 0 --key k",
			"promptale order place hold 1 --book 0 --price 1 --key k",
			"promptale order place buy 1 --book 0 --price 1 --expires-in 0 --key k",
			"promptale content register x.png --credential y --supply 0 --key k",
			"promptale content register x.png --credential y --supply 1 --checkpoint 00 --key k",
			"promptale content register x.png --credential y --supply 1 --founder Bob=1 --key k",
			"promptale content show",
			"promptale content show 1 --image x.png",
			"promptale book royalties set 0 --key k",
			"promptale dividends deposit 0 --amount 0 --key k",
			"promptale dividends deposit 0 --amount 1 --asset USDT --key k",
		] {
			assert_eq!(parse(line).err(), Some(2), "{line}");
		}
		assert!(parse("promptale book royalties set 0 --none --key k").is_ok());
		assert!(parse("promptale content show --image x.png").is_ok());
	}
}
