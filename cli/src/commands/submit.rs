//! `promptale submit`: what was signed elsewhere.

use super::signing::{confirmed, tried};
use crate::{
	args::{bytes_from_hex, Arguments, SubmitArguments},
	events,
	failure::Failure,
	table, words,
};
use anyhow::{anyhow, Context};
use promptale_client::Unsigned;
use promptale_primitives::{Balance, BlockNumber};
use serde::Serialize;
use std::{io::Write, path::Path};

#[derive(Serialize)]
struct Submitted {
	account: String,
	call: String,
	dry_run: bool,
	fee: Option<String>,
	block: Option<BlockNumber>,
	block_hash: Option<String>,
	free_before: String,
	free_after: String,
	/// Of the transaction, in words.
	events: Vec<String>,
}

pub async fn run(arguments: &Arguments, submit: &SubmitArguments) -> Result<(), Failure> {
	let unsigned: Unsigned = serde_json::from_str(&read(&submit.unsigned)?).with_context(|| {
		format!("{} is not what a command prints with --payload ACCOUNT --json", submit.unsigned.display())
	})?;
	let signature = bytes_from_hex(read(&submit.signature)?.trim())
		.map_err(|reason| anyhow!("the signature in {}: {reason}", submit.signature.display()))?
		.0;
	let account = unsigned.signer()?;
	let (client, _) = super::connect(arguments).await?;
	let now = client.best_block().await?;
	if now >= unsigned.expires {
		return Err(Failure::Refused(anyhow!(
			"The transaction was good before block {}, and this is block {now}: make another with --payload.",
			unsigned.expires
		)));
	}
	tried(client.dry_run_signed(&unsigned, &signature).await, submit.dry_run)?;
	let before = client.balance(&account).await?.free;
	let mut view = Submitted {
		account: unsigned.account.clone(),
		call: unsigned.call.clone(),
		dry_run: submit.dry_run,
		fee: None,
		block: None,
		block_hash: None,
		free_before: before.to_string(),
		free_after: before.to_string(),
		events: Vec::new(),
	};
	if !submit.dry_run {
		if !submit.yes {
			let line =
				format!("{} makes the call {}; its fee and cost were said when it was made.", view.account, view.call);
			writeln!(std::io::stderr(), "{line}")?;
			if !confirmed()? {
				return Err(Failure::Other(anyhow!("Nothing was submitted.")));
			}
		}
		let included = client.submit_signed(&unsigned, &signature).await?;
		view.fee = events::fee(&included.events).map(|fee| fee.to_string());
		view.block = Some(included.block);
		view.block_hash = Some(hex::encode(included.hash));
		view.free_after = client.balance(&account).await?.free.to_string();
		view.events = included.events;
	}
	super::print(arguments.json, &view, || {
		let amount = |text: &str| words::amount(text.parse::<Balance>().unwrap_or_default());
		let mut lines = vec![("Account", view.account.clone()), ("Call", view.call.clone())];
		lines.extend(view.fee.as_deref().map(|fee| ("Fee", amount(fee))));
		match view.block {
			Some(block) => lines.push(("Block", block.to_string())),
			None => lines.push(("Dry run", "it would succeed now; nothing was submitted".into())),
		}
		lines.push(("Free before", amount(&view.free_before)));
		lines.push(("Free now", amount(&view.free_after)));
		table::pairs(&lines)
	})
}

fn read(file: &Path) -> anyhow::Result<String> {
	std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}
