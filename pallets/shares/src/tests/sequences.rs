//! Random sequences of everything that moves shares or brings revenue, against a model that gives every holder its part of
//! every deposit at once, in exact fractions. In the end everybody leaves, and the pots are empty.

use crate::{mock::*, *};
use frame_support::traits::{
	fungible::Balanced,
	fungibles::{
		hold::{Inspect as _, Mutate as _},
		Inspect as _,
	},
	tokens::{Fortitude::Polite, Precision, Preservation, Restriction},
};
use promptale_primitives::{
	content::{ContentId, ContentRegister},
	Balance,
};
use proptest::{
	prelude::*,
	test_runner::{Config as ProptestConfig, RngAlgorithm, TestRng, TestRunner},
};
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};

const ACTORS: [AccountId; 4] = [ALICE, BOB, CAROL, POOR];
const ASSETS: [Asset; 5] = [TALE, DOLLAR, EURO, YEN, POUND];
const REASONS: [RuntimeHoldReason; 3] = [ORDER, RAISE, LOAN];

/// Contents and actors are indices; amounts of shares are parts in hundredths of what there is.
#[derive(Clone, PartialEq, Debug)]
enum Action {
	Transfer(u8, u8, u8, Balance),
	/// As another pallet does it; whether the sender must stay.
	HandOver(u8, u8, u8, Balance, bool),
	Hold(u8, u8, u8, Balance),
	Release(u8, u8, u8, Balance),
	/// What an order or a slash does; whether it stays on hold.
	TransferHeld(u8, u8, u8, u8, Balance, bool),
	TransferAndHold(u8, u8, u8, u8, Balance),
	Deposit(u8, u8, Balance),
	Credit(u8, Balance),
	Open(u8, u8, bool),
	Claim(u8, u8, u8),
	ClaimFor(u8, u8, u8),
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
	let (content, asset, reason, who) = (|| 0u8..2, || 0u8..5, || 0u8..3, || 0u8..4);
	let part = || prop_oneof![Just(100u128), Just(1), 0u128..=100];
	let amount = || prop_oneof![0u128..20, 0u128..100_000, Just(1_000_000_007)];
	let one = prop_oneof![
		8 => (content(), who(), who(), part()).prop_map(|(c, from, to, n)| Action::Transfer(c, from, to, n)),
		4 => (content(), who(), who(), part(), any::<bool>()).prop_map(|(c, a, b, n, s)| Action::HandOver(c, a, b, n, s)),
		4 => (content(), reason(), who(), part()).prop_map(|(c, r, who, n)| Action::Hold(c, r, who, n)),
		3 => (content(), reason(), who(), part()).prop_map(|(c, r, who, n)| Action::Release(c, r, who, n)),
		4 => (content(), reason(), who(), who(), part(), any::<bool>())
			.prop_map(|(c, r, a, b, n, stays)| Action::TransferHeld(c, r, a, b, n, stays)),
		2 => (content(), reason(), who(), who(), part())
			.prop_map(|(c, r, a, b, n)| Action::TransferAndHold(c, r, a, b, n)),
		8 => (content(), asset(), amount()).prop_map(|(c, asset, n)| Action::Deposit(c, asset, n)),
		3 => (content(), amount()).prop_map(|(c, n)| Action::Credit(c, n)),
		1 => (content(), asset(), any::<bool>()).prop_map(|(c, asset, own)| Action::Open(c, asset, own)),
		8 => (content(), asset(), who()).prop_map(|(c, asset, who)| Action::Claim(c, asset, who)),
		2 => (content(), asset(), who()).prop_map(|(c, asset, who)| Action::ClaimFor(c, asset, who)),
	];
	proptest::collection::vec(one, 1..80)
}

/// What everybody should have. Fractions have the content's supply as denominator.
#[derive(Default)]
struct Model {
	shares: BTreeMap<(ContentId, AccountId), Balance>,
	owed: BTreeMap<(ContentId, AccountId, u8), Balance>,
	paid: BTreeMap<(AccountId, u8), Balance>,
}

