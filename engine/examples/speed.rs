//! The engine's side of the comparison with PyTorch: `scripts/bench engine`, which starts it.
//!
//! `speed FOLDER` writes `checkpoint.safetensors` there, prints `ready`, and then answers each line that it reads, `train` or
//! `sample`, with the seconds that this took: one training step of [`IMAGES`] images, or [`IMAGES`] images of [`STEPS`]
//! Euler steps.

use anyhow::{bail, Result};
use clap::Parser;
use promptale_engine::{backend::Backend, batch::Batch, cpu::Cpu, sample, AdamW, Checkpoint, SampleOptions, Wish};
use promptale_primitives::model::{Architecture, ModelSize};
use std::{hint::black_box, io::BufRead, path::PathBuf, sync::Arc, time::Instant};

/// Images of a batch.
const IMAGES: usize = 64;

/// Steps from noise to image.
const STEPS: u32 = 20;

#[derive(Parser)]
struct Arguments {
	/// Where the checkpoint goes.
	folder: PathBuf,
	/// Threads to compute with.
	#[arg(long, default_value_t = 2)]
	threads: usize,
}

fn main() -> Result<()> {
	let Arguments { folder, threads } = Arguments::parse();
	let architecture = Architecture { size: ModelSize::Mini, side: 28, channels: 1, classes: 10, words: 0 };
	let base = Checkpoint::initialise(architecture, 1)?;
	base.save(folder.join("checkpoint.safetensors"))?;
	let mut cpu = Cpu::new(*base.shape(), Arc::new(base.layout().clone()), threads);
	cpu.load(base.parameters());
	let values = |seed: u32| -> Vec<f32> {
		let mixed = |index: u32| (index ^ seed).wrapping_mul(2_654_435_761).rotate_left(13);
		(0..(IMAGES * base.shape().image()) as u32).map(|index| mixed(index) as f32 / u32::MAX as f32 - 0.5).collect()
	};
	let batch = Batch {
		noisy: values(1),
		velocity: values(2),
		times: (0..IMAGES).map(|index| index as f32 / IMAGES as f32).collect(),
		classes: (0..IMAGES).map(|index| (index % 10) as u16).collect(),
		words: Vec::new(),
	};
	let wish = SampleOptions { wishes: vec![Wish::of_class(0); IMAGES], steps: STEPS, guidance: 1.0, threads, seed: 0 };
	println!("ready");
	for line in std::io::stdin().lock().lines() {
		let start = Instant::now();
		match line?.as_str() {
			"train" => drop(black_box(cpu.train_step(&batch, &AdamW::default(), 1e-3))),
			"sample" => drop(black_box(sample(&base, &wish)?)),
			other => bail!("`{other}` is neither `train` nor `sample`"),
		}
		println!("{}", start.elapsed().as_secs_f64());
	}
	Ok(())
}
