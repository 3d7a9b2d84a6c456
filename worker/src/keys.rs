//! The worker's keys: read from files, or made on first use.

use crate::{config::Config, encryption::recipient_to_chain, endpoint_address::EndpointAddress};
use age::{secrecy::ExposeSecret, x25519};
use anyhow::{anyhow, Context, Result};
use iroh::SecretKey;
use promptale_client::{account_of, keys, AccountId, Keypair};
use std::{
	path::{Path, PathBuf},
	str::FromStr,
};

/// The keys that the configured roles need.
#[derive(Clone)]
pub struct WorkerKeys {
	/// Identity of the blob endpoint.
	pub endpoint: SecretKey,
	/// Signs commitments, publications, heartbeats and challenges; only with [generate].
	pub device: Option<Keypair>,
	/// What is encrypted to this worker, it decrypts with this one. A generator can do without until it is registered.
	pub identity: Option<x25519::Identity>,
	/// Only with [validate].
	pub validator: Option<ValidatorKeys>,
}

/// What a validator has besides its stash's key.
#[derive(Clone)]
pub struct ValidatorKeys {
	/// The stash's account.
	pub stash: AccountId,
	/// The session key's secret, as a node's keystore takes it.
	pub session_secret: String,
	/// The session key.
	pub session: [u8; 32],
	/// Decrypts updates.
	pub identity: x25519::Identity,
	/// The key that updates are encrypted to.
	pub encryption: [u8; 32],
}

/// What `vpu keys` prints: everything the chain has to be told.
#[derive(Debug, serde::Serialize)]
pub struct PublicKeys {
	/// SS58.
	pub device: Option<String>,
	/// SS58.
	pub validator: Option<String>,
	/// Hex with `0x`.
	pub session_key: Option<String>,
	/// Hex with `0x`.
	pub encryption_key: Option<String>,
	/// The same key as age writes it.
	pub encryption_recipient: Option<String>,
	/// Bytes to register on the chain, hex with `0x`.
	pub endpoint: String,
	/// Public key of the endpoint.
	pub endpoint_id: String,
	/// Where it is reached.
	pub addresses: Vec<String>,
}

impl WorkerKeys {
	/// Reads all keys; those whose file is missing are made where `make` says so.
	pub fn load(config: &Config, make: bool) -> Result<WorkerKeys> {
		let device = match &config.generate {
			Some(_) => Some(keys::load(&signing_key(config, config.keys.device.as_deref(), "device", make)?)?),
			None => None,
		};
		let validator = match &config.validate {
			Some(_) => Some(ValidatorKeys::load(config, make)?),
			None => None,
		};
		let identity = match &validator {
			Some(keys) => Some(keys.identity.clone()),
			None if make || encryption_path(config).exists() => Some(load_identity(config, make)?),
			None => None,
		};
		let path = config.keys.endpoint.clone().unwrap_or_else(|| config.key_path("endpoint"));
		prepare(&path, "keys.endpoint", make, random_seed)?;
		let seed = hex::decode(keys::read_secret(&path)?.trim_start_matches("0x")).ok();
		let seed: [u8; 32] = seed
			.and_then(|seed| seed.try_into().ok())
			.ok_or_else(|| anyhow!("{} does not hold 64 hex digits", path.display()))?;
		Ok(WorkerKeys { endpoint: SecretKey::from_bytes(&seed), device, identity, validator })
	}

	/// Account of the device.
	pub fn device_account(&self) -> Option<AccountId> {
		self.device.as_ref().map(account_of)
	}

	/// Where this worker serves blobs.
	pub fn address(&self, config: &Config) -> EndpointAddress {
		EndpointAddress { id: self.endpoint.public(), addresses: config.advertised() }
	}

	/// What the chain has to be told.
	pub fn public(&self, config: &Config) -> Result<PublicKeys> {
		let address = self.address(config);
		let recipient = self.identity.as_ref().map(x25519::Identity::to_public);
		let encryption = recipient.as_ref().map(recipient_to_chain).transpose()?;
		let validator = self.validator.as_ref();
		let hex = |bytes: &[u8]| format!("0x{}", hex::encode(bytes));
		Ok(PublicKeys {
			device: self.device_account().map(|account| account.to_string()),
			validator: validator.map(|keys| keys.stash.to_string()),
			session_key: validator.map(|keys| hex(&keys.session)),
			encryption_key: encryption.map(|key| hex(&key)),
			encryption_recipient: recipient.map(|recipient| recipient.to_string()),
			endpoint: hex(&address.to_bytes()),
			endpoint_id: address.id.to_string(),
			addresses: address.addresses.iter().map(ToString::to_string).collect(),
		})
	}
}

