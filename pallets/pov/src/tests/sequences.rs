//! Random sequences of calls by several actors: the invariants hold after every step, and from every state
//! everybody can leave with what is theirs.

use crate::{mock::*, *};
use frame_system::RawOrigin;
use promptale_primitives::{
	canary::{self, Expectation},
	hash,
	round::{Attestation, Outcome, RoundState},
	schedule::Phase,
	score::ScoreEntry,
	Balance, Blake3,
};
use proptest::{
	prelude::*,
	test_runner::{Config as ProptestConfig, RngAlgorithm, TestRng, TestRunner},
};
use sp_runtime::traits::Dispatchable;
use std::{cell::RefCell, collections::BTreeSet};

#[derive(Clone, Debug)]
enum Action {
	Advance(u32),
	/// Those whose bit is set do what the phase asks of them, and the next phase begins.
	Live(u8),
	/// As many phases as a round has, with the same ones.
	Whole(u8),
	NextPhase,
	Step,
	Commit(u8),
	Publish(u8),
	Score(u8),
	Reveal(u8),
	Attest(u8, bool),
	/// Reveals something else than was committed to.
	RevealOther(u8),
	/// Reports a second commitment that a validator signed.
	Report(u8),
	/// Declares the update of contributor 5, who always commits to canaries.
	Declare,
	Bond(u8, Balance),
	BondExtra(u8, Balance),
	Unbond(u8, Balance),
	Withdraw(u8),
	Register(u8, u8),
	RemoveDevice(u8),
	Fund(Balance),
	SetActive(bool),
	ChangeTerms(u32),
	Claim(u8),
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
	let one = prop_oneof![
		4 => (1u32..6).prop_map(Action::Advance),
		2 => Just(Action::NextPhase),
		4 => Just(Action::Step),
		24 => any::<u8>().prop_map(|mask| Action::Live(mask | mask.rotate_left(3))),
		// Nearly everybody takes part, and they do not agree.
		2 => Just(Action::Whole(0b1111_1110)),
		1 => any::<u8>().prop_map(|mask| Action::Whole(mask | mask.rotate_left(3))),
		4 => (0u8..6).prop_map(Action::Commit),
		3 => (0u8..6).prop_map(Action::Publish),
		2 => (0u8..8).prop_map(Action::Score),
		2 => (0u8..8).prop_map(Action::Reveal),
		3 => (0u8..8, any::<bool>()).prop_map(|(n, same)| Action::Attest(n, same)),
		6 => (0u8..8).prop_map(Action::RevealOther),
		2 => (0u8..8).prop_map(Action::Report),
		1 => Just(Action::Declare),
		2 => (0u8..8, 50u128..5_000).prop_map(|(n, stake)| Action::Bond(n, stake)),
		2 => (0u8..8, 0u128..5_000).prop_map(|(n, stake)| Action::BondExtra(n, stake)),
		2 => (0u8..8, 0u128..5_000).prop_map(|(n, stake)| Action::Unbond(n, stake)),
		1 => (0u8..8).prop_map(Action::Withdraw),
		2 => (0u8..6, 0u8..6).prop_map(|(n, device)| Action::Register(n, device)),
		1 => (0u8..6).prop_map(Action::RemoveDevice),
		1 => (0u128..2_000_000).prop_map(Action::Fund),
		1 => any::<bool>().prop_map(Action::SetActive),
		1 => any::<u32>().prop_map(Action::ChangeTerms),
		2 => (0u8..14).prop_map(Action::Claim),
	];
	proptest::collection::vec(one, 1..80)
}

/// The contributor whose updates are canaries.
const CANARY: u8 = 5;

fn update_salt(n: u8) -> Blake3 {
	if n == CANARY {
		canary::salt(Expectation::Malformed, &[5; 32])
	} else {
		salt(n)
	}
}

/// Takes a call as a block does: all of it or nothing.
fn call(who: AccountId, call: Call<Test>) -> bool {
	RuntimeCall::from(call).dispatch(RawOrigin::Signed(who).into()).is_ok()
}

