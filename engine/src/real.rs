//! The numbers that the layers compute with: `f32` in use, `f64` where tests compare gradients with finite differences.

use std::{
	fmt::Debug,
	ops::{Add, AddAssign, Div, Mul, Neg, Sub},
};

/// A float that every layer works with.
pub(crate) trait Real:
	Copy
	+ Debug
	+ Default
	+ PartialOrd
	+ Send
	+ Sync
	+ Add<Output = Self>
	+ AddAssign
	+ Sub<Output = Self>
	+ Mul<Output = Self>
	+ Div<Output = Self>
	+ Neg<Output = Self>
	+ 'static
{
	/// Nearest value to a constant.
	fn of(value: f64) -> Self;
	/// Exponential.
	fn exp(self) -> Self;
	/// Square root, correctly rounded.
	fn sqrt(self) -> Self;
	/// The larger of two numbers.
	fn max(self, other: Self) -> Self;
}

impl Real for f64 {
	fn of(value: f64) -> Self {
		value
	}
	fn exp(self) -> Self {
		f64::exp(self)
	}
	fn sqrt(self) -> Self {
		f64::sqrt(self)
	}
	fn max(self, other: Self) -> Self {
		f64::max(self, other)
	}
}

impl Real for f32 {
	#[inline(always)]
	fn of(value: f64) -> Self {
		value as f32
	}

	/// Within two units in the last place of the true value between -87 and 88, clamped to that range outside.
	///
	/// The compiler turns a loop over this into vector instructions, which it cannot do with the system's `expf`. Cody and
	/// Waite's reduction to `[-ln 2 / 2, ln 2 / 2]`, then the polynomial of the Cephes library.
	#[inline(always)]
	fn exp(self) -> Self {
		// Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits.
		const ROUND: f32 = 12_582_912.0;
		// NaN stays NaN: `clamp` keeps it, and so does the arithmetic below.
		let x = self.clamp(-87.0, 88.0);
		let shifted = x * std::f32::consts::LOG2_E + ROUND;
		let whole = shifted - ROUND;
		let rest = x - whole * 0.693_359_4 - whole * -2.121_944_4e-4;
		let mut sum = 1.987_569_1e-4f32;
		for factor in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 0.166_666_65, 0.5] {
			sum = sum * rest + factor;
		}
		let sum = sum * rest * rest + rest + 1.0;
		sum * f32::from_bits((shifted.to_bits() << 23).wrapping_add(1.0f32.to_bits()))
	}

	#[inline(always)]
	fn sqrt(self) -> Self {
		f32::sqrt(self)
	}

	#[inline(always)]
	fn max(self, other: Self) -> Self {
		if self > other {
			self
		} else {
			other
		}
	}
}

