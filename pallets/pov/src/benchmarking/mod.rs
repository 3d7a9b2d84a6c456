//! Benchmarks of every call, authorization and hook, in the worst case of each component.

mod setup;

use crate::{types::*, Call, *};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungible::{InspectHold, Mutate},
		Get,
	},
	BoundedVec,
};
use frame_system::RawOrigin;
use promptale_primitives::{
	canary::{self, Expectation},
	fault::Fault,
	identity::Contributors,
	model::ModelKind,
	round::Outcome,
	schedule::Phase,
	MILLION,
};
use setup::*;

#[benchmarks(where <T as frame_system::Config>::RuntimeCall: From<Call<T>>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn create_model() {
		let owner = rich::<T>("owner", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), name::<T>(), ModelKind::Public, architecture(), 7, [1; 32], [2; 32], terms::<T>());

		assert!(Models::<T>::contains_key(MODEL));
	}

	#[benchmark]
	fn fund_model() {
		model::<T>();
		// The account is not endowed: the call that does it costs most.
		T::Currency::set_balance(&Pallet::<T>::account_id(), 0);
		let from = rich::<T>("sponsor", 0);
		let before = Models::<T>::get(MODEL).expect("the model").pot;
		let amount = unit::<T>().saturating_mul(5);

		#[extrinsic_call]
		_(RawOrigin::Signed(from), MODEL, amount);

		assert_eq!(Models::<T>::get(MODEL).expect("the model").pot, before.saturating_add(amount));
	}

	#[benchmark]
	fn set_terms() {
		let owner = model::<T>();
		let mut changed = terms::<T>();
		changed.quorum = 1;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), MODEL, changed);

		assert_eq!(Models::<T>::get(MODEL).expect("the model").terms, changed);
	}

	#[benchmark]
	fn set_active() {
		let owner = model::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), MODEL, false);

		assert!(!Models::<T>::get(MODEL).expect("the model").active);
	}

	#[benchmark]
	fn set_allowed() {
		let owner = model::<T>();
		Models::<T>::mutate(MODEL, |model| model.as_mut().expect("the model").kind = ModelKind::Private);
		let identity = rich::<T>("identity", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), MODEL, identity.clone(), true);

		assert!(Allowed::<T>::contains_key(MODEL, identity));
	}

	#[benchmark]
	fn bond_validator() {
		let validator = rich::<T>("validator", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(validator.clone()), T::MinValidatorStake::get().max(1), [8; 32], [1; 32], endpoint::<T>());

		assert!(Pallet::<T>::ledger(&validator).is_some());
	}

	#[benchmark]
	fn bond_extra() {
		let (validator, _) = bonded::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(validator.clone()), unit::<T>());

		assert!(Pallet::<T>::ledger(&validator).expect("bonded").stake() > T::MinValidatorStake::get());
	}

	#[benchmark]
	fn set_validator_keys() {
		let (validator, _) = bonded::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(validator.clone()), [8; 32], [2; 32], endpoint::<T>());

		assert_eq!(SessionKeyOwner::<T>::get([8; 32]), Some(validator));
	}

	#[benchmark]
	fn unbond() {
		let (validator, _) = bonded::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(validator.clone()), T::MinValidatorStake::get().max(1));

		assert!(Pallet::<T>::ledger(&validator).expect("bonded").unbonding > 0);
	}

	#[benchmark]
	fn withdraw_unbonded() -> Result<(), BenchmarkError> {
		let (validator, _) = bonded::<T>(0);
		let origin = RawOrigin::Signed(validator.clone());
		Pallet::<T>::unbond(origin.clone().into(), T::MinValidatorStake::get().max(1))?;
		now::<T>(Pallet::<T>::now().saturating_add(T::UnbondingPeriod::get()));

		#[extrinsic_call]
		_(origin);

		assert!(Pallet::<T>::ledger(&validator).is_none());
		Ok(())
	}

	#[benchmark]
	fn commit_update() {
		opened::<T>(0);
		let device = rich::<T>("device", 0);
		T::Contributors::enable(&device);
		Models::<T>::mutate(MODEL, |model| model.as_mut().expect("the model").kind = ModelKind::Private);
		let identity = T::Contributors::identity_of(&device).expect("enabled");
		Allowed::<T>::insert(MODEL, identity, ());

		#[extrinsic_call]
		_(RawOrigin::Signed(device), MODEL, ROUND, [5; 32], 10);

		assert_eq!(Entrants::<T>::decode_len(MODEL, ROUND), Some(1));
	}

	#[benchmark]
	fn publish_update() {
		let (devices, _) = drawn::<T>(1, 1);
		let device = devices.into_iter().next().expect("one device");

		#[extrinsic_call]
		_(RawOrigin::Signed(device), MODEL, ROUND, update_hash(0), SALT, [9; 32]);

		assert!(Entrants::<T>::get(MODEL, ROUND).iter().all(|entrant| entrant.published));
	}

	#[benchmark]
	fn open_round() {
		model::<T>();

		#[extrinsic_call]
		_(RawOrigin::Authorized, MODEL);

		assert!(Rounds::<T>::contains_key(MODEL, ROUND));
	}

	#[benchmark]
	fn prune_round(u: Linear<0, { T::MaxUpdates::get() }>, m: Linear<0, { T::MaxCommittee::get() * 2 }>) {
		closed::<T>(u, m);

		#[block]
		{
			Pallet::<T>::prune_round(MODEL, ROUND);
		}

		assert!(!Rounds::<T>::contains_key(MODEL, ROUND));
	}

	#[benchmark]
	fn draw_committee(v: Linear<1, { T::MaxValidators::get() }>, m: Linear<1, { T::MaxCommittee::get() }>) {
		opened::<T>(v.max(m).min(T::MaxValidators::get()));
		Rounds::<T>::mutate(MODEL, ROUND, |round| round.as_mut().expect("the round").terms.committee_size = m);
		commit::<T>(0);
		beacon::<T>(Phase::Publish);

		#[extrinsic_call]
		_(RawOrigin::Authorized, MODEL, ROUND);

		assert_eq!(Committees::<T>::decode_len(MODEL, ROUND), Some(m as usize));
	}

	#[benchmark]
	fn commit_scores() {
		let validators = published::<T>(1, 1);
		let who = &validators[0];
		let signature = sign::<T>(who, &Statement::CommitScores([5; 32]));

		#[extrinsic_call]
		_(RawOrigin::Authorized, MODEL, ROUND, who.0.clone(), [5; 32].into(), signature);

		assert!(seat::<T>(&who.0).commitment.is_some());
	}

	#[benchmark]
	fn reveal_scores(u: Linear<1, { T::MaxUpdates::get() }>) {
		let validators = scored::<T>(u, 1);
		let who = &validators[0];
		let entries = sheet::<T>(u, 0);
		let signature = sign::<T>(who, &Statement::RevealScores(&entries, SALT));

		#[extrinsic_call]
		_(RawOrigin::Authorized, MODEL, ROUND, who.0.clone(), entries, SALT, signature);

		assert!(seat::<T>(&who.0).revealed);
	}

	#[benchmark]
	fn settle(u: Linear<1, { T::MaxUpdates::get() }>, m: Linear<1, { T::MaxCommittee::get() }>) {
		revealed::<T>(u, m);

		#[extrinsic_call]
		_(RawOrigin::Authorized, MODEL, ROUND);

		let weights: u32 = Judgements::<T>::get(MODEL, ROUND).iter().map(|judgement| judgement.weight).sum();
		assert_eq!(weights, MILLION);
	}

	#[benchmark]
	fn attest_checkpoint() {
		// The one that makes it two thirds, while another member is still waited for.
		let validators = settled::<T>(1, T::MaxCommittee::get().max(4));
		let who = &validators[0];
		Committees::<T>::mutate(MODEL, ROUND, |members| {
			let others = members.iter_mut().filter(|seat| seat.validator != who.0);
			others.skip(1).for_each(|seat| seat.attested = Some([5; 32].into()));
		});
		let signature = sign::<T>(who, &Statement::AttestCheckpoint([5; 32].into()));

		#[extrinsic_call]
		_(RawOrigin::Authorized, MODEL, ROUND, who.0.clone(), [5; 32].into(), signature);

		assert_eq!(seat::<T>(&who.0).attested, Some([5; 32].into()));
		let round = Rounds::<T>::get(MODEL, ROUND).expect("the round");
		assert!(round.agreed.is_some() && !round.is_closed());
	}

	#[benchmark]
	fn close_round(u: Linear<0, { T::MaxUpdates::get() }>, m: Linear<0, { T::MaxCommittee::get() * 2 }>) {
		let round = closing::<T>(u, m);

		// Rewards for everybody cost most.
		#[block]
		{
			Pallet::<T>::conclude(MODEL, ROUND, round, Outcome::Attested([5; 32])).expect("closes");
		}

		assert!(Rounds::<T>::get(MODEL, ROUND).expect("the round").is_closed());
	}

	#[benchmark]
	fn pay_out(n: Linear<0, { T::MaxPayouts::get().min(T::MaxUpdates::get()) }>) {
		closed::<T>(n, 0);

		#[extrinsic_call]
		_(RawOrigin::Authorized, MODEL, ROUND, 0);

		assert_eq!(Earned::<T>::iter().count(), n as usize);
		assert!(!Models::<T>::get(MODEL).expect("the model").round_open);
	}

	#[benchmark]
	fn return_bonds(n: Linear<0, { T::MaxPayouts::get().min(T::MaxUpdates::get()) }>) {
		opened::<T>(0);
		let devices: Vec<_> = (0..n).map(commit::<T>).collect();
		let mut round = Rounds::<T>::get(MODEL, ROUND).expect("the round");
		// With the fee.
		round.could_publish = true;

		#[block]
		{
			for device in &devices {
				Pallet::<T>::return_bond(MODEL, ROUND, &round, device);
			}
		}

		let reason: T::RuntimeHoldReason = HoldReason::UpdateBond.into();
		assert!(devices.iter().all(|device| T::Currency::balance_on_hold(&reason, device) == 0));
	}

	#[benchmark]
	fn open_dispute(u: Linear<1, { T::MaxUpdates::get() }>, v: Linear<3, { T::MaxValidators::get() }>) {
		settled_among::<T>(u, v);
		to_phase::<T>(Phase::Overdue);

		#[block]
		{
			Pallet::<T>::do_close_round(MODEL, ROUND).expect("opens the dispute");
		}

		assert!(Rounds::<T>::get(MODEL, ROUND).expect("the round").disputed_at.is_some());
	}

	#[benchmark]
	fn punish(n: Linear<0, { T::MaxCommittee::get() }>) {
		let members: Vec<_> = (0..n).map(|index| bonded::<T>(index).0).collect();
		let before = T::MinValidatorStake::get().max(1);

		#[block]
		{
			for member in &members {
				Pallet::<T>::slash(MODEL, ROUND, member, Fault::WrongCheckpoint);
			}
		}

		let total = |member: &T::AccountId| Pallet::<T>::ledger(member).map_or(0, |ledger| ledger.total());
		assert!(members.iter().all(|member| total(member) < before));
	}

	#[benchmark]
	fn report_statement() {
		let who = settled::<T>(1, 1).remove(0);
		// Members of the first committee are looked for last.
		FormerCommittees::<T>::insert(MODEL, ROUND, Committees::<T>::take(MODEL, ROUND));
		// Scores are the longest statement.
		let entries = sheet::<T>(T::MaxUpdates::get(), 1);
		let signature = sign::<T>(&who, &Statement::RevealScores(&entries, SALT));
		let statement = SignedStatement::RevealScores(entries, SALT);

		#[extrinsic_call]
		_(RawOrigin::Signed(rich::<T>("anyone", 0)), MODEL, ROUND, who.0.clone(), statement, signature);

		assert!(FormerCommittees::<T>::get(MODEL, ROUND).iter().all(|seat| !seat.faults.is_empty()));
	}

	#[benchmark]
	fn declare_canary(m: Linear<1, { T::MaxCommittee::get() }>) {
		settled::<T>(1, m);
		let secret = [6; 32];
		let mut update = Updates::<T>::get((MODEL, ROUND, 0)).expect("an update");
		update.salt = canary::salt(Expectation::Harmful, &secret);
		let device = Entrants::<T>::get(MODEL, ROUND).first().expect("an entrant").device.clone();
		Updates::<T>::insert((MODEL, ROUND, 0), update);

		#[extrinsic_call]
		_(RawOrigin::Signed(device), MODEL, ROUND, 0, Expectation::Harmful, secret);

		assert!(Updates::<T>::get((MODEL, ROUND, 0)).expect("an update").canary.is_some());
	}

	#[benchmark]
	fn claim() {
		model::<T>();
		let who = rich::<T>("contributor", 0);
		Earned::<T>::insert(&who, Earnings { pending: unit::<T>(), validated_work: unit::<T>() });

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert_eq!(Earned::<T>::get(who).pending, 0);
	}

	#[benchmark]
	fn remove_model() -> Result<(), BenchmarkError> {
		let owner = model::<T>();
		Pallet::<T>::set_active(RawOrigin::Signed(owner.clone()).into(), MODEL, false)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), MODEL, 0);

		assert!(!Models::<T>::contains_key(MODEL));
		Ok(())
	}

	#[benchmark]
	fn store_beacons(b: Linear<0, { T::MaxBeaconsPerBlock::get() }>) {
		opened::<T>(0);
		let round = Rounds::<T>::get(MODEL, ROUND).expect("the round");
		let mut due = BoundedVec::new();
		for index in 0..b {
			let index = index.saturating_add(100);
			Rounds::<T>::insert(MODEL, index, round.clone());
			due.try_push(BeaconDue { model: MODEL, round: index, which: 1 }).expect("within the bound");
		}
		BeaconsDue::<T>::insert(7, due);

		#[block]
		{
			Pallet::<T>::store_beacons(7);
		}

		assert!(!BeaconsDue::<T>::contains_key(7));
	}

	#[benchmark]
	fn authorize_open_round() -> Result<(), BenchmarkError> {
		model::<T>();

		#[block]
		{
			authorized::<T>(Call::open_round { model: MODEL })?;
		}
		Ok(())
	}

	#[benchmark]
	fn authorize_draw_committee() -> Result<(), BenchmarkError> {
		opened::<T>(1);
		commit::<T>(0);
		beacon::<T>(Phase::Publish);

		#[block]
		{
			authorized::<T>(Call::draw_committee { model: MODEL, round: ROUND })?;
		}
		Ok(())
	}

	#[benchmark]
	fn authorize_commit_scores() -> Result<(), BenchmarkError> {
		let validators = published::<T>(1, 1);
		let signature = sign::<T>(&validators[0], &Statement::CommitScores([5; 32]));
		let validator = validators[0].0.clone();

		#[block]
		{
			let commitment = [5; 32];
			authorized::<T>(Call::commit_scores { model: MODEL, round: ROUND, validator, commitment, signature })?;
		}
		Ok(())
	}

	#[benchmark]
	fn authorize_reveal_scores(u: Linear<1, { T::MaxUpdates::get() }>) -> Result<(), BenchmarkError> {
		let validators = scored::<T>(u, 1);
		let entries = sheet::<T>(u, 0);
		let signature = sign::<T>(&validators[0], &Statement::RevealScores(&entries, SALT));
		let validator = validators[0].0.clone();

		#[block]
		{
			authorized::<T>(Call::reveal_scores {
				model: MODEL,
				round: ROUND,
				validator,
				entries,
				salt: SALT,
				signature,
			})?;
		}
		Ok(())
	}

	#[benchmark]
	fn authorize_settle() -> Result<(), BenchmarkError> {
		// Before Attest it has to be seen that nothing was published.
		drawn::<T>(T::MaxUpdates::get(), 1);
		to_phase::<T>(Phase::Score);

		#[block]
		{
			authorized::<T>(Call::settle { model: MODEL, round: ROUND })?;
		}
		Ok(())
	}

	#[benchmark]
	fn authorize_attest_checkpoint() -> Result<(), BenchmarkError> {
		let validators = settled::<T>(1, 1);
		let signature = sign::<T>(&validators[0], &Statement::AttestCheckpoint([5; 32].into()));
		let validator = validators[0].0.clone();

		#[block]
		{
			let attestation = [5; 32].into();
			authorized::<T>(Call::attest_checkpoint { model: MODEL, round: ROUND, validator, attestation, signature })?;
		}
		Ok(())
	}

	#[benchmark]
	fn authorize_close_round() -> Result<(), BenchmarkError> {
		settled::<T>(1, 1);
		to_phase::<T>(Phase::Overdue);

		#[block]
		{
			authorized::<T>(Call::close_round { model: MODEL, round: ROUND })?;
		}
		Ok(())
	}

	#[benchmark]
	fn authorize_pay_out() -> Result<(), BenchmarkError> {
		closed::<T>(1, 1);

		#[block]
		{
			authorized::<T>(Call::pay_out { model: MODEL, round: ROUND, from: 0 })?;
		}
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::empty(), crate::mock::Test);
}
