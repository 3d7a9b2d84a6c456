//! Faults: what proves them, and slashing.

use crate::{
	round::close::millionths, types::*, Committees, Config, Error, Event, HoldReason, Keys, Pallet, Rounds, Scores,
	Seats, SessionKeyOwner, Updates, Validators, WeightInfo,
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
	round::Attestation,
	vesting::VestingFunds,
	Blake3, ModelId, RoundIndex, UpdateIndex,
};
use sp_application_crypto::RuntimeAppPublic;

impl<T: Config> Pallet<T> {
	/// Slashes a member for `fault`, once, and stores its seat. Answers the weight used.
	pub(crate) fn punish(
		model: ModelId,
		index: RoundIndex,
		validator: &T::AccountId,
		mut seat: Seat,
		fault: Fault,
	) -> Weight {
		if !seat.faults.insert(fault) {
			return Weight::zero();
		}
		Seats::<T>::insert((model, index, validator), seat);
		let mut amount = 0;
		if let Some(mut ledger) = Validators::<T>::get(validator) {
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
				Validators::<T>::insert(validator, ledger);
			}
		}
		let validator = validator.clone();
		Self::deposit_event(Event::ValidatorSlashed { model, round: index, validator, fault, amount });
		Self::punish_weight()
	}

	/// Punishes those of `members` that committed to scores and did not reveal them. Answers the weight used.
	pub(crate) fn punish_not_revealed(model: ModelId, index: RoundIndex, members: &[T::AccountId]) -> Weight {
		members.iter().fold(Weight::zero(), |used, member| {
			let Some(seat) = Seats::<T>::get((model, index, member)) else { return used };
			// Who revealed something else is punished for that.
			if seat.commitment.is_none() || seat.revealed || seat.faults.contains(Fault::RevealMismatch) {
				return used;
			}
			used.saturating_add(Self::punish(model, index, member, seat, Fault::NotRevealed))
		})
	}

	/// Punishes those of `members` whose attestation is `wrong`. Answers the weight used.
	pub(crate) fn punish_wrong_checkpoints(
		model: ModelId,
		index: RoundIndex,
		members: &[T::AccountId],
		wrong: impl Fn(&Attestation) -> bool,
	) -> Weight {
		members.iter().fold(Weight::zero(), |used, member| {
			let Some(seat) = Seats::<T>::get((model, index, member)) else { return used };
			if !seat.attested.as_ref().is_some_and(&wrong) {
				return used;
			}
			used.saturating_add(Self::punish(model, index, member, seat, Fault::WrongCheckpoint))
		})
	}

	pub(crate) fn do_report_statement(
		model: ModelId,
		index: RoundIndex,
		validator: T::AccountId,
		statement: SignedStatement<T>,
		signature: session::Signature,
	) -> DispatchResult {
		ensure!(Rounds::<T>::contains_key(model, index), Error::<T>::UnknownRound);
		let seat = Seats::<T>::get((model, index, &validator)).ok_or(Error::<T>::NotMember)?;
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
		Self::punish(model, index, &validator, seat, fault);
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
		let mut update = Updates::<T>::get((model, index, at)).ok_or(Error::<T>::NotCommitted)?;
		ensure!(update.device == device, Error::<T>::NotYourUpdate);
		ensure!(update.verdict.is_some(), Error::<T>::WrongPhase);
		ensure!(update.canary.is_none(), Error::<T>::AlreadyDeclared);
		ensure!(update.published.is_some(), Error::<T>::NoCanary);
		ensure!(update.salt == canary::salt(expectation, &secret), Error::<T>::NoCanary);
		update.canary = Some(expectation);
		Updates::<T>::insert((model, index, at), update);
		let members = Committees::<T>::get(model, index);
		let position = usize::try_from(at).unwrap_or(usize::MAX);
		let said: Vec<_> = members
			.iter()
			.filter_map(|member| {
				let seat = Seats::<T>::get((model, index, member)).filter(|seat| seat.revealed)?;
				let entry = *Scores::<T>::get((model, index, member))?.get(position)?;
				Some((member, entry, seat))
			})
			.collect();
		let entries: Vec<_> = said.iter().map(|(_, entry, seat)| (*entry, seat.stake)).collect();
		Self::deposit_event(Event::CanaryDeclared { model, round: index, index: at, expectation });
		let mut used = T::WeightInfo::declare_canary(u32::try_from(members.len()).unwrap_or(u32::MAX));
		for failed in canary::failed(expectation, &entries, round.terms.score_threshold) {
			if let Some((member, _, seat)) = said.get(failed) {
				used = used.saturating_add(Self::punish(model, index, member, seat.clone(), Fault::FailedCanary));
			}
		}
		Ok(PostDispatchInfo::from(Some(used)))
	}

	/// Forgets a validator without any stake.
	pub(crate) fn remove_validator(validator: &T::AccountId) {
		Validators::<T>::remove(validator);
		if let Some(keys) = Keys::<T>::take(validator) {
			SessionKeyOwner::<T>::remove(keys.session_key);
		}
	}

	/// Weight of slashing one member.
	pub(crate) fn punish_weight() -> Weight {
		T::WeightInfo::punish().saturating_add(Self::vesting_weight())
	}

	/// Weight of slashing the whole of the largest committee and of the one before it.
	pub(crate) fn punish_limit() -> Weight {
		Self::punish_weight().saturating_mul(u64::from(T::MaxCommittee::get()).saturating_mul(2))
	}
}
