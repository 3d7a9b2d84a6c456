use super::*;
use crate::{
	network::{Network, Optimiser, SIDE},
	setting::Published,
};

/// Ten classes, each a bright row of its own, with some noise.
fn rows(count: usize, seed: u64) -> Images {
	let mut random = seed::stream(seed, "test images", &[]);
	let labels: Vec<u8> = (0..count).map(|index| (index % 10) as u8).collect();
	let mut pixels = Vec::with_capacity(count * PIXELS);
	for label in &labels {
		for pixel in 0..PIXELS {
			let bright = pixel / SIDE == 4 + 2 * usize::from(*label);
			pixels.push(if bright { 200 } else { rand::Rng::random_range(&mut random, 0..60) });
		}
	}
	Images { pixels, labels }
}

fn world() -> World {
	World { clients: (0..6).map(|client| rows(96, client)).collect(), held_out: rows(200, 90), test: rows(200, 91) }
}

fn case(attack: Attack, percent: usize, defence: Defence) -> Case {
	let setting = Setting {
		clients: 6,
		rounds: 14,
		samples: 200,
		optimiser: Optimiser::Adam { rate: 5e-3 },
		network: Network::hidden(&[PIXELS, 32, 10], 0.2),
		..Published::Flanders.setting()
	};
	Case { setting, attack, percent, defence, seed: 7 }
}

fn outcome(attack: Attack, percent: usize, defence: Defence) -> Outcome {
	run(&case(attack, percent, defence), &world(), &|_| {})
}

#[test]
fn every_defence_learns_without_an_attack() {
	use clap::ValueEnum;
	for defence in Defence::value_variants() {
		let outcome = outcome(Attack::None, 0, *defence);
		assert!(outcome.final_accuracy > 0.7, "{defence:?}: {outcome:?}");
		assert!(outcome.max_accuracy >= outcome.final_accuracy);
	}
}

#[test]
fn noise_ruins_the_mean_and_not_ours() {
	assert!(outcome(Attack::Gaussian, 67, Defence::FedAvg).final_accuracy < 0.5);
	let outcome = outcome(Attack::Gaussian, 67, Defence::Pov);
	assert!(outcome.final_accuracy > 0.7, "{outcome:?}");
	let counts = outcome.counts.unwrap();
	assert_eq!((counts.honest, counts.attackers), (2 * 12, 4 * 12));
	assert_eq!((counts.accepted_attackers, counts.accepted_harmful), (0, 0));
}

#[test]
fn the_result_does_not_depend_on_the_number_of_threads() {
	let with = |threads: usize| {
		let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
		pool.install(|| [Defence::Pov, Defence::Flanders].map(|defence| outcome(Attack::Adaptive, 33, defence)))
	};
	assert_eq!(with(1), with(3));
}

#[test]
fn attackers_are_as_many_as_asked_for_and_start_after_the_warm_up() {
	let case = case(Attack::Lie, 67, Defence::FedAvg);
	assert!(!attackers(&case, 2).contains(&true));
	for round in 3..8 {
		assert_eq!(attackers(&case, round).iter().filter(|attacks| **attacks).count(), 4);
	}
	assert!((3..20).any(|round| attackers(&case, round) != attackers(&case, 3)), "drawn anew each round");
}

#[test]
fn flipped_labels_that_win_are_a_success_of_the_attack() {
	let success = |percent| outcome(Attack::LabelFlip, percent, Defence::FedAvg).attack_success.unwrap();
	assert!(success(83) > 0.6 && success(17) < 0.3, "{} {}", success(83), success(17));
	assert_eq!(outcome(Attack::SignFlip, 17, Defence::Median).attack_success, None);
}

#[test]
fn flanders_leaves_out_models_that_jump() {
	assert!(outcome(Attack::Gaussian, 33, Defence::Flanders).final_accuracy > 0.7);
}
