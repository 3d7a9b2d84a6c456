//! What happened in the year, in numbers.

use super::{audit, Year};
use crate::{
	chain::free,
	report::{tale, Report},
};
use comfy_table::{presets, Table};
use pallet_generators::Pool;
use promptale_primitives::{
	settlement::{Flow, Inflow},
	Balance,
};
use promptale_runtime::{
	configs::money::TreasuryAccount, AccountId, Balances, Generators, Runtime, RuntimeEvent, Settlements, Vesting,
};
use serde::Serialize;
use std::{collections::BTreeMap, fmt};

/// Counted while the year is played.
#[derive(Default)]
pub struct Tally {
	/// Blocks that are not executed, in which the price is observed.
	pub observed: u64,
	calls: BTreeMap<String, Outcomes>,
	events: BTreeMap<&'static str, u64>,
	claimed: BTreeMap<AccountId, Balance>,
	forfeited: Balance,
	licences: Licences,
	rewards: BTreeMap<String, Balance>,
	bought: [Balance; 2],
	spent: Balance,
}

/// How calls of one kind ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcomes {
	/// Went through.
	pub done: u64,
	/// Did not, by reason.
	pub refused: BTreeMap<String, u64>,
}

/// Licences sold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Licences {
	/// By tier.
	pub sold: Vec<u32>,
	/// Paid for them.
	pub paid: Balance,
	/// Of that to referrers.
	pub referrals: Balance,
}

/// One pool of the supply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PoolRow {
	/// Its name.
	pub pool: String,
	/// Liquid or vested by now.
	pub unlocked: Balance,
	/// Of that claimed, or emitted.
	pub claimed: Balance,
}

/// The year in numbers. Amounts are in the smallest unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YearReport {
	/// Accounts that acted.
	pub actors: u32,
	/// Of 30 days.
	pub months: u32,
	/// Executed.
	pub blocks: u64,
	/// Not executed, but their price was observed.
	pub observed: u64,
	/// Calls of actors, devices and validators, by kind.
	pub calls: BTreeMap<String, Outcomes>,
	/// What else happened, by event.
	pub events: BTreeMap<&'static str, u64>,
	/// Pools of the supply.
	pub pools: Vec<PoolRow>,
	/// What came in and where it went, by fee source, emission pool and so on.
	pub flows: BTreeMap<String, Flows>,
	/// Received and paid, by pot.
	pub pots: BTreeMap<String, [Balance; 2]>,
	/// Licences.
	pub licences: Licences,
	/// Rewards, by kind.
	pub rewards: BTreeMap<String, Balance>,
	/// Held on all accounts, by reason.
	pub held: BTreeMap<String, Balance>,
	/// Vesting funds lost to slashes.
	pub forfeited: Balance,
	/// Spent by the treasury through referenda.
	pub treasury_spent: Balance,
	/// Of the foreign asset, in its smallest unit.
	pub buy_back_spent: Balance,
	/// $TALE bought back with it.
	pub buy_back_received: Balance,
	/// What the treasury has.
	pub treasury: Balance,
	/// Gone for good.
	pub burned: Balance,
	/// What is issued.
	pub issued: Balance,
	/// Rounds of Proof of Validation.
	pub rounds: Report,
}

/// Where an inflow went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flows {
	received: Balance,
	treasury: Balance,
	validator_rewards: Balance,
	generator_rewards: Balance,
	dividends: Balance,
	block_author: Balance,
}

impl From<Flow> for Flows {
	fn from(Flow { received, to }: Flow) -> Flows {
		Flows {
			received,
			treasury: to.treasury,
			validator_rewards: to.validator_rewards,
			generator_rewards: to.generator_rewards,
			dividends: to.dividends,
			block_author: to.block_author,
		}
	}
}

impl Tally {
	pub fn call(&mut self, kind: String, outcome: Result<(), String>) {
		let outcomes = self.calls.entry(kind).or_default();
		match outcome {
			Ok(()) => outcomes.done += 1,
			Err(why) => *outcomes.refused.entry(why).or_default() += 1,
		}
	}

