//! One chain from genesis until everybody has left, and many of them.

use crate::{action::Action, checks, people, players::Players, report::Report, world::World};
use anyhow::{anyhow, ensure, Context, Result};
use pallet_generators::Devices;
use pallet_pov::{BeaconsDue, Models, Validators};
use promptale_primitives::{model::ModelKind, RoundIndex};
use promptale_runtime::{Pov, Runtime};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::panic::{catch_unwind, AssertUnwindSafe};

/// Blocks in which a round with a dispute has long ended.
const PATIENCE: u32 = 80;

/// Plays `rounds` rounds or a little more, on as many chains as that takes, each with a seed that follows from `seed`.
/// A failure names the seed of its chain, for [`replay`].
pub fn many(rounds: u64, seed: u64) -> Result<Report> {
	let mut seeds = ChaCha8Rng::seed_from_u64(seed);
	let mut report = Report::default();
	// As many at a time as make no difference between machines with few and with many cores.
	const AT_ONCE: usize = 8;
	while report.rounds < rounds {
		let episodes: Vec<u64> = (0..AT_ONCE).map(|_| seeds.random()).collect();
		let reports: Result<Vec<_>> = episodes.into_par_iter().map(|seed| replay(seed, false)).collect();
		reports?.into_iter().for_each(|more| report.add(more));
	}
	Ok(report)
}

/// Plays the chain of one seed; `verbose` prints every action and event.
pub fn replay(seed: u64, verbose: bool) -> Result<Report> {
	caught(|| {
		let (mut world, mut externalities) = World::new(seed);
		world.verbose = verbose;
		externalities.execute_with(|| play(&mut world, seed))?;
		world.report.episodes = 1;
		Ok(world.report)
	})
	.with_context(|| {
		format!("the chain of seed {seed} failed; replay it with `promptale-simulation rounds --replay {seed}`")
	})
}

/// What `play` answers, a panic in it as an error.
pub(crate) fn caught<Played>(play: impl FnOnce() -> Result<Played>) -> Result<Played> {
	catch_unwind(AssertUnwindSafe(play)).unwrap_or_else(|panic| {
		let text = panic.downcast_ref::<String>().map(String::as_str);
		Err(anyhow!("a panic: {}", text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("without a text")))
	})
}

fn play(world: &mut World, seed: u64) -> Result<()> {
	let mut players = Players::new(seed);
	let mut rng = ChaCha8Rng::seed_from_u64(!seed);
	// Few long chains, on which old rounds are removed.
	let rounds = if rng.random_bool(0.05) { 80 } else { rng.random_range(8..30) };
	let blocks = rounds * 15;
	world.start();
	for action in players.beginning() {
		world.perform(&action)?;
	}
	// Stake counts from the block after it was bonded in.
	world.next_block()?;
	while world.report.rounds < rounds && world.report.blocks < blocks {
		for action in players.block(world) {
			world.perform(&action)?;
		}
		world.next_block()?;
	}
	everybody_leaves(world)
}

/// Rounds end, everybody takes what is theirs and goes. Nothing is left.
pub(crate) fn everybody_leaves(world: &mut World) -> Result<()> {
	let models = World::models().len() as u8;
	for model in 0..models {
		world.perform(&Action::SetActive { model, active: false })?;
	}
	let patience = world.block + PATIENCE;
	// Beacons of rounds that ended early are still due.
	while Models::<Runtime>::iter_values().any(|model| model.round_open) || BeaconsDue::<Runtime>::iter().count() > 0 {
		ensure!(world.block < patience, "a round does not end");
		for model in 0..models {
			world.perform(&Action::Step { model, signed: false })?;
		}
		world.next_block()?;
	}
	for (device, registered) in Devices::<Runtime>::iter() {
		let gone = world.generators(registered.identity, pallet_generators::Call::remove_device { device });
		ensure!(gone, "a device cannot be removed");
	}
	for (validator, ledger) in Validators::<Runtime>::get() {
		let amount = ledger.stake();
		ensure!(
			amount == 0 || world.signed(validator, pallet_pov::Call::unbond { amount }),
			"stake cannot be unbonded"
		);
	}
	let unlocked = Validators::<Runtime>::get().values().map(|ledger| ledger.unlocks_at).max().unwrap_or(0);
	world.jump(unlocked.max(world.block + 1))?;
	for (validator, _) in Validators::<Runtime>::get() {
		ensure!(world.signed(validator, pallet_pov::Call::withdraw_unbonded {}), "stake cannot be withdrawn");
	}
	for who in people::everybody() {
		let waiting = Pov::pending_rewards(who.clone()) > 0;
		ensure!(!waiting || world.signed(who, pallet_pov::Call::claim {}), "a reward cannot be claimed");
	}
	for (id, model) in Models::<Runtime>::iter() {
		if model.kind == ModelKind::Private {
			for account in pallet_pov::Allowed::<Runtime>::iter_key_prefix(id) {
				let call = pallet_pov::Call::set_allowed { model: id, account, allowed: false };
				ensure!(world.signed(model.owner.clone(), call), "an allow-list cannot be emptied");
			}
		}
		let call = pallet_pov::Call::remove_model { model: id, rounds: RoundIndex::MAX };
		ensure!(world.signed(model.owner, call), "a model cannot be removed");
	}
	world.next_block()?;
	checks::everybody_is_gone(world)
}
