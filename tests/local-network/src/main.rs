//! `promptale-local-network`: starts a whole network on this machine, follows it, and reports.

use anyhow::{bail, Context, Result};
use clap::{Parser, Subcommand};
use promptale_local_network::{
	data::Source,
	options::NetworkOptions,
	output::note,
	run::{keep, run, RunOptions},
};
use std::{
	path::{Path, PathBuf},
	process::ExitCode,
	time::Duration,
};
use tempfile::TempDir;
use tokio::signal::unix::{signal, SignalKind};

/// How long computations that cannot be interrupted may go on after a signal.
const END_PATIENCE: Duration = Duration::from_secs(15);

/// Runs a whole PrompTale network on this machine.
#[derive(Parser, Debug)]
#[command(
	version,
	after_help = "Exit codes:\n  0  the run passed its self-check\n  1  something failed\n  2  the arguments are wrong\n  130  stopped before its end (Ctrl-C)"
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
	/// folder for temporary files, removed where a signal stops the run before its end.
	#[arg(long, value_name = "DIR")]
	out: Option<PathBuf>,
	/// Milliseconds between two blocks.
	#[arg(long, default_value_t = 1_000, value_name = "MS", value_parser = clap::value_parser!(u64).range(100..=60_000))]
	block_time: u64,
}

fn main() -> ExitCode {
	let Command::Run(arguments) = Arguments::parse().command;
	let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
		Ok(runtime) => runtime,
		Err(error) => {
			note(&format!("promptale-local-network: cannot start the async runtime: {error}"));
			return ExitCode::FAILURE;
		},
	};
	let mut temporary = None;
	let result = runtime.block_on(until_stopped(arguments, &mut temporary));
	// What still writes into a folder has to end before that is removed.
	runtime.shutdown_timeout(if temporary.is_some() { END_PATIENCE } else { Duration::ZERO });
	if result.is_err() {
		// The logs are in it.
		temporary.take().map(TempDir::keep);
	}
	drop(temporary);
	match result {
		Ok(Ended::Passed) => ExitCode::SUCCESS,
		Ok(Ended::Failed) => ExitCode::FAILURE,
		Ok(Ended::Refused(error)) => {
			note(&format!("promptale-local-network: {error:#}"));
			ExitCode::from(2)
		},
		Ok(Ended::Stopped) => {
			note("Stopped; nothing is left running.");
			ExitCode::from(130)
		},
		Err(error) => {
			note(&format!("promptale-local-network: {error:#}"));
			ExitCode::FAILURE
		},
	}
}

enum Ended {
	Passed,
	Failed,
	/// Before anything was started: the arguments cannot be used.
	Refused(anyhow::Error),
	/// Before the end, by a signal.
	Stopped,
}

/// Runs until the end or until a signal. Either way the network is dropped, and all its processes with it. A folder that
/// is made for this run is in `temporary` until there is a result in it.
async fn until_stopped(arguments: RunArguments, temporary: &mut Option<TempDir>) -> Result<Ended> {
	// Before there is anything to leave behind.
	let mut interrupted = signal(SignalKind::interrupt())?;
	let mut terminated = signal(SignalKind::terminate())?;
	let mut hung_up = signal(SignalKind::hangup())?;
	let mut stopped = std::pin::pin!(async {
		tokio::select! {
			_ = interrupted.recv() => {},
			_ = terminated.recv() => {},
			_ = hung_up.recv() => {},
		}
		note("\nStopping: every process is told to end.");
	});
	let leave_running = arguments.keep;
	let options = match options(arguments, temporary) {
		Ok(options) => options,
		Err(error) => return Ok(Ended::Refused(error)),
	};
	let (passed, mut network) = tokio::select! {
		result = run(&options) => result?,
		() = &mut stopped => return Ok(Ended::Stopped),
	};
	// From here on it is the run's result.
	temporary.take().map(TempDir::keep);
	if leave_running {
		tokio::select! {
			result = keep(&mut network) => result?,
			() = &mut stopped => {},
		}
	}
	Ok(if passed { Ended::Passed } else { Ended::Failed })
}

