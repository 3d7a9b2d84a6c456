//! One run: a setting, an attack, a defence, round after round.

use crate::{
	attack::{craft, Attack, Scene, FLIPPED},
	data::{stamp, Images, World, TRIGGER},
	defence::{published, Aggregator, Defence, HeldOut, Round},
	network::PIXELS,
	seed,
	setting::Setting,
	train::{train, Poison, Prepared, BACKDOOR_TARGET},
};
use promptale_engine::{score::score_on, update::quantise_for};
use promptale_primitives::score::ScoreEntry;
use rand::seq::index;
use rayon::prelude::*;
use serde::Serialize;

/// Test images on which accepted attackers' updates are judged.
const JUDGED: usize = 1000;

/// An accepted update of an attacker that raises the backdoor's success by more than this is harmful.
const HARMFUL_SUCCESS: f64 = 0.05;

/// What is run.
#[derive(Clone, Debug)]
pub struct Case {
	/// The setting.
	pub setting: Setting,
	/// The attack.
	pub attack: Attack,
	/// Attackers in percent of clients.
	pub percent: usize,
	/// The defence.
	pub defence: Defence,
	/// The same seed gives the same result.
	pub seed: u64,
}

/// Whom a defence of ours accepted, over all rounds with an attack (all rounds where nobody attacks).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Counts {
	/// Updates of honest clients.
	pub honest: usize,
	/// Of these, rejected.
	pub rejected_honest: usize,
	/// Updates of attackers.
	pub attackers: usize,
	/// Of these, accepted.
	pub accepted_attackers: usize,
	/// Of these, harmful: by itself the update makes the loss on test images worse by two standard errors, or raises the
	/// backdoor's success by five points.
	pub accepted_harmful: usize,
}

/// What came out.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
	/// Round (from 1) and accuracy on the test images, where measured.
	pub accuracies: Vec<(usize, f64)>,
	/// Largest of them from the setting's first measured round on.
	pub max_accuracy: f64,
	/// Mean over the setting's final rounds.
	pub final_accuracy: f64,
	/// Of the last model: test images of other classes that the attack turned into its target; `None` where it has none.
	pub attack_success: Option<f64>,
	/// Where the defence is ours.
	pub counts: Option<Counts>,
}

/// Test images, as they are and with the trigger.
struct Judge<'a> {
	setting: &'a Setting,
	attack: Attack,
	test: Prepared,
	few: Prepared,
	/// With the trigger, none of the target's class.
	stamped: Prepared,
}

