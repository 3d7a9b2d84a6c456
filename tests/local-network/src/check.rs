//! The self-check at the end of a run.

use crate::summary::{Record, Role};

/// How far the held-out loss must fall from the first checkpoint to the last.
pub const LOSS_MUST_FALL_BY: f64 = 0.30;

/// One thing that must hold.
#[derive(Clone, PartialEq, Debug)]
pub struct Check {
	/// Whether it does.
	pub passed: bool,
	/// What must hold.
	pub claim: String,
	/// What was seen.
	pub seen: String,
}

/// Checks a whole run.
pub fn run(record: &Record) -> Vec<Check> {
	vec![loss_fell(record), honest_accepted(record), poison_rejected(record), same_checkpoint(record), claimed(record)]
}

fn loss_fell(record: &Record) -> Check {
	let first = record.initial_heldout_loss;
	let last = record.summary.rounds.last().map_or(first, |round| round.heldout_loss);
	let fell = 1.0 - last / first;
	Check {
		// A loss that is not a number must not pass.
		passed: fell >= LOSS_MUST_FALL_BY,
		claim: format!(
			"held-out loss at the last checkpoint at least {:.0} % below the first",
			LOSS_MUST_FALL_BY * 100.0
		),
		seen: format!("{first:.4} → {last:.4}, {:.1} % below", fell * 100.0),
	}
}

/// Rounds in which each honest generator must be accepted: four of five, in proportion for other lengths.
pub fn rounds_to_be_accepted(rounds: usize) -> usize {
	(rounds * 4).div_ceil(5)
}

fn honest_accepted(record: &Record) -> Check {
	let rounds = record.summary.rounds.len();
	let needed = rounds_to_be_accepted(rounds);
	let honest: Vec<_> = record.participants.iter().filter(|participant| participant.role == Role::Generator).collect();
	let counts: Vec<usize> = honest.iter().map(|participant| accepted(record, &participant.account)).collect();
	Check {
		passed: rounds > 0 && !honest.is_empty() && counts.iter().all(|count| *count >= needed),
		claim: format!("every honest generator accepted in at least {needed} of {rounds} rounds"),
		seen: honest
			.iter()
			.zip(&counts)
			.map(|(participant, count)| format!("{} in {count}", participant.name))
			.collect::<Vec<_>>()
			.join(", "),
	}
}

fn accepted(record: &Record, account: &str) -> usize {
	let updates = record.summary.rounds.iter().flat_map(|round| &round.updates);
	updates.filter(|update| update.contributor == account && update.verdict == "accepted").count()
}

/// What becomes of an update whose content nobody judged.
const UNSEEN: [&str; 3] = ["none", "not_published", "unavailable"];

fn poison_rejected(record: &Record) -> Check {
	let hostile: Vec<_> = record.participants.iter().filter(|participant| participant.role == Role::Hostile).collect();
	let poisoned = record.summary.rounds.iter().flat_map(|round| &round.updates).filter(|update| !update.honest);
	let judged = poisoned.filter(|update| !UNSEEN.contains(&update.verdict.as_str())).count();
	let counts: Vec<usize> = hostile.iter().map(|participant| accepted(record, &participant.account)).collect();
	Check {
		// Poison that no committee saw was not rejected either.
		passed: judged > 0 && counts.iter().all(|count| *count == 0),
		claim: "the poisoner accepted in no round".into(),
		seen: format!("{} of {judged} judged updates accepted", counts.iter().sum::<usize>()),
	}
}

fn same_checkpoint(record: &Record) -> Check {
	let validators = record.participants.iter().filter(|participant| participant.role == Role::Validator).count();
	let mut odd = Vec::new();
	for (round, attested) in record.summary.rounds.iter().zip(&record.attestations) {
		let same = attested.iter().all(|(_, hash)| hash.as_deref() == Some(round.checkpoint.as_str()));
		if attested.is_empty() || attested.len() != validators || !same {
			odd.push(round.round.to_string());
		}
	}
	let rounds = record.summary.rounds.len();
	Check {
		passed: rounds > 0 && record.attestations.len() == rounds && odd.is_empty(),
		claim: "all validators attested the same checkpoint in every round".into(),
		seen: match odd.is_empty() {
			true => format!("the same in all {rounds} rounds"),
			false => format!("not in round {}", odd.join(", ")),
		},
	}
}

fn claimed(record: &Record) -> Check {
	let (receipts, claimed) = (&record.summary.receipts, &record.summary.claimed);
	let wrong: Vec<_> =
		record.participants.iter().filter(|who| who.receipts != who.claimed).map(|who| who.name.clone()).collect();
	let paid = claimed.values().filter(|amount| *amount != "0").count();
	Check {
		passed: wrong.is_empty() && receipts == claimed && paid > 0,
		claim: "everybody claimed exactly what the receipts say".into(),
		seen: match wrong.is_empty() {
			true => format!("{paid} accounts claimed"),
			false => format!("not {}", wrong.join(", ")),
		},
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::summary::tests::sample;

	fn failing(record: &Record) -> Vec<usize> {
		run(record).iter().enumerate().filter(|(_, check)| !check.passed).map(|(index, _)| index).collect()
	}

	#[test]
	fn a_good_run_passes_everything() {
		assert_eq!(failing(&sample()), Vec::<usize>::new());
	}

	#[test]
	fn each_fault_fails_its_own_check() {
		let mut flat = sample();
		flat.summary.rounds[4].heldout_loss = 0.9;
		assert_eq!(failing(&flat), [0]);
		flat.summary.rounds[4].heldout_loss = f64::NAN;
		assert_eq!(failing(&flat), [0]);

		let mut unlucky = sample();
		unlucky.summary.rounds[1].updates[0].verdict = "unavailable".into();
		assert_eq!(failing(&unlucky), Vec::<usize>::new());
		unlucky.summary.rounds[2].updates[0].verdict = "unavailable".into();
		assert_eq!(failing(&unlucky), [1]);

		let mut poisoned = sample();
		poisoned.summary.rounds[0].updates[3].verdict = "accepted".into();
		assert_eq!(failing(&poisoned), [2]);

		let mut silent = sample();
		silent.summary.rounds.iter_mut().for_each(|round| round.updates.truncate(3));
		assert_eq!(failing(&silent), [2]);

		for unseen in UNSEEN {
			let mut lost = sample();
			lost.summary.rounds.iter_mut().for_each(|round| round.updates[3].verdict = unseen.into());
			assert_eq!(failing(&lost), [2], "{unseen}");
		}

		let mut split = sample();
		split.attestations[2][1].1 = Some("other".into());
		assert_eq!(failing(&split), [3]);

		let mut short = sample();
		short.attestations[2].pop();
		assert_eq!(failing(&short), [3]);

		let mut unpaid = sample();
		unpaid.participants[0].claimed -= 1;
		assert_eq!(failing(&unpaid), [4]);
	}

	#[test]
	fn a_run_without_rounds_fails() {
		let mut empty = sample();
		empty.summary.rounds.clear();
		empty.attestations.clear();
		assert_eq!(failing(&empty), [0, 1, 2, 3]);
	}

	#[test]
	fn four_of_five_in_proportion() {
		assert_eq!([1, 2, 5, 10].map(rounds_to_be_accepted), [1, 2, 4, 8]);
	}
}
