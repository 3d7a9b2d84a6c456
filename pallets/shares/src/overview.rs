//! What the view functions answer.

use crate::{types::*, BookOf, Config, Contents, Holdings, NextContent, Pallet};
use alloc::vec::Vec;
use promptale_primitives::{
	content::{Content, ContentId, ContentOverview, DividendOverview, HoldingOverview, RevenueOverview},
	dividend::whole_units,
};

/// Most holdings of an account, or numbers of content, that a view looks at.
const MOST: u32 = 1_000;

impl<T: Config> Pallet<T> {
	pub(crate) fn content_overview(content: ContentId) -> Option<ContentOverview<T::AccountId, T::AssetKind>> {
		let books = BookOf::<T>::get(content)?;
		let revenue = |revenue: &Revenue<T::AccountId, T::AssetKind>| RevenueOverview {
			asset: revenue.asset.clone(),
			deposited: revenue.deposited,
		};
		Some(ContentOverview {
			content: Contents::<T>::get(content)?.content,
			supply: books.supply,
			holders: books.holders,
			revenues: books.revenues.iter().map(revenue).collect(),
			pot: Self::pot_account(content),
		})
	}

	pub(crate) fn latest_contents(before: Option<ContentId>, most: u32) -> Vec<(ContentId, Content<T::AccountId>)> {
		let next = NextContent::<T>::get();
		let end = before.map_or(next, |before| before.min(next));
		let numbers = end.saturating_sub(most.min(MOST))..end;
		numbers.rev().filter_map(|number| Some((number, Contents::<T>::get(number)?.content))).collect()
	}

	pub(crate) fn dividends_of(
		account: &T::AccountId,
		content: ContentId,
	) -> Option<Vec<DividendOverview<T::AssetKind>>> {
		let row = Holdings::<T>::get(account, content)?;
		Some(Self::dividends_in(&row, &BookOf::<T>::get(content)?))
	}

	fn dividends_in(row: &Holding<T>, books: &BooksOf<T>) -> Vec<DividendOverview<T::AssetKind>> {
		let shares = row.shares();
		let dividend = |(at, revenue): (usize, &Revenue<T::AccountId, T::AssetKind>)| {
			let earned = row.earnings.get(at).copied().unwrap_or_default();
			DividendOverview {
				asset: revenue.asset.clone(),
				pending: whole_units(earned.owed(revenue.deposited, shares), books.supply),
				paid: earned.paid,
			}
		};
		books.revenues.iter().enumerate().map(dividend).collect()
	}

	pub(crate) fn holdings_of(account: &T::AccountId) -> Vec<HoldingOverview<T::AssetKind>> {
		let holding = |(content, row): (ContentId, Holding<T>)| {
			let books = BookOf::<T>::get(content)?;
			let dividends = Self::dividends_in(&row, &books);
			Some(HoldingOverview { content, free: row.free, held: row.held(), dividends })
		};
		let rows = Holdings::<T>::iter_prefix(account).take(MOST as usize);
		let mut holdings: Vec<_> = rows.filter_map(holding).collect();
		holdings.sort_by_key(|holding| holding.content);
		holdings
	}
}
