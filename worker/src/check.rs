//! `vpu check`: looks at everything a worker needs, and says what it finds.

use crate::{
	config::{folder_of, Config},
	endpoint_address::EndpointAddress,
	keys::{ValidatorKeys, WorkerKeys},
	privacy::Privacy,
};
use promptale_client::{AccountId, Client};
use promptale_engine::Dataset;
use promptale_primitives::{
	generator::{DeviceOverview, DeviceState},
	model::ModelOverview,
	ModelId,
};
use std::path::Path;

/// What was found, line by line.
#[derive(Default)]
pub struct Findings {
	lines: Vec<(bool, String)>,
}

impl Findings {
	fn good(&mut self, line: impl Into<String>) {
		self.lines.push((true, line.into()));
	}

	fn bad(&mut self, line: impl Into<String>) {
		self.lines.push((false, line.into()));
	}

	/// How many problems there are.
	pub fn problems(&self) -> usize {
		self.lines.iter().filter(|(good, _)| !good).count()
	}

	/// One line each, problems marked.
	pub fn text(&self) -> String {
		let line = |(good, line): &(bool, String)| format!("{} {line}\n", if *good { "ok     " } else { "PROBLEM" });
		self.lines.iter().map(line).collect()
	}
}

/// Checks keys, ports, chain, registration and images of a configuration that was read already.
pub async fn check(config: &Config) -> Findings {
	let mut findings = Findings::default();
	findings.good(format!("configuration; state is kept in {}", config.data_dir.display()));
	ports(config, &mut findings);
	privacy(config, &mut findings);
	let keys = match WorkerKeys::load(config, false) {
		Ok(keys) => keys,
		Err(error) => {
			findings.bad(format!("keys: {error:#}"));
			return findings;
		},
	};
	findings.good(format!("blob endpoint {}", keys.address(config)));
	let client = match Client::connect(&config.node).await {
		Ok(client) => client,
		Err(error) => {
			findings.bad(format!("chain: {error}"));
			return findings;
		},
	};
	match client.check_chain().await {
		Ok(info) => {
			findings.good(format!("chain {} at {}, runtime version {}", info.name, config.node, info.spec_version));
			if let Err(error) = crate::home::check(&config.data_dir, &info) {
				findings.bad(format!("data_dir: {error:#}"));
			}
		},
		Err(error) => {
			findings.bad(format!("chain: {error}"));
			return findings;
		},
	}
	if let Err(error) = with_chain(config, &keys, &client, &mut findings).await {
		findings.bad(format!("chain: {error}"));
	}
	findings
}

async fn with_chain(
	config: &Config,
	keys: &WorkerKeys,
	client: &Client,
	findings: &mut Findings,
) -> Result<(), promptale_client::Error> {
	let models = client.models().await?;
	for id in &config.models {
		match models.iter().find(|model| model.id == *id) {
			Some(model) => {
				let name = String::from_utf8_lossy(&model.name);
				findings.good(format!("model {id} ({name}), version {}, round {}", model.version, model.latest_round));
				images(config, model, findings).await;
			},
			None => findings.bad(format!("model {id} is not on the chain; there are {:?}", ids(&models))),
		}
	}
	let address = keys.address(config);
	if let Some(device) = keys.device_account() {
		device_account(client, &device, findings).await?;
	}
	if let Some(validator) = &keys.validator {
		validator_account(config, client, validator, &address, findings).await?;
	}
	Ok(())
}

async fn device_account(
	client: &Client,
	device: &AccountId,
	findings: &mut Findings,
) -> Result<(), promptale_client::Error> {
	match client.device_identity(device).await? {
		Some(identity) => findings.good(format!("device {device}, registered by {identity}")),
		None => findings.bad(format!("device {device} is not registered; its owner does that with `register_device`")),
	}
	if let Some(status) = client.device_status(device).await? {
		licence_device(device, &status, findings);
	}
	match client.balance(device).await?.free {
		0 => findings.bad(format!("device {device} has nothing to pay fees with; send it some $TALE")),
		free => findings.good(format!("device {device} has {free} units free")),
	}
	Ok(())
}

