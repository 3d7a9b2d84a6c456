//! What the view functions answer.

use crate::{Committees, Config, FormerCommittees, Keys, Models, Pallet, Receipts, Rounds, Seats, Updates, Validators};
use alloc::vec::Vec;
use frame_support::BoundedVec;
use promptale_primitives::{
	identity::Contributors,
	model::ModelOverview,
	round::{Member, MemberOverview, Receipt, RoundOverview, UpdateOverview},
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
			committee: Self::members_overview(model, index, Committees::<T>::get(model, index)),
			former_committee: Self::members_overview(model, index, FormerCommittees::<T>::get(model, index)),
			updates: Self::updates_overview(model, index, round.updates),
		})
	}

	fn members_overview(
		model: ModelId,
		index: RoundIndex,
		members: BoundedVec<T::AccountId, T::MaxCommittee>,
	) -> Vec<MemberOverview<T::AccountId>> {
		members
			.into_iter()
			.filter_map(|validator| {
				let seat = Seats::<T>::get((model, index, &validator))?;
				let endpoint = Keys::<T>::get(&validator).map(|keys| keys.endpoint.into_inner());
				Some(MemberOverview {
					member: Member {
						validator,
						session_key: seat.session_key,
						encryption_key: seat.encryption_key,
						stake: seat.stake,
					},
					// Where it is now, not where it was when drawn; empty once it has left.
					blob_endpoint: endpoint.unwrap_or_default(),
					committed: seat.commitment.is_some(),
					revealed: seat.revealed,
					attested: seat.attested,
					faults: seat.faults,
					reward: seat.reward,
				})
			})
			.collect()
	}

	fn updates_overview(model: ModelId, index: RoundIndex, count: u32) -> Vec<UpdateOverview<T::AccountId>> {
		(0..count)
			.filter_map(|at| {
				let update = Updates::<T>::get((model, index, at))?;
				let endpoint = T::Contributors::blob_endpoint(&update.device);
				Some(UpdateOverview {
					index: at,
					device: update.device,
					contributor: update.contributor,
					commitment: update.commitment,
					size: update.size,
					published: update.published,
					blob_endpoint: endpoint.unwrap_or_default(),
					verdict: update.verdict,
					weight: update.weight,
					clip: update.clip,
					disputed: update.disputed,
					canary: update.canary,
					reward: update.reward,
				})
			})
			.collect()
	}

	pub(crate) fn receipts_of(account: T::AccountId) -> Vec<(ModelId, RoundIndex, Receipt)> {
		let mut receipts: Vec<_> = Receipts::<T>::iter_prefix((account,))
			.map(|(((model, round), validator), receipt)| ((model, round, validator), receipt))
			.collect();
		receipts.sort_by_key(|(key, _)| *key);
		receipts.into_iter().map(|((model, round, _), receipt)| (model, round, receipt)).collect()
	}

	pub(crate) fn validator_overview(account: T::AccountId) -> Option<ValidatorOverview<T::AccountId>> {
		let ledger = Validators::<T>::get(&account)?;
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
