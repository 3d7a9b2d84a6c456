//! Grants that vest, and stake: what stands behind a validator's or an investor's account.

use crate::{AccountId, Client, Error, POV_PALLET, VESTING_PALLET};
use promptale_primitives::{vesting::VestingOverview, Balance, BlockNumber};

impl Client {
	/// An account's grants, what it can claim now and when it can claim more.
	pub async fn vesting(&self, account: &AccountId) -> Result<VestingOverview, Error> {
		self.view(VESTING_PALLET, "account", account, None).await
	}

	/// Least that a validator has to have bonded, in the smallest unit.
	pub async fn min_validator_stake(&self) -> Result<Balance, Error> {
		self.constant(POV_PALLET, "MinValidatorStake").await
	}

	/// Blocks from unbonding to withdrawing.
	pub async fn unbonding_period(&self) -> Result<BlockNumber, Error> {
		self.constant(POV_PALLET, "UnbondingPeriod").await
	}
}
