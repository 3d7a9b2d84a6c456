//! The device of a licence holder, beside its training and never in its way: a task of its own that sends heartbeats, has
//! challenges answered, and says where the device stands.

use crate::{follower::Feed, hashpower::Hashpower, heartbeat::Heartbeats, metrics::ByPart, Shared};
use anyhow::Result;
use promptale_client::{account_of, AccountId, DeviceView, Error, Keypair};
use promptale_primitives::{generator::DeviceState, BlockNumber};
use std::sync::Arc;

/// A device that a licence holder may have registered.
pub struct LicenceDevice {
	shared: Arc<Shared>,
	device: Keypair,
	account: AccountId,
	feed: Feed,
	heartbeats: Option<Heartbeats>,
	hashpower: Option<Hashpower>,
	/// What was said last.
	standing: Option<Standing>,
	/// Block of the last heartbeat that was seen on the chain.
	heard: Option<BlockNumber>,
	/// What went wrong last.
	trouble: Option<String>,
}

/// Where a device stands, as far as its operator has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
	Unregistered,
	Active,
	Resuming(BlockNumber),
	Suspended,
	Banned,
}

impl Standing {
	fn of(view: Option<&DeviceView>) -> Standing {
		match view.map(|view| view.device.state) {
			None => Standing::Unregistered,
			Some(DeviceState::Active { .. }) => Standing::Active,
			Some(DeviceState::Resuming { from }) => Standing::Resuming(from),
			Some(DeviceState::Suspended) => Standing::Suspended,
			Some(DeviceState::Banned) => Standing::Banned,
		}
	}
}

impl LicenceDevice {
	/// Nothing happens before [`LicenceDevice::run`].
	pub fn new(shared: Arc<Shared>, device: Keypair, feed: Feed) -> LicenceDevice {
		let settings = shared.config.device.clone();
		let hashpower =
			settings.class().map(|class| Hashpower::new(shared.clone(), device.clone(), settings.clone(), class));
		LicenceDevice {
			account: account_of(&device),
			shared,
			device,
			feed,
			heartbeats: None,
			hashpower,
			standing: None,
			heard: None,
			trouble: None,
		}
	}

	/// Does what the device owes after every block, until the worker stops.
	pub async fn run(mut self) {
		let stop = self.shared.stop.clone();
		while let Some(looked) = stop.or(self.look()).await {
			self.note(looked);
			let ended = async {
				match &mut self.hashpower {
					Some(hashpower) => hashpower.ended().await,
					None => std::future::pending().await,
				}
			};
			tokio::select! {
				block = self.feed.next_block() => if block.is_none() {
					return;
				},
				() = ended => {},
				() = stop.stopped() => return,
			}
		}
	}

	/// One look at the chain, and whatever is due then.
	async fn look(&mut self) -> Result<(), Error> {
		let view = self.shared.client.device_view(&self.account).await?;
		self.say(view.as_ref());
		let Some(view) = view else { return Ok(()) };
		if let Some(hashpower) = &mut self.hashpower {
			hashpower.step(&view);
		}
		let heartbeats = match &mut self.heartbeats {
			Some(heartbeats) => heartbeats,
			none => none.insert(Heartbeats::new(&self.account, self.shared.client.session_length().await?)),
		};
		if let Some(session) = heartbeats.due(&view.device, view.head.number) {
			let sent = self.shared.client.heartbeat(&self.device, session).await;
			if sent.is_err() {
				heartbeats.failed();
			}
			sent?;
			tracing::debug!(session, "sent the heartbeat");
		}
		Ok(())
	}

	/// Says each trouble once; that the node is down the follower says.
	fn note(&mut self, looked: Result<(), Error>) {
		let Err(error) = looked else {
			self.trouble = None;
			return;
		};
		self.shared.metrics.errors.get_or_create(&ByPart { part: "device" }).inc();
		let text = error.to_string();
		if !error.is_node_down() && self.trouble.as_ref() != Some(&text) {
			tracing::warn!("the device could not do its part: {text}; trying again after the next block");
		}
		self.trouble = Some(text);
	}

	/// Says where the device stands, once for each change.
	fn say(&mut self, view: Option<&DeviceView>) {
		let standing = Standing::of(view);
		self.shared.metrics.device_active.set(i64::from(standing == Standing::Active));
		if let Some(last) = view.and_then(|view| view.device.last_heartbeat).filter(|last| self.heard != Some(*last)) {
			// One from before this run is none of its doing.
			if self.heard.replace(last).is_some() || self.heartbeats.is_some() {
				self.shared.metrics.heartbeats.inc();
				tracing::info!(block = last, "the chain has the device's heartbeat");
			}
		}
		if self.standing.replace(standing) == Some(standing) {
			return;
		}
		let device = self.account;
		let identity = view.map(|view| view.device.identity.to_string());
		match standing {
			Standing::Unregistered => tracing::info!(
				%device,
				"no licence holder has registered the device: it sends no heartbeats and answers no challenges. \
				 `promptale device register` does that, with what `vpu keys` prints"
			),
			Standing::Active => tracing::info!(%device, identity, "the device works for its licence holder"),
			Standing::Resuming(from) => {
				tracing::info!(%device, identity, "the device will count from block {from} on")
			},
			Standing::Suspended => tracing::warn!(
				%device,
				identity,
				"THE DEVICE IS SUSPENDED: it neither contributes nor earns. `promptale device resume --device {device} --key FILE` \
				 ends that, with the device's key or its identity's"
			),
			Standing::Banned => tracing::warn!(
				%device,
				identity,
				"governance has banned the device's identity: it neither contributes nor earns, until the ban is lifted and the \
				 device resumed"
			),
		}
	}
}
