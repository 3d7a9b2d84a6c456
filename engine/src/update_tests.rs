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

	for found in [0, 4, 8, 30, 40, 43] {
		assert_eq!(refused(&good[..found]), Malformed::Truncated { expected: HEADER, found });
	}
	for found in [44, 100, expected - 1] {
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
	assert!(matches!(refused(&zero_chunk), Malformed::NotCanonical { chunk: 0, .. }));

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

/// Values as training gives them: many small ones and few large ones, larger in some places than in others.
fn heavy(parameters: usize, seed: u64) -> Vec<f32> {
	let scale = |index: usize| 2f64.powi(-((index / 1000 % 8) as i32));
	random(parameters, seed).iter().enumerate().map(|(i, v)| (v.powi(9) * 0.01 * scale(i)) as f32).collect()
}

#[test]
fn a_sparse_update_takes_at_most_273_ten_thousandths_of_a_byte_a_parameter() {
	let parameters = 512 * SEGMENT;
	let mut last_in_chunk = vec![0.0; parameters];
	let mut spread = last_in_chunk.clone();
	for chunk in 0..512 {
		last_in_chunk[(chunk + 1) * SEGMENT - ENTRIES..(chunk + 1) * SEGMENT].fill(0.01);
		(0..ENTRIES).for_each(|entry| spread[chunk * SEGMENT + entry * (SEGMENT / ENTRIES)] = 0.01);
	}
	for delta in [heavy(parameters, 1), last_in_chunk, spread, vec![0.01; parameters]] {
		let update = encode(Encoding::Sparse, [0; 32], &delta);
		let per_parameter = update.to_bytes().len() as f64 / parameters as f64;
		assert!(per_parameter <= 0.0273, "{per_parameter}");
		assert!(update.to_bytes().len() <= sparse::most_bytes(parameters));
	}
}

#[test]
fn a_sparse_update_has_the_largest_values_of_each_chunk() {
	let base = base();
	let delta = heavy(base.parameters().len(), 2);
	let update = quantise_sparse(&base, &delta);
	assert_eq!(Update::from_bytes(&update.to_bytes(), &base).unwrap(), update);
	for (delta, sent) in delta.chunks(SEGMENT).zip(update.to_delta().chunks(SEGMENT)) {
		let entries = sent.iter().filter(|value| **value != 0.0).count();
		assert!((1..=ENTRIES).contains(&entries), "{entries}");
		let least = delta.iter().zip(sent).filter(|(_, sent)| **sent != 0.0).map(|(value, _)| value.abs());
		let least = least.fold(f32::INFINITY, f32::min);
		assert!(delta.iter().filter(|value| value.abs() > least).count() <= ENTRIES);
		assert!(delta.iter().zip(sent).all(|(value, sent)| *sent == 0.0 || (0.3..3.0).contains(&(sent / value))));
	}
}

#[test]
fn norms_and_overlaps_are_the_same_whatever_the_encoding() {
	let base = base();
	// What is sparse and has few bits already is the same update in both encodings.
	let exact = quantise_sparse(&base, &heavy(base.parameters().len(), 3)).to_delta();
	let (sparse, dense) = (quantise_sparse(&base, &exact), quantise(&base, &exact));
	assert_eq!(sparse.to_delta(), exact);
	assert_eq!(dense.to_delta(), exact);
	assert_eq!(sparse.norm(), dense.norm());
	assert_eq!((sparse.overlap(&dense), dense.overlap(&sparse)), (1_000_000, 1_000_000));
	let (other, zero) =
		(quantise_sparse(&base, &heavy(exact.len(), 4)), quantise_sparse(&base, &vec![0.0; exact.len()]));
	assert_eq!(sparse.overlap(&other), dense.overlap(&other));
	assert_eq!((zero.norm(), zero.overlap(&other)), (0, 0));
}

/// A sparse update for a model of `parameters` from the fields of its chunks: count, then pairs of value and bits, or a
/// Rice code where there are no bits.
fn fields(parameters: usize, fields: &[(u32, u32)]) -> Vec<u8> {
	let mut bytes = encode(Encoding::Sparse, [0; 32], &vec![0.0; parameters]).to_bytes();
	bytes.truncate(HEADER);
	let mut writer = bits::BitWriter::after(bytes);
	fields.iter().for_each(|(value, bits)| writer.put(*value, *bits));
	writer.finish()
}

#[test]
fn every_kind_of_damage_of_a_sparse_update_has_its_own_message() {
	// One chunk of 100 parameters; with one entry the Rice parameter is 6, with two it is 5.
	let check = |list: &[(u32, u32)]| Update::new(fields(100, list), &[0; 32], 100);
	let good = check(&[(1, 8), (30, 6), (0, 1), (5, 6), (1, 1), (0, 1)]).unwrap();
	assert_eq!(good.to_delta()[5], -(2f32.powi(-10)));
	assert_eq!(good, encode(Encoding::Sparse, [0; 32], &good.to_delta()));

	let place = check(&[(1, 8), (30, 6), (1, 1), (0, 1), (36, 6), (1, 1), (0, 1)]).unwrap_err();
	assert_eq!(place, Malformed::PlaceOutOfRange { chunk: 0 });
	let second = check(&[(2, 8), (30, 6), (0b111, 4), (3, 5), (0, 2), (0, 1), (0, 5), (0, 2)]).unwrap_err();
	assert_eq!(second, Malformed::PlaceOutOfRange { chunk: 0 });
	let exponent = check(&[(1, 8), (41, 6), (0, 1), (5, 6), (1, 1), (0, 1)]).unwrap_err();
	assert_eq!(exponent, Malformed::ExponentOutOfRange { chunk: 0, exponent: 1 });
	let even = check(&[(1, 8), (30, 6), (0, 1), (5, 6), (1, 1), (1, 1)]).unwrap_err();
	assert!(even.to_string().contains("halved"), "{even}");
	// There is no larger exponent to raise it to.
	assert_eq!(check(&[(1, 8), (40, 6), (0, 1), (5, 6), (0, 1), (1, 1)]).unwrap().to_delta()[5], 2.0);
	let padding = check(&[(1, 8), (30, 6), (0, 1), (5, 6), (1, 1), (0, 1), (1, 1)]).unwrap_err();
	assert!(padding.to_string().contains("padding"), "{padding}");
	let cut = check(&[(1, 8), (30, 6)]).unwrap_err();
	assert_eq!(cut, Malformed::Truncated { expected: HEADER + 3, found: HEADER + 2 });
	let longer = check(&[(0, 8), (0, 8)]).unwrap_err();
	assert_eq!(longer, Malformed::TooLarge { expected: HEADER + 1, found: HEADER + 2 });

	let base = base();
	let huge = [quantise_sparse(&base, &vec![0.0; base.parameters().len()]).to_bytes(), vec![0; 1 << 20]].concat();
	let most = sparse::most_bytes(base.parameters().len());
	assert_eq!(Update::from_bytes(&huge, &base), Err(Malformed::TooLarge { expected: most, found: huge.len() }));
	assert!(most < base.parameters().len() / 8, "nothing larger than a part of the checkpoint is ever copied");
}

/// Reads in small and changing portions.
struct Slowly<'a>(&'a [u8], usize);

