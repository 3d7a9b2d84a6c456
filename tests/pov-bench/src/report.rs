//! Results as JSON, CSV and a table.

use crate::{
	experiment::{Case, Counts, Outcome},
	reference::reference,
};
use anyhow::{Context, Result};
use comfy_table::{presets::UTF8_HORIZONTAL_ONLY, CellAlignment, Table};
use serde::Serialize;
use std::{fmt::Write, path::Path};

/// One line of results.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Row {
	/// Published setting.
	pub setting: String,
	/// Attack.
	pub attack: String,
	/// Attackers' part of the clients, 0 to 1.
	pub fraction: f64,
	/// Defence.
	pub defence: String,
	/// Largest accuracy from the setting's first measured round on.
	pub max_accuracy: f64,
	/// Mean accuracy over the setting's final rounds.
	pub final_accuracy: f64,
	/// Part of other classes' test images that the attack turned into its target.
	pub attack_success: Option<f64>,
	/// The published accuracy of this case.
	pub reference: Option<f64>,
	/// The published success of the attack.
	pub reference_attack_success: Option<f64>,
	/// Whether the setting was run in its short form.
	pub short: bool,
	/// What was changed in an ablation.
	#[serde(skip_serializing_if = "Option::is_none")]
	pub ablation: Option<String>,
	/// Seed.
	pub seed: u64,
	/// Whom ours accepted.
	#[serde(flatten)]
	pub counts: Option<Counts>,
	/// Round and accuracy, where measured.
	pub rounds: Vec<(usize, f64)>,
}

impl Row {
	/// Of one run.
	pub fn new(case: &Case, short: bool, ablation: Option<String>, outcome: &Outcome) -> Row {
		let published = reference(case.setting.published, case.attack, case.percent, case.defence);
		Row {
			setting: case.setting.published.name().into(),
			attack: case.attack.name().into(),
			fraction: case.percent as f64 / 100.0,
			defence: case.defence.name().into(),
			max_accuracy: outcome.max_accuracy,
			final_accuracy: outcome.final_accuracy,
			attack_success: outcome.attack_success,
			reference: published.map(|published| published.accuracy),
			reference_attack_success: published.and_then(|published| published.attack_success),
			short,
			ablation,
			seed: case.seed,
			counts: outcome.counts,
			rounds: outcome.accuracies.clone(),
		}
	}
}

