//! Weights of `pallet_placements`, derived by hand: reads, writes and proofs from what each call touches (a test counts them),
//! times from what calls of `pallet_generators`, `pallet_pov` and `pallet_shares` with as much work take; 60 microseconds for
//! an sr25519 signature. `scripts/benchmark pallet_placements` measures them and writes this file.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]
#![allow(clippy::arithmetic_side_effects)]

use frame_support::{traits::Get, weights::{constants::RocksDbWeight, Weight}};
use core::marker::PhantomData;

/// Weights that `pallet_placements` needs.
pub trait WeightInfo {
	fn open_slot(a: u32, ) -> Weight;
	fn remove_slot() -> Weight;
	fn bid() -> Weight;
	fn reveal() -> Weight;
	fn withdraw_bid() -> Weight;
	fn award() -> Weight;
	fn fund() -> Weight;
	fn settle(p: u32, s: u32, ) -> Weight;
	fn challenge() -> Weight;
	fn answer(r: u32, ) -> Weight;
	fn void() -> Weight;
	fn claim() -> Weight;
	fn collect() -> Weight;
	fn close_campaign() -> Weight;
	fn refund() -> Weight;
	fn store_beacon() -> Weight;
}

/// The weights, with the runtime's own cost of database access.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Placements::{NextSlot r1 w1, Slots w1}
	/// Shares::Contents r1
	/// Parameters::Parameters r1
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn open_slot(a: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 3730)
			.saturating_add(Weight::from_parts(500_000, 0).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Placements::{Slots r1 w1, Campaigns r1}
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn remove_slot() -> Weight {
		Weight::from_parts(70_000_000, 4241)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Placements::{Slots r1 w1, Bids r1 w1}
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn bid() -> Weight {
		Weight::from_parts(110_000_000, 4241)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Placements::{Slots r1 w1, Bids r1 w1}
	/// System::BlockHash r1
	fn reveal() -> Weight {
		Weight::from_parts(40_000_000, 4241)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// And giving what is forfeited to the chain.
	/// Placements::{Slots r1 w1, Bids r1 w1}
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn withdraw_bid() -> Weight {
		Weight::from_parts(130_000_000, 4241)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Placements::{Slots r1 w1, Bids r1 w1, NextCampaign r1 w1, Campaigns w1}
	fn award() -> Weight {
		Weight::from_parts(40_000_000, 4241)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// Placements::{Campaigns r1 w1, Slots r1}
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn fund() -> Weight {
		Weight::from_parts(70_000_000, 4241)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// The page's settlement before was another account's, and is paid from now on.
	/// Placements::{Campaigns r1 w1, Slots r1, Pages r1 w1}
	/// System::{Account r2 w2, BlockHash r1}
	/// Balances::Holds r2 w2
	fn settle(p: u32, s: u32, ) -> Weight {
		Weight::from_parts(160_000_000, 8862)
			.saturating_add(Weight::from_parts(3_000_000, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(60_000_000, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Placements::{Campaigns r1 w1, Slots r1, Pages r1 w1, Beacons r1 w1}
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn challenge() -> Weight {
		Weight::from_parts(100_000_000, 8862)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	/// And giving half of the bond to the chain.
	/// Placements::{Campaigns r1 w1, Slots r1, Pages r1 w1, Beacons r1 w1}
	/// System::{Account r2 w2, BlockHash r1}
	/// Balances::Holds r1 w1
	fn answer(r: u32, ) -> Weight {
		Weight::from_parts(160_000_000, 8862)
			.saturating_add(Weight::from_parts(150_000_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// And giving half of the bond to the chain.
	/// Placements::{Campaigns r1 w1, Slots r1, Pages r1 w1, Beacons r1 w1}
	/// System::Account r2 w2
	/// Balances::Holds r2 w2
	fn void() -> Weight {
		Weight::from_parts(200_000_000, 8862)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	/// The last payee of a page that another account opened. And giving what it cannot take to holders.
	/// Placements::{Campaigns r1 w1, Slots r1, Pages r1 w1}
	/// System::Account r4 w4
	/// Balances::Holds r3 w3
	fn claim() -> Weight {
		Weight::from_parts(240_000_000, 11402)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	/// Of a page whose settlement others submitted, and which another account opened. And giving the parts away.
	/// Placements::{Campaigns r1 w1, Slots r1, Pages r1 w1}
	/// System::Account r3 w3
	/// Balances::Holds r3 w3
	fn collect() -> Weight {
		Weight::from_parts(240_000_000, 9210)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
	}
	/// Placements::{Campaigns r1 w1, Slots r1}
	fn close_campaign() -> Weight {
		Weight::from_parts(30_000_000, 4241)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Placements::{Campaigns r1 w1, Slots r1}
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn refund() -> Weight {
		Weight::from_parts(100_000_000, 4241)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Placements::Beacons r1 w1
	/// ParachainSystem::{ValidationData r1, RelayStateProof r1}
	/// ParachainInfo::ParachainId r1
	fn store_beacon() -> Weight {
		Weight::from_parts(150_000_000, 34000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

/// For tests.
impl WeightInfo for () {
	/// Placements::{NextSlot r1 w1, Slots w1}
	/// Shares::Contents r1
	/// Parameters::Parameters r1
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn open_slot(a: u32, ) -> Weight {
		Weight::from_parts(80_000_000, 3730)
			.saturating_add(Weight::from_parts(500_000, 0).saturating_mul(a.into()))
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	/// Placements::{Slots r1 w1, Campaigns r1}
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn remove_slot() -> Weight {
		Weight::from_parts(70_000_000, 4241)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	/// Placements::{Slots r1 w1, Bids r1 w1}
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn bid() -> Weight {
		Weight::from_parts(110_000_000, 4241)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	/// Placements::{Slots r1 w1, Bids r1 w1}
	/// System::BlockHash r1
	fn reveal() -> Weight {
		Weight::from_parts(40_000_000, 4241)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	/// And giving what is forfeited to the chain.
	/// Placements::{Slots r1 w1, Bids r1 w1}
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn withdraw_bid() -> Weight {
		Weight::from_parts(130_000_000, 4241)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	/// Placements::{Slots r1 w1, Bids r1 w1, NextCampaign r1 w1, Campaigns w1}
	fn award() -> Weight {
		Weight::from_parts(40_000_000, 4241)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	/// Placements::{Campaigns r1 w1, Slots r1}
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn fund() -> Weight {
		Weight::from_parts(70_000_000, 4241)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	/// The page's settlement before was another account's, and is paid from now on.
	/// Placements::{Campaigns r1 w1, Slots r1, Pages r1 w1}
	/// System::{Account r2 w2, BlockHash r1}
	/// Balances::Holds r2 w2
	fn settle(p: u32, s: u32, ) -> Weight {
		Weight::from_parts(160_000_000, 8862)
			.saturating_add(Weight::from_parts(3_000_000, 0).saturating_mul(p.into()))
			.saturating_add(Weight::from_parts(60_000_000, 0).saturating_mul(s.into()))
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	/// Placements::{Campaigns r1 w1, Slots r1, Pages r1 w1, Beacons r1 w1}
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn challenge() -> Weight {
		Weight::from_parts(100_000_000, 8862)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	/// And giving half of the bond to the chain.
	/// Placements::{Campaigns r1 w1, Slots r1, Pages r1 w1, Beacons r1 w1}
	/// System::{Account r2 w2, BlockHash r1}
	/// Balances::Holds r1 w1
	fn answer(r: u32, ) -> Weight {
		Weight::from_parts(160_000_000, 8862)
			.saturating_add(Weight::from_parts(150_000_000, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	/// And giving half of the bond to the chain.
	/// Placements::{Campaigns r1 w1, Slots r1, Pages r1 w1, Beacons r1 w1}
	/// System::Account r2 w2
	/// Balances::Holds r2 w2
	fn void() -> Weight {
		Weight::from_parts(200_000_000, 8862)
			.saturating_add(RocksDbWeight::get().reads(8_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	/// The last payee of a page that another account opened. And giving what it cannot take to holders.
	/// Placements::{Campaigns r1 w1, Slots r1, Pages r1 w1}
	/// System::Account r4 w4
	/// Balances::Holds r3 w3
	fn claim() -> Weight {
		Weight::from_parts(240_000_000, 11402)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(9_u64))
	}
	/// Of a page whose settlement others submitted, and which another account opened. And giving the parts away.
	/// Placements::{Campaigns r1 w1, Slots r1, Pages r1 w1}
	/// System::Account r3 w3
	/// Balances::Holds r3 w3
	fn collect() -> Weight {
		Weight::from_parts(240_000_000, 9210)
			.saturating_add(RocksDbWeight::get().reads(9_u64))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
	}
	/// Placements::{Campaigns r1 w1, Slots r1}
	fn close_campaign() -> Weight {
		Weight::from_parts(30_000_000, 4241)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	/// Placements::{Campaigns r1 w1, Slots r1}
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn refund() -> Weight {
		Weight::from_parts(100_000_000, 4241)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	/// Placements::Beacons r1 w1
	/// ParachainSystem::{ValidationData r1, RelayStateProof r1}
	/// ParachainInfo::ParachainId r1
	fn store_beacon() -> Weight {
		Weight::from_parts(150_000_000, 34000)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
}
