//! Settling: from revealed scores to verdicts, weights and clips.

use crate::{
	seats, types::*, Committees, Config, Entrants, Error, Event, Judgements, Pallet, Rounds, Scores, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
	ensure, BoundedVec,
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
			Phase::Score | Phase::Reveal => !Entrants::<T>::get(model, index).iter().any(|entrant| entrant.published),
			Phase::Commit | Phase::Publish | Phase::Overdue => false,
		};
		ensure!(due, Error::<T>::WrongPhase);
		Ok(round)
	}

	pub(crate) fn do_settle(model: ModelId, index: RoundIndex) -> DispatchResultWithPostInfo {
		let mut round = Self::ensure_can_settle(model, index, Self::now())?;
		let (entrants, members) = (Entrants::<T>::get(model, index), Committees::<T>::get(model, index));
		if let Some(reason) = Self::void_reason(&round, &entrants, &members) {
			let weight = Self::close(model, index, round, Outcome::Void(reason))?;
			return Ok(PostDispatchInfo::from(Some(weight)));
		}

		let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
		let used = T::WeightInfo::settle(count(entrants.len()), count(members.len()));
		let revealed = Self::revealed_scores(model, index, &members);
		// In a dispute they say what the first committee gave.
		let mut known = Judgements::<T>::get(model, index).into_iter();
		let mut judgements: Vec<Judgement> = Vec::new();
		for (at, entrant) in entrants.iter().enumerate() {
			let verdict = Some(judge(entrant.published, at, &revealed, round.terms.score_threshold));
			judgements.push(Judgement { verdict, ..known.next().unwrap_or_default() });
		}
		let accepted = weigh(&mut judgements, round.terms.weight_cap);
		for (at, (entrant, judgement)) in (0u32..).zip(entrants.into_iter().zip(&judgements)) {
			let Judgement { verdict: Some(verdict), weight, clip, .. } = *judgement else { continue };
			let contributor = entrant.contributor;
			Self::deposit_event(Event::UpdateJudged {
				model,
				round: index,
				index: at,
				contributor,
				verdict,
				weight,
				clip,
			});
		}
		Judgements::<T>::insert(model, index, BoundedVec::truncate_from(judgements));
		round.state = RoundState::Settled;
		Self::deposit_event(Event::RoundSettled { model, round: index, accepted });
		if accepted == 0 {
			// Paid by `pay_out`: this call has proven all scores already.
			let closing = Self::conclude(model, index, round, Outcome::AllExcluded)?;
			return Ok(PostDispatchInfo::from(Some(used.saturating_add(closing))));
		}
		Rounds::<T>::insert(model, index, round);
		Ok(PostDispatchInfo::from(Some(used)))
	}

	/// Why a round with a committee can have no verdicts.
	pub(crate) fn void_reason(
		round: &Round,
		entrants: &[Entrant<T::AccountId>],
		members: &[Seat<T::AccountId>],
	) -> Option<VoidReason> {
		if !entrants.iter().any(|entrant| entrant.published) {
			Some(VoidReason::NothingPublished)
		} else if !seats::has_quorum(members, round.terms.quorum) {
			Some(VoidReason::NoQuorum)
		} else {
			None
		}
	}

	/// Revealed entries, each list with its member's voting stake.
	fn revealed_scores(
		model: ModelId,
		index: RoundIndex,
		members: &[Seat<T::AccountId>],
	) -> Vec<(Vec<ScoreEntry>, Balance)> {
		let revealed = members.iter().filter(|seat| seat.revealed);
		revealed
			.filter_map(|seat| Some((Scores::<T>::get((model, index, &seat.validator))?.into_inner(), seat.stake)))
			.collect()
	}
}

/// The committee's word on the update at position `at`.
fn judge(published: bool, at: usize, revealed: &[(Vec<ScoreEntry>, Balance)], threshold: i32) -> Verdict {
	if !published {
		return Verdict::NotPublished;
	}
	let entries: Vec<(ScoreEntry, Balance)> =
		revealed.iter().filter_map(|(entries, stake)| Some((*entries.get(at)?, *stake))).collect();
	// There is stake behind the entries, because the quorum is met and every list has an entry for each update.
	decide(&entries, threshold).unwrap_or(Verdict::BelowThreshold { score: i32::MIN })
}

/// Gives accepted updates their weights and clips. Answers how many were accepted.
fn weigh(judgements: &mut [Judgement], weight_cap: u32) -> u32 {
	let mut accepted: Vec<(&mut Judgement, i32, u64)> = judgements
		.iter_mut()
		.filter_map(|judgement| match judgement.verdict {
			Some(Verdict::Accepted { score, norm }) => Some((judgement, score, norm)),
			_ => None,
		})
		.collect();
	let scores: Vec<i32> = accepted.iter().map(|(_, score, _)| *score).collect();
	let weights = weight::water_fill(&scores, weight::cap(scores.len(), weight_cap));
	// Every identity counts once here: a median by weight would let one large update set its own limit.
	let median = weighted_median(accepted.iter().map(|(_, _, norm)| (*norm, 1)).collect()).unwrap_or(0);
	for ((judgement, _, norm), weight) in accepted.iter_mut().zip(weights) {
		judgement.weight = weight;
		judgement.clip = weight::clip(*norm, median);
	}
	u32::try_from(accepted.len()).unwrap_or(u32::MAX)
}
