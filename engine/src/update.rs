//! Updates: what a generator publishes after training.
//!
//! The difference to the base checkpoint in chunks of [`CHUNK`] parameters, each value an integer of four bits
//! (-7 to 7) times a power of two that the chunk shares. Everything done with an update after decoding is integer
//! arithmetic on these values in units of 2^-40, so every machine agrees on norms, overlaps and aggregates.
//!
//! Bytes: magic (8), hash of the base checkpoint (32), number of parameters (u32, little endian), then per chunk its
//! exponent (i8) and its values, two a byte, the first in the low half. Each update has exactly one encoding.

use crate::checkpoint::Checkpoint;
use promptale_primitives::{hash::content_hash, Blake3, MILLION};

/// Parameters that share one exponent.
pub const CHUNK: usize = 64;

/// Largest magnitude of a quantised value.
pub const MAX_VALUE: i8 = 7;

/// Exponents a chunk may have: values are multiples of 2^-40 and below 8.
pub const EXPONENTS: std::ops::RangeInclusive<i8> = -40..=0;

/// Values count in units of 2^-FRACTION_BITS.
pub(crate) const FRACTION_BITS: u32 = 40;

const MAGIC: &[u8; 8] = b"PTupdat1";
const HEADER: usize = 8 + 32 + 4;

/// A quantised difference to one base checkpoint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Update {
	base: Blake3,
	/// One per chunk.
	exponents: Vec<i8>,
	/// One per parameter, -7 to 7.
	values: Vec<i8>,
}

/// Why bytes are no update for a checkpoint.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Malformed {
	/// Not our format.
	#[error("not an update: its first bytes are not `PTupdat1`")]
	NotAnUpdate,
	/// Made for another checkpoint.
	#[error("made for another base checkpoint ({}): train on the round's own", short(found))]
	WrongBase {
		/// The base it names.
		found: Blake3,
	},
	/// Made for a model of another size.
	#[error("it has {found} parameters, the checkpoint has {expected}")]
	WrongShape {
		/// As the checkpoint has.
		expected: usize,
		/// As the update says.
		found: usize,
	},
	/// Bytes are missing.
	#[error("truncated: {found} bytes of {expected}")]
	Truncated {
		/// Bytes of a whole update.
		expected: usize,
		/// Bytes there are.
		found: usize,
	},
	/// Bytes left over.
	#[error("too large: {found} bytes, where an update for this checkpoint has {expected}")]
	TooLarge {
		/// Bytes of a whole update.
		expected: usize,
		/// Bytes there are.
		found: usize,
	},
	/// A scale outside the range that aggregation can represent; NaN and infinity have no encoding at all.
	#[error("chunk {chunk} has the exponent {exponent}, outside -40 to 0")]
	ExponentOutOfRange {
		/// Counted from 0.
		chunk: usize,
		/// As found.
		exponent: i8,
	},
	/// The one bit pattern that is no value.
	#[error("chunk {chunk} holds the value -8, outside -7 to 7")]
	ValueOutOfRange {
		/// Counted from 0.
		chunk: usize,
	},
	/// Another encoding of an update that has one already.
	#[error("chunk {chunk} is not in canonical form: an all-zero chunk has the exponent -40, and padding is zero")]
	NotCanonical {
		/// Counted from 0.
		chunk: usize,
	},
}

fn short(hash: &Blake3) -> String {
	blake3::Hash::from_bytes(*hash).to_hex()[..12].to_string()
}

/// Exactly `2^exponent`.
fn power_of_two(exponent: i8) -> f64 {
	f64::from_bits(((1023 + i64::from(exponent)) as u64) << 52)
}

/// Rounds a difference to the base checkpoint's parameters to an update. Per chunk the exponent with the least squared
/// error is taken. Values that are not finite become zero.
///
/// Panics when `delta` has not as many values as the checkpoint has parameters.
pub fn quantise(base: &Checkpoint, delta: &[f32]) -> Update {
	assert_eq!(delta.len(), base.parameters().len(), "a difference to the base checkpoint has one value per parameter");
	quantise_for(base.hash(), delta)
}

