//! Slots and their auctions.

use crate::{mock::*, *};
use frame_support::{assert_ok, traits::ConstU32, BoundedVec};
use promptale_primitives::{
	placement::{AuctionPhase, Region, SlotTerms},
	Balance, MILLION,
};

#[test]
fn a_slot_is_opened_by_the_creator_for_a_deposit() {
	execute(|| {
		register();
		refused(&BRAND, open_call(terms()), Error::<Test>::NotCreator);
		assert_eq!(moved(&CREATOR, open_call(terms())), []);
		assert_eq!(held(&CREATOR, HoldReason::Slot), SLOT_DEPOSIT);
		let slot = Placements::slot(0).unwrap();
		assert_eq!((slot.content, slot.terms, slot.fee_rate), (0, terms(), FEE));
		assert_eq!((slot.phase, slot.bids, slot.lead), (AuctionPhase::Bidding, 0, None));
		assert_eq!(events(), [Event::SlotOpened { slot: 0, content: 0, creator: CREATOR }]);
	});
}

#[test]
fn terms_that_cannot_work_are_refused() {
	execute(|| {
		refused(&CREATOR, open_call(terms()), Error::<Test>::UnknownContent);
		register();
		let changed = |change: fn(&mut SlotTerms)| {
			let mut terms = terms();
			change(&mut terms);
			open_call(terms)
		};
		type Change = fn(&mut SlotTerms);
		let cases: [(Change, Error<Test>); 17] = [
			(|terms| terms.region = Region::Image { x: 1, y: 0, width: MILLION, height: 1 }, Error::RegionOutside),
			(|terms| terms.bidding_until = 1, Error::TooLate),
			(|terms| terms.reveal_until = 14, Error::RevealTooShort),
			(|terms| terms.reveal_until = 9, Error::RevealTooShort),
			(|terms| terms.from = 20, Error::WindowTooEarly),
			(|terms| terms.until = 30, Error::WindowLength),
			(|terms| terms.until = 29, Error::WindowLength),
			(|terms| terms.until = 1_031, Error::WindowLength),
			(|terms| terms.epoch = 0, Error::EpochLength),
			(|terms| terms.epoch = 101, Error::EpochLength),
			(|terms| terms.cap = 0, Error::ZeroAmount),
			(|terms| terms.reserve = 0, Error::ZeroAmount),
			(|terms| terms.least_budget = 99, Error::BudgetTooSmall),
			(|terms| terms.publishers = MILLION - FEE + 1, Error::PartsTooLarge),
			(|terms| terms.publishers = u32::MAX, Error::PartsTooLarge),
			(|terms| terms.challenge_window = 2, Error::ChallengeWindowLength),
			(|terms| terms.challenge_window = 51, Error::ChallengeWindowLength),
		];
		for (change, error) in cases {
			refused(&CREATOR, changed(change), error);
		}
		let with = |attesters: Vec<[u8; 32]>| Call::open_slot {
			content: 0,
			terms: terms(),
			attesters: BoundedVec::<_, ConstU32<16>>::truncate_from(attesters),
		};
		refused(&CREATOR, with(vec![]), Error::<Test>::NoAttesters);
		refused(&CREATOR, with(vec![[2; 32], [1; 32]]), Error::<Test>::AttestersNotAscending);
		refused(&CREATOR, with(vec![[1; 32], [1; 32]]), Error::<Test>::AttestersNotAscending);
		NextSlot::<Test>::put(u32::MAX);
		refused(&CREATOR, open_call(terms()), Error::<Test>::NoNumbersLeft);
		NextSlot::<Test>::put(0);
		let rest = Balances::free_balance(&CREATOR) - SLOT_DEPOSIT;
		assert_ok!(Balances::transfer_allow_death(RuntimeOrigin::signed(CREATOR), ANYBODY, rest));
		refused(&CREATOR, open_call(terms()), Error::<Test>::DepositNotPaid);
	});
}

