//! `hostile-vpu`: the worker with one of its updates' steps replaced by an attack. For local networks and tests.

use anyhow::{Context, Result};
use clap::Parser;
use promptale_local_network::attack::Attack;
use promptale_worker::{run_file, Hooks};
use std::{path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

/// A worker that attacks. For local networks and tests only.
#[derive(Parser, Debug)]
#[command(version)]
struct Arguments {
	#[command(subcommand)]
	command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
	/// Run the roles of a configuration until Ctrl-C.
	Run {
		/// The configuration, as `vpu` takes it.
		#[arg(long)]
		config: PathBuf,
		/// What to do to updates.
		#[arg(long)]
		attack: Attack,
	},
}

fn main() -> ExitCode {
	let Command::Run { config, attack } = Arguments::parse().command;
	match run(config, attack) {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("hostile-vpu: {error:#}");
			ExitCode::FAILURE
		},
	}
}

fn run(config: PathBuf, attack: Attack) -> Result<()> {
	let runtime = tokio::runtime::Runtime::new().context("cannot start the async runtime")?;
	let outcome = runtime.block_on(run_file(&config, Hooks { transform: Arc::new(attack) }));
	// As in `vpu`: a computation that does not end is left behind.
	runtime.shutdown_timeout(Duration::from_secs(1));
	outcome
}
