//! One participant's daemon: its configuration, keys and process.

use crate::{
	attack::Attack, binaries::Binaries, lie::Lie, options::NetworkOptions, ports, process::Process, summary::Role,
};
use anyhow::{Context, Result};
use promptale_client::{AccountId, Client, Keypair};
use promptale_engine::Checkpoint;
use promptale_primitives::{challenge::Class, Blake3, ModelId};
use promptale_worker::{config::Config, keys::WorkerKeys};
use serde::Serialize;
use std::{
	net::SocketAddr,
	path::{Path, PathBuf},
	time::Duration,
};

/// What a worker is made for.
#[derive(Clone, Debug)]
pub struct WorkerSetup {
	/// Name of its folder and log.
	pub slug: String,
	/// Derivation of the account that is paid; the worker's own keys derive from it.
	pub derivation: String,
	/// Its images.
	pub data: PathBuf,
	/// Its role.
	pub role: Role,
	/// How it attacks, as a generator.
	pub attack: Option<Attack>,
	/// How it lies, as a validator.
	pub lie: Option<Lie>,
}

/// A daemon, running or not.
#[derive(Debug)]
pub struct Worker {
	slug: String,
	program: PathBuf,
	arguments: Vec<String>,
	logs: PathBuf,
	data: PathBuf,
	file: PathBuf,
	settings: Settings,
	config: Config,
	keys: WorkerKeysOf,
	http: reqwest::Client,
	process: Option<Process>,
}

/// The worker's keys; they are not to be seen in debug output.
struct WorkerKeysOf(WorkerKeys);

impl std::fmt::Debug for WorkerKeysOf {
	fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		formatter.write_str("…")
	}
}

/// The keys that a validator bonds with.
#[derive(Clone, Copy, Debug)]
pub struct BondedKeys {
	/// Signs its authorized calls.
	pub session: [u8; 32],
	/// Updates are encrypted to it.
	pub encryption: [u8; 32],
}

/// The configuration file, as far as a local network sets it.
#[derive(Clone, Debug, Serialize)]
struct Settings {
	node: String,
	data_dir: PathBuf,
	models: Vec<ModelId>,
	keep_checkpoints: usize,
	blobs: BlobSettings,
	keys: KeySettings,
	#[serde(skip_serializing_if = "Option::is_none")]
	generate: Option<GenerateSettings>,
	device: DeviceSettings,
	#[serde(skip_serializing_if = "Option::is_none")]
	validate: Option<ValidateSettings>,
	metrics: MetricsSettings,
	log: LogSettings,
}

#[derive(Clone, Debug, Serialize)]
struct BlobSettings {
	bind: SocketAddr,
}

#[derive(Clone, Debug, Serialize)]
struct KeySettings {
	#[serde(skip_serializing_if = "Option::is_none")]
	device: Option<String>,
	#[serde(skip_serializing_if = "Option::is_none")]
	validator: Option<String>,
	#[serde(skip_serializing_if = "Option::is_none")]
	session: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
struct GenerateSettings {
	data: PathBuf,
	local_steps: u32,
	time_limit_seconds: u64,
	batch_size: usize,
	threads: usize,
}

#[derive(Clone, Debug, Serialize)]
struct DeviceSettings {
	class: u8,
	backend: &'static str,
}

#[derive(Clone, Debug, Serialize)]
struct ValidateSettings {
	held_out: PathBuf,
	listen: SocketAddr,
	threads: usize,
}

#[derive(Clone, Debug, Serialize)]
struct MetricsSettings {
	listen: SocketAddr,
}

#[derive(Clone, Debug, Serialize)]
struct LogSettings {
	level: String,
}

/// How long one question whether it is ready may take.
const READY_TIMEOUT: Duration = Duration::from_secs(2);
/// Checkpoints that a worker keeps: all of a run.
const KEEP_CHECKPOINTS: usize = 64;

impl Worker {
	/// Makes its folder, keys and configuration. It does not run yet.
	pub fn prepare(setup: WorkerSetup, options: &NetworkOptions, binaries: &Binaries, node: &str) -> Result<Self> {
		let folder = options.folder.join(&setup.slug);
		std::fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
		let settings = settings(&setup, options, &folder, node)?;
		let file = folder.join("vpu.toml");
		let config = write_settings(&settings, &file)?;
		let keys =
			WorkerKeys::load(&config, true).with_context(|| format!("cannot make the keys of {}", setup.slug))?;
		let mut arguments = vec!["run".to_string(), "--config".into(), file.display().to_string()];
		let mut program = binaries.worker.clone();
		let attack = setup.attack.map(|attack| ("--attack", attack.name()));
		for (option, value) in attack.into_iter().chain(setup.lie.map(|lie| ("--lie", lie.name()))) {
			arguments.extend([option.into(), value.into()]);
			program = binaries.hostile.clone();
		}
		Ok(Self {
			slug: setup.slug,
			program,
			arguments,
			logs: options.folder.join("logs"),
			data: config.data_dir.clone(),
			file,
			settings,
			config,
			keys: WorkerKeysOf(keys),
			http: local_http()?,
			process: None,
		})
	}

