//! The sparse encoding: in each chunk of 4,096 parameters only the largest values are there.
//!
//! A stream of bits, the lowest of each byte first. Per chunk the number of entries (8 bits); unless it is zero, the
//! exponent plus 40 (6 bits), then per entry, in the order of their places, the gap to the one before as a Rice code, the
//! sign (1 bit, set for minus) and the magnitude less one ([`MAGNITUDE_BITS`]). The Rice parameter follows from the number
//! of entries ([`rice_parameter`]), so it takes no bits and leaves no choice. The last byte is filled up with zeros.
//!
//! A gap is the number of parameters that are left out between two entries. They sum to less than a chunk, which bounds
//! the ones of their Rice codes: 94 entries never take more than 111.4 bytes, .0272 a parameter.

use super::{
	bits::{BitReader, BitWriter},
	power_of_two,
	segment::{Segment, SEGMENT},
	Malformed, CHUNK, EXPONENTS, HEADER,
};

/// Bits of a magnitude.
const MAGNITUDE_BITS: u32 = 1;

/// Largest magnitude; the least is 1.
const MAX_MAGNITUDE: u32 = 1 << MAGNITUDE_BITS;

/// Entries that [`super::quantise_sparse`] leaves in a whole chunk: as many as fit in .0273 bytes a parameter.
pub const ENTRIES: usize = 94;

const COUNT_BITS: u32 = 8;
const EXPONENT_BITS: u32 = 6;

/// No update for so many parameters has more bytes: all chunks have 255 entries.
pub(super) fn most_bytes(parameters: usize) -> usize {
	let most = (1usize << COUNT_BITS) - 1;
	let parameter = rice_parameter(most, SEGMENT);
	let entry = (parameter + 2 + MAGNITUDE_BITS) as usize;
	let chunk = (COUNT_BITS + EXPONENT_BITS) as usize + most * entry + (SEGMENT >> parameter);
	// A short chunk may have a smaller parameter, but fewer parameters than bits were counted for it.
	HEADER + parameters.div_ceil(SEGMENT) * chunk.div_ceil(8)
}

/// The parameter that keeps Rice codes short for `entries` gaps over `length` parameters: the least with
/// `2^(parameter + 1) * entries >= length`, nearly the optimum for geometric gaps (Kiely 2004).
fn rice_parameter(entries: usize, length: usize) -> u32 {
	let ratio = length.div_ceil(entries.max(1) * 2);
	ratio.next_power_of_two().trailing_zeros()
}

/// Working memory of [`encode`].
#[derive(Default)]
pub(super) struct Scratch {
	keys: Vec<u64>,
	chosen: Vec<(usize, f32)>,
}

/// Appends a chunk with the `entries` largest values at most, fewer where some of them round to zero. Values that are not
/// finite count as zero.
pub(super) fn encode(chunk: &[f32], entries: usize, scratch: &mut Scratch, writer: &mut BitWriter) {
	let Scratch { keys, chosen } = scratch;
	keys.clear();
	// Magnitudes of floats have the order of their bits. The place below makes all keys different, so ties go one way.
	keys.extend(chunk.iter().enumerate().map(|(place, value)| {
		let bits = if value.is_finite() { value.abs().to_bits() } else { 0 };
		u64::from(bits) << 12 | (SEGMENT - 1 - place) as u64
	}));
	let entries = entries.min((1 << COUNT_BITS) - 1);
	if keys.len() > entries {
		keys.select_nth_unstable_by(entries, |one, other| other.cmp(one));
		keys.truncate(entries);
	}
	chosen.clear();
	chosen.extend(keys.iter().filter(|key| *key >> 12 > 0).map(|key| {
		let place = SEGMENT - 1 - (*key % SEGMENT as u64) as usize;
		(place, chunk[place])
	}));
	chosen.sort_unstable_by_key(|(place, _)| *place);
	let mut exponent = best_exponent(chosen);
	chosen.retain(|(_, value)| magnitude(*value, exponent) > 0);
	let mut halvings = 0;
	while exponent < *EXPONENTS.end()
		&& !chosen.is_empty()
		&& chosen.iter().all(|(_, value)| (magnitude(*value, exponent - halvings) >> halvings).is_multiple_of(2))
	{
		exponent += 1;
		halvings += 1;
	}
	writer.put(chosen.len() as u32, COUNT_BITS);
	if chosen.is_empty() {
		return;
	}
	writer.put((exponent - EXPONENTS.start()) as u32, EXPONENT_BITS);
	let parameter = rice_parameter(chosen.len(), chunk.len());
	let mut next = 0;
	for (place, value) in chosen.iter() {
		writer.rice((place - next) as u32, parameter);
		writer.put(value.is_sign_negative().into(), 1);
		writer.put((magnitude(*value, exponent - halvings) >> halvings) - 1, MAGNITUDE_BITS);
		next = place + 1;
	}
}

