//! `pov-bench`: see [`promptale_pov_bench`].

use anyhow::{ensure, Context, Result};
use clap::{Args, Parser, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use promptale_pov_bench::{
	ablations,
	attack::Attack,
	data::{Normalisation, World},
	defence::Defence,
	experiment::{self, Case},
	plot,
	report::{self, Row},
	setting::{Published, Setting},
};
use std::path::PathBuf;

#[derive(Parser)]
#[command(version, about = "Proof of Validation beside the published defences, under the published attacks")]
struct Cli {
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand)]
enum Command {
	/// All defences against all attacks in the published settings.
	Pov(Pov),
	/// What ours depends on: held-out set, honesty of validators, attackers that know the rule.
	Ablations(Common),
}

#[derive(Args)]
struct Pov {
	#[command(flatten)]
	common: Common,
	/// Settings [default: all].
	#[arg(long, value_enum, value_delimiter = ',')]
	setting: Vec<Published>,
	/// Attacks [default: all but `adaptive`; see --short].
	#[arg(long, value_enum, value_delimiter = ',')]
	attack: Vec<Attack>,
	/// Attackers in percent of clients [default: as published].
	#[arg(long, value_delimiter = ',')]
	percent: Vec<usize>,
	/// Sees test images as the published code of `flanders` does: from 0 to 1, where training sees them from -1 to 1.
	#[arg(long)]
	published_test_input: bool,
}

#[derive(Args)]
struct Common {
	/// Leaves out clients, images, rounds, attacks and defences; `scripts/bench --help` says which.
	#[arg(long)]
	short: bool,
	/// Defences [default: all; see --short].
	#[arg(long, value_enum, value_delimiter = ',')]
	defence: Vec<Defence>,
	/// Other number of rounds.
	#[arg(long)]
	rounds: Option<usize>,
	/// Other number of training images.
	#[arg(long)]
	training_images: Option<usize>,
	/// First seed.
	#[arg(long, default_value_t = 1)]
	seed: u64,
	/// Number of seeds.
	#[arg(long, default_value_t = 1)]
	seeds: u64,
	/// Threads [default: one a core]. No result depends on it.
	#[arg(long, default_value_t = 0)]
	threads: usize,
	/// Folder with the four files of Fashion-MNIST.
	#[arg(long, default_value = "/usr/share/datasets/fashion-mnist")]
	data: PathBuf,
	/// Writes results as a JSON list.
	#[arg(long)]
	json: Option<PathBuf>,
	/// Writes results and accuracies by round as CSV, and a drawing of each case, into a folder.
	#[arg(long)]
	csv: Option<PathBuf>,
}

impl Common {
	fn adjust(&self, setting: Setting) -> Setting {
		let setting = if self.short { setting.short() } else { setting };
		Setting {
			rounds: self.rounds.unwrap_or(setting.rounds),
			training_images: self.training_images.unwrap_or(setting.training_images),
			..setting
		}
	}

	fn check(&self) -> Result<()> {
		ensure!(self.rounds != Some(0), "--rounds is 0; give at least 1");
		ensure!(self.seeds > 0, "--seeds is 0; give at least 1");
		Ok(())
	}
}

/// What a short run keeps of the attacks; see `scripts/bench`.
fn short_attacks(published: Published) -> &'static [Attack] {
	match published {
		Published::Flanders => &[Attack::None, Attack::Gaussian, Attack::Lie, Attack::Opt, Attack::AgrMm],
		Published::Lolli => &[Attack::LabelFlip, Attack::Backdoor],
		Published::Iid => &[Attack::None],
	}
}

/// What a short run keeps of the defences.
fn short_defences(published: Published) -> &'static [Defence] {
	match published {
		Published::Flanders => {
			&[Defence::FedAvg, Defence::MultiKrum, Defence::FlTrust, Defence::Flanders, Defence::Pov]
		},
		Published::Lolli => &[Defence::FedAvg, Defence::MultiKrum, Defence::Pov],
		Published::Iid => &[Defence::Pov],
	}
}

