//! What the view functions answer.

use crate::{BoughtWith, Burned, BuyBack, Config, Flows, Pallet, Pots, Schedules, Unplaced};
use alloc::vec::Vec;
use frame_support::traits::{fungible::Inspect, Imbalance, SuppressedDrop};
use promptale_primitives::{
	settlement::{BuyBackOverview, EmissionOverview, EmissionPool, FlowsOverview, Inflow, Pot, PotOverview},
	Balance,
};

impl<T: Config> Pallet<T> {
	/// What waits in [`Unplaced`].
	pub(crate) fn unplaced() -> Balance {
		Unplaced::<T>::get().map_or(0, |waiting| waiting.as_ref().peek())
	}

	pub(crate) fn flows_overview() -> FlowsOverview<T::AccountId> {
		let pot = |pot| {
			let totals = Pots::<T>::get(pot);
			PotOverview {
				pot,
				account: Self::pot_account(pot),
				received: totals.received,
				paid: totals.paid,
				available: Self::available(pot),
			}
		};
		FlowsOverview {
			inflows: Inflow::all().map(|inflow| (inflow, Flows::<T>::get(inflow))).collect(),
			pots: Pot::ALL.into_iter().map(pot).collect(),
			burned: Burned::<T>::get(),
			unplaced: Self::unplaced(),
		}
	}

	pub(crate) fn emission_overview() -> Vec<EmissionOverview<T::AccountId>> {
		let pool = |pool: EmissionPool| {
			let schedule = Schedules::<T>::get(pool)?;
			let account = Self::pool_account(pool);
			Some(EmissionOverview {
				pool,
				pot: pool.pot(),
				total: schedule.total,
				released: schedule.released,
				due: schedule.due(Self::now()),
				holds: T::Currency::balance(&account),
				account,
				starts: schedule.start,
				ends: schedule.ends(),
			})
		};
		EmissionPool::ALL.into_iter().filter_map(pool).collect()
	}

	pub(crate) fn buy_back_overview() -> Option<BuyBackOverview<T::AssetKind>> {
		let terms = BuyBack::<T>::get()?;
		let bought = BoughtWith::<T>::get(&terms.asset);
		Some(BuyBackOverview {
			left: terms.cap.saturating_sub(bought.spent_since(Self::period_start(&terms))),
			price: Self::pool_price(&terms.asset),
			average: Self::recent_average(),
			spent: bought.spent,
			bought: bought.received,
			asset: terms.asset,
			cap: terms.cap,
			period: terms.period,
			band: terms.band,
		})
	}
}
