//! `promptale order`.

mod place;
mod preview;

use super::{
	book::known,
	chosen,
	signing::{Lines, Plan, Signer},
};
use crate::{
	args::{Arguments, OrderCommand, Signing, Who},
	failure::Failure,
	table,
	unit::{Unit, Units},
	view::{bound, OrderView},
	words,
};
use anyhow::anyhow;
use promptale_client::{AccountId, Call, Client, MarketCall};
use promptale_primitives::{
	order_book::{BookId, OrderNumber, OrderOverview, Side, MAX_STEPS},
	Balance,
};
use serde::Serialize;
use std::collections::{btree_map::Entry, BTreeMap};

/// Most calls in one transaction that cancels or removes orders.
const MOST_CALLS: usize = 8;

pub async fn run(arguments: &Arguments, command: &OrderCommand) -> Result<(), Failure> {
	match command {
		OrderCommand::Place(order) => place::place(arguments, order).await,
		OrderCommand::List(who) => list(arguments, who).await,
		OrderCommand::Cancel { number, book, signing } => cancel(arguments, signing, *book, *number).await,
		OrderCommand::CancelAll { book, signing } => cancel_all(arguments, signing, *book).await,
		OrderCommand::RemoveExpired { owner, signing } => remove_expired(arguments, signing, *owner).await,
		OrderCommand::Collect { book, account, signing } => collect(arguments, signing, *book, *account).await,
	}
}

#[derive(Serialize)]
struct Listed {
	account: String,
	orders: Vec<OrderView>,
}

/// Orders with what they need to be shown.
async fn views(client: &Client, orders: &[OrderOverview]) -> Result<Vec<OrderView>, Failure> {
	let now = client.best_block().await?;
	let mut books = BTreeMap::new();
	for order in orders {
		if let Entry::Vacant(place) = books.entry(order.book) {
			// It may have been closed since.
			if let Some(book) = client.book(order.book).await? {
				place.insert(book);
			}
		}
	}
	let units = Units::of(client, books.values().map(|book| book.asset)).await?;
	let view = |order: &OrderOverview| {
		let book = books.get(&order.book)?;
		Some(OrderView::new(order, book.content, units.get(book.asset), now))
	};
	Ok(orders.iter().filter_map(view).collect())
}

async fn list(arguments: &Arguments, who: &Who) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let account = chosen(who, &info.name)?;
	let orders = views(&client, &client.orders(&account).await?).await?;
	let view = Listed { account: account.to_string(), orders };
	super::print(arguments.json, &view, || match view.orders.is_empty() {
		true => format!("{} has no orders that wait.", view.account),
		false => format!("{}{}", table::pairs(&[("Account", view.account.clone())]), table::orders(&view.orders)),
	})
}

/// An order in words.
fn described(order: &OrderView) -> String {
	let number = |digits: &str| digits.parse::<Balance>().unwrap_or_default();
	format!(
		"{} of book {}: {} {} at {}",
		order.number,
		order.book,
		match order.side {
			Side::Buy => "buys",
			Side::Sell => "sells",
		},
		words::shares(number(&order.quantity)),
		order.unit.price(number(&order.price))
	)
}

/// Orders that a call ends, and how many are left for another.
#[derive(Serialize)]
struct Ended {
	orders: Vec<OrderView>,
	left: usize,
}

/// Ends orders of `owner`, and says which.
async fn end(
	signer: &Signer<'_>,
	owner: AccountId,
	orders: &[OrderOverview],
	left: usize,
	call: Call,
	does: String,
) -> Result<(), Failure> {
	let bounds = orders.to_vec();
	let orders = views(&signer.client, orders).await?;
	let mut facts: Lines = orders.iter().map(|order| ("Order", described(order))).collect();
	let pairs = orders.iter().filter_map(|view| {
		let same = |order: &&OrderOverview| (order.book, order.number) == (view.book, view.number);
		Some(bound(bounds.iter().find(same)?, &view.unit))
	});
	let back = pairs.fold(0, Balance::saturating_add);
	facts.push(("Comes back", format!("{}, and what is bound in shares or in another asset", words::amount(back))));
	let gets = if owner == signer.account { back } else { 0 };
	if left > 0 {
		facts.push(("Left", format!("{left} more orders: run the command again")));
	}
	let Some(outcome) = signer.carry_out(Plan { facts, gets, ..Plan::new(call, does.clone()) }).await? else {
		return Ok(());
	};
	outcome.print(signer.arguments.json, &Ended { orders, left }, vec![("Done", does)])
}

async fn cancel(arguments: &Arguments, signing: &Signing, book: BookId, number: OrderNumber) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let own = signer.client.orders(&signer.account).await?;
	let order = own.into_iter().find(|order| order.book == book && order.number == number).ok_or_else(|| {
		Failure::Refused(anyhow!(
			"{} has no order {number} in book {book}: it was filled, cancelled, or expired. `promptale order list` shows \
			 those that wait.",
			signer.account
		))
	})?;
	let call = Call::Market(MarketCall::CancelOrder { book, number });
	end(&signer, signer.account, &[order], 0, call, format!("cancels order {number} of book {book}")).await
}

