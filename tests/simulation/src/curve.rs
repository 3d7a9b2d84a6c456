//! The unlock curve of $TALE, drawn from what the runtime's view functions answer.

use crate::{chain, token};
use anyhow::{anyhow, ensure, Result};
use plotters::prelude::*;
use promptale_primitives::{vesting::PoolOverview, Balance, TALE};
use promptale_runtime::{constants::MONTHS, AccountId, Vesting};

const SIZE: (u32, u32) = (880, 500);
/// Where the legend begins.
const LEGEND_FROM: i32 = 680;

/// One pool's part of the curve.
struct Layer {
	pool: String,
	/// Unlocked by month, from genesis on.
	unlocked: Vec<Balance>,
}

/// The curve of a production chain as an SVG drawing: $TALE by month and pool, one on top of the other. What is complete
/// first lies at the bottom.
///
/// # Errors
/// Where the chain has no pools, or the drawing library fails.
pub fn svg() -> Result<String> {
	let layers = layers();
	ensure!(!layers.is_empty(), "the chain has no pools");
	let mut svg = String::new();
	draw(&mut svg, &layers).map_err(|error| anyhow!("the curve cannot be drawn: {error}"))?;
	Ok(svg)
}

fn layers() -> Vec<Layer> {
	chain::start(token::genesis(&[])).execute_with(|| {
		let points = Vesting::unlock_curve(MONTHS);
		let mut pools: Vec<_> = Vesting::pools().into_iter().enumerate().collect();
		pools.sort_by_key(|(_, pool)| pool.end);
		let layer = |(at, pool): (usize, PoolOverview<AccountId>)| Layer {
			pool: String::from_utf8_lossy(&pool.name).into_owned(),
			unlocked: points.iter().map(|point| point.unlocked[at]).collect(),
		};
		pools.into_iter().map(layer).collect()
	})
}

fn draw(svg: &mut String, layers: &[Layer]) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
	let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
	let fail = |error: DrawingAreaErrorKind<_>| format!("{error}");
	root.fill(&WHITE).map_err(fail)?;
	let months = layers[0].unlocked.len() - 1;
	let supply: Balance = layers.iter().filter_map(|layer| layer.unlocked.last()).sum();
	let millions = |amount: Balance| amount as f64 / (TALE * 1_000_000) as f64;
	let (plot, legend) = root.split_horizontally(LEGEND_FROM);
	let mut chart = ChartBuilder::on(&plot)
		.caption("Unlocked $TALE by pool", ("sans-serif", 20))
		.margin(12)
		.x_label_area_size(44)
		.y_label_area_size(64)
		.build_cartesian_2d(0..months, 0.0..millions(supply))
		.map_err(fail)?;
	chart
		.configure_mesh()
		.x_desc("months of 30 days since genesis")
		.y_desc("million $TALE")
		.x_labels(11)
		.y_labels(11)
		.x_label_formatter(&|month| month.to_string())
		.y_label_formatter(&|amount| format!("{amount:.0}"))
		.label_style(("sans-serif", 13))
		.axis_desc_style(("sans-serif", 14))
		.light_line_style(WHITE)
		.draw()
		.map_err(fail)?;
	let mut below = vec![0; months + 1];
	for (index, layer) in layers.iter().enumerate() {
		let above: Vec<Balance> = below.iter().zip(&layer.unlocked).map(|(below, more)| below + more).collect();
		let up = above.iter().enumerate().map(|(month, amount)| (month, millions(*amount)));
		let down = below.iter().enumerate().rev().map(|(month, amount)| (month, millions(*amount)));
		let colour = Palette99::pick(index).filled();
		chart.draw_series([Polygon::new(up.chain(down).collect::<Vec<_>>(), colour)]).map_err(fail)?;
		// The legend lists them as they lie: the topmost first.
		let y = 70 + 26 * (layers.len() - 1 - index) as i32;
		legend.draw(&Rectangle::new([(0, y), (18, y + 14)], colour)).map_err(fail)?;
		let most = millions(layer.unlocked.last().copied().unwrap_or_default());
		let text = format!("{}, {most:.0} million", layer.pool);
		legend.draw(&Text::new(text, (26, y + 1), ("sans-serif", 14))).map_err(fail)?;
		below = above;
	}
	root.present().map_err(fail)?;
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_drawing_has_an_area_for_each_pool_and_both_axes_named() {
		let svg = svg().unwrap();
		let pools = promptale_runtime::pools::POOLS;
		assert_eq!(svg.matches("<polygon").count(), pools.len());
		for text in pools.map(|pool| pool.0).iter().chain(&["months of 30 days since genesis", "million $TALE"]) {
			assert!(svg.contains(text), "{text} is missing");
		}
	}

	#[test]
	fn layers_sum_to_the_supply_at_their_end_and_to_the_liquidity_pool_at_their_beginning() {
		let layers = layers();
		let at = |month: usize| layers.iter().map(|layer| layer.unlocked[month]).sum::<Balance>();
		assert_eq!((at(0), at(60)), (20_000_000 * TALE, promptale_runtime::constants::TOTAL_SUPPLY));
		assert_eq!(layers[0].unlocked.len(), 61);
		assert_eq!(layers[0].pool, "liquidity");
	}
}
