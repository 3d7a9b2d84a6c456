//! Follows the chain: after every new best block, what it says of the configured models.

use crate::{
	metrics::{ByPart, Metrics},
	stop::Stop,
};
use anyhow::Result;
use promptale_client::{AccountId, ChainInfo, Client, Error};
use promptale_primitives::{model::ModelOverview, round::RoundOverview, BlockNumber, ModelId, RoundIndex};
use std::{
	collections::{BTreeMap, VecDeque},
	sync::Arc,
	time::{Duration, Instant},
};
use tokio::sync::watch;

/// How often the node is asked for its best block.
const INTERVAL: Duration = Duration::from_millis(250);

/// Longest pause between two attempts to reach a node that is down.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// How many blocks the time between blocks is taken over.
const PACE_BLOCKS: usize = 12;

/// A model and its latest round.
#[derive(Clone, Debug)]
pub struct ModelView {
	/// The model.
	pub model: ModelOverview<AccountId>,
	/// `None` before the first round.
	pub round: Option<RoundOverview<AccountId>>,
}

/// The configured models as of one block.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
	/// The block.
	pub block: BlockNumber,
	/// Time between blocks lately; `None` until a few were seen.
	pub block_time: Option<Duration>,
	/// Those of the configured models that are on the chain.
	pub models: BTreeMap<ModelId, ModelView>,
}

/// Tells one round from all others, also from those of a chain that was started anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundKey {
	/// The model.
	pub model: ModelId,
	/// The round.
	pub round: RoundIndex,
	/// Block it was opened in.
	pub opened: BlockNumber,
}

impl RoundKey {
	/// The key of a round.
	pub fn of(round: &RoundOverview<AccountId>) -> RoundKey {
		RoundKey { model: round.model, round: round.round, opened: round.opened }
	}
}

/// Snapshots, newest only.
#[derive(Clone)]
pub struct Feed(watch::Receiver<Arc<Snapshot>>);

impl Feed {
	/// A model's view as of the latest block.
	pub fn now(&self, model: ModelId) -> Option<ModelView> {
		self.0.borrow().models.get(&model).cloned()
	}

	/// The latest snapshot.
	pub fn snapshot(&self) -> Arc<Snapshot> {
		self.0.borrow().clone()
	}

	/// The next block, as soon as it is seen. `None` when the worker stops.
	pub async fn next_block(&mut self) -> Option<BlockNumber> {
		self.0.changed().await.ok()?;
		Some(self.0.borrow_and_update().block)
	}

	/// A model's view after the next block. `None` when the worker stops.
	pub async fn next(&mut self, model: ModelId) -> Option<ModelView> {
		loop {
			self.0.changed().await.ok()?;
			let view = self.0.borrow_and_update().models.get(&model).cloned();
			if view.is_some() {
				return view;
			}
		}
	}

	/// The round as soon as `ready` says so of it; `None` once the chain is at another round.
	pub async fn when(
		&mut self,
		key: RoundKey,
		mut ready: impl FnMut(&RoundOverview<AccountId>) -> bool,
	) -> Option<RoundOverview<AccountId>> {
		let mut view = self.now(key.model)?;
		loop {
			let round = view.round.filter(|round| RoundKey::of(round) == key)?;
			if ready(&round) {
				return Some(round);
			}
			view = self.next(key.model).await?;
		}
	}
}

/// How many more blocks of the current phase there will be. A call needs at least one.
pub fn blocks_left(round: &RoundOverview<AccountId>) -> BlockNumber {
	round.phase_ends.saturating_sub(round.now).saturating_sub(1)
}

/// Says what is wrong with the node, once for each change.
struct NodeState {
	url: String,
	trouble: Option<String>,
	pause: Duration,
}

impl NodeState {
	fn new(url: &str) -> NodeState {
		NodeState { url: url.into(), trouble: None, pause: INTERVAL }
	}

	fn failed(&mut self, error: &Error, metrics: &Metrics) {
		metrics.node_up.set(0);
		metrics.errors.get_or_create(&ByPart { part: "chain" }).inc();
		let text = error.to_string();
		if self.trouble.is_none() {
			tracing::warn!("{text}. The worker keeps trying");
		} else if self.trouble.as_ref() != Some(&text) && !error.is_node_down() {
			tracing::warn!("{text}");
		}
		self.trouble = Some(text);
		self.pause = (self.pause * 2).min(LONGEST_PAUSE);
	}

	fn succeeded(&mut self, block: BlockNumber, metrics: &Metrics) {
		metrics.node_up.set(1);
		metrics.block.set(block.into());
		if self.trouble.take().is_some() {
			tracing::info!(node = self.url, block, "the node answers again");
		}
		self.pause = INTERVAL;
	}
}

