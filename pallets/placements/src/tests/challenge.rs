//! Challenges and their answers.

use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::placement::{
	placement_beacon, sampled_receipts, AttesterSignature, Receipt, ReceiptProofs, SignedReceipt,
};

const CHALLENGE: Call<Test> = Call::challenge { campaign: 0, page: 0 };
const VOID: Call<Test> = Call::void { campaign: 0, page: 0 };

fn answer(receipts: ReceiptProofs<AccountId>) -> Call<Test> {
	Call::answer { campaign: 0, page: 0, receipts }
}

/// A challenged settlement of 40 impressions after 20 that are settled for good, and the receipts of these 40.
fn challenged() -> Vec<SignedReceipt<AccountId>> {
	win();
	settle_receipts(0, 20, &SITE);
	go_to(41);
	let receipts = settle_receipts(20, 60, &SITE);
	assert_ok!(call(&CHALLENGER, CHALLENGE));
	receipts
}

#[test]
fn an_answered_challenge_costs_its_bond_and_changes_nothing_else() {
	execute(|| {
		let receipts = challenged();
		assert_eq!(held(&CHALLENGER, HoldReason::Challenge), CHALLENGE_BOND);
		go_to(43);
		assert_eq!(asked(), Vec::<u32>::new(), "nobody knows yet which");
		refused(&ANYBODY, answer(Default::default()), Error::<Test>::BeaconUnknown);
		go_to(44);
		let asked = asked();
		assert_eq!(asked.len(), 16);
		let half = CHALLENGE_BOND as i128 / 2;
		let rest = CHALLENGE_BOND as i128 - half;
		let moves = moved(&ANYBODY, answer(proofs(&receipts, &asked)));
		assert_eq!(moves, [(CHALLENGER, -(CHALLENGE_BOND as i128)), (ANYBODY, half), (SLASHED, rest)]);
		assert_eq!(Placements::page(0, 0).unwrap().pending.unwrap().answered, 1);
		refused(&ANYBODY, answer(proofs(&receipts, &asked)), Error::<Test>::NotChallenged);
		refused(&ANYBODY, VOID, Error::<Test>::NotChallenged);
		go_to(52);
		assert_eq!(moved(&SITE, Call::claim { campaign: 0, page: 0, payee: SITE }), [(BRAND, -360), (SITE, 360)]);
		wind_up();
	});
}

#[test]
fn a_settlement_without_receipts_is_void_and_costs_its_submitter() {
	execute(|| {
		challenged();
		let before = Placements::campaign(0).unwrap();
		assert_eq!((before.impressions, before.spent), (60, 600));
		refused(&ANYBODY, VOID, Error::<Test>::AnswerPeriodRuns);
		go_to(43 + ANSWER);
		refused(&ANYBODY, VOID, Error::<Test>::AnswerPeriodRuns);
		go_to(44 + ANSWER);
		refused(&ANYBODY, answer(Default::default()), Error::<Test>::AnswerTooLate);
		let half = SETTLEMENT_BOND as i128 / 2;
		let rest = SETTLEMENT_BOND as i128 - half;
		let moves = [(SUBMITTER, -(SETTLEMENT_BOND as i128)), (CHALLENGER, half), (SLASHED, rest)];
		assert_eq!(moved(&ANYBODY, VOID), moves);
		assert_eq!(held(&CHALLENGER, HoldReason::Challenge), 0);
		let campaign = Placements::campaign(0).unwrap();
		assert_eq!((campaign.impressions, campaign.spent, campaign.pending), (20, 200, 0));
		let page = Placements::page(0, 0).unwrap();
		assert_eq!((page.payees[0].total, page.payees[0].claimable), (120, 120), "what was settled before stays");
		refused(&ANYBODY, VOID, Error::<Test>::NothingPending);
		// The same signatures do not count again; new ones do.
		wind_up();
	});
}

