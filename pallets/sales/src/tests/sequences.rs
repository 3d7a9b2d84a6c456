//! Random sequences of calls against a plain model: whose items are, what is for sale and on offer, and everybody's money
//! agree exactly. In the end everybody leaves, and nothing is left.

use crate::{mock::*, *};
use frame_support::traits::fungible::{Inspect, InspectHold};
use promptale_primitives::{item::ItemId, Balance, BlockNumber};
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
const MILLION: Balance = 1_000_000;
/// Parts of sales in millionths: the chain's, and the painter's and the writer's once they are set.
const PARTS: (Balance, [Balance; 2]) = (5_000, [30_000, 20_000]);

/// Actors and assets are indices.
#[derive(Clone, PartialEq, Debug)]
enum Action {
	List { who: u8, items: Vec<ItemId>, asset: u8, price: Balance, lives: Option<u8> },
	Delist { who: u8, item: ItemId },
	Buy { who: u8, item: ItemId, asset: u8, max_price: Balance },
	Offer { who: u8, item: ItemId, price: Balance, lives: Option<u8> },
	Withdraw { who: u8, item: ItemId, buyer: u8 },
	Accept { who: u8, item: ItemId, buyer: u8, at_least: Balance },
	Give { who: u8, item: ItemId, to: u8 },
	Royalties,
	Wait(u8),
	Settle,
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
	let (who, item, asset) = (|| 0u8..3, || 0u32..4, || prop_oneof![3 => Just(0u8), 1 => Just(1u8)]);
	let price = || prop_oneof![8 => 900u128..1_100, 1 => 1u128..20, 1 => 1u128..WEALTH * 2];
	let lives = || prop_oneof![2 => Just(None), 1 => (1u8..6).prop_map(Some)];
	let items = proptest::collection::vec(0u32..4, 1..3);
	let one = prop_oneof![
		8 => (who(), items, asset(), price(), lives())
			.prop_map(|(who, items, asset, price, lives)| Action::List { who, items, asset, price, lives }),
		2 => (who(), item()).prop_map(|(who, item)| Action::Delist { who, item }),
		8 => (who(), item(), asset(), price())
			.prop_map(|(who, item, asset, max_price)| Action::Buy { who, item, asset, max_price }),
		6 => (who(), item(), price(), lives())
			.prop_map(|(who, item, price, lives)| Action::Offer { who, item, price, lives }),
		1 => (who(), item(), who()).prop_map(|(who, item, buyer)| Action::Withdraw { who, item, buyer }),
		6 => (who(), item(), who(), price())
			.prop_map(|(who, item, buyer, at_least)| Action::Accept { who, item, buyer, at_least }),
		2 => (who(), item(), who()).prop_map(|(who, item, to)| Action::Give { who, item, to }),
		1 => Just(Action::Royalties),
		2 => (1u8..5).prop_map(Action::Wait),
		1 => Just(Action::Settle),
	];
	proptest::collection::vec(one, 1..80)
}

#[derive(Clone, Debug, PartialEq)]
struct ForSale {
	seller: AccountId,
	asset: usize,
	price: Balance,
	expires: Option<BlockNumber>,
	royalties: bool,
}

#[derive(Clone)]
struct Model {
	owners: BTreeMap<ItemId, AccountId>,
	listings: BTreeMap<ItemId, ForSale>,
	offers: BTreeMap<(ItemId, AccountId), (Balance, Option<BlockNumber>)>,
	/// What everybody has of each asset, what is on hold included.
	money: [BTreeMap<AccountId, Balance>; 2],
	royalties: bool,
}

fn void(expires: Option<BlockNumber>) -> bool {
	expires.is_some_and(|expires| System::block_number() >= expires)
}

impl Model {
	fn new() -> Self {
		let everybody = || ACTORS.into_iter().chain([PAINTER, WRITER, TREASURY]);
		let money = ASSETS.map(|asset| everybody().map(|who| (who.clone(), total(&who, &asset))).collect());
		Self {
			owners: (0..4).map(|item| (item, owner(item))).collect(),
			listings: BTreeMap::new(),
			offers: BTreeMap::new(),
			money,
			royalties: false,
		}
	}

