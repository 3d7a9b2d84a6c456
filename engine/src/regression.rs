//! What a mean loss hides: a class, or a band of times, that gets much worse while the others get better.
//!
//! Single updates from skewed data make classes that they never saw worse, and averaging repairs that. So strata are
//! looked at where it counts, in the mean of all that is to be accepted. Where one suffers, those are flagged that
//! contribute most to it, as few as it takes.

use crate::{
	contribution::{add, average, differences, dot, kept, standard_error, Objective, Stratum},
	update::Update,
};
use promptale_primitives::verdict::weighted_median;

/// A stratum suffers when its loss grows by more than so many times the mean loss of all samples (its own may be nearly
/// nothing, and then any oscillation multiplies it) ...
const GROWTH: f64 = 2.0;

/// ... by at least so many standard errors ...
const ERRORS: f64 = 4.0;

/// ... over at least so many samples, ...
const SAMPLES: usize = 16;

/// ... and takes away more than this part of what all other samples gain. Early on, few clients with skewed data make some
/// classes much worse while they make everything else much better, and later rounds repair it.
const TAKEN: f64 = 0.2;

/// After flagging, a stratum's loss may be expected to grow by so many times the mean loss.
const LEFT: f64 = 1.0;

/// Strata that are mended, one after the other.
const MENDED: usize = 8;

/// The stratum that each update is flagged for. `before` are the base's losses, `scores` those of
/// [`crate::contribution::contributions`]: what is above zero is to be accepted, with that as its weight.
pub fn flagged(
	base: &[f32],
	before: &[f64],
	updates: &[&Update],
	scores: &[f64],
	objective: &mut impl Objective,
) -> Vec<Option<Stratum>> {
	let mut flags = vec![None; updates.len()];
	let loss = average(before);
	for _ in 0..MENDED {
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
		let Some(worst) = worst_stratum(before, &after, objective.strata()) else { break };
		let gradient = objective.gradient(&moved(0.5), Some(worst));
		let mut growth: Vec<(usize, f64)> = members
			.iter()
			.map(|index| (*index, dot(&gradient, &updates[*index].to_delta()) * f64::from(factor(*index))))
			.collect();
		growth.sort_by(|one, two| two.1.total_cmp(&one.1));
		let (mut sum, mut weight) = (growth.iter().map(|(_, part)| part).sum::<f64>(), total);
		for (place, (index, part)) in growth.into_iter().enumerate() {
			// At least one: the estimate is of first order, and the stratum did suffer.
			if place > 0 && (part <= 0.0 || sum * total <= LEFT * loss * weight) {
				break;
			}
			flags[index] = Some(worst);
			sum -= part;
			weight -= scores[index];
		}
	}
	flags
}

