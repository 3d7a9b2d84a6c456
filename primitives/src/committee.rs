//! How validators are sampled by stake.

use crate::{arithmetic::mul_div, Blake3, MILLION};
use alloc::vec::Vec;

/// Draws up to `size` members from `candidates` (each with its stake), without repetition, with a chance
/// proportional to stake at every draw. The same seed and candidates give the same members on every machine.
/// Candidates without stake are never drawn. Returns indices into `candidates`, in the order drawn.
///
/// Cost: O(size * candidates).
pub fn draw(seed: &Blake3, candidates: &[u128], size: u32) -> Vec<u32> {
	let mut left: Vec<(u32, u128)> = candidates
		.iter()
		.enumerate()
		.filter(|(_, stake)| **stake > 0)
		.filter_map(|(index, stake)| Some((u32::try_from(index).ok()?, *stake)))
		.collect();
	let mut total = left.iter().fold(0u128, |sum, (_, stake)| sum.saturating_add(*stake));
	let mut drawn = Vec::new();
	let mut reader = blake3::Hasher::new_keyed(seed).finalize_xof();
	while !left.is_empty() && (drawn.len() as u64) < u64::from(size) {
		let mut point = uniform_below(&mut reader, total);
		let mut position = left.len().saturating_sub(1);
		for (at, (_, stake)) in left.iter().enumerate() {
			if point < *stake {
				position = at;
				break;
			}
			point = point.saturating_sub(*stake);
		}
		let (index, stake) = left.remove(position);
		total = total.saturating_sub(stake);
		drawn.push(index);
	}
	drawn
}

/// Members of the committee that repeats the work of one of `size` that did not agree: more than twice as many, so that
/// whoever held more than a third of the first needs far more stake to hold a third of the second.
pub fn disputed_size(size: u32, most: u32) -> u32 {
	size.saturating_mul(2).saturating_add(1).min(most)
}

/// Uniform in `0..bound` by rejection; 0 for a bound of 0.
fn uniform_below(reader: &mut blake3::OutputReader, bound: u128) -> u128 {
	if bound <= 1 {
		return 0;
	}
	// Values at and above the largest multiple of `bound` would favour small results.
	let zone = u128::MAX.saturating_sub(u128::MAX.checked_rem(bound).unwrap_or(0));
	loop {
		let mut bytes = [0u8; 16];
		reader.fill(&mut bytes);
		let value = u128::from_le_bytes(bytes);
		if value < zone {
			return value.checked_rem(bound).unwrap_or(0);
		}
	}
}

/// Voting stake of drawn members: nobody counts for more than `max_share` (millionths) of what the
/// uncapped members bring together; with equal stakes the cap never binds. `max_share` is raised to
/// an equal share where the committee is too small for it.
///
/// Returns the capped stakes, in the same order.
pub fn cap_stakes(stakes: &[u128], max_share: u32) -> Vec<u128> {
	let members = stakes.len() as u128;
	let total = stakes.iter().fold(0u128, |sum, stake| sum.saturating_add(*stake));
	if members == 0 || total == 0 {
		return stakes.to_vec();
	}
	let equal = u128::from(MILLION).div_ceil(members);
	let share = u128::from(max_share).max(equal);
	// `cap` is a part of the total before capping: a fixed point is not needed for a bound on influence,
	// because what is cut off only lowers the total by at most the largest member's excess.
	let cap = mul_div(total, share, u128::from(MILLION));
	stakes.iter().map(|stake| (*stake).min(cap)).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn a_larger_stake_is_drawn_first_in_proportion() {
		let mut firsts = [0u32; 2];
		for seed in 0..4_000u32 {
			let mut bytes = [0; 32];
			bytes[..4].copy_from_slice(&seed.to_le_bytes());
			firsts[draw(&bytes, &[1_000, 3_000], 1)[0] as usize] += 1;
		}
		// 3,000 expected, standard deviation 27.
		assert!((2_850..3_150).contains(&firsts[1]), "{firsts:?}");
	}

	proptest! {
		#[test]
		fn members_are_distinct_and_have_stake(stakes in proptest::collection::vec(0u128..1_000_000, 0..40), size in 0u32..50, seed: [u8; 32]) {
			let drawn = draw(&seed, &stakes, size);
			let mut sorted = drawn.clone();
			sorted.sort();
			sorted.dedup();
			prop_assert_eq!(sorted.len(), drawn.len());
			prop_assert!(drawn.iter().all(|index| stakes[*index as usize] > 0));
			let with_stake = stakes.iter().filter(|stake| **stake > 0).count();
			prop_assert_eq!(drawn.len(), with_stake.min(size as usize));
		}

		#[test]
		fn no_capped_stake_is_above_its_share(stakes in proptest::collection::vec(0u128..u128::MAX / 64, 1..40), share in 0u32..=MILLION) {
			let capped = cap_stakes(&stakes, share);
			let total: u128 = stakes.iter().sum();
			let equal = u128::from(MILLION).div_ceil(stakes.len() as u128);
			let bound = mul_div(total, u128::from(share).max(equal), u128::from(MILLION));
			prop_assert!(capped.iter().zip(&stakes).all(|(capped, stake)| capped <= stake && *capped <= bound));
		}
	}
}
