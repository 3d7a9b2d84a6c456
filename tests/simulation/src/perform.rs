//! Doing what an [`Action`] says.

use crate::{
	action::{Action, Evidence, Making, Opening, Revealing, Said, Style},
	people,
	players::honestly,
	statements::{forged, right_checkpoint, right_disputed, seat, Round},
	world::{Made, Quality, Sheet, World},
};
use anyhow::Result;
use codec::Encode;
use pallet_pov::{Call, Committees, SignedStatement, Statement};
use promptale_primitives::{
	canary::{self, Expectation},
	hash,
	round::{Attestation, RoundState},
	schedule::Phase,
	score::ScoreEntry,
	Blake3,
};
use promptale_runtime::{Pov, Runtime};
use sp_io::hashing::blake2_256;

impl World {
	/// Does it. What the runtime refuses is counted, and changes nothing.
	pub fn perform(&mut self, action: &Action) -> Result<()> {
		if self.verbose {
			eprintln!("block {}: {action:?}", self.block);
		}
		match *action {
			Action::Wait { blocks } => {
				for _ in 0..=blocks % 4 {
					self.next_block()?;
				}
			},
			Action::NextPhase { model } => self.next_phase(model)?,
			Action::Play { model, who } => {
				for (number, action) in honestly(model) {
					if who >> (number % 16) & 1 == 1 {
						self.perform(&action)?;
					}
				}
			},
			Action::Step { model, signed } => {
				let due = World::model(model).and_then(World::due);
				match due {
					Some(call) if signed => self.signed(people::STRANGER, call),
					Some(call) => self.authorized(call),
					None => false,
				};
			},
			Action::Commit { model, device, making } => self.commit(model, device % people::DEVICES, making),
			Action::Publish { model, device, opening } => self.publish(model, device % people::DEVICES, opening),
			Action::Declare { model, device, back } => self.declare(model, device % people::DEVICES, back),
			Action::CommitScores { model, validator, style } => {
				self.commit_scores(model, validator % people::VALIDATORS, style)
			},
			Action::Reveal { model, validator, revealing } => {
				self.reveal(model, validator % people::VALIDATORS, revealing)
			},
			Action::Attest { model, validator, checkpoint, disputed } => {
				self.attest(model, validator % people::VALIDATORS, checkpoint, disputed)
			},
			Action::Report { model, validator, back, evidence } => {
				self.report_statement(model, validator % people::VALIDATORS, back, evidence)
			},
			ref other => self.manage(other),
		}
		Ok(())
	}

	fn next_phase(&mut self, model: u8) -> Result<()> {
		let Some(round) = World::model(model).and_then(World::latest) else { return self.next_block() };
		if matches!(round.state, RoundState::Closed(_)) || round.phase == Phase::Overdue {
			return self.next_block();
		}
		while self.block <= round.phase_ends {
			self.next_block()?;
		}
		Ok(())
	}

	fn commit(&mut self, model: u8, device: u8, making: Making) {
		let Some(round) = World::model(model).and_then(World::latest) else { return };
		let part = (round.model, round.round, device);
		let of = |other: u8| self.updates.get(&(round.model, round.round, other % people::DEVICES));
		let secret = blake2_256(&(part, "secret").encode());
		let mut made = Made {
			hash: blake2_256(&(part, "update").encode()),
			salt: blake2_256(&(part, "salt").encode()),
			quality: Quality::Good,
			canary: None,
		};
		match making {
			Making::Harmful => made.quality = Quality::Harmful,
			Making::Malformed => made.quality = Quality::Malformed,
			Making::Canary(malformed) => {
				let expectation = if malformed { Expectation::Malformed } else { Expectation::Harmful };
				made.quality = if malformed { Quality::Malformed } else { Quality::Harmful };
				made.salt = canary::salt(expectation, &secret);
				made.canary = Some((expectation, secret));
			},
			Making::Copy(other) => {
				if let Some(original) = of(other).filter(|original| original.quality == Quality::Good) {
					made.hash = original.hash;
					made.quality = Quality::Copy(other % people::DEVICES);
				}
			},
			Making::Good | Making::StolenCommitment(_) | Making::TooLarge => {},
		}
		let who = people::device(device);
		let mut commitment = hash::update_commitment(round.model, round.round, &made.hash, &who, &made.salt);
		if let Making::StolenCommitment(other) = making {
			let other = people::device(other);
			if let Some(theirs) = round.updates.iter().find(|update| update.device == other) {
				commitment = theirs.commitment;
			}
		}
		let size = match making {
			Making::TooLarge => round.terms.max_update_bytes + 1,
			_ => round.terms.max_update_bytes,
		};
		if self.signed(who, Call::commit_update { model: round.model, round: round.round, commitment, size }) {
			self.updates.insert(part, made);
		}
	}

	fn publish(&mut self, model: u8, device: u8, opening: Opening) {
		let Some(round) = World::model(model).and_then(World::latest) else { return };
		let made = self.updates.get(&(round.model, round.round, device)).cloned();
		let (mut update_hash, mut salt) = made.map(|made| (made.hash, made.salt)).unwrap_or_default();
		match opening {
			Opening::Right => {},
			Opening::WrongHash => update_hash[0] ^= 1,
			Opening::WrongSalt => salt[0] ^= 1,
		}
		let blob_hash = blake2_256(&update_hash);
		let call = Call::publish_update { model: round.model, round: round.round, update_hash, salt, blob_hash };
		self.signed(people::device(device), call);
	}

