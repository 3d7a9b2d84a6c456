//! `hostile-vpu`: the worker with one of its updates' steps replaced by an attack, or its testimony by a lie. For local
//! networks and tests.

use anyhow::{Context, Result};
use clap::Parser;
use promptale_local_network::{attack::Attack, lie::Lie};
use promptale_worker::{run_file, Hooks};
use std::{path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

/// A worker that attacks or lies. For local networks and tests only.
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
		#[arg(long, required_unless_present = "lie")]
		attack: Option<Attack>,
		/// What to say as a validator.
		#[arg(long)]
		lie: Option<Lie>,
	},
}

fn main() -> ExitCode {
	let Command::Run { config, attack, lie } = Arguments::parse().command;
	match run(config, attack, lie) {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("hostile-vpu: {error:#}");
			ExitCode::FAILURE
		},
	}
}

fn run(config: PathBuf, attack: Option<Attack>, lie: Option<Lie>) -> Result<()> {
	let runtime = tokio::runtime::Runtime::new().context("cannot start the async runtime")?;
	let mut hooks = Hooks::default();
	if let Some(attack) = attack {
		hooks.transform = Arc::new(attack);
	}
	if let Some(lie) = lie {
		hooks.testimony = Arc::new(lie);
	}
	let outcome = runtime.block_on(run_file(&config, hooks));
	// As in `vpu`: a computation that does not end is left behind.
	runtime.shutdown_timeout(Duration::from_secs(1));
	outcome
}
