//! Random streams of orders against a matching engine of plain lists: fills, their order, queues and balances agree exactly. In
//! the end everybody leaves, and nothing is left.

use crate::{mock::*, *};
use frame_support::traits::fungible::InspectHold;
use promptale_primitives::{
	order_book::{BookId, OrderNumber, Side, Tick, TimeInForce},
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

const ACTORS: [AccountId; 3] = [ALICE, BOB, CAROL];
const ASSETS: [Asset; 2] = [TALE, DOLLAR];
const FORCES: [TimeInForce; 4] =
	[TimeInForce::GoodTillCancelled, TimeInForce::ImmediateOrCancel, TimeInForce::FillOrKill, TimeInForce::PostOnly];
const MILLION: Balance = 1_000_000;
/// Parts of sales in millionths: both recipients' and the chain's.
const PARTS: (Balance, Balance, Balance) = (30_000, 20_000, 5_000);

/// Books and actors are indices.
#[derive(Clone, PartialEq, Debug)]
enum Action {
	Place { book: u8, who: u8, side: Side, tick: Tick, quantity: Balance, force: u8, lives: Option<u8> },
	Cancel(u8, u8, u8),
	CancelSome(u8, u8, u8),
	RemoveExpired(u8, u8),
	Wait(u8),
	Settle,
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
	let (book, who) = (|| 0u8..2, || 0u8..3);
	let side = prop_oneof![Just(Side::Buy), Just(Side::Sell)];
	let tick = prop_oneof![8 => 60u16..68, 1 => 1u16..4_096];
	let quantity = prop_oneof![8 => 1u128..30, 1 => Just(1), 1 => 1u128..STAKE * 2];
	let lives = prop_oneof![3 => Just(None), 1 => (1u8..6).prop_map(Some)];
	let force = prop_oneof![6 => Just(0u8), 4 => 0u8..4];
	let one = prop_oneof![
		16 => (book(), who(), side, tick, quantity, force, lives).prop_map(
			|(book, who, side, tick, quantity, force, lives)| Action::Place { book, who, side, tick, quantity, force, lives }
		),
		3 => (book(), who(), any::<u8>()).prop_map(|(book, who, at)| Action::Cancel(book, who, at)),
		1 => (book(), who(), 0u8..20).prop_map(|(book, who, limit)| Action::CancelSome(book, who, limit)),
		1 => (book(), any::<u8>()).prop_map(|(book, at)| Action::RemoveExpired(book, at)),
		2 => (1u8..5).prop_map(Action::Wait),
		1 => Just(Action::Settle),
	];
	proptest::collection::vec(one, 1..100)
}

#[derive(Clone, Debug)]
struct Resting {
	number: OrderNumber,
	owner: AccountId,
	tick: Tick,
	quantity: Balance,
	expires: Option<BlockNumber>,
}

/// A book as two lists, the first to be filled first.
#[derive(Clone, Default)]
struct Lists {
	bids: Vec<Resting>,
	asks: Vec<Resting>,
	next: OrderNumber,
}

impl Lists {
	fn side(&mut self, side: Side) -> &mut Vec<Resting> {
		if side == Side::Buy {
			&mut self.bids
		} else {
			&mut self.asks
		}
	}
}

/// What everybody has, what is bound for orders included.
#[derive(Clone, Default)]
struct Model {
	books: [Lists; 2],
	money: [BTreeMap<AccountId, Balance>; 2],
	shares: BTreeMap<AccountId, Balance>,
	fees: [Balance; 2],
}

type Fill = (OrderNumber, AccountId, AccountId, Balance, Balance);

impl Model {
	fn new() -> Self {
		let mut model = Self::default();
		for (at, asset) in ASSETS.iter().enumerate() {
			for who in ACTORS.into_iter().chain([PAINTER, WRITER]) {
				model.money[at].insert(who.clone(), total(&who, asset));
			}
		}
		model.shares.extend([(ALICE, STAKE), (BOB, STAKE), (CAROL, 0)]);
		model
	}

	/// What an account has in orders: money of a book, or shares of all.
	fn bound(&self, at: usize, who: &AccountId) -> Balance {
		let own = |order: &&Resting| order.owner == *who;
		self.books[at].bids.iter().filter(own).map(|order| Balance::from(order.tick) * TICK * order.quantity).sum()
	}

	fn for_sale(&self, who: &AccountId) -> Balance {
		let asks = self.books.iter().flat_map(|book| &book.asks);
		asks.filter(|order| order.owner == *who).map(|order| order.quantity).sum()
	}

	/// The new state and the fills; `None` where the order is refused.
	#[allow(clippy::too_many_arguments)]
	fn place(
		&self,
		at: usize,
		who: &AccountId,
		side: Side,
		tick: Tick,
		quantity: Balance,
		force: TimeInForce,
		expires: Option<BlockNumber>,
		now: BlockNumber,
	) -> Option<(Self, Vec<Fill>)> {
		let mut model = self.clone();
		if side == Side::Sell && model.for_sale(who) + quantity > model.shares[who] {
			return None;
		}
		let (mut left, mut steps, mut fills, mut turnover, mut sellers) = (quantity, 0, Vec::new(), 0, 0);
		let mut stopped = false;
		while left > 0 {
			let opposite = model.books[at].side(side.other());
			let Some(first) =
				opposite.first().filter(
					|first| {
						if side == Side::Buy {
							first.tick <= tick
						} else {
							first.tick >= tick
						}
					},
				)
			else {
				break;
			};
			if steps == 16 {
				stopped = true;
				break;
			}
			steps += 1;
			if first.expires.is_some_and(|expires| now >= expires) || first.owner == *who {
				opposite.remove(0);
				continue;
			}
			if force == TimeInForce::PostOnly {
				return None;
			}
			let maker = first.owner.clone();
			let (number, price) = (first.number, Balance::from(first.tick) * TICK);
			let traded = left.min(first.quantity);
			if traded == first.quantity {
				opposite.remove(0);
			} else {
				opposite[0].quantity -= traded;
			}
			left -= traded;
			let cost = price * traded;
			let part = cost * (MILLION - PARTS.0 - PARTS.1 - PARTS.2) / MILLION;
			let (buyer, seller) = if side == Side::Buy { (who, &maker) } else { (&maker, who) };
			*model.money[at].get_mut(buyer).unwrap() -= cost;
			*model.money[at].get_mut(seller).unwrap() += part;
			*model.shares.get_mut(buyer).unwrap() += traded;
			*model.shares.get_mut(seller).unwrap() -= traded;
			turnover += cost;
			sellers += part;
			fills.push((number, maker, who.clone(), price, traded));
		}
		if force == TimeInForce::FillOrKill && left > 0 {
			return None;
		}
		let royalties = [(PAINTER, PARTS.0), (WRITER, PARTS.1)].map(|(who, part)| (who, turnover * part / MILLION));
		model.fees[at] += turnover - sellers;
		for (who, part) in royalties {
			*model.money[at].get_mut(&who).unwrap() += part;
			model.fees[at] -= part;
		}
		let waits = matches!(force, TimeInForce::GoodTillCancelled | TimeInForce::PostOnly);
		if left > 0 && waits && !stopped {
			let number = model.books[at].next;
			model.books[at].next += 1;
			let queue = model.books[at].side(side);
			queue.push(Resting { number, owner: who.clone(), tick, quantity: left, expires });
			// Stable: who came first stays first.
			queue.sort_by_key(|order| if side == Side::Buy { u16::MAX - order.tick } else { order.tick });
		}
		Some((model, fills))
	}

	fn orders(&self, at: usize) -> Vec<Resting> {
		self.books[at].bids.iter().chain(&self.books[at].asks).cloned().collect()
	}

	fn remove(&mut self, at: usize, number: OrderNumber) {
		for side in [Side::Buy, Side::Sell] {
			self.books[at].side(side).retain(|order| order.number != number);
		}
	}

	/// The pallet has the same queues, and everybody the same money and shares.
	fn compare(&self) {
		check();
		for (at, asset) in ASSETS.iter().enumerate() {
			for side in [Side::Buy, Side::Sell] {
				let row = |order: Resting| (order.tick, order.number, order.owner, order.quantity);
				let expected: Vec<_> = self.books[at].clone().side(side).iter().cloned().map(row).collect();
				assert_eq!(queue(at as BookId, side), expected);
			}
			for (who, money) in &self.money[at] {
				let waits = if at == 1 { self.bound(1, who) } else { 0 };
				assert_eq!(total(who, asset) + waits, *money, "{who:?} in {asset:?}");
			}
		}
		for (who, owned) in &self.shares {
			assert_eq!(shares(who), *owned);
		}
		let settled = [balance(&TREASURY, &TALE) - ED + waiting_fees(), owed_or_paid(&TREASURY)];
		assert_eq!(settled, self.fees);
	}
}

fn owed_or_paid(who: &AccountId) -> Balance {
	balance(who, &DOLLAR) + Unpaid::<Test>::get(1, who)
}

/// All of an asset that an account has or is owed: $TALE on hold included.
fn total(who: &AccountId, asset: &Asset) -> Balance {
	use frame_support::traits::fungible::Inspect;
	if *asset == TALE {
		Balances::total_balance(who)
	} else {
		owed_or_paid(who)
	}
}

fn perform(model: &mut Model, action: &Action) -> Option<&'static str> {
	let now = System::block_number();
	match *action {
		Action::Place { book, who, side, tick, quantity, force, lives } => {
			let (at, who, force) = (book as usize, &ACTORS[who as usize], FORCES[force as usize]);
			let expires = lives.map(|blocks| now + u32::from(blocks));
			System::reset_events();
			let wanted = Call::place_order { book: book.into(), side, tick, quantity, time_in_force: force, expires };
			let done = call(who, wanted);
			let expected = model.place(at, who, side, tick, quantity, force, expires, now);
			assert_eq!(done.is_ok(), expected.is_some(), "{done:?}");
			let (next, expected) = expected?;
			assert_eq!(fills(), expected);
			let steps = expected.len();
			*model = next;
			Some(match steps {
				0 => "an order waits",
				1 => "a fill",
				_ => "several fills",
			})
		},
		Action::Cancel(book, who, at) => {
			let (book, who) = (book as usize, &ACTORS[who as usize]);
			let own: Vec<_> = model.orders(book).into_iter().filter(|order| order.owner == *who).collect();
			let number = own.get(usize::from(at) % own.len().max(1))?.number;
			call(who, Call::cancel_order { book: book as BookId, number }).expect("it can be cancelled");
			model.remove(book, number);
			Some("cancel")
		},
		Action::CancelSome(book, who, limit) => {
			let (book, who) = (book as usize, &ACTORS[who as usize]);
			let numbers = || {
				let mine = Market::orders(who.clone()).into_iter().filter(|order| order.book == book as BookId);
				mine.map(|order| order.number).collect::<BTreeSet<_>>()
			};
			let before = numbers();
			let done = call(who, Call::cancel_orders { book: book as BookId, limit: limit.into() });
			assert_eq!(done.is_ok(), !before.is_empty() && limit > 0);
			let gone: Vec<_> = before.difference(&numbers()).copied().collect();
			assert_eq!(gone.len(), before.len().min(usize::from(limit.min(16))));
			gone.into_iter().for_each(|number| model.remove(book, number));
			done.is_ok().then_some("cancel some")
		},
		Action::RemoveExpired(book, at) => {
			let book = book as usize;
			let orders = model.orders(book);
			let order = orders.get(usize::from(at) % orders.len().max(1))?;
			let (owner, number) = (order.owner.clone(), order.number);
			let done = call(&OPENER, Call::remove_expired { book: book as BookId, owner, number });
			assert_eq!(done.is_ok(), order.expires.is_some_and(|expires| now >= expires));
			if done.is_ok() {
				model.remove(book, number);
			}
			done.is_ok().then_some("expired")
		},
		Action::Wait(blocks) => {
			System::set_block_number(now + u32::from(blocks));
			None
		},
		Action::Settle => {
			settle_fees();
			None
		},
	}
}

