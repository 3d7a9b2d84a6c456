//! Raising money for content.

use crate::{
	configs::{parameters::dynamic_params, shares::HoldingBond},
	constants::*,
	governance::origins::EmergencyPauser,
	*,
};
use frame_support::{
	parameter_types,
	traits::{fungible::NativeOrWithId, ConstU32, EitherOf},
	PalletId,
};
use frame_system::EnsureRoot;
use promptale_primitives::raise::RaiseLimits;

parameter_types! {
	pub const LaunchpadPalletId: PalletId = PalletId(*b"tale/lpd");
	// The raise, where it is found, its account, and what is on hold there.
	pub const RaiseDeposit: Balance = deposit(4, 1_158);
	pub const LeastBond: Balance = 100 * TALE;
	pub const BackingDeposit: Balance = deposit(1, 113);
	pub const Limits: RaiseLimits = RaiseLimits {
		open: 3 * MONTHS,
		delivery: 24 * MONTHS,
		// Who does not vote is against: a short ballot is only its creator's own risk.
		shortest_ballot: MINUTES,
		longest_ballot: MONTHS,
	};
}

impl pallet_launchpad::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type Shares = Shares;
	type AssetKind = NativeOrWithId<u32>;
	type Content = Shares;
	type Fees = Settlements;
	type FeeRate = dynamic_params::launchpad::FeeRate;
	// What is taken down must be before its money is released: the fast track, which needs near unanimity.
	type TakedownOrigin = EitherOf<EnsureRoot<AccountId>, EmergencyPauser>;
	type PalletId = LaunchpadPalletId;
	type RaiseDeposit = RaiseDeposit;
	type LeastBond = LeastBond;
	// One percent.
	type BondRate = ConstU32<10_000>;
	type BackingDeposit = BackingDeposit;
	type RowBond = HoldingBond;
	type Limits = Limits;
	type WeightInfo = pallet_launchpad::weights::SubstrateWeight<Runtime>;
}
