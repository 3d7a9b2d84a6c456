//! Proof of Validation on classifiers: the engine's and the primitives' own functions, with cross-entropy in place of the
//! image model's loss.
//!
//! What is the project's: encoding and decoding of updates, norms, overlaps (`promptale_engine::update`), contributions and
//! scores (`promptale_engine::{contribution, score}`), the committee's verdict, weights and clips (`promptale_primitives`),
//! the combination in integers (`promptale_engine::aggregate`). What is here: losses of classifiers and
//! their gradients, and the committee itself. Nothing in it knows of attacks or of the number of attackers.

use super::{Aggregated, Round};
use crate::{data::Images, network::Network, setting::Setting, train::Prepared};
use promptale_engine::{
	aggregate::aggregate_parameters,
	contribution::{strata_of, Objective, Stratum},
	score::{score_on, Candidate},
	update::{quantise_for, Update},
};
use promptale_primitives::{
	score::ScoreEntry,
	verdict::{decide, weighted_median, Verdict},
	weight::{cap, clip, water_fill},
	MILLION,
};
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

/// The model's own cap on weights and the threshold of scores: what the local network's terms say.
const WEIGHT_CAP: u32 = 0;
const SCORE_THRESHOLD: i32 = 0;

/// The committee. All members have the same held-out set and the same beacon, so honest members say the same.
pub struct Panel {
	/// Stake and honesty.
	members: Vec<(u128, bool)>,
}

impl Panel {
	/// So many members of equal stake, of whom `dishonest` (a part of the stake, rounded down) lie.
	pub fn new(members: usize, dishonest: f64) -> Panel {
		let liars = (dishonest * members as f64 + 1e-9).floor() as usize;
		Panel { members: (0..members).map(|member| (1, member >= liars)).collect() }
	}

	/// The committee's verdict on each entry.
	pub fn decide(&self, entries: &[ScoreEntry]) -> Vec<Verdict> {
		let verdict = |entry: &ScoreEntry| {
			let words: Vec<(ScoreEntry, u128)> = self
				.members
				.iter()
				.map(|(stake, honest)| (if *honest { *entry } else { lie(entry) }, *stake))
				.collect();
			decide(&words, SCORE_THRESHOLD).unwrap_or(Verdict::BelowThreshold { score: i32::MIN })
		};
		entries.iter().map(verdict).collect()
	}
}

/// The opposite: what is good is malformed, what is not is excellent.
fn lie(entry: &ScoreEntry) -> ScoreEntry {
	match entry {
		ScoreEntry::Scored { score, .. } if *score > SCORE_THRESHOLD => ScoreEntry::Malformed,
		ScoreEntry::Scored { norm, .. } => ScoreEntry::Scored { score: MILLION as i32, norm: *norm },
		_ => ScoreEntry::Scored { score: MILLION as i32, norm: 1 },
	}
}

/// The beacon's draws from the held-out set, and the classifier.
pub struct HeldOut<'a> {
	network: &'a Network,
	images: Prepared,
	strata: Vec<(Stratum, Vec<usize>)>,
}

impl<'a> HeldOut<'a> {
	/// As many draws as the setting's terms say; images come again only after all were used.
	pub fn draw(setting: &'a Setting, held_out: &Images, random: &mut ChaCha8Rng) -> HeldOut<'a> {
		let mut indices: Vec<usize> = Vec::new();
		while indices.len() < setting.samples {
			let mut order: Vec<usize> = (0..held_out.len()).collect();
			order.shuffle(random);
			indices.extend(order);
		}
		indices.truncate(setting.samples);
		let images = Prepared::new(&held_out.select(&indices), setting.normalisation);
		let strata = strata_of(images.labels.iter().map(|label| Stratum::Class(u16::from(*label))));
		HeldOut { network: &setting.network, images, strata }
	}
}

impl Objective for HeldOut<'_> {
	fn losses(&mut self, parameters: &[f32]) -> Vec<f64> {
		self.images.losses(self.network, parameters)
	}

	fn gradient(&mut self, parameters: &[f32], within: Option<Stratum>) -> Vec<f32> {
		match within {
			Some(Stratum::Class(class)) => self.images.of_class(class as u8).gradient(self.network, parameters),
			// A classifier has no times.
			None | Some(Stratum::Time(_)) => self.images.gradient(self.network, parameters),
		}
	}

	fn strata(&self) -> &[(Stratum, Vec<usize>)] {
		&self.strata
	}
}

