//! Content, shares in it, and their dividends.

use crate::{
	configs::assets::{NativeAndAssets, NativeAsset},
	constants::*,
	*,
};
use frame_support::{
	parameter_types,
	traits::{fungible::NativeOrWithId, ConstU32},
	PalletId,
};

parameter_types! {
	pub const SharesPalletId: PalletId = PalletId(*b"tale/shr");
	// What was registered, its books, and the image's hash.
	pub const ContentDeposit: Balance = deposit(3, 589);
	pub const HoldingBond: Balance = deposit(1, 422);
	// Room in the books and an account of the asset for the pot; room in holders' rows is in their bonds.
	pub const RevenueBond: Balance = deposit(1, 219);
}

impl pallet_shares::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type AssetKind = NativeOrWithId<u32>;
	type NativeAsset = NativeAsset;
	type Assets = NativeAndAssets;
	type PalletId = SharesPalletId;
	type ContentDeposit = ContentDeposit;
	type HoldingBond = HoldingBond;
	type RevenueBond = RevenueBond;
	type MaxFounders = ConstU32<16>;
	type MaxHolds = ConstU32<4>;
	type WeightInfo = pallet_shares::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = pallet_shares::benchmarking::NumberedAssets<Runtime>;
}
