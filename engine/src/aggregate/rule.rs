//! What a parameter becomes, given the values that accepted updates have for it.
//!
//! [`Rule::combine`] says it, in 128 bits. Chunks whose sums fit in 64 bits, nearly all, take a shorter way to the same
//! integers: products relative to the least exponent among the updates, and a network of branch-free exchanges in place of
//! a sort.

use super::{
	fixed::{divide, moved, moved_little, Divider},
	ROBUST_FROM,
};
use crate::update::{
	segment::{Segment, SEGMENT},
	CHUNK, FRACTION_BITS, MAX_VALUE,
};
use promptale_primitives::MILLION;

/// Part of the weight trimmed from either end.
const TRIM: u64 = 5;

/// Bits of an update's index in a sort key.
const INDEX_BITS: u32 = 8;

/// A change is a quotient of sums of values, weights and clips by this, in units of 2^-40.
const MILLIONTHS: u64 = MILLION as u64 * MILLION as u64;

/// Sums below this stay in 64 bits.
const FITS: u128 = 1 << 62;

/// How accepted updates count.
pub(super) struct Rule {
	/// Weight and clip of each update, in millionths.
	updates: Vec<(u64, u64)>,
	/// Pairs of places to be put in order, one after the other, so that all are.
	network: Vec<(usize, usize)>,
}

/// Updates that all have something to say of every parameter of a chunk.
struct Speakers {
	/// Their places.
	updates: Vec<usize>,
	/// Their summed weight, and the part that is trimmed from either end; none below [`ROBUST_FROM`] updates.
	total: u64,
	trim: u64,
	/// The change is the weighted sum times `factor` divided by `divisor`, as a reduced fraction.
	factor: u64,
	divisor: u64,
}

impl Rule {
	/// From the weights and clips, in millionths.
	pub fn new(updates: impl Iterator<Item = (u32, u32)>) -> Rule {
		let updates: Vec<_> = updates.map(|(weight, clip)| (u64::from(weight), u64::from(clip.min(MILLION)))).collect();
		let network = sorting_network(updates.len());
		Rule { updates, network }
	}

	/// Moves the parameters of a segment. `segments` has one for each update, in the order of [`Rule::new`].
	pub fn apply(&self, segments: &[&Segment], parameters: &mut [f32]) {
		debug_assert!(parameters.len() <= SEGMENT && segments.len() == self.updates.len());
		let everyone = (0..segments.len()).collect::<Vec<_>>();
		let dense: Vec<usize> = everyone.iter().copied().filter(|index| segments[*index].is_dense).collect();
		let only_dense = dense.len() == segments.len();
		let plain = Speakers { trim: 0, factor: 1, divisor: MILLIONTHS, ..self.speakers(everyone.clone()) };
		let (everyone, dense) = (self.speakers(everyone), self.speakers(dense));
		let mut lanes = Lanes::default();
		for (chunk, parameters) in parameters.chunks_mut(CHUNK).enumerate() {
			let silent = |index: usize| segments[index].chunk(chunk).iter().all(|value| *value == 0);
			if only_dense || segments.len() < ROBUST_FROM {
				// Below the number for trimming, zeros and silence are the same.
				self.for_all(&everyone, segments, chunk, parameters, &mut lanes);
			} else if (0..segments.len()).all(|index| segments[index].is_dense || silent(index)) {
				self.for_all(&dense, segments, chunk, parameters, &mut lanes);
			} else {
				let before: Vec<f32> = parameters.to_vec();
				self.for_all(&plain, segments, chunk, parameters, &mut lanes);
				for (place, parameter) in parameters.iter_mut().enumerate() {
					let speaks = |segment: &&&Segment| segment.is_dense || segment.chunk(chunk)[place] != 0;
					if segments.iter().filter(speaks).count() >= ROBUST_FROM {
						*parameter = self.long_way(segments, chunk, place, before[place]);
					}
				}
			}
		}
	}

