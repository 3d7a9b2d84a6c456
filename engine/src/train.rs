//! Local training: what a generator does with a checkpoint and its own images.

use crate::{
	backend,
	batch::{stratified_times, Batch},
	checkpoint::Checkpoint,
	dataset::Dataset,
	ops::optimiser::AdamW,
	Error,
};
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::{
	ops::ControlFlow,
	time::{Duration, Instant},
};

/// How often class and caption are left out, so that the model learns to do without.
const DROPOUT: f64 = 0.1;

/// Steps until the learning rate reaches its full value: the optimiser's moments start empty in every round.
const WARM_UP: u32 = 10;

/// Learning rate for a model that has had `version` attested checkpoints after its first one.
///
/// It falls with every round: on skewed parts, federated averaging with a constant rate stops short of the optimum,
/// by an amount that grows with the rate (Li et al. 2020, "On the convergence of FedAvg on non-IID data"), and sooner or
/// later honest updates make the common model worse.
pub fn learning_rate(version: u32) -> f32 {
	const FIRST: f32 = 4e-3;
	const LEAST: f32 = 3e-4;
	(FIRST / (1.0 + version as f32 / 2.0)).max(LEAST)
}

/// How to train.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TrainOptions {
	/// Most steps.
	pub steps: u32,
	/// Stop after this time, whatever the steps; at least one step is made.
	pub time_limit: Option<Duration>,
	/// Images of one step.
	pub batch_size: usize,
	/// At its highest, after the first steps; it falls linearly to zero at the end. See [`learning_rate`].
	pub learning_rate: f32,
	/// Picks images, noise and times. With the same seed and without a time limit the result is the same bits, for any
	/// number of threads.
	pub seed: u64,
	/// Threads; 0 and 1 both mean the caller's own.
	pub threads: usize,
}

impl Default for TrainOptions {
	fn default() -> Self {
		TrainOptions { steps: 1000, time_limit: None, batch_size: 16, learning_rate: 2e-3, seed: 0, threads: 1 }
	}
}

/// Where training stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TrainProgress {
	/// Steps made.
	pub step: u32,
	/// Most steps there will be.
	pub steps: u32,
	/// Mean squared error of this step's batch.
	pub loss: f32,
}

/// What training gave.
#[derive(Clone, PartialEq, Debug)]
pub struct Trained {
	/// Difference to the base checkpoint, one value per parameter.
	pub delta: Vec<f32>,
	/// Mean of the steps' losses.
	pub mean_loss: f32,
	/// Steps made.
	pub steps: u32,
}

impl Trained {
	/// The checkpoint that training started from, with what was learned: for one's own use, nobody attested it.
	pub fn applied_to(&self, base: &Checkpoint) -> Checkpoint {
		base.with_parameters(base.parameters().iter().zip(&self.delta).map(|(base, delta)| base + delta).collect())
	}
}

