//! What the view functions answer.

use crate::mock::*;
use frame_support::{assert_ok, traits::fungibles::hold::Mutate};
use promptale_primitives::content::{DividendOverview, HoldingOverview, RevenueOverview};

#[test]
fn an_account_sees_its_shares_and_what_they_earned_by_content() {
	execute(|| {
		let one = register(&[(ALICE, 6), (BOB, 4)]);
		let other = register(&[(ALICE, 1)]);
		register(&[(BOB, 1)]);
		assert_ok!(deposit(one, &TALE, 10));
		assert_ok!(claim(&ALICE, one, &TALE));
		assert_ok!(deposit(one, &EURO, 9));
		assert_ok!(Shares::hold(one, &ORDER, &ALICE, 2));
		let dividend = |asset, pending, paid| DividendOverview { asset, pending, paid };
		let of_one = vec![dividend(TALE, 0, 6), dividend(EURO, 5, 0)];
		assert_eq!(
			Shares::holdings(ALICE),
			[
				HoldingOverview { content: one, free: 4, held: 2, dividends: of_one.clone() },
				HoldingOverview { content: other, free: 1, held: 0, dividends: vec![dividend(TALE, 0, 0)] },
			]
		);
		assert_eq!(Shares::pending_dividends(ALICE, one), Some(of_one));
		assert_eq!(Shares::pending_dividends(CAROL, one), None);
		assert_eq!(Shares::holdings(CAROL), []);
	});
}

#[test]
fn content_shows_what_it_earned() {
	execute(|| {
		let content = register(&[(ALICE, 6), (BOB, 4)]);
		assert_ok!(deposit(content, &TALE, 10));
		assert_ok!(deposit(content, &EURO, 9));
		let seen = Shares::content(content).unwrap();
		let revenue = |asset, deposited| RevenueOverview { asset, deposited };
		assert_eq!(seen.revenues, [revenue(TALE, 10), revenue(EURO, 9)]);
		assert_eq!((seen.supply, seen.holders, seen.pot), (10, 2, Shares::pot_account(content)));
	});
}

#[test]
fn content_is_listed_latest_first_without_what_was_removed() {
	execute(|| {
		let numbers = [(); 4].map(|()| register(&[(ALICE, 1)]));
		assert_ok!(Shares::remove_content(RuntimeOrigin::signed(ALICE), numbers[2]));
		let listed = |before, most| -> Vec<_> {
			let all = Shares::contents(before, most);
			assert!(all.iter().all(|(number, content)| Shares::content(*number).unwrap().content == *content));
			all.into_iter().map(|(number, _)| number).collect()
		};
		assert_eq!(listed(None, 9), [numbers[3], numbers[1], numbers[0]]);
		assert_eq!(listed(None, 2), [numbers[3]], "two numbers were looked at");
		assert_eq!(listed(Some(numbers[3]), 2), [numbers[1]]);
		assert_eq!(listed(Some(77), 1), [numbers[3]]);
		assert!(listed(Some(0), 9).is_empty());
	});
}
