//! A generator's place in one round, on disk, and what to do next. The chain is always asked first: the
//! record says what this worker holds, the chain says what has happened.

use crate::{files, follower::blocks_left};
use anyhow::{bail, Context, Result};
use promptale_client::AccountId;
use promptale_primitives::{
	hash::{content_hash, update_commitment},
	round::{RoundOverview, RoundState},
	schedule::Phase,
	Blake3, BlockNumber, ModelId, RoundIndex,
};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What a generator holds for one round. Written before anything is committed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
	/// The model.
	pub model: ModelId,
	/// The round.
	pub round: RoundIndex,
	/// Block the round was opened in.
	pub opened: BlockNumber,
	/// Checkpoint that was trained on.
	pub base: Blake3,
	/// Hash of the plain update.
	pub update_hash: Blake3,
	/// Bytes of the plain update.
	pub size: u32,
	/// Opens the commitment.
	pub salt: Blake3,
	/// What is committed on chain.
	pub commitment: Blake3,
	/// The encrypted blob, once there is one.
	pub blob_hash: Option<Blake3>,
	/// Keys that the blob is encrypted to.
	#[serde(default)]
	pub encrypted_to: Vec<Blake3>,
	/// Mean loss of the training.
	pub mean_loss: f32,
	/// Steps of the training.
	pub steps: u32,
}

impl Record {
	/// The encrypted blob, if it is for this committee. A fork may have drawn another one since.
	pub fn blob_for(&self, committee: &[Blake3]) -> Option<Blake3> {
		self.blob_hash.filter(|_| self.encrypted_to == committee)
	}
}

/// What a generator does next in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
	/// Train, and write the record.
	Train,
	/// Commit to the update of the record.
	Commit,
	/// Encrypt to the committee, and publish.
	Publish,
	/// Look again after the next block.
	Wait,
	/// Nothing any more.
	Finished(End),
}

/// How a round ends for a generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
	/// The commit phase was over, or too short to train in.
	TooLate,
	/// The device has a commitment on chain that this worker does not hold the update of.
	Unknown,
	/// Committed but not published in time.
	NotPublished,
	/// There is a verdict.
	Judged,
	/// The round ended without a verdict.
	Void,
}

/// Decides from the chain and the record. `minimum` is how many blocks of the commit phase must be left to
/// start training.
pub fn next_action(
	record: Option<&Record>,
	round: &RoundOverview<AccountId>,
	device: &AccountId,
	minimum: BlockNumber,
) -> Action {
	let closed = matches!(round.state, RoundState::Closed(_));
	let Some(update) = round.updates.iter().find(|update| update.device == *device) else {
		// The last block before a dispute's Publish phase counts as one of Commit, but nothing can be committed to.
		let open = round.phase == Phase::Commit && !closed && !round.is_disputed();
		return match record {
			None if open && blocks_left(round) >= minimum => Action::Train,
			Some(_) if open && blocks_left(round) >= 1 => Action::Commit,
			// A commitment sent before a restart may be in the next block.
			Some(_) if open => Action::Wait,
			_ => Action::Finished(End::TooLate),
		};
	};
	if update.verdict.is_some() && update.published.is_some() {
		return Action::Finished(End::Judged);
	}
	if closed {
		return Action::Finished(if update.published.is_some() { End::Void } else { End::NotPublished });
	}
	if update.published.is_some() {
		return Action::Wait;
	}
	// A dispute is about what is published already.
	if round.is_disputed() {
		return Action::Finished(End::NotPublished);
	}
	if record.is_none_or(|record| record.commitment != update.commitment) {
		return Action::Finished(End::Unknown);
	}
	match round.phase {
		Phase::Commit => Action::Wait,
		Phase::Publish if blocks_left(round) == 0 || round.committee.is_empty() => Action::Wait,
		Phase::Publish => Action::Publish,
		_ => Action::Finished(End::NotPublished),
	}
}

/// When to stop training: how many blocks of the commit phase to leave. Half of a short phase at most.
pub fn commit_margin(configured: BlockNumber, phase: BlockNumber) -> BlockNumber {
	configured.min(phase / 2).max(1)
}

/// The records of a data folder.
#[derive(Clone)]
pub struct Records {
	folder: PathBuf,
}

impl Records {
	/// Keeps them in `folder`.
	pub fn new(folder: PathBuf) -> Records {
		Records { folder }
	}

	/// The record of a round, if it is of this very round and its update is whole.
	pub fn load(&self, round: &RoundOverview<AccountId>) -> Result<Option<Record>> {
		let path = self.record_path(round.model, round.round);
		let Some(record) = files::read_json::<Record>(&path)? else { return Ok(None) };
		if record.opened != round.opened || record.base != round.base_checkpoint {
			tracing::info!(round = round.round, "a record of another chain's round is dropped");
			return Ok(None);
		}
		match self.update(&record) {
			Ok(_) => Ok(Some(record)),
			Err(error) => {
				tracing::warn!("{error:#}");
				Ok(None)
			},
		}
	}

