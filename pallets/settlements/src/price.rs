//! A pool's average price, hard to move.
//!
//! The price is observed at the beginning of a block, before its transactions, so that what a transaction does to the
//! pool and undoes in the same block is never seen. An observation may differ from the one before by a bounded step,
//! and the average is over one to two windows of observations. So one false observation moves the average by at most
//! `step / window` of the price, and a price held false over `k` blocks by about `step * k^2 / window`: half of it on the way there, half on
//! the way back.
//!
//! The first window is dropped: it began with a price that nothing could be compared to.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use promptale_primitives::{Balance, BlockNumber, MILLION, TALE};
use scale_info::TypeInfo;
use sp_runtime::{
	helpers_128bit::multiply_by_rational_with_rounding,
	Rounding::{self, Down, Up},
};

/// A price is in the smallest unit of an asset for this much $TALE.
pub const PRICE_UNIT: Balance = TALE.saturating_mul(1_000_000);

/// `value * part / whole`, with a product of 256 bits; `None` when it does not fit or `whole` is zero.
fn rational(value: Balance, part: Balance, whole: Balance, rounding: Rounding) -> Option<Balance> {
	multiply_by_rational_with_rounding(value, part, whole, rounding)
}

/// The price in a pool that holds `asset` and `tale`; `None` when it is zero or does not fit.
pub fn price_of(asset: Balance, tale: Balance) -> Option<Balance> {
	rational(asset, PRICE_UNIT, tale, Down).filter(|price| *price > 0)
}

/// Prices that are close enough to an average, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Band {
	lowest: Balance,
	highest: Balance,
}

impl Band {
	/// Prices within `width` millionths of `average`; `None` when they do not fit.
	pub fn around(average: Balance, width: u32) -> Option<Band> {
		let width = rational(average, width.into(), MILLION.into(), Down)?;
		Some(Band { lowest: average.saturating_sub(width), highest: average.checked_add(width)? })
	}

	/// Whether `price` is among them.
	pub fn contains(&self, price: Balance) -> bool {
		(self.lowest..=self.highest).contains(&price)
	}

	/// Least $TALE that `amount` of the asset must bring, at the highest price; rounded up, so that no amount is small
	/// enough to be sold below it.
	pub fn least_for(&self, amount: Balance) -> Option<Balance> {
		rational(amount, PRICE_UNIT, self.highest, Up)
	}
}

/// Some observations in a row.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Window {
	/// Sum of the prices.
	pub sum: Balance,
	/// How many.
	pub observations: u32,
}

/// The average of a price over time.
#[derive(
	Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct AveragePrice {
	/// Latest observation; 0 before the first.
	pub latest: Balance,
	/// Block it was made in.
	pub observed_at: BlockNumber,
	/// Complete windows, the first two of them.
	pub complete: u8,
	/// Latest complete window.
	pub last: Window,
	/// The window that is being filled.
	pub current: Window,
}

impl AveragePrice {
	/// Takes the price of block `now`, moved to within `step` millionths of the one before. `window` observations make
	/// a window. A price too large to be summed is left out.
	pub fn observe(&mut self, price: Balance, now: BlockNumber, step: u32, window: u32) {
		let price = if self.latest == 0 {
			price
		} else {
			// At least one unit, or a small price could never change.
			let step = rational(self.latest, step.into(), MILLION.into(), Down).unwrap_or(0).max(1);
			price.clamp(self.latest.saturating_sub(step).max(1), self.latest.saturating_add(step))
		};
		let Some(sum) = self.current.sum.checked_add(price) else { return };
		self.latest = price;
		self.observed_at = now;
		self.current = Window { sum, observations: self.current.observations.saturating_add(1) };
		if self.current.observations >= window {
			self.last = core::mem::take(&mut self.current);
			self.complete = self.complete.saturating_add(1).min(2);
		}
	}

