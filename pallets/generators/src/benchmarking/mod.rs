//! Benchmarks of every call, authorization and hook, in the worst case of each component.

mod setup;

use crate::{Call, *};
use frame_benchmarking::v2::*;
use frame_support::traits::{
	fungible::{Inspect, Mutate},
	Get, Hooks,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use promptale_primitives::{challenge::Class, generator::SalePhase, validator::ValidatorSet};
use setup::*;

#[benchmarks(where <T as frame_system::Config>::RuntimeCall: From<Call<T>>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn idle() {
		let block = BlockNumberFor::<T>::from(Pallet::<T>::timing().commit);

		#[block]
		{
			Pallet::<T>::on_initialize(block);
		}
	}

	#[benchmark]
	fn begin_session() -> Result<(), BenchmarkError> {
		let (_, devices) = busy_holder::<T>(1);
		let (_, device) = devices.first().ok_or("one device")?;
		let identity = Devices::<T>::get(device).ok_or("registered")?.identity;
		for (slot, account) in [(Slot::EvenWork, &identity), (Slot::Liveness, device), (Slot::Hashpower, device)] {
			Pallet::<T>::set_share(slot, account, &identity, 5, 1)?;
		}

		#[block]
		{
			Pallet::<T>::roll(1);
		}

		assert_eq!(Pools::<T>::get(Pool::Liveness).total, 0);
		Ok(())
	}

	#[benchmark]
	fn store_beacon() {
		let block = Pallet::<T>::timing().commit.saturating_add(1);
		// As many validators as could vote.
		for index in 0..T::MaxVoters::get() {
			let mut key = [0; 32];
			key[..4].copy_from_slice(&index.to_le_bytes());
			T::Validators::enable(&account("validator", index, 0), key);
		}

		#[block]
		{
			Pallet::<T>::store_beacon(block);
		}

		assert!(Beacons::<T>::get().second.is_some());
	}

	#[benchmark]
	fn set_sale_phase() -> Result<(), BenchmarkError> {
		let admin = admin::<T>()?;

		#[extrinsic_call]
		_(admin as T::RuntimeOrigin, SalePhase::Public);

		assert_eq!(Phase::<T>::get(), SalePhase::Public);
		Ok(())
	}

	#[benchmark]
	fn set_rate() -> Result<(), BenchmarkError> {
		let admin = admin::<T>()?;

		#[extrinsic_call]
		_(admin as T::RuntimeOrigin, 7);

		assert_eq!(Rate::<T>::get(), 7);
		Ok(())
	}

	#[benchmark]
	fn set_allowance() -> Result<(), BenchmarkError> {
		let admin = admin::<T>()?;
		let account = rich::<T>("buyer", 0);

		#[extrinsic_call]
		_(admin as T::RuntimeOrigin, account.clone(), 7);

		assert_eq!(Allowances::<T>::get(account), 7);
		Ok(())
	}

	#[benchmark]
	fn buy_licences(n: Linear<1, { T::MaxPerPurchase::get() }>) -> Result<(), BenchmarkError> {
		// The first purchase, on the whitelist, with a referrer: the one that costs most.
		open_sale::<T>();
		Phase::<T>::put(SalePhase::Whitelist);
		let (buyer, referrer) = (rich::<T>("buyer", 0), rich::<T>("referrer", 0));
		Allowances::<T>::insert(&buyer, n.saturating_add(1));
		let total = Pallet::<T>::quote(n).ok_or("for sale")?.total;
		T::Currency::mint_into(&buyer, total)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(buyer), n, total, Some(referrer));

		assert_eq!(Sold::<T>::get(), n);
		Ok(())
	}

	#[benchmark]
	fn transfer_licence(d: Linear<1, { T::MaxDevices::get() }>) -> Result<(), BenchmarkError> {
		let (from, devices) = busy_holder::<T>(d);
		// The last one, which stops the devices. Their shares stay, to be settled.
		Holders::<T>::mutate(&from, |holder| holder.as_mut().expect("a holder").licences = 1);
		let to = rich::<T>("receiver", 0);
		let licence = u32::try_from(devices.len()).map_err(|_| "few")?;

		#[extrinsic_call]
		_(RawOrigin::Signed(from), licence, to.clone());

		assert_eq!(Pallet::<T>::owner_of(licence), Some(to));
		Ok(())
	}

	#[benchmark]
	fn register_device() {
		let identity = holder::<T>(1);
		for _ in 1..T::MaxDevices::get() {
			setup::device::<T>(&identity);
		}
		let (key, device) = key::<T>();
		let proof = proof::<T>(&identity, &key, &device);

		#[extrinsic_call]
		_(RawOrigin::Signed(identity), device.clone(), [7; 32], endpoint::<T>(), proof);

		assert!(Devices::<T>::contains_key(device));
	}

	#[benchmark]
	fn update_device() {
		let identity = holder::<T>(1);
		let (_, device) = setup::device::<T>(&identity);

		#[extrinsic_call]
		_(RawOrigin::Signed(identity), device.clone(), [9; 32], endpoint::<T>());

		assert_eq!(Devices::<T>::get(device).expect("there").encryption_key, [9; 32]);
	}

	#[benchmark]
	fn remove_device() {
		let identity = holder::<T>(1);
		for _ in 1..T::MaxDevices::get() {
			setup::device::<T>(&identity);
		}
		let (_, device) = setup::device::<T>(&identity);

		#[extrinsic_call]
		_(RawOrigin::Signed(identity), device.clone());

		assert!(!Devices::<T>::contains_key(device));
	}

	#[benchmark]
	fn delegate() -> Result<(), BenchmarkError> {
		let (identity, devices) = busy_holder::<T>(1);
		let (_, device) = devices.into_iter().next().ok_or("one device")?;

		#[extrinsic_call]
		_(RawOrigin::Signed(identity), 1, device.clone());

		assert_eq!(Devices::<T>::get(device).ok_or("there")?.delegations, 2);
		Ok(())
	}

	#[benchmark]
	fn undelegate() {
		let (identity, _) = busy_holder::<T>(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(identity), 0);

		assert!(!Delegations::<T>::contains_key(0));
	}

	#[benchmark]
	fn heartbeat() -> Result<(), BenchmarkError> {
		let (_, devices) = busy_holder::<T>(1);
		let (key, device) = devices.into_iter().next().ok_or("one device")?;
		now::<T>(Pallet::<T>::timing().session);
		Pallet::<T>::roll(1);
		let signature = sign(&key, &Pallet::<T>::heartbeat_payload(&device, 1));

		#[extrinsic_call]
		_(RawOrigin::Authorized, device.clone(), 1, signature);

		assert_eq!(Devices::<T>::get(device).ok_or("there")?.last_heartbeat, Some(Pallet::<T>::timing().session));
		Ok(())
	}

	#[benchmark]
	fn resume_device() {
		let identity = holder::<T>(1);
		let (_, device) = setup::device::<T>(&identity);
		Pallet::<T>::stop_device(&device);

		#[extrinsic_call]
		_(RawOrigin::Signed(identity), device.clone());

		assert!(!Devices::<T>::get(device).expect("there").stopped);
	}

	#[benchmark]
	fn set_banned(d: Linear<1, { T::MaxDevices::get() }>) -> Result<(), BenchmarkError> {
		let admin = admin::<T>()?;
		let (identity, _) = busy_holder::<T>(d);

		#[extrinsic_call]
		_(admin as T::RuntimeOrigin, identity.clone(), true);

		assert!(Pallet::<T>::is_banned(&identity));
		Ok(())
	}

	#[benchmark]
	fn fund_rewards() {
		busy_holder::<T>(1);
		let sponsor = rich::<T>("sponsor", 1);
		let before = Debts::<T>::get();
		let amount = T::Currency::minimum_balance();

		#[extrinsic_call]
		_(RawOrigin::Signed(sponsor), amount);

		assert!(Debts::<T>::get() > before);
	}

	#[benchmark]
	fn claim(d: Linear<1, { T::MaxDevices::get() }>) {
		let (identity, _) = busy_holder::<T>(d);

		#[extrinsic_call]
		_(RawOrigin::Signed(identity.clone()));

		assert_eq!(Pallet::<T>::pending_rewards(identity), 0);
	}

	#[benchmark]
	fn commit_challenge() {
		let (device, epoch) = challenged::<T>(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(device.clone()), epoch, Class::Side65536, [5; 32]);

		assert!(Challenges::<T>::contains_key(device));
	}

	#[benchmark]
	fn open_challenge() -> Result<(), BenchmarkError> {
		let (device, epoch) = challenged::<T>(1);
		// Which rows are opened depends on the root, which does not depend on the rows.
		let (root, _) = deep_openings(&[]);
		Pallet::<T>::commit_challenge(RawOrigin::Signed(device.clone()).into(), epoch, Class::Side65536, root)
			.map_err(|_| "commits")?;
		Beacons::<T>::mutate(|beacons| beacons.second = Some([2; 32]));
		let rows = Pallet::<T>::challenge(device.clone()).ok_or("committed")?.rows;
		let (_, openings) = deep_openings(&rows);

		#[extrinsic_call]
		_(RawOrigin::Signed(device.clone()), epoch, openings);

		assert!(!Challenges::<T>::get(device).ok_or("there")?.leaves.is_empty());
		Ok(())
	}

	#[benchmark]
	fn vote_challenge() {
		let (device, epoch, key, validator) = opened::<T>();
		let signature = sign(&key, &Pallet::<T>::vote_payload(&validator, &device, epoch, &[3; 32], true));

		#[extrinsic_call]
		_(RawOrigin::Authorized, validator, device.clone(), epoch, true, signature);

		assert_eq!(Challenges::<T>::get(device).expect("there").state, ChallengeState::Passed);
	}

	#[benchmark]
	fn authorize_heartbeat() -> Result<(), BenchmarkError> {
		let identity = holder::<T>(1);
		let (key, device) = setup::device::<T>(&identity);
		let session = Pallet::<T>::session();
		let signature = sign(&key, &Pallet::<T>::heartbeat_payload(&device, session));

		#[block]
		{
			authorized::<T>(Call::heartbeat { device, session, signature })?;
		}
		Ok(())
	}

	#[benchmark]
	fn authorize_vote_challenge() -> Result<(), BenchmarkError> {
		let (device, epoch, key, validator) = opened::<T>();
		let signature = sign(&key, &Pallet::<T>::vote_payload(&validator, &device, epoch, &[3; 32], true));

		#[block]
		{
			authorized::<T>(Call::vote_challenge { validator, device, epoch, right: true, signature })?;
		}
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::empty(), crate::mock::Test);
}