fn write(path: &Path, text: &str) -> Result<()> {
	if let Some(parent) = path.parent() {
		std::fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
	}
	std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// Writes a JSON list.
///
/// # Errors
/// When the file cannot be written.
pub fn json(path: &Path, rows: &[Row]) -> Result<()> {
	write(path, &(serde_json::to_string_pretty(rows)? + "\n"))
}

fn optional(value: Option<f64>) -> String {
	value.map(|value| format!("{value:.4}")).unwrap_or_default()
}

/// Writes `results.csv` and `rounds.csv` into a folder.
///
/// # Errors
/// When a file cannot be written.
pub fn csv(folder: &Path, rows: &[Row]) -> Result<()> {
	let mut results = String::from(
		"setting,attack,fraction,defence,max_accuracy,final_accuracy,attack_success,reference,reference_attack_success,\
		 short,ablation,seed,honest,rejected_honest,attackers,accepted_attackers,accepted_harmful\n",
	);
	let mut rounds = String::from("setting,attack,fraction,defence,ablation,seed,round,accuracy\n");
	for row in rows {
		let head = format!("{},{},{},{}", row.setting, row.attack, row.fraction, row.defence);
		let ablation = row.ablation.clone().unwrap_or_default();
		let counts = row.counts.map(|counts| {
			let Counts { honest, rejected_honest, attackers, accepted_attackers, accepted_harmful } = counts;
			format!("{honest},{rejected_honest},{attackers},{accepted_attackers},{accepted_harmful}")
		});
		writeln!(
			results,
			"{head},{:.4},{:.4},{},{},{},{},{ablation},{},{}",
			row.max_accuracy,
			row.final_accuracy,
			optional(row.attack_success),
			optional(row.reference),
			optional(row.reference_attack_success),
			row.short,
			row.seed,
			counts.unwrap_or_else(|| ",,,,".into())
		)?;
		for (round, accuracy) in &row.rounds {
			writeln!(rounds, "{head},{ablation},{},{round},{accuracy:.4}", row.seed)?;
		}
	}
	write(&folder.join("results.csv"), &results)?;
	write(&folder.join("rounds.csv"), &rounds)
}

/// A table for terminals.
pub fn table(rows: &[Row]) -> String {
	let mut table = Table::new();
	table.load_preset(UTF8_HORIZONTAL_ONLY);
	let mut header = vec!["setting", "attack", "attackers", "defence", "max", "final", "success", "published"];
	header.extend(["honest rejected", "harmful accepted"]);
	let ablated = rows.iter().any(|row| row.ablation.is_some());
	if ablated {
		header.push("ablation");
	}
	table.set_header(header);
	for row in rows {
		let published = match (row.reference, row.reference_attack_success) {
			(Some(accuracy), Some(success)) => format!("{accuracy:.3}, success {success:.3}"),
			(Some(accuracy), None) => format!("{accuracy:.3}"),
			_ => String::new(),
		};
		let mut cells = vec![
			row.setting.clone(),
			row.attack.clone(),
			format!("{:.0} %", row.fraction * 100.0),
			row.defence.clone(),
			format!("{:.3}", row.max_accuracy),
			format!("{:.3}", row.final_accuracy),
			row.attack_success.map(|success| format!("{success:.3}")).unwrap_or_default(),
			published,
			row.counts.map(|counts| format!("{} of {}", counts.rejected_honest, counts.honest)).unwrap_or_default(),
			row.counts.map(|counts| format!("{} of {}", counts.accepted_harmful, counts.attackers)).unwrap_or_default(),
		];
		if ablated {
			cells.push(row.ablation.clone().unwrap_or_default());
		}
		table.add_row(cells);
	}
	for column in [2, 4, 5, 6, 8, 9] {
		if let Some(column) = table.column_mut(column) {
			column.set_cell_alignment(CellAlignment::Right);
		}
	}
	table.to_string()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{attack::Attack, defence::Defence, setting::Published};

	fn row(defence: Defence) -> Row {
		let case =
			Case { setting: Published::Lolli.setting(), attack: Attack::Backdoor, percent: 20, defence, seed: 1 };
		let counts = Counts { honest: 8, rejected_honest: 1, attackers: 2, accepted_attackers: 1, accepted_harmful: 1 };
		let outcome = Outcome {
			accuracies: vec![(5, 0.5), (10, 0.75)],
			max_accuracy: 0.75,
			final_accuracy: 0.75,
			attack_success: Some(0.25),
			counts: defence.is_ours().then_some(counts),
		};
		Row::new(&case, true, None, &outcome)
	}

	#[test]
	fn json_has_the_promised_fields_and_counts_where_there_are_some() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("new/results.json");
		json(&path, &[row(Defence::Median), row(Defence::Pov)]).unwrap();
		let read: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
		let expected = serde_json::json!({
			"setting": "lolli", "attack": "backdoor", "fraction": 0.2, "defence": "median", "max_accuracy": 0.75,
			"final_accuracy": 0.75, "attack_success": 0.25, "reference": 0.705, "reference_attack_success": 0.29,
			"short": true, "seed": 1, "rounds": [[5, 0.5], [10, 0.75]],
		});
		assert_eq!(read[0], expected);
		assert_eq!((&read[1]["rejected_honest"], &read[1]["reference"]), (&1.into(), &serde_json::Value::Null));
	}

	#[test]
	fn csv_lines_have_as_many_fields_as_their_header() {
		let folder = tempfile::tempdir().unwrap();
		csv(folder.path(), &[row(Defence::Median), row(Defence::Pov)]).unwrap();
		for name in ["results.csv", "rounds.csv"] {
			let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
			let fields: Vec<usize> = text.lines().map(|line| line.split(',').count()).collect();
			assert!(fields.len() > 2 && fields.iter().all(|count| *count == fields[0]), "{text}");
		}
	}

	#[test]
	fn the_table_shows_counts_beside_what_they_are_of() {
		assert!(table(&[row(Defence::Pov)]).contains("1 of 8"));
	}
}
