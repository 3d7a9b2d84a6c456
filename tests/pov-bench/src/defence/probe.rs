//! A check for triggers, which the loss does not see: does a small white square decide what the updated model says?
//!
//! Squares are stamped on held-out images, in every cell of a grid. An update is flagged when, in some cell, half of the
//! images that were not of a class before become that class by the stamp, and few do with the base model. The check knows
//! neither trigger nor target, but it finds only triggers that resemble a small bright square.

use super::Round;
use crate::{
	data::stamp,
	network::{CLASSES, SIDE},
	train::Prepared,
};

/// Side of a stamp and of a cell, in pixels.
const CELL: usize = 4;

/// Images stamped in each cell.
const IMAGES: usize = 16;

/// Stamped images that change to one class for a flag, and those of the base model from which there is none.
const FLIPPED: usize = 8;
const BASE_FLIPPED: usize = 4;

/// Stamped and clean images, cell after cell.
pub struct Probe {
	stamped: Prepared,
	clean: Prepared,
	base: Vec<[usize; CLASSES]>,
}

impl Probe {
	/// Stamps held-out images and asks the base model.
	pub fn new(round: &Round<'_>) -> Probe {
		let cells = (SIDE / CELL) * (SIDE / CELL);
		let indices: Vec<usize> = (0..cells * IMAGES).map(|index| index % round.held_out.len()).collect();
		let clean = round.held_out.select(&indices);
		let mut stamped = round.held_out.select(&indices);
		for (index, image) in stamped.pixels.chunks_exact_mut(SIDE * SIDE).enumerate() {
			let cell = index / IMAGES;
			stamp(image, cell / (SIDE / CELL) * CELL, cell % (SIDE / CELL) * CELL, CELL);
		}
		let normalisation = round.setting.normalisation;
		let mut probe = Probe {
			stamped: Prepared::new(&stamped, normalisation),
			clean: Prepared::new(&clean, normalisation),
			base: Vec::new(),
		};
		probe.base = probe.flips(round, round.global);
		probe
	}

	/// Per cell and class: images that become that class by the stamp.
	fn flips(&self, round: &Round<'_>, parameters: &[f32]) -> Vec<[usize; CLASSES]> {
		let clean = self.clean.predictions(&round.setting.network, parameters);
		let stamped = self.stamped.predictions(&round.setting.network, parameters);
		let count = |(clean, stamped): (&[u8], &[u8])| {
			let mut flips = [0; CLASSES];
			for (_, stamped) in clean.iter().zip(stamped).filter(|(clean, stamped)| clean != stamped) {
				flips[usize::from(*stamped)] += 1;
			}
			flips
		};
		clean.chunks(IMAGES).zip(stamped.chunks(IMAGES)).map(count).collect()
	}

	/// The class that a stamp leads to with this update, if one does.
	pub fn triggered(&self, round: &Round<'_>, delta: &[f32]) -> Option<u16> {
		let moved: Vec<f32> = round.global.iter().zip(delta).map(|(value, change)| value + change).collect();
		let flips = self.flips(round, &moved);
		flips.iter().zip(&self.base).find_map(|(flips, base)| {
			let class = (0..CLASSES).find(|class| flips[*class] >= FLIPPED && base[*class] < BASE_FLIPPED)?;
			Some(class as u16)
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		data::Images,
		network::{Network, PIXELS},
		seed,
		setting::{Published, Setting},
	};

	#[test]
	fn an_update_that_makes_a_corner_decide_is_found_and_one_that_does_not_is_not() {
		// One linear layer whose base always says 7; the images are dark.
		let setting = Setting { network: Network::hidden(&[PIXELS, CLASSES], 0.0), ..Published::Flanders.setting() };
		let mut global = vec![0.0; setting.network.len()];
		global[PIXELS * CLASSES + 7] = 1.0;
		let held_out = Images { pixels: vec![0; 40 * PIXELS], labels: vec![7; 40] };
		let round = Round {
			setting: &setting,
			number: 1,
			global: &global,
			deltas: &[],
			sizes: &[],
			order: &[],
			attacking: &[],
			held_out: &held_out,
			random: &|purpose| seed::stream(1, purpose, &[]),
		};
		let probe = Probe::new(&round);
		let mut harmless = vec![0.0; global.len()];
		harmless[PIXELS * CLASSES + 3] = 0.5;
		assert_eq!(probe.triggered(&round, &harmless), None);
		// A bias of its own for class 3 would be no trigger: here only white in the first three rows and columns is one.
		let mut trigger = vec![0.0; global.len()];
		for (row, column) in (0..3).flat_map(|row| (0..3).map(move |column| (row, column))) {
			trigger[(row * SIDE + column) * CLASSES + 3] = 1.0;
		}
		// Black is -1 to the network.
		assert_eq!(probe.triggered(&round, &trigger), Some(3));
	}
}
