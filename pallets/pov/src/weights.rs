//! Weights of `pallet_pov`, measured. `scripts/benchmark pallet_pov` writes this file.
//!
//! 2026-11-22, 20 steps, 4 repetitions, AMD EPYC, benchmark CLI 64.0.0.

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
	fn register_device() -> Weight;
	fn remove_device() -> Weight;
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
	fn open_dispute(u: u32, v: u32, ) -> Weight;
	fn punish() -> Weight;
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
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Models` (r:0 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	fn create_model() -> Weight {
		// Measured proof: `185` bytes.
		// Minimum execution time: 99_098_000 picoseconds.
		Weight::from_parts(104_566_000, 3658)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `Pov::Models` (r:1 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn fund_model() -> Weight {
		// Measured proof: `611` bytes.
		// Minimum execution time: 164_524_000 picoseconds.
		Weight::from_parts(171_235_000, 6196)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Pov::Models` (r:1 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	fn set_terms() -> Weight {
		// Measured proof: `419` bytes.
		// Minimum execution time: 22_914_000 picoseconds.
		Weight::from_parts(24_787_000, 3792)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Pov::Models` (r:1 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	fn set_active() -> Weight {
		// Measured proof: `419` bytes.
		// Minimum execution time: 22_553_000 picoseconds.
		Weight::from_parts(24_516_000, 3792)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Pov::Models` (r:1 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Allowed` (r:1 w:1)
	/// Proof: `Pov::Allowed` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	fn set_allowed() -> Weight {
		// Measured proof: `419` bytes.
		// Minimum execution time: 30_926_000 picoseconds.
		Weight::from_parts(33_480_000, 3792)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `Pov::Validators` (r:1 w:1)
	/// Proof: `Pov::Validators` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Pov::CounterForValidators` (r:1 w:1)
	/// Proof: `Pov::CounterForValidators` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Pov::SessionKeyOwner` (r:1 w:1)
	/// Proof: `Pov::SessionKeyOwner` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Keys` (r:0 w:1)
	/// Proof: `Pov::Keys` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	fn bond_validator() -> Weight {
		// Measured proof: `148` bytes.
		// Minimum execution time: 117_985_000 picoseconds.
		Weight::from_parts(124_095_000, 3658)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Storage: `Pov::Validators` (r:1 w:1)
	/// Proof: `Pov::Validators` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	fn bond_extra() -> Weight {
		// Measured proof: `410` bytes.
		// Minimum execution time: 113_519_000 picoseconds.
		Weight::from_parts(118_817_000, 3658)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Pov::Keys` (r:1 w:1)
	/// Proof: `Pov::Keys` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	/// Storage: `Pov::SessionKeyOwner` (r:1 w:2)
	/// Proof: `Pov::SessionKeyOwner` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	fn set_validator_keys() -> Weight {
		// Measured proof: `848` bytes.
		// Minimum execution time: 36_193_000 picoseconds.
		Weight::from_parts(38_957_000, 4091)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Pov::Validators` (r:1 w:1)
	/// Proof: `Pov::Validators` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
	fn unbond() -> Weight {
		// Measured proof: `249` bytes.
		// Minimum execution time: 33_129_000 picoseconds.
		Weight::from_parts(35_854_000, 3614)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Pov::Validators` (r:1 w:1)
	/// Proof: `Pov::Validators` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	/// Storage: `Pov::CounterForValidators` (r:1 w:1)
	/// Proof: `Pov::CounterForValidators` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Keys` (r:1 w:1)
	/// Proof: `Pov::Keys` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	/// Storage: `Pov::SessionKeyOwner` (r:0 w:1)
	/// Proof: `Pov::SessionKeyOwner` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	fn withdraw_unbonded() -> Weight {
		// Measured proof: `1025` bytes.
		// Minimum execution time: 104_575_000 picoseconds.
		Weight::from_parts(109_964_000, 4091)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Storage: `Pov::Devices` (r:1 w:1)
	/// Proof: `Pov::Devices` (`max_values`: None, `max_size`: Some(610), added: 3085, mode: `MaxEncodedLen`)
	/// Storage: `Pov::DeviceCount` (r:1 w:1)
	/// Proof: `Pov::DeviceCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	fn register_device() -> Weight {
		// Measured proof: `185` bytes.
		// Minimum execution time: 106_378_000 picoseconds.
		Weight::from_parts(111_736_000, 4075)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `Pov::Devices` (r:1 w:1)
	/// Proof: `Pov::Devices` (`max_values`: None, `max_size`: Some(610), added: 3085, mode: `MaxEncodedLen`)
	/// Storage: `Pov::DeviceCount` (r:1 w:1)
	/// Proof: `Pov::DeviceCount` (`max_values`: None, `max_size`: Some(52), added: 2527, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	fn remove_device() -> Weight {
		// Measured proof: `950` bytes.
		// Minimum execution time: 95_272_000 picoseconds.
		Weight::from_parts(99_178_000, 4075)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Devices` (r:1 w:0)
	/// Proof: `Pov::Devices` (`max_values`: None, `max_size`: Some(610), added: 3085, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Models` (r:1 w:0)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Allowed` (r:1 w:0)
	/// Proof: `Pov::Allowed` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	/// Storage: `Pov::UpdateOfIdentity` (r:1 w:1)
	/// Proof: `Pov::UpdateOfIdentity` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
	/// Storage: `Pov::UpdateOfDevice` (r:1 w:1)
	/// Proof: `Pov::UpdateOfDevice` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Updates` (r:0 w:1)
	/// Proof: `Pov::Updates` (`max_values`: None, `max_size`: Some(298), added: 2773, mode: `MaxEncodedLen`)
	fn commit_update() -> Weight {
		// Measured proof: `1634` bytes.
		// Minimum execution time: 168_571_000 picoseconds.
		Weight::from_parts(173_918_000, 4075)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// Storage: `Pov::UpdateOfDevice` (r:1 w:0)
	/// Proof: `Pov::UpdateOfDevice` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Updates` (r:1 w:1)
	/// Proof: `Pov::Updates` (`max_values`: None, `max_size`: Some(298), added: 2773, mode: `MaxEncodedLen`)
	fn publish_update() -> Weight {
		// Measured proof: `937` bytes.
		// Minimum execution time: 60_580_000 picoseconds.
		Weight::from_parts(63_414_000, 3848)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `Pov::Models` (r:1 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `Pov::BeaconsDue` (r:2 w:2)
	/// Proof: `Pov::BeaconsDue` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Rounds` (r:0 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	fn open_round() -> Weight {
		// Measured proof: `419` bytes.
		// Minimum execution time: 41_572_000 picoseconds.
		Weight::from_parts(44_376_000, 6542)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Updates` (r:64 w:64)
	/// Proof: `Pov::Updates` (`max_values`: None, `max_size`: Some(298), added: 2773, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:1)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(1049), added: 3524, mode: `MaxEncodedLen`)
	/// Storage: `Pov::FormerCommittees` (r:1 w:1)
	/// Proof: `Pov::FormerCommittees` (`max_values`: None, `max_size`: Some(1049), added: 3524, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Scores` (r:0 w:64)
	/// Proof: `Pov::Scores` (`max_values`: None, `max_size`: Some(906), added: 3381, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Seats` (r:0 w:64)
	/// Proof: `Pov::Seats` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Receipts` (r:0 w:128)
	/// Proof: `Pov::Receipts` (`max_values`: None, `max_size`: Some(111), added: 2586, mode: `MaxEncodedLen`)
	/// Storage: `Pov::UpdateOfIdentity` (r:0 w:64)
	/// Proof: `Pov::UpdateOfIdentity` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Tallies` (r:0 w:1)
	/// Proof: `Pov::Tallies` (`max_values`: None, `max_size`: Some(3114), added: 5589, mode: `MaxEncodedLen`)
	/// Storage: `Pov::UpdateOfDevice` (r:0 w:64)
	/// Proof: `Pov::UpdateOfDevice` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
	/// The range of component `u` is `[0, 64]`.
	/// The range of component `m` is `[0, 64]`.
	fn prune_round(u: u32, m: u32, ) -> Weight {
		// Measured proof: `622 + m * (33 ±0) + u * (272 ±0)` bytes.
		// Minimum execution time: 1_378_641_000 picoseconds.
		Weight::from_parts(21_012_397, 4514)
			// Standard error: 154_900
			.saturating_add(Weight::from_parts(32_893_407, 0).saturating_mul(u.into()))
			// Standard error: 154_900
			.saturating_add(Weight::from_parts(21_285_881, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(u.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(u.into())))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(m.into())))
			.saturating_add(Weight::from_parts(0, 2773).saturating_mul(u.into()))
	}
	/// Storage: `Pov::Rounds` (r:1 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// Storage: `Pov::FormerCommittees` (r:1 w:0)
	/// Proof: `Pov::FormerCommittees` (`max_values`: None, `max_size`: Some(1049), added: 3524, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Validators` (r:129 w:0)
	/// Proof: `Pov::Validators` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
	/// Storage: `Pov::CounterForValidators` (r:1 w:0)
	/// Proof: `Pov::CounterForValidators` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Keys` (r:32 w:0)
	/// Proof: `Pov::Keys` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:0 w:1)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(1049), added: 3524, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Seats` (r:0 w:32)
	/// Proof: `Pov::Seats` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	/// The range of component `v` is `[1, 128]`.
	/// The range of component `m` is `[1, 32]`.
	fn draw_committee(v: u32, m: u32, ) -> Weight {
		// Measured proof: `0 + m * (680 ±0) + v * (103 ±0)` bytes.
		// Minimum execution time: 792_999_000 picoseconds.
		Weight::from_parts(181_375_634, 51952)
			// Standard error: 148_484
			.saturating_add(Weight::from_parts(5_859_898, 0).saturating_mul(v.into()))
			// Standard error: 599_711
			.saturating_add(Weight::from_parts(15_782_596, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(22_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(m.into())))
			.saturating_add(Weight::from_parts(0, 3101).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 2278).saturating_mul(v.into()))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Seats` (r:1 w:1)
	/// Proof: `Pov::Seats` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	fn commit_scores() -> Weight {
		// Measured proof: `866` bytes.
		// Minimum execution time: 49_644_000 picoseconds.
		Weight::from_parts(53_349_000, 3848)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Seats` (r:1 w:1)
	/// Proof: `Pov::Seats` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Scores` (r:0 w:1)
	/// Proof: `Pov::Scores` (`max_values`: None, `max_size`: Some(906), added: 3381, mode: `MaxEncodedLen`)
	/// The range of component `u` is `[1, 64]`.
	fn reveal_scores(u: u32, ) -> Weight {
		// Measured proof: `898` bytes.
		// Minimum execution time: 65_017_000 picoseconds.
		Weight::from_parts(70_134_082, 3848)
			// Standard error: 5_369
			.saturating_add(Weight::from_parts(318_993, 0).saturating_mul(u.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:0)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(1049), added: 3524, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Seats` (r:32 w:0)
	/// Proof: `Pov::Seats` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Scores` (r:32 w:0)
	/// Proof: `Pov::Scores` (`max_values`: None, `max_size`: Some(906), added: 3381, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Updates` (r:64 w:64)
	/// Proof: `Pov::Updates` (`max_values`: None, `max_size`: Some(298), added: 2773, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:64 w:64)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:64 w:64)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	/// The range of component `u` is `[1, 64]`.
	/// The range of component `m` is `[1, 32]`.
	fn settle(u: u32, m: u32, ) -> Weight {
		// Measured proof: `0 + m * (1171 ±0) + u * (844 ±0)` bytes.
		// Minimum execution time: 883_334_000 picoseconds.
		Weight::from_parts(891_426_000, 4514)
			// Standard error: 1_124_995
			.saturating_add(Weight::from_parts(88_209_722, 0).saturating_mul(u.into()))
			// Standard error: 2_251_744
			.saturating_add(Weight::from_parts(9_519_230, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(u.into())))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(u.into())))
			.saturating_add(Weight::from_parts(0, 3381).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 2773).saturating_mul(u.into()))
	}
	/// Storage: `Pov::Rounds` (r:1 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Seats` (r:1 w:1)
	/// Proof: `Pov::Seats` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Tallies` (r:1 w:1)
	/// Proof: `Pov::Tallies` (`max_values`: None, `max_size`: Some(3114), added: 5589, mode: `MaxEncodedLen`)
	fn attest_checkpoint() -> Weight {
		// Measured proof: `2995` bytes.
		// Minimum execution time: 83_594_000 picoseconds.
		Weight::from_parts(91_176_000, 6579)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Pov::Models` (r:1 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:0)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(1049), added: 3524, mode: `MaxEncodedLen`)
	/// Storage: `Pov::FormerCommittees` (r:1 w:0)
	/// Proof: `Pov::FormerCommittees` (`max_values`: None, `max_size`: Some(1049), added: 3524, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Tallies` (r:1 w:1)
	/// Proof: `Pov::Tallies` (`max_values`: None, `max_size`: Some(3114), added: 5589, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Seats` (r:64 w:64)
	/// Proof: `Pov::Seats` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Updates` (r:64 w:64)
	/// Proof: `Pov::Updates` (`max_values`: None, `max_size`: Some(298), added: 2773, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:64 w:64)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:64 w:64)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	/// Storage: `Pov::PendingRewards` (r:128 w:128)
	/// Proof: `Pov::PendingRewards` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Receipts` (r:0 w:128)
	/// Proof: `Pov::Receipts` (`max_values`: None, `max_size`: Some(111), added: 2586, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Rounds` (r:0 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// Storage: `Pov::UpdateOfIdentity` (r:0 w:64)
	/// Proof: `Pov::UpdateOfIdentity` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
	/// Storage: `Pov::UpdateOfDevice` (r:0 w:64)
	/// Proof: `Pov::UpdateOfDevice` (`max_values`: None, `max_size`: Some(76), added: 2551, mode: `MaxEncodedLen`)
	/// The range of component `u` is `[0, 64]`.
	/// The range of component `m` is `[0, 64]`.
	fn close_round(u: u32, m: u32, ) -> Weight {
		// Measured proof: `1374 + m * (115 ±0) + u * (431 ±0)` bytes.
		// Minimum execution time: 2_880_375_000 picoseconds.
		Weight::from_parts(147_778_401, 6579)
			// Standard error: 1_666_579
			.saturating_add(Weight::from_parts(117_550_834, 0).saturating_mul(u.into()))
			// Standard error: 1_666_579
			.saturating_add(Weight::from_parts(45_674_158, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(u.into())))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes((7_u64).saturating_mul(u.into())))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(m.into())))
			.saturating_add(Weight::from_parts(0, 2745).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 2773).saturating_mul(u.into()))
	}
	/// Storage: `Pov::Rounds` (r:1 w:1)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:1)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(1049), added: 3524, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Validators` (r:129 w:0)
	/// Proof: `Pov::Validators` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
	/// Storage: `Pov::CounterForValidators` (r:1 w:0)
	/// Proof: `Pov::CounterForValidators` (`max_values`: Some(1), `max_size`: Some(4), added: 499, mode: `MaxEncodedLen`)
	/// Storage: `Pov::BeaconsDue` (r:2 w:2)
	/// Proof: `Pov::BeaconsDue` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Seats` (r:1 w:0)
	/// Proof: `Pov::Seats` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Updates` (r:64 w:64)
	/// Proof: `Pov::Updates` (`max_values`: None, `max_size`: Some(298), added: 2773, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Tallies` (r:0 w:1)
	/// Proof: `Pov::Tallies` (`max_values`: None, `max_size`: Some(3114), added: 5589, mode: `MaxEncodedLen`)
	/// Storage: `Pov::FormerCommittees` (r:0 w:1)
	/// Proof: `Pov::FormerCommittees` (`max_values`: None, `max_size`: Some(1049), added: 3524, mode: `MaxEncodedLen`)
	/// The range of component `u` is `[1, 64]`.
	/// The range of component `v` is `[3, 128]`.
	fn open_dispute(u: u32, v: u32, ) -> Weight {
		// Measured proof: `1318 + u * (278 ±0) + v * (85 ±0)` bytes.
		// Minimum execution time: 865_287_000 picoseconds.
		Weight::from_parts(97_289_497, 6542)
			// Standard error: 152_662
			.saturating_add(Weight::from_parts(12_136_815, 0).saturating_mul(u.into()))
			// Standard error: 77_335
			.saturating_add(Weight::from_parts(6_283_209, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(u.into())))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes(6_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(u.into())))
			.saturating_add(Weight::from_parts(0, 2773).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(0, 2624).saturating_mul(v.into()))
	}
	/// Storage: `Pov::Validators` (r:1 w:1)
	/// Proof: `Pov::Validators` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Seats` (r:0 w:1)
	/// Proof: `Pov::Seats` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	fn punish() -> Weight {
		// Measured proof: `819` bytes.
		// Minimum execution time: 109_814_000 picoseconds.
		Weight::from_parts(113_649_000, 6196)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	/// Storage: `Parameters::Parameters` (r:2 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:3 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Seats` (r:1 w:1)
	/// Proof: `Pov::Seats` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Validators` (r:1 w:1)
	/// Proof: `Pov::Validators` (`max_values`: None, `max_size`: Some(149), added: 2624, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	fn report_statement() -> Weight {
		// Measured proof: `1254` bytes.
		// Minimum execution time: 229_251_000 picoseconds.
		Weight::from_parts(236_702_000, 8799)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Updates` (r:1 w:1)
	/// Proof: `Pov::Updates` (`max_values`: None, `max_size`: Some(298), added: 2773, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:0)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(1049), added: 3524, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Seats` (r:32 w:0)
	/// Proof: `Pov::Seats` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Scores` (r:32 w:0)
	/// Proof: `Pov::Scores` (`max_values`: None, `max_size`: Some(906), added: 3381, mode: `MaxEncodedLen`)
	/// The range of component `m` is `[1, 32]`.
	fn declare_canary(m: u32, ) -> Weight {
		// Measured proof: `1046 + m * (291 ±0)` bytes.
		// Minimum execution time: 76_875_000 picoseconds.
		Weight::from_parts(58_293_593, 4514)
			// Standard error: 51_920
			.saturating_add(Weight::from_parts(22_943_759, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(Weight::from_parts(0, 3381).saturating_mul(m.into()))
	}
	/// Storage: `Pov::PendingRewards` (r:1 w:1)
	/// Proof: `Pov::PendingRewards` (`max_values`: None, `max_size`: Some(64), added: 2539, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:2 w:2)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	fn claim() -> Weight {
		// Measured proof: `506` bytes.
		// Minimum execution time: 98_597_000 picoseconds.
		Weight::from_parts(102_592_000, 6196)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Storage: `Pov::Models` (r:1 w:1)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:3 w:3)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	fn remove_model() -> Weight {
		// Measured proof: `856` bytes.
		// Minimum execution time: 151_355_000 picoseconds.
		Weight::from_parts(157_795_000, 8799)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	/// Storage: `Pov::BeaconsDue` (r:1 w:1)
	/// Proof: `Pov::BeaconsDue` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
	/// Storage: `ParachainSystem::ValidationData` (r:1 w:0)
	/// Proof: `ParachainSystem::ValidationData` (`max_values`: Some(1), `max_size`: None, mode: `Measured`)
	/// Storage: `Pov::Rounds` (r:32 w:32)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// The range of component `b` is `[0, 32]`.
	fn store_beacons(b: u32, ) -> Weight {
		// Measured proof: `426 + b * (57 ±0)` bytes.
		// Minimum execution time: 12_719_000 picoseconds.
		Weight::from_parts(21_465_033, 3766)
			// Standard error: 5_095
			.saturating_add(Weight::from_parts(11_342_543, 0).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(b.into())))
			.saturating_add(Weight::from_parts(0, 2858).saturating_mul(b.into()))
	}
	/// Storage: `Pov::Models` (r:1 w:0)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `Pov::BeaconsDue` (r:2 w:0)
	/// Proof: `Pov::BeaconsDue` (`max_values`: None, `max_size`: Some(301), added: 2776, mode: `MaxEncodedLen`)
	fn authorize_open_round() -> Weight {
		// Measured proof: `419` bytes.
		// Minimum execution time: 17_606_000 picoseconds.
		Weight::from_parts(19_138_000, 6542)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	fn authorize_draw_committee() -> Weight {
		// Measured proof: `599` bytes.
		// Minimum execution time: 13_170_000 picoseconds.
		Weight::from_parts(14_461_000, 3848)
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Seats` (r:1 w:0)
	/// Proof: `Pov::Seats` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn authorize_commit_scores() -> Weight {
		// Measured proof: `920` bytes.
		// Minimum execution time: 80_019_000 picoseconds.
		Weight::from_parts(84_605_000, 3848)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Seats` (r:1 w:0)
	/// Proof: `Pov::Seats` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	/// The range of component `u` is `[1, 64]`.
	fn authorize_reveal_scores(u: u32, ) -> Weight {
		// Measured proof: `952` bytes.
		// Minimum execution time: 83_364_000 picoseconds.
		Weight::from_parts(86_592_362, 3848)
			// Standard error: 4_141
			.saturating_add(Weight::from_parts(350_634, 0).saturating_mul(u.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	fn authorize_settle() -> Weight {
		// Measured proof: `701` bytes.
		// Minimum execution time: 13_450_000 picoseconds.
		Weight::from_parts(14_792_000, 3848)
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Seats` (r:1 w:0)
	/// Proof: `Pov::Seats` (`max_values`: None, `max_size`: Some(270), added: 2745, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn authorize_attest_checkpoint() -> Weight {
		// Measured proof: `952` bytes.
		// Minimum execution time: 78_887_000 picoseconds.
		Weight::from_parts(83_544_000, 3848)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(383), added: 2858, mode: `MaxEncodedLen`)
	fn authorize_close_round() -> Weight {
		// Measured proof: `701` bytes.
		// Minimum execution time: 13_280_000 picoseconds.
		Weight::from_parts(14_442_000, 3848)
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
}

/// For tests.
impl WeightInfo for () {
	fn create_model() -> Weight {
		Weight::from_parts(104_566_000, 3658)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn fund_model() -> Weight {
		Weight::from_parts(171_235_000, 6196)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn set_terms() -> Weight {
		Weight::from_parts(24_787_000, 3792)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_active() -> Weight {
		Weight::from_parts(24_516_000, 3792)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_allowed() -> Weight {
		Weight::from_parts(33_480_000, 3792)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn bond_validator() -> Weight {
		Weight::from_parts(124_095_000, 3658)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn bond_extra() -> Weight {
		Weight::from_parts(118_817_000, 3658)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn set_validator_keys() -> Weight {
		Weight::from_parts(38_957_000, 4091)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn unbond() -> Weight {
		Weight::from_parts(35_854_000, 3614)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn withdraw_unbonded() -> Weight {
		Weight::from_parts(109_964_000, 4091)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn register_device() -> Weight {
		Weight::from_parts(111_736_000, 4075)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn remove_device() -> Weight {
		Weight::from_parts(99_178_000, 4075)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn commit_update() -> Weight {
		Weight::from_parts(173_918_000, 4075)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn publish_update() -> Weight {
		Weight::from_parts(63_414_000, 3848)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn open_round() -> Weight {
		Weight::from_parts(44_376_000, 6542)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn prune_round(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(21_012_397, 4514)
			.saturating_add(Weight::from_parts(32_893_407, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(21_285_881, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(u.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
			.saturating_add(RocksDbWeight::get().writes((4_u64).saturating_mul(u.into())))
			.saturating_add(RocksDbWeight::get().writes((3_u64).saturating_mul(m.into())))
			.saturating_add(Weight::from_parts(0, 2773).saturating_mul(u.into()))
	}
	fn draw_committee(v: u32, m: u32, ) -> Weight {
		Weight::from_parts(181_375_634, 51952)
			.saturating_add(Weight::from_parts(5_859_898, 0).saturating_mul(v.into()))
			.saturating_add(Weight::from_parts(15_782_596, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(22_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(v.into())))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(m.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(m.into())))
			.saturating_add(Weight::from_parts(0, 3101).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 2278).saturating_mul(v.into()))
	}
	fn commit_scores() -> Weight {
		Weight::from_parts(53_349_000, 3848)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn reveal_scores(u: u32, ) -> Weight {
		Weight::from_parts(70_134_082, 3848)
			.saturating_add(Weight::from_parts(318_993, 0).saturating_mul(u.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn settle(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(891_426_000, 4514)
			.saturating_add(Weight::from_parts(88_209_722, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(9_519_230, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().reads((3_u64).saturating_mul(u.into())))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(m.into())))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
			.saturating_add(RocksDbWeight::get().writes((3_u64).saturating_mul(u.into())))
			.saturating_add(Weight::from_parts(0, 3381).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 2773).saturating_mul(u.into()))
	}
	fn attest_checkpoint() -> Weight {
		Weight::from_parts(91_176_000, 6579)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn close_round(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(147_778_401, 6579)
			.saturating_add(Weight::from_parts(117_550_834, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(45_674_158, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().reads((4_u64).saturating_mul(u.into())))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(m.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
			.saturating_add(RocksDbWeight::get().writes((7_u64).saturating_mul(u.into())))
			.saturating_add(RocksDbWeight::get().writes((3_u64).saturating_mul(m.into())))
			.saturating_add(Weight::from_parts(0, 2745).saturating_mul(m.into()))
			.saturating_add(Weight::from_parts(0, 2773).saturating_mul(u.into()))
	}
	fn open_dispute(u: u32, v: u32, ) -> Weight {
		Weight::from_parts(97_289_497, 6542)
			.saturating_add(Weight::from_parts(12_136_815, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(6_283_209, 0).saturating_mul(v.into()))
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(u.into())))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(v.into())))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(u.into())))
			.saturating_add(Weight::from_parts(0, 2773).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(0, 2624).saturating_mul(v.into()))
	}
	fn punish() -> Weight {
		Weight::from_parts(113_649_000, 6196)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn report_statement() -> Weight {
		Weight::from_parts(236_702_000, 8799)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn declare_canary(m: u32, ) -> Weight {
		Weight::from_parts(58_293_593, 4514)
			.saturating_add(Weight::from_parts(22_943_759, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(m.into())))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
			.saturating_add(Weight::from_parts(0, 3381).saturating_mul(m.into()))
	}
	fn claim() -> Weight {
		Weight::from_parts(102_592_000, 6196)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn remove_model() -> Weight {
		Weight::from_parts(157_795_000, 8799)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn store_beacons(b: u32, ) -> Weight {
		Weight::from_parts(21_465_033, 3766)
			.saturating_add(Weight::from_parts(11_342_543, 0).saturating_mul(b.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(b.into())))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(b.into())))
			.saturating_add(Weight::from_parts(0, 2858).saturating_mul(b.into()))
	}
	fn authorize_open_round() -> Weight {
		Weight::from_parts(19_138_000, 6542)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_draw_committee() -> Weight {
		Weight::from_parts(14_461_000, 3848)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
	}
	fn authorize_commit_scores() -> Weight {
		Weight::from_parts(84_605_000, 3848)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_reveal_scores(u: u32, ) -> Weight {
		Weight::from_parts(86_592_362, 3848)
			.saturating_add(Weight::from_parts(350_634, 0).saturating_mul(u.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_settle() -> Weight {
		Weight::from_parts(14_792_000, 3848)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
	}
	fn authorize_attest_checkpoint() -> Weight {
		Weight::from_parts(83_544_000, 3848)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_close_round() -> Weight {
		Weight::from_parts(14_442_000, 3848)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
	}
}