/// One call, or all in one.
fn together(mut calls: Vec<Call>) -> Call {
	if calls.len() == 1 {
		calls.remove(0)
	} else {
		Call::BatchAll(calls)
	}
}

/// Calls that cancel as many of these orders as fit into a transaction: each up to [`MAX_STEPS`] of one book.
fn cancelling(orders: &[OrderOverview]) -> (Vec<Call>, usize) {
	let mut books = BTreeMap::<BookId, u32>::new();
	for order in orders {
		let count = books.entry(order.book).or_default();
		*count = count.saturating_add(1);
	}
	let (mut calls, mut cancelled) = (Vec::new(), 0usize);
	for (book, mut count) in books {
		while count > 0 && calls.len() < MOST_CALLS {
			let limit = count.min(MAX_STEPS);
			calls.push(Call::Market(MarketCall::CancelOrders { book, limit }));
			count = count.saturating_sub(limit);
			cancelled = cancelled.saturating_add(limit as usize);
		}
	}
	(calls, cancelled)
}

async fn cancel_all(arguments: &Arguments, signing: &Signing, book: Option<BookId>) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let mut own = signer.client.orders(&signer.account).await?;
	own.retain(|order| book.is_none_or(|book| book == order.book));
	if own.is_empty() {
		return Err(Failure::Refused(anyhow!("{} has no orders there that wait.", signer.account)));
	}
	let (calls, cancelled) = cancelling(&own);
	let left = own.len().saturating_sub(cancelled);
	let does = match left {
		0 => format!("cancels all {cancelled} of its orders there"),
		_ => format!("cancels {cancelled} of its orders there"),
	};
	// Which of a book's are cancelled first is the chain's to say, so all are named only where all are.
	let named = if left == 0 { &own[..] } else { &[] };
	end(&signer, signer.account, named, left, together(calls), does).await
}

async fn remove_expired(arguments: &Arguments, signing: &Signing, owner: AccountId) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let now = signer.client.best_block().await?;
	let mut expired = signer.client.orders(&owner).await?;
	expired.retain(|order| order.expires.is_some_and(|expires| now >= expires));
	if expired.is_empty() {
		return Err(Failure::Refused(anyhow!("No order of {owner} has expired by block {now}.")));
	}
	let most = MOST_CALLS * MAX_STEPS as usize;
	let left = expired.len().saturating_sub(most);
	expired.truncate(most);
	let call = |order: &OrderOverview| {
		Call::Market(MarketCall::RemoveExpired { book: order.book, owner, number: order.number })
	};
	let call = together(expired.iter().map(call).collect());
	end(&signer, owner, &expired, left, call, format!("removes {} expired orders of {owner}", expired.len())).await
}

#[derive(Serialize)]
struct Collected {
	book: BookId,
	paid_to: String,
	#[serde(flatten)]
	unit: Unit,
	/// Smallest unit.
	amount: String,
}

async fn collect(
	arguments: &Arguments,
	signing: &Signing,
	book: BookId,
	account: Option<AccountId>,
) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let client = &signer.client;
	let account = account.unwrap_or(signer.account);
	let asset = known(client, book).await?.asset;
	let amount = client.owed(book, &account).await?;
	if amount == 0 {
		return Err(Failure::Refused(anyhow!("Book {book} owes {account} nothing.")));
	}
	let unit = Units::of(client, [asset]).await?.get(asset);
	let paid = format!("{} to {account}", unit.amount(amount));
	let call = Call::Market(MarketCall::Collect { book, account });
	let plan =
		Plan { facts: vec![("Pays", paid.clone())], ..Plan::new(call, format!("has book {book} pay what it owes")) };
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let details = Collected { book, paid_to: account.to_string(), amount: amount.to_string(), unit };
	outcome.print(arguments.json, &details, vec![("Paid", paid)])
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::TALE;

	fn order(book: BookId, number: OrderNumber) -> OrderOverview {
		OrderOverview { book, number, side: Side::Buy, price: TALE, quantity: 2, expires: None, deposit: TALE }
	}

	#[test]
	fn all_orders_are_cancelled_by_sixteens_of_a_book_as_far_as_a_transaction_goes() {
		let mut orders: Vec<_> = (0..20).map(|number| order(1, number)).collect();
		orders.push(order(2, 7));
		let call = |book, limit| Call::Market(MarketCall::CancelOrders { book, limit });
		assert_eq!(cancelling(&orders), (vec![call(1, 16), call(1, 4), call(2, 1)], 21));
		let many: Vec<_> = (0..200).map(|number| order(0, number)).collect();
		let (calls, cancelled) = cancelling(&many);
		assert_eq!((calls.len(), cancelled), (MOST_CALLS, 128));
	}
}
