//! Rounds that are paid out in more than one call.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, dispatch::GetDispatchInfo};
use promptale_primitives::{
	fault::Fault,
	round::{Outcome, Receipt, ReceiptRole, RoundState, VoidReason},
	schedule::Phase,
	verdict::Verdict,
};

const NEW: [u8; 32] = [9; 32];

fn pay_out(from: u32) -> Result<(), Refused> {
	submit(Call::pay_out { model: MODEL, round: 1, from })
}

/// Accounts that have a reward waiting, of four contributors and three validators.
fn served() -> usize {
	(0..4).map(identity).chain((0..3).map(validator)).filter(|account| pending(account) > 0).count()
}

fn play_to_attested() {
	play_to_settled(&[0, 1, 2, 3], &[scored(10, 5); 4]);
	for n in 0..3 {
		assert_ok!(attest(n, NEW));
	}
}

#[test]
fn everybody_gets_the_same_however_many_calls_it_takes() {
	let rewards = |most: u32| {
		let mut rewards = Vec::new();
		ExtBuilder::default().build_and_execute(|| {
			MaxPayouts::set(most);
			play_to_attested();
			while let Ok(from) = Pov::unpaid_from(MODEL, 1) {
				assert_ok!(pay_out(from));
				Pov::do_try_state().unwrap();
			}
			rewards = (0..4).map(identity).chain((0..3).map(validator)).map(|account| pending(&account)).collect();
			assert_eq!(model().pot, POT - rewards.iter().sum::<u128>());
			assert_eq!(Rounds::<Test>::get(MODEL, 1).unwrap().budget, 0);
		});
		rewards
	};
	let at_once = rewards(32);
	assert_eq!(at_once, [200_000, 200_000, 200_000, 200_000, 66_666, 66_666, 66_666]);
	for most in [2, 3, 6, 7] {
		assert_eq!(rewards(most), at_once, "{most} a call");
	}
}

#[test]
fn each_call_goes_on_where_the_last_one_stopped() {
	ExtBuilder::default().build_and_execute(|| {
		MaxPayouts::set(3);
		play_to_attested();
		assert_eq!(state(), RoundState::Closed(Outcome::Attested(NEW)));
		assert_eq!(model().checkpoint, NEW, "which does not wait for anybody's pay");
		assert_eq!(served(), 3);
		let call = Call::<Test>::open_round { model: MODEL };
		assert_eq!(submit(call.clone()), Err(Refused::stale()), "the next round waits for it");
		assert_eq!(pay_out(0), Err(Refused::stale()));
		assert_eq!(pay_out(4), Err(Refused::stale()));
		assert_ok!(pay_out(3));
		assert_eq!(served(), 6);
		assert_eq!(pay_out(3), Err(Refused::stale()), "nobody is paid twice");
		assert_ok!(pay_out(6));
		assert_eq!(served(), 7);
		assert_eq!(pay_out(7), Err(Refused::stale()));
		assert_eq!(open(), 2);
	});
}

#[test]
fn a_step_is_due_until_everybody_is_paid() {
	ExtBuilder::default().build_and_execute(|| {
		MaxPayouts::set(4);
		play_to_attested();
		let due = || Pov::due_step(MODEL, &model(), System::block_number());
		assert_eq!(due(), Some((Step::PayOut(4), 1)));
		assert_ok!(pay_out(4));
		assert_eq!(due(), Some((Step::Open, 2)));
	});
}

#[test]
fn receipts_are_there_before_the_reward() {
	ExtBuilder::default().build_and_execute(|| {
		MaxPayouts::set(2);
		play_to_attested();
		assert_eq!(pending(&identity(3)), 0);
		let [(MODEL, 1, Receipt { role, payout: 200_000 })] = Pov::receipts(identity(3))[..] else {
			panic!("a receipt")
		};
		assert!(matches!(role, ReceiptRole::Contributor { verdict: Verdict::Accepted { .. }, .. }));
	});
}

