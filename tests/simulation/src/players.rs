//! What participants want to do next: the honest what their phase asks, the others something near to it.

use crate::{
	action::{Action, Evidence, Making, Opening, Revealing, Said, Style},
	people,
	world::World,
};
use promptale_primitives::{round::RoundState, schedule::Phase, ModelId, RoundIndex};
use promptale_runtime::Pov;
use rand::{seq::IndexedRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What everybody honest would do in the model's round now, each with the number of its device or validator.
pub(crate) fn honestly(number: u8) -> Vec<(u8, Action)> {
	let Some(model) = World::model(number) else { return vec![] };
	let mut wanted = vec![];
	if World::due(model).is_some() {
		wanted.push((0, Action::Step { model: number, signed: false }));
	}
	let Some(round) = World::latest(model) else { return wanted };
	let members =
		|| round.committee.iter().filter_map(|seat| Some((people::validator_number(&seat.member.validator)?, seat)));
	match (round.state, round.phase) {
		(RoundState::Open, Phase::Commit) => wanted.extend(
			(0..people::DEVICES)
				.filter(|device| {
					let device = people::device(*device);
					Pov::device(device.clone()).is_some() && !round.updates.iter().any(|update| update.device == device)
				})
				.map(|device| (device, Action::Commit { model: number, device, making: Making::Good })),
		),
		(RoundState::CommitteeDrawn, Phase::Publish) if !round.is_disputed() => wanted.extend(
			round
				.updates
				.iter()
				.filter(|update| update.published.is_none())
				.filter_map(|update| people::device_number(&update.device))
				.map(|device| (device, Action::Publish { model: number, device, opening: Opening::Right })),
		),
		(RoundState::CommitteeDrawn, Phase::Score) if round.beacon_2.is_some() => {
			wanted.extend(members().filter(|(_, seat)| !seat.committed).map(|(validator, _)| {
				(validator, Action::CommitScores { model: number, validator, style: Style::Honest })
			}))
		},
		(RoundState::CommitteeDrawn, Phase::Reveal) => {
			wanted.extend(members().filter(|(_, seat)| seat.committed && !seat.revealed).map(|(validator, _)| {
				(validator, Action::Reveal { model: number, validator, revealing: Revealing::Committed })
			}))
		},
		(RoundState::Settled, Phase::Attest) => {
			wanted.extend(members().filter(|(_, seat)| seat.attested.is_none()).map(|(validator, _)| {
				let disputed = round.is_disputed().then_some(Said::Right);
				let checkpoint = Said::Right;
				(validator, Action::Attest { model: number, validator, checkpoint, disputed })
			}))
		},
		_ => {},
	}
	wanted
}

/// How people of one chain behave.
pub(crate) struct Players {
	rng: ChaCha8Rng,
	seed: u64,
	/// Chance that somebody who could act does so in a block.
	diligence: f64,
	/// Chance that a hostile participant does something else than what is asked.
	malice: f64,
	/// By number.
	hostile_devices: Vec<bool>,
	/// By number.
	hostile_validators: Vec<bool>,
	/// Chance of anything else in a block: stakes, keys, devices, owners, reports, claims.
	bustle: f64,
}

impl Players {
	/// People of the chain of `seed`: on some all are honest, on some most are not.
	pub fn new(seed: u64) -> Self {
		let mut rng = ChaCha8Rng::seed_from_u64(seed);
		let hostile = *[0.0, 0.25, 0.5, 0.7].choose(&mut rng).unwrap_or(&0.0);
		let diligence = *[0.4, 0.7, 0.9, 0.98].choose(&mut rng).unwrap_or(&0.9);
		let malice = rng.random_range(0.2..0.9);
		let bustle = rng.random_range(0.1..0.8);
		let mut draw = |count: u8| (0..count).map(|_| rng.random_bool(hostile)).collect();
		let (hostile_devices, hostile_validators) = (draw(people::DEVICES), draw(people::VALIDATORS));
		Players { rng, seed, diligence, malice, hostile_devices, hostile_validators, bustle }
	}

	/// How the chain begins: who bonds, registers and creates what.
	pub fn beginning(&mut self) -> Vec<Action> {
		let rng = &mut self.rng;
		let mut wanted: Vec<_> = (0..rng.random_range(4..=people::VALIDATORS))
			.map(|validator| Action::Bond { validator, stake: rng.random_range(1..20) })
			.collect();
		wanted.extend((0..people::DEVICES).map(|device| Action::Register { identity: device, device }));
		for model in 0..rng.random_range(2..5u8) {
			let private = rng.random_bool(0.25);
			wanted.push(Action::CreateModel { owner: model, private, terms: rng.random() });
			wanted.push(Action::Fund { model, hundreds: rng.random() });
			// Refused where the model is public.
			wanted.extend((0..people::IDENTITIES).map(|identity| Action::Allow { model, identity, allowed: true }));
		}
		wanted
	}

	/// What they do in the next block.
	pub fn block(&mut self, world: &World) -> Vec<Action> {
		let mut wanted = vec![];
		for (number, model) in (0u8..).zip(World::models()) {
			let round = World::latest(model).map_or(0, |round| round.round);
			for (made, device) in world.canaries(model) {
				let back = round.saturating_sub(made);
				if back < 3 && self.rng.random_bool(0.2) {
					wanted.push(Action::Declare { model: number, device, back: back as u8 });
				}
			}
			for (who, action) in honestly(number) {
				// Whose worker takes a step does not matter, so it is seldom late.
				let chance = if matches!(action, Action::Step { .. }) { 0.9 } else { self.diligence };
				if self.rng.random_bool(chance) {
					self.turn(model, round, who, action, &mut wanted);
				}
			}
		}
		while self.rng.random_bool(self.bustle) {
			let action = self.bustle();
			wanted.push(action);
		}
		wanted
	}

	/// What becomes of an honest action when `who` is hostile.
	fn turn(&mut self, model: ModelId, round: RoundIndex, who: u8, action: Action, wanted: &mut Vec<Action>) {
		let hostile = match action {
			Action::Step { .. } => false,
			Action::Commit { .. } | Action::Publish { .. } => self.hostile_devices[usize::from(who)],
			_ => self.hostile_validators[usize::from(who)],
		};
		// Committees quarrel as a whole: else three wrong checkpoints in one round would hardly ever meet.
		let mut of_round = ChaCha8Rng::seed_from_u64(self.seed ^ (u64::from(model) << 32) ^ u64::from(round));
		let quarrel = of_round.random_bool(0.5);
		let rng = &mut self.rng;
		let malicious = hostile && rng.random_bool(self.malice);
		let other: u8 = rng.random();
		wanted.push(match action {
			Action::Step { model, .. } => Action::Step { model, signed: rng.random_bool(0.3) },
			action if !malicious => action,
			Action::Commit { model, device, .. } => {
				let makings = [
					Making::Harmful,
					Making::Malformed,
					Making::Copy(other),
					Making::StolenCommitment(other),
					Making::Canary(other.is_multiple_of(2)),
					Making::Canary(other.is_multiple_of(2)),
					Making::TooLarge,
				];
				Action::Commit { model, device, making: *makings.choose(rng).unwrap_or(&Making::Good) }
			},
			Action::Publish { model, device, .. } => {
				let openings = [Opening::WrongHash, Opening::WrongSalt, Opening::Right];
				// A second one after it, which is refused.
				wanted.push(Action::Publish { model, device, opening: *openings.choose(rng).unwrap_or(&openings[0]) });
				return;
			},
			Action::CommitScores { model, validator, .. } => {
				let styles = [Style::Contrary, Style::Lazy, Style::Lazy, Style::Short, Style::Copied(other)];
				Action::CommitScores { model, validator, style: *styles.choose(rng).unwrap_or(&Style::Lazy) }
			},
			Action::Reveal { model, validator, .. } => match other % 4 {
				0 => Action::Reveal { model, validator, revealing: Revealing::Other },
				1 => Action::Reveal { model, validator, revealing: Revealing::Forged },
				2 => Action::Reveal { model, validator, revealing: Revealing::Committed },
				_ => return,
			},
			Action::Attest { model, validator, disputed, .. } if quarrel => Action::Attest {
				model,
				validator,
				checkpoint: Said::Wrong(other % 3),
				disputed: disputed.map(|right| if other.is_multiple_of(2) { right } else { Said::Wrong(other % 2) }),
			},
			// Nobody attests what was no dispute before.
			Action::Attest { model, validator, checkpoint, .. } => {
				Action::Attest { model, validator, checkpoint, disputed: Some(Said::Wrong(other % 2)) }
			},
			other => other,
		});
	}

	/// Something outside the phases, by anybody. Hostile validators sign twice, honest ones never.
	fn bustle(&mut self) -> Action {
		let rng = &mut self.rng;
		let model = rng.random_range(0..8);
		let hostile: Vec<u8> =
			(0u8..).zip(&self.hostile_validators).filter(|(_, is)| **is).map(|(who, _)| who).collect();
		let validator = rng.random_range(0..people::VALIDATORS);
		let device = rng.random_range(0..people::DEVICES);
		let identity = rng.random_range(0..people::IDENTITIES);
		match rng.random_range(0..28) {
			0 => Action::Declare { model, device, back: rng.random_range(0..2) },
			1..=4 => match hostile.choose(rng) {
				Some(&validator) => {
					let signed = [Evidence::SecondCommitment, Evidence::SecondAttestation, Evidence::OtherScores];
					let evidence = *signed.choose(rng).unwrap_or(&Evidence::Forged);
					Action::Report { model, validator, back: rng.random(), evidence }
				},
				None => Action::Report { model, validator, back: 0, evidence: Evidence::Forged },
			},
			5 => Action::Report { model, validator, back: rng.random_range(0..2), evidence: Evidence::Forged },
			6 | 7 => Action::Bond { validator, stake: rng.random() },
			8 | 9 => Action::BondExtra { validator, stake: rng.random() },
			10 => Action::Unbond { validator, eighths: rng.random_range(0..10) },
			11 => Action::Withdraw { validator },
			12 => Action::RotateKeys { validator, steal: rng.random_bool(0.2) },
			13 => Action::RemoveDevice { identity, device, by_itself: rng.random_bool(0.3) },
			14..=16 => Action::Register { identity: if rng.random_bool(0.8) { device } else { identity }, device },
			17 => Action::CreateModel { owner: device, private: rng.random_bool(0.1), terms: rng.random() },
			18..=20 => Action::Fund { model, hundreds: rng.random() },
			21 => Action::SetTerms { model, by: rng.random(), terms: rng.random() },
			22 => Action::SetActive { model, active: rng.random_bool(0.8) },
			23 => Action::Allow { model, identity, allowed: rng.random_bool(0.8) },
			24 => Action::RemoveModel { model, rounds: rng.random_range(0..6) },
			25 | 26 => Action::Claim { who: rng.random() },
			_ => Action::Gift { amount: rng.random() },
		}
	}
}
