//! Vesting.

use crate::{constants::*, *};
use frame_support::{
	parameter_types,
	traits::{ConstU128, ConstU32},
};
use frame_system::EnsureRoot;

parameter_types! {
	pub const StakeReason: RuntimeHoldReason = RuntimeHoldReason::Pov(pallet_pov::HoldReason::ValidatorStake);
}

impl pallet_tale_vesting::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	// From any account: as much as a transfer by root.
	type GrantOrigin = EnsureRoot<AccountId>;
	type WeightInfo = pallet_tale_vesting::weights::SubstrateWeight<Runtime>;
	type StakeReason = StakeReason;
	type MinGrant = ConstU128<TALE>;
	type MaxSchedules = ConstU32<16>;
	type Month = ConstU32<MONTHS>;
}
