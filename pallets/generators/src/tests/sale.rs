use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use promptale_primitives::{
	generator::{Quote, SalePhase},
	Balance,
};
use sp_runtime::{DispatchError, DispatchResult};

fn buy_for(n: u8, count: u32, max_total: Balance) -> DispatchResult {
	call(identity(n), Call::buy_licences { count, max_total, referrer: None })
}

fn buy_referred(n: u8, referrer: AccountId) -> DispatchResult {
	call(identity(n), Call::buy_licences { count: 1, max_total: Balance::MAX, referrer: Some(referrer) })
}

fn set_phase(phase: SalePhase) {
	assert_ok!(Generators::set_sale_phase(RuntimeOrigin::root(), phase));
}

fn set_rate(rate: Balance) {
	assert_ok!(Generators::set_rate(RuntimeOrigin::root(), rate));
}

#[test]
fn across_a_tier_boundary_each_licence_costs_its_own_tiers_price() {
	test(|| {
		let quote = Generators::quote(8).unwrap();
		assert_eq!(quote, Quote { parts: vec![(6, 98), (2, 118)], dollars: 824, total: 824 * RATE });
		let before = free(&identity(0));
		assert_ok!(buy_for(0, 8, quote.total));
		assert_eq!(before - free(&identity(0)), quote.total);
		assert_eq!(
			Generators::licences(identity(0)).iter().map(|licence| licence.tier).collect::<Vec<_>>(),
			[0, 0, 0, 0, 0, 0, 1, 1]
		);
	});
}

#[test]
fn the_last_licence_of_a_tier_has_the_old_price_and_the_next_one_the_new() {
	test(|| {
		assert_ok!(buy_for(0, 5, Balance::MAX));
		assert_ok!(buy_for(0, 1, 98 * RATE));
		assert_noop!(buy_for(0, 1, 118 * RATE - 1), Error::<Test>::PriceAboveMaximum);
		assert_ok!(buy_for(0, 1, 118 * RATE));
	});
}

#[test]
fn proceeds_are_the_payment_less_the_deposits_of_the_rows() {
	test(|| {
		assert_ok!(buy(0, 2));
		let deposits = COLLECTION_DEPOSIT + 2 * LICENCE_DEPOSIT;
		assert_eq!(
			free(&TREASURY),
			ED + 196 * RATE - deposits - ED,
			"the pallet's account gets an existential deposit"
		);
		assert_eq!(Balances::reserved_balance(Generators::account_id()), deposits);
		assert_eq!(free(&Generators::account_id()), ED);
		assert_ok!(buy(1, 1));
		assert_eq!(Balances::reserved_balance(Generators::account_id()), deposits + LICENCE_DEPOSIT);
		assert_eq!(free(&Generators::account_id()), ED);
	});
}

#[test]
fn nothing_is_sold_beyond_the_tiers() {
	test(|| {
		assert_ok!(buy(0, 10));
		assert_ok!(buy(1, 9));
		assert_noop!(buy(2, 2), Error::<Test>::SoldOut);
		assert_eq!(Generators::quote(2), None);
		assert_ok!(buy(2, 1));
		assert_noop!(buy(2, 1), Error::<Test>::SoldOut);
		assert!(Generators::sale().tiers.iter().all(|(tier, sold)| tier.licences == *sold));
	});
}

#[test]
fn nothing_and_too_many_at_once_are_refused() {
	test(|| {
		assert_noop!(buy(0, 0), Error::<Test>::ZeroAmount);
		assert_noop!(buy(0, 11), Error::<Test>::TooManyAtOnce);
		assert_noop!(buy(0, u32::MAX), Error::<Test>::TooManyAtOnce);
	});
}

#[test]
fn a_rate_changed_between_quote_and_purchase_never_costs_more_than_agreed() {
	test(|| {
		let agreed = Generators::quote(3).unwrap().total;
		set_rate(RATE + 1);
		assert_noop!(buy_for(0, 3, agreed), Error::<Test>::PriceAboveMaximum);
		set_rate(RATE / 2);
		let before = free(&identity(0));
		assert_ok!(buy_for(0, 3, agreed));
		assert_eq!(before - free(&identity(0)), agreed / 2);
	});
}

#[test]
fn a_tier_sold_out_between_quote_and_purchase_never_costs_more_than_agreed() {
	test(|| {
		let agreed = Generators::quote(3).unwrap().total;
		assert_ok!(buy(1, 5));
		assert_noop!(buy_for(0, 3, agreed), Error::<Test>::PriceAboveMaximum);
	});
}

