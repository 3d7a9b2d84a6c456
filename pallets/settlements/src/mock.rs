//! A runtime with this pallet, pools of assets, and accounts that pay, trade and earn.

use crate::{self as pallet_settlements, *};
use frame_support::{
	assert_ok, derive_impl, ord_parameter_types, parameter_types,
	traits::{
		fungible::{Balanced, Credit, Inspect, Mutate, NativeFromLeft, NativeOrWithId, UnionOf},
		fungibles,
		tokens::{
			imbalance::{ResolveAssetTo, ResolveTo},
			Fortitude, Precision, Preservation,
		},
		AsEnsureOriginWithArg, ConstU128, ConstU32, EitherOf, Hooks, Imbalance, SuppressedDrop,
	},
	weights::Weight,
	PalletId,
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess, EnsureSigned, EnsureSignedBy, EnsureWithSuccess};
use pallet_asset_conversion::{AccountIdConverter, WithFirstAsset};
use promptale_primitives::{
	content::{ContentId, ContentRegister},
	settlement::{ContentFees, PotConsumers},
	Balance, BlockNumber, MILLION,
};
use sp_runtime::{
	traits::{AccountIdConversion, Convert, Dispatchable, IdentityLookup},
	AccountId32, BuildStorage, DispatchError, Permill,
};

pub type AccountId = AccountId32;
type Block = frame_system::mocking::MockBlockU32<Test>;
pub type Asset = NativeOrWithId<u32>;

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
	pub type Assets = pallet_assets<Instance1>;
	#[runtime::pallet_index(3)]
	pub type PoolAssets = pallet_assets<Instance2>;
	#[runtime::pallet_index(4)]
	pub type AssetConversion = pallet_asset_conversion;
	#[runtime::pallet_index(5)]
	pub type Settlements = pallet_settlements;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<ED>;
	type AccountStore = System;
	type DustRemoval = ResolveTo<TreasuryAccount, Balances>;
}

macro_rules! assets {
	($instance:ty, $origin:ty) => {
		impl pallet_assets::Config<$instance> for Test {
			type RuntimeEvent = RuntimeEvent;
			type Balance = Balance;
			type RemoveItemsLimit = ConstU32<10>;
			type AssetId = u32;
			type AssetIdParameter = u32;
			type ReserveData = ();
			type Currency = Balances;
			type CreateOrigin = AsEnsureOriginWithArg<$origin>;
			type ForceOrigin = EnsureRoot<AccountId>;
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
	};
}
assets!(pallet_assets::Instance1, EnsureSigned<AccountId>);
assets!(pallet_assets::Instance2, EnsureSignedBy<PoolsAccount, AccountId>);

parameter_types! {
	pub const PoolsPalletId: PalletId = PalletId(*b"tale/poo");
	pub const Native: Asset = NativeOrWithId::Native;
	pub const SwapFee: Permill = Permill::from_parts(3_000);
	pub const MaxSwapFee: Permill = Permill::from_percent(10);
	pub const NoFee: Permill = Permill::zero();
	pub const SettlementsPalletId: PalletId = PalletId(*b"tale/set");
	pub const TreasuryAccount: AccountId = TREASURY;
	pub const MaxBalance: Balance = Balance::MAX;
	pub static BlockAuthor: Option<AccountId> = Some(AUTHOR);
}

ord_parameter_types! {
	pub const PoolsAccount: AccountId = AccountIdConversion::<AccountId>::into_account_truncating(&PoolsPalletId::get());
	pub const Spender: AccountId = SPENDER;
}

impl pallet_asset_conversion::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type HigherPrecisionBalance = sp_core::U256;
	type AssetKind = Asset;
	type Assets = UnionOf<Balances, Assets, NativeFromLeft, Asset, AccountId>;
	type PoolId = (Asset, Asset);
	type PoolLocator = WithFirstAsset<Native, AccountId, Asset, AccountIdConverter<PoolsPalletId, (Asset, Asset)>>;
	type PoolAssetId = u32;
	type PoolAssets = PoolAssets;
	type PoolSetupFee = ConstU128<ED>;
	type PoolSetupFeeAsset = Native;
	type PoolSetupFeeTarget = ResolveAssetTo<PoolsAccount, Self::Assets>;
	type PalletId = PoolsPalletId;
	type WeightInfo = ();
	type LPFee = SwapFee;
	type AdminOrigin = EnsureRoot<AccountId>;
	type MaxSwapFee = MaxSwapFee;
	type LiquidityWithdrawalFee = NoFee;
	type MaxSwapPathLength = ConstU32<3>;
	type MintMinLiquidity = ConstU128<100>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = ();
}

