//! What must hold of all $TALE after every block of the year.

use crate::{chain::free, checks, world::World, year::actors};
use anyhow::{ensure, Result};
use pallet_referenda::{Deposit, ReferendumInfo, ReferendumInfoFor};
use promptale_primitives::Balance;
use promptale_runtime::{
	configs::{
		assets::{CollectionDeposit, ItemDeposit},
		money::TreasuryAccount,
	},
	constants::{EMISSION, EMISSION_PERIOD, EXISTENTIAL_DEPOSIT},
	AccountId, Generators, Pov, Runtime, RuntimeHoldReason, Settlements, System,
};
use std::collections::BTreeMap;

/// Looks at everything.
pub fn run(world: &World) -> Result<()> {
	within()?;
	checks::pov_pot(world)?;
	checks::accounts(world)
}

/// Looks at everything that holds within a block too, before its events are in the books.
pub fn within() -> Result<()> {
	checks::invariants()?;
	checks::supply()?;
	checks::holds()?;
	reserves()?;
	recorded()?;
	pots()?;
	emission()
}

/// What is held on all accounts, by reason.
pub fn held() -> BTreeMap<String, Balance> {
	let mut sums = BTreeMap::new();
	for hold in pallet_balances::Holds::<Runtime>::iter_values().flatten() {
		*sums.entry(format!("{:?}", hold.id)).or_default() += hold.amount;
	}
	sums
}

/// What is reserved on an account is what is held on it for reasons, and the deposits of pallets that still reserve without
/// one: those of referenda, of licences as items, and of the market's asset.
fn reserves() -> Result<()> {
	let mut plain = referenda();
	let sold = pallet_generators::Sold::<Runtime>::get();
	if sold > 0 {
		let deposits = CollectionDeposit::get() + ItemDeposit::get() * Balance::from(sold);
		*plain.entry(Generators::account_id()).or_default() += deposits;
	}
	for (who, account) in frame_system::Account::<Runtime>::iter() {
		let held = checks::held_on(&who);
		let reserved = account.data.reserved;
		let known = held + plain.get(&who).copied().unwrap_or(0);
		// The maker of the market has deposits of other pallets too.
		let equal = reserved == known || (who == actors::MARKET_MAKER && reserved > known);
		ensure!(equal, "{reserved} is reserved on {who}, {held} of it held, {known} on record");
	}
	Ok(())
}

/// Deposits of referenda, by account.
fn referenda() -> BTreeMap<AccountId, Balance> {
	let mut sums = BTreeMap::new();
	let mut add = |deposit: Deposit<AccountId, Balance>| *sums.entry(deposit.who).or_default() += deposit.amount;
	for referendum in ReferendumInfoFor::<Runtime>::iter_values() {
		match referendum {
			ReferendumInfo::Ongoing(status) => {
				add(status.submission_deposit);
				status.decision_deposit.map(&mut add);
			},
			ReferendumInfo::Approved(_, submission, decision)
			| ReferendumInfo::Rejected(_, submission, decision)
			| ReferendumInfo::Cancelled(_, submission, decision)
			| ReferendumInfo::TimedOut(_, submission, decision) => submission.into_iter().chain(decision).for_each(&mut add),
			ReferendumInfo::Killed(_) => {},
		}
	}
	sums
}

/// What is held for a reason is what is on record for it.
fn recorded() -> Result<()> {
	let held = held();
	let of = |reason: RuntimeHoldReason| held.get(&format!("{reason:?}")).copied().unwrap_or(0);
	let stakes: Balance = pallet_pov::Validators::<Runtime>::get().values().map(|ledger| ledger.total()).sum();
	let staked = of(pallet_pov::HoldReason::ValidatorStake.into());
	ensure!(staked == stakes, "{staked} is held as stake, and {stakes} on record");
	let deposits: Balance = pallet_generators::Devices::<Runtime>::iter_values().map(|device| device.deposit).sum();
	let held = of(pallet_generators::HoldReason::DeviceDeposit.into());
	ensure!(held == deposits, "{held} is held for devices, and {deposits} on record");
	Ok(())
}

/// No pot is below its debts, and none has gone.
fn pots() -> Result<()> {
	for pot in Settlements::flows().pots {
		let (has, debt) = (free(&pot.account), pot.received - pot.paid);
		ensure!(has >= debt + EXISTENTIAL_DEPOSIT, "{:?} has {has}, and owes {debt}", pot.pot);
	}
	let (has, debt) = (free(&Generators::account_id()), pallet_generators::Debts::<Runtime>::get());
	ensure!(has >= debt, "the generators' pot has {has}, and owes {debt}");
	for pot in [TreasuryAccount::get(), Pov::account_id()] {
		ensure!(free(&pot) >= EXISTENTIAL_DEPOSIT, "{pot} is below the existential deposit");
	}
	Ok(())
}

/// Each emission pool released no more than its line by now, and has the rest.
fn emission() -> Result<()> {
	let scheduled = EMISSION / Balance::from(EMISSION_PERIOD) * Balance::from(System::block_number());
	// The line's slope has a remainder, of less than a unit a block.
	let most = scheduled + Balance::from(System::block_number());
	for pool in Settlements::emission() {
		let (name, released) = (pool.pool, pool.released);
		ensure!(released <= most, "{name:?} released {released}, above its line at {most}");
		ensure!(pool.holds >= pool.total - released, "{name:?} has {}, less than is left to release", pool.holds);
	}
	Ok(())
}
