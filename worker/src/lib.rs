//! The node-side worker of PrompTale: trains on private images (role *generate*) and judges what others have
//! trained (role *validate*). Talks to the chain through its RPC only, and to other workers by blobs.
//!
//! [`run_file`] is the daemon; the `vpu` binary puts a command line around it. What a worker has to remember
//! is on disk before it acts on it, and the chain is asked before anything is done again, so that it may be
//! killed at any moment.
//!
//! One file holds one idea:
//!
//! * [`config`], [`keys`], [`logging`], [`files`], [`home`], [`stop`]: what surrounds a daemon;
//! * [`follower`]: the chain, block by block;
//! * [`generate`] with [`record`], [`privacy`] and [`residual`]: training, committing, publishing;
//! * [`device`] with [`heartbeat`], [`hashpower`] and [`challenge_record`]: what a licence holder's device does besides;
//! * [`validate`] with [`committee`], [`candidates`], [`fetches`] and [`combine`]: fetching, scoring, aggregating;
//! * [`verdicts`]: recomputing rows of others' challenges;
//! * [`blobs`], [`asking`], [`endpoint_address`], [`encryption`], [`checkpoints`]: files between workers;
//! * [`handover`], [`plain_updates`]: updates for the committee of a dispute;
//! * [`loopback_api`], [`metrics`]: what is asked of the worker;
//! * [`serve`]: images and placements over HTTP;
//! * [`attach`], [`check`], [`data`], [`challenge`]: the other commands;
//! * [`hooks`]: the seam for tests that need a dishonest worker.

pub mod asking;
pub mod attach;
pub mod blobs;
pub mod candidates;
pub mod challenge;
pub mod challenge_record;
pub mod check;
pub mod checkpoints;
pub mod combine;
pub mod committee;
pub mod config;
pub mod data;
pub mod device;
pub mod encryption;
pub mod endpoint_address;
pub mod fetches;
pub mod files;
pub mod follower;
pub mod generate;
pub mod handover;
pub mod hashpower;
pub mod heartbeat;
pub mod home;
pub mod hooks;
pub mod keys;
pub mod logging;
pub mod loopback_api;
pub mod metrics;
pub mod plain_updates;
pub mod privacy;
pub mod record;
pub mod residual;
pub mod seat;
pub mod serve;
pub mod stop;
pub mod validate;
pub mod verdicts;
mod words;

pub use config::Config;
pub use endpoint_address::EndpointAddress;
pub use hooks::{Hooks, RoundContext, Testimony, UpdateTransform};
pub use keys::WorkerKeys;
pub use stop::{Stop, StopHandle};

use anyhow::{bail, Context, Result};
use blobs::Blobs;
use checkpoints::Checkpoints;
use device::LicenceDevice;
use generate::Generator;
use loopback_api::Answers;
use metrics::Metrics;
use plain_updates::{PlainUpdates, UpdateHolder};
use privacy::Privacy;
use promptale_client::Client;
use record::Records;
use std::{path::Path, sync::Arc, time::Duration};
use tokio::task::JoinSet;
use validate::Validator;
use verdicts::Judge;

/// How long tasks get to end by themselves when the worker stops.
const STOP_PATIENCE: Duration = Duration::from_secs(8);

/// What all roles of one daemon share.
pub struct Shared {
	/// The whole configuration.
	pub config: Config,
	/// The node.
	pub client: Client,
	/// Blobs, ours and others'.
	pub blobs: Arc<Blobs>,
	/// Checkpoints on disk.
	pub checkpoints: Checkpoints,
	/// Updates that can be handed over in a dispute.
	pub plain_updates: Arc<PlainUpdates>,
	/// Where our blobs are.
	pub address: EndpointAddress,
	/// Counters.
	pub metrics: Metrics,
	/// What makes updates private, if anything does.
	pub privacy: Option<Arc<Privacy>>,
	/// Honest, but in tests.
	pub hooks: Hooks,
	/// When to end.
	pub stop: Stop,
}

/// The daemon: reads a configuration, starts the log, and runs until SIGINT or SIGTERM.
pub async fn run_file(path: &Path, hooks: Hooks) -> Result<()> {
	let config = Config::load(path)?;
	logging::start(&config.log)?;
	run(config, hooks, stop::on_signal()).await
}

