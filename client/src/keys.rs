//! Signing keys from files and development names.
//!
//! A key file holds one line: a 32-byte seed in hex (with or without `0x`), or a secret phrase, either with
//! an optional derivation path (`//hard/soft`). Only its owner may read it (mode 0600).

use crate::Keypair;
use std::{
	fs::File,
	io::Write,
	path::{Path, PathBuf},
	str::FromStr,
};
use subxt_signer::SecretUri;

/// Why a key could not be read or made.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
	/// Missing or unreadable.
	#[error("the key file {} cannot be read: {reason}", .path.display())]
	Unreadable {
		/// Which file.
		path: PathBuf,
		/// Why.
		reason: std::io::Error,
	},
	/// Others could read it.
	#[error("the key file {} can be read by others (mode {mode:o}); run `chmod 600 {}`", .path.display(), .path.display())]
	Exposed {
		/// Which file.
		path: PathBuf,
		/// Its permission bits.
		mode: u32,
	},
	/// Neither a seed nor a phrase nor a development name.
	#[error(
		"{origin} is not a key ({reason}): a key is 64 hex digits, a secret phrase, or a development name like //Alice"
	)]
	Malformed {
		/// Where the text came from. Never the text itself.
		origin: String,
		/// Why not.
		reason: String,
	},
	/// A new key file could not be written.
	#[error("the key file {} cannot be written: {reason}", .path.display())]
	Unwritable {
		/// Which file.
		path: PathBuf,
		/// Why.
		reason: std::io::Error,
	},
}

/// A key pair from a seed in hex, a secret phrase, or a development name (`//Alice`), each with an optional path.
pub fn from_secret(secret: &str) -> Result<Keypair, KeyError> {
	parse(secret.trim(), "the given text")
}

/// A key pair from a file. Refuses files that others can read.
pub fn from_file(path: &Path) -> Result<Keypair, KeyError> {
	parse(&read_secret(path)?, &format!("the content of {}", path.display()))
}

/// The secret line of a key file, as a node's keystore takes it. Refuses files that others can read.
pub fn read_secret(path: &Path) -> Result<String, KeyError> {
	let unreadable = |reason| KeyError::Unreadable { path: path.into(), reason };
	#[cfg(unix)]
	{
		use std::os::unix::fs::PermissionsExt;
		let mode = std::fs::metadata(path).map_err(unreadable)?.permissions().mode() & 0o777;
		if mode & 0o077 != 0 {
			return Err(KeyError::Exposed { path: path.into(), mode });
		}
	}
	let text = std::fs::read_to_string(path).map_err(unreadable)?;
	Ok(normalise(text.trim()))
}

/// A key pair from `//Name` or, for anything else, from the file of that path.
pub fn load(name_or_path: &str) -> Result<Keypair, KeyError> {
	if name_or_path.starts_with("//") {
		from_secret(name_or_path)
	} else {
		from_file(Path::new(name_or_path))
	}
}

/// Writes a secret to a new file that only its owner can read, whole or not at all. Refuses to replace a file.
pub fn write_secret(path: &Path, secret: &str) -> Result<(), KeyError> {
	let unwritable = |reason| KeyError::Unwritable { path: path.into(), reason };
	let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
	let mut name = path.file_name().unwrap_or_default().to_os_string();
	name.push(format!(".{}.new", std::process::id()));
	let unfinished = path.with_file_name(name);
	let mut options = std::fs::OpenOptions::new();
	options.write(true).create_new(true);
	#[cfg(unix)]
	{
		use std::os::unix::fs::OpenOptionsExt;
		options.mode(0o600);
	}
	let write = || -> std::io::Result<()> {
		std::fs::create_dir_all(folder)?;
		let mut file = options.open(&unfinished)?;
		writeln!(file, "{secret}")?;
		file.sync_all()?;
		// Unlike renaming, this never replaces a file.
		std::fs::hard_link(&unfinished, path)?;
		File::open(folder)?.sync_all()
	};
	let written = write();
	// Not there when it could not be made.
	let _ = std::fs::remove_file(&unfinished);
	written.map_err(unwritable)
}

/// A seed without `0x` gets it, everything else stays as it is.
fn normalise(text: &str) -> String {
	let hex = text.get(..64).filter(|head| head.bytes().all(|byte| byte.is_ascii_hexdigit()));
	match hex {
		Some(_) if text.get(64..).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) => format!("0x{text}"),
		_ => text.into(),
	}
}

fn parse(text: &str, origin: &str) -> Result<Keypair, KeyError> {
	let malformed = |reason: String| KeyError::Malformed { origin: origin.into(), reason };
	if text.is_empty() {
		return Err(malformed("it is empty".into()));
	}
	let uri = SecretUri::from_str(&normalise(text)).map_err(|error| malformed(error.to_string()))?;
	Keypair::from_uri(&uri).map_err(|error| malformed(error.to_string()))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::account_of;

	const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
	const ALICE_SEED: &str = "e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a";

	fn temporary(name: &str) -> PathBuf {
		let unique = format!("promptale-keys-{}-{name}", std::process::id());
		let path = std::env::temp_dir().join(unique);
		let _ = std::fs::remove_file(&path);
		path
	}

	#[test]
	fn names_seeds_and_files_give_the_same_key() {
		assert_eq!(account_of(&load("//Alice").unwrap()).to_string(), ALICE);
		assert_eq!(account_of(&from_secret(ALICE_SEED).unwrap()).to_string(), ALICE);
		let path = temporary("same");
		write_secret(&path, ALICE_SEED).unwrap();
		assert_eq!(account_of(&load(path.to_str().unwrap()).unwrap()).to_string(), ALICE);
		std::fs::remove_file(path).unwrap();
	}

	#[test]
	fn a_key_file_that_others_can_read_is_refused() {
		use std::os::unix::fs::PermissionsExt;
		let path = temporary("exposed");
		write_secret(&path, "//Alice").unwrap();
		std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
		let error = from_file(&path).unwrap_err().to_string();
		assert!(error.contains("chmod 600"), "{error}");
		std::fs::remove_file(path).unwrap();
	}

	#[test]
	fn a_key_file_is_never_replaced() {
		let path = temporary("kept");
		write_secret(&path, "//Alice").unwrap();
		assert!(write_secret(&path, "//Bob").is_err());
		assert_eq!(read_secret(&path).unwrap(), "//Alice");
		let name = path.file_name().unwrap().to_string_lossy().into_owned();
		let beside = std::fs::read_dir(std::env::temp_dir()).unwrap().flatten();
		let beside = beside.filter(|entry| entry.file_name().to_string_lossy().starts_with(&name));
		assert_eq!(beside.count(), 1, "nothing unfinished is left beside it");
		std::fs::remove_file(path).unwrap();
	}

	#[test]
	fn what_is_not_a_key_is_not_repeated_in_the_message() {
		let error = from_secret("correct horse battery staple").unwrap_err().to_string();
		assert!(error.contains("is not a key") && !error.contains("horse"), "{error}");
	}
}
