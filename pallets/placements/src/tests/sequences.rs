//! Random sequences of calls against plain sums: what is accepted, what everybody has, and that in the end nothing is left.

use crate::{mock::*, *};
use frame_support::assert_ok;
use promptale_primitives::{
	placement::{SignedReceipt, SlotTerms},
	Balance, BlockNumber,
};
use proptest::{
	prelude::*,
	test_runner::{Config as ProptestConfig, RngAlgorithm, TestRng, TestRunner},
};
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};

const PAYEES: [AccountId; 3] = [SITE, BLOG, HOLDER];
/// Neither divides anything evenly.
const PRICE: Balance = 30_011;
const PUBLISHERS: u32 = 333_333;
const BUDGET: Balance = 3_000;

#[derive(Clone, PartialEq, Debug)]
enum Action {
	/// Impressions and, for each payee, thousandths of what is left for payees.
	Settle {
		page: u8,
		more: u64,
		parts: [u16; 3],
		honest: bool,
	},
	Challenge(u8),
	Answer(u8),
	Void(u8),
	Claim(u8, u8),
	Collect(u8),
	Fund(u16),
	Close,
	Refund,
	Wait(u8),
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
	let (page, payee) = (|| 0u8..2, || 0u8..3);
	let parts = proptest::array::uniform3(prop_oneof![3 => 0u16..600, 1 => Just(0u16), 1 => 0u16..1_100]);
	let one = prop_oneof![
		5 => (page(), 0u64..13, parts, prop::bool::weighted(0.8)).prop_map(
			|(page, more, parts, honest)| Action::Settle { page, more, parts, honest }
		),
		2 => page().prop_map(Action::Challenge),
		3 => page().prop_map(Action::Answer),
		2 => page().prop_map(Action::Void),
		4 => (page(), payee()).prop_map(|(page, payee)| Action::Claim(page, payee)),
		2 => page().prop_map(Action::Collect),
		1 => (0u16..2_000).prop_map(Action::Fund),
		1 => Just(Action::Close),
		1 => Just(Action::Refund),
		6 => prop_oneof![4 => 1u8..4, 2 => 4u8..12, 1 => 20u8..60].prop_map(Action::Wait),
	];
	proptest::collection::vec(one, 1..80)
}

#[derive(Clone)]
struct Waiting {
	impressions: u64,
	totals: BTreeMap<AccountId, Balance>,
	until: BlockNumber,
	challenges: u32,
	drawn_in: Option<BlockNumber>,
	/// None where they were made up.
	receipts: Option<Vec<SignedReceipt<AccountId>>>,
}

#[derive(Clone, Default)]
struct Ledger {
	impressions: u64,
	totals: BTreeMap<AccountId, Balance>,
	claimed: BTreeMap<AccountId, Balance>,
	collected: u64,
	waiting: Option<Waiting>,
	/// Whether the chain has a row.
	open: bool,
}

#[derive(Clone)]
struct Model {
	pages: [Ledger; 2],
	budget: Balance,
	/// Paid for pages, and what is refunded, leave no trace but these.
	paid: Balance,
	closed_in: Option<BlockNumber>,
	refunded: bool,
	gone: bool,
	money: BTreeMap<AccountId, Balance>,
}

/// The payees' part of `impressions`, the chain's, and the holders'.
fn parts(impressions: u64) -> (Balance, Balance, Balance) {
	let cost = PRICE * Balance::from(impressions) / 1_000;
	let payees = cost * Balance::from(PUBLISHERS) / 1_000_000;
	let fee = (cost - payees) * Balance::from(FEE) / Balance::from(1_000_000 - PUBLISHERS);
	(payees, fee, cost - payees - fee)
}

/// What impressions cost, with what payees earned.
fn cost(impressions: u64, totals: &BTreeMap<AccountId, Balance>) -> Balance {
	let (_, fee, holders) = parts(impressions);
	fee + holders + totals.values().sum::<Balance>()
}

impl Model {
	fn settles_until(&self) -> BlockNumber {
		self.closed_in.unwrap_or(130).min(130) + GRACE
	}

	fn over(&self) -> bool {
		System::block_number() > self.settles_until()
	}

	/// What is earned, or will be.
	fn charged(&self) -> Balance {
		let of = |page: &Ledger| match &page.waiting {
			Some(waiting) => cost(waiting.impressions, &waiting.totals),
			None => cost(page.impressions, &page.totals),
		};
		self.pages.iter().map(of).sum()
	}

	fn counted(&self) -> u64 {
		let of = |page: &Ledger| page.waiting.as_ref().map_or(page.impressions, |waiting| waiting.impressions);
		self.pages.iter().map(of).sum()
	}

