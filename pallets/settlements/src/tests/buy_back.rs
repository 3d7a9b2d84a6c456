//! Buying $TALE back: bounds on amount, time and price.

use crate::{
	mock::*,
	price::{price_of, PRICE_UNIT},
	*,
};
use frame_support::{assert_ok, traits::fungibles::Mutate};
use promptale_primitives::{Balance, BlockNumber};
use sp_runtime::{DispatchError::BadOrigin, Permill};

const CAP: Balance = 1_000_000;
const PERIOD: BlockNumber = 100;
/// 2 %.
const BAND: u32 = 20_000;
const WINDOW: u32 = 20;

fn terms() -> BuyBackTerms<Asset> {
	BuyBackTerms { asset: DOLLAR, cap: CAP, period: PERIOD, band: BAND, window: WINDOW }
}

fn set(terms: BuyBackTerms<Asset>) -> Call<Test> {
	Call::set_buy_back { terms: Some(terms) }
}

fn buy(amount: Balance) -> Call<Test> {
	Call::buy_back { amount, least: 0 }
}

fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

/// Terms, and as many blocks as the average takes, until a period begins.
fn ready() {
	assert_ok!(call(root(), set(terms())));
	run_to(PERIOD);
	assert_eq!(state().average, Some(PRICE_UNIT));
}

fn state() -> promptale_primitives::settlement::BuyBackOverview<Asset> {
	Settlements::buy_back_state().expect("there are terms")
}

/// The treasury's balance of the asset.
fn foreign() -> Balance {
	Assets::balance(1, &TREASURY)
}

/// A trader sells `amount` of one asset for the other.
fn trade(from: Asset, to: Asset, amount: Balance) -> Balance {
	let before = if from == Native::get() { Assets::balance(1, &TRADER) } else { free(&TRADER) };
	assert_ok!(AssetConversion::swap_exact_tokens_for_tokens(
		RuntimeOrigin::signed(TRADER),
		vec![from.clone().into(), to.into()],
		amount,
		1,
		TRADER,
		true
	));
	let after = if from == Native::get() { Assets::balance(1, &TRADER) } else { free(&TRADER) };
	after - before
}

#[test]
fn the_treasury_pays_with_an_asset_and_gets_tale() {
	ExtBuilder::default().build_and_execute(|| {
		ready();
		assert_ok!(call(root(), buy(CAP)));
		// x * y = k, less the pool's .3 %.
		let after_fee = CAP * 997 / 1_000;
		let received = RESERVE * after_fee / (RESERVE + after_fee);
		assert_eq!(free(&TREASURY), ED + received);
		assert_eq!(foreign(), FOREIGN - CAP);
		assert_eq!(flow(Inflow::BuyBack), Flow { received, to: Shares { treasury: received, ..Default::default() } });
		assert_eq!((state().spent, state().bought, state().left), (CAP, received, 0));
		let bought = Event::BoughtBack { asset: DOLLAR, spent: CAP, received };
		assert!(has_event(|event| *event == bought));
		// And may burn it.
		assert_ok!(call(root(), Call::burn { amount: received }));
	});
}

#[test]
fn no_more_is_spent_in_a_period_than_the_cap() {
	ExtBuilder::default().build_and_execute(|| {
		ready();
		refused(root(), buy(CAP + 1), Error::<Test>::CapReached);
		assert_ok!(call(root(), buy(CAP - 100)));
		run_to(2 * PERIOD - 1);
		refused(root(), buy(101), Error::<Test>::CapReached);
		assert_ok!(call(root(), buy(100)));
		refused(root(), buy(1), Error::<Test>::CapReached);
		next_block();
		assert_ok!(call(root(), buy(CAP)));
		assert_eq!(state().spent, 2 * CAP);
		// New terms do not forget what was spent.
		assert_ok!(call(root(), set(BuyBackTerms { cap: CAP + 1_000, ..terms() })));
		refused(root(), buy(1_001), Error::<Test>::CapReached);
		assert_ok!(call(root(), buy(1_000)));
	});
}

