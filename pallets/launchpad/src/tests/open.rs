//! Opening and cancelling raises.

use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::raise::{Failure, RaiseTerms, Stage};

#[test]
fn opening_binds_shares_deposit_and_bond() {
	execute(|| {
		let before = total(&CREATOR);
		let content = register();
		let spent = before - total(&CREATOR);
		assert_ok!(call(&CREATOR, Call::open_raise { content, terms: terms() }));
		assert_eq!(before - total(&CREATOR), spent + ED, "the raise's account gets its existential deposit");
		assert_eq!(total(&Launchpad::raise_account(0)), ED);
		assert_eq!(held(&CREATOR, HoldReason::Raise), RAISE_DEPOSIT + BOND);
		assert_eq!((offered(), shares(&CREATOR)), (OFFER, SUPPLY));
		assert_eq!((stage(0), Launchpad::raise_of(content)), (Stage::Upcoming, Some(0)));
		assert_eq!(events(), [Event::RaiseOpened { raise: 0, content, creator: CREATOR }]);
	});
}

#[test]
fn a_small_raise_has_the_least_bond() {
	execute(|| {
		open_with(RaiseTerms { soft_cap: 1_000_000, hard_cap: 1_000_000, most: 1_000_000, ..terms() });
		assert_eq!(row(0).bond, 10_000);
		assert_eq!(Launchpad::bond_for(99_999), LEAST_BOND);
	});
}

#[test]
fn only_a_creator_with_shares_and_deposit_opens_one_raise() {
	execute(|| {
		let content = register();
		let open = |content| Call::open_raise { content, terms: terms() };
		refused(&CREATOR, open(7), Error::<Test>::UnknownContent);
		refused(&ALICE, open(content), Error::<Test>::NotCreator);
		let terms = RaiseTerms { shares: SUPPLY + 1, ..terms() };
		refused(&CREATOR, Call::open_raise { content, terms }, Error::<Test>::NotEnoughShares);
		assert_ok!(call(&CREATOR, open(content)));
		refused(&CREATOR, open(content), Error::<Test>::RaiseExists);
		let other = register();
		let spare = ED + RAISE_DEPOSIT + BOND - 1;
		let all = Balances::free_balance(&CREATOR) - spare;
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(CREATOR), TREASURY, all));
		refused(&CREATOR, open(other), Error::<Test>::DepositNotPaid);
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(TREASURY), CREATOR, 1));
		refused(&CREATOR, open(other), Error::<Test>::DepositNotPaid);
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(TREASURY), CREATOR, ED));
		assert_ok!(call(&CREATOR, open(other)));
	});
}

#[test]
fn terms_that_do_not_fit_are_refused() {
	execute(|| {
		let content = register();
		for (error, change) in [
			(Error::<Test>::ZeroAmount, (|terms| terms.shares = 0) as fn(&mut RaiseTerms)),
			(Error::<Test>::CapsUnfit, |terms| terms.soft_cap = terms.hard_cap + 1),
			(Error::<Test>::ContributionsUnfit, |terms| terms.least = 0),
			(Error::<Test>::PhasesUnfit, |terms| terms.opens = 0),
			(Error::<Test>::PhasesUnfit, |terms| terms.closes = 102),
			(Error::<Test>::PartsUnfit, |terms| terms.milestones[0].part += 1),
			(Error::<Test>::MilestonesUnfit, |terms| terms.milestones[2].due = 1_021),
			(Error::<Test>::MilestonesUnfit, |terms| terms.milestones[2].voting = 51),
		] {
			let mut terms = terms();
			change(&mut terms);
			refused(&CREATOR, Call::open_raise { content, terms }, error);
		}
	});
}

#[test]
fn the_creator_cancels_until_it_has_succeeded() {
	execute(|| {
		let content = register();
		assert_ok!(call(&CREATOR, Call::open_raise { content, terms: terms() }));
		refused(&ALICE, Call::cancel_raise { raise: 0 }, Error::<Test>::NotCreator);
		refused(&CREATOR, Call::cancel_raise { raise: 1 }, Error::<Test>::UnknownRaise);
		assert_ok!(call(&CREATOR, Call::cancel_raise { raise: 0 }));
		assert_eq!(stage(0), Stage::Failed(Failure::Cancelled));
		refused(&CREATOR, Call::cancel_raise { raise: 0 }, Error::<Test>::NotCancellable);
		pay_out_and_close(0);

		assert_ok!(call(&CREATOR, Call::open_raise { content, terms: terms() }));
		at(5);
		assert_ok!(give(&ALICE, 1, 3_000_000));
		at(19);
		assert_ok!(call(&CREATOR, Call::cancel_raise { raise: 1 }));
		let before = total(&ALICE);
		pay_out_and_close(1);
		assert_eq!(total(&ALICE), before + 3_000_000);

		assert_ok!(call(
			&CREATOR,
			Call::open_raise { content, terms: RaiseTerms { opens: 19, public: 19, ..terms() } }
		));
		assert_ok!(give(&ALICE, 2, 2_000_000));
		at(20);
		refused(&CREATOR, Call::cancel_raise { raise: 2 }, Error::<Test>::NotCancellable);
	});
}