/// The step that is due now, taken the way the off-chain worker's transaction is.
fn step() -> bool {
	let Some(model) = Models::<Test>::get(MODEL) else { return false };
	let Some((step, round)) = Pov::due_step(MODEL, &model, System::block_number()) else { return false };
	let call = match step {
		Step::Open => Call::open_round { model: MODEL },
		Step::Draw => Call::draw_committee { model: MODEL, round },
		Step::Settle => Call::settle { model: MODEL, round },
		Step::Close => Call::close_round { model: MODEL, round },
		Step::PayOut(from) => Call::pay_out { model: MODEL, round, from },
	};
	submit(call).expect("what is due goes through");
	true
}

/// Scores of validator `n`: mostly alike, one of them contrary.
fn sheet(n: u8) -> Option<Vec<ScoreEntry>> {
	let round = Pov::round(MODEL, None)?;
	Some(
		(0..round.updates.len() as i32)
			.map(|at| match (at + round.round as i32) % 4 {
				// A round that nobody's update survives.
				_ if round.round % 3 == 0 => scored(-5 - at, 10),
				0 => ScoreEntry::Malformed,
				1 if n == 3 => ScoreEntry::Unavailable,
				_ => scored(100 * at + i32::from(n) - 50, 10 + at as u64),
			})
			.collect(),
	)
}

fn score(n: u8) {
	let (Some(entries), Some(round)) = (sheet(n), Pov::round(MODEL, None)) else { return };
	let commitment = hash::score_commitment(MODEL, round.round, &validator(n), &entries, &score_salt(n));
	let signature = signature(n, round.round, &Statement::CommitScores(commitment));
	let validator = validator(n);
	let _ = submit(Call::commit_scores { model: MODEL, round: round.round, validator, commitment, signature });
}

