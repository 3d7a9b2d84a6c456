//! `vpu challenge`: one compute challenge on this machine, without a chain: what it can do, and what checking it costs.

use crate::{config::Backend, threads};
use anyhow::{ensure, Context, Result};
use clap::Args;
use promptale_engine::challenge::{compute, first_wrong_row, multiplier, Multiplier, Work};
use promptale_primitives::{
	challenge::{check_openings, opened_rows, Class},
	Blake3,
};
use serde::Serialize;
use std::{
	io::IsTerminal,
	time::{Duration, Instant},
};

/// How often a person is told how far it is.
const NEWS: Duration = Duration::from_secs(10);

/// Which challenge, and where.
#[derive(Debug, Args)]
pub struct Challenge {
	/// Size: 0 to 4, for matrices of side 256, 1024, 4096, 16384, 65536. Each is 64 times the work of the one before
	#[arg(long, value_name = "N", value_parser = class)]
	class: Class,
	/// 32 bytes in hexadecimal that fix the matrices; random if not given
	#[arg(long, value_name = "HEX", value_parser = seed)]
	seed: Option<Blake3>,
	/// Where to compute; `auto` takes a CUDA device where one can be used, `cuda` says why it cannot
	#[arg(long, value_enum, default_value = "auto")]
	backend: Backend,
	/// Threads; 0 for one on each core
	#[arg(long, default_value_t = 0)]
	threads: usize,
	/// Print one JSON object
	#[arg(long)]
	json: bool,
}

/// What a challenge took, and what checking it took.
#[derive(Debug, Serialize)]
struct Report {
	class: u8,
	/// Rows and columns of the matrices.
	side: u32,
	/// What computed.
	backend: String,
	/// In hexadecimal.
	seed: String,
	/// Root over the rows of the product, in hexadecimal.
	root: String,
	/// Hashpower that the chain counts for the class.
	units: u64,
	/// Of the work.
	multiply_adds: u64,
	work_seconds: f64,
	multiply_adds_per_second: f64,
	/// How many rows were opened and recomputed.
	opened_rows: usize,
	verification_seconds: f64,
	/// Time of the work in times of the verification.
	work_per_verification: f64,
}

/// Does the challenge and prints what came out. Fails where the place cannot be used, and where the answer does not verify.
pub fn run(challenge: &Challenge) -> Result<()> {
	let work = Work { class: challenge.class, seed: challenge.seed.unwrap_or_else(rand::random) };
	let mut multiplier = multiplier(challenge.backend.into(), work.class, threads(challenge.threads))?;
	let report = measure(&work, multiplier.as_mut(), !challenge.json && std::io::stderr().is_terminal())?;
	match challenge.json {
		true => println!("{}", serde_json::to_string(&report)?),
		false => print!("{}", report.text()),
	}
	Ok(())
}

fn measure(work: &Work, multiplier: &mut dyn Multiplier, news: bool) -> Result<Report> {
	let side = work.class.side();
	let started = Instant::now();
	let mut told = started;
	let committed = compute(work, multiplier, &mut |done| {
		if news && told.elapsed() >= NEWS {
			told = Instant::now();
			let left = started.elapsed().as_secs_f64() * (f64::from(side) / done as f64 - 1.0);
			eprintln!("{done} of {side} rows; about {} left", duration(left));
		}
		true
	})?;
	let work_time = started.elapsed().as_secs_f64();

	// The seed stands in for the beacon by which the chain would pick the rows.
	let rows = opened_rows(&work.seed, &work.seed, &committed.root(), work.class);
	let openings = committed.open(&rows).context("the opened rows are not those of the class")?;
	let started = Instant::now();
	let belong = check_openings(work.class, &committed.root(), &rows, &openings);
	ensure!(belong.is_ok(), "the openings do not belong to the root: {belong:?}");
	let opened: Vec<Blake3> = openings.iter().map(|opening| opening.leaf).collect();
	let wrong = first_wrong_row(work, &rows, &opened, multiplier)?;
	let verification_time = started.elapsed().as_secs_f64();
	if let Some(row) = wrong {
		anyhow::bail!("row {row} came out differently the second time; {} makes mistakes", multiplier.name());
	}
	Ok(Report {
		class: work.class.number(),
		side,
		backend: multiplier.name(),
		seed: hex::encode(work.seed),
		root: hex::encode(committed.root()),
		units: work.class.units(),
		multiply_adds: work.class.multiply_adds(),
		work_seconds: work_time,
		multiply_adds_per_second: work.class.multiply_adds() as f64 / work_time,
		opened_rows: rows.len(),
		verification_seconds: verification_time,
		work_per_verification: work_time / verification_time,
	})
}

