//! Commands of product placements: slots and their auctions, campaigns.

use super::{account, token::bytes_from_hex, HashSource, Signing, When};
use crate::amounts;
use clap::{Args, Subcommand};
use promptale_client::AccountId;
use promptale_primitives::{
	content::ContentId,
	placement::{CampaignId, Page, Region, SlotId, MAX_PAGES},
	Balance, BlockNumber,
};
use std::path::PathBuf;

/// A region as people type it: `panel:3`, or `10,20,30,40` in percent of the image from its upper left corner.
pub fn region(text: &str) -> Result<Region, String> {
	if let Some(panel) = text.strip_prefix("panel:") {
		let panel = panel.parse().map_err(|_| "a panel is a number from 0, such as panel:3".to_string())?;
		return Ok(Region::Panel { panel });
	}
	let wrong = || "write it as X,Y,WIDTH,HEIGHT in percent of the image, such as 10,20,30,40, or as panel:NUMBER";
	let parts: Vec<_> = text.split(',').map(|part| part.trim().trim_end_matches('%')).collect();
	let [x, y, width, height] = parts[..] else { return Err(wrong().into()) };
	// Corners may be at zero, which no other percentage here may.
	let corner = |part: &str| if part == "0" { Ok(0) } else { amounts::percent(part) };
	let region = Region::Image {
		x: corner(x).map_err(|_| wrong())?,
		y: corner(y).map_err(|_| wrong())?,
		width: amounts::percent(width).map_err(|_| wrong())?,
		height: amounts::percent(height).map_err(|_| wrong())?,
	};
	match region.is_inside() {
		true => Ok(region),
		false => Err("it is not inside the image: X and WIDTH are 100 % together at most, so are Y and HEIGHT".into()),
	}
}

/// An attester's sr25519 key: 32 bytes in hex, or the address of the account.
pub fn attester(text: &str) -> Result<Attester, String> {
	if let Ok(account) = account(text) {
		return Ok(Attester(account.0));
	}
	let key = bytes_from_hex(text).ok().and_then(|bytes| bytes.0.try_into().ok());
	key.map(Attester).ok_or_else(|| "it is neither an sr25519 key (64 hexadecimal digits) nor an SS58 address".into())
}

/// An sr25519 key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Attester(pub [u8; 32]);

/// Slots for product placements.
#[derive(Subcommand, Debug)]
pub enum SlotCommand {
	/// Open a slot in a content of yours. Nothing of it can be changed afterwards.
	Open(Box<SlotArguments>),
	/// List slots, the newest first.
	List {
		/// Only those of this content.
		#[arg(long)]
		content: Option<ContentId>,
	},
	/// Show a slot, its auction and its bids.
	Show {
		/// Its number.
		slot: SlotId,
	},
	/// Bid for a slot under seal: nobody sees the price before bids are revealed.
	Bid(BidArguments),
	/// Reveal your bid with the file that bidding wrote.
	Reveal {
		/// Which slot.
		slot: SlotId,
		/// What `slot bid` wrote; slot-NUMBER.bid.json where none is given.
		#[arg(long, value_name = "FILE")]
		secret: Option<PathBuf>,
		/// Who bid.
		#[command(flatten)]
		signing: Signing,
	},
	/// Give the slot to the best bid, at the second price.
	Award(OfSlot),
	/// Give a bidder who did not win the money back.
	Withdraw {
		/// Which slot.
		slot: SlotId,
		/// Whose bid; the signer's where nobody is named.
		#[arg(long, value_name = "ACCOUNT", value_parser = account)]
		bidder: Option<AccountId>,
		/// Anybody.
		#[command(flatten)]
		signing: Signing,
	},
	/// Remove a slot without bids whose campaign, if there was one, is paid out.
	Close(OfSlot),
}

/// A slot, and who signs.
#[derive(Args, Debug)]
pub struct OfSlot {
	/// Which slot.
	pub slot: SlotId,
	/// Who signs.
	#[command(flatten)]
	pub signing: Signing,
}

