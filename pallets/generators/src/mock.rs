//! A runtime with this pallet and the one that keeps its licences, and actors who hold them.

use crate::{self as pallet_generators, *};
use codec::Encode;
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{Inspect, InspectHold},
		tokens::imbalance::ResolveTo,
		AsEnsureOriginWithArg, Authorize, ConstU128, ConstU32, ConstU64, Hooks, Randomness,
	},
	weights::RuntimeDbWeight,
	PalletId,
};
use frame_system::RawOrigin;
use promptale_primitives::{
	challenge::{self, Class, Openings},
	generator::{DeviceState, LicenceId, SalePhase, Tier},
	reward::WorkRewards,
	validator::ValidatorSet,
	Balance, Blake3, BlockNumber, TALE,
};
use sp_core::{sr25519, Pair, H256};
use sp_runtime::{
	traits::{Dispatchable, IdentityLookup, Verify},
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError, ValidTransaction},
	AccountId32, BuildStorage, DispatchError, DispatchResult, MultiSignature,
};
use std::collections::BTreeMap;

pub type AccountId = AccountId32;
type Block = frame_system::mocking::MockBlockU32<Test>;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(2)]
	pub type Nfts = pallet_nfts;
	#[runtime::pallet_index(3)]
	pub type Generators = pallet_generators;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<Balance>;
	type DbWeight = CountingDbWeight;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<ED>;
	type AccountStore = System;
	type RuntimeHoldReason = RuntimeHoldReason;
}

parameter_types! {
	pub NftFeatures: pallet_nfts::PalletFeatures = pallet_nfts::PalletFeatures::all_enabled();
}

impl pallet_nfts::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type CollectionId = u32;
	type ItemId = u32;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<frame_system::EnsureSigned<AccountId>>;
	type ForceOrigin = frame_system::EnsureRoot<AccountId>;
	type Locker = ();
	type CollectionDeposit = ConstU128<COLLECTION_DEPOSIT>;
	type ItemDeposit = ConstU128<LICENCE_DEPOSIT>;
	type MetadataDepositBase = ConstU128<1>;
	type AttributeDepositBase = ConstU128<1>;
	type DepositPerByte = ConstU128<1>;
	type StringLimit = ConstU32<256>;
	type KeyLimit = ConstU32<64>;
	type ValueLimit = ConstU32<256>;
	type ApprovalsLimit = ConstU32<20>;
	type ItemAttributesApprovalsLimit = ConstU32<30>;
	type MaxTips = ConstU32<10>;
	type MaxDeadlineDuration = ConstU32<10_000>;
	type MaxAttributesPerCall = ConstU32<10>;
	type Features = NftFeatures;
	type OffchainSignature = MultiSignature;
	type OffchainPublic = <MultiSignature as Verify>::Signer;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type Helper = ();
	type BlockNumberProvider = System;
}

/// Differs from block to block, and nobody in the tests can know it before.
pub struct BlockRandomness;
impl Randomness<H256, BlockNumber> for BlockRandomness {
	fn random(subject: &[u8]) -> (H256, BlockNumber) {
		let now = System::block_number();
		(H256(sp_io::hashing::blake2_256(&(now, subject).encode())), now)
	}
}

/// Validators with stakes that the tests set; each since block 0.
pub struct Stakes;
impl ValidatorSet<AccountId> for Stakes {
	fn stake_before(validator: &AccountId, block: BlockNumber) -> Balance {
		let stakes = ValidatorStakes::get();
		stakes.get(validator).filter(|(_, since)| *since < block).map_or(0, |(stake, _)| *stake)
	}

	fn total_stake() -> Balance {
		ValidatorStakes::get().values().map(|(stake, _)| stake).sum()
	}

