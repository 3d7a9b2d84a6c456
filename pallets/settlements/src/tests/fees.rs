//! How fees are split.

use crate::{mock::*, *};
use frame_support::traits::{Imbalance, OnUnbalanced};
use promptale_primitives::Balance;

fn fees() -> Flow {
	flow(Inflow::Fee(FeeSource::TransactionFee))
}

#[test]
fn a_fee_ends_where_its_split_says_and_the_treasury_owns_the_remainder() {
	ExtBuilder::default().build_and_execute(|| {
		fee(FeeSource::TransactionFee, 1_019);
		// 20 %, 15 %, 10 % and 5 % rounded down.
		assert_eq!(pot(Pot::ValidatorRewards), ED + 203);
		assert_eq!(pot(Pot::GeneratorRewards), ED + 152);
		assert_eq!(pot(Pot::Dividends), ED + 101);
		assert_eq!(free(&AUTHOR), WEALTH + 50);
		assert_eq!(free(&TREASURY), ED + 513);
		assert_eq!(fees(), Flow { received: 1_019, to: fees().to });
		assert_eq!(fees().to.each(), [513, 203, 152, 101, 50]);
		assert!(!has_event(|event| matches!(event, Event::Redirected { .. })));
	});
}

#[test]
fn each_source_has_books_of_its_own() {
	ExtBuilder::default().build_and_execute(|| {
		for (amount, source) in (100..).zip(FeeSource::ALL) {
			fee(source, amount);
			fee(source, amount);
		}
		for (amount, source) in (100..).zip(FeeSource::ALL) {
			assert_eq!(flow(Inflow::Fee(source)).received, 2 * amount);
		}
	});
}

#[test]
fn nothing_comes_of_a_fee_of_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
		Settlements::settle(FeeSource::TransactionFee, CreditOf::<Test>::zero());
		TransactionFees::<Test>::on_unbalanceds([CreditOf::<Test>::zero(), CreditOf::<Test>::zero()].into_iter());
		assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before);
	});
}

#[test]
fn a_single_unit_is_the_treasurys() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..1_000 {
			fee(FeeSource::TransactionFee, 1);
		}
		assert_eq!(fees().to.each(), [1_000, 0, 0, 0, 0]);
		assert_eq!(free(&TREASURY), ED + 1_000);
	});
}

#[test]
fn what_a_pot_cannot_take_is_the_treasurys() {
	ExtBuilder::default().pots_not_endowed().build_and_execute(|| {
		// 10 % of 99 are less than an account can begin with, 20 % of it are not.
		fee(FeeSource::TransactionFee, 99);
		assert_eq!(fees().to.each(), [99 - 19 - 14 - 4, 19, 14, 0, 4]);
		assert_eq!(pot(Pot::Dividends), 0);
		assert!(has_event(|event| *event == Event::Redirected { source: FeeSource::TransactionFee, amount: 9 }));
		fee(FeeSource::TransactionFee, 100);
		assert_eq!(pot(Pot::Dividends), 10);
	});
}

#[test]
fn dividends_of_a_fee_for_content_go_to_the_holders_of_its_shares() {
	ExtBuilder::default().build_and_execute(|| {
		content_fee(FeeSource::MarketSale, CONTENT, 1_001);
		// 60 % rounded down.
		assert_eq!(free(&HOLDERS), 600);
		assert_eq!(pot(Pot::Dividends), ED);
		assert_eq!(flow(Inflow::Fee(FeeSource::MarketSale)).to.each(), [401, 0, 0, 600, 0]);
		let totals = Pots::<Test>::get(Pot::Dividends);
		assert_eq!((totals.received, totals.paid), (600, 600));
		assert!(!has_event(|event| matches!(event, Event::Redirected { .. })));
	});
}

