//! Updates: what a generator publishes after training.
//!
//! The difference to the base checkpoint, as integers of a few bits times powers of two that neighbours share. Everything
//! done with an update after decoding is integer arithmetic on these values in units of 2^-40, so every machine agrees on
//! norms, overlaps and aggregates.
//!
//! Bytes: magic (8), hash of the base checkpoint (32), number of parameters (u32, little endian), then the parameters, dense
//! (`PTupdat1`: every parameter has a value) or sparse (`PTsparse`: the largest values of every 4,096 parameters; what is
//! left out is kept by the generator, see [`quantise_with_feedback`]). Each update has exactly one encoding of its kind.

mod bits;
mod dense;
mod feedback;
pub(crate) mod segment;
mod sparse;
mod stream;

pub use feedback::{quantise_with_feedback, DECAY};
pub use segment::SEGMENT;
pub use sparse::ENTRIES;
pub use stream::{ReadError, UpdateReader};

use crate::checkpoint::Checkpoint;
use promptale_primitives::{hash::content_hash, Blake3, MILLION};
use segment::{length_of, Segment};

/// Parameters that share one exponent in dense updates.
pub const CHUNK: usize = 64;

/// Largest magnitude of a quantised value.
pub const MAX_VALUE: i8 = 7;

/// Exponents a chunk may have: values are multiples of 2^-40 and below 8.
pub const EXPONENTS: std::ops::RangeInclusive<i8> = -40..=0;

/// Values count in units of 2^-FRACTION_BITS.
pub(crate) const FRACTION_BITS: u32 = 40;

const HEADER: usize = 8 + 32 + 4;

/// How parameters are turned into bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
	/// Every parameter has a value.
	Dense,
	/// Only the largest values of each chunk are there.
	Sparse,
}

impl Encoding {
	fn magic(self) -> &'static [u8; 8] {
		match self {
			Encoding::Dense => b"PTupdat1",
			Encoding::Sparse => b"PTsparse",
		}
	}

	/// Decodes segment `index` of a model, which starts at bit `at` of `bytes`. Returns the bit after it; `None` when the
	/// bytes are at their end.
	fn decode(
		self,
		bytes: &[u8],
		at: u64,
		index: usize,
		parameters: usize,
		segment: &mut Segment,
	) -> Result<Option<u64>, Malformed> {
		let length = length_of(index, parameters);
		match self {
			Encoding::Dense => {
				let rest = bytes.get((at / 8) as usize..).unwrap_or_default();
				let taken = dense::decode(rest, length, index * (SEGMENT / CHUNK), segment)?;
				Ok(taken.map(|bytes| at + 8 * bytes as u64))
			},
			Encoding::Sparse => sparse::decode(bytes, at, length, index, segment),
		}
	}
}

/// A quantised difference to one base checkpoint. Holds its bytes, checked, and decodes them where they are needed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Update {
	base: Blake3,
	parameters: usize,
	encoding: Encoding,
	bytes: Vec<u8>,
	/// The bit each segment starts at; only for sparse updates, where it does not follow from the index.
	starts: Vec<u64>,
	/// Sum of squares in units of 2^-80.
	square: u128,
}

/// Why bytes are no update for a checkpoint.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Malformed {
	/// Not our format.
	#[error("not an update: its first bytes are neither `PTupdat1` nor `PTsparse`")]
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
	#[error("truncated: {found} bytes of at least {expected}")]
	Truncated {
		/// Bytes of a whole update, or the least that a sparse one could have that starts like this.
		expected: usize,
		/// Bytes there are.
		found: usize,
	},
	/// Bytes left over.
	#[error("too large: {found} bytes, where this update for this checkpoint has {expected} at most")]
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
	/// An entry of a sparse update beyond the end of its chunk.
	#[error("chunk {chunk} has an entry beyond its last parameter")]
	PlaceOutOfRange {
		/// Counted from 0.
		chunk: usize,
	},
	/// Another encoding of an update that has one already.
	#[error("chunk {chunk} is not in canonical form: {reason}")]
	NotCanonical {
		/// Counted from 0.
		chunk: usize,
		/// What it should be.
		reason: &'static str,
	},
}

fn short(hash: &Blake3) -> String {
	blake3::Hash::from_bytes(*hash).to_hex()[..12].to_string()
}

/// Exactly `2^exponent`.
fn power_of_two(exponent: i8) -> f64 {
	f64::from_bits(((1023 + i64::from(exponent)) as u64) << 52)
}

/// Rounds a difference to the base checkpoint's parameters to a dense update. Per chunk the exponent with the least squared
/// error is taken. Values that are not finite become zero.
///
/// Panics when `delta` has not as many values as the checkpoint has parameters.
pub fn quantise(base: &Checkpoint, delta: &[f32]) -> Update {
	assert_eq!(delta.len(), base.parameters().len(), "a difference to the base checkpoint has one value per parameter");
	quantise_for(base.hash(), delta)
}

