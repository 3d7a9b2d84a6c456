//! FLANDERS (Gabrielli et al. 2023): clients whose models are far from what a matrix autoregression foretells are left out.
//!
//! As in Flower's baseline `flanders` (`strategy.py`, `run.sh`): 500 sampled parameters, a window as long as the warm-up
//! (two rounds), regularisation 1, 100 iterations, `n - attackers` clients kept. With that window one round is left to fit
//! to, which the published code fits to itself (its index of the round before wraps around): the forecast is close to each
//! client's last model.

use super::Round;
use crate::network::{multiply, Matrix};
use rand::{seq::index, Rng};
use rand_distr::{Distribution, StandardNormal};

/// Parameters looked at.
const SAMPLED: usize = 500;

/// Alternating fits.
const ITERATIONS: usize = 100;

/// Ridge of both matrices.
const RIDGE: f64 = 1.0;

/// Every client's sampled parameters in the last round.
#[derive(Default)]
pub struct History {
	sampled: Vec<usize>,
	/// `[clients, sampled]`.
	last: Vec<f64>,
}

impl History {
	/// The clients to keep, in order.
	pub fn filter(&mut self, round: &Round<'_>) -> Vec<usize> {
		let clients = round.deltas.len();
		if self.sampled.is_empty() {
			let count = SAMPLED.min(round.global.len());
			self.sampled =
				index::sample(&mut (round.random)("flanders parameters"), round.global.len(), count).into_vec();
		}
		let value = |delta: &[f32], index: usize| f64::from(round.global[index] + delta[index]);
		let now: Vec<f64> =
			round.deltas.iter().flat_map(|delta| self.sampled.iter().map(move |index| value(delta, *index))).collect();
		let keep = clients - round.attackers().min(clients - 1);
		let mut order: Vec<usize> = (0..clients).collect();
		let mut next = now.clone();
		if self.last.len() == now.len() {
			let mut random = (round.random)("flanders");
			let foretold = forecast(&self.last, clients, &mut random);
			let width = self.sampled.len();
			let error: Vec<f64> = (0..clients)
				.map(|client| {
					let row = client * width..(client + 1) * width;
					now[row.clone()].iter().zip(&foretold[row]).map(|(now, told)| (now - told) * (now - told)).sum()
				})
				.collect();
			order.sort_by(|one, two| error[*one].total_cmp(&error[*two]));
			// Who was left out is remembered with the global model, or the next forecast would be the attacker's.
			for client in &order[keep..] {
				for (index, slot) in self.sampled.iter().zip(&mut next[client * width..]) {
					*slot = f64::from(round.global[*index]);
				}
			}
			order.truncate(keep);
			order.sort_unstable();
		}
		self.last = next;
		order
	}
}

/// `A X B'` after alternating ridge fits of `X` to it, `X` `[rows, columns]`. Factors of `B` are kept in the space of `X`'s
/// rows, where all of it lies, so that only systems of `rows` equations are solved.
fn forecast(x: &[f64], rows: usize, random: &mut impl Rng) -> Vec<f64> {
	let columns = x.len() / rows;
	let (lowest, highest) =
		x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)));
	let scaled: Vec<f64> =
		x.iter().map(|value| (value - lowest) / if highest == 0.0 { 1.0 } else { highest }).collect();
	let product = |one: &[f64], two: &[f64], inner: usize, transposed: bool| {
		let mut out = vec![0.0; rows * two.len() / inner];
		let count = two.len() / inner;
		let two = if transposed { Matrix::new(two, count, inner).transposed() } else { Matrix::new(two, inner, count) };
		multiply(&mut out, false, Matrix::new(one, rows, inner), two);
		out
	};
	// X B' for the first, random B.
	let b: Vec<f64> = (0..columns * columns).map(|_| StandardNormal.sample(random)).collect();
	let mut xb = product(&scaled, &b, columns, true);
	let mut out = Vec::new();
	for iteration in 0..ITERATIONS {
		// A = X Y' (Y Y' + r)^-1 with Y = X B'.
		let mut square = product(&xb, &xb, columns, true);
		let a = solve(&mut square, &product(&scaled, &xb, columns, true), rows);
		// B' = Z' (Z Z' + r)^-1 X with Z = A X.
		let z = product(&a, &scaled, rows, false);
		let mut square = product(&z, &z, columns, true);
		let fit = |values: &[f64], square: &mut [f64]| solve(square, &product(values, &z, columns, true), rows);
		if iteration + 1 == ITERATIONS {
			// The forecast is of the values as they are, only the fit was of scaled ones.
			let xb = product(&fit(x, &mut square), &scaled, rows, false);
			out = product(&a, &xb, rows, false);
		} else {
			xb = product(&fit(&scaled, &mut square), &scaled, rows, false);
		}
	}
	out
}

/// `right (square + RIDGE)^-1`, both `[rows, rows]`, `square` symmetric: by Cholesky's factors, which overwrite it.
fn solve(square: &mut [f64], right: &[f64], rows: usize) -> Vec<f64> {
	for row in 0..rows {
		square[row * rows + row] += RIDGE;
	}
	for column in 0..rows {
		for row in column..rows {
			let (one, two) = (&square[row * rows..row * rows + column], &square[column * rows..column * rows + column]);
			let rest = square[row * rows + column] - one.iter().zip(two).map(|(a, b)| a * b).sum::<f64>();
			square[row * rows + column] = match row == column {
				true => rest.max(f64::MIN_POSITIVE).sqrt(),
				false => rest / square[column * rows + column],
			};
		}
	}
	let mut out = right.to_vec();
	for values in out.chunks_exact_mut(rows) {
		for row in 0..rows {
			let known: f64 = square[row * rows..row * rows + row].iter().zip(values.iter()).map(|(a, b)| a * b).sum();
			values[row] = (values[row] - known) / square[row * rows + row];
		}
		for row in (0..rows).rev() {
			let known: f64 = (row + 1..rows).map(|below| square[below * rows + row] * values[below]).sum();
			values[row] = (values[row] - known) / square[row * rows + row];
		}
	}
	out
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::seed;

	#[test]
	fn systems_are_solved() {
		// [[4, 1], [1, 2]] with the ridge of 1 is [[5, 1], [1, 3]]; its inverse is [[3, -1], [-1, 5]] / 14.
		let out = solve(&mut [4.0, 1.0, 1.0, 2.0], &[14.0, 0.0, 0.0, 28.0], 2);
		for (value, expected) in out.iter().zip([3.0, -1.0, -2.0, 10.0]) {
			assert!((value - expected).abs() < 1e-12, "{out:?}");
		}
	}

	#[test]
	fn the_forecast_of_one_round_is_close_to_that_round() {
		let mut random = seed::stream(3, "test", &[]);
		let x: Vec<f64> = (0..6 * 40).map(|_| random.random_range(-3.0..3.0)).collect();
		let told = forecast(&x, 6, &mut random);
		let error: f64 = x.iter().zip(&told).map(|(x, told)| (x - told) * (x - told)).sum();
		let size: f64 = x.iter().map(|x| x * x).sum();
		// Less the ridge's shrinking, which is most for what varies least.
		assert!(error < 0.4 * size, "{error} of {size}");
	}
}