/// Open a slot.
#[derive(Args, Debug)]
pub struct SlotArguments {
	/// In which content.
	pub content: ContentId,
	/// Where: X,Y,WIDTH,HEIGHT in percent of the image, or panel:NUMBER.
	#[arg(long, value_parser = region)]
	pub region: Region,
	/// Last block in which bids are taken: a number, or +BLOCKS from now.
	#[arg(long, value_name = "BLOCK")]
	pub bidding_until: When,
	/// Last block in which bids are revealed.
	#[arg(long, value_name = "BLOCK")]
	pub reveal_until: When,
	/// First block in which impressions are counted.
	#[arg(long, value_name = "BLOCK")]
	pub from: When,
	/// First block in which they no longer are.
	#[arg(long, value_name = "BLOCK")]
	pub until: When,
	/// Blocks of an epoch.
	#[arg(long, value_name = "BLOCKS")]
	pub epoch: BlockNumber,
	/// Impressions that are paid for in an epoch.
	#[arg(long, value_name = "IMPRESSIONS")]
	pub cap: u32,
	/// Least price of a thousand impressions.
	#[arg(long, value_name = "TALE", value_parser = amounts::positive)]
	pub reserve: Balance,
	/// Least budget of a bid.
	#[arg(long, value_name = "TALE", value_parser = amounts::positive)]
	pub least_budget: Balance,
	/// Part of the price for those who show the content; your holders get the rest, less the chain's fee.
	#[arg(long, value_name = "PERCENT", value_parser = amounts::percent)]
	pub publishers: u32,
	/// Blocks in which a settlement can be challenged.
	#[arg(long, value_name = "BLOCKS")]
	pub challenge_window: BlockNumber,
	/// Who counts impressions, repeated: sr25519 keys in hex, or addresses. Two thirds of them sign.
	#[arg(long = "attester", value_name = "KEY", value_parser = attester, required = true)]
	pub attesters: Vec<Attester>,
	/// The content's creator.
	#[command(flatten)]
	pub signing: Signing,
}

/// Bid for a slot.
#[derive(Args, Debug)]
pub struct BidArguments {
	/// Which slot.
	pub slot: SlotId,
	/// Most you pay for a thousand impressions. Who wins pays the second price.
	#[arg(long, value_name = "TALE", value_parser = amounts::positive)]
	pub price: Balance,
	/// What the campaign may spend. Everybody sees it.
	#[arg(long, value_name = "TALE", value_parser = amounts::positive)]
	pub budget: Balance,
	/// The product's picture: the file, or the BLAKE3 hash of it.
	#[arg(long, value_name = "FILE|HASH")]
	pub picture: HashSource,
	/// Where to write what revealing needs; slot-NUMBER.bid.json where none is given. Keep it, and keep it to yourself.
	#[arg(long, value_name = "FILE")]
	pub secret: Option<PathBuf>,
	/// The brand.
	#[command(flatten)]
	pub signing: Signing,
}

/// Campaigns of brands.
#[derive(Subcommand, Debug)]
pub enum CampaignCommand {
	/// Add to a campaign's budget.
	Fund {
		/// Which.
		campaign: CampaignId,
		/// How much.
		#[arg(long, value_name = "TALE", value_parser = amounts::positive)]
		amount: Balance,
		/// The brand.
		#[command(flatten)]
		signing: Signing,
	},
	/// List campaigns, the newest first.
	List {
		/// Only those of this brand.
		#[arg(long, value_name = "ACCOUNT", value_parser = account)]
		brand: Option<AccountId>,
	},
	/// Show a campaign: delivery, spend, payees, challenges.
	Show {
		/// Which.
		campaign: CampaignId,
	},
	/// Settle what attesters signed. Several files of the same settlement are put together.
	Settle {
		/// What placement services answer, one from each attester.
		#[arg(required = true, value_name = "FILE")]
		files: Vec<PathBuf>,
		/// Anybody, who vouches for it with a bond.
		#[command(flatten)]
		signing: Signing,
	},
	/// Demand receipts of a page's settlement that is not paid yet.
	Challenge(OfPage),
	/// Answer a challenge with the receipts that a placement service gave.
	Answer {
		/// Of which page.
		#[command(flatten)]
		of: OfPage,
		/// What a placement service answers for the receipts that are asked for.
		#[arg(long, value_name = "FILE")]
		receipts: PathBuf,
	},
	/// Make a settlement void whose challenge nobody answered in time.
	Void(OfPage),
	/// Pay a payee all it earned that cannot be challenged any more.
	Claim {
		/// Of which campaign.
		campaign: CampaignId,
		/// Whom; the signer where nobody is named.
		#[arg(long = "for", value_name = "ACCOUNT", value_parser = account)]
		payee: Option<AccountId>,
		/// Who signs.
		#[command(flatten)]
		signing: Signing,
	},
	/// Pay the content's holders and the chain their parts.
	Collect {
		/// Of which campaign.
		campaign: CampaignId,
		/// Anybody.
		#[command(flatten)]
		signing: Signing,
	},
	/// End a campaign whose budget is out; or, when it is over, refund what nobody earned.
	Close {
		/// Which.
		campaign: CampaignId,
		/// The brand or the creator; to refund, anybody.
		#[command(flatten)]
		signing: Signing,
	},
}

