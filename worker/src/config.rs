//! The worker's configuration: one TOML file, every key documented in `vpu.example.toml`.

mod device;
mod serve;

pub use device::{Backend, Device};
pub use serve::Serve;

use crate::endpoint_address::MAX_ADDRESSES;
use anyhow::{bail, Context, Result};
use promptale_client::AccountId;
use promptale_engine::privacy::{Accountant, Mechanism};
use promptale_primitives::{loopback, ModelId};
use serde::Deserialize;
use std::{
	net::SocketAddr,
	path::{Path, PathBuf},
	time::Duration,
};

/// An example that documents every key.
pub const EXAMPLE: &str = include_str!("../vpu.example.toml");

/// Everything an operator can set. Paths are absolute or relative to the working directory.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
	/// WebSocket URL of the node.
	pub node: String,
	/// Where the worker keeps what it has to remember.
	pub data_dir: PathBuf,
	/// Ids of the models to work on.
	pub models: Vec<ModelId>,
	/// Checkpoints of each model, and rounds of blobs, to keep.
	#[serde(default = "default_keep_checkpoints")]
	pub keep_checkpoints: usize,
	/// Blob exchange.
	pub blobs: Blobs,
	/// Key files.
	#[serde(default)]
	pub keys: Keys,
	/// The role that trains.
	pub generate: Option<Generate>,
	/// What the device of a licence holder does besides training.
	#[serde(default)]
	pub device: Device,
	/// Differential privacy of what is published, for the role that trains.
	pub privacy: Option<Privacy>,
	/// The role that judges.
	pub validate: Option<Validate>,
	/// Images and placements over HTTP, for `vpu serve`.
	pub serve: Option<Serve>,
	/// Prometheus metrics.
	pub metrics: Option<Metrics>,
	/// Log lines.
	#[serde(default)]
	pub log: Log,
}

/// `[blobs]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blobs {
	/// UDP address to serve on.
	pub bind: SocketAddr,
	/// Addresses that others use instead.
	#[serde(default)]
	pub external: Vec<SocketAddr>,
	/// Longest time to fetch one blob from one worker.
	#[serde(default = "default_fetch_timeout")]
	pub fetch_timeout_seconds: u64,
	/// Largest checkpoint to fetch, in MiB.
	#[serde(default = "default_max_checkpoint")]
	pub max_checkpoint_mib: u64,
}

/// `[keys]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
	/// File or development name of the device key.
	pub device: Option<String>,
	/// The validator's stash account.
	pub validator: Option<AccountId>,
	/// File or development name of the session key.
	pub session: Option<String>,
	/// File of the age identity.
	pub encryption: Option<PathBuf>,
	/// File of the blob endpoint's secret.
	pub endpoint: Option<PathBuf>,
}

/// `[generate]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generate {
	/// Folder with the private images; `{model}` stands for the model's id.
	pub data: PathBuf,
	/// Most steps in one round.
	#[serde(default = "default_local_steps")]
	pub local_steps: u32,
	/// Longest training in one round.
	#[serde(default = "default_time_limit")]
	pub time_limit_seconds: u64,
	/// Blocks of the commit phase to leave for the commitment.
	#[serde(default = "default_commit_margin")]
	pub commit_margin_blocks: u32,
	/// Images in one step.
	#[serde(default = "default_batch_size")]
	pub batch_size: usize,
	/// Step size of the optimiser; without it the engine's own, which falls with every version of the model.
	#[serde(default)]
	pub learning_rate: Option<f32>,
	/// Encoding of updates.
	#[serde(default)]
	pub compression: Compression,
	/// Threads; 0 for one on each core.
	#[serde(default)]
	pub threads: usize,
}

/// How updates are encoded; validators read both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compression {
	/// A value for every parameter.
	#[default]
	Dense,
	/// The largest values only, with error feedback from round to round.
	Sparse,
}

