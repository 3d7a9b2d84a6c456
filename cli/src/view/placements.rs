//! Slots and campaigns, as JSON has them.

use super::hash;
use promptale_client::AccountId;
use promptale_primitives::{
	placement::{
		signatures_needed, AuctionPhase, BidOverview, CampaignOverview, CampaignPhase, PageOverview,
		ReceiptChallengeOverview, Region, SlotOverview, SlotTerms,
	},
	BlockNumber,
};
use serde::Serialize;

/// A slot and its auction. Amounts in the smallest unit.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct SlotView {
	/// Its number.
	pub slot: u32,
	/// In which content.
	pub content: u32,
	/// Whose creator that is.
	pub creator: String,
	/// Where products are shown, in millionths of the image, or which panel.
	pub region: Region,
	/// Last block in which bids are taken.
	pub bidding_until: BlockNumber,
	/// Last block in which they are revealed.
	pub reveal_until: BlockNumber,
	/// First block of the window.
	pub from: BlockNumber,
	/// First block after it.
	pub until: BlockNumber,
	/// Blocks of an epoch.
	pub epoch: BlockNumber,
	/// Impressions that are paid for in an epoch.
	pub cap: u32,
	/// Least price of a thousand impressions.
	pub reserve: String,
	/// Least budget of a bid.
	pub least_budget: String,
	/// Payees' part in millionths.
	pub publishers: u32,
	/// The chain's part in millionths.
	pub fee_rate: u32,
	/// Blocks in which a settlement can be challenged.
	pub challenge_window: BlockNumber,
	/// sr25519 keys of those who count.
	pub attesters: Vec<String>,
	/// How many of them must sign.
	pub signatures_needed: u32,
	/// Hash of all that holds, which a bid names.
	pub terms_hash: String,
	/// `bidding`, `revealing`, `won`, `failed` or `awarded`.
	pub phase: AuctionPhase,
	/// Bids whose money is bound.
	pub bids: u32,
	/// The best of those revealed.
	pub lead: Option<LeadView>,
	/// The winner's campaign.
	pub campaign: Option<u32>,
}

/// The best bid of those revealed.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LeadView {
	/// Whose.
	pub bidder: String,
	/// What it would pay now for a thousand impressions.
	pub price: String,
	/// Its budget.
	pub budget: String,
}

impl From<&SlotOverview<AccountId>> for SlotView {
	fn from(slot: &SlotOverview<AccountId>) -> Self {
		let SlotTerms { region, bidding_until, reveal_until, from, until, epoch, cap, publishers, .. } = slot.terms;
		Self {
			slot: slot.slot,
			content: slot.content,
			creator: slot.creator.to_string(),
			region,
			bidding_until,
			reveal_until,
			from,
			until,
			epoch,
			cap,
			reserve: slot.terms.reserve.to_string(),
			least_budget: slot.terms.least_budget.to_string(),
			publishers,
			fee_rate: slot.fee_rate,
			challenge_window: slot.terms.challenge_window,
			attesters: slot.attesters.iter().map(hash).collect(),
			signatures_needed: signatures_needed(slot.attesters.len() as u32),
			terms_hash: hash(&slot.terms_hash),
			phase: slot.phase,
			bids: slot.bids,
			lead: slot.lead.as_ref().map(|lead| LeadView {
				bidder: lead.bidder.to_string(),
				price: lead.price.to_string(),
				budget: lead.budget.to_string(),
			}),
			campaign: slot.campaign,
		}
	}
}

/// A bid whose money is bound.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct BidView {
	/// Place in the order in which bids came.
	pub number: u32,
	/// Whose.
	pub bidder: String,
	/// What is bound.
	pub budget: String,
	/// For a thousand impressions; `null` while it is sealed.
	pub price: Option<String>,
}

impl From<&BidOverview<AccountId>> for BidView {
	fn from(bid: &BidOverview<AccountId>) -> Self {
		Self {
			number: bid.number,
			bidder: bid.bidder.to_string(),
			budget: bid.budget.to_string(),
			price: bid.price.map(|price| price.to_string()),
		}
	}
}

