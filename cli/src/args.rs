//! The command line.

mod launchpad;
mod market;
mod placements;
mod sale;
mod token;

pub use launchpad::*;
pub use market::*;
pub use placements::*;
pub use sale::*;
pub use token::*;

use clap::{Args, Parser, Subcommand};
use promptale_primitives::{ModelId, RoundIndex};
use std::path::PathBuf;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  failed for a reason not named below
  2  the arguments are wrong
  3  the node cannot be reached
  4  the chain refused, or is not a PrompTale chain";

/// Watch PrompTale's rounds, hold licences and stake, register and trade content, claim, vote, sample images.
#[derive(Parser, Debug)]
#[command(name = "promptale", version, after_help = EXIT_CODES, propagate_version = true)]
pub struct Arguments {
	/// WebSocket address of a node's RPC.
	#[arg(long, global = true, env = "PROMPTALE_NODE_URL", default_value = "ws://127.0.0.1:9944", value_name = "URL")]
	pub node: String,
	/// Print JSON instead of tables.
	#[arg(long, global = true)]
	pub json: bool,
	/// What to do.
	#[command(subcommand)]
	pub command: Command,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub enum Command {
	/// Show the chain, its models, their rounds and phases.
	Status,
	/// Show or watch a round.
	#[command(subcommand)]
	Round(RoundCommand),
	/// Show what an account may claim, its receipts, its history; claim it.
	Rewards(RewardsArguments),
	/// Pay out everything that is credited to an account: the same as `rewards claim`.
	Claim(Signing),
	/// Show an account's balance.
	Balance(Who),
	/// Licences to generate: buy, list, transfer, delegate.
	#[command(subcommand)]
	Licence(LicenceCommand),
	/// Devices that work for a licence holder.
	#[command(subcommand)]
	Device(DeviceCommand),
	/// Grants that vest.
	#[command(subcommand)]
	Vesting(VestingCommand),
	/// Stake of a validator.
	#[command(subcommand)]
	Stake(StakeCommand),
	/// The register of images: register, show, list, remove.
	#[command(subcommand)]
	Content(ContentCommand),
	/// Shares in content: show, transfer.
	#[command(subcommand)]
	Shares(SharesCommand),
	/// Dividends of shares: show, claim, deposit.
	#[command(subcommand)]
	Dividends(DividendsCommand),
	/// Order books for shares: open, show, list, royalties, close, candles.
	#[command(subcommand)]
	Book(BookCommand),
	/// Orders to buy and sell shares.
	#[command(subcommand)]
	Order(OrderCommand),
	/// Raise money for content.
	#[command(subcommand)]
	Launch(LaunchCommand),
	/// Give money to raises: contribute, vote on milestones, get shares and refunds.
	#[command(subcommand)]
	Invest(InvestCommand),
	/// Sales of licences and other items: at a fixed price, and by offers.
	#[command(subcommand)]
	Sale(SaleCommand),
	/// Slots for product placements: open, list, show, bid, reveal, award, withdraw, close.
	#[command(subcommand)]
	Slot(SlotCommand),
	/// Campaigns of brands: fund, list, show, settle, challenge, answer, void, claim, collect, close.
	#[command(subcommand)]
	Campaign(CampaignCommand),
	/// Show the treasury, its spends, pots and flows since genesis.
	Treasury,
	/// Vote in a referendum, or list those that are open.
	Vote(VoteArguments),
	/// Submit what `--payload` printed, with a signature made elsewhere.
	Submit(SubmitArguments),
	/// Sample images from a checkpoint into one PNG (needs no node).
	Images(ImagesArguments),
}

/// Show or watch a round.
#[derive(Subcommand, Debug)]
pub enum RoundCommand {
	/// Show one round: its updates with verdicts, its committee.
	Show {
		/// The round, from 1; the latest where none is given.
		#[arg(value_parser = clap::value_parser!(u32).range(1..))]
		round: Option<RoundIndex>,
		/// The model.
		#[arg(long, default_value_t = 0)]
		model: ModelId,
	},
	/// Follow rounds until Ctrl-C: a live table, or with --json one object for every change.
	Watch {
		/// The model.
		#[arg(long, default_value_t = 0)]
		model: ModelId,
		/// Stop once this round is closed.
		#[arg(long, value_name = "ROUND", value_parser = clap::value_parser!(u32).range(1..))]
		until_round: Option<RoundIndex>,
	},
}

/// Where a key is. A secret is never given on the command line.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub struct KeySource {
	/// File with the secret key (hex seed, mnemonic or secret URI), readable by its owner only.
	#[arg(long, value_name = "FILE")]
	pub key: Option<PathBuf>,
	/// Publicly known development key such as //Alice, for development chains only.
	#[arg(long, value_name = "//NAME")]
	pub dev_key: Option<String>,
}

