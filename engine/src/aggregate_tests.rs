use super::*;
use crate::{
	dataset::tests::TINY,
	update::{encode, quantise, quantise_sparse, Encoding},
};
use promptale_primitives::Blake3;
use proptest::prelude::*;
use std::sync::LazyLock;

fn base() -> Checkpoint {
	Checkpoint::initialise(TINY, 1).unwrap()
}

fn constant(base: &Checkpoint, value: f32) -> Update {
	quantise(base, &vec![value; base.parameters().len()])
}

fn changes(base: &Checkpoint, next: &Checkpoint) -> Vec<f32> {
	base.parameters().iter().zip(next.parameters()).map(|(before, after)| after - before).collect()
}

#[test]
fn few_updates_take_their_weighted_clipped_mean() {
	let base = base();
	let (one, two) = (constant(&base, 0.5), constant(&base, -0.25));
	let next = aggregate(&base, &[(&one, 500_000, 1_000_000), (&two, 500_000, 500_000)], 1);
	for change in changes(&base, &next) {
		assert!((change - 0.1875).abs() < 1e-6, "{change}");
	}
}

#[test]
fn from_five_updates_on_nothing_moves_without_agreement_on_its_sign() {
	let base = base();
	let [up, down, still] = [0.125, -0.25, 0.0].map(|value| constant(&base, value));
	let changed = |updates: &[(&Update, u32)]| {
		let accepted: Vec<_> = updates.iter().map(|(update, weight)| (*update, *weight, 1_000_000)).collect();
		changes(&base, &aggregate(&base, &accepted, 1))
	};
	let all_are = |changes: Vec<f32>, value: f32| assert!(changes.iter().all(|change| (change - value).abs() < 1e-6));
	// A fifth alone, against three of the others, and with just enough of them.
	let fifth = 200_000;
	all_are(changed(&[(&down, fifth), (&still, fifth), (&still, fifth), (&still, fifth), (&still, fifth)]), 0.0);
	all_are(changed(&[(&down, fifth), (&down, fifth), (&up, fifth), (&up, fifth), (&up, fifth)]), 0.0);
	all_are(changed(&[(&down, fifth), (&up, fifth), (&up, fifth), (&up, fifth), (&up, fifth)]), 0.05);
	let lacking = [(&up, 499_999), (&still, 200_000), (&still, 100_000), (&still, 100_000), (&still, 100_001)];
	all_are(changed(&lacking), 0.0);
	let enough = [(&up, 500_000), (&still, 200_000), (&still, 100_000), (&still, 100_000), (&still, 100_000)];
	all_are(changed(&enough), 0.0625);
	// Four are too few to ask for more.
	all_are(changed(&[(&down, 250_000), (&still, 250_000), (&still, 250_000), (&still, 250_000)]), -0.0625);
}

#[test]
fn weights_above_one_count_as_one_where_sums_would_overflow() {
	let base = base();
	let update = constant(&base, 7.0);
	let [most, one] = [u32::MAX, 1_000_000].map(|weight| aggregate(&base, &[(&update, weight, 1_000_000); 9], 1));
	assert_eq!(most, one);
}

#[test]
fn nothing_accepted_changes_nothing_but_the_last_bits_of_tiny_parameters() {
	let base = base();
	let next = aggregate(&base, &[], 1);
	assert!(changes(&base, &next).iter().all(|change| change.abs() <= 2f32.powi(-41)));
	assert_eq!(aggregate(&next, &[], 1), next);
}

#[test]
#[should_panic(expected = "own base checkpoint")]
fn an_update_for_another_checkpoint_is_never_applied() {
	let other = Checkpoint::initialise(TINY, 2).unwrap();
	aggregate(&base(), &[(&constant(&other, 0.5), 1_000_000, 1_000_000)], 1);
}

/// Some entries only, all with the same sign.
fn entries(base: &Checkpoint, places: std::ops::Range<usize>, value: f32) -> Update {
	let mut delta = vec![0.0; base.parameters().len()];
	delta[places].fill(value);
	quantise_sparse(base, &delta)
}

