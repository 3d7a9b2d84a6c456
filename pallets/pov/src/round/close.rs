//! Closing a round: who earned what, and what goes back to the pot. `pay.rs` hands it out.

use super::pay::millionths;
use crate::{
	seats, types::*, Committees, Config, Entrants, Error, Event, FormerCommittees, Judgements, Models, Pallet, Rounds,
	WeightInfo,
};
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
	ensure,
	pallet_prelude::{DispatchError, Weight},
	traits::Get,
	BoundedVec,
};
use promptale_primitives::{
	arithmetic::mul_div,
	fault::Fault,
	round::{Attestation, Outcome, RoundState, VoidReason},
	schedule::Phase,
	verdict::Verdict,
	Balance, Blake3, BlockNumber, ModelId, RoundIndex,
};

impl<T: Config> Pallet<T> {
	/// Whether a round can be closed at `now`. Without agreement it may be disputed instead, see
	/// [`Self::do_close_round`].
	pub(crate) fn ensure_can_close(model: ModelId, index: RoundIndex, now: BlockNumber) -> Result<Round, Error<T>> {
		let round = Self::known_round(model, index)?;
		let phase = round.phase(now);
		match (round.state, round.agreed) {
			(RoundState::Closed(_), _) => return Err(Error::<T>::NotDue),
			(_, Some((_, since))) => {
				let waited = now >= since.saturating_add(T::AttestGrace::get());
				ensure!(waited || phase == Phase::Overdue, Error::<T>::NotDue);
			},
			(RoundState::Open, None) => ensure!(phase >= Phase::Score, Error::<T>::WrongPhase),
			(RoundState::CommitteeDrawn | RoundState::Settled, None) => {
				ensure!(phase == Phase::Overdue, Error::<T>::WrongPhase);
			},
		}
		Ok(round)
	}

	/// How a round that is due to be closed ends.
	fn outcome(model: ModelId, index: RoundIndex, round: &Round) -> Outcome {
		let reason = match (round.state, round.agreed) {
			(_, Some((checkpoint, _))) => return Outcome::Attested(checkpoint),
			(RoundState::Open, None) => match Entrants::<T>::decode_len(model, index).unwrap_or(0) {
				0 => VoidReason::NoCommitments,
				_ => VoidReason::NoCommittee,
			},
			(RoundState::CommitteeDrawn, None) => {
				let (entrants, members) = (Entrants::<T>::get(model, index), Committees::<T>::get(model, index));
				Self::void_reason(round, &entrants, &members).unwrap_or(VoidReason::NoAgreement)
			},
			(RoundState::Settled | RoundState::Closed(_), None) => VoidReason::NoAgreement,
		};
		Outcome::Void(reason)
	}

	pub(crate) fn do_close_round(model: ModelId, index: RoundIndex) -> DispatchResultWithPostInfo {
		let round = Self::ensure_can_close(model, index, Self::now())?;
		// Settled, and still no agreement.
		let disagreed = round.state == RoundState::Settled && round.agreed.is_none();
		let used = if disagreed && Self::can_dispute(model, index, &round) {
			Self::open_dispute(model, index, round)?
		} else {
			let outcome = Self::outcome(model, index, &round);
			Self::close(model, index, round, outcome)?
		};
		Ok(PostDispatchInfo::from(Some(used)))
	}

	/// Ends a round, and hands out as much as one call does. Answers the weight used.
	pub(crate) fn close(
		model: ModelId,
		index: RoundIndex,
		round: Round,
		outcome: Outcome,
	) -> Result<Weight, DispatchError> {
		let used = Self::conclude(model, index, round, outcome)?;
		Ok(used.saturating_add(Self::pay(model, index)?))
	}

	/// Works out who earned what and who is to be slashed for what, and puts the rest of the budget back into the pot.
	/// Answers the weight used.
	pub(crate) fn conclude(
		id: ModelId,
		index: RoundIndex,
		mut round: Round,
		outcome: Outcome,
	) -> Result<Weight, DispatchError> {
		let mut model = Models::<T>::get(id).ok_or(Error::<T>::UnknownModel)?;
		let entrants = Entrants::<T>::get(id, index);
		let mut members = Committees::<T>::get(id, index);
		let mut former = FormerCommittees::<T>::get(id, index);
		let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
		let used = T::WeightInfo::close_round(count(entrants.len()), count(members.len().saturating_add(former.len())));

		let proven = seats::two_thirds(&members, |attested| attested.disputed);
		Self::find_faults(&round, members.as_mut(), former.as_mut(), outcome, proven);
		let for_committee = millionths(round.budget, round.terms.validator_share);
		let for_contributors = match outcome {
			Outcome::Attested(_) => round.budget.saturating_sub(for_committee),
			Outcome::AllExcluded | Outcome::Void(_) => 0,
		};
		let judgements = Self::reward_updates(id, index, &round, &entrants, for_contributors);
		reward_seats(members.as_mut(), former.as_mut(), outcome, proven, for_committee);
		let rewards = judgements.iter().map(|judgement| judgement.reward);
		let rewards = rewards.chain(members.iter().chain(&former).map(|seat| seat.reward));
		let paid = rewards.fold(0u128, |sum, reward| sum.saturating_add(reward));

		// What rounding, missing members or excluded updates left over.
		let returned = round.budget.saturating_sub(paid);
		model.pot = model.pot.checked_add(returned).ok_or(Error::<T>::Overflow)?;
		if let Outcome::Attested(checkpoint) = outcome {
			model.checkpoint = checkpoint;
			model.version = model.version.saturating_add(1);
		}
		Models::<T>::insert(id, model);
		round.budget = paid;
		round.state = RoundState::Closed(outcome);
		Rounds::<T>::insert(id, index, round);
		if !judgements.is_empty() {
			Judgements::<T>::insert(id, index, judgements);
		}
		if !members.is_empty() {
			Committees::<T>::insert(id, index, members);
		}
		if !former.is_empty() {
			FormerCommittees::<T>::insert(id, index, former);
		}
		Self::deposit_event(Event::RoundClosed { model: id, round: index, outcome, paid, returned });
		Ok(used)
	}

