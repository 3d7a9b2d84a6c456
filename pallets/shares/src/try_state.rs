//! The invariants listed in the crate's documentation, checked over all of the state.

use crate::{BookOf, ByImage, Config, Contents, HoldReason, Holdings, NextContent, Pallet};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{
		fungible::{Inspect, InspectHold},
		Get,
	},
};
use primitive_types::U256;
use promptale_primitives::{content::ContentId, dividend::Earnings, Balance};
use sp_runtime::TryRuntimeError;

/// What the rows of one content add up to.
#[derive(Default)]
struct Sums {
	rows: u32,
	shares: Balance,
	/// Of each revenue: what was paid, and what is owed, in parts.
	revenues: BTreeMap<usize, (Balance, U256)>,
}

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let sums = Self::check_rows()?;
		Self::check_register()?;
		for (content, books) in BookOf::<T>::iter() {
			let sum = sums.get(&content).ok_or("3: a content that nobody holds")?;
			ensure!(sum.shares == books.supply, "3: holders have more or less shares than there are");
			ensure!(sum.rows == books.holders, "3: rows are not counted right");
			for (at, revenue) in books.revenues.iter().enumerate() {
				let (paid, owed) = sum.revenues.get(&at).copied().unwrap_or_default();
				let paid = paid.saturating_add(revenue.paid_to_former);
				let parts = |units: Balance| U256::from(units).saturating_mul(books.supply.into());
				ensure!(
					parts(paid).checked_add(owed) == Some(parts(revenue.deposited)),
					"4: paid and owed are not what was deposited"
				);
				let left = revenue.deposited.checked_sub(paid).ok_or("4: more was paid than deposited")?;
				if revenue.asset == T::NativeAsset::get() {
					let has = T::Currency::balance(&Self::pot_account(content));
					ensure!(has >= left.saturating_add(T::Currency::minimum_balance()), "5: a pot is short");
				}
			}
		}
		Self::check_holds()
	}

	/// 1.
	fn check_register() -> Result<(), TryRuntimeError> {
		let next = NextContent::<T>::get();
		for (content, registered) in Contents::<T>::iter() {
			ensure!(content < next, "1: a content from the future");
			ensure!(ByImage::<T>::get(registered.content.image) == Some(content), "1: an image is not found");
			let books = BookOf::<T>::get(content).ok_or("1: content without books")?;
			let first = books.revenues.first().ok_or("1: content that earns nothing")?;
			ensure!(first.asset == T::NativeAsset::get(), "1: $TALE is not the first revenue");
			for (at, revenue) in books.revenues.iter().enumerate() {
				ensure!(books.position(&revenue.asset) == Some(at), "1: an asset was opened twice");
			}
		}
		let counts = [BookOf::<T>::iter_keys().count(), ByImage::<T>::iter_keys().count()];
		ensure!(counts == [Contents::<T>::iter_keys().count(); 2], "1: books or an image without content");
		Ok(())
	}

	/// 2.
	fn check_rows() -> Result<BTreeMap<ContentId, Sums>, TryRuntimeError> {
		let mut sums = BTreeMap::<ContentId, Sums>::new();
		for (_, content, row) in Holdings::<T>::iter() {
			let books = BookOf::<T>::get(content).ok_or("2: shares of nothing")?;
			ensure!(!row.is_spent(), "2: a row with nothing in it");
			ensure!(row.holds.iter().all(|hold| hold.amount > 0), "2: a hold of nothing");
			let shares = row.shares();
			let sum = sums.entry(content).or_default();
			sum.rows = sum.rows.saturating_add(1);
			sum.shares = sum.shares.checked_add(shares).ok_or("2: shares overflow")?;
			for (at, revenue) in books.revenues.iter().enumerate() {
				let earned = row.earnings.get(at).copied().unwrap_or(Earnings::default());
				ensure!(earned.seen <= revenue.deposited, "2: a row accounts for more than was deposited");
				let rest = earned.pending.checked_rem(books.supply.into()).unwrap_or_default();
				ensure!(shares > 0 || rest.is_zero(), "2: a part of a unit that nobody can ever claim");
				let (paid, owed) = sum.revenues.entry(at).or_default();
				*paid = paid.checked_add(earned.paid).ok_or("2: payments overflow")?;
				*owed = owed.checked_add(earned.owed(revenue.deposited, shares)).ok_or("2: what is owed overflows")?;
			}
		}
		Ok(sums)
	}

	/// 6.
	fn check_holds() -> Result<(), TryRuntimeError> {
		let reasons = [HoldReason::Holding, HoldReason::Content, HoldReason::Revenue];
		let mut due = BTreeMap::<T::AccountId, [Balance; 3]>::new();
		let mut add = |who: T::AccountId, bonds: [Balance; 3]| {
			let sums = due.entry(who).or_default();
			sums.iter_mut().zip(bonds).for_each(|(sum, bond)| *sum = sum.saturating_add(bond));
		};
		Holdings::<T>::iter().for_each(|(who, _, row)| add(who, [row.bond, 0, 0]));
		Contents::<T>::iter_values().for_each(|row| add(row.content.creator, [0, row.deposit, 0]));
		let revenues = BookOf::<T>::iter_values().flat_map(|books| books.revenues);
		revenues.for_each(|revenue| add(revenue.opener, [0, 0, revenue.bond]));
		for who in frame_system::Account::<T>::iter_keys() {
			let held = reasons.map(|reason| T::Currency::balance_on_hold(&reason.into(), &who));
			ensure!(held == due.remove(&who).unwrap_or_default(), "6: rows are not paid for, or bonds have no row");
		}
		ensure!(due.is_empty(), "6: rows of accounts that do not exist");
		Ok(())
	}
}
