//! A whole network on one machine: a node, validators, honest generators, hostile ones.

use crate::{
	binaries::Binaries,
	chain::{self, development_key, endowment, NewModel, OWNER},
	data::{self, Data},
	node::{connect, Node},
	options::{NetworkOptions, SEED, STAKE},
	process::end_all,
	summary::Role,
	worker::{Worker, WorkerSetup},
};
use anyhow::{bail, Context, Result};
use futures::future::try_join_all;
use promptale_cli::events;
use promptale_client::{account_of, AccountId, Call, Client, Keypair};
use promptale_engine::{import::PartitionOptions, Checkpoint, Dataset};
use promptale_primitives::{
	generator::{DeviceOverview, DeviceState, LicenceId},
	round::RoundOverview,
	settlement::{EmissionPool, Pot},
	Balance, Blake3, BlockNumber, ModelId, RoundIndex,
};
use std::time::{Duration, Instant};

/// How long children may take to end when asked.
const END_PATIENCE: Duration = Duration::from_secs(5);
/// How long a living node may not answer.
const NODE_AWAY: Duration = Duration::from_secs(60);
/// How long it may take until all devices count.
const DEVICES_PATIENCE: Duration = Duration::from_secs(60);
/// Blocks for which a device's word that it works for an identity is good.
const PROOF: BlockNumber = 100;

/// Somebody who takes part, with the worker it runs.
pub struct Participant {
	/// For people.
	pub name: String,
	/// What it does.
	pub role: Role,
	/// Something worth knowing, for people.
	pub note: String,
	/// Who is paid: the validator's stash, or the generator's identity.
	pub key: Keypair,
	/// Its licence; validators have none.
	pub licence: Option<Licence>,
	/// Its daemon.
	pub worker: Worker,
}

/// A licence that a generator bought.
#[derive(Clone, Copy, Debug)]
pub struct Licence {
	/// Its number.
	pub number: LicenceId,
	/// What it cost, in the smallest unit.
	pub paid: Balance,
}

impl Participant {
	/// The account that is paid.
	pub fn account(&self) -> AccountId {
		account_of(&self.key)
	}
}

/// A running network. Dropping it ends every process.
pub struct Network {
	/// As it was asked for.
	pub options: NetworkOptions,
	/// The data as they were dealt out.
	pub data: Data,
	/// The model that everybody works on.
	pub model: ModelId,
	/// Everybody but the node: generators, hostile ones, validators.
	pub participants: Vec<Participant>,
	/// The checkpoint that the first round starts from.
	pub first_checkpoint: Checkpoint,
	/// Everything that was put into the model's pot, in the smallest unit.
	pub funded: Balance,
	node: Node,
	client: Client,
	owner: Keypair,
}

impl Network {
	/// Starts everything. The first round opens as soon as all workers answer. `say` is told every step.
	pub async fn start(options: NetworkOptions, say: &dyn Fn(&str)) -> Result<Self> {
		let binaries = Binaries::find()?.complete(&options.folder)?;
		for folder in ["logs", "data"] {
			let folder = options.folder.join(folder);
			std::fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
		}
		say("Starting the node and dealing out the images");
		let dealing = tokio::task::spawn_blocking({
			let options = options.clone();
			move || prepare_model(&options)
		});
		let node = Node::start(&binaries, &options.folder, options.block_time, options.rpc_port);
		// Images that cannot be used end it at once, and not when the node is up.
		let (mut node, (data, first_checkpoint, held_out_root)) = tokio::try_join!(node, async { dealing.await? })?;
		let client = connect(node.url()).await?;

		say("Making keys and configurations");
		let mut participants = participants(&options, &data, &binaries, node.url())?;

		say("Funding accounts and creating the model");
		let owner = development_key(OWNER)?;
		let mut accounts = Vec::new();
		for participant in &participants {
			let validator = participant.role == Role::Validator;
			accounts.push((participant.account(), endowment(validator)));
			accounts.extend(participant.worker.device().map(|device| (device, endowment(false))));
		}
		let model = NewModel {
			name: "Local network".into(),
			architecture: data.architecture,
			seed: SEED,
			checkpoint: first_checkpoint.hash(),
			held_out_root,
			terms: options.terms,
		};
		let model = chain::create(&client, &owner, &accounts, model).await?;
		node.process().check()?;

		say("Starting the workers, bonding validators, buying licences, registering devices");
		for participant in &mut participants {
			participant.worker.configure(model)?;
			participant.worker.start()?;
		}
		let joining = participants.iter_mut().map(|participant| async {
			let name = participant.name.clone();
			join(&client, participant).await.with_context(|| format!("{name} cannot join"))
		});
		try_join_all(joining).await?;
		let mut network = Self { options, data, model, participants, first_checkpoint, funded: 0, node, client, owner };
		network.wait_for_workers().await?;
		network.wait_for_devices().await?;

		say("Filling the model's pot: the first round opens");
		network.fund(network.options.rounds).await?;
		Ok(network)
	}

	/// To ask the chain.
	pub fn client(&self) -> &Client {
		&self.client
	}

