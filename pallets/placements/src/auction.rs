//! Slots, and the auction in which brands win them.
//!
//! Bids are sealed, so nobody learns from others' what to bid, and when one bids does not matter. The winner pays the second
//! price, so the best bid is what impressions are worth to the bidder. Who does not reveal could choose, after having seen
//! others' bids, which of one's own to stand by: that costs a part of the budget. It goes to the chain and not to the creator,
//! who could otherwise bid up the second price at no risk.

use crate::{types::*, Bids, Campaigns, Config, Error, Event, HoldReason, NextCampaign, NextSlot, Pallet, Slots};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{
		fungible::{BalancedHold as _, MutateHold as _},
		tokens::Precision,
		Get,
	},
};
use promptale_primitives::{
	arithmetic::mul_div,
	content::{ContentId, ContentRegister},
	placement::{bid_commitment, Attesters, SlotId, SlotTerms},
	settlement::{ContentFees, FeeSource},
	Balance, Blake3, MILLION,
};

impl<T: Config> Pallet<T> {
	/// A slot.
	pub(crate) fn slot_of(slot: SlotId) -> Result<Slot<T::AccountId>, Error<T>> {
		Slots::<T>::get(slot).ok_or(Error::<T>::UnknownSlot)
	}

	/// Binds money of an account, which stays alive.
	pub(crate) fn bind(
		reason: HoldReason,
		who: &T::AccountId,
		amount: Balance,
		error: Error<T>,
	) -> Result<(), DispatchError> {
		T::Currency::hold(&reason.into(), who, amount).map_err(|_| error.into())
	}

	/// Gives money of an account back that was bound.
	pub(crate) fn unbind(reason: HoldReason, who: &T::AccountId, amount: Balance) -> DispatchResult {
		if amount > 0 {
			T::Currency::release(&reason.into(), who, amount, Precision::Exact)?;
		}
		Ok(())
	}

	/// Takes money of an account that was bound. Freezes on that account do not prevent it.
	pub(crate) fn take(reason: HoldReason, who: &T::AccountId, amount: Balance) -> Result<CreditOf<T>, DispatchError> {
		let (credit, missing) = T::Currency::slash(&reason.into(), who, amount);
		ensure!(missing == 0, Error::<T>::HoldBroken);
		Ok(credit)
	}

	/// Takes money of an account that was bound, and gives it to the chain.
	pub(crate) fn forfeit(
		reason: HoldReason,
		who: &T::AccountId,
		amount: Balance,
		content: ContentId,
	) -> DispatchResult {
		if amount > 0 {
			T::Fees::settle(FeeSource::Slash, content, Self::take(reason, who, amount)?);
		}
		Ok(())
	}

	fn check_terms(terms: &SlotTerms, attesters: &Attesters, fee_rate: u32) -> DispatchResult {
		ensure!(terms.region.is_inside(), Error::<T>::RegionOutside);
		ensure!(terms.bidding_until > Self::now(), Error::<T>::TooLate);
		let revealing = terms.reveal_until.checked_sub(terms.bidding_until);
		ensure!(revealing.is_some_and(|blocks| blocks >= T::MinReveal::get()), Error::<T>::RevealTooShort);
		ensure!(terms.from > terms.reveal_until, Error::<T>::WindowTooEarly);
		let window = terms.until.saturating_sub(terms.from);
		ensure!(window > 0 && window <= T::MaxWindow::get(), Error::<T>::WindowLength);
		ensure!(terms.epoch > 0 && terms.epoch <= window, Error::<T>::EpochLength);
		ensure!(terms.cap > 0 && terms.reserve > 0, Error::<T>::ZeroAmount);
		ensure!(terms.least_budget >= T::MinBudget::get(), Error::<T>::BudgetTooSmall);
		let parts = terms.publishers.checked_add(fee_rate);
		ensure!(parts.is_some_and(|parts| parts <= MILLION), Error::<T>::PartsTooLarge);
		let challenge = terms.challenge_window;
		ensure!(
			challenge >= T::MinChallengeWindow::get() && challenge <= T::MaxChallengeWindow::get(),
			Error::<T>::ChallengeWindowLength
		);
		ensure!(!attesters.is_empty(), Error::<T>::NoAttesters);
		let ascending = attesters.iter().zip(attesters.iter().skip(1)).all(|(one, next)| one < next);
		ensure!(ascending, Error::<T>::AttestersNotAscending);
		Ok(())
	}