/// `[privacy]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Privacy {
	/// L2 norm that an update is clipped to.
	pub clip: f64,
	/// Standard deviation of the noise in each value, in units of `clip`.
	pub noise_multiplier: f64,
	/// Probability with which epsilon may not hold.
	pub delta: f64,
	/// Most epsilon to spend on a model's images, over all rounds.
	pub max_epsilon: f64,
}

/// `[validate]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validate {
	/// Folder with the held-out images; `{model}` stands for the model's id.
	pub held_out: PathBuf,
	/// Where the node asks for scores.
	#[serde(default = "default_listen")]
	pub listen: SocketAddr,
	/// Threads; 0 for one on each core.
	#[serde(default)]
	pub threads: usize,
}

/// `[metrics]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
	/// Where to serve them.
	pub listen: SocketAddr,
}

/// `[log]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
	/// For people or for machines.
	#[serde(default)]
	pub format: LogFormat,
	/// A level or tracing filters.
	#[serde(default = "default_level")]
	pub level: String,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
	/// For people.
	#[default]
	Text,
	/// One JSON object a line.
	Json,
}

impl Default for Log {
	fn default() -> Self {
		Log { format: LogFormat::default(), level: default_level() }
	}
}

fn default_keep_checkpoints() -> usize {
	4
}
fn default_fetch_timeout() -> u64 {
	20
}
fn default_max_checkpoint() -> u64 {
	1024
}
fn default_local_steps() -> u32 {
	200
}
fn default_time_limit() -> u64 {
	3600
}
fn default_commit_margin() -> u32 {
	3
}
fn default_batch_size() -> usize {
	16
}
fn default_listen() -> SocketAddr {
	([127, 0, 0, 1], 9955).into()
}
fn default_level() -> String {
	"info".into()
}

impl Config {
	/// Reads and checks a file. Paths in it become relative to the file's folder.
	pub fn load(path: &Path) -> Result<Config> {
		let text = std::fs::read_to_string(path).with_context(|| {
			format!("cannot read the configuration {}; `vpu config` prints one to start from", path.display())
		})?;
		let base = path.parent().unwrap_or(Path::new(""));
		Config::parse(&text, base).with_context(|| format!("the configuration {} cannot be used", path.display()))
	}

	/// Reads and checks a text. Relative paths in it start at `base`.
	pub fn parse(text: &str, base: &Path) -> Result<Config> {
		let mut config: Config = toml::from_str(text)
			.map_err(|error| anyhow::anyhow!("{error}`vpu config` prints an example with every key"))?;
		config.data_dir = base.join(&config.data_dir);
		let rebase = |path: &mut PathBuf| *path = base.join(&*path);
		config.keys.encryption.iter_mut().for_each(rebase);
		config.keys.endpoint.iter_mut().for_each(rebase);
		if let Some(serve) = &mut config.serve {
			serve.rebase(base);
		}
		let attester = config.serve.as_mut().map(|serve| &mut serve.attester);
		let signing = [Some(&mut config.keys.device), Some(&mut config.keys.session), attester];
		for key in signing.into_iter().flatten().flatten() {
			if !key.starts_with("//") {
				*key = base.join(&*key).to_string_lossy().into_owned();
			}
		}
		if let Some(generate) = &mut config.generate {
			rebase(&mut generate.data);
		}
		if let Some(validate) = &mut config.validate {
			rebase(&mut validate.held_out);
		}
		config.check()?;
		Ok(config)
	}