#[test]
fn silence_of_sparse_updates_is_no_vote_but_five_that_speak_have_to_agree() {
	let base = base();
	let mut updates: Vec<Update> = (0..5).map(|index| entries(&base, index * 10..index * 10 + 10, 0.125)).collect();
	let weighted = |updates: &[Update]| -> Vec<f32> {
		let accepted: Vec<_> =
			updates.iter().map(|update| (update, 1_000_000 / updates.len() as u32, 1_000_000)).collect();
		changes(&base, &aggregate(&base, &accepted, 1))
	};
	let changed = weighted(&updates);
	assert!(changed[..50].iter().all(|change| (change - 0.025).abs() < 1e-6), "{:?}", &changed[..50]);
	assert!(changed[50..].iter().all(|change| change.abs() < 1e-6));
	// All five speak of the first ten, three of them against two.
	updates = (0..3).map(|_| entries(&base, 0..10, 0.125)).collect();
	updates.extend((0..2).map(|_| entries(&base, 0..20, -2.0)));
	let changed = weighted(&updates);
	assert!(changed[..10].iter().all(|change| change.abs() < 1e-6), "{:?}", &changed[..20]);
	assert!(changed[10..20].iter().all(|change| (change + 0.8).abs() < 1e-6), "{:?}", &changed[..20]);
	// Dense updates speak of every parameter: 2 of 5 are not enough, and 4 are too few to ask for more.
	updates.extend((0..3).map(|_| constant(&base, 0.0)));
	let changed = weighted(&updates);
	assert!(changed[..20].iter().all(|change| change.abs() < 1e-6), "{:?}", &changed[..20]);
	updates.pop();
	let changed = weighted(&updates);
	assert!(changed[10..20].iter().all(|change| (change + 4.0 / 7.0).abs() < 1e-5), "{:?}", &changed[..20]);
}

/// Bytes without any order.
fn noise(length: usize, seed: u64) -> Vec<u8> {
	let mut bytes = vec![0; length];
	blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof().fill(&mut bytes);
	bytes
}

/// An update with values between 2^-4 and 2^-20, different in size from place to place; sparse for odd seeds.
fn random_update(base: Blake3, parameters: usize, seed: u64) -> Update {
	let scale = |index: usize| 2f32.powi(-4 - ((index / 700 + seed as usize) % 16) as i32);
	let bytes = noise(parameters, seed);
	let delta: Vec<f32> =
		bytes.iter().enumerate().map(|(index, byte)| (f32::from(*byte) / 127.5 - 1.0).powi(3) * scale(index)).collect();
	encode(if seed % 2 == 1 { Encoding::Sparse } else { Encoding::Dense }, base, &delta)
}

/// As [`random_update`], weighted and clipped unevenly.
fn accepted(base: &Checkpoint, count: u64) -> Vec<(Update, u32, u32)> {
	let part = |index: u64| (1_000_000 / count + 1000 * (index % 2)) as u32;
	let update = |index| {
		(random_update(base.hash(), base.parameters().len(), index), part(index), 1_100_000 - 70_000 * index as u32)
	};
	(0..count).map(update).collect()
}

/// A constant, so that a platform, compiler, profile or processor that gave other bytes would be noticed.
#[test]
fn aggregates_are_the_same_on_every_machine() {
	let base = base();
	let hash = |count| {
		let accepted = accepted(&base, count);
		let accepted: Vec<_> = accepted.iter().map(|(update, weight, clip)| (update, *weight, *clip)).collect();
		blake3::Hash::from_bytes(aggregate(&base, &accepted, 2).hash()).to_hex().to_string()
	};
	assert_eq!([3, 9].map(hash), EXPECTED);
}

const EXPECTED: [&str; 2] = [
	"e9660b887fd23e4ea7dda5f44a667e62af6c52b9619a44bee644712aaf0ca520",
	"50dd2a4ee64804af2f12ce4d8a238f0810e63ba77107e66a9c9c04d6d39be9e2",
];

#[test]
fn from_file_to_file_gives_the_same_bytes_and_a_damaged_update_no_file() {
	let base = base();
	let folder = tempfile::tempdir().unwrap();
	let (from, to) = (folder.path().join("base.safetensors"), folder.path().join("next.safetensors"));
	base.save(&from).unwrap();
	let accepted = accepted(&base, 6);
	let in_memory: Vec<_> = accepted.iter().map(|(update, weight, clip)| (update, *weight, *clip)).collect();
	let expected = aggregate(&base, &in_memory, 1);
	let files: Vec<(Vec<u8>, u32, u32)> =
		accepted.iter().map(|(update, weight, clip)| (update.to_bytes(), *weight, *clip)).collect();
	let streams = |files: &[(Vec<u8>, u32, u32)]| -> Vec<(std::io::Cursor<Vec<u8>>, u32, u32)> {
		files.iter().map(|(bytes, weight, clip)| (std::io::Cursor::new(bytes.clone()), *weight, *clip)).collect()
	};
	for threads in [1, 3] {
		assert_eq!(aggregate_files(&from, streams(&files), &to, threads).unwrap(), expected.hash());
		assert_eq!(std::fs::read(&to).unwrap(), expected.to_bytes());
	}
	std::fs::remove_file(&to).unwrap();
	let damage = |index: usize, change: &dyn Fn(&mut Vec<u8>)| {
		let mut files = files.clone();
		change(&mut files[index].0);
		aggregate_files(&from, streams(&files), &to, 1).unwrap_err().to_string()
	};
	assert!(damage(1, &|bytes| bytes.truncate(2000)).starts_with("update 1: truncated"));
	assert!(damage(3, &|bytes| bytes.push(0)).starts_with("update 3: too large"));
	assert!(damage(2, &|bytes| bytes[9] ^= 1).starts_with("update 2: made for another base"));
	let mut cut = base.to_bytes();
	cut.pop();
	std::fs::write(&from, &cut).unwrap();
	assert!(aggregate_files(&from, streams(&[]), &to, 1).unwrap_err().to_string().contains("was it cut off?"));
	std::fs::write(&from, "garbage").unwrap();
	assert!(aggregate_files(&from, streams(&[]), &to, 1).unwrap_err().to_string().contains("not a safetensors file"));
	assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "neither a file nor a part of one is left");
}

