//! Settlements: what two thirds of a slot's attesters sign.

use crate::{
	campaigns::{CampaignFor, PageFor, SlotFor},
	types::*,
	Config, Error, Event, HoldReason, Pages, Pallet,
};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::Get,
	BoundedVec,
};
use promptale_primitives::{
	placement::{
		signatures_needed, AttesterSignatures, Attesters, CampaignId, Page, Settlement, Totals, MAX_PAGES, MAX_RECEIPTS,
	},
	Balance, Blake3, BlockNumber,
};
use sp_core::sr25519;
use sp_runtime::traits::{UniqueSaturatedInto, Zero};

impl<T: Config> Pallet<T> {
	/// The block that is being made.
	pub(crate) fn now() -> BlockNumber {
		frame_system::Pallet::<T>::block_number().unique_saturated_into()
	}

	/// The hash of the chain's first block, which everything that is signed names.
	pub fn genesis() -> Blake3 {
		let hash = frame_system::Pallet::<T>::block_hash(frame_system::pallet_prelude::BlockNumberFor::<T>::zero());
		// Hashes of any chain of ours have 32 bytes.
		hash.as_ref().try_into().unwrap_or_default()
	}

	/// Whether `key` signed `message`.
	pub(crate) fn signed_by(key: &[u8; 32], message: &Blake3, signature: [u8; 64]) -> bool {
		let (signature, key) = (sr25519::Signature::from_raw(signature), sr25519::Public::from_raw(*key));
		sp_io::crypto::sr25519_verify(&signature, message, &key)
	}

	/// Two thirds of the attesters signed, each once, and every signature is right.
	fn check_signatures(
		attesters: &Attesters,
		message: &Blake3,
		signatures: &AttesterSignatures,
	) -> Result<(), Error<T>> {
		let mut pairs = signatures.iter().zip(signatures.iter().skip(1));
		ensure!(pairs.all(|(one, next)| one.attester < next.attester), Error::<T>::SignersNotAscending);
		let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
		let needed = signatures_needed(number(attesters.len()));
		ensure!(number(signatures.len()) >= needed, Error::<T>::TooFewSignatures);
		for signed in signatures {
			let key = attesters.get(usize::from(signed.attester)).ok_or(Error::<T>::UnknownAttester)?;
			ensure!(Self::signed_by(key, message, signed.signature), Error::<T>::BadSignature);
		}
		Ok(())
	}

	/// Enters payees' new totals.
	fn enter(page: &mut PageFor<T>, totals: &Totals<T::AccountId>) -> Result<(), Error<T>> {
		let mut pairs = totals.iter().zip(totals.iter().skip(1));
		ensure!(pairs.all(|(one, next)| one.payee < next.payee), Error::<T>::PayeesNotAscending);
		for total in totals {
			ensure!(total.amount > 0, Error::<T>::ZeroAmount);
			match page.payees.binary_search_by(|payee| payee.account.cmp(&total.payee)) {
				Ok(at) => {
					let payee = page.payees.get_mut(at).ok_or(Error::<T>::HoldBroken)?;
					ensure!(total.amount >= payee.total, Error::<T>::TotalFell);
					payee.total = total.amount;
				},
				Err(at) => {
					let payee = Payee { account: total.payee.clone(), total: total.amount, settled: 0, claimed: 0 };
					page.payees.try_insert(at, payee).map_err(|_| Error::<T>::TooManyPayees)?;
				},
			}
		}
		Ok(())
	}

	/// What a page's impressions up to `impressions` cost beside payees' earnings, from those that are settled on.
	pub(crate) fn charges(
		campaign: &CampaignFor<T>,
		page: &PageFor<T>,
		slot: &SlotFor<T>,
		impressions: u64,
	) -> Balance {
		let until = |impressions| slot.terms.division(campaign.price, slot.fee_rate, impressions);
		until(impressions).since(&until(page.impressions)).charges()
	}

	/// A page with what was settled before, and who pays for its row if it is new.
	fn page_or_new(
		who: &T::AccountId,
		id: CampaignId,
		number: Page,
		campaign: &mut CampaignFor<T>,
	) -> Result<PageFor<T>, DispatchError> {
		ensure!(number < MAX_PAGES, Error::<T>::UnknownPage);
		if let Some(page) = Pages::<T>::get(id, number) {
			return Ok(page);
		}
		let deposit = T::PageDeposit::get();
		Self::bind(HoldReason::Settlement, who, deposit, Error::<T>::DepositNotPaid)?;
		campaign.pages = campaign.pages.saturating_add(1);
		let (opener, payees) = (who.clone(), BoundedVec::new());
		Ok(PageState { opener, deposit, sequence: 0, impressions: 0, collected: 0, payees, pending: None })
	}

	pub(crate) fn do_settle(
		who: T::AccountId,
		id: CampaignId,
		number: Page,
		settlement: Settlement<T::AccountId>,
		signatures: AttesterSignatures,
	) -> DispatchResult {
		let (mut campaign, slot) = Self::campaign_of(id)?;
		ensure!(!Self::is_over(&campaign, &slot), Error::<T>::CampaignOver);
		let mut page = Self::page_or_new(&who, id, number, &mut campaign)?;
		Self::mature(&mut campaign, &mut page)?;
		ensure!(settlement.sequence == page.sequence, Error::<T>::OtherSequence);
		ensure!(page.pending.is_none(), Error::<T>::SettlementsPending);
		let new = settlement.impressions.checked_sub(page.impressions).filter(|new| *new > 0);
		let new = new.ok_or(Error::<T>::NoNewImpressions)?;
		ensure!(new <= MAX_RECEIPTS.into(), Error::<T>::TooManyImpressions);
		let running = slot.terms.epoch_at(Self::now()).filter(|epoch| settlement.epoch <= *epoch);
		ensure!(running.is_some(), Error::<T>::EpochInFuture);
		campaign.impressions = campaign.impressions.saturating_add(new);
		let allowed = slot.terms.impressions_until(settlement.epoch);
		ensure!(campaign.impressions <= allowed, Error::<T>::CapExceeded);
		Self::enter(&mut page, &settlement.totals)?;
		let most = slot.terms.division(campaign.price, slot.fee_rate, settlement.impressions).payees;
		ensure!(page.total() <= most, Error::<T>::TotalsTooHigh);
		let earned = page.pending_earnings();
		let cost = earned.saturating_add(Self::charges(&campaign, &page, &slot, settlement.impressions));
		campaign.charged = campaign.charged.saturating_add(cost);
		ensure!(campaign.charged <= campaign.budget, Error::<T>::BudgetExceeded);
		let message = settlement.signing_bytes(&Self::genesis(), campaign.slot, id, number);
		Self::check_signatures(&slot.attesters, &message, &signatures)?;
		let bond = T::SettlementBond::get();
		Self::bind(HoldReason::Settlement, &who, bond, Error::<T>::DepositNotPaid)?;
		let until = Self::now().saturating_add(slot.terms.challenge_window);
		page.sequence = page.sequence.saturating_add(1);
		page.pending = Some(Pending {
			submitter: who,
			bond,
			impressions: settlement.impressions,
			receipts: settlement.receipts,
			until,
			challenges: 0,
			challenge: None,
		});
		campaign.pending = campaign.pending.saturating_add(1);
		let sequence = settlement.sequence;
		Self::deposit_event(Event::Settled { campaign: id, page: number, sequence, impressions: new, cost, until });
		Self::store(id, number, campaign, page, &slot)
	}
}
