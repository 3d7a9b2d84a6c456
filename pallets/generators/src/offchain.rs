//! The off-chain worker: votes on opened challenges for the validators whose session keys lie in this node's keystore.
//!
//! What they say, their worker daemons found; see [`promptale_primitives::loopback`]. Who has voted is read from the chain and
//! nothing else, and a lock keeps a vote from being sent again for a few blocks.

use crate::{Beacons, Call, Config, Pallet, Voters, LOG_TARGET};
use alloc::vec::Vec;
use codec::Encode;
use frame_system::offchain::SubmitTransaction;
use promptale_offchain::{daemon, lock, session};
use promptale_primitives::{
	challenge::Epoch,
	loopback::{self, ChallengeVerdict},
	validator::ValidatorSet,
	Blake3, BlockNumber,
};
use sp_application_crypto::RuntimeAppPublic;

/// Most votes of one validator that are sent after one block. They share the blocks with everything else.
const MAX_VOTES: usize = 16;

/// Largest answer read from a worker, in bytes: a verdict of 65 bytes for each licence there can be, in a binary order of
/// magnitude.
const MAX_ANSWER: usize = 2 * 1024 * 1024;

/// Off-chain database prefix of the locks.
const LOCK_PREFIX: &[u8] = b"promptale::generators::lock::";

/// What one of this node's validators has not voted on yet.
struct Ballot<T: Config> {
	validator: T::AccountId,
	key: session::Public,
	/// Devices and what they committed to.
	waiting: Vec<(T::AccountId, Blake3)>,
}

impl<T: Config> Pallet<T> {
	/// One run, after block `imported`. Whatever it submits lands in the next block at the earliest.
	pub(crate) fn run_offchain(imported: BlockNumber) {
		let next = imported.saturating_add(1);
		let beacons = Beacons::<T>::get();
		if beacons.second.is_none() || beacons.epoch != Self::epoch_of(Self::session_at(next)) {
			return;
		}
		let validators = Self::local_validators(beacons.closed_in.saturating_add(1));
		if validators.is_empty() {
			return;
		}
		let open: Vec<(T::AccountId, Blake3)> =
			Self::opened_in(beacons.epoch).map(|(device, challenge)| (device, challenge.root)).collect();
		let ballots = validators.into_iter().filter_map(|(validator, key)| {
			let waits = |(device, _): &&(T::AccountId, Blake3)| {
				!lock::is_held(&lock_key(&key, device), next) && !Voters::<T>::get(device).contains(&validator)
			};
			let waiting: Vec<_> = open.iter().filter(waits).cloned().collect();
			(!waiting.is_empty()).then_some(Ballot { validator, key, waiting })
		});
		Self::cast(ballots.collect(), beacons.epoch, next);
	}

	/// The validators that this node speaks for, with their keys: those that had stake before block `before`.
	fn local_validators(before: BlockNumber) -> Vec<(T::AccountId, session::Public)> {
		let keys = session::Public::all().into_iter();
		keys.filter_map(|key| {
			let raw: &[u8] = key.as_ref();
			let validator = T::Validators::with_session_key(&raw.try_into().ok()?)?;
			(T::Validators::stake_before(&validator, before) > 0).then_some((validator, key))
		})
		.collect()
	}

	/// Asks all workers at once, waits for all of them together, then votes.
	fn cast(ballots: Vec<Ballot<T>>, epoch: Epoch, now: BlockNumber) {
		let deadline = daemon::deadline();
		let path = loopback::verdicts_path(epoch);
		let mut asked = Vec::new();
		let mut requests = Vec::new();
		for ballot in ballots {
			match daemon::ask(&ballot.key, &path, deadline) {
				Ok(request) => {
					requests.push(request);
					asked.push(ballot);
				},
				Err(failure) => ballot.log(epoch, &failure),
			}
		}
		if asked.is_empty() {
			return;
		}
		for (ballot, answer) in asked.into_iter().zip(daemon::answers(requests, deadline, MAX_ANSWER)) {
			match answer.and_then(|bytes| daemon::decode::<Vec<ChallengeVerdict<T::AccountId>>>(&bytes)) {
				Ok(verdicts) => Self::vote(&ballot, &verdicts, epoch, now),
				Err(failure) => ballot.log(epoch, &failure),
			}
		}
	}

	/// Signs and submits the votes of one validator for which its worker has a verdict.
	fn vote(ballot: &Ballot<T>, verdicts: &[ChallengeVerdict<T::AccountId>], epoch: Epoch, now: BlockNumber) {
		let found = ballot.waiting.iter().filter_map(|(device, root)| {
			verdicts.iter().find(|verdict| verdict.device == *device && verdict.root == *root)
		});
		for ChallengeVerdict { device, root, right } in found.take(MAX_VOTES) {
			let lock = lock_key(&ballot.key, device);
			if !lock::take(&lock, now) {
				continue;
			}
			let payload = Self::vote_payload(&ballot.validator, device, epoch, root, *right);
			let signature = ballot.key.sign(&payload);
			let submitted = signature.as_ref().map(|signature| {
				let (validator, device, signature) =
					(ballot.validator.clone(), device.clone(), signature.clone().into());
				let call = Call::<T>::vote_challenge { validator, device, epoch, right: *right, signature };
				let transaction = T::create_authorized_transaction(call.into());
				SubmitTransaction::<T, Call<T>>::submit_transaction(transaction)
			});
			let (validator, found) = (&ballot.validator, if *right { "right" } else { "WRONG" });
			match submitted {
				Some(Ok(())) => {
					log::info!(
						target: LOG_TARGET,
						"epoch {epoch}: submitted the vote of {validator:?} that the rows of {device:?} are {found}",
					);
					continue;
				},
				Some(Err(())) => log::info!(
					target: LOG_TARGET,
					"epoch {epoch}: the pool did not take the vote of {validator:?} on {device:?}; trying again later",
				),
				None => log::warn!(
					target: LOG_TARGET,
					"epoch {epoch}: the keystore does not sign with the session key of {validator:?}; insert the key again \
					 (author_insertKey, type pov!)",
				),
			}
			lock::release(&lock);
		}
	}
}

impl<T: Config> Ballot<T> {
	fn log(&self, epoch: Epoch, failure: &daemon::Failure) {
		let (challenges, validator) = (self.waiting.len(), &self.validator);
		log::log!(
			target: LOG_TARGET,
			failure.level(),
			"epoch {epoch}, votes of {validator:?} on {challenges} challenges: {}",
			failure.advice(),
		);
	}
}

fn lock_key<AccountId: Encode>(key: &session::Public, device: &AccountId) -> Vec<u8> {
	[LOCK_PREFIX, &(b"vote", key, device).encode()].concat()
}