impl<'a> Judge<'a> {
	fn new(case: &'a Case, test: &Images) -> Judge<'a> {
		let normalisation = case.setting.test_normalisation;
		let few = test.select(&(0..test.len().min(JUDGED)).collect::<Vec<_>>());
		let others: Vec<usize> = (0..test.len()).filter(|index| test.labels[*index] != BACKDOOR_TARGET).collect();
		let mut stamped = test.select(&others[..others.len().min(JUDGED)]);
		stamped.pixels.chunks_exact_mut(PIXELS).for_each(|image| stamp(image, 0, 0, TRIGGER));
		Judge {
			setting: &case.setting,
			attack: case.attack,
			test: Prepared::new(test, normalisation),
			// What the validators could have seen: as in training.
			few: Prepared::new(&few, case.setting.normalisation),
			stamped: Prepared::new(&stamped, normalisation),
		}
	}

	fn accuracy(&self, parameters: &[f32]) -> f64 {
		let predictions = self.test.predictions(&self.setting.network, parameters);
		let right = predictions.iter().zip(&self.test.labels).filter(|(said, label)| said == label).count();
		right as f64 / predictions.len() as f64
	}

	fn backdoor_success(&self, parameters: &[f32]) -> f64 {
		let predictions = self.stamped.predictions(&self.setting.network, parameters);
		predictions.iter().filter(|said| **said == BACKDOOR_TARGET).count() as f64 / predictions.len() as f64
	}

	fn success(&self, parameters: &[f32]) -> Option<f64> {
		match self.attack {
			Attack::Backdoor => Some(self.backdoor_success(parameters)),
			Attack::LabelFlip => {
				let predictions = self.test.predictions(&self.setting.network, parameters);
				let flipped = |label: u8| FLIPPED[usize::from(label)] != label;
				let rows = || predictions.iter().zip(&self.test.labels).filter(|(_, label)| flipped(**label));
				let won = rows().filter(|(said, label)| **said == FLIPPED[usize::from(**label)]).count();
				Some(won as f64 / rows().count() as f64)
			},
			_ => None,
		}
	}

	fn is_harmful(&self, global: &[f32], delta: &[f32]) -> bool {
		let moved: Vec<f32> = global.iter().zip(delta).map(|(value, change)| value + change).collect();
		let network = &self.setting.network;
		let (before, after) = (self.few.losses(network, global), self.few.losses(network, &moved));
		let growth: Vec<f64> = after.iter().zip(&before).map(|(after, before)| after - before).collect();
		let count = growth.len() as f64;
		let mean = growth.iter().sum::<f64>() / count;
		let variance = growth.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
		// Written so that what is not a number is harmful.
		let harmless = mean <= 2.0 * (variance / count).sqrt();
		!harmless
			|| (self.attack == Attack::Backdoor
				&& self.backdoor_success(&moved) > self.backdoor_success(global) + HARMFUL_SUCCESS)
	}
}

/// Runs a case; `after_round` is told each round's number. The result is the same for any number of threads.
pub fn run(case: &Case, world: &World, after_round: &(dyn Fn(usize) + Sync)) -> Outcome {
	let setting = &case.setting;
	let network = &setting.network;
	let judge = Judge::new(case, &world.test);
	let sizes: Vec<usize> = world.clients.iter().map(Images::len).collect();
	let mut global = network.initialise(&mut seed::stream(case.seed, "parameters", &[]));
	let mut last_move = vec![0.0; global.len()];
	let mut aggregator = Aggregator::new(case.defence, setting);
	let mut counts = Counts::default();
	let mut accuracies = Vec::new();
	for number in 1..=setting.rounds {
		let attacking = attackers(case, number);
		let mut deltas = local_updates(case, world, &global, &attacking, number);
		let proxy = Proxy::new(case, world, &attacking);
		let honest: Vec<Vec<f32>> =
			deltas.iter().zip(&attacking).filter(|(_, attacks)| !**attacks).map(|(delta, _)| delta.clone()).collect();
		let acceptable =
			|delta: &[f32]| proxy.as_ref().is_some_and(|proxy| proxy.accepts(&global, &honest, delta, number));
		let scene = Scene {
			global: &global,
			last_move: &last_move,
			attackers: &attacking,
			acceptable: &acceptable,
			random: &|client| seed::stream(case.seed, "attack", &[number, client]),
		};
		craft(case.attack, &scene, &mut deltas);
		// Attackers know everybody's updates, so they commit last.
		let mut order: Vec<usize> = (0..setting.clients).collect();
		order.sort_by_key(|client| attacking[*client]);
		let round = Round {
			setting,
			number,
			global: &global,
			deltas: &deltas,
			sizes: &sizes,
			order: &order,
			attacking: &attacking,
			held_out: &world.held_out,
			random: &|purpose| seed::stream(case.seed, purpose, &[number]),
		};
		let aggregated = aggregator.aggregate(&round);
		if let Some(accepted) = &aggregated.accepted {
			if case.attack == Attack::None || number > setting.warm_up {
				count(&mut counts, &judge, &round, accepted);
			}
		}
		last_move = aggregated.global.iter().zip(&global).map(|(after, before)| after - before).collect();
		global = aggregated.global;
		let is_final = number + setting.final_rounds > setting.rounds;
		if is_final || (number >= setting.measured_from && number % setting.measured_every == 0) {
			accuracies.push((number, judge.accuracy(&global)));
		}
		after_round(number);
	}
	let last = &accuracies[accuracies.len().saturating_sub(setting.final_rounds)..];
	Outcome {
		max_accuracy: accuracies.iter().map(|(_, accuracy)| *accuracy).fold(0.0, f64::max),
		final_accuracy: last.iter().map(|(_, accuracy)| accuracy).sum::<f64>() / last.len().max(1) as f64,
		attack_success: judge.success(&global),
		counts: case.defence.is_ours().then_some(counts),
		accuracies,
	}
}

/// Who attacks in a round.
fn attackers(case: &Case, number: usize) -> Vec<bool> {
	let clients = case.setting.clients;
	let mut attacking = vec![false; clients];
	let wanted = (case.percent * clients + 50) / 100;
	if case.attack != Attack::None && number > case.setting.warm_up {
		let draw = if case.setting.new_attackers { number } else { 0 };
		let mut random = seed::stream(case.seed, "attackers", &[draw]);
		index::sample(&mut random, clients, wanted.min(clients)).iter().for_each(|client| attacking[client] = true);
	}
	attacking
}

/// Everybody's local training.
fn local_updates(case: &Case, world: &World, global: &[f32], attacking: &[bool], number: usize) -> Vec<Vec<f32>> {
	let one = |(client, images): (usize, &Images)| {
		let poison = if attacking[client] { case.attack.poison() } else { Poison::None };
		if attacking[client] && !case.attack.trains() {
			return vec![0.0; global.len()];
		}
		let mut random = seed::stream(case.seed, "training", &[number, client]);
		train(&case.setting, global, images, poison, &mut random)
	};
	world.clients.par_iter().enumerate().with_max_len(1).map(one).collect()
}

/// The adaptive attackers' stand-in for the held-out set: all their own images.
struct Proxy<'a> {
	case: &'a Case,
	images: Images,
}

