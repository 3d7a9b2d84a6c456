//! Streams of random numbers: one for each purpose, so that no change of one moves another.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// The stream for a purpose, such as "training", and its numbers, such as round and client.
pub fn stream(seed: u64, purpose: &str, numbers: &[usize]) -> ChaCha8Rng {
	let mut hasher = blake3::Hasher::new_derive_key("promptale 2026-11 pov-bench random streams");
	hasher.update(&seed.to_le_bytes());
	for number in numbers {
		hasher.update(&(*number as u64).to_le_bytes());
	}
	hasher.update(purpose.as_bytes());
	ChaCha8Rng::from_seed(*hasher.finalize().as_bytes())
}
