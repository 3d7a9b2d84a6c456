//! Settling: from revealed scores to verdicts, weights and clips.

use crate::{types::*, Committees, Config, Error, Event, Pallet, Rounds, Scores, Seats, Updates, WeightInfo};
use alloc::vec::Vec;
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
	ensure,
};
use promptale_primitives::{
	round::{Outcome, RoundState, VoidReason},
	schedule::Phase,
	score::ScoreEntry,
	verdict::{decide, weighted_median, Verdict},
	weight, Balance, BlockNumber, ModelId, RoundIndex,
};

impl<T: Config> Pallet<T> {
	/// Whether a round can be settled at `now`: in the Attest phase, or when publishing is over and nothing was
	/// published. Overdue rounds are closed instead.
	pub(crate) fn ensure_can_settle(model: ModelId, index: RoundIndex, now: BlockNumber) -> Result<Round, Error<T>> {
		let round = Self::known_round(model, index)?;
		ensure!(round.state == RoundState::CommitteeDrawn, Error::<T>::NotDue);
		let due = match round.phase(now) {
			Phase::Attest => true,
			Phase::Score | Phase::Reveal => round.published == 0,
			Phase::Commit | Phase::Publish | Phase::Overdue => false,
		};
		ensure!(due, Error::<T>::WrongPhase);
		Ok(round)
	}

	pub(crate) fn do_settle(model: ModelId, index: RoundIndex) -> DispatchResultWithPostInfo {
		let mut round = Self::ensure_can_settle(model, index, Self::now())?;
		if let Some(reason) = Self::void_reason(&round) {
			let weight = Self::close(model, index, round, Outcome::Void(reason))?;
			return Ok(PostDispatchInfo::from(Some(weight)));
		}

		let revealed = Self::revealed_scores(model, index);
		let used = T::WeightInfo::settle(round.updates, Self::members(model, index));
		let mut updates = Vec::new();
		for at in 0..round.updates {
			let Some(mut update) = Updates::<T>::get((model, index, at)) else { continue };
			update.verdict = Some(Self::judge(&update, at, &revealed, round.terms.score_threshold));
			updates.push((at, update));
		}
		let accepted = weigh(&mut updates, round.terms.weight_cap);
		for (at, mut update) in updates {
			Self::release_bond(model, index, &round, &mut update);
			if let Some(verdict) = update.verdict {
				Self::deposit_event(Event::UpdateJudged {
					model,
					round: index,
					index: at,
					contributor: update.contributor.clone(),
					verdict,
					weight: update.weight,
					clip: update.clip,
				});
			}
			Updates::<T>::insert((model, index, at), update);
		}
		round.state = RoundState::Settled;
		Self::deposit_event(Event::RoundSettled { model, round: index, accepted });
		if accepted == 0 {
			let closing = Self::close(model, index, round, Outcome::AllExcluded)?;
			return Ok(PostDispatchInfo::from(Some(used.saturating_add(closing))));
		}
		Rounds::<T>::insert(model, index, round);
		Ok(PostDispatchInfo::from(Some(used)))
	}

	/// Why a round with a committee can have no verdicts.
	pub(crate) fn void_reason(round: &Round) -> Option<VoidReason> {
		if round.published == 0 {
			Some(VoidReason::NothingPublished)
		} else if !round.has_quorum() {
			Some(VoidReason::NoQuorum)
		} else {
			None
		}
	}

	/// Revealed entries, each list with its member's voting stake.
	fn revealed_scores(model: ModelId, index: RoundIndex) -> Vec<(Vec<ScoreEntry>, Balance)> {
		Committees::<T>::get(model, index)
			.iter()
			.filter_map(|member| {
				let seat = Seats::<T>::get((model, index, member)).filter(|seat| seat.revealed)?;
				Some((Scores::<T>::get((model, index, member))?.into_inner(), seat.stake))
			})
			.collect()
	}

	fn judge(
		update: &Update<T::AccountId>,
		at: u32,
		revealed: &[(Vec<ScoreEntry>, Balance)],
		threshold: i32,
	) -> Verdict {
		if update.published.is_none() {
			return Verdict::NotPublished;
		}
		let Ok(at) = usize::try_from(at) else { return Verdict::NotPublished };
		let entries: Vec<(ScoreEntry, Balance)> =
			revealed.iter().filter_map(|(entries, stake)| Some((*entries.get(at)?, *stake))).collect();
		// There is stake behind the entries, because the quorum is met and every list has an entry for each update.
		decide(&entries, threshold).unwrap_or(Verdict::BelowThreshold { score: i32::MIN })
	}
}

/// Gives accepted updates their weights and clips. Answers how many were accepted.
fn weigh<AccountId>(updates: &mut [(u32, Update<AccountId>)], weight_cap: u32) -> u32 {
	let mut accepted: Vec<(&mut Update<AccountId>, i32, u64)> = updates
		.iter_mut()
		.filter_map(|(_, update)| match update.verdict {
			Some(Verdict::Accepted { score, norm }) => Some((update, score, norm)),
			_ => None,
		})
		.collect();
	let scores: Vec<i32> = accepted.iter().map(|(_, score, _)| *score).collect();
	let weights = weight::water_fill(&scores, weight::cap(scores.len(), weight_cap));
	// Every identity counts once here: a median by weight would let one large update set its own limit.
	let median = weighted_median(accepted.iter().map(|(_, _, norm)| (*norm, 1)).collect()).unwrap_or(0);
	for ((update, _, norm), weight) in accepted.iter_mut().zip(weights) {
		update.weight = weight;
		update.clip = weight::clip(*norm, median);
	}
	u32::try_from(accepted.len()).unwrap_or(u32::MAX)
}
