//! What must hold after every block, and when everybody is gone.
//!
//! The feature `try-runtime`, with which every pallet checks itself, changes all crates of the SDK. So this runs our
//! pallets' invariants, and does by itself what balances would: exact sums over all accounts.

use crate::{chain::free, people, world::World};
use anyhow::{anyhow, ensure, Result};
use frame_support::{
	storage::storage_prefix,
	traits::{Imbalance, SuppressedDrop},
};
use pallet_generators::Devices;
use pallet_pov::{Earned, Entrants, Models, Rounds, Validators};
use pallet_settlements::{CollectedFees, CollectedTips};
use promptale_primitives::{reward::ValidatedWork, Balance};
use promptale_runtime::{
	configs::money::TreasuryAccount,
	constants::{EXISTENTIAL_DEPOSIT, TOTAL_SUPPLY},
	AccountId, Balances, Generators, Pov, Runtime, Settlements, Vesting,
};
use sp_io::hashing::twox_128;
use std::collections::BTreeMap;

/// The invariants that our pallets list.
pub fn invariants() -> Result<()> {
	let checks = [
		("Pov", Pov::do_try_state as fn() -> _),
		("Generators", Generators::do_try_state),
		("Vesting", Vesting::do_try_state),
		("Settlements", Settlements::do_try_state),
	];
	checks
		.into_iter()
		.try_for_each(|(pallet, check)| check().map_err(|error| anyhow!("an invariant of {pallet}: {error:?}")))
}

/// Looks at everything.
pub fn run(world: &World) -> Result<()> {
	invariants()?;
	supply()?;
	pov_pot(world)?;
	treasury(world)?;
	holds()?;
	accounts(world)
}

/// Nothing is minted, what is missing was burned by governance, and every unit lies on an account, or waits for the end of
/// the block or the treasury's account.
pub(crate) fn supply() -> Result<()> {
	let (issued, flows) = (Balances::total_issuance(), Settlements::flows());
	ensure!(issued == TOTAL_SUPPLY - flows.burned, "{issued} is issued, and {} burned", flows.burned);
	let all = frame_system::Account::<Runtime>::iter_values();
	let sum: Balance = all.map(|account| account.data.free + account.data.reserved).sum();
	let collected = [CollectedFees::<Runtime>::get(), CollectedTips::<Runtime>::get()];
	let collected: Balance = collected.iter().flatten().map(|credit| credit.as_ref().peek()).sum();
	ensure!(sum + collected + flows.unplaced == issued, "accounts have {sum} of {issued} issued");
	Ok(())
}

/// The pallet's account holds exactly what it owes, its existential deposit, and what was given to it.
pub(crate) fn pov_pot(world: &World) -> Result<()> {
	let pots: Balance = Models::<Runtime>::iter_values().map(|model| model.pot).sum();
	let budgets: Balance = Rounds::<Runtime>::iter_values().map(|round| round.budget).sum();
	let rewards: Balance = Earned::<Runtime>::iter_values().map(|earnings| earnings.pending).sum();
	let has = free(&Pov::account_id());
	let owes = pots + budgets + rewards + EXISTENTIAL_DEPOSIT + world.books.gifts;
	ensure!(has == owes, "the pallet's account has {has}, and should have {owes}");
	Ok(())
}

/// The treasury has exactly what was slashed, charged or left behind, where nobody else pays it anything.
fn treasury(world: &World) -> Result<()> {
	let treasury = free(&TreasuryAccount::get());
	let got = world.books.treasury + EXISTENTIAL_DEPOSIT;
	ensure!(treasury == got, "the treasury has {treasury}, and should have {got}");
	Ok(())
}

/// What is held on an account is exactly what is on record for it.
pub(crate) fn holds() -> Result<()> {
	let mut on_record = BTreeMap::<AccountId, Balance>::new();
	let mut record = |who: AccountId, amount: Balance| *on_record.entry(who).or_default() += amount;
	Models::<Runtime>::iter_values().for_each(|model| record(model.owner, model.deposit));
	for (model, index, round) in Rounds::<Runtime>::iter() {
		// What was paid out is returned, and so is the bond of what was published.
		for entrant in Entrants::<Runtime>::get(model, index).into_iter().skip(round.paid as usize) {
			record(entrant.device, if entrant.published { 0 } else { round.terms.update_bond });
		}
	}
	Devices::<Runtime>::iter_values().for_each(|device| record(device.identity, device.deposit));
	Validators::<Runtime>::get().into_iter().for_each(|(validator, ledger)| record(validator, ledger.total()));
	for who in people::everybody() {
		let held = held_on(&who);
		let reserved = frame_system::Account::<Runtime>::get(&who).data.reserved;
		// What stake does not cover of what vests.
		let recorded = on_record.get(&who).copied().unwrap_or(0) + Vesting::account(who.clone()).held;
		ensure!(held == reserved, "{held} is held on {who}, and {reserved} reserved");
		ensure!(held == recorded, "{held} is held on {who}, and {recorded} on record");
	}
	Ok(())
}

/// Held on an account for reasons. Not `total_balance_on_hold`, which answers all that is reserved.
pub(crate) fn held_on(who: &AccountId) -> Balance {
	pallet_balances::Holds::<Runtime>::get(who).iter().map(|hold| hold.amount).sum()
}

/// Everybody has what the events say, and did the work that they say.
pub(crate) fn accounts(world: &World) -> Result<()> {
	for who in people::everybody() {
		let account = frame_system::Account::<Runtime>::get(&who).data;
		let has = (account.free + account.reserved) as i128;
		let expected = world.books.expected(&who);
		ensure!(has == expected, "{who} has {has}, and should have {expected} by the events");
		let (work, paid) = (<Pov as ValidatedWork<AccountId>>::lifetime(&who), world.books.work_of(&who));
		ensure!(work == paid, "{who} did work for {work}, and was credited {paid} for it");
	}
	Ok(())
}

/// After everybody left: nothing is held, nothing is owed, and of the pallet's storage only counters are left, and what
/// contributors' work earned.
pub fn everybody_is_gone(world: &World) -> Result<()> {
	run(world)?;
	for who in people::everybody() {
		let held = held_on(&who);
		ensure!(held == 0, "{held} is still held on {who}");
	}
	let has = free(&Pov::account_id());
	ensure!(has == EXISTENTIAL_DEPOSIT + world.books.gifts, "{has} is left on the pallet's account");
	// And the row of all validators, which is empty.
	ensure!(Validators::<Runtime>::get().is_empty(), "a validator is left behind");
	let counters = ["NextModelId", "Validators", ":__STORAGE_VERSION__:"];
	let counters = counters.map(|name| storage_prefix(b"Pov", name.as_bytes()).to_vec());
	let pallet = twox_128(b"Pov").to_vec();
	let mut key = pallet.clone();
	let work = storage_prefix(b"Pov", b"Earned");
	while let Some(next) = sp_io::storage::next_key(&key).filter(|next| next.starts_with(&pallet)) {
		let known = counters.contains(&next) || next.starts_with(&work);
		ensure!(known, "a row is left behind: {}", sp_core::hexdisplay::HexDisplay::from(&next));
		key = next;
	}
	Ok(())
}
