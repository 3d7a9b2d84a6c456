//! `promptale slot`.

use super::{
	launch::hash_of,
	signing::{Lines, Plan, Signer},
};
use crate::{
	args::{Arguments, BidArguments, OfSlot, SlotArguments, SlotCommand},
	events,
	failure::Failure,
	table,
	view::{BidView, SlotView},
	words,
};
use anyhow::{anyhow, Context};
use promptale_client::{AccountId, Call, Client, PlacementsCall};
use promptale_primitives::{
	arithmetic::mul_div,
	content::ContentId,
	placement::{bid_commitment, Attesters, AuctionPhase, SlotId, SlotOverview, SlotTerms, MAX_ATTESTERS},
	Balance, Blake3, BlockNumber, MILLION,
};
use serde::{Deserialize, Serialize};
use std::{
	io::Write,
	path::{Path, PathBuf},
};

pub async fn run(arguments: &Arguments, command: &SlotCommand) -> Result<(), Failure> {
	match command {
		SlotCommand::Open(slot) => open(arguments, slot).await,
		SlotCommand::List { content } => list(arguments, *content).await,
		SlotCommand::Show { slot } => show(arguments, *slot).await,
		SlotCommand::Bid(bid) => self::bid(arguments, bid).await,
		SlotCommand::Reveal { slot, secret, signing } => {
			let signer = Signer::open(arguments, signing).await?;
			reveal(&signer, *slot, &secret_file(*slot, secret)).await
		},
		SlotCommand::Award(OfSlot { slot, signing }) => {
			let signer = Signer::open(arguments, signing).await?;
			let plan = awarding(&known(&signer.client, *slot).await?)?;
			finish(&signer, plan, *slot).await
		},
		SlotCommand::Withdraw { slot, bidder, signing } => {
			let signer = Signer::open(arguments, signing).await?;
			withdraw(&signer, *slot, bidder.unwrap_or(signer.account)).await
		},
		SlotCommand::Close(OfSlot { slot, signing }) => {
			let signer = Signer::open(arguments, signing).await?;
			known(&signer.client, *slot).await?;
			let facts = vec![("Its deposit", "goes back to its creator".into())];
			let call = Call::Placements(PlacementsCall::RemoveSlot { slot: *slot });
			finish(&signer, Plan { facts, ..Plan::new(call, format!("removes slot {slot}")) }, *slot).await
		},
	}
}

/// A slot that there is.
pub async fn known(client: &Client, slot: SlotId) -> Result<SlotOverview<AccountId>, Failure> {
	let found = client.slot(slot).await?;
	found.ok_or_else(|| {
		Failure::Refused(anyhow!("There is no slot {slot}. `promptale slot list` shows those there are."))
	})
}

#[derive(Serialize)]
struct Changed {
	/// As it is now; `null` where it is gone.
	slot: Option<SlotView>,
}

/// Carries a plan out, and shows the slot as it is then.
async fn finish(signer: &Signer<'_>, plan: Plan, slot: SlotId) -> Result<(), Failure> {
	let done = plan.does.clone();
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let slot = signer.client.slot(slot).await?.as_ref().map(SlotView::from);
	let mut lines = vec![("Done", done)];
	if let Some(slot) = &slot {
		lines.push(("Auction", words::auction(slot.phase).into()));
		lines.extend(slot.campaign.map(|campaign| ("Campaign", campaign.to_string())));
	}
	outcome.print(signer.arguments.json, &Changed { slot }, lines)
}

/// The terms that the command line asks for, where `now` is the best block.
fn terms(slot: &SlotArguments, now: BlockNumber) -> SlotTerms {
	SlotTerms {
		region: slot.region,
		bidding_until: slot.bidding_until.block(now),
		reveal_until: slot.reveal_until.block(now),
		from: slot.from.block(now),
		until: slot.until.block(now),
		epoch: slot.epoch,
		cap: slot.cap,
		reserve: slot.reserve,
		least_budget: slot.least_budget,
		publishers: slot.publishers,
		challenge_window: slot.challenge_window,
	}
}