/// Fees of transactions go to everybody, tips to the author, everything else to pots and the treasury.
pub struct DefaultSplits;
impl Convert<FeeSource, Split> for DefaultSplits {
	fn convert(source: FeeSource) -> Split {
		match source {
			FeeSource::TransactionFee => EVERYBODY,
			FeeSource::Tip => Split { block_author: MILLION, ..Default::default() },
			FeeSource::Slash => Split::TREASURY,
			_ => Split { treasury: 400_000, dividends: 600_000, ..Default::default() },
		}
	}
}

/// Takes what is in the pot of generators' rewards.
pub struct Consumer;
impl PotConsumers<Credit<AccountId, Balances>> for Consumer {
	fn consume(pot: Pot, credit: Credit<AccountId, Balances>) -> Result<(), Credit<AccountId, Balances>> {
		match pot {
			Pot::GeneratorRewards => Balances::resolve(&GENERATORS, credit),
			_ => Err(credit),
		}
	}
}

/// Holders of [`CONTENT`]'s shares, as one account.
pub struct Content;
impl ContentRegister<AccountId, Asset, CreditOf<Test>> for Content {
	type Error = DispatchError;

	fn creator(content: ContentId) -> Option<AccountId> {
		(content == CONTENT).then_some(HOLDERS)
	}

	fn deposit(_: ContentId, _: Asset, _: &AccountId, _: Balance) -> Result<(), DispatchError> {
		Err(DispatchError::Unavailable)
	}

	fn deposit_credit(content: ContentId, credit: CreditOf<Test>) -> Result<(), CreditOf<Test>> {
		match content {
			CONTENT => Balances::resolve(&HOLDERS, credit),
			_ => Err(credit),
		}
	}

	fn deposit_weight() -> (u64, u64) {
		(0, 0)
	}

