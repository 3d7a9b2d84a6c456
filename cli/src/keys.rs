//! Signing keys: from files, or the publicly known ones of development chains.

use crate::{args::KeySource, failure::Failure};
use promptale_client::{keys, Keypair};
use std::path::Path;

/// The key that `source` names. `chain` is the chain's name.
pub fn load(source: &KeySource, chain: &str) -> Result<Keypair, Failure> {
	match (&source.key, &source.dev_key) {
		(Some(file), _) => from_file(file),
		(None, Some(name)) => development(name, chain),
		(None, None) => Err(Failure::Usage("Give --key or --dev-key.".into())),
	}
}

/// The key in `file`.
pub fn from_file(file: &Path) -> Result<Keypair, Failure> {
	Ok(keys::from_file(file).map_err(promptale_client::Error::from)?)
}

/// A publicly known development key. Refused where `chain` is no development chain: anyone could spend what it
/// receives there, and a secret typed here would end up in the shell's history.
pub fn development(name: &str, chain: &str) -> Result<Keypair, Failure> {
	if !name.starts_with("//") {
		return Err(Failure::Usage(
			"--dev-key takes a derivation such as //Alice. Secrets go into a file: use --key.".into(),
		));
	}
	if !is_development(chain) {
		return Err(Failure::Usage(format!(
			"--dev-key is for development chains only, and this one is {chain:?}. Use --key with a key file."
		)));
	}
	Ok(keys::from_secret(name).map_err(promptale_client::Error::from)?)
}

fn is_development(chain: &str) -> bool {
	let name = chain.to_lowercase();
	["development", "local"]
		.iter()
		.any(|word| name.split(|letter: char| !letter.is_alphanumeric()).any(|part| part == *word))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn development_keys_are_refused_on_other_chains() {
		for (chain, accepted) in [
			("PrompTale Development", true),
			("PrompTale Local Testnet", true),
			("PrompTale", false),
			("Locality", false),
		] {
			assert_eq!(is_development(chain), accepted, "{chain}");
		}
		assert_eq!(development("//Alice", "PrompTale").unwrap_err().code(), 2);
	}

	#[test]
	fn a_secret_is_not_taken_as_a_development_key() {
		let phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
		assert_eq!(development(phrase, "PrompTale Development").unwrap_err().code(), 2);
	}
}
