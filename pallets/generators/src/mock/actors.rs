//! Actors who hold licences and run devices, and what they do.

use crate::{mock::*, *};
use frame_support::{
	assert_ok,
	traits::{
		fungible::{Inspect, InspectHold},
		Authorize, Hooks,
	},
};
use frame_system::RawOrigin;
use promptale_primitives::{
	challenge::{self, Class, Openings},
	generator::{DeviceState, LicenceId, SalePhase},
	Balance, Blake3, BlockNumber,
};
use sp_core::Pair;
use sp_runtime::{
	traits::Dispatchable,
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError, ValidTransaction},
	BuildStorage, DispatchError, DispatchResult,
};

/// A chain at block 1 on which the public sale is open, and nothing is sold.
pub fn empty() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("genesis");
	let mut balances = vec![(SPONSOR, WEALTH), (STRANGER, WEALTH), (TREASURY, ED)];
	balances.extend((0..6).flat_map(|n| [(identity(n), WEALTH), (device(n), WEALTH)]));
	pallet_balances::GenesisConfig::<Test> { balances, ..Default::default() }
		.assimilate_storage(&mut storage)
		.expect("genesis");
	let genesis = GenesisConfig::<Test> { phase: SalePhase::Public, rate: RATE, ..Default::default() };
	genesis.assimilate_storage(&mut storage).expect("genesis");
	Done::set(Vec::new());
	let mut ext: sp_io::TestExternalities = storage.into();
	#[cfg(feature = "runtime-benchmarks")]
	ext.register_extension(sp_keystore::KeystoreExt(std::sync::Arc::new(sp_keystore::testing::MemoryKeystore::new())));
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs a test on an empty chain, then checks the invariants.
pub fn test(test: impl FnOnce()) {
	empty().execute_with(|| {
		test();
		Generators::do_try_state().expect("invariants hold after the test");
	});
}

/// Runs a test on a chain where identities 0 to 2 hold two licences each, delegated to the device of the same number,
/// which is active; then checks the invariants.
pub fn test_with_devices(run: impl FnOnce()) {
	test(|| {
		for n in 0..3 {
			assert_ok!(buy(n, 2));
			assert_ok!(register(n, n));
			for licence in [2 * n, 2 * n + 1] {
				assert_ok!(delegate(n, u32::from(licence), n));
			}
		}
		run_to(System::block_number() + ACTIVATION);
		run();
	});
}

/// Ends the current block and begins the next one.
pub fn next_block() {
	quiet_block();
	Generators::do_try_state().expect("invariants hold after every block");
}

/// The same without checking the invariants.
pub fn quiet_block() {
	let now = System::block_number();
	Generators::on_finalize(now);
	System::set_block_number(now + 1);
	Generators::on_initialize(now + 1);
}

pub fn run_to(block: BlockNumber) {
	while System::block_number() < block {
		next_block();
	}
}

/// Goes to the first block of the next session.
pub fn next_session() {
	run_to(Generators::start_of(session() + 1));
}

pub fn session() -> Session {
	Generators::session_at(System::block_number())
}

/// Goes to the first block of the next epoch.
pub fn next_epoch() {
	run_to((System::block_number() / EPOCH + 1) * EPOCH);
}

pub fn signed(n: u8) -> RuntimeOrigin {
	RuntimeOrigin::signed(identity(n))
}

/// Takes a call as a block does: all of it or nothing.
pub fn call(who: AccountId, call: impl Into<RuntimeCall>) -> DispatchResult {
	call.into().dispatch(RawOrigin::Signed(who).into()).map(|_| ()).map_err(|error| error.error)
}

pub fn buy(n: u8, count: u32) -> DispatchResult {
	call(identity(n), Call::buy_licences { count, max_total: Balance::MAX, referrer: None })
}

pub fn proof(identity: &AccountId, device_number: u8) -> DeviceProof {
	let expires = System::block_number() + 5;
	let payload = Generators::registration_payload(identity, &device(device_number), expires);
	DeviceProof { expires, signature: device_pair(device_number).sign(&payload) }
}

pub fn register(n: u8, device_number: u8) -> DispatchResult {
	let proof = proof(&identity(n), device_number);
	let (device, endpoint) = (device(device_number), endpoint(b"there"));
	call(identity(n), Call::register_device { device, encryption_key: [7; 32], endpoint, proof })
}

pub fn delegate(n: u8, licence: LicenceId, device_number: u8) -> DispatchResult {
	call(identity(n), Call::delegate { licence, device: device(device_number) })
}

pub fn undelegate(n: u8, licence: LicenceId) -> DispatchResult {
	call(identity(n), Call::undelegate { licence })
}

pub fn transfer(from: u8, licence: LicenceId, to: u8) -> DispatchResult {
	call(identity(from), Call::transfer_licence { licence, to: identity(to) })
}

pub fn fund(amount: Balance) {
	assert_ok!(call(SPONSOR, Call::fund_rewards { amount }));
}

pub fn claim(n: u8) -> DispatchResult {
	call(identity(n), Call::claim {})
}

/// Validated work of an identity, which nobody here is told of: `weight` millionths of a round with a budget of a million.
pub fn earn(n: u8, weight: u32) {
	let rewarded = Holders::<Test>::get(identity(n)).is_some_and(|holder| holder.is_rewarded());
	Done::mutate(|done| done.push((identity(n), epoch(), rewarded, weight.into())));
}