	fn declare(&mut self, model: u8, device: u8, back: u8) {
		let Some(round) = self.earlier(model, back) else { return };
		let who = people::device(device);
		let Some(made) = self.updates.get(&(round.model, round.round, device)) else { return };
		// Who made none tries its luck.
		let (expectation, secret) = made.canary.unwrap_or((Expectation::Malformed, made.salt));
		let Some(update) = round.updates.iter().find(|update| update.device == who) else { return };
		let call =
			Call::declare_canary { model: round.model, round: round.round, index: update.index, expectation, secret };
		self.signed(who, call);
	}

	fn commit_scores(&mut self, model: u8, validator: u8, style: Style) {
		let Some(round) = World::model(model).and_then(World::latest) else { return };
		let part = (round.model, round.round, validator);
		let who = people::validator(validator);
		let entries = self.entries(&round, validator, style);
		let salt = blake2_256(&(part, "scores").encode());
		let mut commitment = hash::score_commitment(round.model, round.round, &who, &entries, &salt);
		if let Style::Copied(from) = style {
			let (seats, from) = (Committees::<Runtime>::get(round.model, round.round), people::validator(from));
			let theirs = seats.iter().find(|seat| seat.validator == from);
			commitment = theirs.and_then(|seat| seat.commitment).unwrap_or(commitment);
		}
		let signature = self.sign(&round, validator, &Statement::CommitScores(commitment));
		let call =
			Call::commit_scores { model: round.model, round: round.round, validator: who, commitment, signature };
		if self.authorized(call) {
			self.sheets.insert(part, Sheet { style, entries, salt });
		}
	}

	fn reveal(&mut self, model: u8, validator: u8, revealing: Revealing) {
		let Some(round) = World::model(model).and_then(World::latest) else { return };
		let part = (round.model, round.round, validator);
		let known = self.sheets.get(&part).cloned();
		let copied = known.as_ref().is_some_and(|sheet| matches!(sheet.style, Style::Copied(_)));
		let (mut entries, salt) = known.map(|sheet| (sheet.entries, sheet.salt)).unwrap_or_default();
		if revealing == Revealing::Other {
			entries.push(ScoreEntry::Unavailable);
			entries.iter_mut().for_each(|entry| *entry = ScoreEntry::Scored { score: 77, norm: 7 });
		}
		let statement = Statement::RevealScores(&entries, salt);
		let signature = match revealing {
			Revealing::Forged => forged(&round, validator, &statement),
			_ => self.sign(&round, validator, &statement),
		};
		if revealing == Revealing::Other || copied {
			self.revealed_other.insert(part);
		}
		let Ok(entries) = entries.try_into() else { return };
		self.authorized(Call::reveal_scores {
			model: round.model,
			round: round.round,
			validator: people::validator(validator),
			entries,
			salt,
			signature,
		});
	}

	fn attest(&mut self, model: u8, validator: u8, checkpoint: Said, disputed: Option<Said>) {
		let Some(round) = World::model(model).and_then(World::latest) else { return };
		let said = |said: Said, right: Blake3| match said {
			Said::Right => right,
			Said::Wrong(other) => [other; 32],
		};
		let attestation = Attestation {
			checkpoint: said(checkpoint, right_checkpoint(&round)),
			disputed: disputed.map(|disputed| said(disputed, right_disputed(&round))),
		};
		let signature = self.sign(&round, validator, &Statement::AttestCheckpoint(attestation));
		self.authorized(Call::attest_checkpoint {
			model: round.model,
			round: round.round,
			validator: people::validator(validator),
			attestation,
			signature,
		});
	}

	fn report_statement(&mut self, model: u8, validator: u8, back: u8, evidence: Evidence) {
		let Some(round) = self.earlier(model, back) else { return };
		let part = (round.model, round.round, validator);
		let who = people::validator(validator);
		let statement = match evidence {
			Evidence::SecondCommitment | Evidence::Forged => SignedStatement::CommitScores([66; 32]),
			Evidence::SecondAttestation => SignedStatement::AttestCheckpoint([66; 32].into()),
			Evidence::OtherScores => {
				SignedStatement::RevealScores(vec![ScoreEntry::Regressive(1)].try_into().unwrap_or_default(), [66; 32])
			},
		};
		let signature = match evidence {
			Evidence::Forged => forged(&round, validator, &statement.statement()),
			_ => self.sign(&round, validator, &statement.statement()),
		};
		match evidence {
			Evidence::SecondCommitment | Evidence::SecondAttestation if seat(&round, &who).is_some() => {
				self.equivocated.insert(part);
			},
			Evidence::OtherScores => {
				self.revealed_other.insert(part);
			},
			_ => {},
		}
		let call =
			Call::report_statement { model: round.model, round: round.round, validator: who, statement, signature };
		self.signed(people::STRANGER, call);
	}

	/// The round of a model `back` before its latest.
	fn earlier(&self, model: u8, back: u8) -> Option<Round> {
		let latest = World::model(model).and_then(World::latest)?;
		Pov::round(latest.model, Some(latest.round.checked_sub(u32::from(back % 4))?))
	}
}
