//! Sequences of actions out of bytes, for a fuzzer.

use crate::{
	action::Action,
	checks, episode, people,
	world::{Doors, World},
};
use anyhow::{ensure, Result};
use arbitrary::Unstructured;
use sp_io::TestExternalities;

/// Actions taken out of one input at most.
const MOST_ACTIONS: usize = 96;

/// A chain on which a model with all of its participants waits for its first round, again for every input.
pub struct Fuzzer {
	world: Option<World>,
	externalities: TestExternalities,
}

impl Fuzzer {
	/// Calls go through `doors`.
	pub fn new(doors: Doors) -> Self {
		let (mut world, externalities) = World::new(1);
		world.doors = doors;
		Fuzzer { world: Some(world), externalities }
	}

	/// Plays what `bytes` say, and lets everybody leave.
	///
	/// # Panics
	///
	/// Where something does not hold.
	pub fn play(&mut self, bytes: &[u8]) {
		let mut world = self.world.take().map(World::again).expect("the last input was played to its end");
		self.externalities.execute_with(|| {
			sp_io::storage::start_transaction();
			let played = play(&mut world, bytes);
			sp_io::storage::rollback_transaction();
			if let Err(error) = played {
				panic!("{error:#}");
			}
		});
		self.world = Some(world);
	}
}

fn play(world: &mut World, bytes: &[u8]) -> Result<()> {
	world.start();
	for action in beginning() {
		world.perform(&action)?;
	}
	world.next_block()?;
	ensure!(!World::models().is_empty(), "the terms that the fuzzer begins with are invalid");
	let mut bytes = Unstructured::new(bytes);
	for _ in 0..MOST_ACTIONS {
		if bytes.is_empty() {
			break;
		}
		let Ok(action) = bytes.arbitrary::<Action>() else { break };
		world.perform(&action)?;
		checks::invariants()?;
	}
	episode::everybody_leaves(world)
}

/// Makes terms with phases of few blocks and a committee that leaves enough validators for a dispute.
const TERMS: u32 = 1_299;

fn beginning() -> Vec<Action> {
	let mut wanted: Vec<_> = (0..8).map(|validator| Action::Bond { validator, stake: 1 + validator }).collect();
	wanted.extend((0..people::DEVICES).map(|device| Action::Register { identity: device, device }));
	wanted.push(Action::CreateModel { owner: 0, private: false, terms: TERMS });
	wanted.push(Action::Fund { model: 0, hundreds: 200 });
	wanted
}