#[test]
fn bids_bind_their_budget_and_say_no_more() {
	execute(|| {
		let slot = open();
		assert_eq!(moved(&BRAND, bid_call(slot, &BRAND, BUDGET, 12_000)), []);
		assert_eq!((held(&BRAND, HoldReason::Budget), held(&BRAND, HoldReason::Bid)), (BUDGET, BID_DEPOSIT));
		assert_eq!(Placements::bids(slot)[0].price, None);
		refused(&BRAND, bid_call(slot, &BRAND, BUDGET, 13_000), Error::<Test>::AlreadyBid);
		refused(&RIVAL, bid_call(slot, &RIVAL, 999, 13_000), Error::<Test>::BudgetTooSmall);
		refused(&RIVAL, bid_call(slot, &RIVAL, WEALTH, 13_000), Error::<Test>::NotEnoughMoney);
		refused(&POOR, bid_call(slot, &POOR, 1_000, 13_000), Error::<Test>::DepositNotPaid);
		let other = Call::bid { slot, budget: BUDGET, commitment: [0; 32], terms: [1; 32] };
		refused(&RIVAL, other, Error::<Test>::OtherTerms);
		let unknown = Call::bid { slot: 9, budget: BUDGET, commitment: [0; 32], terms: [1; 32] };
		refused(&RIVAL, unknown, Error::<Test>::UnknownSlot);
		go_to(10);
		assert_ok!(call(&RIVAL, bid_call(slot, &RIVAL, BUDGET, 13_000)));
		go_to(11);
		refused(&ANYBODY, bid_call(slot, &ANYBODY, BUDGET, 13_000), Error::<Test>::BiddingOver);
	});
}

#[test]
fn the_best_price_wins_and_pays_the_second() {
	execute(|| {
		let slot = open();
		let bids = [(&BRAND, 15_000), (&RIVAL, 12_000), (&CHALLENGER, 11_000)];
		for (who, price) in bids {
			assert_ok!(call(who, bid_call(slot, who, BUDGET, price)));
		}
		refused(&BRAND, reveal_call(slot, 15_000), Error::<Test>::BiddingRuns);
		go_to(11);
		for (who, price) in [bids[2], bids[0], bids[1]] {
			assert_eq!(moved(who, reveal_call(slot, price)), []);
			check();
		}
		refused(&ANYBODY, Call::award { slot }, Error::<Test>::AuctionRuns);
		go_to(21);
		assert_eq!(Placements::slot(slot).unwrap().phase, AuctionPhase::Won);
		refused(&ANYBODY, Call::withdraw_bid { slot, bidder: BRAND }, Error::<Test>::BidWon);
		assert_eq!(moved(&ANYBODY, Call::award { slot }), []);
		let campaign = Placements::campaign(0).unwrap();
		assert_eq!((campaign.brand, campaign.price, campaign.budget), (BRAND, 12_000, BUDGET));
		assert_eq!((campaign.picture, campaign.slot), (PICTURE, slot));
		assert_eq!(held(&BRAND, HoldReason::Budget), BUDGET, "the bid's money is the campaign's");
		refused(&ANYBODY, Call::award { slot }, Error::<Test>::AlreadyAwarded);
		for bidder in [RIVAL, CHALLENGER] {
			assert_eq!(moved(&ANYBODY, Call::withdraw_bid { slot, bidder: bidder.clone() }), []);
			assert_eq!((held(&bidder, HoldReason::Budget), held(&bidder, HoldReason::Bid)), (0, 0));
			refused(&ANYBODY, Call::withdraw_bid { slot, bidder }, Error::<Test>::UnknownBid);
		}
		wind_up();
	});
}

#[test]
fn the_order_of_bids_and_reveals_changes_neither_winner_nor_price() {
	let prices = [15_000, 12_000, 11_000, 9_000];
	let bidders = [BRAND, RIVAL, CHALLENGER, SUBMITTER];
	let orders = [[0usize, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]];
	for bidding in orders {
		for revealing in orders {
			execute(|| {
				let slot = open();
				for at in bidding {
					assert_ok!(call(&bidders[at], bid_call(slot, &bidders[at], BUDGET, prices[at])));
					go_to(System::block_number() + 2);
				}
				go_to(11);
				for at in revealing {
					assert_ok!(call(&bidders[at], reveal_call(slot, prices[at])));
					check();
				}
				go_to(21);
				assert_ok!(call(&ANYBODY, Call::award { slot }));
				let campaign = Placements::campaign(0).unwrap();
				assert_eq!((campaign.brand, campaign.price), (BRAND, 12_000));
			});
		}
	}
}

#[test]
fn of_equal_prices_the_earlier_bid_wins_and_pays_as_much() {
	for first in [true, false] {
		execute(|| {
			let slot = open();
			for who in [&RIVAL, &BRAND] {
				assert_ok!(call(who, bid_call(slot, who, BUDGET, 12_000)));
			}
			go_to(11);
			let order = if first { [&RIVAL, &BRAND] } else { [&BRAND, &RIVAL] };
			for who in order {
				assert_ok!(call(who, reveal_call(slot, 12_000)));
			}
			go_to(21);
			assert_ok!(call(&ANYBODY, Call::award { slot }));
			let campaign = Placements::campaign(0).unwrap();
			assert_eq!((campaign.brand, campaign.price), (RIVAL, 12_000));
		});
	}
}

