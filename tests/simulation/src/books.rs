//! What everybody should have by the events, to be compared with what they have.

use crate::people;
use pallet_pov::Event;
use promptale_primitives::Balance;
use promptale_runtime::{AccountId, Runtime, RuntimeEvent};
use std::collections::BTreeMap;

/// Money that moved since genesis.
#[derive(Clone, Debug, Default)]
pub(crate) struct Books {
	/// What everybody had at genesis.
	pub endowment: Balance,
	/// Into accounts, holds included, less what moved out of them.
	moved: BTreeMap<AccountId, i128>,
	/// To contributors for their work, claimed or not.
	work: BTreeMap<AccountId, Balance>,
	/// Into the treasury.
	pub treasury: Balance,
	/// Into the pallet's account by people who owed it nothing.
	pub gifts: Balance,
}

impl Books {
	pub fn new(endowment: Balance) -> Books {
		Books { endowment, ..Default::default() }
	}

	/// What `who` should have, holds included.
	pub fn expected(&self, who: &AccountId) -> i128 {
		self.endowment as i128 + self.moved.get(who).copied().unwrap_or(0)
	}

	/// What `who` was credited as a contributor.
	pub fn work_of(&self, who: &AccountId) -> Balance {
		self.work.get(who).copied().unwrap_or(0)
	}

	pub fn gift(&mut self, from: AccountId, amount: Balance) {
		self.pay(&from, amount);
		self.gifts += amount;
	}

	pub fn enter(&mut self, event: &Event<Runtime>) {
		match event {
			Event::ModelFunded { from, amount, .. } => self.pay(from, *amount),
			// Everybody else is credited for judging.
			Event::RewardCredited { account, amount, .. } if people::is_identity(account) => {
				*self.work.entry(account.clone()).or_default() += amount;
			},
			Event::RewardsClaimed { account, amount } => self.receive(account, *amount),
			Event::ValidatorSlashed { validator: from, amount, .. }
			| Event::PublicationMissed { device: from, fee: amount, .. } => {
				self.pay(from, *amount);
				self.treasury += amount;
			},
			Event::ModelRemoved { forfeited, .. } => self.treasury += forfeited,
			_ => {},
		}
	}

	/// What other pallets paid. Nobody who takes part in rounds pays them anything.
	pub fn enter_other(&mut self, event: &RuntimeEvent) {
		use pallet_generators::Event as Generators;
		use pallet_tale_vesting::Event as Vesting;
		match event {
			RuntimeEvent::Vesting(Vesting::Granted { beneficiary, schedule, .. }) => {
				self.receive(beneficiary, schedule.total)
			},
			RuntimeEvent::Generators(Generators::RewardsClaimed { identity, amount }) => {
				self.receive(identity, *amount)
			},
			_ => {},
		}
	}

	fn receive(&mut self, who: &AccountId, amount: Balance) {
		*self.moved.entry(who.clone()).or_default() += amount as i128;
	}

	pub fn pay(&mut self, who: &AccountId, amount: Balance) {
		*self.moved.entry(who.clone()).or_default() -= amount as i128;
	}
}
