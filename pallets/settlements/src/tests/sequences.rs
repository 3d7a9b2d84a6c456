//! Random sequences of what everybody may do: the invariants hold after every step, every unit is somewhere, and in the
//! end all that was to be emitted is.

use crate::{mock::*, *};
use frame_support::traits::{
	fungible::{Balanced, Mutate},
	tokens::{Fortitude, Precision, Preservation},
	OnUnbalanced,
};
use promptale_primitives::{Balance, BlockNumber, MILLION};
use proptest::{prelude::*, test_runner::Config as ProptestConfig};

#[derive(Clone, Debug)]
enum Action {
	Fee(usize, Balance),
	ContentFee(usize, bool, Balance),
	Transaction(Balance, Balance),
	SetSplit(usize, [u32; 5]),
	Emit(usize),
	Pay(usize, Balance),
	Distribute(usize),
	Give(usize, Balance),
	Record(usize),
	Burn(Balance),
	Terms(bool, u32),
	BuyBack(Balance),
	Trade(bool, Balance),
	Author(bool),
	RemoveTreasury,
	NextBlock,
	Advance(BlockNumber),
}

/// Nothing, dust, and more.
fn amounts() -> impl Strategy<Value = Balance> {
	prop_oneof![0..2 * ED, 0u128..10_000, 0u128..1_000_000]
}

/// Four cuts of a million; sometimes something that is not whole.
fn parts() -> impl Strategy<Value = [u32; 5]> {
	let whole = proptest::array::uniform4(0..=MILLION).prop_map(|mut cuts| {
		cuts.sort();
		[cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], cuts[3] - cuts[2], MILLION - cuts[3]]
	});
	prop_oneof![4 => whole, 1 => proptest::array::uniform5(0..=MILLION)]
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
	let one = prop_oneof![
		6 => (0usize..7, amounts()).prop_map(|(source, amount)| Action::Fee(source, amount)),
		4 => (0usize..7, any::<bool>(), amounts())
			.prop_map(|(source, known, amount)| Action::ContentFee(source, known, amount)),
		4 => (amounts(), amounts()).prop_map(|(fee, tip)| Action::Transaction(fee, tip)),
		2 => (0usize..7, parts()).prop_map(|(source, parts)| Action::SetSplit(source, parts)),
		4 => (0usize..2).prop_map(Action::Emit),
		4 => (0usize..3, amounts()).prop_map(|(pot, amount)| Action::Pay(pot, amount)),
		2 => (0usize..3).prop_map(Action::Distribute),
		2 => (0usize..5, amounts()).prop_map(|(account, amount)| Action::Give(account, amount)),
		2 => (0usize..3).prop_map(Action::Record),
		2 => amounts().prop_map(Action::Burn),
		1 => (any::<bool>(), 1u32..60_000).prop_map(|(on, band)| Action::Terms(on, band)),
		4 => amounts().prop_map(Action::BuyBack),
		2 => (any::<bool>(), amounts()).prop_map(|(buys, amount)| Action::Trade(buys, amount)),
		1 => any::<bool>().prop_map(Action::Author),
		1 => Just(Action::RemoveTreasury),
		4 => Just(Action::NextBlock),
		4 => (1u32..120).prop_map(Action::Advance),
	];
	proptest::collection::vec(one, 1..100)
}

fn own_account(n: usize) -> AccountId {
	match n {
		0..3 => Settlements::pot_account(Pot::ALL[n]),
		_ => Settlements::pool_account(EmissionPool::ALL[n - 3]),
	}
}

