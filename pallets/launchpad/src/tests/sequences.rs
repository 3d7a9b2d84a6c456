//! Random interleavings of all calls of two raises, against a ledger of what was given, released and taken down. After each call
//! the invariants hold; in the end everybody leaves, with exactly what the ledger says.

use crate::{mock::*, *};
use frame_support::{assert_ok, traits::fungibles::Inspect as _};
use promptale_primitives::{
	raise::{RaiseId, RaiseTerms, Stage, Verdict, Whitelist, WhitelistProof},
	Balance,
};
use proptest::{
	prelude::*,
	test_runner::{Config as ProptestConfig, RngAlgorithm, TestRng, TestRunner},
};
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};

const MILLION: Balance = 1_000_000;
const LIST: [AccountId; 2] = [BOB, ALICE];

/// Raises and backers are indices.
#[derive(Clone, PartialEq, Debug)]
enum Action {
	Give(u8, u8, Balance),
	Fill(u8, u8),
	Withdraw(u8, u8),
	Cancel(u8),
	Request(u8),
	Vote(u8, u8, bool),
	Release(u8),
	/// The creator asks, everybody approves, and somebody releases the money.
	Deliver(u8),
	ClaimShares(u8, u8),
	ClaimRefund(u8, u8),
	TakeBack(u8),
	TakeDown(u8),
	Close(u8),
	Wait(u32),
	Fee(u32),
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
	let (raise, who) = (|| 0u8..2, || 0u8..4);
	let amount = prop_oneof![3 => 200_000u128..900_000, 1 => 1u128..1_200, 1 => 1u128..3_000_000];
	let one = prop_oneof![
		20 => (raise(), who(), amount).prop_map(|(raise, who, amount)| Action::Give(raise, who, amount)),
		1 => (raise(), who()).prop_map(|(raise, who)| Action::Fill(raise, who)),
		2 => (raise(), who()).prop_map(|(raise, who)| Action::Withdraw(raise, who)),
		1 => raise().prop_map(Action::Cancel),
		6 => raise().prop_map(Action::Request),
		14 => (raise(), who(), proptest::bool::weighted(0.8))
			.prop_map(|(raise, who, approve)| Action::Vote(raise, who, approve)),
		6 => raise().prop_map(Action::Release),
		8 => raise().prop_map(Action::Deliver),
		5 => (raise(), who()).prop_map(|(raise, who)| Action::ClaimShares(raise, who)),
		4 => (raise(), who()).prop_map(|(raise, who)| Action::ClaimRefund(raise, who)),
		2 => raise().prop_map(Action::TakeBack),
		1 => raise().prop_map(Action::TakeDown),
		2 => raise().prop_map(Action::Close),
		8 => (1u32..6).prop_map(Action::Wait),
		1 => Just(Action::Wait(40)),
		1 => prop_oneof![Just(0u32), Just(25_000), 1u32..1_000_000].prop_map(Action::Fee),
	];
	proptest::collection::vec(one, 20..140)
}

/// What was given to a raise, which milestones were released, and how it ended.
#[derive(Clone, Default)]
struct Ledger {
	given: BTreeMap<AccountId, Balance>,
	milestones: usize,
	forfeited: bool,
	closed: bool,
}

struct World {
	ledgers: [Ledger; 2],
	terms: [RaiseTerms; 2],
	creator: Balance,
	treasury: Balance,
	seen: BTreeSet<String>,
}

impl World {
	fn new() -> Self {
		let first = RaiseTerms { least: 1, soft_cap: MILLION, hard_cap: 3 * MILLION, most: 2 * MILLION, ..terms() };
		let mut second = RaiseTerms { public: 10, whitelist: Whitelist::of(&LIST), shares: 777, ..first.clone() };
		second.milestones = second.milestones.iter().copied().take(2).collect::<Vec<_>>().try_into().unwrap();
		second.milestones[0].part = 333_333;
		second.milestones[1].part = 666_667;
		let terms = [first, second];
		for (content, terms) in [register(), register()].into_iter().zip(&terms) {
			assert_ok!(call(&CREATOR, Call::open_raise { content, terms: terms.clone() }));
		}
		at(5);
		let (creator, treasury) = (total(&CREATOR), total(&TREASURY));
		World { ledgers: Default::default(), terms, creator, treasury, seen: BTreeSet::new() }
	}

