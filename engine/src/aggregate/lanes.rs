//! The inner loop of the short way, one chunk at a time and one lane per parameter. Sums are integers below 2^51 in `f64`,
//! so every order and every width of instructions gives the same.

use super::{vote::needed, ROBUST_FROM};
use crate::{
	real::vectorised,
	update::{segment::Segment, CHUNK},
};

/// What sums stay below.
pub(super) const SUMS: u128 = 1 << 51;

/// Parameters whose sums are in registers at a time.
const LANES: usize = 16;

/// Working memory for a chunk.
pub(super) struct Lanes {
	/// Who says anything.
	pub active: Vec<Active>,
	/// One per parameter.
	pub sums: [f64; CHUNK],
}

/// An update that says something of a chunk.
pub(super) struct Active {
	pub index: usize,
	/// In millionths.
	pub weight: u64,
	/// In millionths.
	pub clip: u64,
	/// Its values count in the least unit of the chunk times two to this power.
	pub shift: u32,
}

impl Default for Lanes {
	fn default() -> Lanes {
		Lanes { active: Vec::new(), sums: [0.0; CHUNK] }
	}
}

vectorised! {
	/// Sums of clipped values times weights; zero where [`ROBUST_FROM`] say something and do not agree on a sign. The sum
	/// of all weights has to fit in an `i32`.
	pub(super) fn add_all(segments: &[&Segment], chunk: usize, lanes: &mut Lanes) {
		let Lanes { active, sums } = lanes;
		let is_vote = active.len() >= ROBUST_FROM;
		for (part, sums) in sums.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
			*sums = [0.0; LANES];
			let (mut leads, mut said, mut count) = ([0i32; LANES], [0i32; LANES], [0i32; LANES]);
			let mut squares = [0u64; LANES];
			for Active { index, weight, clip, shift } in active.iter() {
				let factor = (weight * clip) as f64 * (1u64 << shift) as f64;
				let segment = segments[*index];
				let values = &segment.chunk(chunk).as_chunks::<LANES>().0[part];
				for (sum, value) in sums.iter_mut().zip(values) {
					*sum += factor * f64::from(*value);
				}
				if !is_vote {
					continue;
				}
				let weight = *weight as i32;
				// Clipped to nothing, every value is zero.
				let signed = if *clip > 0 { weight } else { 0 };
				for (lead, value) in leads.iter_mut().zip(values) {
					*lead += signed * i32::from(value.signum());
				}
				// Zero is said in a dense update, and silence in a sparse one.
				let always = i32::from(segment.is_dense);
				let square = weight as u64 * weight as u64;
				for lane in 0..LANES {
					let says = always | i32::from(values[lane] != 0);
					said[lane] += weight * says;
					squares[lane] += square * says as u64;
					count[lane] += says;
				}
			}
			if !is_vote {
				continue;
			}
			// Mostly the same for all.
			let mut last = (said[0], squares[0]);
			let mut least = needed(last.0 as u64, last.1);
			for lane in 0..LANES {
				if (said[lane], squares[lane]) != last {
					last = (said[lane], squares[lane]);
					least = needed(last.0 as u64, last.1);
				}
				let disputed = (count[lane] >= ROBUST_FROM as i32) & (u64::from(leads[lane].unsigned_abs()) < least);
				sums[lane] = if disputed { 0.0 } else { sums[lane] };
			}
		}
	}
}
