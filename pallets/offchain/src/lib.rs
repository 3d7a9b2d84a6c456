//! What the off-chain workers of our pallets share.
//!
//! An off-chain worker changes nothing on chain by itself: it submits authorized calls, which every node checks again. It can
//! run several times for the same block, at once with itself for another block, or not at all.
//!
//! * [`session`]: the keys that sign for a validator;
//! * [`lock`]: keeps a call from being submitted again for a few blocks;
//! * [`daemon`]: asks a validator's worker daemon over HTTP, on loopback only.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(any(test, feature = "testing")),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects
	)
)]

extern crate alloc;

pub mod daemon;
pub mod lock;
pub mod session;
#[cfg(feature = "testing")]
pub mod testing;
