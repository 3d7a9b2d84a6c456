//! Random sequences of calls by several actors: the invariants hold after every step, no unit is made or lost, and from
//! every state everybody can leave with what is theirs.

use crate::{mock::*, *};
use frame_support::traits::fungible::Inspect;
use promptale_primitives::{generator::LicenceId, Balance};
use proptest::{
	prelude::*,
	test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use std::{cell::RefCell, collections::BTreeSet};

#[derive(Clone, Debug)]
enum Action {
	Advance(u32),
	/// The devices whose bit is set send heartbeats or resume, and a session goes by.
	Session(u8),
	/// The same devices take part in a challenge, and validators say right or wrong.
	Challenge(u8, bool),
	Buy(u8, u32),
	Transfer(u8, LicenceId, u8),
	Register(u8, u8),
	Remove(u8, u8),
	Delegate(u8, LicenceId, u8),
	DelegateAll(u8),
	Undelegate(u8, LicenceId),
	Work(u8, u32),
	Ban(u8, bool),
	Fund(Balance),
	Reweigh(u32, u32, u32),
	Claim(u8),
}

const ACTORS: u8 = 4;

fn actions() -> impl Strategy<Value = Vec<Action>> {
	let one = prop_oneof![
		2 => (1u32..8).prop_map(Action::Advance),
		8 => any::<u8>().prop_map(Action::Session),
		3 => (any::<u8>(), any::<bool>()).prop_map(|(mask, right)| Action::Challenge(mask, right)),
		2 => (0..ACTORS, 1u32..5).prop_map(|(n, count)| Action::Buy(n, count)),
		4 => (0..ACTORS, 0u32..20, 0..ACTORS).prop_map(|(n, licence, to)| Action::Transfer(n, licence, to)),
		4 => (0..ACTORS, 0..ACTORS).prop_map(|(n, device)| Action::Register(n, device)),
		1 => (0..ACTORS, 0..ACTORS).prop_map(|(n, device)| Action::Remove(n, device)),
		2 => (0..ACTORS, 0u32..20, 0..ACTORS).prop_map(|(n, licence, device)| Action::Delegate(n, licence, device)),
		4 => (0..ACTORS).prop_map(Action::DelegateAll),
		4 => (0..ACTORS, 0u32..20).prop_map(|(n, licence)| Action::Undelegate(n, licence)),
		4 => (0..ACTORS, 0u32..1_000_000).prop_map(|(n, weight)| Action::Work(n, weight)),
		1 => (0..ACTORS, any::<bool>()).prop_map(|(n, banned)| Action::Ban(n, banned)),
		8 => (0u128..5_000).prop_map(Action::Fund),
		1 => Just(Action::Fund(1_000_000_000_000_007)),
		1 => (0u32..3, 0u32..3, 0u32..3).prop_map(|(work, liveness, hashpower)| Action::Reweigh(work, liveness, hashpower)),
		4 => (0..ACTORS).prop_map(Action::Claim),
	];
	proptest::collection::vec(one, 1..60)
}

fn skip(blocks: u32) {
	(0..blocks).for_each(|_| quiet_block());
}

fn wake(mask: u8) {
	for n in (0..ACTORS).filter(|n| mask >> n & 1 == 1) {
		let _ = call(device(n), Call::resume_device { device: device(n) });
		let _ = heartbeat(n);
	}
}

fn perform(action: &Action, reached: &mut BTreeSet<&'static str>) {
	let mut note = |what: &'static str, happened: bool| {
		if happened {
			reached.insert(what);
		}
	};
	match *action {
		Action::Advance(blocks) => skip(blocks),
		Action::Session(mask) => {
			wake(mask);
			skip(SESSION);
			wake(mask);
		},
		Action::Challenge(mask, right) => {
			while System::block_number() % EPOCH != EPOCH - 1 {
				quiet_block();
			}
			wake(mask);
			skip(2);
			(0..ACTORS).filter(|n| mask >> n & 1 == 1).for_each(|n| {
				let _ = commit(n);
			});
			skip(7);
			for n in
				(0..ACTORS).filter(|n| Challenges::<Test>::get(device(*n)).is_some_and(|seen| seen.epoch == epoch()))
			{
				note("opened", open(n).is_ok());
				let _ = vote(0, n, right);
				let judged = vote(1, n, right).is_ok();
				note(if right { "passed" } else { "failed" }, judged);
			}
		},
		Action::Buy(n, count) => note("bought", buy(n, count).is_ok()),
		Action::Transfer(n, licence, to) => note("transferred", transfer(n, licence, to).is_ok()),
		Action::Register(n, of) => note("registered", register(n, of).is_ok()),
		Action::Remove(n, of) => {
			for licence in Generators::licences(identity(n)) {
				if licence.device == Some(device(of)) {
					note("undelegated", call(device(of), Call::undelegate { licence: licence.licence }).is_ok());
				}
			}
			note("removed", call(identity(n), Call::remove_device { device: device(of) }).is_ok());
		},
		Action::Delegate(n, licence, to) => {
			let _ = delegate(n, licence, to);
		},
		Action::DelegateAll(n) => {
			for device in Generators::devices(identity(n)) {
				for licence in Generators::licences(identity(n)) {
					let delegate = Call::delegate { licence: licence.licence, device: device.clone() };
					note("delegated", call(identity(n), delegate).is_ok());
				}
			}
		},
		Action::Undelegate(n, licence) => note("undelegated", undelegate(n, licence).is_ok()),
		Action::Work(n, weight) => earn(n, weight),
		Action::Ban(n, banned) => {
			note("banned", Generators::set_banned(RuntimeOrigin::root(), identity(n), banned).is_ok() && banned);
		},
		Action::Fund(amount) => {
			let _ = call(SPONSOR, Call::fund_rewards { amount });
		},
		Action::Reweigh(work, liveness, hashpower) => Weights::set(RewardWeights { work, liveness, hashpower }),
		Action::Claim(n) => note("claimed", claim(n).is_ok()),
	}
	note("counted work", has_event(|event| matches!(event, Event::WorkCounted { .. })));
	note("forgot work", has_event(|event| matches!(event, Event::WorkNotCounted { .. })));
}

