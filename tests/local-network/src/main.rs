//! `promptale-local-network`: starts a whole network on this machine, follows it, and reports.

use anyhow::{bail, Context, Result};
use clap::{Parser, Subcommand};
use promptale_local_network::{
	data::Source,
	options::NetworkOptions,
	run::{keep, run, RunOptions},
};
use std::{path::PathBuf, process::ExitCode, time::Duration};
use tokio::signal::unix::{signal, SignalKind};

/// Runs a whole PrompTale network on this machine.
#[derive(Parser, Debug)]
#[command(
	version,
	after_help = "Exit codes:\n  0  the run passed its self-check\n  1  something failed\n  2  the arguments are wrong\n  130  stopped by Ctrl-C"
)]
struct Arguments {
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
	/// Start the network, follow its rounds, claim all rewards, write a report, check the outcome.
	Run(RunArguments),
}

#[derive(clap::Args, Debug)]
struct RunArguments {
	/// Rounds to follow.
	#[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=30))]
	rounds: u32,
	/// Your own images: one folder per class, or an imagefolder with metadata.jsonl. Default: Fashion-MNIST.
	#[arg(long, value_name = "DIR")]
	data: Option<PathBuf>,
	/// Leave the network running at the end, until Ctrl-C.
	#[arg(long)]
	keep: bool,
	/// Write the run as JSON.
	#[arg(long, value_name = "FILE")]
	summary: Option<PathBuf>,
	/// Where report, logs and the data of all nodes go; an empty or new folder. Default: a new one below the system's
	/// folder for temporary files.
	#[arg(long, value_name = "DIR")]
	out: Option<PathBuf>,
	/// Milliseconds between two blocks.
	#[arg(long, default_value_t = 1_000, value_name = "MS", value_parser = clap::value_parser!(u64).range(100..=60_000))]
	block_time: u64,
}

fn main() -> ExitCode {
	let Command::Run(arguments) = Arguments::parse().command;
	let result = tokio::runtime::Builder::new_multi_thread()
		.worker_threads(2)
		.enable_all()
		.build()
		.context("cannot start the async runtime")
		.and_then(|runtime| runtime.block_on(until_stopped(arguments)));
	match result {
		Ok(Ended::Passed) => ExitCode::SUCCESS,
		Ok(Ended::Failed) => ExitCode::FAILURE,
		Ok(Ended::Stopped) => {
			eprintln!("Stopped; nothing is left running.");
			ExitCode::from(130)
		},
		Err(error) => {
			eprintln!("promptale-local-network: {error:#}");
			ExitCode::FAILURE
		},
	}
}

enum Ended {
	Passed,
	Failed,
	Stopped,
}

/// Runs until the end or until a signal. Either way the network is dropped, and all its processes with it.
async fn until_stopped(arguments: RunArguments) -> Result<Ended> {
	let mut terminated = signal(SignalKind::terminate())?;
	let mut hung_up = signal(SignalKind::hangup())?;
	let mut stopped = std::pin::pin!(async {
		tokio::select! {
			_ = tokio::signal::ctrl_c() => {},
			_ = terminated.recv() => {},
			_ = hung_up.recv() => {},
		}
	});
	let leave_running = arguments.keep;
	let options = options(arguments)?;
	let (passed, mut network) = tokio::select! {
		result = run(&options) => result?,
		() = &mut stopped => return Ok(Ended::Stopped),
	};
	if leave_running {
		tokio::select! {
			result = keep(&mut network) => result?,
			() = &mut stopped => {},
		}
	}
	Ok(if passed { Ended::Passed } else { Ended::Failed })
}

fn options(arguments: RunArguments) -> Result<RunOptions> {
	let folder = match arguments.out {
		Some(folder) => folder,
		None => std::env::temp_dir().join(format!("promptale-run-{}", std::process::id())),
	};
	std::fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
	// Workers run elsewhere: their paths must not depend on where we are.
	let folder = std::path::absolute(&folder)?;
	if std::fs::read_dir(&folder)?.next().is_some() {
		bail!(
			"{} is not empty. Give --out another folder, so that nothing of an earlier run mixes in.",
			folder.display()
		);
	}
	let source = Source::new(arguments.data.map(std::path::absolute).transpose()?);
	let mut network = NetworkOptions::showcase(folder, source, arguments.rounds);
	network.block_time = Duration::from_millis(arguments.block_time);
	Ok(RunOptions { network, rounds: arguments.rounds, summary: arguments.summary })
}