/// The same of an identity whose work is looked at all the time.
pub fn work(n: u8, weight: u32) {
	Generators::take_work_in(&identity(n));
	earn(n, weight);
	Generators::take_work_in(&identity(n));
}

/// What an identity's work weighs now.
pub fn work_weight(n: u8) -> Balance {
	let shares = Slot::OF_IDENTITY.iter().filter_map(|slot| Shares::<Test>::get(identity(n), slot));
	shares.filter(|share| share.expires > session()).map(|share| share.weight).sum()
}

/// Why an authorized call did not go through.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
	/// By the transaction pool.
	Pool(TransactionValidityError),
	/// By the call, although the pool took it.
	Call(DispatchError),
}

impl From<InvalidTransaction> for Refused {
	fn from(invalid: InvalidTransaction) -> Self {
		Refused::Pool(invalid.into())
	}
}

/// What the pool says of a call.
pub fn authorize(call: &Call<Test>) -> Result<ValidTransaction, TransactionValidityError> {
	RuntimeCall::from(call.clone())
		.authorize(TransactionSource::External)
		.expect("the call can be authorized")
		.map(|(valid, _)| valid)
}

/// Takes an authorized call the way a block does: through the pool's check, then the call itself.
pub fn submit(call: Call<Test>) -> Result<(), Refused> {
	authorize(&call).map_err(Refused::Pool)?;
	RuntimeCall::from(call)
		.dispatch(RawOrigin::Authorized.into())
		.map(|_| ())
		.map_err(|error| Refused::Call(error.error))
}

pub fn heartbeat(n: u8) -> Result<(), Refused> {
	heartbeat_for(n, session())
}

pub fn heartbeat_for(n: u8, session: Session) -> Result<(), Refused> {
	let signature = device_pair(n).sign(&Generators::heartbeat_payload(&device(n), session));
	submit(Call::heartbeat { device: device(n), session, signature })
}

pub fn state(n: u8) -> DeviceState {
	Generators::device_status(device(n)).expect("the device is registered").state
}

pub fn is_active(n: u8) -> bool {
	matches!(state(n), DeviceState::Active { .. })
}

/// Leaves of some rows, as a device that computed them would have them. The chain cannot tell them from others.
pub fn leaves(n: u8) -> Vec<Blake3> {
	(0..Class::Side256.side()).map(|row| challenge::tree::leaf(row, &[n; 4])).collect()
}

pub fn epoch() -> u32 {
	System::block_number() / EPOCH
}

pub fn commit(n: u8) -> DispatchResult {
	let root = challenge::tree::root(&leaves(n));
	call(device(n), Call::commit_challenge { epoch: epoch(), class: Class::Side256, root })
}

/// The openings that the chain asks of device `n`.
pub fn openings(n: u8) -> Openings {
	let rows = Generators::challenge(device(n)).expect("it has committed").rows;
	let all = leaves(n);
	let openings: Vec<_> = rows.iter().map(|row| challenge::tree::open(&all, *row).expect("a row")).collect();
	openings.try_into().expect("within the bound")
}

pub fn open(n: u8) -> DispatchResult {
	call(device(n), Call::open_challenge { epoch: epoch(), openings: openings(n) })
}

pub fn vote(validator_number: u8, n: u8, right: bool) -> Result<(), Refused> {
	let root = Challenges::<Test>::get(device(n)).map(|challenge| challenge.root).unwrap_or_default();
	let (validator, epoch) = (validator(validator_number), epoch());
	let payload = Generators::vote_payload(&validator, &device(n), epoch, &root, right);
	let signature = validator_pair(validator_number).sign(&payload);
	submit(Call::vote_challenge { validator, device: device(n), epoch, right, signature })
}

/// Three validators with this much stake each.
pub fn bond(stakes: [Balance; 3]) {
	ValidatorStakes::set((0..3).map(|n| (validator(n), (stakes[usize::from(n)], 0))).collect());
}

/// Goes to the epoch's block number `position`.
pub fn to_position(position: BlockNumber) {
	run_to(System::block_number() / EPOCH * EPOCH + position);
}

/// Goes to the first block of the next epoch in which devices can commit, with some of them alive.
pub fn to_commit_window(devices: &[u8]) {
	keep_alive_to((epoch() + 1) * EPOCH - 1, devices);
	next_epoch();
	next_block();
}

/// Goes to a block while some devices send their heartbeats.
pub fn keep_alive_to(block: BlockNumber, devices: &[u8]) {
	while System::block_number() < block {
		run_to(block.min(Generators::start_of(session() + 1)));
		for n in devices {
			let _ = heartbeat(*n);
		}
	}
}

/// A whole challenge of device `n` in the next epoch, up to the opening.
pub fn play_to_opened(n: u8) {
	to_commit_window(&[n]);
	assert_ok!(commit(n));
	to_position(8);
	assert_ok!(open(n));
}

pub fn held(account: &AccountId) -> Balance {
	Balances::balance_on_hold(&HoldReason::DeviceDeposit.into(), account)
}

pub fn free(account: &AccountId) -> Balance {
	Balances::balance(account)
}

pub fn pending(n: u8) -> Balance {
	Generators::pending_rewards(identity(n))
}

/// Whether there was an event of this pallet that `wanted` accepts.
pub fn has_event(wanted: impl Fn(&Event<Test>) -> bool) -> bool {
	System::events().iter().any(|record| matches!(&record.event, RuntimeEvent::Generators(event) if wanted(event)))
}
