//! Licences, devices and what they earn: the view functions of pallet-generators.

use crate::{connection::hash_from_hex, AccountId, Call, Client, Error, Head, Keypair, GENERATORS_PALLET};
use codec::{Decode, Encode};
use promptale_primitives::{
	generator::{ChallengeOverview, DeviceOverview, EpochOverview, LicenceOverview, Quote, SaleOverview, Timing},
	reward::EarningsOverview,
	Balance, BlockNumber,
};
use subxt::ext::scale_value::Value;

/// A device's word that it works for an identity, good up to a block.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DeviceProof {
	/// Last block in which it is good.
	pub expires: BlockNumber,
	/// sr25519, over context, genesis hash, identity, device, `expires`.
	pub signature: [u8; 64],
}

/// What a device needs to know to do its part, as of one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceView {
	/// The block.
	pub head: Head,
	/// The device.
	pub device: DeviceOverview<AccountId>,
	/// The running epoch's beacons and windows.
	pub epoch: EpochOverview,
	/// The device's latest challenge.
	pub challenge: Option<ChallengeOverview<AccountId>>,
}

/// What a device signs to work for an identity; see `registration_payload` of pallet-generators.
fn registration_payload(genesis: &[u8; 32], identity: &AccountId, device: &AccountId, expires: BlockNumber) -> Vec<u8> {
	(b"promptale generators device", genesis, identity, device, expires).encode()
}

/// What a device signs to send a heartbeat; see `heartbeat_payload` of pallet-generators.
fn heartbeat_payload(genesis: &[u8; 32], device: &AccountId, session: u32) -> Vec<u8> {
	(b"promptale generators heartbeat", genesis, device, session).encode()
}

impl Client {
	/// What is for sale, at which rate, to whom.
	pub async fn sale(&self) -> Result<SaleOverview, Error> {
		self.view(GENERATORS_PALLET, "sale", (), None).await
	}

	/// What the next `count` licences cost; `None` where there are not so many, or no rate is set.
	pub async fn quote(&self, count: u32) -> Result<Option<Quote>, Error> {
		self.view(GENERATORS_PALLET, "quote", count, None).await
	}

	/// Most licences in one purchase.
	pub async fn most_licences_at_once(&self) -> Result<u32, Error> {
		self.constant(GENERATORS_PALLET, "MaxPerPurchase").await
	}

	/// Licences that an account may still buy while there is a whitelist.
	pub async fn allowance(&self, account: &AccountId) -> Result<u32, Error> {
		let stored = self.stored(GENERATORS_PALLET, "Allowances", vec![Value::from_bytes(account.0)]).await?;
		let Some(stored) = stored else { return Ok(0) };
		u32::decode(&mut &stored[..])
			.map_err(|error| Error::Decode { what: "Generators.Allowances".into(), reason: error.to_string() })
	}

	/// An account's licences, in order of their numbers.
	pub async fn licences(&self, account: &AccountId) -> Result<Vec<LicenceOverview<AccountId>>, Error> {
		self.view(GENERATORS_PALLET, "licences", account, None).await
	}

	/// The devices of an identity, in order of registration.
	pub async fn devices(&self, identity: &AccountId) -> Result<Vec<AccountId>, Error> {
		self.view(GENERATORS_PALLET, "devices", identity, None).await
	}

	/// A licence holder's device; `None` when nobody registered it.
	pub async fn device_status(&self, device: &AccountId) -> Result<Option<DeviceOverview<AccountId>>, Error> {
		self.view(GENERATORS_PALLET, "device_status", device, None).await
	}

	/// A device's latest challenge.
	pub async fn challenge(&self, device: &AccountId) -> Result<Option<ChallengeOverview<AccountId>>, Error> {
		self.view(GENERATORS_PALLET, "challenge", device, None).await
	}

	/// A licence holder's device with everything that it has to do, as of the best block; `None` when nobody registered it.
	pub async fn device_view(&self, device: &AccountId) -> Result<Option<DeviceView>, Error> {
		let head = self.best_head().await?;
		let block = Some(&head.hash);
		let status: Option<DeviceOverview<AccountId>> =
			self.view(GENERATORS_PALLET, "device_status", device, block).await?;
		let Some(status) = status else { return Ok(None) };
		let epoch = self.view(GENERATORS_PALLET, "challenge_epoch", (), block).await?;
		let challenge = self.view(GENERATORS_PALLET, "challenge", device, block).await?;
		Ok(Some(DeviceView { head, device: status, epoch, challenge }))
	}

	/// Challenges that wait for validators' votes.
	pub async fn challenges_to_judge(&self) -> Result<Vec<ChallengeOverview<AccountId>>, Error> {
		self.view(GENERATORS_PALLET, "challenges_to_judge", (), None).await
	}

	/// Sends a device's heartbeat for a session. It costs nothing. Whether it came through, `device_status` tells.
	pub async fn heartbeat(&self, device: &Keypair, session: u32) -> Result<(), Error> {
		let account = crate::account_of(device);
		let payload = heartbeat_payload(&self.runtime().await?.genesis, &account, session);
		let signature = device.sign(&payload).0;
		self.send_authorized(&Call::Heartbeat { device: account, session, signature }).await
	}

	/// What an account earned as a generator: pending, by day and in all.
	pub async fn earnings(&self, account: &AccountId) -> Result<EarningsOverview, Error> {
		self.view(GENERATORS_PALLET, "earnings", account, None).await
	}

	/// What is held on an identity for each of its devices, in the smallest unit.
	pub async fn device_deposit(&self) -> Result<Balance, Error> {
		self.constant(GENERATORS_PALLET, "DeviceDeposit").await
	}

	/// How long sessions, epochs and their steps are on this chain.
	pub async fn timing(&self) -> Result<Timing, Error> {
		self.view(GENERATORS_PALLET, "timing", (), None).await
	}

	/// Blocks in which a device has to send one heartbeat.
	pub async fn session_length(&self) -> Result<BlockNumber, Error> {
		Ok(self.timing().await?.session)
	}

	/// Blocks from registering or resuming a device to its counting.
	pub async fn activation_delay(&self) -> Result<BlockNumber, Error> {
		Ok(self.timing().await?.activation_delay)
	}

	/// Has a device sign that it works for `identity`, good for `blocks` from now.
	pub async fn prove_device(
		&self,
		device: &Keypair,
		identity: &AccountId,
		blocks: BlockNumber,
	) -> Result<DeviceProof, Error> {
		let genesis = hash_from_hex("chain_getBlockHash", &self.check_chain().await?.genesis)?;
		let expires = self.best_block().await?.saturating_add(blocks);
		let payload = registration_payload(&genesis, identity, &crate::account_of(device), expires);
		Ok(DeviceProof { expires, signature: device.sign(&payload).0 })
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_device_signs_context_chain_itself_and_what_it_is_about() {
		let payload = registration_payload(&[1; 32], &AccountId([2; 32]), &AccountId([3; 32]), 0x0403_0201);
		let expected = [&b"promptale generators device"[..], &[1; 32], &[2; 32], &[3; 32], &[1, 2, 3, 4]].concat();
		assert_eq!(payload, expected);
		let expected = [&b"promptale generators heartbeat"[..], &[1; 32], &[3; 32], &[1, 2, 3, 4]].concat();
		assert_eq!(heartbeat_payload(&[1; 32], &AccountId([3; 32]), 0x0403_0201), expected);
	}
}