	fn check(&self) -> Result<()> {
		if !self.node.starts_with("ws://") && !self.node.starts_with("wss://") {
			bail!("`node` is `{}`, but must be a WebSocket URL like ws://127.0.0.1:9944", self.node);
		}
		if self.models.is_empty() {
			bail!("`models` is empty; name at least one model, as in `models = [0]`");
		}
		if self.models.iter().enumerate().any(|(at, model)| self.models[..at].contains(model)) {
			bail!("`models` names a model twice");
		}
		if self.keep_checkpoints < 2 {
			bail!(
				"`keep_checkpoints` is {}, but must be at least 2: the round's base and its result",
				self.keep_checkpoints
			);
		}
		if self.generate.is_none() && self.validate.is_none() && self.serve.is_none() {
			bail!("there is no role: add a [generate], a [validate] or a [serve] section, or several");
		}
		self.check_blobs()?;
		let listens = |(validate, metrics): (&Validate, &Metrics)| validate.listen == metrics.listen;
		if self.validate.as_ref().zip(self.metrics.as_ref()).is_some_and(listens) {
			bail!("`validate.listen` and `metrics.listen` are the same; give them different ports");
		}
		if let Some(generate) = &self.generate {
			generate.check()?;
		}
		if let Some(serve) = &self.serve {
			serve.check()?;
		}
		self.device.check()?;
		if let Some(privacy) = &self.privacy {
			if self.generate.is_none() {
				bail!("[privacy] is about what [generate] publishes; add that section, or leave this one out");
			}
			privacy.check()?;
		}
		if let Some(validate) = &self.validate {
			if self.keys.validator.is_none() {
				bail!("`keys.validator` is missing; [validate] needs the validator's account (its stash)");
			}
			if self.worker_url().is_none() {
				bail!(
					"`validate.listen` is {}, but must be a fixed port of 127.0.0.1 or [::1], like {}: \
					 anybody who could ask there would see the scores before they are revealed",
					validate.listen,
					default_listen()
				);
			}
		}
		Ok(())
	}

	fn check_blobs(&self) -> Result<()> {
		let reachable = |address: &SocketAddr| address.port() != 0 && !address.ip().is_unspecified();
		if let Some(wrong) = self.blobs.external.iter().find(|address| !reachable(address)) {
			bail!("`blobs.external` has {wrong}, which nobody can reach; give an IP address and a port");
		}
		if self.blobs.external.len() > MAX_ADDRESSES {
			bail!("`blobs.external` has {} addresses, at most {MAX_ADDRESSES} can be told", self.blobs.external.len());
		}
		if self.blobs.external.is_empty() && !reachable(&self.blobs.bind) {
			bail!(
				"`blobs.bind` is {}, from which others cannot tell where to reach this worker; \
				 give one address with a port, or set `blobs.external`",
				self.blobs.bind
			);
		}
		if self.blobs.fetch_timeout_seconds == 0 || self.blobs.max_checkpoint_mib == 0 {
			bail!("`blobs.fetch_timeout_seconds` and `blobs.max_checkpoint_mib` must be above 0");
		}
		Ok(())
	}

	/// Addresses that others reach the blobs of this worker at.
	pub fn advertised(&self) -> Vec<SocketAddr> {
		if self.blobs.external.is_empty() {
			vec![self.blobs.bind]
		} else {
			self.blobs.external.clone()
		}
	}

	/// Longest time to fetch one blob from one worker.
	pub fn fetch_timeout(&self) -> Duration {
		Duration::from_secs(self.blobs.fetch_timeout_seconds)
	}

	/// Checkpoint files to keep, of all models together.
	pub fn kept_checkpoints(&self) -> usize {
		self.keep_checkpoints.saturating_mul(self.models.len())
	}

	/// Largest checkpoint to fetch, in bytes.
	pub fn max_checkpoint_bytes(&self) -> u64 {
		self.blobs.max_checkpoint_mib.saturating_mul(1 << 20)
	}

	/// Where key files are unless they are named.
	pub fn key_path(&self, name: &str) -> PathBuf {
		self.data_dir.join("keys").join(name)
	}

	/// URL that the validator's node asks for scores.
	pub fn worker_url(&self) -> Option<String> {
		let url = self.validate.as_ref().map(|validate| format!("http://{}", validate.listen))?;
		loopback::is_loopback(&url).then_some(url)
	}
}

impl Generate {
	fn check(&self) -> Result<()> {
		for (name, value) in [
			("local_steps", u64::from(self.local_steps)),
			("time_limit_seconds", self.time_limit_seconds),
			("commit_margin_blocks", u64::from(self.commit_margin_blocks)),
			("batch_size", self.batch_size as u64),
		] {
			if value == 0 {
				bail!("`generate.{name}` is 0, but must be above");
			}
		}
		if let Some(rate) = self.learning_rate.filter(|rate| !(rate.is_finite() && *rate > 0.0)) {
			bail!("`generate.learning_rate` is {rate}, but must be a number above 0, like 0.001");
		}
		Ok(())
	}
}

