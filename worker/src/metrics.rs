//! What the worker counts, for Prometheus.

use crate::config;
use anyhow::Result;
use axum::{extract::State, http::StatusCode, response::IntoResponse, routing::get, Router};
use prometheus_client::{
	encoding::{text::encode, EncodeLabelSet},
	metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
	registry::Registry,
};
use promptale_primitives::{schedule::Phase, ModelId};
use std::sync::{
	atomic::{AtomicBool, AtomicU64, Ordering},
	Arc, Mutex,
};

/// Label: which model.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct ByModel {
	/// Its id.
	pub model: ModelId,
}

/// Labels: which model, and what happened.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct ByOutcome {
	/// Its id.
	pub model: ModelId,
	/// One of a few fixed words.
	pub outcome: &'static str,
}

/// Label: what happened.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct Outcome {
	/// One of a few fixed words.
	pub outcome: &'static str,
}

/// Label: which part of the worker.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct ByPart {
	/// `generate`, `device`, `validate`, `verdicts`, `chain`.
	pub part: &'static str,
}

type FloatGauge = Gauge<f64, AtomicU64>;

/// All metrics. Cheap to clone; clones count together.
#[derive(Clone)]
pub struct Metrics {
	registry: Arc<Mutex<Registry>>,
	ready: Arc<AtomicBool>,
	/// Best block of the node.
	pub block: Gauge,
	/// 1 while the node answers.
	pub node_up: Gauge,
	/// Latest round seen.
	pub round: Family<ByModel, Gauge>,
	/// 0 commit, 1 publish, 2 score, 3 reveal, 4 attest, 5 overdue, -1 no round.
	pub phase: Family<ByModel, Gauge>,
	/// Rounds taken part in as generator, by what came of them.
	pub generated: Family<ByOutcome, Counter>,
	/// Rounds taken part in as committee member, by what came of them.
	pub validated: Family<ByOutcome, Counter>,
	/// Mean loss of the last local training.
	pub training_loss: Family<ByModel, FloatGauge>,
	/// Duration of local trainings.
	pub training_seconds: Family<ByModel, Histogram, fn() -> Histogram>,
	/// Epsilon that a model's images have spent.
	pub privacy_epsilon: Family<ByModel, FloatGauge>,
	/// Duration of scoring one round.
	pub scoring_seconds: Family<ByModel, Histogram, fn() -> Histogram>,
	/// Duration of aggregating one round.
	pub aggregation_seconds: Family<ByModel, Histogram, fn() -> Histogram>,
	/// 1 while the licence holder's device works.
	pub device_active: Gauge,
	/// Heartbeats of the device that the chain has.
	pub heartbeats: Counter,
	/// Compute challenges of the device, by what came of them.
	pub challenges: Family<Outcome, Counter>,
	/// Duration of computing a challenge.
	pub challenge_seconds: Histogram,
	/// Verdicts on others' challenges: right, wrong.
	pub verdicts: Family<Outcome, Counter>,
	/// Bytes fetched from other workers.
	pub fetched_bytes: Counter,
	/// Bytes put up for others to fetch.
	pub published_bytes: Counter,
	/// Blobs that nobody served.
	pub fetch_failures: Counter,
	/// Times that our aggregate was not the one the committee attested.
	pub disagreements: Family<ByModel, Counter>,
	/// Errors that a role met and tries to get over.
	pub errors: Family<ByPart, Counter>,
}

fn seconds() -> Histogram {
	Histogram::new([0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1_000.0, 3_000.0])
}

