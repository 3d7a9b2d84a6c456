//! A whole federation in one process, without a chain: three honest generators with skewed parts of Fashion-MNIST and one
//! that poisons train for some rounds; a validator scores; accepted updates become the next checkpoint.
//!
//! `cargo run --release -p promptale-engine --example federated -- --out /tmp/federated`

use anyhow::Result;
use clap::Parser;
use promptale_engine::{
	aggregate, contact_sheet, held_out_loss,
	import::{fashion_mnist, PartitionOptions},
	learning_rate, sample, score_updates, train, update, Candidate, Checkpoint, Dataset, SampleOptions, TrainOptions,
	Update, Wish,
};
use promptale_primitives::{
	model::{Architecture, ModelSize},
	score::ScoreEntry,
	verdict::{decide, weighted_median, Verdict},
	weight::{cap, clip, water_fill},
};
use std::{ops::ControlFlow, path::PathBuf, time::Duration, time::Instant};

#[derive(Parser)]
struct Arguments {
	/// Folder with Fashion-MNIST's four gzip files.
	#[arg(long, default_value = "/usr/share/datasets/fashion-mnist")]
	source: PathBuf,
	/// Where image folders, checkpoints and contact sheets go; must not hold an earlier run's.
	#[arg(long)]
	out: PathBuf,
	/// Rounds.
	#[arg(long, default_value_t = 6)]
	rounds: u32,
	/// Most training steps of a generator in one round.
	#[arg(long, default_value_t = 400)]
	steps: u32,
	/// Most seconds of training of a generator in one round.
	#[arg(long)]
	seconds: Option<f64>,
	/// Images of a training step.
	#[arg(long, default_value_t = 16)]
	batch: usize,
	/// Highest learning rate, in every round; without it, the usual one, which falls from round to round.
	#[arg(long)]
	learning_rate: Option<f32>,
	/// Held-out samples that a validator scores on.
	#[arg(long, default_value_t = 1024)]
	samples: u32,
	/// Concentration of the Dirichlet split.
	#[arg(long, default_value_t = 0.5)]
	alpha: f64,
	/// Seed of the split, the model and the training.
	#[arg(long, default_value_t = 1)]
	seed: u64,
	/// Train the larger model.
	#[arg(long)]
	mini: bool,
	/// Go on from this checkpoint instead of a new model.
	#[arg(long)]
	from: Option<PathBuf>,
	/// Threads.
	#[arg(long, default_value_t = 1)]
	threads: usize,
}

/// Generators; the last one sends the opposite of what it learned, three times as large.
const GENERATORS: usize = 4;
const POISON: f32 = -3.0;

