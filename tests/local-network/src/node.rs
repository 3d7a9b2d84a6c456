//! The one node of a local network.

use crate::{
	binaries::Binaries,
	ports,
	process::{tail, Process},
};
use anyhow::{anyhow, bail, Context, Result};
use promptale_client::{ChainInfo, Client};
use std::{
	path::{Path, PathBuf},
	time::{Duration, Instant},
};

/// How long a node may take until it answers: it compiles its runtime first, which is slow on a busy machine.
const PATIENCE: Duration = Duration::from_secs(240);

/// How often it is started while others are quicker to take its port.
const ATTEMPTS: usize = 3;

/// A development node: one author, a block at fixed intervals, every block final at once.
#[derive(Debug)]
pub struct Node {
	process: Process,
	program: PathBuf,
	arguments: Vec<String>,
	logs: PathBuf,
	port: u16,
	url: String,
}

impl Node {
	/// Starts it with its data in `folder/node`, and waits until its RPC answers.
	pub async fn start(binaries: &Binaries, folder: &Path, block_time: Duration, port: Option<u16>) -> Result<Self> {
		let logs = folder.join("logs");
		let mut preferred = port;
		let mut attempt = 1;
		loop {
			let port = ports::tcp(preferred.take())?;
			let arguments = arguments(binaries, &folder.join("node"), block_time, port);
			let process = Process::start("node", &binaries.node, &arguments, &logs)?;
			let url = format!("ws://127.0.0.1:{port}");
			let mut node = Self { process, program: binaries.node.clone(), arguments, logs: logs.clone(), port, url };
			match node.wait().await {
				Ok(()) => return Ok(node),
				Err(_) if attempt < ATTEMPTS && port_was_taken(node.process.log()) => attempt += 1,
				Err(error) => return Err(error),
			}
		}
	}

	/// Its RPC.
	pub fn url(&self) -> &str {
		&self.url
	}

	/// The child.
	pub fn process(&mut self) -> &mut Process {
		&mut self.process
	}

	/// Kills it as a crash would.
	pub fn kill(&mut self) -> Result<()> {
		self.process.kill()
	}

	/// Starts it again, with the same data and the same port, and waits until its RPC answers.
	pub async fn start_again(&mut self) -> Result<()> {
		self.process = Process::start("node", &self.program, &self.arguments, &self.logs)?;
		self.wait().await
	}

	/// Connects, once the node answers and makes blocks.
	async fn wait(&mut self) -> Result<()> {
		let deadline = Instant::now() + PATIENCE;
		loop {
			self.process.check()?;
			let answer = match ports::listens(self.process.group(), self.port) {
				true => ready(&self.url).await,
				// Somebody else may be there, and the node about to find that out.
				false => Err(anyhow!("it does not listen on port {} yet", self.port)),
			};
			match answer {
				Ok(_) => return Ok(()),
				Err(error) if Instant::now() > deadline => {
					bail!("the node did not answer within {} s: {error:#}", PATIENCE.as_secs())
				},
				Err(_) => tokio::time::sleep(Duration::from_millis(200)).await,
			}
		}
	}
}

/// Whether a node that stopped could not listen.
fn port_was_taken(log: &Path) -> bool {
	tail(log, 50).iter().any(|line| line.contains("Address already in use"))
}

async fn ready(url: &str) -> Result<ChainInfo> {
	let client = Client::connect(url).await?;
	let info = client.check_chain().await?;
	if client.best_block().await? == 0 {
		bail!("it has made no block yet");
	}
	Ok(info)
}

fn arguments(binaries: &Binaries, data: &Path, block_time: Duration, port: u16) -> Vec<String> {
	let mut arguments: Vec<String> = Vec::new();
	if let Some(spec) = &binaries.chain_spec {
		arguments.extend(["--chain".into(), spec.display().to_string()]);
	}
	arguments.extend(
		[
			// Sets --tmp too, which an explicit base path overrides: a node that is started again finds its chain.
			"--dev",
			"--base-path",
			&data.display().to_string(),
			"--dev-block-time",
			&block_time.as_millis().to_string(),
			// With --rpc-port a node whose port is taken listens on another one, and we would ask a stranger.
			"--experimental-rpc-endpoint",
			&format!("listen-addr=127.0.0.1:{port},methods=unsafe,retry-random-port=false"),
			"--offchain-worker",
			"always",
			// The fork-aware pool now and then leaves an off-chain worker's transaction out of the next blocks: it was
			// submitted while the pool still made its view of the block. There are no forks here to be aware of.
			"--pool-type",
			"single-state",
			// Nobody else's business: no listening but on loopback, on whatever port is free.
			"--listen-addr",
			"/ip4/127.0.0.1/tcp/0",
			"--no-prometheus",
			"--no-telemetry",
			"--disable-log-color",
			"--log",
			"warn,runtime::pov=info,sc_service=info,pov=debug,generators=debug,offchain-worker=warn",
		]
		.map(String::from),
	);
	arguments
}

/// Connects a client to a node that is known to answer.
pub async fn connect(url: &str) -> Result<Client> {
	Client::connect(url).await.with_context(|| format!("cannot connect to {url}"))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn binaries(chain_spec: Option<PathBuf>) -> Binaries {
		Binaries { node: "node".into(), chain_spec, worker: "vpu".into(), hostile: "hostile-vpu".into() }
	}

	#[test]
	fn only_a_stock_node_is_given_a_chain_spec() {
		let ours = arguments(&binaries(None), Path::new("/data"), Duration::from_secs(1), 1);
		assert!(!ours.contains(&"--chain".into()) && ours.contains(&"--dev".into()));
		let stock = arguments(&binaries(Some("spec.json".into())), Path::new("/data"), Duration::from_secs(1), 1);
		assert_eq!(&stock[..2], ["--chain", "spec.json"]);
	}

	#[test]
	fn the_data_folder_is_explicit_so_that_a_restart_finds_the_chain() {
		let arguments = arguments(&binaries(None), Path::new("/data"), Duration::from_millis(250), 1);
		assert!(arguments.windows(2).any(|pair| pair == ["--base-path", "/data"]));
		assert!(arguments.windows(2).any(|pair| pair == ["--dev-block-time", "250"]));
	}
}
