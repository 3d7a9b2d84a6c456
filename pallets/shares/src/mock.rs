//! A runtime with this pallet, assets to earn in, and a pallet that holds shares as an order book does.

use crate::{self as pallet_shares, *};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{InspectHold as _, NativeFromLeft, NativeOrWithId, UnionOf},
		fungibles::{self, Inspect as _},
		tokens::{imbalance::ResolveTo, Preservation},
		AsEnsureOriginWithArg, ConstU128, ConstU32,
	},
	weights::RuntimeDbWeight,
	PalletId,
};
use promptale_primitives::{
	content::{ContentId, EngineVersion},
	Balance, Blake3,
};
use sp_runtime::{
	traits::{Dispatchable, IdentityLookup},
	AccountId32, BuildStorage, DispatchError,
};

pub type AccountId = AccountId32;
type Block = frame_system::mocking::MockBlockU32<Test>;
pub type Asset = NativeOrWithId<u32>;
pub type NativeAndAssets = UnionOf<Balances, Assets, NativeFromLeft, Asset, AccountId>;

/// Reasons of others to hold shares.
#[frame_support::pallet(dev_mode)]
pub mod others {
	#[pallet::config]
	pub trait Config: frame_system::Config {}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::composite_enum]
	pub enum HoldReason {
		Order,
		Raise,
		Loan,
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
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(3)]
	pub type Others = others;
	#[runtime::pallet_index(4)]
	pub type Shares = pallet_shares;
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
	type DustRemoval = ResolveTo<TreasuryAccount, Balances>;
	type RuntimeHoldReason = RuntimeHoldReason;
}

impl pallet_assets::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<10>;
	type AssetId = u32;
	type AssetIdParameter = u32;
	type ReserveData = ();
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<frame_system::EnsureSigned<AccountId>>;
	type ForceOrigin = frame_system::EnsureRoot<AccountId>;
	type AssetDeposit = ConstU128<0>;
	type AssetAccountDeposit = ConstU128<0>;
	type MetadataDepositBase = ConstU128<0>;
	type MetadataDepositPerByte = ConstU128<0>;
	type ApprovalDeposit = ConstU128<0>;
	type StringLimit = ConstU32<50>;
	type Holder = ();
	type Freezer = ();
	type Extra = ();
	type WeightInfo = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

impl others::Config for Test {}

parameter_types! {
	/// Far more than any call takes, so that reads and writes can be told from times.
	pub const CountingDbWeight: RuntimeDbWeight = RuntimeDbWeight { read: READ, write: WRITE };
	pub const SharesPalletId: PalletId = PalletId(*b"tale/shr");
	pub const Native: Asset = NativeOrWithId::Native;
	pub const TreasuryAccount: AccountId = TREASURY;
}

impl Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type AssetKind = Asset;
	type NativeAsset = Native;
	type Assets = NativeAndAssets;
	type PalletId = SharesPalletId;
	type ContentDeposit = ConstU128<CONTENT_DEPOSIT>;
	type HoldingBond = ConstU128<HOLDING_BOND>;
	type RevenueBond = ConstU128<REVENUE_BOND>;
	type MaxFounders = ConstU32<16>;
	type MaxHolds = ConstU32<2>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarking::NumberedAssets<Test>;
}

pub const ORDER: RuntimeHoldReason = RuntimeHoldReason::Others(others::HoldReason::Order);
pub const RAISE: RuntimeHoldReason = RuntimeHoldReason::Others(others::HoldReason::Raise);
pub const LOAN: RuntimeHoldReason = RuntimeHoldReason::Others(others::HoldReason::Loan);

pub const READ: u64 = 1_000_000_000_000;
pub const WRITE: u64 = 1_000 * READ;

pub const ED: Balance = 10;
pub const CONTENT_DEPOSIT: Balance = 500;
pub const HOLDING_BOND: Balance = 100;
pub const REVENUE_BOND: Balance = 200;
pub const WEALTH: Balance = 1_000_000_000_000;
/// Least that an account has of a foreign asset.
pub const LEAST: Balance = 3;

pub const TALE: Asset = NativeOrWithId::Native;
pub const DOLLAR: Asset = NativeOrWithId::WithId(1);
pub const EURO: Asset = NativeOrWithId::WithId(2);
pub const YEN: Asset = NativeOrWithId::WithId(3);
pub const POUND: Asset = NativeOrWithId::WithId(4);

pub const CREATOR: AccountId = AccountId::new([1; 32]);
pub const ALICE: AccountId = AccountId::new([2; 32]);
pub const BOB: AccountId = AccountId::new([3; 32]);
pub const CAROL: AccountId = AccountId::new([4; 32]);
/// Brings revenue; issues the assets.
pub const BRAND: AccountId = AccountId::new([5; 32]);
/// Has an existential deposit, and nothing else.
pub const POOR: AccountId = AccountId::new([6; 32]);
pub const NOBODY: AccountId = AccountId::new([7; 32]);
pub const TREASURY: AccountId = AccountId::new([99; 32]);

pub const ENGINE: EngineVersion = EngineVersion { model: 3, checkpoint: [30; 32] };
pub const CREDENTIAL: Blake3 = [40; 32];

pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("genesis");
	let rich = [CREATOR, ALICE, BOB, CAROL, BRAND].map(|who| (who, WEALTH));
	pallet_balances::GenesisConfig::<Test> {
		balances: rich.into_iter().chain([(POOR, ED), (TREASURY, ED)]).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("genesis");
	let mut ext: sp_io::TestExternalities = storage.into();
	ext.execute_with(|| {
		System::set_block_number(1);
		for id in 1..=4 {
			assert_ok!(<Assets as fungibles::Create<_>>::create(id, BRAND, true, LEAST));
			for who in [CREATOR, ALICE, BOB, CAROL, BRAND] {
				assert_ok!(<Assets as fungibles::Mutate<_>>::mint_into(id, &who, WEALTH));
			}
		}
	});
	ext
}

/// Runs a test, then checks the invariants, and that nothing was minted or burned.
pub fn execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		check();
	});
}

/// The invariants hold, every pot can pay what it owes, and $TALE is neither minted nor burned.
pub fn check() {
	Shares::do_try_state().expect("invariants hold");
	assert_eq!(Balances::total_issuance(), 5 * WEALTH + 2 * ED);
	for (content, books) in BookOf::<Test>::iter() {
		for revenue in books.revenues {
			let paid: Balance = rows(content).iter().map(|(_, row)| paid_in(row, &revenue.asset, content)).sum();
			let left = revenue.deposited - revenue.paid_to_former - paid;
			assert_eq!(pot(content, &revenue.asset), left + NativeAndAssets::minimum_balance(revenue.asset.clone()));
		}
	}
}

/// Rows of a content.
pub fn rows(content: ContentId) -> Vec<(AccountId, Holding<Test>)> {
	Holdings::<Test>::iter().filter(|row| row.1 == content).map(|(who, _, row)| (who, row)).collect()
}

fn paid_in(row: &Holding<Test>, asset: &Asset, content: ContentId) -> Balance {
	let at = BookOf::<Test>::get(content).and_then(|books| books.position(asset)).expect("is open");
	row.earnings.get(at).map_or(0, |earned| earned.paid)
}

/// Makes a call as a block does: all of it or nothing.
pub fn call(who: &AccountId, call: Call<Test>) -> Result<(), DispatchError> {
	RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(who.clone())).map(drop).map_err(|error| error.error)
}

/// Makes a call that must fail with `error` and change nothing.
pub fn refused(who: &AccountId, wanted: Call<Test>, error: impl Into<DispatchError>) {
	let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
	assert_eq!(call(who, wanted), Err(error.into()));
	assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before, "a refused call changed something");
}

pub fn registering(image: u8, supply: Balance, holders: &[(AccountId, Balance)]) -> Call<Test> {
	let holders = holders.to_vec().try_into().expect("few enough");
	Call::register_content { image: [image; 32], engine: ENGINE, credential: CREDENTIAL, supply, holders }
}

/// Registers content for these holders.
pub fn register(holders: &[(AccountId, Balance)]) -> ContentId {
	let content = NextContent::<Test>::get();
	let supply = holders.iter().map(|holder| holder.1).sum();
	assert_ok!(call(&CREATOR, registering(content as u8, supply, holders)));
	content
}

pub fn transfer(from: &AccountId, content: ContentId, to: &AccountId, amount: Balance) -> Result<(), DispatchError> {
	call(from, Call::transfer { content, to: to.clone(), amount })
}

/// A transfer as another pallet makes it.
pub fn hand_over(
	content: ContentId,
	from: &AccountId,
	to: &AccountId,
	amount: Balance,
	preservation: Preservation,
) -> Result<Balance, DispatchError> {
	<Shares as fungibles::Mutate<_>>::transfer(content, from, to, amount, preservation)
}

pub fn deposit(content: ContentId, asset: &Asset, amount: Balance) -> Result<(), DispatchError> {
	call(&BRAND, Call::deposit_revenue { content, asset: asset.clone(), amount })
}

pub fn claim(who: &AccountId, content: ContentId, asset: &Asset) -> Result<(), DispatchError> {
	call(who, Call::claim_dividends { content, asset: asset.clone() })
}

pub fn pot(content: ContentId, asset: &Asset) -> Balance {
	NativeAndAssets::balance(asset.clone(), &Shares::pot_account(content))
}

pub fn balance(who: &AccountId, asset: &Asset) -> Balance {
	NativeAndAssets::balance(asset.clone(), who)
}

/// What a claim would pay.
pub fn pending(who: &AccountId, content: ContentId, asset: &Asset) -> Balance {
	let dividends = Shares::pending_dividends(who.clone(), content).unwrap_or_default();
	dividends.into_iter().find(|dividend| dividend.asset == *asset).map_or(0, |dividend| dividend.pending)
}

pub fn shares(who: &AccountId, content: ContentId) -> Balance {
	Shares::total_balance(content, who)
}

pub fn bonded(who: &AccountId, reason: HoldReason) -> Balance {
	Balances::balance_on_hold(&reason.into(), who)
}

/// The last event of this pallet.
pub fn last_event() -> Event<Test> {
	let events = System::events().into_iter().rev();
	let own = |event| if let RuntimeEvent::Shares(event) = event { Some(event) } else { None };
	events.filter_map(|record| own(record.event)).next().expect("an event")
}
