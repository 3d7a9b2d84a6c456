//! What a parameter becomes, given the values that accepted updates have for it.
//!
//! [`Rule::combine`] says it, in 128 bits. Chunks whose sums are below 2^51, nearly all, take a shorter way to the same
//! integers: products relative to the least exponent among the updates, several parameters at a time.

use super::{
	fixed::{divide, move_all, moved},
	lanes::{add_all, Active, Lanes, SUMS},
	vote::needed,
	ROBUST_FROM,
};
use crate::update::{
	segment::{Segment, SEGMENT},
	CHUNK, FRACTION_BITS, MAX_VALUE,
};
use promptale_primitives::MILLION;

/// A change is a quotient of sums of values, weights and clips by this, in units of 2^-40.
const MILLIONTHS: u64 = MILLION as u64 * MILLION as u64;

/// What [`move_all`] needs of divisors and quotients.
const QUOTIENTS: u128 = 1 << 49;

/// The sum of all weights fits in an `i32`, on the short way.
const WEIGHTS: u64 = 1 << 30;

/// How accepted updates count.
pub(super) struct Rule {
	/// Weight and clip of each update, in millionths.
	updates: Vec<(u64, u64)>,
	/// Sum of the weights.
	total: u64,
}

impl Rule {
	/// From the weights and clips, in millionths; those above one count as one.
	pub fn new(updates: impl Iterator<Item = (u32, u32)>) -> Rule {
		let updates: Vec<_> =
			updates.map(|part| [part.0, part.1].map(|part| u64::from(part.min(MILLION))).into()).collect();
		let total = updates.iter().map(|(weight, _): &(u64, u64)| weight).sum();
		Rule { updates, total }
	}

	/// Moves the parameters of a segment. `segments` has one for each update, in the order of [`Rule::new`].
	pub fn apply(&self, segments: &[&Segment], parameters: &mut [f32]) {
		debug_assert!(parameters.len() <= SEGMENT && segments.len() == self.updates.len());
		let mut lanes = Lanes::default();
		for (chunk, parameters) in parameters.chunks_mut(CHUNK).enumerate() {
			if !self.short_way(segments, chunk, parameters, &mut lanes) {
				for (place, parameter) in parameters.iter_mut().enumerate() {
					*parameter = self.long_way(segments, chunk, place, *parameter);
				}
			}
		}
	}

	/// A parameter of any chunk.
	fn long_way(&self, segments: &[&Segment], chunk: usize, place: usize, parameter: f32) -> f32 {
		let values = segments.iter().zip(&self.updates).filter_map(|(segment, (weight, clip))| {
			let value = segment.chunk(chunk)[place];
			// Below 2^43 * 2^20.
			let fixed = i64::from(value) << (i32::from(segment.exponents[chunk]) + FRACTION_BITS as i32);
			(segment.is_dense || value != 0).then_some((fixed * *clip as i64, *weight))
		});
		moved(parameter, Rule::combine(values))
	}

	/// Weighted sum of values that count in units of 2^-40 millionths, with weights in millionths: in units of 2^-40. Zero
	/// where there are [`ROBUST_FROM`] values or more and too little agreement on its sign.
	pub fn combine(values: impl Iterator<Item = (i64, u64)>) -> i128 {
		let (mut sum, mut lead, mut said, mut squares, mut count) = (0i128, 0i64, 0u64, 0u64, 0);
		for (value, weight) in values {
			sum += i128::from(value) * i128::from(weight);
			lead += value.signum() * weight as i64;
			said += weight;
			squares += weight * weight;
			count += 1;
		}
		if count >= ROBUST_FROM && lead.unsigned_abs() < needed(said, squares) {
			return 0;
		}
		divide(sum, MILLIONTHS.into())
	}

