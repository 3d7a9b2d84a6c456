//! Amounts, parts and verdicts as people read them.

mod launchpad;
mod placements;

pub use launchpad::{raise, stage_name};
pub use placements::{auction, campaign, region};

use promptale_primitives::{
	fault::{Fault, Faults},
	generator::ChallengeStep,
	round::{Outcome, RoundState, VoidReason},
	schedule::Phase,
	score::{Flag, TIME_BANDS},
	verdict::Verdict,
	Balance, TALE,
};

/// An amount in $TALE with up to six decimals, thousands separated: `1,234.5 TALE`. What six decimals cannot
/// show is cut off, never rounded up; an amount that is too small to show is `<0.000001 TALE`.
pub fn amount(amount: Balance) -> String {
	amount_in(amount, 12, "TALE")
}

/// The same in another asset.
pub fn amount_in(amount: Balance, decimals: u8, symbol: &str) -> String {
	let shown = decimal(amount, decimals, 6);
	match shown.as_str() {
		"0" if amount > 0 => format!("<0.000001 {symbol}"),
		shown => format!("{shown} {symbol}"),
	}
}

/// The same to the last decimal, for prices.
pub fn exact(amount: Balance, decimals: u8, symbol: &str) -> String {
	format!("{} {symbol}", decimal(amount, decimals, usize::MAX))
}

/// A number of the smallest unit as a decimal number, cut off after `most` decimals.
fn decimal(amount: Balance, decimals: u8, most: usize) -> String {
	let width = usize::from(decimals);
	let digits = format!("{amount:0>width$}");
	let (whole, fraction) = digits.split_at(digits.len().saturating_sub(width));
	let fraction = fraction.get(..most.min(width)).unwrap_or_default().trim_end_matches('0');
	let whole = thousands(whole.parse().unwrap_or(0));
	if fraction.is_empty() {
		whole
	} else {
		format!("{whole}.{fraction}")
	}
}

/// `1,234 shares`.
pub fn shares(number: Balance) -> String {
	match number {
		1 => "1 share".into(),
		number => format!("{} shares", thousands(number)),
	}
}

/// Votes, which weigh like $TALE: `1,234`. Cut off below one.
pub fn votes(votes: Balance) -> String {
	thousands(votes / TALE)
}

/// Where a challenge stands.
pub fn challenge(step: ChallengeStep) -> &'static str {
	match step {
		ChallengeStep::Committed => "committed, not opened yet",
		ChallengeStep::Opened => "opened, being judged",
		ChallengeStep::Passed => "passed",
		ChallengeStep::Failed => "failed",
	}
}

/// `1,234`.
pub fn thousands(number: u128) -> String {
	let digits = number.to_string();
	let mut out = String::with_capacity(digits.len() + digits.len() / 3);
	for (position, digit) in digits.chars().enumerate() {
		if position > 0 && (digits.len() - position).is_multiple_of(3) {
			out.push(',');
		}
		out.push(digit);
	}
	out
}

/// Millionths as a percentage with two decimals: `12.50 %`.
pub fn percent(millionths: u32) -> String {
	format!("{:.2} %", f64::from(millionths) / 10_000.0)
}

/// A score (millionths of the held-out loss; see `promptale_primitives::score`) as a signed percentage: `+3.21 %`.
pub fn score(millionths: i32) -> String {
	let sign = match millionths {
		0 => "",
		..0 => "−",
		_ => "+",
	};
	format!("{sign}{:.2} %", f64::from(millionths.unsigned_abs()) / 10_000.0)
}

/// `text` that others chose, safe to print on a terminal: control characters become �.
pub fn printable(text: &str) -> String {
	text.chars().map(|letter| if letter.is_control() { char::REPLACEMENT_CHARACTER } else { letter }).collect()
}

/// Start of a hash, enough to tell files apart by eye.
pub fn short_hash(hash: &str) -> &str {
	hash.get(..12).unwrap_or(hash)
}

/// Start and end of an account: `5GrwvaEF…oHGKutQY`.
pub fn short_account(account: &str) -> String {
	match (account.get(..8), account.get(account.len().saturating_sub(8)..)) {
		(Some(start), Some(end)) if account.len() > 20 => format!("{start}…{end}"),
		_ => account.into(),
	}
}

/// What happens in a phase, for people.
pub fn phase(phase: Phase) -> &'static str {
	match phase {
		Phase::Commit => "commit: generators train and commit",
		Phase::Publish => "publish: generators encrypt and publish",
		Phase::Score => "score: the committee scores",
		Phase::Reveal => "reveal: the committee reveals its scores",
		Phase::Attest => "attest: settled, the committee attests the new checkpoint",
		Phase::Overdue => "overdue: waiting to be closed",
	}
}

