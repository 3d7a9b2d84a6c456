//! Arithmetic on flat updates. Sums run in the same order for any number of threads.

use rayon::prelude::*;

/// Coordinates that one task works on.
const BLOCK: usize = 4096;

/// Sum of products.
pub fn dot(one: &[f32], two: &[f32]) -> f64 {
	// Eight running sums in single precision over short stretches let the compiler use vector instructions.
	let mut sum = 0.0;
	for (one, two) in one.chunks(256).zip(two.chunks(256)) {
		let mut part = [0f32; 8];
		let (ones, twos) = (one.as_chunks::<8>(), two.as_chunks::<8>());
		for (a, b) in ones.0.iter().zip(twos.0) {
			for lane in 0..8 {
				part[lane] += a[lane] * b[lane];
			}
		}
		let rest: f32 = ones.1.iter().zip(twos.1).map(|(a, b)| a * b).sum();
		sum += f64::from(part.iter().sum::<f32>() + rest);
	}
	sum
}

/// L2 norm.
pub fn norm(values: &[f32]) -> f64 {
	dot(values, values).sqrt()
}

/// Squared L2 distance.
pub fn squared_distance(one: &[f32], two: &[f32]) -> f64 {
	let mut sum = 0.0;
	let mut difference = [0f32; 256];
	for (one, two) in one.chunks(256).zip(two.chunks(256)) {
		let difference = &mut difference[..one.len()];
		for ((out, a), b) in difference.iter_mut().zip(one).zip(two) {
			*out = a - b;
		}
		sum += dot(difference, difference);
	}
	sum
}

/// `sum += factor * values`.
pub fn add_scaled(sum: &mut [f32], factor: f32, values: &[f32]) {
	sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += factor * value);
}

/// Every value times `factor`.
pub fn scaled(values: &[f32], factor: f32) -> Vec<f32> {
	values.iter().map(|value| value * factor).collect()
}

/// Mean with these weights, which need not sum to one. All zero when they sum to zero. Panics without vectors.
pub fn weighted_mean(vectors: &[&[f32]], weights: &[f64]) -> Vec<f32> {
	let total: f64 = weights.iter().sum();
	let mut out = vec![0.0; vectors[0].len()];
	if total > 0.0 {
		out.par_chunks_mut(BLOCK).enumerate().for_each(|(block, out)| {
			for (vector, weight) in vectors.iter().zip(weights) {
				add_scaled(out, (weight / total) as f32, &vector[block * BLOCK..][..out.len()]);
			}
		});
	}
	out
}

/// Mean. Panics without vectors.
pub fn mean(vectors: &[&[f32]]) -> Vec<f32> {
	weighted_mean(vectors, &vec![1.0; vectors.len()])
}

/// `fold` of each coordinate's values, which it may reorder. Panics without vectors.
pub fn by_coordinate(vectors: &[&[f32]], fold: impl Fn(&mut [f32]) -> f32 + Sync) -> Vec<f32> {
	let mut out = vec![0.0; vectors[0].len()];
	out.par_chunks_mut(BLOCK).enumerate().for_each(|(block, out)| {
		let mut values = vec![0.0; vectors.len()];
		for (offset, out) in out.iter_mut().enumerate() {
			for (value, vector) in values.iter_mut().zip(vectors) {
				*value = vector[block * BLOCK + offset];
			}
			*out = fold(&mut values);
		}
	});
	out
}

/// Standard deviation of each coordinate, over all vectors.
pub fn deviation(vectors: &[&[f32]]) -> Vec<f32> {
	by_coordinate(vectors, |values| {
		let mean = values.iter().sum::<f32>() / values.len() as f32;
		(values.iter().map(|value| (value - mean) * (value - mean)).sum::<f32>() / values.len() as f32).sqrt()
	})
}

/// Squared distances between all pairs, `[vectors][vectors]`.
pub fn squared_distances(vectors: &[&[f32]]) -> Vec<Vec<f64>> {
	let rows: Vec<Vec<f64>> = (0..vectors.len())
		.into_par_iter()
		.map(|one| (0..one).map(|two| squared_distance(vectors[one], vectors[two])).collect())
		.collect();
	(0..vectors.len())
		.map(|one| {
			let distance = |two: usize| match one.cmp(&two) {
				std::cmp::Ordering::Equal => 0.0,
				std::cmp::Ordering::Greater => rows[one][two],
				std::cmp::Ordering::Less => rows[two][one],
			};
			(0..vectors.len()).map(distance).collect()
		})
		.collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn products_and_distances_of_any_length_are_right() {
		for length in [1, 7, 8, 256, 1000] {
			let one: Vec<f32> = (0..length).map(|index| (index % 5) as f32).collect();
			let two: Vec<f32> = (0..length).map(|index| (index % 3) as f32).collect();
			let product: f32 = one.iter().zip(&two).map(|(a, b)| a * b).sum();
			let distance: f32 = one.iter().zip(&two).map(|(a, b)| (a - b) * (a - b)).sum();
			assert_eq!(dot(&one, &two), f64::from(product));
			assert_eq!(squared_distance(&one, &two), f64::from(distance));
		}
	}

	#[test]
	fn means_and_deviations_are_by_coordinate() {
		let vectors: [&[f32]; 2] = [&[1.0, 4.0], &[3.0, 4.0]];
		assert_eq!(mean(&vectors), [2.0, 4.0]);
		assert_eq!(weighted_mean(&vectors, &[3.0, 1.0]), [1.5, 4.0]);
		assert_eq!(deviation(&vectors), [1.0, 0.0]);
		assert_eq!(squared_distances(&vectors), [[0.0, 4.0], [4.0, 0.0]]);
	}
}
