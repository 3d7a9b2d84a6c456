//! Finds the binaries that a PrompTale network under a relay chain is made of.

use std::{
	env, fmt,
	path::{Path, PathBuf},
};

/// The relay-chain node looks for its two workers beside itself.
const RELAY_BINARIES: [&str; 3] = ["polkadot", "polkadot-execute-worker", "polkadot-prepare-worker"];

/// The binaries of one network, all executable files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
	/// The relay-chain node.
	pub polkadot: PathBuf,
	/// The collator.
	pub collator: PathBuf,
	/// How the collator's chain spec is made.
	pub chain_spec: ChainSpec,
}

/// Where the parachain's chain spec comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainSpec {
	/// The collator knows it under this name.
	Named(&'static str),
	/// From the preset `local_testnet` of this runtime, for a collator that embeds none.
	Runtime(PathBuf),
}

/// A binary that is not there, and how to bring it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing(String);

impl fmt::Display for Missing {
	fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
		formatter.write_str(&self.0)
	}
}

impl Binaries {
	/// Takes the relay chain from the folder in `POLKADOT_BIN`, else from `PATH`; the collator from `PROMPTALE_NODE`,
	/// else from the folder in `PROMPTALE_BIN`, else from `PATH`. `PROMPTALE_RUNTIME` names a runtime (wasm) for a
	/// collator that embeds none.
	pub fn find() -> Result<Binaries, Missing> {
		let relay = find_in(&folders("POLKADOT_BIN"), &RELAY_BINARIES).ok_or_else(|| {
			Missing(format!(
				"no folder in POLKADOT_BIN or PATH holds {}; scripts/relay builds them and says what to set",
				RELAY_BINARIES.join(", ")
			))
		})?;
		let collator = match env::var_os("PROMPTALE_NODE").map(PathBuf::from) {
			Some(node) if is_executable(&node) => node,
			Some(node) => return Err(Missing(format!("PROMPTALE_NODE is {}, no executable file", node.display()))),
			None => find_in(&folders("PROMPTALE_BIN"), &["promptale-node"])
				.ok_or_else(|| Missing("promptale-node is not built; `cargo build --workspace` builds it".into()))?
				.join("promptale-node"),
		};
		let chain_spec = match env::var_os("PROMPTALE_RUNTIME").map(PathBuf::from) {
			Some(runtime) if runtime.is_file() => ChainSpec::Runtime(runtime),
			Some(runtime) => return Err(Missing(format!("PROMPTALE_RUNTIME is {}, no file", runtime.display()))),
			None => ChainSpec::Named("local_testnet"),
		};
		Ok(Binaries { polkadot: relay.join("polkadot"), collator, chain_spec })
	}
}

/// The folder named by `variable`, or else all of `PATH`.
fn folders(variable: &str) -> Vec<PathBuf> {
	match env::var_os(variable) {
		Some(folder) => vec![PathBuf::from(folder)],
		None => env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect(),
	}
}

/// The first of `folders` that holds all of `names` as executable files.
fn find_in(folders: &[PathBuf], names: &[&str]) -> Option<PathBuf> {
	folders.iter().find(|folder| names.iter().all(|name| is_executable(&folder.join(name)))).cloned()
}

fn is_executable(path: &Path) -> bool {
	use std::os::unix::fs::PermissionsExt;
	path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::{
		fs::{self, Permissions},
		os::unix::fs::PermissionsExt,
	};

	fn executable(folder: &Path, name: &str) {
		fs::write(folder.join(name), "").unwrap();
		fs::set_permissions(folder.join(name), Permissions::from_mode(0o755)).unwrap();
	}

	#[test]
	fn a_folder_with_only_some_of_the_binaries_is_passed_over() {
		let (partial, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
		executable(partial.path(), "polkadot");
		for name in RELAY_BINARIES {
			executable(whole.path(), name);
		}
		let folders = [partial.path().to_owned(), whole.path().to_owned()];
		assert_eq!(find_in(&folders, &RELAY_BINARIES), Some(whole.path().to_owned()));
	}

	#[test]
	fn a_file_that_is_not_executable_is_no_binary() {
		let folder = tempfile::tempdir().unwrap();
		fs::write(folder.path().join("promptale-node"), "").unwrap();
		assert_eq!(find_in(&[folder.path().to_owned()], &["promptale-node"]), None);
	}
}
