//! Benchmarks of every call, authorization and hook, in the worst case of each component.

use crate::{types::*, Call, *};
use alloc::{vec, vec::Vec};
use codec::{Decode, Encode};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungible::{Inspect, Mutate},
		Authorize, EnsureOrigin, Get, Hooks,
	},
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use promptale_primitives::{
	challenge::{self, Class, Epoch, Opening, Openings, OPENED_ROWS},
	generator::{DeviceState, LicenceId, SalePhase},
	validator::ValidatorSet,
	Balance, Blake3, BlockNumber, TALE,
};
use sp_core::{crypto::KeyTypeId, sr25519};
use sp_runtime::transaction_validity::TransactionSource;

/// Keys that only benchmarks make.
const KEYS: KeyTypeId = KeyTypeId(*b"genb");

fn now<T: Config>(block: BlockNumber) {
	frame_system::Pallet::<T>::set_block_number(BlockNumberFor::<T>::from(block));
}

/// An account with plenty of money.
fn rich<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let account = account(name, index, 0);
	endow::<T>(&account);
	account
}

fn endow<T: Config>(account: &T::AccountId) {
	let deposits = T::DeviceDeposit::get().saturating_mul(Balance::from(T::MaxDevices::get()));
	T::Currency::set_balance(account, T::Currency::minimum_balance().saturating_mul(1_000).saturating_add(deposits));
}

/// A key that can sign, and its account.
fn key<T: Config>() -> (sr25519::Public, T::AccountId) {
	let key = sp_io::crypto::sr25519_generate(KEYS, None);
	let account = T::AccountId::decode(&mut key.0.as_slice()).expect("an account is a key");
	(key, account)
}

fn sign(key: &sr25519::Public, payload: &[u8]) -> sr25519::Signature {
	sp_io::crypto::sr25519_sign(KEYS, key, payload).expect("the key is there")
}

/// The public sale, open, with a rate that covers the deposits.
fn open_sale<T: Config>() {
	Phase::<T>::put(SalePhase::Public);
	Rate::<T>::put(T::LicenceDeposit::get().saturating_add(T::CollectionDeposit::get()).saturating_add(TALE));
}

/// A holder of `count` licences.
fn holder<T: Config>(count: u32) -> T::AccountId {
	open_sale::<T>();
	let holder = rich::<T>("holder", 0);
	let total = Pallet::<T>::quote(count).expect("for sale").total;
	T::Currency::mint_into(&holder, total).expect("mints");
	Pallet::<T>::buy_licences(RawOrigin::Signed(holder.clone()).into(), count, total, None).expect("buys");
	endow::<T>(&holder);
	holder
}

fn endpoint<T: Config>() -> EndpointOf<T> {
	BoundedVec::truncate_from(vec![7; T::MaxEndpointLength::get() as usize])
}

fn proof<T: Config>(identity: &T::AccountId, key: &sr25519::Public, device: &T::AccountId) -> DeviceProof {
	let expires = BlockNumber::MAX;
	DeviceProof { expires, signature: sign(key, &Pallet::<T>::registration_payload(identity, device, expires)) }
}

/// A device of `identity`, active from now on.
fn device<T: Config>(identity: &T::AccountId) -> (sr25519::Public, T::AccountId) {
	let (key, device) = key::<T>();
	let proof = proof::<T>(identity, &key, &device);
	let origin = RawOrigin::Signed(identity.clone()).into();
	Pallet::<T>::register_device(origin, device.clone(), [7; 32], endpoint::<T>(), proof).expect("registers");
	Devices::<T>::mutate(&device, |device| device.as_mut().expect("registered").active_from = Pallet::<T>::now());
	(key, device)
}

fn delegate_to<T: Config>(identity: &T::AccountId, licence: LicenceId, device: &T::AccountId) {
	Pallet::<T>::delegate(RawOrigin::Signed(identity.clone()).into(), licence, device.clone()).expect("delegates");
}

/// A holder with as many devices as can be, `busy` of them with a licence, a heartbeat and hashpower, and with work; there
/// are rewards for all of it, and all ends in a session of its own, so that every row is written.
fn busy_holder<T: Config>(busy: u32) -> (T::AccountId, Vec<(sr25519::Public, T::AccountId)>) {
	let identity = holder::<T>(busy.saturating_add(1));
	let devices: Vec<_> = (0..busy).map(|_| device::<T>(&identity)).collect();
	for (licence, (_, device)) in (0u32..).zip(&devices) {
		delegate_to::<T>(&identity, licence, device);
		Pallet::<T>::do_heartbeat(device.clone(), Pallet::<T>::session()).expect("beats");
		let until = Pallet::<T>::session().saturating_add(1).saturating_add(licence.checked_rem(2).unwrap_or(0));
		Pallet::<T>::set_share(Slot::Hashpower, device, &identity, 64, until).expect("weighs");
	}
	for slot in Slot::OF_IDENTITY {
		Pallet::<T>::set_share(slot, &identity, &identity, 1_000, 2).expect("weighs");
	}
	fund::<T>();
	(identity, devices)
}