/// The stratum that suffers most beyond all doubt, if any does.
fn worst_stratum(before: &[f64], after: &[f64], strata: &[(Stratum, Vec<usize>)]) -> Option<Stratum> {
	let loss = average(before);
	let differences = differences(after, before);
	let gained = -differences.iter().sum::<f64>();
	let growth = |(stratum, places): &(Stratum, Vec<usize>)| {
		let differences: Vec<f64> = places.iter().map(|place| differences[*place]).collect();
		let growth = average(&differences);
		let certain = growth - ERRORS * standard_error(&differences) > GROWTH * loss;
		let taken = growth * places.len() as f64;
		(certain && places.len() >= SAMPLES && taken > TAKEN * (gained + taken)).then_some((*stratum, growth))
	};
	let worst = strata.iter().filter_map(growth).max_by(|one, two| one.1.total_cmp(&two.1));
	worst.map(|(stratum, _)| stratum)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{contribution::strata_of, update::quantise_for};

	const PARAMETERS: usize = 64;
	const PER_CLASS: usize = 20;

	/// The loss of the samples `n % 8 == c` is half the squared distance of parameter `c` to 1. They are class `c`; or, for
	/// the last three, which are all of class 5, time band `c`.
	struct Eighths(Vec<(Stratum, Vec<usize>)>);

	impl Eighths {
		fn new() -> Eighths {
			let of_samples = |index: usize| match index % 8 {
				class @ 0..5 => Stratum::Class(class as u16),
				band => Stratum::Time(band as u8),
			};
			let mut strata = strata_of((0..8 * PER_CLASS).map(of_samples));
			strata.push((Stratum::Class(5), (0..8 * PER_CLASS).filter(|index| index % 8 > 4).collect()));
			Eighths(strata)
		}
	}

	impl Objective for Eighths {
		fn losses(&mut self, parameters: &[f32]) -> Vec<f64> {
			(0..8 * PER_CLASS).map(|index| f64::from(parameters[index % 8] - 1.0).powi(2) / 2.0).collect()
		}

		fn gradient(&mut self, parameters: &[f32], within: Option<Stratum>) -> Vec<f32> {
			let all: Vec<usize> = (0..8 * PER_CLASS).collect();
			let places =
				within.map_or(&all, |stratum| &self.0.iter().find(|(of, _)| *of == stratum).expect("a stratum").1);
			let mut gradient = vec![0.0; PARAMETERS];
			for place in places {
				gradient[place % 8] += (parameters[place % 8] - 1.0) / places.len() as f32;
			}
			gradient
		}

		fn strata(&self) -> &[(Stratum, Vec<usize>)] {
			&self.0
		}
	}

	/// Moves of the eight parameters that matter.
	fn found(moves: &[[f32; 8]]) -> Vec<Option<Stratum>> {
		let delta = |moves: &[f32; 8]| -> Vec<f32> {
			moves.iter().copied().chain(std::iter::repeat_n(0.0, PARAMETERS - 8)).collect()
		};
		let updates: Vec<Update> = moves.iter().map(|moves| quantise_for([0; 32], &delta(moves))).collect();
		let scores = vec![0.1; moves.len()];
		let mut objective = Eighths::new();
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
		let flagged = Some(Stratum::Class(3));
		assert_eq!(found(&[[0.5; 8], ruins(3), ruins(3), ruins(3)]), [None, flagged, flagged, flagged]);
	}

	#[test]
	fn who_ruins_a_band_of_times_is_flagged_for_that() {
		// The band's samples are a third of a class that as a whole does not suffer as much.
		let flagged = Some(Stratum::Time(6));
		assert_eq!(found(&[[0.5; 8], ruins(6), ruins(6), ruins(6)]), [None, flagged, flagged, flagged]);
	}

	#[test]
	fn who_does_little_is_not_flagged_with_those_who_do_most() {
		let mut little = [0.5; 8];
		little[3] = -0.1;
		let found = found(&[[0.5; 8], little, ruins(3), ruins(3), ruins(3)]);
		assert_eq!(found[..2], [None; 2]);
		assert!(found[2..].contains(&Some(Stratum::Class(3))), "{found:?}");
	}

	#[test]
	fn what_averaging_repairs_is_not_flagged() {
		let skewed = |of: usize| std::array::from_fn(|index| if index == of { 4.0 } else { -0.1 });
		let all: Vec<[f32; 8]> = (0..8).map(skewed).collect();
		assert_eq!(found(&all), [None; 8]);
	}

	#[test]
	fn few_samples_what_may_be_chance_and_what_others_gain_much_more_than_say_nothing() {
		let class = Stratum::Class(0);
		let one = |count: usize| [(class, (0..count).collect::<Vec<usize>>())];
		let losses = |count: usize, value: f64| vec![value; count];
		assert_eq!(worst_stratum(&losses(16, 1.0), &losses(16, 3.2), &one(16)), Some(class));
		assert_eq!(worst_stratum(&losses(15, 1.0), &losses(15, 3.2), &one(15)), None, "few");
		assert_eq!(worst_stratum(&losses(16, 1.0), &losses(16, 1.2), &one(16)), None, "little");
		let with_others = |class: f64, others: f64| [vec![class; 16], vec![others; 1_600]].concat();
		let suffers = |others: f64| worst_stratum(&with_others(1.0, 1.0), &with_others(3.2, others), &one(16));
		assert_eq!(suffers(0.95), Some(class), "a fifth of what others gain, and more");
		assert_eq!(suffers(0.5), None, "less than a fifth");
		let scattered: Vec<f64> = (0..16).map(|index| if index % 2 == 0 { 1.0 } else { 7.0 }).collect();
		assert_eq!(worst_stratum(&losses(16, 1.0), &scattered, &one(16)), None, "chance");
	}
}
