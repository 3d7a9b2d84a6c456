//! What is in pots, and how it leaves them.

use crate::{mock::*, *};
use frame_support::{
	assert_ok,
	dispatch::Pays,
	traits::{fungible::Mutate, tokens::Preservation},
};
use promptale_primitives::{Balance, BlockNumber};
use sp_runtime::{DispatchError::BadOrigin, TokenError};

fn pay(pot: Pot, to: AccountId, amount: Balance) -> Call<Test> {
	Call::pay_from_pot { pot, to, amount }
}

fn spender() -> RuntimeOrigin {
	RuntimeOrigin::signed(SPENDER)
}

fn anybody() -> RuntimeOrigin {
	RuntimeOrigin::signed(PAYER)
}

fn give(account: &AccountId, amount: Balance) {
	assert_ok!(<Balances as Mutate<_>>::transfer(&PAYER, account, amount, Preservation::Preserve));
}

mod pay_from_pot {
	use super::*;

	#[test]
	fn pays_what_the_pot_received_to_the_last_unit() {
		ExtBuilder::default().build_and_execute(|| {
			fee(FeeSource::MarketSale, 1_000);
			assert_ok!(call(spender(), pay(Pot::Dividends, NOBODY, 599)));
			assert_ok!(call(spender(), pay(Pot::Dividends, NOBODY, 1)));
			assert_eq!((free(&NOBODY), pot(Pot::Dividends)), (600, ED));
			assert_eq!(Pots::<Test>::get(Pot::Dividends), PotTotals { received: 600, paid: 600 });
			let paid = Event::PotPaid { pot: Pot::Dividends, to: NOBODY, amount: 599 };
			assert!(has_event(|event| *event == paid));
		});
	}

	#[test]
	fn pays_no_more_than_is_in_the_pot() {
		ExtBuilder::default().build_and_execute(|| {
			fee(FeeSource::MarketSale, 1_000);
			refused(spender(), pay(Pot::Dividends, NOBODY, 601), Error::<Test>::PotTooSmall);
			// Nor out of another pot, nor what was given but not recorded.
			refused(spender(), pay(Pot::ValidatorRewards, NOBODY, 1), Error::<Test>::PotTooSmall);
			give(&Settlements::pot_account(Pot::Dividends), 500);
			refused(spender(), pay(Pot::Dividends, NOBODY, 601), Error::<Test>::PotTooSmall);
		});
	}

	#[test]
	fn releases_the_emission_that_it_needs() {
		ExtBuilder::default().build_and_execute(|| {
			fee(FeeSource::TransactionFee, 1_000);
			System::set_block_number(START + 1);
			let due = GENERATORS_TOTAL / Balance::from(BLOCKS);
			// What is in the pot suffices: the emission waits.
			assert_ok!(call(RuntimeOrigin::root(), pay(Pot::GeneratorRewards, NOBODY, 150)));
			assert_eq!(flow(Inflow::Emission(EmissionPool::Generators)).received, 0);
			assert_eq!(Settlements::available(Pot::GeneratorRewards), due);
			let (root, pot) = (RuntimeOrigin::root(), Pot::GeneratorRewards);
			refused(root.clone(), pay(pot, NOBODY, due + 1), Error::<Test>::PotTooSmall);
			assert_ok!(call(root, pay(pot, NOBODY, due)));
			assert_eq!(flow(Inflow::Emission(EmissionPool::Generators)).received, due);
			assert_eq!(Settlements::available(pot), 0);
		});
	}

	#[test]
	fn a_pot_without_an_existential_deposit_keeps_its_last() {
		ExtBuilder::default().pots_not_endowed().build_and_execute(|| {
			fee(FeeSource::MarketSale, 1_000);
			assert_eq!(Settlements::available(Pot::Dividends), 600 - ED);
			refused(spender(), pay(Pot::Dividends, NOBODY, 600), Error::<Test>::PotTooSmall);
			give(&Settlements::pot_account(Pot::Dividends), ED);
			assert_ok!(call(spender(), pay(Pot::Dividends, NOBODY, 600)));
		});
	}

	#[test]
	fn refuses_nothing_and_what_the_receiver_cannot_take() {
		ExtBuilder::default().build_and_execute(|| {
			fee(FeeSource::MarketSale, 1_000);
			refused(spender(), pay(Pot::Dividends, NOBODY, 0), Error::<Test>::ZeroAmount);
			refused(spender(), pay(Pot::Dividends, NOBODY, ED - 1), TokenError::BelowMinimum);
		});
	}