/// One lower-case word for a phase, the same as in JSON.
pub fn phase_name(phase: Phase) -> &'static str {
	match phase {
		Phase::Commit => "commit",
		Phase::Publish => "publish",
		Phase::Score => "score",
		Phase::Reveal => "reveal",
		Phase::Attest => "attest",
		Phase::Overdue => "overdue",
	}
}

/// One word for a verdict: `accepted`, `below_threshold`, `malformed`, `copy`, `regressive`, `regressive_at`,
/// `unavailable` or `not_published`.
pub fn verdict_name(verdict: &Verdict) -> &'static str {
	match verdict {
		Verdict::Accepted { .. } => "accepted",
		Verdict::BelowThreshold { .. } => "below_threshold",
		Verdict::Flagged(Flag::Malformed) => "malformed",
		Verdict::Flagged(Flag::CopyOf(_)) => "copy",
		Verdict::Flagged(Flag::Regressive(_)) => "regressive",
		Verdict::Flagged(Flag::RegressiveAt(_)) => "regressive_at",
		Verdict::Flagged(Flag::Unavailable) => "unavailable",
		Verdict::NotPublished => "not_published",
	}
}

/// Why an update was excluded, as a sentence; empty for an accepted one. `threshold` is the round's, in millionths.
pub fn reason(verdict: &Verdict, threshold: i32) -> String {
	match verdict {
		Verdict::Accepted { .. } => String::new(),
		Verdict::BelowThreshold { score: value } if *value < 0 => format!(
			"It adds nothing to what the others gain on held-out images, or makes the model worse: the committee's median score is {}, \
			and only scores above {} are accepted.",
			score(*value),
			score(threshold)
		),
		Verdict::BelowThreshold { score: value } => format!(
			"It does not contribute enough to what all gain: the committee's median score is {}, and only scores above {} are accepted.",
			score(*value),
			score(threshold)
		),
		Verdict::Flagged(Flag::Malformed) => {
			"It is malformed: wrong shape, wrong base checkpoint, not finite, or too large.".into()
		},
		Verdict::Flagged(Flag::CopyOf(index)) => {
			format!("It is a copy: it overlaps with update {index}, which was committed earlier.")
		},
		Verdict::Flagged(Flag::Regressive(class)) => {
			format!("What was to be accepted would make class {class} much worse, and this update does most of that.")
		},
		Verdict::Flagged(Flag::RegressiveAt(band)) => format!(
			"What was to be accepted would make the model much worse in band {band} of {TIME_BANDS} between noise and image, \
			and this update does most of that."
		),
		Verdict::Flagged(Flag::Unavailable) => {
			"It could not be fetched: nobody served its blob, or the blob did not decrypt to what was published.".into()
		},
		Verdict::NotPublished => "It was committed to, but never published.".into(),
	}
}

/// How a round ended, in one word; `None` while it is open.
pub fn outcome_name(state: &RoundState) -> Option<&'static str> {
	match state {
		RoundState::Closed(Outcome::Attested(_)) => Some("attested"),
		RoundState::Closed(Outcome::AllExcluded) => Some("all_excluded"),
		RoundState::Closed(Outcome::Void(_)) => Some("void"),
		_ => None,
	}
}

/// What a validator is slashed for, as a noun.
pub fn fault(fault: Fault) -> &'static str {
	match fault {
		Fault::WrongCheckpoint => "a wrong checkpoint",
		Fault::RevealMismatch => "scores other than committed to",
		Fault::NotRevealed => "scores not revealed",
		Fault::Equivocation => "two different statements",
		Fault::FailedCanary => "a failed canary",
	}
}

/// All that a member was slashed for: `a wrong checkpoint, a failed canary`; empty without faults.
pub fn faults(faults: Faults) -> String {
	faults.iter().map(fault).collect::<Vec<_>>().join(", ")
}

/// That a round is or was disputed, as a sentence.
pub fn disputed(closed: bool) -> &'static str {
	match closed {
		false => "Disputed: a larger committee repeats the work.",
		true => "Disputed: a larger committee repeated the work.",
	}
}

