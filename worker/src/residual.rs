//! What a generator's sparse updates have left out so far, on disk, one file for each round an update was made in.
//!
//! The file of a round holds what was left after its update (see
//! [`promptale_engine::update::quantise_with_feedback`]). It is written before anything is committed, from the residual of
//! an earlier round, and not changed after: making the round's update again after a crash writes it again from the same
//! residual, so nothing is ever added twice.
//!
//! A residual goes on only from updates that became part of the model. **When an update was not accepted, or its round
//! ended without a checkpoint, the round is as though it had not been:** neither what was sent nor what was left out is
//! added to the next update, which goes on from the residual of the last round that counted, decayed once for every round
//! since. What was sent did not reach the model, so the next training finds it again by itself, from the same parameters
//! and at its present value; and of what was excluded the committee has said that it makes the model worse. Whether an
//! update counted is asked of the chain, not remembered.

use crate::files;
use anyhow::{Context, Result};
use promptale_client::AccountId;
use promptale_primitives::{
	hash::content_hash,
	round::{Outcome, RoundOverview, RoundState},
	Blake3, BlockNumber, ModelId, RoundIndex,
};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What the first line of a file says, as JSON. The values follow as little-endian f32.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Header {
	/// The model.
	model: ModelId,
	/// The round whose update left it.
	round: RoundIndex,
	/// Block that round was opened in.
	opened: BlockNumber,
	/// Checkpoint that was trained on.
	base: Blake3,
	/// Hash of the plain update.
	update_hash: Blake3,
	/// Whether `[privacy]` had noised the difference that it is left of.
	noised: bool,
	/// BLAKE3 of the values.
	values_hash: Blake3,
}

/// A residual that counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Residual {
	/// The round whose update left it.
	pub round: RoundIndex,
	/// One value per parameter.
	pub values: Vec<f32>,
}

/// The residuals of a data folder.
pub struct Residuals {
	folder: PathBuf,
	noised: bool,
}

impl Residuals {
	/// Keeps them in `folder`, which may hold the rounds' records too. `noised`: whether `[privacy]` is on. Then what
	/// was left of differences without noise is not taken up, because it would be published later, uncounted.
	pub fn new(folder: PathBuf, noised: bool) -> Residuals {
		Residuals { folder, noised }
	}

	/// Writes what the update of a round has left, whole or not at all.
	pub fn save(&self, round: &RoundOverview<AccountId>, update_hash: &Blake3, values: &[f32]) -> Result<()> {
		let values: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
		let header = Header {
			model: round.model,
			round: round.round,
			opened: round.opened,
			base: round.base_checkpoint,
			update_hash: *update_hash,
			noised: self.noised,
			values_hash: content_hash(&values),
		};
		let mut bytes = serde_json::to_vec(&header)?;
		bytes.push(b'\n');
		bytes.extend_from_slice(&values);
		files::write_atomically(&self.path(round.model, round.round), &bytes)
	}

	/// The rounds of a model before `round` that there are residuals of, the latest first.
	pub fn rounds_before(&self, model: ModelId, round: RoundIndex) -> Vec<RoundIndex> {
		let number = |path: PathBuf| {
			let name = path.file_stem()?.to_string_lossy().into_owned();
			name.strip_prefix(&format!("model-{model}-round-"))?.parse().ok()
		};
		let paths = files::by_age(&self.folder, &format!(".{ENDING}")).into_iter();
		let mut rounds: Vec<RoundIndex> = paths.filter_map(number).filter(|number| *number < round).collect();
		rounds.sort_unstable_by(|one, other| other.cmp(one));
		rounds
	}

	/// The residual of a round, if what the chain says of that round makes it count. One that does not count, or is
	/// damaged, is removed; where one counts, those before it are.
	pub fn take_up(
		&self,
		model: ModelId,
		round: RoundIndex,
		outcome: Option<&RoundOverview<AccountId>>,
		device: &AccountId,
	) -> Option<Residual> {
		let path = self.path(model, round);
		let read = read(&path).map_err(|error| tracing::warn!("a residual is left out: {error:#}")).ok();
		let counted = read.filter(|(header, _)| {
			header.model == model
				&& header.round == round
				&& (header.noised || !self.noised)
				&& outcome.is_some_and(|outcome| counts(header, outcome, device))
		});
		let Some((_, values)) = counted else {
			tracing::info!(
				model,
				round,
				"that round's update did not become part of the model, or had no noise and now needs it; its residual is dropped"
			);
			files::remove(&path);
			return None;
		};
		self.rounds_before(model, round).into_iter().for_each(|earlier| files::remove(&self.path(model, earlier)));
		Some(Residual { round, values })
	}

	fn path(&self, model: ModelId, round: RoundIndex) -> PathBuf {
		self.folder.join(format!("model-{model}-round-{round}.{ENDING}"))
	}
}

const ENDING: &str = "residual";

fn read(path: &Path) -> Result<(Header, Vec<f32>)> {
	let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
	let mut parts = bytes.splitn(2, |byte| *byte == b'\n');
	let header = parts.next().and_then(|line| serde_json::from_slice::<Header>(line).ok());
	let values = parts.next().unwrap_or_default();
	let header = header.filter(|header| header.values_hash == content_hash(values));
	let header = header.with_context(|| format!("{} is damaged", path.display()))?;
	Ok((header, values.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()))
}