/// Moves parameters by updates under a rule.
type Work<'a> = &'a dyn Fn(&Rule, &[&Update], &mut [f32]);

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1000))]

	#[test]
	fn bytes_depend_neither_on_threads_nor_on_the_order_of_updates_and_chunks(
		updates in proptest::collection::vec((0usize..12, 0u32..=1_000_000, 0u32..=1_000_000), 0..8),
		seed in any::<u64>(),
		turn in any::<prop::sample::Index>(),
	) {
		// Made once, and the threads too.
		static MADE: LazyLock<(Vec<Update>, [Pool; 4])> = LazyLock::new(|| {
			((0..12).map(|seed| random_update([0; 32], PARAMETERS, seed)).collect(), [1, 2, 3, 8].map(Pool::new))
		});
		let (made, pools) = &*MADE;
		let start: Vec<f32> = noise(PARAMETERS, seed).iter().map(|byte| f32::from(*byte) / 700.0 - 0.2).collect();
		let combine = |list: &[(usize, u32, u32)], work: Work| {
			let updates: Vec<&Update> = list.iter().map(|(index, ..)| &made[*index]).collect();
			let rule = Rule::new(list.iter().map(|(_, weight, clip)| (*weight, *clip)));
			let mut parameters = start.clone();
			work(&rule, &updates, &mut parameters);
			parameters.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>()
		};
		let mut results = Vec::new();
		for pool in pools {
			results.push(combine(&updates, &|rule, updates, parameters| {
				pool.for_each_chunk(parameters, BLOCK * SEGMENT, |block, part| combine_block(rule, updates, block, part));
			}));
		}
		let mut turned = updates.clone();
		let by = turn.index(updates.len().max(1)).min(updates.len());
		turned.rotate_left(by);
		results.push(combine(&turned, &|rule, updates, parameters| {
			let mut blocks: Vec<(usize, &mut [f32])> = parameters.chunks_mut(BLOCK * SEGMENT).enumerate().collect();
			blocks.sort_by_key(|(block, _)| noise(1, seed ^ *block as u64));
			blocks.into_iter().for_each(|(block, part)| combine_block(rule, updates, block, part));
		}));
		prop_assert!(results.windows(2).all(|pair| pair[0] == pair[1]));
	}
}

/// More than a few blocks, and no multiple of one.
const PARAMETERS: usize = 70_001;

proptest! {
	#[test]
	fn a_parameter_stays_within_the_values_it_is_combined_from(
		values in proptest::collection::vec((-7i64 << 40..=7 << 40, 1u64..1_000_000), 1..12),
	) {
		let total: u64 = values.iter().map(|(_, weight)| weight).sum();
		// It may stay where it is.
		let low = values.iter().map(|(value, _)| *value).min().unwrap().min(0);
		let high = values.iter().map(|(value, _)| *value).max().unwrap().max(0);
		let scale = |value: i64| i128::from(value) * i128::from(total);
		let combined = Rule::combine(values.into_iter()) * 1_000_000_000_000;
		let slack = 1_000_000_000_000;
		prop_assert!(scale(low) - slack <= combined && combined <= scale(high) + slack);
	}

	#[test]
	fn whoever_the_others_do_not_follow_moves_nothing(
		honest in proptest::collection::vec(-1000i64..1000, 9..20),
		hostile in prop::sample::select(vec![-7i64 << 60, 7 << 59]),
	) {
		// One of ten or more, all of equal weight; values in millionths. With it, its sign has to lead by enough.
		let with = honest.iter().filter(|value| value.signum() == hostile.signum()).count() as i64 + 1;
		let against = honest.iter().filter(|value| value.signum() == -hostile.signum()).count() as i64;
		let count = honest.len() as i64 + 1;
		let weight = 1_000_000 / count as u64;
		let values = honest.iter().map(|value| value * 1_000_000).chain([hostile]).map(|value| (value, weight));
		let combined = Rule::combine(values);
		let needed = vote::needed(weight * count as u64, weight * weight * count as u64);
		prop_assert_eq!(combined == 0, (with - against).unsigned_abs() * weight < needed);
	}
}