	#[test]
	fn refuses_to_pay_to_its_own_accounts() {
		ExtBuilder::default().build_and_execute(|| {
			fee(FeeSource::MarketSale, 1_000);
			let pots = Pot::ALL.map(Settlements::pot_account);
			let pools = EmissionPool::ALL.map(Settlements::pool_account);
			for own in pots.into_iter().chain(pools) {
				refused(spender(), pay(Pot::Dividends, own, 100), Error::<Test>::OwnAccount);
			}
		});
	}

	#[test]
	fn only_governance_pays_and_within_its_authority() {
		ExtBuilder::default().build_and_execute(|| {
			fee(FeeSource::MarketSale, 10_000);
			let wanted = pay(Pot::Dividends, NOBODY, SPEND_LIMIT + 1);
			refused(anybody(), wanted.clone(), BadOrigin);
			refused(spender(), wanted.clone(), Error::<Test>::BeyondAuthority);
			assert_ok!(call(RuntimeOrigin::root(), wanted));
		});
	}
}

mod record_donation {
	use super::*;

	fn record(pot: Pot) -> Call<Test> {
		Call::record_donation { pot }
	}

	#[test]
	fn what_was_given_can_be_paid_out() {
		ExtBuilder::default().build_and_execute(|| {
			fee(FeeSource::MarketSale, 1_000);
			give(&Settlements::pot_account(Pot::Dividends), 77);
			assert_ok!(call(anybody(), record(Pot::Dividends)));
			assert_eq!(flow(Inflow::Donation).to.each(), [0, 0, 0, 77, 0]);
			assert!(has_event(|event| *event == Event::DonationRecorded { pot: Pot::Dividends, amount: 77 }));
			assert_ok!(call(spender(), pay(Pot::Dividends, NOBODY, 677)));
			assert_eq!(pot(Pot::Dividends), ED);
		});
	}

	#[test]
	fn the_existential_deposit_is_none() {
		ExtBuilder::default().build_and_execute(|| {
			refused(anybody(), record(Pot::Dividends), Error::<Test>::NoDonation);
			give(&Settlements::pot_account(Pot::Dividends), 1);
			assert_ok!(call(anybody(), record(Pot::Dividends)));
			refused(anybody(), record(Pot::Dividends), Error::<Test>::NoDonation);
			refused(RuntimeOrigin::none(), record(Pot::Dividends), BadOrigin);
		});
	}
}

mod distribute {
	use super::*;

	fn distribute(pot: Pot) -> Call<Test> {
		Call::distribute { pot }
	}

	#[test]
	fn all_of_it_goes_to_the_pallet_that_divides_it() {
		ExtBuilder::default().build_and_execute(|| {
			fee(FeeSource::TransactionFee, 1_000);
			System::set_block_number(START + BLOCKS);
			assert_eq!(call(anybody(), distribute(Pot::GeneratorRewards)), Ok(Pays::No));
			let amount = 150 + GENERATORS_TOTAL;
			assert_eq!(free(&GENERATORS), WEALTH + amount);
			assert_eq!(pot(Pot::GeneratorRewards), ED);
			let distributed = Event::Distributed { pot: Pot::GeneratorRewards, amount };
			assert!(has_event(|event| *event == distributed));
			refused(anybody(), distribute(Pot::GeneratorRewards), Error::<Test>::NothingToDistribute);
		});
	}

	#[test]
	fn nothing_leaves_a_pot_that_no_pallet_takes() {
		ExtBuilder::default().build_and_execute(|| {
			fee(FeeSource::TransactionFee, 1_000);
			System::set_block_number(START + BLOCKS);
			refused(anybody(), distribute(Pot::Dividends), Error::<Test>::NoConsumer);
			// Not even the emission that was due to it is released.
			refused(anybody(), distribute(Pot::ValidatorRewards), Error::<Test>::NoConsumer);
			assert_eq!(Settlements::available(Pot::ValidatorRewards), 200 + COMMUNITY_TOTAL);
		});
	}

	#[test]
	fn an_empty_pot_and_an_unsigned_call_are_refused() {
		ExtBuilder::default().build_and_execute(|| {
			System::set_block_number(1 as BlockNumber);
			refused(anybody(), distribute(Pot::GeneratorRewards), Error::<Test>::NothingToDistribute);
			refused(RuntimeOrigin::none(), distribute(Pot::GeneratorRewards), BadOrigin);
		});
	}
}
