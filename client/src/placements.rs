//! Product placements: calls, view functions and constants of pallet-placements.

use crate::{
	call::{encoded, number, Argument},
	AccountId, Client, Error, PLACEMENTS_PALLET,
};
use promptale_primitives::{
	content::ContentId,
	placement::{
		AttesterSignatures, Attesters, BidOverview, CampaignId, CampaignOverview, Page, PageOverview, ReceiptProofs,
		Settlement, SlotId, SlotOverview, SlotTerms,
	},
	Balance, Blake3,
};

/// What creators, brands, attesters and payees do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlacementsCall {
	/// Opens a slot, on these terms for ever.
	OpenSlot {
		/// In which content.
		content: ContentId,
		/// What holds for it.
		terms: SlotTerms,
		/// Who counts its impressions.
		attesters: Attesters,
	},
	/// Removes a slot without bids whose campaign is paid out.
	RemoveSlot {
		/// Which.
		slot: SlotId,
	},
	/// Bids under seal.
	Bid {
		/// For which slot.
		slot: SlotId,
		/// Put on hold.
		budget: Balance,
		/// To price, picture and salt.
		commitment: Blake3,
		/// Hash of all that holds for the slot.
		terms: Blake3,
	},
	/// Reveals the caller's bid.
	Reveal {
		/// For which slot.
		slot: SlotId,
		/// For a thousand impressions.
		price: Balance,
		/// BLAKE3 hash of the product's picture.
		picture: Blake3,
		/// What kept the price from being guessed.
		salt: Blake3,
	},
	/// Gives a bidder who did not win the money back.
	WithdrawBid {
		/// For which slot.
		slot: SlotId,
		/// Whose.
		bidder: AccountId,
	},
	/// Makes the best bid a campaign.
	Award {
		/// Of which slot.
		slot: SlotId,
	},
	/// Adds to a budget.
	Fund {
		/// Of which campaign.
		campaign: CampaignId,
		/// How much.
		amount: Balance,
	},
	/// Settles what a page's payees earned.
	Settle {
		/// Of which campaign.
		campaign: CampaignId,
		/// Which page.
		page: Page,
		/// What is settled.
		settlement: Settlement<AccountId>,
		/// By two thirds of the attesters.
		signatures: AttesterSignatures,
	},
	/// Demands receipts.
	Challenge {
		/// Of which campaign.
		campaign: CampaignId,
		/// Of which page.
		page: Page,
	},
	/// Gives the receipts that a challenge asks for.
	Answer {
		/// Of which campaign.
		campaign: CampaignId,
		/// Of which page.
		page: Page,
		/// Ascending.
		receipts: ReceiptProofs<AccountId>,
	},
	/// Makes a settlement void whose challenge nobody answered.
	Void {
		/// Of which campaign.
		campaign: CampaignId,
		/// Of which page.
		page: Page,
	},
	/// Pays a payee.
	Claim {
		/// Out of which campaign.
		campaign: CampaignId,
		/// For what was earned on this page.
		page: Page,
		/// Whom.
		payee: AccountId,
	},
	/// Pays the chain and the content's holders.
	Collect {
		/// Out of which campaign.
		campaign: CampaignId,
		/// For what was shown on this page.
		page: Page,
	},
	/// Ends a campaign whose budget is out.
	CloseCampaign {
		/// Which.
		campaign: CampaignId,
	},
	/// Gives the brand back what nobody earned.
	Refund {
		/// Of which campaign.
		campaign: CampaignId,
	},
}

