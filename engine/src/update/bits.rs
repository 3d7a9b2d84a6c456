//! Bits packed into bytes, the lowest first, and Rice codes.

/// Appends bits to bytes.
pub(super) struct BitWriter {
	bytes: Vec<u8>,
	/// Bits that do not fill a byte yet.
	pending: u64,
	held: u32,
}

impl BitWriter {
	/// Goes on after whole bytes.
	pub fn after(bytes: Vec<u8>) -> BitWriter {
		BitWriter { bytes, pending: 0, held: 0 }
	}

	/// The `bits` lowest bits of `value`, 32 at most.
	pub fn put(&mut self, value: u32, bits: u32) {
		self.pending |= u64::from(value) << self.held;
		self.held += bits;
		while self.held >= 8 {
			self.bytes.push(self.pending as u8);
			self.pending >>= 8;
			self.held -= 8;
		}
	}

	/// A Rice code (Golomb 1966, Rice 1979): `value >> parameter` ones, a zero, then the lowest `parameter` bits.
	pub fn rice(&mut self, value: u32, parameter: u32) {
		let mut ones = value >> parameter;
		while ones > 0 {
			let now = ones.min(16);
			self.put((1 << now) - 1, now);
			ones -= now;
		}
		self.put(0, 1);
		self.put(value & ((1 << parameter) - 1), parameter);
	}

	/// All bytes, the last one filled up with zeros.
	pub fn finish(mut self) -> Vec<u8> {
		if self.held > 0 {
			self.bytes.push(self.pending as u8);
		}
		self.bytes
	}
}

/// Reads what [`BitWriter`] wrote. `None` from any method: the bytes are at their end.
pub(super) struct BitReader<'a> {
	bytes: &'a [u8],
	/// The next bit.
	pub at: u64,
}

impl<'a> BitReader<'a> {
	/// Starts at bit `at`.
	pub fn new(bytes: &'a [u8], at: u64) -> BitReader<'a> {
		BitReader { bytes, at }
	}

	/// The next bits, and how many of them there are; 57 or more unless the end is near.
	fn peek(&self) -> (u64, u32) {
		let skip = (self.at % 8) as u32;
		let rest = usize::try_from(self.at / 8).ok().and_then(|start| self.bytes.get(start..)).unwrap_or_default();
		if let Some(word) = rest.first_chunk::<8>() {
			return (u64::from_le_bytes(*word) >> skip, 64 - skip);
		}
		let word = rest.iter().rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
		(word >> skip, (rest.len() as u32 * 8).saturating_sub(skip))
	}

	/// The next `bits` bits, 32 at most.
	pub fn take(&mut self, bits: u32) -> Option<u32> {
		let (word, there) = self.peek();
		(bits <= there).then(|| {
			self.at += u64::from(bits);
			(word & ((1 << bits) - 1)) as u32
		})
	}

	/// A Rice code. One of more than `most` is read only until that is sure, so that no input makes it long.
	pub fn rice(&mut self, parameter: u32, most: u32) -> Option<u32> {
		let mut high = 0;
		loop {
			let (word, there) = self.peek();
			let ones = word.trailing_ones().min(there);
			high += ones;
			if ones < there {
				self.at += u64::from(ones) + 1;
				break;
			}
			self.at += u64::from(ones);
			if there == 0 {
				return None;
			}
			if high << parameter > most {
				return Some(high << parameter);
			}
		}
		// Cannot overflow: `high` grows by 64 at most after it was small enough.
		Some(high << parameter | self.take(parameter)?)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn a_long_run_of_ones_is_not_read_to_its_end() {
		let bytes = [255; 1000];
		let mut reader = BitReader::new(&bytes, 3);
		assert!(reader.rice(2, 100).unwrap() > 100);
		assert!(reader.at < 200);
		assert_eq!(BitReader::new(&bytes[..4], 3).rice(2, 4096), None);
	}

	proptest! {
		#[test]
		fn what_is_written_is_read_again(
			codes in proptest::collection::vec((0u32..4096, 0u32..13, any::<bool>()), 0..200),
		) {
			let mut writer = BitWriter::after(vec![7]);
			for (value, parameter, plain) in &codes {
				if *plain { writer.put(*value, 12) } else { writer.rice(*value, *parameter) }
			}
			let bytes = writer.finish();
			let mut reader = BitReader::new(&bytes, 8);
			for (value, parameter, plain) in &codes {
				let read = if *plain { reader.take(12) } else { reader.rice(*parameter, 4096) };
				prop_assert_eq!(read, Some(*value));
			}
			prop_assert!(bytes.len() as u64 * 8 - reader.at < 8);
			prop_assert_eq!(reader.take(8), None);
		}
	}
}