impl Model {
	fn shares(&self, content: ContentId, who: &AccountId) -> Balance {
		self.shares.get(&(content, who.clone())).copied().unwrap_or(0)
	}

	fn earn(&mut self, content: ContentId, asset: u8, amount: Balance) {
		for ((of, who), shares) in &self.shares {
			if *of == content {
				*self.owed.entry((content, who.clone(), asset)).or_default() += amount * shares;
			}
		}
	}

	fn transfer(&mut self, content: ContentId, from: &AccountId, to: &AccountId, amount: Balance) {
		if from == to || amount == 0 {
			return;
		}
		*self.shares.entry((content, from.clone())).or_default() -= amount;
		*self.shares.entry((content, to.clone())).or_default() += amount;
		if self.shares(content, from) == 0 {
			for asset in 0..ASSETS.len() as u8 {
				let owed = self.owed.entry((content, from.clone(), asset)).or_default();
				let rest = *owed % Shares::total_issuance(content);
				*owed -= rest;
				*self.owed.entry((content, to.clone(), asset)).or_default() += rest;
			}
		}
	}

	fn due(&self, content: ContentId, who: &AccountId, asset: u8) -> Balance {
		let owed = self.owed.get(&(content, who.clone(), asset)).copied().unwrap_or(0);
		owed / Shares::total_issuance(content)
	}

	fn claim(&mut self, content: ContentId, who: &AccountId, asset: u8) {
		let due = self.due(content, who, asset);
		*self.owed.entry((content, who.clone(), asset)).or_default() -= due * Shares::total_issuance(content);
		*self.paid.entry((who.clone(), asset)).or_default() += due;
	}

	/// Everything is as it should be.
	fn compare(&self) {
		check();
		for who in &ACTORS {
			for content in 0..2 {
				assert_eq!(Shares::total_balance(content, who), self.shares(content, who));
				for (at, asset) in ASSETS.iter().enumerate() {
					assert_eq!(pending(who, content, asset), self.due(content, who, at as u8));
				}
			}
			for (at, asset) in ASSETS.iter().enumerate().skip(1) {
				let paid = self.paid.get(&(who.clone(), at as u8)).copied().unwrap_or(0);
				let had = if *who == POOR { LEAST } else { WEALTH };
				assert_eq!(balance(who, asset), had + paid);
			}
		}
	}
}

