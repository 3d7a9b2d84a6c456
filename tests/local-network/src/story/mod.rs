//! A story that is played on a fresh development chain with real commands: a creator, backers, traders, a brand and an
//! attester, from the first picture to the last dividend. Behind `scripts/story` and its end-to-end test.
//!
//! * [`acts`]: what happens;
//! * [`stage`]: the chain, everybody's keys, and what a command cost;
//! * [`ledger`]: what everybody has, and whether the story explains every change of it;
//! * [`pictures`]: what the engine makes for the story.

pub mod acts;
pub mod ledger;
pub mod pictures;
pub mod stage;

use crate::{
	data::Source,
	output::{note, tell},
};
use acts::{BACKERS, CAST, CREATOR, PAINTER, TRADERS};
use anyhow::{ensure, Context, Result};
use ledger::{balance, Flow, Ledger};
use promptale_primitives::{Balance, TALE};
use serde::{Deserialize, Serialize};
use stage::{Act, Stage};
use std::{path::PathBuf, time::Duration};

/// How a story is played.
#[derive(Clone, Debug)]
pub struct StoryOptions {
	/// Pictures, logs and the node's data go here: an empty or new folder.
	pub folder: PathBuf,
	/// What the engine learns from.
	pub source: Source,
	/// How long it learns.
	pub steps: u32,
	/// Between two blocks.
	pub block_time: Duration,
}

/// What a story comes to: the form of `--summary FILE`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct StorySummary {
	/// Before the first act.
	pub before: Ledger,
	/// After the last.
	pub after: Ledger,
	/// Every unit that changed hands, in order.
	pub flows: Vec<Flow>,
	/// What was played.
	pub acts: Vec<Act>,
}

/// Plays the story, and checks that its flows explain every change from its beginning to its end.
///
/// # Errors
/// Where something in it fails, or the ledger does not balance to the last unit.
pub async fn play(options: &StoryOptions) -> Result<StorySummary> {
	std::fs::create_dir_all(&options.folder)
		.with_context(|| format!("cannot make the folder {}", options.folder.display()))?;
	note("Starting a fresh development chain");
	let mut stage = Stage::open(&options.folder, options.block_time, &CAST).await?;
	note(&format!("Training the engine on {} for {} steps", options.source.describe(), options.steps));
	let (source, folder, steps, chain) =
		(options.source.clone(), options.folder.clone(), options.steps, stage.genesis().await?);
	let painting = tokio::task::spawn_blocking(move || pictures::paint(&source, &folder, chain, steps, 2));
	let engine = painting.await.context("painting broke off")??;

	let (content, other) = acts::pictures_are_registered(&mut stage, &engine).await?;
	acts::a_raise_fails(&mut stage, other).await?;
	acts::a_raise_succeeds(&mut stage, content).await?;
	acts::shares_are_traded(&mut stage, content).await?;
	acts::a_product_is_placed(&mut stage, content, &engine).await?;
	let holders = [&[CREATOR, PAINTER][..], &BACKERS, &TRADERS].concat();
	acts::dividends_are_paid(&mut stage, content, &holders).await?;

	let summary = StorySummary {
		before: stage.opening.clone(),
		after: stage.latest().clone(),
		flows: stage.acts.iter().flat_map(|act| act.flows.iter().cloned()).collect(),
		acts: stage.acts.clone(),
	};
	balance(&summary.before, &summary.after, &summary.flows).context("from beginning to end")?;
	let sum: Balance = summary.after.lines.values().map(ledger::Line::total).sum();
	ensure!(sum == summary.after.issued, "the last ledger has {sum}, and {} are issued", summary.after.issued);
	show(&summary);
	Ok(summary)
}

/// Prints both ledgers.
fn show(summary: &StorySummary) {
	tell("\n== The ledger, in $TALE\n");
	tell(&format!("{:24} {:>24} {:>24} {:>20} {:>16}", "", "before", "after", "change", "of it on hold"));
	let names: std::collections::BTreeSet<_> = summary.before.lines.keys().chain(summary.after.lines.keys()).collect();
	for name in names {
		let (before, after) = (summary.before.of(name), summary.after.of(name));
		let change = after.total() as i128 - before.total() as i128;
		tell(&format!(
			"{name:24} {:>24} {:>24} {:>20} {:>16}",
			tale(before.total() as i128),
			tale(after.total() as i128),
			tale(change),
			tale(after.held as i128)
		));
	}
	tell(&format!(
		"{:24} {:>24} {:>24}",
		"all",
		tale(summary.before.issued as i128),
		tale(summary.after.issued as i128)
	));
	tell(&format!(
		"\n{} commands, {} flows: every change is explained, and the sums are the same to the last unit.",
		summary.acts.iter().map(|act| act.commands.len()).sum::<usize>(),
		summary.flows.len()
	));
}

/// An amount in $TALE with all its digits.
fn tale(amount: i128) -> String {
	let unit = TALE as i128;
	let (sign, amount) = (if amount < 0 { "-" } else { "" }, amount.abs());
	format!("{sign}{}.{:012}", amount / unit, amount % unit)
}
