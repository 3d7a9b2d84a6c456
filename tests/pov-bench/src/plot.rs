//! Drawings: accuracy by round, one line a defence.

use crate::report::Row;
use anyhow::{anyhow, Context, Result};
use plotters::prelude::*;
use std::{collections::BTreeMap, path::Path};

const SIZE: (u32, u32) = (800, 440);

/// Writes `SETTING-ATTACK-PERCENT.svg` for every case in `rows` into a folder. Rows of ablations are left out.
///
/// # Errors
/// When a file cannot be written.
pub fn all(folder: &Path, rows: &[Row]) -> Result<()> {
	let mut cases: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
	for row in rows.iter().filter(|row| row.ablation.is_none()) {
		let name = format!("{}-{}-{:.0}", row.setting, row.attack, row.fraction * 100.0);
		cases.entry(name).or_default().push(row);
	}
	for (name, rows) in cases {
		let mut svg = String::new();
		draw(&mut svg, &name, &rows).map_err(|error| anyhow!("{name} cannot be drawn: {error}"))?;
		let path = folder.join(name + ".svg");
		std::fs::write(&path, svg).with_context(|| format!("cannot write {}", path.display()))?;
	}
	Ok(())
}

fn draw(svg: &mut String, name: &str, rows: &[&Row]) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
	let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
	let fail = |error: DrawingAreaErrorKind<_>| format!("{error}");
	root.fill(&WHITE).map_err(fail)?;
	let last = rows.iter().filter_map(|row| row.rounds.last()).map(|(round, _)| *round).max().unwrap_or(1);
	let mut chart = ChartBuilder::on(&root)
		.caption(name, ("sans-serif", 18))
		.margin(10)
		.x_label_area_size(36)
		.y_label_area_size(48)
		.right_y_label_area_size(150)
		.build_cartesian_2d(1..last.max(2), 0.0..1.0)
		.map_err(fail)?;
	chart.configure_mesh().x_desc("round").y_desc("accuracy").light_line_style(WHITE).draw().map_err(fail)?;
	for (index, row) in rows.iter().enumerate() {
		let ours = row.defence.starts_with("pov");
		let colour = Palette99::pick(index).stroke_width(if ours { 3 } else { 1 });
		chart
			.draw_series(LineSeries::new(row.rounds.iter().copied(), colour))
			.map_err(fail)?
			.label(row.defence.as_str())
			.legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], colour));
	}
	chart
		.configure_series_labels()
		.position(SeriesLabelPosition::Coordinate(SIZE.0 as i32 - 200, 40))
		.background_style(WHITE)
		.draw()
		.map_err(fail)?;
	root.present().map_err(fail)?;
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		attack::Attack,
		defence::Defence,
		experiment::{Case, Outcome},
		setting::Published,
	};

	#[test]
	fn every_case_gets_a_drawing_with_a_line_for_each_defence() {
		let row = |defence| {
			let setting = Published::Lolli.setting();
			let case = Case { setting, attack: Attack::Lie, percent: 30, defence, seed: 1 };
			let accuracies = vec![(5, 0.5), (10, 0.75)];
			let outcome =
				Outcome { accuracies, max_accuracy: 0.75, final_accuracy: 0.75, attack_success: None, counts: None };
			Row::new(&case, true, None, &outcome)
		};
		let folder = tempfile::tempdir().unwrap();
		all(folder.path(), &[row(Defence::Median), row(Defence::Pov)]).unwrap();
		let svg = std::fs::read_to_string(folder.path().join("lolli-lie-30.svg")).unwrap();
		assert!(svg.contains("median") && svg.contains("pov"), "{svg}");
	}
}
