//! View functions.

use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::Balance;

#[test]
fn splits_are_listed_by_source() {
	ExtBuilder::default().build_and_execute(|| {
		let splits = Settlements::splits();
		assert_eq!(splits.iter().map(|(source, _)| *source).collect::<Vec<_>>(), FeeSource::ALL);
		assert_eq!(splits[0].1, EVERYBODY);
		let changed = Call::set_split { source: FeeSource::TransactionFee, split: Split::TREASURY };
		assert_ok!(call(RuntimeOrigin::root(), changed));
		assert_eq!(Settlements::splits()[0], (FeeSource::TransactionFee, Split::TREASURY));
	});
}

#[test]
fn what_came_in_went_out_or_is_in_pots() {
	ExtBuilder::default().build_and_execute(|| {
		for (amount, source) in (1_000..).zip(FeeSource::ALL) {
			fee(source, amount);
		}
		System::set_block_number(START + 100);
		assert_ok!(call(RuntimeOrigin::signed(PAYER), Call::emit { pool: EmissionPool::Community }));
		let paid = Call::pay_from_pot { pot: Pot::ValidatorRewards, to: NOBODY, amount: 5_000 };
		assert_ok!(call(RuntimeOrigin::root(), paid));

		let flows = Settlements::flows();
		assert!(flows.inflows.iter().map(|(inflow, _)| *inflow).eq(Inflow::all()));
		let came_in: Balance = flows.inflows.iter().map(|(_, flow)| flow.received).sum();
		let passed_on: Balance = flows.inflows.iter().map(|(_, flow)| flow.to.treasury + flow.to.block_author).sum();
		let into_pots: Balance = flows.pots.iter().map(|pot| pot.received).sum();
		assert_eq!(came_in, passed_on + into_pots);
		for pot in &flows.pots {
			assert_eq!(free(&pot.account), ED + pot.received - pot.paid, "{:?}", pot.pot);
		}
		assert_eq!(flows.pots[0].paid, 5_000);
		// The emission that is due to generators is counted, though nobody called for it yet.
		let generators = &flows.pots[1];
		let due = GENERATORS_TOTAL / 10;
		assert_eq!(generators.available, generators.received + due);
	});
}

#[test]
fn emission_says_what_was_released_what_is_due_and_until_when() {
	ExtBuilder::default().build_and_execute(|| {
		System::set_block_number(START + 100);
		assert_ok!(call(RuntimeOrigin::signed(PAYER), Call::emit { pool: EmissionPool::Generators }));
		System::set_block_number(START + 300);
		let emission = Settlements::emission();
		let generators = &emission[0];
		assert_eq!((generators.pool, generators.pot), (EmissionPool::Generators, Pot::GeneratorRewards));
		assert_eq!((generators.starts, generators.ends), (START, START + BLOCKS));
		let (released, scheduled) = (GENERATORS_TOTAL / 10, GENERATORS_TOTAL * 3 / 10);
		assert_eq!((generators.released, generators.due), (released, scheduled - released));
		assert_eq!((generators.total, generators.holds), (GENERATORS_TOTAL, GENERATORS_TOTAL - released));
		assert_eq!(emission[1].pool, EmissionPool::Community);
	});
}