	fn mature(&mut self, page: usize) -> bool {
		let now = System::block_number();
		let due = |waiting: &mut Waiting| waiting.drawn_in.is_none() && now > waiting.until;
		let Some(waiting) = self.pages[page].waiting.take_if(due) else { return false };
		self.pages[page].impressions = waiting.impressions;
		self.pages[page].totals = waiting.totals;
		true
	}

	/// Rows that are paid for good go.
	fn tidy(&mut self, page: usize) {
		let row = &mut self.pages[page];
		let claimed = row.totals.iter().all(|(payee, total)| row.claimed.get(payee) == Some(total));
		let (until, now) = (self.closed_in.unwrap_or(130).min(130) + GRACE, System::block_number());
		if now > until && row.waiting.is_none() && claimed && row.collected == row.impressions {
			row.open = false;
		}
		self.gone = self.refunded && self.pages.iter().all(|page| !page.open);
	}

	fn pay(&mut self, who: AccountId, amount: Balance) {
		self.paid += amount;
		*self.money.get_mut(&BRAND).unwrap() -= amount;
		*self.money.entry(who).or_default() += amount;
	}

	/// The new state; `None` where the call is refused.
	fn settle(&self, page: usize, wanted: Waiting) -> Option<Self> {
		let mut model = self.clone();
		if model.gone || model.over() {
			return None;
		}
		model.mature(page);
		let row = &model.pages[page];
		if row.waiting.is_some() || wanted.impressions <= row.impressions {
			return None;
		}
		if row.totals.iter().any(|(payee, total)| wanted.totals.get(payee).is_none_or(|later| later < total)) {
			return None;
		}
		if wanted.totals.values().sum::<Balance>() > parts(wanted.impressions).0 {
			return None;
		}
		let epochs = u64::from((System::block_number().min(129) - 30) / 25) + 1;
		model.pages[page].waiting = Some(wanted);
		model.pages[page].open = true;
		(model.counted() <= 40 * epochs && model.charged() <= model.budget).then_some(model)
	}

	fn compare(&self) {
		check();
		for (who, money) in &self.money {
			assert_eq!(owned().get(who).copied().unwrap_or(0), *money, "{who:?}");
		}
		assert_eq!(Campaigns::<Test>::contains_key(0), !self.gone);
		if let Some(campaign) = Placements::campaign(0) {
			let budget = if self.refunded { self.charged() } else { self.budget };
			assert_eq!((campaign.impressions, campaign.spent), (self.counted(), self.charged()));
			assert_eq!((campaign.budget, campaign.paid), (budget, self.paid));
			assert_eq!(held(&BRAND, HoldReason::Budget), budget - self.paid);
		}
	}
}

fn begin() -> Model {
	register();
	let terms = SlotTerms { publishers: PUBLISHERS, reserve: PRICE, least_budget: BUDGET, cap: 40, ..terms() };
	assert_ok!(call(&CREATOR, open_call(terms)));
	assert_ok!(call(&BRAND, bid_call(0, &BRAND, BUDGET, PRICE)));
	go_to(11);
	assert_ok!(call(&BRAND, reveal_call(0, PRICE)));
	go_to(30);
	assert_ok!(call(&ANYBODY, Call::award { slot: 0 }));
	let mut money = owned();
	money.entry(pot()).or_default();
	let pages = Default::default();
	Model { pages, budget: BUDGET, paid: 0, closed_in: None, refunded: false, gone: false, money }
}

