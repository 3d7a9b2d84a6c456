//! The off-chain worker: takes due steps, and speaks for the validators whose session keys lie in this node's
//! keystore.
//!
//! It changes nothing on chain by itself; all it does is submit authorized calls, which every node checks again.
//! It can run several times for the same block, at once with itself for another block, or not at all: what was
//! committed to is read from the chain and nothing else, and a lock in the node's off-chain database keeps it from
//! submitting the same call again for a few blocks.
//!
//! Scores and checkpoints come from the validator's worker daemon over HTTP, on loopback only. See
//! [`promptale_primitives::loopback`].

use crate::{types::*, Call, Committees, Config, Entrants, Models, Pallet, Rounds, LOG_TARGET};
use alloc::{string::String, vec::Vec};
use codec::Encode;
use frame_support::BoundedVec;
use frame_system::offchain::SubmitTransaction;
use promptale_offchain::{daemon, lock};
use promptale_primitives::{
	hash,
	loopback::{self, ScoreSheet},
	round::{Attestation, RoundState},
	schedule::Phase,
	Blake3, BlockNumber, ModelId, RoundIndex,
};
use sp_application_crypto::RuntimeAppPublic;

/// Largest answer read from a worker, in bytes.
const MAX_ANSWER: usize = 64 * 1024;

/// Off-chain database prefix of the locks.
const LOCK_PREFIX: &[u8] = b"promptale::pov::lock::";

/// Why a member could not speak.
#[derive(Debug, PartialEq, Eq)]
enum Failure {
	/// The worker did not answer what was asked for.
	NoAnswer(daemon::Failure),
	/// The sheet has another number of entries than the round has updates.
	WrongNumberOfEntries,
	/// The sheet is not the one that was committed to.
	SheetChanged,
	/// The keystore does not sign.
	NotSigned,
	/// The pool does not take the call.
	NotSubmitted,
}

impl Failure {
	fn advice(&self) -> &'static str {
		match self {
			Failure::NoAnswer(failure) => failure.advice(),
			Failure::WrongNumberOfEntries => "the score sheet does not fit the round's updates; check that the worker follows this chain",
			Failure::SheetChanged => "THE SCORE SHEET IS NOT THE ONE COMMITTED TO, so nothing is revealed; restore the worker's state folder, and do not run two workers for one validator",
			Failure::NotSigned => "the keystore does not sign with the session key; insert the key again (author_insertKey, type pov!)",
			Failure::NotSubmitted => "the pool did not take the call; trying again later",
		}
	}

	fn level(&self) -> log::Level {
		match self {
			Failure::NoAnswer(failure) => failure.level(),
			Failure::NotSubmitted => log::Level::Info,
			Failure::SheetChanged => log::Level::Error,
			_ => log::Level::Warn,
		}
	}
}

impl From<daemon::Failure> for Failure {
	fn from(failure: daemon::Failure) -> Self {
		Failure::NoAnswer(failure)
	}
}

/// What a member is expected to say now.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Duty {
	/// Commit to its scores.
	Commit,
	/// Reveal the scores behind this commitment.
	Reveal(Blake3),
	/// Attest its checkpoint.
	Attest,
}

impl core::fmt::Display for Duty {
	fn fmt(&self, to: &mut core::fmt::Formatter) -> core::fmt::Result {
		to.write_str(match self {
			Duty::Commit => "commitment to scores",
			Duty::Reveal(_) => "scores",
			Duty::Attest => "attestation",
		})
	}
}

/// A duty of one of this node's validators.
struct Task<T: Config> {
	model: ModelId,
	round: RoundIndex,
	updates: u32,
	validator: T::AccountId,
	key: session::Public,
	duty: Duty,
}

impl<T: Config> Task<T> {
	fn path(&self) -> String {
		match self.duty {
			Duty::Commit | Duty::Reveal(_) => loopback::scores_path(self.model, self.round),
			Duty::Attest => loopback::checkpoint_path(self.model, self.round),
		}
	}

	fn lock_key(&self) -> Vec<u8> {
		let phase = match self.duty {
			Duty::Commit => 0u8,
			Duty::Reveal(_) => 1,
			Duty::Attest => 2,
		};
		[LOCK_PREFIX, &(b"member", self.model, self.round, phase, &self.key).encode()].concat()
	}

	fn log(&self, failure: &Failure) {
		log::log!(
			target: LOG_TARGET,
			failure.level(),
			"model {}, round {}, {} of {:?}: {}",
			self.model,
			self.round,
			self.duty,
			self.validator,
			failure.advice(),
		);
	}
}

impl<T: Config> Pallet<T> {
	/// One run, after block `imported`. Whatever it submits lands in the next block at the earliest, so that is
	/// the block for which steps and phases are looked at.
	pub(crate) fn run_offchain(imported: BlockNumber) {
		let next = imported.saturating_add(1);
		let keys = session::Public::all();
		let mut tasks = Vec::new();
		for (id, model) in Models::<T>::iter() {
			if let Some((step, round)) = Self::due_step(id, &model, next) {
				Self::submit_step(step, id, round, next);
			}
			if model.round_open && !keys.is_empty() {
				tasks.extend(Self::tasks(id, model.latest_round, &keys, next));
			}
		}
		Self::run_tasks(tasks, next);
	}

