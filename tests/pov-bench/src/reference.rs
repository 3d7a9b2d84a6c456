//! The published figures that results are put beside.

use crate::{attack::Attack, defence::Defence, setting::Published};

/// One published figure.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Reference {
	/// Accuracy: the maximum from round 3 on (`flanders`), or that of round 40 (`lolli`).
	pub accuracy: f64,
	/// The backdoor's success.
	pub attack_success: Option<f64>,
}

/// What was published of a case, if anything was.
///
/// `flanders`: the worst of gaussian, LIE, OPT and AGR-MM, as README and paper give it for FLANDERS with Multi-Krum, and for
/// FedAvg with 20 % attackers. `lolli`: tables 3, 19 and 31, means of 15 seeds.
pub fn reference(published: Published, attack: Attack, percent: usize, defence: Defence) -> Option<Reference> {
	let accuracy = |accuracy| Some(Reference { accuracy, attack_success: None });
	let backdoor = |accuracy, success| Some(Reference { accuracy, attack_success: Some(success) });
	let crafted = matches!(attack, Attack::Gaussian | Attack::Lie | Attack::Opt | Attack::AgrMm);
	match (published, attack, percent, defence) {
		(Published::Flanders, Attack::None, 0, Defence::Flanders) => accuracy(0.73),
		(Published::Flanders, _, 20 | 60, Defence::Flanders) if crafted => accuracy(0.70),
		(Published::Flanders, _, 80, Defence::Flanders) if crafted => accuracy(0.72),
		(Published::Flanders, _, 20, Defence::FedAvg) if crafted => accuracy(0.11),
		(Published::Lolli, Attack::None, 0, Defence::FedAvg) => accuracy(0.815),
		(Published::Lolli, Attack::LabelFlip, 30, Defence::FedAvg) => accuracy(0.691),
		(Published::Lolli, Attack::LabelFlip, 30, Defence::Median) => accuracy(0.550),
		(Published::Lolli, Attack::LabelFlip, 30, Defence::TrimmedMean) => accuracy(0.558),
		(Published::Lolli, Attack::LabelFlip, 30, Defence::MultiKrum) => accuracy(0.437),
		(Published::Lolli, Attack::Backdoor, 20, Defence::FedAvg) => backdoor(0.815, 0.969),
		(Published::Lolli, Attack::Backdoor, 20, Defence::Median) => backdoor(0.705, 0.290),
		(Published::Lolli, Attack::Backdoor, 20, Defence::TrimmedMean) => backdoor(0.746, 0.584),
		(Published::Lolli, Attack::Backdoor, 20, Defence::MultiKrum) => backdoor(0.703, 0.761),
		_ => None,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn figures_are_given_only_for_what_was_published() {
		let of = |attack, percent, defence| reference(Published::Lolli, attack, percent, defence);
		assert_eq!(of(Attack::LabelFlip, 30, Defence::FedAvg).map(|found| found.accuracy), Some(0.691));
		assert_eq!(of(Attack::LabelFlip, 20, Defence::FedAvg), None);
		assert_eq!(of(Attack::Backdoor, 20, Defence::Pov), None);
	}
}
