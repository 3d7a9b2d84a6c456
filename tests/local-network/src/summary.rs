//! What a run comes to: the JSON of `--summary`, and the fuller record that the report is made from.

use crate::money::{text, Money};
use promptale_primitives::{Balance, RoundIndex, MILLION};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A run in numbers, the form of `--summary FILE`.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Summary {
	/// In order.
	pub rounds: Vec<RoundSummary>,
	/// By account in SS58: the sum of its receipts' payouts, smallest unit.
	pub receipts: BTreeMap<String, String>,
	/// By account in SS58: what its claim paid, smallest unit.
	pub claimed: BTreeMap<String, String>,
	/// Everybody who holds a licence.
	pub generators: Vec<GeneratorSummary>,
	/// Where $TALE came from and went.
	pub money: Money,
}

/// A licence holder, its device, and what both earned in the generators' pools. Amounts in the smallest unit.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct GeneratorSummary {
	/// Identity, SS58.
	pub account: String,
	/// Number of its licence.
	pub licence: u32,
	/// What that cost.
	#[serde(with = "text")]
	pub price: Balance,
	/// Its device, SS58.
	pub device: String,
	/// How many heartbeats were seen.
	pub heartbeats: usize,
	/// How many compute challenges it passed.
	pub challenges_passed: usize,
	/// The last challenge that was judged, or else the last one.
	pub last_challenge: Option<ChallengeSummary>,
	/// Paid for validated work.
	#[serde(with = "text")]
	pub work: Balance,
	/// Paid for heartbeats.
	#[serde(with = "text")]
	pub liveness: Balance,
	/// Paid for proven hashpower.
	#[serde(with = "text")]
	pub hashpower: Balance,
	/// What the chain said that it could claim.
	#[serde(with = "text")]
	pub pending: Balance,
	/// What its claim paid.
	#[serde(with = "text")]
	pub claimed: Balance,
}

/// A compute challenge.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ChallengeSummary {
	/// The epoch it is of.
	pub epoch: u32,
	/// Rows and columns of its matrices.
	pub side: u32,
	/// `committed`, `opened`, `passed` or `failed`.
	pub step: String,
	/// Units that passing it proves.
	pub units: u64,
}

/// One round.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct RoundSummary {
	/// From 1.
	pub round: RoundIndex,
	/// Held-out loss of the checkpoint that was the model's after this round.
	pub heldout_loss: f64,
	/// Its hash in hex.
	pub checkpoint: String,
	/// How many committee members attested this very checkpoint.
	pub attested_by: usize,
	/// In order of commitment.
	pub updates: Vec<UpdateSummary>,
}

/// One update of a round.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct UpdateSummary {
	/// Identity that made it, SS58.
	pub contributor: String,
	/// Whether this network made it to be honest. The chain does not know.
	pub honest: bool,
	/// One word.
	pub verdict: String,
	/// Why it was excluded, in words; empty when accepted.
	pub reason: String,
	/// Median score in millionths; 0 where there is none.
	pub score: i32,
	/// Fraction of one.
	pub weight: f64,
	/// Smallest unit.
	pub reward: String,
}

/// Millionths as a fraction of one.
pub fn fraction(millionths: u32) -> f64 {
	f64::from(millionths) / f64::from(MILLION)
}

/// What a participant of the network does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
	/// Trains on its own data and publishes what it learnt.
	Generator,
	/// Publishes poison.
	Hostile,
	/// Scores, aggregates and attests.
	Validator,
}

/// One participant, as the report shows it. Amounts in the smallest unit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Participant {
	/// Its account, SS58: the one that is paid.
	pub account: String,
	/// For people.
	pub name: String,
	/// What it does.
	pub role: Role,
	/// Something worth knowing about it, for people.
	pub note: String,
	/// Sum of its receipts.
	pub receipts: Balance,
	/// What its claim paid of rounds.
	pub claimed: Balance,
	/// Its licence, device and what they earned; validators have none.
	pub generator: Option<GeneratorSummary>,
	/// Free balance before claiming.
	pub before: Balance,
	/// Free balance after claiming.
	pub after: Balance,
}

/// Images sampled from one checkpoint.
#[derive(Clone, Debug)]
pub struct Sheet {
	/// For people: `Start`, `Round 1`.
	pub label: String,
	/// Hash in hex.
	pub checkpoint: String,
	/// Held-out loss.
	pub loss: f64,
	/// One row a class.
	pub png: Vec<u8>,
}

/// Everything that the report shows.
#[derive(Clone, Debug)]
pub struct Record {
	/// The numbers.
	pub summary: Summary,
	/// Held-out loss of the checkpoint that the first round started from.
	pub initial_heldout_loss: f64,
	/// Everybody who took part.
	pub participants: Vec<Participant>,
	/// By round, in the order of `summary.rounds`: the checkpoint that each committee member attested (name, hash).
	pub attestations: Vec<Vec<(String, Option<String>)>>,
	/// How each round ended, as a sentence.
	pub outcomes: Vec<String>,
	/// The first checkpoint and the one after every round.
	pub sheets: Vec<Sheet>,
	/// Names of the rows of every sheet.
	pub classes: Vec<String>,
	/// Further facts for the report's end (what, value).
	pub facts: Vec<(String, String)>,
	/// One line on what this was: data, model, chain.
	pub subtitle: String,
}

#[cfg(test)]
pub(crate) mod tests {
	use super::*;

