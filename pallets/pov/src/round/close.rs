//! Closing a round: bonds, rewards, receipts, and what goes back to the pot.

use crate::{
	types::*, Committees, Config, Error, Event, HoldReason, Models, Pallet, PendingRewards, Receipts, Rounds, Seats,
	Tallies, UpdateOfDevice, UpdateOfIdentity, Updates, WeightInfo,
};
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
	round::{Outcome, Receipt, ReceiptRole, RoundState, VoidReason},
	schedule::Phase,
	verdict::Verdict,
	Balance, BlockNumber, ModelId, RoundIndex, MILLION,
};
use sp_runtime::{helpers_128bit::multiply_by_rational_with_rounding, Rounding};

impl<T: Config> Pallet<T> {
	/// Whether a round can be closed at `now`; answers how it ends.
	pub(crate) fn ensure_can_close(
		model: ModelId,
		index: RoundIndex,
		now: BlockNumber,
	) -> Result<(Round, Outcome), Error<T>> {
		let round = Self::known_round(model, index)?;
		let phase = round.phase(now);
		let outcome = match (round.state, round.agreed) {
			(RoundState::Closed(_), _) => return Err(Error::<T>::NotDue),
			(_, Some((checkpoint, since))) => {
				let waited = now >= since.saturating_add(T::AttestGrace::get());
				ensure!(waited || phase == Phase::Overdue, Error::<T>::NotDue);
				Outcome::Attested(checkpoint)
			},
			(RoundState::Open, None) => {
				ensure!(phase >= Phase::Score, Error::<T>::WrongPhase);
				Outcome::Void(if round.updates == 0 { VoidReason::NoCommitments } else { VoidReason::NoCommittee })
			},
			(RoundState::CommitteeDrawn, None) => {
				ensure!(phase == Phase::Overdue, Error::<T>::WrongPhase);
				Outcome::Void(Self::void_reason(&round).unwrap_or(VoidReason::NoAgreement))
			},
			(RoundState::Settled, None) => {
				ensure!(phase == Phase::Overdue, Error::<T>::WrongPhase);
				// The place of disputes: before this round is given up, a fresh and larger committee will
				// repeat scoring, settling and attesting.
				Outcome::Void(VoidReason::NoAgreement)
			},
		};
		Ok((round, outcome))
	}

	pub(crate) fn do_close_round(model: ModelId, index: RoundIndex) -> DispatchResultWithPostInfo {
		let (round, outcome) = Self::ensure_can_close(model, index, Self::now())?;
		Ok(PostDispatchInfo::from(Some(Self::close(model, index, round, outcome)?)))
	}

	/// Ends a round: returns bonds that are still held, credits rewards, writes receipts, puts the rest of the
	/// budget back into the pot. Answers the weight used.
	pub(crate) fn close(
		id: ModelId,
		index: RoundIndex,
		mut round: Round,
		outcome: Outcome,
	) -> Result<Weight, DispatchError> {
		let mut model = Models::<T>::get(id).ok_or(Error::<T>::UnknownModel)?;
		let members = Self::members(id, index);
		let used = T::WeightInfo::close_round(round.updates, members);
		let for_committee = part(round.budget, u128::from(round.terms.validator_share), u128::from(MILLION));
		let for_contributors = match outcome {
			Outcome::Attested(_) => round.budget.saturating_sub(for_committee),
			Outcome::AllExcluded | Outcome::Void(_) => 0,
		};
		let paid = Self::close_updates(id, index, &round, for_contributors)?.saturating_add(Self::close_seats(
			id,
			index,
			outcome,
			for_committee,
		)?);

		// What rounding, missing members or excluded updates left over.
		let returned = round.budget.saturating_sub(paid);
		model.pot = model.pot.checked_add(returned).ok_or(Error::<T>::Overflow)?;
		model.round_open = false;
		if let Outcome::Attested(checkpoint) = outcome {
			model.checkpoint = checkpoint;
			model.version = model.version.saturating_add(1);
		}
		Models::<T>::insert(id, model);
		Tallies::<T>::remove(id, index);
		round.budget = 0;
		round.state = RoundState::Closed(outcome);
		Rounds::<T>::insert(id, index, round);
		Self::deposit_event(Event::RoundClosed { model: id, round: index, outcome, paid, returned });
		Ok(used)
	}

