//! Paying: what the end of a round brought to whom, handed out in calls of bounded size, and claims.

use crate::{
	types::*, Committees, Config, Entrants, Error, Event, FormerCommittees, HoldReason, Judgements, Models, Pallet,
	PendingRewards, Rounds, WeightInfo,
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
use promptale_primitives::{fault::Fault, reward::WorkRewards, Balance, ModelId, RoundIndex, MILLION};
use sp_runtime::{helpers_128bit::multiply_by_rational_with_rounding, Rounding};

/// Faults that only the end of a round proves. Others are slashed for as soon as they are proven.
const PROVEN_AT_THE_END: [Fault; 2] = [Fault::NotRevealed, Fault::WrongCheckpoint];

/// Something to be done for one account.
enum Due<AccountId> {
	/// Return the bond of an update that was not published, less the fee where there is one.
	Bond(AccountId),
	/// Credit a member's reward.
	Reward(AccountId, Balance),
	/// Credit a contributor's reward, and report the work that it is for.
	Work(AccountId, Balance),
	/// Slash for a fault.
	Slash(AccountId, Fault),
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

	/// Pays a closed round out, from where it was left, to as many accounts as one call may. The round is over when
	/// nothing is due to anybody. Answers the weight used.
	pub(crate) fn pay(id: ModelId, index: RoundIndex) -> Result<Weight, DispatchError> {
		let mut model = Models::<T>::get(id).ok_or(Error::<T>::UnknownModel)?;
		let mut round = Self::known_round(id, index)?;
		let dues = Self::dues(id, index, &round);
		let (mut credited, mut returned, mut slashed) = (0u32, 0u32, 0u32);
		let mut left = usize::try_from(T::MaxPayouts::get()).unwrap_or(usize::MAX);
		let from = usize::try_from(round.paid).unwrap_or(usize::MAX);
		let mut all = true;
		for to_one in dues.into_iter().skip(from) {
			// Never split, so that the position says it all. More than two things are due to nobody.
			if to_one.len() > left {
				all = false;
				break;
			}
			left = left.saturating_sub(to_one.len());
			for due in to_one {
				match due {
					Due::Bond(device) => {
						Self::return_bond(id, index, &round, &device);
						returned = returned.saturating_add(1);
					},
					Due::Reward(account, amount) => {
						Self::credit(account, id, index, amount)?;
						round.budget = round.budget.saturating_sub(amount);
						credited = credited.saturating_add(1);
					},
					Due::Work(account, amount) => {
						Self::credit(account.clone(), id, index, amount)?;
						T::WorkRewards::validated(&account, amount);
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

	/// Weight of crediting so many rewards, each for work.
	fn credit_weight(credited: u32) -> Weight {
		let (time, proof) = T::WorkRewards::weight();
		T::WeightInfo::pay_out(credited).saturating_add(Weight::from_parts(time, proof).saturating_mul(credited.into()))
	}

	/// Weight of paying so many rewards, bonds and slashes.
	fn paid_weight(credited: u32, returned: u32, slashed: u32) -> Weight {
		let mut used = Self::credit_weight(credited);
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
			Self::credit_weight(credited)
				.saturating_add(T::WeightInfo::return_bonds(returned))
				.saturating_add(Self::punish_weight(slashed))
		};
		limit(most, 0, 0).max(limit(0, most, 0)).max(limit(0, 0, most))
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

	fn credit(account: T::AccountId, model: ModelId, round: RoundIndex, amount: Balance) -> DispatchResult {
		PendingRewards::<T>::try_mutate(&account, |pending| {
			*pending = pending.checked_add(amount).ok_or(Error::<T>::Overflow)?;
			Ok::<_, DispatchError>(())
		})?;
		Self::deposit_event(Event::RewardCredited { account, model, round, amount });
		Ok(())
	}

	pub(crate) fn do_claim(who: T::AccountId) -> DispatchResult {
		let amount = PendingRewards::<T>::get(&who);
		ensure!(amount > 0, Error::<T>::NothingToClaim);
		// Preserved: what is paid out never takes the existential deposit that keeps the account alive.
		T::Currency::transfer(&Self::account_id(), &who, amount, Preservation::Preserve)?;
		PendingRewards::<T>::remove(&who);
		Self::deposit_event(Event::RewardsClaimed { account: who, amount });
		Ok(())
	}
}

/// `floor(value * numerator / denominator)`, 0 where that does not exist.
pub(super) fn part(value: Balance, numerator: u128, denominator: u128) -> Balance {
	multiply_by_rational_with_rounding(value, numerator, denominator, Rounding::Down).unwrap_or(0)
}

/// `floor(value * rate / 1,000,000)`.
pub(super) fn millionths(value: Balance, rate: u32) -> Balance {
	part(value, u128::from(rate), u128::from(MILLION))
}