/// Decodes the chunk that starts at bit `at`. Returns the bit after it; `None` when the bytes are at their end.
pub(super) fn decode(
	bytes: &[u8],
	at: u64,
	length: usize,
	chunk: usize,
	segment: &mut Segment,
) -> Result<Option<u64>, Malformed> {
	segment.values.fill(0);
	segment.exponents.fill(*EXPONENTS.start());
	segment.is_dense = false;
	let mut reader = BitReader::new(bytes, at);
	let Some(entries) = reader.take(COUNT_BITS) else { return Ok(None) };
	if entries == 0 {
		return Ok(Some(reader.at));
	}
	let Some(exponent) = reader.take(EXPONENT_BITS) else { return Ok(None) };
	let exponent = EXPONENTS.start() + exponent as i8;
	if !EXPONENTS.contains(&exponent) {
		return Err(Malformed::ExponentOutOfRange { chunk, exponent });
	}
	let parameter = rice_parameter(entries as usize, length);
	let mut place = 0;
	let mut odd = 0;
	for _ in 0..entries {
		let Some(gap) = reader.rice(parameter, length as u32) else { return Ok(None) };
		place += gap as usize;
		if place >= length {
			return Err(Malformed::PlaceOutOfRange { chunk });
		}
		let Some(bits) = reader.take(1 + MAGNITUDE_BITS) else { return Ok(None) };
		let magnitude = (bits >> 1) as i8 + 1;
		odd |= magnitude & 1;
		segment.values[place] = if bits & 1 == 1 { -magnitude } else { magnitude };
		place += 1;
	}
	if odd == 0 && exponent < *EXPONENTS.end() {
		return Err(Malformed::NotCanonical {
			chunk,
			reason: "its values are all even, so they are to be halved and its exponent raised",
		});
	}
	segment.exponents[..length.div_ceil(CHUNK)].fill(exponent);
	Ok(Some(reader.at))
}

/// A value in units of `2^exponent`, rounded, without its sign.
fn magnitude(value: f32, exponent: i8) -> u32 {
	let scaled = f64::from(value.abs()) / power_of_two(exponent);
	scaled.round_ties_even().min(f64::from(MAX_MAGNITUDE)) as u32
}

/// The exponent with the least squared error.
fn best_exponent(chosen: &[(usize, f32)]) -> i8 {
	let most = chosen.iter().fold(0.0f64, |most, (_, value)| most.max(f64::from(value.abs())));
	let fits = EXPONENTS.clone().find(|exponent| most <= (f64::from(MAX_MAGNITUDE) + 0.5) * power_of_two(*exponent));
	let fits = fits.unwrap_or(*EXPONENTS.end());
	let error = |exponent: i8| -> f64 {
		let step = power_of_two(exponent);
		let error = |value: f32| f64::from(value.abs()) - f64::from(magnitude(value, exponent)) * step;
		chosen.iter().map(|(_, value)| error(*value).powi(2)).sum()
	};
	// Finer than that cuts off large values; where they are few, all the others gain.
	let finest = (fits - 5).max(*EXPONENTS.start());
	let candidates = (finest..=fits).rev().map(|exponent| (error(exponent), exponent));
	candidates.min_by(|one, other| one.0.total_cmp(&other.0)).map_or(fits, |(_, exponent)| exponent)
}