	fn step(&mut self, action: &Action) {
		let proof = |who: &AccountId| {
			let index = LIST.iter().position(|listed| listed == who)?;
			WhitelistProof::of(&LIST, index as u32)
		};
		let backer = |at: u8| BACKERS[usize::from(at)].clone();
		let id = RaiseId::from;
		let done = match *action {
			Action::Give(raise, who, amount) => self.give(raise, backer(who), amount, proof(&backer(who))),
			Action::Fill(raise, who) => {
				let given: Balance = self.ledgers[usize::from(raise)].given.values().sum();
				let left = self.terms[usize::from(raise)].hard_cap - given;
				self.give(raise, backer(who), left, proof(&backer(who)))
			},
			Action::Withdraw(raise, who) => {
				let done = call(&backer(who), Call::withdraw { raise: id(raise) }).is_ok();
				if done {
					self.ledgers[usize::from(raise)].given.remove(&backer(who)).expect("it was given");
				}
				done
			},
			Action::Cancel(raise) => call(&CREATOR, Call::cancel_raise { raise: id(raise) }).is_ok(),
			Action::Request(raise) => {
				call(&CREATOR, Call::request_milestone { raise: id(raise), evidence: [1; 32] }).is_ok()
			},
			Action::Vote(raise, who, approve) => {
				let ballot = Raises::<Test>::get(id(raise)).map_or(0, |raise| raise.progress.ballots);
				call(&backer(who), Call::vote_milestone { raise: id(raise), ballot, approve }).is_ok()
			},
			Action::Release(raise) => {
				let done = call(&ANYBODY, Call::release_milestone { raise: id(raise) }).is_ok();
				self.ledgers[usize::from(raise)].milestones += usize::from(done);
				done
			},
			Action::Deliver(raise) => {
				self.step(&Action::Request(raise));
				(0..4).for_each(|who| self.step(&Action::Vote(raise, who, true)));
				return self.step(&Action::Release(raise));
			},
			Action::ClaimShares(raise, who) => {
				call(&backer(who), Call::claim_shares { raise: id(raise), backer: backer(who) }).is_ok()
			},
			Action::ClaimRefund(raise, who) => {
				call(&ANYBODY, Call::claim_refund { raise: id(raise), backer: backer(who) }).is_ok()
			},
			Action::TakeBack(raise) => call(&ANYBODY, Call::take_back_shares { raise: id(raise) }).is_ok(),
			Action::TakeDown(raise) => {
				let done = take_down(id(raise)).is_ok();
				self.ledgers[usize::from(raise)].forfeited |= done;
				done
			},
			Action::Close(raise) => {
				let before = Launchpad::raise(id(raise));
				let done = call(&ANYBODY, Call::close_raise { raise: id(raise) }).is_ok();
				if done {
					self.note_end(before.expect("it was there").stage);
					self.ledgers[usize::from(raise)].closed = true;
				}
				done
			},
			Action::Wait(blocks) => {
				at(System::block_number() + blocks);
				true
			},
			Action::Fee(rate) => {
				SetFeeRate::set(rate);
				true
			},
		};
		let name = format!("{action:?}");
		let name = name.split('(').next().unwrap_or_default();
		self.seen.insert(format!("{name} {done}"));
		check();
	}

	fn give(&mut self, raise: u8, who: AccountId, amount: Balance, proof: Option<WhitelistProof>) -> bool {
		let done = call(&who, Call::contribute { raise: raise.into(), amount, proof }).is_ok();
		if done {
			*self.ledgers[usize::from(raise)].given.entry(who).or_default() += amount;
		}
		done
	}

	fn note_end(&mut self, stage: Stage) {
		self.seen.insert(format!("{stage:?}"));
	}

	/// Everybody leaves; then accounts are compared with the ledger.
	fn end(&mut self) {
		at(System::block_number().max(2_000));
		for raise in 0..2 {
			let ledger = &mut self.ledgers[raise as usize];
			if ledger.closed {
				continue;
			}
			while Launchpad::raise(raise).unwrap().verdict == Some(Verdict::Approved) && !stage(raise).is_final() {
				assert_ok!(call(&ANYBODY, Call::release_milestone { raise }));
				ledger.milestones += 1;
			}
			let stage = stage(raise);
			self.note_end(stage);
			pay_out_and_close(raise);
		}
		check();

		let mut money: BTreeMap<AccountId, Balance> =
			BACKERS.map(|who| (who.clone(), if who == POOR { POCKET } else { WEALTH })).into_iter().collect();
		let mut creators = 0;
		for (content, (ledger, terms)) in self.ledgers.iter().zip(&self.terms).enumerate() {
			let sum: Balance = ledger.given.values().sum();
			let parts: Balance = terms.milestones[..ledger.milestones].iter().map(|m| Balance::from(m.part)).sum();
			let left = sum - sum * parts / MILLION;
			let unlocked = terms.shares * parts / MILLION;
			let mut kept = 0;
			for (who, given) in &ledger.given {
				let refund = left * given / sum;
				*money.get_mut(who).unwrap() -= given - refund;
				kept += given - refund;
				assert_eq!(Shares::total_balance(content as u32, who), unlocked * given / sum);
			}
			creators += kept + ED;
		}
		for (who, money) in money {
			assert_eq!(total(&who), money);
		}
		let gained = total(&CREATOR) + total(&TREASURY) - self.creator - self.treasury;
		assert_eq!(gained, creators, "the creator, or the chain, has what backers have not");
		let settled: Balance = Settled::take().into_iter().map(|(_, _, amount)| amount).sum();
		assert_eq!(total(&TREASURY) - self.treasury, settled);
	}
}

fn play(mut runner: TestRunner) -> BTreeSet<String> {
	let seen = RefCell::new(BTreeSet::new());
	let outcome = runner.run(&actions(), |actions| {
		new_test_ext().execute_with(|| {
			SetFeeRate::set(FEE);
			Settled::take();
			let mut world = World::new();
			actions.iter().for_each(|action| world.step(action));
			world.end();
			seen.borrow_mut().append(&mut world.seen);
		});
		Ok(())
	});
	assert_eq!(outcome, Ok(()));
	seen.into_inner()
}

#[test]
fn whatever_happens_everybody_gets_what_the_ledger_says() {
	play(TestRunner::new(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() }));
}

/// With the same sequences each time: everything happens in some.
#[test]
fn sequences_reach_everything() {
	let config = ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() };
	let seen = play(TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32])));
	let names = [
		"Give",
		"Fill",
		"Withdraw",
		"Cancel",
		"Request",
		"Vote",
		"Release",
		"ClaimShares",
		"ClaimRefund",
		"TakeBack",
		"TakeDown",
		"Close",
	];
	for wanted in names.iter().flat_map(|name| [format!("{name} true"), format!("{name} false")]) {
		assert!(seen.contains(&wanted), "{wanted} never happened");
	}
	for end in ["Completed", "Failed(Unfunded)", "Failed(Cancelled)", "Failed(Undelivered)", "Failed(TakenDown)"] {
		assert!(seen.contains(end), "no raise ended as {end}");
	}
}
