//! `promptale-simulation`: see [`promptale_simulation`].

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use promptale_simulation::{curve, episode, year};
use serde::Serialize;
use std::{
	fmt::Display,
	path::{Path, PathBuf},
	time::Instant,
};

#[derive(Parser)]
#[command(version, about = "The real runtime without a network: hostile rounds, and the year of its token")]
struct Cli {
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand)]
enum Command {
	/// Plays rounds of Proof of Validation with hostile participants.
	Rounds(Rounds),
	/// Plays a year of $TALE with random actors.
	Year(Year),
	/// Draws what is unlocked of $TALE by month and pool.
	Curve {
		/// Writes the drawing here.
		#[arg(long, value_name = "FILE")]
		svg: PathBuf,
	},
}

#[derive(Args)]
struct Rounds {
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

#[derive(Args)]
struct Year {
	/// Accounts that act, up to 1,500.
	#[arg(long, default_value_t = 1_000)]
	actors: u32,
	/// Months of 30 days.
	#[arg(long, default_value_t = 12)]
	months: u32,
	/// Decides everything.
	#[arg(long, default_value_t = 1)]
	seed: u64,
	/// Writes the numbers as JSON.
	#[arg(long, value_name = "FILE")]
	json: Option<PathBuf>,
	/// Plays up to this block, which a failure names with the other options; prints every action and event of it, and
	/// looks at everything after each.
	#[arg(long, value_name = "BLOCK")]
	replay: Option<u32>,
}

#[derive(Serialize)]
struct Timed<Report> {
	seed: u64,
	seconds: f64,
	#[serde(flatten)]
	report: Report,
}

fn main() -> Result<()> {
	let begin = Instant::now();
	match Cli::parse().command {
		Command::Rounds(Rounds { rounds, seed, json, replay }) => {
			let report = match replay {
				Some(seed) => episode::replay(seed, true)?,
				None => episode::many(rounds, seed)?,
			};
			tell(replay.unwrap_or(seed), begin, report, json.as_deref())
		},
		Command::Year(Year { actors, months, seed, json, replay }) => {
			let setting = year::Setting { seed, actors, months };
			let report = match replay {
				Some(block) => year::replay(setting, block)?,
				None => year::run(setting)?,
			};
			tell(seed, begin, report, json.as_deref())
		},
		Command::Curve { svg } => write(&svg, &curve::svg()?),
	}
}

/// Prints a report, and writes it as JSON.
fn tell<Report: Serialize + Display>(seed: u64, begin: Instant, report: Report, json: Option<&Path>) -> Result<()> {
	let timed = Timed { seed, seconds: begin.elapsed().as_secs_f64(), report };
	println!("{}\n Seconds                       {:.1}", timed.report, timed.seconds);
	match json {
		Some(file) => write(file, &(serde_json::to_string_pretty(&timed)? + "\n")),
		None => Ok(()),
	}
}

fn write(file: &Path, text: &str) -> Result<()> {
	std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}
