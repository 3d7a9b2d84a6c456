//! Paying: what the end of a round brought to whom, handed out in calls of bounded size, and claims.

use crate::{
	types::*, Committees, Config, Earned, Entrants, Error, Event, FormerCommittees, HoldReason, Judgements, Models,
	Pallet, Rounds, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
	ensure,
	pallet_prelude::{DispatchError, DispatchResult, Weight},
	traits::{
		fungible::{hold::Balanced as _, Mutate},
		tokens::Preservation,
		Get, OnUnbalanced,
	},
};
use promptale_primitives::{
	arithmetic::mul_div, fault::Fault, reward::ValidatedWork, Balance, ModelId, RoundIndex, MILLION,
};

/// Faults that only the end of a round proves. Others are slashed for as soon as they are proven.
const PROVEN_AT_THE_END: [Fault; 2] = [Fault::NotRevealed, Fault::WrongCheckpoint];

/// Something to be done for one account.
enum Due<AccountId> {
	/// Return the bond of an update that was not published, less the fee where there is one.
	Bond(AccountId),
	/// Credit a member's reward.
	Reward(AccountId, Balance),
	/// Credit a contributor's reward, and count it as validated work.
	Work(AccountId, Balance),
	/// Slash for a fault.
	Slash(AccountId, Fault),
}

/// How many rewards or bonds a slash counts as, for [`Config::MaxPayouts`]: beside the stake it touches vesting funds.
pub(crate) const SLASH_COUNTS: u32 = 3;

