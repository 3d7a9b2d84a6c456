//! What the view functions answer.

use crate::{
	types::*, Committees, Config, Entrants, FormerCommittees, Judgements, Keys, Models, Pallet, Rounds, Updates,
};
use alloc::vec::Vec;
use promptale_primitives::{
	identity::Contributors,
	model::ModelOverview,
	round::{Member, MemberOverview, Receipt, ReceiptRole, RoundOverview, UpdateOverview},
	validator::ValidatorOverview,
	ModelId, RoundIndex,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn models_overview() -> Vec<ModelOverview<T::AccountId>> {
		let mut models: Vec<_> = Models::<T>::iter()
			.map(|(id, model)| ModelOverview {
				id,
				owner: model.owner,
				name: model.name.into_inner(),
				kind: model.kind,
				architecture: model.architecture,
				seed: model.seed,
				checkpoint: model.checkpoint,
				version: model.version,
				held_out_root: model.held_out_root,
				terms: model.terms,
				pot: model.pot,
				latest_round: model.latest_round,
				active: model.active,
			})
			.collect();
		models.sort_by_key(|model| model.id);
		models
	}

	pub(crate) fn round_overview(model: ModelId, index: Option<RoundIndex>) -> Option<RoundOverview<T::AccountId>> {
		let index = match index {
			Some(index) => index,
			None => Models::<T>::get(model)?.latest_round,
		};
		let round = Rounds::<T>::get(model, index)?;
		let now = Self::now();
		let (phase, phase_ends) = round.terms.phases.phase_at(round.phases_from(), now);
		Some(RoundOverview {
			model,
			round: index,
			opened: round.opened,
			phases_from: round.phases_from(),
			now,
			phase,
			phase_ends,
			state: round.state,
			base_checkpoint: round.base_checkpoint,
			held_out_root: round.held_out_root,
			terms: round.terms,
			beacon_1: round.beacon_1,
			beacon_2: round.beacon_2,
			committee: members_overview::<T>(Committees::<T>::get(model, index)),
			former_committee: members_overview::<T>(FormerCommittees::<T>::get(model, index)),
			updates: Self::updates_overview(model, index),
		})
	}

	fn updates_overview(model: ModelId, index: RoundIndex) -> Vec<UpdateOverview<T::AccountId>> {
		let mut judgements = Judgements::<T>::get(model, index).into_iter();
		(0u32..)
			.zip(Entrants::<T>::get(model, index))
			.filter_map(|(at, entrant)| {
				let judgement = judgements.next().unwrap_or_default();
				let update = Updates::<T>::get((model, index, at))?;
				let endpoint = T::Contributors::blob_endpoint(&entrant.device);
				Some(UpdateOverview {
					index: at,
					device: entrant.device,
					contributor: entrant.contributor,
					commitment: update.commitment,
					size: update.size,
					published: update.published,
					blob_endpoint: endpoint.unwrap_or_default(),
					verdict: judgement.verdict,
					weight: judgement.weight,
					clip: judgement.clip,
					disputed: judgement.disputed,
					canary: update.canary,
					reward: judgement.reward,
				})
			})
			.collect()
	}

	pub(crate) fn receipts_of(account: T::AccountId) -> Vec<(ModelId, RoundIndex, Receipt)> {
		let mut rounds: Vec<(ModelId, RoundIndex)> = Rounds::<T>::iter()
			.filter(|(_, _, round)| round.is_closed())
			.map(|(model, index, _)| (model, index))
			.collect();
		rounds.sort();
		let of_round = |(model, index): (ModelId, RoundIndex)| {
			let as_contributor = Self::contributor_receipt(model, index, &account);
			let as_validator = Self::validator_receipt(model, index, &account);
			as_contributor.into_iter().chain(as_validator).map(move |receipt| (model, index, receipt))
		};
		rounds.into_iter().flat_map(of_round).collect()
	}

	/// What an identity got out of a closed round; `None` without a verdict.
	fn contributor_receipt(model: ModelId, index: RoundIndex, account: &T::AccountId) -> Option<Receipt> {
		let entrants = Entrants::<T>::get(model, index);
		let at = entrants.iter().position(|entrant| entrant.contributor == *account)?;
		let judgement = Judgements::<T>::get(model, index).into_iter().nth(at)?;
		let role =
			ReceiptRole::Contributor { verdict: judgement.verdict?, weight: judgement.weight, clip: judgement.clip };
		Some(Receipt { role, payout: judgement.reward })
	}

	/// What a member, former ones included, got out of a closed round.
	fn validator_receipt(model: ModelId, index: RoundIndex, account: &T::AccountId) -> Option<Receipt> {
		let members = Committees::<T>::get(model, index).into_iter();
		let seat = members.chain(FormerCommittees::<T>::get(model, index)).find(|seat| seat.validator == *account)?;
		let role = ReceiptRole::Validator { revealed: seat.revealed, agreed: seat.agreed, faults: seat.faults };
		Some(Receipt { role, payout: seat.reward })
	}

	pub(crate) fn validator_overview(account: T::AccountId) -> Option<ValidatorOverview<T::AccountId>> {
		let ledger = Self::ledger(&account)?;
		let keys = Keys::<T>::get(&account)?;
		Some(ValidatorOverview {
			account,
			session_key: keys.session_key,
			encryption_key: keys.encryption_key,
			endpoint: keys.endpoint.into_inner(),
			stake: ledger.stake(),
			unbonding: ledger.unbonding,
			unlocks_at: (ledger.unbonding > 0).then_some(ledger.unlocks_at),
		})
	}
}

fn members_overview<T: Config>(seats: SeatsOf<T>) -> Vec<MemberOverview<T::AccountId>> {
	let overview = |seat: Seat<T::AccountId>| {
		// Where it is now, not where it was when drawn; empty once it has left.
		let endpoint = Keys::<T>::get(&seat.validator).map(|keys| keys.endpoint.into_inner());
		MemberOverview {
			member: Member {
				validator: seat.validator,
				session_key: seat.session_key,
				encryption_key: seat.encryption_key,
				stake: seat.stake,
			},
			blob_endpoint: endpoint.unwrap_or_default(),
			committed: seat.commitment.is_some(),
			revealed: seat.revealed,
			attested: seat.attested,
			faults: seat.faults,
			reward: seat.reward,
		}
	};
	seats.into_iter().map(overview).collect()
}