	/// What an account can spend of $TALE so that it stays alive: what it has without what is on hold for it.
	fn free(&self, asset: usize, who: &AccountId) -> Balance {
		if asset == 1 {
			return self.money[1][who] - LEAST;
		}
		let listed = self.listings.values().filter(|listing| listing.seller == *who).count() as Balance;
		let offered: Balance =
			self.offers.iter().filter(|((_, buyer), _)| buyer == who).map(|(_, offer)| offer.0 + OFFER_DEPOSIT).sum();
		self.money[0][who] - listed * LISTING_DEPOSIT - offered - ED
	}

	fn sold(
		&mut self,
		item: ItemId,
		asset: usize,
		price: Balance,
		seller: &AccountId,
		buyer: &AccountId,
		royalties: bool,
	) {
		let rate: Balance = if royalties { PARTS.1.iter().sum() } else { 0 };
		let part = price * (MILLION - PARTS.0 - rate) / MILLION;
		let mut fee = price - part;
		*self.money[asset].get_mut(buyer).unwrap() -= price;
		*self.money[asset].get_mut(seller).unwrap() += part;
		if royalties {
			for (who, rate) in [PAINTER, WRITER].iter().zip(PARTS.1) {
				let has = self.money[asset].get_mut(who).unwrap();
				let part = price * rate / MILLION;
				// An account of the asset is not made of less.
				if asset == 0 || *has + part >= LEAST {
					*has += part;
					fee -= part;
				}
			}
		}
		let treasury = self.money[asset][&TREASURY];
		let takes = if asset == 0 || treasury + fee >= LEAST || fee == 0 { &TREASURY } else { seller };
		*self.money[asset].get_mut(takes).unwrap() += fee;
		self.owners.insert(item, buyer.clone());
	}

	/// The same, checked with the pallet.
	fn compare(&self) {
		check();
		for (item, expected) in &self.owners {
			assert_eq!(owner(*item), *expected, "item {item}");
		}
		let listings: BTreeMap<_, _> = Listings::<Test>::iter()
			.map(|(_, item, listing)| {
				let asset = ASSETS.iter().position(|asset| *asset == listing.asset).unwrap();
				let Listing { seller, price, expires, royalty_rate, .. } = listing;
				(item, ForSale { seller, asset, price, expires, royalties: royalty_rate > 0 })
			})
			.collect();
		assert_eq!(listings, self.listings);
		let offers: BTreeMap<_, _> = Offers::<Test>::iter()
			.map(|((_, item, buyer), offer)| ((item, buyer), (offer.price, offer.expires)))
			.collect();
		assert_eq!(offers, self.offers);
		for (at, asset) in ASSETS.iter().enumerate() {
			for (who, money) in &self.money[at] {
				let waiting = if at == 0 && *who == TREASURY { waiting_fees() } else { 0 };
				assert_eq!(total(who, asset) + waiting, *money, "{who:?} in {asset:?}");
			}
		}
	}
}

/// All of an asset that an account has, $TALE on hold included.
fn total(who: &AccountId, asset: &Asset) -> Balance {
	if *asset == TALE {
		Balances::total_balance(who)
	} else {
		balance(who, asset)
	}
}

/// Makes the call, and says whether that is what the model expects.
fn same(done: Result<(), sp_runtime::DispatchError>, expected: bool) -> bool {
	assert_eq!(done.is_ok(), expected, "{done:?}");
	expected
}

