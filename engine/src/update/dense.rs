//! The dense encoding: every parameter has a value of four bits, -7 to 7, and 64 of them share an exponent.
//!
//! Per chunk its exponent (i8) and its values, two a byte, the first in the low half.

use super::{
	power_of_two,
	segment::{Segment, SEGMENT},
	Malformed, CHUNK, EXPONENTS, HEADER, MAX_VALUE,
};
use crate::real::vectorised;

/// Bytes of a whole chunk.
const CHUNK_BYTES: usize = 1 + CHUNK / 2;

/// Bytes of an update for so many parameters.
pub(super) fn encoded_len(parameters: usize) -> usize {
	let (whole, rest) = (parameters / CHUNK, parameters % CHUNK);
	HEADER + whole * CHUNK_BYTES + if rest > 0 { 1 + rest.div_ceil(2) } else { 0 }
}

/// The byte that a segment starts at.
pub(super) fn start_of(segment: usize) -> usize {
	HEADER + segment * (SEGMENT / CHUNK) * CHUNK_BYTES
}

/// Appends a chunk. The exponent with the least squared error is taken.
pub(super) fn encode(chunk: &[f32], bytes: &mut Vec<u8>) {
	let exponent = best_exponent(chunk);
	let mut values = [0; CHUNK];
	for (value, exact) in values.iter_mut().zip(chunk) {
		*value = round(*exact, exponent);
	}
	let is_zero = values.iter().all(|value| *value == 0);
	bytes.push(if is_zero { *EXPONENTS.start() } else { exponent } as u8);
	let pairs = values.chunks_exact(2).take(chunk.len().div_ceil(2));
	bytes.extend(pairs.map(|pair| (pair[0] as u8 & 15) | ((pair[1] as u8) << 4)));
}

vectorised! {
	/// Decodes the `length` values at the start of `bytes` to `segment`, whose first chunk has the number `first`. Returns the
	/// bytes they take; `None` when there are not as many.
	pub(super) fn decode(
		bytes: &[u8],
		length: usize,
		first: usize,
		segment: &mut Segment,
	) -> Result<Option<usize>, Malformed> {
		if length < SEGMENT {
			segment.values.fill(0);
			segment.exponents.fill(*EXPONENTS.start());
		}
		let mut rest = bytes;
		for (offset, start) in (0..length).step_by(CHUNK).enumerate() {
			let (chunk, length) = (first + offset, CHUNK.min(length - start));
			let Some((encoded, after)) = rest.split_at_checked(1 + length.div_ceil(2)) else { return Ok(None) };
			rest = after;
			let exponent = encoded[0] as i8;
			if !EXPONENTS.contains(&exponent) {
				return Err(Malformed::ExponentOutOfRange { chunk, exponent });
			}
			segment.exponents[offset] = exponent;
			let values = &mut segment.values.as_chunks_mut::<CHUNK>().0[offset];
			for (pair, byte) in values.as_chunks_mut::<2>().0.iter_mut().zip(&encoded[1..]) {
				// Shifting left, then right again, extends the sign of four bits.
				*pair = [((byte << 4) as i8) >> 4, (*byte as i8) >> 4];
			}
			// Not `contains`, which looks for a byte in the manner of long texts.
			if values.iter().fold(false, |found, value| found | (*value == -8)) {
				return Err(Malformed::ValueOutOfRange { chunk });
			}
			let is_zero = exponent != *EXPONENTS.start() && values[..length].iter().all(|value| *value == 0);
			if is_zero || values[length..].iter().any(|value| *value != 0) {
				return Err(Malformed::NotCanonical {
					chunk,
					reason: "an all-zero chunk has the exponent -40, and padding is zero",
				});
			}
		}
		segment.is_dense = true;
		Ok(Some(bytes.len() - rest.len()))
	}
}

fn round(value: f32, exponent: i8) -> i8 {
	// Adding it leaves no bits for a fraction, so a sum with it is rounded to nearest, ties to even.
	const ROUND: f64 = 6_755_399_441_055_744.0;
	// Infinities become 0, as a diverged parameter says nothing; so does NaN.
	let scaled = if value.is_finite() { f64::from(value) * power_of_two(-exponent) } else { 0.0 };
	((scaled.clamp(f64::from(-MAX_VALUE), f64::from(MAX_VALUE)) + ROUND) - ROUND) as i8
}

fn best_exponent(chunk: &[f32]) -> i8 {
	let most =
		chunk.iter().filter(|value| value.is_finite()).fold(0.0f64, |most, value| most.max(f64::from(value.abs())));
	let fits = EXPONENTS.clone().find(|exponent| most <= (f64::from(MAX_VALUE) + 0.5) * power_of_two(*exponent));
	let fits = fits.unwrap_or(*EXPONENTS.end());
	let error = |exponent: i8| -> f64 {
		let step = power_of_two(exponent);
		chunk.iter().map(|value| (f64::from(*value) - f64::from(round(*value, exponent)) * step).powi(2)).sum()
	};
	// One step finer cuts off the largest values but is often nearer to all the others.
	let finer = fits - 1;
	if EXPONENTS.contains(&finer) && error(finer) < error(fits) {
		finer
	} else {
		fits
	}
}