/// From whatever state: everybody cancels, is paid, the books are closed and nothing is held for them.
fn everybody_leaves(model: &mut Model) {
	for at in 0..2 {
		for order in model.orders(at) {
			let cancelling = Call::cancel_order { book: at as BookId, number: order.number };
			call(&order.owner, cancelling).expect("everybody can cancel");
			model.remove(at, order.number);
		}
	}
	model.compare();
	let owed: Vec<_> = Unpaid::<Test>::iter().collect();
	for (book, account, amount) in owed {
		// Less than an account must have is paid as soon as there is one.
		let lacks = LEAST.saturating_sub(amount);
		if balance(&account, &DOLLAR) == 0 && lacks > 0 {
			Assets::transfer(RuntimeOrigin::signed(OPENER), 1, account.clone(), LEAST).expect("the opener is rich");
		}
		call(&OPENER, Call::collect { book, account }).expect("it can be paid");
	}
	for book in 0..2 {
		call(&OPENER, Call::close_book { book }).expect("it is empty");
		for asset in &ASSETS {
			assert_eq!(balance(&Market::book_account(book), asset), 0, "nothing is left in the pot");
		}
	}
	let rows = Books::<Test>::iter().count() + Levels::<Test>::iter().count() + Orders::<Test>::iter().count();
	assert_eq!(rows + Candles::<Test>::iter().count() + Unpaid::<Test>::iter().count(), 0);
	for who in ACTORS {
		let row = if shares(&who) > 0 { HOLDING_BOND } else { 0 };
		assert_eq!(Balances::total_balance_on_hold(&who), row, "only for its shares");
	}
	settle_fees();
	check();
}

fn play(mut runner: TestRunner) -> BTreeSet<&'static str> {
	let reached = RefCell::new(BTreeSet::new());
	let outcome = runner.run(&actions(), |actions| {
		new_test_ext().execute_with(|| {
			open();
			frame_support::assert_ok!(call(&OPENER, Call::open_book { content: 0, asset: DOLLAR, tick_size: TICK }));
			let mut model = Model::new();
			for action in &actions {
				let reaches = perform(&mut model, action);
				model.compare();
				reached.borrow_mut().extend(reaches);
			}
			everybody_leaves(&mut model);
		});
		Ok(())
	});
	assert_eq!(outcome, Ok(()));
	reached.into_inner()
}

#[test]
fn from_every_state_everyone_can_exit_and_pots_end_at_zero() {
	let config = ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() };
	play(TestRunner::new(config));
}

/// With the same sequences each time: everything happens in some.
#[test]
fn sequences_reach_everything() {
	let config = ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() };
	let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
	let reached = play(TestRunner::new_with_rng(config, random));
	assert_eq!(reached.len(), 6, "{reached:?}");
}