/// What the chain knows of a licence holder's device.
fn licence_device(device: &AccountId, status: &DeviceOverview<AccountId>, findings: &mut Findings) {
	match status.state {
		DeviceState::Active { until } => {
			findings.good(format!("device {device} is active; without another heartbeat until block {until}"))
		},
		DeviceState::Resuming { from } => findings.good(format!("device {device} counts from block {from} on")),
		DeviceState::Suspended => findings.bad(format!(
			"device {device} is suspended; `promptale device resume --device {device} --key FILE` ends that"
		)),
		DeviceState::Banned => findings.bad(format!("the identity of device {device} is banned by governance")),
	}
	match status.delegations {
		0 => findings.bad(format!(
			"no licence is delegated to device {device}, so it earns nothing as a device; its holder does that with \
			 `promptale licence delegate NUMBER --device {device} --key FILE`"
		)),
		licences => findings.good(format!("licences delegated to device {device}: {licences}")),
	}
}

async fn validator_account(
	config: &Config,
	client: &Client,
	keys: &ValidatorKeys,
	address: &EndpointAddress,
	findings: &mut Findings,
) -> Result<(), promptale_client::Error> {
	match client.validator(&keys.stash).await? {
		None => {
			findings.bad(format!("validator {} is not bonded; its stash does that with `bond_validator`", keys.stash))
		},
		Some(bonded) => {
			findings.good(format!("validator {}, bonded with {} units", keys.stash, bonded.stake));
			for (what, same) in [
				("session key", bonded.session_key == keys.session),
				("encryption key", bonded.encryption_key == keys.encryption),
				("blob endpoint", bonded.endpoint == address.to_bytes()),
			] {
				if !same {
					findings
						.bad(format!("the {what} on the chain is another one; correct it with `set_validator_keys`"));
				}
			}
		},
	}
	let url = config.worker_url();
	match client.worker_url(&keys.session).await {
		Ok(set) if set == url => findings.good("the node asks this worker"),
		Ok(set) => findings.bad(format!(
			"the node asks {} instead of {}; `vpu attach` corrects that",
			set.as_deref().unwrap_or("nobody"),
			url.as_deref().unwrap_or("nobody")
		)),
		Err(error) => findings.bad(format!("the node does not say which worker it asks: {error}")),
	}
	match client.has_session_key(&keys.session).await {
		Ok(true) => findings.good("the node has the session key"),
		Ok(false) => findings.bad("the node does not have the session key; `vpu attach` hands it over"),
		Err(error) => findings.bad(format!("the node does not say whether it has the session key: {error}")),
	}
	Ok(())
}

async fn images(config: &Config, model: &ModelOverview<AccountId>, findings: &mut Findings) {
	if let Some(generate) = &config.generate {
		match open(&generate.data, model).await {
			Ok((folder, data)) => findings.good(format!("{} images to train on in {folder}", data.len())),
			Err(error) => findings.bad(format!("generate.data: {error}")),
		}
	}
	if let Some(validate) = &config.validate {
		match open(&validate.held_out, model).await {
			Ok((folder, data)) if data.root() == model.held_out_root => {
				findings.good(format!("{} held-out images in {folder}, root {}", data.len(), hex::encode(data.root())));
			},
			Ok((folder, data)) => findings.bad(format!(
				"the held-out images in {folder} have the root {}, but model {} is judged on {}",
				hex::encode(data.root()),
				model.id,
				hex::encode(model.held_out_root)
			)),
			Err(error) => findings.bad(format!("validate.held_out: {error}")),
		}
	}
}

async fn open(pattern: &Path, model: &ModelOverview<AccountId>) -> Result<(String, Dataset), String> {
	let (folder, architecture) = (folder_of(pattern, model.id), model.architecture);
	let shown = folder.display().to_string();
	let opened = tokio::task::spawn_blocking(move || Dataset::open(&folder, &architecture)).await;
	match opened {
		Ok(Ok(data)) => Ok((shown, data)),
		Ok(Err(error)) => Err(error.to_string()),
		Err(error) => Err(error.to_string()),
	}
}

