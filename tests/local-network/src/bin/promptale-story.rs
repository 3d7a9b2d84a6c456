//! `promptale-story`: plays a story of content and money on a fresh chain, and checks that its ledger balances.

use anyhow::{Context, Result};
use clap::Parser;
use promptale_local_network::{
	data::Source,
	output::{note, tell},
	story::{play, StoryOptions},
};
use std::{path::PathBuf, process::ExitCode, time::Duration};

/// Plays creator, backers, traders, a brand and an attester on a fresh development chain.
#[derive(Parser, Debug)]
#[command(
	version,
	after_help = "Exit codes:\n  0  everything happened, and the ledger balances\n  1  something failed\n  2  the arguments are wrong\n  130  stopped before its end (Ctrl-C)"
)]
struct Arguments {
	/// Write both ledgers and every flow as JSON.
	#[arg(long, value_name = "FILE")]
	summary: Option<PathBuf>,
	/// Where pictures and logs go; a new folder for temporary files where none is given.
	#[arg(long, value_name = "DIR")]
	out: Option<PathBuf>,
	/// Your own images: one folder per class, or an imagefolder with metadata.jsonl. Default: Fashion-MNIST.
	#[arg(long, value_name = "DIR")]
	data: Option<PathBuf>,
	/// Steps that the engine is trained for.
	#[arg(long, default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=100_000))]
	steps: u32,
	/// Milliseconds between two blocks.
	#[arg(long, default_value_t = 500, value_name = "MS", value_parser = clap::value_parser!(u64).range(100..=60_000))]
	block_time: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
	let arguments = Arguments::parse();
	tokio::select! {
		told = tell_it(arguments) => match told {
			Ok(()) => ExitCode::SUCCESS,
			Err(error) => {
				note(&format!("promptale-story: {error:#}"));
				ExitCode::FAILURE
			},
		},
		// The node ends with what holds it.
		_ = tokio::signal::ctrl_c() => {
			note("Stopped; nothing is left running.");
			ExitCode::from(130)
		},
	}
}

async fn tell_it(arguments: Arguments) -> Result<()> {
	let folder = match arguments.out {
		Some(folder) => std::path::absolute(folder)?,
		None => tempfile::Builder::new().prefix("promptale-story-").tempdir().context("cannot make a folder")?.keep(),
	};
	let options = StoryOptions {
		folder,
		source: Source::new(arguments.data.map(std::path::absolute).transpose()?),
		steps: arguments.steps,
		block_time: Duration::from_millis(arguments.block_time),
	};
	let summary = play(&options).await?;
	if let Some(file) = arguments.summary {
		let text = serde_json::to_string_pretty(&summary)?;
		std::fs::write(&file, text + "\n").with_context(|| format!("cannot write {}", file.display()))?;
	}
	tell(&format!("Pictures and logs: {}", options.folder.display()));
	Ok(())
}
