//! Commands of the token: licences, devices, vesting, stake, rewards, votes.

use super::{KeySource, Who};
use crate::amounts;
use clap::{Args, Subcommand, ValueEnum};
use promptale_client::AccountId;
use promptale_primitives::{generator::LicenceId, Balance, BlockNumber};
use std::path::PathBuf;

/// Who signs. A secret is never given on the command line.
#[derive(Args, Clone, Debug)]
#[group(required = true, multiple = false)]
pub struct SignerSource {
	/// File with the secret key (hex seed, mnemonic or secret URI), readable by its owner only.
	#[arg(long, value_name = "FILE")]
	pub key: Option<PathBuf>,
	/// Publicly known development key such as //Alice, for development chains only.
	#[arg(long, value_name = "//NAME")]
	pub dev_key: Option<String>,
	/// Submit nothing: print what this account has to sign elsewhere, for `promptale submit`.
	#[arg(long, value_name = "ACCOUNT", value_parser = account, conflicts_with_all = ["yes", "dry_run"])]
	pub payload: Option<AccountId>,
}

/// Who signs, and how.
#[derive(Args, Debug)]
pub struct Signing {
	/// Who signs.
	#[command(flatten)]
	pub key: SignerSource,
	/// Do not ask before signing.
	#[arg(long, short = 'y')]
	pub yes: bool,
	/// Show what it would cost and whether it would succeed; submit nothing.
	#[arg(long)]
	pub dry_run: bool,
}

/// Licences to generate.
#[derive(Subcommand, Debug)]
pub enum LicenceCommand {
	/// Buy licences at the current price.
	Buy {
		/// How many licences.
		#[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
		amount: u32,
		/// Most $TALE to pay for all of them; the quoted price where none is given.
		#[arg(long, value_name = "TALE", value_parser = amounts::positive)]
		max_total: Option<Balance>,
		/// Account that gets the referrer's part of the price.
		#[arg(long, value_name = "ACCOUNT", value_parser = account)]
		referrer: Option<AccountId>,
		/// Who buys.
		#[command(flatten)]
		signing: Signing,
	},
	/// Show an account's licences, and what is for sale.
	List(Who),
	/// Give a licence to another account.
	Transfer {
		/// The licence's number.
		licence: LicenceId,
		/// Who gets it.
		#[arg(long, value_name = "ACCOUNT", value_parser = account)]
		to: AccountId,
		/// Who owns it.
		#[command(flatten)]
		signing: Signing,
	},
	/// Delegate a licence to one of your devices, which then earns.
	Delegate {
		/// The licence's number.
		licence: LicenceId,
		/// The device.
		#[arg(long, value_name = "ACCOUNT", value_parser = account)]
		device: AccountId,
		/// Who owns it.
		#[command(flatten)]
		signing: Signing,
	},
	/// Take a licence's delegation back.
	Undelegate {
		/// The licence's number.
		licence: LicenceId,
		/// Its owner, or the device.
		#[command(flatten)]
		signing: Signing,
	},
}

/// Devices of a licence holder.
#[derive(Subcommand, Debug)]
pub enum DeviceCommand {
	/// Have a device sign that it works for an identity (on the device's machine, submits nothing).
	Prove {
		/// Whom it works for.
		#[arg(long, value_name = "ACCOUNT", value_parser = account)]
		identity: AccountId,
		/// For how many blocks the proof is good.
		#[arg(long, default_value_t = 600, value_name = "BLOCKS", value_parser = clap::value_parser!(u32).range(1..))]
		blocks: BlockNumber,
		/// The device's key.
		#[command(flatten)]
		key: KeySource,
	},
	/// Register a device with what it signed.
	Register(RegisterArguments),
	/// Show a device, or all devices of an identity: heartbeats, suspension, last challenge, hashpower.
	Status(Who),
	/// End a device's suspension.
	Resume {
		/// The device.
		#[arg(long, value_name = "ACCOUNT", value_parser = account)]
		device: AccountId,
		/// Its identity, or the device itself.
		#[command(flatten)]
		signing: Signing,
	},
}

/// Register a device.
#[derive(Args, Debug)]
pub struct RegisterArguments {
	/// The identity that it works for.
	#[command(flatten)]
	pub signing: Signing,
	/// What the device signed.
	#[command(flatten)]
	pub proof: ProofSource,
	/// X25519 key of the device, as `vpu keys` prints it.
	#[arg(long, value_name = "HEX", value_parser = key_from_hex)]
	pub encryption_key: Key,
	/// Where the device serves blobs, as `vpu keys` prints it.
	#[arg(long, value_name = "HEX", value_parser = bytes_from_hex)]
	pub endpoint: Bytes,
}