	pub(crate) fn do_open(
		creator: T::AccountId,
		content: ContentId,
		terms: SlotTerms,
		attesters: Attesters,
	) -> DispatchResult {
		let registered = T::Content::creator(content).ok_or(Error::<T>::UnknownContent)?;
		ensure!(registered == creator, Error::<T>::NotCreator);
		let fee_rate = T::FeeRate::get();
		Self::check_terms(&terms, &attesters, fee_rate)?;
		let slot = NextSlot::<T>::get();
		let next = slot.checked_add(1).ok_or(Error::<T>::NoNumbersLeft)?;
		let deposit = T::SlotDeposit::get();
		Self::bind(HoldReason::Slot, &creator, deposit, Error::<T>::DepositNotPaid)?;
		NextSlot::<T>::put(next);
		Self::deposit_event(Event::SlotOpened { slot, content, creator: creator.clone() });
		Slots::<T>::insert(
			slot,
			Slot {
				content,
				creator,
				deposit,
				second: terms.reserve,
				terms,
				attesters,
				fee_rate,
				bids: 0,
				next_bid: 0,
				lead: None,
				campaign: None,
			},
		);
		Ok(())
	}

	pub(crate) fn do_remove_slot(who: T::AccountId, id: SlotId) -> DispatchResult {
		let slot = Self::slot_of(id)?;
		ensure!(who == slot.creator || Self::now() > slot.terms.bidding_until, Error::<T>::NotCreator);
		ensure!(slot.bids == 0, Error::<T>::BidsLeft);
		ensure!(slot.campaign.is_none_or(|campaign| !Campaigns::<T>::contains_key(campaign)), Error::<T>::CampaignLeft);
		Self::unbind(HoldReason::Slot, &slot.creator, slot.deposit)?;
		Slots::<T>::remove(id);
		Self::deposit_event(Event::SlotRemoved { slot: id });
		Ok(())
	}

	pub(crate) fn do_bid(
		bidder: T::AccountId,
		id: SlotId,
		budget: Balance,
		commitment: Blake3,
		terms: Blake3,
	) -> DispatchResult {
		let mut slot = Self::slot_of(id)?;
		ensure!(Self::now() <= slot.terms.bidding_until, Error::<T>::BiddingOver);
		ensure!(terms == slot.terms.hash(slot.content, &slot.attesters, slot.fee_rate), Error::<T>::OtherTerms);
		ensure!(budget >= slot.terms.least_budget, Error::<T>::BudgetTooSmall);
		ensure!(!Bids::<T>::contains_key(id, &bidder), Error::<T>::AlreadyBid);
		let deposit = T::BidDeposit::get();
		Self::bind(HoldReason::Bid, &bidder, deposit, Error::<T>::DepositNotPaid)?;
		Self::bind(HoldReason::Budget, &bidder, budget, Error::<T>::NotEnoughMoney)?;
		let number = slot.next_bid;
		slot.next_bid = number.checked_add(1).ok_or(Error::<T>::NoNumbersLeft)?;
		slot.bids = slot.bids.saturating_add(1);
		Slots::<T>::insert(id, slot);
		Bids::<T>::insert(id, &bidder, Bid { number, budget, deposit, seal: Seal::Sealed(commitment) });
		Self::deposit_event(Event::BidPlaced { slot: id, bidder, budget });
		Ok(())
	}

