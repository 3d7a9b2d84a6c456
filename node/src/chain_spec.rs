//! The chains that the node knows by name; anything else is the path of a chain spec.

use polkadot_omni_node_lib::chain_spec::{ChainSpec, Extensions, GenericChainSpec, LoadSpec};
use promptale_runtime::chain_specs::{properties, Chain, CHAINS, PROTOCOL_ID, RELAY_CHAIN};
use sc_chain_spec::ChainType;
use sp_maybe_compressed_blob::{compress_weakly, CODE_BLOB_BOMB_LIMIT};

/// What plain wasm starts with.
const WASM_MAGIC: &[u8] = b"\0asm";

/// Loads chain specs by name or by path.
pub struct Loader;

impl LoadSpec for Loader {
	fn load_spec(&self, id: &str) -> Result<Box<dyn ChainSpec>, String> {
		// `--dev` asks for "dev", no `--chain` at all for "".
		let id = match id {
			"" | "dev" => "development",
			"local" => "local_testnet",
			id => id,
		};
		Ok(Box::new(match CHAINS.iter().find(|chain| chain.preset == id) {
			Some(chain) => embedded(chain)?,
			None => GenericChainSpec::from_json_file(id.into()).map_err(|error| {
				let names = CHAINS.map(|chain| chain.preset).join(", ");
				format!("'{id}' is neither a known chain ({names}) nor a readable chain spec: {error}")
			})?,
		}))
	}
}

fn embedded(chain: &Chain) -> Result<GenericChainSpec, String> {
	let wasm = promptale_runtime::WASM_BINARY
		.ok_or("this node was built without its runtime (SKIP_WASM_BUILD); build it again, or pass --chain FILE")?;
	let chain_type = match chain.chain_type {
		"Development" => ChainType::Development,
		_ => ChainType::Local,
	};
	// Only a release build compresses its runtime, and a relay chain takes no more than 3 MiB of code.
	let compressed = if wasm.starts_with(WASM_MAGIC) { compress_weakly(wasm, CODE_BLOB_BOMB_LIMIT) } else { None };
	let code = compressed.as_deref().unwrap_or(wasm);
	Ok(GenericChainSpec::builder(code, Extensions::new_with_relay_chain(RELAY_CHAIN.into()))
		.with_name(chain.name)
		.with_id(chain.id)
		.with_chain_type(chain_type)
		.with_protocol_id(PROTOCOL_ID)
		.with_properties(properties())
		.with_genesis_config_preset_name(chain.preset)
		.build())
}
