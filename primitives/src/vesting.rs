//! Vesting: how much of a grant is released by which block, and the seam to whoever holds the same funds as stake.
//!
//! A [`Schedule`] releases `vested = floor(total * elapsed / duration)` with `elapsed = now - start` and
//! `duration = end - start`: nothing before its cliff, everything from its end on. Blocks are the only clock.

use crate::{Balance, BlockNumber};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A grant, and what has left it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Schedule {
	/// Block from which the line rises.
	pub start: BlockNumber,
	/// First block in which anything is vested; from `start` to `end`.
	pub cliff: BlockNumber,
	/// First block in which everything is; after `start`.
	pub end: BlockNumber,
	/// What was granted, in the smallest unit.
	pub total: Balance,
	/// What was released of it, or lost when stake that it backed was slashed. May be more than has vested: what is
	/// lost counts as released early.
	pub claimed: Balance,
	/// Whether the whole of it may be handed on to another account.
	pub transferable: bool,
}

impl Schedule {
	/// Whether its blocks are in order and it grants anything.
	pub fn is_valid(&self) -> bool {
		self.start < self.end && self.start <= self.cliff && self.cliff <= self.end && self.total > 0
	}

	/// What has vested by block `now`: `floor(total * (now - start) / (end - start))`, exactly, for any total.
	pub fn vested(&self, now: BlockNumber) -> Balance {
		if now >= self.end {
			return self.total;
		}
		if now < self.cliff {
			return 0;
		}
		let elapsed = Balance::from(now.saturating_sub(self.start));
		let duration = Balance::from(self.end.saturating_sub(self.start));
		// total = whole * duration + rest, so the floor is whole * elapsed + floor(rest * elapsed / duration), and
		// neither product can exceed what it is a part of: elapsed < duration < 2^32.
		let whole = self.total.checked_div(duration).unwrap_or(0).saturating_mul(elapsed);
		let rest = self.total.checked_rem(duration).unwrap_or(0).saturating_mul(elapsed);
		whole.saturating_add(rest.checked_div(duration).unwrap_or(0))
	}

	/// What a claim in block `now` releases.
	pub fn claimable(&self, now: BlockNumber) -> Balance {
		self.vested(now).saturating_sub(self.claimed)
	}

	/// What has neither vested by block `now` nor left the schedule: nobody may spend it.
	pub fn unvested(&self, now: BlockNumber) -> Balance {
		self.total.saturating_sub(self.vested(now).max(self.claimed))
	}

	/// What has not left it, vested or not.
	pub fn remaining(&self) -> Balance {
		self.total.saturating_sub(self.claimed)
	}

	/// First block after `now` in which more can be claimed than in block `now`; `None` when there is no more. Of totals
	/// so large that `total * duration` exceeds 128 bits it may answer the end instead.
	pub fn next_unlock(&self, now: BlockNumber) -> Option<BlockNumber> {
		let reached = self.vested(now).max(self.claimed);
		let wanted = reached.checked_add(1).filter(|wanted| *wanted <= self.total)?;
		// The least elapsed with floor(total * elapsed / duration) >= wanted is ceil(wanted * duration / total).
		let duration = Balance::from(self.end.saturating_sub(self.start));
		let elapsed = wanted.checked_mul(duration).map_or(duration, |product| product.div_ceil(self.total));
		let block = self.start.saturating_add(BlockNumber::try_from(elapsed).unwrap_or(BlockNumber::MAX));
		Some(block.max(self.cliff).min(self.end))
	}

	/// One schedule instead of two: latest start, latest cliff, latest end, sums of the amounts; transferable where both
	/// are. `None` when the sums are too large.
	///
	/// Its part `(now - start) / (end - start)` is at no block above that of either (their lines are at least as high at
	/// the latest start, and at the latest end), so nothing is released earlier. As each schedule rounds down, the two
	/// together may have had one smallest unit less at some blocks.
	pub fn merged(&self, other: &Self) -> Option<Self> {
		Some(Schedule {
			start: self.start.max(other.start),
			cliff: self.cliff.max(other.cliff),
			end: self.end.max(other.end),
			total: self.total.checked_add(other.total)?,
			claimed: self.claimed.checked_add(other.claimed)?,
			transferable: self.transferable && other.transferable,
		})
	}
}

/// A schedule at a glance.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ScheduleOverview {
	/// The schedule.
	pub schedule: Schedule,
	/// What has vested, claimed or not.
	pub vested: Balance,
	/// What a claim would take out of it now.
	pub claimable: Balance,
	/// What nobody may spend yet.
	pub unvested: Balance,
	/// First later block in which more can be claimed.
	pub next_unlock: Option<BlockNumber>,
}

/// An account's vesting funds at a glance, as the chain's view function answers it. Amounts in the smallest unit.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct VestingOverview {
	/// Its schedules; their positions are what calls take.
	pub schedules: Vec<ScheduleOverview>,
	/// What a claim would take out of all of them now.
	pub claimable: Balance,
	/// What may not be spent yet, in all.
	pub unvested: Balance,
	/// What is on hold for vesting.
	pub held: Balance,
	/// What is held as stake instead.
	pub staked: Balance,
	/// First later block in which more can be claimed.
	pub next_unlock: Option<BlockNumber>,
}

