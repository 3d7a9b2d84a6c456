//! Money and time.

use crate::{Balance, BlockNumber};
use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_SECOND, Weight};
use sp_runtime::Perbill;

/// One $TALE: 12 decimals.
pub const TALE: Balance = promptale_primitives::TALE;
/// A thousandth of a $TALE.
pub const MILLITALE: Balance = TALE / 1_000;
/// A millionth of a $TALE.
pub const MICROTALE: Balance = TALE / 1_000_000;
/// All $TALE there will ever be.
pub const TOTAL_SUPPLY: Balance = 500_000_000 * TALE;
/// Least an account must hold.
pub const EXISTENTIAL_DEPOSIT: Balance = 10 * MILLITALE;

/// Deposit for `items` storage entries with `bytes` in all.
pub const fn deposit(items: u32, bytes: u32) -> Balance {
	let items = (items as Balance).saturating_mul(100 * MILLITALE);
	items.saturating_add((bytes as Balance).saturating_mul(MILLITALE))
}

/// Milliseconds between two blocks under a relay chain.
pub const MILLISECONDS_PER_BLOCK: u64 = 6_000;
/// Length of an Aura slot in milliseconds.
pub const SLOT_DURATION: u64 = MILLISECONDS_PER_BLOCK;
/// Blocks in a minute.
pub const MINUTES: BlockNumber = 60_000 / (MILLISECONDS_PER_BLOCK as BlockNumber);
/// Blocks in an hour.
pub const HOURS: BlockNumber = MINUTES * 60;
/// Blocks in a day.
pub const DAYS: BlockNumber = HOURS * 24;
/// Blocks in a month, which vesting is stated in: 30 days.
pub const MONTHS: BlockNumber = DAYS * 30;

/// Part of a block that `on_initialize` may use before a block counts as full.
pub const AVERAGE_ON_INITIALIZE_RATIO: Perbill = Perbill::from_percent(5);
/// Part of a block that ordinary transactions may use.
pub const NORMAL_DISPATCH_RATIO: Perbill = Perbill::from_percent(NORMAL_DISPATCH_PERCENT as u32);
/// The same in percent.
pub const NORMAL_DISPATCH_PERCENT: u64 = 75;

/// `percent` hundredths of a weight, rounded down.
pub const fn percent_of(percent: u64, weight: Weight) -> Weight {
	Weight::from_parts(
		(weight.ref_time() / 100).saturating_mul(percent),
		(weight.proof_size() / 100).saturating_mul(percent),
	)
}

/// Two seconds of execution, and the largest block proof that a relay chain takes.
pub const MAXIMUM_BLOCK_WEIGHT: Weight = Weight::from_parts(
	WEIGHT_REF_TIME_PER_SECOND.saturating_mul(2),
	cumulus_primitives_core::relay_chain::MAX_POV_SIZE as u64,
);

/// Parachain blocks per relay parent.
pub const BLOCK_PROCESSING_VELOCITY: u32 = 1;
/// Blocks that may wait for inclusion.
pub const UNINCLUDED_SEGMENT_CAPACITY: u32 = 3;
/// Length of a relay chain slot in milliseconds.
pub const RELAY_CHAIN_SLOT_DURATION_MILLIS: u32 = 6_000;
/// How far behind the relay chain's head blocks are built.
pub const RELAY_PARENT_OFFSET: u32 = 0;

/// Parachain id of the development and local chains.
pub const PARACHAIN_ID: u32 = 2_000;
