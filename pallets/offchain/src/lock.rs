//! A lock in the node's off-chain database, for a few blocks.

use promptale_primitives::BlockNumber;
use sp_runtime::offchain::storage::{MutateStorageError, StorageRetrievalError, StorageValueRef};

/// Blocks after which a call that did not make it onto the chain is submitted again. Short, because a phase of a
/// development chain has few blocks; the pool drops what it has already.
pub const RETRY_AFTER: BlockNumber = 3;

/// Whether somebody has had it for less than [`RETRY_AFTER`] blocks. A lock from the future is one from a chain that was
/// thrown away, and does not count.
fn holds(since: BlockNumber, now: BlockNumber) -> bool {
	since <= now && now < since.saturating_add(RETRY_AFTER)
}

/// Takes a lock for [`RETRY_AFTER`] blocks; false while somebody has it.
pub fn take(key: &[u8], now: BlockNumber) -> bool {
	StorageValueRef::persistent(key)
		.mutate(|held: Result<Option<BlockNumber>, StorageRetrievalError>| match held {
			Ok(Some(since)) if holds(since, now) => Err(()),
			_ => Ok(now),
		})
		.map_err(|error: MutateStorageError<_, ()>| error)
		.is_ok()
}

/// Whether [`take`] would fail.
pub fn is_held(key: &[u8], now: BlockNumber) -> bool {
	matches!(StorageValueRef::persistent(key).get::<BlockNumber>(), Ok(Some(since)) if holds(since, now))
}

/// Gives a lock back.
pub fn release(key: &[u8]) {
	StorageValueRef::persistent(key).clear();
}