/// Trains from a checkpoint on one's own images. `on_step` is called after every step and may break off; what was
/// learned until then is returned.
///
/// # Errors
/// [`Error::Options`] for zero steps, an empty batch or a learning rate that is no positive number, [`Error::Dataset`] for
/// a data set of another image size, [`Error::Diverged`] when the loss is no longer finite.
pub fn train(
	base: &Checkpoint,
	data: &Dataset,
	options: &TrainOptions,
	on_step: &mut dyn FnMut(TrainProgress) -> ControlFlow<()>,
) -> Result<Trained, Error> {
	let TrainOptions { steps, batch_size, learning_rate, .. } = *options;
	if steps == 0 || batch_size == 0 || !(learning_rate > 0.0 && learning_rate.is_finite()) {
		return Err(Error::Options(format!(
			"{steps} steps of {batch_size} images at a learning rate of {learning_rate}; all must be above 0"
		)));
	}
	data.check(base.shape())?;
	let mut backend = backend::best(base.shape(), base.shared_layout(), options.threads);
	backend.load(base.parameters());
	let mut random = ChaCha8Rng::seed_from_u64(options.seed);
	let mut sampler = Sampler::new(data);
	let mut batch = Batch::default();
	let mut indices = Vec::with_capacity(batch_size);
	let start = Instant::now();
	let mut made = 0;
	let mut sum = 0.0f64;
	while made < steps {
		// The first step is made however short the time is, and with its full learning rate.
		let elapsed = match options.time_limit {
			Some(limit) if made > 0 => start.elapsed().as_secs_f64() / limit.as_secs_f64().max(1e-9),
			_ => 0.0,
		};
		if elapsed >= 1.0 {
			break;
		}
		indices.clear();
		indices.extend((0..batch_size).map(|_| sampler.next(&mut random)));
		let times = stratified_times(batch_size, &mut random);
		batch.fill(base.shape(), data, &indices, times.into_iter(), &mut random);
		batch.drop_conditions(base.shape(), DROPOUT, &mut random);

		let done = (f64::from(made) / f64::from(steps)).max(elapsed) as f32;
		let warm = ((made + 1) as f32 / WARM_UP as f32).min(1.0);
		let loss = backend.train_step(&batch, &AdamW::default(), learning_rate * warm * (1.0 - done));
		made += 1;
		if !loss.is_finite() {
			return Err(Error::Diverged { step: made });
		}
		sum += f64::from(loss);
		if on_step(TrainProgress { step: made, steps, loss }).is_break() {
			break;
		}
	}
	let mut delta = vec![0.0; base.parameters().len()];
	backend.parameters(&mut delta);
	for (value, base) in delta.iter_mut().zip(base.parameters()) {
		*value -= base;
		if !value.is_finite() {
			return Err(Error::Diverged { step: made });
		}
	}
	Ok(Trained { delta, mean_loss: (sum / f64::from(made)) as f32, steps: made })
}

/// Images in random order, rare classes more often than they come: a class is picked in proportion to the square root of
/// its images.
///
/// Parts of a federation are skewed in different ways. Leaning half-way to equal classes keeps what one of them learns
/// useful to all, without repeating the few images of a rare class over and over.
struct Sampler {
	/// The images of each class that has any, and their part of the draws.
	classes: Vec<(Vec<usize>, Order, f64)>,
	total: f64,
}

impl Sampler {
	fn new(data: &Dataset) -> Sampler {
		let mut members = vec![Vec::new(); data.class_counts().len()];
		for index in 0..data.len() {
			members[usize::from(data.label(index))].push(index);
		}
		members.retain(|members| !members.is_empty());
		let classes: Vec<(Vec<usize>, Order, f64)> = members
			.into_iter()
			.map(|members| {
				let (order, part) = (Order::new(members.len()), (members.len() as f64).sqrt());
				(members, order, part)
			})
			.collect();
		let total = classes.iter().map(|(.., part)| part).sum();
		Sampler { classes, total }
	}

	fn next(&mut self, random: &mut ChaCha8Rng) -> usize {
		let mut place = random.random::<f64>() * self.total;
		let last = self.classes.len() - 1;
		let class = self.classes[..last].iter().position(|(.., part)| {
			place -= part;
			place < 0.0
		});
		let (members, order, _) = &mut self.classes[class.unwrap_or(last)];
		members[order.next(random)]
	}
}

/// Indices in random order, shuffled anew whenever all were used.
pub(crate) struct Order {
	indices: Vec<usize>,
	next: usize,
}

impl Order {
	/// The indices below `count`, which is not zero.
	pub fn new(count: usize) -> Order {
		Order { indices: (0..count).collect(), next: count }
	}

	pub fn next(&mut self, random: &mut ChaCha8Rng) -> usize {
		if self.next == self.indices.len() {
			self.indices.shuffle(random);
			self.next = 0;
		}
		self.next += 1;
		self.indices[self.next - 1]
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		dataset::{
			tests::{synthetic, TINY},
			Leaf,
		},
		shape::Shape,
	};

	const OPTIONS: TrainOptions =
		TrainOptions { steps: 60, time_limit: None, batch_size: 20, learning_rate: 2e-3, seed: 5, threads: 1 };

	fn run(options: &TrainOptions) -> (Trained, Vec<f32>) {
		let base = Checkpoint::initialise(TINY, 1).unwrap();
		let mut losses = Vec::new();
		let trained = train(&base, &synthetic(&TINY, 50), options, &mut |progress| {
			losses.push(progress.loss);
			ControlFlow::Continue(())
		});
		(trained.unwrap(), losses)
	}