	/// Counts an event that a block left.
	pub fn enter(&mut self, event: &RuntimeEvent) {
		use pallet_generators::Event as Generators_;
		use pallet_referenda::Event as Referenda_;
		use pallet_settlements::Event as Settlements_;
		use pallet_tale_vesting::Event as Vesting_;
		let mut reward = |kind: &str, amount: &Balance| *self.rewards.entry(kind.into()).or_default() += amount;
		let name = match event {
			RuntimeEvent::Vesting(Vesting_::Claimed { account, amount }) => {
				*self.claimed.entry(account.clone()).or_default() += amount;
				return;
			},
			RuntimeEvent::Vesting(Vesting_::Forfeited { amount, .. }) => {
				self.forfeited += amount;
				"slashes of vesting funds"
			},
			RuntimeEvent::Generators(Generators_::LicencesSold { total, referral, .. }) => {
				self.licences.paid += total;
				self.licences.referrals += referral;
				return;
			},
			RuntimeEvent::Generators(Generators_::RewardsFunded { work, liveness, hashpower }) => {
				for (kind, amount) in [(Pool::Work, work), (Pool::Liveness, liveness), (Pool::Hashpower, hashpower)] {
					reward(&format!("divided for {kind:?}"), amount);
				}
				return;
			},
			RuntimeEvent::Generators(Generators_::RewardsClaimed { amount, .. }) => {
				reward("claimed by generators", amount);
				return;
			},
			RuntimeEvent::Generators(Generators_::WorkCounted { .. }) => "validated work counted",
			RuntimeEvent::Generators(Generators_::ChallengeJudged { passed: true, .. }) => "challenges passed",
			RuntimeEvent::Generators(Generators_::ChallengeJudged { passed: false, .. }) => "challenges failed",
			RuntimeEvent::Settlements(Settlements_::BoughtBack { spent, received, .. }) => {
				self.bought[0] += spent;
				self.bought[1] += received;
				"buy-backs"
			},
			RuntimeEvent::Settlements(Settlements_::Burned { .. }) => "burns",
			RuntimeEvent::Settlements(Settlements_::PotPaid { .. }) => "payments out of pots",
			RuntimeEvent::Treasury(pallet_treasury::Event::AssetSpendApproved { .. }) => "treasury spends approved",
			RuntimeEvent::Treasury(pallet_treasury::Event::Paid { index, .. }) => {
				let spend = pallet_treasury::Spends::<Runtime>::get(index);
				self.spent += spend.map_or(0, |spend| spend.amount);
				"treasury spends paid"
			},
			RuntimeEvent::Referenda(Referenda_::Submitted { .. }) => "referenda submitted",
			RuntimeEvent::Referenda(Referenda_::Confirmed { .. }) => "referenda passed",
			RuntimeEvent::Referenda(Referenda_::Rejected { .. }) => "referenda rejected",
			RuntimeEvent::Referenda(Referenda_::TimedOut { .. }) => "referenda timed out",
			RuntimeEvent::Scheduler(pallet_scheduler::Event::Dispatched { result: Ok(()), .. }) => {
				"scheduled calls done"
			},
			RuntimeEvent::Scheduler(pallet_scheduler::Event::Dispatched { result: Err(_), .. }) => {
				"scheduled calls failed"
			},
			RuntimeEvent::Utility(pallet_utility::Event::BatchInterrupted { .. }) => "batches interrupted",
			RuntimeEvent::Utility(pallet_utility::Event::BatchCompletedWithErrors) => "batches with errors",
			RuntimeEvent::Utility(pallet_utility::Event::BatchCompleted) => "batches completed",
			RuntimeEvent::Session(pallet_session::Event::NewSession { .. }) => "sessions",
			_ => return,
		};
		*self.events.entry(name).or_default() += 1;
	}
}

