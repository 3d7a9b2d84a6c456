//! Commands of the launchpad: raising money for content, and giving it.

use super::{Signing, Who};
use crate::amounts;
use clap::{Args, Subcommand, ValueEnum};
use promptale_client::AccountId;
use promptale_primitives::{content::ContentId, raise::RaiseId, Balance, Blake3, BlockNumber, MILLION};
use std::{path::PathBuf, str::FromStr};

/// A raise by its number, or as that of a content: `7` or `content:7`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RaiseName {
	/// Its own number.
	Raise(RaiseId),
	/// Its content's.
	Content(ContentId),
}

impl FromStr for RaiseName {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let wrong = |_| "it is neither a raise's number nor content:NUMBER".to_string();
		match text.strip_prefix("content:") {
			Some(content) => content.parse().map(RaiseName::Content).map_err(wrong),
			None => text.parse().map(RaiseName::Raise).map_err(wrong),
		}
	}
}

/// A block: its number, or so many blocks from now: `1200` or `+300`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
	/// This block.
	At(BlockNumber),
	/// So many blocks after the best one.
	In(BlockNumber),
}

impl When {
	/// The block's number, where `now` is the best one.
	pub fn block(self, now: BlockNumber) -> BlockNumber {
		match self {
			When::At(block) => block,
			When::In(blocks) => now.saturating_add(blocks),
		}
	}
}

impl FromStr for When {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let wrong = |_| "it is neither a block's number nor +BLOCKS from now".to_string();
		match text.strip_prefix('+') {
			Some(blocks) => blocks.parse().map(When::In).map_err(wrong),
			None => text.parse().map(When::At).map_err(wrong),
		}
	}
}

/// A file's BLAKE3 hash, or the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HashSource {
	/// The hash.
	Hash(Blake3),
	/// The file.
	File(PathBuf),
}

impl FromStr for HashSource {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		match hex::decode(text).ok().and_then(|bytes| bytes.try_into().ok()) {
			Some(hash) => Ok(HashSource::Hash(hash)),
			None if text.is_empty() => Err("name a file, or give 64 hexadecimal digits".into()),
			None => Ok(HashSource::File(text.into())),
		}
	}
}

/// A milestone as people type it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MilestoneArgument {
	/// In millionths.
	pub part: u32,
	/// First block in which it can be asked for.
	pub opens: When,
	/// Block from which it no longer can.
	pub due: When,
	/// Blocks of a ballot.
	pub voting: BlockNumber,
	/// What is promised.
	pub description: HashSource,
}

impl FromStr for MilestoneArgument {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let fields: Vec<_> = text.splitn(5, ',').map(str::trim).collect();
		let [part, opens, due, voting, description] = fields[..] else {
			return Err("write it as PART%,OPENS,DUE,VOTING,DESCRIPTION, such as 40%,+100,+900,+50,first.md".into());
		};
		Ok(MilestoneArgument {
			part: millionths(part)?,
			opens: opens.parse()?,
			due: due.parse()?,
			voting: voting.trim_start_matches('+').parse().map_err(|_| "VOTING is a number of blocks".to_string())?,
			description: description.parse()?,
		})
	}
}

/// `12.5%` in millionths: up to four decimals.
fn millionths(text: &str) -> Result<u32, String> {
	let wrong = || "PART is a percentage with up to four decimals, such as 12.5%".to_string();
	let number = text.strip_suffix('%').ok_or_else(wrong)?;
	let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
	let digits = |part: &str| part.bytes().all(|letter| letter.is_ascii_digit());
	if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > 4 {
		return Err(wrong());
	}
	let part: u32 = format!("{whole}{fraction:0<4}").parse().map_err(|_| wrong())?;
	if part == 0 || part > MILLION {
		return Err("PART is more than 0% and at most 100%".into());
	}
	Ok(part)
}

