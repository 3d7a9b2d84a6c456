//! Weights of `pallet_market`, measured. `scripts/benchmark pallet_market` writes this file.
//!
//! 2026-11-23, 50 steps, 20 repetitions, AMD EPYC, benchmark CLI 64.0.0.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]
#![allow(clippy::arithmetic_side_effects)]

use frame_support::{traits::Get, weights::{constants::RocksDbWeight, Weight}};
use core::marker::PhantomData;

/// Weights that `pallet_market` needs.
pub trait WeightInfo {
	fn set_royalties() -> Weight;
	fn remove_royalties() -> Weight;
	fn open_book() -> Weight;
	fn close_book(c: u32, ) -> Weight;
	fn place_order() -> Weight;
	fn take_orders(f: u32, ) -> Weight;
	fn next_levels(l: u32, ) -> Weight;
	fn pay_in_asset(f: u32, ) -> Weight;
	fn cancel_order() -> Weight;
	fn cancel_orders(n: u32, ) -> Weight;
	fn collect() -> Weight;
	fn settle_fees() -> Weight;
}

/// The weights as measured, with the runtime's own cost of database access.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `Shares::Contents` (r:1 w:0)
	/// Proof: `Shares::Contents` (`max_values`: None, `max_size`: Some(164), added: 2639, mode: `MaxEncodedLen`)
	/// Storage: `Market::Royalties` (r:1 w:1)
	/// Proof: `Market::Royalties` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	fn set_royalties() -> Weight {
		// Measured proof: `799` bytes.
		// Minimum execution time: 114_250_000 picoseconds.
		Weight::from_parts(124_645_000, 3802)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Shares::Contents` (r:1 w:0)
	/// Proof: `Shares::Contents` (`max_values`: None, `max_size`: Some(164), added: 2639, mode: `MaxEncodedLen`)
	/// Storage: `Market::Royalties` (r:1 w:1)
	/// Proof: `Market::Royalties` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	fn remove_royalties() -> Weight {
		// Measured proof: `779` bytes.
		// Minimum execution time: 136_503_000 picoseconds.
		Weight::from_parts(145_496_000, 6196)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `Shares::Contents` (r:1 w:0)
	/// Proof: `Shares::Contents` (`max_values`: None, `max_size`: Some(164), added: 2639, mode: `MaxEncodedLen`)
	/// Storage: `Market::Royalties` (r:1 w:0)
	/// Proof: `Market::Royalties` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Market::BookOf` (r:1 w:1)
	/// Proof: `Market::BookOf` (`max_values`: None, `max_size`: Some(29), added: 2504, mode: `MaxEncodedLen`)
	/// Storage: `Market::NextBook` (r:1 w:1)
	/// Proof: `Market::NextBook` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `Market::Books` (r:0 w:1)
	/// Proof: `Market::Books` (`max_values`: None, `max_size`: Some(1141), added: 3616, mode: `MaxEncodedLen`)
	fn open_book() -> Weight {
		// Measured proof: `1445` bytes.
		// Minimum execution time: 276_411_000 picoseconds.
		Weight::from_parts(290_753_000, 6208)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	/// Storage: `Market::Books` (r:1 w:1)
	/// Proof: `Market::Books` (`max_values`: None, `max_size`: Some(1141), added: 3616, mode: `MaxEncodedLen`)
	/// Storage: `Market::Candles` (r:96 w:96)
	/// Proof: `Market::Candles` (`max_values`: None, `max_size`: Some(108), added: 2583, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Market::BookOf` (r:0 w:1)
	/// Proof: `Market::BookOf` (`max_values`: None, `max_size`: Some(29), added: 2504, mode: `MaxEncodedLen`)
	/// The range of component `c` is `[0, 96]`.
	fn close_book(c: u32, ) -> Weight {
		// Measured proof: `2615 + c * (47 ±0)` bytes.
		// Minimum execution time: 276_311_000 picoseconds.
		Weight::from_parts(298_211_951, 6208)
			// Standard error: 36_476
			.saturating_add(Weight::from_parts(1_990_460, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(8_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(0, 2583).saturating_mul(c.into()))
	}
	/// Storage: `Market::Books` (r:1 w:1)
	/// Proof: `Market::Books` (`max_values`: None, `max_size`: Some(1141), added: 3616, mode: `MaxEncodedLen`)
	/// Storage: `Shares::BookOf` (r:1 w:0)
	/// Proof: `Shares::BookOf` (`max_values`: None, `max_size`: Some(373), added: 2848, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Market::Levels` (r:1 w:1)
	/// Proof: `Market::Levels` (`max_values`: None, `max_size`: Some(131), added: 2606, mode: `MaxEncodedLen`)
	/// Storage: `Market::Orders` (r:1 w:2)
	/// Proof: `Market::Orders` (`max_values`: None, `max_size`: Some(198), added: 2673, mode: `MaxEncodedLen`)
	fn place_order() -> Weight {
		// Measured proof: `2785` bytes.
		// Minimum execution time: 235_180_000 picoseconds.
		Weight::from_parts(257_363_000, 6208)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	/// Storage: `Market::Books` (r:1 w:1)
	/// Proof: `Market::Books` (`max_values`: None, `max_size`: Some(1141), added: 3616, mode: `MaxEncodedLen`)
	/// Storage: `Shares::BookOf` (r:1 w:1)
	/// Proof: `Shares::BookOf` (`max_values`: None, `max_size`: Some(373), added: 2848, mode: `MaxEncodedLen`)
	/// Storage: `Shares::Holdings` (r:17 w:17)
	/// Proof: `Shares::Holdings` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `Market::Royalties` (r:1 w:0)
	/// Proof: `Market::Royalties` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Market::Levels` (r:1 w:1)
	/// Proof: `Market::Levels` (`max_values`: None, `max_size`: Some(131), added: 2606, mode: `MaxEncodedLen`)
	/// Storage: `Market::Orders` (r:16 w:16)
	/// Proof: `Market::Orders` (`max_values`: None, `max_size`: Some(198), added: 2673, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:21 w:21)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:16 w:16)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Market::Collected` (r:1 w:1)
	/// Proof: `Market::Collected` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `Market::Candles` (r:1 w:1)
	/// Proof: `Market::Candles` (`max_values`: None, `max_size`: Some(108), added: 2583, mode: `MaxEncodedLen`)
	/// The range of component `f` is `[1, 16]`.
	fn take_orders(f: u32, ) -> Weight {
		// Measured proof: `2902 + f * (392 ±0)` bytes.
		// Minimum execution time: 554_425_000 picoseconds.
		Weight::from_parts(563_778_000, 14005)
			// Standard error: 7_407_536
			.saturating_add(Weight::from_parts(448_459_142, 0).saturating_mul(f.into()))
			.saturating_add(T::DbWeight::get().reads(13_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(f.into())))
			.saturating_add(T::DbWeight::get().writes(11_u64))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(f.into())))
			.saturating_add(Weight::from_parts(0, 2897).saturating_mul(f.into()))
	}
	/// Storage: `Market::Books` (r:1 w:1)
	/// Proof: `Market::Books` (`max_values`: None, `max_size`: Some(1141), added: 3616, mode: `MaxEncodedLen`)
	/// Storage: `Shares::BookOf` (r:1 w:1)
	/// Proof: `Shares::BookOf` (`max_values`: None, `max_size`: Some(373), added: 2848, mode: `MaxEncodedLen`)
	/// Storage: `Shares::Holdings` (r:17 w:17)
	/// Proof: `Shares::Holdings` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `Market::Royalties` (r:1 w:0)
	/// Proof: `Market::Royalties` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Market::Levels` (r:16 w:16)
	/// Proof: `Market::Levels` (`max_values`: None, `max_size`: Some(131), added: 2606, mode: `MaxEncodedLen`)
	/// Storage: `Market::Orders` (r:16 w:16)
	/// Proof: `Market::Orders` (`max_values`: None, `max_size`: Some(198), added: 2673, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:21 w:21)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:16 w:16)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Market::Collected` (r:1 w:1)
	/// Proof: `Market::Collected` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `Market::Candles` (r:1 w:1)
	/// Proof: `Market::Candles` (`max_values`: None, `max_size`: Some(108), added: 2583, mode: `MaxEncodedLen`)
	/// The range of component `l` is `[1, 16]`.
	fn next_levels(l: u32, ) -> Weight {
		// Measured proof: `9002 + l * (95 ±0)` bytes.
		// Minimum execution time: 4_961_341_000 picoseconds.
		Weight::from_parts(7_921_962_495, 55653)
			// Standard error: 17_767_873
			.saturating_add(Weight::from_parts(75_768_771, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(76_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes(74_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(l.into())))
			.saturating_add(Weight::from_parts(0, 2606).saturating_mul(l.into()))
	}
	/// Storage: `Market::Books` (r:1 w:1)
	/// Proof: `Market::Books` (`max_values`: None, `max_size`: Some(1141), added: 3616, mode: `MaxEncodedLen`)
	/// Storage: `Shares::BookOf` (r:1 w:1)
	/// Proof: `Shares::BookOf` (`max_values`: None, `max_size`: Some(373), added: 2848, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:23 w:23)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `Market::Royalties` (r:1 w:0)
	/// Proof: `Market::Royalties` (`max_values`: None, `max_size`: Some(205), added: 2680, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Market::Levels` (r:1 w:1)
	/// Proof: `Market::Levels` (`max_values`: None, `max_size`: Some(131), added: 2606, mode: `MaxEncodedLen`)
	/// Storage: `Market::Orders` (r:16 w:16)
	/// Proof: `Market::Orders` (`max_values`: None, `max_size`: Some(198), added: 2673, mode: `MaxEncodedLen`)
	/// Storage: `Shares::Holdings` (r:17 w:17)
	/// Proof: `Shares::Holdings` (`max_values`: None, `max_size`: Some(422), added: 2897, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:22 w:22)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:17 w:17)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Market::Candles` (r:1 w:1)
	/// Proof: `Market::Candles` (`max_values`: None, `max_size`: Some(108), added: 2583, mode: `MaxEncodedLen`)
	/// The range of component `f` is `[1, 16]`.
	fn pay_in_asset(f: u32, ) -> Weight {
		// Measured proof: `3664 + f * (490 ±0)` bytes.
		// Minimum execution time: 795_584_000 picoseconds.
		Weight::from_parts(410_940_544, 19253)
			// Standard error: 15_133_917
			.saturating_add(Weight::from_parts(436_150_351, 0).saturating_mul(f.into()))
			.saturating_add(T::DbWeight::get().reads(22_u64))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(f.into())))
			.saturating_add(T::DbWeight::get().writes(20_u64))
			.saturating_add(T::DbWeight::get().writes((5_u64).saturating_mul(f.into())))
			.saturating_add(Weight::from_parts(0, 2897).saturating_mul(f.into()))
	}
	/// Storage: `Market::Books` (r:1 w:1)
	/// Proof: `Market::Books` (`max_values`: None, `max_size`: Some(1141), added: 3616, mode: `MaxEncodedLen`)
	/// Storage: `Market::Orders` (r:3 w:3)
	/// Proof: `Market::Orders` (`max_values`: None, `max_size`: Some(198), added: 2673, mode: `MaxEncodedLen`)
	/// Storage: `Market::Levels` (r:1 w:1)
	/// Proof: `Market::Levels` (`max_values`: None, `max_size`: Some(131), added: 2606, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	fn cancel_order() -> Weight {
		// Measured proof: `3135` bytes.
		// Minimum execution time: 230_473_000 picoseconds.
		Weight::from_parts(246_727_000, 9009)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	/// Storage: `Market::Books` (r:1 w:1)
	/// Proof: `Market::Books` (`max_values`: None, `max_size`: Some(1141), added: 3616, mode: `MaxEncodedLen`)
	/// Storage: `Market::Orders` (r:49 w:48)
	/// Proof: `Market::Orders` (`max_values`: None, `max_size`: Some(198), added: 2673, mode: `MaxEncodedLen`)
	/// Storage: `Market::Levels` (r:16 w:16)
	/// Proof: `Market::Levels` (`max_values`: None, `max_size`: Some(131), added: 2606, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// The range of component `n` is `[1, 16]`.
	fn cancel_orders(n: u32, ) -> Weight {
		// Measured proof: `2656 + n * (640 ±0)` bytes.
		// Minimum execution time: 245_535_000 picoseconds.
		Weight::from_parts(250_123_000, 6208)
			// Standard error: 7_823_468
			.saturating_add(Weight::from_parts(272_468_971, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(6_u64))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 8019).saturating_mul(n.into()))
	}
	/// Storage: `Market::Books` (r:1 w:1)
	/// Proof: `Market::Books` (`max_values`: None, `max_size`: Some(1141), added: 3616, mode: `MaxEncodedLen`)
	/// Storage: `Market::Unpaid` (r:1 w:1)
	/// Proof: `Market::Unpaid` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Asset` (r:1 w:1)
	/// Proof: `Assets::Asset` (`max_values`: None, `max_size`: Some(210), added: 2685, mode: `MaxEncodedLen`)
	/// Storage: `Assets::Account` (r:2 w:2)
	/// Proof: `Assets::Account` (`max_values`: None, `max_size`: Some(134), added: 2609, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn collect() -> Weight {
		// Measured proof: `2096` bytes.
		// Minimum execution time: 120_118_000 picoseconds.
		Weight::from_parts(136_123_000, 6208)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Storage: `Market::Collected` (r:2 w:1)
	/// Proof: `Market::Collected` (`max_values`: None, `max_size`: Some(28), added: 2503, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Splits` (r:1 w:0)
	/// Proof: `Settlements::Splits` (`max_values`: None, `max_size`: Some(29), added: 2504, mode: `MaxEncodedLen`)
	/// Storage: `Shares::BookOf` (r:1 w:1)
	/// Proof: `Shares::BookOf` (`max_values`: None, `max_size`: Some(373), added: 2848, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:4 w:4)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Pots` (r:3 w:3)
	/// Proof: `Settlements::Pots` (`max_values`: None, `max_size`: Some(41), added: 2516, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Unplaced` (r:1 w:0)
	/// Proof: `Settlements::Unplaced` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Flows` (r:1 w:1)
	/// Proof: `Settlements::Flows` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	fn settle_fees() -> Weight {
		// Measured proof: `867` bytes.
		// Minimum execution time: 184_955_000 picoseconds.
		Weight::from_parts(212_887_000, 11402)
			.saturating_add(T::DbWeight::get().reads(13_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
}

/// For tests.
impl WeightInfo for () {
	fn set_royalties() -> Weight {
		Weight::from_parts(124_645_000, 3802)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn remove_royalties() -> Weight {
		Weight::from_parts(145_496_000, 6196)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn open_book() -> Weight {
		Weight::from_parts(290_753_000, 6208)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(9_u64))
	}
	fn close_book(c: u32, ) -> Weight {
		Weight::from_parts(298_211_951, 6208)
			.saturating_add(Weight::from_parts(1_990_460, 0).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(0, 2583).saturating_mul(c.into()))
	}
	fn place_order() -> Weight {
		Weight::from_parts(257_363_000, 6208)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(9_u64))
	}
	fn take_orders(f: u32, ) -> Weight {
		Weight::from_parts(563_778_000, 14005)
			.saturating_add(Weight::from_parts(448_459_142, 0).saturating_mul(f.into()))
			.saturating_add(RocksDbWeight::get().reads(13_u64))
			.saturating_add(RocksDbWeight::get().reads((4_u64).saturating_mul(f.into())))
			.saturating_add(RocksDbWeight::get().writes(11_u64))
			.saturating_add(RocksDbWeight::get().writes((4_u64).saturating_mul(f.into())))
			.saturating_add(Weight::from_parts(0, 2897).saturating_mul(f.into()))
	}
	fn next_levels(l: u32, ) -> Weight {
		Weight::from_parts(7_921_962_495, 55653)
			.saturating_add(Weight::from_parts(75_768_771, 0).saturating_mul(l.into()))
			.saturating_add(RocksDbWeight::get().reads(76_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(l.into())))
			.saturating_add(RocksDbWeight::get().writes(74_u64))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(l.into())))
			.saturating_add(Weight::from_parts(0, 2606).saturating_mul(l.into()))
	}
	fn pay_in_asset(f: u32, ) -> Weight {
		Weight::from_parts(410_940_544, 19253)
			.saturating_add(Weight::from_parts(436_150_351, 0).saturating_mul(f.into()))
			.saturating_add(RocksDbWeight::get().reads(22_u64))
			.saturating_add(RocksDbWeight::get().reads((5_u64).saturating_mul(f.into())))
			.saturating_add(RocksDbWeight::get().writes(20_u64))
			.saturating_add(RocksDbWeight::get().writes((5_u64).saturating_mul(f.into())))
			.saturating_add(Weight::from_parts(0, 2897).saturating_mul(f.into()))
	}
	fn cancel_order() -> Weight {
		Weight::from_parts(246_727_000, 9009)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(10_u64))
	}
	fn cancel_orders(n: u32, ) -> Weight {
		Weight::from_parts(250_123_000, 6208)
			.saturating_add(Weight::from_parts(272_468_971, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
			.saturating_add(RocksDbWeight::get().writes((4_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 8019).saturating_mul(n.into()))
	}
	fn collect() -> Weight {
		Weight::from_parts(136_123_000, 6208)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn settle_fees() -> Weight {
		Weight::from_parts(212_887_000, 11402)
			.saturating_add(RocksDbWeight::get().reads(13_u64))
			.saturating_add(RocksDbWeight::get().writes(10_u64))
	}
}
