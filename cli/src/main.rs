//! The `promptale` binary: parses the command line, runs the command, turns failures into exit codes.

use clap::Parser;
use promptale_cli::{args::Arguments, commands, failure::Failure};
use std::{io::Write, process::ExitCode};

fn main() -> ExitCode {
	let arguments = Arguments::parse();
	let result = tokio::runtime::Builder::new_multi_thread()
		.worker_threads(2)
		.enable_all()
		.build()
		.map_err(Failure::from)
		.and_then(|runtime| runtime.block_on(commands::run(&arguments)));
	match result {
		Ok(()) => ExitCode::SUCCESS,
		Err(failure) => {
			// Nobody may be reading any more; the exit code still says it.
			let mut out = std::io::stderr();
			let _ = if arguments.json {
				let error = serde_json::json!({ "error": failure.to_string(), "code": failure.code() });
				writeln!(out, "{error}")
			} else {
				writeln!(out, "promptale: {failure}")
			};
			ExitCode::from(failure.code())
		},
	}
}
