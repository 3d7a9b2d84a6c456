//! Sources of fees as types, for [`FeesFrom`](crate::FeesFrom).

use frame_support::traits::Get;
use promptale_primitives::settlement::FeeSource;

macro_rules! sources {
	($($name:ident),*) => {$(
		#[doc = concat!("[`FeeSource::", stringify!($name), "`].")]
		pub struct $name;
		impl Get<FeeSource> for $name {
			fn get() -> FeeSource {
				FeeSource::$name
			}
		}
	)*};
}

sources!(TransactionFee, Tip, LicenceSale, MarketSale, Placement, Launchpad, Slash);
