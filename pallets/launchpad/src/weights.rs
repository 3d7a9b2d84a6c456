//! Weights of `pallet_launchpad`, derived by hand: reads, writes and proofs from what each call touches (a test counts them), times
//! from what calls of `pallet_pov` and `pallet_shares` with as much work take. `scripts/benchmark pallet_launchpad` measures them
//! and writes this file.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]
#![allow(clippy::arithmetic_side_effects)]

use frame_support::{traits::Get, weights::{constants::RocksDbWeight, Weight}};
use core::marker::PhantomData;

/// Weights that `pallet_launchpad` needs.
pub trait WeightInfo {
	fn open_raise() -> Weight;
	fn contribute() -> Weight;
	fn withdraw() -> Weight;
	fn cancel_raise() -> Weight;
	fn request_milestone() -> Weight;
	fn vote_milestone() -> Weight;
	fn release_milestone() -> Weight;
	fn claim_shares() -> Weight;
	fn claim_refund() -> Weight;
	fn take_back_shares() -> Weight;
	fn take_down() -> Weight;
	fn close_raise() -> Weight;
}

/// The weights, with the runtime's own cost of database access.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Launchpad::{Raises w1, RaiseOf r1 w1, NextRaise r1 w1}
	/// Shares::{Contents r1, Holdings r1 w1}
	/// System::Account r2 w2 (creator, raise)
	/// Balances::Holds r1 w1
	fn open_raise() -> Weight {
		Weight::from_parts(220_000_000, 6196)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	/// With a proof, at its longest.
	/// Launchpad::{Raises r1 w1, Backings r1 w1}
	/// System::Account r2 w2 (backer, raise)
	/// Balances::Holds r2 w2
	fn contribute() -> Weight {
		Weight::from_parts(210_000_000, 6470)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Launchpad::{Raises r1 w1, Backings r1 w1}
	/// System::Account r2 w2 (backer, raise)
	/// Balances::Holds r2 w2
	fn withdraw() -> Weight {
		Weight::from_parts(190_000_000, 6470)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Launchpad::Raises r1 w1
	fn cancel_raise() -> Weight {
		Weight::from_parts(30_000_000, 4214)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Launchpad::Raises r1 w1
	fn request_milestone() -> Weight {
		Weight::from_parts(30_000_000, 4214)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Launchpad::{Raises r1 w1, Backings r1 w1}
	fn vote_milestone() -> Weight {
		Weight::from_parts(45_000_000, 4214)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Without what settling the fee costs.
	/// Launchpad::Raises r1 w1
	/// System::Account r2 w2 (creator, raise)
	/// Balances::Holds r1 w1
	fn release_milestone() -> Weight {
		Weight::from_parts(170_000_000, 6196)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	/// The backer's row goes, one of shares comes, and the creator gives its last share away.
	/// Launchpad::{Raises r1 w1, Backings r1 w1}
	/// Shares::{BookOf r1 w1, Holdings r2 w2}
	/// System::Account r2 w2 (backer, creator)
	/// Balances::Holds r2 w2
	fn claim_shares() -> Weight {
		Weight::from_parts(260_000_000, 6784)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	/// The row goes.
	/// Launchpad::{Raises r1 w1, Backings r1 w1}
	/// System::Account r2 w2 (backer, raise)
	/// Balances::Holds r2 w2
	fn claim_refund() -> Weight {
		Weight::from_parts(190_000_000, 6470)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	/// Launchpad::Raises r1 w1
	/// Shares::Holdings r1 w1
	fn take_back_shares() -> Weight {
		Weight::from_parts(70_000_000, 4214)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Without what settling the bond costs.
	/// Launchpad::Raises r1 w1
	/// System::Account r1 w1
	/// Balances::Holds r1 w1
	fn take_down() -> Weight {
		Weight::from_parts(100_000_000, 4214)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// Launchpad::{Raises r1 w1, RaiseOf w1}
	/// Shares::Holdings r1 w1
	/// System::Account r2 w2 (creator, raise)
	/// Balances::Holds r2 w2
	fn close_raise() -> Weight {
		Weight::from_parts(240_000_000, 6470)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
}

/// For tests.
impl WeightInfo for () {
	fn open_raise() -> Weight {
		Weight::from_parts(220_000_000, 6196)
			.saturating_add(RocksDbWeight::get().reads(7_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
	fn contribute() -> Weight {
		Weight::from_parts(210_000_000, 6470)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn withdraw() -> Weight {
		Weight::from_parts(190_000_000, 6470)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn cancel_raise() -> Weight {
		Weight::from_parts(30_000_000, 4214)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn request_milestone() -> Weight {
		Weight::from_parts(30_000_000, 4214)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn vote_milestone() -> Weight {
		Weight::from_parts(45_000_000, 4214)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn release_milestone() -> Weight {
		Weight::from_parts(170_000_000, 6196)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn claim_shares() -> Weight {
		Weight::from_parts(260_000_000, 6784)
			.saturating_add(RocksDbWeight::get().reads(9_u64))
			.saturating_add(RocksDbWeight::get().writes(9_u64))
	}
	fn claim_refund() -> Weight {
		Weight::from_parts(190_000_000, 6470)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(6_u64))
	}
	fn take_back_shares() -> Weight {
		Weight::from_parts(70_000_000, 4214)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn take_down() -> Weight {
		Weight::from_parts(100_000_000, 4214)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn close_raise() -> Weight {
		Weight::from_parts(240_000_000, 6470)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(7_u64))
	}
}