impl Privacy {
	/// What clips and adds noise.
	pub fn mechanism(&self) -> Result<Mechanism> {
		Mechanism::new(self.clip, self.noise_multiplier).context("[privacy] cannot be used")
	}

	fn check(&self) -> Result<()> {
		let Privacy { delta, max_epsilon, .. } = *self;
		let mechanism = self.mechanism()?;
		if !(delta > 0.0 && delta < 1.0) {
			bail!("`privacy.delta` is {delta}, but must be between 0 and 1, like 0.000001");
		}
		let mut accountant = Accountant::default();
		accountant.compose(mechanism.cost().noise_multiplier(), 1.0, 1);
		let one_round = accountant.epsilon(delta);
		if !(max_epsilon.is_finite() && max_epsilon >= one_round) {
			bail!(
				"`privacy.max_epsilon` is {max_epsilon}, but one round spends {one_round:.3} already with \
				 `privacy.noise_multiplier` = {}; set either higher",
				self.noise_multiplier
			);
		}
		Ok(())
	}
}

/// A model's folder: `{model}` in the configured path stands for its id.
pub fn folder_of(pattern: &Path, model: ModelId) -> PathBuf {
	PathBuf::from(pattern.to_string_lossy().replace("{model}", &model.to_string()))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn changed(from: &str, to: &str) -> Result<Config> {
		assert!(EXAMPLE.contains(from), "the example has no `{from}`");
		Config::parse(&EXAMPLE.replacen(from, to, 1), Path::new("/etc/vpu"))
	}

	fn refusal(from: &str, to: &str) -> String {
		format!("{:#}", changed(from, to).unwrap_err())
	}

	#[test]
	fn the_example_is_accepted_and_its_paths_start_at_its_folder() {
		let config = Config::parse(EXAMPLE, Path::new("/etc/vpu")).unwrap();
		assert_eq!(config.data_dir, Path::new("/etc/vpu/vpu-data"));
		assert_eq!(config.generate.unwrap().data, Path::new("/etc/vpu/images/part-0"));
	}

	#[test]
	fn what_the_example_comments_out_is_the_default() {
		let shown: String = EXAMPLE
			.lines()
			.map(|line| match line.strip_prefix("# ") {
				Some(key)
					if key.contains(" = ")
						&& !key.starts_with("external")
						&& !key.starts_with("learning_rate")
						&& !key.contains("{model}") =>
				{
					key
				},
				_ => line,
			})
			.fold(String::new(), |text, line| text + line + "\n");
		let shown = Config::parse(&shown, Path::new("")).unwrap();
		let default = Config::parse(EXAMPLE, Path::new("")).unwrap();
		let without_keys = |config: &Config| Config { keys: Keys::default(), ..config.clone() };
		assert_eq!(format!("{:?}", without_keys(&shown)), format!("{:?}", without_keys(&default)));
		assert_eq!(shown.keys.device.as_deref(), Some("vpu-data/keys/device"));
		assert_eq!(default.key_path("device"), Path::new("vpu-data/keys/device"));
	}

	#[test]
	fn an_unknown_key_is_named() {
		let error = refusal("models = [0]", "modles = [0]");
		assert!(error.contains("modles") && error.contains("vpu config"), "{error}");
	}

	#[test]
	fn scores_are_never_served_to_other_machines() {
		let error = refusal("# listen = \"127.0.0.1:9955\"", "listen = \"0.0.0.0:9955\"");
		assert!(error.contains("validate.listen") && error.contains("0.0.0.0:9955"), "{error}");
	}

	#[test]
	fn a_listening_address_that_cannot_work_is_refused_before_anything_starts() {
		// On loopback, but the node asks at 127.0.0.1, localhost or [::1] only.
		assert!(refusal("# listen = \"127.0.0.1:9955\"", "listen = \"127.0.0.2:9955\"").contains("validate.listen"));
		let same = refusal("127.0.0.1:9956", "127.0.0.1:9955");
		assert!(same.contains("validate.listen") && same.contains("metrics.listen"), "{same}");
	}

	#[test]
	fn an_address_that_nobody_can_reach_is_refused() {
		assert!(refusal("127.0.0.1:4900", "0.0.0.0:4900").contains("blobs.external"));
		assert!(refusal("127.0.0.1:4900", "127.0.0.1:0").contains("blobs.bind"));
		assert!(changed("# external =", "external =").is_ok());
		let many = format!("external = {:?} #", vec!["203.0.113.7:4900"; MAX_ADDRESSES + 1]);
		assert!(refusal("# external =", &many).contains("at most 8"));
	}

	#[test]
	fn a_worker_without_role_or_model_is_refused() {
		assert!(refusal("models = [0]", "models = []").contains("models"));
		let roleless = EXAMPLE.split("# The role that trains").next().unwrap();
		let error = Config::parse(roleless, Path::new("")).unwrap_err().to_string();
		assert!(error.contains("[generate]") && error.contains("[validate]"), "{error}");
	}

	#[test]
	fn a_validator_without_account_is_refused() {
		assert!(refusal("validator = \"", "# validator = \"").contains("keys.validator"));
	}

	#[test]
	fn numbers_out_of_range_name_their_key() {
		assert!(refusal("# batch_size = 16", "batch_size = 0").contains("generate.batch_size"));
		assert!(refusal("# learning_rate = 0.001", "learning_rate = nan").contains("generate.learning_rate"));
		assert!(refusal("ws://127.0.0.1:9944", "http://127.0.0.1:9944").contains("`node`"));
	}

	#[test]
	fn updates_are_dense_unless_sparse_ones_are_asked_for() {
		let compression = |config: Config| config.generate.unwrap().compression;
		assert_eq!(compression(Config::parse(EXAMPLE, Path::new("")).unwrap()), Compression::Dense);
		let sparse = changed("# compression = \"dense\"", "compression = \"sparse\"").unwrap();
		assert_eq!(compression(sparse), Compression::Sparse);
		let error = refusal("# compression = \"dense\"", "compression = \"zip\"");
		assert!(error.contains("zip") && error.contains("`dense`") && error.contains("`sparse`"), "{error}");
	}

	#[test]
	fn the_privacy_section_of_the_example_can_be_used() {
		assert!(Config::parse(EXAMPLE, Path::new("")).unwrap().privacy.is_none());
		let section: String = EXAMPLE
			.lines()
			.map(|line| match line.strip_prefix('#') {
				Some(key) if !key.starts_with(' ') => format!("{key}\n"),
				_ => format!("{line}\n"),
			})
			.collect();
		let used = |text: &str| Config::parse(text, Path::new(""));
		let privacy = used(&section).unwrap().privacy.unwrap();
		assert_eq!((privacy.clip, privacy.noise_multiplier), (1.0, 8.0));
		assert_eq!((privacy.delta, privacy.max_epsilon), (1e-6, 8.0));

		let refusal = |from, to| format!("{:#}", used(&section.replacen(from, to, 1)).unwrap_err());
		assert!(refusal("clip = 1.0", "clip = 0").contains("clip is 0"));
		assert!(refusal("noise_multiplier = 8.0", "noise_multiplier = -1").contains("noise_multiplier is -1"));
		assert!(refusal("delta = 0.000001", "delta = 1").contains("privacy.delta"));
		assert!(refusal("max_epsilon = 8.0", "max_epsilon = 0.1").contains("one round spends 1.1"));
		let (before, after) = section.split_once("[generate]").unwrap();
		let without_generate = [before, after.split_once("\n\n").unwrap().1].concat();
		assert!(used(&without_generate).unwrap_err().to_string().contains("add that section"));
	}

	#[test]
	fn a_folder_may_hold_the_models_id() {
		assert_eq!(folder_of(Path::new("images/{model}/part"), 7), Path::new("images/7/part"));
	}
}
