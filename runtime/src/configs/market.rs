//! The order book for shares in content.

use crate::{
	configs::{
		assets::{NativeAndAssets, NativeAsset},
		money::TreasuryAccount,
		parameters::dynamic_params,
		shares::HoldingBond,
	},
	constants::*,
	*,
};
use frame_support::{
	parameter_types,
	traits::{fungible::NativeOrWithId, ConstU32},
	PalletId,
};

parameter_types! {
	pub const MarketPalletId: PalletId = PalletId(*b"tale/mkt");
	// The book, where it is found, an account of an asset, and its candles.
	pub const BookDeposit: Balance = BOOK_DEPOSIT;
	pub const RoyaltyDeposit: Balance = deposit(1, 209);
	// An order and its price level.
	pub const OrderDeposit: Balance = deposit(2, 393);
}

/// Of a book and its candles.
const BOOK_DEPOSIT: Balance = deposit(3 + CANDLES, 1_400 + CANDLES * 116);

/// Candles that are kept of a book: a day.
const CANDLES: u32 = 96;

#[cfg(feature = "runtime-benchmarks")]
parameter_types! {
	pub const MarketBenchmarkAsset: NativeOrWithId<u32> = NativeOrWithId::WithId(2_000);
}

impl pallet_market::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type AssetKind = NativeOrWithId<u32>;
	type NativeAsset = NativeAsset;
	type Assets = NativeAndAssets;
	type Shares = Shares;
	type Content = Shares;
	type Fees = Settlements;
	// Where the buy-back finds them.
	type AssetFees = TreasuryAccount;
	type FeeRate = dynamic_params::market::FeeRate;
	type PalletId = MarketPalletId;
	type BookDeposit = BookDeposit;
	type RoyaltyDeposit = RoyaltyDeposit;
	type OrderDeposit = OrderDeposit;
	type RowBond = HoldingBond;
	type CandleInterval = ConstU32<{ 15 * MINUTES }>;
	type CandleCount = ConstU32<CANDLES>;
	type WeightInfo = pallet_market::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkAsset = MarketBenchmarkAsset;
}
