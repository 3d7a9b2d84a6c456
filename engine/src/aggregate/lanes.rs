//! The inner loops of the short way, one chunk at a time and one lane per parameter. All numbers are integers below 2^51 in
//! `f64`, so every order and every width of instructions gives the same.

use super::fixed::{to_float, to_integer};
use crate::{
	real::vectorised,
	update::{segment::Segment, CHUNK},
};

/// What sums and sort keys stay below.
pub(super) const SUMS: u128 = 1 << 51;

/// Places of updates in sort keys, and weights in millionths, as powers of two.
const PLACE_BITS: u32 = 8;
const WEIGHT_BITS: u32 = 20;

/// Parameters whose keys are sorted at a time: those of 64 updates stay in the processor's nearest cache.
const SORTED: usize = CHUNK / 2;

/// Working memory for a chunk.
pub(super) struct Lanes {
	/// Who speaks.
	pub active: Vec<Active>,
	/// One per parameter.
	pub sums: [f64; CHUNK],
	keys: Vec<[f64; SORTED]>,
}

/// An update that speaks in a chunk.
pub(super) struct Active {
	pub index: usize,
	/// In millionths.
	pub weight: u64,
	/// What its values are to be multiplied with, in millionths of the least unit of the chunk.
	pub clip: u64,
}

impl Default for Lanes {
	fn default() -> Lanes {
		Lanes { active: Vec::new(), sums: [0.0; CHUNK], keys: Vec::new() }
	}
}

/// What stands below a value in its sort key. The order of equal values does not matter, but their weights go with them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
	/// The weight itself: nothing to look up.
	Weights,
	/// The place in [`Lanes::active`], which has fewer bits.
	Places,
}

impl Keys {
	/// Those that have room for values up to `largest` of so many updates.
	pub fn for_values(largest: u64, updates: usize) -> Option<Keys> {
		let largest = u128::from(largest);
		if largest << WEIGHT_BITS < SUMS {
			Some(Keys::Weights)
		} else if largest << PLACE_BITS < SUMS && updates <= 1 << PLACE_BITS {
			Some(Keys::Places)
		} else {
			None
		}
	}

	fn bits(self) -> u32 {
		match self {
			Keys::Weights => WEIGHT_BITS,
			Keys::Places => PLACE_BITS,
		}
	}
}

vectorised! {
	/// Sums of clipped values times weights.
	pub(super) fn add_all(segments: &[&Segment], chunk: usize, lanes: &mut Lanes) {
		lanes.sums.fill(0.0);
		for Active { index, weight, clip } in &lanes.active {
			let factor = (weight * clip) as f64;
			for (sum, value) in lanes.sums.iter_mut().zip(segments[*index].chunk(chunk)) {
				*sum += factor * f64::from(*value);
			}
		}
	}
}

vectorised! {
	/// Sums of clipped values times the parts of weights that lie between the bounds `kept`, all weights put one after the
	/// other in the order of their values. `network` sorts as many updates as are active, or more.
	pub(super) fn add_kept(
		segments: &[&Segment],
		chunk: usize,
		kind: Keys,
		network: &[(usize, usize)],
		kept: (f64, f64),
		lanes: &mut Lanes,
	) {
		let Lanes { active, sums, keys } = lanes;
		let unit = (1u64 << kind.bits()) as f64;
		keys.resize(active.len(), [0.0; SORTED]);
		let mut weights = [0.0; 1 << PLACE_BITS];
		weights.iter_mut().zip(active.iter()).for_each(|(weight, active)| *weight = active.weight as f64);
		for (part, sums) in sums.as_chunks_mut::<SORTED>().0.iter_mut().enumerate() {
			for (place, (Active { index, weight, clip }, keys)) in active.iter().zip(keys.iter_mut()).enumerate() {
				let factor = *clip as f64 * unit;
				let below = if kind == Keys::Weights { *weight as f64 } else { place as f64 };
				let values = &segments[*index].chunk(chunk).as_chunks::<SORTED>().0[part];
				for (key, value) in keys.iter_mut().zip(values) {
					*key = f64::from(*value) * factor + below;
				}
			}
			for (one, other) in network {
				let Ok([one, other]) = keys.get_disjoint_mut([*one, *other]) else { continue };
				for (low, high) in one.iter_mut().zip(other) {
					// Two choices in place of one exchange: the compiler has instructions for those.
					let (first, second) = (*low, *high);
					*low = at_most(first, second);
					*high = at_least(first, second);
				}
			}
			match kind {
				Keys::Weights => add_sorted(keys, unit, kept, sums, to_float),
				Keys::Places => {
					add_sorted(keys, unit, kept, sums, |place| weights[place as usize % (1 << PLACE_BITS)]);
				},
			}
		}
	}
}

#[inline(always)]
fn at_most(one: f64, other: f64) -> f64 {
	if one < other {
		one
	} else {
		other
	}
}

#[inline(always)]
fn at_least(one: f64, other: f64) -> f64 {
	if one > other {
		one
	} else {
		other
	}
}

/// The second half of [`add_kept`], of sorted keys. `weight` is that of what stands below a key's value.
#[inline(always)]
fn add_sorted(
	keys: &[[f64; SORTED]],
	unit: f64,
	(first, last): (f64, f64),
	sums: &mut [f64; SORTED],
	weight: impl Fn(i64) -> f64,
) {
	let mask = unit as i64 - 1;
	let mut starts = [0.0f64; SORTED];
	sums.fill(0.0);
	for keys in keys {
		for lane in 0..SORTED {
			let below = to_integer(keys[lane]) & mask;
			let end = starts[lane] + weight(below);
			let kept = at_least(at_most(end, last) - at_least(starts[lane], first), 0.0);
			sums[lane] += (keys[lane] - to_float(below)) * kept;
			starts[lane] = end;
		}
	}
	// Every term is a multiple of the unit, so this and the sum are exact.
	sums.iter_mut().for_each(|sum| *sum *= 1.0 / unit);
}
