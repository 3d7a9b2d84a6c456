//! Held-out loss by round as SVG.

use anyhow::{anyhow, Result};
use plotters::{
	prelude::*,
	style::text_anchor::{HPos, Pos, VPos},
};

const SIZE: (u32, u32) = (1000, 360);

/// Colours that stand for the page's own, so that one drawing fits light and dark.
const INK: RGBColor = RGBColor(1, 2, 3);
const SOFT: RGBColor = RGBColor(1, 2, 4);
const LINE: RGBColor = RGBColor(1, 2, 5);
const ACCENT: RGBColor = RGBColor(1, 2, 6);
const GOOD: RGBColor = RGBColor(1, 2, 7);
const NAMES: [(RGBColor, &str); 5] = [(INK, "ink"), (SOFT, "soft"), (LINE, "line"), (ACCENT, "accent"), (GOOD, "good")];

/// Draws `losses` (index 0: before the first round) with a line at `goal`. The colours are the page's CSS
/// variables `--ink`, `--soft`, `--line`, `--accent` and `--good`.
///
/// Errors when there is nothing to draw or a loss is not finite.
pub fn losses(losses: &[f64], goal: f64) -> Result<String> {
	if losses.is_empty() || !losses.iter().chain([&goal]).all(|loss| loss.is_finite()) {
		return Err(anyhow!("there are no finite losses to draw"));
	}
	let mut svg = String::new();
	draw(&mut svg, losses, goal).map_err(|error| anyhow!("the chart cannot be drawn: {error}"))?;
	Ok(themed(&svg))
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn draw(svg: &mut String, losses: &[f64], goal: f64) -> Result<(), Failure> {
	let top = losses.iter().copied().fold(goal, f64::max) * 1.15;
	let last = losses.len().saturating_sub(1).max(1) as f64;
	let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
	let mut chart = ChartBuilder::on(&root)
		.margin(14)
		.margin_right(40)
		.x_label_area_size(34)
		.y_label_area_size(52)
		.build_cartesian_2d(-0.15..last + 0.15, 0.0..top.max(f64::MIN_POSITIVE))?;
	chart
		.configure_mesh()
		.disable_x_mesh()
		.light_line_style(TRANSPARENT)
		.bold_line_style(LINE)
		.axis_style(LINE)
		.x_labels(losses.len() * 2 + 1)
		.x_label_formatter(&|position| {
			let round = position.round();
			match (position - round).abs() < 1e-6 {
				true if round == 0.0 => "Start".into(),
				true if round > 0.0 && round <= last => format!("Round {round:.0}"),
				_ => String::new(),
			}
		})
		.y_labels(6)
		.y_label_formatter(&|loss| format!("{loss:.2}"))
		.label_style(("sans-serif", 14).into_font().color(&SOFT))
		.draw()?;
	chart.draw_series(DashedLineSeries::new([(-0.15, goal), (last + 0.15, goal)], 5, 5, GOOD.stroke_width(1)))?;
	let points: Vec<(f64, f64)> = losses.iter().enumerate().map(|(round, loss)| (round as f64, *loss)).collect();
	chart.draw_series(LineSeries::new(points.clone(), ACCENT.stroke_width(3)))?;
	chart.draw_series(points.iter().map(|point| Circle::new(*point, 5, ACCENT.filled())))?;
	let label = ("sans-serif", 15).into_font().color(&INK).pos(Pos::new(HPos::Center, VPos::Bottom));
	chart.draw_series(
		points
			.iter()
			.map(|point| EmptyElement::at(*point) + Text::new(format!("{:.3}", point.1), (0, -10), label.clone())),
	)?;
	let note = ("sans-serif", 13).into_font().color(&GOOD).pos(Pos::new(HPos::Left, VPos::Top));
	chart.draw_series([EmptyElement::at((-0.15, goal)) + Text::new("30 % below the start", (8, 6), note)])?;
	root.present()?;
	drop(chart);
	Ok(())
}

/// Puts CSS variables where the stand-in colours are, lets the drawing scale, and drops the name space, which a
/// drawing inside HTML does not need.
fn themed(svg: &str) -> String {
	let mut out = svg.replacen(
		&format!("<svg width=\"{}\" height=\"{}\"", SIZE.0, SIZE.1),
		"<svg role=\"img\" aria-label=\"Held-out loss by round\"",
		1,
	);
	out = out.replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1);
	for (colour, name) in NAMES {
		let hex = format!("#{:02X}{:02X}{:02X}", colour.0, colour.1, colour.2);
		for property in ["fill", "stroke"] {
			out = out.replace(&format!("{property}=\"{hex}\""), &format!("style=\"{property}:var(--{name})\""));
		}
	}
	out
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_chart_takes_all_its_colours_from_the_page() {
		let svg = losses(&[1.0, 0.5, 0.4], 0.7).unwrap();
		assert!(svg.contains("var(--accent)") && svg.contains("var(--ink)") && svg.contains("var(--good)"), "{svg}");
		assert!(!svg.contains("#0102"), "{svg}");
	}

	#[test]
	fn every_loss_is_written_beside_its_point() {
		let svg = losses(&[1.0412, 0.5, 0.25], 0.7).unwrap();
		for text in ["1.041", "0.500", "0.250", "Start", "Round 2"] {
			assert!(svg.contains(text), "{text} is missing in {svg}");
		}
	}

	#[test]
	fn nothing_and_not_a_number_are_errors() {
		assert!(losses(&[], 0.7).is_err());
		assert!(losses(&[1.0, f64::NAN], 0.7).is_err());
	}

	#[test]
	fn a_single_loss_can_be_drawn() {
		assert!(losses(&[1.0], 0.7).is_ok());
	}
}