impl<'a> Proxy<'a> {
	fn new(case: &'a Case, world: &World, attacking: &[bool]) -> Option<Proxy<'a>> {
		if case.attack != Attack::Adaptive || !attacking.contains(&true) {
			return None;
		}
		let mut images = Images { pixels: Vec::new(), labels: Vec::new() };
		for (own, _) in world.clients.iter().zip(attacking).filter(|(_, attacks)| **attacks) {
			images.pixels.extend_from_slice(&own.pixels);
			images.labels.extend_from_slice(&own.labels);
		}
		Some(Proxy { case, images })
	}

	/// Whether our rule would accept `delta` beside the honest updates.
	fn accepts(&self, global: &[f32], honest: &[Vec<f32>], delta: &[f32], number: usize) -> bool {
		let deltas: Vec<&[f32]> = honest.iter().map(Vec::as_slice).chain([delta]).collect();
		let mut random = seed::stream(self.case.seed, "proxy", &[number]);
		let mut held_out = HeldOut::draw(&self.case.setting, &self.images, &mut random);
		let entries = score_on(global, &published(number, &deltas), &mut held_out);
		matches!(entries.last(), Some(ScoreEntry::Scored { score, .. }) if *score > 0)
	}
}

/// Adds a round to the counts.
fn count(counts: &mut Counts, judge: &Judge<'_>, round: &Round<'_>, accepted: &[bool]) {
	for (attacks, accepted) in round.attacking.iter().zip(accepted) {
		match (attacks, accepted) {
			(false, accepted) => {
				counts.honest += 1;
				counts.rejected_honest += usize::from(!accepted);
			},
			(true, accepted) => {
				counts.attackers += 1;
				counts.accepted_attackers += usize::from(*accepted);
			},
		}
	}
	counts.accepted_harmful += round
		.deltas
		.par_iter()
		.enumerate()
		.filter(|(client, _)| round.attacking[*client] && accepted[*client])
		// As it was decoded: what does not fit into the encoding was never accepted.
		.filter(|(_, delta)| judge.is_harmful(round.global, &quantise_for([0; 32], delta).to_delta()))
		.count();
}

#[cfg(test)]
#[path = "experiment_tests.rs"]
mod tests;