	fn submit_step(step: Step, model: ModelId, round: RoundIndex, now: BlockNumber) {
		let call = match step {
			Step::Open => Call::open_round { model },
			Step::Draw => Call::draw_committee { model, round },
			Step::Settle => Call::settle { model, round },
			Step::Close => Call::close_round { model, round },
			Step::PayOut(from) => Call::pay_out { model, round, from },
		};
		let lock = [LOCK_PREFIX, &(b"step", step, model, round).encode()].concat();
		if !lock::take(&lock, now) {
			return;
		}
		// Every node tries, and the pool keeps one; being late is nothing to report loudly.
		match Self::submit(call) {
			Ok(()) => log::info!(target: LOG_TARGET, "model {model}, round {round}: submitted {step:?}"),
			Err(_) => log::debug!(target: LOG_TARGET, "model {model}, round {round}: {step:?} is in the pool already"),
		}
	}

	/// What this node's members of an open round have to do in block `now`.
	fn tasks(model: ModelId, index: RoundIndex, keys: &[session::Public], now: BlockNumber) -> Vec<Task<T>> {
		let Some(round) = Rounds::<T>::get(model, index) else { return Vec::new() };
		let phase = round.phase(now);
		let speaks = match round.state {
			RoundState::CommitteeDrawn => (phase == Phase::Score && round.beacon_2.is_some()) || phase == Phase::Reveal,
			RoundState::Settled => phase == Phase::Attest,
			RoundState::Open | RoundState::Closed(_) => false,
		};
		if !speaks || !Entrants::<T>::get(model, index).iter().any(|entrant| entrant.published) {
			return Vec::new();
		}
		Committees::<T>::get(model, index)
			.into_iter()
			.filter_map(|seat| {
				let key = session::key_from_raw(seat.session_key);
				if !keys.contains(&key) {
					return None;
				}
				let duty = match (phase, seat.commitment) {
					(Phase::Score, None) => Duty::Commit,
					(Phase::Reveal, Some(commitment)) if !seat.revealed => Duty::Reveal(commitment),
					(Phase::Attest, _) if seat.attested.is_none() => Duty::Attest,
					_ => return None,
				};
				Some(Task { model, round: index, updates: round.updates, validator: seat.validator, key, duty })
			})
			.collect()
	}

	/// Asks all workers at once, waits for all of them together, then submits.
	fn run_tasks(tasks: Vec<Task<T>>, now: BlockNumber) {
		let deadline = daemon::deadline();
		let mut waiting = Vec::new();
		let mut requests = Vec::new();
		for task in tasks {
			let lock = task.lock_key();
			if !lock::take(&lock, now) {
				continue;
			}
			match daemon::ask(&task.key, &task.path(), deadline) {
				Ok(request) => {
					requests.push(request);
					waiting.push((task, lock));
				},
				Err(failure) => {
					task.log(&failure.into());
					lock::release(&lock);
				},
			}
		}
		if waiting.is_empty() {
			return;
		}
		let answers = daemon::answers(requests, deadline, MAX_ANSWER);
		for ((task, lock), answer) in waiting.into_iter().zip(answers) {
			match answer.map_err(Failure::from).and_then(|bytes| Self::speak(&task, &bytes)) {
				Ok(()) => log::info!(
					target: LOG_TARGET,
					"model {}, round {}: submitted {} of {:?}", task.model, task.round, task.duty, task.validator,
				),
				Err(failure) => {
					task.log(&failure);
					lock::release(&lock);
				},
			}
		}
	}

	/// Turns a worker's answer into a signed statement and submits it.
	fn speak(task: &Task<T>, answer: &[u8]) -> Result<(), Failure> {
		let (model, round, validator) = (task.model, task.round, task.validator.clone());
		let call = match task.duty {
			Duty::Commit => {
				let sheet = fitting_sheet(answer, task.updates)?;
				let commitment = hash::score_commitment(model, round, &validator, &sheet.entries, &sheet.salt);
				let signature = Self::sign(task, &Statement::CommitScores(commitment))?;
				Call::commit_scores { model, round, validator, commitment, signature }
			},
			Duty::Reveal(commitment) => {
				let sheet = fitting_sheet(answer, task.updates)?;
				let found = hash::score_commitment(model, round, &validator, &sheet.entries, &sheet.salt);
				if found != commitment {
					return Err(Failure::SheetChanged);
				}
				let signature = Self::sign(task, &Statement::RevealScores(&sheet.entries, sheet.salt))?;
				let entries = BoundedVec::try_from(sheet.entries).map_err(|_| Failure::WrongNumberOfEntries)?;
				Call::reveal_scores { model, round, validator, entries, salt: sheet.salt, signature }
			},
			Duty::Attest => {
				let attestation = daemon::decode::<Attestation>(answer)?;
				let signature = Self::sign(task, &Statement::AttestCheckpoint(attestation))?;
				Call::attest_checkpoint { model, round, validator, attestation, signature }
			},
		};
		Self::submit(call)
	}

	fn sign(task: &Task<T>, statement: &Statement) -> Result<session::Signature, Failure> {
		let payload = Self::signing_payload(task.model, task.round, &task.validator, statement);
		task.key.sign(&payload).ok_or(Failure::NotSigned)
	}

	fn submit(call: Call<T>) -> Result<(), Failure> {
		let transaction = T::create_authorized_transaction(call.into());
		SubmitTransaction::<T, Call<T>>::submit_transaction(transaction).map_err(|()| Failure::NotSubmitted)
	}
}

fn fitting_sheet(answer: &[u8], updates: u32) -> Result<ScoreSheet, Failure> {
	let sheet = daemon::decode::<ScoreSheet>(answer)?;
	if sheet.entries.len() as u64 != u64::from(updates) {
		return Err(Failure::WrongNumberOfEntries);
	}
	Ok(sheet)
}
