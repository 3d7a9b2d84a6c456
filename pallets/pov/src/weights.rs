//! Weights of `pallet_pov`.
//!
//! Reads and writes are counted by hand from the code, times estimated, both on the safe side, until
//! `promptale-node benchmark pallet --pallet pallet_pov` has been run on reference hardware; the file has the shape
//! which that command writes.
//!
//! Components: `u` updates of a round, `m` members of its committee, `v` bonded validators, `b` beacons.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::RocksDbWeight, Weight}};

/// Weight functions needed for `pallet_pov`.
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
	fn claim() -> Weight;
	fn remove_model() -> Weight;
	fn report_statement() -> Weight;
	fn declare_canary(m: u32, ) -> Weight;
	fn open_dispute(u: u32, v: u32, ) -> Weight;
	fn punish() -> Weight;
	fn store_beacons(b: u32, ) -> Weight;
	fn authorize_open_round() -> Weight;
	fn authorize_draw_committee() -> Weight;
	fn authorize_commit_scores() -> Weight;
	fn authorize_reveal_scores(u: u32, ) -> Weight;
	fn authorize_settle() -> Weight;
	fn authorize_attest_checkpoint() -> Weight;
	fn authorize_close_round() -> Weight;
}

/// Weights for `pallet_pov` on the runtime's own database.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn create_model() -> Weight {
		Weight::from_parts(40_000_000, 9100)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn fund_model() -> Weight {
		Weight::from_parts(60_000_000, 9100)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn set_terms() -> Weight {
		Weight::from_parts(15_000_000, 3700)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn set_active() -> Weight {
		Weight::from_parts(15_000_000, 3700)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn set_allowed() -> Weight {
		Weight::from_parts(20_000_000, 6400)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn bond_validator() -> Weight {
		Weight::from_parts(60_000_000, 17200)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn bond_extra() -> Weight {
		Weight::from_parts(45_000_000, 9100)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn set_validator_keys() -> Weight {
		Weight::from_parts(25_000_000, 6400)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn unbond() -> Weight {
		Weight::from_parts(20_000_000, 3700)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn withdraw_unbonded() -> Weight {
		Weight::from_parts(55_000_000, 14500)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn register_device() -> Weight {
		Weight::from_parts(45_000_000, 11800)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn remove_device() -> Weight {
		Weight::from_parts(45_000_000, 11800)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn commit_update() -> Weight {
		Weight::from_parts(70_000_000, 22600)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn publish_update() -> Weight {
		Weight::from_parts(35_000_000, 9100)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn open_round() -> Weight {
		Weight::from_parts(35_000_000, 9100)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// The range of component `u` is `[0, MaxUpdates]`.
	/// The range of component `m` is `[0, MaxCommittee]`.
	fn prune_round(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(15_000_000, 6400)
			.saturating_add(Weight::from_parts(12_000_000, 2900).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(8_000_000, 0).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(u.into())))
			.saturating_add(T::DbWeight::get().writes(3_u64))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(u.into())))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(m.into())))
	}
	/// The range of component `v` is `[0, MaxValidators]`.
	/// The range of component `m` is `[0, MaxCommittee]`.
	fn draw_committee(v: u32, m: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 11800)
			.saturating_add(Weight::from_parts(6_000_000, 2700).saturating_mul(v.into()))
			.saturating_add(Weight::from_parts(12_000_000, 2900).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(m.into())))
	}
	fn commit_scores() -> Weight {
		Weight::from_parts(25_000_000, 6400)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// The range of component `u` is `[0, MaxUpdates]`.
	fn reveal_scores(u: u32, ) -> Weight {
		Weight::from_parts(30_000_000, 6400)
			.saturating_add(Weight::from_parts(1_000_000, 0).saturating_mul(u.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// The range of component `u` is `[0, MaxUpdates]`.
	/// The range of component `m` is `[0, MaxCommittee]`.
	fn settle(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 9100)
			.saturating_add(Weight::from_parts(60_000_000, 8700).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(20_000_000, 5800).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(u.into())))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(u.into())))
	}
	fn attest_checkpoint() -> Weight {
		Weight::from_parts(35_000_000, 11800)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// The range of component `u` is `[0, MaxUpdates]`.
	/// The range of component `m` is `[0, MaxCommittee]`.
	fn close_round(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(50_000_000, 11800)
			.saturating_add(Weight::from_parts(70_000_000, 11600).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(25_000_000, 5800).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(u.into())))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(4_u64))
			.saturating_add(T::DbWeight::get().writes((7_u64).saturating_mul(u.into())))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(m.into())))
	}
	fn claim() -> Weight {
		Weight::from_parts(55_000_000, 9100)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn remove_model() -> Weight {
		Weight::from_parts(70_000_000, 11800)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn report_statement() -> Weight {
		Weight::from_parts(145_000_000, 20900)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	/// The range of component `m` is `[1, MaxCommittee]`.
	fn declare_canary(m: u32, ) -> Weight {
		Weight::from_parts(30_000_000, 6400)
			.saturating_add(Weight::from_parts(8_000_000, 5000).saturating_mul(m.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(m.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// The range of component `u` is `[0, MaxUpdates]`.
	/// The range of component `v` is `[0, MaxValidators]`.
	fn open_dispute(u: u32, v: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 12000)
			.saturating_add(Weight::from_parts(8_000_000, 2900).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(4_000_000, 2700).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(u.into())))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().writes(6_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(u.into())))
	}
	fn punish() -> Weight {
		Weight::from_parts(70_000_000, 14500)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	/// The range of component `b` is `[0, MaxBeaconsPerBlock]`.
	fn store_beacons(b: u32, ) -> Weight {
		Weight::from_parts(10_000_000, 6400)
			.saturating_add(Weight::from_parts(12_000_000, 2900).saturating_mul(b.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(b.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(b.into())))
	}
	fn authorize_open_round() -> Weight {
		Weight::from_parts(15_000_000, 9100)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	fn authorize_draw_committee() -> Weight {
		Weight::from_parts(10_000_000, 3700)
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
	fn authorize_commit_scores() -> Weight {
		Weight::from_parts(65_000_000, 9100)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	/// The range of component `u` is `[0, MaxUpdates]`.
	fn authorize_reveal_scores(u: u32, ) -> Weight {
		Weight::from_parts(68_000_000, 9100)
			.saturating_add(Weight::from_parts(1_000_000, 0).saturating_mul(u.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	fn authorize_settle() -> Weight {
		Weight::from_parts(10_000_000, 3700)
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
	fn authorize_attest_checkpoint() -> Weight {
		Weight::from_parts(65_000_000, 9100)
			.saturating_add(T::DbWeight::get().reads(3_u64))
	}
	fn authorize_close_round() -> Weight {
		Weight::from_parts(10_000_000, 3700)
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
}

// For tests.
impl WeightInfo for () {
	fn create_model() -> Weight {
		Weight::from_parts(40_000_000, 9100)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn fund_model() -> Weight {
		Weight::from_parts(60_000_000, 9100)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn set_terms() -> Weight {
		Weight::from_parts(15_000_000, 3700)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_active() -> Weight {
		Weight::from_parts(15_000_000, 3700)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_allowed() -> Weight {
		Weight::from_parts(20_000_000, 6400)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn bond_validator() -> Weight {
		Weight::from_parts(60_000_000, 17200)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn bond_extra() -> Weight {
		Weight::from_parts(45_000_000, 9100)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn set_validator_keys() -> Weight {
		Weight::from_parts(25_000_000, 6400)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn unbond() -> Weight {
		Weight::from_parts(20_000_000, 3700)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn withdraw_unbonded() -> Weight {
		Weight::from_parts(55_000_000, 14500)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn register_device() -> Weight {
		Weight::from_parts(45_000_000, 11800)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn remove_device() -> Weight {
		Weight::from_parts(45_000_000, 11800)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn commit_update() -> Weight {
		Weight::from_parts(70_000_000, 22600)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn publish_update() -> Weight {
		Weight::from_parts(35_000_000, 9100)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn open_round() -> Weight {
		Weight::from_parts(35_000_000, 9100)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	/// The range of component `u` is `[0, MaxUpdates]`.
	/// The range of component `m` is `[0, MaxCommittee]`.
	fn prune_round(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(15_000_000, 6400)
			.saturating_add(Weight::from_parts(12_000_000, 2900).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(8_000_000, 0).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(u.into())))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
			.saturating_add(RocksDbWeight::get().writes((4_u64).saturating_mul(u.into())))
			.saturating_add(RocksDbWeight::get().writes((3_u64).saturating_mul(m.into())))
	}
	/// The range of component `v` is `[0, MaxValidators]`.
	/// The range of component `m` is `[0, MaxCommittee]`.
	fn draw_committee(v: u32, m: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 11800)
			.saturating_add(Weight::from_parts(6_000_000, 2700).saturating_mul(v.into()))
			.saturating_add(Weight::from_parts(12_000_000, 2900).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(v.into())))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(m.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(m.into())))
	}
	fn commit_scores() -> Weight {
		Weight::from_parts(25_000_000, 6400)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	/// The range of component `u` is `[0, MaxUpdates]`.
	fn reveal_scores(u: u32, ) -> Weight {
		Weight::from_parts(30_000_000, 6400)
			.saturating_add(Weight::from_parts(1_000_000, 0).saturating_mul(u.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	/// The range of component `u` is `[0, MaxUpdates]`.
	/// The range of component `m` is `[0, MaxCommittee]`.
	fn settle(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 9100)
			.saturating_add(Weight::from_parts(60_000_000, 8700).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(20_000_000, 5800).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().reads((3_u64).saturating_mul(u.into())))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(m.into())))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(RocksDbWeight::get().writes((3_u64).saturating_mul(u.into())))
	}
	fn attest_checkpoint() -> Weight {
		Weight::from_parts(35_000_000, 11800)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	/// The range of component `u` is `[0, MaxUpdates]`.
	/// The range of component `m` is `[0, MaxCommittee]`.
	fn close_round(u: u32, m: u32, ) -> Weight {
		Weight::from_parts(50_000_000, 11800)
			.saturating_add(Weight::from_parts(70_000_000, 11600).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(25_000_000, 5800).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().reads((4_u64).saturating_mul(u.into())))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(m.into())))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
			.saturating_add(RocksDbWeight::get().writes((7_u64).saturating_mul(u.into())))
			.saturating_add(RocksDbWeight::get().writes((3_u64).saturating_mul(m.into())))
	}
	fn claim() -> Weight {
		Weight::from_parts(55_000_000, 9100)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn remove_model() -> Weight {
		Weight::from_parts(70_000_000, 11800)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn report_statement() -> Weight {
		Weight::from_parts(145_000_000, 20900)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
	}
	/// The range of component `m` is `[1, MaxCommittee]`.
	fn declare_canary(m: u32, ) -> Weight {
		Weight::from_parts(30_000_000, 6400)
			.saturating_add(Weight::from_parts(8_000_000, 5000).saturating_mul(m.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(m.into())))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	/// The range of component `u` is `[0, MaxUpdates]`.
	/// The range of component `v` is `[0, MaxValidators]`.
	fn open_dispute(u: u32, v: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 12000)
			.saturating_add(Weight::from_parts(8_000_000, 2900).saturating_mul(u.into()))
			.saturating_add(Weight::from_parts(4_000_000, 2700).saturating_mul(v.into()))
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(u.into())))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(v.into())))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(u.into())))
	}
	fn punish() -> Weight {
		Weight::from_parts(70_000_000, 14500)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
	}
	/// The range of component `b` is `[0, MaxBeaconsPerBlock]`.
	fn store_beacons(b: u32, ) -> Weight {
		Weight::from_parts(10_000_000, 6400)
			.saturating_add(Weight::from_parts(12_000_000, 2900).saturating_mul(b.into()))
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(b.into())))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(b.into())))
	}
	fn authorize_open_round() -> Weight {
		Weight::from_parts(15_000_000, 9100)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_draw_committee() -> Weight {
		Weight::from_parts(10_000_000, 3700)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
	}
	fn authorize_commit_scores() -> Weight {
		Weight::from_parts(65_000_000, 9100)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	/// The range of component `u` is `[0, MaxUpdates]`.
	fn authorize_reveal_scores(u: u32, ) -> Weight {
		Weight::from_parts(68_000_000, 9100)
			.saturating_add(Weight::from_parts(1_000_000, 0).saturating_mul(u.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_settle() -> Weight {
		Weight::from_parts(10_000_000, 3700)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
	}
	fn authorize_attest_checkpoint() -> Weight {
		Weight::from_parts(65_000_000, 9100)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
	}
	fn authorize_close_round() -> Weight {
		Weight::from_parts(10_000_000, 3700)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
	}
}
