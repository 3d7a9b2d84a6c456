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
use alloc::{
	string::{String, ToString},
	vec::Vec,
};
use codec::{Decode, Encode};
use frame_support::BoundedVec;
use frame_system::offchain::SubmitTransaction;
use promptale_primitives::{
	hash,
	loopback::{self, ScoreSheet},
	round::{Attestation, RoundState},
	schedule::Phase,
	Blake3, BlockNumber, ModelId, RoundIndex,
};
use sp_application_crypto::RuntimeAppPublic;
use sp_runtime::offchain::{
	http,
	storage::{MutateStorageError, StorageRetrievalError, StorageValueRef},
	Duration,
};

/// How long all answers of one block's questions may take, in milliseconds.
const HTTP_TIMEOUT: u64 = 2_000;

/// Blocks after which a call that did not make it onto the chain is submitted again. Short, because a phase of a
/// development chain has few blocks; the pool drops what it has already.
const RETRY_AFTER: BlockNumber = 3;

/// Largest answer read from a worker, in bytes.
const MAX_ANSWER: usize = 64 * 1024;

/// Off-chain database prefix of the locks.
const LOCK_PREFIX: &[u8] = b"promptale::pov::lock::";

/// Why a member could not speak.
#[derive(Debug, PartialEq, Eq)]
enum Failure {
	/// The worker has no answer yet.
	NotYet,
	/// The worker's URL leaves this machine, or is no URL.
	NotLoopback,
	/// The worker does not answer.
	Unreachable,
	/// The worker answers something else than was asked for.
	BadAnswer,
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
			Failure::NotYet => "the worker has no answer yet; asking again in the next block",
			Failure::NotLoopback => "the worker's URL must be http on 127.0.0.1, localhost or [::1] with a port; set it again",
			Failure::Unreachable => "the worker does not answer; check that `vpu run` is running with the validate role and that its URL is set for this session key",
			Failure::BadAnswer => "the worker's answer cannot be read; check that node and worker have the same version",
			Failure::WrongNumberOfEntries => "the score sheet does not fit the round's updates; check that the worker follows this chain",
			Failure::SheetChanged => "THE SCORE SHEET IS NOT THE ONE COMMITTED TO, so nothing is revealed; restore the worker's state folder, and do not run two workers for one validator",
			Failure::NotSigned => "the keystore does not sign with the session key; insert the key again (author_insertKey, type pov!)",
			Failure::NotSubmitted => "the pool did not take the call; trying again later",
		}
	}

	fn level(&self) -> log::Level {
		match self {
			Failure::NotYet => log::Level::Debug,
			Failure::NotSubmitted => log::Level::Info,
			Failure::SheetChanged => log::Level::Error,
			_ => log::Level::Warn,
		}
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
		if !take_lock(&lock, now) {
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
		let deadline = sp_io::offchain::timestamp().add(Duration::from_millis(HTTP_TIMEOUT));
		let mut waiting = Vec::new();
		let mut requests = Vec::new();
		for task in tasks {
			let lock = task.lock_key();
			if !take_lock(&lock, now) {
				continue;
			}
			match start_request(&task, deadline) {
				Ok(request) => {
					requests.push(request);
					waiting.push((task, lock));
				},
				Err(failure) => {
					task.log(&failure);
					release_lock(&lock);
				},
			}
		}
		if waiting.is_empty() {
			return;
		}
		let answers = http::PendingRequest::try_wait_all(requests, deadline);
		for ((task, lock), answer) in waiting.into_iter().zip(answers) {
			let result = match answer {
				Ok(Ok(response)) => read_answer(response, deadline),
				Ok(Err(_)) | Err(_) => Err(Failure::Unreachable),
			}
			.and_then(|bytes| Self::speak(&task, &bytes));
			match result {
				Ok(()) => log::info!(
					target: LOG_TARGET,
					"model {}, round {}: submitted {} of {:?}", task.model, task.round, task.duty, task.validator,
				),
				Err(failure) => {
					task.log(&failure);
					release_lock(&lock);
				},
			}
		}
	}

	/// Turns a worker's answer into a signed statement and submits it.
	fn speak(task: &Task<T>, mut answer: &[u8]) -> Result<(), Failure> {
		let (model, round, validator) = (task.model, task.round, task.validator.clone());
		let call = match task.duty {
			Duty::Commit => {
				let sheet = fitting_sheet(&mut answer, task.updates)?;
				let commitment = hash::score_commitment(model, round, &validator, &sheet.entries, &sheet.salt);
				let signature = Self::sign(task, &Statement::CommitScores(commitment))?;
				Call::commit_scores { model, round, validator, commitment, signature }
			},
			Duty::Reveal(commitment) => {
				let sheet = fitting_sheet(&mut answer, task.updates)?;
				let found = hash::score_commitment(model, round, &validator, &sheet.entries, &sheet.salt);
				if found != commitment {
					return Err(Failure::SheetChanged);
				}
				let signature = Self::sign(task, &Statement::RevealScores(&sheet.entries, sheet.salt))?;
				let entries = BoundedVec::try_from(sheet.entries).map_err(|_| Failure::WrongNumberOfEntries)?;
				Call::reveal_scores { model, round, validator, entries, salt: sheet.salt, signature }
			},
			Duty::Attest => {
				let attestation = read_exact::<Attestation>(&mut answer)?;
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

/// The worker's URL for a session key: what the operator set, else the default; never off this machine.
fn worker_url(key: &session::Public) -> Result<String, Failure> {
	let raw: &[u8] = key.as_ref();
	let stored =
		sp_io::offchain::local_storage_get(sp_core::offchain::StorageKind::PERSISTENT, &loopback::worker_url_key(raw));
	let url = match stored {
		Some(bytes) => String::from_utf8(bytes).map_err(|_| Failure::NotLoopback)?,
		None => loopback::DEFAULT_WORKER_URL.to_string(),
	};
	if !loopback::is_loopback(&url) {
		return Err(Failure::NotLoopback);
	}
	Ok(url.trim_end_matches('/').to_string())
}

fn start_request<T: Config>(
	task: &Task<T>,
	deadline: sp_core::offchain::Timestamp,
) -> Result<http::PendingRequest, Failure> {
	let mut url = worker_url(&task.key)?;
	url.push_str(&task.path());
	http::Request::get(&url).deadline(deadline).send().map_err(|_| Failure::Unreachable)
}

fn read_answer(response: http::Response, deadline: sp_core::offchain::Timestamp) -> Result<Vec<u8>, Failure> {
	match response.code {
		200 => {},
		404 => return Err(Failure::NotYet),
		_ => return Err(Failure::BadAnswer),
	}
	let mut body = response.body();
	body.deadline(Some(deadline));
	// One byte more than is allowed tells a long answer from one that just fits.
	let bytes: Vec<u8> = body.by_ref().take(MAX_ANSWER.saturating_add(1)).collect();
	if body.error().is_some() {
		return Err(Failure::Unreachable);
	}
	if bytes.len() > MAX_ANSWER {
		return Err(Failure::BadAnswer);
	}
	Ok(bytes)
}

fn read_exact<Value: Decode>(answer: &mut &[u8]) -> Result<Value, Failure> {
	let value = Value::decode(answer).map_err(|_| Failure::BadAnswer)?;
	if !answer.is_empty() {
		return Err(Failure::BadAnswer);
	}
	Ok(value)
}

fn fitting_sheet(answer: &mut &[u8], updates: u32) -> Result<ScoreSheet, Failure> {
	let sheet = read_exact::<ScoreSheet>(answer)?;
	if sheet.entries.len() as u64 != u64::from(updates) {
		return Err(Failure::WrongNumberOfEntries);
	}
	Ok(sheet)
}

/// Takes a lock for [`RETRY_AFTER`] blocks; false while somebody has it. A lock from the future is one from a
/// chain that was thrown away, and does not count.
fn take_lock(key: &[u8], now: BlockNumber) -> bool {
	StorageValueRef::persistent(key)
		.mutate(|held: Result<Option<BlockNumber>, StorageRetrievalError>| match held {
			Ok(Some(since)) if since <= now && now < since.saturating_add(RETRY_AFTER) => Err(()),
			_ => Ok(now),
		})
		.map_err(|error: MutateStorageError<_, ()>| error)
		.is_ok()
}

fn release_lock(key: &[u8]) {
	StorageValueRef::persistent(key).clear();
}