	pub(crate) fn do_reveal(
		bidder: T::AccountId,
		id: SlotId,
		price: Balance,
		picture: Blake3,
		salt: Blake3,
	) -> DispatchResult {
		let mut slot = Self::slot_of(id)?;
		let now = Self::now();
		ensure!(now > slot.terms.bidding_until, Error::<T>::BiddingRuns);
		ensure!(now <= slot.terms.reveal_until, Error::<T>::RevealOver);
		let mut bid = Bids::<T>::get(id, &bidder).ok_or(Error::<T>::UnknownBid)?;
		let Seal::Sealed(commitment) = bid.seal else { return Err(Error::<T>::AlreadyRevealed.into()) };
		let opened = bid_commitment(&Self::genesis(), id, &bidder, price, &picture, &salt);
		ensure!(opened == commitment, Error::<T>::OtherBid);
		if price >= slot.terms.reserve {
			let beaten = slot
				.lead
				.as_ref()
				.is_none_or(|lead| price > lead.price || (price == lead.price && bid.number < lead.number));
			let other = if beaten { slot.lead.as_ref().map(|lead| lead.price) } else { Some(price) };
			slot.second = slot.second.max(other.unwrap_or(0));
			if beaten {
				slot.lead = Some(Lead { bidder: bidder.clone(), number: bid.number, price });
			}
			Slots::<T>::insert(id, slot);
		}
		bid.seal = Seal::Revealed { price, picture };
		Bids::<T>::insert(id, &bidder, bid);
		Self::deposit_event(Event::BidRevealed { slot: id, bidder, price });
		Ok(())
	}

	pub(crate) fn do_withdraw(id: SlotId, bidder: T::AccountId) -> DispatchResult {
		let mut slot = Self::slot_of(id)?;
		ensure!(Self::now() > slot.terms.reveal_until, Error::<T>::AuctionRuns);
		let bid = Bids::<T>::get(id, &bidder).ok_or(Error::<T>::UnknownBid)?;
		ensure!(slot.lead.as_ref().is_none_or(|lead| lead.bidder != bidder), Error::<T>::BidWon);
		let forfeited = match bid.seal {
			Seal::Sealed(_) => mul_div(bid.budget, T::ForfeitRate::get().min(MILLION).into(), MILLION.into()),
			Seal::Revealed { .. } => 0,
		};
		Self::forfeit(HoldReason::Budget, &bidder, forfeited, slot.content)?;
		Self::unbind(HoldReason::Budget, &bidder, bid.budget.saturating_sub(forfeited))?;
		Self::unbind(HoldReason::Bid, &bidder, bid.deposit)?;
		Bids::<T>::remove(id, &bidder);
		slot.bids = slot.bids.saturating_sub(1);
		Slots::<T>::insert(id, slot);
		Self::deposit_event(Event::BidWithdrawn { slot: id, bidder, forfeited });
		Ok(())
	}

	pub(crate) fn do_award(id: SlotId) -> DispatchResult {
		let mut slot = Self::slot_of(id)?;
		ensure!(Self::now() > slot.terms.reveal_until, Error::<T>::AuctionRuns);
		ensure!(slot.campaign.is_none(), Error::<T>::AlreadyAwarded);
		let brand = slot.lead.as_ref().map(|lead| lead.bidder.clone()).ok_or(Error::<T>::NobodyWon)?;
		let bid = Bids::<T>::take(id, &brand).ok_or(Error::<T>::NobodyWon)?;
		let Seal::Revealed { picture, .. } = bid.seal else { return Err(Error::<T>::NobodyWon.into()) };
		let campaign = NextCampaign::<T>::get();
		NextCampaign::<T>::put(campaign.checked_add(1).ok_or(Error::<T>::NoNumbersLeft)?);
		let price = slot.second;
		slot.bids = slot.bids.saturating_sub(1);
		slot.campaign = Some(campaign);
		Slots::<T>::insert(id, slot);
		Campaigns::<T>::insert(
			campaign,
			Campaign {
				slot: id,
				brand: brand.clone(),
				deposit: bid.deposit,
				picture,
				price,
				budget: bid.budget,
				charged: 0,
				paid: 0,
				impressions: 0,
				pages: 0,
				pending: 0,
				closed_in: None,
				refunded: false,
			},
		);
		Self::deposit_event(Event::SlotAwarded { slot: id, campaign, brand, price });
		Ok(())
	}
}
