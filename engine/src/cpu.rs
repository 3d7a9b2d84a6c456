//! The CPU backend: shards of images, one thread each.
//!
//! A batch is cut into shards of [`SHARD`] images, whatever the number of threads. Each shard runs forward and backward on
//! one thread with buffers of its own, small enough to stay near the core; then the shards' gradients are added in their
//! order. So results are the same bits for any number of threads, and no layer needs to know about threads.

use crate::{
	backend::Backend,
	batch::Batch,
	layout::Layout,
	network::{Input, Network, Scratch},
	ops::optimiser::{self, AdamW},
	parallel::Pool,
	real::{sum_pairs, vectorised},
	shape::Shape,
};
use std::{ops::Range, sync::Arc};

/// Images of one shard.
const SHARD: usize = 8;

/// Parameters that one task of the optimiser works on.
const BLOCK: usize = 16_384;

/// Computes on the processor's cores.
pub struct Cpu {
	network: Network<f32>,
	pool: Pool,
	parameters: Vec<f32>,
	/// The parameters as they were loaded.
	start: Vec<f32>,
	first: Vec<f32>,
	second: Vec<f32>,
	gradient: Vec<f32>,
	steps: u32,
	shards: Vec<Shard>,
}

struct Shard {
	scratch: Scratch<f32>,
	gradient: Vec<f32>,
	d_out: Vec<f32>,
	losses: Vec<f32>,
}

impl Shard {
	/// Lays the buffers out for a number of images, unless they are already.
	fn prepare(&mut self, shape: &Shape, images: usize) {
		if self.scratch.images() != images {
			*self = Shard {
				scratch: Scratch::new(shape, images),
				gradient: std::mem::take(&mut self.gradient),
				d_out: Vec::new(),
				losses: vec![0.0; images],
			};
		}
	}
}

/// Images of a shard.
fn images_of(batch: &Batch, shard: usize) -> Range<usize> {
	shard * SHARD..batch.len().min((shard + 1) * SHARD)
}

fn input<'a>(batch: &'a Batch, images: &Range<usize>, shape: &Shape) -> Input<'a, f32> {
	let (image, words) = (shape.image(), shape.words);
	Input {
		patches: &batch.noisy[images.start * image..images.end * image],
		times: &batch.times[images.clone()],
		classes: &batch.classes[images.clone()],
		words: &batch.words[images.start * words..images.end * words],
	}
}

vectorised! {
	/// Mean squared error of one image; with `d_out`, also its gradient times `factor`.
	fn mean_squared_error<T>(out: &[T], target: &[T], factor: T, d_out: Option<&mut [T]>) -> T {
		if let Some(d_out) = d_out {
			let twice = T::of(2.0) * factor / T::of(out.len() as f64);
			for ((d_out, out), target) in d_out.iter_mut().zip(out).zip(target) {
				*d_out = (*out - *target) * twice;
			}
		}
		sum_pairs(out, target, |out, target| (out - target) * (out - target)) / T::of(out.len() as f64)
	}
}

vectorised! {
	/// Sum of squares, in the type itself: blocks are short, and their sums are added in `f64`.
	fn sum_of_squares<T>(values: &[T]) -> T {
		sum_pairs(values, values, |one, other| one * other)
	}
}

impl Cpu {
	/// A backend with all parameters zero. `threads` of 0 or 1 means the caller's own thread.
	pub fn new(shape: Shape, layout: Arc<Layout>, threads: usize) -> Cpu {
		let parameters = vec![0.0; layout.len];
		Cpu {
			network: Network::new(shape, layout),
			pool: Pool::new(threads),
			first: Vec::new(),
			second: Vec::new(),
			gradient: Vec::new(),
			start: parameters.clone(),
			parameters,
			steps: 0,
			shards: Vec::new(),
		}
	}

	/// Runs `work(image range, shard)` for every shard of a batch.
	fn for_each_shard(&mut self, batch: &Batch, work: impl Fn(&Network<f32>, &[f32], Range<usize>, &mut Shard) + Sync) {
		let count = batch.len().div_ceil(SHARD);
		let shape = *self.network.shape();
		self.shards.resize_with(self.shards.len().max(count), || Shard {
			scratch: Scratch::new(&shape, 0),
			gradient: Vec::new(),
			d_out: Vec::new(),
			losses: Vec::new(),
		});
		let (network, parameters) = (&self.network, &self.parameters[..]);
		self.pool.for_each(&mut self.shards[..count], |index, shard| {
			let images = images_of(batch, index);
			shard.prepare(&shape, images.len());
			work(network, parameters, images, shard);
		});
	}

