//! Weights of `pallet_shares`, measured. `scripts/benchmark pallet_shares` writes this file.
//!
//! 2026-11-23, 50 steps, 20 repetitions, AMD EPYC, benchmark CLI 64.0.0. `remove_content`: with two rows more by hand, where three accounts
//! opened revenues and not two, as the benchmark has it since.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]
#![allow(clippy::arithmetic_side_effects)]

use frame_support::{traits::Get, weights::{constants::RocksDbWeight, Weight}};
use core::marker::PhantomData;

/// Weights that `pallet_shares` needs.
pub trait WeightInfo {
	fn register_content(h: u32, ) -> Weight;
	fn remove_content() -> Weight;
	fn transfer() -> Weight;
	fn open_revenue() -> Weight;
	fn deposit_revenue() -> Weight;
	fn deposit_credit() -> Weight;
	fn claim_dividends() -> Weight;
	fn leave() -> Weight;
}

/// The weights as measured, with the runtime's own cost of database access.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `Shares::ByImage` (r:1 w:1)
	/// Proof: `Shares::ByImage` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Shares::NextContent` (r:1 w:1)
	/// Proof: `Shares::NextContent` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:18 w:18)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:17 w:17)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Shares::Holdings` (r:0 w:16)
	/// Proof: `Shares::Holdings` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `Shares::BookOf` (r:0 w:1)
	/// Proof: `Shares::BookOf` (`max_values`: None, `max_size`: Some(373), added: 2848, mode: `MaxEncodedLen`)
	/// Storage: `Shares::Contents` (r:0 w:1)
	/// Proof: `Shares::Contents` (`max_values`: None, `max_size`: Some(164), added: 2639, mode: `MaxEncodedLen`)
	/// The range of component `h` is `[1, 16]`.
	fn register_content(h: u32, ) -> Weight {
		// Measured proof: `434 + h * (95 ±0)` bytes.
		// Minimum execution time: 316_501_000 picoseconds.
		Weight::from_parts(241_417_566, 6196)
			// Standard error: 595_411
			.saturating_add(Weight::from_parts(89_843_289, 0).saturating_mul(h.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(h.into())))
			.saturating_add(T::DbWeight::get().writes(7_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(h.into())))
			.saturating_add(Weight::from_parts(0, 2812).saturating_mul(h.into()))
	}
	/// Storage: `Shares::Contents` (r:1 w:1)
	/// Proof: `Shares::Contents` (`max_values`: None, `max_size`: Some(164), added: 2639, mode: `MaxEncodedLen`)
	/// Storage: `Shares::BookOf` (r:1 w:1)
	/// Proof: `Shares::BookOf` (`max_values`: None, `max_size`: Some(373), added: 2848, mode: `MaxEncodedLen`)
	/// Storage: `Shares::Holdings` (r:1 w:1)
	/// Proof: `Shares::Holdings` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:4 w:4)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:3 w:3)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:3 w:3)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:6 w:6)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `Shares::ByImage` (r:0 w:1)
	/// Proof: `Shares::ByImage` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	fn remove_content() -> Weight {
		// Measured proof: `3039` bytes.
		// Minimum execution time: 750_155_000 picoseconds.
		Weight::from_parts(819_309_000, 22059)
			.saturating_add(T::DbWeight::get().reads(21_u64))
			.saturating_add(T::DbWeight::get().writes(22_u64))
	}
	/// Storage: `Shares::BookOf` (r:1 w:1)
	/// Proof: `Shares::BookOf` (`max_values`: None, `max_size`: Some(373), added: 2848, mode: `MaxEncodedLen`)
	/// Storage: `Shares::Holdings` (r:2 w:2)
	/// Proof: `Shares::Holdings` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:2 w:2)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	fn transfer() -> Weight {
		// Measured proof: `1473` bytes.
		// Minimum execution time: 205_616_000 picoseconds.
		Weight::from_parts(230_674_000, 6784)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	/// Storage: `Shares::BookOf` (r:1 w:1)
	/// Proof: `Shares::BookOf` (`max_values`: None, `max_size`: Some(373), added: 2848, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	fn open_revenue() -> Weight {
		// Measured proof: `1227` bytes.
		// Minimum execution time: 190_323_000 picoseconds.
		Weight::from_parts(204_384_000, 6208)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	/// Storage: `Shares::BookOf` (r:1 w:1)
	/// Proof: `Shares::BookOf` (`max_values`: None, `max_size`: Some(373), added: 2848, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	fn deposit_revenue() -> Weight {
		// Measured proof: `1130` bytes.
		// Minimum execution time: 101_391_000 picoseconds.
		Weight::from_parts(128_250_000, 6208)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `Shares::BookOf` (r:1 w:1)
	/// Proof: `Shares::BookOf` (`max_values`: None, `max_size`: Some(373), added: 2848, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn deposit_credit() -> Weight {
		// Measured proof: `483` bytes.
		// Minimum execution time: 54_311_000 picoseconds.
		Weight::from_parts(59_218_000, 3838)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `Shares::BookOf` (r:1 w:0)
	/// Proof: `Shares::BookOf` (`max_values`: None, `max_size`: Some(373), added: 2848, mode: `MaxEncodedLen`)
	/// Storage: `Shares::Holdings` (r:1 w:1)
	/// Proof: `Shares::Holdings` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	fn claim_dividends() -> Weight {
		// Measured proof: `1215` bytes.
		// Minimum execution time: 117_715_000 picoseconds.
		Weight::from_parts(146_478_000, 6208)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Shares::Holdings` (r:0 w:1)
	/// Proof: `Shares::Holdings` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `Shares::BookOf` (r:0 w:1)
	/// Proof: `Shares::BookOf` (`max_values`: None, `max_size`: Some(373), added: 2848, mode: `MaxEncodedLen`)
	fn leave() -> Weight {
		// Measured proof: `393` bytes.
		// Minimum execution time: 76_594_000 picoseconds.
		Weight::from_parts(80_660_000, 3802)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
}

/// For tests.
impl WeightInfo for () {
	fn register_content(h: u32, ) -> Weight {
		Weight::from_parts(241_417_566, 6196)
			.saturating_add(Weight::from_parts(89_843_289, 0).saturating_mul(h.into()))
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(h.into())))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
			.saturating_add(RocksDbWeight::get().writes((3_u64).saturating_mul(h.into())))
			.saturating_add(Weight::from_parts(0, 2812).saturating_mul(h.into()))
	}
	fn remove_content() -> Weight {
		Weight::from_parts(819_309_000, 22059)
			.saturating_add(RocksDbWeight::get().reads(21_u64))
			.saturating_add(RocksDbWeight::get().writes(22_u64))
	}
	fn transfer() -> Weight {
		Weight::from_parts(230_674_000, 6784)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn open_revenue() -> Weight {
		Weight::from_parts(204_384_000, 6208)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn deposit_revenue() -> Weight {
		Weight::from_parts(128_250_000, 6208)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn deposit_credit() -> Weight {
		Weight::from_parts(59_218_000, 3838)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn claim_dividends() -> Weight {
		Weight::from_parts(146_478_000, 6208)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn leave() -> Weight {
		Weight::from_parts(80_660_000, 3802)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
}
