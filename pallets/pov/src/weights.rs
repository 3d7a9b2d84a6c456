//! Weights of `pallet_pov`, measured. `scripts/benchmark pallet_pov` writes this file.
//!
//! 2026-11-22, 20 steps, 4 repetitions, AMD EPYC, benchmark CLI 64.0.0.
//!
//! What calls read, write and prove was derived by hand from the storage types after these were grouped into fewer rows;
//! times are those measured before, until `scripts/benchmark` runs again. `pay_out` has the time of a member's part in
//! closing a round, `return_bonds` that of slashing and releasing, `publish_update` that of releasing a bond on top.

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
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `Pov::SessionKeyOwner` (r:1 w:1)
	/// Proof: `Pov::SessionKeyOwner` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Keys` (r:0 w:1)
	/// Proof: `Pov::Keys` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	fn bond_validator() -> Weight {
		Weight::from_parts(124_095_000, 18511)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	/// Storage: `Pov::Validators` (r:1 w:1)
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	fn bond_extra() -> Weight {
		Weight::from_parts(118_817_000, 18511)
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
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	fn unbond() -> Weight {
		Weight::from_parts(35_854_000, 18511)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `Pov::Validators` (r:1 w:1)
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Keys` (r:1 w:1)
	/// Proof: `Pov::Keys` (`max_values`: None, `max_size`: Some(626), added: 3101, mode: `MaxEncodedLen`)
	/// Storage: `Pov::SessionKeyOwner` (r:0 w:1)
	/// Proof: `Pov::SessionKeyOwner` (`max_values`: None, `max_size`: Some(72), added: 2547, mode: `MaxEncodedLen`)
	fn withdraw_unbonded() -> Weight {
		Weight::from_parts(109_964_000, 18511)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Entrants` (r:1 w:1)
	/// Proof: `Pov::Entrants` (`max_values`: None, `max_size`: Some(4186), added: 6661, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Devices` (r:1 w:0)
	/// Proof: `Generators::Devices` (`max_values`: None, `max_size`: Some(656), added: 3131, mode: `MaxEncodedLen`)
	/// Storage: `Generators::Holders` (r:1 w:0)
	/// Proof: `Generators::Holders` (`max_values`: None, `max_size`: Some(586), added: 3061, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Models` (r:1 w:0)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Allowed` (r:1 w:0)
	/// Proof: `Pov::Allowed` (`max_values`: None, `max_size`: Some(60), added: 2535, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:1 w:1)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:1 w:1)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Updates` (r:0 w:1)
	/// Proof: `Pov::Updates` (`max_values`: None, `max_size`: Some(171), added: 2646, mode: `MaxEncodedLen`)
	fn commit_update() -> Weight {
		Weight::from_parts(173_918_000, 7651)
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
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	fn publish_update() -> Weight {
		Weight::from_parts(151_624_000, 7651)
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
		// Measured proof: `419` bytes.
		// Minimum execution time: 41_572_000 picoseconds.
		Weight::from_parts(44_376_000, 6542)
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
	/// Storage: `Pov::Judgements` (r:0 w:1)
	/// Proof: `Pov::Judgements` (`max_values`: None, `max_size`: Some(3034), added: 5509, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Scores` (r:0 w:64)
	/// Proof: `Pov::Scores` (`max_values`: None, `max_size`: Some(906), added: 3381, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Updates` (r:0 w:64)
	/// Proof: `Pov::Updates` (`max_values`: None, `max_size`: Some(171), added: 2646, mode: `MaxEncodedLen`)
	/// The range of component `u` is `[0, 64]`.
	/// The range of component `m` is `[0, 64]`.
	fn prune_round(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(21_012_397, 10850)
			.saturating_add(Weight::from_parts(32_893_407, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(21_285_881, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
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
		Weight::from_parts(181_375_634, 18511)
			.saturating_add(Weight::from_parts(5_859_898, 0).saturating_mul(v.into()))
			.saturating_add(Weight::from_parts(15_782_596, 0).saturating_mul(m.into()))
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
		Weight::from_parts(53_349_000, 10850)
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
		Weight::from_parts(70_134_082, 10850)
			.saturating_add(Weight::from_parts(318_993, 0).saturating_mul(u.into()))
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
		Weight::from_parts(891_426_000, 10850)
			.saturating_add(Weight::from_parts(88_209_722, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(9_519_230, 0).saturating_mul(m.into()))
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
		Weight::from_parts(91_176_000, 10850)
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
		Weight::from_parts(147_778_401, 10850)
			.saturating_add(Weight::from_parts(117_550_834, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(45_674_158, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
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
		Weight::from_parts(147_778_401, 10850)
			.saturating_add(Weight::from_parts(45_674_158, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2555).saturating_mul(n.into()))
	}
	/// Storage: `Balances::Holds` (r:16 w:16)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:17 w:17)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// The range of component `n` is `[0, 16]`.
	fn return_bonds(n: u32, ) -> Weight {
		Weight::from_parts(0, 3593)
			.saturating_add(Weight::from_parts(201_858_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2668).saturating_mul(n.into()))
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
	fn open_dispute(u: u32, v: u32, ) -> Weight {
		Weight::from_parts(97_289_497, 18511)
			.saturating_add(Weight::from_parts(12_136_815, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(6_283_209, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Storage: `Pov::Validators` (r:1 w:1)
	/// Proof: `Pov::Validators` (`max_values`: Some(1), `max_size`: Some(17026), added: 17521, mode: `MaxEncodedLen`)
	/// Storage: `Balances::Holds` (r:32 w:32)
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	/// Storage: `System::Account` (r:33 w:33)
	/// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	/// Storage: `Parameters::Parameters` (r:1 w:0)
	/// Proof: `Parameters::Parameters` (`max_values`: None, `max_size`: Some(36), added: 2511, mode: `MaxEncodedLen`)
	/// The range of component `n` is `[0, 32]`.
	fn punish(n: u32, ) -> Weight {
		Weight::from_parts(0, 18511)
			.saturating_add(Weight::from_parts(113_649_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2668).saturating_mul(n.into()))
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
	/// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(193), added: 2668, mode: `MaxEncodedLen`)
	fn report_statement() -> Weight {
		Weight::from_parts(236_702_000, 18511)
			.saturating_add(T::DbWeight::get().reads(11_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
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
		Weight::from_parts(58_293_593, 10850)
			.saturating_add(Weight::from_parts(22_943_759, 0).saturating_mul(m.into()))
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
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
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
			.saturating_add(Weight::from_parts(0, 2822).saturating_mul(b.into()))
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
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	fn authorize_draw_committee() -> Weight {
		Weight::from_parts(14_461_000, 3812)
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:0)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn authorize_commit_scores() -> Weight {
		Weight::from_parts(84_605_000, 10850)
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
		Weight::from_parts(86_592_362, 10850)
			.saturating_add(Weight::from_parts(350_634, 0).saturating_mul(u.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Entrants` (r:1 w:0)
	/// Proof: `Pov::Entrants` (`max_values`: None, `max_size`: Some(4186), added: 6661, mode: `MaxEncodedLen`)
	fn authorize_settle() -> Weight {
		Weight::from_parts(14_792_000, 7651)
			.saturating_add(T::DbWeight::get().reads(2_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Committees` (r:1 w:0)
	/// Proof: `Pov::Committees` (`max_values`: None, `max_size`: Some(7385), added: 9860, mode: `MaxEncodedLen`)
	/// Storage: `System::BlockHash` (r:1 w:0)
	/// Proof: `System::BlockHash` (`max_values`: None, `max_size`: Some(44), added: 2519, mode: `MaxEncodedLen`)
	fn authorize_attest_checkpoint() -> Weight {
		Weight::from_parts(83_544_000, 10850)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	fn authorize_close_round() -> Weight {
		Weight::from_parts(14_442_000, 3812)
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
	/// Storage: `Pov::Rounds` (r:1 w:0)
	/// Proof: `Pov::Rounds` (`max_values`: None, `max_size`: Some(347), added: 2822, mode: `MaxEncodedLen`)
	/// Storage: `Pov::Models` (r:1 w:0)
	/// Proof: `Pov::Models` (`max_values`: None, `max_size`: Some(327), added: 2802, mode: `MaxEncodedLen`)
	fn authorize_pay_out() -> Weight {
		Weight::from_parts(19_138_000, 3812)
			.saturating_add(T::DbWeight::get().reads(2_u64))
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
		Weight::from_parts(124_095_000, 18511)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn bond_extra() -> Weight {
		Weight::from_parts(118_817_000, 18511)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn set_validator_keys() -> Weight {
		Weight::from_parts(38_957_000, 4091)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn unbond() -> Weight {
		Weight::from_parts(35_854_000, 18511)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn withdraw_unbonded() -> Weight {
		Weight::from_parts(109_964_000, 18511)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn commit_update() -> Weight {
		Weight::from_parts(173_918_000, 7651)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn publish_update() -> Weight {
		Weight::from_parts(151_624_000, 7651)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn open_round() -> Weight {
		Weight::from_parts(44_376_000, 6542)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn prune_round(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(21_012_397, 10850)
			.saturating_add(Weight::from_parts(32_893_407, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(21_285_881, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(u.into())))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(m.into())))
	}
	fn draw_committee(v: u32, m: u32, ) -> Weight {
		Weight::from_parts(181_375_634, 18511)
			.saturating_add(Weight::from_parts(5_859_898, 0).saturating_mul(v.into()))
			.saturating_add(Weight::from_parts(15_782_596, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(m.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 3101).saturating_mul(m.into()))
	}
	fn commit_scores() -> Weight {
		Weight::from_parts(53_349_000, 10850)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn reveal_scores(u: u32, ) -> Weight {
		Weight::from_parts(70_134_082, 10850)
			.saturating_add(Weight::from_parts(318_993, 0).saturating_mul(u.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn settle(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(891_426_000, 10850)
			.saturating_add(Weight::from_parts(88_209_722, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(9_519_230, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(m.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 3381).saturating_mul(m.into()))
	}
	fn attest_checkpoint() -> Weight {
		Weight::from_parts(91_176_000, 10850)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn close_round(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(147_778_401, 10850)
			.saturating_add(Weight::from_parts(117_550_834, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(45_674_158, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn pay_out(n: u32, ) -> Weight {
		Weight::from_parts(147_778_401, 10850)
			.saturating_add(Weight::from_parts(45_674_158, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2555).saturating_mul(n.into()))
	}
	fn return_bonds(n: u32, ) -> Weight {
		Weight::from_parts(0, 3593)
			.saturating_add(Weight::from_parts(201_858_000, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
			.saturating_add(RocksDbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2668).saturating_mul(n.into()))
	}
	fn open_dispute(u: u32, v: u32, ) -> Weight {
		Weight::from_parts(97_289_497, 18511)
			.saturating_add(Weight::from_parts(12_136_815, 0).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(6_283_209, 0).saturating_mul(v.into()))
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn punish(n: u32, ) -> Weight {
		Weight::from_parts(0, 18511)
			.saturating_add(Weight::from_parts(113_649_000, 0).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(RocksDbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2668).saturating_mul(n.into()))
	}
	fn report_statement() -> Weight {
		Weight::from_parts(236_702_000, 18511)
			.saturating_add(RocksDbWeight::get().reads(11_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn declare_canary(m: u32, ) -> Weight {
		Weight::from_parts(58_293_593, 10850)
			.saturating_add(Weight::from_parts(22_943_759, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(m.into())))
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
			.saturating_add(Weight::from_parts(0, 2822).saturating_mul(b.into()))
	}
	fn authorize_open_round() -> Weight {
		Weight::from_parts(19_138_000, 6542)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_draw_committee() -> Weight {
		Weight::from_parts(14_461_000, 3812)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
	}
	fn authorize_commit_scores() -> Weight {
		Weight::from_parts(84_605_000, 10850)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_reveal_scores(u: u32, ) -> Weight {
		Weight::from_parts(86_592_362, 10850)
			.saturating_add(Weight::from_parts(350_634, 0).saturating_mul(u.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_settle() -> Weight {
		Weight::from_parts(14_792_000, 7651)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
	}
	fn authorize_attest_checkpoint() -> Weight {
		Weight::from_parts(83_544_000, 10850)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_close_round() -> Weight {
		Weight::from_parts(14_442_000, 3812)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
	}
	fn authorize_pay_out() -> Weight {
		Weight::from_parts(19_138_000, 3812)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
	}
}