impl Year {
	/// The numbers at the end of the block under way.
	pub(super) fn report(self) -> YearReport {
		let (flows, emission) = (Settlements::flows(), Settlements::emission());
		let now = self.world.block;
		let unlocked = Vesting::unlock_curve(now).into_iter().find(|point| point.block == now);
		let unlocked = unlocked.map(|point| point.unlocked).unwrap_or_default();
		let pools = Vesting::pools().into_iter().zip(unlocked).map(|(pool, unlocked)| {
			let released = emission.iter().find(|it| it.account == pool.account).map(|it| it.released);
			// What is liquid needs no claim.
			let claimed = released.or(self.tally.claimed.get(&pool.account).copied()).unwrap_or(pool.liquid);
			PoolRow { pool: String::from_utf8_lossy(&pool.name).into_owned(), unlocked, claimed }
		});
		let mut rewards = self.tally.rewards;
		rewards.insert("credited by rounds".into(), self.world.report.credited);
		rewards.insert("claimed of rounds".into(), self.world.report.claimed);
		rewards.insert("owed to generators".into(), pallet_generators::Debts::<Runtime>::get());
		let pot = |pot: promptale_primitives::settlement::PotOverview<AccountId>| {
			(format!("{:?}", pot.pot), [pot.received, pot.paid])
		};
		YearReport {
			actors: self.setting.actors,
			months: self.setting.months,
			blocks: self.world.report.blocks,
			observed: self.tally.observed,
			calls: self.tally.calls,
			events: self.tally.events,
			pools: pools.collect(),
			flows: flows.inflows.iter().map(|(inflow, flow)| (name(inflow), (*flow).into())).collect(),
			pots: flows.pots.into_iter().map(pot).collect(),
			licences: Licences {
				sold: Generators::sale().tiers.into_iter().map(|(_, sold)| sold).collect(),
				..self.tally.licences
			},
			rewards,
			held: audit::held(),
			forfeited: self.tally.forfeited,
			treasury_spent: self.tally.spent,
			buy_back_spent: self.tally.bought[0],
			buy_back_received: self.tally.bought[1],
			treasury: free(&TreasuryAccount::get()),
			burned: flows.burned,
			issued: Balances::total_issuance(),
			rounds: self.world.report,
		}
	}
}

fn name(inflow: &Inflow) -> String {
	match inflow {
		Inflow::Fee(source) => format!("{source:?}"),
		Inflow::Emission(pool) => format!("Emission of {pool:?}"),
		other => format!("{other:?}"),
	}
}

impl YearReport {
	/// Calls that went through, and calls that did not, of one kind.
	pub fn of(&self, kind: &str) -> (u64, u64) {
		self.calls.get(kind).map_or((0, 0), |calls| (calls.done, calls.refused.values().sum()))
	}
}

impl fmt::Display for YearReport {
	fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
		let mut table = Table::new();
		table.load_preset(presets::NOTHING);
		let mut row = |name: String, values: [String; 2]| {
			let [first, second] = values;
			table.add_row([name, first, second]);
		};
		let one = |value: String| [value, String::new()];
		row("Actors, months".into(), [self.actors.to_string(), self.months.to_string()]);
		row("Blocks executed, observed".into(), [self.blocks.to_string(), self.observed.to_string()]);
		row("Pools".into(), ["unlocked", "claimed or emitted"].map(String::from));
		for pool in &self.pools {
			row(format!("  {}", pool.pool), [pool.unlocked, pool.claimed].map(tale));
		}
		row("Flows".into(), ["in", "of that to the treasury"].map(String::from));
		for (name, flow) in &self.flows {
			row(format!("  {name}"), [flow.received, flow.treasury].map(tale));
		}
		row("Pots".into(), ["in", "out"].map(String::from));
		self.pots.iter().for_each(|(pot, amounts)| row(format!("  {pot}"), amounts.map(tale)));
		row("Licences sold, by tier".into(), one(format!("{:?}", self.licences.sold)));
		row("  paid, of that to referrers".into(), [self.licences.paid, self.licences.referrals].map(tale));
		row("Rewards".into(), one(String::new()));
		self.rewards.iter().for_each(|(kind, amount)| row(format!("  {kind}"), one(tale(*amount))));
		row("Held".into(), one(String::new()));
		self.held.iter().for_each(|(reason, amount)| row(format!("  {reason}"), one(tale(*amount))));
		row("Slashed, of that vesting funds".into(), [self.rounds.slashed, self.forfeited].map(tale));
		row("Treasury has, spent".into(), [self.treasury, self.treasury_spent].map(tale));
		row("Bought back".into(), one(tale(self.buy_back_received)));
		row("Burned, issued".into(), [self.burned, self.issued].map(tale));
		row("Events".into(), one(String::new()));
		self.events.iter().for_each(|(event, count)| row(format!("  {event}"), one(count.to_string())));
		row("Calls".into(), ["done", "refused"].map(String::from));
		for (kind, outcomes) in &self.calls {
			let refused = outcomes.refused.values().sum::<u64>();
			row(format!("  {kind}"), [outcomes.done, refused].map(|count| count.to_string()));
			for (why, count) in &outcomes.refused {
				row(format!("    {why}"), [String::new(), count.to_string()]);
			}
		}
		write!(f, "{}\nRounds of Proof of Validation\n{}", table.trim_fmt(), self.rounds)
	}
}