fn main() -> Result<()> {
	let arguments = Arguments::parse();
	let Arguments { seed, threads, samples, .. } = arguments;
	let size = if arguments.mini { ModelSize::Mini } else { ModelSize::Nano };
	let architecture = Architecture { size, side: 28, channels: 1, classes: 10, words: 0 };
	let start = Instant::now();
	let partition = PartitionOptions { parts: GENERATORS, alpha: arguments.alpha, seed, ..PartitionOptions::default() };
	let summary = fashion_mnist(&arguments.source, &arguments.out, &partition)?;
	println!("imported in {:.1} s", start.elapsed().as_secs_f64());
	for part in &summary.parts {
		println!("  {}: {} images, by class {:?}", part.dir.display(), part.images, part.classes);
	}
	let parts =
		summary.parts.iter().map(|part| Dataset::open(&part.dir, &architecture)).collect::<Result<Vec<_>, _>>()?;
	let held_out = Dataset::open(&summary.held_out.dir, &architecture)?;

	let mut checkpoint = match &arguments.from {
		Some(path) => Checkpoint::load(path)?,
		None => Checkpoint::initialise(architecture, seed)?,
	};
	println!("{} parameters, update of {} bytes", checkpoint.parameters().len(), {
		Update::encoded_len(checkpoint.parameters().len())
	});
	println!("held-out loss before: {:.4}", held_out_loss(&checkpoint, &held_out, 0, 1000, threads));
	for round in 1..=arguments.rounds {
		let start = Instant::now();
		let mut updates = Vec::new();
		let mut trained_steps = 0;
		for (index, data) in parts.iter().enumerate() {
			let options = TrainOptions {
				steps: arguments.steps,
				time_limit: arguments.seconds.map(Duration::from_secs_f64),
				batch_size: arguments.batch,
				learning_rate: arguments.learning_rate.unwrap_or_else(|| learning_rate(round - 1)),
				seed: seed ^ u64::from(round) << 8 ^ (index as u64) << 32,
				threads,
			};
			let trained = train(&checkpoint, data, &options, &mut |_| ControlFlow::Continue(()))?;
			trained_steps += trained.steps;
			let factor = if index + 1 == GENERATORS { POISON } else { 1.0 };
			let delta: Vec<f32> = trained.delta.iter().map(|value| value * factor).collect();
			updates.push(update::quantise(&checkpoint, &delta));
		}
		let training = start.elapsed().as_secs_f64();

		let start = Instant::now();
		let candidates: Vec<Candidate> = updates.iter().cloned().map(Candidate::Update).collect();
		let beacon = *blake3::hash(&round.to_le_bytes()).as_bytes();
		let entries = score_updates(&checkpoint, &candidates, &held_out, &beacon, samples, threads);
		let scoring = start.elapsed().as_secs_f64();
		let overlaps: Vec<i32> = (1..3).map(|index| updates[0].overlap(&updates[index])).collect();

		// As the chain does it, with one validator.
		let mut accepted = Vec::new();
		for (index, entry) in entries.iter().enumerate() {
			if let Some(Verdict::Accepted { score, norm }) = decide(&[(*entry, 1)], 0) {
				accepted.push((index, score, norm));
			}
		}
		let scores: Vec<i32> = accepted.iter().map(|(_, score, _)| *score).collect();
		let weights = water_fill(&scores, cap(scores.len(), 0));
		let median = weighted_median(accepted.iter().map(|(.., norm)| (*norm, 1)).collect()).unwrap_or(0);
		let chosen: Vec<(&Update, u32, u32)> = accepted
			.iter()
			.zip(&weights)
			.map(|((index, _, norm), weight)| (&updates[*index], *weight, clip(*norm, median)))
			.collect();
		let start = Instant::now();
		checkpoint = aggregate(&checkpoint, &chosen, threads);
		let aggregation = start.elapsed().as_secs_f64();

		let loss = held_out_loss(&checkpoint, &held_out, 0, 1000, threads);
		println!(
			"round {round}: held-out loss {loss:.4}; {trained_steps} steps in {training:.1} s, scoring {scoring:.2} s, \
			 aggregation {aggregation:.3} s; overlaps {overlaps:?}"
		);
		for (index, entry) in entries.iter().enumerate() {
			let what = match entry {
				ScoreEntry::Scored { score, norm } => {
					format!("score {score:>10}  norm {:.3}", *norm as f64 / f64::from(1 << 20))
				},
				other => format!("{other:?}"),
			};
			let weight = accepted.iter().position(|(of, ..)| *of == index).map_or(0, |place| weights[place]);
			let kind = if index + 1 == GENERATORS { "poisons" } else { "honest " };
			println!("  {index} {kind} {what}  weight {weight}");
		}
		let wishes = (0..4).flat_map(|_| 0..architecture.classes).map(Wish::of_class).collect();
		let start = Instant::now();
		let images = sample(&checkpoint, &SampleOptions { wishes, seed: 7, threads, ..SampleOptions::default() })?;
		if round == 1 {
			println!("  {} images in {:.1} s", images.len(), start.elapsed().as_secs_f64());
		}
		contact_sheet(&images, 10, 2).save(arguments.out.join(format!("round-{round}.png")))?;
		checkpoint.save(arguments.out.join(format!("round-{round}.safetensors")))?;
	}
	Ok(())
}
