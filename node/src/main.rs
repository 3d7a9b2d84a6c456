//! The PrompTale collator and full node: the SDK's library node with our chains embedded.

mod chain_spec;

use polkadot_omni_node_lib::{run, runtime::DefaultRuntimeResolver, CliConfig as CliConfigT, RunConfig, NODE_VERSION};

/// What the node says of itself.
struct CliConfig;

impl CliConfigT for CliConfig {
	fn impl_version() -> String {
		let commit = env!("SUBSTRATE_CLI_COMMIT_HASH");
		format!("{}-{commit} (library node {NODE_VERSION})", env!("CARGO_PKG_VERSION"))
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		"the CONTRIBUTING file of the source".into()
	}

	fn copyright_start_year() -> u16 {
		2026
	}
}

fn main() {
	let config = RunConfig::new(Box::new(DefaultRuntimeResolver), Box::new(chain_spec::Loader));
	if let Err(error) = run::<CliConfig>(config) {
		eprintln!("Error: {error}");
		std::process::exit(1);
	}
}