#[test]
fn what_is_done_and_undone_in_a_block_never_reaches_the_average() {
	ExtBuilder::default().build_and_execute(|| {
		// Without a fee, a trade can be undone.
		assert_ok!(AssetConversion::set_pool_fee(root(), (Native::get(), DOLLAR), Permill::zero()));
		ready();
		for _ in 0..3 * WINDOW {
			let got = trade(Native::get(), DOLLAR, RESERVE);
			assert!(state().price.is_some_and(|price| price.abs_diff(PRICE_UNIT / 4) < PRICE_UNIT / 1_000));
			refused(root(), buy(1_000), Error::<Test>::PriceOutsideBand);
			trade(DOLLAR, Native::get(), got);
			next_block();
			let average = state().average.expect("is known");
			assert!(average.abs_diff(PRICE_UNIT) <= PRICE_UNIT / 1_000_000, "moved to {average}");
		}
		assert_ok!(call(root(), buy(1_000)));
	});
}

#[test]
fn a_price_that_is_false_for_one_block_does_not_reach_the_band() {
	for up in [true, false] {
		ExtBuilder::default().build_and_execute(|| {
			assert_ok!(AssetConversion::set_pool_fee(root(), (Native::get(), DOLLAR), Permill::zero()));
			ready();
			// Over the end of a block: the next one observes it.
			let (from, to) = if up { (DOLLAR, Native::get()) } else { (Native::get(), DOLLAR) };
			let got = trade(from.clone(), to.clone(), 10 * RESERVE);
			next_block();
			let average = state().average.expect("is known");
			assert_ne!(average, PRICE_UNIT, "it was observed");
			// At most a step of 1 % in one of at least 20 observations.
			assert!(average.abs_diff(PRICE_UNIT) * 2_000 <= PRICE_UNIT + 2_000, "moved to {average}");
			refused(root(), buy(1_000), Error::<Test>::PriceOutsideBand);
			trade(to, from, got);
			assert_ok!(call(root(), buy(1_000)));
		});
	}
}

#[test]
fn a_dearer_price_is_paid_once_it_has_lasted() {
	ExtBuilder::default().build_and_execute(|| {
		ready();
		trade(DOLLAR, Native::get(), RESERVE / 20);
		refused(root(), buy(1_000), Error::<Test>::PriceOutsideBand);
		run_to(System::block_number() + 3 * WINDOW);
		assert_ok!(call(root(), buy(1_000)));
	});
}

#[test]
fn an_amount_that_moves_the_price_beyond_the_band_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let generous = BuyBackTerms { cap: FOREIGN, ..terms() };
		assert_ok!(call(root(), set(generous)));
		run_to(PERIOD);
		// 5 % of the reserve: 5 % dearer on average than at first.
		refused(root(), buy(RESERVE / 20), Error::<Test>::PriceOutsideBand);
		assert_ok!(call(root(), buy(RESERVE / 100)));
		let paid = price_of(RESERVE / 100, free(&TREASURY) - ED).expect("a price");
		assert!(paid > PRICE_UNIT && (paid - PRICE_UNIT) * 50 <= PRICE_UNIT, "paid {paid}");
	});
}

#[test]
fn small_amounts_are_no_way_around_the_band() {
	ExtBuilder::default().build_and_execute(|| {
		ready();
		// One unit buys nothing, after the fee; two would buy one at twice the price.
		for amount in [1, 2, 3, 10, 30] {
			let before = free(&TREASURY);
			let outcome = call(root(), buy(amount));
			let received = free(&TREASURY) - before;
			match outcome {
				Ok(_) => assert!(amount * 100 <= received * 102, "{amount} for {received}"),
				Err(error) => assert!(
					[Error::<Test>::PriceOutsideBand.into(), Error::<Test>::PoolTooSmall.into()].contains(&error),
					"{error:?}"
				),
			}
		}
	});
}

#[test]
fn the_caller_names_the_least_it_wants() {
	ExtBuilder::default().build_and_execute(|| {
		ready();
		let quoted = RESERVE * 99_700 / (RESERVE + 99_700);
		let buy = |least| Call::buy_back { amount: 100_000, least };
		refused(root(), buy(quoted + 1), Error::<Test>::TooLittleOut);
		assert_ok!(call(root(), buy(quoted)));
	});
}

#[test]
fn only_the_treasurys_origin_buys_and_within_its_authority() {
	ExtBuilder::default().build_and_execute(|| {
		ready();
		refused(RuntimeOrigin::signed(PAYER), buy(100), BadOrigin);
		let spender = RuntimeOrigin::signed(SPENDER);
		refused(spender.clone(), buy(2 * SPEND_LIMIT), Error::<Test>::BeyondAuthority);
		assert_ok!(call(spender, buy(SPEND_LIMIT)));
	});
}