	/// Releases bonds, credits each accepted update its weight's part of `amount`, writes receipts for updates
	/// with a verdict. Answers what was credited.
	fn close_updates(
		model: ModelId,
		index: RoundIndex,
		round: &Round,
		amount: Balance,
	) -> Result<Balance, DispatchError> {
		let mut paid = 0u128;
		for at in 0..round.updates {
			let Some(mut update) = Updates::<T>::get((model, index, at)) else { continue };
			Self::release_bond(model, index, round, &mut update);
			UpdateOfDevice::<T>::remove((model, index, &update.device));
			UpdateOfIdentity::<T>::remove((model, index, &update.contributor));
			update.reward = part(amount, u128::from(update.weight), u128::from(MILLION));
			paid = paid.saturating_add(update.reward);
			Self::credit(&update.contributor, model, index, update.reward)?;
			if update.published.is_none() && round.could_publish() {
				// Also where the round is void, so that the receipt explains the fee.
				update.verdict = Some(Verdict::NotPublished);
			}
			if let Some(verdict) = update.verdict {
				let role = ReceiptRole::Contributor { verdict, weight: update.weight, clip: update.clip };
				let receipt = Receipt { role, payout: update.reward };
				Receipts::<T>::insert((&update.contributor, (model, index), false), receipt);
			}
			Updates::<T>::insert((model, index, at), update);
		}
		Ok(paid)
	}

	/// Shares `amount` by voting stake among the members who earned it, and writes every member's receipt.
	/// Answers what was credited.
	fn close_seats(
		model: ModelId,
		index: RoundIndex,
		outcome: Outcome,
		amount: Balance,
	) -> Result<Balance, DispatchError> {
		let members = Committees::<T>::get(model, index);
		let seats: alloc::vec::Vec<_> = members
			.into_iter()
			.filter_map(|member| Some((Seats::<T>::get((model, index, &member))?, member)))
			.collect();
		let agreed = |seat: &Seat| match outcome {
			Outcome::Attested(checkpoint) => seat.attested == Some(checkpoint),
			Outcome::AllExcluded => true,
			Outcome::Void(_) => false,
		};
		let stake = seats
			.iter()
			.filter(|(seat, _)| seat.revealed && agreed(seat))
			.fold(0u128, |sum, (seat, _)| sum.saturating_add(seat.stake));
		let mut paid = 0u128;
		for (mut seat, member) in seats {
			let earned = seat.revealed && agreed(&seat);
			seat.reward = if earned { part(amount, seat.stake, stake) } else { 0 };
			paid = paid.saturating_add(seat.reward);
			Self::credit(&member, model, index, seat.reward)?;
			let role = ReceiptRole::Validator { revealed: seat.revealed, agreed: agreed(&seat) };
			Receipts::<T>::insert((&member, (model, index), true), Receipt { role, payout: seat.reward });
			Seats::<T>::insert((model, index, &member), seat);
		}
		Ok(paid)
	}

	/// Releases an update's bond, less the fee if it could have been published and was not.
	pub(crate) fn release_bond(model: ModelId, index: RoundIndex, round: &Round, update: &mut Update<T::AccountId>) {
		let bond = core::mem::take(&mut update.bond);
		if bond == 0 {
			return;
		}
		let mut fee = 0;
		if update.published.is_none() && round.could_publish() {
			let due = part(bond, u128::from(round.terms.missed_publication_fee), u128::from(MILLION));
			if due > 0 {
				let (credit, missing) = T::Currency::slash(&HoldReason::UpdateBond.into(), &update.device, due);
				fee = due.saturating_sub(missing);
				T::FeeDestination::on_unbalanced(credit);
				let device = update.device.clone();
				Self::deposit_event(Event::PublicationMissed { model, round: index, device, fee });
			}
		}
		Self::release_hold(HoldReason::UpdateBond, &update.device, bond.saturating_sub(fee));
	}

	fn credit(account: &T::AccountId, model: ModelId, round: RoundIndex, amount: Balance) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		PendingRewards::<T>::try_mutate(account, |pending| {
			*pending = pending.checked_add(amount).ok_or(Error::<T>::Overflow)?;
			Ok::<_, DispatchError>(())
		})?;
		Self::deposit_event(Event::RewardCredited { account: account.clone(), model, round, amount });
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
fn part(value: Balance, numerator: u128, denominator: u128) -> Balance {
	multiply_by_rational_with_rounding(value, numerator, denominator, Rounding::Down).unwrap_or(0)
}