/// Where a device's proof comes from.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub struct ProofSource {
	/// File with what `promptale device prove --json` printed.
	#[arg(long, value_name = "FILE")]
	pub proof: Option<PathBuf>,
	/// File with the device's key, where that is on this machine.
	#[arg(long, value_name = "FILE")]
	pub device_key: Option<PathBuf>,
	/// Publicly known development key of the device, for development chains only.
	#[arg(long, value_name = "//NAME")]
	pub device_dev_key: Option<String>,
}

/// Grants that vest.
#[derive(Subcommand, Debug)]
pub enum VestingCommand {
	/// Show an account's grants: what vested, what can be claimed, when there is more.
	Show(Who),
	/// Release what has vested.
	Claim(Signing),
}

/// Stake of a validator.
#[derive(Subcommand, Debug)]
pub enum StakeCommand {
	/// Become a validator, or raise the stake of one.
	Bond {
		/// How much $TALE.
		#[arg(long, value_name = "TALE", value_parser = amounts::positive)]
		amount: Balance,
		/// sr25519 session key as `vpu keys` prints it; only to become a validator.
		#[arg(long, value_name = "HEX", value_parser = key_from_hex, requires_all = ["encryption_key", "endpoint"])]
		session_key: Option<Key>,
		/// X25519 key as `vpu keys` prints it; only to become a validator.
		#[arg(long, value_name = "HEX", value_parser = key_from_hex, requires = "session_key")]
		encryption_key: Option<Key>,
		/// Where the worker serves blobs, as `vpu keys` prints it; only to become a validator.
		#[arg(long, value_name = "HEX", value_parser = bytes_from_hex, requires = "session_key")]
		endpoint: Option<Bytes>,
		/// The validator's account.
		#[command(flatten)]
		signing: Signing,
	},
	/// Start taking stake out.
	Unbond {
		/// How much $TALE.
		#[arg(long, value_name = "TALE", value_parser = amounts::positive, required_unless_present = "all")]
		amount: Option<Balance>,
		/// All of it: stop being a validator.
		#[arg(long, conflicts_with = "amount")]
		all: bool,
		/// The validator's account.
		#[command(flatten)]
		signing: Signing,
	},
	/// Take out what has waited long enough.
	Withdraw(Signing),
	/// Show an account's stake, and what is on its way out.
	Show(Who),
}

/// Rewards. Without a sub-command: show them.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct RewardsArguments {
	/// What of them.
	#[command(subcommand)]
	pub command: Option<RewardsCommand>,
	/// Whose.
	#[command(flatten)]
	pub who: Option<Who>,
}

/// What of an account's rewards.
#[derive(Subcommand, Debug)]
pub enum RewardsCommand {
	/// Show what an account may claim, and its receipts.
	Show(Who),
	/// Pay out everything that is credited to an account.
	Claim(Signing),
	/// Show what an account earned: in all, by day as a generator, by round for validated work.
	History(Who),
}

/// Vote in a referendum, or list those that are open.
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct VoteArguments {
	/// Instead of voting.
	#[command(subcommand)]
	pub command: Option<VoteCommand>,
	/// The vote.
	#[command(flatten)]
	pub ballot: Option<Ballot>,
	// Not as `Signing`: clap knows that an optional group is there only where it holds no other group.
	/// Who votes.
	#[command(flatten)]
	pub key: Option<SignerSource>,
	/// Do not ask before signing.
	#[arg(long, short = 'y')]
	pub yes: bool,
	/// Show what it would cost and whether it would succeed; submit nothing.
	#[arg(long)]
	pub dry_run: bool,
}

impl VoteArguments {
	/// The vote and who casts it.
	pub fn cast(&self) -> Option<(&Ballot, Signing)> {
		let key = self.key.clone()?;
		Some((self.ballot.as_ref()?, Signing { key, yes: self.yes, dry_run: self.dry_run }))
	}
}

/// Instead of voting.
#[derive(Subcommand, Debug)]
pub enum VoteCommand {
	/// Show the referenda that can be voted in.
	List,
}

/// A vote.
#[derive(Args, Debug)]
pub struct Ballot {
	/// Number of the referendum; `promptale vote list` shows them.
	pub referendum: u32,
	/// For or against it.
	pub side: Side,
	/// How much $TALE to vote with. Vesting and staked funds count too.
	#[arg(long, value_name = "TALE", value_parser = amounts::positive, requires = "SignerSource")]
	pub amount: Balance,
	/// How often it counts, and how long it stays locked if its side wins: 0 (a tenth, not locked) to 6.
	#[arg(long, default_value_t = 1, value_name = "0-6", value_parser = clap::value_parser!(u8).range(0..=6))]
	pub conviction: u8,
}

/// A side of a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Side {
	/// For it.
	Aye,
	/// Against it.
	Nay,
}

