//! What the view functions answer.

use crate::{raises::RaiseFor, types::*, Backings, Config, NextRaise, Pallet, Raises};
use alloc::vec::Vec;
use promptale_primitives::raise::{BackingOverview, RaiseId, RaiseOverview};

/// Most raises of a list, and how many numbers it looks at.
const MOST_RAISES: usize = 100;
const MOST_LOOKED_AT: usize = 10_000;

/// Most rows of an account.
const MOST_BACKINGS: usize = 1_000;

impl<T: Config> Pallet<T> {
	pub(crate) fn overview(id: RaiseId) -> Option<RaiseOverview<T::AccountId>> {
		Raises::<T>::get(id).map(|raise| Self::seen(id, raise))
	}

	fn seen(id: RaiseId, raise: RaiseFor<T>) -> RaiseOverview<T::AccountId> {
		let now = Self::now();
		let Raise { terms, progress, .. } = &raise;
		let (total, released) = (progress.total, progress.released);
		let following = terms.money_of(released.saturating_add(1), total);
		RaiseOverview {
			raise: id,
			content: raise.content,
			stage: terms.stage(progress, now),
			verdict: progress.ballot.map(|ballot| ballot.verdict(total, now)),
			backers: raise.backers,
			fee_rate: raise.fee_rate,
			bond: raise.bond,
			next: following.saturating_sub(terms.money_of(released, total)),
			unreleased: terms.unreleased(progress),
			refunded: raise.refunded,
			unlocked: terms.unlocked(progress),
			delivered: raise.delivered,
			returned: raise.returned,
			account: Self::raise_account(id),
			progress: raise.progress,
			creator: raise.creator,
			terms: raise.terms,
		}
	}

	pub(crate) fn overviews(from: RaiseId, most: u32) -> Vec<RaiseOverview<T::AccountId>> {
		let numbers = (from..NextRaise::<T>::get()).take(MOST_LOOKED_AT);
		numbers.filter_map(Self::overview).take((most as usize).min(MOST_RAISES)).collect()
	}

	pub(crate) fn backings_of(who: &T::AccountId) -> Vec<BackingOverview> {
		let row = |(id, row): (RaiseId, Backing)| {
			let (raise, stage) = Self::raise_with_stage(id).ok()?;
			let (shares, refund) = Self::due(&raise, stage, &row);
			Some(BackingOverview {
				raise: id,
				content: raise.content,
				stage,
				contribution: row.contribution,
				delivered: row.delivered,
				shares,
				refund,
				voted: raise.progress.ballot.is_some_and(|ballot| ballot.number == row.voted),
				deposit: row.deposit,
			})
		};
		let mut rows: Vec<_> = Backings::<T>::iter_prefix(who).take(MOST_BACKINGS).filter_map(row).collect();
		rows.sort_by_key(|row| row.raise);
		rows
	}
}