/// Runs the configured roles until `stop`. Fails when the configuration or the data folder does not fit the chain, a
/// port or the data folder is taken, or the images cannot be used.
pub async fn run(config: Config, hooks: Hooks, stop: Stop) -> Result<()> {
	if config.generate.is_none() && config.validate.is_none() {
		bail!("there is no role to run: add a [generate] or a [validate] section, or run `vpu serve`");
	}
	let _lock = files::lock_folder(&config.data_dir)?;
	for folder in [".", "checkpoints", "generate", "device", "validate", "handed-over"] {
		files::remove_unfinished(&config.data_dir.join(folder));
	}
	let keys = WorkerKeys::load(&config, false)?;
	let privacy = Privacy::open(&config)?.map(Arc::new);
	let metrics = Metrics::new();
	let mut servers = Vec::new();
	if let Some(metrics_config) = &config.metrics {
		servers.push(metrics.serve(metrics_config).await?);
	}
	let blobs =
		Blobs::open(&config.data_dir.join("blobs"), keys.endpoint.clone(), config.blobs.bind, config.fetch_timeout())
			.await?;
	let blobs = Arc::new(blobs);
	let address = keys.address(&config);
	tracing::info!(version = env!("CARGO_PKG_VERSION"), node = config.node, models = ?config.models, endpoint = %address, "vpu starts");
	let answers = Answers::open(&config.data_dir.join("validate"));
	if let Some(validate) = &config.validate {
		servers.push(answers.serve(validate.listen).await?);
	}
	let outcome = work(config, keys, privacy, hooks, stop, metrics, blobs.clone(), answers, address).await;
	servers.iter().for_each(|server| server.abort());
	blobs.close().await;
	tracing::info!("vpu has stopped");
	outcome
}

#[allow(clippy::too_many_arguments)]
async fn work(
	config: Config,
	keys: WorkerKeys,
	privacy: Option<Arc<Privacy>>,
	hooks: Hooks,
	stop: Stop,
	metrics: Metrics,
	blobs: Arc<Blobs>,
	answers: Answers,
	address: EndpointAddress,
) -> Result<()> {
	let client = Client::unconnected(&config.node)?;
	let Some(chain) = follower::wait_for_chain(&client, &metrics, &stop).await? else { return Ok(()) };
	home::claim(&config.data_dir, &chain)?;
	tracing::info!(chain = chain.name, runtime = chain.spec_version, genesis = chain.genesis, "connected to the node");
	let (feed, following) = follower::follow(client.clone(), config.models.clone(), metrics.clone(), stop.clone());
	let checkpoints = Checkpoints::new(
		config.data_dir.join("checkpoints"),
		blobs.clone(),
		client.clone(),
		metrics.clone(),
		config.max_checkpoint_bytes(),
	);
	let plain_updates = Arc::new(PlainUpdates::new(
		blobs.clone(),
		Records::new(config.data_dir.join("generate")),
		config.data_dir.join("handed-over"),
		keys.validator.as_ref().map(|keys| keys.identity.clone()),
		hooks.clone(),
	));
	blobs.desk().open(Arc::new(UpdateHolder { feed: feed.clone(), updates: plain_updates.clone() }));
	let shared = Arc::new(Shared {
		config: config.clone(),
		client,
		blobs,
		checkpoints,
		plain_updates,
		address,
		metrics,
		privacy,
		hooks,
		stop: stop.clone(),
	});
	let mut roles: JoinSet<Result<()>> = JoinSet::new();
	// Not among them: nothing that happens to these may end training or judging.
	let device = config.generate.as_ref().and(keys.device.clone());
	let device = device.map(|device| tokio::spawn(LicenceDevice::new(shared.clone(), device, feed.clone()).run()));
	let judge = config.validate.as_ref().and(keys.validator.as_ref()).map(|validator| {
		let judge = Judge::new(shared.clone(), validator.stash, answers.verdicts.clone(), feed.clone());
		tokio::spawn(judge.run())
	});
	for model in &config.models {
		if let Some(generate) = &config.generate {
			let device = keys.device.clone().context("[generate] has no device key")?;
			let role = Generator::new(shared.clone(), generate.clone(), device, *model, feed.clone());
			roles.spawn(role.run());
		}
		if let Some(validate) = &config.validate {
			let own = keys.validator.clone().context("[validate] has no keys")?;
			let role = Validator::new(shared.clone(), validate.clone(), own, answers.clone(), *model, feed.clone());
			roles.spawn(role.run());
		}
	}
	let outcome = loop {
		tokio::select! {
			() = stop.stopped() => break Ok(()),
			ended = roles.join_next() => match ended {
				Some(Ok(Ok(()))) => continue,
				Some(Ok(Err(error))) => break Err(error),
				Some(Err(error)) => break Err(anyhow::Error::new(error).context("a role broke off")),
				None if stop.is_stopped() => break Ok(()),
				None => break Err(anyhow::anyhow!("following the chain broke off; a line above says where")),
			},
		}
	};
	let in_time = match outcome {
		Ok(()) => {
			tokio::time::timeout(STOP_PATIENCE, async { while roles.join_next().await.is_some() {} }).await.is_ok()
		},
		Err(_) => true,
	};
	if !in_time {
		tracing::warn!("some work did not end in time and is abandoned; the next run goes on from what is on disk");
	}
	// One role that fails ends the others.
	roles.abort_all();
	device.iter().chain(&judge).for_each(|task| task.abort());
	following.abort();
	outcome
}

/// Threads to compute with: those configured, or one for each core for 0.
pub fn threads(configured: usize) -> usize {
	match configured {
		0 => std::thread::available_parallelism().map(usize::from).unwrap_or(1),
		configured => configured,
	}
}