/// A campaign: delivery and spend. Amounts in the smallest unit.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CampaignView {
	/// Its number.
	pub campaign: u32,
	/// Where products are shown.
	pub slot: u32,
	/// In which content.
	pub content: u32,
	/// Who pays.
	pub brand: String,
	/// BLAKE3 hash of the product's picture.
	pub picture: String,
	/// Of a thousand impressions.
	pub price: String,
	/// `waiting`, `running`, `grace` or `over`.
	pub phase: CampaignPhase,
	/// Last block in which settlements are taken.
	pub settles_until: BlockNumber,
	/// Put in, less what was refunded.
	pub budget: String,
	/// Impressions until now, those that can still be challenged included.
	pub impressions: u64,
	/// What they cost.
	pub spent: String,
	/// What nobody earned yet.
	pub left: String,
	/// Paid to payees, holders and the chain.
	pub paid: String,
	/// Settlements that can be challenged, or are.
	pub pending: u32,
	/// Whether the rest was refunded.
	pub refunded: bool,
	/// Its pages, where they were asked for.
	pub pages: Vec<PageView>,
}

/// A page of a campaign.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PageView {
	/// Which.
	pub page: u32,
	/// The number of its next settlement.
	pub sequence: u64,
	/// Impressions that are settled for good.
	pub impressions: u64,
	/// What the chain and the holders are owed for them.
	pub collectable: String,
	/// Who earned what.
	pub payees: Vec<PayeeView>,
	/// The settlement that is not paid yet.
	pub pending: Option<PendingView>,
}

/// What a payee earned of a page.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PayeeView {
	/// Who.
	pub payee: String,
	/// All that was signed.
	pub total: String,
	/// What a claim pays now.
	pub claimable: String,
	/// What was paid.
	pub claimed: String,
}

/// A settlement that is not paid yet.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PendingView {
	/// Who vouches for it.
	pub submitter: String,
	/// Impressions until it.
	pub impressions: u64,
	/// New ones.
	pub receipts: u32,
	/// Root over their receipts.
	pub root: String,
	/// Last block in which it can be challenged.
	pub until: BlockNumber,
	/// Challenges that were answered.
	pub answered: u8,
	/// Who demands receipts.
	pub challenger: Option<String>,
	/// At the end of this block it is known which.
	pub drawn_in: Option<BlockNumber>,
	/// Last block for the answer.
	pub answer_until: Option<BlockNumber>,
	/// Which receipts of the settlement, from 0.
	pub asked: Vec<u32>,
}

impl CampaignView {
	/// The view of a campaign with some of its pages.
	pub fn new(campaign: &CampaignOverview<AccountId>, pages: &[PageOverview<AccountId>]) -> Self {
		Self {
			campaign: campaign.campaign,
			slot: campaign.slot,
			content: campaign.content,
			brand: campaign.brand.to_string(),
			picture: hash(&campaign.picture),
			price: campaign.price.to_string(),
			phase: campaign.phase,
			settles_until: campaign.settles_until,
			budget: campaign.budget.to_string(),
			impressions: campaign.impressions,
			spent: campaign.spent.to_string(),
			left: campaign.left.to_string(),
			paid: campaign.paid.to_string(),
			pending: campaign.pending,
			refunded: campaign.refunded,
			pages: pages.iter().map(PageView::from).collect(),
		}
	}
}

impl From<&PageOverview<AccountId>> for PageView {
	fn from(page: &PageOverview<AccountId>) -> Self {
		let payees = page.payees.iter().map(|payee| PayeeView {
			payee: payee.payee.to_string(),
			total: payee.total.to_string(),
			claimable: payee.claimable.to_string(),
			claimed: payee.claimed.to_string(),
		});
		let pending = page.pending.as_ref().map(|pending| {
			let challenge: Option<&ReceiptChallengeOverview<_>> = pending.challenge.as_ref();
			PendingView {
				submitter: pending.submitter.to_string(),
				impressions: pending.impressions,
				receipts: pending.receipts,
				root: hash(&pending.root),
				until: pending.until,
				answered: pending.answered,
				challenger: challenge.map(|challenge| challenge.challenger.to_string()),
				drawn_in: challenge.map(|challenge| challenge.drawn_in),
				answer_until: challenge.map(|challenge| challenge.answer_until),
				asked: challenge.map(|challenge| challenge.receipts.clone()).unwrap_or_default(),
			}
		});
		Self {
			page: page.page,
			sequence: page.sequence,
			impressions: page.impressions,
			collectable: page.collectable.to_string(),
			payees: payees.collect(),
			pending,
		}
	}
}
