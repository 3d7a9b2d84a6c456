//! How fast updates are encoded, decoded and combined, beside a plain copy of the same parameters in the same run.
//!
//! `cargo run -p promptale-engine --example throughput`; the best of several runs each, so that other work on the machine
//! counts as little as possible.

use anyhow::Result;
use clap::Parser;
use promptale_engine::{
	aggregate,
	update::{quantise, quantise_sparse},
	Checkpoint, Update,
};
use promptale_primitives::model::{Architecture, ModelSize};
use std::{hint::black_box, time::Instant};

#[derive(Parser)]
struct Arguments {
	/// Runs of each measurement.
	#[arg(long, default_value_t = 7)]
	runs: u32,
	/// Threads to aggregate with.
	#[arg(long, default_value_t = 2)]
	threads: usize,
}

fn main() -> Result<()> {
	let Arguments { runs, threads } = Arguments::parse();
	// The most classes a model may have make it as large as one can be.
	let architecture = Architecture { size: ModelSize::Mini, side: 28, channels: 1, classes: 4096, words: 0 };
	let base = Checkpoint::initialise(architecture, 1)?;
	let parameters = base.parameters().len();
	let megabytes = parameters as f64 * 4.0 / 1e6;
	println!(
		"{parameters} parameters, {megabytes:.1} MB; all rates in MB of parameters a second, the best of {runs} runs"
	);
	let time = |name: &str, work: &mut dyn FnMut()| {
		let seconds = (0..runs).map(|_| {
			let start = Instant::now();
			work();
			start.elapsed().as_secs_f64()
		});
		println!("{name:60} {:9.0}", megabytes / seconds.fold(f64::INFINITY, f64::min));
	};

	let mut copy = base.parameters().to_vec();
	time("plain copy", &mut || copy.copy_from_slice(black_box(base.parameters())));
	time("copy to new memory", &mut || drop(black_box(base.parameters().to_vec())));

	// Mostly small values and few large ones.
	let delta = |seed: u32| -> Vec<f32> {
		let mixed = |index: u32| (index ^ seed).wrapping_mul(2_654_435_761).rotate_left(13).wrapping_mul(2_246_822_519);
		let value = |index| (mixed(index) >> 8) as f32 / (1 << 23) as f32 - 1.0;
		(0..parameters as u32).map(|index| value(index).powi(5) * 1e-2).collect()
	};
	let deltas: Vec<Vec<f32>> = (1..=9).map(delta).collect();
	for (name, encode) in [("dense", quantise as fn(&Checkpoint, &[f32]) -> Update), ("sparse", quantise_sparse)] {
		let updates: Vec<Update> = deltas.iter().map(|delta| encode(&base, delta)).collect();
		time(&format!("{name}: encode"), &mut || drop(black_box(encode(&base, &deltas[0]))));
		let bytes = updates[0].to_bytes();
		time(
			&format!("{name}: decode and check ({:.4} bytes a parameter)", bytes.len() as f64 / parameters as f64),
			&mut || {
				drop(black_box(Update::from_bytes(&bytes, &base)));
			},
		);
		for (count, threads) in [(3, 1), (3, threads), (5, threads), (9, threads)] {
			let mut accepted: Vec<(&Update, u32, u32)> =
				updates[..count].iter().map(|update| (update, 1_000_000 / count as u32, 900_000)).collect();
			// As on the chain, weights sum to a million.
			accepted[0].1 += 1_000_000 % count as u32;
			time(&format!("{name}: aggregate {count} updates, {threads} threads"), &mut || {
				drop(black_box(aggregate(&base, &accepted, threads)));
			});
		}
	}
	Ok(())
}