#[test]
fn payees_of_a_void_settlement_are_gone() {
	execute(|| {
		win();
		settle(10, &[(SITE, 60)]);
		assert_ok!(call(&CHALLENGER, CHALLENGE));
		go_to(33 + ANSWER);
		assert_ok!(call(&ANYBODY, VOID));
		assert_eq!(Placements::page(0, 0).unwrap().payees, []);
		settle(10, &[(BLOG, 60)]);
		wind_up();
	});
}

#[test]
fn nothing_but_the_right_receipts_is_an_answer() {
	execute(|| {
		let receipts = challenged();
		go_to(44);
		let asked = asked();
		let good = proofs(&receipts, &asked);
		let bad = |receipts| refused(&ANYBODY, answer(receipts), Error::<Test>::WrongReceipts);
		bad(Default::default());
		let mut fewer = good.clone();
		fewer.pop();
		bad(fewer);
		let mut swapped = good.clone();
		swapped.as_mut().swap(0, 1);
		bad(swapped);
		let other: Vec<_> = (0..40).filter(|at| !asked.contains(at)).take(16).collect();
		bad(proofs(&receipts, &other));
		let mut path = good.clone();
		path[3].path[0] = [0; 32];
		bad(path);
		let mut payee = good.clone();
		payee[3].receipt.receipt.payee = BLOG;
		bad(payee);
		assert_eq!(call(&ANYBODY, answer(good)), Ok(()));
	});
}

/// Settles receipts that `change` was done to, and answers a challenge with them.
fn with_changed(change: impl Fn(&mut Receipt<AccountId>), resign: bool) -> Result<(), sp_runtime::DispatchError> {
	let mut result = Ok(());
	execute(|| {
		win();
		let mut receipts = receipts(0, 5, &SITE);
		change(&mut receipts[2].receipt);
		if resign {
			receipts[2] = signed(receipts[2].receipt.clone());
		}
		let mut settlement = settlement(0, 5, &[(SITE, 30)]);
		settlement.receipts = root(&receipts);
		assert_ok!(call(&SUBMITTER, settle_call(0, settlement)));
		assert_ok!(call(&CHALLENGER, CHALLENGE));
		go_to(33);
		assert_eq!(asked(), [0, 1, 2, 3, 4], "all of a few");
		result = call(&ANYBODY, answer(proofs(&receipts, &asked())));
	});
	result
}

#[test]
fn receipts_that_attesters_should_not_have_counted_are_no_answer() {
	let wrong = Err(Error::<Test>::WrongReceipts.into());
	assert_eq!(with_changed(|_| {}, true), Ok(()));
	assert_eq!(with_changed(|receipt| receipt.block = 29, true), wrong, "before the window");
	assert_eq!(with_changed(|receipt| receipt.block = 34, true), wrong, "in the future");
	assert_eq!(with_changed(|receipt| receipt.payee = BLOG, true), wrong, "for nobody who is paid");
	assert_eq!(with_changed(|receipt| receipt.index = 1, true), wrong, "the same twice");
	assert_eq!(with_changed(|receipt| receipt.campaign = 1, true), wrong, "of another campaign");
	assert_eq!(with_changed(|receipt| receipt.page = 1, true), wrong, "of another page");
	assert_eq!(with_changed(|receipt| receipt.viewer = [9; 32], false), wrong, "not signed");
}

#[test]
fn a_receipt_that_no_attester_signed_is_no_answer() {
	execute(|| {
		win();
		let mut receipts = receipts(0, 2, &SITE);
		let AttesterSignature { signature, .. } = receipts[1].signature;
		receipts[1].signature = AttesterSignature { attester: ATTESTERS, signature };
		let mut settlement = settlement(0, 2, &[(SITE, 12)]);
		settlement.receipts = root(&receipts);
		assert_ok!(call(&SUBMITTER, settle_call(0, settlement)));
		assert_ok!(call(&CHALLENGER, CHALLENGE));
		go_to(33);
		refused(&ANYBODY, answer(proofs(&receipts, &[0, 1])), Error::<Test>::WrongReceipts);
	});
}

