//! A device's place in the challenge of one epoch: what it computed, on disk, and what to do next. The chain is always asked
//! first: the record says what this worker holds, the chain says what has happened.

use crate::files;
use anyhow::{bail, Context, Result};
use codec::{Decode, DecodeAll, Encode};
use promptale_client::{AccountId, DeviceView};
use promptale_engine::challenge::{Committed, Work};
use promptale_primitives::{
	challenge::{seed, Class},
	generator::ChallengeStep,
	Blake3,
};
use std::path::PathBuf;

/// The rows' leaves of one challenge, from before they are committed to until they are opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
	/// What was computed.
	pub work: Work,
	/// The leaves of all rows, and their root.
	pub committed: Committed,
}

/// [`Record`] as it is on disk.
#[derive(Encode, Decode)]
struct Stored {
	class: Class,
	seed: Blake3,
	root: Blake3,
	leaves: Vec<Blake3>,
}

/// What a device does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
	/// Nothing before another block.
	Wait,
	/// Compute this product, and write the record.
	Compute(Work),
	/// Commit to the record's root.
	Commit,
	/// Open these rows of the record.
	Open(Vec<u32>),
	/// Nothing any more in this epoch.
	Over(End),
}

/// How an epoch ends for a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
	/// The window to commit in was over, or not long enough.
	NotCommitted,
	/// Committed, but not opened in time.
	NotOpened,
	/// The device has committed to something that this worker does not hold the leaves of.
	Unknown,
	/// Two thirds of the validators' stake found every row right.
	Passed,
	/// They found a wrong row.
	Failed,
}

/// Decides from the chain and the record what `device` does after the block that was looked at.
pub fn next_step(view: &DeviceView, device: &AccountId, class: Class, record: Option<&Record>) -> Step {
	let (epoch, next) = (&view.epoch, view.head.number.saturating_add(1));
	if next >= epoch.ends {
		return Step::Wait;
	}
	let Some(challenge) = view.challenge.as_ref().filter(|challenge| challenge.epoch == epoch.epoch) else {
		if next > epoch.commit_until {
			return Step::Over(End::NotCommitted);
		}
		// Unknown at the end of an epoch's first block, and on a fork of it.
		let Some(beacon) = epoch.first_beacon else { return Step::Wait };
		let work = Work { class, seed: seed(&beacon, device, epoch.epoch, class) };
		return match record {
			Some(record) if record.work == work => Step::Commit,
			_ => Step::Compute(work),
		};
	};
	match challenge.step {
		ChallengeStep::Passed => Step::Over(End::Passed),
		ChallengeStep::Failed => Step::Over(End::Failed),
		ChallengeStep::Opened => Step::Wait,
		ChallengeStep::Committed if record.is_none_or(|record| record.committed.root() != challenge.root) => {
			Step::Over(End::Unknown)
		},
		ChallengeStep::Committed if next > epoch.open_until => Step::Over(End::NotOpened),
		ChallengeStep::Committed if challenge.rows.is_empty() => Step::Wait,
		ChallengeStep::Committed => Step::Open(challenge.rows.clone()),
	}
}

/// The record of a data folder: there is one at most, that of the last challenge.
pub struct Records {
	path: PathBuf,
}

impl Records {
	/// Keeps it in `folder`.
	pub fn new(folder: PathBuf) -> Records {
		Records { path: folder.join("challenge") }
	}

	/// What was kept; `None` where there is nothing. Leaves that do not have their root are an error.
	pub fn load(&self) -> Result<Option<Record>> {
		let bytes = match std::fs::read(&self.path) {
			Ok(bytes) => bytes,
			Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
			Err(error) => return Err(error).with_context(|| format!("cannot read {}", self.path.display())),
		};
		let damaged = || format!("{} is damaged, so what it committed to cannot be opened", self.path.display());
		let Stored { class, seed, root, leaves } = Stored::decode_all(&mut &bytes[..]).with_context(damaged)?;
		let committed = Committed::from_leaves(leaves);
		if committed.leaves().len() != class.side() as usize || committed.root() != root {
			bail!(damaged());
		}
		Ok(Some(Record { work: Work { class, seed }, committed }))
	}

