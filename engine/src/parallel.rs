//! Spreading independent work over threads.
//!
//! Work is always cut the same way, whatever the number of threads, and results are put together in the order of the pieces:
//! that is what makes every result of the engine the same for any number of threads.

use rayon::prelude::*;

/// So many threads, or the caller's own when there is only one.
pub(crate) struct Pool(Option<rayon::ThreadPool>);

impl Pool {
	/// A pool of `threads` threads; 0 and 1 mean the caller's own thread.
	pub fn new(threads: usize) -> Pool {
		if threads <= 1 {
			return Pool(None);
		}
		match rayon::ThreadPoolBuilder::new()
			.num_threads(threads)
			.thread_name(|index| format!("engine-{index}"))
			.build()
		{
			Ok(pool) => Pool(Some(pool)),
			Err(error) => {
				tracing::warn!(%error, threads, "cannot start threads; going on with one");
				Pool(None)
			},
		}
	}

	/// Calls `work(index, item)` for every item.
	pub fn for_each<T: Send>(&self, items: &mut [T], work: impl Fn(usize, &mut T) + Sync) {
		match &self.0 {
			None => items.iter_mut().enumerate().for_each(|(index, item)| work(index, item)),
			Some(pool) => {
				pool.install(|| items.par_iter_mut().enumerate().for_each(|(index, item)| work(index, item)));
			},
		}
	}

	/// Calls `work(index, chunk)` for every chunk of `size` items; the last one may be shorter.
	pub fn for_each_chunk<T: Send>(&self, items: &mut [T], size: usize, work: impl Fn(usize, &mut [T]) + Sync) {
		match &self.0 {
			None => items.chunks_mut(size).enumerate().for_each(|(index, chunk)| work(index, chunk)),
			Some(pool) => {
				pool.install(|| items.par_chunks_mut(size).enumerate().for_each(|(index, chunk)| work(index, chunk)));
			},
		}
	}
}