/// As [`quantise`], for any model whose parameters lie in one flat buffer; `base` identifies what it is a difference to.
pub fn quantise_for(base: Blake3, delta: &[f32]) -> Update {
	encode(Encoding::Dense, base, delta)
}

/// Rounds the [`ENTRIES`] largest of every [`SEGMENT`] differences to a sparse update, and leaves out the others. See
/// [`quantise_with_feedback`] for what to do with those. Values that are not finite become zero.
///
/// Panics when `delta` has not as many values as the checkpoint has parameters.
pub fn quantise_sparse(base: &Checkpoint, delta: &[f32]) -> Update {
	assert_eq!(delta.len(), base.parameters().len(), "a difference to the base checkpoint has one value per parameter");
	quantise_sparse_for(base.hash(), delta)
}

/// As [`quantise_sparse`], for any model whose parameters lie in one flat buffer; `base` identifies what it is a
/// difference to.
pub fn quantise_sparse_for(base: Blake3, delta: &[f32]) -> Update {
	encode(Encoding::Sparse, base, delta)
}

pub(crate) fn encode(encoding: Encoding, base: Blake3, delta: &[f32]) -> Update {
	let mut bytes = encoding.magic().to_vec();
	bytes.extend_from_slice(&base);
	bytes.extend_from_slice(&(delta.len() as u32).to_le_bytes());
	match encoding {
		Encoding::Dense => {
			bytes.reserve(dense::encoded_len(delta.len()));
			delta.chunks(CHUNK).for_each(|chunk| dense::encode(chunk, &mut bytes));
		},
		Encoding::Sparse => {
			let mut writer = bits::BitWriter::after(bytes);
			let mut scratch = sparse::Scratch::default();
			for chunk in delta.chunks(SEGMENT) {
				sparse::encode(chunk, (ENTRIES * chunk.len()).div_ceil(SEGMENT), &mut scratch, &mut writer);
			}
			bytes = writer.finish();
		},
	}
	Update::new(bytes, &base, delta.len()).expect("just encoded")
}

/// Checks the header of an update for a checkpoint.
fn check_header(bytes: &[u8], base: &Blake3, parameters: usize) -> Result<Encoding, Malformed> {
	let truncated = Malformed::Truncated { expected: HEADER, found: bytes.len() };
	let Some((magic, rest)) = bytes.split_first_chunk::<8>() else { return Err(truncated) };
	let encodings = [Encoding::Dense, Encoding::Sparse];
	let encoding = encodings.into_iter().find(|encoding| magic == encoding.magic()).ok_or(Malformed::NotAnUpdate)?;
	let Some((hash, rest)) = rest.split_first_chunk::<32>() else { return Err(truncated) };
	if hash != base {
		return Err(Malformed::WrongBase { found: *hash });
	}
	let Some((count, _)) = rest.split_first_chunk() else { return Err(truncated) };
	match u32::from_le_bytes(*count) as usize {
		count if count == parameters => Ok(encoding),
		found => Err(Malformed::WrongShape { expected: parameters, found }),
	}
}

/// Checks what comes after the last segment, which ended at bit `at` of `bytes`, of `found` bytes in all.
fn check_end(bytes: &[u8], at: u64, found: usize, parameters: usize) -> Result<(), Malformed> {
	let left = bytes.len().saturating_sub(at.div_ceil(8) as usize);
	if left > 0 {
		return Err(Malformed::TooLarge { expected: found - left, found });
	}
	match bytes.last() {
		Some(last) if !at.is_multiple_of(8) && last >> (at % 8) != 0 => {
			Err(Malformed::NotCanonical { chunk: parameters.div_ceil(SEGMENT) - 1, reason: "padding is zero" })
		},
		_ => Ok(()),
	}
}

impl Update {
	/// Bytes of a dense update for so many parameters. A sparse one is smaller, by how much depends on its values.
	pub fn encoded_len(parameters: usize) -> usize {
		dense::encoded_len(parameters)
	}

	/// Decodes and checks an update for `base`. Takes no more memory than the bytes and a 2,048th of the checkpoint.
	///
	/// # Errors
	/// [`Malformed`], each kind with its own message. Any bytes are safe to pass.
	pub fn from_bytes(bytes: &[u8], base: &Checkpoint) -> Result<Update, Malformed> {
		let parameters = base.parameters().len();
		let (found, encoding) = (bytes.len(), check_header(bytes, &base.hash(), parameters)?);
		// Before anything is copied.
		match encoding {
			Encoding::Dense if found < dense::encoded_len(parameters) => {
				return Err(Malformed::Truncated { expected: dense::encoded_len(parameters), found })
			},
			Encoding::Dense if found > dense::encoded_len(parameters) => {
				return Err(Malformed::TooLarge { expected: dense::encoded_len(parameters), found })
			},
			Encoding::Sparse if found > sparse::most_bytes(parameters) => {
				return Err(Malformed::TooLarge { expected: sparse::most_bytes(parameters), found })
			},
			_ => {},
		}
		Update::new(bytes.to_vec(), &base.hash(), parameters)
	}

