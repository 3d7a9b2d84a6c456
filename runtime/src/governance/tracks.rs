//! Tracks of referenda: how long each kind takes and what it needs to pass.

use super::origins::Origin;
use crate::{
	constants::{DAYS, HOURS, MINUTES, TALE},
	Balance, BlockNumber, RuntimeOrigin,
};
use alloc::borrow::Cow;
use pallet_referenda::{Curve, Track, TrackInfo};
use sp_runtime::{str_array, FixedI64};

const fn percent(value: u128) -> FixedI64 {
	FixedI64::from_rational(value, 100)
}

const ROOT_APPROVAL: Curve = Curve::make_reciprocal(4, 28, percent(80), percent(50), percent(100));
const ROOT_SUPPORT: Curve = Curve::make_linear(28, 28, percent(0), percent(50));
const TREASURER_APPROVAL: Curve = Curve::make_reciprocal(4, 28, percent(80), percent(50), percent(100));
const TREASURER_SUPPORT: Curve = Curve::make_linear(28, 28, percent(0), percent(50));
const PARAMETER_APPROVAL: Curve = Curve::make_linear(17, 28, percent(50), percent(100));
const PARAMETER_SUPPORT: Curve = Curve::make_reciprocal(12, 28, percent(1), percent(0), percent(50));
// An emergency cannot wait for turnout, so it needs near unanimity instead.
const EMERGENCY_APPROVAL: Curve = Curve::make_reciprocal(1, 28, percent(96), percent(80), percent(100));
const EMERGENCY_SUPPORT: Curve = Curve::make_reciprocal(1, 28, percent(10), percent(2), percent(50));

const TRACKS: [Track<u16, Balance, BlockNumber>; 5] = [
	Track {
		id: 0,
		info: TrackInfo {
			name: str_array("root"),
			max_deciding: 1,
			decision_deposit: 100_000 * TALE,
			prepare_period: 2 * HOURS,
			decision_period: 28 * DAYS,
			confirm_period: DAYS,
			min_enactment_period: DAYS,
			min_approval: ROOT_APPROVAL,
			min_support: ROOT_SUPPORT,
		},
	},
	Track {
		id: 10,
		info: TrackInfo {
			name: str_array("treasurer"),
			max_deciding: 10,
			decision_deposit: 1_000 * TALE,
			prepare_period: 2 * HOURS,
			decision_period: 28 * DAYS,
			confirm_period: 2 * DAYS,
			min_enactment_period: DAYS,
			min_approval: TREASURER_APPROVAL,
			min_support: TREASURER_SUPPORT,
		},
	},
	Track {
		id: 20,
		info: TrackInfo {
			name: str_array("parameter_admin"),
			max_deciding: 10,
			decision_deposit: 5_000 * TALE,
			prepare_period: 2 * HOURS,
			decision_period: 14 * DAYS,
			confirm_period: DAYS,
			min_enactment_period: 10 * MINUTES,
			min_approval: PARAMETER_APPROVAL,
			min_support: PARAMETER_SUPPORT,
		},
	},
	Track {
		id: 30,
		info: TrackInfo {
			name: str_array("emergency_pause"),
			max_deciding: 10,
			decision_deposit: 10_000 * TALE,
			prepare_period: 5 * MINUTES,
			decision_period: 7 * DAYS,
			confirm_period: 30 * MINUTES,
			min_enactment_period: MINUTES,
			min_approval: EMERGENCY_APPROVAL,
			min_support: EMERGENCY_SUPPORT,
		},
	},
	Track {
		id: 40,
		info: TrackInfo {
			name: str_array("referendum_canceller"),
			max_deciding: 100,
			decision_deposit: 10_000 * TALE,
			prepare_period: HOURS,
			decision_period: 7 * DAYS,
			confirm_period: 3 * HOURS,
			min_enactment_period: 10 * MINUTES,
			min_approval: PARAMETER_APPROVAL,
			min_support: PARAMETER_SUPPORT,
		},
	},
];

/// The tracks above, by origin.
pub struct TracksInfo;

impl pallet_referenda::TracksInfo<Balance, BlockNumber> for TracksInfo {
	type Id = u16;
	type RuntimeOrigin = <RuntimeOrigin as frame_support::traits::OriginTrait>::PalletsOrigin;

	fn tracks() -> impl Iterator<Item = Cow<'static, Track<Self::Id, Balance, BlockNumber>>> {
		TRACKS.iter().map(Cow::Borrowed)
	}

	fn track_for(origin: &Self::RuntimeOrigin) -> Result<Self::Id, ()> {
		if let Ok(frame_system::RawOrigin::Root) = frame_system::RawOrigin::try_from(origin.clone()) {
			return Ok(0);
		}
		match Origin::try_from(origin.clone()) {
			Ok(Origin::Treasurer) => Ok(10),
			Ok(Origin::ParameterAdmin) => Ok(20),
			Ok(Origin::EmergencyPauser) => Ok(30),
			Ok(Origin::ReferendumCanceller) => Ok(40),
			Err(_) => Err(()),
		}
	}
}
