//! What devices and validators do on busy days: heartbeats, challenges, votes on them; and claims of those whose updates
//! rounds found valid.

use super::{actors, deeds::Deed, product, Year};
use crate::people;
use anyhow::Result;
use pallet_generators::Call;
use promptale_primitives::{
	challenge::{self, tree},
	generator::{ChallengeOverview, DeviceState},
	Blake3,
};
use promptale_runtime::{AccountId, Generators, Runtime};
use rand::{seq::IndexedRandom, Rng};
use sp_core::{sr25519, Pair};

impl Year {
	/// The work of a block on a busy day.
	pub(super) fn work(&mut self) -> Result<()> {
		for (device, identity) in self.scene.devices.clone() {
			self.beat(&device, identity)?;
		}
		self.participants_beat()?;
		self.challenge()?;
		self.judge()?;
		if self.rng.random_bool(0.2) {
			let who = people::identity(self.rng.random());
			self.perform(Deed::free(who, Call::claim {}))?;
		}
		Ok(())
	}

	/// A device's heartbeat, where one is due; or its resumption. Sometimes the same one again, or a false one.
	fn beat(&mut self, device: &AccountId, identity: AccountId) -> Result<()> {
		let Some(status) = Generators::device_status(device.clone()) else { return Ok(()) };
		let session = Generators::session_at(self.world.block);
		let beaten = status.last_heartbeat.is_some_and(|block| Generators::session_at(block) == session);
		match status.state {
			DeviceState::Active { .. } if !beaten && self.rng.random_bool(0.9) => {
				self.perform(self.heartbeat(device, device, session))?;
				match self.rng.random_range(0..100) {
					0..3 => self.perform(self.heartbeat(device, device, session).wrong())?,
					3 => self.perform(self.heartbeat(device, device, session + 1).wrong())?,
					4 => self.perform(self.heartbeat(device, device, session - 1).wrong())?,
					_ => {},
				}
			},
			DeviceState::Active { .. } if !beaten => {
				// In time, but under somebody else's key.
				let other = self.scene.devices.choose(&mut self.rng).map(|(other, _)| other.clone());
				if let Some(other) = other.filter(|other| other != device) {
					self.perform(self.heartbeat(device, &other, session).wrong())?;
				}
			},
			DeviceState::Suspended if self.rng.random_bool(0.3) => {
				self.perform(self.heartbeat(device, device, session).wrong())?;
				self.perform(Deed::signed(identity.clone(), Call::claim {}))?;
				self.perform(Deed::signed(identity, Call::resume_device { device: device.clone() }))?;
			},
			_ => {},
		}
		Ok(())
	}

	/// Devices of those who take part in rounds beat, or they could not: their books know no fees.
	fn participants_beat(&mut self) -> Result<()> {
		let session = Generators::session_at(self.world.block);
		for number in 0..people::DEVICES {
			let device = people::device(number);
			let Some(status) = Generators::device_status(device.clone()) else { continue };
			let beaten = status.last_heartbeat.is_some_and(|block| Generators::session_at(block) == session);
			match status.state {
				DeviceState::Active { .. } if !beaten => {
					let signature = people::sign(number, &Generators::heartbeat_payload(&device, session));
					self.perform(Deed::authorized(Call::heartbeat { device, session, signature }))?;
				},
				DeviceState::Suspended => {
					self.perform(Deed::free(status.identity, Call::resume_device { device }))?;
				},
				_ => {},
			}
		}
		Ok(())
	}

	fn heartbeat(&self, device: &AccountId, signer: &AccountId, session: u32) -> Deed {
		let signature = self.key(signer).sign(&Generators::heartbeat_payload(device, session));
		Deed::authorized(Call::heartbeat { device: device.clone(), session, signature })
	}

	fn key(&self, device: &AccountId) -> sr25519::Pair {
		self.keys.get(device).cloned().unwrap_or_else(|| actors::key(device, 0))
	}

