//! Campaigns: their budget, their end, and what goes out of the budget.
//!
//! A settlement matures when it can no longer be challenged: by then anything that touches its page counts it as earned.

use crate::{types::*, Campaigns, Config, Error, Event, HoldReason, Pages, Pallet};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{
		fungible::{Balanced as _, Inspect as _},
		tokens::{DepositConsequence, Provenance},
		Get, Imbalance,
	},
};
use promptale_primitives::{
	content::{ContentId, ContentRegister},
	placement::{CampaignId, Division, Page},
	settlement::{ContentFees, FeeSource},
	Balance, BlockNumber,
};

/// The campaign of a runtime.
pub(crate) type CampaignFor<T> = Campaign<<T as frame_system::Config>::AccountId>;
/// The page of a runtime.
pub(crate) type PageFor<T> = PageState<<T as frame_system::Config>::AccountId>;
/// The slot of a runtime.
pub(crate) type SlotFor<T> = Slot<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
	/// A campaign and its slot.
	pub(crate) fn campaign_of(campaign: CampaignId) -> Result<(CampaignFor<T>, SlotFor<T>), Error<T>> {
		let found = Campaigns::<T>::get(campaign).ok_or(Error::<T>::UnknownCampaign)?;
		let slot = Self::slot_of(found.slot)?;
		Ok((found, slot))
	}

	/// A page of a campaign.
	pub(crate) fn page_of(campaign: CampaignId, page: Page) -> Result<PageFor<T>, Error<T>> {
		Pages::<T>::get(campaign, page).ok_or(Error::<T>::UnknownPage)
	}

	/// Last block in which settlements are taken.
	pub(crate) fn settles_until(campaign: &CampaignFor<T>, slot: &SlotFor<T>) -> BlockNumber {
		let until = slot.terms.until;
		campaign.closed_in.unwrap_or(until).min(until).saturating_add(T::GracePeriod::get())
	}

	/// Whether nothing is settled any more.
	pub(crate) fn is_over(campaign: &CampaignFor<T>, slot: &SlotFor<T>) -> bool {
		Self::now() > Self::settles_until(campaign, slot)
	}

	/// Whether a page's settlement can no longer be challenged.
	pub(crate) fn is_due(page: &PageFor<T>) -> bool {
		let due = |pending: &Pending<_>| pending.challenge.is_none() && Self::now() > pending.until;
		page.pending.as_ref().is_some_and(due)
	}

	/// Counts a page's settlement as earned where it can no longer be challenged. Answers whether it was.
	pub(crate) fn mature(campaign: &mut CampaignFor<T>, page: &mut PageFor<T>) -> Result<bool, DispatchError> {
		if !Self::is_due(page) {
			return Ok(false);
		}
		let Some(pending) = page.pending.take() else { return Ok(false) };
		Self::unbind(HoldReason::Settlement, &pending.submitter, pending.bond)?;
		page.payees.iter_mut().for_each(|payee| payee.settled = payee.total);
		page.impressions = pending.impressions;
		campaign.pending = campaign.pending.saturating_sub(1);
		Ok(true)
	}

	/// Stores a page and its campaign; removes what is paid out for good.
	pub(crate) fn store(
		id: CampaignId,
		number: Page,
		mut campaign: CampaignFor<T>,
		page: PageFor<T>,
		slot: &SlotFor<T>,
	) -> DispatchResult {
		let claimed = page.payees.iter().all(|payee| payee.claimed == payee.total);
		let paid = page.pending.is_none() && claimed && page.collected == page.impressions;
		if paid && Self::is_over(&campaign, slot) {
			Self::unbind(HoldReason::Settlement, &page.opener, page.deposit)?;
			Pages::<T>::remove(id, number);
			campaign.pages = campaign.pages.saturating_sub(1);
		} else {
			Pages::<T>::insert(id, number, page);
		}
		Self::store_campaign(id, campaign)
	}

	/// Stores a campaign, or removes it where nothing of it is left.
	fn store_campaign(id: CampaignId, campaign: CampaignFor<T>) -> DispatchResult {
		if !campaign.refunded || campaign.pages > 0 {
			Campaigns::<T>::insert(id, campaign);
			return Ok(());
		}
		Self::unbind(HoldReason::Bid, &campaign.brand, campaign.deposit)?;
		Campaigns::<T>::remove(id);
		Self::deposit_event(Event::CampaignRemoved { campaign: id });
		Ok(())
	}

	pub(crate) fn do_fund(who: T::AccountId, id: CampaignId, amount: Balance) -> DispatchResult {
		let (mut campaign, slot) = Self::campaign_of(id)?;
		ensure!(who == campaign.brand, Error::<T>::NotBrand);
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		ensure!(!Self::is_over(&campaign, &slot), Error::<T>::CampaignOver);
		Self::bind(HoldReason::Budget, &who, amount, Error::<T>::NotEnoughMoney)?;
		campaign.budget = campaign.budget.checked_add(amount).ok_or(Error::<T>::NotEnoughMoney)?;
		Campaigns::<T>::insert(id, campaign);
		Self::deposit_event(Event::CampaignFunded { campaign: id, amount });
		Ok(())
	}

	pub(crate) fn do_close(who: T::AccountId, id: CampaignId) -> DispatchResult {
		let (mut campaign, slot) = Self::campaign_of(id)?;
		ensure!(who == campaign.brand || who == slot.creator, Error::<T>::NotBrandOrCreator);
		let now = Self::now();
		ensure!(campaign.closed_in.is_none() && now < slot.terms.until, Error::<T>::AlreadyClosed);
		// Not even the next thousand impressions can be paid.
		ensure!(campaign.left() < campaign.price, Error::<T>::BudgetLeft);
		campaign.closed_in = Some(now);
		let until = Self::settles_until(&campaign, &slot);
		Campaigns::<T>::insert(id, campaign);
		Self::deposit_event(Event::CampaignClosed { campaign: id, until });
		Ok(())
	}

	pub(crate) fn do_refund(id: CampaignId) -> DispatchResult {
		let (mut campaign, slot) = Self::campaign_of(id)?;
		ensure!(Self::is_over(&campaign, &slot), Error::<T>::CampaignRuns);
		ensure!(!campaign.refunded, Error::<T>::AlreadyRefunded);
		ensure!(campaign.pending == 0, Error::<T>::SettlementsPending);
		let amount = campaign.left();
		Self::unbind(HoldReason::Budget, &campaign.brand, amount)?;
		campaign.budget = campaign.charged;
		campaign.refunded = true;
		Self::deposit_event(Event::CampaignRefunded { campaign: id, amount });
		Self::store_campaign(id, campaign)
	}

	/// Takes `amount` out of a campaign's budget.
	fn spend(campaign: &mut CampaignFor<T>, amount: Balance) -> Result<CreditOf<T>, DispatchError> {
		campaign.paid = campaign.paid.saturating_add(amount);
		Self::take(HoldReason::Budget, &campaign.brand, amount)
	}

	/// Gives money to a content's holders; where it is gone, to whoever gets the chain's part.
	fn give_to_holders(content: ContentId, credit: CreditOf<T>) {
		if let Err(refused) = T::Content::deposit_credit(content, credit) {
			T::Fees::settle(FeeSource::Placement, content, refused);
		}
	}

	pub(crate) fn do_claim(id: CampaignId, number: Page, payee: T::AccountId) -> DispatchResult {
		let (mut campaign, slot) = Self::campaign_of(id)?;
		let mut page = Self::page_of(id, number)?;
		Self::mature(&mut campaign, &mut page)?;
		let found = page.payees.iter_mut().find(|row| row.account == payee).ok_or(Error::<T>::NothingToClaim)?;
		let amount = found.settled.saturating_sub(found.claimed);
		ensure!(amount > 0, Error::<T>::NothingToClaim);
		found.claimed = found.settled;
		let takes = T::Currency::can_deposit(&payee, amount, Provenance::Extant) == DepositConsequence::Success;
		// Less than an account needs to be. It may grow while the campaign runs; then it must not keep the campaign for ever.
		ensure!(takes || Self::is_over(&campaign, &slot), Error::<T>::PayeeCannotTake);
		let credit = Self::spend(&mut campaign, amount)?;
		if let Err(refused) = T::Currency::resolve(&payee, credit) {
			Self::give_to_holders(slot.content, refused);
		}
		Self::deposit_event(Event::Claimed { campaign: id, page: number, payee, amount });
		Self::store(id, number, campaign, page, &slot)
	}

	/// What the chain and the content's holders are owed for a page.
	pub(crate) fn collectable(campaign: &CampaignFor<T>, page: &PageFor<T>, slot: &SlotFor<T>) -> Division {
		let until = |impressions| slot.terms.division(campaign.price, slot.fee_rate, impressions);
		until(page.impressions).since(&until(page.collected))
	}

	pub(crate) fn do_collect(id: CampaignId, number: Page) -> DispatchResult {
		let (mut campaign, slot) = Self::campaign_of(id)?;
		let mut page = Self::page_of(id, number)?;
		let matured = Self::mature(&mut campaign, &mut page)?;
		let due = Self::collectable(&campaign, &page, &slot);
		ensure!(matured || due.charges() > 0 || Self::is_over(&campaign, &slot), Error::<T>::NothingToCollect);
		let mut credit = Self::spend(&mut campaign, due.charges())?;
		let fee = credit.extract(due.fee);
		if due.fee > 0 {
			T::Fees::settle(FeeSource::Placement, slot.content, fee);
		}
		if due.holders > 0 {
			Self::give_to_holders(slot.content, credit);
		}
		page.collected = page.impressions;
		let (fee, holders) = (due.fee, due.holders);
		Self::deposit_event(Event::Collected { campaign: id, page: number, fee, holders });
		Self::store(id, number, campaign, page, &slot)
	}
}