	/// The node's RPC.
	pub fn url(&self) -> &str {
		self.node.url()
	}

	/// Fails, with the end of its log, when a process has died.
	pub fn check(&mut self) -> Result<()> {
		self.node.process().check()?;
		self.participants.iter_mut().try_for_each(|participant| participant.worker.check())
	}

	/// The participant called `name`.
	pub fn participant(&mut self, name: &str) -> Result<&mut Participant> {
		self.participants
			.iter_mut()
			.find(|participant| participant.name == name)
			.with_context(|| format!("nobody is called {name}"))
	}

	/// Kills the node as a crash would, and starts it again after `pause` with the same data.
	pub async fn restart_node(&mut self, pause: Duration) -> Result<()> {
		self.node.kill()?;
		tokio::time::sleep(pause).await;
		self.node.start_again().await
	}

	/// One round, the latest for `None`. A node that is just away (it was restarted, or is busy) is asked again, as
	/// long as its process lives.
	pub async fn round(&mut self, round: Option<RoundIndex>) -> Result<Option<RoundOverview<AccountId>>> {
		let deadline = Instant::now() + NODE_AWAY;
		loop {
			match self.client.round(self.model, round).await {
				Err(error) if error.is_node_down() && Instant::now() < deadline => {
					self.check()?;
					tokio::time::sleep(Duration::from_millis(300)).await;
				},
				answer => return Ok(answer?),
			}
		}
	}

	/// Waits until `condition` holds of a round, and answers with it. Fails when a process dies, or after `patience`;
	/// `what` is what was waited for.
	pub async fn wait_for(
		&mut self,
		round: RoundIndex,
		what: &str,
		patience: Duration,
		condition: impl Fn(&RoundOverview<AccountId>) -> bool,
	) -> Result<RoundOverview<AccountId>> {
		let deadline = Instant::now() + patience;
		let mut last = None;
		loop {
			self.check()?;
			match self.round(Some(round)).await? {
				Some(overview) if condition(&overview) => return Ok(overview),
				overview => last = overview.or(last),
			}
			if Instant::now() > deadline {
				bail!("{what} did not come within {} s. Round {round} was: {last:#?}", patience.as_secs());
			}
			tokio::time::sleep(Duration::from_millis(200)).await;
		}
	}

	/// Lets rounds open by themselves, or not.
	pub async fn set_active(&self, active: bool) -> Result<()> {
		let call = Call::SetActive { model: self.model, active };
		self.client.submit(&self.owner, call).await.context("cannot switch the model on or off")?;
		Ok(())
	}

	/// Puts the money for `rounds` more rounds into the model's pot.
	pub async fn fund(&mut self, rounds: u32) -> Result<()> {
		let amount = self.options.terms.round_budget * u128::from(rounds);
		let call = Call::FundModel { model: self.model, amount };
		self.client.submit(&self.owner, call).await.context("cannot fund the model")?;
		self.funded += amount;
		Ok(())
	}

	/// Releases what the genesis pools emitted until now, and divides the generators' pot among them. Anybody may do that
	/// at any time; here the model's owner does.
	pub async fn distribute(&self) -> Result<()> {
		let calls = vec![Call::Distribute { pot: Pot::GeneratorRewards }, Call::Emit { pool: EmissionPool::Community }];
		self.client.submit(&self.owner, Call::BatchAll(calls)).await.context("cannot distribute what was emitted")?;
		Ok(())
	}

	/// The checkpoint with this hash, from the disk of the first validator that has it.
	pub fn checkpoint(&self, hash: &Blake3) -> Result<Checkpoint> {
		if self.first_checkpoint.hash() == *hash {
			return Ok(self.first_checkpoint.clone());
		}
		self.participants
			.iter()
			.filter(|participant| participant.role == Role::Validator)
			.find_map(|validator| validator.worker.checkpoint(hash))
			.with_context(|| format!("no validator has the checkpoint {} on its disk", hex::encode(hash)))
	}

	/// Ends every process: asks first, then kills.
	pub fn stop(&mut self) {
		let workers = self.participants.iter_mut().filter_map(|participant| participant.worker.process());
		end_all(workers, END_PATIENCE);
		end_all([self.node.process()], END_PATIENCE);
	}

	/// Waits until every generator's device counts: whoever is not there when the first round opens is late for it.
	async fn wait_for_devices(&mut self) -> Result<()> {
		let deadline = Instant::now() + DEVICES_PATIENCE;
		loop {
			self.check()?;
			let mut waiting = Vec::new();
			for participant in &self.participants {
				let Some(device) = participant.worker.device() else { continue };
				let seen = self.client.device_status(&device).await?;
				if !matches!(seen, Some(DeviceOverview { state: DeviceState::Active { .. }, .. })) {
					waiting.push(format!("{} ({:?})", participant.name, seen.map(|device| device.state)));
				}
			}
			if waiting.is_empty() {
				return Ok(());
			}
			if Instant::now() > deadline {
				bail!("devices do not count after {} s: {}", DEVICES_PATIENCE.as_secs(), waiting.join(", "));
			}
			tokio::time::sleep(Duration::from_millis(200)).await;
		}
	}

