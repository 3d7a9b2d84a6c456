//! Tables of slots and campaigns.

use super::{balance, pairs, right, table};
use crate::{
	view::{BidView, CampaignView, PageView, SlotView},
	words,
};
use comfy_table::Cell;

/// Slots, one a row.
pub fn slots(slots: &[SlotView]) -> String {
	let mut table = table(["Slot", "Content", "Where", "Blocks", "Per epoch", "Reserve", "Auction", "Bids"]);
	for slot in slots {
		table.add_row([
			right(slot.slot),
			right(slot.content),
			Cell::new(words::region(&slot.region)),
			Cell::new(format!("{} to {}", slot.from, slot.until.saturating_sub(1))),
			right(words::thousands(slot.cap.into())),
			right(balance(&slot.reserve)),
			Cell::new(words::auction(slot.phase)),
			right(slot.bids),
		]);
	}
	table.to_string()
}

/// One slot, and its bids.
pub fn slot(slot: &SlotView, bids: &[BidView]) -> String {
	let holders = promptale_primitives::MILLION.saturating_sub(slot.publishers).saturating_sub(slot.fee_rate);
	let parts = [(slot.publishers, "who shows it"), (slot.fee_rate, "the chain"), (holders, "holders")];
	let parts: Vec<_> = parts.iter().map(|(rate, who)| format!("{} {who}", words::percent(*rate))).collect();
	let mut lines = vec![
		("Slot", format!("{} in content {}", slot.slot, slot.content)),
		("Creator", slot.creator.clone()),
		("Where", words::region(&slot.region)),
		("Auction", words::auction(slot.phase).into()),
		("Bids", format!("until block {}, revealed until {}", slot.bidding_until, slot.reveal_until)),
		("Window", format!("block {} to {}", slot.from, slot.until.saturating_sub(1))),
		("Impressions", format!("{} in {} blocks", words::thousands(slot.cap.into()), slot.epoch)),
		("Reserve", format!("{} for a thousand impressions", balance(&slot.reserve))),
		("Least budget", balance(&slot.least_budget)),
		("Price goes to", parts.join(", ")),
		("Challenges", format!("within {} blocks", slot.challenge_window)),
		("Attesters", format!("{} of {} sign", slot.signatures_needed, slot.attesters.len())),
	];
	lines.extend(slot.attesters.iter().map(|key| ("", key.clone())));
	if let Some(lead) = &slot.lead {
		let price = format!("{}, at {} for a thousand impressions", lead.bidder, balance(&lead.price));
		lines.push(("Best bid", price));
	}
	lines.extend(slot.campaign.map(|campaign| ("Campaign", campaign.to_string())));
	let head = pairs(&lines);
	if bids.is_empty() {
		return head;
	}
	let mut table = table(["Bid", "Bidder", "Budget", "Price of a thousand"]);
	for bid in bids {
		table.add_row([
			right(bid.number),
			Cell::new(words::short_account(&bid.bidder)),
			right(balance(&bid.budget)),
			right(bid.price.as_deref().map_or_else(|| "sealed".into(), balance)),
		]);
	}
	format!("{head}\n{table}\n")
}

/// Campaigns, one a row.
pub fn campaigns(campaigns: &[CampaignView]) -> String {
	let mut table = table(["Campaign", "Slot", "Content", "Brand", "Now", "Impressions", "Spent", "Left"]);
	for campaign in campaigns {
		table.add_row([
			right(campaign.campaign),
			right(campaign.slot),
			right(campaign.content),
			Cell::new(words::short_account(&campaign.brand)),
			Cell::new(words::campaign(campaign.phase)),
			right(words::thousands(campaign.impressions.into())),
			right(balance(&campaign.spent)),
			right(balance(&campaign.left)),
		]);
	}
	table.to_string()
}

/// One campaign: delivery and spend, then its payees.
pub fn campaign(campaign: &CampaignView) -> String {
	let mut out = pairs(&[
		("Campaign", format!("{} in slot {} of content {}", campaign.campaign, campaign.slot, campaign.content)),
		("Brand", campaign.brand.clone()),
		("Picture", campaign.picture.clone()),
		("Now", words::campaign(campaign.phase).into()),
		("Settled until", format!("block {}", campaign.settles_until)),
		("Price", format!("{} for a thousand impressions", balance(&campaign.price))),
		("Impressions", words::thousands(campaign.impressions.into())),
		("Budget", balance(&campaign.budget)),
		("Spent", balance(&campaign.spent)),
		("Left", balance(&campaign.left)),
		("Paid out", balance(&campaign.paid)),
		("Can be challenged", format!("{} settlements", campaign.pending)),
	]);
	for page in &campaign.pages {
		out.push_str(&format!("\n{}", self::page(page)));
	}
	out
}

fn page(page: &PageView) -> String {
	let mut lines = vec![
		("Page", page.page.to_string()),
		("Settlements", page.sequence.to_string()),
		("Settled for good", format!("{} impressions", words::thousands(page.impressions.into()))),
		("Chain and holders", format!("are owed {}", balance(&page.collectable))),
	];
	if let Some(pending) = &page.pending {
		let new = words::thousands(pending.receipts.into());
		lines.push(("Not paid yet", format!("{new} impressions, to be challenged until block {}", pending.until)));
		if let (Some(challenger), Some(until)) = (&pending.challenger, pending.answer_until) {
			lines.push(("Challenged by", format!("{challenger}, to be answered until block {until}")));
		}
		if !pending.asked.is_empty() {
			let asked: Vec<_> = pending.asked.iter().map(u32::to_string).collect();
			lines.push(("Receipts asked for", asked.join(", ")));
		}
	}
	let mut table = table(["Payee", "Signed", "Can be claimed", "Paid"]);
	for payee in &page.payees {
		table.add_row([
			Cell::new(words::short_account(&payee.payee)),
			right(balance(&payee.total)),
			right(balance(&payee.claimable)),
			right(balance(&payee.claimed)),
		]);
	}
	format!("{}{table}\n", pairs(&lines))
}
