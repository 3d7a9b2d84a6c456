//! Numbers from a seed, the same everywhere: bytes of BLAKE3 and integer arithmetic.

/// A stream of them.
pub struct Random(blake3::OutputReader);

impl Random {
	/// The stream of one case.
	pub fn new(seed: u64, case: u32) -> Random {
		let mut hasher = blake3::Hasher::new_derive_key("promptale 2026-11 reproducibility cases");
		hasher.update(&seed.to_le_bytes()).update(&case.to_le_bytes());
		Random(hasher.finalize_xof())
	}

	/// Any bytes.
	pub fn bytes<const COUNT: usize>(&mut self) -> [u8; COUNT] {
		let mut bytes = [0; COUNT];
		self.0.fill(&mut bytes);
		bytes
	}

	/// Any number.
	pub fn any(&mut self) -> u64 {
		u64::from_le_bytes(self.bytes())
	}

	/// A number below `bound`, which is not 0; nearly uniform.
	pub fn below(&mut self, bound: u64) -> u64 {
		((u128::from(self.any()) * u128::from(bound)) >> 64) as u64
	}

	/// As [`Random::below`], as an index.
	pub fn index(&mut self, bound: usize) -> usize {
		self.below(bound as u64) as usize
	}

	/// One of the values, of which there is at least one.
	pub fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
		values[self.index(values.len())]
	}

	/// A number of any size: as many leading zeros as one likes.
	pub fn any_size(&mut self) -> u64 {
		let shift = self.below(64);
		self.any() >> shift
	}
}