/// Attesters' keys in the order that the chain wants, or what is wrong with them.
fn attesters(keys: impl Iterator<Item = [u8; 32]>) -> Result<Attesters, Failure> {
	let mut keys: Vec<_> = keys.collect();
	keys.sort_unstable();
	if keys.windows(2).any(|pair| pair[0] == pair[1]) {
		return Err(Failure::Usage("An attester is named twice. Name each once.".into()));
	}
	let number = keys.len();
	keys.try_into().map_err(|_| Failure::Usage(format!("A slot has {MAX_ATTESTERS} attesters at most, not {number}.")))
}

#[derive(Serialize)]
struct Opened {
	/// `null` in a dry run.
	slot: Option<SlotId>,
	content: ContentId,
}

async fn open(arguments: &Arguments, slot: &SlotArguments) -> Result<(), Failure> {
	let attesters = attesters(slot.attesters.iter().map(|key| key.0))?;
	let signer = Signer::open(arguments, &slot.signing).await?;
	let client = &signer.client;
	let terms = terms(slot, client.best_block().await?);
	let facts: Lines = vec![
		("Where", words::region(&terms.region)),
		("Bids", format!("until block {}, revealed until {}", terms.bidding_until, terms.reveal_until)),
		("Window", format!("block {} to {}", terms.from, terms.until.saturating_sub(1))),
		("Impressions", format!("{} in {} blocks", words::thousands(terms.cap.into()), terms.epoch)),
		("Reserve", format!("{} for a thousand impressions", words::amount(terms.reserve))),
		(
			"Of the price",
			format!("{} for who shows it; holders get the rest, less the fee", words::percent(terms.publishers)),
		),
		("Attesters", format!("{}, two thirds sign", attesters.len())),
		("Never changes", "none of this, once it is open".into()),
	];
	let content = slot.content;
	let call = Call::Placements(PlacementsCall::OpenSlot { content, terms, attesters });
	let does = format!("opens a slot in content {content}");
	let plan = Plan { facts, holds: client.slot_deposit().await?, ..Plan::new(call, does) };
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let slot = events::slot(&outcome.events);
	let mut lines: Lines = slot.map(|slot| ("Slot", slot.to_string())).into_iter().collect();
	lines.push(("Content", content.to_string()));
	outcome.print(arguments.json, &Opened { slot, content }, lines)
}

#[derive(Serialize)]
struct Slots {
	slots: Vec<SlotView>,
}

async fn list(arguments: &Arguments, content: Option<ContentId>) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	let slots = client.slots(content).await?.iter().map(SlotView::from).collect();
	let view = Slots { slots };
	super::print(arguments.json, &view, || match view.slots.is_empty() {
		true => "There is no slot. `promptale slot open CONTENT` opens one.".into(),
		false => table::slots(&view.slots),
	})
}

#[derive(Serialize)]
struct SlotWithBids {
	#[serde(flatten)]
	slot: SlotView,
	all_bids: Vec<BidView>,
}

async fn show(arguments: &Arguments, slot: SlotId) -> Result<(), Failure> {
	let (client, _) = super::connect(arguments).await?;
	let overview = SlotView::from(&known(&client, slot).await?);
	let all_bids = client.bids(slot).await?.iter().map(BidView::from).collect();
	let view = SlotWithBids { slot: overview, all_bids };
	super::print(arguments.json, &view, || table::slot(&view.slot, &view.all_bids))
}

/// What revealing a bid needs, as it is kept in a file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Secret {
	slot: SlotId,
	bidder: String,
	/// In the smallest unit.
	price: String,
	picture: String,
	salt: String,
}

impl Secret {
	/// What the chain is told: price, picture, salt.
	fn opened(&self, file: &Path) -> Result<(Balance, Blake3, Blake3), Failure> {
		let broken = || Failure::Other(anyhow!("{} is not what `promptale slot bid` wrote.", file.display()));
		let hash = |text: &str| hex::decode(text).ok().and_then(|bytes| bytes.try_into().ok()).ok_or_else(broken);
		Ok((self.price.parse().map_err(|_| broken())?, hash(&self.picture)?, hash(&self.salt)?))
	}
}

fn secret_file(slot: SlotId, named: &Option<PathBuf>) -> PathBuf {
	named.clone().unwrap_or_else(|| format!("slot-{slot}.bid.json").into())
}

