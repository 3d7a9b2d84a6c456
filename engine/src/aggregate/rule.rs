//! What a parameter becomes, given the values that accepted updates have for it.
//!
//! [`Rule::combine`] says it, in 128 bits. Chunks whose sums are below 2^51, nearly all, take a shorter way to the same
//! integers: products relative to the least exponent among the updates, and a network of branch-free exchanges in place of
//! a sort.

use super::{
	fixed::{divide, move_all, moved},
	lanes::{add_all, add_kept, Active, Keys, Lanes, SUMS},
	ROBUST_FROM,
};
use crate::update::{
	segment::{Segment, SEGMENT},
	CHUNK, FRACTION_BITS, MAX_VALUE,
};
use promptale_primitives::MILLION;

/// Part of the weight trimmed from either end.
const TRIM: u64 = 5;

/// A change is a quotient of sums of values, weights and clips by this, in units of 2^-40.
const MILLIONTHS: u64 = MILLION as u64 * MILLION as u64;

/// What [`move_all`] needs of divisors and quotients.
const QUOTIENTS: u128 = 1 << 49;

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
	/// From the weights and clips, in millionths; those above one count as one.
	pub fn new(updates: impl Iterator<Item = (u32, u32)>) -> Rule {
		let updates: Vec<_> =
			updates.map(|part| [part.0, part.1].map(|part| u64::from(part.min(MILLION))).into()).collect();
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

	/// As [`Rule::for_all`], with small numbers; `false`, and nothing done, where the numbers are too large for that.
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
		let shifts = speakers.updates.iter().filter(|index| !is_zero(index)).map(shift_of);
		let least = shifts.min().unwrap_or(0);
		lanes.active.clear();
		for index in &speakers.updates {
			let (weight, clip) = self.updates[*index];
			// Below 2^20 * 2^40.
			let clip = clip << shift_of(index).saturating_sub(least);
			lanes.active.push(Active { index: *index, weight, clip });
		}
		// The fraction in lowest terms, with the common power of two taken out.
		let twos = least.min(speakers.divisor.trailing_zeros());
		let (up, divisor) = (least - twos, speakers.divisor >> twos);
		let values = lanes.active.iter().map(|active| (MAX_VALUE as u64 * active.clip, active.weight));
		let (largest, sum) = values.fold((0, 0u128), |(largest, sum), (value, weight)| {
			(value.max(largest), sum.saturating_add(u128::from(value) * u128::from(weight)))
		});
		let sum = sum.saturating_mul(u128::from(speakers.factor));
		let keys = match speakers.trim {
			0 => None,
			_ => Some(Keys::for_values(largest, lanes.active.len())),
		};
		if keys == Some(None)
			|| sum >= SUMS
			|| u128::from(divisor) >= QUOTIENTS
			|| (sum << up) / u128::from(divisor) >= QUOTIENTS
			|| !parameters.iter().fold(true, |small, parameter| small & (parameter.abs() < 1024.0))
		{
			return false;
		}
		match keys.flatten() {
			None => add_all(segments, chunk, lanes),
			Some(keys) => {
				let kept = (speakers.trim as f64, (speakers.total - speakers.trim) as f64);
				add_kept(segments, chunk, keys, &self.network, kept, lanes);
				lanes.sums.iter_mut().for_each(|sum| *sum *= speakers.factor as f64);
			},
		}
		move_all(parameters, &lanes.sums, up, divisor);
		true
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
