//! `promptale device`.

use super::{
	chosen,
	signing::{Plan, Signer},
};
use crate::{
	args::{Arguments, DeviceCommand, KeySource, ProofSource, RegisterArguments, Signing, Who},
	failure::Failure,
	keys, table,
	view::DeviceView,
	words,
};
use anyhow::{anyhow, Context};
use promptale_client::{account_of, AccountId, Call, Client, DeviceProof};
use promptale_primitives::BlockNumber;
use serde::{Deserialize, Serialize};

/// Blocks for which a proof made on this machine is good: about an hour.
const OWN_PROOF: BlockNumber = 600;

pub async fn run(arguments: &Arguments, command: &DeviceCommand) -> Result<(), Failure> {
	match command {
		DeviceCommand::Prove { identity, blocks, key } => prove(arguments, key, identity, *blocks).await,
		DeviceCommand::Register(register) => self::register(arguments, register).await,
		DeviceCommand::Status(who) => status(arguments, who).await,
		DeviceCommand::Resume { device, signing } => resume(arguments, signing, *device).await,
	}
}

/// A device's proof as files have it.
#[derive(Serialize, Deserialize)]
struct Proof {
	device: String,
	identity: String,
	expires: BlockNumber,
	/// Hex.
	signature: String,
}

async fn prove(
	arguments: &Arguments,
	key: &KeySource,
	identity: &AccountId,
	blocks: BlockNumber,
) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let device = keys::load(key, &info.name)?;
	let proof = client.prove_device(&device, identity, blocks).await?;
	let view = Proof {
		device: account_of(&device).to_string(),
		identity: identity.to_string(),
		expires: proof.expires,
		signature: hex::encode(proof.signature),
	};
	super::print(arguments.json, &view, || {
		table::pairs(&[
			("Device", view.device.clone()),
			("Identity", view.identity.clone()),
			("Good until block", view.expires.to_string()),
			("Signature", view.signature.clone()),
		])
	})
}

#[derive(Serialize)]
struct Registered {
	device: String,
	deposit: String,
	active_from: Option<BlockNumber>,
}

async fn register(arguments: &Arguments, register: &RegisterArguments) -> Result<(), Failure> {
	let signer = Signer::open(arguments, &register.signing).await?;
	let (device, proof) = proof_of(&signer, &register.proof).await?;
	let deposit = signer.client.device_deposit().await?;
	let delay = signer.client.activation_delay().await?;
	let call = Call::RegisterGenerator {
		device,
		encryption_key: register.encryption_key.0,
		endpoint: register.endpoint.0.clone(),
		proof,
	};
	let facts = vec![("Counts", format!("{delay} blocks later, while it sends heartbeats"))];
	let plan = Plan { facts, holds: deposit, ..Plan::new(call, format!("registers the device {device}")) };
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	let active_from = outcome.block().map(|block| block.saturating_add(delay));
	let mut lines = vec![("Device", device.to_string()), ("Deposit held", words::amount(deposit))];
	lines.extend(active_from.map(|block| ("Counts from block", block.to_string())));
	let details = Registered { device: device.to_string(), deposit: deposit.to_string(), active_from };
	outcome.print(arguments.json, &details, lines)
}

/// The device, and its word that it works for the signer.
async fn proof_of(signer: &Signer<'_>, source: &ProofSource) -> Result<(AccountId, DeviceProof), Failure> {
	if let Some(file) = &source.proof {
		let text =
			std::fs::read_to_string(file).with_context(|| format!("cannot read the proof {}", file.display()))?;
		return Ok(read_proof(&text, &signer.account)
			.with_context(|| format!("{} is no proof for this identity", file.display()))?);
	}
	let key = KeySource { key: source.device_key.clone(), dev_key: source.device_dev_key.clone() };
	let device = keys::load(&key, &signer.chain)?;
	Ok((account_of(&device), signer.client.prove_device(&device, &signer.account, OWN_PROOF).await?))
}

/// A proof out of what `promptale device prove --json` printed.
fn read_proof(text: &str, identity: &AccountId) -> anyhow::Result<(AccountId, DeviceProof)> {
	let proof: Proof = serde_json::from_str(text).context("it is not what `promptale device prove --json` prints")?;
	if proof.identity != identity.to_string() {
		return Err(anyhow!("the device signed for {}, not for {identity}", proof.identity));
	}
	let device = proof.device.parse().map_err(|error| anyhow!("its device is no account: {error}"))?;
	let signature = hex::decode(proof.signature.trim_start_matches("0x")).ok().and_then(|bytes| bytes.try_into().ok());
	let signature = signature.context("its signature is not 64 bytes in hexadecimal")?;
	Ok((device, DeviceProof { expires: proof.expires, signature }))
}

#[derive(Serialize)]
struct Resumed {
	device: String,
}

async fn resume(arguments: &Arguments, signing: &Signing, device: AccountId) -> Result<(), Failure> {
	let signer = Signer::open(arguments, signing).await?;
	let delay = signer.client.activation_delay().await?;
	let facts = vec![("Counts", format!("{delay} blocks later, while it sends heartbeats"))];
	let call = Call::ResumeDevice { device };
	let plan = Plan { facts, ..Plan::new(call, format!("ends the suspension of the device {device}")) };
	let Some(outcome) = signer.carry_out(plan).await? else { return Ok(()) };
	outcome.print(
		arguments.json,
		&Resumed { device: device.to_string() },
		vec![("Resumed", device.to_string()), ("Counts", format!("{delay} blocks later"))],
	)
}

#[derive(Serialize)]
struct Status {
	account: String,
	block: BlockNumber,
	devices: Vec<DeviceView>,
}

async fn status(arguments: &Arguments, who: &Who) -> Result<(), Failure> {
	let (client, info) = super::connect(arguments).await?;
	let account = chosen(who, &info.name)?;
	let devices = match device(&client, &account).await? {
		Some(device) => vec![device],
		None => {
			let mut found = Vec::new();
			for known in client.devices(&account).await? {
				found.extend(device(&client, &known).await?);
			}
			found
		},
	};
	if devices.is_empty() {
		return Err(Failure::Other(anyhow!(
			"{account} is no registered device and has none. A licence holder registers one with `promptale device \
			 register`."
		)));
	}
	let view = Status { account: account.to_string(), block: client.best_block().await?, devices };
	super::print(arguments.json, &view, || {
		let all: Vec<_> = view.devices.iter().map(|device| table::device(device, view.block)).collect();
		all.join("\n")
	})
}

async fn device(client: &Client, account: &AccountId) -> Result<Option<DeviceView>, Failure> {
	let Some(overview) = client.device_status(account).await? else { return Ok(None) };
	let challenge = client.challenge(account).await?;
	let session = client.session_length().await?;
	Ok(Some(DeviceView::new(account, &overview, challenge.as_ref(), session)))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_proof_survives_its_file_and_is_good_for_its_identity_only() {
		let (identity, device) = (AccountId([1; 32]), AccountId([2; 32]));
		let proof = Proof {
			device: device.to_string(),
			identity: identity.to_string(),
			expires: 9,
			signature: hex::encode([7; 64]),
		};
		let text = serde_json::to_string(&proof).unwrap();
		let expected = (device, DeviceProof { expires: 9, signature: [7; 64] });
		assert_eq!(read_proof(&text, &identity).unwrap(), expected);
		let error = read_proof(&text, &AccountId([3; 32])).unwrap_err().to_string();
		assert!(error.contains("signed for"), "{error}");
		assert!(read_proof(&text.replace("0707", "07"), &identity).is_err());
		assert!(read_proof("{}", &identity).is_err());
	}
}
