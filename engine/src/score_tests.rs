use super::*;
use crate::{
	dataset::tests::{synthetic, TINY},
	train::{train, TrainOptions},
	update::quantise,
};
use std::ops::ControlFlow;

const SAMPLES: u32 = 90;

fn trained(base: &Checkpoint, seed: u64) -> Vec<f32> {
	let options = TrainOptions { steps: 40, batch_size: 16, learning_rate: 2e-3, seed, ..TrainOptions::default() };
	train(base, &synthetic(&TINY, 60), &options, &mut |_| ControlFlow::Continue(())).unwrap().delta
}

fn scaled(delta: &[f32], factor: f32) -> Vec<f32> {
	delta.iter().map(|value| value * factor).collect()
}

fn score(base: &Checkpoint, candidates: &[Candidate], threads: usize) -> Vec<ScoreEntry> {
	score_updates(base, candidates, &synthetic(&TINY, 48), &[7; 32], SAMPLES, threads)
}

#[test]
fn honest_training_scores_above_zero_and_its_flip_below() {
	let base = Checkpoint::initialise(TINY, 1).unwrap();
	let delta = trained(&base, 1);
	let honest = quantise(&base, &delta);
	let flipped = quantise(&base, &scaled(&delta, -2.0));
	let entries = score(&base, &[Candidate::Update(honest.clone()), Candidate::Update(flipped)], 1);
	let ScoreEntry::Scored { score, norm } = entries[0] else { panic!("{entries:?}") };
	assert!(score > 100_000, "{score}");
	assert_eq!(norm, honest.norm());
	assert!(matches!(entries[1], ScoreEntry::Scored { score, .. } if score < 0), "{entries:?}");
}

#[test]
fn entries_are_the_same_for_any_number_of_threads() {
	let base = Checkpoint::initialise(TINY, 1).unwrap();
	let candidates = [1, 2].map(|seed| Candidate::Update(quantise(&base, &trained(&base, seed))));
	let one = score(&base, &candidates, 1);
	for threads in [2, 3, 4] {
		assert_eq!(one, score(&base, &candidates, threads));
	}
	let other = score_updates(&base, &candidates, &synthetic(&TINY, 48), &[8; 32], SAMPLES, 1);
	assert_ne!(one, other, "another beacon picks other samples");
}

#[test]
fn missing_and_malformed_updates_keep_their_places() {
	let base = Checkpoint::initialise(TINY, 1).unwrap();
	let update = Candidate::Update(quantise(&base, &trained(&base, 1)));
	let entries = score(&base, &[Candidate::Unavailable, update, Candidate::Malformed], 1);
	assert_eq!((entries[0], entries[2]), (ScoreEntry::Unavailable, ScoreEntry::Malformed));
	assert!(matches!(entries[1], ScoreEntry::Scored { .. }));
}

#[test]
fn copies_are_found_also_when_scaled_or_noisy_and_the_original_is_not() {
	let base = Checkpoint::initialise(TINY, 1).unwrap();
	let delta = trained(&base, 1);
	let noisy: Vec<f32> =
		delta.iter().enumerate().map(|(index, value)| value * (1.0 + 0.2 * ((index % 7) as f32 - 3.0) / 3.0)).collect();
	let candidates = [&delta, &scaled(&delta, 0.7), &noisy].map(|delta| Candidate::Update(quantise(&base, delta)));
	let entries = score(&base, &[&[Candidate::Unavailable][..], &candidates].concat(), 1);
	assert!(matches!(entries[1], ScoreEntry::Scored { .. }));
	assert_eq!(entries[2..], [ScoreEntry::CopyOf(1), ScoreEntry::CopyOf(1)]);
}

#[test]
fn an_update_that_blows_the_model_up_scores_below_zero() {
	let base = Checkpoint::initialise(TINY, 1).unwrap();
	let huge = quantise(&base, &vec![7.0; base.parameters().len()]);
	let entries = score(&base, &[Candidate::Update(huge)], 1);
	assert!(matches!(entries[0], ScoreEntry::Scored { score, .. } if score < 0), "{entries:?}");
}

#[test]
fn held_out_loss_falls_with_training_and_is_the_same_for_any_number_of_threads() {
	let base = Checkpoint::initialise(TINY, 1).unwrap();
	let data = synthetic(&TINY, 48);
	let loss = |checkpoint: &Checkpoint, threads| held_out_loss(checkpoint, &data, 3, 100, threads);
	let delta = trained(&base, 1);
	let next = base.with_parameters(base.parameters().iter().zip(&delta).map(|(base, delta)| base + delta).collect());
	assert!(loss(&next, 1) < 0.8 * loss(&base, 1));
	assert_eq!(loss(&next, 1), loss(&next, 3));
}

#[test]
fn gradients_of_classes_and_of_bands_of_times_make_up_the_whole() {
	let base = Checkpoint::initialise(TINY, 1).unwrap();
	let mut objective = HeldOut::new(&base, &synthetic(&TINY, 48), [7; 32], SAMPLES, 2);
	let whole = objective.gradient(base.parameters(), None);
	let strata = objective.strata().to_vec();
	for is_kind in [|of: &Stratum| matches!(of, Stratum::Class(_)), |of: &Stratum| matches!(of, Stratum::Time(_))] {
		let kind: Vec<_> = strata.iter().filter(|(of, _)| is_kind(of)).collect();
		assert!(kind.len() > 1);
		assert_eq!(kind.iter().map(|(_, places)| places.len()).sum::<usize>(), SAMPLES as usize);
		let mut sum = vec![0.0; whole.len()];
		for (stratum, places) in kind {
			let part = places.len() as f32 / SAMPLES as f32;
			let gradient = objective.gradient(base.parameters(), Some(*stratum));
			sum.iter_mut().zip(gradient).for_each(|(sum, value)| *sum += part * value);
		}
		let scale = whole.iter().fold(0f32, |most, value| most.max(value.abs()));
		assert!(whole.iter().zip(&sum).all(|(one, two)| (one - two).abs() < 1e-3 * scale));
	}
}
