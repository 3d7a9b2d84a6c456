//! Faults: what proves them, and slashing.

use super::pay::millionths;
use crate::{
	seats, types::*, Committees, Config, Entrants, Error, Event, FormerCommittees, HoldReason, Judgements, Keys,
	Pallet, Rounds, Scores, SessionKeyOwner, Updates, Validators, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
	ensure,
	pallet_prelude::{DispatchResult, Weight},
	traits::{fungible::hold::Balanced as _, Get, OnUnbalanced},
};
use promptale_primitives::{
	canary::{self, Expectation},
	fault::Fault,
	hash,
	vesting::VestingFunds,
	Blake3, ModelId, RoundIndex, UpdateIndex,
};
use sp_application_crypto::RuntimeAppPublic;

impl<T: Config> Pallet<T> {
	/// Notes a member's fault in its seat and slashes it, once. Answers how many slashes that were.
	pub(crate) fn punish(model: ModelId, index: RoundIndex, seat: &mut Seat<T::AccountId>, fault: Fault) -> u32 {
		if !seat.faults.insert(fault) {
			return 0;
		}
		Self::slash(model, index, &seat.validator, fault);
		1
	}

	/// Takes what `fault` costs from all that a validator has bonded.
	pub(crate) fn slash(model: ModelId, index: RoundIndex, validator: &T::AccountId, fault: Fault) {
		let mut amount = 0;
		if let Some(mut ledger) = Self::ledger(validator) {
			let due = millionths(ledger.total(), T::SlashRates::get().of(fault));
			let (credit, missing) = T::Currency::slash(&HoldReason::ValidatorStake.into(), validator, due);
			amount = due.saturating_sub(missing);
			T::SlashDestination::on_unbalanced(credit);
			T::Vesting::after_stake_change(validator);
			let now = Self::now();
			let unlocks_at = now.saturating_add(T::UnbondingPeriod::get());
			ledger.slash(amount, T::MinValidatorStake::get(), now, unlocks_at, Self::longest_round());
			if ledger.total() == 0 {
				Self::remove_validator(validator);
			} else {
				Self::set_ledger(validator, ledger);
			}
		}
		let validator = validator.clone();
		Self::deposit_event(Event::ValidatorSlashed { model, round: index, validator, fault, amount });
	}

	pub(crate) fn do_report_statement(
		model: ModelId,
		index: RoundIndex,
		validator: T::AccountId,
		statement: SignedStatement<T>,
		signature: session::Signature,
	) -> DispatchResult {
		ensure!(Rounds::<T>::contains_key(model, index), Error::<T>::UnknownRound);
		let is_members = |seat: &&mut Seat<T::AccountId>| seat.validator == validator;
		let (mut members, mut former) = (Committees::<T>::get(model, index), SeatsOf::<T>::default());
		let current = members.iter_mut().find(is_members);
		let is_former = current.is_none();
		if is_former {
			former = FormerCommittees::<T>::get(model, index);
		}
		let seat = current.or_else(|| former.iter_mut().find(is_members)).ok_or(Error::<T>::NotMember)?;
		let fault = match &statement {
			SignedStatement::CommitScores(commitment) => {
				seat.commitment.filter(|known| known != commitment).map(|_| Fault::Equivocation)
			},
			SignedStatement::AttestCheckpoint(attestation) => {
				seat.attested.filter(|known| known != attestation).map(|_| Fault::Equivocation)
			},
			SignedStatement::RevealScores(entries, salt) => {
				let revealed = hash::score_commitment(model, index, &validator, entries, salt);
				seat.commitment.filter(|known| *known != revealed).map(|_| Fault::RevealMismatch)
			},
		};
		let fault = fault.ok_or(Error::<T>::NoFault)?;
		ensure!(!seat.faults.contains(fault), Error::<T>::AlreadyPunished);
		let payload = Self::signing_payload(model, index, &validator, &statement.statement());
		ensure!(session::key_from_raw(seat.session_key).verify(&payload, &signature), Error::<T>::BadSignature);
		Self::punish(model, index, seat, fault);
		match is_former {
			true => FormerCommittees::<T>::insert(model, index, former),
			false => Committees::<T>::insert(model, index, members),
		}
		Ok(())
	}

	pub(crate) fn do_declare_canary(
		device: T::AccountId,
		model: ModelId,
		index: RoundIndex,
		at: UpdateIndex,
		expectation: Expectation,
		secret: Blake3,
	) -> DispatchResultWithPostInfo {
		let round = Self::known_round(model, index)?;
		let position = usize::try_from(at).unwrap_or(usize::MAX);
		let entrant = Entrants::<T>::get(model, index).into_iter().nth(position).ok_or(Error::<T>::NotCommitted)?;
		let mut update = Updates::<T>::get((model, index, at)).ok_or(Error::<T>::NotCommitted)?;
		ensure!(entrant.device == device, Error::<T>::NotYourUpdate);
		let judged = Judgements::<T>::get(model, index).get(position).is_some_and(|known| known.verdict.is_some());
		ensure!(judged, Error::<T>::WrongPhase);
		ensure!(update.canary.is_none(), Error::<T>::AlreadyDeclared);
		ensure!(update.published.is_some(), Error::<T>::NoCanary);
		ensure!(update.salt == canary::salt(expectation, &secret), Error::<T>::NoCanary);
		update.canary = Some(expectation);
		Updates::<T>::insert((model, index, at), update);
		let mut members = Committees::<T>::get(model, index);
		let said: Vec<_> = members
			.iter()
			.filter(|seat| seat.revealed)
			.filter_map(|seat| {
				let entry = *Scores::<T>::get((model, index, &seat.validator))?.get(position)?;
				Some((entry, seat.clone()))
			})
			.collect();
		let entries: Vec<_> = said.iter().map(|(entry, seat)| (*entry, seat.stake)).collect();
		Self::deposit_event(Event::CanaryDeclared { model, round: index, index: at, expectation });
		let used = T::WeightInfo::declare_canary(u32::try_from(members.len()).unwrap_or(u32::MAX));
		let mut punished = 0u32;
		for failed in canary::failed(expectation, &entries, round.terms.score_threshold) {
			if let Some((_, mut seat)) = said.get(failed).cloned() {
				punished = punished.saturating_add(Self::punish(model, index, &mut seat, Fault::FailedCanary));
				seats::replace(members.as_mut(), seat);
			}
		}
		if punished == 0 {
			return Ok(PostDispatchInfo::from(Some(used)));
		}
		Committees::<T>::insert(model, index, members);
		Ok(PostDispatchInfo::from(Some(used.saturating_add(Self::punish_weight(punished)))))
	}

	/// Forgets a validator without any stake.
	pub(crate) fn remove_validator(validator: &T::AccountId) {
		Validators::<T>::mutate(|validators| validators.remove(validator));
		if let Some(keys) = Keys::<T>::take(validator) {
			SessionKeyOwner::<T>::remove(keys.session_key);
		}
	}

	/// Weight of slashing `members` of them.
	pub(crate) fn punish_weight(members: u32) -> Weight {
		T::WeightInfo::punish(members).saturating_add(Self::vesting_weight().saturating_mul(members.into()))
	}
}
