//! What actors see at the beginning of a block.

use crate::people;
use pallet_generators::{Devices, Holders};
use pallet_referenda::{ReferendumCount, ReferendumInfo, ReferendumInfoFor};
use promptale_primitives::generator::LicenceId;
use promptale_runtime::{AccountId, Generators, Runtime};
use rand::{seq::IndexedRandom, Rng};
use rand_chacha::ChaCha8Rng;

/// The state of the chain as far as actors choose by it.
#[derive(Default)]
pub struct Scene {
	/// Who has licences. Those who take part in rounds are left out: their books know no fees.
	pub holders: Vec<AccountId>,
	/// Devices, each with its identity.
	pub devices: Vec<(AccountId, AccountId)>,
	/// Who has grants.
	pub grantees: Vec<AccountId>,
	/// Who has stake and takes no part in rounds.
	pub stakers: Vec<AccountId>,
	/// Referenda that are not decided.
	pub ongoing: Vec<u32>,
	/// Referenda since genesis.
	pub referenda: u32,
}

impl Scene {
	pub fn now() -> Scene {
		let people = people::everybody();
		let holders = Holders::<Runtime>::iter().filter(|(who, holder)| holder.licences > 0 && !people.contains(who));
		let devices = Devices::<Runtime>::iter().filter(|(_, device)| !people.contains(&device.identity));
		let grantees = pallet_tale_vesting::Schedules::<Runtime>::iter_keys().filter(|who| !people.contains(who));
		let validators = pallet_pov::Validators::<Runtime>::get();
		let referenda = ReferendumInfoFor::<Runtime>::iter();
		let mut ongoing: Vec<_> =
			referenda.filter(|(_, info)| matches!(info, ReferendumInfo::Ongoing(_))).map(|(index, _)| index).collect();
		ongoing.sort();
		Scene {
			holders: holders.map(|(who, _)| who).collect(),
			devices: devices.map(|(id, device)| (id, device.identity)).collect(),
			grantees: grantees.collect(),
			stakers: validators.into_iter().map(|(who, _)| who).filter(|who| !people.contains(who)).collect(),
			ongoing,
			referenda: ReferendumCount::<Runtime>::get(),
		}
	}

	/// Somebody with licences, and one of these.
	pub fn licence(&self, rng: &mut ChaCha8Rng) -> Option<(AccountId, LicenceId)> {
		let holder = self.holders.choose(rng)?.clone();
		let licence = Generators::licences(holder.clone()).choose(rng)?.licence;
		Some((holder, licence))
	}

	/// A referendum: mostly one that is not decided, else any number.
	pub fn referendum(&self, rng: &mut ChaCha8Rng) -> u32 {
		match self.ongoing.choose(rng) {
			Some(index) if rng.random_bool(0.8) => *index,
			_ => rng.random_range(0..self.referenda + 2),
		}
	}
}
