//! Flows between columns of accounts as SVG: the width of a band is its amount (a Sankey diagram).

use super::html::escape;
use anyhow::{ensure, Result};
use std::fmt::Write;

/// Size of the drawing, without its margins.
const WIDTH: f64 = 1_000.0;
/// How high the amounts of the largest column are together.
const HEIGHT: f64 = 330.0;
/// Width of a node.
const NODE: f64 = 10.0;
/// Least height that a node and its two lines of text need.
const LEAST: f64 = 36.0;
/// Between two nodes of a column.
const GAP: f64 = 8.0;
/// Least height of a band, so that it can be seen.
const BAND: f64 = 1.2;

/// An account, or what stands for some.
#[derive(Clone, Debug)]
pub struct Node {
	/// From 0, from left to right.
	pub column: usize,
	/// For people.
	pub name: String,
	/// Its amount, for people.
	pub amount: String,
}

/// What went from one node to another.
#[derive(Clone, Copy, Debug)]
pub struct Band {
	/// Index of a node.
	pub from: usize,
	/// Index of a node in a later column.
	pub to: usize,
	/// How much.
	pub amount: u128,
	/// The page's CSS variable with its colour.
	pub colour: &'static str,
}

/// Where a node lies, and how far its bands fill it on both sides.
struct Place {
	x: f64,
	y: f64,
	height: f64,
	left: f64,
	right: f64,
}

/// Draws `nodes`, those of a column from top to bottom, and `bands` between them. Colours are the page's CSS variables.
///
/// Errors where there is nothing to draw, or a band does not go from a node to one in a later column.
pub fn draw(nodes: &[Node], bands: &[Band]) -> Result<String> {
	let mut bands: Vec<&Band> = bands.iter().filter(|band| band.amount > 0).collect();
	// Beside each other in the order of their other ends, so that they cross as little as can be.
	bands.sort_by_key(|band| (band.from, band.to));
	ensure!(!bands.is_empty(), "there are no flows to draw");
	for band in &bands {
		let column = |index: usize| nodes.get(index).map(|node| node.column);
		ensure!(
			column(band.from).zip(column(band.to)).is_some_and(|(from, to)| from < to),
			"a flow goes nowhere: {band:?}"
		);
	}
	let (mut places, total) = places(nodes, &bands);
	let mut svg = String::new();
	write!(
		svg,
		"<svg viewBox=\"-4 -4 {} {:.0}\" role=\"img\" aria-label=\"Where $TALE came from and went\" font-size=\"14\">",
		WIDTH + 8.0,
		total + 8.0
	)?;
	let scale = scale(nodes, &bands);
	for band in &bands {
		let height = (band.amount as f64 * scale).max(BAND);
		let (from, to) = (&places[band.from], &places[band.to]);
		let (x0, y0, x1, y1) = (from.x + NODE, from.y + from.right, to.x, to.y + to.left);
		let middle = (x0 + x1) / 2.0;
		write!(
			svg,
			"<path d=\"M{x0:.1} {y0:.1}C{middle:.1} {y0:.1} {middle:.1} {y1:.1} {x1:.1} {y1:.1}V{:.1}C{middle:.1} {:.1} \
			{middle:.1} {:.1} {x0:.1} {:.1}Z\" style=\"fill:var(--{})\" fill-opacity=\"0.28\"/>",
			y1 + height,
			y1 + height,
			y0 + height,
			y0 + height,
			band.colour,
		)?;
		places[band.from].right += height;
		places[band.to].left += height;
	}
	let last = nodes.iter().map(|node| node.column).max().unwrap_or(0);
	for (node, place) in nodes.iter().zip(&places) {
		write!(
			svg,
			"<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{NODE}\" height=\"{:.1}\" rx=\"2\" style=\"fill:var(--ink)\"/>",
			place.x, place.y, place.height
		)?;
		let (x, anchor) = match node.column == last {
			true => (place.x - 8.0, "end"),
			false => (place.x + NODE + 8.0, "start"),
		};
		// Beside the middle of a high node, beginning at the top of a low one.
		let y = place.y + (place.height / 2.0 - 4.0).max(11.0);
		write!(
			svg,
			"<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" style=\"fill:var(--ink)\">{}<tspan x=\"{x:.1}\" dy=\"16\" \
			font-size=\"12.5\" style=\"fill:var(--soft)\">{}</tspan></text>",
			escape(&node.name),
			escape(&node.amount)
		)?;
	}
	svg.push_str("</svg>");
	Ok(svg)
}

