//! The invariants listed in the crate's documentation, checked over all of the state.

use crate::{
	types::*, Allowed, Committees, Config, DeviceCount, Devices, FormerCommittees, HoldReason, Keys, Models, Pallet,
	PendingRewards, Receipts, Rounds, Scores, Seats, SessionKeyOwner, Tallies, UpdateOfDevice, UpdateOfIdentity,
	Updates, Validators,
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
		Self::check_retention()
	}

	/// 1.
	fn check_money() -> Result<(), TryRuntimeError> {
		let pots: Balance = Models::<T>::iter_values().map(|model| model.pot).sum();
		let budgets: Balance = Rounds::<T>::iter().map(|(_, _, round)| round.budget).sum();
		let rewards: Balance = PendingRewards::<T>::iter_values().sum();
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
				ensure!(round.is_closed() != open, "2: only the latest round may be open");
				ensure!(open || round.budget == 0, "2: a closed round has a budget left");
				ensure!(!open || round.budget == round.terms.round_budget, "2: an open round lacks its budget");
			}
			ensure!(!model.round_open || model.latest_round > 0, "2: an open round must exist");
		}
		Ok(())
	}

	/// 3, and the weights of 4.
	fn check_updates(model: ModelId, index: RoundIndex, round: &Round) -> Result<(), TryRuntimeError> {
		let updates: alloc::vec::Vec<_> = Updates::<T>::iter_prefix((model, index)).map(|(_, update)| update).collect();
		ensure!(updates.len() == round.updates as usize, "3: number of updates");
		let published = updates.iter().filter(|update| update.published.is_some()).count();
		ensure!(published == round.published as usize, "3: number of published updates");
		let judged = matches!(round.state, RoundState::Settled | RoundState::Closed(_));
		ensure!(!judged || updates.iter().all(|update| update.bond == 0), "3: a bond outlives the verdict");
		let lookups = if round.is_closed() { 0 } else { updates.len() };
		ensure!(
			UpdateOfDevice::<T>::iter_prefix((model, index)).count() == lookups
				&& UpdateOfIdentity::<T>::iter_prefix((model, index)).count() == lookups,
			"3: lookups of updates"
		);
		let weights: u64 = updates.iter().map(|update| u64::from(update.weight)).sum();
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
		ensure!(members.iter().all(|member| !former.contains(member)), "8: a member of both committees");
		for (member, in_dispute) in members
			.iter()
			.map(|member| (member, round.disputed_at.is_some()))
			.chain(former.iter().map(|member| (member, false)))
		{
			let seat = Seats::<T>::get((model, index, member)).ok_or("4: a member without a seat")?;
			ensure!(seat.in_dispute == in_dispute, "8: a seat of the other committee");
		}
		let mut total: Balance = 0;
		let mut revealed: Balance = 0;
		for member in &members {
			let seat = Seats::<T>::get((model, index, member)).ok_or("4: a member without a seat")?;
			total = total.saturating_add(seat.stake);
			if seat.revealed {
				revealed = revealed.saturating_add(seat.stake);
				let scores = Scores::<T>::get((model, index, member)).ok_or("4: revealed, but no scores")?;
				ensure!(scores.len() == round.updates as usize, "4: number of scores");
			}
		}
		let seats = members.len().saturating_add(former.len());
		ensure!(Seats::<T>::iter_prefix((model, index)).count() == seats, "4: a seat without a member");
		ensure!(total == round.total_stake && revealed == round.revealed_stake, "4: stake of the committee");
		ensure!(!round.is_closed() || !Tallies::<T>::contains_key(model, index), "4: a closed round has a tally");
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
		for update in Updates::<T>::iter_values() {
			let sum = bonds.entry(update.device).or_default();
			*sum = sum.saturating_add(update.bond);
		}
		Self::check_hold(HoldReason::UpdateBond, bonds)?;
		let mut devices = BTreeMap::<T::AccountId, Balance>::new();
		for device in Devices::<T>::iter_values() {
			let sum = devices.entry(device.identity).or_default();
			*sum = sum.saturating_add(device.deposit);
		}
		Self::check_hold(HoldReason::DeviceDeposit, devices)?;
		let stakes = Validators::<T>::iter().map(|(validator, ledger)| (validator, ledger.total())).collect();
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
		let validators = Validators::<T>::iter_keys().count();
		ensure!(validators == Validators::<T>::count() as usize, "6: number of validators");
		ensure!(validators == Keys::<T>::iter_keys().count(), "6: validators and keys");
		ensure!(validators == SessionKeyOwner::<T>::iter_keys().count(), "6: validators and session keys");
		for (validator, keys) in Keys::<T>::iter() {
			ensure!(
				SessionKeyOwner::<T>::get(keys.session_key) == Some(validator),
				"6: a session key of another validator"
			);
		}
		let mut counts = BTreeMap::<T::AccountId, u32>::new();
		for device in Devices::<T>::iter_values() {
			let count = counts.entry(device.identity).or_default();
			*count = count.saturating_add(1);
		}
		ensure!(DeviceCount::<T>::iter().collect::<BTreeMap<_, _>>() == counts, "6: number of devices of an identity");
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
		ensure!(Updates::<T>::iter_keys().all(|(model, index, _)| kept(model, index)), "7: updates");
		ensure!(Seats::<T>::iter_keys().all(|(model, index, _)| kept(model, index)), "7: seats");
		ensure!(Scores::<T>::iter_keys().all(|(model, index, _)| kept(model, index)), "7: scores");
		ensure!(Committees::<T>::iter_keys().all(|(model, index)| kept(model, index)), "7: committees");
		ensure!(FormerCommittees::<T>::iter_keys().all(|(model, index)| kept(model, index)), "7: former committees");
		ensure!(Tallies::<T>::iter_keys().all(|(model, index)| kept(model, index)), "7: tallies");
		ensure!(Receipts::<T>::iter_keys().all(|(_, (model, index), _)| kept(model, index)), "7: receipts");
		ensure!(Allowed::<T>::iter_keys().all(|(model, _)| Models::<T>::contains_key(model)), "7: allow-lists");
		Ok(())
	}
}
