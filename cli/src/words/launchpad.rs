//! Raises as people read them.

use super::amount;
use promptale_primitives::raise::{Failure, RaiseOverview, Stage, Verdict};

/// One word for what a raise is, the same as in JSON.
pub fn stage_name(stage: Stage) -> &'static str {
	match stage {
		Stage::Upcoming => "upcoming",
		Stage::Whitelist => "whitelist",
		Stage::Public => "public",
		Stage::Funded => "funded",
		Stage::Completed => "completed",
		Stage::Failed(Failure::Unfunded) => "unfunded",
		Stage::Failed(Failure::Cancelled) => "cancelled",
		Stage::Failed(Failure::Undelivered) => "undelivered",
		Stage::Failed(Failure::TakenDown) => "taken_down",
	}
}

/// What a raise is, and who does what next, as a sentence.
pub fn raise<AccountId>(raise: &RaiseOverview<AccountId>) -> String {
	let terms = &raise.terms;
	match raise.stage {
		Stage::Upcoming => format!("not open yet: it opens at block {}", terms.opens),
		Stage::Whitelist => format!("open for its whitelist, and for everybody from block {} on", terms.public),
		Stage::Public => format!("open for everybody until block {}", terms.closes),
		Stage::Funded => match (raise.verdict, raise.progress.ballot) {
			(Some(Verdict::Open), Some(ballot)) => {
				format!("funded; backers vote on {} until block {}", amount(raise.next), ballot.ends)
			},
			(Some(Verdict::Approved), _) => format!("funded; {} were approved and can be released", amount(raise.next)),
			(Some(Verdict::Rejected), _) => "funded; the milestone was rejected, the creator may ask again".into(),
			_ => "funded; the creator asks for the next milestone".into(),
		},
		Stage::Completed => "completed: all money was released".into(),
		Stage::Failed(Failure::Unfunded) => "failed: it closed below its soft cap".into(),
		Stage::Failed(Failure::Cancelled) => "failed: its creator cancelled it".into(),
		Stage::Failed(Failure::Undelivered) => "failed: a milestone was not approved in time".into(),
		Stage::Failed(Failure::TakenDown) => "failed: governance took it down".into(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::view::raise_sample;

	#[test]
	fn a_funded_raise_says_who_does_what_next() {
		let mut funded = raise_sample();
		let mut said = Vec::new();
		for verdict in [Some(Verdict::Open), Some(Verdict::Approved), Some(Verdict::Rejected), None] {
			funded.verdict = verdict;
			said.push(raise(&funded));
		}
		assert!(said[0].contains("90 TALE until block 33") && said[1].contains("can be released"), "{said:?}");
		assert!(said[2].contains("ask again") && said[3].contains("asks for the next"), "{said:?}");
	}

	#[test]
	fn every_end_has_its_own_name() {
		let all = [Failure::Unfunded, Failure::Cancelled, Failure::Undelivered, Failure::TakenDown].map(Stage::Failed);
		let mut names: Vec<_> = all.into_iter().chain([Stage::Completed]).map(stage_name).collect();
		names.sort();
		names.dedup();
		assert_eq!(names.len(), 5);
	}
}
