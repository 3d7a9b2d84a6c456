//! One file for every command.

mod account;
mod book;
mod campaign;
mod content;
mod device;
mod dividends;
mod images;
mod invest;
mod launch;
mod licence;
mod order;
mod rewards;
mod round;
mod royalties;
mod sale;
mod shares;
mod signing;
mod slot;
mod stake;
mod status;
mod submit;
mod treasury;
mod vesting;
mod vote;

use crate::{
	args::{Arguments, Command, RoundCommand, Who},
	failure::Failure,
	keys,
};
use promptale_client::{account_of, AccountId, ChainInfo, Client};
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
		Command::Rewards(rewards) => rewards::run(arguments, rewards).await,
		Command::Balance(who) => account::balance(arguments, who).await,
		Command::Claim(signing) => rewards::claim(arguments, signing).await,
		Command::Licence(command) => licence::run(arguments, command).await,
		Command::Device(command) => device::run(arguments, command).await,
		Command::Vesting(command) => vesting::run(arguments, command).await,
		Command::Stake(command) => stake::run(arguments, command).await,
		Command::Content(command) => content::run(arguments, command).await,
		Command::Shares(command) => shares::run(arguments, command).await,
		Command::Dividends(command) => dividends::run(arguments, command).await,
		Command::Book(command) => book::run(arguments, command).await,
		Command::Order(command) => order::run(arguments, command).await,
		Command::Launch(command) => launch::run(arguments, command).await,
		Command::Invest(command) => invest::run(arguments, command).await,
		Command::Sale(command) => sale::run(arguments, command).await,
		Command::Slot(command) => slot::run(arguments, command).await,
		Command::Campaign(command) => campaign::run(arguments, command).await,
		Command::Treasury => treasury::run(arguments).await,
		Command::Submit(submit) => submit::run(arguments, submit).await,
		Command::Vote(vote) => vote::run(arguments, vote).await,
	}
}

/// Connects to the node and makes sure that it is one of a PrompTale chain.
async fn connect(arguments: &Arguments) -> Result<(Client, ChainInfo), Failure> {
	let client = Client::connect(&arguments.node).await?;
	let info = client.check_chain().await?;
	Ok((client, info))
}

/// The account that `who` names. `chain` is the chain's name.
fn chosen(who: &Who, chain: &str) -> Result<AccountId, Failure> {
	match (&who.account, &who.key, &who.dev_key) {
		(Some(account), ..) => {
			account.parse().map_err(|error| Failure::Usage(format!("{account:?} is not an SS58 address: {error}")))
		},
		(_, Some(file), _) => Ok(account_of(&keys::from_file(file)?)),
		(_, _, Some(name)) => Ok(account_of(&keys::development(name, chain)?)),
		_ => Err(Failure::Usage("Give an account, --key or --dev-key.".into())),
	}
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