	/// Sets the model to work on.
	pub fn configure(&mut self, model: ModelId) -> Result<()> {
		self.settings.models = vec![model];
		self.config = write_settings(&self.settings, &self.file)?;
		Ok(())
	}

	/// Starts the daemon, for the first time or again.
	pub fn start(&mut self) -> Result<()> {
		// Training must not starve the node, whose blocks everybody waits for.
		let arguments: Vec<String> = ["-n", "5"]
			.map(String::from)
			.into_iter()
			.chain([self.program.display().to_string()])
			.chain(self.arguments.iter().cloned())
			.collect();
		self.process = Some(Process::start(&self.slug, Path::new("nice"), &arguments, &self.logs)?);
		Ok(())
	}

	/// Kills it as a crash would.
	pub fn kill(&mut self) -> Result<()> {
		match self.process.take() {
			Some(mut process) => process.kill(),
			None => Ok(()),
		}
	}

	/// Fails when it should run and does not.
	pub fn check(&mut self) -> Result<()> {
		self.process.as_mut().map_or(Ok(()), Process::check)
	}

	/// Its process, when it runs.
	pub fn process(&mut self) -> Option<&mut Process> {
		self.process.as_mut()
	}

	/// Whether it runs and follows the chain.
	pub async fn ready(&self) -> bool {
		let url = format!("http://{}/ready", self.settings.metrics.listen);
		matches!(self.http.get(url).send().await, Ok(answer) if answer.status().is_success())
	}

	/// The generator's device, which signs for it.
	pub fn device(&self) -> Option<AccountId> {
		self.keys.0.device_account()
	}

	/// What the device signs with, and the key that updates are encrypted to for it.
	pub fn device_keys(&self) -> Result<(&Keypair, [u8; 32])> {
		let device = self.keys.0.device.as_ref().with_context(|| format!("{} has no device", self.slug))?;
		let public = self.keys.0.public(&self.config)?.encryption_key;
		let public = public.with_context(|| format!("{} has no encryption key", self.slug))?;
		let mut bytes = [0; 32];
		hex::decode_to_slice(public.trim_start_matches("0x"), &mut bytes)
			.with_context(|| format!("the encryption key of {} is not 32 bytes in hexadecimal", self.slug))?;
		Ok((device, bytes))
	}

	/// Where it serves blobs, as the chain keeps it.
	pub fn endpoint(&self) -> Vec<u8> {
		self.keys.0.address(&self.config).to_bytes()
	}

	/// The keys that a validator bonds with.
	pub fn validator_keys(&self) -> Result<BondedKeys> {
		let keys = self.keys.0.validator.as_ref().with_context(|| format!("{} is no validator", self.slug))?;
		Ok(BondedKeys { session: keys.session, encryption: keys.encryption })
	}

	/// Gives the node a validator's session key and tells it where this worker is.
	pub async fn attach(&self, client: &Client) -> Result<()> {
		let keys = self.keys.0.validator.as_ref().with_context(|| format!("{} is no validator", self.slug))?;
		client.insert_session_key(&keys.session_secret, &keys.session).await?;
		let url = self.config.worker_url().with_context(|| format!("{} serves no scores", self.slug))?;
		client.set_worker_url(&keys.session, &url).await?;
		Ok(())
	}

	/// Its folder of checkpoints.
	pub fn checkpoints(&self) -> PathBuf {
		self.data.join("checkpoints")
	}