/// Whose account.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub struct Who {
	/// SS58 address.
	pub account: Option<String>,
	/// The account of this key file.
	#[arg(long, value_name = "FILE")]
	pub key: Option<PathBuf>,
	/// The account of a publicly known development key such as //Alice.
	#[arg(long, value_name = "//NAME")]
	pub dev_key: Option<String>,
}

/// Sample images.
#[derive(Args, Debug)]
pub struct ImagesArguments {
	/// Checkpoint file, or a worker's checkpoint folder (its newest checkpoint is taken).
	#[arg(long, value_name = "PATH")]
	pub checkpoint: PathBuf,
	/// PNG file to write.
	#[arg(long, value_name = "FILE")]
	pub out: PathBuf,
	/// Concept classes, comma-separated; all of them where neither class nor caption is given.
	#[arg(long, value_delimiter = ',', value_name = "CLASS,…")]
	pub classes: Vec<u16>,
	/// What images shall show in words, for a model that reads captions; may be given several times.
	#[arg(long, value_name = "TEXT")]
	pub caption: Vec<String>,
	/// Integration steps from noise to image.
	#[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1000))]
	pub steps: u32,
	/// Seed of the noise: the same seed gives the same images.
	#[arg(long, default_value_t = 0)]
	pub seed: u64,
	/// Images per class and caption.
	#[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=256))]
	pub count: u16,
	/// Strength of classifier-free guidance; 1 is none.
	#[arg(long, default_value_t = 1.5)]
	pub guidance: f32,
	/// Enlarge every pixel this many times.
	#[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=32))]
	pub scale: u32,
	/// Threads; all cores where 0.
	#[arg(long, default_value_t = 0)]
	pub threads: usize,
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::CommandFactory;

	#[test]
	fn the_command_line_is_consistent() {
		Arguments::command().debug_assert();
	}

	#[test]
	fn a_claim_needs_exactly_one_key() {
		for bad in [&["promptale", "claim"][..], &["promptale", "claim", "--key", "k", "--dev-key", "//Alice"]] {
			assert_eq!(Arguments::try_parse_from(bad).unwrap_err().exit_code(), 2);
		}
		assert!(Arguments::try_parse_from(["promptale", "claim", "--key", "k", "--yes"]).is_ok());
	}

	#[test]
	fn global_options_may_stand_anywhere() {
		let arguments =
			Arguments::try_parse_from(["promptale", "round", "watch", "--json", "--until-round", "5"]).unwrap();
		assert!(arguments.json);
		assert!(matches!(arguments.command, Command::Round(RoundCommand::Watch { until_round: Some(5), .. })));
	}

	#[test]
	fn rounds_count_from_one() {
		for bad in [&["promptale", "round", "show", "0"][..], &["promptale", "round", "watch", "--until-round", "0"]] {
			assert_eq!(Arguments::try_parse_from(bad).unwrap_err().exit_code(), 2);
		}
	}

	#[test]
	fn help_names_the_exit_codes() {
		let help = Arguments::command().render_help().to_string();
		assert!(help.contains("3  the node cannot be reached"), "{help}");
	}
}
