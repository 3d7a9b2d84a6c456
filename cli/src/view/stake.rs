//! Grants that vest, and stake, as JSON has them.

use promptale_client::{AccountId, ValidatorOverview};
use promptale_primitives::{
	vesting::{ScheduleOverview, VestingOverview},
	Balance, BlockNumber,
};
use serde::Serialize;

/// An account's grants. Amounts in the smallest unit.
#[derive(Clone, Debug, Serialize)]
pub struct VestingView {
	/// What a claim would release now.
	pub claimable: String,
	/// Not vested yet.
	pub unvested: String,
	/// Held for vesting; less than what remains where stake covers it.
	pub held: String,
	/// Held as stake.
	pub staked: String,
	/// First block in which more can be claimed than now.
	pub next_unlock: Option<BlockNumber>,
	/// The grants, in order.
	pub schedules: Vec<ScheduleView>,
}

/// A grant.
#[derive(Clone, Debug, Serialize)]
pub struct ScheduleView {
	/// Block in which its line begins.
	pub start: BlockNumber,
	/// First block in which something can be claimed.
	pub cliff: BlockNumber,
	/// Block from which all of it has vested.
	pub end: BlockNumber,
	/// All of it.
	pub total: String,
	/// Has vested.
	pub vested: String,
	/// Was claimed, or forfeited by a slash.
	pub claimed: String,
	/// Can be claimed.
	pub claimable: String,
	/// May be handed on.
	pub transferable: bool,
}

impl From<&VestingOverview> for VestingView {
	fn from(overview: &VestingOverview) -> Self {
		Self {
			claimable: overview.claimable.to_string(),
			unvested: overview.unvested.to_string(),
			held: overview.held.to_string(),
			staked: overview.staked.to_string(),
			next_unlock: overview.next_unlock,
			schedules: overview.schedules.iter().map(ScheduleView::from).collect(),
		}
	}
}

impl From<&ScheduleOverview> for ScheduleView {
	fn from(overview: &ScheduleOverview) -> Self {
		let schedule = &overview.schedule;
		Self {
			start: schedule.start,
			cliff: schedule.cliff,
			end: schedule.end,
			total: schedule.total.to_string(),
			vested: overview.vested.to_string(),
			claimed: schedule.claimed.to_string(),
			claimable: overview.claimable.to_string(),
			transferable: schedule.transferable,
		}
	}
}

/// An account's stake. Amounts in the smallest unit.
#[derive(Clone, Debug, Serialize)]
pub struct StakeView {
	/// Whether the account is a validator.
	pub validator: bool,
	/// Bonded and counting.
	pub stake: String,
	/// On its way out.
	pub unbonding: String,
	/// First block in which that can be withdrawn.
	pub unlocks_at: Option<BlockNumber>,
	/// Part of all that is bonded which consists of vesting funds.
	pub of_vesting: String,
	/// Least that a validator has.
	pub min_stake: String,
	/// sr25519 key that signs for the validator, hex.
	pub session_key: Option<String>,
}

impl StakeView {
	/// The view of one account's stake.
	pub fn new(
		validator: Option<&ValidatorOverview<AccountId>>,
		vesting: &VestingOverview,
		min_stake: Balance,
	) -> Self {
		let (stake, unbonding) = validator.map_or((0, 0), |validator| (validator.stake, validator.unbonding));
		let remaining: Balance = vesting.schedules.iter().map(|schedule| schedule.schedule.remaining()).sum();
		Self {
			validator: validator.is_some(),
			stake: stake.to_string(),
			unbonding: unbonding.to_string(),
			unlocks_at: validator.and_then(|validator| validator.unlocks_at),
			of_vesting: remaining.min(stake.saturating_add(unbonding)).to_string(),
			min_stake: min_stake.to_string(),
			session_key: validator.map(|validator| hex::encode(validator.session_key)),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::{vesting::Schedule, TALE};

	#[test]
	fn stake_says_how_much_of_it_is_vesting_funds() {
		let validator = ValidatorOverview {
			account: AccountId([1; 32]),
			session_key: [5; 32],
			encryption_key: [0; 32],
			endpoint: vec![],
			stake: 6 * TALE,
			unbonding: 2 * TALE,
			unlocks_at: Some(77),
		};
		let schedule =
			Schedule { start: 0, cliff: 0, end: 10, total: 9 * TALE, claimed: 4 * TALE, transferable: false };
		let seen = ScheduleOverview { schedule, vested: 0, claimable: 0, unvested: 0, next_unlock: None };
		let vesting = VestingOverview { schedules: vec![seen], staked: 8 * TALE, ..Default::default() };
		let view = StakeView::new(Some(&validator), &vesting, TALE);
		assert_eq!((view.validator, view.of_vesting), (true, (5 * TALE).to_string()));
		let none = StakeView::new(None, &vesting, TALE);
		assert_eq!((none.validator, none.stake.as_str(), none.of_vesting.as_str()), (false, "0", "0"));
	}
}
