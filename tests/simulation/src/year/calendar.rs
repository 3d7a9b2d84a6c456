//! Which blocks of the year are executed.
//!
//! A year has 5.2 million blocks, and next to nothing happens in most of them. What is executed:
//!
//! * every block in which the scheduler has something to do (referenda are nudged, confirmed and enacted by it), and every
//!   one that begins a session of collators;
//! * the last block of each month, its successor and the one after it: cliffs and months of emission begin there;
//! * on [`BUSY_DAYS`] of each month, two blocks of each session of devices, and those between which the windows of the
//!   compute challenge open and close;
//! * every block while a round of Proof of Validation is open, from [`ROUND_DAYS`] of each month on.
//!
//! Between them the block number jumps. While there is a buy-back, the price is observed for the last [`OBSERVED`] blocks
//! before each executed one. Nothing else of ours happens in a block that nobody's transaction is in: vesting, emission, unbonding,
//! suspension, periods of buy-backs and days of earnings are functions of the block number.

use crate::world::World;
use pallet_pov::{BeaconsDue, Models};
use pallet_scheduler::{Agenda, IncompleteSince};
use promptale_runtime::{
	configs::collators::SESSION_PERIOD,
	constants::{DAYS, MONTHS},
	BlockNumber, Generators, Runtime, Settlements, System,
};

/// Days of a month, from 0, on which devices work.
const BUSY_DAYS: [BlockNumber; 4] = [1, 2, 15, 16];

/// Days of a month, from 0, that begin with rounds of Proof of Validation.
/// They are busy ones, so devices count, and work is asked for afterwards.
const ROUND_DAYS: [BlockNumber; 2] = [2, 16];

/// Blocks in which rounds are opened on such a day.
const ROUND_BLOCKS: BlockNumber = 60;

/// Skipped blocks whose price is observed.
const OBSERVED: BlockNumber = 150;

fn day_of_month(block: BlockNumber) -> BlockNumber {
	block % MONTHS / DAYS
}

/// Whether devices send heartbeats in this block, and answer challenges.
pub fn is_busy(block: BlockNumber) -> bool {
	BUSY_DAYS.contains(&day_of_month(block))
}

/// Whether rounds are opened in this block.
pub fn opens_rounds(block: BlockNumber) -> bool {
	ROUND_DAYS.contains(&day_of_month(block)) && block % DAYS < ROUND_BLOCKS
}

/// Whether a round is under way, or a beacon is due.
pub fn rounds_are_open() -> bool {
	Models::<Runtime>::iter_values().any(|model| model.round_open)
		|| BeaconsDue::<Runtime>::iter_keys().next().is_some()
}

/// Whether the scheduler has something left to do in blocks before this one.
fn is_scheduled_before(block: BlockNumber) -> bool {
	Agenda::<Runtime>::iter().any(|(when, tasks)| when < block && tasks.iter().any(Option::is_some))
}

/// The block to execute after `now`.
pub fn next(now: BlockNumber) -> BlockNumber {
	let next_of = |period: BlockNumber| (now / period + 1) * period;
	let month = next_of(MONTHS);
	let mut candidates = vec![next_of(SESSION_PERIOD), month - 1, month, now / MONTHS * MONTHS + 1];
	candidates.extend(Agenda::<Runtime>::iter_keys());
	if opens_rounds(now) || rounds_are_open() || is_scheduled_before(now + 1) {
		candidates.push(now + 1);
	}
	if is_busy(now) {
		let session = Generators::session_at(now);
		let (begins, ends) = (Generators::start_of(session), Generators::start_of(session + 1));
		candidates.extend([begins + (ends - begins) / 2, ends, ends + 1]);
		let epoch = Generators::challenge_epoch();
		let (commit, open) = (epoch.commit_until, epoch.open_until);
		candidates.extend([commit, commit + 1, commit + 2, commit + 3, open, open + 1, open + 2]);
	}
	candidates.into_iter().filter(|block| *block > now).min().unwrap_or(now + 1)
}

/// Lets the blocks between the one that ended and `next` pass. Answers in how many of them the price was observed.
pub fn pass(world: &World, next: BlockNumber) -> u64 {
	use frame_support::traits::Hooks;
	// The scheduler looks at all blocks since the last one that it is done with, as many as its weight allows. It is told
	// that it is done with those that it has nothing in, or it would fall behind.
	if IncompleteSince::<Runtime>::exists() && !is_scheduled_before(next) {
		IncompleteSince::<Runtime>::put(next);
	}
	if pallet_settlements::BuyBack::<Runtime>::get().is_none() {
		return 0;
	}
	let first = (world.block + 1).max(next.saturating_sub(OBSERVED));
	for block in first..next {
		System::set_block_number(block);
		Settlements::on_initialize(block);
	}
	u64::from(next - first.min(next))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::year::actors;

	#[test]
	fn no_agenda_session_or_month_is_jumped_over() {
		actors::genesis(1).execute_with(|| {
			let call = promptale_runtime::RuntimeCall::System(frame_system::Call::remark { remark: vec![] });
			for when in [5, 777, MONTHS + 9] {
				let call = Box::new(call.clone());
				promptale_runtime::Scheduler::schedule(frame_system::RawOrigin::Root.into(), when, None, 0, call)
					.unwrap();
			}
			let mut now = 0;
			let mut executed = vec![];
			while now < 2 * MONTHS {
				now = next(now);
				System::set_block_number(now);
				// As the scheduler would, which does not run here.
				Agenda::<Runtime>::remove(now);
				executed.push(now);
			}
			for block in [5, 777, MONTHS - 1, MONTHS, MONTHS + 1, MONTHS + 9] {
				assert!(executed.contains(&block), "{block}");
			}
			assert!((1..=2 * MONTHS / SESSION_PERIOD).all(|session| executed.contains(&(session * SESSION_PERIOD))));
			let rounds = 2 * DAYS..2 * DAYS + ROUND_BLOCKS;
			assert!(rounds.clone().all(|block| executed.contains(&block)), "rounds take every block");
			let busy = executed.iter().filter(|block| is_busy(**block) && !opens_rounds(**block)).count();
			assert!((2 * 4 * 50..2 * 4 * 100).contains(&busy), "{busy}");
		});
	}
}
