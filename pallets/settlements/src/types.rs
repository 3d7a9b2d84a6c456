//! What the pallet stores.

use crate::Config;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::fungible;
use promptale_primitives::{arithmetic::mul_div, settlement::EmissionPool, Balance, BlockNumber};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Imbalance of the pallet's currency.
pub type CreditOf<T> = fungible::Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

/// A pot's totals since genesis. What it holds is their difference.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PotTotals {
	/// Put in.
	pub received: Balance,
	/// Paid out.
	pub paid: Balance,
}

impl PotTotals {
	/// What is in the pot by the books.
	pub fn held(&self) -> Balance {
		self.received.saturating_sub(self.paid)
	}
}

/// A genesis pool that is to be emitted, as a chain's genesis states it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GenesisEmission {
	/// Which pool.
	pub pool: EmissionPool,
	/// All that is released; the pool's account must be endowed with it.
	pub total: Balance,
	/// First block; nothing is due in it yet.
	pub start: BlockNumber,
	/// Blocks from `start` until all of it is due.
	pub blocks: BlockNumber,
}

/// The linear release of a genesis pool.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct EmissionSchedule {
	/// All that is released by the end.
	pub total: Balance,
	/// First block; nothing is due in it yet.
	pub start: BlockNumber,
	/// Blocks from `start` until all of it is due.
	pub blocks: BlockNumber,
	/// Released so far.
	pub released: Balance,
}

impl EmissionSchedule {
	/// What may be released in all by block `now`: `floor(total * elapsed / blocks)`.
	pub fn scheduled(&self, now: BlockNumber) -> Balance {
		let elapsed = now.saturating_sub(self.start).min(self.blocks);
		mul_div(self.total, elapsed.into(), self.blocks.into())
	}

	/// What may be released at block `now` beyond what was.
	pub fn due(&self, now: BlockNumber) -> Balance {
		self.scheduled(now).saturating_sub(self.released)
	}

	/// Block in which all of it is due.
	pub fn ends(&self) -> BlockNumber {
		self.start.saturating_add(self.blocks)
	}
}

/// What governance allows to be bought back, and how.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct BuyBackTerms<AssetKind> {
	/// What the treasury pays with.
	pub asset: AssetKind,
	/// Most of the asset that is spent in a period, in its smallest unit.
	pub cap: Balance,
	/// Length of a period in blocks; periods begin at multiples of it.
	pub period: BlockNumber,
	/// How far the price may be from its average, in millionths.
	pub band: u32,
	/// Observations in a window of the average price, one each block.
	pub window: u32,
}

/// What was bought with an asset.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Bought {
	/// Spent of the asset since genesis.
	pub spent: Balance,
	/// $TALE received since genesis.
	pub received: Balance,
	/// First block of the period that `spent_in_period` is about.
	pub period_start: BlockNumber,
	/// Spent in that period.
	pub spent_in_period: Balance,
}

impl Bought {
	/// What was spent in the period that begins at `start`.
	pub fn spent_since(&self, start: BlockNumber) -> Balance {
		if self.period_start == start {
			self.spent_in_period
		} else {
			0
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn nothing_is_scheduled_at_the_start_and_all_of_it_at_the_end() {
		let schedule = EmissionSchedule { total: 1_000_003, start: 10, blocks: 1_000, released: 0 };
		assert_eq!(schedule.scheduled(0), 0);
		assert_eq!(schedule.scheduled(10), 0);
		assert_eq!(schedule.scheduled(11), 1_000);
		assert_eq!(schedule.scheduled(1_009), 999_002);
		assert_eq!(schedule.scheduled(schedule.ends()), 1_000_003);
		assert_eq!(schedule.scheduled(BlockNumber::MAX), 1_000_003);
	}

	proptest! {
		#[test]
		fn a_schedule_never_falls_and_never_exceeds_its_total(
			total: u128,
			start: u32,
			blocks in 1u32..,
			now: u32,
			later: u32,
		) {
			let schedule = EmissionSchedule { total, start, blocks, released: 0 };
			let (now, later) = (now.min(later), now.max(later));
			prop_assert!(schedule.scheduled(now) <= schedule.scheduled(later));
			prop_assert!(schedule.scheduled(later) <= total);
		}
	}
}