/// Writes a new file that only its owner can read. An older one stays: it may be of a bid that waits.
fn keep(secret: &Secret, file: &Path) -> Result<(), Failure> {
	let mut options = std::fs::OpenOptions::new();
	options.write(true).create_new(true);
	#[cfg(unix)]
	std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
	let write = || -> std::io::Result<()> {
		let mut written = options.open(file)?;
		written.write_all(&serde_json::to_vec_pretty(secret)?)?;
		written.sync_all()
	};
	write().with_context(|| {
		format!(
			"{} cannot be written, so nothing was bid: without it the bid could not be revealed. If it exists, it may be of \
			 a bid that waits; name another with --secret",
			file.display()
		)
	})?;
	Ok(())
}

#[derive(Serialize)]
struct BidPlaced {
	slot: SlotId,
	budget: String,
	price: String,
	picture: String,
	/// What `promptale slot reveal` needs; `null` in a dry run.
	secret: Option<PathBuf>,
	reveal_from: BlockNumber,
	reveal_until: BlockNumber,
}

async fn bid(arguments: &Arguments, bid: &BidArguments) -> Result<(), Failure> {
	let picture = hash_of(&bid.picture)?;
	let signer = Signer::open(arguments, &bid.signing).await?;
	let client = &signer.client;
	let slot = known(client, bid.slot).await?;
	if bid.price < slot.terms.reserve {
		return Err(Failure::Refused(anyhow!(
			"The slot's reserve is {}, so this price could not win. Give a higher one.",
			words::amount(slot.terms.reserve)
		)));
	}
	let salt: Blake3 = rand::random();
	let commitment = bid_commitment(&client.genesis().await?, bid.slot, &signer.account, bid.price, &picture, &salt);
	let file = secret_file(bid.slot, &bid.secret);
	let (from, until) = (slot.terms.bidding_until.saturating_add(1), slot.terms.reveal_until);
	let forfeited = mul_div(bid.budget, client.forfeit_rate().await?.into(), MILLION.into());
	let facts: Lines = vec![
		("Price, sealed", format!("{} for a thousand impressions at most", words::amount(bid.price))),
		("Budget", format!("{}, which everybody sees", words::amount(bid.budget))),
		("Reveal it", format!("in block {from} to {until}, with {}", file.display())),
		("If you do not", format!("{} are lost", words::amount(forfeited))),
		("Accepts", format!("{} attesters, and terms {}", slot.attesters.len(), hex::encode(slot.terms_hash))),
	];
	let holds = client.bid_deposit().await?.saturating_add(bid.budget);
	let call = PlacementsCall::Bid { slot: bid.slot, budget: bid.budget, commitment, terms: slot.terms_hash };
	let does = format!("bids for slot {}", bid.slot);
	let plan = Plan { facts, holds, ..Plan::new(Call::Placements(call), does) };
	// Before it is signed: what was bid must never be without what reveals it.
	if !bid.signing.dry_run {
		let (bidder, price) = (signer.account.to_string(), bid.price.to_string());
		let secret = Secret { slot: bid.slot, bidder, price, picture: hex::encode(picture), salt: hex::encode(salt) };
		keep(&secret, &file)?;
	}
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let details = BidPlaced {
		slot: bid.slot,
		budget: bid.budget.to_string(),
		price: bid.price.to_string(),
		picture: hex::encode(picture),
		secret: outcome.block().map(|_| file.clone()),
		reveal_from: from,
		reveal_until: until,
	};
	let lines = vec![
		("Bid for", format!("slot {}", bid.slot)),
		(
			"Reveal it",
			format!("in block {from} to {until}: promptale slot reveal {} --secret {}", bid.slot, file.display()),
		),
	];
	outcome.print(arguments.json, &details, lines)
}

async fn reveal(signer: &Signer<'_>, slot: SlotId, file: &Path) -> Result<(), Failure> {
	let text = std::fs::read_to_string(file).with_context(|| {
		format!("{} cannot be read: name what `promptale slot bid` wrote with --secret", file.display())
	})?;
	let secret: Secret = serde_json::from_str(&text)
		.with_context(|| format!("{} is not what `promptale slot bid` wrote", file.display()))?;
	if secret.slot != slot || secret.bidder != signer.account.to_string() {
		return Err(Failure::Usage(format!(
			"{} is of the bid of {} for slot {}, not of this one.",
			file.display(),
			secret.bidder,
			secret.slot
		)));
	}
	let (price, picture, salt) = secret.opened(file)?;
	known(&signer.client, slot).await?;
	let facts: Lines = vec![
		("Price", format!("{} for a thousand impressions", words::amount(price))),
		("Picture", hex::encode(picture)),
		("Who wins", "pays the second price".into()),
	];
	let call = Call::Placements(PlacementsCall::Reveal { slot, price, picture, salt });
	finish(signer, Plan { facts, ..Plan::new(call, format!("reveals its bid for slot {slot}")) }, slot).await
}

