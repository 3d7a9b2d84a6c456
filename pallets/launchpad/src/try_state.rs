//! The invariants listed in the crate's documentation, checked over all of the state.

use crate::{raises::RaiseFor, types::*, Backings, Config, HoldReason, NextRaise, Pallet, RaiseOf, Raises};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{
	ensure,
	traits::{fungible::InspectHold as _, fungibles::InspectHold as _},
};
use promptale_primitives::{
	content::ContentId,
	raise::{RaiseId, Stage},
	Balance,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut rows = BTreeMap::<RaiseId, Vec<Backing>>::new();
		let mut deposits = BTreeMap::<T::AccountId, Balance>::new();
		for (who, id, row) in Backings::<T>::iter() {
			ensure!(Raises::<T>::contains_key(id), "2: a backer of no raise");
			rows.entry(id).or_default().push(row);
			let sum = deposits.entry(who).or_default();
			*sum = sum.saturating_add(row.deposit);
		}
		let mut bonds = BTreeMap::<T::AccountId, Balance>::new();
		let mut offers = BTreeMap::<(T::AccountId, ContentId), Balance>::new();
		for (id, raise) in Raises::<T>::iter() {
			Self::check_raise(id, &raise, rows.get(&id).map_or(&[], Vec::as_slice))?;
			let sum = bonds.entry(raise.creator.clone()).or_default();
			*sum = sum.saturating_add(raise.deposit).saturating_add(raise.bond);
			offers.insert((raise.creator.clone(), raise.content), raise.shares_held());
		}
		ensure!(RaiseOf::<T>::iter_keys().count() == Raises::<T>::iter_keys().count(), "1: a raise that is not there");
		for ((creator, content), shares) in offers {
			let held = T::Shares::balance_on_hold(content, &HoldReason::Offer.into(), &creator);
			ensure!(held == shares, "4: shares on hold are not as they should be");
		}
		for (reason, due) in [(HoldReason::Backing, deposits), (HoldReason::Raise, bonds)] {
			for (who, amount) in due {
				let held = T::Currency::balance_on_hold(&reason.into(), &who);
				ensure!(held == amount, "5: deposits on hold are not as they should be");
			}
		}
		Ok(())
	}

	/// 1 to 4, 6 and 7, of one raise with its backers' rows.
	fn check_raise(id: RaiseId, raise: &RaiseFor<T>, rows: &[Backing]) -> Result<(), TryRuntimeError> {
		ensure!(id < NextRaise::<T>::get(), "1: a raise from the future");
		ensure!(RaiseOf::<T>::get(raise.content) == Some(id), "1: a raise is not found");
		let Raise { terms, progress, .. } = raise;
		let stage = terms.stage(progress, Self::now());
		let sum = |of: &dyn Fn(&Backing) -> Balance| rows.iter().map(of).fold(0, Balance::saturating_add);

		ensure!(rows.len() as u32 == raise.backers, "2: backers are not counted right");
		ensure!(rows.iter().all(|row| row.contribution > 0), "2: a contribution of nothing");
		ensure!(progress.total <= terms.hard_cap, "2: more than the hard cap");
		let contributed = sum(&|row| row.contribution);
		ensure!(contributed <= progress.total, "2: contributions are more than the total");
		ensure!(stage.is_final() || contributed == progress.total, "2: contributions are not the total");

		let held = T::Currency::balance_on_hold(&HoldReason::Contributions.into(), &Self::raise_account(id));
		let released = terms.money_of(progress.released, progress.total);
		ensure!(released.saturating_add(raise.refunded).saturating_add(held) == progress.total, "3: money is missing");
		let owed = sum(&|row| if row.refunded { 0 } else { terms.refund_of(progress, row.contribution) });
		ensure!(owed <= held, "3: refunds are more than there is");

		let given = raise.delivered.saturating_add(raise.returned);
		ensure!(given <= terms.shares, "4: more shares than were offered");
		let owed = sum(&|row| terms.shares_of(progress, row.contribution).saturating_sub(row.delivered));
		ensure!(owed <= raise.shares_held(), "4: shares owed are more than there are");
		ensure!(raise.delivered <= terms.unlocked(progress), "4: shares went out that were not paid for");
		ensure!(stage.is_failed() || (raise.refunded, raise.returned) == (0, 0), "4: something went back too early");

		if let (Some(ballot), false) = (progress.ballot, stage.is_final()) {
			let voted = sum(&|row| if row.voted == ballot.number { row.contribution } else { 0 });
			ensure!(ballot.yes.saturating_add(ballot.no) == voted, "6: votes are not those of backers");
			ensure!(ballot.number == progress.ballots, "6: an old ballot");
		}
		ensure!(rows.iter().all(|row| row.voted <= progress.ballots), "6: a vote in a ballot that was not");
		ensure!(progress.released <= terms.milestones.len() as u32, "7: more milestones than there are");
		let succeeded = progress.total >= terms.soft_cap;
		ensure!(succeeded || (progress.released, progress.ballots) == (0, 0), "7: a milestone without a success");
		ensure!(stage != Stage::Upcoming || progress.total == 0, "7: contributed before it was open");
		Ok(())
	}
}