fn perform(model: &mut Model, action: &Action) -> Option<&'static str> {
	let now = System::block_number();
	match *action {
		Action::Settle { page, more, parts: thousandths, honest } => {
			let at = usize::from(page);
			let mut before = model.clone();
			before.mature(at);
			let (from, mut totals) = (before.pages[at].impressions, before.pages[at].totals.clone());
			let impressions = from + more;
			let left = parts(impressions).0.saturating_sub(totals.values().sum());
			for (payee, part) in PAYEES.iter().zip(thousandths) {
				let added = left * Balance::from(part) / 1_000;
				if added > 0 {
					*totals.entry(payee.clone()).or_default() += added;
				}
			}
			let payee = totals.keys().next().cloned();
			let named: Vec<_> = totals.iter().map(|(payee, amount)| (payee.clone(), *amount)).collect();
			let mut settlement = settlement(page.into(), impressions, &named);
			let receipts = payee.filter(|_| honest).map(|payee| receipts_on(page.into(), from, impressions, &payee));
			if let Some(receipts) = &receipts {
				settlement.receipts = root(receipts);
			}
			let done = call(&SUBMITTER, settle_call(page.into(), settlement));
			let waiting = Waiting { impressions, totals, until: now + 10, challenges: 0, drawn_in: None, receipts };
			let expected = model.settle(at, waiting);
			assert_eq!(done.is_ok(), expected.is_some(), "{done:?}");
			*model = expected?;
			Some("settle")
		},
		Action::Challenge(page) => {
			let row = &mut model.pages[usize::from(page)];
			let can =
				|waiting: &&mut Waiting| waiting.drawn_in.is_none() && now <= waiting.until && waiting.challenges < 4;
			let waiting = row.waiting.as_mut().filter(can);
			let done = call(&CHALLENGER, Call::challenge { campaign: 0, page: page.into() });
			assert_eq!(done.is_ok(), waiting.is_some(), "{done:?}");
			let waiting = waiting?;
			waiting.drawn_in = Some(now + 2);
			waiting.challenges += 1;
			Some("challenge")
		},
		Action::Answer(page) => {
			let row = &mut model.pages[usize::from(page)];
			let waiting = row.waiting.as_mut().filter(|waiting| waiting.drawn_in.is_some())?;
			let drawn_in = waiting.drawn_in?;
			let asked = asked_on(page.into());
			assert_eq!(asked.is_empty(), now <= drawn_in);
			let receipts = waiting.receipts.as_ref().map(|receipts| proofs(receipts, &asked)).unwrap_or_default();
			let done = call(&ANYBODY, Call::answer { campaign: 0, page: page.into(), receipts });
			let good = waiting.receipts.is_some() && now > drawn_in && now <= drawn_in + ANSWER;
			assert_eq!(done.is_ok(), good, "{done:?}");
			good.then(|| {
				waiting.drawn_in = None;
				*model.money.get_mut(&CHALLENGER).unwrap() -= CHALLENGE_BOND;
				*model.money.get_mut(&ANYBODY).unwrap() += CHALLENGE_BOND / 2;
				*model.money.get_mut(&SLASHED).unwrap() += CHALLENGE_BOND - CHALLENGE_BOND / 2;
				"answer"
			})
		},
		Action::Void(page) => {
			let row = &mut model.pages[usize::from(page)];
			let late = |waiting: &mut Waiting| waiting.drawn_in.is_some_and(|drawn_in| now > drawn_in + ANSWER);
			let voided = row.waiting.take_if(late).is_some();
			let done = call(&RIVAL, Call::void { campaign: 0, page: page.into() });
			assert_eq!(done.is_ok(), voided, "{done:?}");
			voided.then(|| {
				*model.money.get_mut(&SUBMITTER).unwrap() -= SETTLEMENT_BOND;
				*model.money.get_mut(&CHALLENGER).unwrap() += SETTLEMENT_BOND / 2;
				*model.money.get_mut(&SLASHED).unwrap() += SETTLEMENT_BOND - SETTLEMENT_BOND / 2;
				model.tidy(page.into());
				"void"
			})
		},
		Action::Claim(page, payee) => {
			let (at, payee) = (usize::from(page), &PAYEES[usize::from(payee)]);
			let mut next = model.clone();
			next.mature(at);
			let row = &mut next.pages[at];
			let total = row.totals.get(payee).copied().unwrap_or(0);
			let amount = total - row.claimed.insert(payee.clone(), total).unwrap_or(0);
			let done = call(&ANYBODY, Call::claim { campaign: 0, page: page.into(), payee: payee.clone() });
			assert_eq!(done.is_ok(), amount > 0, "{done:?}");
			(amount > 0).then(|| {
				next.pay(payee.clone(), amount);
				next.tidy(at);
				*model = next;
				"claim"
			})
		},
		Action::Collect(page) => {
			let at = usize::from(page);
			let mut next = model.clone();
			let matured = next.mature(at);
			let row = &mut next.pages[at];
			let (before, after) = (parts(row.collected), parts(row.impressions));
			let (fee, holders) = (after.1 - before.1, after.2 - before.2);
			row.collected = row.impressions;
			let good = row.open && (matured || fee + holders > 0 || next.over());
			let done = call(&ANYBODY, Call::collect { campaign: 0, page: page.into() });
			assert_eq!(done.is_ok(), good, "{done:?}");
			good.then(|| {
				next.pay(TREASURY, fee);
				next.pay(pot(), holders);
				next.tidy(at);
				*model = next;
				"collect"
			})
		},
		Action::Fund(amount) => {
			let done = call(&BRAND, Call::fund { campaign: 0, amount: amount.into() });
			let good = !model.gone && !model.over() && amount > 0;
			assert_eq!(done.is_ok(), good, "{done:?}");
			good.then(|| {
				model.budget += Balance::from(amount);
				"fund"
			})
		},
		Action::Close => {
			let done = call(&CREATOR, Call::close_campaign { campaign: 0 });
			let out = model.budget - model.charged().min(model.budget) < PRICE;
			let good = !model.gone && model.closed_in.is_none() && now < 130 && out;
			assert_eq!(done.is_ok(), good, "{done:?}");
			good.then(|| {
				model.closed_in = Some(now);
				"close"
			})
		},
		Action::Refund => {
			let waits = model.pages.iter().any(|page| page.waiting.is_some());
			let good = !model.gone && model.over() && !model.refunded && !waits;
			let done = call(&RIVAL, Call::refund { campaign: 0 });
			assert_eq!(done.is_ok(), good, "{done:?}");
			good.then(|| {
				model.refunded = true;
				model.gone = model.pages.iter().all(|page| !page.open);
				"refund"
			})
		},
		Action::Wait(blocks) => {
			go_to(now + u32::from(blocks));
			Some("wait")
		},
	}
}

