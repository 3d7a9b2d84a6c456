//! Rounds in every state, as large as a benchmark asks for.

use crate::{types::*, Call, *};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::{account, BenchmarkError};
use frame_support::{
	traits::{
		fungible::{Inspect, Mutate},
		Authorize, Get,
	},
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use promptale_primitives::{
	hash,
	identity::Contributors,
	model::{Architecture, ModelKind, ModelSize, Terms},
	round::{Attestation, Outcome, Published},
	schedule::{Phase, PhaseLengths},
	score::ScoreEntry,
	verdict::Verdict,
	Balance, Blake3, BlockNumber, ModelId, RoundIndex, MILLION,
};
use sp_application_crypto::RuntimeAppPublic;
use sp_runtime::transaction_validity::TransactionSource;

pub const MODEL: ModelId = 0;
pub const ROUND: RoundIndex = 1;
pub const SALT: Blake3 = [3; 32];

/// An account with plenty of money.
pub fn rich<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let account = account(name, index, 0);
	let amount = T::Currency::minimum_balance()
		.saturating_mul(1_000_000)
		.saturating_add(T::MinValidatorStake::get().saturating_add(T::ModelDeposit::get()).saturating_mul(10));
	T::Currency::set_balance(&account, amount);
	account
}

pub fn unit<T: Config>() -> Balance {
	T::Currency::minimum_balance()
}

pub fn terms<T: Config>() -> Terms {
	Terms {
		phases: PhaseLengths { commit: 2, publish: 3, score: 2, reveal: 1, attest: 2 },
		max_updates: T::MaxUpdates::get(),
		max_update_bytes: T::MaxUpdateBytes::get(),
		committee_size: T::MaxCommittee::get(),
		quorum: 600_000,
		score_threshold: 0,
		weight_cap: 0,
		held_out_samples: 16,
		update_bond: unit::<T>().saturating_mul(10),
		missed_publication_fee: 250_000,
		round_budget: unit::<T>().saturating_mul(1_000),
		validator_share: 200_000,
	}
}

pub fn now<T: Config>(block: BlockNumber) {
	frame_system::Pallet::<T>::set_block_number(BlockNumberFor::<T>::from(block));
}

pub fn to_phase<T: Config>(phase: Phase) {
	let round = Rounds::<T>::get(MODEL, ROUND).expect("there is a round");
	now::<T>(round.terms.phases.start_of(round.opened, phase));
}

/// A funded model of the kind that costs most: with a name of full length and an allow-list.
pub fn model<T: Config>() -> T::AccountId {
	let owner = rich::<T>("owner", 0);
	T::Currency::set_balance(&Pallet::<T>::account_id(), unit::<T>());
	create::<T>(owner.clone()).expect("creates the model");
	Pallet::<T>::fund_model(RawOrigin::Signed(owner.clone()).into(), MODEL, unit::<T>().saturating_mul(10_000))
		.expect("funds the model");
	owner
}

pub fn name<T: Config>() -> BoundedVec<u8, T::MaxNameLength> {
	BoundedVec::truncate_from(vec![b'n'; T::MaxNameLength::get() as usize])
}

pub fn endpoint<T: Config>() -> EndpointOf<T> {
	BoundedVec::truncate_from(vec![7; T::MaxEndpointLength::get() as usize])
}

pub fn architecture() -> Architecture {
	Architecture { size: ModelSize::Nano, side: 28, channels: 1, classes: 10, words: 0 }
}

pub fn create<T: Config>(owner: T::AccountId) -> Result<(), BenchmarkError> {
	Pallet::<T>::create_model(
		RawOrigin::Signed(owner).into(),
		name::<T>(),
		ModelKind::Public,
		architecture(),
		7,
		[1; 32],
		[2; 32],
		terms::<T>(),
	)
	.map_err(Into::into)
}

/// A validator with a session key that the benchmark's keystore can sign with.
pub fn bonded<T: Config>(index: u32) -> (T::AccountId, session::Public) {
	let validator = rich::<T>("validator", index);
	let key = session::Public::generate_pair(None);
	let mut session_key = [0; 32];
	session_key.copy_from_slice(key.as_ref());
	Pallet::<T>::bond_validator(
		RawOrigin::Signed(validator.clone()).into(),
		T::MinValidatorStake::get().max(1),
		session_key,
		[1; 32],
		endpoint::<T>(),
	)
	.expect("bonds");
	(validator, key)
}

