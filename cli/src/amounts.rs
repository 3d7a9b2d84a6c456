//! Amounts as people type them.

use promptale_primitives::{Balance, MILLION};
use std::str::FromStr;

/// Decimals of $TALE.
const DECIMALS: u8 = 12;

/// A positive decimal number, before it is known how many decimals its asset has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
	whole: String,
	fraction: String,
}

impl FromStr for Decimal {
	type Err = String;

	/// `1234.5` or `1,234.5`. Zero and signs are refused.
	fn from_str(text: &str) -> Result<Self, String> {
		let text = text.trim();
		let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
		let whole: String = whole.split(',').collect();
		let all_digits = |part: &str| part.bytes().all(|letter| letter.is_ascii_digit());
		if whole.is_empty() || !all_digits(&whole) || !all_digits(fraction) || text.ends_with('.') {
			return Err("it is no amount: write it like 1234.5".into());
		}
		if whole.bytes().chain(fraction.bytes()).all(|digit| digit == b'0') {
			return Err("it is zero: give a positive amount".into());
		}
		Ok(Self { whole, fraction: fraction.into() })
	}
}

impl Decimal {
	/// As a number of the smallest unit, of which 10 to the power of `decimals` are one.
	pub fn units(&self, decimals: u8) -> Result<Balance, String> {
		let width = usize::from(decimals);
		let fraction = &self.fraction;
		if fraction.len() > width {
			return Err(format!("there are {width} decimals at most"));
		}
		let digits = format!("{}{fraction:0<width$}", self.whole);
		digits.parse().map_err(|_| "it is too large".into())
	}
}

/// An amount of $TALE in the smallest unit. Zero, signs and more than twelve decimals are refused.
pub fn positive(text: &str) -> Result<Balance, String> {
	text.parse::<Decimal>()?.units(DECIMALS)
}

/// A number of shares, such as `1,000`.
pub fn shares(text: &str) -> Result<Balance, String> {
	text.parse::<Decimal>()?.units(0).map_err(|_| "shares are whole, and fewer than 2^128".into())
}

/// A part in percent, such as `2.5` or `2.5%`, in millionths.
pub fn percent(text: &str) -> Result<u32, String> {
	let parts = text.trim().trim_end_matches('%').trim_end().parse::<Decimal>()?.units(4);
	let parts = parts.map_err(|_| "parts of a percent have four decimals at most".to_string())?;
	u32::try_from(parts).ok().filter(|parts| *parts <= MILLION).ok_or("it is more than 100 %".into())
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::TALE;

	#[test]
	fn amounts_are_exact_to_the_last_decimal() {
		assert_eq!(positive("1"), Ok(TALE));
		assert_eq!(positive("1,234.5"), Ok(1_234 * TALE + TALE / 2));
		assert_eq!(positive("0.000000000001"), Ok(1));
		assert_eq!(positive("500000000.999999999999"), Ok(500_000_001 * TALE - 1));
	}

	#[test]
	fn the_same_number_is_as_many_units_as_its_asset_has_decimals() {
		let number: Decimal = "1,234.5".parse().unwrap();
		assert_eq!((number.units(1), number.units(6)), (Ok(12_345), Ok(1_234_500_000)));
		assert!(number.units(0).is_err() && number.units(255).is_err());
		assert_eq!((shares("1,000"), percent("2.5%"), percent("100")), (Ok(1_000), Ok(25_000), Ok(MILLION)));
	}

	#[test]
	fn what_is_no_positive_amount_is_refused() {
		for wrong in ["", "0", "0.0", "-1", "+1", "1.", ".5", "1e3", "1 000", "0.0000000000001", "1.2.3", "TALE"] {
			assert!(positive(wrong).is_err(), "{wrong}");
		}
		assert!(positive(&"9".repeat(40)).is_err());
		assert!(shares("0.5").is_err() && shares("0").is_err());
		assert!(percent("100.0001").is_err() && percent("0.00001").is_err() && percent("0").is_err());
	}
}
