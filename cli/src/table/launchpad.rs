//! Tables of raises and backings.

use super::{balance, pairs, right, table};
use crate::{
	view::{BackingView, RaiseView},
	words,
};
use comfy_table::Cell;

/// Raises, one a row.
pub fn raises(raises: &[RaiseView]) -> String {
	let mut table = table(["Raise", "Content", "Stage", "Raised", "Soft cap", "Hard cap", "Closes", "Backers"]);
	for raise in raises {
		table.add_row([
			right(raise.raise),
			right(raise.content),
			Cell::new(raise.stage.replace('_', " ")),
			right(balance(&raise.total)),
			right(balance(&raise.soft_cap)),
			right(balance(&raise.hard_cap)),
			right(raise.closes),
			right(raise.backers),
		]);
	}
	table.to_string()
}

/// One raise: what it is, then its milestones.
pub fn raise(raise: &RaiseView) -> String {
	let phases = match raise.whitelist {
		Some(accounts) => format!(
			"whitelist of {accounts} accounts from block {}, everybody from {}, closes at {}",
			raise.opens, raise.public, raise.closes
		),
		None => format!("opens at block {}, closes at {}", raise.opens, raise.closes),
	};
	let caps = format!("{} to {}", balance(&raise.soft_cap), balance(&raise.hard_cap));
	let each = format!("{} to {}", balance(&raise.least), balance(&raise.most));
	let shares = format!("{} on offer, {} unlocked, {} delivered", raise.shares, raise.unlocked, raise.delivered);
	let head = pairs(&[
		("Raise", format!("{} for content {}", raise.raise, raise.content)),
		("Creator", raise.creator.clone()),
		("Stage", raise.summary.clone()),
		("Raised", format!("{} of {caps}, from {} backers", balance(&raise.total), raise.backers)),
		("Each account", each),
		("Phases", phases),
		("Shares", shares),
		("Not released", balance(&raise.unreleased)),
		("Refunded", balance(&raise.refunded)),
		("Fee", format!("{} of released money", words::percent(raise.fee_rate))),
		("Creator's bond", balance(&raise.bond)),
	]);
	let mut table = table(["Milestone", "Part", "Asked for from", "Due", "State", "In favour", "Against", "Ends"]);
	for milestone in &raise.milestones {
		let of_ballot =
			|of: &dyn Fn(&crate::view::BallotView) -> String| milestone.ballot.as_ref().map_or_else(|| "–".into(), of);
		table.add_row([
			right(milestone.milestone),
			right(words::percent(milestone.part)),
			right(milestone.opens),
			right(milestone.due),
			Cell::new(milestone.state),
			right(of_ballot(&|ballot| balance(&ballot.yes))),
			right(of_ballot(&|ballot| balance(&ballot.no))),
			right(of_ballot(&|ballot| ballot.ends.to_string())),
		]);
	}
	format!("{head}{table}\n")
}

/// What an account has in raises, one a row.
pub fn backings(backings: &[BackingView]) -> String {
	let mut table = table([
		"Raise",
		"Content",
		"Stage",
		"Contributed",
		"Shares got",
		"Shares to claim",
		"Refund to claim",
		"Voted",
	]);
	for backing in backings {
		table.add_row([
			right(backing.raise),
			right(backing.content),
			Cell::new(backing.stage.replace('_', " ")),
			right(balance(&backing.contribution)),
			right(&backing.delivered),
			right(&backing.claimable_shares),
			right(balance(&backing.refund)),
			Cell::new(if backing.voted { "yes" } else { "–" }),
		]);
	}
	table.to_string()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::view::raise_sample;

	#[test]
	fn a_raise_shows_what_it_has_and_where_milestones_stand() {
		let text = raise(&RaiseView::from(&raise_sample()));
		for expected in ["300 TALE of 200 TALE to 500 TALE", "3 backers", "2.50 %", "voting", "100 TALE", "33"] {
			assert!(text.contains(expected), "{expected} is missing in\n{text}");
		}
	}
}
