//! Amounts in the events of a transaction, which the client gives in words (`Pallet.Event { field: value, .. }`).

use promptale_primitives::Balance;

/// What a claim paid out, smallest unit.
pub fn claimed(events: &[String]) -> Option<Balance> {
	amount(events, "Pov.RewardsClaimed", "amount")
}

/// What a transaction cost in fees, smallest unit.
pub fn fee(events: &[String]) -> Option<Balance> {
	amount(events, "TransactionPayment.TransactionFeePaid", "actual_fee")
}

/// What a claim paid out of generators' rewards, smallest unit.
pub fn generator_rewards(events: &[String]) -> Option<Balance> {
	amount(events, "Generators.RewardsClaimed", "amount")
}

/// What a claim released of grants, smallest unit.
pub fn vested(events: &[String]) -> Option<Balance> {
	amount(events, "Vesting.Claimed", "amount")
}

/// The number of the first licence bought, and what all of them cost, smallest unit.
pub fn bought(events: &[String]) -> Option<(Balance, Balance)> {
	amount(events, "Generators.LicencesSold", "first").zip(amount(events, "Generators.LicencesSold", "total"))
}

/// The number in `field` of the first event named `event`.
fn amount(events: &[String], event: &str, field: &str) -> Option<Balance> {
	let fields = events.iter().find_map(|text| text.strip_prefix(event)?.strip_prefix(' '))?;
	let (_, rest) = fields.split_once(&format!(" {field}: "))?;
	let digits: String = rest.chars().take_while(|letter| letter.is_ascii_digit() || *letter == '_').collect();
	digits.replace('_', "").parse().ok()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn amounts_are_read_out_of_events() {
		let events = [
			"Balances.Withdraw { who: 0x01, amount: 7 }",
			"Pov.RewardsClaimedElsewhere { amount: 9 }",
			"Pov.RewardsClaimed { account: (1, 2), amount: 12345678901234567890 }",
			"TransactionPayment.TransactionFeePaid { who: (1, 2), actual_fee: 1_000, tip: 0 }",
		]
		.map(String::from);
		assert_eq!(claimed(&events), Some(12_345_678_901_234_567_890));
		assert_eq!(fee(&events), Some(1_000));
		assert_eq!(claimed(&events[..2]), None);
		assert_eq!(amount(&events, "Pov.RewardsClaimed", "fee"), None);
	}
}