/// As [`quantise`], for any model whose parameters lie in one flat buffer; `base` identifies what it is a difference to.
pub fn quantise_for(base: Blake3, delta: &[f32]) -> Update {
	let mut values = Vec::with_capacity(delta.len());
	let mut exponents = Vec::with_capacity(delta.len().div_ceil(CHUNK));
	for chunk in delta.chunks(CHUNK) {
		let exponent = best_exponent(chunk);
		let rounded = chunk.iter().map(|value| round(*value, exponent));
		values.extend(rounded);
		let start = values.len() - chunk.len();
		let is_zero = values[start..].iter().all(|value| *value == 0);
		exponents.push(if is_zero { *EXPONENTS.start() } else { exponent });
	}
	Update { base, exponents, values }
}

fn round(value: f32, exponent: i8) -> i8 {
	// Saturates; NaN becomes 0. Infinities too, as a diverged parameter says nothing.
	if value.is_infinite() {
		return 0;
	}
	let scaled = (f64::from(value) / power_of_two(exponent)).round_ties_even();
	scaled.clamp(f64::from(-MAX_VALUE), f64::from(MAX_VALUE)) as i8
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

impl Update {
	/// Bytes of an update for so many parameters.
	pub fn encoded_len(parameters: usize) -> usize {
		let (whole, rest) = (parameters / CHUNK, parameters % CHUNK);
		HEADER + whole * (1 + CHUNK / 2) + if rest > 0 { 1 + rest.div_ceil(2) } else { 0 }
	}

	/// Its one encoding.
	pub fn to_bytes(&self) -> Vec<u8> {
		let mut bytes = Vec::with_capacity(Update::encoded_len(self.values.len()));
		bytes.extend_from_slice(MAGIC);
		bytes.extend_from_slice(&self.base);
		bytes.extend_from_slice(&(self.values.len() as u32).to_le_bytes());
		for (exponent, chunk) in self.exponents.iter().zip(self.values.chunks(CHUNK)) {
			bytes.push(*exponent as u8);
			bytes.extend(chunk.chunks(2).map(|pair| {
				let high = pair.get(1).copied().unwrap_or(0);
				(pair[0] as u8 & 15) | ((high as u8) << 4)
			}));
		}
		bytes
	}

	/// Decodes and checks an update for `base`.
	///
	/// # Errors
	/// [`Malformed`], each kind with its own message. Any bytes are safe to pass.
	pub fn from_bytes(bytes: &[u8], base: &Checkpoint) -> Result<Update, Malformed> {
		let found = bytes.len();
		let expected = Update::encoded_len(base.parameters().len());
		let (magic, rest) = bytes.split_at_checked(MAGIC.len()).ok_or(Malformed::Truncated { expected, found })?;
		if magic != MAGIC {
			return Err(Malformed::NotAnUpdate);
		}
		let (hash, rest) = rest.split_first_chunk::<32>().ok_or(Malformed::Truncated { expected, found })?;
		if *hash != base.hash() {
			return Err(Malformed::WrongBase { found: *hash });
		}
		let (count, mut rest) = rest.split_first_chunk().ok_or(Malformed::Truncated { expected, found })?;
		let count = u32::from_le_bytes(*count) as usize;
		if count != base.parameters().len() {
			return Err(Malformed::WrongShape { expected: base.parameters().len(), found: count });
		}
		match found {
			_ if found < expected => return Err(Malformed::Truncated { expected, found }),
			_ if found > expected => return Err(Malformed::TooLarge { expected, found }),
			_ => {},
		}
		let mut values = Vec::with_capacity(count);
		let mut exponents = Vec::with_capacity(count.div_ceil(CHUNK));
		for chunk in 0..count.div_ceil(CHUNK) {
			let length = CHUNK.min(count - values.len());
			let (encoded, after) = rest.split_at(1 + length.div_ceil(2));
			rest = after;
			let exponent = encoded[0] as i8;
			if !EXPONENTS.contains(&exponent) {
				return Err(Malformed::ExponentOutOfRange { chunk, exponent });
			}
			let start = values.len();
			// Shifting left, then right again, extends the sign of four bits.
			values.extend(encoded[1..].iter().flat_map(|byte| [((byte << 4) as i8) >> 4, (*byte as i8) >> 4]));
			if values[start..].contains(&-8) {
				return Err(Malformed::ValueOutOfRange { chunk });
			}
			let padding_is_zero = values[start + length..].iter().all(|value| *value == 0);
			values.truncate(start + length);
			let is_zero = values[start..].iter().all(|value| *value == 0);
			if !padding_is_zero || (is_zero && exponent != *EXPONENTS.start()) {
				return Err(Malformed::NotCanonical { chunk });
			}
			exponents.push(exponent);
		}
		Ok(Update { base: *hash, exponents, values })
	}

	/// BLAKE3 of its encoding.
	pub fn hash(&self) -> Blake3 {
		content_hash(&self.to_bytes())
	}

	/// Hash of the checkpoint it is a difference to.
	pub fn base(&self) -> Blake3 {
		self.base
	}

	/// Number of parameters.
	pub fn len(&self) -> usize {
		self.values.len()
	}

	/// Whether it is for a model without parameters; never, for a decoded one.
	pub fn is_empty(&self) -> bool {
		self.values.is_empty()
	}

	/// The value of parameter `index` in units of 2^-40; below 2^43 in magnitude.
	pub(crate) fn fixed(&self, index: usize) -> i64 {
		i64::from(self.values[index]) << (i32::from(self.exponents[index / CHUNK]) + FRACTION_BITS as i32)
	}

	/// The difference as floats. Exact: four bits times a power of two.
	pub fn to_delta(&self) -> Vec<f32> {
		let chunks = self.exponents.iter().zip(self.values.chunks(CHUNK));
		chunks
			.flat_map(|(exponent, values)| {
				let step = power_of_two(*exponent) as f32;
				values.iter().map(move |value| f32::from(*value) * step)
			})
			.collect()
	}

	/// Sum of products of the fixed-point values with another update's, in units of 2^-80.
	fn dot(&self, other: &Update) -> i128 {
		let chunks = self.values.chunks(CHUNK).zip(other.values.chunks(CHUNK));
		let exponents = self.exponents.iter().zip(&other.exponents);
		chunks
			.zip(exponents)
			.map(|((one, two), (exponent, another))| {
				// At most 64 * 49 in magnitude.
				let sum: i32 = one.iter().zip(two).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
				// At most 2^12 * 2^80 a chunk, so 2^35 chunks fit.
				i128::from(sum) << (i32::from(*exponent) + i32::from(*another) + 2 * FRACTION_BITS as i32)
			})
			.sum()
	}

	/// L2 norm in units of 2^-20, rounded down.
	pub fn norm(&self) -> u64 {
		let root = self.dot(self).unsigned_abs().isqrt() >> (FRACTION_BITS - 20);
		u64::try_from(root).unwrap_or(u64::MAX)
	}

	/// Cosine between two updates in millionths: 1,000,000 for the same direction, negative for opposite ones; 0 when one
	/// of them is zero or their sizes differ.
	pub fn overlap(&self, other: &Update) -> i32 {
		if self.values.len() != other.values.len() {
			return 0;
		}
		let norms = self.dot(self).unsigned_abs().isqrt() * other.dot(other).unsigned_abs().isqrt();
		if norms == 0 {
			return 0;
		}
		let dot = self.dot(other);
		// Leave room for the factor of a million.
		let shift = if dot.unsigned_abs().leading_zeros() < 21 { 20 } else { 0 };
		let cosine = (dot.unsigned_abs() >> shift) * u128::from(MILLION) / (norms >> shift).max(1);
		let cosine = cosine.min(u128::from(MILLION)) as i32;
		if dot < 0 {
			-cosine
		} else {
			cosine
		}
	}
}

#[cfg(test)]
#[path = "update_tests.rs"]
mod tests;