/// Opens the round of a fresh model at block 2, after validators bonded at block 1.
pub fn opened<T: Config>(validators: u32) -> Vec<(T::AccountId, session::Public)> {
	now::<T>(1);
	let validators = (0..validators).map(bonded::<T>).collect();
	model::<T>();
	now::<T>(2);
	Pallet::<T>::open_round(RawOrigin::Signed(rich::<T>("anyone", 0)).into(), MODEL).expect("opens");
	validators
}

pub fn update_hash(index: u32) -> Blake3 {
	hash::content_hash(&index.to_le_bytes())
}

pub fn commit<T: Config>(index: u32) -> T::AccountId {
	let device = rich::<T>("device", index);
	T::Contributors::enable(&device);
	let commitment = hash::update_commitment(MODEL, ROUND, &update_hash(index), &device, &SALT);
	Pallet::<T>::commit_update(RawOrigin::Signed(device.clone()).into(), MODEL, ROUND, commitment, 10)
		.expect("commits");
	device
}

pub fn drawn<T: Config>(updates: u32, members: u32) -> (Vec<T::AccountId>, Vec<(T::AccountId, session::Public)>) {
	let validators = opened::<T>(members);
	let devices = (0..updates).map(commit::<T>).collect();
	beacon::<T>(Phase::Publish);
	Pallet::<T>::draw_committee(RawOrigin::Signed(rich::<T>("anyone", 0)).into(), MODEL, ROUND).expect("draws");
	(devices, validators)
}

/// Stores the beacon that is due in the first block of `phase`, and goes to the block after.
pub fn beacon<T: Config>(phase: Phase) {
	to_phase::<T>(phase);
	let first = Pallet::<T>::now();
	Pallet::<T>::store_beacons(first);
	now::<T>(first.saturating_add(1));
}

/// A round in its Score phase, beacon known, all updates published.
pub fn published<T: Config>(updates: u32, members: u32) -> Vec<(T::AccountId, session::Public)> {
	let (devices, validators) = drawn::<T>(updates, members);
	for (index, device) in (0u32..).zip(devices) {
		Pallet::<T>::publish_update(RawOrigin::Signed(device).into(), MODEL, ROUND, update_hash(index), SALT, [9; 32])
			.expect("publishes");
	}
	beacon::<T>(Phase::Score);
	validators
}

/// Different scores of every member for every update, so that sorting has something to do.
pub fn sheet<T: Config>(updates: u32, member: u32) -> BoundedVec<ScoreEntry, T::MaxUpdates> {
	let score = |update: u32| (update.saturating_mul(37).saturating_add(member.saturating_mul(101)) % 997) as i32;
	let entries = (0..updates)
		.map(|update| ScoreEntry::Scored {
			score: score(update).saturating_add(1),
			norm: u64::from(update).saturating_add(1),
		})
		.collect::<Vec<_>>();
	BoundedVec::truncate_from(entries)
}

pub fn scored<T: Config>(updates: u32, members: u32) -> Vec<(T::AccountId, session::Public)> {
	let validators = published::<T>(updates, members);
	for (member, (validator, _)) in (0u32..).zip(&validators) {
		let commitment = hash::score_commitment(MODEL, ROUND, validator, &sheet::<T>(updates, member), &SALT);
		Pallet::<T>::do_commit_scores(MODEL, ROUND, validator.clone(), commitment).expect("commits");
	}
	to_phase::<T>(Phase::Reveal);
	validators
}

pub fn revealed<T: Config>(updates: u32, members: u32) -> Vec<(T::AccountId, session::Public)> {
	let validators = scored::<T>(updates, members);
	for (member, (validator, _)) in (0u32..).zip(&validators) {
		Pallet::<T>::do_reveal_scores(MODEL, ROUND, validator.clone(), sheet::<T>(updates, member), SALT)
			.expect("reveals");
	}
	to_phase::<T>(Phase::Attest);
	validators
}

pub fn settled<T: Config>(updates: u32, members: u32) -> Vec<(T::AccountId, session::Public)> {
	let validators = revealed::<T>(updates, members);
	Pallet::<T>::do_settle(MODEL, ROUND).expect("settles");
	validators
}

/// A member's seat.
pub fn seat<T: Config>(validator: &T::AccountId) -> Seat<T::AccountId> {
	let mut seats = Committees::<T>::get(MODEL, ROUND).into_iter();
	seats.find(|seat| seat.validator == *validator).expect("a member")
}

pub fn sign<T: Config>(who: &(T::AccountId, session::Public), statement: &Statement) -> session::Signature {
	let payload = Pallet::<T>::signing_payload(MODEL, ROUND, &who.0, statement);
	who.1.sign(&payload).expect("the keystore signs")
}

