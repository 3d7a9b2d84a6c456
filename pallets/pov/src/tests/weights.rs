//! What calls cost, as benchmarked: limits that a change has to stay below, or to raise knowingly.

use crate::{
	cost::{of_round, MEMBERS, UPDATES, VALIDATORS},
	mock::{AccountId, MaxPayouts, Test, READ, WRITE},
	types::*,
	weights::{SubstrateWeight, WeightInfo},
};
use codec::{Compact, Encode, MaxEncodedLen};
use frame_support::weights::Weight;

type Measured = SubstrateWeight<Test>;

/// The runtime's `MaxPayouts`.
const PAYOUTS: u32 = 16;

/// Reads, writes, bytes of block proof.
type Cost = (u64, u64, u64);

fn cost(weight: Weight) -> Cost {
	let writes = weight.ref_time() / WRITE;
	let reads = weight.ref_time() % WRITE / READ;
	(reads, writes, weight.proof_size())
}

/// Each call at its largest in such a round, with its cost.
fn calls() -> Vec<(&'static str, Cost)> {
	vec![
		("create_model", Measured::create_model()),
		("fund_model", Measured::fund_model()),
		("set_terms", Measured::set_terms()),
		("set_active", Measured::set_active()),
		("set_allowed", Measured::set_allowed()),
		("bond_validator", Measured::bond_validator()),
		("bond_extra", Measured::bond_extra()),
		("set_validator_keys", Measured::set_validator_keys()),
		("unbond", Measured::unbond()),
		("withdraw_unbonded", Measured::withdraw_unbonded()),
		("commit_update", Measured::commit_update()),
		("publish_update", Measured::publish_update()),
		("open_round", Measured::open_round()),
		("prune_round", Measured::prune_round(UPDATES, MEMBERS)),
		("draw_committee", Measured::draw_committee(VALIDATORS, MEMBERS)),
		("commit_scores", Measured::commit_scores()),
		("reveal_scores", Measured::reveal_scores(UPDATES)),
		("settle", Measured::settle(UPDATES, MEMBERS)),
		("attest_checkpoint", Measured::attest_checkpoint()),
		("close_round", Measured::close_round(UPDATES, MEMBERS)),
		("pay_out", Measured::pay_out(PAYOUTS)),
		("return_bonds", Measured::return_bonds(PAYOUTS)),
		("open_dispute", Measured::open_dispute(UPDATES, VALIDATORS)),
		("punish", Measured::punish(1)),
		("report_statement", Measured::report_statement()),
		("declare_canary", Measured::declare_canary(MEMBERS)),
		("claim", Measured::claim()),
		("remove_model", Measured::remove_model()),
		("store_beacons", Measured::store_beacons(8)),
	]
	.into_iter()
	.map(|(name, weight)| (name, cost(weight)))
	.collect()
}

#[test]
fn no_call_reads_writes_or_proves_more_than_it_did() {
	let limits: Vec<(&str, Cost)> = include_str!("weights.csv")
		.lines()
		.skip(1)
		.map(|line| {
			let cells: Vec<&str> = line.split(',').collect();
			let number = |at: usize| cells[at].parse().expect("a number");
			(cells[0], (number(1), number(2), number(3)))
		})
		.collect();
	let calls = calls();
	assert_eq!(
		calls.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
		limits.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
		"weights.csv has a line for each call, in this order"
	);
	for ((name, now), (_, limit)) in calls.iter().zip(&limits) {
		assert!(
			now.0 <= limit.0 && now.1 <= limit.1 && now.2 <= limit.2,
			"{name} costs (reads, writes, proof) {now:?}, above {limit:?}: make it cheaper, or raise the limit in weights.csv and say why"
		);
	}
}

/// With the runtime's bounds; what proofs are stated by.
#[test]
fn rows_are_as_large_as_the_weights_say() {
	let list = |most: u32, of: usize| Compact(most).encoded_size() + most as usize * of;
	// Two or three numbers, each behind eight bytes of its hash.
	let (of_round, of_update) = (2 * 12, 3 * 12);
	assert_eq!(of_round + Round::max_encoded_len(), 347);
	assert_eq!(of_round + list(UPDATES, Entrant::<AccountId>::max_encoded_len()), 4_186);
	assert_eq!(of_round + list(UPDATES, Judgement::max_encoded_len()), 3_034);
	assert_eq!(of_round + list(2 * MEMBERS, Seat::<AccountId>::max_encoded_len()), 7_385);
	assert_eq!(of_update + Update::max_encoded_len(), 171);
	assert_eq!(16 + AccountId::max_encoded_len() + Earnings::max_encoded_len(), 80);
	let validator = AccountId::max_encoded_len() + StakeLedger::max_encoded_len();
	assert_eq!(list(VALIDATORS, validator), 17_026);
}

/// The pallet's own part; what other pallets add is in the runtime's test of the same name.
#[test]
fn a_round_costs_no_more_than_the_goals() {
	MaxPayouts::set(PAYOUTS);
	let cost = of_round::<Test>();
	println!("{cost:?}");
	assert!(cost.is_within_goals(), "{cost:?}");
}
