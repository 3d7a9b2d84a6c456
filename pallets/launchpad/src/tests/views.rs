//! What the view functions answer.

use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::raise::{BackingOverview, Failure, RaiseTerms, Stage, Verdict};

#[test]
fn a_raise_is_shown_with_what_comes_next() {
	execute(|| {
		let raise = funded();
		release(raise);
		approve(raise);
		assert_ok!(call(&ALICE, Call::claim_shares { raise, backer: ALICE }));
		let view = Launchpad::raise(raise).unwrap();
		assert_eq!((view.content, view.creator, view.stage), (0, CREATOR, Stage::Funded));
		assert_eq!((view.verdict, view.backers, view.fee_rate, view.bond), (Some(Verdict::Approved), 3, FEE, BOND));
		assert_eq!((view.next, view.unreleased, view.refunded), (600_002, 1_600_006, 0));
		assert_eq!((view.unlocked, view.delivered, view.returned), (200, 99, 0));
		assert_eq!((view.terms, view.progress), (terms(), row(raise).progress));
		assert_eq!(view.account, Launchpad::raise_account(raise));
		assert_eq!((Launchpad::raise(7), Launchpad::raise_of(9)), (None, None));
		assert_eq!(Launchpad::raise_limits(), (Limits::get(), FEE, LEAST_BOND, 10_000));
	});
}

#[test]
fn a_backer_sees_what_can_be_claimed() {
	execute(|| {
		let raise = funded();
		release(raise);
		let other = open_with(RaiseTerms { opens: 21, public: 21, closes: 24, ..terms() });
		assert_ok!(give(&ALICE, other, 77));
		at(25);
		assert_ok!(call(&CREATOR, Call::request_milestone { raise, evidence: [1; 32] }));
		assert_ok!(call(&ALICE, Call::vote_milestone { raise, ballot: 2, approve: true }));
		let deposit = BACKING_DEPOSIT + HOLDING_BOND;
		let first = BackingOverview {
			raise,
			content: 0,
			stage: Stage::Funded,
			contribution: 1_000_000,
			delivered: 0,
			shares: 99,
			refund: 0,
			voted: true,
			deposit,
		};
		let stage = Stage::Failed(Failure::Unfunded);
		let (contribution, refund) = (77, 77);
		let second =
			BackingOverview { raise: other, content: 1, stage, contribution, shares: 0, refund, voted: false, ..first };
		assert_eq!(Launchpad::backings(ALICE), [first.clone(), second]);
		let bob = &Launchpad::backings(BOB)[0];
		assert_eq!((bob.voted, bob.shares), (false, 59));
		assert_ok!(call(&ALICE, Call::claim_shares { raise, backer: ALICE }));
		assert_eq!(Launchpad::backings(ALICE)[0], BackingOverview { delivered: 99, shares: 0, ..first });
		assert_eq!(Launchpad::backings(CREATOR), []);
	});
}

#[test]
fn raises_are_listed_from_a_number_on() {
	execute(|| {
		for _ in 0..4 {
			open();
			at(1);
		}
		assert_ok!(call(&CREATOR, Call::cancel_raise { raise: 1 }));
		assert_ok!(call(&CREATOR, Call::close_raise { raise: 1 }));
		let list = |from, most| Launchpad::raises(from, most).iter().map(|view| view.raise).collect::<Vec<_>>();
		assert_eq!((list(0, 9), list(1, 9), list(0, 2), list(9, 9)), (vec![0, 2, 3], vec![2, 3], vec![0, 2], vec![]));
	});
}
