//! Licences and devices: buying, handing on, delegating, registering.

use super::{actors, deeds::Deed, Year};
use pallet_generators::{Call, DeviceProof, Devices, Sold};
use promptale_primitives::{generator::LicenceId, Balance, TALE};
use promptale_runtime::{configs::generators::LicenceTiers, AccountId, Generators, Runtime, RuntimeCall};
use rand::{seq::IndexedRandom, Rng};
use sp_core::Pair;
use sp_runtime::AccountId32;

/// More devices than this are not registered: a year with more is no different.
const MOST_DEVICES: usize = 60;

/// What a device gets for its fees.
const FOR_FEES: Balance = 5 * TALE;

impl Year {
	/// Buys licences: at what they cost, at what they cost some time ago, or for less.
	pub(super) fn purchase(&mut self) -> Deed {
		let who = self.anybody();
		let count = self.count();
		let now = Generators::quote(count).map(|quote| quote.total);
		if self.rng.random_bool(0.2) {
			// To come back to it later.
			self.quotes.extend(now.map(|total| (who.clone(), total)));
		}
		let max_total = match (now, self.rng.random_range(0..6)) {
			(Some(total), 0) => total.saturating_sub(1),
			(Some(total), 1) => self.quotes.remove(&who).unwrap_or(total),
			(Some(total), _) => total,
			(None, _) => Balance::MAX,
		};
		let referrer = match self.rng.random_range(0..10) {
			0 => Some(who.clone()),
			1..4 => Some(self.anybody()),
			4 => Some(AccountId32::new(self.rng.random())),
			_ => None,
		};
		let wrong = count == 0 || now.is_none_or(|total| max_total < total) || referrer.as_ref() == Some(&who);
		Deed::signed(who, Call::buy_licences { count, max_total, referrer }).wrong_if(wrong)
	}

	/// How many to buy: near the end of a tier, over its end.
	fn count(&mut self) -> u32 {
		let sold = Sold::<Runtime>::get();
		let mut end = 0;
		let left = LicenceTiers::get().map(|tier| {
			end += tier.licences;
			end.saturating_sub(sold)
		});
		match left.into_iter().find(|left| *left > 0) {
			Some(left @ 1..60) => *[left - 1, left, left + 1, left + 20].choose(&mut self.rng).unwrap_or(&left),
			_ => *[0, 1, 2, 5, 20, 50, 50, 51].choose(&mut self.rng).unwrap_or(&1),
		}
	}

	pub(super) fn licence(&mut self) -> Option<Deed> {
		match self.rng.random_range(0..18) {
			0..4 => self.register(),
			4..7 => {
				let (who, licence) = self.scene.licence(&mut self.rng)?;
				let own = Generators::devices(who.clone());
				let device = match own.choose(&mut self.rng) {
					Some(device) if self.rng.random_bool(0.9) => device.clone(),
					_ => self.scene.devices.choose(&mut self.rng)?.0.clone(),
				};
				let wrong = !own.contains(&device);
				Some(Deed::signed(who, Call::delegate { licence, device }).wrong_if(wrong))
			},
			7 => self.undelegate(),
			8 | 9 => self.hand_on(),
			10 | 11 => {
				let (device, identity) = self.scene.devices.choose(&mut self.rng)?.clone();
				Some(Deed::signed(identity, Call::resume_device { device }))
			},
			12 => {
				let (device, identity) = self.scene.devices.choose(&mut self.rng)?.clone();
				let by = *[&device, &identity].choose(&mut self.rng)?;
				Some(Deed::signed(by.clone(), Call::remove_device { device }))
			},
			13 => {
				let (device, _) = self.scene.devices.choose(&mut self.rng)?.clone();
				Some(Deed::signed(
					device.clone(),
					Call::update_device { device, encryption_key: self.rng.random(), endpoint: Default::default() },
				))
			},
			// Suspended or not.
			_ => {
				let who = self.one_of(|scene| &scene.holders);
				Some(Deed::signed(who, Call::claim {}))
			},
		}
	}

	/// A licence goes to somebody else, also to those whose updates rounds find valid.
	fn hand_on(&mut self) -> Option<Deed> {
		let (who, licence) = self.scene.licence(&mut self.rng)?;
		let to = match self.rng.random_range(0..5) {
			0 => crate::people::identity(self.rng.random()),
			1 => who.clone(),
			_ => self.actor(),
		};
		let wrong = to == who;
		Some(Deed::signed(who, Call::transfer_licence { licence, to }).wrong_if(wrong))
	}

	fn undelegate(&mut self) -> Option<Deed> {
		let (who, licence) = match self.rng.random_bool(0.8) {
			true => self.scene.licence(&mut self.rng)?,
			false => (self.anybody(), self.rng.random_range(0..Sold::<Runtime>::get() + 1)),
		};
		Some(Deed::signed(who, Call::undelegate { licence }))
	}

	/// Registers a device, gives it something for its fees, and delegates a licence to it; or tries a key that is somebody
	/// else's, or has not signed.
	fn register(&mut self) -> Option<Deed> {
		let (who, licence) = self.scene.licence(&mut self.rng)?;
		if self.rng.random_bool(0.2) {
			let taken = self.scene.devices.choose(&mut self.rng)?.0.clone();
			let known = Devices::<Runtime>::contains_key(&taken);
			return Some(Deed::signed(who.clone(), self.registration(&who, &taken)).wrong_if(known));
		}
		let full = self.scene.devices.len() >= MOST_DEVICES;
		let pair = actors::key(&who, self.rng.random_range(0..2));
		let device = AccountId32::new(pair.public().0);
		self.keys.insert(device.clone(), pair);
		if full || Devices::<Runtime>::contains_key(&device) {
			return None;
		}
		let calls: Vec<RuntimeCall> = vec![
			pallet_balances::Call::transfer_keep_alive { dest: device.clone().into(), value: FOR_FEES }.into(),
			self.registration(&who, &device).into(),
			Call::delegate { licence: self.free_licence(&who).unwrap_or(licence), device }.into(),
		];
		Some(Deed::signed(who, pallet_utility::Call::batch_all { calls }))
	}

	fn free_licence(&self, who: &AccountId) -> Option<LicenceId> {
		Generators::licences(who.clone()).into_iter().find(|licence| licence.device.is_none()).map(|it| it.licence)
	}

	fn registration(&mut self, who: &AccountId, device: &AccountId) -> Call<Runtime> {
		let expires = self.world.block + self.rng.random_range(0..10);
		let payload = Generators::registration_payload(who, device, expires);
		let pair = self.keys.get(device).cloned().unwrap_or_else(|| actors::key(who, 0));
		let proof = DeviceProof { expires, signature: pair.sign(&payload) };
		Call::register_device { device: device.clone(), encryption_key: [7; 32], endpoint: Default::default(), proof }
	}
}