pub fn authorized<T: Config>(call: Call<T>) -> Result<(), BenchmarkError>
where
	<T as frame_system::Config>::RuntimeCall: From<Call<T>>,
{
	let call: <T as frame_system::Config>::RuntimeCall = call.into();
	call.authorize(TransactionSource::External)
		.ok_or("cannot be authorized")?
		.map(|_| ())
		.map_err(|_| "is not authorized".into())
}

/// A settled round whose committee is one of `validators` validators. Answers who.
pub fn settled_among<T: Config>(updates: u32, validators: u32) -> T::AccountId {
	opened::<T>(validators);
	Rounds::<T>::mutate(MODEL, ROUND, |round| round.as_mut().expect("the round").terms.committee_size = 1);
	let devices: Vec<_> = (0..updates).map(commit::<T>).collect();
	beacon::<T>(Phase::Publish);
	Pallet::<T>::do_draw_committee(MODEL, ROUND).expect("draws");
	for (index, device) in (0u32..).zip(devices) {
		Pallet::<T>::publish_update(RawOrigin::Signed(device).into(), MODEL, ROUND, update_hash(index), SALT, [9; 32])
			.expect("publishes");
	}
	beacon::<T>(Phase::Score);
	let member = Committees::<T>::get(MODEL, ROUND).first().expect("one member").validator.clone();
	let entries = sheet::<T>(updates, 0);
	let commitment = hash::score_commitment(MODEL, ROUND, &member, &entries, &SALT);
	Pallet::<T>::do_commit_scores(MODEL, ROUND, member.clone(), commitment).expect("commits");
	to_phase::<T>(Phase::Reveal);
	Pallet::<T>::do_reveal_scores(MODEL, ROUND, member.clone(), entries, SALT).expect("reveals");
	to_phase::<T>(Phase::Attest);
	Pallet::<T>::do_settle(MODEL, ROUND).expect("settles");
	member
}

/// A round about to be closed with `updates` accepted updates and `members` members that revealed and agreed. Members
/// beyond the largest committee are in the first one of a dispute. Written straight into storage, because a played round
/// has at least one of each.
pub fn closing<T: Config>(updates: u32, members: u32) -> Round {
	opened::<T>(0);
	let mut judgements = Vec::new();
	for index in 0..updates {
		commit::<T>(index);
		Updates::<T>::mutate((MODEL, ROUND, index), |update| {
			update.as_mut().expect("committed").published =
				Some(Published { update_hash: [1; 32], blob_hash: [2; 32] });
		});
		judgements.push(Judgement {
			verdict: Some(Verdict::Accepted { score: 5, norm: 5 }),
			weight: MILLION / updates,
			clip: MILLION,
			..Default::default()
		});
	}
	Entrants::<T>::mutate(MODEL, ROUND, |entrants| entrants.iter_mut().for_each(|entrant| entrant.published = true));
	Judgements::<T>::insert(MODEL, ROUND, BoundedVec::truncate_from(judgements));
	let mut round = Rounds::<T>::get(MODEL, ROUND).expect("the round");
	round.updates = updates;
	let (mut committee, mut former) = (SeatsOf::<T>::default(), SeatsOf::<T>::default());
	if members > T::MaxCommittee::get() {
		round.disputed_at = Some(Pallet::<T>::now());
	}
	for index in 0..members {
		let seat = Seat {
			validator: account("member", index, 0),
			session_key: [1; 32],
			encryption_key: [2; 32],
			stake: 1_000,
			commitment: Some([3; 32]),
			revealed: true,
			attested: Some(Attestation { checkpoint: [5; 32], disputed: Some([5; 32]) }),
			faults: Default::default(),
			agreed: false,
			reward: 0,
		};
		Scores::<T>::insert((MODEL, ROUND, &seat.validator), sheet::<T>(updates, index));
		let of = if index >= T::MaxCommittee::get() { &mut former } else { &mut committee };
		of.try_push(seat).expect("within the bound");
	}
	if !former.is_empty() {
		FormerCommittees::<T>::insert(MODEL, ROUND, former);
	}
	Committees::<T>::insert(MODEL, ROUND, committee);
	Rounds::<T>::insert(MODEL, ROUND, &round);
	round
}

/// The same round closed, but nothing of it paid out.
pub fn closed<T: Config>(updates: u32, members: u32) {
	let round = closing::<T>(updates, members);
	Pallet::<T>::conclude(MODEL, ROUND, round, Outcome::Attested([5; 32])).expect("closes");
}
