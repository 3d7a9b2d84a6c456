use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::{
	fault::{Fault, Faults},
	round::{Outcome, Receipt, ReceiptRole, RoundState},
	schedule::Phase,
	verdict::Verdict,
	MILLION,
};
use sp_runtime::transaction_validity::InvalidTransaction;

const NEW: [u8; 32] = [9; 32];

#[test]
fn the_happy_path_pays_to_the_last_unit_and_writes_receipts() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_settled(&[0, 1], &[scored(30, 20), scored(10, 5)]);
		assert_ok!(attest(0, NEW));
		assert_ok!(attest(1, NEW));
		assert_eq!(state(), RoundState::Settled, "the third member still has time");
		assert_ok!(attest(2, NEW));
		assert_eq!(state(), RoundState::Closed(Outcome::Attested(NEW)));
		assert_eq!((model().checkpoint, model().version), (NEW, 1));

		// Contributors share 800,003 by 750,000 and 250,000 millionths, members 200,000 in three equal parts.
		assert_eq!((pending(&identity(0)), pending(&identity(1))), (600_002, 200_000));
		for n in 0..3 {
			assert_eq!(pending(&validator(n)), 66_666);
		}
		let paid = 600_002 + 200_000 + 3 * 66_666;
		assert_eq!(model().pot, POT - paid, "what rounding left is back in the pot");
		assert!(has_event(
			|event| matches!(event, Event::RoundClosed { paid: p, returned, .. } if *p == paid && *returned == BUDGET - paid)
		));

		let receipt = Receipt {
			role: ReceiptRole::Contributor {
				verdict: Verdict::Accepted { score: 30, norm: 20 },
				weight: 750_000,
				clip: 250_000,
			},
			payout: 600_002,
		};
		assert_eq!(Pov::receipts(identity(0)), [(MODEL, 1, receipt)]);
		let role = ReceiptRole::Validator { revealed: true, agreed: true, faults: Faults::default() };
		assert_eq!(Pov::receipts(validator(0)), [(MODEL, 1, Receipt { role, payout: 66_666 })]);

		for account in [identity(0), identity(1), validator(0), validator(1), validator(2)] {
			assert_ok!(Pov::claim(RuntimeOrigin::signed(account)));
		}
		assert_eq!(free(&Pov::account_id()), ED + POT - paid);
		assert_eq!(open(), 2);
		assert_eq!(latest().base_checkpoint, NEW);
	});
}

#[test]
fn one_update_takes_the_contributors_part() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_settled(&[3], &[scored(1, 5)]);
		assert_eq!(latest().updates[0].weight, MILLION);
		for n in 0..3 {
			assert_ok!(attest(n, NEW));
		}
		assert_eq!(pending(&identity(3)), 800_003);
		assert_eq!(model().pot, POT - 800_003 - 3 * 66_666);
	});
}

#[test]
fn two_thirds_agree_and_a_dissenter_is_not_paid() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_settled(&[0], &[scored(10, 5)]);
		assert_ok!(attest(0, [7; 32]));
		assert_ok!(attest(1, NEW));
		assert_eq!(Rounds::<Test>::get(MODEL, 1).unwrap().agreed, None);
		assert_ok!(attest(2, NEW));
		assert_eq!(state(), RoundState::Closed(Outcome::Attested(NEW)), "2,000 of 3,000 is two thirds");
		assert_eq!(pending(&validator(0)), 0);
		assert_eq!((pending(&validator(1)), pending(&validator(2))), (100_000, 100_000));
		let role =
			ReceiptRole::Validator { revealed: true, agreed: false, faults: vec![Fault::WrongCheckpoint].into() };
		assert_eq!(Pov::receipts(validator(0)), [(MODEL, 1, Receipt { role, payout: 0 })]);
	});
}

#[test]
fn less_than_two_thirds_is_not_enough() {
	// Voting stakes 1,000, 1,000 and 1,001: the first two have one unit too little.
	ExtBuilder::default().validators(&[1_000, 1_000, 1_001]).build_and_execute(|| {
		play_to_settled(&[0], &[scored(10, 5)]);
		assert_ok!(attest(0, NEW));
		assert_ok!(attest(1, NEW));
		assert_eq!(Rounds::<Test>::get(MODEL, 1).unwrap().agreed, None);
		assert_ok!(attest(2, NEW));
		assert_eq!(state(), RoundState::Closed(Outcome::Attested(NEW)));
	});
}

#[test]
fn a_slower_member_is_waited_for_but_not_for_long() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_settled(&[0], &[scored(10, 5)]);
		assert_ok!(attest(0, NEW));
		assert_ok!(attest(1, NEW));
		assert_eq!(close(), Err(Refused::stale()), "within the grace period");
		next_block();
		next_block();
		assert_ok!(close());
		assert_eq!(state(), RoundState::Closed(Outcome::Attested(NEW)));
		assert_eq!(pending(&validator(2)), 0);
		assert_eq!(pending(&validator(0)), 100_000);
		assert_eq!(attest(2, NEW), Err(Refused::stale()));
	});
}

#[test]
fn without_a_grace_period_two_thirds_close_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		AttestGrace::set(0);
		play_to_settled(&[0], &[scored(10, 5)]);
		assert_ok!(attest(0, NEW));
		assert_ok!(attest(1, NEW));
		assert_eq!(state(), RoundState::Closed(Outcome::Attested(NEW)));
		AttestGrace::set(2);
	});
}

#[test]
fn a_member_that_did_not_reveal_votes_but_is_not_paid() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_published(&[0], &[0]);
		play_scores(&[(0, &[scored(10, 5)]), (1, &[scored(10, 5)])]);
		to_phase(Phase::Attest);
		assert_ok!(settle());
		assert_ok!(attest(2, NEW));
		assert_ok!(attest(0, NEW));
		assert_ok!(attest(1, NEW));
		assert_eq!(state(), RoundState::Closed(Outcome::Attested(NEW)));
		assert_eq!(pending(&validator(2)), 0);
		assert_eq!((pending(&validator(0)), pending(&validator(1))), (100_000, 100_000));
	});
}

#[test]
fn fails_twice_too_early_too_late_and_for_others() {
	ExtBuilder::default().build_and_execute(|| {
		play_to_published(&[0], &[0]);
		let sheet = [scored(10, 5)];
		play_scores(&[(0, &sheet), (1, &sheet), (2, &sheet)]);
		to_phase(Phase::Attest);
		assert_eq!(attest(0, NEW), Err(Refused::stale()), "not settled");
		assert_ok!(settle());
		assert_ok!(attest(0, [7; 32]));
		assert_eq!(attest(0, NEW), Err(Refused::stale()), "no second opinion");
		let statement = Statement::AttestCheckpoint(NEW.into());
		let foreign = Call::attest_checkpoint {
			model: MODEL,
			round: 1,
			validator: validator(1),
			attestation: NEW.into(),
			signature: signature(0, 1, &statement),
		};
		assert_eq!(submit(foreign), Err(Refused::bad_proof()));
		assert_ok!(bond(3, 5_000));
		assert_eq!(attest(3, NEW), Err(Refused::Pool(InvalidTransaction::BadSigner.into())));
		to_phase(Phase::Overdue);
		assert_eq!(attest(1, NEW), Err(Refused::stale()));
	});
}
