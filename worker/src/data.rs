//! `vpu data`: makes image folders with the engine's importers.

use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};
use promptale_engine::{
	import::{fashion_mnist, partition_folder, PartitionOptions, Summary},
	Dataset,
};
use promptale_primitives::model::{Architecture, ModelSize};
use std::path::PathBuf;

/// What to do with images.
#[derive(Debug, Subcommand)]
pub enum DataCommand {
	/// Turn Fashion-MNIST (Debian's dataset-fashion-mnist) into private parts and a held-out set
	ImportFashionMnist {
		/// Folder with its four .gz files
		#[arg(long, default_value = "/usr/share/datasets/fashion-mnist")]
		source: PathBuf,
		#[command(flatten)]
		partition: Partition,
	},
	/// Split a folder of your own images (an imagefolder, or one sub-folder for each class) in the same way
	Partition {
		/// Folder to read
		#[arg(long)]
		source: PathBuf,
		#[command(flatten)]
		partition: Partition,
	},
	/// Print the root of a held-out folder, as a model on the chain names it
	Root(Root),
}

/// How to split.
#[derive(Debug, Args)]
pub struct Partition {
	/// Folder to write part-0, part-1, ... and held-out into
	#[arg(long)]
	out: PathBuf,
	/// Number of private parts
	#[arg(long, default_value_t = PartitionOptions::default().parts)]
	parts: usize,
	/// Dirichlet concentration: small means that parts differ much in their classes
	#[arg(long, default_value_t = PartitionOptions::default().alpha)]
	alpha: f64,
	/// The same seed gives the same parts
	#[arg(long, default_value_t = PartitionOptions::default().seed)]
	seed: u64,
	/// Images of the held-out set
	#[arg(long, default_value_t = PartitionOptions::default().held_out)]
	held_out: usize,
	/// Most images of one part
	#[arg(long, default_value_t = PartitionOptions::default().max_per_part)]
	max_per_part: usize,
}

/// For which model.
#[derive(Debug, Args)]
pub struct Root {
	/// The held-out folder
	folder: PathBuf,
	/// Size of the model
	#[arg(long, value_enum, default_value = "mini")]
	size: Size,
	/// Height and width of its images, in pixels
	#[arg(long, default_value_t = 28)]
	side: u16,
	/// 1 for grey, 3 for colour
	#[arg(long, default_value_t = 1)]
	channels: u8,
	/// Number of classes
	#[arg(long, default_value_t = 10)]
	classes: u16,
	/// Words of a caption that it reads
	#[arg(long, default_value_t = 0)]
	words: u8,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Size {
	Nano,
	Mini,
}

/// Runs one of the commands and prints what came of it.
pub fn run(command: &DataCommand) -> Result<()> {
	match command {
		DataCommand::ImportFashionMnist { source, partition } => {
			report(&fashion_mnist(source, &partition.out, &partition.options())?);
		},
		DataCommand::Partition { source, partition } => {
			report(&partition_folder(source, &partition.out, &partition.options())?);
		},
		DataCommand::Root(root) => {
			let size = match root.size {
				Size::Nano => ModelSize::Nano,
				Size::Mini => ModelSize::Mini,
			};
			let Root { side, channels, classes, words, .. } = *root;
			let held_out = Dataset::open(&root.folder, &Architecture { size, side, channels, classes, words })?;
			println!("0x{}", hex::encode(held_out.root()));
		},
	}
	Ok(())
}

impl Partition {
	fn options(&self) -> PartitionOptions {
		PartitionOptions {
			parts: self.parts,
			alpha: self.alpha,
			seed: self.seed,
			held_out: self.held_out,
			max_per_part: self.max_per_part,
		}
	}
}

fn report(summary: &Summary) {
	println!("classes: {}", summary.classes.join(", "));
	for part in summary.parts.iter().chain([&summary.held_out]) {
		println!("{}: {} images, by class {:?}", part.dir.display(), part.images, part.classes);
	}
}