impl PlacementsCall {
	pub(crate) fn name(&self) -> &'static str {
		match self {
			Self::OpenSlot { .. } => "open_slot",
			Self::RemoveSlot { .. } => "remove_slot",
			Self::Bid { .. } => "bid",
			Self::Reveal { .. } => "reveal",
			Self::WithdrawBid { .. } => "withdraw_bid",
			Self::Award { .. } => "award",
			Self::Fund { .. } => "fund",
			Self::Settle { .. } => "settle",
			Self::Challenge { .. } => "challenge",
			Self::Answer { .. } => "answer",
			Self::Void { .. } => "void",
			Self::Claim { .. } => "claim",
			Self::Collect { .. } => "collect",
			Self::CloseCampaign { .. } => "close_campaign",
			Self::Refund { .. } => "refund",
		}
	}

	pub(crate) fn arguments(self) -> Vec<(&'static str, Argument)> {
		let of_page = |campaign: CampaignId, page: Page| vec![number("campaign", campaign), number("page", page)];
		match self {
			Self::OpenSlot { content, terms, attesters } => {
				vec![number("content", content), encoded("terms", terms), encoded("attesters", attesters)]
			},
			Self::RemoveSlot { slot } | Self::Award { slot } => vec![number("slot", slot)],
			Self::Bid { slot, budget, commitment, terms } => vec![
				number("slot", slot),
				number("budget", budget),
				encoded("commitment", commitment),
				encoded("terms", terms),
			],
			Self::Reveal { slot, price, picture, salt } => {
				vec![number("slot", slot), number("price", price), encoded("picture", picture), encoded("salt", salt)]
			},
			Self::WithdrawBid { slot, bidder } => vec![number("slot", slot), encoded("bidder", bidder)],
			Self::Fund { campaign, amount } => vec![number("campaign", campaign), number("amount", amount)],
			Self::Settle { campaign, page, settlement, signatures } => {
				let mut arguments = of_page(campaign, page);
				arguments.extend([encoded("settlement", settlement), encoded("signatures", signatures)]);
				arguments
			},
			Self::Answer { campaign, page, receipts } => {
				let mut arguments = of_page(campaign, page);
				arguments.push(encoded("receipts", receipts));
				arguments
			},
			Self::Challenge { campaign, page } | Self::Void { campaign, page } | Self::Collect { campaign, page } => {
				of_page(campaign, page)
			},
			Self::Claim { campaign, page, payee } => {
				let mut arguments = of_page(campaign, page);
				arguments.push(encoded("payee", payee));
				arguments
			},
			Self::CloseCampaign { campaign } | Self::Refund { campaign } => vec![number("campaign", campaign)],
		}
	}
}

impl Client {
	/// A slot and its auction; `None` where there is none with this number.
	pub async fn slot(&self, slot: SlotId) -> Result<Option<SlotOverview<AccountId>>, Error> {
		self.view(PLACEMENTS_PALLET, "slot", slot, None).await
	}

	/// Slots, of one content or of all, the newest first.
	pub async fn slots(&self, content: Option<ContentId>) -> Result<Vec<SlotOverview<AccountId>>, Error> {
		self.view(PLACEMENTS_PALLET, "slots", content, None).await
	}

	/// Bids for a slot whose money is bound, in the order in which they came.
	pub async fn bids(&self, slot: SlotId) -> Result<Vec<BidOverview<AccountId>>, Error> {
		self.view(PLACEMENTS_PALLET, "bids", slot, None).await
	}

	/// A campaign: delivery and spend; `None` where there is none, or it was paid out.
	pub async fn campaign(&self, campaign: CampaignId) -> Result<Option<CampaignOverview<AccountId>>, Error> {
		self.view(PLACEMENTS_PALLET, "campaign", campaign, None).await
	}

	/// Campaigns, of one brand or of all, the newest first.
	pub async fn campaigns(&self, brand: Option<AccountId>) -> Result<Vec<CampaignOverview<AccountId>>, Error> {
		self.view(PLACEMENTS_PALLET, "campaigns", brand, None).await
	}

	/// A page of a campaign, with its payees and its challenge.
	pub async fn campaign_page(
		&self,
		campaign: CampaignId,
		page: Page,
	) -> Result<Option<PageOverview<AccountId>>, Error> {
		self.view(PLACEMENTS_PALLET, "page", (campaign, page), None).await
	}

	/// What is held for a slot, in the smallest unit.
	pub async fn slot_deposit(&self) -> Result<Balance, Error> {
		self.constant(PLACEMENTS_PALLET, "SlotDeposit").await
	}

	/// What is held for a bid beside its budget, and then for the campaign.
	pub async fn bid_deposit(&self) -> Result<Balance, Error> {
		self.constant(PLACEMENTS_PALLET, "BidDeposit").await
	}

	/// The part of the budget that is lost by not revealing a bid, in millionths.
	pub async fn forfeit_rate(&self) -> Result<u32, Error> {
		self.constant(PLACEMENTS_PALLET, "ForfeitRate").await
	}

	/// What is held for a page from who submits its first settlement.
	pub async fn page_deposit(&self) -> Result<Balance, Error> {
		self.constant(PLACEMENTS_PALLET, "PageDeposit").await
	}

	/// What is held for a settlement until it cannot be challenged any more.
	pub async fn settlement_bond(&self) -> Result<Balance, Error> {
		self.constant(PLACEMENTS_PALLET, "SettlementBond").await
	}

	/// What is held for a challenge.
	pub async fn challenge_bond(&self) -> Result<Balance, Error> {
		self.constant(PLACEMENTS_PALLET, "ChallengeBond").await
	}
}
