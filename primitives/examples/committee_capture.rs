//! What share of the stake a cabal needs to have its way in a committee: computed, and simulated with the drawing that
//! the chain uses.
//!
//! `cargo run -p promptale-primitives --example committee_capture`
//!
//! 100 validators of equal stake. Of a committee's voting stake a cabal needs a third to keep it from agreeing, half to
//! set a median, and two thirds to attest what it likes. The last column is two thirds of a dispute's committee too,
//! which has to follow for a checkpoint that honest members contest.

use promptale_primitives::committee::{cap_stakes, disputed_size, draw};

const VALIDATORS: u64 = 100;
const DRAWS: u32 = 4_000;
/// As the runtime has it, in millionths.
const MAX_MEMBER_SHARE: u32 = 400_000;
const LARGEST: u32 = 32;

/// Parts of a committee's stake, as fractions, that decide something.
const PARTS: [(u128, u128); 3] = [(1, 3), (1, 2), (2, 3)];

fn main() {
	println!("| cabal's stake | committee | a third | half (median) | two thirds (checkpoint) | and of a dispute's |");
	println!("|---|---|---|---|---|---|");
	for size in [8u32, 16, 32] {
		for percent in [10u64, 20, 30, 40, 50] {
			let computed = PARTS.map(|part| chance(percent, size, part));
			let simulated = PARTS.map(|part| simulate(percent, size, part));
			let dispute = chance(percent, disputed_size(size, LARGEST), PARTS[2]);
			let cell = |at: usize| format!("{} ({})", show(computed[at]), show(simulated[at]));
			println!(
				"| {percent} % | {size} | {} | {} | {} | {} |",
				cell(0),
				cell(1),
				cell(2),
				show(computed[2] * dispute)
			);
		}
	}
	println!("\nComputed exactly (hypergeometric), in brackets the share of {DRAWS} drawings.");
}

fn show(chance: f64) -> String {
	match chance {
		0.0 => "0".into(),
		chance if chance < 0.001 => format!("{chance:.0e}"),
		chance => format!("{:.1} %", 100.0 * chance),
	}
}

/// Whether `seats` of `size` equal seats are at least `part` of the stake.
fn is_enough(seats: u128, size: u128, part: (u128, u128)) -> bool {
	seats * part.1 >= size * part.0 && seats > 0
}

/// The chance that at least `part` of `size` members drawn without repetition belong to the cabal.
fn chance(percent: u64, size: u32, part: (u128, u128)) -> f64 {
	let cabal = VALIDATORS * percent / 100;
	(0..=u64::from(size).min(cabal))
		.filter(|seats| is_enough(u128::from(*seats), u128::from(size), part))
		.map(|seats| {
			let others = u64::from(size) - seats;
			if others > VALIDATORS - cabal {
				return 0.0;
			}
			(choices(cabal, seats) + choices(VALIDATORS - cabal, others) - choices(VALIDATORS, u64::from(size))).exp()
		})
		.sum()
}

/// The natural logarithm of the number of ways to choose `some` of `all`.
fn choices(all: u64, some: u64) -> f64 {
	(0..some).map(|at| ((all - at) as f64).ln() - ((at + 1) as f64).ln()).sum()
}

/// How often the chain's drawing gives the cabal at least `part` of the voting stake.
fn simulate(percent: u64, size: u32, part: (u128, u128)) -> f64 {
	let cabal = (VALIDATORS * percent / 100) as u32;
	let stakes = [1_000u128; VALIDATORS as usize];
	let captured = (0..DRAWS)
		.filter(|seed| {
			let mut beacon = [0; 32];
			beacon[..4].copy_from_slice(&seed.to_le_bytes());
			let members = draw(&beacon, &stakes, size);
			let capped =
				cap_stakes(&members.iter().map(|at| stakes[*at as usize]).collect::<Vec<_>>(), MAX_MEMBER_SHARE);
			let of_cabal = members.iter().zip(&capped).filter(|(at, _)| **at < cabal).map(|(_, stake)| stake);
			is_enough(of_cabal.sum(), capped.iter().sum(), part)
		})
		.count();
	captured as f64 / f64::from(DRAWS)
}
