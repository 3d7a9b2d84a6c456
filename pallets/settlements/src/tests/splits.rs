//! Governed splits.

use crate::{mock::*, *};
use promptale_primitives::MILLION;
use sp_runtime::DispatchError::BadOrigin;

fn set(source: FeeSource, split: Split) -> Call<Test> {
	Call::set_split { source, split }
}

#[test]
fn a_source_is_split_as_governance_says() {
	ExtBuilder::default().build_and_execute(|| {
		let split = Split { treasury: 1, dividends: MILLION - 1, ..Default::default() };
		assert!(call(RuntimeOrigin::root(), set(FeeSource::Placement, split)).is_ok());
		assert!(has_event(|event| *event == Event::SplitChanged { source: FeeSource::Placement, split }));
		fee(FeeSource::Placement, 1_000_000);
		assert_eq!(flow(Inflow::Fee(FeeSource::Placement)).to.each(), [1, 0, 0, 999_999, 0]);
		// Others are as they were.
		assert_eq!(Settlements::split_of(FeeSource::TransactionFee), EVERYBODY);
	});
}

#[test]
fn parts_that_do_not_sum_to_a_million_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		for treasury in [0, 499_999, 500_001, u32::MAX] {
			let split = Split { treasury, ..EVERYBODY };
			refused(RuntimeOrigin::root(), set(FeeSource::Tip, split), Error::<Test>::SplitNotWhole);
		}
	});
}

#[test]
fn only_governance_changes_splits() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::signed(SPENDER), RuntimeOrigin::none()] {
			refused(origin, set(FeeSource::Tip, Split::TREASURY), BadOrigin);
		}
	});
}
