//! A placement with the runtime's own register, fees, deposits and randomness.

use super::externalities;
use crate::{configs::utilities::ProxyType, constants::*, *};
use frame_support::{
	assert_ok,
	traits::{fungible::Inspect, InstanceFilter},
};
use pallet_placements::{Call, WeightInfo};
use promptale_primitives::{
	content::EngineVersion,
	placement::{bid_commitment, AttesterSignature, Region, Settlement, SlotTerms, Total, MAX_ATTESTERS, MAX_PAYEES},
	settlement::{FeeSource, Inflow},
};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave};

#[test]
fn a_brands_money_reaches_site_holders_and_settlements() {
	externalities("development").execute_with(|| {
		System::set_block_number(1);
		let [alice, bob, charlie] = [Alice, Bob, Charlie].map(|who| who.to_account_id());
		let signed = |who: &AccountId| RuntimeOrigin::signed(who.clone());
		let holders = vec![(alice.clone(), 1_000)].try_into().unwrap();
		let engine = EngineVersion { model: 0, checkpoint: [2; 32] };
		assert_ok!(Shares::register_content(signed(&alice), [1; 32], engine, [3; 32], 1_000, holders));
		let content = Shares::content_by_image([1; 32]).unwrap();
		let terms = SlotTerms {
			region: Region::Panel { panel: 2 },
			bidding_until: 10,
			reveal_until: 20,
			from: 21,
			until: 21 + DAYS,
			epoch: HOURS,
			cap: 10_000,
			reserve: TALE,
			least_budget: 10 * TALE,
			publishers: 600_000,
			challenge_window: 10,
		};
		let attesters = vec![Dave.to_account_id().into()].try_into().unwrap();
		assert_ok!(Placements::open_slot(signed(&alice), content, terms, attesters));
		let before = [&alice, &bob, &charlie].map(Balances::total_balance);
		let commitment = bid_commitment(&Placements::genesis(), 0, &bob, 2 * TALE, &[7; 32], &[8; 32]);
		let hash = Placements::slot(0).unwrap().terms_hash;
		assert_ok!(Placements::bid(signed(&bob), 0, 20 * TALE, commitment, hash));
		System::set_block_number(11);
		assert_ok!(Placements::reveal(signed(&bob), 0, 2 * TALE, [7; 32], [8; 32]));
		System::set_block_number(21);
		assert_ok!(Placements::award(signed(&charlie), 0));
		let totals = vec![Total { payee: charlie.clone(), amount: 6 * TALE }].try_into().unwrap();
		let settlement = Settlement { sequence: 0, epoch: 0, impressions: 10_000, receipts: [0; 32], totals };
		let message = settlement.signing_bytes(&Placements::genesis(), 0, 0, 0);
		let signatures = vec![AttesterSignature { attester: 0, signature: Dave.sign(&message).0 }].try_into().unwrap();
		assert_ok!(Placements::settle(signed(&alice), 0, 0, settlement, signatures));
		System::set_block_number(32);
		assert_ok!(Placements::claim(signed(&charlie), 0, 0, charlie.clone()));
		assert_ok!(Placements::collect(signed(&alice), 0, 0));

		// 10,000 impressions at the reserve of 1 $TALE: 60 % the site's, 5 % the chain's, the rest the holders'.
		let now = [&alice, &bob, &charlie].map(Balances::total_balance);
		assert_eq!((now[0], before[1] - now[1], now[2] - before[2]), (before[0], 10 * TALE, 6 * TALE));
		let flow = Settlements::flows().inflows.into_iter().find(|flow| flow.0 == Inflow::Fee(FeeSource::Placement));
		let flow = flow.unwrap().1;
		assert_eq!(flow.received, TALE / 2);
		// The holders' part of the fee goes to the same shares.
		let dividends: Balance = Shares::holdings(alice)[0].dividends.iter().map(|row| row.pending).sum();
		assert_eq!(dividends, 35 * TALE / 10 + flow.to.dividends);
		assert_eq!(Balances::total_issuance(), TOTAL_SUPPLY);
	});
}

/// The goal: at most 5 ms of declared time for 64 payees, whatever the number of impressions.
#[test]
fn a_settlement_of_sixty_four_payees_declares_five_milliseconds_at_most() {
	let weight = <Runtime as pallet_placements::Config>::WeightInfo::settle(MAX_PAYEES, MAX_ATTESTERS);
	assert!(weight.ref_time() <= 5_000_000_000, "{weight:?}");
}

#[test]
fn a_proxy_that_may_not_transfer_reveals_and_claims_but_does_not_bid() {
	let call = RuntimeCall::Placements;
	let who = Alice.to_account_id();
	assert!(ProxyType::NonTransfer.filter(&call(Call::claim { campaign: 0, page: 0, payee: who })));
	assert!(ProxyType::NonTransfer.filter(&call(Call::reveal { slot: 0, price: 1, picture: [0; 32], salt: [0; 32] })));
	let bid = Call::bid { slot: 0, budget: 1, commitment: [0; 32], terms: [0; 32] };
	assert!(!ProxyType::NonTransfer.filter(&call(bid)));
	assert!(!ProxyType::NonTransfer.filter(&call(Call::challenge { campaign: 0, page: 0 })));
}