	/// Commitments and openings, right and wrong, in time and late.
	fn challenge(&mut self) -> Result<()> {
		let (now, epoch) = (self.world.block, Generators::challenge_epoch());
		let devices: Vec<_> = self.scene.devices.iter().map(|(device, _)| device.clone()).collect();
		for device in devices {
			let mine = Generators::challenge(device.clone()).filter(|mine| mine.epoch == epoch.epoch);
			let Some(mine) = mine else {
				if now <= epoch.commit_until + 2 && self.rng.random_bool(0.04) {
					self.commit(device, epoch.epoch, now > epoch.commit_until || epoch.first_beacon.is_none())?;
				}
				continue;
			};
			if now <= epoch.commit_until || now > epoch.open_until + 2 || self.rng.random_bool(0.4) {
				continue;
			}
			let leaves = self.committed.get(&device).cloned().unwrap_or_default();
			let mut openings = product::openings(&leaves, &mine.rows);
			let broken = self.rng.random_bool(0.1);
			if broken {
				openings.pop();
			}
			let late = now > epoch.open_until || epoch.second_beacon.is_none();
			let deed = Deed::signed(device, Call::open_challenge { epoch: mine.epoch, openings });
			self.perform(deed.wrong_if(late || broken))?;
		}
		Ok(())
	}

	fn commit(&mut self, device: AccountId, epoch: u32, late: bool) -> Result<()> {
		let seed = Generators::challenge_epoch()
			.first_beacon
			.map(|beacon| challenge::seed(&beacon, &device, epoch, product::CLASS))
			.unwrap_or_default();
		let leaves = match self.rng.random_range(0..8) {
			// Of another seed, or of nothing at all.
			0 => product::leaves(&[9; 32]),
			1 => (0..product::CLASS.side()).map(|row| tree::leaf(row, &[])).collect::<Vec<Blake3>>(),
			_ => product::leaves(&seed),
		};
		let root = tree::root(&leaves);
		let other = match self.rng.random_range(0..8) {
			0 => epoch + 1,
			1 => epoch.saturating_sub(1),
			_ => epoch,
		};
		let call = Call::commit_challenge { epoch: other, class: product::CLASS, root };
		self.committed.insert(device.clone(), leaves);
		self.perform(Deed::signed(device, call).wrong_if(late || other != epoch))
	}

	/// Validators recompute a row of what was opened, and vote.
	fn judge(&mut self) -> Result<()> {
		let waiting = Generators::challenges_to_judge();
		let validators: Vec<_> = pallet_pov::Validators::<Runtime>::get().keys().cloned().collect();
		for opened in waiting {
			let right = truth(&opened);
			let voted = pallet_generators::Voters::<Runtime>::get(&opened.device);
			for validator in &validators {
				// Seldom twice.
				if voted.contains(validator) && !self.rng.random_bool(0.01) {
					continue;
				}
				let Some(keys) = pallet_pov::Keys::<Runtime>::get(validator) else { continue };
				let Some(pair) = self.world.keys.get(&keys.session_key).cloned() else { continue };
				let vote = match self.rng.random_range(0..20) {
					0..8 => continue,
					8 => !right,
					_ => right,
				};
				let payload = Generators::vote_payload(validator, &opened.device, opened.epoch, &opened.root, vote);
				let (validator, device) = (validator.clone(), opened.device.clone());
				let signature = pair.sign(&payload);
				let call = Call::vote_challenge { validator, device, epoch: opened.epoch, right: vote, signature };
				self.perform(Deed::authorized(call))?;
			}
		}
		Ok(())
	}
}

fn truth(opened: &ChallengeOverview<AccountId>) -> bool {
	match (opened.seed, opened.rows.first(), opened.leaves.first()) {
		(Some(seed), Some(row), Some(leaf)) => product::is_right(&seed, *row, leaf),
		_ => false,
	}
}