	fn new(bytes: Vec<u8>, base: &Blake3, parameters: usize) -> Result<Update, Malformed> {
		let encoding = check_header(&bytes, base, parameters)?;
		let mut update = Update { base: *base, parameters, encoding, bytes, starts: Vec::new(), square: 0 };
		let mut segment = Segment::new();
		let mut at = 8 * HEADER as u64;
		for index in 0..update.segments() {
			if encoding == Encoding::Sparse {
				update.starts.push(at);
			}
			let found = update.bytes.len();
			at = encoding
				.decode(&update.bytes, at, index, parameters, &mut segment)?
				.ok_or(Malformed::Truncated { expected: found + 1, found })?;
			update.square += dot(&segment, &segment).unsigned_abs();
		}
		check_end(&update.bytes, at, update.bytes.len(), parameters)?;
		Ok(update)
	}

	/// Its one encoding.
	pub fn to_bytes(&self) -> Vec<u8> {
		self.bytes.clone()
	}

	/// BLAKE3 of its encoding.
	pub fn hash(&self) -> Blake3 {
		content_hash(&self.bytes)
	}

	/// Hash of the checkpoint it is a difference to.
	pub fn base(&self) -> Blake3 {
		self.base
	}

	/// Which encoding it has.
	pub fn encoding(&self) -> Encoding {
		self.encoding
	}

	/// Number of parameters.
	pub fn len(&self) -> usize {
		self.parameters
	}

	/// Whether it is for a model without parameters; never, for a decoded one.
	pub fn is_empty(&self) -> bool {
		self.parameters == 0
	}

	fn segments(&self) -> usize {
		self.parameters.div_ceil(SEGMENT)
	}

	/// Decodes the parameters from `index * SEGMENT` on.
	pub(crate) fn decode(&self, index: usize, segment: &mut Segment) {
		let at = self.starts.get(index).copied().unwrap_or_else(|| 8 * dense::start_of(index) as u64);
		let decoded = self.encoding.decode(&self.bytes, at, index, self.parameters, segment);
		debug_assert!(matches!(decoded, Ok(Some(_))), "all segments were decoded when the update was made");
	}

	/// The difference as floats, one value per parameter. Exact: four bits times a power of two.
	pub fn to_delta(&self) -> Vec<f32> {
		let mut delta = Vec::with_capacity(self.segments() * SEGMENT);
		let mut segment = Segment::new();
		for index in 0..self.segments() {
			self.decode(index, &mut segment);
			for (chunk, exponent) in segment.exponents.iter().enumerate() {
				let step = power_of_two(*exponent) as f32;
				delta.extend(segment.chunk(chunk).map(|value| f32::from(value) * step));
			}
		}
		delta.truncate(self.parameters);
		delta
	}

	/// Sum of products of the fixed-point values with another update's, in units of 2^-80.
	fn dot(&self, other: &Update) -> i128 {
		let (mut one, mut two) = (Segment::new(), Segment::new());
		// At most 2^12 * 2^80 a chunk of 64, so 2^35 chunks fit.
		(0..self.segments())
			.map(|index| {
				self.decode(index, &mut one);
				other.decode(index, &mut two);
				dot(&one, &two)
			})
			.sum()
	}

	/// L2 norm in units of 2^-20, rounded down.
	pub fn norm(&self) -> u64 {
		let root = self.square.isqrt() >> (FRACTION_BITS - 20);
		u64::try_from(root).unwrap_or(u64::MAX)
	}

	/// Cosine between two updates in millionths: 1,000,000 for the same direction, negative for opposite ones; 0 when one
	/// of them is zero or their sizes differ.
	pub fn overlap(&self, other: &Update) -> i32 {
		if self.parameters != other.parameters {
			return 0;
		}
		let norms = self.square.isqrt() * other.square.isqrt();
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

/// Sum of products over a segment, in units of 2^-80.
fn dot(one: &Segment, two: &Segment) -> i128 {
	(0..SEGMENT / CHUNK)
		.map(|chunk| {
			let products = one.chunk(chunk).iter().zip(two.chunk(chunk));
			// At most 64 * 49 in magnitude.
			let sum: i32 = products.map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
			let shift = i32::from(one.exponents[chunk]) + i32::from(two.exponents[chunk]) + 2 * FRACTION_BITS as i32;
			i128::from(sum) << shift
		})
		.sum()
}

#[cfg(test)]
#[path = "update_tests.rs"]
mod tests;
