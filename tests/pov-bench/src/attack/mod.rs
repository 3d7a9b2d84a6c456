//! What attackers do. All of them know everything: every client's update, and each other's.

mod adaptive;
mod crafted;

use crate::{network::CLASSES, setting::Published, train::Poison, vector};
use clap::ValueEnum;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Normal};

/// An attack. The order is that of result tables.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, ValueEnum)]
pub enum Attack {
	/// Nobody attacks.
	None,
	/// Normal noise of standard deviation 10 on every parameter (`gaussian_attack`, `magnitude: 10` of Flower's `flanders`).
	Gaussian,
	/// "A little is enough" (Baruch et al. 2019), as `lie_attack` of Flower's `flanders` has it.
	Lie,
	/// Local model poisoning against Krum (Fang et al. 2020), as `fang_attack` of Flower's `flanders` has it.
	Opt,
	/// Inner product manipulation (Xie et al. 2019): the mean honest update, reversed, at half its length.
	Ipm,
	/// AGR-agnostic min-max with the standard deviation as direction (Shejwalkar and Houmansadr 2021).
	AgrMm,
	/// Trains on wrong labels: every class but 2 and 9 becomes class 2 (`flip_pairs` of `client_app.py`, lolli).
	LabelFlip,
	/// Sends its honest update reversed.
	SignFlip,
	/// All attackers send the first honest client's update (Karimireddy et al. 2022): the others count for less.
	Mimic,
	/// Trains 15 % of its images with a white square in a corner and the label 1 (`client_app.py`, lolli).
	Backdoor,
	/// Does no work: sends the global model's last movement with a little noise (Lin et al. 2019, "delta weights").
	FreeRider,
	/// Each sends a random honest client's update with noise of a twentieth of its norm.
	Copy,
	/// Knows our rule: the mean honest update moved as far against it as still scores above zero on the attackers' own data,
	/// each with noise of its own against the check for copies.
	Adaptive,
}

impl Attack {
	/// As results name it.
	pub fn name(self) -> &'static str {
		match self {
			Attack::None => "none",
			Attack::Gaussian => "gaussian",
			Attack::Lie => "lie",
			Attack::Opt => "opt",
			Attack::Ipm => "ipm",
			Attack::AgrMm => "agr-mm",
			Attack::LabelFlip => "label-flip",
			Attack::SignFlip => "sign-flip",
			Attack::Mimic => "mimic",
			Attack::Backdoor => "backdoor",
			Attack::FreeRider => "free-rider",
			Attack::Copy => "copy",
			Attack::Adaptive => "adaptive",
		}
	}

	/// What attackers do to their data before training.
	pub fn poison(self) -> Poison {
		match self {
			Attack::LabelFlip => Poison::Labels(FLIPPED),
			Attack::Backdoor => Poison::Backdoor,
			_ => Poison::None,
		}
	}

	/// Whether attackers train at all.
	pub fn trains(self) -> bool {
		!matches!(self, Attack::Mimic | Attack::FreeRider | Attack::Copy)
	}

	/// Attackers' share of clients in a published setting, in percent.
	pub fn published_percent(self, published: Published) -> &'static [usize] {
		match (published, self) {
			(_, Attack::None) => &[0],
			(Published::Flanders, _) => &[20, 60, 80],
			(_, Attack::Backdoor) => &[20],
			_ => &[30],
		}
	}
}

/// Where `LabelFlip` sends each class.
pub const FLIPPED: [u8; CLASSES] = [2, 2, 2, 2, 2, 2, 2, 2, 2, 9];

/// What attackers look at when they make their updates.
pub struct Scene<'a> {
	/// The round's base parameters.
	pub global: &'a [f32],
	/// How the base moved in the round before.
	pub last_move: &'a [f32],
	/// Which clients attack.
	pub attackers: &'a [bool],
	/// Whether an update would be accepted by our rule, on attackers' own data.
	pub acceptable: &'a (dyn Fn(&[f32]) -> bool + Sync),
	/// The stream of one client.
	pub random: &'a (dyn Fn(usize) -> ChaCha8Rng + Sync),
}

impl Scene<'_> {
	/// Replaces each attacker's update by `make(client, its update)`.
	fn replace(&self, deltas: &mut [Vec<f32>], make: impl Fn(usize, &[f32]) -> Vec<f32> + Sync) {
		use rayon::prelude::*;
		deltas.par_iter_mut().enumerate().filter(|(client, _)| self.attackers[*client]).for_each(|(client, delta)| {
			*delta = make(client, delta);
		});
	}

	fn noise(&self, client: usize, deviation: f64, delta: &mut [f32]) {
		if let Ok(normal) = Normal::new(0.0, deviation as f32) {
			let mut random = (self.random)(client);
			delta.iter_mut().for_each(|value| *value += normal.sample(&mut random));
		}
	}

	/// Noise whose norm is `part` of the update's own.
	fn relative_noise(&self, client: usize, part: f64, delta: &mut [f32]) {
		let deviation = part * vector::norm(delta) / (delta.len() as f64).sqrt();
		self.noise(client, deviation, delta);
	}
}

/// Turns the attackers' honest (or poisoned) updates into what they send. Nothing happens where nobody attacks or nobody else
/// is there.
pub fn craft(attack: Attack, scene: &Scene<'_>, deltas: &mut [Vec<f32>]) {
	let honest: Vec<usize> = (0..deltas.len()).filter(|client| !scene.attackers[*client]).collect();
	if honest.is_empty() || honest.len() == deltas.len() {
		return;
	}
	match attack {
		Attack::None | Attack::LabelFlip | Attack::Backdoor => {},
		Attack::Gaussian => scene.replace(deltas, |client, delta| {
			let mut delta = delta.to_vec();
			scene.noise(client, 10.0, &mut delta);
			delta
		}),
		Attack::Lie => all(scene, deltas, crafted::lie),
		Attack::Opt => all(scene, deltas, crafted::opt),
		Attack::Ipm => all(scene, deltas, crafted::ipm),
		Attack::AgrMm => all(scene, deltas, crafted::min_max),
		Attack::SignFlip => scene.replace(deltas, |_, delta| vector::scaled(delta, -1.0)),
		Attack::Mimic => {
			let victim = deltas[honest[0]].clone();
			scene.replace(deltas, |_, _| victim.clone());
		},
		Attack::FreeRider => scene.replace(deltas, |client, _| {
			let mut delta = scene.last_move.to_vec();
			// In the first round nothing has moved yet.
			scene.relative_noise(client, 0.1, &mut delta);
			scene.noise(client, 1e-5, &mut delta);
			delta
		}),
		Attack::Copy => {
			let originals: Vec<Vec<f32>> = honest.iter().map(|client| deltas[*client].clone()).collect();
			scene.replace(deltas, |client, _| {
				let mut random = (scene.random)(client);
				let mut delta = originals[random.random_range(0..originals.len())].clone();
				scene.relative_noise(client, 0.05, &mut delta);
				delta
			});
		},
		Attack::Adaptive => adaptive::adaptive(scene, deltas),
	}
}

/// All attackers send the same.
fn all(scene: &Scene<'_>, deltas: &mut [Vec<f32>], make: impl Fn(&Scene<'_>, &[&[f32]]) -> Vec<f32>) {
	let views: Vec<&[f32]> = deltas.iter().map(Vec::as_slice).collect();
	let made = make(scene, &views);
	scene.replace(deltas, |_, _| made.clone());
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
