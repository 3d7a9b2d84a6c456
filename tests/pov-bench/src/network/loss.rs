//! Softmax and cross-entropy.

use super::{number::Number, CLASSES};

/// Cross-entropy of each image, in nats; `logits` is `[images, classes]`. Not finite where the logits are not.
pub fn cross_entropy<T: Number>(logits: &[T], labels: &[u8]) -> Vec<f64> {
	let rows = logits.chunks_exact(CLASSES).zip(labels);
	rows.map(|(row, label)| {
		let most = largest(row);
		let sum: f64 = row.iter().map(|value| (value.wide() - most).exp()).sum();
		sum.ln() + most - row[usize::from(*label)].wide()
	})
	.collect()
}

/// Gradient of the mean cross-entropy with respect to the logits, written over them.
pub fn cross_entropy_gradient<T: Number>(logits: &mut [T], labels: &[u8]) {
	let share = 1.0 / labels.len() as f64;
	for (row, label) in logits.chunks_exact_mut(CLASSES).zip(labels) {
		let most = largest(row);
		let sum: f64 = row.iter().map(|value| (value.wide() - most).exp()).sum();
		for (class, value) in row.iter_mut().enumerate() {
			let probability = (value.wide() - most).exp() / sum;
			let truth = if class == usize::from(*label) { 1.0 } else { 0.0 };
			*value = T::of((probability - truth) * share);
		}
	}
}

fn largest<T: Number>(row: &[T]) -> f64 {
	row.iter().fold(f64::NEG_INFINITY, |most, value| most.max(value.wide()))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn equal_logits_lose_the_logarithm_of_the_number_of_classes() {
		let losses = cross_entropy(&[3.0f32; 2 * CLASSES], &[0, 9]);
		assert!(losses.iter().all(|loss| (loss - 10f64.ln()).abs() < 1e-12), "{losses:?}");
	}
}