/// What passes through a node: the larger of what comes in and what goes out.
fn through(node: usize, bands: &[&Band]) -> u128 {
	let sum =
		|of: fn(&Band) -> usize| bands.iter().filter(|band| of(band) == node).map(|band| band.amount).sum::<u128>();
	sum(|band| band.from).max(sum(|band| band.to))
}

/// Height of one unit.
fn scale(nodes: &[Node], bands: &[&Band]) -> f64 {
	let columns = nodes.iter().map(|node| node.column).max().unwrap_or(0);
	let total = |column: usize| -> u128 {
		let of_column = nodes.iter().enumerate().filter(|(_, node)| node.column == column);
		of_column.map(|(index, _)| through(index, bands)).sum()
	};
	HEIGHT / (0..=columns).map(total).max().unwrap_or(1).max(1) as f64
}

/// Where all nodes lie, and the height of the drawing.
fn places(nodes: &[Node], bands: &[&Band]) -> (Vec<Place>, f64) {
	let scale = scale(nodes, bands);
	let columns = nodes.iter().map(|node| node.column).max().unwrap_or(0);
	let mut next = vec![0.0; columns + 1];
	let mut places = Vec::with_capacity(nodes.len());
	for (index, node) in nodes.iter().enumerate() {
		let height = (through(index, bands) as f64 * scale).max(2.0);
		let x = (WIDTH - NODE) * node.column as f64 / columns.max(1) as f64;
		places.push(Place { x, y: next[node.column], height, left: 0.0, right: 0.0 });
		next[node.column] += height.max(LEAST) + GAP;
	}
	let total = next.iter().copied().fold(0.0, f64::max);
	for (node, place) in nodes.iter().zip(&mut places) {
		place.y += (total - next[node.column]) / 2.0;
	}
	(places, total - GAP)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn node(column: usize, name: &str) -> Node {
		Node { column, name: name.into(), amount: "1 TALE".into() }
	}

	fn band(from: usize, to: usize, amount: u128) -> Band {
		Band { from, to, amount, colour: "accent" }
	}

	#[test]
	fn every_band_is_drawn_and_every_node_is_named() {
		let nodes = [node(0, "sale"), node(1, "treasury"), node(1, "pot & co"), node(2, "claimed")];
		let svg = draw(&nodes, &[band(0, 1, 60), band(0, 2, 40), band(2, 3, 30), band(0, 1, 0)]).unwrap();
		assert_eq!((svg.matches("<path").count(), svg.matches("<rect").count()), (3, 4));
		assert!(svg.contains("pot &amp; co") && svg.contains("var(--accent)") && !svg.contains("NaN"), "{svg}");
	}

	#[test]
	fn heights_are_in_proportion_and_nodes_do_not_overlap() {
		let nodes = [node(0, "a"), node(0, "b"), node(1, "c")];
		let bands = [band(0, 2, 3_000), band(1, 2, 1_000)];
		let (places, total) = places(&nodes, &bands.iter().collect::<Vec<_>>());
		assert!((places[0].height / places[1].height - 3.0).abs() < 1e-9);
		assert!((places[2].height - HEIGHT).abs() < 1e-9);
		assert!(places[0].y + places[0].height + GAP <= places[1].y + 1e-9);
		assert!(places.iter().all(|place| place.y >= 0.0 && place.y + place.height <= total + 1e-9));
	}

	#[test]
	fn what_cannot_be_drawn_is_an_error() {
		let nodes = [node(0, "a"), node(1, "b")];
		assert!(draw(&nodes, &[]).is_err());
		assert!(draw(&nodes, &[band(0, 1, 0)]).is_err());
		assert!(draw(&nodes, &[band(1, 0, 1)]).is_err());
		assert!(draw(&nodes, &[band(0, 7, 1)]).is_err());
	}
}