	fn deposit_credit_weight() -> (u64, u64) {
		(0, 0)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register(_: &AccountId, _: Balance) -> ContentId {
		CONTENT
	}
}

impl Config for Test {
	type Currency = Balances;
	type PalletId = SettlementsPalletId;
	type Treasury = TreasuryAccount;
	type BlockAuthor = BlockAuthor;
	type DefaultSplits = DefaultSplits;
	type AdminOrigin = EnsureRoot<AccountId>;
	type TreasuryOrigin = EitherOf<
		EnsureRootWithSuccess<AccountId, MaxBalance>,
		EnsureWithSuccess<EnsureSignedBy<Spender, AccountId>, AccountId, ConstU128<SPEND_LIMIT>>,
	>;
	type Consumers = Consumer;
	type Content = Content;
	type AssetKind = Asset;
	type NativeAsset = Native;
	type Exchange = AssetConversion;
	type MaxPriceStep = ConstU32<10_000>;
	type MaxPriceBand = ConstU32<50_000>;
	type MinPriceWindow = ConstU32<20>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarking::AssetConversionPool<Test>;
}

pub const ED: Balance = 10;
pub const WEALTH: Balance = 1_000_000_000_000;
pub const SPEND_LIMIT: Balance = 1_000;
/// What each pool begins with of $TALE and of the asset.
pub const RESERVE: Balance = 1_000_000_000;
/// What the treasury holds of the asset.
pub const FOREIGN: Balance = 100_000_000;
pub const DOLLAR: Asset = NativeOrWithId::WithId(1);
pub const EURO: Asset = NativeOrWithId::WithId(2);

pub const EVERYBODY: Split = Split {
	treasury: 500_000,
	validator_rewards: 200_000,
	generator_rewards: 150_000,
	dividends: 100_000,
	block_author: 50_000,
};

pub const GENERATORS_TOTAL: Balance = 1_000_003;
pub const COMMUNITY_TOTAL: Balance = 700_001;
pub const START: BlockNumber = 10;
pub const BLOCKS: BlockNumber = 1_000;

pub const PAYER: AccountId = AccountId::new([1; 32]);
pub const TRADER: AccountId = AccountId::new([2; 32]);
pub const SPENDER: AccountId = AccountId::new([3; 32]);
pub const AUTHOR: AccountId = AccountId::new([4; 32]);
/// Takes what is in the pot of generators' rewards.
pub const GENERATORS: AccountId = AccountId::new([5; 32]);
/// Exists only once somebody pays it.
pub const NOBODY: AccountId = AccountId::new([6; 32]);
/// The only content, and who has its shares.
pub const CONTENT: ContentId = 7;
pub const HOLDERS: AccountId = AccountId::new([7; 32]);
pub const TREASURY: AccountId = AccountId::new([99; 32]);

/// A chain at block 1 with pools, emission and every account endowed, unless told otherwise.
pub struct ExtBuilder {
	endow_pots: bool,
	emissions: Vec<GenesisEmission>,
	/// More, or less, on the pools' accounts than is to be emitted.
	extra: i128,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		let emission = |pool, total| GenesisEmission { pool, total, start: START, blocks: BLOCKS };
		ExtBuilder {
			endow_pots: true,
			emissions: vec![
				emission(EmissionPool::Generators, GENERATORS_TOTAL),
				emission(EmissionPool::Community, COMMUNITY_TOTAL),
			],
			extra: 0,
		}
	}
}

impl ExtBuilder {
	pub fn pots_not_endowed(mut self) -> Self {
		self.endow_pots = false;
		self
	}

	pub fn emissions(mut self, emissions: &[GenesisEmission]) -> Self {
		self.emissions = emissions.to_vec();
		self
	}

	pub fn extra_in_pools(mut self, extra: i128) -> Self {
		self.extra = extra;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().expect("genesis");
		let mut balances: Vec<_> =
			[PAYER, TRADER, SPENDER, AUTHOR, GENERATORS].into_iter().map(|account| (account, WEALTH)).collect();
		balances.push((TREASURY, ED));
		if self.endow_pots {
			balances.extend(Pot::ALL.map(|pot| (Settlements::pot_account(pot), ED)));
		}
		for (pool, total) in [(EmissionPool::Generators, GENERATORS_TOTAL), (EmissionPool::Community, COMMUNITY_TOTAL)]
		{
			balances.push((Settlements::pool_account(pool), total.checked_add_signed(self.extra).expect("some")));
		}
		pallet_balances::GenesisConfig::<Test> { balances, ..Default::default() }
			.assimilate_storage(&mut storage)
			.expect("genesis");
		GenesisConfig::<Test> { emissions: self.emissions, ..Default::default() }
			.assimilate_storage(&mut storage)
			.expect("genesis");
		let mut ext: sp_io::TestExternalities = storage.into();
		ext.execute_with(|| {
			System::set_block_number(1);
			for asset in [DOLLAR, EURO] {
				make_pool(asset);
			}
		});
		ext
	}

	/// Runs a test, then checks the invariants, and that every unit is somewhere.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			let issued = Balances::total_issuance();
			test();
			check(issued);
		});
	}
}