fn perform(action: &Action) {
	let latest_round = Pov::round(MODEL, None).map(|round| round.round).unwrap_or(0);
	let commit = |n: u8| {
		let commitment = hash::update_commitment(MODEL, latest_round, &update_hash(n), &device(n), &update_salt(n));
		call(device(n), Call::commit_update { model: MODEL, round: latest_round, commitment, size: 10 });
	};
	let publish = |n: u8| {
		call(
			device(n),
			Call::publish_update {
				model: MODEL,
				round: latest_round,
				update_hash: update_hash(n),
				salt: update_salt(n),
				blob_hash: [1; 32],
			},
		);
	};
	let reveal = |n: u8| {
		if let Some(entries) = sheet(n) {
			let _ = reveal_scores(n, &entries);
		}
	};
	match *action {
		Action::Advance(blocks) => (0..blocks).for_each(|_| next_block()),
		Action::Live(mask) => {
			step();
			let some = (0..8).filter(|n| mask >> n & 1 == 1);
			let quarrel = mask % 2 == 0;
			match Pov::round(MODEL, None).map(|round| round.phase) {
				Some(Phase::Commit) => some.for_each(commit),
				Some(Phase::Publish) => some.for_each(publish),
				Some(Phase::Score) => some.for_each(score),
				Some(Phase::Reveal) => some.for_each(reveal),
				Some(Phase::Attest) => some.for_each(|n| {
					let disputed = Pov::round(MODEL, None).is_some_and(|round| round.is_disputed()).then_some([9; 32]);
					let checkpoint = if quarrel && n % 2 == 0 { [8; 32] } else { [9; 32] };
					let _ = attest_both(n, Attestation { checkpoint, disputed });
				}),
				Some(Phase::Overdue) | None => {},
			}
			perform(&Action::NextPhase);
		},
		Action::Whole(mask) => (0..6).for_each(|_| perform(&Action::Live(mask))),
		Action::NextPhase => {
			if let Some(round) = Pov::round(MODEL, None) {
				// The second block of the next phase: beacons are known there.
				if !matches!(round.state, RoundState::Closed(_)) && round.phase != Phase::Overdue {
					run_to(round.phase_ends + 1);
				}
			}
		},
		Action::Step => {
			step();
		},
		Action::Commit(n) => commit(n),
		Action::Publish(n) => publish(n),
		Action::Score(n) => score(n),
		Action::Reveal(n) => reveal(n),
		Action::Attest(n, same) => {
			if latest_round > 0 {
				let _ = attest(n, if same { [9; 32] } else { [n; 32] });
			}
		},
		Action::RevealOther(n) => {
			if let Some(mut entries) = sheet(n) {
				entries.iter_mut().for_each(|entry| *entry = scored(77, 7));
				let _ = reveal_scores(n, &entries);
			}
		},
		Action::Report(n) => {
			if latest_round > 0 {
				let signature = signature(n, latest_round, &Statement::CommitScores([66; 32]));
				call(
					STRANGER,
					Call::report_statement {
						model: MODEL,
						round: latest_round,
						validator: validator(n),
						statement: SignedStatement::CommitScores([66; 32]),
						signature,
					},
				);
			}
		},
		Action::Declare => {
			for index in 0..4 {
				call(
					device(CANARY),
					Call::declare_canary {
						model: MODEL,
						round: latest_round,
						index,
						expectation: Expectation::Malformed,
						secret: [5; 32],
					},
				);
			}
		},
		Action::Bond(n, stake) => {
			call(
				validator(n),
				Call::bond_validator {
					stake,
					session_key: session_key(n),
					encryption_key: [n; 32],
					endpoint: bounded(b""),
				},
			);
		},
		Action::BondExtra(n, amount) => {
			call(validator(n), Call::bond_extra { amount });
		},
		Action::Unbond(n, amount) => {
			call(validator(n), Call::unbond { amount });
		},
		Action::Withdraw(n) => {
			call(validator(n), Call::withdraw_unbonded {});
		},
		Action::Register(n, of) => register(n, of),
		Action::RemoveDevice(of) => remove_device(of),
		Action::Fund(amount) => {
			call(STRANGER, Call::fund_model { model: MODEL, amount });
		},
		Action::SetActive(active) => {
			call(OWNER, Call::set_active { model: MODEL, active });
		},
		Action::ChangeTerms(seed) => {
			let mut terms = terms();
			terms.committee_size = 1 + seed % 5;
			terms.update_bond = u128::from(seed % 7) * 100;
			terms.quorum = 1 + seed % 1_000_000;
			terms.round_budget = 1 + u128::from(seed % 3_000_000);
			terms.validator_share = seed % 1_000_001;
			terms.missed_publication_fee = (seed / 3) % 1_000_001;
			call(OWNER, Call::set_terms { model: MODEL, terms });
		},
		Action::Claim(n) => {
			call(if n < 6 { identity(n) } else { validator(n - 6) }, Call::claim {});
		},
	}
}

/// Everybody leaves: no hold, no pot, no reward is left behind.
fn everybody_exits() {
	call(OWNER, Call::set_active { model: MODEL, active: false });
	let mut blocks = 0;
	while model().round_open {
		if !step() {
			next_block();
			blocks += 1;
			assert!(blocks < 60, "a round does not end");
		}
	}
	for n in 0..8 {
		if let Some(seen) = Pov::validator(validator(n)) {
			if seen.stake > 0 {
				assert!(call(validator(n), Call::unbond { amount: seen.stake }));
			}
		}
	}
	run_to(System::block_number() + 120);
	for n in 0..8 {
		if Pov::validator(validator(n)).is_some() {
			assert!(call(validator(n), Call::withdraw_unbonded {}));
		}
		for account in [identity(n), validator(n)] {
			let waiting = pending(&account) > 0;
			assert_eq!(call(account, Call::claim {}), waiting);
		}
	}
	assert!(call(OWNER, Call::remove_model { model: MODEL, rounds: 10 }));
}