#[test]
fn bids_below_the_reserve_do_not_win_and_lose_nothing() {
	execute(|| {
		let slot = open();
		assert_ok!(call(&BRAND, bid_call(slot, &BRAND, BUDGET, RESERVE - 1)));
		go_to(11);
		assert_ok!(call(&BRAND, reveal_call(slot, RESERVE - 1)));
		go_to(21);
		assert_eq!(Placements::slot(slot).unwrap().phase, AuctionPhase::Failed);
		refused(&ANYBODY, Call::award { slot }, Error::<Test>::NobodyWon);
		refused(&ANYBODY, Call::remove_slot { slot }, Error::<Test>::BidsLeft);
		assert_eq!(moved(&BRAND, Call::withdraw_bid { slot, bidder: BRAND }), []);
		assert_eq!(held(&BRAND, HoldReason::Budget), 0);
		assert_eq!(moved(&ANYBODY, Call::remove_slot { slot }), []);
		assert_eq!(held(&CREATOR, HoldReason::Slot), 0);
		refused(&ANYBODY, Call::remove_slot { slot }, Error::<Test>::UnknownSlot);
	});
}

#[test]
fn only_what_was_committed_to_is_revealed_once_and_in_time() {
	execute(|| {
		let slot = open();
		assert_ok!(call(&BRAND, bid_call(slot, &BRAND, BUDGET, 12_000)));
		// A copy of it cannot be opened by the copier.
		let terms = Placements::slot(slot).unwrap().terms_hash;
		let copied = Call::bid { slot, budget: BUDGET, commitment: commitment(slot, &BRAND, 12_000), terms };
		assert_ok!(call(&RIVAL, copied));
		go_to(11);
		refused(&BRAND, reveal_call(slot, 12_001), Error::<Test>::OtherBid);
		refused(&RIVAL, reveal_call(slot, 12_000), Error::<Test>::OtherBid);
		let picture = Call::reveal { slot, price: 12_000, picture: [0; 32], salt: [5; 32] };
		refused(&BRAND, picture, Error::<Test>::OtherBid);
		refused(&ANYBODY, reveal_call(slot, 12_000), Error::<Test>::UnknownBid);
		refused(&BRAND, Call::withdraw_bid { slot, bidder: BRAND }, Error::<Test>::AuctionRuns);
		assert_ok!(call(&BRAND, reveal_call(slot, 12_000)));
		refused(&BRAND, reveal_call(slot, 12_000), Error::<Test>::AlreadyRevealed);
		go_to(21);
		refused(&RIVAL, reveal_call(slot, 12_000), Error::<Test>::RevealOver);
	});
}

#[test]
fn a_slot_without_bids_is_removed_by_its_creator_at_once() {
	execute(|| {
		let slot = open();
		refused(&ANYBODY, Call::remove_slot { slot }, Error::<Test>::NotCreator);
		assert_ok!(call(&CREATOR, Call::remove_slot { slot }));
		assert_eq!(held(&CREATOR, HoldReason::Slot), 0);
		assert_ok!(call(&CREATOR, open_call(terms())));
		assert_ok!(call(&BRAND, bid_call(1, &BRAND, BUDGET, RESERVE)));
		refused(&CREATOR, Call::remove_slot { slot: 1 }, Error::<Test>::BidsLeft);
		go_to(11);
		assert_ok!(call(&BRAND, reveal_call(1, RESERVE)));
		go_to(21);
		assert_ok!(call(&ANYBODY, Call::award { slot: 1 }));
		refused(&CREATOR, Call::remove_slot { slot: 1 }, Error::<Test>::CampaignLeft);
	});
}

#[test]
fn who_does_not_reveal_loses_a_part_of_the_budget_to_the_chain() {
	execute(|| {
		let slot = open();
		assert_ok!(call(&RIVAL, bid_call(slot, &RIVAL, 12_345, 50_000)));
		go_to(21);
		let lost: Balance = 1_234;
		let moves = moved(&ANYBODY, Call::withdraw_bid { slot, bidder: RIVAL });
		assert_eq!(moves, [(RIVAL, -(lost as i128)), (SLASHED, lost as i128)]);
		assert_eq!((held(&RIVAL, HoldReason::Budget), held(&RIVAL, HoldReason::Bid)), (0, 0));
	});
}
