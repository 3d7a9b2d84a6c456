//! Asking for milestones, votes on them, and the money they release.

use crate::{Backings, Config, Error, Event, HoldReason, Pallet, Raises};
use frame_support::{
	ensure,
	pallet_prelude::DispatchResult,
	traits::{fungible::BalancedHold as _, Imbalance as _},
};
use promptale_primitives::{
	raise::{proceeds, Ballot, BallotNumber, RaiseId, Stage, Verdict},
	settlement::{ContentFees, FeeSource},
	Blake3,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_request(who: T::AccountId, id: RaiseId, evidence: Blake3) -> DispatchResult {
		let (mut raise, stage) = Self::raise_with_stage(id)?;
		ensure!(who == raise.creator, Error::<T>::NotCreator);
		ensure!(stage == Stage::Funded, Error::<T>::NotFunded);
		let (progress, now) = (&mut raise.progress, Self::now());
		let last = progress.ballot.map(|ballot| ballot.verdict(progress.total, now));
		ensure!(!matches!(last, Some(Verdict::Open | Verdict::Approved)), Error::<T>::BallotExists);
		let milestone = raise.terms.milestones.get(progress.released as usize).ok_or(Error::<T>::RaiseBroken)?;
		ensure!(now >= milestone.opens, Error::<T>::TooEarly);
		let number = progress.ballots.checked_add(1).ok_or(Error::<T>::Overflow)?;
		let ends = now.checked_add(milestone.voting).ok_or(Error::<T>::Overflow)?;
		progress.ballots = number;
		progress.ballot = Some(Ballot { number, evidence, ends, yes: 0, no: 0 });
		let milestone = progress.released;
		Raises::<T>::insert(id, raise);
		Self::deposit_event(Event::MilestoneRequested { raise: id, milestone, ballot: number, evidence, ends });
		Ok(())
	}

	pub(crate) fn do_vote(who: T::AccountId, id: RaiseId, number: BallotNumber, approve: bool) -> DispatchResult {
		let (mut raise, stage) = Self::raise_with_stage(id)?;
		ensure!(stage == Stage::Funded, Error::<T>::NotFunded);
		let mut row = Self::backing(&who, id)?;
		let (total, now) = (raise.progress.total, Self::now());
		let running = |ballot: &&mut Ballot| ballot.number == number && ballot.verdict(total, now) == Verdict::Open;
		let ballot = raise.progress.ballot.as_mut().filter(running).ok_or(Error::<T>::NoSuchBallot)?;
		ensure!(row.voted != number, Error::<T>::AlreadyVoted);
		row.voted = number;
		let (side, weight) = (if approve { &mut ballot.yes } else { &mut ballot.no }, row.contribution);
		*side = side.checked_add(weight).ok_or(Error::<T>::Overflow)?;
		Backings::<T>::insert(&who, id, row);
		Raises::<T>::insert(id, raise);
		Self::deposit_event(Event::Voted { raise: id, ballot: number, backer: who, approve, weight });
		Ok(())
	}

	pub(crate) fn do_release(id: RaiseId) -> DispatchResult {
		let (mut raise, stage) = Self::raise_with_stage(id)?;
		ensure!(stage == Stage::Funded, Error::<T>::NotFunded);
		let verdict = raise.progress.ballot.map(|ballot| ballot.verdict(raise.progress.total, Self::now()));
		ensure!(verdict == Some(Verdict::Approved), Error::<T>::NotApproved);
		let (milestone, before) = (raise.progress.released, raise.money_held());
		raise.progress.released = milestone.checked_add(1).ok_or(Error::<T>::Overflow)?;
		raise.progress.ballot = None;
		let amount = before.saturating_sub(raise.money_held());
		let paid = proceeds(amount, raise.fee_rate);
		Self::pay_from(id, &raise.creator, paid)?;
		let rest = amount.saturating_sub(paid);
		let (fee, missing) = T::Currency::slash(&HoldReason::Contributions.into(), &Self::raise_account(id), rest);
		ensure!(missing == 0, Error::<T>::RaiseBroken);
		let charged = fee.peek();
		T::Fees::settle(FeeSource::Launchpad, raise.content, fee);
		Raises::<T>::insert(id, raise);
		Self::deposit_event(Event::MilestoneReleased { raise: id, milestone, paid, fee: charged });
		Ok(())
	}
}
