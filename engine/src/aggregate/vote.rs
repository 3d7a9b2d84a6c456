//! How much agreement on a sign moves a parameter.

/// The weight by which one sign has to outweigh the other: what chance rarely brings about, but three tenths of all weight
/// at least and half of it at most.
///
/// Where updates say nothing in common their signs are coins: the lead of one has a standard deviation of the root of the sum
/// of squared weights. Needed are 1.58 (the root of 5/2) of them, which ten equal ones exceed by chance in one case of nine,
/// and a minority that wants something else has to have the rest. `said` is the sum of the weights of those who say something,
/// `squares` that of their squares, in millionths and their squares.
pub(super) fn needed(said: u64, squares: u64) -> u64 {
	let whole = u128::from(said) * u128::from(said);
	let square = (250 * u128::from(squares)).clamp(9 * whole, 25 * whole);
	// Rounded up, so that exactly as much is enough.
	let root = (square / 100).isqrt();
	u64::try_from(root + u128::from(100 * root * root < square)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn of_equals(count: u64) -> f64 {
		let weight = 1_000_000 / count;
		needed(count * weight, count * weight * weight) as f64 / (count * weight) as f64
	}

	#[test]
	fn few_need_half_and_many_three_tenths() {
		assert_eq!([5, 8, 10].map(of_equals), [0.5; 3]);
		assert!((of_equals(20) - 0.125f64.sqrt()).abs() < 1e-5);
		assert_eq!([32, 100, 250].map(of_equals), [0.3; 3]);
	}

	#[test]
	fn one_that_has_nearly_all_weight_counts_as_few() {
		assert_eq!(needed(1_000_000, 900_000 * 900_000 + 10 * 10_000 * 10_000), 500_000);
	}

	#[test]
	fn what_is_needed_is_the_least_whole_number_that_is_enough() {
		for said in 1..2_000u64 {
			let least = needed(said, said * said / 20);
			let enough =
				|lead: u64| 100 * lead * lead >= (250 * (said * said / 20)).clamp(9 * said * said, 25 * said * said);
			assert!(enough(least) && !(least > 0 && enough(least - 1)), "{said}");
		}
		assert_eq!(needed(0, 0), 0);
	}
}
