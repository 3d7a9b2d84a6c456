//! The self-check at the end of a run.

use crate::summary::{GeneratorSummary, Record, Role};
use promptale_cli::words;
use promptale_primitives::Balance;

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
	vec![
		loss_fell(record),
		honest_accepted(record),
		poison_rejected(record),
		same_checkpoint(record),
		claimed(record),
		devices_work(record),
		pools_paid(record),
	]
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

/// Rounds in which devices surely pass a compute challenge, and are paid for that and for their identity's work.
const LONG: usize = 3;

/// Licence holders, and whether they were made to be honest.
fn holders(record: &Record) -> impl Iterator<Item = (bool, &GeneratorSummary)> {
	record
		.participants
		.iter()
		.filter_map(|participant| Some((participant.role == Role::Generator, participant.generator.as_ref()?)))
}

fn devices_work(record: &Record) -> Check {
	let needed = usize::from(record.summary.rounds.len() >= LONG);
	let all: Vec<_> = holders(record).map(|(_, generator)| generator).collect();
	let works = |generator: &GeneratorSummary| {
		let failed = generator.last_challenge.as_ref().is_some_and(|challenge| challenge.step == "failed");
		generator.heartbeats > 0 && generator.challenges_passed >= needed && !failed
	};
	let count = |of: fn(&GeneratorSummary) -> usize| {
		let each: Vec<String> = all.iter().map(|generator| of(generator).to_string()).collect();
		each.join(", ")
	};
	Check {
		passed: !all.is_empty() && all.iter().all(|generator| works(generator)),
		claim: match needed {
			0 => "every generator's device sent heartbeats".into(),
			_ => "every generator's device sent heartbeats and passed a compute challenge".into(),
		},
		seen: format!(
			"{} heartbeats; {} challenges passed",
			count(|generator| generator.heartbeats),
			count(|generator| generator.challenges_passed)
		),
	}
}

fn pools_paid(record: &Record) -> Check {
	let long = record.summary.rounds.len() >= LONG;
	let right = |(honest, generator): (bool, &GeneratorSummary)| {
		let GeneratorSummary { work, liveness, hashpower, pending, claimed, .. } = generator;
		let earned = work.saturating_add(*liveness).saturating_add(*hashpower);
		// Nobody's poison is work.
		let for_work = if honest { *work > 0 || !long } else { *work == 0 };
		let for_device = !long || (*liveness > 0 && *hashpower > 0);
		claimed == pending && earned == *claimed && for_work && for_device
	};
	let sum = |of: fn(&GeneratorSummary) -> Balance| holders(record).map(|(_, generator)| of(generator)).sum();
	Check {
		passed: holders(record).count() > 0 && holders(record).all(right),
		claim: "generators claimed exactly what the pools owed them; the poisoner has no work".into(),
		seen: format!(
			"{} for work, {} for heartbeats, {} for hashpower",
			words::amount(sum(|generator| generator.work)),
			words::amount(sum(|generator| generator.liveness)),
			words::amount(sum(|generator| generator.hashpower))
		),
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

	fn spoilt(spoil: fn(&mut GeneratorSummary), participant: usize) -> Vec<usize> {
		let mut record = sample();
		spoil(record.participants[participant].generator.as_mut().unwrap());
		failing(&record)
	}

	#[test]
	fn a_device_that_does_not_work_is_noticed() {
		const POISONER: usize = 3;
		for device in [0, POISONER] {
			assert_eq!(spoilt(|generator| generator.heartbeats = 0, device), [5]);
			assert_eq!(spoilt(|generator| generator.challenges_passed = 0, device), [5]);
			assert_eq!(
				spoilt(|generator| generator.last_challenge.as_mut().unwrap().step = "failed".into(), device),
				[5]
			);
		}
		let mut nobody = sample();
		nobody.participants.iter_mut().for_each(|participant| participant.generator = None);
		assert_eq!(failing(&nobody), [5, 6]);
	}

	#[test]
	fn rewards_that_are_not_what_the_chain_owed_are_noticed() {
		const POISONER: usize = 3;
		assert_eq!(spoilt(|generator| generator.pending += 1, 0), [6]);
		assert_eq!(spoilt(|generator| generator.liveness += 1, 0), [6]);
		let less_for_work = |generator: &mut GeneratorSummary| {
			generator.liveness += generator.work;
			generator.work = 0;
		};
		assert_eq!(spoilt(less_for_work, 0), [6]);
		let paid_poison = |generator: &mut GeneratorSummary| {
			generator.liveness -= 5;
			generator.work += 5;
		};
		assert_eq!(spoilt(paid_poison, POISONER), [6]);
	}

	#[test]
	fn a_short_run_needs_no_challenge() {
		let mut short = sample();
		short.summary.rounds.truncate(2);
		short.attestations.truncate(2);
		for participant in &mut short.participants {
			if let Some(generator) = participant.generator.as_mut() {
				(generator.challenges_passed, generator.last_challenge) = (0, None);
				(generator.work, generator.hashpower) = (0, 0);
				(generator.pending, generator.claimed) = (generator.liveness, generator.liveness);
			}
		}
		assert!(!failing(&short).contains(&5) && !failing(&short).contains(&6));
	}

	#[test]
	fn four_of_five_in_proportion() {
		assert_eq!([1, 2, 5, 10].map(rounds_to_be_accepted), [1, 2, 4, 8]);
	}
}
