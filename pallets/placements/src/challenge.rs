//! Challenges: somebody with a bond demands receipts that a later block's randomness picks.
//!
//! Whoever has the right answer gets half of the challenger's bond, for its expense; without one in time the settlement is
//! void, and the challenger gets half of the submitter's bond. The other halves go to the chain, so that neither side gains by
//! playing both.

use crate::{
	campaigns::{CampaignFor, PageFor, SlotFor},
	types::*,
	Beacons, Config, Error, Event, HoldReason, Pallet,
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{fungible::Balanced as _, Get, Imbalance, Randomness},
};
use promptale_primitives::{
	content::ContentId,
	placement::{placement_beacon, sampled_receipts, CampaignId, Page, ReceiptProof, ReceiptProofs},
	settlement::{ContentFees, FeeSource},
	Balance, Blake3, BlockNumber,
};

impl<T: Config> Pallet<T> {
	/// Stores the randomness of block `now` where challenges wait for it.
	pub(crate) fn store_beacon(now: BlockNumber) {
		let Some(mut row) = Beacons::<T>::get(now) else { return };
		let (randomness, _) = T::Randomness::random(b"promptale placements beacon");
		row.beacon = Some(placement_beacon(randomness.as_ref(), now));
		Beacons::<T>::insert(now, row);
	}

	/// One challenge less waits for, or uses, a block's randomness.
	fn forget_beacon(block: BlockNumber) {
		Beacons::<T>::mutate_exists(block, |row| {
			let left = row.as_mut().map_or(0, |row| {
				row.challenges = row.challenges.saturating_sub(1);
				row.challenges
			});
			if left == 0 {
				*row = None;
			}
		});
	}

	/// Last block in which a challenge is answered.
	pub(crate) fn answer_until(challenge: &Challenge<T::AccountId>) -> BlockNumber {
		challenge.drawn_in.saturating_add(T::AnswerPeriod::get())
	}

	/// Receipts that a challenge asks for; `None` while that is unknown.
	pub(crate) fn asked(id: CampaignId, number: Page, page: &PageFor<T>) -> Option<Vec<u32>> {
		let pending = page.pending.as_ref()?;
		let beacon: Blake3 = Beacons::<T>::get(pending.challenge.as_ref()?.drawn_in)?.beacon?;
		let sequence = page.sequence.saturating_sub(1);
		let receipts = Self::receipts(page);
		Some(sampled_receipts(&beacon, id, number, sequence, &pending.receipts, receipts))
	}

	/// Receipts of the settlement that is not paid yet.
	pub(crate) fn receipts(page: &PageFor<T>) -> u32 {
		u32::try_from(page.pending_impressions()).unwrap_or(u32::MAX)
	}

	/// Takes a bond: half of it for `winner`, the rest for the chain.
	fn share_bond(
		reason: HoldReason,
		loser: &T::AccountId,
		bond: Balance,
		winner: &T::AccountId,
		content: ContentId,
	) -> DispatchResult {
		let mut credit = Self::take(reason, loser, bond)?;
		let half = credit.extract(bond.checked_div(2).unwrap_or(0));
		if let Err(refused) = T::Currency::resolve(winner, half) {
			credit.subsume(refused);
		}
		T::Fees::settle(FeeSource::Slash, content, credit);
		Ok(())
	}

	pub(crate) fn do_challenge(challenger: T::AccountId, id: CampaignId, number: Page) -> DispatchResult {
		let (campaign, slot) = Self::campaign_of(id)?;
		let mut page = Self::page_of(id, number)?;
		let pending = page.pending.as_mut().ok_or(Error::<T>::NothingPending)?;
		ensure!(pending.challenge.is_none(), Error::<T>::AlreadyChallenged);
		let now = Self::now();
		ensure!(now <= pending.until, Error::<T>::ChallengeWindowOver);
		ensure!(pending.challenges < MAX_CHALLENGES, Error::<T>::TooManyChallenges);
		let bond = T::ChallengeBond::get();
		Self::bind(HoldReason::Challenge, &challenger, bond, Error::<T>::DepositNotPaid)?;
		let drawn_in = now.saturating_add(BEACON_DELAY);
		Beacons::<T>::mutate(drawn_in, |row| {
			let row = row.get_or_insert_with(BlockBeacon::default);
			row.challenges = row.challenges.saturating_add(1);
		});
		pending.challenges = pending.challenges.saturating_add(1);
		pending.challenge = Some(Challenge { challenger: challenger.clone(), bond, drawn_in });
		Self::deposit_event(Event::Challenged { campaign: id, page: number, challenger, drawn_in });
		Self::store(id, number, campaign, page, &slot)
	}

