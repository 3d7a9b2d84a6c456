//! `promptale-simulation`: see [`promptale_simulation`].

use anyhow::{Context, Result};
use clap::Parser;
use promptale_simulation::{episode, Report};
use serde::Serialize;
use std::{path::PathBuf, time::Instant};

#[derive(Parser)]
#[command(
	version,
	about = "Rounds of Proof of Validation on the real runtime, with hostile participants, without a network"
)]
struct Cli {
	/// Rounds to play, or a few more.
	#[arg(long, default_value_t = 2_000)]
	rounds: u64,
	/// Decides everything.
	#[arg(long, default_value_t = 1)]
	seed: u64,
	/// Writes the numbers as JSON.
	#[arg(long, value_name = "FILE")]
	json: Option<PathBuf>,
	/// Plays only the chain of this seed, which a failure names, and prints every action and event.
	#[arg(long, value_name = "SEED", conflicts_with_all = ["rounds", "seed"])]
	replay: Option<u64>,
}

#[derive(Serialize)]
struct Timed {
	seed: u64,
	seconds: f64,
	#[serde(flatten)]
	report: Report,
}

fn main() -> Result<()> {
	let cli = Cli::parse();
	let begin = Instant::now();
	let report = match cli.replay {
		Some(seed) => episode::replay(seed, true)?,
		None => episode::many(cli.rounds, cli.seed)?,
	};
	let timed = Timed { seed: cli.replay.unwrap_or(cli.seed), seconds: begin.elapsed().as_secs_f64(), report };
	println!("{}\n Seconds                       {:.1}", timed.report, timed.seconds);
	if let Some(file) = cli.json {
		let json = serde_json::to_string_pretty(&timed)?;
		std::fs::write(&file, json + "\n").with_context(|| format!("cannot write {}", file.display()))?;
	}
	Ok(())
}
