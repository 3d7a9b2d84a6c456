//! A year of $TALE on the real runtime: a thousand actors who do at random, with all calls that move $TALE and with calls
//! that should not work, what anybody might do.
//!
//! * [`calendar`] says which blocks are executed; [`actors`] who there is and how the chain begins;
//! * [`deeds`] draws what an actor does; [`devices`] plays heartbeats and challenges; [`governance`] the referenda;
//! * rounds of Proof of Validation are those of [`crate::episode`], by the same participants;
//! * after every executed block [`audit`] looks at all of the supply; [`report`] counts.
//!
//! Actors' calls go through the runtime's charge of fees and then to the dispatcher, so only signatures and nonces are left
//! out. A seed decides everything.

mod actors;
mod audit;
mod beginning;
mod calendar;
mod deeds;
mod devices;
mod governance;
mod licences;
mod money;
mod product;
mod report;
mod scene;
mod stake;

pub use report::YearReport;

use crate::{action::Action, chain::Chain, episode::caught, players::Players, report::reason, world::World};
use anyhow::{anyhow, ensure, Context, Result};
use codec::Encode;
use deeds::{Deed, Who};
use frame_support::{dispatch::GetDispatchInfo, traits::Authorize};
use frame_system::RawOrigin;
use promptale_primitives::{Balance, Blake3};
use promptale_runtime::{constants::MONTHS, AccountId, BlockNumber, Runtime, RuntimeCall, RuntimeOrigin, System};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use scene::Scene;
use sp_core::sr25519;
use sp_runtime::{
	traits::{DispatchTransaction, Dispatchable},
	transaction_validity::{TransactionSource, TransactionValidityError},
};
use std::{
	collections::{BTreeMap, BTreeSet},
	sync::atomic::{AtomicU32, Ordering},
};

/// What a year is played with.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
	/// Decides everything.
	pub seed: u64,
	/// How many actors, up to 1,500.
	pub actors: u32,
	/// How many months of 30 days.
	pub months: u32,
}

/// The block in which everything is printed, and checked after every action.
#[derive(Clone, Copy, Debug)]
struct Careful {
	block: BlockNumber,
	print: bool,
}

/// Plays months of $TALE.
///
/// # Errors
/// Where something does not hold: names the block, and after playing it again with checks after every action, the action.
pub fn run(setting: Setting) -> Result<YearReport> {
	let reached = AtomicU32::new(0);
	play(setting, None, &reached).map_err(|error| {
		let block = reached.load(Ordering::Relaxed);
		let again = play(setting, Some(Careful { block, print: false }), &reached);
		let Setting { seed, actors, months } = setting;
		let how = format!(
			"block {block} failed; look at it with `promptale-simulation year --seed {seed} --actors {actors} --months \
			 {months} --replay {block}`"
		);
		again.err().unwrap_or(error).context(how)
	})
}

/// Plays up to the end of block `block`, which a failure names, prints every action and event of it, and checks after each.
///
/// # Errors
/// Where something does not hold.
pub fn replay(setting: Setting, block: BlockNumber) -> Result<YearReport> {
	play(setting, Some(Careful { block, print: true }), &AtomicU32::new(0))
}

fn play(setting: Setting, careful: Option<Careful>, reached: &AtomicU32) -> Result<YearReport> {
	ensure!((1..=actors::MOST).contains(&setting.actors), "from 1 to {} actors", actors::MOST);
	ensure!(setting.months > 0, "a year has months");
	caught(|| {
		actors::genesis(setting.actors).execute_with(|| {
			let mut year = Year::new(setting, careful);
			year.world.start();
			year.begin().context("at the beginning")?;
			let last = careful.map_or(setting.months * MONTHS + 1, |careful| careful.block);
			loop {
				reached.store(year.world.block, Ordering::Relaxed);
				year.block().with_context(|| format!("in block {}", year.world.block))?;
				if year.world.block >= last {
					break;
				}
				let month = year.world.block / MONTHS;
				year.advance();
				if year.world.block / MONTHS > month {
					eprintln!("month {} of {}", month + 1, setting.months);
				}
			}
			Ok(year.report())
		})
	})
}

/// The chain, everybody on it, and what they remember.
struct Year {
	setting: Setting,
	careful: Option<Careful>,
	world: World,
	/// Who takes part in rounds.
	players: Players,
	rng: ChaCha8Rng,
	/// What actors see at the beginning of a block.
	scene: Scene,
	/// Prices that actors were quoted, some long ago.
	quotes: BTreeMap<AccountId, Balance>,
	/// Keys of devices.
	keys: BTreeMap<AccountId, sr25519::Pair>,
	/// The rows' hashes that devices committed to.
	committed: BTreeMap<AccountId, Vec<Blake3>>,
	/// Holders of pools that voted in a referendum.
	voted: BTreeSet<(usize, u32)>,
	/// Actions so far.
	deeds: u64,
	tally: report::Tally,
}

