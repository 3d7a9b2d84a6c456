//! What the view functions answer.

use crate::{Config, Pallet, Pools, Schedules};
use alloc::vec::Vec;
use promptale_primitives::{
	vesting::{PoolOverview, ScheduleOverview, UnlockPoint, VestingOverview},
	BlockNumber,
};

/// Most points of a curve.
const MAX_POINTS: usize = 1_000;

impl<T: Config> Pallet<T> {
	pub(crate) fn account_overview(who: &T::AccountId) -> VestingOverview {
		let now = Self::now();
		let mut overview = VestingOverview { held: Self::held(who), staked: Self::staked(who), ..Default::default() };
		for schedule in Schedules::<T>::get(who) {
			let seen = ScheduleOverview {
				vested: schedule.vested(now),
				claimable: schedule.claimable(now),
				unvested: schedule.unvested(now),
				next_unlock: schedule.next_unlock(now),
				schedule,
			};
			overview.claimable = overview.claimable.saturating_add(seen.claimable);
			overview.unvested = overview.unvested.saturating_add(seen.unvested);
			overview.next_unlock = [overview.next_unlock, seen.next_unlock].into_iter().flatten().min();
			overview.schedules.push(seen);
		}
		overview
	}

	pub(crate) fn pools_overview() -> Vec<PoolOverview<T::AccountId>> {
		let overview = |pool: crate::Pool<T::AccountId>| PoolOverview {
			name: pool.name.into_inner(),
			account: pool.account,
			liquid: pool.liquid,
			vesting: pool.vesting,
			cliff: pool.cliff,
			end: pool.end,
			emitted: pool.emitted,
		};
		Pools::<T>::get().into_iter().map(overview).collect()
	}

	pub(crate) fn curve(step: BlockNumber) -> Vec<UnlockPoint> {
		let pools = Pools::<T>::get();
		let Some(end) = pools.iter().map(|pool| pool.end).max().filter(|_| step > 0) else { return Vec::new() };
		let mut points = Vec::new();
		let mut block: BlockNumber = 0;
		while points.len() < MAX_POINTS {
			points.push(UnlockPoint { block, unlocked: pools.iter().map(|pool| pool.unlocked(block)).collect() });
			if block >= end {
				break;
			}
			block = block.saturating_add(step);
		}
		points
	}
}
