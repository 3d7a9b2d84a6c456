//! A relay chain of two validators and one collator of ours, on this machine, from real binaries.

use anyhow::{bail, ensure, Context};
use promptale_zombienet::{Binaries, ChainSpec};
use std::{path::Path, time::Duration};
use zombienet_sdk::{
	subxt::{dynamic, dynamic::Value, OnlineClient, PolkadotConfig},
	subxt_signer::sr25519::dev,
	LocalFileSystem, Network, NetworkConfig, NetworkConfigBuilder, NetworkConfigExt,
};

const PARA_ID: u32 = 2000;
const COLLATOR: &str = "collator";
const BLOCKS: usize = 10;

/// From starting the collator to its first block, on two cores: the relay chain's workers have to compile the runtime.
const TO_THE_FIRST_BLOCK: Duration = Duration::from_secs(600);
/// Between two finalised blocks of the parachain.
const BETWEEN_BLOCKS: Duration = Duration::from_secs(180);

#[tokio::test(flavor = "multi_thread")]
async fn ten_finalised_blocks_hold_a_signed_transaction() -> anyhow::Result<()> {
	let _ = tracing_subscriber::fmt()
		.with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
		.with_test_writer()
		.try_init();
	let binaries = match Binaries::find() {
		Ok(binaries) => binaries,
		Err(missing) => {
			eprintln!("SKIPPED: {missing}");
			return Ok(());
		},
	};
	eprintln!("relay chain: {}", binaries.polkadot.display());
	eprintln!("collator:    {}", binaries.collator.display());

	let folder = tempfile::Builder::new().prefix("promptale-zombienet-").tempdir()?;
	let network = configuration(&binaries, folder.path())?.spawn_native().await?;
	let result = sees_finalised_blocks(&network).await;
	if result.is_err() {
		if let Ok(logs) = network.get_node(COLLATOR)?.logs().await {
			let lines: Vec<&str> = logs.lines().collect();
			eprintln!("the collator's last lines:\n{}", lines[lines.len().saturating_sub(40)..].join("\n"));
		}
		eprintln!("everything is kept in {}", folder.keep().display());
	}
	network.destroy().await?;
	result
}

fn configuration(binaries: &Binaries, folder: &Path) -> anyhow::Result<NetworkConfig> {
	let polkadot = binaries.polkadot.to_str().context("the relay chain's path is not UTF-8")?;
	let collator = binaries.collator.to_str().context("the collator's path is not UTF-8")?;
	NetworkConfigBuilder::new()
		.with_relaychain(|relay| {
			relay
				.with_chain("rococo-local")
				.with_default_command(polkadot)
				.with_default_args(vec!["-lparachain=info".into()])
				.with_validator(|node| node.with_name("alice"))
				.with_validator(|node| node.with_name("bob"))
		})
		.with_parachain(|para| {
			let para = para.with_id(PARA_ID).cumulus_based(true).with_default_command(collator);
			let para = match &binaries.chain_spec {
				ChainSpec::Named(name) => para.with_chain(*name),
				ChainSpec::Runtime(runtime) => para.with_chain_spec_runtime(runtime.clone(), Some("local_testnet")),
			};
			para.with_collator(|node| node.with_name(COLLATOR))
		})
		.with_global_settings(|settings| settings.with_base_dir(folder).with_network_spawn_timeout(600))
		.build()
		.map_err(|errors| anyhow::anyhow!(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))
}

async fn sees_finalised_blocks(network: &Network<LocalFileSystem>) -> anyhow::Result<()> {
	let client: OnlineClient<PolkadotConfig> =
		network.get_node(COLLATOR)?.wait_client_with_timeout(300u64).await.context("connecting to the collator")?;
	let mut finalised = client.blocks().subscribe_finalized().await?;

	let remark = dynamic::tx("System", "remark", vec![Value::from_bytes(b"sent by Alice")]);
	let submitted = client
		.tx()
		.sign_and_submit_then_watch_default(&remark, &dev::alice())
		.await
		.context("submitting the remark")?;
	let hash = submitted.extrinsic_hash();
	// On its own, so that it is followed while the blocks are read.
	let succeeded = tokio::spawn(submitted.wait_for_finalized_success());

	let mut last = None;
	let mut seen = 0;
	let mut found_in = None;
	while seen < BLOCKS || found_in.is_none() {
		let limit = if seen == 0 { TO_THE_FIRST_BLOCK } else { BETWEEN_BLOCKS };
		let block = tokio::time::timeout(limit, finalised.next())
			.await
			.with_context(|| format!("no finalised block within {} s after #{last:?}", limit.as_secs()))?
			.context("the collator closed the subscription")??;
		let number = block.number();
		// The subscription starts with the genesis block, which proves nothing.
		if number == 0 {
			continue;
		}
		if let Some(last) = last {
			ensure!(number == last + 1, "finalised block #{number} came after #{last}");
		}
		last = Some(number);
		seen += 1;
		for extrinsic in block.extrinsics().await?.iter() {
			if extrinsic.hash() == hash {
				ensure!(extrinsic.is_signed(), "the remark came in without its signature");
				found_in = Some(block.hash());
			}
		}
		eprintln!(
			"finalised #{number} {:?}{}",
			block.hash(),
			if found_in == Some(block.hash()) { ", with the remark" } else { "" }
		);
		if seen > 3 * BLOCKS {
			bail!("{seen} finalised blocks, and the remark is in none of them");
		}
	}

	let events = tokio::time::timeout(BETWEEN_BLOCKS, succeeded)
		.await
		.context("the remark is in a finalised block, but its status never came")??
		.context("the remark failed")?;
	ensure!(events.extrinsic_hash() == hash, "the events are of another transaction");
	Ok(())
}
