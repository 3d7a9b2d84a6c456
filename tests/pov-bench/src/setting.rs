//! The published settings, and what a short run leaves out of them.
//!
//! Sources:
//! * `flanders`: Flower's baseline of that name (`adap/flower`, `baselines/flanders`: `README.md`, `flanders/main.py`,
//!   `client.py`, `models.py`, `server.py`, `run.sh`), after Gabrielli et al. 2023 (arXiv 2303.16668);
//! * `lolli`: `samuele-lolli/Aggregation-Federated-Learning-Analysis` (`task.py`, `client_app.py`, `run_configuration.py`,
//!   `run_experiments.py`, tables 3, 19 and 31).

use crate::{
	data::Normalisation,
	network::{Network, Optimiser},
};
use clap::ValueEnum;

/// A published setting.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, ValueEnum)]
pub enum Published {
	/// 100 clients, Dirichlet 0.5, perceptron, Adam, 50 rounds; attackers drawn anew each round, from round 3 on.
	Flanders,
	/// 10 clients, Dirichlet 0.1, convolutional network, SGD with momentum, 40 rounds; the same attackers throughout.
	Lolli,
	/// As `lolli` with even parts (Dirichlet 1000): for the rate of honest updates rejected.
	Iid,
}

/// Everything about a run but attack and defence.
#[derive(Clone, Debug)]
pub struct Setting {
	/// Where it comes from.
	pub published: Published,
	/// Clients; all of them take part in each round.
	pub clients: usize,
	/// Concentration of the Dirichlet distribution that splits each class over them.
	pub alpha: f64,
	/// The classifier.
	pub network: Network,
	/// Local steps.
	pub optimiser: Optimiser,
	/// Images of one local step; one epoch a round.
	pub batch: usize,
	/// Rounds.
	pub rounds: usize,
	/// Rounds at the start without an attack.
	pub warm_up: usize,
	/// The maximum accuracy is taken from this round on (counted from 1).
	pub measured_from: usize,
	/// The final accuracy is the mean over this many last rounds.
	pub final_rounds: usize,
	/// Accuracy is measured each so many rounds, and in the final ones.
	pub measured_every: usize,
	/// Attackers are drawn anew each round, instead of once.
	pub new_attackers: bool,
	/// What training and scoring see of an image.
	pub normalisation: Normalisation,
	/// What the final test sees.
	pub test_normalisation: Normalisation,
	/// Crops and mirrors training images.
	pub augment: bool,
	/// Training images are visited in a new order each round.
	pub shuffle: bool,
	/// Training images used, of 60,000.
	pub training_images: usize,
	/// Test images used, of 10,000.
	pub test_images: usize,
	/// Images of the validators' held-out set.
	pub held_out: usize,
	/// Part of it with wrong labels.
	pub held_out_poison: f64,
	/// Draws from it that score one round.
	pub samples: usize,
	/// Validators.
	pub validators: usize,
	/// Part of their stake that lies.
	pub dishonest: f64,
}

impl Published {
	/// As published.
	pub fn setting(self) -> Setting {
		let half = Normalisation { mean: 0.5, deviation: 0.5 };
		let mnist = Normalisation { mean: 0.1307, deviation: 0.3081 };
		let flanders = Setting {
			published: self,
			clients: 100,
			alpha: 0.5,
			network: Network::perceptron(),
			optimiser: Optimiser::Adam { rate: 1e-3 },
			batch: 32,
			rounds: 50,
			warm_up: 2,
			measured_from: 3,
			final_rounds: 5,
			measured_every: 1,
			new_attackers: true,
			normalisation: half,
			test_normalisation: half,
			augment: false,
			shuffle: false,
			training_images: 60_000,
			test_images: 10_000,
			held_out: 2000,
			held_out_poison: 0.0,
			samples: 1000,
			validators: 7,
			dishonest: 0.0,
		};
		let lolli = Setting {
			clients: 10,
			alpha: 0.1,
			network: Network::convolutional(),
			optimiser: Optimiser::Sgd { rate: 0.01, momentum: 0.9 },
			rounds: 40,
			warm_up: 0,
			measured_from: 1,
			final_rounds: 1,
			measured_every: 5,
			new_attackers: false,
			normalisation: mnist,
			test_normalisation: mnist,
			augment: true,
			shuffle: true,
			..flanders.clone()
		};
		match self {
			Published::Flanders => flanders,
			Published::Lolli => lolli,
			Published::Iid => Setting { alpha: 1000.0, ..lolli },
		}
	}

	/// As results name it.
	pub fn name(self) -> &'static str {
		match self {
			Published::Flanders => "flanders",
			Published::Lolli => "lolli",
			Published::Iid => "iid",
		}
	}
}

impl Setting {
	/// Fewer clients, images and rounds; the network, the split, the local training and the attacks stay as they are.
	pub fn short(self) -> Setting {
		let final_rounds = self.final_rounds.min(3);
		match self.published {
			Published::Flanders => Setting {
				clients: 20,
				training_images: 12_000,
				rounds: 12,
				test_images: 2000,
				samples: 500,
				final_rounds,
				..self
			},
			Published::Lolli | Published::Iid => Setting {
				training_images: 6000,
				rounds: if self.published == Published::Lolli { 12 } else { 6 },
				test_images: 1000,
				held_out: 1000,
				samples: 500,
				measured_every: 2,
				final_rounds: 3,
				..self
			},
		}
	}
}