impl Report {
	fn text(&self) -> String {
		let lines = [
			("class", format!("{} (side {}, {} units of hashpower)", self.class, self.side, self.units)),
			("backend", self.backend.clone()),
			("seed", self.seed.clone()),
			("root", self.root.clone()),
			("work", format!("{} for {:.3e} multiply-adds", duration(self.work_seconds), self.multiply_adds as f64)),
			("rate", format!("{:.1} billion multiply-adds a second", self.multiply_adds_per_second / 1e9)),
			(
				"verification",
				format!(
					"{} for {} rows; the work took {:.0} times as long",
					duration(self.verification_seconds),
					self.opened_rows,
					self.work_per_verification
				),
			),
		];
		lines.iter().map(|(name, value)| format!("{name:13} {value}\n")).collect()
	}
}

pub(crate) fn duration(seconds: f64) -> String {
	match seconds {
		seconds if seconds < 1.0 => format!("{:.2} ms", seconds * 1e3),
		seconds if seconds < 120.0 => format!("{seconds:.2} s"),
		seconds => format!("{:.1} min", seconds / 60.0),
	}
}

fn class(text: &str) -> Result<Class, String> {
	let number = text.parse().ok().and_then(Class::from_number);
	number.ok_or_else(|| format!("there are classes 0 to {}", Class::ALL.len() - 1))
}

fn seed(text: &str) -> Result<Blake3, String> {
	let mut seed = [0; 32];
	let digits = text.strip_prefix("0x").unwrap_or(text);
	hex::decode_to_slice(digits, &mut seed).map_err(|_| "a seed is 64 hexadecimal digits".to_string())?;
	Ok(seed)
}

#[cfg(test)]
mod tests {
	use super::*;
	use promptale_engine::{challenge::Cpu, Error};

	const SEED: &str = "0x0101010101010101010101010101010101010101010101010101010101010101";

	fn work() -> Work {
		Work { class: class("0").unwrap(), seed: seed(SEED).unwrap() }
	}

	#[test]
	fn a_report_says_what_was_computed_and_what_checking_costs() {
		let report = measure(&work(), &mut Cpu::new(1), false).unwrap();
		assert_eq!((report.class, report.side, report.units, report.opened_rows), (0, 256, 1, 16));
		assert_eq!(report.seed, SEED[2..]);
		let rate = report.multiply_adds_per_second * report.work_seconds;
		assert!((rate / 16_777_216.0 - 1.0).abs() < 1e-9);
		assert!((report.work_per_verification * report.verification_seconds / report.work_seconds - 1.0).abs() < 1e-9);
		let text = report.text();
		assert!(text.contains(&report.root) && text.contains("for 16 rows"), "{text}");
		let again = measure(&work(), &mut Cpu::new(2), false).unwrap();
		assert_eq!(again.root, report.root);
	}

	/// Gets every row wrong that it is asked for a second time.
	struct Unreliable(Cpu, u8);

	impl Multiplier for Unreliable {
		fn name(&self) -> String {
			"unreliable".into()
		}

		fn leaves(
			&mut self,
			work: &Work,
			rows: &[u32],
			leaves: &mut [Blake3],
			go_on: &mut dyn FnMut(usize) -> bool,
		) -> Result<(), Error> {
			self.0.leaves(work, rows, leaves, go_on)?;
			leaves.iter_mut().for_each(|leaf| leaf[0] ^= self.1);
			self.1 += 1;
			Ok(())
		}
	}

	#[test]
	fn a_machine_that_makes_mistakes_is_told_so() {
		let error = measure(&work(), &mut Unreliable(Cpu::new(1), 0), false).unwrap_err().to_string();
		assert!(error.contains("unreliable makes mistakes"), "{error}");
	}

	#[test]
	fn classes_and_seeds_that_do_not_exist_are_refused_in_words() {
		assert_eq!(class("5").unwrap_err(), "there are classes 0 to 4");
		assert_eq!(class("large").unwrap_err(), "there are classes 0 to 4");
		assert_eq!(class("4").unwrap(), Class::Side65536);
		for text in ["", "0x", "01", &SEED[..65], "zz01010101010101010101010101010101010101010101010101010101010101"] {
			assert_eq!(seed(text).unwrap_err(), "a seed is 64 hexadecimal digits", "{text}");
		}
	}
}
