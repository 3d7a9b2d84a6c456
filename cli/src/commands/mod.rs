//! One file for every command.

mod account;
mod images;
mod round;
mod status;

use crate::{
	args::{Arguments, Command, RoundCommand},
	failure::Failure,
};
use promptale_client::{ChainInfo, Client};
use serde::Serialize;

/// Runs what `arguments` ask for.
pub async fn run(arguments: &Arguments) -> Result<(), Failure> {
	match &arguments.command {
		Command::Images(images) => images::run(images, arguments.json),
		Command::Status => status::run(arguments).await,
		Command::Round(RoundCommand::Show { round, model }) => round::show(arguments, *model, *round).await,
		Command::Round(RoundCommand::Watch { model, until_round }) => {
			round::watch(arguments, *model, *until_round).await
		},
		Command::Rewards(who) => account::rewards(arguments, who).await,
		Command::Balance(who) => account::balance(arguments, who).await,
		Command::Claim(claim) => account::claim(arguments, claim).await,
	}
}

/// Connects to the node and makes sure that it is one of a PrompTale chain.
async fn connect(arguments: &Arguments) -> Result<(Client, ChainInfo), Failure> {
	let client = Client::connect(&arguments.node).await?;
	let info = client.check_chain().await?;
	Ok((client, info))
}

/// Prints a result to standard output: one JSON value, or text for people.
fn print<T: Serialize>(json: bool, value: &T, text: impl FnOnce() -> String) -> Result<(), Failure> {
	let out = if json { serde_json::to_string_pretty(value)? } else { text() };
	print_line(&out)
}

/// Writes one line.
fn print_line(line: &str) -> Result<(), Failure> {
	use std::io::Write;
	let mut out = std::io::stdout().lock();
	written(writeln!(out, "{}", line.trim_end_matches('\n')).and_then(|()| out.flush()))
}

/// What writing to standard output came to. A reader that went away (`promptale … | head -1`) is no failure, and nobody
/// is left to go on for.
fn written(result: std::io::Result<()>) -> Result<(), Failure> {
	match result {
		Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => std::process::exit(0),
		result => Ok(result?),
	}
}
