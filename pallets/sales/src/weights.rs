//! Weights of `pallet_sales`, derived by hand: reads, writes and proofs from what each call touches (a test counts them), times
//! from what calls of `pallet_nfts` and `pallet_market` with as much work take. `scripts/benchmark pallet_sales` measures them
//! and writes this file.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]
#![allow(clippy::arithmetic_side_effects)]

use frame_support::{traits::Get, weights::{constants::RocksDbWeight, Weight}};
use core::marker::PhantomData;

/// Weights that `pallet_sales` needs.
pub trait WeightInfo {
	fn set_royalties() -> Weight;
	fn remove_royalties() -> Weight;
	fn list_items(n: u32, ) -> Weight;
	fn delist(n: u32, ) -> Weight;
	fn buy_item() -> Weight;
	fn make_offer() -> Weight;
	fn withdraw_offer() -> Weight;
	fn accept_offer() -> Weight;
	fn settle_fees() -> Weight;
}

/// The weights, with the runtime's own cost of database access.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Sales::Royalties r1 w1
	/// Nfts::Collection r1
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn set_royalties() -> Weight {
		Weight::from_parts(70_000_000, 3730)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Sales::Royalties r1 w1
	/// Nfts::Collection r1
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn remove_royalties() -> Weight {
		Weight::from_parts(70_000_000, 3730)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Sales::Royalties r1
	/// Assets::Asset r1
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	/// Each: Sales::Listings r1 w1, Nfts::{Item r1, Attribute r1, CollectionConfigOf r1 (once), ItemConfigOf r1}
	/// Each that replaces an expired listing of another account: System::Account r1 w1, Balances::Holds r1 w1
	fn list_items(n: u32, ) -> Weight {
		Weight::from_parts(90_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(45_000_000, 8730).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	/// Each, of another account: Sales::Listings r1 w1, System::Account r1 w1, Balances::Holds r1 w1
	fn delist(n: u32, ) -> Weight {
		Weight::from_parts(20_000_000, 3630)
			.saturating_add(T::DbWeight::get().reads(0_u64))
			.saturating_add(T::DbWeight::get().writes(0_u64))
			.saturating_add(Weight::from_parts(55_000_000, 6300).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	/// In an asset: Sales::{Listings r1 w1, Royalties r1}
	/// Nfts::{Item r1 w1, Collection r1, Attribute r1, CollectionConfigOf r1, ItemConfigOf r1, Account w2, ItemPriceOf w1, PendingSwapOf w1}
	/// Assets::{Asset r1 w1, Account r7 w7} (buyer, seller, fees, recipients of royalties)
	/// System::Account r7 w7, Balances::Holds r1 w1
	fn buy_item() -> Weight {
		Weight::from_parts(320_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(23_u64))
			.saturating_add(T::DbWeight::get().writes(22_u64))
	}
	/// Sales::Offers r1 w1
	/// Nfts::Item r1
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn make_offer() -> Weight {
		Weight::from_parts(110_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Sales::Offers r1 w1
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn withdraw_offer() -> Weight {
		Weight::from_parts(100_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Sales::{Offers r1 w1, Listings r1 w1, Royalties r1}
	/// Nfts as for `buy_item`
	/// System::Account r6 w6 (buyer, seller, recipients of royalties), Balances::Holds r2 w2, Sales::Collected r1 w1
	fn accept_offer() -> Weight {
		Weight::from_parts(280_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(17_u64))
			.saturating_add(T::DbWeight::get().writes(16_u64))
	}
	/// Sales::Collected r1 w1, and what `pallet_settlements` declares for `settle`.
	fn settle_fees() -> Weight {
		Weight::from_parts(250_000_000, 14005)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(11_u64))
	}
}

/// For tests.
impl WeightInfo for () {
	fn set_royalties() -> Weight {
		Weight::from_parts(70_000_000, 3730)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn remove_royalties() -> Weight {
		Weight::from_parts(70_000_000, 3730)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn list_items(n: u32, ) -> Weight {
		Weight::from_parts(90_000_000, 6208)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(45_000_000, 8730).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn delist(n: u32, ) -> Weight {
		Weight::from_parts(20_000_000, 3630)
			.saturating_add(RocksDbWeight::get().reads(0_u64))
			.saturating_add(RocksDbWeight::get().writes(0_u64))
			.saturating_add(Weight::from_parts(55_000_000, 6300).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads((3_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn buy_item() -> Weight {
		Weight::from_parts(320_000_000, 20000)
			.saturating_add(RocksDbWeight::get().reads(23_u64))
			.saturating_add(RocksDbWeight::get().writes(22_u64))
	}
	fn make_offer() -> Weight {
		Weight::from_parts(110_000_000, 6208)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn withdraw_offer() -> Weight {
		Weight::from_parts(100_000_000, 6208)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn accept_offer() -> Weight {
		Weight::from_parts(280_000_000, 20000)
			.saturating_add(RocksDbWeight::get().reads(17_u64))
			.saturating_add(RocksDbWeight::get().writes(16_u64))
	}
	fn settle_fees() -> Weight {
		Weight::from_parts(250_000_000, 14005)
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().writes(11_u64))
	}
}