	/// The average over the latest complete window and what came after it; `None` before the second one is complete.
	pub fn average(&self) -> Option<Balance> {
		let sum = self.last.sum.checked_add(self.current.sum)?;
		let observations = self.last.observations.checked_add(self.current.observations)?;
		(self.complete >= 2).then(|| sum.checked_div(observations.into())).flatten()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const STEP: u32 = 10_000;
	const WINDOW: u32 = 100;

	/// An average that has seen `price` for two windows.
	fn settled(price: Balance) -> AveragePrice {
		let mut average = AveragePrice::default();
		for block in 1..=2 * WINDOW {
			average.observe(price, block, STEP, WINDOW);
		}
		average
	}

	#[test]
	fn there_is_no_average_before_the_second_window_is_complete() {
		let mut average = AveragePrice::default();
		for block in 1..2 * WINDOW {
			average.observe(1_000, block, STEP, WINDOW);
			assert_eq!(average.average(), None);
		}
		average.observe(1_000, 2 * WINDOW, STEP, WINDOW);
		assert_eq!(average.average(), Some(1_000));
		assert_eq!(average.observed_at, 2 * WINDOW);
	}

	#[test]
	fn what_the_first_window_began_with_is_forgotten() {
		let mut average = AveragePrice::default();
		average.observe(2_000_000, 1, STEP, WINDOW);
		for block in 2..=2 * WINDOW {
			average.observe(1_000_000, block, STEP, WINDOW);
		}
		assert_eq!(average.average(), Some(1_000_000));
	}

	#[test]
	fn a_lasting_change_is_followed() {
		let mut average = settled(1_000_000);
		for block in 0..3 * WINDOW {
			average.observe(1_500_000, block, STEP, WINDOW);
		}
		assert_eq!(average.average(), Some(1_500_000));
	}

	#[test]
	fn even_the_smallest_price_can_change() {
		let mut average = settled(1);
		average.observe(5, 0, STEP, WINDOW);
		assert_eq!(average.latest, 2);
		average.observe(0, 0, STEP, WINDOW);
		assert_eq!(average.latest, 1);
	}

	#[test]
	fn a_price_too_large_to_be_summed_is_left_out() {
		let mut average = settled(1_000);
		average.current.sum = Balance::MAX;
		let before = average;
		average.observe(1_000, 7, STEP, WINDOW);
		assert_eq!(average, before);
		assert_eq!(average.average(), None);
	}

	#[test]
	fn a_band_includes_its_ends() {
		let band = Band::around(1_000, 20_000).unwrap();
		for (price, inside) in [(979, false), (980, true), (1_020, true), (1_021, false)] {
			assert_eq!(band.contains(price), inside, "{price}");
		}
	}

	#[test]
	fn the_least_amount_is_rounded_up() {
		let band = Band::around(3 * PRICE_UNIT, 0).unwrap();
		assert_eq!(band.least_for(1), Some(1));
		assert_eq!(band.least_for(3), Some(1));
		assert_eq!(band.least_for(4), Some(2));
	}

	#[test]
	fn an_empty_pool_has_no_price() {
		assert_eq!(price_of(0, 1), None);
		assert_eq!(price_of(1, 0), None);
		assert_eq!(price_of(Balance::MAX, 1), None);
		assert_eq!(price_of(5, PRICE_UNIT), Some(5));
	}

	proptest! {
		#[test]
		fn one_false_observation_moves_the_average_by_no_more_than_its_share(
			price in 1_000_000u128..1_000_000_000_000,
			before in 0..WINDOW,
			false_price: u128,
		) {
			let mut average = settled(price);
			for block in 0..before {
				average.observe(price, block, STEP, WINDOW);
			}
			average.observe(false_price, 0, STEP, WINDOW);
			let moved = average.average().unwrap().abs_diff(price);
			prop_assert!(moved <= price / u128::from(WINDOW) * u128::from(STEP) / u128::from(MILLION) + 1);
		}

		#[test]
		fn the_average_lies_between_the_prices(
			prices in proptest::collection::vec(1_000u128..2_000_000, 1..400),
			window in 1u32..50,
		) {
			let mut average = AveragePrice::default();
			for price in &prices {
				average.observe(*price, 0, STEP, window);
			}
			if let Some(average) = average.average() {
				prop_assert!(prices.iter().min().unwrap() <= &average && &average <= prices.iter().max().unwrap());
			}
		}
	}
}
