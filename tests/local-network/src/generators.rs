//! What a run sees of its generators' devices: the chain keeps only the last heartbeat and the last challenge of each.

use crate::network::Network;
use anyhow::Result;
use promptale_client::AccountId;
use promptale_primitives::{
	challenge::{Class, Epoch},
	generator::{ChallengeStep, Timing},
	BlockNumber,
};
use std::{
	collections::{BTreeMap, BTreeSet},
	time::{Duration, Instant},
};

/// Looks in a session: enough to miss no heartbeat.
const LOOKS: u32 = 4;

/// What was seen of one device.
#[derive(Clone, Debug, Default)]
pub struct Seen {
	/// Blocks of its heartbeats.
	pub heartbeats: BTreeSet<BlockNumber>,
	/// Its challenges, as they stood at the last look.
	pub challenges: BTreeMap<Epoch, (Class, ChallengeStep)>,
}

impl Seen {
	/// The last challenge that was judged; where none was, the last one.
	pub fn last_challenge(&self) -> Option<(Epoch, Class, ChallengeStep)> {
		let judged = |step: &ChallengeStep| matches!(step, ChallengeStep::Passed | ChallengeStep::Failed);
		let newest_first = || self.challenges.iter().rev().map(|(epoch, (class, step))| (*epoch, *class, *step));
		newest_first().find(|(_, _, step)| judged(step)).or_else(|| newest_first().next())
	}

	/// How many challenges it passed.
	pub fn passed(&self) -> usize {
		self.challenges.values().filter(|(_, step)| *step == ChallengeStep::Passed).count()
	}
}

/// Follows all devices of a network.
pub struct Watch {
	every: Duration,
	next: Instant,
	seen: BTreeMap<AccountId, Seen>,
}

impl Watch {
	/// Nothing was seen yet.
	pub fn new(timing: &Timing, block_time: Duration) -> Self {
		Self { every: block_time * timing.session / LOOKS, next: Instant::now(), seen: BTreeMap::new() }
	}

	/// What was seen of a device.
	pub fn of(&self, device: &AccountId) -> Seen {
		self.seen.get(device).cloned().unwrap_or_default()
	}

	/// Looks at all devices when it is time to.
	pub async fn look(&mut self, network: &Network) -> Result<()> {
		if Instant::now() >= self.next {
			self.look_now(network).await?;
			self.next = Instant::now() + self.every;
		}
		Ok(())
	}

	/// Looks at all devices.
	pub async fn look_now(&mut self, network: &Network) -> Result<()> {
		let client = network.client();
		for device in network.participants.iter().filter_map(|participant| participant.worker.device()) {
			let seen = self.seen.entry(device).or_default();
			seen.heartbeats.extend(client.device_status(&device).await?.and_then(|status| status.last_heartbeat));
			if let Some(challenge) = client.challenge(&device).await? {
				seen.challenges.insert(challenge.epoch, (challenge.class, challenge.step));
			}
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_last_judged_challenge_goes_before_a_later_one_that_is_not() {
		let mut seen = Seen::default();
		assert_eq!((seen.last_challenge(), seen.passed()), (None, 0));
		seen.challenges.insert(4, (Class::Side256, ChallengeStep::Opened));
		assert_eq!(seen.last_challenge(), Some((4, Class::Side256, ChallengeStep::Opened)));
		seen.challenges.insert(2, (Class::Side1024, ChallengeStep::Passed));
		seen.challenges.insert(3, (Class::Side256, ChallengeStep::Failed));
		assert_eq!(seen.last_challenge(), Some((3, Class::Side256, ChallengeStep::Failed)));
		assert_eq!(seen.passed(), 1);
	}
}
