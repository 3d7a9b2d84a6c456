//! The part of the role that judges which is about hashpower: recomputes the rows that devices opened of their compute
//! challenges, one challenge at a time and beside everything else, and has the verdicts ready for the node.

use crate::{
	challenge::duration,
	checkpoints::blocking,
	follower::Feed,
	metrics::{ByPart, Outcome},
	Shared,
};
use anyhow::{Context, Result};
use promptale_client::AccountId;
use promptale_engine::challenge::{first_wrong_row, Cpu, Work};
use promptale_primitives::{challenge::Epoch, generator::ChallengeOverview, loopback::ChallengeVerdict, Blake3};
use std::{
	collections::BTreeMap,
	sync::{Arc, RwLock},
	time::Instant,
};

/// Threads to recompute with. One takes a second for the largest class, and leaves the others to scoring.
const THREADS: usize = 1;

/// A challenge, apart from those of other epochs and chains: epoch, device, root.
type Key = (Epoch, [u8; 32], Blake3);

fn key(challenge: &ChallengeOverview<AccountId>) -> Key {
	(challenge.epoch, challenge.device.0, challenge.root)
}

/// What this worker found, as its node may ask.
#[derive(Clone, Default)]
pub struct Verdicts(Arc<RwLock<BTreeMap<Key, bool>>>);

impl Verdicts {
	/// Those of one epoch.
	pub fn of_epoch(&self, epoch: Epoch) -> Vec<ChallengeVerdict<AccountId>> {
		let held = self.0.read().unwrap_or_else(|poisoned| poisoned.into_inner());
		let of_epoch = held.range((epoch, [0; 32], [0; 32])..=(epoch, [u8::MAX; 32], [u8::MAX; 32]));
		of_epoch
			.map(|((_, device, root), right)| ChallengeVerdict {
				device: AccountId(*device),
				root: *root,
				right: *right,
			})
			.collect()
	}

	pub(crate) fn put(&self, key: Key, right: bool) {
		self.0.write().unwrap_or_else(|poisoned| poisoned.into_inner()).insert(key, right);
	}

	/// Forgets all but those that are still waited for. Answers which of `waiting` have none, the cheapest first.
	fn missing(&self, waiting: Vec<ChallengeOverview<AccountId>>) -> Vec<ChallengeOverview<AccountId>> {
		let mut held = self.0.write().unwrap_or_else(|poisoned| poisoned.into_inner());
		let keys: std::collections::BTreeSet<Key> = waiting.iter().map(key).collect();
		held.retain(|known, _| keys.contains(known));
		let mut missing: Vec<_> = waiting.into_iter().filter(|challenge| !held.contains_key(&key(challenge))).collect();
		missing.sort_by_key(|challenge| challenge.class);
		missing
	}
}

/// The first row of an opened challenge that is wrong; `None` where all are right. Fails where the chain says too little.
pub fn judge(challenge: &ChallengeOverview<AccountId>, threads: usize) -> Result<Option<u32>> {
	let seed = challenge.seed.context("its epoch is over")?;
	let work = Work { class: challenge.class, seed };
	Ok(first_wrong_row(&work, &challenge.rows, &challenge.leaves, &mut Cpu::new(threads))?)
}

/// Judges challenges for one validator.
pub struct Judge {
	shared: Arc<Shared>,
	validator: AccountId,
	verdicts: Verdicts,
	feed: Feed,
	/// What went wrong last.
	trouble: Option<String>,
}

impl Judge {
	/// Nothing happens before [`Judge::run`].
	pub fn new(shared: Arc<Shared>, validator: AccountId, verdicts: Verdicts, feed: Feed) -> Judge {
		Judge { shared, validator, verdicts, feed, trouble: None }
	}

	/// Judges whatever waits, after every block, until the worker stops.
	pub async fn run(mut self) {
		let stop = self.shared.stop.clone();
		while let Some(looked) = stop.or(self.look()).await {
			match looked {
				Ok(()) => self.trouble = None,
				Err(error) => self.note(&error),
			}
			if stop.or(self.feed.next_block()).await.flatten().is_none() {
				return;
			}
		}
	}

	/// Judges what waits now. Ends early when there is a new block: others may have judged the rest meanwhile.
	async fn look(&mut self) -> Result<()> {
		let block = self.feed.snapshot().block;
		let missing = self.verdicts.missing(self.shared.client.challenges_to_judge().await?);
		if missing.is_empty() || self.shared.client.validator(&self.validator).await?.is_none() {
			return Ok(());
		}
		for challenge in missing {
			let (key, epoch, class, device) = (key(&challenge), challenge.epoch, challenge.class, challenge.device);
			let started = Instant::now();
			let wrong = blocking(move || judge(&challenge, THREADS)).await?;
			self.verdicts.put(key, wrong.is_none());
			let took = duration(started.elapsed().as_secs_f64());
			let outcome = match wrong {
				None => "right",
				Some(_) => "wrong",
			};
			self.shared.metrics.verdicts.get_or_create(&Outcome { outcome }).inc();
			match wrong {
				None => {
					tracing::info!(epoch, %device, class = class.number(), took, "the rows of a challenge are right")
				},
				Some(row) => {
					tracing::warn!(epoch, %device, class = class.number(), took, row, "A ROW OF A CHALLENGE IS WRONG");
				},
			}
			if self.feed.snapshot().block != block {
				break;
			}
		}
		Ok(())
	}

