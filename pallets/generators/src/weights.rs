//! Weights of `pallet_generators`, measured. `scripts/benchmark pallet_generators` writes this file.
//!
//! 2026-11-23, 50 steps, 20 repetitions, AMD EPYC, benchmark CLI 64.0.0.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]
#![allow(clippy::arithmetic_side_effects)]

use frame_support::{traits::Get, weights::{constants::RocksDbWeight, Weight}};
use core::marker::PhantomData;

/// Weights that `pallet_generators` needs.
pub trait WeightInfo {
	fn idle() -> Weight;
	fn begin_session() -> Weight;
	fn store_beacon() -> Weight;
	fn set_sale_phase() -> Weight;
	fn set_rate() -> Weight;
	fn set_allowance() -> Weight;
	fn buy_licences(n: u32, ) -> Weight;
	fn transfer_licence(d: u32, ) -> Weight;
	fn register_device() -> Weight;
	fn update_device() -> Weight;
	fn remove_device() -> Weight;
	fn delegate() -> Weight;
	fn undelegate() -> Weight;
	fn heartbeat() -> Weight;
	fn resume_device() -> Weight;
	fn set_banned(d: u32, ) -> Weight;
	fn fund_rewards() -> Weight;
	fn claim(d: u32, ) -> Weight;
	fn commit_challenge() -> Weight;
	fn open_challenge() -> Weight;
	fn vote_challenge() -> Weight;
	fn authorize_heartbeat() -> Weight;
	fn authorize_vote_challenge() -> Weight;
}

