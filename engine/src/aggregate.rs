//! Combining accepted updates into the next checkpoint, in integers.
//!
//! Base parameters are rounded to multiples of 2^-40; updates are such multiples already. Per parameter the clipped,
//! weighted values are summed exactly, divided once (ties to even), added to the base and turned back into a float (one more
//! rounding, to nearest even). Nothing depends on the order of updates, threads or machines, so every member gets the same
//! bytes; `scripts/reproducibility` compares them.
//!
//! **Robustness.** A dense update says something of every parameter, a sparse one of those it has entries for; the others
//! it leaves to the rest. Where [`ROBUST_FROM`] updates or more say something, the parameter takes their weighted *trimmed*
//! mean: the fifth of their weight with the lowest values and the fifth with the highest are left out (a part of an update's
//! weight where the border falls within it), and the rest is scaled up to their full weight. So whoever holds less than a
//! fifth of it cannot move the parameter outside the values of the others. Where fewer say something too little would be
//! left to average, and the plain weighted mean is used: there the cap on weights and the clip to the median norm bound what
//! one update can do. (Counting the silence of sparse updates as a vote for "no change" would trim away nearly everything
//! they send: few have entries for the same parameter.)
//!
//! [`aggregate`] has everything in memory, [`aggregate_files`] only a window of the parameters at a time. Both come to the
//! same bytes.

mod files;
mod fixed;
mod lanes;
mod rule;

pub use files::{aggregate_files, FileError};

use crate::{
	checkpoint::Checkpoint,
	parallel::Pool,
	update::{
		segment::{Segment, SEGMENT},
		Update,
	},
};
use rule::Rule;

/// Number of values of a parameter from which on the trimmed mean is used.
pub const ROBUST_FROM: usize = 5;

/// Segments that one task combines.
const BLOCK: usize = 4;

/// Applies accepted updates to the checkpoint they are for.
///
/// `accepted` has each update's weight and clip in millionths, as the chain decided them; those above one count as one.
/// Weights that sum to less than a million leave the rest to "no change". The result is the same for any order of updates
/// and any number of threads. Panics when an update was decoded for another checkpoint.
pub fn aggregate(base: &Checkpoint, accepted: &[(&Update, u32, u32)], threads: usize) -> Checkpoint {
	for (update, ..) in accepted {
		assert_eq!(update.base(), base.hash(), "an update is only ever decoded for its own base checkpoint");
	}
	let mut parameters = base.parameters().to_vec();
	aggregate_parameters(&mut parameters, accepted, threads);
	base.with_parameters(parameters)
}

/// As [`aggregate`], in place, for any model whose parameters lie in one flat buffer. Panics when an update has fewer values.
pub fn aggregate_parameters(parameters: &mut [f32], accepted: &[(&Update, u32, u32)], threads: usize) {
	let updates: Vec<&Update> = accepted.iter().map(|(update, ..)| *update).collect();
	let rule = Rule::new(accepted.iter().map(|(_, weight, clip)| (*weight, *clip)));
	Pool::new(threads).for_each_chunk(parameters, BLOCK * SEGMENT, |block, parameters| {
		combine_block(&rule, &updates, block, parameters);
	});
}

/// Moves the parameters from `block * BLOCK * SEGMENT` on.
fn combine_block(rule: &Rule, updates: &[&Update], block: usize, parameters: &mut [f32]) {
	let mut segments: Vec<Segment> = updates.iter().map(|_| Segment::new()).collect();
	for (offset, parameters) in parameters.chunks_mut(SEGMENT).enumerate() {
		for (update, segment) in updates.iter().zip(&mut segments) {
			update.decode(block * BLOCK + offset, segment);
		}
		rule.apply(&segments.iter().collect::<Vec<_>>(), parameters);
	}
}

#[cfg(test)]
#[path = "aggregate_tests.rs"]
mod tests;
