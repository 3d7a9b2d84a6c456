//! The invariants listed in the crate's documentation, checked over all of the state.

use crate::{
	campaigns::{CampaignFor, SlotFor},
	types::*,
	Beacons, Bids, Campaigns, Config, HoldReason, NextCampaign, NextSlot, Pages, Pallet, Slots,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, traits::fungible::InspectHold as _};
use promptale_primitives::{
	placement::{CampaignId, SlotId, MAX_PAGES},
	Balance, BlockNumber,
};
use sp_runtime::TryRuntimeError;

/// What should be on hold, by account and reason.
struct Due<AccountId>(BTreeMap<(AccountId, u8), Balance>);

impl<AccountId: Ord> Due<AccountId> {
	fn add(&mut self, who: AccountId, reason: HoldReason, amount: Balance) {
		let sum = self.0.entry((who, reason as u8)).or_default();
		*sum = sum.saturating_add(amount);
	}
}

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut due = Due(BTreeMap::new());
		let mut beacons = BTreeMap::<BlockNumber, u32>::new();
		for (id, slot) in Slots::<T>::iter() {
			Self::check_slot(id, &slot)?;
			due.add(slot.creator, HoldReason::Slot, slot.deposit);
		}
		for (id, bidder, bid) in Bids::<T>::iter() {
			ensure!(Slots::<T>::contains_key(id), "1: a bid for no slot");
			due.add(bidder.clone(), HoldReason::Budget, bid.budget);
			due.add(bidder, HoldReason::Bid, bid.deposit);
		}
		for (id, campaign) in Campaigns::<T>::iter() {
			let slot = Slots::<T>::get(campaign.slot).ok_or("2: a campaign of no slot")?;
			Self::check_campaign(id, &campaign, &slot)?;
			let left = campaign.budget.checked_sub(campaign.paid).ok_or("4: more paid than the budget")?;
			due.add(campaign.brand.clone(), HoldReason::Budget, left);
			due.add(campaign.brand, HoldReason::Bid, campaign.deposit);
		}
		for (id, _, page) in Pages::<T>::iter() {
			ensure!(Campaigns::<T>::contains_key(id), "2: a page of no campaign");
			due.add(page.opener, HoldReason::Settlement, page.deposit);
			let Some(pending) = page.pending else { continue };
			due.add(pending.submitter, HoldReason::Settlement, pending.bond);
			let Some(challenge) = pending.challenge else { continue };
			due.add(challenge.challenger, HoldReason::Challenge, challenge.bond);
			let waiting = beacons.entry(challenge.drawn_in).or_default();
			*waiting = waiting.saturating_add(1);
		}
		for (who, reason, held) in Self::held(&due) {
			let amount = due.0.get(&(who, reason as u8)).copied().unwrap_or(0);
			ensure!(held == amount, "5: $TALE on hold is not as it should be");
		}
		let stored: BTreeMap<_, _> = Beacons::<T>::iter().map(|(block, row)| (block, row.challenges)).collect();
		ensure!(stored == beacons, "6: beacons are not those that challenges wait for");
		Ok(())
	}

	/// What is on hold on every account.
	fn held(due: &Due<T::AccountId>) -> Vec<(T::AccountId, HoldReason, Balance)> {
		let known = frame_system::Account::<T>::iter_keys().chain(due.0.keys().map(|(who, _)| who.clone()));
		let reasons =
			[HoldReason::Budget, HoldReason::Slot, HoldReason::Bid, HoldReason::Settlement, HoldReason::Challenge];
		let of = |who: T::AccountId| {
			reasons.map(|reason| {
				let held = T::Currency::balance_on_hold(&reason.into(), &who);
				(who.clone(), reason, held)
			})
		};
		known.flat_map(of).collect()
	}

	/// 1.
	fn check_slot(id: SlotId, slot: &SlotFor<T>) -> Result<(), TryRuntimeError> {
		ensure!(id < NextSlot::<T>::get(), "1: a slot from the future");
		let bids: Vec<_> = Bids::<T>::iter_prefix(id).collect();
		ensure!(bids.len() == slot.bids as usize, "1: bids are not counted right");
		ensure!(bids.iter().all(|(_, bid)| bid.number < slot.next_bid), "1: a bid from the future");
		if let Some(campaign) = slot.campaign {
			ensure!(campaign < NextCampaign::<T>::get(), "2: a campaign from the future");
			let known = Campaigns::<T>::get(campaign);
			ensure!(known.is_none_or(|campaign| campaign.slot == id), "2: the campaign of another slot");
			return Ok(());
		}
		// Bids that did not win can be withdrawn when the auction is over, so prices are compared before.
		if Self::now() > slot.terms.reveal_until {
			let there = slot.lead.as_ref().is_none_or(|lead| Bids::<T>::contains_key(id, &lead.bidder));
			ensure!(there, "1: the best bid is gone");
			return Ok(());
		}
		let mut prices: Vec<(Balance, u32, T::AccountId)> = Vec::new();
		for (bidder, bid) in bids {
			match bid.seal {
				Seal::Revealed { price, .. } if price >= slot.terms.reserve => prices.push((price, bid.number, bidder)),
				_ => {},
			}
		}
		prices.sort_by_key(|(price, number, _)| (Balance::MAX.saturating_sub(*price), *number));
		let second = prices.get(1).map_or(slot.terms.reserve, |(price, ..)| *price);
		ensure!(slot.second == second, "1: another second price");
		let best = prices.into_iter().next().map(|(price, number, bidder)| Lead { bidder, number, price });
		ensure!(slot.lead == best, "1: another bid is best");
		Ok(())
	}

	/// 2 to 4.
	fn check_campaign(id: CampaignId, campaign: &CampaignFor<T>, slot: &SlotFor<T>) -> Result<(), TryRuntimeError> {
		ensure!(slot.campaign == Some(id), "2: the slot has another campaign");
		let (mut pages, mut pending) = (0u32, 0u32);
		let (mut cost, mut settled, mut paid, mut impressions): (Balance, Balance, Balance, u64) = (0, 0, 0, 0);
		let division = |impressions| slot.terms.division(campaign.price, slot.fee_rate, impressions);
		for (number, page) in Pages::<T>::iter_prefix(id) {
			ensure!(number < MAX_PAGES, "2: a page too many");
			pages = pages.saturating_add(1);
			pending = pending.saturating_add(u32::from(page.pending.is_some()));
			let counted = page.impressions.saturating_add(page.pending_impressions());
			impressions = impressions.saturating_add(counted);
			let mut earned: Balance = 0;
			for payee in &page.payees {
				let ordered = payee.claimed <= payee.settled && payee.settled <= payee.total;
				ensure!(ordered, "4: more claimed than settled, or settled than signed");
				ensure!(page.pending.is_some() || payee.settled == payee.total, "3: earnings of no settlement");
				ensure!(payee.total > 0, "3: a payee of nothing");
				earned = earned.saturating_add(payee.settled);
				paid = paid.saturating_add(payee.claimed);
			}
			let ascending = page.payees.iter().zip(page.payees.iter().skip(1));
			ensure!(ascending.clone().all(|(one, next)| one.account < next.account), "3: payees out of order");
			ensure!(page.total() <= division(counted).payees, "3: payees earned more than their part");
			ensure!(page.collected <= page.impressions, "4: more collected than settled");
			cost = cost.saturating_add(page.total()).saturating_add(division(counted).charges());
			settled = settled.saturating_add(earned).saturating_add(division(page.impressions).charges());
			paid = paid.saturating_add(division(page.collected).charges());
		}
		ensure!((pages, pending) == (campaign.pages, campaign.pending), "2: pages are not counted right");
		// Pages that are paid out for good are removed; what was paid for them stays in the sums.
		let gone = campaign.charged.checked_sub(cost).ok_or("3: settlements cost more than is charged")?;
		ensure!(campaign.paid == paid.saturating_add(gone), "4: what was paid is not what was claimed and collected");
		ensure!(gone == 0 || Self::is_over(campaign, slot), "3: more is charged than settlements cost");
		ensure!(paid <= settled, "4: more paid than settled for good");
		ensure!(campaign.charged <= campaign.budget, "3: more charged than the budget");
		ensure!(!campaign.refunded || campaign.charged == campaign.budget, "3: a rest after the refund");
		ensure!(impressions <= campaign.impressions, "3: impressions are not counted right");
		let last = slot.terms.epoch_at(BlockNumber::MAX).unwrap_or(0);
		ensure!(campaign.impressions <= slot.terms.impressions_until(last), "3: more impressions than the cap");
		Ok(())
	}
}