	/// A made-up run of five rounds with three honest generators, a poisoner and three validators.
	pub(crate) fn sample() -> Record {
		let honest = [
			"5GenOneXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX1",
			"5GenTwoXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX2",
			"5GenThreeXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX3",
		];
		let hostile = "5HostileXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX9";
		let losses = [0.62, 0.47, 0.41, 0.38, 0.36];
		let rounds = losses
			.iter()
			.zip(1u32..)
			.map(|(loss, round)| RoundSummary {
				round,
				heldout_loss: *loss,
				checkpoint: format!("{round:064x}"),
				attested_by: 3,
				updates: honest
					.iter()
					.map(|account| UpdateSummary {
						contributor: account.to_string(),
						honest: true,
						verdict: "accepted".into(),
						reason: String::new(),
						score: 120_000,
						weight: 1.0 / 3.0,
						reward: "26666666666666".into(),
					})
					.chain([UpdateSummary {
						contributor: hostile.into(),
						honest: false,
						verdict: "below_threshold".into(),
						reason: "It makes the model worse on held-out images: the committee's median score is −84.10 %, and only scores above 0.00 % are accepted.".into(),
						score: -841_000,
						weight: 0.0,
						reward: "0".into(),
					}])
					.collect(),
			})
			.collect::<Vec<_>>();
		let mut summary = Summary { rounds, ..Summary::default() };
		let mut participants = Vec::new();
		for (index, account) in honest.iter().enumerate() {
			summary.receipts.insert(account.to_string(), "133333333333330".into());
			summary.claimed.insert(account.to_string(), "133333333333330".into());
			participants.push(participant(
				account,
				&format!("Generator {}", index + 1),
				Role::Generator,
				133_333_333_333_330,
			));
		}
		summary.receipts.insert(hostile.into(), "0".into());
		summary.claimed.insert(hostile.into(), "0".into());
		participants.push(participant(hostile, "Hostile generator", Role::Hostile, 0));
		for index in 1..=3 {
			let account = format!("5Validator{index}");
			summary.receipts.insert(account.clone(), "33333333333330".into());
			summary.claimed.insert(account.clone(), "33333333333330".into());
			participants.push(participant(
				&account,
				&format!("Validator {index}"),
				Role::Validator,
				33_333_333_333_330,
			));
		}
		summary.generators = participants.iter().filter_map(|participant| participant.generator.clone()).collect();
		summary.money = crate::money::tests::sample();
		Record {
			attestations: summary
				.rounds
				.iter()
				.map(|round| {
					(1..=3).map(|index| (format!("Validator {index}"), Some(round.checkpoint.clone()))).collect()
				})
				.collect(),
			outcomes: summary
				.rounds
				.iter()
				.map(|_| "Closed: two thirds of the committee's stake attested it.".into())
				.collect(),
			sheets: Vec::new(),
			classes: Vec::new(),
			facts: vec![("Duration".into(), "5 min 12 s".into())],
			subtitle: "made-up numbers".into(),
			initial_heldout_loss: 1.04,
			summary,
			participants,
		}
	}

	fn participant(account: &str, name: &str, role: Role, paid: Balance) -> Participant {
		let work = if role == Role::Generator { 60_000_000_000_000 } else { 0 };
		let generator = (role != Role::Validator).then(|| GeneratorSummary {
			account: account.into(),
			licence: 2,
			price: 196_000_000_000_000,
			device: "5Device".into(),
			heartbeats: 14,
			challenges_passed: 4,
			last_challenge: Some(ChallengeSummary { epoch: 5, side: 256, step: "passed".into(), units: 1 }),
			work,
			liveness: 5_000_000_000_000,
			hashpower: 7_000_000_000_000,
			pending: work + 12_000_000_000_000,
			claimed: work + 12_000_000_000_000,
		});
		Participant {
			account: account.into(),
			name: name.into(),
			role,
			note: "612 private images, mostly bags".into(),
			receipts: paid,
			claimed: paid,
			before: 100_000_000_000_000,
			after: 100_000_000_000_000 + paid + generator.as_ref().map_or(0, |generator| generator.claimed),
			generator,
		}
	}

	fn keys(json: &serde_json::Value) -> Vec<&str> {
		sorted(json.as_object().unwrap().keys().map(String::as_str).collect())
	}

	fn sorted(mut names: Vec<&str>) -> Vec<&str> {
		names.sort();
		names
	}

	#[test]
	fn the_summary_has_exactly_the_promised_form() {
		let json = serde_json::to_value(sample().summary).unwrap();
		let round = &json["rounds"][0];
		let update = &round["updates"][3];
		assert_eq!(keys(&json), sorted(vec!["rounds", "receipts", "claimed", "generators", "money"]));
		assert_eq!(keys(round), sorted(vec!["round", "heldout_loss", "checkpoint", "attested_by", "updates"]));
		let of_update = vec!["contributor", "honest", "verdict", "reason", "score", "weight", "reward"];
		assert_eq!(keys(update), sorted(of_update));
		assert!(round["heldout_loss"].is_f64() && round["checkpoint"].is_string() && round["attested_by"] == 3);
		assert_eq!(update["honest"], false);
		assert_eq!(update["verdict"], "below_threshold");
		assert!(update["score"].is_i64() && update["weight"].is_f64() && update["reward"] == "0");
		let of_generator = [
			"account",
			"licence",
			"price",
			"device",
			"heartbeats",
			"challenges_passed",
			"last_challenge",
			"work",
			"liveness",
			"hashpower",
			"pending",
			"claimed",
		];
		assert_eq!(keys(&json["generators"][0]), sorted(of_generator.to_vec()));
		assert_eq!(json["generators"][0]["pending"], "72000000000000");
		let of_money = vec!["block", "sources", "pots", "pools", "licences", "claims"];
		assert_eq!(keys(&json["money"]), sorted(of_money));
		assert!(json["receipts"].is_object() && json["claimed"].is_object());
	}
}
