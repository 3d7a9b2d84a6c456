//! Where the engine's time goes: a training step, scoring, aggregation, sampling.
//!
//! `cargo bench -p promptale-engine`; the shapes of a training step are those of the measurements with other frameworks in
//! the engine's documentation (28 x 28 grey, batch 64).

use criterion::{criterion_group, criterion_main, BatchSize, Criterion};
use image::GrayImage;
use promptale_engine::{
	aggregate, backend::Backend, batch::Batch, cpu::Cpu, sample, score_updates, update, AdamW, Candidate, Checkpoint,
	Dataset, SampleOptions, Update, Wish,
};
use promptale_primitives::model::{Architecture, ModelSize};
use std::{sync::Arc, time::Duration};

const SIZES: [(ModelSize, &str); 2] = [(ModelSize::Nano, "nano"), (ModelSize::Mini, "mini")];

fn checkpoint(size: ModelSize) -> Checkpoint {
	Checkpoint::initialise(Architecture { size, side: 28, channels: 1, classes: 10, words: 0 }, 1)
		.expect("a usable architecture")
}

/// Values in `[-1, 1)` without any order.
fn values(length: usize, seed: u32) -> Vec<f32> {
	let mixed = |index: u32| (index ^ seed).wrapping_mul(2_654_435_761).rotate_left(13).wrapping_mul(2_246_822_519);
	(0..length as u32).map(|index| (mixed(index) >> 8) as f32 / (1 << 23) as f32 - 1.0).collect()
}

fn batch(checkpoint: &Checkpoint, images: usize) -> Batch {
	let length = images * checkpoint.shape().image();
	Batch {
		noisy: values(length, 1),
		velocity: values(length, 2),
		times: (0..images).map(|index| index as f32 / images as f32).collect(),
		classes: (0..images).map(|index| (index % 10) as u16).collect(),
		words: Vec::new(),
	}
}

fn updates(base: &Checkpoint) -> Vec<Update> {
	let delta = |seed| values(base.parameters().len(), seed).iter().map(|value| value * 1e-3).collect::<Vec<f32>>();
	(10..14).map(|seed| update::quantise(base, &delta(seed))).collect()
}

fn held_out(base: &Checkpoint) -> Dataset {
	let dir = tempfile::tempdir().expect("a temporary folder");
	for index in 0..128u32 {
		let folder = dir.path().join((index % 10).to_string());
		std::fs::create_dir_all(&folder).expect("a folder");
		let image = GrayImage::from_fn(28, 28, |x, y| image::Luma([(x * y * index) as u8]));
		image.save(folder.join(format!("{index}.png"))).expect("an image");
	}
	Dataset::open(dir.path(), &base.architecture()).expect("a usable folder")
}

fn training(criterion: &mut Criterion) {
	for (size, name) in SIZES {
		let base = checkpoint(size);
		for (images, threads) in [(16, 1), (64, 1), (64, 2)] {
			let mut cpu = Cpu::new(*base.shape(), Arc::new(base.layout().clone()), threads);
			cpu.load(base.parameters());
			let batch = batch(&base, images);
			let optimiser = AdamW::default();
			criterion.bench_function(&format!("{name}: training step, batch {images}, {threads} threads"), |bencher| {
				bencher.iter(|| cpu.train_step(&batch, &optimiser, 1e-5));
			});
		}
	}
}

fn validating(criterion: &mut Criterion) {
	for (size, name) in SIZES {
		let base = checkpoint(size);
		let held_out = held_out(&base);
		let updates = updates(&base);
		let candidates: Vec<Candidate> = updates.iter().cloned().map(Candidate::Update).collect();
		criterion.bench_function(&format!("{name}: scoring 4 updates on 128 samples, 1 thread"), |bencher| {
			bencher.iter(|| score_updates(&base, &candidates, &held_out, &[1; 32], 128, 1));
		});
		let accepted: Vec<(&Update, u32, u32)> = updates.iter().map(|update| (update, 250_000, 900_000)).collect();
		criterion.bench_function(&format!("{name}: aggregating 4 updates, 1 thread"), |bencher| {
			bencher.iter(|| aggregate(&base, &accepted, 1));
		});
		let delta = updates[0].to_delta();
		criterion.bench_function(&format!("{name}: quantising an update"), |bencher| {
			bencher.iter_batched(|| &delta, |delta| update::quantise(&base, delta), BatchSize::SmallInput);
		});
	}
}

fn sampling(criterion: &mut Criterion) {
	for (size, name) in SIZES {
		let base = checkpoint(size);
		let options = SampleOptions {
			wishes: vec![Wish::of_class(0); 64],
			steps: 20,
			guidance: 1.0,
			threads: 2,
			..SampleOptions::default()
		};
		criterion.bench_function(&format!("{name}: 64 images of 20 Euler steps, 2 threads"), |bencher| {
			bencher.iter(|| sample(&base, &options).expect("usable options"));
		});
	}
}

criterion_group! {
	name = engine;
	config = Criterion::default().sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
	targets = training, validating, sampling
}
criterion_main!(engine);