	/// Makes and writes the record of a trained update, whose commitment `salt` hides: the update first, so that a
	/// record never stands without one.
	pub fn prepare(
		&self,
		round: &RoundOverview<AccountId>,
		device: &AccountId,
		update: &[u8],
		salt: Blake3,
		mean_loss: f32,
		steps: u32,
	) -> Result<Record> {
		let update_hash = content_hash(update);
		let record = Record {
			model: round.model,
			round: round.round,
			opened: round.opened,
			base: round.base_checkpoint,
			update_hash,
			size: u32::try_from(update.len()).context("an update above 4 GiB cannot be committed")?,
			salt,
			commitment: update_commitment(round.model, round.round, &update_hash, device, &salt),
			blob_hash: None,
			encrypted_to: Vec::new(),
			mean_loss,
			steps,
		};
		files::write_atomically(&self.update_path(round.model, round.round), update)?;
		self.save(&record)?;
		Ok(record)
	}

	/// Writes a record.
	pub fn save(&self, record: &Record) -> Result<()> {
		files::write_json(&self.record_path(record.model, record.round), record)
	}

	/// The plain update of a record. One that does not have its hash is an error.
	pub fn update(&self, record: &Record) -> Result<Vec<u8>> {
		let path = self.update_path(record.model, record.round);
		let bytes = std::fs::read(&path).with_context(|| format!("cannot read the update {}", path.display()))?;
		if content_hash(&bytes) != record.update_hash {
			bail!("the update {} is damaged and cannot be published", path.display());
		}
		Ok(bytes)
	}

	/// Removes a model's rounds before `first_kept`.
	pub fn forget_rounds_before(&self, model: ModelId, first_kept: RoundIndex) {
		for path in files::by_age(&self.folder, "") {
			let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
			let round = name.strip_prefix(&format!("model-{model}-round-")).and_then(|round| round.parse::<u32>().ok());
			if round.is_some_and(|round| round < first_kept) {
				files::remove(&path);
			}
		}
	}

	fn record_path(&self, model: ModelId, round: RoundIndex) -> PathBuf {
		self.path(model, round, "json")
	}

	fn update_path(&self, model: ModelId, round: RoundIndex) -> PathBuf {
		self.path(model, round, "update")
	}

