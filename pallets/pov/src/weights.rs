//! Weights of `pallet_pov`, measured. `scripts/benchmark pallet_pov` writes this file.
//!
//! 2026-11-23, 50 steps, 20 repetitions, AMD EPYC, benchmark CLI 64.0.0.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]
#![allow(clippy::arithmetic_side_effects)]

use frame_support::{traits::Get, weights::{constants::RocksDbWeight, Weight}};
use core::marker::PhantomData;

/// Weights that `pallet_pov` needs.
pub trait WeightInfo {
	fn create_model() -> Weight;
	fn fund_model() -> Weight;
	fn set_terms() -> Weight;
	fn set_active() -> Weight;
	fn set_allowed() -> Weight;
	fn bond_validator() -> Weight;
	fn bond_extra() -> Weight;
	fn set_validator_keys() -> Weight;
	fn unbond() -> Weight;
	fn withdraw_unbonded() -> Weight;
	fn commit_update() -> Weight;
	fn publish_update() -> Weight;
	fn open_round() -> Weight;
	fn prune_round(u: u32, m: u32, ) -> Weight;
	fn draw_committee(v: u32, m: u32, ) -> Weight;
	fn commit_scores() -> Weight;
	fn reveal_scores(u: u32, ) -> Weight;
	fn settle(u: u32, m: u32, ) -> Weight;
	fn attest_checkpoint() -> Weight;
	fn close_round(u: u32, m: u32, ) -> Weight;
	fn pay_out(n: u32, ) -> Weight;
	fn return_bonds(n: u32, ) -> Weight;
	fn open_dispute(u: u32, v: u32, ) -> Weight;
	fn punish(n: u32, ) -> Weight;
	fn report_statement() -> Weight;
	fn declare_canary(m: u32, ) -> Weight;
	fn claim() -> Weight;
	fn remove_model() -> Weight;
	fn store_beacons(b: u32, ) -> Weight;
	fn authorize_open_round() -> Weight;
	fn authorize_draw_committee() -> Weight;
	fn authorize_commit_scores() -> Weight;
	fn authorize_reveal_scores(u: u32, ) -> Weight;
	fn authorize_settle() -> Weight;
	fn authorize_attest_checkpoint() -> Weight;
	fn authorize_close_round() -> Weight;
	fn authorize_pay_out() -> Weight;
}

