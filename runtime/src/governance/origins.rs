//! Origins that referenda can speak with, beside root.

pub use pallet_custom_origins::*;

/// Holds the origins; it has no calls and no storage.
#[frame_support::pallet]
// The macro's own code.
#[allow(clippy::expect_used)]
pub mod pallet_custom_origins {
	use crate::{constants::TALE, Balance};
	use frame_support::pallet_prelude::*;

	/// Nothing to configure.
	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// The pallet.
	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// What a passed referendum may do.
	#[derive(PartialEq, Eq, Clone, Copy, MaxEncodedLen, Encode, Decode, DecodeWithMemTracking, TypeInfo, Debug)]
	#[pallet::origin]
	pub enum Origin {
		/// Spends from the treasury, up to [`TREASURER_LIMIT`] at once.
		Treasurer,
		/// Changes tunable parameters.
		ParameterAdmin,
		/// Enters and leaves safe mode, pauses and resumes calls, takes raises down.
		EmergencyPauser,
		/// Cancels a referendum and returns its deposits.
		ReferendumCanceller,
	}

	/// Most a treasurer's referendum can spend at once.
	pub const TREASURER_LIMIT: Balance = 1_000_000 * TALE;

	macro_rules! ensure_origin {
		($name:ident, $success:ty, $value:expr) => {
			#[doc = concat!("Accepts [`Origin::", stringify!($name), "`].")]
			pub struct $name;
			impl<O: Into<Result<Origin, O>> + From<Origin>> EnsureOrigin<O> for $name {
				type Success = $success;
				fn try_origin(origin: O) -> Result<Self::Success, O> {
					origin.into().and_then(|origin| match origin {
						Origin::$name => Ok($value),
						other => Err(O::from(other)),
					})
				}
				#[cfg(feature = "runtime-benchmarks")]
				fn try_successful_origin() -> Result<O, ()> {
					Ok(O::from(Origin::$name))
				}
			}
		};
	}
	ensure_origin!(Treasurer, Balance, TREASURER_LIMIT);
	ensure_origin!(ParameterAdmin, (), ());
	ensure_origin!(EmergencyPauser, (), ());
	ensure_origin!(ReferendumCanceller, (), ());
}
