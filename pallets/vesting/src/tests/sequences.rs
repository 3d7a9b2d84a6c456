//! Random sequences of everything that moves, holds or locks funds: after every step no account can spend what has not
//! vested, nothing is lost or made, and in the end all of it can be claimed.

use crate::{mock::*, *};
use frame_support::traits::{
	fungible::{Inspect, InspectHold, MutateHold},
	tokens::Precision,
	LockableCurrency,
};
use frame_system::RawOrigin;
use promptale_primitives::{vesting::Schedule, Balance, BlockNumber};
use proptest::{
	prelude::*,
	test_runner::{Config as ProptestConfig, RngAlgorithm, TestRng, TestRunner},
};
use sp_runtime::traits::Dispatchable;
use std::{cell::RefCell, collections::BTreeSet};

const ACTORS: [AccountId; 3] = [POOR, RICH, OTHER];

#[derive(Clone, Debug)]
enum Action {
	Advance(BlockNumber),
	/// To, start from now, cliff and length, total, transferable.
	Grant(AccountId, BlockNumber, BlockNumber, BlockNumber, Balance, bool),
	Claim(AccountId),
	Merge(AccountId, u32, u32),
	TransferGrant(AccountId, u32, AccountId),
	Pay(AccountId, AccountId, Balance),
	PayAll(AccountId, AccountId),
	Bond(AccountId, Balance),
	/// The part of the stake that is withdrawn or slashed, in hundredths.
	Withdraw(AccountId, Balance),
	Slash(AccountId, Balance),
	Deposit(AccountId, Balance),
	Refund(AccountId, Balance),
	Vote(AccountId, Balance),
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
	let who = || proptest::sample::select(&ACTORS[..]);
	let some = || prop_oneof![0u128..100, 0u128..2_000];
	let hundredths = || prop_oneof![Just(100u128), 0u128..=100];
	let grant = (who(), 0u32..20, 0u32..60, 1u32..100, 10u128..1_500, any::<bool>())
		.prop_map(|(to, start, cliff, length, total, free)| Action::Grant(to, start, cliff, length, total, free));
	let one = prop_oneof![
		5 => (1u32..15).prop_map(Action::Advance),
		5 => grant,
		4 => who().prop_map(Action::Claim),
		3 => (who(), 0u32..4, 0u32..4).prop_map(|(who, one, other)| Action::Merge(who, one, other)),
		3 => (who(), 0u32..4, who()).prop_map(|(from, at, to)| Action::TransferGrant(from, at, to)),
		2 => (who(), who(), some()).prop_map(|(from, to, amount)| Action::Pay(from, to, amount)),
		3 => (who(), who()).prop_map(|(from, to)| Action::PayAll(from, to)),
		6 => (who(), some()).prop_map(|(who, amount)| Action::Bond(who, amount)),
		3 => (who(), hundredths()).prop_map(|(who, part)| Action::Withdraw(who, part)),
		3 => (who(), hundredths()).prop_map(|(who, part)| Action::Slash(who, part)),
		3 => (who(), some()).prop_map(|(who, amount)| Action::Deposit(who, amount)),
		2 => (who(), hundredths()).prop_map(|(who, part)| Action::Refund(who, part)),
		3 => (who(), some()).prop_map(|(who, amount)| Action::Vote(who, amount)),
	];
	proptest::collection::vec(one, 1..60)
}

/// Takes a call as a block does: all of it or nothing.
fn call(origin: RawOrigin<AccountId>, call: impl Into<RuntimeCall>) -> bool {
	call.into().dispatch(origin.into()).is_ok()
}

fn by(who: AccountId) -> RawOrigin<AccountId> {
	RawOrigin::Signed(who)
}

/// Answers whether it went through.
fn perform(action: &Action) -> bool {
	let part = |reason, who, hundredths| held(reason, who) * hundredths / 100;
	match *action {
		Action::Advance(blocks) => {
			at(System::block_number() + blocks);
			true
		},
		Action::Grant(beneficiary, later, cliff, length, total, transferable) => {
			let start = System::block_number() + later;
			let (cliff, end) = (start + cliff.min(length), start + length);
			let source = FUNDS;
			call(RawOrigin::Root, Call::grant { source, beneficiary, start, cliff, end, total, transferable })
		},
		Action::Claim(account) => call(by(FUNDS), Call::claim_for { account }),
		Action::Merge(who, first, second) => call(by(who), Call::merge { first, second }),
		Action::TransferGrant(from, schedule, to) => call(by(from), Call::transfer_grant { schedule, to }),
		Action::Pay(from, dest, value) => call(by(from), pallet_balances::Call::transfer_allow_death { dest, value }),
		Action::PayAll(from, dest) => call(by(from), pallet_balances::Call::transfer_all { dest, keep_alive: false }),
		Action::Bond(who, amount) => bond(who, amount).is_ok(),
		Action::Withdraw(who, hundredths) => {
			withdraw(who, part(STAKE, who, hundredths));
			true
		},
		Action::Slash(who, hundredths) => {
			slash(who, part(STAKE, who, hundredths));
			true
		},
		Action::Deposit(who, amount) => Balances::hold(&DEPOSIT, &who, amount).is_ok(),
		Action::Refund(who, hundredths) => {
			Balances::release(&DEPOSIT, &who, part(DEPOSIT, who, hundredths), Precision::Exact).is_ok()
		},
		Action::Vote(who, amount) => {
			// As conviction voting has it: never with more than there is.
			vote(who, amount.min(Balances::total_balance(&who)));
			true
		},
	}
}

