//! Where a story is played: a fresh development chain, the command line in everybody's hands, and the ledger beside it.

use super::ledger::{balance, Flow, Ledger, CHAIN};
use crate::{
	binaries::{target_folder, Binaries},
	chain::{development_key, OWNER},
	node::{connect, Node},
	output::tell,
};
use anyhow::{anyhow, bail, ensure, Context, Result};
use promptale_client::{account_of, AccountId, Call, Client};
use promptale_primitives::{Balance, Blake3, BlockNumber, TALE};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
	collections::BTreeMap,
	path::{Path, PathBuf},
	process::Stdio,
	time::{Duration, Instant},
};

/// Longest wait for a block.
const PATIENCE: Duration = Duration::from_secs(120);

/// What everybody starts with.
pub const FUNDS: Balance = 10_000 * TALE;

/// A part of the story that was played, and the money that moved in it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Act {
	/// What it was about.
	pub title: String,
	/// Commands that were typed, without the node's address.
	pub commands: Vec<String>,
	/// Every unit that changed hands.
	pub flows: Vec<Flow>,
	/// Block in which it began.
	pub begins: BlockNumber,
	/// Block in which it ended.
	pub ends: BlockNumber,
}

/// The chain, who acts, and what was played so far.
pub struct Stage {
	node: Node,
	client: Client,
	command: PathBuf,
	/// Pictures and files.
	pub folder: PathBuf,
	names: BTreeMap<AccountId, String>,
	/// Before the first act.
	pub opening: Ledger,
	latest: Ledger,
	/// Those that ended.
	pub acts: Vec<Act>,
	running: Option<Act>,
}

/// The key of somebody in the story.
pub fn key_of(name: &str) -> String {
	format!("//Story//{name}")
}

/// The account of somebody in the story.
///
/// # Errors
/// Where `name` gives no key.
pub fn account_named(name: &str) -> Result<AccountId> {
	Ok(account_of(&development_key(&key_of(name))?))
}

impl Stage {
	/// Starts a chain and gives everybody of `cast` the same funds.
	///
	/// # Errors
	/// Where programs are missing or the node does not start.
	pub async fn open(folder: &Path, block_time: Duration, cast: &[&str]) -> Result<Stage> {
		let binaries = Binaries::find()?.complete(folder)?;
		std::fs::create_dir_all(folder.join("logs")).context("cannot make the folder of logs")?;
		let node = Node::start(&binaries, folder, block_time, None).await?;
		let client = connect(node.url()).await?;
		let mut names = BTreeMap::new();
		let mut gifts = Vec::new();
		for name in cast {
			let account = account_named(name)?;
			names.insert(account, (*name).into());
			gifts.push(Call::Transfer { to: account, amount: FUNDS });
		}
		client.submit(&development_key(OWNER)?, Call::BatchAll(gifts)).await.context("cannot fund everybody")?;
		let command = target_folder()?.join("promptale");
		ensure!(command.is_file(), "{} is missing; build it with `cargo build -p promptale-cli`", command.display());
		let opening = Ledger::read(&client, &names).await?;
		Ok(Stage {
			node,
			client,
			command,
			folder: folder.into(),
			names,
			latest: opening.clone(),
			opening,
			acts: Vec::new(),
			running: None,
		})
	}

	/// The chain.
	pub fn client(&self) -> &Client {
		&self.client
	}

	/// Hash of the chain's first block.
	///
	/// # Errors
	/// Where the node does not answer.
	pub async fn genesis(&self) -> Result<Blake3> {
		let hex = self.client.check_chain().await?.genesis;
		let bytes = hex::decode(hex.trim_start_matches("0x"))?;
		bytes.try_into().map_err(|_| anyhow!("{hex} is no hash"))
	}

	/// The node's address.
	pub fn url(&self) -> &str {
		self.node.url()
	}

	/// Ledger after the last act.
	pub fn latest(&self) -> &Ledger {
		&self.latest
	}

	/// Gives an account of the chain a line of its own in the ledger. It must have nothing yet.
	pub fn name(&mut self, account: AccountId, name: &str) {
		self.names.insert(account, name.into());
	}

	/// Begins an act.
	pub fn begin(&mut self, title: &str) {
		tell(&format!("\n== {title}"));
		let begins = self.latest.block;
		self.running = Some(Act { title: title.into(), commands: Vec::new(), flows: Vec::new(), begins, ends: begins });
	}

	/// Ends it, and checks that its flows explain every change since the act before, to the last unit.
	///
	/// # Errors
	/// Where they do not.
	pub async fn end(&mut self) -> Result<()> {
		let Some(mut act) = self.running.take() else { bail!("no act was begun") };
		// What an act leaves for the end of its block, such as fees, is done with the next one.
		self.next_block().await?;
		let ledger = Ledger::read(&self.client, &self.names).await?;
		balance(&self.latest, &ledger, &act.flows).with_context(|| format!("in the act {:?}", act.title))?;
		act.ends = ledger.block;
		tell(&format!("   every one of {} flows accounted for, block {}", act.flows.len(), ledger.block));
		self.latest = ledger;
		self.acts.push(act);
		Ok(())
	}

	/// Writes down that `amount` went from one name to another.
	pub fn moves(&mut self, from: &str, to: &str, amount: Balance, purpose: &str) {
		if let (Some(act), true) = (&mut self.running, amount > 0) {
			act.flows.push(Flow { from: from.into(), to: to.into(), amount, purpose: purpose.into() });
		}
	}

