//! Settlements: what counts, and what is refused.

use crate::{mock::*, *};
use frame_support::{assert_ok, traits::fungible::Mutate as _};
use promptale_primitives::placement::{AttesterSignatures, CampaignPhase, SlotTerms, Total};

#[test]
fn a_settlement_reserves_what_it_costs_and_pays_nobody_yet() {
	execute(|| {
		win();
		let moves = moved(&SUBMITTER, settle_call(0, settlement(0, 100, &[(SITE, 400), (BLOG, 200)])));
		assert_eq!(moves, []);
		assert_eq!(held(&SUBMITTER, HoldReason::Settlement), PAGE_DEPOSIT + SETTLEMENT_BOND);
		let campaign = Placements::campaign(0).unwrap();
		assert_eq!((campaign.phase, campaign.impressions, campaign.pending), (CampaignPhase::Running, 100, 1));
		assert_eq!((campaign.spent, campaign.left, campaign.paid), (1_000, BUDGET - 1_000, 0));
		let page = Placements::page(0, 0).unwrap();
		let payees: Vec<_> = page.payees.iter().map(|row| (row.payee.clone(), row.total, row.claimable)).collect();
		assert_eq!(payees, [(SITE, 400, 0), (BLOG, 200, 0)]);
		assert_eq!(
			events().pop(),
			Some(Event::Settled { campaign: 0, page: 0, sequence: 0, impressions: 100, cost: 1_000, until: 40 })
		);
	});
}

#[test]
fn what_payees_are_not_given_stays_in_the_budget() {
	execute(|| {
		win();
		// Of 600 for payees, 100; and 50 for the chain, 350 for holders.
		settle(100, &[(SITE, 100)]);
		assert_eq!(Placements::campaign(0).unwrap().spent, 500);
		go_to(41);
		// They may still get it later.
		settle(101, &[(SITE, 606)]);
		assert_eq!(Placements::campaign(0).unwrap().spent, 1_010);
		wind_up();
	});
}

#[test]
fn a_million_impressions_cost_one_settlement() {
	execute(|| {
		let slot = open();
		let terms = SlotTerms { cap: 1_000_000, ..terms() };
		assert_ok!(call(&CREATOR, Call::remove_slot { slot }));
		NextSlot::<Test>::put(0);
		assert_ok!(call(&CREATOR, open_call(terms)));
		assert_ok!(call(&BRAND, bid_call(0, &BRAND, 10_000_000, RESERVE)));
		go_to(11);
		assert_ok!(call(&BRAND, reveal_call(0, RESERVE)));
		go_to(30);
		assert_ok!(call(&ANYBODY, Call::award { slot: 0 }));
		settle(1_000_000, &[(SITE, 6_000_000)]);
		go_to(41);
		let claim = Call::claim { campaign: 0, page: 0, payee: SITE };
		assert_eq!(moved(&ANYBODY, claim), [(BRAND, -6_000_000), (SITE, 6_000_000)]);
		wind_up();
	});
}

#[test]
fn sixty_four_payees_fill_a_page_and_others_go_to_the_next() {
	execute(|| {
		win();
		let payee = |n: u8| (AccountId::new([100 + n; 32]), 7);
		let many: Vec<_> = (0..64).map(payee).collect();
		settle(100, &many);
		go_to(41);
		let more = settlement(0, 110, &[payee(64)]);
		refused(&SUBMITTER, settle_call(0, more), Error::<Test>::TooManyPayees);
		assert_ok!(call(&SUBMITTER, settle_call(1, settlement(1, 10, &[payee(64)]))));
		assert_eq!(Placements::campaign(0).unwrap().pages, [0, 1]);
		assert_eq!(Placements::campaign(0).unwrap().impressions, 110);
		refused(&SUBMITTER, settle_call(16, settlement(16, 10, &[payee(64)])), Error::<Test>::UnknownPage);
		wind_up();
	});
}

#[test]
fn a_page_has_one_settlement_at_a_time_that_can_be_challenged() {
	execute(|| {
		win();
		settle(10, &[(SITE, 60)]);
		let next = settlement(0, 20, &[(SITE, 120)]);
		refused(&SUBMITTER, settle_call(0, next.clone()), Error::<Test>::SettlementsPending);
		// Another page does not wait.
		assert_ok!(call(&ANYBODY, settle_call(1, settlement(1, 20, &[(SITE, 120)]))));
		go_to(40);
		refused(&SUBMITTER, settle_call(0, next.clone()), Error::<Test>::SettlementsPending);
		go_to(41);
		assert_eq!(moved(&ANYBODY, settle_call(0, next)), []);
		// Who vouched for the first one has the bond back, and pays for the page's row until the end.
		assert_eq!(held(&SUBMITTER, HoldReason::Settlement), PAGE_DEPOSIT);
		assert_eq!(held(&ANYBODY, HoldReason::Settlement), PAGE_DEPOSIT + 2 * SETTLEMENT_BOND);
		wind_up();
	});
}

