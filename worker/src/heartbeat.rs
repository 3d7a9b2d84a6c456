//! A device's signs of life: one in each session, a call without a fee.

use promptale_client::AccountId;
use promptale_primitives::{
	generator::{DeviceOverview, DeviceState},
	BlockNumber,
};

/// Blocks after which a heartbeat that did not come through is sent again.
const RESEND_AFTER: BlockNumber = 5;

/// Part of a session over which devices spread their heartbeats.
const SPREAD: BlockNumber = 10;

/// When one device sends its heartbeats.
pub struct Heartbeats {
	/// Blocks of a session.
	session_length: BlockNumber,
	/// Blocks from a session's beginning to the heartbeat: another one for each device, so that they do not all come at once.
	place: BlockNumber,
	/// The last one that was sent: for which session, on which block.
	sent: Option<(u32, BlockNumber)>,
}

impl Heartbeats {
	/// Nothing was sent yet, or it is not known. Sessions of no blocks count as such of one.
	pub fn new(device: &AccountId, session_length: BlockNumber) -> Heartbeats {
		let session_length = session_length.max(1);
		let mut hasher = blake3::Hasher::new_derive_key("promptale 2026-11 worker heartbeat place");
		hasher.update(&device.0);
		let mut bytes = [0; 4];
		hasher.finalize_xof().fill(&mut bytes);
		let place = u32::from_le_bytes(bytes) % (session_length / SPREAD).max(1);
		Heartbeats { session_length, place, sent: None }
	}

	/// The session for which a heartbeat shall be sent after block `head`, if one shall.
	pub fn due(&mut self, device: &DeviceOverview<AccountId>, head: BlockNumber) -> Option<u32> {
		// The next block is the first that can take it.
		let next = head.saturating_add(1);
		if !matches!(device.state, DeviceState::Active { until } if next < until) {
			return None;
		}
		let (session, place) = (next / self.session_length, next % self.session_length);
		match device.last_heartbeat {
			Some(last) if last / self.session_length >= session => return None,
			// Without one since it was registered or resumed a device earns nothing, so the first one does not wait.
			Some(_) if place < self.place => return None,
			_ => {},
		}
		let waits = |(sent_for, on): (u32, BlockNumber)| {
			// A block before the one it was sent on is of a chain that was started anew, or of a fork.
			sent_for == session && on <= head && head < on.saturating_add(RESEND_AFTER)
		};
		if self.sent.is_some_and(waits) {
			return None;
		}
		self.sent = Some((session, head));
		Some(session)
	}

	/// The heartbeat did not get away: it is due again after the next block.
	pub fn failed(&mut self) {
		self.sent = None;
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const LENGTH: BlockNumber = 100;

	fn heartbeats() -> Heartbeats {
		Heartbeats { session_length: LENGTH, place: 4, sent: None }
	}

	fn device(last_heartbeat: Option<BlockNumber>, state: DeviceState) -> DeviceOverview<AccountId> {
		DeviceOverview {
			identity: AccountId([1; 32]),
			encryption_key: [0; 32],
			endpoint: Vec::new(),
			delegations: 1,
			last_heartbeat,
			state,
			hashpower: 0,
			hashpower_until: None,
		}
	}

	fn active(last_heartbeat: Option<BlockNumber>) -> DeviceOverview<AccountId> {
		device(last_heartbeat, DeviceState::Active { until: 100_000 })
	}

	#[test]
	fn one_is_sent_in_each_session_at_the_devices_place() {
		let mut heartbeats = heartbeats();
		let mut last = Some(104);
		let mut sent = Vec::new();
		for head in 104..450 {
			if let Some(session) = heartbeats.due(&active(last), head) {
				sent.push((session, head + 1));
				last = Some(head + 1);
			}
		}
		assert_eq!(sent, [(2, 204), (3, 304), (4, 404)]);
	}

	#[test]
	fn a_lost_one_is_sent_again_in_its_session_only() {
		let mut heartbeats = heartbeats();
		let sent: Vec<_> =
			(200..310).filter_map(|head| Some((heartbeats.due(&active(Some(150)), head)?, head))).collect();
		assert!(sent.len() > 15, "{sent:?}");
		assert!(
			sent.windows(2).all(|pair| pair[0].0 != pair[1].0 || pair[1].1 - pair[0].1 == RESEND_AFTER),
			"{sent:?}"
		);
		assert!(sent.iter().all(|(session, head)| *session == (head + 1) / LENGTH), "{sent:?}");
		// What did not even get to the node does not wait.
		assert_eq!(heartbeats.due(&active(Some(150)), 309), None);
		heartbeats.failed();
		assert_eq!(heartbeats.due(&active(Some(150)), 309), Some(3));
	}

	#[test]
	fn the_first_one_does_not_wait_for_the_devices_place() {
		assert_eq!(heartbeats().due(&active(None), 199), Some(2));
		assert_eq!(heartbeats().due(&active(Some(120)), 199), None);
	}

	#[test]
	fn none_is_sent_while_it_would_not_count() {
		for state in [
			DeviceState::Suspended,
			DeviceState::Banned,
			DeviceState::Resuming { from: 260 },
			// Active in the block that was looked at, but not in the next one.
			DeviceState::Active { until: 251 },
		] {
			assert_eq!(heartbeats().due(&device(None, state), 250), None, "{state:?}");
		}
		assert_eq!(heartbeats().due(&device(None, DeviceState::Active { until: 252 }), 250), Some(2));
	}

	#[test]
	fn one_that_was_sent_on_a_chain_that_is_gone_does_not_count() {
		let mut heartbeats = heartbeats();
		assert_eq!(heartbeats.due(&active(None), 260), Some(2));
		assert_eq!(heartbeats.due(&active(None), 250), Some(2));
	}

	#[test]
	fn devices_spread_over_the_first_tenth_of_a_session() {
		let places: std::collections::BTreeSet<_> =
			(0..100).map(|n| Heartbeats::new(&AccountId([n; 32]), 600).place).collect();
		assert!(places.len() > 30 && places.iter().all(|place| *place < 60), "{places:?}");
		assert_eq!(Heartbeats::new(&AccountId([1; 32]), 5).place, 0);
	}
}