impl Metrics {
	/// All at zero.
	pub fn new() -> Metrics {
		let timed = || Family::new_with_constructor(seconds as fn() -> Histogram);
		let metrics = Metrics {
			registry: Arc::new(Mutex::new(Registry::with_prefix("vpu"))),
			ready: Arc::default(),
			block: Gauge::default(),
			node_up: Gauge::default(),
			round: Family::default(),
			phase: Family::default(),
			generated: Family::default(),
			validated: Family::default(),
			training_loss: Family::default(),
			training_seconds: timed(),
			privacy_epsilon: Family::default(),
			scoring_seconds: timed(),
			aggregation_seconds: timed(),
			device_active: Gauge::default(),
			heartbeats: Counter::default(),
			challenges: Family::default(),
			challenge_seconds: seconds(),
			verdicts: Family::default(),
			fetched_bytes: Counter::default(),
			published_bytes: Counter::default(),
			fetch_failures: Counter::default(),
			disagreements: Family::default(),
			errors: Family::default(),
		};
		{
			let mut registry = metrics.registry.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
			registry.register("block", "Best block of the node", metrics.block.clone());
			registry.register("node_up", "1 while the node answers", metrics.node_up.clone());
			registry.register("round", "Latest round seen", metrics.round.clone());
			registry.register(
				"phase",
				"Phase of the latest round: 0 commit, 1 publish, 2 score, 3 reveal, 4 attest, 5 overdue, -1 none",
				metrics.phase.clone(),
			);
			registry.register("rounds_generated", "Rounds as generator, by outcome", metrics.generated.clone());
			registry.register("rounds_validated", "Rounds as committee member, by outcome", metrics.validated.clone());
			registry.register("training_loss", "Mean loss of the last local training", metrics.training_loss.clone());
			registry.register("training_seconds", "Duration of local trainings", metrics.training_seconds.clone());
			registry.register("scoring_seconds", "Duration of scoring one round", metrics.scoring_seconds.clone());
			registry.register(
				"privacy_epsilon",
				"Epsilon that the model's images have spent, with [privacy]",
				metrics.privacy_epsilon.clone(),
			);
			registry.register(
				"aggregation_seconds",
				"Duration of aggregating one round",
				metrics.aggregation_seconds.clone(),
			);
			registry.register("device_active", "1 while the holder's device works", metrics.device_active.clone());
			registry.register("heartbeats", "Heartbeats that the chain has", metrics.heartbeats.clone());
			registry.register("challenges", "Compute challenges, by outcome", metrics.challenges.clone());
			registry.register(
				"challenge_seconds",
				"Duration of computing a challenge",
				metrics.challenge_seconds.clone(),
			);
			registry.register("verdicts", "Verdicts on devices' challenges", metrics.verdicts.clone());
			registry.register("fetched_bytes", "Bytes fetched from other workers", metrics.fetched_bytes.clone());
			registry.register("published_bytes", "Bytes put up for others to fetch", metrics.published_bytes.clone());
			registry.register("fetch_failures", "Blobs that nobody served", metrics.fetch_failures.clone());
			registry.register(
				"disagreements",
				"Times our aggregate was not the attested one",
				metrics.disagreements.clone(),
			);
			registry.register("errors", "Errors met, by part of the worker", metrics.errors.clone());
		}
		metrics
	}

	/// Whether the worker follows the chain.
	pub fn set_ready(&self, ready: bool) {
		self.ready.store(ready, Ordering::Relaxed);
	}

	/// Records where a model's latest round stands.
	pub fn set_round(&self, model: ModelId, round: u32, phase: Option<Phase>) {
		let label = ByModel { model };
		self.round.get_or_create(&label).set(round.into());
		let number = match phase {
			None => -1,
			Some(Phase::Commit) => 0,
			Some(Phase::Publish) => 1,
			Some(Phase::Score) => 2,
			Some(Phase::Reveal) => 3,
			Some(Phase::Attest) => 4,
			Some(Phase::Overdue) => 5,
		};
		self.phase.get_or_create(&label).set(number);
	}

	/// In Prometheus' text format.
	pub fn text(&self) -> String {
		let registry = self.registry.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
		let mut text = String::new();
		// Writing into a string cannot fail.
		let _ = encode(&mut text, &registry);
		text
	}

	/// Serves `/metrics` and `/ready` until the returned task is aborted.
	pub async fn serve(&self, config: &config::Metrics) -> Result<tokio::task::JoinHandle<()>> {
		let listener = crate::loopback_api::listen(config.listen, "metrics.listen").await?;
		let router = Router::new()
			.route("/metrics", get(|State(metrics): State<Metrics>| async move { metrics.text() }))
			.route("/ready", get(ready))
			.with_state(self.clone());
		Ok(tokio::spawn(async move {
			if let Err(error) = axum::serve(listener, router).await {
				tracing::error!(%error, "the metrics server ended");
			}
		}))
	}
}

impl Default for Metrics {
	fn default() -> Self {
		Metrics::new()
	}
}

async fn ready(State(metrics): State<Metrics>) -> impl IntoResponse {
	if metrics.ready.load(Ordering::Relaxed) {
		(StatusCode::OK, "following the chain\n")
	} else {
		(StatusCode::SERVICE_UNAVAILABLE, "not following the chain: see the log\n")
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_counted_is_shown() {
		let metrics = Metrics::new();
		metrics.fetch_failures.inc();
		metrics.set_round(3, 8, Some(Phase::Score));
		metrics.generated.get_or_create(&ByOutcome { model: 3, outcome: "accepted" }).inc();
		metrics.heartbeats.inc();
		metrics.challenges.get_or_create(&Outcome { outcome: "passed" }).inc();
		metrics.verdicts.get_or_create(&Outcome { outcome: "wrong" }).inc();
		let text = metrics.text();
		for line in [
			"vpu_fetch_failures_total 1",
			"vpu_round{model=\"3\"} 8",
			"vpu_phase{model=\"3\"} 2",
			"vpu_rounds_generated_total{model=\"3\",outcome=\"accepted\"} 1",
			"vpu_device_active 0",
			"vpu_heartbeats_total 1",
			"vpu_challenges_total{outcome=\"passed\"} 1",
			"vpu_verdicts_total{outcome=\"wrong\"} 1",
		] {
			assert!(text.lines().any(|shown| shown == line), "{line} is not in\n{text}");
		}
	}
}
