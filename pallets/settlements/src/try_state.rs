//! The invariants listed in the crate's documentation, checked over all of the state.

use crate::{BoughtWith, BuyBack, Config, Flows, Pallet, Pots, Price, Schedules, Splits};
use frame_support::{ensure, traits::fungible::Inspect};
use promptale_primitives::{
	settlement::{EmissionPool, Inflow, Pot, Shares},
	Balance,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_flows()?;
		Self::check_emission()?;
		Self::check_buy_back()
	}

	/// 1 to 4.
	fn check_flows() -> Result<(), TryRuntimeError> {
		let mut brought = Shares::<Balance>::default();
		for inflow in Inflow::all() {
			let flow = Flows::<T>::get(inflow);
			ensure!(flow.received == flow.to.total(), "1: what came in is not what went out");
			for pot in Pot::ALL {
				let sum = brought.pot_mut(pot);
				*sum = sum.saturating_add(flow.to.pot(pot));
			}
		}
		for pot in Pot::ALL {
			let totals = Pots::<T>::get(pot);
			ensure!(totals.received == brought.pot(pot), "2: a pot received something else than was brought");
			ensure!(totals.paid <= totals.received, "2: a pot paid more than it received");
			let has = T::Currency::balance(&Self::pot_account(pot));
			ensure!(has >= totals.held(), "3: a pot's account holds less than its books say");
		}
		ensure!(Splits::<T>::iter_values().all(|split| split.is_whole()), "4: a split is not whole");
		Ok(())
	}

	/// 5.
	fn check_emission() -> Result<(), TryRuntimeError> {
		for pool in EmissionPool::ALL {
			let flow = Flows::<T>::get(Inflow::Emission(pool));
			let (released, scheduled) = Schedules::<T>::get(pool)
				.map_or((0, 0), |schedule| (schedule.released, schedule.scheduled(Self::now())));
			ensure!(released <= scheduled, "5: a pool released more than its schedule says");
			ensure!(flow.received == released, "5: a pool's flow is not what it released");
			ensure!(flow.to.pot(pool.pot()) == released, "5: emission went to another pot");
		}
		Ok(())
	}

	/// 6 and 7.
	fn check_buy_back() -> Result<(), TryRuntimeError> {
		let mut received: Balance = 0;
		for bought in BoughtWith::<T>::iter_values() {
			received = received.saturating_add(bought.received);
			ensure!(bought.spent_in_period <= bought.spent, "6: more was spent in a period than ever");
		}
		let flow = Flows::<T>::get(Inflow::BuyBack);
		ensure!(flow.received == received, "6: what was bought back is not the sum over all assets");
		if let Some(price) = Price::<T>::get() {
			let terms = BuyBack::<T>::get().ok_or("7: an average price without terms")?;
			ensure!(price.current.observations < terms.window, "7: a window is overfull");
			let complete = if price.complete == 0 { 0 } else { terms.window };
			ensure!(price.last.observations == complete, "7: a complete window of another size");
		}
		Ok(())
	}
}