/// Plays what `runner` makes up. Answers how rounds ended.
fn play(mut runner: TestRunner) -> BTreeSet<String> {
	let reached = RefCell::new(BTreeSet::new());
	let outcome = runner.run(&(any::<bool>(), any::<bool>(), actions()), |(small_committees, few_payouts, actions)| {
		let builder = match small_committees {
			// Leaves enough validators for disputes.
			true => ExtBuilder::default().validators(&[1_000; 7]).terms(|terms| terms.committee_size = 2),
			false => ExtBuilder::default(),
		};
		// Rounds that are paid out at once, and rounds that are not.
		MaxPayouts::set(if few_payouts { 6 } else { 32 });
		builder.build().execute_with(|| {
			let issued = Balances::total_issuance();
			for action in &actions {
				perform(action);
				Pov::do_try_state().unwrap_or_else(|error| panic!("after {action:?}: {error:?}"));
				let faults = System::events().into_iter().filter_map(|record| match record.event {
					RuntimeEvent::Pov(Event::ValidatorSlashed { fault, .. }) => Some(format!("{fault:?}")),
					RuntimeEvent::Pov(Event::RoundDisputed { .. }) => Some("a dispute".to_string()),
					_ => None,
				});
				reached.borrow_mut().extend(faults);
				let round = Pov::round(MODEL, None);
				let disputed = round.as_ref().is_some_and(|round| round.is_disputed());
				if Models::<Test>::get(MODEL).is_some_and(|model| Pov::unpaid_from(MODEL, model.latest_round).is_ok()) {
					reached.borrow_mut().insert("a round paid in parts".to_string());
				}
				if let Some(RoundState::Closed(outcome)) = round.map(|round| round.state) {
					if disputed {
						reached.borrow_mut().insert("an end of a dispute".to_string());
					}
					reached.borrow_mut().insert(match outcome {
						Outcome::Attested(_) => "attested".to_string(),
						Outcome::AllExcluded => "all excluded".to_string(),
						Outcome::Void(reason) => format!("{reason:?}"),
					});
				}
			}
			everybody_exits();
			Pov::do_try_state().unwrap();
			for n in 0..8 {
				for account in [identity(n), device(n), validator(n)] {
					assert_eq!(total_held(&account), 0, "{account:?}");
				}
			}
			assert_eq!(total_held(&OWNER), 0);
			assert_eq!(free(&Pov::account_id()), ED, "all that is left is the existential deposit");
			assert_eq!(Balances::total_issuance(), issued, "nothing is minted or burned");
			assert_eq!(Rounds::<Test>::iter().count() + Models::<Test>::iter().count(), 0);
			assert!(Earned::<Test>::iter_values().all(|earnings| earnings.pending == 0), "only work is remembered");
		});
		Ok(())
	});
	if let Err(failure) = outcome {
		panic!("{failure}");
	}
	reached.into_inner()
}

#[test]
fn invariants_hold_and_everybody_can_leave() {
	play(TestRunner::new(config(32)));
}

#[test]
fn the_same_holds_for_sequences_that_reach_every_end_of_a_round() {
	// Always the same sequences, so that what they reach is no matter of luck.
	let reached = play(TestRunner::new_with_rng(config(160), TestRng::deterministic_rng(RngAlgorithm::ChaCha)));
	let ends =
		["attested", "all excluded", "NoCommitments", "NoCommittee", "NothingPublished", "NoQuorum", "NoAgreement"];
	let hostile = [
		"a round paid in parts",
		"a dispute",
		"an end of a dispute",
		"WrongCheckpoint",
		"RevealMismatch",
		"NotRevealed",
		"Equivocation",
	];
	for end in ends.into_iter().chain(hostile) {
		assert!(reached.contains(end), "never reached {end}, only {reached:?}");
	}
}

fn config(cases: u32) -> ProptestConfig {
	ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn total_held(account: &AccountId) -> Balance {
	use frame_support::traits::fungible::InspectHold;
	Balances::total_balance_on_hold(account)
}