	/// Says each trouble once; that the node is down the follower says.
	fn note(&mut self, error: &anyhow::Error) {
		self.shared.metrics.errors.get_or_create(&ByPart { part: "verdicts" }).inc();
		let text = format!("{error:#}");
		let is_down = error.downcast_ref::<promptale_client::Error>().is_some_and(|error| error.is_node_down());
		if !is_down && self.trouble.as_ref() != Some(&text) {
			tracing::warn!("challenges could not be judged: {text}; trying again after the next block");
		}
		self.trouble = Some(text);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::hooks::UpdateTransform;
	use promptale_engine::challenge::{compute, Committed};
	use promptale_primitives::{
		challenge::{check_openings, opened_rows, seed, tree, Class},
		generator::ChallengeStep,
	};

	const CLASS: Class = Class::Side256;

	/// What the chain has of device `n` in epoch 5 after it has opened what `transform` made of its product.
	fn opened(n: u8, transform: &dyn UpdateTransform) -> ChallengeOverview<AccountId> {
		let device = AccountId([n; 32]);
		let seed = seed(&[1; 32], &device, 5, CLASS);
		let product = compute(&Work { class: CLASS, seed }, &mut Cpu::new(1), &mut |_| true).unwrap();
		let committed = Committed::from_leaves(transform.leaves(5, product.leaves().to_vec()));
		let root = committed.root();
		let rows = opened_rows(&[2; 32], &seed, &root, CLASS).to_vec();
		let openings = committed.open(&rows).unwrap();
		assert_eq!(check_openings(CLASS, &root, &rows, &openings), Ok(()), "the chain takes it");
		let leaves = openings.into_iter().map(|opening| opening.leaf).collect();
		let step = ChallengeStep::Opened;
		ChallengeOverview { device, epoch: 5, class: CLASS, seed: Some(seed), root, rows, leaves, step }
	}

	struct Honest;
	impl UpdateTransform for Honest {}

	/// Computes nothing at all.
	struct Lazy;
	impl UpdateTransform for Lazy {
		fn leaves(&self, _: Epoch, leaves: Vec<Blake3>) -> Vec<Blake3> {
			(0..leaves.len() as u32).map(|row| tree::leaf(row, b"never computed")).collect()
		}
	}

	/// Has one row of the product wrong, which the opened ones are or are not.
	struct Slip(u32);
	impl UpdateTransform for Slip {
		fn leaves(&self, _: Epoch, mut leaves: Vec<Blake3>) -> Vec<Blake3> {
			leaves[self.0 as usize][0] ^= 1;
			leaves
		}
	}

	#[test]
	fn a_device_that_did_the_work_is_right_and_a_cheater_wrong() {
		assert_eq!(judge(&opened(1, &Honest), 1).unwrap(), None);
		let lazy = opened(1, &Lazy);
		assert_eq!(judge(&lazy, 1).unwrap(), Some(lazy.rows[0]));
		// Another device's product is of another seed.
		let copied = ChallengeOverview { seed: opened(2, &Honest).seed, ..opened(1, &Honest) };
		assert_eq!(judge(&copied, 1).unwrap(), Some(copied.rows[0]));
		let mut short = opened(1, &Honest);
		short.leaves.pop();
		assert_eq!(judge(&short, 1).unwrap(), short.rows.last().copied());
	}

	#[test]
	fn a_wrong_row_counts_where_it_is_opened() {
		let mut found = 0;
		for row in (0..CLASS.side()).step_by(16) {
			let slip = opened(1, &Slip(row));
			let expected = slip.rows.iter().copied().find(|opened| *opened == row);
			assert_eq!(judge(&slip, 1).unwrap(), expected);
			found += u32::from(expected.is_some());
		}
		assert!(found < 8, "an opened row is one of sixteen");
	}

	#[test]
	fn of_a_past_epoch_there_is_no_verdict() {
		let past = ChallengeOverview { seed: None, ..opened(1, &Honest) };
		assert!(judge(&past, 1).unwrap_err().to_string().contains("over"));
	}

	#[test]
	fn verdicts_are_kept_while_they_are_waited_for() {
		let verdicts = Verdicts::default();
		let (first, second) = (opened(1, &Honest), opened(2, &Lazy));
		let large = ChallengeOverview { class: Class::Side65536, ..opened(3, &Honest) };
		let missing = verdicts.missing(vec![large.clone(), first.clone(), second.clone()]);
		assert_eq!(missing.last(), Some(&large), "the most expensive comes last");
		verdicts.put(key(&first), true);
		verdicts.put(key(&second), false);
		assert_eq!(verdicts.missing(vec![large.clone(), first.clone(), second.clone()]), [large]);
		let expected = [(first.device, first.root, true), (second.device, second.root, false)];
		assert_eq!(
			verdicts.of_epoch(5),
			expected.map(|(device, root, right)| ChallengeVerdict { device, root, right })
		);
		assert!(verdicts.of_epoch(4).is_empty() && verdicts.of_epoch(6).is_empty());
		assert!(verdicts.missing(vec![second.clone()]).is_empty());
		assert_eq!(verdicts.of_epoch(5).len(), 1, "the other one is judged");
		// The same device on a fork, where it has committed to something else.
		let fork = ChallengeOverview { root: [9; 32], ..second };
		assert_eq!(verdicts.missing(vec![fork.clone()]), [fork]);
		assert!(verdicts.of_epoch(5).is_empty());
	}
}