#[test]
fn settlements_that_say_too_much_are_refused() {
	execute(|| {
		win();
		let bad = |settlement, error: Error<Test>| refused(&SUBMITTER, settle_call(0, settlement), error);
		bad(settlement(0, 0, &[(SITE, 1)]), Error::NoNewImpressions);
		bad(settlement(0, 501, &[(SITE, 1)]), Error::CapExceeded);
		bad(settlement(0, (1 << 24) + 1, &[(SITE, 1)]), Error::TooManyImpressions);
		bad(settlement(0, 100, &[(SITE, 601)]), Error::TotalsTooHigh);
		bad(settlement(0, 100, &[(SITE, 400), (BLOG, 201)]), Error::TotalsTooHigh);
		bad(settlement(0, 100, &[(SITE, u128::MAX), (BLOG, 1)]), Error::TotalsTooHigh);
		bad(settlement(0, 100, &[(SITE, 0)]), Error::ZeroAmount);
		let mut future = settlement(0, 100, &[(SITE, 600)]);
		future.epoch = 1;
		bad(future, Error::EpochInFuture);
		let mut later = settlement(0, 100, &[(SITE, 600)]);
		later.sequence = 1;
		bad(later, Error::OtherSequence);
		let mut twice = settlement(0, 100, &[(SITE, 300), (BLOG, 300)]);
		twice.totals[1] = Total { payee: SITE, amount: 300 };
		bad(twice, Error::PayeesNotAscending);
		let mut unordered = settlement(0, 100, &[(SITE, 300), (BLOG, 300)]);
		unordered.totals.as_mut().swap(0, 1);
		bad(unordered, Error::PayeesNotAscending);
		let unknown = Call::settle {
			campaign: 7,
			page: 0,
			settlement: settlement(0, 1, &[]),
			signatures: AttesterSignatures::default(),
		};
		refused(&SUBMITTER, unknown, Error::<Test>::UnknownCampaign);
		refused(&POOR, settle_call(0, settlement(0, 1, &[])), Error::<Test>::DepositNotPaid);
		// The row is paid for, the bond is not.
		Balances::set_balance(&POOR, ED + PAGE_DEPOSIT + SETTLEMENT_BOND - 1);
		refused(&POOR, settle_call(0, settlement(0, 1, &[])), Error::<Test>::DepositNotPaid);
		Balances::set_balance(&POOR, ED);
	});
}

#[test]
fn the_cap_grows_with_every_epoch_and_counts_all_pages() {
	execute(|| {
		win();
		settle(300, &[(SITE, 1)]);
		refused(&SUBMITTER, settle_call(1, settlement(1, 201, &[(SITE, 1)])), Error::<Test>::CapExceeded);
		assert_ok!(call(&SUBMITTER, settle_call(1, settlement(1, 200, &[(SITE, 1)]))));
		go_to(55);
		// The second epoch runs. What is signed for the first one only is within the first one's cap.
		let mut first = settlement(0, 301, &[(SITE, 1)]);
		first.epoch = 0;
		refused(&SUBMITTER, settle_call(0, first), Error::<Test>::CapExceeded);
		settle(800, &[(SITE, 1)]);
		wind_up();
	});
}

#[test]
fn nothing_is_settled_beyond_the_budget_or_out_of_time() {
	execute(|| {
		win_with(1_005);
		refused(&SUBMITTER, settle_call(0, settlement(0, 101, &[(SITE, 606)])), Error::<Test>::BudgetExceeded);
		settle(100, &[(SITE, 600)]);
		assert_eq!(Placements::campaign(0).unwrap().left, 5);
		go_to(145);
		assert_eq!(Placements::campaign(0).unwrap().phase, CampaignPhase::Grace);
		assert_ok!(call(&BRAND, Call::fund { campaign: 0, amount: 1_000 }));
		settle(101, &[(SITE, 606)]);
		go_to(146);
		assert_eq!(Placements::campaign(0).unwrap().phase, CampaignPhase::Over);
		let late = settlement(0, 102, &[(SITE, 612)]);
		refused(&SUBMITTER, settle_call(0, late), Error::<Test>::CampaignOver);
		wind_up();
	});
}

#[test]
fn nothing_is_settled_before_the_window() {
	execute(|| {
		win();
		System::set_block_number(29);
		assert_eq!(Placements::campaign(0).unwrap().phase, CampaignPhase::Waiting);
		refused(&SUBMITTER, settle_call(0, settlement(0, 1, &[])), Error::<Test>::EpochInFuture);
	});
}
