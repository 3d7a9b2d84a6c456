use super::*;
use crate::update::quantise_for;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const PARAMETERS: usize = 64;

/// Half the squared distance to the sample's own point; the points lie around all ones.
struct Points(Vec<Vec<f32>>);

impl Points {
	fn new(count: usize) -> Points {
		let mut random = ChaCha8Rng::seed_from_u64(1);
		Points((0..count).map(|_| (0..PARAMETERS).map(|_| 1.0 + random.random_range(-0.2..0.2)).collect()).collect())
	}
}

impl Objective for Points {
	fn losses(&mut self, parameters: &[f32]) -> Vec<f64> {
		let distance = |point: &Vec<f32>| {
			let squares = point.iter().zip(parameters).map(|(point, value)| f64::from(value - point).powi(2));
			squares.sum::<f64>() / 2.0
		};
		self.0.iter().map(distance).collect()
	}

	fn gradient(&mut self, parameters: &[f32], _: Option<Stratum>) -> Vec<f32> {
		let mean = |index: usize| self.0.iter().map(|point| point[index]).sum::<f32>() / self.0.len() as f32;
		parameters.iter().enumerate().map(|(index, value)| value - mean(index)).collect()
	}

	fn strata(&self) -> &[(Stratum, Vec<usize>)] {
		&[]
	}
}

fn updates(deltas: &[Vec<f32>]) -> Vec<Update> {
	deltas.iter().map(|delta| quantise_for([0; 32], delta)).collect()
}

fn found(deltas: &[Vec<f32>], objective: &mut impl Objective) -> Vec<f64> {
	let updates = updates(deltas);
	let base = [0.0; PARAMETERS];
	let before = average(&objective.losses(&base));
	contributions(&base, before, &updates.iter().collect::<Vec<_>>(), objective)
}

fn accepted(deltas: &[Vec<f32>]) -> Vec<bool> {
	found(deltas, &mut Points::new(50)).iter().map(|value| *value > 0.0).collect()
}

/// Steps of this length in every parameter, with noise.
fn steps(count: usize, length: f32, noise: f32) -> Vec<Vec<f32>> {
	let mut random = ChaCha8Rng::seed_from_u64(2);
	let mut step = || (0..PARAMETERS).map(|_| length + random.random_range(-noise..=noise)).collect();
	(0..count).map(|_| step()).collect()
}

/// Each knows an eighth of the parameters, goes eight times as far there as it should, and the wrong way elsewhere.
fn specialists() -> Vec<Vec<f32>> {
	let value = |of: usize, index: usize| if index % 8 == of { 8.0 } else { -0.25 };
	(0..8).map(|of| (0..PARAMETERS).map(|index| value(of, index)).collect()).collect()
}

#[test]
fn what_harms_alone_and_helps_together_is_accepted() {
	let specialists = specialists();
	let mut points = Points::new(50);
	let before = average(&points.losses(&[0.0; PARAMETERS]));
	for specialist in &specialists {
		assert!(average(&points.losses(specialist)) > 3.0 * before);
	}
	assert_eq!(accepted(&specialists), [true; 8]);
}

#[test]
fn contributions_sum_to_what_the_mean_gains() {
	let updates = updates(&steps(7, 0.5, 0.5));
	let updates: Vec<&Update> = updates.iter().collect();
	let base = [0.0; PARAMETERS];
	let mut objective = Points::new(50);
	let before = average(&objective.losses(&base));
	let norms: Vec<u64> = updates.iter().map(|update| update.norm()).collect();
	let shortest = *norms.iter().min().unwrap();
	let mut search = Search {
		base: &base,
		updates: &updates,
		norms,
		objective: &mut objective,
		before,
		step: 1.0,
		longest: u64::MAX,
	};
	let ranked = (0..7).map(|index| (index, 0.0)).collect();
	let selection = search.longest_stretch(ranked, u64::MAX, 1.0).unwrap();
	let mut shares = vec![0.0; 7];
	let (median, _) = search.at_middle(&selection, &mut shares);
	assert!(median > shortest, "some are clipped");
	let clipped = search.mean_of(&[0, 1, 2, 3, 4, 5, 6], median);
	// The middle is that of the way to the unclipped mean: the contributions are those of the clipped ones there.
	let gradient = search.objective.gradient(&selection.mean.iter().map(|value| value / 2.0).collect::<Vec<_>>(), None);
	let sum = shares.iter().sum::<f64>() / 7.0 * before;
	assert!((sum + dot(&gradient, &clipped)).abs() < 1e-6 * sum);
	let unclipped = -dot(&gradient, &selection.mean);
	let gain = search.gain(&selection);
	assert!((unclipped - gain).abs() < 1e-3 * gain, "{unclipped} {gain}");
}

