//! Holders, devices and challenges, as large as a benchmark asks for.

use crate::{types::*, Call, *};
use alloc::{vec, vec::Vec};
use codec::Decode;
use frame_benchmarking::v2::{account, BenchmarkError};
use frame_support::{
	traits::{
		fungible::{Inspect, Mutate},
		Authorize, EnsureOrigin, Get,
	},
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use promptale_primitives::{
	challenge::{self, Class, Epoch, Opening, Openings, OPENED_ROWS},
	generator::{DeviceState, LicenceId, SalePhase},
	reward::ValidatedWork,
	validator::ValidatorSet,
	Balance, Blake3, BlockNumber, TALE,
};
use sp_core::{crypto::KeyTypeId, sr25519};
use sp_runtime::transaction_validity::TransactionSource;

/// Keys that only benchmarks make.
const KEYS: KeyTypeId = KeyTypeId(*b"genb");

pub fn now<T: Config>(block: BlockNumber) {
	frame_system::Pallet::<T>::set_block_number(BlockNumberFor::<T>::from(block));
}

/// An account with plenty of money.
pub fn rich<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let account = account(name, index, 0);
	endow::<T>(&account);
	account
}

pub fn endow<T: Config>(account: &T::AccountId) {
	let deposits = T::DeviceDeposit::get().saturating_mul(Balance::from(T::MaxDevices::get()));
	T::Currency::set_balance(account, T::Currency::minimum_balance().saturating_mul(1_000).saturating_add(deposits));
}

/// A key that can sign, and its account.
pub fn key<T: Config>() -> (sr25519::Public, T::AccountId) {
	let key = sp_io::crypto::sr25519_generate(KEYS, None);
	let account = T::AccountId::decode(&mut key.0.as_slice()).expect("an account is a key");
	(key, account)
}

pub fn sign(key: &sr25519::Public, payload: &[u8]) -> sr25519::Signature {
	sp_io::crypto::sr25519_sign(KEYS, key, payload).expect("the key is there")
}

/// The public sale, open, with a rate that covers the deposits.
pub fn open_sale<T: Config>() {
	Phase::<T>::put(SalePhase::Public);
	Rate::<T>::put(T::LicenceDeposit::get().saturating_add(T::CollectionDeposit::get()).saturating_add(TALE));
}

/// A holder of `count` licences.
pub fn holder<T: Config>(count: u32) -> T::AccountId {
	open_sale::<T>();
	let holder = rich::<T>("holder", 0);
	let total = Pallet::<T>::quote(count).expect("for sale").total;
	T::Currency::mint_into(&holder, total).expect("mints");
	Pallet::<T>::buy_licences(RawOrigin::Signed(holder.clone()).into(), count, total, None).expect("buys");
	endow::<T>(&holder);
	holder
}

pub fn endpoint<T: Config>() -> EndpointOf<T> {
	BoundedVec::truncate_from(vec![7; T::MaxEndpointLength::get() as usize])
}

pub fn proof<T: Config>(identity: &T::AccountId, key: &sr25519::Public, device: &T::AccountId) -> DeviceProof {
	let expires = BlockNumber::MAX;
	DeviceProof { expires, signature: sign(key, &Pallet::<T>::registration_payload(identity, device, expires)) }
}

/// A device of `identity`, active from now on.
pub fn device<T: Config>(identity: &T::AccountId) -> (sr25519::Public, T::AccountId) {
	let (key, device) = key::<T>();
	let proof = proof::<T>(identity, &key, &device);
	let origin = RawOrigin::Signed(identity.clone()).into();
	Pallet::<T>::register_device(origin, device.clone(), [7; 32], endpoint::<T>(), proof).expect("registers");
	Devices::<T>::mutate(&device, |device| device.as_mut().expect("registered").active_from = Pallet::<T>::now());
	(key, device)
}

pub fn delegate_to<T: Config>(identity: &T::AccountId, licence: LicenceId, device: &T::AccountId) {
	Pallet::<T>::delegate(RawOrigin::Signed(identity.clone()).into(), licence, device.clone()).expect("delegates");
}

/// A holder with as many devices as can be, `busy` of them with a licence, a heartbeat and hashpower, and with work, some
/// of it new; there are rewards for all of it, and all ends in a session of its own, so that every row is written.
pub fn busy_holder<T: Config>(busy: u32) -> (T::AccountId, Vec<(sr25519::Public, T::AccountId)>) {
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
	T::ValidatedWork::earn(&identity, 1_000);
	(identity, devices)
}

pub fn fund<T: Config>() {
	let sponsor = rich::<T>("sponsor", 0);
	let amount = T::Currency::minimum_balance().saturating_mul(900);
	Pallet::<T>::fund_rewards(RawOrigin::Signed(sponsor).into(), amount).expect("funds");
}

pub fn leaf(index: u32) -> Blake3 {
	challenge::tree::leaf(index, &[1])
}

/// Openings of rows of the deepest class, and the root they lead to.
pub fn deep_openings(rows: &[u32]) -> (Blake3, Openings) {
	let class = Class::Side65536;
	let leaves: Vec<_> = (0..class.side()).map(leaf).collect();
	let openings: Vec<Opening> = rows.iter().map(|row| challenge::tree::open(&leaves, *row).expect("a row")).collect();
	(challenge::tree::root(&leaves), openings.try_into().expect("as many as are opened"))
}

/// A device that has licences, in the first epoch with beacons, and goes on to `position` in it.
pub fn challenged<T: Config>(position: BlockNumber) -> (T::AccountId, Epoch) {
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
pub fn opened<T: Config>() -> (T::AccountId, Epoch, sr25519::Public, T::AccountId) {
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

pub fn admin<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}