	/// Keeps a record in the place of the one before.
	pub fn save(&self, record: &Record) -> Result<()> {
		let Record { work: Work { class, seed }, committed } = record;
		let stored = Stored { class: *class, seed: *seed, root: committed.root(), leaves: committed.leaves().to_vec() };
		files::write_atomically(&self.path, &stored.encode())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_client::Head;
	use promptale_engine::challenge::{compute, Cpu};
	use promptale_primitives::{
		challenge::opened_rows,
		generator::{ChallengeOverview, DeviceOverview, DeviceState, EpochOverview},
		BlockNumber,
	};

	const BEACON: Blake3 = [3; 32];
	const CLASS: Class = Class::Side256;

	fn device() -> AccountId {
		AccountId([9; 32])
	}

	/// Epoch 2 of 100 blocks, with windows of 6 and 4 blocks.
	fn view(head: BlockNumber) -> DeviceView {
		DeviceView {
			head: Head { number: head, hash: [0; 32] },
			device: DeviceOverview {
				identity: AccountId([1; 32]),
				encryption_key: [0; 32],
				endpoint: Vec::new(),
				delegations: 1,
				last_heartbeat: None,
				state: DeviceState::Active { until: 1_000 },
				hashpower: 0,
				hashpower_until: None,
			},
			epoch: EpochOverview {
				epoch: 2,
				first_beacon: Some(BEACON),
				second_beacon: (head >= 207).then_some([4; 32]),
				commit_until: 206,
				open_until: 211,
				ends: 300,
			},
			challenge: None,
		}
	}

	/// The same after the device has committed to `root`.
	fn committed(head: BlockNumber, root: Blake3, step: ChallengeStep) -> DeviceView {
		let mut view = view(head);
		let seed = work(CLASS).seed;
		let rows = view.epoch.second_beacon.map(|beacon| opened_rows(&beacon, &seed, &root, CLASS).to_vec());
		view.challenge = Some(ChallengeOverview {
			device: device(),
			epoch: 2,
			class: CLASS,
			seed: Some(seed),
			root,
			rows: rows.unwrap_or_default(),
			leaves: Vec::new(),
			step,
		});
		view
	}

	fn work(class: Class) -> Work {
		Work { class, seed: seed(&BEACON, &device(), 2, class) }
	}

	fn record() -> Record {
		let work = work(CLASS);
		Record { work, committed: compute(&work, &mut Cpu::new(1), &mut |_| true).unwrap() }
	}

	fn step(view: &DeviceView, record: Option<&Record>) -> Step {
		next_step(view, &device(), CLASS, record)
	}

	#[test]
	fn an_epoch_is_gone_through_step_by_step() {
		let record = record();
		let root = record.committed.root();
		let mut before_beacon = view(200);
		before_beacon.epoch.first_beacon = None;
		assert_eq!(step(&before_beacon, None), Step::Wait);
		assert_eq!(step(&view(200), None), Step::Compute(work(CLASS)));
		assert_eq!(step(&view(203), Some(&record)), Step::Commit);
		for head in 204..207 {
			assert_eq!(step(&committed(head, root, ChallengeStep::Committed), Some(&record)), Step::Wait, "{head}");
		}
		let to_open = committed(207, root, ChallengeStep::Committed);
		let Step::Open(rows) = step(&to_open, Some(&record)) else { panic!("it opens") };
		assert_eq!(Some(rows), to_open.challenge.map(|challenge| challenge.rows));
		assert_eq!(step(&committed(209, root, ChallengeStep::Opened), Some(&record)), Step::Wait);
		for (at, end) in [(ChallengeStep::Passed, End::Passed), (ChallengeStep::Failed, End::Failed)] {
			assert_eq!(step(&committed(250, root, at), None), Step::Over(end));
		}
		// The last block: whatever is sent now is for the next epoch, whose beacon is not known.
		assert_eq!(step(&view(299), None), Step::Wait);
	}

	#[test]
	fn what_would_come_too_late_is_not_sent() {
		let record = record();
		assert_eq!(step(&view(205), Some(&record)), Step::Commit);
		assert_eq!(step(&view(206), Some(&record)), Step::Over(End::NotCommitted));
		assert_eq!(step(&view(206), None), Step::Over(End::NotCommitted));
		let root = record.committed.root();
		assert!(matches!(step(&committed(210, root, ChallengeStep::Committed), Some(&record)), Step::Open(_)));
		assert_eq!(step(&committed(211, root, ChallengeStep::Committed), Some(&record)), Step::Over(End::NotOpened));
	}

	#[test]
	fn a_record_of_another_epoch_fork_or_class_is_computed_anew() {
		let record = record();
		let mut next_epoch = view(200);
		next_epoch.epoch.epoch = 3;
		assert!(matches!(step(&next_epoch, Some(&record)), Step::Compute(_)));
		let mut fork = view(200);
		fork.epoch.first_beacon = Some([5; 32]);
		assert!(matches!(step(&fork, Some(&record)), Step::Compute(work) if work != record.work));
		let larger = next_step(&view(200), &device(), Class::Side1024, Some(&record));
		assert_eq!(larger, Step::Compute(work(Class::Side1024)));
		// The challenge that the chain knows of is the one of the epoch before.
		let mut earlier = committed(200, record.committed.root(), ChallengeStep::Passed);
		earlier.challenge.as_mut().unwrap().epoch = 1;
		assert_eq!(step(&earlier, Some(&record)), Step::Commit);
	}

	#[test]
	fn a_commitment_on_chain_is_opened_whatever_the_configuration_says_now() {
		let record = record();
		let view = committed(207, record.committed.root(), ChallengeStep::Committed);
		assert!(matches!(next_step(&view, &device(), Class::Side1024, Some(&record)), Step::Open(_)));
	}

	#[test]
	fn a_commitment_whose_leaves_are_not_here_is_not_opened() {
		for head in 204..212 {
			for other in [None, Some(&record())] {
				let view = committed(head, [8; 32], ChallengeStep::Committed);
				assert_eq!(step(&view, other), Step::Over(End::Unknown));
			}
		}
	}

	#[test]
	fn what_was_computed_survives_a_restart_and_is_replaced_by_the_next() {
		let folder = tempfile::tempdir().unwrap();
		let records = Records::new(folder.path().join("device"));
		assert_eq!(records.load().unwrap(), None);
		let first = record();
		records.save(&first).unwrap();
		assert_eq!(Records::new(folder.path().join("device")).load().unwrap(), Some(first.clone()));
		let second = Record { work: Work { class: CLASS, seed: [7; 32] }, ..first };
		records.save(&second).unwrap();
		assert_eq!(records.load().unwrap(), Some(second));
		assert_eq!(std::fs::read_dir(folder.path().join("device")).unwrap().count(), 1);
	}

	#[test]
	fn a_damaged_record_is_not_used() {
		let folder = tempfile::tempdir().unwrap();
		let records = Records::new(folder.path().into());
		records.save(&record()).unwrap();
		let whole = std::fs::read(&records.path).unwrap();
		let mut flipped = whole.clone();
		*flipped.last_mut().unwrap() ^= 1;
		for bytes in [&whole[..whole.len() - 1], &flipped, b""] {
			std::fs::write(&records.path, bytes).unwrap();
			let error = format!("{:#}", records.load().unwrap_err());
			assert!(error.contains("challenge is damaged"), "{error}");
		}
	}
}
