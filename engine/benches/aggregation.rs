//! How fast updates are combined, in bytes of updates and in bytes of parameters a second, beside plain copies of the same
//! bytes in the same run.
//!
//! `cargo bench -p promptale-engine --bench aggregation`; the model is larger than caches are.

use criterion::{criterion_group, criterion_main, Criterion, Throughput};
use promptale_engine::{
	aggregate::aggregate_parameters,
	update::{quantise_for, quantise_sparse_for},
	Update,
};
use std::{hint::black_box, time::Duration};

const PARAMETERS: usize = 8_000_000;

/// Updates that differ; more are copies of them, in memory of their own.
const DIFFERENT: u32 = 8;

/// Mostly small values and few large ones, between -0.01 and 0.01.
fn values(seed: u32) -> Vec<f32> {
	let mixed = |index: u32| (index ^ seed).wrapping_mul(2_654_435_761).rotate_left(13).wrapping_mul(2_246_822_519);
	let value = |index| (mixed(index) >> 8) as f32 / (1 << 23) as f32 - 1.0;
	(0..PARAMETERS as u32).map(|index| value(index).powi(5) * 1e-2).collect()
}

fn aggregation(criterion: &mut Criterion) {
	let threads = std::thread::available_parallelism().map_or(1, usize::from);
	let mut parameters = values(0);
	for (name, encode) in [("dense", quantise_for as fn([u8; 32], &[f32]) -> Update), ("sparse", quantise_sparse_for)] {
		let different: Vec<Update> = (1..=DIFFERENT).map(|seed| encode([0; 32], &values(seed))).collect();
		for count in [4, 16, 64] {
			let updates: Vec<Update> = different.iter().cycle().take(count).cloned().collect();
			let part = 1_000_000 / count as u32;
			let accepted: Vec<(&Update, u32, u32)> =
				updates.iter().zip(0..).map(|(update, place)| (update, part, 1_000_000 - 1_000 * place)).collect();
			let bytes: Vec<Vec<u8>> = updates.iter().map(Update::to_bytes).collect();
			let read: usize = bytes.iter().map(Vec::len).sum();
			let mut group = criterion.benchmark_group(format!("{count} {name} updates"));
			for (of, throughput) in [("updates", read), ("parameters", 4 * PARAMETERS)] {
				group.throughput(Throughput::Bytes(throughput as u64));
				for threads in [1, threads] {
					group.bench_function(format!("bytes of {of}, {threads} threads"), |bencher| {
						bencher.iter(|| aggregate_parameters(&mut parameters, &accepted, threads));
					});
				}
			}
			group.throughput(Throughput::Bytes(read as u64));
			let mut copies = bytes.clone();
			group.bench_function("copy of the updates, 1 thread", |bencher| {
				bencher
					.iter(|| copies.iter_mut().zip(&bytes).for_each(|(to, from)| to.copy_from_slice(black_box(from))));
			});
		}
	}
	let mut group = criterion.benchmark_group("parameters");
	group.throughput(Throughput::Bytes(4 * PARAMETERS as u64));
	let mut copy = parameters.clone();
	group.bench_function("copy, 1 thread", |bencher| {
		bencher.iter(|| copy.copy_from_slice(black_box(&parameters)));
	});
}

criterion_group! {
	name = benches;
	config = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
	targets = aggregation
}
criterion_main!(benches);