fn awarding(slot: &SlotOverview<AccountId>) -> Result<Plan, Failure> {
	let number = slot.slot;
	let lead = slot.lead.as_ref().filter(|_| slot.phase == AuctionPhase::Won).ok_or_else(|| {
		Failure::Refused(anyhow!("Slot {number} cannot be awarded now: {}.", words::auction(slot.phase)))
	})?;
	let facts = vec![
		("Winner", lead.bidder.to_string()),
		("Price", format!("{} for a thousand impressions", words::amount(lead.price))),
		("Budget", words::amount(lead.budget)),
	];
	let call = Call::Placements(PlacementsCall::Award { slot: number });
	Ok(Plan { facts, ..Plan::new(call, format!("awards slot {number}")) })
}

async fn withdraw(signer: &Signer<'_>, slot: SlotId, bidder: AccountId) -> Result<(), Failure> {
	let client = &signer.client;
	known(client, slot).await?;
	let bid = client.bids(slot).await?.into_iter().find(|bid| bid.bidder == bidder);
	let bid = bid.ok_or_else(|| Failure::Refused(anyhow!("{bidder} has no bid for slot {slot}.")))?;
	let lost = match bid.price {
		Some(_) => 0,
		None => mul_div(bid.budget, client.forfeit_rate().await?.into(), MILLION.into()),
	};
	let back = client.bid_deposit().await?.saturating_add(bid.budget).saturating_sub(lost);
	let mut facts: Lines = vec![("Goes back", format!("{} to {bidder}", words::amount(back)))];
	if lost > 0 {
		facts.push(("Is lost", format!("{}, because the bid was not revealed", words::amount(lost))));
	}
	let gets = if bidder == signer.account { back } else { 0 };
	let call = Call::Placements(PlacementsCall::WithdrawBid { slot, bidder });
	let plan = Plan { facts, gets, ..Plan::new(call, format!("takes the bid of {bidder} for slot {slot} back")) };
	finish(signer, plan, slot).await
}

#[cfg(test)]
mod tests {
	use super::*;

	fn secret() -> Secret {
		let hash = |byte| hex::encode([byte; 32]);
		Secret { slot: 3, bidder: "5Grw".into(), price: "7000".into(), picture: hash(1), salt: hash(2) }
	}

	#[test]
	fn a_secret_is_kept_for_its_owner_and_never_overwritten() {
		let folder = tempfile::tempdir().unwrap();
		let file = folder.path().join("bid.json");
		keep(&secret(), &file).unwrap();
		let read: Secret = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
		assert_eq!(read, secret());
		assert_eq!(read.opened(&file).unwrap(), (7_000, [1; 32], [2; 32]));
		let failure = keep(&Secret { price: "8000".into(), ..secret() }, &file).unwrap_err();
		assert!(failure.to_string().contains("nothing was bid"), "{failure}");
		#[cfg(unix)]
		{
			use std::os::unix::fs::PermissionsExt;
			assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
		}
	}

	#[test]
	fn a_broken_secret_is_not_revealed() {
		for broken in [
			Secret { price: "much".into(), ..secret() },
			Secret { salt: "00".into(), ..secret() },
			Secret { picture: "no".into(), ..secret() },
		] {
			assert!(broken.opened(Path::new("x.json")).unwrap_err().to_string().contains("x.json"));
		}
	}

	#[test]
	fn attesters_are_put_in_order_and_named_once() {
		let keys = |bytes: &[u8]| attesters(bytes.iter().map(|byte| [*byte; 32]).collect::<Vec<_>>().into_iter());
		assert_eq!(keys(&[3, 1, 2]).unwrap().to_vec(), [[1; 32], [2; 32], [3; 32]]);
		assert!(keys(&[1, 1]).unwrap_err().to_string().contains("twice"));
		assert!(keys(&(0..17).collect::<Vec<_>>()).unwrap_err().to_string().contains("16 attesters at most, not 17"));
	}
}
