//! `vpu attach`: makes a node ask this worker. Puts the session key into the node's keystore and the worker's
//! URL into the node's persistent off-chain storage.

use crate::{config::Config, keys::WorkerKeys, loopback_api::is_loopback_host};
use anyhow::{bail, Context, Result};
use promptale_client::Client;

/// Attaches the validator of a configuration to the node on this machine. Doing it again changes nothing.
pub async fn attach(config: &Config, keys: &WorkerKeys) -> Result<()> {
	let Some(validator) = &keys.validator else {
		bail!("there is nothing to attach: the configuration has no [validate] section");
	};
	if !is_on_this_machine(&config.node) {
		bail!(
			"`node` = {} is not on this machine. A session key is handed to the validator's own node only, over \
			 loopback: run `vpu attach` where the node runs, with a URL like ws://127.0.0.1:9944",
			config.node
		);
	}
	let url = config.worker_url().context("`validate.listen` is not a loopback address")?;
	let client = Client::connect(&config.node).await?;
	client.check_chain().await?;
	let advice = "the node has to be started with `--rpc-methods unsafe`, or without `--rpc-external`";
	client
		.insert_session_key(&validator.session_secret, &validator.session)
		.await
		.with_context(|| format!("the node did not take the session key; {advice}"))?;
	client
		.set_worker_url(&validator.session, &url)
		.await
		.with_context(|| format!("the node did not take the worker's URL; {advice}"))?;
	println!("the node at {} now asks {url} for validator {}", config.node, validator.stash);
	println!("session key 0x{}", hex::encode(validator.session));
	Ok(())
}

/// Whether a WebSocket URL names a loopback address.
fn is_on_this_machine(url: &str) -> bool {
	let rest = url.strip_prefix("ws://").or_else(|| url.strip_prefix("wss://")).unwrap_or_default();
	let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
	is_loopback_host(authority)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::config::EXAMPLE;
	use std::path::Path;

	#[test]
	fn only_loopback_nodes_count_as_on_this_machine() {
		for good in ["ws://127.0.0.1:9944", "ws://localhost:9944/", "ws://[::1]:9944", "wss://127.0.0.1"] {
			assert!(is_on_this_machine(good), "{good}");
		}
		for bad in [
			"ws://10.0.0.1:9944",
			"ws://127.0.0.1.evil.org:1",
			"ws://127.0.0.1:1@evil.org:2",
			"ws://localhost.evil.org",
		] {
			assert!(!is_on_this_machine(bad), "{bad}");
		}
	}

	#[tokio::test]
	async fn a_session_key_never_leaves_for_another_machine() {
		let folder = tempfile::tempdir().unwrap();
		let text = EXAMPLE.replace("ws://127.0.0.1:9944", "ws://192.0.2.1:9944");
		let config = Config::parse(&text, Path::new(folder.path())).unwrap();
		let keys = WorkerKeys::load(&config, true).unwrap();
		let error = attach(&config, &keys).await.unwrap_err().to_string();
		assert!(error.contains("192.0.2.1"), "{error}");
	}
}
