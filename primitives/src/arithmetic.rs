//! Parts of amounts, to the last unit.

use sp_arithmetic::{helpers_128bit::multiply_by_rational_with_rounding, Rounding};

/// `floor(value * part / whole)`, with a product of 256 bits; the largest number where that does not fit, 0 where `whole`
/// is 0.
pub fn mul_div(value: u128, part: u128, whole: u128) -> u128 {
	if whole == 0 {
		return 0;
	}
	// Most products fit, and are divided much faster.
	if let Some(quotient) = value.checked_mul(part).and_then(|product| product.checked_div(whole)) {
		return quotient;
	}
	multiply_by_rational_with_rounding(value, part, whole, Rounding::Down).unwrap_or(u128::MAX)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn what_does_not_fit_is_as_large_as_can_be_and_parts_of_nothing_are_nothing() {
		assert_eq!(mul_div(u128::MAX, 2, 1), u128::MAX);
		assert_eq!(mul_div(7, 5, 0), 0);
		assert_eq!(mul_div(0, 5, 7), 0);
	}

	proptest! {
		#[test]
		fn small_parts_are_those_of_the_plain_formula(value: u64, part: u64, whole in 1u64..) {
			let (value, part, whole) = (u128::from(value), u128::from(part), u128::from(whole));
			prop_assert_eq!(mul_div(value, part, whole), value * part / whole);
		}

		#[test]
		fn two_parts_of_a_large_amount_lack_at_most_one_unit(value: u128, whole in 1u128.., cut: u128) {
			let part = cut % whole;
			let (one, other) = (mul_div(value, part, whole), mul_div(value, whole - part, whole));
			prop_assert!(one <= value && other <= value);
			prop_assert!(value - one - other <= 1);
		}
	}
}
