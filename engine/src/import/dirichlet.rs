//! Non-IID parts: each class is split over the parts in proportions drawn from a Dirichlet distribution.

use super::PartitionOptions;
use crate::Error;
use rand::{seq::SliceRandom, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Gamma};

/// How often proportions are drawn again when a part came out almost empty.
const ATTEMPTS: u64 = 100;

/// Deals the indices of `labels` out to parts; each part's indices in random order, at most `max_per_part` of them.
///
/// Proportions are drawn anew, up to a hundred times, until no part has less than a tenth of an equal share: with
/// few classes a part without anything to learn from is otherwise likely. `options.held_out` is not looked at.
///
/// # Errors
/// [`Error::Options`] when there are fewer labels than parts, or some part stays empty.
pub fn split(labels: &[u16], options: &PartitionOptions) -> Result<Vec<Vec<usize>>, Error> {
	if labels.len() < options.parts {
		return Err(Error::Options(format!("{} images cannot be split into {} parts", labels.len(), options.parts)));
	}
	let least = (labels.len() / options.parts / 10).max(1);
	let mut best: Vec<Vec<usize>> = Vec::new();
	for attempt in 0..ATTEMPTS {
		let parts = draw(labels, options, attempt);
		let smallest = |parts: &[Vec<usize>]| parts.iter().map(Vec::len).min().unwrap_or(0);
		if best.is_empty() || smallest(&parts) > smallest(&best) {
			best = parts;
		}
		if smallest(&best) >= least {
			break;
		}
	}
	if best.iter().any(Vec::is_empty) {
		return Err(Error::Options(format!(
			"with alpha {} some part gets no image at all; use a larger alpha, more images or fewer parts",
			options.alpha
		)));
	}
	for part in &mut best {
		part.truncate(options.max_per_part);
	}
	Ok(best)
}

fn draw(labels: &[u16], options: &PartitionOptions, attempt: u64) -> Vec<Vec<usize>> {
	let mut key = [0; 32];
	key[..8].copy_from_slice(&options.seed.to_le_bytes());
	key[8..16].copy_from_slice(&attempt.to_le_bytes());
	let mut random = ChaCha8Rng::from_seed(key);
	let gamma = Gamma::new(options.alpha, 1.0).expect("alpha was checked");
	let mut classes = vec![Vec::new(); labels.iter().max().map_or(0, |most| usize::from(*most) + 1)];
	for (index, label) in labels.iter().enumerate() {
		classes[usize::from(*label)].push(index);
	}
	let mut parts = vec![Vec::new(); options.parts];
	for mut members in classes {
		members.shuffle(&mut random);
		// A Dirichlet sample is a vector of gamma samples over its sum.
		let shares: Vec<f64> = (0..options.parts).map(|_| gamma.sample(&mut random).max(f64::MIN_POSITIVE)).collect();
		let total: f64 = shares.iter().sum();
		let mut sum = 0.0;
		let mut start = 0;
		for (part, share) in shares.iter().enumerate() {
			sum += share;
			let end = if part + 1 == options.parts {
				members.len()
			} else {
				((sum / total * members.len() as f64).round() as usize).clamp(start, members.len())
			};
			parts[part].extend_from_slice(&members[start..end]);
			start = end;
		}
	}
	for part in &mut parts {
		part.shuffle(&mut random);
	}
	parts
}

#[cfg(test)]
mod tests {
	use super::*;

	fn options(alpha: f64, seed: u64) -> PartitionOptions {
		PartitionOptions { parts: 4, alpha, seed, held_out: 1, max_per_part: usize::MAX }
	}

	fn labels() -> Vec<u16> {
		(0..4000).map(|index| index % 10).collect()
	}

	/// Mean over parts of the share of their most frequent class.
	fn skew(parts: &[Vec<usize>]) -> f64 {
		let most = |part: &Vec<usize>| {
			let count = |class| part.iter().filter(|index| *index % 10 == class).count();
			(0..10).map(count).max().unwrap() as f64 / part.len() as f64
		};
		parts.iter().map(most).sum::<f64>() / parts.len() as f64
	}

	#[test]
	fn every_image_goes_to_exactly_one_part() {
		let mut all: Vec<usize> = split(&labels(), &options(0.5, 3)).unwrap().concat();
		all.sort_unstable();
		assert_eq!(all, (0..4000).collect::<Vec<_>>());
	}

	#[test]
	fn the_same_seed_gives_the_same_parts_and_another_gives_others() {
		let split = |seed| split(&labels(), &options(0.5, seed)).unwrap();
		assert_eq!(split(1), split(1));
		assert_ne!(split(1), split(2));
	}

	#[test]
	fn a_small_alpha_skews_the_classes() {
		let even = skew(&split(&labels(), &options(1000.0, 1)).unwrap());
		let skewed = skew(&split(&labels(), &options(0.5, 1)).unwrap());
		assert!(even < 0.13 && skewed > 0.2, "{even} {skewed}");
	}

	#[test]
	fn parts_are_capped_and_never_empty() {
		let parts = split(&labels(), &PartitionOptions { max_per_part: 150, ..options(0.1, 1) }).unwrap();
		assert!(parts.iter().all(|part| (1..=150).contains(&part.len())));
		assert!(split(&[0, 1], &options(0.5, 1)).is_err());
	}
}