/// Submit what was signed elsewhere.
#[derive(Args, Debug)]
pub struct SubmitArguments {
	/// File with what a command printed with `--payload ACCOUNT --json`.
	pub unsigned: PathBuf,
	/// File with the signature over its `payload`, in hex: 64 bytes sr25519, or with 00 (ed25519) or 01 (sr25519) first.
	#[arg(long, value_name = "FILE")]
	pub signature: PathBuf,
	/// Do not ask before submitting.
	#[arg(long, short = 'y')]
	pub yes: bool,
	/// Show whether it would succeed; submit nothing.
	#[arg(long)]
	pub dry_run: bool,
}

/// Any bytes.
#[derive(Clone, Debug)]
pub struct Bytes(pub Vec<u8>);

/// A public key.
#[derive(Clone, Copy, Debug)]
pub struct Key(pub [u8; 32]);

/// An account by its SS58 address.
pub fn account(text: &str) -> Result<AccountId, String> {
	text.parse().map_err(|error| format!("it is not an SS58 address: {error}"))
}

/// Bytes in hex, with or without `0x`.
pub fn bytes_from_hex(text: &str) -> Result<Bytes, String> {
	let bytes = hex::decode(text.strip_prefix("0x").unwrap_or(text));
	bytes.map(Bytes).map_err(|error| format!("it is not hexadecimal: {error}"))
}

fn key_from_hex(text: &str) -> Result<Key, String> {
	let bytes = bytes_from_hex(text)?.0;
	let length = bytes.len();
	bytes.try_into().map(Key).map_err(|_| format!("a key has 32 bytes, this has {length}"))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::args::{Arguments, Command};
	use clap::Parser;

	const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

	fn parse(line: &str) -> Result<Command, i32> {
		Arguments::try_parse_from(line.split(' ')).map(|parsed| parsed.command).map_err(|error| error.exit_code())
	}

	#[test]
	fn rewards_are_shown_with_and_without_the_word() {
		for line in ["promptale rewards --dev-key //Alice", "promptale rewards show --dev-key //Alice"] {
			assert!(matches!(parse(line), Ok(Command::Rewards(_))), "{line}");
		}
		let Ok(Command::Rewards(plain)) = parse(&format!("promptale rewards {ALICE}")) else { panic!("an account") };
		assert_eq!(plain.who.and_then(|who| who.account).as_deref(), Some(ALICE));
		let Ok(Command::Rewards(history)) = parse("promptale rewards history --key k") else { panic!("a history") };
		assert!(matches!(history.command, Some(RewardsCommand::History(_))) && history.who.is_none());
	}

	#[test]
	fn a_vote_needs_side_amount_and_key_and_a_list_none_of_them() {
		assert!(matches!(parse("promptale vote list"), Ok(Command::Vote(VoteArguments { command: Some(_), .. }))));
		let line = "promptale vote 3 nay --amount 1.5 --conviction 6 --dev-key //Alice";
		let Ok(Command::Vote(vote)) = parse(line) else { panic!("a vote") };
		let (ballot, signing) = vote.cast().expect("a vote");
		assert_eq!((signing.key.dev_key.as_deref(), signing.yes), (Some("//Alice"), false));
		assert_eq!((ballot.referendum, ballot.side, ballot.conviction), (3, Side::Nay, 6));
		assert_eq!(ballot.amount, 1_500_000_000_000);
		for line in [
			"promptale vote",
			"promptale vote 3 aye --amount 1",
			"promptale vote 3 perhaps --amount 1 --dev-key //Alice",
			"promptale vote 3 aye --amount 1 --conviction 7 --dev-key //Alice",
			"promptale vote 3 aye --dev-key //Alice",
		] {
			assert_eq!(parse(line).err(), Some(2), "{line}");
		}
	}

	#[test]
	fn what_could_never_succeed_is_no_valid_line() {
		for line in [
			"promptale licence buy --amount 0 --dev-key //Alice",
			"promptale licence buy --amount 1 --max-total 0 --dev-key //Alice",
			"promptale licence transfer 0 --to Bob --dev-key //Alice",
			"promptale stake bond --amount 0.0000000000001 --dev-key //Alice",
			"promptale stake bond --amount 1 --session-key 0x00 --dev-key //Alice",
			"promptale stake unbond --dev-key //Alice",
			"promptale stake unbond --all --amount 1 --dev-key //Alice",
			"promptale vesting claim",
			"promptale vesting claim --payload 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY --yes",
			"promptale vesting claim --payload 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY --key k",
		] {
			assert_eq!(parse(line).err(), Some(2), "{line}");
		}
		assert!(parse("promptale stake unbond --all --dev-key //Alice").is_ok());
		let key = "11".repeat(32);
		let whole = format!("--session-key {key} --encryption-key {key} --endpoint 0x01");
		assert!(parse(&format!("promptale stake bond --amount 1 {whole} --key k")).is_ok());
	}
}
