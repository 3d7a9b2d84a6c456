//! Product placements: slots, campaigns, settlements.

use crate::{configs::parameters::dynamic_params, constants::*, randomness::RelayRandomness, *};
use frame_support::{
	parameter_types,
	traits::{fungible::NativeOrWithId, ConstU32},
};

parameter_types! {
	pub const SlotDeposit: Balance = deposit(1, 776);
	// That of the campaign, which is longer.
	pub const BidDeposit: Balance = deposit(1, 214);
	pub const PageDeposit: Balance = deposit(1, 5_397);
	pub const MinBudget: Balance = 10 * TALE;
	pub const SettlementBond: Balance = 100 * TALE;
	// And the row of the block's randomness.
	pub const ChallengeBond: Balance = 20 * TALE;
}

impl pallet_placements::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type AssetKind = NativeOrWithId<u32>;
	type Content = Shares;
	type Fees = Settlements;
	type FeeRate = dynamic_params::placements::FeeRate;
	type Randomness = RelayRandomness;
	type SlotDeposit = SlotDeposit;
	type BidDeposit = BidDeposit;
	type MinBudget = MinBudget;
	type ForfeitRate = ConstU32<100_000>;
	// Creators choose, and brands see it before they bid: what is too short for both.
	type MinReveal = ConstU32<MINUTES>;
	type MaxWindow = ConstU32<{ 12 * MONTHS }>;
	type MinChallengeWindow = ConstU32<MINUTES>;
	type MaxChallengeWindow = ConstU32<{ 14 * DAYS }>;
	type AnswerPeriod = ConstU32<{ 30 * MINUTES }>;
	type GracePeriod = ConstU32<DAYS>;
	type PageDeposit = PageDeposit;
	type SettlementBond = SettlementBond;
	type ChallengeBond = ChallengeBond;
	type WeightInfo = pallet_placements::weights::SubstrateWeight<Runtime>;
}
