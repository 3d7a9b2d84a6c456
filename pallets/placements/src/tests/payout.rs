//! Who is paid what, and how campaigns end.

use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::{placement::CampaignPhase, Balance};

const CLAIM: Call<Test> = Call::claim { campaign: 0, page: 0, payee: SITE };
const COLLECT: Call<Test> = Call::collect { campaign: 0, page: 0 };
const REFUND: Call<Test> = Call::refund { campaign: 0 };

#[test]
fn payees_are_paid_when_nobody_can_challenge_any_more() {
	execute(|| {
		win();
		settle(100, &[(SITE, 400), (BLOG, 200)]);
		go_to(40);
		refused(&SITE, CLAIM, Error::<Test>::NothingToClaim);
		go_to(41);
		assert_eq!(Placements::page(0, 0).unwrap().payees[0].claimable, 400, "as it will be paid");
		assert_eq!(moved(&ANYBODY, CLAIM), [(BRAND, -400), (SITE, 400)]);
		assert_eq!(held(&BRAND, HoldReason::Budget), BUDGET - 400);
		assert_eq!(held(&SUBMITTER, HoldReason::Settlement), PAGE_DEPOSIT, "the bond is back");
		refused(&SITE, CLAIM, Error::<Test>::NothingToClaim);
		refused(&SITE, Call::claim { campaign: 0, page: 0, payee: NEW }, Error::<Test>::NothingToClaim);
		refused(&SITE, Call::claim { campaign: 0, page: 1, payee: SITE }, Error::<Test>::UnknownPage);
		refused(&SITE, Call::claim { campaign: 1, page: 0, payee: SITE }, Error::<Test>::UnknownCampaign);
		// Later totals contain the earlier ones; the difference is paid.
		settle(150, &[(SITE, 650)]);
		go_to(52);
		assert_eq!(moved(&SITE, CLAIM), [(BRAND, -250), (SITE, 250)]);
		let page = Placements::page(0, 0).unwrap();
		assert_eq!((page.payees[0].claimed, page.payees[1].claimable, page.impressions), (650, 200, 150));
	});
}

#[test]
fn the_chain_and_the_holders_get_their_parts() {
	execute(|| {
		win();
		settle(100, &[(SITE, 600)]);
		refused(&ANYBODY, COLLECT, Error::<Test>::NothingToCollect);
		go_to(41);
		assert_eq!(Placements::page(0, 0).unwrap().collectable, 400);
		let mut moves = vec![(BRAND, -400), (TREASURY, 50), (pot(), 350)];
		moves.sort();
		assert_eq!(moved(&ANYBODY, COLLECT), moves);
		refused(&ANYBODY, COLLECT, Error::<Test>::NothingToCollect);
		assert_eq!(Placements::campaign(0).unwrap().paid, 400);
		let dividends = Shares::holdings(HOLDER)[0].dividends.iter().map(|row| row.pending).sum::<Balance>();
		assert_eq!(dividends, 350);
		wind_up();
	});
}

#[test]
fn holders_of_content_that_is_gone_leave_their_part_to_the_chain() {
	execute(|| {
		win();
		settle(100, &[(SITE, 600)]);
		go_to(41);
		pallet_shares::BookOf::<Test>::remove(0);
		assert_eq!(moved(&ANYBODY, COLLECT), [(BRAND, -400), (TREASURY, 400)]);
	});
}

#[test]
fn rounding_of_many_small_settlements_loses_nothing() {
	execute(|| {
		win_with(5_000);
		let mut impressions = 0;
		for step in 1..7u64 {
			impressions += step;
			settle(impressions, &[(SITE, Balance::from(impressions) * 6)]);
			go_to(System::block_number() + 11);
			assert_ok!(call(&ANYBODY, COLLECT));
			assert_ok!(call(&ANYBODY, CLAIM));
		}
		let campaign = Placements::campaign(0).unwrap();
		assert_eq!((campaign.spent, campaign.paid), (210, 210));
		wind_up();
		assert_eq!(owned()[&BRAND], WEALTH - 210);
	});
}

#[test]
fn a_new_account_is_opened_by_its_earnings_or_waits_until_they_suffice() {
	execute(|| {
		win();
		let claim = Call::claim { campaign: 0, page: 0, payee: NEW };
		settle(100, &[(NEW, ED - 1)]);
		go_to(41);
		refused(&ANYBODY, claim.clone(), Error::<Test>::PayeeCannotTake);
		settle(110, &[(NEW, ED)]);
		go_to(52);
		assert_eq!(moved(&ANYBODY, claim), [(BRAND, -(ED as i128)), (NEW, ED as i128)]);
		wind_up();
	});
}