	/// What a command answers that signs nothing.
	///
	/// # Errors
	/// Where it fails: with what it said.
	pub async fn asks(&self, words: &[&str]) -> Result<Value> {
		let output = tokio::process::Command::new(&self.command)
			.args(["--node", self.node.url(), "--json"])
			.args(words)
			.stdin(Stdio::null())
			.output()
			.await
			.context("cannot start promptale")?;
		let said = String::from_utf8_lossy(&output.stderr);
		ensure!(output.status.success(), "`promptale {}` failed: {}", words.join(" "), said.trim());
		serde_json::from_slice(&output.stdout)
			.with_context(|| format!("`promptale {}` answered no JSON", words.join(" ")))
	}

	/// A command that `who` signs. Its fee is written down; it must have cost and brought exactly what it says.
	///
	/// # Errors
	/// Where it fails, or its own numbers do not add up.
	pub async fn signs(&mut self, who: &str, words: &[&str]) -> Result<Value> {
		let typed = words.join(" ");
		tell(&format!("   {who}: promptale {typed}"));
		let key = key_of(who);
		let done = self.asks(&[words, &["--dev-key", &key, "--yes"]].concat()).await?;
		let [before, received, paid, held, fee, after] =
			["free_before", "received", "paid", "held", "fee", "free_after"].map(|field| amount(&done[field]));
		let expected = before? + received? - paid? - held?;
		let fee = fee?;
		ensure!(after? + fee == expected, "`promptale {typed}` cost something else than it says: {done}");
		self.moves(who, CHAIN, fee, "fee of the transaction");
		if let Some(act) = &mut self.running {
			act.commands.push(format!("{who}: {typed}"));
		}
		Ok(done)
	}

	/// The same, in words that contain no spaces themselves.
	///
	/// # Errors
	/// As [`Stage::signs`].
	pub async fn says(&mut self, who: &str, words: &str) -> Result<Value> {
		let words: Vec<&str> = words.split_whitespace().collect();
		self.signs(who, &words).await
	}

	/// A command of `who` that must be refused for free, for a reason that contains `expected`.
	///
	/// # Errors
	/// Where it is not.
	pub async fn is_refused(&mut self, who: &str, words: &[&str], expected: &str) -> Result<()> {
		let before = self.client.balance(&account_named(who)?).await?;
		match self.asks(&[words, &["--dev-key", &key_of(who), "--yes"]].concat()).await {
			Ok(done) => bail!("`promptale {}` was not refused: {done}", words.join(" ")),
			Err(refused) => {
				ensure!(format!("{refused:#}").contains(expected), "refused for another reason: {refused:#}")
			},
		}
		ensure!(self.client.balance(&account_named(who)?).await? == before, "a refused command cost something");
		Ok(())
	}

	/// Shares that somebody can move, of one content.
	///
	/// # Errors
	/// Where the chain does not answer.
	pub async fn shares(&self, who: &str, content: u32) -> Result<Balance> {
		let holdings = self.client.holdings(&account_named(who)?).await?;
		Ok(holdings.iter().filter(|holding| holding.content == content).map(|holding| holding.free).sum())
	}

	/// Waits until a raise is in a stage.
	///
	/// # Errors
	/// Where it does not get there.
	pub async fn until(&self, raise: u32, stage: &str) -> Result<()> {
		let deadline = Instant::now() + PATIENCE;
		loop {
			let shown = self.asks(&["launch", "show", &raise.to_string()]).await?;
			if shown["stage"] == stage {
				return Ok(());
			}
			ensure!(Instant::now() < deadline, "raise {raise} is {}, not {stage}", shown["stage"]);
			self.next_block().await?;
		}
	}

	/// Waits for the block after the best one.
	///
	/// # Errors
	/// As [`Stage::wait_for`].
	pub async fn next_block(&self) -> Result<()> {
		self.wait_for(self.client.best_block().await? + 1).await
	}

	/// Waits until there is a block.
	///
	/// # Errors
	/// Where the node stops making them.
	pub async fn wait_for(&self, block: BlockNumber) -> Result<()> {
		let deadline = Instant::now() + PATIENCE;
		while self.client.best_block().await? < block {
			ensure!(Instant::now() < deadline, "block {block} did not come within {} s", PATIENCE.as_secs());
			tokio::time::sleep(Duration::from_millis(50)).await;
		}
		Ok(())
	}
}

/// Text of a path for the command line.
///
/// # Errors
/// Where it is no text.
pub fn path(path: &Path) -> Result<&str> {
	path.to_str().with_context(|| format!("{} is no text", path.display()))
}

/// A whole number in a command's answer.
///
/// # Errors
/// Where it is something else.
pub fn number(value: &Value) -> Result<u32> {
	value.as_u64().and_then(|number| number.try_into().ok()).with_context(|| format!("{value} is no number"))
}

/// An account in a command's answer.
///
/// # Errors
/// Where it is something else.
pub fn account(value: &Value) -> Result<AccountId> {
	let parsed = value.as_str().and_then(|text| text.parse().ok());
	parsed.with_context(|| format!("{value} is no account"))
}

/// An amount as the command line's JSON has it: text, in the smallest unit.
///
/// # Errors
/// Where it is something else.
pub fn amount(value: &Value) -> Result<Balance> {
	value.as_str().and_then(|text| text.parse().ok()).with_context(|| format!("{value} is no amount"))
}