impl std::io::Read for Slowly<'_> {
	fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
		self.1 = self.1 % 1013 + 1;
		let count = self.1.min(buffer.len());
		std::io::Read::read(&mut self.0, &mut buffer[..count])
	}
}

fn read_as_stream(bytes: &[u8], base: &Checkpoint) -> Result<Vec<Segment>, ReadError> {
	let mut reader = UpdateReader::new(Slowly(bytes, 0), &base.hash(), base.parameters().len())?;
	let mut segments = Vec::new();
	for _ in 0..base.parameters().len().div_ceil(SEGMENT) {
		let mut segment = Segment::new();
		reader.next(&mut segment)?;
		segments.push(segment);
	}
	reader.finish()?;
	Ok(segments)
}

#[test]
fn a_stream_decodes_to_the_same_values() {
	let base = base();
	let delta = heavy(base.parameters().len(), 5);
	for update in [quantise(&base, &delta), quantise_sparse(&base, &delta)] {
		let mut expected = Segment::new();
		for (index, segment) in read_as_stream(&update.to_bytes(), &base).unwrap().iter().enumerate() {
			update.decode(index, &mut expected);
			assert_eq!((&segment.values, segment.exponents), (&expected.values, expected.exponents));
			assert_eq!(segment.is_dense, update.encoding() == Encoding::Dense);
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(400))]

	#[test]
	fn garbage_never_panics_and_what_decodes_encodes_to_the_same_bytes(
		places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
		near in any::<bool>(),
		cut in any::<prop::sample::Index>(),
		truncate in any::<bool>(),
		sparse in any::<bool>(),
	) {
		let base = base();
		let delta = delta(&base, 9);
		let mut bytes = if sparse { quantise_sparse(&base, &delta) } else { quantise(&base, &delta) }.to_bytes();
		for (place, value) in places {
			// Close to the start, damage has the most consequences.
			let at = if near { HEADER + place.index(200) } else { place.index(bytes.len()) };
			bytes[at] = value;
		}
		if truncate {
			bytes.truncate(cut.index(bytes.len()));
		}
		let decoded = Update::from_bytes(&bytes, &base);
		prop_assert_eq!(decoded.is_ok(), read_as_stream(&bytes, &base).is_ok());
		if let Ok(update) = decoded {
			prop_assert_eq!(&update.to_bytes(), &bytes);
			if !sparse {
				// Sparse updates may have more entries than our encoder leaves, and other exponents than it would choose.
				let again = update.to_delta();
				prop_assert_eq!(quantise(&base, &again).to_delta(), again);
			}
		}
	}

	#[test]
	fn two_different_sparse_updates_are_different_differences(
		one in proptest::collection::vec((0u32..3, 0u32..4, 0u32..2), 1..4),
		other in proptest::collection::vec((0u32..3, 0u32..4, 0u32..2), 1..4),
		exponents in (0u32..42, 0u32..42),
	) {
		// One chunk of 16 parameters; up to three entries.
		let update = |entries: &[(u32, u32, u32)], exponent| {
			let parameter = [0, 3, 2, 2][entries.len()];
			let mut list = vec![(entries.len() as u32, 8), (exponent, 6)];
			for (gap, bits, more) in entries {
				list.extend([(0, 1), (*gap + more, parameter), (*bits, 2)]);
			}
			Update::new(fields(16, &list), &[0; 32], 16).ok()
		};
		if let (Some(one), Some(other)) = (update(&one, exponents.0), update(&other, exponents.1)) {
			prop_assert_eq!(one == other, one.to_delta() == other.to_delta());
		}
	}
}