	#[test]
	fn the_loss_falls() {
		let (trained, losses) = run(&OPTIONS);
		assert_eq!((trained.steps, losses.len()), (60, 60));
		assert!(losses[55..].iter().sum::<f32>() < 0.6 * losses[..5].iter().sum::<f32>(), "{losses:?}");
	}

	#[test]
	fn training_is_the_same_bits_for_any_number_of_threads() {
		let one = run(&OPTIONS);
		for threads in [2, 3, 5] {
			assert_eq!(one, run(&TrainOptions { threads, ..OPTIONS }), "{threads} threads");
		}
		assert_ne!(one.0.delta, run(&TrainOptions { seed: 6, ..OPTIONS }).0.delta);
	}

	#[test]
	fn a_time_limit_and_the_caller_can_end_it() {
		let limit = Some(Duration::from_millis(50));
		let (trained, _) = run(&TrainOptions { steps: u32::MAX, time_limit: limit, ..OPTIONS });
		assert!(trained.steps >= 1);
		let in_no_time = run(&TrainOptions { time_limit: Some(Duration::ZERO), ..OPTIONS });
		assert_eq!(in_no_time.0, run(&TrainOptions { steps: 1, ..OPTIONS }).0, "one step, and a usual one");

		let base = Checkpoint::initialise(TINY, 1).unwrap();
		let stop = &mut |progress: TrainProgress| match progress.step {
			3 => ControlFlow::Break(()),
			_ => ControlFlow::Continue(()),
		};
		assert_eq!(train(&base, &synthetic(&TINY, 50), &OPTIONS, stop).unwrap().steps, 3);
	}

	#[test]
	fn options_that_cannot_work_are_refused() {
		let base = Checkpoint::initialise(TINY, 1).unwrap();
		let data = synthetic(&TINY, 5);
		let mut go_on = |_| ControlFlow::Continue(());
		for bad in [
			TrainOptions { steps: 0, ..OPTIONS },
			TrainOptions { batch_size: 0, ..OPTIONS },
			TrainOptions { learning_rate: 0.0, ..OPTIONS },
			TrainOptions { learning_rate: f32::NAN, ..OPTIONS },
		] {
			assert!(matches!(train(&base, &data, &bad, &mut go_on), Err(Error::Options(_))), "{bad:?}");
		}
		let wild = TrainOptions { learning_rate: 1e30, ..OPTIONS };
		assert!(matches!(train(&base, &data, &wild, &mut go_on), Err(Error::Diverged { .. })));
		let other = synthetic(&promptale_primitives::model::Architecture { side: 12, ..TINY }, 5);
		assert!(matches!(train(&base, &other, &OPTIONS, &mut go_on), Err(Error::Dataset { .. })));
	}

	#[test]
	fn the_learning_rate_falls_with_every_round_but_never_to_zero() {
		assert_eq!(learning_rate(0), 4e-3);
		assert!((1..20).all(|version| learning_rate(version) < learning_rate(version - 1)));
		assert_eq!(learning_rate(u32::MAX), 3e-4);
	}

	#[test]
	fn rare_classes_are_drawn_more_often_than_they_come() {
		let shape = Shape::of(&TINY).unwrap();
		// 90 images of class 0, 10 of class 2, none of class 1: square roots give 3 to 1.
		let labels: Vec<u16> = (0..100).map(|index| if index < 90 { 0 } else { 2 }).collect();
		let pixels = vec![0; 100 * shape.image()];
		let leaves = labels.iter().map(|class| Leaf { file: [0; 32], class: *class, words: Vec::new() }).collect();
		let data = Dataset::from_parts("here".as_ref(), &shape, pixels, leaves);
		let mut random = ChaCha8Rng::seed_from_u64(1);
		let mut sampler = Sampler::new(&data);
		let rare = (0..4000).filter(|_| data.label(sampler.next(&mut random)) == 2).count();
		assert!((900..1100).contains(&rare), "{rare}");
	}

	#[test]
	fn every_index_comes_once_per_round() {
		let mut random = ChaCha8Rng::seed_from_u64(1);
		let mut order = Order::new(7);
		for _ in 0..3 {
			let mut seen: Vec<usize> = (0..7).map(|_| order.next(&mut random)).collect();
			seen.sort_unstable();
			assert_eq!(seen, (0..7).collect::<Vec<_>>());
		}
	}
}
