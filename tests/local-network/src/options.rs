//! How a network is set up.

use crate::{attack::Attack, data::Source, lie::Lie};
use promptale_engine::import::PartitionOptions;
use promptale_primitives::{model::Terms, schedule::PhaseLengths, Balance, MILLION, TALE};
use std::{path::PathBuf, time::Duration};

/// Seed of the first checkpoint and of how the data are dealt out.
pub const SEED: u64 = 2026;

/// How generators train in a round.
#[derive(Clone, Debug)]
pub struct Training {
	/// Most steps.
	pub steps: u32,
	/// Most time; training ends with whichever comes first.
	pub time_limit: Duration,
	/// Images per step.
	pub batch_size: usize,
}

/// How a network is set up.
#[derive(Clone, Debug)]
pub struct NetworkOptions {
	/// Everything the network writes goes below this folder, which is made.
	pub folder: PathBuf,
	/// Between two blocks.
	pub block_time: Duration,
	/// Rules of the model's rounds.
	pub terms: Terms,
	/// How many rounds the model's pot pays for.
	pub rounds: u32,
	/// Honest generators.
	pub honest: usize,
	/// Attacks, one hostile generator each.
	pub attacks: Vec<Attack>,
	/// Validators, lying ones included.
	pub validators: usize,
	/// Lies, one for each of the first validators.
	pub lies: Vec<Lie>,
	/// Where images come from.
	pub source: Source,
	/// How they are dealt out; the number of parts follows from the generators.
	pub partition: PartitionOptions,
	/// How generators train.
	pub training: Training,
	/// RPC port to take when it is free.
	pub rpc_port: Option<u16>,
}

impl NetworkOptions {
	/// What `scripts/run` shows: five rounds of about a minute on two cores.
	pub fn showcase(folder: PathBuf, source: Source, rounds: u32) -> Self {
		Self {
			folder,
			block_time: Duration::from_millis(1_000),
			terms: terms(PhaseLengths { commit: 22, publish: 8, score: 16, reveal: 6, attest: 14 }, 512),
			rounds,
			honest: 3,
			attacks: vec![Attack::SignFlip],
			validators: 3,
			lies: Vec::new(),
			source,
			partition: PartitionOptions { parts: 4, alpha: 1.0, seed: SEED, held_out: 1_000, max_per_part: 2_000 },
			training: Training { steps: 350, time_limit: Duration::from_secs(14), batch_size: 16 },
			rpc_port: Some(9944),
		}
	}

	/// As small and quick as a network can be, for tests.
	pub fn tiny(folder: PathBuf, source: Source) -> Self {
		Self {
			block_time: Duration::from_millis(500),
			terms: terms(PhaseLengths { commit: 16, publish: 10, score: 16, reveal: 8, attest: 16 }, 64),
			rounds: 10,
			honest: 1,
			attacks: Vec::new(),
			partition: PartitionOptions { parts: 1, alpha: 10.0, seed: SEED, held_out: 100, max_per_part: 200 },
			training: Training { steps: 20, time_limit: Duration::from_secs(3), batch_size: 16 },
			rpc_port: None,
			..Self::showcase(folder, source, 0)
		}
	}
}

/// Terms for models that live on one machine.
pub fn terms(phases: PhaseLengths, held_out_samples: u32) -> Terms {
	Terms {
		phases,
		max_updates: 16,
		max_update_bytes: 4 * 1024 * 1024,
		committee_size: 3,
		quorum: 2 * MILLION / 3,
		score_threshold: 0,
		weight_cap: 0,
		held_out_samples,
		update_bond: 5 * TALE,
		missed_publication_fee: MILLION / 2,
		round_budget: 100 * TALE,
		validator_share: MILLION / 5,
	}
}

/// What a validator of a local network bonds.
pub const STAKE: Balance = 10_000 * TALE;
/// What every account of a local network starts with, on top of its stake.
pub const FUNDS: Balance = 1_000 * TALE;

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_terms_are_ones_that_the_chain_takes() {
		let source = Source::new(None);
		for options in
			[NetworkOptions::showcase("x".into(), source.clone(), 5), NetworkOptions::tiny("x".into(), source)]
		{
			assert_eq!(options.terms.validate(), Ok(()));
			let phases = options.terms.phases;
			assert!(phases.publish >= 3 && phases.score >= 2 && phases.attest >= 2);
		}
	}

	#[test]
	fn five_rounds_fit_into_five_minutes() {
		let options = NetworkOptions::showcase("x".into(), Source::new(None), 5);
		let phases = options.terms.phases;
		// A round ends as soon as all have attested, which takes a few blocks of the last phase.
		let blocks = phases.commit + phases.publish + phases.score + phases.reveal + 6;
		assert!(options.block_time * blocks * 5 <= Duration::from_secs(300));
	}
}