fn perform(model: &mut Model, action: &Action) -> bool {
	let actor = |at: u8| &ACTORS[at as usize];
	let of = |has: Balance, part: Balance| has.saturating_mul(part).div_ceil(100).min(has);
	match *action {
		Action::Transfer(content, from, to, part) => {
			let (content, from, to) = (content.into(), actor(from), actor(to));
			let amount = of(Shares::balance(content, from), part);
			let done = transfer(from, content, to, amount).is_ok();
			if done {
				model.transfer(content, from, to, amount);
			}
			done
		},
		Action::HandOver(content, from, to, part, stays) => {
			let (content, from, to) = (content.into(), actor(from), actor(to));
			let preservation = if stays { Preservation::Preserve } else { Preservation::Expendable };
			let amount = of(Shares::balance(content, from), part);
			let reducible = Shares::reducible_balance(content, from, preservation, Polite);
			let can = Shares::can_deposit(content, to, amount, frame_support::traits::tokens::Provenance::Extant);
			let can = can.into_result().is_ok() && (amount <= reducible || from == to);
			let done = hand_over(content, from, to, amount, preservation);
			assert_eq!(done.is_ok(), can || amount == 0, "{done:?} of {amount}");
			if done.is_ok() {
				model.transfer(content, from, to, amount);
			}
			done.is_ok_and(|moved| moved > 0)
		},
		Action::Hold(content, reason, who, part) => {
			let (content, who, reason) = (content.into(), actor(who), &REASONS[reason as usize]);
			let amount = of(Shares::balance(content, who), part);
			let can = amount == 0 || Shares::can_hold(content, reason, who, amount);
			let done = Shares::hold(content, reason, who, amount);
			assert_eq!(done.is_ok(), can, "{done:?}");
			can && amount > 0
		},
		Action::Release(content, reason, who, part) => {
			let (content, who, reason) = (content.into(), actor(who), &REASONS[reason as usize]);
			let amount = of(Shares::balance_on_hold(content, reason, who), part);
			let free = Shares::balance(content, who);
			assert_eq!(Shares::release(content, reason, who, amount, Precision::Exact), Ok(amount));
			assert_eq!(Shares::balance(content, who), free + amount);
			amount > 0
		},
		Action::TransferHeld(content, reason, from, to, part, stays) => {
			let (content, from, to, reason) = (content.into(), actor(from), actor(to), &REASONS[reason as usize]);
			let held = Shares::balance_on_hold(content, reason, from);
			// Sometimes more than there is.
			let amount = of(held, part) + (part & 1);
			let mode = if stays { Restriction::OnHold } else { Restriction::Free };
			let precision = Precision::BestEffort;
			match Shares::transfer_on_hold(content, reason, from, to, amount, precision, mode, Polite) {
				Ok(moved) => {
					assert_eq!(moved, amount.min(held));
					model.transfer(content, from, to, moved);
					moved > 0
				},
				Err(_) => false,
			}
		},
		Action::TransferAndHold(content, reason, from, to, part) => {
			let (content, from, to, reason) = (content.into(), actor(from), actor(to), &REASONS[reason as usize]);
			let amount = of(Shares::balance(content, from), part);
			let (precision, preservation) = (Precision::Exact, Preservation::Expendable);
			let moved = Shares::transfer_and_hold(content, reason, from, to, amount, precision, preservation, Polite);
			if moved == Ok(amount) {
				model.transfer(content, from, to, amount);
			}
			moved.is_ok_and(|moved| moved > 0)
		},
		Action::Deposit(content, asset, amount) => {
			let done = deposit(content.into(), &ASSETS[asset as usize], amount).is_ok();
			if done {
				model.earn(content.into(), asset, amount);
			}
			done
		},
		Action::Credit(content, amount) => {
			let (precision, preservation) = (Precision::Exact, Preservation::Preserve);
			let credit =
				<Balances as Balanced<_>>::withdraw(&BRAND, amount, precision, preservation, Polite).expect("rich");
			assert!(Shares::deposit_credit(content.into(), credit).is_ok());
			model.earn(content.into(), 0, amount);
			amount > 0
		},
		Action::Open(content, asset, own) => {
			let opening = Call::open_revenue { content: content.into(), asset: ASSETS[asset as usize].clone() };
			call(if own { &CREATOR } else { &BRAND }, opening).is_ok()
		},
		Action::Claim(content, asset, who) => claimed(model, content.into(), asset, actor(who), actor(who)),
		Action::ClaimFor(content, asset, who) => claimed(model, content.into(), asset, &BRAND, actor(who)),
	}
}

fn claimed(model: &mut Model, content: ContentId, asset: u8, by: &AccountId, who: &AccountId) -> bool {
	let due = model.due(content, who, asset);
	let claiming = Call::claim_dividends_for { content, asset: ASSETS[asset as usize].clone(), account: who.clone() };
	let done = call(by, claiming);
	assert_eq!(done.is_ok(), due > 0, "{done:?}, {due} are due");
	model.claim(content, who, asset);
	done.is_ok()
}

