//! When an unsigned, fee-free call is valid: cheap checks first, the signature last.

use crate::{types::*, Config, Error, Pallet};
use codec::Encode;
use frame_support::{pallet_prelude::*, traits::Get};
use promptale_primitives::{round::Attestation, score::ScoreEntry, Blake3, BlockNumber, ModelId, RoundIndex};
use sp_application_crypto::RuntimeAppPublic;
use sp_runtime::transaction_validity::TransactionValidityWithRefund;

/// Blocks for which an authorized call is worth keeping in the pool; what gets lost is submitted again.
const LONGEVITY: u64 = 8;

/// The transaction pool's word for a call that is not valid now.
fn invalid<T>(error: Error<T>) -> TransactionValidityError {
	match error {
		Error::BeaconUnknown => InvalidTransaction::Future.into(),
		Error::UnknownModel | Error::UnknownRound | Error::NotMember => InvalidTransaction::BadSigner.into(),
		Error::WrongNumberOfEntries | Error::NotDisputed => InvalidTransaction::BadProof.into(),
		_ => InvalidTransaction::Stale.into(),
	}
}

impl<T: Config> Pallet<T> {
	/// A step is valid exactly while it is due; the tag lets the pool keep one transaction for it.
	fn valid_step(step: Step, model: ModelId, round: RoundIndex) -> TransactionValidityWithRefund {
		Self::valid("PovStep", (step, model, round))
	}

	fn valid(prefix: &'static str, tag: impl Encode) -> TransactionValidityWithRefund {
		ValidTransaction::with_tag_prefix(prefix)
			.priority(T::UnsignedPriority::get())
			.longevity(LONGEVITY)
			.and_provides(tag)
			.propagate(true)
			.build()
			.map(|valid| (valid, Weight::zero()))
	}

	pub(crate) fn authorize_open_round(_: TransactionSource, model: &ModelId) -> TransactionValidityWithRefund {
		let (_, round) = Self::ensure_can_open(*model, Self::now()).map_err(invalid)?;
		Self::valid_step(Step::Open, *model, round)
	}

	pub(crate) fn authorize_draw_committee(
		_: TransactionSource,
		model: &ModelId,
		round: &RoundIndex,
	) -> TransactionValidityWithRefund {
		Self::ensure_can_draw(*model, *round, Self::now()).map_err(invalid)?;
		Self::valid_step(Step::Draw, *model, *round)
	}

	pub(crate) fn authorize_settle(
		_: TransactionSource,
		model: &ModelId,
		round: &RoundIndex,
	) -> TransactionValidityWithRefund {
		Self::ensure_can_settle(*model, *round, Self::now()).map_err(invalid)?;
		Self::valid_step(Step::Settle, *model, *round)
	}

	pub(crate) fn authorize_close_round(
		_: TransactionSource,
		model: &ModelId,
		round: &RoundIndex,
	) -> TransactionValidityWithRefund {
		Self::ensure_can_close(*model, *round, Self::now()).map_err(invalid)?;
		Self::valid_step(Step::Close, *model, *round)
	}

	pub(crate) fn authorize_pay_out(
		_: TransactionSource,
		model: &ModelId,
		round: &RoundIndex,
		from: &u32,
	) -> TransactionValidityWithRefund {
		Self::ensure_can_pay(*model, *round, *from).map_err(invalid)?;
		Self::valid_step(Step::PayOut(*from), *model, *round)
	}

	pub(crate) fn authorize_commit_scores(
		_: TransactionSource,
		model: &ModelId,
		round: &RoundIndex,
		validator: &T::AccountId,
		commitment: &Blake3,
		signature: &session::Signature,
	) -> TransactionValidityWithRefund {
		let (_, seat) = Self::ensure_can_commit_scores(*model, *round, validator, Self::now()).map_err(invalid)?;
		Self::valid_statement(*model, *round, validator, &seat, &Statement::CommitScores(*commitment), signature)
	}

	pub(crate) fn authorize_reveal_scores(
		_: TransactionSource,
		model: &ModelId,
		round: &RoundIndex,
		validator: &T::AccountId,
		entries: &BoundedVec<ScoreEntry, T::MaxUpdates>,
		salt: &Blake3,
		signature: &session::Signature,
	) -> TransactionValidityWithRefund {
		// Revealing what was not committed to is let in too: it proves a fault.
		let ((_, seat), _) =
			Self::ensure_can_reveal_scores(*model, *round, validator, entries, salt, Self::now()).map_err(invalid)?;
		Self::valid_statement(*model, *round, validator, &seat, &Statement::RevealScores(entries, *salt), signature)
	}

	pub(crate) fn authorize_attest_checkpoint(
		_: TransactionSource,
		model: &ModelId,
		round: &RoundIndex,
		validator: &T::AccountId,
		attestation: &Attestation,
		signature: &session::Signature,
	) -> TransactionValidityWithRefund {
		let (_, (_, seat)) =
			Self::ensure_can_attest(*model, *round, validator, attestation, Self::now()).map_err(invalid)?;
		Self::valid_statement(*model, *round, validator, &seat, &Statement::AttestCheckpoint(*attestation), signature)
	}

	/// A member's statement is valid once per validator, round and phase, and only under its session key.
	fn valid_statement(
		model: ModelId,
		round: RoundIndex,
		validator: &T::AccountId,
		seat: &Seat<T::AccountId>,
		statement: &Statement,
		signature: &session::Signature,
	) -> TransactionValidityWithRefund {
		let payload = Self::signing_payload(model, round, validator, statement);
		if !session::key_from_raw(seat.session_key).verify(&payload, signature) {
			return Err(InvalidTransaction::BadProof.into());
		}
		Self::valid("PovStatement", (statement.phase_tag(), model, round, validator))
	}

	/// The step of a model that is due at `now`, with the round it concerns.
	pub(crate) fn due_step(id: ModelId, model: &Model<T>, now: BlockNumber) -> Option<(Step, RoundIndex)> {
		let latest = model.latest_round;
		if !model.round_open {
			return Self::ensure_can_open(id, now).ok().map(|(_, round)| (Step::Open, round));
		}
		if Self::ensure_can_draw(id, latest, now).is_ok() {
			Some((Step::Draw, latest))
		} else if Self::ensure_can_settle(id, latest, now).is_ok() {
			Some((Step::Settle, latest))
		} else if Self::ensure_can_close(id, latest, now).is_ok() {
			Some((Step::Close, latest))
		} else {
			Self::unpaid_from(id, latest).ok().map(|from| (Step::PayOut(from), latest))
		}
	}
}

impl Statement<'_> {
	/// Tells the phases apart in the pool's tags.
	fn phase_tag(&self) -> u8 {
		match self {
			Statement::CommitScores(_) => 0,
			Statement::RevealScores(..) => 1,
			Statement::AttestCheckpoint(_) => 2,
		}
	}
}
