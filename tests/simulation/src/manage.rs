//! Actions outside of rounds: stakes, devices, models, money.

use crate::{action::Action, people, world::World};
use codec::Encode;
use pallet_generators::DeviceProof;
use pallet_pov::{Call, Pallet, Validators};
use promptale_primitives::{
	model::{Architecture, ModelKind, ModelSize, Terms},
	schedule::PhaseLengths,
	Balance, MILLION, TALE,
};
use promptale_runtime::{
	configs::parameters::dynamic_params::pov::MinValidatorStake, Balances, BlockNumber, Generators, Runtime,
	RuntimeOrigin,
};
use sp_core::Get;
use sp_io::hashing::blake2_256;

/// More models than this are not created: a chain with more is no different.
const MOST_MODELS: usize = 6;

impl World {
	pub(crate) fn manage(&mut self, action: &Action) {
		match *action {
			Action::Bond { validator, stake } => {
				let session_key = self.new_key();
				let stake = MinValidatorStake::get() * Balance::from(stake % 20);
				let endpoint = Default::default();
				let call = Call::bond_validator { stake, session_key, encryption_key: [validator; 32], endpoint };
				self.signed(people::validator(validator), call);
			},
			Action::BondExtra { validator, stake } => {
				let amount = MinValidatorStake::get() * Balance::from(stake % 20) / 3;
				self.signed(people::validator(validator), Call::bond_extra { amount });
			},
			Action::Unbond { validator, eighths } => {
				let who = people::validator(validator);
				let stake = Validators::<Runtime>::get().get(&who).map_or(0, |ledger| ledger.stake());
				self.signed(who, Call::unbond { amount: stake * Balance::from(eighths % 10) / 8 });
			},
			Action::Withdraw { validator } => {
				self.signed(people::validator(validator), Call::withdraw_unbonded {});
			},
			Action::RotateKeys { validator, steal } => {
				let next = people::validator(validator.wrapping_add(1));
				let stolen = pallet_pov::Keys::<Runtime>::get(next).filter(|_| steal).map(|keys| keys.session_key);
				let session_key = stolen.unwrap_or_else(|| self.new_key());
				let endpoint = Default::default();
				let call = Call::set_validator_keys { session_key, encryption_key: [validator; 32], endpoint };
				self.signed(people::validator(validator), call);
			},
			Action::Register { identity, device } => {
				let (who, key) = (people::identity(identity), people::device(device));
				let expires = BlockNumber::MAX;
				let signature = people::sign(device, &Generators::registration_payload(&who, &key, expires));
				let call = pallet_generators::Call::register_device {
					device: key,
					encryption_key: [device; 32],
					endpoint: Default::default(),
					proof: DeviceProof { expires, signature },
				};
				self.generators(who, call);
			},
			Action::RemoveDevice { identity, device, by_itself } => {
				let device = people::device(device);
				let who = if by_itself { device.clone() } else { people::identity(identity) };
				self.generators(who, pallet_generators::Call::remove_device { device });
			},
			Action::CreateModel { owner, private, terms: seed } => {
				if World::models().len() < MOST_MODELS {
					let call = Call::create_model {
						name: b"model".to_vec().try_into().unwrap_or_default(),
						kind: if private { ModelKind::Private } else { ModelKind::Public },
						architecture: Architecture {
							size: ModelSize::Nano,
							side: 28,
							channels: 1,
							classes: 10,
							words: 0,
						},
						seed: 7,
						checkpoint: [1; 32],
						held_out_root: [2; 32],
						terms: terms(seed),
					};
					self.signed(people::owner(owner), call);
				}
			},
			Action::Gift { amount } => {
				let amount = Balance::from(amount) * TALE / 7;
				let to = Pallet::<Runtime>::account_id();
				if Balances::transfer_keep_alive(RuntimeOrigin::signed(people::STRANGER), to.into(), amount).is_ok() {
					self.books.gift(people::STRANGER, amount);
				}
			},
			Action::Claim { who } => {
				let all = people::everybody();
				if let Some(who) = all.get(usize::from(who) % all.len()) {
					self.signed(who.clone(), Call::claim {});
				}
			},
			ref other => self.manage_model(other),
		}
	}

	fn manage_model(&mut self, action: &Action) {
		let (Action::Fund { model, .. }
		| Action::SetTerms { model, .. }
		| Action::SetActive { model, .. }
		| Action::Allow { model, .. }
		| Action::RemoveModel { model, .. }) = *action
		else {
			return;
		};
		let Some(model) = World::model(model) else { return };
		let Some(owner) = pallet_pov::Models::<Runtime>::get(model).map(|model| model.owner) else { return };
		match *action {
			Action::Fund { hundreds, .. } => {
				let amount = Balance::from(hundreds) * (100 * TALE + 1);
				self.signed(people::STRANGER, Call::fund_model { model, amount });
			},
			Action::SetTerms { by, terms: seed, .. } => {
				let who = if by % 4 == 0 { people::owner(by) } else { owner };
				self.signed(who, Call::set_terms { model, terms: terms(seed) });
			},
			Action::SetActive { active, .. } => {
				self.signed(owner, Call::set_active { model, active });
			},
			Action::Allow { identity, allowed, .. } => {
				let account = people::identity(identity);
				self.signed(owner, Call::set_allowed { model, account, allowed });
			},
			Action::RemoveModel { rounds, .. } => {
				self.signed(owner, Call::remove_model { model, rounds: rounds.into() });
			},
			_ => {},
		}
	}
}

/// Terms out of 32 bits: mostly valid, always with short phases.
pub(crate) fn terms(seed: u32) -> Terms {
	let bytes = blake2_256(&seed.encode());
	let part = |at: usize, modulo: u32| u32::from(bytes[at]) % modulo;
	Terms {
		phases: PhaseLengths {
			// In one block hardly anybody commits.
			commit: 1 + part(0, 10).min(3),
			publish: 3 + part(1, 3),
			score: 2 + part(2, 4),
			reveal: 1 + part(3, 4),
			attest: 2 + part(4, 5),
		},
		max_updates: 1 + part(5, 11),
		max_update_bytes: if part(6, 40) == 0 { 0 } else { 1_000 },
		committee_size: 1 + part(7, 5),
		quorum: 1 + part(8, 11) * 80_000,
		score_threshold: (part(9, 3) as i32 - 1) * 10_000,
		weight_cap: part(10, 6) * 100_000,
		held_out_samples: 16,
		update_bond: Balance::from(part(11, 9)) * (TALE + 3),
		missed_publication_fee: part(12, 13) * 83_333,
		round_budget: 1 + Balance::from(part(13, 17)) * (TALE * 3 + 7),
		validator_share: (part(14, 12) * 91_000).min(MILLION),
	}
}
