//! Prints a line for each of a number of cases: what it is of, how many there have been, the hash over all of them, and
//! beginnings of the hashes of this one's inputs and outputs. See `scripts/reproducibility`.

use anyhow::{bail, Context, Result};
use promptale_reproducibility::{engine, primitives, Case, Record, SEED};

const USAGE: &str = "usage: reproducibility engine CASES [SEED] [THREADS]
       reproducibility primitives CASES [SEED] [WASM]";

fn main() -> Result<()> {
	let arguments: Vec<String> = std::env::args().skip(1).collect();
	let number = |place: usize, default: u64| {
		arguments.get(place).map_or(Ok(default), |text| text.parse().with_context(|| format!("`{text}` is no number")))
	};
	let (cases, seed) = (number(1, 1_000)? as u32, number(2, SEED)?);
	match arguments.first().map(String::as_str) {
		Some("engine") => {
			let threads = number(3, 1)? as usize;
			print("engine", cases, |index| engine::case(seed, index, threads))
		},
		Some("primitives") => match arguments.get(3) {
			None => print("primitives", cases, |index| Ok(primitives::case(seed, index))),
			#[cfg(feature = "wasm")]
			Some(file) => {
				let wasm = promptale_reproducibility::wasm::Wasm::open(file.as_ref())?;
				print("primitives", cases, |index| wasm.case(seed, index))
			},
			#[cfg(not(feature = "wasm"))]
			Some(_) => bail!("this program was built without the feature `wasm`"),
		},
		_ => bail!(USAGE),
	}
}

fn print(name: &str, cases: u32, mut case: impl FnMut(u32) -> Result<Case>) -> Result<()> {
	let hex = |hash| blake3::Hash::from_bytes(hash).to_hex();
	let mut all = Record::default();
	for index in 0..cases {
		let case = case(index)?;
		all.add((case.inputs, case.outputs));
		let (inputs, outputs) = (hex(case.inputs), hex(case.outputs));
		println!("{name} {} {} inputs {} outputs {}", index + 1, hex(all.hash()), &inputs[..16], &outputs[..16]);
	}
	Ok(())
}