/// When the last blocks were seen.
#[derive(Default)]
struct Pace(VecDeque<(BlockNumber, Instant)>);

impl Pace {
	/// Mean time between the last blocks, this one included.
	fn saw(&mut self, block: BlockNumber, at: Instant) -> Option<Duration> {
		if self.0.back().is_some_and(|(last, _)| *last >= block) {
			// A fork, or a chain that was started anew.
			self.0.clear();
		}
		self.0.push_back((block, at));
		if self.0.len() > PACE_BLOCKS {
			self.0.pop_front();
		}
		let (first, since) = *self.0.front()?;
		let blocks = block.checked_sub(first).filter(|blocks| *blocks >= 3)?;
		Some(at.duration_since(since) / blocks)
	}
}

/// Waits until a PrompTale node answers. Another chain is an error. `None` when the worker stops first.
pub async fn wait_for_chain(client: &Client, metrics: &Metrics, stop: &Stop) -> Result<Option<ChainInfo>> {
	let mut state = NodeState::new(client.url());
	loop {
		match stop.or(client.check_chain()).await {
			None => return Ok(None),
			Some(Ok(info)) => return Ok(Some(info)),
			Some(Err(error @ (Error::WrongChain { .. } | Error::Incompatible(_)))) => return Err(error.into()),
			Some(Err(error)) => state.failed(&error, metrics),
		}
		if stop.or(tokio::time::sleep(state.pause)).await.is_none() {
			return Ok(None);
		}
	}
}

/// Starts following. The task ends when the worker stops.
pub fn follow(
	client: Client,
	models: Vec<ModelId>,
	metrics: Metrics,
	stop: Stop,
) -> (Feed, tokio::task::JoinHandle<()>) {
	let (sender, receiver) = watch::channel(Arc::new(Snapshot::default()));
	let task = tokio::spawn(async move {
		let mut state = NodeState::new(client.url());
		let mut pace = Pace::default();
		let mut seen = None;
		let mut missing = Vec::new();
		while !stop.is_stopped() {
			match stop.or(look(&client, &models, seen)).await {
				None => break,
				Some(Ok((head, snapshot))) => {
					state.succeeded(head.number, &metrics);
					if let Some(mut snapshot) = snapshot {
						snapshot.block_time = pace.saw(head.number, Instant::now());
						seen = Some(head);
						report(&snapshot, &models, &mut missing, &metrics);
						metrics.set_ready(true);
						let _ = sender.send(Arc::new(snapshot));
					}
				},
				Some(Err(error)) => {
					metrics.set_ready(false);
					state.failed(&error, &metrics);
				},
			}
			let _ = stop.or(tokio::time::sleep(state.pause)).await;
		}
	});
	(Feed(receiver), task)
}

/// The best head; and what the chain says, if that is another head than `seen`.
async fn look(
	client: &Client,
	models: &[ModelId],
	seen: Option<promptale_client::Head>,
) -> Result<(promptale_client::Head, Option<Snapshot>), Error> {
	let head = client.best_head().await?;
	if seen == Some(head) {
		return Ok((head, None));
	}
	let mut snapshot = Snapshot { block: head.number, block_time: None, models: BTreeMap::new() };
	// Everything as of one block: a model of one with a round of another would not fit together.
	for model in client.models_at(&head.hash).await?.into_iter().filter(|model| models.contains(&model.id)) {
		let round = if model.latest_round > 0 { client.round_at(&head.hash, model.id).await? } else { None };
		snapshot.models.insert(model.id, ModelView { model, round });
	}
	Ok((head, Some(snapshot)))
}

fn report(snapshot: &Snapshot, models: &[ModelId], missing: &mut Vec<ModelId>, metrics: &Metrics) {
	for model in models {
		match snapshot.models.get(model) {
			Some(view) => {
				if let Some(at) = missing.iter().position(|id| id == model) {
					missing.remove(at);
					tracing::info!(model, "the model is on the chain now");
				}
				let round = view.round.as_ref();
				metrics.set_round(*model, view.model.latest_round, round.map(|round| round.phase));
			},
			None if !missing.contains(model) => {
				tracing::warn!(
					model,
					"there is no such model on the chain; waiting for it. `promptale status` lists them"
				);
				missing.push(*model);
			},
			None => {},
		}
	}
}

#[cfg(test)]
pub(crate) mod testing {
	use super::*;
	use promptale_primitives::{
		model::Terms,
		round::{Member, MemberOverview, Published, RoundState, UpdateOverview},
		schedule::{Phase, PhaseLengths},
	};