	async fn wait_for_workers(&mut self) -> Result<()> {
		let deadline = Instant::now() + Duration::from_secs(60);
		loop {
			self.check()?;
			let mut waiting = Vec::new();
			for participant in &self.participants {
				if !participant.worker.ready().await {
					waiting.push(participant.name.clone());
				}
			}
			if waiting.is_empty() {
				return Ok(());
			}
			if Instant::now() > deadline {
				bail!("not ready after 60 s: {}", waiting.join(", "));
			}
			tokio::time::sleep(Duration::from_millis(100)).await;
		}
	}
}

impl Drop for Network {
	fn drop(&mut self) {
		self.stop();
	}
}

/// Deals out the data and makes the first checkpoint. Answers with the root of the held-out set.
fn prepare_model(options: &NetworkOptions) -> Result<(Data, Checkpoint, Blake3)> {
	let partition = PartitionOptions { parts: options.honest + options.attacks.len(), ..options.partition };
	let data = data::deal_out(&options.source, &options.folder.join("data"), &partition)?;
	let held_out = Dataset::open(&data.held_out, &data.architecture)?;
	let root = held_out.root();
	Ok((data.clone(), Checkpoint::initialise(data.architecture, SEED)?, root))
}

/// Everybody with keys and a configuration, nobody running.
fn participants(options: &NetworkOptions, data: &Data, binaries: &Binaries, node: &str) -> Result<Vec<Participant>> {
	let mut participants = Vec::new();
	let hostile = options.attacks.iter().copied().map(Some);
	let generators: Vec<_> = std::iter::repeat_n(None, options.honest).chain(hostile).collect();
	for (index, attack) in generators.iter().enumerate() {
		let honest = attack.is_none();
		let number = if honest { index + 1 } else { index + 1 - options.honest };
		let (name, role) = match (attack, options.attacks.len()) {
			(None, _) => (format!("Generator {number}"), Role::Generator),
			(Some(_), 1) => ("Hostile generator".into(), Role::Hostile),
			(Some(_), _) => (format!("Hostile generator {number}"), Role::Hostile),
		};
		let derivation = format!("//{}/{number}", if honest { "generator" } else { "hostile" });
		let setup = WorkerSetup {
			slug: slug(&name),
			derivation: derivation.clone(),
			data: data.parts.get(index).context("there are fewer parts of the data than generators")?.clone(),
			role,
			attack: *attack,
			lie: None,
		};
		let note = match attack {
			None => data.notes.get(index).cloned().unwrap_or_default(),
			Some(attack) => attack.describe().into(),
		};
		let key = development_key(&derivation)?;
		participants.push(Participant {
			note,
			role,
			key,
			licence: None,
			worker: Worker::prepare(setup, options, binaries, node)?,
			name,
		});
	}
	for number in 1..=options.validators {
		let lie = options.lies.get(number - 1).copied();
		let name = format!("Validator {number}");
		let derivation = format!("//validator/{number}");
		let setup = WorkerSetup {
			slug: slug(&name),
			derivation: derivation.clone(),
			data: data.held_out.clone(),
			role: Role::Validator,
			attack: None,
			lie,
		};
		participants.push(Participant {
			note: match lie {
				None => format!("scores on {} held-out images", data.held_out_images),
				Some(lie) => lie.describe().into(),
			},
			role: Role::Validator,
			key: development_key(&derivation)?,
			licence: None,
			worker: Worker::prepare(setup, options, binaries, node)?,
			name,
		});
	}
	Ok(participants)
}

/// Bonds a validator and attaches it to the node; or buys a licence, registers the generator's device and delegates to it.
async fn join(client: &Client, participant: &mut Participant) -> Result<()> {
	let worker = &participant.worker;
	let Some(device) = worker.device() else {
		worker.attach(client).await?;
		let keys = worker.validator_keys()?;
		let call = Call::BondValidator {
			stake: STAKE,
			session_key: keys.session,
			encryption_key: keys.encryption,
			endpoint: worker.endpoint(),
		};
		client.submit(&participant.key, call).await?;
		return Ok(());
	};
	let (key, encryption_key) = worker.device_keys()?;
	let quote = client.quote(1).await?.context("no licences are for sale; the chain's genesis has to open the sale")?;
	let proof = client.prove_device(key, &participant.account(), PROOF).await?;
	let calls = vec![
		Call::BuyLicences { count: 1, max_total: quote.total, referrer: None },
		Call::RegisterGenerator { device, encryption_key, endpoint: worker.endpoint(), proof },
	];
	let included = client.submit(&participant.key, Call::BatchAll(calls)).await?;
	let (number, paid) = events::bought(&included.events).context("no licence was bought")?;
	let licence = Licence { number: number.try_into().context("a licence's number is too large")?, paid };
	client.submit(&participant.key, Call::DelegateLicence { licence: licence.number, device }).await?;
	participant.licence = Some(licence);
	Ok(())
}

/// A name as folders and files have it.
fn slug(name: &str) -> String {
	name.to_lowercase().replace(' ', "-")
}