	/// A chunk with small numbers; `false`, and nothing done, where the numbers are too large for that.
	fn short_way(&self, segments: &[&Segment], chunk: usize, parameters: &mut [f32], lanes: &mut Lanes) -> bool {
		let shift_of = |segment: &Segment| (i32::from(segment.exponents[chunk]) + FRACTION_BITS as i32) as u32;
		lanes.active.clear();
		let mut least = u32::MAX;
		for (index, (segment, (weight, clip))) in segments.iter().zip(&self.updates).enumerate() {
			let shift = shift_of(segment);
			// A chunk without a value says nothing of the scale of the others, and in a sparse update nothing at all. In a
			// dense one it has the least exponent.
			let may_be_zero = shift == 0 || !segment.is_dense;
			let is_zero = may_be_zero && segment.chunk(chunk).iter().all(|value| *value == 0);
			if !is_zero {
				least = least.min(shift);
			}
			if !is_zero || segment.is_dense {
				lanes.active.push(Active { index, weight: *weight, clip: *clip, shift });
			}
		}
		if least == u32::MAX {
			least = 0;
		}
		for active in &mut lanes.active {
			active.shift = active.shift.saturating_sub(least);
		}
		// Below 2^20 * 2^20 * 2^40 each.
		let most = |active: &Active| u128::from(MAX_VALUE as u64 * active.weight * active.clip) << active.shift;
		let sum = lanes.active.iter().map(most).sum::<u128>();
		// The divisor with the common power of two taken out.
		let twos = least.min(MILLIONTHS.trailing_zeros());
		let (up, divisor) = (least - twos, MILLIONTHS >> twos);
		if self.total >= WEIGHTS
			|| sum >= SUMS
			|| (sum << up) / u128::from(divisor) >= QUOTIENTS
			|| !parameters.iter().fold(true, |small, parameter| small & (parameter.abs() < 1024.0))
		{
			return false;
		}
		add_all(segments, chunk, lanes);
		move_all(parameters, &lanes.sums, up, divisor);
		true
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	/// A segment with exponents around one another, some chunks zero, some values at their limits.
	fn segment(seed: u64, is_dense: bool, spread: u8) -> Segment {
		let mut bytes = vec![0u8; SEGMENT + 64];
		blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(&mut bytes);
		let mut segment = Segment::new();
		segment.is_dense = is_dense;
		for (value, byte) in segment.values.iter_mut().zip(&bytes) {
			*value =
				if is_dense || byte % 16 == 0 { (byte >> 4) as i8 % 8 * if byte & 8 > 0 { -1 } else { 1 } } else { 0 };
		}
		for chunk in 0..64 {
			segment.exponents[chunk] = -40 + (bytes[SEGMENT + chunk] % spread) as i8;
			if bytes[SEGMENT + chunk] > 220 {
				segment.exponents[chunk] = -40;
				segment.values[chunk * CHUNK..(chunk + 1) * CHUNK].fill(0);
			}
		}
		segment
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(200))]

		#[test]
		fn the_short_way_moves_parameters_as_the_long_one_does(
			updates in proptest::collection::vec((any::<u64>(), 0u32..400_000, 0u32..1_100_000, 0u8..4), 1..12),
			spread in prop::sample::select(vec![1u8, 4, 12, 30, 41]),
			mixed in any::<bool>(),
			equal in any::<bool>(),
		) {
			let part = 1_000_000 / updates.len() as u32;
			let rule = Rule::new(updates.iter().map(|(_, weight, clip, _)| (if equal { part } else { *weight }, *clip)));
			let segments: Vec<Segment> =
				updates.iter().map(|(seed, .., kind)| segment(*seed, !mixed || *kind > 0, spread)).collect();
			let segments: Vec<&Segment> = segments.iter().collect();
			let parameters: Vec<f32> = (0..SEGMENT - 17).map(|index| (index as f32).sin() / 8.0).collect();
			let (mut short, mut long) = (parameters.clone(), parameters);
			rule.apply(&segments, &mut short);
			for (chunk, parameters) in long.chunks_mut(CHUNK).enumerate() {
				for (place, parameter) in parameters.iter_mut().enumerate() {
					*parameter = rule.long_way(&segments, chunk, place, *parameter);
				}
			}
			prop_assert_eq!(short, long);
		}
	}
}
