//! `promptale book`.

use super::{
	royalties::{self, Of},
	signing::{Lines, Plan, Signer},
};
use crate::{
	amounts::Decimal,
	args::{Arguments, BookCommand, Signing},
	events,
	failure::Failure,
	table,
	unit::{Unit, Units},
	view::{BookView, CandleView},
	words,
};
use anyhow::anyhow;
use promptale_client::{Asset, Call, Client, MarketCall};
use promptale_primitives::{
	content::ContentId,
	order_book::{BookId, BookOverview, Side, TICKS},
};
use serde::Serialize;

pub async fn run(arguments: &Arguments, command: &BookCommand) -> Result<(), Failure> {
	match command {
		BookCommand::Open { content, asset, tick, signing } => open(arguments, signing, *content, *asset, tick).await,
		BookCommand::Show { book, levels } => show(arguments, *book, *levels).await,
		BookCommand::List { content } => list(arguments, *content).await,
		BookCommand::Royalties(command) => royalties::run(arguments, command, Of::Content).await,
		BookCommand::Close { book, signing } => close(arguments, signing, *book).await,
		BookCommand::Candles { book } => candles(arguments, *book).await,
	}
}

/// A book that there is.
pub async fn known(client: &Client, book: BookId) -> Result<BookOverview<Asset>, Failure> {
	let overview = client.book(book).await?;
	overview.ok_or_else(|| {
		Failure::Refused(anyhow!("There is no book {book}. `promptale book list CONTENT` shows those of a content."))
	})
}

#[derive(Serialize)]
struct OfBook {
	book: BookId,
}

#[derive(Serialize)]
struct Opened {
	/// `null` in a dry run.
	book: Option<BookId>,
	content: ContentId,
	#[serde(flatten)]
	unit: Unit,
	tick_size: String,
}

async fn open(
	arguments: &Arguments,
	signing: &Signing,
	content: ContentId,
	asset: Asset,
	tick: &Decimal,
) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let client = &signer.client;
	if let Some((_, book)) = client.books(content).await?.into_iter().find(|(of, _)| *of == asset) {
		return Err(Failure::Refused(anyhow!("That is book {book}, which is open. `promptale book show {book}`.")));
	}
	let unit = Unit::of(client, asset).await?;
	let tick_size = unit.read("--tick", tick)?;
	let highest = tick_size.checked_mul((TICKS - 1).into()).ok_or_else(|| {
		Failure::Usage("--tick is too large: the highest price could not be stored. Take a smaller one.".into())
	})?;
	let royalties = client.royalties(content).await?;
	let royalties = royalties.ok_or_else(|| {
		Failure::Refused(anyhow!(
			"Content {content} has no royalties yet. Its creator sets them first: `promptale book royalties set {content}`."
		))
	})?;
	let mut facts = vec![
		("Prices", format!("{} to {}, in steps of the lowest", unit.price(tick_size), unit.price(highest))),
		("Royalties", words::percent(royalties.iter().map(|(_, rate)| rate).sum())),
	];
	let mut pays = 0;
	if asset != Asset::Tale {
		pays = client.existential_deposit().await?;
		facts.push(("For the book's account", format!("{}, and the least of {}", words::amount(pays), unit.symbol)));
	}
	let call = Call::Market(MarketCall::OpenBook { content, asset, tick_size });
	let does = format!("opens the book of content {content} in {}", unit.symbol);
	let plan = Plan { facts, pays, holds: client.book_deposit().await?, ..Plan::new(call, does) };
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let book = events::book(&outcome.events);
	let mut lines: Lines = book.map(|book| ("Book", book.to_string())).into_iter().collect();
	lines.push(("Prices", format!("multiples of {}", unit.price(tick_size))));
	outcome.print(arguments.json, &Opened { book, content, tick_size: tick_size.to_string(), unit }, lines)
}

async fn show(arguments: &Arguments, book: BookId, levels: u32) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	let overview = known(&client, book).await?;
	let unit = Units::of(&client, [overview.asset]).await?.get(overview.asset);
	let (bids, asks) = (client.depth(book, Side::Buy, levels).await?, client.depth(book, Side::Sell, levels).await?);
	let view = BookView::new(book, &overview, unit, &bids, &asks);
	super::print(arguments.json, &view, || table::book(&view))
}

#[derive(Serialize)]
struct Books {
	content: ContentId,
	books: Vec<BookView>,
}

async fn list(arguments: &Arguments, content: ContentId) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	let mut books = client.books(content).await?;
	books.sort();
	let units = Units::of(&client, books.iter().map(|(asset, _)| *asset)).await?;
	let mut views = Vec::new();
	for (asset, book) in books {
		// It may have been closed since.
		if let Some(overview) = client.book(book).await? {
			views.push(BookView::new(book, &overview, units.get(asset), &[], &[]));
		}
	}
	let view = Books { content, books: views };
	super::print(arguments.json, &view, || match view.books.is_empty() {
		true => format!("Content {content} has no book. `promptale book open {content}` opens one."),
		false => table::books(&view.books),
	})
}

async fn close(arguments: &Arguments, signing: &Signing, book: BookId) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let overview = known(&signer.client, book).await?;
	if overview.orders > 0 {
		return Err(Failure::Refused(anyhow!(
			"{} orders are in book {book}. Their owners cancel them first, or they are filled.",
			overview.orders
		)));
	}
	let facts = vec![("Its deposit", "goes back to who opened it".into()), ("Its candles", "are gone".into())];
	let call = Call::Market(MarketCall::CloseBook { book });
	let plan = Plan { facts, ..Plan::new(call, format!("closes book {book}")) };
	let done = plan.does.clone();
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	outcome.print(arguments.json, &OfBook { book }, vec![("Done", done)])
}

#[derive(Serialize)]
struct Candles {
	book: BookId,
	#[serde(flatten)]
	unit: Unit,
	candles: Vec<CandleView>,
}

async fn candles(arguments: &Arguments, book: BookId) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	let asset = known(&client, book).await?.asset;
	let unit = Units::of(&client, [asset]).await?.get(asset);
	let candles = client.candles(book).await?.iter().map(CandleView::from).collect();
	let view = Candles { book, unit, candles };
	super::print(arguments.json, &view, || match view.candles.is_empty() {
		true => format!("Nothing was traded in book {book} lately."),
		false => table::candles(&view.candles, &view.unit),
	})
}
