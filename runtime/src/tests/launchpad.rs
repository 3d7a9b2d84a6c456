//! A raise with the runtime's own register, fees, deposits and governance.

use super::externalities;
use crate::{configs::utilities::ProxyType, constants::*, governance::origins::Origin, *};
use frame_support::{
	assert_noop, assert_ok,
	traits::{fungible::Inspect, fungibles::Inspect as _, InstanceFilter},
};
use promptale_primitives::{
	content::{ContentId, EngineVersion},
	raise::{Failure, Milestone, RaiseTerms, Stage},
	settlement::{FeeSource, Inflow},
};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};

fn signed(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

/// Two milestones of half the money.
fn terms() -> RaiseTerms {
	let milestone = |opens, due| Milestone { part: 500_000, description: [7; 32], opens, due, voting: HOURS };
	RaiseTerms {
		shares: 400,
		soft_cap: 1_000 * TALE,
		hard_cap: 2_000 * TALE,
		least: TALE,
		most: 2_000 * TALE,
		opens: 1,
		public: 1,
		closes: DAYS,
		whitelist: None,
		milestones: vec![milestone(1, 2 * DAYS), milestone(1, 3 * DAYS)].try_into().unwrap(),
	}
}

/// Alice's content and its raise, which Bob and Charlie fill with a quarter and three quarters.
fn funded() -> ContentId {
	System::set_block_number(1);
	let [alice, bob, charlie] = [Alice, Bob, Charlie].map(|who| who.to_account_id());
	let engine = EngineVersion { model: 0, checkpoint: [2; 32] };
	let holders = vec![(alice.clone(), 1_000)].try_into().unwrap();
	assert_ok!(Shares::register_content(signed(&alice), [1; 32], engine, [3; 32], 1_000, holders));
	let content = Shares::content_by_image([1; 32]).unwrap();
	assert_ok!(Launchpad::open_raise(signed(&alice), content, terms()));
	assert_ok!(Launchpad::contribute(signed(&bob), 0, 500 * TALE, None));
	assert_ok!(Launchpad::contribute(signed(&charlie), 0, 1_500 * TALE, None));
	content
}

#[test]
fn a_raise_reaches_creator_backers_and_settlements() {
	externalities("development").execute_with(|| {
		let content = funded();
		let [alice, bob, charlie] = [Alice, Bob, Charlie].map(|who| who.to_account_id());
		assert_ok!(Launchpad::request_milestone(signed(&alice), 0, [9; 32]));
		assert_ok!(Launchpad::vote_milestone(signed(&charlie), 0, 1, true));
		let before = Balances::total_balance(&alice);
		assert_ok!(Launchpad::release_milestone(signed(&bob), 0));
		assert_eq!(Balances::total_balance(&alice) - before, 975 * TALE);
		let flows = Settlements::flows().inflows;
		let fees = flows.into_iter().find(|(inflow, _)| *inflow == Inflow::Fee(FeeSource::Launchpad)).unwrap().1;
		assert_eq!(fees.received, 25 * TALE);

		System::set_block_number(3 * DAYS);
		assert_eq!(Launchpad::raise(0).unwrap().stage, Stage::Failed(Failure::Undelivered));
		for (who, refund, shares) in [(&bob, 250, 50), (&charlie, 750, 150)] {
			let before = Balances::total_balance(who);
			assert_ok!(Launchpad::claim_refund(signed(&alice), 0, who.clone()));
			assert_ok!(Launchpad::claim_shares(signed(&alice), 0, who.clone()));
			assert_eq!(Balances::total_balance(who) - before, refund * TALE);
			assert_eq!(Shares::balance(content, who), shares);
		}
		assert_ok!(Launchpad::close_raise(signed(&bob), 0));
		assert_eq!(Shares::balance(content, &alice), 800, "free again");
		assert_eq!(Balances::total_balance(&Launchpad::raise_account(0)), 0);
		assert_eq!(Balances::total_issuance(), TOTAL_SUPPLY);
	});
}

#[test]
fn governance_takes_a_raise_down_and_nobody_else() {
	externalities("development").execute_with(|| {
		funded();
		for origin in [signed(&Alice.to_account_id()), Origin::ParameterAdmin.into(), Origin::Treasurer.into()] {
			assert_noop!(Launchpad::take_down(origin, 0), sp_runtime::DispatchError::BadOrigin);
		}
		assert_ok!(Launchpad::take_down(Origin::EmergencyPauser.into(), 0));
		assert_eq!(Launchpad::raise(0).unwrap().stage, Stage::Failed(Failure::TakenDown));
	});
}

#[test]
fn a_proxy_that_may_not_transfer_votes_and_contributes_nothing() {
	let vote = RuntimeCall::Launchpad(pallet_launchpad::Call::vote_milestone { raise: 0, ballot: 1, approve: true });
	let give = RuntimeCall::Launchpad(pallet_launchpad::Call::contribute { raise: 0, amount: 1, proof: None });
	assert!(ProxyType::NonTransfer.filter(&vote));
	assert!(!ProxyType::NonTransfer.filter(&give));
}
