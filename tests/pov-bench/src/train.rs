//! Local training of one client, honest or on poisoned data, and losses on given images.

use crate::{
	data::{augment, stamp, Images, Normalisation, TRIGGER},
	network::{cross_entropy, cross_entropy_gradient, Network, State, Workspace, CLASSES, PIXELS},
	setting::Setting,
	vector::{add_scaled, scaled},
};
use rand::{seq::SliceRandom, Rng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

/// The class that the backdoor leads to (`attack_target_class`).
pub const BACKDOOR_TARGET: u8 = 1;

/// Part of an attacker's images with the trigger (`attack_injection_rate`).
const INJECTION: f64 = 0.15;

/// What an attacker does to its own data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Poison {
	/// Nothing.
	None,
	/// Class `c` becomes entry `c`.
	Labels([u8; CLASSES]),
	/// Some images get a white square in the corner and the label [`BACKDOOR_TARGET`].
	Backdoor,
}

/// One epoch over `images` from `global`: the difference to it.
pub fn train(setting: &Setting, global: &[f32], images: &Images, poison: Poison, random: &mut ChaCha8Rng) -> Vec<f32> {
	let network = &setting.network;
	let mut parameters = global.to_vec();
	let mut state = State::new(setting.optimiser, parameters.len());
	let mut gradient = vec![0.0; parameters.len()];
	let mut workspace = Workspace::default();
	let mut order: Vec<usize> = (0..images.len()).collect();
	if setting.shuffle {
		order.shuffle(random);
	}
	let (mut input, mut labels) = (Vec::with_capacity(setting.batch * PIXELS), Vec::with_capacity(setting.batch));
	let mut d_logits = Vec::new();
	for batch in order.chunks(setting.batch) {
		input.clear();
		labels.clear();
		for index in batch {
			let mut image = images.image(*index).to_vec();
			if setting.augment {
				image = augment(&image, random);
			}
			let mut label = images.labels[*index];
			match poison {
				Poison::None => {},
				Poison::Labels(map) => label = map[usize::from(label)],
				Poison::Backdoor => {
					if random.random_bool(INJECTION) {
						stamp(&mut image, 0, 0, TRIGGER);
						label = BACKDOOR_TARGET;
					}
				},
			}
			setting.normalisation.apply(&image, &mut input);
			labels.push(label);
		}
		network.forward(&parameters, &input, batch.len(), &mut workspace, Some(random));
		d_logits.clear();
		d_logits.extend_from_slice(workspace.logits());
		cross_entropy_gradient(&mut d_logits, &labels);
		network.backward(&parameters, &d_logits, &mut workspace, &mut gradient);
		state.step(&gradient, &mut parameters);
	}
	parameters.iter().zip(global).map(|(after, before)| after - before).collect()
}

/// Images as a network sees them, made once and measured often.
pub struct Prepared {
	input: Vec<f32>,
	/// Class of each image.
	pub labels: Vec<u8>,
}

/// Images that pass through a network at once.
const CHUNK: usize = 100;

impl Prepared {
	/// All of `images`.
	pub fn new(images: &Images, normalisation: Normalisation) -> Prepared {
		let mut input = Vec::with_capacity(images.pixels.len());
		normalisation.apply(&images.pixels, &mut input);
		Prepared { input, labels: images.labels.clone() }
	}

	/// The images of one class.
	pub fn of_class(&self, class: u8) -> Prepared {
		let rows = self.input.chunks(PIXELS).zip(&self.labels).filter(|(_, label)| **label == class);
		Prepared {
			input: rows.clone().flat_map(|(image, _)| image).copied().collect(),
			labels: rows.map(|(_, label)| *label).collect(),
		}
	}

	/// Calls `visit(logits, labels)` for chunk after chunk.
	fn pass(&self, network: &Network, parameters: &[f32], mut visit: impl FnMut(&[f32], &[u8])) {
		let mut workspace = Workspace::default();
		for (input, labels) in self.input.chunks(CHUNK * PIXELS).zip(self.labels.chunks(CHUNK)) {
			network.forward(parameters, input, labels.len(), &mut workspace, None);
			visit(workspace.logits(), labels);
		}
	}

