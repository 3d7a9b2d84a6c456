//! Proof of Validation on classifiers: the engine's and the primitives' own functions, with cross-entropy in place of the
//! image model's loss.
//!
//! What is the project's: encoding and decoding of updates, norms, overlaps (`promptale_engine::update`), scores in millionths
//! and flags (`promptale_engine::score::Measurement`), the committee's verdict, weights and clips (`promptale_primitives`),
//! the weighted, trimmed combination in integers (`promptale_engine::aggregate`). What is here: losses of classifiers, strata
//! by class instead of by time, and the committee itself. Nothing in it knows of attacks or of the number of attackers.

use super::{Aggregated, Round};
use crate::train::Prepared;
use promptale_engine::{
	aggregate::aggregate_parameters,
	score::{copy_of, Candidate, Measurement},
	update::{quantise_for, Update},
};
use promptale_primitives::{
	score::ScoreEntry,
	verdict::{decide, weighted_median, Verdict},
	weight::{cap, clip, water_fill},
	MILLION,
};
use rand::seq::SliceRandom;
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

/// One decoded update in order of commitment.
pub struct Submitted {
	/// Whose it is.
	pub client: usize,
	/// Decoded.
	pub update: Update,
	/// Its values as floats.
	pub delta: Vec<f32>,
	/// Set where it is a copy of an earlier one.
	pub copy: Option<ScoreEntry>,
}

/// Encodes and decodes the round's updates and finds copies.
pub fn submitted(round: &Round<'_>) -> Vec<Submitted> {
	// Any identity of the base will do: all updates of a round have the same.
	let base = *blake3::hash(&round.number.to_le_bytes()).as_bytes();
	let candidates: Vec<Candidate> =
		round.order.par_iter().map(|client| Candidate::Update(quantise_for(base, &round.deltas[*client]))).collect();
	let one = |(index, client): (usize, &usize)| {
		let Candidate::Update(update) = &candidates[index] else { return None };
		let copy = copy_of(update, &candidates[..index]).map(ScoreEntry::CopyOf);
		Some(Submitted { client: *client, update: update.clone(), delta: update.to_delta(), copy })
	};
	round.order.par_iter().enumerate().filter_map(one).collect()
}

/// The beacon's draws from the held-out set, in strata by class.
pub struct Sample {
	/// Ready to be measured.
	pub images: Prepared,
	/// Class of each.
	pub classes: Vec<u16>,
}

impl Sample {
	/// As many draws as the setting's terms say; images come again only after all were used.
	pub fn draw(round: &Round<'_>) -> Sample {
		let mut random = (round.random)("beacon");
		let mut indices: Vec<usize> = Vec::new();
		while indices.len() < round.setting.samples {
			let mut order: Vec<usize> = (0..round.held_out.len()).collect();
			order.shuffle(&mut random);
			indices.extend(order);
		}
		indices.truncate(round.setting.samples);
		indices.sort_by_key(|index| round.held_out.labels[*index]);
		let images = Prepared::new(&round.held_out.select(&indices), round.setting.normalisation);
		let classes = images.labels.iter().map(|label| u16::from(*label)).collect();
		Sample { images, classes }
	}

	/// Losses with the parameters moved by `factor * delta`; what is not a number is worse than everything.
	pub fn losses(&self, round: &Round<'_>, factor: f32, delta: &[f32]) -> Vec<f64> {
		let moved: Vec<f32> = round.global.iter().zip(delta).map(|(value, change)| value + factor * change).collect();
		let losses = self.images.losses(&round.setting.network, &moved);
		losses.into_iter().map(|loss| if loss.is_finite() { loss } else { 1e9 }).collect()
	}

	/// What the rule says of going from losses `before` to `after`.
	pub fn entry(&self, before: &[f64], after: Vec<f64>, norm: u64) -> ScoreEntry {
		entry_of(before, after, &self.classes, norm)
	}
}

/// What the project's rule says of going from losses `before` to `after` on samples of these classes.
pub fn entry_of(before: &[f64], after: Vec<f64>, classes: &[u16], norm: u64) -> ScoreEntry {
	Measurement { losses: vec![before.to_vec(), after], classes: classes.to_vec() }.entry(1, norm)
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

/// The next parameters, and who was accepted. At most `group` updates are combined at a time, which is all of them by the
/// project's rule.
pub fn combined(round: &Round<'_>, updates: &[Submitted], shares: &[Share], group: usize) -> Aggregated {
	let mut global = round.global.to_vec();
	for shares in shares.chunks(group.max(1)) {
		let accepted: Vec<(&Update, u32, u32)> =
			shares.iter().map(|(index, weight, clip)| (&updates[*index].update, *weight, *clip)).collect();
		aggregate_parameters(&mut global, &accepted, rayon::current_num_threads());
	}
	let mut accepted = vec![false; round.deltas.len()];
	shares.iter().for_each(|(index, ..)| accepted[updates[*index].client] = true);
	Aggregated { global, accepted: Some(accepted) }
}

/// One round by the project's rule.
pub fn aggregate(round: &Round<'_>, panel: &Panel) -> Aggregated {
	let updates = submitted(round);
	let sample = Sample::draw(round);
	let before = sample.losses(round, 0.0, round.global);
	let entries: Vec<ScoreEntry> = updates
		.par_iter()
		.map(|submitted| {
			submitted.copy.unwrap_or_else(|| {
				sample.entry(&before, sample.losses(round, 1.0, &submitted.delta), submitted.update.norm())
			})
		})
		.collect();
	let shares = shares(&panel.decide(&entries));
	combined(round, &updates, &shares, usize::MAX)
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