/// Encodes and decodes updates, as they would be published.
pub fn published(number: usize, deltas: &[&[f32]]) -> Vec<Candidate> {
	// Any identity of the base will do: all updates of a round have the same.
	let base = *blake3::hash(&number.to_le_bytes()).as_bytes();
	deltas.par_iter().map(|delta| Candidate::Update(quantise_for(base, delta))).collect()
}

/// One accepted update: index, weight and clip in millionths.
type Share = (usize, u32, u32);

/// Weights and clips of what was accepted: `weigh` of `pallet-pov`.
pub fn shares(verdicts: &[Verdict]) -> Vec<Share> {
	let accepted: Vec<(usize, i32, u64)> = verdicts
		.iter()
		.enumerate()
		.filter_map(|(index, verdict)| match verdict {
			Verdict::Accepted { score, norm } => Some((index, *score, *norm)),
			_ => None,
		})
		.collect();
	let scores: Vec<i32> = accepted.iter().map(|(_, score, _)| *score).collect();
	let weights = water_fill(&scores, cap(scores.len(), WEIGHT_CAP));
	let median = weighted_median(accepted.iter().map(|(_, _, norm)| (*norm, 1)).collect()).unwrap_or(0);
	accepted.iter().zip(weights).map(|((index, _, norm), weight)| (*index, weight, clip(*norm, median))).collect()
}

/// One round by the project's rule.
pub fn aggregate(round: &Round<'_>, panel: &Panel) -> Aggregated {
	let deltas: Vec<&[f32]> = round.order.iter().map(|client| round.deltas[*client].as_slice()).collect();
	let candidates = published(round.number, &deltas);
	let mut held_out = HeldOut::draw(round.setting, round.held_out, &mut (round.random)("beacon"));
	let shares = shares(&panel.decide(&score_on(round.global, &candidates, &mut held_out)));
	let accepted: Vec<(&Update, u32, u32)> = shares
		.iter()
		.filter_map(|(index, weight, clip)| match &candidates[*index] {
			Candidate::Update(update) => Some((update, *weight, *clip)),
			_ => None,
		})
		.collect();
	let mut global = round.global.to_vec();
	aggregate_parameters(&mut global, &accepted, rayon::current_num_threads());
	let mut accepted = vec![false; round.deltas.len()];
	shares.iter().for_each(|(index, ..)| accepted[round.order[*index]] = true);
	Aggregated { global, accepted: Some(accepted) }
}

#[cfg(test)]
mod tests {
	use super::*;

	const GOOD: ScoreEntry = ScoreEntry::Scored { score: 500, norm: 10 };
	const BAD: ScoreEntry = ScoreEntry::Scored { score: -500, norm: 10 };

	#[test]
	fn a_minority_of_liars_changes_no_verdict() {
		let honest = Panel::new(7, 0.0).decide(&[GOOD, BAD, ScoreEntry::CopyOf(0)]);
		assert_eq!(honest, Panel::new(7, 3.0 / 7.0).decide(&[GOOD, BAD, ScoreEntry::CopyOf(0)]));
		assert_eq!(honest[0], Verdict::Accepted { score: 500, norm: 10 });
	}

	#[test]
	fn a_majority_of_liars_decides_as_it_likes() {
		let verdicts = Panel::new(7, 4.0 / 7.0).decide(&[GOOD, BAD]);
		assert!(matches!(verdicts[0], Verdict::Flagged(_)), "{verdicts:?}");
		assert!(matches!(verdicts[1], Verdict::Accepted { .. }), "{verdicts:?}");
	}

	#[test]
	fn weights_follow_scores_up_to_the_cap_and_clips_the_median_norm() {
		let accepted = |score, norm| Verdict::Accepted { score, norm };
		let verdicts = [
			accepted(900, 10),
			Verdict::BelowThreshold { score: -1 },
			accepted(50, 20),
			accepted(50, 40),
			accepted(50, 10),
		];
		let shares = shares(&verdicts);
		assert_eq!(shares.iter().map(|(index, ..)| *index).collect::<Vec<_>>(), [0, 2, 3, 4]);
		assert_eq!(
			shares.iter().map(|(_, weight, _)| *weight).collect::<Vec<_>>(),
			[500_000, 166_667, 166_667, 166_666]
		);
		assert_eq!(shares.iter().map(|(.., clip)| *clip).collect::<Vec<_>>(), [1_000_000, 500_000, 250_000, 1_000_000]);
	}
}