fn perform(model: &mut Model, action: &Action) -> Option<&'static str> {
	let now = System::block_number();
	let actor = |index: u8| ACTORS[usize::from(index)].clone();
	let until = |lives: &Option<u8>| lives.map(|blocks| now + u32::from(blocks));
	match action {
		Action::List { who, items, asset, price, lives } => {
			let (who, asset, expires) = (actor(*who), usize::from(*asset), until(lives));
			let once: BTreeSet<_> = items.iter().collect();
			let may = |item: &ItemId| {
				model.owners[item] == who && model.listings.get(item).is_none_or(|listing| void(listing.expires))
			};
			// Deposits of listings that are replaced come back first.
			let mut after = model.clone();
			after.listings.retain(|item, _| !items.contains(item));
			let pays = after.free(0, &who) >= LISTING_DEPOSIT * items.len() as Balance;
			let fine = once.len() == items.len() && items.iter().all(may) && pays;
			if !same(call(&who, list(items, &ASSETS[asset], *price, expires)), fine) {
				return None;
			}
			for item in items {
				let listing =
					ForSale { seller: who.clone(), asset, price: *price, expires, royalties: model.royalties };
				model.listings.insert(*item, listing);
			}
			Some("listed")
		},
		Action::Delist { who, item } => {
			let who = actor(*who);
			let fine = model.listings.get(item).is_some_and(|listing| listing.seller == who || void(listing.expires));
			same(call(&who, delist(&[*item])), fine).then(|| model.listings.remove(item)).map(|_| "delisted")
		},
		Action::Buy { who, item, asset, max_price } => {
			let (who, asset) = (actor(*who), usize::from(*asset));
			let fits = |listing: &ForSale| {
				let affordable = model.free(asset, &who) >= listing.price;
				let offered = listing.asset == asset && listing.price <= *max_price && !void(listing.expires);
				offered && listing.seller != who && affordable
			};
			let fine = model.listings.get(item).is_some_and(fits);
			if !same(call(&who, buy(*item, &ASSETS[asset], *max_price)), fine) {
				return None;
			}
			let listing = model.listings.remove(item)?;
			model.sold(*item, asset, listing.price, &listing.seller, &who, listing.royalties);
			Some(if asset == 0 { "bought" } else { "bought in an asset" })
		},
		Action::Offer { who, item, price, lives } => {
			let (who, expires) = (actor(*who), until(lives));
			let affordable = model.free(0, &who) >= price + OFFER_DEPOSIT;
			let fine = model.owners[item] != who && !model.offers.contains_key(&(*item, who.clone())) && affordable;
			if same(call(&who, offer(*item, *price, expires)), fine) {
				model.offers.insert((*item, who), (*price, expires));
			}
			fine.then_some("offered")
		},
		Action::Withdraw { who, item, buyer } => {
			let (who, buyer) = (actor(*who), actor(*buyer));
			let key = (*item, buyer.clone());
			let fine = model.offers.get(&key).is_some_and(|(_, expires)| who == buyer || void(*expires));
			same(call(&who, withdraw(*item, &buyer)), fine).then(|| model.offers.remove(&key)).map(|_| "withdrawn")
		},
		Action::Accept { who, item, buyer, at_least } => {
			let (who, buyer) = (actor(*who), actor(*buyer));
			let key = (*item, buyer.clone());
			let good = |(price, expires): &(Balance, _)| !void(*expires) && price >= at_least;
			let fine = model.offers.get(&key).is_some_and(good) && model.owners[item] == who && who != buyer;
			if !same(call(&who, accept(*item, &buyer, *at_least)), fine) {
				return None;
			}
			let (price, _) = model.offers.remove(&key)?;
			model.listings.retain(|listed, listing| listed != item || listing.seller != who);
			model.sold(*item, 0, price, &who, &buyer, model.royalties);
			Some("accepted")
		},
		Action::Give { who, item, to } => {
			let (who, to) = (actor(*who), actor(*to));
			let fine =
				model.owners[item] == who && model.listings.get(item).is_none_or(|listing| void(listing.expires));
			if same(give(&who, *item, &to), fine) {
				model.owners.insert(*item, to);
			}
			fine.then_some("given")
		},
		Action::Royalties => {
			if !model.royalties {
				set_royalties();
			}
			model.royalties = true;
			None
		},
		Action::Wait(blocks) => {
			System::set_block_number(now + u32::from(*blocks));
			None
		},
		Action::Settle => {
			Sales::settle_fees();
			None
		},
	}
}

/// From whatever state: everybody takes back what is theirs, and nothing is held for it.
fn everybody_leaves(model: &mut Model) {
	for (item, listing) in std::mem::take(&mut model.listings) {
		call(&listing.seller, delist(&[item])).expect("a seller can delist");
	}
	for (item, buyer) in std::mem::take(&mut model.offers).into_keys() {
		call(&buyer, withdraw(item, &buyer)).expect("a buyer can withdraw");
	}
	model.compare();
	for who in ACTORS {
		assert_eq!(Balances::total_balance_on_hold(&who), 0);
	}
	Sales::settle_fees();
	check();
}

fn play(mut runner: TestRunner) -> BTreeSet<&'static str> {
	let reached = RefCell::new(BTreeSet::new());
	let outcome = runner.run(&actions(), |actions| {
		new_test_ext().execute_with(|| {
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
fn from_every_state_everyone_takes_back_what_is_theirs() {
	let config = ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() };
	play(TestRunner::new(config));
}

/// With the same sequences each time: everything happens in some.
#[test]
fn sequences_reach_everything() {
	let config = ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() };
	let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
	let reached = play(TestRunner::new_with_rng(config, random));
	assert_eq!(reached.len(), 8, "{reached:?}");
}
