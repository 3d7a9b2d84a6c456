//! The chain with everybody on it, and what they remember.

use crate::{action::Style, books::Books, chain, chain::Chain, checks, oracle, people, report, report::Report};
use anyhow::{Context, Result};
use frame_support::{dispatch::DispatchResultWithPostInfo, traits::Authorize, weights::Weight};
use frame_system::RawOrigin;
use pallet_pov::Call;
use promptale_primitives::{
	canary::Expectation, round::RoundOverview, score::ScoreEntry, Balance, Blake3, BlockNumber, ModelId, RoundIndex,
};
use promptale_runtime::{
	configs::money::TreasuryAccount, AccountId, Generators, Pov, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin,
};
use sp_core::sr25519;
use sp_runtime::{
	traits::Dispatchable,
	transaction_validity::{TransactionSource, TransactionValidityError, ValidTransaction},
};
use std::collections::{BTreeMap, BTreeSet};

/// What an update really is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quality {
	Good,
	Harmful,
	Malformed,
	/// Of this device's.
	Copy(u8),
}

/// What a device knows of its update.
#[derive(Clone, Debug)]
pub(crate) struct Made {
	pub hash: Blake3,
	pub salt: Blake3,
	pub quality: Quality,
	pub canary: Option<(Expectation, Blake3)>,
}

/// What a validator committed to.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
	pub style: Style,
	pub entries: Vec<ScoreEntry>,
	pub salt: Blake3,
}

/// A round, and the number of somebody in it.
pub(crate) type Part = (ModelId, RoundIndex, u8);

/// The chain with everybody on it. Everything but its making happens within the externalities made with it.
pub struct World {
	chain: Chain,
	/// The block under way.
	pub(crate) block: BlockNumber,
	/// By device.
	pub(crate) updates: BTreeMap<Part, Made>,
	/// By validator.
	pub(crate) sheets: BTreeMap<Part, Sheet>,
	/// By public key, retired ones too.
	pub(crate) keys: BTreeMap<[u8; 32], sr25519::Pair>,
	/// Validators that signed a second statement in a round.
	pub(crate) equivocated: BTreeSet<Part>,
	/// Validators that signed scores they had not committed to.
	pub(crate) revealed_other: BTreeSet<Part>,
	pub(crate) books: Books,
	/// By which way calls reach the pallet.
	pub(crate) doors: Doors,
	/// What happened so far.
	pub report: Report,
	/// Prints every action and event to standard error.
	pub verbose: bool,
}

impl World {
	/// Nobody but people with money. `seed` decides the relay chain's randomness.
	pub fn new(seed: u64) -> (World, sp_io::TestExternalities) {
		let endowment = people::ENDOWMENT;
		(World::on(Chain::new(seed), endowment), chain::genesis(&people::everybody(), endowment))
	}

	/// On a chain on which everybody starts with `endowment`.
	pub(crate) fn on(chain: Chain, endowment: Balance) -> World {
		World {
			chain,
			block: 0,
			updates: BTreeMap::new(),
			sheets: BTreeMap::new(),
			keys: BTreeMap::new(),
			equivocated: BTreeSet::new(),
			revealed_other: BTreeSet::new(),
			books: Books::new(endowment),
			doors: Doors::default(),
			report: Report::default(),
			verbose: false,
		}
	}

	/// The same at its beginning, with all the proofs of the relay chain that were made already.
	pub(crate) fn again(self) -> World {
		World { doors: self.doors, ..World::on(self.chain, self.books.endowment) }
	}

	/// Begins the first block, in which all identities buy a licence. Everything else needs one.
	pub fn start(&mut self) {
		self.begin_block(1);
		let treasury = || chain::free(&TreasuryAccount::get());
		let before = treasury();
		for who in (0..people::IDENTITIES).map(people::identity) {
			let total = Generators::quote(1).expect("licences are for sale").total;
			let call = pallet_generators::Call::buy_licences { count: 1, max_total: total, referrer: None };
			assert!(self.generators(who.clone(), call), "{who} cannot buy a licence");
			self.books.pay(&who, total);
		}
		self.books.treasury += treasury() - before;
	}

	/// Ends the block under way, looks at everything, begins the next one.
	pub fn next_block(&mut self) -> Result<()> {
		self.jump(self.block + 1)
	}

	/// The same, but lets time pass up to block `next` without any in between.
	pub fn jump(&mut self, next: BlockNumber) -> Result<()> {
		self.end_block()?;
		checks::run(self).with_context(|| format!("at the end of block {}", self.block))?;
		self.begin_block(next);
		Ok(())
	}