/// A page of a campaign, and who signs.
#[derive(Args, Debug)]
pub struct OfPage {
	/// Which campaign.
	pub campaign: CampaignId,
	/// Which page.
	#[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(..i64::from(MAX_PAGES)))]
	pub page: Page,
	/// Who signs.
	#[command(flatten)]
	pub signing: Signing,
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::args::{Arguments, Command};
	use clap::Parser;
	use promptale_primitives::MILLION;

	#[test]
	fn regions_are_percentages_of_the_image_or_panels() {
		let image = Region::Image { x: 0, y: 125_000, width: MILLION, height: 300_000 };
		assert_eq!(region("0, 12.5%, 100%, 30"), Ok(image));
		assert_eq!(region("panel:3"), Ok(Region::Panel { panel: 3 }));
		for (wrong, says) in [("1,2,3", "write it as"), ("0,0,0,5", "write it as"), ("panel:x", "number from 0")] {
			assert!(region(wrong).unwrap_err().contains(says), "{wrong}");
		}
		assert!(region("50,0,60,10").unwrap_err().contains("not inside"));
	}

	fn parsed(line: &str) -> Result<Command, i32> {
		Arguments::try_parse_from(line.split_whitespace())
			.map(|parsed| parsed.command)
			.map_err(|error| error.exit_code())
	}

	#[test]
	fn a_slot_needs_all_of_its_terms() {
		let line =
			"promptale slot open 4 --region panel:1 --bidding-until +10 --reveal-until +20 --from 900 --until +99 \
			--epoch 7 --cap 100 --reserve 2.5 --least-budget 50 --publishers 60% --challenge-window 5";
		let key = "--attester 0101010101010101010101010101010101010101010101010101010101010101";
		let whole = format!("{line} {key} --dev-key //Alice");
		let Ok(Command::Slot(SlotCommand::Open(slot))) = parsed(&whole) else { panic!("it is whole") };
		assert_eq!((slot.content, slot.region, slot.cap), (4, Region::Panel { panel: 1 }, 100));
		assert_eq!((slot.bidding_until, slot.from), (When::In(10), When::At(900)));
		assert_eq!((slot.reserve, slot.publishers), (5 * promptale_primitives::TALE / 2, 600_000));
		assert_eq!(slot.attesters, [Attester([1; 32])]);
		for missing in [key, "--cap 100 ", "--region panel:1 ", "--challenge-window 5 "] {
			assert_eq!(parsed(&whole.replace(missing, "")).unwrap_err(), 2, "{missing}");
		}
	}

	#[test]
	fn pages_are_those_that_a_campaign_can_have() {
		let line = "promptale campaign challenge 3 --dev-key //Bob";
		let Ok(Command::Campaign(CampaignCommand::Challenge(of))) = parsed(line) else { panic!("it is whole") };
		assert_eq!((of.campaign, of.page), (3, 0));
		assert!(parsed(&format!("{line} --page 15")).is_ok());
		assert_eq!(parsed(&format!("{line} --page 16")).unwrap_err(), 2);
		assert_eq!(parsed("promptale campaign settle --dev-key //Bob").unwrap_err(), 2);
	}

	#[test]
	fn attesters_are_keys_or_addresses() {
		let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
		let key = attester(alice).unwrap();
		assert_eq!(attester(&hex::encode(key.0)), Ok(key));
		assert!(attester("00ff").is_err() && attester("nobody").is_err());
	}
}
