//! Who gets a part of every sale, for ever.

use crate::Balance;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Most accounts that royalties of one content, or one collection, go to.
pub const MAX_RECIPIENTS: u32 = 4;

/// Recipients of royalties, each with its part of every sale in millionths.
pub type Recipients<AccountId> = BoundedVec<(AccountId, u32), ConstU32<MAX_RECIPIENTS>>;

/// Who gets a part of every sale. Never changes.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct RoyaltyTerms<AccountId> {
	/// Who set them.
	pub creator: AccountId,
	/// Held from the creator.
	pub deposit: Balance,
	/// Who gets what.
	pub recipients: Recipients<AccountId>,
}

impl<AccountId> RoyaltyTerms<AccountId> {
	/// All parts together, in millionths.
	pub fn rate(&self) -> u32 {
		self.recipients.iter().fold(0, |sum, (_, rate)| sum.saturating_add(*rate))
	}
}
