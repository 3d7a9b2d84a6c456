//! Which chain a data folder belongs to. Records and score sheets say nothing of another one.

use crate::files;
use anyhow::{bail, Result};
use promptale_client::ChainInfo;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What `chain.json` holds.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Home {
	/// Name in the chain specification, for people.
	name: String,
	/// Hash of the chain's first block, hex with `0x`.
	genesis: String,
}

/// Fails when the folder was used for a chain with another genesis.
pub fn check(data_dir: &Path, chain: &ChainInfo) -> Result<()> {
	match files::read_json::<Home>(&path(data_dir))? {
		Some(home) if home.genesis != chain.genesis => bail!(
			"{} holds the state of the chain {} with the genesis {}, but the node runs {} with the genesis {}; \
			 give the URL of a node of the former as `node`, or another `data_dir` for the latter",
			data_dir.display(),
			home.name,
			home.genesis,
			chain.name,
			chain.genesis
		),
		_ => Ok(()),
	}
}

/// [`check`]s, and marks a folder that belongs to no chain yet.
pub fn claim(data_dir: &Path, chain: &ChainInfo) -> Result<()> {
	check(data_dir, chain)?;
	let path = path(data_dir);
	if path.exists() {
		return Ok(());
	}
	files::write_json(&path, &Home { name: chain.name.clone(), genesis: chain.genesis.clone() })
}

/// Genesis hash of the chain that a folder belongs to, hex with `0x`; `None` where it belongs to none yet.
pub fn genesis(data_dir: &Path) -> Result<Option<String>> {
	Ok(files::read_json::<Home>(&path(data_dir))?.map(|home| home.genesis))
}

fn path(data_dir: &Path) -> PathBuf {
	data_dir.join("chain.json")
}

#[cfg(test)]
mod tests {
	use super::*;

	fn chain(genesis: &str) -> ChainInfo {
		ChainInfo {
			name: "Somewhere".into(),
			spec_name: "promptale".into(),
			spec_version: 1,
			genesis: genesis.into(),
			token_decimals: 12,
		}
	}

	#[test]
	fn a_data_folder_stays_with_its_chain() {
		let folder = tempfile::tempdir().unwrap();
		check(folder.path(), &chain("0x02")).unwrap();
		assert_eq!(genesis(folder.path()).unwrap(), None);
		claim(folder.path(), &chain("0x01")).unwrap();
		assert_eq!(genesis(folder.path()).unwrap().as_deref(), Some("0x01"));
		claim(folder.path(), &ChainInfo { spec_version: 2, ..chain("0x01") }).unwrap();
		let error = claim(folder.path(), &chain("0x02")).unwrap_err().to_string();
		assert!(error.contains("0x01") && error.contains("0x02") && error.contains("data_dir"), "{error}");
		check(folder.path(), &chain("0x01")).unwrap();
	}
}