	fn session_key(validator: &AccountId) -> Option<[u8; 32]> {
		// Of validators, too, the account is the session key here.
		ValidatorStakes::get().contains_key(validator).then(|| validator.clone().into())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn enable(validator: &AccountId, _: [u8; 32]) {
		ValidatorStakes::mutate(|stakes| stakes.insert(validator.clone(), (1, 0)));
	}
}

parameter_types! {
	/// Reads and writes that can be told apart from time, and from each other, in a weight's time.
	pub const CountingDbWeight: RuntimeDbWeight = RuntimeDbWeight { read: 1_000_000_000_000, write: 1_000_000_000_000_000 };
	pub static ValidatorStakes: BTreeMap<AccountId, (Balance, BlockNumber)> = BTreeMap::new();
	pub static Weights: RewardWeights = RewardWeights { work: 600_000, liveness: 200_000, hashpower: 200_000 };
	pub const GeneratorsPalletId: PalletId = PalletId(*b"tale/gen");
	pub const Treasury: AccountId = TREASURY;
	pub const Tiers: [Tier; TIERS] = [
		Tier { licences: 6, dollars: 98 },
		Tier { licences: 7, dollars: 118 },
		Tier { licences: 3, dollars: 138 },
		Tier { licences: 4, dollars: 158 },
	];
}

impl Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type CollectionId = u32;
	type CollectionConfig = pallet_nfts::CollectionConfigFor<Test>;
	type ItemConfig = pallet_nfts::ItemConfig;
	type Nfts = Nfts;
	type Randomness = BlockRandomness;
	type Validators = Stakes;
	type AdminOrigin = frame_system::EnsureRoot<AccountId>;
	type Proceeds = ResolveTo<Treasury, Balances>;
	type Unpayable = ResolveTo<Treasury, Balances>;
	type WeightInfo = weights::SubstrateWeight<Test>;
	type PalletId = GeneratorsPalletId;
	type Tiers = Tiers;
	type ReferralRate = ConstU32<50_000>;
	type MaxPerPurchase = ConstU32<10>;
	type CollectionDeposit = ConstU128<COLLECTION_DEPOSIT>;
	type LicenceDeposit = ConstU128<LICENCE_DEPOSIT>;
	type DeviceDeposit = ConstU128<DEVICE_DEPOSIT>;
	type MaxDevices = ConstU32<2>;
	type MaxEndpointLength = ConstU32<32>;
	type ActivationDelay = ConstU32<ACTIVATION>;
	type SessionLength = ConstU32<SESSION>;
	type MissedSessions = ConstU32<MISSED>;
	type EpochSessions = ConstU32<EPOCH_SESSIONS>;
	type CommitBlocks = ConstU32<6>;
	type OpenBlocks = ConstU32<4>;
	type MaxVoters = ConstU32<4>;
	type RewardWeights = Weights;
	type DayLength = ConstU32<DAY>;
	type HistoryDays = ConstU32<3>;
	type UnsignedPriority = ConstU64<{ 1 << 20 }>;
}

pub const ED: Balance = 10;
pub const COLLECTION_DEPOSIT: Balance = 200;
pub const LICENCE_DEPOSIT: Balance = 3;
pub const DEVICE_DEPOSIT: Balance = 50;
pub const WEALTH: Balance = 1_000_000 * TALE;
pub const RATE: Balance = 1_000;
pub const ACTIVATION: BlockNumber = 4;
pub const SESSION: BlockNumber = 10;
pub const MISSED: Session = 2;
pub const EPOCH_SESSIONS: Session = 3;
/// Blocks of an epoch.
pub const EPOCH: BlockNumber = SESSION * EPOCH_SESSIONS;
pub const DAY: BlockNumber = 100;

pub const SPONSOR: AccountId = AccountId::new([1; 32]);
pub const STRANGER: AccountId = AccountId::new([2; 32]);
pub const NOBODY: AccountId = AccountId::new([3; 32]);
pub const TREASURY: AccountId = AccountId::new([99; 32]);

/// Identity number `n`, who holds licences.
pub fn identity(n: u8) -> AccountId {
	AccountId::new([10 + n; 32])
}

/// Key of device number `n`.
pub fn device_pair(n: u8) -> sr25519::Pair {
	sr25519::Pair::from_seed(&[40 + n; 32])
}

pub fn device(n: u8) -> AccountId {
	device_pair(n).public().0.into()
}

/// Session key of validator number `n`, and its account.
pub fn validator_pair(n: u8) -> sr25519::Pair {
	sr25519::Pair::from_seed(&[70 + n; 32])
}

pub fn validator(n: u8) -> AccountId {
	validator_pair(n).public().0.into()
}

pub fn endpoint(bytes: &[u8]) -> EndpointOf<Test> {
	bytes.to_vec().try_into().expect("within the bound")
}

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

/// Work of an identity: `weight` millionths of a round with a budget of a million.
pub fn work(n: u8, weight: u32) {
	<Generators as WorkRewards<AccountId>>::validated(&identity(n), weight, 1_000_000);
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