#[test]
fn nobody_buys_while_the_sale_is_closed() {
	test(|| {
		set_phase(SalePhase::Closed);
		assert_noop!(buy(0, 1), Error::<Test>::SaleClosed);
	});
}

#[test]
fn an_allowance_counts_all_purchases_and_only_on_the_whitelist() {
	test(|| {
		set_phase(SalePhase::Whitelist);
		assert_noop!(buy(0, 1), Error::<Test>::AboveAllowance);
		assert_ok!(Generators::set_allowance(RuntimeOrigin::root(), identity(0), 3));
		assert_ok!(buy(0, 2));
		assert_noop!(buy(0, 2), Error::<Test>::AboveAllowance);
		assert_ok!(buy(0, 1));
		assert_noop!(buy(0, 1), Error::<Test>::AboveAllowance);
		assert!(!Allowances::<Test>::contains_key(identity(0)), "used up, the row is gone");
		assert_ok!(Generators::set_allowance(RuntimeOrigin::root(), identity(1), 3));
		assert_ok!(Generators::set_allowance(RuntimeOrigin::root(), identity(1), 0));
		assert_noop!(buy(1, 1), Error::<Test>::AboveAllowance);
		set_phase(SalePhase::Public);
		assert_ok!(buy(1, 1));
	});
}

#[test]
fn a_purchase_that_fails_leaves_the_allowance_as_it_was() {
	test(|| {
		set_phase(SalePhase::Whitelist);
		assert_ok!(Generators::set_allowance(RuntimeOrigin::root(), identity(0), 3));
		assert_noop!(buy_for(0, 2, 1), Error::<Test>::PriceAboveMaximum);
		assert_eq!(Allowances::<Test>::get(identity(0)), 3);
	});
}

#[test]
fn only_governance_opens_the_sale_and_sets_rate_and_allowances() {
	test(|| {
		assert_noop!(Generators::set_sale_phase(signed(0), SalePhase::Public), DispatchError::BadOrigin);
		assert_noop!(Generators::set_rate(signed(0), 1), DispatchError::BadOrigin);
		assert_noop!(Generators::set_allowance(signed(0), identity(0), 1), DispatchError::BadOrigin);
	});
}

#[test]
fn without_a_rate_nothing_is_sold() {
	test(|| {
		assert_noop!(Generators::set_rate(RuntimeOrigin::root(), 0), Error::<Test>::ZeroAmount);
		Rate::<Test>::kill();
		assert_noop!(buy(0, 1), Error::<Test>::NoRate);
		assert_eq!(Generators::quote(1), None);
	});
}

#[test]
fn a_rate_too_low_for_the_rows_deposits_sells_nothing() {
	test(|| {
		set_rate(1);
		assert_noop!(buy(0, 1), Error::<Test>::PriceBelowDeposits);
	});
}

#[test]
fn a_price_beyond_all_balances_is_refused() {
	test(|| {
		set_rate(Balance::MAX);
		assert_noop!(buy(0, 2), Error::<Test>::Overflow);
	});
}

#[test]
fn a_referrer_is_paid_from_the_same_payment() {
	test(|| {
		let (buyer, referrer) = (free(&identity(0)), free(&identity(1)));
		assert_ok!(buy_referred(0, identity(1)));
		let referral = 98 * RATE / 20;
		assert_eq!(buyer - free(&identity(0)), 98 * RATE);
		assert_eq!(free(&identity(1)) - referrer, referral);
		assert_eq!(free(&TREASURY), 98 * RATE - referral - COLLECTION_DEPOSIT - LICENCE_DEPOSIT);
	});
}

#[test]
fn nobody_refers_themselves() {
	test(|| {
		assert_noop!(buy_referred(0, identity(0)), Error::<Test>::SelfReferral);
	});
}

#[test]
fn a_referral_that_cannot_be_paid_sells_nothing() {
	test(|| {
		assert_ok!(buy(1, 1));
		set_rate(2);
		// Five per cent of 196 is below the existential deposit, and the account does not exist.
		assert_noop!(buy_referred(0, NOBODY), Error::<Test>::ReferrerCannotReceive);
	});
}

#[test]
fn who_cannot_pay_gets_nothing() {
	test(|| {
		assert!(call(NOBODY, Call::buy_licences { count: 1, max_total: Balance::MAX, referrer: None }).is_err());
		assert_eq!(Sold::<Test>::get(), 0);
		assert_eq!(free(&TREASURY), ED);
	});
}

#[test]
fn a_purchase_issues_and_burns_no_money() {
	test(|| {
		let issued = Balances::total_issuance();
		assert_ok!(buy_referred(0, identity(1)));
		assert_eq!(Balances::total_issuance(), issued);
	});
}
