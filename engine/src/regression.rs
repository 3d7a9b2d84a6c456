//! What a mean loss hides: a class that gets much worse while the others get better.
//!
//! Single updates from skewed data make classes that they never saw worse, and averaging repairs that. So classes are
//! looked at where it counts, in the mean of all that is to be accepted. Where one suffers, those are flagged that
//! contribute most to it, as few as it takes.

use crate::{
	contribution::{add, average, differences, dot, kept, standard_error, Objective},
	update::Update,
};
use promptale_primitives::verdict::weighted_median;

/// A class suffers when its loss grows by more than so many times the mean loss of all samples (its own may be nearly
/// nothing, and then any oscillation multiplies it) ...
const GROWTH: f64 = 2.0;

/// ... by at least so many standard errors ...
const ERRORS: f64 = 4.0;

/// ... over at least so many samples, ...
const SAMPLES: usize = 16;

/// ... and takes away more than this part of what all other samples gain. Early on, few clients with skewed data make some
/// classes much worse while they make everything else much better, and later rounds repair it.
const TAKEN: f64 = 0.2;

/// After flagging, a class's loss may be expected to grow by so many times the mean loss.
const LEFT: f64 = 1.0;

/// Classes that are mended, one after the other.
const CLASSES: usize = 8;

/// The class that each update is flagged for. `before` are the base's losses, `scores` those of
/// [`crate::contribution::contributions`]: what is above zero is to be accepted, with that as its weight.
pub fn flagged(
	base: &[f32],
	before: &[f64],
	updates: &[&Update],
	scores: &[f64],
	objective: &mut impl Objective,
) -> Vec<Option<u16>> {
	let mut flags = vec![None; updates.len()];
	let loss = average(before);
	for _ in 0..CLASSES {
		let members: Vec<usize> =
			(0..updates.len()).filter(|index| scores[*index] > 0.0 && flags[*index].is_none()).collect();
		if members.is_empty() {
			break;
		}
		let median = weighted_median(members.iter().map(|index| (updates[*index].norm(), 1)).collect()).unwrap_or(0);
		let total: f64 = members.iter().map(|index| scores[*index]).sum();
		let factor = |index: usize| kept(updates[index].norm(), median) * (scores[index] / total) as f32;
		let mut mean = vec![0.0; base.len()];
		members.iter().for_each(|index| add(factor(*index), updates[*index], &mut mean));
		let moved =
			|part: f32| -> Vec<f32> { base.iter().zip(&mean).map(|(value, change)| value + part * change).collect() };
		let after = objective.losses(&moved(1.0));
		let Some(class) = worst_class(before, &after, objective.classes()) else { break };
		let gradient = objective.gradient(&moved(0.5), Some(class));
		let mut growth: Vec<(usize, f64)> = members
			.iter()
			.map(|index| (*index, dot(&gradient, &updates[*index].to_delta()) * f64::from(factor(*index))))
			.collect();
		growth.sort_by(|one, two| two.1.total_cmp(&one.1));
		let (mut sum, mut weight) = (growth.iter().map(|(_, part)| part).sum::<f64>(), total);
		for (place, (index, part)) in growth.into_iter().enumerate() {
			// At least one: the estimate is of first order, and the class did suffer.
			if place > 0 && (part <= 0.0 || sum * total <= LEFT * loss * weight) {
				break;
			}
			flags[index] = Some(class);
			sum -= part;
			weight -= scores[index];
		}
	}
	flags
}

