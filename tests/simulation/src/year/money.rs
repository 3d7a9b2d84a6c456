//! Transfers, gifts to pots, emission, the market.

use super::{actors, beginning::DOLLAR, deeds::Deed, Year};
use frame_support::traits::fungible::NativeOrWithId;
use pallet_balances::Call as Balance_;
use pallet_settlements::{Call as Settlements_, EmissionPool, Pot};
use promptale_primitives::{Balance, TALE};
use promptale_runtime::{configs::money::TreasuryAccount, AccountId, Generators, Runtime, Settlements};
use rand::{seq::IndexedRandom, Rng};

impl Year {
	pub(super) fn money(&mut self) -> Deed {
		let who = self.anybody();
		let pot = *Pot::ALL.choose(&mut self.rng).unwrap_or(&Pot::Dividends);
		let pool = *EmissionPool::ALL.choose(&mut self.rng).unwrap_or(&EmissionPool::Generators);
		match self.rng.random_range(0..40) {
			0..18 => self.transfer(who),
			18..20 => {
				let dest = self.receiver().into();
				Deed::signed(who, Balance_::transfer_all { dest, keep_alive: self.rng.random() })
			},
			20..23 => {
				let value = self.amount(&who) / 100;
				Deed::signed(who, Balance_::transfer_keep_alive { dest: Settlements::pot_account(pot).into(), value })
			},
			23..26 => Deed::signed(who, Settlements_::record_donation { pot }),
			26 | 27 => {
				let amount = self.amount(&who) / 100;
				Deed::signed(who, pallet_generators::Call::fund_rewards { amount }).wrong_if(amount == 0)
			},
			28..31 => Deed::signed(who, Settlements_::emit { pool }),
			31..35 => Deed::signed(who, Settlements_::distribute { pot }).wrong_if(pot != Pot::GeneratorRewards),
			35 => self.forbidden(who),
			_ => self.swap(who),
		}
	}

	fn transfer(&mut self, who: AccountId) -> Deed {
		let (dest, value) = (self.receiver().into(), self.amount(&who));
		match self.rng.random_range(0..3) {
			0 => Deed::signed(who, Balance_::transfer_keep_alive { dest, value }),
			_ => Deed::signed(who, Balance_::transfer_allow_death { dest, value }),
		}
	}

	/// Anybody, an account that does not exist yet, or one that is nobody's.
	fn receiver(&mut self) -> AccountId {
		match self.rng.random_range(0..40) {
			0 => AccountId::new(self.rng.random()),
			1 => TreasuryAccount::get(),
			2 => Generators::account_id(),
			_ => self.anybody(),
		}
	}

	/// What only governance may do.
	fn forbidden(&mut self, who: AccountId) -> Deed {
		let amount = TALE;
		let deed = match self.rng.random_range(0..5) {
			0 => Deed::signed(who, Settlements_::burn { amount }),
			1 => Deed::signed(who.clone(), Settlements_::pay_from_pot { pot: Pot::ValidatorRewards, to: who, amount }),
			2 => Deed::signed(who, pallet_generators::Call::set_rate { rate: 1 }),
			3 => Deed::signed(who.clone(), pallet_generators::Call::set_allowance { account: who, licences: 50 }),
			_ => Deed::signed(
				who.clone(),
				Balance_::force_transfer { source: actors::MARKET_MAKER.into(), dest: who.into(), value: amount },
			),
		};
		deed.wrong()
	}

	/// Trades with the market's pool.
	fn swap(&mut self, who: AccountId) -> Deed {
		let (tale, dollar) = (NativeOrWithId::Native, NativeOrWithId::WithId(DOLLAR));
		let buys = self.rng.random_bool(0.5);
		let (from, to) = if buys { (tale, dollar) } else { (dollar, tale) };
		let amount_in = match buys {
			true => self.amount(&who).min(300 * TALE),
			false => Balance::from(self.rng.random_range(0..100u32)) * TALE / 2,
		};
		let path = vec![Box::new(from), Box::new(to)];
		let call = pallet_asset_conversion::Call::<Runtime>::swap_exact_tokens_for_tokens {
			path,
			amount_in,
			amount_out_min: 1,
			send_to: who.clone(),
			keep_alive: self.rng.random(),
		};
		Deed::signed(who, call)
	}
}