	/// Whether a receipt counts: of an impression in the window, for a payee of the page, signed by an attester.
	fn is_good(
		campaign: &CampaignFor<T>,
		slot: &SlotFor<T>,
		page: &PageFor<T>,
		proof: &ReceiptProof<T::AccountId>,
	) -> bool {
		let receipt = &proof.receipt.receipt;
		let last = campaign.closed_in.unwrap_or(slot.terms.until.saturating_sub(1)).min(Self::now());
		let in_window = receipt.block >= slot.terms.from && receipt.block <= last;
		let paid = page.payees.binary_search_by(|payee| payee.account.cmp(&receipt.payee)).is_ok();
		let message = receipt.signing_bytes(&Self::genesis());
		let signed = |key: &[u8; 32]| Self::signed_by(key, &message, proof.receipt.signature.signature);
		in_window && paid && proof.receipt.signer(&slot.attesters).is_some_and(signed)
	}

	pub(crate) fn do_answer(
		who: T::AccountId,
		id: CampaignId,
		number: Page,
		proofs: ReceiptProofs<T::AccountId>,
	) -> DispatchResult {
		let (campaign, slot) = Self::campaign_of(id)?;
		let mut page = Self::page_of(id, number)?;
		let (root, challenge) = Self::open_challenge(&page)?;
		let asked = Self::asked(id, number, &page).ok_or(Error::<T>::BeaconUnknown)?;
		ensure!(Self::now() <= Self::answer_until(&challenge), Error::<T>::AnswerTooLate);
		ensure!(asked.len() == proofs.len(), Error::<T>::WrongReceipts);
		let receipts = Self::receipts(&page);
		for (at, proof) in asked.iter().zip(&proofs) {
			let belongs = proof.belongs_to(&root, (id, number), page.impressions, receipts, *at);
			ensure!(belongs && Self::is_good(&campaign, &slot, &page, proof), Error::<T>::WrongReceipts);
		}
		if let Some(pending) = page.pending.as_mut() {
			pending.challenge = None;
		}
		Self::forget_beacon(challenge.drawn_in);
		let Challenge { challenger, bond, .. } = challenge;
		Self::share_bond(HoldReason::Challenge, &challenger, bond, &who, slot.content)?;
		Self::deposit_event(Event::ChallengeAnswered { campaign: id, page: number, by: who });
		Self::store(id, number, campaign, page, &slot)
	}

	/// The challenge of a page that waits for its answer, and the root that it is about.
	fn open_challenge(page: &PageFor<T>) -> Result<(Blake3, Challenge<T::AccountId>), DispatchError> {
		let pending = page.pending.as_ref().ok_or(Error::<T>::NothingPending)?;
		let challenge = pending.challenge.clone().ok_or(Error::<T>::NotChallenged)?;
		Ok((pending.receipts, challenge))
	}

	pub(crate) fn do_void(id: CampaignId, number: Page) -> DispatchResult {
		let (mut campaign, slot) = Self::campaign_of(id)?;
		let mut page = Self::page_of(id, number)?;
		let (_, challenge) = Self::open_challenge(&page)?;
		ensure!(Self::now() > Self::answer_until(&challenge), Error::<T>::AnswerPeriodRuns);
		let Some(pending) = page.pending.clone() else { return Err(Error::<T>::NothingPending.into()) };
		let earned = page.pending_earnings();
		let cost = earned.saturating_add(Self::charges(&campaign, &page, &slot, pending.impressions));
		campaign.charged = campaign.charged.saturating_sub(cost);
		campaign.impressions = campaign.impressions.saturating_sub(page.pending_impressions());
		campaign.pending = campaign.pending.saturating_sub(1);
		page.pending = None;
		page.payees.iter_mut().for_each(|payee| payee.total = payee.settled);
		page.payees.retain(|payee| payee.settled > 0);
		Self::forget_beacon(challenge.drawn_in);
		let Challenge { challenger, bond, .. } = challenge;
		Self::unbind(HoldReason::Challenge, &challenger, bond)?;
		Self::share_bond(HoldReason::Settlement, &pending.submitter, pending.bond, &challenger, slot.content)?;
		Self::deposit_event(Event::SettlementVoided { campaign: id, page: number, cost });
		Self::store(id, number, campaign, page, &slot)
	}
}