fn privacy(config: &Config, findings: &mut Findings) {
	let privacy = match Privacy::open(config) {
		Ok(Some(privacy)) => privacy,
		Ok(None) => return,
		Err(error) => return findings.bad(format!("privacy: {error:#}")),
	};
	for model in &config.models {
		let (spent, rounds) = (privacy.spent(*model), privacy.rounds_left(*model));
		let line = format!(
			"privacy of model {model}'s images: epsilon {spent:.3} is spent; it lasts for {rounds} more rounds"
		);
		match rounds {
			0 => findings.bad(line),
			_ => findings.good(line),
		}
	}
}

fn ports(config: &Config, findings: &mut Findings) {
	let advice = "that is fine if this worker runs already";
	match std::net::UdpSocket::bind(config.blobs.bind) {
		Ok(_) => findings.good(format!("blobs.bind {} is free", config.blobs.bind)),
		Err(error) => findings.good(format!("blobs.bind {} cannot be taken ({error}); {advice}", config.blobs.bind)),
	}
	let listens = [
		config.validate.as_ref().map(|validate| ("validate.listen", validate.listen)),
		config.metrics.as_ref().map(|metrics| ("metrics.listen", metrics.listen)),
	];
	for (key, address) in listens.into_iter().flatten() {
		match std::net::TcpListener::bind(address) {
			Ok(_) => findings.good(format!("{key} {address} is free")),
			Err(error) => findings.good(format!("{key} {address} cannot be taken ({error}); {advice}")),
		}
	}
}

fn ids(models: &[ModelOverview<AccountId>]) -> Vec<ModelId> {
	models.iter().map(|model| model.id).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::config::EXAMPLE;

	#[tokio::test]
	async fn missing_keys_and_a_missing_node_are_problems() {
		let folder = tempfile::tempdir().unwrap();
		let text = EXAMPLE.replace("9944", "1");
		let config = Config::parse(&text, folder.path()).unwrap();
		let without_keys = check(&config).await;
		assert_eq!(without_keys.problems(), 1);
		assert!(without_keys.text().contains("vpu keys"), "{}", without_keys.text());
		WorkerKeys::load(&config, true).unwrap();
		assert!(!without_keys.text().contains("privacy"), "{}", without_keys.text());
		let without_node = check(&config).await;
		assert_eq!(without_node.problems(), 1);
		assert!(without_node.text().contains("ws://127.0.0.1:1"), "{}", without_node.text());
	}

	#[test]
	fn a_device_that_does_not_earn_is_a_problem() {
		let problems = |state, delegations| {
			let status = DeviceOverview {
				identity: AccountId([1; 32]),
				encryption_key: [0; 32],
				endpoint: Vec::new(),
				delegations,
				last_heartbeat: None,
				state,
				hashpower: 0,
				hashpower_until: None,
			};
			let mut findings = Findings::default();
			licence_device(&AccountId([2; 32]), &status, &mut findings);
			(findings.problems(), findings.text())
		};
		assert_eq!(problems(DeviceState::Active { until: 5 }, 1).0, 0);
		assert_eq!(problems(DeviceState::Resuming { from: 5 }, 0).0, 1);
		let (count, text) = problems(DeviceState::Suspended, 1);
		assert_eq!(count, 1);
		assert!(text.contains("promptale device resume --device"), "{text}");
	}

	#[test]
	fn spent_privacy_is_a_problem() {
		let folder = tempfile::tempdir().unwrap();
		let text =
			EXAMPLE.to_string() + "\n[privacy]\nclip = 1.0\nnoise_multiplier = 8.0\ndelta = 1e-6\nmax_epsilon = 1.2\n";
		let config = Config::parse(&text, folder.path()).unwrap();
		let found = || {
			let mut findings = Findings::default();
			privacy(&config, &mut findings);
			findings
		};
		assert!(found().text().contains("1 more rounds"), "{}", found().text());
		assert_eq!(found().problems(), 0);
		Privacy::open(&config).unwrap().unwrap().count(0, &[1; 32]).unwrap();
		assert!(found().text().contains("0 more rounds"), "{}", found().text());
		assert_eq!(found().problems(), 1);
	}
}
