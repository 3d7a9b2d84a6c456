//! A runtime with this pallet, and one that holds stake as `pallet-pov` does.

use crate::{self as pallet_tale_vesting, *};
use frame_support::{
	derive_impl, parameter_types,
	storage::with_storage_layer,
	traits::{
		fungible::{Balanced, BalancedHold, Inspect, InspectHold, MutateHold},
		tokens::{imbalance::ResolveTo, Fortitude, Precision, Preservation},
		ConstU128, ConstU32, LockableCurrency, WithdrawReasons,
	},
};
use promptale_primitives::{
	vesting::{Schedule, VestingFunds, VestingOverview},
	Balance, BlockNumber,
};
use sp_runtime::{
	traits::{BlakeTwo256, IdentityLookup},
	BuildStorage, DispatchError,
};

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlockU32<Test>;

/// Reasons of others to hold funds.
#[frame_support::pallet(dev_mode)]
pub mod others {
	#[pallet::config]
	pub trait Config: frame_system::Config {}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::composite_enum]
	pub enum HoldReason {
		Stake,
		Deposit,
	}
}

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
	pub type Others = others;
	#[runtime::pallet_index(3)]
	pub type Vesting = pallet_tale_vesting;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type Hashing = BlakeTwo256;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<ED>;
	type AccountStore = System;
	type DustRemoval = ResolveTo<Treasury, Balances>;
	type RuntimeHoldReason = RuntimeHoldReason;
}

impl others::Config for Test {}

parameter_types! {
	pub const StakeReason: RuntimeHoldReason = STAKE;
	pub const Treasury: AccountId = TREASURY;
}

impl Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type GrantOrigin = frame_system::EnsureRoot<AccountId>;
	type WeightInfo = ();
	type StakeReason = StakeReason;
	type MinGrant = ConstU128<MIN_GRANT>;
	type MaxSchedules = ConstU32<MAX_SCHEDULES>;
	type Month = ConstU32<MONTH>;
}

pub const STAKE: RuntimeHoldReason = RuntimeHoldReason::Others(others::HoldReason::Stake);
pub const DEPOSIT: RuntimeHoldReason = RuntimeHoldReason::Others(others::HoldReason::Deposit);

pub const ED: Balance = 10;
pub const MIN_GRANT: Balance = 20;
pub const MAX_SCHEDULES: u32 = 4;
pub const MONTH: BlockNumber = 10;
pub const WEALTH: Balance = 1_000_000;

/// Grants come from here.
pub const FUNDS: AccountId = 1;
/// Slashes go here.
pub const TREASURY: AccountId = 2;
/// Has what it takes to exist, and nothing else.
pub const POOR: AccountId = 3;
/// Have [`RICHES`].
pub const RICH: AccountId = 4;
pub const OTHER: AccountId = 5;
pub const NOBODY: AccountId = 99;
pub const RICHES: Balance = 1_000 + ED;

pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("genesis");
	pallet_balances::GenesisConfig::<Test> {
		balances: vec![(FUNDS, WEALTH), (TREASURY, ED), (POOR, ED), (RICH, RICHES), (OTHER, RICHES)],
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("genesis");
	let mut ext: sp_io::TestExternalities = storage.into();
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs a test, then checks the invariants, and that nothing was minted or burned.
pub fn execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		let issued = Balances::total_issuance();
		test();
		Vesting::do_try_state().expect("invariants hold after the test");
		assert_eq!(Balances::total_issuance(), issued);
		assert_eq!(everything(), issued);
	});
}

/// What all accounts have.
pub fn everything() -> Balance {
	frame_system::Account::<Test>::iter_keys().map(|who| Balances::total_balance(&who)).sum()
}

/// A schedule without a cliff.
pub fn schedule(start: BlockNumber, end: BlockNumber, total: Balance) -> Schedule {
	Schedule { start, cliff: start, end, total, claimed: 0, transferable: false }
}

pub fn grant(to: AccountId, schedule: Schedule) -> Result<(), DispatchError> {
	grant_from(FUNDS, to, schedule)
}

pub fn grant_from(source: AccountId, to: AccountId, schedule: Schedule) -> Result<(), DispatchError> {
	let Schedule { start, cliff, end, total, transferable, .. } = schedule;
	Vesting::grant(RuntimeOrigin::root(), source, to, start, cliff, end, total, transferable)
}

pub fn claim(who: AccountId) -> Result<(), DispatchError> {
	Vesting::claim(RuntimeOrigin::signed(who))
}

/// Holds stake the way `pallet-pov` does in its calls: all of it or nothing.
pub fn bond(who: AccountId, amount: Balance) -> Result<(), DispatchError> {
	with_storage_layer(|| {
		Vesting::before_stake_hold(&who, amount);
		Balances::hold(&STAKE, &who, amount)
	})
}

/// Releases stake.
pub fn withdraw(who: AccountId, amount: Balance) {
	Balances::release(&STAKE, &who, amount, Precision::Exact).expect("as much is staked");
	Vesting::after_stake_change(&who);
}

/// Slashes stake, to the treasury.
pub fn slash(who: AccountId, amount: Balance) {
	let (credit, _) = Balances::slash(&STAKE, &who, amount);
	Balances::resolve(&TREASURY, credit).expect("the treasury exists");
	Vesting::after_stake_change(&who);
}

/// Locks as conviction voting does.
pub fn vote(who: AccountId, amount: Balance) {
	Balances::set_lock(*b"pyconvot", &who, amount, WithdrawReasons::except(WithdrawReasons::RESERVE));
}

pub fn pay(from: AccountId, to: AccountId, amount: Balance) -> Result<(), DispatchError> {
	Balances::transfer_keep_alive(RuntimeOrigin::signed(from), to, amount)
}

/// What an account can spend and go on existing.
pub fn spendable(who: AccountId) -> Balance {
	Balances::reducible_balance(&who, Preservation::Preserve, Fortitude::Polite)
}

pub fn seen(who: AccountId) -> VestingOverview {
	Vesting::account(who)
}

pub fn held(reason: RuntimeHoldReason, who: AccountId) -> Balance {
	Balances::balance_on_hold(&reason, &who)
}

pub fn at(block: BlockNumber) {
	System::set_block_number(block);
}

/// Events of this pallet, oldest first.
pub fn events() -> Vec<Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Vesting(event) => Some(event),
			_ => None,
		})
		.collect()
}