#[test]
fn nothing_is_bought_for_nothing_or_without_terms() {
	ExtBuilder::default().build_and_execute(|| {
		refused(root(), buy(100), Error::<Test>::NoBuyBack);
		ready();
		refused(root(), buy(0), Error::<Test>::ZeroAmount);
		assert_ok!(call(root(), Call::set_buy_back { terms: None }));
		assert!(has_event(|event| *event == Event::BuyBackChanged { terms: None }));
		refused(root(), buy(100), Error::<Test>::NoBuyBack);
		assert_eq!(Price::<Test>::get(), None);
	});
}

#[test]
fn the_treasury_does_not_spend_what_it_does_not_have() {
	ExtBuilder::default().build_and_execute(|| {
		ready();
		assert_ok!(Assets::burn_from(
			1,
			&TREASURY,
			FOREIGN - 500,
			frame_support::traits::tokens::Preservation::Preserve,
			frame_support::traits::tokens::Precision::Exact,
			frame_support::traits::tokens::Fortitude::Polite,
		));
		let before = free(&TREASURY);
		assert!(call(root(), buy(600)).is_err());
		assert_eq!((foreign(), free(&TREASURY)), (500, before));
	});
}

#[test]
fn an_average_takes_two_windows_and_must_be_recent() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(call(root(), set(terms())));
		run_to(2 * WINDOW);
		refused(root(), buy(100), Error::<Test>::PriceUnknown);
		next_block();
		assert_ok!(call(root(), buy(100)));
		// The scheduler's calls come before the block's observation.
		System::set_block_number(System::block_number() + 1);
		assert_ok!(call(root(), buy(100)));
		System::set_block_number(System::block_number() + 1);
		refused(root(), buy(100), Error::<Test>::PriceUnknown);
		assert_eq!(state().average, None);
	});
}

#[test]
fn another_asset_or_window_begins_a_new_average_and_another_band_does_not() {
	ExtBuilder::default().build_and_execute(|| {
		ready();
		assert_ok!(call(root(), set(BuyBackTerms { band: 5_000, ..terms() })));
		assert!(state().average.is_some());
		for other in [
			BuyBackTerms { window: WINDOW + 1, ..terms() },
			BuyBackTerms { asset: EURO, window: WINDOW + 1, ..terms() },
		] {
			assert_ok!(call(root(), set(other)));
			assert_eq!((Price::<Test>::get(), state().average), (None, None));
			next_block();
		}
		assert_eq!((state().asset, state().spent), (EURO, 0));
	});
}

#[test]
fn terms_out_of_bounds_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let wrong = [
			BuyBackTerms { cap: 0, ..terms() },
			BuyBackTerms { period: 0, ..terms() },
			BuyBackTerms { band: 0, ..terms() },
			BuyBackTerms { band: 50_001, ..terms() },
			BuyBackTerms { window: 19, ..terms() },
		];
		for wrong in wrong {
			refused(root(), set(wrong), Error::<Test>::TermsOutOfBounds);
		}
		for wrong in [Native::get(), Asset::WithId(9)] {
			refused(root(), set(BuyBackTerms { asset: wrong, ..terms() }), Error::<Test>::NoPool);
		}
		refused(RuntimeOrigin::signed(SPENDER), set(terms()), BadOrigin);
	});
}

#[test]
fn a_pool_that_is_gone_stops_the_buy_back() {
	ExtBuilder::default().build_and_execute(|| {
		ready();
		let pool = <Test as pallet_asset_conversion::Config>::PoolId::from((Native::get(), DOLLAR));
		let account =
			<<Test as pallet_asset_conversion::Config>::PoolLocator as pallet_asset_conversion::PoolLocator<_, _, _>>::address(
				&pool,
			)
			.expect("an account");
		assert_ok!(Assets::freeze(RuntimeOrigin::signed(TRADER), 1, account));
		refused(root(), buy(100), Error::<Test>::NoPool);
		assert_eq!(state().price, None);
		next_block();
		next_block();
		refused(root(), buy(100), Error::<Test>::PriceUnknown);
	});
}
