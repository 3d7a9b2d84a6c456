//! Asking for milestones, votes, and releases.

use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::{
	raise::{Failure, Stage, Verdict},
	settlement::FeeSource,
};

fn request(raise: u32) -> Call<Test> {
	Call::request_milestone { raise, evidence: [9; 32] }
}

fn vote(raise: u32, ballot: u32, approve: bool) -> Call<Test> {
	Call::vote_milestone { raise, ballot, approve }
}

#[test]
fn the_creator_asks_in_time_one_ballot_at_a_time() {
	execute(|| {
		let raise = open();
		refused(&CREATOR, request(raise), Error::<Test>::NotFunded);
		assert_ok!(give(&ALICE, raise, 2_000_000));
		at(20);
		refused(&CREATOR, request(7), Error::<Test>::UnknownRaise);
		refused(&ALICE, request(raise), Error::<Test>::NotCreator);
		assert_ok!(call(&CREATOR, request(raise)));
		let event = Event::MilestoneRequested { raise, milestone: 0, ballot: 1, evidence: [9; 32], ends: 25 };
		assert_eq!(events().last(), Some(&event));
		refused(&CREATOR, request(raise), Error::<Test>::BallotExists);
		assert_ok!(call(&ALICE, vote(raise, 1, false)));
		// Rejected: it is asked for again.
		assert_ok!(call(&CREATOR, request(raise)));
		assert_ok!(call(&ALICE, vote(raise, 2, true)));
		refused(&CREATOR, request(raise), Error::<Test>::BallotExists);
		assert_ok!(call(&ANYBODY, Call::release_milestone { raise }));
		refused(&CREATOR, request(raise), Error::<Test>::TooEarly);
		at(60);
		assert_eq!(stage(raise), Stage::Failed(Failure::Undelivered));
		refused(&CREATOR, request(raise), Error::<Test>::NotFunded);
	});
}

#[test]
fn votes_weigh_what_was_contributed_once() {
	execute(|| {
		let raise = funded();
		refused(&ALICE, vote(raise, 1, true), Error::<Test>::NoSuchBallot);
		assert_ok!(call(&CREATOR, request(raise)));
		refused(&ALICE, vote(raise, 0, true), Error::<Test>::NoSuchBallot);
		refused(&ALICE, vote(raise, 2, true), Error::<Test>::NoSuchBallot);
		refused(&CREATOR, vote(raise, 1, true), Error::<Test>::NotBacker);
		refused(&ALICE, vote(7, 1, true), Error::<Test>::UnknownRaise);
		assert_ok!(call(&ALICE, vote(raise, 1, true)));
		assert_ok!(call(&CAROL, vote(raise, 1, false)));
		let ballot = row(raise).progress.ballot.unwrap();
		assert_eq!((ballot.yes, ballot.no), (1_000_000, 400_007));
		let event = Event::Voted { raise, ballot: 1, backer: CAROL, approve: false, weight: 400_007 };
		assert_eq!(events().last(), Some(&event));
		refused(&ALICE, Call::release_milestone { raise }, Error::<Test>::NotApproved);
		assert_ok!(call(&BOB, vote(raise, 1, true)));
		assert_eq!(Launchpad::raise(raise).unwrap().verdict, Some(Verdict::Approved));
		assert_ok!(call(&ANYBODY, Call::release_milestone { raise }));
	});
}

#[test]
fn a_ballot_that_is_over_takes_no_votes() {
	execute(|| {
		let raise = funded();
		assert_ok!(call(&CREATOR, request(raise)));
		at(25);
		refused(&ALICE, vote(raise, 1, true), Error::<Test>::NoSuchBallot);
		assert_ok!(call(&CREATOR, request(raise)));
		assert_ok!(call(&ALICE, vote(raise, 2, false)));
		assert_ok!(call(&CAROL, vote(raise, 2, false)));
		// More than half are against: it is decided, and nobody waits for the end.
		refused(&BOB, vote(raise, 2, true), Error::<Test>::NoSuchBallot);
		assert_ok!(call(&CREATOR, request(raise)));
		assert_ok!(call(&ALICE, vote(raise, 3, true)));
		at(46);
		refused(&BOB, vote(raise, 3, true), Error::<Test>::NotFunded);
	});
}

#[test]
fn exactly_half_does_not_release_anything() {
	execute(|| {
		let raise = open();
		for who in [ALICE, BOB] {
			assert_ok!(give(&who, raise, 1_000_000));
		}
		at(20);
		assert_ok!(call(&CREATOR, request(raise)));
		assert_ok!(call(&ALICE, vote(raise, 1, true)));
		at(25);
		refused(&ANYBODY, Call::release_milestone { raise }, Error::<Test>::NotApproved);
	});
}

/// Every unit of a release is paid to the creator or settled for the content.
#[test]
fn a_release_pays_creator_and_chain_what_leaves_the_pot() {
	execute(|| {
		let raise = funded();
		refused(&ANYBODY, Call::release_milestone { raise: 5 }, Error::<Test>::UnknownRaise);
		refused(&ANYBODY, Call::release_milestone { raise }, Error::<Test>::NotApproved);
		let mut paid_in_all = 0;
		// Of 2,000,007 the first two parts are rounded down, and the last milestone owns what is left.
		for (milestone, money) in [400_001, 600_002, 1_000_004].into_iter().enumerate() {
			let ready = Launchpad::raise(raise).unwrap().next;
			let (creator, in_pot, treasury) = (total(&CREATOR), pot(raise), total(&TREASURY));
			release(raise);
			let (paid, fee) = (total(&CREATOR) - creator, total(&TREASURY) - treasury);
			assert_eq!((in_pot - pot(raise), ready), (money, money));
			assert_eq!((paid + fee, paid), (money, money * 975_000 / 1_000_000));
			assert_eq!(Settled::get().last(), Some(&(FeeSource::Launchpad, 0, fee)));
			let event = Event::MilestoneReleased { raise, milestone: milestone as u32, paid, fee };
			assert_eq!(events().last(), Some(&event));
			paid_in_all += money;
		}
		assert_eq!((paid_in_all, pot(raise), stage(raise)), (2_000_007, 0, Stage::Completed));
		refused(&ANYBODY, Call::release_milestone { raise }, Error::<Test>::NotFunded);
	});
}

#[test]
fn the_fee_is_the_one_at_the_opening() {
	execute(|| {
		let raise = funded();
		SetFeeRate::set(900_000);
		let before = total(&CREATOR);
		release(raise);
		assert_eq!(total(&CREATOR) - before, 400_001 * 975_000 / 1_000_000);
		SetFeeRate::set(FEE);
	});
}

#[test]
fn a_ballot_that_runs_when_its_milestone_is_due_still_counts() {
	execute(|| {
		let raise = funded();
		at(39);
		assert_ok!(call(&CREATOR, request(raise)));
		at(43);
		for who in [ALICE, BOB] {
			assert_ok!(call(&who, vote(raise, 1, true)));
		}
		at(999);
		assert_eq!(stage(raise), Stage::Funded, "what was approved is the creator's, however late it is released");
		assert_ok!(call(&ANYBODY, Call::release_milestone { raise }));
		assert_eq!(stage(raise), Stage::Failed(Failure::Undelivered), "the next one is overdue");
		refused(&ANYBODY, Call::release_milestone { raise }, Error::<Test>::NotFunded);
	});
}