#[test]
fn a_majority_that_goes_the_other_way_is_rejected() {
	let honest = steps(4, 0.5, 0.4);
	let mut all = honest.clone();
	all.extend(steps(8, 0.5, 0.6).iter().map(|step| step.iter().map(|value| -value).collect()));
	let mut expected = vec![true; 4];
	expected.extend([false; 8]);
	assert_eq!(accepted(&all), expected);
}

#[test]
fn a_majority_of_noise_is_rejected_however_long_it_is() {
	for length in [1.0, 10.0, 1000.0] {
		let mut all = steps(4, 0.5, 0.2);
		all.extend(steps(16, 0.0, length));
		assert_eq!(accepted(&all)[..4], [true; 4], "{length}");
		let noise = accepted(&all)[4..].iter().filter(|accepted| **accepted).count();
		assert!(noise <= 1, "{noise} of length {length}");
	}
}

#[test]
fn one_that_goes_much_too_far_is_rejected_though_its_direction_is_right() {
	let mut all = steps(8, 0.5, 0.3);
	all.extend(steps(1, 50.0, 0.3));
	let accepted = accepted(&all);
	assert_eq!(accepted[..8], [true; 8]);
	assert!(!accepted[8]);
}

#[test]
fn a_few_that_go_the_other_way_are_rejected_among_many() {
	let mut all = steps(30, 0.5, 0.3);
	all.extend(steps(2, -0.5, 0.3));
	let accepted = accepted(&all);
	assert_eq!(accepted[..30], [true; 30]);
	assert_eq!(accepted[30..], [false; 2]);
}

#[test]
fn where_nothing_helps_nothing_is_accepted() {
	assert_eq!(accepted(&steps(5, -0.5, 0.1)), [false; 5]);
	assert_eq!(accepted(&vec![vec![0.0; PARAMETERS]; 3]), [false; 3]);
	assert!(accepted(&[]).is_empty());
}

#[test]
fn an_update_of_zeros_earns_nothing() {
	let mut all = steps(5, 0.5, 0.1);
	all.push(vec![0.0; PARAMETERS]);
	assert_eq!(accepted(&all), [true, true, true, true, true, false]);
}

#[test]
fn a_majority_that_goes_the_right_way_much_too_far_does_not_cost_the_others_their_place() {
	let mut deltas = steps(4, 0.5, 0.1);
	deltas.extend(steps(5, 500.0, 100.0));
	let expected: Vec<bool> = (0..9).map(|index| index < 4).collect();
	assert_eq!(accepted(&deltas), expected);
}

#[test]
fn the_order_of_updates_does_not_matter() {
	let all = [steps(5, 0.5, 0.4), steps(9, -0.5, 0.4)].concat();
	let mut points = Points::new(50);
	let one = found(&all, &mut points);
	let other = found(&all.iter().rev().cloned().collect::<Vec<_>>(), &mut points);
	for (one, other) in one.iter().zip(other.iter().rev()) {
		assert!((one - other).abs() < 1e-4, "{one} {other}");
	}
}

#[test]
fn who_contributes_more_weighs_more_within_bounds() {
	let values = found(&[steps(6, 0.5, 0.1), steps(1, 0.2, 0.4)].concat(), &mut Points::new(50));
	let (lowest, highest) = (values[6], values[..6].iter().copied().fold(0.0, f64::max));
	assert!(0.0 < lowest && lowest < highest, "{values:?}");
	assert!(highest <= lowest * WEIGHTS[1] / WEIGHTS[0] + 1e-9, "{values:?}");
}

/// Losses that are not numbers, except at the base.
struct Broken;

impl Objective for Broken {
	fn losses(&mut self, parameters: &[f32]) -> Vec<f64> {
		let loss = if parameters.iter().all(|value| *value == 0.0) { 1.0 } else { f64::NAN };
		vec![loss; 10]
	}

	fn gradient(&mut self, _: &[f32], _: Option<Stratum>) -> Vec<f32> {
		vec![f32::NAN; PARAMETERS]
	}

	fn strata(&self) -> &[(Stratum, Vec<usize>)] {
		&[]
	}
}

#[test]
fn what_cannot_be_measured_is_rejected() {
	assert!(found(&steps(5, 0.5, 0.1), &mut Broken).iter().all(|value| *value < 0.0));
}
