//! Comparing a backward pass with central finite differences, in `f64`.

/// Reproducible values in `[-1, 1)`.
pub(crate) fn random(length: usize, seed: u64) -> Vec<f64> {
	let mut bytes = vec![0; length * 4];
	blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(&mut bytes);
	bytes.as_chunks().0.iter().map(|bytes| f64::from(i32::from_le_bytes(*bytes)) / 2f64.powi(31)).collect()
}

/// Checks the gradients of `sum(forward(values) * weights)` for random weights with respect to every value.
///
/// `backward(values, weights)` returns one gradient per entry of `values`.
pub(crate) fn check(
	values: &[Vec<f64>],
	forward: impl Fn(&[Vec<f64>]) -> Vec<f64>,
	backward: impl Fn(&[Vec<f64>], &[f64]) -> Vec<Vec<f64>>,
) {
	let weights = random(forward(values).len(), 99);
	let total = |values: &[Vec<f64>]| -> f64 {
		forward(values).iter().zip(&weights).map(|(value, weight)| value * weight).sum()
	};
	let gradients = backward(values, &weights);
	const STEP: f64 = 1e-5;
	for (place, gradient) in gradients.iter().enumerate() {
		assert_eq!(gradient.len(), values[place].len());
		for (index, found) in gradient.iter().enumerate() {
			let at = |step: f64| {
				let mut moved = values.to_vec();
				moved[place][index] += step;
				total(&moved)
			};
			let expected = (at(STEP) - at(-STEP)) / (2.0 * STEP);
			let error = (found - expected).abs() / expected.abs().max(1.0);
			assert!(error < 1e-7, "value {place}, index {index}: {found}, finite difference {expected}");
		}
	}
}