/// The weights as measured, with the runtime's own cost of database access.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `Generators::Rolled` (r:1 w:0)
	/// Proof: `Generators::Rolled` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn idle() -> Weight {
		// Measured proof: `0` bytes.
		// Minimum execution time: 4_497_000 picoseconds.
		Weight::from_parts(4_888_000, 1489)
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
	/// Storage: `Generators::Rolled` (r:1 w:1)
	/// Proof: `Generators::Rolled` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Expiries` (r:3 w:3)
	/// Proof: `Generators::Expiries` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Pools` (r:3 w:3)
	/// Proof: `Generators::Pools` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	fn begin_session() -> Weight {
		// Measured proof: `500` bytes.
		// Minimum execution time: 59_859_000 picoseconds.
		Weight::from_parts(63_265_000, 8682)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	/// Storage: `ParachainSystem::ValidationData` (r:1 w:0)
	/// Proof: `ParachainSystem::ValidationData` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Generators::Beacons` (r:1 w:1)
	/// Proof: `Generators::Beacons` (`max_values`: Some(1), `max_size`: Some(90), added: 585, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Validators` (r:1 w:0)
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	fn store_beacon() -> Weight {
		// Measured proof: `9516` bytes.
		// Minimum execution time: 97_175_000 picoseconds.
		Weight::from_parts(119_208_000, 18511)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Generators::Phase` (r:0 w:1)
	/// Proof: `Generators::Phase` (`max_values`: Some(1), `max_size`: Some(1), added: 496, mode: `MaxEncodedLen`)
	fn set_sale_phase() -> Weight {
		// Measured proof: `0` bytes.
		// Minimum execution time: 10_576_000 picoseconds.
		Weight::from_parts(12_198_000, 0)
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Generators::Rate` (r:0 w:1)
	/// Proof: `Generators::Rate` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	fn set_rate() -> Weight {
		// Measured proof: `0` bytes.
		// Minimum execution time: 10_395_000 picoseconds.
		Weight::from_parts(11_637_000, 0)
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Generators::Allowances` (r:0 w:1)
	/// Proof: `Generators::Allowances` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	fn set_allowance() -> Weight {
		// Measured proof: `0` bytes.
		// Minimum execution time: 13_530_000 picoseconds.
		Weight::from_parts(14_742_000, 0)
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Generators::Phase` (r:1 w:0)
	/// Proof: `Generators::Phase` (`max_values`: Some(1), `max_size`: Some(1), added: 496, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Allowances` (r:1 w:1)
	/// Proof: `Generators::Allowances` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Rate` (r:1 w:0)
	/// Proof: `Generators::Rate` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Sold` (r:1 w:1)
	/// Proof: `Generators::Sold` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:6 w:6)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Collection` (r:1 w:1)
	/// Proof: `Generators::Collection` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::NextCollectionId` (r:1 w:1)
	/// Proof: `Nfts::NextCollectionId` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::Collection` (r:1 w:1)
	/// Proof: `Nfts::Collection` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::Item` (r:50 w:50)
	/// Proof: `Nfts::Item` (`max_values`: None, `max_size`: Some(861), added: 3336, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::ItemConfigOf` (r:50 w:50)
	/// Proof: `Nfts::ItemConfigOf` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::Attribute` (r:50 w:50)
	/// Proof: `Nfts::Attribute` (`max_values`: None, `max_size`: Some(479), added: 2954, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Holders` (r:1 w:1)
	/// Proof: `Generators::Holders` (`max_values`: None, `max_size`: Some(586), added: 3061, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Earned` (r:1 w:0)
	/// Proof: `Pov::Earned` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Splits` (r:1 w:0)
	/// Proof: `Settlements::Splits` (`max_values`: None, `max_size`: Some(29), added: 2504, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Pots` (r:2 w:2)
	/// Proof: `Settlements::Pots` (`max_values`: None, `max_size`: Some(41), added: 2516, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Unplaced` (r:1 w:0)
	/// Proof: `Settlements::Unplaced` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Flows` (r:1 w:1)
	/// Proof: `Settlements::Flows` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::CollectionRoleOf` (r:0 w:1)
	/// Proof: `Nfts::CollectionRoleOf` (`max_values`: None, `max_size`: Some(69), added: 2544, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::CollectionConfigOf` (r:0 w:1)
	/// Proof: `Nfts::CollectionConfigOf` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::Account` (r:0 w:50)
	/// Proof: `Nfts::Account` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::CollectionAccount` (r:0 w:1)
	/// Proof: `Nfts::CollectionAccount` (`max_values`: None, `max_size`: Some(68), added: 2543, mode: `MaxEncodedLen`)
	/// The range of component `n` is `[1, 50]`.
	fn buy_licences(n: u32, ) -> Weight {
		// Measured proof: `786` bytes.
		// Minimum execution time: 419_875_000 picoseconds.
		Weight::from_parts(345_722_200, 16608)
			// Standard error: 269_589
			.saturating_add(Weight::from_parts(94_678_112, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(21_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(18_u64))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3336).saturating_mul(n.into()))
	}
	/// Storage: `Generators::Collection` (r:1 w:0)
	/// Proof: `Generators::Collection` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::Item` (r:1 w:1)
	/// Proof: `Nfts::Item` (`max_values`: None, `max_size`: Some(861), added: 3336, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Delegations` (r:1 w:0)
	/// Proof: `Generators::Delegations` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Holders` (r:2 w:2)
	/// Proof: `Generators::Holders` (`max_values`: None, `max_size`: Some(586), added: 3061, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Shares` (r:34 w:34)
	/// Proof: `Generators::Shares` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Pools` (r:3 w:3)
	/// Proof: `Generators::Pools` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Expiries` (r:5 w:2)
	/// Proof: `Generators::Expiries` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Earned` (r:1 w:1)
	/// Proof: `Generators::Earned` (`max_values`: None, `max_size`: Some(713), added: 3188, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Earned` (r:2 w:0)
	/// Proof: `Pov::Earned` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Rolled` (r:1 w:0)
	/// Proof: `Generators::Rolled` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::Attribute` (r:1 w:1)
	/// Proof: `Nfts::Attribute` (`max_values`: None, `max_size`: Some(479), added: 2954, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::Collection` (r:1 w:1)
	/// Proof: `Nfts::Collection` (`max_values`: None, `max_size`: Some(84), added: 2559, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::CollectionConfigOf` (r:1 w:0)
	/// Proof: `Nfts::CollectionConfigOf` (`max_values`: None, `max_size`: Some(73), added: 2548, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::ItemConfigOf` (r:1 w:0)
	/// Proof: `Nfts::ItemConfigOf` (`max_values`: None, `max_size`: Some(48), added: 2523, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Devices` (r:16 w:16)
	/// Proof: `Generators::Devices` (`max_values`: None, `max_size`: Some(668), added: 3143, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::Account` (r:0 w:2)
	/// Proof: `Nfts::Account` (`max_values`: None, `max_size`: Some(88), added: 2563, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::ItemPriceOf` (r:0 w:1)
	/// Proof: `Nfts::ItemPriceOf` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::PendingSwapOf` (r:0 w:1)
	/// Proof: `Nfts::PendingSwapOf` (`max_values`: None, `max_size`: Some(71), added: 2546, mode: `MaxEncodedLen`)
	/// The range of component `d` is `[1, 16]`.
	fn transfer_licence(d: u32, ) -> Weight {
		// Measured proof: `2366 + d * (314 ±0)` bytes.
		// Minimum execution time: 399_684_000 picoseconds.
		Weight::from_parts(351_769_026, 13153)
			// Standard error: 778_551
			.saturating_add(Weight::from_parts(66_547_649, 0).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(23_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(d.into())))
			.saturating_add(T::DbWeight::get().writes(17_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(d.into())))
			.saturating_add(Weight::from_parts(0, 5136).saturating_mul(d.into()))
	}
	/// Storage: `Generators::Devices` (r:1 w:1)
	/// Proof: `Generators::Devices` (`max_values`: None, `max_size`: Some(668), added: 3143, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Holders` (r:1 w:1)
	/// Proof: `Generators::Holders` (`max_values`: None, `max_size`: Some(586), added: 3061, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	fn register_device() -> Weight {
		// Measured proof: `1362` bytes.
		// Minimum execution time: 208_970_000 picoseconds.
		Weight::from_parts(233_467_000, 4133)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `Generators::Devices` (r:1 w:1)
	/// Proof: `Generators::Devices` (`max_values`: None, `max_size`: Some(668), added: 3143, mode: `MaxEncodedLen`)
	fn update_device() -> Weight {
		// Measured proof: `693` bytes.
		// Minimum execution time: 27_161_000 picoseconds.
		Weight::from_parts(39_318_000, 4133)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Generators::Devices` (r:1 w:1)
	/// Proof: `Generators::Devices` (`max_values`: None, `max_size`: Some(668), added: 3143, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Shares` (r:2 w:0)
	/// Proof: `Generators::Shares` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Pools` (r:2 w:2)
	/// Proof: `Generators::Pools` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Holders` (r:1 w:1)
	/// Proof: `Generators::Holders` (`max_values`: None, `max_size`: Some(586), added: 3061, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Challenges` (r:0 w:1)
	/// Proof: `Generators::Challenges` (`max_values`: None, `max_size`: Some(631), added: 3106, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Voters` (r:0 w:1)
	/// Proof: `Generators::Voters` (`max_values`: None, `max_size`: Some(4146), added: 6621, mode: `MaxEncodedLen`)
	fn remove_device() -> Weight {
		// Measured proof: `1957` bytes.
		// Minimum execution time: 165_136_000 picoseconds.
		Weight::from_parts(177_394_000, 6126)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	/// Storage: `Generators::Collection` (r:1 w:0)
	/// Proof: `Generators::Collection` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Nfts::Item` (r:1 w:0)
	/// Proof: `Nfts::Item` (`max_values`: None, `max_size`: Some(861), added: 3336, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Delegations` (r:1 w:1)
	/// Proof: `Generators::Delegations` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Holders` (r:1 w:0)
	/// Proof: `Generators::Holders` (`max_values`: None, `max_size`: Some(586), added: 3061, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Devices` (r:1 w:1)
	/// Proof: `Generators::Devices` (`max_values`: None, `max_size`: Some(668), added: 3143, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Shares` (r:2 w:2)
	/// Proof: `Generators::Shares` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Pools` (r:2 w:2)
	/// Proof: `Generators::Pools` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Expiries` (r:2 w:2)
	/// Proof: `Generators::Expiries` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Earned` (r:1 w:1)
	/// Proof: `Generators::Earned` (`max_values`: None, `max_size`: Some(713), added: 3188, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Rolled` (r:1 w:0)
	/// Proof: `Generators::Rolled` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn delegate() -> Weight {
		// Measured proof: `1794` bytes.
		// Minimum execution time: 176_833_000 picoseconds.
		Weight::from_parts(194_359_000, 6126)
			.saturating_add(T::DbWeight::get().reads(13_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	/// Storage: `Generators::Delegations` (r:1 w:1)
	/// Proof: `Generators::Delegations` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Devices` (r:1 w:1)
	/// Proof: `Generators::Devices` (`max_values`: None, `max_size`: Some(668), added: 3143, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Shares` (r:2 w:2)
	/// Proof: `Generators::Shares` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Pools` (r:2 w:2)
	/// Proof: `Generators::Pools` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Expiries` (r:2 w:2)
	/// Proof: `Generators::Expiries` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Earned` (r:1 w:1)
	/// Proof: `Generators::Earned` (`max_values`: None, `max_size`: Some(713), added: 3188, mode: `MaxEncodedLen`)
	fn undelegate() -> Weight {
		// Measured proof: `1314` bytes.
		// Minimum execution time: 146_097_000 picoseconds.
		Weight::from_parts(164_154_000, 6126)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	/// Storage: `Generators::Devices` (r:1 w:1)
	/// Proof: `Generators::Devices` (`max_values`: None, `max_size`: Some(668), added: 3143, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Holders` (r:1 w:1)
	/// Proof: `Generators::Holders` (`max_values`: None, `max_size`: Some(586), added: 3061, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Shares` (r:3 w:3)
	/// Proof: `Generators::Shares` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Pools` (r:3 w:3)
	/// Proof: `Generators::Pools` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Expiries` (r:5 w:5)
	/// Proof: `Generators::Expiries` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Earned` (r:1 w:1)
	/// Proof: `Generators::Earned` (`max_values`: None, `max_size`: Some(713), added: 3188, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Rolled` (r:1 w:0)
	/// Proof: `Generators::Rolled` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Earned` (r:1 w:0)
	/// Proof: `Pov::Earned` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	fn heartbeat() -> Weight {
		// Measured proof: `1821` bytes.
		// Minimum execution time: 259_917_000 picoseconds.
		Weight::from_parts(299_656_000, 13655)
			.saturating_add(T::DbWeight::get().reads(16_u64))
			.saturating_add(T::DbWeight::get().writes(14_u64))
	}
	/// Storage: `Generators::Devices` (r:1 w:1)
	/// Proof: `Generators::Devices` (`max_values`: None, `max_size`: Some(668), added: 3143, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Holders` (r:1 w:0)
	/// Proof: `Generators::Holders` (`max_values`: None, `max_size`: Some(586), added: 3061, mode: `MaxEncodedLen`)
	fn resume_device() -> Weight {
		// Measured proof: `814` bytes.
		// Minimum execution time: 41_391_000 picoseconds.
		Weight::from_parts(74_901_000, 4133)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Generators::Holders` (r:1 w:1)
	/// Proof: `Generators::Holders` (`max_values`: None, `max_size`: Some(586), added: 3061, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Shares` (r:34 w:34)
	/// Proof: `Generators::Shares` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Pools` (r:3 w:3)
	/// Proof: `Generators::Pools` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Expiries` (r:4 w:4)
	/// Proof: `Generators::Expiries` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Earned` (r:1 w:1)
	/// Proof: `Generators::Earned` (`max_values`: None, `max_size`: Some(713), added: 3188, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Devices` (r:16 w:16)
	/// Proof: `Generators::Devices` (`max_values`: None, `max_size`: Some(668), added: 3143, mode: `MaxEncodedLen`)
	/// The range of component `d` is `[1, 16]`.
	fn set_banned(d: u32, ) -> Weight {
		// Measured proof: `1390 + d * (240 ±0)` bytes.
		// Minimum execution time: 242_601_000 picoseconds.
		Weight::from_parts(377_458_312, 10620)
			// Standard error: 11_356_943
			.saturating_add(Weight::from_parts(111_156_469, 0).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(d.into())))
			.saturating_add(T::DbWeight::get().writes(11_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(d.into())))
			.saturating_add(Weight::from_parts(0, 5136).saturating_mul(d.into()))
	}
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Debts` (r:1 w:1)
	/// Proof: `Generators::Debts` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:3 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Pools` (r:3 w:3)
	/// Proof: `Generators::Pools` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	fn fund_rewards() -> Weight {
		// Measured proof: `653` bytes.
		// Minimum execution time: 146_819_000 picoseconds.
		Weight::from_parts(166_277_000, 8682)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Storage: `Generators::Holders` (r:1 w:1)
	/// Proof: `Generators::Holders` (`max_values`: None, `max_size`: Some(586), added: 3061, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Shares` (r:34 w:34)
	/// Proof: `Generators::Shares` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Pools` (r:3 w:3)
	/// Proof: `Generators::Pools` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Expiries` (r:5 w:2)
	/// Proof: `Generators::Expiries` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Earned` (r:1 w:1)
	/// Proof: `Generators::Earned` (`max_values`: None, `max_size`: Some(713), added: 3188, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Earned` (r:1 w:0)
	/// Proof: `Pov::Earned` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Rolled` (r:1 w:0)
	/// Proof: `Generators::Rolled` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Debts` (r:1 w:1)
	/// Proof: `Generators::Debts` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// The range of component `d` is `[1, 16]`.
	fn claim(d: u32, ) -> Weight {
		// Measured proof: `1271 + d * (154 ±0)` bytes.
		// Minimum execution time: 335_749_000 picoseconds.
		Weight::from_parts(188_413_262, 13153)
			// Standard error: 3_273_068
			.saturating_add(Weight::from_parts(93_630_321, 0).saturating_mul(d.into()))
			.saturating_add(T::DbWeight::get().reads(17_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(d.into())))
			.saturating_add(T::DbWeight::get().writes(12_u64))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(d.into())))
			.saturating_add(Weight::from_parts(0, 5136).saturating_mul(d.into()))
	}
	/// Storage: `Generators::Devices` (r:1 w:0)
	/// Proof: `Generators::Devices` (`max_values`: None, `max_size`: Some(668), added: 3143, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Beacons` (r:1 w:0)
	/// Proof: `Generators::Beacons` (`max_values`: Some(1), `max_size`: Some(90), added: 585, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Challenges` (r:1 w:1)
	/// Proof: `Generators::Challenges` (`max_values`: None, `max_size`: Some(631), added: 3106, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Voters` (r:0 w:1)
	/// Proof: `Generators::Voters` (`max_values`: None, `max_size`: Some(4146), added: 6621, mode: `MaxEncodedLen`)
	fn commit_challenge() -> Weight {
		// Measured proof: `770` bytes.
		// Minimum execution time: 55_042_000 picoseconds.
		Weight::from_parts(65_988_000, 4133)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `Generators::Challenges` (r:1 w:1)
	/// Proof: `Generators::Challenges` (`max_values`: None, `max_size`: Some(631), added: 3106, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Beacons` (r:1 w:0)
	/// Proof: `Generators::Beacons` (`max_values`: Some(1), `max_size`: Some(90), added: 585, mode: `MaxEncodedLen`)
	fn open_challenge() -> Weight {
		// Measured proof: `255` bytes.
		// Minimum execution time: 249_982_000 picoseconds.
		Weight::from_parts(323_682_000, 4096)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Generators::Challenges` (r:1 w:1)
	/// Proof: `Generators::Challenges` (`max_values`: None, `max_size`: Some(631), added: 3106, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Beacons` (r:1 w:0)
	/// Proof: `Generators::Beacons` (`max_values`: Some(1), `max_size`: Some(90), added: 585, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Validators` (r:1 w:0)
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Voters` (r:1 w:1)
	/// Proof: `Generators::Voters` (`max_values`: None, `max_size`: Some(4146), added: 6621, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Devices` (r:1 w:1)
	/// Proof: `Generators::Devices` (`max_values`: None, `max_size`: Some(668), added: 3143, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Shares` (r:2 w:2)
	/// Proof: `Generators::Shares` (`max_values`: None, `max_size`: Some(93), added: 2568, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Pools` (r:2 w:2)
	/// Proof: `Generators::Pools` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Expiries` (r:2 w:2)
	/// Proof: `Generators::Expiries` (`max_values`: None, `max_size`: Some(58), added: 2533, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Earned` (r:1 w:1)
	/// Proof: `Generators::Earned` (`max_values`: None, `max_size`: Some(713), added: 3188, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Rolled` (r:1 w:0)
	/// Proof: `Generators::Rolled` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	fn vote_challenge() -> Weight {
		// Measured proof: `6288` bytes.
		// Minimum execution time: 191_024_000 picoseconds.
		Weight::from_parts(239_667_000, 18511)
			.saturating_add(T::DbWeight::get().reads(13_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	/// Storage: `Generators::Devices` (r:1 w:0)
	/// Proof: `Generators::Devices` (`max_values`: None, `max_size`: Some(668), added: 3143, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Holders` (r:1 w:0)
	/// Proof: `Generators::Holders` (`max_values`: None, `max_size`: Some(586), added: 3061, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn authorize_heartbeat() -> Weight {
		// Measured proof: `868` bytes.
		// Minimum execution time: 87_560_000 picoseconds.
		Weight::from_parts(110_464_000, 4133)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	/// Storage: `Generators::Challenges` (r:1 w:0)
	/// Proof: `Generators::Challenges` (`max_values`: None, `max_size`: Some(631), added: 3106, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Beacons` (r:1 w:0)
	/// Proof: `Generators::Beacons` (`max_values`: Some(1), `max_size`: Some(90), added: 585, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Validators` (r:1 w:0)
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Voters` (r:1 w:0)
	/// Proof: `Generators::Voters` (`max_values`: None, `max_size`: Some(4146), added: 6621, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Keys` (r:1 w:0)
	/// Proof: `Pov::Keys` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn authorize_vote_challenge() -> Weight {
		// Measured proof: `5378` bytes.
		// Minimum execution time: 109_353_000 picoseconds.
		Weight::from_parts(136_533_000, 18511)
			.saturating_add(T::DbWeight::get().reads(6_u64))
	}
}

/// For tests.
impl WeightInfo for () {
	fn idle() -> Weight {
		Weight::from_parts(4_888_000, 1489)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
	}
	fn begin_session() -> Weight {
		Weight::from_parts(63_265_000, 8682)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn store_beacon() -> Weight {
		Weight::from_parts(119_208_000, 18511)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_sale_phase() -> Weight {
		Weight::from_parts(12_198_000, 0)
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_rate() -> Weight {
		Weight::from_parts(11_637_000, 0)
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_allowance() -> Weight {
		Weight::from_parts(14_742_000, 0)
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn buy_licences(n: u32, ) -> Weight {
		Weight::from_parts(345_722_200, 16608)
			.saturating_add(Weight::from_parts(94_678_112, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(21_u64))
			.saturating_add(RocksDbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(18_u64))
			.saturating_add(RocksDbWeight::get().writes((4_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3336).saturating_mul(n.into()))
	}
	fn transfer_licence(d: u32, ) -> Weight {
		Weight::from_parts(351_769_026, 13153)
			.saturating_add(Weight::from_parts(66_547_649, 0).saturating_mul(d.into()))
			.saturating_add(RocksDbWeight::get().reads(23_u64))
			.saturating_add(RocksDbWeight::get().reads((3_u64).saturating_mul(d.into())))
			.saturating_add(RocksDbWeight::get().writes(17_u64))
			.saturating_add(RocksDbWeight::get().writes((3_u64).saturating_mul(d.into())))
			.saturating_add(Weight::from_parts(0, 5136).saturating_mul(d.into()))
	}
	fn register_device() -> Weight {
		Weight::from_parts(233_467_000, 4133)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn update_device() -> Weight {
		Weight::from_parts(39_318_000, 4133)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn remove_device() -> Weight {
		Weight::from_parts(177_394_000, 6126)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
	}
	fn delegate() -> Weight {
		Weight::from_parts(194_359_000, 6126)
			.saturating_add(RocksDbWeight::get().reads(13_u64))
			.saturating_add(RocksDbWeight::get().writes(9_u64))
	}
	fn undelegate() -> Weight {
		Weight::from_parts(164_154_000, 6126)
			.saturating_add(RocksDbWeight::get().reads(9_u64))
			.saturating_add(RocksDbWeight::get().writes(9_u64))
	}
	fn heartbeat() -> Weight {
		Weight::from_parts(299_656_000, 13655)
			.saturating_add(RocksDbWeight::get().reads(16_u64))
			.saturating_add(RocksDbWeight::get().writes(14_u64))
	}
	fn resume_device() -> Weight {
		Weight::from_parts(74_901_000, 4133)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_banned(d: u32, ) -> Weight {
		Weight::from_parts(377_458_312, 10620)
			.saturating_add(Weight::from_parts(111_156_469, 0).saturating_mul(d.into()))
			.saturating_add(RocksDbWeight::get().reads(11_u64))
			.saturating_add(RocksDbWeight::get().reads((3_u64).saturating_mul(d.into())))
			.saturating_add(RocksDbWeight::get().writes(11_u64))
			.saturating_add(RocksDbWeight::get().writes((3_u64).saturating_mul(d.into())))
			.saturating_add(Weight::from_parts(0, 5136).saturating_mul(d.into()))
	}
	fn fund_rewards() -> Weight {
		Weight::from_parts(166_277_000, 8682)
			.saturating_add(RocksDbWeight::get().reads(9_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn claim(d: u32, ) -> Weight {
		Weight::from_parts(188_413_262, 13153)
			.saturating_add(Weight::from_parts(93_630_321, 0).saturating_mul(d.into()))
			.saturating_add(RocksDbWeight::get().reads(17_u64))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(d.into())))
			.saturating_add(RocksDbWeight::get().writes(12_u64))
			.saturating_add(RocksDbWeight::get().writes((2_u64).saturating_mul(d.into())))
			.saturating_add(Weight::from_parts(0, 5136).saturating_mul(d.into()))
	}
	fn commit_challenge() -> Weight {
		Weight::from_parts(65_988_000, 4133)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn open_challenge() -> Weight {
		Weight::from_parts(323_682_000, 4096)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn vote_challenge() -> Weight {
		Weight::from_parts(239_667_000, 18511)
			.saturating_add(RocksDbWeight::get().reads(13_u64))
			.saturating_add(RocksDbWeight::get().writes(10_u64))
	}
	fn authorize_heartbeat() -> Weight {
		Weight::from_parts(110_464_000, 4133)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_vote_challenge() -> Weight {
		Weight::from_parts(136_533_000, 18511)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
	}
}
