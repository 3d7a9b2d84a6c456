//! Amounts of $TALE as people type them.

use promptale_primitives::{Balance, TALE};

/// Decimals of $TALE.
const DECIMALS: usize = 12;

/// `1234.5` (or `1,234.5`) in the smallest unit. Zero, signs and more than twelve decimals are refused.
pub fn positive(text: &str) -> Result<Balance, String> {
	let text = text.trim();
	let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
	let digits: String = whole.split(',').collect();
	let all_digits = |part: &str| part.bytes().all(|letter| letter.is_ascii_digit());
	if digits.is_empty() || !all_digits(&digits) || !all_digits(fraction) || text.ends_with('.') {
		return Err("it is no amount of $TALE: write it like 1234.5".into());
	}
	if fraction.len() > DECIMALS {
		return Err(format!("$TALE has {DECIMALS} decimals at most"));
	}
	let units: Balance = format!("{fraction:0<DECIMALS$}").parse().map_err(|_| "it is too large".to_string())?;
	let amount = digits
		.parse::<Balance>()
		.ok()
		.and_then(|whole| whole.checked_mul(TALE)?.checked_add(units))
		.ok_or("it is more than all $TALE")?;
	match amount {
		0 => Err("it is zero: give a positive amount".into()),
		amount => Ok(amount),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn amounts_are_exact_to_the_last_decimal() {
		assert_eq!(positive("1"), Ok(TALE));
		assert_eq!(positive("1,234.5"), Ok(1_234 * TALE + TALE / 2));
		assert_eq!(positive("0.000000000001"), Ok(1));
		assert_eq!(positive("500000000.999999999999"), Ok(500_000_001 * TALE - 1));
	}

	#[test]
	fn what_is_no_positive_amount_is_refused() {
		for wrong in ["", "0", "0.0", "-1", "+1", "1.", ".5", "1e3", "1 000", "0.0000000000001", "1.2.3", "TALE"] {
			assert!(positive(wrong).is_err(), "{wrong}");
		}
		assert!(positive(&"9".repeat(40)).is_err());
	}
}