/// Raise money for content.
#[derive(Subcommand, Debug)]
pub enum LaunchCommand {
	/// Open a raise for a content of yours. Nothing of it can be changed afterwards.
	Open(Box<OpenArguments>),
	/// Show a raise: what it is, what it has, its milestones.
	Show {
		/// Its number, or content:NUMBER.
		raise: RaiseName,
	},
	/// Show raises that are not closed.
	List {
		/// From this number on.
		#[arg(long, default_value_t = 0)]
		from: RaiseId,
	},
	/// End a raise of yours before it has succeeded: everybody gets everything back.
	Cancel(RaiseArguments),
	/// Milestones of a raise.
	#[command(subcommand)]
	Milestone(MilestoneCommand),
	/// After a raise failed: give its creator the shares that were not paid for.
	TakeBack(RaiseArguments),
	/// Remove a raise that is over, once every backer was paid: deposit and bond go back to its creator.
	Close(RaiseArguments),
}

/// Milestones of a raise.
#[derive(Subcommand, Debug)]
pub enum MilestoneCommand {
	/// Ask backers to release the next milestone of your raise.
	Request {
		/// Its number, or content:NUMBER.
		raise: RaiseName,
		/// What there is to show: a file, or its BLAKE3 hash in hex. Only the hash goes to the chain.
		#[arg(long, value_name = "FILE|HEX")]
		evidence: HashSource,
		/// The creator.
		#[command(flatten)]
		signing: Signing,
	},
	/// Pay a milestone that backers approved to the creator. Anybody can.
	Release(RaiseArguments),
}

/// A raise, and who signs.
#[derive(Args, Debug)]
pub struct RaiseArguments {
	/// Its number, or content:NUMBER.
	pub raise: RaiseName,
	/// Who signs.
	#[command(flatten)]
	pub signing: Signing,
}

/// Open a raise.
#[derive(Args, Debug)]
pub struct OpenArguments {
	/// Number of the content, which you registered.
	pub content: ContentId,
	/// Shares for all backers together.
	#[arg(long, value_name = "SHARES", value_parser = clap::value_parser!(u64).range(1..))]
	pub shares: u64,
	/// Below this everybody gets their money back.
	#[arg(long, value_name = "TALE", value_parser = amounts::positive)]
	pub soft_cap: Balance,
	/// Most that is taken.
	#[arg(long, value_name = "TALE", value_parser = amounts::positive)]
	pub hard_cap: Balance,
	/// Least contribution of an account.
	#[arg(long, value_name = "TALE", default_value = "1", value_parser = amounts::positive)]
	pub least: Balance,
	/// Most of an account; the hard cap where none is given.
	#[arg(long, value_name = "TALE", value_parser = amounts::positive)]
	pub most: Option<Balance>,
	/// First block: a number, or +BLOCKS from now.
	#[arg(long, value_name = "BLOCK", default_value = "+10")]
	pub opens: When,
	/// File with accounts that may contribute before --public, one SS58 address a line. Publish it: they need it too.
	#[arg(long, value_name = "FILE", requires = "public")]
	pub whitelist: Option<PathBuf>,
	/// First block for everybody.
	#[arg(long, value_name = "BLOCK", requires = "whitelist")]
	pub public: Option<When>,
	/// First block in which nothing is taken any more.
	#[arg(long, value_name = "BLOCK")]
	pub closes: When,
	/// A milestone, once for each, in order: its part of the money, from and until when you ask for it, how many blocks
	/// backers vote, and what you promise (a file or its BLAKE3 hash). The parts sum to 100%.
	#[arg(long = "milestone", value_name = "PART%,OPENS,DUE,VOTING,FILE|HEX", required = true)]
	pub milestones: Vec<MilestoneArgument>,
	/// The content's creator.
	#[command(flatten)]
	pub signing: Signing,
}

/// Give money to raises.
#[derive(Subcommand, Debug)]
pub enum InvestCommand {
	/// Contribute to a raise.
	Contribute {
		/// Its number, or content:NUMBER.
		raise: RaiseName,
		/// How much $TALE.
		#[arg(long, value_name = "TALE", value_parser = amounts::positive)]
		amount: Balance,
		/// The creator's file of accounts, in the whitelist phase.
		#[arg(long, value_name = "FILE")]
		whitelist: Option<PathBuf>,
		/// Who contributes.
		#[command(flatten)]
		signing: Signing,
	},
	/// Take back all that you contributed, while the raise is open.
	Withdraw(RaiseArguments),
	/// Vote on a milestone with the weight of your contribution. It cannot be changed; who does not vote is against.
	Vote {
		/// Its number, or content:NUMBER.
		raise: RaiseName,
		/// Whether the money is to be released.
		vote: MilestoneVote,
		/// Who votes.
		#[command(flatten)]
		signing: Signing,
	},
	/// Get the shares that released milestones have paid for.
	Shares(ClaimArguments),
	/// Get your part of what was not released of a raise that failed.
	Refund(ClaimArguments),
	/// Show what an account has in raises.
	List(Who),
}