fn runner(cases: u32) -> TestRunner {
	let config = ProptestConfig { cases, ..ProptestConfig::default() };
	// The same cases every time, so that what they must reach is reached.
	TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

#[test]
fn any_sequence_of_calls_pays_what_was_signed_and_leaves_nothing() {
	let reached = RefCell::new(BTreeSet::new());
	let run = |actions: Vec<Action>| {
		new_test_ext().execute_with(|| {
			let mut model = begin();
			for action in &actions {
				reached.borrow_mut().extend(perform(&mut model, action));
				model.compare();
			}
			// Who earned something gets it, whatever happens now, unless it is challenged and nobody answers.
			let earned: BTreeMap<_, _> = PAYEES
				.iter()
				.map(|payee| {
					let of = |page: &Ledger| match &page.waiting {
						Some(waiting) if waiting.drawn_in.is_none() => waiting.totals.get(payee).copied(),
						_ => page.totals.get(payee).copied(),
					};
					let claimed: Balance = model.pages.iter().filter_map(|page| page.claimed.get(payee)).sum();
					let due: Balance = model.pages.iter().filter_map(of).sum();
					(payee.clone(), owned()[payee] + due - claimed)
				})
				.collect();
			wind_up();
			for (payee, money) in earned {
				assert_eq!(owned()[&payee], money);
			}
		});
		Ok(())
	};
	runner(96).run(&actions(), run).unwrap();
	let all = ["settle", "challenge", "answer", "void", "claim", "collect", "fund", "close", "refund", "wait"];
	assert_eq!(reached.into_inner(), BTreeSet::from(all));
}

/// A bid: its price, and whether it is revealed.
fn bids() -> impl Strategy<Value = Vec<(Balance, bool, u16)>> {
	proptest::collection::vec((RESERVE - 3..RESERVE + 5, prop::bool::weighted(0.8), any::<u16>()), 0..6)
}

#[test]
fn any_auction_goes_to_the_best_revealed_bid_at_the_second_price() {
	let run = |bids: Vec<(Balance, bool, u16)>| {
		new_test_ext().execute_with(|| {
			let slot = open();
			let bidders = [BRAND, RIVAL, SUBMITTER, CHALLENGER, ANYBODY, HOLDER];
			for ((price, ..), who) in bids.iter().zip(&bidders) {
				assert_ok!(call(who, bid_call(slot, who, 1_000, *price)));
			}
			go_to(11);
			let mut revealed: Vec<_> = bids.iter().zip(&bidders).filter(|((_, reveals, _), _)| *reveals).collect();
			revealed.sort_by_key(|((.., when), _)| *when);
			for ((price, ..), who) in revealed {
				assert_ok!(call(who, reveal_call(slot, *price)));
				check();
			}
			go_to(21);
			let mut prices: Vec<_> =
				(0..bids.len()).filter(|at| bids[*at].1 && bids[*at].0 >= RESERVE).map(|at| (bids[at].0, at)).collect();
			// Stable: of equal prices the earlier bid stays first.
			prices.sort_by_key(|(price, _)| u128::MAX - price);
			let winner = prices.first().map(|(_, at)| bidders[*at].clone());
			let second = prices.get(1).map_or(RESERVE, |(price, _)| *price);
			assert_eq!(call(&CREATOR, Call::award { slot }).is_ok(), winner.is_some());
			let campaign = Placements::campaign(0).map(|campaign| (campaign.brand, campaign.price));
			assert_eq!(campaign, winner.map(|winner| (winner, second)));
			wind_up();
			let silent = bids.iter().zip(&bidders).filter(|((_, reveals, _), _)| !reveals);
			assert_eq!(owned()[&SLASHED], ED + 100 * silent.count() as Balance);
		});
		Ok(())
	};
	runner(128).run(&bids(), run).unwrap();
}
