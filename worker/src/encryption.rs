//! Encrypting updates to a committee with age, whose X25519 keys the chain keeps as 32 bytes.
//!
//! age only takes and gives its keys in Bech32 (`age1...`), so that is how they are converted.

use age::{x25519, DecryptError, Decryptor, Encryptor};
use anyhow::{Context, Result};
use bech32::{Bech32, Hrp};
use std::io::{Read, Write};

/// Human-readable part of an age recipient.
const RECIPIENT: Hrp = Hrp::parse_unchecked("age");

/// What age adds to a plain text at most, for a header with `recipients` stanzas and 16 bytes in each 64 KiB.
pub fn overhead(plain: u64, recipients: usize) -> u64 {
	let header = 512 + 256 * recipients as u64;
	header + 16 * (plain / 65_536 + 1)
}

/// The recipient whose key the chain has.
pub fn recipient_from_chain(key: &[u8; 32]) -> Result<x25519::Recipient> {
	let text = bech32::encode::<Bech32>(RECIPIENT, key).context("a key cannot be written as an age recipient")?;
	text.parse().map_err(|reason| anyhow::anyhow!("{text} is not an age recipient: {reason}"))
}

/// The key of a recipient as the chain has it.
pub fn recipient_to_chain(recipient: &x25519::Recipient) -> Result<[u8; 32]> {
	let text = recipient.to_string();
	let (_, bytes) = bech32::decode(&text).with_context(|| format!("{text} is not Bech32"))?;
	bytes.try_into().map_err(|_| anyhow::anyhow!("{text} does not hold a key of 32 bytes"))
}

/// Encrypts so that each of the committee's keys alone can decrypt. Keys that are no X25519 keys are left
/// out with a warning: their owners shut themselves out, not the others. Fails when none is left.
pub fn encrypt_to_committee(keys: &[[u8; 32]], plain: &[u8]) -> Result<Vec<u8>> {
	let recipients: Vec<x25519::Recipient> = keys
		.iter()
		.filter_map(|key| {
			recipient_from_chain(key)
				.inspect_err(
					|error| tracing::warn!(key = hex::encode(key), %error, "a member's encryption key is unusable"),
				)
				.ok()
		})
		.collect();
	let recipients = recipients.iter().map(|recipient| recipient as &dyn age::Recipient);
	let encryptor = Encryptor::with_recipients(recipients).context("no member has a usable encryption key")?;
	let mut encrypted = Vec::with_capacity(plain.len() + 1024);
	let mut writer = encryptor.wrap_output(&mut encrypted)?;
	writer.write_all(plain)?;
	writer.finish()?;
	Ok(encrypted)
}

/// Why a blob could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
	/// Not age, damaged, or not encrypted to us.
	#[error("it does not decrypt: {0}")]
	Decrypt(#[from] DecryptError),
	/// Damaged after its start.
	#[error("it is damaged: {0}")]
	Damaged(#[from] std::io::Error),
	/// More than was announced.
	#[error("it decrypts to more than {0} bytes")]
	TooLarge(u64),
}

/// Decrypts what was encrypted to `identity`, at most `limit` bytes.
pub fn decrypt(identity: &x25519::Identity, encrypted: &[u8], limit: u64) -> Result<Vec<u8>, Unreadable> {
	let decryptor = Decryptor::new_buffered(encrypted)?;
	let reader = decryptor.decrypt(std::iter::once(identity as &dyn age::Identity))?;
	let mut plain = Vec::new();
	reader.take(limit.saturating_add(1)).read_to_end(&mut plain)?;
	if plain.len() as u64 > limit {
		return Err(Unreadable::TooLarge(limit));
	}
	Ok(plain)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn keys_survive_the_way_over_the_chain() {
		let identity = x25519::Identity::generate();
		let key = recipient_to_chain(&identity.to_public()).unwrap();
		assert_eq!(recipient_from_chain(&key).unwrap().to_string(), identity.to_public().to_string());
	}

	#[test]
	fn every_member_and_nobody_else_decrypts() {
		let members = [x25519::Identity::generate(), x25519::Identity::generate()];
		let keys: Vec<_> = members.iter().map(|member| recipient_to_chain(&member.to_public()).unwrap()).collect();
		let plain = vec![42u8; 200_000];
		let encrypted = encrypt_to_committee(&keys, &plain).unwrap();
		assert!(encrypted.len() as u64 <= plain.len() as u64 + overhead(plain.len() as u64, keys.len()));
		for member in &members {
			assert_eq!(decrypt(member, &encrypted, 200_000).unwrap(), plain);
		}
		let stranger = x25519::Identity::generate();
		assert!(matches!(decrypt(&stranger, &encrypted, 200_000), Err(Unreadable::Decrypt(_))));
	}

	#[test]
	fn more_than_announced_and_damage_are_refused() {
		let member = x25519::Identity::generate();
		let key = recipient_to_chain(&member.to_public()).unwrap();
		let mut encrypted = encrypt_to_committee(&[key], &[7; 100]).unwrap();
		assert!(matches!(decrypt(&member, &encrypted, 99), Err(Unreadable::TooLarge(99))));
		*encrypted.last_mut().unwrap() ^= 1;
		assert!(decrypt(&member, &encrypted, 100).is_err());
		assert!(matches!(decrypt(&member, b"not age", 100), Err(Unreadable::Decrypt(_))));
	}

	#[test]
	fn without_any_member_nothing_is_encrypted() {
		assert!(encrypt_to_committee(&[], b"secret").is_err());
	}
}