#[test]
fn a_settlement_is_challenged_while_its_window_lasts_one_challenge_at_a_time() {
	execute(|| {
		win();
		refused(&CHALLENGER, CHALLENGE, Error::<Test>::UnknownPage);
		let receipts = settle_receipts(0, 30, &SITE);
		refused(&POOR, CHALLENGE, Error::<Test>::DepositNotPaid);
		assert_ok!(call(&CHALLENGER, CHALLENGE));
		refused(&RIVAL, CHALLENGE, Error::<Test>::AlreadyChallenged);
		let mut drawn = Vec::new();
		for again in 1..=4 {
			go_to(30 + 3 * again);
			drawn.push(asked());
			assert_ok!(call(&ANYBODY, answer(proofs(&receipts, &asked()))));
			match again {
				4 => refused(&RIVAL, CHALLENGE, Error::<Test>::ChallengeWindowOver),
				3 => assert_eq!(call(&RIVAL, CHALLENGE), Ok(())),
				_ => assert_eq!(call(&CHALLENGER, CHALLENGE), Ok(())),
			}
			check();
		}
		drawn.sort();
		drawn.dedup();
		assert_eq!(drawn.len(), 4, "others are asked for each time");
		Pages::<Test>::mutate(0, 0, |page| page.as_mut().unwrap().pending.as_mut().unwrap().until = 50);
		refused(&RIVAL, CHALLENGE, Error::<Test>::TooManyChallenges);
		go_to(51);
		settle(31, &[(SITE, 186)]);
		go_to(63);
		assert_ok!(call(&ANYBODY, Call::collect { campaign: 0, page: 0 }));
		refused(&RIVAL, CHALLENGE, Error::<Test>::NothingPending);
		wind_up();
	});
}

#[test]
fn a_challenge_at_the_last_moment_is_answered_when_the_window_is_over() {
	execute(|| {
		win();
		let receipts = settle_receipts(0, 30, &SITE);
		go_to(40);
		assert_ok!(call(&CHALLENGER, CHALLENGE));
		go_to(43);
		let claim = Call::claim { campaign: 0, page: 0, payee: SITE };
		refused(&SITE, claim.clone(), Error::<Test>::NothingToClaim);
		assert_ok!(call(&ANYBODY, answer(proofs(&receipts, &asked()))));
		assert_ok!(call(&SITE, claim));
	});
}

#[test]
fn which_receipts_are_asked_for_is_the_later_blocks_randomness() {
	execute(|| {
		challenged();
		go_to(44);
		let randomness = {
			System::set_block_number(43);
			let (randomness, _) =
				<BlockHashes as frame_support::traits::Randomness<_, _>>::random(b"promptale placements beacon");
			System::set_block_number(44);
			randomness
		};
		let root = Pages::<Test>::get(0, 0).unwrap().pending.unwrap().receipts;
		let expected = sampled_receipts(&placement_beacon(randomness.as_ref(), 43), 0, 0, 1, &root, 40);
		assert_eq!(asked(), expected);
	});
}

#[test]
fn challenges_of_one_block_share_its_beacon_until_the_last_ends() {
	execute(|| {
		win();
		let receipts = settle_receipts(0, 10, &SITE);
		assert_ok!(call(&SUBMITTER, settle_call(1, settlement(1, 10, &[(SITE, 60)]))));
		assert_ok!(call(&CHALLENGER, CHALLENGE));
		assert_ok!(call(&CHALLENGER, Call::challenge { campaign: 0, page: 1 }));
		assert_eq!(Beacons::<Test>::get(32), Some(BlockBeacon { challenges: 2, beacon: None }));
		go_to(33);
		assert_ok!(call(&ANYBODY, answer(proofs(&receipts, &asked()))));
		assert_eq!(Beacons::<Test>::get(32).unwrap().challenges, 1);
		go_to(33 + ANSWER);
		assert_ok!(call(&ANYBODY, Call::void { campaign: 0, page: 1 }));
		assert_eq!(Beacons::<Test>::iter().count(), 0);
	});
}
