//! Stake and vesting.

use super::{actors, deeds::Deed, Year};
use pallet_pov::Call as Pov_;
use pallet_tale_vesting::Call as Vesting_;
use promptale_primitives::{Balance, TALE};
use promptale_runtime::{AccountId, Runtime, Vesting};
use rand::Rng;
use sp_core::Pair;

/// Of the actors, one in so many may become a validator.
const VALIDATORS: u32 = 30;

impl Year {
	pub(super) fn stake(&mut self) -> Deed {
		if self.scene.stakers.is_empty() || self.rng.random_bool(0.3) {
			return self.bond();
		}
		let who = self.one_of(|scene| &scene.stakers);
		match self.rng.random_range(0..10) {
			0..2 => {
				let amount = self.amount(&who) / 8;
				Deed::signed(who, Pov_::bond_extra { amount }).wrong_if(amount == 0)
			},
			2..5 => {
				let stake = pallet_pov::Validators::<Runtime>::get().get(&who).map_or(0, |ledger| ledger.stake());
				let amount = match self.rng.random_range(0..5) {
					0 => 0,
					1 => stake + 1,
					2 => stake / 2,
					_ => stake,
				};
				Deed::signed(who, Pov_::unbond { amount }).wrong_if(amount == 0 || amount > stake)
			},
			5..9 => Deed::signed(who, Pov_::withdraw_unbonded {}),
			_ => Deed::signed(who, Pov_::claim {}),
		}
	}

	/// Bonds stake, of own funds or of what vests.
	fn bond(&mut self) -> Deed {
		let who = match self.rng.random_range(0..8) {
			0 => actors::holder(self.rng.random_range(0..actors::HOLDERS.len())),
			_ => {
				let number = self.rng.random_range(0..self.setting.actors.div_ceil(VALIDATORS)) * VALIDATORS;
				// Those with a seven at the end have enough for it.
				actors::actor((number + 7) % self.setting.actors)
			},
		};
		let pair = actors::key(&who, u32::MAX);
		let session_key = pair.public().0;
		self.world.keys.insert(session_key, pair);
		let stake = Balance::from(self.rng.random_range(900..2_500u32)) * TALE;
		let call = Pov_::bond_validator { stake, session_key, encryption_key: [1; 32], endpoint: Default::default() };
		Deed::signed(who, call)
	}

	pub(super) fn vesting(&mut self) -> Option<Deed> {
		let who = self.one_of(|scene| &scene.grantees);
		let schedules = Vesting::account(who.clone()).schedules.len() as u32;
		let mut schedule = || self.rng.random_range(0..schedules + 1);
		let (first, second) = (schedule(), schedule());
		Some(match self.rng.random_range(0..12) {
			0..5 => Deed::signed(who, Vesting_::claim {}),
			5..8 => {
				let by = self.anybody();
				Deed::signed(by, Vesting_::claim_for { account: who })
			},
			8..10 => {
				let wrong = first == second || first.max(second) >= schedules;
				Deed::signed(who, Vesting_::merge { first, second }).wrong_if(wrong)
			},
			_ => {
				let to = self.grantee();
				let wrong = to == who || first >= schedules;
				Deed::signed(who, Vesting_::transfer_grant { schedule: first, to }).wrong_if(wrong)
			},
		})
	}

	/// Whom grants are made and handed on to. Not those who hold a pool: what is claimed of a pool is counted by its account.
	pub(super) fn grantee(&mut self) -> AccountId {
		self.actor()
	}
}