	/// A round opened at block 100 with phases of 10 blocks, as of block `now`.
	pub fn round(now: BlockNumber) -> RoundOverview<AccountId> {
		let phases = PhaseLengths { commit: 10, publish: 10, score: 10, reveal: 10, attest: 10 };
		let (phase, phase_ends) = phases.phase_at(100, now);
		RoundOverview {
			model: 0,
			round: 3,
			opened: 100,
			phases_from: 100,
			now,
			phase,
			phase_ends,
			state: if phase == Phase::Commit { RoundState::Open } else { RoundState::CommitteeDrawn },
			base_checkpoint: [1; 32],
			held_out_root: [2; 32],
			terms: Terms {
				phases,
				max_updates: 8,
				max_update_bytes: 1_000,
				committee_size: 3,
				quorum: 500_000,
				score_threshold: 0,
				weight_cap: 400_000,
				held_out_samples: 16,
				update_bond: 1,
				missed_publication_fee: 0,
				round_budget: 1,
				validator_share: 0,
			},
			beacon_1: None,
			beacon_2: None,
			committee: vec![],
			former_committee: vec![],
			updates: vec![],
		}
	}

	/// A published update without a verdict.
	pub fn update(index: u32) -> UpdateOverview<AccountId> {
		UpdateOverview {
			index,
			device: AccountId::from([1; 32]),
			contributor: AccountId::from([1; 32]),
			commitment: [0; 32],
			size: 6,
			published: Some(Published { update_hash: [0; 32], blob_hash: [0; 32] }),
			blob_endpoint: vec![],
			verdict: None,
			weight: 0,
			clip: 0,
			disputed: None,
			canary: None,
			reward: 0,
		}
	}

	/// A member of a committee that has done nothing yet; `number` fills its account and its keys.
	pub fn member(number: u8) -> MemberOverview<AccountId> {
		let key = [number; 32];
		MemberOverview {
			member: Member { validator: AccountId::from(key), session_key: key, encryption_key: key, stake: 1 },
			blob_endpoint: vec![],
			committed: false,
			revealed: false,
			attested: None,
			faults: Default::default(),
			reward: 0,
		}
	}

	/// The same round in a dispute that opened in block 155: Publish begins again with block 156.
	pub fn disputed(now: BlockNumber) -> RoundOverview<AccountId> {
		let mut round = round(now);
		round.phases_from = 146;
		(round.phase, round.phase_ends) = round.terms.phases.phase_at(round.phases_from, now);
		round.state = if round.phase <= Phase::Publish { RoundState::Open } else { RoundState::CommitteeDrawn };
		round
	}
}

#[cfg(test)]
mod tests {
	use super::{testing::round, *};
	use promptale_primitives::schedule::Phase;

	#[test]
	fn the_last_block_of_a_phase_leaves_none_to_act_in() {
		assert_eq!(blocks_left(&round(108)), 1);
		assert_eq!(blocks_left(&round(109)), 0);
	}

	#[test]
	fn the_time_between_blocks_is_a_mean_over_the_last_ones() {
		let start = Instant::now();
		let mut pace = Pace::default();
		let mut seen = |block: u32, seconds: u64| pace.saw(block, start + Duration::from_secs(seconds));
		assert_eq!(seen(5, 0), None);
		assert_eq!(seen(7, 4), None);
		assert_eq!(seen(9, 8), Some(Duration::from_secs(2)));
		assert_eq!(seen(2, 9), None);
	}

	#[tokio::test]
	async fn waiting_for_a_round_ends_when_another_one_opens() {
		let view = |round: RoundOverview<AccountId>| {
			let model = ModelOverview {
				id: 0,
				owner: AccountId::from([0; 32]),
				name: vec![],
				kind: promptale_primitives::model::ModelKind::Public,
				architecture: promptale_primitives::model::Architecture {
					size: promptale_primitives::model::ModelSize::Nano,
					side: 28,
					channels: 1,
					classes: 10,
					words: 0,
				},
				seed: 0,
				checkpoint: [0; 32],
				version: 0,
				held_out_root: [0; 32],
				terms: round.terms,
				pot: 0,
				latest_round: round.round,
				active: true,
			};
			let models = [(0, ModelView { model, round: Some(round) })].into();
			Arc::new(Snapshot { block: 0, block_time: None, models })
		};
		let (sender, receiver) = watch::channel(view(round(100)));
		let mut feed = Feed(receiver);
		let key = RoundKey::of(&round(100));
		assert!(feed.when(key, |round| round.phase == Phase::Commit).await.is_some());
		let waiting = tokio::spawn(async move { feed.when(key, |round| round.phase == Phase::Attest).await });
		sender.send(view(round(115))).unwrap();
		let mut next = round(160);
		(next.round, next.opened) = (4, 160);
		sender.send(view(next)).unwrap();
		assert!(waiting.await.unwrap().is_none());
	}
}
