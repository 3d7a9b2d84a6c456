//! What happened, in numbers.

use comfy_table::{presets, Table};
use pallet_pov::Event;
use promptale_primitives::{
	round::{Outcome, VoidReason},
	Balance, TALE,
};
use promptale_runtime::Runtime;
use serde::Serialize;
use sp_runtime::DispatchError;
use std::{collections::BTreeMap, fmt};

/// Sums over blocks. Amounts are in the smallest unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
	/// Chains, each from genesis until everybody had left.
	pub episodes: u64,
	/// Blocks, not counting those in which nothing could happen.
	pub blocks: u64,
	/// Models created.
	pub models: u64,
	/// Rounds that ended.
	pub rounds: u64,
	/// The same by how they ended.
	pub outcomes: BTreeMap<String, u64>,
	/// Rounds that were disputed.
	pub disputes: u64,
	/// Disputed rounds that ended with a checkpoint.
	pub disputes_resolved: u64,
	/// Validators slashed, by fault.
	pub faults: BTreeMap<String, u64>,
	/// Canaries declared.
	pub canaries: u64,
	/// Slashed, to the treasury.
	pub slashed: Balance,
	/// Fees for missed publications, to the treasury.
	pub fees: Balance,
	/// Left in the pots of removed models, to the treasury.
	pub forfeited: Balance,
	/// Credited to contributors and validators.
	pub credited: Balance,
	/// Claimed by them.
	pub claimed: Balance,
	/// Calls that went through.
	pub calls: u64,
	/// Calls that did not, by reason.
	pub refused: BTreeMap<String, u64>,
}

impl Report {
	pub(crate) fn count(&mut self, event: &Event<Runtime>) {
		match event {
			Event::ModelCreated { .. } => self.models += 1,
			Event::RoundClosed { outcome, .. } => {
				self.rounds += 1;
				*self.outcomes.entry(name(outcome).into()).or_default() += 1;
			},
			Event::RoundDisputed { .. } => self.disputes += 1,
			Event::ValidatorSlashed { fault, amount, .. } => {
				*self.faults.entry(format!("{fault:?}")).or_default() += 1;
				self.slashed += amount;
			},
			Event::CanaryDeclared { .. } => self.canaries += 1,
			Event::PublicationMissed { fee, .. } => self.fees += fee,
			Event::ModelRemoved { forfeited, .. } => self.forfeited += forfeited,
			Event::RewardCredited { amount, .. } => self.credited += amount,
			Event::RewardsClaimed { amount, .. } => self.claimed += amount,
			_ => {},
		}
	}

	/// Counts a call that did not go through; always false.
	pub(crate) fn refuse(&mut self, why: String) -> bool {
		*self.refused.entry(why).or_default() += 1;
		false
	}

	/// Adds what happened elsewhere.
	pub fn add(&mut self, other: Report) {
		let lists = [
			(&mut self.outcomes, other.outcomes),
			(&mut self.faults, other.faults),
			(&mut self.refused, other.refused),
		];
		for (sums, more) in lists {
			more.into_iter().for_each(|(name, count)| *sums.entry(name).or_default() += count);
		}
		self.episodes += other.episodes;
		self.blocks += other.blocks;
		self.models += other.models;
		self.rounds += other.rounds;
		self.disputes += other.disputes;
		self.disputes_resolved += other.disputes_resolved;
		self.canaries += other.canaries;
		self.slashed += other.slashed;
		self.fees += other.fees;
		self.forfeited += other.forfeited;
		self.credited += other.credited;
		self.claimed += other.claimed;
		self.calls += other.calls;
	}
}

/// Why a call did not go through: the error's name.
pub(crate) fn reason(error: DispatchError) -> String {
	match error {
		DispatchError::Module(error) => error.message.unwrap_or("?").to_string(),
		other => format!("{other:?}"),
	}
}

/// An amount in $TALE, to the millionth.
pub(crate) fn tale(amount: Balance) -> String {
	format!("{}.{:06} TALE", amount / TALE, amount % TALE / 1_000_000)
}

fn name(outcome: &Outcome) -> &'static str {
	match outcome {
		Outcome::Attested(_) => "Attested",
		Outcome::AllExcluded => "AllExcluded",
		Outcome::Void(VoidReason::NoCommitments) => "Void: NoCommitments",
		Outcome::Void(VoidReason::NoCommittee) => "Void: NoCommittee",
		Outcome::Void(VoidReason::NothingPublished) => "Void: NothingPublished",
		Outcome::Void(VoidReason::NoQuorum) => "Void: NoQuorum",
		Outcome::Void(VoidReason::NoAgreement) => "Void: NoAgreement",
	}
}

impl fmt::Display for Report {
	fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
		let mut table = Table::new();
		table.load_preset(presets::NOTHING);
		let mut row = |name: &str, value: String| {
			table.add_row([name.to_string(), value]);
		};
		row("Chains", self.episodes.to_string());
		row("Blocks", self.blocks.to_string());
		row("Models", self.models.to_string());
		row("Rounds", self.rounds.to_string());
		self.outcomes.iter().for_each(|(name, count)| row(&format!("  {name}"), count.to_string()));
		row("Disputes", self.disputes.to_string());
		row("  ended with a checkpoint", self.disputes_resolved.to_string());
		row("Canaries declared", self.canaries.to_string());
		row("Faults", self.faults.values().sum::<u64>().to_string());
		self.faults.iter().for_each(|(name, count)| row(&format!("  {name}"), count.to_string()));
		row("Slashed", tale(self.slashed));
		row("Fees for missed publications", tale(self.fees));
		row("Left in pots", tale(self.forfeited));
		row("Credited", tale(self.credited));
		row("Claimed", tale(self.claimed));
		row("Calls that went through", self.calls.to_string());
		row("Calls refused", self.refused.values().sum::<u64>().to_string());
		self.refused.iter().for_each(|(name, count)| row(&format!("  {name}"), count.to_string()));
		write!(f, "{}", table.trim_fmt())
	}
}
