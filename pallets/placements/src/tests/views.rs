//! What the views answer beside what other tests look at.

use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::placement::{AuctionPhase, LeadOverview};

#[test]
fn a_slot_shows_where_its_auction_is() {
	execute(|| {
		let slot = open();
		let phase = || Placements::slot(slot).unwrap().phase;
		assert_ok!(call(&BRAND, bid_call(slot, &BRAND, BUDGET, 15_000)));
		assert_ok!(call(&RIVAL, bid_call(slot, &RIVAL, BUDGET + 1, 14_000)));
		assert_eq!(phase(), AuctionPhase::Bidding);
		go_to(11);
		assert_eq!((phase(), Placements::slot(slot).unwrap().lead), (AuctionPhase::Revealing, None));
		assert_ok!(call(&RIVAL, reveal_call(slot, 14_000)));
		let lead = |bidder, price, budget| Some(LeadOverview { bidder, price, budget });
		assert_eq!(Placements::slot(slot).unwrap().lead, lead(RIVAL, RESERVE, BUDGET + 1));
		assert_ok!(call(&BRAND, reveal_call(slot, 15_000)));
		assert_eq!(Placements::slot(slot).unwrap().lead, lead(BRAND, 14_000, BUDGET));
		let bids: Vec<_> = Placements::bids(slot).into_iter().map(|bid| (bid.number, bid.bidder, bid.price)).collect();
		assert_eq!(bids, [(0, BRAND, Some(15_000)), (1, RIVAL, Some(14_000))]);
		go_to(21);
		assert_eq!(phase(), AuctionPhase::Won);
		assert_ok!(call(&ANYBODY, Call::award { slot }));
		let awarded = Placements::slot(slot).unwrap();
		assert_eq!((awarded.phase, awarded.lead, awarded.campaign), (AuctionPhase::Awarded, None, Some(0)));
		assert_eq!(Placements::slot(7), None);
	});
}

#[test]
fn slots_and_campaigns_are_listed_the_newest_first() {
	execute(|| {
		open();
		assert_ok!(call(&CREATOR, open_call(terms())));
		let slots = |content| Placements::slots(content).into_iter().map(|slot| slot.slot).collect::<Vec<_>>();
		assert_eq!((slots(None), slots(Some(0)), slots(Some(1))), (vec![1, 0], vec![1, 0], vec![]));
		for (slot, who) in [(0, &BRAND), (1, &RIVAL)] {
			assert_ok!(call(who, bid_call(slot, who, BUDGET, RESERVE)));
		}
		go_to(11);
		assert_ok!(call(&BRAND, reveal_call(0, RESERVE)));
		assert_ok!(call(&RIVAL, reveal_call(1, RESERVE)));
		go_to(21);
		assert_ok!(call(&ANYBODY, Call::award { slot: 1 }));
		assert_ok!(call(&ANYBODY, Call::award { slot: 0 }));
		let campaigns =
			|brand| Placements::campaigns(brand).into_iter().map(|row| (row.campaign, row.slot)).collect::<Vec<_>>();
		assert_eq!(campaigns(None), [(1, 0), (0, 1)]);
		assert_eq!(campaigns(Some(BRAND)), [(1, 0)]);
		assert_eq!((Placements::campaign(2), Placements::page(0, 0)), (None, None));
		wind_up();
	});
}

#[test]
fn a_page_shows_what_can_be_challenged_and_until_when() {
	execute(|| {
		win();
		settle_receipts(0, 30, &SITE);
		let root = Pages::<Test>::get(0, 0).unwrap().pending.unwrap().receipts;
		let pending = Placements::page(0, 0).unwrap().pending.unwrap();
		assert_eq!((pending.submitter, pending.impressions, pending.receipts), (SUBMITTER, 30, 30));
		assert_eq!((pending.root, pending.until, pending.challenge), (root, 40, None));
		assert_ok!(call(&CHALLENGER, Call::challenge { campaign: 0, page: 0 }));
		let challenge = Placements::page(0, 0).unwrap().pending.unwrap().challenge.unwrap();
		let expected = (CHALLENGER, 32, 32 + ANSWER, vec![]);
		assert_eq!((challenge.challenger, challenge.drawn_in, challenge.answer_until, challenge.receipts), expected);
		go_to(200);
		assert!(Placements::page(0, 0).unwrap().pending.is_some(), "a challenge does not run out by itself");
	});
}
