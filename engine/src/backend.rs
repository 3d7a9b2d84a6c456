//! The seam between what is computed and where.
//!
//! A backend keeps one model's parameters where it computes (in memory, or on a device) and does whole passes over whole
//! batches: fine enough to swap, coarse enough that a device can run a step as one graph of fused kernels. Training, scoring
//! and sampling know only this trait.

use crate::{batch::Batch, layout::Layout, ops::optimiser::AdamW, shape::Shape};
use std::sync::Arc;

/// A place to compute in.
pub trait Backend {
	/// Replaces the parameters and forgets the optimiser's moments.
	fn load(&mut self, parameters: &[f32]);

	/// Copies the parameters out.
	fn parameters(&self, out: &mut [f32]);

	/// One step of training: forward, backward, clipping, AdamW. Returns the batch's mean loss before the step.
	fn train_step(&mut self, batch: &Batch, optimiser: &AdamW, learning_rate: f32) -> f32;

	/// Gradient of the batch's mean loss, one value for each parameter.
	fn gradient(&mut self, batch: &Batch) -> &[f32];

	/// Mean squared error of the velocity for each image, written to `out`.
	fn losses(&mut self, batch: &Batch, out: &mut [f32]);

	/// Velocity for each image, `[images, tokens, patch]`, written to `out`.
	fn velocity(&mut self, batch: &Batch, out: &mut [f32]);
}

/// The best backend of this machine for a model.
pub(crate) fn best(shape: &Shape, layout: Arc<Layout>, threads: usize) -> Box<dyn Backend> {
	Box::new(crate::cpu::Cpu::new(*shape, layout, threads))
}
