//! `chain-specs/` must say what the presets say.

use promptale_runtime::chain_specs::{without_code, CHAINS};
use std::{env, fs, path::Path};

/// Set by `scripts/chain-specs` to write the files instead of comparing them.
const WRITE: &str = "PROMPTALE_WRITE_CHAIN_SPECS";

#[test]
fn chain_specs_are_up_to_date() {
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../chain-specs");
	for chain in CHAINS {
		let spec = without_code(&chain).expect("every chain has a preset");
		let spec = serde_json::to_string_pretty(&spec).unwrap() + "\n";
		let path = folder.join(chain.file);
		if env::var_os(WRITE).is_some() {
			fs::create_dir_all(&folder).unwrap();
			fs::write(&path, spec).unwrap();
		} else {
			let found = fs::read_to_string(&path).unwrap_or_default();
			assert!(found == spec, "chain-specs/{} is stale; run scripts/chain-specs", chain.file);
		}
	}
}
