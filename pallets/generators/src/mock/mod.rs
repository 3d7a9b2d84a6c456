//! A runtime with this pallet and the one that keeps its licences.

mod actors;

pub use actors::*;

use crate::{self as pallet_generators, *};
use codec::Encode;
use frame_support::{
	derive_impl, parameter_types,
	traits::{tokens::imbalance::ResolveTo, AsEnsureOriginWithArg, ConstU128, ConstU32, ConstU64, Randomness},
	weights::RuntimeDbWeight,
	PalletId,
};
use promptale_primitives::{
	challenge::Epoch,
	generator::{Tier, Timing},
	reward::ValidatedWork,
	validator::ValidatorSet,
	Balance, BlockNumber, TALE,
};
use sp_core::{sr25519, Pair, H256};
use sp_runtime::{
	traits::{BlakeTwo256, IdentityLookup, Verify},
	AccountId32, MultiSignature,
};
use std::collections::BTreeMap;

pub type AccountId = AccountId32;
type TxExtension = frame_system::AuthorizeCall<Test>;
pub type Extrinsic = sp_runtime::testing::TestXt<RuntimeCall, TxExtension>;
type Block = sp_runtime::generic::Block<sp_runtime::generic::Header<u32, BlakeTwo256>, Extrinsic>;

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

	fn with_session_key(session_key: &[u8; 32]) -> Option<AccountId> {
		Some(AccountId::new(*session_key)).filter(|validator| ValidatorStakes::get().contains_key(validator))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn enable(validator: &AccountId, _: [u8; 32]) {
		ValidatorStakes::mutate(|stakes| stakes.insert(validator.clone(), (1, 0)));
	}
}

/// One piece of validated work: whose, in which epoch, whether it is to be rewarded, what it earned.
pub type Piece = (AccountId, Epoch, bool, Balance);

/// Work that the tests say was done.
pub struct Work;
impl ValidatedWork<AccountId> for Work {
	fn lifetime(identity: &AccountId) -> Balance {
		let done = Done::get();
		done.iter().filter(|piece| piece.0 == *identity).fold(0, |sum: Balance, piece| sum.saturating_add(piece.3))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn earn(identity: &AccountId, amount: Balance) {
		Done::mutate(|done| done.push((identity.clone(), 0, true, amount)));
	}
}

parameter_types! {
	pub static Done: Vec<Piece> = Vec::new();
	/// Reads and writes that can be told apart from time, and from each other, in a weight's time.
	pub const CountingDbWeight: RuntimeDbWeight = RuntimeDbWeight { read: 1_000_000_000_000, write: 1_000_000_000_000_000 };
	pub static ValidatorStakes: BTreeMap<AccountId, (Balance, BlockNumber)> = BTreeMap::new();
	pub static Weights: RewardWeights = RewardWeights { work: 600_000, liveness: 200_000, hashpower: 200_000 };
	pub const DefaultTiming: Timing = Timing {
		session: SESSION,
		epoch_sessions: EPOCH_SESSIONS,
		activation_delay: ACTIVATION,
		commit: 6,
		open: 4,
	};
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
	type ValidatedWork = Work;
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
	type Timing = DefaultTiming;
	type MissedSessions = ConstU32<MISSED>;
	type MaxVoters = ConstU32<4>;
	type RewardWeights = Weights;
	type DayLength = ConstU32<DAY>;
	type HistoryDays = ConstU32<3>;
	type UnsignedPriority = ConstU64<{ 1 << 20 }>;
}

impl<LocalCall> frame_system::offchain::CreateTransactionBase<LocalCall> for Test
where
	RuntimeCall: From<LocalCall>,
{
	type RuntimeCall = RuntimeCall;
	type Extrinsic = Extrinsic;
}

impl<LocalCall> frame_system::offchain::CreateTransaction<LocalCall> for Test
where
	RuntimeCall: From<LocalCall>,
{
	type Extension = TxExtension;
	fn create_transaction(call: RuntimeCall, extension: TxExtension) -> Extrinsic {
		Extrinsic::new_transaction(call, extension)
	}
}

impl<LocalCall> frame_system::offchain::CreateAuthorizedTransaction<LocalCall> for Test
where
	RuntimeCall: From<LocalCall>,
{
	fn create_extension() -> TxExtension {
		TxExtension::new()
	}
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