/// What events say happened to granted funds.
#[derive(Default, Debug)]
struct Ledger {
	granted: Vec<Schedule>,
	claimed: Balance,
	forfeited: Balance,
	merges: Balance,
	reached: BTreeSet<&'static str>,
}

impl Ledger {
	fn read_events(&mut self) {
		for event in events() {
			self.reached.insert(match event {
				Event::Granted { schedule, .. } => {
					self.granted.push(schedule);
					"granted"
				},
				Event::Claimed { amount, .. } => {
					self.claimed += amount;
					"claimed"
				},
				Event::Forfeited { amount, .. } => {
					self.forfeited += amount;
					"forfeited"
				},
				Event::Merged { .. } => {
					self.merges += 1;
					"merged"
				},
				Event::GrantTransferred { .. } => "transferred",
			});
		}
		System::reset_events();
	}

	fn check(&self) {
		let left: Balance = Schedules::<Test>::iter_values().flatten().map(|schedule| schedule.remaining()).sum();
		let granted: Balance = self.granted.iter().map(|schedule| schedule.total).sum();
		assert_eq!(granted, self.claimed + self.forfeited + left, "granted is claimed, forfeited or left");
		// Whatever was merged, handed on and slashed: never more than the schedules as they were granted.
		let now = System::block_number();
		let vested: Balance = self.granted.iter().map(|schedule| schedule.vested(now)).sum();
		assert!(self.claimed <= vested + self.merges, "{} of {vested} vested were claimed", self.claimed);
	}
}

fn check_accounts() {
	Vesting::do_try_state().unwrap();
	for who in ACTORS {
		let (seen, total) = (seen(who), Balances::total_balance(&who));
		assert!(spendable(who) <= total - seen.unvested, "{who} can spend what has not vested");
		assert!(seen.held + seen.staked >= seen.unvested.min(total), "{who} holds less than is unvested");
		// The other way round: with nothing else on the account, what has vested can be spent after a claim.
		let alone = held(DEPOSIT, who) == 0 && Balances::locks(&who).is_empty() && seen.staked <= seen.unvested;
		if alone && seen.claimable == 0 && total > 0 {
			assert_eq!(spendable(who), total - seen.unvested - ED, "{who} cannot spend what has vested");
		}
	}
}

/// All stake, deposits and votes are taken back, and all schedules end.
fn everybody_exits() {
	at(System::block_number() + 1_000);
	for who in ACTORS {
		withdraw(who, held(STAKE, who));
		Balances::release(&DEPOSIT, &who, held(DEPOSIT, who), Precision::Exact).unwrap();
		Balances::remove_lock(*b"pyconvot", &who);
		let waiting = seen(who).claimable > 0;
		assert_eq!(call(by(who), Call::claim {}), waiting);
		assert_eq!(Balances::total_balance_on_hold(&who), 0, "something of {who} stays held");
		assert_eq!(spendable(who), Balances::total_balance(&who).saturating_sub(ED));
	}
	assert_eq!(Schedules::<Test>::iter().count(), 0);
}

/// Plays what `runner` makes up. Answers what was reached.
fn play(mut runner: TestRunner) -> BTreeSet<&'static str> {
	let reached = RefCell::new(BTreeSet::new());
	let outcome = runner.run(&actions(), |actions| {
		new_test_ext().execute_with(|| {
			let issued = Balances::total_issuance();
			let mut ledger = Ledger::default();
			for action in &actions {
				let done = perform(action);
				ledger.read_events();
				ledger.check();
				check_accounts();
				assert_eq!((Balances::total_issuance(), everything()), (issued, issued), "after {action:?}");
				match action {
					Action::Bond(..) if done => drop(ledger.reached.insert("bonded")),
					Action::TransferGrant(..) if !done => drop(ledger.reached.insert("not transferred")),
					_ => {},
				}
			}
			everybody_exits();
			ledger.read_events();
			ledger.check();
			check_accounts();
			reached.borrow_mut().extend(ledger.reached);
		});
		Ok(())
	});
	if let Err(failure) = outcome {
		panic!("{failure}");
	}
	reached.into_inner()
}

fn config(cases: u32) -> ProptestConfig {
	ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

#[test]
fn nobody_spends_what_has_not_vested_and_everybody_gets_all_of_it() {
	play(TestRunner::new(config(200)));
}

#[test]
fn the_same_holds_for_sequences_that_reach_everything() {
	// Always the same sequences, so that what they reach is no matter of luck.
	let reached = play(TestRunner::new_with_rng(config(200), TestRng::deterministic_rng(RngAlgorithm::ChaCha)));
	for wanted in ["granted", "claimed", "forfeited", "merged", "transferred", "not transferred", "bonded"] {
		assert!(reached.contains(wanted), "never {wanted}, only {reached:?}");
	}
}