#[test]
fn what_no_account_can_take_keeps_no_campaign_and_goes_to_the_holders() {
	execute(|| {
		win();
		settle(100, &[(NEW, ED - 1)]);
		go_to(146);
		let mut moves = vec![(BRAND, 1 - ED as i128), (pot(), ED as i128 - 1)];
		moves.sort();
		// The pot has no account yet, and could not take as little either: collecting gives it one.
		assert_ok!(call(&ANYBODY, COLLECT));
		assert_eq!(moved(&ANYBODY, Call::claim { campaign: 0, page: 0, payee: NEW }), moves);
		wind_up();
	});
}

#[test]
fn the_rest_is_refunded_when_all_is_over() {
	execute(|| {
		win();
		settle(100, &[(SITE, 600)]);
		go_to(145);
		refused(&BRAND, REFUND, Error::<Test>::CampaignRuns);
		go_to(146);
		refused(&BRAND, REFUND, Error::<Test>::SettlementsPending);
		assert_ok!(call(&ANYBODY, COLLECT));
		let free = Balances::free_balance(&BRAND);
		assert_eq!(moved(&ANYBODY, REFUND), []);
		assert_eq!(Balances::free_balance(&BRAND) - free, BUDGET - 1_000);
		assert_eq!(held(&BRAND, HoldReason::Budget), 600, "what was signed stays");
		refused(&BRAND, REFUND, Error::<Test>::AlreadyRefunded);
		assert_eq!(moved(&ANYBODY, CLAIM), [(BRAND, -600), (SITE, 600)]);
		// Everything is paid out, so nothing is left.
		refused(&BRAND, REFUND, Error::<Test>::UnknownCampaign);
		assert_eq!(held(&BRAND, HoldReason::Bid), 0);
		assert_eq!(events().pop(), Some(Event::CampaignRemoved { campaign: 0 }));
		assert_ok!(call(&ANYBODY, Call::remove_slot { slot: 0 }));
	});
}

#[test]
fn a_campaign_without_impressions_is_refunded_whole() {
	execute(|| {
		win();
		go_to(146);
		assert_eq!(moved(&ANYBODY, REFUND), []);
		assert_eq!(Balances::free_balance(&BRAND), WEALTH);
		wind_up();
	});
}

#[test]
fn only_an_empty_budget_ends_a_campaign_early_and_then_signed_totals_still_count() {
	execute(|| {
		win_with(10_500);
		let close = Call::close_campaign { campaign: 0 };
		refused(&BRAND, close.clone(), Error::<Test>::BudgetLeft);
		settle(51, &[(SITE, 306)]);
		refused(&ANYBODY, close.clone(), Error::<Test>::NotBrandOrCreator);
		assert_eq!(moved(&CREATOR, close.clone()), []);
		refused(&BRAND, close.clone(), Error::<Test>::AlreadyClosed);
		let campaign = Placements::campaign(0).unwrap();
		assert_eq!((campaign.phase, campaign.settles_until), (CampaignPhase::Grace, 30 + GRACE));
		go_to(41);
		settle(80, &[(SITE, 480)]);
		go_to(30 + GRACE + 1);
		assert_eq!(Placements::campaign(0).unwrap().phase, CampaignPhase::Over);
		let late = settlement(0, 90, &[(SITE, 540)]);
		refused(&SUBMITTER, settle_call(0, late), Error::<Test>::CampaignOver);
		wind_up();
		assert_eq!(owned()[&SITE], ED + 480);
	});
}

#[test]
fn a_campaign_cannot_be_closed_when_its_window_is_over() {
	execute(|| {
		win_with(1_000);
		go_to(130);
		refused(&BRAND, Call::close_campaign { campaign: 0 }, Error::<Test>::AlreadyClosed);
		refused(&BRAND, Call::close_campaign { campaign: 1 }, Error::<Test>::UnknownCampaign);
	});
}

#[test]
fn a_budget_grows_by_its_brand_only_while_settlements_are_taken() {
	execute(|| {
		win();
		let fund = |amount| Call::fund { campaign: 0, amount };
		assert_eq!(moved(&BRAND, fund(500)), []);
		assert_eq!(held(&BRAND, HoldReason::Budget), BUDGET + 500);
		assert_eq!(Placements::campaign(0).unwrap().budget, BUDGET + 500);
		refused(&RIVAL, fund(500), Error::<Test>::NotBrand);
		refused(&BRAND, fund(0), Error::<Test>::ZeroAmount);
		refused(&BRAND, fund(WEALTH), Error::<Test>::NotEnoughMoney);
		go_to(146);
		refused(&BRAND, fund(500), Error::<Test>::CampaignOver);
		wind_up();
	});
}