	/// Ends the block under way, enters what happened into the books and judges it.
	pub(crate) fn end_block(&mut self) -> Result<()> {
		self.chain.end();
		for record in promptale_runtime::System::read_events_no_consensus() {
			let RuntimeEvent::Pov(event) = &record.event else {
				self.books.enter_other(&record.event);
				continue;
			};
			if self.verbose {
				eprintln!("block {}: {event:?}", self.block);
			}
			self.books.enter(event);
			self.report.count(event);
			oracle::judge(self, event).with_context(|| format!("at the end of block {}", self.block))?;
		}
		self.report.blocks += 1;
		Ok(())
	}

	/// Begins block `next`, which comes after the one that ended.
	pub(crate) fn begin_block(&mut self, next: BlockNumber) {
		self.block = next;
		self.chain.begin(next);
	}

	/// All models there are.
	pub(crate) fn models() -> Vec<ModelId> {
		let mut all: Vec<_> = pallet_pov::Models::<Runtime>::iter_keys().collect();
		all.sort();
		all
	}

	/// The model of a number.
	pub(crate) fn model(number: u8) -> Option<ModelId> {
		let all = Self::models();
		all.get(usize::from(number).checked_rem(all.len())?).copied()
	}

	/// The canaries that were committed to a model: round and device.
	pub(crate) fn canaries(&self, model: ModelId) -> impl Iterator<Item = (RoundIndex, u8)> + '_ {
		let range = (model, 0, 0)..(model + 1, 0, 0);
		let canaries = self.updates.range(range).filter(|(_, made)| made.canary.is_some());
		canaries.map(|((_, round, device), _)| (*round, *device))
	}

	/// The latest round of a model.
	pub(crate) fn latest(model: ModelId) -> Option<RoundOverview<AccountId>> {
		Pov::round(model, None)
	}

	/// The step of a model that is due, as a call.
	pub(crate) fn due(model: ModelId) -> Option<Call<Runtime>> {
		let round = pallet_pov::Models::<Runtime>::get(model)?.latest_round;
		let from = pallet_pov::Rounds::<Runtime>::get(model, round).map_or(0, |round| round.paid);
		let steps: [Call<Runtime>; 5] = [
			Call::open_round { model },
			Call::draw_committee { model, round },
			Call::settle { model, round },
			Call::close_round { model, round },
			Call::pay_out { model, round, from },
		];
		steps.into_iter().find(|call| matches!(call.authorize(TransactionSource::External), Some(Ok(_))))
	}

	/// A signed call. Answers whether it went through.
	pub(crate) fn signed(&mut self, who: AccountId, call: Call<Runtime>) -> bool {
		self.dispatch(RuntimeOrigin::signed(who), call)
	}

	/// An authorized call, which goes through the check of the transaction pool first.
	pub(crate) fn authorized(&mut self, call: Call<Runtime>) -> bool {
		match (self.doors.authorize)(&call) {
			Some(Ok(_)) => self.dispatch(RawOrigin::Authorized.into(), call),
			Some(Err(TransactionValidityError::Invalid(why))) => self.report.refuse(format!("pool: {why:?}")),
			Some(Err(TransactionValidityError::Unknown(why))) => self.report.refuse(format!("pool: {why:?}")),
			None => self.report.refuse("pool: no such authorized call".into()),
		}
	}

	/// A signed call of the pallet that knows devices. Answers whether it went through.
	pub(crate) fn generators(&mut self, who: AccountId, call: pallet_generators::Call<Runtime>) -> bool {
		let outcome = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(who));
		self.note(outcome)
	}

	fn dispatch(&mut self, origin: RuntimeOrigin, call: Call<Runtime>) -> bool {
		let outcome = (self.doors.dispatch)(call, origin);
		self.note(outcome)
	}

	fn note(&mut self, outcome: DispatchResultWithPostInfo) -> bool {
		match outcome {
			Ok(_) => {
				self.report.calls += 1;
				true
			},
			Err(refused) => {
				self.report.refuse(report::reason(refused.error));
				false
			},
		}
	}
}

/// By which way calls reach the pallet.
#[derive(Clone, Copy)]
pub struct Doors {
	/// Runs a call, all of it or nothing.
	pub dispatch: fn(Call<Runtime>, RuntimeOrigin) -> DispatchResultWithPostInfo,
	/// The transaction pool's word on a call that is not signed.
	pub authorize: fn(&Call<Runtime>) -> Authorized,
}

/// What [`Authorize::authorize`] answers.
pub type Authorized = Option<Result<(ValidTransaction, Weight), TransactionValidityError>>;

impl Default for Doors {
	/// The runtime's own.
	fn default() -> Self {
		Doors {
			dispatch: |call, origin| RuntimeCall::from(call).dispatch(origin),
			authorize: |call| RuntimeCall::from(call.clone()).authorize(TransactionSource::External),
		}
	}
}
