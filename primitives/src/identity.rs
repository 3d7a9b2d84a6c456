//! The seam between PoV and whoever knows which devices belong to whom.

use crate::ModelId;
use alloc::vec::Vec;

/// Answers who stands behind a device's key. Influence is bounded per identity, never per device.
pub trait Contributors<AccountId> {
	/// The identity that `device` works for; `None` when it is unknown.
	fn identity_of(device: &AccountId) -> Option<AccountId>;

	/// Whether the identity behind `device` may contribute to `model` now.
	fn may_contribute(device: &AccountId, model: ModelId) -> bool;

	/// Where `device` serves its blobs: an encoded endpoint address, understood by the workers.
	fn blob_endpoint(device: &AccountId) -> Option<Vec<u8>>;

	/// Makes `device` able to contribute, for benchmarks.
	#[cfg(feature = "runtime-benchmarks")]
	fn enable(device: &AccountId);
}