/// The weights as measured, with the runtime's own cost of database access.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `Pov::NextModelId` (r:1 w:1)
	/// Proof: `Pov::NextModelId` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Models` (r:0 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	fn create_model() -> Weight {
		// Measured proof: `438` bytes.
		// Minimum execution time: 106_218_000 picoseconds.
		Weight::from_parts(110_585_000, 3802)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `Pov::Models` (r:1 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn fund_model() -> Weight {
		// Measured proof: `678` bytes.
		// Minimum execution time: 166_998_000 picoseconds.
		Weight::from_parts(172_717_000, 6196)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Pov::Models` (r:1 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	fn set_terms() -> Weight {
		// Measured proof: `486` bytes.
		// Minimum execution time: 26_279_000 picoseconds.
		Weight::from_parts(27_992_000, 3792)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Pov::Models` (r:1 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	fn set_active() -> Weight {
		// Measured proof: `486` bytes.
		// Minimum execution time: 25_808_000 picoseconds.
		Weight::from_parts(27_441_000, 3792)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Pov::Models` (r:1 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Allowed` (r:1 w:1)
	/// Proof: `Pov::Allowed` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	fn set_allowed() -> Weight {
		// Measured proof: `486` bytes.
		// Minimum execution time: 34_491_000 picoseconds.
		Weight::from_parts(36_504_000, 3792)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `Pov::Validators` (r:1 w:1)
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Pov::SessionKeyOwner` (r:1 w:1)
	/// Proof: `Pov::SessionKeyOwner` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	/// Storage: `Vesting::Schedules` (r:1 w:0)
	/// Proof: `Vesting::Schedules` (`max_values`: None, `max_size`: Some(769), added: 3244, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Keys` (r:0 w:1)
	/// Proof: `Pov::Keys` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	fn bond_validator() -> Weight {
		// Measured proof: `842` bytes.
		// Minimum execution time: 129_303_000 picoseconds.
		Weight::from_parts(134_210_000, 18511)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	/// Storage: `Pov::Validators` (r:1 w:1)
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Vesting::Schedules` (r:1 w:0)
	/// Proof: `Vesting::Schedules` (`max_values`: None, `max_size`: Some(769), added: 3244, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	fn bond_extra() -> Weight {
		// Measured proof: `1048` bytes.
		// Minimum execution time: 124_856_000 picoseconds.
		Weight::from_parts(131_826_000, 18511)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Pov::Keys` (r:1 w:1)
	/// Proof: `Pov::Keys` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	/// Storage: `Pov::SessionKeyOwner` (r:1 w:2)
	/// Proof: `Pov::SessionKeyOwner` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	fn set_validator_keys() -> Weight {
		// Measured proof: `892` bytes.
		// Minimum execution time: 38_787_000 picoseconds.
		Weight::from_parts(42_503_000, 4091)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Pov::Validators` (r:1 w:1)
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	fn unbond() -> Weight {
		// Measured proof: `277` bytes.
		// Minimum execution time: 31_697_000 picoseconds.
		Weight::from_parts(35_012_000, 18511)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Pov::Validators` (r:1 w:1)
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Vesting::Schedules` (r:1 w:0)
	/// Proof: `Vesting::Schedules` (`max_values`: None, `max_size`: Some(769), added: 3244, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Keys` (r:1 w:1)
	/// Proof: `Pov::Keys` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	/// Storage: `Pov::SessionKeyOwner` (r:0 w:1)
	/// Proof: `Pov::SessionKeyOwner` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	fn withdraw_unbonded() -> Weight {
		// Measured proof: `1663` bytes.
		// Minimum execution time: 115_151_000 picoseconds.
		Weight::from_parts(120_079_000, 18511)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Entrants` (r:1 w:1)
	/// Proof: `Pov::Entrants` (`max_values`: None, `max_size`: Some(4186), added: 6661, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Devices` (r:1 w:0)
	/// Proof: `Generators::Devices` (`max_values`: None, `max_size`: Some(668), added: 3143, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Holders` (r:1 w:0)
	/// Proof: `Generators::Holders` (`max_values`: None, `max_size`: Some(586), added: 3061, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Models` (r:1 w:0)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Allowed` (r:1 w:0)
	/// Proof: `Pov::Allowed` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Updates` (r:0 w:1)
	/// Proof: `Pov::Updates` (`max_values`: None, `max_size`: Some(171), added: 2646, mode: `MaxEncodedLen`)
	fn commit_update() -> Weight {
		// Measured proof: `1975` bytes.
		// Minimum execution time: 152_797_000 picoseconds.
		Weight::from_parts(157_784_000, 7651)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Entrants` (r:1 w:1)
	/// Proof: `Pov::Entrants` (`max_values`: None, `max_size`: Some(4186), added: 6661, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Updates` (r:1 w:1)
	/// Proof: `Pov::Updates` (`max_values`: None, `max_size`: Some(171), added: 2646, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	fn publish_update() -> Weight {
		// Measured proof: `1174` bytes.
		// Minimum execution time: 122_953_000 picoseconds.
		Weight::from_parts(128_972_000, 7651)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `Pov::Models` (r:1 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `Pov::BeaconsDue` (r:2 w:2)
	/// Proof: `Pov::BeaconsDue` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Rounds` (r:0 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	fn open_round() -> Weight {
		// Measured proof: `486` bytes.
		// Minimum execution time: 46_760_000 picoseconds.
		Weight::from_parts(50_375_000, 6542)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Entrants` (r:1 w:1)
	/// Proof: `Pov::Entrants` (`max_values`: None, `max_size`: Some(4186), added: 6661, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:1)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `Pov::FormerCommittees` (r:1 w:1)
	/// Proof: `Pov::FormerCommittees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Scores` (r:0 w:64)
	/// Proof: `Pov::Scores` (`max_values`: None, `max_size`: Some(906), added: 3381, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Updates` (r:0 w:64)
	/// Proof: `Pov::Updates` (`max_values`: None, `max_size`: Some(171), added: 2646, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Judgements` (r:0 w:1)
	/// Proof: `Pov::Judgements` (`max_values`: None, `max_size`: Some(3034), added: 5509, mode: `MaxEncodedLen`)
	/// The range of component `u` is `[0, 64]`.
	/// The range of component `m` is `[0, 64]`.
	fn prune_round(u: u32, m: u32, ) -> Weight {
		// Measured proof: `632 + m * (230 ±0) + u * (65 ±0)` bytes.
		// Minimum execution time: 473_424_000 picoseconds.
		Weight::from_parts(97_911_671, 10850)
			// Standard error: 622_144
			.saturating_add(Weight::from_parts(7_462_735, 0).saturating_mul(u.into()))
			// Standard error: 622_144
			.saturating_add(Weight::from_parts(7_111_505, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(u.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(m.into())))
	}
	/// Storage: `Pov::Rounds` (r:1 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Entrants` (r:1 w:0)
	/// Proof: `Pov::Entrants` (`max_values`: None, `max_size`: Some(4186), added: 6661, mode: `MaxEncodedLen`)
	/// Storage: `Pov::FormerCommittees` (r:1 w:0)
	/// Proof: `Pov::FormerCommittees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Validators` (r:1 w:0)
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Keys` (r:32 w:0)
	/// Proof: `Pov::Keys` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:0 w:1)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// The range of component `v` is `[1, 128]`.
	/// The range of component `m` is `[1, 32]`.
	fn draw_committee(v: u32, m: u32, ) -> Weight {
		// Measured proof: `0 + m * (678 ±0) + v * (93 ±0)` bytes.
		// Minimum execution time: 166_458_000 picoseconds.
		Weight::from_parts(51_536_550, 18511)
			// Standard error: 29_801
			.saturating_add(Weight::from_parts(907_173, 0).saturating_mul(v.into()))
			// Standard error: 120_384
			.saturating_add(Weight::from_parts(10_352_035, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 3101).saturating_mul(m.into()))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:1)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	fn commit_scores() -> Weight {
		// Measured proof: `782` bytes.
		// Minimum execution time: 42_153_000 picoseconds.
		Weight::from_parts(55_783_000, 10850)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:1)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Scores` (r:0 w:1)
	/// Proof: `Pov::Scores` (`max_values`: None, `max_size`: Some(906), added: 3381, mode: `MaxEncodedLen`)
	/// The range of component `u` is `[1, 64]`.
	fn reveal_scores(u: u32, ) -> Weight {
		// Measured proof: `814` bytes.
		// Minimum execution time: 54_571_000 picoseconds.
		Weight::from_parts(69_279_784, 10850)
			// Standard error: 30_842
			.saturating_add(Weight::from_parts(576_555, 0).saturating_mul(u.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Entrants` (r:1 w:0)
	/// Proof: `Pov::Entrants` (`max_values`: None, `max_size`: Some(4186), added: 6661, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:0)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Scores` (r:32 w:0)
	/// Proof: `Pov::Scores` (`max_values`: None, `max_size`: Some(906), added: 3381, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Judgements` (r:1 w:1)
	/// Proof: `Pov::Judgements` (`max_values`: None, `max_size`: Some(3034), added: 5509, mode: `MaxEncodedLen`)
	/// The range of component `u` is `[1, 64]`.
	/// The range of component `m` is `[1, 32]`.
	fn settle(u: u32, m: u32, ) -> Weight {
		// Measured proof: `0 + m * (1056 ±0) + u * (481 ±0)` bytes.
		// Minimum execution time: 365_794_000 picoseconds.
		Weight::from_parts(369_600_000, 10850)
			// Standard error: 190_381
			.saturating_add(Weight::from_parts(3_891_911, 0).saturating_mul(u.into()))
			// Standard error: 381_200
			.saturating_add(Weight::from_parts(10_660_891, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 3381).saturating_mul(m.into()))
	}
	/// Storage: `Pov::Rounds` (r:1 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:1)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	fn attest_checkpoint() -> Weight {
		// Measured proof: `6993` bytes.
		// Minimum execution time: 66_760_000 picoseconds.
		Weight::from_parts(88_101_000, 10850)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `Pov::Models` (r:1 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Entrants` (r:1 w:0)
	/// Proof: `Pov::Entrants` (`max_values`: None, `max_size`: Some(4186), added: 6661, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:1)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `Pov::FormerCommittees` (r:1 w:1)
	/// Proof: `Pov::FormerCommittees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Judgements` (r:1 w:1)
	/// Proof: `Pov::Judgements` (`max_values`: None, `max_size`: Some(3034), added: 5509, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Rounds` (r:0 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// The range of component `u` is `[0, 64]`.
	/// The range of component `m` is `[0, 64]`.
	fn close_round(u: u32, m: u32, ) -> Weight {
		// Measured proof: `768 + m * (230 ±0) + u * (104 ±0)` bytes.
		// Minimum execution time: 75_813_000 picoseconds.
		Weight::from_parts(80_900_028, 10850)
			// Standard error: 28_262
			.saturating_add(Weight::from_parts(430_940, 0).saturating_mul(u.into()))
			// Standard error: 28_262
			.saturating_add(Weight::from_parts(338_689, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Models` (r:1 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Entrants` (r:1 w:0)
	/// Proof: `Pov::Entrants` (`max_values`: None, `max_size`: Some(4186), added: 6661, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Judgements` (r:1 w:0)
	/// Proof: `Pov::Judgements` (`max_values`: None, `max_size`: Some(3034), added: 5509, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:0)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `Pov::FormerCommittees` (r:1 w:0)
	/// Proof: `Pov::FormerCommittees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Earned` (r:16 w:16)
	/// Proof: `Pov::Earned` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// The range of component `n` is `[0, 16]`.
	fn pay_out(n: u32, ) -> Weight {
		// Measured proof: `971 + n * (104 ±0)` bytes.
		// Minimum execution time: 64_065_000 picoseconds.
		Weight::from_parts(78_575_156, 10850)
			// Standard error: 133_557
			.saturating_add(Weight::from_parts(10_507_635, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2555).saturating_mul(n.into()))
	}
	/// Storage: `Balances::Holds` (r:16 w:16)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:17 w:17)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Splits` (r:1 w:0)
	/// Proof: `Settlements::Splits` (`max_values`: None, `max_size`: Some(29), added: 2504, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Unplaced` (r:1 w:0)
	/// Proof: `Settlements::Unplaced` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Flows` (r:1 w:1)
	/// Proof: `Settlements::Flows` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	/// The range of component `n` is `[0, 16]`.
	fn return_bonds(n: u32, ) -> Weight {
		// Measured proof: `378 + n * (159 ±0)` bytes.
		// Minimum execution time: 380_000 picoseconds.
		Weight::from_parts(440_000, 3593)
			// Standard error: 1_994_934
			.saturating_add(Weight::from_parts(157_914_284, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2812).saturating_mul(n.into()))
	}
	/// Storage: `Pov::Rounds` (r:1 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:1)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Validators` (r:1 w:0)
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	/// Storage: `Pov::BeaconsDue` (r:2 w:2)
	/// Proof: `Pov::BeaconsDue` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Judgements` (r:1 w:1)
	/// Proof: `Pov::Judgements` (`max_values`: None, `max_size`: Some(3034), added: 5509, mode: `MaxEncodedLen`)
	/// Storage: `Pov::FormerCommittees` (r:0 w:1)
	/// Proof: `Pov::FormerCommittees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// The range of component `u` is `[1, 64]`.
	/// The range of component `v` is `[3, 128]`.
	fn open_dispute(_u: u32, v: u32, ) -> Weight {
		// Measured proof: `932 + u * (39 ±0) + v * (73 ±0)` bytes.
		// Minimum execution time: 94_391_000 picoseconds.
		Weight::from_parts(123_210_640, 18511)
			// Standard error: 14_708
			.saturating_add(Weight::from_parts(531_690, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Storage: `Pov::Validators` (r:1 w:1)
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:32 w:32)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:33 w:33)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Splits` (r:1 w:0)
	/// Proof: `Settlements::Splits` (`max_values`: None, `max_size`: Some(29), added: 2504, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Unplaced` (r:1 w:0)
	/// Proof: `Settlements::Unplaced` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Flows` (r:1 w:1)
	/// Proof: `Settlements::Flows` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	/// Storage: `Vesting::Schedules` (r:32 w:0)
	/// Proof: `Vesting::Schedules` (`max_values`: None, `max_size`: Some(769), added: 3244, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// The range of component `n` is `[0, 32]`.
	fn punish(n: u32, ) -> Weight {
		// Measured proof: `1028 + n * (240 ±0)` bytes.
		// Minimum execution time: 330_000 picoseconds.
		Weight::from_parts(350_000, 18511)
			// Standard error: 2_966_953
			.saturating_add(Weight::from_parts(149_289_877, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3244).saturating_mul(n.into()))
	}
	/// Storage: `Parameters::Parameters` (r:2 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:3 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:0)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `Pov::FormerCommittees` (r:1 w:1)
	/// Proof: `Pov::FormerCommittees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Validators` (r:1 w:1)
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Splits` (r:1 w:0)
	/// Proof: `Settlements::Splits` (`max_values`: None, `max_size`: Some(29), added: 2504, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Unplaced` (r:1 w:0)
	/// Proof: `Settlements::Unplaced` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Flows` (r:1 w:1)
	/// Proof: `Settlements::Flows` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	/// Storage: `Vesting::Schedules` (r:1 w:0)
	/// Proof: `Vesting::Schedules` (`max_values`: None, `max_size`: Some(769), added: 3244, mode: `MaxEncodedLen`)
	fn report_statement() -> Weight {
		// Measured proof: `1974` bytes.
		// Minimum execution time: 271_735_000 picoseconds.
		Weight::from_parts(347_257_000, 18511)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Entrants` (r:1 w:0)
	/// Proof: `Pov::Entrants` (`max_values`: None, `max_size`: Some(4186), added: 6661, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Updates` (r:1 w:1)
	/// Proof: `Pov::Updates` (`max_values`: None, `max_size`: Some(171), added: 2646, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Judgements` (r:1 w:0)
	/// Proof: `Pov::Judgements` (`max_values`: None, `max_size`: Some(3034), added: 5509, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:0)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Scores` (r:32 w:0)
	/// Proof: `Pov::Scores` (`max_values`: None, `max_size`: Some(906), added: 3381, mode: `MaxEncodedLen`)
	/// The range of component `m` is `[1, 32]`.
	fn declare_canary(m: u32, ) -> Weight {
		// Measured proof: `1024 + m * (234 ±0)` bytes.
		// Minimum execution time: 82_823_000 picoseconds.
		Weight::from_parts(125_232_530, 10850)
			// Standard error: 264_034
			.saturating_add(Weight::from_parts(11_026_055, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(Weight::from_parts(0, 3381).saturating_mul(m.into()))
	}
	/// Storage: `Pov::Earned` (r:1 w:1)
	/// Proof: `Pov::Earned` (`max_values`: None, `max_size`: Some(80), added: 2555, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn claim() -> Weight {
		// Measured proof: `624` bytes.
		// Minimum execution time: 100_920_000 picoseconds.
		Weight::from_parts(104_956_000, 6196)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Pov::Models` (r:1 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:3 w:3)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(337), added: 2812, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Splits` (r:1 w:0)
	/// Proof: `Settlements::Splits` (`max_values`: None, `max_size`: Some(29), added: 2504, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Unplaced` (r:1 w:0)
	/// Proof: `Settlements::Unplaced` (`max_values`: Some(1), `max_size`: Some(16), added: 511, mode: `MaxEncodedLen`)
	/// Storage: `Settlements::Flows` (r:1 w:1)
	/// Proof: `Settlements::Flows` (`max_values`: None, `max_size`: Some(106), added: 2581, mode: `MaxEncodedLen`)
	fn remove_model() -> Weight {
		// Measured proof: `1161` bytes.
		// Minimum execution time: 162_952_000 picoseconds.
		Weight::from_parts(168_410_000, 8799)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Storage: `Pov::BeaconsDue` (r:1 w:1)
	/// Proof: `Pov::BeaconsDue` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
	/// Storage: `ParachainSystem::ValidationData` (r:1 w:0)
	/// Proof: `ParachainSystem::ValidationData` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Pov::Rounds` (r:32 w:32)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// The range of component `b` is `[0, 32]`.
	fn store_beacons(b: u32, ) -> Weight {
		// Measured proof: `461 + b * (56 ±0)` bytes.
		// Minimum execution time: 13_089_000 picoseconds.
		Weight::from_parts(23_464_633, 3766)
			// Standard error: 44_639
			.saturating_add(Weight::from_parts(12_399_040, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(b.into())))
			.saturating_add(Weight::from_parts(0, 2822).saturating_mul(b.into()))
	}
	/// Storage: `Pov::Models` (r:1 w:0)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `Pov::BeaconsDue` (r:2 w:0)
	/// Proof: `Pov::BeaconsDue` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
	fn authorize_open_round() -> Weight {
		// Measured proof: `486` bytes.
		// Minimum execution time: 22_223_000 picoseconds.
		Weight::from_parts(24_356_000, 6542)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	fn authorize_draw_committee() -> Weight {
		// Measured proof: `568` bytes.
		// Minimum execution time: 14_101_000 picoseconds.
		Weight::from_parts(15_453_000, 3812)
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:0)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn authorize_commit_scores() -> Weight {
		// Measured proof: `836` bytes.
		// Minimum execution time: 82_022_000 picoseconds.
		Weight::from_parts(93_219_000, 10850)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:0)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// The range of component `u` is `[1, 64]`.
	fn authorize_reveal_scores(u: u32, ) -> Weight {
		// Measured proof: `868` bytes.
		// Minimum execution time: 92_177_000 picoseconds.
		Weight::from_parts(100_363_491, 10850)
			// Standard error: 12_745
			.saturating_add(Weight::from_parts(192_887, 0).saturating_mul(u.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Entrants` (r:1 w:0)
	/// Proof: `Pov::Entrants` (`max_values`: None, `max_size`: Some(4186), added: 6661, mode: `MaxEncodedLen`)
	fn authorize_settle() -> Weight {
		// Measured proof: `4778` bytes.
		// Minimum execution time: 28_803_000 picoseconds.
		Weight::from_parts(34_161_000, 7651)
			.saturating_add(T::DbWeight::get().reads(2_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:0)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn authorize_attest_checkpoint() -> Weight {
		// Measured proof: `942` bytes.
		// Minimum execution time: 88_321_000 picoseconds.
		Weight::from_parts(95_291_000, 10850)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	fn authorize_close_round() -> Weight {
		// Measured proof: `670` bytes.
		// Minimum execution time: 15_513_000 picoseconds.
		Weight::from_parts(18_097_000, 3812)
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Models` (r:1 w:0)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	fn authorize_pay_out() -> Weight {
		// Measured proof: `927` bytes.
		// Minimum execution time: 19_830_000 picoseconds.
		Weight::from_parts(21_061_000, 3812)
			.saturating_add(T::DbWeight::get().reads(2_u64))
	}
}

/// For tests.
impl WeightInfo for () {
	fn create_model() -> Weight {
		Weight::from_parts(110_585_000, 3802)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn fund_model() -> Weight {
		Weight::from_parts(172_717_000, 6196)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn set_terms() -> Weight {
		Weight::from_parts(27_992_000, 3792)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_active() -> Weight {
		Weight::from_parts(27_441_000, 3792)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_allowed() -> Weight {
		Weight::from_parts(36_504_000, 3792)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn bond_validator() -> Weight {
		Weight::from_parts(134_210_000, 18511)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn bond_extra() -> Weight {
		Weight::from_parts(131_826_000, 18511)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn set_validator_keys() -> Weight {
		Weight::from_parts(42_503_000, 4091)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn unbond() -> Weight {
		Weight::from_parts(35_012_000, 18511)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn withdraw_unbonded() -> Weight {
		Weight::from_parts(120_079_000, 18511)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn commit_update() -> Weight {
		Weight::from_parts(157_784_000, 7651)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn publish_update() -> Weight {
		Weight::from_parts(128_972_000, 7651)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn open_round() -> Weight {
		Weight::from_parts(50_375_000, 6542)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn prune_round(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(97_911_671, 10850)
			.saturating_add(Weight::from_parts(7_462_735, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(7_111_505, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(u.into())))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(m.into())))
	}
	fn draw_committee(v: u32, m: u32, ) -> Weight {
		Weight::from_parts(51_536_550, 18511)
			.saturating_add(Weight::from_parts(907_173, 0).saturating_mul(v.into()))
			.saturating_add(Weight::from_parts(10_352_035, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(m.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 3101).saturating_mul(m.into()))
	}
	fn commit_scores() -> Weight {
		Weight::from_parts(55_783_000, 10850)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn reveal_scores(u: u32, ) -> Weight {
		Weight::from_parts(69_279_784, 10850)
			.saturating_add(Weight::from_parts(576_555, 0).saturating_mul(u.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn settle(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(369_600_000, 10850)
			.saturating_add(Weight::from_parts(3_891_911, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(10_660_891, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(m.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 3381).saturating_mul(m.into()))
	}
	fn attest_checkpoint() -> Weight {
		Weight::from_parts(88_101_000, 10850)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn close_round(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(80_900_028, 10850)
			.saturating_add(Weight::from_parts(430_940, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(338_689, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn pay_out(n: u32, ) -> Weight {
		Weight::from_parts(78_575_156, 10850)
			.saturating_add(Weight::from_parts(10_507_635, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2555).saturating_mul(n.into()))
	}
	fn return_bonds(n: u32, ) -> Weight {
		Weight::from_parts(440_000, 3593)
			.saturating_add(Weight::from_parts(157_914_284, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(RocksDbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2812).saturating_mul(n.into()))
	}
	fn open_dispute(_u: u32, v: u32, ) -> Weight {
		Weight::from_parts(123_210_640, 18511)
			.saturating_add(Weight::from_parts(531_690, 0).saturating_mul(v.into()))
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn punish(n: u32, ) -> Weight {
		Weight::from_parts(350_000, 18511)
			.saturating_add(Weight::from_parts(149_289_877, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
			.saturating_add(RocksDbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3244).saturating_mul(n.into()))
	}
	fn report_statement() -> Weight {
		Weight::from_parts(347_257_000, 18511)
			.saturating_add(RocksDbWeight::get().reads(15_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn declare_canary(m: u32, ) -> Weight {
		Weight::from_parts(125_232_530, 10850)
			.saturating_add(Weight::from_parts(11_026_055, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(m.into())))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
			.saturating_add(Weight::from_parts(0, 3381).saturating_mul(m.into()))
	}
	fn claim() -> Weight {
		Weight::from_parts(104_956_000, 6196)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn remove_model() -> Weight {
		Weight::from_parts(168_410_000, 8799)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn store_beacons(b: u32, ) -> Weight {
		Weight::from_parts(23_464_633, 3766)
			.saturating_add(Weight::from_parts(12_399_040, 0).saturating_mul(b.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(b.into())))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(b.into())))
			.saturating_add(Weight::from_parts(0, 2822).saturating_mul(b.into()))
	}
	fn authorize_open_round() -> Weight {
		Weight::from_parts(24_356_000, 6542)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_draw_committee() -> Weight {
		Weight::from_parts(15_453_000, 3812)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
	}
	fn authorize_commit_scores() -> Weight {
		Weight::from_parts(93_219_000, 10850)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_reveal_scores(u: u32, ) -> Weight {
		Weight::from_parts(100_363_491, 10850)
			.saturating_add(Weight::from_parts(192_887, 0).saturating_mul(u.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_settle() -> Weight {
		Weight::from_parts(34_161_000, 7651)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
	}
	fn authorize_attest_checkpoint() -> Weight {
		Weight::from_parts(95_291_000, 10850)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_close_round() -> Weight {
		Weight::from_parts(18_097_000, 3812)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
	}
	fn authorize_pay_out() -> Weight {
		Weight::from_parts(21_061_000, 3812)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
	}
}
