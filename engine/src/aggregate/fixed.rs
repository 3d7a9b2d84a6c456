//! Exact quotients and roundings: in 128 bits for all numbers, and for those below 2^51 as integers in `f64`.
//!
//! Sums and products of integers are exact in `f64` as long as they stay below 2^53, on every machine, and unlike wider
//! integers every processor works on several of them at once.

use crate::{real::vectorised, update::FRACTION_BITS};

/// Adding it to a number below 2^51 in magnitude leaves no bits for a fraction: it is rounded to nearest, ties to even.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// The unit of fixed-point numbers.
const UNIT: f32 = 1.0 / (1u64 << FRACTION_BITS) as f32;

/// Quotient rounded to the nearest integer, ties to the even one. `divisor` is positive.
pub(super) fn divide(dividend: i128, divisor: i128) -> i128 {
	let (quotient, rest) = (dividend.div_euclid(divisor), dividend.rem_euclid(divisor));
	match (rest * 2).cmp(&divisor) {
		std::cmp::Ordering::Less => quotient,
		std::cmp::Ordering::Greater => quotient + 1,
		std::cmp::Ordering::Equal => quotient + (quotient & 1),
	}
}

/// A parameter moved by `change` units of 2^-40.
pub(super) fn moved(parameter: f32, change: i128) -> f32 {
	// Multiplying by a power of two is exact, and so is every f32 as f64.
	let scaled = f64::from(parameter) * (1u64 << FRACTION_BITS) as f64;
	let fixed = scaled.round_ties_even() as i64;
	(i128::from(fixed) + change) as f32 * UNIT
}

vectorised! {
	/// Moves parameters by `sums * 2^up / divisor` units of 2^-40, each rounded as by [`divide`].
	///
	/// Exact for parameters below 2^10, sums below 2^51 (integers), divisors below 2^49 and quotients below 2^49 in magnitude:
	/// the quotient in floating point is an eighth off at most, and what is left of the dividend, which no overflow of
	/// intermediate products can change, says what to correct.
	pub(super) fn move_all(parameters: &mut [f32], sums: &[f64], up: u32, divisor: u64) {
		let step = (1u64 << up) as f64 / divisor as f64;
		let (whole, divisor) = (divisor as f64, divisor as i64);
		for (parameter, sum) in parameters.iter_mut().zip(sums) {
			let quotient = to_integer(sum * step);
			let rest = (to_integer(*sum) << up).wrapping_sub(quotient.wrapping_mul(divisor));
			let twice = 2.0 * to_float(rest);
			let odd = quotient & 1 == 1;
			let more = (twice > whole) | ((twice == whole) & odd);
			let less = (twice < -whole) | ((twice == -whole) & odd);
			let change = quotient.wrapping_add(i64::from(more)).wrapping_sub(i64::from(less));
			let fixed = to_integer(f64::from(*parameter) * (1u64 << FRACTION_BITS) as f64);
			*parameter = to_float(fixed.wrapping_add(change)) as f32 * UNIT;
		}
	}
}

/// The nearest integer, ties to even, of a number below 2^51 in magnitude.
#[inline(always)]
pub(super) fn to_integer(number: f64) -> i64 {
	((number + ROUND).to_bits() as i64).wrapping_sub(ROUND.to_bits() as i64)
}

/// An integer below 2^51 in magnitude, exactly.
#[inline(always)]
pub(super) fn to_float(integer: i64) -> f64 {
	f64::from_bits(integer.wrapping_add(ROUND.to_bits() as i64) as u64) - ROUND
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn ties_round_to_even_on_both_sides_of_zero() {
		let dividends = [5, 15, 25, -5, -15, -25, 14, -14];
		assert_eq!(dividends.map(|value| divide(value, 10)), [0, 2, 2, 0, -2, -2, 1, -1]);
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(20_000))]

		#[test]
		fn the_short_way_gives_the_same_as_the_long_one(
			sum in -(1i64 << 51) + 1..1 << 51,
			shift in 0u32..51,
			up in 0u32..41,
			divisor in 1u64..1 << 49,
			coarse in 0u32..49,
			parameter in -1023.0f32..1023.0,
			small in 0i32..60,
		) {
			let parameter = parameter * 2f32.powi(-small);
			let (sum, mut divisor) = (sum >> shift, (divisor >> coarse).max(1));
			// Keep the quotient below 2^49.
			while (u128::from(sum.unsigned_abs()) << up) / u128::from(divisor) >= 1 << 49 {
				if divisor >= 1 << 48 { return Ok(()) }
				divisor = divisor * 2 + 1;
			}
			// The second is a tie, where it is within bounds: an odd multiple of half the divisor.
			let tie = ((sum >> 25) * 2 + 1) * (divisor >> 20) as i64;
			for (sum, up, divisor) in [(sum, up, divisor), (tie, 0, (divisor >> 20) * 2)] {
				if divisor == 0 || sum.unsigned_abs() >= 1 << 51 || sum.unsigned_abs() / divisor >= 1 << 49 {
					continue;
				}
				let mut short = [parameter];
				move_all(&mut short, &[sum as f64], up, divisor);
				let long = moved(parameter, divide(i128::from(sum) << up, divisor.into()));
				prop_assert_eq!(short[0].to_bits(), long.to_bits());
			}
		}
	}
}
