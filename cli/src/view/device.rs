//! Devices and their challenges as JSON has them.

use promptale_client::AccountId;
use promptale_primitives::{
	challenge::Class,
	generator::{ChallengeOverview, ChallengeStep, DeviceOverview, DeviceState},
	BlockNumber,
};
use serde::Serialize;

/// A device of a licence holder.
#[derive(Clone, Debug, Serialize)]
pub struct DeviceView {
	/// Its account.
	pub device: String,
	/// Who it works for.
	pub identity: String,
	/// `active`, `resuming` (not yet counted), `suspended` or `banned`.
	pub state: &'static str,
	/// First block in which it would be suspended without another heartbeat; only when active.
	pub active_until: Option<BlockNumber>,
	/// First block in which it counts; only when resuming.
	pub active_from: Option<BlockNumber>,
	/// Block of its last heartbeat.
	pub last_heartbeat: Option<BlockNumber>,
	/// One heartbeat is due in every so many blocks.
	pub heartbeat_every: BlockNumber,
	/// Licences delegated to it.
	pub delegations: u32,
	/// Units that it proved and that count now.
	pub hashpower: u64,
	/// First block in which they no longer do.
	pub hashpower_until: Option<BlockNumber>,
	/// Its latest challenge; `null` before the first.
	pub challenge: Option<ChallengeView>,
	/// X25519 key, hex.
	pub encryption_key: String,
	/// Where it serves blobs, hex.
	pub endpoint: String,
}

/// A device's latest challenge.
#[derive(Clone, Debug, Serialize)]
pub struct ChallengeView {
	/// The epoch it is of.
	pub epoch: u32,
	/// How large it is.
	pub class: Class,
	/// `committed`, `opened`, `passed` or `failed`.
	pub step: ChallengeStep,
	/// Units that passing it proves.
	pub units: u64,
}

impl DeviceView {
	/// The view of one device. `session` is the blocks in which one heartbeat is due.
	pub fn new(
		account: &AccountId,
		device: &DeviceOverview<AccountId>,
		challenge: Option<&ChallengeOverview<AccountId>>,
		session: BlockNumber,
	) -> Self {
		let (state, active_until, active_from) = match device.state {
			DeviceState::Active { until } => ("active", Some(until), None),
			DeviceState::Resuming { from } => ("resuming", None, Some(from)),
			DeviceState::Suspended => ("suspended", None, None),
			DeviceState::Banned => ("banned", None, None),
		};
		Self {
			device: account.to_string(),
			identity: device.identity.to_string(),
			state,
			active_until,
			active_from,
			last_heartbeat: device.last_heartbeat,
			heartbeat_every: session,
			delegations: device.delegations,
			hashpower: device.hashpower,
			hashpower_until: device.hashpower_until,
			challenge: challenge.map(|challenge| ChallengeView {
				epoch: challenge.epoch,
				class: challenge.class,
				step: challenge.step,
				units: challenge.class.units(),
			}),
			encryption_key: hex::encode(device.encryption_key),
			endpoint: hex::encode(&device.endpoint),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_device_says_until_or_from_when_it_counts() {
		let overview = |state| DeviceOverview {
			identity: AccountId([2; 32]),
			encryption_key: [3; 32],
			endpoint: vec![4],
			delegations: 1,
			last_heartbeat: Some(600),
			state,
			hashpower: 64,
			hashpower_until: Some(9_000),
		};
		let view = |state| {
			let view = DeviceView::new(&AccountId([1; 32]), &overview(state), None, 600);
			(view.state, view.active_until, view.active_from)
		};
		assert_eq!(view(DeviceState::Active { until: 1_800 }), ("active", Some(1_800), None));
		assert_eq!(view(DeviceState::Resuming { from: 1_200 }), ("resuming", None, Some(1_200)));
		assert_eq!(view(DeviceState::Suspended), ("suspended", None, None));
		assert_eq!(view(DeviceState::Banned), ("banned", None, None));
	}
}
