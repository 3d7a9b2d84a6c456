//! `vpu`: the command line of the worker.

use anyhow::{bail, Result};
use clap::{Parser, Subcommand};
use promptale_worker::{attach, challenge, check, config, data, logging, run_file, serve, Config, Hooks, WorkerKeys};
use std::{path::PathBuf, process::ExitCode, time::Duration};

/// The node-side worker of PrompTale: trains on private images, and judges what others have trained
#[derive(Debug, Parser)]
#[command(name = "vpu", version)]
struct Arguments {
	#[command(subcommand)]
	command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
	/// Run the roles of a configuration until Ctrl-C
	Run(WithConfig),
	/// Offer the tools of the image engine and product placements over HTTP, until Ctrl-C
	Serve(WithConfig),
	/// Make the keys that are missing, and print what the chain has to be told
	Keys {
		#[command(flatten)]
		with: WithConfig,
		/// Print one JSON object
		#[arg(long)]
		json: bool,
	},
	/// Make the validator's own node ask this worker for scores
	Attach(WithConfig),
	/// Look at keys, ports, chain and images, and say what is wrong
	Check(WithConfig),
	/// Print an example configuration that documents every key
	Config,
	/// Do a compute challenge on this machine: how fast it is, and what checking it costs
	Challenge(challenge::Challenge),
	/// Make image folders
	#[command(subcommand)]
	Data(data::DataCommand),
}

#[derive(Debug, clap::Args)]
struct WithConfig {
	/// The configuration
	#[arg(long, short, default_value = "vpu.toml", env = "VPU_CONFIG")]
	config: PathBuf,
}

fn main() -> ExitCode {
	let arguments = Arguments::parse();
	let runtime = match tokio::runtime::Runtime::new() {
		Ok(runtime) => runtime,
		Err(error) => {
			eprintln!("error: no threads can be started: {error}");
			return ExitCode::FAILURE;
		},
	};
	let outcome = runtime.block_on(run(arguments.command));
	// A computation that does not end is left behind; what matters is on disk.
	runtime.shutdown_timeout(Duration::from_secs(1));
	match outcome {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("error: {error:#}");
			ExitCode::FAILURE
		},
	}
}

async fn run(command: Command) -> Result<()> {
	match command {
		Command::Run(with) => run_file(&with.config, Hooks::default()).await,
		Command::Serve(with) => serve::run_file(&with.config).await,
		Command::Keys { with, json } => {
			let config = load(&with)?;
			let keys = WorkerKeys::load(&config, true)?.public(&config)?;
			if json {
				println!("{}", serde_json::to_string(&keys)?);
				return Ok(());
			}
			let lines = [
				("device account", keys.device),
				("validator account", keys.validator),
				("session key", keys.session_key),
				("encryption key", keys.encryption_key),
				("encryption recipient", keys.encryption_recipient),
				("endpoint", Some(keys.endpoint)),
				("endpoint id", Some(keys.endpoint_id)),
				("reached at", Some(keys.addresses.join(", "))),
			];
			for (name, value) in lines {
				if let Some(value) = value {
					println!("{name:21} {value}");
				}
			}
			Ok(())
		},
		Command::Attach(with) => {
			let config = load(&with)?;
			attach::attach(&config, &WorkerKeys::load(&config, true)?).await
		},
		Command::Check(with) => {
			let config = load(&with)?;
			let findings = check::check(&config).await;
			print!("{}", findings.text());
			match findings.problems() {
				0 => Ok(()),
				1 => bail!("there is 1 problem"),
				problems => bail!("there are {problems} problems"),
			}
		},
		Command::Config => {
			print!("{}", config::EXAMPLE);
			Ok(())
		},
		Command::Challenge(challenge) => tokio::task::spawn_blocking(move || challenge::run(&challenge)).await?,
		Command::Data(command) => tokio::task::spawn_blocking(move || data::run(&command)).await?,
	}
}

fn load(with: &WithConfig) -> Result<Config> {
	let config = Config::load(&with.config)?;
	logging::start(&config.log)?;
	Ok(config)
}
