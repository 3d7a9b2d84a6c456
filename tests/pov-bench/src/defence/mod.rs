//! Ways of combining updates, ours among them. The others are told how many clients attack; ours is not.

mod average;
mod clipping;
mod distance;
mod flanders;
mod pov;
mod trust;

pub use distance::krum_scores;
pub use pov::{published, HeldOut, Panel};

use crate::{data::Images, setting::Setting};
use clap::ValueEnum;
use rand_chacha::ChaCha8Rng;

/// A defence. The order is that of result tables.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, ValueEnum)]
pub enum Defence {
	/// Mean by number of images (McMahan et al. 2017): no defence.
	#[value(name = "fedavg")]
	FedAvg,
	/// Median of each coordinate (Yin et al. 2018).
	Median,
	/// Mean of each coordinate without the attackers' number of lowest and highest values (Yin et al. 2018).
	TrimmedMean,
	/// The update nearest to its neighbours (Blanchard et al. 2017).
	Krum,
	/// Mean of the updates nearest to their neighbours (Blanchard et al. 2017).
	MultiKrum,
	/// Krum again and again, then a trimmed mean (El Mhamdi et al. 2018).
	Bulyan,
	/// Mean of differences to the last aggregate, clipped (Karimireddy et al. 2021).
	CentredClipping,
	/// Trust by cosine with an update trained on the held-out set (Cao et al. 2021).
	#[value(name = "fltrust")]
	FlTrust,
	/// FLANDERS before Multi-Krum (Gabrielli et al. 2023).
	#[value(name = "flanders+multi-krum", alias = "flanders")]
	Flanders,
	/// Proof of Validation: the project's rule.
	Pov,
}

impl Defence {
	/// As results name it.
	pub fn name(self) -> &'static str {
		match self {
			Defence::FedAvg => "fedavg",
			Defence::Median => "median",
			Defence::TrimmedMean => "trimmed-mean",
			Defence::Krum => "krum",
			Defence::MultiKrum => "multi-krum",
			Defence::Bulyan => "bulyan",
			Defence::CentredClipping => "centred-clipping",
			Defence::FlTrust => "fltrust",
			Defence::Flanders => "flanders+multi-krum",
			Defence::Pov => "pov",
		}
	}

	/// Whether it is ours and so counts whom it accepts.
	pub fn is_ours(self) -> bool {
		self == Defence::Pov
	}
}

/// One round's updates, and what the server knows.
pub struct Round<'a> {
	/// The setting.
	pub setting: &'a Setting,
	/// Number of the round, from 1.
	pub number: usize,
	/// The parameters that updates start from.
	pub global: &'a [f32],
	/// `[clients][parameters]`.
	pub deltas: &'a [Vec<f32>],
	/// Images that each client says it has.
	pub sizes: &'a [usize],
	/// Clients in order of commitment: those who copy others come after them, as commitments bind.
	pub order: &'a [usize],
	/// Who attacks, for defences that need to be told how many.
	pub attacking: &'a [bool],
	/// The validators' images.
	pub held_out: &'a Images,
	/// The stream of this round for this purpose.
	pub random: &'a (dyn Fn(&str) -> ChaCha8Rng + Sync),
}

impl Round<'_> {
	/// How many attack.
	pub fn attackers(&self) -> usize {
		self.attacking.iter().filter(|attacks| **attacks).count()
	}
}

/// What a defence made of a round.
pub struct Aggregated {
	/// The next parameters.
	pub global: Vec<f32>,
	/// Which clients' updates were accepted, where the defence is ours.
	pub accepted: Option<Vec<bool>>,
}

/// A defence with what it remembers from round to round.
pub struct Aggregator {
	defence: Defence,
	momentum: Vec<f32>,
	history: flanders::History,
	panel: Panel,
}

impl Aggregator {
	/// For a new run.
	pub fn new(defence: Defence, setting: &Setting) -> Aggregator {
		Aggregator {
			defence,
			momentum: Vec::new(),
			history: flanders::History::default(),
			panel: Panel::new(setting.validators, setting.dishonest),
		}
	}

	/// Combines a round's updates.
	pub fn aggregate(&mut self, round: &Round<'_>) -> Aggregated {
		let deltas: Vec<&[f32]> = round.deltas.iter().map(Vec::as_slice).collect();
		let told = round.attackers();
		let change = match self.defence {
			Defence::FedAvg => average::by_size(&deltas, round.sizes),
			Defence::Median => average::median(&deltas),
			Defence::TrimmedMean => average::trimmed_mean(&deltas, told),
			Defence::Krum => deltas[distance::krum(&deltas, told, 1)[0]].to_vec(),
			Defence::MultiKrum => distance::multi_krum(&deltas, told),
			Defence::Bulyan => distance::bulyan(&deltas, told),
			Defence::CentredClipping => {
				self.momentum = clipping::centred(&deltas, std::mem::take(&mut self.momentum));
				self.momentum.clone()
			},
			Defence::FlTrust => trust::trusted(&deltas, &trust::server_update(round)),
			Defence::Flanders => {
				let kept = self.history.filter(round);
				// `aggregate_fit` in the published `strategy.py` tells Multi-Krum how many of those kept attack.
				let left = kept.iter().filter(|client| round.attacking[**client]).count();
				let kept: Vec<&[f32]> = kept.iter().map(|client| deltas[*client]).collect();
				distance::multi_krum(&kept, left)
			},
			Defence::Pov => return pov::aggregate(round, &self.panel),
		};
		let global = round.global.iter().zip(&change).map(|(value, change)| value + change).collect();
		Aggregated { global, accepted: None }
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn names_in_results_are_those_on_the_command_line() {
		for defence in Defence::value_variants() {
			assert_eq!(Defence::from_str(defence.name(), false).as_ref(), Ok(defence));
		}
		for attack in crate::attack::Attack::value_variants() {
			assert_eq!(crate::attack::Attack::from_str(attack.name(), false).as_ref(), Ok(attack));
		}
	}
}
