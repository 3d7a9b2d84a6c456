//! The invariants listed in the crate's documentation, checked over all of the state.

use crate::{
	seats, types::*, Allowed, Committees, Config, Earned, Entrants, FormerCommittees, HoldReason, Judgements, Keys,
	Models, Pallet, Rounds, Scores, SessionKeyOwner, Updates, Validators,
};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::fungible::{Inspect, InspectHold},
};
use promptale_primitives::{round::RoundState, Balance, ModelId, RoundIndex, MILLION};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant. Natively it is there without the feature `try-runtime`, which would change all of the
	/// SDK: tests and simulations call it after every step.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_money()?;
		Self::check_models()?;
		for (model, index, round) in Rounds::<T>::iter() {
			Self::check_updates(model, index, &round)?;
			Self::check_committee(model, index, &round)?;
		}
		Self::check_holds()?;
		Self::check_registries()?;
		Self::check_retention()?;
		Self::check_work()
	}

	/// 1.
	fn check_money() -> Result<(), TryRuntimeError> {
		let pots: Balance = Models::<T>::iter_values().map(|model| model.pot).sum();
		let budgets: Balance = Rounds::<T>::iter().map(|(_, _, round)| round.budget).sum();
		let rewards: Balance = Earned::<T>::iter_values().map(|earnings| earnings.pending).sum();
		let owed = pots.saturating_add(budgets).saturating_add(rewards);
		let has = T::Currency::balance(&Self::account_id());
		let needed = if owed == 0 { 0 } else { owed.saturating_add(T::Currency::minimum_balance()) };
		ensure!(has >= needed, "1: the pallet's account holds less than pots, budgets and rewards");
		Ok(())
	}

	/// 2.
	fn check_models() -> Result<(), TryRuntimeError> {
		for (id, model) in Models::<T>::iter() {
			for index in 1..=model.latest_round {
				let round = Rounds::<T>::get(id, index);
				ensure!(round.is_some() == (index >= model.oldest_round), "2: rounds kept do not match the model");
				let Some(round) = round else { continue };
				let open = model.round_open && index == model.latest_round;
				ensure!(open || round.is_closed(), "2: only the latest round may be open");
				ensure!(open || round.budget == 0, "2: a round that is over has a budget left");
				let whole = round.budget == round.terms.round_budget;
				ensure!(round.is_closed() || whole, "2: an open round lacks its budget");
				ensure!(
					round.budget == Self::unpaid(id, index, &round),
					"2: a closed round's budget is not what it owes"
				);
			}
			ensure!(!model.round_open || model.latest_round > 0, "2: an open round must exist");
		}
		Ok(())
	}

	/// What a round has not handed out yet.
	fn unpaid(model: ModelId, index: RoundIndex, round: &Round) -> Balance {
		if !round.is_closed() {
			return round.budget;
		}
		let updates = Judgements::<T>::get(model, index).into_iter().map(|judgement| judgement.reward);
		let seats = Committees::<T>::get(model, index).into_iter().chain(FormerCommittees::<T>::get(model, index));
		updates.chain(seats.map(|seat| seat.reward)).skip(round.paid as usize).sum()
	}

	/// 3, and the weights of 4.
	fn check_updates(model: ModelId, index: RoundIndex, round: &Round) -> Result<(), TryRuntimeError> {
		let entrants = Entrants::<T>::get(model, index);
		ensure!(Updates::<T>::iter_prefix((model, index)).count() == entrants.len(), "3: number of updates");
		for (at, entrant) in (0u32..).zip(&entrants) {
			let update = Updates::<T>::get((model, index, at)).ok_or("3: an entrant without an update")?;
			ensure!(
				update.published.is_some() == entrant.published,
				"3: entrant and update disagree about publication"
			);
			let same = |other: &&Entrant<T::AccountId>| {
				other.device == entrant.device || other.contributor == entrant.contributor
			};
			ensure!(entrants.iter().filter(same).count() == 1, "3: an identity or a device entered twice");
		}
		let drawn = matches!(round.state, RoundState::CommitteeDrawn | RoundState::Settled);
		ensure!(!drawn || round.updates as usize == entrants.len(), "3: the committee judges all updates");
		let judgements = Judgements::<T>::get(model, index);
		let judged = matches!(round.state, RoundState::Settled | RoundState::Closed(_));
		ensure!(!judged || judgements.len() == entrants.len(), "3: number of judgements");
		let weights: u64 = judgements.iter().map(|judgement| u64::from(judgement.weight)).sum();
		ensure!(weights == 0 || weights == u64::from(MILLION), "4: weights do not sum to one million");
		ensure!(
			round.state != RoundState::Settled || weights == u64::from(MILLION),
			"4: a settled round without weights"
		);
		Ok(())
	}

	/// 4.
	fn check_committee(model: ModelId, index: RoundIndex, round: &Round) -> Result<(), TryRuntimeError> {
		let members = Committees::<T>::get(model, index);
		let former = FormerCommittees::<T>::get(model, index);
		ensure!(round.disputed_at.is_some() || former.is_empty(), "8: a former committee without a dispute");
		let drawn = matches!(round.state, RoundState::CommitteeDrawn | RoundState::Settled);
		ensure!(!drawn || !members.is_empty(), "4: a committee without members");
		ensure!(!members.is_empty() || !Committees::<T>::contains_key(model, index), "4: a row without seats");
		let all = || members.iter().chain(&former);
		for seat in all() {
			let seats = all().filter(|other| other.validator == seat.validator).count();
			ensure!(seats == 1, "8: a validator with two seats");
			let scores = Scores::<T>::get((model, index, &seat.validator));
			ensure!(scores.is_some() == seat.revealed, "4: revealed scores are those that are stored");
			let entries = scores.map_or(round.updates as usize, |scores| scores.len());
			ensure!(entries == round.updates as usize, "4: number of scores");
			let paid = round.is_closed() && seat.earned();
			ensure!(seat.reward == 0 || paid || !seat.faults.is_empty(), "4: a member is paid for what it did not do");
		}
		let revealed = all().filter(|seat| seat.revealed).count();
		ensure!(Scores::<T>::iter_prefix((model, index)).count() == revealed, "4: scores without a member");
		if let (RoundState::Settled, Some((checkpoint, _))) = (round.state, round.agreed) {
			let agreed = seats::two_thirds(&members, |attested| Some(attested.checkpoint));
			ensure!(agreed == Some(checkpoint), "4: agreed without two thirds");
		}
		Ok(())
	}

	/// 5.
	fn check_holds() -> Result<(), TryRuntimeError> {
		let mut models = BTreeMap::<T::AccountId, Balance>::new();
		for model in Models::<T>::iter_values() {
			let sum = models.entry(model.owner).or_default();
			*sum = sum.saturating_add(model.deposit);
		}
		Self::check_hold(HoldReason::ModelDeposit, models)?;
		let mut bonds = BTreeMap::<T::AccountId, Balance>::new();
		for (model, index, round) in Rounds::<T>::iter() {
			for entrant in Entrants::<T>::get(model, index).into_iter().skip(round.paid as usize) {
				let sum = bonds.entry(entrant.device).or_default();
				let bond = if entrant.published { 0 } else { round.terms.update_bond };
				*sum = sum.saturating_add(bond);
			}
		}
		Self::check_hold(HoldReason::UpdateBond, bonds)?;
		let stakes =
			Validators::<T>::get().into_iter().map(|(validator, ledger)| (validator, ledger.total())).collect();
		Self::check_hold(HoldReason::ValidatorStake, stakes)
	}

	fn check_hold(reason: HoldReason, on_record: BTreeMap<T::AccountId, Balance>) -> Result<(), TryRuntimeError> {
		let reason = reason.into();
		for (account, amount) in on_record {
			ensure!(
				T::Currency::balance_on_hold(&reason, &account) >= amount,
				"5: less is held on an account than is on record"
			);
		}
		Ok(())
	}

	/// 6.
	fn check_registries() -> Result<(), TryRuntimeError> {
		let validators = Validators::<T>::get().len();
		ensure!(validators == Keys::<T>::iter_keys().count(), "6: validators and keys");
		ensure!(validators == SessionKeyOwner::<T>::iter_keys().count(), "6: validators and session keys");
		for (validator, keys) in Keys::<T>::iter() {
			ensure!(Self::ledger(&validator).is_some(), "6: keys without a validator");
			ensure!(
				SessionKeyOwner::<T>::get(keys.session_key) == Some(validator),
				"6: a session key of another validator"
			);
		}
		for (id, model) in Models::<T>::iter() {
			ensure!(
				Allowed::<T>::iter_prefix(id).count() == model.allowed as usize,
				"6: number of entries on an allow-list"
			);
		}
		Ok(())
	}

	/// 7.
	fn check_retention() -> Result<(), TryRuntimeError> {
		let kept = |model: ModelId, index: RoundIndex| Rounds::<T>::contains_key(model, index);
		for (model, _, _) in Rounds::<T>::iter() {
			ensure!(Models::<T>::contains_key(model), "7: a round outlives its model");
		}
		ensure!(Entrants::<T>::iter_keys().all(|(model, index)| kept(model, index)), "7: entrants");
		ensure!(Updates::<T>::iter_keys().all(|(model, index, _)| kept(model, index)), "7: updates");
		ensure!(Judgements::<T>::iter_keys().all(|(model, index)| kept(model, index)), "7: judgements");
		ensure!(Scores::<T>::iter_keys().all(|(model, index, _)| kept(model, index)), "7: scores");
		ensure!(Committees::<T>::iter_keys().all(|(model, index)| kept(model, index)), "7: committees");
		ensure!(FormerCommittees::<T>::iter_keys().all(|(model, index)| kept(model, index)), "7: former committees");
		ensure!(Allowed::<T>::iter_keys().all(|(model, _)| Models::<T>::contains_key(model)), "7: allow-lists");
		Ok(())
	}

	/// 9.
	fn check_work() -> Result<(), TryRuntimeError> {
		let mut paid = BTreeMap::<T::AccountId, Balance>::new();
		for (model, index, round) in Rounds::<T>::iter().filter(|(_, _, round)| round.is_closed()) {
			let judged = Entrants::<T>::get(model, index).into_iter().zip(Judgements::<T>::get(model, index));
			for (entrant, judgement) in judged.take(round.paid as usize) {
				let sum = paid.entry(entrant.contributor).or_default();
				*sum = sum.saturating_add(judgement.reward);
			}
		}
		for (identity, amount) in paid {
			ensure!(Earned::<T>::get(identity).validated_work >= amount, "9: work that was paid for is not counted");
		}
		ensure!(
			Earned::<T>::iter_values().all(|earnings| earnings != Earnings::default()),
			"9: an empty row of earnings"
		);
		Ok(())
	}
}
