//! Chain specs of the presets, without the runtime's code: what `chain-specs/` holds and the node embeds.
//!
//! The code is left out because it differs between compilers and is megabytes long; the node adds its own,
//! and `scripts/chain-specs --with-code` adds the one that was built last.

use crate::{constants::PARACHAIN_ID, genesis_config_presets};
use serde_json::{json, Value};

/// A chain that comes with this project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
	/// Name of its genesis preset.
	pub preset: &'static str,
	/// Human-readable name.
	pub name: &'static str,
	/// Identifies the chain's folder and telemetry.
	pub id: &'static str,
	/// `Development` or `Local`, as chain specs spell it.
	pub chain_type: &'static str,
	/// File below `chain-specs/`.
	pub file: &'static str,
}

/// All of them.
pub const CHAINS: [Chain; 2] = [
	Chain {
		preset: sp_genesis_builder::DEV_RUNTIME_PRESET,
		name: "PrompTale Development",
		id: "promptale_development",
		chain_type: "Development",
		file: "development.json",
	},
	Chain {
		preset: sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET,
		name: "PrompTale Local Testnet",
		id: "promptale_local_testnet",
		chain_type: "Local",
		file: "local-testnet.json",
	},
];

/// Relay chain that local networks run under.
pub const RELAY_CHAIN: &str = "rococo-local";

/// Separates the network protocols of this chain from others'.
pub const PROTOCOL_ID: &str = "promptale";

/// What wallets and explorers show.
pub fn properties() -> serde_json::Map<String, Value> {
	let mut properties = serde_json::Map::new();
	properties.insert("tokenSymbol".into(), "TALE".into());
	properties.insert("tokenDecimals".into(), 12.into());
	properties.insert("ss58Format".into(), 42.into());
	properties
}

/// The chain spec of `chain` without code; `None` when the preset does not exist.
pub fn without_code(chain: &Chain) -> Option<Value> {
	let patch = genesis_config_presets::get_preset(&chain.preset.into())?;
	let patch: Value = serde_json::from_slice(&patch).ok()?;
	Some(json!({
		"name": chain.name,
		"id": chain.id,
		"chainType": chain.chain_type,
		"bootNodes": [],
		"telemetryEndpoints": null,
		"protocolId": PROTOCOL_ID,
		"properties": properties(),
		"relay_chain": RELAY_CHAIN,
		"para_id": PARACHAIN_ID,
		"codeSubstitutes": {},
		"genesis": { "runtimeGenesis": { "patch": patch } },
	}))
}