impl ValidatorKeys {
	fn load(config: &Config, make: bool) -> Result<ValidatorKeys> {
		let stash = config.keys.validator.context("`keys.validator` is missing")?;
		let session = signing_key(config, config.keys.session.as_deref(), "session", make)?;
		let session_secret = if session.starts_with("//") { session } else { keys::read_secret(Path::new(&session))? };
		let pair = keys::from_secret(&session_secret)?;
		let identity = load_identity(config, make)?;
		let encryption = recipient_to_chain(&identity.to_public())?;
		Ok(ValidatorKeys { stash, session_secret, session: pair.public_key().0, identity, encryption })
	}
}

fn encryption_path(config: &Config) -> PathBuf {
	config.keys.encryption.clone().unwrap_or_else(|| config.key_path("encryption"))
}

fn load_identity(config: &Config, make: bool) -> Result<x25519::Identity> {
	let path = encryption_path(config);
	prepare(&path, "keys.encryption", make, || x25519::Identity::generate().to_string().expose_secret().to_owned())?;
	let text = keys::read_secret(&path)?;
	let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
	x25519::Identity::from_str(line.unwrap_or_default())
		.map_err(|reason| anyhow!("{} is not an age identity: {reason}", path.display()))
}

/// A development name, or the path of a file that is there.
pub(crate) fn signing_key(config: &Config, named: Option<&str>, role: &str, make: bool) -> Result<String> {
	match named {
		Some(name) if name.starts_with("//") => Ok(name.into()),
		_ => {
			let path = named.map(Into::into).unwrap_or_else(|| config.key_path(role));
			prepare(&path, &format!("keys.{role}"), make, random_seed)?;
			Ok(path.to_string_lossy().into_owned())
		},
	}
}

fn prepare(path: &Path, key: &str, make: bool, secret: impl FnOnce() -> String) -> Result<()> {
	if path.exists() {
		return Ok(());
	}
	if !make {
		anyhow::bail!("the key file {} (`{key}`) is missing; `vpu keys` makes it", path.display());
	}
	keys::write_secret(path, &secret())?;
	tracing::info!(path = %path.display(), "made a key");
	Ok(())
}

fn random_seed() -> String {
	hex::encode(rand::random::<[u8; 32]>())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::config::EXAMPLE;

	#[test]
	fn keys_are_made_once_and_only_when_asked() {
		let folder = tempfile::tempdir().unwrap();
		let config = Config::parse(EXAMPLE, folder.path()).unwrap();
		let error = WorkerKeys::load(&config, false).err().unwrap().to_string();
		assert!(error.contains("vpu keys"), "{error}");
		let made = WorkerKeys::load(&config, true).unwrap().public(&config).unwrap();
		let read = WorkerKeys::load(&config, false).unwrap().public(&config).unwrap();
		assert_eq!(format!("{made:?}"), format!("{read:?}"));
		let endpoint = hex::decode(&made.endpoint[2..]).unwrap();
		assert_eq!(EndpointAddress::from_bytes(&endpoint).unwrap().id.to_string(), made.endpoint_id);
	}

	#[test]
	fn a_generator_is_told_all_that_registering_its_device_takes() {
		let folder = tempfile::tempdir().unwrap();
		let generator = EXAMPLE.split("# The role that judges").next().unwrap();
		let config = Config::parse(generator, folder.path()).unwrap();
		let made = WorkerKeys::load(&config, true).unwrap().public(&config).unwrap();
		let key = hex::decode(&made.encryption_key.as_ref().unwrap()[2..]).unwrap();
		assert_eq!(key.len(), 32);
		assert!(made.encryption_recipient.unwrap().starts_with("age1"));
		assert!(made.device.is_some() && made.session_key.is_none());

		// Earlier versions made no such key for a generator, which goes on without it.
		std::fs::remove_file(config.key_path("encryption")).unwrap();
		let without = WorkerKeys::load(&config, false).unwrap().public(&config).unwrap();
		assert_eq!((without.encryption_key, without.device), (None, made.device));
		let again = WorkerKeys::load(&config, true).unwrap().public(&config).unwrap();
		assert_ne!(again.encryption_key, made.encryption_key);
	}
}
