//! What one validator says of one update.

use crate::UpdateIndex;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Bands of equal width that times between noise (0) and image (1) are put in.
pub const TIME_BANDS: u8 = 8;

/// One validator's word on one update: a score or a flag. Floats never reach consensus.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum ScoreEntry {
	/// The update was measured.
	Scored {
		/// What the update contributes to what all accepted ones gain together on held-out data, times their number: in
		/// millionths of the base's loss, so that their mean is the relative gain. Not above zero: not accepted.
		score: i32,
		/// L2 norm of the update in units of 2^-20, by integer arithmetic: every honest member has the same.
		norm: u64,
	},
	/// Nobody served the blob, or it did not decrypt to what was published.
	Unavailable,
	/// Wrong shape, wrong base checkpoint, not finite, or too large.
	Malformed,
	/// Overlaps with an earlier update of the round.
	CopyOf(UpdateIndex),
	/// The mean of what is to be accepted makes this concept class much worse, and the update does most of it.
	Regressive(u16),
	/// As [`ScoreEntry::Regressive`], for one of the [`TIME_BANDS`], counted from the noise.
	RegressiveAt(u8),
}

/// A flag with its parameter left out, in an order that breaks ties (the first wins).
#[derive(
	Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Flag {
	/// See [`ScoreEntry::Malformed`].
	Malformed,
	/// See [`ScoreEntry::CopyOf`].
	CopyOf(UpdateIndex),
	/// See [`ScoreEntry::Regressive`].
	Regressive(u16),
	/// See [`ScoreEntry::RegressiveAt`].
	RegressiveAt(u8),
	/// See [`ScoreEntry::Unavailable`].
	Unavailable,
}

impl ScoreEntry {
	/// The flag, if this is one.
	pub fn flag(&self) -> Option<Flag> {
		match *self {
			ScoreEntry::Scored { .. } => None,
			ScoreEntry::Unavailable => Some(Flag::Unavailable),
			ScoreEntry::Malformed => Some(Flag::Malformed),
			ScoreEntry::CopyOf(index) => Some(Flag::CopyOf(index)),
			ScoreEntry::Regressive(class) => Some(Flag::Regressive(class)),
			ScoreEntry::RegressiveAt(band) => Some(Flag::RegressiveAt(band)),
		}
	}
}