/// Whether the update that left a residual is part of a checkpoint.
fn counts(header: &Header, round: &RoundOverview<AccountId>, device: &AccountId) -> bool {
	let same = header.opened == round.opened && header.base == round.base_checkpoint;
	let attested = matches!(round.state, RoundState::Closed(Outcome::Attested(_)));
	let update = round.updates.iter().find(|update| update.device == *device);
	let accepted = update.is_some_and(|update| {
		update.weight > 0 && update.published.is_some_and(|published| published.update_hash == header.update_hash)
	});
	same && attested && accepted
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::follower::testing::round;
	use promptale_primitives::round::{Published, UpdateOverview, VoidReason};

	fn device() -> AccountId {
		AccountId::from([9; 32])
	}

	fn numbered(number: RoundIndex) -> RoundOverview<AccountId> {
		RoundOverview { round: number, ..round(150) }
	}

	/// The round as the chain tells of it when the update was accepted.
	fn accepted(number: RoundIndex, update_hash: Blake3) -> RoundOverview<AccountId> {
		let mut round = numbered(number);
		round.state = RoundState::Closed(Outcome::Attested([3; 32]));
		round.updates.push(UpdateOverview {
			index: 0,
			device: device(),
			contributor: device(),
			commitment: [0; 32],
			size: 6,
			published: Some(Published { update_hash, blob_hash: [0; 32] }),
			blob_endpoint: vec![],
			verdict: None,
			weight: 1,
			clip: 0,
			disputed: None,
			canary: None,
			reward: 0,
		});
		round
	}

	#[test]
	fn the_residual_of_an_accepted_update_is_taken_up_and_those_before_it_are_gone() {
		let folder = tempfile::tempdir().unwrap();
		let residuals = Residuals::new(folder.path().into(), false);
		for number in [3, 4, 6] {
			residuals.save(&numbered(number), &[number as u8; 32], &[number as f32, -0.5]).unwrap();
		}
		assert_eq!(residuals.rounds_before(0, 6), [4, 3]);
		assert!(residuals.rounds_before(1, 6).is_empty());
		let expected = Some(Residual { round: 4, values: vec![4.0, -0.5] });
		// As often as the round's update is made again.
		for _ in 0..2 {
			assert_eq!(residuals.take_up(0, 4, Some(&accepted(4, [4; 32])), &device()), expected);
			assert_eq!(residuals.rounds_before(0, 9), [6, 4]);
		}
	}

	#[test]
	fn the_residual_of_an_update_that_did_not_count_is_dropped_and_the_one_before_stays() {
		let folder = tempfile::tempdir().unwrap();
		let residuals = Residuals::new(folder.path().into(), false);
		residuals.save(&numbered(3), &[3; 32], &[1.0]).unwrap();
		let good = accepted(4, [4; 32]);
		let mut excluded = good.clone();
		excluded.updates[0].weight = 0;
		let mut void = good.clone();
		void.state = RoundState::Closed(Outcome::Void(VoidReason::NoAgreement));
		let mut not_published = good.clone();
		not_published.updates[0].published = None;
		let mut another_chain = good.clone();
		another_chain.opened += 1;
		let mut another_device = good.clone();
		another_device.updates[0].device = AccountId::from([8; 32]);
		let outcomes = [excluded, void, not_published, another_chain, another_device, accepted(4, [5; 32])];
		for outcome in outcomes.iter().map(Some).chain([None]) {
			residuals.save(&numbered(4), &[4; 32], &[2.0]).unwrap();
			assert_eq!(residuals.take_up(0, 4, outcome, &device()), None);
			assert_eq!(residuals.rounds_before(0, 9), [3], "{outcome:?}");
		}
	}

	#[test]
	fn a_residual_without_noise_is_not_taken_up_once_noise_is_asked_for() {
		let folder = tempfile::tempdir().unwrap();
		let [open, noised] = [false, true].map(|noised| Residuals::new(folder.path().into(), noised));
		let take_up = |residuals: &Residuals| residuals.take_up(0, 4, Some(&accepted(4, [4; 32])), &device()).is_some();
		noised.save(&numbered(4), &[4; 32], &[1.0]).unwrap();
		assert!(take_up(&open) && take_up(&noised));
		open.save(&numbered(4), &[4; 32], &[1.0]).unwrap();
		assert!(take_up(&open) && !take_up(&noised));
	}

	#[test]
	fn a_damaged_residual_is_dropped() {
		let folder = tempfile::tempdir().unwrap();
		let residuals = Residuals::new(folder.path().into(), false);
		residuals.save(&numbered(4), &[4; 32], &[2.0; 8]).unwrap();
		let path = residuals.path(0, 4);
		let mut bytes = std::fs::read(&path).unwrap();
		*bytes.last_mut().unwrap() ^= 1;
		std::fs::write(&path, bytes).unwrap();
		assert_eq!(residuals.take_up(0, 4, Some(&accepted(4, [4; 32])), &device()), None);
		assert!(residuals.rounds_before(0, 9).is_empty());
	}
}
