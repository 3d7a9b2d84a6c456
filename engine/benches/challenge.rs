//! What a challenge costs: its work, and recomputing the rows that are opened.
//!
//! `cargo bench --profile dev -p promptale-engine --bench challenge`. Work that takes longer than seconds on a processor is
//! measured by one panel of its rows. Rates are in multiply-adds.

use criterion::{criterion_group, criterion_main, Criterion, Throughput};
use promptale_engine::challenge::{compute, recompute, Cpu, Work};
use promptale_primitives::challenge::{opened_rows, seed, tree, Class};
use std::time::Duration;

/// Rows made at once.
const PANEL: u32 = 512;

fn work(class: Class) -> Work {
	Work { class, seed: seed(&[1; 32], &[2u8; 32], 3, class) }
}

fn side(class: Class) -> u64 {
	u64::from(class.side())
}

fn working(criterion: &mut Criterion) {
	let mut group = criterion.benchmark_group("work");
	for class in [Class::Side256, Class::Side1024, Class::Side4096] {
		for threads in [1, 2] {
			let mut cpu = Cpu::new(threads);
			group.throughput(Throughput::Elements(class.multiply_adds()));
			group.bench_function(format!("side {}, {threads} threads", side(class)), |bencher| {
				bencher.iter(|| compute(&work(class), &mut cpu, &mut |_| true).expect("a processor"));
			});
		}
	}
	let rows: Vec<u32> = (0..PANEL).collect();
	let mut cpu = Cpu::new(1);
	for class in [Class::Side16384, Class::Side65536] {
		group.throughput(Throughput::Elements(u64::from(PANEL) * side(class).pow(2)));
		group.bench_function(format!("side {}, {PANEL} of the rows, 1 threads", side(class)), |bencher| {
			bencher.iter(|| recompute(&work(class), &rows, &mut cpu).expect("rows that exist"));
		});
	}
	group.finish();
}

fn verifying(criterion: &mut Criterion) {
	let mut group = criterion.benchmark_group("verification");
	for class in Class::ALL {
		let opened = opened_rows(&[4; 32], &work(class).seed, &[5; 32], class);
		let mut cpu = Cpu::new(1);
		group.throughput(Throughput::Elements(opened.len() as u64 * side(class).pow(2)));
		group.bench_function(format!("side {}, {} rows, 1 threads", side(class), opened.len()), |bencher| {
			bencher.iter(|| recompute(&work(class), &opened, &mut cpu).expect("rows that exist"));
		});
	}
	group.finish();
}

fn opening(criterion: &mut Criterion) {
	for class in Class::ALL {
		let leaves: Vec<_> = (0..class.side()).map(|row| tree::leaf(row, &[])).collect();
		let root = tree::root(&leaves);
		let rows = opened_rows(&[4; 32], &[6; 32], &root, class);
		let opening = tree::open(&leaves, rows[0]).expect("a row that exists");
		criterion.bench_function(&format!("check of one opening, side {}", side(class)), |bencher| {
			bencher.iter(|| opening.belongs_to(class, &root, rows[0]));
		});
	}
}

criterion_group! {
	name = challenge;
	config = Criterion::default().sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
	targets = working, verifying, opening
}
criterion_main!(challenge);
