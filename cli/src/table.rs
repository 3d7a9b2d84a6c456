//! Tables for people.

mod launchpad;
mod market;
mod placements;
mod token;

pub use launchpad::*;
pub use market::*;
pub use placements::*;
pub use token::*;

use crate::{
	view::{MemberView, ModelView, ReceiptView, RoundView},
	words,
};
use comfy_table::{
	presets::UTF8_HORIZONTAL_ONLY, Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Table,
};

fn table<const N: usize>(header: [&str; N]) -> Table {
	let mut table = Table::new();
	table
		.load_preset(UTF8_HORIZONTAL_ONLY)
		.set_content_arrangement(ContentArrangement::Dynamic)
		.set_header(header.map(|title| Cell::new(title).add_attribute(Attribute::Bold)));
	table
}

/// Colours are left out where `NO_COLOR` (no-color.org) says so.
fn coloured(cell: Cell, colour: Color) -> Cell {
	match std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
		true => cell,
		false => cell.fg(colour),
	}
}

fn right(content: impl ToString) -> Cell {
	Cell::new(content).set_alignment(CellAlignment::Right)
}

fn balance(amount: &str) -> String {
	amount.parse().map_or_else(|_| amount.to_string(), words::amount)
}

/// All models, one a row.
pub fn models(models: &[ModelView]) -> String {
	let mut table = table(["Model", "Name", "Version", "Round", "Phase", "Blocks left", "Updates", "Pot"]);
	for model in models {
		let round = model.round.as_ref();
		table.add_row([
			right(model.id),
			Cell::new(words::printable(&model.name)),
			right(model.version),
			right(round.map_or_else(|| "–".into(), |round| round.round.to_string())),
			Cell::new(match round {
				Some(round) => {
					let stands = round.outcome.unwrap_or(words::phase_name(round.phase)).replace('_', " ");
					if round.disputed {
						stands + ", disputed"
					} else {
						stands
					}
				},
				None if model.active => "waiting for its first round".into(),
				None => "not active".into(),
			}),
			right(round.and_then(|round| round.blocks_left).map_or_else(|| "–".into(), |left| left.to_string())),
			right(round.map_or(0, |round| round.updates)),
			right(balance(&model.pot)),
		]);
	}
	table.to_string()
}

/// One round: a headline, its updates, its committee.
pub fn round(round: &RoundView) -> String {
	let mut out = format!("Model {}, round {}, block {}", round.model, round.round, round.block);
	match round.blocks_left {
		Some(left) => out.push_str(&format!(" · {} · {left} blocks left\n", words::phase(round.phase))),
		None if round.closed() => out.push('\n'),
		None => out.push_str(&format!(" · {}\n", words::phase(round.phase))),
	}
	out.push_str(&format!("{}\n", round.summary));
	if round.updates.is_empty() {
		out.push_str("\nNo updates yet.\n");
	} else {
		out.push_str(&format!("\n{}\n", updates(round)));
	}
	if round.committee.is_empty() {
		out.push_str("\nNo committee yet.\n");
	} else {
		out.push_str(&format!("\n{}\n", committee(&round.committee)));
	}
	if !round.former_committee.is_empty() {
		out.push_str(&format!("\nThe first committee, which did not agree:\n{}\n", committee(&round.former_committee)));
	}
	out
}

fn updates(round: &RoundView) -> Table {
	let mut table = table(["#", "Contributor", "Verdict", "Score", "Weight", "Clip", "Reward", "Reason"]);
	for update in &round.updates {
		let (verdict, colour) = match (update.verdict, &update.update_hash) {
			(Some("accepted"), _) => ("accepted", Color::Green),
			(Some(verdict), _) => (verdict, Color::Red),
			(None, Some(_)) => ("published", Color::Reset),
			(None, None) => ("committed", Color::Reset),
		};
		let accepted = update.verdict == Some("accepted");
		let part = |millionths| if accepted { words::percent(millionths) } else { "–".into() };
		table.add_row([
			right(update.index),
			Cell::new(words::short_account(&update.contributor)),
			coloured(Cell::new(verdict.replace('_', " ")), colour),
			right(update.score.map_or_else(|| "–".into(), words::score)),
			right(part(update.weight)),
			right(part(update.clip)),
			right(balance(&update.reward)),
			Cell::new(&update.reason),
		]);
	}
	table
}

fn committee(members: &[MemberView]) -> Table {
	let mut table = table(["Validator", "Stake", "Committed", "Revealed", "Attested", "Reward", "Slashed for"]);
	let tick = |done| if done { coloured(Cell::new("yes"), Color::Green) } else { Cell::new("–") };
	for member in members {
		table.add_row([
			Cell::new(words::short_account(&member.validator)),
			right(words::percent(member.stake_share)),
			tick(member.committed),
			tick(member.revealed),
			Cell::new(member.attested.as_deref().map_or("–", words::short_hash)),
			right(balance(&member.reward)),
			coloured(Cell::new(words::faults(member.faults)), Color::Red),
		]);
	}
	// Hardly ever anybody is.
	if members.iter().all(|member| member.faults.is_empty()) {
		if let Some(slashed) = table.column_iter_mut().last() {
			slashed.set_constraint(ColumnConstraint::Hidden);
		}
	}
	table
}

/// Receipts, one a row.
pub fn receipts(receipts: &[ReceiptView]) -> String {
	let mut table = table(["Model", "Round", "Role", "Verdict", "Score", "Weight", "Clip", "Payout", "Reason"]);
	let dash = || "–".to_string();
	for receipt in receipts {
		table.add_row([
			right(receipt.model),
			right(receipt.round),
			Cell::new(receipt.role),
			Cell::new(receipt.verdict.replace('_', " ")),
			right(receipt.score.map_or_else(dash, words::score)),
			right(receipt.weight.map_or_else(dash, words::percent)),
			right(receipt.clip.map_or_else(dash, words::percent)),
			right(balance(&receipt.payout)),
			Cell::new(&receipt.reason),
		]);
	}
	table.to_string()
}

/// Two columns: what and how much.
pub fn pairs(rows: &[(&str, String)]) -> String {
	let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
	rows.iter().map(|(name, value)| format!("{name:<width$}  {value}\n")).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::view::tests::{disputed, sample};

	#[test]
	fn a_round_shows_every_update_and_member() {
		let text = round(&RoundView::new(&sample(25)));
		for expected in [
			"contributor-0",
			"contributor-1",
			"accepted",
			"malformed",
			"+3.21 %",
			"100.00 %",
			"75.00 %",
			"5 blocks left",
		] {
			assert!(text.contains(expected), "{expected} is missing in\n{text}");
		}
	}

	#[test]
	fn a_dispute_shows_both_committees_and_who_was_slashed() {
		let text = round(&RoundView::new(&disputed(32)));
		for expected in
			["Disputed: a larger committee repeats the work.", "first committee", "old", "a wrong checkpoint"]
		{
			assert!(text.contains(expected), "{expected} is missing in\n{text}");
		}
		assert!(!round(&RoundView::new(&sample(25))).contains("Slashed"));
	}

	#[test]
	fn an_empty_round_says_so() {
		let mut overview = sample(11);
		overview.updates.clear();
		overview.committee.clear();
		let text = round(&RoundView::new(&overview));
		assert!(text.contains("No updates yet.") && text.contains("No committee yet."), "{text}");
	}
}
