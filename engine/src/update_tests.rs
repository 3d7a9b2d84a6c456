use super::*;
use crate::{dataset::tests::TINY, ops::gradient_check::random};
use proptest::prelude::*;

fn base() -> Checkpoint {
	Checkpoint::initialise(TINY, 1).unwrap()
}

/// A difference with values of very different sizes from chunk to chunk.
fn delta(base: &Checkpoint, seed: u64) -> Vec<f32> {
	let values = random(base.parameters().len(), seed);
	let scale = |index: usize| 2f64.powi(-((index / CHUNK % 12) as i32));
	values.iter().enumerate().map(|(index, value)| (value * 0.01 * scale(index)) as f32).collect()
}

#[test]
fn encoding_round_trips_and_is_a_bit_over_half_a_byte_a_parameter() {
	let base = base();
	let update = quantise(&base, &delta(&base, 0));
	let bytes = update.to_bytes();
	assert_eq!(bytes.len(), Update::encoded_len(base.parameters().len()));
	assert!(bytes.len() < base.parameters().len() * 53 / 100);
	let back = Update::from_bytes(&bytes, &base).unwrap();
	assert_eq!(back, update);
	assert_eq!(back.to_bytes(), bytes);
	assert_eq!(back.hash(), update.hash());
}

#[test]
fn quantisation_keeps_the_direction() {
	let base = base();
	let delta = delta(&base, 3);
	let back = quantise(&base, &delta).to_delta();
	let error: f64 = delta.iter().zip(&back).map(|(a, b)| f64::from(a - b).powi(2)).sum();
	let energy: f64 = delta.iter().map(|value| f64::from(*value).powi(2)).sum();
	assert!(error < 0.01 * energy, "{}", error / energy);
}

#[test]
fn values_that_are_not_finite_become_zero() {
	let base = base();
	let mut delta = vec![0.5; base.parameters().len()];
	delta[..3].copy_from_slice(&[f32::NAN, f32::INFINITY, f32::NEG_INFINITY]);
	let back = quantise(&base, &delta).to_delta();
	assert_eq!(back[..4], [0.0, 0.0, 0.0, 0.5]);
}

#[test]
fn huge_values_saturate() {
	let base = base();
	let update = quantise(&base, &vec![1e30; base.parameters().len()]);
	assert!(update.to_delta().iter().all(|value| *value == 7.0));
	assert_eq!(Update::from_bytes(&update.to_bytes(), &base).unwrap(), update);
}

#[test]
fn every_kind_of_damage_has_its_own_message() {
	let base = base();
	let good = quantise(&base, &delta(&base, 0)).to_bytes();
	let refused = |bytes: &[u8]| Update::from_bytes(bytes, &base).unwrap_err();
	let expected = good.len();

	assert_eq!(refused(&[]), Malformed::Truncated { expected, found: 0 });
	for found in [4, 8, 30, 40, 43, 44, 100, expected - 1] {
		assert_eq!(refused(&good[..found]), Malformed::Truncated { expected, found });
	}
	assert_eq!(refused(&[&good[..], &[0]].concat()), Malformed::TooLarge { expected, found: expected + 1 });
	assert_eq!(refused(b"certainly not an update"), Malformed::NotAnUpdate);

	let change = |at: usize, value: u8| {
		let mut bytes = good.clone();
		bytes[at] = value;
		refused(&bytes)
	};
	assert!(matches!(change(8, good[8] ^ 1), Malformed::WrongBase { .. }));
	assert!(matches!(change(40, good[40] ^ 1), Malformed::WrongShape { .. }));
	assert_eq!(change(HEADER, 1), Malformed::ExponentOutOfRange { chunk: 0, exponent: 1 });
	assert_eq!(change(HEADER + 33, -41i8 as u8), Malformed::ExponentOutOfRange { chunk: 1, exponent: -41 });
	assert_eq!(change(HEADER + 5, 0x80), Malformed::ValueOutOfRange { chunk: 0 });

	let mut zero_chunk = good.clone();
	zero_chunk[HEADER + 1..HEADER + 33].fill(0);
	assert_eq!(refused(&zero_chunk), Malformed::NotCanonical { chunk: 0 });

	let messages: std::collections::BTreeSet<String> = [
		refused(&[]),
		refused(&[&good[..], &[0]].concat()),
		refused(b"certainly not an update"),
		change(8, good[8] ^ 1),
		change(40, good[40] ^ 1),
		change(HEADER, 1),
		change(HEADER + 5, 0x80),
		refused(&zero_chunk),
	]
	.iter()
	.map(ToString::to_string)
	.collect();
	assert_eq!(messages.len(), 8);
}

#[test]
fn an_update_for_another_checkpoint_of_the_same_shape_is_refused() {
	let (base, other) = (base(), Checkpoint::initialise(TINY, 2).unwrap());
	let bytes = quantise(&other, &delta(&other, 0)).to_bytes();
	assert_eq!(Update::from_bytes(&bytes, &base), Err(Malformed::WrongBase { found: other.hash() }));
}

#[test]
fn norm_is_the_l2_norm_in_units_of_two_to_the_minus_20() {
	let base = base();
	let update = quantise(&base, &delta(&base, 5));
	let exact = update.to_delta().iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt() * 2f64.powi(20);
	assert!((update.norm() as f64 - exact).abs() <= 1.0, "{} {exact}", update.norm());
	assert_eq!(quantise(&base, &vec![0.0; base.parameters().len()]).norm(), 0);
}

#[test]
fn overlap_is_the_cosine() {
	let base = base();
	let (one, two) = (delta(&base, 0), delta(&base, 1));
	let update = quantise(&base, &one);
	assert_eq!(update.overlap(&update), 1_000_000);
	let flipped: Vec<f32> = one.iter().map(|value| -value).collect();
	assert_eq!(update.overlap(&quantise(&base, &flipped)), -1_000_000);
	let halved: Vec<f32> = one.iter().map(|value| value * 0.5).collect();
	assert!(update.overlap(&quantise(&base, &halved)) > 999_000);
	assert!(update.overlap(&quantise(&base, &two)).abs() < 100_000);
	assert_eq!(update.overlap(&quantise(&base, &vec![0.0; one.len()])), 0);
	let huge = quantise(&base, &vec![7.0; one.len()]);
	assert_eq!(huge.overlap(&huge), 1_000_000);
}

proptest! {
	#[test]
	fn garbage_never_panics_and_what_decodes_encodes_to_the_same_bytes(
		places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
		cut in any::<prop::sample::Index>(),
		truncate in any::<bool>(),
	) {
		let base = base();
		let mut bytes = quantise(&base, &delta(&base, 9)).to_bytes();
		for (place, value) in places {
			let at = place.index(bytes.len());
			bytes[at] = value;
		}
		if truncate {
			bytes.truncate(cut.index(bytes.len()));
		}
		if let Ok(update) = Update::from_bytes(&bytes, &base) {
			prop_assert_eq!(update.to_bytes(), bytes);
		}
	}
}
