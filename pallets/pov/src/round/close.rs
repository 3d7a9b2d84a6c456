//! Closing a round: bonds, rewards, receipts, and what goes back to the pot.

use crate::{
	types::*, Committees, Config, Error, Event, FormerCommittees, HoldReason, Models, Pallet, PendingRewards, Receipts,
	Rounds, Seats, Tallies, UpdateOfDevice, UpdateOfIdentity, Updates, WeightInfo,
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
	reward::WorkRewards,
	round::{Attestation, Outcome, Receipt, ReceiptRole, RoundState, VoidReason},
	schedule::Phase,
	verdict::Verdict,
	Balance, Blake3, BlockNumber, ModelId, RoundIndex, MILLION,
};
use sp_runtime::{helpers_128bit::multiply_by_rational_with_rounding, Rounding};

impl<T: Config> Pallet<T> {
	/// Whether a round can be closed at `now`; answers how it ends. Without agreement it may be disputed instead, see
	/// [`Self::do_close_round`].
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
				Outcome::Void(VoidReason::NoAgreement)
			},
		};
		Ok((round, outcome))
	}

	pub(crate) fn do_close_round(model: ModelId, index: RoundIndex) -> DispatchResultWithPostInfo {
		let (round, outcome) = Self::ensure_can_close(model, index, Self::now())?;
		// Settled, and still no agreement.
		let disagreed = round.state == RoundState::Settled && round.agreed.is_none();
		let used = if disagreed && Self::can_dispute(model, index, &round) {
			Self::open_dispute(model, index, round)?
		} else {
			Self::close(model, index, round, outcome)?
		};
		Ok(PostDispatchInfo::from(Some(used)))
	}

	/// Ends a round: slashes for proven faults, returns bonds that are still held, credits rewards, writes receipts,
	/// puts the rest of the budget back into the pot. Answers the weight used.
	pub(crate) fn close(
		id: ModelId,
		index: RoundIndex,
		mut round: Round,
		outcome: Outcome,
	) -> Result<Weight, DispatchError> {
		let mut model = Models::<T>::get(id).ok_or(Error::<T>::UnknownModel)?;
		let members = Committees::<T>::get(id, index);
		let former = FormerCommittees::<T>::get(id, index);
		let proven = Self::proven_checkpoint(&round, &Tallies::<T>::take(id, index));
		let seats = u32::try_from(members.len().saturating_add(former.len())).unwrap_or(u32::MAX);
		let used = T::WeightInfo::close_round(round.updates, seats)
			.saturating_add(Self::punish_faults(id, index, &round, &members, &former, outcome, proven));
		let for_committee = millionths(round.budget, round.terms.validator_share);
		let for_contributors = match outcome {
			Outcome::Attested(_) => round.budget.saturating_sub(for_committee),
			Outcome::AllExcluded | Outcome::Void(_) => 0,
		};
		let seats = Self::graded_seats(id, index, &members, &former, outcome, proven);
		let paid = Self::close_updates(id, index, &round, for_contributors)?.saturating_add(Self::close_seats(
			id,
			index,
			seats,
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
			update.reward = millionths(amount, update.weight);
			paid = paid.saturating_add(update.reward);
			Self::credit(&update.contributor, model, index, update.reward)?;
			if update.reward > 0 {
				T::WorkRewards::validated(&update.contributor, update.weight, amount);
			}
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

	/// Slashes for what the end of a round proves: commitments never revealed, checkpoints that are not what two
	/// thirds of a committee computed. Answers the weight used.
	#[allow(clippy::too_many_arguments)]
	fn punish_faults(
		model: ModelId,
		index: RoundIndex,
		round: &Round,
		members: &[T::AccountId],
		former: &[T::AccountId],
		outcome: Outcome,
		proven: Option<Blake3>,
	) -> Weight {
		let mut used = Weight::zero();
		// A round that ended earlier gave nobody the time to reveal.
		if round.phase(Self::now()) >= Phase::Attest {
			used = used.saturating_add(Self::punish_not_revealed(model, index, members));
		}
		if let Outcome::Attested(right) = outcome {
			let wrong = |attested: &Attestation| attested.checkpoint != right;
			used = used.saturating_add(Self::punish_wrong_checkpoints(model, index, members, wrong));
		}
		if let Some(right) = proven {
			let wrong = |attested: &Attestation| attested.checkpoint != right;
			used = used.saturating_add(Self::punish_wrong_checkpoints(model, index, former, wrong));
			let wrong = |attested: &Attestation| attested.disputed.is_some_and(|disputed| disputed != right);
			used = used.saturating_add(Self::punish_wrong_checkpoints(model, index, members, wrong));
		}
		used
	}

	/// The seats of both committees, each with whether it attested what it should have.
	fn graded_seats(
		model: ModelId,
		index: RoundIndex,
		members: &[T::AccountId],
		former: &[T::AccountId],
		outcome: Outcome,
		proven: Option<Blake3>,
	) -> Vec<(T::AccountId, Seat, bool)> {
		let agreed = |seat: &Seat| match outcome {
			Outcome::Attested(checkpoint) => seat.attested.is_some_and(|attested| attested.checkpoint == checkpoint),
			Outcome::AllExcluded => true,
			Outcome::Void(_) => false,
		};
		// In the first committee only who attested can be shown to have been right. A void round pays nobody.
		let was_right = |seat: &Seat| {
			!matches!(outcome, Outcome::Void(_))
				&& seat.attested.is_some_and(|attested| Some(attested.checkpoint) == proven)
		};
		let seat = |member: &T::AccountId| Seats::<T>::get((model, index, member));
		let current = members.iter().filter_map(|member| {
			let seat = seat(member)?;
			Some((member.clone(), seat.clone(), agreed(&seat)))
		});
		let earlier = former.iter().filter_map(|member| {
			let seat = seat(member)?;
			Some((member.clone(), seat.clone(), was_right(&seat)))
		});
		current.chain(earlier).collect()
	}

	/// Shares `amount` by voting stake among the members who earned it: those that revealed, agreed, and did nothing
	/// they were slashed for. Writes every member's receipt. Answers what was credited.
	fn close_seats(
		model: ModelId,
		index: RoundIndex,
		seats: Vec<(T::AccountId, Seat, bool)>,
		amount: Balance,
	) -> Result<Balance, DispatchError> {
		let earned = |seat: &Seat, agreed: bool| seat.revealed && agreed && seat.faults.is_empty();
		let stake = seats
			.iter()
			.filter(|(_, seat, agreed)| earned(seat, *agreed))
			.fold(0u128, |sum, (_, seat, _)| sum.saturating_add(seat.stake));
		let mut paid = 0u128;
		for (member, mut seat, agreed) in seats {
			seat.reward = if earned(&seat, agreed) { part(amount, seat.stake, stake) } else { 0 };
			paid = paid.saturating_add(seat.reward);
			Self::credit(&member, model, index, seat.reward)?;
			let role = ReceiptRole::Validator { revealed: seat.revealed, agreed, faults: seat.faults };
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
			let due = millionths(bond, round.terms.missed_publication_fee);
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

/// `floor(value * rate / 1,000,000)`.
pub(crate) fn millionths(value: Balance, rate: u32) -> Balance {
	part(value, u128::from(rate), u128::from(MILLION))
}
