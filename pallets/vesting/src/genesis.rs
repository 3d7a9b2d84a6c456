//! The pools that the supply is divided into at genesis.

use crate::{holds::SchedulesOf, Config, HoldReason, Pallet, Pools, Schedules};
use alloc::{string::String, vec::Vec};
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	pallet_prelude::ConstU32,
	traits::{
		fungible::{Inspect, MutateHold},
		Get,
	},
	BoundedVec,
};
use promptale_primitives::{vesting::Schedule, Balance, BlockNumber, MILLION};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A part of the supply, as a chain spec states it. Its vesting part is released evenly over `vesting_months` that follow
/// on `cliff_months`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisPool<AccountId> {
	/// What it is called; up to 32 bytes.
	pub name: String,
	/// The account that its vesting part lies on.
	pub account: AccountId,
	/// Its part of the supply, in millionths.
	pub share: u32,
	/// The part of it that is liquid at genesis, in millionths.
	pub liquid: u32,
	/// Months before anything vests.
	pub cliff_months: u32,
	/// Months after these in which it vests; 0 exactly where all is liquid.
	pub vesting_months: u32,
	/// Whether another pallet pays it out of the account as it vests: then nothing is held, and nobody can claim it.
	pub emitted: bool,
}

/// A part of the supply, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Pool<AccountId> {
	/// What it is called, UTF-8.
	pub name: BoundedVec<u8, ConstU32<32>>,
	/// The account that its vesting part lies on.
	pub account: AccountId,
	/// Liquid at genesis, in the smallest unit.
	pub liquid: Balance,
	/// Vesting, in the smallest unit.
	pub vesting: Balance,
	/// Block from which that vests.
	pub cliff: BlockNumber,
	/// First block in which all of it has.
	pub end: BlockNumber,
	/// Whether another pallet pays it out of the account as it vests.
	pub emitted: bool,
}

impl<AccountId> Pool<AccountId> {
	/// How its vesting part vests.
	pub fn schedule(&self) -> Schedule {
		let (start, end) = (self.cliff, self.end);
		Schedule { start, cliff: start, end, total: self.vesting, claimed: 0, transferable: false }
	}

	/// What is liquid or vested in block `now`.
	pub fn unlocked(&self, now: BlockNumber) -> Balance {
		self.liquid.saturating_add(self.schedule().vested(now))
	}
}

impl<AccountId: Clone> GenesisPool<AccountId> {
	/// What this pool is of `supply`, with months of `month` blocks.
	///
	/// Errors: a name that is too long, a part that is more than all or no whole number of units, months that contradict
	/// what is liquid or last longer than block numbers.
	pub fn of(&self, supply: Balance, month: BlockNumber) -> Result<Pool<AccountId>, &'static str> {
		let amount = exact_part(supply, self.share)?;
		let liquid = exact_part(amount, self.liquid)?;
		let vesting = amount.saturating_sub(liquid);
		if (vesting == 0) != (self.vesting_months == 0) || (vesting == 0 && self.cliff_months > 0) {
			return Err("a pool has months of vesting exactly where not all of it is liquid");
		}
		let months = |count: u32| month.checked_mul(count).ok_or("the months of a pool exceed block numbers");
		let cliff = months(self.cliff_months)?;
		let end = cliff.checked_add(months(self.vesting_months)?).ok_or("the months of a pool exceed block numbers")?;
		let name = self.name.as_bytes().to_vec().try_into().map_err(|_| "the name of a pool has more than 32 bytes")?;
		Ok(Pool { name, account: self.account.clone(), liquid, vesting, cliff, end, emitted: self.emitted })
	}
}

/// `whole * millionths / 1,000,000`, where that is a whole number and no more than all.
fn exact_part(whole: Balance, millionths: u32) -> Result<Balance, &'static str> {
	let product = whole.checked_mul(millionths.into()).filter(|_| millionths <= MILLION).ok_or("a part exceeds all")?;
	if product.checked_rem(MILLION.into()) != Some(0) {
		return Err("a part is no whole number of units");
	}
	product.checked_div(MILLION.into()).ok_or("a part exceeds all")
}

impl<T: Config> Pallet<T> {
	/// Divides all that is issued into `pools`, and puts their vesting parts on hold. Nothing for no pools.
	pub(crate) fn build_pools(pools: &[GenesisPool<T::AccountId>]) -> Result<(), &'static str> {
		if pools.is_empty() {
			return Ok(());
		}
		let shares = pools.iter().try_fold(0u32, |sum, pool| sum.checked_add(pool.share));
		if shares != Some(MILLION) {
			return Err("the shares of the pools do not sum to one million");
		}
		let supply = T::Currency::total_issuance();
		let pools: Vec<_> =
			pools.iter().map(|pool| pool.of(supply, T::Month::get())).collect::<Result<_, &'static str>>()?;
		for pool in pools.iter().filter(|pool| pool.vesting > 0 && !pool.emitted) {
			let mut schedules: SchedulesOf<T> = Schedules::<T>::get(&pool.account);
			schedules.try_push(pool.schedule()).map_err(|_| "an account has more pools than schedules")?;
			T::Currency::hold(&HoldReason::Vesting.into(), &pool.account, pool.vesting)
				.map_err(|_| "the account of a pool lacks its vesting part and an existential deposit beside it")?;
			Schedules::<T>::insert(&pool.account, schedules);
		}
		Pools::<T>::put(BoundedVec::try_from(pools).map_err(|_| "there are more than 32 pools")?);
		Ok(())
	}
}
