//! Verdicts and outcomes in words, for log lines.

use promptale_primitives::{
	fault::Fault,
	round::{Outcome, RoundState, VoidReason},
	score::{Flag, ScoreEntry},
	verdict::Verdict,
};

/// Millionths as a signed percentage.
fn percent(millionths: i32) -> String {
	format!("{:+.2} %", f64::from(millionths) / 10_000.0)
}

fn flag(flag: &Flag) -> String {
	match flag {
		Flag::Malformed => "malformed".into(),
		Flag::CopyOf(original) => format!("copy of update {original}"),
		Flag::Regressive(class) => format!("makes class {class} worse"),
		Flag::RegressiveAt(band) => format!("makes time band {band} worse"),
		Flag::Unavailable => "unavailable".into(),
	}
}

/// What a committee decided of an update.
pub fn verdict(verdict: &Verdict) -> String {
	match verdict {
		Verdict::Accepted { score, .. } => format!("accepted ({})", percent(*score)),
		Verdict::BelowThreshold { score } => format!("rejected ({})", percent(*score)),
		Verdict::Flagged(found) => format!("rejected ({})", flag(found)),
		Verdict::NotPublished => "not published".into(),
	}
}

/// What one member says of an update.
pub fn entry(entry: &ScoreEntry) -> String {
	match (entry, entry.flag()) {
		(ScoreEntry::Scored { score, .. }, _) => percent(*score),
		(_, Some(found)) => flag(&found),
		_ => "unknown".into(),
	}
}

/// What a validator was slashed for.
pub fn fault(fault: Fault) -> &'static str {
	match fault {
		Fault::WrongCheckpoint => "attesting a wrong checkpoint",
		Fault::RevealMismatch => "revealing other scores than it had committed to",
		Fault::NotRevealed => "not revealing the scores it had committed to",
		Fault::Equivocation => "signing two different statements where one is allowed",
		Fault::FailedCanary => "failing a canary",
	}
}

/// Where a round stands.
pub fn state(state: &RoundState) -> String {
	match state {
		RoundState::Open => "open".into(),
		RoundState::CommitteeDrawn => "committee drawn".into(),
		RoundState::Settled => "settled".into(),
		RoundState::Closed(Outcome::Attested(hash)) => {
			format!("checkpoint {} attested", crate::checkpoints::short(hash))
		},
		RoundState::Closed(Outcome::AllExcluded) => "every update excluded".into(),
		RoundState::Closed(Outcome::Void(reason)) => format!(
			"void: {}",
			match reason {
				VoidReason::NoCommitments => "nobody committed",
				VoidReason::NoCommittee => "no committee",
				VoidReason::NothingPublished => "nobody published",
				VoidReason::NoQuorum => "too few members revealed scores",
				VoidReason::NoAgreement => "the members did not agree on a checkpoint",
			}
		),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn scores_are_percentages() {
		assert_eq!(verdict(&Verdict::Accepted { score: 12_345, norm: 1 }), "accepted (+1.23 %)");
		assert_eq!(entry(&ScoreEntry::Scored { score: -500, norm: 1 }), "-0.05 %");
		assert_eq!(verdict(&Verdict::Flagged(Flag::CopyOf(2))), "rejected (copy of update 2)");
	}
}