fn fund<T: Config>() {
	let sponsor = rich::<T>("sponsor", 0);
	let amount = T::Currency::minimum_balance().saturating_mul(900);
	Pallet::<T>::fund_rewards(RawOrigin::Signed(sponsor).into(), amount).expect("funds");
}

fn leaf(index: u32) -> Blake3 {
	challenge::tree::leaf(index, &[1])
}

/// Openings of rows of the deepest class, and the root they lead to.
fn deep_openings(rows: &[u32]) -> (Blake3, Openings) {
	let class = Class::Side65536;
	let leaves: Vec<_> = (0..class.side()).map(leaf).collect();
	let openings: Vec<Opening> = rows.iter().map(|row| challenge::tree::open(&leaves, *row).expect("a row")).collect();
	(challenge::tree::root(&leaves), openings.try_into().expect("as many as are opened"))
}

/// A device that has licences, in the first epoch with beacons, and goes on to `position` in it.
fn challenged<T: Config>(position: BlockNumber) -> (T::AccountId, Epoch) {
	let epoch = 1;
	let first = Pallet::<T>::epoch_length();
	now::<T>(first);
	Rolled::<T>::put(Pallet::<T>::session());
	let identity = holder::<T>(1);
	let (_, device) = device::<T>(&identity);
	endow::<T>(&device);
	delegate_to::<T>(&identity, 0, &device);
	Pallet::<T>::do_heartbeat(device.clone(), Pallet::<T>::session()).expect("beats");
	Beacons::<T>::put(EpochBeacons { epoch, first: Some([1; 32]), ..Default::default() });
	now::<T>(first.saturating_add(position));
	assert!(matches!(Pallet::<T>::device_status(device.clone()).expect("there").state, DeviceState::Active { .. }));
	(device, epoch)
}

/// A challenge that waits for the vote of a validator with all the stake.
fn opened<T: Config>() -> (T::AccountId, Epoch, sr25519::Public, T::AccountId) {
	let (key, validator) = key::<T>();
	T::Validators::enable(&validator, key.0);
	let (device, epoch) = challenged::<T>(1);
	let closed_in = Pallet::<T>::now();
	Beacons::<T>::mutate(|beacons| {
		beacons.second = Some([2; 32]);
		beacons.closed_in = closed_in;
		beacons.total_stake = T::Validators::total_stake();
	});
	let leaves = BoundedVec::truncate_from((0..OPENED_ROWS).map(leaf).collect());
	let state = ChallengeState::Opened { right: 0, wrong: 0 };
	let class = Class::Side65536;
	Challenges::<T>::insert(&device, Challenge { epoch, class, root: [3; 32], leaves, state });
	let voters: Vec<T::AccountId> =
		(1..T::MaxVoters::get()).map(|index| frame_benchmarking::account("voter", index, 0)).collect();
	Voters::<T>::insert(&device, BoundedVec::truncate_from(voters));
	fund::<T>();
	(device, epoch, key, validator)
}

fn authorized<T: Config>(call: Call<T>) -> Result<(), BenchmarkError>
where
	<T as frame_system::Config>::RuntimeCall: From<Call<T>>,
{
	let call: <T as frame_system::Config>::RuntimeCall = call.into();
	call.authorize(TransactionSource::External)
		.ok_or("cannot be authorized")?
		.map(|_| ())
		.map_err(|_| "is not authorized".into())
}

fn admin<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

#[benchmarks(where <T as frame_system::Config>::RuntimeCall: From<Call<T>>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn idle() {
		let block = BlockNumberFor::<T>::from(T::CommitBlocks::get());

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
		let block = T::CommitBlocks::get().saturating_add(1);
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
			super::device::<T>(&identity);
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
		let (_, device) = super::device::<T>(&identity);

		#[extrinsic_call]
		_(RawOrigin::Signed(identity), device.clone(), [9; 32], endpoint::<T>());

		assert_eq!(Devices::<T>::get(device).expect("there").encryption_key, [9; 32]);
	}

	#[benchmark]
	fn remove_device() {
		let identity = holder::<T>(1);
		for _ in 1..T::MaxDevices::get() {
			super::device::<T>(&identity);
		}
		let (_, device) = super::device::<T>(&identity);

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
		now::<T>(T::SessionLength::get());
		Pallet::<T>::roll(1);
		let signature = sign(&key, &Pallet::<T>::heartbeat_payload(&device, 1));

		#[extrinsic_call]
		_(RawOrigin::Authorized, device.clone(), 1, signature);

		assert_eq!(Devices::<T>::get(device).ok_or("there")?.last_heartbeat, Some(T::SessionLength::get()));
		Ok(())
	}

	#[benchmark]
	fn resume_device() {
		let identity = holder::<T>(1);
		let (_, device) = super::device::<T>(&identity);
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
		let (key, device) = super::device::<T>(&identity);
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