/// A part of the supply at genesis. Amounts in the smallest unit.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PoolOverview<AccountId> {
	/// What it is called, UTF-8.
	pub name: Vec<u8>,
	/// The account that its vesting part lies on.
	pub account: AccountId,
	/// Liquid from the first block on.
	pub liquid: Balance,
	/// Vesting.
	pub vesting: Balance,
	/// Block from which that vests.
	pub cliff: BlockNumber,
	/// First block in which all of it has.
	pub end: BlockNumber,
	/// Whether it is emitted rather than held: its account pays it out by itself.
	pub emitted: bool,
}

/// A point of the curve along which the supply is unlocked.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct UnlockPoint {
	/// The block.
	pub block: BlockNumber,
	/// Liquid or vested by then, pool by pool, in the smallest unit.
	pub unlocked: Vec<Balance>,
}

/// Vesting funds, for whoever holds stake on the same account: the two holds overlap, so vesting funds can be bonded and
/// never spent. `()` where there are none.
pub trait VestingFunds<AccountId> {
	/// Before `amount` more is held on `who` as stake: leaves to it the vesting funds that it may consist of.
	fn before_stake_hold(who: &AccountId, amount: Balance);

	/// After stake of `who` was released or slashed: takes back what must not be spent.
	fn after_stake_change(who: &AccountId);

	/// What either costs at most: picoseconds, and bytes of block proof.
	fn weight() -> (u64, u64);
}

impl<AccountId> VestingFunds<AccountId> for () {
	fn before_stake_hold(_: &AccountId, _: Balance) {}

	fn after_stake_change(_: &AccountId) {}

	fn weight() -> (u64, u64) {
		(0, 0)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn schedule(start: u32, cliff: u32, end: u32, total: Balance) -> Schedule {
		Schedule { start, cliff, end, total, claimed: 0, transferable: false }
	}

	fn schedules() -> impl Strategy<Value = Schedule> {
		(0u32..50, 0u32..50, 1u32..50, 1u128..200, any::<bool>(), 0u128..=100).prop_map(
			|(start, cliff, length, total, transferable, claimed)| Schedule {
				start,
				cliff: start + cliff.min(length),
				end: start + length,
				total,
				claimed: total * claimed / 100,
				transferable,
			},
		)
	}

	#[test]
	fn nothing_before_the_cliff_everything_from_the_end_on() {
		let grant = schedule(10, 15, 30, 1_000);
		assert_eq!(
			[0, 10, 14, 15, 16, 29, 30, u32::MAX].map(|now| grant.vested(now)),
			[0, 0, 0, 250, 300, 950, 1_000, 1_000]
		);
	}

	#[test]
	fn the_largest_amounts_vest_exactly() {
		let grant = schedule(0, 0, u32::MAX, Balance::MAX);
		// 2^128 - 1 = (2^32 - 1) * (2^96 + 2^64 + 2^32 + 1).
		let step = (1u128 << 96) + (1 << 64) + (1 << 32) + 1;
		assert_eq!(grant.vested(1), step);
		assert_eq!(grant.vested(u32::MAX - 1), Balance::MAX - step);
		assert_eq!(grant.next_unlock(0), Some(1));
		assert_eq!(grant.next_unlock(5), Some(u32::MAX), "a product too large: the end, never too early");
		assert_eq!(grant.merged(&grant), None);
	}

	#[test]
	fn blocks_out_of_order_and_nothing_at_all_are_not_valid() {
		assert!(schedule(0, 0, 1, 1).is_valid() && schedule(3, 5, 5, 1).is_valid());
		for bad in [schedule(1, 1, 1, 1), schedule(2, 1, 3, 1), schedule(1, 4, 3, 1), schedule(0, 0, 1, 0)] {
			assert!(!bad.is_valid(), "{bad:?}");
		}
	}

	proptest! {
		#[test]
		fn vested_is_the_floor_of_the_line_and_never_falls(grant in schedules()) {
			let mut before = 0;
			for now in 0..120 {
				let vested = grant.vested(now);
				if now >= grant.cliff && now < grant.end {
					let (elapsed, duration) = (u128::from(now - grant.start), u128::from(grant.end - grant.start));
					prop_assert_eq!(vested, grant.total * elapsed / duration);
				}
				prop_assert!(vested >= before && vested <= grant.total);
				prop_assert_eq!(grant.claimable(now) + grant.unvested(now), grant.remaining());
				before = vested;
			}
			prop_assert_eq!(before, grant.total);
		}

		#[test]
		fn the_next_unlock_is_the_first_block_with_more(grant in schedules(), now in 0u32..120) {
			let more = (now..130).find(|block| grant.claimable(*block) > grant.claimable(now));
			prop_assert_eq!(grant.next_unlock(now), more);
		}

		#[test]
		fn a_merged_schedule_releases_nothing_earlier_and_all_in_the_end(one in schedules(), other in schedules()) {
			let merged = one.merged(&other).unwrap();
			prop_assert!(merged.is_valid());
			prop_assert_eq!(merged.remaining(), one.remaining() + other.remaining());
			for now in 0..120 {
				prop_assert!(merged.vested(now) <= one.vested(now) + other.vested(now) + 1);
				prop_assert!(merged.claimable(now) <= one.claimable(now) + other.claimable(now) + 1);
				for each in [&one, &other] {
					// Its part of the whole, in fractions of both totals, before rounding down.
					let exact = if now >= each.end {
						(1, 1)
					} else if now < each.cliff {
						(0, 1)
					} else {
						(u128::from(now - each.start), u128::from(each.end - each.start))
					};
					prop_assert!(merged.vested(now) * exact.1 <= merged.total * exact.0);
				}
			}
			prop_assert_eq!(merged.claimable(120), one.claimable(120) + other.claimable(120));
		}
	}
}