fn or_all<T: ValueEnum + Clone>(given: &[T]) -> Vec<T> {
	if given.is_empty() {
		T::value_variants().to_vec()
	} else {
		given.to_vec()
	}
}

fn pov_cases(options: &Pov) -> Vec<(Option<String>, Case)> {
	let common = &options.common;
	let mut cases = Vec::new();
	for published in or_all(&options.setting) {
		let mut setting = common.adjust(published.setting());
		if options.published_test_input && published == Published::Flanders {
			setting.test_normalisation = Normalisation { mean: 0.0, deviation: 1.0 };
		}
		let attacks = match options.attack.is_empty() {
			false => options.attack.clone(),
			true if common.short => short_attacks(published).to_vec(),
			true if published == Published::Iid => vec![Attack::None],
			true => or_all(&[]).into_iter().filter(|attack| *attack != Attack::Adaptive).collect(),
		};
		let defences = match common.defence.is_empty() {
			true if common.short => short_defences(published).to_vec(),
			_ => or_all(&common.defence),
		};
		for attack in attacks {
			let published_percent = attack.published_percent(published);
			let percents: &[usize] = match options.percent.is_empty() || attack == Attack::None {
				// A short run has no time for 60 %.
				true if common.short && published_percent.len() > 1 => &[20, 80],
				true => published_percent,
				false => &options.percent,
			};
			for percent in percents {
				for defence in &defences {
					for seed in common.seed..common.seed + common.seeds {
						let (setting, defence) = (setting.clone(), *defence);
						cases.push((None, Case { setting, attack, percent: *percent, defence, seed }));
					}
				}
			}
		}
	}
	cases
}

fn ablation_cases(common: &Common) -> Vec<(Option<String>, Case)> {
	let of_seed = |seed| ablations::cases(seed, |setting| common.adjust(setting));
	(common.seed..common.seed + common.seeds)
		.flat_map(of_seed)
		.filter(|(_, case)| common.defence.is_empty() || common.defence.contains(&case.defence))
		.map(|(label, case)| (Some(label), case))
		.collect()
}

fn run(common: &Common, cases: Vec<(Option<String>, Case)>) -> Result<()> {
	rayon::ThreadPoolBuilder::new()
		.num_threads(common.threads)
		.build_global()
		.context("cannot start the threads; ask for fewer")?;
	let total: usize = cases.iter().map(|(_, case)| case.setting.rounds).sum();
	let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} rounds, {eta} left  {msg}")?;
	let bar = ProgressBar::new(total as u64).with_style(style);
	let mut rows = Vec::with_capacity(cases.len());
	for (ablation, case) in cases {
		let world = World::new(&common.data, &case.setting, case.seed)?;
		bar.set_message(format!("{} {} {} %", case.defence.name(), case.attack.name(), case.percent));
		let started = std::time::Instant::now();
		let outcome = experiment::run(&case, &world, &|_| bar.inc(1));
		let row = Row::new(&case, common.short, ablation, &outcome);
		if bar.is_hidden() {
			let Row { setting, attack, fraction, defence, max_accuracy, final_accuracy, .. } = &row;
			let seconds = started.elapsed().as_secs_f64();
			eprintln!(
				"{setting} {attack} {fraction} {defence}: max {max_accuracy:.3}, final {final_accuracy:.3}, {seconds:.1} s"
			);
		}
		rows.push(row);
		// After each case, so that stopping a long run loses nothing.
		if let Some(path) = &common.json {
			report::json(path, &rows)?;
		}
		if let Some(folder) = &common.csv {
			report::csv(folder, &rows)?;
			plot::all(folder, &rows)?;
		}
	}
	bar.finish_and_clear();
	println!("{}", report::table(&rows));
	Ok(())
}

fn main() -> Result<()> {
	match Cli::parse().command {
		Command::Pov(options) => {
			options.common.check()?;
			ensure!(options.percent.iter().all(|percent| *percent < 100), "--percent has to be below 100");
			run(&options.common, pov_cases(&options))
		},
		Command::Ablations(common) => {
			common.check()?;
			run(&common, ablation_cases(&common))
		},
	}
}
