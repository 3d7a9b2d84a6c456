//! Receipts as JSON has them.

use super::score_of;
use crate::words;
use promptale_primitives::{
	fault::Faults,
	round::{Receipt, ReceiptRole},
	ModelId, RoundIndex,
};
use serde::Serialize;

/// What one participant got out of one round.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ReceiptView {
	/// The model.
	pub model: ModelId,
	/// The round.
	pub round: RoundIndex,
	/// `contributor` or `validator`.
	pub role: &'static str,
	/// Contributors: one word. Validators: `slashed`, `agreed`, `disagreed` or `not_revealed`.
	pub verdict: &'static str,
	/// Why nothing or less was paid, in words.
	pub reason: String,
	/// Millionths.
	pub score: Option<i32>,
	/// Millionths; `null` for validators.
	pub weight: Option<u32>,
	/// Millionths; `null` for validators.
	pub clip: Option<u32>,
	/// Validators: what they were slashed for.
	pub faults: Faults,
	/// Credited, smallest unit.
	pub payout: String,
}

impl ReceiptView {
	/// The view of one receipt. `threshold` is the round's score threshold.
	pub fn new(model: ModelId, round: RoundIndex, receipt: &Receipt, threshold: i32) -> Self {
		let payout = receipt.payout.to_string();
		match &receipt.role {
			ReceiptRole::Contributor { verdict, weight, clip } => Self {
				model,
				round,
				role: "contributor",
				verdict: words::verdict_name(verdict),
				reason: words::reason(verdict, threshold),
				score: score_of(verdict),
				weight: Some(*weight),
				clip: Some(*clip),
				faults: Faults::default(),
				payout,
			},
			ReceiptRole::Validator { revealed, agreed, faults } => Self {
				model,
				round,
				role: "validator",
				verdict: match (revealed, agreed) {
					_ if !faults.is_empty() => "slashed",
					(true, true) => "agreed",
					(true, false) => "disagreed",
					(false, _) => "not_revealed",
				},
				reason: match (revealed, agreed) {
					_ if !faults.is_empty() => format!("It was slashed for {}.", words::faults(*faults)),
					(true, true) => String::new(),
					(true, false) => "It did not attest the checkpoint that two thirds of the stake attested.".into(),
					(false, _) => "It did not reveal its scores.".into(),
				},
				score: None,
				weight: None,
				clip: None,
				faults: *faults,
				payout,
			},
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_primitives::fault::Fault;

	#[test]
	fn a_slashed_validator_is_told_what_for() {
		let mut faults = Faults::default();
		let receipt = |faults| {
			let role = ReceiptRole::Validator { revealed: true, agreed: true, faults };
			ReceiptView::new(0, 3, &Receipt { role, payout: 0 }, 0)
		};
		assert_eq!(receipt(faults).verdict, "agreed");
		faults.insert(Fault::FailedCanary);
		let view = receipt(faults);
		assert_eq!((view.verdict, view.reason.as_str()), ("slashed", "It was slashed for a failed canary."));
		assert_eq!(serde_json::to_value(view).unwrap()["faults"], serde_json::json!(["failed_canary"]));
	}
}