#[test]
fn dividends_of_content_that_is_gone_stay_in_the_pot() {
	ExtBuilder::default().build_and_execute(|| {
		content_fee(FeeSource::MarketSale, CONTENT + 1, 1_001);
		assert_eq!(free(&HOLDERS), 0);
		assert_eq!(pot(Pot::Dividends), ED + 600);
		assert_eq!(flow(Inflow::Fee(FeeSource::MarketSale)).to.each(), [401, 0, 0, 600, 0]);
	});
}

#[test]
fn a_tip_is_the_treasurys_where_nobody_is_known_to_write_the_block() {
	ExtBuilder::default().build_and_execute(|| {
		BlockAuthor::set(None);
		fee(FeeSource::Tip, 70);
		assert_eq!(free(&TREASURY), ED + 70);
		BlockAuthor::set(Some(NOBODY));
		fee(FeeSource::Tip, ED - 1);
		assert_eq!(free(&TREASURY), ED + 70 + ED - 1);
		fee(FeeSource::Tip, ED);
		assert_eq!(free(&NOBODY), ED);
		assert_eq!(flow(Inflow::Fee(FeeSource::Tip)).to.each(), [70 + ED - 1, 0, 0, 0, ED]);
	});
}

#[test]
fn what_even_the_treasury_cannot_take_waits_for_what_it_gets_next() {
	ExtBuilder::default().build_and_execute(|| {
		remove(&TREASURY);
		fee(FeeSource::Slash, ED - 3);
		assert_eq!(Settlements::flows().unplaced, ED - 3);
		fee(FeeSource::Slash, 2);
		assert_eq!(Settlements::flows().unplaced, ED - 1);
		assert_eq!(free(&TREASURY), 0);
		// A fee without any part for the treasury leaves it waiting.
		fee(FeeSource::Tip, 50);
		assert_eq!(Settlements::flows().unplaced, ED - 1);
		fee(FeeSource::Slash, 1);
		assert_eq!(Settlements::flows().unplaced, 0);
		assert_eq!(free(&TREASURY), ED);
		assert_eq!(flow(Inflow::Fee(FeeSource::Slash)).to.treasury, ED);
	});
}

#[test]
fn fees_of_transactions_are_settled_at_the_end_of_the_block() {
	ExtBuilder::default().build_and_execute(|| {
		let issued = Balances::total_issuance();
		for (fee, tip) in [(600, 7), (400, 0), (0, 5)] {
			TransactionFees::<Test>::on_unbalanceds([take(&PAYER, fee), take(&PAYER, tip)].into_iter());
		}
		assert_eq!(fees(), Flow::default());
		check(issued);
		next_block();
		assert_eq!(fees().to.each(), [500, 200, 150, 100, 50]);
		assert_eq!(free(&AUTHOR), WEALTH + 50 + 12);
		assert_eq!(flow(Inflow::Fee(FeeSource::Tip)).received, 12);
		next_block();
		assert_eq!(fees().received, 1_000);
	});
}

#[test]
fn a_transaction_without_a_fee_is_settled_too() {
	ExtBuilder::default().build_and_execute(|| {
		TransactionFees::<Test>::on_unbalanceds(core::iter::empty());
		TransactionFees::<Test>::on_unbalanceds([take(&PAYER, 30)].into_iter());
		next_block();
		assert_eq!(fees().received, 30);
	});
}

#[test]
fn other_pallets_hand_their_fees_over_by_source() {
	ExtBuilder::default().build_and_execute(|| {
		FeesFrom::<Test, sources::LicenceSale>::on_unbalanced(take(&PAYER, 200));
		FeesFrom::<Test, sources::Slash>::on_unbalanced(take(&PAYER, 30));
		let parts = [take(&PAYER, 40), take(&PAYER, 60)];
		FeesFrom::<Test, sources::LicenceSale>::on_unbalanceds(parts.into_iter());
		let received = |source| flow(Inflow::Fee(source)).received;
		assert_eq!([FeeSource::LicenceSale, FeeSource::Slash].map(received), [300, 30] as [Balance; 2]);
		assert_eq!(pot(Pot::Dividends), ED + 180);
	});
}
