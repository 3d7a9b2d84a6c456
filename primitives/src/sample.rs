//! A uniform choice out of many, that everybody makes alike.

use crate::Blake3;
use alloc::vec::Vec;

/// `draws` different numbers below `population`, ascending; all of them where there are no more. A uniform choice, by Floyd's
/// algorithm (Bentley and Floyd, Communications of the ACM 30(9), 1987; always as many draws), fixed by `key`.
///
/// Costs `draws²` comparisons.
pub fn distinct(key: &Blake3, draws: u32, population: u32) -> Vec<u32> {
	let mut reader = blake3::Hasher::new_keyed(key).finalize_xof();
	let first = population.saturating_sub(draws);
	let mut chosen = Vec::new();
	for last in first..population {
		let mut bytes = [0u8; 8];
		reader.fill(&mut bytes);
		// Uniform in `0..=last`, up to 2^-32 and less for small populations.
		let scaled = u128::from(u64::from_le_bytes(bytes)).saturating_mul(u128::from(last).saturating_add(1)) >> 64;
		let drawn = u32::try_from(scaled).unwrap_or(last);
		chosen.push(if chosen.contains(&drawn) { last } else { drawn });
	}
	chosen.sort_unstable();
	chosen
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn each_of_a_few_is_chosen_equally_often() {
		let mut chosen = [0u32; 20];
		for at in 0..8_000u32 {
			let key = crate::hash::derive("promptale test key", &at.to_le_bytes());
			distinct(&key, 5, 20).iter().for_each(|number| chosen[*number as usize] += 1);
		}
		// 2,000 expected of each, standard deviation below 39; six of them either way.
		assert!(chosen.iter().all(|times| (1_766..2_234).contains(times)), "{chosen:?}");
	}

	proptest! {
		#[test]
		fn numbers_are_different_ascending_and_as_many_as_can_be(key: [u8; 32], draws in 0u32..20, population in 0u32..60) {
			let chosen = distinct(&key, draws, population);
			prop_assert_eq!(chosen.len() as u32, draws.min(population));
			prop_assert!(chosen.windows(2).all(|pair| pair[0] < pair[1]));
			prop_assert!(chosen.iter().all(|number| *number < population));
		}
	}
}