	/// A chunk of which all others than `speakers` say nothing.
	fn for_all(
		&self,
		speakers: &Speakers,
		segments: &[&Segment],
		chunk: usize,
		parameters: &mut [f32],
		lanes: &mut Lanes,
	) {
		if !self.short_way(speakers, segments, chunk, parameters, lanes) {
			for (place, parameter) in parameters.iter_mut().enumerate() {
				*parameter = self.long_way(segments, chunk, place, *parameter);
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
		moved(parameter, Rule::combine(&mut values.collect::<Vec<_>>()))
	}

	/// Weighted mean of values that count in units of 2^-40 millionths, with weights in millionths: in units of 2^-40.
	pub fn combine(values: &mut [(i64, u64)]) -> i128 {
		let total: u64 = values.iter().map(|(_, weight)| *weight).sum();
		let trim = trimmed(values.len(), total);
		values.sort_unstable();
		let kept = trim..total - trim;
		let mut start = 0;
		let mut sum = 0i128;
		for (value, weight) in values.iter() {
			let end = start + weight;
			let weight = end.min(kept.end).saturating_sub(start.max(kept.start));
			sum += i128::from(*value) * i128::from(weight);
			start = end;
		}
		if trim == 0 {
			return divide(sum, MILLIONTHS.into());
		}
		divide(sum * i128::from(total), i128::from(kept.end - kept.start) * i128::from(MILLIONTHS))
	}

	fn speakers(&self, updates: Vec<usize>) -> Speakers {
		let total = updates.iter().map(|index| self.updates[*index].0).sum();
		let trim = trimmed(updates.len(), total);
		let (factor, divisor) = match trim {
			0 => (1, u128::from(MILLIONTHS)),
			trim => (u128::from(total), u128::from(total - 2 * trim) * u128::from(MILLIONTHS)),
		};
		let common = greatest_common_divisor(factor, divisor);
		let reduced = |value: u128| u64::try_from(value / common).unwrap_or(u64::MAX);
		Speakers { updates, total, trim, factor: reduced(factor), divisor: reduced(divisor) }
	}

	/// As [`Rule::for_all`], in 64 bits; `false`, and nothing done, where that is not enough.
	fn short_way(
		&self,
		speakers: &Speakers,
		segments: &[&Segment],
		chunk: usize,
		parameters: &mut [f32],
		lanes: &mut Lanes,
	) -> bool {
		let shift_of = |index: &usize| (i32::from(segments[*index].exponents[chunk]) + FRACTION_BITS as i32) as u32;
		// An all-zero chunk says nothing of the scale of the others.
		let is_zero = |index: &usize| shift_of(index) == 0 && segments[*index].chunk(chunk).iter().all(|v| *v == 0);
		lanes.active.clear();
		lanes.active.extend(speakers.updates.iter().copied().filter(|index| speakers.trim > 0 || !is_zero(index)));
		let shifts = lanes.active.iter().filter(|index| !is_zero(index)).map(shift_of);
		let (least, most) = shifts.fold((u32::MAX, 0), |(least, most), shift| (least.min(shift), most.max(shift)));
		if least > most {
			parameters.iter_mut().for_each(|parameter| *parameter = moved_little(*parameter, 0));
			return true;
		}
		// The fraction in lowest terms, with the common power of two taken out.
		let twos = least.min(speakers.divisor.trailing_zeros());
		let (up, divisor) = (least - twos, speakers.divisor >> twos);
		let product = |index: &usize| {
			let (weight, clip) = self.updates[*index];
			let shift = shift_of(index).saturating_sub(least);
			(MAX_VALUE as u128 * u128::from(clip) << shift, u128::from(weight))
		};
		let products = lanes.active.iter().map(product);
		let (largest, sum) = products.fold((0, 0u128), |(largest, sum), (value, weight)| {
			(value.max(largest), sum.saturating_add(value.saturating_mul(weight)))
		});
		let dividend = sum.saturating_mul(u128::from(speakers.factor)).saturating_mul(1 << up);
		if dividend >= FITS || largest << INDEX_BITS >= FITS || !(2..1 << 62).contains(&divisor) {
			return false;
		}
		if speakers.trim == 0 {
			lanes.sums.fill(0);
			for index in &lanes.active {
				let (weight, clip) = self.updates[*index];
				let factor = (weight * clip) << (shift_of(index) - least);
				for (sum, value) in lanes.sums.iter_mut().zip(segments[*index].chunk(chunk)) {
					*sum = sum.wrapping_add((factor as i64).wrapping_mul((*value).into()));
				}
			}
		} else {
			if lanes.active.len() >= 1 << INDEX_BITS {
				return false;
			}
			self.trim(speakers, segments, chunk, least, lanes);
		}
		let divider = Divider::new(divisor);
		let factor = (speakers.factor << up) as i64;
		for (parameter, sum) in parameters.iter_mut().zip(&lanes.sums) {
			*parameter = moved_little(*parameter, divider.divide(sum.wrapping_mul(factor)));
		}
		true
	}

	/// Sums of values times kept weights, with values in units of `2^least` of their own.
	fn trim(&self, speakers: &Speakers, segments: &[&Segment], chunk: usize, least: u32, lanes: &mut Lanes) {
		let Lanes { active, sums, keys } = lanes;
		keys.clear();
		for (place, index) in active.iter().enumerate() {
			let shift = (i32::from(segments[*index].exponents[chunk]) + FRACTION_BITS as i32) as u32;
			let factor = (self.updates[*index].1 as i64) << (shift.saturating_sub(least) + INDEX_BITS);
			// The place in the low bits: the order of equal values does not matter, but their weights go with them.
			keys.push(segments[*index].chunk(chunk).map(|value| i64::from(value).wrapping_mul(factor) | place as i64));
		}
		for (one, other) in &self.network {
			let Ok([one, other]) = keys.get_disjoint_mut([*one, *other]) else { continue };
			for (low, high) in one.iter_mut().zip(other) {
				(*low, *high) = ((*low).min(*high), (*low).max(*high));
			}
		}
		sums.fill(0);
		let mut starts = [0u64; CHUNK];
		let kept = speakers.trim..speakers.total - speakers.trim;
		for keys in keys.iter() {
			for ((key, start), sum) in keys.iter().zip(&mut starts).zip(sums.iter_mut()) {
				let end = *start + self.updates[active[(*key & ((1 << INDEX_BITS) - 1)) as usize]].0;
				let weight = end.min(kept.end).saturating_sub((*start).max(kept.start));
				*sum = sum.wrapping_add((*key >> INDEX_BITS).wrapping_mul(weight as i64));
				*start = end;
			}
		}
	}
}

/// Working memory for a chunk.
struct Lanes {
	/// The updates that count.
	active: Vec<usize>,
	/// One per parameter.
	sums: [i64; CHUNK],
	/// Per update, one per parameter: the value, and below it the place in `active`.
	keys: Vec<[i64; CHUNK]>,
}

impl Default for Lanes {
	fn default() -> Lanes {
		Lanes { active: Vec::new(), sums: [0; CHUNK], keys: Vec::new() }
	}
}

/// The weight trimmed from either end.
fn trimmed(updates: usize, total: u64) -> u64 {
	if updates < ROBUST_FROM {
		0
	} else {
		total / TRIM
	}
}

fn greatest_common_divisor(mut one: u128, mut other: u128) -> u128 {
	while other > 0 {
		(one, other) = (other, one % other);
	}
	one.max(1)
}

/// Batcher's odd-even merge sort (1968) for `count` places, the smaller value to the first place of each pair. Exchanges
/// with places above `count` are left out, as though the largest values were there. With fewer places, pairs of missing
/// ones can be left out as well.
fn sorting_network(count: usize) -> Vec<(usize, usize)> {
	let mut network = Vec::new();
	let places = count.next_power_of_two();
	let mut sorted = 1;
	while sorted < places {
		let mut distance = sorted;
		while distance > 0 {
			for start in (distance % sorted..places - distance).step_by(2 * distance) {
				for one in start..start + distance.min(places - start - distance) {
					if one / (2 * sorted) == (one + distance) / (2 * sorted) && one + distance < count {
						network.push((one, one + distance));
					}
				}
			}
			distance /= 2;
		}
		sorted *= 2;
	}
	network
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn the_network_sorts_every_number_of_values() {
		for count in 0..40 {
			for used in 0..=count {
				let mut values: Vec<u32> = (0..used as u32).map(|index| (index * 7919 + 13) % 31).collect();
				for (one, other) in sorting_network(count) {
					if other < used && values[one] > values[other] {
						values.swap(one, other);
					}
				}
				assert!(values.is_sorted(), "{count}: {values:?}");
			}
		}
		// All zeros and ones, which proves it for all values (Knuth, theorem Z).
		for bits in 0u32..1 << 11 {
			let mut values: Vec<u32> = (0..11).map(|place| bits >> place & 1).collect();
			for (one, other) in sorting_network(11) {
				if values[one] > values[other] {
					values.swap(one, other);
				}
			}
			assert!(values.is_sorted());
		}
	}

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