/// Checks what can be checked before anything is started.
fn options(arguments: RunArguments, temporary: &mut Option<TempDir>) -> Result<RunOptions> {
	if let Some(folder) = arguments.data.as_deref().filter(|folder| !folder.is_dir()) {
		bail!("{} is no folder. Give --data a folder with images.", folder.display());
	}
	if let Some(file) = &arguments.summary {
		check_writable(file)
			.with_context(|| format!("cannot write {}; give --summary another file", file.display()))?;
	}
	let folder = match arguments.out {
		Some(folder) => empty_folder(&folder)?,
		None => {
			let made = tempfile::Builder::new().prefix("promptale-run-").tempdir().context("cannot make a folder")?;
			std::path::absolute(temporary.insert(made).path())?
		},
	};
	let source = Source::new(arguments.data.map(std::path::absolute).transpose()?);
	let mut network = NetworkOptions::showcase(folder, source, arguments.rounds);
	network.block_time = Duration::from_millis(arguments.block_time);
	Ok(RunOptions { network, rounds: arguments.rounds, summary: arguments.summary })
}

/// Makes the folder where it is not there. Its path must not depend on where we are: workers run elsewhere.
fn empty_folder(folder: &Path) -> Result<PathBuf> {
	std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
	if std::fs::read_dir(folder)
		.with_context(|| format!("cannot read the folder {}", folder.display()))?
		.next()
		.is_some()
	{
		bail!(
			"{} is not empty. Give --out another folder, so that nothing of an earlier run mixes in.",
			folder.display()
		);
	}
	Ok(std::path::absolute(folder)?)
}

/// A file that is not there yet is not there afterwards either. Opening a pipe would disturb who reads it.
fn check_writable(file: &Path) -> Result<()> {
	let existed = file.exists();
	if existed && !file.is_file() && !file.is_dir() {
		return Ok(());
	}
	std::fs::OpenOptions::new().append(true).create(true).open(file)?;
	if !existed {
		std::fs::remove_file(file)?;
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn run(arguments: &[&str]) -> (Result<RunOptions>, Option<TempDir>) {
		let all = ["promptale-local-network", "run"].iter().chain(arguments);
		let Command::Run(arguments) = Arguments::try_parse_from(all).unwrap().command;
		let mut temporary = None;
		(options(arguments, &mut temporary), temporary)
	}

	fn refusal(arguments: &[&str]) -> String {
		let (options, temporary) = run(arguments);
		assert!(temporary.is_none(), "a folder was made for nothing");
		format!("{:#}", options.unwrap_err())
	}

	#[test]
	fn the_command_line_is_consistent() {
		<Arguments as clap::CommandFactory>::command().debug_assert();
	}

	#[test]
	fn what_cannot_be_used_is_refused_before_anything_starts() {
		let folder = tempfile::tempdir().unwrap();
		let path = |name: &str| folder.path().join(name).display().to_string();
		std::fs::write(path("file"), "").unwrap();
		assert!(refusal(&["--data", &path("missing")]).contains("--data"));
		assert!(refusal(&["--summary", &path("missing/summary.json")]).contains("--summary"));
		assert!(refusal(&["--summary", &path("")]).contains("--summary"));
		assert!(refusal(&["--out", &path("")]).contains("not empty"));
		assert!(refusal(&["--out", &path("file")]).contains("cannot make the folder"));
	}

	#[test]
	fn a_summary_is_not_made_or_emptied_in_advance() {
		let folder = tempfile::tempdir().unwrap();
		let file = folder.path().join("summary.json");
		check_writable(&file).unwrap();
		assert!(!file.exists());
		std::fs::write(&file, "earlier").unwrap();
		check_writable(&file).unwrap();
		assert_eq!(std::fs::read_to_string(&file).unwrap(), "earlier");
	}

	#[test]
	fn without_out_every_run_has_a_folder_of_its_own_that_goes_when_it_is_dropped() {
		let (one, one_folder) = run(&[]);
		let (_other, other_folder) = run(&[]);
		let (one_folder, other_folder) = (one_folder.unwrap(), other_folder.unwrap());
		assert_eq!(one.unwrap().network.folder, one_folder.path());
		assert_ne!(one_folder.path(), other_folder.path());
		let path = one_folder.path().to_path_buf();
		drop(one_folder);
		assert!(!path.exists());
	}
}