	/// The judgements of all entrants, each with its weight's part of `amount`.
	fn reward_updates(
		model: ModelId,
		index: RoundIndex,
		round: &Round,
		entrants: &[Entrant<T::AccountId>],
		amount: Balance,
	) -> JudgementsOf<T> {
		let mut known = Judgements::<T>::get(model, index).into_iter();
		let judgements = entrants.iter().map(|entrant| {
			let mut judgement = known.next().unwrap_or_default();
			judgement.reward = millionths(amount, judgement.weight);
			if !entrant.published && round.could_publish {
				// Also where the round is void, so that the receipt explains the fee.
				judgement.verdict = Some(Verdict::NotPublished);
			}
			judgement
		});
		BoundedVec::truncate_from(judgements.collect())
	}

	/// Notes what the end of a round proves: commitments never revealed, checkpoints that are not what two thirds of a
	/// committee computed. [`Self::pay`] slashes for it.
	fn find_faults(
		round: &Round,
		members: &mut [Seat<T::AccountId>],
		former: &mut [Seat<T::AccountId>],
		outcome: Outcome,
		proven: Option<Blake3>,
	) {
		note_not_revealed(former);
		// A round that ended earlier gave nobody the time to reveal.
		if round.phase(Self::now()) >= Phase::Attest {
			note_not_revealed(members);
		}
		if let Outcome::Attested(right) = outcome {
			note_wrong_checkpoints(members, |attested| attested.checkpoint != right);
		}
		if let Some(right) = proven {
			note_wrong_checkpoints(former, |attested| attested.checkpoint != right);
			note_wrong_checkpoints(members, |attested| attested.disputed.is_some_and(|disputed| disputed != right));
		}
	}
}

/// Notes a fault of those of `seats` that committed to scores and did not reveal them.
fn note_not_revealed<AccountId>(seats: &mut [Seat<AccountId>]) {
	for seat in seats {
		// Who revealed something else is punished for that.
		if seat.commitment.is_some() && !seat.revealed && !seat.faults.contains(Fault::RevealMismatch) {
			seat.faults.insert(Fault::NotRevealed);
		}
	}
}

/// Notes a fault of those of `seats` whose attestation is `wrong`.
fn note_wrong_checkpoints<AccountId>(seats: &mut [Seat<AccountId>], wrong: impl Fn(&Attestation) -> bool) {
	for seat in seats {
		if seat.attested.as_ref().is_some_and(&wrong) {
			seat.faults.insert(Fault::WrongCheckpoint);
		}
	}
}

/// Shares `amount` by voting stake among the members who earned it: see [`Seat::earned`]. `proven` is what the first
/// committee of a dispute should have attested.
fn reward_seats<AccountId>(
	members: &mut [Seat<AccountId>],
	former: &mut [Seat<AccountId>],
	outcome: Outcome,
	proven: Option<Blake3>,
	amount: Balance,
) {
	for seat in members.iter_mut() {
		seat.agreed = match outcome {
			Outcome::Attested(checkpoint) => seat.attested.is_some_and(|attested| attested.checkpoint == checkpoint),
			Outcome::AllExcluded => true,
			Outcome::Void(_) => false,
		};
	}
	for seat in former.iter_mut() {
		// In the first committee only who attested can be shown to have been right. A void round pays nobody.
		seat.agreed = !matches!(outcome, Outcome::Void(_))
			&& seat.attested.is_some_and(|attested| Some(attested.checkpoint) == proven);
	}
	let stake = seats::stake_of(members, Seat::earned).saturating_add(seats::stake_of(former, Seat::earned));
	for seat in members.iter_mut().chain(former) {
		seat.reward = if seat.earned() { mul_div(amount, seat.stake, stake) } else { 0 };
	}
}
