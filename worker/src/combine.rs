//! Combining a round's accepted updates into a checkpoint: by its committee's verdicts, and in a dispute also by the
//! first committee's.

use crate::{
	candidates::decode,
	checkpoints::blocking,
	fetches::{Fetches, Received},
};
use anyhow::{anyhow, Result};
use promptale_client::AccountId;
use promptale_engine::{aggregate, Checkpoint, Update};
use promptale_primitives::{
	round::{Part, RoundOverview},
	verdict::Verdict,
	UpdateIndex,
};
use std::sync::Arc;

/// Which updates make a checkpoint, each with its part, in order of commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipe(Vec<(UpdateIndex, Part)>);

impl Recipe {
	/// By the verdicts of the round's present committee.
	pub fn by_verdicts(round: &RoundOverview<AccountId>) -> Recipe {
		let accepted = round
			.updates
			.iter()
			.filter(|update| matches!(update.verdict, Some(Verdict::Accepted { .. })) && update.weight > 0);
		Recipe(accepted.map(|update| (update.index, Part { weight: update.weight, clip: update.clip })).collect())
	}

	/// In a dispute, by the verdicts of the first committee.
	pub fn by_former_verdicts(round: &RoundOverview<AccountId>) -> Recipe {
		Recipe(round.updates.iter().filter_map(|update| Some((update.index, update.disputed?))).collect())
	}

	/// Whether it takes no update.
	pub fn is_empty(&self) -> bool {
		self.0.is_empty()
	}

	/// How many updates it takes.
	pub fn len(&self) -> usize {
		self.0.len()
	}

	/// The first of its updates that has not arrived.
	pub fn missing(&self, fetches: &Fetches) -> Option<UpdateIndex> {
		self.0.iter().map(|(index, _)| *index).find(|index| !fetches.received.contains_key(index))
	}

	/// Whether it takes an update.
	pub fn takes(&self, update: UpdateIndex) -> bool {
		self.0.iter().any(|(index, _)| *index == update)
	}

	/// The checkpoint, on `threads` threads. Fails when one of the updates is not here or cannot be decoded.
	pub async fn combine(
		&self,
		round: &RoundOverview<AccountId>,
		base: &Arc<Checkpoint>,
		fetches: &Fetches,
		threads: usize,
	) -> Result<Checkpoint> {
		let mut parts = Vec::with_capacity(self.0.len());
		for (index, part) in &self.0 {
			let update = round.updates.iter().find(|update| update.index == *index);
			let decoded = match (update, fetches.received.get(index)) {
				(Some(update), Some(Received::Plain(bytes))) => decode(bytes, update, round, base),
				(_, Some(Received::Wrong(reason))) => Err(reason.clone()),
				_ => Err("it has not arrived".into()),
			};
			let decoded =
				decoded.map_err(|reason| anyhow!("update {index} was accepted by the committee, but here {reason}"))?;
			parts.push((decoded, *part));
		}
		let base = base.clone();
		blocking(move || {
			let parts: Vec<(&Update, u32, u32)> =
				parts.iter().map(|(update, part)| (update, part.weight, part.clip)).collect();
			Ok(aggregate(&base, &parts, threads))
		})
		.await
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::follower::testing::{disputed, update};
	use promptale_engine::update::quantise;
	use promptale_primitives::model::{Architecture, ModelSize};

	/// A settled dispute about two updates: the first committee accepted both, the second only the second.
	fn settled() -> RoundOverview<AccountId> {
		let mut round = disputed(187);
		round.terms.max_update_bytes = 1 << 24;
		round.updates = vec![update(0), update(1)];
		for update in &mut round.updates {
			update.disputed = Some(Part { weight: 500_000, clip: 1_000_000 });
			update.verdict = Some(Verdict::BelowThreshold { score: -1 });
		}
		round.updates[1].verdict = Some(Verdict::Accepted { score: 1, norm: 1 });
		(round.updates[1].weight, round.updates[1].clip) = (1_000_000, 900_000);
		round
	}

	#[test]
	fn each_committee_has_a_recipe_of_its_own() {
		let round = settled();
		let (new, former) = (Recipe::by_verdicts(&round), Recipe::by_former_verdicts(&round));
		assert_eq!(new, Recipe(vec![(1, Part { weight: 1_000_000, clip: 900_000 })]));
		assert_eq!(former.len(), 2);
		assert!(!new.takes(0) && former.takes(0));
		assert_eq!((new.missing(&Fetches::default()), former.missing(&Fetches::default())), (Some(1), Some(0)));
	}

	#[tokio::test]
	async fn two_recipes_of_the_same_updates_make_two_checkpoints() {
		let architecture = Architecture { size: ModelSize::Nano, side: 8, channels: 1, classes: 2, words: 0 };
		let base = Arc::new(Checkpoint::initialise(architecture, 1).unwrap());
		let mut round = settled();
		let mut fetches = Fetches::default();
		for (index, step) in [(0u32, 0.01f32), (1, -0.02)] {
			let bytes = quantise(&base, &vec![step; base.parameters().len()]).to_bytes();
			round.updates[index as usize].size = bytes.len() as u32;
			fetches.received.insert(index, Received::Plain(bytes));
		}
		let new = Recipe::by_verdicts(&round).combine(&round, &base, &fetches, 1).await.unwrap();
		let former = Recipe::by_former_verdicts(&round).combine(&round, &base, &fetches, 1).await.unwrap();
		assert!(new.hash() != former.hash() && new.hash() != base.hash() && former.hash() != base.hash());
		fetches.received.insert(0, Received::Wrong("it is something else".into()));
		assert!(Recipe::by_verdicts(&round).combine(&round, &base, &fetches, 1).await.is_ok());
		let error = Recipe::by_former_verdicts(&round).combine(&round, &base, &fetches, 1).await.unwrap_err();
		assert!(error.to_string().contains("update 0"), "{error}");
	}
}
