//! What calls cost, as benchmarked: limits that a change has to stay below, or to raise knowingly.

use crate::{
	mock::{Test, READ, WRITE},
	weights::{SubstrateWeight, WeightInfo},
};
use frame_support::weights::Weight;

type Measured = SubstrateWeight<Test>;
type Declared = ();

/// Updates and members of the round that costs are stated for.
const UPDATES: u32 = 64;
const MEMBERS: u32 = 16;
const VALIDATORS: u32 = 128;

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
		("register_device", Measured::register_device()),
		("remove_device", Measured::remove_device()),
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
		("open_dispute", Measured::open_dispute(UPDATES, VALIDATORS)),
		("punish", Measured::punish()),
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

#[test]
fn what_a_round_costs_a_validator() {
	let per_member = [
		Declared::commit_scores(),
		Declared::authorize_commit_scores(),
		Declared::reveal_scores(UPDATES),
		Declared::authorize_reveal_scores(UPDATES),
		Declared::attest_checkpoint(),
		Declared::authorize_attest_checkpoint(),
	];
	let once = [
		Declared::open_round(),
		Declared::draw_committee(VALIDATORS, MEMBERS),
		Declared::settle(UPDATES, MEMBERS),
		Declared::close_round(UPDATES, MEMBERS),
	];
	let own = per_member.iter().fold(Weight::zero(), |sum, weight| sum.saturating_add(*weight));
	let shared = once.iter().fold(Weight::zero(), |sum, weight| sum.saturating_add(*weight));
	let picoseconds = own.ref_time() + shared.ref_time() / u64::from(MEMBERS);
	println!(
		"{UPDATES} updates, {MEMBERS} members: {:.2} ms declared for each member, its own calls {:.2} ms; largest proof {} bytes",
		picoseconds as f64 / 1e9,
		own.ref_time() as f64 / 1e9,
		per_member.iter().chain(&once).map(|weight| weight.proof_size()).max().unwrap_or(0)
	);
	assert!(picoseconds <= MOST_PER_MEMBER, "{picoseconds} ps");
}

/// Declared time for each member of such a round, in picoseconds. Most of it is what the SDK declares for reads and writes
/// of RocksDB.
const MOST_PER_MEMBER: u64 = 9_000_000_000;