/// A claim for a backer.
#[derive(Args, Debug)]
pub struct ClaimArguments {
	/// Its number, or content:NUMBER.
	pub raise: RaiseName,
	/// For this backer, to whose account it goes; the signer where none is given.
	#[arg(long = "for", value_name = "ACCOUNT", value_parser = super::token::account)]
	pub backer: Option<AccountId>,
	/// Who signs.
	#[command(flatten)]
	pub signing: Signing,
}

/// A vote on a milestone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum MilestoneVote {
	/// Release the money.
	Approve,
	/// Do not.
	Reject,
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::args::{Arguments, Command};
	use clap::Parser;

	fn parse(line: &str) -> Result<Command, i32> {
		Arguments::try_parse_from(line.split(' ')).map(|parsed| parsed.command).map_err(|error| error.exit_code())
	}

	#[test]
	fn a_milestone_is_read_field_by_field() {
		let milestone: MilestoneArgument = "33.3333%,+100,2000,+50,docs/first, part.md".parse().unwrap();
		assert_eq!((milestone.part, milestone.opens, milestone.due), (333_333, When::In(100), When::At(2_000)));
		assert_eq!((milestone.voting, When::In(100).block(7)), (50, 107));
		assert_eq!(milestone.description, HashSource::File("docs/first, part.md".into()));
		let hashed: MilestoneArgument = format!("100%,0,1,5,{}", "0a".repeat(32)).parse().unwrap();
		assert_eq!(hashed.description, HashSource::Hash([10; 32]));
		for wrong in [
			"40,+1,+2,5,x",
			"0%,+1,+2,5,x",
			"100.0001%,+1,+2,5,x",
			"1.00001%,+1,+2,5,x",
			"40%,soon,+2,5,x",
			"40%,+1,+2,x",
			"40%,+1,+2,5,",
		] {
			assert!(wrong.parse::<MilestoneArgument>().is_err(), "{wrong}");
		}
	}

	#[test]
	fn a_raise_is_named_by_its_number_or_its_contents() {
		assert_eq!("7".parse(), Ok(RaiseName::Raise(7)));
		assert_eq!("content:3".parse(), Ok(RaiseName::Content(3)));
		assert!("content:".parse::<RaiseName>().is_err() && "seven".parse::<RaiseName>().is_err());
	}

	#[test]
	fn a_whitelist_and_a_public_phase_come_together() {
		let line = "promptale launch open 0 --shares 100 --soft-cap 10 --hard-cap 20 --closes +99 \
		            --milestone 100%,+99,+200,20,x --dev-key //Alice";
		assert!(matches!(parse(line), Ok(Command::Launch(LaunchCommand::Open(_)))));
		for more in ["--public +20", "--whitelist list"] {
			assert_eq!(parse(&format!("{line} {more}")).err(), Some(2), "{more}");
		}
		assert!(parse(&format!("{line} --public +20 --whitelist list")).is_ok());
	}

	#[test]
	fn what_could_never_succeed_is_no_valid_line() {
		for line in [
			"promptale launch open 0 --shares 0 --soft-cap 1 --hard-cap 2 --closes 9 --milestone 100%,1,2,3,x --key k",
			"promptale launch open 0 --shares 1 --soft-cap 1 --hard-cap 2 --closes 9 --key k",
			"promptale invest contribute 0 --amount 0 --key k",
			"promptale invest vote 0 maybe --key k",
			"promptale invest shares 0 --for Bob --key k",
			"promptale launch cancel 0",
		] {
			assert_eq!(parse(line).err(), Some(2), "{line}");
		}
		assert!(parse("promptale invest vote content:0 approve --key k").is_ok());
	}
}
