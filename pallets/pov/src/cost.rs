//! What a whole round costs: the weights that a runtime declares for its calls, beside the goals for them
//! (`docs/benchmarks.md`, "The goal for a round"). For tests.

use crate::{round::pay::SLASH_COUNTS, Config, Pallet, WeightInfo};
use alloc::{
	string::{String, ToString},
	vec,
	vec::Vec,
};
use frame_support::{pallet_prelude::Weight, traits::Get};

/// Updates of the round that the goals are for.
pub const UPDATES: u32 = 64;
/// Members of its committee.
pub const MEMBERS: u32 = 16;
/// Validators that they are drawn from.
pub const VALIDATORS: u32 = 128;

/// Goal: declared time for each member, in picoseconds. Much of it is what the SDK declares for reads and writes of RocksDB.
pub const MOST_PER_MEMBER: u64 = 5_000_000_000;
/// Goal: block proof of one call, in bytes.
pub const LARGEST_PROOF: u64 = 100_000;

/// What such a round costs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoundCost {
	/// Declared time of one member's own calls and of its part of the others', in picoseconds.
	pub per_member: u64,
	/// The call that proves most, with the bytes of its block proof.
	pub largest_proof: (String, u64),
}

impl RoundCost {
	/// Whether it is within the goals.
	pub fn is_within_goals(&self) -> bool {
		self.per_member <= MOST_PER_MEMBER && self.largest_proof.1 <= LARGEST_PROOF
	}
}

/// What the round costs in the runtime `T`. Time counts calls with their authorization and rewards for everybody, but not
/// what contributors pay fees for. Proofs are those of every way in which a call of the round can end, without its
/// authorization, which reads the same rows; left out is `declare_canary`, which slashes whole committees at once.
pub fn of_round<T: Config>() -> RoundCost {
	let time = |weights: &[Weight]| weights.iter().fold(0u64, |sum, weight| sum.saturating_add(weight.ref_time()));
	let shared = time(&shared::<T>()).checked_div(u64::from(MEMBERS)).unwrap_or(u64::MAX);
	let largest = calls::<T>().into_iter().map(|(name, weight)| (name, weight.proof_size())).max_by_key(|call| call.1);
	RoundCost { per_member: time(&own::<T>()).saturating_add(shared), largest_proof: largest.unwrap_or_default() }
}

/// One member's own calls.
fn own<T: Config>() -> Vec<Weight> {
	vec![
		T::WeightInfo::commit_scores(),
		T::WeightInfo::authorize_commit_scores(),
		T::WeightInfo::reveal_scores(UPDATES),
		T::WeightInfo::authorize_reveal_scores(UPDATES),
		T::WeightInfo::attest_checkpoint(),
		T::WeightInfo::authorize_attest_checkpoint(),
	]
}

/// All others' calls: a reward for everybody, and the removal of the round that falls out.
fn shared<T: Config>() -> Vec<Weight> {
	let mut calls = vec![
		T::WeightInfo::open_round(),
		T::WeightInfo::authorize_open_round(),
		T::WeightInfo::prune_round(UPDATES, MEMBERS),
		T::WeightInfo::store_beacons(1),
		T::WeightInfo::store_beacons(1),
		T::WeightInfo::draw_committee(VALIDATORS, MEMBERS),
		T::WeightInfo::authorize_draw_committee(),
		T::WeightInfo::settle(UPDATES, MEMBERS),
		T::WeightInfo::authorize_settle(),
		T::WeightInfo::close_round(UPDATES, MEMBERS),
		T::WeightInfo::authorize_close_round(),
	];
	// The first of them belong to the call that closes.
	let mut left = UPDATES.saturating_add(MEMBERS);
	while left > 0 {
		let paid = left.min(T::MaxPayouts::get().max(1));
		left = left.saturating_sub(paid);
		calls.push(Pallet::<T>::paid_weight(paid, 0, 0));
		if left > 0 {
			calls.push(T::WeightInfo::authorize_pay_out());
		}
	}
	calls
}

/// Each call of the round, once for each way in which it can end.
fn calls<T: Config>() -> Vec<(String, Weight)> {
	let closing = T::WeightInfo::close_round(UPDATES, MEMBERS);
	let mut calls: Vec<(String, Weight)> = [
		("open_round", T::WeightInfo::open_round().saturating_add(T::WeightInfo::prune_round(UPDATES, MEMBERS))),
		("commit_update", T::WeightInfo::commit_update()),
		("publish_update", T::WeightInfo::publish_update()),
		("the end of a block with a beacon", T::WeightInfo::store_beacons(1)),
		("draw_committee", T::WeightInfo::draw_committee(VALIDATORS, MEMBERS)),
		(
			"draw_committee that finds nobody, with all the bonds that a call returns",
			T::WeightInfo::draw_committee(VALIDATORS, 0)
				.saturating_add(closing)
				.saturating_add(Pallet::<T>::paid_weight(0, T::MaxPayouts::get(), 0)),
		),
		("commit_scores", T::WeightInfo::commit_scores()),
		(
			"reveal_scores of others than committed to",
			T::WeightInfo::reveal_scores(UPDATES).saturating_add(Pallet::<T>::punish_weight(1)),
		),
		("settle that accepts nothing", T::WeightInfo::settle(UPDATES, MEMBERS).saturating_add(closing)),
		("close_round that opens a dispute", T::WeightInfo::open_dispute(UPDATES, VALIDATORS)),
		("report_statement", T::WeightInfo::report_statement().saturating_add(Pallet::<T>::vesting_weight())),
		("claim", T::WeightInfo::claim()),
	]
	.into_iter()
	.map(|(name, weight)| (name.to_string(), weight))
	.collect();
	for (paid, weight) in payments::<T>() {
		let ends = [
			("pay_out", Weight::zero()),
			("close_round", closing),
			("attest_checkpoint that closes the round", T::WeightInfo::attest_checkpoint().saturating_add(closing)),
		];
		calls.extend(ends.map(|(name, call)| (alloc::format!("{name}, with {paid}"), call.saturating_add(weight))));
	}
	calls
}

/// Everything that one call can pay.
fn payments<T: Config>() -> Vec<(String, Weight)> {
	let mut payments = Vec::new();
	for slashed in 0u32.. {
		let Some(left) = T::MaxPayouts::get().checked_sub(slashed.saturating_mul(SLASH_COUNTS)) else { break };
		for returned in 0..=left {
			let credited = left.saturating_sub(returned);
			payments.push((
				alloc::format!("{credited} rewards, {returned} bonds, {slashed} slashes"),
				Pallet::<T>::paid_weight(credited, returned, slashed),
			));
		}
	}
	payments
}