/// The class that suffers most beyond all doubt, if any does.
fn worst_class(before: &[f64], after: &[f64], classes: &[u16]) -> Option<u16> {
	let all: std::collections::BTreeSet<u16> = classes.iter().copied().collect();
	let loss = average(before);
	let gained: f64 = differences(before, after).iter().sum();
	let growth = |class: u16| {
		let of_class = |values: &[f64]| -> Vec<f64> {
			classes.iter().zip(values).filter(|(of, _)| **of == class).map(|(_, value)| *value).collect()
		};
		let (before, after) = (of_class(before), of_class(after));
		let count = before.len() as f64;
		let differences = differences(&after, &before);
		let growth = average(&differences);
		let certain = growth - ERRORS * standard_error(&differences) > GROWTH * loss;
		let taken = growth * count;
		(certain && before.len() >= SAMPLES && taken > TAKEN * (gained + taken)).then_some((class, growth))
	};
	let worst = all.into_iter().filter_map(growth).max_by(|one, two| one.1.total_cmp(&two.1));
	worst.map(|(class, _)| class)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::update::quantise_for;

	const PARAMETERS: usize = 64;
	const PER_CLASS: usize = 20;

	/// The loss of class `c` is half the squared distance of parameter `c` to 1; there are eight classes.
	struct Classes(Vec<u16>);

	impl Classes {
		fn new() -> Classes {
			Classes((0..8 * PER_CLASS).map(|index| (index % 8) as u16).collect())
		}
	}

	impl Objective for Classes {
		fn losses(&mut self, parameters: &[f32]) -> Vec<f64> {
			self.0.iter().map(|class| f64::from(parameters[usize::from(*class)] - 1.0).powi(2) / 2.0).collect()
		}

		fn gradient(&mut self, parameters: &[f32], class: Option<u16>) -> Vec<f32> {
			let of = |index: usize| {
				let counts = index < 8 && class.is_none_or(|class| usize::from(class) == index);
				let part = if class.is_some() { 1.0 } else { 0.125 };
				if counts {
					(parameters[index] - 1.0) * part
				} else {
					0.0
				}
			};
			(0..PARAMETERS).map(of).collect()
		}

		fn classes(&self) -> &[u16] {
			&self.0
		}
	}

	/// Moves of the eight parameters that matter.
	fn found(moves: &[[f32; 8]]) -> Vec<Option<u16>> {
		let delta = |moves: &[f32; 8]| -> Vec<f32> {
			moves.iter().copied().chain(std::iter::repeat_n(0.0, PARAMETERS - 8)).collect()
		};
		let updates: Vec<Update> = moves.iter().map(|moves| quantise_for([0; 32], &delta(moves))).collect();
		let scores = vec![0.1; moves.len()];
		let mut objective = Classes::new();
		let base = [0.0; PARAMETERS];
		let before = objective.losses(&base);
		flagged(&base, &before, &updates.iter().collect::<Vec<_>>(), &scores, &mut objective)
	}

	#[test]
	fn nobody_is_flagged_where_no_class_suffers() {
		assert_eq!(found(&[[0.5; 8]; 4]), [None; 4]);
		assert!(found(&[]).is_empty());
	}

	/// As long as the others, and all of it against one class.
	fn ruins(class: usize) -> [f32; 8] {
		std::array::from_fn(|index| if index == class { -1.4 } else { 0.0 })
	}

	#[test]
	fn who_ruins_a_class_is_flagged_for_it_and_nobody_else() {
		assert_eq!(found(&[[0.5; 8], ruins(3), ruins(3), ruins(3)]), [None, Some(3), Some(3), Some(3)]);
	}

	#[test]
	fn who_does_little_is_not_flagged_with_those_who_do_most() {
		let mut little = [0.5; 8];
		little[3] = -0.1;
		let found = found(&[[0.5; 8], little, ruins(3), ruins(3), ruins(3)]);
		assert_eq!(found[..2], [None; 2]);
		assert!(found[2..].contains(&Some(3)), "{found:?}");
	}

	#[test]
	fn what_averaging_repairs_is_not_flagged() {
		let skewed = |of: usize| std::array::from_fn(|index| if index == of { 4.0 } else { -0.1 });
		let all: Vec<[f32; 8]> = (0..8).map(skewed).collect();
		assert_eq!(found(&all), [None; 8]);
	}

	#[test]
	fn few_samples_and_what_may_be_chance_say_nothing() {
		let classes = |count: usize| vec![0u16; count];
		let losses = |count: usize, value: f64| vec![value; count];
		assert_eq!(worst_class(&losses(16, 1.0), &losses(16, 3.2), &classes(16)), Some(0));
		assert_eq!(worst_class(&losses(15, 1.0), &losses(15, 3.2), &classes(15)), None, "few");
		assert_eq!(worst_class(&losses(16, 1.0), &losses(16, 1.2), &classes(16)), None, "little");
		let scattered: Vec<f64> = (0..16).map(|index| if index % 2 == 0 { 1.0 } else { 7.0 }).collect();
		assert_eq!(worst_class(&losses(16, 1.0), &scattered, &classes(16)), None, "chance");
	}
}
