//! Opening raises, ending them, and closing what is over.

use crate::{types::*, Config, Error, Event, HoldReason, NextRaise, Pallet, RaiseOf, Raises};
use frame_support::{
	ensure,
	pallet_prelude::{DispatchError, DispatchResult},
	traits::{
		fungible::{BalancedHold as _, Inspect as _, Mutate as _, MutateHold as _},
		fungibles::MutateHold as _,
		tokens::{Fortitude, Precision, Preservation, Restriction},
		Get, Imbalance as _,
	},
	weights::Weight,
};
use promptale_primitives::{
	arithmetic::mul_div,
	content::{ContentId, ContentRegister},
	raise::{Halt, Progress, RaiseId, RaiseTerms, Stage, UnfitTerms},
	settlement::{ContentFees, FeeSource},
	Balance, BlockNumber, MILLION,
};
use sp_runtime::traits::{AccountIdConversion, UniqueSaturatedInto};

/// The raise of a runtime.
pub(crate) type RaiseFor<T> = Raise<<T as frame_system::Config>::AccountId>;

impl<T: Config> From<UnfitTerms> for Error<T> {
	fn from(unfit: UnfitTerms) -> Self {
		match unfit {
			UnfitTerms::Shares => Error::ZeroAmount,
			UnfitTerms::Caps => Error::CapsUnfit,
			UnfitTerms::Contributions => Error::ContributionsUnfit,
			UnfitTerms::Phases => Error::PhasesUnfit,
			UnfitTerms::Parts => Error::PartsUnfit,
			UnfitTerms::Milestones => Error::MilestonesUnfit,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The account that a raise's contributions are on hold on.
	pub fn raise_account(raise: RaiseId) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating(raise)
	}

	pub(crate) fn now() -> BlockNumber {
		frame_system::Pallet::<T>::block_number().unique_saturated_into()
	}

	pub(crate) fn settle_weight() -> Weight {
		let (time, proof) = T::Fees::settle_weight();
		Weight::from_parts(time, proof)
	}

	/// A raise, and what it is now.
	pub(crate) fn raise_with_stage(id: RaiseId) -> Result<(RaiseFor<T>, Stage), DispatchError> {
		let raise = Raises::<T>::get(id).ok_or(Error::<T>::UnknownRaise)?;
		let stage = raise.terms.stage(&raise.progress, Self::now());
		Ok((raise, stage))
	}

	/// What a creator's bond is for a hard cap.
	pub(crate) fn bond_for(hard_cap: Balance) -> Balance {
		mul_div(hard_cap, T::BondRate::get().into(), MILLION.into()).max(T::LeastBond::get())
	}

	pub(crate) fn do_open(creator: T::AccountId, content: ContentId, terms: RaiseTerms) -> DispatchResult {
		let registered = T::Content::creator(content).ok_or(Error::<T>::UnknownContent)?;
		ensure!(creator == registered, Error::<T>::NotCreator);
		ensure!(!RaiseOf::<T>::contains_key(content), Error::<T>::RaiseExists);
		terms.validate(Self::now(), &T::Limits::get()).map_err(Error::<T>::from)?;
		let id = NextRaise::<T>::get();
		NextRaise::<T>::put(id.checked_add(1).ok_or(Error::<T>::Overflow)?);

		let (deposit, bond) = (T::RaiseDeposit::get(), Self::bond_for(terms.hard_cap));
		let both = deposit.checked_add(bond).ok_or(Error::<T>::Overflow)?;
		T::Currency::hold(&HoldReason::Raise.into(), &creator, both).map_err(|_| Error::<T>::DepositNotPaid)?;
		// Contributions can only be put on hold on an account that there is.
		let (account, least) = (Self::raise_account(id), T::Currency::minimum_balance());
		T::Currency::transfer(&creator, &account, least, Preservation::Preserve)
			.map_err(|_| Error::<T>::DepositNotPaid)?;
		T::Shares::hold(content, &HoldReason::Offer.into(), &creator, terms.shares)
			.map_err(|_| Error::<T>::NotEnoughShares)?;

		RaiseOf::<T>::insert(content, id);
		Self::deposit_event(Event::RaiseOpened { raise: id, content, creator: creator.clone() });
		let raise = Raise {
			creator,
			content,
			terms,
			progress: Progress::default(),
			fee_rate: T::FeeRate::get().min(MILLION),
			deposit,
			bond,
			backers: 0,
			refunded: 0,
			delivered: 0,
			returned: 0,
		};
		Raises::<T>::insert(id, raise);
		Ok(())
	}

	pub(crate) fn do_cancel(who: T::AccountId, id: RaiseId) -> DispatchResult {
		let (mut raise, stage) = Self::raise_with_stage(id)?;
		ensure!(who == raise.creator, Error::<T>::NotCreator);
		ensure!(stage == Stage::Upcoming || stage.is_open(), Error::<T>::NotCancellable);
		raise.progress.halted = Some(Halt::Cancelled);
		Raises::<T>::insert(id, raise);
		Self::deposit_event(Event::RaiseCancelled { raise: id });
		Ok(())
	}

	/// Shares that backers paid for with released money stay theirs; everything else goes back.
	pub(crate) fn do_take_down(id: RaiseId) -> DispatchResult {
		let (mut raise, stage) = Self::raise_with_stage(id)?;
		ensure!(!stage.is_final(), Error::<T>::Ended);
		raise.progress.halted = Some(Halt::TakenDown);
		let (bond, missing) = T::Currency::slash(&HoldReason::Raise.into(), &raise.creator, raise.bond);
		ensure!(missing == 0, Error::<T>::RaiseBroken);
		let forfeited = bond.peek();
		T::Fees::settle(FeeSource::Slash, raise.content, bond);
		raise.bond = 0;
		Raises::<T>::insert(id, raise);
		Self::deposit_event(Event::RaiseTakenDown { raise: id, forfeited });
		Ok(())
	}

	pub(crate) fn do_take_back(id: RaiseId) -> DispatchResult {
		let (mut raise, stage) = Self::raise_with_stage(id)?;
		ensure!(stage.is_failed(), Error::<T>::NotFailed);
		let locked = raise.terms.shares.saturating_sub(raise.terms.unlocked(&raise.progress));
		let shares = locked.saturating_sub(raise.returned);
		ensure!(shares > 0, Error::<T>::NothingToClaim);
		Self::give_back_shares(&raise, shares)?;
		raise.returned = locked;
		Raises::<T>::insert(id, raise);
		Self::deposit_event(Event::SharesReturned { raise: id, shares });
		Ok(())
	}

	fn give_back_shares(raise: &RaiseFor<T>, shares: Balance) -> DispatchResult {
		if shares > 0 {
			let reason = HoldReason::Offer.into();
			T::Shares::release(raise.content, &reason, &raise.creator, shares, Precision::Exact)?;
		}
		Ok(())
	}

	pub(crate) fn do_close(id: RaiseId) -> DispatchResult {
		let (raise, stage) = Self::raise_with_stage(id)?;
		ensure!(stage.is_final(), Error::<T>::NotEnded);
		ensure!(raise.backers == 0, Error::<T>::BackersLeft);
		let (money, shares) = (raise.money_held(), raise.shares_held());
		Self::give_back_shares(&raise, shares)?;
		let (creator, account) = (&raise.creator, Self::raise_account(id));
		// Before the rest is paid: while something is on hold, the account is alive.
		Self::pay_from(id, creator, money)?;
		let left = T::Currency::reducible_balance(&account, Preservation::Expendable, Fortitude::Polite);
		T::Currency::transfer(&account, creator, left, Preservation::Expendable)?;
		let held = raise.deposit.saturating_add(raise.bond);
		T::Currency::release(&HoldReason::Raise.into(), creator, held, Precision::Exact)?;
		RaiseOf::<T>::remove(raise.content);
		Raises::<T>::remove(id);
		Self::deposit_event(Event::RaiseClosed { raise: id, money, shares });
		Ok(())
	}

	/// Pays contributions out of a raise's account.
	pub(crate) fn pay_from(id: RaiseId, to: &T::AccountId, amount: Balance) -> DispatchResult {
		if amount > 0 {
			let (account, reason) = (Self::raise_account(id), HoldReason::Contributions.into());
			let (precision, mode) = (Precision::Exact, Restriction::Free);
			T::Currency::transfer_on_hold(&reason, &account, to, amount, precision, mode, Fortitude::Polite)?;
		}
		Ok(())
	}
}
