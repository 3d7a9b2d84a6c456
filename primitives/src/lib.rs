//! Types shared by the chain and the workers, and the integer arithmetic of Proof of Validation (PoV).
//!
//! Everything here is `no_std`, free of floating point and free of panics: the same code runs inside the
//! runtime's wasm and in the workers, so both always agree on a phase, a median, a weight or a hash.
//!
//! One file holds one idea:
//!
//! * [`arithmetic`]: parts of amounts, to the last unit;
//! * [`hash`]: the BLAKE3 hashes that bind updates, scores and accounts to each other;
//! * [`model`]: what a model is and under which terms it is trained;
//! * [`schedule`]: the phase of a round as a pure function of block numbers;
//! * [`committee`]: how validators are sampled by stake;
//! * [`score`]: what one validator says of one update;
//! * [`verdict`]: what the committee's stake says of it (weighted medians, flags by majority);
//! * [`weight`]: how much each accepted update counts (capped, water-filled);
//! * [`round`]: a round at a glance, receipts, outcomes;
//! * [`validator`]: a bonded validator at a glance; the seam to whoever knows stakes and session keys;
//! * [`generator`]: licences, their sale, and generators' devices at a glance;
//! * [`reward`]: the seam between PoV and whoever rewards validated work;
//! * [`challenge`]: the product of matrices by which a device's hashpower is measured;
//! * [`identity`]: the seam between PoV and whoever knows which devices belong to whom;
//! * [`settlement`]: where $TALE comes from, where it goes, and in which parts;
//! * [`vesting`]: how grants are released, and the seam to stake;
//! * [`content`]: content whose shares are registered, and the seam to whoever brings it revenue;
//! * [`dividend`]: what holders of shares are owed, to the last part of a unit;
//! * [`order_book`]: prices, costs and the index of the market's books;
//! * [`placement`]: product placements: slots and their auction, settlements that attesters sign, receipts;
//! * [`merkle`], [`sample`]: trees over hashed leaves, and which of them are asked for;
//! * [`raise`]: terms and stages of raises, and who is due what;
//! * [`loopback`]: what a node's off-chain worker asks its own worker daemon.

#![cfg_attr(not(feature = "std"), no_std)]
// A panic in the runtime stops the chain.
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects
	)
)]

extern crate alloc;

pub mod arithmetic;
pub mod canary;
pub mod challenge;
pub mod committee;
pub mod content;
pub mod dividend;
pub mod fault;
pub mod generator;
pub mod hash;
pub mod identity;
pub mod item;
pub mod loopback;
pub mod merkle;
pub mod model;
pub mod order_book;
pub mod placement;
pub mod raise;
pub mod reward;
pub mod round;
pub mod royalty;
pub mod sample;
pub mod schedule;
pub mod score;
pub mod settlement;
pub mod validator;
pub mod verdict;
pub mod vesting;
pub mod weight;

/// One million: scores, weights and shares are integers in parts of this.
pub const MILLION: u32 = 1_000_000;

/// A BLAKE3 hash, 32 bytes.
pub type Blake3 = [u8; 32];

/// Identifies a model on the chain.
pub type ModelId = u32;

/// Counts the rounds of one model, from 1.
pub type RoundIndex = u32;

/// Position of an update within its round, from 0, in order of commitment.
pub type UpdateIndex = u32;

/// Block numbers as the chain has them.
pub type BlockNumber = u32;

/// Amounts of $TALE in its smallest unit (12 decimals).
pub type Balance = u128;

/// One $TALE in its smallest unit.
pub const TALE: Balance = 1_000_000_000_000;