	/// Adds up the shards' gradients, in their order, and returns the L2 norm of the sum.
	fn reduce(&mut self, count: usize) -> f64 {
		let shards = &self.shards[..count];
		self.gradient.resize(self.parameters.len(), 0.0);
		let mut blocks: Vec<(&mut [f32], f32)> = self.gradient.chunks_mut(BLOCK).map(|block| (block, 0.0)).collect();
		self.pool.for_each(&mut blocks, |index, (block, squares)| {
			let place = index * BLOCK..index * BLOCK + block.len();
			block.copy_from_slice(&shards[0].gradient[place.clone()]);
			for shard in &shards[1..] {
				optimiser::add(&shard.gradient[place.clone()], block);
			}
			*squares = sum_of_squares(block);
		});
		blocks.iter().map(|(_, squares)| f64::from(*squares)).sum::<f64>().sqrt()
	}

	/// Leaves the gradient of the batch's mean loss in `self.gradient`. Returns that loss, and the gradient's L2 norm.
	fn backpropagate(&mut self, batch: &Batch) -> (f32, f64) {
		let image = self.network.shape().image();
		let share = 1.0 / batch.len() as f32;
		self.for_each_shard(batch, |network, parameters, images, shard| {
			let Shard { scratch, gradient, d_out, losses } = shard;
			gradient.resize(parameters.len(), 0.0);
			d_out.resize(images.len() * image, 0.0);
			let input = input(batch, &images, network.shape());
			network.forward(parameters, input, scratch);
			let targets = batch.velocity[images.start * image..images.end * image].chunks_exact(image);
			let outs = scratch.out.chunks_exact(image).zip(d_out.chunks_exact_mut(image));
			for ((target, (out, d_out)), loss) in targets.zip(outs).zip(losses) {
				*loss = mean_squared_error(out, target, share, Some(d_out));
			}
			network.backward(parameters, input, d_out, scratch, gradient);
		});
		let count = batch.len().div_ceil(SHARD);
		let norm = self.reduce(count);
		(self.shards[..count].iter().flat_map(|shard| &shard.losses).sum::<f32>() * share, norm)
	}
}

impl Backend for Cpu {
	fn load(&mut self, parameters: &[f32]) {
		self.parameters.copy_from_slice(parameters);
		self.start.copy_from_slice(parameters);
		self.first.clear();
		self.second.clear();
		self.steps = 0;
	}

	fn parameters(&self, out: &mut [f32]) {
		out.copy_from_slice(&self.parameters);
	}

	fn train_step(&mut self, batch: &Batch, optimiser: &AdamW, learning_rate: f32) -> f32 {
		let (loss, norm) = self.backpropagate(batch);
		self.steps += 1;
		self.first.resize(self.parameters.len(), 0.0);
		self.second.resize(self.parameters.len(), 0.0);
		let factors = optimiser.factors(self.steps, learning_rate, norm);
		let moments = self.first.chunks_mut(BLOCK).zip(self.second.chunks_mut(BLOCK));
		let given = self.gradient.chunks(BLOCK).zip(self.start.chunks(BLOCK));
		let mut blocks: Vec<_> = given.zip(moments).zip(self.parameters.chunks_mut(BLOCK)).collect();
		self.pool.for_each(&mut blocks, |_, (((gradient, start), (first, second)), parameters)| {
			optimiser::step(factors, gradient, start, first, second, parameters);
		});
		loss
	}

	fn gradient(&mut self, batch: &Batch) -> &[f32] {
		self.backpropagate(batch);
		&self.gradient
	}

	fn losses(&mut self, batch: &Batch, out: &mut [f32]) {
		let image = self.network.shape().image();
		self.for_each_shard(batch, |network, parameters, images, shard| {
			network.forward(parameters, input(batch, &images, network.shape()), &mut shard.scratch);
			let targets = batch.velocity[images.start * image..images.end * image].chunks_exact(image);
			for ((target, out), loss) in targets.zip(shard.scratch.out.chunks_exact(image)).zip(&mut shard.losses) {
				*loss = mean_squared_error(out, target, 1.0, None);
			}
		});
		let shards = &self.shards[..batch.len().div_ceil(SHARD)];
		for (out, loss) in out.iter_mut().zip(shards.iter().flat_map(|shard| &shard.losses)) {
			*out = *loss;
		}
	}

	fn velocity(&mut self, batch: &Batch, out: &mut [f32]) {
		let image = self.network.shape().image();
		self.for_each_shard(batch, |network, parameters, images, shard| {
			network.forward(parameters, input(batch, &images, network.shape()), &mut shard.scratch);
		});
		for (index, out) in out.chunks_mut(SHARD * image).enumerate() {
			out.copy_from_slice(&self.shards[index].scratch.out);
		}
	}
}

#[cfg(test)]
#[path = "cpu_tests.rs"]
mod tests;
