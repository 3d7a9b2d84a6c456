//! Membership inference against one update, without and with differential privacy.
//!
//! A nano model overfits a few images of Fashion-MNIST. The attack tells members from images of the test set by their
//! loss. Then the same update is clipped and noised as a generator would do it, and attacked again.
//!
//! `cargo run -p promptale-engine --example membership`

use anyhow::{Context, Result};
use clap::Parser;
use promptale_engine::{
	aggregate,
	import::{fashion_mnist, PartitionOptions},
	privacy::{image_losses, secure_random, threshold_attack, Accountant, Mechanism},
	train,
	update::quantise,
	Checkpoint, Dataset, TrainOptions,
};
use promptale_primitives::{
	model::{Architecture, ModelSize},
	MILLION,
};
use std::{ops::ControlFlow, path::PathBuf, time::Instant};

#[derive(Parser)]
struct Arguments {
	/// Folder with Fashion-MNIST's four gzip files.
	#[arg(long, default_value = "/usr/share/datasets/fashion-mnist")]
	source: PathBuf,
	/// Images to train on.
	#[arg(long, default_value_t = 64)]
	members: usize,
	/// Images of the test set that the attack must not take for members.
	#[arg(long, default_value_t = 500)]
	others: usize,
	/// Training steps of 16 images.
	#[arg(long, default_value_t = 6000)]
	steps: u32,
	/// Highest learning rate.
	#[arg(long, default_value_t = 2e-3)]
	learning_rate: f32,
	/// Times and noises over which an image's loss is measured.
	#[arg(long, default_value_t = 32)]
	draws: u32,
	/// Clip norm.
	#[arg(long, default_value_t = 20.0)]
	clip: f64,
	/// Noise multipliers to try, each on the same update.
	#[arg(long, value_delimiter = ',', default_value = "0.001,0.003,0.01,4")]
	noise_multipliers: Vec<f64>,
	/// Delta at which epsilon is given.
	#[arg(long, default_value_t = 1e-6)]
	delta: f64,
	/// Seed of images, model, training and measurement; noise has none.
	#[arg(long, default_value_t = 1)]
	seed: u64,
	/// Threads.
	#[arg(long, default_value_t = 1)]
	threads: usize,
}

fn main() -> Result<()> {
	let arguments = Arguments::parse();
	let Arguments { seed, threads, draws, .. } = arguments;
	let architecture = Architecture { size: ModelSize::Nano, side: 28, channels: 1, classes: 10, words: 0 };
	let folder = tempfile::tempdir().context("there is no room for a temporary folder")?;
	// Equal parts: members look like the others.
	let partition =
		PartitionOptions { parts: 1, alpha: 1e6, seed, held_out: arguments.others, max_per_part: arguments.members };
	let summary = fashion_mnist(&arguments.source, folder.path(), &partition)?;
	let members = Dataset::open(&summary.parts[0].dir, &architecture)?;
	let others = Dataset::open(&summary.held_out.dir, &architecture)?;
	let base = Checkpoint::initialise(architecture, seed)?;

	let start = Instant::now();
	let options = TrainOptions {
		steps: arguments.steps,
		learning_rate: arguments.learning_rate,
		seed,
		threads,
		..TrainOptions::default()
	};
	let trained = train(&base, &members, &options, &mut |_| ControlFlow::Continue(()))?;
	let norm = trained.delta.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt();
	println!(
		"{} members, {} others; {} parameters; {} steps in {:.0} s; the update has the norm {norm:.2}",
		members.len(),
		others.len(),
		base.parameters().len(),
		trained.steps,
		start.elapsed().as_secs_f64()
	);
	println!(
		"{:<24} {:>11} {:>12} {:>12} {:>6} {:>9}",
		"", "epsilon", "loss members", "loss others", "AUC", "TPR@1%FPR"
	);
	let report = |what: &str, epsilon: f64, delta: &[f32]| -> Result<()> {
		// What others get to see: the update as it is published, alone in its round.
		let model = aggregate(&base, &[(&quantise(&base, delta), MILLION, MILLION)], threads);
		let losses = |data| image_losses(&model, data, draws, seed, threads);
		let (of_members, of_others) = (losses(&members)?, losses(&others)?);
		let attack = threshold_attack(&of_members, &of_others)?;
		let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
		println!(
			"{what:<24} {epsilon:>11.1} {:>12.4} {:>12.4} {:>6.3} {:>8.1}%",
			mean(&of_members),
			mean(&of_others),
			attack.area_under_curve,
			100.0 * attack.found_at_one_percent
		);
		Ok(())
	};
	report("untrained", 0.0, &vec![0.0; base.parameters().len()])?;
	report("no privacy", f64::INFINITY, &trained.delta)?;
	let factor = (arguments.clip / norm).min(1.0) as f32;
	report("clipped only", f64::INFINITY, &trained.delta.iter().map(|value| value * factor).collect::<Vec<f32>>())?;
	for noise_multiplier in &arguments.noise_multipliers {
		let mechanism = Mechanism::new(arguments.clip, *noise_multiplier)?;
		let mut accountant = Accountant::default();
		accountant.compose(mechanism.cost().noise_multiplier(), 1.0, 1);
		let released = mechanism.release(&trained.delta, &mut secure_random()?);
		report(&format!("noise multiplier {noise_multiplier}"), accountant.epsilon(arguments.delta), &released)?;
	}
	println!("measured in {:.0} s", start.elapsed().as_secs_f64());
	Ok(())
}