/// What left the pot to claimants.
fn claimed() -> Balance {
	(0..ACTORS).map(|n| Earned::<Test>::get(identity(n))).map(|earned| earned.lifetime.total() - earned.pending).sum()
}

fn check(funded: Balance) {
	Generators::do_try_state().expect("invariants hold");
	assert_eq!(claimed() + Debts::<Test>::get(), funded, "to the last unit");
	for n in 0..ACTORS {
		// Looking at it only now and then never makes work weigh more than if everybody were told of it at once.
		let counts = |piece: &&Piece| piece.0 == identity(n) && piece.1 + 1 >= epoch() && piece.2;
		let at_most = Done::get().iter().filter(counts).map(|piece| piece.3).sum();
		assert!(work_weight(n) <= at_most, "{n} weighs {}, above {at_most}", work_weight(n));
	}
	let promised: Balance = (0..ACTORS).map(pending).sum();
	assert!(claimed() + promised <= funded, "never more than was paid in");
}

/// Everybody leaves: nothing is held, nothing is pending.
fn everybody_exits() {
	for n in 0..ACTORS {
		let _ = Generators::set_banned(RuntimeOrigin::root(), identity(n), false);
		for licence in Generators::licences(identity(n)) {
			if licence.device.is_some() {
				undelegate(n, licence.licence).expect("its own");
			}
		}
		for device in Generators::devices(identity(n)) {
			call(identity(n), Call::remove_device { device }).expect("without licences");
		}
		let waits = pending(n) > 0;
		assert!(claim(n).is_ok() || !waits);
		assert_eq!(claim(n), Err(Error::<Test>::NothingToClaim.into()));
		assert_eq!(held(&identity(n)), 0);
		assert_eq!(pending(n), 0);
	}
	skip(3 * EPOCH);
	for n in 0..ACTORS {
		// Work ends after the others' claims: only what it was worth until then.
		assert_eq!(pending(n), 0);
	}
}

fn play(mut runner: TestRunner) -> BTreeSet<&'static str> {
	let reached = RefCell::new(BTreeSet::new());
	let outcome = runner.run(&actions(), |actions| {
		empty().execute_with(|| {
			Weights::set(RewardWeights { work: 600_000, liveness: 200_000, hashpower: 200_000 });
			bond([50, 30, 20]);
			for n in 0..2 {
				buy(n, 2).expect("for sale");
				register(n, n).expect("its own");
				perform(&Action::DelegateAll(n), &mut reached.borrow_mut());
			}
			let issued = Balances::total_issuance();
			let sponsor = Balances::balance(&SPONSOR);
			for action in &actions {
				perform(action, &mut reached.borrow_mut());
				check(sponsor - Balances::balance(&SPONSOR));
			}
			everybody_exits();
			check(sponsor - Balances::balance(&SPONSOR));
			assert_eq!(Balances::total_issuance(), issued, "nothing is minted or burned");
			assert_eq!(Devices::<Test>::iter().count() + Challenges::<Test>::iter().count(), 0);
		});
		Ok(())
	});
	if let Err(failure) = outcome {
		panic!("{failure}");
	}
	reached.into_inner()
}

fn config(cases: u32) -> ProptestConfig {
	ProptestConfig { cases, failure_persistence: None, ..Default::default() }
}

#[test]
fn no_unit_is_made_or_lost_and_everybody_can_leave() {
	play(TestRunner::new(config(24)));
}

#[test]
fn the_same_holds_for_sequences_that_reach_everything() {
	// Always the same sequences, so that what they reach is no matter of luck.
	let reached = play(TestRunner::new_with_rng(config(64), TestRng::deterministic_rng(RngAlgorithm::ChaCha)));
	for what in [
		"opened",
		"passed",
		"failed",
		"bought",
		"transferred",
		"registered",
		"removed",
		"delegated",
		"undelegated",
		"banned",
		"claimed",
		"counted work",
		"forgot work",
	] {
		assert!(reached.contains(what), "never {what}, only {reached:?}");
	}
}
