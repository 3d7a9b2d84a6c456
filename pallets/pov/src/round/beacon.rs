//! Beacons: the chain's randomness, stored for a round at a block fixed in advance.

use crate::{BeaconsDue, Config, Event, Pallet, Rounds};
use frame_support::traits::Randomness;
use promptale_primitives::{hash, BlockNumber};

impl<T: Config> Pallet<T> {
	/// Stores the beacons that are due at the end of block `now`. Which block a beacon is taken from is fixed
	/// when the round opens, so nobody can wait for a value they like better.
	pub(crate) fn store_beacons(now: BlockNumber) {
		let due = BeaconsDue::<T>::take(now);
		if due.is_empty() {
			return;
		}
		let (randomness, _) = T::Randomness::random(b"promptale pov beacon");
		for entry in due {
			Rounds::<T>::mutate(entry.model, entry.round, |round| {
				let Some(round) = round.as_mut().filter(|round| !round.is_closed()) else { return };
				let beacon = hash::beacon(randomness.as_ref(), entry.model, entry.round, entry.which);
				// Those of a dispute, 3 and 4, take the places of the first two.
				match entry.which {
					1 | 3 => round.beacon_1 = Some(beacon),
					_ => round.beacon_2 = Some(beacon),
				}
				Self::deposit_event(Event::BeaconStored {
					model: entry.model,
					round: entry.round,
					which: entry.which,
					beacon,
				});
			});
		}
	}
}
