//! What an actor does: one call, or a batch of them.

use super::{actors, Year};
use frame_support::traits::GetCallMetadata;
use promptale_primitives::{Balance, TALE};
use promptale_runtime::{AccountId, Balances, RuntimeCall};
use rand::{seq::IndexedRandom, Rng};

/// Under whose name a call is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
	/// Signed by an account, which pays the fee and this tip.
	Account(AccountId, Balance),
	/// Signed by nobody; the runtime's own check decides.
	Nobody,
	/// Signed by somebody who takes part in rounds, of whom no fees are taken.
	Free(AccountId),
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
	pub who: Who,
	pub call: RuntimeCall,
	/// It must not go through.
	pub is_wrong: bool,
}

impl Deed {
	pub fn signed(who: AccountId, call: impl Into<RuntimeCall>) -> Deed {
		Deed { who: Who::Account(who, 0), call: call.into(), is_wrong: false }
	}

	pub fn authorized(call: impl Into<RuntimeCall>) -> Deed {
		Deed { who: Who::Nobody, call: call.into(), is_wrong: false }
	}

	pub fn free(who: AccountId, call: impl Into<RuntimeCall>) -> Deed {
		Deed { who: Who::Free(who), call: call.into(), is_wrong: false }
	}

	/// The same, which must be refused.
	pub fn wrong(self) -> Deed {
		Deed { is_wrong: true, ..self }
	}

	/// Must be refused where `wrong`.
	pub fn wrong_if(self, wrong: bool) -> Deed {
		Deed { is_wrong: wrong, ..self }
	}

	/// Pallet and name of its call.
	pub fn kind(&self) -> String {
		let name = self.call.get_call_metadata();
		format!("{}.{}", name.pallet_name, name.function_name)
	}
}

impl Year {
	/// What somebody does next.
	pub(super) fn draw(&mut self) -> Deed {
		let deed = if self.rng.random_bool(0.08) { self.batch() } else { self.single() };
		match deed.who {
			Who::Account(who, _) if self.rng.random_bool(0.05) => {
				let tip = Balance::from(self.rng.random_range(0..1_000u32)) * TALE / 10_000;
				Deed { who: Who::Account(who, tip), ..deed }
			},
			who => Deed { who, ..deed },
		}
	}

	/// One call of somebody.
	fn single(&mut self) -> Deed {
		// What cannot be done now (nobody has a licence, say) is drawn again; money can always be sent.
		for _ in 0..8 {
			let deed = match self.rng.random_range(0..100) {
				0..28 => Some(self.money()),
				28..40 => self.vesting(),
				40..50 => Some(self.stake()),
				50..64 => Some(self.purchase()),
				64..82 => self.licence(),
				_ => self.politics(),
			};
			if let Some(deed) = deed {
				return deed;
			}
		}
		self.money()
	}

	/// Several calls of one account, of any kind.
	fn batch(&mut self) -> Deed {
		let who = match self.rng.random_bool(0.5) {
			true => self.one_of(|scene| &scene.holders),
			false => self.one_of(|scene| &scene.grantees),
		};
		let calls: Vec<_> = (0..self.rng.random_range(0..6)).map(|_| self.single().call).collect();
		// Of what others would do most is refused; of what this account does to itself, not.
		let own = pallet_utility::Call::force_batch {
			calls: vec![
				pallet_tale_vesting::Call::claim {}.into(),
				pallet_tale_vesting::Call::claim {}.into(),
				pallet_generators::Call::claim {}.into(),
				pallet_generators::Call::claim {}.into(),
			],
		};
		let call = match self.rng.random_range(0..5) {
			0 => pallet_utility::Call::batch { calls },
			1 => pallet_utility::Call::batch_all { calls },
			2 | 3 => pallet_utility::Call::force_batch { calls },
			_ => own,
		};
		Deed::signed(who, call)
	}

	/// Anybody, now and then the holder of a pool.
	pub(super) fn anybody(&mut self) -> AccountId {
		if self.rng.random_bool(0.04) {
			return actors::holder(self.rng.random_range(0..actors::HOLDERS.len()));
		}
		self.actor()
	}

	/// An actor.
	pub(super) fn actor(&mut self) -> AccountId {
		actors::actor(self.rng.random_range(0..self.setting.actors))
	}

	/// One of these, else anybody.
	pub(super) fn one_of(&mut self, some: fn(&super::Scene) -> &Vec<AccountId>) -> AccountId {
		match some(&self.scene).choose(&mut self.rng) {
			Some(who) if self.rng.random_bool(0.8) => who.clone(),
			_ => self.anybody(),
		}
	}

	/// An amount that an account may want to move: nothing, dust, a part of what it has free, all of it, or more.
	pub(super) fn amount(&mut self, who: &AccountId) -> Balance {
		let (free, least) = (Balances::free_balance(who), promptale_runtime::constants::EXISTENTIAL_DEPOSIT);
		match self.rng.random_range(0..12) {
			0 => 0,
			1 => 1,
			2 => least - 1,
			3 => least,
			4 => free,
			5 => free.saturating_sub(1),
			6 => free + 1,
			_ => free / self.rng.random_range(4..400),
		}
	}
}
