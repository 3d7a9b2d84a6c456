//! Combining accepted updates into the next checkpoint, in integers.
//!
//! Base parameters are rounded to multiples of 2^-40; updates are such multiples already. Per parameter the clipped,
//! weighted values are summed exactly, divided once (ties to even), added to the base and turned back into a float (one more
//! rounding, to nearest even). Nothing depends on the order of updates, threads or machines, so every member gets the same
//! bytes; `scripts/reproducibility` compares them.
//!
//! **Robustness.** Norms are clipped to the median one, so nobody moves the model further than its weight times that. And a
//! parameter only moves where there is agreement on the direction: of [`ROBUST_FROM`] updates or more that say something of
//! it, those of one sign have to outweigh those of the other by more than chance would have it, else it stays (`vote.rs`). A backdoor lives
//! in parameters that are of no use for anything else: there honest updates cancel each other, and its makers, alone, are
//! too few. A dense update says something of every parameter, zero included; a sparse one only of those it has entries for,
//! and where fewer than [`ROBUST_FROM`] say something, that is the plain weighted mean. Why this rule and not a trimmed mean
//! or a median: `docs/decisions/0024-agreement-on-signs.md`.
//!
//! [`aggregate`] has everything in memory, [`aggregate_files`] only a window of the parameters at a time. Both come to the
//! same bytes.

mod files;
mod fixed;
mod lanes;
mod rule;
mod vote;

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

/// Number of values of a parameter from which on their signs have to agree.
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
