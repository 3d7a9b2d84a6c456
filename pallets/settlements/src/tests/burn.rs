//! Burning, out of the treasury only.

use crate::{mock::*, *};
use sp_runtime::DispatchError::BadOrigin;

#[test]
fn what_the_treasury_burns_is_gone() {
	ExtBuilder::default().build_and_execute(|| {
		fee(FeeSource::Slash, 500);
		let issued = Balances::total_issuance();
		assert!(call(RuntimeOrigin::signed(SPENDER), Call::burn { amount: 300 }).is_ok());
		assert!(call(RuntimeOrigin::root(), Call::burn { amount: 200 }).is_ok());
		assert_eq!(Balances::total_issuance(), issued - 500);
		assert_eq!(Settlements::flows().burned, 500);
		assert_eq!(free(&TREASURY), ED);
		assert!(has_event(|event| *event == Event::Burned { amount: 300 }));
	});
}

#[test]
fn nothing_cannot_be_burned() {
	ExtBuilder::default().build_and_execute(|| {
		refused(RuntimeOrigin::root(), Call::burn { amount: 0 }, Error::<Test>::ZeroAmount);
	});
}

#[test]
fn the_treasury_stays_alive() {
	ExtBuilder::default().build_and_execute(|| {
		fee(FeeSource::Slash, 500);
		refused(RuntimeOrigin::root(), Call::burn { amount: 501 }, Error::<Test>::TreasuryTooSmall);
	});
}

#[test]
fn nobody_burns_beyond_its_authority() {
	ExtBuilder::default().build_and_execute(|| {
		fee(FeeSource::Slash, 10 * SPEND_LIMIT);
		let burn = Call::burn { amount: SPEND_LIMIT + 1 };
		refused(RuntimeOrigin::signed(SPENDER), burn.clone(), Error::<Test>::BeyondAuthority);
		refused(RuntimeOrigin::signed(PAYER), burn.clone(), BadOrigin);
		assert!(call(RuntimeOrigin::root(), burn).is_ok());
	});
}
