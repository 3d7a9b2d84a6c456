//! What the protocol promises, judged from what participants really did: the honest are not slashed, provable faults
//! are, and what an honest majority measured is what becomes of an update.

use crate::{
	action::Style,
	people,
	statements::{right_checkpoint, right_disputed, seat, Round},
	world::World,
};
use anyhow::{ensure, Context, Result};
use pallet_pov::Event;
use promptale_primitives::{
	fault::Fault, round::Outcome, schedule::Phase, score::ScoreEntry, verdict::Verdict, Balance, MILLION,
};
use promptale_runtime::{AccountId, Pov, Runtime};

/// Compares one event with what participants did. The state is that at the end of its block.
pub(crate) fn judge(world: &mut World, event: &Event<Runtime>) -> Result<()> {
	let (model, index) = match event {
		Event::ValidatorSlashed { model, round, .. }
		| Event::UpdateJudged { model, round, .. }
		| Event::RoundClosed { model, round, .. } => (*model, *round),
		_ => return Ok(()),
	};
	// Its model may have been removed in the same block.
	let Some(round) = Pov::round(model, Some(index)) else { return Ok(()) };
	match event {
		Event::ValidatorSlashed { validator, fault, .. } => {
			slashed(world, &round, validator, *fault).with_context(|| format!("{event:?}"))
		},
		Event::UpdateJudged { index, verdict, .. } => {
			judged(world, &round, *index as usize, verdict).with_context(|| format!("{event:?}"))
		},
		Event::RoundClosed { outcome, paid, returned, .. } => {
			if round.is_disputed() && matches!(outcome, Outcome::Attested(_)) {
				world.report.disputes_resolved += 1;
			}
			closed(&round, *outcome, *paid, *returned).with_context(|| format!("{event:?}"))
		},
		_ => Ok(()),
	}
}

/// Nobody is slashed for what they did not do.
fn slashed(world: &World, round: &Round, who: &AccountId, fault: Fault) -> Result<()> {
	let number = people::validator_number(who).context("nobody that the simulation knows")?;
	let part = (round.model, round.round, number);
	let seat = seat(round, who).context("slashed without a seat")?;
	match fault {
		Fault::NotRevealed => ensure!(seat.committed && !seat.revealed, "it revealed, or had nothing to"),
		Fault::RevealMismatch => {
			ensure!(world.revealed_other.contains(&part), "it signed no other scores than it committed to")
		},
		Fault::Equivocation => ensure!(world.equivocated.contains(&part), "it signed no second statement"),
		Fault::FailedCanary => {
			let style = world.sheets.get(&part).map(|sheet| sheet.style);
			ensure!(style != Some(Style::Honest), "it measured every update");
		},
		Fault::WrongCheckpoint => {
			let said = seat.attested.context("it attested nothing")?;
			let former = round.former_committee.iter().any(|member| member.member.validator == *who);
			let right = match former {
				true => said.checkpoint == right_disputed(round),
				false => {
					said.checkpoint == right_checkpoint(round)
						&& said.disputed.is_none_or(|disputed| disputed == right_disputed(round))
				},
			};
			ensure!(!right || lied(round) * 3 >= total(round) * 2, "it attested what it should");
		},
	}
	Ok(())
}

/// Stake of the committee at work that attested something wrong.
fn lied(round: &Round) -> Balance {
	let (right, disputed) = (right_checkpoint(round), right_disputed(round));
	let lies = |seat: &&promptale_primitives::round::MemberOverview<AccountId>| {
		seat.attested.is_some_and(|said| said.checkpoint != right || said.disputed.is_some_and(|said| said != disputed))
	};
	round.committee.iter().filter(lies).map(|seat| seat.member.stake).sum()
}

fn total(round: &Round) -> Balance {
	round.committee.iter().map(|seat| seat.member.stake).sum()
}

/// Where more than half of the stake that revealed had measured, the verdict is what they measured.
fn judged(world: &World, round: &Round, at: usize, verdict: &Verdict) -> Result<()> {
	let revealed = || round.committee.iter().filter(|seat| seat.revealed);
	let all: Balance = revealed().map(|seat| seat.member.stake).sum();
	let honest: Balance = revealed()
		.filter(|seat| {
			let number = people::validator_number(&seat.member.validator);
			let sheet = number.and_then(|number| world.sheets.get(&(round.model, round.round, number)));
			sheet.is_some_and(|sheet| sheet.style == Style::Honest)
		})
		.map(|seat| seat.member.stake)
		.sum();
	if honest * 2 <= all {
		return Ok(());
	}
	let measured = world.measured(round, at, 0);
	let threshold = round.terms.score_threshold;
	let good = matches!(measured, ScoreEntry::Scored { score, .. } if score > threshold);
	let accepted = matches!(verdict, Verdict::Accepted { .. });
	ensure!(accepted == good, "an honest majority measured {measured:?}");
	Ok(())
}

/// The budget is paid by the rules to the last unit, and nobody gets away with what the chain itself can see.
fn closed(round: &Round, outcome: Outcome, paid: Balance, returned: Balance) -> Result<()> {
	let budget = round.terms.round_budget;
	ensure!(paid + returned == budget, "{paid} paid and {returned} returned of {budget}");
	let seats = || round.committee.iter().chain(&round.former_committee);
	let to_updates: Balance = round.updates.iter().map(|update| update.reward).sum();
	let to_seats: Balance = seats().map(|seat| seat.reward).sum();
	ensure!(to_updates + to_seats == paid, "{to_updates} and {to_seats} credited of {paid}");
	let million = Balance::from(MILLION);
	let committee = budget * Balance::from(round.terms.validator_share) / million;
	ensure!(to_seats <= committee, "the committee got {to_seats} of {committee}");
	for update in &round.updates {
		let due = match outcome {
			Outcome::Attested(_) => (budget - committee) * Balance::from(update.weight) / million,
			_ => 0,
		};
		ensure!(update.reward == due, "update {} got {} instead of {due}", update.index, update.reward);
	}
	ensure!(!matches!(outcome, Outcome::Void(_)) || paid == 0, "a void round pays nobody");
	for seat in seats() {
		let wrong = seat.faults.contains(Fault::WrongCheckpoint) || seat.faults.contains(Fault::NotRevealed);
		ensure!(seat.reward == 0 || (seat.revealed && !wrong), "{} was paid for nothing", seat.member.validator);
	}
	for seat in &round.committee {
		let late = round.now >= round.start_of(Phase::Attest);
		let hidden = seat.committed && !seat.revealed && late;
		let found = seat.faults.contains(Fault::NotRevealed) || seat.faults.contains(Fault::RevealMismatch);
		ensure!(!hidden || found, "{} did not reveal, and gets away with it", seat.member.validator);
		if let (Outcome::Attested(right), Some(said)) = (outcome, seat.attested) {
			let found = seat.faults.contains(Fault::WrongCheckpoint);
			ensure!(said.checkpoint == right || found, "{} attested another checkpoint", seat.member.validator);
		}
	}
	Ok(())
}