	/// The checkpoint with this hash from its disk.
	pub fn checkpoint(&self, hash: &Blake3) -> Option<Checkpoint> {
		let file = self.checkpoints().join(format!("{}.safetensors", hex::encode(hash)));
		Checkpoint::load(file).ok().filter(|checkpoint| checkpoint.hash() == *hash)
	}
}

fn settings(setup: &WorkerSetup, options: &NetworkOptions, folder: &Path, node: &str) -> Result<Settings> {
	let loopback = |port| SocketAddr::from(([127, 0, 0, 1], port));
	let validator = setup.role == Role::Validator;
	let account = promptale_client::account_of(&promptale_client::keys::from_secret(&setup.derivation)?);
	Ok(Settings {
		node: node.into(),
		data_dir: folder.join("data"),
		// Replaced once the model exists.
		models: vec![0],
		keep_checkpoints: KEEP_CHECKPOINTS,
		blobs: BlobSettings { bind: loopback(ports::udp()?) },
		keys: KeySettings {
			device: (!validator).then(|| format!("{}/device", setup.derivation)),
			validator: validator.then(|| account.to_string()),
			session: validator.then(|| format!("{}/session", setup.derivation)),
		},
		generate: (!validator).then(|| GenerateSettings {
			data: setup.data.clone(),
			local_steps: options.training.steps,
			time_limit_seconds: options.training.time_limit.as_secs(),
			batch_size: options.training.batch_size,
			threads: 1,
		}),
		// A tenth of a second: everything is on one machine.
		device: DeviceSettings { class: Class::Side1024.number(), backend: "cpu" },
		validate: match validator {
			true => {
				Some(ValidateSettings { held_out: setup.data.clone(), listen: loopback(ports::tcp(None)?), threads: 1 })
			},
			false => None,
		},
		metrics: MetricsSettings { listen: loopback(ports::tcp(None)?) },
		log: LogSettings { level: "info".into() },
	})
}

fn write_settings(settings: &Settings, file: &Path) -> Result<Config> {
	let text = toml::to_string_pretty(settings)?;
	std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
	Config::load(file)
}

/// Asks this machine, whatever proxy the environment names for other ones.
fn local_http() -> Result<reqwest::Client> {
	// Some crate of the workspace gives reqwest TLS without a provider: it panics where none was installed.
	let _ = rustls::crypto::ring::default_provider().install_default();
	let client = reqwest::Client::builder().no_proxy().timeout(READY_TIMEOUT).build();
	client.context("cannot make an HTTP client")
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::data::Source;

	fn prepared(role: Role, attack: Option<Attack>, lie: Option<Lie>) -> (tempfile::TempDir, Worker) {
		let folder = tempfile::tempdir().unwrap();
		let options = NetworkOptions::tiny(folder.path().into(), Source::new(None));
		let binaries =
			Binaries { node: "node".into(), chain_spec: None, worker: "vpu".into(), hostile: "hostile-vpu".into() };
		let setup = WorkerSetup {
			slug: "one".into(),
			derivation: "//validator/1".into(),
			data: folder.path().join("data/part-0"),
			role,
			attack,
			lie,
		};
		let worker = Worker::prepare(setup, &options, &binaries, "ws://127.0.0.1:9944").unwrap();
		(folder, worker)
	}

	#[test]
	fn the_worker_takes_the_configuration_that_we_write() {
		let (_folder, mut validator) = prepared(Role::Validator, None, None);
		assert!(validator.device().is_none() && validator.validator_keys().is_ok());
		validator.configure(7).unwrap();
		assert_eq!(validator.config.models, [7]);
		let (_folder, generator) = prepared(Role::Generator, None, None);
		assert!(generator.device().is_some() && generator.validator_keys().is_err());
		assert_eq!(generator.config.generate.as_ref().unwrap().threads, 1);
		assert_eq!(generator.config.device.class(), Some(Class::Side1024));
		assert!(generator.device_keys().is_ok() && validator.device_keys().is_err());
	}

	#[tokio::test]
	async fn workers_are_asked_directly_and_not_through_a_proxy() {
		use std::io::{Read, Write};
		std::env::set_var("http_proxy", "http://127.0.0.1:1");
		let (_folder, worker) = prepared(Role::Generator, None, None);
		let server = std::net::TcpListener::bind(worker.settings.metrics.listen).unwrap();
		let serving = std::thread::spawn(move || {
			let (mut connection, _) = server.accept().unwrap();
			let _ = connection.read(&mut [0; 1024]).unwrap();
			connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
		});
		assert!(worker.ready().await);
		serving.join().unwrap();
		assert!(!worker.ready().await, "nobody listens any more");
	}

	#[test]
	fn only_a_hostile_worker_is_another_program() {
		let (_folder, honest) = prepared(Role::Generator, None, None);
		let (_other, hostile) = prepared(Role::Hostile, Some(Attack::SignFlip), None);
		assert_eq!(honest.program, Path::new("vpu"));
		assert_eq!(hostile.program, Path::new("hostile-vpu"));
		assert!(hostile.arguments.ends_with(&["--attack".into(), "sign-flip".into()]));
		let (_another, liar) = prepared(Role::Validator, None, Some(Lie::Praise));
		assert_eq!(liar.program, Path::new("hostile-vpu"));
		assert!(liar.arguments.ends_with(&["--lie".into(), "praise".into()]));
	}
}