/// The invariants hold, and what was issued at first is on accounts, waits to be placed, or was burned.
pub fn check(issued: Balance) {
	Settlements::do_try_state().expect("invariants hold");
	assert_eq!(Balances::total_issuance() + Settlements::flows().burned, issued, "nothing is minted");
	let on_accounts: Balance =
		frame_system::Account::<Test>::iter_values().map(|account| account.data.free + account.data.reserved).sum();
	let collected = [CollectedFees::<Test>::get(), CollectedTips::<Test>::get()];
	let collected: Balance = collected.iter().flatten().map(|credit| credit.as_ref().peek()).sum();
	assert_eq!(on_accounts + Settlements::unplaced() + collected, Balances::total_issuance(), "nothing is lost");
}

fn make_pool(asset: Asset) {
	let NativeOrWithId::WithId(id) = asset else { panic!("not $TALE itself") };
	assert_ok!(<Assets as fungibles::Create<_>>::create(id, TRADER, true, 1));
	for (holder, amount) in [(TRADER, WEALTH), (TREASURY, FOREIGN)] {
		assert_ok!(<Assets as fungibles::Mutate<_>>::mint_into(id, &holder, amount));
	}
	let origin = RuntimeOrigin::signed(TRADER);
	assert_ok!(AssetConversion::create_pool(origin.clone(), Native::get().into(), asset.clone().into()));
	assert_ok!(AssetConversion::add_liquidity(
		origin,
		Native::get().into(),
		asset.into(),
		RESERVE,
		RESERVE,
		0,
		0,
		TRADER
	));
}

/// Makes a call as a block does: all of it or nothing.
pub fn call(origin: RuntimeOrigin, call: Call<Test>) -> Result<frame_support::dispatch::Pays, DispatchError> {
	RuntimeCall::from(call).dispatch(origin).map(|info| info.pays_fee).map_err(|error| error.error)
}

/// Makes a call that must fail with `error` and change nothing.
pub fn refused(origin: RuntimeOrigin, wanted: Call<Test>, error: impl Into<DispatchError>) {
	let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
	assert_eq!(call(origin, wanted), Err(error.into()));
	assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before, "a refused call changed something");
}

/// Ends the current block and begins the next one.
pub fn next_block() {
	let now = System::block_number();
	Settlements::on_finalize(now);
	Settlements::do_try_state().expect("invariants hold after every block");
	System::set_block_number(now + 1);
	let _: Weight = Settlements::on_initialize(now + 1);
}

pub fn run_to(block: BlockNumber) {
	while System::block_number() < block {
		next_block();
	}
}

/// Takes `amount` from an account.
pub fn take(from: &AccountId, amount: Balance) -> CreditOf<Test> {
	Balances::withdraw(from, amount, Precision::Exact, Preservation::Expendable, Fortitude::Polite).expect("has it")
}

/// Somebody pays a fee.
pub fn fee(source: FeeSource, amount: Balance) {
	Settlements::settle(source, take(&PAYER, amount));
}

/// A fee for the use of `content`.
pub fn content_fee(source: FeeSource, content: ContentId, amount: Balance) {
	<Settlements as ContentFees<_>>::settle(source, content, take(&PAYER, amount));
}

pub fn free(account: &AccountId) -> Balance {
	Balances::balance(account)
}

pub fn pot(pot: Pot) -> Balance {
	free(&Settlements::pot_account(pot))
}

/// Where fees of a source went since genesis.
pub fn flow(inflow: Inflow) -> Flow {
	Flows::<Test>::get(inflow)
}

/// Empties an account: it is gone.
pub fn remove(account: &AccountId) {
	let all = free(account);
	assert_ok!(<Balances as Mutate<_>>::transfer(account, &PAYER, all, Preservation::Expendable));
}

pub fn has_event(wanted: impl Fn(&Event<Test>) -> bool) -> bool {
	System::events().iter().any(|record| matches!(&record.event, RuntimeEvent::Settlements(event) if wanted(event)))
}
