//! Exact quotients and roundings, as fast in 64 bits where that is enough as in 128 bits otherwise.

use crate::update::FRACTION_BITS;

/// Quotient rounded to the nearest integer, ties to the even one. `divisor` is positive.
pub(super) fn divide(dividend: i128, divisor: i128) -> i128 {
	let (quotient, rest) = (dividend.div_euclid(divisor), dividend.rem_euclid(divisor));
	match (rest * 2).cmp(&divisor) {
		std::cmp::Ordering::Less => quotient,
		std::cmp::Ordering::Greater => quotient + 1,
		std::cmp::Ordering::Equal => quotient + (quotient & 1),
	}
}

/// [`divide`] by the same number many times over, without a division.
#[derive(Clone, Copy)]
pub(super) struct Divider {
	divisor: u64,
	/// `2^64 / divisor`, rounded down.
	reciprocal: u64,
}

impl Divider {
	/// `divisor` is from 2 to 2^62.
	pub fn new(divisor: u64) -> Divider {
		Divider { divisor, reciprocal: ((1u128 << 64) / u128::from(divisor)) as u64 }
	}

	/// As [`divide`], for dividends below 2^62 in magnitude.
	#[inline(always)]
	pub fn divide(self, dividend: i64) -> i64 {
		let magnitude = dividend.unsigned_abs();
		let estimate = ((u128::from(magnitude) * u128::from(self.reciprocal)) >> 64) as u64;
		// The estimate is right or one too small, as the dividend is below 2^64.
		let rest = magnitude.wrapping_sub(estimate.wrapping_mul(self.divisor));
		let short = rest >= self.divisor;
		let quotient = estimate + u64::from(short);
		let rest = if short { rest.wrapping_sub(self.divisor) } else { rest };
		let twice = rest << 1;
		let up = twice > self.divisor || (twice == self.divisor && quotient & 1 == 1);
		let quotient = (quotient + u64::from(up)) as i64;
		if dividend < 0 {
			-quotient
		} else {
			quotient
		}
	}
}

/// A parameter in units of 2^-40, rounded to nearest, ties to even. Saturates; NaN becomes 0.
#[inline(always)]
fn to_fixed(parameter: f32) -> i64 {
	/// Adding it leaves no bits for a fraction.
	const ROUND: f64 = 6_755_399_441_055_744.0;
	// Multiplying by a power of two is exact, and so is every f32 as f64.
	let scaled = f64::from(parameter) * (1u64 << FRACTION_BITS) as f64;
	// Above 2^11 every f32 is a multiple of 2^-12.
	let rounded = if scaled.abs() < (1u64 << 51) as f64 { (scaled + ROUND) - ROUND } else { scaled };
	rounded as i64
}

const UNIT: f32 = 1.0 / (1u64 << FRACTION_BITS) as f32;

/// A parameter moved by `change` units of 2^-40.
pub(super) fn moved(parameter: f32, change: i128) -> f32 {
	(i128::from(to_fixed(parameter)) + change) as f32 * UNIT
}

/// As [`moved`], for changes below 2^62 in magnitude.
#[inline(always)]
pub(super) fn moved_little(parameter: f32, change: i64) -> f32 {
	match to_fixed(parameter).checked_add(change) {
		Some(sum) => sum as f32 * UNIT,
		None => moved(parameter, change.into()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn ties_round_to_even_on_both_sides_of_zero() {
		let dividends = [5, 15, 25, -5, -15, -25, 14, -14];
		let expected = [0, 2, 2, 0, -2, -2, 1, -1];
		assert_eq!(dividends.map(|value| divide(value, 10)), expected.map(i128::from));
		assert_eq!(dividends.map(|value| Divider::new(10).divide(value as i64)), expected);
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(20_000))]

		#[test]
		fn the_short_ways_give_the_same_as_the_long_ones(
			dividend in -(1i64 << 62) + 1..1 << 62,
			shift in 0u32..62,
			divisor in 2u64..1 << 62,
			coarse in 0u32..60,
			parameter in any::<f32>(),
		) {
			let (dividend, divisor) = (dividend >> shift, (divisor >> coarse).max(2));
			let exact = divide(dividend.into(), divisor.into());
			prop_assert_eq!(i128::from(Divider::new(divisor).divide(dividend)), exact);
			// Halves, where a wrong rounding would show.
			let tie = (dividend >> 32) * 2 + 1;
			prop_assert_eq!(i128::from(Divider::new(2).divide(tie)), divide(tie.into(), 2));
			let rounded = (f64::from(parameter) * 2f64.powi(40)).round_ties_even() as i64;
			prop_assert_eq!(to_fixed(parameter), rounded);
			prop_assert_eq!(moved_little(parameter, dividend).to_bits(), moved(parameter, dividend.into()).to_bits());
		}
	}
}
