//! What the view functions answer.

use crate::{
	campaigns::{CampaignFor, PageFor, SlotFor},
	types::*,
	Bids, Campaigns, Config, NextCampaign, NextSlot, Pages, Pallet, Slots,
};
use alloc::vec::Vec;
use promptale_primitives::{
	content::ContentId,
	placement::{
		AuctionPhase, BidOverview, CampaignId, CampaignOverview, CampaignPhase, LeadOverview, Page, PageOverview,
		PayeeOverview, PendingOverview, ReceiptChallengeOverview, SlotId, SlotOverview,
	},
};

/// Most rows that a view answers.
const MOST: usize = 1_000;

impl<T: Config> Pallet<T> {
	pub(crate) fn slot_overview(id: SlotId) -> Option<SlotOverview<T::AccountId>> {
		let slot = Slots::<T>::get(id)?;
		let now = Self::now();
		let phase = match (slot.campaign, &slot.lead) {
			(Some(_), _) => AuctionPhase::Awarded,
			_ if now <= slot.terms.bidding_until => AuctionPhase::Bidding,
			_ if now <= slot.terms.reveal_until => AuctionPhase::Revealing,
			(_, Some(_)) => AuctionPhase::Won,
			_ => AuctionPhase::Failed,
		};
		let lead = slot.lead.as_ref().filter(|_| slot.campaign.is_none()).and_then(|lead| {
			let budget = Bids::<T>::get(id, &lead.bidder)?.budget;
			Some(LeadOverview { bidder: lead.bidder.clone(), price: slot.second, budget })
		});
		Some(SlotOverview {
			slot: id,
			content: slot.content,
			terms_hash: slot.terms.hash(slot.content, &slot.attesters, slot.fee_rate),
			creator: slot.creator,
			terms: slot.terms,
			attesters: slot.attesters.into_inner(),
			fee_rate: slot.fee_rate,
			phase,
			bids: slot.bids,
			lead,
			campaign: slot.campaign,
		})
	}

	pub(crate) fn slot_overviews(content: Option<ContentId>) -> Vec<SlotOverview<T::AccountId>> {
		let slots = (0..NextSlot::<T>::get()).rev().filter_map(Self::slot_overview);
		slots.filter(|slot| content.is_none_or(|content| content == slot.content)).take(MOST).collect()
	}

	pub(crate) fn bid_overviews(slot: SlotId) -> Vec<BidOverview<T::AccountId>> {
		let bid = |(bidder, bid): (T::AccountId, Bid)| {
			let price = match bid.seal {
				Seal::Sealed(_) => None,
				Seal::Revealed { price, .. } => Some(price),
			};
			BidOverview { slot, bidder, number: bid.number, budget: bid.budget, price }
		};
		let mut bids: Vec<_> = Bids::<T>::iter_prefix(slot).take(MOST).map(bid).collect();
		bids.sort_by_key(|bid| bid.number);
		bids
	}

	fn campaign_phase(campaign: &CampaignFor<T>, slot: &SlotFor<T>) -> CampaignPhase {
		let now = Self::now();
		if now < slot.terms.from {
			CampaignPhase::Waiting
		} else if Self::is_over(campaign, slot) {
			CampaignPhase::Over
		} else if campaign.closed_in.is_some() || now >= slot.terms.until {
			CampaignPhase::Grace
		} else {
			CampaignPhase::Running
		}
	}

	pub(crate) fn campaign_overview(id: CampaignId) -> Option<CampaignOverview<T::AccountId>> {
		let (campaign, slot) = Self::campaign_of(id).ok()?;
		let mut pages: Vec<_> = Pages::<T>::iter_key_prefix(id).collect();
		pages.sort_unstable();
		Some(CampaignOverview {
			campaign: id,
			slot: campaign.slot,
			content: slot.content,
			phase: Self::campaign_phase(&campaign, &slot),
			settles_until: Self::settles_until(&campaign, &slot),
			left: campaign.left(),
			brand: campaign.brand,
			picture: campaign.picture,
			price: campaign.price,
			budget: campaign.budget,
			impressions: campaign.impressions,
			spent: campaign.charged,
			paid: campaign.paid,
			pending: campaign.pending,
			refunded: campaign.refunded,
			pages,
		})
	}

	pub(crate) fn campaign_overviews(brand: Option<T::AccountId>) -> Vec<CampaignOverview<T::AccountId>> {
		let of_brand = |id: &CampaignId| {
			let campaign = Campaigns::<T>::get(id);
			campaign.is_some_and(|campaign| brand.as_ref().is_none_or(|brand| *brand == campaign.brand))
		};
		let ids = (0..NextCampaign::<T>::get()).rev().filter(of_brand).take(MOST);
		ids.filter_map(Self::campaign_overview).collect()
	}

	fn pending_overview(id: CampaignId, number: Page, page: &PageFor<T>) -> Option<PendingOverview<T::AccountId>> {
		let pending = page.pending.clone().filter(|_| !Self::is_due(page))?;
		let challenge = pending.challenge.map(|challenge| ReceiptChallengeOverview {
			drawn_in: challenge.drawn_in,
			answer_until: Self::answer_until(&challenge),
			challenger: challenge.challenger,
			receipts: Self::asked(id, number, page).unwrap_or_default(),
		});
		Some(PendingOverview {
			submitter: pending.submitter,
			impressions: pending.impressions,
			receipts: Self::receipts(page),
			root: pending.receipts,
			until: pending.until,
			answered: pending.challenges.saturating_sub(u8::from(challenge.is_some())),
			challenge,
		})
	}

	pub(crate) fn page_overview(id: CampaignId, number: Page) -> Option<PageOverview<T::AccountId>> {
		let (campaign, slot) = Self::campaign_of(id).ok()?;
		let mut page = Self::page_of(id, number).ok()?;
		let pending = Self::pending_overview(id, number, &page);
		// As `mature` would, which writes.
		if let Some(due) = page.pending.take_if(|_| pending.is_none()) {
			page.impressions = due.impressions;
			page.payees.iter_mut().for_each(|payee| payee.settled = payee.total);
		}
		let payee = |payee: &Payee<T::AccountId>| PayeeOverview {
			payee: payee.account.clone(),
			total: payee.total,
			claimable: payee.settled.saturating_sub(payee.claimed),
			claimed: payee.claimed,
		};
		Some(PageOverview {
			page: number,
			sequence: page.sequence,
			impressions: page.impressions,
			collectable: Self::collectable(&campaign, &page, &slot).charges(),
			payees: page.payees.iter().map(payee).collect(),
			pending,
		})
	}
}
