//! Weights of `pallet_market`, derived by hand: reads, writes and proofs from what each call touches (a test counts them), times
//! from what calls of `pallet_pov` and `pallet_shares` with as much work take. `scripts/benchmark pallet_market` measures them
//! and writes this file.

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

/// The weights, with the runtime's own cost of database access.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Market::Royalties r1 w1
	/// Shares::Contents r1
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn set_royalties() -> Weight {
		Weight::from_parts(70_000_000, 3730)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Market::Royalties r1 w1
	/// Shares::Contents r1
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn remove_royalties() -> Weight {
		Weight::from_parts(70_000_000, 3730)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Market::{Books w1, BookOf r1 w1, NextBook r1 w1, Royalties r1}
	/// Shares::Contents r1
	/// Assets::Asset r1 w1
	/// Assets::Account r2 w2
	/// System::Account r2 w2
	/// Balances::Holds r1 w1
	fn open_book() -> Weight {
		Weight::from_parts(230_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	/// Market::{Books r1 w1, BookOf w1, Candles r1+c w c}
	/// Shares::Contents r1
	/// Assets::Asset r1 w1
	/// Assets::Account r2 w2
	/// System::Account r2 w2
	/// Balances::Holds r1 w1
	fn close_book(c: u32, ) -> Weight {
		Weight::from_parts(230_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
			.saturating_add(Weight::from_parts(4_000_000, 2544).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(c.into())))
	}
	/// The order rests behind others, is a bid, and is paid in an asset.
	/// Market::{Books r1 w1, Levels r1 w1, Orders r1 w2}
	/// Shares::BookOf r1
	/// Assets::Asset r1 w1
	/// Assets::Account r2 w2
	/// System::Account r2 w2
	/// Balances::Holds r1 w1
	fn place_order() -> Weight {
		Weight::from_parts(180_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().writes(10_u64))
	}
	/// An order that does not rest fills `f` others of one price, in $TALE.
	/// Market::{Books r1 w1, Royalties r1, Candles r1 w1, Collected r1 w1, Levels (see `next_levels`)}
	/// Market::Orders r f w f
	/// Shares::{BookOf r1 w1, Holdings r1+f w1+f}
	/// System::Account r5+f w5+f (taker, recipients of royalties, makers)
	/// Balances::Holds r1+f w1+f
	fn take_orders(f: u32, ) -> Weight {
		Weight::from_parts(200_000_000, 14005)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(11_u64))
			.saturating_add(Weight::from_parts(75_000_000, 2897).saturating_mul(f.into()))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(f.into())))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(f.into())))
	}
	/// Each price among those orders.
	/// Market::Levels r l w l
	fn next_levels(l: u32, ) -> Weight {
		Weight::from_parts(0, 0)
			.saturating_add(Weight::from_parts(10_000_000, 2645).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(l.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(l.into())))
	}
	/// What it costs beside that `f` fills are paid in another asset.
	/// Assets::Asset r1 w1
	/// Assets::Account r7+f w7+f (taker, book, fees, recipients of royalties, makers)
	/// System::Account r2 w2
	/// Market::Unpaid r5+f w5 (instead of the account where a payment is not possible)
	fn pay_in_asset(f: u32, ) -> Weight {
		Weight::from_parts(150_000_000, 18253)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(15_u64))
			.saturating_add(Weight::from_parts(40_000_000, 2609).saturating_mul(f.into()))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(f.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(f.into())))
	}
	/// From the middle of a queue, a bid in an asset.
	/// Market::{Books r1 w1, Levels r1 w1, Orders r3 w3, Unpaid r1 w1}
	/// Shares::Holdings r1 w1
	/// Assets::Asset r1 w1
	/// Assets::Account r2 w2
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn cancel_order() -> Weight {
		Weight::from_parts(190_000_000, 8700)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(12_u64))
	}
	/// The same `n` times, each between orders of others.
	/// Market::{Books r1 w1, Unpaid r1 w1}
	/// Market::{Orders r1+3n w3n, Levels r n w n}
	/// Shares::Holdings r1 w1
	/// Assets::Asset r1 w1
	/// Assets::Account r2 w2
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn cancel_orders(n: u32, ) -> Weight {
		Weight::from_parts(130_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(8_u64))
			.saturating_add(Weight::from_parts(110_000_000, 8100).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(n.into())))
	}
	/// Market::{Books r1 w1, Unpaid r1 w1}
	/// Assets::Asset r1 w1
	/// Assets::Account r2 w2
	/// System::Account r1 w1
	fn collect() -> Weight {
		Weight::from_parts(110_000_000, 6208)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Market::Collected r2 w1, and what `pallet_settlements` declares for `settle`, and `pallet_shares` for `deposit_credit`.
	fn settle_fees() -> Weight {
		Weight::from_parts(290_000_000, 19_500)
			.saturating_add(T::DbWeight::get().reads(15_u64))
			.saturating_add(T::DbWeight::get().writes(13_u64))
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
	fn open_book() -> Weight {
		Weight::from_parts(230_000_000, 6208)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(9_u64))
	}
	fn close_book(c: u32, ) -> Weight {
		Weight::from_parts(230_000_000, 6208)
			.saturating_add(RocksDbWeight::get().reads(9_u64))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
			.saturating_add(Weight::from_parts(4_000_000, 2544).saturating_mul(c.into()))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(c.into())))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(c.into())))
	}
	fn place_order() -> Weight {
		Weight::from_parts(180_000_000, 6208)
			.saturating_add(RocksDbWeight::get().reads(10_u64))
			.saturating_add(RocksDbWeight::get().writes(10_u64))
	}
	fn take_orders(f: u32, ) -> Weight {
		Weight::from_parts(200_000_000, 14005)
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().writes(11_u64))
			.saturating_add(Weight::from_parts(75_000_000, 2897).saturating_mul(f.into()))
			.saturating_add(RocksDbWeight::get().reads((4_u64).saturating_mul(f.into())))
			.saturating_add(RocksDbWeight::get().writes((4_u64).saturating_mul(f.into())))
	}
	fn next_levels(l: u32, ) -> Weight {
		Weight::from_parts(0, 0)
			.saturating_add(Weight::from_parts(10_000_000, 2645).saturating_mul(l.into()))
			.saturating_add(RocksDbWeight::get().reads((1_u64).saturating_mul(l.into())))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(l.into())))
	}
	fn pay_in_asset(f: u32, ) -> Weight {
		Weight::from_parts(150_000_000, 18253)
			.saturating_add(RocksDbWeight::get().reads(15_u64))
			.saturating_add(RocksDbWeight::get().writes(15_u64))
			.saturating_add(Weight::from_parts(40_000_000, 2609).saturating_mul(f.into()))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(f.into())))
			.saturating_add(RocksDbWeight::get().writes((1_u64).saturating_mul(f.into())))
	}
	fn cancel_order() -> Weight {
		Weight::from_parts(190_000_000, 8700)
			.saturating_add(RocksDbWeight::get().reads(12_u64))
			.saturating_add(RocksDbWeight::get().writes(12_u64))
	}
	fn cancel_orders(n: u32, ) -> Weight {
		Weight::from_parts(130_000_000, 6208)
			.saturating_add(RocksDbWeight::get().reads(9_u64))
			.saturating_add(RocksDbWeight::get().writes(8_u64))
			.saturating_add(Weight::from_parts(110_000_000, 8100).saturating_mul(n.into()))
			.saturating_add(RocksDbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(RocksDbWeight::get().writes((4_u64).saturating_mul(n.into())))
	}
	fn collect() -> Weight {
		Weight::from_parts(110_000_000, 6208)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn settle_fees() -> Weight {
		Weight::from_parts(290_000_000, 19_500)
			.saturating_add(RocksDbWeight::get().reads(15_u64))
			.saturating_add(RocksDbWeight::get().writes(13_u64))
	}
}