/// From whatever state: holds end, everybody claims, gives the shares to the last one and claims again; who removes the
/// content. Nothing is held, owed or left anywhere.
fn everybody_leaves(model: &mut Model) {
	for content in 0..2 {
		for who in &ACTORS {
			for reason in &REASONS {
				let held = Shares::balance_on_hold(content, reason, who);
				assert_eq!(Shares::release(content, reason, who, held, Precision::BestEffort), Ok(held));
			}
			let free = Shares::balance(content, who);
			if *who != ALICE && free > 0 {
				transfer(who, content, &ALICE, free)
					.or_else(|_| {
						// Who cannot pay for Alice's row lets her have it as a buyer.
						hand_over(content, who, &ALICE, free, Preservation::Expendable).map(drop)
					})
					.expect("free shares can be given away");
				model.transfer(content, who, &ALICE, free);
			}
		}
		for who in ACTORS.iter().rev() {
			for asset in 0..ASSETS.len() as u8 {
				claimed(model, content, asset, &BRAND, who);
			}
		}
	}
	model.compare();
	for content in 0..2 {
		call(&ALICE, Call::remove_content { content }).expect("everything is hers and nothing is owed");
		for asset in &ASSETS {
			assert_eq!(pot(content, asset), 0, "the pot is empty");
		}
	}
	assert_eq!(Holdings::<Test>::iter().count() + BookOf::<Test>::iter().count() + Contents::<Test>::iter().count(), 0);
	for who in [CREATOR, ALICE, BOB, CAROL, BRAND, POOR] {
		assert_eq!(
			<Balances as frame_support::traits::fungible::InspectHold<_>>::total_balance_on_hold(&who),
			0,
			"{who:?}"
		);
	}
}

fn play(mut runner: TestRunner) -> BTreeSet<&'static str> {
	let reached = RefCell::new(BTreeSet::new());
	let outcome = runner.run(&(0usize..3, actions()), |(supply, actions)| {
		new_test_ext().execute_with(|| {
			for asset in 1..=4 {
				<Assets as frame_support::traits::fungibles::Mutate<_>>::transfer(
					asset,
					&BRAND,
					&POOR,
					LEAST,
					Preservation::Expendable,
				)
				.expect("rich");
			}
			let mut model = Model::default();
			let parts: [[Balance; 3]; 3] = [[3, 2, 2], [1, 1_000_000_000, 5], [1, 1, 1]];
			for content in 0..2 {
				let [one, two, three] = parts[(supply + content) % 3];
				let holders = [(ALICE, one), (BOB, two), (POOR, three)];
				register(&holders);
				for (who, shares) in holders {
					model.shares.insert((content as ContentId, who), shares);
				}
			}
			model.compare();
			for action in &actions {
				let done = perform(&mut model, action);
				model.compare();
				if done {
					reached.borrow_mut().insert(name(action));
				}
			}
			everybody_leaves(&mut model);
		});
		Ok(())
	});
	assert_eq!(outcome, Ok(()));
	reached.into_inner()
}

fn name(action: &Action) -> &'static str {
	match action {
		Action::Transfer(..) => "transfer",
		Action::HandOver(..) => "hand over",
		Action::Hold(..) => "hold",
		Action::Release(..) => "release",
		Action::TransferHeld(.., true) => "transfer, still held",
		Action::TransferHeld(.., false) => "transfer of what is held",
		Action::TransferAndHold(..) => "transfer and hold",
		Action::Deposit(..) => "deposit",
		Action::Credit(..) => "credit",
		Action::Open(.., true) => "opened by the creator",
		Action::Open(.., false) => "opened",
		Action::Claim(..) => "claim",
		Action::ClaimFor(..) => "claim for",
	}
}

#[test]
fn from_every_state_everyone_can_exit_and_pots_end_at_zero() {
	let config = ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() };
	play(TestRunner::new(config));
}

/// With the same sequences each time: every action succeeds in some.
#[test]
fn sequences_reach_everything() {
	let config = ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() };
	let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
	let reached = play(TestRunner::new_with_rng(config, random));
	assert_eq!(reached.len(), 13, "{reached:?}");
}