impl<AccountId> Due<AccountId> {
	/// What it counts, for [`Config::MaxPayouts`].
	fn counts(&self) -> u32 {
		match self {
			Due::Bond(_) | Due::Reward(..) | Due::Work(..) => 1,
			Due::Slash(..) => SLASH_COUNTS,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Whether a closed round can be paid out from position `from` on.
	pub(crate) fn ensure_can_pay(model: ModelId, index: RoundIndex, from: u32) -> Result<(), Error<T>> {
		ensure!(Self::unpaid_from(model, index)? == from, Error::<T>::NotDue);
		Ok(())
	}

	/// The position from which a closed round is still to be paid out.
	pub(crate) fn unpaid_from(id: ModelId, index: RoundIndex) -> Result<u32, Error<T>> {
		let round = Self::known_round(id, index)?;
		let model = Models::<T>::get(id).ok_or(Error::<T>::UnknownModel)?;
		ensure!(round.is_closed() && model.round_open && model.latest_round == index, Error::<T>::NotDue);
		Ok(round.paid)
	}

	pub(crate) fn do_pay_out(model: ModelId, index: RoundIndex, from: u32) -> DispatchResultWithPostInfo {
		Self::ensure_can_pay(model, index, from)?;
		Ok(PostDispatchInfo::from(Some(Self::pay(model, index)?)))
	}

	/// What is due to one account at most: slashes for all that only the end of a round proves.
	#[cfg(feature = "std")]
	pub(crate) fn most_for_one() -> u32 {
		SLASH_COUNTS.saturating_mul(u32::try_from(PROVEN_AT_THE_END.len()).unwrap_or(u32::MAX))
	}

	/// Pays a closed round out, from where it was left, to as many accounts as one call may. The round is over when
	/// nothing is due to anybody. Answers the weight used.
	pub(crate) fn pay(id: ModelId, index: RoundIndex) -> Result<Weight, DispatchError> {
		let mut model = Models::<T>::get(id).ok_or(Error::<T>::UnknownModel)?;
		let mut round = Self::known_round(id, index)?;
		let dues = Self::dues(id, index, &round);
		let (mut credited, mut returned, mut slashed) = (0u32, 0u32, 0u32);
		let mut left = T::MaxPayouts::get();
		let from = usize::try_from(round.paid).unwrap_or(usize::MAX);
		let mut all = true;
		for to_one in dues.into_iter().skip(from) {
			// Never split, so that the position says it all.
			let counts = to_one.iter().fold(0u32, |sum, due| sum.saturating_add(due.counts()));
			let Some(rest) = left.checked_sub(counts) else {
				all = false;
				break;
			};
			left = rest;
			for due in to_one {
				match due {
					Due::Bond(device) => {
						Self::return_bond(id, index, &round, &device);
						returned = returned.saturating_add(1);
					},
					Due::Reward(account, amount) => {
						Self::credit(account, id, index, amount, 0)?;
						round.budget = round.budget.saturating_sub(amount);
						credited = credited.saturating_add(1);
					},
					Due::Work(account, amount) => {
						Self::credit(account, id, index, amount, amount)?;
						round.budget = round.budget.saturating_sub(amount);
						credited = credited.saturating_add(1);
					},
					Due::Slash(validator, fault) => {
						Self::slash(id, index, &validator, fault);
						slashed = slashed.saturating_add(1);
					},
				}
			}
			round.paid = round.paid.saturating_add(1);
		}
		if all {
			model.round_open = false;
			Models::<T>::insert(id, model);
		}
		Rounds::<T>::insert(id, index, round);
		Ok(Self::paid_weight(credited, returned, slashed))
	}

	/// What is due for each entrant, each member and each former member of a closed round, in this order.
	fn dues(model: ModelId, index: RoundIndex, round: &Round) -> Vec<Vec<Due<T::AccountId>>> {
		let entrants = Entrants::<T>::get(model, index).into_iter().zip(Judgements::<T>::get(model, index));
		let for_updates = entrants.map(|(entrant, judgement)| {
			let bond = !entrant.published && round.terms.update_bond > 0;
			let bond = bond.then_some(Due::Bond(entrant.device));
			let reward = (judgement.reward > 0).then_some(Due::Work(entrant.contributor, judgement.reward));
			bond.into_iter().chain(reward).collect()
		});
		let seats = Committees::<T>::get(model, index).into_iter().chain(FormerCommittees::<T>::get(model, index));
		let for_seats = seats.map(|seat| {
			let faults = PROVEN_AT_THE_END.into_iter().filter(|fault| seat.faults.contains(*fault));
			let slashes = faults.map(|fault| Due::Slash(seat.validator.clone(), fault));
			let reward = (seat.reward > 0).then(|| Due::Reward(seat.validator.clone(), seat.reward));
			slashes.chain(reward).collect()
		});
		for_updates.chain(for_seats).collect()
	}

	/// Weight of paying so many rewards, bonds and slashes.
	pub(crate) fn paid_weight(credited: u32, returned: u32, slashed: u32) -> Weight {
		let mut used = T::WeightInfo::pay_out(credited);
		if returned > 0 {
			used = used.saturating_add(T::WeightInfo::return_bonds(returned));
		}
		if slashed > 0 {
			used = used.saturating_add(Self::punish_weight(slashed));
		}
		used
	}

	/// Most that one call pays: all of it of the dearest kind, and what one of the others takes before the first.
	pub(crate) fn pay_limit() -> Weight {
		let most = T::MaxPayouts::get();
		let limit = |credited: u32, returned: u32, slashed: u32| {
			T::WeightInfo::pay_out(credited)
				.saturating_add(T::WeightInfo::return_bonds(returned))
				.saturating_add(Self::punish_weight(slashed))
		};
		limit(most, 0, 0).max(limit(0, most, 0)).max(limit(0, 0, most.div_ceil(SLASH_COUNTS)))
	}

	/// Returns the bond of an update that was not published, less the fee if it could have been.
	pub(crate) fn return_bond(model: ModelId, index: RoundIndex, round: &Round, device: &T::AccountId) {
		let bond = round.terms.update_bond;
		let due = if round.could_publish { millionths(bond, round.terms.missed_publication_fee) } else { 0 };
		let mut fee = 0;
		if due > 0 {
			let (credit, missing) = T::Currency::slash(&HoldReason::UpdateBond.into(), device, due);
			fee = due.saturating_sub(missing);
			T::FeeDestination::on_unbalanced(credit);
			Self::deposit_event(Event::PublicationMissed { model, round: index, device: device.clone(), fee });
		}
		Self::release_hold(HoldReason::UpdateBond, device, bond.saturating_sub(fee));
	}

	/// Credits a reward, `work` of it for validated work.
	fn credit(
		account: T::AccountId,
		model: ModelId,
		round: RoundIndex,
		amount: Balance,
		work: Balance,
	) -> DispatchResult {
		Earned::<T>::try_mutate(&account, |earnings| {
			earnings.pending = earnings.pending.checked_add(amount).ok_or(Error::<T>::Overflow)?;
			// Nobody's pay fails because of what they were paid before.
			earnings.validated_work = earnings.validated_work.saturating_add(work);
			Ok::<_, DispatchError>(())
		})?;
		Self::deposit_event(Event::RewardCredited { account, model, round, amount });
		Ok(())
	}

	pub(crate) fn do_claim(who: T::AccountId) -> DispatchResult {
		let mut earnings = Earned::<T>::get(&who);
		let amount = core::mem::take(&mut earnings.pending);
		ensure!(amount > 0, Error::<T>::NothingToClaim);
		// Preserved: what is paid out never takes the existential deposit that keeps the account alive.
		T::Currency::transfer(&Self::account_id(), &who, amount, Preservation::Preserve)?;
		if earnings == Earnings::default() {
			Earned::<T>::remove(&who);
		} else {
			Earned::<T>::insert(&who, earnings);
		}
		Self::deposit_event(Event::RewardsClaimed { account: who, amount });
		Ok(())
	}
}

/// Contributors' rewards, not those of members for judging.
impl<T: Config> ValidatedWork<T::AccountId> for Pallet<T> {
	fn lifetime(identity: &T::AccountId) -> Balance {
		Earned::<T>::get(identity).validated_work
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn earn(identity: &T::AccountId, amount: Balance) {
		Earned::<T>::mutate(identity, |earnings| {
			earnings.validated_work = earnings.validated_work.saturating_add(amount);
		});
	}
}

/// `floor(value * rate / 1,000,000)`.
pub(super) fn millionths(value: Balance, rate: u32) -> Balance {
	mul_div(value, u128::from(rate), u128::from(MILLION))
}
