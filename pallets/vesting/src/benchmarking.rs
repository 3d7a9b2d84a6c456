//! Benchmarks of every call, on accounts with as many schedules as they may have.

use crate::*;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungible::{Inspect, Mutate, MutateHold},
		tokens::Precision,
		EnsureOrigin, Get,
	},
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use promptale_primitives::{
	vesting::{Schedule, VestingFunds},
	Balance, BlockNumber,
};

const START: BlockNumber = 10;
const END: BlockNumber = 1_010;

fn now<T: Config>(block: BlockNumber) {
	frame_system::Pallet::<T>::set_block_number(BlockNumberFor::<T>::from(block));
}

fn amount<T: Config>() -> Balance {
	T::MinGrant::get().max(T::Currency::minimum_balance().saturating_mul(100))
}

fn schedule<T: Config>() -> Schedule {
	Schedule { start: START, cliff: START, end: END, total: amount::<T>(), claimed: 0, transferable: true }
}

/// An account with `count` schedules, and enough beside them.
fn granted<T: Config>(name: &'static str, count: u32) -> T::AccountId {
	let who = account(name, 0, 0);
	let total = amount::<T>().saturating_mul(count.into());
	T::Currency::set_balance(&who, total.saturating_add(amount::<T>().saturating_mul(10)));
	if count > 0 {
		T::Currency::hold(&HoldReason::Vesting.into(), &who, total).expect("it has as much");
		let schedules = alloc::vec![schedule::<T>(); count as usize];
		Schedules::<T>::insert(&who, BoundedVec::truncate_from(schedules));
	}
	who
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn claim() {
		let who = granted::<T>("beneficiary", T::MaxSchedules::get());
		let caller = granted::<T>("caller", 0);
		now::<T>(START.saturating_add(500));
		let before = T::Currency::balance(&who);

		#[extrinsic_call]
		claim_for(RawOrigin::Signed(caller), who.clone());

		assert!(T::Currency::balance(&who) > before);
	}

	#[benchmark]
	fn merge() {
		let who = granted::<T>("beneficiary", T::MaxSchedules::get().max(2));
		now::<T>(START.saturating_add(500));

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), 0, T::MaxSchedules::get().saturating_sub(1));

		assert_eq!(Schedules::<T>::get(who).len(), T::MaxSchedules::get().saturating_sub(1) as usize);
	}

	#[benchmark]
	fn transfer_grant() {
		let from = granted::<T>("from", T::MaxSchedules::get());
		let to = granted::<T>("to", T::MaxSchedules::get().saturating_sub(1));
		now::<T>(START);

		#[extrinsic_call]
		_(RawOrigin::Signed(from), 0, to.clone());

		assert_eq!(Schedules::<T>::get(to).len(), T::MaxSchedules::get() as usize);
	}

	#[benchmark]
	fn grant() -> Result<(), BenchmarkError> {
		let origin = T::GrantOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let source = granted::<T>("source", 0);
		let to = granted::<T>("to", T::MaxSchedules::get().saturating_sub(1));
		now::<T>(START);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, source, to.clone(), START, START, END, amount::<T>(), false);

		assert_eq!(Schedules::<T>::get(to).len(), T::MaxSchedules::get() as usize);
		Ok(())
	}

	/// After stake was released: all of the hold has to be put back.
	#[benchmark]
	fn stake_change() -> Result<(), BenchmarkError> {
		let who = granted::<T>("validator", T::MaxSchedules::get());
		let held = Pallet::<T>::held(&who);
		T::Currency::release(&HoldReason::Vesting.into(), &who, held, Precision::Exact)?;

		#[block]
		{
			Pallet::<T>::after_stake_change(&who);
		}

		assert_eq!(Pallet::<T>::held(&who), held);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
