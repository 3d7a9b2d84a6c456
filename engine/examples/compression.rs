//! Dense against sparse updates: the same federation in both encodings, without a chain and without attackers.
//!
//! `cargo run -p promptale-engine --example compression -- --out /tmp/compression --rounds 6 --steps 100`

use anyhow::Result;
use clap::Parser;
use promptale_engine::{
	aggregate, held_out_loss,
	import::{fashion_mnist, PartitionOptions},
	learning_rate, train,
	update::{quantise, quantise_sparse, quantise_with_feedback},
	Checkpoint, Dataset, TrainOptions, Update,
};
use promptale_primitives::{
	model::{Architecture, ModelSize},
	verdict::weighted_median,
	weight::clip,
};
use std::{ops::ControlFlow, path::PathBuf};

#[derive(Parser)]
struct Arguments {
	/// Folder with Fashion-MNIST's four gzip files.
	#[arg(long, default_value = "/usr/share/datasets/fashion-mnist")]
	source: PathBuf,
	/// Where the images go; used again where an earlier run left them.
	#[arg(long)]
	out: PathBuf,
	/// Rounds.
	#[arg(long, default_value_t = 6)]
	rounds: u32,
	/// Training steps of a generator in one round.
	#[arg(long, default_value_t = 100)]
	steps: u32,
	/// Rounds and steps of sparse runs, where they are others.
	#[arg(long)]
	sparse_rounds: Option<u32>,
	/// See `sparse_rounds`.
	#[arg(long)]
	sparse_steps: Option<u32>,
	/// Generators.
	#[arg(long, default_value_t = 3)]
	generators: usize,
	/// Which runs to make.
	#[arg(long, value_enum, num_args = 1.., default_values_t = [Run::Dense, Run::Sparse])]
	runs: Vec<Run>,
	/// Seed of the split, the model and the training.
	#[arg(long, default_value_t = 1)]
	seed: u64,
	/// Rounds that residuals decay for from one to the next.
	#[arg(long, default_value_t = 1)]
	age: u32,
	/// Threads.
	#[arg(long, default_value_t = 1)]
	threads: usize,
}

#[derive(Clone, Copy, PartialEq, Debug, clap::ValueEnum)]
enum Run {
	/// Dense updates.
	Dense,
	/// Sparse updates with error feedback.
	Sparse,
	/// Sparse updates, and what they leave out is forgotten.
	Forgetful,
}

fn main() -> Result<()> {
	let arguments = Arguments::parse();
	let architecture = Architecture { size: ModelSize::Nano, side: 28, channels: 1, classes: 10, words: 0 };
	let (folders, held_out): (Vec<PathBuf>, PathBuf) = if arguments.out.exists() {
		let part = |index| arguments.out.join(format!("part-{index}"));
		((0..arguments.generators).map(part).collect(), arguments.out.join("held-out"))
	} else {
		let options =
			PartitionOptions { parts: arguments.generators, seed: arguments.seed, ..PartitionOptions::default() };
		let summary = fashion_mnist(&arguments.source, &arguments.out, &options)?;
		(summary.parts.into_iter().map(|part| part.dir).collect(), summary.held_out.dir)
	};
	let parts = folders.iter().map(|folder| Dataset::open(folder, &architecture)).collect::<Result<Vec<_>, _>>()?;
	let held_out = Dataset::open(&held_out, &architecture)?;
	for run in &arguments.runs {
		federation(&arguments, *run, &architecture, &parts, &held_out)?;
	}
	Ok(())
}

fn federation(
	arguments: &Arguments,
	run: Run,
	architecture: &Architecture,
	parts: &[Dataset],
	held_out: &Dataset,
) -> Result<()> {
	let Arguments { seed, threads, .. } = *arguments;
	let (mut rounds, mut steps) = (arguments.rounds, arguments.steps);
	if run != Run::Dense {
		rounds = arguments.sparse_rounds.unwrap_or(rounds);
		steps = arguments.sparse_steps.unwrap_or(steps);
	}
	let mut checkpoint = Checkpoint::initialise(*architecture, seed)?;
	let mut residuals = vec![Vec::new(); parts.len()];
	let (mut bytes, mut losses) = (0, Vec::new());
	for round in 1..=rounds {
		let mut updates = Vec::new();
		let mut kept = Vec::new();
		for (index, (data, residual)) in parts.iter().zip(&mut residuals).enumerate() {
			let options = TrainOptions {
				steps,
				// As a function of the steps made so far, so that runs with other rounds are comparable.
				learning_rate: learning_rate((round - 1) * steps / arguments.steps),
				seed: seed ^ u64::from(round) << 8 ^ (index as u64) << 32,
				threads,
				..TrainOptions::default()
			};
			let delta = train(&checkpoint, data, &options, &mut |_| ControlFlow::Continue(()))?.delta;
			let energy = |values: &[f32]| values.iter().map(|value| f64::from(value * value)).sum::<f64>();
			let whole = energy(&delta);
			let update = match run {
				Run::Dense => quantise(&checkpoint, &delta),
				Run::Forgetful => quantise_sparse(&checkpoint, &delta),
				Run::Sparse => {
					let (update, left) = quantise_with_feedback(&checkpoint, delta.clone(), residual, arguments.age);
					*residual = left;
					update
				},
			};
			let missed: Vec<f32> = delta.iter().zip(update.to_delta()).map(|(exact, sent)| exact - sent).collect();
			kept.push(1.0 - energy(&missed) / whole);
			bytes += update.to_bytes().len();
			updates.push(update);
		}
		let median = weighted_median(updates.iter().map(|update| (update.norm(), 1)).collect()).unwrap_or(0);
		let weight = 1_000_000 / updates.len() as u32;
		let accepted: Vec<(&Update, u32, u32)> =
			updates.iter().map(|update| (update, weight, clip(update.norm(), median))).collect();
		checkpoint = aggregate(&checkpoint, &accepted, threads);
		let loss = held_out_loss(&checkpoint, held_out, 0, 1000, threads);
		losses.push(loss);
		println!(
			"{run:?} round {round}: held-out loss {loss:.4}; norm {:.3}; of this round's training {:.1} % is in the updates",
			median as f64 / f64::from(1 << 20),
			100.0 * kept.iter().sum::<f64>() / kept.len() as f64
		);
	}
	let per_parameter = bytes as f64 / (checkpoint.parameters().len() * parts.len() * rounds as usize) as f64;
	println!(
		"{run:?}: {rounds} rounds of {steps} steps, {bytes} bytes, {per_parameter:.4} a parameter and round; held-out \
		 loss {:.4}",
		losses.last().copied().unwrap_or_default()
	);
	Ok(())
}