#[test]
fn bonds_and_fees_of_a_void_round_take_their_turns_too() {
	ExtBuilder::default().build_and_execute(|| {
		MaxPayouts::set(3);
		play_to_published(&[0, 1, 2, 3], &[]);
		to_phase(Phase::Score);
		assert_ok!(settle());
		assert_eq!(state(), RoundState::Closed(Outcome::Void(VoidReason::NothingPublished)));
		let bonds = || (0..4).map(|n| held(HoldReason::UpdateBond, &device(n))).collect::<Vec<_>>();
		assert_eq!(bonds(), [0, 0, 0, BOND]);
		assert_ok!(pay_out(3));
		assert_eq!(bonds(), [0; 4]);
		assert_eq!(free(&TREASURY), ED + BOND, "four fees of a quarter");
		assert_eq!(open(), 2);
	});
}

#[test]
fn nobody_is_slashed_twice_for_what_the_end_proves() {
	ExtBuilder::default().validators(&[1_000; 4]).terms(|terms| terms.committee_size = 4).build_and_execute(|| {
		MaxPayouts::set(6);
		play_to_published(&[0], &[0]);
		to_phase(Phase::Score);
		next_block();
		(0..4).for_each(|n| commit_scores(n, &[scored(10, 5)]).unwrap());
		to_phase(Phase::Reveal);
		(0..3).for_each(|n| reveal_scores(n, &[scored(10, 5)]).unwrap());
		to_phase(Phase::Attest);
		assert_ok!(settle());
		// Number 3 withheld its scores, and attests something wrong on top.
		assert_ok!(attest(3, [8; 32]));
		// A slash counts three of them: it touches more rows.
		let counted = || -> u32 {
			let counts = |event| match event {
				RuntimeEvent::Pov(Event::RewardCredited { .. }) => 1,
				RuntimeEvent::Pov(Event::ValidatorSlashed { .. }) => 3,
				_ => 0,
			};
			System::events().into_iter().map(|record| counts(record.event)).sum()
		};
		(0..3).for_each(|n| attest(n, NEW).unwrap());
		let mut before = counted();
		assert!(before <= 6);
		while let Ok(from) = Pov::unpaid_from(MODEL, 1) {
			assert_ok!(pay_out(from));
			assert!((before + 1..=before + 6).contains(&counted()));
			before = counted();
		}
		assert_eq!(before, 1 + 3 + 2 * 3, "one contributor, three members, two slashes");
		let slashes = System::events()
			.into_iter()
			.filter_map(|record| match record.event {
				RuntimeEvent::Pov(Event::ValidatorSlashed { validator, fault, amount, .. }) => {
					Some((validator, fault, amount))
				},
				_ => None,
			})
			.collect::<Vec<_>>();
		// A hundredth of 1,000, then a tenth of what is left.
		assert_eq!(slashes, [(validator(3), Fault::NotRevealed, 10), (validator(3), Fault::WrongCheckpoint, 99)]);
	});
}

#[test]
fn fails_for_rounds_with_nothing_to_pay() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(Pov::pay_out(RuntimeOrigin::signed(STRANGER), MODEL, 1, 0), Error::<Test>::UnknownRound);
		open();
		assert_noop!(Pov::pay_out(RuntimeOrigin::signed(STRANGER), MODEL, 1, 0), Error::<Test>::NotDue);
	});
}

#[test]
fn anyone_may_pay_by_signing_and_pays_for_what_was_used() {
	ExtBuilder::default().build_and_execute(|| {
		MaxPayouts::set(5);
		play_to_attested();
		let call = Call::<Test>::pay_out { model: MODEL, round: 1, from: 5 };
		let post = Pov::pay_out(RuntimeOrigin::signed(STRANGER), MODEL, 1, 5).unwrap();
		assert_eq!(post.actual_weight, Some(<() as WeightInfo>::pay_out(2)));
		assert!(post.actual_weight.unwrap().all_lte(call.get_dispatch_info().call_weight));
		assert_eq!(served(), 7);
	});
}