fn perform(action: &Action) {
	let (root, payer) = (RuntimeOrigin::root(), RuntimeOrigin::signed(PAYER));
	match action.clone() {
		Action::Fee(source, amount) => fee(FeeSource::ALL[source], amount),
		Action::ContentFee(source, known, amount) => {
			content_fee(FeeSource::ALL[source], if known { CONTENT } else { CONTENT + 1 }, amount)
		},
		Action::Transaction(fee, tip) => {
			TransactionFees::<Test>::on_unbalanceds([take(&PAYER, fee), take(&PAYER, tip)].into_iter());
		},
		Action::SetSplit(source, [treasury, validator_rewards, generator_rewards, dividends, block_author]) => {
			let split = Split { treasury, validator_rewards, generator_rewards, dividends, block_author };
			let changed = call(root, Call::set_split { source: FeeSource::ALL[source], split });
			assert_eq!(changed.is_ok(), split.is_whole());
		},
		Action::Emit(pool) => {
			let _ = call(payer, Call::emit { pool: EmissionPool::ALL[pool] });
		},
		Action::Pay(pot, amount) => {
			let pot = Pot::ALL[pot];
			let available = Settlements::available(pot);
			let paid = call(root, Call::pay_from_pot { pot, to: GENERATORS, amount });
			assert!(paid.is_err() || amount <= available, "{amount} of {available}");
			assert!(paid.is_ok() || amount == 0 || amount > available, "{paid:?}: {amount} of {available}");
		},
		Action::Distribute(pot) => {
			let _ = call(payer, Call::distribute { pot: Pot::ALL[pot] });
		},
		Action::Give(account, amount) => {
			let _ = <Balances as Mutate<_>>::transfer(&PAYER, &own_account(account), amount, Preservation::Preserve);
		},
		Action::Record(pot) => {
			let _ = call(payer, Call::record_donation { pot: Pot::ALL[pot] });
		},
		Action::Burn(amount) => {
			let _ = call(root, Call::burn { amount });
		},
		Action::Terms(on, band) => {
			let terms = BuyBackTerms { asset: DOLLAR, cap: 100_000, period: 50, band, window: 20 };
			let _ = call(root, Call::set_buy_back { terms: on.then_some(terms) });
		},
		Action::BuyBack(amount) => {
			let before = Settlements::buy_back_state();
			if call(root, Call::buy_back { amount, least: 0 }).is_ok() {
				let before = before.expect("there are terms");
				assert!(amount <= before.left);
				let received = Settlements::buy_back_state().expect("the same").bought - before.bought;
				let paid = price::price_of(amount, received).expect("a price");
				let dearest = before.average.expect("is known") / 1_000_000 * u128::from(MILLION + before.band);
				assert!(paid <= dearest + dearest / 1_000, "paid {paid}, may pay {dearest}");
			}
		},
		Action::Trade(buys, amount) => {
			let (from, to) = if buys { (DOLLAR, Native::get()) } else { (Native::get(), DOLLAR) };
			let path = vec![from.into(), to.into()];
			let trader = RuntimeOrigin::signed(TRADER);
			let _ = AssetConversion::swap_exact_tokens_for_tokens(trader, path, amount, 1, TRADER, true);
		},
		Action::Author(known) => BlockAuthor::set(known.then_some(AUTHOR)),
		Action::RemoveTreasury => {
			let all = free(&TREASURY);
			// Its asset keeps the account in being where there is any: as much as can go, goes.
			if let Ok(credit) =
				Balances::withdraw(&TREASURY, all, Precision::BestEffort, Preservation::Expendable, Fortitude::Polite)
			{
				assert!(Balances::resolve(&PAYER, credit).is_ok());
			}
		},
		Action::NextBlock => next_block(),
		Action::Advance(blocks) => run_to(System::block_number() + blocks),
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

	#[test]
	fn nothing_is_lost_or_minted_and_everything_is_emitted(endowed: bool, actions in actions()) {
		let builder = if endowed { ExtBuilder::default() } else { ExtBuilder::default().pots_not_endowed() };
		builder.build().execute_with(|| {
			let issued = Balances::total_issuance();
			for action in &actions {
				perform(action);
				check(issued);
			}
			// The end of the schedules: all of it is released, whatever happened before.
			next_block();
			System::set_block_number(System::block_number().max(START + BLOCKS));
			for (pool, total) in
				[(EmissionPool::Generators, GENERATORS_TOTAL), (EmissionPool::Community, COMMUNITY_TOTAL)]
			{
				let _ = call(RuntimeOrigin::signed(PAYER), Call::emit { pool });
				assert_eq!(Schedules::<Test>::get(pool).expect("is emitted").released, total);
			}
			// And all that pots received can leave them, where they were endowed.
			for pot in Pot::ALL {
				let amount = Settlements::available(pot);
				let held = Pots::<Test>::get(pot).held();
				assert_eq!(amount, if endowed { held } else { amount });
				assert!(amount + ED >= held);
				if amount > 0 {
					let pay = Call::pay_from_pot { pot, to: GENERATORS, amount };
					assert!(call(RuntimeOrigin::root(), pay).is_ok());
				}
			}
			check(issued);
		});
	}
}
