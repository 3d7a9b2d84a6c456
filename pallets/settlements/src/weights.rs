//! Weights of `pallet_settlements`, measured. `scripts/benchmark pallet_settlements` writes this file.
//!
//! 2026-11-23, 50 steps, 20 repetitions, AMD EPYC, benchmark CLI 64.0.0.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]
#![allow(clippy::arithmetic_side_effects)]

use frame_support::{traits::Get, weights::{constants::RocksDbWeight, Weight}};
use core::marker::PhantomData;

/// Weights that `pallet_settlements` needs.
pub trait WeightInfo {
	fn set_split() -> Weight;
	fn emit() -> Weight;
	fn pay_from_pot() -> Weight;
	fn record_donation() -> Weight;
	fn distribute() -> Weight;
	fn set_buy_back() -> Weight;
	fn buy_back() -> Weight;
	fn burn() -> Weight;
	fn settle() -> Weight;
	fn settle_collected() -> Weight;
	fn observe_price() -> Weight;
}

/// The weights as measured, with the runtime's own cost of database access.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `Settlements::Splits` (r:0 w:1)
	/// Proof: `Settlements::Splits` (`max_values`: None, `max_size`: Some(29), added: 2504, mode: `MaxEncodedLen`)
	fn set_split() -> Weight {
		// Measured proof: `0` bytes.
		// Minimum execution time: 13_070_000 picoseconds.
		Weight::from_parts(14_422_000, 0)
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Settlements::Schedules` (r:1 w:1)
	/// Proof: `Settlements::Schedules` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Flows` (r:1 w:1)
	/// Proof: `Settlements::Flows` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Pots` (r:1 w:1)
	/// Proof: `Settlements::Pots` (`max_values`: None, `max_size`: Some(41), added: 2516, mode: `MaxEncodedLen`)
	fn emit() -> Weight {
		// Measured proof: `352` bytes.
		// Minimum execution time: 107_660_000 picoseconds.
		Weight::from_parts(113_319_000, 6196)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	/// Storage: `System::Account` (r:3 w:3)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Pots` (r:1 w:1)
	/// Proof: `Settlements::Pots` (`max_values`: None, `max_size`: Some(41), added: 2516, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Schedules` (r:1 w:1)
	/// Proof: `Settlements::Schedules` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Flows` (r:1 w:1)
	/// Proof: `Settlements::Flows` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	fn pay_from_pot() -> Weight {
		// Measured proof: `424` bytes.
		// Minimum execution time: 198_225_000 picoseconds.
		Weight::from_parts(209_532_000, 8799)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Storage: `Settlements::Pots` (r:1 w:1)
	/// Proof: `Settlements::Pots` (`max_values`: None, `max_size`: Some(41), added: 2516, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:0)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Flows` (r:1 w:1)
	/// Proof: `Settlements::Flows` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	fn record_donation() -> Weight {
		// Measured proof: `174` bytes.
		// Minimum execution time: 32_718_000 picoseconds.
		Weight::from_parts(35_132_000, 3593)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `Settlements::Schedules` (r:1 w:1)
	/// Proof: `Settlements::Schedules` (`max_values`: None, `max_size`: Some(49), added: 2524, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:3 w:3)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Flows` (r:1 w:1)
	/// Proof: `Settlements::Flows` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Pots` (r:1 w:1)
	/// Proof: `Settlements::Pots` (`max_values`: None, `max_size`: Some(41), added: 2516, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Debts` (r:1 w:1)
	/// Proof: `Generators::Debts` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:3 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Pools` (r:3 w:3)
	/// Proof: `Generators::Pools` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	fn distribute() -> Weight {
		// Measured proof: `407` bytes.
		// Minimum execution time: 218_665_000 picoseconds.
		Weight::from_parts(229_672_000, 8799)
			.saturating_add(T::DbWeight::get().reads(13_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	/// Storage: `Assets::Account` (r:1 w:0)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:0)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:0)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::BuyBack` (r:1 w:1)
	/// Proof: `Settlements::BuyBack` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Price` (r:0 w:1)
	/// Proof: `Settlements::Price` (`max_values`: Some(1), `max_size`: Some(61), added: 556, mode: `MaxEncodedLen`)
	fn set_buy_back() -> Weight {
		// Measured proof: `525` bytes.
		// Minimum execution time: 58_087_000 picoseconds.
		Weight::from_parts(63_685_000, 3675)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `Settlements::BuyBack` (r:1 w:0)
	/// Proof: `Settlements::BuyBack` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::BoughtWith` (r:1 w:1)
	/// Proof: `Settlements::BoughtWith` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Price` (r:1 w:0)
	/// Proof: `Settlements::Price` (`max_values`: Some(1), `max_size`: Some(61), added: 556, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `AssetConversion::PoolFees` (r:1 w:0)
	/// Proof: `AssetConversion::PoolFees` (`max_values`: None, `max_size`: Some(30), added: 2505, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Flows` (r:1 w:1)
	/// Proof: `Settlements::Flows` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	fn buy_back() -> Weight {
		// Measured proof: `873` bytes.
		// Minimum execution time: 276_942_000 picoseconds.
		Weight::from_parts(291_403_000, 6208)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Burned` (r:1 w:1)
	/// Proof: `Settlements::Burned` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn burn() -> Weight {
		// Measured proof: `174` bytes.
		// Minimum execution time: 55_512_000 picoseconds.
		Weight::from_parts(59_178_000, 3593)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `Settlements::Splits` (r:1 w:0)
	/// Proof: `Settlements::Splits` (`max_values`: None, `max_size`: Some(29), added: 2504, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:4 w:4)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Pots` (r:3 w:3)
	/// Proof: `Settlements::Pots` (`max_values`: None, `max_size`: Some(41), added: 2516, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Unplaced` (r:1 w:1)
	/// Proof: `Settlements::Unplaced` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Flows` (r:1 w:1)
	/// Proof: `Settlements::Flows` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	fn settle() -> Weight {
		// Measured proof: `489` bytes.
		// Minimum execution time: 159_377_000 picoseconds.
		Weight::from_parts(168_120_000, 11402)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	/// Storage: `Settlements::Splits` (r:2 w:0)
	/// Proof: `Settlements::Splits` (`max_values`: None, `max_size`: Some(29), added: 2504, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:4 w:4)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Pots` (r:3 w:3)
	/// Proof: `Settlements::Pots` (`max_values`: None, `max_size`: Some(41), added: 2516, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Unplaced` (r:1 w:1)
	/// Proof: `Settlements::Unplaced` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Flows` (r:2 w:2)
	/// Proof: `Settlements::Flows` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	fn settle_collected() -> Weight {
		// Measured proof: `526` bytes.
		// Minimum execution time: 287_137_000 picoseconds.
		Weight::from_parts(348_819_000, 11402)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	/// Storage: `Settlements::BuyBack` (r:1 w:0)
	/// Proof: `Settlements::BuyBack` (`max_values`: Some(1), `max_size`: Some(33), added: 528, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:1 w:0)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:0)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:0)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Price` (r:1 w:1)
	/// Proof: `Settlements::Price` (`max_values`: Some(1), `max_size`: Some(61), added: 556, mode: `MaxEncodedLen`)
	fn observe_price() -> Weight {
		// Measured proof: `528` bytes.
		// Minimum execution time: 49_073_000 picoseconds.
		Weight::from_parts(52_488_000, 3675)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

/// For tests.
impl WeightInfo for () {
	fn set_split() -> Weight {
		Weight::from_parts(14_422_000, 0)
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn emit() -> Weight {
		Weight::from_parts(113_319_000, 6196)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn pay_from_pot() -> Weight {
		Weight::from_parts(209_532_000, 8799)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn record_donation() -> Weight {
		Weight::from_parts(35_132_000, 3593)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn distribute() -> Weight {
		Weight::from_parts(229_672_000, 8799)
			.saturating_add(RocksDbWeight::get().reads(13_u64))
			.saturating_add(RocksDbWeight::get().writes(10_u64))
	}
	fn set_buy_back() -> Weight {
		Weight::from_parts(63_685_000, 3675)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn buy_back() -> Weight {
		Weight::from_parts(291_403_000, 6208)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn burn() -> Weight {
		Weight::from_parts(59_178_000, 3593)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn settle() -> Weight {
		Weight::from_parts(168_120_000, 11402)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(9_u64))
	}
	fn settle_collected() -> Weight {
		Weight::from_parts(348_819_000, 11402)
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().writes(10_u64))
	}
	fn observe_price() -> Weight {
		Weight::from_parts(52_488_000, 3675)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
}