/// Where a round stands, as a sentence.
pub fn state(state: &RoundState) -> String {
	match state {
		RoundState::Open => "Open; the committee is not drawn yet.".into(),
		RoundState::CommitteeDrawn => "Open; the committee is drawn.".into(),
		RoundState::Settled => "Settled: verdicts and weights are on chain; waiting for attestations.".into(),
		RoundState::Closed(Outcome::Attested(hash)) => {
			format!("Closed: two thirds of the committee's stake attested checkpoint {}.", hex::encode(hash))
		},
		RoundState::Closed(Outcome::AllExcluded) => {
			"Closed: every update was excluded, so the checkpoint stays.".into()
		},
		RoundState::Closed(Outcome::Void(reason)) => format!(
			"Void: {}. Bonds went back, less the fee of those who could have published and did not; the budget stayed with \
			 the model.",
			match reason {
				VoidReason::NoCommitments => "nobody committed an update",
				VoidReason::NoCommittee => "no committee could be drawn in time",
				VoidReason::NothingPublished => "nobody published an update",
				VoidReason::NoQuorum => "less stake than the quorum revealed scores",
				VoidReason::NoAgreement => "no checkpoint reached two thirds of the committee's stake",
			}
		),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn amounts_are_cut_off_and_never_rounded_up() {
		assert_eq!(amount(0), "0 TALE");
		assert_eq!(amount(1_234_567 * TALE), "1,234,567 TALE");
		assert_eq!(amount(TALE * 5 / 2), "2.5 TALE");
		assert_eq!(amount(TALE - 1), "0.999999 TALE");
		assert_eq!(amount(1), "<0.000001 TALE");
		assert_eq!(amount(999 * TALE), "999 TALE");
		assert_eq!(amount(1_000 * TALE + 1), "1,000 TALE");
	}

	#[test]
	fn amounts_in_any_asset_have_its_decimals_and_prices_all_of_them() {
		assert_eq!(amount_in(1_234_567, 2, "EUR"), "12,345.67 EUR");
		assert_eq!(amount_in(7, 0, "X"), "7 X");
		assert_eq!(amount_in(7, 255, "X"), "<0.000001 X");
		assert_eq!(exact(7, 12, "TALE"), "0.000000000007 TALE");
		assert_eq!(exact(1_500 * TALE, 12, "TALE"), "1,500 TALE");
		assert_eq!((shares(1), shares(1_000)), ("1 share".into(), "1,000 shares".into()));
	}

	#[test]
	fn an_accepted_update_needs_no_reason() {
		assert_eq!(reason(&Verdict::Accepted { score: 5, norm: 1 }, 0), "");
	}

	#[test]
	fn every_exclusion_has_its_own_name_and_reason() {
		let all = [
			Verdict::BelowThreshold { score: -5 },
			Verdict::Flagged(Flag::Malformed),
			Verdict::Flagged(Flag::CopyOf(3)),
			Verdict::Flagged(Flag::Regressive(7)),
			Verdict::Flagged(Flag::RegressiveAt(7)),
			Verdict::Flagged(Flag::Unavailable),
			Verdict::NotPublished,
		];
		let mut names: Vec<_> = all.iter().map(verdict_name).collect();
		let mut reasons: Vec<_> = all.iter().map(|verdict| reason(verdict, 0)).collect();
		names.sort();
		names.dedup();
		reasons.sort();
		reasons.dedup();
		assert_eq!((names.len(), reasons.len()), (all.len(), all.len()));
	}

	#[test]
	fn a_score_that_is_positive_but_too_low_is_not_called_harmful() {
		assert!(!reason(&Verdict::BelowThreshold { score: 10 }, 1_000).contains("worse"));
		assert!(reason(&Verdict::BelowThreshold { score: -10 }, 1_000).contains("worse"));
	}

	#[test]
	fn every_fault_is_named_and_none_is_nothing() {
		let mut all = Faults::default();
		assert_eq!(faults(all), "");
		for one in Fault::ALL {
			all.insert(one);
			assert!(faults(all).ends_with(fault(one)));
		}
		assert_eq!(faults(all).split(", ").count(), Fault::ALL.len());
	}

	#[test]
	fn scores_carry_their_sign() {
		assert_eq!([32_100, 0, -841_000].map(score), ["+3.21 %", "0.00 %", "−84.10 %"]);
	}

	#[test]
	fn names_cannot_command_a_terminal() {
		assert_eq!(printable("cat\u{1b}]0;x\u{7}\n\u{9b}2J é"), "cat�]0;x���2J é");
	}

	#[test]
	fn short_accounts_keep_both_ends() {
		assert_eq!(short_account("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"), "5GrwvaEF…oHGKutQY");
		assert_eq!(short_account("short"), "short");
	}
}
