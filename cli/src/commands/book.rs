//! `promptale book`.

use super::signing::{Lines, Plan, Signer};
use crate::{
	amounts::Decimal,
	args::{Arguments, BookCommand, RoyaltiesCommand, Signing},
	events,
	failure::Failure,
	table,
	unit::{Unit, Units},
	view::{BookView, CandleView, RoyaltyView},
	words,
};
use anyhow::anyhow;
use promptale_client::{AccountId, Asset, Call, Client, MarketCall};
use promptale_primitives::{
	content::ContentId,
	order_book::{BookId, BookOverview, Side, MAX_RECIPIENTS, MAX_ROYALTY, TICKS},
};
use serde::Serialize;

pub async fn run(arguments: &Arguments, command: &BookCommand) -> Result<(), Failure> {
	match command {
		BookCommand::Open { content, asset, tick, signing } => open(arguments, signing, *content, *asset, tick).await,
		BookCommand::Show { book, levels } => show(arguments, *book, *levels).await,
		BookCommand::List { content } => list(arguments, *content).await,
		BookCommand::Royalties(RoyaltiesCommand::Show { content }) => royalties(arguments, *content).await,
		BookCommand::Royalties(RoyaltiesCommand::Set { content, recipients, signing, .. }) => {
			set_royalties(arguments, signing, *content, recipients).await
		},
		BookCommand::Royalties(RoyaltiesCommand::Remove { content, signing }) => {
			let signer = Signer::open(arguments, signing).await?;
			let call = MarketCall::RemoveRoyalties { content: *content };
			let plan =
				Plan::new(Call::Market(call), format!("removes the royalties of content {content}, which is gone"));
			finish(&signer, plan, &OfContent { content: *content }).await
		},
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

async fn finish<T: Serialize>(signer: &Signer<'_>, plan: Plan, details: &T) -> Result<(), Failure> {
	let done = plan.does.clone();
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	outcome.print(signer.arguments.json, details, vec![("Done", done)])
}

#[derive(Serialize)]
struct OfContent {
	content: ContentId,
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

#[derive(Serialize)]
struct Royalties {
	content: ContentId,
	/// `null` before the creator set them.
	royalties: Option<Vec<RoyaltyView>>,
}

async fn royalties(arguments: &Arguments, content: ContentId) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	let royalties = client.royalties(content).await?;
	let royalties = royalties.map(|all| all.iter().map(RoyaltyView::from).collect());
	let view = Royalties { content, royalties };
	super::print(arguments.json, &view, || match view.royalties.as_deref() {
		None => format!("The creator of content {content} did not set royalties, so that it has no book."),
		Some([]) => format!("Nobody gets royalties of content {content}."),
		Some(royalties) => table::royalties(royalties),
	})
}

async fn set_royalties(
	arguments: &Arguments,
	signing: &Signing,
	content: ContentId,
	recipients: &[(AccountId, u32)],
) -> Result<(), Failure> {
	allowed(recipients)?;
	let signer = Signer::open(arguments, signing).await?;
	let mut facts: Lines = vec![("For ever", "they can never be changed".into())];
	facts.extend(recipients.iter().map(|(who, rate)| ("Gets", format!("{} for {who}", words::percent(*rate)))));
	let call = Call::Market(MarketCall::SetRoyalties { content, recipients: recipients.to_vec() });
	let holds = signer.client.royalty_deposit().await?;
	let plan = Plan { facts, holds, ..Plan::new(call, format!("sets the royalties of content {content}")) };
	let royalties = Some(recipients.iter().map(RoyaltyView::from).collect());
	finish(&signer, plan, &Royalties { content, royalties }).await
}

/// Refuses more recipients, or larger parts, than the chain takes.
fn allowed(recipients: &[(AccountId, u32)]) -> Result<(), Failure> {
	let together = recipients.iter().fold(0u32, |sum, (_, rate)| sum.saturating_add(*rate));
	if recipients.len() > MAX_RECIPIENTS as usize {
		return Err(Failure::Usage(format!(
			"Royalties go to {MAX_RECIPIENTS} accounts at most, not {}.",
			recipients.len()
		)));
	}
	if together > MAX_ROYALTY {
		return Err(Failure::Usage(format!(
			"Royalties are {} of a sale together at most, and these are {}. Name smaller parts.",
			words::percent(MAX_ROYALTY),
			words::percent(together)
		)));
	}
	Ok(())
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
	finish(&signer, Plan { facts, ..Plan::new(call, format!("closes book {book}")) }, &OfBook { book }).await
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

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn royalties_that_the_chain_would_refuse_are_refused_here() {
		let parts = |rates: &[u32]| -> Vec<_> { rates.iter().map(|rate| (AccountId([1; 32]), *rate)).collect() };
		assert!(allowed(&parts(&[50_000; 4])).is_ok() && allowed(&[]).is_ok());
		for (rates, part) in [(&[1; 5][..], "4 accounts at most, not 5"), (&[100_000, 100_001], "20.00 %")] {
			let failure = allowed(&parts(rates)).unwrap_err();
			assert!(failure.code() == 2 && failure.to_string().contains(part), "{part} is missing in {failure}");
		}
	}
}