impl Year {
	fn new(setting: Setting, careful: Option<Careful>) -> Year {
		Year {
			setting,
			careful,
			world: World::on(Chain::new(setting.seed), actors::ENDOWMENT),
			players: Players::new(setting.seed),
			rng: ChaCha8Rng::seed_from_u64(setting.seed),
			scene: Scene::default(),
			quotes: BTreeMap::new(),
			keys: BTreeMap::new(),
			committed: BTreeMap::new(),
			voted: BTreeSet::new(),
			deeds: 0,
			tally: report::Tally::default(),
		}
	}

	/// The block under way, from its first action to the checks at its end.
	fn block(&mut self) -> Result<()> {
		let now = self.world.block;
		self.world.verbose = self.careful.is_some_and(|careful| careful.print && careful.block == now);
		self.rounds()?;
		self.scene = Scene::now();
		self.referenda()?;
		if calendar::is_busy(now) {
			self.work()?;
		}
		// While rounds are open there are many blocks in a row.
		let most = if calendar::rounds_are_open() { 6 } else { 16 };
		for _ in 0..self.rng.random_range(0..most) {
			let deed = self.draw();
			self.perform(deed)?;
		}
		self.world.end_block()?;
		for record in System::read_events_no_consensus() {
			if self.world.verbose {
				eprintln!("block {now}: {:?}", record.event);
			}
			self.tally.enter(&record.event);
		}
		audit::run(&self.world)
	}

	/// What participants of rounds do in this block.
	fn rounds(&mut self) -> Result<()> {
		let now = self.world.block;
		if calendar::opens_rounds(now) {
			if !calendar::opens_rounds(now - 1) {
				// Others are hostile each time.
				self.players = Players::new(self.setting.seed ^ u64::from(now));
				for action in self.players.beginning() {
					self.world.perform(&action)?;
				}
			}
			for action in self.players.block(&self.world) {
				self.world.perform(&action)?;
			}
			return Ok(());
		}
		// What is open ends, and nothing is opened.
		for model in 0..World::models().len() as u8 {
			let open = World::model(model).and_then(pallet_pov::Models::<Runtime>::get).is_some_and(|it| it.round_open);
			if open {
				self.world.perform(&Action::Play { model, who: u16::MAX })?;
			}
		}
		Ok(())
	}

	/// Goes to the next block that is executed.
	fn advance(&mut self) {
		let next = calendar::next(self.world.block);
		self.tally.observed += calendar::pass(&self.world, next);
		self.world.begin_block(next);
	}

	/// Does it, and counts what came of it.
	fn perform(&mut self, deed: Deed) -> Result<()> {
		self.deeds += 1;
		let (number, seed) = (self.deeds, self.setting.seed);
		let named = || format!("seed {seed}, action {number}: {deed:?}");
		let kind = deed.kind();
		let outcome = self.submit(deed.clone());
		if self.world.verbose {
			eprintln!("{}: {outcome:?}", named());
		}
		if deed.is_wrong && outcome.is_ok() {
			return Err(anyhow!("it went through, and should not")).with_context(named);
		}
		self.tally.call(kind, outcome);
		if self.careful.is_some_and(|careful| careful.block == self.world.block) {
			audit::within().with_context(named)?;
		}
		Ok(())
	}

	fn submit(&mut self, deed: Deed) -> Result<(), String> {
		match deed.who {
			Who::Account(who, tip) => {
				let (info, length) = (deed.call.get_dispatch_info(), deed.call.encoded_size() + SIGNED_EXTRA);
				let payment = pallet_transaction_payment::ChargeTransactionPayment::<Runtime>::from(tip);
				match payment.dispatch_transaction(RuntimeOrigin::signed(who), deed.call, &info, length, 0) {
					Ok(done) => done.map(|_| ()).map_err(|error| reason(error.error)),
					Err(refused) => Err(refusal(refused)),
				}
			},
			Who::Nobody => match deed.call.authorize(TransactionSource::External) {
				Some(Ok(_)) => dispatch(deed.call, RawOrigin::Authorized.into()),
				Some(Err(refused)) => Err(refusal(refused)),
				None => Err("pool: no such authorized call".into()),
			},
			Who::Free(who) => dispatch(deed.call, RuntimeOrigin::signed(who)),
		}
	}
}

/// Bytes of a transaction beside its call: signature, address, extensions.
const SIGNED_EXTRA: usize = 110;

fn dispatch(call: RuntimeCall, origin: RuntimeOrigin) -> Result<(), String> {
	call.dispatch(origin).map(|_| ()).map_err(|error| reason(error.error))
}

fn refusal(refused: TransactionValidityError) -> String {
	match refused {
		TransactionValidityError::Invalid(why) => format!("pool: {why:?}"),
		TransactionValidityError::Unknown(why) => format!("pool: {why:?}"),
	}
}