	fn path(&self, model: ModelId, round: RoundIndex, ending: &str) -> PathBuf {
		Path::new(&self.folder).join(format!("model-{model}-round-{round}.{ending}"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::follower::testing::{disputed, member, round, update};
	use promptale_primitives::{
		round::{Outcome, Published, UpdateOverview, VoidReason},
		verdict::Verdict,
	};

	fn device() -> AccountId {
		AccountId::from([9; 32])
	}

	fn prepared(folder: &Path) -> (Records, Record) {
		let records = Records::new(folder.into());
		let record = records.prepare(&round(100), &device(), b"update", [3; 32], 0.5, 7).unwrap();
		(records, record)
	}

	/// The round at `now`, with our update in it.
	fn with_update(now: BlockNumber, commitment: Blake3, published: bool) -> RoundOverview<AccountId> {
		let mut round = round(now);
		round.updates.push(UpdateOverview {
			device: device(),
			contributor: device(),
			commitment,
			published: published.then_some(Published { update_hash: [0; 32], blob_hash: [0; 32] }),
			..update(0)
		});
		if now >= 112 {
			round.committee.push(member(9));
		}
		round
	}

	fn action(record: Option<&Record>, round: &RoundOverview<AccountId>) -> Action {
		next_action(record, round, &device(), 3)
	}

	#[test]
	fn a_round_is_gone_through_step_by_step() {
		let folder = tempfile::tempdir().unwrap();
		assert_eq!(action(None, &round(100)), Action::Train);
		let (_, record) = prepared(folder.path());
		assert_eq!(action(Some(&record), &round(105)), Action::Commit);
		let commitment = record.commitment;
		assert_eq!(action(Some(&record), &with_update(106, commitment, false)), Action::Wait);
		assert_eq!(action(Some(&record), &with_update(110, commitment, false)), Action::Wait);
		assert_eq!(action(Some(&record), &with_update(112, commitment, false)), Action::Publish);
		assert_eq!(action(Some(&record), &with_update(113, commitment, true)), Action::Wait);
		let mut judged = with_update(140, commitment, true);
		judged.updates[0].verdict = Some(Verdict::BelowThreshold { score: -1 });
		assert_eq!(action(Some(&record), &judged), Action::Finished(End::Judged));
	}

	#[test]
	fn a_commitment_on_chain_is_never_made_again() {
		let folder = tempfile::tempdir().unwrap();
		let (_, record) = prepared(folder.path());
		for now in 100..150 {
			for published in [false, true] {
				let next = action(Some(&record), &with_update(now, record.commitment, published));
				assert!(!matches!(next, Action::Train | Action::Commit), "{now}: {next:?}");
				let without_record = action(None, &with_update(now, record.commitment, published));
				assert!(matches!(without_record, Action::Wait | Action::Finished(_)), "{now}: {without_record:?}");
			}
		}
	}

	#[test]
	fn what_comes_too_late_is_left_alone() {
		let folder = tempfile::tempdir().unwrap();
		let (_, record) = prepared(folder.path());
		assert_eq!(action(None, &round(107)), Action::Finished(End::TooLate));
		assert_eq!(action(Some(&record), &round(108)), Action::Commit);
		assert_eq!(action(Some(&record), &round(109)), Action::Wait);
		assert_eq!(action(Some(&record), &round(110)), Action::Finished(End::TooLate));
		assert_eq!(action(Some(&record), &with_update(119, record.commitment, false)), Action::Wait);
		let late = with_update(120, record.commitment, false);
		assert_eq!(action(Some(&record), &late), Action::Finished(End::NotPublished));
		let mut void = with_update(150, record.commitment, true);
		void.state = RoundState::Closed(Outcome::Void(VoidReason::NoQuorum));
		assert_eq!(action(Some(&record), &void), Action::Finished(End::Void));
	}

	#[test]
	fn a_dispute_wants_nothing_new_from_a_generator() {
		let folder = tempfile::tempdir().unwrap();
		let (_, record) = prepared(folder.path());
		let in_dispute = |now, published| {
			let mut round = with_update(now, record.commitment, published);
			let again = disputed(now);
			(round.phases_from, round.phase, round.phase_ends) = (again.phases_from, again.phase, again.phase_ends);
			round.state = again.state;
			round
		};
		for now in 155..200 {
			assert_eq!(action(Some(&record), &in_dispute(now, true)), Action::Wait, "{now}");
			assert_eq!(action(Some(&record), &in_dispute(now, false)), Action::Finished(End::NotPublished), "{now}");
			for nothing_committed in [action(None, &disputed(now)), action(Some(&record), &disputed(now))] {
				assert_eq!(nothing_committed, Action::Finished(End::TooLate), "{now}");
			}
		}
		let mut judged = in_dispute(187, true);
		judged.updates[0].verdict = Some(Verdict::Accepted { score: 1, norm: 1 });
		assert_eq!(action(Some(&record), &judged), Action::Finished(End::Judged));
	}

	#[test]
	fn an_update_of_somebody_elses_commitment_is_not_published() {
		let folder = tempfile::tempdir().unwrap();
		let (_, record) = prepared(folder.path());
		assert_eq!(action(Some(&record), &with_update(112, [8; 32], false)), Action::Finished(End::Unknown));
		assert_eq!(action(None, &with_update(112, [8; 32], false)), Action::Finished(End::Unknown));
	}

	#[test]
	fn a_record_is_found_again_but_only_for_its_own_round_and_update() {
		let folder = tempfile::tempdir().unwrap();
		let (records, record) = prepared(folder.path());
		assert_eq!(records.load(&round(105)).unwrap(), Some(record.clone()));
		assert_eq!(records.update(&record).unwrap(), b"update");
		let mut other = round(105);
		other.base_checkpoint = [7; 32];
		assert_eq!(records.load(&other).unwrap(), None);
		std::fs::write(records.update_path(0, 3), b"changed").unwrap();
		assert_eq!(records.load(&round(105)).unwrap(), None);
	}

	#[test]
	fn a_blob_for_another_committee_is_not_used_again() {
		let folder = tempfile::tempdir().unwrap();
		let (records, mut record) = prepared(folder.path());
		assert_eq!(record.blob_for(&[[1; 32]]), None);
		(record.blob_hash, record.encrypted_to) = (Some([5; 32]), vec![[1; 32], [2; 32]]);
		records.save(&record).unwrap();
		let record = records.load(&round(105)).unwrap().unwrap();
		assert_eq!(record.blob_for(&[[1; 32], [2; 32]]), Some([5; 32]));
		assert_eq!(record.blob_for(&[[1; 32], [3; 32]]), None);
	}

	#[test]
	fn old_rounds_are_removed_with_their_updates() {
		let folder = tempfile::tempdir().unwrap();
		let (records, _) = prepared(folder.path());
		records.forget_rounds_before(0, 3);
		assert!(records.load(&round(105)).unwrap().is_some());
		records.forget_rounds_before(1, 4);
		assert!(records.load(&round(105)).unwrap().is_some());
		records.forget_rounds_before(0, 4);
		assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
	}

	#[test]
	fn the_margin_never_takes_more_than_half_of_a_phase() {
		assert_eq!(commit_margin(3, 10), 3);
		assert_eq!(commit_margin(3, 4), 2);
		assert_eq!(commit_margin(3, 1), 1);
	}
}