	/// Cross-entropy of each image.
	pub fn losses(&self, network: &Network, parameters: &[f32]) -> Vec<f64> {
		let chunks = self.input.par_chunks(CHUNK * PIXELS).zip(self.labels.par_chunks(CHUNK));
		let of_chunk = |(input, labels): (&[f32], &[u8])| {
			let mut workspace = Workspace::default();
			network.forward(parameters, input, labels.len(), &mut workspace, None);
			cross_entropy(workspace.logits(), labels)
		};
		chunks.flat_map_iter(of_chunk).collect()
	}

	/// Gradient of the mean cross-entropy, one value for each parameter.
	pub fn gradient(&self, network: &Network, parameters: &[f32]) -> Vec<f32> {
		let chunks: Vec<(&[f32], &[u8])> = self.input.chunks(CHUNK * PIXELS).zip(self.labels.chunks(CHUNK)).collect();
		let of_chunk = |(input, labels): &(&[f32], &[u8])| {
			let mut workspace = Workspace::default();
			network.forward(parameters, input, labels.len(), &mut workspace, None);
			let mut d_logits = workspace.logits().to_vec();
			cross_entropy_gradient(&mut d_logits, labels);
			let mut gradient = vec![0.0; parameters.len()];
			network.backward(parameters, &d_logits, &mut workspace, &mut gradient);
			scaled(&gradient, labels.len() as f32 / self.labels.len() as f32)
		};
		let gradients: Vec<Vec<f32>> = chunks.par_iter().map(of_chunk).collect();
		let mut sum = vec![0.0; parameters.len()];
		gradients.iter().for_each(|gradient| add_scaled(&mut sum, 1.0, gradient));
		sum
	}

	/// The likeliest class of each image; the first where several are, or where logits are not numbers.
	pub fn predictions(&self, network: &Network, parameters: &[f32]) -> Vec<u8> {
		let mut predictions = Vec::with_capacity(self.labels.len());
		self.pass(network, parameters, |logits, _| {
			predictions.extend(logits.chunks_exact(CLASSES).map(|row| {
				let mut best = 0;
				for (class, value) in row.iter().enumerate() {
					if *value > row[best] {
						best = class;
					}
				}
				best as u8
			}));
		});
		predictions
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{seed, setting::Published};

	/// Images whose upper half is bright for class 0, and whose lower half is for class 1.
	fn halves(count: usize) -> Images {
		let labels: Vec<u8> = (0..count).map(|index| (index % 2) as u8).collect();
		let pixel = |label: &u8, index: usize| if (index < PIXELS / 2) == (*label == 0) { 220 } else { 10 };
		let pixels = labels.iter().flat_map(|label| (0..PIXELS).map(move |index| pixel(label, index))).collect();
		Images { pixels, labels }
	}

	fn accuracy_after(published: Published, poison: Poison) -> f64 {
		let setting = published.setting();
		let images = halves(640);
		let mut global = setting.network.initialise(&mut seed::stream(1, "start", &[]));
		for round in 0..2 {
			let delta = train(&setting, &global, &images, poison, &mut seed::stream(1, "train", &[round]));
			global.iter_mut().zip(delta).for_each(|(value, change)| *value += change);
		}
		let test = Prepared::new(&images, setting.test_normalisation);
		let right =
			test.predictions(&setting.network, &global).iter().zip(&images.labels).filter(|(a, b)| a == b).count();
		right as f64 / images.len() as f64
	}

	#[test]
	fn both_settings_learn_an_easy_task() {
		assert!(accuracy_after(Published::Flanders, Poison::None) > 0.99);
		assert!(accuracy_after(Published::Lolli, Poison::None) > 0.99);
	}

	#[test]
	fn swapped_labels_teach_the_opposite() {
		let swapped = Poison::Labels([1, 0, 2, 3, 4, 5, 6, 7, 8, 9]);
		assert!(accuracy_after(Published::Flanders, swapped) < 0.01);
	}
}