/// Compiles a function's body for AVX-512, for AVX2 and for the baseline, and picks one at run time.
///
/// Every version does the same operations in the same order (the compiler may not reorder float arithmetic), so the choice
/// changes no result.
macro_rules! vectorised {
	($(#[$meta:meta])* $vis:vis fn $name:ident$(<$t:ident>)?($($arg:ident: $ty:ty),* $(,)?) $(-> $out:ty)? $body:block) => {
		$(#[$meta])*
		#[allow(clippy::too_many_arguments)]
		$vis fn $name$(<$t: $crate::real::Real>)?($($arg: $ty),*) $(-> $out)? {
			#[inline(always)]
			#[allow(clippy::too_many_arguments)]
			fn body$(<$t: $crate::real::Real>)?($($arg: $ty),*) $(-> $out)? $body

			#[cfg(target_arch = "x86_64")]
			{
				#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
				#[allow(clippy::too_many_arguments)]
				fn avx512$(<$t: $crate::real::Real>)?($($arg: $ty),*) $(-> $out)? {
					body($($arg),*)
				}
				#[target_feature(enable = "avx2")]
				#[allow(clippy::too_many_arguments)]
				fn avx2$(<$t: $crate::real::Real>)?($($arg: $ty),*) $(-> $out)? {
					body($($arg),*)
				}
				match $crate::real::Level::of_this_machine() {
					// SAFETY: the level says that the processor has these instructions.
					$crate::real::Level::Avx512 => return unsafe { avx512($($arg),*) },
					// SAFETY: as above.
					$crate::real::Level::Avx2 => return unsafe { avx2($($arg),*) },
					$crate::real::Level::Baseline => {},
				}
			}
			body($($arg),*)
		}
	};
}
pub(crate) use vectorised;

/// Vector instructions that [`vectorised`] functions can use.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
	Baseline,
	Avx2,
	Avx512,
}

#[cfg(target_arch = "x86_64")]
impl Level {
	/// The highest that the processor has. `PROMPTALE_INSTRUCTIONS`, `baseline` or `avx2`, sets a lower one, so that all of
	/// them can be compared on one machine.
	#[inline]
	pub fn of_this_machine() -> Level {
		static LEVEL: std::sync::OnceLock<Level> = std::sync::OnceLock::new();
		*LEVEL.get_or_init(|| {
			let most = match std::env::var("PROMPTALE_INSTRUCTIONS").as_deref() {
				Ok("baseline") => Level::Baseline,
				Ok("avx2") => Level::Avx2,
				_ => Level::Avx512,
			};
			Level::detected().min(most)
		})
	}

	fn detected() -> Level {
		if is_x86_feature_detected!("avx512f")
			&& is_x86_feature_detected!("avx512bw")
			&& is_x86_feature_detected!("avx512dq")
			&& is_x86_feature_detected!("avx512vl")
		{
			Level::Avx512
		} else if is_x86_feature_detected!("avx2") {
			Level::Avx2
		} else {
			Level::Baseline
		}
	}
}

/// Lanes that sums are kept in, so that they can be vectorised and still have one fixed order.
pub(crate) const LANES: usize = 16;

/// Adds up lanes in a fixed tree.
#[inline(always)]
pub(crate) fn fold_lanes<T: Real>(mut lanes: [T; LANES]) -> T {
	let mut half = LANES / 2;
	while half > 0 {
		for lane in 0..half {
			let other = lanes[lane + half];
			lanes[lane] += other;
		}
		half /= 2;
	}
	lanes[0]
}

/// Sum of `term(a, b)` over two slices of one length.
#[inline(always)]
pub(crate) fn sum_pairs<T: Real>(one: &[T], other: &[T], term: impl Fn(T, T) -> T) -> T {
	let mut lanes = [T::default(); LANES];
	let (ones, one_rest) = one.as_chunks::<LANES>();
	let (others, other_rest) = other.as_chunks::<LANES>();
	for (one, other) in ones.iter().zip(others) {
		for lane in 0..LANES {
			lanes[lane] += term(one[lane], other[lane]);
		}
	}
	for (lane, (one, other)) in one_rest.iter().zip(other_rest).enumerate() {
		lanes[lane] += term(*one, *other);
	}
	fold_lanes(lanes)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn exp_is_accurate_to_two_units_in_the_last_place() {
		for step in -87_000..88_000 {
			let x = step as f32 / 1000.0;
			let exact = f64::from(x).exp();
			let error = (f64::from(Real::exp(x)) - exact).abs() / exact;
			assert!(error < 2.5e-7, "{x}: {error}");
		}
	}

	#[test]
	fn exp_of_extremes_stays_finite_and_nan_stays_nan() {
		assert!(Real::exp(f32::INFINITY).is_finite());
		assert!(Real::exp(f32::NEG_INFINITY) < 1e-37);
		assert!(Real::exp(f32::NAN).is_nan());
	}

	#[test]
	fn sums_take_every_element_once() {
		for length in [0, 1, 15, 16, 17, 49, 64] {
			let values: Vec<f64> = (0..length).map(f64::from).collect();
			let sum = sum_pairs(&values, &values, |a, b| a + b);
			assert_eq!(sum, f64::from(length * (length - 1)));
		}
	}
}
